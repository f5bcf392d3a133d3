"""What a reader takes and gives: the bytes of one document, and its text."""

from dataclasses import dataclass
from hashlib import sha256

from pipeline.schema import SourceInfo


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one document and where they come from: a whole file, or one line of a ``.jsonl`` (``line`` counts from 1).

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
        """Where a person finds it: ``kehoach/45.txt``, or ``tatca.jsonl, line 3``."""
        return self.path if self.line is None else f"{self.path}, line {self.line}"

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

    ``id`` is the path relative to the corpus without its suffix (``kehoach/832-kh-ubnd``), or a record's own ``id``.
    """

    id: str
    text: str
    source: SourceInfo
