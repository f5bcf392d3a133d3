"""Figures that stand alone in the cells of a table of aims, with their unit in a column of its own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from pipeline.extract.targets.figures import NUMBER, TO, Figure, read_number, read_unit
from pipeline.extract.targets.place import headings
from pipeline.extract.targets.words import any_comparator, pattern
from pipeline.layout import Block, Layout

_UNIT_HEAD = re.compile(r"(?i)\W*(?:đơn vị(?: tính| đo)?|đvt)\W*")
_NAME_HEAD = re.compile(r"(?i)\W*(?:tên |các |nội dung )?(?:chỉ tiêu|mục tiêu)(?: cụ thể| chủ yếu)?\W*$")
_CONTENT_HEAD = re.compile(r"(?i)\W*(?:tên |các )?(?:nội dung|nhiệm vụ|hoạt động|công việc)\b")  # beside which `Chỉ tiêu` heads the figures
_VALUE_HEAD = re.compile(r"(?i)(?<!\d)(?:19|20)\d{2}(?!\d)|\b(?:mục tiêu|chỉ tiêu|kế hoạch|phấn đấu|hiện trạng|thực hiện|kết quả)\b")
_WORD = re.compile(r"[^\W\d_]{2}")
_LONGEST_UNIT = 30


class _Columns(NamedTuple):
    width: int
    unit: int | None
    values: tuple[int, ...]


def cell_figures(layout: Layout) -> Iterator[Figure]:
    """The bare numbers of all tables that have a column of units, below a heading or beside a column of aims.

    >>> from pipeline.layout import lay_out
    >>> table = "TT\\tChỉ tiêu\\tĐơn vị tính\\tNăm 2025\\n1\\tSản lượng lúa\\tNghìn tấn\\t≥ 310\\n"
    >>> [(figure.value, figure.unit) for figure in cell_figures(lay_out(table))]
    [(310000.0, 'tấn')]
    """
    for block, columns in _rows_of_aims(layout):
        if columns.unit is not None:
            yield from _row_figures(layout, block, columns, columns.unit)


def named_percentages(layout: Layout, figures: Iterable[Figure]) -> Iterator[Figure]:
    """The ``figures``; a percentage that is alone in the cell of a table of aims takes the name of its row.

    >>> from pipeline.extract.percents import find_percents
    >>> from pipeline.extract.targets.figures import find_figures
    >>> from pipeline.layout import lay_out
    >>> layout = lay_out("TT\\tChỉ tiêu\\tNăm 2025\\n1\\tHộ dùng nước sạch\\t≥ 90%\\n")
    >>> [figure.name for figure in named_percentages(layout, find_figures(layout.flow, find_percents(layout.flow), []))]
    ['Hộ dùng nước sạch']
    """
    names = {layout.block_at(block.start): (block, columns) for block, columns in _rows_of_aims(layout)}
    for figure in figures:
        block, columns = names.get(layout.block_at(figure.start), (None, None))
        if figure.percent and block and columns and _is_alone(layout, block, columns, figure):
            yield replace(figure, kind="cell", name=_name(layout, block, columns.unit or columns.values[0]))
        else:
            yield figure


def _is_alone(layout: Layout, block: Block, columns: _Columns, figure: Figure) -> bool:
    cells = (block.cells[at] for at in columns.values)
    return any(start <= figure.start < end and _WORD.search(layout.flow[start:end]) is None for start, end in cells)


def _rows_of_aims(layout: Layout) -> Iterator[tuple[Block, _Columns]]:
    """The rows of all tables of aims, each with what the head of its table says of the columns."""
    columns: _Columns | None = None
    for block in layout.blocks:
        if block.kind != "row":
            continue
        found = _read_head(layout, block)
        columns = found or columns
        if found is None and columns is not None and len(block.cells) == columns.width:
            yield block, columns


def _read_head(layout: Layout, block: Block) -> _Columns | None:
    """The columns where a row is the head of a table of aims."""
    texts = [layout.flow[start:end] for start, end in block.cells]
    unit = next((at for at, text in enumerate(texts) if _UNIT_HEAD.fullmatch(text)), None)
    named = next((at for at, text in enumerate(texts) if _NAME_HEAD.match(text)), None)
    if unit is None and named is None:
        return None
    content = next((at for at, text in enumerate(texts[:named]) if _CONTENT_HEAD.match(text)), None) if named else None
    if content is not None and named is not None and unit is None:
        return _Columns(len(texts), None, (named,))
    aims = named is not None or any(pattern("count aims heading").search(text) for text in (*texts, *headings(layout, block)))
    first = max(at for at in (unit, named) if at is not None)
    values = tuple(at for at, text in enumerate(texts) if at > first and _VALUE_HEAD.search(text))
    return _Columns(len(texts), unit, values) if aims and values else None


def _name(layout: Layout, block: Block, stop: int) -> str:
    """The last cell with words before a column: what the figures of the row measure."""
    names = (" ".join(layout.flow[start:end].split()) for start, end in reversed(block.cells[:stop]))
    return next((name for name in names if _WORD.search(name)), "")


def _row_figures(layout: Layout, block: Block, columns: _Columns, at_unit: int) -> Iterator[Figure]:
    unit, name = layout.flow[slice(*block.cells[at_unit])], _name(layout, block, at_unit)
    if not unit or not name or len(unit) > _LONGEST_UNIT:
        return
    times, unit = read_unit(unit)
    for start, end in (block.cells[at] for at in columns.values):
        if match := _bare_number().fullmatch(layout.flow, start, end):
            value, upper = read_number(match["value"]), read_number(match["upper"]) if match["upper"] else None
            last = "upper" if upper else "value"
            yield Figure(match.start("value"), match.end(last), value * times, upper and upper * times, unit, "cell", name=name)


@cache
def _bare_number() -> re.Pattern[str]:
    """A number or a range and nothing beside it but its comparator."""
    before = rf"(?:(?:{any_comparator()}|từ|khoảng|đạt|còn)\s*)*"
    return re.compile(rf"(?i)[\s*]*{before}(?P<value>{NUMBER})(?:{TO}(?P<upper>{NUMBER}))?(?:\s*trở (?:lên|xuống))?[\s*.;]*")
