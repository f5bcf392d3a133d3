"""Where a document was issued: the unit of its issuer, by its name, the place beside its date, and the bodies that it names."""

from msgspec.structs import replace

from pipeline.resolve.places import Home, Place, kind_and_rest, place_at_end, place_of, province_place
from pipeline.resolve.registry import Body, registry
from pipeline.schema import Level, Record


def home_of(record: Record) -> Home:
    """The units that a document was issued in, as far as they are certain; none for a document of the centre or without an issuer."""
    metadata, nowhere = record.metadata, Home(day=record.metadata.issued_on)
    if not metadata.issuer:
        return nowhere
    kind, rest = kind_and_rest(metadata.issuer)
    own = _place_in(metadata.issuer, kind, rest, nowhere)
    level = own.level if own else _level(record, kind)
    if level is None or level == "central":
        return nowhere
    province = own if own and own.level == "province" else _province_of_date_line(record, level) or _only_province(record)
    home = replace(nowhere, province=province, kind=kind.id if kind else "")
    if level == "province":
        return home
    lower = _place_in(metadata.issuer, kind, rest, home)
    return replace(home, district=lower if level == "district" else None, commune=lower if level == "commune" else None)


def _place_in(issuer: str, kind: Body | None, rest: str, home: Home) -> Place | None:
    return (place_of(kind, rest, None, home) if kind and rest else None) or place_at_end(issuer, home)


def _level(record: Record, kind: Body | None) -> Level | None:
    """The level of an issuer whose name has no territory."""
    named = (e.norm.level for e in record.entities if e.label == "AGENCY" and e.norm.name == record.metadata.issuer)
    return next(named, kind.level if kind else None)


def _province_of_date_line(record: Record, level: Level) -> Place | None:
    """The bodies of a province write its name before the date: `Quảng Ninh, ngày ...`."""
    province = registry().provinces.get((record.metadata.place or "").casefold()) if level == "province" else None
    return province_place(province, record.metadata.issued_on) if province else None


def _only_province(record: Record) -> Place | None:
    """The one province that the bodies of a document name."""
    nowhere = Home(day=record.metadata.issued_on)
    places = (place_at_end(e.norm.name, nowhere) for e in record.entities if e.label == "AGENCY")
    named = {place.id: place for place in places if place and place.level == "province"}
    return next(iter(named.values())) if len(named) == 1 else None
