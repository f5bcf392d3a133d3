"""Chains inside the collection: an instrument, the documents that carry it out, and the documents that carry out those."""

from collections import defaultdict
from collections.abc import Mapping

from pipeline.report.documents import Document
from pipeline.report.evidence import Place, Tally
from pipeline.report.markup import MOST_DOCUMENTS, Page, figure, name_of
from pipeline.report.words import data, say

CARRIED_OUT = ("based_on", "implements")
CHAINS = 12
CHILDREN = 8
DEEPEST = 3  # documents below each other: province, district, commune


class Cascade:
    """Who carries out what, by the keys of instruments; a document of the collection is one of them where its own key is that."""

    def __init__(self) -> None:
        self._keys: dict[int, str] = {}
        self._carrying_out: dict[str, dict[int, Document]] = defaultdict(dict)
        self._sentences = Tally[tuple[str, int]]()

    def add_document(self, document: Document, key: str) -> None:
        """Makes ``document`` known as the instrument ``key``, which others may cite."""
        self._keys[document.index] = key

    def add_citation(self, document: Document, key: str, place: Place) -> None:
        """``document`` carries out the instrument ``key``, as it says at ``place``."""
        if self._keys[document.index] != key:
            self._carrying_out[key][document.index] = document
            self._sentences.add((key, document.index), place)

    def section(self, page: Page, names: Mapping[str, str]) -> str:
        """The chains that have three members at least, as lists in lists; those with most documents first, none that is a part of another."""
        roots = [(key, documents) for key, documents in self._carrying_out.items() if any(map(self._below, documents.values()))]
        below = {self._keys[index] for _, documents in roots for index in documents}
        roots = [root for root in roots if root[0] not in below]
        roots.sort(key=lambda root: (-len(root[1]), root[0]))
        chains = []
        for number, (key, documents) in enumerate(roots[:CHAINS]):
            counted = say("documents_counted", n=len(documents))
            opened = "" if number else " open"
            chains.append(f"<details{opened}><summary>{name_of(names[key])} · {counted}</summary>{self._listed(page, key, frozenset())}</details>")
        return figure("cascade", *chains, n=len(roots), shown=CHAINS)

    def _below(self, document: Document) -> list[Document]:
        """The documents of the collection that carry out ``document``."""
        return list(self._carrying_out.get(self._keys[document.index], {}).values())

    def _listed(self, page: Page, key: str, above: frozenset[int]) -> str:
        """The documents that carry out ``key``, those with others below them first; one that stands above itself is not opened again."""
        documents = self._carrying_out[key].values()
        ordered = sorted(documents, key=lambda document: (not self._below(document), document.issued_on or "9999", document.index))
        items = []
        for document in ordered[:CHILDREN]:
            name = data(" ".join(part for part in (document.type, document.number) if part) or document.title)
            shown = f'<a href="#d{document.index}">{name}</a>' if document.index < MOST_DOCUMENTS else name
            sentence = page.link(self._sentences.get((key, document.index)), name, "cascade", say("sentence"))
            opened = document.index not in above and len(above) + 1 < DEEPEST and self._below(document)
            inner = self._listed(page, self._keys[document.index], above | {document.index}) if opened else ""
            items.append(f"<li>{shown} {data(document.issuer, 60)} <small>{say(document.level or 'unknown')}</small> · {sentence}{inner}</li>")
        more = f"<li>{say('more', n=len(documents) - CHILDREN)}</li>" if len(documents) > CHILDREN else ""
        return f"<ul>{''.join(items)}{more}</ul>"
