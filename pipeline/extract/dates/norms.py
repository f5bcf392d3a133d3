"""What a date in the text means: the values that the rules of dates give for their matches, and the words before and behind them that shift one."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import Literal

import regex

from pipeline.extract.dates.points import COUNT, UNITS, Found, Match, Point, Produce, count_of, one_of, parse_point, point_of, words_of, year_of
from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm

Modifier = Literal["BEFORE", "ON_OR_BEFORE", "AFTER", "START", "END"]
_MODIFIERS: tuple[Modifier, ...] = ("BEFORE", "AFTER", "ON_OR_BEFORE", "START")
_EDGES: tuple[Modifier, ...] = ("START", "END")

# --- modifiers -----------------------------------------------------------------------------------------------------------


@cache
def _modifier_pattern() -> "regex.Pattern[str]":
    rules = load_rules("dates")
    said = "|".join(f"(?P<{kind}>{one_of(words)})" for kind, words in rules["modifiers"].items())
    edge = "|".join(f"(?P<edge_{kind}>{one_of(words)})" for kind, words in rules["edges"].items())
    hour = r"(?:[0-9]{1,2} ?(?:giờ|h|:)(?: ?[0-9]{2})?(?: ?phút)?,? +)?"
    at_edge = rf"(?:(?<!{words_of('before_edge')} +)\b(?:{edge}) +(?:của +)?)?"
    return regex.compile(rf"(?<=(?:\b(?:{said})(?!(?<=hết) +trong\b)(?: +{words_of('fillers')}){{0,3}} +)?{at_edge}{hour})", regex.I)


@cache
def _modifier_behind() -> "regex.Pattern[str]":
    said = "|".join(f"(?P<{kind}>{one_of(words)})" for kind, words in load_rules("dates")["modifiers_behind"].items())
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


def gives_point(match: Match) -> Iterator[Found]:
    """A point with its modifier."""
    start, end = _span(match)
    yield start, end, _norm(point_of(match), _modifier(match.string, start, end))


def gives_list(unit: str) -> Produce:
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


def gives_stretch(match: Match) -> Iterator[Found]:
    """Two points that make a stretch."""
    unit = regex.match(r"\p{L}*", match["first"])
    first, last = parse_point(match["first"]), parse_point(match["last"], unit[0] if unit else "")
    if first is not None and last is not None:
        yield *_span(match), _stretch(first, last)


def gives_period(match: Match) -> Iterator[Found]:
    """A stretch of years, from its unit word (`giai đoạn`, `năm`) if it has one; a school year has no first and last day."""
    first, last = parse_point(match["first"]), parse_point(match["last"])
    if first is None or last is None or first.year is None or last.year is None or not 0 < last.year - first.year <= 100:
        return
    start, norm = match.start("unit" if match["unit"] else "first"), _stretch(first, last)
    if match["unit"] and match["unit"].casefold().startswith(tuple(load_rules("dates")["words"]["school_years"])):
        norm = DateNorm("DURATION", norm.value, _modifier(match.string, start, match.end()), None, None)
    yield start, match.end(), norm


def gives_months(match: Match) -> Iterator[Found]:
    """`6 tháng đầu năm 2022` is a half, three months are a quarter, other numbers a stretch of months."""
    months = 6 if match["n"].casefold() == "nửa" else count_of(match["n"])
    year, opening, start = year_of(match["y"]), match["edge"].casefold() == "đầu", match.start("n")
    if months in (3, 6):
        point = Point(year, half=1 if opening else 2) if months == 6 else Point(year, quarter=1 if opening else 4)
        yield start, match.end(), _norm(point, _modifier(match.string, start, match.end()))
    elif 0 < months < 12:
        first, last = (1, months) if opening else (13 - months, 12)
        yield start, match.end(), _stretch(Point(year, month=first), Point(year, month=last))


def gives_recurrence(*, plans: bool) -> Produce:
    """The members of a list of recurrences: `hàng tháng, quý, năm`; `6 tháng, một năm` behind `định kỳ`; `ba tháng` before `một lần`.

    With ``plans`` the list may be one of plans, and years are then their length: `hằng năm và 5 năm`.
    """

    def produce(match: Match) -> Iterator[Found]:
        for start, end in match.spans("item"):
            item = regex.fullmatch(rf"(?:h[àằ]ng +)?(?:({COUNT}) +)?(\p{{L}}+)", match.string[start:end], regex.I)
            if item is not None:
                count, unit = count_of(item[1]) if item[1] else 1, item[2].casefold()
                if unit == "năm" and count > 1 and plans:
                    continue
                yield start, end, DateNorm("SET", f"P{3 * count}M" if unit in ("quý", "quí") else f"P{count}{UNITS[unit]}", None, None, None)

    return produce


def gives_always(value: str | None) -> Produce:
    def produce(match: Match) -> Iterator[Found]:
        yield *match.span(), DateNorm("SET", value, None, None, None)

    return produce


def gives_day_of(value: str) -> Produce:
    """`trước ngày 05 hàng tháng`, `thứ Sáu hàng tuần`; a stretch of days (`từ ngày 01 đến ngày 05 hàng tháng`) has no modifier."""

    def produce(match: Match) -> Iterator[Found]:
        start, end = _span(match)
        stretch = "last" in match.re.groupindex and match["last"]
        yield start, end, DateNorm("SET", value, None if stretch else _modifier(match.string, start, end), None, None)

    return produce


def gives_days_of(value: str) -> Produce:
    """Each day of a list: `ngày 15 và ngày 30 hằng tháng`."""

    def produce(match: Match) -> Iterator[Found]:
        mod = _modifier(match.string, match.start(), match.end())
        for start, end in match.spans("item"):
            yield start, end, DateNorm("SET", value, mod, None, None)

    return produce
