"""Which instrument each reference of a document names: what one citation says holds for all citations of the same instrument."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from pipeline.extract.relations import is_code_of
from pipeline.resolve.instruments import Instrument, Version, cut_short, parse_instrument, versions
from pipeline.resolve.registry import slug
from pipeline.rule_tables import load_rules
from pipeline.schema import Entity, LegalRefNorm, Record


def identify(record: Record) -> dict[str, Instrument]:
    """The instrument of each LEGAL_REF by the id of the entity.

    A year, a place or the number of a law that one citation gives holds for the others, unless two citations differ; a number without a code
    (``Nghị định 56``) is completed by the one instrument of its type that has this number.
    """
    bodies = _issuing_bodies(record)
    own = next((e for e in record.entities if e.label == "AGENCY" and e.norm.name == record.metadata.issuer), None)
    found = {}
    for entity in record.entities:
        if entity.label == "LEGAL_REF":
            norm: LegalRefNorm = entity.norm
            bare = parse_instrument(LegalRefNorm(norm.type, norm.number, norm.issued_on, title=norm.title))
            if bare.number and not bare.issuer:
                bare = replace(bare, issuer=_conference(record.text, entity.end))
            elif place := _place(norm.number, bare, bodies.get(entity.id), record, own):
                bare = replace(bare, place=place)
            found[entity.id] = bare
    found = _with_shared(found, "year")
    found = _with_shared(found, "place")
    found = _numbered_laws(found, record)
    return _completed(_still_blank(found, record))


def _issuing_bodies(record: Record) -> dict[str, Entity]:
    """The AGENCY that each reference names as its issuer, by the id of the reference."""
    by_id = {entity.id: entity for entity in record.entities}
    return {relation.head: by_id[relation.tail] for relation in reversed(record.relations) if relation.type == "issued_by"}


def _place(number: str | None, instrument: Instrument, body: Entity | None, record: Record, own: Entity | None) -> str:
    """The place of a local issuer; where the citation names no body, that of a province whose own number has the same code."""
    if body is not None:
        return _territory(body) if body.norm.level not in (None, "central") and is_code_of(number, body.norm.name) else ""
    local = instrument.issuer in load_rules("references")["local"]["codes"]
    return _territory(own) if local and own and own.norm.level == "province" and instrument.issuer == _own_code(record) else ""


def _territory(body: Entity) -> str:
    """`quang-ninh` of a body of `tỉnh Quảng Ninh`, `quang-ninh.huyen-ba-che` of one of `huyện Ba Chẽ, tỉnh Quảng Ninh`."""
    territory = body.identity.territory if body.identity else None
    names = reversed(territory.split(", ")) if territory else ()
    return ".".join(slug(re.sub(r"^(?:tỉnh|thành phố) ", "", name)) for name in names)


def _own_code(record: Record) -> str:
    number = record.metadata.number
    return parse_instrument(LegalRefNorm(record.metadata.doc_type or "", number)).issuer if number else ""


def _conference(text: str, end: int) -> str:
    """The issuer that brackets behind a number name: `Nghị quyết 163 (Rev. WRC-15)`."""
    behind = text[end : end + 20].replace(" ", "")
    conferences: dict[str, list[str]] = load_rules("references")["conferences"]
    return next((code for code, names in conferences.items() if behind.startswith(tuple(f"({name}" for name in names))), "")


def _still_blank(found: dict[str, Instrument], record: Record) -> dict[str, Instrument]:
    """A number that is still to be written in is that of the document, where type, body and year are the document's: its own forms say `kèm theo` it."""
    metadata = record.metadata
    own = parse_instrument(LegalRefNorm(metadata.doc_type or "", metadata.number, metadata.issued_on))
    blank = {replace(own, number=""), replace(own, number="", year="")} if own.number and own.issuer else set()
    return {id: own if instrument in blank else instrument for id, instrument in found.items()}


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
    if all(instrument.number for instrument in found.values()):
        return dict(found)
    day, exact = _day(record)
    all_cited = frozenset(found.values())
    meant: dict[Instrument, Instrument] = {}
    for named in all_cited:
        if not named.number:
            meant[named] = _version(named, cited.get((named.kind, named.title), set()), all_cited, day, exact)
    return {id: meant.get(instrument, instrument) for id, instrument in found.items()}


def _title_before_number(entity: Entity) -> str:
    """`tre-em` of `Luật Trẻ em số 102/2016/QH13`."""
    words = _TITLE_AND_NUMBER.match(entity.text)
    return slug(words[1]) if words else ""


_TITLE_AND_NUMBER = re.compile(r"(?:bộ luật|luật|pháp lệnh)\s+(\S.*?),?\s*(?:\(\s*)?(?:luật\s+)?số\b", re.I | re.S)


def _version(named: Instrument, same_title: set[Instrument], cited: frozenset[Instrument], day: str, exact: bool) -> Instrument:
    """The version that is meant; the title itself where that is not certain."""
    known = versions(named.kind, named.title)
    if named.year:
        adopted = [v.instrument for v in known if v.instrument.year == named.year] or [i for i in same_title if i.year == named.year]
        adopted = adopted or [v.instrument for v in cut_short(named.kind, named.title, named.year)]
        return adopted[0] if len(adopted) == 1 else named
    years = {version.instrument.year for version in known if version.instrument.number}
    same_title = {cited_law for cited_law in same_title if cited_law.year not in years}  # else the table knows better: a slip of the number
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
