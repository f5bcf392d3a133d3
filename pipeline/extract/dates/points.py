"""Points of the calendar (one day, month, quarter, half or year), and the pieces of the patterns that name them."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import regex

from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm

Found = tuple[int, int, DateNorm]
Match = regex.Match[str]
Produce = Callable[[Match], Iterator[Found]]


_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
NUMBER_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một")
COUNT = rf"[0-9]{{1,2}}|{'|'.join(reversed(NUMBER_WORDS))}"
UNITS = {"năm": "Y", "tháng": "M", "tuần": "W", "ngày": "D"}


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month, quarter, half or year; what the text leaves out is None (``quý I`` has no year)."""

    year: int | None = None
    half: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def value(self) -> str:
        """The TIMEX3 value; a year that is not said is ``XXXX``."""
        year = "XXXX" if self.year is None else f"{self.year:04}"
        if self.month is not None:
            return f"{year}-{self.month:02}" + (f"-{self.day:02}" if self.day is not None else "")
        if self.quarter is not None:
            return f"{year}-Q{self.quarter}"
        return f"{year}-H{self.half}" if self.half is not None else year

    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day, ISO; (None, None) without a year or where the calendar has no such day."""
        months = self._months()
        if self.year is None or (self.day is not None and self.day > monthrange(self.year, months[0])[1]):
            return None, None
        first = date(self.year, months[0], self.day or 1)
        last = date(self.year, months[1], self.day or monthrange(self.year, months[1])[1])
        return first.isoformat(), last.isoformat()

    def _months(self) -> tuple[int, int]:
        if self.month is not None:
            return self.month, self.month
        if self.quarter is not None:
            return 3 * self.quarter - 2, 3 * self.quarter
        return (6 * self.half - 5, 6 * self.half) if self.half is not None else (1, 12)


# --- the pieces of the grammar -------------------------------------------------------------------------------------------

# Day, month, quarter and year in figures, each a group. Digits may stand apart where text was scanned (`tháng 0 6 năm 20 18`); a blank is never more than one.
D = r"(?P<d>0 ?[1-9]|[12] ?[0-9]|3 ?[01]|[1-9])(?![0-9])"
M = r"(?P<m>1 ?[0-2]|0 ?[1-9]|[1-9])(?![0-9])"
Q = r"(?P<q>IV|I{1,3}|0?[1-4])\b"
Y = r"(?P<y>(?:1[89]|20) ?[0-9] ?[0-9])(?![0-9])"
YEAR = r"(?P<y>(?:19|20)[0-9]{2})(?![0-9])"

MARK = r" ?[/.\-] ?"
BEFORE_YEAR = r"(?: *[/.\-] *(?:năm +)?| *,? *(?:của +)?năm *| )"
OF_YEAR = rf"{BEFORE_YEAR}{Y}"
AND = r" *(?:,|;| và| hoặc|&) *"
TO = r"(?: *- *| +(?:cho +)?(?:đến|tới) +)(?:(?:hết|cuối|đầu) +)?"

DAY = rf"{D}(?: *(?:của +)?tháng *{M}(?:{OF_YEAR})?|/{M}/(?P<y>[0-9]{{2}})(?![0-9])|{MARK}{M}(?:(?:{MARK}| +năm +){Y})?)"
MONTH = rf"{M}(?:{OF_YEAR})?"
QUARTER = rf"{Q}(?:{OF_YEAR})?"
POINT = rf"(?:(?:ngày *)?{DAY}|tháng *{MONTH}|qu[ýí] *{QUARTER}|(?:năm *)?{Y})"
ALONE = r"(?<![0-9/.\-]|[0-9][.,/\-] ?|[0-9]:)"  # no digits of a longer number before
NO_NUMBER = r"(?! ?[/] ?[0-9A-ZĐ]|[.\-][0-9A-ZĐ]|,[0-9]| ?%)"  # and none behind

AND_THEN = rf"{AND}(?:trước +|đến +)?"
OPENING = r"(?<=(?:^|[\n\t|(:]|\b(?:vào|trong|từ|trước)) *)"  # where a date without its unit word may begin

CELL_START = r"(?<=(?:^|[\n\t|])[ *]*)"
CELL_END = r"(?=[ *.;]*(?:$|[\n\t|]))"


def one_of(words: list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(regex.escape(word, literal_spaces=True) for word in sorted(words, key=len, reverse=True)) + ")"


def words_of(name: str) -> str:
    return one_of(load_rules("dates")["words"][name])


def not_rate() -> str:
    """No number word before the unit: `5 năm 2011-2015` is a duration, `mỗi tháng 02 lần` a rate; that of a week counts nothing: `tuần 3 tháng 10`."""
    number = rf"(?<!\btuần(?: +thứ)? +)(?:\b{words_of('numbers')}|\b[0-9]{{1,4}})"
    return rf"(?<!(?:{number}|\b{words_of('distributives')}) +)"


def not_each() -> str:
    """No `mỗi` before the unit of a list; a number may count its members: `hai năm 2010, 2011`."""
    return rf"(?<!\b{words_of('distributives')} +)"


def not_counting(words: str = "counted") -> str:
    """Nothing behind that the number counts: `đến 2000 hộ`; with the unit before it, `tháng 02 lần`."""
    return rf"(?! *(?:[.,][0-9]|{words_of(words)}\b))"


def count_of(text: str) -> int:
    """`06`, `sáu`"""
    return int(text) if text.isdecimal() else NUMBER_WORDS.index(text.casefold()) + 1


def under(cue: str, item: str) -> str:
    """Behind the item: one of the words that set its period stands before it in the same sentence or cell."""
    return rf"(?<=\b{words_of(cue)}\b(?! *[0-9])[^.\n\t|]{{0,150}}\b(?:{item}))"


def _number(digits: str | None) -> int | None:
    return int(digits.replace(" ", "")) if digits else None


def year_of(digits: str | None) -> int | None:
    year = _number(digits)
    if year is not None and year < 100:
        return year + (2000 if year < 70 else 1900)
    return year


def _quarter(text: str | None) -> int | None:
    return _QUARTERS.get(text.upper()) or int(text) if text else None


def point_of(match: Match) -> Point:
    """The point of the named groups d, m, q and y, as far as the pattern has them."""
    said = match.groupdict()
    return _kept_point(said.get("y"), said.get("q"), said.get("m"), said.get("d"))


@lru_cache(4096)  # the same few years and months stand all over a document
def _kept_point(year: str | None, quarter: str | None, month: str | None, day: str | None) -> Point:
    return Point(year_of(year), None, _quarter(quarter), _number(month), _number(day))


@cache
def _point_pattern() -> "regex.Pattern[str]":
    return regex.compile(rf"{POINT}|{M} ?/ ?{Y}|(?:ngày *)?{D}", regex.I)


def parse_point(text: str, unit: str = "") -> Point | None:
    """The point that the whole of ``text`` names, or names behind the ``unit`` word that it shares with its neighbour; None where it names none.

    >>> parse_point("ngày 28 tháng 01 năm 2019").value
    '2019-01-28'
    >>> parse_point("II/2022", "quý").days()
    ('2022-04-01', '2022-06-30')
    """
    parse = _point_pattern().fullmatch
    match = (parse(f"{unit} {text}") if unit else None) or parse(text.strip())
    return point_of(match) if match else None
