"""The targets of a record in a form that can be compared over documents, and counts beside percentages."""

from pipeline.schema import Record


def compare_targets(record: Record) -> Record:
    """The targets of a record in a form that can be compared over documents, and counts beside percentages."""
    return record
