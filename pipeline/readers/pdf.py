"""PDF files: lines become paragraphs again, cell grids become tables, columns are read one after the other, page furniture and footnotes are left out.

A page says only where letters and rules stand. Words of one height are a line; a line that fills its column goes on in the next one unless
that is indented; what stands at the same place of many pages belongs to the page and not to the text.
"""

import logging
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any

from pipeline.errors import ReadError
from pipeline.readers.document import Document, Source
from pipeline.readers.limits import MAX_TEXT
from pipeline.readers.pdf_drawing import check_streams, draw_page
from pipeline.readers.pieces import Cell, Piece, Table, assemble

MAX_PAGES = 5_000
MAX_RULES = 4_000  # on one page: more are a drawing and no table, and finding cells among them takes their square
_NUMBER = re.compile(r"(?i)^\W*(?:trang\s*|page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*$")
_RECIPIENTS = re.compile(r"(?i)^\W*nơi\s+nhận")
_MARKER = re.compile(
    r"(?:[-+•*–]\s|\(?[a-zđ\d]{1,2}[.)]\s?|(?:\d{1,2}\.){1,4}\d{0,2}\s|[IVX]{1,5}[.)]\s|(?:Điều|Bước)\s\d+[.:]|(?:Chương|Mục|Phần|PHẦN|CHƯƠNG|MỤC)\s[IVX\d])"
)
_UNREADABLE = re.compile(r"\(cid:\d+\)")


@dataclass(slots=True)
class Line:
    """A line or the part of it in one column: its words with their places in points from the top left, and the size of its letters."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    first: float  # width of the first word
    page: int = 0
    left: float = 0.0  # the margins of its column
    right: float = 0.0


@dataclass(slots=True)
class _Page:
    number: int
    height: float
    items: list["Line | _Grid"]
    has_pictures: bool = False


@dataclass(slots=True)
class _Grid:
    """A table with the places of its column rules, so that its rows on the next page can join it."""

    table: Table
    edges: list[float]
    top: float
    bottom: float
    places: list[tuple[float, float, float, float]] = field(default_factory=list)


def read_pdf(source: Source) -> Document:
    """The document that a ``.pdf`` holds.

    Raises ReadError where the file is encrypted or damaged, is a scan without text, or is larger than a document can be.
    """
    check_streams(source)
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it complains on stderr of what the sentence of a ReadError says
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(source.data)) as pdf:
            pages = list(_pages(pdf, source))
    except ReadError:
        raise
    except PdfminerException as error:
        if error.args and type(error.args[0]).__name__ == "PDFPasswordIncorrect":
            raise ReadError(f"{source.place} is encrypted: save it without a password.") from None
        raise _damaged(source, error.args[0] if error.args else error) from None
    except Exception as error:  # a broken file meets the parser in a hundred ways
        raise _damaged(source, error) from None
    lines = [item.text for page in pages for item in page.items if isinstance(item, Line)]
    if not any(page.items for page in pages):
        if any(page.has_pictures for page in pages):
            raise ReadError(f"{source.place} is a scan: its pages are pictures without text: recognise the text (OCR) and give that.")
        raise ReadError(f"{source.place} holds no text: put its text into it, or leave it out.")
    if sum(map(len, _UNREADABLE.findall("".join(lines)))) > 0.3 * sum(map(len, lines)):
        raise ReadError(f"{source.place} has fonts that do not say which letters they show: recognise the text (OCR) and give that.")
    return assemble(source, list(_pieces(_without_furniture(pages))), encoding="unicode")


def _damaged(source: Source, error: object) -> ReadError:
    what = " ".join(str(error).split())[:100]
    return ReadError(f"{source.place} is damaged ({type(error).__name__}{': ' + what if what else ''}): print it into a new PDF, or give its text.")


# --- a page ----------------------------------------------------------------------------------------------------------


def _pages(pdf: Any, source: Source) -> Iterator[_Page]:
    letters = 0
    if len(pdf.pages) > MAX_PAGES:
        raise ReadError(f"{source.place} has {len(pdf.pages):,} pages, more than a document can be: split it.")
    for number, page in enumerate(pdf.pages):
        draw_page(page, source)
        letters += len(page.chars)
        if letters > MAX_TEXT:
            raise ReadError(f"{source.place} holds more than {MAX_TEXT:,} characters of text: split it.")
        yield _Page(number, float(page.height), list(_items(page, number)), bool(page.images))
        page.close()


def _items(page: Any, number: int) -> Iterator["Line | _Grid"]:
    """The lines and tables of a page in reading order."""
    seen: set[tuple[str, int, int]] = set()
    ruled = bool(page.lines) or any(_is_thin(rect) for rect in page.rects)

    def is_new(thing: dict[str, Any]) -> bool:
        """No letter that stands on its head, none printed twice to look bold, no shade behind letters where rules bound the cells."""
        if thing["object_type"] != "char":
            return not (ruled and thing["object_type"] == "rect" and not thing.get("stroke") and not _is_thin(thing))
        key = (thing["text"], round(thing["x0"]), round(thing["top"]))
        new = thing["upright"] and key not in seen
        seen.add(key)
        return bool(new)

    shown = page.filter(is_new)
    words = shown.extract_words(x_tolerance_ratio=0.15, y_tolerance=2, extra_attrs=["size"])
    grids = [grid for found in (shown.find_tables() if len(shown.edges) <= MAX_RULES else ()) if (grid := _grid(found))]
    outside: list[dict[str, Any]] = []
    inside: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for word in words:
        place = _place(word, grids)
        if place is None:
            outside.append(word)
        else:
            inside.setdefault(place, []).append(word)
    for at, grid in enumerate(grids):
        for cell_at, cell in enumerate(grid.table.cells):
            cell.paragraphs = list(_joined_hyphens(line.text for line in _lines(inside.get((at, cell_at), []), number)))
    real = [grid for grid in grids if len({cell.column for cell in grid.table.cells if cell.text}) > 1]
    for grid in grids:  # boxes and shades behind the text are no tables
        if grid not in real:
            outside += [word for cell_at in range(len(grid.table.cells)) for word in inside.get((grids.index(grid), cell_at), [])]
    yield from _between(_rows_of_words(outside), sorted(real, key=lambda grid: grid.top), number)


def _is_thin(rect: dict[str, Any]) -> bool:
    return bool(rect["width"] <= 3 or rect["height"] <= 3)


def _grid(found: Any) -> _Grid | None:
    """The cells of a table by the rules that bound them; a cell that lacks a rule between is one over several columns or rows."""
    cells = [cell for cell in found.cells if cell is not None]
    xs, ys = (_edges([cell[at] for cell in cells] + [cell[at + 2] for cell in cells]) for at in (0, 1))
    if len(xs) < 3 or len(ys) < 2:
        return None
    table = Table()
    places = []
    for x0, top, x1, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        column, row = _nearest(xs, x0), _nearest(ys, top)
        table.cells.append(Cell([], row, column, max(_nearest(ys, bottom) - row, 1), max(_nearest(xs, x1) - column, 1), wrapped=True))
        places.append((x0, top, x1, bottom))
    return _Grid(table, xs, ys[0], ys[-1], places)


def _edges(positions: Sequence[float]) -> list[float]:
    """Positions that differ by less than three points are one rule."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > 3:
            edges.append(position)
    return edges


def _nearest(edges: Sequence[float], position: float) -> int:
    at = bisect_left(edges, position)
    return at if at == 0 or (at < len(edges) and edges[at] - position < position - edges[at - 1]) else at - 1


def _place(word: dict[str, Any], grids: Sequence[_Grid]) -> tuple[int, int] | None:
    """The table and the cell that the middle of a word stands in."""
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    for at, grid in enumerate(grids):
        if grid.top <= y <= grid.bottom and grid.edges[0] <= x <= grid.edges[-1]:
            for cell, (x0, top, x1, bottom) in enumerate(grid.places):
                if x0 <= x <= x1 and top <= y <= bottom:
                    return at, cell
    return None


def _joined_hyphens(lines: Iterator[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if re.search(r"\w-$", before):
            before += line
        else:
            if before:
                yield before
            before = line
    if before:
        yield before


# --- lines and columns -----------------------------------------------------------------------------------------------

_Row = list[dict[str, Any]]


def _rows_of_words(words: Sequence[dict[str, Any]]) -> list[_Row]:
    """Words whose heights overlap by half stand in one row; a raised small number, which only refers to a footnote, is dropped."""
    rows: list[_Row] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        row = next(
            (row for row in rows[-1:-4:-1] if row[0]["top"] < middle < row[0]["bottom"] or word["top"] < _middle(row[0]) < word["bottom"]), None
        )
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    for row in rows:
        size = max(word["size"] for word in row)
        floor = max(word["bottom"] for word in row)
        row[:] = [w for w in row if not (w["text"].isdigit() and w["size"] <= 0.75 * size and w["bottom"] < floor - 0.12 * size)]
        row.sort(key=lambda word: word["x0"])
    return sorted((row for row in rows if row), key=lambda row: row[0]["top"])


def _middle(word: dict[str, Any]) -> float:
    return float((word["top"] + word["bottom"]) / 2)


def _lines(words: Sequence[dict[str, Any]], page: int) -> list[Line]:
    return [_line(row, page) for row in _rows_of_words(words)]


def _line(row: _Row, page: int) -> Line:
    text = " ".join(word["text"] for word in row)
    top, bottom = min(word["top"] for word in row), max(word["bottom"] for word in row)
    return Line(text, row[0]["x0"], row[-1]["x1"], top, bottom, median(w["size"] for w in row), row[0]["x1"] - row[0]["x0"], page)


def _between(rows: Sequence[_Row], grids: Sequence[_Grid], page: int) -> Iterator["Line | _Grid"]:
    """The rows of words above, between and below the tables, each stretch with its columns in reading order."""
    rest = list(rows)
    for grid in grids:
        above = [row for row in rest if _middle(row[0]) < grid.top]
        rest = [row for row in rest if _middle(row[0]) >= grid.top]
        yield from _stretch(above, page)
        yield grid
    yield from _stretch(rest, page)


def _stretch(rows: Sequence[_Row], page: int) -> Iterator[Line]:
    """Rows without a table between: where two columns stand side by side, the left one first."""
    at = 0
    full: list[_Row] = []
    while at < len(rows):
        band = _band(rows, at)
        if band is None:
            full.append(rows[at])
            at += 1
            continue
        end, gutter = band
        while full and _respects(full[-1], gutter):  # the gap in the first lines of a letterhead may be narrow
            at -= 1
            full.pop()
        yield from _with_margins([_line(row, page) for row in full])
        full = []
        for side in (0, 1):
            column = [[word for word in row if (word["x0"] >= gutter) == bool(side)] for row in rows[at:end]]
            yield from _with_margins([_line(row, page) for row in column if row])
        at = end
    yield from _with_margins([_line(row, page) for row in full])


def _band(rows: Sequence[_Row], start: int) -> tuple[int, float] | None:
    """Where the columns that begin at ``rows[start]`` end, and the middle of the gutter between them; None where none begin."""
    gaps = _gaps(rows[start])
    if not gaps:
        return None
    low, high = max(gaps, key=lambda gap: gap[1] - gap[0])
    two_sided, last, at = 1, start, start + 1
    while at < len(rows):
        row = rows[at]
        left = max((word["x1"] for word in row if word["x1"] <= high), default=low)
        right = min((word["x0"] for word in row if word["x0"] >= low), default=high)
        crosses = any(word["x0"] < high and word["x1"] > low and not (word["x1"] <= high or word["x0"] >= low) for word in row)
        inner_low, inner_high = max(low, left), min(high, right)
        if crosses or inner_high - inner_low < _size(row):
            break
        low, high = inner_low, inner_high
        both = row[0]["x1"] <= low and row[-1]["x0"] >= high
        two_sided += both
        if both or row[0]["x0"] >= high:
            last = at
        elif two_sided >= 8 or any(_RECIPIENTS.match(_line(r, 0).text) for r in rows[start : at + 1]):
            last = at  # the left column may be the longer one, but for a letterhead, below which a heading stands
        elif at - last > 3:
            break
        at += 1
    return (last + 1, (low + high) / 2) if two_sided > 1 else None


def _respects(row: _Row, gutter: float) -> bool:
    """Whether a row has words on both sides of the gutter and a blank in it."""
    left, right = ([word for word in row if (word["x0"] >= gutter) == side] for side in (False, True))
    return bool(left and right) and right[0]["x0"] - left[-1]["x1"] > 0.6 * _size(row)


def _gaps(row: _Row) -> list[tuple[float, float]]:
    """The blanks in a row that are wider than those between words."""
    wide = 1.5 * _size(row)
    return [(a["x1"], b["x0"]) for a, b in pairwise(row) if b["x0"] - a["x1"] > wide]


def _size(row: _Row) -> float:
    return float(max(word["size"] for word in row))


def _with_margins(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of one column, told where it begins and ends."""
    if lines:
        starts = Counter(round(line.x0) for line in lines)
        left = min(start for start, count in starts.items() if count >= max(starts.values()) / 4)
        right = max(line.x1 for line in lines)
        for line in lines:
            line.left, line.right = left, right
    return lines


# --- all pages -------------------------------------------------------------------------------------------------------


def _without_furniture(pages: Sequence[_Page]) -> Iterator["Line | _Grid"]:
    """All items in order, without what repeats at the head and the foot of pages, page numbers, and footnotes."""
    edges = Counter(key for page in pages for key in {_shape(line) for line in _at_the_edges(page)})
    sizes = Counter(round(item.size) for page in pages for item in page.items if isinstance(item, Line) for _ in range(len(item.text)))
    body = sizes.most_common(1)[0][0] if sizes else 0
    for page in pages:
        notes = _footnotes(page, body)
        furniture = [
            line for line in _at_the_edges(page) if _NUMBER.match(line.text) or (edges[_shape(line)] > 1 and edges[_shape(line)] >= 0.4 * len(pages))
        ]
        yield from (item for item in page.items if not any(item is other for other in (*furniture, *notes)))


def _at_the_edges(page: _Page) -> list[Line]:
    """The first and last two lines of a page, where they stand in its upper or lower eighth."""
    lines = sorted((item for item in page.items if isinstance(item, Line)), key=lambda line: line.top)
    return [line for line in lines[:2] if line.bottom < page.height / 8] + [line for line in lines[-2:] if line.top > page.height * 7 / 8]


def _shape(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round(line.top / 6)


def _footnotes(page: _Page, body: float) -> list[Line]:
    """The small lines at the foot of a page, from the first that begins with a number."""
    small: list[Line] = []
    for item in reversed(page.items):
        if not isinstance(item, Line) or (item.size > 0.88 * body and not _NUMBER.match(item.text)) or item.top < page.height / 2:
            break
        small.append(item)
    first = next((at for at in range(len(small) - 1, -1, -1) if re.match(r"\W*\d{1,3}\W*\s?\D", small[at].text)), None)
    return [] if first is None else [line for line in small[: first + 1] if not _NUMBER.match(line.text)]


def _pieces(items: Iterator["Line | _Grid"]) -> Iterator[Piece]:
    """Paragraphs out of lines, also over a page break, and tables out of what each page shows of them."""
    text = ""
    last: Line | None = None
    grid: _Grid | None = None
    hanging = False
    for item in items:
        if isinstance(item, _Grid):
            if text:
                yield text
                text, last = "", None
            grid = _continued(grid, item)
            if grid is not item:
                continue
            yield item.table
            continue
        grid = None
        if last is not None and _goes_on(last, item, hanging):
            text = f"{text[:-1]}{item.text}" if text.endswith("\u00ad") else text + item.text if re.search(r"\w-$", text) else f"{text} {item.text}"
            hanging = True
        else:
            if text:
                yield text
            text, hanging = item.text, False
        last = item
    if text:
        yield text


def _continued(before: _Grid | None, grid: _Grid) -> _Grid:
    """The table that ``grid`` goes on, with its rows added, where only a page break stands between; else ``grid``."""
    if before is None or len(before.edges) != len(grid.edges) or any(abs(a - b) > 4 for a, b in zip(before.edges, grid.edges, strict=True)):
        return grid
    height = before.table.height
    for cell in grid.table.cells:
        cell.row += height
        before.table.cells.append(cell)
    return before


def _goes_on(last: Line, line: Line, hanging: bool) -> bool:
    """Whether a line goes on with the one above: that one is full, and this one is neither indented nor numbered nor set apart."""
    room = last.right - last.x1
    if (
        (room > line.first + 0.35 * last.size and not re.search(r"\w-$", last.text))
        or abs(last.size - line.size) > 1.2
        or line.text.isupper()
        or last.text.isupper()
    ):
        return False  # lines of capitals are titles: layout knows which of them go on
    if line.page == last.page and line.top - last.bottom > 0.9 * last.size:
        return False
    if _MARKER.match(line.text) and not last.text.endswith(("-", ",")):
        return False
    indent = line.x0 - line.left
    if indent <= 0.8 * line.size:
        return True
    return (hanging and abs(line.x0 - last.x0) < 2) or (not hanging and line.x0 > last.x0 + 2 and _MARKER.match(last.text) is not None)
