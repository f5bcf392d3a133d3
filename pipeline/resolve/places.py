"""The unit that a territory in a name means, on a day and from where the document was issued."""

import re
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from pipeline.extract.agencies.registry import UNIT_LEVELS
from pipeline.resolve.registry import Body, registry, slug
from pipeline.rule_tables import load_rules
from pipeline.schema import Level

TWO_LEVELS = "2025-07-01"  # the first day without districts: Nghị quyết 203/2025/QH15
# a city under central authority is known by its name
UNITS: dict[str, Level] = UNIT_LEVELS | {"thành phố": "district", "thành phố trực thuộc Trung ương": "province"}


class Place(Struct, frozen=True):
    """A unit: ``quang-ninh/huyen-ba-che``, `huyện Ba Chẽ, tỉnh Quảng Ninh`; the id is empty where it is not certain which one it is."""

    id: str
    name: str
    level: Level
    unit: str


class Home(Struct, frozen=True):
    """Where and when a document was issued, ``issuer`` the id of the body that did, ``kind`` that of its kind (``ubnd``)."""

    province: Place | None = None
    district: Place | None = None
    commune: Place | None = None
    day: str | None = None
    kind: str = ""
    issuer: str = ""

    def at(self, level: Level | None) -> Place | None:
        return {"province": self.province, "district": self.district, "commune": self.commune}.get(level or "")

    @property
    def own(self) -> Place | None:
        """The unit of the issuer itself, the lowest that is known."""
        return self.commune or self.district or self.province


@cache
def _entries() -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in load_rules("territories")["province"]}


def kind_of(province: Body, day: str | None) -> str | None:
    """``tỉnh`` or ``thành phố`` as of a day; None where only the day would tell.

    >>> kind_of(registry().provinces["cần thơ"], "2003-05-01"), kind_of(registry().provinces["cần thơ"], None)
    ('tỉnh', None)
    """
    entry = _entries()[province.name]
    since = entry.get("kind_since")
    if since is None:
        return str(entry["kind"])
    return None if day is None else str(entry["kind"] if day >= since else entry["earlier_kind"])


def province_place(province: Body, day: str | None) -> Place:
    unit = kind_of(province, day) or str(_entries()[province.name]["kind"])
    return Place(province.id, f"{unit} {province.name}", "province", unit)


_UNIT = re.compile(r"(?:thành phố trực thuộc Trung ương|" + "|".join(sorted(UNITS, key=len, reverse=True)) + r")(?= |$)")


def read_place(surface: str, home: Home) -> Place | None:
    """The unit that a territory means: ``tỉnh Quảng Ninh``, ``huyện Ba Chẽ``, ``tỉnh`` for that of the issuer; None for several or for none.

    >>> home = Home(read_place("tỉnh Quảng Ninh", Home()), day="2020-05-01")
    >>> read_place("huyện Ba Chẽ", home)
    Place(id='quang-ninh/huyen-ba-che', name='huyện Ba Chẽ, tỉnh Quảng Ninh', level='district', unit='huyện')
    """
    if f"{surface} ".startswith(("Tỉnh ", "Thành phố ")):
        surface = surface[0].lower() + surface[1:]
    match = _UNIT.match(surface)
    if match is None:
        province = registry().provinces.get(surface.casefold())
        return province_place(province, home.day) if province else None
    unit, name = match[0], surface[match.end() :].strip()
    if not name:
        return next((place for place in (home.commune, home.district, home.province) if place and place.unit == unit), None)
    province = registry().provinces.get(name.casefold())
    if province and unit in ("tỉnh", "thành phố"):
        return _province_or_its_city(province, unit, home)
    if unit == "tỉnh" or not (name[0].isupper() or name[0].isdigit()) or re.search(r",| và | - (?:huyện|xã)", name):
        return None
    return _below(_holder(UNITS[unit], home), unit, name)


def _province_or_its_city(province: Body, unit: str, home: Home) -> Place | None:
    """``thành phố Bắc Ninh`` is a city of the province of that name, ``thành phố Cần Thơ`` one under central authority, since 2004."""
    stands_later = home.day is not None and home.day < (province.periods[0].start or "")
    kind = None if stands_later else kind_of(province, home.day)
    if kind == unit and (home.day or unit == "tỉnh" or not province.periods[0].start):
        return province_place(province, home.day)
    if unit == "tỉnh":
        earlier = _entries()[province.name].get("earlier_kind")
        return Place(province.id, f"tỉnh {province.name}", "province", unit) if earlier == unit else None
    if home.day is None and kind != "tỉnh":
        return None
    before = [b for b in registry().provinces.values() if province.name in b.periods[0].into and b.stands(home.day)] if stands_later else [province]
    return _below(province_place(before[0], home.day), unit, province.name) if before else None


def _below(holder: Place | None, unit: str, name: str) -> Place:
    own = f"{unit} {name}"
    if holder is None or not holder.id:
        return Place("", own, UNITS[unit], unit)
    return Place(f"{holder.id}/{slug(own)}", f"{own}, {holder.name}", UNITS[unit], unit)


def _holder(level: Level, home: Home) -> Place | None:
    """What a named unit of a level belongs to in a document of ``home``, where that is certain.

    Communes belong to the province since there are no districts, before that to a district that must be known. A district that is still named
    later may be one of a province that was merged.
    """
    if level == "commune":
        return home.province if (home.day or "") >= TWO_LEVELS else home.district
    since = (home.day or TWO_LEVELS) >= TWO_LEVELS
    return None if since and home.province and home.province.id in _provinces_of_2025() else home.province


@cache
def _provinces_of_2025() -> frozenset[str]:
    """The ids of the 23 provinces that took others in on 1 July 2025."""
    ended = (body.periods[0] for body in registry().provinces.values() if body.periods[0].end == "2025-06-30")
    return frozenset(slug(name) for period in ended for name in period.into)


def place_at_end(name: str, home: Home) -> Place | None:
    """The one unit with which a name ends: ``Ban Chỉ đạo công tác trẻ em tỉnh Quảng Ninh``; none at the end of a list of units."""
    for match in re.finditer(rf"(?<= ){_UNIT.pattern}", name):
        if _LISTED.search(name, 0, match.start()):
            return None
        if place := read_place(name[match.start() :], home):
            return place
    return None


_LISTED = re.compile(rf"(?:{'|'.join(UNITS)}|các|những)(?:,| và)? $", re.I)


@lru_cache(4096)
def kind_and_rest(name: str) -> tuple[Body | None, str]:
    """The longest kind of local body with which a name begins, and what follows: ``Sở Y tế``, ``tỉnh Quảng Ninh``."""
    words = name.split(" ")
    for count in range(min(len(words), registry().longest_kind), 0, -1):
        if kind := registry().kinds.get(" ".join(words[:count]).casefold()):
            return kind, " ".join(words[count:])
    return None, ""


_COMMITTEE = re.compile(r"(Tỉnh|Thành|Huyện|Quận|Thị) ủy(?= |$)")
_COMMITTEE_UNITS = {"Tỉnh": "tỉnh", "Thành": "thành phố", "Huyện": "huyện", "Quận": "quận", "Thị": "thị xã"}


def place_of(kind: Body, rest: str, level: Level | None, home: Home) -> Place | None:
    """The unit of a local body: what follows its kind in the name, else that of the document where the kind is at one level, `bare`, or issued it."""
    rest = _COMMITTEE.sub(lambda m: _COMMITTEE_UNITS[m[1]], rest.removeprefix("Việt Nam").strip(), count=1)
    if kind.unit and not rest.startswith(kind.unit):
        rest = f"{kind.unit} {rest}".strip()
    if rest:
        place = read_place(rest, home)
    elif len(kind.levels) == 1:
        place = home.at(kind.levels[0])
    else:
        place = home.own if kind.bare or kind.id == home.kind else None
    if place is None or place.level not in kind.levels:
        return None
    dated = place.unit == "thành phố" and rest != place.unit  # the day tells whether a city that is named is one under central authority
    return place if dated or level in (place.level, None) else None
