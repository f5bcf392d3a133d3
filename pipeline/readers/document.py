"""What a reader takes and gives: the bytes of one document, and its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pipeline.schema import SourceInfo


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one document and where they come from: a whole file, or one line or row of a file of records (``line`` counts from 1).

    ``path`` is relative to the corpus, with ``/``; ``encoding`` is set where the file has settled it for its lines.
    """

    id: str
    path: str
    format: str
    data: bytes
    line: int | None = None
    encoding: str | None = None

    @property
    def place(self) -> str:
        """Where a person finds it: ``kehoach/45.txt``, ``tatca.jsonl, line 3``, or ``tatca.parquet, row 3``."""
        return self.path if self.line is None else f"{self.path}, {'line' if self.format == 'jsonl' else 'row'} {self.line}"

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of ``data``."""
        return sha256(self.data).hexdigest()

    def info(self, encoding: str) -> SourceInfo:
        """The ``source`` of the record, once the encoding is known."""
        return SourceInfo(self.path, self.format, encoding, self.sha256, len(self.data))


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: ``text`` is what all offsets refer to (code points).

    ``id`` is the path relative to the corpus without its suffix (``kehoach/832-kh-ubnd``), or a record's own ``id``. ``merged`` is the
    map of merged cells, where the source marks them: for each empty cell in ``text`` that is part of another, the offset where it stands
    and the offset where that other begins (above it in the same column, or to its left). ``breaks`` are the blanks in ``text`` that stand
    where a paragraph of a cell ends and the next begins.
    """

    id: str
    text: str
    source: SourceInfo
    merged: Mapping[int, int] = field(default_factory=dict)
    breaks: tuple[int, ...] = ()
