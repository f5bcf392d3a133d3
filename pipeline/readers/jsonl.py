"""Records: a ``.jsonl`` holds one document a line, ``{"id": ..., "text": ...}``; other fields are passed over."""

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from pipeline.errors import ReadError
from pipeline.readers.document import Document, Source
from pipeline.readers.encodings import detect
from pipeline.readers.limits import MAX_LINE, bounded_lines

_WITHOUT_MARK = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}  # lines after the first bear no mark
_ASK = 'write one object a line with "id" and "text"'


class _Id(msgspec.Struct):
    id: Any = None


class _Fields(msgspec.Struct):
    text: Any = msgspec.UNSET


_decode_id = msgspec.json.Decoder(_Id).decode
_decode_fields = msgspec.json.Decoder(_Fields).decode


def read_lines(file: BinaryIO, path: str, stem: str) -> Iterator[Source | ReadError]:
    """One source for each line of ``file`` that is not blank, read as it is asked for, so that a file of any size will do.

    In the place of a line that is longer than a document can be stands the error that says so.

    The bytes of a source are those of the line without its end. A record whose own ``id`` is missing or unusable is called by
    ``stem`` and its line: ``tatca:17``.
    """
    start = file.read(4096)
    file.seek(0)
    encoding = _WITHOUT_MARK.get(start[:2]) or detect(start).removesuffix("-sig")
    for number, line in enumerate(_lines(file, encoding), start=1):
        if line is None:
            yield ReadError(f"{path}, line {number}, is longer than {MAX_LINE / 1e6:.0f} MB, more than a document can be: split it.")
            continue
        data = line.removeprefix("\ufeff".encode(encoding)) if number == 1 else line
        record = data if encoding == "utf-8" else data.decode(encoding, "replace").encode()
        if record and not record.isspace():
            yield Source(_record_id(record) or f"{stem}:{number}", path, "jsonl", data, number, encoding)


def read_record(source: Source) -> Document:
    """The document that one line of a ``.jsonl`` holds.

    >>> read_record(Source("kh-45", "tatca.jsonl", "jsonl", '{"id": "kh-45", "text": "Sở Y tế"}'.encode(), 1, "utf-8")).text
    'Sở Y tế'

    Raises ReadError where the line is no JSON object, or has no text.
    """
    encoding = source.encoding or detect(source.data)
    try:
        text = _decode_fields(source.data.decode(encoding)).text
    except UnicodeDecodeError as error:
        raise ReadError(f"{source.place}, is not {encoding.upper()} ({error.reason} at byte {error.start}): convert the file to UTF-8.") from None
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ReadError(f"{source.place}, is not a JSON object ({error}): {_ASK}.") from None
    if text is msgspec.UNSET:
        raise ReadError(f'{source.place}, has no "text": {_ASK}.')
    if not isinstance(text, str):
        raise ReadError(f'The "text" of {source.place}, is not a string: {_ASK}.')
    if not text.strip():
        raise ReadError(f'The "text" of {source.place}, is empty: put the text into it, or leave the record out.')
    return Document(source.id, text, source.info(encoding))


def _lines(file: BinaryIO, encoding: str) -> Iterator[bytes | None]:
    """The lines of ``file`` without their ends, as bytes; only a line feed ends a line."""
    if encoding == "utf-8":
        yield from (line and line.rstrip(b"\r\n") for line in bounded_lines(file))
    else:
        text = io.TextIOWrapper(file, encoding, errors="surrogatepass", newline="\n")
        yield from (None if line is None else line.rstrip("\r\n").encode(encoding, "surrogatepass") for line in bounded_lines(text))


def _record_id(record: bytes) -> str | None:
    try:
        found = _decode_id(record).id
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None  # the reader says what is wrong with the line
    return str(found) if isinstance(found, (str, int)) and not isinstance(found, bool) and found != "" else None
