"""Themes: what the classifier decides, where a word says nothing, and that only the expected files are ever loaded."""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from sklearn.preprocessing import StandardScaler
from skops.io import dumps

from pipeline.errors import ModelError
from pipeline.extract import extract
from pipeline.extract.themes import cues, load_classifier, load_pipeline, tag_themes, under_heading, with_lead_in
from pipeline.provenance import models_dir
from pipeline.readers.document import Document
from pipeline.rule_tables import load_rules
from pipeline.schema import SourceInfo
from pipeline.text import fold

MODEL = models_dir() / "themes"

DECIDED = [
    ("Tuyên truyền, phổ biến kỹ năng thoát nạn khi cháy cho hộ dân trong ngõ sâu", ["truyền thông"]),
    ("Tổ chức Tháng hành động vì môi trường với chủ đề giảm rác thải nhựa", ["truyền thông"]),
    ("Kiểm tra, giám sát việc chấp hành quy định về phòng cháy tại các chung cư", ["kiểm tra"]),
    ("AGENCY theo dõi, đôn đốc và định kỳ báo cáo kết quả thực hiện về AGENCY trước DATE", ["kiểm tra"]),
    ("Tập huấn nghiệp vụ chữa cháy cho lực lượng dân phòng", ["nguồn lực"]),
    ("Bố trí kinh phí mua sắm trang thiết bị chữa cháy cho các tổ dân phố", ["nguồn lực"]),
    ("Rà soát, sửa đổi LEGAL_REF cho phù hợp với LEGAL_REF", []),
    ("AGENCY xây dựng quy chế phối hợp quản lý phương tiện thủy", []),
    ("Tổ chức khám, kiểm tra sức khỏe định kỳ cho học sinh tiểu học", []),
    ("Nghiên cứu giống lúa chịu mặn, mở rộng vùng trồng", []),
    ("Hợp nhất hai phòng chuyên môn, xếp lại biên chế của phòng mới", ["nguồn lực"]),
    ("Xây dựng đề án vị trí việc làm của các đơn vị sự nghiệp", ["nguồn lực"]),
    ("Dự trữ vật tư, xăng dầu tại hai kho của công ty", ["nguồn lực"]),
    ("Học tập chuyên đề về nêu gương tại chi bộ khối trường học", ["truyền thông"]),
    ("Giới thiệu LEGAL_REF đến các chi hội, khu nhà trọ công nhân", ["truyền thông"]),
    ("Tổ chức thi vẽ tranh và phát clip ngắn về tiết kiệm nước", ["truyền thông"]),
    ("Xem xét kỷ luật người đứng đầu nơi để hồ sơ quá hạn", ["kiểm tra"]),
    ("Giám sát dịch tễ bệnh dại tại các xã miền núi", []),
]

THEMES = ("truyền thông", "kiểm tra", "nguồn lực")


@pytest.mark.parametrize(("text", "labels"), DECIDED)
def test_decided(text: str, labels: list[str]) -> None:
    assert [tag.label for tag in tag_themes([text])[0]] == labels


def test_several_themes_come_highest_score_first() -> None:
    [tags] = tag_themes(["Tuyên truyền trên đài truyền thanh xã; kiểm tra, xử lý vi phạm; bố trí kinh phí, tập huấn cho lực lượng tuần tra"])
    scores = [tag.score for tag in tags]
    assert {tag.label for tag in tags} == set(THEMES) and scores == sorted(scores, reverse=True)
    assert all(score == round(score, 4) and 0 < score <= 1 for score in scores)


def test_no_text_no_theme() -> None:
    assert tag_themes([]) == [] and tag_themes(["", ";", "AGENCY"]) == [[], [], []]


def test_a_lead_in_lends_its_verb_to_an_item_without_one() -> None:
    item, lead_in = "Việc bố trí đất ở cho hộ tái định cư", "Đoàn công tác tập trung kiểm tra, đánh giá các nội dung sau:"
    assert [[tag.label for tag in tags] for tags in tag_themes([item, item], [None, lead_in])] == [[], ["kiểm tra"]]
    assert with_lead_in("Sửa đổi quy chế", lead_in) == "Sửa đổi quy chế"


def test_the_heading_above_counts() -> None:
    item = "Đoàn viên đến từng nhà trong dịp hè"
    assert [[tag.label for tag in tags] for tags in tag_themes([item, item], None, ["", "Công tác tuyên truyền"])] == [[], ["truyền thông"]]


def test_the_name_of_a_body_in_the_heading_does_not_count() -> None:
    text = "KẾ HOẠCH\n\nI. NHIỆM VỤ\n1. Ban Tuyên giáo Tỉnh ủy\n- Lập hồ sơ trước ngày 05/6/2024.\n"
    record = extract(Document("a", text, SourceInfo("a.txt", "txt", "utf-8", "", 0)))
    assert [task.themes for task in record.tasks] == [[]]


def test_cues_know_their_place() -> None:
    assert "kiểm tra@head" in cues("Tăng cường công tác kiểm tra")
    assert "kiểm tra@title" in cues("Sửa đổi quy chế kiểm tra nội bộ")
    assert "truyền thông@purpose" in cues("Mời nghệ sĩ về biểu diễn nhằm tuyên truyền")
    assert "kiểm tra@in" in cues("Máy đo kiểm tra")
    assert not any(cue.startswith("kiểm tra@head") for cue in cues("Kiểm tra sức khỏe học sinh"))


def test_the_tables_hold_phrases_as_texts_are_read() -> None:
    rules = load_rules("themes")
    phrases = [*(phrase for theme in THEMES for phrase in rules["cues"][theme])]
    for kind in ("passed_over", "light", "title", "purpose"):
        phrases += rules[kind]["phrases"]
    assert len(phrases) == len(set(phrases))
    for phrase in phrases:
        assert phrase == fold(phrase).text.lower() and all(word.isalpha() or word in ("0", "legal_ref") for word in phrase.split()), phrase


def test_a_run_imports_neither_scikit_learn_nor_skops() -> None:
    code = "import sys; from pipeline.extract.themes import tag_themes; tag_themes(['kiểm tra']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8").stdout
    assert not {"sklearn", "skops", "numpy"} & set(loaded.split())


def test_both_files_of_the_model_say_the_same() -> None:
    classifier, pipeline = load_classifier(MODEL), load_pipeline(MODEL)
    texts = [*(text for text, _ in DECIDED), under_heading("Phát tờ rơi", "Kiểm tra, giám sát")]
    for text, values in zip(texts, pipeline.decision_function(texts), strict=True):
        for value, theme, probability in zip(values, THEMES, classifier.probabilities(text), strict=True):
            slope, intercept = classifier.card.calibration[theme]
            assert probability == pytest.approx(1 / (1 + 2.718281828459045 ** -(slope * value + intercept)), abs=1e-4)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "themes"))


@pytest.mark.parametrize("name", ["weights.json", "model.skops"])
def test_a_changed_file_is_not_loaded(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(ModelError, match="is not the file that its metadata names"):
        load_classifier(copy)
    if name == "model.skops":
        with pytest.raises(ModelError, match="is not the file that its metadata names"):
            load_pipeline(copy)


class Stranger(StandardScaler):  # type: ignore[misc]
    """A type that no theme classifier has."""


def test_unexpected_types_are_not_loaded(copy: Path) -> None:
    data = dumps(Stranger())
    (copy / "model.skops").write_bytes(data)
    card = json.loads((copy / "metadata.json").read_text(encoding="utf-8"))
    card["sha256"]["model.skops"] = sha256(data).hexdigest()
    (copy / "metadata.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match=r"types that are not expected.*Stranger"):
        load_pipeline(copy)


@pytest.mark.parametrize("name", ["metadata.json", "weights.json", "model.skops"])
def test_a_missing_file_is_one_sentence(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError) as raised:
        load_classifier(copy)
    assert "\n" not in str(raised.value) and str(raised.value).endswith(".")


@pytest.mark.parametrize("name", ["metadata.json", "weights.json"])
def test_a_file_of_another_shape_is_one_sentence(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b'{"sha256": 1}')
    if name == "weights.json":
        card = json.loads((copy / "metadata.json").read_text(encoding="utf-8"))
        card["sha256"][name] = sha256(b'{"sha256": 1}').hexdigest()
        (copy / "metadata.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match="theme classifier"):
        load_classifier(copy)
