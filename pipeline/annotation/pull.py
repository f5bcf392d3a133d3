"""`pipeline doccano pull` and `status`: what annotators left on the server, as documents with offsets into the text as read."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.annotation.corrected import Corrected, Mark, Reading, Vote, settled
from pipeline.annotation.doccano import CATEGORIES, SEQUENCES, Confirmation, Doccano, Example, Project
from pipeline.annotation.gold import RELATION_TAILS, GoldRelation, Span
from pipeline.annotation.projects import ENTITY_LOOKS, RELATION_LOOKS, Sources, check_labels, find_project, open_sources
from pipeline.annotation.push import parse_name
from pipeline.annotation.sendable import sendable
from pipeline.errors import AnnotationError
from pipeline.schema import Record

Progress = Callable[[int, int], None]
_Said = TypeVar("_Said", Reading, Vote)


@dataclass
class Pulled:
    """The documents that came back, and what a person should know: examples that are gone, labels that could not be kept."""

    documents: list[Corrected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    examples: int = 0
    confirmed: int = 0

    def __str__(self) -> str:
        """One line for people."""
        conflicts = sum(len({(u.start, u.end) for u in d.units if u.by} - {*d.confirmed}) for d in self.documents)
        return f"{len(self.documents)} documents; {self.confirmed} of {self.examples} examples confirmed, {conflicts} units read in different ways"


def pull(doccano: Doccano, name: str, *, everything: bool = False, progress: Progress | None = None) -> Pulled:
    """The documents of a piece of work, as far as people confirmed their units and tasks, or as they stand with ``everything``.

    Raises AnnotationError where there is nothing of this name, or where a project was changed so that nothing sure can be said.
    """
    sources = open_sources(doccano, name, create=False)
    readings: dict[str, list[Reading]] = defaultdict(list)
    votes: dict[str, list[Vote]] = defaultdict(list)
    pulled = Pulled()
    for project in projects_of(doccano, sources):
        _check_project(doccano, project, sources)
        examples = [example for example in doccano.export(project) if isinstance(example.meta.get("key"), str)]
        confirmations = _confirmations(doccano, project, progress)
        _note_missing(pulled, project, sources, examples)
        for example in examples:
            confirmation = confirmations.get((example.id, example.annotator))
            pulled.examples += 1
            pulled.confirmed += confirmation is not None
            if confirmation or (everything and example.annotator is None):
                key, span = parse_name(example.meta["key"])
                record = _record(sources, project, key)
                if project.kind == SEQUENCES:
                    readings[key].append(_reading(record, span, example, project, confirmation, pulled.notes))
                else:
                    votes[key].append(_vote(record, span, example, project, confirmation))
    for key, record in sources.documents.items():
        if key in readings or key in votes:
            pulled.documents.append(settled(record, _confirmed_first(readings[key]), _confirmed_first(votes[key])))
    return pulled


def projects_of(doccano: Doccano, sources: Sources) -> list[Project]:
    """The projects that examples were pushed to; raises AnnotationError where one is gone."""
    found = []
    for name in dict.fromkeys(upload.project for upload in sources.uploads):
        project = find_project(doccano, name, CATEGORIES if name.endswith(" - themes") else SEQUENCES)
        if project is None:
            raise AnnotationError(f"The project {name} is not on {doccano.url} any more: push again to make it anew, or name another project.")
        found.append(project)
    return found


def _check_project(doccano: Doccano, project: Project, sources: Sources) -> None:
    if project.kind == SEQUENCES:
        check_labels(project, "span", doccano.labels(project, "span"), list(ENTITY_LOOKS))
        check_labels(project, "relation", doccano.labels(project, "relation"), list(RELATION_LOOKS))
    else:
        check_labels(project, "category", doccano.labels(project, "category"), sources.themes)


def _confirmations(doccano: Doccano, project: Project, progress: Progress | None) -> dict[tuple[int, str | None], Confirmation]:
    """By example and annotator. Where members do not share labels, the server tells an administrator who confirmed, but not when."""
    if project.shared:
        return {(example, None): found for example, found in doccano.confirmed(project, progress).items()}
    return {(e.id, e.annotator): Confirmation(e.annotator or "", "") for e in doccano.export(project, confirmed=True)}


def _note_missing(pulled: Pulled, project: Project, sources: Sources, examples: Sequence[Example]) -> None:
    pushed = {key for upload in sources.uploads if upload.project == project.name for key in upload.keys}
    if missing := pushed - {example.meta["key"] for example in examples}:
        pulled.notes.append(f"{len(missing)} of {len(pushed)} examples are not in {project.name} any more: push again to bring them back.")


def _record(sources: Sources, project: Project, key: str) -> Record:
    if key not in sources.documents:
        raise AnnotationError(f"The document of an example in {project.name} is not in {sources.project.name} any more: push it again.")
    return sources.documents[key]


def _reading(record: Record, span: Span, example: Example, project: Project, confirmation: Confirmation | None, notes: list[str]) -> Reading:
    start, end = span
    sent = sendable(record.text[start:end])
    if sent.text != example.text:
        raise AnnotationError(f"Example {example.id} of {project.name} has another text than was pushed: delete it in doccano, and push again.")
    exact = {
        (*sent.from_source(e.start - start, e.end - start), e.label): (e.start, e.end) for e in record.entities if start <= e.start and e.end <= end
    }
    marks: dict[int, Mark] = {}
    for id, first, last, label in example.spans:
        kept = _within(sent.text, first, last)
        if kept is None:
            notes.append(f"A {label} of example {example.id} of {project.name} is outside of its text, and left out: look at it in doccano.")
            continue
        back = sent.to_source(*kept)
        marks[id] = Mark(*exact.get((*kept, label), (start + back[0], start + back[1])), label)  # type: ignore[arg-type]
    relations = []
    for head, tail, kind in example.relations:
        if head in marks and tail in marks:
            if marks[head].label != "LEGAL_REF" or marks[tail].label != RELATION_TAILS[kind]:
                notes.append(f"A relation {kind} of example {example.id} of {project.name} joins labels that it cannot join, and is left out.")
                continue
            ends = (marks[head].start, marks[head].end), (marks[tail].start, marks[tail].end)
            relations.append(GoldRelation(kind, *ends))  # type: ignore[arg-type]
    said = sorted({*marks.values()}), sorted(relations, key=lambda r: (r.head, r.tail, r.type))
    return Reading(start, end, confirmation.by if confirmation else None, confirmation.at if confirmation else None, *said)


def _within(text: str, start: int, end: int) -> Span | None:
    """A span without the white space that a mouse takes along; None where nothing of it is in the text."""
    end = min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _vote(record: Record, span: Span, example: Example, project: Project, confirmation: Confirmation | None) -> Vote:
    task = next((task for task in record.tasks if (task.start, task.end) == span), None)
    if task is None or sendable(task.text).text != example.text:
        raise AnnotationError(f"Example {example.id} of {project.name} has another text than was pushed: delete it in doccano, and push again.")
    return Vote(task.id, confirmation.by if confirmation else None, confirmation.at if confirmation else None, sorted(example.categories))


def _confirmed_first(said: Sequence[_Said]) -> list[_Said]:
    """Of the readings of a unit, or the votes on a task, those that somebody confirmed: what nobody confirmed is no other opinion."""
    sure = {_place(one) for one in said if one.by is not None}
    return sorted((one for one in said if one.by is not None or _place(one) not in sure), key=lambda one: (_place(one), one.by or ""))


def _place(said: Reading | Vote) -> tuple[int, int, str]:
    return (said.start, said.end, "") if isinstance(said, Reading) else (0, 0, said.task)


# --- status ---------------------------------------------------------------------------------------------------------------


def status_lines(doccano: Doccano, name: str) -> list[str]:
    """How far the work is: for each project its examples, who confirmed how many, and the edits a hundred predictions in what is confirmed."""
    from pipeline.annotation.changes import changes_in

    sources = open_sources(doccano, name, create=False)
    pulled = pull(doccano, name)
    records = {record.id: record for record in sources.documents.values()}
    lines = []
    for project in projects_of(doccano, sources):
        confirmed = Counter(c.by for c in _confirmations(doccano, project, None).values())
        by = ", ".join(f"{person} {count}" for person, count in sorted(confirmed.items())) or "nobody yet"
        lines.append(f"{project.name}: {doccano.count(project)} examples, {sum(confirmed.values())} confirmed ({by})")
    edits = [change for document in pulled.documents for change in changes_in(records[document.id], document)]
    predicted = sum(edit.predicted for edit in edits)
    changed = sum(edit.kind != "kept" for edit in edits)
    if predicted:
        lines.append(f"{changed} edits in {predicted} confirmed predictions: {100 * changed / predicted:.1f} a hundred")
    return [*lines, *pulled.notes]
