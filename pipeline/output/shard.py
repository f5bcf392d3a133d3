"""One file of an output, with the journal ``FILE.partial`` that keeps what is finished while a run lasts."""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import CorpusError
from pipeline.output import jsonl
from pipeline.output.lines import Form, Head, Key, Line, Standing
from pipeline.provenance import standing
from pipeline.readers import Source


class Shard:
    """The file at ``path``; it never replaces a file that is not a run's output.

    Raises CorpusError where it cannot be written.
    """

    def __init__(self, path: Path, form: Form, *, tokens: bool) -> None:
        if path.is_dir() or not path.absolute().parent.is_dir():
            raise CorpusError(f"{path} cannot be written: name a file in a folder that is there.")
        if path.exists() and not path.is_file():  # it would be replaced: as root, even a device
            raise CorpusError(f"{path} is no regular file: name one, or - for standard output.")
        with suppress(OSError):  # what is wrong comes out when it is opened for writing
            if path.exists() and not form.is_output(path):
                raise CorpusError(f"{path} is there already and is not the output of a run: name another file, or remove it.")
        self.path, self.partial, self._form, self._tokens = path, path.with_name(path.name + ".partial"), form, tokens
        self._parts: list[tuple[Path, int, int]] = []  # what the file consists of, in order; parts that touch are one
        self._standing: dict[Key, Standing] = {}

    def open(self) -> None:
        """Sees what stands from before."""
        try:
            self._journal = self.partial.open("a+b")
        except OSError as error:
            raise CorpusError(f"{self.path} cannot be written ({error.strerror}): name a file in a folder where you may write.") from None
        self._journal.seek(0)
        self._standing = {head.key: head.line for head in jsonl.heads_in(self._journal, self.partial) if self._stands(head)}
        # what comes behind the last good line is stale, or the half line that a killed run left
        self._journal.truncate(max((line.end for line in self._standing.values()), default=0))
        if self.path.is_file():
            self._standing |= {head.key: head.line for head in self._form.heads(self.path) if self._stands(head)}

    def standing(self, source: Source) -> Standing | None:
        """The record that makes work on ``source`` needless."""
        return self._standing.get((source.path, source.id, source.sha256))

    def keep(self, line: Standing) -> None:
        """Takes over a record that stands, as the next of the file."""
        self._append(line.path, line.start, line.end)

    def add(self, line: Line) -> None:
        """Writes the next record of the file."""
        start = self._journal.seek(0, os.SEEK_END)
        self._journal.write(line.data)
        self._journal.flush()  # the line is there even where the run is killed
        self._append(self.partial, start, start + len(line.data))

    def put_in_place(self) -> None:
        """Makes the file of its parts; until it is whole, what was there before stays."""
        if not self.path.is_file() or self._parts != self._whole(self.path, self._form):  # else nothing has changed
            new = self.partial
            if self._form is not jsonl or self._parts != self._whole(self.partial, jsonl):
                new = aside(self.path)
                try:
                    self._form.write(self._parts, new)
                except BaseException:
                    new.unlink(missing_ok=True)
                    raise
            with new.open("rb+") as file:
                os.fsync(file.fileno())
            new.replace(self.path)
        self.partial.unlink(missing_ok=True)

    def close(self) -> None:
        """Closes the journal."""
        close_quietly(self._journal)

    def _stands(self, head: Head) -> bool:
        return head.fingerprint in standing() and head.tokens == self._tokens

    def _append(self, path: Path, start: int, end: int) -> None:
        if self._parts and self._parts[-1][0] == path and self._parts[-1][2] == start:
            start = self._parts.pop()[1]
        self._parts.append((path, start, end))

    @staticmethod
    def _whole(path: Path, form: Form) -> list[tuple[Path, int, int]]:
        size = form.size(path)
        return [(path, 0, size)] if size else []


def close_quietly(file: BinaryIO) -> None:
    """Closes a file after an error was told: what a full disk did not take is still in the buffer, and would be told again."""
    with suppress(OSError):
        file.close()


def aside(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(path.name + ".new")
