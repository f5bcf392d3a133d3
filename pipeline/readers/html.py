"""Web pages (``.html``): the document in the page, without the page around it; tables with their spans.

The document is found by what it is made of: the smallest element that holds nearly all of the text that stands in paragraphs and tables.
"""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ReadError
from pipeline.readers.document import Document, Source
from pipeline.readers.encodings import decode
from pipeline.readers.limits import MAX_LINE, MAX_TAGS
from pipeline.readers.pieces import Cell, Piece, Table, assemble

_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "textarea",
        "input",
        "iframe",
        "object",
        "video",
        "audio",
        "canvas",
        "map",
        "dialog",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
    ]
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "complementary"})
_HIDDEN = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer|footnote-list|comment-list)"
)
_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{3,20})|^<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]{3,20})""")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_MAX_SPAN = 1000  # as browsers have it
_MAX_WIDTH = 4000
_MOST = 0.85


def read_html(source: Source) -> Document:
    """The document that a ``.html`` or ``.htm`` file holds.

    >>> page = "<nav>Trang chủ</nav><p>Giao <b>Sở Y tế</b><br>chủ trì.</p><table><tr><td rowspan=2>1<td>Rà soát<tr><td>Tập huấn</table>"
    >>> document = read_html(Source("45", "45.html", "html", page.encode()))
    >>> document.text, document.merged
    ('Giao Sở Y tế\\nchủ trì.\\n1\\tRà soát\\n\\tTập huấn\\n', {32: 22})

    Raises ReadError where the file is no text, or no page with text in it.
    """
    if source.data.count(b"<") > MAX_TAGS:
        raise ReadError(f"{source.place} has more than {MAX_TAGS:,} tags, more than a document can have: split it, or give its text.")
    text, encoding = _decode(source)
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_without_declaration(text), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise ReadError(f"{source.place} holds no web page that can be read: save it anew, or give its text.") from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise ReadError(f"{source.place} nests elements more than 256 deep, where reading ends: save the page anew, or give its text.")
    _leave_out(root)
    return assemble(source, list(_Walk().pieces(_main(root))), encoding=encoding)


def _decode(source: Source) -> tuple[str, str]:
    """By what the page says of itself where that is so, else by what its bytes are."""
    said = _CHARSET.search(source.data[:4096])
    name = (said[1] or said[2]).decode().lower() if said else ""
    if name.startswith(("windows-125", "iso-8859-1", "us-ascii", "utf-16")) or not name or source.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return decode(source.data, source.place)  # these names stand in pages of any encoding
    if len(source.data) > MAX_LINE:
        return decode(source.data, source.place)  # which says that it is too large
    try:
        return source.data.decode("utf-8-sig" if name in ("utf-8", "utf8") else name), name
    except (UnicodeDecodeError, LookupError):
        return decode(source.data, source.place)


def _without_declaration(text: str) -> str:
    """lxml refuses a string that says what its bytes were; control characters it would cut the text at."""
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text.replace("\x00", " "))
    return text if text.strip() else "<html></html>"


def _leave_out(root: Any) -> None:
    """Takes out what is not shown or stands around a document; the text behind it stays."""
    from lxml.etree import strip_elements

    for element in root.iter("*"):
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style", ""))
        if (hidden or element.get("role", "").lower() in _ROLES) and element.tag not in ("html", "body"):
            element.tag = "template"
    strip_elements(root, *_LEFT_OUT, with_tail=False)


def _main(root: Any) -> Any:
    """The smallest element that holds most of the text of the page; text of links, as in lists of other documents, does not count."""
    sizes: dict[Any, int] = {}
    links = 0
    from lxml.etree import iterwalk

    for event, element in iterwalk(root, events=("start", "end")):
        if event == "start":
            links += element.tag == "a"
            sizes[element] = 0 if links else len((element.text or "").strip())
            continue
        links -= element.tag == "a"
        parent = element.getparent()
        if parent is not None:
            sizes[parent] += sizes[element] + (0 if links else len((element.tail or "").strip()))
    main = root
    while True:
        best = max(main.iterchildren(), key=lambda child: sizes.get(child, 0), default=None)
        if best is None or best.tag in ("table", "p", "ul", "ol", "pre", "tbody") or best.tag not in _BLOCKS or sizes[best] < _MOST * sizes[root]:
            return main
        main = best


class _Walk:
    """One walk through an element without recursion, however deep it is."""

    def __init__(self) -> None:
        self.line: list[str] = []

    def pieces(self, root: Any) -> Iterator[Piece]:
        """Paragraphs and tables below ``root`` in order; a table in a table is part of the cell that it stands in."""
        from lxml.etree import iterwalk

        walk = iterwalk(root, events=("start", "end"))
        counts: list[tuple[bool, int]] = []  # of the lists that are open: whether they are numbered, and the last number
        for event, element in walk:
            if event == "end":
                if element.tag in _BLOCKS:
                    yield from self.flush()
                if element.tag in ("ol", "ul") and counts:
                    counts.pop()
                self.add(element.tail if element is not root else None)
                continue
            if element.tag in _BLOCKS:
                yield from self.flush()
            if element.tag == "table" and element is not root:
                yield from _table(element)
                walk.skip_subtree()
                continue
            if element.tag == "br":
                self.line.append("\n")
            elif element.tag in ("ol", "ul"):
                counts.append((element.tag == "ol", int(_number(element.get("start"), 1)) - 1))
            elif element.tag == "li" and counts:
                numbered, last = counts[-1]
                counts[-1] = (numbered, last + 1)
                self.add(f"{last + 1}. " if numbered else "- ")
            self.add(element.text)
        yield from self.flush()

    def add(self, text: str | None) -> None:
        if text:
            self.line.append(_BLANKS.sub(" ", text))

    def flush(self) -> Iterator[str]:
        """The paragraph that has come together."""
        lines = [_BLANKS.sub(" ", line).strip() for line in "".join(self.line).split("\n")]
        self.line = []
        while lines and not lines[-1]:
            lines.pop()
        if lines:
            yield "\n".join(lines)


def _table(element: Any) -> Iterator[Piece]:
    """A table as a grid; a table that only lays out the page (one filled cell a row, whole documents in a cell) as what is in it."""
    table = Table()
    taken: dict[int, int] = {}  # column -> the first row that is free in it
    row = -1
    for line in _of_table(element, "tr"):
        row += 1
        column = 0
        for cell in _of_table(line, "td", "th"):
            while taken.get(column, 0) > row:
                column += 1
            rows, columns = (min(max(int(_number(cell.get(name), 1)), 1), _MAX_SPAN) for name in ("rowspan", "colspan"))
            table.cells.append(Cell(list(_paragraphs(cell)), row, column, rows, columns))
            for at in range(column, column + columns):
                taken[at] = row + rows
            column += columns
            if column > _MAX_WIDTH:  # no table: what is in it is read all the same
                yield from _paragraphs(element)
                return
    _cut_to(table, row + 1)
    if not table.cells:
        return
    if (
        max(len(paragraph) for cell in table.cells for paragraph in (*cell.paragraphs, "")) > 20_000
        or len({c.column for c in table.cells if c.text}) < 2
    ):
        yield from (paragraph for cell in table.cells for paragraph in cell.paragraphs)
    else:
        yield table


def _of_table(element: Any, *tags: str) -> Iterator[Any]:
    """The elements of ``tags`` below ``element`` that belong to this table, not to one inside it."""
    from lxml.etree import iterwalk

    walk = iterwalk(element, events=("start",))
    for _, found in walk:
        if found is element:
            continue
        if found.tag in tags:
            yield found
        if found.tag in (*tags, "table"):
            walk.skip_subtree()


def _paragraphs(cell: Any) -> Iterator[str]:
    for piece in _Walk().pieces(cell):
        if isinstance(piece, str):
            yield piece
        else:
            yield from (paragraph for inner in piece.cells for paragraph in inner.paragraphs)


def _cut_to(table: Table, height: int) -> None:
    """Spans end with the table."""
    width = max((cell.column + 1 for cell in table.cells), default=0)
    for cell in table.cells:
        cell.rows = min(cell.rows, height - cell.row)
        if cell.row == 0 and cell.columns > 1:
            width = max(width, cell.column + cell.columns)
    for cell in table.cells:
        cell.columns = max(min(cell.columns, width - cell.column), 1)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*\d{1,6}\s*", text, re.A) else default
