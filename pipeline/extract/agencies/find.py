"""The search for bodies: a scan for names and heads, then what completes, cuts and refuses them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import accumulate
from typing import cast

import regex
from msgspec.structs import replace

from pipeline.extract.agencies.bare import bare_heads, own_chiefs, own_council, own_office, own_team
from pipeline.extract.agencies.codes import room_codes
from pipeline.extract.agencies.collectives import (
    bare_collective,
    collective_pattern,
    collective_words,
    long_collective,
    may_be_several,
    several_committees,
)
from pipeline.extract.agencies.found import Found, without_overlaps
from pipeline.extract.agencies.listed import department, is_code, local_body, minister, registry_body, room, shared_body
from pipeline.extract.agencies.lists import complete
from pipeline.extract.agencies.registry import Body, registry, tables
from pipeline.extract.agencies.unlisted import may_open, open_body
from pipeline.extract.gazetteer import At, Gazetteer, WordFinder
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
    if codes := [match.span() for match in _CODE_INSIDE.finditer(flow)] if any(code in flow for code in _CODES) else []:
        return _beside_codes(flow, codes, recipients, signatures, own)
    scanned = [
        *_scan(flow),
        *bare_heads(flow, own),
        *_congresses(flow),
        *several_committees(flow),
        *_police_units(flow),
        *room_codes(flow),
        *own_office(flow),
        *own_chiefs(flow),
        *own_team(flow),
        *own_council(flow),
    ]
    found = complete(flow, without_overlaps(flow, [f for f in scanned if not _holds_congress(flow, f)]), recipients)
    found = [_inspected(flow, f) if flow.startswith("Thanh tra ", f.start) else f for f in found]
    found = [_with_inspectors(flow, f) if flow.endswith("thanh tra ", 0, f.start) else f for f in found]
    found = [_of_the_centre(flow, f) for f in found]
    return [f for f in found if not (_is_sector(flow, f) or (f.name.endswith(_BARE_ROLES) and _is_role(f) and _signs(flow, f, signatures)))]


_OF_THE_CENTRE = re.compile(r" trực thuộc [Tt]rung ương(?!\w)")


def _of_the_centre(flow: str, found: Found) -> Found:
    """``các tỉnh ủy, thành ủy, đảng ủy trực thuộc Trung ương``: which ones they are is part of the name, as with ``các tỉnh, thành phố``."""
    several = found.name.endswith(("thành ủy", "đảng ủy")) and "tỉnh ủy, thành ủy" in found.name
    if not several or (tail := _OF_THE_CENTRE.match(flow, found.end)) is None:
        return found
    return replace(found, end=tail.end(), name=f"{found.name} trực thuộc Trung ương")


# The short form of a name in brackets where the name goes on: `Ủy ban nhân dân` (UBND) `tỉnh`, `Ủy ban Mặt trận Tổ quốc` (MTTQ) `Việt Nam`.
_CODES = ("(UBND) ", "(HĐND) ", "(MTTQ) ", "(TNCS) ", "(LHPN) ", "(CCB) ", "(LĐLĐ) ", "(BCH) ", "(BTV) ")
_CODE_INSIDE = regex.compile(
    rf"(?<!\))(?: (?:{'|'.join(re.escape(code[:-1]) for code in _CODES)}))++(?= (?:tỉnh|huyện|xã|phường|quận|thành phố|thị xã|thị trấn|các (?:tỉnh|huyện|xã|phường|quận|cấp)|cấp|Việt Nam|Hồ Chí Minh|Trung ương|Đảng bộ)(?!\w))"
)


def _beside_codes(
    flow: str, codes: list[tuple[int, int]], recipients: Sequence[tuple[int, int]], signatures: Sequence[tuple[int, int]], own: frozenset[str]
) -> list[Found]:
    """What is found in a text without the short forms that stand inside names; the offsets are those of ``flow``.

    >>> flow = "Ủy ban nhân dân (UBND) tỉnh giao Sở Y tế"
    >>> [(flow[f.start : f.end], f.name) for f in find_agencies(flow)]
    [('Ủy ban nhân dân (UBND) tỉnh', 'Ủy ban nhân dân tỉnh'), ('Sở Y tế', 'Sở Y tế')]
    """
    ends = [end for _, end in codes]
    text = "".join(flow[a:b] for a, b in zip([0, *ends], [*(start for start, _ in codes), len(flow)], strict=True))
    lost = [*accumulate((end - start for start, end in codes), initial=0)]
    cuts = [start - gone for (start, _), gone in zip(codes, lost, strict=False)]  # where they stood, in the text without them

    def within(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(a - lost[bisect_right(ends, a)], b - lost[bisect_right(ends, b)]) for a, b in spans]

    found = find_agencies(text, within(recipients), within(signatures), own)
    return [replace(f, start=f.start + lost[bisect_right(cuts, f.start)], end=f.end + lost[bisect_left(cuts, f.end)]) for f in found]


def _inspected(flow: str, found: Found) -> Found:
    """The body that an item of a plan says is inspected, where it reads like an inspectorate: ``1. Thanh tra`` `Sở Y tế` ``về công tác cán bộ``."""
    named = _OF_A_BODY.match(flow, found.start, found.end)
    if named is None or not _ABOUT_WHAT.match(flow, found.end) or not _BEGINS_ITEM.search(flow, max(0, found.start - 8), found.start):
        return found
    return replace(found, start=named.end(), name=found.name.removeprefix("Thanh tra "))


def _with_inspectors(flow: str, found: Found) -> Found:
    """The inspectorates of several bodies, written small where no verb can stand: ``do`` `thanh tra các sở` ``đảm nhận``."""
    named = _INSPECTORS.search(flow, max(0, found.start - 40), found.start) if found.name.startswith("Các ") else None
    if named is None:
        return found
    return replace(found, start=named.start("noun"), name=f"Thanh tra {found.name[0].lower()}{found.name[1:]}")


_INSPECTORS = regex.compile(r"(?<!\w)(?:do|với|của|cùng|giữa|Thanh tra (?:tỉnh|thành phố|Chính phủ|Bộ)(?: và|,)) (?P<noun>thanh tra )$")
_OF_A_BODY = regex.compile(r"Thanh tra (?=(?:Sở|Cục|Chi cục|Công an|Bộ|Tổng cục) \p{L})")
_ABOUT_WHAT = re.compile(r" (?:về|trong) (?:việc|công tác|trách nhiệm|quản lý|thực hiện|chấp hành|thu|mua|tuyển|lĩnh vực)(?!\w)")
_BEGINS_ITEM = regex.compile(r"(?:^|[\n\t;]|[-+*•)] |\d\. )\s*$")


def _is_role(found: Found) -> bool:
    """Whether a name is a role, or two that one person has: ``TRƯỞNG BAN PHÓ THỦ TƯỚNG``."""
    return found.rule == "agency.registry" or (found.rule == "agency.office_or_organ" and found.name.startswith(("Trưởng ban ", "Phó Trưởng ban ")))


def _signs(flow: str, role: Found, signatures: Sequence[tuple[int, int]]) -> bool:
    """Whether a bare role stands in a signature, also in the cell beside the recipients: ``Nơi nhận:\\tKT. THỦ TƯỚNG``."""
    surface = flow[role.start : role.end]
    beside = surface.isupper() and _BEFORE_SIGNER.search(flow, max(0, role.start - 8), role.start) and _BEHIND_SIGNER.match(flow, role.end)
    return bool(beside) or any(a <= role.start < b for a, b in signatures)


_BEFORE_SIGNER = re.compile(r"\t *(?:KT\. |TM\. )?$")
_BEHIND_SIGNER = regex.compile(r"\n|$| +\p{Lu}\p{Ll}+ \p{Lu}")  # the role in a line of its own, or before the name
_BARE_ROLES = ("Thủ tướng Chính phủ", "Thủ tướng", "Tổng Thanh tra", "Chủ tịch nước", "Chủ tịch Quốc hội", "Tổng Bí thư")


# --- the scan ----------------------------------------------------------------------------------------------------------


def _scan(flow: str) -> Iterator[Found]:
    """Names of the registry, heads of open names and collectives, tried where a word stands with which one begins."""
    collective, first_words, kinds, heads = collective_pattern(), _first_words(), collective_words(), _heads()
    lowered = lower_in_place(flow)
    for start, words in _word_finder().find(lowered):
        if start and flow[start - 1] in "/-" and _inside_number(flow, start):
            continue
        if start > 1 and flow[start - 2] == "/" and _SPACED_NUMBER.search(flow, max(0, start - 16), start):
            continue
        plural = _plural_before(flow, start) if lowered.endswith(_PLURAL_ENDS, 0, start) else ""
        for gazetteer in first_words[words[0]]:
            if gazetteer is heads and not may_open(flow, start, words[0]):
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


_SPACED_NUMBER = re.compile(r"\d ?/? ?[A-ZĐ]{2,5}/ $")  # `Số: 4155QĐ/ BTP`


def _inside_number(flow: str, start: int) -> bool:
    """Whether a word behind a slash or a dash is part of a document's number: ``26/KH-UBND``."""
    before = flow[start - 1]
    if before == "/" and flow[start + 1 : start + 2].islower():
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
    """A code counts only as it is written, and not inside the number of a document: ``UBND``, but not ``UBND-VX``; no name runs over two columns."""
    if "    " in at.surface:
        return False
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
        names.add_all((fold(form).text for form in [own.name, *own.aliases]), partial(registry_body, Body(own.name, own.level)))
    for alias in own_rules().alias:
        names.add_all((fold(form).text for form in alias.forms), partial(_own_alias, alias.of))
    local = {form for form, _, _ in r.local_forms()}
    for form, body in r.body_forms():
        names.add(form, partial(shared_body if form in local else registry_body, body))
    for entry in r.fields["field"]:
        for head in entry["heads"]:
            for form in [entry["name"], *entry.get("variants", []), *entry.get("short", [])]:
                names.add(f"{head} {form}", partial(department, head, entry["name"], False))
                names.add(f"{head}: {form}", partial(department, head, entry["name"], True))
                if head == "Bộ" and not is_code(form):
                    names.add(f"Bộ trưởng {form}", partial(minister, entry["name"]))
    for form, name, default in r.local_forms():
        names.add(form, partial(local_body, name, default))
    collectives = tables()["collectives"]
    together = {head: level for level, heads in collectives["plural_only"].items() for head in heads}
    for head, name, level in r.rooms():
        form = f"{head} {name}"
        if (rooms := together.get(form.lower())) is not None:
            names.add(form, partial(_room_or_rooms, {"head": form.lower(), "level": rooms, "plural_only": True}, partial(room, head, name, level)))
        names.add(form, partial(room, head, name, level))
    listed = [
        {"head": head, "level": level, kind: True}
        for kind in ("small", "plural_only")
        for level, heads in collectives[kind].items()
        for head in heads
    ]
    for entry in [*collectives["multiword"], *listed]:
        names.add(entry["head"], partial(long_collective, entry))
    return names


def _room_or_rooms(several: dict[str, object], one: Callable[[At], Found | None], at: At) -> Found | None:
    """``Phòng Nghiệp vụ``, and ``các phòng nghiệp vụ``."""
    return long_collective(several, at) if at.plural and at.surface[0].islower() else one(at)


def _own_alias(name: str, at: At) -> Found | None:
    """An alias of the user's own is found as the body that it stands for would be: `Sở LĐ` takes a territory as `Sở Lao động - ...` does."""
    known = _names().walk(name.lower(), 0)
    found = known[0][2](at) if known and known[0][0] == len(name) else None
    return cast(Found | None, found)


@cache
def _heads() -> Gazetteer:
    """Heads of names that no registry lists."""
    g, heads = tables()["open_heads"], Gazetteer()
    heads.add_all([*g["central"], *g["local"], *g["steering"]], open_body)
    return heads


@cache
def _first_words() -> dict[str, list[Gazetteer]]:
    """The words with which a name, a head or a collective begins, and the gazetteers that hold it."""
    gazetteers = {gazetteer: set(gazetteer.first_words()) for gazetteer in (_names(), _heads())}
    return {word: [g for g, words in gazetteers.items() if word in words] for word in set.union(*gazetteers.values(), collective_words())}


@cache
def _word_finder() -> WordFinder:
    return WordFinder(_first_words())


# --- congresses and divisions of the police ------------------------------------------------------------------------------


def _holds_congress(flow: str, found: Found) -> bool:
    """Whether a committee or cell only says whose congress is meant, which is an event: ``đại hội chi bộ, đảng bộ cơ sở``."""
    return found.name.removeprefix("Các ").casefold().startswith(("đảng bộ", "chi bộ")) and bool(
        _OF_CONGRESS.match(flow, max(0, found.start - 40), found.start)
    )


def _is_sector(flow: str, found: Found) -> bool:
    """Whether the name of a body says which sector is meant, with all that belongs to it: ``truyền thống ngành`` `Tòa án nhân dân`."""
    return (
        found.rule in ("agency.local", "agency.registry")
        and found.level in ("document", "province")
        and flow.endswith(("ngành ", "NGÀNH "), 0, found.start)
        and not _SEVERAL_SECTORS.search(flow, max(0, found.start - 24), found.start)
        and not found.name.endswith((" tỉnh", " thành phố", " huyện", " quận", " thị xã", " xã", " phường"))  # `ngành Thuế tỉnh` is the body
    )


# `các ban, ngành` `UBND huyện`, `liên ngành` `Công an - Viện kiểm sát`, `Công đoàn ngành` `Ngân hàng`
_SEVERAL_SECTORS = re.compile(r"(?i)(?:liên|các|công đoàn|giao|[,&]) *ngành $")
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
