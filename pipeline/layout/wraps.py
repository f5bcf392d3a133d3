"""Hard-wrapped lines: whether a line goes on with the one before it."""

import re
from functools import cache
from typing import NamedTuple

import regex

from pipeline.layout.capitals import caps_flow_on, is_short_head
from pipeline.layout.lines import Line, is_caps, is_closing, tells_of_motto, words
from pipeline.layout.matter import RECIPIENTS
from pipeline.layout.tree import is_period
from pipeline.rule_tables import load_rules

_TERMINAL = ".;:!?…"
_LACKS_NUMBER = re.compile(r"(?<!\w)(?:ngày|tháng|năm|(?:định|lệnh|thị|quyết|hoạch|văn|tư|trình|luận|bản) số)$")  # `Hà Nội, ngày`, `Quyết định số`

# `Căn cứ Kế hoạch` over `307/KH-UBND ngày ...`
_LACKS_ALL_OF_IT = re.compile(r"(?i)(?<!\w)(?:nghị định|quyết định|nghị quyết|chỉ thị|thông tư|công văn|kế hoạch|kết luận|hướng dẫn)$")
_NUMBER_FIRST = re.compile(r"\d{1,5} ?/ ?(?:\d{4} ?/ ?)?[A-ZĐ]{2}")


class _Wraps(NamedTuple):
    """The table of `rules/layout.toml`: what a line ends with that goes on in the next one, and with what that one begins."""

    cut: re.Pattern[str]
    open: re.Pattern[str]
    before_figure: re.Pattern[str]
    before_number: re.Pattern[str]
    behind_dash: tuple[str, ...]
    dashed: tuple[tuple[str, str], ...]
    cut_names: tuple[tuple[str, str], ...]


@cache
def _wraps() -> _Wraps:
    layout = load_rules("layout")
    table = {name: "|".join(map(re.escape, forms)) for name, forms in layout["wraps"].items()}
    return _Wraps(
        re.compile(rf"(?<!\w)(?:{table['open']}|(?:{table['before_heads']}) (?:{table['cut_heads']}))$", re.I),
        re.compile(rf"(?<!\w)(?:{table['open_words']}|(?<!hằng )(?<!hàng )(?<!mỗi )(?<!từng )(?:{table['open_times']}))$"),
        re.compile(rf"(?<!\w)(?:{table['before_figures']})$"),
        re.compile(rf"(?:{table['before_numbers']})$"),
        tuple(layout["wraps"]["behind_dashes"]),
        tuple((before, behind) for before, behind in (name.split(" - ") for name in layout["dashed"])),
        tuple((before, behind) for before, behind in (name.split(" | ") for name in layout["wraps"]["cut_names"])),
    )


_LONGEST_MOTTO = 40


_ENDS_IN_FIRST_YEAR = re.compile(r"(?i)(?:giai đoạn|năm|nhiệm kỳ|năm học|thời kỳ) \(?(?:19|20)\d\d$")  # `giai đoạn 2009` over `- 2020 của huyện`
_BEGINS_WITH_YEAR = re.compile(r"(?:19|20)\d\d(?![\d:])")


def _begins_with_motto(text: str) -> bool:
    return text[:_LONGEST_MOTTO].lower().startswith(words().mottoes) and not tells_of_motto(text)


def flows_on(last: Line, line: Line, width: int | None, blank: bool, broken: bool, first: int | None) -> bool:
    """Whether ``line`` goes on with the block of ``last``; ``first`` is the width of the first lines of items, where it is another than ``width``."""
    if (
        line.kind in ("tab_row", "pipe_row", "footnote")
        or last.kind in ("tab_row", "pipe_row")
        or RECIPIENTS.match(line.text)
        or _begins_with_motto(line.text)
        or _begins_with_motto(last.text)
    ):
        return False
    if line.marker is not None:
        return not blank and _is_false_marker(last, line, width)
    if not last.text or (not blank and _is_cut_head(last.text, line.text)):  # a marker alone on its line
        return True
    if last.marker is not None and last.marker.kind == "article" and not blank and last.text.isalpha() and not is_caps(line.text):
        return True  # `Điều 3. Chánh` over `Văn phòng Ủy ban nhân dân ...`
    ended = last.text[-1] in _TERMINAL or last.text.endswith("./.")
    starts_low = (
        line.text[:1].islower() or line.text[:1] in ",;)" or (line.text[:1].isdigit() and _wraps().before_figure.search(last.text) is not None)
    )
    if broken or blank:
        cut_by_page = broken and width is not None and len(last.text) >= 0.8 * width and not is_caps(line.text)
        return not ended and (starts_low or cut_by_page) and not is_caps(last.text) and (broken or width is not None)
    if is_caps(last.text) != is_caps(line.text) and not starts_low:
        return bool(width) and not is_caps(last.text) and len(last.text) >= 0.75 * (width or 0) and not ended
    if is_caps(last.text):
        return not (last.marker and is_period(line.text)) and caps_flow_on(last.text, line.text)  # `II. CHƯƠNG TRÌNH CỤ THỂ` over `THÁNG 9`
    parted = any(last.text.endswith(cut) and line.text.startswith(rest) for cut, rest in _wraps().cut_names)
    if parted or _wraps().cut.search(last.text) or (_NUMBER_FIRST.match(line.text) and _LACKS_ALL_OF_IT.search(last.text)):
        return True
    if width is None:
        return not ended and (starts_low or _wraps().open.search(last.text) is not None)
    if line.text[:1].isdigit() and _LACKS_NUMBER.search(last.text):
        return True
    full = len(last.text) + (last.marker.length if last.marker else 0)
    reach = full + 1 + len(line.text.split(" ", 1)[0])  # where the first word of the line would have ended in the one before
    if ended:
        goes_on = last.text[-1] not in ":;" or (starts_low and last.text[-1] == ";")
        return reach >= 0.93 * width and goes_on and not is_closing(line.text)
    if (first is not None and reach >= 0.93 * first) or _wraps().open.search(last.text):
        return True
    if last.marker is not None and not starts_low and reach < 0.84 * width and not last.text.endswith(","):
        return False  # `4. Ủy ban nhân dân các tỉnh` over `Bố trí kinh phí ...`: there was room for more
    return starts_low or full >= 0.72 * width or (last.marker is not None and last.text.endswith(","))


def _is_cut_head(last: str, line: str) -> bool:
    """Whether the first word of a line in the head of a document stands alone, as web pages wrap it: ``ỦY`` | ``BAN NHÂN DÂN``, ``Số:`` | ``06/CT-UBND``,
    ``Tiền`` | ``Giang, ngày 23 ...``."""
    if is_short_head(last):
        return is_caps(line)
    if last in ("Số:", "Số"):
        return line[:1].isdigit()
    return len(last) < _LONGEST_WORD and " " not in last and _CUT_PLACE.match(f"{last} {line}") is not None


_LONGEST_WORD = 8
_CUT_PLACE = regex.compile(r"\p{Lu}\p{Ll}* \p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*)?, ngày \d{1,2} tháng \d")


def _is_false_marker(last: Line, line: Line, width: int | None) -> bool:
    """``... Bộ Lao động`` + ``- Thương binh``, ``tháng`` + ``12. Sau``: a wrapped line that only looks like an item."""
    if line.marker is None or not last.text:
        return False
    if line.marker.kind == "paren" and width is not None and counts_on(last.text, line.marker.text):
        return True
    if last.text[-1] in _TERMINAL:
        return False
    may_cut = line.marker.kind == "dash" and (len(last.text) >= _SHORTEST_WRAPPED or line.text.casefold().startswith("thương binh"))
    if may_cut and _cuts_name(last.text.casefold(), line.text.casefold()):
        return True
    if line.marker.kind == "dash" and _ENDS_IN_FIRST_YEAR.search(last.text) and _BEGINS_WITH_YEAR.match(line.text):
        return True
    if width is None or len(last.text) < 0.8 * width:
        return False
    if line.marker.kind == "dash" and last.text[-1].isdigit() and line.text[:1].isdigit():
        return True  # `giai đoạn 2023` + `- 2025`
    if line.marker.kind == "dash":
        return line.text[:1].islower() or line.text.casefold().startswith(_wraps().behind_dash)
    return line.marker.kind.startswith("num") and _wraps().before_number.search(last.text) is not None


def counts_on(last: str, number: str) -> bool:
    """Whether a line counts inside its text up to the number before: ``... (i) phòng ngừa; (ii) ứng phó;`` | ``(iii)``."""
    before = _ROMAN_BEFORE.get(number) or (str(int(number) - 1) if number.isdecimal() else chr(ord(number) - 1) if len(number) == 1 else None)
    return before is not None and last.find(f"({before}) ") > 0


_ROMAN_BEFORE = {"ii": "i", "iii": "ii", "iv": "iii", "v": "iv", "vi": "v", "vii": "vi"}
_SHORTEST_WRAPPED = 45  # characters of a line that goes on in the next, whatever the width of the others


def _cuts_name(last: str, line: str) -> bool:
    """Whether a line ends with what a name holds before its dash, and the next begins with what it holds behind it: ``Phòng Tài chính`` | ``Kế hoạch``."""
    return any(last.endswith(before) and line.startswith(behind) for before, behind in _wraps().dashed)
