"""`pipeline report`: the output of a run as one page for researchers, which needs no network and nothing beside it.

Each part (holdings, themes, deadlines, roles, targets, citations, quality) counts while the records pass by, one in memory at a time, and then draws its
figures; ``markup`` and ``drawings`` are what they draw with, ``evidence`` keeps the first sentences behind each number.
"""

from pathlib import Path

from pipeline.errors import CorpusError
from pipeline.records import read_records
from pipeline.report.page import to_report


def write_report(source: Path, output: Path) -> int:
    """Writes the report of the records in ``source`` (the output of a run) to ``output``; gives the number of documents.

    The same records give the same bytes. Raises CorpusError where ``source`` cannot be read as the output of a run, or ``output`` has the suffix of one.
    """
    if output.suffix == source.suffix:  # the output itself, or one of its shards
        raise CorpusError(f"{output} would be a page with the name of an output: name another file, as in -o report.html.")
    page, documents = to_report(read_records(source), source.name)
    output.write_text(page, encoding="utf-8", newline="")
    return documents
