"""Instruments as a collection sees them: one key, one name and one level, however they are cited."""

from functools import cache

import regex
from msgspec import UNSET
from msgspec.structs import replace

from pipeline.report.bodies import levels
from pipeline.report.documents import Document, level_of
from pipeline.resolve.agencies import identify as identify_body
from pipeline.resolve.home import home_of
from pipeline.resolve.identify import identify
from pipeline.rule_tables import load_rules
from pipeline.schema import AgencyNorm, Entity, LegalRefNorm, Level, Record, Relation


def key_of(reference: Entity, record: Record) -> str:
    """What is the same for all mentions of one instrument in a collection: its canonical id; empty where that stays open.

    One of a local body whose place is not known is that of its document alone: elsewhere the same number is another plan.
    """
    id = reference.identity.id if reference.identity is not UNSET else None
    return "" if not id else id if _is_one(id) else f"{id} in {record.id}"


def own_key(record: Record, document: Document) -> str:
    """The key of a document of the collection: the canonical id under which others would cite it, else ``document:`` with its own id."""
    if document.type and document.number:
        norm = LegalRefNorm(document.type, document.number, document.issued_on or None)
        itself = Entity("itself", 0, 0, "LEGAL_REF", "", norm, "", 1.0, "")
        who = identify_body(document.issuer, document.level, home_of(record))
        issuer = Entity("issuer", 0, 0, "AGENCY", "", AgencyNorm(document.issuer, document.level), "", 1.0, "", who)
        found = identify(replace(record, entities=[itself, issuer], relations=[Relation("issued_by", "itself", "issuer")]))["itself"]
        if found.id and found.year and _is_one(found.id):
            return found.id
    return f"document:{record.id}"


def _is_one(id: str) -> bool:
    """Whether a canonical id names one instrument: those of local bodies do where they say the place."""
    issuer = id.split("/")[2] if id.count("/") >= 2 else ""
    return "@" in issuer or issuer not in load_rules("references")["local"]["codes"]


def name_of_instrument(norm: LegalRefNorm) -> str:
    """How the report calls an instrument.

    >>> name_of_instrument(LegalRefNorm("Chỉ thị", "28-CT/TW")), name_of_instrument(LegalRefNorm("Luật", None, title="Luật Trẻ em"))
    ('Chỉ thị 28-CT/TW', 'Luật Trẻ em')
    """
    return f"{norm.type} {norm.number}" if norm.number else str(norm.title or norm.type)


def year_of(key: str) -> str:
    """The year that a canonical id ends in.

    >>> year_of("hien-phap/2013"), year_of("luat/tre-em")
    ('2013', '')
    """
    last = key.rpartition("/")[2]
    return last if len(last) == 4 and last.isdecimal() else ""


def level_of_instrument(norm: LegalRefNorm) -> Level | None:
    """The level of the body that issued it: by the type or the code of the number, else by the issuer that the citation names.

    >>> level_of_instrument(LegalRefNorm("Chỉ thị", "28-CT/TW")), level_of_instrument(LegalRefNorm("Quyết định", "318/QĐ-UBND", None, "UBND huyện Bình Hà"))
    ('central', 'district')
    >>> level_of_instrument(LegalRefNorm("Quyết định", "318/QĐ-UBND"))
    """
    if norm.type in levels()["central_types"]:
        return "central"
    parts = regex.findall(r"\p{L}+", norm.number or "")
    coded = next((_level_by_code()[part] for part in parts if part in _level_by_code()), None)
    return coded or (level_of(norm.issuer) if norm.issuer else None)


@cache
def _level_by_code() -> dict[str, Level]:
    return {code: level for level, codes in levels()["codes"].items() for code in codes}
