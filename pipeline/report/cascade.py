"""Chains inside the collection: an instrument, the documents that carry it out, and the documents that carry out those."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.report.documents import Document
from pipeline.report.evidence import Group, Place
from pipeline.report.markup import MOST_DOCUMENTS, Page, figure, name_of
from pipeline.report.words import data, say

CARRIED_OUT = ("based_on", "implements")
CHAINS = 12
CHILDREN = 8
DEEPEST = 3  # documents below each other: province, district, commune


@dataclass(slots=True)
class _Step:
    """A document that carries an instrument out, and the sentences that say so."""

    document: Document
    sentences: Group = field(default_factory=Group)


class Cascade:
    """Who carries out what, by the keys of instruments; a document of the collection is one of them where its own key is that."""

    def __init__(self) -> None:
        self._keys: dict[int, str] = {}
        self._steps: dict[str, dict[int, _Step]] = defaultdict(dict)

    def add_document(self, document: Document, key: str) -> None:
        """Makes ``document`` known as the instrument ``key``, which others may cite."""
        self._keys[document.index] = key

    def add_citation(self, document: Document, key: str, place: Place) -> None:
        """``document`` carries out the instrument ``key``, as it says at ``place``."""
        if self._keys[document.index] != key:
            self._steps[key].setdefault(document.index, _Step(document)).sentences.add(place)

    def section(self, page: Page, names: Mapping[str, str]) -> str:
        """The chains that have three members at least, as lists in lists; those with most documents first, none that is a part of another."""
        names = {**names, **{key: names[short] for short, key in self._complete_places().items()}}
        roots = [(key, steps) for key, steps in self._steps.items() if any(map(self._below, steps))]
        below = {self._keys[index] for _, steps in roots for index in steps}
        roots = [root for root in roots if root[0] not in below]
        roots.sort(key=lambda root: (-len(root[1]), root[0]))
        chains = []
        for number, (key, steps) in enumerate(roots[:CHAINS]):
            counted = say("documents_counted", n=len(steps))
            opened = "" if number else " open"
            chains.append(f"<details{opened}><summary>{name_of(names[key])} · {counted}</summary>{self._listed(page, key, frozenset())}</details>")
        return figure("cascade", *chains, n=len(roots), shown=CHAINS)

    def _complete_places(self) -> dict[str, str]:
        """A commune cites `huyện Ba Chẽ` without its province: that is the plan of the only district of this name in the collection.

        Gives the keys of such plans by those under which they were cited.
        """
        completed: dict[str, str] = {}
        without: dict[str, set[str]] = defaultdict(set)
        for key in self._keys.values():
            without[re.sub(r"@[^./]+\.", "@", key)].add(key)
        for short, keys in without.items():
            if len(keys) == 1 and short not in keys and short in self._steps:
                [completed[short]] = keys
                self._steps[completed[short]] |= self._steps.pop(short)
        return completed

    def _below(self, index: int) -> bool:
        """Whether the collection has documents that carry out the one with this index."""
        return self._keys[index] in self._steps

    def _listed(self, page: Page, key: str, above: frozenset[int]) -> str:
        """The documents that carry out ``key``, those with others below them first; one that stands above itself is not opened again."""
        steps = sorted(
            self._steps[key].values(),
            key=lambda step: (not self._below(step.document.index), step.document.issued_on or "9999", step.document.index),
        )
        items = []
        for step in steps[:CHILDREN]:
            document = step.document
            name = data(" ".join(part for part in (document.type, document.number) if part) or document.title)
            shown = f'<a href="#d{document.index}">{name}</a>' if document.index < MOST_DOCUMENTS else name
            sentence = page.link(step.sentences, name, "cascade", say("sentence"))
            opened = document.index not in above and len(above) + 1 < DEEPEST and self._below(document.index)
            inner = self._listed(page, self._keys[document.index], above | {document.index}) if opened else ""
            items.append(f"<li>{shown} {data(document.issuer, 60)} <small>{say(document.level or 'unknown')}</small> · {sentence}{inner}</li>")
        more = f"<li>{say('more', n=len(steps) - CHILDREN)}</li>" if len(steps) > CHILDREN else ""
        return f"<ul>{''.join(items)}{more}</ul>"
