"""Files that are elsewhere, by their URLs (``s3://plans/2024``, ``gs://``, ``hdfs://``, ``memory://`` ...): what fsspec opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import CorpusError


def path_or_url(name: Path | str) -> Path | str:
    """A path of this machine as a Path (``file://`` too), the URL of anything else as a text.

    >>> path_or_url("file:///kế hoạch/45.txt")
    PosixPath('/kế hoạch/45.txt')
    >>> path_or_url("s3://kế-hoạch/2024")
    's3://kế-hoạch/2024'
    """
    text = str(name)
    if isinstance(name, str) and "://" in text and not text.startswith("file://"):
        return text
    return Path(text.removeprefix("file://"))


def open_folder(url: str) -> tuple[Any, str]:
    """The file system that a URL names, and the path there; raises CorpusError where what opens such URLs is not installed."""
    from fsspec.core import url_to_fs

    with explained(url, "check the URL, and that you may use it"):
        system, path = url_to_fs(url)
        return system, str(path)


def list_files(url: str) -> list[tuple[str, str, int]]:
    """The files under a URL, or the one that it names: the URL of each, its name relative to the folder, its bytes.

    Raises CorpusError where there is nothing, or the place cannot be reached.
    """
    system, root = open_folder(url)
    with explained(url, "check the URL, and that you may read it"):
        found: dict[str, Any] = system.find(root, detail=True)
    if not found:
        raise CorpusError(f"{url} is not there: check the URL.")
    above = root.rpartition("/")[0] if root in found else root
    return [(system.unstrip_protocol(path), path[len(above.rstrip("/")) + 1 :], about["size"] or 0) for path, about in found.items()]


@contextmanager
def explained(url: str, advice: str) -> Iterator[None]:
    """Turns what a file system raises, each in its own way, into a sentence."""
    try:
        yield
    except CorpusError:
        raise
    except Exception as error:
        told = " ".join(str(error).split())[:200] or type(error).__name__
        raise CorpusError(f"{url} cannot be reached ({told}): {advice}.") from None
