"""What a name, short or long, stands for on a day: the answer of ``pipeline agencies lookup``."""

from datetime import date
from difflib import get_close_matches

from pipeline.errors import UnknownBody
from pipeline.extract.agencies import find_agencies
from pipeline.extract.agencies.levels import Setting, settle
from pipeline.extract.agencies.registry import registry as names_of_bodies
from pipeline.extract.vocabulary import key
from pipeline.own_rules import own_rules
from pipeline.resolve.history import History, history
from pipeline.resolve.places import UNITS, Home, Place, kind_and_rest, place_of, province_place, read_place
from pipeline.resolve.registry import Body, registry, slug
from pipeline.resolve.units import unit_of_id
from pipeline.schema import AgencyNorm
from pipeline.text import fold


def look_up(query: str, day: str | None = None) -> History:
    """The history of the body or the province that ``query`` names, by a name or the id of an identity, as of an ISO day (today without one).

    Raises UnknownBody where nothing in the registry has that name.

    >>> found = look_up("Sở LĐTBXH", "2026-01-01")
    >>> found.id, found.standing, [link.id for link in found.successors][:2]
    ('so-lao-dong-thuong-binh-va-xa-hoi', False, ['so-noi-vu', 'so-y-te'])
    """
    as_of = day or date.today().isoformat()
    text = " ".join(fold(query).text.split())
    found = _body(text, as_of) or _body(norm_of(text), as_of) or _body_of_id(text, as_of)
    if found is None:
        near = f" (near it: {', '.join(similar)})" if (similar := similar_names(text)) else ""
        raise UnknownBody(
            f"“{query}” names no body of the registry{near}: write the name in full, or add it with --rules (README, “Bodies over time”)."
        )
    body, place = found
    return history(body, place, as_of, aliases_of(body.name))


def _body_of_id(id: str, day: str) -> tuple[Body, Place | None] | None:
    """``so-y-te/quang-ninh`` -> the kind and its unit; of an office, the body that it is one of."""
    whole, registered = id.split("#")[0], registry()
    for body in (*registered.all(), *registered.fixed()):
        if body.id == whole:
            return body, None
    head, _, unit = whole.partition("/")
    kind = next((kind for kind in registered.kinds.values() if kind.id == head), None)
    place = _place_of_id(unit, day)
    if kind and place and place.level in kind.levels:
        return kind, place
    return (found, None) if (found := unit_of_id(whole)) else None


def _place_of_id(id: str, day: str) -> Place | None:
    """The unit of an id; below the province it has the name that the id gives, without marks."""
    above, *below = id.split("/")
    province = next((province_place(body, day) for body in registry().provinces.values() if body.id == above), None)
    if province is None or not below:
        return province
    unit = next((unit for unit in UNITS if below[-1].startswith(f"{slug(unit)}-")), None)
    return Place(id, f"{below[-1]}, {province.name}", UNITS[unit], unit) if unit else None


def similar_names(text: str) -> list[str]:
    """The names of the registry that are written much like a text, the nearest first.

    >>> similar_names("Sở Giáo dục và Đạo tạo")[0]
    'Sở Giáo dục và Đào tạo'
    """
    names = {name: body.label for table in (registry().bodies, registry().kinds, registry().provinces) for name, body in table.items()}
    return list(dict.fromkeys(names[name] for name in get_close_matches(text.casefold(), names, 3, cutoff=0.75)))


def norm_of(text: str) -> str:
    """The name that a text gives its first body as a norm writes it; the text itself where no body is found in it."""
    found = settle(find_agencies(text), Setting())
    norm = found[0].norm if found and found[0].start == 0 else None
    return norm.name if isinstance(norm, AgencyNorm) else text


def _body(name: str, day: str) -> tuple[Body, Place | None] | None:
    """The body of a name with its unit; where a central body and a kind share the name, the one that stands on the day."""
    registered, single, (kind, rest) = registry(), registry().body(name), kind_and_rest(name)
    if single and kind and not rest:
        return (single if single.stands(day) else kind), None
    if single and name.casefold() not in registered.several:
        return single, None
    if kind:
        place = place_of(kind, rest, None, Home(day=day)) if rest else None
        return (kind, place) if place or not rest else None
    unit = read_place(name, Home(day=day))
    return next(((province, None) for province in registered.provinces.values() if unit and province.id == unit.id), None)


def aliases_of(name: str) -> list[str]:
    """The other written forms of a name: those of the tables, and the user's own."""
    names, wanted = names_of_bodies(), key(name)
    forms = [form for form, body in names.body_forms() if key(body.name) == wanted]
    forms += [form for form, of, _ in names.local_forms() if key(of) == wanted]
    for head in names.field_heads:
        if name.startswith(f"{head} "):
            forms += [
                f"{head} {form}" for form in names.fields_of(head, short=False) if key(names.field_name(head, form)) == key(name[len(head) + 1 :])
            ]
    forms += [form for own in own_rules().body if own.name == name for form in own.aliases]
    forms += [form for alias in own_rules().alias if alias.of == name for form in alias.forms]
    return sorted({form for form in forms if key(form) != wanted})
