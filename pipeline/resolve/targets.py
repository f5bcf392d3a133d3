"""The targets of a record in a form that can be compared over documents, and the tasks that serve them."""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.resolve.indicators import aims_named, key_of, population_of
from pipeline.schema import Record, Target, Task

_YEAR = re.compile(r"\d{4}")


def compare_targets(record: Record) -> Record:
    """The record with key, population and year of each target, and the links from tasks that name a target's indicator.

    >>> from pipeline.extract import extract
    >>> from pipeline.readers.document import Document
    >>> from pipeline.schema import SourceInfo
    >>> text = "I. CHỈ TIÊU\\n1. Đến năm 2025, trên 95% trẻ dưới 1 tuổi được tiêm chủng đầy đủ."
    >>> record = compare_targets(extract(Document("45", text, SourceInfo("45.txt", "txt", "utf-8", "", 0))))
    >>> [(target.key, target.population, target.year) for target in record.targets]
    [('trẻ em dưới 1 tuổi tiêm chủng đầy đủ', 'trẻ em dưới 1 tuổi', 2025)]
    """
    if not record.targets:
        return record
    targets = [_compared(target) for target in record.targets]
    return replace(record, targets=targets, tasks=[_with_named_targets(task, targets) for task in record.tasks])


def _compared(target: Target) -> Target:
    year = _YEAR.match(target.by or "")
    key = key_of(target.indicator, counted=_counts(target), changed=target.change is not None)
    return replace(target, key=key, population=population_of(key), year=int(year[0]) if year else None)


def _counts(target: Target) -> bool:
    """Whether things or people are counted that the indicator names behind a verb (`Mở lớp tập huấn`): not a share, a rate, a sum or the row of a table."""
    return bool(target.unit) and f" {target.unit}" in target.indicator.casefold()


# --- tasks that name what they serve ---------------------------------------------------------------------------------------

_FIGURE = re.compile(r"\s*(?:đạt|là|còn|trên|dưới|ít nhất|tối thiểu|từ)?\s*\d[\d.,]*\s*[%‰].*$")
_LEAST_WORDS = 2


def _with_named_targets(task: Task, targets: Sequence[Target]) -> Task:
    """``task`` with the targets whose indicator it names after the word for an aim (`nhằm đạt chỉ tiêu về tỷ lệ che phủ rừng`)."""
    names = {key for match in aims_named(task.text) for key in _keys(match)}
    if not names:
        return task
    held = list(task.targets or ())
    held += [target.id for target in targets if target.id and target.id not in held and _is_named(target.key or "", names)]
    return replace(task, targets=sorted(held, key=lambda id: int(id[1:])))


def _keys(name: str) -> Iterator[str]:
    """The key of a name as a whole, and of each member where it is a list."""
    for part in {name, *re.split(r",\s*|\s+và\s+", name)}:
        key = key_of(_FIGURE.sub("", part))
        if len(key.split()) >= _LEAST_WORDS:
            yield key


def _is_named(key: str, names: set[str]) -> bool:
    """Whether a name is the indicator, or its beginning."""
    return any(key == name or key.startswith(f"{name} ") for name in names)
