"""Instruments as a collection sees them: one key, one name and one level, however they are cited."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import regex
from msgspec import UNSET

from pipeline.report.documents import level_of
from pipeline.schema import Entity, LegalRefNorm, Level
from pipeline.text import fold


def key_of(reference: Entity) -> str:
    """What is the same for all mentions of one instrument: its canonical id, else type and number (or title), folded; empty where it has neither."""
    if reference.identity is not UNSET and reference.identity.id:
        return reference.identity.id
    norm: LegalRefNorm = reference.norm
    return folded_key(norm.type, norm.number or norm.title or "")


@cache
def folded_key(kind: str, number: str) -> str:
    """Type and number of an instrument or a document, in one spelling; empty without a number.

    >>> folded_key("Quyết định", "318/QĐ–UBND")
    'quyết định 318/qđ-ubnd'
    """
    number = "".join(fold(number).text.casefold().split()) if "/" in number else " ".join(fold(number).text.casefold().split())
    return f"{kind.casefold()} {number}" if number else ""


def name_of_instrument(norm: LegalRefNorm) -> str:
    """How the report calls an instrument.

    >>> name_of_instrument(LegalRefNorm("Chỉ thị", "28-CT/TW")), name_of_instrument(LegalRefNorm("Luật", None, title="Luật Trẻ em"))
    ('Chỉ thị 28-CT/TW', 'Luật Trẻ em')
    """
    return f"{norm.type} {norm.number}" if norm.number else str(norm.title or norm.type)


def level_of_instrument(norm: LegalRefNorm) -> Level | None:
    """The level of the body that issued it: by the issuer that the citation names, else by the type or the code of the number.

    >>> level_of_instrument(LegalRefNorm("Chỉ thị", "28-CT/TW")), level_of_instrument(LegalRefNorm("Quyết định", "318/QĐ-UBND", None, "UBND huyện Bình Hà"))
    ('central', 'district')
    >>> level_of_instrument(LegalRefNorm("Quyết định", "318/QĐ-UBND"))
    """
    named = level_of(norm.issuer) if norm.issuer else None
    if named:
        return named
    if norm.type in _levels()["central_types"]:
        return "central"
    parts = regex.findall(r"\p{L}+", norm.number or "")
    return next((_level_by_code()[part] for part in parts if part in _level_by_code()), None)


@cache
def _levels() -> dict[str, Any]:
    """The table beside this module; it is none of `pipeline/rules`, on which the records of a run depend."""
    return tomllib.loads(files("pipeline.report").joinpath("levels.toml").read_text(encoding="utf-8"))


@cache
def _level_by_code() -> dict[str, Level]:
    return {code: level for level, codes in _levels()["codes"].items() for code in codes}
