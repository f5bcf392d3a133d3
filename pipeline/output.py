"""Where records go: a file that is its own checkpoint, or a stream.

While a run lasts, finished lines are added to ``OUT.partial``; at its end they are put in place as OUT, in the order of the
corpus. A line of either file still stands where its source, its fingerprint and its options are those of the run.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from pipeline.corpus import Failure
from pipeline.errors import CorpusError
from pipeline.provenance import fingerprint
from pipeline.readers import Source
from pipeline.schema import SourceInfo

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Line:
    """A finished record: its line with the line feed, and what it holds."""

    data: bytes
    entities: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of an earlier run that still stands, as the bytes ``start`` to ``end`` of ``path``."""

    path: Path
    start: int
    end: int
    entities: int
    tasks: int


class Output(Protocol):
    """What a run writes to. Leaving it as a context puts everything in place, unless an exception or ``stop`` came before."""

    def standing(self, source: Source) -> Standing | None:
        """The line that makes work on ``source`` needless."""

    def keep(self, line: Standing) -> None:
        """Takes over a line that stands, as the next of the output."""

    def add(self, line: Line) -> None:
        """Writes the next line of the output."""

    def fail(self, failure: Failure) -> None:
        """Notes a document that gave no line."""

    def stop(self) -> None:
        """Leaves the run unfinished: a later one can go on from what was written."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class StreamOutput:
    """Lines go to a stream as they come; nothing stands from before, and failures are for the caller to report."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def standing(self, source: Source) -> Standing | None:
        return None

    def keep(self, line: Standing) -> None:
        raise NotImplementedError("Nothing stands in a stream.")

    def add(self, line: Line) -> None:
        self._stream.write(line.data)

    def fail(self, failure: Failure) -> None: ...

    def stop(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._stream.flush()


class FileOutput:
    """The file at ``path``, with ``path.partial`` and the errors beside it.

    Raises CorpusError where it cannot be written, or where another run writes it; it never replaces a file that is not a run's output.
    """

    def __init__(self, path: Path, *, tokens: bool) -> None:
        if path.is_dir() or not path.absolute().parent.is_dir():
            raise CorpusError(f"{path} cannot be written: name a file in a folder that is there.")
        if path.exists() and not path.is_file():  # it would be replaced: as root, even a device
            raise CorpusError(f"{path} is no regular file: name one, or - for standard output.")
        if not _is_output(path):
            raise CorpusError(f"{path} is there already and is not the output of a run: name another file, or remove it.")
        self.path = path
        self.partial = path.with_name(path.name + ".partial")
        self.errors = errors_path(path)
        self._tokens = tokens
        self._parts: list[tuple[Path, int, int]] = []  # what the output consists of, in order; parts that touch are one
        self._finished = True

    def __enter__(self) -> Self:
        try:
            self._journal = self.partial.open("a+b")
            _lock(self._journal, self.path)
            self._failures = _aside(self.errors).open("wb")
        except OSError as error:
            raise CorpusError(f"{self.path} cannot be written ({error.strerror}): name a file in a folder where you may write.") from None
        self._journal.seek(0)
        self._standing = dict(self._read(self.partial, self._journal))  # opening and closing it once more would end the lock
        # what comes behind the last good line is stale, or the half line that a killed run left
        self._journal.truncate(max((line.end for line in self._standing.values()), default=0))
        if self.path.is_file():
            with self.path.open("rb") as file:
                self._standing |= self._read(self.path, file)
        return self

    def standing(self, source: Source) -> Standing | None:
        return self._standing.get((source.path, source.id, source.sha256))

    def keep(self, line: Standing) -> None:
        self._append(line.path, line.start, line.end)

    def add(self, line: Line) -> None:
        start = self._journal.seek(0, os.SEEK_END)
        self._journal.write(line.data)
        self._journal.flush()  # the line is there even where the run is killed
        self._append(self.partial, start, start + len(line.data))

    def fail(self, failure: Failure) -> None:
        self._failures.write(msgspec.json.encode(failure) + b"\n")

    def stop(self) -> None:
        self._finished = False

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        failed = self._failures.tell() > 0
        for file in (self._failures, self._journal):
            file.close()
        if kind is None and failed:
            _aside(self.errors).replace(self.errors)
        else:
            _aside(self.errors).unlink()
        if kind is None and self._finished:
            self._put_in_place()
            if not failed:
                self.errors.unlink(missing_ok=True)

    def _read(self, path: Path, file: BinaryIO) -> Iterator[tuple[tuple[str, str, str], Standing]]:
        """The lines of ``file`` that this run would write the same."""
        end = 0
        for data in file:
            start, end = end, end + len(data)
            head = _head(data)
            if head and data.endswith(b"\n") and head.fingerprint == fingerprint() and (head.tokens is not UNSET) == self._tokens:
                yield (head.source.path, head.id, head.source.sha256), Standing(path, start, end, len(head.entities), len(head.tasks))

    def _append(self, path: Path, start: int, end: int) -> None:
        if self._parts and self._parts[-1][0] == path and self._parts[-1][2] == start:
            start = self._parts.pop()[1]
        self._parts.append((path, start, end))

    def _put_in_place(self) -> None:
        if self._parts != [(self.path, 0, _size(self.path))]:  # else nothing has changed
            new = self.partial
            if self._parts != [(self.partial, 0, _size(self.partial))]:
                new = _aside(self.path)
                with new.open("wb") as file:
                    for part in self._parts:
                        _copy(*part, file)
            with new.open("rb") as file:
                os.fsync(file.fileno())
            new.replace(self.path)
        self.partial.unlink(missing_ok=True)


def errors_path(output: Path) -> Path:
    """Where the failures of a run go.

    >>> errors_path(Path("out.jsonl")).name
    'out.errors.jsonl'
    """
    return output.with_name(output.name.removesuffix(".jsonl") + ".errors.jsonl")


class _Head(Struct):
    """What tells of a line whether it still stands; the rest of it is passed over unread."""

    id: str
    source: SourceInfo
    entities: list[Raw]
    tasks: list[Raw]
    fingerprint: str
    tokens: Raw | UnsetType = UNSET


_decode_head = msgspec.json.Decoder(_Head).decode


def _head(line: bytes) -> _Head | None:
    try:
        return _decode_head(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _is_output(path: Path) -> bool:
    """Whether nothing would be lost by writing to ``path``: it is not there, is empty, or begins with a record."""
    try:
        with path.open("rb") as file:
            first = file.readline()
    except OSError:
        return True  # what is wrong comes out when it is opened for writing
    return not first or _head(first) is not None


def _lock(file: BinaryIO, path: Path) -> None:
    """Keeps a second run out for as long as ``file`` is open; the lock ends with this process, however it ends."""
    if fcntl is not None:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise CorpusError(f"Another run is writing {path}: wait for its end, or name another output.") from None


def _aside(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _copy(path: Path, start: int, end: int, to: BinaryIO) -> None:
    with path.open("rb") as file:
        file.seek(start)
        while start < end:
            block = file.read(min(end - start, 1 << 20))
            to.write(block)
            start += len(block)
