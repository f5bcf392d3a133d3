"""Rows of tab-separated tables whose cells hold line breaks, as a spreadsheet or a word processor gives them when a table is copied as text.

The header says how many cells a row has. A line with fewer of them goes on in the lines below it, up to the next row.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from pipeline.layout.cell_fill import cell_kind
from pipeline.layout.columns import column_role, is_column_name
from pipeline.layout.lines import Line

_LONGEST_HEADER, _LONGEST_ROW = 8, 40  # lines
_LONGEST_NAME = 100  # characters, of a column
_FEWEST_CELLS = 3  # of a row in a table that is read here: two may be anything
_NUMBER = re.compile(r" *\(?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-HĐ]|[a-zđ])[.)]? *\t|\t")  # of a row, or a cell without one
_INDEX = re.compile(r"(?i)\W*(?:stt|tt|số\s*tt|số thứ tự)\W*\t")
_BULLET = re.compile(r"[-–+•] *(?=[^\W_])")
_SECTION = re.compile(r"(?:[IVX]{1,5}|[A-HĐ]|\d{1,2})\s*[.)] |PHỤ LỤC|Phụ lục|(?i:nơi nhận)|TM\.|KT\.|Ghi chú|Trên đây|Căn cứ")
_SIGNATURE = re.compile(r"\t[ *]{0,8}(?:(?:TM|KT|TL)\.|(?:PHÓ )?(?:CHỦ TỊCH|TRƯỞNG|GIÁM ĐỐC|BÍ THƯ|HIỆU TRƯỞNG))")
_OPEN_QUOTE = re.compile(r'\t *"[^"\t]*(?:""[^"\t]*)*$')
_LONGEST_CELL_LINE = 80  # characters of a line of a cell that ends a sentence: what is longer is a paragraph


def join_rows(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, those of one row as one.

    >>> from pipeline.layout.lines import read_lines
    >>> text = "TT\\tNội dung\\tChủ trì\\tThời gian\\n1\\tTập huấn\\tCông an xã\\nTrạm Y tế\\t30/6\\n2\\tTổng kết\\tCông an xã\\t"
    >>> [line.text for line in join_rows(text, read_lines(text))][1:]
    ['1\\tTập huấn\\tCông an xã\\nTrạm Y tế\\t30/6', '2\\tTổng kết\\tCông an xã\\t']
    """
    if not any(line.kind == "tab_row" for line in lines):
        return [*lines]
    return list(_Joiner(text, lines).joined())


class _Joiner:
    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.text, self.lines = text, lines
        self.cells = 0  # of a row of the table that stands last
        self.numbered = False

    def joined(self) -> Iterator[Line]:
        at = 0
        while at < len(self.lines):
            end = at + 1
            if self.lines[at].kind == "tab_row":
                end = self._header_end(at) or self._row_end(at)
            elif self.lines[at].kind == "blank":
                self.cells = self.cells if at + 1 < len(self.lines) and self.lines[at + 1].kind == "tab_row" else 0
            yield self.lines[at] if end == at + 1 else self._one(at, end)
            at = end

    def _raw(self, at: int) -> str:
        """A line with its marker."""
        line = self.lines[at]
        return self.text[self.text.rfind("\n", 0, line.start) + 1 : line.end]

    def _one(self, at: int, end: int) -> Line:
        start = self.text.rfind("\n", 0, self.lines[at].start) + 1
        stop = self.lines[end - 1].end
        return replace(self.lines[at], start=start, end=stop, text=self.text[start:stop], kind="tab_row", marker=None, emphasis="")

    def _header_end(self, at: int) -> int:
        """Where a header ends that begins here, and what it says of the table; 0 where none does."""
        first = self._raw(at)
        if at and self.lines[at - 1].kind == "tab_row" and not _INDEX.match(first):
            return 0
        roles = [column_role(cell) if len(cell) < _LONGEST_NAME else None for cell in first.split("\t")]
        if len(roles) < 2 or sum(role is not None for role in roles) < 2 or _NUMBER.match(first):
            return 0
        end, self.numbered = at + 1, roles[0] == "index"
        while self.numbered and end < min(at + _LONGEST_HEADER, len(self.lines)) and self._names_columns_on(end):
            end += 1
        cells = sum(self._raw(i).count("\t") for i in range(at, end)) + 1
        if cells < _FEWEST_CELLS:
            return 0
        self.cells = cells
        return end

    def _names_columns_on(self, at: int) -> bool:
        """Whether a line goes on with a header: ``Đơn vị`` over ``chủ trì``."""
        raw = self._raw(at)
        above, cell = self._raw(at - 1).rpartition("\t")[2], raw.partition("\t")[0]
        return self._goes_on(at) and (cell[:1].islower() or cell.startswith("(") or is_column_name(f"{above} {cell}"))

    def _row_end(self, at: int) -> int:
        """Where the row that begins here ends."""
        if not self.cells:
            return at + 1
        end = self._quoted_end(at)
        missing = self.cells - 1 - sum(self._raw(i).count("\t") for i in range(at, end))
        if end > at + 1 and missing < _FEWEST_CELLS:
            return end  # the last cells may be empty
        while missing > 0 and end < min(at + _LONGEST_ROW, len(self.lines)) and self._goes_on(end):
            missing -= self._raw(end).count("\t")
            end += 1
        if missing:
            return at + 1
        return self._last_cell_end(at, end)

    def _quoted_end(self, at: int) -> int:
        """Where the lines end that quotation marks make one cell at the end of a line, as a spreadsheet writes it; the next line where they do not."""
        end = at + 1
        if not _OPEN_QUOTE.search(self._raw(at)):
            return end
        while end < min(at + _LONGEST_ROW, len(self.lines)) and self.lines[end].kind != "blank":
            marks = self._raw(end).count('"')
            end += 1
            if marks % 2:
                return end
        return at + 1

    def _goes_on(self, at: int) -> bool:
        """Whether a line may go on with the row above: in a table without numbers only one that begins no row."""
        line, raw = self.lines[at], self._raw(at)
        if line.kind not in ("text", "marked", "tab_row") or _SECTION.match(raw) or _SIGNATURE.search(raw):
            return False
        if "\t" not in raw and len(raw) > _LONGEST_CELL_LINE and raw.rstrip().endswith("."):
            return False
        if self.numbered or "\t" not in raw:
            return not _NUMBER.match(raw)
        return _BULLET.match(raw) is not None or raw[:1].islower() or self.text[self.lines[at - 1].end - 1] in ",;"

    def _last_cell_end(self, at: int, end: int) -> int:
        """Where the last cell of a row ends: lines that list further bodies or items, or go on in lower case, before a further row."""
        stop = end
        while stop < min(at + _LONGEST_ROW, len(self.lines)) and "\t" not in self._raw(stop) and self._goes_on(stop):
            stop += 1
        if stop == end or stop == len(self.lines) or self.lines[stop].kind != "tab_row":
            return end
        cells = [self._raw(end - 1).rpartition("\t")[2], *(self._raw(i) for i in range(end, stop))]
        goes_on = all(
            _BULLET.match(cell) or cell[:1].islower() or before.rstrip().endswith((",", ";")) or cell_kind(before) == cell_kind(cell) != "text"
            for before, cell in pairwise(cells)
        )
        return stop if goes_on else end
