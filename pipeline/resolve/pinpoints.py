"""The parts of an instrument that a citation names: `điểm a khoản 1 Điều 3`, `Điều 5, 6 và 7`, `khoản 1, khoản 3 Điều 12`."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

_VALUE = {"điểm": r"[a-zđ][0-9]{0,2}(?![\w])", "khoản": r"[0-9]+[a-zđ]?(?!\w)", "điều": r"[0-9]+[a-zđ]?(?!\w)"}
_VALUES = {unit: re.compile(value) for unit, value in _VALUE.items()}
_AND = r"(?:\s*[,;]\s*(?:và\s+)?|\s+(?:và|hoặc)\s+)"
_UNITS = "|".join(rf"(?i:{unit})\s+{value}(?:{_AND}{value})*" for unit, value in _VALUE.items())
_LIST = rf"(?:{_UNITS})(?:(?:{_AND}|\s+)(?:các\s+)?(?:{_UNITS}))*"
_BEFORE = re.compile(rf"(?<!\w)({_LIST})(?:\s+của|\s*,)?\s+$")
_BEHIND = re.compile(rf"\s*(?:\(|,?\s*tại\s+)({_LIST})")
_UNIT = re.compile(r"(?i:điểm|khoản|điều)(?=\s)")
# most are one provision of one article, which needs no reading of lists
_ONE = re.compile(
    rf" (?<![,;0-9] )(?<! [a-zđ] )(?<!và )(?<!hoặc )(?P<all>(?:(?i:điểm) (?P<point>{_VALUE['điểm']}) )?(?:(?i:khoản) (?P<clause>{_VALUE['khoản']}) )?(?i:điều) (?P<article>{_VALUE['điều']}))(?: của)? $"
)
_LONGEST = 160


class Provision(Struct, frozen=True):
    """A provision in the folded text; ``start`` and ``end`` are offsets there."""

    start: int
    end: int
    article: str | None = None
    clause: str | None = None
    point: str | None = None


def provisions_before(text: str, at: int) -> list[Provision]:
    """The provisions that end right before ``at``, each with its span in ``text``.

    >>> text = "khoản 1, khoản 3 Điều 12 Luật Trẻ em"
    >>> [(p.article, p.clause, text[p.start : p.end]) for p in provisions_before(text, 25)]
    [('12', '1', 'khoản 1, khoản 3 Điều 12'), ('12', '3', 'khoản 3 Điều 12')]
    """
    last = text[max(at - 16, 0) : at].removesuffix("của ").rstrip(" ,\n")[-2:]
    if not last[1:].isdigit() and not (last[:1].isspace() and last[1:].isalpha()) and not last[:1].isdigit():
        return []
    if one := _ONE.search(text, max(at - 40, 0), at):
        return [Provision(one.start("all"), one.end("all"), one["article"], one["clause"], one["point"])]
    start = max(at - _LONGEST, 0)
    near = text[start:at]
    found = _BEFORE.search(near)
    return list(_read(text, start + found.start(1), start + found.end(1))) if found else []


def provisions_behind(text: str, at: int) -> list[Provision]:
    """The provisions that begin right behind ``at``: `Luật Trẻ em (khoản 1 Điều 90)`, `Nghị định số 56/2017/NĐ-CP tại Điều 36`.

    >>> [(p.article, p.clause) for p in provisions_behind("Luật Trẻ em (khoản 1 Điều 90)", 11)]
    [('90', '1')]
    """
    found = _BEHIND.match(text, at)
    return list(_read(text, found.start(1), found.end(1))) if found else []


def _read(text: str, start: int, end: int) -> Iterator[Provision]:
    """Points belong to the clause behind them, clauses to the article behind them."""
    points: list[Provision] = []
    clauses: list[Provision] = []
    units = [*_UNIT.finditer(text, start, end)]
    for unit, stop in zip(units, [*(unit.start() for unit in units[1:]), end], strict=True):
        name = unit[0].lower()
        values = _VALUES[name].finditer(text, unit.end(), stop)
        places = [(value.start() if number else unit.start(), value.end(), value[0]) for number, value in enumerate(values)]
        if name == "điểm":
            points += [Provision(a, b, point=value) for a, b, value in places]
        elif name == "khoản":
            clauses += [replace(inner, end=b, clause=value) for a, b, value in places for inner in points or [Provision(a, b)]]
            points = []
        else:
            inner = clauses or points
            yield from (replace(each, end=b, article=value) for a, b, value in places for each in inner or [Provision(a, b)])
            points, clauses = [], []
    yield from clauses or points
