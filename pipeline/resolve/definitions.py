"""Short names that a document gives: `(sau đây gọi tắt là Ban Chỉ đạo)`, `(sau đây viết tắt là Nghị quyết 121)`, and where they are used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from pipeline.resolve.passage import Passage, Place
from pipeline.resolve.type_words import kinds_at_start
from pipeline.rule_tables import load_rules
from pipeline.schema import BackReference

_DEFINES = re.compile(r"(?:gọi|viết)(?: +tắt)?(?: +là)?[ :]+[\"“]?(?P<name>[^\W\d_][^()\n,;:.\"”“]{1,60}?)[\"”]?\s*(?=[),;.:\n]|$)")
_HERE = re.compile(r"(?i)(?:sau đây|dưới đây|sau)(?: +\w+){0,2} +$|\((?:\w+ +){0,2}$|,\s*$")
_CLAUSE = re.compile(r";|\.\s|\n\s*(?:\n|[-–+•*]|[0-9]+[.)]|[a-zđ][.)]\s)")
_MOST = 200  # names are looked for one by one: who defines more has no reader in mind
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
    found = []
    until: dict[str, int] = {}  # a name that is given again stands for something else from there on
    for definition in sorted(islice(_definitions(passage), _MOST), key=lambda each: -each.start):
        spans = [(definition.start, definition.end), *_uses(passage, definition, until.get(definition.name, len(passage.text)))]
        until[definition.name] = definition.start
        found += [passage.back_reference(start, end, "defined", "back.defined", definition.meant) for start, end in spans]
    return found


def _definitions(passage: Passage) -> Iterator[_Definition]:
    text = passage.text
    for match in (_DEFINES.match(text, at) for verb in ("gọi ", "viết tắt ") for at in passage.occurrences(verb)):
        if not match or not match["name"][0].isupper() or not _HERE.search(text, max(match.start() - 30, 0), match.start()):
            continue
        opened = text.rfind("(", max(match.start() - 40, 0), match.start())
        end = opened if opened >= 0 else match.start()
        name, start = match["name"], match.start("name")
        itself = passage.inside(start)
        if itself and itself.start == start and itself.end > match.end("name"):  # a number that the end of a line cuts
            name = text[start : itself.end]
        meant = _named(passage, name, itself, end)
        if meant or (
            kinds_at_start(name) and not _is_known(passage, itself)
        ):  # what is neither body nor instrument, `Giấy phép`, is left to its readers
            yield _Definition(name, start, start + len(name), meant)


def _is_known(passage: Passage, place: Place | None) -> bool:
    """Whether a name says by itself what it stands for: `Luật Lâm nghiệp`."""
    return place is not None and place.entity.id in passage.instruments and passage.instrument(place).id is not None


def _named(passage: Passage, name: str, itself: Place | None, end: int) -> Place | None:
    """The body or instrument before ``end`` that has the name: of the same type or head, in the same clause.

    Where the name is a reference by itself, it is the one with its id; of several instruments it is none.
    """
    bodies, instruments = [], []
    for place in reversed(passage.between(end - _LONGEST, end)):
        if _CLAUSE.search(passage.text, place.end, end):
            break
        if place.entity.label == "LEGAL_REF" and name.casefold().startswith(place.entity.norm.type.casefold()):
            instruments.append(place)
        elif place.entity.label == "AGENCY" and _is_short_for(name, passage.text[place.start : place.end], passage.text[place.end : end]):
            bodies.append(place)
    if itself and _is_known(passage, itself):
        instruments = [place for place in instruments if passage.instrument(place).id == passage.instrument(itself).id]
    if len({passage.instrument(place) for place in instruments}) == 1:
        return instruments[-1]
    return bodies[0] if bodies and not instruments else None


def _is_short_for(name: str, body: str, between: str) -> bool:
    """`Ban Chỉ đạo` for `Ban Chỉ đạo công tác trẻ em tỉnh`; initials and other names only right behind the body."""
    if body.casefold().startswith(name.casefold()):
        return len(between) < 150
    return not between.strip() and (name.isupper() or name.casefold() in body.casefold())


def _uses(passage: Passage, definition: _Definition, until: int) -> Iterator[tuple[int, int]]:
    """The places behind a definition where the name stands alone."""
    text, name = passage.text, definition.name
    at = text.find(name, definition.end, until)
    while at >= 0:
        end = at + len(name)
        covering = passage.inside(at)
        if (covering.start, covering.end) == (at, end) if covering else not text[at - 1].isalnum() and _follows().match(text, end):
            yield at, end
        at = text.find(name, end, until)


@cache
def _follows() -> "re.Pattern[str]":
    words = "|".join(load_rules("references")["back"]["follows"])
    return re.compile(rf"\s*(?:[.,;:)/\n]|$)|\s+(?:{words})(?!\w)")
