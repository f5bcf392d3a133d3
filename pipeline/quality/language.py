"""The language of a text, by the shape of its words."""

import re
import unicodedata
from collections import Counter

from pipeline.rule_tables import load_rules
from pipeline.syllables import is_syllable
from pipeline.text import fold

_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[đơưăâêôàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")


def language_of(text: str) -> tuple[str, float, float]:
    """The language of a text, and the shares of its words that can be Vietnamese syllables and that bear a Vietnamese mark.

    The language is ``vi``, ``vi-unmarked`` (typed without marks), ``vi-misencoded`` (letters of TCVN3 or the like, that the pipeline heals to find
    anything), ``mixed`` or ``other``. A word is a run of letters; a text without words is ``other``.

    >>> language_of("Ủy ban nhân dân tỉnh ban hành kế hoạch phòng, chống đuối nước")
    ('vi', 1.0, 0.846)
    >>> language_of("Uy ban nhan dan tinh ban hanh ke hoach phong chong duoi nuoc")[0]
    'vi-unmarked'
    >>> language_of("The provincial department shall submit its report every quarter")[0]
    'other'
    """
    vietnamese, marked = _shares(text)
    name = _named(vietnamese, marked)
    if name in ("mixed", "other") and _named(*_shares(fold(text).text)) == "vi":
        name = "vi-misencoded"
    return name, round(vietnamese, 3), round(marked, 3)


def _shares(text: str) -> tuple[float, float]:
    words = Counter(_WORD.findall(unicodedata.normalize("NFC", text).lower()))
    total = sum(words.values()) or 1
    vietnamese = sum(count for word, count in words.items() if is_syllable(word))
    return vietnamese / total, sum(count for word, count in words.items() if _MARKED.search(word)) / total


def _named(vietnamese: float, marked: float) -> str:
    least = load_rules("quality")["shares"]
    if vietnamese >= least["vietnamese"]:
        return "vi" if marked >= least["marked"] else "vi-unmarked"
    return "mixed" if marked >= least["mixed"] else "other"
