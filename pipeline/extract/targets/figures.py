"""Figures that may be targets: percentages, and counts and rates with a unit that ``pipeline/rules/units.toml`` names."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.extract.percents import parse_number
from pipeline.extract.rule import Mention
from pipeline.extract.vocabulary import alternatives, key
from pipeline.rule_tables import load_rules
from pipeline.schema import PercentNorm

Kind = Literal["percent", "things", "people", "measures", "money", "repeated", "rate", "cell"]

_KINDS: tuple[Kind, ...] = ("people", "things", "measures", "money", "repeated")

_REST = r"(?:[0-9]{0,2}(?:[. ][0-9]{3})+(?![0-9])(?:,[0-9]+)?|[0-9]*(?:[.,][0-9]+)?)"  # of a number behind its first digit
NUMBER = rf"(?>[0-9]{_REST})"
_ALONE = r"(?<![\w.,/\-][0-9])(?<![\w./][-/] [0-9])"  # behind the first digit: not the rest of a number, a code or a range of years
TO = r" ?(?:-|đến|tới) ?"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit: its span in the flow, ``upper`` for a range, ``percent`` the mention where it is one.

    ``name`` is that of the row, for a figure that is alone in a cell.
    """

    start: int
    end: int
    value: float
    upper: float | None
    unit: str
    kind: Kind
    percent: Mention | None = None
    name: str = ""


def find_figures(flow: str, percents: Sequence[Mention], taken: Sequence[Mention]) -> list[Figure]:
    """The percentages of a flowing text and its counts and rates, in order; what lies in a ``taken`` mention (a date, a citation) is none.

    >>> [(f.value, f.unit) for f in find_figures("mở 02 lớp tập huấn; tử vong mẹ dưới 42/100.000 trẻ đẻ sống", [], [])]
    [(2.0, 'lớp tập huấn'), (42.0, '/100.000 trẻ đẻ sống')]
    """
    closed = sorted((m.start, m.end) for m in [*percents, *taken])
    figures = [_of_percent(percent) for percent in percents]
    for figure in _counts(flow):
        before = bisect_right(closed, (figure.start, len(flow)))
        if not (before and closed[before - 1][1] > figure.start) and not (before < len(closed) and closed[before][0] < figure.end):
            figures.append(figure)
    return sorted(figures, key=lambda figure: figure.start)


def _of_percent(percent: Mention) -> Figure:
    norm = percent.norm
    assert isinstance(norm, PercentNorm)
    return Figure(percent.start, percent.end, norm.value, norm.upper, "%", "percent", percent)


# Most numbers of a plan are dates and parts of a citation: the word behind a number is looked at before its unit is read.
_BEFORE_WORD = re.compile(rf"[0-9]{_ALONE}[0-9.,]*(?:(?: [0-9]{{3}}){{1,5}}(?![0-9]))?(?:{TO}[0-9.,]+|/[0-9]+)? ?([^\W\d_]+|‰|/)")


@cache
def _units() -> dict[str, tuple[str, Kind]]:
    """Each unit in its one spelling with its kind, by the `key` of what is written."""
    table = load_rules("units")
    return {key(unit): (table["spellings"].get(unit, unit), kind) for kind in _KINDS for unit in table[kind]}


@cache
def _first_words() -> frozenset[str]:
    """What a unit or its multiplier begins with."""
    table = load_rules("units")
    forms = [form for kind in (*_KINDS, "multipliers") for form in table[kind]]
    return frozenset({re.split(r"[\W\d]", form)[0] for form in forms} | {"‰", "/", "phần", "trên"})


@cache
def _pattern() -> re.Pattern[str]:
    """A number or a range; a multiplier; a unit of one of the kinds; for whom or how often, behind a stroke."""
    units = load_rules("units")
    each = rf" ?/ ?{alternatives(units['each'])}(?!\w)"
    no_unit, forms = alternatives(units["no_units"]), [form for kind in _KINDS for form in units[kind]]
    base = rf"(?:/|trên) ?(?P<base>1 ?000|1\.000|10\.000|100\.000|100 ?000|10 ?000)(?P<of> {alternatives(units['rate_populations'])})?"
    return re.compile(
        rf"(?P<value>{NUMBER})(?:{TO}(?P<upper>{NUMBER}))?(?:/(?P<total>[0-9]{{1,4}}(?!\.?[0-9])))? ?"
        rf"(?:(?P<mille>‰|phần nghìn)|{base}|(?:(?P<times>{alternatives(units['multipliers'])}) )?(?!{no_unit}(?!\w))(?P<unit>{alternatives(forms)})(?!\w)"
        rf"(?: ?{base.replace('<base>', '<base2>').replace('<of>', '<of2>')}|(?P<each>(?:{each})*)))"
    )


def _counts(flow: str) -> Iterator[Figure]:
    for number in _BEFORE_WORD.finditer(flow):
        match = _pattern().match(flow, number.start()) if number[1] in _first_words() else None
        if match is None:
            continue
        value, upper = read_number(match["value"]), read_number(match["upper"]) if match["upper"] else None
        if (upper is not None and upper <= value) or (match["total"] and not value <= int(match["total"]) < 1900):
            continue
        times = load_rules("units")["times"].get(match["times"] or "", 1)
        unit, kind = _units()[key(match["unit"])] if match["unit"] else ("‰" if match["mille"] else "", "rate")
        if (kind == "repeated" and not match["each"]) or _is_base(flow, match.start(), value):
            continue
        yield Figure(match.start(), match.end(), value * times, upper and upper * times, unit + _for_whom(match), kind)


def _is_base(flow: str, start: int, value: float) -> bool:
    """Whether a number only says out of how many: ``tỷ suất tử vong trên 1.000 trẻ đẻ sống``."""
    return value in _BASES and _OUT_OF.search(flow, max(0, start - _RATE_REACH), start) is not None


_BASES, _RATE_REACH = (1000, 10_000, 100_000), 120  # characters
_OUT_OF = re.compile(r"(?i)(?<!\w)t[ỷỉ] (?:suất|số)(?!\w)[^;.%]{0,110}[^\d\s] trên $")


def read_number(written: str) -> float:
    """The value of a written number; ``1 200`` and ``1.200`` are one.

    >>> read_number("1 200"), read_number("12,5")
    (1200.0, 12.5)
    """
    return parse_number(written.replace(" ", ""))


def read_unit(written: str) -> tuple[int, str]:
    """How often a unit is taken, and the unit in its one spelling, as a column of units names it.

    >>> read_unit("Triệu đồng"), read_unit("Giường bệnh/10.000 dân")
    ((1000000, 'đồng'), (1, 'giường bệnh/10.000 dân'))
    """
    unit = " ".join(written.split())
    unit = unit if unit.isupper() else unit[:1].lower() + unit[1:]
    times: dict[str, int] = load_rules("units")["times"]
    taken = max((word for word in times if unit.startswith(f"{word} ")), key=len, default="")
    unit = unit.removeprefix(taken).strip()
    return times.get(taken, 1), _units().get(key(unit), (unit, ""))[0]


def _for_whom(match: re.Match[str]) -> str:
    """What stands behind the stroke: ``/người/năm``, ``/100.000 trẻ em``."""
    base, of = match["base"] or match["base2"], match["of"] or match["of2"]
    if base:
        return f"/{int(re.sub(r'[ .]', '', base)):,}".replace(",", ".") + (of or "")
    return re.sub(r"\s*/\s*", "/", match["each"] or "")
