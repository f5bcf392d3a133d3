"""A data set of Hugging Face `datasets`: one row a document, the tidy tables of its parts as lists in it, with features and a card."""

import os
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.export.tables import TABLES, arrow_schema
from pipeline.schema import Record

if TYPE_CHECKING:
    import pyarrow

DOCUMENTS, *PARTS = TABLES
_ABOUT = "Vietnamese plan documents with what vn-plan-pipeline found in them."


def write_dataset(records: Iterable[Record], folder: Path) -> None:
    """A folder that ``datasets.load_from_disk`` opens, with a card (``README.md``) that says what its features are."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["HF_DATASETS_OFFLINE"] = "1"  # before the import, which reads them
    from datasets import Dataset, DatasetInfo, Features, disable_progress_bars
    from datasets.arrow_writer import ArrowWriter
    from datasets.table import MemoryMappedTable

    disable_progress_bars()
    features = Features.from_arrow_schema(nested_schema())
    with TemporaryDirectory(dir=folder.parent) as aside:
        rows = Path(aside, "rows")
        with ArrowWriter(path=str(rows), features=features, writer_batch_size=16) as writer:
            for record in records:
                writer.write(row_of(record))
            count, _ = writer.finalize()
        with rows.open("rb") as file:
            fingerprint = file_digest(file, "sha256").hexdigest()[:16]  # its own would be made from the time
        table = MemoryMappedTable.from_file(str(rows))
        Dataset(table, info=DatasetInfo(features=features, description=_ABOUT), fingerprint=fingerprint).save_to_disk(str(folder))
    (folder / "README.md").write_text(card(count), encoding="utf-8", newline="")


def nested_schema() -> "pyarrow.Schema":
    """The schema of a row: ``id``, the columns of the table ``documents``, and a list for each other table, without ``doc_id``."""
    import pyarrow

    lists = [pyarrow.field(table.name, pyarrow.list_(pyarrow.struct(list(arrow_schema(table.columns))))) for table in PARTS]
    return pyarrow.schema([pyarrow.field("id", pyarrow.string()), *arrow_schema(DOCUMENTS.columns), *lists])


def row_of(record: Record) -> dict[str, Any]:
    """The row of a record, as :func:`nested_schema` describes it."""
    [document] = DOCUMENTS.rows(record)
    row: dict[str, Any] = {"id": record.id, **dict(zip(DOCUMENTS.columns, document, strict=True))}
    return row | {table.name: [dict(zip(table.columns, values, strict=True)) for values in table.rows(record)] for table in PARTS}


def card(count: int) -> str:
    """The card of a data set of ``count`` documents: the head that the Hub reads, how to open it, and each list with its fields."""
    fields = "\n".join(f"| `{table.name}` | {table.about} | {', '.join(table.columns)} |" for table in PARTS)
    return f"""---
language: vi
pretty_name: Vietnamese plan documents
task_categories: [token-classification]
tags: [legal, plans, Vietnamese]
---
# Vietnamese plan documents

{_ABOUT} {count} documents, one a row. All but `text` and what names the file was made by a program: it has errors.

    import datasets
    rows = datasets.load_from_disk("FOLDER")

`id`, {", ".join(f"`{name}`" for name in DOCUMENTS.columns)}: the document, where it was read, what it says of itself, and its text.
Offsets (`start`, `end`) are Unicode code points into `text`, end-exclusive. What is null the document does not say.

| Feature | A row of the list | Fields |
|---|---|---|
{fields}
"""
