"""Documents for brat (https://brat.nlplab.org/standoff.html): a text and a file of annotations each, with the configuration that brat wants.

Offsets are code points, as brat counts them. An annotation over a line end is written in fragments, one a line, because a line of the file
of annotations cannot hold one.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import UNSET

from pipeline.schema import LABELS, Entity, Record, Task

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")  # all that some reader of lines takes for an end
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*%\ud800-\udfff]|^[.~]|[. ]$')
_LONGEST = 200  # bytes of a name; file systems take 255
_ROLES = {"lead": "Lead", "coordinating": "Coordinating", "deadline": "Deadline"}
_CONFIGURATION = f"""[entities]
{chr(10).join(LABELS)}
TASK

[relations]
issued_on\tArg1:LEGAL_REF, Arg2:DATE
issued_by\tArg1:LEGAL_REF, Arg2:AGENCY
Lead\tArg1:TASK, Arg2:AGENCY
Coordinating\tArg1:TASK, Arg2:AGENCY
Deadline\tArg1:TASK, Arg2:DATE
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
"""


def write_brat(records: Iterable[Record], folder: Path) -> None:
    """``folder/ID.txt`` and ``folder/ID.ann`` for each document, and ``annotation.conf``; an id with ``/`` is in a folder of its own.

    Norms, rules and scores of entities, and outputs and themes of tasks, are notes on them, as JSON.
    """
    (folder / "annotation.conf").write_text(_CONFIGURATION, encoding="utf-8", newline="")
    for record in records:
        path = folder.joinpath(*map(file_name, record.id.split("/")))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(f"{path.name}.txt").write_text(record.text, encoding="utf-8", newline="")
        path.with_name(f"{path.name}.ann").write_text("".join(annotations(record)), encoding="utf-8", newline="")


def file_name(part: str) -> str:
    """``part`` of an id as the name of a file: what file systems refuse is written as ``%XX``, and a long name is cut and numbered by its hash.

    >>> file_name("45-KH-UBND"), file_name(".."), file_name("tổng hợp:17")
    ('45-KH-UBND', '%2E%2E', 'tổng hợp%3A17')
    """
    name = _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass")), part) or "%"
    if len(name.encode()) <= _LONGEST:
        return name
    return f"{name.encode()[: _LONGEST - 17].decode('utf-8', 'ignore')}-{sha256(part.encode()).hexdigest()[:16]}"


def annotations(record: Record) -> Iterator[str]:
    r"""The lines of the file of annotations: text-bound ones, relations, notes.

    >>> from pipeline.schema import AgencyNorm, Metadata, SourceInfo
    >>> entity = Entity("e1", 0, 7, "AGENCY", "Sở Y tế", AgencyNorm("Sở Y tế", "province"), "rule", 1.0, "agency.local")
    >>> record = Record("1.0", "45", SourceInfo("45.txt", "txt", "utf-8", "", 7), "Sở Y tế", Metadata(), [], [entity], [], [], [], "")
    >>> next(annotations(record))
    'T1\tAGENCY 0 7\tSở Y tế\n'
    """
    marks = {entity.id: f"T{number}" for number, entity in enumerate(record.entities, 1)}
    tasks = {task.id: f"T{number}" for number, task in enumerate(record.tasks, len(marks) + 1)}
    for entity in record.entities:
        yield _bound(marks[entity.id], entity.label, record.text, [(entity.start, entity.end)])
    for task in record.tasks:
        yield _bound(tasks[task.id], "TASK", record.text, task.fragments)
    links: list[tuple[str, str, str]] = [(relation.type, marks[relation.head], marks[relation.tail]) for relation in record.relations]
    links += [(name, tasks[task.id], marks[id]) for task in record.tasks for role, name in _ROLES.items() for id in getattr(task, role)]
    for number, (type, head, tail) in enumerate(links, 1):
        yield f"R{number}\t{type} Arg1:{head} Arg2:{tail}\n"
    notes = [(marks[entity.id], _entity_note(entity)) for entity in record.entities] + [(tasks[task.id], _task_note(task)) for task in record.tasks]
    for number, (mark, note) in enumerate(notes, 1):
        yield f"#{number}\tAnnotatorNotes {mark}\t{msgspec.json.encode(note).decode()}\n"


def _bound(mark: str, label: str, text: str, spans: Iterable[tuple[int, int]]) -> str:
    fragments = [match for start, end in spans for match in _LINE.finditer(text, start, end)]
    offsets = ";".join(f"{match.start()} {match.end()}" for match in fragments)
    return f"{mark}\t{label} {offsets}\t{' '.join(match[0] for match in fragments)}\n"


def _entity_note(entity: Entity) -> dict[str, object]:
    note = {"id": entity.id, "norm": entity.norm, "source": entity.source, "rule": entity.rule, "score": entity.score}
    return note if entity.identity is UNSET else note | {"identity": entity.identity}


def _task_note(task: Task) -> dict[str, object]:
    return {"id": task.id, "output": task.output, "inherited": task.inherited, "themes": task.themes}
