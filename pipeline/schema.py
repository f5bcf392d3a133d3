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


class Identity(Struct, frozen=True):
    """What a mention stands for outside its document; ``id`` is null where that is not certain.

    Of a LEGAL_REF it is the canonical id of the instrument. Of an AGENCY it is the id in the registry, with the ``territory`` that the
    text or the document's issuer gives, and the date (ISO, of the document) that the registry was asked for.
    """

    id: str | None
    territory: str | UnsetType | None = UNSET
    as_of: str | UnsetType | None = UNSET


class Entity(Struct, frozen=True):
    """One mention; ``norm`` is the struct that NORMS names for the label, ``rule`` the rule that found it, ``identity`` what it stands for."""

    id: str
    start: int
    end: int
    label: Label
    text: str
    norm: Any
    source: str
    score: float
    rule: str
    identity: Identity | UnsetType = UNSET


class Relation(Struct, frozen=True):
    """From a LEGAL_REF (``head``) to the DATE or AGENCY (``tail``) that its citation names."""

    type: Literal["issued_on", "issued_by"]
    head: str
    tail: str


class Pinpoint(Struct, frozen=True):
    """The part of an instrument that is cited: ``khoản 2 Điều 5`` -> article ``5``, clause ``2``; letters and numbers as they are written."""

    start: int
    end: int
    text: str
    article: str | None = None
    clause: str | None = None
    point: str | None = None


class Citation(Struct, frozen=True):
    """How the document stands to the instrument that the LEGAL_REF ``entity`` names; ``cue`` is the span of the words that say so.

    Where another instrument stands so to it (``Nghị định 76 sửa đổi Nghị định 20``), ``by`` is the LEGAL_REF of that one; null for the document.

    ``based_on`` căn cứ, ``implements`` thực hiện, ``amends`` sửa đổi, ``replaces`` thay thế, ``repeals`` bãi bỏ, ``issued_with`` ban hành
    kèm theo, ``cites`` dẫn chiếu (no cue).
    """

    type: Literal["based_on", "implements", "amends", "replaces", "repeals", "issued_with", "cites"]
    entity: str
    cue: tuple[int, int] | None
    pinpoints: list[Pinpoint] = []
    by: str | None = None


class BackReference(Struct, frozen=True):
    """Words that stand for something named elsewhere: ``Kế hoạch này``, ``Chỉ thị số 28``, ``Quyết định nêu trên``, a defined short name.

    ``refers_to`` is a canonical id, or ``self`` for the document at hand, ``entity`` the mention that names it in full; both null where it stays open.
    """

    start: int
    end: int
    text: str
    kind: Literal["anaphor", "short", "defined"]
    refers_to: str | None
    entity: str | None
    rule: str
    pinpoints: list[Pinpoint] = []


class Conflict(Struct, frozen=True):
    """What cannot all be true: one instrument cited with two dates or issuers, a number whose year contradicts its date."""

    type: Literal["date", "issuer", "year"]
    entities: list[str]
    note: str


class Target(Struct, frozen=True):
    """A figure that the plan commits to; ``by`` is a year or an ISO date.

    ``entity`` is the PERCENT that holds the figure, null for a count or a rate (``70.000 ngôi nhà``, ``500/100.000 trẻ em``). ``key`` is the
    indicator in a form that is the same over documents, ``population`` whom it is about, ``baseline`` the value it starts from, ``year`` that of ``by``.
    """

    entity: str | None
    value: float
    upper: float | None
    op: Operator
    change: Literal["increase", "decrease"] | None
    indicator: str
    by: str | None
    id: str | UnsetType = UNSET
    start: int | UnsetType = UNSET
    end: int | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    key: str | UnsetType = UNSET
    population: str | UnsetType | None = UNSET
    baseline: float | UnsetType | None = UNSET
    year: int | UnsetType | None = UNSET


class ThemeTag(Struct, frozen=True):
    """A theme of the label set that the classifier was trained on (`truyền thông`, `kiểm tra`, `nguồn lực` as shipped), and its probability."""

    label: str
    score: float


class Task(Struct, frozen=True):
    """One thing to be done; ``lead``, ``coordinating`` and ``deadline`` hold entity ids, ``inherited`` the names of inherited fields.

    ``targets`` holds the ids of the targets that the text ties to the task.
    """

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
    targets: list[str] | UnsetType = UNSET


class Record(Struct, frozen=True):
    """One line of the output. ``fingerprint`` names the code, rules and models that it depends on, so that a rerun knows what still stands."""

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
    citations: list[Citation] | UnsetType = UNSET
    back_references: list[BackReference] | UnsetType = UNSET
    conflicts: list[Conflict] | UnsetType = UNSET
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
