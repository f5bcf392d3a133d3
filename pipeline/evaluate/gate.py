"""Floors under the measures: a file of them that only rises, and the sentence that says which measure fell."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from pipeline.errors import AnnotationError
from pipeline.evaluate.counts import Count, Share

MARGIN = 0.0005  # measures are rounded to four digits


def read_floors(path: Path) -> dict[str, float]:
    """The floor of each measure in the JSON file at ``path``; raises AnnotationError where it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, float])
    except OSError as error:
        raise AnnotationError(f"{path} cannot be read ({error.strerror}): name a file of floors, or make one with --update.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise AnnotationError(f"{path} is no file of floors ({error}): it needs one JSON object of measures and numbers.") from None


def fallen(floors: Mapping[str, float], measures: Mapping[str, Count | Share]) -> list[str]:
    """A line for each measure that is below its floor, or is measured no longer.

    >>> fallen({"tasks": 0.9, "lead": 0.5}, {"tasks": Count(8, 1, 1), "lead": Count(1, 0, 0)})
    ['tasks is 0.8889, below its floor of 0.9000']
    """
    lines = []
    for name, floor in floors.items():
        if name not in measures:
            lines.append(f"{name} is not measured, and has a floor of {floor:.4f}")
        elif measures[name].value < floor - MARGIN:
            lines.append(f"{name} is {measures[name].value:.4f}, below its floor of {floor:.4f}")
    return lines


def update_floors(path: Path, measures: Mapping[str, Count | Share], *, allow_lower: bool = False) -> int:
    """Writes the measures as floors to ``path`` and gives how many rose; raises AnnotationError rather than lower one without ``allow_lower``."""
    old = read_floors(path) if path.exists() else {}
    if not allow_lower and (lines := fallen(old, measures)):
        raise AnnotationError(f"Floors only rise, and {len(lines)} would be lowered ({'; '.join(lines)}): mend the cause, or say --allow-lower.")
    new = {name: round(measure.value, 4) if allow_lower else max(old.get(name, 0.0), round(measure.value, 4)) for name, measure in measures.items()}
    path.write_text(msgspec.json.format(msgspec.json.encode(new), indent=2).decode() + "\n", encoding="utf-8")
    return sum(new[name] > old.get(name, 0.0) for name in new)
