"""An indicator in a form that is the same over documents, and whom it is about; the vocabulary is ``pipeline/rules/indicators.toml``."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.resolve.word_lists import one_of
from pipeline.rule_tables import load_rules
from pipeline.text import lower_in_place

_FEW_WORDS, _LEAST_WORDS = 3, 2


def key_of(indicator: str, *, counted: bool = False, changed: bool = False) -> str:
    """The ``indicator`` of a target without what differs between plans: spelling, abbreviations, verbs of aiming, times, places, word order.

    ``counted`` says that things or people are counted, ``changed`` that the figure is by how much something falls or grows. Empty where
    nothing is left.

    >>> key_of("Tỉ lệ trẻ dưới 01 tuổi được tiêm chủng đầy đủ")
    'trẻ em dưới 1 tuổi tiêm chủng đầy đủ'
    >>> key_of("Tiêm chủng đầy đủ cho trẻ em dưới 1 tuổi vào năm 2025")
    'trẻ em dưới 1 tuổi tiêm chủng đầy đủ'
    """
    text = _spelled(_measured(_pattern("further").sub("", indicator) if counted else indicator))
    names = _word_names()
    text = _stripped(_pattern("word").sub(lambda match: names[match[0]], text), counted)
    if not changed:
        text = _pattern("counted").sub("", text)
    if not counted and not _pattern("counted").match(text):
        text = _ordered(text)
    return " ".join(_pattern("dropped").sub(lambda match: match["kept"] or " ", text).split())


def population_of(key: str) -> str | None:
    """The people, households or bodies that an indicator is about, out of its key.

    >>> population_of("trẻ em dưới 5 tuổi suy dinh dưỡng thấp còi"), population_of("che phủ rừng")
    ('trẻ em dưới 5 tuổi', None)
    """
    if match := _pattern("bodies at the start").match(key):
        return match[0]
    return next((match["people"] for match in _pattern("people").finditer(key) if match["people"]), None)


def aims_named(text: str) -> Iterator[str]:
    """The names of aims in the text of a task.

    >>> list(aims_named("Trồng rừng nhằm đạt chỉ tiêu về tỷ lệ che phủ rừng; báo cáo kết quả."))
    ['tỷ lệ che phủ rừng']
    """
    return (text[match.start(1) : match.end(1)].strip() for match in _pattern("aim named").finditer(lower_in_place(text)))


# --- one step of a key each -----------------------------------------------------------------------------------------------

_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_LAST_BRACKET = re.compile(r"\(([^()]*)\)$")
_ODD_BRACKET = re.compile(r"^[^()]*\)\s*|\s*\([^()]*$")
_TIME = (
    r"\d+ năm \d{4} ?- ?\d{4}|(?:6|sáu) tháng (?:đầu|cuối) năm(?: \d{4})?|(?:năm|tháng|quý|ngày) [\dIVX][\dIVX/.-]*(?: năm \d{4})?|giai đoạn \d{4} ?- ?\d{4}"
    r"|năm học \d{4} ?- ?\d{4}|\d{4} ?- ?\d{4}|\d{1,2}/\d{1,2}(?:/\d{4})?"
)
_ASIDES = re.compile(
    r"(?i)\b(?:so (?:với|sánh)\b.*$"
    r"|theo (?:chuẩn )?(?:tại )?(?:quyết định|nghị quyết|nghị định|thông tư|kế hoạch|quy định|chỉ thị|luật|tiêu chuẩn|hướng dẫn)\b.*$"
    r"|(?:trên địa bàn|trong phạm vi)(?: (?:toàn )?(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)(?-i: [A-ZĐ]\w*)*)?(?!\w)"
    rf"|(?=[đtvskhcnqg\d])(?:(?:đến|tới|vào|trong|từ|trước|sau|kể từ)\s+){{0,3}}(?:(?:hết|cuối|đầu|cả)\s+){{0,3}}(?:{_TIME})(?!\w))"
)
_ABBREVIATION = re.compile(r"(?<!\w)[A-ZĐ][A-ZĐa-z-]*[A-ZĐ](?!\w)")
_ZEROS = re.compile(r"0(?<![\d.,]0)0*(?=\d)")
_MARKS = re.compile(r"[,;:.\"“”*]+(?=\s|$)|(?<=\s)[,;:.\"“”*+-]+|^[\W_]+")


def _measured(indicator: str) -> str:
    """What is measured, without when, where, by what rule and against what.

    A few words before a bracket at the end need what is in it (`Kiểm tra (kho hóa chất)`); elsewhere brackets explain.
    """
    inside = _LAST_BRACKET.search(indicator)
    head = _from_head(_ASIDES.sub("", _without_brackets(indicator[: inside.start()] if inside else indicator)))
    if inside is None or len(_stripped(head.casefold().strip(), counted=False).split()) > _FEW_WORDS:
        return head
    return f"{head} {_ASIDES.sub('', inside[1])}"


def _without_brackets(indicator: str) -> str:
    return _ODD_BRACKET.sub("", _BRACKETS.sub("", indicator)) if "(" in indicator or ")" in indicator else indicator


def _from_head(indicator: str) -> str:
    """From the last word that begins a measure, so that what the plan does for it stays out."""
    heads = (match for match in _pattern("head").finditer(lower_in_place(indicator)) if match.start())
    last = max((match.start() for match in heads if len(indicator[match.end() :].split()) >= _LEAST_WORDS), default=0)
    return indicator[last:].lstrip(" ,;")


def _spelled(indicator: str) -> str:
    """Small letters, abbreviations in full, one spelling a syllable, no marks, `1` for `01`."""
    table = load_rules("indicators")
    text = _ABBREVIATION.sub(lambda match: table["abbreviations"].get(match[0], match[0]), indicator).casefold()
    text = _ZEROS.sub("", _MARKS.sub("", text))
    return " ".join(table["spellings"].get(syllable, syllable) for syllable in text.split())


def _stripped(text: str, counted: bool) -> str:
    """Without the openings and endings that say only that something is aimed at."""
    names = ["opening", "ending", "count opening"] if counted else ["opening", "ending"]
    shorter = None
    while shorter != text:
        shorter = text
        for name in names:
            text = _pattern(name).sub("", text).strip()
    return text


def _ordered(text: str) -> str:
    """What is measured of whom, in that order: the verb behind its object, the people in front."""
    done = _pattern("done").match(text)
    if done and done.end() < len(text):
        text = f"{text[done.end() :]} {done[0].strip()}"
    last = _pattern("people at the end").search(text)
    return f"{last[1] or last[2]} {text[: last.start()].strip()}" if last else text


# --- patterns ------------------------------------------------------------------------------------------------------------


@cache
def _word_names() -> dict[str, str]:
    """The one word for each that stands for it."""
    names: dict[str, list[str]] = load_rules("indicators")["words"]
    return {form.replace(",", ""): name for name, forms in names.items() for form in (name, *forms)}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    table = load_rules("indicators")
    phrases, populations = table["phrases"], table["populations"]
    age = r"(?:dưới|trên|từ|trong độ tuổi)?(?: ?từ)? ?\d+(?: ?(?:-|đến)(?: dưới)? ?\d+)? (?:tháng )?tuổi(?: trở lên)?"
    attribute = rf" (?:{age}|{one_of(populations['attributes'])})"
    none, bodies, vague = (one_of(populations[kind]) for kind in ("none", "bodies", "vague"))
    people = one_of(set(populations["people"]) - set(populations["vague"]))
    some = rf"(?:(?!{none})(?:{people}(?:{attribute})*+|{vague}(?:{attribute})++))"
    kept = rf"(?!{one_of(phrases['kept'])})"
    patterns = {
        "word": one_of(_word_names(), whole=True),
        "opening": rf"^{kept}{one_of(phrases['openings'])}\s*",
        "count opening": rf"^{kept}{one_of(phrases['count_openings'])}\s*",
        "ending": rf"(?:^|\s+){one_of(phrases['endings'])}$",
        "dropped": rf"(?<!\w)(?:(?P<kept>{one_of(phrases['kept'])})|{one_of(phrases['dropped'])})",
        "counted": rf"^{kept}{one_of(phrases['counted'])}\s*",
        "aim named": rf"{one_of(phrases['aims'], whole=True)}(?: về)? ([^.;:()]{{4,160}})",
        "head": one_of(phrases["heads"], whole=True),
        "further": rf"(?i),\s*{one_of(phrases['further'])}.*$",
        "done": rf"(?:{one_of(table['verbs']['done'])}\s*)+",
        "people": rf"(?<!\w)(?:{none}|(?P<people>{some}))",
        "bodies at the start": rf"(?!{none}){bodies}(?:{attribute})*",
        "people at the end": rf"(?<=\w)\s+(?:{one_of(phrases['before_people'])} ({some})|((?!{none}){people}(?:{attribute})++))$",
    }
    return re.compile(patterns[name])
