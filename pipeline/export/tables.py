"""The tidy tables of a record: what its columns are called, what type they have, and the rows that one record gives.

Each table has ``doc_id``; with it ``entity_id``, ``task_id``, ``target_id`` and ``section_id`` are keys, and what hangs on a task or a conflict
stands in a table of its own. A column is null where the record says nothing. Offsets are code points into ``documents.text``, end-exclusive.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from msgspec import UNSET, UnsetType

from pipeline.schema import AgencyNorm, DateNorm, Entity, LegalRefNorm, PercentNorm, Pinpoint, Record

if TYPE_CHECKING:
    import pyarrow

Type = Literal["text", "int", "float", "bool"]
Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: ``about`` says in a sentence what a row is, ``columns`` the types, ``rows`` gives those of a record (without ``doc_id``)."""

    name: str
    about: str
    columns: dict[str, Type]
    rows: Callable[[Record], Iterator[Row]]


def columns_of(table: Table) -> dict[str, Type]:
    """All columns of a table, the key of the document first.

    >>> list(columns_of(TABLES[-1]))
    ['doc_id', 'conflict', 'entity_id']
    """
    return {"doc_id": "text", **table.columns}


def rows_of(table: Table, record: Record) -> Iterator[Row]:
    """The rows that ``record`` gives, in the order of :func:`columns_of`."""
    return ((record.id, *row) for row in table.rows(record))


def arrow_schema(columns: dict[str, Type]) -> "pyarrow.Schema":
    """The Arrow schema of columns."""
    import pyarrow

    types = {"text": pyarrow.string(), "int": pyarrow.int64(), "float": pyarrow.float64(), "bool": pyarrow.bool_()}
    return pyarrow.schema([(name, types[type]) for name, type in columns.items()])


def _or_none(value: Any) -> Any:
    return None if value is UNSET else value


def _or_empty(found: list[T] | UnsetType) -> list[T]:
    return [] if found is UNSET else found


def _documents(record: Record) -> Iterator[Row]:
    source, of = record.source, record.metadata
    facts = of.doc_type, of.number, of.issuer, of.place, of.issued_on, of.title, of.signer.name, of.signer.role
    yield source.path, source.format, source.encoding, source.sha256, source.bytes, *facts, record.fingerprint, record.text


def _recipients(record: Record) -> Iterator[Row]:
    yield from enumerate(record.metadata.recipients or [], 1)


def _sections(record: Record) -> Iterator[Row]:
    for section in record.sections:
        yield section.id, section.parent, section.marker, section.title, section.start, section.end


_NORM_COLUMNS: dict[type, tuple[str, ...]] = {
    AgencyNorm: ("name", "level"),
    LegalRefNorm: ("type", "number", "title", "issued_on", "issuer"),
    DateNorm: ("type", "value", "mod", "begin", "end"),
    PercentNorm: ("value", "upper"),
}
_PREFIXES: dict[type, str] = {AgencyNorm: "agency", LegalRefNorm: "ref", DateNorm: "date", PercentNorm: "percent"}


def _norm_types() -> dict[str, Type]:
    names = [(kind, f"{_PREFIXES[kind]}_{field}") for kind, fields in _NORM_COLUMNS.items() for field in fields]
    return {name: "float" if kind is PercentNorm else "text" for kind, name in names}


def _norm(entity: Entity) -> Iterator[Any]:
    for kind, fields in _NORM_COLUMNS.items():
        yield from (_or_none(getattr(entity.norm, field)) if isinstance(entity.norm, kind) else None for field in fields)


def _entities(record: Record) -> Iterator[Row]:
    for e in record.entities:
        identity = (None, None, None) if e.identity is UNSET else (e.identity.id, _or_none(e.identity.territory), _or_none(e.identity.as_of))
        yield e.id, e.start, e.end, e.label, e.text, e.source, e.rule, e.score, *identity, *_norm(e)


def _relations(record: Record) -> Iterator[Row]:
    for relation in record.relations:
        yield relation.head, relation.type, relation.tail


def _tasks(record: Record) -> Iterator[Row]:
    for task in record.tasks:
        inherited = [name in task.inherited for name in ("lead", "coordinating", "deadline", "output")]
        yield task.id, task.section, task.marker, task.start, task.end, task.text, task.output, *inherited


def _task_fragments(record: Record) -> Iterator[Row]:
    for task in record.tasks:
        for position, (start, end) in enumerate(task.fragments, 1):
            yield task.id, position, start, end


def _task_agencies(record: Record) -> Iterator[Row]:
    for task in record.tasks:
        for role, ids in (("lead", task.lead), ("coordinating", task.coordinating)):
            for position, id in enumerate(ids, 1):
                yield task.id, id, role, position


def _task_deadlines(record: Record) -> Iterator[Row]:
    for task in record.tasks:
        for position, id in enumerate(task.deadline, 1):
            yield task.id, id, position


def _task_themes(record: Record) -> Iterator[Row]:
    for task in record.tasks:
        for position, theme in enumerate(task.themes, 1):
            yield task.id, theme.label, theme.score, position


def _task_targets(record: Record) -> Iterator[Row]:
    for task in record.tasks:
        for position, id in enumerate(_or_empty(task.targets), 1):
            yield task.id, id, position


def _targets(record: Record) -> Iterator[Row]:
    for position, t in enumerate(record.targets, 1):
        compared = (_or_none(value) for value in (t.unit, t.key, t.population, t.baseline, t.year))
        yield position, _or_none(t.id), t.entity, _or_none(t.start), _or_none(t.end), t.value, t.upper, t.op, t.change, t.indicator, t.by, *compared


def _references(record: Record) -> Iterator[Row]:
    cited: dict[str, list[Row]] = {}
    for number, found in enumerate(_or_empty(record.citations), 1):
        cited.setdefault(found.entity, []).append((number, found.type, *(found.cue or (None, None)), found.by))
    for entity in record.entities:
        if entity.label == "LEGAL_REF":
            instrument = None if entity.identity is UNSET else entity.identity.id
            for citation in cited.get(entity.id, [(None,) * 5]):
                yield entity.id, instrument, *citation


def _pinpoints(record: Record) -> Iterator[Row]:
    for number, citation in enumerate(_or_empty(record.citations), 1):
        yield from ((number, None, *_pinpoint(pin)) for pin in citation.pinpoints)
    for number, back in enumerate(_or_empty(record.back_references), 1):
        yield from ((None, number, *_pinpoint(pin)) for pin in back.pinpoints)


def _pinpoint(pin: Pinpoint) -> Row:
    return pin.start, pin.end, pin.text, pin.article, pin.clause, pin.point


def _back_references(record: Record) -> Iterator[Row]:
    for number, found in enumerate(_or_empty(record.back_references), 1):
        yield number, found.start, found.end, found.text, found.kind, found.refers_to, found.entity, found.rule


def _conflicts(record: Record) -> Iterator[Row]:
    for number, conflict in enumerate(_or_empty(record.conflicts), 1):
        yield number, conflict.type, conflict.note


def _conflict_entities(record: Record) -> Iterator[Row]:
    for number, conflict in enumerate(_or_empty(record.conflicts), 1):
        for id in conflict.entities:
            yield number, id


def _columns(names: str) -> dict[str, Type]:
    """The columns that a line names; what has no type behind a colon is text."""
    pairs = (name.partition(":") for name in names.split())
    return {name: cast(Type, type or "text") for name, _, type in pairs}


_ENTITY = "entity_id start:int end:int label text source rule score:float identity territory as_of"

TABLES: tuple[Table, ...] = (
    Table(
        "documents",
        "A document: where it was read, what it says of itself, and its text.",
        _columns("path format encoding sha256 bytes:int doc_type number issuer place issued_on title signer_name signer_role fingerprint text"),
        _documents,
    ),
    Table("recipients", "A recipient of a document, in its order.", _columns("position:int recipient"), _recipients),
    Table("sections", "A heading with all that stands under it.", _columns("section_id parent_id marker title start:int end:int"), _sections),
    Table("entities", "A mention, with its norm in the columns of its label.", _columns(_ENTITY) | _norm_types(), _entities),
    Table("relations", "The date or body that a citation names.", _columns("head_id type tail_id"), _relations),
    Table(
        "tasks",
        "A task; what hangs on it stands in the tables task_*.",
        _columns(
            "task_id section_id marker start:int end:int text output lead_inherited:bool coordinating_inherited:bool"
            " deadline_inherited:bool output_inherited:bool"
        ),
        _tasks,
    ),
    Table("task_fragments", "A part of the text of a task.", _columns("task_id position:int start:int end:int"), _task_fragments),
    Table("task_agencies", "A body (an entity) in a role: lead or coordinating.", _columns("task_id entity_id role position:int"), _task_agencies),
    Table("task_deadlines", "A date (an entity) by which a task is due.", _columns("task_id entity_id position:int"), _task_deadlines),
    Table("task_themes", "A theme of a task, the most probable first.", _columns("task_id theme score:float position:int"), _task_themes),
    Table("task_targets", "A target that the text ties to a task.", _columns("task_id target_id position:int"), _task_targets),
    Table(
        "targets",
        "A figure that the document commits to.",
        _columns(
            "position:int target_id entity_id start:int end:int value:float upper:float op change indicator by unit key population"
            " baseline:float year:int"
        ),
        _targets,
    ),
    Table(
        "references",
        "A mention of an instrument (an entity), once for each way in which the document stands to it.",
        _columns("entity_id instrument citation:int type cue_start:int cue_end:int by_entity_id"),
        _references,
    ),
    Table(
        "pinpoints",
        "The part of an instrument that a citation or a back reference names.",
        _columns("citation:int back_reference:int start:int end:int text article clause point"),
        _pinpoints,
    ),
    Table(
        "back_references",
        "Words that stand for something named elsewhere.",
        _columns("back_reference:int start:int end:int text kind refers_to entity_id rule"),
        _back_references,
    ),
    Table("conflicts", "What cannot all be true.", _columns("conflict:int type note"), _conflicts),
    Table("conflict_entities", "The mentions in a conflict.", _columns("conflict:int entity_id"), _conflict_entities),
)
