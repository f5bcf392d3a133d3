"""Who issues a document: the body in its letterhead, below its parent; else the one that decrees in the first paragraphs."""

import re
from collections.abc import Sequence
from functools import cache

import regex

from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.registry import CENTRAL_CITIES, registry
from pipeline.extract.letterhead import LONGEST_NAME, UNIT, as_written, is_known_by_field, letterhead_text, named_lines
from pipeline.extract.rule import Mention
from pipeline.extract.territories import territory_name
from pipeline.layout import Layout
from pipeline.schema import LegalRefNorm

_DECREES = regex.compile(
    r"[\s,]*(?:\([^)]{0,80}\)[\s,]*)?(?:ban hành|yêu cầu|xây dựng|đề nghị|chỉ thị|hướng dẫn|triển khai|tổ chức|thông báo|phát động|quyết định|quyết nghị|giao|kết luận|chỉ đạo|đề ra)(?!\w)"
)


def find_issuer(layout: Layout, heading: Sequence[Found], agencies: Sequence[Found], place: str | None, attached: Mention | None) -> str | None:
    """The issuer's name, written out with its territory; ``attached`` is the document that this one is an annex of, for want of anything else.

    ``heading`` are the bodies in `letterhead_text`, ``agencies`` those of the whole text.
    """
    head = _in_letterhead(letterhead_text(layout), heading, place)
    named = (head if heading else None) or _standing_alone(layout, agencies) or _decreeing(layout, agencies) or head
    if named is None and attached is not None and isinstance(attached.norm, LegalRefNorm) and attached.norm.issuer:
        named = next((f.name for f in agencies if layout.flow[f.start : f.end] == attached.norm.issuer), attached.norm.issuer)
    if not named or len(named) > LONGEST_NAME:
        return None
    issuer = _recased(_with_territory(named, layout, place), layout.flow, place)
    return f"Chủ tịch {issuer}" if issuer.startswith("Ủy ban nhân dân") and _chair_directs(layout, agencies) else issuer


def _chair_directs(layout: Layout, agencies: Sequence[Found]) -> bool:
    """Whether a directive under the name of a People's Committee is its chair's: ``Chủ tịch UBND tỉnh chỉ thị:``."""
    kind = next((layout.text(b) for b in layout.blocks if b.kind == "doc_type"), "")
    if kind.strip(" *#").casefold() != "chỉ thị":
        return False
    return any(f.name.startswith("Chủ tịch Ủy ban nhân dân") and _DIRECTS.match(layout.flow, f.end) for f in agencies)


_DIRECTS = re.compile(r",? chỉ thị *:| *\n+Về ")  # the latter under `CHỈ THỊ` `CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ`


def _recased(name: str, flow: str, place: str | None) -> str:
    """A name from a line of capitals, with the capitals that the text gives it or its last words elsewhere: ``Trường ... Nguyễn Văn Siêu``."""
    words = name.split()
    for first in (0, *range(max(len(words) - 4, 1), len(words) - 1)):
        tail = " ".join(words[first:])
        if first and (tail.istitle() or UNIT.match(tail.lower())):
            continue
        for match in regex.finditer(rf"(?<!\w){regex.escape(tail)}(?!\w)", flow, regex.IGNORECASE):
            if not match[0].isupper() and (match[0].istitle() or (not first and match[0][0].isupper())):
                return " ".join([*words[:first], str(match[0])])
    at = name.casefold().rfind(place.casefold()) if place else -1
    return name[:at] + place + name[at + len(place) :] if place and at > 0 else name


def _in_letterhead(text: str, heading: Sequence[Found], place: str | None) -> str | None:
    """The last body of the letterhead, with what its parent above it says."""
    named = named_lines(text, heading)
    return _below_all([as_written(name) for name, _ in named], [line for _, line in named], place) if named else None


def _below_all(names: Sequence[str], lines: Sequence[str], place: str | None) -> str:
    """The last of the bodies, each below the one before it: what the first says of the territory reaches the last."""
    name = names[0]
    for line, body in zip(lines, names[1:], strict=False):
        name = _below(name, line, body, place)
    return name


# --- parent and child ----------------------------------------------------------------------------------------------------

_LAST_UNIT = re.compile(r" (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)$")
_OWN_DISTRICT = regex.compile(r"khu vực (?![IVX]+(?!\w))\p{Lu}")  # `Chi cục Thuế khu vực Vĩnh Điền - Sơn Trà`
_NUMBERED_COURT = re.compile(r"(?:tòa án|viện kiểm sát) nhân dân khu vực \d+(?P<own> - )?")  # `Tòa án nhân dân khu vực 3 - Gia Lai`
_COMMITTEES = ("Tỉnh ủy", "Huyện ủy", "Thành ủy", "Quận ủy", "Thị ủy", "Đảng ủy")
_MASS = ("Hội ", "Đoàn ", "Công đoàn", "Liên đoàn")
_ORGANS = ("ban thường trực", "ban thường vụ", "ban chấp hành", "thường trực", "ban giám đốc", "ban giám hiệu", "đảng ủy")
_PARTS = {
    "hội đồng nhân dân": ("ban ",),
    "công an": ("phòng ", "đội "),
    "bộ chỉ huy": ("phòng ",),
    "mặt trận tổ quốc": ("ủy ban trung ương",),
    "trường": ("phòng ", "khoa ", "trung tâm ", "viện ", "tổ ", "hội đồng "),
    "học viện": ("phòng ", "khoa ", "trung tâm ", "viện "),
    "bệnh viện": ("phòng ", "khoa ", "trung tâm ", "hội đồng ", "tổ "),
    "ủy ban dân tộc": ("vụ ", "văn phòng"),
}
# Their proper name says which they are; a territory would be one name too many.
_PROPER = (
    "trường",
    "bệnh viện",
    "công ty",
    "tổng công ty",
    "học viện",
    "nhà máy",
    "tập đoàn",
    "ngân hàng",
    "đồn biên phòng",
    "sư đoàn",
    "trung đoàn",
    "lữ đoàn",
)
_PART = re.compile(r"^(?:(?:chi|đảng) bộ|đảng ủy|công đoàn(?: cơ sở)?|chi đoàn) ")
_MEETING = regex.compile(r"(?P<organ>.+?) (?P<unit>tỉnh|huyện|thành|thị|quận) (?P<mass>hội|đoàn) (?P<name>.+)", regex.I)
_COMMITTEE = re.compile(r"(?P<unit>Tỉnh|Huyện|Thành|Thị|Quận) (?:ủy|đoàn|Đoàn) (?P<name>.+)")
_UNIT_OF = {"tỉnh": "tỉnh", "huyện": "huyện", "thành": "thành phố", "thị": "thị xã", "quận": "quận"}


def _below(parent: str, parent_line: str, body: str, place: str | None) -> str:
    """The name of ``body`` with what its parent says: ``Ban Tuyên giáo`` below ``Tỉnh ủy Kon Tum``."""
    folded = body.casefold()
    meeting = _MEETING.fullmatch(body)
    where = _where(parent, parent_line, place)
    of_party = where and folded in ("ban thường vụ", "ban chấp hành") and not parent.startswith(_MASS)
    if (all(part in _ORGANS for part in folded.split(" - ")) and not of_party) or _is_part(folded, parent.casefold()):
        return f"{body} {parent}"
    if parent == "Ban Chấp hành Trung ương" and body.startswith("Ban ") and "trung ương" not in folded:
        return f"{body} Trung ương"
    if folded.endswith(("trung ương hội", "trung ương đoàn")) and parent.casefold().startswith(folded.split()[-1]):
        return f"{body} {parent.split(' ', 1)[1]}"  # `BAN THƯỜNG VỤ TRUNG ƯƠNG HỘI` below the association
    if meeting is not None and parent.startswith(_MASS):
        territory = territory_name(f"{_UNIT_OF[meeting['unit'].casefold()]} {meeting['name'].title()}")
        return f"{meeting['organ']} {parent.removesuffix(' Việt Nam')} {territory}"
    if parent.startswith(_COMMITTEES) and body.startswith("Ban Chỉ đạo") and where:
        return f"{body} {where}"
    if parent.startswith(_COMMITTEES) and body.startswith(("Ban ", "Văn phòng", "Ủy ban Kiểm tra")) and not any(c in body for c in _COMMITTEES):
        return f"{body} {parent}"
    if body.startswith(("Ban Chấp hành", "Ban Thường vụ")) and parent.startswith(_MASS) and parent.split()[0] not in body:
        unit = UNIT.search(body)
        head = body[: unit.start()].strip() if unit else body
        return " ".join([head, parent.removesuffix(" Việt Nam"), body[unit.start() :] if unit else ""]).strip()
    numbered = _NUMBERED_COURT.match(folded)
    if numbered:
        return f"{body} - {UNIT.sub('', where).strip()}" if where and not numbered["own"] else body
    bare = _LAST_UNIT.search(body)
    if bare and where.startswith(bare[0].strip()):  # `BỆNH VIỆN ĐA KHOA TỈNH`
        return f"{body[: bare.start()]} {where}"
    if where and is_known_by_field(folded):
        return f"{body} {where}"
    if not where or UNIT.search(body) or _OWN_DISTRICT.search(body) or _PART.sub("", folded).startswith(_PROPER):
        return body
    if body.endswith(_COMMITTEES):  # `BAN THƯỜNG VỤ TỈNH ỦY` below `ĐẢNG BỘ TỈNH SÔNG LAM`
        return f"{body} {UNIT.sub('', where).strip()}"
    if body.startswith(_COMMITTEES) and not folded.startswith(("đảng ủy sở", "đảng ủy các cơ quan")):
        return body
    return f"{_LAST_UNIT.sub('', body)} {where}"


def _is_part(body: str, parent: str) -> bool:
    """Whether a body is known by the one above it: a committee of a council, a room of a school, the central committee of the Front."""
    inner = body == "văn phòng" or (body == "thanh tra" and parent.startswith(("ủy ban nhân dân", "hội đồng nhân dân", "sở ", "bộ ")))
    return inner or any(parent.startswith(whole) and body.startswith(parts) for whole, parts in _PARTS.items())


def _where(parent: str, line: str, place: str | None) -> str:
    """The territory in the name of the parent, or in its line; that of a department is the province that it names."""
    unit = UNIT.search(parent)
    if unit:
        return parent[unit.start() :]
    unit = UNIT.search(line.casefold())
    if unit:
        return territory_name(line[unit.start() :])
    committee = _COMMITTEE.match(parent)
    if committee:
        return f"{_UNIT_OF[committee['unit'].casefold()]} {committee['name']}"
    if not parent.startswith("Sở "):
        return ""
    named = [*_any_province().finditer(parent)]
    if named and named[-1].end() == len(parent):
        return f"{'thành phố' if named[-1][0].casefold() in CENTRAL_CITIES else 'tỉnh'} {named[-1][0]}"
    return f"tỉnh {place}" if place and parent.casefold().endswith(place.casefold()) else ""


# --- without a letterhead ------------------------------------------------------------------------------------------------


def _standing_alone(layout: Layout, agencies: Sequence[Found]) -> str | None:
    """The body that has a line of its own above the legal bases: ``QUYẾT ĐỊNH`` ``Về việc ...`` ``ỦY BAN NHÂN DÂN TỈNH``."""
    for block in layout.blocks[:12]:
        if block.kind in ("caps", "paragraph", "signature"):
            found = next((f for f in agencies if f.start == block.start), None)
            if found is not None and not layout.flow[found.end : block.end].strip(" .:,"):
                return found.name
        elif block.kind == "item":
            break
    return None


def _decreeing(layout: Layout, agencies: Sequence[Found]) -> str | None:
    """``Ủy ban nhân dân tỉnh ban hành Kế hoạch ...``: the last such body before the first item."""
    body = next(
        (b.start for b in layout.blocks if b.kind == "item" and b.marker is not None and b.marker.kind not in ("dash", "bullet", "star", "appendix")),
        len(layout.flow),
    )
    first = next((b.start for b in layout.blocks if b.kind == "paragraph"), 0)
    candidates = [
        f
        for f in agencies
        if first <= f.start < body
        and _DECREES.match(layout.flow, f.end)
        and not re.search(r"(?i)(?:của|do|tại|theo|giao|đề nghị|trình|từ|yêu cầu)\s*$", layout.flow[max(0, f.start - 9) : f.start])
        and f.rule not in ("agency.collective", "agency.bare", "agency.owned")
        and " các " not in f.name
    ]
    return candidates[-1].name if candidates else None


_LOCAL = re.compile(
    r"^(?:(?:Phó )?Chủ tịch )?(?:Ủy ban nhân dân|Hội đồng nhân dân)(?: (?P<unit>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu))?$"
)


@cache
def _any_province() -> "regex.Pattern[str]":
    names = sorted(registry().province_names.values(), key=len, reverse=True)
    return regex.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _with_territory(name: str, layout: Layout, place: str | None) -> str:
    """A local body with the name of its territory, taken from the text where the name lacks it."""
    match = _LOCAL.match(name)
    if match is None:
        return name
    unit = match["unit"] or "(?:tỉnh|thành phố|huyện)"
    known = (
        "|".join(sorted((re.escape(n) for n in registry().province_names.values()), key=len, reverse=True))
        if unit in ("tỉnh", "thành phố") or not match["unit"]
        else ""
    )
    pattern = regex.compile(
        rf"(?<!\w)(?P<where>(?i:{unit}) (?!NĂM \d|ĐẾN NĂM|GIAI ĐOẠN|NHIỆM KỲ|KHÓA )(?:{f'(?i:{known})|' if known else ''}\p{{Lu}}\w*(?: \p{{Lu}}\w*){{0,3}}))(?!\w)"
    )
    counts: dict[str, int] = {}
    for found in pattern.finditer(layout.flow):
        where = found["where"]
        where = territory_name(where)
        counts[where] = counts.get(where, 0) + 1
    bare = [w for w in counts if re.match(r"(?i)(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn) \S", w)]
    if not bare and match["unit"] and place:
        return f"{name} {place}"
    if not bare and place and place.casefold() in registry().province_names and re.search(r"hân dân tỉnh|UBND tỉnh", layout.flow):
        return f"{name} tỉnh {place}"  # `ỦY BAN NHÂN DÂN` alone in the letterhead, `Chủ tịch Ủy ban nhân dân tỉnh` in the text
    if not bare:
        title = next((layout.text(b) for b in layout.blocks[:3] if b.kind == "title"), "")
        named = regex.search(rf"(?i)(?<!\w)(?P<unit>{unit}) (?P<name>\p{{L}}+ \p{{L}}+)(?= +giai đoạn| +năm|[ .,]*$)", title)
        if named and named["name"].islower():  # a subject in small letters: `... trên địa bàn tỉnh bình thuận`
            return f"{name if match['unit'] else name + ' ' + named['unit']} {named['name'].title()}"
        province = _any_province().search(layout.flow) if match["unit"] in ("tỉnh", "thành phố") else None
        return f"{name} {province[0]}" if province else name
    known_names = set(registry().province_names)
    bare = (
        [w for w in bare if w.split(" ", 1 if w.startswith("tỉnh") else 2)[-1].casefold() in known_names]
        or [w for w in bare if " Đảng" not in w]
        or bare
    )
    best = max(bare, key=lambda w: counts[w])
    stem = name[: -len(match["unit"])].rstrip() if match["unit"] else name
    return f"{stem} {best[0].lower() + best[1:]}"
