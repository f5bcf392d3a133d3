"""AGENCY: bodies and offices, by a registry, a grammar of heads, fields and territories, and collectives.

A scan over the tokens tries names and heads where one begins; then `agency_lists` joins what stands before a body and belongs to
its name (`Chánh Văn phòng` + `UBND tỉnh`) and cuts elliptic lists (`Các Sở: Y tế; TC`); and `settle` gives the levels that only
the document tells.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import Any, NamedTuple, cast

import msgspec
import regex

from pipeline.extract.agency_lists import Found, complete, without_overlaps
from pipeline.extract.agency_names import (
    CENTRAL_CITIES,
    Body,
    bare_territory,
    name_end,
    open_name,
    registry,
    sentence_case,
    tables,
    territory,
    territory_level,
    territory_name,
)
from pipeline.extract.gazetteer import Gazetteer, find_words
from pipeline.extract.rule import Mention
from pipeline.extract.vocabulary import alternatives, key
from pipeline.own_rules import own_rules
from pipeline.rule_tables import load_rules
from pipeline.schema import AgencyNorm, Level
from pipeline.text import fold, lower_in_place

_LEVELS: dict[str, Level | None] = {
    "central": "central",
    "province": "province",
    "district": "district",
    "commune": "commune",
    "none": None,
    "": None,
}


def find_agencies(
    flow: str,
    recipients: Sequence[tuple[int, int]] = (),
    signatures: Sequence[tuple[int, int]] = (),
    own: frozenset[str] = frozenset(),
) -> list[Found]:
    """Bodies and offices in the flowing text, in order and without overlap.

    ``recipients`` are the spans where office codes (`CT, PCT`) count, ``signatures`` those where a bare role does not;
    ``own`` are the short names of the issuer (`short_names`).

    >>> [(f.name, f.level) for f in find_agencies("UBND tỉnh giao Sở LĐTBXH chủ trì")]
    [('Ủy ban nhân dân tỉnh', 'province'), ('Sở Lao động - Thương binh và Xã hội', 'province')]
    """
    scanned = [*_scan(flow), *_bare_heads(flow, own), *_congresses(flow), *_several_committees(flow), *_police_units(flow), *_own_office(flow)]
    found = complete(flow, without_overlaps(flow, scanned), recipients)
    return [f for f in found if not (f.name.endswith(_BARE_ROLES) and f.rule == "agency.registry" and any(a <= f.start < b for a, b in signatures))]


_BARE_ROLES = ("Thủ tướng Chính phủ", "Thủ tướng", "Chủ tịch nước", "Chủ tịch Quốc hội")


@dataclass(frozen=True, slots=True)
class Setting:
    """What only the document tells of the bodies in it.

    ``level`` and ``issuer`` are those of the body that issued it, ``city`` is the level of `thành phố` without a name,
    ``two_levels`` whether it was issued after the districts were abolished (1 July 2025).
    """

    level: Level | None = None
    issuer: str = ""
    city: Level | None = None
    two_levels: bool = False


def settle(found: Sequence[Found], setting: Setting) -> list[Mention]:
    """Mentions with norms: levels that the name does not tell come from the document, the body before or the body that owns it."""
    document_level = setting.level
    mentions: list[Mention] = []
    previous: Level | None = None
    for index, item in enumerate(found):
        if item.level == "document" or _has_bare_place(item):
            kind = "" if item.name.casefold() == setting.issuer.casefold() else level_of_kind(item.name)
            level = _LEVELS[kind] if kind else document_level if item.level == "document" else _LEVELS.get(item.level)
        elif item.level == "city":
            level = setting.city or document_level
        elif item.level == "previous":
            near = index and item.start - found[index - 1].end <= 40
            level = previous if near else None
        elif item.level == "parent":
            following = found[index + 1].level if index + 1 < len(found) else "none"
            level = document_level if following in ("document", "city") else _LEVELS.get(following)
        else:
            level = _LEVELS.get(item.level)
        if level == "district" and _SEVERAL_ROOMS.match(item.name) and _IS_OFFICE.match(setting.issuer):
            level = document_level
        elif level == "district" and setting.two_levels and _OWN_OFFICE.match(item.name):
            level = "commune"
        elif level == "commune" and _CELLS.match(item.name) and _IS_OFFICE.match(setting.issuer):
            level = document_level
        elif previous and item.name.endswith(" cấp mình"):
            level = previous
        name = item.name
        if level in ("district", "commune") and "Bộ Chỉ huy Quân sự" in name:  # `BCH Quân sự xã`
            name = name.replace("Bộ Chỉ huy Quân sự", "Ban Chỉ huy Quân sự")
        mentions.append(Mention(item.start, item.end, "AGENCY", AgencyNorm(name, level), item.rule, item.score))
        previous = level
    return mentions


# Communes have offices of their own since 2025 (Nghị định 150/2025/NĐ-CP): `Phòng Kinh tế`, unless the name says whose. Other rooms are those of
# the former districts, which later documents still amend (`Phòng Giáo dục và Đào tạo`).
_OWN_OFFICE = re.compile(
    r"(?:(?:Các|Trưởng|Thủ trưởng các|Trưởng các) )?[Pp]hòng(?! (?:Giáo dục|Lao động|Tài nguyên|Thi hành án)|.* (?:huyện|quận|thị xã|thành phố|cấp huyện))"
)
# which an office has of its own: those of a commune are named in the documents of committees
_CELLS = re.compile(r"(?:[Cc]ác )?(?:[Cc]hi ủy các )?(?:[Cc]hi (?:bộ|ủy|đoàn|hội)|Ban Thanh tra nhân dân|[Ll]iên đội)$")
_SEVERAL_ROOMS = re.compile(r"(?:(?:Các|Trưởng các|Thủ trưởng các) )?(?:[Kk]hoa, )?[Pp]hòng(?:, [\w ]+| chuyên môn| chức năng| nghiệp vụ)*$")
# the rooms that an office names are its own, those that a People's Committee names are of the districts
_IS_OFFICE = re.compile(
    r"(?i)(?:ban giám đốc |đảng ủy |công đoàn )?(?:sở|cục|chi cục|công ty|tổng công ty|bệnh viện|trường|học viện|viện|trung tâm|bảo tàng|bộ|kho bạc|ngân hàng|bảo hiểm)(?!\w)"
)

# A committee that is named says the level: `Ban Tổ chức Tỉnh ủy` is one of the province wherever it is named.
_NAMED_LEVELS = (
    (re.compile(r"(?i)(?<!\w)(?:tỉnh ủy|tỉnh đoàn)(?!\w)"), "province"),
    (re.compile(r"(?i)(?<!\w)(?:huyện ủy|quận ủy|thị ủy|huyện đoàn|quận đoàn|thị đoàn)(?!\w)"), "district"),
    (re.compile(r"(?i)(?<!\w)(?:trung ương(?! *\d)|tổng liên đoàn)(?!\w)"), "central"),
)


def with_later_cities(found: Sequence[Found], day: str | None) -> list[Found]:
    """The finds, those of a city at the level of a province from the first day (ISO) of the city under central authority: Huế since 1 January 2025."""
    begun = [f"thành phố {name}" for name, since in _later_cities().items() if day and since <= day]
    return [
        msgspec.structs.replace(item, level="province") if item.level == "district" and any(city in item.name for city in begun) else item
        for item in found
    ]


@cache
def _later_cities() -> dict[str, str]:
    """The cities that came under central authority after the others, each with the first day."""
    provinces = load_rules("territories")["province"]
    later = ((p["name"], p.get("kind_since") or p.get("from")) for p in provinces if p["kind"] == "thành phố")
    return {name: since for name, since in later if since and name.casefold() not in CENTRAL_CITIES}


def _has_bare_place(item: Found) -> bool:
    """``Trường Đại học Cần Thơ``: the province in the name says where it stands, not whose it is."""
    return item.level == "province" and item.rule == "agency.open_name" and _UNIT.search(item.name) is None


_UNIT = re.compile(r"(?<!\w)(?:tỉnh|thành phố|cấp)(?!\w)")


@cache
def level_of_kind(name: str) -> str:
    """The level that a body has by its kind, where its name has no territory: a university is central, a company has none; else empty.

    >>> level_of_kind("Trường Đại học Cần Thơ"), level_of_kind("Công ty cổ phần Giống cây trồng"), level_of_kind("Trung tâm Y tế")
    ('central', 'none', '')
    """
    kinds = tables()["kinds"]
    kind = name.removeprefix("Các ").casefold()
    found = max(
        (head for head in kinds["levels"] if f"{kind} ".startswith(f"{head} ") and (kind != head or head in kinds["alone"])), key=len, default=""
    )
    by_kind = "" if any(f" {word}" in kind for word in kinds["state_owned"]) else str(kinds["levels"].get(found, ""))
    named = next((level for pattern, level in _NAMED_LEVELS if pattern.search(name)), "")
    return by_kind if by_kind == "none" or not named else named


# --- the scan ----------------------------------------------------------------------------------------------------------


class _At(NamedTuple):
    """Where a name of the gazetteer stands: its span, the plural marker before it, and its written form in the registry."""

    flow: str
    start: int
    end: int
    plural: str
    form: str

    @property
    def surface(self) -> str:
        return self.flow[self.start : self.end]


def _scan(flow: str) -> Iterator[Found]:
    """Names of the registry, heads of open names and collectives, tried where a word stands with which one begins."""
    collective, first_words, collective_words = _collective_pattern(), _first_words(), _collective_words()
    lowered = lower_in_place(flow)
    for first, start in find_words(lowered, first_words):
        if _inside_number(flow, start):
            continue
        for gazetteer in first_words[first]:
            names = gazetteer.walk(lowered, start)
            plural = _plural_before(flow, start) if names else ""
            for end, form, produce in names:
                at = _At(flow, start, end, plural, form)
                found = produce(at) if _is_written(at) else None
                if found is not None:
                    yield found
                    break
        if first in collective_words:
            match = collective.match(flow, start)
            found = _bare_collective(flow, match, _plural_before(flow, start)) if match is not None else None
            if found is not None:
                yield found


def _inside_number(flow: str, start: int) -> bool:
    """Whether a word is part of a document's number: ``26/KH-UBND``."""
    before = flow[start - 1 : start]
    if before not in ("/", "-"):
        return False
    return before == "/" or (start > 1 and (flow[start - 2].isupper() or flow[start - 2].isdigit() or "/" in flow[start - 6 : start]))


def _is_written(at: _At) -> bool:
    """A code counts only as it is written, and not inside the number of a document: ``UBND``, but not ``UBND-VX``."""
    if not is_code(at.form):
        return True
    after = at.flow[at.end : at.end + 2]
    return at.surface.replace(" ", "") == at.form.replace(" ", "") and after[:1] != "/" and not (after[:1] == "-" and after[1:].isupper())


def _plural_before(flow: str, start: int) -> str:
    """The plural marker right before a head, with its blanks: ``các ``."""
    before = flow[max(0, start - 9) : start]
    if before[-1:] != " " or not before.rstrip(" ").lower().endswith(("các", "những")):
        return ""
    match = _PLURAL.search(before)
    return match[0] if match and not flow[start - len(match[0]) - 1 : start - len(match[0])].isalnum() else ""


_PLURAL = re.compile(r"(?i:các|những) +$")


@cache
def _names() -> Gazetteer:
    """Whole names: those of the user's own, central and other fixed bodies, departments by field, local bodies, collectives of several words."""
    r, names = registry(), Gazetteer()
    for own in own_rules().body:
        names.add_all((fold(form).text for form in [own.name, *own.aliases]), partial(_registry_body, Body(own.name, own.level)))
    for alias in own_rules().alias:
        names.add_all((fold(form).text for form in alias.forms), partial(_own_alias, alias.of))
    local = {form for form, _, _ in r.local_forms()}
    for form, body in r.body_forms():  # `Cục Thuế` without a territory is the one of the document's level
        names.add(form, partial(_registry_body, Body(body.name, "document") if form in local and body.level == "central" else body))
    for entry in r.fields["field"]:
        for head in entry["heads"]:
            for form in [entry["name"], *entry.get("variants", []), *entry.get("short", [])]:
                names.add(f"{head} {form}", partial(_department, head, entry["name"], False))
                names.add(f"{head}: {form}", partial(_department, head, entry["name"], True))
    for form, name, default in r.local_forms():
        names.add(form, partial(_local_body, name, default))
    collectives = tables()["collectives"]
    listed = [
        {"head": head, "level": level, kind: True}
        for kind in ("small", "plural_only")
        for level, heads in collectives[kind].items()
        for head in heads
    ]
    for entry in [*collectives["multiword"], *listed]:
        names.add(entry["head"], partial(_long_collective, entry))
    return names


@cache
def _heads() -> Gazetteer:
    """Heads of names that no registry lists."""
    g, heads = tables()["open_heads"], Gazetteer()
    heads.add_all([*g["central"], *g["local"], *g["steering"]], _open_name)
    return heads


@cache
def _collective_words() -> frozenset[str]:
    c = tables()["collectives"]
    return frozenset(head.split()[0] for head in [*c["countable"], *c["joined"], *c["generic"]])


@cache
def _first_words() -> dict[str, list[Gazetteer]]:
    """The words with which a name, a head or a collective begins, and the gazetteers that hold it."""
    gazetteers = {gazetteer: set(gazetteer.first_words()) for gazetteer in (_names(), _heads())}
    return {word: [g for g, words in gazetteers.items() if word in words] for word in set.union(*gazetteers.values(), _collective_words())}


# --- the registry ----------------------------------------------------------------------------------------------------


@cache
def is_code(form: str) -> bool:
    letters = [c for c in form if c.isalpha()]
    return len(form) < 14 and sum(c.isupper() for c in letters) >= 0.7 * len(letters) and " " not in form


# Names that texts also write in lower case; a small `vụ` or `cục` is mostly the end of another word (`dịch vụ`).
_LOWER_NAMES = re.compile(
    r"(?:phó )?thủ tướng chính phủ|(?:ủy ban|hội đồng|tòa án|ngân hàng|mặt trận|văn phòng|viện kiểm sát|kiểm toán|bộ|ban chấp hành) \w+ \w+|bộ chính trị|ban bí thư"
)


def _registry_body(body: Body, at: _At) -> Found | None:
    surface = at.surface
    if surface in ("Chính phủ", "Quốc hội") and re.match(r" +(?:số|điện tử|kiến tạo)(?! *[:.]? *\d| *:)", at.flow[at.end : at.end + 14]):
        return None  # `Chính phủ số`: a way of governing
    if surface == "Chính phủ" and at.flow.endswith(("rái phiếu ", "ông trái "), 0, at.start):
        return None  # `trái phiếu Chính phủ`: a paper
    if surface.casefold() == "đảng cộng sản việt nam":
        return None
    if key(surface) in registry().office_names or (surface[:1].islower() and not _LOWER_NAMES.match(surface)):
        return None
    plural = at.plural if re.match(r"(?i)phó|bộ trưởng|vụ|cục|ủy ban|ban|kiểm toán nhà nước (?:chuyên|khu)|tòa án|viện kiểm sát", surface) else ""
    return Found(
        at.start - len(plural), at.end, ("Các " if plural else "") + body.name, body.level or "document", "agency.registry", 0.99, surface.split()[0]
    )


def _own_alias(name: str, at: _At) -> Found | None:
    """An alias of the user's own is found as the body that it stands for would be: `Sở LĐ` takes a territory as `Sở Lao động - ...` does."""
    known = _names().walk(name.lower(), 0)
    found = known[0][2](at) if known and known[0][0] == len(name) else None
    return cast(Found | None, found)


# --- ministries and departments --------------------------------------------------------------------------------------


_HEAD_LEVELS = {
    "Bộ": "central",
    "Sở": "province",
    "Ty": "province",
    "Phòng": "district",
    "Ủy ban": "central",
    "Vụ": "central",
    "Cục": "central",
    "Tổng cục": "central",
    "Ủy ban quốc gia": "central",
    "Chi cục": "province",
}


def _department(head: str, field: str, colon: bool, at: _At) -> Found | None:
    flow, small, written = at.flow, at.surface[0].islower(), at.form.removeprefix(head).lstrip(": ")
    if (colon and not at.plural) or ((small or at.surface.isupper()) and _is_tail_of_noun(flow, at.start)):
        return None
    where, end = territory(flow, at.end)
    if not _has_territory(head, where):
        where, end = "", at.end
    if small and at.surface.islower() and (head not in ("Sở", "Phòng") or (head == "Phòng" and not where and " " not in written)):
        return None
    level = territory_level(where) if where else "document"
    if level in ("default", "document") or (head in ("Bộ", "Sở") and level != "none"):
        level = "document" if head == "Phòng" and field in registry().inner_fields else _HEAD_LEVELS.get(head, "document")
    name = f"{'Các ' if at.plural and not colon else ''}{head} {field}" + (f" {territory_name(where)}" if where else "")
    return Found(at.start - len(at.plural), end, name, level, "agency.department", 0.99, f"{head}*" if at.plural else head)


def _is_tail_of_noun(flow: str, start: int) -> bool:
    """``cán bộ``, ``cơ sở``, ``nội bộ``: the second half of a common noun is no head."""
    before = flow[max(0, start - 8) : start].lower()
    return before[-1:] == " " and before.rstrip(" ").endswith(_NOUNS_BEGIN)


_NOUNS_BEGIN = (
    "cán",
    "cơ",
    "nội",
    "toàn",
    "đồng",
    "tiến",
    "trụ",
    "hộ",
    "cục",
    "đảng",
    "tỉnh",
    "chi",
    "trang",
    "bách",
    "bán",
    "đội",
    "hồ",
    "tập",
    "quyển",
    "sơ",
)


def _has_territory(head: str, where: str) -> bool:
    """``Bộ Y tế các cấp`` does not exist: ministries have no territory."""
    return head not in ("Bộ", "Vụ", "Tổng cục") and not (head == "Sở" and re.match(r"(?i)cơ sở|sở tại", where))


# --- local bodies, Party bodies, mass organisations --------------------------------------------------------------------


# Heads that are a common noun in lower case or without a territory.
_NEEDS_CAPITAL = (
    "công an",
    "thanh tra",
    "thuế",
    "báo",
    "văn phòng",
    "đảng bộ",
    "chi bộ",
    "thường trực",
    "đoàn thanh niên",
    "kho bạc nhà nước",
    "bảo hiểm xã hội",
    "thống kê",
    "đảng ủy",
    "hội phụ nữ",
    "công đoàn",
    "hội nông dân",
    "tòa án nhân dân",
    "viện kiểm sát nhân dân",
    "quân đội",
    "bộ đội biên phòng",
)


_NEEDS_TERRITORY = (
    "đảng bộ",
    "đại hội đảng",
    "công an",
    "thanh tra",
    "thuế",
    "báo",
    "văn phòng",
    "chi bộ",
    "thường trực",
    "thống kê",
    "ban nhân dân",
    "ban chấp hành đoàn",
    "ban thường vụ",
    "văn phòng đảng ủy",
    "viễn thông",
    "nhà hát",
)


_HOLD_THEIR_UNIT = ("tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn", "thị đoàn")
_NATION = re.compile(r" +(?i:Việt Nam)(?!\w)")


_PERSONS_OR_DEEDS = re.compile(r" +(?:viên|thác|quyền|nhiệm|ban)(?!\w)")  # `Tỉnh ủy viên`, `vốn huyện` `ủy thác`
_BENEFIT = re.compile(r"(?<!\w)(?:đóng|nợ|gia|độ|sách|thẻ|sổ|mức|quỹ|hưởng|tiền|thu) +$", re.I)  # `đóng BHXH`: the insurance, not the body


def _is_listed(at: _At) -> bool:
    """``các chi bộ``, ``tổ công nghệ số cộng đồng``: small letters without a territory, but listed as a collective or a group."""
    kinds = ("small", "plural_only") if at.plural else ("small",)
    return any(at.form.casefold() in heads for kind in kinds for heads in tables()["collectives"][kind].values())


def _local_body(name: str, default: str, at: _At) -> Found | None:
    flow, lowered = at.flow, name.casefold()
    if is_model(flow, at.start) or (lowered.endswith(" ủy") and _PERSONS_OR_DEEDS.match(flow, at.end)):
        return None
    if lowered == "báo" and flow[max(0, at.start - 5) : at.start].casefold() == "công ":
        return None  # `CÔNG BÁO TỈNH ...`: the gazette
    if lowered == "bảo hiểm xã hội" and _BENEFIT.search(flow, max(0, at.start - 8), at.start):
        return None
    nation = _NATION.match(flow, at.end)
    name_ends = nation.end() if nation else at.end
    where, end = territory(flow, name_ends)
    if where and re.match(r"(?i)(?:địa phương|cơ sở|sở tại)", where) and "công an" not in lowered:
        where, end = "", name_ends
    if lowered.startswith("đại hội") and where == "các cấp":
        return None  # an event of every year
    bare = lowered.startswith(_HOLD_THEIR_UNIT)
    if not where and (bare or (lowered.startswith(tuple(tables()["take_names"])) and at.surface[:1].isupper())):
        where, end = bare_territory(flow, name_ends)
        bare = True
    if not (where or _is_listed(at)) and (
        lowered in _NEEDS_TERRITORY
        or (
            at.surface[0].islower()
            and (lowered in _NEEDS_CAPITAL or (not lowered.endswith(("nhân dân", " ủy")) and not lowered.startswith("cơ quan ")))
        )
    ):
        return None
    level = "central" if nation and not where else territory_level(where) if where and not bare else default or "document"
    level = (default or "document") if level == "default" else level
    if "thành ủy" in lowered or "thành đoàn" in lowered:
        level = "province" if any(city in where.casefold() for city in CENTRAL_CITIES) else "city"
    full = ("Các " if at.plural else "") + name + (" Việt Nam" if nation else "") + (f" {territory_name(where)}" if where else "")
    return Found(at.start - len(at.plural), end, full, level, "agency.local", 0.98, name)


# --- names that no registry lists ------------------------------------------------------------------------------------------


@cache
def _open_heads() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Heads in lower case: of steering bodies, of central units, those that stand alone, and names that are collectives."""
    g = tables()["open_heads"]
    generic = frozenset(e["head"].casefold() for e in tables()["collectives"]["multiword"])
    return (
        frozenset(h.casefold() for h in g["steering"]),
        frozenset(h.casefold() for h in g["central"]),
        frozenset(h.casefold() for h in g["alone"]),
        generic,
    )


def _open_name(at: _At) -> Found | None:
    steering, central, alone, generic = _open_heads()
    flow, head, folded = at.flow, at.surface, at.surface.casefold()
    if head.isupper() and len(head) <= 4 and folded not in ("bcđ", "bql", "htx", "bv"):
        return None  # `NHIỆM VỤ`, `XÃ HỘI`: in capitals a short head is mostly the end of another word
    if (head[0].islower() and folded not in ("ban chỉ đạo", "nhóm chuyên trách") and not _is_led(at)) or is_model(flow, at.start):
        return None
    is_name = folded in steering or (flow[at.end + 1 : at.end + 2].isupper() and not head.isupper())  # a common noun is written small
    if (_refused_names() if is_name else _refused()).match(flow, at.start):
        return None
    only = tables()["open_heads"]["only_before"].get(head.capitalize())
    if only and not flow.startswith(tuple(f" {word}" for word in only), at.end) and not head.isupper():
        return None
    group = _group_pattern().match(flow, at.end) if folded in ("tổ", "đội") else None
    if group is None and folded in tables()["open_heads"]["before_capitals"] and not flow[at.end : at.end + 3].lstrip(" ")[:1].isupper():
        return None
    begins = group.end() if group else at.end
    end, where = name_end(flow, begins, folded in steering and not folded.startswith("đoàn"), head.isupper() and len(head) > 3)
    if (end == at.end and (folded not in alone or head[0].islower())) or flow[at.start : end].casefold() in generic:
        return None
    level = territory_level(where) if where else "central" if folded in central or " quốc gia" in flow[at.end : end] else "document"
    start = at.start - len(at.plural)
    return Found(
        start,
        end,
        open_name(flow[start:end], where),
        "document" if level == "default" else level,
        "agency.open_name",
        0.9 if end > at.end else 0.85,
        head,
    )


@cache
def _group_pattern() -> "regex.Pattern[str]":
    return regex.compile(" +" + alternatives(tables()["open_heads"]["groups"]) + r"(?!\w)")


@cache
def _refused() -> "regex.Pattern[str]":
    """Common nouns that begin like a head: ``Hội nghị``, ``Báo cáo``, ``Trường hợp``."""
    nouns = [
        f"{head} {word}"
        for head, words in tables()["collectives"]["not_before"].items()
        for word in words
        if head in ("hội", "vụ", "cục", "viện", "phòng", "đoàn")
    ]
    return regex.compile(r"(?i:" + alternatives([*nouns, *tables()["open_heads"]["nouns"]["refused"]]) + r")(?!\w)")


@cache
def _refused_names() -> "regex.Pattern[str]":
    """Those of them that also begin like a body set up by decision."""
    return regex.compile(r"(?i:" + alternatives(tables()["open_heads"]["nouns"]["refused"]) + r")(?!\w)")


def is_common_noun(flow: str, start: int, end: int) -> bool:
    """Whether a common noun begins at ``start`` and ends behind ``end`` or in small letters: ``Sở hữu trí tuệ``, ``các tổ`` | ``chức``."""
    at = _plural_end(flow, start)
    match = _bare_refused().match(flow, at)
    if match is None:
        return False
    return match.end() > end or (match[0][1:].islower() and not match[0].lower().startswith("đoàn "))  # a delegation is set up by decision


def _plural_end(flow: str, start: int) -> int:
    plural = re.compile(r"(?i:các|những) +").match(flow, start)
    return plural.end() if plural else start


def _is_led(at: _At) -> bool:
    """``Trưởng phòng Thanh tra - Pháp chế``: after the office a head is written small, and its name in capitals."""
    return at.flow.endswith("Trưởng ", 0, at.start) and at.flow[at.end + 1 : at.end + 2].isupper()


def is_model(flow: str, start: int) -> bool:
    """After ``mô hình``, and inside the name of a club or a fund, nothing is a body."""
    return _MODEL.search(flow, max(0, start - 24), start) is not None


_MODEL = re.compile(r"(?:mô hình|câu lạc bộ|(?<!ban )phong trào)\s*[:“\"]?\s*$", re.I)


# --- collectives -----------------------------------------------------------------------------------------------------------


@cache
def _collective_head() -> tuple[str, str]:
    """Patterns of a bare one-word head that is none of the common nouns it begins, and of a generic noun before one."""
    c = tables()["collectives"]
    ones = []
    for head in sorted([*c["countable"], *c["joined"]], key=len, reverse=True):
        refused = c["not_before"].get(head, [])
        ones.append(rf"{re.escape(head)}(?!\w)" + (rf"(?! +(?:{alternatives(refused)})(?!\w))" if refused else ""))
    return "(?i:" + "|".join(ones) + ")", rf"(?i:{alternatives(c['generic'])})(?!\w)"


_SEPARATOR = r"(?: *[,;/] *(?:và +)?| *- *| +và +| +(?=(?i:ban|ngành|sở)))"


@cache
def _collective_pattern() -> "regex.Pattern[str]":
    one, generic = _collective_head()
    kind = rf"(?:{generic}{_SEPARATOR}){{0,8}}{one}"
    return regex.compile(rf"(?P<list>{kind}(?:{_SEPARATOR}{kind}){{0,30}})(?!\w)(?! +\p{{Lu}}\p{{Ll}})")  # a list without end is none


_COLLECTIVE_TAIL = re.compile(r" +(?P<name>(?i:chuyên môn|chức năng|(?:ở |cấp )?(?:trung ương|TW|TƯ)|(?:ở|cấp) +(?:tỉnh|huyện|xã)))(?!\w)")


def _collective_where(flow: str, position: int) -> tuple[str, int]:
    """What narrows a collective right after it (`tỉnh`, `cấp huyện`, `Trung ương`, `chuyên môn`), and where it ends."""
    match = _COLLECTIVE_TAIL.match(flow, position)
    where, end = (match["name"], match.end()) if match else territory(flow, position)
    where = " ".join(where.split())
    if re.match(r"(?i)cơ sở|địa phương|sở tại|các |xã hội|xã, phường", where):
        return "", position
    return (territory_name(where) if where else ""), end


def _long_collective(entry: dict[str, Any], at: _At) -> Found | None:
    if not _collective_counts(entry, at):
        return None
    where, end = _collective_where(at.flow, at.end)
    known = territory_level(where) if where else "default"
    level = known if known not in ("default", "document") else entry["level"]
    rank = _RANK.match(at.flow, at.end)
    if rank:
        where, end, level = rank[0].strip(), rank.end(), {"tỉnh": "province", "huyện": "district", "xã": "commune"}.get(rank["unit"].lower(), "none")
    elif entry.get("level_needed"):
        return None
    name = ("Các " if at.plural else "") + entry.get("name", entry["head"])
    return Found(
        at.start - len(at.plural), end, (name[:1].upper() + name[1:]) + (f" {where}" if where else ""), level, "agency.collective", 0.97, "collective"
    )


_RANK = re.compile(r" +(?i:tuyến) +(?P<unit>(?i:trung ương|tỉnh|huyện|xã))(?!\w)")


def _collective_counts(entry: dict[str, Any], at: _At) -> bool:
    """Whether a head of several words counts here: some need the plural marker, a list before them, or an owner after them."""
    after, capital = at.flow[at.end : at.end + 14], at.surface[:1].isupper()
    listed = _follows_comma(at.flow, at.start - len(at.plural))
    if entry.get("small"):
        return _HALF_OF_A_NAME.search(at.flow, max(0, at.start - 8), at.start) is None
    if entry["head"] == "bộ trưởng":
        return capital and bool(re.match(r" *, *(?i:thủ trưởng|chủ tịch|tổng)", after))
    if entry.get("owner") and not _OWNER.match(after) and not listed:
        return False
    if (entry.get("capital") and not capital) or entry.get("never"):
        return False
    return bool(at.plural) or not (entry.get("plural_only") or (entry.get("plural") and not listed))


_OWNER = re.compile(r" +(?:(?:của|thuộc)\b|(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện|[Qq]uận|[Tt]hị|[Đđ]ảng) ủy)")
_HALF_OF_A_NAME = re.compile(r"(?i)(?<!\w)(?:tỉnh|huyện|thành|quận|thị|xã|công|liên|chi|trưởng|phó|mô hình) $")  # `Tỉnh đoàn kiểm tra`


def _follows_comma(flow: str, start: int) -> bool:
    return bool(re.search(r"[,;] *(?:và +)?$|\bvà +$", flow[max(0, start - 6) : start]))


@cache
def _head_words() -> "regex.Pattern[str]":
    c = tables()["collectives"]
    return regex.compile("(?i)" + alternatives([*c["countable"], *c["joined"], *c["generic"]]) + r"(?!\w)")


def _bare_collective(flow: str, match: "regex.Match[str]", plural: str) -> Found | None:
    """``các sở, ban, ngành``: at least one kind of body, and the plural marker or a second kind."""
    c = tables()["collectives"]
    heads = [h.casefold() for h in _head_words().findall(match["list"])]
    if not any(h in c["countable"] for h in heads) or (not plural and _is_tail_of_noun(flow, match.start())) or heads[0] in ("ubnd", "đoàn"):
        return None
    if not plural and not {"ngành", "đoàn thể"} & set(heads) and not (len(heads) > 1 and _COMMITTEES.issuperset(heads)):
        return None
    where, end = _collective_where(flow, match.end())
    if len(heads) == 1 and (
        not plural or (match["list"].islower() and not where and not _may_stand_alone(heads[0], flow[match.end() : match.end() + 16]))
    ):
        return None
    if where.casefold() in ("chuyên môn", "chức năng") and not {"phòng", "ban"} & set(heads):
        where, end = "", match.end()
    known = territory_level(where) if where else ""
    level = known if known in ("province", "district", "commune") else "central" if "trung ương" in where.casefold() else _collective_level(heads, c)
    name = ", ".join(heads)
    if " và " in match["list"]:
        name = " và ".join(name.rsplit(", ", 1))
    name = "Các " + name if plural else name[:1].upper() + name[1:]
    return Found(
        match.start() - len(plural),
        end,
        name.replace("ubnd", "Ủy ban nhân dân") + (f" {where}" if where else ""),
        level,
        "agency.collective",
        0.97,
        "collective",
    )


# Committees and cells of the Party, which a list names without `các`: `Đảng ủy, chi bộ trực thuộc`.
_COMMITTEES = frozenset(["đảng ủy", "đảng bộ", "chi bộ", "chi ủy"])


def _may_stand_alone(head: str, after: str) -> bool:
    """``các phòng`` may be rooms; before ``liên quan`` or ``thuộc``, and at the end of a clause, they are divisions."""
    return head not in ("phòng", "ban", "hội", "viện", "đoàn", "ngành", "vụ", "cục") or bool(
        re.match(r" *(?:[,;.]|liên quan|có liên quan|thuộc|của|trong)", after)
    )


def _collective_level(heads: Sequence[str], c: dict[str, dict[str, str]]) -> str:
    """The level of the first kind that has one by itself; ``ban, ngành, đoàn thể`` take the document's, ``đoàn thể`` alone none."""
    levels = [c["countable"][h] for h in heads if h in c["countable"]]
    for wanted in ("central", "province", "district"):
        if wanted in levels:
            return wanted
    return "document" if "document" in levels else "none"


_ENDS_BARE = regex.compile(r"(?!\w)(?= *(?:[,;.:()*|\n\t]|$| \p{Ll}))")
_SIGN = re.compile(r"(?:TM\.?|T/M\.?) +$")


@cache
def _bare_forms(own: frozenset[str]) -> list[str]:
    bare = tables()["bare"]
    return sorted({*bare["heads"], *own, *bare["organs"], *(organ.upper() for organ in bare["organs"])}, key=len, reverse=True)


def _occurrences(flow: str, form: str) -> Iterator[int]:
    at = flow.find(form)
    while at >= 0:
        before = flow[at - 1 : at]
        if not before.isalnum() and before != "/" and _ENDS_BARE.match(flow, at + len(form)):
            yield at
        at = flow.find(form, at + len(form))


@cache
def _bare_refused() -> "regex.Pattern[str]":
    common = [f"{head} {word}" for head, words in tables()["collectives"]["not_before"].items() for word in words]
    return regex.compile("(?i:" + alternatives([*common, *tables()["open_heads"]["nouns"]["refused"], *tables()["bare"]["refused"]]) + r")(?!\w)")


def _bare_heads(flow: str, own: frozenset[str]) -> Iterator[Found]:
    """``thuộc Bộ``, ``Lãnh đạo Sở``: a capital head without a name inside a sentence; and what stands for the issuer anywhere:
    ``Công ty`` in the plan of a company, ``Ban Thường vụ`` in that of a committee."""
    bare = tables()["bare"]
    for form in _bare_forms(own):
        for start in _occurrences(flow, form):
            if form in bare["organs"] or (form.isupper() and _SIGN.search(flow, max(0, start - 5), start)) or _is_bare_head(flow, start, form in own):
                name = sentence_case(registry().organ_names.get(form.lower()) or re.sub("^T[WƯ] ", "Trung ương ", form))
                level = bare["heads"].get(form) or bare["organs"].get(form, "document")
                yield Found(start, start + len(form), name, level, "agency.bare", 0.9, form)


def _is_bare_head(flow: str, start: int, own: bool) -> bool:
    """Whether a head stands for a body: that of the letterhead anywhere, another only inside a sentence; no common noun begins there."""
    before = _WORD_BEFORE.search(flow, max(0, start - 12), start)
    if not (own or before) or flow[start + 1].isupper() or flow.endswith(_OPENS_QUOTE, 0, start):  # an organ in capitals counts only where it signs
        return False
    if flow[max(0, start - 2) : start - 1].isdigit():
        return False  # `một trong 03 Bộ đầu tiên`
    return (before is None or before[1].lower() not in tables()["bare"]["not_after"]) and not _bare_refused().match(flow, start)


_OPENS_QUOTE = (' "', "“", '("')  # `xây dựng “Bệnh viện xanh - sạch - đẹp”`: a slogan
_WORD_BEFORE = regex.compile(r"(\p{L}+) +$")


def short_names(names: Sequence[str]) -> frozenset[str]:
    """The heads that stand for the bodies of a letterhead in the rest of the document: ``Công ty`` for `Công ty Điện lực Lâm Bình`."""
    return frozenset(head for head in tables()["bare"]["own"] for name in names if re.match(rf"{head}(?!\w)", name))


def spoken_of(flow: str) -> frozenset[str]:
    """The ministry or department that a text without a letterhead names as its own more than once.

    >>> sorted(spoken_of("Giao các đơn vị thuộc Bộ, báo cáo Lãnh đạo Bộ. Bộ sẽ kiểm tra."))
    ['Bộ']
    """
    return frozenset(head for head in tables()["bare"]["spoken"] if len([*islice(_own_pattern(head).finditer(flow), 2)]) == 2)


@cache
def _own_pattern(head: str) -> "re.Pattern[str]":
    return re.compile(rf"{head}(?:(?<=thuộc {head})|(?<=ãnh đạo {head}))(?= ?[,.;:])")


# `Đại hội Đảng bộ tỉnh` is also written `Đại hội tỉnh Đảng bộ`, `Đại hội Đảng tỉnh bộ`.
# (a pattern that begins with its letters is sought much faster than one that begins with a look back)
_CONGRESS = re.compile(r"Đại hội(?<!\wĐại hội) (?:(?P<unit>(?i:tỉnh|thành|huyện)) Đảng bộ|Đảng (?P<unit2>(?i:tỉnh|thành|huyện)) bộ)(?!\w)")


def _congresses(flow: str) -> Iterator[Found]:
    for match in _CONGRESS.finditer(flow):
        unit = (match["unit"] or match["unit2"]).casefold()
        yield Found(
            match.start(),
            match.end(),
            f"Đại hội Đảng bộ {unit.replace('thành', 'thành phố')}",
            {"huyện": "district"}.get(unit, "province"),
            "agency.congress",
            0.95,
            "Đại hội",
        )


# `Công an tỉnh (PC06, PV01)`: the divisions of a provincial police by their codes, in capitals and outside the number of a document
_POLICE_UNIT = re.compile(r"P(?<![\w/.-]P)[ACHKVX]\d{2}(?![\w/-])")


def _police_units(flow: str) -> Iterator[Found]:
    names = registry().agencies["police_unit"]
    for match in _POLICE_UNIT.finditer(flow):
        yield Found(match.start(), match.end(), names.get(match[0], match[0]), "province", "agency.police_unit", 0.9, "P")


# `Văn phòng` as who acts: at the beginning of a clause, before a verb.
_OWN_OFFICE_ACTS = regex.compile(
    r"(?:^|(?<=[\n\t]|[-+.;:)] |[\n\t][-+]))Văn phòng(?= (?!phẩm|đại diện|cho thuê|làm việc|công chứng|luật|điện tử|thường trực|điều phối|không|này|của|và|là|các|cấp|đăng ký)\p{Ll})"
)


def _own_office(flow: str) -> Iterator[Found]:
    for match in _OWN_OFFICE_ACTS.finditer(flow):
        yield Found(match.start(), match.end(), "Văn phòng", "document", "agency.own_office", 0.9, "Văn phòng")


# The shared tail of Party committees and unions: `Các huyện, thị, thành ủy`, `các tỉnh, thành đoàn`.
_SHARED_COMMITTEE = re.compile(r"(?:thị|thành) (?P<tail>ủy|đoàn)(?!\w)")
_UNITS_BEFORE = re.compile(r"(?<!\w)(?P<plural>[Cc]ác +)?(?P<units>(?i:tỉnh|huyện|quận|thị)(?:(?: *, *| +và +)(?:huyện|quận|thị|thành))+)$")


def _several_committees(flow: str) -> Iterator[Found]:
    for hint in _SHARED_COMMITTEE.finditer(flow):
        low, end = max(0, hint.start() - 40), hint.start("tail") - 1
        match = _UNITS_BEFORE.search(flow[low:end])
        if match is None:
            continue
        name = re.sub(r"(\w+)(?<!và)(?= |,|$)", rf"\1 {hint['tail']}", match["units"].lower())
        name = f"Các {name}" if match["plural"] else name[:1].upper() + name[1:]
        level = "province" if match["units"].casefold().startswith("tỉnh") else "district"
        yield Found(low + match.start(), hint.end(), name, level, "agency.collective", 0.97, "collective")
