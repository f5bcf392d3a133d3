"""The header of a task table: what each column is for, by its name and by the columns beside it."""

import re
from collections.abc import Sequence
from itertools import zip_longest

import regex

from pipeline.layout.cell_fill import cell_kind
from pipeline.layout.columns import column_role
from pipeline.rule_tables import load_rules

ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*\.?")  # alone in the first cell
MARKED = "marked"  # the role of a column in which a mark says who or when


def read_header(cells: Sequence[str]) -> list[str | None] | None:
    """The roles of the columns where the cells are a header, else None."""
    if sum(bool(c) for c in cells) < 2 or any(len(c) > 70 for c in cells) or ROW_NUMBER.fullmatch(cells[0]):
        return None
    roles = [column_role(c) for c in cells]
    if "action" in roles and "content" not in roles[: roles.index("action")] and roles.index("action"):
        roles[roles.index("action") - 1] = "content"  # what the action is about: `Văn bản | Hướng xử lý`
    if "content" not in roles:  # `Đơn vị/Nội dung công việc`: the rows of what is to be done stand below those of who does it
        parts = [cell.rpartition("/")[2].strip() for cell in cells]
        roles = ["content" if part != cell and column_role(part) == "content" else role for role, cell, part in zip(roles, cells, parts, strict=True)]
    if "content" not in roles and {"title", "lead"} <= set(roles):
        roles[roles.index("title")] = "content"
    if "content" not in roles and {"output", "lead"} <= set(roles) and roles.index("output") < roles.index("lead"):
        roles[roles.index("output")] = "content"  # a list of products: what is to be made is what is to be done
    by_whom = load_rules("layout")["by_whom"]
    if "lead" not in roles and {"content", "deadline"} <= set(roles):  # `Nội dung | Thực hiện | Thời gian`: by whom; else it is what was done
        roles = ["lead" if role is None and cell.strip(" *").casefold() in by_whom else role for role, cell in zip(roles, cells, strict=True)]
    if roles.count("lead") > 1:
        roles = _with_one_lead(cells, _without_watchers(cells, roles))
    if "lead" in roles and "coordinating" not in roles:
        joins = load_rules("layout")["who_joins"]
        roles = ["coordinating" if cell.strip(" *").casefold() in joins else role for role, cell in zip(roles, cells, strict=True)]
    for is_head in (is_period_head, is_body_head):
        if sum(map(is_head, cells)) > 1 and "content" in roles:
            roles = [MARKED if is_head(cell) else role for role, cell in zip(roles, cells, strict=True)]
            roles = _with_neighbours(roles) if is_head is is_body_head else roles
    named = {r for r in roles if r}
    if len([r for r in roles if r]) < max(2, len([c for c in cells if c]) - 2) or not named & {"content", "lead", "deadline"} or len(named) < 2:
        return None
    return roles


def _without_watchers(cells: Sequence[str], roles: Sequence[str | None]) -> Sequence[str | None]:
    """The columns without those of who watches over what another does: ``Đơn vị thực hiện | Đơn vị giám sát``."""
    watches = load_rules("layout")["who_watches"]
    kept = [None if role == "lead" and any(word in cell.casefold() for word in watches) else role for role, cell in zip(roles, cells, strict=True)]
    return kept if "lead" in kept else roles


def _with_one_lead(cells: Sequence[str], roles: Sequence[str | None]) -> list[str | None]:
    """The columns where one says who leads in so many words: who carries out beside it helps (``Lực lượng thực hiện | Cơ quan chủ trì``)."""
    leads = [role == "lead" and "chủ trì" in cell.casefold() for role, cell in zip(roles, cells, strict=True)]
    if sum(leads) != 1:
        return list(roles)
    return [
        "coordinating" if role == "lead" and not says and _CARRIES_OUT.search(cell) else role
        for role, says, cell in zip(roles, leads, cells, strict=True)
    ]


_CARRIES_OUT = re.compile(
    r"(?i)thực hiện|lực lượng|triển khai"
)  # not who submits what another body examines: `Cơ quan trình | Cơ quan chủ trì thẩm tra`


def is_period_head(cell: str) -> bool:
    """Whether the name of a column is a quarter or a month, in which a mark says when a row is due.

    >>> is_period_head("Quý II"), is_period_head("**Tháng 3/2026**"), is_period_head("Quý thực hiện")
    (True, True, False)
    """
    return _PERIOD_HEAD.fullmatch(cell) is not None


def _with_neighbours(roles: Sequence[str | None]) -> list[str | None]:
    """The columns where those that no word tells and that stand beside columns of marks are such too: ``Công an xã | UBMTTQ | CCB``."""
    found = [*roles]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in order:
            beside = found[at - 1] if order.step > 0 else found[at + 1]
            found[at] = MARKED if found[at] is None and beside == MARKED else found[at]
    return found


def is_body_head(cell: str) -> bool:
    """Whether the name of a column is a body, under which a mark says that it does what a row says.

    >>> is_body_head("Công an xã"), is_body_head("Đơn vị chủ trì"), is_body_head("Tổng số")
    (True, False, False)
    """
    name = cell.strip(" *")
    return len(name) < _LONGEST_BODY and cell_kind(name) == "body" and (column_role(name) is None or _NAMED.match(name) is not None)


_NAMED = regex.compile(r"(?:Sở|Ban|Phòng|Khoa|Tổ) \p{Lu}\p{Ll}")  # `Phòng Tham mưu` is a body, `Phòng tham mưu` the head of a column
_LONGEST_BODY = 40  # characters, in the head of a column of marks
_PERIOD_HEAD = re.compile(r"(?i)\W*(?:quý (?:[IV]{1,3}|[1-4])|tháng (?:0?[1-9]|1[0-2]))(?:[/.-]\d{4}| năm \d{4})?\W*")


def of_two_rows(above: list[str | None], below: list[str | None]) -> list[str | None]:
    """The columns of a header of two rows: ``Phân công`` over ``Chủ trì`` and ``Phối hợp``, which may stand there without the empty cells beside them."""
    if len(below) < len(above) and above.count("lead") == 1:
        at = above.index("lead")
        return [*above[:at], *below, *above[at + 1 :]]
    return [under or over for over, under in zip_longest(above, below)]
