"""The bodies of a record, each with its id in the registry as of the date of the document.

Certainty goes before completeness: a collective, a deputy, a body whose unit the document does not tell has no id.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec.structs import replace

from pipeline.extract.agencies.registry import registry as names_of_bodies
from pipeline.resolve.home import home_of
from pipeline.resolve.places import Home, Place, kind_and_rest, place_at_end, place_of, read_place
from pipeline.resolve.registry import Body, registry, slug
from pipeline.resolve.units import unit_id
from pipeline.rule_tables import load_rules
from pipeline.schema import Entity, Identity, Level, Record


def identify_agencies(record: Record) -> Record:
    """The record with an Identity at each AGENCY: id, territory from the text or the issuer, and the date of the document.

    >>> from pipeline.extract import extract
    >>> from pipeline.readers.document import Document
    >>> from pipeline.schema import SourceInfo
    >>> text = "UBND TỈNH QUẢNG NINH\\nQuảng Ninh, ngày 5 tháng 3 năm 2024\\nKẾ HOẠCH\\nTiêm chủng năm 2024\\n1. Sở Y tế chủ trì, báo cáo Bộ Y tế."
    >>> record = identify_agencies(extract(Document("7", text, SourceInfo("7.txt", "txt", "utf-8", "", 0))))
    >>> [e.identity.id for e in record.entities if e.label == "AGENCY"]
    ['ubnd/quang-ninh', 'so-y-te/quang-ninh', 'bo-y-te']
    """
    home = home_of(record)
    if issuer := record.metadata.issuer:
        found, _ = _body_and_place(issuer, home.own.level if home.own else "central", home)
        home = replace(home, issuer=found.split("#")[0])
    return replace(record, entities=[_identified(entity, home) for entity in record.entities])


def _identified(entity: Entity, home: Home) -> Entity:
    if entity.label != "AGENCY":
        return entity
    return replace(entity, identity=identify(entity.norm.name, entity.norm.level, home))


@lru_cache(4096)  # the same few bodies stand all over a document
def identify(name: str, level: Level | None, home: Home) -> Identity:
    """What the name of a norm stands for in a document of ``home``.

    >>> identify("Bộ trưởng Bộ Nội vụ", "central", Home(day="2026-01-01"))
    Identity(id='bo-noi-vu#bo-truong', territory=None, as_of='2026-01-01')
    """
    body, place = ("", None) if name.startswith("Các ") else _body_and_place(name, level, home)
    if not body and not place:
        place = _territory(name, level, home)
    return Identity(body or None, place.name if place else None, home.day)


def _body_and_place(name: str, level: Level | None, home: Home) -> tuple[str, Place | None]:
    """The id of a body or an office, empty where none is certain, and its unit where it has one."""
    if len(name) > _LONGEST_NAME:
        return "", None
    if unit := unit_id(name, home.issuer) if level == "central" else "":
        return unit, None
    if name.casefold() in registry().several:
        return "", None
    if name in _OWN_HEADS and home.issuer.startswith(f"{slug(_OWN_HEADS[name])}-"):
        return home.issuer + ("" if name in _OWN_HEADS.values() else f"#{slug(name)}"), home.own
    body, (kind, rest) = registry().body(name), kind_and_rest(name)
    if body and kind and not rest and not body.territory:
        return _central_or_local(body, kind, level, home)
    if body and body.periods and body.level in (level, None):
        return _own_place(body, home)
    if kind and (place := place_of(kind, rest, level, home)):
        return _local_id(kind, place), place
    for office, rest in _offices(name):
        found, place = _body_and_place(rest, level, home)
        if found or place:
            return (f"{found}#{slug(office)}" if found and office in _single_offices() else ""), place
    return (body.id if body and body.level in (level, None) and not body.vague else ""), None


_LONGEST_NAME = 300  # characters of a body with its offices; what is longer is many words of offices
_OWN_HEADS = {"Bộ": "Bộ", "Bộ trưởng": "Bộ", "Sở": "Sở"}  # what stands in a document of a ministry for the ministry itself: `thuộc Bộ`


def _own_place(body: Body, home: Home) -> tuple[str, Place | None]:
    return body.id, read_place(body.territory, home) if body.territory else None


def _local_id(kind: Body, place: Place) -> str:
    return "" if kind.vague or not place.id else f"{kind.id}/{place.id}"


def _central_or_local(body: Body, kind: Body, level: Level | None, home: Home) -> tuple[str, Place | None]:
    """``Cục Thuế`` was one of each province until February 2025, and is a central body since then; without a date it is neither."""
    place = place_of(kind, "", level, home)
    if level == body.level and body.stands(home.day):
        return body.id, None
    if place and kind.stands(home.day):
        return _local_id(kind, place), place
    return (body.id if home.day and body.stands(home.day) else ""), None


@cache
def _single_offices() -> frozenset[str]:
    return frozenset(load_rules("registry/local")["single_offices"])


@cache
def _offices_by_word() -> dict[str, list[str]]:
    """The names of offices by their first word, shortest first."""
    found: dict[str, list[str]] = {}
    for office in sorted(set(names_of_bodies().office_names.values()), key=len):
        found.setdefault(office.split(" ", 1)[0], []).append(office)
    return found


def _offices(name: str) -> Iterator[tuple[str, str]]:
    """The offices with which a name may begin, shortest first, and the body that follows: `Chánh` `Văn phòng Trung ương Đảng`."""
    offices = _offices_by_word().get(name.split(" ", 1)[0], ())
    yield from ((office, name[len(office) + 1 :]) for office in offices if name.startswith(f"{office} "))


_OTHER_UNITS = re.compile(r"(?:^| )(?:cấp|các|cùng|tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|khu vực|trung ương)(?: |,|$)", re.I)


def _territory(name: str, level: Level | None, home: Home) -> Place | None:
    """The unit of a body without an id: that in its name, else that of the document at its level."""
    if place := place_at_end(name, home):
        return place
    named = name.removeprefix("Các ")
    return None if level is None or _OTHER_UNITS.search(named) or named.startswith(_institutions()) else home.at(level)


@cache
def _institutions() -> tuple[str, ...]:
    return tuple(f"{head} " for head in load_rules("registry/local")["elsewhere"])
