"""Lossless folding: rules match on a folded copy of the text, and every offset maps back to the text as read.

Folding composes accents (NFC), writes one dash, one space and one tone placement, drops zero-width characters and the first half of a Windows
line end, and joins syllables that a conversion broke: ``Uỷ ban`` and ``Ủy ban`` match the same rule, and so do ``Chính ph ủ`` and
``Chính phủ``. Letters of other alphabets and glyphs of symbol fonts that only look like what is meant become it, letters spaced apart
(``K Ế  H O Ạ C H``) come together, words written together (``cáchuyện``) come apart, and text that was stored in a wrong encoding is read in
the right one. Where folding keeps the length, as in nearly every text, no map is needed.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from pipeline.glued import glued_at
from pipeline.legacy import damage, legacy, with_capitals
from pipeline.syllables import is_syllable, split_syllables

_DASHES = "‐‑‒–—―−﹣－"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\x0b"
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
_LINE_ENDS = "\r\x85\u2028\u2029\x0c"

# What looks the same in Cyrillic and Greek: keyboards and OCR mix them in.
_LOOK_ALIKES = dict(
    zip("АВЕЅІЈКМНОРСТУХаеорсухѕіјԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaeopcyxsijdABEZHIKMNOPTYXo", strict=True)
)  # fmt: skip
# Symbol and Wingdings put their glyphs at U+F000 and the code: punctuation and digits of Symbol are those of ASCII, and what Word takes for bullets is one.
_GLYPHS = {chr(0xF000 + code): chr(code) for code in (*range(0x20, 0x22), 0x23, 0x25, 0x26, *range(0x28, 0x40), 0x5B, 0x5D, 0x5F, 0x7B, 0x7C, 0x7D)} | dict.fromkeys(
    map(chr, (0xF0B7, 0xF0A7, 0xF076, 0xF0D8, 0xF0FC, 0xF0E8, 0xF06C, 0xF06E, 0xF071, 0xF077, 0xF0A8, 0xF075, 0xF09F, 0xF09E, 0xF0DC, 0xF0DE)), "•"
)  # fmt: skip
_ONE_FOR_ONE = (
    dict.fromkeys(_DASHES, "-") | dict.fromkeys(_SPACES, " ") | dict.fromkeys(_LINE_ENDS, "\n") | _LOOK_ALIKES | _GLYPHS
    | {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "⁄": "/", "∕": "/", "％": "%", "‘": "'", "’": "'", "ƣ": "ư", "Ƣ": "Ư"}
)  # fmt: skip
_ODD = re.compile(rf"[{re.escape(''.join(_ONE_FOR_ONE))}](?!(?<=\r)\n)")  # a pattern that begins with a set of letters is sought fastest


def _one_for_one(text: str) -> str:
    return _ODD.sub(lambda m: _ONE_FOR_ONE[m[0]], text)


# `hoà` -> `hòa`, `thuỷ` -> `thủy` in open syllables; `toàn` and `quý` carry the tone where both schools put it.
_LETTER = "A-Za-zÀ-ÖØ-öø-ỹ"
_OLD_TONE = re.compile(rf"[oOuU](?:(?<=[oO])[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<=[uU])(?<![qQ].)[ỳýỷỹỵỲÝỶỸỴ])(?![{_LETTER}])")
_TONES = {"\u0300", "\u0301", "\u0309", "\u0303", "\u0323"}


def _move_tone(match: re.Match[str]) -> str:
    first, second = match[0][0], match[0][1]
    parts = unicodedata.normalize("NFD", second)
    tone = next(mark for mark in parts if mark in _TONES)
    return unicodedata.normalize("NFC", first + tone) + unicodedata.normalize("NFC", parts.replace(tone, ""))


_OLD_TO_NEW = {
    a + b: _move_tone(re.match("..", a + b))  # type: ignore[arg-type]
    for a, bs in (("o", "àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ"), ("O", "àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ"), ("u", "ỳýỷỹỵỲÝỶỸỴ"), ("U", "ỳýỷỹỵỲÝỶỸỴ"))
    for b in bs
}


def _new_tones(text: str) -> str:
    return _OLD_TONE.sub(lambda m: _OLD_TO_NEW[m[0]], text)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy of a text.

    ``text`` is what rules match on; ``starts`` holds, for each of its characters, the offset in the text as read
    where that character begins (None where both run in step), and one last entry for the end.
    """

    text: str
    starts: tuple[int, ...] | None

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text as read of the folded ``text[start:end]``; trailing zero-width characters stay outside."""
        if self.starts is None:
            return start, end
        if start >= end:
            return self.starts[start], self.starts[start]
        return self.starts[start], self._end_of(end - 1)

    def from_source(self, offset: int) -> int:
        """The folded offset of the character that covers ``offset`` in the text as read."""
        if self.starts is None:
            return offset
        return min(max(bisect_right(self.starts, offset) - 1, 0), len(self.text))

    def _end_of(self, index: int) -> int:
        assert self.starts is not None
        return self.starts[index + 1] if self.ends is None else self.ends[index]

    ends: tuple[int, ...] | None = None


@lru_cache(8)
def lower_in_place(text: str) -> str:
    """``text`` in small letters, as long as it is, so that offsets hold: a letter that grows (`İ`) stays. Several extractors ask for the same one.

    >>> lower_in_place("SỞ Y TẾ"), len(lower_in_place("İ"))
    ('sở y tế', 1)
    """
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def occurrences(text: str, words: str) -> Iterator[int]:
    """Where ``words`` stand in ``text``, from left to right, none in another: to find a string is much faster than to seek a pattern.

    >>> list(occurrences("5% - 10%", "%"))
    [1, 7]
    """
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def is_foreign(text: str) -> bool:
    """Whether a folded text is in another language than Vietnamese, as the English versions of laws are on the portals of the State.

    The letters that the Vietnamese alphabet lacks (f, j, w, z) outnumber those that it has alone, and are one in a hundred characters at least (in
    English one in thirty): a text typed without marks has only those of its addresses.

    >>> is_foreign("The Ministry of Finance shall draw up a plan for new schools"), is_foreign("Bộ Tài chính làm việc với WB")
    (True, False)
    >>> is_foreign("Uy ban nhan dan xa niem yet cong khai ket qua ra soat ho ngheo, ho can ngheo tai tru so va tren trang tin cua xa (www.daison.vn), "
    ... "bao cao Uy ban nhan dan huyen truoc ngay 15 thang 12 hang nam de tong hop, theo doi; cac thon chiu trach nhiem thong bao den tung ho dan "
    ... "tren loa truyen thanh va tai cac cuoc hop thon, to dan cu trong hai tuan lien tiep")
    False
    """
    lowered = lower_in_place(text)
    return sum(map(lowered.count, "fjwz")) > max(len(lowered) / 100, sum(map(lowered.count, "đươạếộ")))


@lru_cache(1)
def fold(text: str) -> Folded:
    """The folded copy of ``text`` with its map back; the last one is kept, for a record is extracted and then resolved.

    >>> fold("Uỷ ban – Sở Văn hoá").text
    'Ủy ban - Sở Văn hóa'
    >>> broken = fold("Chính ph ủ ban hành")
    >>> broken.text, broken.to_source(0, 9)
    ('Chính phủ ban hành', (0, 10))
    >>> decomposed = unicodedata.normalize("NFD", "Sở Y tế")
    >>> fold(decomposed).to_source(3, 7) == (decomposed.index("Y"), len(decomposed))
    True
    """
    name = damage(text)
    if name:
        healed = _heal(text, name)
        return _through(_with_short_runs(_one_for_one(healed.text)), healed)
    return _with_short_runs(_one_for_one(text))


# Blanks, dots and rules that fill a line say nothing by their number, but a pattern that tries each of them as its beginning takes their square.
_FILLERS = " \t\n.,;:*_=|/…-"
_LONGEST_RUN = 200
_RUN = re.compile(rf"([{_FILLERS}])\1{{{_LONGEST_RUN},}}")


def _with_short_runs(text: str) -> Folded:
    """Folds a text of which no run of one filler is longer than 200 characters any more."""
    if not any(filler * _LONGEST_RUN in text for filler in _FILLERS):
        return _fold(text)
    pieces: list[str] = []
    starts: list[int] = []
    position = 0
    for run in _RUN.finditer(text):
        pieces.append(text[position : run.start() + _LONGEST_RUN])
        starts.extend(range(position, run.start() + _LONGEST_RUN))
        position = run.end()
    pieces.append(text[position:])
    starts.extend(range(position, len(text) + 1))
    short = Folded("".join(pieces), tuple(starts), tuple(starts[1:]))  # the last that is kept of a run ends where the run does
    return _through(_fold(short.text), short)


def _fold(text: str) -> Folded:
    """The rest of folding, once every character that stands for another is that other."""
    if unicodedata.is_normalized("NFC", text) and not any(z in text for z in _ZERO_WIDTH):
        return _take_apart(_close_up(Folded(_new_tones(text), None)))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for cluster in _CLUSTER.finditer(text):  # the text between two clusters runs in step
        _copy(text, position, cluster.start(), pieces, starts, ends)
        _compose(cluster[0], cluster.start(), pieces, starts, ends)
        position = cluster.end()
    _copy(text, position, len(text), pieces, starts, ends)
    starts.append(len(text))
    return _take_apart(_close_up(Folded(_new_tones("".join(pieces)), tuple(starts), tuple(ends))))


# Converters of Word files cut syllables before the letter with the tone: `Chính ph ủ`, `S ố`, `Lu ật`. An onset alone is no word, nor is
# a rhyme that begins with a marked vowel, but for the few that are written here; and what only begins a syllable goes on even with those.
_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_ONSETS = "[Nn]gh?|[Nn]h|[Gg][hi]|[PTCKptck]h|[Tt]r|[Qq]u|[BCDĐGHKLMNPQRSTVXbcdđghklmnpqrstvx]"
_ONSET, _FIRST_VOWEL = re.compile(rf"(?<!\w)(?:{_ONSETS})$"), re.compile(rf"(?<!\w)(?:{_ONSETS})[iouyư]$")
_ONLY_AN_ONSET = re.compile(r"(?<!\w)(?:[PTKptk]h|[Tt]r|[Gg]i|[Qq]u)$")  # `th ẩm tra`, and not `nhữ ng ưu tiên`
_CODA = re.compile(r" (ng|nh|ch|[cimnoptuy])(?![\w)])")
_RHYME = re.compile(rf" (?:[{_MARKED}]|[aeiouy][{_MARKED}]|uy[{_MARKED}])[{_MARKED}a-zđ]{{0,4}}\b")
_RHYMES_THAT_ARE_WORDS = frozenset(
    {"ở", "ấy", "ăn", "âm", "án", "ấn", "ảo", "ảnh", "ánh", "ô", "ổ", "ông", "ủy", "ưu", "áp", "ấp", "ổn", "ẩm", "ủng", "ướt", "ươm", "ứng", "úng", "uống", "yêu",
     "yếu", "uất", "oán"}
)  # fmt: skip
_WORDS_BEHIND_A_VOWEL = _RHYMES_THAT_ARE_WORDS | {
    "ác",
    "ách",
    "ải",
    "áo",
    "ào",
    "ấm",
    "ẩn",
    "ập",
    "ếch",
    "êm",
    "ốc",
    "ối",
    "ổi",
    "ốm",
    "ồn",
    "ống",
    "ơi",
    "ơn",
    "ớt",
    "ức",
    "ước",
}


def _close_up(folded: Folded) -> Folded:
    """The copy without the blank inside a broken syllable, and with one line end where Windows writes two characters."""
    text = folded.text
    dropped = {m.start() for m in _CARRIAGE_RETURN.finditer(text)}
    for match in _RHYME.finditer(text):
        onset = _cut_off(text, match.start(), match[0][1:])
        if onset is not None:
            dropped.add(match.start())
            coda = _CODA.match(text, match.end())
            if coda and is_syllable(onset + match[0][1:] + coda[1]):  # `t ỉ nh`
                dropped.add(match.end())
    for match in _SPACED_LETTERS.finditer(text) if _THREE_ALONE.search(text) else ():
        dropped |= _blanks_inside_words(match)
    if not dropped:
        return folded
    starts = folded.starts or range(len(text) + 1)
    ends = folded.ends or range(1, len(text) + 1)
    kept = [slice(a + 1, b) for a, b in pairwise([-1, *sorted(dropped), len(text)])]
    return Folded(
        "".join([text[part] for part in kept]),
        (*chain.from_iterable(starts[part] for part in kept), starts[-1]),
        tuple(chain.from_iterable(ends[part] for part in kept)),
    )


def _cut_off(text: str, at: int, rhyme: str) -> str | None:
    """What the blank before a rhyme parts from it, where that stands inside a syllable."""
    if rhyme in _RHYMES_THAT_ARE_WORDS:
        before = _ONLY_AN_ONSET.search(text, max(0, at - 2), at)
    else:
        before = _ONSET.search(text, max(0, at - 3), at)
        if before is None and len(rhyme) > 1 and rhyme not in _WORDS_BEHIND_A_VOWEL:
            before = _FIRST_VOWEL.search(text, max(0, at - 4), at)
            before = before if before and is_syllable(before[0] + rhyme) else None
    return before[0] if before else None


def _take_apart(folded: Folded) -> Folded:
    """The copy with a blank where a conversion lost it; in the text as read the blank has no length."""
    cuts = glued_at(folded.text)
    if not cuts:
        return folded
    text, starts = folded.text, folded.starts or range(len(folded.text) + 1)
    ends = folded.ends or range(1, len(text) + 1)
    parts = [slice(a, b) for a, b in pairwise([0, *cuts, len(text)])]
    return Folded(
        " ".join([text[part] for part in parts]),
        (*chain.from_iterable((*starts[part], starts[part.stop]) for part in parts[:-1]), *starts[parts[-1]], starts[-1]),
        tuple(chain.from_iterable((*ends[part], starts[part.stop]) for part in parts[:-1])) + tuple(ends[parts[-1]]),
    )


# `K Ế   H O Ạ C H`: five letters or more, each alone
_THREE_ALONE = re.compile(r" [^\W\d_] {1,4}[^\W\d_] {1,4}[^\W\d_] ")  # in the middle of five; it is sought four times as fast
_SPACED_LETTERS = re.compile(r"(?<!\S)[^\W\d_](?: {1,4}[^\W\d_]){4,}(?!\S)")


def _blanks_inside_words(match: re.Match[str]) -> set[int]:
    """The offsets of the blanks that stand inside words: all but one of the wide ones or, where all are narrow, all but those between syllables."""
    run, start = match[0], match.start()
    words = re.split(" {2,}", run)
    kept: set[int] = set()
    if len(words) > 1:
        kept = {start + gap.start() for gap in re.finditer(" {2,}", run)}
    else:
        at = start - 1
        for syllable in split_syllables(run.replace(" ", ""))[:-1]:
            at += 2 * len(syllable)
            kept.add(at)
    return {start + at for at, char in enumerate(run) if char == " "} - kept


def _heal(text: str, name: str) -> Folded:
    """The text in the letters that are meant, with its map; ``name`` as :func:`pipeline.legacy.damage` says it."""
    way = legacy(name)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in way.pattern.finditer(text):
        pieces.append(text[position : match.start()])
        starts.extend(range(position, match.start() + 1))
        ends.extend((*range(position + 1, match.start() + 1), match.end()))
        pieces.append(way.letters[match[0]])  # one letter
        position = match.end()
    pieces.append(text[position:])
    starts.extend(range(position, len(text) + 1))
    ends.extend(range(position + 1, len(text) + 1))
    healed = "".join(pieces)
    return Folded(with_capitals(healed) if name == "tcvn3" else healed, tuple(starts), tuple(ends))


def _through(second: Folded, first: Folded) -> Folded:
    """One map for two foldings, ``second`` of what ``first`` gave."""
    if second.starts is None:
        return Folded(second.text, first.starts, first.ends)
    assert first.starts is not None and first.ends is not None
    ends = second.ends or tuple(range(1, len(second.text) + 1))
    return Folded(second.text, tuple(first.starts[at] for at in second.starts), tuple(first.ends[at - 1] if at else 0 for at in ends))


_CARRIAGE_RETURN = re.compile(r"\r(?=\n)")


# A character with the marks that follow it, or zero-width characters: what folding may shorten.
_CLUSTER = re.compile(rf"[^\u0300-\u036f{_ZERO_WIDTH}][\u0300-\u036f]+|[{_ZERO_WIDTH}][\u0300-\u036f]*")


def _copy(text: str, start: int, end: int, pieces: list[str], starts: list[int], ends: list[int]) -> None:
    part = text[start:end]
    if not unicodedata.is_normalized("NFC", part):  # letters that NFC writes as others: one at a time
        for offset, char in enumerate(part, start):
            _compose(char, offset, pieces, starts, ends)
        return
    pieces.append(part)
    starts.extend(range(start, end))
    ends.extend(range(start + 1, end + 1))


def _compose(cluster: str, start: int, pieces: list[str], starts: list[int], ends: list[int]) -> None:
    """Adds a cluster composed; a mark that does not compose stays a character of its own, in the same place."""
    if cluster[0] in _ZERO_WIDTH:
        return
    composed = unicodedata.normalize("NFC", cluster)
    stop = start + len(cluster)
    for index, char in enumerate(composed):
        pieces.append(char)
        starts.append(start + min(index, len(cluster) - 1))
        ends.append(stop if index == len(composed) - 1 else start + min(index + 1, len(cluster)))
