"""The search for dates: one for each anchor, at which the rules that share it are tried."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import regex

from pipeline.extract.dates.points import Match
from pipeline.extract.dates.rules import DateRule, anchor_pattern, rules
from pipeline.extract.rule import Mention, resolve_overlaps
from pipeline.text import lower_in_place


@cache
def _break_pattern() -> "regex.Pattern[str]":
    """A line break that can only stand inside an expression, as in the narrow columns of a table: `Giai đoạn` / `2026 - 2030`."""
    of_year = r"(?: *[/.\-] *| +năm +)(?:19|20)[0-9]{2}\b"
    number = rf"(?:[0-9]{{1,2}}(?:[/.\-][0-9]{{1,2}})?{of_year}|[IV]{{1,3}}{of_year}|(?:19|20)[0-9]{{2}}\b(?![/.,][0-9]))"
    breaks = (
        rf"(?<=\b(?:ngày|tháng|qu[ýí]|(?<!h[àằ]ng )năm|giai đoạn|nhiệm kỳ|đến|từ) ?\n)(?={number})",
        r"(?<=\b(?:ngày|tháng|qu[ýí]) +(?:[0-9]{1,2}|[IV]{1,3}) ?\n)(?=(?:tháng +[0-9]|năm +(?:19|20)[0-9]))",
        r"(?<=\bngày +[0-9]{1,2} tháng\n)(?=[0-9]{1,2}\b)",
        r"(?<=\b(?:19|20)[0-9]{2} ?- ?\n)(?=(?:19|20)[0-9]{2}\b)",
        r"(?<=\b(?:giai đoạn|nhiệm kỳ|năm học) (?:19|20)[0-9]{2} ?\n)(?=- ?(?:19|20)[0-9]{2}\b)",
    )
    return regex.compile(rf"\n(?:{'|'.join(breaks)})", regex.I)


@cache
def _by_anchor() -> dict[str, list[DateRule]]:
    groups: dict[str, list[DateRule]] = {}
    for rule in rules():
        groups.setdefault(rule.anchor, []).append(rule)
    return groups


def find_dates(flow: str) -> list[Mention]:
    """The DATE mentions of a flowing text, in order and without overlaps; offsets are into ``flow``.

    >>> [(flow[m.start : m.end], m.norm.value, m.norm.mod) for flow in ["Báo cáo trước ngày 20/12 hằng năm."] for m in find_dates(flow)]
    [('ngày 20/12', 'XXXX-12-20', 'BEFORE'), ('hằng năm', 'P1Y', None)]
    """
    mended = _break_pattern().sub(" ", flow)
    lowered = lower_in_place(mended)
    sites = ((site, group) for anchor, group in _by_anchor().items() for site in anchor_pattern(anchor).finditer(lowered))
    matches = ((rule, match) for site, group in sites for rule in _possible(group, site) if (match := rule.pattern.match(mended, site.start())))
    return resolve_overlaps(mention for rule, match in matches for mention in rule.mentions(match))


def _possible(rules: Sequence[DateRule], site: "re.Match[str] | Match") -> Iterator[DateRule]:
    """The rules of an anchor that what stands beside it does not refuse."""
    lowered, start, end = site.string, site.start(), site.end()
    before, behind = lowered[max(0, start - _BESIDE) : start].rstrip(" ")[-1:], lowered[end : end + _BESIDE].lstrip(" ")[:1]
    for rule in rules:  # of nothing but blanks, which end in the empty text, no rule can be told
        if (not rule.before or before in rule.before) and (not rule.behind or behind in rule.behind):
            yield rule


_BESIDE = 8  # characters
