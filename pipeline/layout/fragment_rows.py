"""Rows of tables broken into one cell fragment a line, as blocks: which lines may stand in cells, and what of a row each page holds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.layout.cell_fill import further_bodies
from pipeline.layout.cell_fragments import BARE_NUMBER, begins_header, find_fragment_rows
from pipeline.layout.columns import begins_unnumbered
from pipeline.layout.lines import Line
from pipeline.layout.tree import Block, Span


@dataclass(frozen=True, slots=True)
class Fragments:
    """The lines of a row: by cell, all of them, and where a header that stands on one line is cut into cells."""

    cells: Sequence[tuple[int, ...]]
    used: Sequence[int]
    cuts: Sequence[Span] = ()


def fragment_rows(lines: Sequence[Line]) -> tuple[dict[int, Fragments], dict[int, str]]:
    """Rows of tables broken into one cell fragment a line, by the index of their first line, and what stands in the flow before
    the lines that begin a further cell, or a further body in a cell of several."""
    if not any(begins_header(line.text) or begins_unnumbered(line.text) for line in lines):
        return {}, {}
    kept = list(_cell_lines(lines))
    rows: dict[int, Fragments] = {}
    marks: dict[int, str] = {}
    blanks = {n for n, i in enumerate(kept) if i > 1 and lines[i - 1].kind == "blank" and lines[i - 2].kind not in ("furniture", "page_number")}
    pages = {n for n, (before, i) in enumerate(pairwise(kept), 1) if any(line.kind == "furniture" for line in lines[before + 1 : i])}
    bars = {n: sum(line.text == "|" for line in lines[before + 1 : i]) for n, (before, i) in enumerate(pairwise(kept), 1) if lines[i - 1].text == "|"}
    for row in find_fragment_rows([_whole(lines[i]) for i in kept], blanks, pages, bars):
        for cells in _by_page([tuple(kept[n] for n in cell) for cell in row.cells], lines):
            used = sorted([*(n for cell in cells for n in cell), *(kept[n] for n in row.over)])
            rows[used[0]] = Fragments(cells, used, row.cuts)
            marks |= {cell[0]: "\t" for cell in cells if cell and cell[0] != used[0]}
            marks |= {cell[at]: ";" for cell in cells if len(cell) > 1 for at in further_bodies([lines[n].text for n in cell])}
    return rows, marks


def _cell_lines(lines: Sequence[Line]) -> Iterator[int]:
    """The lines that may stand in cells: text, and of the figures alone on a line those that are no page number."""
    number = 0  # of the row
    for index, line in enumerate(lines):
        if line.kind == "page_number":
            if not (is_cell_number(lines, index) or _is_next_row(lines, index, number)):
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
    if all(lines[at].text == "|" for at in (index - 1, index + 1) if 0 <= at < len(lines)):
        return True
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


def fragment_block(lines: Sequence[Line], row: Fragments) -> Block:
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
        start, end = _line_start(lines[cell[0]]) if position == 0 else lines[cell[0]].start, lines[cell[-1]].end
        start = max(at, start) if start < at < end else start  # behind the number on the same line; a second row of a header stands below
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


def is_cell_number(lines: Sequence[Line], index: int) -> bool:
    """A number that stands alone between lines of text, as in a table with one cell fragment a line, is no page number; so are a few in a row."""
    if lines[index].kind != "page_number":
        return False
    if index and index + 1 < len(lines) and lines[index - 1].kind.endswith("_row") and lines[index + 1].kind.endswith("_row"):
        return False
    before = next((lines[at].kind for at in range(index - 1, max(index - _MOST_NUMBERS, 0) - 1, -1) if lines[at].kind != "page_number"), "blank")
    after = next((line.kind for line in lines[index + 1 : index + _MOST_NUMBERS] if line.kind != "page_number"), "blank")
    is_year = _YEAR.fullmatch(lines[index].text) is not None  # also at the foot of a page
    return before not in ("blank", "furniture") and (is_year or after not in ("blank", "furniture"))


_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_NUMBERS = 4  # cells of figures that follow each other, and what stands beside them
