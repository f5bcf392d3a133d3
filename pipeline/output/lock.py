"""The lock that keeps two runs from one output."""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import CorpusError

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]


def lock(file: BinaryIO, path: Path, output: Path | str) -> None:
    """Keeps others out for as long as ``file``, which was opened at ``path``, is open; the lock ends with this process, however it ends.

    This process may not open the file a second time: closing that would end the lock. Raises CorpusError where another has it.
    """
    if fcntl is None:
        return
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
                return  # else the other run ended between the opening and the lock, and has put away what is open here
    except BlockingIOError:
        pass
    raise CorpusError(f"Another run is writing {output}: wait for its end, or name another output.") from None
