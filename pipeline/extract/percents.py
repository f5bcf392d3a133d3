"""Percentages: a number, or a range of two, with the sign or the words `phần trăm`."""

from functools import cache

import regex

from pipeline.extract.rule import Mention, Rule, resolve_overlaps
from pipeline.schema import PercentNorm
from pipeline.text import lower_in_place, occurrences

_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_SIGN = r" *(?:%|phần trăm)"
_TO = r"(?: *[-÷] *| +(?:đến|tới) +)"
_ALONE = r"(?<![0-9][.,/]?)"  # the number begins here


def parse_number(text: str) -> float:
    """The value of a written number: the comma is the decimal mark, and so is a point before one or two digits.

    >>> parse_number("7,3"), parse_number("5.5"), parse_number("1.200")
    (7.3, 5.5, 1200.0)
    """
    whole, comma, decimals = text.rpartition(",")
    if comma:
        return float(regex.sub(r"[.,]", "", whole) + "." + decimals)
    return float(text if regex.fullmatch(r"[0-9]+\.[0-9]{1,2}", text) else text.replace(".", ""))


def _single(match: "regex.Match[str]") -> tuple[int, int, PercentNorm]:
    return match.start("value"), match.end(), PercentNorm(parse_number(match["value"]), None)


def _range(match: "regex.Match[str]") -> tuple[int, int, PercentNorm] | None:
    """Both ends; a falling pair is no range."""
    value, upper = parse_number(match["value"]), parse_number(match["upper"])
    return (match.start("value"), match.end(), PercentNorm(value, upper)) if value < upper else None


@cache
def rules() -> tuple[Rule, ...]:
    """The percentage rules; examples of each stand in ``tests/examples/percents.toml``."""
    sign = r"(?:%(?!0(?![0-9])|o(?![^\W\d_]))|phần trăm\b)"  # what is rare is sought first, what stands before it then looked back at
    marker = r"(?<!(?:^|[\n\t]) *[0-9]+- )"  # `1- 95% trẻ em ...` is the first item of a list
    patterns = {
        "range": (rf"{sign}(?<={_ALONE}(?P<value>{_NUMBER})(?:{_SIGN})?{_TO}{marker}(?P<upper>{_NUMBER}){_SIGN})", _range),
        "single": (rf"{sign}(?<={_ALONE}(?P<value>{_NUMBER}){_SIGN})", _single),
    }
    return tuple(Rule(f"percent.{name}", "PERCENT", pattern, produce, regex.I) for name, (pattern, produce) in patterns.items())


def find_percents(flow: str) -> list[Mention]:
    """The PERCENT mentions of a flowing text, in order and without overlaps; offsets are into ``flow``.

    >>> [(m.norm.value, m.norm.upper) for m in find_percents("tỷ lệ hộ nghèo giảm 1,5 - 2%, trên 95% trẻ em đến trường")]
    [(1.5, 2.0), (95.0, None)]
    """
    lowered = lower_in_place(flow)
    signs = [at for sign in ("%", "phần trăm") for at in occurrences(lowered, sign)]
    return resolve_overlaps(mention for rule in rules() for mention in rule.mentions(filter(None, (rule.pattern.match(flow, at) for at in signs))))
