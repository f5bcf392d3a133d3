"""What a figure measures."""

import re

from pipeline.extract.targets.place import Place
from pipeline.extract.targets.words import PERCENTAGE, REACH, pattern, without_tail_words

_DATED_START = re.compile(
    r"(?i)^\W*(?:(?:đến|tới|hết|trong|vào|từ|trước)\s+)*(?:hết\s+|cuối\s+)?(?:năm \d{4}|(?:quý|tháng) [\dIVX]+(?:/\d{4}| năm \d{4})?|ngày \d{1,2}/\d{1,2}(?:/\d{4})?"
    r"|(?:giai đoạn|năm học) \d{4}\s*-\s*\d{4})(?: trở đi)?[\s,:]*"
    r"|^\W*(?:phấn đấu|trong đó(?: có)?|duy trì và đảm bảo)\s*"
)
_GOES_ON = re.compile(r"(?i)(?:và|hoặc|so với)\b")  # in a cell: `3% và tăng dần`
_NAMES_OF_ROW = 6  # cells; the name of a row stands in one of the first
_JOINED = re.compile(r"(?:,|\bvà)\s+(?:(?:trên|dưới|ít nhất|tối thiểu)\s+)?$")
# At the end of what is counted: `vào năm 2025`, `đến hết quý II/2024`.
_WHEN = re.compile(
    r"(?i)[\s,]*(?:(?:vào|đến|trong|trước|từ)\s+)*(?:(?:hết|cuối|đầu|ngày)\s+)*(?:năm|quý|tháng|ngày) [\dIVX/]+(?:(?: và|,| -| đến) (?:năm |quý |tháng )?[\dIVX/]+)*\s*$"
)

_YEAR_LAST = re.compile(r"(?::|^)\s*(?:năm )?(?:19|20)\d{2} ?:[^:;%]{0,20}$")  # `Bao phủ bảo hiểm y tế: 2024: đạt`
# At the end of what is measured: `tăng từ 41% lên`, `từ 13,7% (năm 2010)`.
_STARTS_AT = re.compile(
    rf"(?i)[\s,]+(?:(?:tăng|giảm|hạ|nâng) )?từ {PERCENTAGE}(?: ?\([^()]{{1,60}}\))?(?: (?:năm|cuối năm|đầu năm) \d{{4}})?(?: (?:lên|xuống|còn))*$"
)


def find_indicator(place: Place) -> str:
    """What is measured: the words before the figure without its comparator, or those behind it where it opens the clause."""
    if place.figure.kind == "cell":
        return place.figure.name
    if place.figure.kind in ("people", "things"):
        return _counted(place)
    parts = re.split(rf"({PERCENTAGE}[^,;]{{0,400}}?(?:,|\s+và)\s+)", place.before)  # the percentage before measures something else
    elliptic = len(parts) > 1 and not parts[-1].strip() and re.match(r"\s*(?:vào|của|ở|tại|đến)\b", place.after)
    if len(parts) > 1 and _JOINED.search(place.before):
        parts[-1] = ""  # `giảm 30% số ngành, nghề có điều kiện, 100% ...`: what the one before measures may hold commas
    before = _YEAR_LAST.sub("", parts[0] if elliptic else parts[-1])
    before = _undated(_STARTS_AT.sub("", without_tail_words(before))).strip(" ,:-+")
    after = re.sub(r"(?i)^\s*/\s*năm\s*", "", _without_or_more(place.after))
    after = re.sub(r"(?i)\s+đến\s+(?:hết|cuối)\s+(?:ngày|tháng|quý|năm)\s+[\dIV/]+\s*$", "", after)
    after = re.sub(rf"\([^()]*{PERCENTAGE}[^()]*(?:\)|$)", "", after).strip(" ,;:.-+*/")  # `(năm 2020 là 81,4%)`
    if after.startswith("("):
        after = after.strip("()")
    if len(before) < 6:
        if _GOES_ON.match(after):
            return _name_of_row(place) or " ".join(after.split())
        after = _WHEN.sub("", after) and " ".join(after.split())  # `dưới 17% vào năm 2020` leaves what is measured to the figure before
        return after or _name_of_row(place)
    short = len(after.split()) <= 6 or len(before.split()) <= 3 or pattern("transitive").search(before)
    if (
        after and not before.endswith(after) and short and not _WHEN.match(after)
    ):  # `Kiểm tra 100% kho phiếu`, `hoàn thành cắt giảm 50% thời gian giải quyết hồ sơ`
        before = f"{before} ({after})"
    return " ".join(before.split())


def _counted(place: Place) -> str:
    """What is to be so many, with the verb right before it: `Mở lớp tập huấn cho cán bộ xã`; without one with all that stands before, `Số xã đạt chuẩn`."""
    first = re.search(r"\d", place.before)  # `Hỗ trợ 30 hộ, 04 hợp tác xã`: the verb before the first of a list holds for all
    pledge = pattern("producing").search(place.near) or (first and pattern("producing").search(place.before[: first.start()][-REACH:]))
    before = pledge[1] if pledge else _undated(without_tail_words(place.before)).strip(" ,:-+")
    before = before.rsplit(",", 1)[-1] if first and not pledge else before
    after = _WHEN.sub("", _without_or_more(place.after)).strip(" ,;:.-+*/")
    return " ".join(f"{before} {place.figure.unit} {after}".split())


def _undated(words: str) -> str:
    """Words without what they begin with that says by when: `Phấn đấu đến hết quý II/2024, `."""
    return _DATED_START.sub("", _DATED_START.sub("", words))


def _without_or_more(after: str) -> str:
    match = pattern("or more").match(after) or pattern("or less").match(after)
    return re.sub(r"\s*\btrở (?:lên|xuống)$", "", match[0], flags=re.I) + after[match.end() :] if match else after


def _name_of_row(place: Place) -> str:
    """The first cell with words in the row of a figure that stands in a cell of its own."""
    cells = (place.flow[a:b] for a, b in place.block.cells[:_NAMES_OF_ROW] if b <= place.figure.start)
    return next((" ".join(cell.split()) for cell in cells if re.search(r"[^\W\d_]{2} [^\W\d_]{2}", cell)), "")
