"""The instruments of a record: canonical ids, back references, citations, conflicts."""

from pipeline.schema import Record


def resolve_references(record: Record) -> Record:
    """The instruments of a record: canonical ids, back references, citations, conflicts."""
    return record
