"""The genre of a document, and the signs of a plan in it."""

from pipeline.extract.metadata import is_normative
from pipeline.rule_tables import load_rules
from pipeline.schema import Metadata, Record


def genre_of(metadata: Metadata) -> str | None:
    """``plan``, ``normative`` or ``other`` by the type of document; None where it says none, or one that no list has.

    >>> genre_of(Metadata("Kế hoạch")), genre_of(Metadata("Thông tư")), genre_of(Metadata("Báo cáo")), genre_of(Metadata())
    ('plan', 'normative', 'other', None)
    """
    if metadata.doc_type is None:
        return None
    if is_normative(metadata):
        return "normative"
    genres = load_rules("quality")["genres"]
    return next((genre for genre, types in genres.items() if metadata.doc_type.casefold() in types), None)


def signs_of(record: Record) -> list[str]:
    """The signs of a plan that a document bears, of seven.

    ``issuer``: it says who issued it. ``number``: it has one. ``date``: the day of issue is known. ``basis``: it names an instrument. ``tasks``: it has
    three tasks at least. ``assigned``: a task has a lead. ``closing``: it ends with a signature or recipients.
    """
    about = record.metadata
    found = {
        "issuer": about.issuer is not None,
        "number": about.number is not None,
        "date": about.issued_on is not None,
        "basis": any(entity.label == "LEGAL_REF" for entity in record.entities),
        "tasks": len(record.tasks) >= 3,
        "assigned": any(task.lead for task in record.tasks),
        "closing": about.signer.name is not None or bool(about.recipients),
    }
    return [name for name, there in found.items() if there]
