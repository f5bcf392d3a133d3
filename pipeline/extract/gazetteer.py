"""A trie over words and marks: thousands of names matched at once, whatever blanks stand around their marks.

``GD&ĐT`` and ``GD & ĐT`` are the same three tokens, and a name ends where a token ends. Building it takes milliseconds
(nothing is compiled), and a walk gives up at the first token that begins no name.
"""

import re
from collections.abc import Container, Iterable, Iterator
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

    def walk(self, lowered: str, start: int) -> list[tuple[int, str, Any]]:
        """The names that begin at an offset of a text in lower case, longest first: (end offset, written form, value).

        Line ends and tabs are tokens too, so that no name crosses them.

        >>> g = Gazetteer(); g.add("Sở Y tế", 1); g.add("Sở", 2)
        >>> [(end, value) for end, _, value in g.walk("sở y  tế tỉnh", 0)]
        [(8, 1), (2, 2)]
        """
        found: list[tuple[int, str, Any]] = []
        node: dict[str, Any] = self._root
        while (token := _TOKEN.match(lowered, start)) is not None and (below := node.get(token[1])) is not None:
            node, start = below, token.end()
            if _END in node:
                found.append((start, *node[_END]))
        found.reverse()
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


def find_words(lowered: str, words: Container[str]) -> Iterator[tuple[str, int]]:
    """Where words of a text in lower case are among ``words``: each with the offset where it begins.

    What stands between two blanks is mostly one word, and is looked up without a pattern.

    >>> list(find_words("các sở, ngành", {"sở", "ngành"}))
    [('sở', 4), ('ngành', 8)]
    """
    start = 0
    for piece in lowered.split(" "):
        if piece in words:
            yield piece, start
        elif not piece.isalnum():
            for match in _WORD.finditer(piece):
                if match[0] in words:
                    yield match[0], start + match.start()
        start += len(piece) + 1
