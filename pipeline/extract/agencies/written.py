"""How a name that no registry lists is written out."""

import re
from functools import lru_cache

import regex

from pipeline.extract.agencies.registry import registry
from pipeline.extract.territories import territory_name


@lru_cache(8192)
def sentence_case(text: str) -> str:
    """A name in capitals as running text writes it; proper names of provinces keep their capitals.

    >>> sentence_case("BAN CHỈ ĐẠO CÔNG TÁC TRẺ EM TỈNH KON TUM")
    'Ban chỉ đạo công tác trẻ em tỉnh Kon Tum'
    """
    words = text.split(" ")
    if sum(w.isupper() and len(w) > 1 for w in words) <= 0.5 * len(words):
        return text[:1].upper() + text[1:]
    lowered = " ".join(w.lower() if w.isupper() else w for w in words)
    for folded, name in sorted(registry().province_names.items(), key=lambda item: -len(item[0])):
        if folded in lowered:
            lowered = re.sub(rf"(?<!\w){re.escape(folded)}(?!\w)", name, lowered)
    return lowered[:1].upper() + lowered[1:]


@lru_cache(8192)
def open_name(surface: str, where: str) -> str:
    head = surface[: len(surface) - len(where)] if where else surface
    name = sentence_case(registry().expand(" ".join(head.split()).replace(" & ", "&")))
    if head.isupper():  # `TRƯỜNG THCS ĐỊNH YÊN`: what was written out is small by itself
        name = _CAPITALS.sub(lambda m: _written_small(m[0]), name)
    name = re.sub(r"^(Các )?(?:Ban [Cc]hỉ đạo|BCĐ|BCD)\b", lambda m: (m[1] or "") + "Ban Chỉ đạo", name)
    return f"{name.strip()} {territory_name(where)}".strip() if where else name.strip()


_CAPITALS = regex.compile(r"(?<!\w)\p{Lu}{2,}(?:[ -]+\p{Lu}{2,})*(?!\w)")


def _written_small(words: str) -> str:
    """Words in capitals as a name has them: the second of a pair that names hold is small (``Công ty``, ``Định Yên``)."""
    out: list[str] = []
    for word in words.split(" "):
        known = out and (out[-1].lower(), word.lower()) in registry().name_pairs
        out.append(word.lower() if known else word.capitalize())
    return " ".join(out)
