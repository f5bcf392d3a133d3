"""Units whose names several ministries use, `Vụ Pháp chế`, `Thanh tra Bộ`: their ids hold the ministry, ``bo-y-te/vu-phap-che``."""

import re
from functools import cache

from pipeline.extract.agencies.registry import registry as names_of_bodies
from pipeline.resolve.registry import Body, registry, slug

_OF_MINISTRY = re.compile(r"(?P<unit>(?:Vụ|Cục|Văn phòng|Thanh tra)(?: .+?)??)(?: Bộ)?(?: -|,)? (?P<ministry>Bộ .+)$")
_OF_ALL = ("Văn phòng", "Thanh tra")  # each ministry has one


def unit_id(name: str, issuer: str) -> str:
    """The id of a unit of the ministry that its name ends with, else of ``issuer`` (the id of what issued the document); empty for other names.

    >>> unit_id("Thanh tra Bộ Y tế", ""), unit_id("Vụ Pháp chế", "bo-y-te"), unit_id("Vụ Pháp chế", "chinh-phu")
    ('bo-y-te/thanh-tra', 'bo-y-te/vu-phap-che', '')
    """
    match = _OF_MINISTRY.match(name)
    ministry = registry().body(match["ministry"]) if match else None
    if match and ministry:
        own = registry().body(match["unit"])
        if own and own.name not in _shared_names():
            return own.id
        return f"{ministry.id}/{slug(match['unit'])}" if match["unit"] in _shared_names() else ""
    unit = name.removesuffix(" Bộ")
    is_unit = unit in _shared_names() and (unit not in _OF_ALL or unit != name)
    return f"{issuer}/{slug(unit)}" if is_unit and issuer in _ministries() else ""


def unit_of_id(id: str) -> Body | None:
    """The unit that an id made by `unit_id` stands for; nothing is recorded of its time.

    >>> unit_of_id("bo-y-te/vu-phap-che").name
    'Vụ Pháp chế, Bộ Y tế'
    """
    ministry, _, unit = id.partition("/")
    name = next((name for name in _shared_names() if slug(name) == unit), None)
    return Body(id, f"{name}, {_ministries()[ministry].name}", "central") if name and ministry in _ministries() else None


@cache
def _shared_names() -> frozenset[str]:
    tables = names_of_bodies().agencies
    named = {entry["name"] for entry in tables["body"]}
    named |= {f"{family['head']} {name}" for family in tables["family"] for name in family["names"]}
    return frozenset(name for name in named if name.startswith("Vụ ") or (name.startswith("Cục ") and name.casefold() in registry().several)) | set(
        _OF_ALL
    )


@cache
def _ministries() -> dict[str, Body]:
    """The ministries and ministry-level bodies by their ids."""
    bodies = registry().bodies.values()
    return {body.id: body for body in bodies if body.periods and body.periods[0].parent == "Chính phủ" and body.name != "Thủ tướng Chính phủ"}
