"""The tidy tables as CSV and as Parquet: one file a table, in a folder."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.tables import TABLES, arrow_schema, columns_of, rows_of
from pipeline.records import in_batches
from pipeline.schema import Record

if TYPE_CHECKING:
    import pyarrow

BATCH = 1 << 22  # characters of text that are held before they are written, as one row group
Open = Callable[[Path, "pyarrow.Schema"], Any]


def write_csv(records: Iterable[Record], folder: Path) -> None:
    """``folder/TABLE.csv`` for each table: UTF-8, a header, strings in quotes, null as an empty cell without, so that both are told apart."""
    from pyarrow.csv import CSVWriter

    _write(records, folder, "csv", lambda path, schema: CSVWriter(path, schema))


def write_parquet(records: Iterable[Record], folder: Path) -> None:
    """``folder/TABLE.parquet`` for each table."""
    from pyarrow.parquet import ParquetWriter

    _write(records, folder, "parquet", lambda path, schema: ParquetWriter(path, schema, compression="zstd"))


def _write(records: Iterable[Record], folder: Path, suffix: str, open: Open) -> None:
    import pyarrow

    with ExitStack() as files:
        schemas = {table.name: arrow_schema(columns_of(table)) for table in TABLES}
        writers = {name: files.enter_context(open(folder / f"{name}.{suffix}", schema)) for name, schema in schemas.items()}
        for batch in in_batches(records, BATCH):
            for table in TABLES:
                if rows := [row for record in batch for row in rows_of(table, record)]:
                    columns = [pyarrow.array(column, field.type) for column, field in zip(zip(*rows, strict=True), schemas[table.name], strict=True)]
                    writers[table.name].write_batch(pyarrow.record_batch(columns, schema=schemas[table.name]))
