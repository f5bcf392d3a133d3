"""The output of a run, read again: one record at a time, each checked before anybody counts on it."""

from collections.abc import Iterable, Iterator
from glob import escape
from pathlib import Path

import msgspec

from pipeline.errors import CorpusError
from pipeline.output import parquet
from pipeline.schema import NORMS, SCHEMA_VERSION, Record

_ASK = "name the output of `pipeline run`"


class _Version(msgspec.Struct):
    schema_version: str


_decode = msgspec.json.Decoder(Record).decode
_decode_version = msgspec.json.Decoder(_Version).decode


def read_records(path: Path) -> Iterator[Record]:
    """The records in the output of a run, lines of JSON or a Parquet table, in order and a few in memory at a time; each ``norm`` is the struct of its label.

    Of an output in shards ``path`` is what ``pipeline run --shards`` was told (``OUT.jsonl`` for ``OUT-00000-of-00008.jsonl`` and so on), or one shard.
    Raises CorpusError where a file cannot be read, holds no record, a line that is none, one of another schema version, an id twice, or a
    span that is empty, outside of the text, over another, or not where the record says.
    """
    seen: set[str] = set()
    for place, line in _lines(path):
        record = _checked(line, place)
        if record.id in seen:
            raise CorpusError(f"{place} has the id {record.id} once more: keep one of the two.")
        seen.add(record.id)
        yield record
    if not seen:
        raise CorpusError(f"There is no record in {path}: {_ASK}.")


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """The lines that are not blank, or the rows of a table as such lines, each with its place."""
    for file_path in _files(path):
        try:
            with file_path.open("rb") as file:
                if file.read(4) == b"PAR1":
                    yield from _rows(file_path)
                    continue
                file.seek(0)
                yield from ((f"Line {number} of {file_path}", line) for number, line in enumerate(file, 1) if line.strip())
        except OSError as error:
            raise CorpusError(f"{file_path} cannot be read ({error.strerror or error}): {_ASK}.") from None


def _rows(path: Path) -> Iterator[tuple[str, bytes]]:
    import pyarrow

    try:
        if not parquet.is_output(path):
            raise CorpusError(f"{path} is a Parquet table of something else, or damaged: {_ASK}.")
        yield from ((f"Row {number} of {path}", line) for number, line in enumerate(parquet.json_lines(path), 1))
    except pyarrow.ArrowException as error:
        raise CorpusError(f"{path} is damaged ({error}): run `pipeline run` again.") from None


def _files(path: Path) -> list[Path]:
    """The file itself; where it is not there, the shards of that name."""
    if path.exists():
        return [path]
    suffix = parquet.SUFFIX if path.suffix == parquet.SUFFIX else ".jsonl"
    five = "[0-9]" * 5
    found = sorted(path.parent.glob(f"{escape(path.name.removesuffix(suffix))}-{five}-of-{five}{suffix}"))
    if found and [shard.stem[-14:] for shard in found] != [f"{number:05}-of-{len(found):05}" for number in range(len(found))]:
        raise CorpusError(f"Of the shards of {path} there are {len(found)}, which is not all: run `pipeline run` again.")
    return found or [path]


def decode_record(data: bytes) -> Record:
    """The record in a line of JSON; each ``norm`` is the struct that its label names. Raises msgspec.MsgspecError where it is none."""
    record = _decode(data)
    entities = [msgspec.structs.replace(entity, norm=msgspec.convert(entity.norm, NORMS[entity.label])) for entity in record.entities]
    return msgspec.structs.replace(record, entities=entities)


def in_batches(records: Iterable[Record], characters: int) -> Iterator[list[Record]]:
    """``records`` in lists, each as short as holds ``characters`` of text; the last one holds what is left."""
    batch: list[Record] = []
    size = 0
    for record in records:
        batch.append(record)
        size += len(record.text)
        if size >= characters:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _checked(line: bytes, place: str) -> Record:
    try:
        record = decode_record(line)
        _check_spans(record)
        if record.schema_version == SCHEMA_VERSION:
            return record
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError) as error:
        version = _version(line)
        if version in (None, SCHEMA_VERSION):
            raise CorpusError(f"{place} is no record of this pipeline ({error}): {_ASK}.") from None
    raise CorpusError(f"{place} has the schema version {_version(line)}, where {SCHEMA_VERSION} is read: run `pipeline run` again.")


def _version(line: bytes) -> str | None:
    try:
        return _decode_version(line).schema_version
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _check_spans(record: Record) -> None:
    """Raises ValueError where a span is empty, outside, over another, or not what it says: other tools would lose it without a word."""
    reached = 0
    for entity in sorted(record.entities, key=lambda entity: entity.start):
        if not reached <= entity.start < entity.end <= len(record.text):
            raise ValueError(f"{entity.id} from {entity.start} to {entity.end} is empty, outside of the text or over another entity")
        if record.text[entity.start : entity.end] != entity.text:
            raise ValueError(f"{entity.id} says {entity.text!r}, where its text has {record.text[entity.start : entity.end]!r}")
        reached = entity.end
