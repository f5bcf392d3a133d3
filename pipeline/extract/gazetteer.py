"""A trie over words and marks: thousands of names matched at once, whatever blanks stand around their marks.

``GD&ĐT`` and ``GD & ĐT`` are the same three tokens, and a name ends where a token ends. Building it takes milliseconds
(nothing is compiled), and a walk gives up at the first token that begins no name.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r" *(\w+|[^\w ])")
_END = " "  # no token: blanks stand between them


class Gazetteer:
    """Names with what they stand for."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, form: str, value: Any) -> None:
        """Adds a written form; the first value of a form stands."""
        node = self._root
        for token in _TOKEN.findall(form):
            node = node.setdefault(token.lower(), {})
        node.setdefault(_END, (form, value))

    def add_all(self, forms: Iterable[str], value: Any) -> None:
        for form in forms:
            self.add(form, value)

    def first_words(self) -> Iterable[str]:
        """The tokens with which a name begins."""
        return self._root.keys()

    def walk(self, lowered: str, start: int, known: Sequence[str] = ()) -> list[tuple[int, str, Any]]:
        """The names that begin at an offset of a text in lower case, longest first: (end offset, written form, value).

        Line ends and tabs are tokens too, so that no name crosses them. ``known`` are the words with which the text goes on there, one blank
        apart, as far as :func:`find_words` tells them: they are not read again.

        >>> g = Gazetteer(); g.add("Sở Y tế", 1); g.add("Sở", 2)
        >>> [(end, value) for end, _, value in g.walk("sở y  tế tỉnh", 0)]
        [(8, 1), (2, 2)]
        """
        found: list[tuple[int, str, Any]] = []
        node, end = self._root, start
        for word in known:
            if (below := node.get(word)) is None:
                return found
            node, end = below, end + len(word) + (end > start)
            if _END in node:
                found.insert(0, (end, *node[_END]))
        while (token := _TOKEN.match(lowered, end)) is not None and (below := node.get(token[1])) is not None:
            node, end = below, token.end()
            if _END in node:
                found.insert(0, (end, *node[_END]))
        return found


class At(NamedTuple):
    """Where a name of a gazetteer stands: its span, the plural marker before it, and its written form in the registry."""

    flow: str
    start: int
    end: int
    plural: str
    form: str

    @property
    def surface(self) -> str:
        return self.flow[self.start : self.end]


def find_words(lowered: str, words: Container[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where words of a text in lower case are among ``words``: the offset where each begins, and the word with the one behind a blank, if it is plain which.

    What stands between two blanks is mostly one word, perhaps with a mark behind it, and is looked up without a pattern.

    >>> list(find_words("các sở, ngành y tế", {"sở", "ngành"}))
    [(4, ('sở',)), (8, ('ngành', 'y'))]
    """
    start = 0
    pieces = lowered.split(" ")
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        if piece in words:
            yield start, (piece, word) if (word := following.rstrip(_MARKS)).isalnum() else (piece,)
        elif piece and not piece.isalnum():
            if (word := piece.rstrip(_MARKS)).isalnum():
                if word in words:
                    yield start, (word,)
            else:
                yield from ((start + match.start(), (match[0],)) for match in _WORD.finditer(piece) if match[0] in words)
        start += len(piece) + 1


_MARKS = ",.;:)"
