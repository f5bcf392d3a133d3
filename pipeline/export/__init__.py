"""The output of a run in the formats of other tools: ``pipeline export OUT.jsonl --to FORMAT -o PATH``.

Each format is one function that takes records as they come and writes a file or a folder; the same records give the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import ExportError
from pipeline.records import read_records
from pipeline.schema import Record

Write = Callable[[Iterable[Record], Path], None]


@dataclass(frozen=True, slots=True)
class Writer:
    """Where the function of a format is, whether it fills a folder, and the package of the extra `export` that it cannot do without."""

    place: str
    folder: bool
    needs: str | None = None


WRITERS: dict[str, Writer] = {
    "csv": Writer("pipeline.export.columnar:write_csv", folder=True),
    "parquet": Writer("pipeline.export.columnar:write_parquet", folder=True),
    "hf": Writer("pipeline.export.dataset:write_dataset", folder=True),
    "spacy": Writer("pipeline.export.docbin:write_shards", folder=True),
    "conll": Writer("pipeline.export.annotated:write_conll", folder=False),
    "brat": Writer("pipeline.export.brat:write_brat", folder=True),
    "labelstudio": Writer("pipeline.export.annotated:write_label_studio", folder=False),
    "graphml": Writer("pipeline.export.graph:write_graphml", folder=False, needs="networkx"),
    "xlsx": Writer("pipeline.export.workbook:write_xlsx", folder=False, needs="openpyxl"),
}


def export(source: Path | str, format: str, target: Path | str) -> int:
    """Writes the records in ``source``, the output of a run, to ``target`` in ``format`` (a name in WRITERS); gives their number.

    ``target`` is a folder for csv, parquet, hf, spacy and brat, a file for the others, and appears only when it is complete. Raises ExportError where
    the format is unknown, its package is not installed, or ``target`` is there already, and CorpusError where ``source`` is no output of a run.

    >>> export("out.jsonl", "word", "plans.docx")
    Traceback (most recent call last):
    ...
    pipeline.errors.ExportError: There is no format word: take one of csv, parquet, hf, spacy, conll, brat, labelstudio, graphml, xlsx.
    """
    if format not in WRITERS:
        raise ExportError(f"There is no format {format}: take one of {', '.join(WRITERS)}.")
    writer = WRITERS[format]
    target = Path(target)
    _check(target, writer)
    write = _load(writer)
    counted = _Counted(read_records(Path(source)))
    try:
        with TemporaryDirectory(prefix=".export-", dir=target.absolute().parent) as aside:
            new = Path(aside, target.name)
            if writer.folder:
                new.mkdir()
            write(counted, new)
            new.replace(target)
    except OSError as error:
        raise ExportError(
            f"{target} cannot be written ({error.strerror or error}): name a place where you may write, with room on its disk."
        ) from None
    return counted.count


class _Counted:
    """Records, counted as they pass."""

    def __init__(self, records: Iterator[Record]) -> None:
        self._records = records
        self.count = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.count += 1
            yield record


def _check(target: Path, writer: Writer) -> None:
    if target.exists() or target.is_symlink():
        raise ExportError(f"{target} is there already: name a {'folder' if writer.folder else 'file'} that is not, or remove it.")
    if not target.absolute().parent.is_dir():
        raise ExportError(f"{target} cannot be written: name a place in a folder that is there.")


def _load(writer: Writer) -> Write:
    module, _, name = writer.place.partition(":")
    if writer.needs:
        require(writer.needs)
    write: Write = getattr(import_module(module), name)
    return write


def require(package: str) -> None:
    """Raises ExportError where a package of the extra `export` is not installed."""
    try:
        import_module(package)
    except ImportError:
        raise ExportError(f"{package} is not installed, which this needs: run pip install 'vn-plan-pipeline[export]'.") from None
