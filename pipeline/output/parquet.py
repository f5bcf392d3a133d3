"""Records as a Parquet table, every field with its type, so that ``datasets`` and others read it without guessing.

``norm`` has other fields for each label, and one of them (``value``) another type: it is JSON, as ``load_dataset`` makes it of JSON Lines too.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from pipeline.output.lines import Head, Standing

SUFFIX = ".parquet"
GROUP = 1 << 22  # characters of text in a row group: some ten megabytes of records in memory, good compression
HEAD = ["id", "source", "fingerprint", "entities.list.element.id", "tasks.list.element.id", "tokens"]


@cache
def features() -> Any:
    """The ``datasets.Features`` of a record, for ``load_dataset("json", features=features())``; a Parquet file carries them itself.

    >>> features()["tasks"].feature["fragments"]
    List(List(Value('int64')))
    """
    from datasets import Features

    from pipeline.schema import Record

    return Features(_feature(msgspec.inspect.type_info(Record)))


def _feature(kind: msgspec.inspect.Type) -> Any:
    from datasets import Json, List, Value

    match kind:
        case msgspec.inspect.StructType(fields=fields):
            return {field.encode_name: _feature(field.type) for field in fields}
        case msgspec.inspect.ListType(item_type=item) | msgspec.inspect.TupleType(item_types=(item, *_)):
            return List(_feature(item))
        case msgspec.inspect.UnionType(types=types):  # with null: every field of a table may be null
            return _feature(next(one for one in types if not isinstance(one, msgspec.inspect.NoneType)))
        case msgspec.inspect.AnyType():
            return Json()
    return Value({msgspec.inspect.IntType: "int64", msgspec.inspect.FloatType: "float64"}.get(type(kind), "string"))


@cache
def _schemas() -> tuple[Any, Any]:
    """The Arrow schema, and the same with JSON as the text that it is stored as: Arrow makes no arrays of the former from Python values."""
    import pyarrow as pa

    def stored(kind: Any) -> Any:
        if pa.types.is_struct(kind):
            return pa.struct([pa.field(field.name, stored(field.type)) for field in kind])
        if pa.types.is_list(kind):
            return pa.list_(stored(kind.value_type))
        return pa.string() if isinstance(kind, pa.JsonType) else kind

    schema = features().arrow_schema
    return schema, pa.schema([pa.field(field.name, stored(field.type)) for field in schema])


def is_output(path: Path) -> bool:
    """Whether a file is a table of records."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return {"schema_version", "source", "entities", "fingerprint"} <= set(pq.read_schema(path).names)
    except pa.ArrowInvalid:
        return False


def size(path: Path) -> int:
    """The rows of a table."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def heads(path: Path) -> Iterator[Head]:
    """The heads of the rows of a table; see :class:`pipeline.output.lines.Form`."""
    import pyarrow.parquet as pq

    number = 0
    for batch in pq.ParquetFile(path).iter_batches(columns=HEAD):
        for row in batch.to_pylist():
            source = row["source"]
            line = Standing(row["id"], path, number, number + 1, len(row["entities"]), len(row["tasks"]))
            yield Head((source["path"], row["id"], source["sha256"]), row["fingerprint"], row["tokens"] is not None, line)
            number += 1


def json_lines(path: Path) -> Iterator[bytes]:
    """The rows of a table of records as the lines of JSON, without line feeds, that a run writes of the same records.

    Raises pyarrow.ArrowException or OSError where the table is damaged.
    """
    import pyarrow.parquet as pq

    from pipeline.schema import Record

    kind = msgspec.inspect.type_info(Record)
    for batch in pq.ParquetFile(path).iter_batches(_ROWS):
        yield from (msgspec.json.encode(_present(row, kind)) for row in batch.to_pylist())


_ROWS = 16  # that are Python values at a time


def _present(value: Any, kind: msgspec.inspect.Type) -> Any:
    """A value of a table as in JSON: without the fields that the record does not have, for which a table has null."""
    match kind:
        case msgspec.inspect.StructType(fields=fields):
            if value.get("label") == "LEGAL_REF" and value.get("identity"):  # of which an instrument has only the id
                value["identity"] = {"id": value["identity"]["id"]}
            return {
                field.encode_name: _present(value[field.encode_name], field.type)
                for field in fields
                if value.get(field.encode_name) is not None or (field.encode_name in value and _may_be_null(field.type))
            }
        case msgspec.inspect.ListType(item_type=item):
            return [_present(each, item) for each in value]
        case msgspec.inspect.UnionType(types=types) if value is not None:
            return _present(value, next(one for one in types if not isinstance(one, msgspec.inspect.NoneType)))
        case msgspec.inspect.AnyType():
            return msgspec.Raw(value.encode())
    return value


def _may_be_null(kind: msgspec.inspect.Type) -> bool:
    return isinstance(kind, msgspec.inspect.UnionType) and any(isinstance(one, msgspec.inspect.NoneType) for one in kind.types)


def write(parts: Sequence[tuple[Path, int, int]], to: Path) -> None:
    """Writes the records of ``parts`` to a table; the same records give the same bytes, whichever files they come from."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, stored = _schemas()
    with pq.ParquetWriter(to, schema, compression="zstd") as writer:
        for group in _groups(row for part in _opened(parts) for row in part):
            writer.write_table(pa.Table.from_pylist(group, stored).cast(schema), row_group_size=len(group))


def _opened(parts: Sequence[tuple[Path, int, int]]) -> Iterator[Iterator[dict[str, Any]]]:
    import pyarrow.parquet as pq

    table = cache(pq.ParquetFile)
    row_group = lru_cache(maxsize=1)(pq.ParquetFile.read_row_group)  # parts of a group follow each other
    for path, start, end in parts:
        yield _of_lines(path, start, end) if path.suffix == ".partial" else _of_table(table(path), row_group, start, end)


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    characters = 0
    for row in rows:
        group.append(row)
        characters += len(row["text"])
        if characters >= GROUP:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _of_lines(path: Path, start: int, end: int) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end:
            line = file.readline()
            start += len(line)
            row = msgspec.json.decode(line)
            for entity in row["entities"]:
                entity["norm"] = msgspec.json.encode(entity["norm"]).decode()
            yield row


def _of_table(table: Any, row_group: Callable[[Any, int], Any], start: int, end: int) -> Iterator[dict[str, Any]]:
    first = 0
    for number in range(table.num_row_groups):
        last = first + table.metadata.row_group(number).num_rows
        if first < end and start < last:
            yield from row_group(table, number).slice(max(start - first, 0), min(end, last) - max(start, first)).to_pylist()
        first = last
