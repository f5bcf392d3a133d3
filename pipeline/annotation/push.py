"""`pipeline doccano push`: records with their predictions become examples with pre-annotations, each of them once.

An upload is several steps on the server, and may be cut between any two. So each is noted before it begins, and the note is confirmed when
all of it is seen to be there; whatever was cut is taken away and made again, by the same call or by the next.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pipeline.annotation.choices import How, UnitKind
from pipeline.annotation.doccano import CATEGORIES, SEQUENCES, Doccano, Example, Project
from pipeline.annotation.gold import Span
from pipeline.annotation.projects import Pair, Sources, Upload, find_project, open_pair, open_sources, theme_names
from pipeline.annotation.selection import Candidate, Chosen, select, shuffle_key, tasks_in
from pipeline.annotation.sendable import sendable
from pipeline.annotation.units import document_key, unit_spans
from pipeline.errors import AnnotationError
from pipeline.schema import Record, Task

BATCH = 200  # examples an upload; the server handles thousands, but a cut costs less
ROUNDS = 3  # what was cut twice will be cut again
STILL_RUNNING = 60.0  # seconds to wait for an upload of an earlier call that was interrupted
Progress = Callable[[int, int], None]
Rows = dict[str, list[dict[str, Any]]]  # by name of project


@dataclass(frozen=True, slots=True)
class PushSummary:
    """What a push did: examples ``added`` and ``there`` already, ``repaired`` because an upload was cut, and duplicates ``removed``."""

    added: int
    there: int
    repaired: int
    removed: int

    def __str__(self) -> str:
        """One line for people.

        >>> print(PushSummary(120, 3, 0, 0))
        120 examples added, 3 there already, 0 repaired, 0 duplicates removed
        """
        return f"{self.added} examples added, {self.there} there already, {self.repaired} repaired, {self.removed} duplicates removed"


def push(
    doccano: Doccano,
    records: Sequence[Record],
    name: str,
    *,
    unit: UnitKind = UnitKind.block,
    how: How | None = None,
    limit: int | None = None,
    annotators: Sequence[str] = (),
    overlap: float = 0.0,
    progress: Progress | None = None,
) -> PushSummary:
    """Makes the projects where they are missing and adds what they lack of ``records``, as examples of the size ``unit``.

    ``how`` and ``limit`` choose what is shown. With ``annotators`` each of them gets a pair of projects and a share of the units, and the share
    ``overlap`` of the units goes to two of them. Raises AnnotationError, and leaves nothing then that a second call does not repair.
    """
    _check_annotators(doccano, annotators, overlap)
    by_key = {document_key(record): record for record in records}
    themes = theme_names(records)
    sources = open_sources(doccano, name, create=True)
    people: Sequence[str | None] = annotators or [None]
    pairs = {annotator: open_pair(doccano, name, annotator, themes) for annotator in people}
    uploader = _Uploader(doccano, sources, name, themes, progress)
    uploader.settle()
    uploader.upload(sources.project, sources.rows(by_key))
    sources.read()
    candidates = [Candidate(key, record, span) for key, record in by_key.items() for span in unit_spans(record, unit)]
    chosen = select(candidates, how, limit)
    wanted = _shared_out(chosen, annotators, overlap)
    for _ in range(ROUNDS):
        rows = _missing(wanted, pairs, unit, uploader)
        if not any(rows.values()):
            return uploader.summary(sum(len(readers) * (1 + len(tasks_in(item.unit.record, item.unit.span))) for item, readers in wanted))
        for project in [project for pair in pairs.values() for project in (pair.entities, pair.themes)]:
            uploader.upload(project, rows[project.name])
        uploader.settle()
    raise AnnotationError(f"doccano at {doccano.url} did not take in all examples after {ROUNDS} uploads: see the log of its task worker.")


def _check_annotators(doccano: Doccano, annotators: Sequence[str], overlap: float) -> None:
    if not 0 <= overlap <= 1:
        raise AnnotationError(f"The overlap {overlap} is no share: give a number from 0 to 1.")
    if overlap and len(annotators) < 2:
        raise AnnotationError("An overlap needs two annotators: name them with --annotators, separated by commas.")
    if len({*annotators}) < len(annotators):
        raise AnnotationError("An annotator is named twice: name each of them once.")
    if annotators and (strangers := [name for name in annotators if name not in doccano.users().values()]):
        raise AnnotationError(f"doccano at {doccano.url} has no user {strangers[0]}: add them with `pipeline doccano user {strangers[0]}`.")


def _shared_out(chosen: Sequence[Chosen], annotators: Sequence[str], overlap: float) -> list[tuple[Chosen, list[str | None]]]:
    """Who is to see each unit. The shares are even, shuffled always in the same way, and every second reader follows the first in the list."""
    if not annotators:
        return [(item, [None]) for item in chosen]
    ranks = {item.unit.name: rank for rank, item in enumerate(sorted(chosen, key=lambda item: shuffle_key(item.unit.name)))}
    twice = round(len(chosen) * overlap)
    count = len(annotators)
    shares: list[tuple[Chosen, list[str | None]]] = []
    for item in chosen:
        rank = ranks[item.unit.name]
        readers: list[str | None] = [annotators[rank % count]]
        if rank < twice:
            readers.append(annotators[(rank + 1 + rank // count % (count - 1)) % count])
        shares.append((item, readers))
    return shares


# --- what is to be sent ---------------------------------------------------------------------------------------------------


def _missing(wanted: Sequence[tuple[Chosen, list[str | None]]], pairs: dict[str | None, Pair], unit: UnitKind, uploader: "_Uploader") -> Rows:
    """The rows that the projects lack. A unit that overlaps one of another size, or that enough people have, is there."""
    rows: Rows = defaultdict(list)
    held = uploader.held([project for pair in pairs.values() for project in (pair.entities, pair.themes)])
    spans = _spans_by_document(key for keys in held[SEQUENCES].values() for key in keys)
    for (candidate, reason), readers in wanted:
        holders = {name for name, keys in held[SEQUENCES].items() if candidate.name in keys}
        open_places = len(readers) - len(holders)
        if not holders and _overlaps(spans[candidate.key], candidate.span):
            open_places = 0
        for reader in readers:
            pair = pairs[reader]
            if pair.entities.name not in holders and open_places > 0:
                rows[pair.entities.name].append(entity_row(candidate, unit, reason))
                open_places -= 1
                holders.add(pair.entities.name)
            if pair.entities.name in holders:
                tasks = tasks_in(candidate.record, candidate.span)
                new = [task for task in tasks if task_name(candidate.key, task) not in held[CATEGORIES].get(pair.themes.name, ())]
                rows[pair.themes.name] += [theme_row(candidate, task, reason) for task in new]
    return rows


def _spans_by_document(names: Iterator[str]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for name in names:
        key, span = parse_name(name)
        found[key].append(span)
    for spans in found.values():
        spans.sort()
    return found


def _overlaps(spans: Sequence[Span], span: Span) -> bool:
    at = bisect_left(spans, span)
    return any(a < span[1] and span[0] < b for a, b in spans[max(0, at - 1) : at + 1])


def parse_name(name: str) -> tuple[str, Span]:
    """The document and the span of a unit's or a task's name.

    >>> parse_name("00ff00ff00ff00ff:120-340")
    ('00ff00ff00ff00ff', (120, 340))
    """
    key, _, span = name.partition(":")
    start, _, end = span.partition("-")
    return key, (int(start), int(end))


def task_name(key: str, task: Task) -> str:
    """What tells a task from all others."""
    return f"{key}:{task.start}-{task.end}"


def entity_row(unit: Candidate, kind: UnitKind, reason: str) -> dict[str, Any]:
    """The example of a unit: its text, entities and the relations among them, and what it is."""
    start, end = unit.span
    sent = sendable(unit.record.text[start:end])
    numbers: dict[str, int] = {}
    entities: list[dict[str, Any]] = []
    for entity in unit.record.entities:
        if start <= entity.start and entity.end <= end:
            first, last = sent.from_source(entity.start - start, entity.end - start)
            numbers[entity.id] = len(entities) + 1
            entities.append({"id": len(entities) + 1, "start_offset": first, "end_offset": last, "label": entity.label})
    relations = [
        {"id": number, "from_id": numbers[r.head], "to_id": numbers[r.tail], "type": r.type}
        for number, r in enumerate(unit.record.relations, 1)
        if r.head in numbers and r.tail in numbers
    ]
    meta = {"document": unit.record.id, "unit": str(kind), "why": reason, "key": unit.name}
    return {"text": sent.text, "entities": entities, "relations": relations, **meta}


def theme_row(unit: Candidate, task: Task, reason: str) -> dict[str, Any]:
    """The example of a task: its text and themes, and what it is."""
    meta = {"document": unit.record.id, "unit": "task", "why": reason, "key": task_name(unit.key, task)}
    return {"text": sendable(task.text).text, "label": [tag.label for tag in task.themes], **meta}


# --- sending it -----------------------------------------------------------------------------------------------------------


class _Uploader:
    """Uploads in batches, and sees to it that each arrives once and whole."""

    def __init__(self, doccano: Doccano, sources: Sources, name: str, themes: Sequence[str], progress: Progress | None) -> None:
        self._doccano, self._sources, self._name, self._themes, self._progress = doccano, sources, name, themes, progress
        self._exports: dict[str, list[Example]] = {}
        self._sent = self._added = self._repaired = self._removed = 0

    def summary(self, wanted: int) -> PushSummary:
        added = min(self._added, wanted)
        return PushSummary(added, wanted - added, self._repaired, self._removed)

    def upload(self, project: Project, rows: Sequence[dict[str, Any]]) -> None:
        """Sends rows and does not wait for more than the task of each batch."""
        for at in range(0, len(rows), BATCH):
            part = rows[at : at + BATCH]
            if project.id == self._sources.project.id:
                self._finish(self._doccano.upload(project, part))
                continue
            batch = uuid4().hex[:12]
            note = self._sources.note(batch, project, part, self._themes)
            task = self._doccano.upload(project, [{**row, "batch": batch} for row in part])
            self._sources.note_task(note, task)
            self._finish(task)
            self._added += len(part)
            self._sent += len(part)
            if self._progress:
                self._progress(self._sent, self._sent - len(part) + len(rows) - at)

    def _finish(self, task: str) -> None:
        if not self._doccano.finished(task):
            raise AnnotationError(
                f"The task worker of doccano at {self._doccano.url} does not answer: start it with `doccano task`, or use `pipeline doccano serve`."
            )

    def held(self, projects: Sequence[Project]) -> dict[str, dict[str, set[str]]]:
        """The names of the units (of the tasks) that each project holds, by kind and name of the project; those of other annotators too."""
        names = {upload.project for upload in self._sources.uploads}
        found: dict[str, dict[str, set[str]]] = {SEQUENCES: {}, CATEGORIES: {}}
        for project in projects:
            found[project.kind][project.name] = {example.meta["key"] for example in self._export(project)}
            names.discard(project.name)
        for name in sorted(names):
            kind = CATEGORIES if name.endswith(" - themes") else SEQUENCES
            if project_of_another := find_project(self._doccano, name, kind):
                found[kind][name] = {example.meta["key"] for example in self._export(project_of_another)}
        return found

    def settle(self) -> None:
        """Confirms the uploads that arrived, takes away what a cut left, and every example that stands twice."""
        self._sources.read()
        self._exports = {}
        for upload in self._sources.uploads:
            if not upload.confirmed:
                self._settle(upload)
        self._sources.read()
        for name in sorted({upload.project for upload in self._sources.uploads}):
            project = find_project(self._doccano, name, CATEGORIES if name.endswith(" - themes") else SEQUENCES)
            if project is not None:
                self._remove_duplicates(project)

    def _settle(self, upload: Upload) -> None:
        project = find_project(self._doccano, upload.project, CATEGORIES if upload.project.endswith(" - themes") else SEQUENCES)
        if upload.task:
            self._doccano.finished(upload.task, STILL_RUNNING)  # where its worker was ended it never will
        examples = [e for e in self._export(project) if e.meta.get("batch") == upload.batch] if project else []
        cut = upload.labels > 0 and not any(e.spans or e.categories for e in examples)
        cut = cut or (upload.relations > 0 and not any(e.relations for e in examples))
        if project and cut and examples:  # the labels of a batch come all together, after its examples
            lost = [e.id for e in examples if not self._doccano.is_confirmed(project, e.id)]
            self._doccano.delete(project, lost)
            self._exports.pop(project.name, None)
            self._repaired += len(lost)
            self._added -= min(self._added, len(lost))
        self._sources.settle(upload, arrived=bool(examples) and not cut)

    def _remove_duplicates(self, project: Project) -> None:
        """A task that the server tried twice adds its rows twice: the one that somebody confirmed stays, else the first."""
        by_key: dict[str, set[int]] = defaultdict(set)
        for example in self._export(project):
            by_key[example.meta["key"]].add(example.id)
        surplus: list[int] = []
        for ids in by_key.values():
            if len(ids) > 1:
                kept = [id for id in sorted(ids) if self._doccano.is_confirmed(project, id)] or [min(ids)]
                surplus += sorted(ids - {*kept})
        if surplus:
            self._doccano.delete(project, surplus)
            self._exports.pop(project.name, None)
            self._removed += len(surplus)

    def _export(self, project: Project) -> list[Example]:
        """What a project held when it was last looked at; examples that somebody added by hand are none of ours."""
        if project.name not in self._exports:
            self._exports[project.name] = [example for example in self._doccano.export(project) if isinstance(example.meta.get("key"), str)]
        return self._exports[project.name]
