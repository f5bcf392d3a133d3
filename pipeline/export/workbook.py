"""The tidy tables as one workbook, a sheet a table.

A cell of a sheet holds 32,767 characters (UTF-16 units) and a sheet 1,048,576 rows (Microsoft, "Excel specifications and limits"): what is
longer goes on in the sheet ``continued``, and what has more rows is refused.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipeline.errors import ExportError
from pipeline.export.tables import TABLES, columns_of, rows_of
from pipeline.schema import Record

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

LONGEST = 32_767
MOST_ROWS = 1_048_576
CONTINUED = ("sheet", "row", "column", "part", "text")
_ALWAYS = datetime(2000, 1, 1)  # the time of the export would make each file another
# What XML cannot hold, and what looks like its escape, written as ECMA-376 says (ST_Xstring); Excel shows it as it was.
_ESCAPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(records: Iterable[Record], path: Path) -> None:
    """A workbook with a sheet for each table, a header in each, text as text whatever it begins with, and an empty cell for null or no text.

    Raises ExportError where a table has more rows than a sheet.
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _ALWAYS
    sheets = {table.name: _Sheet(book.create_sheet(table.name), list(columns_of(table))) for table in TABLES}
    continued = _Sheet(book.create_sheet("continued"), CONTINUED)
    try:
        for record in records:
            for table in TABLES:
                for row in rows_of(table, record):
                    for rest in sheets[table.name].add(row):
                        continued.add(rest)
    except BaseException:
        for sheet in book.worksheets:
            sheet.close()
        raise
    ExcelWriter(book, _Timeless(path, "w", ZIP_DEFLATED)).save()


class _Timeless(ZipFile):
    """A zip file whose members bear no time."""

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        super().writestr(_member(str(name)), data)

    def write(self, path: Any, name: Any = None, *_: Any) -> None:
        with open(path, "rb") as source, self.open(_member(str(name)), "w") as member:
            copyfileobj(source, member)


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    return info


class _Sheet:
    """A sheet that grows by rows."""

    def __init__(self, sheet: "WriteOnlyWorksheet", columns: Iterable[str]) -> None:
        from openpyxl.cell import WriteOnlyCell

        self._cell = WriteOnlyCell
        self._sheet = sheet
        self._columns = list(columns)
        self._rows = 1
        sheet.freeze_panes = "A2"
        sheet.append(self._columns)

    def add(self, row: Iterable[Any]) -> list[tuple[Any, ...]]:
        """Writes a row; gives the rows of the sheet ``continued`` for what has no room in its cells."""
        if self._rows == MOST_ROWS:
            raise ExportError(f"The table {self._sheet.title} has more than the {MOST_ROWS:,} rows of a sheet: export to parquet or csv instead.")
        self._rows += 1
        cells: list[Any] = []
        left: list[tuple[Any, ...]] = []
        for name, value in zip(self._columns, row, strict=True):
            if isinstance(value, str):
                first, *rest = parts(escape(value))
                left += [(self._sheet.title, self._rows, name, part, text) for part, text in enumerate(rest, 2)]
                value = first
                if first.startswith(("=", "#")):  # else openpyxl takes it for a formula or an error
                    value = self._cell(self._sheet, first)
                    value.data_type = "s"
            cells.append(value)
        self._sheet.append(cells)
        return left


def escape(value: str) -> str:
    r"""``value`` with what a cell cannot hold written as ``_xHHHH_``.

    >>> escape("Sở\x0bY tế"), escape("mục_x000A_")
    ('Sở_x000B_Y tế', 'mục_x005F_x000A_')
    """
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", value)


def parts(value: str) -> Iterator[str]:
    """``value`` in parts that a cell can hold; a character outside of the basic plane counts twice there.

    >>> [len(part) for part in parts("ấ" * 40_000)]
    [32767, 7233]
    """
    start = 0
    while start < len(value) or not start:
        end = start + LONGEST
        while (over := len(value[start:end].encode("utf-16-le")) // 2 - LONGEST) > 0:
            end = min(end, len(value)) - (over + 1) // 2
        yield value[start:end]
        start = min(end, len(value)) or 1
