"""The registry of bodies over time, ``pipeline/rules/registry``: what a body is called, where it belongs, when it stood, and what came of it.

It is read at first use. Names that texts give to a body stand in the tables of the extractors; here a body has the name that norms write.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from pipeline.extract.agencies.registry import registry as names_of_bodies
from pipeline.own_rules import OwnBody, own_rules
from pipeline.rule_tables import load_rules
from pipeline.schema import Level

_TABLES = ("government", "state", "party", "organisations", "local")
_FAMILIES = ("Tổng cục", "Cục", "Học viện", "Bộ Tư lệnh", "Tập đoàn", "Tổng công ty")  # heads whose names are those of one body each
_FIELD_HEADS = ("Bộ ", "Sở ", "Phòng ")


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a body stood: ISO days, the last one included; None where it is open, or before 2002.

    ``parent``, ``into`` (what took its work over at the end) and ``split_from`` are names, ``acts`` numbers of legal sources.
    """

    start: str | None = None
    end: str | None = None
    parent: str = ""
    into: tuple[str, ...] = ()
    split_from: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()

    def holds(self, day: str) -> bool:
        return (self.start or "") <= day <= (self.end or "9999")


@dataclass(frozen=True, slots=True)
class Body:
    """A body, a province, or with ``levels`` a kind of body of which every unit of these levels has one.

    ``also`` holds other names that norms keep, ``unit`` the unit that the name itself holds (``huyện`` of `Huyện ủy`); of a province it is its kind;
    ``ended_at`` the last days of a kind at the levels where it ended before the others; ``bare``: its name alone is that of the issuer's unit;
    ``vague``: texts also mean a later body by the name (`Sở Văn hóa`); ``some``: only some units have or had one.
    Without ``periods`` nothing is known of its time.
    """

    id: str
    name: str
    level: Level | None
    field: str | None = None
    levels: tuple[Level, ...] = ()
    unit: str = ""
    also: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    territory: str | None = None
    ended_at: tuple[tuple[Level, str], ...] = ()
    bare: bool = False
    vague: bool = False
    some: bool = False

    @property
    def label(self) -> str:
        """The name with which people know it: ``tỉnh Quảng Ninh``."""
        return f"{self.unit} {self.name}" if self.unit and not self.levels else self.name

    def stands(self, day: str | None) -> bool:
        """Whether it stood on a day; a body without known periods always does, and where the day is unknown only one that never ended."""
        if not self.periods:
            return True
        return any(p.holds(day) for p in self.periods) if day else self.periods[0].start is None and self.periods[-1].end is None


def slug(name: str) -> str:
    """A name as a readable part of an id.

    >>> slug("Sở Lao động - Thương binh và Xã hội")
    'so-lao-dong-thuong-binh-va-xa-hoi'
    """
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d")).encode("ascii", "ignore").decode()
    return _NO_LETTERS.sub("-", plain).strip("-")


_NO_LETTERS = re.compile(r"[^a-z0-9]+")


class Registry:
    """All bodies, kinds and provinces, by the names that norms write, in lower case; ``several`` are names that more than one body has."""

    def __init__(self) -> None:
        entries = [entry for table in _TABLES for group in load_rules(f"registry/{table}")["group"] for entry in _entries(group)]
        self.bodies = _by_name([*map(_own_body, own_rules().body), *(_body(entry) for entry in entries if not entry.get("levels"))])
        self.kinds = _by_name(_body(entry) for entry in entries if entry.get("levels"))
        self.longest_kind = max(name.count(" ") + 1 for name in self.kinds)  # words
        self.provinces = _by_name(_provinces())
        self.several = frozenset(map(str.casefold, load_rules("registry/local")["several"]))
        self._fixed = {name.casefold(): (name, level) for name, level in _fixed_names()}

    def body(self, name: str) -> Body | None:
        """The single body of a name; one of which nothing but the name is known is made when it is asked for."""
        folded = name.casefold()
        if folded not in self.bodies and folded in self._fixed:
            fixed, level = self._fixed[folded]
            self.bodies[folded] = Body(slug(fixed), fixed, level)
        return self.bodies.get(folded)

    def fixed(self) -> Iterator[Body]:
        """The bodies of which nothing but the name is known."""
        yield from (Body(slug(name), name, level) for folded, (name, level) in self._fixed.items() if folded not in self.several)

    def find(self, name: str, *, local: bool = False) -> Body | None:
        """The body, kind or province of a name; ``local`` asks for a kind first, where a central body has the same name."""
        folded = name.casefold()
        single, kind = self.body(name), self.kinds.get(folded)
        province = self.provinces.get(folded.removeprefix("tỉnh ").removeprefix("thành phố "))
        return (kind or single if local else single or kind) or province

    def all(self) -> list[Body]:
        """Each body, kind and province once."""
        return list(dict.fromkeys([*self.bodies.values(), *self.kinds.values(), *self.provinces.values()]))


@cache
def registry() -> Registry:
    """The registry, read at first use.

    >>> registry().body("Bộ Giao thông vận tải").periods[0].into
    ('Bộ Xây dựng',)
    """
    return Registry()


def _entries(group: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The bodies of a group with what they have in common; its acts are added to those of each."""
    common = {name: value for name, value in group.items() if name != "bodies"}
    yield from (common | entry | {"acts": [*entry.get("acts", ()), *common.get("acts", ())]} for entry in group["bodies"])


def _body(entry: dict[str, Any]) -> Body:
    name = entry["name"]
    head = next((head for head in _FIELD_HEADS if name.startswith(head)), "")
    levels = tuple(entry.get("levels", ()))
    level = entry.get("level") or (levels[0] if len(levels) == 1 else None)
    periods = tuple(_period(entry | period) for period in entry.get("periods", [{}]))
    field = entry.get("field") or (name.removeprefix(head) if head else None)
    bare, vague = entry.get("bare", False), entry.get("periods") == []
    ended_at = tuple((cast(Level, level), str(day)) for level, day in entry.get("ended_at", {}).items())
    unit, also = entry.get("unit", ""), tuple(entry.get("also", ()))
    return Body(
        entry.get("id") or slug(name),
        name,
        level,
        field,
        levels,
        unit,
        also,
        periods,
        ended_at=ended_at,
        bare=bare,
        vague=vague,
        some=entry.get("some", False),
    )


def _period(entry: dict[str, Any]) -> Period:
    start, end = (str(entry[edge]) if edge in entry else None for edge in ("from", "until"))
    return Period(start, end, entry.get("parent", ""), tuple(entry.get("into", ())), tuple(entry.get("split_from", ())), tuple(entry.get("acts", ())))


def _own_body(own: OwnBody) -> Body:
    """A body of the user's own; where it says whose it is, its id does too."""
    province = own.territory.removeprefix("tỉnh ").removeprefix("thành phố ") if own.territory else ""
    id = own.id or "/".join(filter(None, [slug(own.name), slug(province)]))
    periods = tuple(Period(_iso(p.start), _iso(p.end), p.parent or own.parent, tuple(p.into), (), tuple(p.sources)) for p in own.periods or [own])
    return Body(id, own.name, own.level, own.field, periods=periods, territory=own.territory)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _by_name(bodies: Iterable[Body]) -> dict[str, Body]:
    """By every name; the name of a body goes before another name of another."""
    given = list(bodies)
    found = {body.name.casefold(): body for body in reversed(given)}
    for body in given:
        for name in body.also:
            found.setdefault(name.casefold(), body)
    return found


def _provinces() -> Iterator[Body]:
    """The provinces; their legal sources are those of the days on which they began, changed, took others over or ended."""
    table = load_rules("territories")
    ended = [(other["successor"], day_after(other["until"])) for other in table["province"] if "until" in other]
    for entry in table["province"]:
        name, start, end = entry["name"], entry.get("from"), entry.get("until")
        taken = (day for successors, day in ended if name in successors)
        days = {start, entry.get("kind_since"), day_after(end) if end else "2025-07-01", *taken}
        acts = tuple(act for day in sorted(filter(None, days)) for act in table["changes"].get(day, ()))
        period = Period(start, end, "", tuple(entry.get("successor", ())), tuple(entry.get("split_from", ())), acts)
        yield Body(slug(name), name, "province", unit=entry["kind"], also=tuple(entry.get("spellings", ())), periods=(period,))


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _fixed_names() -> Iterator[tuple[str, Level | None]]:
    """The bodies that the extractors know by a whole name, where that is the name of one body."""
    tables = names_of_bodies().agencies
    for entry in tables["body"]:
        if not entry["name"].startswith("Vụ "):
            yield entry["name"], cast(Level | None, entry.get("level") or None)
    for family in tables["family"]:
        if family["head"] in _FAMILIES:
            yield from ((f"{family['head']} {name}", "central") for name in family["names"])
