"""Where the agency model is asked, what is made of its answer, and that no damaged model is loaded."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.extract.agencies import find_agencies
from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.learned import (
    Answer,
    Calibration,
    ask,
    combine,
    kind_of,
    load_calibration,
    load_model,
    model,
    plausible,
    unsure_windows,
    verdict,
)
from pipeline.provenance import models_dir

FLOW = "1. Giao Tổ Ngữ văn soạn đề\n2. Sở Y tế chủ trì, Nhóm nòng cốt phối hợp\t30/6/2024"


def found(surface: str, rule: str, head: str = "", score: float = 0.9) -> Found:
    start = FLOW.index(surface)
    return Found(start, start + len(surface), surface, "document", rule, score, head)


def span(surface: str) -> tuple[int, int]:
    return FLOW.index(surface), FLOW.index(surface) + len(surface)


HEALTH, GROUP = found("Sở Y tế", "agency.department", "Sở"), found("Nhóm nòng cốt", "agency.open_name", "Nhóm")
ASKING = Calibration({}, frozenset({"agency.open_name|Nhóm"}), frozenset({"Tổ"}))


def test_it_is_asked_where_rules_are_unsure() -> None:
    windows = unsure_windows(FLOW, [HEALTH, GROUP], [span("30/6/2024")], ASKING)
    assert [FLOW[a:b] for a, b in windows] == ["1. Giao Tổ Ngữ văn soạn đề", "2. Sở Y tế chủ trì, Nhóm nòng cốt phối hợp"]
    assert unsure_windows(FLOW, [HEALTH], [], Calibration({}, frozenset(), frozenset())) == []


def test_an_opening_inside_a_find_or_a_date_is_no_place() -> None:
    assert unsure_windows(FLOW, [found("Tổ Ngữ văn", "agency.open_name", "Tổ")], [], ASKING) == []
    assert unsure_windows(FLOW, [], [(0, len(FLOW))], ASKING) == []


def test_a_window_is_cut_between_words() -> None:
    flow = "x" * 30 + " " + "việc " * 40 + "Tổ Ngữ văn " + "việc " * 40
    ((start, end),) = unsure_windows(flow, [], [], ASKING)
    assert flow[start - 1] == " " and flow[end] == " " and flow[start:end].startswith("việc") and end - start < 180


def test_verdicts() -> None:
    answers = [Answer((27, 60), [span("Sở Y tế"), (span("Nhóm nòng cốt")[0], span("Nhóm nòng cốt")[1] + 4)])]
    assert verdict(HEALTH, answers) == "agreed" and verdict(GROUP, answers) == "moved"
    assert verdict(HEALTH, [Answer((27, 60), [])]) == "unseen" and verdict(HEALTH, []) == ""


def test_what_the_model_alone_sees_is_kept_where_it_is_mostly_right() -> None:
    answers = [Answer((0, 26), [span("Tổ Ngữ văn")])]
    sure, unsure = Calibration({kind_of("agency.model", "alone"): 0.8}, frozenset(), frozenset()), Calibration({}, frozenset(), frozenset())
    (first, second) = combine(FLOW, [HEALTH], answers, [], sure)
    assert (first.name, first.rule, first.score, first.level) == ("Tổ Ngữ văn", "agency.model", 0.8, "document") and second.name == "Sở Y tế"
    assert combine(FLOW, [HEALTH], answers, [], unsure) == [HEALTH]
    assert combine(FLOW, [HEALTH], answers, [span("Ngữ văn")], sure) == [HEALTH]  # a date or a reference stands there


def test_a_rule_gives_way_only_where_it_is_mostly_wrong() -> None:
    longer = (GROUP.start, GROUP.end + len(" phối"))
    answers = [Answer((27, 66), [longer])]
    for of_rule, kept in ((0.4, longer), (0.6, (GROUP.start, GROUP.end))):
        scores = {"agency.model moved": 0.9, "agency.open_name moved": of_rule}
        (only,) = combine(FLOW, [GROUP], answers, [], Calibration(scores, frozenset(), frozenset()))
        assert (only.start, only.end) == kept


def test_a_find_that_is_mostly_wrong_is_dropped() -> None:
    scores = {"agency.open_name": 0.7, "agency.open_name unseen": 0.3}
    assert combine(FLOW, [GROUP], [Answer((27, 66), [])], [], Calibration(scores, frozenset(), frozenset())) == []
    (kept,) = combine(FLOW, [GROUP], [], [], Calibration(scores, frozenset(), frozenset()))
    assert kept.score == 0.7


@pytest.mark.parametrize(
    ("before", "seen", "body"),
    [
        ("giao ", "Đoàn khảo sát thực địa", "Đoàn khảo sát thực địa"),
        ("giao ", "Đoàn khảo sát có nhiệm vụ", "Đoàn khảo sát"),
        ("", "Các khoa, phòng:", "Các khoa, phòng"),
        ("gửi ", "Sở Giao dịch", "Sở Giao dịch"),
        ("thí điểm mô hình ", "Trung tâm giám sát rừng", ""),
        ("(Đã ký) ", "Đoàn Văn Bảy", ""),
        ("phục vụ trong ", "Công an nhân dân", ""),
        ("truyền thống của ", "lực lượng Công an nhân dân", ""),
        ("số hóa hồ sơ ngành ", "Công an", ""),
        ("cơ sở của ", "ngành Công an ngang", ""),
        ("mời ", "Kế toán trưởng", ""),
        ("mời ", "Chánh Văn phòng", ""),
        ("đăng ký ", "Sở hữu trí tuệ", ""),
        ("lập ", "Trung tâm", ""),  # of `Trung tâm chức năng`
        ("và ", "Các tổ", ""),  # of `Các tổ chức`
    ],
)
def test_what_of_a_span_may_be_a_body(before: str, seen: str, body: str) -> None:
    flow = f"{before}{seen} chức năng"
    span = plausible(flow, len(before), len(before) + len(seen))
    assert (flow[span[0] : span[1]] if span else "") == body


def test_a_head_before_a_compound_is_half_a_name() -> None:
    assert plausible("Tên Sở giao dịch nông sản", 0, 6) is None
    assert plausible("Ban của Hội đồng nhân dân xã", 0, 3) == (0, 3)


def test_the_shipped_model_reads_vietnamese() -> None:
    flow = "Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra"
    (answer,) = ask([(0, len(flow))], flow, model())
    assert [flow[a:b] for a, b in answer.spans] == ["Sở Y tế", "Công an tỉnh"]


def test_scores_are_shares() -> None:
    calibration = load_calibration(models_dir() / "ner")
    rules = {f.rule for f in find_agencies("UBND tỉnh giao Sở Y tế, các sở, ban, ngành và Tổ công tác liên ngành")}
    assert rules <= calibration.scores.keys() and all(0 <= score <= 1 for score in calibration.scores.values())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(models_dir() / "ner", tmp_path / "ner")
    return tmp_path / "ner"


def test_a_damaged_file_is_refused(copy: Path) -> None:
    weights = copy / "ner" / "model"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match="model is not the file that its metadata names"):
        load_model(copy)


def test_a_damaged_calibration_is_refused(copy: Path) -> None:
    path = copy / "calibration.json"
    path.write_text(path.read_text(encoding="utf-8").replace("0.", "1."), encoding="utf-8")
    with pytest.raises(ModelError, match=r"calibration\.json is not the file that its metadata names"):
        load_calibration(copy)


def test_a_file_too_many_is_refused(copy: Path) -> None:
    (copy / "ner" / "model.pkl").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(ModelError, match=r"holds ner/model\.pkl"):
        load_model(copy)


def test_a_missing_file_is_refused(copy: Path) -> None:
    (copy / "ner" / "moves").unlink()
    with pytest.raises(ModelError, match="moves is not the file"):
        load_model(copy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "other"}, "of type other"),
        ({"version": "0"}, "version 0"),
        ({"spacy": "2.3.1"}, "was written by spaCy 2.3.1"),
        ({"sha256": 5}, "does not describe"),
    ],
)
def test_another_type_or_version_is_refused(copy: Path, change: dict[str, object], said: str) -> None:
    card = json.loads((copy / "metadata.json").read_text())
    (copy / "metadata.json").write_text(json.dumps(card | change))
    with pytest.raises(ModelError, match=said) as raised:
        load_model(copy)
    assert "\n" not in str(raised.value) and str(raised.value).endswith(".")


def test_no_model_is_one_sentence(tmp_path: Path) -> None:
    for load in (load_model, load_calibration):
        with pytest.raises(ModelError, match="There is no agency model"):
            load(tmp_path / "nowhere")  # type: ignore[operator]


def test_the_metadata_names_every_file() -> None:
    folder = models_dir() / "ner"
    card = json.loads((folder / "metadata.json").read_text())
    for name, digest in card["sha256"].items():
        assert sha256((folder / name).read_bytes()).hexdigest() == digest
    assert sum(path.stat().st_size for path in folder.rglob("*")) < 12_000_000
