"""Words that a conversion wrote together: where a line of a web page was broken, the blank is lost (``cáchuyện``, ``chủtrì``, ``vàMôi trường``).

A text is known by words of which the syllables stand side by side in the rules (`rules/*.toml`), or before a word that stands behind any other; in
such a text every word is taken apart that can be two syllables in one way only (``hìnhthực``).
"""

import re
from functools import cache, lru_cache
from itertools import accumulate, islice, pairwise

from pipeline.rule_tables import load_rules, strings
from pipeline.syllables import is_syllable

_VOWELS = "aeiouyàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_CONSONANTS = "bcdđghklmnpqrstvx"
# No syllable has a vowel, consonants and a vowel again, nor a capital behind a small vowel (`vớiỦy`).
_TWO_SYLLABLES = re.compile(
    f"[{_VOWELS}{_VOWELS.upper()}][{_CONSONANTS}{_CONSONANTS.upper()}]{{1,6}}[{_VOWELS}{_VOWELS.upper()}]|[{_VOWELS}][{_VOWELS.upper()}][{_VOWELS}]"
)
_WORD = re.compile(r"[^\W\d_]{4,40}")
_MARKED = re.compile(f"[{''.join(c for c in _VOWELS if not c.isascii())}đ]", re.I)
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_SAMPLE = 3_000  # characters: where blanks were lost, they were at the end of every line
_MOST_HINTS, _FEWEST = 50, 2  # words of other languages look so too
_TABLES = ("agencies", "agency_grammar", "fields", "layout", "tasks", "dates", "targets", "laws")
_BEHIND_ANY = frozenset(
    ["các", "và", "của", "về", "với", "theo", "tỉnh", "huyện", "xã", "phường", "quận", "thành", "thị", "năm", "ngày", "tháng", "để", "được"]
)


def glued_at(text: str) -> list[int]:
    """The offsets in ``text`` (NFC) where a word goes on that is written together with the one before it, in order.

    Asked is the beginning of the text: one word alone is a slip, or of another language.

    >>> text = "UBND cáchuyện chủtrì, phốihợp vớiỦy ban Mặt trận"
    >>> [text[at:].split()[0] for at in glued_at(text)]
    ['huyện', 'trì,', 'hợp', 'Ủy']
    """
    if sum(1 for hint in islice(_TWO_SYLLABLES.finditer(text, 0, _SAMPLE), _MOST_HINTS) if _is_inside_glued(text, hint.start())) < _FEWEST:
        return []  # as nearly every text
    return [word.start() + cut for word in _WORD.finditer(text) if _TWO_SYLLABLES.search(word[0]) for cut in _cuts(word[0]) or _only_cut(word[0])]


def _is_inside_glued(text: str, position: int) -> bool:
    start = _WORD_BEFORE.search(text, max(0, position - 40), position)
    word = _WORD.match(text, start.start() if start else position)
    return word is not None and bool(_cuts(word[0]))


@lru_cache(4096)
def _cuts(word: str) -> tuple[int, ...]:
    """Where the syllables of a word begin, but for the first; empty where it is none that is known to be written together."""
    if not _MARKED.search(word):
        return ()
    parts = _apart(word)
    return tuple(accumulate(map(len, parts[:-1]))) if parts else ()


@lru_cache(4096)
def _only_cut(word: str) -> tuple[int, ...]:
    """Where the second syllable begins of a word that is two in one way only."""
    ways = [cut for cut in range(1, min(len(word), 8)) if is_syllable(word[:cut]) and is_syllable(word[cut:])] if _MARKED.search(word) else []
    return tuple(ways) if len(ways) == 1 else ()


@lru_cache(4096)
def _apart(word: str) -> tuple[str, ...]:
    """The syllables of a word, where each stands together with the next; empty where there is no such way."""
    if is_syllable(word) and not _has_capital_inside(word):
        return (word,)
    for length in range(min(7, len(word) - 1), 0, -1):
        head = word[:length]
        tail = word[length:]
        if not is_syllable(head):
            continue
        if tail.isupper() and head[-1].islower() and len(tail) > 1:
            return (head, tail)  # a code: `Chủ tịch` + `UBND`
        if (rest := _apart(tail)) and _stand_together(head, rest[0]):
            return (head, *rest)
    return ()


def _has_capital_inside(word: str) -> bool:
    return word[:1].islower() and not word.islower()


def _stand_together(first: str, second: str) -> bool:
    begins_name = first[-1].islower() and second[0].isupper()  # `vàMôi trường`
    return begins_name or second.lower() in _BEHIND_ANY or (first.lower(), second.lower()) in _pairs()


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    """Neighbouring syllables of all that the rules name."""
    phrases = (phrase.lower() for name in _TABLES for phrase in strings(load_rules(name)))
    return frozenset(pair for phrase in phrases for pair in pairwise(re.findall(r"[^\W\d_]+", phrase)))
