"""RTF without a program: paragraphs with the numbers of their lists, tables with their merged cells; no headers, footers, footnotes or comments.

Read as the Rich Text Format Specification 1.9.1 (Microsoft, 2008) has it: control words, groups that take their settings back, bytes in the
code page of their font, and ``\\u`` with a stand-in for readers that are older.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipeline.errors import ReadError
from pipeline.legacy import convert
from pipeline.readers.document import Document, Source
from pipeline.readers.limits import MAX_LINE
from pipeline.readers.pieces import Cell, Piece, Table, assemble, tabs

MAX_WORDS = 4_000_000  # control words and groups of one file: some seconds of work
MAX_DEPTH = 1_000  # groups inside each other

_TOKEN = re.compile(rb"\\(?:([a-zA-Z]{1,32})(-?[0-9]{1,9})? ?|'([0-9a-fA-F]{2})|([\s\S]))|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_LEFT_OUT = frozenset(
    {"annotation", "atnauthor", "atnid", "author", "bkmkend", "bkmkstart", "colortbl", "comment", "fldinst", "footer", "footerf", "footerl", "footerr",
     "footnote", "ftncn", "ftnsep", "ftnsepc", "header", "headerf", "headerl", "headerr", "info", "listtable", "nonesttables", "nonshppict", "objdata",
     "pict", "revtbl", "rxe", "sp", "stylesheet", "tc", "title", "upr", "xe"}
)  # fmt: skip
_KEPT_IF_UNKNOWN = frozenset({"shpinst"})  # after `\*`, which lets a reader pass over what it does not know
_CHARACTERS = {
    "line": "\n", "softline": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-", "\t": "\t",
}  # fmt: skip
_CODE_PAGES = {0: 1252, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250}  # fmt: skip
_SYMBOLS = 2  # the character set of fonts that show signs in the place of letters
_SLACK = 60  # twentieths of a point by which edges of one column differ from row to row


@dataclass(frozen=True, slots=True)
class _Font:
    name: str = ""
    code_page: int | None = None
    symbols: bool = False


@dataclass(slots=True)
class _Setting:
    """What a group takes back at its end."""

    left_out: bool = False
    fonts: bool = False  # in the table of fonts
    stand_in: int = 1  # characters after each `\\u` for readers that are older
    font: int = -1
    hidden: bool = False
    capitals: bool = False
    in_table: bool = False
    interrupted: list[str] | None = None  # the paragraph that a text box stands in


@dataclass(slots=True)
class _Row:
    """The cells of a row as they are announced: where each ends, and whether it goes on from above or from the left."""

    left: int = 0
    ends: list[tuple[int, bool, bool]] = field(default_factory=list)
    below: bool = False
    beside: bool = False


_Line = list[tuple[int, int, bool, list[str]]]  # a row: left and right edge, whether it goes on from above, and the paragraphs


def read_rtf(source: Source) -> Document:
    """The document that an ``.rtf`` holds.

    >>> text = r"{\\rtf1\\ansi{\\header K\\u7871? ho\\u7841?ch}Giao S\\u7903? Y t\\u7871? ch\\u7911? tr\\'ec.\\par}"
    >>> read_rtf(Source("45", "45.rtf", "rtf", text.encode())).text
    'Giao Sở Y tế chủ trì.\\n'

    Raises ReadError where the file is no RTF, holds no text or more than a document can.
    """
    if not source.data.lstrip().startswith(b"{\\rtf"):
        raise ReadError(f"{source.place} is no RTF file, though its name says so: give it the suffix of what it is.")
    if source.data.count(b"\\") + source.data.count(b"{") > MAX_WORDS:
        raise ReadError(f"{source.place} has more than {MAX_WORDS:,} control words, more than a document can have: split it.")
    return assemble(source, _Reader(source.place).pieces(source.data), encoding="utf-8")


class _Reader:
    """One walk through the file at ``place``."""

    def __init__(self, place: str) -> None:
        self.place, self.size = place, 0
        self.setting = _Setting()
        self.groups: list[_Setting] = []
        self.opened = False  # right behind a brace, where a control word may name what the group holds
        self.optional = False
        self.code_page, self.default_font = 1252, -1
        self.fonts: dict[int, _Font] = {}
        self.bytes = bytearray()  # in the code page of the font, not yet text
        self.stood_in = 0
        self.line: list[str] = []
        self.found: list[Piece] = []
        self.row = _Row()
        self.cell: list[str] = []
        self.cells: list[list[str]] = []
        self.rows: list[_Line] = []

    def pieces(self, data: bytes) -> list[Piece]:
        """The paragraphs and tables of a whole file."""
        at = 0
        while match := _TOKEN.match(data, at):
            word, number, code, sign, brace, plain = match.groups()
            at = match.end()
            if brace:
                self._open() if brace == b"{" else self._close()
            elif word == b"bin":
                at += max(int(number or 0), 0)
            elif word:
                self._word(word.decode(), int(number) if number else None)
            elif sign:
                self._sign(sign.decode("latin-1"))
            elif code or plain:
                self._bytes(bytes([int(code, 16)]) if code else plain)
        self._flush()
        if self.line:
            self._end_paragraph()
        self._end_table()
        return self.found

    def _open(self) -> None:
        self._flush()
        if len(self.groups) == MAX_DEPTH:
            raise ReadError(f"{self.place} nests groups more than {MAX_DEPTH:,} deep, where reading ends: save it anew as .docx.")
        self.groups.append(self.setting)
        self.setting = replace(self.setting, interrupted=None)
        self.opened, self.optional = True, False

    def _close(self) -> None:
        self._flush()
        if self.setting.interrupted is not None:
            if self.line:
                self._end_paragraph()
            self.line = self.setting.interrupted
        if self.groups:
            self.setting = self.groups.pop()
        self.opened = False

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._flush_bytes()
            self._say(chr(code) if (code := (number or 0) % 0x10000) >= 0x20 else "")
            self.stood_in = self.setting.stand_in
        else:
            self._flush()
            self._begin(word)
            if word in _CHARACTERS:
                self._say(_CHARACTERS[word])
            elif word in _ACTIONS and not self.setting.left_out:
                _ACTIONS[word](self, number)
        self.opened = self.optional = False

    def _begin(self, word: str) -> None:
        """The first word of a group says whether it belongs to the text."""
        if self.opened and (word in _LEFT_OUT or (self.optional and word not in _KEPT_IF_UNKNOWN)):
            self.setting.left_out = True
        elif self.opened and word == "fonttbl":
            self.setting.fonts = True
        elif self.opened and word == "shptxt":
            self.setting.interrupted, self.line = self.line, []

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.optional = True
            return
        if sign in "\\{}":
            self._bytes(sign.encode())
            return
        self._flush()
        if sign in "\r\n" and not self.setting.left_out:
            self._end_paragraph()
        self._say(_CHARACTERS.get(sign, ""))
        self.opened = False

    def _bytes(self, data: bytes) -> None:
        """Bytes of the text, without those that stand in for a `\\u`; pictures are none."""
        self.opened = False
        if self.setting.left_out:
            return
        self.size += len(data)
        if self.size > MAX_LINE:
            raise ReadError(f"{self.place} holds more than {MAX_LINE / 1e6:.0f} MB of text, more than a document can: split it.")
        past = min(self.stood_in, len(data))
        self.stood_in -= past
        self.bytes += data[past:]

    def _flush(self) -> None:
        self._flush_bytes()
        self.stood_in = 0

    def _flush_bytes(self) -> None:
        if not self.bytes:
            return
        font = self.fonts.get(self.setting.font, _Font())
        data, self.bytes = bytes(self.bytes), bytearray()
        if self.setting.fonts:
            self._name_font(data.decode("latin-1"))
        elif font.symbols:
            self._say("•" * len(data.strip()))
        else:
            self._say(_decoded(data, font.code_page or self.code_page))

    def _say(self, text: str) -> None:
        setting = self.setting
        if setting.left_out or setting.fonts or setting.hidden or not text:
            return
        font = self.fonts.get(setting.font, _Font())
        capitals = setting.capitals
        if font.name.startswith(".Vn"):  # the fonts of TCVN3; those that end in H show capitals
            text, capitals = convert(text, "tcvn3"), capitals or font.name.endswith("H")
        self.line.append(text.upper() if capitals else text)

    def _name_font(self, text: str) -> None:
        font = self.fonts.get(self.setting.font, _Font())
        self.fonts[self.setting.font] = replace(font, name=font.name + text.rstrip(" ;"))

    def set_charset(self, number: int | None) -> None:
        font = self.fonts.get(self.setting.font, _Font())
        self.fonts[self.setting.font] = replace(font, code_page=_CODE_PAGES.get(number or 0), symbols=number == _SYMBOLS)

    def set_default_font(self, number: int | None) -> None:
        self.default_font = self.setting.font = -1 if number is None else number

    def plain(self, number: int | None) -> None:
        self.setting.font, self.setting.hidden, self.setting.capitals = self.default_font, False, False

    def announce_row(self, number: int | None) -> None:
        self.row = _Row()

    def announce_cell(self, number: int | None) -> None:
        self.row.ends.append((number or 0, self.row.below, self.row.beside))
        self.row.below = self.row.beside = False

    def end_paragraph(self, number: int | None) -> None:
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        text = tabs(_whole("".join(self.line)))
        self.line = []
        if self.setting.in_table:
            self.cell.append(text)
            return
        if text.strip():
            self._end_table()
        if not self.rows:
            self.found.append(text)

    def end_cell(self, number: int | None) -> None:
        self.cell.append(_whole("".join(self.line)).strip())
        self.cells.append([paragraph for paragraph in self.cell if paragraph])
        self.line, self.cell = [], []

    def end_row(self, number: int | None) -> None:
        line: _Line = []
        left = self.row.left
        for at, paragraphs in enumerate(self.cells):
            right, below, beside = self.row.ends[at] if at < len(self.row.ends) else (left + 1000, False, False)
            if beside and line:
                line[-1] = (line[-1][0], right, line[-1][2], line[-1][3] + paragraphs)
            else:
                line.append((left, right, below, paragraphs))
            left = right
        self.cells = []
        if line:
            self.rows.append(line)

    def _end_table(self) -> None:
        if self.rows:
            self.found.append(_grid(self.rows))
            self.rows = []


def _set(name: str) -> Callable[[_Reader, int | None], None]:
    """Switches a setting of the text on, or with the number 0 off."""
    return lambda reader, number: setattr(reader.setting, name, number != 0)


def _put(name: str, default: int) -> Callable[[_Reader, int | None], None]:
    return lambda reader, number: setattr(reader.setting, name, default if number is None else number)


_ACTIONS: dict[str, Callable[[_Reader, int | None], None]] = {
    "par": _Reader.end_paragraph,
    "sect": _Reader.end_paragraph,
    "page": _Reader.end_paragraph,
    "nestcell": _Reader.end_paragraph,
    "cell": _Reader.end_cell,
    "row": _Reader.end_row,
    "trowd": _Reader.announce_row,
    "cellx": _Reader.announce_cell,
    "trleft": lambda reader, number: setattr(reader.row, "left", number or 0),
    "clvmrg": lambda reader, number: setattr(reader.row, "below", True),
    "clmrg": lambda reader, number: setattr(reader.row, "beside", True),
    "intbl": _set("in_table"),
    "pard": lambda reader, number: setattr(reader.setting, "in_table", False),
    "plain": _Reader.plain,
    "v": _set("hidden"),
    "deleted": _set("hidden"),
    "caps": _set("capitals"),
    "f": _put("font", -1),
    "uc": _put("stand_in", 1),
    "fcharset": _Reader.set_charset,
    "ansicpg": lambda reader, number: setattr(reader, "code_page", number or 1252),
    "deff": _Reader.set_default_font,
}


def _decoded(data: bytes, code_page: int) -> str:
    try:
        return data.decode(f"cp{code_page}", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _whole(text: str) -> str:
    """Text whose characters beyond the first plane came as two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if re.search("[\ud800-\udfff]", text) else text


def _grid(rows: list[_Line]) -> Table:
    """Rows as a table: its columns are the edges of all cells, those that lie close together as one."""
    edges: list[int] = []
    for edge in sorted({edge for line in rows for left, right, _, _ in line for edge in (left, right)}):
        if not edges or edge - edges[-1] > _SLACK:
            edges.append(edge)
    table = Table()
    above: dict[int, Cell] = {}
    for number, line in enumerate(rows):
        for left, right, below, paragraphs in line:
            column, end = (bisect_left(edges, edge - _SLACK) for edge in (left, right))
            if below and column in above and above[column].row + above[column].rows == number:
                above[column].rows += 1
                continue
            above[column] = Cell(paragraphs, number, column, columns=max(end - column, 1))
            table.cells.append(above[column])
    return table
