"""Task tables: the rows that say what is to be done, joined over page breaks, their cells by the columns of the header."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest

import regex

from pipeline.extract.tasks.table_headers import MARKED, ROW_NUMBER, is_body_head, is_period_head, of_two_rows, read_header
from pipeline.extract.tasks.task import ATTRIBUTES, Span
from pipeline.layout import Layout
from pipeline.layout.cell_fill import cell_kind
from pipeline.layout.tree import is_period
from pipeline.layout.wraps import counts_on


@dataclass(slots=True)
class Row:
    """One row of a task table, joined over page breaks: the spans of its cells by column role, and the block that it began in.

    ``merged`` are the roles whose cell is, by the source, part of the cell of the row above; ``columns`` the roles that its table has a column for;
    ``shared`` says that the column of who leads is also that of who helps (``Chủ trì / Phối hợp``).
    """

    block: int
    marker: str | None
    cells: dict[str, list[Span]] = field(default_factory=dict)
    group: bool = False
    merged: set[str] = field(default_factory=set)
    columns: frozenset[str | None] = frozenset()
    shared: bool = False

    def has(self, *roles: str) -> bool:
        """Whether a cell in one of these columns holds something."""
        return any(a < b for role in roles for a, b in self.cells.get(role, []))


def find_rows(layout: Layout) -> Iterator[Row]:
    """The rows of all task tables in order; repeated headers are dropped, rows split by a page are joined, group rows say so."""
    header = _lost_header(layout)
    header_text, heads, shared = "", {}, False
    last: Row | None = None
    above = -2  # the header row that stands last
    for index, block in enumerate(layout.blocks):
        if block.kind != "row":
            if block.kind not in ("furniture", "footnote", "gap"):
                header, last = (header if header and _stands_between_rows(layout, index, len(header)) else None), None
            continue
        texts = [layout.flow[a:b] for a, b in block.cells]
        roles = read_header(texts)
        if header is not None and above == index - 1 and "content" in header:
            periods = _heads(block.cells, texts, [])
            if roles is not None and "content" not in roles:
                header, heads = of_two_rows(header, roles), periods
                continue
            if len(periods) > 1 and len(periods) == sum(map(bool, texts)) and len(texts) == len(header):
                header, heads = [MARKED if at in periods else role for at, role in enumerate(header)], periods
                continue
        if roles is not None:
            if " ".join(texts).casefold() != header_text:
                last = None
            header, header_text, above, heads = roles, " ".join(texts).casefold(), index, _heads(block.cells, texts, roles)
            shared = any(role == "lead" and _LEADS_AND_HELPS.fullmatch(text) for role, text in zip(roles, texts, strict=True))
            continue
        if header is None or not _is_task_table(header):
            continue
        row = _row(index, block.cells, texts, header, layout.merged, shared)
        if row is None or (MARKED in header and not _take_marks(layout, row, texts, header, heads)):
            continue
        if last is not None and _goes_on(layout, last, row, "index" in header):
            for role, spans in row.cells.items():
                last.cells.setdefault(role, []).extend(spans)
            continue
        last = row
        yield row


def _heads(cells: Sequence[Span], texts: Sequence[str], roles: Sequence[str | None]) -> dict[int, Span]:
    """The cells of a header that are quarters, months or bodies, by column; where its ``roles`` say so, also bodies that only stand among others."""
    marked = zip_longest(roles[: len(cells)], texts)
    is_head = [role == MARKED or is_period_head(text) or is_body_head(text) for role, text in marked]
    return {at: cell for at, (cell, head) in enumerate(zip(cells, is_head, strict=True)) if head}


# One column for both: the first leads. Elsewhere a cell says it in so many words (`Cơ quan chủ trì (phối hợp)` is no such column).
_LEADS_AND_HELPS = re.compile(r"(?i)[\s*]*(?:(?:cơ quan|đơn vị|bộ phận)\s+)?chủ trì\s*[/,&;-]\s*(?:(?:cơ quan|đơn vị|bộ phận)\s+)?phối hợp[\s*]*")


def _take_marks(layout: Layout, row: Row, texts: Sequence[str], header: Sequence[str | None], heads: Mapping[int, Span]) -> bool:
    """Gives a row the quarters, months or bodies at which it is marked; a row with figures there says how much, and is no task."""
    row.cells.pop(MARKED, None)
    filled = [(at, text) for at, text in enumerate(texts[: len(header)]) if header[at] == MARKED and text]
    if row.group:
        return True
    for at, text in filled:
        role = _marked_role(layout.flow[slice(*heads[at])], text) if at in heads else None
        if role is not None:
            row.cells.setdefault(role, []).append(heads[at])
    return not any(any(map(str.isdigit, text)) for _, text in filled)


def _marked_role(head: str, mark: str) -> str | None:
    """What a mark under a period or a body says: ``x`` who leads, or when; ``PH`` who helps."""
    if is_period_head(head):
        return "deadline" if _MARK.fullmatch(mark) else None
    if _MARK.fullmatch(mark) or _MARK_OF_LEAD.fullmatch(mark):
        return "lead"
    return "coordinating" if _MARK_OF_HELP.fullmatch(mark) else None


_MARK = re.compile(r"[\s*]*(?:[xX×✓✔√●•+]|\[[xX]\])[\s*]*")
_MARK_OF_LEAD = re.compile(r"(?i)[\s*]*(?:CT|C|chủ trì|chính|chủ công)[\s*]*")
_MARK_OF_HELP = re.compile(r"(?i)[\s*]*(?:PH|P|phối hợp|tham gia|hỗ trợ)[\s*]*")


def _lost_header(layout: Layout) -> list[str | None] | None:
    """The columns of a table with which a text begins, cut off from its header: numbers, what is to be done, bodies, times, told by what most cells hold."""
    blocks = (b for b in layout.blocks if b.kind != "furniture")
    rows = [[layout.flow[a:b] for a, b in block.cells] for block in takewhile(lambda b: b.kind == "row", blocks)]
    width = max((len(row) for row in rows), default=0)
    rows = [row for row in rows if len(row) == width]
    if width < _FEWEST_OF_ONE_TABLE or len(rows) < _FEWEST_ROWS or any(read_header(row) is not None for row in rows):
        return None
    kinds = [(Counter(cell_kind(cell) for cell in column if cell).most_common(1) or [("", 0)])[0][0] for column in zip(*rows, strict=True)]
    numbered = sum(ROW_NUMBER.fullmatch(row[0]) is not None for row in rows)
    if 2 * numbered < len(rows) or "body" not in kinds:
        return None
    content = next((at for at, kind in enumerate(kinds) if at and kind in ("text", "type", "head")), 0)
    bodies = ["lead", "coordinating"] if kinds.count("body") == 2 else ["lead"]  # of three it is not told what each does
    free = {"body": bodies, "time": ["deadline"], "type": ["output"]}
    roles = [free[kind].pop(0) if at != content and free.get(kind) else None for at, kind in enumerate(kinds)]
    return ["index", *("content" if at == content else role for at, role in enumerate(roles) if at)]


_FEWEST_ROWS = 3  # that tell what the columns hold


def _stands_between_rows(layout: Layout, index: int, columns: int) -> bool:
    """Whether a block is a short line, a note or the title of a group (``I. Công trình``), over further rows of the same table."""
    block = layout.blocks[index]
    following = next(
        (b for at in range(index + 1, len(layout.blocks)) if (b := layout.blocks[at]).kind not in ("furniture", "footnote", "gap")), None
    )
    if block.kind == "paragraph":
        is_note = following is not None and len(following.cells) == columns >= _FEWEST_OF_ONE_TABLE
        return block.end - block.start < 60 or is_note
    if block.marker is not None and block.marker.kind == "num1":  # `1. Vệ sinh, cảnh quan`
        is_title = block.end - block.start < _LONGEST_TITLE and layout.flow[block.end - 1] not in ".;:"
        return is_title and following is not None and len(following.cells) == columns >= _FEWEST_OF_ONE_TABLE
    return (
        block.kind in ("item", "caps")
        and (following is None or len(following.cells) <= columns)
        and (block.marker is None or block.marker.kind in ("roman", "upper"))
        and block.end - block.start < 120
        and following is not None
        and following.kind == "row"
    )


_LONGEST_TITLE = 60  # characters, of a group that is numbered like the rows
_FEWEST_OF_ONE_TABLE = 4  # columns that are the same before and after a note: it is one table


def _is_task_table(header: Sequence[str | None]) -> bool:
    return "content" in header and bool({"lead", "coordinating", "deadline", "output", MARKED} & set(header))


def _row(
    index: int, cells: Sequence[Span], texts: Sequence[str], header: Sequence[str | None], merged: Mapping[int, int], shared: bool
) -> Row | None:
    row = Row(index, None, columns=frozenset(header), shared=shared)
    filled = [i for i, text in enumerate(texts) if text]
    if not filled:
        return None
    whole = all(merged.get(start) == cells[filled[0]][0] for at, (start, _) in enumerate(cells) if at != filled[0])
    in_column = header[min(filled[0], len(header) - 1)]
    if len(filled) == 1 and (len(texts) < len(header) or whole or in_column == "index" or is_period(texts[filled[0]])):
        row.cells["content"], row.group = [cells[filled[0]]], True  # a title over the whole width, or a month
        return row
    if len(filled) == 2 and _GROUP_MARK.fullmatch(texts[filled[0]]) and in_column != "index":
        row.marker, row.cells["content"], row.group = texts[filled[0]].strip(" .()*"), [cells[filled[1]]], True
        return row
    for position, (span, role) in enumerate(zip(cells, header, strict=False)):
        if role == "index":
            row.marker = texts[position].strip(" .()*") or None
        elif role and (_AS_ABOVE.fullmatch(texts[position]) or (span[0] == span[1] and merged.get(span[0], span[0]) < cells[0][0])):
            row.merged.add(role)
        elif role and span[0] < span[1] and not (role == "content" and row.has("content")):
            row.cells.setdefault("content" if role == "action" else role, []).append(span)
    _take_number(row, header, cells, texts)
    return row


def _take_number(row: Row, header: Sequence[str | None], cells: Sequence[Span], texts: Sequence[str]) -> None:
    """The number with which what is to be done begins, where the table has no column of numbers: ``2.1. Kiểm tra``."""
    at = header.index("content") if "index" not in header and row.has("content") and "content" in header else -1
    number = _OWN_NUMBER.match(texts[at]) if 0 <= at < len(texts) else None
    if number is not None:
        row.marker = number[1]
        row.cells["content"][0] = (cells[at][0] + number.end(), cells[at][1])


def _goes_on(layout: Layout, last: Row, row: Row, numbered: bool) -> bool:
    """A row without a number whose text goes on in lower case, or that only fills other cells, is the rest of the row above."""
    if row.group or last.group or row.marker or not numbered:
        return False
    if not row.has("content"):
        return True
    if _SUM.match(layout.flow, row.cells["content"][0][0]):
        return False
    if not last.has(*ATTRIBUTES):
        return True
    if _GROUP_TITLE.match(layout.flow, row.cells["content"][0][0]):
        return False
    counted = _COUNTED.match(layout.flow, row.cells["content"][0][0])
    if counted and last.has("content") and counts_on(f" {layout.flow[slice(*last.cells['content'][-1])]}", counted[1]):
        return True
    first = layout.flow[row.cells["content"][0][0]]
    before = layout.flow[last.cells["content"][-1][1] - 1] if last.has("content") else "."
    return first.islower() or (before not in ".;:!?" and not row.has("lead", "deadline", "output"))


def is_sum(text: str, row: Row) -> bool:
    """Whether a row adds up the others: ``Tổng cộng``, and ``Tổng kinh phí ...`` where it says nothing of who or when."""
    return _SUM_ALONE.fullmatch(text) is not None or (_SUM.match(text) is not None and not row.has(*ATTRIBUTES))


_SUM = re.compile(r"(?i)\W*(?:tổng|cộng)(?= (?:cộng|số|kinh phí|dự toán|nhu cầu|vốn|mức)(?!\w)|\W*(?:[\t\n]|$))")
_SUM_ALONE = re.compile(r"(?i)\W*(?:tổng cộng|tổng số|cộng)\W*")
_COUNTED = re.compile(r"\((\d{1,2}|[ivx]{1,5}|[a-zđ])\) ")  # `(4) ...;` | `(5) ...`: one cell, which a page parts
_OWN_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,2})[.)] +(?=\S)")
_BELOW = re.compile(r"[-–+]|[a-zđ]")  # the marker of a row below a numbered one
_AS_ABOVE = re.compile(r"(?i)\W*(?:nt|như trên)\W*|[\"”“″〃]+|//|''")  # a cell that says: the same as in the row above
_GROUP_MARK = re.compile(r"\W*(?:[IVX]{1,5}|[A-HĐ])\W*")
_GROUP_TITLE = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])\s*[.)-]\s*\S|(?:PHẦN|Phần|NHÓM|Nhóm|Mục|Giai đoạn) (?:\d{1,2}|[IVX]{1,5}|[A-HĐ])[.:]")


def items(flow: str, start: int, end: int, names: Sequence[Span] = ()) -> list[Span]:
    """The items that a cell lists by bullets, without these; the cell itself where it lists none. A dash inside one of ``names`` is no bullet.

    >>> [cell[a:b] for cell in ["- Treo cờ; - Quét dọn đường làng", "Phòng Tài chính - Kế hoạch"] for a, b in items(cell, 0, len(cell))]
    ['Treo cờ;', 'Quét dọn đường làng', 'Phòng Tài chính - Kế hoạch']
    """
    first = _BULLET.match(flow, start, end)
    if first is None:
        return [(start, end)]
    further = _NEXT_ITEM.finditer(flow, first.end(), end)
    cuts = [first, *(cut for cut in further if not _in_name(cut.start("bullet"), names))]
    stops = [*(cut.start("bullet") for cut in cuts[1:]), end]
    return [(cut.end(), cut.end() + len(flow[cut.end() : stop].rstrip())) for cut, stop in zip(cuts, stops, strict=True)]


def _in_name(at: int, names: Sequence[Span]) -> bool:
    """Whether an offset is inside one of ``names``, which are in order."""
    before = bisect_left(names, (at,))
    return before > 0 and at < names[before - 1][1]


_BULLET = regex.compile(r"\s*[-–+•]\s*(?=[\p{L}\d])")
# Behind the end of a clause, or before a capital where no name is told by one before: not `Hà Nội - Huế`.
_NEXT_ITEM = regex.compile(r"(?P<bullet>[-–+•])(?:(?<=[;.]\s{0,8}.)\s*+(?=[\p{L}\d])|(?<=(?:^|\s)[^\p{Lu}\s]\S{0,20}\s.)\s++(?=\p{Lu}\p{Ll}*\s))")


def mark_groups(layout: Layout, rows: Sequence[Row]) -> None:
    """Marks the rows that only head others: no attribute of their own, and a Roman number, a letter, or the stem of the next row's number."""
    for index, row in enumerate(rows):
        marker = row.marker or ""
        if index and _GROUP_MARK.fullmatch(marker):
            _give_back(layout, rows[index - 1], row)
        if row.group or row.has(*ATTRIBUTES):
            continue
        following = rows[index + 1].marker if index + 1 < len(rows) else None
        stem = bool(following and marker and (following.startswith(f"{marker}.") or (_BELOW.fullmatch(following) and not _BELOW.fullmatch(marker))))
        letters = bool(re.fullmatch(r"[IVXivx]+|[A-HĐ]", marker))
        bare = not marker and following is not None and index + 1 < len(rows) and rows[index + 1].has("lead", "deadline")
        titled = not marker and row.has("content") and _GROUP_TITLE.match(layout.flow, row.cells["content"][0][0]) is not None
        row.group = stem or letters or bare or titled


def _give_back(layout: Layout, above: Row, row: Row) -> None:
    """The last words of the row above, which a page parts from it, or says again, in a group row: `2026 và các` | `IV. Nhân lực` `năm sau`."""
    filled = [role for role in ATTRIBUTES if row.has(role)]
    if len(filled) != 1 or not above.has(filled[0]):
        return
    before, rest = (layout.flow[slice(*cell)] for cell in (above.cells[filled[0]][-1], row.cells[filled[0]][0]))
    if rest[:1].islower() and (_OPEN_END.search(before) or (before != rest and before.endswith(rest))):
        above.cells[filled[0]] += row.cells.pop(filled[0])


_OPEN_END = re.compile(r"(?<!\w)(?:và|các|của|với|những|đến|từ|tháng|quý|năm)$")
