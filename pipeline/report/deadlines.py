"""When tasks are due: a timeline, by month where it is short, else by year."""

import re

from pipeline.report.documents import Document
from pipeline.report.drawings import Bar, timeline
from pipeline.report.evidence import Tally, place_of_task
from pipeline.report.markup import Page, bars, figure, name_of, numbers, table
from pipeline.report.words import number, say
from pipeline.schema import DateNorm, Record

MONTHS = 30  # the longest timeline by month
YEARS = 40  # and by year; what lies farther off is in the table alone
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-\d\d$")
KINDS = ("day", "recurring", "duration", "open")


class Deadlines:
    """Counts the deadlines of tasks by their last day; those without a day by their kind."""

    def __init__(self) -> None:
        self.months, self.years, self.kinds = Tally[str](), Tally[str](), Tally[str]()

    def add(self, document: Document, record: Record) -> None:
        """Takes one document in."""
        entities = {entity.id: entity for entity in record.entities}
        for task in record.tasks:
            for entity in (entities[id] for id in task.deadline if id in entities):
                place = place_of_task(document.index, record, task, [entity])
                kind, day = _kind(entity.norm)
                self.kinds.add(kind, place)
                if day:
                    self.months.add(day[:7], place)
                    self.years.add(day[:4], place)

    def section(self, page: Page) -> str:
        """The figures of this part."""
        tally, shown = self._periods()
        links = {period: page.panel(tally.get(period), name_of(period), "deadlines") for period in sorted(tally)}
        rows = [
            [name_of(period), f'<a class="n" href="#{panel}">{number(tally.count(period))}</a>', number(tally.get(period).documents)]
            for period, panel in links.items()
        ]
        kinds = [(say(f"deadline_{kind}"), self.kinds.get(kind)) for kind in KINDS if self.kinds.count(kind)]
        return "".join(
            [
                figure(
                    "deadlines",
                    timeline("deadlines", [Bar(period, tally.count(period), links.get(period, "")) for period in shown]),
                    numbers("deadlines", table([say("period"), say("deadlines"), say("documents")], rows, label="deadlines-table")),
                    n=self.months.total(),
                ),
                figure("deadline_kinds", bars(page, "deadline_kinds", "kind", kinds, self.kinds.total())),
            ]
        )

    def _periods(self) -> tuple[Tally[str], list[str]]:
        """What the timeline counts, and the periods that it shows, without a gap."""
        if not len(self.years):
            return self.years, []
        first, last = int(min(self.years)), int(max(self.years))
        months = [f"{year:04}-{month:02}" for year in range(first, last + 1) for month in range(1, 13)]
        months = [month for month in months if min(self.months) <= month <= max(self.months)]
        if len(months) <= MONTHS:
            return self.months, months
        years = [f"{year:04}" for year in range(first, last + 1)]
        windows = [years[at : at + YEARS] for at in range(max(len(years) - YEARS, 0) + 1)]
        return self.years, max(windows, key=lambda window: sum(self.years.count(year) for year in window))


def _kind(norm: DateNorm) -> tuple[str, str | None]:
    """One of KINDS, and the last day (ISO) where there is one.

    >>> _kind(DateNorm("DATE", "2025-12", "BEFORE", "2025-12-01", "2025-12-31"))
    ('day', '2025-12-31')
    """
    if norm.type == "SET":
        return "recurring", None
    if norm.type == "DURATION":
        return "duration", None
    day = norm.end or norm.begin
    return ("day", day) if day and _DAY.match(day) else ("open", None)
