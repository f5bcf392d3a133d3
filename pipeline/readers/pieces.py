"""What the readers of formats with a shape (Word, PDF, web pages) find, and how it becomes text: paragraphs are lines, tables are rows of cells.

A row is one line with one tab between its cells. A cell that spans several has its text at the first place and nothing at the others;
the document knows these places as merged. Tables that only set things side by side (letterheads, signatures) are read column by column.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.errors import ReadError
from pipeline.legacy import convert, damage
from pipeline.readers.document import Document, Source
from pipeline.readers.limits import MAX_TEXT

MAX_PLACES = 400_000  # of one table; spans claim places without holding text

_FRAME = re.compile(r"(?i)cộng h(?:òa|oà) xã hội|độc lập\W+tự do|đảng cộng sản việt nam|nơi nhận|^[^\w\n]*(?-i:TM|KT|TL|TUQ)\s?\.", re.M)
_SIDE_BY_SIDE = re.compile(r"(?i)\t[^\w\t]*(?:cộng h|độc lập|đảng cộng sản|(?-i:TM|KT|TL|TUQ)\s?\.|[^\t]{2,40}, ngày\b)")
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Cell:
    """One cell: its paragraphs, where its first corner stands, and over how many rows and columns it goes.

    ``wrapped`` says that the paragraphs are lines of a page, which end anywhere.
    """

    paragraphs: list[str]
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    wrapped: bool = False

    @property
    def text(self) -> str:
        """The paragraphs on one line."""
        return _BLANKS.sub(" ", " ".join(self.paragraphs)).strip()

    @property
    def breaks(self) -> list[int]:
        """Where in ``text`` a paragraph ends and the next begins.

        >>> Cell(["Sở Y tế ", "", "Công an tỉnh"], 0, 0).breaks
        [7]
        """
        if self.wrapped or len(self.paragraphs) < 2:
            return []
        lengths = [len(text) for paragraph in self.paragraphs if (text := _BLANKS.sub(" ", paragraph).strip())]
        return [end + at for at, end in enumerate(accumulate(lengths[:-1]))]


@dataclass(slots=True)
class Table:
    """The cells of a table in the order of the source."""

    cells: list[Cell] = field(default_factory=list)

    @property
    def height(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    def is_frame(self) -> bool:
        """Whether the table has no rows to read, but sets texts side by side: a letterhead, a signature, a box."""
        filled = {cell.column for cell in self.cells if cell.text}
        if len(filled) < 2 or self.height == 1:
            return True
        return self.height <= 4 and len(filled) <= 3 and any(_FRAME.search("\n".join(cell.paragraphs)) for cell in self.cells)


Piece = str | Table


def assemble(source: Source, pieces: Sequence[Piece], *, encoding: str) -> Document:
    """The document that ``pieces`` make in order; a string is a paragraph, of one line or several.

    ``encoding`` is what the source says of itself; where the letters say otherwise (fonts of TCVN3 or VNI in a Word file), they are
    converted and ``source.encoding`` names that.

    >>> table = Table([Cell(["Nhiệm vụ"], 0, 0), Cell(["Chủ trì"], 0, 1), Cell(["Thời hạn"], 0, 2), Cell(["Rà soát"], 1, 0), Cell(["Sở Y tế"], 1, 1, rows=2),
    ...     Cell(["Quý I"], 1, 2), Cell(["Tập huấn"], 2, 0), Cell(["Quý II"], 2, 2)])
    >>> document = assemble(Source("a", "a.docx", "docx", b""), ["KẾ HOẠCH", table], encoding="utf-8")
    >>> document.text
    'KẾ HOẠCH\\nNhiệm vụ\\tChủ trì\\tThời hạn\\nRà soát\\tSở Y tế\\tQuý I\\nTập huấn\\t\\tQuý II\\n'
    >>> [(document.text[:at].count("\\n"), document.text[to : to + 7]) for at, to in document.merged.items()]
    [(3, 'Sở Y tế')]

    Raises ReadError where there is no text, or more than one document can hold.
    """
    name = damage("\n".join(_texts(pieces)))
    if name:
        encoding = "utf-8" if name == "mojibake" else name
        pieces = [_converted(piece, name) for piece in pieces]
    writer = _Writer(source)
    for piece in pieces:
        if isinstance(piece, str):
            writer.paragraph(piece)
        elif piece.is_frame():
            for cell in sorted(piece.cells, key=lambda cell: (cell.column, cell.row)):
                for paragraph in cell.paragraphs:
                    writer.paragraph(paragraph)
        else:
            writer.table(piece)
    text = "".join(writer.parts)
    if not text.strip():
        raise ReadError(f"{source.place} holds no text: put its text into it, or leave it out.")
    return Document(source.id, text, source.info(encoding), writer.merged, tuple(writer.breaks))


def tabs(text: str) -> str:
    """A paragraph: a tab that sets the two halves of a letterhead or a signature side by side stays; others are blanks, for they are no cells.

    >>> tabs("TỈNH BÌNH AN\\tĐộc lập - Tự do"), tabs("\\t1.\\tSở Y tế")
    ('TỈNH BÌNH AN\\tĐộc lập - Tự do', '1. Sở Y tế')
    """
    return text if _SIDE_BY_SIDE.search(text) else text.lstrip().replace("\t", " ")


def _texts(pieces: Sequence[Piece]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            yield from (paragraph for cell in piece.cells for paragraph in cell.paragraphs)


def _converted(piece: Piece, name: str) -> Piece:
    if isinstance(piece, str):
        return convert(piece, name)
    for cell in piece.cells:
        cell.paragraphs = [convert(paragraph, name) for paragraph in cell.paragraphs]
    return piece


class _Writer:
    """The text so far in parts, and where the next begins."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.parts: list[str] = []
        self.merged: dict[int, int] = {}
        self.breaks: list[int] = []
        self.at = 0

    def write(self, part: str) -> None:
        self.parts.append(part)
        self.at += len(part)
        if self.at > MAX_TEXT:
            raise ReadError(f"{self.source.place} holds more than {MAX_TEXT:,} characters of text: split it.")

    def paragraph(self, text: str) -> None:
        """One line for each of ``text``; of several blank lines one is enough."""
        for line in text.split("\n"):
            if line.strip() or (self.parts and self.parts[-1] != "\n"):
                self.write(line.rstrip() + "\n" if line.strip() else "\n")

    def table(self, table: Table) -> None:
        """One line a row, and in ``merged`` for each place that a cell above or to the left covers where that cell begins."""
        if table.height * table.width > MAX_PLACES:
            raise ReadError(f"{self.source.place} has a table of {table.height:,} by {table.width:,} cells, more than can be read: split it.")
        places: dict[tuple[int, int], Cell] = {}
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    places.setdefault((row, column), cell)
        begun: dict[int, int] = {}
        for row in range(table.height):
            if not any((row, column) in places for column in range(table.width)):
                continue
            for column in range(table.width):
                if column:
                    self.write("\t")
                place = places.get((row, column))
                if place is None:
                    continue
                if id(place) in begun:
                    self.merged[self.at] = begun[id(place)]
                else:
                    begun[id(place)] = self.at
                    self.breaks += [self.at + end for end in place.breaks]
                    self.write(place.text)
            self.write("\n")
