"""Targets: the percentages that a plan commits to, with comparator, change, indicator and year.

A percentage is read in its clause, in its sentence and under its headings. Below a heading of aims it is a target unless the sentence
tells of the past; elsewhere the sentence must commit to it, and shares of money, thresholds and results are none.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.extract.rule import Mention
from pipeline.layout import Block, Layout
from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm, Operator, PercentNorm

Change = Literal["increase", "decrease"]

_OPERATORS: tuple[Operator, ...] = ("<=", ">=", "<", ">")
_CHANGES: tuple[Change, ...] = ("decrease", "increase")
_LONGEST_HEADING = 160
_LONGEST_SENTENCE = 2000
_LONGEST_COLUMN_HEAD = 40


@dataclass(frozen=True, slots=True)
class TargetFind:
    """A commitment: the percentage, its comparator, and what it measures."""

    percent: Mention
    op: Operator
    change: Change | None
    indicator: str
    by: str | None


# --- patterns ------------------------------------------------------------------------------------------------------------


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)) + ")"


def _words(name: str) -> str:
    return _one_of(load_rules("targets")["words"][name])


# `không quá`, `không để quá`, `không được vượt`
_AT_MOST = r"không\s+(?:\w+\s+){0,2}(?:quá|vượt(?:\s+quá)?)"
_NUMBER = r"\d+(?:[.,]\d+)?\s*%"


@cache
def _comparator(op: Operator) -> str:
    words = _one_of(load_rules("targets")["operators"][op])
    return rf"(?:{_AT_MOST}|{words})" if op == "<=" else words


@cache
def _any_comparator() -> str:
    return f"(?:{'|'.join(_comparator(op) for op in _OPERATORS)})"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    tables = load_rules("targets")
    changes = "|".join(f"(?P<{change}>{_one_of(tables['changes'][change])})" for change in _CHANGES)
    between = rf"(?:\s+(?!(?:lên|xuống|còn)\b)(?:{_words('fillers')}|{_any_comparator()}))"
    headings = {kind: _one_of(words) for kind, words in tables["headings"].items()}
    operators = {str(op): rf"(?:^|[\s,(]){_comparator(op)}(?:\s*{_words('fillers')})*\s*$" for op in _OPERATORS}
    patterns = operators | {
        "aims heading": rf"\b{headings['aims']}\b",
        "told heading": rf"^\W*{headings['told']}\b",
        "money heading": rf"^\W*{headings['money']}\b",
        "told column": headings["told_columns"],
        # `giảm 10%`, `tăng bình quân trên 5%`; and `giảm số vụ tái phạm ít nhất 15%`, but not `giảm tỷ lệ nghèo xuống dưới 5%`
        "change": rf"\b(?:{changes}){between}*\s*$",
        "change of": rf"\b(?:{changes})\s+(?!cường\b)(?:(?!{_words('outcomes')}\b)[^\W\d]+\s+){{1,16}}(?!xuống\b)(?:{_any_comparator()}|từ|khoảng)\s*$",
        # `60% thôn, buôn trở lên`, but not `80% học sinh khá trở lên`
        "or more": rf"\s*(?:(?!{_words('graded')}\b)\w+,?\s+){{0,8}}?trở lên\b",
        "or less": r"\s*trở xuống\b",
        "predicate": rf"\b{_words('predicates')}\b",
        "commitment": rf"\b{_words('commitments')}\b",
        "aim": rf"\b{_words('aims')}\b",
        "named aim": rf"\b{_words('named_aims')}\b",
        "result": rf"\b{_words('results')}\b|^\W*kết quả\b(?!\s*:)",
        "comparison": rf"\b{_words('comparisons')}\b",
        "condition": rf"\b{_words('conditions')}\b|(?<!ngay )(?<!trước )(?<!sau )(?<!từ )(?<!tới )(?<!đến )\bkhi\b",
        # `ở xã có trên 50% ...`, `hộ thiệt hại trên 70%`
        "conditioned": rf"\b{_words('conditioned')}\s+(?:có|thiệt hại|đạt)(?:\s+tỷ lệ\s+[^;,]{{0,40}})?\s+{_any_comparator()}\s*$",
        "share before": rf"\b{_words('shares')}(?:\s+(?:là|khoảng|từ|đến|tối đa|tối thiểu|không quá|không dưới))*\s*$",
        "share behind": rf"\s*{_words('shared')}\b",
        "money": rf"\b{_words('money')}\b",
        "money aim": rf"\b{_words('money_aims')}\b",
    }
    return re.compile(patterns[name], re.I)


# --- where a percentage stands -------------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"[.!?](?=\s)")
_CLAUSE_START = re.compile(r"[;.:•+](?:\s|$)|[\n\t(]|,\s*(?=(?:đến|tới|năm|trong đó|phấn đấu|tỷ lệ|tỉ lệ|trên|dưới|ít nhất|tối thiểu)\b)")
_CLAUSE_END = re.compile(
    rf"[;.](?:\s|$)|[\n\t)]|,\s*(?=(?:đến|tới|năm \d{{4}}|trong đó|riêng|phấn đấu|tỷ lệ|tỉ lệ|giảm|tăng)\b)"
    rf"|(?:,|\s+và)\s+(?=(?:trên |dưới |ít nhất |tối thiểu )?{_NUMBER})"
)
# What a change starts from: `từ 9% năm 2020 xuống dưới 5%`, `tăng so với mức 81,4%`; `năm 2020 là 81,4%` in brackets.
_FROM = re.compile(r"(?i)\btừ\s*$")
_GOES_TO = re.compile(rf"(?i)[^;.%(]{{0,60}}?\b(?:xuống|(?<!trở )lên|còn)\b[^;.%(]{{0,30}}{_NUMBER}")
_COMPARED_WITH = re.compile(r"(?i)so với(?: mức| tỷ lệ| năm \d{4}(?: là)?)?\s*$")
_IN_BRACKETS = re.compile(
    r"(?i)\(\s*(?:(?:đầu năm|hiện|trước|năm trước|năm học trước)\b|(?:năm|đến|cuối|hết)[^()]{0,20}?(?P<year>\d{4}))[^()]{0,20}$"
)
_OF_ANOTHER = re.compile(r"%\s*(?:(?:vào|của|cuối|đầu)\s+)*$")  # `từ 9% cuối năm 2020`
_COMPARED_DATE = re.compile(r"(?i)(?:so với|gấp)[^.;,]{0,40}$")


@dataclass(frozen=True, slots=True)
class _Place:
    """A percentage in its clause (``start``, ``end``), its sentence (from ``sentence``), its block, and under its headings."""

    flow: str
    percent: Mention
    block: Block
    sentence: int
    start: int
    end: int
    headings: tuple[str, ...]

    @property
    def before(self) -> str:
        """The clause up to the percentage."""
        return self.flow[self.start : self.percent.start]

    @property
    def after(self) -> str:
        """The clause behind the percentage."""
        return self.flow[self.percent.end : self.end]

    @property
    def said(self) -> str:
        """The sentence up to the percentage."""
        return self.flow[self.sentence : self.percent.start]

    def under(self, kind: str) -> bool:
        """Whether one of the headings is of a kind."""
        return any(_pattern(f"{kind} heading").search(heading) for heading in self.headings)


def _place(layout: Layout, percent: Mention) -> _Place:
    flow, block = layout.flow, layout.blocks[layout.block_at(percent.start)]
    low = max(block.start, flow.rfind("\t", 0, percent.start) + 1, percent.start - _LONGEST_SENTENCE)
    sentence = max((end.end() for end in _SENTENCE_END.finditer(flow, low, percent.start)), default=low)
    start = previous = sentence
    for match in _CLAUSE_START.finditer(flow, sentence, percent.start):
        start, previous = match.end(), start
    high = min(block.end, percent.end + _LONGEST_SENTENCE)
    ends = (m.start() for m in _CLAUSE_END.finditer(flow, percent.end, high) if m[0] != ")" or "(" not in flow[percent.end : m.start()])
    end = next(ends, high)
    if flow[sentence:start].rstrip().endswith(":") and not re.search(
        r"\w", _without_tail_words(flow[start : percent.start]) + flow[percent.end : end]
    ):
        start = previous  # `Tỷ lệ học sinh biết bơi: 60%`
    return _Place(flow, percent, block, sentence, start, end, tuple(_headings(layout, block)))


def _headings(layout: Layout, block: Block) -> Iterable[str]:
    """The headings above a block, the nearest first."""
    while block.parent is not None:
        block = layout.blocks[block.parent]
        if block.end - block.start < _LONGEST_HEADING:
            yield layout.flow[block.start : block.end]


# --- what is a target ----------------------------------------------------------------------------------------------------


def find_targets(
    layout: Layout,
    percents: Sequence[Mention],
    dates: Sequence[Mention],
    issued_on: str | None,
    doc_type: str | None,
    cited: frozenset[int] | set[int] = frozenset(),
) -> list[TargetFind]:
    """The percentages that the plan commits to; results, statistics and shares in a formula are none.

    ``cited`` are the offsets of dates that belong to a citation, and say nothing of the target.

    >>> from pipeline.extract.percents import find_percents
    >>> from pipeline.layout import lay_out
    >>> layout = lay_out("II. CHỈ TIÊU\\n1. Trên 95% hộ dân dùng nước sạch.")
    >>> [(t.op, t.indicator) for t in find_targets(layout, find_percents(layout.flow), [], "2024-03-08", "Kế hoạch")]
    [('>', 'hộ dân dùng nước sạch')]
    """
    if (doc_type or "").casefold() == "báo cáo":
        return []
    years = _Years(layout, [date for date in dates if date.start not in cited], issued_on, percents)
    found: list[TargetFind] = []
    for percent in percents:
        place = _place(layout, percent)
        if _is_commitment(place, years):
            op, change = _operator(place), _change(place.before)
            if found and change is None and op == "=":
                op, change = _carried(found[-1], place)
            elided = found[-1].indicator if found and found[-1].percent.start >= place.sentence else ""  # `năm 2024 đạt 70%, năm 2025 đạt 80%`
            found.append(TargetFind(percent, op, change, _indicator(place) or elided, years.by(place)))
    return found


def _is_commitment(place: _Place, years: "_Years") -> bool:
    said = re.sub(r"\([^()]*\)", "", place.said)
    aims = place.under("aims") or (_pattern("named aim").search(said) is not None and not _is_share(place))
    if (place.under("told") and not aims) or _is_baseline(place) or years.told_column(place):
        return False
    if _pattern("result").search(said) or years.past(place) or _sets_condition(place):
        return False
    if aims:
        return True
    if (place.said + place.after).isascii():
        return False  # a text in another language
    if _pattern("comparison").search(said + place.after[:60]) or _is_share(place) or place.flow[place.percent.start - 1] == "(":
        return False
    if place.block.kind == "paragraph" and not place.headings:
        return bool(_pattern("aim").search(said))
    if place.after.strip() and (place.block.kind in ("item", "row") or not place.before.strip(" -+")):
        return True
    norm = place.percent.norm
    return bool(_pattern("commitment").search(said)) or (isinstance(norm, PercentNorm) and norm.value == 100.0)


def _is_baseline(place: _Place) -> bool:
    norm = place.percent.norm
    single = isinstance(norm, PercentNorm) and norm.upper is None
    if _COMPARED_WITH.search(place.before) or (single and _FROM.search(place.before) and _GOES_TO.match(place.flow, place.percent.end)):
        return True
    return _IN_BRACKETS.search(place.flow, max(0, place.percent.start - 50), place.percent.start) is not None


def _sets_condition(place: _Place) -> bool:
    """`nếu sai quá 10% thì ...`, `xử lý nơi đạt dưới 50%`, `trọng số 20%`."""
    if _pattern("condition").search(place.before) or re.match(r"[^,;]*\bthì\b", place.after):
        return True
    return not place.under("aims") and _pattern("conditioned").search(place.before) is not None


def _is_share(place: _Place) -> bool:
    """A share in a formula, or of a sum of money."""
    phrase = place.said.rsplit(";", 1)[-1]
    if _pattern("money aim").search(phrase):
        return False
    if _pattern("share before").search(place.before) or _pattern("share behind").match(place.after):
        return True
    return place.under("money") or _pattern("money").search(phrase) is not None


# --- comparator and change -----------------------------------------------------------------------------------------------


def _operator(place: _Place) -> Operator:
    if _pattern("or more").match(place.after):
        return ">="
    if _pattern("or less").match(place.after):
        return "<="
    for op in _OPERATORS:
        if _pattern(op).search(place.before):
            return op
    norm = place.percent.norm
    single = isinstance(norm, PercentNorm) and norm.upper is None
    return ">=" if single and _FROM.search(place.before) else "="


def _change(before: str) -> Change | None:
    match = _pattern("change").search(before) or _pattern("change of").search(before)
    return next((change for change in _CHANGES if match[change]), None) if match else None


def _carried(previous: TargetFind, place: _Place) -> tuple[Operator, Change | None]:
    """The second member of a list takes what is said of the first once: `giảm 10% số cuộc họp, 15% văn bản giấy`; `ít nhất 85% của huyện, 70% của xã`."""
    between = place.flow[previous.percent.end : place.percent.start]
    if previous.percent.start < place.sentence or not re.fullmatch(r"[^;.%]*(?:,|\bvà)\s*", between):
        return "=", None
    op: Operator = previous.op if previous.op in ("<=", ">=") and re.match(r"\s*(?:của|ở|tại|vào|đối với)\b", place.after) else "="
    return op, previous.change if not _pattern("predicate").search(place.after) else None


# --- when ----------------------------------------------------------------------------------------------------------------

_AT_ONCE = re.compile(r"(?i)\s*(?:vào|trong|đến|đến hết|tới|vào cuối|trước)(?:\s+(?:cuối|hết))?\s*")
_UNTIL = re.compile(r"(?i)\bđến(?: hết| cuối)?(?: năm)?\s*$")


class _Years:
    """The dates of a document that may say by when a target is to be reached, or that a percentage is of the past."""

    def __init__(self, layout: Layout, dates: Sequence[Mention], issued_on: str | None, percents: Sequence[Mention]) -> None:
        self._layout, self._issued_on, self._percents = layout, issued_on, [percent.start for percent in percents]
        in_text = (date for date in dates if layout.blocks[layout.block_at(date.start)].kind != "furniture")  # a page head may hold its day
        own = [date for date in in_text if not _COMPARED_DATE.search(layout.flow, max(0, date.start - 60), date.start)]
        self._points = [date for date in own if _is_point(date)]
        self._ending = [date for date in own if _ends(date)]
        self._lead_ins, self._table_heads = _lead_ins(layout), _table_heads(layout)

    def _within(self, start: int, end: int) -> list[Mention]:
        return _between(self._points, start, end)

    def past(self, place: _Place) -> bool:
        """Whether the last date before the percentage in its sentence is before the day of issue; not the start of a change (`từ 9% năm 2020`)."""
        before = _between(self._ending, place.sentence, place.percent.start)
        said = [d for d in before if not _OF_ANOTHER.search(place.flow, max(0, d.start - 16), d.start)]
        if not said or not self._issued_on:
            return False
        return _ends(said[-1]) < self._issued_on

    def told_column(self, place: _Place) -> bool:
        """Whether the percentage stands in a column of a table that tells of the past (`Năm 2018`, `Hiện trạng`)."""
        header = self._header(place)
        if header is None:
            return False
        year = self._year_in(header)
        past = bool(year and self._issued_on and year < self._issued_on[:4])
        return past or _pattern("told column").search(self._layout.flow[slice(*header)]) is not None

    def by(self, place: _Place) -> str | None:
        """The year or day by which: of the clause, of the head of the sentence, of the column, of the words above."""
        chosen = self._in_clause(place) or self._at_head(place) or self._of_column(place) or self._above(place)
        return chosen.norm.value if chosen is not None and isinstance(chosen.norm, DateNorm) else None

    def _in_clause(self, place: _Place) -> Mention | None:
        before = self._within(place.start, place.percent.start)
        behind = self._within(place.percent.end, place.end)
        at_once = [date for date in behind if _AT_ONCE.fullmatch(place.flow, place.percent.end, date.start)]
        return _first(at_once or before[-1:] or [date for date in behind if not _starts(date)])

    def _at_head(self, place: _Place) -> Mention | None:
        """`Năm 2026, phấn đấu: 98% ...; 100% ...`: a date before the first percentage holds for the sentence."""
        first = self._percents[bisect_left(self._percents, place.sentence)]
        return _first(self._within(place.sentence, min(first, place.start))[-1:])

    def _of_column(self, place: _Place) -> Mention | None:
        header = self._header(place)
        return _first(self._within(*header)) if header is not None else None

    def _above(self, place: _Place) -> Mention | None:
        """The year of the lead-in or the nearest heading: ``CHỈ TIÊU NĂM 2026``; of a heading that is not of aims only after `đến`."""
        for start, end in self._words_above(place.block):
            dates = [d for d in self._within(start, end) if place.under("aims") or _UNTIL.search(place.flow, start, d.start)]
            if dates:
                return dates[-1]
        return None

    def _words_above(self, block: Block) -> Iterable[tuple[int, int]]:
        lead_in = self._lead_ins.get(self._layout.block_at(block.start))
        if lead_in is not None:
            low = max(lead_in.start, lead_in.end - _LONGEST_SENTENCE)
            yield max((end.end() for end in _SENTENCE_END.finditer(self._layout.flow, low, lead_in.end)), default=low), lead_in.end
        while block.parent is not None:
            block = self._layout.blocks[block.parent]
            if block.end - block.start < _LONGEST_HEADING:
                yield block.start, block.end

    def _header(self, place: _Place) -> tuple[int, int] | None:
        """The cell above the percentage in the first row of its table."""
        head = self._table_heads.get(self._layout.block_at(place.block.start))
        column = bisect_right(place.block.cells, place.percent.start, key=lambda cell: cell[0]) - 1
        if head is None or column < 0 or head is place.block or place.percent.start >= place.block.cells[column][1]:
            return None
        start, end = head.cells[column]
        return (start, end) if end - start <= _LONGEST_COLUMN_HEAD else None

    def _year_in(self, cell: tuple[int, int]) -> str | None:
        found = re.search(r"\b(?:19|20)\d{2}\b", self._layout.flow[slice(*cell)])
        return found[0] if found else None


def _lead_ins(layout: Layout) -> dict[int, Block]:
    """The paragraph with a colon that opens the list of each block (by index): `Đến hết năm 2026:`."""
    openings: dict[int | None, Block | None] = {}  # by parent
    found: dict[int, Block] = {}
    for index, block in enumerate(layout.blocks):
        if block.kind == "paragraph":
            openings[block.parent] = block if layout.text(block).rstrip().endswith(":") else None
        elif (opening := openings.get(block.parent)) is not None:
            found[index] = opening
    return found


def _table_heads(layout: Layout) -> dict[int, Block]:
    """The first row of the table of each row (by index); rows of one table stand together and have as many cells."""
    heads: dict[int, Block] = {}
    for index, block in enumerate(layout.blocks):
        if block.kind == "row":
            goes_on = index - 1 in heads and len(layout.blocks[index - 1].cells) == len(block.cells)
            heads[index] = heads[index - 1] if goes_on else block
    return heads


def _between(dates: list[Mention], start: int, end: int) -> list[Mention]:
    at = [bisect_left(dates, edge, key=lambda date: date.start) for edge in (start, end)]
    return dates[at[0] : at[1]]


def _first(dates: list[Mention]) -> Mention | None:
    return dates[0] if dates else None


def _is_point(date: Mention) -> bool:
    return isinstance(date.norm, DateNorm) and date.norm.type == "DATE" and re.match(r"\d{4}", date.norm.value or "") is not None


def _ends(date: Mention) -> str:
    """Its last day, ISO; empty where it has none."""
    return (date.norm.end or "") if isinstance(date.norm, DateNorm) else ""


def _starts(date: Mention) -> bool:
    """`sáng chế được cấp từ năm 2020`: it says of what, and not by when."""
    return isinstance(date.norm, DateNorm) and date.norm.mod in ("START", "AFTER")


# --- what is measured ----------------------------------------------------------------------------------------------------

_DATED_START = re.compile(
    r"(?i)^\W*(?:(?:đến|tới|hết|trong|vào)\s+)*(?:hết\s+|cuối\s+)?(?:năm \d{4}|ngày \d{1,2}/\d{1,2}/\d{4}|giai đoạn \d{4}\s*-\s*\d{4})[\s,:]*"
    r"|^\W*(?:phấn đấu|trong đó(?: có)?|duy trì và đảm bảo)\s*"
)
_JOINED = re.compile(r"(?:,|\bvà)\s+(?:(?:trên|dưới|ít nhất|tối thiểu)\s+)?$")
_TAIL = r"từ|khoảng|còn|chiếm|là|mức|phấn đấu|đạt|ở|và|duy trì|bảo đảm|đảm bảo"


def _indicator(place: _Place) -> str:
    """What is measured: the words before the percentage without its comparator, or those behind it where it opens the clause."""
    parts = re.split(rf"({_NUMBER}[^,;]*?(?:,|\s+và)\s+)", place.before)  # the percentage before measures something else
    elliptic = len(parts) > 1 and not parts[-1].strip() and re.match(r"\s*(?:vào|của|ở|tại|đến)\b", place.after)
    if len(parts) > 1 and _JOINED.search(place.before):
        parts[-1] = ""  # `giảm 30% số ngành, nghề có điều kiện, 100% ...`: what the one before measures may hold commas
    before = parts[0] if elliptic else parts[-1]
    before = _DATED_START.sub("", _without_tail_words(before)).strip(" ,:-+")
    after = re.sub(r"(?i)^\s*/\s*năm\s*", "", _without_or_more(place.after))
    after = re.sub(r"(?i)\s+đến\s+(?:hết|cuối)\s+(?:ngày|tháng|quý|năm)\s+[\dIV/]+\s*$", "", after)
    after = re.sub(rf"\([^()]*{_NUMBER}[^()]*(?:\)|$)", "", after).strip(" ,;:.-+*/")  # `(năm 2020 là 81,4%)`
    if after.startswith("("):
        after = after.strip("()")
    if len(before) < 6:
        return " ".join(after.split())
    if after and not before.endswith(after) and (len(after.split()) <= 6 or len(before.split()) <= 3):  # `Kiểm tra 100% kho phiếu`
        before = f"{before} ({after})"
    return " ".join(before.split())


def _without_or_more(after: str) -> str:
    match = _pattern("or more").match(after) or _pattern("or less").match(after)
    return re.sub(r"\s*\btrở (?:lên|xuống)$", "", match[0], flags=re.I) + after[match.end() :] if match else after


def _without_tail_words(text: str) -> str:
    """``text`` without the comparators that it ends in."""
    tail = re.compile(rf"(?i)(?:^|[\s,:]+)(?:{_AT_MOST}|{_any_comparator()}|{_TAIL})\s*$")
    shorter = tail.sub("", text)
    while shorter != text:
        text, shorter = shorter, tail.sub("", shorter)
    return text.rstrip(" ,:")
