"""The record that a run writes, one a document: the types of the output contract, in the contract's key order.

All offsets are Unicode code points into ``Record.text``, end-exclusive.
"""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

SCHEMA_VERSION = "1.0"

Label = Literal["AGENCY", "LEGAL_REF", "DATE", "PERCENT"]
Level = Literal["central", "province", "district", "commune"]
Operator = Literal[">=", ">", "<", "<=", "="]

LABELS: tuple[Label, ...] = ("AGENCY", "LEGAL_REF", "DATE", "PERCENT")


class AgencyNorm(Struct, frozen=True):
    """``Sở LĐTBXH`` -> name ``Sở Lao động - Thương binh và Xã hội``, level ``province``."""

    name: str
    level: Level | None


class LegalRefNorm(Struct, frozen=True):
    """``issued_on`` is ISO (``2018-10-31``), ``issuer`` the surface of the issuing AGENCY; ``title`` only where there is no number."""

    type: str
    number: str | None
    issued_on: str | None = None
    issuer: str | None = None
    title: str | UnsetType = UNSET


class DateNorm(Struct, frozen=True):
    """A TIMEX3 value; ``begin`` and ``end`` are the first and last day that the expression covers."""

    type: Literal["DATE", "SET", "DURATION"]
    value: str | None
    mod: Literal["BEFORE", "ON_OR_BEFORE", "AFTER", "START", "END"] | None
    begin: str | None
    end: str | None


class PercentNorm(Struct, frozen=True):
    """``5-10%`` -> value 5.0, upper 10.0."""

    value: float
    upper: float | None


Norm = AgencyNorm | LegalRefNorm | DateNorm | PercentNorm
NORMS: dict[Label, type[Struct]] = {"AGENCY": AgencyNorm, "LEGAL_REF": LegalRefNorm, "DATE": DateNorm, "PERCENT": PercentNorm}


class SourceInfo(Struct, frozen=True):
    """Where a record comes from; ``bytes`` and ``sha256`` are those of the file (of the line, for a record in a ``.jsonl``)."""

    path: str
    format: str
    encoding: str
    sha256: str
    bytes: int


class Signer(Struct, frozen=True):
    name: str | None = None
    role: str | None = None


class Metadata(Struct, frozen=True):
    """What the document says of itself; null where it says nothing."""

    doc_type: str | None = None
    number: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: str | None = None
    title: str | None = None
    signer: Signer = Signer()
    recipients: list[str] | None = None


class Section(Struct, frozen=True):
    """A heading and all that stands under it."""

    id: str
    parent: str | None
    marker: str | None
    title: str
    start: int
    end: int


class Entity(Struct, frozen=True):
    """One mention; ``norm`` is the struct that NORMS names for the label, ``rule`` the rule that found it."""

    id: str
    start: int
    end: int
    label: Label
    text: str
    norm: Any
    source: str
    score: float
    rule: str


class Relation(Struct, frozen=True):
    """From a LEGAL_REF (``head``) to the DATE or AGENCY (``tail``) that its citation names."""

    type: Literal["issued_on", "issued_by"]
    head: str
    tail: str


class Target(Struct, frozen=True):
    """A percentage that the plan commits to; ``by`` is a year or an ISO date."""

    entity: str
    value: float
    upper: float | None
    op: Operator
    change: Literal["increase", "decrease"] | None
    indicator: str
    by: str | None


class ThemeTag(Struct, frozen=True):
    """A theme of the label set that the classifier was trained on (`truyền thông`, `kiểm tra`, `nguồn lực` as shipped), and its probability."""

    label: str
    score: float


class Task(Struct, frozen=True):
    """One thing to be done; ``lead``, ``coordinating`` and ``deadline`` hold entity ids, ``inherited`` the names of inherited fields."""

    id: str
    section: str | None
    marker: str | None
    start: int
    end: int
    fragments: list[tuple[int, int]]
    text: str
    lead: list[str]
    coordinating: list[str]
    deadline: list[str]
    output: str | None
    inherited: list[str]
    themes: list[ThemeTag]


class Record(Struct, frozen=True):
    """One line of the output. ``fingerprint`` names the code, rules and models that made it, so that a rerun knows what still stands."""

    schema_version: str
    id: str
    source: SourceInfo
    text: str
    metadata: Metadata
    sections: list[Section]
    entities: list[Entity]
    relations: list[Relation]
    targets: list[Target]
    tasks: list[Task]
    fingerprint: str
    tokens: list[tuple[int, int]] | UnsetType = UNSET


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one output line; ``norm`` is described for each label.

    >>> sorted(json_schema()["$defs"]["Entity"]["required"])[:3]
    ['end', 'id', 'label']
    """
    types = [Record, *NORMS.values()]
    _, components = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    components["Entity"]["allOf"] = [
        {"if": {"properties": {"label": {"const": label}}}, "then": {"properties": {"norm": {"$ref": f"#/$defs/{norm.__name__}"}}}}
        for label, norm in NORMS.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "vn-plan-pipeline record",
        "$ref": "#/$defs/Record",
        "$defs": components,
    }
