"""Who issues a document: the body in its letterhead, below its parent; else the one that decrees in the first paragraphs."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import regex

from pipeline.casing import has_capitals, recase_name
from pipeline.extract.agency_lists import Found
from pipeline.extract.agency_names import CENTRAL_CITIES, registry, territory_name
from pipeline.extract.rule import Mention
from pipeline.layout import Layout, is_caps
from pipeline.rule_tables import load_rules
from pipeline.schema import LegalRefNorm

_DECREES = regex.compile(
    r"[\s,]*(?:\([^)]{0,80}\)[\s,]*)?(?:ban hành|yêu cầu|xây dựng|đề nghị|chỉ thị|hướng dẫn|triển khai|tổ chức|thông báo|phát động|quyết định|quyết nghị|giao|kết luận|chỉ đạo|đề ra)(?!\w)"
)


_LONGEST_NAME = 400  # characters, of several bodies that issue together; what is longer names none


def find_issuer(layout: Layout, heading: Sequence[Found], agencies: Sequence[Found], place: str | None, attached: Mention | None) -> str | None:
    """The issuer's name, written out with its territory; ``attached`` is the document that this one is an annex of, for want of anything else.

    ``heading`` are the bodies in `letterhead_text`, ``agencies`` those of the whole text.
    """
    head = _in_letterhead(letterhead_text(layout), heading, place)
    named = (head if heading else None) or _standing_alone(layout, agencies) or _decreeing(layout, agencies) or head
    if named is None and attached is not None and isinstance(attached.norm, LegalRefNorm) and attached.norm.issuer:
        named = next((f.name for f in agencies if layout.flow[f.start : f.end] == attached.norm.issuer), attached.norm.issuer)
    if not named or len(named) > _LONGEST_NAME:
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
        if first and (tail.istitle() or _UNIT.match(tail.lower())):
            continue
        for match in regex.finditer(rf"(?<!\w){regex.escape(tail)}(?!\w)", flow, regex.IGNORECASE):
            if not match[0].isupper() and (match[0].istitle() or (not first and match[0][0].isupper())):
                return " ".join([*words[:first], str(match[0])])
    at = name.casefold().rfind(place.casefold()) if place else -1
    return name[:at] + place + name[at + len(place) :] if place and at > 0 else name


# --- the letterhead ------------------------------------------------------------------------------------------------------

_BESIDE = re.compile(
    r" \| |<br|\s{3,}|(?i:cộng hòa xã hội|cộng hoà xã hội|đảng cộng sản việt nam|độc lập\s*[-–]\s*tự do)"
)  # where the second column begins
_NUMBER = re.compile(
    r"(?<!\w)(?:(?i:luật|nghị quyết|quyết định|chỉ thị|kế hoạch) )?(?:[Ss][ốỐ]\s*(?:[:.]\s*(?=[\d/….-])|(?=[\d….]*\s*(?:/|-\s*\S{1,12}/)|[….]))|Số\s*[:.]?$|SỐ\s*[:.]$)|[-_–=*]{3,}"
)
_DATELINE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,4}, *(?:[Nn]gày|[Tt]háng|\d{1,2}[/.-]\d)")
_NO_BODY = re.compile(
    r"(?i)độc lập|(?>.*?ngày ).*tháng|đoàn (?:tncs|thanh niên cộng sản) hồ chí minh$|(?:cổng|trang) (?:thông tin|điện tử)|trang chủ"
)


def letterhead_text(layout: Layout) -> str:
    """The issuing bodies of a letterhead as one text: the first column, a name that is broken over lines joined, one body a line.

    >>> from pipeline.layout import lay_out
    >>> letterhead_text(lay_out("ỦY BAN NHÂN DÂN\\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\\nHUYỆN ĐỒNG TRẠCH\\tĐộc lập - Tự do - Hạnh phúc\\n\\nKẾ HOẠCH"))
    'ỦY BAN NHÂN DÂN HUYỆN ĐỒNG TRẠCH'
    """
    lines: list[str] = []
    for index, block in enumerate(layout.blocks):
        if block.kind in ("doc_type", "title") and index:
            break
        if block.kind != "letterhead":
            continue
        for text in _first_column(layout.text(block)):
            text = text.strip(" *-_#")
            if not text or _NO_BODY.match(text) or _DATELINE.match(text):
                continue
            for part in _JOINT.split(text):
                if lines and (not _begins_body().match(part) or lines[-1].casefold() in load_rules("layout")["letterhead_parts"]):
                    lines[-1] = f"{lines[-1]} {part}"
                else:
                    lines.append(part)
    return "\n".join(lines)


def _first_column(text: str) -> list[str]:
    """The lines of the first of two columns, or of the first cell of a row of a table, where a wide gap stands for a line break."""
    cell, tab, _ = text.strip("\t ").partition("\t")
    cell = _NUMBER.split(cell, maxsplit=1)[0]
    lines = _GAP.split(cell) if tab else [cell]
    return [_BESIDE.split(line, maxsplit=1)[0] for line in lines]


_GAP = re.compile(r"\s{3,}")
_JOINT = re.compile(r"(?<=\w) - (?=(?:BỆNH VIỆN|TRƯỜNG|TRUNG TÂM|VIỆN|SỞ|CỤC|CHI CỤC|PHÒNG|BAN QUẢN LÝ|BẢO TÀNG)\b)")  # `BỘ Y TẾ - BỆNH VIỆN E`


@cache
def _begins_body() -> "re.Pattern[str]":
    return re.compile(r"(?:" + "|".join(map(re.escape, load_rules("layout")["letterhead_bodies"])) + r")\b", re.I)


def _in_letterhead(text: str, heading: Sequence[Found], place: str | None) -> str | None:
    """The last body of the letterhead, with what its parent above it says."""
    named = _named_lines(text, heading)
    return _below_all([_as_written(name) for name, _ in named], [line for _, line in named], place) if named else None


def _named_lines(text: str, heading: Sequence[Found]) -> list[tuple[str, str]]:
    """The lines that hold a body, with its name, in which what the registry does not know keeps its capitals."""
    named: list[tuple[str, str]] = []
    at = 0
    for line in text.split("\n"):
        inside = [f for f in heading if at <= f.start and f.end <= at + len(line)]
        if inside or _begins_body().match(line):
            for start, end in pairwise([0, *_later_bodies(line, at, inside), len(line)]):
                part = line[start:end].rstrip()
                named.append((_line_name(part, at + start, [f for f in inside if start <= f.start - at < end]), part))
        at += len(line) + 1
    return named


def _later_bodies(line: str, at: int, inside: Sequence[Found]) -> list[int]:
    """Where further bodies begin in a line into which parent and child were run together: ``UBND TỈNH HÀ NHUNG SỞ Y TẾ``."""
    starts = []
    for found in inside:
        end = found.end - at
        blank = len(line[end:]) - len(line[end:].lstrip())
        if blank and is_caps(line) and (_UNIT.search(found.name) or found.level == "central") and _begins_body().match(line, end + blank):
            starts.append(end + blank)
    return starts


def _below_all(names: Sequence[str], lines: Sequence[str], place: str | None) -> str:
    """The last of the bodies, each below the one before it: what the first says of the territory reaches the last."""
    name = names[0]
    for line, body in zip(lines, names[1:], strict=False):
        name = _below(name, line, body, place)
    return name


def is_recased(layout: Layout, heading: Sequence[Found]) -> bool:
    """Whether a body of the letterhead has words whose capitals only the casing model can tell."""
    return any(has_capitals(name) for name, _ in _named_lines(letterhead_text(layout), heading))


def written_names(layout: Layout, heading: Sequence[Found]) -> dict[str, str]:
    """The names of the bodies in the letterhead as a text would write them, by their letters alone."""
    return {name.casefold(): name for name in (_as_written(name) for name, _ in _named_lines(letterhead_text(layout), heading))}


def _line_name(line: str, start: int, inside: Sequence[Found]) -> str:
    """A line of a letterhead as a name: the bodies found in it written out; what they leave over, and open names, keep their capitals."""
    pieces: list[str] = []
    at = 0
    for found in inside:
        surface = line[found.start - start : found.end - start]
        open_in_capitals = found.rule == "agency.open_name" and is_caps(surface)
        pieces += _placed(line[at : found.start - start]), _placed(surface) if open_in_capitals else found.name
        at = found.end - start
    rest = line[at:]
    of_another = inside and _UNIT.search(inside[-1].name) and rest.lstrip().startswith("-")  # `UBND XÃ KỲ TÂN - HUYỆN TÂN KỲ` is the commune's
    if not of_another and (is_caps(line[:at] or rest) == is_caps(rest) or rest.strip().isdigit()):
        pieces.append(_placed(rest))
    return re.sub(r" (?=,)", "", " ".join(" ".join(pieces).split()))


def _placed(text: str) -> str:
    """Part of a name with its territory written out: ``TRƯỜNG THPT TỐ HỮU huyện Tam Điền``."""
    unit = _UNIT.search(text.casefold()) if is_caps(text) else None
    return f"{text[: unit.start()]} {territory_name(text[unit.start() :].strip())}" if unit else text


_PUPILS = regex.compile(
    r"(?i:(?:.* )?trường .*?(?:mầm non|mẫu giáo|tiểu học|cơ sở|phổ thông|nội trú|bán trú|mn|mg|th|thcs|thpt|ptdtnt|ptdtbt)(?! (?:và|dân tộc|thcs|thpt|cấp) | ?[-,&])(?: số \d+)?)(?P<proper>(?: \p{Lu}+(?!\w))+)"
)
_DISTRICT = regex.compile(r"(?i:.*?khu vực)(?P<proper>(?:(?: -)? (?![IVX]+(?!\w))\p{Lu}{2,}(?!\w))+)")
_FIRM = regex.compile(
    r"(?i:công ty (?:cổ phần|cp|(?:tnhh|trách nhiệm hữu hạn)(?: (?:mtv|(?:một|hai) thành viên)(?: trở lên)?)?))(?P<proper> \p{Lu}+)(?!\w)"
)


def _as_written(name: str) -> str:
    """A name with the capitals that a text would give it: a school has the name of a person or a place, a firm one that begins with a capital."""
    if len(name) > _LONGEST_NAME:
        return name
    for pattern in (_PUPILS, _FIRM, _DISTRICT):
        if match := pattern.match(name):
            start, end = match.span("proper")
            name = name[:start] + name[start:end].title() + name[end:]
    if _is_known_by_field(name.casefold()):
        return "Bệnh viện " + re.sub(r"(?:^|(?<=- )|(?<=, ))\w", lambda m: m[0].upper(), name.casefold().removeprefix("bệnh viện "))
    name = _known_names().sub(lambda m: _known_name(m[0]), recase_name(registry().expand(name)))
    name = _BODY_OF_PART.sub(lambda m: f"{m[1]} {m[2].title()}", name)
    return name[:1].upper() + name[1:]


@cache
def _known_names() -> "re.Pattern[str]":
    return re.compile(r"(?i)(?<!\w)(?:" + "|".join(map(re.escape, load_rules("layout")["letterhead_names"])) + r")(?!\w)")


@cache
def _known_name(name: str) -> str:
    known: dict[str, str] = {known.casefold(): known for known in load_rules("layout")["letterhead_names"]}
    return known[name.casefold()]


# --- parent and child ----------------------------------------------------------------------------------------------------

_UNIT = re.compile(r"(?<!\w)(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)(?! ủy| hội| đoàn)(?= \S)")
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
_PROPER = ("trường", "bệnh viện", "công ty", "tổng công ty", "học viện", "nhà máy", "tập đoàn", "ngân hàng", "đồn biên phòng")
_PART = re.compile(r"^(?:(?:chi|đảng) bộ|đảng ủy|công đoàn(?: cơ sở)?|chi đoàn) ")
_BODY_OF_PART = re.compile(r"^((?:Chi|Đảng) bộ|Đảng ủy|Công đoàn(?: cơ sở)?|Chi đoàn) (trường|bệnh|công|trung|sở|cục|viện|phòng|hội|văn)(?= )")
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
        unit = _UNIT.search(body)
        head = body[: unit.start()].strip() if unit else body
        return " ".join([head, parent.removesuffix(" Việt Nam"), body[unit.start() :] if unit else ""]).strip()
    numbered = _NUMBERED_COURT.match(folded)
    if numbered:
        return f"{body} - {_UNIT.sub('', where).strip()}" if where and not numbered["own"] else body
    bare = _LAST_UNIT.search(body)
    if bare and where.startswith(bare[0].strip()):  # `BỆNH VIỆN ĐA KHOA TỈNH`
        return f"{body[: bare.start()]} {where}"
    if where and _is_known_by_field(folded):
        return f"{body} {where}"
    if not where or _UNIT.search(body) or _OWN_DISTRICT.search(body) or _PART.sub("", folded).startswith(_PROPER):
        return body
    if body.endswith(_COMMITTEES):  # `BAN THƯỜNG VỤ TỈNH ỦY` below `ĐẢNG BỘ TỈNH SÔNG LAM`
        return f"{body} {_UNIT.sub('', where).strip()}"
    if body.startswith(_COMMITTEES) and not folded.startswith(("đảng ủy sở", "đảng ủy các cơ quan")):
        return body
    return f"{_LAST_UNIT.sub('', body)} {where}"


def _is_known_by_field(body: str) -> bool:
    """Whether a hospital is called by what it is for alone: ``bệnh viện sản - nhi``."""
    words = regex.fullmatch(r"bệnh viện (?P<fields>.+)", body)
    return words is not None and all(field in load_rules("layout")["hospital_fields"] for field in re.split(r" - | và |, ", words["fields"]))


def _is_part(body: str, parent: str) -> bool:
    """Whether a body is known by the one above it: a committee of a council, a room of a school, the central committee of the Front."""
    inner = body in ("văn phòng", "thanh tra") and parent.startswith(("ủy ban nhân dân", "hội đồng nhân dân", "sở ", "bộ "))
    return inner or any(parent.startswith(whole) and body.startswith(parts) for whole, parts in _PARTS.items())


def _where(parent: str, line: str, place: str | None) -> str:
    """The territory in the name of the parent, or in its line; that of a department is the province that it names."""
    unit = _UNIT.search(parent)
    if unit:
        return parent[unit.start() :]
    unit = _UNIT.search(line.casefold())
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
    pattern = regex.compile(rf"(?<!\w)(?P<where>(?i:{unit}) (?:{f'(?i:{known})|' if known else ''}\p{{Lu}}\w*(?: \p{{Lu}}\w*){{0,3}}))(?!\w)")
    counts: dict[str, int] = {}
    for found in pattern.finditer(layout.flow):
        where = found["where"]
        where = territory_name(where)
        counts[where] = counts.get(where, 0) + 1
    bare = [w for w in counts if re.match(r"(?i)(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn) \S", w)]
    if not bare and match["unit"] and place:
        return f"{name} {place}"
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
