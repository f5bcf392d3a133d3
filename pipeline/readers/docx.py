"""Word documents (``.docx``): paragraphs with the numbers that Word shows, tables with their merged cells; no headers, footers, footnotes or comments.

What Word computes is computed here: list numbers (ECMA-376 part 1, 17.9), capitals by format, symbols, and text under revision as if accepted.
"""

import re
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from pipeline.errors import ReadError
from pipeline.legacy import convert
from pipeline.readers.document import Document, Source
from pipeline.readers.limits import bounded_package
from pipeline.readers.pieces import Cell, Piece, Table, assemble, tabs

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {
    f"{_W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "footnoteReference", "endnoteReference", "commentReference", "instrText", "delText", "txbxContent")
}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED.add(_FALLBACK)
_CHARACTERS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}tab": "\t", f"{_W}ptab": "\t"}
_HANDLED = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}


def read_docx(source: Source) -> Document:
    """The document that a ``.docx`` holds.

    Raises ReadError where the file is encrypted, damaged, no Word document, empty, or unfolds to more than a document can be.
    """
    if source.data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in source.data:
        raise ReadError(f"{source.place} is encrypted: save it without a password.")
    data = bounded_package(source.data, source.place)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        package = docx.Document(data)
        pieces = list(_Reader(package).pieces(package.element.body))
    except ReadError:
        raise
    except (OpcError, BadZipFile, LxmlError, KeyError, ValueError, AttributeError, TypeError, IndexError, OSError, EOFError, RecursionError) as error:
        what = " ".join(str(error).split())[:120] or type(error).__name__
        raise ReadError(f"{source.place} is damaged or no Word document ({what}): open it in Word and save it anew.") from None
    except Exception as error:  # zlib.error and what else a broken package meets inside python-docx
        raise ReadError(f"{source.place} is damaged ({type(error).__name__}): open it in Word and save it anew.") from None
    return assemble(source, pieces, encoding="utf-8")


class _Reader:
    """One walk through a document; it keeps the counters of its lists."""

    def __init__(self, package: Any) -> None:
        self.styles = {style.get(f"{_W}styleId"): style for style in package.styles.element.iterchildren(f"{_W}style")}
        self.lists = Lists(_numbering(package))

    def pieces(self, parent: Any) -> Iterator[Piece]:
        """The paragraphs and tables right below ``parent``, and those in what only wraps them."""
        for child in parent.iterchildren():
            if child.tag == f"{_W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield self.table(child)
            elif child.tag in _HANDLED:
                yield from self.pieces(child)

    def paragraph(self, paragraph: Any) -> Iterator[Piece]:
        """The text of a paragraph with its number, after what stands in its text boxes."""
        for box in _boxes(paragraph):
            yield from self.pieces(box)
        style = self._style(paragraph)
        text = "".join(self._runs(paragraph, self._is_set(style, "caps")))
        number = self._number(paragraph, style)
        yield f"{number} {text.lstrip()}" if number and text.strip() else tabs(text)

    def table(self, table: Any) -> Table:
        """A table as a grid; a cell that Word continues from above is part of the one above."""
        found = Table()
        open_cells: dict[int, Cell] = {}
        for row, line in enumerate(_rows(table)):
            column = int(_value(line, "trPr/gridBefore") or 0)
            for tc in _cells(line):
                width = max(int(_value(tc, "tcPr/gridSpan") or 1), 1)
                merge = tc.find(f"{_W}tcPr/{_W}vMerge")
                above = open_cells.get(column)
                if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and above is not None and above.row + above.rows == row:
                    above.rows += 1
                    column += width
                    continue
                cell = Cell(list(self._lines(tc)), row, column, columns=width)
                found.cells.append(cell)
                if merge is not None:
                    open_cells[column] = cell
                else:
                    open_cells.pop(column, None)
                column += width
        return found

    def _lines(self, tc: Any) -> Iterator[str]:
        for piece in self.pieces(tc):
            if isinstance(piece, str):
                yield piece
            else:
                yield from (paragraph for cell in piece.cells for paragraph in cell.paragraphs)

    def _runs(self, parent: Any, caps: bool) -> Iterator[str]:
        for child in parent.iterchildren():
            if child.tag == f"{_W}r":
                yield self._run(child, caps)
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                yield from self._runs(child, caps)

    def _run(self, run: Any, caps: bool) -> str:
        if self._is_set(run, "vanish"):
            return ""
        text = "".join(_characters(run))
        fonts = run.find(f"{_W}rPr/{_W}rFonts")
        font = (fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi") or "") if fonts is not None else ""
        if font.startswith(".Vn"):  # the fonts of TCVN3; those that end in H show capitals
            text = convert(text, "tcvn3")
            caps = caps or font.endswith("H")
        return text.upper() if caps or self._is_set(run, "caps") else text

    def _style(self, paragraph: Any) -> Any:
        name = _value(paragraph, "pPr/pStyle")
        return self.styles.get(name) if name else None

    def _is_set(self, element: Any, name: str) -> bool:
        """Whether a run or a style, or the style that it is based on, has the format ``name``."""
        for level in self._chain(element):
            found = level.find(f"{_W}rPr/{_W}{name}")
            if found is not None:
                return found.get(f"{_W}val", "true") not in ("0", "false", "off")
        return False

    def _chain(self, element: Any) -> Iterator[Any]:
        for _ in range(12):  # styles that are based on each other in a ring end here
            if element is None:
                return
            yield element
            element = self.styles.get(_value(element, "basedOn"))

    def _number(self, paragraph: Any, style: Any) -> str:
        for level in (paragraph, *self._chain(style)):
            numbered = level.find(f"{_W}pPr/{_W}numPr")
            if numbered is not None:
                return self.lists.next(_value(numbered, "numId"), int(_value(numbered, "ilvl") or 0))
        return ""


class Lists:
    """The counters of all numbered lists: each paragraph asks for its number as it comes.

    ``numbering`` is the ``w:numbering`` element, or None where the document has no lists.
    """

    def __init__(self, numbering: Any) -> None:
        self.levels: dict[str, dict[int, Any]] = {}
        self.nums: dict[str, Any] = {}
        self.counters: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()
        for abstract in numbering.iterchildren(f"{_W}abstractNum") if numbering is not None else ():
            self.levels[abstract.get(f"{_W}abstractNumId")] = {int(level.get(f"{_W}ilvl")): level for level in abstract.iterchildren(f"{_W}lvl")}
        for num in numbering.iterchildren(f"{_W}num") if numbering is not None else ():
            self.nums[num.get(f"{_W}numId")] = num

    def next(self, num_id: str | None, level: int) -> str:
        """What Word shows before the next paragraph of the list ``num_id`` at ``level``; nothing where it shows nothing."""
        num = self.nums.get(num_id or "")
        abstract = _value(num, "abstractNumId") if num is not None else None
        levels = self.levels.get(abstract or "", {})
        if num is None or num_id is None or abstract is None or level not in levels:
            return ""
        counters = self.counters.setdefault(abstract, {})
        if num_id not in self.begun:
            self.begun.add(num_id)
            for override in num.iterchildren(f"{_W}lvlOverride"):
                start = _value(override, "startOverride")
                if start is not None:
                    counters[int(override.get(f"{_W}ilvl"))] = int(start) - 1
        counters[level] = counters.get(level, self._start(levels, level) - 1) + 1
        for deeper in [at for at in counters if at > level]:
            del counters[deeper]
        if (_value(levels[level], "numFmt") or "decimal") == "bullet":
            sign = _value(levels[level], "lvlText") or ""
            return sign if sign in ("-", "–", "+", "*") else "-" if sign in ("", "\uf02d", "−") else "+" if sign == "\uf02b" else "•"
        shown = {at: format_number(counters.get(at, self._start(levels, at)), _value(levels[at], "numFmt") or "decimal") for at in levels}
        return re.sub(r"%([1-9])", lambda match: shown.get(int(match[1]) - 1, ""), _value(levels[level], "lvlText") or "").strip()

    def _start(self, levels: dict[int, Any], level: int) -> int:
        return int(_value(levels[level], "start") or 1)


def format_number(number: int, style: str) -> str:
    """A number as a list shows it.

    >>> [format_number(4, style) for style in ("decimal", "upperRoman", "lowerLetter", "decimalZero", "none")]
    ['4', 'IV', 'd', '04', '']
    """
    if style == "none" or number < 1 or number > 9999:
        return "" if style == "none" else str(number)
    if style.endswith("Roman"):
        parts = zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
            strict=True,
        )
        roman = ""
        for value, sign in parts:
            count, number = divmod(number, value)
            roman += sign * count
        return roman if style.startswith("upper") else roman.lower()
    if style.endswith("Letter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if style.startswith("upper") else letters
    return f"{number:02}" if style == "decimalZero" else str(number)


def _characters(run: Any) -> Iterator[str]:
    for child in run.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}sym":
            code = int(child.get(f"{_W}char", "0"), 16)
            yield chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""
        else:
            yield _CHARACTERS.get(child.tag, "")


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes of a paragraph, not those inside them, which their own paragraphs give."""
    if next(paragraph.iter(f"{_W}txbxContent"), None) is None:
        return
    from lxml.etree import iterwalk

    walk = iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag == f"{_W}txbxContent":
            yield element
        if element.tag in (f"{_W}txbxContent", _FALLBACK):
            walk.skip_subtree()


def _rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren():
        if child.tag == f"{_W}tr":
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif child.tag in _HANDLED:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in _HANDLED:
            yield from _cells(child)


def _value(element: Any, path: str) -> str | None:
    """The ``w:val`` of what stands at ``path`` below ``element``."""
    found = element.find("/".join(_W + name for name in path.split("/")))
    return None if found is None else found.get(f"{_W}val")


def _numbering(package: Any) -> Any:
    try:
        return package.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return None
