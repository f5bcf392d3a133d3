"""Chains inside the collection: an instrument, the documents that carry it out, and the documents that carry out those."""

import re
from collections import defaultdict
from collections.abc import Mapping

from pipeline.report.documents import Document
from pipeline.report.instruments import folded_key
from pipeline.report.markup import MOST_DOCUMENTS, figure, name_of
from pipeline.report.words import data, say
from pipeline.schema import LegalRefNorm

CARRIED_OUT = ("based_on", "implements")
CHAINS = 12
CHILDREN = 8
DEEPEST = 3  # documents below each other: province, district, commune
_DATED = re.compile(r"/(?:19|20)\d\d/")  # a number with its year names one instrument: `56/2017/NĐ-CP`


class Cascade:
    """Who cites whom, by the keys of instruments; a document of the collection is one of them where number and date leave no doubt."""

    def __init__(self) -> None:
        self._own: dict[str, list[Document]] = defaultdict(list)
        self._citing: dict[tuple[str, str], dict[int, Document]] = defaultdict(dict)  # by key and the date that is cited
        self._numbers: dict[str, set[str]] = defaultdict(set)  # type and number of what a key stands for

    def add_document(self, document: Document) -> None:
        """Makes ``document`` known as something that others may cite."""
        if key := folded_key(document.type, document.number):
            self._own[key].append(document)

    def add_citation(self, document: Document, key: str, norm: LegalRefNorm) -> None:
        """``document`` cites the instrument ``key``."""
        self._citing[key, norm.issued_on or ""][document.index] = document
        if norm.number:
            self._numbers[folded_key(norm.type, norm.number)].add(key)

    def section(self, names: Mapping[str, str]) -> str:
        """The chains that have three members at least, as lists in lists; those with most documents first."""
        citing: dict[str, dict[int, Document]] = defaultdict(dict)
        for (key, _), documents in self._citing.items():
            citing[key] |= documents
        roots = []
        for key, documents in citing.items():
            below = {index: self._carrying_out(document) for index, document in documents.items()}
            if any(below.values()):
                roots.append((key, documents))
        roots.sort(key=lambda root: (-len(root[1]), root[0]))
        chains = "".join(
            f"<li><b>{name_of(names[key])}</b>{self._listed(list(documents.values()), frozenset())}</li>" for key, documents in roots[:CHAINS]
        )
        return figure("cascade", f'<ul class="cascade">{chains}</ul>' if chains else "", n=len(roots), shown=CHAINS)

    def _carrying_out(self, document: Document) -> list[Document]:
        """The documents of the collection that cite ``document``."""
        number = folded_key(document.type, document.number)
        alone = len(self._own[number]) == 1 and _DATED.search(document.number)
        found: dict[int, Document] = {}
        for key in self._numbers.get(number, ()):
            for date in {document.issued_on, ""} if alone else {document.issued_on} - {""}:
                found |= self._citing.get((key, date), {})
        return [other for index, other in sorted(found.items()) if index != document.index]

    def _listed(self, documents: list[Document], above: frozenset[int]) -> str:
        """Documents with those below them; one that stands above itself is not opened again."""
        ordered = sorted(documents, key=lambda document: (document.issued_on or "9999", document.index))
        items = []
        for document in ordered[:CHILDREN]:
            below = [] if document.index in above or len(above) + 1 >= DEEPEST else self._carrying_out(document)
            name = " ".join(part for part in (document.type, document.number) if part) or document.title
            shown = f'<a href="#d{document.index}">{data(name)}</a>' if document.index < MOST_DOCUMENTS else data(name)
            level = say(document.level or "unknown")
            items.append(
                f"<li>{shown} {data(document.issuer, 60)} <small>{level}</small>{self._listed(below, above | {document.index}) if below else ''}</li>"
            )
        more = f"<li>{say('more', n=len(documents) - CHILDREN)}</li>" if len(documents) > CHILDREN else ""
        return f"<ul>{''.join(items)}{more}</ul>"
