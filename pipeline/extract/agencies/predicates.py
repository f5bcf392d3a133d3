"""Where the predicate of a body begins, so that a name that no registry lists ends before it."""

import re
from functools import cache
from typing import Literal

import regex

from pipeline.extract.agencies.registry import registry, tables
from pipeline.extract.vocabulary import alternatives
from pipeline.rule_tables import load_rules

Predicate = Literal["", "sure", "purpose", "object"]  # the latter two: what the name of a body set up by decision, or any name, may hold too


def predicate_at(flow: str, position: int) -> Predicate:
    """The kind of predicate that small letters at ``position`` begin, empty where they begin none.

    ``sure``: a verb that no name holds. ``purpose``: one that the name of a body set up by decision may hold (`Ban Chỉ đạo di dời dân cư`).
    ``object``: one that any name may hold, before what only its object begins with. A syllable that ends a compound begins no verb.

    >>> predicate_at("Hội đồng phát biểu ý kiến", 8), predicate_at("Ban Chỉ đạo di dời dân cư", 11)
    ('sure', 'purpose')
    >>> predicate_at("Trung tâm Khuyến nông đào tạo 40 hộ", 21), predicate_at("Sở Giao thông báo cáo", 7)
    ('object', '')
    """
    match = _TWO_SYLLABLES.match(flow, position)
    if match is None:
        return ""
    longer = _longer_pattern().match(flow, match.start(1)) if match[1] in _begin_longer() else None
    if longer:
        return "sure" if longer["sure"] else "purpose"
    kind = _verbs().get(match.group(1, 2), "")
    if kind:
        return "" if completes_compound(flow, match.start(1), match[1]) else kind
    held = match[1] if match[1] in _held_verbs() else " ".join(match.group(1, 2)) if match[2] else ""
    if held not in _held_verbs() or not _object_pattern().match(flow, match.start(1) + len(held)):
        return ""
    return "" if completes_compound(flow, match.start(1), match[1]) else "object"


def first_syllables() -> frozenset[str]:
    """The syllables with which any predicate begins: a set is asked before `predicate_at`."""
    return frozenset(first for first, _ in _verbs()) | _begin_longer() | frozenset(verb.split()[0] for verb in _held_verbs())


def is_task(first: str, second: str) -> bool:
    """Whether two syllables are a verb or a noun after which a verb still says what a body is set up for: ``thực hiện`` `di dời`, ``đề án`` `di dời`.

    >>> is_task("thực", "hiện"), is_task("đề", "án"), is_task("nghiệm", "thu"), is_task("tài", "sản")
    (True, True, False, False)
    """
    stops, word = tables()["stops"], f"{first} {second}"
    return word in stops["in_steering_names"] or word in stops["phrases"] or word in _deeds()


def completes_compound(flow: str, position: int, syllable: str) -> bool:
    """Whether a syllable at ``position`` is the second half of a compound, as the words before it pair up: `quản trị` `ngân` ``hàng``.

    >>> completes_compound("Sở Giao thông báo cáo", 8, "thông"), completes_compound("Ban Chỉ đạo Trung ương về việc", 23, "về")
    (True, False)
    """
    second = syllable
    links = 0  # pairs in a row that end with the syllable: an odd number leaves it a second half
    for first in reversed(flow[max(0, position - 40) : position].split()[-5:]):
        if second[0].isupper() or first.isupper() or not is_compound(first, second):  # a code is no syllable: `NHCSXH` `chi trả`
            break
        links, second = links + 1, first
    return links % 2 == 1


def is_compound(first: str, second: str) -> bool:
    """Whether two syllables are a pair that names hold, or a verb.

    >>> is_compound("Giao", "thông"), is_compound("phát", "biểu"), is_compound("quốc", "các")
    (True, True, False)
    """
    pair = (first.lower(), second.lower())
    return _apart().isdisjoint(pair) and (pair in registry().name_pairs or pair in _verbs() or " ".join(pair) in _held_verbs() or is_task(*pair))


_TWO_SYLLABLES = re.compile(r" *(\w+)(?: +(\w+))?")


@cache
def _verbs() -> dict[tuple[str, ...], Predicate]:
    """Verbs of two syllables and the kind of predicate that they begin; what a name of the registry holds is no sure one."""
    rules, held = load_rules("predicates"), registry().name_pairs
    purposes, never = ([tuple(verb.split()) for field in rules[table].values() for verb in _listed(field)] for table in ("purposes", "never"))
    return {**dict.fromkeys(purposes, "purpose"), **{verb: "sure" for verb in never if verb not in held}}


def _listed(field: str) -> list[str]:
    return [verb.strip() for verb in field.split(",")]


@cache
def _apart() -> frozenset[str]:
    return frozenset(_listed(load_rules("predicates")["apart"]))


@cache
def _deeds() -> frozenset[str]:
    return frozenset(_listed(load_rules("predicates")["deeds"]))


@cache
def _held_verbs() -> frozenset[str]:
    return frozenset(_listed(load_rules("predicates")["before_objects"]["verbs"]))


@cache
def _begin_longer() -> frozenset[str]:
    longer = load_rules("predicates")["longer"]
    return frozenset(form.split()[0] for form in [*longer["never"], *longer["purposes"]])


@cache
def _longer_pattern() -> "re.Pattern[str]":
    longer = load_rules("predicates")["longer"]
    return re.compile(rf"(?:(?P<sure>{alternatives(longer['never'])})|{alternatives(longer['purposes'])})(?!\w)")


@cache
def _object_pattern() -> "regex.Pattern[str]":
    return regex.compile(r" +(?:\d|" + alternatives(load_rules("predicates")["before_objects"]["objects"]) + r"(?!\w))")
