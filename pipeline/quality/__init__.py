"""What is in a collection that should perhaps not be: near-duplicates, boilerplate, other languages, other genres, documents that look like no plan.

Nothing is thrown away. ``pipeline quality OUT.jsonl -o quality.jsonl`` says what it sees, a line a document, and a person decides.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.errors import ExportError
from pipeline.export import require
from pipeline.quality.genre import genre_of, signs_of
from pipeline.quality.language import language_of
from pipeline.quality.repetition import Repetition
from pipeline.records import read_records
from pipeline.rule_tables import load_rules
from pipeline.schema import Record


class Quality(msgspec.Struct, frozen=True):
    """What is to be said of a document; the thresholds are in ``pipeline/rules/quality.toml``.

    ``language`` goes by the shares of words that can be ``vietnamese`` syllables and that are ``marked`` (see :func:`pipeline.quality.language.language_of`). ``genre`` is ``plan``, ``normative``, ``other``, or null where the document says no type. ``signs``
    are those of a plan that are there (see :func:`pipeline.quality.genre.signs_of`). ``boilerplate`` is the share of characters in lines that many
    documents have. ``duplicate_of`` names the first document that this one is nearly the same as, and ``similarity`` how much.

    ``doubts`` names what a person should look at: ``near_duplicate``, ``boilerplate``, ``language``, ``genre``, ``no_plan`` (few signs), ``short``.
    """

    id: str
    path: str
    characters: int
    language: str
    vietnamese: float
    marked: float
    doc_type: str | None
    genre: str | None
    signs: list[str]
    boilerplate: float
    duplicate_of: str | None
    similarity: float | None
    doubts: list[str]


class Assessment(msgspec.Struct, frozen=True):
    """A collection as it looks: a row a document, and the lines that stand in most documents with how many those are."""

    rows: list[Quality]
    lines: list[tuple[str, int]]

    def summary(self) -> Iterator[str]:
        """The counts in words, the most frequent doubts first."""
        doubts = Counter(doubt for row in self.rows for doubt in row.doubts)
        without = sum(not row.doubts for row in self.rows)
        yield f"{len(self.rows)} documents, {without} without a doubt"
        for name, count in sorted(doubts.items(), key=lambda pair: (-pair[1], pair[0])):
            yield f"  {name}: {count}"
        for line, count in self.lines:
            yield f"  in {count} documents: {line}"


def assess(source: Path) -> Assessment:
    """The quality of the records in ``source``, the output of a run; raises CorpusError where it is none.

    Records pass one at a time; what is held is a kilobyte a document and a number for each line.
    """
    require("datasketch")
    repetition = Repetition()
    rows: list[Quality] = []
    for record in read_records(source):
        rows.append(_row(record, rows, repetition.add(record.text)))
    return Assessment([_finished(row, repetition.boilerplate(number)) for number, row in enumerate(rows)], repetition.most_frequent())


def write_quality(rows: list[Quality], path: Path) -> None:
    """Writes the rows as JSON Lines; raises ExportError where there is something at ``path`` already, or it cannot be written."""
    try:
        with path.open("xb") as file:
            file.writelines(msgspec.json.encode(row) + b"\n" for row in rows)
    except FileExistsError:
        raise ExportError(f"{path} is there already: name a file that is not, or remove it.") from None
    except OSError as error:
        raise ExportError(f"{path} cannot be written ({error.strerror}): name a file in a folder where you may write.") from None


def _row(record: Record, before: list[Quality], original: tuple[int, float] | None) -> Quality:
    language, vietnamese, marked = language_of(record.text)
    about = record.metadata
    return Quality(
        record.id,
        record.source.path,
        len(record.text),
        language,
        vietnamese,
        marked,
        about.doc_type,
        genre_of(about, record.sections),
        signs_of(record),
        0.0,
        before[original[0]].id if original else None,
        round(original[1], 3) if original else None,
        [],
    )


def _finished(row: Quality, boilerplate: float) -> Quality:
    rules = load_rules("quality")
    doubts = {
        "near_duplicate": row.duplicate_of is not None,
        "boilerplate": boilerplate > rules["shares"]["boilerplate"],
        "language": row.language != "vi",
        "genre": row.genre in ("normative", "other"),
        "no_plan": len(row.signs) < rules["counts"]["signs"],
        "short": row.characters < rules["counts"]["short"],
    }
    return msgspec.structs.replace(row, boilerplate=round(boilerplate, 3), doubts=[name for name, there in doubts.items() if there])
