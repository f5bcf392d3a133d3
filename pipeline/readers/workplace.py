"""Programs that convert a file: each in a folder of its own, of bounded time, memory and size, of which nothing stays."""

import errno
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

from pipeline.errors import ReadError
from pipeline.readers.limits import MAX_FILE

MEMORY = 2 << 30  # bytes of address space that a program may take: LibreOffice needs less than one for a plan
ROOM = 1 << 20  # bytes that are free in the folder when a program had room enough
SECONDS = 50  # for one file: less than a run gives a document, so that the sentence here is the one that is told

# What clears up, a process of its own: a worker that is killed (by its time limit, or for lack of memory) cannot. It reads the id of the program,
# waits until the other end of the pipe is closed, by whomever, and ends the program with all that it started.
_CLEARS_UP = 'read -r program; read -r _; test -z "$program" || kill -9 "-$program"; rm -rf "$0" || { sleep 1; rm -rf "$0"; }'


class Workplace:
    """A ``folder`` in which a program runs for the document at ``place``; at the end, also where this process is killed, both are gone.

    >>> with Workplace("45.doc") as workplace:
    ...     file = workplace.folder / "kế hoạch.txt"
    ...     _ = file.write_text("Giao Sở Y tế chủ trì.", encoding="utf-8")
    ...     said = workplace.run(["cat", str(file)], workplace.folder / "ra.out")
    ...     (workplace.folder / "ra.out").read_text(encoding="utf-8"), said
    ('Giao Sở Y tế chủ trì.', '')
    >>> workplace.folder.exists()
    False

    Raises ReadError where the system's folder for temporary files takes none.
    """

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> Self:
        try:
            self.folder = Path(mkdtemp(prefix="vn-plan-"))
        except OSError as error:
            raise self._no_room(error) from None
        self._program: subprocess.Popen[bytes] | None = None
        self._clearing: subprocess.Popen[bytes] | None = None
        if os.name == "posix":  # elsewhere no alarm ends a worker
            self._clearing = subprocess.Popen(
                ["sh", "-c", _CLEARS_UP, self.folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if self._clearing:
            self._clearing.communicate()
        if self._program:
            self._program.kill()
            self._program.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise self._no_room(error) from None

    def _no_room(self, error: OSError) -> ReadError:
        return ReadError(
            f"{self.place} cannot be converted ({error.strerror}): make room for temporary files, or name another folder for them in TMPDIR."
        )

    def run(self, command: Sequence[str], out: Path) -> str:
        """Runs a program with its output in the file ``out`` of the folder; gives the first of what it complained of.

        Raises ReadError where it takes longer than SECONDS, and OSError where it had no room.
        """
        complaints = out.with_suffix(".err")
        with out.open("wb") as output, complaints.open("wb") as errors:
            self._program = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                cwd=self.folder,
                env={**os.environ, "HOME": str(self.folder)},
                start_new_session=True,
                preexec_fn=_bounded if os.name == "posix" else None,
            )
        if self._clearing and self._clearing.stdin:
            self._clearing.stdin.write(b"%d\n" % self._program.pid)
            self._clearing.stdin.flush()
        try:
            self._program.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise ReadError(f"{self.place} took {Path(command[0]).name} more than {SECONDS} s: save it anew as .docx.") from None
        if shutil.disk_usage(self.folder).free < ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return " ".join(complaints.read_bytes()[:300].decode("utf-8", "replace").replace(str(self.folder), "").split())[:150]


def _bounded() -> None:
    """What the program may use: no file larger than a document, no more memory and time than it needs for one."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE, MAX_FILE))
