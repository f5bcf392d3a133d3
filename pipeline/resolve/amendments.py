"""New wording that a document gives to what it amends: in it `Nghị định này` is the decree amended, not the document."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from pipeline.resolve.passage import Passage, Place
from pipeline.schema import Citation

_OPENS = re.compile(r"\s*:\s*[“\"]")
_CLOSES = re.compile(r"[”\"]\s*[.;]?\s*(?:\n|$)")


class Amendments:
    """The passages of new wording in a document, in order, and the instruments that it amends."""

    def __init__(self, passage: Passage, citations: Iterable[Citation]) -> None:
        amended = {citation.entity for citation in citations if citation.type == "amends" and citation.by is None}
        self._amended: dict[str, list[Place]] = {}
        for place in passage.references:
            if place.entity.id in amended and passage.instrument(place).id:
                self._amended.setdefault(passage.instrument(place).kind, []).append(place)
        self._spans = list(_new_wording(passage))

    def holds(self, at: int) -> bool:
        """Whether new wording stands at a place of the folded text."""
        index = bisect_right(self._spans, (at, at)) - 1
        return index >= 0 and at < self._spans[index][1]

    def instrument(self, kind: str, at: int) -> Place | None:
        """The instrument of a kind that was named last before ``at`` as one to be amended."""
        places = self._amended.get(kind, [])
        index = bisect_right(places, at, key=lambda place: place.start) - 1
        return places[index] if index >= 0 else None


def _new_wording(passage: Passage) -> Iterable[tuple[int, int]]:
    """From the quotation mark behind `như sau:` to the one that ends a line."""
    end = 0
    for at in passage.occurrences("như sau"):
        opened = _OPENS.match(passage.text, at + len("như sau")) if at >= end else None
        if opened is None:
            continue
        closed = _CLOSES.search(passage.text, opened.end())
        if closed is None:
            return
        end = closed.start()
        yield opened.end(), end
