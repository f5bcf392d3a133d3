"""What a file may claim: bounds that no real document comes near, so that a hostile one costs little."""

import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import IO, TYPE_CHECKING, AnyStr

from pipeline.errors import ReadError

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MAX_FILE = 128 << 20  # bytes of one document with its pictures
MAX_UNPACKED = 512 << 20  # bytes that a packed document may unfold to
MAX_TEXT = 5_000_000  # characters of one document: two and a half times the longest law; its record takes a worker some 400 MB
MAX_LINE = 4 * MAX_TEXT  # bytes of a text, or of one record: no character takes more than four
MAX_MARKUP = 64 << 20  # bytes of XML in one document
MAX_TAGS = 600_000  # in one document, the closing ones too: parsed, each takes up to half a kilobyte
MAX_MEMBERS = 20_000  # files in one package


def bounded_package(data: bytes, place: str) -> BytesIO:
    """The package of a Word file (``.docx``) with no more in it than reading needs: large pictures are left empty.

    A member unfolds to no more than the directory says, so that nothing needs to be unpacked to be measured. Raises ReadError where
    it is no package, is encrypted, or unfolds to more than a document can be.
    """
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
            _check_members(members, place)
            if any(_is_markup(member) and member.file_size > MAX_TAGS and _tags(package, member) > MAX_TAGS for member in members):
                raise ReadError(f"{place} has more than {MAX_TAGS:,} tags, more than a document can have: split it.")
            if sum(member.file_size for member in members if not _is_markup(member)) <= MAX_MARKUP:
                return BytesIO(data)
            return _without_pictures(package, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError):
        raise ReadError(f"{place} is damaged (its parts cannot be listed): open it in Word and save it anew.") from None


def _check_members(members: "Sequence[ZipInfo]", place: str) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise ReadError(f"{place} is encrypted: save it without a password.")
    size = sum(member.file_size for member in members)
    markup = sum(member.file_size for member in members if _is_markup(member))
    if len(members) > MAX_MEMBERS or size > MAX_UNPACKED or markup > MAX_MARKUP:
        raise ReadError(f"{place} unfolds to {len(members):,} parts with {size / 1e6:,.0f} MB, more than a document can be: leave it out.")


def _is_markup(member: "ZipInfo") -> bool:
    return member.filename.lower().endswith((".xml", ".rels"))


def _tags(package: "ZipFile", member: "ZipInfo") -> int:
    with package.open(member) as part:
        return sum(block.count(b"<") for block in iter(lambda: part.read(1 << 20), b""))


def _without_pictures(package: "ZipFile", members: "Sequence[ZipInfo]") -> BytesIO:
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as smaller:
        for member in members:
            smaller.writestr(member.filename, package.read(member) if _is_markup(member) else b"")
    return out


def bounded_lines(file: IO[AnyStr], limit: int = MAX_LINE) -> Iterator[AnyStr | None]:
    """The lines of a file with their ends; None stands for one that is longer than a document can be, of which nothing is kept."""
    while line := file.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        feed = b"\n" if isinstance(line, bytes) else "\n"
        while line and not line.endswith(feed):
            line = file.readline(limit)
        yield None
