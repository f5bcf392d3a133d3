"""References by title: `Luật Trẻ em`, `Bộ luật Lao động`, `Luật sửa đổi, bổ sung một số điều của Luật Bảo hiểm y tế`."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import regex

from pipeline.extract.legal_refs.numbers import LAW_NUMBER, SERIAL, SO, YEAR, Found, Match, Patterns, one_of, parse_number, spelled
from pipeline.rule_tables import load_rules
from pipeline.schema import LegalRefNorm
from pipeline.text import lower_in_place

_TITLE_RULES = {
    "law": "Luật",
    "code": "Bộ luật",
    "ordinance": "Pháp lệnh",
    "constitution": "Hiến pháp",
    "convention": "Công ước",
    "agreement": "Hiệp định",
    "protocol": "Nghị định thư",
    "accord": "Thỏa thuận",
    "charter": "Hiến chương",
    "statute": "Điều lệ",
}
_AMENDED = r"(?: *\((?i:sửa đổi|thay thế)[^()\n\t0-9]{0,40}\)| +(?i:sửa đổi)(?:, bổ sung)?(?= *[.,;:)\n\t]| +(?:năm|trình)\b|$))"
_CLOSED = r"[.;)\n\t]"
_LAW_NUMBER_BEHIND = rf"(?:,? *{SO}(?P<number>{LAW_NUMBER})| *\( *{SO}(?P<number>{LAW_NUMBER})\))"
_SHORT = {"bảo hiểm xã hội": "BHXH", "bảo hiểm y tế": "BHYT", "hội đồng nhân dân": "HĐND", "ủy ban nhân dân": "UBND"}


@cache
def _no_title_before() -> str:
    return rf"(?<!\b{one_of(load_rules('instruments')['title']['not_after'])} +)"


@cache
def _title_end() -> str:
    """Where a title that no table knows comes to its end."""
    title = load_rules("instruments")["title"]
    return rf"(?= *(?:[.,;:()\n\t“”\"]|$)| +(?:{one_of(title['ends'])}|và +{one_of(title['ends_after_and'])})\b| +và +\p{{Lu}})"


def _title_key(title: str) -> str:
    """What the spellings of one title have in common."""
    whole = title.lower()
    for long, short in _SHORT.items():
        whole = whole.replace(short.lower(), long)
    return " ".join(_JOINTS.sub(" ", whole).split())


_JOINTS = re.compile(r"[,&-]|\bvà\b|\bcủa (?=nhà nước)")


@cache
def _titles(kind: str) -> dict[str, str]:
    """Title key -> the official title."""
    return {_title_key(title): title for title in load_rules("instruments")["titles"].get(kind, ())}


def _title_at(kind: str, flow: str, start: int) -> tuple[int, str] | None:
    """Where the longest known title of ``kind`` ends that stands at ``start``, and how it is written officially.

    >>> _title_at("Luật", "Luật phòng chống tham nhũng và Luật Đất đai", 5)
    (27, 'Phòng, chống tham nhũng')
    """
    node = root = _title_words(kind)
    found = None
    for token in _TITLE_TOKEN.finditer(lower_in_place(flow[start : start + _LONGEST_TITLE])):
        for word in _SHORT_WORDS.get(token[0], (token[0],)):
            below = node.get(word)
            if below is None:
                break
            node = below
        if below is None and (node is root or token[0] not in _TITLE_JOINTS):
            break
        if below is not None and _END in node:
            found = start + token.end(), node[_END]
    return found


@cache
def _title_words(kind: str) -> dict[str, Any]:
    """The known titles of a kind, word by word: a pattern of some hundred titles takes long to compile."""
    root: dict[str, Any] = {}
    for key, title in _titles(kind).items():
        node = root
        for token in _TITLE_TOKEN.findall(key):
            node = node.setdefault(token, {})
        node[_END] = title
    return root


_END = ""
_TITLE_TOKEN = re.compile(r"[^\W\d_]+|[^ ]")
_TITLE_JOINTS = {",", "và", "của", "-", "&"}  # what a title is also written with, or without
_SHORT_WORDS = {short.lower(): long.split() for long, short in _SHORT.items()}
_LONGEST_TITLE = 300  # characters


def _titled(kind: str) -> Callable[[Match], Found | None]:
    """What stands behind the word for a kind: a known title, and whether it was amended, or its number; `Hiến pháp` needs no title."""

    def produce(match: Match) -> Found | None:
        known = _title_at(kind, match.string, match.end()) or ((match.end(), "") if kind == "Hiến pháp" else None)
        behind = known and _behind_title().match(match.string, known[0])
        if known is None or behind is None:
            return None
        if behind["number"]:
            return match.start(), behind.end(), LegalRefNorm(kind, parse_number(behind["number"]))
        words = [kind, known[1], *(behind["amended"] or "").split()]
        return match.start(), behind.end(), LegalRefNorm(kind, None, title=" ".join(filter(None, words)))

    return produce


@cache
def _behind_title() -> "regex.Pattern[str]":
    return regex.compile(rf"(?P<amended>{_AMENDED})?{_LAW_NUMBER_BEHIND}?")


def _amending(match: Match) -> Found | None:
    """`Luật sửa đổi, bổ sung một số điều của Luật Bảo hiểm y tế`, read from `sửa đổi` on."""
    flow, kind = match.string, match["type"].capitalize()
    for of in _of_laws().finditer(flow, match.end(), _same_phrase(flow, match.end())):
        if amended := _amended(flow, of.end()):
            break
    else:
        return None
    others = _other_laws().match(flow, amended[0])
    if others is None or others["number"]:
        return others and (match.start("type"), others.end(), LegalRefNorm(kind, parse_number(others["number"])))
    listed, end = others["others"], others.end()
    if others["by_commas"] and not regex.search(
        r"(?:^|[\n\t])[^\p{L}\n\t]*(?:\p{L}{1,2}[.)] *)?$", flow[max(0, match.start("type") - 12) : match.start("type")]
    ):
        listed, end = "", others.start("others")  # in a sentence they are laws of their own, in an item of its own one title
    title = " ".join(f"{kind} {flow[match.start() : of.end('of')].lower()} {amended[1]} {listed}".split())
    return match.start("type"), end, LegalRefNorm(kind, None, title=title.replace(" ,", ","))


def _same_phrase(flow: str, start: int) -> int:
    """Where the words end in which an amending law says what it amends, and the law's name begins."""
    found = _UNBROKEN.match(flow, start)
    return found.end() if found else start


def _amended(flow: str, start: int) -> tuple[int, str] | None:
    """Where the law ends that is amended, and its name: known, or with a clear end; or laws that are only told of."""
    if law := _LAW_WORD.match(flow, start):
        kind = law[1].capitalize()
        if known := max((found for kinds in _LAWS if (found := _title_at(kinds, flow, law.end()))), default=None):
            return known[0], f"{kind} {known[1]}"
        if unknown := _unknown_title().match(flow, law.end()):
            return unknown.end(), f"{kind} {unknown[0]}"
    told = _laws_told_of().match(flow, start)
    return (told.end(), told[0]) if told else None


_LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
_LAW = "(?i:luật|bộ luật|pháp lệnh)"
_LAW_WORD = re.compile(rf"({_LAW}) +")
_UNBROKEN = re.compile(r"[^\n\t.;:()]{0,140}")


@cache
def _of_laws() -> "regex.Pattern[str]":
    return regex.compile(rf" (?P<of>(?i:của|tại|trong))(?: +các)? +(?=(?:[0-9]{{1,2}} +|các +)?{_LAW})")


@cache
def _unknown_title() -> "regex.Pattern[str]":
    return regex.compile(rf"\p{{Lu}}\p{{L}}+(?: +\p{{Ll}}+){{0,9}}?{_title_end()}")


@cache
def _laws_told_of() -> "regex.Pattern[str]":
    return regex.compile(rf"(?:[0-9]{{1,2}} +|các +)?{_LAW}(?: +\p{{L}}+,?){{2,16}}?(?= *{_CLOSED}|,? *\(?{SO}[0-9]|$)")


@cache
def _other_laws() -> "regex.Pattern[str]":
    """Several laws in one title end in `và`, or in the number behind them."""
    # one law of a list ends where the next begins: there is one way to read it, however long it is
    comma, joint = rf", +{_LAW} +(?! )", rf"(?:,|,? +và) +{_LAW} +(?! )"
    and_last = (
        rf"(?:{joint}(?:(?!{joint})[^\n\t.;:()0-9]){{2,90}}){{0,12}}?,? +và +{_LAW} +[^\n\t.;:()0-9]{{2,90}}?(?= *{_CLOSED}| +(?:số|ngày|năm)|$)"
    )
    numbered = rf"(?:,|,? +và) +{_LAW}[^\n\t.;:()0-9]{{2,400}}?(?=,? *\(?{SO}[0-9])"
    by_commas = rf"(?P<by_commas>(?:{comma}(?:(?!{comma})[^\n\t.;:()0-9]){{2,90}}){{1,12}})(?= *(?:[;\n\t]|\.(?:\n|$)|$))"
    return regex.compile(rf"(?P<others>{and_last}|{numbered}|{by_commas}|){_LAW_NUMBER_BEHIND}?")


def _unlisted(match: Match) -> Found | None:
    kind = match["type"].capitalize()
    if _title_at(kind, match.string, match.start("title")):
        return None
    return match.start(), match.end(), LegalRefNorm(kind, None, title=" ".join(match[0].split()))


@cache
def beginnings() -> dict[str, tuple[str, ...]]:
    """The words with which references by title begin, by rule."""
    unlisted = ("luật", "bộ luật", "pháp lệnh")
    others = {"amending": ("sửa đổi",), "unlisted_with_number": unlisted, "unlisted": unlisted}
    return {name: (kind.lower(),) for name, kind in _TITLE_RULES.items()} | others


def title_patterns() -> Patterns:
    before = _no_title_before()
    patterns: Patterns = {name: (rf"{before}\b(?i:{kind}) +", _titled(kind)) for name, kind in _TITLE_RULES.items()}
    ordinance = _TITLE_RULES["ordinance"]
    patterns["ordinance"] = (rf"{before}\b(?i:{ordinance}) +(?:về +)?", _titled(ordinance))  # `Pháp lệnh về Dân quân tự vệ`
    patterns["constitution"] = (r"\b(?i:hiến pháp)", _titled("Hiến pháp"))
    patterns["amending"] = (rf"(?i:sửa đổi)(?<=\b(?P<type>{_LAW}) +(?i:sửa đổi))", _amending)
    # a title that no table knows: the number vouches for it, else only capitals and a clear end
    word = r"(?!(?i:luật|pháp lệnh|nghị|thông tư|quyết định|chỉ thị|được|theo|quy định)\b)\p{L}+"
    law = r"(?P<type>(?:Bộ l|L)uật|Pháp lệnh|LUẬT|PHÁP LỆNH)"
    code = rf"(?P<number>{SERIAL}/{YEAR}/(?:PL-|L-)?[A-Z]*QH[0-9]+)"
    patterns["unlisted_with_number"] = (rf"{before}\b{law} +{word}(?:,? +{word}){{0,30}}?(?:,? *{SO}{code}| *\( *{SO}{code}\))", spelled)
    unlisted = rf"(?!Sư\b|Gia\b|Hà Nội)\p{{Lu}}\p{{Ll}}+(?: +\p{{Ll}}+){{0,9}}?{_title_end()}"
    about = r"(?<=Pháp lệnh +)về +\p{L}\p{Ll}+(?: +\p{Ll}+){1,14}?(?= *(?:[.,;:()\n\t]|$)| +(?:số|ngày|năm|và)\b)"
    patterns["unlisted"] = (rf"{before}\b(?P<type>Luật|Pháp lệnh) +(?P<title>{unlisted}|{about})", _unlisted)
    return patterns
