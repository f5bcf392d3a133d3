"""What documents of a collection have in common: nearly all of their words, or single lines.

Two documents are as similar as the share of runs of five words that they have in common (Jaccard), estimated from 128 hashes (MinHash, by
datasketch); the estimate is off by some 0.04. Boilerplate is a line, apart from spaces and case, that many documents have.
"""

import re
import unicodedata
from array import array
from collections import Counter
from hashlib import blake2b
from itertools import islice
from typing import Any
from zlib import crc32

from pipeline.rule_tables import load_rules

_WORD = re.compile(r"\w+")
_RUN = 5  # words
_HASHES = 128
_SHOWN = 10  # lines
_SHORTEST_LINE = 12  # characters; a shorter one (`Nơi nhận:`) is a form of speech
_CHUNK = 10_000  # runs hashed at once: 128 numbers each


class Repetition:
    """Takes texts one after another, and knows what was there before. Texts are called by their numbers, from 0."""

    def __init__(self) -> None:
        from datasketch import MinHash, MinHashLSH

        self._empty = MinHash(_HASHES, hashfunc=crc32, scheme="affine32")
        self._least: float = load_rules("quality")["shares"]["duplicate"]
        self._index = MinHashLSH(self._least, _HASHES)
        self._hashes: dict[int, Any] = {}
        self._lines: list[tuple[array[int], array[int]]] = []  # of each text: the keys of its lines, and their lengths
        self._originals = 0
        self._documents: Counter[int] = Counter()  # in how many texts that are no duplicates a line stands
        self._surfaces: dict[int, str] = {}

    def add(self, text: str) -> tuple[int, float] | None:
        """Takes the next text; gives the number and the similarity of the earlier one that it is a near-duplicate of.

        >>> found = Repetition()
        >>> plan = "Sở Y tế chủ trì, phối hợp với các sở, ngành liên quan tổ chức thực hiện Kế hoạch này."
        >>> found.add(plan), found.add("Công an tỉnh bảo đảm an ninh, trật tự trên địa bàn."), found.add(plan.upper())
        (None, None, (0, 1.0))
        """
        number = len(self._lines)
        original = self._find(number, _WORD.findall(unicodedata.normalize("NFC", text).lower()))
        lines = [line for line in (" ".join(line.split()) for line in text.splitlines()) if len(line) >= _SHORTEST_LINE]
        keys = [_key(line) for line in lines]
        self._lines.append((array("Q", keys), array("L", map(len, lines))))
        if original is None:
            self._originals += 1
            self._documents.update(set(keys))
            self._surfaces |= {key: line for key, line in zip(keys, lines, strict=True) if self._documents[key] == _limits()["boilerplate_lines"]}
        return original

    def boilerplate(self, number: int) -> float:
        """The share of the characters of a text, spaces and short lines apart, that stand in boilerplate; to be asked when all texts were taken."""
        keys, lengths = self._lines[number]
        return sum(length for key, length in zip(keys, lengths, strict=True) if self._is_boilerplate(key)) / (sum(lengths) or 1)

    def most_frequent(self) -> list[tuple[str, int]]:
        """The lines that stand in most documents, each with their number."""
        found = [(line, self._documents[key]) for key, line in self._surfaces.items() if self._is_boilerplate(key)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:_SHOWN]

    def _is_boilerplate(self, key: int) -> bool:
        return self._documents[key] >= max(_limits()["boilerplate_lines"], _limits()["boilerplate_share"] * self._originals)

    def _find(self, number: int, words: list[str]) -> tuple[int, float] | None:
        runs = iter({" ".join(words[at : at + _RUN]).encode() for at in range(max(1, len(words) - _RUN + 1))} if words else ())
        hashes = self._empty.copy()
        while chunk := list(islice(runs, _CHUNK)):
            hashes.update_batch(chunk)
        if not words:
            return None
        near = {other: float(hashes.jaccard(self._hashes[other])) for other in self._index.query(hashes)}
        best = max(near, key=lambda other: (near[other], -other), default=None)
        if best is not None and near[best] >= self._least:
            return best, near[best]
        self._index.insert(number, hashes)
        self._hashes[number] = hashes
        return None


def _key(line: str) -> int:
    return int.from_bytes(blake2b(line.casefold().encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _limits() -> dict[str, float]:
    limits: dict[str, float] = load_rules("quality")["counts"]
    return limits
