"""Lines of capitals, as letterheads and titles stand in: whether two of them are one name or one subject."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipeline.layout.lines import has_motto, words
from pipeline.layout.matter import SIGNATURE
from pipeline.rule_tables import load_rules


class _Capitals(NamedTuple):
    """The table of `rules/layout.toml`: heads and words that are cut, and patterns for the beginning or the end of a line."""

    heads: frozenset[str]
    words: frozenset[tuple[str, ...]]
    leads_on: re.Pattern[str]
    body: re.Pattern[str]
    body_below: re.Pattern[str]
    issuer: re.Pattern[str]


@cache
def _capitals() -> _Capitals:
    table = load_rules("layout")["capitals"]
    crops = _any(table["crops"])
    return _Capitals(
        frozenset(table["heads"]),
        frozenset(tuple(word.split()) for word in table["words"]),
        re.compile(rf"(?:[-,]|(?<!\S){_any(table['leads_on'])})\s*$"),
        re.compile(rf"(?!VỤ {crops}){_any(table['bodies'])}\b|THỦ TƯỚNG CHÍNH PHỦ$"),
        re.compile(rf"{_any(table['bodies_below'])}\b"),
        re.compile(rf"{_any(table['issuers'])}\W*$|{_any(table['issuing'])}(?!\w)"),
    )


def _any(forms: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + ")"


def caps_flow_on(last: str, line: str) -> bool:
    """Whether lines of capitals flow on inside one name or subject; a type word or a new body begins anew.

    >>> caps_flow_on("SỞ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"), caps_flow_on("UBND TỈNH AN LÃO", "SỞ Y TẾ")
    (True, False)
    """
    types = words().types
    if last.strip(" :*").casefold() in types or line.strip(" :*").casefold() in types or has_motto(line) or has_motto(last):
        return False
    if _is_rest_of_word(last, line):
        return True
    if SIGNATURE.match(line) or SIGNATURE.match(last):
        return False
    known = _capitals()
    leads_on = known.leads_on.search(last) is not None
    if known.issuer.match(line) and not leads_on:
        return False
    below = known.body.match(last) or known.body_below.match(last) or _ENDS_BODY.match(last)
    begins = known.body.match(line) or (known.body_below.match(line) and below)
    return not begins or leads_on or last.strip().casefold() in load_rules("layout")["letterhead_parts"]


_ENDS_BODY = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU) |.* VIỆT NAM$")  # the second line of a name


def _is_rest_of_word(last: str, line: str) -> bool:
    """Whether a line in capitals goes on with the word that the one before it begins: ``ỦY`` | ``BAN NHÂN DÂN``, ``TRONG CÁC CƠ`` | ``SỞ GIÁO DỤC``."""
    before, behind = last.split(), line.split(None, 1)
    if not before or not behind:
        return False
    return (len(before) == 1 and before[0] in _capitals().heads) or (before[-1], behind[0].strip(",;")) in _capitals().words


def is_short_head(line: str) -> bool:
    """Whether a line is but the syllable with which a name in capitals begins that goes on below, too short to be told from a word.

    >>> is_short_head("ỦY"), is_short_head("HỘI NGHỊ")
    (True, False)
    """
    return line in load_rules("layout")["capitals"]["short_heads"]
