"""Figures that stand alone in the cells of a table of aims, with their unit in a column of its own."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.extract.targets.figures import NUMBER, TO, Figure, read_number, read_unit
from pipeline.extract.targets.place import headings
from pipeline.extract.targets.words import any_comparator, pattern
from pipeline.layout import Block, Layout

_UNIT_HEAD = re.compile(r"(?i)\W*(?:đơn vị(?: tính| đo)?|đvt)\W*")
_VALUE_HEAD = re.compile(r"(?i)(?<!\d)(?:19|20)\d{2}(?!\d)|\b(?:mục tiêu|chỉ tiêu|kế hoạch|phấn đấu|hiện trạng|thực hiện|kết quả)\b")
_WORD = re.compile(r"[^\W\d_]{2}")
_LONGEST_UNIT = 30


class _Columns(NamedTuple):
    width: int
    unit: int
    values: tuple[int, ...]


def cell_figures(layout: Layout) -> Iterator[Figure]:
    """The bare numbers of all tables that have a column of units, below a heading or beside a column of aims.

    >>> from pipeline.layout import lay_out
    >>> table = "TT\\tChỉ tiêu\\tĐơn vị tính\\tNăm 2025\\n1\\tSản lượng lúa\\tNghìn tấn\\t≥ 310\\n"
    >>> [(figure.value, figure.unit) for figure in cell_figures(lay_out(table))]
    [(310000.0, 'tấn')]
    """
    columns: _Columns | None = None
    for block in layout.blocks:
        if block.kind != "row":
            continue
        found = _read_head(layout, block)
        columns = found or columns
        if found is None and columns is not None and len(block.cells) == columns.width:
            yield from _row_figures(layout, block, columns)


def _read_head(layout: Layout, block: Block) -> _Columns | None:
    """The columns where a row is the head of a table of aims."""
    texts = [layout.flow[start:end] for start, end in block.cells]
    unit = next((at for at, text in enumerate(texts) if _UNIT_HEAD.fullmatch(text)), None)
    if unit is None:
        return None
    aims = any(pattern("count aims heading").search(text) for text in (*texts, *headings(layout, block)))
    values = tuple(at for at, text in enumerate(texts) if at > unit and _VALUE_HEAD.search(text))
    return _Columns(len(texts), unit, values) if aims and values else None


def _row_figures(layout: Layout, block: Block, columns: _Columns) -> Iterator[Figure]:
    unit = layout.flow[slice(*block.cells[columns.unit])]
    names = (" ".join(layout.flow[start:end].split()) for start, end in reversed(block.cells[: columns.unit]))
    name = next((name for name in names if _WORD.search(name)), "")
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
