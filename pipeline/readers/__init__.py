"""Reading: from the bytes of a file or a record to a Document. One module a format; READERS is the door for more.

A reader takes a Source and gives its Document, or raises ReadError with one sentence. A format that holds many documents
(``.jsonl``) is cut into sources by :func:`open_sources`.
"""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.readers.document import Document, Source
from pipeline.readers.docx import read_docx
from pipeline.readers.html import read_html
from pipeline.readers.jsonl import read_lines, read_record
from pipeline.readers.pdf import read_pdf
from pipeline.readers.text import read_text

__all__ = ["NOT_YET", "READERS", "Document", "Source", "load_document", "open_sources", "read"]

Reader = Callable[[Source], Document]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".jsonl": read_record,
    ".docx": read_docx,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
}
NOT_YET = frozenset({".doc"})  # documents too, but none that can be read so far


def read(source: Source) -> Document:
    """The document in ``source``, by the reader of its format; raises ReadError.

    >>> read(Source("a/45", "a/45.md", "md", "**Sở Y tế** chủ trì".encode())).id
    'a/45'
    """
    return READERS[f".{source.format}"](source)


def open_sources(path: Path, name: str) -> Iterator[Source]:
    """The sources in the file at ``path``, called ``name`` in records and messages; raises ReadError where it cannot be opened.

    Their ids are as in :class:`Document`, before anything is done about two that are equal.
    """
    stem, _, suffix = name.rpartition(".")
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # opening a pipe or a device could wait for ever; opening a folder fails
            raise ReadError(f"{name} cannot be read, for it is no regular file: leave it out.")
        with path.open("rb") as file:
            if suffix.lower() == "jsonl":
                yield from read_lines(file, name, stem)
            else:
                yield Source(stem, name, suffix.lower(), file.read())
    except OSError as error:
        raise ReadError(f"{name} cannot be read ({error.strerror}): check that it is there and that you may read it.") from None
    except UnicodeError as error:
        raise ReadError(f"{name} cannot be read to its end, for it is no whole UTF-16 ({error}): convert it to UTF-8.") from None


def load_document(path: str | Path, *, id: str | None = None) -> Document:
    """The document in the file at ``path``; of a ``.jsonl`` the record called ``id``, else its first.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "45-kh-ubnd.txt")
    ...     _ = file.write_bytes("Sở Y tế chủ trì.".encode())
    ...     load_document(file).id
    '45-kh-ubnd'

    Raises ReadError where it cannot be read, is of another format, or has no such record.
    """
    path = Path(path)
    if path.suffix.lower() not in READERS:
        raise ReadError(f"{path} is in a format that is not read: give one of {', '.join(READERS)}.")
    for source in open_sources(path, path.name):
        if id is None or source.id == id:
            return read(source)
    raise ReadError(f"{path} holds no record{f' with the id {id}' if id is not None else ''}: check its content.")
