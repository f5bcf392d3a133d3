"""Who leads and who supports: a matrix, and the same ties as a network."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.report.bodies import body_of
from pipeline.report.documents import Document
from pipeline.report.drawings import Arc, arcs
from pipeline.report.evidence import Group, Tally, place_of_task
from pipeline.report.markup import Page, bars, figure, grid, name_of, numbers, table
from pipeline.report.words import number, say
from pipeline.schema import Entity, Record

BODIES = 15  # in a list, and on each side of the matrix
LINKS = 60  # pairs in the network


class Roles:
    """Counts tasks by the bodies that lead and support them; bodies of one kind and level are one, wherever they are."""

    def __init__(self) -> None:
        self.leads, self.supporters = Tally[str](), Tally[str]()
        self.pairs = Tally[tuple[str, str]]()
        self.tasks = 0

    def add(self, document: Document, record: Record) -> None:
        """Takes one document in."""
        entities = {entity.id: entity for entity in record.entities}
        self.tasks += len(record.tasks)
        for task in record.tasks:
            leads, supporters = _bodies(task.lead, entities), _bodies(task.coordinating, entities)
            for name, entity in leads.items():
                self.leads.add(name, place_of_task(document.index, record, task, [entity]))
            for name, entity in supporters.items():
                self.supporters.add(name, place_of_task(document.index, record, task, [entity]))
            for lead, first in leads.items():
                for supporter, second in supporters.items():
                    self.pairs.add((lead, supporter), place_of_task(document.index, record, task, [first, second]))

    def section(self, page: Page) -> str:
        """The figures of this part."""
        leads, supporters = _named(self.leads.top(BODIES)), _named(self.supporters.top(BODIES))
        ties = [(lead, supporter, self.pairs.count((lead, supporter))) for lead, supporter in self.pairs]
        rows = [(name, name_of(name)) for name in _most((lead, count) for lead, _, count in ties)]
        columns = [(name, name_of(name)) for name in _most((supporter, count) for _, supporter, count in ties)]
        return "".join(
            [
                figure("leads", bars(page, "leads", "body", leads, self.tasks, counted="tasks"), n=len(self.leads), shown=BODIES),
                figure("supporters", bars(page, "supporters", "body", supporters, self.tasks, counted="tasks"), n=len(self.supporters), shown=BODIES),
                figure("matrix", grid(page, "matrix", "lead", rows, columns, lambda lead, other: self.pairs.get((lead, other))), shown=BODIES),
                self._network(page, _most((body, count) for *pair, count in ties for body in pair)),
            ]
        )

    def _network(self, page: Page, bodies: list[str]) -> str:
        """The ties among ``bodies``, drawn, and as a table."""
        top = [(pair, group) for pair, group in self.pairs.top(len(self.pairs)) if set(pair) <= set(bodies)][:LINKS]
        names = [name for name in bodies if any(name in pair for pair, _ in top)]
        drawn, rows = [], []
        for (lead, supporter), group in top:
            panel = page.panel(group, f"{name_of(lead)} → {name_of(supporter)}", "network")
            drawn.append(Arc(names.index(lead), names.index(supporter), group.count, panel))
            rows.append([name_of(lead), name_of(supporter), f'<a class="n" href="#{panel}">{number(group.count)}</a>', number(group.documents)])
        pairs = table([say("lead"), say("supporter"), say("tasks"), say("documents")], rows, label="network-table")
        return figure("network", arcs("network", names, drawn), numbers("network", pairs), n=len(self.pairs), links=len(top), shown=len(names))


def _most(counts: Iterable[tuple[str, int]]) -> list[str]:
    """The BODIES names with the highest sums."""
    sums: Counter[str] = Counter()
    for name, count in counts:
        sums[name] += count
    return sorted(sums, key=lambda name: (-sums[name], name))[:BODIES]


def _bodies(ids: Sequence[str], entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """The bodies with these ids by what the report calls them, each with the first mention of it."""
    return {body_of(entities[id]): entities[id] for id in reversed(ids) if id in entities}


def _named(top: list[tuple[str, Group]]) -> list[tuple[str, Group]]:
    return [(name_of(name), group) for name, group in top]
