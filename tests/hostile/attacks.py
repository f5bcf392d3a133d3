"""Strings made to keep a pattern busy: what it begins with, then what it repeats over and over, then what it does not end in.

They come from the pattern itself: it is parsed, and each part that repeats is pumped, with and without what stands before it.
"""

import random
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

# What documents hold in long runs, whether a pattern speaks of it or not.
GENERIC = (" ", "\t", "\n", "a", "A", "Đ", "1", "-", ".", ",", "/", "(", "*", "_", "…", "a ", "A ", "1 ", ", ", ". ", "; ", "và ", "1.", "1/", "a\n", "/QĐ-TTg", "số 1/QĐ-TTg, ")  # fmt: skip
FAILS = "\x00"  # no pattern speaks of it
_LONG = 16  # a part that repeats less often costs no more than a factor
_ANY = "aĐ1 .,-"


def attacks(pattern: str) -> list[str]:
    """What to pump for a pattern: pairs of a beginning and a part to repeat, as ``beginning + FAILS + part``.

    >>> [attack.split(FAILS) for attack in attacks("mục *(?:tiêu )+đạt")][:2]
    [['mục', ' '], ['', 'mục ']]
    """
    tree = parser.parse(_plain(pattern))
    dice = random.Random(pattern)
    found = [attack for before, body in _repeats(tree, "", dice) for attack in (before + FAILS + body, FAILS + before + body)]
    for _ in range(3):
        whole = _sample(tree, dice)
        found += [FAILS + whole, FAILS + whole + " ", FAILS + whole[:-1]]
    return list(dict.fromkeys(attack for attack in found if not attack.endswith(FAILS)))


def _plain(pattern: str) -> str:
    """What only ``regex`` understands, as the parser of ``re`` takes it: properties as letters, no names of groups, no options for the whole."""
    pattern = re.sub(r"\(\?P?<(?![=!])\w+>", "(?:", pattern)
    pattern = re.sub(r"^\(\?[a-zA-Z]+\)", "", pattern).replace(r"\G", "").replace("{e}", "")
    classes = {"Lu": "A-ZĐ", "Ll": "a-zđ", "L": "a-zA-ZĐđ", "N": "0-9", "M": "\u0300-\u036f"}
    inside, out, at = False, [], 0
    while at < len(pattern):
        if found := re.compile(r"\\[pP]\{(\w+)\}").match(pattern, at):
            out.append(classes[found[1]] if inside else f"[{classes[found[1]]}]")
            at = found.end()
            continue
        if pattern[at] == "\\":
            out.append(pattern[at : at + 2])
            at += 2
            continue
        opens = pattern[at] == "[" and not inside
        closes = pattern[at] == "]" and inside and not re.search(r"(?<!\\)\[\^?$", pattern[:at])
        inside = (inside or opens) and not closes
        out.append(pattern[at])
        at += 1
    return "".join(out)


def _repeats(tree: Any, before: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Each part that may repeat long, with a text that leads to it."""
    for op, argument in tree:
        match op:
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                _, most, body = argument
                if most >= _LONG:
                    drawn = [_sample(body, dice) for _ in range(2)]
                    yield from ((before, part) for part in drawn + _read_in_two_ways(body, dice))
                yield from _repeats(body, before, dice)
            case sre.BRANCH:
                for branch in argument[1][:40]:
                    yield from _repeats(branch, before, dice)
            case sre.SUBPATTERN:
                yield from _repeats(argument[3], before, dice)
            case sre.ATOMIC_GROUP:
                yield from _repeats(argument, before, dice)
            case sre.ASSERT | sre.ASSERT_NOT:
                yield from _repeats(argument[1], before, dice)
            case _:
                pass
        before += _sample([(op, argument)], dice)


def _read_in_two_ways(body: Any, dice: random.Random) -> list[str]:
    """The shortest text that a repeat of ``body`` can read in two ways, if there is any: said n times it has 2^n readings.

    >>> _read_in_two_ways(parser.parse("quy định|quy|tại| |định"), random.Random(1))
    ['quy định']
    """
    parts = sorted({*_each_branch(body, dice), *(_sample(body, dice) for _ in range(60))} - {""}, key=lambda part: (len(part), part))[:_MOST_PARTS]
    first: dict[str, str] = {}  # of two parts together, the first
    pairs = [one + two for one in parts for two in parts if first.setdefault(one + two, one) != one]
    return sorted([*pairs, *(part for part in parts if _is_made_of(part, parts))], key=lambda text: (len(text), text))[:1]


def _is_made_of(text: str, parts: list[str]) -> bool:
    """Whether two or more of ``parts`` make up ``text``."""
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(part != text and end - len(part) in reached and text.endswith(part, 0, end) for part in parts):
            reached.add(end)
    return len(text) in reached


_MOST_PARTS = 120


def _each_branch(tree: Any, dice: random.Random) -> Iterator[str]:
    """A text for each branch of the choices in ``tree``, whatever else it holds drawn."""
    yield _sample(tree, dice)
    for at, (op, argument) in enumerate(tree):
        inner = argument[3] if op is sre.SUBPATTERN else argument if op is sre.ATOMIC_GROUP else None
        below = argument[1] if op is sre.BRANCH else [inner] if inner is not None else []
        for branch in below:
            for text in _each_branch(branch, dice):
                yield _sample(tree[:at], dice) + text + _sample(tree[at + 1 :], dice)


def _sample(tree: Any, dice: random.Random) -> str:
    """A text that the pattern matches, as far as what it looks at around itself lets it."""
    return "".join(_one(op, argument, dice) for op, argument in tree)


def _one(op: Any, argument: Any, dice: random.Random) -> str:
    match op:
        case sre.LITERAL:
            return chr(argument)
        case sre.NOT_LITERAL | sre.ANY:
            return dice.choice(_ANY)
        case sre.IN:
            return _member(argument, dice)
        case sre.BRANCH:
            return _sample(dice.choice(argument[1]), dice)
        case sre.SUBPATTERN:
            return _sample(argument[3], dice)
        case sre.ATOMIC_GROUP:
            return _sample(argument, dice)
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            least, most, body = argument
            return "".join(_sample(body, dice) for _ in range(max(least, min(most, dice.choice((0, 1, 1, 2))))))
        case sre.ASSERT if argument[0] < 0:
            return _sample(argument[1], dice)
        case _:
            return ""


_CATEGORIES = {sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "aĐ1", sre.CATEGORY_NOT_DIGIT: "a.", sre.CATEGORY_NOT_SPACE: "a1.", sre.CATEGORY_NOT_WORD: " .,-("}  # fmt: skip


def _member(argument: Any, dice: random.Random) -> str:
    negated = argument[0][0] is sre.NEGATE
    if negated:
        allowed = [char for char in _ANY if not any(_holds(char, item) for item in argument[1:])]
        return dice.choice(allowed or ["x"])
    op, value = dice.choice(argument)
    if op is sre.LITERAL:
        return chr(value)
    return dice.choice(_CATEGORIES[value]) if op is sre.CATEGORY else chr(value[0])


def _holds(char: str, item: Any) -> bool:
    op, value = item
    if op is sre.LITERAL:
        return ord(char) == value
    return char in _CATEGORIES[value] if op is sre.CATEGORY else value[0] <= ord(char) <= value[1]
