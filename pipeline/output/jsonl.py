"""Records as JSON Lines; also what a run writes to while it lasts, whatever its form."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from pipeline.output.lines import Head, Standing
from pipeline.schema import SourceInfo

SUFFIX = ".jsonl"


class _Head(Struct):
    """The fields that count; the rest of a line is passed over unread."""

    id: str
    source: SourceInfo
    entities: list[Raw]
    tasks: list[Raw]
    fingerprint: str
    tokens: Raw | UnsetType = UNSET


_decode_head = msgspec.json.Decoder(_Head).decode


def is_output(path: Path) -> bool:
    """Whether a file is empty or begins with a record."""
    with path.open("rb") as file:
        first = file.readline()
    return not first or _head(first) is not None


def size(path: Path) -> int:
    """The bytes of a file."""
    return path.stat().st_size


def heads(path: Path) -> Iterator[Head]:
    """The heads of the whole lines in a file; see :class:`pipeline.output.lines.Form`."""
    with path.open("rb") as file:
        yield from heads_in(file, path)


def heads_in(file: BinaryIO, path: Path) -> Iterator[Head]:
    """The heads of the whole lines from where an open file stands, counted as from its start."""
    end = 0
    for data in file:
        start, end = end, end + len(data)
        head = _head(data)
        if head and data.endswith(b"\n"):
            line = Standing(head.id, path, start, end, len(head.entities), len(head.tasks))
            yield Head((head.source.path, head.id, head.source.sha256), head.fingerprint, head.tokens is not UNSET, line)


def write(parts: Sequence[tuple[Path, int, int]], to: Path) -> None:
    """Copies parts of files, one after the other."""
    with to.open("wb") as file:
        for path, start, end in parts:
            _copy(path, start, end, file)


def _head(line: bytes) -> _Head | None:
    try:
        return _decode_head(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _copy(path: Path, start: int, end: int, to: BinaryIO) -> None:
    with path.open("rb") as file:
        file.seek(start)
        while start < end:
            block = file.read(min(end - start, 1 << 20))
            to.write(block)
            start += len(block)
