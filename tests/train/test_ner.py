"""Training of the agency model: variants keep their spans, training twice gives the same files, corrections are learned."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import nlp
from pipeline.annotation.corpus import read_corpus
from pipeline.annotation.exports import Labelled, to_gold
from pipeline.annotation.gold import problems
from pipeline.errors import AnnotationError, ModelError
from pipeline.extract.agencies.learned import Answer, Calibration, ask, load_model
from pipeline.train.augment import variant
from pipeline.train.card import calibration_error, reliability_plot
from pipeline.train.ner import Reading, calibrate, lines_of, replace_scores, train_ner

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = CHECKOUT / "annotations" / "documents"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three documents of each split."""
    folder = tmp_path_factory.mktemp("documents")
    for split in ("train", "dev", "test"):
        (folder / split).mkdir()
        for path in sorted((DOCUMENTS / split).glob("*.gold.json"))[:3]:
            shutil.copy(path, folder / split)
    return folder


def test_training_twice_gives_the_same_files(sample: Path, tmp_path: Path) -> None:
    card = train_ner(sample, tmp_path / "one", epochs=1)
    again = train_ner(sample, tmp_path / "calibrated", base=tmp_path / "one", epochs=0)
    assert "The weights are those of the model that this one was made from" in again and "The weights are those" not in card
    code = f"from pathlib import Path; from pipeline.train.ner import train_ner; train_ner(Path({str(sample)!r}), Path({str(tmp_path / 'two')!r}), epochs=1)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=CHECKOUT, env=os.environ | {"PYTHONHASHSEED": "7"})
    names = {path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()}
    assert {Path("metadata.json"), Path("calibration.json"), Path("README.md"), Path("reliability.svg"), Path("config.cfg")} <= names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    assert "| rules and model |" in card and "3 documents" in card


def test_a_correction_is_learned(sample: Path, tmp_path: Path) -> None:
    text = "1. Xưởng Đúc Bình Hà kiểm tra lò nung"  # underthesea leaves its words whole
    rows = [{"id": n, "text": text, "label": [[3, 20, "AGENCY"]]} for n in range(200)]
    (tmp_path / "corrected.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    train_ner(sample, tmp_path / "one", epochs=1)
    train_ner(sample, tmp_path / "two", [tmp_path / "corrected.jsonl"], base=tmp_path / "one", epochs=4)
    before, after = (ask([(0, len(text))], text, load_model(tmp_path / name))[0].spans for name in ("one", "two"))
    assert (3, 20) not in before and (3, 20) in after


def test_variants_keep_their_spans() -> None:
    rng = random.Random(0)
    for document in read_corpus(DOCUMENTS, ["train"])[:8]:
        other = variant(document.gold, ["Sở Y tế tỉnh Hà Nhung", "các phòng, ban"], rng)
        assert problems(other) == [] and len(other.entities) == len(document.gold.entities) and other.text != document.gold.text


def test_lines_hold_the_bodies_that_stand_in_them() -> None:
    for document in read_corpus(DOCUMENTS, ["dev"])[:6]:
        lines = list(lines_of(document.gold))
        bodies = [line[a:b] for line, spans in lines for a, b, _ in spans]
        whole = [e for e in document.gold.entities if e.label == "AGENCY" and "\n" not in e.text and "|" not in e.text]
        assert len(bodies) >= 0.97 * len(whole) and all(body == body.strip() and body for body in bodies)


def test_rare_kinds_lean_on_their_rule() -> None:
    judged = [("agency.local", True)] * 90 + [("agency.local", False)] * 10 + [("agency.local moved", False)]
    scores = replace_scores(Calibration({}, frozenset(), frozenset()), judged).scores
    assert scores["agency.local"] == pytest.approx(0.9, abs=0.02) and 0.6 < scores["agency.local moved"] < 0.8


def test_corrections_say_what_the_model_is_worth_where_development_has_none_of_its_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    line, body = "Xưởng Đúc Bình Hà kiểm tra lò nung.\n", len("Xưởng Đúc Bình Hà")
    bodies = {(at * len(line), at * len(line) + body) for at in range(8)}
    corrected = Reading(line * 8, bodies, [], [], [])
    other = Reading("Rà soát hộ nghèo trong tháng 6.\n", set(), [], [], [("date.month", True)])

    def seen(windows: Sequence[tuple[int, int]], flow: str, language: object) -> list[Answer]:
        return [Answer(window, sorted(b for b in bodies if window[0] <= b[0] and b[1] <= window[1])) for window in windows]

    monkeypatch.setattr("pipeline.train.ner.ask", seen)
    calibration = calibrate([other], [corrected], nlp.blank())
    assert calibration.openings == {"Xưởng"} and calibration.scores["agency.model alone"] > 0.9


def test_calibration_error_and_plot() -> None:
    finds = [(0.9, True)] * 9 + [(0.9, False)] + [(0.5, True), (0.5, False)]
    assert calibration_error(finds) == pytest.approx(0.0) and calibration_error([(1.0, False)]) == 1.0
    assert reliability_plot(finds).count("<circle") == 2


def test_texts_without_bodies_teach_too() -> None:
    assert [gold.entities for gold in to_gold([Labelled("Không có cơ quan nào", [], []), Labelled("Kiểm tra", [], ["kiểm tra"])])] == [[]]


def test_no_corpus_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="no annotated documents"):
        train_ner(tmp_path, tmp_path / "ner")


def test_nothing_to_calibrate_is_one_sentence(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="--base"):
        train_ner(sample, tmp_path / "model", epochs=0)
