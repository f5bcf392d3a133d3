"""From what a document says to what it means outside itself: instruments, bodies and indicators that other documents name too."""

from pipeline.resolve.agencies import identify_agencies
from pipeline.resolve.references import resolve_references
from pipeline.resolve.targets import compare_targets
from pipeline.schema import Record


def resolve(record: Record) -> Record:
    """The record with identities, citations, back references, conflicts and comparable targets; spans and norms stay as they are."""
    return compare_targets(resolve_references(identify_agencies(record)))
