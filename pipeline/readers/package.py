"""Packages (``.zip``): the documents in them, each as if it lay in a folder of the name of the package. Nothing is written to disk."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from pipeline.errors import ReadError
from pipeline.readers.document import Source
from pipeline.readers.limits import MAX_FILE, MAX_MEMBERS, MAX_UNPACKED

_MOST_PACKED = 200  # how much smaller packing makes what people write; bombs are packed a thousandfold and more


def read_package(file: BinaryIO, path: str, split: Callable[[BinaryIO, str], Iterator[Source | ReadError]]) -> Iterator[Source | ReadError]:
    """The sources in a package by name; ``split`` cuts one of its files into sources, and gives none of a format that is not read.

    In the place of a file that cannot be unpacked stands the error that says why. Raises ReadError where the package is damaged or a bomb.
    """
    try:
        package = zipfile.ZipFile(file)
        members = [member for member in package.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError(f"{path} is damaged ({error}): pack it anew.") from None
    size, packed = sum(member.file_size for member in members), file.seek(0, 2)
    if len(members) > 50 * MAX_MEMBERS or (size > MAX_UNPACKED and size > _MOST_PACKED * packed):
        raise ReadError(f"{path} would unfold from {packed / 1e6:,.1f} MB to {size / 1e6:,.0f} MB in {len(members):,} files: leave it out.")
    for name, member in sorted(((_name(member), member) for member in members), key=lambda pair: pair[0]):
        if any(part.startswith((".", "__MACOSX")) for part in name.split("/")):
            continue
        place = f"{path}/{name}"
        if name.lower().endswith(".zip"):
            yield ReadError(f"{place} is a package in a package, which is not opened: unpack it.")
            continue
        try:
            yield from split(_Member(package, member, place), place)
        except ReadError as error:
            yield error


class _Member(BytesIO):
    """A file of a package, unpacked when it is first read."""

    def __init__(self, package: zipfile.ZipFile, member: zipfile.ZipInfo, place: str) -> None:
        super().__init__()
        self._unpack: Callable[[], bytes] | None = lambda: _unpacked(package, member, place)

    def read(self, size: int | None = -1, /) -> bytes:
        if self._unpack:
            super().__init__(self._unpack())
            self._unpack = None
        return super().read(size)


def _unpacked(package: zipfile.ZipFile, member: zipfile.ZipInfo, place: str) -> bytes:
    if member.flag_bits & 1:
        raise ReadError(f"{place} is encrypted: pack it without a password.")
    if member.file_size > MAX_FILE:
        raise ReadError(f"{place} is larger than {MAX_FILE >> 20} MB, more than a document can be: split it.")
    try:
        with package.open(member) as file:
            return file.read(MAX_FILE)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise ReadError(f"{place} cannot be unpacked ({' '.join(str(error).split())[:100]}): pack it anew.") from None
    except Exception as error:  # of the rarer ways of packing
        raise ReadError(f"{place} cannot be unpacked ({type(error).__name__}): pack it anew.") from None


def _name(member: zipfile.ZipInfo) -> str:
    """The name in the package, with nothing that leads out of it; old packers wrote UTF-8 without saying so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..")]
    return "/".join(parts).encode("utf-8", "replace").decode()
