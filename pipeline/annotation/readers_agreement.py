"""How far the annotators of one pulled file agree, on the units and tasks that several of them read."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from pipeline.annotation.agreement import kappa
from pipeline.annotation.corrected import Corrected, Reading, Vote, by_task, by_unit, read_corrected
from pipeline.errors import AnnotationError
from pipeline.schema import LABELS


@dataclass
class ReadersAgreement:
    """For each pair of annotators what both mark and what either marks, by label; the themes of shared tasks; and the differences."""

    units: int = 0
    tasks: int = 0
    both: dict[tuple[str, str, str], int] = field(default_factory=Counter)
    either: dict[tuple[str, str, str], int] = field(default_factory=Counter)
    themes: dict[tuple[str, str], list[tuple[frozenset[str], frozenset[str]]]] = field(default_factory=lambda: defaultdict(list))
    ratings: list[list[frozenset[str]]] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def f1(self, first: str, second: str, label: str) -> float:
        """Twice what both mark over what the two mark: the F1 of either against the other."""
        said = self.either[first, second, label]
        return 2 * self.both[first, second, label] / said if said else 1.0

    def lines(self) -> list[str]:
        """The measures for people."""
        rows = [f"units read by several {self.units}, tasks {self.tasks}"]
        for first, second in sorted({(a, b) for a, b, _ in self.either}):
            for label in LABELS:
                if self.either[first, second, label]:
                    rows.append(f"{first}, {second}: {label:10} F1 {self.f1(first, second, label):.3f}   both {self.both[first, second, label]}")
        for (first, second), pairs in sorted(self.themes.items()):
            for theme in sorted({theme for pair in pairs for side in pair for theme in side}):
                rows.append(
                    f"{first}, {second}: theme {theme:14} kappa {kappa([(theme in a, theme in b) for a, b in pairs]):.3f}   {len(pairs)} tasks"
                )
        for theme in sorted({theme for rating in self.ratings for said in rating for theme in said}):
            rows.append(f"all: theme {theme:14} alpha {alpha([[theme in said for said in rating] for rating in self.ratings]):.3f}")
        return rows


def alpha(ratings: Sequence[Sequence[bool]]) -> float:
    """Krippendorff's alpha of yes-or-no judgements of several people, of things that each at least two of them judged.

    >>> alpha([[True, True], [False, False], [True, False], [False, False, False]])
    0.5555555555555556
    """
    pairable = [rating for rating in ratings if len(rating) > 1]
    values = Counter(value for rating in pairable for value in rating)
    total = sum(values.values())
    if not total or len(values) < 2:
        return 1.0
    observed = sum(2 * sum(rating) * (len(rating) - sum(rating)) / (len(rating) - 1) for rating in pairable) / total
    expected = 2 * values[True] * values[False] / (total * (total - 1))
    return 1 - observed / expected


def readers_agreement(path: Path) -> ReadersAgreement:
    """Compares the readings in a file that `pipeline doccano pull` wrote; raises AnnotationError where nobody read what another read."""
    found = ReadersAgreement()
    for document in read_corrected(path):
        for readings in by_unit(reading for reading in document.units if reading.by).values():
            if len(readings) > 1:
                found.units += 1
                _compare_units(found, document, readings)
        for task, votes in by_task(vote for vote in document.votes if vote.by).items():
            if len(votes) > 1:
                found.tasks += 1
                _compare_tasks(found, document, task, votes)
    if not found.units and not found.tasks:
        raise AnnotationError(
            f"No unit in {path} was confirmed by two annotators: push with --annotators and --overlap, and pull when both are done."
        )
    return found


def _compare_units(found: ReadersAgreement, document: Corrected, readings: Sequence[Reading]) -> None:
    for one, other in combinations(sorted(readings, key=lambda reading: reading.by or ""), 2):
        first, second = one.by or "", other.by or ""
        for label in LABELS:
            mine, theirs = ({(m.start, m.end) for m in reading.entities if m.label == label} for reading in (one, other))
            found.both[first, second, label] += len(mine & theirs)
            found.either[first, second, label] += len(mine) + len(theirs)
            for start, end in sorted(mine ^ theirs):
                line = document.text.count("\n", 0, start) + 1
                who = first if (start, end) in mine else second
                found.differences.append(f"{document.id}:{line} {label} {document.text[start:end]!r} only by {who}")


def _compare_tasks(found: ReadersAgreement, document: Corrected, task: str, votes: Sequence[Vote]) -> None:
    found.ratings.append([frozenset(vote.themes) for vote in votes])
    for one, other in combinations(sorted(votes, key=lambda vote: vote.by or ""), 2):
        first, second = one.by or "", other.by or ""
        found.themes[first, second].append((frozenset(one.themes), frozenset(other.themes)))
        for theme in sorted({*one.themes} ^ {*other.themes}):
            found.differences.append(f"{document.id} {task} theme {theme} only by {first if theme in one.themes else second}")
