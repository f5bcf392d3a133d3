"""The targets of a record in a form that can be compared over documents, and the tasks that serve them."""

import re

from msgspec.structs import replace

from pipeline.resolve.indicators import key_of, population_of
from pipeline.schema import Record, Target

_YEAR = re.compile(r"\d{4}")


def compare_targets(record: Record) -> Record:
    """The record with key, population and year of each target; figures, spans and comparators stay as they are.

    >>> from pipeline.extract import extract
    >>> from pipeline.readers.document import Document
    >>> from pipeline.schema import SourceInfo
    >>> text = "I. CHỈ TIÊU\\n1. Đến năm 2025, trên 95% trẻ dưới 1 tuổi được tiêm chủng đầy đủ."
    >>> record = compare_targets(extract(Document("45", text, SourceInfo("45.txt", "txt", "utf-8", "", 0))))
    >>> [(target.key, target.population, target.year) for target in record.targets]
    [('trẻ em dưới 1 tuổi tiêm chủng đầy đủ', 'trẻ em dưới 1 tuổi', 2025)]
    """
    return replace(record, targets=[_compared(target) for target in record.targets]) if record.targets else record


def _compared(target: Target) -> Target:
    year = _YEAR.match(target.by or "")
    key = key_of(target.indicator, counted=_is_count(target.unit or "%"), changed=target.change is not None)
    return replace(target, key=key, population=population_of(key), year=int(year[0]) if year else None)


def _is_count(unit: str) -> bool:
    """Whether things or people are counted, and the indicator names them: not a share, a rate or a sum."""
    return unit not in ("%", "‰") and not unit.startswith(("/", "đồng", "USD"))
