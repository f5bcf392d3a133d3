"""Corrected annotations as other tools give them back: doccano's JSONL, and JSONL of documents in the annotation format."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.annotation.corrected import Corrected
from pipeline.annotation.gold import Gold, GoldEntity, Span
from pipeline.errors import AnnotationError


class Labelled(msgspec.Struct, frozen=True):
    """A text with labelled spans (sequence labelling), labels of its own (classification), or tasks with themes.

    ``spans_only`` says that its spans are all there is to learn from it, ``tasks_only`` that its tasks are.
    """

    text: str
    spans: list[tuple[int, int, str]]
    labels: list[str]
    tasks: list[tuple[list[Span], list[str]]] = []
    spans_only: bool = False
    tasks_only: bool = False


def read_export(path: Path) -> list[Labelled]:
    """The texts of a JSONL file: doccano's exports (``label`` or ``entities``), annotated documents, or pulled ones; raises AnnotationError.

    Of a pulled document only the confirmed parts count. Labels that are no strings, and spans outside their text, are refused with the
    number of their line.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise AnnotationError(f"{path} cannot be read ({error.strerror}): check the path.") from None
    found: list[Labelled] = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                found += _labelled(msgspec.json.decode(line))
        except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
            raise AnnotationError(
                f"Line {number} of {path} is neither a doccano example nor an annotated document ({error}): export it again as JSONL."
            ) from None
    return found


def _labelled(row: dict[str, Any]) -> Iterator[Labelled]:
    if "units" in row:
        yield from _confirmed(msgspec.convert(row, Corrected))
    elif "tasks" in row:
        gold = msgspec.convert(row, Gold)
        spans = _checked(gold.text, [(e.start, e.end, e.label) for e in gold.entities])
        yield Labelled(gold.text, spans, [], [(t.fragments, t.themes) for t in gold.tasks], spans_only=not gold.tasks)
    else:
        yield _example(row)


def _confirmed(document: Corrected) -> Iterator[Labelled]:
    """The units of which a person said that all their entities are marked, each by itself, and the tasks whose themes a person decided."""
    spans = _checked(document.text, [(e.start, e.end, e.label) for e in document.entities])
    for a, b in document.confirmed:
        inside = [(start - a, end - a, label) for start, end, label in spans if a <= start and end <= b]
        yield Labelled(document.text[a:b], inside, [], spans_only=True)
    if tasks := [(task.fragments, task.themes) for task in document.tasks if task.id in document.confirmed_tasks]:
        yield Labelled(document.text, spans, [], tasks, tasks_only=True)


def _example(row: dict[str, Any]) -> Labelled:
    text = row["text"] if "text" in row else row["data"]
    if not isinstance(text, str):
        raise ValueError(f"its text is {text!r}")
    if "entities" in row:
        return Labelled(text, _checked(text, [(e["start_offset"], e["end_offset"], e["label"]) for e in row["entities"]]), [], spans_only=True)
    labels = row["label"] if "label" in row else row["labels"]
    if all(isinstance(label, str) for label in labels):
        return Labelled(text, [], list(labels))
    return Labelled(text, _checked(text, [(start, end, label) for start, end, label in labels]), [])


def _checked(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    for start, end, label in spans:
        if not (isinstance(start, int) and isinstance(end, int) and isinstance(label, str) and 0 <= start < end <= len(text)):
            raise ValueError(f"a span from {start} to {end} in a text of {len(text)} characters")
    return sorted(spans)


def to_gold(examples: list[Labelled]) -> Iterator[Gold]:
    """The examples with spans as annotated documents without norms, tasks and metadata, to learn entities from."""
    for example in examples:
        if not example.tasks_only and (example.spans or not example.labels):
            entities = [GoldEntity(start, end, msgspec.convert(label, Any), example.text[start:end], {}) for start, end, label in example.spans]
            yield Gold(example.text, {}, entities, [], [])
