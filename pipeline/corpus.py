"""Discovery: from the paths that a person names to the sources of all documents, in an order that never changes."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from msgspec import Struct

from pipeline.errors import CorpusError, ReadError
from pipeline.readers import FORMATS, NOT_YET, Source, is_dataset, open_sources
from pipeline.readers.remote import list_files


class Failure(Struct, frozen=True):
    """A document that gave no record: one line of ``OUT.errors.jsonl``. ``stage`` is ``read``, ``extract``, or ``work`` where the worker ended in one of them."""

    path: str
    stage: str
    error: str


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to read, and its ``name``: the path relative to the folder that was named, with ``/``.

    The ``path`` of a file elsewhere is its URL, as a text; its ``size`` is what was listed there.
    """

    path: Path | str
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of a corpus in order; ``passed_over`` counts, by suffix, documents in formats that are not read yet."""

    files: list[CorpusFile]
    passed_over: Counter[str] = field(default_factory=Counter)

    @property
    def bytes(self) -> int:
        """The size of all files, as a measure of the work."""
        return sum(file.size or (os.path.getsize(file.path) if os.path.isfile(file.path) else 0) for file in self.files)


def discover(paths: Sequence[Path | str], *, leave_out: Iterable[Path | str] = ()) -> Corpus:
    """The files under ``paths`` (a text is a URL that fsspec opens): those of a folder by name, folders in the order given, no file twice.

    Hidden files and folders, files of other formats and those in ``leave_out`` (a run's own output) are passed over; links are
    followed, but no folder is walked twice. Raises CorpusError where a path is not there, holds no document, or is a file of
    another format.
    """
    corpus = Corpus([])
    seen = {_absolute(path) for path in leave_out}
    for path in paths:
        if isinstance(path, str):
            found = _at_url(path, corpus.passed_over)
        else:
            found = _in_folder(path, corpus.passed_over) if os.path.isdir(path) and not is_dataset(path) else [_named(path)]
        if not found:
            raise CorpusError(f"{path} holds no document: name a folder with {_formats()} files{_hint(corpus.passed_over)}.")
        for file in found:
            if _absolute(file.path) not in seen:
                seen.add(_absolute(file.path))
                corpus.files.append(file)
    if not corpus.files:
        raise CorpusError(f"{', '.join(map(str, paths))} holds no document but the output itself: name a folder with {_formats()} files.")
    return corpus


def sources(files: Iterable[CorpusFile]) -> Iterator[Source | Failure]:
    """The sources in ``files``, in order, each with an id that no other has; a file that cannot be opened is a Failure.

    Where an id is taken, the later document keeps its suffix (``45.md`` is ``45``, then ``45.txt`` is ``45.txt``); where that is
    taken too, as when records repeat an id, it is numbered (``45#2``).
    """
    taken: dict[str, int] = {}
    for file in files:
        try:
            for source in open_sources(file.path, file.name):
                yield Failure(file.name, "read", str(source)) if isinstance(source, ReadError) else replace(source, id=_take(source, taken))
        except ReadError as error:
            yield Failure(file.name, "read", str(error))


def _take(source: Source, taken: dict[str, int]) -> str:
    """A free id for ``source``; ``taken`` has the ids given so far, each with the number to try for its next namesake."""
    name = source.id
    if name in taken and source.line is None:
        name = source.path
    while name in taken:
        taken[source.id] = number = max(taken.get(source.id, 0), 1) + 1
        name = f"{source.id}#{number}"
    taken[name] = 1
    return name


def _at_url(url: str, passed_over: Counter[str]) -> list[CorpusFile]:
    visible = [entry for entry in list_files(url) if not any(part.startswith(".") for part in entry[1].split("/"))]
    passed_over.update(suffix for _, name, _ in visible if (suffix := PurePosixPath(name).suffix.lower()) in NOT_YET)
    found = [CorpusFile(file, name, size) for file, name, size in visible if PurePosixPath(name).suffix.lower() in FORMATS]
    return sorted(found, key=lambda file: file.name)


def _named(path: Path) -> CorpusFile:
    if not os.path.lexists(path):
        raise CorpusError(f"{path} is not there: check the path.")
    if path.suffix.lower() not in FORMATS and not is_dataset(path):
        raise CorpusError(f"{path} is in a format that is not read{' yet' if path.suffix.lower() in NOT_YET else ''}: name {_formats()} files.")
    return CorpusFile(path, _printable(path.name))


def _in_folder(root: Path, passed_over: Counter[str]) -> list[CorpusFile]:
    walked: set[tuple[int, int]] = set()
    found: list[Path] = []

    def unwalked(folder: str) -> bool:
        status = os.stat(folder)
        new = (status.st_dev, status.st_ino) not in walked
        walked.add((status.st_dev, status.st_ino))
        return new

    def keep(error: OSError) -> None:
        found.append(Path(error.filename))  # a folder that cannot be listed goes on as a file, and reading it says why

    unwalked(str(root))
    for folder, folders, names in os.walk(root, onerror=keep, followlinks=True):
        folders[:] = [name for name in sorted(folders) if not name.startswith(".") and unwalked(os.path.join(folder, name))]
        whole = [name for name in folders if is_dataset(os.path.join(folder, name))]  # read as one, not walked into
        found += [Path(folder, name) for name in whole]
        folders[:] = [name for name in folders if name not in whole]
        visible = [Path(folder, name) for name in names if not name.startswith(".")]
        found += [path for path in visible if path.suffix.lower() in FORMATS]
        passed_over.update(suffix for path in visible if (suffix := path.suffix.lower()) in NOT_YET)
    named = [CorpusFile(path, _printable(path.relative_to(root).as_posix())) for path in found]
    return sorted(named, key=lambda file: file.name)


def _printable(name: str) -> str:
    """``name`` without the stand-ins that Python puts for bytes of a file name that are not UTF-8: a record could not hold them."""
    return str(PurePosixPath(os.fsencode(name).decode("utf-8", "replace")))


def _absolute(path: Path | str) -> str:
    return path if isinstance(path, str) else os.path.abspath(path)


def _formats() -> str:
    return ", ".join(FORMATS)


def _hint(passed_over: Counter[str]) -> str:
    return f" ({', '.join(sorted(passed_over))} are not read yet)" if passed_over else ""
