"""How a document stands to what it cites, by the words before the reference: `Căn cứ`, `thực hiện`, `sửa đổi, bổ sung`, `thay thế`, `kèm theo`."""

import re
from functools import cache

from msgspec import Struct

from pipeline.resolve.instruments import kind_of
from pipeline.resolve.passage import Passage, Place
from pipeline.resolve.pinpoints import Provision, provisions_before, provisions_behind
from pipeline.resolve.word_lists import one_of
from pipeline.rule_tables import load_rules
from pipeline.schema import Citation
from pipeline.text import lower_in_place

_LONGEST = 300  # characters from a cue, or from the reference before, to a reference
_LONGEST_CUE = 80
_LAST_WORD = re.compile(r"(?:\w+|,)$")
_LONGEST_WORD = 20
_SENTENCE_ENDS = re.compile(r"[.!?:\n](?:(?<!\n)(?=\s)|(?<=\n)(?=\s*(?:[^\w\s]|\d|[^\W\d_a-zà-ỹđ]|$|[a-zđ]\))))")  # one set in front is sought fast
_ANOTHER_ACTS = re.compile(r",\s{4,}\S")  # a comma and a body, which `blanked` has taken out
_LIST = re.compile(r"(?P<mark>[;,]|\s(?:và|hoặc|cùng))\s*(?:và\s+)?(?:các\s+|số\s+)?$")
_UNNAMED = re.compile(r"(?i)(?:văn bản|luật|nghị định|thông tư|quyết định|quy định)(?:\s+của)?\s*$")
_ITEM = re.compile(r"[ \t*]*(?:[-+•]|[0-9]{1,2}[.)]|[a-zđ]\))[ \t]*")
_BASES = re.compile(
    r"[\W\d]*(?:[IVX]+\.)?[\W\d]*(?P<cue>(?i:căn cứ|cơ sở))(?i: pháp lý| chính trị| xây dựng| ban hành| thực hiện| lập| và|,| kế hoạch| chương trình)*[\W]*"
)
_LONGEST_LIST = 30  # items from a heading to a reference
_LONGEST_ITEM = 1000
_LOST_FORCE = "hết hiệu lực"
_LOSES_FORCE = re.compile(rf"[^.;\n]{{0,160}}?\b{_LOST_FORCE}\b")
_JOINING = {"và", "của", "các"}


class _Stand(Struct, frozen=True):
    """What the words before a reference say: the type, where the cue stands, and the reference that acts, if it is not the document."""

    type: str = "cites"
    cue: tuple[int, int] | None = None
    by: Place | None = None


_CITES = _Stand()
_LOST = _Stand("repeals")  # `hết hiệu lực`, which stands behind


def find_citations(passage: Passage) -> list[Citation]:
    """One citation for each LEGAL_REF in order, and a second where the text says also by what it is amended or replaced."""
    provisions = [provisions_before(passage.text, place.start) for place in passage.references]
    stands, passive = _read(passage, provisions)
    stands = [
        _CITES if stand.by is None and not _is_possible(passage, place, stand) else stand
        for place, stand in zip(passage.references, stands, strict=True)
    ]
    for index in reversed(range(len(stands)) if _LOST_FORCE in passage.text else ()):
        if stands[index] is _CITES and _loses_force(passage, stands, index):
            stands[index] = _LOST
    out = []
    for place, stand, cited in zip(passage.references, stands, provisions, strict=True):
        by = passive.get(place.entity.id)
        if stand.type != "cites" or by is None:
            out.append(_citation(passage, place, stand, cited))
        if by is not None:
            out.append(_citation(passage, place, by, cited))
    return out


def _read(passage: Passage, provisions: list[list[Provision]]) -> tuple[list[_Stand], dict[str, _Stand]]:
    """What stands before each reference; and by entity id, which are amended or replaced by the reference behind them."""
    stands: list[_Stand] = []
    passive: dict[str, _Stand] = {}
    root, before = _CITES, None  # what the sentence began with; the reference before in the same sentence
    for place, cited in zip(passage.references, provisions, strict=True):
        start, gap, begins = _gap(passage, cited[0].start if cited else place.start, before)
        if begins:
            root, before = _CITES, None
        acted = _passive().search(gap) if before else None
        if acted and before:
            passive[before.entity.id] = _Stand(_type_of(acted["cue"]), (start + acted.start("cue"), start + acted.end("cue")), place)
            stand = _CITES
        else:
            stand = (
                _stand(gap, start, before) or (_under_heading(passage.text, place.start) if begins else None) or _inherited(gap, root, stands, before)
            )
            root = root if stand.by else stand
        stands.append(stand)
        before = place
    return stands, passive


def _gap(passage: Passage, end: int, before: Place | None) -> tuple[int, str, bool]:
    """The text up to ``end`` back to the reference before, or to the beginning of the sentence, with its start; whether it begins one."""
    start = max(before.end if before else 0, end - _LONGEST)
    gap = passage.blanked(start, end)
    cut = max([boundary.end() for boundary in _SENTENCE_ENDS.finditer(gap)] + [acts.end() - 1 for acts in _ANOTHER_ACTS.finditer(gap)], default=0)
    return start + cut, gap[cut:], cut > 0 or before is None or start > before.end


def _stand(gap: str, start: int, before: Place | None) -> _Stand | None:
    """What a cue right before the reference says."""
    found = _cue().search(lower_in_place(gap)) if _may_end_with_cue(gap) else None
    if found is None:
        return None
    type = _type_of(found["cue"])
    cue = start + found.start("cue"), start + found.end("cue")
    ahead = gap[: found.start("cue")]
    if type != "based_on" and before is not None and not re.search(r"[;,]|\bvà\s*$", ahead):
        return _Stand(type, cue, before)
    if type not in ("based_on", "issued_with") and _UNNAMED.search(ahead):  # `các văn bản hướng dẫn thi hành Luật Đất đai`
        return _CITES
    return _Stand(type, cue)


def is_acted_on(text: str, start: int) -> bool:
    """Whether a cue stands right before ``start`` that takes an instrument before it for the one that acts: `sửa đổi, bổ sung một số điều của`.

    >>> is_acted_on("Luật số 47/2019/QH14 sửa đổi, bổ sung một số điều của Luật này", 54)
    True
    """
    found = _cue().search(lower_in_place(text[max(start - _LONGEST_CUE, 0) : start]))
    return found is not None and _type_of(found["cue"]) not in ("based_on", "issued_with")


def _under_heading(text: str, start: int) -> _Stand | None:
    """What an item of a list under `Căn cứ pháp lý:` or `I. CĂN CỨ` says."""
    line = text.rfind("\n", max(start - 20, 0), start) + 1
    if not line or not _ITEM.fullmatch(text, line, start):
        return None
    for _ in range(_LONGEST_LIST):
        end = line - 1
        line = text.rfind("\n", max(end - _LONGEST_ITEM, 0), end) + 1
        if not line:
            return None
        if text[line:end].strip() and not _ITEM.match(text, line, end):
            heading = _BASES.fullmatch(text, line, end)
            return _Stand("based_on", heading.span("cue")) if heading else None
    return None


def _inherited(gap: str, root: _Stand, stands: list[_Stand], before: Place | None) -> _Stand:
    """What holds for the reference before holds for the next in a list; behind `;` what the sentence began with."""
    link = _LIST.search(gap)
    if before is None or link is None:
        return _CITES
    return root if link["mark"] == ";" else stands[-1]


def _is_possible(passage: Passage, place: Place, stand: _Stand) -> bool:
    """A document changes what is of its own rank or below; in a plan `sửa đổi Luật Đất đai` is a task."""
    if stand.type not in ("amends", "replaces", "repeals"):
        return True
    ranks: dict[str, int] = load_rules("references")["ranks"]
    own, changed = (passage.record.metadata.doc_type, passage.instrument(place).kind)
    if own is None or kind_of(own) == changed:
        return True
    return kind_of(own) in ranks and ranks[kind_of(own)] <= ranks.get(changed, 0)


def _loses_force(passage: Passage, stands: list[_Stand], index: int) -> bool:
    """`Thông tư số 12/2010/TT-BYT hết hiệu lực`, and those joined to one that does."""
    places = passage.references
    end = places[index + 1].start if index + 1 < len(places) else min(places[index].end + _LONGEST, len(passage.text))
    behind = passage.blanked(places[index].end, min(end, places[index].end + _LONGEST))
    if _LOSES_FORCE.match(behind):
        return True
    if index + 1 == len(places) or stands[index + 1] != _LOST:
        return False
    return set(behind.replace(",", " ").replace(";", " ").split()) <= _JOINING


def _citation(passage: Passage, place: Place, stand: _Stand, before: list[Provision]) -> Citation:
    provisions = before or provisions_behind(passage.text, place.end)
    cue = passage.source(*stand.cue) if stand.cue else None
    by = stand.by.entity.id if stand.by else None
    return Citation(stand.type, place.entity.id, cue, passage.pinpoints(provisions), by)  # type: ignore[arg-type]


# --- cues ------------------------------------------------------------------------------------------------------------------


@cache
def _cue_types() -> dict[str, str]:
    return {" ".join(word.replace(",", " , ").split()): cue["type"] for cue in load_rules("references")["cue"] for word in cue["words"]}


def _type_of(cue: str) -> str:
    return _cue_types()[" ".join(cue.lower().replace(",", " , ").split())]


@cache
def _cues() -> list[str]:
    return [word for cue in load_rules("references")["cue"] for word in cue["words"]]


@cache
def _cue() -> "re.Pattern[str]":
    """A cue at the end of a text in small letters."""
    between = one_of(load_rules("references")["cues"]["between"], spaced=True)
    # Possessive: `quy định tại` may be read in two ways, and a run of them in as many as their product.
    return re.compile(rf"(?P<cue>{one_of(_cues(), whole=True, spaced=True)})(?:\s*{between})*+\s*$")


def _may_end_with_cue(gap: str) -> bool:
    """Whether the last word is one that ends a cue, or what stands behind one: a set is asked faster than a pattern, and most gaps end otherwise."""
    text = gap.rstrip()
    last = _LAST_WORD.search(text, len(text) - _LONGEST_WORD)
    return last is not None and last[0].lower() in _last_words()


@cache
def _last_words() -> frozenset[str]:
    rules = load_rules("references")
    return frozenset(phrase.split()[-1] for phrase in [*rules["cues"]["between"], *_cues()])


@cache
def _passive() -> "re.Pattern[str]":
    by = one_of(load_rules("references")["cues"]["by"])
    return re.compile(rf"(?:được|bị)\s+(?P<cue>(?i:{one_of(_cues(), spaced=True)}))[^;.\n]{{0,60}}?\s+{by}\s+(?:các\s+)?(?:quy định\s+(?:tại\s+)?)?$")
