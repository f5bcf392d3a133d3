"""Layout before language: the lines of a text become blocks, and hard-wrapped lines flow together.

``lay_out`` takes a folded text and gives a `Layout`. Its ``flow`` is as long as the folded text, so that offsets are the same,
but a line break inside a block has become a space, ``|`` between cells a tab, and ``\n`` stands only between blocks.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Literal

import msgspec
import regex
from msgspec.structs import replace

from pipeline.cell_fragments import BARE_NUMBER, begins_header, find_fragment_rows
from pipeline.columns import begins_unnumbered
from pipeline.markers import Marker, find_marker
from pipeline.rule_tables import load_rules

Kind = Literal["furniture", "letterhead", "doc_type", "title", "item", "caps", "paragraph", "row", "footnote", "recipients", "signature", "gap"]
Span = tuple[int, int]

_TERMINAL = ".;:!?…"
_RULER = re.compile(r"^[\s\-_=—.*·…|+:~\\]{3,}$|^\*{1,2}$")
_GAP = re.compile(r"^(?=[\s.…]*(?:…|\.{4}))[\s.…]+$")
_FOOTNOTE = re.compile(r"^(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\d{1,3}\])\s*(?=\S)")
_NUMBERED_NOTE = re.compile(r"\d{1,2} (?=[^\W\d]+(?: [^\W\d]+)? số \d)")
_PAGE_HEAD = re.compile(r"/\s*số\s*\d", re.I)  # of a gazette
_LEFT_OPEN = re.compile(r"(?<!\w)(?:và|của|với|về|tại|năm|tháng|ngày|quý)$")
_PAGE_NUMBER = re.compile(r"^\d{1,4}$")
_PIPE_RULE = re.compile(r"^(?=[\s:|+\-=]*---)[\s:|+\-=]+$")
_RECIPIENTS = re.compile(r"^\W*nơi\s+(?:nhận|gửi)\b|^\W*gửi\s*:", re.I)
_RECIPIENTS_CELL = re.compile(r"nơi\s+(?:nhận|gửi)\s*:", re.I)
_ADDRESSEES = re.compile(r"^\W*kính\s+gửi\b", re.I)
_DATELINE = re.compile(r"\bngày\b[\s\d.…]*\btháng\b[\s\d.…]*\bnăm\b|,\s*ngày\s+\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\s*$", re.I)
_NUMBER_LINE = re.compile(
    r"^\W*(?:(?:nghị quyết|quyết định|chỉ thị|kế hoạch|luật) )?số\s*[:.]?\s*[\d.…\s]*[/\-]|^\W*số\s*[:.]\s*(?:\d+\s+\w{2,8}[/\-]|$)", re.I
)
_SIGNATURE = re.compile(
    r"^\W*(?:TM\.|T/M|KT\.|K/T|TL\.|TUQ\.|Q\.)\s*\S"
    r"|^(?:PHÓ |QUYỀN |Q\. ?)?(?:CHỈ HUY TRƯỞNG|TỔNG (?:GIÁM ĐỐC|KIỂM TOÁN|CỤC TRƯỞNG|THANH TRA)(?: NHÀ NƯỚC| CHÍNH PHỦ)?|CHỦ TỊCH(?: CÔNG TY| HỘI)?|BÍ THƯ|TRƯỞNG BAN|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|CHÁNH VĂN PHÒNG|CHỦ NHIỆM|CỤC TRƯỞNG|VỤ TRƯỞNG)\W*$"
)


# `KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký) Trần Văn A`
# `GIÁM ĐỐC - TS. Trần Văn A (đã ký)`, `TM. ỦY BAN NHÂN DÂN - CHỦ TỊCH: Trần Văn A`, detokenised `bí thư tỉnh ủy Trần Văn A ký .`
_NAME = r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}"
_RANKS = r"(?:chủ tịch|bí thư|chủ nhiệm|hiệu trưởng|viện trưởng|(?:phó )?giám đốc|trưởng ban|tư lệnh|chính ủy|chánh văn phòng|(?:bộ|thứ|cục|vụ|tổng cục) trưởng|(?:trung|thượng|thiếu|đại) (?:tướng|tá))"
_SIGNED_IN_LINE = regex.compile(
    rf"(?:TM\. )?[\p{{Lu}} ,]{{6,60}}(?: -|:) (?:[\p{{L}}\d]+\. ?)*{_NAME}(?: \([Đđ]ã ký\))?"
    rf"|(?:TM\. )?[\p{{Lu}} ,]{{6,40}} - [\p{{Lu}} ,]{{6,40}}: {_NAME}"
    rf"|(?:{_NAME} ngày [^,.;]{{6,40}},\s)?(?:phó )?{_RANKS}[\p{{Ll}} ]{{0,30}} {_NAME}(?: ?, (?:phó )?{_RANKS})?(?: ký[\p{{Ll}} ]*)?\s?\.?"
)
_SIGNED_LINE = regex.compile(r"\W*(?:TM|KT|TL|TUQ)\.(?: \p{Lu}{2,},?)+ (?:\(?[Đđ]ã ký\)? )?\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}$")


class Line(msgspec.Struct, frozen=True):
    """One physical line, trimmed of blanks and of markdown emphasis: its span, and what kind of line it is by itself."""

    start: int
    end: int
    text: str
    kind: str
    marker: Marker | None = None
    emphasis: str = ""


@dataclass(slots=True)
class Block:
    """A heading, an item, a paragraph, a row ... ``fragments`` are its spans in the flow without the marker (more than one where a page breaks it).

    ``emphasis`` says that markdown makes the whole line a heading: ``##``, or ``**`` for bold.
    """

    kind: Kind
    fragments: list[Span]
    marker: Marker | None = None
    parent: int | None = None
    cells: list[Span] = field(default_factory=list)
    after_blank: bool = False
    emphasis: str = ""

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]


# How many page heads and footnotes are expected inside one block, at most.
_MOST_INSIDE = 8


@dataclass(frozen=True, slots=True)
class Layout:
    """The flowing text and its blocks in order; ``Block.parent`` is an index into ``blocks``, and makes the numbering tree.

    ``merged`` is the map of merged cells of the `Document`, in offsets of the flow: empty cell -> the cell that it is part of.
    """

    flow: str
    blocks: list[Block]
    merged: Mapping[int, int] = field(default_factory=dict)

    def text(self, block: Block) -> str:
        """The text of a block, its fragments joined by one space."""
        return " ".join(self.flow[a:b] for a, b in block.fragments)

    def children(self) -> list[list[int]]:
        """For each block the indices of its children."""
        below: list[list[int]] = [[] for _ in self.blocks]
        for index, block in enumerate(self.blocks):
            if block.parent is not None:
                below[block.parent].append(index)
        return below

    def block_at(self, offset: int) -> int:
        """The index of the block that holds ``offset``, or of the last that begins before it; page heads may stand inside a block."""
        last = max(bisect_right(self.blocks, offset, key=lambda b: b.start) - 1, 0)
        nearest = range(last, max(last - _MOST_INSIDE, -1), -1)
        return next((index for index in nearest if offset < self.blocks[index].end), last)


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str], re.Pattern[str]]:
    table = load_rules("layout")
    furniture = re.compile("^(?:" + "|".join(table["furniture"]) + ")", re.I)
    mottoes = re.compile("|".join(re.escape(m) for m in table["mottoes"]), re.I)
    types = sorted(table["doc_types"], key=len, reverse=True)
    begins = re.compile("^(?:" + "|".join(types) + r")\b", re.I)
    return furniture, mottoes, frozenset(table["doc_types"]), begins


@cache
def _closings(kind: str) -> re.Pattern[str]:
    return re.compile(r"^\W*(?:" + "|".join(map(re.escape, load_rules("layout")[kind])) + r")\b", re.I)


def is_closing(text: str, last: bool = False) -> bool:
    """Whether a paragraph closes a document instead of going on with the item above it; ``last`` says that no item follows it.

    >>> is_closing("Trên đây là Kế hoạch năm 2026"), is_closing("Yêu cầu các đơn vị báo cáo"), is_closing("Yêu cầu các đơn vị báo cáo", last=True)
    (True, False, True)
    """
    return bool(_closings("closings").match(text) or _CALL.match(text)) or (last and bool(_closings("last_closings").match(text)))


# `Ủy ban nhân dân tỉnh yêu cầu các sở, ngành tổ chức thực hiện nghiêm túc Chỉ thị này.`
_CALL = re.compile(r"[^.;]{0,60}\b(?:yêu cầu|đề nghị)\b[^.;]*\b(?:tổ chức|triển khai|nghiêm túc) thực hiện[^.;]{0,30} này\W*$", re.I)


def is_caps(text: str) -> bool:
    """Whether the letters of a line are capitals: ``TỔ CHỨC THỰC HIỆN``."""
    return text.isupper() and sum(c.isalpha() for c in text) >= 3


def lay_out(text: str) -> Layout:
    """Blocks and flowing text of a folded text.

    >>> layout = lay_out("1. Sở Y tế chủ trì,\\nphối hợp với Sở Tư pháp.\\n2. Công an tỉnh")
    >>> [(b.kind, b.marker.text, layout.text(b)) for b in layout.blocks]
    [('item', '1', 'Sở Y tế chủ trì, phối hợp với Sở Tư pháp.'), ('item', '2', 'Công an tỉnh')]
    """
    lines = _with_numbered_notes(_with_page_heads(_with_low_romans(list(_read_lines(text)))))
    rows, cell_ends = _fragment_rows(lines)
    blocks, joints = _build_blocks(lines, _wrap_width(lines), rows)
    flow = _flowing(text, joints, lines, cell_ends)
    _set_front_matter(blocks, flow)
    _set_back_matter(blocks, flow)
    _set_parents(blocks, flow)
    return Layout(flow, blocks)


# --- lines ---------------------------------------------------------------------------------------------------------


def _read_lines(text: str) -> Iterator[Line]:
    furniture, _, _, _ = _words()
    position = 0
    for raw in text.split("\n"):
        start, end = position, position + len(raw)
        position = end + 1
        if raw.count("\t") >= 2 and not raw.isspace() and not furniture.match(raw):  # empty cells count: only blanks are trimmed
            yield Line(start, end, raw, "tab_row")
            continue
        while start < end and text[start] in " \t\\":
            start += 1
        while end > start and text[end - 1] in " \t\\":
            end -= 1
        yield _classify(text, start, end)


def _classify(text: str, start: int, end: int) -> Line:
    content = text[start:end]
    if not content:
        return Line(start, end, content, "blank")
    if _PIPE_RULE.match(content) and "|" in content:
        return Line(start, end, content, "pipe_rule")
    if _GAP.match(content):
        return Line(start, end, content, "gap")
    if _RULER.match(content):
        return Line(start, end, content, "ruler")
    furniture, _, _, _ = _words()
    if furniture.match(content):
        return Line(start, end, content, "furniture")
    if _PAGE_NUMBER.match(content):
        return Line(start, end, content, "page_number")
    if content.startswith("|") or content.count(" | ") >= 2:
        return Line(start, end, content, "pipe_row")
    if "\t" in content:
        return Line(start, end, content, "tab_row")
    note = _FOOTNOTE.match(content)
    if note:
        return Line(start + note.end(), end, content[note.end() :], "footnote")
    return _marked(text, start, end)


def _marked(text: str, start: int, end: int) -> Line:
    """Strips markdown emphasis and the marker; the span of the line is what follows."""
    emphasis = _emphasis(text[start:end])
    while (
        (start < end and text[start] in "#>")
        or (text[start : start + 1] == "*" and text[start : start + 2] != "* " and start < end)
        or (start < end and text[start] == " ")
    ):
        start += 1
    while end > start and text[end - 1] in "*# ":
        end -= 1
    marker = find_marker(text[start:end])
    if marker is None:
        return Line(start, end, text[start:end], "text")
    start += marker.length
    while start < end and text[start] in "* \t":
        start += 1
    return Line(start, end, text[start:end], "marked", marker, emphasis)


_DEEPEST = 6  # as many hashes as a heading of markdown can have


def _emphasis(line: str) -> str:
    """The hashes of a markdown heading, or the two stars of a line that is bold from end to end."""
    if line.startswith("#"):
        return line[: min(len(line) - len(line.lstrip("#")), _DEEPEST)]
    return "**" if line.startswith("**") and line.find("**", 2) == len(line) - 2 else ""


def _with_low_romans(lines: list[Line]) -> list[Line]:
    """Where ``ii.`` numbers the sections of a detokenised text, ``i.``, ``v.`` and ``x.`` are Roman numbers too and no letters."""
    if not any(line.marker is not None and line.marker.kind == "roman" and line.marker.low for line in lines):
        return lines
    return [
        replace(line, marker=replace(line.marker, kind="roman", text=line.marker.text.upper()))
        if line.marker is not None and line.marker.kind == "lower" and line.marker.text in ("i", "v", "x")
        else line
        for line in lines
    ]


def _with_page_heads(lines: list[Line]) -> list[Line]:
    """A line that stands alone between a page number and a blank on two pages or more is the head of the pages."""
    after = [*lines[2:], Line(0, 0, "", "blank")]
    places = [
        index
        for index, (before, line, behind) in enumerate(zip(lines, lines[1:], after, strict=False), 1)
        if before.kind == "page_number" and line.kind == "text" and behind.kind == "blank"
    ]
    times = Counter(lines[index].text for index in places)
    for index in places:
        if times[lines[index].text] > 1:
            lines[index] = replace(lines[index], kind="furniture")
    return lines


def _with_numbered_notes(lines: list[Line]) -> list[Line]:
    """``4 Nghị định số 09/2026/NĐ-CP ...``: after a blank, at the foot of a page, a bare number before a cited document marks a footnote."""
    if not any(line.kind == "furniture" for line in lines):
        return lines
    for index, line in enumerate(lines):
        note = _NUMBERED_NOTE.match(line.text) if line.kind == "text" and index and lines[index - 1].kind in ("blank", "footnote") else None
        if note is not None:
            lines[index] = replace(line, kind="footnote", start=line.start + note.end(), text=line.text[note.end() :])
    return lines


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a text was wrapped by hand or by a page, or None where a line is a paragraph.

    Told by the long lines that the next one goes on with in lower case: the cells of a table in the same text say nothing of it.
    """
    texts = [line for line in lines if line.kind in ("text", "marked") and line.text]
    continued = sorted(len(a.text) for a, b in pairwise(texts) if b.marker is None and b.text[0].islower() and len(a.text) >= 45)
    by_page = any(line.kind == "furniture" and _PAGE_HEAD.search(line.text) for line in lines)  # a page breaks its lines: fewer tell the width
    if len(continued) < max(2 if by_page else 4, 0.06 * sum(len(line.text) >= 45 for line in texts)):
        return None
    width = continued[int(len(continued) * 0.9)]
    return width if width <= 130 else None


# --- blocks --------------------------------------------------------------------------------------------------------


def _fragment_rows(lines: Sequence[Line]) -> tuple[dict[int, "_Fragments"], set[int]]:
    """Rows of tables broken into one cell fragment a line, by the index of their first line, and the lines that begin a further cell."""
    if not any(begins_header(line.text) or begins_unnumbered(line.text) for line in lines):
        return {}, set()
    kept = list(_cell_lines(lines))
    rows: dict[int, _Fragments] = {}
    cell_starts: set[int] = set()
    blanks = {n for n, i in enumerate(kept) if i > 1 and lines[i - 1].kind == "blank" and lines[i - 2].kind not in ("furniture", "page_number")}
    for row in find_fragment_rows([_whole(lines[i]) for i in kept], blanks):
        for cells in _by_page([tuple(kept[n] for n in cell) for cell in row.cells], lines):
            used = [n for cell in cells for n in cell]
            rows[used[0]] = _Fragments(cells, used, row.cuts)
            cell_starts |= {cell[0] for cell in cells if cell and cell[0] != used[0]}
    return rows, cell_starts


def _cell_lines(lines: Sequence[Line]) -> Iterator[int]:
    """The lines that may stand in cells: text, and of the figures alone on a line those that are no page number."""
    number = 0  # of the row
    for index, line in enumerate(lines):
        if line.kind == "page_number":
            if not (_is_cell_number(lines, index) or _is_next_row(lines, index, number)):
                continue
            number = int(line.text) if int(line.text) in (1, number + 1) else number
        elif line.marker is not None and line.marker.kind == "num1":
            number = int(line.marker.text)
        if line.kind in ("text", "marked", "page_number"):
            yield index


def _is_next_row(lines: Sequence[Line], index: int, number: int) -> bool:
    """Whether a figure at the head of a page, or between blanks, numbers the row after ``number``: text follows, and not the header of the table."""
    if int(lines[index].text) != number + 1:
        return False
    around = [lines[at] if 0 <= at < len(lines) else None for at in (index - 2, index - 1, index + 1, index + 2)]
    before, after = (pair[1] if pair[0] is not None and pair[0].kind == "blank" else pair[0] for pair in (around[1::-1], around[2:]))
    apart = around[2] is not None and around[2].kind == "blank"
    return (
        after is not None
        and after.kind in ("text", "marked")
        and not begins_header(after.text)
        and (not apart or (before is not None and before.kind in ("text", "marked")))
    )


def _by_page(cells: Sequence[tuple[int, ...]], lines: Sequence[Line]) -> Iterator[list[tuple[int, ...]]]:
    """The cells of a row, once for each page that it stands on: the head of a page is no part of a cell."""
    used = [n for cell in cells for n in cell]
    breaks = [b for a, b in pairwise(used) if any(line.kind == "furniture" for line in lines[a:b])]
    for low, high in pairwise([0, *breaks, len(lines)]):
        page = [tuple(n for n in cell if low <= n < high) for cell in cells]
        if any(page):
            yield page


def _whole(line: Line) -> str:
    """A line with its marker, a number with a full stop."""
    if line.marker is None:
        return line.text
    return f"{line.marker.text}{'.' if line.marker.text.isalnum() or '.' in line.marker.text else ''} {line.text}".rstrip()


@dataclass(frozen=True, slots=True)
class _Fragments:
    """The lines of a row: by cell, all of them, and where a header that stands on one line is cut into cells."""

    cells: Sequence[tuple[int, ...]]
    used: Sequence[int]
    cuts: Sequence[Span] = ()


def _build_blocks(lines: Sequence[Line], width: int | None, rows: dict[int, "_Fragments"]) -> tuple[list[Block], list[int]]:
    """Groups lines into blocks; the joints are the indices of lines that flow on from the line before them."""
    in_rows: set[int] = set()
    blocks: list[Block] = []
    joints: list[int] = []
    open_block: Block | None = None
    last: Line | None = None
    blank = broken = False
    for index, line in enumerate(lines):
        if index in rows:
            blocks.append(_fragment_block(lines, rows[index]))
            joints += rows[index].used[1:]
            in_rows.update(rows[index].used)
            open_block = last = None
        if index in in_rows:
            continue
        if line.kind == "blank":
            blank = True
            continue
        if line.kind in ("furniture", "page_number") and not _is_cell_number(lines, index):
            blocks.append(Block("furniture", [(line.start, line.end)]))
            broken = True
            continue
        if line.kind in ("ruler", "pipe_rule", "gap"):
            if line.kind == "gap":
                blocks.append(Block("gap", [(line.start, line.end)]))
            open_block, last, blank = None, None, True
            continue
        if open_block is not None and last is not None and _flows_on(last, line, width, blank, broken):
            head, tail = open_block.fragments[-1]
            if head == tail:  # so far only a marker, perhaps at the foot of a page
                open_block.fragments[-1] = (line.start, line.end)
                at = next(n for n in range(len(blocks) - 1, -1, -1) if blocks[n] is open_block)
                blocks.append(blocks.pop(at))  # behind the furniture between
            elif broken or blank:
                open_block.fragments.append((line.start, line.end))
            else:
                open_block.fragments[-1] = (head, line.end)
                joints.append(index)
        else:
            if last is not None and not blank and len(blocks) < 6 and line.kind == "tab_row" and _is_unit_below(last.text, line.text):
                joints.append(index)  # the name flows on, though the line has a column more
            open_block = _open(line, blank or not blocks)
            blocks.append(open_block)
        last, blank, broken = line, False, False
    return blocks, joints


def _is_unit_below(last: str, line: str) -> bool:
    """``ỦY BAN NHÂN DÂN`` over ``THÀNH PHỐ HẢI PHÒNG`` beside the motto."""
    return is_caps(last) and "\t" not in last and re.match(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN) [^\t]+\t", line) is not None


def _fragment_block(lines: Sequence[Line], row: "_Fragments") -> Block:
    """The row block of cell fragments; the number of a row is its first cell, wherever the line that holds it begins."""
    cells: list[Span] = []
    at = _line_start(lines[row.used[0]])
    if row.cuts:
        return Block("row", [(at, lines[row.used[-1]].end)], cells=[(at + a, at + b) for a, b in row.cuts])
    for position, cell in enumerate(row.cells):
        if not cell:
            at = _number_end(lines[row.used[0]]) if position == 0 else at
            cells.append((_line_start(lines[row.used[0]]) if position == 0 else at, at))
            continue
        start, end = (_line_start(lines[cell[0]]) if position == 0 else max(at, lines[cell[0]].start)), lines[cell[-1]].end
        if position == 0 and lines[cell[0]].marker is not None:
            end = lines[cell[0]].start
        cells.append((start, max(start, end)))
        at = end
    return Block("row", [(cells[0][0], lines[row.used[-1]].end)], cells=cells)


def _number_end(line: Line) -> int:
    """Where the number of a row or group ends that stands on one line with its text; the start of the line where none does."""
    if line.marker is not None:
        return line.start if line.marker.kind.startswith(("num", "roman", "upper")) and line.text else _line_start(line)
    number = BARE_NUMBER.match(line.text)
    return line.start + number.end() if number else line.start


def _line_start(line: Line) -> int:
    return line.start - (line.marker.length if line.marker is not None else 0)


def _is_cell_number(lines: Sequence[Line], index: int) -> bool:
    """A number that stands alone between lines of text, as in a table with one cell fragment a line, is no page number; so are a few in a row."""
    if lines[index].kind != "page_number":
        return False
    before = next((lines[at].kind for at in range(index - 1, max(index - _MOST_NUMBERS, 0) - 1, -1) if lines[at].kind != "page_number"), "blank")
    after = next((line.kind for line in lines[index + 1 : index + _MOST_NUMBERS] if line.kind != "page_number"), "blank")
    is_year = _YEAR.fullmatch(lines[index].text) is not None  # also at the foot of a page
    return before not in ("blank", "furniture") and (is_year or after not in ("blank", "furniture"))


_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_NUMBERS = 4  # cells of figures that follow each other, and what stands beside them


def _open(line: Line, blank: bool) -> Block:
    span = (line.start, line.end)
    if line.kind.endswith("_row"):
        return Block("row", [span], cells=_cells(line), after_blank=blank)
    if line.kind == "footnote":
        return Block("footnote", [span], after_blank=blank)
    if line.marker is not None:
        return Block("item", [span], line.marker, after_blank=blank, emphasis=line.emphasis)
    return Block("caps" if is_caps(line.text) else "paragraph", [span], after_blank=blank)


def _flows_on(last: Line, line: Line, width: int | None, blank: bool, broken: bool) -> bool:
    """Whether ``line`` goes on with the block of ``last``."""
    if (
        line.kind in ("tab_row", "pipe_row", "footnote")
        or last.kind in ("tab_row", "pipe_row")
        or _RECIPIENTS.match(line.text)
        or _words()[1].match(line.text)
        or _words()[1].match(last.text)
    ):
        return False
    if line.marker is not None:
        return not blank and _is_false_marker(last, line, width)
    if not last.text:  # a marker alone on its line
        return True
    ended = last.text[-1] in _TERMINAL or last.text.endswith("./.")
    starts_low = line.text[:1].islower() or line.text[:1] in ",;)"
    if broken or blank:
        cut_by_page = broken and width is not None and len(last.text) >= 0.8 * width and not is_caps(line.text)
        return not ended and (starts_low or cut_by_page) and not is_caps(last.text) and (broken or width is not None)
    if is_caps(last.text) != is_caps(line.text) and not starts_low:
        return bool(width) and not is_caps(last.text) and len(last.text) >= 0.75 * (width or 0) and not ended
    if is_caps(last.text):
        return _caps_flow_on(last.text, line.text)
    if width is None:
        return not ended and (starts_low or _LEFT_OPEN.search(last.text) is not None)
    full = len(last.text) + (last.marker.length if last.marker else 0)
    if ended:
        return full + 1 + len(line.text.split(" ", 1)[0]) >= 0.93 * width and last.text[-1] not in ":;" and not is_closing(line.text)
    return starts_low or full >= 0.72 * width


def _is_false_marker(last: Line, line: Line, width: int | None) -> bool:
    """``... Bộ Lao động`` + ``- Thương binh``, ``tháng`` + ``12. Sau``: a wrapped line that only looks like an item."""
    if line.marker is None or width is None or not last.text or last.text[-1] in _TERMINAL or len(last.text) < 0.8 * width:
        return False
    if line.marker.kind == "dash" and last.text[-1].isdigit() and line.text[:1].isdigit():
        return True  # `giai đoạn 2023` + `- 2025`
    if line.marker.kind == "dash":
        return line.text.casefold().startswith(("thương binh", "xã hội", "truyền hình", "trẻ em", "đầu tư", "an toàn"))
    return line.marker.kind.startswith("num") and bool(re.search(r"(?:tháng|ngày|số|năm|khoản|điểm|Điều|mục)$", last.text))


def _caps_flow_on(last: str, line: str) -> bool:
    """Lines of capitals flow on inside one name or subject, but a type word or a new body begins anew."""
    _, mottoes, types, _begins = _words()
    if last.strip(" :*").casefold() in types or line.strip(" :*").casefold() in types or mottoes.search(line) or mottoes.search(last):
        return False
    if _SIGNATURE.match(line) or _SIGNATURE.match(last):
        return False
    begins = _NEW_BODY.match(line) or (_NEW_BODY_BELOW.match(line) and (_NEW_BODY.match(last) or _NEW_BODY_BELOW.match(last)))
    return not begins or last.rstrip().endswith(("-", ",", "VÀ"))


_NEW_BODY = re.compile(
    r"(?:SỞ|BAN|BCĐ|BCH|BTV|BẢO TÀNG|PHÒNG|HỘI|ĐOÀN|TRƯỜNG|TRUNG TÂM|CỤC|CHI CỤC|VỤ(?! (?:THU|ĐÔNG|XUÂN|HÈ|MÙA|CHIÊM|LÚA))|ĐẢNG ỦY|ĐẢNG ĐOÀN|VĂN PHÒNG|LIÊN ĐOÀN|CÔNG ĐOÀN|NGƯỜI|ỦY BAN)\b"
)
# those that also stand inside a subject, and begin a body only below another
_NEW_BODY_BELOW = re.compile(
    r"(?:BỆNH VIỆN|VIỆN|CÔNG TY|TỔNG CÔNG TY|KHO BẠC|CÔNG AN|TÒA ÁN|BẢO HIỂM|NGÂN HÀNG|ĐẢNG BỘ|TỈNH ỦY|HUYỆN ỦY|THÀNH ỦY|THỊ ỦY|QUẬN ỦY|TỈNH ĐOÀN|HUYỆN ĐOÀN"
    r"|THÀNH ĐOÀN|UBND|HĐND|BỘ|TỔNG CỤC|HỌC VIỆN|THANH TRA|MẶT TRẬN|NHÀ|ĐÀI|CHI BỘ|LIÊN MINH|LIÊN HIỆP)\b"
)


def _flowing(text: str, joints: Sequence[int], lines: Sequence[Line], cell_starts: set[int]) -> str:
    """The flow: joints become spaces, cell pipes become tabs, and emphasis becomes blanks; every other character stays in place."""
    edits: dict[int, str] = {}
    joined = set(joints)
    for index, line in enumerate(lines):
        if index in joined:
            at = text.rfind("\n", 0, line.start)
            while at > 0 and index in cell_starts and text[at - 1].isspace():
                at -= 1
            if at >= 0:
                edits[at] = "\t" if index in cell_starts else " "
        if line.kind == "pipe_row":
            edits.update((at, "\t") for at in range(line.start, line.end) if text[at] == "|")
    pieces: list[str] = []
    after = 0
    for at in sorted(edits):
        pieces += text[after:at], edits[at]
        after = at + 1
    flow = "".join([*pieces, text[after:]])
    if "*" in flow:
        flow = flow.replace("*", " ")
    if "<br" in flow:
        flow = re.sub(r"<br\s*/?>", lambda m: " " * len(m[0]), flow)
    return flow


# --- front and back matter -------------------------------------------------------------------------------------------


def _set_front_matter(blocks: list[Block], flow: str) -> None:
    """Names the letterhead, the type word and the subject at the head of the document and of what it issues."""
    _, _, types, begins = _words()
    typed = next(
        (
            i
            for i, b in enumerate(blocks[:40])
            if b.kind in ("caps", "paragraph") and " ".join(flow[b.start : b.end].strip(" :*").casefold().split()) in types
        ),
        0,
    )
    motto = next((i for i, b in enumerate(blocks[:40]) if _is_motto(flow[b.start : b.end])), 0)
    has_motto = typed > 0 or motto > 0 or bool(blocks and _is_motto(flow[: blocks[0].end]))
    in_head = True
    if blocks and blocks[0].kind == "paragraph" and begins.match(flow[blocks[0].start : blocks[0].end]):
        # detokenised text has type word and subject in lower case on the first line, a portal puts them above the letterhead
        blocks[0].kind, in_head = ("furniture", True) if motto else ("title", False)
    for index, block in enumerate(blocks):
        if block.kind not in ("caps", "paragraph", "row"):
            if block.kind == "item" and block.marker is not None and block.marker.kind not in ("dash", "bullet", "star"):
                in_head = False
            elif in_head and index < 8 and block.kind == "item" and _is_letterhead_line(flow[block.start : block.end]):
                block.kind, block.marker = "letterhead", None  # stars are a ruler here: `* Số 47-KH/HU`
            continue
        text = flow[block.start : block.end].strip(" :*\t")
        folded = " ".join(text.casefold().split())
        if block.kind != "row" and folded in types and (is_caps(text) or index < 12):
            block.kind = "doc_type"
            _name_title(blocks, index, flow)
            in_head = False
        elif block.kind == "caps" and begins.match(folded) and in_head:
            block.kind = "title"  # type word and subject on one line
            in_head = False
            if _type_line().fullmatch(folded):
                _name_title(blocks, index, flow)
        elif (
            (in_head and index < 6 and block.kind == "paragraph" and len(text) < 70 and _DATELINE.search(text))
            or (
                in_head
                and index < 40
                and has_motto
                and (block.kind == "caps" or _is_motto(text) or _is_letterhead_line(text) or (block.kind == "row" and is_caps(text.split("\t")[0])))
            )
            or (_is_motto(text) and (in_head or block.kind != "row" or is_caps(text[:20])))
        ):
            block.kind = "letterhead"
        elif len(text) >= 300 and block.kind == "paragraph":
            in_head = False  # an official letter has no type word: its body begins with its first long paragraph
    if blocks and blocks[0].kind == "title":
        _set_letterhead_below(blocks, flow)


def _set_letterhead_below(blocks: list[Block], flow: str) -> None:
    """Under a subject on the first line, as a web page puts it, the letterhead runs to the number and the dateline."""
    last = 0
    for index, block in enumerate(blocks[1:6], start=1):
        text = flow[block.start : block.end].strip(" :*\t")
        if block.kind not in ("caps", "paragraph") or len(text) > 120:
            break
        if _NUMBER_LINE.search(text) or _DATELINE.search(text):
            last = index
    for block in blocks[1 : last + 1]:
        block.kind = "letterhead"


@cache
def _type_line() -> re.Pattern[str]:
    """Two types, or a type with number and date, over a subject: ``PHƯƠNG ÁN, KẾ HOẠCH``, ``QUYẾT ĐỊNH SỐ 402/2007/QĐ-UBND NGÀY 10/9/2007``."""
    types = "(?:" + "|".join(sorted(_words()[2], key=len, reverse=True)) + ")"
    return re.compile(rf"{types}(?:(?:,| và|,? kèm) {types}| số [\w/.&-]+,? ngày [\d\w/. -]{{6,30}})")


def _is_letterhead_line(text: str) -> bool:
    """Whether a line gives the document's number or its dateline."""
    return len(text) < 200 and (_NUMBER_LINE.search(text) is not None or _DATELINE.search(text) is not None)


def _is_motto(text: str) -> bool:
    """Whether a line is the State's or the Party's name and motto, alone or beside the issuer, and no legal basis that names the State."""
    return len(text) < 300 and _words()[1].search(text) is not None and not re.match(r"\W*(?:căn cứ|theo|xét)\b", text, re.I)


def _name_title(blocks: list[Block], index: int, flow: str) -> None:
    """The lines right after the type word are the subject, up to the legal bases, a bracket, or the issuer's name."""
    first = True
    for block in blocks[index + 1 :]:
        text = flow[block.start : block.end]
        if block.kind not in ("caps", "paragraph") or (
            re.match(r"\W*(?:căn cứ|xét|theo đề nghị|để |thực hiện (?:quyết|nghị|chỉ|thông|kế|chương|công)[^\n]{80})", text, re.I) and not first
        ):
            return
        if not first and ((block.after_blank and not text[:1].islower()) or text.startswith("(") or block.kind == "caps"):
            return
        if re.match(r"\W*căn cứ\b", text, re.I) or len(text) > 600:
            return
        block.kind = "title"
        first = False


def _set_back_matter(blocks: list[Block], flow: str) -> None:
    """Names the list of recipients (`Nơi nhận`), the addressees (`Kính gửi`) and the signature that follows or precedes it."""
    inside: str | None = None
    for block in blocks:
        text = flow[block.start : block.end]
        if block.kind in ("furniture", "doc_type", "title", "gap"):
            inside = None
            continue
        if _ADDRESSEES.match(text) and block.kind == "paragraph":
            inside = "addressees"
            block.kind = "recipients"
        elif _RECIPIENTS.match(text) or (block.kind == "row" and _RECIPIENTS_CELL.search(text)):
            inside = "recipients"
            block.kind = "recipients"
        elif block.kind in ("caps", "paragraph") and len(text) < 120 and _is_signature(text):
            inside = "signature"
            block.kind = "signature"
        elif inside in ("recipients", "addressees") and (
            (block.kind in ("paragraph", "row") and inside == "recipients")
            or (block.kind == "caps" and text.endswith((";", ",")))
            or (block.marker is not None and block.marker.kind in ("dash", "plus", "bullet", "star"))
        ):
            block.kind = "recipients"
        elif inside == "signature" and block.kind in ("caps", "paragraph") and len(text) < 60 and not text.endswith((";", ":", ".")):
            block.kind = "signature"
        else:
            inside = None


def _is_signature(text: str) -> bool:
    return _SIGNED_IN_LINE.fullmatch(text) is not None or (
        _SIGNATURE.match(text) is not None and (is_caps(text) or _SIGNED_LINE.match(text) is not None)
    )


def _cells(line: Line) -> list[Span]:
    """Spans of the cells of a row, trimmed; an empty cell is an empty span."""
    mark = "|" if line.kind == "pipe_row" else "\t"
    text, start = line.text, line.start
    if mark == "|":
        text, start = (text[1:], start + 1) if text.startswith("|") else (text, start)
        text = text.removesuffix("|")
    cells = []
    for cell in text.split(mark):
        content = cell.strip(" *")
        lead = len(cell) - len(cell.lstrip(" *")) if content else 0
        cells.append((start + lead, start + lead + len(content)))
        start += len(cell) + 1
    return cells


# --- the numbering tree ----------------------------------------------------------------------------------------------

_RANK = {
    "appendix": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "upper": 4,
    "caps": 5,
    "article": 5,
    "roman": 6,
    "step": 6.6,
    "num1": 7,
    "num2": 7.2,
    "num3": 7.4,
    "num4": 7.6,
    "lower": 8,
}
_STRONG = 7


def _style(block: Block) -> str | None:
    """The numbering style of a block that others may stand under; a heading of markdown is of another than an item with the same marker."""
    if block.kind == "caps":
        return "caps"
    if block.kind != "item" or block.marker is None:
        return None
    return f"{block.emphasis} {block.marker.kind}".strip()


def _rank(style: str) -> float:
    """How high a style stands. ``##`` heads all that is not emphasised but the parts of the document, bold heads the items numbered by Arabic figures."""
    emphasis, _, kind = style.rpartition(" ")
    rank = _RANK.get(kind, 9)
    if emphasis.startswith("#"):
        return min(rank, 6 + len(emphasis) / 100)
    return 6.7 + rank / 100 if emphasis and rank >= _STRONG else rank


def _goes_on_bold(style: str, block: Block, stack: Sequence[tuple[str, int]], blocks: Sequence[Block]) -> bool:
    """Whether an item only lacks the stars of the one before it: ``**1. Sở Y tế**`` ... ``2. Sở Tư pháp``."""
    before = next((blocks[at].marker for s, at in stack if s == f"** {style}"), None)
    if before is None or block.marker is None or not (before.text + block.marker.text).isdigit():
        return False
    return int(block.marker.text) == int(before.text) + 1


def _without_weaker(stack: list[tuple[str, int]], style: str, blocks: Sequence[Block], flow: str) -> list[tuple[str, int]]:
    """A numbering style that is new here closes the bullets and letters above it, unless they open a list with a colon."""
    rank = max(_rank(style), _STRONG + 0.7) if style == "step" else _rank(style)  # `Bước 1` may stand under an item, and items under it
    kept: list[tuple[str, int]] = []
    for entry in stack:
        weaker = _rank(entry[0]) > rank
        opens_list = flow[blocks[entry[1]].start : blocks[entry[1]].end].rstrip().endswith(":")
        if weaker and (rank < _STRONG or not opens_list):
            break
        kept.append(entry)
    return kept


def _set_parents(blocks: list[Block], flow: str) -> None:
    """Hangs each block below the heading or item it stands under: a marker kind that is open is a sibling, a new one goes deeper."""
    stack: list[tuple[str, int]] = []
    for index, block in enumerate(blocks):
        if block.kind in ("furniture", "letterhead", "footnote", "gap"):
            continue
        if block.kind in ("doc_type", "title", "recipients", "signature"):
            stack = []
            continue
        style = _style(block)
        if style is None:
            block.parent = stack[-1][1] if stack else None
            continue
        open_styles = [s for s, _ in stack]
        if style not in open_styles and _goes_on_bold(style, block, stack, blocks):
            style = f"** {style}"
        if style in open_styles:
            stack = stack[: open_styles.index(style)]
        elif not (style == "upper" and stack and stack[-1] == ("roman", index - 1)):  # `III. NHIỆM VỤ` right over `A. Giáo dục`
            stack = _without_weaker(stack, style, blocks, flow)
        block.parent = stack[-1][1] if stack else None
        stack.append((style, index))
