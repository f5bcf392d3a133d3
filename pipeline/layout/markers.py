"""The numbering of items: what stands before the text of a heading, an item or a bullet."""

import re

import msgspec
import regex


class Marker(msgspec.Struct, frozen=True):
    """``text`` is the number or letter without its punctuation, ``kind`` the numbering style, ``length`` how many characters it takes.

    ``low`` says that a Roman number is in small letters, as in detokenised text.
    """

    text: str
    kind: str
    length: int
    low: bool = False


_END = r"(?:\s+|$|(?=\*))"
# What a plan calls its sections: before it a number counts that has lost its mark on the way to a web page (`II MỤC ĐÍCH`, `III Thời gian`).
_SECTION = (
    "(?:MỤC ĐÍCH|MỤC TIÊU|YÊU CẦU|NỘI DUNG|NHIỆM VỤ|GIẢI PHÁP|BIỆN PHÁP|HÌNH THỨC|THỜI GIAN|ĐỊA ĐIỂM|ĐỐI TƯỢNG|THÀNH PHẦN|PHẠM VI|KINH PHÍ|CĂN CỨ|PHÂN CÔNG|TỔ CHỨC THỰC HIỆN"
    "|Mục đích|Mục tiêu|Yêu cầu|Nội dung|Nhiệm vụ|Giải pháp|Biện pháp|Hình thức|Thời gian|Địa điểm|Đối tượng|Thành phần|Phạm vi|Kinh phí|Căn cứ|Phân công|Tổ chức thực hiện)"
)
_SHAPES: tuple[tuple[str, str], ...] = (
    ("appendix", r"(?P<appendix>(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu|BIỂU|DANH MỤC)(?:\s+(?:số\s*)?(?:[IVX]+|\d+)[A-Z]?)?)(?:[.:]|\s*$)"),
    ("part", r"(?P<part>(?:PHẦN|Phần)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]+|\d+|[A-HĐ](?=[.:]|\s*$)))[.:]?" + _END),
    ("chapter", r"(?P<chapter>(?:CHƯƠNG|Chương)\s+(?:[IVX]+|\d+))[.:]?" + _END),
    ("section", r"(?P<section>(?:MỤC|Mục)\s+(?:[IVX]+|\d+))(?:[.:]\s*|\s*$)"),
    ("article", r"(?P<article>(?:Điều|ĐIỀU)\s+\d{1,3}[a-z]?)(?:[.:]\s*|\s*$)"),
    ("step", r"(?P<step>(?:Bước|Chỉ tiêu|Mục tiêu|Nhiệm vụ|Giải pháp|Hoạt động|Nhóm|Giai đoạn)\s+\d{1,2})(?:\s*[.:]\s*|\s+(?=\([^()]{1,40}\)\s*:))"),
    ("roman", r"(?P<roman>(?:[IVX]{1,6}|I[Il]{1,2}|[Il]{1,2}I|I[ivx]{1,3}|V[i]{1,3}|X[ivx]{1,4})(?:\.\d{1,2})?)\s*(?:/\.|[./)]|\s-|-(?=\s)|:(?=\s))" + _END),
    ("roman_only", rf"(?P<roman_only>[IVX]{{1,4}})\s+(?={_SECTION}(?!\w))"),
    ("glued_roman", r"(?P<glued_roman>[IVX]{1,5})\.(?=\p{Lu}{2})"),
    ("roman_low", r"(?P<roman_low>[ivx]{2,5})\s?\.\s+(?=\p{Ll})"),
    ("upper", r"(?P<upper>[A-HĐK-U])(?:\s*[./)]|\s?-(?=\s+\p{Lu}{2}))" + _END),
    ("num", r"(?P<num>\d{1,3}(?:\.\d{1,3}){0,4}(?:\.[a-zđ](?=[.)]))?)\s?(?:/\.|[.)/]|\s?-(?=\s)|:(?=\s))" + _END),
    ("bare", r"(?P<bare>\d{1,2}(?:\.\d{1,2}){1,4})\s+(?=\p{Lu})"),
    ("glued", r"(?P<glued>\d{1,2})\.(?=\p{Lu}\p{Ll})"),
    ("lower", r"(?P<lower>[a-zđ]\d?)\s?[.)/]" + _END),
    ("dash_lower", r"(?P<dash_lower>[a-zđ])-\s+(?=\p{Lu})"),
    ("glued_lower", r"(?P<glued_lower>[a-zđ])\)(?=\S)"),
    ("paren", r"\((?P<paren>\d{1,2}|[ivx]{1,4}|[a-zđ])\)" + _END),
    ("num_only", rf"(?P<num_only>\d{{1,2}})\s+(?={_SECTION.upper()}(?!\w))"),
    ("dashed_num", r"-\s+(?P<dashed_num>\d{1,2})\.\s+(?=\p{Lu}\p{Ll})"),
    ("dash", r"(?P<dash>[-~])(?=\s*[^\s\d-])(?:\s+|(?=\w))"),
    ("dash_number", r"(?P<dash_number>-)\s+(?=\d)"),
    ("plus", r"(?P<plus>\+)\s*(?=\S)"),
    ("star", r"(?P<star>\*)\s+(?=\S)"),
    ("bullet", r"(?P<bullet>[•·●▪■◦○‣❖➢✓✔\uf0b7\uf0a7\uf02d])\s*(?=\S)"),
)  # fmt: skip
_MARKER = regex.compile("|".join(shape for _, shape in _SHAPES))
_LOW_ROMAN = re.compile(r"[ivx]{2,5}\s?\.")  # detokenised headings: `iii . nội dung nhiệm vụ .`
_CAPITALISED = (
    *("Phụ", "Phần", "Chương", "Mục", "Điều", "Bước", "Chỉ tiêu", "Nhiệm vụ", "Giải pháp", "Hoạt động", "Nhóm", "Giai đoạn"),
    *("Il", "Ii", "Iv", "Ix", "Vi", "Xi", "Xv", "Xx"),
)  # how the shapes that have a small letter behind a capital begin
_SAME_KIND = {
    "bare": "num",
    "glued": "num",
    "num_only": "num",
    "dashed_num": "dash",
    "roman_only": "roman",
    "glued_lower": "lower",
    "dash_lower": "lower",
    "dash_number": "dash",
    "glued_roman": "roman",
    "roman_low": "roman",
}


def find_marker(line: str) -> Marker | None:
    """The marker at the start of a line, or None.

    >>> find_marker("đ) Rà soát các quy định")
    Marker(text='đ', kind='lower', length=3, low=False)
    >>> find_marker("2.1. Sở Nội vụ").kind, find_marker("Sở Nội vụ")
    ('num2', None)
    """
    if line[:2].islower() and line[:2].isalpha() and not _LOW_ROMAN.match(line):
        return None  # the rest of a wrapped line: nothing to look for
    if line[:1].isupper() and line[1:2].islower() and not line.startswith(_CAPITALISED):
        return None  # a sentence
    match = _MARKER.match(line)
    if match is None or match.lastgroup is None:
        return None
    kind = _SAME_KIND.get(match.lastgroup, match.lastgroup)
    text = match[match.lastgroup]
    if kind == "num":
        kind = f"num{text.count('.') + 1}"
    if kind == "roman" and text in ("C", "D"):
        kind = "upper"
    if kind == "roman":
        text = text.replace("l", "I").upper()
    return Marker(text, kind, match.end(), match.lastgroup == "roman_low")
