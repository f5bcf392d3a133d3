"""What is in the collection: documents by type, issuer, level and year."""

from pipeline.report.documents import LEVELS, Document
from pipeline.report.evidence import Group, Place, Tally
from pipeline.report.markup import Page, bars, figure, name_of
from pipeline.report.words import say
from pipeline.schema import Record

ISSUERS = 20
TYPES = 15


class Holdings:
    """Counts documents; the sentence behind one is its title."""

    def __init__(self) -> None:
        self.types, self.issuers, self.levels, self.years = Tally[str](), Tally[str](), Tally[str](), Tally[str]()

    def add(self, document: Document, record: Record) -> None:
        """Takes one document in."""
        title = Place(document.index, record, *_title(record))
        self.types.add(document.type, title)
        self.issuers.add(document.issuer, title)
        self.levels.add(document.level or "", title)
        self.years.add(document.year, title)

    def section(self, page: Page) -> str:
        """The figures of this part."""
        total = self.types.total()
        levels = [(say(level or "unknown"), self.levels.get(level)) for level in (*LEVELS, "") if self.levels.count(level)]
        years = [(name_of(year), self.years.get(year)) for year in sorted(self.years, key=lambda year: year or "9999")]
        return "".join(
            [
                figure("types", bars(page, "types", "type", _named(self.types.top(TYPES)), total), n=_known(self.types)),
                figure("levels", bars(page, "levels", "level", levels, total)),
                figure("issuers", bars(page, "issuers", "issuer", _named(self.issuers.top(ISSUERS)), total), n=_known(self.issuers), shown=ISSUERS),
                figure("years", bars(page, "years", "year", years, total)),
            ]
        )


def _named(top: list[tuple[str, Group]]) -> list[tuple[str, Group]]:
    return [(name_of(key), group) for key, group in top]


def _known(names: Tally[str]) -> int:
    return sum(bool(name) for name in names)


def _title(record: Record) -> tuple[int, int]:
    """Where the text says its title; without one, the beginning of the text."""
    title = record.metadata.title
    start = record.text.find(title) if title else -1
    return (start, start + len(title)) if title and start >= 0 else (0, min(len(record.text), 120))
