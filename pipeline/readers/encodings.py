"""Bytes to text: UTF-8 or UTF-16 exactly, nothing changed but the byte-order mark, which is dropped; legacy Vietnamese encodings converted."""

import codecs
import re

from pipeline.errors import ReadError
from pipeline.legacy import as_cp1258, as_windows_1252, convert, is_viqr, recognise
from pipeline.readers.limits import MAX_LINE

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a Word or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROLS_ALLOWED = 0.02  # text pulled out of a PDF may hold a stray control character here and there, other text holds none


LEGACY = ("tcvn3", "vni", "cp1258", "vps")  # where two fit equally well, the first: in the order of how much was written in them


def decode(data: bytes, place: str) -> tuple[str, str]:
    """The text in ``data`` and the name of its encoding: a Python codec, or ``tcvn3``, ``vni``, ``vps``, ``viqr``.

    Line ends, white space and accents stay as they are (Windows-1258 keeps its tone marks apart). ``place`` names the document in messages.

    >>> decode("Kế hoạch\\r\\n".encode("utf-16"), "kehoach.txt")
    ('Kế hoạch\\r\\n', 'utf-16')
    >>> decode(b"K\\xd5 ho\\xb9ch ph\\xb8t tri\\xd3n", "kehoach.txt")
    ('Kế hoạch phát triển', 'tcvn3')

    Raises ReadError where the bytes are not text, are text in none of these encodings, or are too many.
    """
    signature = next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), None)
    if signature:
        raise ReadError(f"{place} holds binary data and not text (it begins like {signature}): give its text in UTF-8.")
    if len(data) > MAX_LINE:
        raise ReadError(f"{place} is larger than {MAX_LINE / 1e6:.0f} MB, more than a text can be: split it.")
    encoding = detect(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding.startswith("utf-16"):
            raise ReadError(f"{place} looks like UTF-16 but is damaged ({error.reason} at byte {error.start}): save it anew as UTF-8.") from None
        return _decode_legacy(data, place, error.start)
    if _is_binary(text):
        raise ReadError(f"{place} holds binary data and not text: give its text in UTF-8.")
    if encoding == "utf-8" and text.isascii() and is_viqr(text):
        return convert(text, "viqr"), "viqr"
    return text, encoding


def _decode_legacy(data: bytes, place: str, wrong: int) -> tuple[str, str]:
    """The text of bytes that are no UTF-8 from byte ``wrong`` on, in the encoding that makes it Vietnamese."""
    seen = as_windows_1252(data)
    if _is_binary(seen):
        raise ReadError(f"{place} holds binary data and not text: give its text in UTF-8.")
    encoding = recognise(seen, LEGACY)
    if encoding is None:
        raise ReadError(
            f"{place} is in an encoding that is not known (byte 0x{data[wrong]:02X} at offset {wrong} is no UTF-8, and neither TCVN3, VNI, VPS nor "
            "Windows-1258 makes it Vietnamese): convert it to UTF-8."
        )
    return (as_cp1258(seen) if encoding == "cp1258" else convert(seen, encoding)), encoding


def _is_binary(text: str) -> bool:
    return len(_CONTROLS.findall(text)) > _CONTROLS_ALLOWED * len(text)


def detect(data: bytes) -> str:
    """The codec to try: by the byte-order mark, else UTF-16 where every other byte is often zero as in Latin letters, else UTF-8.

    >>> detect("Sở Y tế".encode("utf-16-be"))
    'utf-16-be'
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    if 0 not in data:
        return "utf-8"
    even, odd = data[::2].count(0), data[1::2].count(0)
    often = len(data) / 2 / 5  # a fifth of the code units, as many as Vietnamese prose has spaces; most of its letters are below U+0100 too
    if odd > often and even * 20 < odd:
        return "utf-16-le"
    if even > often and odd * 20 < even:
        return "utf-16-be"
    return "utf-8"
