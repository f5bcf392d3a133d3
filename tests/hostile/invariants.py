"""What holds for any input: readers give a document or one sentence, every offset points at what it says, and nothing else is raised."""

from io import BytesIO

from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.layout import lay_out
from pipeline.readers import READERS, SPLITTERS, Document, Source, read
from pipeline.readers.rtf import read_rtf
from pipeline.resolve import resolve
from pipeline.schema import Record, SourceInfo
from pipeline.text import fold

FORMATS = ("txt", "md", "docx", "pdf", "rtf", "html", "jsonl", "csv", "parquet", "zip")


def check_reader(format: str, data: bytes) -> list[Document]:
    """The documents in a file of ``format`` that holds ``data``; what cannot be read is one sentence that names it."""
    documents: list[Document] = []
    try:
        for source in _sources(format, data):
            try:
                if isinstance(source, ReadError):
                    raise source
                documents.append(read_rtf(source) if format == "rtf" else read(source))  # not by LibreOffice, wherever it is installed
            except ReadError as error:
                _check_sentence(error)
    except ReadError as error:
        _check_sentence(error)
    for document in documents:
        assert document.text.strip()
        assert all(0 <= whole < at < len(document.text) for at, whole in document.merged.items())
    return documents


def _sources(format: str, data: bytes) -> list[Source | ReadError]:
    name = f"45.{format}"
    if format == "zip":
        from pipeline.readers import _split
        from pipeline.readers.package import read_package

        return list(read_package(BytesIO(data), name, _split))
    if format in SPLITTERS:
        try:
            return list(SPLITTERS[format](BytesIO(data), name, "45"))
        except UnicodeError:  # of a whole file, which `open_sources` says in its own sentence
            return []
    assert format in READERS
    return [Source("45", name, format, data)]


def _check_sentence(error: ReadError) -> None:
    said = str(error)
    assert "45." in said and said.endswith(".") and "\n" not in said, said


def check_layout(text: str) -> None:
    """Folding maps every character back, and the blocks lie in the flow in order."""
    folded = fold(text)
    layout = lay_out(folded.text)
    assert len(layout.flow) == len(folded.text)
    for at in range(0, len(folded.text), max(1, len(folded.text) // 50)):
        start, end = folded.to_source(at, at + 1)
        assert 0 <= start <= end <= len(text)
        put_in = start == end and folded.text[at] == " "  # a blank that a conversion lost: it covers nothing
        assert put_in or folded.from_source(start) <= at
    before = 0
    for index, block in enumerate(layout.blocks):
        assert block.parent is None or 0 <= block.parent < index
        assert before <= block.start or block.kind in ("furniture", "footnote", "gap")
        assert all(0 <= start <= end <= len(layout.flow) for start, end in [*block.fragments, *block.cells])


def check_record(document: Document) -> Record:
    """The record of a document, in which every span is the text that it says, entities do not overlap, and ids are those of entities."""
    record = resolve(extract(document))
    text = document.text
    end = 0
    for entity in record.entities:
        assert end <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end] == entity.text
        end = entity.end
    known = {entity.id for entity in record.entities}
    for task in record.tasks:
        assert 0 <= task.start < task.end <= len(text)
        assert all(task.start <= start < stop <= task.end for start, stop in task.fragments)
        assert {*task.lead, *task.coordinating, *task.deadline} <= known
    for section in record.sections:
        assert 0 <= section.start <= section.end <= len(text)
    return record


def document_of(text: str) -> Document:
    return Document("45", text, SourceInfo("45.txt", "txt", "utf-8", "", 0))
