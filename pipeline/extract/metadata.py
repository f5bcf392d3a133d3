"""What a document says of itself: type, number, issuer, place, date, subject, signer, recipients; null where it says nothing."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import regex

from pipeline.extract.agency_lists import Found
from pipeline.extract.agency_names import registry, territory_level, territory_name
from pipeline.extract.rule import Mention
from pipeline.layout import Block, Layout, is_caps
from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm, LegalRefNorm, Level, Metadata, Signer

_NUMBER = regex.compile(
    r"(?i:(?<!\w)số)\s*[:.]?\s*(?P<number>[\d.…_\s]*(?:\s*/\s*\d{4}(?=\s*[/-]))?(?:\s*[/-]\s*|\s+)?\p{Lu}[\p{Lu}\d&.]*(?:r|g|đ|h|w)?(?![\p{Ll}])(?:\s*[-/]\s*\p{Lu}[\p{Lu}\d&.]*(?:g|đ|w)?(?![\p{Ll}]))*)"
)
_DATELINE = regex.compile(r"(?P<place>\p{Lu}[^\n\t,.;:|\d]{1,40}?)\s*,\s*(?=ngày|Ngày|tháng)")
_DECREES = regex.compile(
    r"[\s,]*(?:\([^)]{0,80}\)[\s,]*)?(?:ban hành|yêu cầu|xây dựng|đề nghị|chỉ thị|hướng dẫn|triển khai|tổ chức|thông báo|phát động|quyết định|quyết nghị|giao|kết luận|chỉ đạo)(?!\w)"
)
_ATTACHED = re.compile(r"(?i)\((?:ban hành )?kèm theo")
_MARKS = regex.compile(
    r"\s*\((?:b/c|để b/c|để báo cáo|báo cáo|đ/b|để biết|p/h|ph/h|để thực hiện|để t/h|t/h|để p/h|để phối hợp|thực hiện|để đăng|để đưa tin|b/cáo|để theo dõi|qua .{1,20})[^)]*\)",
    regex.I,
)
_ROLE_PREFIX = regex.compile(r"^\W*(?:TM\.|T/M|KT\.|K/T|TL\.|TUQ\.|Q\.)\s*")


def find_metadata(
    layout: Layout, agencies: Sequence[Found], heading: Sequence[Found], references: Sequence[Mention], dates: Sequence[Mention]
) -> Metadata:
    """The metadata of a document from its letterhead, subject, first paragraphs, signature and list of recipients.

    ``references`` are the LEGAL_REFs with their citations, ``agencies`` the bodies before their levels are settled,
    ``heading`` the bodies in `letterhead_text`.
    """
    doc_type, title = _type_and_title(layout)
    head = [b for b in layout.blocks if b.kind == "letterhead"]
    attached = _attached_to(layout, references)
    own = (
        attached
        if attached and doc_type and isinstance(attached.norm, LegalRefNorm) and attached.norm.type.casefold() == doc_type.casefold()
        else None
    )
    place, issued_on = _dateline(layout, head, dates)
    if issued_on is None and attached is not None and isinstance(attached.norm, LegalRefNorm) and (own or doc_type == "Phụ lục"):
        issued_on = attached.norm.issued_on
    number = _number(layout, head) or (own.norm.number if own and isinstance(own.norm, LegalRefNorm) else None)
    issuer = _issuer(layout, heading, agencies, place, attached if own or doc_type == "Phụ lục" else None)
    return Metadata(doc_type, number, issuer, place, issued_on, title, _signer(layout), _recipients(layout))


_REGULATES = regex.compile(
    r"(?i)\W*(?:về )?(?:việc )?(?:ban hành )?(?:quy định|quy chế|điều lệ|sửa đổi, bổ sung một số điều|hướng dẫn thi hành)(?!\w)"
)
_PLANS = regex.compile(
    r"(?i)kế hoạch|chương trình|đề án|chiến lược|phương án|tăng cường|đẩy mạnh|triển khai|thực hiện (?:nghị quyết|chỉ thị|kết luận)"
)


def is_normative(metadata: Metadata) -> bool:
    """Whether a document makes law (luật, nghị định, thông tư, a decision that regulates) and so has provisions, not tasks.

    A decision whose number holds the year is a legal normative document (Luật Ban hành văn bản quy phạm pháp luật 2008, Điều 7);
    plans were issued under such numbers too, and say so in their subject.

    >>> is_normative(Metadata("Quyết định", number="12/2024/QĐ-UBND", title="Về mức thu phí qua phà"))
    True
    >>> is_normative(Metadata("Quyết định", number="12/2007/QĐ-UBND", title="Ban hành Kế hoạch phòng dịch"))
    False
    """
    kind, title = (metadata.doc_type or "").casefold(), metadata.title or ""
    if kind in load_rules("tasks")["no_task_types"]:
        return True
    if kind not in ("quyết định", "nghị quyết") or _PLANS.search(title):
        return False
    return bool(_REGULATES.match(title)) or re.match(r"\d+/\d{4}/QĐ", metadata.number or "") is not None


def document_level(issuer: str | None, agencies: Sequence[Found], heading: Sequence[Found] = ()) -> Level | None:
    """The level of the issuing body, by its parent in the letterhead or its name; where these say nothing, that of the body named most often at one level."""
    if issuer:
        parent = heading[0].level if len(heading) > 1 else ""
        if issuer.casefold().startswith(_INSTITUTIONS) and parent in ("central", "province", "district", "commune"):
            return parent  # type: ignore[return-value]
        if issuer.startswith("Ủy ban nhân dân thành phố") and any(" quận" in f.name for f in agencies):
            return "province"  # a city under central authority has quarters below it
        for found in heading:
            if issuer.casefold().startswith(found.name.casefold()) and found.level == "central":
                return "central"
        for found in agencies:
            if found.name == issuer and found.level in ("central", "province", "district", "commune"):
                return found.level  # type: ignore[return-value]
        known = _level_of_name(issuer)
        if known:
            return known
    local: tuple[Level, ...] = ("province", "district", "commune")
    votes = Counter(f.level for f in agencies if f.rule == "agency.local")
    if not any(votes[level] for level in local):
        return "central" if any(f.level == "central" for f in agencies) else None
    return max(local, key=lambda level: votes[level])


_INSTITUTIONS = ("trường", "học viện", "bệnh viện", "viện", "bảo tàng", "thư viện", "nhà hát")


def city_level(issuer: str | None, level: Level | None, agencies: Sequence[Found]) -> Level:
    """The level of `thành phố` without a name: a district where the document also speaks of the province, else a city under central authority."""
    if issuer and "thành phố" in issuer and level in ("province", "district"):
        return level
    if level == "central":
        return "province"
    return "district" if any(f.name.endswith(" tỉnh") and " các " not in f.name for f in agencies) else "province"


def _level_of_name(name: str) -> Level | None:
    lowered = name.casefold()
    where = re.search(r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?: .*)?$", lowered)
    if where:
        level = territory_level(name[where.start() :])
        if level in ("province", "district", "commune"):
            return level  # type: ignore[return-value]
    if (
        re.match(
            r"thủ tướng|chính phủ|thanh tra chính phủ|kiểm toán nhà nước|quốc hội|bộ (?!chỉ huy)|bộ trưởng|ban bí thư|bộ chính trị|ủy ban thường vụ|tổng |ban chấp hành trung ương|chủ tịch nước",
            lowered,
        )
        or "quốc gia" in lowered
        or "trung ương" in lowered
    ):
        return "central"
    heads: tuple[tuple[str, Level], ...] = (
        ("sở", "province"),
        ("tỉnh ủy", "province"),
        ("tỉnh đoàn", "province"),
        ("thành ủy", "province"),
        ("huyện ủy", "district"),
        ("phòng", "district"),
        ("đảng ủy xã", "commune"),
    )
    return next((level for head, level in heads if lowered.startswith(head) or f" {head}" in lowered), None)


_ORGANS = ("Ban Chấp hành", "Ban Thường vụ", "Ban Thường trực", "Thường trực", "Đảng đoàn")
_OF_SEVERAL_TOPICS = ("Ban Chỉ đạo", "Ban Điều hành", "Ban Chỉ huy", "Tổ công tác")  # a letterhead says which, a signature says only where


def name_in_full(name: str, issuer: str) -> str:
    """The name of a body in the letterhead or after ``TM.``, with what only the issuer of the document says.

    >>> name_in_full("Ủy ban nhân dân", "Ủy ban nhân dân xã An Mỹ"), name_in_full("Ban Thường vụ", "Huyện ủy Bảo Sơn")
    ('Ủy ban nhân dân xã An Mỹ', 'Ban Thường vụ Huyện ủy Bảo Sơn')
    >>> name_in_full("Ban Chỉ đạo", "Ban Chỉ đạo phân loại rác thải huyện Vĩnh Tường")
    'Ban Chỉ đạo huyện Vĩnh Tường'
    """
    where = _LAST_UNIT.search(_PARTY_BASIS.sub(lambda m: _BASES.get(m[1], m[0]), issuer))
    if name in _ORGANS:
        body = next((issuer[len(organ) + 1 :] for organ in _ORGANS if issuer.startswith(f"{organ} ")), issuer)
        return f"{name} {_PARTY_BASIS.sub(_basis, body) if name == 'Ban Chấp hành' else body}"
    if name in _OF_SEVERAL_TOPICS and where is not None:
        return f"{name} {where[0]}"
    return issuer if issuer.startswith(name) and len(issuer) > len(name) else name


_LAST_UNIT = re.compile(r"(?<!\w)(?:tỉnh|thành phố|huyện|quận|thị xã|xã(?! hội)|phường|thị trấn) (?:[^\W\d_a-zà-ỹ]\w* ?)+$")
_PARTY_BASIS = re.compile(r"^(Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy(?= )")
_BASES = {"Tỉnh": "tỉnh", "Thành": "thành phố", "Huyện": "huyện", "Quận": "quận", "Thị": "thị xã"}


def _basis(committee: "re.Match[str]") -> str:
    """``Ban Chấp hành Đảng bộ tỉnh ...``: the committee of a Party basis is named by the basis."""
    return f"Đảng bộ {_BASES[committee[1]]}" if committee[1] in _BASES else "Đảng bộ"


# --- type and subject --------------------------------------------------------------------------------------------------


@cache
def _type_words() -> tuple[list[str], "regex.Pattern[str]"]:
    words = sorted(load_rules("layout")["doc_types"], key=len, reverse=True)
    bare = sorted({w for w in words if not any(w != o and w.startswith(o + " ") for o in words)}, key=len, reverse=True)
    return words, regex.compile(r"^\W*(?P<type>" + "|".join(map(re.escape, bare)) + r")(?!\w)[\s:.-]*", regex.I)


def _type_and_title(layout: Layout) -> tuple[str | None, str | None]:
    """The bare type, and the subject without the type word, also where both stand on one line (`CHƯƠNG TRÌNH` `CÔNG TÁC NĂM 2022`)."""
    for index, block in enumerate(layout.blocks):
        text = " ".join(layout.text(block).split()).strip(" :*")
        if block.kind == "doc_type":
            return _sentence(text), _following_title(layout, index + 1)
        if block.kind == "title":
            match = _type_words()[1].match(text)
            rest = text[match.end() :] if match else text
            more = _following_title(layout, index + 1)
            title = " ".join(filter(None, [rest, more])) or None
            return (_sentence(match["type"]) if match else None), (title[0].upper() + title[1:] if title else None)
        if block.marker is not None and block.marker.kind == "appendix" and is_caps(text) and index < 6:
            return "Phụ lục", text or None
    subject = next(
        (re.split(r"(?i)v/v:?\s*", layout.text(b), maxsplit=1) for b in layout.blocks[:20] if re.search(r"(?i)\bv/v\b", layout.text(b))), None
    )
    return ("Công văn", subject[1].strip(" .") if len(subject) > 1 else None) if subject else (None, None)


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:].lower()


def _following_title(layout: Layout, index: int) -> str | None:
    parts: list[str] = []
    for block in layout.blocks[index:]:
        if block.kind != "title":
            break
        line = " ".join(layout.text(block).split())
        if not parts and re.match(r"(?i)của (?:chủ tịch|ủy ban|bộ trưởng|thủ tướng|giám đốc|ban |bộ |tỉnh ủy)[^,]*$", line) and is_caps(line):
            continue  # `CHỈ THỊ` `CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ`: who issues it
        parts.append(line)
    text = re.sub(r"\s*[-_–=]{3,}.*$", "", " ".join(parts)).strip(" :*")
    return text or None


# --- number, place, date -------------------------------------------------------------------------------------------------


def _number(layout: Layout, head: Sequence[Block]) -> str | None:
    for block in head:
        match = _NUMBER.search(layout.text(block))
        if match is not None:
            number = re.sub(r"\s+|…|\.{2,}|_+", "", match["number"]).strip(".,-")
            if "/" in number or re.match(r"\d+", number):
                return number
    return None


def _dateline(layout: Layout, head: Sequence[Block], dates: Sequence[Mention]) -> tuple[str | None, str | None]:
    for block in head:
        match = _DATELINE.search(layout.flow, block.start, block.end)
        if match is None:
            continue
        date = next((d for d in dates if match.end() <= d.start < block.end), None)
        place = re.split(r"\s{2,}|\S*/\S* *-? *|[-_]{2,}", match["place"])[-1]
        place = re.sub(r"^.*(?:Phúc|PHÚC|NAM)\s+", "", place).strip(" -*_")
        value = date.norm.value if date is not None and isinstance(date.norm, DateNorm) else None
        return place or None, value if value and re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    return None, None


def _attached_to(layout: Layout, references: Sequence[Mention]) -> Mention | None:
    """The reference of ``(Kèm theo Kế hoạch số ... ngày ...)``."""
    for match in _ATTACHED.finditer(layout.flow):
        following = next((r for r in references if r.start >= match.end()), None)
        if following is not None and following.start - match.end() < 60:
            return following
    return None


# --- issuer ----------------------------------------------------------------------------------------------------------------


def _issuer(layout: Layout, heading: Sequence[Found], agencies: Sequence[Found], place: str | None, attached: Mention | None) -> str | None:
    """The body in the letterhead, else the one that decrees in the first paragraphs, else that of the document it is attached to."""
    named = _letterhead_issuer(heading) or _standing_alone(layout, agencies) or _decreeing(layout, agencies)
    if named is None and attached is not None and isinstance(attached.norm, LegalRefNorm) and attached.norm.issuer:
        named = next((f.name for f in agencies if layout.flow[f.start : f.end] == attached.norm.issuer), attached.norm.issuer)
    return _recased(_with_territory(named, layout, place), layout.flow, place) if named else None


def _recased(name: str, flow: str, place: str | None) -> str:
    """A name from a line of capitals, with the capitals that the text gives it elsewhere, or its place: ``Bệnh viện ... Phú Xá``."""
    for match in regex.finditer(rf"(?<!\w){regex.escape(name)}(?!\w)", flow, regex.IGNORECASE):
        if not match[0].isupper() and match[0][0].isupper():
            return str(match[0])
    at = name.casefold().rfind(place.casefold()) if place else -1
    return name[:at] + place + name[at + len(place) :] if place and at > 0 else name


_UNIT = re.compile(r"(?<!\w)(?:tỉnh|thành phố|huyện|quận|thị xã|xã(?! hội)|phường|thị trấn)(?= \S)")
_COMMITTEES = ("Tỉnh ủy", "Huyện ủy", "Thành ủy", "Quận ủy", "Thị ủy", "Đảng ủy")


def _letterhead_issuer(bodies: Sequence[Found]) -> str | None:
    """The last body of the letterhead, with what its parent above it says: ``TỈNH ỦY KON TUM`` over ``BAN TUYÊN GIÁO``."""
    if not bodies:
        return None
    body, parent = bodies[-1] if len(bodies) < 3 else bodies[1], bodies[0]
    if body is parent:
        return body.name
    where = _UNIT.search(parent.name)
    if (
        parent.name.startswith(_COMMITTEES)
        and body.name.startswith(("Ban ", "Văn phòng", "Ủy ban Kiểm tra"))
        and not any(c in body.name for c in _COMMITTEES)
    ):
        return f"{body.name} {parent.name}"
    if (
        body.name.startswith(("Ban Chấp hành", "Ban Thường vụ"))
        and parent.name.startswith(("Hội ", "Đoàn ", "Công đoàn", "Liên đoàn"))
        and parent.name.split()[0] not in body.name
    ):
        unit = _UNIT.search(body.name)
        head = body.name[: unit.start()].strip() if unit else body.name
        return " ".join([head, parent.name.removesuffix(" Việt Nam"), body.name[unit.start() :] if unit else ""]).strip()
    if where and not _UNIT.search(body.name) and not any(c in body.name for c in _COMMITTEES) and body.level != "central":
        return f"{body.name} {parent.name[where.start() :]}"
    return body.name


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
        text = re.split(r"\t| \| |\s{3,}|(?i:cộng hòa xã hội|cộng hoà xã hội|đảng cộng sản việt nam)", layout.text(block).strip("\t "), maxsplit=1)[0]
        text = re.split(r"(?<!\w)(?:(?i:nghị quyết|quyết định|chỉ thị|kế hoạch) )?[Ss][ốỐ]\s*[:.]?\s*(?=[\d/…. ])|[-_–=*]{3,}", text, maxsplit=1)[
            0
        ].strip(" *-_#")
        if not text or re.match(r"(?i)độc lập|.*ngày .*tháng|đoàn (?:tncs|thanh niên cộng sản) hồ chí minh$", text):
            continue
        if lines and not _BEGINS_BODY.match(text):
            lines[-1] = f"{lines[-1]} {text}"
        else:
            lines.append(text)
    return "\n".join(lines)


_BEGINS_BODY = re.compile(
    r"(?:ỦY BAN|UBND|HỘI ĐỒNG|HĐND|SỞ|BAN|BỘ|CỤC|VỤ|TỔNG CỤC|CHI CỤC|PHÒNG|TRƯỜNG|TRUNG TÂM|BỆNH VIỆN|HỘI|ĐOÀN|LIÊN ĐOÀN|CÔNG ĐOÀN|CÔNG TY|TỔNG CÔNG TY|ĐẢNG|TỈNH ỦY|HUYỆN ỦY|THÀNH ỦY|VĂN PHÒNG|CÔNG AN|TÒA ÁN|VIỆN|BẢO HIỂM|TỈNH ĐOÀN|HUYỆN ĐOÀN|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|THANH TRA)\b"
)


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
    r"^(?:(?:Phó )?Chủ tịch )?(?:Ủy ban nhân dân|Hội đồng nhân dân)(?: (?P<unit>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn))?$"
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


# --- signer and recipients -------------------------------------------------------------------------------------------------


def _signer(layout: Layout) -> Signer:
    """The name and the role in the first signature: the role that signs (`PHÓ CHỦ TỊCH`), not the one signed for (`KT. CHỦ TỊCH`)."""
    lines: list[str] = []
    for block in layout.blocks:
        if block.kind == "signature":
            lines.append(" ".join(layout.text(block).split()))
        elif block.kind == "recipients" and "\t" in layout.text(block):
            lines += [cell for cell in (layout.flow[a:b] for a, b in block.cells[1:]) if cell]
        elif lines and block.kind not in ("furniture", "gap", "recipients"):
            break
    if len(lines) == 1 and not lines[0].isupper() and not _is_person(lines[0]):
        return _signer_in_cell(lines[0])
    roles = [line for line in lines if line.isupper() and not _ROLE_PREFIX.match(line) and not re.match(r"(?:KT|TM|TL)\b", line)]
    signed_for = [_ROLE_PREFIX.sub("", line) for line in lines if re.match(r"\W*(?:TM|KT|TL)\b", line)]
    names = [line for line in lines if not line.isupper() and _is_person(line)]
    return Signer(names[-1] if names else None, ", ".join(roles) or (signed_for[-1] if signed_for else None))


def _signer_in_cell(text: str) -> Signer:
    cell = text.strip("\t ").split("\t")[-1].strip()
    match = regex.match(
        r"(?:(?:TM|KT|TL)\.[^\p{Ll}]*?\s)?(?P<role>[\p{Lu}\s.,]+?)\s+(?:\(?[Đđ]ã ký\)?\s*)?(?P<name>(?:\p{Lu}[\p{Ll}']+\s*){2,5})$", cell
    )
    if match is None:
        return Signer()
    deputy = re.search(r"(?:PHÓ|THỨ)\b.*", match["role"]) if "KT." in cell else None
    return Signer(match["name"].strip(), (deputy[0] if deputy else match["role"]).strip())


def _is_person(line: str) -> bool:
    return bool(
        regex.fullmatch(
            r"(?:(?:GS|PGS|TS|ThS|BS|Đại tá|Thượng tá|Thiếu tướng|Trung tướng|Đại tướng|Thượng tướng)[. ]*)*\p{Lu}[\p{L}']*(?: \p{Lu}[\p{L}']*){1,5}",
            line,
        )
    )


def _recipients(layout: Layout) -> list[str] | None:
    """The bullets under ``Nơi nhận`` without marks such as ``(b/c)`` and without the filing line; wrapped lines are joined."""
    found: list[str] = []
    named = False
    for block in layout.blocks:
        if block.kind != "recipients":
            if found:
                break
            continue
        text = " ".join(layout.text(block).strip("\t ").split("\t")[0].split())
        inside = re.split(r"(?i)nơi\s+nhận\s*:?", text, maxsplit=1)
        if len(inside) == 1 and not named:
            continue  # an addressee (`Kính gửi`)
        named = True
        if len(inside) > 1:
            found += [part for part in re.split(r"(?:^|[;.,]\s*)[-+•~]\s+", inside[1]) if len(part.strip()) > 4]
        elif block.marker is None and found and not re.match(r"(?i)\W*như|[-+•]\s", text):
            found[-1] = f"{found[-1].rstrip('.')} {text}"
        else:
            found.append(text)
    cleaned = [_MARKS.sub("", item).strip(" ;.,-") for item in found]
    return [item for item in cleaned if item and not re.match(r"(?i)lưu\b", item)] or None
