"""Whether the user's own rules fit the shipped ones: what they name is known, and no alias stands for two bodies."""

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.errors import RuleError
from pipeline.extract.agencies.registry import registry as names_of_bodies
from pipeline.own_rules import OwnBody, OwnRules
from pipeline.resolve.places import Home, read_place
from pipeline.resolve.registry import registry


def check_own_rules(files: list[tuple[str, OwnRules]]) -> None:
    """Raises RuleError for the first entry that does not fit, with the file and what to do."""
    shipped = dict(reversed(list(_shipped_forms())))  # as in the gazetteer, the first name of a form stands
    names = {*shipped.values(), *(body.name for _, rules in files for body in rules.body)}
    known = {name.casefold() for name in names}
    taken: dict[str, str] = {}
    ids = Counter(body.id for body in registry().all())
    for file, rules in files:
        for body in rules.body:
            _check_body(f"{file}, body “{body.name}”", body, shipped, known)
            if body.id and (ids[body.id] > 1 or not _ID.fullmatch(body.id)):
                raise RuleError(f"{file}, body “{body.name}”: the id “{body.id}” is another's, or holds more than a-z, 0-9, - and /: choose another.")
            _take(f"{file}, body “{body.name}”", body.name, [body.name, *body.aliases], shipped, taken)
        for alias in rules.alias:
            if alias.of.casefold() not in known:
                raise RuleError(f"{file}, alias of “{alias.of}”: no body has that name: write it as norms do, or add it as a [[body]].")
            _take(f"{file}, alias of “{alias.of}”", alias.of, alias.forms, shipped, taken)


_ID = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")


def _check_body(entry: str, body: OwnBody, shipped: dict[str, str], known: set[str]) -> None:
    if body.name.casefold() in shipped:
        raise RuleError(f"{entry}: the shipped rules know that body: add what it is also called as an [[alias]] of it.")
    for period in [body, *body.periods]:
        for name in filter(None, [*period.into, period.parent]):
            if name.casefold() not in known and registry().find(name) is None:
                raise RuleError(f"{entry}: no body is called “{name}”: correct the name, or add it as a [[body]].")
    if body.territory and read_place(body.territory, Home(day="9999")) is None:
        raise RuleError(f"{entry}: there is no province “{body.territory}”: write it as in `tỉnh Quảng Ninh`.")


def _take(entry: str, name: str, forms: list[str], shipped: dict[str, str], taken: dict[str, str]) -> None:
    """Notes the forms of a body; one that another body has already is an error."""
    for form in forms:
        folded = form.casefold()
        other = shipped.get(folded) or taken.get(folded)
        if other and other.casefold() != name.casefold():
            raise RuleError(f"{entry}: “{form}” stands for “{other}” already: choose another alias.")
        if folded in taken:
            raise RuleError(f"{entry}: “{form}” is written twice: take one out.")
        taken[folded] = name


def _shipped_forms() -> Iterator[tuple[str, str]]:
    """The written forms that the shipped rules know, in lower case, with the names that they stand for."""
    names = names_of_bodies()
    yield from ((form.casefold(), body.name) for form, body in names.body_forms())
    yield from ((form.casefold(), name) for form, name, _ in names.local_forms())
    for head in names.field_heads:
        yield from ((f"{head} {form}".casefold(), f"{head} {names.field_name(head, form)}") for form in names.fields_of(head))
