"""By when a target is to be reached, and which figures are of the past."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from pipeline.extract.rule import Mention
from pipeline.extract.targets.figures import Figure
from pipeline.extract.targets.place import Place
from pipeline.extract.targets.words import LONGEST_HEADING, LONGEST_SENTENCE, OPEN_BRACKET, PERCENTAGE, SENTENCE_END, pattern
from pipeline.layout import Block, Layout
from pipeline.schema import DateNorm

_LONGEST_COLUMN_HEAD = 40
_OF_ANOTHER = re.compile(r"\s*\(?(?:(?:vào|của|cuối|đầu)\s+)*")  # `từ 9% cuối năm 2020`, `từ 9% (năm 2020)`
_RESPECTIVELY = "lần lượt"
_LISTED = re.compile(rf"{_RESPECTIVELY}[^.;%\d]{{0,60}}{PERCENTAGE}(?:(?:,|,? và)\s*{PERCENTAGE})+")
_COMPARED_DATE = re.compile(r"(?i)(?:(?:so với|gấp)[^.;,)]{0,40}|(?:cao|thấp|nhiều|ít|lớn) hơn(?: (?:mức|kết quả|bình quân|của|cùng kỳ)){0,2}\s*)$")
_AT_ONCE = re.compile(r"(?i)(?:\s*trở (?:lên|xuống))?(?:\s*(?:vào|trong|đến|đến hết|tới|vào cuối|trước)(?:\s+(?:cuối|hết))?)?\s*")
_BARE_YEAR = re.compile(r"\s*\((?:năm )?((?:19|20)\d{2})\)")  # `75% (2025), 90% (2030)`
_FIGURE_IN_BRACKET = re.compile(r"[^()\d\n]{0,60}\d[^()\n]{0,40}\)")
_GROUP_MARK = re.compile(r"[ *]*(?:[IVX]{1,5}|[A-HĐ])[.)]?[ *]*")
_UNTIL = re.compile(r"(?i)\bđến(?: hết| cuối)?(?: năm)?\s*$")


class Years:
    """The dates of a document that may say by when a target is to be reached, or that a figure is of the past."""

    def __init__(self, layout: Layout, dates: Sequence[Mention], issued_on: str | None, figures: Sequence[Figure]) -> None:
        self._layout, self._issued_on = layout, issued_on
        self._percents, self._ends = [figure.start for figure in figures if figure.percent], [figure.end for figure in figures]
        own = [date for date in dates if layout.blocks[layout.block_at(date.start)].kind != "furniture"]  # a page head may hold its day
        self._points = [date for date in own if _is_point(date) and not (issued_on and _ends(date) < issued_on)]  # what is past is no aim's day
        self._ending = [date for date in own if _ends(date)]
        self._lead_ins, self._table_heads = _lead_ins(layout), _table_heads(layout)

    def _within(self, start: int, end: int) -> list[Mention]:
        return self._between(self._points, start, end)

    def _between(self, dates: Sequence[Mention], start: int, end: int) -> list[Mention]:
        """The dates of a stretch of text, without those with which something is compared (`so với năm 2020`)."""
        low, high = (bisect_left(dates, edge, key=lambda date: date.start) for edge in (start, end))
        return [date for date in dates[low:high] if not _COMPARED_DATE.search(self._layout.flow, max(0, date.start - 60), date.start)]

    def past(self, place: Place) -> bool:
        """Whether the last date before the figure in its sentence is before the day of issue; not the start of a change (`từ 9% năm 2020`).

        A clause with a day of its own that is still to come is not told: `vốn năm 2024 chuyển nguồn 22%; giải ngân 100% trước ngày 31/01/2026`.
        """
        if ";" in place.flow[place.sentence : place.start] and any(
            OPEN_BRACKET.search(place.flow, place.figure.end, date.start) is None for date in self._within(place.figure.end, place.end)
        ):
            return False
        before = self._between(self._ending, place.sentence, place.figure.start)
        said = [date for date in before if not self._of_another(place.flow, date) and not _is_aside(place, date)]
        if not said or not self._issued_on:
            return False
        return _ends(said[-1]) < self._issued_on

    def to_come(self, year: str) -> bool:
        """Whether a year is after the one in which the document was issued."""
        return bool(self._issued_on) and year > str(self._issued_on)[:4]

    def _of_another(self, flow: str, date: Mention) -> bool:
        """Whether a date stands right behind another figure."""
        at = bisect_left(self._ends, date.start)
        return at > 0 and _OF_ANOTHER.fullmatch(flow, self._ends[at - 1], date.start) is not None

    def told_column(self, place: Place) -> bool:
        """Whether the figure stands in a column of a table that tells of the past (`Năm 2018`, `Hiện trạng`)."""
        for header in (self._header(place), self._header(place, below=1)):
            year = self._year_in(header) if header is not None else None
            past = bool(year and self._issued_on and year < self._issued_on[:4])
            if header is not None and (past or pattern("told column").search(self._layout.flow[slice(*header)])):
                return True
        return False

    def by(self, place: Place) -> str | None:
        """The year or day by which: of the clause, of the head of the sentence, of the column, of the words above."""
        if beside := _BARE_YEAR.match(place.flow, place.figure.end):
            return beside[1]
        if before := pattern("year before").search(place.lately):
            return before[1]
        chosen = (
            self._in_turn(place)
            or self._in_clause(place)
            or self._right_before(place)
            or self._at_head(place)
            or self._of_column(place)
            or self._of_group(place)
            or self._above(place)
        )
        return chosen.norm.value if chosen is not None and isinstance(chosen.norm, DateNorm) else None

    def _in_clause(self, place: Place) -> Mention | None:
        before = self._within(place.start, place.figure.start)
        behind = [date for date in self._within(place.figure.end, place.end) if not _told_aside(place, date)]
        at_once = [date for date in behind if self._is_at_once(place, date)]
        return _first(at_once or before[-1:] or [date for date in behind if not _starts(date)])

    def _is_at_once(self, place: Place, date: Mention) -> bool:
        """Whether a date right behind a figure is that by which: `8% vào năm 2018`, `8% (năm 2018)`."""
        alone = place.flow.startswith(")", date.end) and place.flow[place.figure.end : date.start].strip() == "("
        return alone or _AT_ONCE.fullmatch(place.flow, place.figure.end, date.start) is not None

    def _in_turn(self, place: Place) -> Mention | None:
        """`Năm 2024 và 2025 tỷ lệ này lần lượt đạt 94%, 96%`: of as many dates as percentages the one that stands as far."""
        respectively = place.flow.find(_RESPECTIVELY, place.sentence, place.figure.start)
        if respectively < 0:
            return None
        first, own = (bisect_left(self._percents, at) for at in (respectively, place.figure.start))
        of_list = _LISTED.match(place.flow, respectively)
        dates = self._within(place.sentence, respectively)
        listed = bisect_left(self._percents, of_list.end()) - first if of_list else 0
        return dates[own - first] if len(dates) == listed > own - first else None

    def _right_before(self, place: Place) -> Mention | None:
        """`...; đến năm 2025, tối thiểu 35%`: a date behind the last semicolon, with no other percentage in between."""
        low = place.flow.rfind(";", place.sentence, place.start)
        if low < 0 or bisect_left(self._percents, low) < bisect_left(self._percents, place.start):
            return None
        return _first(self._within(low, place.start)[-1:])

    def _at_head(self, place: Place) -> Mention | None:
        """`Năm 2026, phấn đấu: 98% ...; 100% ...`: a date before the first percentage holds for the sentence."""
        at = bisect_left(self._percents, place.sentence)
        first = self._percents[at] if at < len(self._percents) else place.start
        return _first(self._within(place.sentence, min(first, place.start))[-1:])

    def _of_column(self, place: Place) -> Mention | None:
        headers = (self._header(place), self._header(place, below=1))
        return next((date for header in headers if header is not None and (date := _first(self._within(*header)))), None)

    def _of_group(self, place: Place) -> Mention | None:
        if place.block.kind != "row":
            return None
        return self._group_dates.get(self._layout.block_at(place.block.start))

    @cached_property
    def _group_dates(self) -> dict[int, Mention]:
        """The date of the row that heads the group of each row (by index): ``II | Đến năm 2045``."""
        found: dict[int, Mention] = {}
        current: Mention | None = None
        for index, block in enumerate(self._layout.blocks):
            cells = [cell for cell in block.cells if self._layout.flow[slice(*cell)].strip(" *")] if block.kind == "row" else []
            if not cells:
                current = None
            elif len(cells) == 1 or (len(cells) == 2 and _GROUP_MARK.fullmatch(self._layout.flow, *cells[0])):
                dates = list(filter(_is_calendar, self._within(*cells[-1])))
                current = dates[-1] if dates else None
            elif current is not None:
                found[index] = current
        return found

    def _above(self, place: Place) -> Mention | None:
        """The year of the lead-in or the nearest heading: ``CHỈ TIÊU NĂM 2026``; of a heading that is not of aims only after `đến`."""
        for start, end in self._words_above(place.block):
            dates = [d for d in filter(_is_calendar, self._within(start, end)) if place.under("aims") or _UNTIL.search(place.flow, start, d.start)]
            if dates:
                return dates[-1]
        return None

    def _words_above(self, block: Block) -> Iterable[tuple[int, int]]:
        lead_in = self._lead_ins.get(self._layout.block_at(block.start))
        if lead_in is not None:
            low = max(lead_in.start, lead_in.end - LONGEST_SENTENCE)
            yield max((end.end() for end in SENTENCE_END.finditer(self._layout.flow, low, lead_in.end)), default=low), lead_in.end
        while block.parent is not None:
            block = self._layout.blocks[block.parent]
            if block.end - block.start < LONGEST_HEADING:
                yield block.start, block.end

    def _header(self, place: Place, below: int = 0) -> tuple[int, int] | None:
        """The cell above the figure in the first row of its table, or in one ``below`` it that parts its columns: `Lộ trình` over `2024`, `2025`."""
        if place.block.kind != "row":
            return None
        head = self._table_heads.get(self._layout.block_at(place.block.start))
        column = bisect_right(place.block.cells, place.figure.start, key=lambda cell: cell[0]) - 1
        if head is place.block:
            return None
        if head is not None and below:  # there is a row below it: that of the figure at least
            head = self._layout.blocks[self._layout.block_at(head.start) + below]
            if len(head.cells) != len(place.block.cells) or self._layout.flow[slice(*head.cells[0])].strip():
                return None  # a row with a number is one of the table
        if head is None or column < 0 or head is place.block or place.figure.start >= place.block.cells[column][1]:
            return None
        start, end = head.cells[column]
        return (start, end) if end - start <= _LONGEST_COLUMN_HEAD else None

    def _year_in(self, cell: tuple[int, int]) -> str | None:
        found = re.search(r"\b(?:19|20)\d{2}\b", self._layout.flow[slice(*cell)])
        return found[0] if found else None


def _is_aside(place: Place, date: Mention) -> bool:
    """Whether a date stands in brackets that are closed before the figure: ``đạt 35% (năm 2018 là 27,9%); thu hồi đạt 70%``."""
    closes = place.flow.find(")", date.end, place.figure.start)
    return closes >= 0 and OPEN_BRACKET.search(place.flow, place.sentence, date.start) is not None


def _told_aside(place: Place, date: Mention) -> bool:
    """Whether a date behind a figure stands in brackets with a figure of its own: ``đạt 95% (năm 2023 đạt 91,2%)``."""
    return OPEN_BRACKET.search(place.flow, place.figure.end, date.start) is not None and _FIGURE_IN_BRACKET.match(place.flow, date.end) is not None


def _lead_ins(layout: Layout) -> dict[int, Block]:
    """The paragraph with a colon that opens the list of each block (by index): `Đến hết năm 2026:`."""
    openings: dict[int | None, Block | None] = {}  # by parent
    found: dict[int, Block] = {}
    for index, block in enumerate(layout.blocks):
        if block.kind == "paragraph":
            opens = layout.text(block).rstrip().endswith(":")
            following = layout.blocks[index + 1].parent if opens and index + 1 < len(layout.blocks) else block.parent
            # `Năm 2025:` below the last item of the list before it opens the next one
            openings[following if following != index else block.parent] = block if opens else None
        elif (opening := openings.get(block.parent)) is not None:
            found[index] = opening
    return found


def _table_heads(layout: Layout) -> dict[int, Block]:
    """The first row of the table of each row (by index); rows of one table stand together and have as many cells, but for those that head a group."""
    heads: dict[int, Block] = {}
    of_width: dict[int, Block] = {}  # among the rows that stand together
    for index, block in enumerate(layout.blocks):
        if block.kind != "row":
            continue
        if index - 1 not in heads:
            of_width = {}
        heads[index] = of_width.setdefault(len(block.cells), block)
    return heads


def _first(dates: list[Mention]) -> Mention | None:
    return dates[0] if dates else None


def _is_point(date: Mention) -> bool:
    """A day, a month, a quarter, a year, or a school year, which has no first and last day."""
    if not isinstance(date.norm, DateNorm):
        return False
    if date.norm.type == "DURATION" and date.norm.begin is None:
        return _SCHOOL_YEAR.fullmatch(date.norm.value or "") is not None
    return date.norm.type == "DATE" and re.match(r"\d{4}", date.norm.value or "") is not None


def _is_calendar(date: Mention) -> bool:
    return isinstance(date.norm, DateNorm) and date.norm.type == "DATE"


_SCHOOL_YEAR = re.compile(r"\d{4}/(\d{4})")


def _ends(date: Mention) -> str:
    """Its last day, ISO; empty where it has none; a school year ends in its second year."""
    if not isinstance(date.norm, DateNorm):
        return ""
    school_year = None if date.norm.end else _SCHOOL_YEAR.fullmatch(date.norm.value or "")
    return f"{school_year[1]}-08-31" if school_year else date.norm.end or ""


def _starts(date: Mention) -> bool:
    """`sáng chế được cấp từ năm 2020`: it says of what, and not by when."""
    return isinstance(date.norm, DateNorm) and date.norm.mod in ("START", "AFTER")
