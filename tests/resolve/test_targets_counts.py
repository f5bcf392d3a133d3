"""Counts and rates beside percentages: the examples of ``tests/examples/counts.toml``, and what a record says of them."""

import tomllib
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.readers.document import Document
from pipeline.schema import Record, SourceInfo, Target

EXAMPLES = tomllib.loads((Path(__file__).parents[1] / "examples" / "counts.toml").read_text(encoding="utf-8"))
HEADINGS = {"aims": "I. CHỈ TIÊU", "duties": "II. NHIỆM VỤ, GIẢI PHÁP", "told": "I. TÌNH HÌNH", "money": "III. KINH PHÍ THỰC HIỆN"}
LEAST_PRECISION, LEAST_RECALL = 0.97, 0.95


def read(text: str) -> Record:
    return extract(Document("plan", text, SourceInfo("plan.txt", "txt", "utf-8", "", 0)))


def plan(heading: str, item: str) -> str:
    return f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 15/KH-UBND\nĐồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nPhát triển nông thôn\n\n{heading}\n1. {item}\n"


def counts(record: Record) -> list[Target]:
    return [target for target in record.targets if target.entity is None]


def surface(record: Record, target: Target) -> str:
    return record.text[slice(*span(target))]


def span(target: Target) -> tuple[int, int]:
    assert isinstance(target.start, int) and isinstance(target.end, int)
    return target.start, target.end


def test_counts_are_found_where_the_plan_commits_to_them() -> None:
    hits, errors, wanted, found = 0, [], 0, 0
    for kind, heading in HEADINGS.items():
        for example in EXAMPLES[kind]:
            record = read(plan(heading, example["text"]))
            there = {tuple(find) for find in example["finds"]}
            said = {(surface(record, t), t.value, t.op, t.unit) for t in counts(record)}
            hits, wanted, found = hits + len(there & said), wanted + len(there), found + len(said)
            errors += [f"{kind}: {example['text']}\n    missed {there - said}\n    spurious {said - there}"] if there != said else []
    assert sum(len(examples) for examples in EXAMPLES.values()) >= 60
    assert hits / found >= LEAST_PRECISION and hits / wanted >= LEAST_RECALL, f"{hits} of {wanted} wanted, {found} found\n" + "\n".join(errors)


BASELINES = [
    ("Tỷ suất tử vong trẻ em dưới 1 tuổi giảm từ 14‰ năm 2020 xuống còn 12,5‰ năm 2025.", {"12,5‰": 14.0}),
    ("Tăng thu nhập từ 48 triệu đồng/người năm 2020 lên 65 triệu đồng/người năm 2025.", {"65 triệu đồng/người": 48_000_000.0}),
    ("Tỷ lệ hộ nghèo giảm từ 9% cuối năm 2020 xuống dưới 5% vào năm 2025.", {"5%": 9.0}),
    ("Tỷ lệ tiêm chủng đạt 85% (năm 2020 là 81,4%).", {"85%": 81.4}),
    ("Tỷ lệ tiêm chủng đạt 85%, tăng so với mức 81,4% của năm 2020; tỷ lệ hộ nghèo còn 4%.", {"85%": 81.4, "4%": None}),
    ("Tỷ lệ tiêm chủng đạt 85%.", {"85%": None}),
]


@pytest.mark.parametrize(("sentence", "baselines"), BASELINES)
def test_the_value_that_a_change_starts_from(sentence: str, baselines: dict[str, float | None]) -> None:
    record = read(plan("I. CHỈ TIÊU", sentence))
    assert {surface(record, t): t.baseline for t in record.targets} == baselines


def test_the_column_of_what_has_been_holds_the_baseline() -> None:
    table = "Nội dung\tNăm 2020\tNăm 2024\tNăm 2025\nHộ dùng nước sạch\t47%\t60%\t65%\nHộ có nhà tiêu hợp vệ sinh\t22%\t35%\t40%\n"
    record = read(plan("I. CHỈ TIÊU", f"Nước sạch\n{table}"))
    said = [(t.indicator, t.value, t.by, t.baseline) for t in record.targets]
    assert said == [
        ("Hộ dùng nước sạch", 60.0, "2024", 47.0),
        ("Hộ dùng nước sạch", 65.0, "2025", 47.0),
        ("Hộ có nhà tiêu hợp vệ sinh", 35.0, "2024", 22.0),
        ("Hộ có nhà tiêu hợp vệ sinh", 40.0, "2025", 22.0),
    ]


def test_targets_are_numbered_and_have_the_span_of_their_figure() -> None:
    record = read(plan("I. CHỈ TIÊU", "Trên 95% hộ dùng nước sạch; mở 1 200 lớp, xây 12 nhà văn hóa."))
    assert [(t.id, t.entity, surface(record, t), t.unit) for t in record.targets] == [
        ("g1", record.entities[-1].id, "95%", "%"),
        ("g2", None, "1 200 lớp", "lớp"),
        ("g3", None, "12 nhà văn hóa", "nhà văn hóa"),
    ]


def test_the_indicator_of_a_count_names_what_is_counted() -> None:
    record = read(plan("II. NHIỆM VỤ", "Sở Y tế chủ trì, phối hợp với Sở Tư pháp mở ít nhất 02 lớp tập huấn cho cán bộ xã trong năm 2024."))
    [target] = record.targets
    assert (target.indicator, target.op, target.by) == ("mở lớp tập huấn cho cán bộ xã", ">=", "2024")


def test_the_second_of_a_list_takes_the_verb_of_the_first() -> None:
    record = read(plan("II. NHIỆM VỤ", "Hỗ trợ 30 hộ, 04 hợp tác xã đưa chè lên sàn thương mại điện tử."))
    assert [t.indicator for t in record.targets] == ["Hỗ trợ hộ", "Hỗ trợ hợp tác xã đưa chè lên sàn thương mại điện tử"]


def test_the_name_of_a_row_is_the_indicator_of_its_cells() -> None:
    record = read(plan("I. CHỈ TIÊU", "Kinh tế số\nChỉ tiêu\tNăm 2024\tNăm 2025\nTỷ trọng kinh tế số\t18%\t20% và tăng dần các năm sau\n"))
    assert [(t.indicator, t.by) for t in record.targets] == [("Tỷ trọng kinh tế số", "2024"), ("Tỷ trọng kinh tế số", "2025")]


TABLE = """Bảng tổng hợp
TT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2023\tNăm 2024\tNăm 2025\tGhi chú
1\tSản lượng lương thực có hạt\tNghìn tấn\t305\t308,5\t≥ 310\t12
2\tThu nhập bình quân đầu người\tTriệu đồng\t52\t58\t60 - 65\t
3\tTỷ lệ hộ nghèo\t%\t4,1\tDưới 3,5\t3%\t
4\tGRDP\tTỷ đồng\t\t24.500\tTăng\t
5\tSố bác sĩ\tBác sỹ/10.000 dân\t\t9\t10 trở lên\t
"""


def test_the_bare_numbers_of_a_table_take_the_unit_of_its_column() -> None:
    record = read(plan("I. CHỈ TIÊU", TABLE))
    said = [(t.indicator, t.value, t.upper, t.op, t.unit, t.by, t.baseline) for t in record.targets]
    assert said == [
        ("Sản lượng lương thực có hạt", 308_500.0, None, "=", "tấn", "2024", 305_000.0),
        ("Sản lượng lương thực có hạt", 310_000.0, None, ">=", "tấn", "2025", 305_000.0),
        ("Thu nhập bình quân đầu người", 58e6, None, "=", "đồng", "2024", 52e6),
        ("Thu nhập bình quân đầu người", 60e6, 65e6, "=", "đồng", "2025", 52e6),
        ("Tỷ lệ hộ nghèo", 3.5, None, "<", "%", "2024", 4.1),
        ("Tỷ lệ hộ nghèo", 3.0, None, "=", "%", "2025", 4.1),
        ("GRDP", 24_500e9, None, "=", "đồng", "2024", None),
        ("Số bác sĩ", 9.0, None, "=", "bác sỹ/10.000 dân", "2024", None),
        ("Số bác sĩ", 10.0, None, ">=", "bác sỹ/10.000 dân", "2025", None),
    ]
    assert [surface(record, t) for t in record.targets][:4] == ["308,5", "310", "58", "60 - 65"]


NO_AIMS = [
    ("I. KINH PHÍ", TABLE.replace("Chỉ tiêu", "Nội dung chi")),
    ("I. CHỈ TIÊU", TABLE.replace("Đơn vị tính", "Đơn vị chủ trì")),
    ("I. CHỈ TIÊU", "Phí\nTT\tChỉ tiêu\tĐơn vị tính\tSố trang\n1\tSản lượng lúa\tTấn\t12\n"),
]


@pytest.mark.parametrize(("heading", "table"), NO_AIMS)
def test_a_table_of_something_else_holds_no_aims(heading: str, table: str) -> None:
    assert [t.value for t in counts(read(plan(heading, table)))] == []


def test_a_text_in_another_language_has_no_targets() -> None:
    assert read("PLAN\n\nI. DUTIES\n1. Local budgets shall cover 60% of the cost of “new wells”.\n").targets == []


def test_spans_hold_in_a_text_that_is_folded() -> None:
    text = plan("I. CHỈ TIÊU", "Xây mới\u200b 70.000\u00a0ngôi nha\u0300 😀 cho người có công.")
    record = read(text)
    [target] = record.targets
    assert text[slice(*span(target))] == "70.000\u00a0ngôi nha\u0300" and target.unit == "ngôi nhà"


def test_a_report_and_a_law_commit_to_nothing() -> None:
    law = "QUỐC HỘI\n\nLUẬT\nTrẻ em\n\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Mỗi xã thành lập ít nhất 01 câu lạc bộ.\nĐiều 2. Áp dụng\n1. Mở 02 lớp.\n"
    assert read(law).targets == []
    assert read(plan("I. CHỈ TIÊU", "Xây 12 nhà văn hóa.").replace("KẾ HOẠCH", "BÁO CÁO")).targets == []
