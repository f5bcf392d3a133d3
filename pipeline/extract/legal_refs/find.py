"""The search for references: the rules, what begins them, and breaks of lines inside them."""

from collections.abc import Iterator
from functools import cache

import regex

from pipeline.extract.legal_refs.numbers import SERIAL, YEAR, Match, number_patterns
from pipeline.extract.legal_refs.titles import beginnings, title_patterns
from pipeline.extract.rule import Mention, Rule, resolve_overlaps
from pipeline.text import lower_in_place, occurrences


@cache
def rules() -> tuple[Rule, ...]:
    """The rules for references; examples of each stand in ``tests/examples/legal_refs.toml``."""
    patterns = number_patterns() | title_patterns()
    return tuple(
        Rule(f"legal_ref.{name}", "LEGAL_REF", pattern, produce, begins=beginnings().get(name, ())) for name, (pattern, produce) in patterns.items()
    )


@cache
def _break_pattern() -> "regex.Pattern[str]":
    """A line break that can only stand inside a reference, as in the narrow columns of a table: `Nghị quyết số 66-` / `NQ/TW`."""
    begun = rf"{SERIAL}(?:/{YEAR})?(?:[/\-][A-ZĐƯ][A-ZĐƯa-z]{{0,20}}){{0,4}}[/\-]"
    breaks = (
        rf"(?<=(?i:\bsố)[:.]?\n)(?={SERIAL}[/\-])",
        rf"(?<={begun}\n)(?=[A-ZĐƯ]{{2}})",
        rf"(?<=\p{{Ll}}\n)(?=số:? *{SERIAL} ?[/\-])",
    )
    return regex.compile(rf"\n(?:{'|'.join(breaks)})")


@cache
def _by_pattern() -> list[list[Rule]]:
    """The rules in groups of one pattern: those that differ only in what they look back for share one search."""
    groups: dict[str, list[Rule]] = {}
    for rule in rules():
        groups.setdefault(rule.source, []).append(rule)
    return [*groups.values()]


def find_legal_refs(flow: str) -> list[Mention]:
    """The LEGAL_REF mentions of a flowing text, in order and without overlaps; offsets are into ``flow``.

    >>> flow = "Căn cứ Luật Trẻ em và Nghị định số 56/2017/NĐ-CP ngày 09/5/2017 của Chính phủ."
    >>> [(flow[m.start : m.end], m.norm.number) for m in find_legal_refs(flow)]
    [('Luật Trẻ em', None), ('Nghị định số 56/2017/NĐ-CP', '56/2017/NĐ-CP')]
    """
    mended = _break_pattern().sub(" ", flow)
    lowered = lower_in_place(mended)
    return resolve_overlaps(
        mention for group in _by_pattern() for match in _matches(group[0], mended, lowered) for rule in group for mention in rule.mentions([match])
    )


def _matches(rule: Rule, flow: str, lowered: str) -> Iterator[Match]:
    """The matches of a rule's pattern from left to right, none in another."""
    if not rule.begins:
        yield from rule.pattern.finditer(flow)
        return
    end = 0
    for start in sorted(at for words in rule.begins for at in occurrences(lowered, words)):
        if start >= end and (match := rule.pattern.match(flow, start)) is not None:
            yield match
            end = match.end()
