"""What people should see first: the units where the pipeline is least sure, a fair sample, or those that show most of what is new."""

import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.annotation.choices import How
from pipeline.annotation.gold import Span
from pipeline.schema import Record, Task

if TYPE_CHECKING:
    from pipeline.extract.themes import ThemeClassifier

MODEL_ALONE = 0.3  # added where rules see nothing and the model does: one of them is wrong


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit of a document that may be shown: ``key`` is its document's."""

    key: str
    record: Record
    span: Span

    @property
    def name(self) -> str:
        """What tells this unit from all others."""
        return f"{self.key}:{self.span[0]}-{self.span[1]}"


class Chosen(NamedTuple):
    """A unit and why it was chosen."""

    unit: Candidate
    reason: str


def select(units: Sequence[Candidate], how: How | None, limit: int | None) -> list[Chosen]:
    """The units to show, at most ``limit``, in the order to show them; all in the order of the text without ``how``.

    The same units give the same choice, so that a push that is repeated adds nothing.
    """
    if how is How.uncertain:
        ranked = sorted((_uncertainty(unit) for unit in units), key=lambda pair: -pair[0])
        chosen = [Chosen(unit, reason) for _, reason, unit in ranked]
    elif how is How.random:
        chosen = [Chosen(unit, "drawn at random") for unit in sorted(units, key=lambda unit: shuffle_key(unit.name))]
    elif how is How.diverse:
        chosen = list(_diverse(units, limit if limit is not None else len(units)))
    else:
        chosen = [Chosen(unit, "next in the text") for unit in units]
    return chosen[:limit]


def shuffle_key(name: str) -> str:
    """Sorts names as if they were shuffled, always in the same way."""
    return sha256(name.encode()).hexdigest()


def tasks_in(record: Record, span: Span) -> list[Task]:
    """The tasks that begin in a unit."""
    return [task for task in record.tasks if span[0] <= task.start < span[1]]


# --- least sure first -----------------------------------------------------------------------------------------------------


def _uncertainty(unit: Candidate) -> tuple[float, str, Candidate]:
    doubts = list(_doubts(unit))
    doubt, reason = max(doubts, default=(0.0, "nothing was found in it"))
    return doubt, reason, unit


def _doubts(unit: Candidate) -> Iterator[tuple[float, str]]:
    """How unsure each find in a unit is, from 0 to 1 and more, and how to say so."""
    start, end = unit.span
    for entity in unit.record.entities:
        if start <= entity.start < end:
            doubt = 1 - entity.score
            if entity.source == "model":
                yield doubt + MODEL_ALONE, f"only the model sees {entity.text!r} ({entity.label}, score {entity.score:.2f})"
            else:
                yield doubt, f"score {entity.score:.2f} of {entity.text!r} ({entity.label}, {entity.rule})"
    for task in tasks_in(unit.record, unit.span):
        yield from _theme_doubts(unit.record, task)


def _theme_doubts(record: Record, task: Task) -> Iterator[tuple[float, str]]:
    """The nearer the probability of a theme is to its threshold, the less sure it is; themes that were not given count too."""
    from pipeline.extract.themes import mask
    from pipeline.text import fold

    parts = []
    for start, end in task.fragments:
        inside = [(e.start - start, e.end - start, e.label) for e in record.entities if start <= e.start and e.end <= end]
        parts.append(mask(record.text[start:end], inside))
    decided = {tag.label: tag.score for tag in task.themes}
    for theme, threshold, probability in _probabilities(fold(" ".join(parts)).text.replace("\n", " ")):
        distance = abs(decided.get(theme, probability) - threshold)
        yield max(0.0, 0.5 - distance), f"theme {theme} is {distance:.2f} from its threshold"


def _probabilities(masked: str) -> Iterator[tuple[str, float, float]]:
    classifier = _classifier()
    yield from zip(classifier.labels, classifier.card.thresholds.values(), classifier.probabilities(masked), strict=True)


@cache
def _classifier() -> "ThemeClassifier":
    from pipeline.extract.themes import load_classifier
    from pipeline.provenance import model_dir

    return load_classifier(model_dir("themes"))


# --- most that is new first -----------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")


def _features(unit: Candidate) -> set[str]:
    """Pairs of syllables, and the rules that found something."""
    words = _WORD.findall(unit.record.text[slice(*unit.span)].casefold())
    rules = {f"{e.label} {e.rule}" for e in unit.record.entities if unit.span[0] <= e.start < unit.span[1]}
    return rules | {f"{a} {b}" for a, b in pairwise(words)}


def _diverse(units: Sequence[Candidate], limit: int) -> Iterator[Chosen]:
    """Greedily the unit that adds most. What a unit adds only falls as others are taken, so a stale first of the heap is looked at again."""
    seen: set[str] = set()
    features = [_features(unit) for unit in units]
    heap = [(-len(found), shuffle_key(unit.name), index) for index, (unit, found) in enumerate(zip(units, features, strict=True))]
    heapq.heapify(heap)
    taken = 0
    while heap and taken < limit:
        _, name, index = heapq.heappop(heap)
        fresh = -len(features[index] - seen)
        if heap and fresh > heap[0][0]:
            heapq.heappush(heap, (fresh, name, index))
            continue
        seen |= features[index]
        taken += 1
        yield Chosen(units[index], f"adds {-fresh} pairs of words and rules that were not shown before")
