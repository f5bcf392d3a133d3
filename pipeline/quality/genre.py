"""The genre of a document, and the signs of a plan in it."""

from collections.abc import Sequence

from pipeline.extract.metadata import is_normative, is_scope
from pipeline.rule_tables import load_rules
from pipeline.schema import Metadata, Record, Section


def genre_of(metadata: Metadata, sections: Sequence[Section] = ()) -> str | None:
    """``plan``, ``normative`` or ``other`` by the type of document, and its first article; None where it says none, or one that no list has.

    >>> genre_of(Metadata("Kế hoạch")), genre_of(Metadata("Thông tư")), genre_of(Metadata("Báo cáo")), genre_of(Metadata())
    ('plan', 'normative', 'other', None)
    >>> genre_of(Metadata("Nghị quyết"), [Section("s1", None, "Điều 1", "Phạm vi điều chỉnh", 93, 154)])
    'normative'
    """
    if metadata.doc_type is None:
        return None
    article = next((section for section in sections if section.marker and section.marker.startswith("Điều")), None)
    if is_normative(metadata) or (article is not None and is_scope(article.title)):
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
