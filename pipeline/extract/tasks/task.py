"""What the search for tasks gives, whether it found one in prose or in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.extract.rule import Mention

Span = tuple[int, int]
ATTRIBUTES = ("lead", "coordinating", "deadline", "output")  # of a task, besides its text


@dataclass(frozen=True, slots=True)
class TaskFind:
    """A task in the flowing text: fragments in order, mentions by role, ``block`` the index of the block that it began in."""

    block: int
    marker: str | None
    fragments: tuple[Span, ...]
    lead: tuple[Mention, ...] = ()
    coordinating: tuple[Mention, ...] = ()
    deadline: tuple[Mention, ...] = ()
    output: str | None = None
    inherited: tuple[str, ...] = ()


def trim(flow: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans without the closing marks of the item.

    >>> trim("Phát tờ rơi;", [(0, 12)])
    ((0, 11),)
    """
    start, end = spans[-1]
    tail = _TAIL.search(flow, max(start, end - _LONGEST_TAIL), end)
    if tail and tail.start() > start:
        end = tail.start()
    return (*spans[:-1], (start, end))


_LONGEST_TAIL = 40
_TAIL = regex.compile(r"(?:(?<!\b[cdkmh]?m)[¹²³⁴⁵⁶⁷⁸⁹⁰]|[\s.;,:…*]|\[\d{1,2}\]|\./\S{0,3}$)+$")
