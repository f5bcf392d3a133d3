"""The comparator of a figure, and whether it is a change."""

import re

from pipeline.extract.targets.figures import Figure
from pipeline.extract.targets.place import Place
from pipeline.extract.targets.words import CHANGES, OPERATORS, Change, pattern
from pipeline.schema import Operator

_FROM = re.compile(r"(?i)\btừ\s*$")


def find_operator(place: Place) -> Operator:
    """The comparator that the words around a figure say; `=` where they say none."""
    if pattern("or more").match(place.after):
        return ">="
    if pattern("or less").match(place.after):
        return "<="
    if pattern("kept below").search(place.before):
        return "<="
    if pattern("kept above").search(place.before):
        return ">="
    if pattern("exceeds").search(place.near) and pattern("planned").match(place.after):
        return "="
    for op in OPERATORS:
        if pattern(op).search(place.near):
            return op
    return ">=" if place.figure.upper is None and _FROM.search(place.near) else "="


def find_change(before: str) -> Change | None:
    """Whether the figure behind the clause ``before`` is by how much something falls or grows."""
    match = pattern("change").search(before) or pattern("change of").search(before)
    if match is None:
        if pattern("falls").search(before) or pattern("falls by").search(before):
            return "decrease"
        return "increase" if pattern("grows by").search(before) else None
    return next((change for change in CHANGES if match[change]), None)


def is_listed(place: Place, last: Figure) -> bool:
    """Whether a figure is the next member of the list that ``last`` stands in, and nothing is said of it before it."""
    return re.fullmatch(r"[^;.%]*(?:,|\bvà)\s*", place.flow[last.end : place.figure.start]) is not None


def is_next_share(place: Place, last: Figure) -> bool:
    """Whether a figure says of another what ``last`` says of the one before, and commits to nothing: `ngân sách tỉnh 70%, ngân sách xã 20%`."""
    return is_next_member(place, last) and not pattern("commitment").search(place.flow, last.end, place.figure.start)


def is_next_member(place: Place, last: Figure) -> bool:
    """Whether only a comma and what a figure measures stand between it and the ``last`` one: `lên lớp 97%, tốt nghiệp 99%`."""
    return re.fullmatch(r"\s*,[^;.,%]{1,60}", place.flow[last.end : place.figure.start]) is not None


def carried(last: Figure, op: Operator, change: Change | None, place: Place) -> tuple[Operator, Change | None]:
    """The second member of a list takes what is said of the first once: `giảm 10% số cuộc họp, 15% văn bản giấy`; `ít nhất 85% của huyện, 70% của xã`.

    ``last`` is the figure of the first, with its comparator and change.
    """
    if last.start < place.sentence or last.kind != place.figure.kind or not is_listed(place, last):
        return "=", None
    same = op if op in ("<=", ">=") and re.match(r"\s*(?:của|ở|tại|vào|đối với)\b", place.after) else "="
    return same, change if not pattern("predicate").search(place.after) else None
