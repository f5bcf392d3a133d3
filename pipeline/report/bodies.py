"""Bodies as a collection sees them: those of one kind and level are one, in whatever place, for plans of many places are to be compared."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import UNSET

from pipeline.resolve.places import kind_and_rest
from pipeline.schema import Entity, Level


def body_of(agency: Entity) -> str:
    """What the report calls the body of a mention: its kind and, where bodies of that kind stand at several levels, its level; else its name.

    A name is of a kind where nothing but units follows (``Công an các xã, phường``), or a place that the run was certain of.
    """
    certain = agency.identity is not UNSET and agency.identity.id is not None
    return _called(agency.norm.name, agency.norm.level, certain)


@cache
def _called(name: str, level: Level | None, certain: bool) -> str:
    """
    >>> _called("Công an phường", "commune", False), _called("Sở Y tế Quảng Ninh", "province", True), _called("Đảng ủy Bộ Công Thương", "central", False)
    ('Công an cấp xã', 'Sở Y tế', 'Đảng ủy Bộ Công Thương')
    """
    kind, rest = kind_and_rest(name)
    if kind is None or level not in kind.levels or not (certain or _only_units().fullmatch(rest)):
        return name
    return kind.name if len(kind.levels) == 1 or level == "central" else f"{kind.name} {levels()['called'][level]}"


@cache
def _only_units() -> "re.Pattern[str]":
    words = "|".join(map(re.escape, levels()["units"]))
    return re.compile(rf"(?:(?:{words})(?:,? +|$))*", re.IGNORECASE)


@cache
def levels() -> dict[str, Any]:
    """The table of levels beside this module; it is none of `pipeline/rules`, on which the records of a run depend."""
    return tomllib.loads(files("pipeline.report").joinpath("levels.toml").read_text(encoding="utf-8"))
