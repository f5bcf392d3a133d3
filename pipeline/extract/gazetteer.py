"""A trie over words and marks: thousands of names matched at once, whatever blanks stand around their marks.

``GD&ĐT`` and ``GD & ĐT`` are the same three tokens, and a name ends where a token ends. Building it takes milliseconds
(nothing is compiled), and a walk gives up at the first token that begins no name.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate, compress
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
        apart, as far as :class:`WordFinder` tells them: they are not read again.

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


class WordFinder(dict[str, tuple[tuple[int, str], ...]]):
    """Finds words of a set in texts in lower case: what stands between two blanks is mostly a word that was seen before, and is kept with what it holds."""

    def __init__(self, words: Container[str]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, piece: str) -> tuple[tuple[int, str], ...]:
        found = tuple((match.start(), match[0]) for match in _WORD.finditer(piece) if match[0] in self._words)
        if len(self) < _MOST_KEPT:
            self[piece] = found
        return found

    def find(self, lowered: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Where a word begins: the offset, and the word with the one behind a blank, if it is plain which.

        >>> list(WordFinder({"sở", "ngành"}).find("các sở, ngành y tế"))
        [(4, ('sở',)), (8, ('ngành', 'y'))]
        """
        pieces = lowered.split(" ")
        starts = [*accumulate(map(len, pieces), initial=0)]
        found = [*map(self.__getitem__, pieces)]
        for index in compress(range(len(pieces)), found):
            for at, word in found[index]:
                start = starts[index] + index + at  # as many blanks stand before as pieces
                following = pieces[index + 1].rstrip(_MARKS) if at + len(word) == len(pieces[index]) and index + 1 < len(pieces) else ""
                yield start, (word, following) if following.isalnum() else (word,)


_MOST_KEPT = 20_000
_MARKS = ",.;:)"
