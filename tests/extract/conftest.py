"""A plan read as a person reads it: roles by the words of the text, not by the ids and offsets of the record."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from pipeline.extract import extract
from pipeline.readers.document import Document
from pipeline.schema import Record, SourceInfo, Target


@dataclass(frozen=True)
class ReadTask:
    """A task with its fragments and roles as surfaces; ``lead_at`` holds where the leading mentions begin."""

    fragments: list[str]
    marker: str | None = None
    lead: list[str] = field(default_factory=list)
    coordinating: list[str] = field(default_factory=list)
    deadline: list[str] = field(default_factory=list)
    output: str | None = None
    inherited: list[str] = field(default_factory=list)
    lead_at: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.fragments)

    @property
    def roles(self) -> tuple[list[str], list[str]]:
        return self.lead, self.coordinating


@dataclass(frozen=True)
class Reading:
    """A record, its tasks as `ReadTask`, and its targets by the surface of their percentage."""

    record: Record
    tasks: list[ReadTask]
    targets: dict[str, Target]


def read_plan(text: str) -> Reading:
    record = extract(Document("plan", text, SourceInfo("plan.txt", "txt", "utf-8", "", 0)))
    entities = {e.id: e for e in record.entities}

    def surfaces(ids: list[str]) -> list[str]:
        return [" ".join(entities[i].text.split()) for i in ids]

    tasks = [
        ReadTask(
            [" ".join(text[a:b].split()) for a, b in t.fragments],
            t.marker,
            surfaces(t.lead),
            surfaces(t.coordinating),
            surfaces(t.deadline),
            t.output,
            t.inherited,
            [entities[i].start for i in t.lead],
        )
        for t in record.tasks
    ]
    return Reading(record, tasks, {entities[t.entity].text: t for t in record.targets if t.entity})


@pytest.fixture(scope="session")
def read() -> Callable[[str], Reading]:
    """Reads the text of a plan."""
    return read_plan
