"""The life of a body: when it stood, what it came from, what took its work over, each with its legal source."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from pipeline.resolve.places import Place
from pipeline.resolve.registry import Body, Period, day_after, registry
from pipeline.rule_tables import load_rules
from pipeline.schema import Level


class Source(Struct, frozen=True):
    """A legal source: ``number`` as it is cited, ``checked`` how number and day were verified (rules/registry/acts.toml)."""

    number: str
    type: str | None = None
    issuer: str | None = None
    on: str | None = None
    about: str | None = None
    checked: str | None = None


class Link(Struct, frozen=True):
    """Another body, and the first day of the change between the two."""

    id: str
    name: str
    on: str


class Time(Struct, frozen=True):
    """A time in which a body stood, ISO days, the last one included; null: before the registry begins, or still standing."""

    start: str | None
    end: str | None
    parent: str | None
    sources: list[Source]


class History(Struct, frozen=True):
    """All that the registry knows of one body.

    ``id`` is null where the unit that the name gives may be one of several; ``standing`` is whether it stood on the day asked for, null where
    no time is known; ``some`` that only some units have or had a body of this kind, so that this one may never have been.
    """

    id: str | None
    name: str
    level: Level | None
    field: str | None
    territory: str | None
    as_of: str
    standing: bool | None
    times: list[Time]
    predecessors: list[Link]
    successors: list[Link]
    aliases: list[str]
    some: bool = False


def history(body: Body, place: Place | None, day: str, aliases: list[str]) -> History:
    """The history of a body, or of the body of a kind in a unit, as seen on an ISO day.

    >>> [link.id for link in history(registry().body("Bộ Giao thông vận tải"), None, "2026-01-01", []).successors]
    ['bo-xay-dung']
    """
    periods = list(_periods(body, place))
    return History(
        (f"{body.id}/{place.id}" if place.id else None) if place else body.id,
        f"{body.name} {place.name}" if place else body.label,
        place.level if place else body.level,
        body.field,
        place.name if place else body.territory,
        day,
        any(p.holds(day) for p in periods) if periods else None,
        [Time(p.start, p.end, _parent(p.parent, place), [source(number) for number in p.acts]) for p in periods],
        _in_order(_predecessors(body, place, periods)),
        _in_order(_successors(body, place, periods)),
        aliases,
        body.some,
    )


def _parent(name: str, place: Place | None) -> str | None:
    """The body that it belongs to: that of the same unit, where units have one."""
    parent = registry().find(name) if name else None
    return f"{parent.name} {place.name}" if parent and place and place.level in parent.levels else name or None


def source(number: str) -> Source:
    """A legal source by its number; one of the user's own is only the words that name it."""
    act: dict[str, Any] | None = load_rules("registry/acts")["acts"].get(number)
    return Source(number, **(act | {"on": str(act["on"])})) if act else Source(number)


def _in_order(links: Iterator[Link]) -> list[Link]:
    return sorted(dict.fromkeys(links), key=lambda link: link.on)


# --- a body of a unit stands where both its kind and the unit do -------------------------------------------------------------------------


def _periods(body: Body, place: Place | None) -> Iterator[Period]:
    """The periods of a body, cut to those of its unit: the bodies of a district ended with the districts."""
    units = [_DISTRICTS] if place and place.level == "district" else []
    units += [Period(end=day) for level, day in body.ended_at if place and place.level == level]
    units += _province(place).periods if place and place.id else ()
    for period in body.periods:
        for unit in units:
            period = _common(period, unit)
        if (period.start or "") <= (period.end or "9999"):
            yield period


def _common(one: Period, other: Period) -> Period:
    start = max(filter(None, (one.start, other.start)), default=None)
    end = min(filter(None, (one.end, other.end)), default=None)
    ended_by_other = other.acts if end and end == other.end and end != one.end else ()
    return Period(start, end, one.parent, one.into, one.split_from, (*one.acts, *(act for act in ended_by_other if act not in one.acts)))


_DISTRICTS = Period(end="2025-06-30", acts=("203/2025/QH15", "72/2025/QH15"))


def _province(place: Place) -> Body:
    return next(b for b in registry().provinces.values() if b.id == place.id.split("/")[0])


# --- links -----------------------------------------------------------------------------------------------------------------------------


def _successors(body: Body, place: Place | None, periods: list[Period]) -> Iterator[Link]:
    """What took the work over when a period ended: other kinds in the same unit, or the same kind in the province that took the unit in."""
    for period in periods:
        if period.end is None:
            continue
        if any(own.end == period.end for own in body.periods):
            yield from _links(body, period.into, place, day_after(period.end))
        elif place and place.level == "province" and _province(place).periods[0].end == period.end:
            yield from (_same_kind(body, name, day_after(period.end)) for name in _province(place).periods[0].into)


def _predecessors(body: Body, place: Place | None, periods: list[Period]) -> Iterator[Link]:
    """The bodies whose work went into this one, and where a province took others in, the same kind of body there."""
    names = {name.casefold() for name in (body.name, *body.also)}
    others = (other for other in registry().all() if bool(other.levels) == bool(body.levels) and other.id != body.id)
    for other in others:
        ends = (period.end for period in other.periods if period.end and names & {name.casefold() for name in period.into})
        yield from (link for end in ends for link in _links(body, (other.name,), place, day_after(end)))
    for period in periods:
        yield from _links(body, period.split_from, None, period.start or "")
    if place and place.level == "province":
        yield from _of_merged_provinces(body, _province(place))


def _of_merged_provinces(body: Body, province: Body) -> Iterator[Link]:
    for other in registry().provinces.values():
        period = other.periods[0]
        if province.name in period.into and period.end and body.stands(period.end):
            yield _same_kind(body, other.name, day_after(period.end))


def _same_kind(body: Body, province: str, on: str) -> Link:
    other = registry().provinces[province.casefold()]
    return Link(f"{body.id}/{other.id}", f"{body.name} {other.label}", on)


def _links(body: Body, names: tuple[str, ...], place: Place | None, on: str) -> Iterator[Link]:
    """The bodies of these names; those of a kind that every unit of the level has are the ones of the same unit."""
    for name in names:
        other = registry().find(name, local=bool(body.levels))
        if other and other.levels and place and place.level in other.levels and not other.some:
            yield Link(f"{other.id}/{place.id}" if place.id else other.id, f"{other.name} {place.name}", on)
        elif other and not (other.levels and place):
            yield Link(other.id, other.label, on)
