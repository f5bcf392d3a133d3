"""What annotators gave back: documents in the annotation format, one a line, with all that each of them said kept beside.

``Corrected`` is a :class:`pipeline.annotation.gold.Gold` with more: ``units`` and ``votes`` hold every reading of every annotator, ``confirmed``
and ``confirmed_tasks`` say which parts are settled, because all their readers agree. In the rest the pipeline's own labels stand.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import field

from pipeline.annotation.gold import RELATION_TAILS, ROLES, Gold, GoldEntity, GoldRelation, GoldTarget, GoldTask, Span
from pipeline.annotation.norms import norm_of
from pipeline.errors import AnnotationError
from pipeline.schema import Label, Record


class Mark(msgspec.Struct, frozen=True, order=True):
    """A span that somebody marked, as offsets into the document."""

    start: int
    end: int
    label: Label


class Reading(msgspec.Struct, frozen=True):
    """A unit as one annotator left it; ``by`` and ``at`` are None where nobody confirmed it."""

    start: int
    end: int
    by: str | None
    at: str | None
    entities: list[Mark]
    relations: list[GoldRelation] = []


class Vote(msgspec.Struct, frozen=True):
    """The themes of a task as one annotator left them."""

    task: str
    by: str | None
    at: str | None
    themes: list[str]


class Corrected(Gold, frozen=True):
    """A document with its readings; see the head of this file."""

    id: str = ""
    units: list[Reading] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    confirmed: list[Span] = field(default_factory=list)
    confirmed_tasks: list[str] = field(default_factory=list)


def read_corrected(path: Path) -> list[Corrected]:
    """The documents in a file that `pipeline doccano pull` wrote; raises AnnotationError."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise AnnotationError(f"{path} cannot be read ({error.strerror}): check the path.") from None
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line, type=Corrected))
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise AnnotationError(f"Line {number} of {path} is no corrected document ({error}): pull it again.") from None
    return found


def write_corrected(path: Path, documents: Iterable[Gold]) -> None:
    """Writes documents, one a line, and replaces the file only when all are written."""
    new = path.with_name(path.name + ".new")
    new.write_bytes(b"".join(msgspec.json.encode(document) + b"\n" for document in documents))
    new.replace(path)


def settled(record: Record, units: Sequence[Reading], votes: Sequence[Vote]) -> Corrected:
    """The document as its readings leave it: agreeing readings decide, and where they differ the prediction stands, unconfirmed."""
    agreed = {span: readings[0] for span, readings in by_unit(units).items() if len({said(reading) for reading in readings}) == 1}
    chosen = by_task(votes)
    themes = {task: given[0].themes for task, given in chosen.items() if len({frozenset(vote.themes) for vote in given}) == 1}
    base = msgspec.structs.replace(predicted(record), units=list(units), votes=list(votes))
    confirmed = [span for span, reading in agreed.items() if reading.by is not None]
    confirmed_tasks = [task for task in themes if chosen[task][0].by is not None]
    return decided(base, agreed, themes, confirmed, confirmed_tasks)


def by_unit(units: Iterable[Reading]) -> dict[Span, list[Reading]]:
    """The readings of each unit."""
    groups: dict[Span, list[Reading]] = defaultdict(list)
    for unit in units:
        groups[unit.start, unit.end].append(unit)
    return groups


def by_task(votes: Iterable[Vote]) -> dict[str, list[Vote]]:
    """The votes on each task."""
    groups: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        groups[vote.task].append(vote)
    return groups


def said(reading: Reading) -> tuple[tuple[Mark, ...], tuple[tuple[Span, Span, str], ...]]:
    """What a reading says, to be compared with another of the same unit."""
    return tuple(sorted(reading.entities)), tuple(sorted((r.head, r.tail, r.type) for r in reading.relations))


def predicted(record: Record) -> Corrected:
    """A record in the annotation format: what the pipeline says, confirmed by nobody."""
    spans = {entity.id: (entity.start, entity.end) for entity in record.entities}

    def role(ids: Sequence[str]) -> list[Span]:
        return [spans[id] for id in ids]

    return Corrected(
        record.text,
        msgspec.to_builtins(record.metadata),
        [GoldEntity(e.start, e.end, e.label, e.text, msgspec.to_builtins(e.norm)) for e in record.entities],
        [GoldTarget(*spans[t.entity], t.op, t.change, t.indicator, t.by) for t in record.targets if t.entity],
        [
            GoldTask(
                t.id,
                list(t.fragments),
                role(t.lead),
                role(t.coordinating),
                role(t.deadline),
                [g.label for g in t.themes],
                t.output,
                list(t.inherited),
            )
            for t in record.tasks
        ],
        [GoldRelation(r.type, spans[r.head], spans[r.tail]) for r in record.relations],
        id=record.id,
    )


def decided(
    base: Corrected, readings: dict[Span, Reading], themes: dict[str, list[str]], confirmed: Iterable[Span], confirmed_tasks: Iterable[str]
) -> Corrected:
    """``base`` with what ``readings`` say of their units and ``themes`` of their tasks; targets, roles and relations follow the entities."""
    known = {(e.start, e.end, e.label): e for e in base.entities}
    marks = {(m.start, m.end, m.label) for reading in readings.values() for m in reading.entities}
    marks |= {key for key in known if not _covered(key[0], key[1], readings)}
    entities = [known.get(key) or _new(base.text, *key) for key in sorted(marks)]
    follow = _Follower(entities)
    targets = [(follow((t.start, t.end), "PERCENT"), t) for t in base.targets]
    return msgspec.structs.replace(
        base,
        entities=entities,
        targets=[msgspec.structs.replace(target, start=span[0], end=span[1]) for span, target in targets if span],
        tasks=[_task(task, follow, themes) for task in base.tasks],
        relations=list(_relations(base, follow, readings)),
        confirmed=sorted(confirmed),
        confirmed_tasks=[task.id for task in base.tasks if task.id in {*confirmed_tasks}],
    )


def _covered(start: int, end: int, readings: Iterable[Span]) -> bool:
    return any(a <= start and end <= b for a, b in readings)


def _new(text: str, start: int, end: int, label: Label) -> GoldEntity:
    return GoldEntity(start, end, label, text[start:end], norm_of(label, text[start:end]))


class _Follower:
    """Finds what became of an entity: itself, or the one of the same label that now covers most of it."""

    def __init__(self, entities: Sequence[GoldEntity]) -> None:
        self._by_label: dict[str, list[Span]] = defaultdict(list)
        for entity in entities:
            self._by_label[entity.label].append((entity.start, entity.end))

    def __call__(self, span: Span, label: Label) -> Span | None:
        spans = self._by_label[label]
        at = bisect_left(spans, span)
        near = [(a, b) for a, b in spans[max(0, at - 1) : at + 8] if a < span[1] and span[0] < b]
        return span if span in near else max(near, key=lambda other: min(other[1], span[1]) - max(other[0], span[0]), default=None)


def _task(task: GoldTask, follow: _Follower, themes: dict[str, list[str]]) -> GoldTask:
    roles = {
        role: list(dict.fromkeys(moved for span in getattr(task, role) if (moved := follow(span, label)) is not None))
        for role, label in ROLES.items()
    }
    return msgspec.structs.replace(task, **roles, themes=themes.get(task.id, task.themes))


def _relations(base: Corrected, follow: _Follower, readings: dict[Span, Reading]) -> Iterator[GoldRelation]:
    """Those that annotators left inside their units; elsewhere, and from one unit to another, those that were predicted."""
    kept = [relation for reading in readings.values() for relation in reading.relations]
    for relation in base.relations or []:
        ends = [*relation.head, *relation.tail]
        if not _covered(min(ends), max(ends), readings):
            head, tail = follow(relation.head, "LEGAL_REF"), follow(relation.tail, RELATION_TAILS[relation.type])
            if head and tail:
                kept.append(GoldRelation(relation.type, head, tail))
    yield from sorted(kept, key=lambda r: (r.head, r.tail, r.type))
