"""What cannot all be true of the citations in a document: two dates or two issuers of one instrument, a number whose year is not that of its date."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, islice

from pipeline.resolve.instruments import Instrument
from pipeline.schema import AgencyNorm, Conflict, Entity, Record

_YEAR_IN_NUMBER = re.compile(r"/((?:19|20)[0-9]{2})/")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OFFICE = re.compile(
    r"(?i)^(?:(?:thứ trưởng|bộ trưởng|phó chủ tịch|chủ tịch|phó giám đốc|giám đốc|thường trực|ban thường vụ|ban chấp hành|tổng)\s+)+"
)

_MOST_DATES = 20
_VAGUE = ("trung ương", "trung ương đảng", "đảng")


def find_conflicts(record: Record, instruments: Mapping[str, Instrument]) -> list[Conflict]:
    """The conflicts of a record, in the order of their first citation; ``note`` says in English what contradicts what."""
    cited = [entity for entity in record.entities if entity.id in instruments and re.match("[0-9]", entity.norm.number or "")]
    found = [*_years(cited), *_dates(cited, instruments), *_issuers(record, cited, instruments)]
    order = {entity.id: index for index, entity in enumerate(cited)}
    return sorted(found, key=lambda conflict: order[conflict.entities[0]])


def _years(cited: list[Entity]) -> Iterator[Conflict]:
    for entity in cited:
        year, date = _YEAR_IN_NUMBER.search(entity.norm.number), entity.norm.issued_on
        if year and date and date[:4] != year[1]:
            yield Conflict("year", [entity.id], f"{entity.norm.number} is of {year[1]}, its date of {date[:4]}")


def _dates(cited: list[Entity], instruments: Mapping[str, Instrument]) -> Iterator[Conflict]:
    """Two dates of one instrument, or of one number where only the day, the month or the year differs: the rest agrees too well for two instruments."""
    by_series: dict[tuple[str, ...], dict[str, Entity]] = defaultdict(dict)
    for entity in cited:
        if (day := entity.norm.issued_on) and _DAY.fullmatch(day) and instruments[entity.id].issuer:
            by_series[(*instruments[entity.id].series, instruments[entity.id].place)].setdefault(day, entity)
    for days in by_series.values():
        for (one, first), (other, second) in combinations(islice(days.items(), _MOST_DATES), 2):
            if _contradicts(one, other) and not _says_year_twice(first, second):
                yield Conflict("date", [first.id, second.id], f"{first.norm.number} is dated {one} and {other}")


def _contradicts(one: str, other: str) -> bool:
    differing = sum(a != b for a, b in zip(one.split("-"), other.split("-"), strict=True))
    return one[:4] == other[:4] or differing == 1


def _says_year_twice(first: Entity, second: Entity) -> bool:
    """Numbers with a year of their own that differ are two instruments."""
    years = [_YEAR_IN_NUMBER.search(entity.norm.number) for entity in (first, second)]
    return bool(years[0] and years[1] and years[0][1] != years[1][1])


def _issuers(record: Record, cited: list[Entity], instruments: Mapping[str, Instrument]) -> Iterator[Conflict]:
    """Two bodies for one instrument; a minister and the ministry, a name and its beginning are one."""
    by_id = {entity.id: entity for entity in record.entities}
    bodies: dict[str, list[Entity]] = defaultdict(list)
    for relation in record.relations:
        if relation.type == "issued_by" and isinstance(by_id[relation.tail].norm, AgencyNorm):
            bodies[relation.head].append(by_id[relation.tail])
    citations: dict[str, list[Entity]] = defaultdict(list)
    for entity in cited:
        if entity.id in bodies and (id := instruments[entity.id].id):
            citations[id].append(entity)
    for entities in citations.values():
        first = entities[0]
        for other in entities[1:]:
            if not any(_same_body(a.norm.name, b.norm.name) for a in bodies[first.id] for b in bodies[other.id]):
                names = bodies[first.id][0].norm.name, bodies[other.id][0].norm.name
                yield Conflict("issuer", [first.id, other.id], f"{first.norm.number} is of {names[0]} and of {names[1]}")
                break


def _same_body(one: str, other: str) -> bool:
    shorter, longer = sorted((_OFFICE.sub("", name).casefold() for name in (one, other)), key=len)
    return longer.startswith(shorter) or shorter in _VAGUE
