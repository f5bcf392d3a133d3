"""Loads the tables that a non-programmer edits, ``pipeline/rules/*.toml``."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import tomli  # compiled: every worker reads the tables, in half of what tomllib takes


@cache
def load_rules(name: str) -> dict[str, Any]:
    """The table ``pipeline/rules/NAME.toml`` as plain dicts and lists.

    >>> "kế hoạch" in load_rules("layout")["doc_types"]
    True
    """
    return tomli.loads(files("pipeline").joinpath("rules", f"{name}.toml").read_text(encoding="utf-8"))


def strings(table: Any) -> Iterator[str]:
    """Every string in a table, keys that are data (abbreviations) included.

    >>> list(strings({"TW": "Trung ương", "level": [{"short": 1}]}))
    ['TW', 'Trung ương', 'level', 'short']
    """
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict):
        for name, value in table.items():
            yield name
            yield from strings(value)
    elif isinstance(table, list):
        for value in table:
            yield from strings(value)
