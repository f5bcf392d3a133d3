"""What the tasks are about: themes by issuer and by year."""

from pipeline.report.documents import Document
from pipeline.report.evidence import Tally, place_of_task
from pipeline.report.markup import Page, bars, figure, grid, name_of
from pipeline.schema import Record

ISSUERS = 15
THEMES = 10


class Themes:
    """Counts the themes of tasks; a task may have several."""

    def __init__(self) -> None:
        self.themes, self.issuers = Tally[str](), Tally[str]()
        self.by_issuer, self.by_year = Tally[tuple[str, str]](), Tally[tuple[str, str]]()
        self.tasks = 0
        self.years: set[str] = set()

    def add(self, document: Document, record: Record) -> None:
        """Takes one document in."""
        self.tasks += len(record.tasks)
        for task in record.tasks:
            place = place_of_task(document.index, record, task)
            for theme in task.themes:
                self.themes.add(theme.label, place)
                self.issuers.add(document.issuer, place)
                self.by_issuer.add((document.issuer, theme.label), place)
                self.by_year.add((document.year, theme.label), place)
                self.years.add(document.year)

    def section(self, page: Page) -> str:
        """The figures of this part."""
        top = self.themes.top(THEMES)
        columns = [(theme, name_of(theme)) for theme, _ in top]
        issuers = [(issuer, name_of(issuer)) for issuer, _ in self.issuers.top(ISSUERS)]
        years = [(year, name_of(year)) for year in sorted(self.years, key=lambda year: year or "9999")]
        return "".join(
            [
                figure("themes", bars(page, "themes", "theme", [(name_of(key), group) for key, group in top], self.tasks, counted="tasks")),
                figure(
                    "themes_by_issuer",
                    grid(page, "themes_by_issuer", "issuer", issuers, columns, lambda row, cell: self.by_issuer.get((row, cell))),
                    shown=ISSUERS,
                ),
                figure("themes_by_year", grid(page, "themes_by_year", "year", years, columns, lambda row, cell: self.by_year.get((row, cell)))),
            ]
        )
