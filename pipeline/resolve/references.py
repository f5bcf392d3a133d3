"""The instruments of a record: canonical ids, back references, citations, conflicts."""

from msgspec.structs import replace

from pipeline.resolve.back_references import find_back_references
from pipeline.resolve.citations import find_citations
from pipeline.resolve.conflicts import find_conflicts
from pipeline.resolve.identify import identify
from pipeline.resolve.passage import Passage
from pipeline.schema import Identity, Record


def resolve_references(record: Record) -> Record:
    """The record with an identity for each LEGAL_REF (null where it stays open), and with citations, back references and conflicts.

    >>> from pipeline.extract import extract
    >>> from pipeline.readers.document import Document
    >>> from pipeline.schema import SourceInfo
    >>> text = "Thực hiện Chỉ thị số 28-CT/TW ngày 25/12/2023 của Ban Bí thư; quán triệt Chỉ thị 28 tại cơ sở."
    >>> record = resolve_references(extract(Document("45", text, SourceInfo("45.txt", "txt", "utf-8", "", 0))))
    >>> [(citation.type, citation.entity) for citation in record.citations]
    [('implements', 'e1'), ('implements', 'e4')]
    >>> [(back.text, back.refers_to) for back in record.back_references]
    [('Chỉ thị 28', 'chi-thi/28/tw/2023')]
    """
    instruments = identify(record)
    entities = [replace(entity, identity=Identity(instruments[entity.id].id)) if entity.id in instruments else entity for entity in record.entities]
    record = replace(record, entities=entities)
    passage = Passage(record, instruments)
    citations = find_citations(passage)
    return replace(
        record,
        citations=citations,
        back_references=find_back_references(passage, citations),
        conflicts=find_conflicts(record, instruments),
    )
