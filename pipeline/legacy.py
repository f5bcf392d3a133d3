"""The ways Vietnamese was written before Unicode, and UTF-8 that was read as if it were Windows-1252.

Each is a table from what stands in the text (the bytes seen as Windows-1252) to the letters that are meant. The tables follow public facts, in an order of
our own: TCVN3 is TCVN 5712:1993, VN3 (the fonts `.VnTime`; checked against glibc's ``iconv -f TCVN``); VNI is VNI-Windows and VPS is VPS-Win as GNU recode 3.6
and the charts at vietunicode.sourceforge.net/charset give them; VIQR is RFC 1456.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.syllables import is_syllable

LETTERS = "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
_TCVN3 = "b8b5b6b7b9a8bebbbcbdc6a9cac7c8c9cbd0cccecfd1aad5d2d3d4d6ddd7d8dcdee3dfe1e2e4abe8e5e6e7e9acedeaebeceef3eff1f2f4adf8f5f6f7f9fdfafbfcfeae"
_TCVN3_CAPITALS = ("ĂÂÊÔƠƯĐ", "a1a2a3a4a5a6a7")  # the others are small letters shown by a font of capitals
_VPS = "e1e0e4e3e5e6a1a2a3a4a5e2c3c0c4c5c6e9e8c8ebcbea898a8bcd8cedecccefcef3f2d5f586f4d3d2b087b6d6a7a9aaabaefaf9fbdbf8dcd9d8babbbf9aff9bcf9cc7"
_VPS_CAPITALS = (
    "c180818202888d8e8ff004c28384851c03c9d7defe05ca9093949506b4b5b7b810b9bcbdbe11d49697980012f79d9e9fa613daa8d1ac14d0adafb11d15ddb2fdb319f1"
)
_VNI = {  # base letter, then the mark; the tone marks are the same for all bases that have no letter of their own
    "a": "ùøûõïêéèúüëâáàåãä", "e": "ùøûõïâáàåãä", "i": "íìæóò", "o": "ùøûõïâáàåãäô", "u": "ùøûõïö", "y": "ùøûõ",
}  # fmt: skip
_SIGNS = {"mojibake": ("á»", "áº"), "tcvn3": ("µ", "®"), "vni": ("ï", "ñ"), "vps": ("Ç", "å")}  # each of these stands in any page of such text
_VIQR_TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR_MARKS = {"(": "\u0306", "^": "\u0302", "+": "\u031b"}


@dataclass(frozen=True, slots=True)
class Legacy:
    """A way of writing: ``pattern`` matches what ``letters`` has an entry for, the longest first."""

    pattern: re.Pattern[str]
    letters: Mapping[str, str]

    def convert(self, text: str) -> str:
        """``text`` with every match replaced."""
        return self.pattern.sub(lambda match: self.letters[match[0]], text)


def as_windows_1252(data: bytes) -> str:
    """The bytes as Windows-1252, where it names no letter as Latin-1: one character a byte, whatever the bytes.

    >>> as_windows_1252(b"ho\\xb9ch \\x93v\\xb5\\x94")
    'ho¹ch “vµ”'
    """
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join([_WINDOWS_1252[byte] for byte in data])


_WINDOWS_1252 = [bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte) for byte in range(256)]


@cache
def legacy(name: str) -> Legacy:
    """The way of writing called ``name``: ``tcvn3``, ``vni``, ``vps``, ``viqr``, or ``mojibake`` for UTF-8 seen as Windows-1252.

    >>> legacy("vni").convert("Keá hoaïch"), legacy("viqr").convert("Ke^' hoa.ch dda`o ta.o")
    ('Kế hoạch', 'Kế hoạch đào tạo')
    """
    letters = _TABLES[name]()
    return Legacy(re.compile(_pattern(letters)), letters)


def _pattern(codes: Iterable[str]) -> str:
    """A pattern for all of ``codes``, the longest first, that sees by the second character where nothing begins."""
    several = sorted((code for code in codes if len(code) > 1), key=len, reverse=True)
    single = "[" + "".join(re.escape(code) for code in codes if len(code) == 1) + "]"
    seconds = "".join(map(re.escape, {code[1] for code in several}))
    parts = [f"(?=.[{seconds}])(?:{'|'.join(map(re.escape, several))})"] * bool(several) + [single] * (single != "[]")
    return "|".join(parts)


def convert(text: str, name: str) -> str:
    """``text`` in Unicode, NFC; where a TCVN3 word stands in capitals, its marked letters are capitals too (its fonts showed them so).

    >>> convert("Sè 45: KÕ ho¹ch ph¸t triÓn\\nKÕ HO¹CH PH¸T TRIÓN", "tcvn3")
    'Số 45: Kế hoạch phát triển\\nKẾ HOẠCH PHÁT TRIỂN'
    """
    converted = legacy(name).convert(text)
    return with_capitals(converted) if name == "tcvn3" else converted


def with_capitals(text: str) -> str:
    """What TCVN3 gave, as long as before, with capitals where the letters without marks say so.

    >>> with_capitals("Uỷ ban BAN HàNH KẾ HOạCH")
    'Uỷ ban BAN HÀNH KẾ HOẠCH'
    """
    lines = (line.upper() if _is_capital_line(line) else _CAPITAL_WORD.sub(lambda m: m[0].upper(), line) for line in text.split("\n"))
    return "\n".join(lines)


_CAPITAL_WORD = re.compile(rf"(?<!\w)(?=[^\Wa-z]*[A-Z][^\Wa-z]*[A-Z])[A-Z{LETTERS}ĂÂÊÔƠƯĐ]+(?!\w)")
_PLAIN_LETTER = re.compile("[A-Za-z]")


def _is_capital_line(line: str) -> bool:
    plain = _PLAIN_LETTER.findall(line)
    return len(plain) >= 6 and "".join(plain).isupper()


def recognise(text: str, names: Iterable[str]) -> str | None:
    """Which of ``names`` (or ``cp1258``) ``text``, seen as Windows-1252, is written in; None where it is none of them, or right as it stands.

    Decided by how many of the words with marks become Vietnamese syllables: nearly all of them in the right one, few in another.

    >>> recognise("KÕ ho¹ch ph¸t triÓn gi¸o dôc", ["vni", "tcvn3"]), recognise("Kế hoạch phát triển", ["vni", "tcvn3"])
    ('tcvn3', None)
    """
    sample = text if len(text) < _SAMPLE else text[: _SAMPLE // 2] + " " + text[len(text) // 2 : (len(text) + _SAMPLE) // 2]
    shares = {name: _share(as_cp1258(sample) if name == "cp1258" else legacy(name).convert(sample)) for name in names}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _ENOUGH and shares[best] > _share(sample) + _BETTER else None


_SAMPLE = 20_000
_ENOUGH = 0.75
_BETTER = 0.15  # than the text as it stands
_MARKED = re.compile(
    r"[^\W\d_]{0,40}[^\x00-\x7f\s“”‘’–—…•·°§«»\u00a0-\u00b4][^\x00-\x40\[-`{-\x7f\s“”‘’–—…]*|[A-Za-z]{0,40}[\u00a1-\u00b4][^\x00-\x40\[-`{-\x7f\s“”‘’–—…]*"
)


def _share(text: str) -> float:
    """The share of syllables among the words with marks; a letter alone says little."""
    words = [word for word in _MARKED.findall(unicodedata.normalize("NFC", text)) if len(word) > 1]
    return sum(map(is_syllable, words)) / len(words) if len(words) > 1 else 0.0


def as_cp1258(text: str) -> str:
    """What is Windows-1258 in a text seen as Windows-1252; the marks stay apart from their letters."""
    return "".join([_TO_CP1258.get(char, char) for char in text])


_TO_CP1258 = {_WINDOWS_1252[byte]: bytes([byte]).decode("cp1258", "replace") for byte in range(0x80, 0x100)}


def is_viqr(text: str) -> bool:
    """Whether ``text``, of ASCII characters only, is VIQR: a tenth of its words have a mark that nothing else writes, and most of those are syllables.

    >>> is_viqr("Ke^' hoa.ch co^ng ta'c na(m 2024"), is_viqr("def f(a): return a+1  # that's ok? yes.")
    (True, False)
    """
    words = text[:_SAMPLE].split()
    marked = [word for word in words if _VIQR_SIGN.search(word)]
    if len(marked) < 3 or len(marked) * 10 < len(words):
        return False
    found = [re.sub(r"[^\w]+$", "", legacy("viqr").convert(word)) for word in marked]
    return sum(all(map(is_syllable, re.findall(r"[^\W\d_]+", word))) for word in found) >= _ENOUGH * len(found)


_VIQR_SIGN = re.compile(r"[aeoAEO]\^|[aA]\(|[ouOU]\+|(?<![A-Za-z])[dD]{2}(?=[aeiouy])|[aeiouyAEIOUY][`~](?![`~])")


def damage(text: str) -> str | None:
    """How a text in Unicode is damaged as a whole: ``mojibake``, or the characters of a legacy encoding; None where it is not.

    >>> damage("Káº¿ hoáº¡ch cá»§a UBND tá»‰nh"), damage("Keá hoaïch ñaøo taïo cuûa UBND tænh"), damage("Kế hoạch của UBND tỉnh")
    ('mojibake', 'vni', None)
    """
    suspects = [name for name, signs in _SIGNS.items() if all(sign in text for sign in signs)]
    return recognise(text, suspects) if suspects else None


def _tcvn3() -> dict[str, str]:
    codes = bytes.fromhex(_TCVN3) + bytes.fromhex(_TCVN3_CAPITALS[1])
    return dict(zip(as_windows_1252(codes), LETTERS + _TCVN3_CAPITALS[0], strict=True))


def _vps() -> dict[str, str]:
    codes = as_windows_1252(bytes.fromhex(_VPS) + bytes.fromhex(_VPS_CAPITALS))
    return {code: letter for code, letter in zip(codes, LETTERS + LETTERS.upper(), strict=True) if code != "\0"}  # Ỗ has no place that is known


def _vni() -> dict[str, str]:
    groups = {letter: _of_base(letter) for letter in "aeiouy"}
    small = {"ñ": "đ", "î": "ỵ"}
    for base, marks in _VNI.items():
        plain, *horned = groups[base].split("|")
        small |= {(mark if base == "i" else base + mark): letter for mark, letter in zip(marks, plain, strict=False)}
        for mark, letter in zip(("", *"ùøûõï"), "".join(horned), strict=False):
            small[marks[-1] + mark] = letter  # ô and ö are letters of their own in VNI: ơ and ư
    small = {code: letter for code, letter in small.items() if code not in ("oô", "uö")}
    capital = {code.upper(): letter.upper() for code, letter in small.items()}
    mixed = {code.capitalize(): letter.upper() for code, letter in small.items() if len(code) > 1}  # `Aâ`: the mark of a small letter over a capital
    return small | capital | mixed


def _of_base(base: str) -> str:
    """The marked letters over ``base`` in the order of LETTERS, those with a horn behind ``|``."""
    found = [letter for letter in LETTERS if unicodedata.normalize("NFD", letter)[0] == base]
    horned = "".join(letter for letter in found if "\u031b" in unicodedata.normalize("NFD", letter))
    return "".join(letter for letter in found if letter not in horned) + "|" + horned


def _viqr() -> dict[str, str]:
    letters = {"dd": "đ", "DD": "Đ", "Dd": "Đ", "\\d": "d", "\\D": "D"} | {f"\\{sign}": sign for sign in "'`?~.(^+\\"}
    for base in "aeiouyAEIOUY":
        for mark, accent in {"": "", **_VIQR_MARKS}.items():
            for tone, stroke in {"": "", **_VIQR_TONES}.items():
                letter = unicodedata.normalize("NFC", base + accent + stroke)
                if len(letter) == 1 and letter.lower() in LETTERS:
                    letters[base + mark + tone] = letters[base + tone + mark] = letter
    return letters


def _mojibake() -> dict[str, str]:
    meant = LETTERS + LETTERS.upper() + "“”‘’–—…•«»§°½²³\u00a0"
    return {as_windows_1252(letter.encode()): letter for letter in meant} | {"".join(map(chr, letter.encode())): letter for letter in meant}


_TABLES = {"tcvn3": _tcvn3, "vni": _vni, "vps": _vps, "viqr": _viqr, "mojibake": _mojibake}
