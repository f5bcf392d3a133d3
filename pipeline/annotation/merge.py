"""`pipeline annotations merge`: one document out of the readings of several annotators, by a rule."""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import TypeVar

from pipeline.annotation.choices import Rule
from pipeline.annotation.corrected import Corrected, Reading, Vote, by_task, by_unit, decided, said
from pipeline.annotation.gold import Span
from pipeline.errors import AnnotationError

_Given = TypeVar("_Given", Reading, Vote)
_Item = TypeVar("_Item", bound=Hashable)


def merge(documents: Sequence[Corrected], rule: Rule, senior: str | None = None) -> tuple[list[Corrected], list[str]]:
    """The documents with what ``rule`` decides, and a line for each unit or task where annotators differed; raises AnnotationError."""
    if (rule is Rule.senior) != (senior is not None):
        raise AnnotationError("The rule senior goes together with the name of the senior annotator: say --rule senior --senior NAME.")
    people = {reading.by for document in documents for reading in document.units} | {vote.by for document in documents for vote in document.votes}
    if senior is not None and senior not in people:
        raise AnnotationError(f"Nothing was confirmed by {senior}: name one of {', '.join(sorted(p for p in people if p)) or 'nobody'}.")
    notes: list[str] = []
    return [_merged(document, rule, senior, notes) for document in documents], notes


def _merged(document: Corrected, rule: Rule, senior: str | None, notes: list[str]) -> Corrected:
    readings: dict[Span, Reading] = {}
    for span, given in by_unit(document.units).items():
        if len({said(reading) for reading in given}) > 1:
            notes.append(f"{document.id}:{_line(document.text, span[0])} read in different ways by {_names(given)}")
            reading = _of(given, senior) or (_most(given) if rule is not Rule.open else None)
        else:
            reading = given[0]
        if reading is not None and (span in document.confirmed or reading.by is not None):
            readings[span] = reading
    themes: dict[str, list[str]] = {}
    for task, votes in by_task(document.votes).items():
        if len({frozenset(vote.themes) for vote in votes}) > 1:
            notes.append(f"{document.id} {task} has other themes for {_names(votes)}")
            vote = _of(votes, senior)
            if rule is not Rule.open:
                themes[task] = vote.themes if vote else _majority([vote.themes for vote in votes])
        elif votes[0].by is not None:
            themes[task] = votes[0].themes
    return decided(document, readings, themes, readings, themes)


def _of(given: Sequence[_Given], senior: str | None) -> _Given | None:
    return next((one for one in given if senior is not None and one.by == senior), None)


def _names(given: Sequence[Reading] | Sequence[Vote]) -> str:
    return ", ".join(str(one.by) for one in given)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _most(given: Sequence[Reading]) -> Reading:
    """What more than half say. Two such marks never overlap, as one reader would have both."""
    marks = _majority([reading.entities for reading in given])
    places = {(mark.start, mark.end) for mark in marks}
    relations = _majority([reading.relations for reading in given])
    kept = [relation for relation in relations if relation.head in places and relation.tail in places]
    return Reading(given[0].start, given[0].end, _names(given), max(reading.at or "" for reading in given), marks, kept)


def _majority(said: Sequence[Sequence[_Item]]) -> list[_Item]:
    """What more than half of the lists hold.

    >>> _majority([["kiểm tra", "nguồn lực"], ["kiểm tra"]])
    ['kiểm tra']
    """
    counts = Counter(item for one in said for item in dict.fromkeys(one))
    return [item for item, count in counts.items() if count > len(said) / 2]
