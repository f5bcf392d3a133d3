"""The whole page: the parts in their order, the list of documents, and the panels with the sentences."""

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Protocol

from msgspec import UNSET

from pipeline.report.citations import Citations
from pipeline.report.deadlines import Deadlines
from pipeline.report.documents import Document, describe_document
from pipeline.report.holdings import Holdings
from pipeline.report.markup import MOST_DOCUMENTS, Page, name_of, styles, table
from pipeline.report.quality import Quality
from pipeline.report.roles import Roles
from pipeline.report.targets import Targets
from pipeline.report.themes import Themes
from pipeline.report.words import data, number, plain, say
from pipeline.resolve import resolve
from pipeline.schema import Record


class Part(Protocol):
    """A part of the report: it takes the records in, one after the other, and then gives its figures."""

    def add(self, document: Document, record: Record) -> None:
        """Takes one document in."""

    def section(self, page: Page) -> str:
        """The markup of the figures."""


def to_report(records: Iterable[Record], source: str) -> tuple[str, int]:
    """The page of ``records``, which come from the file called ``source``, and the number of documents.

    >>> page, documents = to_report([], "out.jsonl")
    >>> documents, "<script src" in page
    (0, False)
    """
    parts: dict[str, Part] = {
        "holdings": Holdings(),
        "themes_part": Themes(),
        "deadlines_part": Deadlines(),
        "roles": Roles(),
        "targets_part": Targets(),
        "citations": Citations(),
        "quality": Quality(),
    }
    documents: list[Document] = []
    entities: Counter[str] = Counter()
    made_by: set[str] = set()
    for index, record in enumerate(map(_resolved, records)):
        documents.append(describe_document(index, record))
        for part in parts.values():
            part.add(documents[-1], record)
        entities.update(entity.label for entity in record.entities)
        made_by.add(record.fingerprint)
    page = Page(documents)
    sections = {name: part.section(page) for name, part in parts.items()} | {"documents_part": _list(documents)}
    return _page(source, sections, _totals(documents, entities), page.panels, sorted(made_by)), len(documents)


def _resolved(record: Record) -> Record:
    """The record with what it means outside itself; the output of an older run says nothing of that."""
    return resolve(record) if record.citations is UNSET else record


def _totals(documents: list[Document], entities: Counter[str]) -> dict[str, int]:
    """The numbers at the head of the page, by their words."""
    return {
        "total_documents": len(documents),
        "total_issuers": len({document.issuer for document in documents} - {""}),
        "total_tasks": sum(document.tasks for document in documents),
        "total_targets": sum(document.targets for document in documents),
        "total_agencies": entities["AGENCY"],
        "total_references": entities["LEGAL_REF"],
    }


def _page(source: str, sections: dict[str, str], totals: dict[str, int], panels: list[str], made_by: list[str]) -> str:
    script = _resource("report.js")
    return Template(_resource("report.html")).substitute(
        name=escape(plain(source)),
        source=data(source),
        policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'",
        style=_resource("report.css") + styles(),
        script=script,
        heading=say("report"),
        intro=say("intro"),
        skip=say("skip"),
        print=say("print"),
        navigation="".join(f'<li><a href="#{name}">{say(name)}</a></li>' for name in sections),
        totals="".join(f"<div><dt>{say(name)}</dt><dd>{number(count)}</dd></div>" for name, count in totals.items()),
        sections="".join(
            f'<section id="{name}" aria-labelledby="{name}-h"><h2 id="{name}-h">{say(name)}</h2>{body}</section>' for name, body in sections.items()
        ),
        panels="".join(panels),
        sampled=say("sampled"),
        made_by=", ".join(made_by),
    )


def _list(documents: list[Document]) -> str:
    """The documents as a table to be searched; the first MOST_DOCUMENTS of them."""
    rows = []
    for document in documents[:MOST_DOCUMENTS]:
        level = say(document.level or "unknown")
        rows.append(
            [
                f'<span id="d{document.index}" class="doc">{data(document.title)}</span><small>{data(document.path, 80)}</small>',
                name_of(document.type),
                data(document.number),
                name_of(document.issuer),
                level,
                data(document.issued_on),
                number(document.tasks),
                number(document.targets),
            ]
        )
    head = [say(name) for name in ("title", "type", "number", "issuer", "level", "issued_on", "tasks", "targets_counted")]
    shown = say("documents_listed", n=min(len(documents), MOST_DOCUMENTS), total=len(documents))
    search = (
        f'<p class="search"><label for="search">{say("search")}</label><input id="search" type="search"><output id="found" for="search"></output></p>'
    )
    return f'<p id="listed-h">{shown}</p>{search}' + table(head, rows, kind="documents", label="listed")


@cache
def _resource(name: str) -> str:
    return files("pipeline.report").joinpath(name).read_text(encoding="utf-8")
