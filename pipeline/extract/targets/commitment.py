"""What a plan commits to, and what it only tells, sets as a condition or shares out."""

import re
from dataclasses import replace
from typing import Literal

from pipeline.extract.targets.place import Place
from pipeline.extract.targets.words import OPEN_BRACKET, PERCENTAGE, pattern
from pipeline.extract.targets.years import Years

# What a change starts from: `từ 9% năm 2020 xuống dưới 5%`, `tăng so với mức 81,4%`; `năm 2020 là 81,4%` in brackets.
_FROM = re.compile(r"(?i)\btừ\s*$")
_GOES_TO = re.compile(rf"(?i)(?:\s*\([^()%]{{1,60}}\))?[^;.%(]{{0,60}}?\b(?:xuống|(?<!trở )lên|còn)\b[^;.%(]{{0,30}}{PERCENTAGE}")
_COUNT_GOES_TO = re.compile(r"(?i)(?:\s*\([^()%]{1,60}\))?[^;.(]{0,60}?\b(?:xuống|(?<!trở )lên|còn)\b[^;.(]{0,30}\d")
_VIETNAMESE = re.compile(r"[À-Ỹà-ỹđĐ]")
_EARLIER = re.compile(r"(?i)\bđầu (?:năm|kỳ|nhiệm kỳ|giai đoạn)(?: là)?\s*$")  # `đầu năm 4,3%, cuối năm còn 3,2%`
_COMPARED_WITH = re.compile(r"(?i)(?:so với|(?:cao|thấp|nhiều|ít) hơn(?= \w* ?năm))(?: mức| tỷ lệ| năm \d{4}(?: là)?)?(?: \()?\s*$")
_IN_BRACKETS = re.compile(
    r"(?i)\(\s*(?:(?:đầu năm|hiện|trước|năm trước|năm qua|vừa qua|thời gian qua|cùng kỳ|quý trước|tháng trước|năm học trước|(?:đợt|kỳ|nhiệm kỳ|khóa|vụ) trước|năm ngoái)\b|(?:tăng|giảm)\s+từ\b|(?:(?:năm|đến|cuối|hết)[^()]{0,20}?)?(?P<year>(?:19|20)\d{2})\b)[^()]{0,20}$"
)


# Which of several are counted, before how many: `diện tích thiệt hại trên 70% năng suất không quá 1,5%`.
_GRADES = re.compile(r"(?i)\b(?:trên|dưới|từ)\s*$")
_HOW_MANY = re.compile(rf"(?i)[^,;.:%()]{{1,60}}?\b(?:đạt|chiếm|không (?:vượt )?quá|tối đa|còn|xuống còn|giảm còn)\b[^,;.:%()]{{0,20}}{PERCENTAGE}")


_ASIDE = re.compile(r"\([^()]*\)")
_AS_IT_IS = re.compile(r"từ [\d.,]+ ?% (?:như )?hiện nay")  # `từ 20% hiện nay lên 45%`


def is_commitment(place: Place, years: Years, *, goes_on: bool = False, cut: bool = False) -> bool:
    """Whether the plan commits to a percentage; one that a change starts from (`baseline_side`) is sorted out before.

    ``goes_on`` says that it is the next member of a list whose last one the plan commits to, ``cut`` that this is by how much something falls.
    """
    said = _AS_IT_IS.sub("từ ", _ASIDE.sub("", place.said))
    aims = place.under("aims") or (pattern("named aim").search(said) is not None and not _is_share(place))
    if (place.under("told") and not aims) or is_told(place, years) or sets_condition(place):
        return False
    if aims:
        return True
    if not _VIETNAMESE.search(place.flow, place.block.start, place.block.end):
        return False  # a text in another language
    compared = pattern("comparison").search(said + place.after[:60]) is not None and pattern("aim").search(said) is None
    if (compared and not cut) or _is_share(place, cut) or _stands_aside(place):
        return False
    if place.block.kind == "paragraph" and not place.headings:
        return bool(pattern("aim").search(said))
    if place.after.strip() and (place.block.kind in ("item", "row") or not place.before.strip(" -+")):
        return True
    if goes_on or (place.block.kind in ("item", "row") and place.before.rstrip().endswith(":")):
        return True  # `Lên lớp thẳng 97%, tốt nghiệp 99,5%`, `Hạnh kiểm khá, tốt: 98%`
    return bool(pattern("commitment").search(said)) or place.figure.value == 100.0


def is_told(place: Place, years: Years) -> bool:
    """Whether the sentence tells of what has been, and does not turn to what is to be: `mới đạt 62%, phấn đấu năm 2024 đạt 70%`."""
    if not (pattern("result").search(_AS_IT_IS.sub("từ ", _ASIDE.sub("", place.said))) or years.past(place)):
        return False
    turn = pattern("turn").match(place.said)
    told = place.said[: turn.end()] if turn else ""
    if "%" not in told and not pattern("result").search(told):
        return True
    return is_told(replace(place, sentence=place.sentence + len(told)), years)


def _stands_aside(place: Place) -> bool:
    """`vắc xin hao hụt theo định mức (viêm gan 50%, sởi 20%)`: in brackets, and nothing in them commits."""
    bracket = OPEN_BRACKET.search(place.said)
    return bracket is not None and pattern("commitment").search(bracket[0]) is None


def baseline_side(place: Place, years: Years) -> Literal["next", "previous"] | None:
    """Whether a figure is what a change starts from, and on which side of it the target stands: `từ 9% xuống 5%`, `5% (năm 2020 là 9%)`."""
    goes_to = _GOES_TO if place.figure.percent else _COUNT_GOES_TO
    if place.figure.upper is None and (_FROM.search(place.near) or _EARLIER.search(place.near)) and goes_to.match(place.flow, place.figure.end):
        return "next"
    in_brackets = _IN_BRACKETS.search(place.flow, max(0, place.figure.start - 50), place.figure.start)
    told = in_brackets is not None and not (in_brackets["year"] and years.to_come(in_brackets["year"]))
    return "previous" if told or _COMPARED_WITH.search(place.lately) else None


_CASE = re.compile(r"(?i)\W*(?:trong )?trường hợp\b")
_WHAT_THEN = re.compile(r"[^.;%]{0,60}?(?:,| thì\b)")


def sets_condition(place: Place) -> bool:
    """`nếu sai quá 10% thì ...`, `xử lý nơi đạt dưới 50%`, `trọng số 20%`, `đất trồng nhiễm mặn trên 30% còn 5%`."""
    if _CASE.match(place.said) and "," not in place.said and _WHAT_THEN.match(place.after):
        return True  # `Trường hợp chi vượt 10%, phải báo cáo`, and not `Trường hợp mưa lớn, di dời 100% số hộ, ...`
    if pattern("definition").search(place.said) or (pattern("graded down").search(place.near) and pattern("brings").match(place.after)):
        return True
    if pattern("of others").search(place.lately) or pattern("points").match(place.after):
        return True
    if pattern("condition").search(pattern("none").sub("", place.before)) or ("thì" in place.after and re.match(r"[^,;]*\bthì\b", place.after)):
        return True
    if _GRADES.search(place.near) and place.before.split()[:-1] and _HOW_MANY.match(place.flow, place.figure.end):
        return True
    aims = place.under("aims") or pattern("named aim").search(place.said)
    return not aims and _says_which(place)


def _says_which(place: Place) -> bool:
    """Whether a figure says which ones are meant: `xã có trên 50%`, `khen thưởng đơn vị đạt 100% chỉ tiêu`, `hộ có từ 30% diện tích được hỗ trợ`."""
    if any(pattern(words).search(place.near) for words in ("conditioned", "in arrears", "judged")) or pattern("voted").match(place.after):
        return True
    return pattern("which ones").search(place.before) is not None and pattern("granted").match(place.after) is not None


def _is_share(place: Place, cut: bool = False) -> bool:
    """A share in a formula, or of a sum of money; not of costs that are ``cut``: `cắt giảm 30% thời gian, 20% chi phí`."""
    phrase = place.said.rsplit(";", 1)[-1]
    if pattern("given").search(place.near) and pattern("of funds").match(place.after):
        return True
    if cut or pattern("money aim").search(phrase) or pattern("saving").search(place.near):
        return False
    asked_for = pattern("share asked for").search(place.near) or (place.near.rstrip().endswith("chiếm") and pattern("or more").match(place.after))
    if pattern("share before").search(place.near) and not asked_for:
        return True
    if pattern("share behind").match(place.after) and not pattern("reached").search(place.near):
        return True
    return place.under("money") or pattern("money").search(phrase) is not None
