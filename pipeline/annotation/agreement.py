"""How far two people agree on the same documents: F1 of spans, norms, roles and targets, Cohen's kappa of themes, and where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.annotation.gold import Gold, GoldTask, Span, find_gold, read_gold
from pipeline.errors import AnnotationError
from pipeline.schema import LABELS

LEAST_SHARED = 0.8  # of the characters of both, for two tasks to be the same
ROLE_NAMES = ("lead", "coordinating", "deadline")


@dataclass
class Agreement:
    """Counts of what both say, what the first says and what the second says, by measure; the themes of shared tasks; and the differences."""

    documents: int = 0
    shared: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    second: dict[str, int] = field(default_factory=dict)
    themes: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def f1(self, measure: str) -> float:
        """Twice what is shared over what both say: the F1 of either against the other."""
        said = self.first[measure] + self.second[measure]
        return 2 * self.shared[measure] / said if said else 1.0

    def lines(self) -> list[str]:
        """The measures for people."""
        rows = [
            f"{name:22} F1 {self.f1(name):.3f}   both {self.shared[name]}, first {self.first[name]}, second {self.second[name]}"
            for name in self.first
        ]
        names = sorted({theme for pair in self.themes for side in pair for theme in side})
        kappas = [
            f"{f'theme {name}':22} kappa {kappa([(name in a, name in b) for a, b in self.themes]):.3f}   {len(self.themes)} tasks" for name in names
        ]
        return [f"documents {self.documents}", *rows, *kappas]


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa of two yes-or-no judgements of the same things; 1 where both always say the same one thing.

    >>> kappa([(True, True), (False, False), (True, False), (False, False)])
    0.5
    """
    total = len(pairs)
    if not total:
        return 1.0
    agreed = sum(a == b for a, b in pairs) / total
    yes, also = sum(a for a, _ in pairs) / total, sum(b for _, b in pairs) / total
    chance = yes * also + (1 - yes) * (1 - also)
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def agreement(first: Path, second: Path) -> Agreement:
    """Compares the documents that both folders hold (NAME.gold.json); raises AnnotationError where they share none or a text differs."""
    ones, others = dict(find_gold([first])), dict(find_gold([second]))
    found = Agreement()
    for name in sorted(ones.keys() & others.keys()):
        one, other = read_gold(ones[name]), read_gold(others[name])
        if one.text != other.text:
            raise AnnotationError(f"{name} has another text in {second} than in {first}: compare annotations of the same text.")
        _compare(found, name, one, other)
    if not found.documents:
        raise AnnotationError(f"{first} and {second} share no document: give two folders with files of the same names.")
    return found


def _compare(found: Agreement, name: str, one: Gold, other: Gold) -> None:
    found.documents += 1
    for label in LABELS:
        sides = [{(e.start, e.end) for e in gold.entities if e.label == label} for gold in (one, other)]
        _count(found, label, *sides)
        for (start, end), who in [*((s, "first") for s in sides[0] - sides[1]), *((s, "second") for s in sides[1] - sides[0])]:
            found.differences.append(f"{name}:{one.text.count(chr(10), 0, start) + 1} {label} {one.text[start:end]!r} only in the {who}")
    for norm, keys in {"AGENCY name": ("AGENCY", "name"), "AGENCY level": ("AGENCY", "level"), "DATE value": ("DATE", "value")}.items():
        _count(
            found,
            norm,
            *({(e.start, e.end, str(e.norm.get(keys[1])).casefold()) for e in gold.entities if e.label == keys[0]} for gold in (one, other)),
        )
    pairs = list(_shared_tasks(one.tasks, other.tasks))
    _add(found, "tasks", len(pairs), len(one.tasks), len(other.tasks))
    for role in ROLE_NAMES:
        _count(found, role, *({(i, span) for i, pair in enumerate(pairs) for span in getattr(pair[side], role)} for side in (0, 1)))
    for a, b in pairs:
        found.themes.append((frozenset(a.themes), frozenset(b.themes)))
        line = one.text.count("\n", 0, a.fragments[0][0]) + 1
        for theme in sorted({*a.themes} ^ {*b.themes}):
            found.differences.append(f"{name}:{line} theme {theme} only in the {'first' if theme in a.themes else 'second'}")
    _count(found, "targets", *({(t.start, t.end, t.op, t.change) for t in gold.targets} for gold in (one, other)))


def _shared_tasks(ones: Sequence[GoldTask], others: Sequence[GoldTask]) -> Iterator[tuple[GoldTask, GoldTask]]:
    """The tasks of both whose characters are nearly the same."""
    for one in ones:
        mine = _characters(one.fragments)
        for other in others:
            theirs = _characters(other.fragments)
            if mine and len(mine & theirs) >= LEAST_SHARED * len(mine | theirs):
                yield one, other
                break


def _characters(fragments: Sequence[Span]) -> set[int]:
    return {offset for start, end in fragments for offset in range(start, end)}


def _count(found: Agreement, measure: str, one: set[Any], other: set[Any]) -> None:
    _add(found, measure, len(one & other), len(one), len(other))


def _add(found: Agreement, measure: str, shared: int, first: int, second: int) -> None:
    for counts, more in ((found.shared, shared), (found.first, first), (found.second, second)):
        counts[measure] = counts.get(measure, 0) + more
