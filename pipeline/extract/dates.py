"""Calendar expressions and their TIMEX3 values: days, months, quarters, halves, years, stretches of time, recurrences.

A `Point` is one day, month, quarter, half or year. The rules are a grammar of points: a point with its unit word, a point in a
list that shares its month or year with the next, two points that make a stretch, and what comes again and again.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Literal

import regex

from pipeline.extract.rule import Mention, resolve_overlaps
from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm, Label
from pipeline.text import lower_in_place

Modifier = Literal["BEFORE", "ON_OR_BEFORE", "AFTER", "START", "END"]
Found = tuple[int, int, DateNorm]
Match = regex.Match[str]
Produce = Callable[[Match], Iterator[Found]]

_MODIFIERS: tuple[Modifier, ...] = ("BEFORE", "AFTER", "ON_OR_BEFORE", "START")
_EDGES: tuple[Modifier, ...] = ("START", "END")
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_NUMBER_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một")
_COUNT = rf"[0-9]{{1,2}}|{'|'.join(reversed(_NUMBER_WORDS))}"
_UNITS = {"năm": "Y", "tháng": "M", "tuần": "W", "ngày": "D"}


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

# Digits may stand apart where text was scanned (`tháng 0 6 năm 20 18`); a blank is never more than one.
_D = r"(?P<d>0 ?[1-9]|[12] ?[0-9]|3 ?[01]|[1-9])(?![0-9])"
_M = r"(?P<m>1 ?[0-2]|0 ?[1-9]|[1-9])(?![0-9])"
_Q = r"(?P<q>IV|I{1,3}|0?[1-4])\b"
_Y = r"(?P<y>(?:1[89]|20) ?[0-9] ?[0-9])(?![0-9])"
_YEAR = r"(?P<y>(?:19|20)[0-9]{2})(?![0-9])"

_MARK = r" ?[/.\-] ?"
_BEFORE_YEAR = r"(?: *[/.\-] *(?:năm +)?| *,? *(?:của +)?năm *| )"
_OF_YEAR = rf"{_BEFORE_YEAR}{_Y}"
_AND = r" *(?:,|;| và| hoặc|&) *"
_TO = r"(?: *- *| +(?:cho +)?(?:đến|tới) +)(?:(?:hết|cuối|đầu) +)?"

_DAY = rf"{_D}(?: *(?:của +)?tháng *{_M}(?:{_OF_YEAR})?|/{_M}/(?P<y>[0-9]{{2}})(?![0-9])|{_MARK}{_M}(?:{_MARK}{_Y})?)"
_MONTH = rf"{_M}(?:{_OF_YEAR})?"
_QUARTER = rf"{_Q}(?:{_OF_YEAR})?"
_POINT = rf"(?:(?:ngày *)?{_DAY}|tháng *{_MONTH}|qu[ýí] *{_QUARTER}|(?:năm *)?{_Y})"
_ALONE = r"(?<![0-9/.\-]|[0-9][.,/\-] ?|[0-9]:)"  # no digits of a longer number before
_NO_NUMBER = r"(?! ?[/] ?[0-9A-ZĐ]|[.,\-][0-9A-ZĐ]| ?%)"  # and none behind

_AND_THEN = rf"{_AND}(?:trước +|đến +)?"
_OPENING = r"(?<=(?:^|[\n\t|(:]|\b(?:vào|trong|từ|trước)) *)"  # where a date without its unit word may begin

_CELL_START = r"(?<=(?:^|[\n\t|])[ *]*)"
_CELL_END = r"(?=[ *.;]*(?:$|[\n\t|]))"


def _one_of(words: list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(regex.escape(word, literal_spaces=True) for word in sorted(words, key=len, reverse=True)) + ")"


def _words(name: str) -> str:
    return _one_of(load_rules("dates")["words"][name])


def _not_rate() -> str:
    """No number word before the unit: `5 năm 2011-2015` is a duration, `mỗi tháng 02 lần` a rate."""
    return rf"(?<!(?:\b{_words('numbers')}|\b{_words('distributives')}|[0-9]) +)"


def _not_each() -> str:
    """No `mỗi` before the unit of a list; a number may count its members: `hai năm 2010, 2011`."""
    return rf"(?<!\b{_words('distributives')} +)"


def _not_counting(words: str = "counted") -> str:
    """Nothing behind that the number counts: `đến 2000 hộ`; with the unit before it, `tháng 02 lần`."""
    return rf"(?! *(?:[.,][0-9]|{_words(words)}\b))"


def _count(text: str) -> int:
    """`06`, `sáu`"""
    return int(text) if text.isdecimal() else _NUMBER_WORDS.index(text.casefold()) + 1


def _under(cue: str, item: str) -> str:
    """Behind the item: one of the words that set its period stands before it in the same sentence or cell."""
    return rf"(?<=\b{_words(cue)}\b(?! *[0-9])[^.\n\t|]{{0,150}}\b(?:{item}))"


def _number(digits: str | None) -> int | None:
    return int(digits.replace(" ", "")) if digits else None


def _year(digits: str | None) -> int | None:
    year = _number(digits)
    if year is not None and year < 100:
        return year + (2000 if year < 70 else 1900)
    return year


def _quarter(text: str | None) -> int | None:
    return _QUARTERS.get(text.upper()) or int(text) if text else None


def _point(match: Match) -> Point:
    """The point of the named groups d, m, q and y, as far as the pattern has them."""
    said = match.groupdict()
    return _point_of(said.get("y"), said.get("q"), said.get("m"), said.get("d"))


@lru_cache(4096)  # the same few years and months stand all over a document
def _point_of(year: str | None, quarter: str | None, month: str | None, day: str | None) -> Point:
    return Point(_year(year), None, _quarter(quarter), _number(month), _number(day))


@cache
def _point_pattern() -> "regex.Pattern[str]":
    return regex.compile(rf"{_POINT}|{_M} ?/ ?{_Y}|(?:ngày *)?{_D}", regex.I)


def parse_point(text: str, unit: str = "") -> Point | None:
    """The point that the whole of ``text`` names, or names behind the ``unit`` word that it shares with its neighbour; None where it names none.

    >>> parse_point("ngày 28 tháng 01 năm 2019").value
    '2019-01-28'
    >>> parse_point("II/2022", "quý").days()
    ('2022-04-01', '2022-06-30')
    """
    parse = _point_pattern().fullmatch
    match = (parse(f"{unit} {text}") if unit else None) or parse(text.strip())
    return _point(match) if match else None


# --- modifiers -----------------------------------------------------------------------------------------------------------


@cache
def _modifier_pattern() -> "regex.Pattern[str]":
    rules = load_rules("dates")
    said = "|".join(f"(?P<{kind}>{_one_of(words)})" for kind, words in rules["modifiers"].items())
    edge = "|".join(f"(?P<edge_{kind}>{_one_of(words)})" for kind, words in rules["edges"].items())
    hour = r"(?:[0-9]{1,2} ?(?:giờ|h|:)(?: ?[0-9]{2})?(?: ?phút)?,? +)?"
    at_edge = rf"(?:(?<!{_words('before_edge')} +)\b(?:{edge}) +(?:của +)?)?"
    return regex.compile(rf"(?<=(?:\b(?:{said})(?: +{_words('fillers')}){{0,3}} +)?{at_edge}{hour})", regex.I)


@cache
def _modifier_behind() -> "regex.Pattern[str]":
    said = "|".join(f"(?P<{kind}>{_one_of(words)})" for kind, words in load_rules("dates")["modifiers_behind"].items())
    return regex.compile(rf" +(?:{said})\b", regex.I)


def _modifier(flow: str, start: int, end: int) -> Modifier | None:
    """What the words around ``flow[start:end]`` say of it: those behind before all, then the nearest before; `đầu` and `cuối` only without another."""
    behind = _modifier_behind().match(flow, end)
    if behind is not None:
        return next(kind for kind in _MODIFIERS if behind.groupdict().get(kind))
    if not _may_modify(flow, start) or (match := _modifier_pattern().match(flow, start)) is None:
        return None
    return next((kind for kind in _MODIFIERS if match[kind]), None) or next((kind for kind in _EDGES if match[f"edge_{kind}"]), None)


def _may_modify(flow: str, start: int) -> bool:
    """Whether what stands before an expression ends like a modifier: a string is asked faster than the pattern, and most end otherwise."""
    before = flow[max(0, start - 16) : start]
    last = before.rstrip(" ,").lower()
    return before.endswith(" ") and (not last or last.endswith(_modifier_ends()))


@cache
def _modifier_ends() -> tuple[str, ...]:
    rules = load_rules("dates")
    said = [*rules["modifiers"].values(), *rules["edges"].values(), rules["words"]["fillers"]]
    hour = ["giờ", "phút", ":", *map(str, range(10)), *(f"{digit}h" for digit in range(10))]
    return tuple({word.split()[-1].lower() for words in said for word in words} | {"của", *hour})


# --- productions ---------------------------------------------------------------------------------------------------------


def _complete(point: Point, last: Point) -> Point:
    """``point`` with the year, and for a day the month, that only ``last`` says."""
    if point.day is not None and point.month is None:
        point = replace(point, month=last.month)
    if point.year is None and last.year is not None:
        turns = point.month is not None and last.month is not None and point.month > last.month  # from December to January
        point = replace(point, year=last.year - 1 if turns else last.year)
    return point


@lru_cache(4096)
def _norm(point: Point, modifier: Modifier | None) -> DateNorm:
    return DateNorm("DATE", point.value, modifier, *point.days())


def _stretch(first: Point, last: Point) -> DateNorm:
    first = _complete(first, last)
    return DateNorm("DURATION", f"{first.value}/{last.value}", None, first.days()[0], last.days()[1])


def _span(match: Match) -> tuple[int, int]:
    """The group ``item`` where the pattern looks back from its anchor, else the whole match."""
    return match.span("item") if "item" in match.re.groupindex else match.span()


def _said(match: Match) -> Iterator[Found]:
    """A point with its modifier."""
    start, end = _span(match)
    yield start, end, _norm(_point(match), _modifier(match.string, start, end))


def _listed(unit: str) -> Produce:
    """The members of a list: what one leaves out it takes from the last, and a limit before the first (`trước`, `đến`) holds for all."""

    def produce(match: Match) -> Iterator[Found]:
        spans = sorted(match.spans("item"))
        points = [parse_point(match.string[start:end], unit) for start, end in spans]
        modifiers = [_modifier(match.string, start, end) for start, end in spans]
        shared = modifiers[0] if modifiers[0] not in _EDGES else None
        for (start, end), point, modifier in zip(spans, points, modifiers, strict=True):
            if point is not None and points[-1] is not None:
                yield start, end, _norm(_complete(point, points[-1]), modifier or shared)

    return produce


def _from_to(match: Match) -> Iterator[Found]:
    """Two points that make a stretch."""
    unit = regex.match(r"\p{L}*", match["first"])
    first, last = parse_point(match["first"]), parse_point(match["last"], unit[0] if unit else "")
    if first is not None and last is not None:
        yield *_span(match), _stretch(first, last)


def _period(match: Match) -> Iterator[Found]:
    """A stretch of years, from its unit word (`giai đoạn`, `năm`) if it has one; a school year has no first and last day."""
    first, last = parse_point(match["first"]), parse_point(match["last"])
    if first is None or last is None or first.year is None or last.year is None or not 0 < last.year - first.year <= 100:
        return
    start, norm = match.start("unit" if match["unit"] else "first"), _stretch(first, last)
    if match["unit"] and match["unit"].casefold().startswith(tuple(load_rules("dates")["words"]["school_years"])):
        norm = DateNorm("DURATION", norm.value, _modifier(match.string, start, match.end()), None, None)
    yield start, match.end(), norm


def _months(match: Match) -> Iterator[Found]:
    """`6 tháng đầu năm 2022` is a half, three months are a quarter, other numbers a stretch of months."""
    months = 6 if match["n"].casefold() == "nửa" else _count(match["n"])
    year, opening, start = _year(match["y"]), match["edge"].casefold() == "đầu", match.start("n")
    if months in (3, 6):
        point = Point(year, half=1 if opening else 2) if months == 6 else Point(year, quarter=1 if opening else 4)
        yield start, match.end(), _norm(point, _modifier(match.string, start, match.end()))
    elif 0 < months < 12:
        first, last = (1, months) if opening else (13 - months, 12)
        yield start, match.end(), _stretch(Point(year, month=first), Point(year, month=last))


def _every(*, plans: bool) -> Produce:
    """The members of a list of recurrences: `hàng tháng, quý, năm`; `6 tháng, một năm` behind `định kỳ`; `ba tháng` before `một lần`.

    With ``plans`` the list may be one of plans, and years are then their length: `hằng năm và 5 năm`.
    """

    def produce(match: Match) -> Iterator[Found]:
        for start, end in match.spans("item"):
            item = regex.fullmatch(rf"(?:h[àằ]ng +)?(?:({_COUNT}) +)?(\p{{L}}+)", match.string[start:end], regex.I)
            if item is not None:
                count, unit = _count(item[1]) if item[1] else 1, item[2].casefold()
                if unit == "năm" and count > 1 and plans:
                    continue
                yield start, end, DateNorm("SET", f"P{3 * count}M" if unit in ("quý", "quí") else f"P{count}{_UNITS[unit]}", None, None, None)

    return produce


def _always(value: str | None) -> Produce:
    def produce(match: Match) -> Iterator[Found]:
        yield *match.span(), DateNorm("SET", value, None, None, None)

    return produce


def _recurring_day(value: str) -> Produce:
    """`trước ngày 05 hàng tháng`, `thứ Sáu hàng tuần`; a stretch of days (`từ ngày 01 đến ngày 05 hàng tháng`) has no modifier."""

    def produce(match: Match) -> Iterator[Found]:
        start, end = _span(match)
        stretch = "last" in match.re.groupindex and match["last"]
        yield start, end, DateNorm("SET", value, None if stretch else _modifier(match.string, start, end), None, None)

    return produce


def _recurring_days(value: str) -> Produce:
    """Each day of a list: `ngày 15 và ngày 30 hằng tháng`."""

    def produce(match: Match) -> Iterator[Found]:
        mod = _modifier(match.string, match.start(), match.end())
        for start, end in match.spans("item"):
            yield start, end, DateNorm("SET", value, mod, None, None)

    return produce


# --- rules ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DateRule:
    """Like a `Rule`, but a match may give several mentions (the members of a list), and all matches begin at the ``anchor``.

    Rules that share an anchor share one search for it: that makes a long list of rules as fast as a short one. Anchors are sought in small
    letters. One that begins with letters (what must stand before them is asked behind them) is sought as fast as a string. ``before`` and
    ``behind`` hold the small characters of which one must stand there, blanks aside, where the rule asks for one: that is seen at once.
    """

    name: str
    label: Label
    anchor: str
    source: str
    produce: Produce
    before: str = ""
    behind: str = ""

    @cached_property
    def pattern(self) -> "regex.Pattern[str]":
        """The compiled pattern, made when a text first asks for it, as that of a `Rule`."""
        return regex.compile(self.source, regex.I)

    def find(self, flow: str) -> Iterator[Mention]:
        """Every mention of the rule in ``flow``, from left to right."""
        for site in _anchor(self.anchor).finditer(lower_in_place(flow)):
            if match := self.pattern.match(flow, site.start()):
                yield from self.mentions(match)

    def mentions(self, match: Match) -> Iterator[Mention]:
        """What a match of the pattern gives."""
        for start, end, norm in self.produce(match):
            yield Mention(start, end, self.label, norm, self.name)


@cache
def _anchor(anchor: str) -> "re.Pattern[str] | regex.Pattern[str]":
    return re.compile(anchor) if anchor[0].isalpha() else regex.compile(anchor)  # each is the faster one at what it is given here


@cache
def rules() -> tuple[DateRule, ...]:
    """The date rules, lists before points; examples of each stand in ``tests/examples/dates.toml``."""
    tables = (_day_patterns(), _month_patterns(), _quarter_patterns(), _year_patterns(), _digit_patterns(), _recurrence_patterns())
    return tuple(
        DateRule(f"date.{name}", "DATE", anchor, pattern, produce, *_BESIDE_YEARS.get(name, ()))
        for table in tables
        for anchor, patterns in table.items()
        for name, (pattern, produce) in patterns.items()
    )


# before a year, or a day, and behind it
_BESIDE_YEARS = {
    "numeric_day_list": ("/.-",),
    "bare_day": ("/.-m0123456789",),
    "bare_day_range": ("/.-m0123456789",),
    "cell_month": ("-.",),
    "period": ("", "-/cđt"),
    "iso_day": ("", "-/"),
    "cell_year": ("\n\t|*",),
    "bracketed_year": ("(", ")"),
    "instrument_year": ("", ",n"),
    "day_alone": ("(\n\t|*",),
}
_Patterns = dict[str, dict[str, tuple[str, Produce]]]  # anchor -> name -> pattern and production


def _list_of(unit: str, part: str, full: str) -> str:
    """A list of which the first member has the unit word, and the last all that the others leave out."""
    return rf"(?P<item>{unit} *{part})(?:{_AND_THEN}(?P<item>(?:{unit} *)?{part})){{0,12}}{_AND_THEN}(?P<item>(?:{unit} *)?{full}){_NO_NUMBER}"


def _days_of(recurrence: str) -> str:
    """A list of days of which only the last says what they recur in: `các ngày 05 và 20 hằng tháng`."""
    return rf"(?P<item>ngày *{_D})(?:{_AND_THEN}(?P<item>(?:ngày *)?{_D})){{0,5}}{_AND_THEN}(?P<item>(?:ngày *)?{_D} +(?:của +)?{recurrence})"


def _day_patterns() -> _Patterns:
    gap = r"[ .…_]"
    of_month = r"(?:của +)?(?:(?:h[àằ]ng|mỗi) +tháng|tháng +(?:sau|kế tiếp|tiếp theo|liền kề))\b"
    of_quarter = r"(?:(?:h[àằ]ng|mỗi) +qu[ýí]|(?:tháng +)?(?:đầu|cuối)(?: +(?:tiên|cùng))?(?: +của)?(?: +(?:mỗi|h[àằ]ng))? +qu[ýí])\b(?! *(?:[0-9]|[IVX]+\b))(?: +(?:sau(?! (?:khi|đó|ngày|đợt))|kế tiếp|tiếp theo|liền kề)\b)?"
    bare, weekday = rf"ngày *{_D}{_NO_NUMBER}(?! +tháng)", _words("weekdays")
    return {
        r"ngày(?<!\wngày)(?=[ .…_]*[0-9/]|[ .…_]+(?:tháng|thứ|chủ))": {
            "day_list": (_list_of("ngày", rf"{_D}(?: *tháng *{_M}|[/\-]{_M}(?:[/\-]{_Y})?)?", _DAY), _listed("ngày")),
            "day": (rf"ngày *{_DAY}{_NO_NUMBER}", _said),
            # `ngày     tháng 4 năm 2026`: the day, or day and month, are still to be written in
            "blank_day": (rf"ngày{gap}+tháng(?: *{_M}|{gap}+)(?:{_OF_YEAR}|,? *năm *{_Y})", _said),
            "blank_numeric_day": (rf"ngày *{gap}+/(?: *{_M}|{gap}+)/ *{_Y}", _said),
            "day_range": (rf"(?P<first>ngày *(?:{_DAY}|{_D})){_TO}(?P<last>{_POINT}){_NO_NUMBER}", _from_to),
            "weekday_day": (rf"ngày +{weekday},? *{_DAY}{_NO_NUMBER}", _said),
            "every_month_days": (_days_of(of_month), _recurring_days("P1M")),
            "every_quarter_days": (_days_of(of_quarter), _recurring_days("P3M")),
            "every_month_day": (rf"ngày *{_D} +(?:(?:đến|-) +(?P<last>(?:ngày *)?{_D}) +)?{of_month}", _recurring_day("P1M")),
            "every_quarter_day": (rf"ngày *{_D} +(?:của +)?{of_quarter}", _recurring_day("P3M")),
            # `báo cáo tháng gửi trước ngày 25`: the month stands in the words before
            "month_report_day": (rf"{bare}{_under('monthly', f'ngày *{_D}')}", _recurring_day("P1M")),
            "quarter_report_day": (rf"{bare}{_under('quarterly', f'ngày *{_D}')}", _recurring_day("P3M")),
        },
        r"thứ (?<!\wthứ )": {
            "every_month_weekday": (
                rf"{weekday} +(?:(?:của +)?tuần +(?:đầu|cuối|thứ +\p{{L}}+)(?: +của)?(?: +(?:h[àằ]ng|mỗi))?|đầu|cuối) +tháng\b(?! *[0-9])",
                _recurring_day("P1M"),
            ),
            # `báo cáo tuần gửi trước 15 giờ thứ Năm`
            "week_report_day": (
                rf"{weekday}(?= *(?:[.,;)\n\t]|$))(?<=\b{_words('before_weekday')} +{weekday}){_under('weekly', weekday)}",
                _recurring_day("P1W"),
            ),
        },
    }


def _month_patterns() -> _Patterns:
    number = "|".join(_NUMBER_WORDS[1:])
    last_day = rf"{_D} *tháng *{_M}(?:{_OF_YEAR})?"
    days = rf"(?P<item>{_D})(?:{_AND}(?P<item>{_D})){{0,12}}{_AND}(?P<item>{last_day})"
    to_month = rf"{_TO}(?P<last>tháng *{_MONTH}|{_M}{_OF_YEAR}|qu[ýí] *{_QUARTER}|năm *{_Y})|-(?P<last>{_M})| - (?P<last>{_M})(?= *(?:[).;:\n\t]|$))"
    last_month = rf"{_M}(?:{_OF_YEAR}|(?= *(?:[).;\n\t]|$)))"
    return {
        r"tháng(?<!\wtháng)(?= *[0-9]| +(?:đầu|cuối))": {
            "month_list": (_not_each() + _list_of("tháng", _M, last_month), _listed("tháng")),
            "bare_day_list": (rf"tháng *{_M}(?:{_OF_YEAR})?(?<={_ALONE}\b{days})", _listed("ngày")),
            # `tại thời điểm 31 tháng 12 của năm trước`, `gửi trước 15 tháng 12`: a day of a year that is no number
            "day_of_some_year": (
                rf"tháng *{_M}(?:(?= +(?:(?:của +)?năm +\p{{L}}|(?:h[àằ]ng|mỗi) +năm))(?<={_ALONE}\b(?P<item>{_D} +tháng *{_M}))"
                rf"|(?= *(?:[.,;)\n]|$))(?<=\b(?:trước|hết|chậm nhất(?: +là)?) +(?P<item>{_D} +tháng *{_M})))",
                _said,
            ),
            "month": (rf"tháng *{_M}{_OF_YEAR}{_NO_NUMBER}|{_not_rate()}tháng *{_M}{_NO_NUMBER}{_not_counting('rates')}", _said),
            "month_range": (rf"(?P<first>tháng *{_MONTH})(?:{to_month}){_NO_NUMBER}", _from_to),
            "months": (rf"tháng +(?P<edge>đầu|cuối) +năm\b(?: *{_Y})?(?<=\b(?P<n>[01]?[0-9]|{number}) +tháng +(?:đầu|cuối) +năm[0-9 ]*)", _months),
        },
        r"nửa(?<!\wnửa)": {"half_year": (rf"(?P<n>nửa) +(?P<edge>đầu|cuối) +năm *{_Y}", _months)},
        r"t[0-9](?<!\w..)": {"short_month": (rf"(?-i:T){_M}[/.\-]{_YEAR}", _said)},
    }


def _quarter_patterns() -> _Patterns:
    to_quarter = rf"{_TO}(?P<last>(?:qu[ýí] *)?{_QUARTER}|(?:năm *)?{_Y}|tháng *{_MONTH})"
    return {
        r"qu[ýí](?<!\wqu.)(?= *[i0-4])": {
            "quarter_list": (_not_each() + _list_of("qu[ýí]", _Q, _QUARTER), _listed("quý")),
            "quarter": (rf"(?:{_not_rate()}|(?=qu[ýí] *[IV]))qu[ýí] *{_Q}(?:{_OF_YEAR}{_NO_NUMBER}|{_NO_NUMBER}{_not_counting('rates')})", _said),
            "quarter_range": (rf"{_not_each()}(?P<first>qu[ýí] *{_QUARTER}){to_quarter}{_NO_NUMBER}", _from_to),
        },
        r"q[iv.0-9](?<!\w..)": {"short_quarter": (rf"(?-i:Q)\.?{_Q}[/.\-]{_YEAR}", _said)},
    }


def _year_patterns() -> _Patterns:
    unit = rf"(?P<unit>\b(?:{_words('periods')}\b|{_not_rate()}năm)(?: +[0-9]{{1,2}} +năm)?(?: +từ)?(?: +năm)?)"
    years = rf"(?P<first>{_YEAR}){_TO}(?P<last>(?:năm +)?{_YEAR})"
    school_year = rf"(?P<unit>\bnăm học) +(?P<first>{_YEAR}) ?/ ?(?P<last>{_YEAR})"
    # a bare year stands for the year behind one of these words; a round `2000` may be a number of something
    law = r"\b(?:luật|hiến pháp|pháp lệnh|công ước|hiệp định|nghị định thư)(?: +[^\W\d_]+,?){0,10}"
    cue = rf"(?<=(?:\b{_words('year_cues')}|{law}) +{_YEAR})"
    day = rf"{_D}(?: *tháng *{_M}{_BEFORE_YEAR}|{_MARK}{_M}{_MARK}){_YEAR}"
    days = rf"(?P<first>{_DAY}|{_D}(?=-)|[0-3][0-9](?= - )|(?<=\b[Tt]ừ ){_D}(?= đến )){_TO}(?P<last>(?:ngày *)?{day})"
    counted = rf"(?<!\b{_words('before_count')} +)"  # `tuần 3 tháng 9/2022`
    part = rf"(?P<item>{_D}(?:{_MARK}{_M}(?:{_MARK}{_YEAR})?)?)"
    numeric_day = rf"{_D}{_MARK}{_M}{_MARK}{_YEAR}"
    return {
        r"năm(?<!\wnăm)(?= *[0-9])": {
            "year_list": (_not_each() + _list_of("năm", _YEAR, rf"{_YEAR}(?:(?<!00)|{_not_counting()})"), _listed("năm")),
            "year": (rf"(?<!\b(?:h[àằ]ng|mỗi|từng) +)năm *{_Y}{_NO_NUMBER}(?! ?- ?{_YEAR})", _said),
            "year_to_point": (
                rf"(?<=\btừ +)(?P<first>năm *{_Y}){_TO}(?P<last>qu[ýí] *{_QUARTER}|tháng *{_MONTH}|ngày *{_DAY}){_NO_NUMBER}",
                _from_to,
            ),
        },
        # from here on the year comes first, and the patterns look back at what stands before it
        r"(?:19|20)[0-9]{2}(?![0-9])": {
            "numeric_day_list": (
                rf"{_YEAR}{_NO_NUMBER}(?<={_OPENING}{part}(?:{_AND_THEN}{part}){{0,12}}{_AND_THEN}(?P<item>{numeric_day}))",
                _listed("ngày"),
            ),
            "bare_day": (rf"{_YEAR}{_NO_NUMBER}(?<={_ALONE}{counted}\b(?P<item>{day}))", _said),
            "bare_day_range": (rf"{_YEAR}{_NO_NUMBER}(?<={_ALONE}\b(?P<item>{days}))", _from_to),
            "cell_month": (rf"{_YEAR}(?<={_CELL_START}(?P<item>{_M}[-.]{_YEAR})){_CELL_END}", _said),
            "period": (
                rf"{_YEAR}(?:{_TO}| ?/ ?)(?:năm +)?{_YEAR}{_NO_NUMBER}(?<={unit} +\(?\b{years}|{school_year}|{_ALONE}\b{years})",
                _period,
            ),
            "iso_day": (rf"{_ALONE}\b{_YEAR}[-/](?P<m>0[1-9]|1[0-2])[-/](?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9]){_NO_NUMBER}", _said),
            "cell_year": (rf"{_YEAR}(?:{_CELL_END}|(?= +(?:và|đến) ))(?<={_CELL_START}{_YEAR})", _said),
            "bare_year": (rf"{_YEAR}(?<=[^\W\d_],? +{_YEAR}){cue}{_NO_NUMBER}{_not_counting()}(?<!2000(?= +\p{{L}}))", _said),
            "bracketed_year": (rf"{_YEAR}(?=\))(?<=[^\W\d_] ?\({_YEAR})", _said),
            # `Chỉ thị số 14-CT/TW 2017 ngày ...`: the year of an instrument
            "instrument_year": (rf"{_YEAR}(?=,? +ngày)(?<=[/\-][A-ZĐ]+ {_YEAR})", _said),
        },
    }


def _digit_patterns() -> _Patterns:
    of_number = rf"(?<!\b{_words('instruments')}:? +)"
    part, day = rf"{_D}(?:/{_M})?", rf"{_D}/{_M}"
    more = rf"{_AND_THEN}(?P<item>{day}){_NO_NUMBER}"
    aside = r"\bngày +\d{1,2}/\d{1,2} *\([^()\n]{1,40}\)(?:,| và) +"  # `trước ngày 15/6 (báo cáo 6 tháng) và` 15/12
    no_share = r"(?!10/1[0-2]|11/1[12]|12/12|24/7)"  # a share has no zero before it and is no more than the whole
    return {
        r"\b[01]?[0-9] ?/ ?(?=(?:19|20)[0-9]{2})": {
            "bare_month": (rf"{_ALONE}{of_number}{_M} ?/ ?{_YEAR}{_NO_NUMBER}{_not_counting()}", _said),
            "bare_month_range": (rf"{_ALONE}{of_number}(?P<first>{_M}/{_YEAR}){_TO}(?P<last>{_M}/{_YEAR}){_NO_NUMBER}", _from_to),
        },
        # only with a word around, and never where it may be a fraction: `trước 20/12`, but not `đến 2/3`
        r"\b[0-3][0-9]/(?=[01]?[0-9](?![0-9]))": {
            "yearly_day": (rf"(?<=\b(?:trước|sau|hết|chậm nhất|đến|từ|tới|vào) +(?:là +)?|{aside}){day}{_NO_NUMBER}", _said),
            "due_day": (rf"(?<=\b{_words('due_days')}(?: *:)? +){day}{_NO_NUMBER}(?= *(?:[.,;)\n\t]|$))", _said),
            "every_year_day": (rf"{_ALONE}(?P<item>{day})(?:{more})?(?= +h[àằ]ng +năm\b)", _listed("ngày")),
            "yearly_day_list": (rf"(?<=\b(?:trước|sau|đến) +)(?P<item>{day}){more}", _listed("ngày")),
            "day_alone": (
                rf"(?:(?<=\()|{_CELL_START})(?P<item>{no_share}{day})(?:{_AND}(?P<item>{day})){{0,6}}(?:(?=\))|{_CELL_END})",
                _listed("ngày"),
            ),
            "yearly_range": (rf"{day}{_NO_NUMBER}(?<={_OPENING}(?P<item>(?P<first>{part}){_TO}(?P<last>{day})))", _from_to),
        },
        r"\b[0-3]?[0-9]/(?=[01]?[0-9](?![0-9/]))": {
            "feast_day": (rf"(?<=\b(?:{_words('feasts')}|(?-i:Ngày) +\p{{L}}[^\n\t|.,;:()0-9]{{3,50}}) +){day}{_NO_NUMBER}", _said),
        },
    }


def _recurrence_patterns() -> _Patterns:
    # behind `hàng` anything may stand; a bare word is a member of the list only where it ends there: not `quý II`, `tháng hành động`
    ends = r"(?= *(?:[,.;:()/\n\t]|$)| +(?:và|hoặc|báo cáo|để|gửi|theo|về|tổng hợp|tiến hành|tổ chức|đánh giá|có|phải)\b)"
    bare = rf"(?:(?:{_COUNT}) +(?:tháng|năm)\b(?! +(?:đầu|cuối)\b)|(?:tuần|tháng|qu[ýí]|năm){ends})"
    every = r"h[àằ]ng +(?:[0-9]{1,2} +(?:tháng|năm)|năm|qu[ýí]|tháng|tuần|ngày)\b"
    aside = r"(?: *\([^()\n\t]{1,60}\))?"
    weekdays = rf"{_words('weekdays')}(?:(?:{_AND}|{_TO}){_words('weekdays')}){{0,6}}"
    single = rf"\b(?:{_COUNT}) +(?:ngày|tuần|tháng|qu[ýí]|năm)|(?<!\btrong +){_not_rate()}\b(?:tuần|tháng|qu[ýí])"
    more = rf"(?:{aside}{_AND}(?:cả +)?(?P<item>{every}|{bare})){{0,8}}"
    return {
        r"h[àằ]ng(?<!\wh.ng)(?= +(?:[0-9]|năm|qu|tháng|tuần|ngày))": {
            "weekday": (rf"h[àằ]ng +tuần\b(?<=\b(?P<item>{weekdays} +h[àằ]ng +tuần))", _recurring_day("P1W")),
            # not the plants that live a year, nor `hàng quý hiếm`
            "every": (rf"(?<!\bcây +(?:trồng +)?)(?P<item>{every})(?! +(?:hiếm|giá|báu|khách)){more}", _every(plans=True)),
        },
        r"định kỳ(?<!\wđịnh kỳ)": {
            "regularly": (rf"định kỳ(?: +(?:báo cáo|theo|vào|mỗi))?:? +\(?(?P<item>{every}|{bare}){more}", _every(plans=False)),
        },
        # `ba tháng một lần`, `6 tháng/lần`, but not the rates `mỗi tháng một lần`, `02 lần/tháng`
        r"lần\b": {"interval": (rf"lần(?<=(?P<item>{single})(?: */ *|(?: +| */ *)(?:một|0?1) +)lần)", _every(plans=False))},
        r"thường xuyên": {
            "standing": (r"\bthường xuyên trong năm\b(?! *[0-9])", _always(None)),
            "standing_cell": (rf"{_CELL_START}(?-i:T)hường xuyên{_CELL_END}", _always(None)),
            "standing_attribute": (
                r"(?<=\b(?:thời +(?:gian|hạn)|tiến độ)[^:\n\t]{0,30}: *(?:[^\n\t.;]{4,40}(?: và|,) +)?)thường xuyên(?= *(?:[.,;\n\t]|$| +sau đó\b))",
                _always(None),
            ),
        },
    }


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
    sites = ((site, group) for anchor, group in _by_anchor().items() for site in _anchor(anchor).finditer(lowered))
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
