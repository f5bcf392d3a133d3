"""The members of a list that names a body once and the places of all: ``UBND các quận Ngô Quyền, Hồng Bàng``."""

import re
from collections.abc import Iterator
from functools import cache

import regex
from msgspec.structs import replace

from pipeline.extract.agencies.borders import any_head
from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.places import SURNAMES
from pipeline.extract.agencies.registry import CENTRAL_CITIES, registry
from pipeline.extract.territories import territory_level, territory_name
from pipeline.extract.vocabulary import alternatives, key

_UNITS = r"huyện|quận|xã|phường|tỉnh|thành phố|thị xã|thị trấn|đặc khu"
_PROPER = r"\p{Lu}[\p{Ll}']+(?: \p{Lu}[\p{Ll}']+){0,3}(?: \d{1,2}(?![\d/.])| \p{Lu}(?![\p{L}.]))?"  # `Tân Phú 2`, `Đông Phước A`
_AND = r"(?: *[,;] *(?:và +)?| +và +)"
_ENDS = r"(?= *(?:[,;.:)\n\t(|]|$)| và | +\p{Ll})"
_PLURAL_PLACES = regex.compile(rf" các (?P<unit>(?i:{_UNITS}))(?: (?P<name>{_PROPER}))?$")
_KINDS_OF_PLACES = regex.compile(
    rf" các (?P<unit>(?i:{_UNITS}))(?:(?: *, *| +và +)(?i:{_UNITS}))+(?: trực thuộc (?i:trung ương))?(?: (?P<name>{_PROPER}))?$"
)
_OPENS_PLACES = regex.compile(rf"(?: +\p{{Ll}}+){{0,3}} *: *(?P<name>{_PROPER})(?={_AND}{_PROPER}{_ENDS})")
_OFFICE = "(?:Phó|Chủ tịch|Giám đốc|Trưởng|Chánh|Bí thư) "  # `UBND quận Lê Chân; Phó Chủ tịch ...`
_PLACE = regex.compile(
    rf"{_AND}(?:(?P<several>các +)?(?P<unit>{_UNITS}|(?i:TX|TP)\.?) +(?P<name>{_PROPER})|(?P<bare>(?!{_OFFICE})\p{{Lu}}[\p{{Ll}}']+(?: \p{{Lu}}[\p{{Ll}}']+){{1,3}}(?: \d{{1,2}}| \p{{Lu}}(?![\p{{L}}.]))?)){_ENDS}"
)
_GOES_ON = re.compile(r" *[,;]| +và ")
_ONE_PLACE = regex.compile(rf" (?P<unit>{_UNITS}|(?i:TX|TP)\.?) {_PROPER}$")
_PERSON_BEGINS = regex.compile(rf"(?:{SURNAMES}) \p{{Lu}}\p{{Ll}}+ ")


def by_place(flow: str, item: Found) -> list[Found] | None:
    """``UBND các quận Ngô Quyền, Hồng Bàng``, ``UBND các xã: Ea Nhôn, Bảo Thuận``, ``Công an huyện Sơn Hà, Ba Trà``: a body a place."""
    surface = flow[item.start : item.end]
    kinds = _KINDS_OF_PLACES.search(surface) if " các " in surface else None
    if kinds is not None:
        return _by_kinds_of_place(flow, item, kinds)
    several = _PLURAL_PLACES.search(surface) if " các " in surface else None
    if several is None and _SEVERAL.match(item.name):
        unit, stem = "", singular(item.name)
    elif several is not None:
        unit, stem = several["unit"].lower(), item.name[: item.name.rfind(" các ")]
    else:
        return _by_one_place(flow, item, surface)
    if several is not None and several["name"]:
        first = replace(item, name=f"{stem} {unit} {several['name']}")
        return [first, *_places(flow, first, stem, unit, several=True)]
    opens = _OPENS_PLACES.match(flow, item.end)
    if opens is None or any_head().match(flow, opens.start("name")):
        return None
    first = replace(item, end=opens.end("name"), name=" ".join(filter(None, (stem, unit, opens["name"]))))
    return [first, *_places(flow, first, stem, unit, several=True)]


def _by_kinds_of_place(flow: str, item: Found, kinds: "regex.Match[str]") -> list[Found] | None:
    """``UBND các tỉnh, thành phố: Long An, Cần Thơ``: several kinds of places stand before the list of them."""
    stem, name, end = item.name[: item.name.rfind(" các ")], kinds["name"], item.end
    if name is None:
        opens = _OPENS_PLACES.match(flow, item.end)
        if opens is None or any_head().match(flow, opens.start("name")):
            return None
        name, end = opens["name"], opens.end("name")
    if key(name) in registry().province_names:
        unit = "thành phố" if key(name) in CENTRAL_CITIES else "tỉnh"
        return _provinces(flow, replace(item, end=end, name=f"{stem} {territory_name(f'{unit} {name}')}"), stem, True)
    if kinds["name"]:
        return None  # `UBND các huyện, thành phố Tân An`: all districts, and a city
    unit = kinds["unit"].lower()
    first = replace(item, end=end, name=f"{stem} {unit} {name}")
    return [first, *_places(flow, first, stem, unit, several=True)]


def _by_one_place(flow: str, item: Found, surface: str) -> list[Found] | None:
    listed = item.rule in ("agency.local", "agency.department") and _GOES_ON.match(flow, item.end)
    if not listed:
        return None
    if _next_province().match(flow, item.end) and (province := _ends_in_province().search(item.name)):
        return _provinces(flow, item, item.name[: province.start()], bool(province["unit"]))
    one = _ONE_PLACE.search(surface)
    if one is None:
        return None
    unit = _unit(one["unit"])
    stem = singular(item.name[: item.name.rfind(f" {unit} ")])
    members = list(_places(flow, item, stem, unit, several=False))
    return [replace(item, name=singular(item.name)), *members] if members else None


@cache
def _ends_in_province() -> "regex.Pattern[str]":
    return regex.compile(rf" (?P<unit>(?:tỉnh|thành phố) )?(?:{alternatives(registry().province_names.values())})$")


@cache
def _next_province() -> "regex.Pattern[str]":
    return regex.compile(
        rf"{_AND}(?P<where>(?P<unit>(?i:tỉnh|thành phố|TP\.?) *)?(?P<name>{alternatives(registry().province_names.values())})){_ENDS}"
    )


def _provinces(flow: str, item: Found, stem: str, with_unit: bool) -> list[Found] | None:
    """``Sở Y tế Hà Nội, Đà Nẵng``, ``UBND tỉnh Sơn La, Điện Biên``: a body a province; ``with_unit`` says that the first is named with its unit."""
    members: list[Found] = []
    position = item.end
    while (match := _next_province().match(flow, position)) is not None:
        start, position = match.span("where")
        unit = ("thành phố " if key(match["name"]) in CENTRAL_CITIES else "tỉnh ") if with_unit and not match["unit"] else ""
        members.append(Found(start, position, f"{stem} {territory_name(unit + match['where'])}", item.level, "agency.elliptic", 0.93, item.head))
    return [replace(item, name=singular(item.name)), *members] if members else None


# a plural head that is no bare word: `Các Huyện ủy`, `Các Công ty Điện lực`
_SEVERAL = regex.compile(
    r"Các (?:(?i:huyện|thành|tỉnh|quận|thị|đảng) ủy|(?i:công ty|nông trường|lâm trường|chi cục|trung tâm|ban quản lý|hạt|đội|trạm|xí nghiệp|nhà máy|chi nhánh)(?: |$)|(?:Điện lực|Đồn Biên phòng|Phòng [Gg]iao dịch)$)"
)
_SMALL = ("xã", "phường", "thị trấn", "đặc khu")
_MIDDLE = ("huyện", "quận", "thị xã")


def _unit(written: str) -> str:
    """A unit of places as names have it: ``TX.`` is `thị xã`."""
    return {"tx": "thị xã", "tp": "thành phố"}.get(written.rstrip(".").casefold(), written)


def _may_hold(unit: str, further: str, gap: str) -> bool:
    """Whether what follows a place behind ``gap`` may be the one that it lies in: ``xã A, huyện B``, ``huyện A, thành phố B``, not ``thành phố A, huyện B``."""
    equals = _SMALL if unit in _SMALL else (*_MIDDLE, "thành phố") if unit == "thành phố" or " và " in gap else _MIDDLE
    return unit != further and not (unit in (*equals, "thành phố") and further in equals)


def _places(flow: str, first: Found, stem: str, unit: str, *, several: bool) -> Iterator[Found]:
    """The places that go on after ``first``, each a body; after a singular unit what follows may also be its parent or a person."""
    position, kind = first.end, _SMALL if unit in _SMALL else _MIDDLE
    while (match := _PLACE.match(flow, position)) is not None:
        start = match.start("bare") if match["bare"] else match.start("several" if match["several"] else "unit")
        if any_head().match(flow, start):
            return
        if not several:
            if match["unit"] and not match["several"] and _may_hold(unit, _unit(match["unit"]), flow[position:start]):
                return
            if match["bare"] and (unit not in kind or key(match["bare"]) in registry().province_names or _PERSON_BEGINS.match(flow, start)):
                return
        if match["several"]:
            several, unit, first = True, match["unit"], replace(first, level=territory_level(match["unit"]))
            kind = _SMALL if unit in _SMALL else _MIDDLE
        where = territory_name(f"{match['unit']} {match['name']}") if match["unit"] else f"{unit} {match['bare']}".strip()
        position = match.end("bare") if match["bare"] else match.end("name")
        yield Found(start, position, f"{stem} {where}", first.level, "agency.elliptic", 0.93, first.head)


def singular(name: str) -> str:
    rest = name.removeprefix("Các ")
    return rest[:1].upper() + rest[1:]
