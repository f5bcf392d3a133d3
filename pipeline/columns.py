"""The columns of task tables: which role a header cell names."""

import re
from functools import cache, lru_cache

from pipeline.rule_tables import load_rules


@cache
def _column_words() -> list[tuple[str, str]]:
    columns = load_rules("layout")["columns"]
    return sorted(((word, role) for role, words in columns.items() for word in words), key=lambda pair: -len(pair[0]))


@cache
def _long_column_words() -> re.Pattern[str]:
    """Header words that are safe in the middle of a cell, the longest first."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word, _ in _column_words() if len(word) > 6) + r")(?!\w)")


@lru_cache(4096)
def column_role(cell: str) -> str | None:
    """The role that a header cell names, by its first words.

    >>> column_role("Cơ quan, đơn vị chủ trì"), column_role("Thời gian hoàn thành"), column_role("100%")
    ('lead', 'deadline', None)
    """
    text = re.sub(r"\s*([,/])\s*", r"\1 ", " ".join(re.sub(r"[*:._]", " ", cell).split())).casefold().replace("/ ", "/")
    if not text or len(text) > 70:
        return None
    for word, role in _column_words():
        if text == word or text.startswith((word + " ", word + "/", word + ",", word + "(", word + ";", word + " (")):
            return role
    inside = _long_column_words().search(text)
    return dict(_column_words())[inside[0]] if inside else None
