"""What a file may claim: bounds that no real document comes near, so that a hostile one costs little."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO, AnyStr

from pipeline.errors import ReadError

MAX_FILE = 256 << 20  # bytes of one document, or of one record
MAX_UNPACKED = 512 << 20  # bytes that a packed document may unfold to
MAX_TEXT = 20_000_000  # characters of one document: ten times the longest law
MAX_MEMBERS = 20_000  # files in one package


def check_package(data: bytes, place: str) -> None:
    """Looks into the directory of a package (``.docx``), without unpacking; what a member unfolds to can be no more than it says.

    Raises ReadError where it is none, is encrypted, or unfolds to more than a document can be.
    """
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ReadError(f"{place} is damaged (its parts cannot be listed): open it in Word and save it anew.") from None
    if any(member.flag_bits & 1 for member in members):
        raise ReadError(f"{place} is encrypted: save it without a password.")
    size = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or size > MAX_UNPACKED:
        raise ReadError(f"{place} unfolds to {len(members):,} parts with {size / 1e6:,.0f} MB, more than a document can be: leave it out.")


def bounded_lines(file: IO[AnyStr], limit: int = MAX_FILE) -> Iterator[AnyStr | None]:
    """The lines of a file with their ends; None stands for one that is longer than a document can be, of which nothing is kept."""
    while line := file.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        feed = b"\n" if isinstance(line, bytes) else "\n"
        while line and not line.endswith(feed):
            line = file.readline(limit)
        yield None
