"""The columns of task tables: which role a header cell names."""

import re
from functools import cache, lru_cache

from pipeline.rule_tables import load_rules

_LONGEST_NAME = 30  # characters of the line that begins a header


@cache
def _column_words() -> dict[str, str]:
    """The role by header word, the longest word first."""
    roles = {word: role for role, words in load_rules("layout")["columns"].items() for word in words}
    return dict(sorted(roles.items(), key=lambda pair: -len(pair[0])))


@cache
def _long_column_words() -> re.Pattern[str]:
    """Header words that are safe in the middle of a cell, the longest first."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in _column_words() if len(word) > 6) + r")(?!\w)")


@cache
def composed_labels() -> dict[str, str]:
    """Patterns, by role, of the names that plans put together of who and what he does, in small letters.

    >>> [role for role, label in composed_labels().items() if re.match(label, "phòng, đơn vị cùng thực hiện")]
    ['coordinating']
    """
    rules = load_rules("layout")["labels"]
    words = {name: "|".join(re.escape(word) for word in sorted(rules[name], key=len, reverse=True)) for name in ("who", "kinds", *_ACTS)}
    others = rf"(?!tổ chức (?:thực hiện|triển khai))(?:(?:{words['who']}|{words['kinds']})(?:\s*[,/]\s*|\s+(?:và|hoặc)\s+)){{0,3}}"
    return {role: rf"(?:{others}(?:(?:{words['who']}) (?:{words[role]})|(?:{words['kinds']}) {act}))(?!\w)" for role, act in _ACTS.items()}


_ACTS = {"lead": "(?:chủ trì|soạn thảo|tham mưu)", "coordinating": "phối hợp"}  # by role what a kind of body does that stands in a label


@cache
def _composed() -> list[tuple[str, re.Pattern[str]]]:
    return [(role, re.compile(rf"(?:các )?{label}")) for role, label in composed_labels().items()]


def is_column_name(cell: str) -> bool:
    """Whether a header cell is the name of a column and nothing more.

    >>> is_column_name("ĐƠN VỊ PHỐI HỢP"), is_column_name("CHỦ TRÌ PHỐI HỢP")
    (True, False)
    """
    return " ".join(cell.split()).casefold() in _column_words()


def begins_unnumbered(line: str) -> bool:
    """Whether a line may be the first of a header that has no column of numbers: it names what is to be done, by whom, or when.

    >>> begins_unnumbered("Nội dung"), begins_unnumbered("THỜI GIAN"), begins_unnumbered("Nội dung cuộc họp của các tổ")
    (True, True, False)
    """
    return len(line) < _LONGEST_NAME and is_column_name(line) and column_role(line) in ("content", "lead", "deadline")


def begins_column_name(cell: str) -> bool:
    """Whether a line of a header names a column, or begins to: ``Người, đơn vị`` over ``chủ trì``.

    >>> begins_column_name("NGƯỜI, ĐƠN VỊ"), begins_column_name("THỰC HIỆN")
    (True, False)
    """
    words = " ".join(cell.split()).casefold() + " "
    return column_role(cell) is not None or any(name.startswith(words) for name in _column_words())


@lru_cache(4096)
def column_role(cell: str) -> str | None:
    """The role that a header cell names, by its first words.

    >>> column_role("Cơ quan, đơn vị chủ trì"), column_role("Thời gian hoàn thành"), column_role("Tháng 3/2021"), column_role("Sở Y tế (chủ trì)")
    ('lead', 'deadline', None, None)
    """
    text = re.sub(r"\s*([,/])\s*", r"\1 ", " ".join(re.sub(r"[*:._]", " ", cell).split())).casefold().replace("/ ", "/")
    if not text or len(text) > 70:
        return None
    exact = _column_words().get(text)
    composed = next((role for role, label in _composed() if label.match(text)), None)
    if exact or composed:
        return exact or composed
    for end in range(len(text) - 1, 0, -1):
        if text[end] in " /,(;" and not text[end + 1 : end + 2].isdigit() and (role := _column_words().get(text[:end])):
            return role
    inside = _long_column_words().search(text.partition("(")[0])
    return _column_words()[inside[0]] if inside else None
