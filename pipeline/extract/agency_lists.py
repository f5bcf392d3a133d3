"""What the names of bodies share in running text: elliptic lists, organs and offices before a body, generic nouns that a body owns."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
import regex
from msgspec.structs import replace

from pipeline.extract.agency_names import (
    CENTRAL_CITIES,
    any_head,
    ends_name,
    name_end,
    registry,
    safe_pattern,
    second_field,
    tables,
    territory,
    territory_name,
)
from pipeline.extract.vocabulary import alternatives, key


class Found(msgspec.Struct, frozen=True):
    """A span that names a body: its name, and its level or what tells it (``document``, ``previous``, ``parent``, ``none``)."""

    start: int
    end: int
    name: str
    level: str
    rule: str
    score: float = 1.0
    head: str = ""


def complete(flow: str, found: list[Found], recipients: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """Finds of the scan with what lists and neighbours add to them, in order and without overlap."""
    found = _with_elliptic_members(flow, _with_opened_lists(flow, found))
    found = _with_second_fields(flow, found)
    found = _with_parents(flow, _with_places_owned(flow, found))
    found = _with_prefixes(flow, _with_listed_organs(flow, _with_committees(flow, found)))
    found = _with_owned(flow, found)
    found = _with_shared_tails(flow, found)
    return _with_recipient_codes(flow, found, recipients) if recipients else found


def without_overlaps(flow: str, found: Sequence[Found]) -> list[Found]:
    kept: list[Found] = []
    whole = {f.start: f.end for f in found if f.rule in ("agency.registry", "agency.department")}
    # an open name that only goes on over `và` where the registry knows a whole name has run into the next one
    found = [f for f in found if f.rule != "agency.open_name" or f.start not in whole or not _ran_on(flow, f, whole[f.start])]
    for item in sorted(found, key=lambda f: (f.start, -f.end)):
        if kept and kept[-1].start < item.start < kept[-1].end < item.end and (whole_name := _with_rest(kept[-1], item)):
            kept[-1] = replace(kept[-1], end=item.end, name=whole_name, level=item.level)
        elif not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end - item.start > kept[-1].end - kept[-1].start and item.start < kept[-1].end <= item.end and item.score > kept[-1].score:
            kept[-1] = item
    return kept


def _with_rest(found: Found, parent: Found) -> str:
    """The name of ``found`` with that of the parent that its last word begins: `Thanh tra Sở` is known, but here it goes on (`Sở Y tế`)."""
    shared = next((word for word in ("Bộ", "Sở", "Trung ương", "Tỉnh") if found.name.endswith(f" {word}") and parent.name.startswith(f"{word} ")), "")
    return found.name.removesuffix(shared) + parent.name if shared else ""


def _ran_on(flow: str, found: Found, known_end: int) -> bool:
    """Whether an open name goes on behind the name of a body that the registry knows, over words that are no part of it."""
    after = flow[known_end : found.end]
    rest = after.split()
    if safe_pattern().match(flow, known_end):
        return False  # `Phòng Xây dựng` `và kiểm tra văn bản`
    if rest[:1] == ["-"]:
        return False  # `Ban Tuyên giáo - Nữ công`
    if found.head.casefold() == "ban":
        return True
    if found.name.startswith(("Ban Chỉ đạo", "Tổ ")):
        return False
    last = flow[found.start : known_end].split()[-1].lower()
    goes_on = not after.islower() or bool(territory(flow, known_end)[0]) or (last, rest[0]) in registry().name_pairs
    return (
        "và" in rest or "về" in rest[: None if found.name.startswith("Ủy ban") else 1] or not goes_on
    )  # `Ngân hàng Nhà nước về`: a predicate or a subject


_LISTED_UNITS = (
    "Vụ",
    "Cục",
    "Viện",
    "Ban",
    "Hội",
    "Khoa",
    "Tổ",
    "Đội",
    "Chi cục",
    "Trung tâm",
    "Trạm",
    "Trường",
    "Bệnh viện",
    "Công ty",
    "Ngân hàng",
    "Tập đoàn",
    "Tổng công ty",
)
_DEPARTMENTS = ("Sở", "Bộ", "Phòng")  # which a list names without `các` too: `Giao Sở: Y tế, Nội vụ`
_LISTED_LEVELS = {
    "Tập đoàn": "central",
    "Tổng công ty": "central",
    "Vụ": "central",
    "Cục": "central",
    "Viện": "central",
    "Bộ": "central",
    "Chi cục": "province",
    "Sở": "province",
    "Phòng": "district",
}


@cache
def _known_members(head: str) -> str:
    r = registry()
    families = [name for family in r.agencies.get("family", []) if family["head"] == head for name in family["names"]]
    organisations = [
        form.removeprefix("Hội ")
        for e in r.agencies.get("organisation", [])
        for form in [e["name"], *e.get("variants", [])]
        if head == "Hội" and form.startswith("Hội ")
    ]
    known = [*r.fields_of(head), *families, *organisations]
    return alternatives(known) if known else "(?!)"


@cache
def _member_pattern(head: str) -> "regex.Pattern[str]":
    """What goes on with an elliptic list: a separator, then a known field or unit, or (for units of a ministry) a capital."""
    capital = r"|(?P<open>(?=\p{Lu}))" if head in _LISTED_UNITS else ""
    return regex.compile(
        rf"(?:[ \n]*[,;][ \n]*(?:và +)?| +và +)(?!(?i:các|những)\b)(?:(?P<member>(?i:{_known_members(head)})(?!\w)(?! *[-&] *\w)){capital})"
    )


@cache
def _first_member(head: str) -> "regex.Pattern[str]":
    """A colon and the first member of a list; of a department only a field that there is."""
    open_name = "" if head in _DEPARTMENTS else r"|(?=\p{Lu})"
    return regex.compile(rf" ?: *(?:(?P<member>(?i:{_known_members(head)})(?!\w)){open_name})")


_OPENS_LIST = re.compile(rf"(?<!\w)(?P<plural>(?:[Cc]ác|CÁC|[Nn]hững) +)?(?P<head>{'|'.join([*_LISTED_UNITS, *_DEPARTMENTS])}) ?(?=:)")


def _with_opened_lists(flow: str, found: list[Found]) -> list[Found]:
    """``Các Vụ: Pháp chế, Tổ chức``, ``Giao Sở: Y tế, Nội vụ``: the head with its first member, which the scan does not know."""
    if not any(f"{head}{colon}" in flow for head in (*_LISTED_UNITS, *_DEPARTMENTS) for colon in (":", " :")):
        return found  # as almost always
    for hint in _OPENS_LIST.finditer(flow):
        head = hint["head"]
        match = _first_member(head).match(flow, hint.end("head")) if bool(hint["plural"]) == (head in _LISTED_UNITS) else None
        if match is None:
            continue
        end = match.end() if match["member"] else name_end(flow, match.end() - 1, False, False)[0]
        if end <= hint.end() + 1:
            continue
        member = _member_name(head, flow[match.start("member") if match["member"] else match.end() : end].strip())
        first = Found(hint.start(), end, member, _LISTED_LEVELS.get(head, "document"), "agency.elliptic", 0.9, f"{head}*")
        found = [f for f in found if f.end <= first.start or f.start >= first.end] + [first]
    return found


def _with_elliptic_members(flow: str, found: list[Found]) -> list[Found]:
    """``Các Sở: Y tế; TC, NV``: the head with its first member is one span, each following member one of its own."""
    out: list[Found] = []
    for item in sorted(found, key=lambda f: f.start):
        if out and item.start < out[-1].end and out[-1].rule == "agency.elliptic":
            continue
        first, *members = next(filter(None, (split(flow, item) for split in (_by_place, _by_number, _by_field))), [item])
        out += [first, *members]
    return without_overlaps(flow, out)


_UNITS = r"huyện|quận|xã|phường|tỉnh|thành phố|thị xã|thị trấn|đặc khu"
_PROPER = r"\p{Lu}[\p{Ll}']+(?: \p{Lu}[\p{Ll}']+){0,3}(?: \d{1,2}(?![\d/.]))?"
_AND = r"(?: *[,;] *(?:và +)?| +và +)"
_ENDS = r"(?= *(?:[,;.:)\n\t(|]|$)| và | +\p{Ll})"
_PLURAL_PLACES = regex.compile(rf" các (?P<unit>(?i:{_UNITS}))(?: (?P<name>{_PROPER}))?$")
_KINDS_OF_PLACES = regex.compile(
    rf" các (?P<unit>(?i:{_UNITS}))(?:(?: *, *| +và +)(?i:{_UNITS}))+(?: trực thuộc (?i:trung ương))?(?: (?P<name>{_PROPER}))?$"
)
_OPENS_PLACES = regex.compile(rf"(?: +\p{{Ll}}+){{0,3}} *: *(?P<name>{_PROPER})(?={_AND}{_PROPER}{_ENDS})")
_PLACE = regex.compile(
    rf"{_AND}(?:(?P<unit>{_UNITS}|TX\.?|TP\.?) +(?P<name>{_PROPER})|(?P<bare>\p{{Lu}}[\p{{Ll}}']+(?: \p{{Lu}}[\p{{Ll}}']+){{1,3}}(?: \d{{1,2}})?)){_ENDS}"
)
_GOES_ON = re.compile(r" *[,;]| +và ")
_ONE_PLACE = regex.compile(rf" (?P<unit>{_UNITS}) {_PROPER}$")
_SURNAMES = regex.compile(
    r"(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đoàn|Đinh|Trịnh|Trương|Mai|Cao|Lương|Đào) \p{Lu}\p{Ll}+ "
)


def _by_place(flow: str, item: Found) -> list[Found] | None:
    """``UBND các quận Ngô Quyền, Hồng Bàng``, ``UBND các xã: Ea Nhôn, Bảo Thuận``, ``Công an huyện Sơn Hà, Ba Trà``: a body a place."""
    surface = flow[item.start : item.end]
    kinds = _KINDS_OF_PLACES.search(surface) if " các " in surface else None
    if kinds is not None:
        return _by_kinds_of_place(flow, item, kinds)
    several = _PLURAL_PLACES.search(surface) if " các " in surface else None
    if several is None and _SEVERAL.match(item.name):
        unit, stem = "", _singular(item.name)
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
    stem = _singular(item.name[: item.name.rfind(f" {one['unit']} ")])
    members = list(_places(flow, item, stem, one["unit"], several=False))
    return [replace(item, name=_singular(item.name)), *members] if members else None


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
    return [replace(item, name=_singular(item.name)), *members] if members else None


def _singular(name: str) -> str:
    rest = name.removeprefix("Các ")
    return rest[:1].upper() + rest[1:]


# a plural head that is no bare word: `Các Huyện ủy`, `Các Công ty Điện lực`
_SEVERAL = regex.compile(
    r"Các (?:(?i:huyện|thành|tỉnh|quận|thị|đảng) ủy|(?:Công ty|Chi cục|Trung tâm|Ban Quản lý|Hạt|Đội|Trạm|Xí nghiệp|Nhà máy|Chi nhánh) |(?:Điện lực|Đồn Biên phòng|Phòng [Gg]iao dịch)$)"
)
_SMALL = ("xã", "phường", "thị trấn", "đặc khu")
_MIDDLE = ("huyện", "quận", "thị xã")


def _places(flow: str, first: Found, stem: str, unit: str, *, several: bool) -> Iterator[Found]:
    """The places that go on after ``first``, each a body; after a singular unit what follows may also be its parent or a person."""
    position, kind = first.end, _SMALL if unit in _SMALL else _MIDDLE
    while (match := _PLACE.match(flow, position)) is not None:
        start = match.start("bare") if match["bare"] else match.start("unit")
        if any_head().match(flow, start):
            return
        if not several:
            if match["unit"] and match["unit"] != unit and not (match["unit"] in kind and unit in kind):
                return
            if match["bare"] and (unit not in kind or key(match["bare"]) in registry().province_names or _SURNAMES.match(flow, start)):
                return
        where = territory_name(f"{match['unit']} {match['name']}") if match["unit"] else f"{unit} {match['bare']}".strip()
        position = match.end("bare") if match["bare"] else match.end("name")
        yield Found(start, position, f"{stem} {where}", first.level, "agency.elliptic", 0.93, first.head)


_ENDS_IN_NUMBER = regex.compile(r" (?P<number>[IVX]{1,5}|\d{1,2})$")
_NEXT_NUMBER = regex.compile(r"(?: *, *(?:và +)?| +và +)(?P<number>[IVX]{1,5}(?![\w.)/-])|(?:số +)?\d{1,2}(?![\w/%]|[.,]\d))")
_ENDS_LIST = regex.compile(r" *(?:[,;:.)\n\t|]|$)| +(?:và|của|thuộc|trực thuộc)(?!\w)")


def _by_number(flow: str, item: Found) -> list[Found] | None:
    """``Cục Quản lý đường bộ I, II và III``, ``Đội Kiểm tra thuế số 1, số 2``: a unit a number."""
    number = _ENDS_IN_NUMBER.search(flow, item.start, item.end) if flow[item.end - 1] in "IVX0123456789" else None
    if number is None:
        return None
    further = list(_numbers(flow, item.end, number["number"]))
    own = _NEXT_NUMBER.search(flow, item.start, item.end)
    if own is not None and own.end() == item.end:  # the name ran on over `và`
        further, item = [own.span("number"), *further], replace(item, end=own.start(), name=item.name[: item.name.rfind(" và ")])
    if not further:
        return None
    item = replace(item, name=_singular(item.name))
    stem = item.name[: item.name.rfind(" ")]
    return [item, *(Found(a, b, f"{stem} {flow[a:b].removeprefix('số ')}", item.level, "agency.elliptic", 0.93, item.head) for a, b in further)]


def _numbers(flow: str, position: int, last: str) -> Iterator[tuple[int, int]]:
    """The numbers that go on with a list of units: as the first is written, each figure higher than the one before, and no figure that counts something."""
    while (match := _NEXT_NUMBER.match(flow, position)) is not None:
        number = match["number"].removeprefix("số ").strip()
        if number.isdigit() != last.isdigit():
            return
        if number.isdigit() and (int(number) <= int(last) or not (_ENDS_LIST.match(flow, match.end()) or ends_name(flow, match.end()))):
            return
        position, last = match.end(), number
        yield match.span("number")


_OPENS_FIELDS = re.compile(r"Các (phòng|sở)(?:, [\w ]+)*$")


def _by_field(flow: str, item: Found) -> list[Found] | None:
    """``Các Sở: Y tế; TC``, ``Các phòng, ban: NN, TC-KH``: a department a field."""
    opens = _OPENS_FIELDS.match(item.name) if item.rule == "agency.collective" else None
    if opens is not None:
        head = opens[1].capitalize()
        member = _first_field(head).match(flow, item.end)
        if member is None:
            return None
        field = registry().field_name(head, member["member"])
        item = Found(item.start, member.end(), f"{head} {field}", item.level, "agency.elliptic", 0.93, f"{head}*")
    if not item.head.endswith("*"):
        return None
    members = list(_members(flow, item.end, item.head[:-1], item))
    if not members:
        return [item]
    return [replace(item, name=_singular(item.name)), *members]


@cache
def _first_field(head: str) -> "regex.Pattern[str]":
    return regex.compile(rf" *: *(?P<member>(?i:{_known_members(head)})(?!\w)(?! *[-&] *\w))")


def _member_name(head: str, surface: str) -> str:
    """The name of a member of an elliptic list, written out: ``TH`` in `các Vụ: TH, PL` is `Vụ Tổng hợp`."""
    unit = _government_units().get(surface, "")
    return unit if unit.startswith(f"{head} ") else f"{head} {registry().field_name(head, surface)}"


@cache
def _government_units() -> dict[str, str]:
    return {u["code"]: u["name"] for u in registry().agencies.get("vpcp_unit", []) if u.get("code")}


def _members(flow: str, position: int, head: str, first: Found) -> Iterator[Found]:
    pattern = _member_pattern(head)
    match = pattern.match(flow, position)
    while match is not None:
        if match["member"]:
            start, end = match.span("member")
        else:
            start = match.end()
            if any_head().match(flow, start):
                return
            end, _ = name_end(flow, start - 1, False, False)
            if end <= start:
                return
        surface = flow[start:end]
        yield Found(start, end, _member_name(head, surface), first.level, "agency.elliptic", 0.93, head)
        match = pattern.match(flow, end)


_HAVE_FIELDS = ("Vụ ", "Ban ", "Phòng ", "Khoa ", "Cục ", "Tổ ")


def _with_second_fields(flow: str, found: list[Found]) -> list[Found]:
    """``Vụ Pháp chế - Thanh tra``, ``Ban Tổ chức - Kiểm tra``: a unit that the registry knows by its first field only."""
    out: list[Found] = []
    for index, item in enumerate(found):
        if item.name.startswith(_HAVE_FIELDS) and item.rule in ("agency.registry", "agency.department", "agency.local"):
            end = second_field(flow, item.end) if flow.startswith(" - ", item.end) else item.end
            if end > item.end and (index + 1 == len(found) or found[index + 1].start >= end):
                item = replace(item, end=end, name=f"{item.name} - {' '.join(flow[item.end + 3 : end].split())}")
        out.append(item)
    return out


# What a unit of the base belongs to, several at once: `Ban Nhân dân các ấp`, `Công đoàn các trường THPT`, `Chi bộ các thôn, trường học`.
_OWNED = ("Ban ", "Hội ", "Công đoàn", "Chi bộ", "Chi đoàn", "Trạm ", "Bí thư", "Trưởng ", "Tổ ", "Đội ", "Câu lạc bộ")
_PLACES_OWNED = regex.compile(
    r" các +(?:(?:ấp|thôn|xóm|bản|làng|buôn|khu phố|khối phố|khu dân cư|tổ dân phố|khóm|trạm y tế|chợ|bến xe|bến cảng|cảng|di tích|công viên|nghĩa trang|trạm bơm|công trình (?:công cộng|thủy lợi|cấp nước)|trường(?: (?:học|tiểu học|mầm non|trung học|phổ thông|THPT|THCS|TH|PTDT|MN|đại học|bán trú|nội trú)(?!\w))*)(?!\w)(?: *, *| +và +)?)+(?<![, ])"
)


def _with_places_owned(flow: str, found: list[Found]) -> list[Found]:
    """``Ban Nhân dân các ấp``: what belongs to several villages or schools takes them into its name."""
    out: list[Found] = []
    for item in found:
        if out and item.start < out[-1].end:
            continue  # `Công đoàn` `các trường THPT`
        owned = _PLACES_OWNED.match(flow, item.end) if item.name.startswith(_OWNED) and flow.startswith(" các ", item.end) else None
        out.append(item if owned is None else replace(item, end=owned.end(), name=f"{item.name} {' '.join(owned[0].split())}"))
    return out


# Organs and units: what has a parent, which without `của` or `thuộc` belongs to its name.
_PARTS = regex.compile(
    r"(?:Ban|Ủy ban Kiểm tra|Văn phòng|Thường trực|Phòng|Vụ|Cục|Chi cục|Trung tâm|Thanh tra|Trạm|Đội|Khoa|Tổ|Đoàn|Hội|Công đoàn|Đảng ủy|Đảng bộ|Chi bộ|Đảng đoàn"
    r"|Trường|Viện|Cơ quan|Cổng|Tạp chí|Hội đồng|Nhà tạm giữ|Trại tạm giam)(?!\w)(?! nhân dân)"
)
# `Ban Tuyên giáo các huyện ủy, thành ủy`, `Đảng đoàn các tổ chức chính trị - xã hội`
_SEVERAL_COMMITTEES = re.compile(r"Các (?:(?:tỉnh|huyện|thành|thị|quận|đảng) (?:ủy|đoàn)|(?:tổ chức|đoàn thể) chính trị - xã hội)")
_PARENT_GAP = re.compile(r" {1,3}(?:- {1,3})?")  # more are the gap between two columns


def _with_parents(flow: str, found: list[Found]) -> list[Found]:
    """``Ban Tuyên giáo`` + ``Tỉnh ủy``, ``Phòng An ninh mạng - Công an tỉnh``: a unit and its parent right after it are one name."""
    out: list[Found] = []
    for item in found:
        last = out[-1] if out else None
        if last is not None and _PARENT_GAP.fullmatch(flow, last.end, item.start) and _is_parent(flow, last, item):
            gap = " - " if "-" in flow[last.end : item.start] else " "
            out[-1] = replace(last, end=item.end, name=f"{last.name}{gap}{_tail_name(item.name)}", level=item.level, head=last.head)
        else:
            out.append(item)
    return out


_BARE_ORGANS = ("Đảng ủy", "Đảng bộ", "Chi bộ", "Đảng đoàn", "Ban Cán sự đảng", "Thường trực", "Công đoàn")


def _is_parent(flow: str, unit: Found, item: Found) -> bool:
    bare = item.rule == "agency.open_name" and item.end - item.start == len(item.head)  # `Ban Chỉ huy` begins a cell of its own
    if not _PARTS.match(unit.name.removeprefix("Các ")) or unit.rule == "agency.collective" or bare:
        return False
    if item.rule == "agency.collective":
        return bool(_SEVERAL_COMMITTEES.match(item.name))
    return flow[item.start].isupper() or item.name.endswith(" ủy") or unit.name in _BARE_ORGANS


def _with_committees(flow: str, found: list[Found]) -> list[Found]:
    """``các ban đảng`` + ``Tỉnh ủy``: several bodies of a committee that is named without `của` are one entity with it."""
    out: list[Found] = []
    for item in found:
        unit = out[-1] if out else None
        if unit is not None and flow[unit.end : item.start] == " " and _PARTY_BODIES.match(unit.name) and _COMMITTEES.search(item.name):
            out[-1] = replace(unit, end=item.end, name=f"{unit.name} {item.name}", level=item.level)
        else:
            out.append(item)
    return out


_COMMITTEES = re.compile(r" (?:ủy|đoàn)$|^Liên đoàn Lao động ")
_PARTY_BODIES = re.compile(r"(?i)các (?:ban(?: xây dựng)? đảng|cơ quan tham mưu, giúp việc|ban)$")


@cache
def _prefix_pattern() -> "regex.Pattern[str]":
    p = tables()["prefixes"]
    offices = [*p["offices"], *[o["name"] for o in registry().agencies.get("office", []) if o.get("office", True)]]
    words = alternatives([*p["organs"], *offices])
    capitals = alternatives(w.upper() for w in [*p["organs"], *offices] if len(w) > 4)
    members, small = alternatives(p["members"]), alternatives(p["small"])
    return regex.compile(
        rf"(?<![\w/])(?P<whole>(?P<plural>(?i:các|những) +)?(?P<prefix>{words}|{capitals}|(?i:phó )?(?i:chủ tịch|giám đốc|chánh văn phòng|thủ trưởng|trưởng ban|bộ trưởng|đơn vị thành viên|bí thư|hiệu trưởng)|(?i:{small})|(?i:{members}))) +$"
    )


# An organ that a list of bodies shares: `Thường trực: Tỉnh ủy, HĐND tỉnh`.
_SHARED_ORGAN = re.compile(r"(?<![\w/.])(?P<organ>Thường trực|TT|TTr|Văn phòng|VP|Ban Thường vụ|BTV) ?: *$")
_NEXT_MEMBER = re.compile(r" *(?:[,;/]|-|và) *")


def _with_listed_organs(flow: str, found: list[Found]) -> list[Found]:
    """The organ that stands before a list with a colon goes with its first member, and each further one is that organ of a body too."""
    if ":" not in flow:
        return found
    out: list[Found] = []
    organ, reach = "", 0  # what the list shares, and where its last member ends
    for index, item in enumerate(found):
        goes_on = bool(organ) and _NEXT_MEMBER.fullmatch(flow, reach, item.start) is not None
        match = _SHARED_ORGAN.search(flow, max(out[-1].end if out else 0, item.start - 20), item.start)
        if match is not None and index + 1 < len(found) and _NEXT_MEMBER.fullmatch(flow, item.end, found[index + 1].start):
            organ = _prefix_name(match["organ"])
            item = replace(item, start=match.start(), name=f"{organ} {_tail_name(item.name)}", rule="agency.office_or_organ")
        elif goes_on:
            item = replace(item, name=f"{organ} {_tail_name(item.name)}", rule="agency.elliptic")
        else:
            organ = ""
        reach = item.end
        out.append(item)
    return out


def _with_prefixes(flow: str, found: list[Found]) -> list[Found]:
    """Joins organs and offices with the body they stand before: ``Chánh Văn phòng`` + ``UBND tỉnh``, ``Ban Cán sự Đảng`` + ``UBND tỉnh``."""
    pattern, endings = _prefix_pattern(), _prefix_endings()
    out: list[Found] = []
    shared = ""  # the office before an elliptic list is that of each member: `Giám đốc các Sở: Y tế, Nội vụ`
    for item in found:
        if item.rule == "agency.elliptic" and shared:
            out.append(replace(item, name=f"{shared} {item.name}"))
            continue
        shared = ""
        while _last_word(flow, item.start) in endings:
            floor = (out[-1].start if _stands_alone(flow, out[-1], item) else out[-1].end) if out else 0
            low = max(
                floor,
                item.start - 60,
                flow.rfind("\n", max(0, item.start - 70), item.start) + 1,
                flow.rfind("\t", max(0, item.start - 70), item.start) + 1,
            )
            window = flow[low : item.start]
            match = pattern.search(window)
            if match is None or (item.head == "" and not match):
                break
            prefix = " ".join(match["prefix"].split())
            if _is_person(prefix, item):
                break
            start = low + match.start()
            plural = "Các " if match["plural"] else ""
            if item.rule != "agency.collective" and not item.name.startswith("Các "):
                shared = f"{_prefix_name(prefix)} {shared}".strip()
            item = replace(
                item,
                start=start,
                name=plural + _prefix_name(prefix) + " " + _tail_name(item.name),
                rule="agency.office_or_organ",
                head=prefix,
                score=min(item.score, 0.97),
            )
        while out and out[-1].end > item.start:
            out.pop()
        out.append(item)
    return out


def _stands_alone(flow: str, organ: Found, body: Found) -> bool:
    """Whether a committee without a name belongs to the body right behind it: ``Ban Chấp hành`` + ``Công đoàn cơ sở``."""
    return organ.name in ("Ban Chấp hành", "Ban Thường vụ", "Ban Thường trực", "Ban Giám đốc", "Ban Giám hiệu", "Công đoàn cơ sở") and not flow[
        organ.end : body.start
    ].strip(" ")


@cache
def _prefix_endings() -> frozenset[str]:
    p = tables()["prefixes"]
    offices = [o["name"] for o in registry().agencies.get("office", [])]
    return frozenset(w.split()[-1].lower().rstrip(".") for w in [*p["organs"], *p["small"], *p["offices"], *p["members"], *offices])


def _last_word(flow: str, position: int) -> str:
    """The word before ``position`` on the same line, in lower case; empty where punctuation stands between."""
    end = position
    while end and flow[end - 1] == " ":
        end -= 1
    start = end
    while start and flow[start - 1] not in " \n\t":
        start -= 1
    return flow[start:end].lower().strip('.("“*') if end < position else ""


def _is_person(prefix: str, item: Found) -> bool:
    """``đồng chí Chủ tịch`` stays an office; ``Ủy viên Bộ Chính trị`` is a person's rank."""
    return prefix.casefold() == "ủy viên" or (
        item.rule == "agency.collective"
        and (prefix.casefold() in ("tt", "tt.", "vp") or (prefix.casefold() == "người đứng đầu" and item.name.startswith("Các ")))
    )


def _prefix_name(prefix: str) -> str:
    r = registry()
    known = r.organ_names.get(key(prefix)) or r.office_names.get(key(prefix)) or _written_small().get(prefix.casefold())
    return known or (prefix[:1].upper() + prefix[1:])


@cache
def _written_small() -> dict[str, str]:
    return {name.casefold(): name for name in tables()["prefixes"]["small"]}


def _tail_name(name: str) -> str:
    """Inside a longer name a collective is written small: ``Thủ trưởng cơ quan ngang bộ``."""
    return name[0].lower() + name[1:] if name.startswith(("Các ", "Cơ quan ", "Đơn vị ")) else name


@cache
def _owned_pattern() -> "regex.Pattern[str]":
    c = tables()["collectives"]
    owned = alternatives(c["owned"])
    owners = alternatives(c["owners"])
    not_after = alternatives(c["owned_not_after"])
    committees = alternatives(c["committees"])
    return regex.compile(
        rf"(?<![\w/])(?!(?<=(?i:{not_after}) +)(?i:tổ chức))(?P<whole>(?:(?P<office>(?i:thủ trưởng|người đứng đầu|giám đốc|trưởng|phó trưởng)) +)?(?P<plural>(?i:các|những) +)?(?P<head>(?i:{owned})|{committees}))(?! +(?i:này|khác))(?: +(?:liên quan|có liên quan|hữu quan)|(?<=(?i:chuyên môn)) +về [^,;.:()]{{3,50}})?(?: +(?i:{owners})(?:(?:,| và) +trực thuộc)?) +$"
    )


@cache
def _owned_head() -> "regex.Pattern[str]":
    several = [head for head in tables()["collectives"]["owned"] if len(head.split()) > 2]
    return regex.compile(rf"(?<![\w/])(?P<head>(?:(?i:các|những) +)?(?i:{alternatives(several)})) *(?:,| và) *$")


def _owned_before(flow: str, low: int, owned: Found) -> list[Found]:
    """A head of several words that shares the owner of the next: ``các cơ quan chuyên môn``, `đơn vị sự nghiệp` thuộc ..."""
    match = _owned_head().search(flow, low, owned.start)
    if match is None or match.end() != owned.start:
        return []
    surface = " ".join(match["head"].split())
    return [Found(match.start("head"), match.end("head"), surface[:1].upper() + surface[1:].lower(), "parent", "agency.owned", 0.95, "owned")]


def _with_owned(flow: str, found: list[Found]) -> list[Found]:
    """``các đơn vị thuộc Bộ``: a generic noun counts when it belongs to a named body."""
    pattern = _owned_pattern()
    out: list[Found] = []
    for item in found:
        floor = out[-1].end if out else 0
        low = max(
            floor,
            item.start - 70,
            flow.rfind("\n", max(0, item.start - 70), item.start) + 1,
            flow.rfind("\t", max(0, item.start - 70), item.start) + 1,
        )
        match = pattern.search(flow[low : item.start]) if _last_word(flow, item.start) in ("thuộc", "của", "trong") else None
        committee = tables()["collectives"]["committees"].get(match["head"]) if match is not None else None
        if match is not None and (committee is None or item.name.startswith(tuple(committee))):
            surface = " ".join(match["whole"].split())
            name = surface[:1].upper() + (surface[1:] if match["office"] else surface[1:].lower())
            if (
                not match["plural"]
                and not match["office"]
                and out
                and out[-1].name.startswith("Thủ trưởng ")
                and re.fullmatch(r" *, *", flow[out[-1].end : low + match.start("whole")])
            ):
                name = f"Thủ trưởng {name.lower()}"
            owned = Found(low + match.start("whole"), low + match.end("whole"), name, "parent", "agency.owned", 0.95, "owned")
            out += [*_owned_before(flow, low, owned), owned]
        out.append(item)
    return out


@cache
def _shared_tail_pattern() -> "regex.Pattern[str]":
    offices = alternatives([*tables()["prefixes"]["offices"]])
    return regex.compile(rf"(?<![\w/])(?<!(?:làm|là) +)(?P<office>(?:(?i:các) +)?(?:{offices}|Thủ tướng))(?: *[,;] *| +và +)$")


def _with_shared_tails(flow: str, found: list[Found]) -> list[Found]:
    """``Chủ tịch, Phó Chủ tịch UBND tỉnh``, ``HĐND, UBND các tỉnh``: the first takes the tail of the second."""
    pattern = _shared_tail_pattern()
    out: list[Found] = []
    for item in found:
        tail = _office_tail(item)
        if tail:
            floor = out[-1].end if out else 0
            low = max(
                floor,
                item.start - 40,
                flow.rfind("\n", max(0, item.start - 70), item.start) + 1,
                flow.rfind("\t", max(0, item.start - 70), item.start) + 1,
            )
            match = pattern.search(flow[low : item.start])
            if match is not None and "ộ trưởng" not in match["office"]:
                office = _prefix_name(re.sub(r"(?i)^các +", "", match["office"]))
                of_body = f" {tail}" if _same_office(office, _prefix_name(item.head)) else ""  # `Chánh Văn phòng, Vụ trưởng Vụ Pháp chế`
                out.append(
                    Found(
                        low + match.start("office"),
                        low + match.end("office"),
                        f"{office}{of_body}",
                        item.level,
                        "agency.shared_tail",
                        0.93,
                        match["office"],
                    )
                )
        _share_tail(flow, out, item)
        out.append(item)
    return out


def _share_tail(flow: str, before: list[Found], item: Found) -> None:
    """``HĐND, UBND các tỉnh``, ``Ban Tuyên giáo, Ban Dân vận Huyện ủy``: the bodies right before take the territory or the committee."""
    end = item.start
    for index in range(len(before) - 1, -1, -1):
        first = before[index]
        tail = _shared_tail(first, item) if _JOINED.fullmatch(flow, first.end, end) else ""
        if not tail:
            return
        before[index] = replace(first, name=f"{first.name} {tail}", level=item.level)
        end = first.start


_JOINED = re.compile(r" *(?:[,;/]|và|-) *")
_BARE_COUNCILS = (
    "Hội đồng nhân dân",
    "Ủy ban nhân dân",
    "Thường trực Hội đồng nhân dân",
    "Viện kiểm sát nhân dân",
    "Tòa án nhân dân",
    "Viện kiểm sát",
)
# what stands at several levels takes a territory from what follows only where that is another level or several bodies (`Đảng ủy, UBND các xã`)
_BARE_BODIES = (
    "Đảng ủy",
    "Hội Nông dân",
    "Hội Liên hiệp Phụ nữ",
    "Hội Cựu chiến binh",
    "Đoàn Thanh niên",
    "Ủy ban Mặt trận Tổ quốc",
    "Mặt trận Tổ quốc",
)
_WHERE = re.compile(
    r"(?:^| )(?P<where>(?:các |cùng |(?:\d{1,3}|hai|ba|bốn) |cấp )?(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thị trấn|cấp)(?:[ ,].*)?)$"
)
_OF_COMMITTEE = regex.compile(r" (?P<of>(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy(?: .*)?)$")


def _shared_tail(first: Found, item: Found) -> str:
    if first.rule not in ("agency.local", "agency.registry", "agency.open_name", "agency.office_or_organ"):
        return ""
    if item.rule == "agency.collective" or item.name.startswith("Các "):
        return ""
    if first.name in (*_BARE_COUNCILS, *_BARE_BODIES):
        where = _WHERE.search(item.name)
        plural = where is not None and where["where"].split()[0] not in ("tỉnh", "huyện", "xã", "phường", "thị", "quận", "thành")
        return where["where"] if where is not None and (plural or first.name in _BARE_COUNCILS) else ""
    if first.name in _ORGANS_OF_COMMITTEES and item.name.startswith(("Ban ", "Ủy ban Kiểm tra", "Văn phòng")):
        of = _OF_COMMITTEE.search(item.name)
        return of["of"] if of is not None else ""
    return ""


_ORGANS_OF_COMMITTEES = (
    "Ban Tuyên giáo",
    "Ban Tổ chức",
    "Ban Dân vận",
    "Ban Tuyên giáo và Dân vận",
    "Ban Nội chính",
    "Ban Kinh tế",
    "Ủy ban Kiểm tra",
    "Văn phòng",
)


def _same_office(first: str, second: str) -> bool:
    """``Chủ tịch, Phó Chủ tịch``, ``Giám đốc, Phó Giám đốc``, ``Giám đốc, Chánh Văn phòng``: offices of one body."""
    return second.startswith(("Chánh Văn phòng", "Chánh Thanh tra")) or first.casefold().split()[-2:] == second.casefold().split()[-2:]


def _office_tail(item: Found) -> str:
    """The body that an office belongs to: `Ủy ban nhân dân tỉnh` of `Phó Chủ tịch Ủy ban nhân dân tỉnh`."""
    if item.rule != "agency.office_or_organ":
        return ""
    prefix, name = _prefix_name(item.head), item.name.removeprefix("Các ")
    return name[len(prefix) :].strip() if name.startswith(prefix) else ""


@cache
def _recipient_pattern() -> "regex.Pattern[str]":
    offices = alternatives(
        [
            "CT",
            "các PCT",
            "PCT",
            "CVP",
            "PCVP",
            "Phó CVP",
            "Chủ tịch",
            "Chánh Văn phòng",
            "BTCN",
            "các PCN",
            "PCN",
            "Thủ tướng",
            "TTg",
            "TTCP",
            "TTgCP",
        ]
    )
    units = _government_units()
    return regex.compile(
        rf"(?<![\w/-])(?P<office>{offices})(?![\w/])|(?<=[,;:] )(?P<unit>(?:các Vụ(?:, +|$))?(?:{alternatives(units) if units else '(?!)'}))(?![\w/])|(?P<plain>các Vụ)"
    )


_OF_THE_GOVERNMENT = re.compile(r"VPCP|Văn phòng Chính phủ|Trợ lý|(?<!\w)Vụ(?!\w)")

_RECIPIENT_NAMES = {
    "btcn": ("Bộ trưởng, Chủ nhiệm", "central"),
    "các pct": ("Các Phó Chủ tịch", "document"),
    "các pcn": ("Các phó chủ nhiệm", "central"),
    "pcn": ("Phó chủ nhiệm", "central"),
    "thủ tướng": ("Thủ tướng Chính phủ", "central"),
    "ttg": ("Thủ tướng Chính phủ", "central"),
    "ttcp": ("Thủ tướng Chính phủ", "central"),
    "ttgcp": ("Thủ tướng Chính phủ", "central"),
}


_OF_LOCAL_OFFICE = re.compile(r"(?i)(?<!văn )phòng|VPUB|VP UB|CVP")  # `VPUB: CVP, phòng: TH, NC`: rooms of the office of a province


def _with_recipient_codes(flow: str, found: list[Found], recipients: Sequence[tuple[int, int]]) -> list[Found]:
    """``found`` with the codes that count only in a list of recipients; ``recipients`` are the spans of these lists, in order."""
    out: list[Found] = []
    rest = 0
    for start, end in recipients:
        first, last = (bisect_left(found, offset, key=lambda f: f.start) for offset in (start, end))
        out += [*found[rest:first], *_of_recipients(flow, found[first:last], start, end)]
        rest = last
    return sorted([*out, *found[rest:]], key=lambda f: f.start)


def _of_recipients(flow: str, found: list[Found], start: int, end: int) -> list[Found]:
    """The bodies of one list of recipients: ``VPCP: BTCN, các PCN ...``; the filing line (`Lưu: VT`) names none."""
    filing = re.search(r"(?i)\blưu\b", flow[start:end])
    stop = start + filing.start() if filing else end
    codes = list(_office_rooms(flow, start, stop))
    kept = [
        f for f in found if f.start < stop and flow[f.start : f.end].casefold() != "các vụ" and not any(r.start <= f.start < r.end for r in codes)
    ]
    units = _government_units()
    taken = sorted(kept + codes, key=lambda f: f.start)
    for match in _recipient_pattern().finditer(flow, start, stop):
        line = flow[flow.rfind("\n", 0, match.start()) + 1 : match.start()]
        name: str
        level: str
        at = bisect_right(taken, match.start(), key=lambda f: f.end)
        if at < len(taken) and taken[at].start < match.end():
            continue
        entry = flow[max(start, flow.rfind("\n-", start, match.start())) : match.end()]
        if match["unit"] and not _OF_THE_GOVERNMENT.search(entry):
            continue  # `LĐVP, TH`: of the office of a province
        if match["plain"]:
            name, level = "Các vụ", "central"
        elif match["office"]:
            name, level = _RECIPIENT_NAMES.get(match["office"].casefold(), (_prefix_name(match["office"]), "document"))
        else:
            unit: str = match["unit"]
            name, level = units.get(unit.split()[-1], unit), "central"
            if _OF_LOCAL_OFFICE.search(line):
                name, level = re.sub("^(?:Vụ|Cục) ", "Phòng ", name), "document"
        codes.append(Found(match.start(), match.end(), name, level, "agency.recipient", 0.9, match.group(0)))
    return [*kept, *codes]


@cache
def _room_list() -> "regex.Pattern[str]":
    rooms = registry().agencies["office_room"]
    code = alternatives([*rooms["own"], *rooms["shared"]])
    return regex.compile(
        rf"(?<!\w)(?:[Cc]ác )?[Pp]hòng(?: chuyên viên)?(?: *: *| )(?P<codes>(?P<code>{code})(?:(?: *[,;] *| và )(?P<code>{code}))*)(?![\w/&-])"
    )


def _office_rooms(flow: str, start: int, stop: int) -> Iterator[Found]:
    """``các phòng: KT, NC``: the rooms of a province's office, where one of the codes is of no division of a district."""
    rooms = registry().agencies["office_room"]
    for listed in _room_list().finditer(flow, start, stop):
        codes = listed.spans("code")
        if any(flow[a:b] in rooms["own"] for a, b in codes):
            for at, (a, b) in enumerate(codes):
                name = rooms["own"].get(flow[a:b]) or rooms["shared"][flow[a:b]]
                yield Found(a if at else listed.start(), b, f"Phòng {name}", "document", "agency.recipient", 0.9, flow[a:b])
