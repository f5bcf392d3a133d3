"""The text of a record as rules read it, with its mentions at their places there."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from msgspec import Struct

from pipeline.resolve.instruments import Instrument
from pipeline.resolve.pinpoints import Provision, provisions_before
from pipeline.schema import BackReference, Entity, Pinpoint, Record
from pipeline.text import Folded, fold, occurrences

SELF = "self"
BackReferenceKind = Literal["anaphor", "short", "defined"]


class Place(Struct, frozen=True):
    """A mention in the folded text: ``start`` and ``end`` are offsets there."""

    start: int
    end: int
    entity: Entity


@dataclass(frozen=True)
class Passage:
    """A record, the instrument of each of its references by entity id, and its folded text."""

    record: Record
    instruments: Mapping[str, Instrument]

    @cached_property
    def folded(self) -> Folded:
        return fold(self.record.text)

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    @cached_property
    def places(self) -> list[Place]:
        """All mentions, in order."""
        if self.folded.starts is None:
            return [Place(entity.start, entity.end, entity) for entity in self.record.entities]
        at = self.folded.from_source
        return [Place(at(entity.start), at(entity.end - 1) + 1, entity) for entity in self.record.entities]

    @cached_property
    def references(self) -> list[Place]:
        """The LEGAL_REFs, in order."""
        return [place for place in self.places if place.entity.label == "LEGAL_REF"]

    def instrument(self, place: Place) -> Instrument:
        return self.instruments[place.entity.id]

    def blanked(self, start: int, end: int) -> str:
        """The folded text from ``start`` to ``end`` with blanks for its bodies and dates, whose commas and verbs are their own.

        The comma before a date goes with it: `Kết luận số 100-KL/TW, ngày 18/8/2014`.
        """
        text = self.text[start:end]
        index = bisect_right(self._ends, start)
        while index < len(self.places) and (place := self.places[index]).start < end:
            if place.entity.label in ("AGENCY", "DATE"):
                a, b = max(place.start - start, 0), min(place.end, end) - start
                if place.entity.label == "DATE" and text[max(a - 2, 0) : a] == ", ":
                    a -= 2
                text = text[:a] + " " * (b - a) + text[b:]
            index += 1
        return text

    @cached_property
    def _ends(self) -> list[int]:
        return [place.end for place in self.places]

    def between(self, start: int, end: int) -> list[Place]:
        """The mentions that end behind ``start`` and not behind ``end``, in order."""
        return self.places[bisect_right(self._ends, start) : bisect_right(self._ends, end)]

    def occurrences(self, words: str) -> Iterator[int]:
        """Where the words stand in the folded text."""
        return occurrences(self.text, words)

    def inside(self, at: int) -> Place | None:
        """The mention that covers ``at``, if there is one."""
        index = bisect_right(self._ends, at)
        return self.places[index] if index < len(self.places) and self.places[index].start <= at else None

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as read."""
        return self.folded.to_source(start, end)

    def pinpoints(self, provisions: Iterable[Provision]) -> list[Pinpoint]:
        """Provisions with their spans in the text as read."""
        spans = [(self.source(provision.start, provision.end), provision) for provision in provisions]
        return [Pinpoint(a, b, self.record.text[a:b], provision.article, provision.clause, provision.point) for (a, b), provision in spans]

    def back_reference(self, start: int, end: int, kind: BackReferenceKind, rule: str, meant: Place | None, *, own: bool = False) -> BackReference:
        """The folded words from ``start`` to ``end`` as standing for ``meant``, for the document itself, or for what stays open."""
        a, b = self.source(start, end)
        refers_to: str | None = SELF if own else None
        if meant is not None:
            identity = meant.entity.identity
            refers_to = self.instruments[meant.entity.id].id if meant.entity.id in self.instruments else identity.id if identity else None
        provisions = self.pinpoints(provisions_before(self.text, start))
        return BackReference(a, b, self.record.text[a:b], kind, refers_to, meant.entity.id if meant else None, rule, provisions)
