"""The bodies of a record, each with its id in the registry as of the date of the document."""

from pipeline.schema import Record


def identify_agencies(record: Record) -> Record:
    """The bodies of a record, each with its id in the registry as of the date of the document."""
    return record
