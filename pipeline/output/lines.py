"""What passes between a run and its output, and the head of a line, which tells whether it still stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A finished record: the ``id`` of its document, its line with the line feed, and what it holds."""

    id: str
    data: bytes
    entities: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A record of an earlier run that still stands, as ``start`` to ``end`` of ``path``: bytes of lines, or rows of a table."""

    id: str
    path: Path
    start: int
    end: int
    entities: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Head:
    """What tells of a record whether it still stands: ``key`` is path, id and sha256 of its source."""

    key: Key
    fingerprint: str
    tokens: bool
    line: Standing


class Form(Protocol):
    """A form that records are written in; a module each. While a run lasts, all write lines of JSON to ``OUT.partial``."""

    SUFFIX: str

    def is_output(self, path: Path) -> bool:
        """Whether the file at ``path`` holds records in this form, or nothing."""

    def size(self, path: Path) -> int:
        """The length of a file in the unit of Standing.start."""

    def heads(self, path: Path) -> Iterator[Head]:
        """The heads of the records in a file, in order; what is damaged is passed over."""

    def write(self, parts: Sequence[tuple[Path, int, int]], to: Path) -> None:
        """Writes the records of ``parts`` (of a ``.partial``, or of a file in this form) to a file."""
