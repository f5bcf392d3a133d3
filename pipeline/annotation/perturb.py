"""The same gold in other clothes: changes to a text that keep its meaning, with every span carried along.

A change is a list of edits (start, end, replacement) of the text, in order; :func:`edited` applies them to text and annotation.
"""

import random
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from pipeline.annotation.gold import Gold, GoldEntity, GoldRelation, GoldTarget, GoldTask, Span

Edit = tuple[int, int, str]
Perturbation = Callable[[Gold, random.Random], list[Edit]]
SEED = 0


def edited(gold: Gold, edits: Sequence[Edit]) -> Gold:
    """``gold`` with its text edited and all its spans moved along; a task that an inserted line breaks has two fragments.

    >>> from pipeline.annotation.gold import GoldEntity
    >>> gold = Gold("1. Sở Y tế lo", {}, [GoldEntity(3, 10, "AGENCY", "Sở Y tế", {})], [], [])
    >>> edited(gold, [(5, 6, "  ")]).entities[0].text
    'Sở  Y tế'
    """
    pieces, at = [], 0
    for start, end, replacement in edits:
        pieces += [gold.text[at:start], replacement]
        at = end
    text = "".join([*pieces, gold.text[at:]])
    move = _mover(edits)
    breaks = [start for start, end, replacement in edits if replacement.count("\n") > 1]

    def fragments(task: GoldTask) -> Iterator[Span]:
        for start, end in task.fragments:
            inside = [b for b in breaks if start < b < end]
            for a, b in zip([start, *(b + 1 for b in inside)], [*inside, end], strict=True):
                yield move(a, b)

    def spans(role: Sequence[Span]) -> list[Span]:
        return [move(*span) for span in role]

    return Gold(
        text,
        gold.metadata,
        [_moved(entity, move(entity.start, entity.end), text) for entity in gold.entities],
        [GoldTarget(*move(t.start, t.end), t.op, t.change, t.indicator, t.by) for t in gold.targets],
        [GoldTask(t.id, list(fragments(t)), spans(t.lead), spans(t.coordinating), spans(t.deadline), t.themes) for t in gold.tasks],
        None if gold.relations is None else [GoldRelation(r.type, move(*r.head), move(*r.tail)) for r in gold.relations],
        gold.about,
    )


def _moved(entity: GoldEntity, span: Span, text: str) -> GoldEntity:
    return GoldEntity(*span, entity.label, text[slice(*span)], entity.norm)


def _mover(edits: Sequence[Edit]) -> Callable[[int, int], Span]:
    """Where a span stands after the edits: what is inserted at its edges stays outside."""
    starts, ends = [e[0] for e in edits], [e[1] for e in edits]
    growth = [0, *accumulate(len(replacement) - (end - start) for start, end, replacement in edits)]

    def move(start: int, end: int) -> Span:
        return start + growth[bisect_right(ends, start)], end + growth[bisect_left(starts, end)]

    return move


# --- the changes -------------------------------------------------------------------------------------------------------


def _by_character(change: Callable[[str], str]) -> Perturbation:
    return lambda gold, rng: [(i, i + 1, new) for i, c in enumerate(gold.text) if (new := change(c)) != c]


def _upper(character: str) -> str:
    return character.upper() if len(character.upper()) == 1 else character


_TONE_MOVES = {
    f"{first}{vowel}": f"{marked}{second}"
    for first, second, plain in (("o", "a", "oòóỏõọ"), ("o", "e", "oòóỏõọ"), ("u", "y", "uùúủũụ"))
    for vowel, marked in zip({"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}[second], plain[1:], strict=True)
}
_NEW_TONE = re.compile("(?i)(?<![qQ])(?:" + "|".join(_TONE_MOVES) + r")(?!\w)")
_OLD_TONE = re.compile("(?i)(?<![qQ])(?:" + "|".join(_TONE_MOVES.values()) + r")(?!\w)")
_TONE_BACK = {old: new for new, old in _TONE_MOVES.items()}


def _tones(gold: Gold, rng: random.Random) -> list[Edit]:
    """``hoà`` for ``hòa`` and ``hòa`` for ``hoà``: the other way to place the tone mark on oa, oe, uy at the end of a syllable."""

    def other(match: "re.Match[str]") -> str:
        folded = match[0].lower()
        new = _TONE_MOVES.get(folded) or _TONE_BACK[folded]
        return "".join(c.upper() if old.isupper() else c for c, old in zip(new, match[0], strict=True))

    matches = sorted([*_NEW_TONE.finditer(gold.text), *_OLD_TONE.finditer(gold.text)], key=lambda match: match.start())
    return [(*match.span(), other(match)) for match in matches]


def _decomposed(gold: Gold, rng: random.Random) -> list[Edit]:
    return _by_character(lambda c: unicodedata.normalize("NFD", c))(gold, rng)


def _dashes(gold: Gold, rng: random.Random) -> list[Edit]:
    """Hyphens become en dashes, minus signs or non-breaking hyphens."""
    return [(match.start(), match.end(), rng.choice("–—‑−")) for match in re.finditer(r"(?<=[\w ])-(?=[\w ])", gold.text)]


def _spaces(gold: Gold, rng: random.Random) -> list[Edit]:
    """A space in twenty doubled, and one in five missing after a comma, semicolon or colon."""
    edits = []
    for match in re.finditer(r"(?<=[^\s]) (?=[^\s])", gold.text):
        after_mark = gold.text[match.start() - 1] in ",;:" and gold.text[match.end()].isalpha()
        if after_mark and rng.random() < 0.2:
            edits.append((*match.span(), ""))
        elif rng.random() < 0.05:
            edits.append((*match.span(), "  "))
    return edits


# Letters that a scan of Vietnamese confuses: lost and mistaken diacritics, and shapes alike.
_CONFUSIONS = {
    **{c: alike.replace(c, "") for alike in ("aăâ", "eê", "oôơ", "uư", "dđ", "AĂÂ", "EÊ", "OÔƠ", "UƯ", "DĐ") for c in alike},
    **{c: group.replace(c, "") for group in ("àáảãạa", "ằắẳẵặă", "ầấẩẫậâ", "èéẻẽẹe", "ềếểễệê", "ìíỉĩịi", "òóỏõọo", "ồốổỗộô") for c in group if c not in "aăâeêo"},
    **{c: group.replace(c, "") for group in ("ờớởỡợơ", "ùúủũụu", "ừứửữựư", "ỳýỷỹỵy", "ỦÙÚU", "ỞỜỚƠ") for c in group if c not in "ơuưUƠ"},
    "l": "I1", "I": "l1", "i": "l", "h": "b", "n": "u", "t": "l", "c": "e", "0": "O", "1": "l", "5": "S", "8": "B",
}  # fmt: skip


def _scanned(rate: float) -> Perturbation:
    """``rate`` of all that is printed read for a letter or digit of a like shape; what resembles nothing is read right."""

    def perturb(gold: Gold, rng: random.Random) -> list[Edit]:
        alike = [i for i, c in enumerate(gold.text) if c in _CONFUSIONS]
        printed = sum(not c.isspace() for c in gold.text)
        of_alike = rate * printed / max(1, len(alike))
        return [(i, i + 1, rng.choice(_CONFUSIONS[gold.text[i]])) for i in alike if rng.random() < of_alike]

    return perturb


def _wrapped(gold: Gold, rng: random.Random) -> list[Edit]:
    """Lines longer than 80 characters are broken at a space, as a printed gazette breaks them; table rows are left as they are."""
    edits = []
    start = 0
    for line in gold.text.splitlines(keepends=True):
        if "\t" not in line and "|" not in line:
            column = 0
            for match in re.finditer(r"\S+", line):
                if match.end() - column > 80 and match.start() > column:
                    edits.append((start + match.start() - 1, start + match.start(), "\n"))
                    column = match.start()
        start += len(line)
    return edits


_PAGE_HEADERS = ("\n\n{page}\n\n", "\n\nCÔNG BÁO/Số {number} + {next}/Ngày 15-6-2020\n{page}\n\n", "\n\n- {page} -\n\n")


def _paged(gold: Gold, rng: random.Random) -> list[Edit]:
    """In every sixth task a page ends: the running header of the next page stands between two of its words."""
    edits, page, style, number = [], 1, rng.choice(_PAGE_HEADERS), rng.randint(20, 900)
    for task in gold.tasks[2::6]:
        start, end = max(task.fragments, key=lambda fragment: fragment[1] - fragment[0])
        line = gold.text[gold.text.rfind("\n", 0, start) + 1 : gold.text.find("\n", end)]
        gaps = [match.start() for match in re.finditer(r"(?<=\w) (?=[a-zà-ỹđ])", gold.text[start:end])]
        gaps = [start + gap for gap in gaps if not any(e.start < start + gap < e.end for e in gold.entities)]
        if gaps and "\t" not in line and "|" not in line:
            page += 1
            at = gaps[len(gaps) // 2]
            edits.append((at, at + 1, style.format(page=page, number=number, next=number + 1)))
    return sorted(edits)


PERTURBATIONS: dict[str, Perturbation] = {
    "upper case": _by_character(_upper),
    "tone placement": _tones,
    "NFD": _decomposed,
    "dashes": _dashes,
    "spaces": _spaces,
    "OCR 1 %": _scanned(0.01),
    "OCR 3 %": _scanned(0.03),
    "wraps": _wrapped,
    "page headers": _paged,
}


def perturbed(gold: Gold, name: str, seed: str = "") -> Gold:
    """``gold`` under the perturbation ``name``; the same for the same text, name and ``seed``.

    >>> perturbed(Gold("Sở Y tế tỉnh Hòa Bình - 2020", {}, [], [], []), "tone placement").text
    'Sở Y tế tỉnh Hoà Bình - 2020'
    """
    return edited(gold, PERTURBATIONS[name](gold, random.Random(f"{SEED} {name} {seed}")))
