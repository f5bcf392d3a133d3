"""What a rule is, what it finds, and how overlapping finds are resolved."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import msgspec
import regex

from pipeline.schema import Label, Norm


class Mention(msgspec.Struct, frozen=True):  # made by the thousand: a frozen dataclass takes several times as long
    """One find in the flowing text: ``flow[start:end]``, its label and norm, the rule that found it and how sure it is."""

    start: int
    end: int
    label: Label
    norm: Norm
    rule: str
    score: float = 1.0


@dataclass(frozen=True)
class Rule:
    """A name, a pattern (its ``source`` and ``flags``) and a production.

    ``produce`` takes the match and gives the mention's (start, end, norm), or None where the match is none after all.
    ``begins`` holds the words in small letters with which every match begins, where there are such: they are sought in its place.
    The examples of a rule stand in ``tests/examples/``, under its name: what it must find, and what it must not.
    """

    name: str
    label: Label
    source: str
    produce: Callable[["regex.Match[str]"], tuple[int, int, Norm] | None]
    flags: int = 0
    score: float = 1.0
    begins: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> "regex.Pattern[str]":
        """The compiled pattern, made when a text first asks for it: to compile all of them would double what a start takes."""
        return regex.compile(self.source, self.flags)

    def find(self, flow: str) -> Iterator[Mention]:
        """Every mention of the rule in ``flow``, from left to right."""
        return self.mentions(self.pattern.finditer(flow))

    def mentions(self, matches: "Iterable[regex.Match[str]]") -> Iterator[Mention]:
        """What the rule makes of matches of its pattern."""
        for match in matches:
            found = self.produce(match)
            if found is not None:
                yield Mention(found[0], found[1], self.label, found[2], self.name, self.score)


def resolve_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions in text order of which none overlaps another: the earlier start wins, then the longer span, then the order given."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
