"""Targets: the percentages that a plan commits to, with comparator, change, indicator and year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.extract.rule import Mention
from pipeline.layout import Block, Layout
from pipeline.schema import DateNorm, Operator, PercentNorm

Change = Literal["increase", "decrease"]

_COMPARATORS: tuple[tuple[str, Operator], ...] = (
    (r"(?:không|chưa) (?:vượt )?quá|tối đa|nhiều nhất|xuống còn|xuống (?:mức )?|giảm còn|không lớn hơn|không cao hơn|≤", "<="),
    (r"ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|≥|đạt từ", ">="),
    (r"dưới|nhỏ hơn|thấp hơn|<", "<"),
    (r"trên|hơn|vượt|cao hơn|>", ">"),
)
_JUST_BEFORE = r"(?:\s*(?:mức|khoảng|là|đạt|từ|cả|được|tỷ lệ|tỉ lệ|khoảng từ))*\s*$"
_CHANGE = re.compile(
    r"(?i)\b(?P<verb>giảm|tăng)(?:\s+(?:thêm|bình quân|ít nhất|tối thiểu|trên|khoảng|từ|tối đa|dưới|không quá|hàng năm|hằng năm|mỗi năm|hơn|trung bình|được|đạt|số lượng|tỷ lệ))*\s*$"
)
_CLAUSE_START = re.compile(r"[;.\n\t:•+](?:\s|$)|\(|,\s*(?=(?:đến|tới|năm|trong đó|phấn đấu|tỷ lệ|tỉ lệ|trên|dưới|ít nhất|tối thiểu)\b)")
_CLAUSE_END = re.compile(
    r"[;.\n\t)](?:\s|$)|,\s*(?=(?:đến|tới|năm \d|trong đó|phấn đấu|tỷ lệ|tỉ lệ|giảm|tăng)\b)|\)|,\s*(?:trên |dưới |ít nhất |tối thiểu )?(?=\d+(?:[.,]\d+)?\s*%)|\s+và\s+(?=(?:trên |dưới |ít nhất )?\d+(?:[.,]\d+)?\s*%)"
)
_COMMITMENT = re.compile(
    r"(?i)phấn đấu|đạt|bảo đảm|đảm bảo|duy trì|tối thiểu|ít nhất|không quá|giảm|tăng|nâng|mục tiêu|chỉ tiêu|hoàn thành|trên|dưới|xuống|có\b|tỷ lệ|tỉ lệ|còn\b|từ\b"
)
_RESULT = re.compile(
    r"(?i)đã (?:đạt|giảm|tăng|có|hoàn thành|thực hiện|chiếm)|kết quả|tính đến (?:nay|ngày|hết|tháng)|so với cùng kỳ|cùng kỳ|hiện nay|đến nay|mới (?:đạt|chỉ)|chỉ đạt|ước (?:đạt|tính)|vừa qua|thực tế|thời gian qua|trong những năm qua|năm trước|bình quân giai đoạn trước|theo thống kê|theo kết quả|chưa đạt|còn thấp"
)
_SHARE = re.compile(
    r"(?i)(?:chiếm(?: tỷ lệ)?|hỗ trợ(?: tối đa| tối thiểu| bằng)?|bằng|mức thu|mức phí|lãi suất|thuế suất|phí|định mức|đóng góp|trích(?: lại)?|tương đương|chịu|góp vốn|cổ phần|đối ứng|chi trả|giảm (?:trừ|giá)|phụ cấp|tạm ứng|ứng trước|thanh toán|vốn góp|đơn giá|được hưởng|hưởng|giải ngân được)\s*(?:là|khoảng|từ|đến|tối đa|tối thiểu|không quá)?\s*$"
)
_SHARE_AFTER = re.compile(
    r"(?i)\s*(?:đơn giá|mức (?:phí|thu|lương|đóng|hỗ trợ)|kinh phí|tổng (?:vốn|mức đầu tư|kinh phí|dự toán|chi phí)|chi phí|giá trị hợp đồng|giá trị|vốn điều lệ|học phí|tiền lương|lương cơ sở|số tiền)\b"
)
_PAST_HEADING = re.compile(r"(?i)\W*(?:tình hình|kết quả|thực trạng|đánh giá|tồn tại|hạn chế|đặc điểm|những kết quả|ưu điểm|khái quát)")


@dataclass(frozen=True, slots=True)
class TargetFind:
    """A commitment: the percentage, its comparator, and what it measures."""

    percent: Mention
    op: Operator
    change: Change | None
    indicator: str
    by: str | None


def find_targets(
    layout: Layout, percents: Sequence[Mention], dates: Sequence[Mention], issued_on: str | None, doc_type: str | None
) -> list[TargetFind]:
    """The percentages that the plan commits to; results, statistics and shares in a formula are none.

    >>> from pipeline.extract.percents import find_percents
    >>> from pipeline.layout import lay_out
    >>> layout = lay_out("II. CHỈ TIÊU\\n1. Trên 95% hộ dân dùng nước sạch.")
    >>> [(t.op, t.indicator) for t in find_targets(layout, find_percents(layout.flow), [], "2024-03-08", "Kế hoạch")]
    [('>', 'hộ dân dùng nước sạch')]
    """
    found = []
    report = (doc_type or "").casefold() == "báo cáo"
    for percent in percents:
        if report or _stands_under(layout, percent.start, _PAST_HEADING):
            continue
        start, end = _clause(layout.flow, percent, layout.blocks[layout.block_at(percent.start)].start)
        if _is_commitment(layout, percent, start, end, dates, issued_on):
            before = layout.flow[start : percent.start]
            found.append(
                TargetFind(
                    percent,
                    _operator(layout.flow, percent, before),
                    _change(before),
                    _indicator(layout.flow, percent, start, end),
                    _by(layout, percent, start, end, dates),
                )
            )
    return found


_TARGET_HEADING = re.compile(r"(?i)\W*(?:các )?(?:mục tiêu|chỉ tiêu|phấn đấu)")


def _stands_under(layout: Layout, offset: int, heading: re.Pattern[str]) -> bool:
    """Whether a heading above the block at ``offset`` begins as ``heading`` says."""
    index = layout.blocks[layout.block_at(offset)].parent
    while index is not None:
        block = layout.blocks[index]
        if block.end - block.start < 160 and heading.match(layout.flow[block.start : block.end]):
            return True
        index = block.parent
    return False


def _clause(flow: str, percent: Mention, block_start: int) -> tuple[int, int]:
    """The clause around a percentage, as it is punctuated."""
    low = max(block_start, flow.rfind("\n", 0, percent.start) + 1, flow.rfind("\t", 0, percent.start) + 1, percent.start - 400)
    start = previous = low
    for match in _CLAUSE_START.finditer(flow, low, percent.start):
        start, previous = match.end(), start
    following = _CLAUSE_END.search(flow, percent.end)
    end = following.start() if following else len(flow)
    if flow[low:start].rstrip().endswith(":") and not re.search(r"\w", _without_tail_words(flow[start : percent.start]) + flow[percent.end : end]):
        start = previous  # `Tỷ lệ học sinh biết bơi: 60%`
    return start, end


# What the change starts from: `từ 9% năm 2020 xuống dưới 5%`, `tăng so với mức 81,4%`.
_BASELINE = re.compile(r"(?i)(?:\btừ|so với(?: mức| tỷ lệ| năm \d{4}(?: là)?)?)\s*$")
_GOES_TO = re.compile(r"(?i)[^;.%]{0,60}?\b(?:xuống|lên|còn)\b[^;.%]{0,30}\d")


def _is_commitment(layout: Layout, percent: Mention, start: int, end: int, dates: Sequence[Mention], issued_on: str | None) -> bool:
    flow = layout.flow
    before, after = flow[start : percent.start], flow[percent.end : end]
    sentence = flow[max(flow.rfind("\n", 0, percent.start) + 1, flow.rfind(". ", 0, percent.start) + 1, percent.start - 500) : percent.start]
    if _RESULT.search(sentence) or _SHARE.search(before) or _SHARE_AFTER.match(after) or re.search(r"(?i)so với cùng kỳ", after[:60]):
        return False
    if _BASELINE.search(before) and (_GOES_TO.match(after) or not before.rstrip().casefold().endswith("từ")):
        return False
    if issued_on and any(
        start <= d.start < end
        and isinstance(d.norm, DateNorm)
        and re.fullmatch(r"\d{4}", d.norm.value or "")
        and (d.norm.value or "") < issued_on[:4]
        and d.end <= percent.start
        and not re.search(r"(?i)\b(?:xuống|lên|còn|tăng|giảm)\b", flow[d.end : percent.start])
        for d in dates
    ):
        return False
    if (
        issued_on
        and (baseline := re.search(r"\(\s*(?:năm|đến|cuối)[^()]{0,20}?(\d{4})[^()]{0,20}$", flow[max(0, percent.start - 50) : percent.start]))
        and baseline[1] <= issued_on[:4]
    ):
        return False  # a baseline in brackets: `(năm 2020 là 81,4%)`
    if (not before.strip(" -+") and after.strip()) or _stands_under(layout, percent.start, _TARGET_HEADING):
        return True
    return bool(_COMMITMENT.search(sentence) or (isinstance(percent.norm, PercentNorm) and percent.norm.value == 100.0))


def _operator(flow: str, percent: Mention, before: str) -> Operator:
    after = flow[percent.end : percent.end + 70]
    if re.match(r"(?i)\s*trở lên", after) or (before.rstrip().casefold().endswith("từ") and re.match(r"[^;.,%\n]{0,60}? trở lên", after)):
        return ">="
    if re.match(r"(?i)\s*trở xuống", after):
        return "<="
    for words, op in _COMPARATORS:
        if re.search(rf"(?i)(?:^|[\s,(])(?:{words}){_JUST_BEFORE}", before):
            return op
    return "="


def _change(before: str) -> Change | None:
    match = _CHANGE.search(before)
    if match is None:
        return None
    return "decrease" if match["verb"].lower() == "giảm" else "increase"


def _indicator(flow: str, percent: Mention, start: int, end: int) -> str:
    """What is measured: the words before the percentage without its comparator, or those after it where it opens the clause."""
    before = flow[start : percent.start]
    before = re.sub(
        r"(?i)[\s,]*(?:đạt|trên|dưới|từ|ít nhất|tối thiểu|tối đa|không quá|không vượt quá|khoảng|còn|xuống còn|là|hơn|mức|phấn đấu|duy trì|và|bảo đảm|đảm bảo|:)*$",
        "",
        _without_tail_words(before),
    )
    before = re.sub(
        r"(?i)^\W*(?:(?:đến|tới|hết|trong|vào)\s+)*(?:hết\s+|cuối\s+)?(?:năm \d{4}|giai đoạn \d{4}\s*-\s*\d{4})[\s,:]*|^\W*(?:phấn đấu|trong đó|duy trì và đảm bảo)\s*",
        "",
        before,
    ).strip(" ,:-+")
    after = re.sub(r"(?i)^\s*/\s*năm\s*|\s*\btrở (?:lên|xuống)\b", "", flow[percent.end : end]).strip(" ,;:.-+*/")
    if len(before) < 6:
        return " ".join(after.split())
    return " ".join((before + (f" ({after})" if after and len(after.split()) <= 6 and not before.endswith(after) else "")).split())


def _without_tail_words(text: str) -> str:
    previous = None
    while previous != text:
        previous = text
        text = re.sub(
            r"(?i)[\s,:]*\b(?:đạt|trên|dưới|từ|ít nhất|tối thiểu|tối đa|không quá|không vượt quá|vượt|khoảng|còn|xuống còn|xuống|là|hơn|mức|phấn đấu|ở)$",
            "",
            text.rstrip(),
        )
    return text


def _by_of_heading(layout: Layout, block: Block, dates: Sequence[Mention]) -> Mention | None:
    """The year that the nearest heading sets for all below it: ``II. CHỈ TIÊU ĐẾN CUỐI NĂM 2022``."""
    while block.parent is not None:
        block = layout.blocks[block.parent]
        if block.end - block.start < 160:
            for date in dates:
                if block.start <= date.start < block.end and re.search(
                    r"(?i)\bđến(?: hết| cuối)?(?: năm)?\s*$", layout.flow[block.start : date.start]
                ):
                    return date
    return None


def _by(layout: Layout, percent: Mention, start: int, end: int, dates: Sequence[Mention]) -> str | None:
    """The year or day by which: the last date before the percentage in its item, else one after it in its clause."""
    flow, block = layout.flow, layout.blocks[layout.block_at(percent.start)]
    low = max(block.start, start - 300)
    around = [d for d in dates if low <= d.start < max(end, percent.start)]
    years = [d for d in around if isinstance(d.norm, DateNorm) and d.norm.type == "DATE" and d.norm.value and re.match(r"\d{4}", d.norm.value)]
    near = [d for d in years if d.start < percent.start]
    later = [d for d in years if percent.end <= d.start < end]
    at_once = [d for d in later if re.fullmatch(r"\s*(?:vào|trong|đến|đến hết|tới)\s*", flow[percent.end : d.start])]
    chosen = at_once[0] if at_once else near[-1] if near else later[0] if later else _by_of_heading(layout, block, dates)
    return chosen.norm.value if chosen is not None and isinstance(chosen.norm, DateNorm) else None
