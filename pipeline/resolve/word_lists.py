"""Word lists as patterns that are sought fast."""

import re
from collections.abc import Iterable


def one_of(words: Iterable[str], *, whole: bool = False, spaced: bool = False) -> str:
    """A pattern of any of the words, the longest first, with no letter behind; by their first letters, for a pattern that has letters to choose by is sought fast.

    ``whole`` is for the beginning of a pattern: no letter stands before the first of a word. With ``spaced`` a blank may be any white space,
    and some may stand before a comma.

    >>> [match[0] for match in re.finditer(one_of(["thi hành", "hướng dẫn thi hành"], whole=True), "hướng dẫn thi hành, thi hành án")]
    ['hướng dẫn thi hành', 'thi hành']
    """
    by_letter: dict[str, list[str]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        rest = re.escape(word[1:])
        by_letter.setdefault(word[0], []).append(rest.replace(r"\ ", r"\s+").replace(",", r"\s*,") if spaced else rest)
    before = {letter: rf"(?<!\w{letter})" if whole and letter.isalnum() else "" for letter in by_letter}
    return "(?:" + "|".join(f"{re.escape(letter)}{before[letter]}(?:{'|'.join(rests)})" for letter, rests in by_letter.items()) + r")(?!\w)"
