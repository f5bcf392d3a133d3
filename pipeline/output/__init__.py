"""Where records go: files that are their own checkpoint, or a stream.

While a run lasts, finished records are added to ``OUT.partial`` as lines of JSON; at its end they are put in place as OUT, in the order of
the corpus. A record of either file still stands where its source, its fingerprint and its options are those of the run. An output of
several files (shards) has a journal each.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self
from zlib import crc32

import msgspec

from pipeline.corpus import Failure
from pipeline.errors import CorpusError
from pipeline.output import jsonl, parquet
from pipeline.output.lines import Form, Line, Standing
from pipeline.output.lock import lock
from pipeline.output.shard import Shard, aside, close_quietly
from pipeline.readers import Source

__all__ = ["FORMS", "FileOutput", "Line", "Output", "Standing", "StreamOutput", "errors_path", "form_of", "shard_paths"]

FORMS: dict[str, Form] = {"jsonl": jsonl, "parquet": parquet}
MOST_SHARDS = 500  # each keeps a file open, and systems allow a process some 1000


class Output(Protocol):
    """What a run writes to. Leaving it as a context puts everything in place, unless an exception or ``stop`` came before."""

    def standing(self, source: Source) -> Standing | None:
        """The line that makes work on ``source`` needless."""

    def keep(self, line: Standing) -> None:
        """Takes over a line that stands, as the next of the output."""

    def add(self, line: Line) -> None:
        """Writes the next line of the output."""

    def fail(self, failure: Failure) -> None:
        """Notes a document that gave no line."""

    def stop(self) -> None:
        """Leaves the run unfinished: a later one can go on from what was written."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class StreamOutput:
    """Lines go to a stream as they come; nothing stands from before, and failures are for the caller to report."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def standing(self, source: Source) -> Standing | None:
        return None

    def keep(self, line: Standing) -> None:
        raise NotImplementedError("Nothing stands in a stream.")

    def add(self, line: Line) -> None:
        with _explained("Standard output", "make room or name a file"):
            self._stream.write(line.data)

    def fail(self, failure: Failure) -> None: ...

    def stop(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            with _explained("Standard output", "make room or name a file"):
                self._stream.flush()


class FileOutput:
    """The file at ``path``, or ``shards`` files named after it, with journals and the errors beside them.

    Which shard a document goes to depends on its id alone, so that a change of the corpus touches only the shards it must.
    Raises CorpusError where it cannot be written, or where another run writes it; it never replaces a file that is not a run's output.
    """

    def __init__(self, path: Path, *, tokens: bool, form: str | None = None, shards: int | None = None) -> None:
        written = form_of(path, form)
        self.path, self.errors = path, errors_path(path)
        self._shards = [Shard(shard, written, tokens=tokens) for shard in shard_paths(path, written, shards)]
        self._finished = True

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            with _explained(str(self.path), "name a file in a folder where you may write"):
                self._failures = aside(self.errors).open("ab")
            opened.callback(close_quietly, self._failures)
            lock(self._failures, aside(self.errors), self.path)  # it stays open to the end and is opened by nobody else
            self._failures.truncate(0)  # what a run that was killed had noted
            for shard in self._shards:
                shard.open()
                opened.callback(shard.close)
            self._opened = opened.pop_all()
        return self

    def standing(self, source: Source) -> Standing | None:
        return self._shard(source.id).standing(source)

    def keep(self, line: Standing) -> None:
        self._shard(line.id).keep(line)

    def add(self, line: Line) -> None:
        with self._resumable():
            self._shard(line.id).add(line)

    def fail(self, failure: Failure) -> None:
        with self._resumable():
            self._failures.write(msgspec.json.encode(failure) + b"\n")

    def stop(self) -> None:
        self._finished = False

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._opened:
            if kind is not None:
                aside(self.errors).unlink(missing_ok=True)
                return
            with self._resumable():
                self._put_in_place()

    def _put_in_place(self) -> None:
        try:
            if self._finished:
                for shard in self._shards:
                    shard.put_in_place()
        finally:
            self._put_errors_in_place()

    def _put_errors_in_place(self) -> None:
        """The last that a run does, for it opens the way for another."""
        self._failures.flush()
        if os.fstat(self._failures.fileno()).st_size:
            aside(self.errors).replace(self.errors)
        else:
            aside(self.errors).unlink()
            if self._finished:
                self.errors.unlink(missing_ok=True)

    def _shard(self, id: str) -> Shard:
        return self._shards[crc32(id.encode("utf-8", "surrogatepass")) % len(self._shards)]

    def _resumable(self) -> AbstractContextManager[None]:
        return _explained(str(self.path), "what is finished is in its .partial: mend that and give the same command again")


def form_of(path: Path, name: str | None) -> Form:
    """The form that is asked for, else the one that the file is named for.

    >>> form_of(Path("kế hoạch.parquet"), None).SUFFIX
    '.parquet'

    Raises CorpusError where there is no such form, or the file is named for another.
    """
    if name is not None and name not in FORMS:
        raise CorpusError(f"There is no format called {name}: choose {' or '.join(FORMS)}.")
    named = next((form for form in FORMS.values() if path.suffix == form.SUFFIX), None)
    form = FORMS[name] if name else named or jsonl
    if named is not None and named is not form:
        raise CorpusError(f"{path} is named for another format than {name}: name it {path.with_suffix(form.SUFFIX).name}.")
    return form


def shard_paths(path: Path, form: Form, shards: int | None, there: Iterable[str] | None = None) -> list[Path]:
    """The files of an output, named as ``datasets`` names them; None is one file, called ``path`` itself.

    ``there`` names the files that are in the folder of the output already (None: what is beside ``path``).

    >>> [shard.name for shard in shard_paths(Path("out.jsonl"), jsonl, 2)]
    ['out-00000-of-00002.jsonl', 'out-00001-of-00002.jsonl']

    Raises CorpusError where so many cannot be, or where files of another number of shards are there already.
    """
    if shards is None:
        return [path]
    if not 1 <= shards <= MOST_SHARDS:
        raise CorpusError(f"An output cannot have {shards} shards: ask for 1 to {MOST_SHARDS}.")
    stem = _stem(path)
    wanted = [path.with_name(f"{stem}-{number:05}-of-{shards:05}{form.SUFFIX}") for number in range(shards)]
    pattern = re.compile(rf"{re.escape(stem)}-\d{{5}}-of-(\d{{5}}){re.escape(form.SUFFIX)}")
    if there is None:
        there = os.listdir(path.parent) if path.parent.is_dir() else []
    for other in sorted(there):
        if (match := pattern.fullmatch(other)) and int(match[1]) != shards:
            raise CorpusError(f"{other} is there from a run with {int(match[1])} shards: ask for as many again, or remove them.")
    return wanted


def errors_path(output: Path) -> Path:
    """Where the failures of a run go.

    >>> errors_path(Path("out.jsonl")).name
    'out.errors.jsonl'
    """
    return output.with_name(_stem(output) + ".errors.jsonl")


def _stem(output: Path) -> str:
    return output.stem if any(output.suffix == form.SUFFIX for form in FORMS.values()) else output.name


@contextmanager
def _explained(what: str, advice: str) -> Iterator[None]:
    """Turns an error of the system (a full disk) into a sentence; a reader of standard output that has seen enough is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CorpusError(f"{what} cannot be written ({os.strerror(error.errno) if error.errno else error}): {advice}.") from None
