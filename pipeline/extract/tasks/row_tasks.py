"""The tasks of tables: one a row, or one an item of its cell, with what the row, the table and the rows above say of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.extract.rule import Mention
from pipeline.extract.tasks.around import Surroundings, clean
from pipeline.extract.tasks.deadlines import read_deadline
from pipeline.extract.tasks.outline import Outline
from pipeline.extract.tasks.role_lists import Mentions, without_owners
from pipeline.extract.tasks.roles import read_cell, read_roles
from pipeline.extract.tasks.tables import Row, find_rows, is_sum, items, mark_groups
from pipeline.extract.tasks.task import ATTRIBUTES, TaskFind, trim
from pipeline.extract.vocabulary import alternatives
from pipeline.layout import Layout
from pipeline.rule_tables import load_rules

_PARTS = re.compile(r"[/;\n]")


class RowTasks:
    """Reads the task tables of one document."""

    def __init__(self, layout: Layout, outline: Outline, around: Surroundings, agencies: Mentions, dates: Mentions, cited: set[int]) -> None:
        self.layout, self.flow, self.outline, self.around = layout, layout.flow, outline, around
        self.agencies, self.dates, self.cited = agencies, dates, cited

    def tasks(self) -> Iterator[TaskFind]:
        """One task a row; group rows give none. Inside a group an empty lead cell takes the lead of the row above."""
        rows = list(find_rows(self.layout))
        mark_groups(self.layout, rows)
        above: TaskFind | None = None
        previous: Row | None = None
        period: list[Mention] = []  # when all that stands below a group row is due
        charged: list[Mention] = []  # whom it names: they do what stands below
        for at, row in enumerate(rows):
            if row.group and row.has("content"):
                span = row.cells["content"][0]
                period = self.around.period_of(*span)
                charged = without_owners(self.flow, self.outline.names(*span), keep_generic_owner=False)
            if row.group or not row.has("content") or not self._is_task_row(row):
                above = None if row.group else above
                continue
            if previous is not None and self._is_new_table(previous, row):
                above, period, charged = None, *((period, charged) if rows[at - 1].group else ([], []))
            above, previous = self._row_task(row, above, period, charged), row
            yield from self._by_item(above, row)

    def _by_item(self, task: TaskFind, row: Row) -> Iterator[TaskFind]:
        """The task of a row, or where its cell lists several by bullets, one for each."""
        cell, *rest = row.cells["content"]
        listed = items(self.flow, *cell, [(m.start, m.end) for m in self.agencies.within(*cell)])
        for at, span in enumerate(listed):
            fragments = [span, *rest] if at == len(listed) - 1 else [span]
            yield replace(task, marker=None if at else task.marker, fragments=trim(self.flow, fragments))

    def _is_new_table(self, previous: Row, row: Row) -> bool:
        return any(b.kind not in ("row", "furniture", "footnote", "gap") for b in self.layout.blocks[previous.block + 1 : row.block])

    def _is_task_row(self, row: Row) -> bool:
        """A row of numbers under the header (``1 2 3``), a sum, or what somebody is in a committee is none."""
        text = " ".join(self.flow[a:b] for a, b in row.cells["content"])
        return bool(re.search(r"[^\W\d]{2}", text)) and not is_sum(text, row) and _post().fullmatch(text) is None

    def _row_task(self, row: Row, above: TaskFind | None, period: Sequence[Mention], charged: Sequence[Mention]) -> TaskFind:
        cells = row.cells
        said = [read_cell(self.flow, a, b, self.agencies) for a, b in cells.get("lead", [])]
        lead = [m for roles in said for m in roles.lead] if row.has("lead") else [*charged]
        if not lead and "lead" not in row.columns:
            lead = [*self.around.inherited_roles(row.block).lead]  # `2. Công an xã` over a table of its own
        coordinating = [m for roles in said for m in roles.coordinating] + [
            m for a, b in cells.get("coordinating", []) for m in without_owners(self.flow, self.agencies.within(a, b), keep_generic_owner=True)
        ]
        deadline = [m for a, b in cells.get("deadline", []) for m in self.dates.within(a, b)]
        content = cells["content"][0][0], cells["content"][-1][1]
        if row.shared and not coordinating:
            lead, coordinating = self._first_leads(lead)
        if lead and not row.columns & {"coordinating", None}:
            coordinating += read_roles(self.flow, *content, self.agencies, headed=True, heading=lead).coordinating
        if not deadline and "deadline" not in row.columns:
            deadline = read_deadline(self.flow, *content, self.dates, self.cited)
        deadline += [m for a, b in cells.get("note", []) for m in read_deadline(self.flow, a, b, self.dates, self.cited)]
        output = clean(" ".join(self.flow[a:b] for a, b in cells.get("output", []))) or None
        if not deadline:
            deadline = self.around.below_row(row.block).deadline or list(period)
        task = TaskFind(row.block, row.marker, trim(self.flow, cells["content"]), tuple(lead), tuple(coordinating), tuple(deadline), output)
        if not row.has(*ATTRIBUTES):
            own = read_roles(self.flow, *content, self.agencies)
            task = replace(task, lead=tuple(own.lead), coordinating=tuple(own.coordinating)) if own.lead and above is None else task
        return _inherit(task, row, above)

    def _first_leads(self, listed: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
        """Who leads and who helps where one column is for both: the first, or those before a mark that parts them from the others."""
        marks = (at for at in range(1, len(listed)) if _PARTS.search(self.flow, listed[at - 1].end, listed[at].start))
        cut = next(marks, 1)
        return [*listed[:cut]], [*listed[cut:]]


def _inherit(task: TaskFind, row: Row, above: TaskFind | None) -> TaskFind:
    """Merged cells: the lead of the row above; the rest where the row has no attribute of its own at all, or the source marks the cell as merged."""
    if above is None:
        return task
    inherited: list[str] = []
    if not row.has("lead") and above.lead and not task.lead:
        task = replace(task, lead=above.lead)
        inherited.append("lead")
    bare = not row.has(*ATTRIBUTES)
    for name in ("coordinating", "deadline", "output"):
        if (bare or name in row.merged) and getattr(above, name):
            task = replace(task, **{name: getattr(above, name)})
            inherited.append(name)
    return replace(task, inherited=tuple(inherited))


@cache
def _post() -> "re.Pattern[str]":
    """What a member of a committee is in it, and nothing to be done: ``Phó Trưởng ban thường trực``."""
    return re.compile(rf"(?i)\W*(?:phó )?{alternatives(load_rules('tasks')['posts'])}(?: (?:thường trực|kiêm thư ký|thư ký))?\W*")
