"""Tasks: the smallest items that assign something to be done, from prose, attribute lines and tables, in one shape.

The tree of blocks is read by `outline`, what stands around an item by `around`; `roles` and its `role_lists` and `role_clauses` read who leads
and who supports in the prose of a duty, `deadlines` by when, `tables` the rows of a table and `row_tasks` their tasks; `served` ties tasks to targets.
"""

from pipeline.extract.tasks.find import find_tasks
from pipeline.extract.tasks.task import TaskFind

__all__ = ["TaskFind", "find_tasks"]
