"""Plain text and markdown: the file is the text."""

from pipeline.errors import ReadError
from pipeline.readers.document import Document, Source
from pipeline.readers.encodings import decode


def read_text(source: Source) -> Document:
    """The document that a ``.txt`` or ``.md`` file holds, its text exactly as decoded.

    >>> read_text(Source("kehoach", "kehoach.txt", "txt", "Giao Sở Y tế chủ trì.\\r\\n".encode())).text
    'Giao Sở Y tế chủ trì.\\r\\n'

    Raises ReadError where the file is empty, binary or in an encoding that is not read.
    """
    text, encoding = decode(source.data, source.place)
    if not text.strip():
        raise ReadError(f"{source.place} is empty: put its text into it, or leave it out.")
    return Document(source.id, text, source.info(encoding))
