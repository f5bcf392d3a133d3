"""The sentences behind a figure: what is counted by key, with the first places where each key was counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from pipeline.schema import Entity, Record, Task

Key = TypeVar("Key")

MOST = 6  # sentences kept for a number: a page of 1,000 documents stays under 10 MB
MOST_OF_ONE = 2  # of them from one document, so that a long one does not speak for all
AROUND = 150  # characters on either side of a span, at most
LONGEST = 320  # characters of a task


class Quote(NamedTuple):
    """A stretch of the document number ``document`` of the collection; ``marks`` are spans in ``text``, ``elsewhere`` what belongs to it from other places."""

    document: int
    text: str
    marks: tuple[tuple[int, int], ...]
    elsewhere: tuple["Quote", ...] = ()


class Place(NamedTuple):
    """Where something was counted: ``record.text[start:end]``, shown with ``marks`` (spans of the record's text) set off."""

    document: int
    record: Record
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()

    def quote(self) -> Quote:
        """The stretch with its marks; a mark outside of it (the lead that a table names above) comes with a sentence of its own."""
        if (self.start, self.end) in self.marks:
            return self._sentence()
        inside = [(start, end) for start, end in sorted(self.marks) if self.start <= start < end <= self.end]
        outside = [place_of_span(self.document, self.record, *mark).quote() for mark in sorted(set(self.marks) - set(inside))]
        marks = tuple((start - self.start, end - self.start) for start, end in inside)
        return Quote(self.document, self.record.text[self.start : self.end], marks, tuple(outside))

    def _sentence(self) -> Quote:
        """The span with the sentence around it; a long one is cut at a blank."""
        text = self.record.text
        left = _bound(text[max(0, self.start - AROUND) : self.start][::-1], self.start <= AROUND)
        right = _bound(text[self.end : self.end + AROUND], self.end + AROUND >= len(text))
        return Quote(self.document, text[self.start - left : self.end + right], ((left, left + self.end - self.start),))


def place_of_span(document: int, record: Record, start: int, end: int) -> Place:
    """``record.text[start:end]``, to be shown marked, in its sentence; the sentence is sought only where it is shown."""
    return Place(document, record, start, end, ((start, end),))


def place_of_task(document: int, record: Record, task: Task, marked: Iterable[Entity] = ()) -> Place:
    """The beginning of a task, with the entities ``marked`` set off."""
    end = min(task.end, task.start + LONGEST)
    return Place(document, record, task.start, end, tuple((entity.start, entity.end) for entity in marked))


def _bound(text: str, whole: bool) -> int:
    """How much of ``text``, which leads away from a span, belongs to its sentence: up to a line end or a full stop, else to the last blank."""
    ends = [at for at in (text.find("\n"), text.find("\r"), text.find(". "), text.find(" .")) if at >= 0]
    if ends:
        return min(ends)
    return len(text) if whole else max(text.rfind(" "), 0)


@dataclass(slots=True)
class Group:
    """How often a key was counted, in how many documents, and the first sentences."""

    count: int = 0
    documents: int = 0
    quotes: list[Quote] = field(default_factory=list)
    _last: int = -1
    _of_last: int = 0

    def add(self, place: Place) -> None:
        """Counts once more; documents come in the order of their numbers."""
        self.count += 1
        if place.document != self._last:
            self.documents += 1
            self._last, self._of_last = place.document, 0
        if len(self.quotes) < MOST and self._of_last < MOST_OF_ONE:
            self._of_last += 1
            self.quotes.append(place.quote())


class Tally(Generic[Key]):
    """Groups by key.

    >>> tally = Tally()
    >>> tally.count("Sở Y tế"), list(tally.top(5))
    (0, [])
    """

    def __init__(self) -> None:
        self._groups: dict[Key, Group] = {}

    def add(self, key: Key, place: Place) -> None:
        """Counts ``key`` once at ``place``."""
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group()
        group.add(place)

    def get(self, key: Key) -> Group:
        """The group of ``key``; an empty one where it was never counted."""
        return self._groups.get(key) or Group()

    def count(self, key: Key) -> int:
        """How often ``key`` was counted."""
        return self.get(key).count

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._groups)

    def total(self) -> int:
        """How often anything was counted."""
        return sum(group.count for group in self._groups.values())

    def top(self, most: int, *, by_documents: bool = False) -> list[tuple[Key, Group]]:
        """The keys counted most often, or in most documents, with their groups; equal ones in the order of their names."""

        def rank(item: tuple[Key, Group]) -> tuple[int, int, str]:
            key, group = item
            first, second = (group.documents, group.count) if by_documents else (group.count, group.documents)
            return -first, -second, str(key)

        return sorted(self._groups.items(), key=rank)[:most]
