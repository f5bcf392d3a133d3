"""The documents of a collection, one row each, and the level of the bodies that issue them."""

from dataclasses import dataclass
from functools import cache
from typing import get_args

from pipeline.annotation.norms import norm_of
from pipeline.schema import Level, Record

LEVELS: tuple[Level, ...] = get_args(Level)  # from the top down


@dataclass(frozen=True, slots=True)
class Document:
    """What the report says of a document; ``index`` counts from 0 in the order of the output, empty strings stand for what is unknown."""

    index: int
    id: str
    path: str
    title: str
    type: str
    number: str
    issuer: str
    issued_on: str
    level: Level | None
    tasks: int
    targets: int

    @property
    def year(self) -> str:
        return self.issued_on[:4]


def describe_document(index: int, record: Record) -> Document:
    """The row of ``record``."""
    about = record.metadata
    return Document(
        index,
        record.id,
        record.source.path,
        " ".join((about.title or record.id).split()),
        about.doc_type or "",
        about.number or "",
        about.issuer or "",
        about.issued_on or "",
        _issuer_level(record),
        len(record.tasks),
        len(record.targets),
    )


@cache
def level_of(name: str) -> Level | None:
    """The level of a body by its name alone.

    >>> level_of("Ủy ban nhân dân huyện Đồng Trạch"), level_of("Bộ Y tế"), level_of("Khối Dân vận")
    ('district', 'central', None)
    """
    level: Level | None = norm_of("AGENCY", name)["level"]
    return level


def _issuer_level(record: Record) -> Level | None:
    """The level that the text gives its issuer where it names it, else that of the name."""
    issuer = record.metadata.issuer
    if not issuer:
        return None
    named = (entity.norm.level for entity in record.entities if entity.label == "AGENCY" and entity.norm.name == issuer)
    return next((level for level in named if level), None) or level_of(issuer)
