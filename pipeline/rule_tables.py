"""Loads the tables that a non-programmer edits, ``pipeline/rules/*.toml``."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_rules(name: str) -> dict[str, Any]:
    """The table ``pipeline/rules/NAME.toml`` as plain dicts and lists.

    >>> "kế hoạch" in load_rules("layout")["doc_types"]
    True
    """
    return tomllib.loads(files("pipeline").joinpath("rules", f"{name}.toml").read_text(encoding="utf-8"))
