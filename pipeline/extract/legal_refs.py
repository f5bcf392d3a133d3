"""Mentions of legal and administrative instruments: by type and number (`Quyết định số 417/QĐ-LĐTBXH`), or by title (`Luật Trẻ em`).

A number is found first, for it is rare and unmistakable; what stands before it then says whether it is one of an instrument, and of which type.
The date and the issuer of a citation are entities of their own: `pipeline.extract.relations` ties them to the reference.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import regex

from pipeline.extract.rule import Mention, Rule, resolve_overlaps
from pipeline.rule_tables import load_rules
from pipeline.schema import LegalRefNorm
from pipeline.text import lower_in_place, occurrences

Found = tuple[int, int, LegalRefNorm]
Match = regex.Match[str]

# --- numbers -------------------------------------------------------------------------------------------------------------

_SERIAL = r"[0-9]{1,6}(?:\.[0-9]{1,3})?[a-zđ]{0,2}"  # 417, 66.7, 30a
_YEAR = r"(?:19|20)[0-9]{2}"
# The parts of a code are capitals with one or two small letters among them (`QĐ`, `TTg`, `CTrHĐ`). Digits belong to few: others are footnote marks.
_WITH_DIGITS = r"[A-ZĐƯ]*QH1?[0-9]|(?:UB|HĐ)[A-ZĐƯ]{2,10}1[0-9]|(?!CP|TW|TƯ|TU)[A-ZĐƯ]{1,2}[0-9]{1,3}"  # UBTVQH15, UBTP16, C41
_PART = rf"(?:{_WITH_DIGITS}|[A-ZĐƯ]{{1,20}}(?:[a-zđ]{{1,2}}[A-ZĐƯ]{{0,20}}){{0,3}}(?:[0-9]{{3,4}})?)(?!\p{{L}})"  # also BCĐ389
_LAW_NUMBER = rf"{_SERIAL} ?/ ?(?:{_YEAR} ?/ ?)?{_PART}(?:-{_PART})?"  # 102/2016/QH13, 26/2005/PL-UBTVQH11
_SPACED_PART = r"(?:[A-ZĐƯ] ){1,3}[A-ZĐƯ]{1,4}(?!\p{L})"  # `U B ND`
_AND = r"(?:,|;|/|\bvà|\bhoặc)"
_AND_BEFORE = regex.compile(rf"{_AND} +(?:(?i:số)[^\n\t]{{0,9}})?$")
_LONGEST_LIST = 300  # characters from the type word to a number that shares it


@cache
def _code() -> str:
    """What follows the serial number: `QĐ-LĐTBXH`, `LĐTBXH-TE&BĐG`; blanks around a dash are damage, and only behind the code of a type."""
    codes = "|".join(sorted({code for kind in load_rules("instruments")["type"] for code in kind["codes"]}, key=len, reverse=True))
    return rf"(?:(?:{codes}) ?- ?(?:{_SPACED_PART}|{_PART})|{_PART})(?:(?:&|- ?| ?/ ?){_PART}){{0,5}}(?:\.[A-ZĐ]{{1,4}}(?![\p{{L}}.]))?"


@cache
def _number() -> str:
    """A number with its code: `417/QĐ-LĐTBXH`, `56/2017/NĐ-CP`, `28-CT/TW`, `145 KH/TWĐTN`, `615 /KH-UBND`, `19-2017/NQ-CP`."""
    return rf"{_SERIAL}(?: ?/ ?(?:{_YEAR} ?/ ?)?{_code()}| ?- ?{_PART} ?/ ?{_code()}|- ?{_code()}| ?{_PART}/{_code()}|-{_YEAR}/{_code()})"


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


def _one_of(words: "list[str] | dict[str, str]") -> str:
    return "(?i:" + "|".join(regex.escape(word, literal_spaces=True).replace(" ", " +") for word in sorted(words, key=len, reverse=True)) + ")"


def _type_of(words: str) -> str:
    return _types()[" ".join(words.lower().split())]


def _type_code(number: str) -> str:
    """`QĐ` in `417/QĐ-LĐTBXH`: the first part of the code."""
    first = _LETTERS.search(_SERIAL_BEFORE.sub("", number))
    return first[0] if first else ""


_SERIAL_BEFORE, _LETTERS = re.compile(r"^[0-9.]+[a-zđ]?\b"), re.compile(r"[^\W\d_]+")


_SO = r"(?:(?i:số)(?: +hiệu)? *[:.]? *)"


@cache
def _before_number() -> "regex.Pattern[str]":
    return regex.compile(rf"(?<=\b(?P<type>{_one_of(_types())})(?: +{_SO}| +| *\( *{_SO}))")


@cache
def _qualified_before() -> "regex.Pattern[str]":
    return regex.compile(rf"(?<=\b(?P<type>{_one_of(_types())})(?P<words>(?: +\p{{L}}+,?){{1,8}}?) +{_SO})")


@cache
def _list_head() -> "regex.Pattern[str]":
    return regex.compile(rf"\b(?P<type>{_one_of(_types())}) +{_SO}?(?=[0-9])")


@cache
def _list_link() -> "regex.Pattern[str]":
    return regex.compile(rf"(?:[^\n\t.]|\.(?! ))+{_AND} +(?P<so>{_SO})?")


def _numbered(match: Match) -> Found | None:
    """`Quyết định số 417/QĐ-LĐTBXH`; alone on its line, with a colon, it is the number of the document itself."""
    flow, end = match.string, match.end()
    before = _before_number().match(flow, match.start())
    if before is None:
        return None
    start = before.start("type")
    if ":" in flow[start : match.start()] and _alone(flow, start, end):
        return None
    if flow[before.end("type") : match.start()].lstrip().startswith("(") and flow[end : end + 1] == ")":
        end += 1
    return start, end, LegalRefNorm(_type_of(before["type"]), parse_number(match[0]))


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
    kind, number = _type_of(head["type"]), parse_number(match[0])
    code = _type_code(number)
    if code not in _codes()[kind] and kind != "Văn bản":
        kind = next((name for name, codes in _codes().items() if code in codes), kind)
    return link.start("so") if link["so"] else start, match.end(), LegalRefNorm(kind, number)


def _spelled(match: Match) -> Found | None:
    """A number whose type word is part of the match."""
    return match.start("type"), match.end(), LegalRefNorm(_type_of(match["type"]), parse_number(match["number"]))


# --- titles --------------------------------------------------------------------------------------------------------------

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
_LAW_NUMBER_BEHIND = rf"(?:,? *{_SO}(?P<number>{_LAW_NUMBER})| *\( *{_SO}(?P<number>{_LAW_NUMBER})\))"
_WORDS = {", ": r"(?:, *| +và +| +)", " và ": "(?:,? +và +|, *| *- *| *& *| +)", " - ": " *- *", " nhà nước": "(?: +của)? +nhà nước"}
_SHORT = {"bảo hiểm xã hội": "BHXH", "bảo hiểm y tế": "BHYT", "hội đồng nhân dân": "HĐND", "ủy ban nhân dân": "UBND"}
_PIECES = _WORDS | {long: f"(?:{long.replace(' ', ' +')}|{short})" for long, short in _SHORT.items()}


@cache
def _no_title_before() -> str:
    return rf"(?<!\b{_one_of(load_rules('instruments')['title']['not_after'])} +)"


@cache
def _title_end() -> str:
    """Where a title that no table knows comes to its end."""
    title = load_rules("instruments")["title"]
    return rf"(?= *(?:[.,;:()\n\t“”\"]|$)| +(?:{_one_of(title['ends'])}|và +{_one_of(title['ends_after_and'])})\b| +và +\p{{Lu}})"


def _title_pattern(title: str) -> str:
    """`Phòng, chống tham nhũng` is also written without the comma, `Ngân sách nhà nước` with `của`, `Bảo hiểm xã hội` in its capitals."""
    pieces = regex.split(f"({'|'.join(_PIECES)})", title, flags=regex.I)
    return "".join(_PIECES.get(piece.lower()) or regex.escape(piece, literal_spaces=True).replace(" ", " +") for piece in pieces)


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


@cache
def _known(*kinds: str) -> str:
    """A pattern for the known titles of kinds of instrument, the longest first."""
    titles = sorted({title for kind in kinds for title in load_rules("instruments")["titles"][kind] if title}, key=len, reverse=True)
    return f"(?i:{'|'.join(map(_title_pattern, titles))})(?!\\p{{L}})"


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
    if others["by_commas"] and not regex.search(r"(?:^|[\n\t])[^\p{L}\n\t]*(?:\p{L}{1,2}[.)] *)?$", flow[: match.start("type")][-12:]):
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
    return regex.compile(rf"(?:[0-9]{{1,2}} +|các +)?{_LAW}(?: +\p{{L}}+,?){{2,16}}?(?= *{_CLOSED}|,? *\(?{_SO}[0-9]|$)")


@cache
def _other_laws() -> "regex.Pattern[str]":
    """Several laws in one title end in `và`, or in the number behind them."""
    # one law of a list ends where the next begins: there is one way to read it, however long it is
    comma, joint = rf", +{_LAW} +(?! )", rf"(?:,|,? +và) +{_LAW} +(?! )"
    and_last = (
        rf"(?:{joint}(?:(?!{joint})[^\n\t.;:()0-9]){{2,90}}){{0,12}}?,? +và +{_LAW} +[^\n\t.;:()0-9]{{2,90}}?(?= *{_CLOSED}| +(?:số|ngày|năm)|$)"
    )
    numbered = rf"(?:,|,? +và) +{_LAW}[^\n\t.;:()0-9]{{2,400}}?(?=,? *\(?{_SO}[0-9])"
    by_commas = rf"(?P<by_commas>(?:{comma}(?:(?!{comma})[^\n\t.;:()0-9]){{2,90}}){{1,12}})(?= *(?:[;\n\t]|\.(?:\n|$)|$))"
    return regex.compile(rf"(?P<others>{and_last}|{numbered}|{by_commas}|){_LAW_NUMBER_BEHIND}?")


def _unlisted(match: Match) -> Found | None:
    kind = match["type"].capitalize()
    if _title_at(kind, match.string, match.start("title")):
        return None
    return match.start(), match.end(), LegalRefNorm(kind, None, title=" ".join(match[0].split()))


# --- rules ---------------------------------------------------------------------------------------------------------------


@cache
def rules() -> tuple[Rule, ...]:
    """The rules for references; examples of each stand in ``tests/examples/legal_refs.toml``."""
    patterns = _number_patterns() | _title_patterns()
    return tuple(
        Rule(f"legal_ref.{name}", "LEGAL_REF", pattern, produce, begins=_beginnings().get(name, ())) for name, (pattern, produce) in patterns.items()
    )


@cache
def _beginnings() -> dict[str, tuple[str, ...]]:
    """The words with which references by title begin, by rule."""
    unlisted = ("luật", "bộ luật", "pháp lệnh")
    others = {"amending": ("sửa đổi",), "unlisted_with_number": unlisted, "unlisted": unlisted}
    return {name: (kind.lower(),) for name, kind in _TITLE_RULES.items()} | others


_Patterns = dict[str, tuple[str, Callable[[Match], Found | None]]]


def _number_patterns() -> _Patterns:
    kind, code, number = rf"(?P<type>{_one_of(_types())})", _code(), rf"(?<![0-9A-Za-z/]){_number()}"
    lower = rf"[0-9]+(?:/{_YEAR})?[/\-][a-zđ]{{1,12}}(?:[/&\-][a-zđ0-9]{{1,12}}){{0,4}}"
    return {
        "numbered": (number, _numbered),
        "qualified": (number, _qualified),
        "listed": (number, _listed),
        # `số    /NQ-CP`: the number is still to be written in
        "blank": (rf"(?<=[ .…_:ốỐ])[/\-](?:{_YEAR}/)?{code}(?<=\b{kind} +{_SO}?(?P<number>[ .…_]*[/\-](?:{_YEAR}/)?{code}))", _spelled),
        "lower_case": (rf"[0-9][/\-][a-zđ][a-zđ0-9&/\-]{{0,60}}[a-zđ0-9](?<=\b{kind} +{_SO}(?P<number>{lower}))", _spelled),
        "bare_number": (_bare_number_pattern(), _spelled),
    }


def _bare_number_pattern() -> str:
    """`Nghị quyết số 57`, `Chỉ thị 05`; not `Thông báo 15 ngày`, nor a year."""
    rules = load_rules("instruments")
    short = {word for kind in rules["type"] for word in kind.get("short", ())}
    with_word, bare = (
        [word for word, name in _types().items() if name in rules["known_by_number"][key] and word not in short] for key in ("with_word", "bare")
    )
    before = rf"\b(?P<type>{_one_of(with_word)}) +{_SO}(?<!\p{{L}})|\b(?P<type>(?=\p{{Lu}}){_one_of(bare)}) +(?=[0-9]{{2}})(?!{_YEAR}\b)"
    counted = _one_of(load_rules("dates")["words"]["counted"])
    return rf"(?<=[ :.])(?=[0-9])(?<={before})(?P<number>[0-9]{{1,4}}[a-z]?(?:/{_YEAR})?)(?![0-9%]| ?[/\-] ?[0-9A-ZĐ]|[.,][0-9]| +{counted}\b)"


def _title_patterns() -> _Patterns:
    before = _no_title_before()
    patterns: _Patterns = {name: (rf"{before}\b(?i:{kind}) +", _titled(kind)) for name, kind in _TITLE_RULES.items()}
    patterns["constitution"] = (r"\b(?i:hiến pháp)", _titled("Hiến pháp"))
    patterns["amending"] = (rf"(?i:sửa đổi)(?<=\b(?P<type>{_LAW}) +(?i:sửa đổi))", _amending)
    # a title that no table knows: the number vouches for it, else only capitals and a clear end
    word = r"(?!(?i:luật|pháp lệnh|nghị|thông tư|quyết định|chỉ thị|được|theo|quy định)\b)\p{L}+"
    law = r"(?P<type>(?:Bộ l|L)uật|Pháp lệnh|LUẬT|PHÁP LỆNH)"
    code = rf"(?P<number>{_SERIAL}/{_YEAR}/(?:PL-|L-)?[A-Z]*QH[0-9]+)"
    patterns["unlisted_with_number"] = (rf"{before}\b{law} +{word}(?:,? +{word}){{0,30}}?(?:,? *{_SO}{code}| *\( *{_SO}{code}\))", _spelled)
    unlisted = rf"(?!Sư\b|Gia\b|Hà Nội)\p{{Lu}}\p{{Ll}}+(?: +\p{{Ll}}+){{0,9}}?{_title_end()}"
    about = r"(?<=Pháp lệnh +)về +\p{L}\p{Ll}+(?: +\p{Ll}+){1,14}?(?= *(?:[.,;:()\n\t]|$)| +(?:số|ngày|năm|và)\b)"
    patterns["unlisted"] = (rf"{before}\b(?P<type>Luật|Pháp lệnh) +(?P<title>{unlisted}|{about})", _unlisted)
    return patterns


@cache
def _break_pattern() -> "regex.Pattern[str]":
    """A line break that can only stand inside a reference, as in the narrow columns of a table: `Nghị quyết số 66-` / `NQ/TW`."""
    begun = rf"{_SERIAL}(?:/{_YEAR})?(?:[/\-][A-ZĐƯ][A-ZĐƯa-z]{{0,20}}){{0,4}}[/\-]"
    breaks = (
        rf"(?<=(?i:\bsố)[:.]?\n)(?={_SERIAL}[/\-])",
        rf"(?<={begun}\n)(?=[A-ZĐƯ]{{2}})",
        rf"(?<=\p{{Ll}}\n)(?=số:? *{_SERIAL} ?[/\-])",
    )
    return regex.compile(rf"\n(?:{'|'.join(breaks)})")


@cache
def _by_pattern() -> list[list[Rule]]:
    """The rules in groups of one pattern: those that differ only in what they look back for share one search."""
    groups: dict[str, list[Rule]] = {}
    for rule in rules():
        groups.setdefault(rule.source, []).append(rule)
    return [*groups.values()]


def find_legal_refs(flow: str) -> list[Mention]:
    """The LEGAL_REF mentions of a flowing text, in order and without overlaps; offsets are into ``flow``.

    >>> flow = "Căn cứ Luật Trẻ em và Nghị định số 56/2017/NĐ-CP ngày 09/5/2017 của Chính phủ."
    >>> [(flow[m.start : m.end], m.norm.number) for m in find_legal_refs(flow)]
    [('Luật Trẻ em', None), ('Nghị định số 56/2017/NĐ-CP', '56/2017/NĐ-CP')]
    """
    mended = _break_pattern().sub(" ", flow)
    lowered = lower_in_place(mended)
    return resolve_overlaps(
        mention for group in _by_pattern() for match in _matches(group[0], mended, lowered) for rule in group for mention in rule.mentions([match])
    )


def _matches(rule: Rule, flow: str, lowered: str) -> Iterator[Match]:
    """The matches of a rule's pattern from left to right, none in another."""
    if not rule.begins:
        yield from rule.pattern.finditer(flow)
        return
    end = 0
    for start in sorted(at for words in rule.begins for at in occurrences(lowered, words)):
        if start >= end and (match := rule.pattern.match(flow, start)) is not None:
            yield match
            end = match.end()
