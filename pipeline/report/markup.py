"""The building blocks of the page: figures, tables that are charts, and the panels with the sentences behind a number."""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape

from pipeline.report.documents import Document
from pipeline.report.evidence import Group, Quote
from pipeline.report.words import data, number, say
from pipeline.show import visible

MOST_DOCUMENTS = 2000  # rows of the list of documents
# Single-hue steps after ColorBrewer's Blues, told apart by everybody and in grey; each with the letters that can be read on it.
SHADES = (("#f3f8fd", "#1b1b1b"), ("#dbe9f6", "#1b1b1b"), ("#b5d1ea", "#1b1b1b"), ("#2a6fae", "#ffffff"), ("#08408a", "#ffffff"))

Row = tuple[str, Group]  # the markup of a name, and what was counted for it


class Page:
    """What the parts of a report share: the documents, and the panels that are collected while figures are made."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.panels: list[str] = []

    def link(self, group: Group, name: str, figure: str, shown: str = "") -> str:
        """The number of ``group`` (or the markup ``shown``) as a link to the sentences behind it; ``name`` says what was counted."""
        text = shown or number(group.count)
        return f'<a class="n" href="#{self.panel(group, name, figure)}">{text}</a>' if group.quotes else text

    def panel(self, group: Group, name: str, figure: str) -> str:
        """The id of a new panel with the sentences of ``group``, closed by a link back to ``figure``."""
        id = f"s{len(self.panels) + 1}"
        quotes = "".join(f"<li>{_quoted(quote)}{self._source(quote.document)}</li>" for quote in group.quotes)
        counted = say("sentences_shown", shown=len(group.quotes), n=group.count, documents=group.documents)
        self.panels.append(
            f'<section class="panel" id="{id}" tabindex="-1" aria-labelledby="{id}h"><a class="close" href="#{figure}">{say("close")}</a><h3 id="{id}h">{name}</h3><p>{counted}</p>'
            f"<ol>{quotes}</ol></section>"
        )
        return id

    def _source(self, index: int) -> str:
        document = self.documents[index]
        about = ", ".join(data(part, 70) for part in (document.number, document.issuer, document.issued_on) if part)
        title = data(document.title)
        if index < MOST_DOCUMENTS:
            title = f'<a href="#d{index}">{title}</a>'
        return f"<cite>{title}{f'<br>{about}' if about else ''}</cite>"


def _quoted(quote: Quote) -> str:
    parts: list[str] = []
    at = 0
    for start, end in quote.marks:
        parts += [_flowing(quote.text[at:start]), f"<mark>{_flowing(quote.text[start:end])}</mark>"]
        at = end
    shown = f'<blockquote lang="vi"><bdi>{"".join([*parts, _flowing(quote.text[at:])])}</bdi></blockquote>'
    return shown + "".join(_quoted(other) for other in quote.elsewhere)


def _flowing(text: str) -> str:
    """A stretch of a sentence, escaped, with one blank for any white space."""
    return escape(re.sub(r"\s+", " ", visible(text)))


def name_of(text: str) -> str:
    """The markup of a name out of a document, or the word for one that is not known."""
    return data(text) if text else f"<i>{say('unknown')}</i>"


def figure(id: str, *body: str, **values: int | float | str) -> str:
    """A figure with the heading and the note that ``words.toml`` has for ``id``."""
    note = say(f"{id}_note", **values)
    return f'<figure id="{id}" aria-labelledby="{id}-h"><h3 id="{id}-h">{say(id)}</h3><p class="note">{note}</p>{"".join(body)}</figure>'


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, kind: str = "", label: str) -> str:
    """A table in a box of its own that scrolls where the page is narrow; the first cell of a row is its heading, ``label`` the id of what names it."""
    heads = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(_cell(cell, first=not index) for index, cell in enumerate(row))}</tr>" for row in rows)
    return f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{label}-h"><table class="{kind}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(cell: str, *, first: bool) -> str:
    return f'<th scope="row">{cell}</th>' if first else cell if cell.startswith("<td") else f"<td>{cell}</td>"


def folded(label: str, summary: str, body: str) -> str:
    """What is opened by a click, and always on paper; ``label`` is the one of the table in ``body``, which the markup ``summary`` names."""
    return f'<details><summary id="{label}-h">{summary}</summary>{body}</details>'


def numbers(id: str, body: str) -> str:
    """The table of a figure that is drawn, folded; its label is ``ID-table``."""
    return folded(f"{id}-table", f"{say('show_table')}: {say(id)}", body)


def bars(page: Page, id: str, column: str, rows: Sequence[Row], total: int, *, counted: str = "count") -> str:
    """A table that is a bar chart: below each name a bar, beside it the number and its share of ``total``.

    ``counted`` is the word for what is counted; where that is no document, the number of documents stands behind it. With ``documents``, the bars
    are for these, and what was counted stands behind.
    """
    by_documents = counted == "documents"
    sizes = [group.documents if by_documents else group.count for _, group in rows]
    body = []
    for (name, group), size in zip(rows, sizes, strict=True):
        cells = [
            f'{name}<span class="bar" style="width:{100 * size / max(sizes):.1f}%"></span>',
            page.link(group, name, id, number(size)),
            share(size, total),
        ]
        body.append([*cells, number(group.count if by_documents else group.documents)])
    last = "mentions" if by_documents else "documents"
    if all(group.count == group.documents for _, group in rows):
        return table([say(column), say(counted), say("share")], [cells[:3] for cells in body], kind="bars", label=id)
    return table([say(column), say(counted), say("share"), say(last)], body, kind="bars", label=id)


def grid(
    page: Page,
    id: str,
    column: str,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    at: Callable[[str, str], Group],
    *,
    label: str = "",
) -> str:
    """A table that is a heat map: rows and columns are (key, markup), ``at`` gives what a cell counts; the number stands in the cell.

    ``id`` is the figure, whose heading names the table too where it has no ``label`` of its own.
    """
    groups = {(row, cell): at(row, cell) for row, _ in rows for cell, _ in columns}
    most = max((group.count for group in groups.values()), default=0)

    def shaded(row: tuple[str, str], cell: tuple[str, str]) -> str:
        group = groups[row[0], cell[0]]
        shown = page.link(group, f"{row[1]} × {cell[1]}", id) if group.count else '<span class="none">·</span>'
        return f'<td class="{shade(group.count, most)}">{shown}</td>'

    body = [[row[1], *(shaded(row, cell) for cell in columns)] for row in rows]
    return table([say(column), *(name for _, name in columns)], body, kind="grid", label=label or id)


def shade(count: int, most: int) -> str:
    """The class of a cell by its share of the highest number.

    >>> shade(0, 40), shade(1, 40), shade(40, 40)
    ('', 'h0', 'h4')
    """
    return f"h{min(len(SHADES) - 1, (count * len(SHADES) - 1) // most)}" if count else ""


def share(count: int, total: int) -> str:
    """A share as a percentage without decimals; what is not quite nothing or all says so.

    >>> share(1, 3), share(1, 500), share(499, 500)
    ('33 %', '&lt;1 %', '&gt;99 %')
    """
    percent = 100 * count / total if total else 0
    return escape("<1 %" if 0 < percent < 1 else ">99 %" if 99 < percent < 100 else f"{percent:.0f} %")


def styles() -> str:
    """The rules of the shades, for the style sheet."""
    return "\n".join(f".h{step} {{ background: {ground}; }} .h{step}, .h{step} a {{ color: {ink}; }}" for step, (ground, ink) in enumerate(SHADES))
