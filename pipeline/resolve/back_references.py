"""Words that stand for something named elsewhere in the document: `Kế hoạch này`, `Quyết định nêu trên`, `Nghị định 56`, `sau đây gọi tắt là Ban Chỉ đạo`.

What could be meant by two is left open, and so is what only a guess would tell.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipeline.resolve.amendments import Amendments
from pipeline.resolve.citations import is_acted_on
from pipeline.resolve.definitions import find_defined
from pipeline.resolve.instruments import kind_of
from pipeline.resolve.passage import Passage, Place
from pipeline.resolve.pinpoints import provisions_before
from pipeline.resolve.type_words import kinds_at_start, type_before
from pipeline.rule_tables import load_rules
from pipeline.schema import BackReference, Citation

_NEAR = 400  # characters back to what `này` or `đó` speaks of
_ON_ITS_OWN = re.compile(r"\s*(?:[.,;:)\n]|$)|\s+(?:và|khi|của|để|theo)\b")  # behind a `trên` that points back; elsewhere it is a preposition
_CLAUSE_END = re.compile(r"[.;]\s|\n")
_BARE = re.compile(r"[0-9]+[a-zđ]?")
_NUMBER = re.compile(r" số 0*(?P<number>[0-9]{1,5}[a-zđ]?)(?![\w/.,-]*[\w/-])")


def find_back_references(passage: Passage, citations: list[Citation]) -> list[BackReference]:
    """The back references of a record, in order; none overlaps another."""
    amendments = Amendments(passage, citations)
    defined = find_defined(passage)
    taken = {reference.start for reference in defined}
    found = defined + [reference for reference in [*_short(passage), *_anaphors(passage, amendments)] if reference.start not in taken]
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
        if id is None or id in full:
            yield passage.back_reference(place.start, place.end, "short", "back.number", full[id] if id else None)
    for at in passage.occurrences(" số ") if full else ():  # `Kế hoạch số 8`: a type that has to have a code to be a LEGAL_REF
        match = _NUMBER.match(passage.text, at)
        named = type_before(passage.text, at) if match else None
        ids = by_number.get((named[1], match["number"]), set()) if match and named else set()
        if match and named and len(ids) == 1 and passage.inside(named[0]) is None:
            yield passage.back_reference(named[0], match.end(), "short", "back.number", full[next(iter(ids))])


def _is_bare(place: Place) -> bool:
    number = place.entity.norm.number
    return number is not None and _BARE.fullmatch(number) is not None


# --- words that point back -------------------------------------------------------------------------------------------------


def _anaphors(passage: Passage, amendments: Amendments) -> Iterator[BackReference]:
    """`Kế hoạch này`, `Quyết định nêu trên`, `Chỉ thị đó`."""
    rules = load_rules("references")["back"]
    here = list(_pointing(passage, rules["here"]))
    own, named = own_kinds(passage, amendments, here), _Named(passage)
    for start, end, kind in here:
        if amendments.holds(start):
            yield passage.back_reference(start, end, "anaphor", "back.amended", amendments.instrument(kind, start))
        elif kind in own:
            yield passage.back_reference(start, end, "anaphor", "back.self", None, own=True)
        elif passage.text[start].isupper():
            # where nothing says what the document is, `này` may be the document
            yield passage.back_reference(start, end, "anaphor", "back.above", named.before(kind, start, near=True) if own else None)
    for word in rules["above"]:
        for start, end, kind in _pointing(passage, word):
            if passage.text[start].isupper():
                yield passage.back_reference(start, end, "anaphor", "back.above", named.before(kind, start, near=word == "đó"))


def _pointing(passage: Passage, word: str) -> Iterator[tuple[int, int, str]]:
    """Where a type with the word behind it begins and ends, and its kind: `Quyết định nêu trên`, `Quyết định trên đây`; not of several."""
    text = passage.text
    verbs = tuple(f" {verb}" for verb in load_rules("references")["back"]["verbs"])
    for at in passage.occurrences(f" {word}"):
        end = at + 1 + len(word)
        if text[end : end + 1].isalnum():
            continue
        verb = word == "trên" and text.endswith(verbs, max(at - 4, 0), at)
        named = type_before(text, text.rfind(" ", 0, at) if verb else at)
        if named is None or _several(text, named[0]):
            continue
        if word == "trên" and not verb:
            if text.startswith(" đây", end):
                end += len(" đây")
            elif not _ON_ITS_OWN.match(text, end):
                continue
        yield named[0], end, named[1]


def own_kinds(passage: Passage, amendments: Amendments, here: Iterable[tuple[int, int, str]]) -> frozenset[str]:
    """The kinds of instrument that the document itself is: its type, what its title says that it issues, and what takes force by it, as ``here`` names it.

    A `Quyết định` that issues a `Quy chế` is both.
    """
    metadata = passage.record.metadata
    kinds = {kind_of(metadata.doc_type)} if metadata.doc_type else set()
    issued = re.search(r"(?i)\b(?:ban hành|phê duyệt|thông qua)\s+(.{2,40})", metadata.title or "")
    if issued:
        kinds |= kinds_at_start(issued[1])
    asked: set[str] = set()
    for start, end, kind in here:
        if amendments.holds(start):
            continue
        if passage.text.startswith(" có hiệu lực", end):
            kinds.add(kind)
        elif passage.text.endswith("kèm theo ", 0, start):  # `Ban hành kèm theo Quyết định này Quy chế phối hợp`
            kinds |= {kind, *kinds_at_start(passage.text[end : end + 40])}
        elif kind not in asked | kinds and _is_heading(passage, start, end):
            kinds.add(kind)
        asked.add(kind)
    return frozenset(kinds)


def _is_heading(passage: Passage, start: int, end: int) -> bool:
    """Whether the type of `Kế hoạch này` stands alone on a line in capitals, as the title of what the document carries."""
    name = passage.text[start:end].rsplit(" ", 1)[0].upper()
    return name in passage.text and any(line.strip(" *#") == name for line in passage.text.splitlines())


class _Named:
    """The instruments of a document by kind, as `nêu trên` and `đó` look back on them."""

    def __init__(self, passage: Passage) -> None:
        self.text = passage.text
        self._id = {place.start: passage.instrument(place).id for place in passage.references}
        self._starts = [place.start for place in passage.references]
        self._places: dict[str, list[Place]] = {}
        for place in passage.references:
            if self._id[place.start]:
                self._places.setdefault(passage.instrument(place).kind, []).append(place)
        # up to here a document names one instrument of the kind only
        self._second = {
            kind: next((place.start for place in places if self._id[place.start] != self._id[places[0].start]), len(self.text))
            for kind, places in self._places.items()
        }

    def before(self, kind: str, start: int, *, near: bool) -> Place | None:
        """The one instrument of a kind that is named before; where several are, the one that stands alone near by, in the same paragraph."""
        places = self._places.get(kind, [])
        last = bisect_left(places, start, key=lambda place: place.start)
        if last and self._acts(places[last - 1], start):
            last -= 1
        close = places[bisect_left(places, start - _NEAR, hi=last, key=lambda place: place.end) : last]
        if not near and last and places[last - 1].start < self._second[kind]:
            return places[last - 1]
        paragraph = self.text.rfind("\n", max(start - _NEAR, 0), start)
        for candidates in (close if near else [], [place for place in close if place.start > paragraph]):
            if len({self._id[place.start] for place in candidates}) == 1:
                return candidates[-1]
        return None

    def _acts(self, place: Place, start: int) -> bool:
        """Whether the reference amends or details what is named at ``start``: `Luật số 47/2019/QH14 sửa đổi, bổ sung một số điều của Luật này`."""
        is_last = self._starts[bisect_left(self._starts, start) - 1] == place.start
        if not is_last or start - place.end > _NEAR or _CLAUSE_END.search(self.text, place.end, start):
            return False
        provisions = provisions_before(self.text, start)
        return is_acted_on(self.text, provisions[0].start if provisions else start)


# --- words -----------------------------------------------------------------------------------------------------------------


def _several(text: str, start: int) -> bool:
    """`các Nghị định nêu trên`: no one of them."""
    before = re.search(r"([^\W\d_]+)\s+$", text[max(start - 12, 0) : start])
    return before is not None and before[1].lower() in load_rules("references")["back"]["several"]
