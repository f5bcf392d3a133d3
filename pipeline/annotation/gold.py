"""The annotation format: one file a document, ``NAME.gold.json``, with the text in it and spans as [start, end] into that text.

It is the format of the gold that the pipeline is scored on, of what it is trained on, and of what annotators give back.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from pipeline.errors import AnnotationError
from pipeline.schema import NORMS, Label, Operator

Span = tuple[int, int]
ROLES: dict[str, Label] = {"lead": "AGENCY", "coordinating": "AGENCY", "deadline": "DATE"}
RELATION_TAILS: dict[str, Label] = {"issued_on": "DATE", "issued_by": "AGENCY"}


class GoldEntity(msgspec.Struct, frozen=True):
    """A mention as people annotated it; ``norm`` as in the output contract."""

    start: int
    end: int
    label: Label
    text: str
    norm: dict[str, Any]


class GoldRelation(msgspec.Struct, frozen=True):
    """From the span of a LEGAL_REF to that of the DATE or AGENCY of the same citation."""

    type: Literal["issued_on", "issued_by"]
    head: Span
    tail: Span


class GoldTask(msgspec.Struct, frozen=True):
    """A task as people annotated it: spans, where a record has ids of entities."""

    id: str
    fragments: list[Span]
    lead: list[Span]
    coordinating: list[Span]
    deadline: list[Span]
    themes: list[str]
    output: str | None = None
    inherited: list[str] = []


class GoldTarget(msgspec.Struct, frozen=True):
    """The span of a PERCENT that the plan commits to."""

    start: int
    end: int
    op: Operator | None = None
    change: Literal["increase", "decrease"] | None = None
    indicator: str = ""
    by: str | None = None


class Gold(msgspec.Struct, frozen=True):
    """One gold file. Offsets are code points into ``text``, end-exclusive; ``about`` says in which groups the document is counted;
    ``relations`` is None where nobody annotated them."""

    text: str
    metadata: dict[str, Any]
    entities: list[GoldEntity]
    targets: list[GoldTarget]
    tasks: list[GoldTask]
    relations: list[GoldRelation] | None = None
    about: dict[str, str] = {}


def read_gold(path: Path) -> Gold:
    """The gold in the file at ``path``; raises AnnotationError where it does not follow the format or an offset is wrong."""
    try:
        gold = msgspec.json.decode(path.read_bytes(), type=Gold)
    except OSError as error:
        raise AnnotationError(f"{path} cannot be read ({error.strerror}): check the path.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise AnnotationError(f"{path} does not follow the gold format ({error}): mend it, or leave it out.") from None
    for problem in _offset_problems(gold):
        raise AnnotationError(f"{path} {problem}: mend it, or leave it out.")
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


def problems(gold: Gold) -> list[str]:
    """What is wrong with an annotated document, a clause each; nothing where it holds all the rules of the format.

    >>> entity = GoldEntity(0, 6, "AGENCY", "Sở Y tế", {"name": "Sở Y tế", "level": "province"})
    >>> problems(Gold("Sở Y tế chủ trì", {}, [entity], [], []))
    ["says 'Sở Y tế' at 0, where its text has 'Sở Y t'"]
    """
    wrong = list(_offset_problems(gold))
    return wrong or [*_entity_problems(gold), *_role_problems(gold), *_task_problems(gold)]


def _offset_problems(gold: Gold) -> Iterator[str]:
    spans = [*((entity.start, entity.end) for entity in gold.entities), *((target.start, target.end) for target in gold.targets)]
    for task in gold.tasks:
        spans += [*task.fragments, *task.lead, *task.coordinating, *task.deadline]
    for relation in gold.relations or []:
        spans += [relation.head, relation.tail]
    for start, end in spans:
        if not 0 <= start < end <= len(gold.text):
            yield f"has a span from {start} to {end} in a text of {len(gold.text)} characters"
    for entity in gold.entities:
        if gold.text[entity.start : entity.end] != entity.text:
            yield f"says {entity.text!r} at {entity.start}, where its text has {gold.text[entity.start : entity.end]!r}"


def _entity_problems(gold: Gold) -> Iterator[str]:
    reached = 0
    for entity in sorted(gold.entities, key=lambda entity: entity.start):
        if entity.start < reached:
            yield f"has {entity.text!r} at {entity.start} inside another entity"
        reached = max(reached, entity.end)
        if entity.text != entity.text.strip():
            yield f"has white space at an end of {entity.text!r} at {entity.start}"
        try:
            msgspec.convert(entity.norm, NORMS[entity.label])
        except msgspec.ValidationError as error:
            yield f"has a norm of {entity.text!r} at {entity.start} that is none of {entity.label} ({error})"


def _role_problems(gold: Gold) -> Iterator[str]:
    labels = {(entity.start, entity.end): entity.label for entity in gold.entities}
    pointers: list[tuple[Span, Label, str]] = [((t.start, t.end), "PERCENT", "a target") for t in gold.targets]
    for task in gold.tasks:
        pointers += [(span, label, f"{role} of task {task.id}") for role, label in ROLES.items() for span in getattr(task, role)]
    for relation in gold.relations or []:
        pointers += [(relation.head, "LEGAL_REF", relation.type), (relation.tail, RELATION_TAILS[relation.type], relation.type)]
    for span, label, what in pointers:
        if labels.get(span) != label:
            yield f"has {what} at {span[0]} ({gold.text[slice(*span)]!r}) that is no {label}"


def _task_problems(gold: Gold) -> Iterator[str]:
    reached, before = 0, ""
    for (start, end), id in sorted((fragment, task.id) for task in gold.tasks for fragment in task.fragments):
        if start < reached:
            yield f"has task {id} inside task {before}"
        if gold.text[start:end] != gold.text[start:end].strip():
            yield f"has white space at an end of task {id}"
        reached, before = max(reached, end), id
    for task in gold.tasks:
        if not task.fragments:
            yield f"has task {task.id} without text"
        if len({*task.themes}) < len(task.themes):
            yield f"has a theme twice on task {task.id}"
