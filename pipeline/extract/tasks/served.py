"""Which targets a task serves, where the layout ties them: in one sentence, one item, one row, or by the number of the aim."""

from collections.abc import Iterable, Sequence

import regex

from pipeline.extract.targets import TargetFind
from pipeline.extract.targets.place import headings
from pipeline.extract.targets.words import pattern
from pipeline.extract.tasks import TaskFind
from pipeline.layout import Layout

# `nhằm đạt chỉ tiêu số 3`, `(mục tiêu 2.1)`; but not `chỉ tiêu 95%`, `mục tiêu 2 con số`
_NUMBERED = regex.compile(
    r"(?i) tiêu(?<=\b(?:chỉ|mục) tiêu)(?: cụ thể)? (?:số |thứ )?(\d+(?:\.\d+)*)(?=\s*(?:[;:)]|[.,](?!\d)|$)|\s+(?:và|về|của|tại|nêu|trong|mục|phần)\b)"
)


def served_targets(layout: Layout, tasks: Sequence[TaskFind], targets: Sequence[TargetFind]) -> list[list[int]]:
    """For each task the indices of the targets that it serves, in order.

    >>> from pipeline.extract.percents import find_percents
    >>> from pipeline.extract.targets import find_figures, find_targets
    >>> from pipeline.extract.tasks import find_tasks
    >>> from pipeline.layout import lay_out
    >>> layout = lay_out("II. NHIỆM VỤ\\n1. Tiêm chủng mở rộng, bảo đảm 95% trẻ em được tiêm.\\n2. Mở 02 lớp tập huấn.")
    >>> targets = find_targets(layout, find_figures(layout.flow, find_percents(layout.flow), []), [], None, None)
    >>> served_targets(layout, find_tasks(layout, [], [], [], set()), targets)
    [[0], [1]]
    """
    if not targets:
        return [[] for _ in tasks]
    by_block: dict[int, list[int]] = {}
    for at, task in enumerate(tasks):
        by_block.setdefault(task.block, []).append(at)
    served: list[set[int]] = [_numbered(layout, task, targets) for task in tasks]
    for index, target in enumerate(targets):
        for at in _tasks_of(layout, target, tasks, by_block):
            served[at].add(index)
    return [sorted(found) for found in served]


def _tasks_of(layout: Layout, target: TargetFind, tasks: Sequence[TaskFind], by_block: dict[int, list[int]]) -> Iterable[int]:
    """The tasks of the item, the row or the lines below an item that a target stands in; of several in one item those whose text holds it."""
    block: int | None = target.block
    while block is not None:
        if here := by_block.get(block):
            inside = [at for at in here if any(start <= target.figure.start < end for start, end in tasks[at].fragments)]
            return inside or (here if len(here) == 1 else [])
        block = layout.blocks[block].parent
    return []


def _numbered(layout: Layout, task: TaskFind, targets: Sequence[TargetFind]) -> set[int]:
    """The targets of the items whose numbers the task names."""
    names = {match[1] for start, end in task.fragments for match in _NUMBERED.finditer(layout.flow, start, end)}
    if not names:
        return set()
    return {index for index, target in enumerate(targets) if target.block != task.block and _is_aim_numbered(layout, target, names)}


def _is_aim_numbered(layout: Layout, target: TargetFind, names: set[str]) -> bool:
    block = layout.blocks[target.block]
    return block.marker is not None and block.marker.text in names and any(pattern("aims heading").search(text) for text in headings(layout, block))
