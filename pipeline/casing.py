"""Texts without small letters: which capitals their writer would have kept, so that rules that look at capitals can read them.

A word is all capitals (``UBND``), begins with one (``Sở``) or is small. A linear tagger decides from left to right, by the word, its
neighbours, the marks around it and the kind of line. `pipeline train casing` makes its weights.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec

from pipeline.errors import ModelError
from pipeline.provenance import model_dir
from pipeline.text import lower_in_place

KINDS = ("small", "first", "all")
LEAST_LETTERS = 200
GLANCE = 2000  # characters in which most texts show small letters
MOST_SMALL = 0.03  # of the letters, in a text that is taken to be in capitals
Weights = dict[str, tuple[int, int, int]]

WORD = re.compile(r"[^\W\d_]+")
_MARKER = re.compile(r"\s*(?:(?P<roman>[IVX]+\.|PHẦN|CHƯƠNG|MỤC )|(?P<number>\d+[.)])|(?P<letter>\w\))|(?P<bullet>[-+*•#]+))?")
_VOWEL = re.compile("[aeiouyà-ỹ]")
_LOOKS_BACK = 300  # characters, more than folding leaves of a run of blanks
_TOP = 12  # lines in which letterhead and title stand


def in_capitals(text: str) -> bool:
    """Whether a text is written in capitals throughout.

    >>> in_capitals("SỞ Y TẾ CHỦ TRÌ " * 30), in_capitals("Sở Y tế chủ trì " * 30)
    (True, False)
    """
    if sum(map(str.islower, text[:GLANCE])) > LEAST_LETTERS:
        return False
    capitals = sum(map(str.isupper, text))
    return capitals >= LEAST_LETTERS and sum(map(str.islower, text)) <= MOST_SMALL * capitals


def recase(text: str) -> str:
    """``text``, which is in capitals, as it would be written with small letters; as long as it is. Raises ModelError.

    >>> recase("2. SỞ Y TẾ CHỦ TRÌ, PHỐI HỢP VỚI CÔNG AN TỈNH KIỂM TRA CÁC CHỢ.")
    '2. Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra các chợ.'
    """
    weights = load_weights(model_dir("casing"))
    pieces: list[str] = []
    for number, line in enumerate(text.split("\n")):
        at = 0
        kinds = _decide(line, number, weights)
        for word, kind in zip(WORD.finditer(line), kinds, strict=True):
            pieces += line[at : word.start()], _written(word[0], kind)
            at = word.end()
        pieces += line[at:], "\n"
    return "".join(pieces[:-1])


def recase_name(name: str) -> str:
    """The words of a name that stand in capitals, as a text would write them; words with small letters, and codes without a vowel, stay.

    Raises ModelError. A name is never an abbreviation throughout, so of `KINDS` the last is not asked for.

    >>> recase_name("TRƯỜNG TIỂU HỌC KIM ĐỒNG"), recase_name("Ban Chỉ đạo PHÒNG, CHỐNG DỊCH BỆNH")
    ('Trường Tiểu học Kim Đồng', 'Ban Chỉ đạo phòng, chống dịch bệnh')
    """
    words = list(WORD.finditer(name))
    asked = _asked([match[0] for match in words])
    line = name.upper()
    if not any(asked) or len(line) != len(name):
        return name
    weights = load_weights(model_dir("casing"))
    pieces: list[str] = []
    before = last = "^"
    at = 0
    for match, in_doubt, (word, features) in zip(words, asked, features_of(line, 0, lambda word: f"w{word}" in weights), strict=True):
        kind = best(weights, [*features, *history(word, last, before)], KINDS[:2]) if in_doubt else kind_of(match[0])
        pieces += name[at : match.start()], _written(match[0], kind) if in_doubt else match[0]
        at = match.end()
        before, last = last, kind
    return "".join(pieces) + name[at:]


def has_capitals(name: str) -> bool:
    """Whether a name has words in capitals that are no codes, so that `recase_name` asks the model.

    >>> has_capitals("Trường THPT Châu Phú B"), has_capitals("BỆNH VIỆN E")
    (False, True)
    """
    return any(_asked(WORD.findall(name)))


def _asked(words: Sequence[str]) -> list[bool]:
    """For each word of a name whether it is in capitals and no code; a single letter is, before another such word (``DỊCH BỆNH Ở NGƯỜI``)."""
    asked: list[bool] = []
    for word in reversed(words):
        in_capitals = word.isupper() and _VOWEL.search(lower_in_place(word)) is not None
        asked.append(in_capitals and (len(word) > 1 or asked[-1:] == [True]))
    return asked[::-1]


def kind_of(word: str) -> str:
    """Which of KINDS a word is written in."""
    return "all" if word.isupper() and len(word) > 1 else "first" if word[0].isupper() else "small"


def _written(word: str, kind: str) -> str:
    if kind == "all":
        return word
    return word[0] + lower_in_place(word[1:]) if kind == "first" else lower_in_place(word)


def _decide(line: str, number: int, weights: Weights) -> list[str]:
    before = last = "^"
    kinds = []
    for word, features in features_of(line, number, lambda word: f"w{word}" in weights):
        kind = best(weights, [*features, *history(word, last, before)])
        kinds.append(kind)
        before, last = last, kind
    return kinds


def best(weights: Weights, features: list[str], kinds: Sequence[str] = KINDS) -> str:
    """Of ``kinds``, the first of KINDS or all, the one with the highest sum of weights; of equals the first."""
    found = [row for feature in features if (row := weights.get(feature))]
    sums = [sum(column) for column in zip(*found, strict=True)][: len(kinds)] or [0]
    return kinds[sums.index(max(sums))]


def history(word: str, last: str, before: str) -> list[str]:
    """Features of the kinds that were decided for the two words before."""
    return [f"K{last}", f"K{last} {word}", f"KK{before} {last}"]


def features_of(line: str, number: int, known: Callable[[str], bool]) -> Iterator[tuple[str, list[str]]]:
    """Each word of a line in capitals, small, with what is known of it before any kind is decided; ``?`` for words that are not ``known``."""
    words = list(WORD.finditer(line))
    lowered = [small if known(small := lower_in_place(word[0])) else "?" for word in words]
    padded = ["^", "^", *lowered, "$", "$"]
    of_line = f"h{_kind_of_line(line, number)}"
    for index, match in enumerate(words):
        earlier, previous, word, following, later = padded[index : index + 5]
        left = line[max(0, match.start() - _LOOKS_BACK) : match.start()]
        mark = _mark(left.rstrip(" \"“('"))
        glued = f"{left[-1:].strip()}{line[match.end() : match.end() + 1].strip()}"
        in_code = bool(left[-1:].strip()) and any(character.isdigit() for character in left.rsplit(" ", 1)[-1])
        yield (
            word,
            [
                "b", f"w{word}", f"p{previous} {word}", f"n{word} {following}", f"q{earlier} {previous} {word}", f"r{word} {following} {later}",
                f"s{previous} {word} {following}", f"P{previous}", f"N{following}", f"PP{earlier} {previous}", f"c{mark}", f"c{mark} {word}",
                f"g{glued}", f"g{glued} {in_code}", f"k{in_code} {mark}", f"v{bool(_VOWEL.search(lower_in_place(match[0])))} {len(match[0])} {word == '?'}", of_line,
            ],
        )  # fmt: skip


def _mark(left: str) -> str:
    """What kind of character stands before a word, blanks and quotation marks aside."""
    last = left[-1:]
    if not last or last in "\t|":
        return "^"
    return "." if last in ".:;!?" else "-" if last in "-+*•" else "0" if last.isdigit() else last if last in ",/" else "w"


def _kind_of_line(line: str, number: int) -> str:
    match = _MARKER.match(line)
    size = "short" if len(line) < 40 else "middle" if len(line) < 90 else "long"
    ends = line.rstrip()[-1:] in (".", ";", ":", ",")
    return f"{match.lastgroup if match else None} {size} {number < _TOP} {chr(9) in line or '|' in line} {ends}"


class CasingCard(msgspec.Struct, frozen=True):
    """`metadata.json`: the hash of the weights."""

    sha256: str


@cache
def load_weights(folder: Path) -> Weights:
    """The weights in ``folder``, a row a feature for the three KINDS; raises ModelError where they are missing or not those of the metadata."""
    try:
        card = msgspec.json.decode((folder / "metadata.json").read_bytes(), type=CasingCard)
        data = (folder / "weights.json").read_bytes()
        if sha256(data).hexdigest() == card.sha256:
            return msgspec.json.decode(data, type=Weights)
    except OSError as error:
        raise ModelError(f"{error.filename} cannot be read ({error.strerror}): run `pipeline train casing`, or install the package again.") from None
    except msgspec.MsgspecError as error:
        raise ModelError(f"{folder} does not hold a casing model ({error}): run `pipeline train casing`, or install the package again.") from None
    raise ModelError(f"{folder / 'weights.json'} is not the file that its metadata names: run `pipeline train casing`, or install the package again.")
