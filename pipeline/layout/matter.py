"""Front and back matter: letterhead, type word and subject; recipients and signature."""

import re
from functools import cache

import regex

from pipeline.layout.lines import has_motto, is_caps, tells_of_motto, words
from pipeline.layout.tree import Block

RECIPIENTS = re.compile(r"^\W*nơi\s+(?:nhận|gửi)\b|^\W*gửi\s*:", re.I)
_RECIPIENTS_CELL = re.compile(r"nơi\s+(?:nhận|gửi)\s*:", re.I)
_ADDRESSEES = re.compile(r"^\W*kính\s+gửi\b", re.I)
_DATELINE = re.compile(r"\bngày\b[\s\d.…]*\btháng\b[\s\d.…]*\bnăm\b|,\s*ngày\s+\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\s*$", re.I)
_NUMBER_LINE = re.compile(
    r"^\W*(?:(?:nghị quyết|quyết định|chỉ thị|kế hoạch|luật) )?số\s*[:.]?\s*[\d.…\s]*[/\-]|^\W*số\s*[:.]\s*(?:\d+\s+\w{2,8}[/\-]|$)", re.I
)
SIGNATURE = re.compile(
    r"^\W*(?:TM\.|T/M|KT\.|K/T|TL\.|TUQ\.|Q\.)\s*\S"
    r"|^(?:PHÓ |QUYỀN |Q\. ?)?(?:CHỈ HUY TRƯỞNG|TỔNG (?:GIÁM ĐỐC|KIỂM TOÁN|CỤC TRƯỞNG|THANH TRA)(?: NHÀ NƯỚC| CHÍNH PHỦ)?|CHỦ TỊCH(?: CÔNG TY| HỘI)?|BÍ THƯ|TRƯỞNG BAN|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|CHÁNH VĂN PHÒNG|CHỦ NHIỆM|CỤC TRƯỞNG|VỤ TRƯỞNG)(?: PHỤ TRÁCH)?\W*$"
)


# `KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký) Trần Văn A`
# `GIÁM ĐỐC - TS. Trần Văn A (đã ký)`, `TM. ỦY BAN NHÂN DÂN - CHỦ TỊCH: Trần Văn A`, detokenised `bí thư tỉnh ủy Trần Văn A ký .`
_NAME = r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}"
_RANKS = r"(?:chủ tịch|bí thư|chủ nhiệm|hiệu trưởng|viện trưởng|(?:phó )?giám đốc|trưởng ban|tư lệnh|chính ủy|chánh văn phòng|(?:bộ|thứ|cục|vụ|tổng cục) trưởng|(?:trung|thượng|thiếu|đại) (?:tướng|tá))"
_SIGNED_IN_LINE = regex.compile(
    rf"(?:TM\. )?[\p{{Lu}} ,]{{6,60}}(?: -|:) (?:[\p{{L}}\d]+\. ?)*{_NAME}(?: \([Đđ]ã ký\))?"
    rf"|(?:TM\. )?[\p{{Lu}} ,]{{6,40}}(?: - (?:KT\. )?[\p{{Lu}} ,]{{6,40}}){{1,2}}: {_NAME}"
    rf"|(?:{_NAME} ngày [^,.;]{{6,40}},\s)?(?:phó )?{_RANKS}[\p{{Ll}} ]{{0,30}} {_NAME}(?: ?, (?:phó )?{_RANKS})?(?: ký[\p{{Ll}} ]*)?\s?\.?"
)
_LEGAL_BASIS = re.compile(r"\W*(?:căn cứ|theo|xét)\b", re.I)
_SIGNED_LINE = regex.compile(r"\W*(?:TM|KT|TL|TUQ)\.(?: \p{Lu}{2,},?)+ (?:\(? ?[Đđ]ã k[ýí]\)? )?\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}$")


def set_front_matter(blocks: list[Block], flow: str) -> None:
    """Names the letterhead, the type word and the subject at the head of the document and of what it issues."""
    types, begins = words().types, words().begins
    typed = next(
        (
            i
            for i, b in enumerate(blocks[:40])
            if b.kind in ("caps", "paragraph") and " ".join(flow[b.start : b.end].strip(" :*").casefold().split()) in types
        ),
        0,
    )
    motto = next((i for i, b in enumerate(blocks[:40]) if _is_motto(flow[b.start : b.end])), 0)
    has_motto = typed > 0 or motto > 0 or bool(blocks and _is_motto(flow[: blocks[0].end]))
    in_head = True
    if blocks and blocks[0].kind == "paragraph" and begins.match(flow[blocks[0].start : blocks[0].end]):
        # detokenised text has type word and subject in lower case on the first line, a portal puts them above the letterhead
        blocks[0].kind, in_head = ("furniture", True) if motto else ("title", False)
    for index, block in enumerate(blocks):
        if block.kind not in ("caps", "paragraph", "row"):
            if block.kind == "item" and block.marker is not None and block.marker.kind not in ("dash", "bullet", "star"):
                in_head = False
            elif in_head and index < 8 and block.kind == "item" and _is_letterhead_line(flow[block.start : block.end]):
                block.kind, block.marker = "letterhead", None  # stars are a ruler here: `* Số 47-KH/HU`
            continue
        text = flow[block.start : block.end].strip(" :*\t")
        folded = " ".join(text.casefold().split())
        if block.kind != "row" and folded in types and (is_caps(text) or (index < 12 and index > motto - 1)):
            block.kind = "doc_type"
            _name_title(blocks, index, flow)
            in_head = False
        elif block.kind == "caps" and begins.match(folded) and in_head:
            block.kind = "title"  # type word and subject on one line
            in_head = False
            if _type_line().fullmatch(folded):
                _name_title(blocks, index, flow)
        elif (
            (in_head and index < 6 and block.kind == "paragraph" and len(text) < 70 and _DATELINE.search(text) and not _LEGAL_BASIS.match(text))
            or (
                in_head
                and index < 40
                and has_motto
                and (block.kind == "caps" or _is_motto(text) or _is_letterhead_line(text) or (block.kind == "row" and is_caps(text.split("\t")[0])))
            )
            or (_is_motto(text) and (in_head or block.kind != "row" or is_caps(text[:20])))
        ):
            block.kind = "letterhead"
        elif len(text) >= 300 and block.kind == "paragraph":
            in_head = False  # an official letter has no type word: its body begins with its first long paragraph
    if blocks and blocks[0].kind == "title":
        _set_letterhead_below(blocks, flow)


def _set_letterhead_below(blocks: list[Block], flow: str) -> None:
    """Under a subject on the first line, as a web page puts it, the letterhead runs to the number and the dateline."""
    last = 0
    for index, block in enumerate(blocks[1:6], start=1):
        text = flow[block.start : block.end].strip(" :*\t")
        if block.kind not in ("caps", "paragraph") or len(text) > 120:
            break
        if _NUMBER_LINE.search(text) or _DATELINE.search(text):
            last = index
    for block in blocks[1 : last + 1]:
        block.kind = "letterhead"


@cache
def _type_line() -> re.Pattern[str]:
    """Two types, or a type with number and date, over a subject: ``PHƯƠNG ÁN, KẾ HOẠCH``, ``QUYẾT ĐỊNH SỐ 402/2007/QĐ-UBND NGÀY 10/9/2007``."""
    types = "(?:" + "|".join(sorted(words().types, key=len, reverse=True)) + ")"
    return re.compile(rf"{types}(?:(?:,| và|,? kèm) {types}| số [\w/.&-]+,? ngày [\d\w/. -]{{6,30}})")


def _is_letterhead_line(text: str) -> bool:
    """Whether a line gives the document's number or its dateline, and is no legal basis, which gives those of another."""
    return len(text) < 200 and (_NUMBER_LINE.search(text) is not None or _DATELINE.search(text) is not None) and not _LEGAL_BASIS.match(text)


def _is_motto(text: str) -> bool:
    """Whether a line is the State's or the Party's name and motto, alone or beside the issuer, and no legal basis that names the State."""
    return len(text) < 300 and has_motto(text) and not _LEGAL_BASIS.match(text) and not tells_of_motto(text)


def _name_title(blocks: list[Block], index: int, flow: str) -> None:
    """The lines right after the type word are the subject, up to the legal bases, a bracket, or the issuer's name."""
    first = True
    for block in blocks[index + 1 :]:
        text = flow[block.start : block.end]
        if block.kind not in ("caps", "paragraph") or (
            re.match(r"\W*(?:căn cứ|xét|theo đề nghị|để |thực hiện (?:quyết|nghị|chỉ|thông|kế|chương|công)[^\n]{80})", text, re.I) and not first
        ):
            return
        if not first and ((block.after_blank and not text[:1].islower()) or text.startswith("(") or block.kind == "caps"):
            return
        if re.match(r"\W*(?:căn cứ\b|điều\W*$)", text, re.I) or len(text) > 600:
            return
        if not first and len(text) > _LONGEST_LINE and text.rstrip()[-1:] in (".", ":"):
            return  # the first paragraph of the body, with no blank before it
        block.kind = "title"
        first = False


_LONGEST_LINE = 120  # characters of a line of a subject behind its first


def set_back_matter(blocks: list[Block], flow: str) -> None:
    """Names the list of recipients (`Nơi nhận`), the addressees (`Kính gửi`) and the signature that follows or precedes it."""
    inside: str | None = None
    for block in blocks:
        text = flow[block.start : block.end]
        if block.kind in ("furniture", "doc_type", "title", "gap"):
            inside = None
            continue
        if _ADDRESSEES.match(text) and block.kind == "paragraph":
            inside = "addressees"
            block.kind = "recipients"
        elif RECIPIENTS.match(text) or (block.kind == "row" and _RECIPIENTS_CELL.search(text)):
            inside = "recipients"
            block.kind = "recipients"
        elif block.kind in ("caps", "paragraph") and len(text) < 120 and _is_signature(text):
            inside = "signature"
            block.kind = "signature"
        elif inside in ("recipients", "addressees") and (
            (block.kind in ("paragraph", "row") and inside == "recipients")
            or (block.kind == "caps" and text.endswith((";", ",")))
            or (block.marker is not None and block.marker.kind in ("dash", "plus", "bullet", "star"))
        ):
            block.kind = "recipients"
        elif inside == "signature" and block.kind in ("caps", "paragraph") and len(text) < 60 and not text.endswith((";", ":", ".")):
            block.kind = "signature"
        else:
            inside = None


def _is_signature(text: str) -> bool:
    return _SIGNED_IN_LINE.fullmatch(text) is not None or (
        SIGNATURE.match(text) is not None and (is_caps(text) or _SIGNED_LINE.match(text) is not None)
    )
