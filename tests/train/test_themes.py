"""Training: the annotations follow their format, training twice gives the same files, and the measures are what they are called."""

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from pipeline.annotation.corpus import read_corpus
from pipeline.errors import AnnotationError
from pipeline.extract.themes import load_classifier, load_pipeline
from pipeline.provenance import models_dir
from pipeline.train.themes import _best_threshold, _calibrate, _calibration_error, _measure, mask_names, read_examples, train_themes

THEMES = ("truyền thông", "kiểm tra", "nguồn lực")
CHECKOUT = Path(__file__).parents[2]
ANNOTATIONS = CHECKOUT / "annotations"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every eighth example of the annotations, and three documents."""
    folder = tmp_path_factory.mktemp("annotations")
    (folder / "themes").mkdir()
    lines = [line for path in sorted((ANNOTATIONS / "themes").glob("*.jsonl")) for line in path.read_bytes().splitlines(keepends=True)]
    (folder / "themes" / "sample.jsonl").write_bytes(b"".join(lines[::8]))
    (folder / "documents" / "train").mkdir(parents=True)
    for path in sorted((ANNOTATIONS / "documents" / "train").glob("*.gold.json"))[:3]:
        shutil.copy(path, folder / "documents" / "train")
    return folder


def test_the_examples_are_enough_and_clean() -> None:
    examples = read_examples(ANNOTATIONS / "themes")
    assert len(examples) >= 1500 and len({example.field for example in examples}) >= 10
    assert len({example.text.casefold() for example in examples}) == len(examples)
    for example in examples:
        assert unicodedata.is_normalized("NFC", example.text) and example.text == example.text.strip()
        assert example.themes == [theme for theme in THEMES if theme in example.themes]
    assert min(sum(theme in example.themes for example in examples) for theme in THEMES) > 300
    assert sum(not example.themes for example in examples) > 600


def test_the_model_is_of_these_examples() -> None:
    card = (models_dir() / "themes" / "README.md").read_text(encoding="utf-8")
    count = len(read_examples(ANNOTATIONS / "themes")) + sum(len(d.gold.tasks) for d in read_corpus(ANNOTATIONS / "documents", ["train"]))
    assert f"{count} task texts" in card, "The annotations changed: run `pipeline train themes`."


def test_training_twice_gives_the_same_files(sample: Path, tmp_path: Path) -> None:
    card = train_themes(sample, tmp_path / "one")
    code = f"from pathlib import Path; from pipeline.train.themes import train_themes; train_themes(Path({str(sample)!r}), Path({str(tmp_path / 'two')!r}))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=CHECKOUT, env=os.environ | {"PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "1"})
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert names == {"model.skops", "weights.json", "metadata.json", "README.md"}
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    assert card == (tmp_path / "one" / "README.md").read_text(encoding="utf-8") and "| kiểm tra |" in card
    assert load_classifier(tmp_path / "one").card.thresholds.keys() == set(THEMES)
    assert load_pipeline(tmp_path / "one").predict(["Kiểm tra"]).shape == (1, 3)


@pytest.mark.parametrize("line", ['{"text": "Kiểm tra"', '{"text": "Kiểm tra", "themes": "thanh tra"}', '{"themes": []}', "\ud800"])
def test_a_line_of_another_format_is_one_sentence(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(line.encode("utf-8", "surrogatepass") + b"\n")
    with pytest.raises(AnnotationError, match=r"Line 1 of .*a\.jsonl") as raised:
        read_examples(tmp_path)
    assert "\n" not in str(raised.value)


OTHER_THEMES = {
    "an toàn": "Kiểm tra an toàn lao động tại công trường số {}",
    "tuyển sinh": "Tư vấn tuyển sinh lớp {} cho học sinh cuối cấp",
    "": "Lát gạch sân nhà {}",
}


def test_another_label_set_works_by_data_alone(tmp_path: Path) -> None:
    rows = [{"text": text.format(n), "themes": [theme] if theme else []} for n in range(24) for theme, text in OTHER_THEMES.items()]
    (tmp_path / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    train_themes(ANNOTATIONS, tmp_path / "models" / "themes", labels=tmp_path / "labels.jsonl")
    (tmp_path / "a.txt").write_text("KẾ HOẠCH\n\nI. NHIỆM VỤ\n1. Sở Xây dựng kiểm tra an toàn lao động tại công trường số 5.\n", encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "--models", str(tmp_path / "models"), "run", str(tmp_path / "a.txt"), "-o", "-"]
    done = subprocess.run(command, check=True, capture_output=True, cwd=CHECKOUT)
    (task,) = json.loads(done.stdout)["tasks"]
    assert [theme["label"] for theme in task["themes"]] == ["an toàn"]


def test_a_label_with_too_few_texts_is_one_sentence(tmp_path: Path) -> None:
    rows = [{"text": f"Kiểm tra lần {n}", "themes": ["kiểm tra"] if n < 3 else []} for n in range(30)]
    (tmp_path / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(AnnotationError, match="The theme kiểm tra has 3 of 30 texts") as raised:
        train_themes(ANNOTATIONS, tmp_path / "themes", labels=tmp_path / "labels.jsonl")
    assert "\n" not in str(raised.value)


def test_corrected_exports_are_learned_too(sample: Path, tmp_path: Path) -> None:
    rows = [{"id": n, "text": f"Chấm thi đua khối phố {n}", "label": ["kiểm tra"]} for n in range(20)]
    (tmp_path / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    train_themes(sample, tmp_path / "one")
    train_themes(sample, tmp_path / "two", data=[tmp_path / "all.jsonl"])
    before, after = (
        dict(zip(c.labels, c.probabilities("Chấm thi đua khối phố 99"), strict=True))
        for c in map(load_classifier, (tmp_path / "one", tmp_path / "two"))
    )
    assert before["kiểm tra"] < 0.5 < after["kiểm tra"]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ban Tuyên giáo Tỉnh ủy rà soát quy chế", "AGENCY rà soát quy chế"),
        ("Sửa đổi Luật Ngân sách nhà nước", "Sửa đổi LEGAL_REF"),
        ("Theo Quyết định số 45/2019/QĐ-UBND ngày 12/3/2019", "Theo LEGAL_REF DATE"),
        ("Phấn đấu đạt 95% trong năm 2026", "Phấn đấu đạt PERCENT trong DATE"),
    ],
)
def test_names_are_masked(text: str, masked: str) -> None:
    assert mask_names(text) == masked


def test_measures() -> None:
    probabilities, truth = np.array([0.9, 0.8, 0.7, 0.2, 0.1]), np.array([1, 0, 1, 1, 0])
    scores = _measure(probabilities, truth, 0.5)
    assert (scores.precision, scores.recall, scores.support) == (pytest.approx(2 / 3), pytest.approx(2 / 3), 3)
    assert scores.f1 == pytest.approx(2 / 3)
    assert _measure(probabilities, truth, 0.95).f1 == 0
    # each text in a bin of its own: |.9-1|, |.8-0|, |.7-1|, |.2-1|, |.1-0|, of five
    assert _calibration_error(probabilities, truth) == pytest.approx((0.1 + 0.8 + 0.3 + 0.8 + 0.1) / 5)


def test_a_threshold_stays_near_a_half_unless_another_is_clearly_better() -> None:
    truth = np.array([0, 1] * 100)
    assert _best_threshold(np.where(truth == 1, 0.9, 0.1), truth) == 0.5
    assert _best_threshold(np.where(truth == 1, 0.3, 0.1), truth) == 0.3


def test_calibration_finds_the_sigmoid() -> None:
    generator = np.random.default_rng(1)
    decisions = generator.normal(size=20_000)
    truth = (generator.random(20_000) < 1 / (1 + np.exp(-(2 * decisions - 1)))).astype(np.int64)
    slope, intercept = _calibrate(decisions, truth)
    assert slope == pytest.approx(2, abs=0.15) and intercept == pytest.approx(-1, abs=0.15)
