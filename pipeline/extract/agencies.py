"""AGENCY: bodies and offices, by a registry, a grammar of heads, fields and territories, and collectives.

A scan over the tokens tries names and heads where one begins; then `agency_lists` joins what stands before a body and belongs to
its name (`Chánh Văn phòng` + `UBND tỉnh`) and cuts elliptic lists (`Các Sở: Y tế; TC`); and `agency_levels.settle` gives the levels that only
the document tells.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import cast

import regex

from pipeline.extract.agency_bare import bare_heads, own_office
from pipeline.extract.agency_codes import room_codes
from pipeline.extract.agency_collectives import (
    bare_collective,
    collective_pattern,
    collective_words,
    follows_comma,
    is_tail_of_noun,
    long_collective,
    may_be_several,
    several_committees,
)
from pipeline.extract.agency_found import Found, without_overlaps
from pipeline.extract.agency_lists import complete
from pipeline.extract.agency_names import any_head, bare_territory, ends_name, name_end, open_name, territory
from pipeline.extract.agency_predicates import predicate_at
from pipeline.extract.agency_registry import CENTRAL_CITIES, Body, registry, tables
from pipeline.extract.gazetteer import At, Gazetteer, WordFinder
from pipeline.extract.territories import territory_level, territory_name
from pipeline.extract.vocabulary import alternatives, key
from pipeline.own_rules import own_rules
from pipeline.text import fold, lower_in_place


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
    scanned = [
        *_scan(flow),
        *bare_heads(flow, own),
        *_congresses(flow),
        *several_committees(flow),
        *_police_units(flow),
        *room_codes(flow),
        *own_office(flow),
    ]
    found = complete(flow, without_overlaps(flow, [f for f in scanned if not _holds_congress(flow, f)]), recipients)
    return [f for f in found if not (f.name.endswith(_BARE_ROLES) and f.rule == "agency.registry" and _signs(flow, f, signatures))]


def _signs(flow: str, role: Found, signatures: Sequence[tuple[int, int]]) -> bool:
    """Whether a bare role stands in a signature, also in the cell beside the recipients: ``Nơi nhận:\\tKT. THỦ TƯỚNG``."""
    surface = flow[role.start : role.end]
    beside = surface.isupper() and _BEFORE_SIGNER.search(flow, max(0, role.start - 8), role.start) and _BEHIND_SIGNER.match(flow, role.end)
    return bool(beside) or any(a <= role.start < b for a, b in signatures)


_BEFORE_SIGNER = re.compile(r"\t *(?:KT\. |TM\. )?$")
_BEHIND_SIGNER = regex.compile(r"\n|$| +\p{Lu}\p{Ll}+ \p{Lu}")  # the role in a line of its own, or before the name
_BARE_ROLES = ("Thủ tướng Chính phủ", "Thủ tướng", "Tổng Thanh tra", "Chủ tịch nước", "Chủ tịch Quốc hội")


# --- the scan ----------------------------------------------------------------------------------------------------------


def _scan(flow: str) -> Iterator[Found]:
    """Names of the registry, heads of open names and collectives, tried where a word stands with which one begins."""
    collective, first_words, kinds, heads = collective_pattern(), _first_words(), collective_words(), _heads()
    lowered = lower_in_place(flow)
    for start, words in _word_finder().find(lowered):
        if _inside_number(flow, start):
            continue
        plural = _plural_before(flow, start) if lowered.endswith(_PLURAL_ENDS, 0, start) else ""
        for gazetteer in first_words[words[0]]:
            if gazetteer is heads and not _may_open(flow, start, words[0]):
                continue
            for end, form, produce in gazetteer.walk(lowered, start, words):
                at = At(flow, start, end, plural, form)
                found = produce(at) if _is_written(at) else None
                if found is not None:
                    yield found
                    break
        if words[0] in kinds and (plural or may_be_several(words)):
            match = collective.match(flow, start)
            found = bare_collective(flow, match, plural) if match is not None else None
            if found is not None:
                yield found


def _inside_number(flow: str, start: int) -> bool:
    """Whether a word is part of a document's number: ``26/KH-UBND``."""
    before = flow[start - 1 : start]
    if before not in ("/", "-") or (before == "/" and flow[start + 1 : start + 2].islower()):
        return False  # `Bộ Công an/Bộ Quốc phòng`
    if before == "-" and _COUNCIL_BEFORE_DASH.search(flow, max(0, start - 12), start):
        return False
    if before == "/":
        return _NAME_BEFORE_SLASH.search(flow, max(0, start - 24), start) is None
    return start > 1 and (flow[start - 2].isupper() or flow[start - 2].isdigit() or "/" in flow[start - 6 : start])


# `HĐND-UBND huyện`: two bodies, and no code of a number (`NQ-HĐND`)
_COUNCIL_BEFORE_DASH = re.compile(r"(?:^|[^\w/.-])(?:TT\.? ?)?(?:HĐND|UBND)-$")
# `Phòng LĐTBXH/UBND các xã`, `Sở Y tế/Sở Tài chính`: no figure and no code of a type (`QĐ/UBND`) before the slash
_NAME_BEFORE_SLASH = regex.compile(r"(?:^|[\s(|,;])(?:\p{L}*\p{Ll}{2}|(?!TTLT|BTTLT|QyĐ)[\p{Lu}&]{4,12})/$")


def _is_written(at: At) -> bool:
    """A code counts only as it is written, and not inside the number of a document: ``UBND``, but not ``UBND-VX``."""
    if not is_code(at.form):
        return True
    after = at.flow[at.end : at.end + 2]
    in_number = after[:1] == "-" and after[1:].isupper() and not (at.form.endswith(("HĐND", "UBND")) and _COUNCIL_AFTER_DASH.match(at.flow, at.end))
    return at.surface.replace(" ", "") == at.form.replace(" ", "") and after[:1] != "/" and not in_number


_COUNCIL_AFTER_DASH = re.compile(r"-(?:UBND|HĐND|UBMTTQ(?:VN)?) +[a-zđ]")


def _plural_before(flow: str, start: int) -> str:
    """The plural marker right before a head, with its blanks: ``các ``."""
    match = _PLURAL.search(flow, max(0, start - 9), start)
    return match[0] if match and not flow[start - len(match[0]) - 1 : start - len(match[0])].isalnum() else ""


_PLURAL = re.compile(r"(?i:các|những) +$")
_PLURAL_ENDS = ("các ", "những ", "  ")  # what a text in small letters ends in before the head: asked first, for it costs less than a pattern


@cache
def _names() -> Gazetteer:
    """Whole names: those of the user's own, central and other fixed bodies, departments by field, local bodies, collectives of several words."""
    r, names = registry(), Gazetteer()
    for own in own_rules().body:
        names.add_all((fold(form).text for form in [own.name, *own.aliases]), partial(_registry_body, Body(own.name, own.level)))
    for alias in own_rules().alias:
        names.add_all((fold(form).text for form in alias.forms), partial(_own_alias, alias.of))
    local = {form for form, _, _ in r.local_forms()}
    for form, body in r.body_forms():
        names.add(form, partial(_shared_body if form in local else _registry_body, body))
    for entry in r.fields["field"]:
        for head in entry["heads"]:
            for form in [entry["name"], *entry.get("variants", []), *entry.get("short", [])]:
                names.add(f"{head} {form}", partial(_department, head, entry["name"], False))
                names.add(f"{head}: {form}", partial(_department, head, entry["name"], True))
    for form, name, default in r.local_forms():
        names.add(form, partial(_local_body, name, default))
    for head, name, level in r.rooms():
        names.add(f"{head} {name}", partial(_room, head, name, level))
    collectives = tables()["collectives"]
    listed = [
        {"head": head, "level": level, kind: True}
        for kind in ("small", "plural_only")
        for level, heads in collectives[kind].items()
        for head in heads
    ]
    for entry in [*collectives["multiword"], *listed]:
        names.add(entry["head"], partial(long_collective, entry))
    return names


@cache
def _heads() -> Gazetteer:
    """Heads of names that no registry lists."""
    g, heads = tables()["open_heads"], Gazetteer()
    heads.add_all([*g["central"], *g["local"], *g["steering"]], _open_name)
    return heads


@cache
def _first_words() -> dict[str, list[Gazetteer]]:
    """The words with which a name, a head or a collective begins, and the gazetteers that hold it."""
    gazetteers = {gazetteer: set(gazetteer.first_words()) for gazetteer in (_names(), _heads())}
    return {word: [g for g, words in gazetteers.items() if word in words] for word in set.union(*gazetteers.values(), collective_words())}


@cache
def _word_finder() -> WordFinder:
    return WordFinder(_first_words())


# --- the registry ----------------------------------------------------------------------------------------------------


@cache
def is_code(form: str) -> bool:
    letters = [c for c in form if c.isalpha()]
    return len(form) < 14 and sum(c.isupper() for c in letters) >= 0.7 * len(letters) and " " not in form


# Names that texts also write in lower case; a small `vụ` or `cục` is mostly the end of another word (`dịch vụ`).
_LOWER_NAMES = re.compile(
    r"(?:phó )?thủ tướng chính phủ|(?:ủy ban|hội đồng|tòa án|ngân hàng|mặt trận|văn phòng|viện kiểm sát|kiểm toán|bộ|ban chấp hành) \w+ \w+|bộ chính trị|ban bí thư"
)


def _registry_body(body: Body, at: At) -> Found | None:
    surface = at.surface
    if surface in ("Chính phủ", "Quốc hội") and re.match(r" +(?:số|điện tử|kiến tạo)(?! *[:.]? *\d| *:)", at.flow[at.end : at.end + 14]):
        return None  # `Chính phủ số`: a way of governing
    if surface == "CP" and not at.flow.endswith("thuộc ", 0, at.start):
        return None  # the end of a number, or of the name of a company
    if surface in ("Chính phủ", "CHÍNH PHỦ") and at.flow.endswith(("rái phiếu ", "ông trái ", "PHI "), 0, at.start):
        return None  # `trái phiếu Chính phủ`: a paper; `PHI CHÍNH PHỦ`
    if surface.casefold() == "đảng cộng sản việt nam":
        return None
    if key(surface) in registry().office_names or (surface[:1].islower() and not _LOWER_NAMES.match(surface)):
        return None
    plural = at.plural if re.match(r"(?i)phó|ptt|bộ trưởng|vụ|cục|ủy ban|ban|kiểm toán nhà nước (?:chuyên|khu)|tòa án|viện kiểm sát", surface) else ""
    return Found(
        at.start - len(plural), at.end, ("Các " if plural else "") + body.name, body.level or "document", "agency.registry", 0.99, surface.split()[0]
    )


def _room(head: str, name: str, level: str, at: At) -> Found | None:
    """A room that the table knows by its whole name, with the number that tells it from others of the name: ``Phòng Thanh tra, kiểm tra số 2``."""
    named = at.surface[len(head) :].lstrip(" ")[:1].isupper() or name[0].islower()  # `Phòng` `tổ chức thi hành án`: a predicate
    if not named or (at.surface[0].islower() and not _is_room(at._replace(end=at.start + len(head)))) or _acts_behind_comma(at, name):
        return None
    number = _room_number().match(at.flow, at.end)
    end = number.end() if number else at.end
    written = name if at.surface.isupper() else registry().expand(" ".join(at.surface[len(head) :].split()))
    return Found(at.start, end, f"{head} {written}{at.flow[at.end : end]}", level, "agency.registry", 0.98, head)


def _acts_behind_comma(at: At, name: str) -> bool:
    """Whether a predicate or a person stands where the name of a room has a second field: ``Phòng Hành chính``, `tổng hợp số liệu`."""
    comma = at.surface.find(",")
    second = _SECOND_FIELD.search(name)
    small = second is not None and at.surface[comma + 1 :].lstrip()[:1].islower()
    return small and (ends_name(at.flow, at.start + comma + 1) or at.flow.startswith(" trưởng", at.end))


_SECOND_FIELD = regex.compile(r", \p{Lu}")


@cache
def _room_number() -> "regex.Pattern[str]":
    return regex.compile(rf" (?:số )?[1-9](?![\w/%]|[.,]\d)(?! +(?:{alternatives(tables()['measures'])})(?!\w))")


def _shared_body(body: Body, at: At) -> Found | None:
    """A central body whose name local ones have too: `Cục Thuế tỉnh Quảng Ninh`, and without a territory the one of the document's level."""
    here = Body(body.name, "document" if body.level == "central" else body.level)
    return _local_body(body.name, here.level, at) if territory(at.flow, at.end)[0] else _registry_body(here, at)


def _own_alias(name: str, at: At) -> Found | None:
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


def _department(head: str, field: str, colon: bool, at: At) -> Found | None:
    flow, small, written = at.flow, at.surface[0].islower(), at.form.removeprefix(head).lstrip(": ")
    if (colon and not at.plural) or ((small or at.surface.isupper()) and is_tail_of_noun(flow, at.start)):
        return None
    if predicate_at(flow, at.start + len(head)) == "sure":
        return None  # `các đơn vị thuộc Sở` `xây dựng kế hoạch`
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


def _has_territory(head: str, where: str) -> bool:
    """``Bộ Y tế các cấp`` does not exist: ministries have no territory."""
    return head not in ("Bộ", "Vụ", "Tổng cục") and not (head == "Sở" and re.match(r"(?i)cơ sở|sở tại", where))


# --- local bodies, Party bodies, mass organisations --------------------------------------------------------------------


# Heads that are a common noun in lower case or without a territory.
_NEEDS_CAPITAL = (
    "đoàn",
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
    "đoàn",
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
_CENTRE = re.compile(r" +(?:Trung ương|trung ương|TRUNG ƯƠNG|TW|TƯ)(?!\w)")  # `Hội đồng Giáo dục quốc phòng và an ninh Trung ương`
_COUNCILS = ("hội đồng", "ban chỉ đạo", "ban chỉ huy")


_PERSONS_OR_DEEDS = re.compile(r" +(?:viên|thác|quyền|nhiệm|ban(?! +(?:hành|bố)(?!\w)))(?!\w)")  # `Tỉnh ủy viên`, `vốn huyện` `ủy thác`
_ORGAN_BEFORE = re.compile(r"(?i)(?<!\w)(?:BCH|BTV|ban chấp hành|ban thường vụ|bí thư) +$")  # `BCH` `Đoàn tỉnh Bắc Hà`
# What a congress decides, or is asked: `Nghị quyết Đại hội Đảng bộ tỉnh`; elsewhere it is an event, and who holds it no body that acts.
_DECIDES = re.compile(r"(?i)(?:nghị quyết|văn kiện|nhân sự|trình|do|của) +$")
_BENEFIT = re.compile(r"(?<!\w)(?:đóng|nợ|gia|độ|sách|thẻ|sổ|mức|quỹ|hưởng|tiền|thu) +$", re.I)  # `đóng BHXH`: the insurance, not the body


def _is_listed(at: At) -> bool:
    """``các chi bộ``, ``chi bộ trực thuộc``, ``tổ công nghệ số cộng đồng``: small letters without a territory, but listed as a collective or a group."""
    form, kinds = at.form.casefold(), tables()["collectives"]
    return (
        any(form in heads for heads in kinds["small"].values())
        or ((bool(at.plural) or at.flow.startswith(" trực thuộc", at.end)) and any(form in heads for heads in kinds["plural_only"].values()))
        or (any(form in heads for heads in kinds["listed"].values()) and (bool(at.plural) or follows_comma(at.flow, at.start)))
    )


_NUMBERED = ("ban bầu cử", "tổ bầu cử", "cơ sở cai nghiện", "trung tâm")
_NUMBER = re.compile(r" (?P<number>số \d{1,3})(?![\w/.-]*\d)")
_OF_PROVINCE = regex.compile(
    r" [-–] (?P<name>\p{Lu}[\w']+(?: \p{Lu}[\w']+){0,3})(?= *(?:[,;.:)|\n\t]|$| \p{Ll}))"
)  # `Tòa án nhân dân khu vực 3 - Hà Nội`


def _local_body(name: str, default: str, at: At) -> Found | None:
    flow, lowered = at.flow, name.casefold()
    if is_model(flow, at.start) or (lowered.endswith(" ủy") and _PERSONS_OR_DEEDS.match(flow, at.end)):
        return None
    if lowered == "công đoàn" and flow.startswith((" viên", " phí"), at.end):
        return None  # its members and their fee
    if lowered == "báo" and flow[max(0, at.start - 5) : at.start].casefold() == "công ":
        return None  # `CÔNG BÁO TỈNH ...`: the gazette
    if lowered == "thường trực" and flow.endswith(("cơ quan ", "bộ phận "), 0, at.start):
        return None  # `cơ quan thường trực các cấp`
    if lowered == "bảo hiểm xã hội" and _BENEFIT.search(flow, max(0, at.start - 8), at.start):
        return None
    nation = _NATION.match(flow, at.end) or (_CENTRE.match(flow, at.end) if lowered.startswith(_COUNCILS) else None)
    name_ends = nation.end() if nation else at.end
    where, end = territory(flow, name_ends)
    if where and re.match(r"(?i)(?:địa phương|cơ sở|sở tại)", where) and "công an" not in lowered:
        where, end = "", name_ends
    if lowered.startswith("đại hội") and not _DECIDES.search(flow, max(0, at.start - 20), at.start):
        return None  # an event
    bare = lowered.startswith(_HOLD_THEIR_UNIT) or lowered.endswith((" tỉnh ủy", " huyện ủy"))
    if not where and (bare or (at.surface[:1].isupper() and any(form.startswith(_takes_names()) for form in (lowered, at.form.casefold())))):
        where, end = bare_territory(flow, name_ends)
        bare = True
    if not where and lowered.startswith(_NUMBERED) and (number := _NUMBER.match(flow, name_ends)) is not None:
        where, end, bare = number["number"], number.end(), True
    if where.isdigit() and (of := _OF_PROVINCE.match(flow, end)) and not any_head().match(flow, of.start("name")):
        where, end = f"{where} - {of['name'].title() if of['name'].isupper() else of['name']}", of.end()
    if not (where or _is_listed(at)) and (
        lowered in _NEEDS_TERRITORY
        or (
            at.surface[0].islower()
            and (lowered in _NEEDS_CAPITAL or (not lowered.endswith(("nhân dân", " ủy")) and not lowered.startswith("cơ quan ")))
        )
    ):
        return None
    of_organ = lowered == "đoàn" and _ORGAN_BEFORE.search(flow, max(0, at.start - 16), at.start)
    if lowered == "đoàn" and not of_organ and (at.surface[0].islower() or territory_level(where) != "commune"):
        return None  # a delegation: `Đoàn tỉnh Kon Tum`; the youth union of a province or a district has a name of its own
    level = "central" if nation and not where else territory_level(where) if where and not bare else default or "document"
    level = (default or "document") if level == "default" else level
    if not where and lowered == "đoàn thanh niên cộng sản hồ chí minh" and at.surface.isupper():
        level = "central"  # the head of a letter
    if where and level == default and (default == "none" or (default == "central" and bare)):
        level = "document"  # `VNPT Bảo Sơn`: the branch of the province or the district whose document names it
    if "thành ủy" in lowered or "thành đoàn" in lowered:
        level = "province" if any(city in where.casefold() for city in CENTRAL_CITIES) else "city"
    full = (
        ("Các " if at.plural else "")
        + name
        + ("" if nation is None or name.endswith("Việt Nam") else " Việt Nam" if nation[0].strip().casefold() == "việt nam" else " Trung ương")
        + (f" {territory_name(where)}" if where else "")
    )
    return Found(at.start - len(at.plural), end, full, level, "agency.local", 0.98, name)


@cache
def _takes_names() -> tuple[str, ...]:
    """Heads that a place follows without its unit: ``Điện lực`` `Cẩm Khê`, ``Agribank`` `Long Thủy`."""
    return tuple(tables()["take_names"])


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


_SMALL_HEADS = ("ban chỉ đạo", "nhóm chuyên trách")
_ROOMS = ("phòng", "khoa", "tổ")
_NATIONAL = (
    "hội",
    "hiệp hội",
    "tổng hội",
    "công đoàn",
    "liên đoàn",
    "liên hiệp",
    "liên minh",
    "ngân hàng",
)  # which with `Việt Nam` are those of the country
_SMALL_WORDS = frozenset(head.split()[0] for head in (*_SMALL_HEADS, *_ROOMS))


def _may_open(flow: str, start: int, first: str) -> bool:
    """Whether an open name may begin with the word ``first``: in small letters only few do, and what follows an office."""
    if not flow[start].islower():
        return True
    if first == "trường":
        return _SCHOOL.match(flow, start) is not None
    named = first not in _ROOMS or flow[start + len(first) + 1 : start + len(first) + 2].isupper()  # asked first: `tổ chức` is everywhere
    return (first in _SMALL_WORDS and named) or flow.endswith("Trưởng ", 0, start)


# `trường THCS Lê Lợi`, `Trường tiểu học Kim Đồng`: a kind of school and its name
_SCHOOL_KIND = (
    r"(?:(?i:tiểu học|trung học(?: cơ sở| phổ thông)?|mầm non|mẫu giáo|phổ thông(?: dân tộc)?(?: (?:nội|bán) trú)?)|TH|THCS|THPT|MN|PTDT(?:NT|BT)?)"
)
_SCHOOL = regex.compile(
    rf"(?i:trường) {_SCHOOL_KIND}(?: *(?:và|&|-|,) *{_SCHOOL_KIND})*(?: chuyên| dân lập| tư thục| số \d)? (?!Trung ương)\p{{Lu}}\p{{Ll}}"
)

# the second half of a noun in capitals: `THỊ` `TRƯỜNG LAO ĐỘNG`, `MÔI` `TRƯỜNG SỐNG`
_NO_SCHOOL = re.compile(r"(?<!\w)(?:(?:MÔI|THỊ)[ \n]|(?:QUẢNG|CHIẾN|NGƯ|NÔNG|LÂM|NHÀ) ) *$")


def _open_name(at: At) -> Found | None:
    steering, central, alone, generic = _open_heads()
    flow, head, folded = at.flow, at.surface, at.surface.casefold()
    if head.isupper() and len(head) <= 4 and folded not in ("bcđ", "bđh", "bql", "htx", "bv", "clb"):
        return None  # `NHIỆM VỤ`, `XÃ HỘI`: in capitals a short head is mostly the end of another word
    school = folded == "trường" and _SCHOOL.match(flow, at.start) is not None
    if (head[0].islower() and folded not in _SMALL_HEADS and not school and not _is_led(at) and not _is_room(at)) or is_model(flow, at.start):
        return None
    if folded in _OFTEN_MODELS and _is_listed_model(flow, at.start):
        return None
    if head == "TRƯỜNG" and not school and _NO_SCHOOL.search(flow, max(0, at.start - 8), at.start):
        return None
    is_name = folded in steering or (_NAMES_ONE.match(flow, at.end) is not None and not head.isupper())  # a common noun is written small
    if (_refused_names() if is_name else _refused()).match(flow, at.start):
        return None
    only = tables()["open_heads"]["only_before"].get(head.capitalize())
    if only and not school and not flow.startswith(tuple(f" {word}" for word in only), at.end) and not head.isupper():
        return None
    group = _group_pattern("boards" if folded == "ban" else "groups").match(flow, at.end) if folded in ("tổ", "đội", "ban", "tiểu ban") else None
    if group is None and folded in tables()["open_heads"]["before_capitals"] and not flow[at.end : at.end + 3].lstrip(" ")[:1].isupper():
        return None
    small = tables()["open_heads"]["small_only_before"].get(folded)
    if small and flow[at.end + 1 : at.end + 2].islower() and not flow.startswith(tuple(f" {word}" for word in small), at.end):
        return None
    begins = group.end() if group else at.end
    bare = group is None and flow.startswith(" và ", begins)  # `Chủ tịch Hội đồng` `và Thư ký`: no name begins so
    decided = folded in steering and not folded.startswith("đoàn")
    end, where = (at.end, "") if bare else name_end(flow, begins, decided, head.isupper() and len(head) > 3)
    if (end == at.end and (folded not in alone or head[0].islower())) or flow[at.start : end].casefold() in generic:
        return None
    national = (
        folded in central
        or " quốc gia" in flow[at.end : end]
        or flow.startswith(" Quốc gia ", at.end)
        or (folded in _NATIONAL and flow.endswith(" Việt Nam", at.end, end))
    )
    level = territory_level(where) if where else "central" if national else "document"
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


_NAMES_ONE = regex.compile(r" [\p{Lu}\d]")


@cache
def _group_pattern(kind: str) -> "regex.Pattern[str]":
    return regex.compile(" +" + alternatives(tables()["open_heads"][kind]) + r"(?!\w)")


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


# What stands before a room of a hospital or an office that is written small: the start of a line, a mark, or a word that is no half of `văn phòng`, `đa khoa`, `tiêm phòng`.
_BEFORE_ROOM = re.compile(r"(?:^|[\n\t,;:.(/-]|(?<!\w)(?:và|với|của|các|giao|cho|do|về|tại|trưởng|cùng|qua|là|từng)) *$", re.I)


def _is_room(at: At) -> bool:
    """``phòng Điều dưỡng``, ``khoa Dược``: the head is written small, and its name with a capital that begins a word."""
    if at.surface not in _ROOMS or not _ROOM_NAME.match(at.flow, at.end):
        return False
    return _BEFORE_ROOM.search(at.flow[max(0, at.start - 9) : at.start]) is not None


_ROOM_NAME = regex.compile(r" (?!(?:Covid|Zika|Dengue|Zoom|Lab|Lao|Việt Nam)(?!\w))\p{Lu}\p{Ll}")


def _is_led(at: At) -> bool:
    """``Trưởng phòng Thanh tra - Pháp chế``: after the office a head is written small, and its name in capitals."""
    return at.flow.endswith("Trưởng ", 0, at.start) and at.flow[at.end + 1 : at.end + 2].isupper()


def is_model(flow: str, start: int) -> bool:
    """After ``mô hình``, and inside the name of a club or a fund, nothing is a body."""
    return _MODEL.search(flow, max(0, start - 24), start) is not None


def _is_listed_model(flow: str, start: int) -> bool:
    """``thực hiện các mô hình: ...; Câu lạc bộ Quyền tham gia``: a club or team in a list of models."""
    opened = flow.rfind("ô hình:", max(0, start - _LONGEST_LIST_OF_MODELS), start)
    return opened >= 0 and not re.search(r"[.\n]", flow[opened:start])


_LONGEST_LIST_OF_MODELS = 200  # characters up to the model in question
_OFTEN_MODELS = ("câu lạc bộ", "clb", "tổ", "đội", "nhóm")


_MODEL = re.compile(r"(?:mô hình|câu lạc bộ|(?<!ban )phong trào)\s*[:“\"]?\s*$", re.I)


def _holds_congress(flow: str, found: Found) -> bool:
    """Whether a committee or cell only says whose congress is meant, which is an event: ``đại hội chi bộ, đảng bộ cơ sở``."""
    return found.name.removeprefix("Các ").casefold().startswith(("đảng bộ", "chi bộ")) and bool(
        _OF_CONGRESS.match(flow, max(0, found.start - 40), found.start)
    )


_OF_CONGRESS = regex.compile(r"(?ri)đại\s+hội\s+(?:(?:đại\s+biểu|điểm)\s+)?$")
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
