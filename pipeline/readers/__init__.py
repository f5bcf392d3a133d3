"""Reading: from the bytes of a file or a record to a Document. One module a format; READERS is the door for more.

A reader takes a Source and gives its Document, or raises ReadError with one sentence. A file that holds many documents (``.jsonl``,
``.csv``, ``.parquet``, ``.zip``, a folder of Hugging Face ``datasets``) is cut into sources by :func:`open_sources`. What is heavy (python-docx,
pdfplumber, lxml, pyarrow, datasets) is imported by the function that needs it, and the module of a format when the first such file comes.
"""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.errors import ReadError
from pipeline.readers.document import Document, Source
from pipeline.readers.jsonl import read_lines, read_record
from pipeline.readers.limits import MAX_FILE, MAX_TEXT
from pipeline.readers.text import read_text

__all__ = ["FORMATS", "NOT_YET", "READERS", "Document", "Source", "is_dataset", "load_document", "open_sources", "read"]

Reader = Callable[[Source], Document]
Splitter = Callable[[BinaryIO, str, str], Iterator[Source | ReadError]]


def _late(module: str, name: str) -> Any:
    """The function ``name`` of a module here that is imported when it is first called: plain text needs none of them."""
    return lambda *arguments: getattr(import_module(f"pipeline.readers.{module}"), name)(*arguments)


READERS: dict[str, Reader] = {
    "txt": read_text,
    "md": read_text,
    "docx": _late("docx", "read_docx"),
    "doc": _late("doc", "read_doc"),
    "rtf": _late("doc", "read_doc"),
    "pdf": _late("pdf", "read_pdf"),
    "html": _late("html", "read_html"),
    "htm": _late("html", "read_html"),
    "jsonl": read_record,
    "csv": _late("rows", "read_row"),
    "parquet": _late("rows", "read_row"),
    "dataset": _late("rows", "read_row"),
}
# files with a document a line or a row
SPLITTERS: dict[str, Splitter] = {"jsonl": read_lines, "csv": _late("rows", "read_csv"), "parquet": _late("rows", "read_parquet")}
FORMATS = (*(f".{name}" for name in READERS if name != "dataset"), ".zip")
NOT_YET = frozenset({".odt", ".xls", ".xlsx", ".ppt", ".pptx", ".rar", ".7z"})  # documents too, but none that can be read so far
_MISNAMED = frozenset({"docx", "doc", "rtf", "pdf", "html", "htm"})  # portals give a page or an RTF file the suffix .doc


def read(source: Source) -> Document:
    """The document in ``source``, by the reader of its format; raises ReadError.

    >>> read(Source("a/45", "a/45.md", "md", "**Sở Y tế** chủ trì".encode())).id
    'a/45'
    """
    if source.format in _MISNAMED and (kind := _kind(source.data)) and kind != source.format:
        source = replace(source, format=kind)
    document = READERS[source.format](source)
    if len(document.text) > MAX_TEXT:
        raise ReadError(f"{source.place} holds {len(document.text):,} characters, more than the {MAX_TEXT:,} that a document can have: split it.")
    return document


def _kind(data: bytes) -> str | None:
    """What a file is by its first bytes, where that is plain."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"PK\x03\x04") and b"word/" in data:
        return "docx"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return None if "EncryptedPackage".encode("utf-16-le") in data else "doc"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in start:
        return "pdf"
    return "html" if start[:200].lower().startswith((b"<!doctype html", b"<html")) or b"<html" in start.lower() else None


def is_dataset(folder: str | Path) -> bool:
    """Whether a folder is a data set, or a dictionary of them, as ``save_to_disk`` of Hugging Face ``datasets`` writes it."""
    has = [os.path.isfile(os.path.join(folder, name)) for name in ("dataset_dict.json", "dataset_info.json", "state.json")]
    return has[0] or (has[1] and has[2])


def open_sources(path: Path | str, name: str) -> Iterator[Source | ReadError]:
    """The sources in the file at ``path`` (a text is the URL of one elsewhere), called ``name`` in records and messages; raises ReadError where it cannot be opened.

    Their ids are as in :class:`Document`, before anything is done about two that are equal. In the place of a document that is known to
    be unreadable (a line without end, an encrypted file in a package) stands the error that says so.
    """
    if isinstance(path, str):
        yield from _at_url(path, name)
        return
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # opening a pipe or a device could wait for ever; opening a folder fails
            raise ReadError(f"{name} cannot be read, for it is no regular file: leave it out.")
        if stat.S_ISDIR(mode) and is_dataset(path):
            yield from _late("rows", "read_dataset")(path, name)
            return
        with path.open("rb") as file:
            yield from _cut(file, name)
    except OSError as error:
        raise ReadError(f"{name} cannot be read ({error.strerror}): check that it is there and that you may read it.") from None
    except UnicodeError as error:
        raise ReadError(f"{name} cannot be read to its end, for it is no whole {_codec(error)} ({error}): convert it to UTF-8.") from None


def _at_url(url: str, name: str) -> Iterator[Source | ReadError]:
    from fsspec import open as open_url

    try:
        with open_url(url, "rb") as file:
            yield from _cut(file, name)
    except ReadError:
        raise
    except Exception as error:  # each file system has its own
        told = " ".join(str(error).split())[:200] or type(error).__name__
        raise ReadError(f"{name} cannot be read from {url} ({told}): check that it is there and that you may read it.") from None


def _cut(file: BinaryIO, name: str) -> Iterator[Source | ReadError]:
    """The sources in an open file."""
    yield from _late("package", "read_package")(file, name, _split) if _suffix(name) == "zip" else _split(file, name)


def _split(file: BinaryIO, name: str) -> Iterator[Source | ReadError]:
    """The sources in one file, none where its format is not read; a package in a package is not opened."""
    stem, _, _ = name.rpartition(".")
    suffix = _suffix(name)
    if suffix in SPLITTERS:
        yield from SPLITTERS[suffix](file, name, stem)
    elif f".{suffix}" in FORMATS and suffix != "zip":
        data = file.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise ReadError(f"{name} is larger than {MAX_FILE >> 20} MB, more than a document can be: split it.")
        yield Source(stem, name, suffix, data)


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _codec(error: UnicodeError) -> str:
    return str(getattr(error, "encoding", "UTF-16")).upper()


def load_document(path: str | Path, *, id: str | None = None) -> Document:
    """The document in the file at ``path``; of a file or folder that holds many the one called ``id``, else the first.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "45-kh-ubnd.txt")
    ...     _ = file.write_bytes("Sở Y tế chủ trì.".encode())
    ...     load_document(file).id
    '45-kh-ubnd'

    Raises ReadError where it cannot be read, is of another format, or has no such record.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMATS and not is_dataset(path):
        raise ReadError(f"{path} is in a format that is not read: give one of {', '.join(FORMATS)}.")
    for source in open_sources(path, path.name):
        if isinstance(source, ReadError):
            if id is None:
                raise source
        elif id is None or source.id == id:
            return read(source)
    raise ReadError(f"{path} holds no record{f' with the id {id}' if id is not None else ''}: check its content.")
