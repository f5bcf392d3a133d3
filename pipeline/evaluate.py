"""Scores of the pipeline on gold documents: one document scored at a time, and the counts added up.

What each measure means: entities count with exact span and label (``overlap``: when half of the longer span is shared); norms on
exactly matched spans; tasks by the overlap of their characters, 0.8 of the union, best match first; lead, coordinating and deadline
as sets of spans of a gold task; themes over gold tasks, with false labels on matched ones; a target counts when span, operator and
change are all right.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.errors import AnnotationError, ModelError
from pipeline.schema import LABELS, THEMES, Entity, Label, Record, Task, Theme

Span = tuple[int, int]

LEAST_OVERLAP = 0.5  # of the longer span, for two spans to be the same body or date
LEAST_UNION = 0.8  # of the characters of both, for two tasks to be the same
NORM_FIELDS: dict[Label, tuple[str, ...]] = {
    "AGENCY": ("name", "level"),
    "LEGAL_REF": ("type", "number", "issued_on", "issuer"),
    "DATE": ("type", "value", "mod"),
    "PERCENT": ("value", "upper"),
}
ATTRIBUTES = ("lead", "coordinating", "deadline")
METADATA_FIELDS = ("doc_type", "number", "issuer", "place", "issued_on", "title")


# --- gold --------------------------------------------------------------------------------------------------------------


class GoldEntity(msgspec.Struct, frozen=True):
    """A mention as people annotated it; ``norm`` as in the output contract."""

    start: int
    end: int
    label: Label
    text: str
    norm: dict[str, Any]


class GoldTask(msgspec.Struct, frozen=True):
    """A task as people annotated it: spans, where a record has ids of entities."""

    id: str
    fragments: list[Span]
    lead: list[Span]
    coordinating: list[Span]
    deadline: list[Span]
    themes: list[Theme]


class GoldTarget(msgspec.Struct, frozen=True):
    """The span of a PERCENT that the plan commits to."""

    start: int
    end: int
    op: str | None = None
    change: str | None = None


class Gold(msgspec.Struct, frozen=True):
    """One gold file. Offsets are code points into ``text``, end-exclusive."""

    text: str
    metadata: dict[str, Any]
    entities: list[GoldEntity]
    targets: list[GoldTarget]
    tasks: list[GoldTask]


def read_gold(path: Path) -> Gold:
    """The gold in the file at ``path``; raises AnnotationError where it does not follow the format or an offset is wrong."""
    try:
        gold = msgspec.json.decode(path.read_bytes(), type=Gold)
    except OSError as error:
        raise AnnotationError(f"{path} cannot be read ({error.strerror}): check the path.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise AnnotationError(f"{path} does not follow the gold format ({error}): mend it, or leave it out.") from None
    spans = [(entity.start, entity.end) for entity in gold.entities] + [(target.start, target.end) for target in gold.targets]
    for task in gold.tasks:
        spans += [*task.fragments, *task.lead, *task.coordinating, *task.deadline]
    for start, end in spans:
        if not 0 <= start < end <= len(gold.text):
            raise AnnotationError(f"{path} has a span from {start} to {end} in a text of {len(gold.text)} characters: mend it, or leave it out.")
    for entity in gold.entities:
        if gold.text[entity.start : entity.end] != entity.text:
            raise AnnotationError(f"{path} says {entity.text!r} at {entity.start}, where its text has another: mend it, or leave it out.")
    return gold


def find_gold(paths: Iterable[Path]) -> list[tuple[str, Path]]:
    """The name and path of each gold file (``NAME.gold.json``) in ``paths``, which are files and folders; raises AnnotationError."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise AnnotationError(f"There is no {path}: give gold files (NAME.gold.json), or folders of them.")
        found += sorted(path.rglob("*.gold.json")) if path.is_dir() else [path]
    if not found:
        raise AnnotationError("There is no gold file (NAME.gold.json) in what was given: check the paths.")
    return [(path.name.removesuffix(".gold.json"), path) for path in found]


# --- counts ------------------------------------------------------------------------------------------------------------


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

    def to_dict(self) -> dict[str, Any]:
        return {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.f1, 4), "n": self.hits + self.missed}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of ``total`` are right."""

    right: int = 0
    total: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.total + other.total)

    def to_dict(self) -> dict[str, Any]:
        return {"acc": round(self.right / self.total, 4) if self.total else None, "n": self.total}


def _counts(keys: Iterable[str]) -> Callable[[], dict[str, Count]]:
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
    tasks: Count = Count()
    attributes: dict[str, Count] = field(default_factory=_counts(ATTRIBUTES))
    themes: dict[str, Count] = field(default_factory=_counts(THEMES))
    targets: Count = Count()
    metadata: dict[str, Share] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def __add__(self, other: "Scores") -> "Scores":
        return Scores(**{item.name: _add(getattr(self, item.name), getattr(other, item.name)) for item in fields(self)})

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
            "tasks": self.tasks.to_dict(),
            "attributes": _rows(self.attributes),
            "themes": themes,
            "themes_macro_f1": _macro(themes),
            "targets": self.targets.to_dict(),
            "metadata": _rows(self.metadata, ordered=True),
        }

    def __str__(self) -> str:
        """The measures as lines for people."""
        measures = self.to_dict()
        overlap = measures["entities_overlap"]
        lines = [f"documents {self.documents}  text equal {measures['text_equal']}  offsets exact {measures['offsets_exact']}"]
        lines += [f"{_row(label, row)}   overlap F1 {overlap[label]['f1']:.3f}" for label, row in measures["entities"].items()]
        lines += [f"entities micro F1 {measures['entities_micro']['f1']:.3f} macro F1 {measures['entities_macro_f1']:.3f}"]
        lines += [f"norms      {_shares(measures['norms'])}", _row("tasks", measures["tasks"])]
        lines += [_row(f"  {name}", row) for name, row in measures["attributes"].items()]
        lines += [_row(f"  theme {name}", row) for name, row in measures["themes"].items()]
        lines += [f"themes macro F1 {measures['themes_macro_f1']:.3f}", _row("targets", measures["targets"])]
        return "\n".join([*lines, f"metadata   {_shares(measures['metadata'])}"])


_Any = TypeVar("_Any")


def _add(a: _Any, b: _Any) -> _Any:
    """The sum of two counts, numbers or lists, or of two mappings of counts key by key."""
    if isinstance(a, dict) and isinstance(b, dict):
        return {key: a[key] + b[key] if key in a and key in b else a.get(key, b.get(key)) for key in [*a, *(k for k in b if k not in a)]}  # type: ignore[return-value]
    return a + b  # type: ignore[operator, no-any-return]


def _rows(counts: Mapping[str, Count] | Mapping[str, Share], *, ordered: bool = False) -> dict[str, dict[str, Any]]:
    return {key: counts[key].to_dict() for key in (sorted(counts) if ordered else counts)}


def _macro(rows: Mapping[str, Mapping[str, Any]]) -> float:
    return float(round(sum(row["f1"] for row in rows.values()) / len(rows), 4))


def _row(name: str, row: Mapping[str, Any]) -> str:
    return f"{name:20} P {row['p']:.3f} R {row['r']:.3f} F1 {row['f1']:.3f}  n={row['n']}"


def _shares(rows: Mapping[str, Mapping[str, Any]]) -> str:
    return "  ".join(f"{key} {row['acc']:.3f} (n={row['n']})" for key, row in rows.items())


# --- scoring -----------------------------------------------------------------------------------------------------------


def evaluate(pairs: Iterable[tuple[str, Gold, Record | None]]) -> Scores:
    """The scores of all documents: ``pairs`` hold a name, the gold, and the record of its text or None where there is none.

    >>> str(evaluate([]).tasks)
    'Count(hits=0, spurious=0, missed=0)'
    """
    return sum((score_document(name, gold, record) for name, gold, record in pairs), Scores())


def score_document(name: str, gold: Gold, record: Record | None) -> Scores:
    """The scores of one document, with a line for each error that begins with ``name``."""
    scorer = _Scorer(gold, record)
    parts = [scorer.entities(), scorer.norms(), scorer.tasks(), scorer.targets(), scorer.metadata()]
    if record is None:
        parts.insert(0, Scores(errors=["no prediction"]))
    equal = record is not None and record.text == gold.text
    scores = sum(parts, Scores(documents=1, text_equal=Share(equal, 1)))
    scores.errors[:] = [f"{name} {error}" for error in scores.errors]
    return scores


class _Scorer:
    """Compares one record with its gold, measure by measure."""

    def __init__(self, gold: Gold, record: Record | None) -> None:
        self.gold, self.record = gold, record
        self.text = record.text if record else gold.text
        self.said: dict[tuple[int, int, Label], Entity] = {(e.start, e.end, e.label): e for e in (record.entities if record else [])}
        self.there = {(e.start, e.end, e.label): e for e in gold.entities}
        self.spans = {e.id: (e.start, e.end) for e in (record.entities if record else [])}

    def entities(self) -> Scores:
        exact: dict[str, Count] = {}
        overlap: dict[str, Count] = {}
        errors = []
        for label in LABELS:
            there = {key for key in self.there if key[2] == label}
            said = {key for key in self.said if key[2] == label}
            exact[label] = Count(len(there & said), len(said - there), len(there - said))
            overlap[label] = _match_spans([key[:2] for key in sorted(there)], [key[:2] for key in sorted(said)])
            errors += [f"miss {label} {start}: {self.gold.text[start:end]!r}" for start, end, _ in sorted(there - said)]
            errors += [f"spurious {label} {start}: {self.text[start:end]!r}" for start, end, _ in sorted(said - there)]
        entities = self.record.entities if self.record else []
        offsets = Share(sum(self.text[e.start : e.end] == e.text for e in entities), len(entities))
        return Scores(offsets_exact=offsets, entities=exact, entities_overlap=overlap, errors=errors)

    def norms(self) -> Scores:
        norms: dict[str, Share] = {}
        errors = []
        for key in sorted(self.there.keys() & self.said.keys()):
            there, said = self.there[key].norm, msgspec.to_builtins(self.said[key].norm) or {}
            for name in NORM_FIELDS[key[2]]:
                same = _same(there.get(name), said.get(name), within=name == "issuer")
                norms[f"{key[2]}.{name}"] = norms.get(f"{key[2]}.{name}", Share()) + Share(same, 1)
                if not same:
                    surface = self.gold.text[key[0] : key[1]]
                    errors.append(f"norm {key[2]}.{name} {surface!r}: gold {there.get(name)!r}, said {said.get(name)!r}")
        return Scores(norms=norms, errors=errors)

    def tasks(self) -> Scores:
        there, said = self.gold.tasks, self.record.tasks if self.record else []
        match = _match_tasks([task.fragments for task in there], [_fragments(task) for task in said])
        spurious = [task for index, task in enumerate(said) if index not in match.values()]
        errors = [f"spurious task {_fragments(task)[0][0]}: {self._opening(self.text, _fragments(task)[0])}" for task in spurious]
        scores = Scores(tasks=Count(len(match), len(spurious), len(there) - len(match)), errors=errors)
        for index, task in enumerate(there):
            scores += self._task(task, said[match[index]] if index in match else None)
        return scores

    def _task(self, there: GoldTask, said: Task | None) -> Scores:
        """Attributes and themes of one gold task; an unmatched one says nothing."""
        attributes, errors = {}, []
        if said is None:
            errors.append(f"miss task {there.id}: {self._opening(self.gold.text, there.fragments[0]) if there.fragments else ''}")
        for name in ATTRIBUTES:
            spans: list[Span] = getattr(there, name)
            found = [self.spans[id] for id in getattr(said, name, []) if id in self.spans]
            attributes[name] = _match_spans(spans, found)
            if said is not None and (len(found) != len(spans) or not all(any(_overlap(span, other) for other in found) for span in spans)):
                surfaces = [self.gold.text[a:b] for a, b in spans], [self.text[a:b] for a, b in found]
                errors.append(f"task {there.id} {name}: gold {surfaces[0]}, said {surfaces[1]}")
        labels = {tag.label for tag in said.themes} if said else set()
        themes = {
            theme: Count(theme in there.themes and theme in labels, theme in labels - set(there.themes), theme in set(there.themes) - labels)
            for theme in THEMES
        }
        if said is not None and labels != set(there.themes):
            errors.append(f"task {there.id} themes: gold {sorted(there.themes)}, said {sorted(labels)}")
        return Scores(attributes=attributes, themes={str(theme): count for theme, count in themes.items()}, errors=errors)

    def targets(self) -> Scores:
        there = {(t.start, t.end, t.op, t.change) for t in self.gold.targets}
        targets = self.record.targets if self.record else []
        said = {(*self.spans[t.entity], t.op, t.change) for t in targets if t.entity in self.spans}
        errors = [f"miss target {self.gold.text[t[0] : t[1]]} {t[2:]}" for t in sorted(there - said, key=str)]
        errors += [f"spurious target {self.text[t[0] : t[1]]} {t[2:]}" for t in sorted(said - there, key=str)]
        return Scores(targets=Count(len(there & said), len(said - there), len(there - said)), errors=errors)

    def metadata(self) -> Scores:
        metadata, errors = {}, []
        for name in METADATA_FIELDS:
            there, said = self.gold.metadata.get(name), getattr(self.record.metadata, name) if self.record else None
            same = _fold(there or "") == _fold(said or "")
            metadata[name] = Share(same, 1)
            if not same:
                errors.append(f"metadata {name}: gold {there!r}, said {said!r}")
        return Scores(metadata=metadata, errors=errors)

    @staticmethod
    def _opening(text: str, span: Span) -> str:
        return repr(text[span[0] : span[1]][:70])


def _fragments(task: Task) -> Sequence[Span]:
    return task.fragments or [(task.start, task.end)]


def _same(there: Any, said: Any, *, within: bool) -> bool:
    """Equal, texts without regard to case, dashes, spaces and marks at the ends; with ``within`` also when one text holds the other."""
    if not (isinstance(there, str) and isinstance(said, str)):
        return bool(there == said)
    a, b = _fold(there), _fold(said)
    return a == b or (within and (a in b or b in a))


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("–", "-").split()).strip(" .,;:/")


def _overlap(a: Span, b: Span) -> bool:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and shared >= LEAST_OVERLAP * max(a[1] - a[0], b[1] - b[0])


def _match_spans(there: Sequence[Span], said: Sequence[Span]) -> Count:
    """Each span of ``there`` with the first of ``said`` that overlaps it and is not taken.

    >>> _match_spans([(0, 10), (20, 30)], [(0, 9), (40, 50)])
    Count(hits=1, spurious=1, missed=1)
    """
    free = list(said)
    for span in there:
        other = next((other for other in free if _overlap(span, other)), None)
        if other is not None:
            free.remove(other)
    hits = len(said) - len(free)
    return Count(hits, len(free), len(there) - hits)


def _match_tasks(there: Sequence[Sequence[Span]], said: Sequence[Sequence[Span]]) -> dict[int, int]:
    """For each task of ``there`` that is found, its index and that of its match in ``said``; of several the closest first."""
    candidates = [
        (_union_share(a, b), i, j) for i, a in enumerate(there) for j, b in enumerate(said) if a and b and a[0][0] < b[-1][1] and b[0][0] < a[-1][1]
    ]
    match: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in sorted(candidates, reverse=True):
        if share >= LEAST_UNION and i not in match and j not in taken:
            match[i] = j
            taken.add(j)
    return match


def _union_share(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Of the characters in either, the share that is in both.

    >>> _union_share([(0, 6), (8, 10)], [(2, 10)])
    0.6
    """
    union = _length([*a, *b])
    return (_length(a) + _length(b) - union) / union if union else 0.0


def _length(spans: Iterable[Span]) -> int:
    """How many characters the spans cover together."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


# --- the command -------------------------------------------------------------------------------------------------------


def main_evaluate(paths: Sequence[Path], errors: int, as_json: bool) -> str:
    """Runs the pipeline on the texts of the gold files in ``paths``; gives the measures and the first ``errors`` errors as text.

    With ``as_json`` the measures are JSON. Raises AnnotationError.
    """
    found = [(name, read_gold(path)) for name, path in find_gold(paths)]
    scores = evaluate((name, gold, predict(name, gold.text)) for name, gold in found)
    shown = msgspec.json.format(msgspec.json.encode(scores.to_dict())).decode() if as_json else str(scores)
    return "\n".join([shown, *(f"  - {error}" for error in scores.errors[:errors])])


def predict(name: str, text: str) -> Record | None:
    """The record that the pipeline makes of ``text``; None where it fails."""
    from pipeline.extract import extract
    from pipeline.readers import Document, Source

    source = Source(name, f"{name}.txt", "txt", text.encode("utf-8", "surrogatepass"))
    try:
        return extract(Document(name, text, source.info("utf-8")))
    except ModelError:
        raise
    except Exception:  # what one document does to the pipeline must not hide the scores of the others
        return None
