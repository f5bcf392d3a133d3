"""Figures in names: numbers of units and schools, days that are kept, codes of tasks; what only counts is none."""

import re
from functools import cache

import regex

from pipeline.extract.agencies.borders import ends_name
from pipeline.extract.agencies.registry import tables
from pipeline.extract.vocabulary import alternatives


def is_name_in_figures(flow: str, word: "re.Match[str]", steering: bool, taken: int, after_capitals: int) -> bool:
    """Whether the figures of ``word`` belong to the name before them, of which ``taken`` words stand behind its head, the last ``after_capitals`` with a
    capital; ``steering`` says that the body was set up by decision."""
    text = word[1]
    named = (after_capitals or text == "115" or _WORKSHOP.search(flow, max(0, word.start() - 40), word.start())) and (
        _NAMED_BY_NUMBER.match(flow, word.start()) or (_one_figure().match(flow, word.start()) and ends_name(flow, word.end()))
    )
    return bool(
        named
        or _stands_alone(flow, word)
        or (steering and (not taken or flow.endswith("Trung ương", 0, word.start())) and _CODE_OF_TASK.fullmatch(text))
        or _NUMBERED.search(flow, max(0, word.start() - 12), word.start())
    )


@cache
def _one_figure() -> "re.Pattern[str]":
    """A figure that counts nothing: ``Xí nghiệp May 2`` `phối hợp`, but not ``Trường THCS Lê Lợi`` `2 lần`."""
    return re.compile(rf" +[1-9](?![\w.,/%-])(?! +(?:tổ chức|{alternatives(tables()['measures'])})(?!\w))")


def _stands_alone(flow: str, word: "re.Match[str]") -> bool:
    """Whether figures are a name of their own: a day that is kept (`Bệnh viện 19-8`, `Công ty Dệt may 29/3`), the number behind the head of a
    hospital or a factory (`Bệnh viện 103`), or the class of a branch of the youth union (`Chi đoàn 11A2`)."""
    if _CLASS.fullmatch(word[1]) and flow.endswith("Chi đoàn", 0, word.start()):
        return True
    day = _DAY.fullmatch(word[1])
    if day is not None and not flow.startswith(("/", "-", "."), word.end()):
        return f"{int(day[1])}-{int(day[2])}" in tables()["named_days"]
    return _ONLY_A_NUMBER.match(flow, word.start()) is not None


_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_ONLY_A_NUMBER = regex.compile(
    r"(?<=(?:Bệnh viện|Công ty|Nhà máy|Xí nghiệp|Công ty (?:May|Dệt|cổ phần May))) +[1-9]\d{1,2}(?= *(?:[,;.:)|\n\t](?! ?\d)|$)| và \p{Lu})"
)
_CLASS = re.compile(r"\d{1,2}(?:[A-ZĐ]{1,3}\d{0,2}|/\d{1,2})")  # `Chi đoàn 11A2`, `Chi đoàn 9/1`
_CODE_OF_TASK = re.compile(r"\d{2,4}(?:/[A-ZĐ]{1,4})?")  # `Ban Chỉ đạo 389`, `Ban Chỉ đạo Trung ương 57`

# `Trung tâm Cấp cứu 115`, `Trường Tiểu học Tân Phú 1, ...`: what a number would count does not follow a comma
_NAMED_BY_NUMBER = re.compile(r" +(?:115(?![\w.,/-]*\d)|[1-9]\d{0,2}(?= *(?:[,;)\n\t|]|\.(?!\d)|$)| và [A-ZĐ][a-zà-ỹ])(?![\d/]))(?!\w)")
_WORKSHOP = re.compile(
    r"(?:[Pp]hân xưởng|Xưởng|[Tt]ổng đội|Đội|Tổ|Trạm|Hạt|Cụm|Xí nghiệp)(?: \w+){0,5}$"
)  # `Phân xưởng Khai thác 7`, `Đội Cơ giới 3, Tổ Bốc xếp 2`
# `Đội Quản lý thị trường số 3`, `Lữ đoàn 215`
_NUMBERED = re.compile(
    r"(?:\bsố|(?:học|non|giáo|cơ sở|THCS|THPT|TH|MN) Số|ên ngành|[Tt]rinh sát|\bĐề án|\b[Kk]hu vực|[Qq]uân|Quân đội|(?<!uân )\b[Kk]hu|\bđa|\bdự án|Quân y|binh|[Pp]hòng không|[Đđ]ặc công|[Tt]hông tin|[Vv]ận tải|[Rr]a đa|hải quan|hiết giáp|(?:Lữ|Sư|rung|iểu|Hải|uân|inh) đoàn|Hải đội|Vùng|Chi bộ|sát biển|ên phòng|ốc phòng|ung đoàn|(?:ại|rung) đội|ĐOÀN|VÙNG|KHU VỰC|SỐ|QUÂN Y|BINH|ĐỘI)$"
)
