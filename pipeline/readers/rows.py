"""Rows of tables and data sets: a document a row, in the column ``text``; ``id`` names it where there is such a column."""

import codecs
import csv
import os
from collections.abc import Iterable, Iterator
from io import StringIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.errors import ReadError
from pipeline.legacy import as_cp1258, as_windows_1252, convert, recognise
from pipeline.readers.document import Document, Source
from pipeline.readers.encodings import LEGACY, detect
from pipeline.readers.limits import MAX_LINE, MAX_UNPACKED, bounded_lines

_ASK = 'name the column with the documents "text"'
_BATCH = 64  # rows of a table in memory at once, fewer where they may be large
_BATCH_BYTES = 64 << 20


def read_row(source: Source) -> Document:
    """The document in one row, which stands in ``source`` as UTF-8.

    >>> read_row(Source("kh-45", "tatca.csv", "csv", "Sở Y tế".encode(), 1, "utf-8")).text
    'Sở Y tế'

    Raises ReadError where the row has no text.
    """
    text = source.data.decode("utf-8", "replace")
    if not text.strip():
        raise ReadError(f'The "text" of {source.place}, is empty: put the text into it, or leave the row out.')
    return Document(source.id, text, source.info(source.encoding or "utf-8"))


def read_csv(file: BinaryIO, path: str, stem: str) -> Iterator[Source | ReadError]:
    """One source for each row of a ``.csv`` below its header, read as it is asked for; the signs between cells may be ``,`` ``;`` tab or ``|``.

    >>> from io import BytesIO
    >>> [source.id for source in read_csv(BytesIO("id;text\\nkh-45;Sở Y tế\\n".encode()), "a.csv", "a")]
    ['kh-45']

    Raises ReadError where there is no column ``text``, or the file is damaged.
    """
    lines, encoding = _text_lines(file, path)
    csv.field_size_limit(MAX_LINE)
    header = next(lines, "")
    sign, names = next(((sign, names) for sign in ",;\t|" if "text" in (names := _names(header, sign))), ("", []))
    if not sign:
        raise ReadError(f'{path} has no column "text" in its first line: {_ASK}.')
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=sign, strict=False), start=1):
            if row:
                cells = dict(zip(names, row, strict=False))
                yield _source(cells.get("id"), cells.get("text"), path, stem, "csv", number, encoding)
    except csv.Error as error:
        raise ReadError(f"{path} is damaged ({error}): save it anew as CSV in UTF-8.") from None


def _text_lines(file: BinaryIO, path: str) -> tuple[Iterator[str], str]:
    """The lines of a file in UTF-8, UTF-16 or a legacy encoding, told by its first quarter megabyte."""
    start = file.read(1 << 18)
    file.seek(0)
    encoding = detect(start)
    try:
        codecs.getincrementaldecoder(encoding)().decode(start)  # what a cut letter leaves at the end does not count
        return _whole(bounded_lines(TextIOWrapper(file, encoding, newline="")), path), encoding
    except UnicodeDecodeError:
        legacy = recognise(as_windows_1252(start), LEGACY)
    if legacy is None:
        raise ReadError(f"{path} is in an encoding that is not known: convert it to UTF-8.")
    seen = (as_windows_1252(line) for line in _whole(bounded_lines(file), path))
    return (as_cp1258(line) if legacy == "cp1258" else convert(line, legacy) for line in seen), legacy


def _whole(lines: Iterable[Any], path: str) -> Iterator[Any]:
    for line in lines:
        if line is None:
            raise ReadError(f"{path} has a line longer than {MAX_LINE / 1e6:.0f} MB, more than a document can be: split it.")
        yield line


def _names(header: str, sign: str) -> list[str]:
    return [name.strip().strip("\ufeff").casefold() for name in next(csv.reader(StringIO(header), delimiter=sign), [])]


def read_parquet(file: BinaryIO, path: str, stem: str) -> Iterator[Source | ReadError]:
    """One source for each row of a ``.parquet``, a few rows at a time.

    Raises ReadError where there is no column ``text`` of strings, or the file is damaged or unfolds to too much.
    """
    import pyarrow
    from pyarrow.parquet import ParquetFile

    try:
        table = ParquetFile(file)
        columns = _columns(table.schema_arrow.names, path)
        largest = max((table.metadata.row_group(group).total_byte_size for group in range(table.metadata.num_row_groups)), default=0)
        if largest > MAX_UNPACKED:
            raise ReadError(f"{path} has a row group of more than {MAX_UNPACKED >> 20} MB: write it with smaller ones.")
        size = min(max(_BATCH_BYTES // max(largest, 1), 1), _BATCH)  # each row may be as large as all: a dictionary keeps equal ones once
        rows = (row for batch in table.iter_batches(batch_size=size, columns=columns) for row in batch.to_pylist())
        for number, row in enumerate(rows, start=1):
            yield _source(row.get("id"), row["text"], path, stem, "parquet", number, "utf-8")
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ReadError(f"{path} is damaged ({_short(error)}): write it anew.") from None


def read_dataset(folder: Path, path: str) -> Iterator[Source | ReadError]:
    """One source for each row of a data set in a folder, split by split; nothing is asked of the network.

    Raises ReadError where there is no column ``text`` of strings, or the folder is damaged.
    """
    os.environ["HF_HUB_OFFLINE"] = os.environ["HF_DATASETS_OFFLINE"] = "1"  # before the import, which reads them
    import datasets

    try:
        loaded = datasets.load_from_disk(str(folder), keep_in_memory=False)
        splits = dict(loaded) if isinstance(loaded, datasets.DatasetDict) else {"": loaded}
        for split, rows in splits.items():
            place = f"{path}/{split}" if split else path
            chosen = rows.with_format(None).select_columns(_columns(rows.column_names, place))
            for number, row in enumerate(chosen, start=1):
                yield _source(row.get("id"), row["text"], place, place, "dataset", number, "utf-8")
    except ReadError:
        raise
    except Exception as error:  # a folder that was not written by `datasets` fails in many ways
        raise ReadError(f"{path} is damaged ({_short(error)}): write it anew with save_to_disk.") from None


def _columns(names: Iterable[str], path: str) -> list[str]:
    found = [name for name in islice(names, 10_000) if name in ("id", "text")]
    if "text" not in found:
        raise ReadError(f'{path} has no column "text": {_ASK}.')
    return found


def _source(own: Any, text: Any, path: str, stem: str, format: str, number: int, encoding: str) -> Source | ReadError:
    if text is not None and not isinstance(text, str):
        return ReadError(f'The "text" of {path}, row {number}, is not a string: {_ASK}.')
    name = str(own).strip() if isinstance(own, (str, int)) and not isinstance(own, bool) else ""
    return Source(name or f"{stem}:{number}", path, format, (text or "").encode("utf-8", "replace"), number, encoding)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
