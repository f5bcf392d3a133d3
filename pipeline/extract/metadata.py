"""What a document says of itself: type, number, issuer, place, date, subject, signer, recipients; null where it says nothing."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache

import regex
from msgspec.structs import replace

from pipeline.extract.agencies.found import Found
from pipeline.extract.issuer import find_issuer
from pipeline.extract.legal_refs import type_said_by
from pipeline.extract.properties import with_properties
from pipeline.extract.rule import Mention
from pipeline.extract.territories import territory_level
from pipeline.layout import Block, Layout, is_caps
from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm, LegalRefNorm, Level, Metadata, Signer

_NUMBER = regex.compile(
    r"(?i:(?<!\w)số)\s*[:.]?\s*(?P<number>[\d.…_\s]*(?:\s*/\s*\d{4}(?=\s*[/-]))?(?:\s*[/-]\s*|\s+)?\p{Lu}[\p{Lu}\d&.]*(?:r|g|đ|h|w)?(?![\p{Ll}])(?:\s*[-/]\s*\p{Lu}[\p{Lu}\d&.]*(?:g|đ|r|w)?(?![\p{Ll}]))*)"
)
_HOUR = r"(?:(?:hồi|lúc) +\d{1,2} ?(?:giờ|h)(?: ?\d{2})?(?: phút)?,? +)?"  # of a telegram: `Hà Nội, hồi 16 giờ 00 ngày 18 tháng 9 ...`
_DATELINE = regex.compile(rf"(?P<place>(?:Quận|Phường) \d{{1,2}}|\p{{Lu}}[^\n\t,.;:|\d]{{1,40}}?)\s*,\s*{_HOUR}(?=ngày|Ngày|tháng)")
_DATELINE_ALONE = regex.compile(
    rf"(?<![^\n])\W*(?P<place>\p{{Lu}}[^\n\t,.;:|\d]{{1,30}}?)\s*,\s*{_HOUR}(?=(?:[Nn]gày )?\d{{1,2}}(?:[/.-]\d{{1,2}}[/.-]| tháng \d{{1,2}} năm )\d{{4}}\W*(?:\n|$))"
)
_ATTACHED = re.compile(r"(?i)\((?:ban hành )?kèm theo")
_MARKS = regex.compile(
    r"\s*\((?:b/c|để b/c|để báo cáo|báo cáo|đ/b|để biết|p/h|ph/h|phối hợp|để thực hiện|để t/h|t/h|để p/h|để phối hợp|phối hợp|thực hiện|để đăng|để đưa tin|b/cáo|để theo dõi|qua .)[^()]*\)",
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
    if (
        issued_on is None
        and attached is not None
        and isinstance(attached.norm, LegalRefNorm)
        and (own or doc_type == "Phụ lục" or (not head and attached.start < _body(layout)))
    ):
        issued_on = attached.norm.issued_on
    number = _number(layout, [*head, *_numbered_title(layout)]) or (own.norm.number if own and isinstance(own.norm, LegalRefNorm) else None)
    issuer = find_issuer(layout, heading, agencies, place, attached)
    found = Metadata(doc_type, number, issuer, place, issued_on, title, _signer(layout), _recipients(layout))
    found = with_properties(found, layout.flow, agencies, dates)
    said = type_said_by(found.number) if head and found.number and not found.doc_type else None  # the page leaves out the line with the type
    return replace(found, doc_type=said) if said else found


_REGULATES = regex.compile(
    r"(?i)\W*(?:về )?(?:việc )?(?:ban hành )?(?:(?P<rules>quy định|quy chế|điều lệ)|sửa đổi, bổ sung một số điều|hướng dẫn thi hành)(?!\w)"
)
_PLANS = regex.compile(
    r"(?i)kế hoạch|chương trình|đề án|chiến lược|phương án|tăng cường|đẩy mạnh|triển khai|thực hiện (?:nghị quyết|chỉ thị|kết luận)"
)
_AIMS = regex.compile(r"(?i)nhiệm vụ|mục tiêu|chỉ tiêu|lập pháp")
_HOLDS_YEAR = re.compile(r"\d+(?:\.\d+)?/\d{4}/(?!NQLT)")
_JOINT_LAW = re.compile(r"-(?:UBTVQH\d*|CP)(?:-|$)")  # by Luật Ban hành văn bản quy phạm pháp luật; others issue joint resolutions that are plans


def is_normative(metadata: Metadata) -> bool:
    """Whether a document makes law (luật, nghị định, thông tư, a decision or resolution that regulates) and so has provisions, not tasks.

    A decision or resolution whose number holds the year is a legal normative document (Luật Ban hành văn bản quy phạm pháp luật 2008, Điều 7, and 2025);
    plans were issued under such numbers too, and say so in their subject.

    >>> is_normative(Metadata("Quyết định", number="12/2024/QĐ-UBND", title="Về mức thu phí qua phà"))
    True
    >>> is_normative(Metadata("Quyết định", number="12/2007/QĐ-UBND", title="Ban hành Kế hoạch phòng dịch"))
    False
    >>> is_normative(Metadata("Nghị quyết liên tịch", number="403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN"))
    True
    >>> is_normative(Metadata("Nghị quyết liên tịch", number="01/2002/NQLT-BCA-HLHPNVN"))
    False
    """
    kind, title = (metadata.doc_type or "").casefold(), metadata.title or ""
    if kind in load_rules("tasks")["no_task_types"]:
        return True
    if kind == "nghị quyết liên tịch":
        return _JOINT_LAW.search(metadata.number or "") is not None
    if kind not in ("quyết định", "nghị quyết"):
        return False
    regulates = _REGULATES.match(title)
    if _PLANS.search(title) or (kind == "nghị quyết" and _AIMS.search(title)):
        return regulates is not None and regulates["rules"] is not None
    return regulates is not None or _HOLDS_YEAR.match(metadata.number or "") is not None


def sets_scope(layout: Layout) -> bool:
    """Whether the first article says what a document regulates, as that of a law does; no plan does.

    >>> from pipeline.layout import lay_out
    >>> sets_scope(lay_out("NGHỊ QUYẾT\\nĐiều 1. Phạm vi điều chỉnh\\nNghị quyết này quy định về phí qua phà."))
    True
    """
    first = next((block for block in layout.blocks if block.marker is not None and block.marker.kind == "article"), None)
    return first is not None and is_scope(layout.flow[first.start : first.end])


def is_scope(article: str) -> bool:
    """Whether an article, or its title, is one on what the document regulates.

    >>> is_scope("Phạm vi điều chỉnh và đối tượng áp dụng")
    True
    """
    return article.casefold().startswith("phạm vi điều chỉnh")


def document_level(issuer: str | None, agencies: Sequence[Found], heading: Sequence[Found] = ()) -> Level | None:
    """The level of the issuing body, by its parent in the letterhead or its name; where these say nothing, that of the body named most often at one level."""
    if issuer:
        parent = heading[0].level if len(heading) > 1 else ""
        if issuer.casefold().startswith(_INSTITUTIONS) and parent in ("central", "province", "district", "commune"):
            return parent  # type: ignore[return-value]
        if issuer.startswith("Ủy ban nhân dân thành phố") and any(" quận" in f.name for f in agencies):
            return "province"  # a city under central authority has quarters below it
        if issuer.startswith(_COMPANIES):
            return "district" if parent == "district" else "province"
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


_INSTITUTIONS = (
    *("trường", "học viện", "bệnh viện", "viện", "bảo tàng", "thư viện", "nhà hát"),
    *("đoàn giám sát", "đoàn kiểm tra", "đoàn thanh tra", "đoàn công tác", "ban chỉ đạo", "tổ công tác", "tiểu ban"),
)


_COMPANIES = ("Công ty ", "Xí nghiệp ", "Nhà máy ")


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
    return next((level for head, level in heads if re.search(rf"(?:^|(?<!cơ) ){head}(?!\w)", lowered)), None)  # a `trung học cơ sở` is no department


_ORGANS = ("Ban Chấp hành", "Ban Thường vụ", "Ban Thường trực", "Thường trực", "Đảng đoàn")
_OF_SEVERAL_TOPICS = ("Ban Chỉ đạo", "Ban Điều hành", "Ban Chỉ huy", "Tổ công tác")  # a letterhead says which, a signature says only where


def name_in_full(name: str, issuer: str) -> str:
    """The name of a body in the letterhead or after ``TM.``, with what only the issuer of the document says.

    >>> name_in_full("Ủy ban nhân dân", "Ủy ban nhân dân xã An Mỹ"), name_in_full("Ban Thường vụ", "Huyện ủy Bảo Sơn")
    ('Ủy ban nhân dân xã An Mỹ', 'Ban Thường vụ Huyện ủy Bảo Sơn')
    >>> name_in_full("Thường trực Hội đồng nhân dân", "Hội đồng nhân dân huyện Hàm Lương")
    'Thường trực Hội đồng nhân dân huyện Hàm Lương'
    >>> name_in_full("Ban Chỉ đạo", "Ban Chỉ đạo phân loại rác thải huyện Vĩnh Tường")
    'Ban Chỉ đạo huyện Vĩnh Tường'
    """
    where = _LAST_UNIT.search(_PARTY_BASIS.sub(lambda m: _BASES.get(m[1], m[0]), issuer))
    if name in _ORGANS:
        body = next((issuer[len(organ) + 1 :] for organ in _ORGANS if issuer.casefold().startswith(f"{organ.casefold()} ")), issuer)
        return f"{name} {_PARTY_BASIS.sub(_basis, body) if name == 'Ban Chấp hành' else body}"
    if name in _OF_SEVERAL_TOPICS and where is not None:
        return f"{name} {where[0]}"
    organ = _ORGAN_OF_COUNCIL.match(name)
    if organ is not None and issuer.casefold().startswith(name[organ.end() :].casefold()):
        return f"{organ[0]}{issuer}"
    return issuer if issuer.casefold().startswith(name.casefold()) else name


_ORGAN_OF_COUNCIL = re.compile(r"(?:Ban )?Thường trực (?=\w)")
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
    compound = (" hành động", " liên ngành", " liên tịch", " phối hợp")  # `CHƯƠNG TRÌNH CÔNG TÁC NĂM 2022` is a programme of work in 2022
    bare = [w for w in words if w.endswith(compound) or not any(w != o and w.startswith(o + " ") for o in words)]
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
            if more and _SECOND_TYPE.match(rest):
                rest = ""
            title = re.sub(r"\s+\.$", "", " ".join(filter(None, [rest, more]))) or None
            return (_sentence(match["type"]) if match else None), (title[0].upper() + title[1:] if title else None)
        if block.marker is not None and block.marker.kind == "appendix" and is_caps(text) and index < 6:
            return "Phụ lục", text or None
    subject = next(
        (re.split(r"(?i)v/v:?\s*", layout.text(b), maxsplit=1) for b in layout.blocks[:20] if re.search(r"(?i)\bv/v\b", layout.text(b))), None
    )
    return ("Công văn", subject[1].strip(" .") if len(subject) > 1 else None) if subject else (None, None)


# What may stand beside the type word and is not yet the subject: another type, or number and date.
_SECOND_TYPE = re.compile(r"(?i)(?:,|và |kèm )\s*[^\W\d]+(?: [^\W\d]+){0,3}$|số\s[\w/.&-]+,? ngày\b")


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
    text = re.sub(r"\s*[-_–=]{3,}.*$|\s+\.$", "", " ".join(parts)).strip(" :*")
    return text or None


# --- number, place, date -------------------------------------------------------------------------------------------------


def _number(layout: Layout, head: Sequence[Block]) -> str | None:
    for block in head:
        match = _NUMBER.search(layout.text(block))
        if match is not None:
            number = re.sub(r"\s+|…|\.{2,}|_+", "", match["number"]).strip(".,").rstrip("-")
            if "/" in number or (number[:1].isdigit() and re.search("[-:.]", match[0])):  # `TRƯỜNG TIỂU HỌC SỐ 2` is a name
                return number
    return None


def _numbered_title(layout: Layout) -> list[Block]:
    """The line that gives type, number and date: ``QUYẾT ĐỊNH SỐ 402/2007/QĐ-UBND NGÀY 10/9/2007``."""
    first = next((b for b in layout.blocks if b.kind == "title"), None)
    named = _type_words()[1].match(layout.text(first)) if first is not None else None
    return [first] if first is not None and named and re.match(r"(?i)số \S+,? ngày \d", layout.text(first)[named.end() :]) else []


def _dateline(layout: Layout, head: Sequence[Block], dates: Sequence[Mention]) -> tuple[str | None, str | None]:
    """Place and date from the letterhead, else from a line of its own below the subject, else from the title or the signature."""
    below = [b for b in layout.blocks[:20] if b.kind == "paragraph" and b.end - b.start < 70]
    for block in [*head, *below]:
        pattern = _DATELINE if block.kind == "letterhead" else _DATELINE_ALONE
        match = pattern.search(layout.flow, block.start, block.end)
        if match is None:
            continue
        start = match.start("place")
        behind_number = layout.flow[max(0, start - 1) : start] == "/"  # `Số: 12/UBND Hà Nhung, ngày`
        place = regex.split(r"\s{2,}|\S*/\S* *-? *|[-_]{2,}|\p{Lu}+-\p{Lu}+(?: - |\s+)", "/" * behind_number + match["place"])[-1]
        place = re.sub(r"(?i)^.*(?:hạnh phúc|việt nam)\s+", "", place).strip(" -*_")
        return place or None, _day(dates, match.end(), block.end)
    for block in _numbered_title(layout):
        return None, _day(dates, block.start, block.end)
    return None, None


def _day(dates: Sequence[Mention], start: int, end: int) -> str | None:
    """The first date between two offsets, where it is a day."""
    date = next((d for d in dates if start <= d.start < end), None)
    value = date.norm.value if date is not None and isinstance(date.norm, DateNorm) else None
    return value if value and re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None


def _body(layout: Layout) -> int:
    """Where the first numbered item begins."""
    return next((b.start for b in layout.blocks if b.kind == "item"), len(layout.flow))


def _attached_to(layout: Layout, references: Sequence[Mention]) -> Mention | None:
    """The reference of ``(Kèm theo Kế hoạch số ... ngày ...)``."""
    for match in _ATTACHED.finditer(layout.flow):
        at = bisect_left(references, match.end(), key=lambda reference: reference.start)
        if at < len(references) and references[at].start - match.end() < 60:
            return references[at]
    return None


# --- signer and recipients -------------------------------------------------------------------------------------------------


def _signer(layout: Layout) -> Signer:
    """The name and the role in the first signature: the role that signs (`PHÓ CHỦ TỊCH`), not the one signed for (`KT. CHỦ TỊCH`)."""
    lines = [re.sub(r"^\((?:đã )?ký.*?\)\s*", "", line, flags=re.I) for line in _signature_lines(layout)]
    lines = [line for line in lines if line]
    if len(lines) == 1 and not lines[0].isupper() and not _is_person(lines[0]):
        return _signer_in_cell(lines[0])
    last = max((at for at, line in enumerate(lines) if not line.isupper() and _is_person(line)), default=len(lines))
    roles = _roles(lines[:last]) or _roles(lines[last:])  # behind the name what is annexed may begin: `CHƯƠNG TRÌNH HÀNH ĐỘNG ...`
    signed_for = [_ROLE_PREFIX.sub("", line) for line in lines if re.match(r"\W*(?:TM|KT|TL)\b", line)]
    names = [line for line in lines if not line.isupper() and _is_person(line)]
    role = ", ".join(roles) or (_behind_body(signed_for[-1].split(" - ")[-1]) if signed_for else None)  # `KT. BỘ TRƯỞNG - THỨ TRƯỞNG`
    return Signer(_TITLES.sub("", names[-1]) if names else None, role)


def _roles(lines: list[str]) -> list[str]:
    return [line for line in lines if line.isupper() and not _ROLE_PREFIX.match(line) and not re.match(r"(?:KT|TM|TL)\b", line)]


def _signature_lines(layout: Layout) -> list[str]:
    """The lines of the first signature, also where they stand in the column beside the recipients."""
    lines: list[str] = []
    for block in layout.blocks:
        if block.kind == "signature":
            lines.append(" ".join(layout.text(block).split()))
        elif block.kind == "recipients":
            beside = [layout.flow[a:b] for a, b in block.cells[1:]] or re.split(r"\s{6,}", layout.text(block).strip())[1:]
            lines += [part.strip() for cell in beside for part in re.split(r"\s{2,}", cell) if part.strip()]
        elif lines and block.kind not in ("furniture", "gap"):
            break
    return lines


def _signer_in_cell(text: str) -> Signer:
    """Role and name in one line: ``TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Trần Văn A``, ``bí thư tỉnh ủy Trần Văn A ký``."""
    cell = text.strip("\t .").split("\t")[-1].strip()
    match = (_CAPS_SIGNER.fullmatch(cell) or _LOW_SIGNER.fullmatch(cell)) if len(cell) <= _LONGEST_SIGNER else None
    if match is None:
        return Signer()
    role = match.groupdict().get("after") or match["role"]  # behind the name of an officer
    deputy = re.search(r"(?:PHÓ|THỨ)\b.*", role) if "KT." in cell else None
    return Signer(match["name"].strip(), (deputy[0] if deputy else _behind_body(role.split(" - ")[-1])).strip(" -:,"))


def _behind_body(role: str) -> str:
    """The role that signs, without the body for which it does: ``ỦY BAN NHÂN DÂN`` `CHỦ TỊCH`."""
    signs = _SIGNS_FOR.match(role)
    return signs["role"] if signs else role


_SIGNS_FOR = re.compile(
    r"(?:ỦY BAN|HỘI ĐỒNG|BAN (?:THƯỜNG VỤ|CHẤP HÀNH|CHỈ ĐẠO)|THƯỜNG TRỰC|ĐOÀN|QUỐC HỘI|CHÍNH PHỦ)(?!\w).*?(?<=\s)"
    r"(?P<role>(?:PHÓ )?(?:CHỦ TỊCH|CHỦ NHIỆM|BÍ THƯ|TRƯỞNG (?:BAN|ĐOÀN)|THỦ TƯỚNG)(?!\w).*)$"
)
_TITLES = regex.compile(
    r"^(?:(?:GS|PGS|TS|Ts|ThS|Ths|BS|Bs|CN|KS|TTND|TTƯT|NGƯT|NGND|BSCKI{1,2}|BSCK1|BSCK2|CKI{1,2}|Luật sư|Kỹ sư|Bác sĩ|Tiến sĩ|Thạc sĩ|(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|Đại úy)[. ]+)+"
)
_LONGEST_SIGNER = 300  # characters of role and name
_PERSON = r"\p{Lu}[\p{Ll}']*(?: \p{Lu}[\p{Ll}']*){1,4}"
_CAPS_SIGNER = regex.compile(
    rf"(?:(?:TM|KT|TL)\.[^\p{{Ll}}]*?\s)?(?P<role>[\p{{Lu}}\s.,-]+?)(?:\s|\s?-\s|:\s)(?:\(? ?[Đđ]ã k[ýí]\)?\s*)?(?:[\p{{Lu}}\d]{{2,8}}\. ){{0,4}}(?P<name>{_PERSON})(?: \([Đđ]ã ký\))?"
)
_LOW_SIGNER = regex.compile(
    rf"(?:{_PERSON} ngày [^,]{{6,40}},\s)?(?P<role>\p{{Ll}}[\p{{Ll}} ]+) (?P<name>{_PERSON})(?: ?, (?P<after>[\p{{Ll}} ]+?))?(?: ký[\p{{Ll}} ]*)?\s?"
)


def _is_person(line: str) -> bool:
    return regex.fullmatch(r"\p{Lu}[\p{L}']*(?: \p{Lu}[\p{L}']*){1,5}", _TITLES.sub("", line)) is not None


def _recipients(layout: Layout) -> list[str] | None:
    """The bullets under ``Nơi nhận`` without marks such as ``(b/c)`` and without the filing line; wrapped lines are joined."""
    found: list[str] = []
    named = False
    for block in layout.blocks:
        if block.kind != "recipients":
            if found:
                break
            continue
        text = " ".join(re.split(r"\t" if block.cells else r"\t|\s{6,}", layout.text(block).strip("\t "))[0].split())
        inside = re.split(r"(?i)^\W*(?:nơi\s+(?:nhận|gửi)\s*:?|gửi\s*:)", text, maxsplit=1)
        if len(inside) == 1 and not named:
            continue  # an addressee (`Kính gửi`)
        named = True
        text = inside[-1].strip()
        if len(inside) > 1 and not re.match(r"[-+•~]", text):
            found += [part for part in re.split(r";\s*", text) if len(part.strip()) > 4]  # all in one line
        elif block.marker is None and found and not re.match(r"(?i)\W*như|[-+•]\s", text):
            found[-1] = f"{found[-1].rstrip('.')} {text}"
        else:
            found += re.split(r"\s*[;.,]\s*[-+•~]\s+", text.lstrip("-+•~ "))
    cleaned = [re.sub(r"(?i)[;.]\s*lưu\b.*$", "", _MARKS.sub("", item)).strip(" ;.,-") for item in found]
    return [item for item in cleaned if item and not re.match(r"(?i)lưu\b", item)] or None
