"""What a Vietnamese syllable looks like: an onset, a rhyme, one tone. Tells text from text that was read in the wrong encoding.

The onsets and rhymes are those of the school grammar (Đoàn Thiện Thuật, Ngữ âm tiếng Việt); a syllable that ends in a stop (c, ch, p, t)
bears the tone sắc or nặng.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_STOP_TONES = "\u0301\u0323"
_CODAS = {  # for each nucleus what may follow it
    "a": "c ch i m n ng nh o p t u y", "ă": "c m n ng p t", "â": "c m n ng p t u y", "e": "c m n ng o p t", "ê": "c ch m n nh p t u", "i": "a c ch m n nh p t u",
    "o": "c i m n ng p t", "ô": "c i m n ng p t", "ơ": "i m n p t", "u": "a c i m n ng p t y", "ư": "a c i m n ng t u", "y": "a ch n nh p t u", "iê": "c m n ng p t u",
    "yê": "m n ng t u", "uô": "c i m n ng p t", "ươ": "c i m n ng p t u", "oa": "c ch i m n ng nh o p t y", "oă": "c m n ng p t", "oe": "m n o t", "oo": "c n ng",
    "uâ": "n ng t y", "uê": "ch n nh", "uơ": "", "uyê": "n t", "ua": "", "uy": "a ch n nh p t u",
}  # fmt: skip
_ONSETS = "b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|q(?=u)|r|s|th?|tr|v|x"
# k, gh and ngh stand before e, ê, i, y, and c, g and ng before the others; after q the u is written twice in no rhyme: `quang` is q + uang
_RHYME = "|".join(f"{nucleus}(?:{'|'.join(codas.split())})?" if codas else nucleus for nucleus, codas in _CODAS.items())
_AFTER_Q = (
    r"u(?:(?:a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?)|ă[cmnpt]g?|â[nty]g?|e(?:n|o|t|m)?|ê(?:ch|n|nh|t)?|i(?:t|nh)?|ơ|ô(?:c|i|t)|y(?:a|ch|nh|t|p|ên|êt|n)?)"
)
_SYLLABLE = re.compile(rf"(?:q{_AFTER_Q}|(?!k(?!h)[aăâoôơuư]|ngh?[q]|n?gh[aăâoôơuư]|c(?!h)[eêiy]|(?:ng|g)(?!h)[eê]|ngi|q)(?:{_ONSETS})?(?:{_RHYME}))")
_STOP = re.compile(r"(?:c|ch|p|t)$")


@lru_cache(1 << 15)
def is_syllable(word: str) -> bool:
    """Whether ``word`` can be a Vietnamese syllable, in any case.

    >>> [is_syllable(word) for word in ("Nghiệp", "QUYẾT", "ho¹ch", "đồng", "thỏt", "keá")]
    [True, True, False, True, False, False]
    """
    parts = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", parts.translate(_TONES))
    tones = len(parts) - len(parts.translate(_TONES))
    if tones > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not _STOP.search(bare) or tones == 0 or any(tone in parts for tone in _STOP_TONES)


def split_syllables(word: str) -> list[str]:
    """The syllables that ``word`` is written together from, as few and as early long ones as can be; ``word`` itself where it is none.

    >>> split_syllables("KẾHOẠCH"), split_syllables("ỦYBANNHÂNDÂN"), split_syllables("Windows")
    (['KẾ', 'HOẠCH'], ['ỦY', 'BAN', 'NHÂN', 'DÂN'], ['Windows'])
    """
    none = len(word) + 1
    fewest = [0] + [none] * len(word)  # fewest[n]: how many syllables the last n letters are, first[n]: the length of the first of them
    first = [0] * (len(word) + 1)
    for left in range(1, len(word) + 1):
        at = len(word) - left
        for length in range(min(7, left), 0, -1):
            if fewest[left - length] + 1 < fewest[left] and is_syllable(word[at : at + length]):
                fewest[left], first[left] = fewest[left - length] + 1, length
    if fewest[-1] == none:
        return [word]
    syllables = []
    left = len(word)
    while left:
        at = len(word) - left
        syllables.append(word[at : at + first[left]])
        left -= first[left]
    return syllables
