"""The text of an example as doccano can hold it, with a map back to the text as read.

The browser counts in UTF-16 and shifts at combining accents; so what is sent is composed (NFC), has LF line ends, and no character outside the
basic plane. A character of what is sent stands for one character of the text or for a few: a letter with its accents, CR LF, an emoji.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

STAND_IN = "□"  # for a character outside the basic plane
_AWKWARD = re.compile("[\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufffe\uffff]|[^\u0000-\uffff]")
_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Sendable:
    """``text`` is what is sent; ``starts`` holds where each of its characters begins in the text as read, and the end of that
    (None where both run in step)."""

    text: str
    starts: tuple[int, ...] | None

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as read of ``text[start:end]``."""
        return (start, end) if self.starts is None else (self.starts[start], self.starts[end])

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of ``text`` that covers ``start`` to ``end`` of the text as read."""
        if self.starts is None:
            return start, end
        return bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1)


def sendable(text: str) -> Sendable:
    """What is sent of ``text``.

    >>> sent = sendable(unicodedata.normalize("NFD", "Sở Y tế 😀\\r\\n"))
    >>> sent.text, sent.to_source(0, 2)
    ('Sở Y tế □\\n', (0, 4))
    """
    if unicodedata.is_normalized("NFC", text) and not _AWKWARD.search(text):
        return Sendable(text, None)
    pieces: list[str] = []
    starts: list[int] = []
    for start, cluster in _clusters(text):
        composed = _plain(unicodedata.normalize("NFC", cluster))
        # what does not compose to one character stays in step, but for the last that takes the rest
        for index, character in enumerate(composed[: len(cluster)]):
            pieces.append(character)
            starts.append(start + index)
    return Sendable("".join(pieces), (*starts, len(text)))


def _clusters(text: str) -> list[tuple[int, str]]:
    """The pieces of ``text`` that compose independently of each other, with their offsets."""
    found: list[tuple[int, str]] = []
    for offset, character in enumerate(text):
        if found:
            start, before = found[-1]
            if (before == "\r" and character == "\n") or unicodedata.combining(character) or _composes(before, character):
                found[-1] = (start, before + character)
                continue
        found.append((offset, character))
    return found


def _composes(before: str, character: str) -> bool:
    """Whether two letters make one, as those of Hangul do."""
    if character < "\u0300":
        return False
    normal = unicodedata.normalize
    return normal("NFC", before + character) != normal("NFC", before) + normal("NFC", character)


def _plain(cluster: str) -> str:
    if cluster == "\r\n":
        return "\n"
    return _AWKWARD.sub(lambda match: "\n" if _LINE_END.match(match[0]) else STAND_IN, cluster)
