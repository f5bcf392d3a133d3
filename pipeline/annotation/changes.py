"""`pipeline annotations diff`: what people changed of what the pipeline said, by label and by rule, the worst rule first."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline.annotation.corrected import Corrected
from pipeline.annotation.gold import GoldEntity, Span
from pipeline.errors import AnnotationError
from pipeline.schema import Entity, Record

Kind = Literal["kept", "moved", "relabelled", "removed", "added"]
KINDS: tuple[Kind, ...] = ("kept", "moved", "relabelled", "removed", "added")


class Change(NamedTuple):
    """What became of one prediction, or a label that was added where there was none; ``line`` is counted from 1."""

    kind: Kind
    label: str
    rule: str
    document: str
    line: int
    said: str
    now: str

    @property
    def predicted(self) -> bool:
        """Whether the pipeline had said it."""
        return self.kind != "added"

    def __str__(self) -> str:
        """One line for people."""
        became = {"moved": f" is now {self.now!r}", "relabelled": f" is now {self.now}"}.get(self.kind, "")
        return f"{self.document}:{self.line} {self.label} {self.said!r} ({self.rule or 'no rule'}) {self.kind}{became}"


def changes(records: Sequence[Record], documents: Sequence[Corrected]) -> list[Change]:
    """All changes, in the order of the documents; raises AnnotationError where a document is none of the records, or has another text."""
    by_id = {record.id: record for record in records}
    found: list[Change] = []
    for document in documents:
        record = by_id.get(document.id)
        if record is None or record.text != document.text:
            reason = "is not in the output" if record is None else "has another text in the output"
            raise AnnotationError(f"{document.id} {reason} of the run: compare with the output that was pushed.")
        found += changes_in(record, document)
    return found


def changes_in(record: Record, document: Corrected) -> Iterator[Change]:
    """The changes in the confirmed parts of a document."""
    yield from _entity_changes(record, document)
    yield from _relation_changes(record, document)
    yield from _theme_changes(record, document)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _inside(span: Span, parts: Sequence[Span]) -> bool:
    return any(a <= span[0] and span[1] <= b for a, b in parts)


def _entity_changes(record: Record, document: Corrected) -> Iterator[Change]:
    said = [e for e in record.entities if _inside((e.start, e.end), document.confirmed)]
    now = [e for e in document.entities if _inside((e.start, e.end), document.confirmed)]
    left = list(now)
    for entity in said:
        kind, other = _fate(entity, now)
        if other in left:
            left.remove(other)
        became = "" if other is None else other.label if kind == "relabelled" else other.text
        yield Change(kind, entity.label, entity.rule, record.id, _line(record.text, entity.start), entity.text, became)
    for added in left:
        yield Change("added", added.label, "", record.id, _line(record.text, added.start), added.text, "")


def _fate(entity: Entity, now: Sequence[GoldEntity]) -> tuple[Kind, GoldEntity | None]:
    touching = [other for other in now if other.start < entity.end and entity.start < other.end]
    for other in touching:
        if (other.start, other.end) == (entity.start, entity.end):
            return ("kept" if other.label == entity.label else "relabelled"), other
    same = [other for other in touching if other.label == entity.label]
    return ("moved", same[0]) if same else ("removed", None)


def _relation_changes(record: Record, document: Corrected) -> Iterator[Change]:
    spans = {entity.id: (entity.start, entity.end) for entity in record.entities}
    said = {(r.type, spans[r.head], spans[r.tail]) for r in record.relations}
    now = {(r.type, r.head, r.tail) for r in document.relations or []}
    for relation in sorted(said | now, key=lambda r: (r[1], r[2], r[0])):
        type, head, tail = relation
        if _inside((min(head[0], tail[0]), max(head[1], tail[1])), document.confirmed):
            kind: Kind = "kept" if relation in said and relation in now else "removed" if relation in said else "added"
            surface = f"{record.text[slice(*head)]} -> {record.text[slice(*tail)]}"
            yield Change(kind, type, "relations" if relation in said else "", record.id, _line(record.text, head[0]), surface, "")


def _theme_changes(record: Record, document: Corrected) -> Iterator[Change]:
    said = {task.id: {tag.label for tag in task.themes} for task in record.tasks}
    starts = {task.id: task.start for task in record.tasks}
    for task in document.tasks:
        if task.id in document.confirmed_tasks:
            before = said.get(task.id, set())
            for theme in sorted(before | {*task.themes}):
                kind: Kind = "kept" if theme in before and theme in task.themes else "removed" if theme in before else "added"
                start, end = task.fragments[0]
                rule = "themes" if theme in before else ""
                yield Change(kind, f"theme {theme}", rule, record.id, _line(record.text, starts[task.id]), record.text[start:end][:60], "")


def change_lines(found: Sequence[Change]) -> list[str]:
    """The counts by label and by rule for people, each with the most edits first.

    >>> change_lines([Change("moved", "AGENCY", "agency.local", "45", 3, "Sở Y tế tỉnh", "Sở Y tế"), Change("kept", "DATE", "date.day", "45", 3, "", "")])[1]
    'AGENCY                                   1        0       1          0       0       0         1.00'
    """
    lines = []
    for title in ("label", "rule"):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for change in found:
            counts[getattr(change, title) or "(added by people)"][change.kind] += 1
        lines.append(f"{title:36}{'predicted':>6}" + "".join(f"{kind:>{max(8, len(kind) + 1)}}" for kind in KINDS) + "   edits each")
        for name, count in sorted(counts.items(), key=lambda item: (-(sum(item[1].values()) - item[1]["kept"]), item[0])):
            predicted = sum(count[kind] for kind in KINDS if kind != "added")
            edits = sum(count.values()) - count["kept"]
            share = f"{edits / predicted:.2f}" if predicted else "-"
            lines.append(f"{name:36}{predicted:>6}" + "".join(f"{count[kind]:>{max(8, len(kind) + 1)}}" for kind in KINDS) + f"{share:>13}")
    return lines
