"""Which instrument each reference of a document names: what one citation says holds for all citations of the same instrument."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.resolve.instruments import Instrument, Version, parse_instrument, slug, versions
from pipeline.rule_tables import load_rules
from pipeline.schema import AgencyNorm, Entity, LegalRefNorm, Record


def identify(record: Record) -> dict[str, Instrument]:
    """The instrument of each LEGAL_REF by the id of the entity.

    A year, a place or the number of a law that one citation gives holds for the others, unless two citations differ; a number without a code
    (``Nghị định 56``) is completed by the one instrument of its type that has this number.
    """
    bodies = _issuing_bodies(record)
    found = {}
    for entity in record.entities:
        if entity.label == "LEGAL_REF":
            norm: LegalRefNorm = entity.norm
            bare = parse_instrument(LegalRefNorm(norm.type, norm.number, norm.issued_on, title=norm.title))
            found[entity.id] = replace(bare, place=_place(bare, bodies.get(entity.id), record))
    found = _with_shared(found, "year")
    found = _with_shared(found, "place")
    found = _numbered_laws(found, record)
    return _completed(found)


def _issuing_bodies(record: Record) -> dict[str, Entity]:
    """The AGENCY that each reference names as its issuer, by the id of the reference."""
    by_id = {entity.id: entity for entity in record.entities}
    return {relation.head: by_id[relation.tail] for relation in reversed(record.relations) if relation.type == "issued_by"}


# --- places ----------------------------------------------------------------------------------------------------------------

_LEVEL = r"tỉnh|thành phố|huyện|quận|thị xã|xã(?! hội)|phường|thị trấn|đặc khu"
_SEAT = re.compile(rf"\b({_LEVEL})\b")
_PLACE = re.compile(rf"\b(?P<level>{_LEVEL})\s+(?P<name>[^\W\d_]\S*(?:\s+[A-ZÀ-ỸĐ]\S*)*)")
_PARTY = {"tỉnh ủy": "tỉnh", "thành ủy": "thành phố", "huyện ủy": "huyện", "quận ủy": "quận", "thị ủy": "thị xã"}


def _place(instrument: Instrument, body: Entity | None, record: Record) -> str:
    """The place of a local issuer: from its name, else the document's own where the citation names a body of that level."""
    own = record.metadata.issuer or ""
    if body is None:
        same = instrument.issuer in load_rules("references")["local"]["codes"] and _own_code(record) == instrument.issuer
        return _named_place(own, "tỉnh") or _named_place(own, "thành phố") if same and _is_provincial(record) else ""
    norm = body.norm
    if not isinstance(norm, AgencyNorm) or norm.level not in ("province", "district", "commune"):
        return ""
    name = norm.name
    for party, level in _PARTY.items():
        name = re.sub(rf"(?i)\b{party}\b", level, name)
    seat = _SEAT.search(name)
    if seat is None:
        return ""
    return _named_place(name, seat[1]) or _named_place(own, seat[1])


def _named_place(name: str, level: str) -> str:
    """`binh-an` of `Ủy ban nhân dân tỉnh Bình An`; below the province with its level (`huyen-yen-son`)."""
    for match in _PLACE.finditer(name):
        if match["level"] == level and match["name"][0].isupper():
            prefix = "" if level in ("tỉnh", "thành phố") else f"{slug(level)}-"
            return prefix + slug(match["name"].rstrip(",.;"))
    return ""


def _own_code(record: Record) -> str:
    number = record.metadata.number
    return parse_instrument(LegalRefNorm(record.metadata.doc_type or "", number)).issuer if number else ""


def _is_provincial(record: Record) -> bool:
    seat = _SEAT.search(record.metadata.issuer or "")
    return seat is not None and seat[1] in ("tỉnh", "thành phố")


# --- what citations tell of each other -----------------------------------------------------------------------------------------


def _with_shared(found: Mapping[str, Instrument], part: str) -> dict[str, Instrument]:
    """The instruments with the year or the place that all citations of the series agree on, else that of the table of known numbers."""
    told: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for instrument in found.values():
        if instrument.number and instrument.issuer and (value := getattr(instrument, part)):
            told[instrument.series].add(value)
    known: dict[str, int] = load_rules("references")["known"] if part == "year" else {}

    def shared(instrument: Instrument) -> Instrument:
        if getattr(instrument, part) or not instrument.number:
            return instrument
        values = told.get(instrument.series, set())
        value = next(iter(values)) if len(values) == 1 else "" if values else str(known.get("/".join(instrument.series), ""))
        return replace(instrument, **{part: value}) if value else instrument

    return {id: shared(instrument) for id, instrument in found.items()}


def _numbered_laws(found: Mapping[str, Instrument], record: Record) -> dict[str, Instrument]:
    """Laws by title become the version that their year, another citation or the date of the document says; else they stay the title."""
    cited: dict[tuple[str, str], set[Instrument]] = defaultdict(set)
    for entity in record.entities:
        if entity.id in found and found[entity.id].number and (title := _title_before_number(entity)):
            cited[found[entity.id].kind, title].add(found[entity.id])
    day, exact = _day(record)
    all_cited = frozenset(found.values())
    meant: dict[Instrument, Instrument] = {}
    for named in all_cited:
        if not named.number:
            meant[named] = _version(named, cited.get((named.kind, named.title), set()), all_cited, day, exact)
    return {id: meant.get(instrument, instrument) for id, instrument in found.items()}


def _title_before_number(entity: Entity) -> str:
    """`tre-em` of `Luật Trẻ em số 102/2016/QH13`."""
    norm: LegalRefNorm = entity.norm
    words = re.match(rf"(?is){re.escape(norm.type)}\s+(.+?),?\s*\(?\s*(?:luật\s+)?số\b", entity.text)
    return slug(words[1]) if words else ""


def _version(named: Instrument, same_title: set[Instrument], cited: frozenset[Instrument], day: str, exact: bool) -> Instrument:
    """The version that is meant; the title itself where that is not certain."""
    known = versions(named.kind, named.title)
    if named.year:
        adopted = [v.instrument for v in known if v.instrument.year == named.year] or [i for i in same_title if i.year == named.year]
        return adopted[0] if len(adopted) == 1 else named
    numbers = {version.instrument for version in known if version.instrument in cited} | same_title
    if len(numbers) == 1:
        return next(iter(numbers))
    if numbers:
        return named
    if len(known) == 1:
        return known[0].instrument
    return _in_force(known, day, exact) or named


def _in_force(known: Sequence[Version], day: str, exact: bool) -> Instrument | None:
    """The version in force on a day; none while a later one is adopted and not yet in force, nor where the document may be later than its citations."""
    adopted = [version for version in known if version.instrument.year <= day[:4]]
    if not adopted or adopted[-1].since > day or (not exact and adopted[-1] is not known[-1]):
        return None
    return adopted[-1].instrument


def _day(record: Record) -> tuple[str, bool]:
    """The date of the document; where it has none, the latest that it cites, which says only that the document is not older."""
    if record.metadata.issued_on:
        return record.metadata.issued_on, True
    cited = [e.norm.issued_on for e in record.entities if e.label == "LEGAL_REF" and e.norm.issued_on and len(e.norm.issued_on) == 10]
    return max(cited, default=""), False


def _completed(found: Mapping[str, Instrument]) -> dict[str, Instrument]:
    """Numbers without a code become the one instrument of their type, number and year that another citation names in full."""
    full: dict[tuple[str, str], set[Instrument]] = defaultdict(set)
    for instrument in found.values():
        if instrument.number and instrument.issuer:
            full[instrument.kind, instrument.number].add(instrument)

    def completed(instrument: Instrument) -> Instrument:
        if not instrument.number or instrument.issuer:
            return instrument
        candidates = {other for other in full[instrument.kind, instrument.number] if instrument.year in ("", other.year)}
        return next(iter(candidates)) if len(candidates) == 1 else instrument

    return {id: completed(instrument) for id, instrument in found.items()}
