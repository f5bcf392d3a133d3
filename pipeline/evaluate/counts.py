"""What is counted: hits, false finds and misses of one document or of many, and the measures that come from their sums."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from pipeline.schema import LABELS

ATTRIBUTES = ("lead", "coordinating", "deadline")
RELATIONS = ("issued_on", "issued_by")


@dataclass(frozen=True, slots=True)
class Count:
    """What was found rightly, said wrongly, and missed.

    >>> count = Count(8, 2, 0) + Count(0, 0, 2)
    >>> count.precision, count.recall, round(count.f1, 4)
    (0.8, 0.8, 0.8)
    """

    hits: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.hits + other.hits, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Of what was said, the share that is right; 1 where nothing was to be said and nothing was."""
        said = self.hits + self.spurious
        return self.hits / said if said else float(not self.missed)

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found; 1 where nothing is there."""
        there = self.hits + self.missed
        return self.hits / there if there else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    value = f1

    def to_dict(self) -> dict[str, Any]:
        return {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.f1, 4), "n": self.hits + self.missed}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of ``total`` are right."""

    right: int = 0
    total: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.total + other.total)

    @property
    def value(self) -> float:
        """The share that is right; 1 where there is nothing to be right about."""
        return self.right / self.total if self.total else 1.0

    def to_dict(self) -> dict[str, Any]:
        return {"acc": round(self.value, 4) if self.total else None, "n": self.total}


def _counts(keys: Iterable[str]) -> Any:
    return lambda: {key: Count() for key in keys}


@dataclass(frozen=True)
class Scores:
    """The counts of one document or of many: scores are added to each other, and every measure comes from the sums."""

    documents: int = 0
    text_equal: Share = Share()
    offsets_exact: Share = Share()
    entities: dict[str, Count] = field(default_factory=_counts(LABELS))
    entities_overlap: dict[str, Count] = field(default_factory=_counts(LABELS))
    norms: dict[str, Share] = field(default_factory=dict)
    relations: dict[str, Count] = field(default_factory=dict)
    tasks: Count = Count()
    attributes: dict[str, Count] = field(default_factory=_counts(ATTRIBUTES))
    themes: dict[str, Count] = field(default_factory=dict)
    targets: Count = Count()
    metadata: dict[str, Share] = field(default_factory=dict)
    errors: list[Any] = field(default_factory=list)

    def __add__(self, other: "Scores") -> "Scores":
        return Scores(**{item.name: _add(getattr(self, item.name), getattr(other, item.name)) for item in fields(self)})

    def measures(self) -> dict[str, Count | Share]:
        """Every measure under a flat name: ``AGENCY``, ``AGENCY overlap``, ``AGENCY.name``, ``tasks``, ``lead``, ``theme kiểm tra`` ...

        >>> list(Scores(norms={"AGENCY.level": Share(1, 2)}).measures())[3:9]
        ['PERCENT', 'AGENCY overlap', 'LEGAL_REF overlap', 'DATE overlap', 'PERCENT overlap', 'AGENCY.level']
        """
        return {
            **self.entities,
            **{f"{label} overlap": count for label, count in self.entities_overlap.items()},
            **dict(sorted(self.norms.items())),
            **self.relations,
            "tasks": self.tasks,
            **self.attributes,
            **{f"theme {theme}": count for theme, count in self.themes.items()},
            "targets": self.targets,
            **{f"metadata {name}": share for name, share in sorted(self.metadata.items())},
        }

    def to_dict(self) -> dict[str, Any]:
        """Every measure under the name that it has in `score.py`, rounded to four digits."""
        entities, themes = _rows(self.entities), _rows(self.themes)
        return {
            "documents": self.documents,
            "text_equal": [self.text_equal.right, self.text_equal.total],
            "offsets_exact": [self.offsets_exact.right, self.offsets_exact.total],
            "entities": entities,
            "entities_micro": sum(self.entities.values(), Count()).to_dict(),
            "entities_macro_f1": _macro(entities),
            "entities_overlap": _rows(self.entities_overlap),
            "norms": _rows(self.norms, ordered=True),
            **({"relations": _rows(self.relations, ordered=True)} if self.relations else {}),
            "tasks": self.tasks.to_dict(),
            "attributes": _rows(self.attributes),
            "themes": themes,
            "themes_macro_f1": _macro(themes),
            "targets": self.targets.to_dict(),
            "metadata": _rows(self.metadata, ordered=True),
        }


_Any = TypeVar("_Any")


def _add(a: _Any, b: _Any) -> _Any:
    """The sum of two counts, numbers or lists, or of two mappings of counts key by key."""
    if isinstance(a, dict) and isinstance(b, dict):
        return {key: a[key] + b[key] if key in a and key in b else a.get(key, b.get(key)) for key in [*a, *(k for k in b if k not in a)]}  # type: ignore[return-value]
    return a + b  # type: ignore[operator, no-any-return]


def _rows(counts: Mapping[str, Count] | Mapping[str, Share], *, ordered: bool = False) -> dict[str, dict[str, Any]]:
    return {key: counts[key].to_dict() for key in (sorted(counts) if ordered else counts)}


def _macro(rows: Mapping[str, Mapping[str, Any]]) -> float:
    return float(round(sum(row["f1"] for row in rows.values()) / len(rows), 4)) if rows else 0.0
