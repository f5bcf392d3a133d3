"""One indicator has one key over documents: the pairs of ``tests/examples/indicators.toml``, and what a key keeps and drops."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.readers.document import Document
from pipeline.resolve.indicators import key_of
from pipeline.resolve.targets import compare_targets
from pipeline.schema import SourceInfo, Target

PAIRS = tomllib.loads((Path(__file__).parents[1] / "examples" / "indicators.toml").read_text(encoding="utf-8"))
LEAST_PRECISION, LEAST_RECALL = 0.97, 0.9


def target(aim: str) -> Target:
    text = f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 15/KH-UBND\nĐồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nAn sinh xã hội\n\nI. CHỈ TIÊU\n1. {aim}\n"
    [found] = compare_targets(extract(Document("plan", text, SourceInfo("plan.txt", "txt", "utf-8", "", 0)))).targets
    return found


def test_pairs() -> None:
    errors, joined, right = [], 0, 0
    for kind, pairs in PAIRS.items():
        for one, other in pairs:
            a, b = target(one), target(other)
            same = bool(a.key) and (a.key, a.unit) == (b.key, b.unit)
            joined, right = joined + same, right + (same and kind == "same")
            if same != (kind == "same"):
                errors.append(f"{kind}: {a.key!r} {a.unit}, {b.key!r} {b.unit}\n    {one}\n    {other}")
    assert sum(map(len, PAIRS.values())) >= 60
    assert right / joined >= LEAST_PRECISION and right / len(PAIRS["same"]) >= LEAST_RECALL, f"{right} of {joined} joined\n" + "\n".join(errors)


KEYS = [
    ("Tỷ lệ hộ nghèo giảm 1,2%/năm.", "hộ nghèo"),
    ("Số hộ nghèo giảm 10%.", "số hộ nghèo"),
    ("Trang bị 2.000 tờ gấp cho cơ sở.", "trang bị tờ gấp cơ sở"),
    ("Số hóa 40% hồ sơ lưu trữ.", "hồ sơ lưu trữ số hóa"),
    ("Tỷ lệ xử lý hồ sơ đúng hạn đạt 95% vào ngày 31/12/2025 theo Quyết định số 12/QĐ-UBND.", "hồ sơ đúng hạn xử lý"),
    ("UBND cấp xã có người làm công tác bảo vệ trẻ em đạt 100%.", "ủy ban nhân dân cấp xã có người làm công tác bảo vệ trẻ em"),
    ("Mở 03 lớp bồi dưỡng kiến thức cho cán bộ xã, hoàn thành trước ngày 30/9/2024.", "lớp bồi dưỡng kiến thức cán bộ xã"),
    ("Tập trung mọi nguồn lực để tỷ lệ bao phủ bảo hiểm y tế đạt trên 95% dân số.", "người dân tham gia bảo hiểm y tế"),
    ("Huy động nguồn lực, bảo đảm giải ngân 95% vốn đầu tư công.", "giải ngân vốn đầu tư công"),
    (
        "Hoàn thành cắt giảm 50% thời gian giải quyết thủ tục hành chính cấp xã, cấp huyện.",
        "thời gian giải quyết thủ tục hành chính cấp xã cấp huyện",
    ),
    ("Tổng vốn đầu tư toàn xã hội đạt 40% GRDP.", "vốn đầu tư toàn xã hội"),
    ("Giảm 5% số vụ tai nạn lao động chết người.", "số vụ tai nạn lao động chết người"),
]


@pytest.mark.parametrize(("aim", "key"), KEYS)
def test_a_key_can_be_read(aim: str, key: str) -> None:
    assert target(aim).key == key


POPULATIONS = [
    ("Tỷ lệ suy dinh dưỡng thể thấp còi ở trẻ em dưới 5 tuổi giảm còn 17%.", "trẻ em dưới 5 tuổi"),
    ("100% hộ nghèo có nhu cầu được vay vốn.", "hộ nghèo"),
    ("95% phụ nữ mang thai được xét nghiệm.", "phụ nữ mang thai"),
    ("Tỷ lệ hài lòng của người bệnh nội trú trên 92%.", "người bệnh"),
    ("80% học sinh tiểu học học 2 buổi/ngày.", "học sinh tiểu học"),
    ("100% xã biên giới có bác sĩ.", "xã biên giới"),
    ("90% người dân tộc thiểu số nghe, nói được tiếng phổ thông.", "người dân tộc thiểu số"),
    ("Mở 02 lớp tập huấn cho cán bộ làm công tác trẻ em.", "cán bộ làm công tác trẻ em"),
    ("80% Hội Nông dân cấp xã có quỹ hỗ trợ.", None),
    ("100% lực lượng cứu hộ được huấn luyện.", None),
    ("Tỷ lệ che phủ rừng đạt 54%.", None),
    ("Giảm 10% số vụ bạo lực gia đình.", None),
    ("Tỷ lệ chất thải môi trường đô thị được thu gom đạt 95%.", None),
    ("100% cơ sở dữ liệu được kết nối.", None),
    ("Giải ngân 95% kế hoạch vốn xã hội hóa.", None),
]


@pytest.mark.parametrize(("aim", "population"), POPULATIONS)
def test_whom_an_indicator_is_about(aim: str, population: str | None) -> None:
    assert target(aim).population == population


def test_a_row_of_a_table_is_named_by_its_own_words() -> None:
    table = "KẾ HOẠCH\nKinh tế số\n\nI. CHỈ TIÊU\n1. Như sau\nTT\tChỉ tiêu\tĐơn vị\tNăm 2025\n1\tTổ chức khoa học được xếp hạng\tTổ chức\t40\n2\tQuy mô kinh tế số\t% GDP\t30\n"
    record = compare_targets(extract(Document("plan", table, SourceInfo("plan.txt", "txt", "utf-8", "", 0))))
    assert [(t.key, t.unit) for t in record.targets] == [("tổ chức khoa học xếp hạng", "tổ chức"), ("quy mô kinh tế số", "% GDP")]


def test_the_year_is_that_of_the_date() -> None:
    assert [target(aim).year for aim in ("Đến hết ngày 30/6/2025, 80% hộ dân ký cam kết.", "80% hộ dân ký cam kết.")] == [2025, None]


def test_a_target_without_an_indicator_has_no_key() -> None:
    assert key_of("Tăng thêm") == "" and key_of("") == ""


PIECES = st.sampled_from(
    ["Tỷ lệ ", "trẻ em ", "trẻ ", "dưới 1 tuổi ", "của ", "các ", "(năm 2020) ", "(", ")", "được ", "BHYT ", "THCS ", "hộ nghèo ", "đạt ", "giảm ", "số ", "ở ", ", ", "01 ", "năm 2025 ", "so với ", "cho ", "thu gom ", "rác ", "Sở Y tế "]
)  # fmt: skip


@given(text=st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)), counted=st.booleans(), changed=st.booleans())
def test_a_key_is_one_line_in_small_letters(text: str, counted: bool, changed: bool) -> None:
    key = key_of(text, counted=counted, changed=changed)
    assert key == " ".join(key.split()) and key == key.casefold()
