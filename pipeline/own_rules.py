"""Rules of the user's own, ``--rules DIR``: bodies and aliases in ``DIR/*.toml``, read and checked one by one.

What only the shipped rules can tell (is the successor known, is the alias taken) is checked in ``pipeline.resolve.check``.
"""

import os
import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from pipeline.errors import RuleError
from pipeline.provenance import RULES_VARIABLE, own_rule_files
from pipeline.schema import Level

Name = Annotated[str, Meta(min_length=2)]  # a letter alone would be found everywhere


class OwnPeriod(Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "until"}):
    """A time in which a body stood, the last day included; ``into`` names what took its work over, ``sources`` says by which act."""

    start: date | None = None
    end: date | None = None
    parent: str = ""
    into: list[str] = []
    sources: list[str] = []


class OwnBody(OwnPeriod, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "until"}, kw_only=True):
    """A body with its aliases; ``territory`` is the province that it belongs to (``tỉnh Quảng Ninh``), ``periods`` stand for a single one."""

    name: Name
    level: Level
    id: str | None = None
    aliases: list[Name] = []
    field: str | None = None
    territory: str | None = None
    periods: list[OwnPeriod] = []


class OwnAlias(Struct, frozen=True, forbid_unknown_fields=True):
    """Other written ``forms`` of a body that is known by the name ``of``."""

    of: str
    forms: list[Name]


class OwnRules(Struct, frozen=True, forbid_unknown_fields=True):
    """One file, or all files of a folder together."""

    body: list[OwnBody] = []
    alias: list[OwnAlias] = []


def own_rules() -> OwnRules:
    """The rules of the folder that the run was started with; empty without one. Raises RuleError."""
    folder = os.environ.get(RULES_VARIABLE)
    files = load_own_rules(Path(folder)) if folder else []
    return OwnRules([body for _, rules in files for body in rules.body], [alias for _, rules in files for alias in rules.alias])


@cache
def load_own_rules(folder: Path) -> list[tuple[str, OwnRules]]:
    """All ``*.toml`` of a folder by their names. Raises RuleError with one sentence that names the file and the entry."""
    files = own_rule_files(folder)
    if not files:
        raise RuleError(f"{folder} holds no .toml file: name the folder that your rules are in.")
    read = [(file.name, _read(file)) for file in files]
    for file, rules in read:
        for body in rules.body:
            _check_periods(f"{file}, body “{body.name}”", body.periods or [body])
    return read


def _read(file: Path) -> OwnRules:
    try:
        return msgspec.convert(table := tomllib.loads(file.read_text(encoding="utf-8")), OwnRules)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{file.name} is no TOML ({error}): mend that line.") from None
    except msgspec.ValidationError as error:
        reason, _, where = str(error).partition(" - at `$")
        raise RuleError(f"{file.name}, {_entry(table, where)}: {_in_words(reason)}{_key(where)}: mend the entry.") from None


_PATH = re.compile(r"\.(body|alias)\[(\d+)\]")


def _entry(table: dict[str, object], where: str) -> str:
    """The entry of an error in words: ``.body[0].level`` is `body “Ban Điều hành”`, or `body 1` where it has no name."""
    match = _PATH.match(where)
    if match is None:
        return "at its top"
    entries = table[match[1]]
    entry = entries[int(match[2])] if isinstance(entries, list) else None
    name = entry.get("name") or entry.get("of") if isinstance(entry, dict) else None
    return f"{match[1]} “{name}”" if name else f"{match[1]} {int(match[2]) + 1}"


def _key(where: str) -> str:
    key = _PATH.sub("", where).strip("`.")
    return f" in `{key}`" if key else ""


def _in_words(reason: str) -> str:
    """What msgspec found, for somebody who wrote a table: ``Object contains unknown field `nmae``` -> ``the key `nmae` is unknown``."""
    reason = re.sub(r"^Object contains unknown field (`.*`)$", r"the key \1 is unknown", reason)
    reason = re.sub(r"^Object missing required field (`.*`)$", r"the key \1 is missing", reason)
    reason = re.sub(r"^Invalid enum value", "no level is called", reason)
    return "there is no such day" if "date" in reason.lower() else reason[:1].lower() + reason[1:]


def _check_periods(entry: str, periods: Sequence[OwnPeriod]) -> None:
    last: date | None = None
    for number, period in enumerate(periods):
        start, end = period.start or date.min, period.end or date.max
        if start > end:
            raise RuleError(f"{entry}: a period ends ({end}) before it begins ({start}): mend its days.")
        if number and (last is None or start <= last):
            raise RuleError(f"{entry}: two periods overlap: put them in order, each from the day after the one before.")
        last = period.end
