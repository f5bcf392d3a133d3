"""The members of lists whose head is said once: by place, by number, by field (`Các Sở: Y tế, Tài chính`)."""

import re
from collections.abc import Iterator
from functools import cache

import regex
from msgspec.structs import replace

from pipeline.extract.agencies.borders import any_head, ends_name
from pipeline.extract.agencies.found import Found, without_overlaps
from pipeline.extract.agencies.members_by_place import by_place, singular
from pipeline.extract.agencies.names import NOT_BODIES, may_go_on, name_end, second_field
from pipeline.extract.agencies.places import territory
from pipeline.extract.agencies.registry import registry, tables
from pipeline.extract.gazetteer import Gazetteer
from pipeline.extract.territories import territory_name
from pipeline.extract.vocabulary import alternatives
from pipeline.text import occurrences

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
    "Phân xưởng",
    "Xưởng",
    "Xí nghiệp",
    "Trường",
    "Bệnh viện",
    "Công ty",
    "Ngân hàng",
    "Tập đoàn",
    "Tổng công ty",
)
_DEPARTMENTS = ("Sở", "Bộ", "Phòng")  # which a list names without `các` too: `Giao Sở: Y tế, Nội vụ`
_SCHOOLS = ("trường", "trường học", "Trường học")  # before the kind of the first: `các trường: THCS Lê Lai, TH Nguyễn Huệ`
_SMALL_UNITS = ("phòng", *(unit.lower() for unit in _LISTED_UNITS if unit != "Trường"))  # with `các`: `các khoa: Nội, Ngoại`
_BEFORE_COLON = tuple(f"{head}{blank}" for head in (*_LISTED_UNITS, *_DEPARTMENTS, *_SCHOOLS, *_SMALL_UNITS) for blank in ("", " "))
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
def _known_members(head: str) -> Gazetteer:
    """The known fields and units after ``head``."""
    r, known = registry(), Gazetteer()
    head = "Sở" if head == "Công đoàn ngành" else head  # a union a sector
    families = [name for family in r.agencies.get("family", []) if family["head"] == head for name in family["names"]]
    local = [form.removeprefix(f"{head} ") for form in _local_names() if form.startswith(f"{head} ")]
    known.add_all([*r.fields_of(head), *families, *local], None)
    return known


def _known_end(head: str, flow: str, start: int) -> int:
    """Where a known field or unit of ``head`` ends that stands at ``start``; 0 where none does."""
    ends = (start + end for end, _, _ in _known_members(head).walk(flow[start : start + _LONGEST_FIELD].lower(), 0))
    return next((end for end in ends if not _LONGER.match(flow, end)), 0)


_LONGEST_FIELD = 160  # characters
_LONGER = re.compile(r"\w| *[-&] *\w")  # a longer name stands there

_NEXT_MEMBER = re.compile(r"(?: \([^()\n]{2,120}\))?(?:[ \n]*[,;][ \n]*(?:và +)?| +và +)(?!(?i:các|những)\b)")
_OPENS_LIST = re.compile(
    rf"(?<!\w)(?P<plural>(?:[Cc]ác|CÁC|[Nn]hững) +)?(?P<head>{'|'.join([*_SCHOOLS[1:], *_LISTED_UNITS, *_DEPARTMENTS, _SCHOOLS[0], *_SMALL_UNITS])}) ?: *"
)


def with_opened_lists(flow: str, found: list[Found]) -> list[Found]:
    """``Các Vụ: Pháp chế, Tổ chức``, ``các khoa: Nội, Ngoại``, ``Giao Sở: Y tế, Nội vụ``: the head with its first member, which the scan does not know."""
    if not any(flow.endswith(_BEFORE_COLON, 0, colon) for colon in occurrences(flow, ":")):
        return found  # as almost always
    for hint in _OPENS_LIST.finditer(flow):
        head = "Trường" if hint["head"] in _SCHOOLS else hint["head"].capitalize() if hint["head"] in _SMALL_UNITS else hint["head"]
        opens = head in _LISTED_UNITS or (head == "Phòng" and not _known_end(head, flow, hint.end()))
        span = _first_member(flow, hint["head"], hint.end()) if (opens if hint["plural"] else hint["head"] in _DEPARTMENTS) else None
        if span is None:
            continue
        start, end = span
        member = _member_name(head, flow[start:end].strip())
        first = Found(hint.start(), end, member, _LISTED_LEVELS.get(head, "document"), "agency.elliptic", 0.9, f"{head}*")
        found = [f for f in found if f.end <= first.start or f.start >= first.end] + [first]
    return found


def _first_member(flow: str, head: str, start: int) -> tuple[int, int] | None:
    """The first member of a list, right behind its colon; of a department only a field that there is, of schools in small letters only a kind."""
    if known := _known_end(head, flow, start):
        return start, known
    named = _school_kind().match(flow, start) is not None if head in _SCHOOLS else head not in ("Sở", "Bộ") and _is_field(flow, start, head)
    end = name_end(flow, start - 1, False, False)[0] if named else start
    return (start, _with_number(flow, head, end)) if end > start else None


def _with_number(flow: str, head: str, end: int) -> int:
    """Where the member of a list of workshops ends, whose number may follow small letters: ``các Phân xưởng: Đào lò`` `1`."""
    number = _WORKSHOP_NUMBER.match(flow, end) if head.lower() in ("phân xưởng", "xưởng", "xí nghiệp", "đội", "tổ") else None
    return number.end() if number else end


_WORKSHOP_NUMBER = re.compile(r" [1-9]\d?(?= *(?:[,;.)\n\t|]|$)| và )")


def _is_field(flow: str, start: int, head: str) -> bool:
    """Whether a member that no registry lists may begin here: with a capital, and with no head of another body."""
    others = any_head(*_NOT_ROOMS) if head == "Phòng" else any_head()
    return flow[start : start + 1].isupper() and (flow.startswith(("Tổ chức", *NOT_BODIES), start) or not others.match(flow, start))


_NOT_ROOMS = (
    "Điện lực",
    "Bưu điện",
    "Bưu chính",
    "Viễn thông",
    "Tòa án",
    "Viện kiểm sát",
    "Viện Kiểm sát",
    "Cơ quan",
    "Trưởng",
    "Phó",
    "Giám đốc",
    "Chủ tịch",
)


@cache
def _school_kind() -> "re.Pattern[str]":
    return re.compile(rf"{alternatives(tables()['open_heads']['only_before']['Trường'])}(?!\w)")


def with_elliptic_members(flow: str, found: list[Found]) -> list[Found]:
    """``Các Sở: Y tế; TC, NV``: the head with its first member is one span, each following member one of its own."""
    out: list[Found] = []
    for item in sorted(found, key=lambda f: f.start):
        if out and item.start < out[-1].end and out[-1].rule == "agency.elliptic":
            continue
        first, *members = next(filter(None, (split(flow, item) for split in (by_place, _by_number, _by_field, _by_one_head))), [item])
        out += [first, *members]
    return without_overlaps(flow, out)


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
    item = replace(item, name=singular(item.name))
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


_COLON = re.compile(r"(?:, (?:cơ quan|đơn vị))?(?: có)?(?: liên quan)? *: *")
_OPENS_FIELDS = re.compile(r"Các (phòng|sở|bộ)(?:, [\w ]+)*$")


def _by_field(flow: str, item: Found) -> list[Found] | None:
    """``Các Sở: Y tế; TC``, ``Các phòng, ban: NN, TC-KH``, ``Các bộ, cơ quan liên quan: Tài chính, Công an``: a department a field."""
    opens = _OPENS_FIELDS.match(item.name) if item.rule == "agency.collective" else None
    if opens is not None:
        head = opens[1].capitalize()
        colon = _COLON.match(flow, item.end)
        end = _known_end(head, flow, colon.end()) if colon else 0
        if not colon or not end:
            return None
        field = registry().field_name(head, flow[colon.end() : end])
        item = Found(item.start, end, f"{head} {field}", item.level, "agency.elliptic", 0.93, f"{head}*")
    if not item.head.endswith("*"):
        return None
    members = list(_members(flow, item.end, item.head[:-1], item))
    if not members:
        return [item]
    return [replace(item, name=singular(item.name)), *members]


_KNOWN = ("agency.department", "agency.local", "agency.registry", "agency.open_name")
_NEXT_FIELD = regex.compile(r"(?: *, *| +và +)(?=\p{Lu})")
_ONE_HEAD = ("Sở ", "Bộ ", "Phòng ", "Chi cục ", "Hội ", "Ban ", "Công đoàn ngành ")


def _by_one_head(flow: str, item: Found) -> list[Found] | None:
    """``Sở Y tế, Tài chính và Công an tỉnh``: a body a field, though the head stands before the first only and in the singular."""
    if item.rule not in _KNOWN or not flow.startswith(",", item.end):
        return None
    first = replace(item, name=singular(item.name))
    head = next((head for head in _ONE_HEAD if first.name.startswith(head)), "")
    written = bool(head) and flow.startswith(head, item.start + len(item.name) - len(first.name))  # not in a code
    members = list(_further_fields(flow, first)) if written else []
    return [first, *members] if members else None


def _further_fields(flow: str, first: Found) -> Iterator[Found]:
    """The fields that go on after a body, written large; not the second half of one name that is written with a comma (`Phòng Tài chính, Kế hoạch`)."""
    head = next(h for h in _ONE_HEAD if first.name.startswith(h)).rstrip()
    position, last = first.end, first.name.removeprefix(f"{head} ")
    while (between := _NEXT_FIELD.match(flow, position)) and (end := _known_end(head, flow, between.end())):
        start = between.end()
        name = _local_names().get(f"{head} {flow[start:end]}", "") or _member_name(head, flow[start:end])
        field = name.removeprefix(f"{head} ")
        if field == last or any_head().match(flow, start) or may_go_on(flow, end) or _is_one_field(head, last, field):
            return
        where, position = territory(flow, end)
        yield Found(start, position, f"{name} {territory_name(where)}".rstrip(), first.level, "agency.elliptic", 0.9, head)
        last = field


@cache
def _local_names() -> dict[str, str]:
    """Local bodies of the kinds that elliptic lists name, by their written forms: ``Chi cục PTNT`` is `Chi cục Phát triển nông thôn`."""
    return {form: name for form, name, _ in registry().local_forms() if form.startswith(("Hội ", "Chi cục ", "Ban ")) and "," not in form}


def _is_one_field(head: str, field: str, further: str) -> bool:
    """Whether two fields make one: ``Tài chính - Kế hoạch``; the Party's merged boards are also two."""
    return head != "Ban" and any(f"{field}{mark}{further}" in _fields(head) for mark in (" - ", " và "))


@cache
def _fields(head: str) -> frozenset[str]:
    return frozenset(registry().fields_of(head))


def _member_name(head: str, surface: str) -> str:
    """The name of a member of an elliptic list, written out: ``TH`` in `các Vụ: TH, PL` is `Vụ Tổng hợp`."""
    unit = government_units().get(surface, "")
    if head == "Trường":
        return registry().expand(f"{head} {surface}")
    return unit if unit.startswith(f"{head} ") else f"{head} {registry().field_name(head, surface)}"


@cache
def government_units() -> dict[str, str]:
    return {u["code"]: u["name"] for u in registry().agencies.get("vpcp_unit", []) if u.get("code")}


def _members(flow: str, position: int, head: str, first: Found) -> Iterator[Found]:
    while (between := _NEXT_MEMBER.match(flow, position)) is not None:
        start = between.end()
        end = _known_end(head, flow, start) or _unknown_end(head, flow, start, first)
        if not end:
            return
        yield Found(start, end, _member_name(head, flow[start:end]), first.level, "agency.elliptic", 0.93, head)
        position = end


def _unknown_end(head: str, flow: str, start: int, first: Found) -> int:
    """Where a member that no registry lists ends, in a list of units that may have any name; 0 where there is none."""
    if (head not in _LISTED_UNITS and (head != "Phòng" or ":" not in flow[first.start : first.end])) or not _is_field(flow, start, head):
        return 0
    end, _ = name_end(flow, start - 1, False, False)
    return _with_number(flow, head, end) if end > start else 0


_HAVE_FIELDS = ("Vụ ", "Ban ", "Phòng ", "Khoa ", "Cục ", "Tổ ")


def with_second_fields(flow: str, found: list[Found]) -> list[Found]:
    """``Vụ Pháp chế - Thanh tra``, ``Ban Tổ chức - Kiểm tra``: a unit that the registry knows by its first field only."""
    out: list[Found] = []
    for index, item in enumerate(found):
        if item.name.startswith(_HAVE_FIELDS) and item.rule in ("agency.registry", "agency.department", "agency.local"):
            end = second_field(flow, item.end) if flow.startswith(" - ", item.end) else item.end
            if end > item.end and (index + 1 == len(found) or found[index + 1].start >= end):
                item = replace(item, end=end, name=f"{item.name} - {' '.join(flow[item.end + 3 : end].split())}")
        out.append(item)
    return out
