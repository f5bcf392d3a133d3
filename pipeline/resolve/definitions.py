"""Short names that a document gives: `(sau đây gọi tắt là Ban Chỉ đạo)`, `(sau đây viết tắt là Nghị quyết 121)`, and where they are used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.resolve.passage import Passage, Place
from pipeline.resolve.type_words import kinds_at_start
from pipeline.rule_tables import load_rules
from pipeline.schema import BackReference

_DEFINES = re.compile(r"(?:gọi|viết)(?: +tắt)?(?: +là)?[ :]+[\"“]?(?P<name>[^\W\d_][^()\n,;:.\"”“]{1,60}?)[\"”]?\s*(?=[),;.:\n]|$)")
_HERE = re.compile(r"(?i)(?:sau đây|dưới đây|sau)(?: +\w+){0,2} +$|\((?:\w+ +){0,2}$|,\s*$")
_CLAUSE = re.compile(r"[;\n]|\.\s")
_LONGEST = 400  # characters from an instrument to its short name, its title between


@dataclass(frozen=True, slots=True)
class _Definition:
    """A short name, where it is given, and the mention that it is given to, if there is one."""

    name: str
    start: int
    end: int
    meant: Place | None


def find_defined(passage: Passage) -> list[BackReference]:
    """Where short names are given and where they are used behind it; open where what has the name is no body and no instrument."""
    definitions = list(_definitions(passage))
    found = [
        passage.back_reference(start, end, "defined", "back.defined", definition.meant)
        for definition in definitions
        for start, end in [(definition.start, definition.end), *_uses(passage, definition)]
    ]
    return found


def _definitions(passage: Passage) -> Iterator[_Definition]:
    text = passage.text
    for match in (_DEFINES.match(text, at) for verb in ("gọi ", "viết tắt ") for at in passage.occurrences(verb)):
        if not match or not match["name"][0].isupper() or not _HERE.search(text, max(match.start() - 30, 0), match.start()):
            continue
        opened = text.rfind("(", max(match.start() - 40, 0), match.start())
        end = opened if opened >= 0 else match.start()
        meant = _named(passage, match["name"], end)
        if meant or kinds_at_start(match["name"]):  # what is neither body nor instrument, `Giấy phép`, is left to its readers
            yield _Definition(match["name"], match.start("name"), match.end("name"), meant)


def _named(passage: Passage, name: str, end: int) -> Place | None:
    """The body or instrument before ``end`` that has the name: of the same type or head, in the same clause."""
    before = [place for place in passage.places if place.end <= end and place.end > end - _LONGEST]
    for place in reversed(before):
        if _CLAUSE.search(passage.text, place.end, end):
            return None
        if place.entity.label == "LEGAL_REF" and name.casefold().startswith(place.entity.norm.type.casefold()):
            return place
        if place.entity.label == "AGENCY" and _is_short_for(name, passage.text[place.start : place.end], passage.text[place.end : end]):
            return place
    return None


def _is_short_for(name: str, body: str, between: str) -> bool:
    """`Ban Chỉ đạo` for `Ban Chỉ đạo công tác trẻ em tỉnh`; initials and other names only right behind the body."""
    if body.casefold().startswith(name.casefold()):
        return len(between) < 150
    return not between.strip() and (name.isupper() or name.casefold() in body.casefold())


def _uses(passage: Passage, definition: _Definition) -> Iterator[tuple[int, int]]:
    """The places behind a definition where the name stands alone."""
    text, name = passage.text, definition.name
    at = text.find(name, definition.end)
    while at >= 0:
        end = at + len(name)
        covering = passage.inside(at)
        if (covering.start, covering.end) == (at, end) if covering else not text[at - 1].isalnum() and _follows().match(text, end):
            yield at, end
        at = text.find(name, end)


@cache
def _follows() -> "re.Pattern[str]":
    words = "|".join(load_rules("references")["back"]["follows"])
    return re.compile(rf"\s*(?:[.,;:)/\n]|$)|\s+(?:{words})(?!\w)")
