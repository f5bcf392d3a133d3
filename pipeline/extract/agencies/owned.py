"""Bodies by the body that they belong to: organs and offices before its name, generic nouns that it owns, places and parents behind it."""

import re
from functools import cache

import regex
from msgspec.structs import replace

from pipeline.extract.agencies.found import Found, reach_before
from pipeline.extract.agencies.registry import registry, tables
from pipeline.extract.vocabulary import alternatives, key

# What a unit of the base belongs to, several at once: `Ban Nhân dân các ấp`, `Công đoàn các trường THPT`, `Chi bộ các thôn, trường học`.
_OWNED = ("Ban ", "Hội ", "Công đoàn", "Chi bộ", "Chi đoàn", "Trạm ", "Bí thư", "Trưởng ", "Tổ ", "Đội ", "Câu lạc bộ")
_PLACES_OWNED = regex.compile(
    r" các +(?:(?:ấp|thôn|xóm|bản|làng|buôn|khu phố|khối phố|khu dân cư|tổ dân phố|khóm|trạm y tế|chợ|bến xe|bến cảng|cảng|di tích|công viên|nghĩa trang|trạm bơm|công trình (?:công cộng|thủy lợi|cấp nước)|trường(?: (?:học|tiểu học|mầm non|trung học|phổ thông|THPT|THCS|TH|PTDT|MN|đại học|bán trú|nội trú)(?!\w))*)(?!\w)(?: *, *| +và +)?)+(?<![, ])"
)


def with_places_owned(flow: str, found: list[Found]) -> list[Found]:
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
    r"(?:Ban|Bộ phận|Ủy ban Kiểm tra|Văn phòng|Thường trực|Phòng|Vụ|Cục|Chi cục|Trung tâm|Thanh tra|Trạm|Đội|Khoa|Tổ|Đoàn|Hội|Công đoàn|Đảng ủy|Đảng bộ|Chi bộ|Đảng đoàn|Chi đoàn|Liên đội|Ban Chấp hành"
    r"|Trường|Viện|Cơ quan|Cổng|Tạp chí|Hội đồng|Nhà tạm giữ|Trại tạm giam)(?!\w)(?! nhân dân)"
)
# `Ban Tuyên giáo các huyện ủy, thành ủy`, `Đảng đoàn các tổ chức chính trị - xã hội`
_SEVERAL_COMMITTEES = re.compile(r"Các (?:(?:tỉnh|huyện|thành|thị|quận|đảng) (?:ủy|đoàn)|(?:tổ chức|đoàn thể) chính trị - xã hội)")
# What several bodies have each of their own: `Hội đồng thành viên các tập đoàn`, `tổ chức pháp chế các bộ, ngành`
_OF_SEVERAL = re.compile(
    r"(?i)^(?:hội đồng (?:quản trị|thành viên)|ban chỉ huy quân sự|ban vì sự tiến bộ của phụ nữ|công đoàn|hội chữ thập đỏ|hội cựu chiến binh)$|tổ chức pháp chế$"
)
_PARENT_GAP = re.compile(r" {1,3}(?:- {1,3})?")  # more are the gap between two columns


def with_parents(flow: str, found: list[Found]) -> list[Found]:
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
    alone = item.rule == "agency.open_name" and item.end - item.start == len(item.head)
    bare = alone and item.name.casefold() not in tables()["kinds"]["alone"]  # `Ban Chỉ huy` begins a cell of its own
    if item.rule == "agency.collective" and _OF_SEVERAL.search(unit.name) and "-" not in flow[unit.end : item.start]:
        return True
    if unit.name == "Công đoàn cơ sở" and item.rule == "agency.bare":
        return True
    if not _PARTS.match(unit.name.removeprefix("Các ")) or unit.rule == "agency.collective" or bare:
        return False
    if "-" in flow[unit.end : item.start] and _are_listed(unit.name, item.name):
        return False
    if item.rule == "agency.collective":
        return bool(_SEVERAL_COMMITTEES.match(item.name))
    of_school = item.name.startswith("Trường ") and _UNIT_OF_SCHOOL.match(unit.name)  # `Chi đoàn GV` `trường THCS Tân Lập`
    return flow[item.start].isupper() or item.name.endswith(" ủy") or unit.name in _BARE_ORGANS or bool(of_school)


_UNIT_OF_SCHOOL = re.compile(r"(?:Ban (?:Chấp hành|Thường vụ) )?(?:Công đoàn|Chi đoàn|Đoàn|Liên đội|Chi bộ|Hội)(?!\w)")


def _are_listed(first: str, second: str) -> bool:
    """Whether of two bodies with a dash between them neither is the other's: the first has a unit of its own, or the second is one of several,
    of the same kind as the first, or such as is a part itself: ``Thanh tra huyện - Phòng Tư pháp``, ``Tổ Văn - Tổ Toán``."""
    if first.startswith(("Đội ", "Tổ ")) and second.startswith("Phòng "):
        return False
    return bool(_HAS_UNIT.search(first) or _IS_PART.match(second) or _SEVERAL.search(second) or first.split()[0] == second.split()[0])


_HAS_UNIT = re.compile(r" (?:tỉnh|huyện|quận|thị xã|xã|phường|thị trấn)$")
_IS_PART = re.compile(
    r"(?i)(?:phòng|tổ|khoa|đội|trạm|đoàn|hội(?! đồng)|văn phòng(?! chính phủ| quốc hội| chủ tịch nước| trung ương)|thanh tra|ban(?! chỉ huy| quản lý(?! chợ))) "
)
_SEVERAL = re.compile(r"(?:^Các| các) ")


def with_committee_lists(flow: str, found: list[Found]) -> list[Found]:
    """``Ban Thường vụ huyện ủy, thị ủy``: an organ that committees of one level each have, none of them by name."""
    out: list[Found] = []
    for item in found:
        last = out[-1] if out else None
        if last is not None and flow[last.end : item.start] == ", " and len(item.name) == item.end - item.start and _one_level(last.name, item.name):
            out[-1] = replace(last, end=item.end, name=f"{last.name}, {item.name}")
        else:
            out.append(item)
    return out


def _one_level(organ: str, committee: str) -> bool:
    of = _ORGAN_OF_COMMITTEE.match(organ) if len(organ) < _LONGEST_ORGAN else None
    return of is not None and committee in _SAME_LEVEL.get(of[1].split(", ")[-1], ())


_LONGEST_ORGAN = 100  # characters, of an organ with the committees of one level
_ORGAN_OF_COMMITTEE = re.compile(
    r"(?:Bí thư|Phó Bí thư|Ban |Ủy ban Kiểm tra|Văn phòng|Chủ nhiệm|Trưởng )(?:[^,]* )?((?:(?:Tỉnh|Huyện|Quận|Thị|Thành) ủy(?:, )?)+)$"
)
_OF_DISTRICTS = ("Huyện ủy", "Quận ủy", "Thị ủy", "Thành ủy")
_SAME_LEVEL = {"Tỉnh ủy": ("Thành ủy",), **{name: tuple(n for n in _OF_DISTRICTS if n != name) for name in _OF_DISTRICTS}}


def with_committees(flow: str, found: list[Found]) -> list[Found]:
    """``các ban đảng`` + ``Tỉnh ủy``: several bodies of a committee that is named without `của` are one entity with it."""
    out: list[Found] = []
    for item in found:
        unit = out[-1] if out else None
        if unit is not None and flow[unit.end : item.start] == " " and _have_together(unit.name, item.name):
            out[-1] = replace(unit, end=item.end, name=f"{unit.name} {item.name}", level=item.level)
        else:
            out.append(item)
    return out


def _have_together(units: str, body: str) -> bool:
    return bool(_COMMITTEES.search(body)) if _PARTY_BODIES.match(units) else bool(_ROOMS_TOGETHER.match(units) and _HAS_ROOMS.match(body))


# `các phòng nghiệp vụ Công an tỉnh`
_ROOMS_TOGETHER = re.compile(r"Các phòng(?:, ban)? nghiệp vụ$")
_HAS_ROOMS = re.compile(r"(?:Công an|Viện kiểm sát|Tòa án|Kho bạc|Cục|Sở|Thanh tra) ")
_COMMITTEES = re.compile(r" (?:ủy|đoàn)$|^Liên đoàn Lao động ")
_PARTY_BODIES = re.compile(r"(?i)các (?:ban(?: xây dựng)? đảng|(?:cơ quan(?: chuyên trách)?|ban) tham mưu, giúp việc|ban)$")


@cache
def _prefix_pattern() -> "regex.Pattern[str]":
    p = tables()["prefixes"]
    offices = [*p["offices"], *[o["name"] for o in registry().agencies.get("office", []) if o.get("office", True)]]
    words = f"{alternatives([*p['organs'], *offices])}|(?i:{alternatives(p['of_school'])})"
    capitals = alternatives([*(w.upper() for w in [*p["organs"], *offices] if len(w) > 4), *(w.upper() for w in p["of_school"])])
    members, small = alternatives(p["members"]), alternatives(p["small"])
    return regex.compile(
        rf"(?<![\w/])(?P<whole>(?P<plural>(?i:các|những) +)?(?P<prefix>{words}|{capitals}|(?i:phó )?(?i:chủ tịch|giám đốc|quản đốc|chánh văn phòng|thủ trưởng|trưởng ban|bộ trưởng|đơn vị thành viên|bí thư|hiệu trưởng)|(?:phó )?trưởng|(?i:{small})|(?i:{members})))(?: +|(?<=\.))$"
    )


# An organ that a list of bodies shares: `Thường trực: Tỉnh ủy, HĐND tỉnh`.
_SHARED_ORGAN = re.compile(r"(?<![\w/.])(?P<organ>Thường trực|TT|TTr|Văn phòng|VP|Ban Thường vụ|BTV) ?: *$")
_NEXT_MEMBER = re.compile(r" *(?:[,;/]|-|và) *")


def with_listed_organs(flow: str, found: list[Found]) -> list[Found]:
    """The organ that stands before a list with a colon goes with its first member, and each further one is that organ of a body too."""
    if ":" not in flow:
        return found
    out: list[Found] = []
    organ, reach = "", 0  # what the list shares, and where its last member ends
    for index, item in enumerate(found):
        goes_on = bool(organ) and _NEXT_MEMBER.fullmatch(flow, reach, item.start) is not None
        match = _SHARED_ORGAN.search(flow, max(out[-1].end if out else 0, item.start - 20), item.start)
        if match is not None and index + 1 < len(found) and _NEXT_MEMBER.fullmatch(flow, item.end, found[index + 1].start):
            organ = prefix_name(match["organ"])
            item = replace(item, start=match.start(), name=f"{organ} {_tail_name(item.name)}", rule="agency.office_or_organ")
        elif goes_on:
            item = replace(item, name=f"{organ} {_tail_name(item.name)}", rule="agency.elliptic")
        else:
            organ = ""
        reach = item.end
        out.append(item)
    return out


def with_prefixes(flow: str, found: list[Found]) -> list[Found]:
    """Joins organs and offices with the body they stand before: ``Chánh Văn phòng`` + ``UBND tỉnh``, ``Ban Cán sự Đảng`` + ``UBND tỉnh``."""
    pattern, endings = _prefix_pattern(), _prefix_endings()
    out: list[Found] = []
    shared = ""  # the office before an elliptic list is that of each member: `Giám đốc các Sở: Y tế, Nội vụ`
    for item in found:
        if item.rule == "agency.elliptic" and shared and ":" not in flow[item.start : item.end]:  # `TGĐ Cổng TTĐT, các Vụ: TH`: a list of its own
            out.append(replace(item, name=f"{shared} {item.name}"))
            continue
        shared = ""
        while _last_word(flow, item.start) in endings:
            floor = (out[-1].start if _stands_alone(flow, out[-1], item) else out[-1].end) if out else 0
            window = flow[(low := reach_before(flow, item.start, 60, floor)) : item.start]
            match = pattern.search(window)
            if match is None or (item.head == "" and not match):
                break
            prefix = " ".join(match["prefix"].split())
            if prefix in ("trưởng", "phó trưởng") and not _HEADED_SMALL.match(flow, item.start):
                break
            if _is_person(prefix, item) or (prefix in _INSPECTS and _HAS_NO_INSPECTORATE.match(item.name)):
                break
            if prefix.casefold() in _of_school() and not item.name.startswith("Trường "):
                break
            start = low + match.start()
            plural = "Các " if match["plural"] else ""
            if item.rule != "agency.collective" and not item.name.startswith("Các "):
                shared = f"{prefix_name(prefix)} {shared}".strip()
            item = replace(
                item,
                start=start,
                name=plural + prefix_name(prefix) + " " + (_as_written(flow, item) if item.rule == "agency.collective" else _tail_name(item.name)),
                rule="agency.office_or_organ",
                head=prefix,
                score=min(item.score, 0.97),
            )
        while out and out[-1].end > item.start:
            out.pop()
        out.append(item)
    return out


_HEADED_SMALL = re.compile(r"(?i:phòng|ban|công an) ")  # `trưởng phòng Nội vụ`, but not `chi cục trưởng Chi cục Kiểm lâm`
# Bodies without an inspectorate of their own: before them `Thanh tra` is what is done to them.
INSPECTED = r"(?:Ban [Qq]uản lý|BQL|UBND|Ủy ban nhân dân|Chủ tịch|Trường|Công ty|Phòng|Trung tâm|Bệnh viện|Văn phòng|Hợp tác xã|Giám đốc|Chi nhánh|Xí nghiệp)(?!\w)"
_HAS_NO_INSPECTORATE = re.compile(INSPECTED)
_INSPECTS = ("Thanh tra", "TTr", "TTr.")


_PARTY_ORGANS = ("ban cán sự đảng", "đảng đoàn", "đảng ủy")  # `Ban Cán sự đảng các bộ, ngành`


def _stands_alone(flow: str, organ: Found, body: Found) -> bool:
    """Whether a committee without a name belongs to the body right behind it: ``Ban Chấp hành`` + ``Công đoàn cơ sở``."""
    between = flow[organ.end : body.start].strip(" ")
    if organ.name in ("Tổ Thường trực", "Tổ thường trực", "Bộ phận Thường trực", "Bộ phận thường trực"):
        return between == "giúp việc"
    if body.rule == "agency.collective" and organ.name.casefold() in _PARTY_ORGANS:
        return not between and flow.startswith("các ", body.start)
    return organ.name in ("Ban Chấp hành", "Ban Thường vụ", "Ban Thường trực", "Ban Giám đốc", "Ban Giám hiệu", "Công đoàn cơ sở") and not between


@cache
def _prefix_endings() -> frozenset[str]:
    p = tables()["prefixes"]
    offices = [o["name"] for o in registry().agencies.get("office", [])]
    return frozenset(w.split()[-1].lower().rstrip(".") for w in [*p["organs"], *p["of_school"], *p["small"], *p["offices"], *p["members"], *offices])


@cache
def _of_school() -> frozenset[str]:
    return frozenset(unit.casefold() for unit in tables()["prefixes"]["of_school"])


def _last_word(flow: str, position: int) -> str:
    """The word before ``position`` on the same line, in lower case; empty where punctuation stands between."""
    end = position
    while end and flow[end - 1] == " ":
        end -= 1
    start = end
    while start and flow[start - 1] not in " \n\t":
        start -= 1
    return flow[start:end].lower().strip('.("“*') if end < position or flow.endswith(".", start, end) else ""  # `PCT.UBND tỉnh`


def _is_person(prefix: str, item: Found) -> bool:
    """``đồng chí Chủ tịch`` stays an office; ``Ủy viên Bộ Chính trị`` is a person's rank."""
    return prefix.casefold() == "ủy viên" or (
        item.rule == "agency.collective"
        and (prefix.casefold() in ("tt", "tt.", "vp") or (prefix.casefold() == "người đứng đầu" and item.name.startswith("Các ")))
    )


def prefix_name(prefix: str) -> str:
    r = registry()
    known = r.organ_names.get(key(prefix)) or r.office_names.get(key(prefix)) or _written_otherwise().get(prefix.casefold())
    return known or (prefix[:1].upper() + prefix[1:])


@cache
def _written_otherwise() -> dict[str, str]:
    return {name.casefold(): name for kind in ("small", "of_school") for name in tables()["prefixes"][kind]}


def _tail_name(name: str) -> str:
    """Inside a longer name a collective is written small: ``Thủ trưởng cơ quan ngang bộ``."""
    return name[0].lower() + name[1:] if name.startswith(("Các ", "Cơ quan ", "Đơn vị ")) else name


def _as_written(flow: str, team: Found) -> str:
    """The name of a collective behind an office: that of a team as small as the text writes it (``Trưởng đoàn thanh tra``)."""
    small = flow[team.start].islower() and team.name.startswith(("Đoàn ", "Tổ "))
    return team.name[0].lower() + team.name[1:] if small else _tail_name(team.name)


@cache
def _owned_pattern() -> "regex.Pattern[str]":
    c = tables()["collectives"]
    owned = alternatives(c["owned"])
    owners = alternatives(c["owners"])
    not_after = alternatives(c["owned_not_after"])
    committees = alternatives(c["committees"])
    return regex.compile(
        rf"(?<![\w/])(?!(?<=(?i:{not_after}) +)(?i:tổ chức))(?P<whole>(?:(?P<office>(?i:thủ trưởng|giám đốc|trưởng|phó trưởng)) +)?(?P<plural>(?i:các|những) +)?(?P<head>(?i:{owned})|{committees}))(?! +(?i:này|khác))(?: +(?:liên quan|có liên quan|hữu quan)|(?<=(?i:chuyên môn)) +về [^,;.:()]{{3,50}})?(?: +(?i:{owners})(?:(?:,| và) +trực thuộc)?) +$"
    )


_ROOMS = re.compile(r"Các (?:phòng|ban|vụ|cục|khoa)(?:, (?:phòng|ban|vụ|cục|khoa|viện|trung tâm)){0,3}$")


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


def with_owned(flow: str, found: list[Found]) -> list[Found]:
    """``các đơn vị thuộc Bộ``: a generic noun counts when it belongs to a named body."""
    pattern = _owned_pattern()
    out: list[Found] = []
    for item in found:
        low = reach_before(flow, item.start, 70, out[-1].end if out else 0)
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
            if match["whole"] == "đơn vị" and out and _ROOMS.match(out[-1].name) and flow[out[-1].end : owned.start] == ", ":
                out[-1] = replace(out[-1], end=owned.end, name=f"{out[-1].name}, đơn vị")  # `Các phòng, đơn vị` thuộc `Sở`: one `các` over both
            else:
                out += [*_owned_before(flow, low, owned), owned]
        out.append(item)
    return out
