"""References by type and number (`Quyết định số 417/QĐ-LĐTBXH`, `Chỉ thị 05`, `Nghị quyết số   /NQ-CP`).

A number is found first, for it is rare and unmistakable; what stands before it then says whether it is one of an instrument, and of which type.
"""

import re
from collections.abc import Callable
from functools import cache

import regex

from pipeline.rule_tables import load_rules
from pipeline.schema import LegalRefNorm

Found = tuple[int, int, LegalRefNorm]
Match = regex.Match[str]
Patterns = dict[str, tuple[str, Callable[[Match], Found | None]]]  # by rule: what it seeks, and what it makes of a match

SERIAL = r"[0-9]{1,6}(?:\.[0-9]{1,3})?[a-zđ]{0,2}"  # 417, 66.7, 30a
YEAR = r"(?:19|20)[0-9]{2}"
# The parts of a code are capitals with one or two small letters among them (`QĐ`, `TTg`, `CTrHĐ`). Digits belong to few: others are footnote marks.
_WITH_DIGITS = r"[A-ZĐƯ]*QH1?[0-9]|(?:UB|HĐ)[A-ZĐƯ]{2,10}1[0-9]|(?!CP|TW|TƯ|TU)[A-ZĐƯ]{1,2}[0-9]{1,3}"  # UBTVQH15, UBTP16, C41
_PART = rf"(?:{_WITH_DIGITS}|[A-ZĐƯ]{{1,20}}(?:[a-zđ]{{1,2}}[A-ZĐƯ]{{0,20}}){{0,3}}(?:[0-9]{{3,4}})?)(?!\p{{L}})"  # also BCĐ389
LAW_NUMBER = rf"{SERIAL} ?/ ?(?:{YEAR} ?/ ?)?{_PART}(?:-{_PART})?"  # 102/2016/QH13, 26/2005/PL-UBTVQH11
_SPACED_PART = r"(?:[A-ZĐƯ] ){1,3}[A-ZĐƯ]{1,4}(?!\p{L})"  # `U B ND`
_AND = r"(?:,|;|/|\bvà|\bhoặc)"
_AND_BEFORE = regex.compile(rf"{_AND} +(?:(?i:số)[^\n\t]{{0,9}})?$")
_LONGEST_LIST = 300  # characters from the type word to a number that shares it
_LONGEST_HEADED_LIST = 1500  # with what each of them is about


@cache
def _code() -> str:
    """What follows the serial number: `QĐ-LĐTBXH`, `LĐTBXH-TE&BĐG`; blanks around a dash are damage, and a point stands for one, only behind the code of a type."""
    codes = "|".join(sorted({code for kind in load_rules("instruments")["type"] for code in kind["codes"]}, key=len, reverse=True))
    return rf"(?:(?:{codes})(?: ?- ?|\.(?=[A-ZĐ]{{2}}))(?:{_SPACED_PART}|{_PART})|{_PART})(?:(?: ?&|- ?| ?/ ?){_PART}){{0,5}}(?:\.[A-ZĐ]{{1,4}}(?![\p{{L}}.]))?"


@cache
def _number() -> str:
    """A number with its code: `417/QĐ-LĐTBXH`, `56/2017/NĐ-CP`, `28-CT/TW`, `145 KH/TWĐTN`, `615 /KH-UBND`, `19-2017/NQ-CP`."""
    return rf"{SERIAL}(?: ?/ ?(?:{YEAR} ?/ ?)?{_code()}| ?- ?{_PART} ?/ ?{_code()}|- ?{_code()}| ?{_PART}/{_code()}|-{YEAR}/{_code()})"


def parse_number(text: str) -> str:
    """The norm of a number: without spaces and blanks to be filled in, in capitals, but ``TTg``.

    >>> parse_number("615 /KH-UBND"), parse_number("1904/ttg-nn"), parse_number("... /NQ-CP")
    ('615/KH-UBND', '1904/TTg-NN', '/NQ-CP')
    """
    number = _NO_PART.sub("", text)
    if number == number.lower() and _TWO_LETTERS.search(number):
        number = number.upper()
    return _PRIME_MINISTER.sub("TTg", number).rstrip("-/")


_NO_PART = regex.compile(r"[\s…_]|\.\.+|(?<![0-9\p{Lu}])\.|\.(?![0-9\p{Lu}])")
_TWO_LETTERS = re.compile("[a-zđ]{2}")
_PRIME_MINISTER = re.compile(r"TTG\b")


# --- types ---------------------------------------------------------------------------------------------------------------


@cache
def _types() -> dict[str, str]:
    """How a text writes a type (lower case) -> the name of the type."""
    kinds = load_rules("instruments")["type"]
    return {word: kind["name"] for kind in kinds for word in (kind["name"].lower(), *kind.get("words", ()), *kind.get("short", ()))}


@cache
def _codes() -> dict[str, list[str]]:
    """The name of a type -> the codes that stand for it in a number."""
    return {kind["name"]: kind["codes"] for kind in load_rules("instruments")["type"]}


def one_of(words: "list[str] | dict[str, str]") -> str:
    return "(?i:" + "|".join(regex.escape(word, literal_spaces=True).replace(" ", " +") for word in sorted(words, key=len, reverse=True)) + ")"


def _type_of(words: str) -> str:
    return _types()[" ".join(words.lower().split())]


def _type_code(number: str) -> str:
    """`QĐ` in `417/QĐ-LĐTBXH`: the first part of the code."""
    first = _LETTERS.search(_SERIAL_BEFORE.sub("", number))
    return first[0] if first else ""


def type_said_by(number: str) -> str | None:
    """The type that the code in a number stands for; None where it stands for several, or for none.

    >>> type_said_by("90/KH-UBND"), type_said_by("12-QĐ/TU"), type_said_by("1177/UBND-TH")
    ('Kế hoạch', None, None)
    """
    code = _type_code(number)
    kinds = [name for name, codes in _codes().items() if code in codes]
    return kinds[0] if len(kinds) == 1 else None


_SERIAL_BEFORE, _LETTERS = re.compile(r"^[0-9.]+[a-zđ]?\b"), re.compile(r"[^\W\d_]+")


SO = r"(?:(?i:số)(?: +hiệu)? *[:.]? *)"


@cache
def _before_number() -> "regex.Pattern[str]":
    return regex.compile(rf"(?<=\b(?P<type>{one_of(_types())})(?: +{SO}| +| *\( *{SO}))")


@cache
def _qualified_before() -> "regex.Pattern[str]":
    return regex.compile(rf"(?<=\b(?P<type>{one_of(_types())})(?P<words>(?: +\p{{L}}+,?){{1,8}}?) +{SO})")


@cache
def _list_head() -> "regex.Pattern[str]":
    return regex.compile(rf"\b(?P<type>{one_of(_types())}) +{SO}?(?=[0-9])")


@cache
def _headed_list() -> "regex.Pattern[str]":
    """`các Nghị định của Chính phủ: ` before the first of a list, where each number has words of its own behind it."""
    return regex.compile(rf"\b(?i:các) +(?P<type>{one_of(_types())})(?P<words>(?: +(?:[\p{{L}}&]+|[-–]),?){{0,14}}) *: *(?={SO}[0-9])")


@cache
def _list_link() -> "regex.Pattern[str]":
    return regex.compile(rf"(?:[^\n\t.]|\.(?! ))+{_AND} +(?P<so>{SO})?")


def _numbered(match: Match) -> Found | None:
    """`Quyết định số 417/QĐ-LĐTBXH`; alone on its line, with a colon, it is the number of the document itself."""
    flow, end = match.string, match.end()
    before = _before_number().match(flow, match.start())
    if before is None:
        return None
    start = before.start("type")
    if ":" in flow[start : match.start()] and (_alone(flow, start, end) or (before["type"] != "Luật" and _BESIDE_MOTTO.match(flow, end))):
        return None
    if flow[before.end("type") : match.start()].lstrip().startswith("(") and flow[end : end + 1] == ")":
        end += 1
    return start, end, LegalRefNorm(_type_of(before["type"]), parse_number(match[0]))


# Behind the issuer, in one line with the motto: the number of the document; that of a law says which one its title means.
_BESIDE_MOTTO = regex.compile(r" *\t *(?:CỘNG HÒA XÃ HỘI|ĐẢNG CỘNG SẢN)")


def _alone(flow: str, start: int, end: int) -> bool:
    """Whether nothing else stands in the line or cell."""
    before, behind = flow[max(0, start - 20) : start].rstrip(" *#"), flow[end : end + 20].lstrip(" *")
    return before[-1:] in ("", "\n", "\t") and behind[:1] in ("", "\n", "\t")


def _qualified(match: Match) -> Found | None:
    """`Báo cáo giải trình, tiếp thu số 88/BC-CP`: words between, where the code is the type's or the type has none."""
    before = _qualified_before().match(match.string, match.start())
    if before is None or _before_number().match(match.string, match.start()) or regex.search(r"\b(?:này|đó|trên|thay thế)\b", before["words"]):
        return None
    kind, number = _type_of(before["type"]), parse_number(match[0])
    few = kind in ("Công văn", "Văn bản") and len(before["words"].split()) <= 3 and before["words"].islower()
    if not few and _type_code(number) not in _codes()[kind]:
        return None
    issuer = regex.match(r" *của +(\p{Lu}.*)", before["words"])  # `Nghị định của Chính phủ số 56/2017/NĐ-CP`
    return before.start("type"), match.end(), LegalRefNorm(kind, number, issuer=issuer[1] if issuer else None)


def _listed(match: Match) -> Found | None:
    """`80/2017/NĐ-CP` after `Nghị định số 56/2017/NĐ-CP và`: of the same type, unless its code says another and `văn bản` does not hold for both."""
    flow, start = match.string, match.start()
    if not _AND_BEFORE.search(flow, max(start - 16, 0), start):
        return None
    head = max(_list_head().finditer(flow, max(start - _LONGEST_LIST, 0), start), key=lambda m: m.start(), default=None)
    link = head and _list_link().fullmatch(flow, head.end(), start)
    if head is None or link is None:
        return None
    number = parse_number(match[0])
    return link.start("so") if link["so"] else start, match.end(), LegalRefNorm(_shared_type(head["type"], number), number)


def _shared_type(word: str, number: str) -> str:
    """The type of a number whose list says it once: the list's, unless the code says another."""
    kind, code = _type_of(word), _type_code(number)
    if code in _codes()[kind] or kind == "Văn bản":
        return kind
    return next((name for name, codes in _codes().items() if code in codes), kind)


def _headed(match: Match) -> Found | None:
    """`số 24/NQ-HĐND` and `số 31/NQ-HĐND` in `các Nghị quyết của HĐND tỉnh: số 24/NQ-HĐND về giáo dục; số 31/NQ-HĐND về y tế`."""
    flow = match.string
    before = _so_before().match(flow, match.start())
    if before is None:
        return None
    start = before.start("so")
    head = max(_headed_list().finditer(flow, max(start - _LONGEST_HEADED_LIST, 0), match.end()), key=lambda m: m.start(), default=None)
    if head is None or not _headed_link().fullmatch(flow, head.end(), start):
        return None
    number = parse_number(match[0])
    issuer = regex.match(r" *của +(\p{L}.*)", head["words"])
    if head.end() == start and not head["words"].strip():
        start = head.start("type")
    return start, match.end(), LegalRefNorm(_shared_type(head["type"], number), number, issuer=issuer[1] if issuer else None)


@cache
def _so_before() -> "regex.Pattern[str]":
    return regex.compile(rf"(?<=(?<=(?:[:;,]|\bvà) *)(?P<so>{SO})|(?<=(?:;|\bvà) +)(?P<so>))")


@cache
def _headed_link() -> "regex.Pattern[str]":
    """From the head of a list to one of its numbers: nothing, or the members before it."""
    return regex.compile(rf"(?:(?:[^\n\t.]|\.(?! ))+{_AND} *)?")


def spelled(match: Match) -> Found | None:
    """A number whose type word is part of the match."""
    return match.start("type"), match.end(), LegalRefNorm(_type_of(match["type"]), parse_number(match["number"]))


# --- rules ---------------------------------------------------------------------------------------------------------------


def number_patterns() -> Patterns:
    kind, code, number = rf"(?P<type>{one_of(_types())})", _code(), rf"(?<![0-9A-Za-z/]){_number()}"
    lower = rf"[0-9]+(?:/{YEAR})?[/\-][a-zđ]{{1,12}}(?:[/&\-][a-zđ0-9]{{1,12}}){{0,4}}"
    return {
        "numbered": (number, _numbered),
        "qualified": (number, _qualified),
        "listed": (number, _listed),
        "headed": (number, _headed),
        # `số    /NQ-CP`: the number is still to be written in
        "blank": (rf"(?<=[ .…_:ốỐ])[/\-](?:{YEAR}/)?{code}(?<=(?<![\w/]){kind} +{SO}?(?P<number>[ .…_]*[/\-](?:{YEAR}/)?{code}))", spelled),
        "lower_case": (rf"[0-9][/\-][a-zđ][a-zđ0-9&/\-]{{0,60}}[a-zđ0-9](?<=\b{kind} +{SO}(?P<number>{lower}))", spelled),
        "bare_number": (_bare_number_pattern(), spelled),
    }


def _bare_number_pattern() -> str:
    """`Nghị quyết số 57`, `Chỉ thị 05`; not `Thông báo 15 ngày`, nor a year."""
    rules = load_rules("instruments")
    short = {word for kind in rules["type"] for word in kind.get("short", ())}
    with_word, bare = (
        [word for word, name in _types().items() if name in rules["known_by_number"][key] and word not in short] for key in ("with_word", "bare")
    )
    before = rf"\b(?P<type>{one_of(with_word)}) +{SO}(?<!\p{{L}})|\b(?P<type>(?=\p{{Lu}}){one_of(bare)}) +(?=[0-9]{{2}})(?!{YEAR}\b)"
    counted = one_of(load_rules("dates")["words"]["counted"])
    return rf"(?<=[ :.])(?=[0-9])(?<={before})(?P<number>[0-9]{{1,4}}[a-z]?(?:/{YEAR})?)(?![0-9%]| ?[/\-] ?[0-9A-ZĐ]|[.,][0-9]| +{counted}\b)"
