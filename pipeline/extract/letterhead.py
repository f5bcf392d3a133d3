"""The letterhead: the bodies that it names, a line each, with the capitals and in the words that a text would give them."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import regex

from pipeline.casing import has_capitals, recase_name
from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.registry import registry
from pipeline.extract.territories import territory_name
from pipeline.layout import Layout, is_caps
from pipeline.rule_tables import load_rules

LONGEST_NAME = 400  # characters, of several bodies that issue together; what is longer names none
UNIT = re.compile(r"(?<!\w)(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)(?! ủy| hội| đoàn)(?= \S)")

_BESIDE = re.compile(
    r" \| |<br|\s{3,}|(?i:cộng hòa xã hội|cộng hoà xã hội|đảng cộng sản việt nam|độc lập\s*[-–]\s*tự do)"
)  # where the second column begins
_NUMBER = re.compile(
    r"(?<!\w)(?:(?i:luật|nghị quyết|quyết định|chỉ thị|kế hoạch) )?(?:[Ss][ốỐ]\s*+(?:[:.]\s*+(?=[\d/….-])|(?=[\d….]*+\s*+(?:/|-\s*+\S{1,12}/)|[….]))|Số\s*[:.]?$|SỐ\s*[:.]$)|[-_–=*]{3,}"
)
_DATELINE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,4}, *(?:[Nn]gày|[Tt]háng|\d{1,2}[/.-]\d)")
_NO_BODY = re.compile(
    r"(?i)độc lập|(?>.*?ngày ).*tháng|(?:đoàn (?:tncs|thanh niên cộng sản)|đội (?:tntp|thiếu niên tiền phong)) hồ chí minh$|(?:cổng|trang) (?:thông tin|điện tử)|trang chủ"
)


def letterhead_text(layout: Layout) -> str:
    """The issuing bodies of a letterhead as one text: the first column, a name that is broken over lines joined, one body a line.

    >>> from pipeline.layout import lay_out
    >>> letterhead_text(lay_out("ỦY BAN NHÂN DÂN\\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\\nHUYỆN ĐỒNG TRẠCH\\tĐộc lập - Tự do - Hạnh phúc\\n\\nKẾ HOẠCH"))
    'ỦY BAN NHÂN DÂN HUYỆN ĐỒNG TRẠCH'
    """
    lines: list[str] = []
    dated = False
    for index, block in enumerate(layout.blocks):
        if block.kind in ("doc_type", "title") and index:
            break
        if block.kind != "letterhead":
            continue
        for text in _first_column(layout.text(block)):
            text = text.strip(" *-_#|")
            if not text or _NO_BODY.match(text) or _DATELINE.match(text) or (dated and (lines or not _begins_body().match(text))):
                dated |= _DATELINE.match(text) is not None
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


def named_lines(text: str, heading: Sequence[Found]) -> list[tuple[str, str]]:
    """Of ``text``, which `letterhead_text` gives, each part that holds a body, as (name, part); what the registry does not know keeps its capitals.

    ``heading`` are the bodies found in it.

    >>> from pipeline.extract.agencies import find_agencies
    >>> text = "UBND HUYỆN TAM ĐIỀN\\nTRƯỜNG MẦM NON SƠN CA"
    >>> [name for name, _ in named_lines(text, find_agencies(text))]
    ['Ủy ban nhân dân huyện Tam Điền', 'TRƯỜNG MẦM NON SƠN CA']
    """
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
        if blank and is_caps(line) and (UNIT.search(found.name) or found.level == "central") and _begins_body().match(line, end + blank):
            starts.append(end + blank)
    return starts


def written_names(layout: Layout, heading: Sequence[Found]) -> tuple[dict[str, str], bool]:
    """The names of the bodies in the letterhead as a text would write them, by their letters alone; and whether the casing model was asked for any.

    ``heading`` are the bodies in `letterhead_text`.
    """
    names = [name for name, _ in named_lines(letterhead_text(layout), heading)]
    return {name.casefold(): name for name in map(as_written, names)}, any(map(has_capitals, names))


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
    # `UBND XÃ KỲ TÂN - HUYỆN TÂN KỲ`, and with the district on a line below, is the commune's
    of_another = inside and UNIT.search(inside[-1].name) and (rest.lstrip().startswith("-") or UNIT.match(rest.strip().lower()))
    if not of_another and (is_caps(line[:at] or rest) == is_caps(rest) or rest.strip().isdigit()):
        pieces.append(_placed(rest))
    return re.sub(r" (?=,)", "", " ".join(" ".join(pieces).split()))


def _placed(text: str) -> str:
    """Part of a name with its territory written out: ``TRƯỜNG THPT TỐ HỮU huyện Tam Điền``."""
    unit = UNIT.search(text.casefold()) if is_caps(text) else None
    return f"{text[: unit.start()]} {territory_name(text[unit.start() :].strip())}" if unit else text


_PUPILS = regex.compile(
    r"(?i:(?<!\w)trường [^\n]{0,60}?(?:mầm non|mẫu giáo|tiểu học|cơ sở|phổ thông|nội trú|bán trú|mn|mg|th|thcs|thpt|ptdtnt|ptdtbt)(?! (?:và|dân tộc|thcs|thpt|cấp) | ?[-,&])(?: số \d+)?)(?P<proper>(?: \p{Lu}+(?!\w))+)"
)
_DISTRICT = regex.compile(r"(?i:(?<!\w)khu vực)(?P<proper>(?:(?: -)? (?![IVX]+(?!\w))\p{Lu}{2,}(?!\w))+)")
_FIRM = regex.compile(
    r"^(?i:công ty (?:cổ phần|cp|(?:tnhh|trách nhiệm hữu hạn)(?: (?:mtv|(?:một|hai) thành viên)(?: trở lên)?)?))(?P<proper> \p{Lu}+)(?!\w)"
)


def as_written(name: str) -> str:
    """A name with the capitals that a text would give it: a school has the name of a person or a place, a firm one that begins with a capital.

    Raises ModelError where the casing model is asked and missing.

    >>> as_written("TRƯỜNG MẦM NON SƠN CA"), as_written("BỆNH VIỆN SẢN - NHI")
    ('Trường Mầm non Sơn Ca', 'Bệnh viện Sản - Nhi')
    """
    if len(name) > LONGEST_NAME:
        return name
    for pattern in (_PUPILS, _FIRM, _DISTRICT):
        if match := pattern.search(name):
            start, end = match.span("proper")
            name = name[:start] + name[start:end].title() + name[end:]
    if is_known_by_field(name.casefold()):
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


def is_known_by_field(body: str) -> bool:
    """Whether a hospital is called by what it is for alone; ``body`` is its name in small letters.

    >>> is_known_by_field("bệnh viện sản - nhi"), is_known_by_field("bệnh viện bạch mai")
    (True, False)
    """
    words = regex.fullmatch(r"bệnh viện (?P<fields>.+)", body)
    return words is not None and all(field in load_rules("layout")["hospital_fields"] for field in re.split(r" - | và |, ", words["fields"]))


_BODY_OF_PART = re.compile(r"^((?:Chi|Đảng) bộ|Đảng ủy|Công đoàn(?: cơ sở)?|Chi đoàn) (trường|bệnh|công|trung|sở|cục|viện|phòng|hội|văn)(?= )")
