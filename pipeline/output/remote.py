"""An output elsewhere (``s3://plans/out.jsonl``): written on this machine, and sent there when it is whole.

What is finished is kept in the user's cache until then, so that a run that was interrupted goes on where it stopped. What stands there
from before is fetched first. The lock keeps out other runs of this machine, not those of others.
"""

import os
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from pipeline.output import FileOutput, errors_path, form_of, shard_paths
from pipeline.output.lock import lock
from pipeline.readers.remote import explained, open_folder


class RemoteOutput(FileOutput):
    """The file at ``url``, or ``shards`` files named after it; see :class:`pipeline.output.FileOutput`."""

    def __init__(self, url: str, *, tokens: bool, form: str | None = None, shards: int | None = None) -> None:
        self.url = url
        self._system, path = open_folder(url)
        self._folder, _, name = path.rpartition("/")
        self._here = staging(url) / name
        self._here.parent.mkdir(parents=True, exist_ok=True)
        self._fetched: dict[Path, int] = {}
        with ExitStack() as held:
            opened = held.enter_context((self._here.parent / "lock").open("ab"))
            lock(opened, Path(opened.name), url)  # until all is sent
            held.callback(self._forget)
            self._files = shard_paths(self._here, form_of(self._here, form), shards, there=self._names())
            self._fetched |= {file: file.stat().st_ino for file in self._files if self._fetch(file)}
            super().__init__(self._here, tokens=tokens, form=form, shards=shards)
            self._held = held.pop_all()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._held:
            super().__exit__(kind, error, trace)

    def _forget(self) -> None:
        """What was fetched and is as it was is fetched again when it is needed: it may have changed by then."""
        for file, inode in self._fetched.items():
            if file.exists() and file.stat().st_ino == inode:
                file.unlink()

    def _put_in_place(self) -> None:
        super()._put_in_place()
        with explained(self.url, f"what is finished is in {self._here.parent}: mend that and give the same command again"):
            if self._finished:
                self._send()

    def _send(self) -> None:
        for file in self._files:
            if self._fetched.get(file) != file.stat().st_ino:  # else nothing has changed
                self._system.put_file(str(file), self._there(file))
        errors = errors_path(self._here)
        if errors.exists():
            self._system.put_file(str(errors), self._there(errors))
        elif self._system.exists(self._there(errors)):
            self._system.rm_file(self._there(errors))
        for file in [*self._files, errors, self._here.parent / "lock"]:
            file.unlink(missing_ok=True)
        with suppress(OSError):
            self._here.parent.rmdir()

    def _fetch(self, file: Path) -> bool:
        """Whether the file is there and has been brought here; one that waits here to be sent is newer than what is there."""
        with explained(self.url, "check the URL, and that you may use it"):
            if file.exists() or not self._system.exists(self._there(file)):
                return False
            arriving = file.with_name(file.name + ".new")
            self._system.get_file(self._there(file), str(arriving))
            arriving.replace(file)
            return True

    def _names(self) -> list[str]:
        with explained(self.url, "check the URL, and that you may use it"):
            self._system.makedirs(self._folder, exist_ok=True)
            try:
                return [str(path).rpartition("/")[2] for path in self._system.ls(self._folder, detail=False)]
            except FileNotFoundError:  # a store of objects (S3) has no folder until something is in it
                return []

    def _there(self, file: Path) -> str:
        return f"{self._folder}/{file.name}"


def files_at(url: str, form: str | None, shards: int | None) -> list[str]:
    """The URLs of the files of an output, as they are listed."""
    system, path = open_folder(url)
    folder, _, name = path.rpartition("/")
    files = [*shard_paths(Path(name), form_of(Path(name), form), shards, there=[]), errors_path(Path(name))]
    return [system.unstrip_protocol(f"{folder}/{file.name}") for file in files]


def staging(url: str) -> Path:
    """The folder of this machine where an output is written before it is sent."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "vn-plan-pipeline" / sha256(url.encode()).hexdigest()[:16]
