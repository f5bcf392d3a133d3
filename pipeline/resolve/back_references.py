"""Words that stand for something named elsewhere in the document: `Kế hoạch này`, `Quyết định nêu trên`, `Nghị định 56`, `sau đây gọi tắt là Ban Chỉ đạo`.

What could be meant by two is left open, and so is what only a guess would tell.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from pipeline.resolve.definitions import find_defined
from pipeline.resolve.instruments import kind_of, slug
from pipeline.resolve.passage import Passage, Place
from pipeline.rule_tables import load_rules
from pipeline.schema import BackReference

_NEAR = 400  # characters back to what `này` or `đó` speaks of
_TAKES_FORCE = re.compile(r" này có hiệu lực")
_ON_ITS_OWN = re.compile(r"\s*(?:[.,;:)\n]|$)|\s+(?:và|khi|của|để|theo)\b")  # behind a `trên` that points back; elsewhere it is a preposition
_NUMBER = re.compile(r" số 0*(?P<number>[0-9]{1,5}[a-zđ]?)(?![\w/.,-]*[\w/-])")


def find_back_references(passage: Passage) -> list[BackReference]:
    """The back references of a record, in order; none overlaps another."""
    defined = find_defined(passage)
    taken = {reference.start for reference in defined}
    found = defined + [reference for reference in [*_short(passage), *_anaphors(passage)] if reference.start not in taken]
    return sorted(found, key=lambda reference: reference.start)


# --- numbers without a code ------------------------------------------------------------------------------------------------


def _short(passage: Passage) -> Iterator[BackReference]:
    """`Chỉ thị số 28`, `Nghị định 56`: numbers without a code, whether they are a LEGAL_REF or not."""
    full: dict[str, Place] = {}
    by_number: dict[tuple[str, str], set[str]] = {}
    bare = []
    for place in passage.references:
        instrument = passage.instrument(place)
        if _is_bare(place):
            bare.append(place)
        elif instrument.id and instrument.number:
            full.setdefault(instrument.id, place)
            by_number.setdefault((instrument.kind, instrument.number), set()).add(instrument.id)
    for place in bare:
        id = passage.instrument(place).id
        yield passage.back_reference(place.start, place.end, "short", "back.number", full.get(id) if id else None)
    for match in _NUMBER.finditer(passage.text):  # `Kế hoạch số 8`: a type that has to have a code to be a LEGAL_REF
        named = _type_before(passage.text, match.start())
        ids = by_number.get((named[1], match["number"]), set()) if named else set()
        if named and len(ids) == 1 and passage.inside(named[0]) is None:
            yield passage.back_reference(named[0], match.end(), "short", "back.number", full[next(iter(ids))])


def _is_bare(place: Place) -> bool:
    number = place.entity.norm.number
    return number is not None and re.fullmatch(r"[0-9]+[a-zđ]?", number) is not None


# --- words that point back -------------------------------------------------------------------------------------------------


def _anaphors(passage: Passage) -> Iterator[BackReference]:
    """`Kế hoạch này`, `Quyết định nêu trên`, `Chỉ thị đó`."""
    text, own = passage.text, own_kinds(passage)
    here_words = load_rules("references")["back"]["here"]
    for tail in _tail().finditer(text):
        named = _type_before(text, tail.start())
        if named is None or (tail["word"] == "trên" and not _ON_ITS_OWN.match(text, tail.end())):
            continue
        start, kind = named
        here = tail["word"] in here_words
        if _several(text, start) or not (text[start].isupper() or (here and kind in own)):
            continue
        if here and kind in own:
            yield passage.back_reference(start, tail.end(), "anaphor", "back.self", None, own=True)
        else:
            # where nothing says what the document is, `này` may be the document
            meant = _meant(passage, kind, start, near=here or tail["word"] == "đó") if own or not here else None
            yield passage.back_reference(start, tail.end(), "anaphor", "back.above", meant)


def own_kinds(passage: Passage) -> frozenset[str]:
    """The kinds of instrument that the document itself is: its type, what its title says that it issues, and what takes force by it.

    A `Quyết định` that issues a `Quy chế` is both.
    """
    metadata = passage.record.metadata
    kinds = {kind_of(metadata.doc_type)} if metadata.doc_type else set()
    issued = re.search(r"(?i)\b(?:ban hành|phê duyệt|thông qua)\s+(.{2,40})", metadata.title or "")
    if issued:
        kinds |= {kind for words, kind in _types().items() if slug(issued[1]).startswith(slug(words))}
    for force in _TAKES_FORCE.finditer(passage.text):
        if named := _type_before(passage.text, force.start()):
            kinds.add(named[1])
    return frozenset(kinds)


def _meant(passage: Passage, kind: str, start: int, *, near: bool) -> Place | None:
    """The one instrument of a kind that is named before; where several are, the one that stands alone near by, in the same paragraph or just before."""
    places = passage.references[: bisect_left(passage.references, start, key=lambda place: place.start)]
    named = [place for place in places if passage.instrument(place).kind == kind and passage.instrument(place).id]
    close = [place for place in named if place.end > start - _NEAR]
    paragraph = passage.text.rfind("\n", 0, start)
    for candidates in (close if near else named, [place for place in close if place.start > paragraph]):
        ids = {passage.instrument(place).id for place in candidates}
        if len(ids) == 1:
            return candidates[-1]
    return None


# --- words -----------------------------------------------------------------------------------------------------------------


@cache
def _types() -> dict[str, str]:
    """How a text writes a type (small letters) -> the kind."""
    names = [kind["name"] for kind in load_rules("instruments")["type"]]
    return {name.lower(): kind_of(name) for name in [*names, *load_rules("references")["back"]["also"]]}


@cache
def _tail() -> "re.Pattern[str]":
    """The words that point back, behind the type."""
    rules = load_rules("references")["back"]
    words = "|".join(sorted(rules["here"] + rules["above"], key=len, reverse=True))
    return re.compile(rf" (?P<word>{words})(?!\w)")


def _type_before(text: str, end: int) -> tuple[int, str] | None:
    """Where the type that ends at ``end`` begins, and its kind."""
    near = text[max(end - 40, 0) : end].lower()
    words = near.split()
    for count in range(min(len(words), _most_words()), 0, -1):
        named = " ".join(words[-count:])
        if kind := _types().get(named.lstrip('(“"')):
            spaced = re.search(r"\s+".join(map(re.escape, named.lstrip('(“"').split())) + r"$", near)
            return (end - len(near) + spaced.start(), kind) if spaced else None
    return None


@cache
def _most_words() -> int:
    return max(len(words.split()) for words in _types())


def _several(text: str, start: int) -> bool:
    """`các Nghị định nêu trên`: no one of them."""
    before = re.search(r"([^\W\d_]+)\s+$", text[max(start - 12, 0) : start])
    return before is not None and before[1].lower() in load_rules("references")["back"]["several"]
