"""The projects that stand for one piece of annotation work on a doccano server, and what they must look like.

``NAME`` holds blocks of text with their entities and relations, ``NAME - themes`` the tasks with their themes; with annotators by name each has
such a pair, ``NAME - lan`` and ``NAME - lan - themes``. ``NAME - sources`` is for the pipeline alone: the documents as they were pushed, with
their predictions, so that a pull needs nothing but the server, and a note on each upload, so that one that was cut is seen.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from pipeline.annotation.doccano import CATEGORIES, SEQUENCES, Doccano, LabelKind, Project
from pipeline.errors import AnnotationError
from pipeline.schema import Record

LONGEST_NAME = 100
# Colours that white letters can be read on, and the key that gives the label.
ENTITY_LOOKS = {"AGENCY": ("#1565c0", "a"), "LEGAL_REF": ("#6a1b9a", "l"), "DATE": ("#2e7d32", "d"), "PERCENT": ("#b23c17", "p")}
RELATION_LOOKS = {"issued_on": ("#2e7d32", None), "issued_by": ("#1565c0", None)}
THEME_COLORS = ("#00695c", "#ad1457", "#4527a0", "#ef6c00", "#37474f", "#558b2f", "#283593", "#6d4c41")
PURPOSE = "Made by vn-plan-pipeline"


@dataclass(frozen=True, slots=True)
class Pair:
    """The two projects that an annotator works in, or all of them together."""

    entities: Project
    themes: Project


def pair_names(name: str, annotator: str | None) -> tuple[str, str]:
    """The names of a pair of projects.

    >>> pair_names("Kế hoạch 2026", "lan")
    ('Kế hoạch 2026 - lan', 'Kế hoạch 2026 - lan - themes')
    """
    own = f"{name} - {annotator}" if annotator else name
    return own, f"{own} - themes"


def sources_name(name: str) -> str:
    """The name of the project that holds the documents."""
    return f"{name} - sources"


def find_project(doccano: Doccano, name: str, kind: str) -> Project | None:
    """The project of this name, or None; raises AnnotationError where it is of another type, or not alone."""
    found = doccano.projects(name)
    if len(found) > 1:
        raise AnnotationError(f"There are {len(found)} projects named {name} on {doccano.url}: rename all but one of them.")
    if found and found[0].kind != kind:
        raise AnnotationError(f"The project {name} is of type {found[0].kind}, where {kind} is needed: name another project, or rename that one.")
    return found[0] if found else None


def open_pair(doccano: Doccano, name: str, annotator: str | None, themes: Sequence[str]) -> Pair:
    """The pair of projects, made where it is missing, with all its labels; raises AnnotationError where it was changed by hand."""
    entities_name, themes_name = pair_names(name, annotator)
    if len(themes_name) > LONGEST_NAME:
        raise AnnotationError(f"The name of the project is too long: {themes_name} has more than {LONGEST_NAME} characters, give a shorter one.")
    found = find_project(doccano, entities_name, SEQUENCES), find_project(doccano, themes_name, CATEGORIES)  # both, before anything is made
    guideline = guidelines()
    entities = found[0] or doccano.create_project(entities_name, SEQUENCES, PURPOSE, guideline)
    tasks = found[1] or doccano.create_project(themes_name, CATEGORIES, PURPOSE, guideline)
    colors = {theme: (THEME_COLORS[i % len(THEME_COLORS)], str(i + 1) if i < 9 else None) for i, theme in enumerate(themes)}
    _open_labels(doccano, entities, "span", ENTITY_LOOKS)
    _open_labels(doccano, entities, "relation", RELATION_LOOKS)
    _open_labels(doccano, tasks, "category", colors)
    if annotator:
        for project in (entities, tasks):
            doccano.add_annotators(project, [annotator])
    return Pair(entities, tasks)


def _open_labels(doccano: Doccano, project: Project, kind: LabelKind, looks: Mapping[str, tuple[str, str | None]]) -> None:
    there = doccano.labels(project, kind)
    check_labels(project, kind, there, list(looks), new=True)
    for name, (color, shortcut) in looks.items():
        if name not in there:
            doccano.create_label(project, kind, name, color, shortcut)


def check_labels(project: Project, kind: LabelKind, there: Sequence[str], known: Sequence[str], *, new: bool = False) -> None:
    """Raises AnnotationError where a label of a project was renamed by hand; ``new`` says that labels may be missing altogether.

    Themes that were added are fine, as a label set may grow; other entities and relations are not, as nothing can be done with them.
    """
    strange, missing = [name for name in there if name not in known], [name for name in known if name not in there]
    if strange and (kind != "category" or (missing and not (new and not there))):
        meant = " or ".join(missing) or "one of " + ", ".join(known)
        raise AnnotationError(f"The project {project.name} has the label {strange[0]}, which was not pushed: rename it back ({meant}) in doccano.")
    if missing and not new:
        raise AnnotationError(f"The project {project.name} has no label {missing[0]} any more: make it again in doccano.")


def guidelines() -> str:
    """The guide for annotators: in the package where it is installed, in ``annotations`` of a checkout."""
    here = Path(__file__).resolve()
    for path in (here.with_name("GUIDELINES.md"), here.parents[2] / "annotations" / "GUIDELINES.md"):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


def theme_names(records: Sequence[Record]) -> list[str]:
    """The themes of the model in use, and what else the records have."""
    from pipeline.extract.themes import theme_labels

    seen = sorted({tag.label for record in records for task in record.tasks for tag in task.themes})
    return list(dict.fromkeys([*theme_labels(), *seen]))


# --- the documents on the server ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Upload:
    """A note on an upload: the task that took it in, where to, which examples with how many labels; confirmed once all of it is there."""

    id: int
    batch: str
    project: str
    task: str
    keys: tuple[str, ...]
    labels: int
    relations: int
    confirmed: bool


class Sources:
    """The project ``NAME - sources``."""

    def __init__(self, doccano: Doccano, project: Project) -> None:
        self._doccano, self.project = doccano, project
        self.documents: dict[str, Record] = {}
        self.themes: list[str] = []
        self.uploads: list[Upload] = []
        self.read()

    def read(self) -> None:
        """Takes in what the server holds; of a document that was sent twice, the first."""
        self.uploads = []
        for row in self._doccano.listed(self.project):
            meta = row["meta"]
            if meta.get("kind") == "document":
                if meta["key"] not in self.documents:
                    self.documents[meta["key"]] = _unpacked(meta["record"], row["text"])
            elif meta.get("kind") == "upload":
                held = tuple(meta["keys"]), meta["labels"], meta["relations"]
                self.uploads.append(Upload(row["id"], row["text"], meta["project"], meta["task"], *held, row["is_confirmed"]))
                self.themes = list(dict.fromkeys([*self.themes, *meta["themes"]]))

    def rows(self, records: dict[str, Record]) -> list[dict[str, Any]]:
        """What is to be uploaded of documents that the server does not hold yet."""
        return [
            {"text": record.id or key, "kind": "document", "key": key, "record": _packed(record), "label": []}
            for key, record in records.items()
            if key not in self.documents
        ]

    def note(self, batch: str, project: Project, rows: Sequence[dict[str, Any]], themes: Sequence[str]) -> int:
        """Writes down that an upload is about to begin."""
        labels = sum(len(row.get("entities", row.get("label", []))) for row in rows)
        relations = sum(len(row.get("relations", [])) for row in rows)
        held = {"keys": [row["key"] for row in rows], "labels": labels, "relations": relations}
        meta = {"kind": "upload", "project": project.name, "task": "", "themes": list(themes), **held}
        return self._doccano.create_example(self.project, batch, meta)

    def note_task(self, note: int, task: str) -> None:
        """Adds the task to a note."""
        self._doccano.change_meta(self.project, note, {"task": task})

    def settle(self, upload: Upload, *, arrived: bool) -> None:
        """An upload that arrived is confirmed; the note on one that did not goes, so that it is made again."""
        if arrived:
            self._doccano.confirm(self.project, upload.id)
        else:
            self._doccano.delete(self.project, [upload.id])


def open_sources(doccano: Doccano, name: str, *, create: bool) -> Sources:
    """The documents of a piece of work; raises AnnotationError where there are none and none are to be made."""
    project = find_project(doccano, sources_name(name), CATEGORIES)
    if project is None and not create:
        raise AnnotationError(f"Nothing was pushed to a project {name} on {doccano.url}: check the name, or push first.")
    return Sources(doccano, project or doccano.create_project(sources_name(name), CATEGORIES, f"{PURPOSE}: do not change", ""))


def _packed(record: Record) -> str:
    return b64encode(zlib.compress(msgspec.json.encode(record), 6)).decode("ascii")


def _unpacked(packed: str, name: str) -> Record:
    try:
        return msgspec.json.decode(zlib.decompress(b64decode(packed)), type=Record)
    except (ValueError, zlib.error, msgspec.MsgspecError):
        raise AnnotationError(f"The document {name} was changed on the server: delete it from the project of sources, and push it again.") from None
