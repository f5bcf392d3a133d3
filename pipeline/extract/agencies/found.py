"""A find of the rules for agencies, and which of several that overlap is kept."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from pipeline.extract.agencies.borders import safe_pattern
from pipeline.extract.agencies.places import territory
from pipeline.extract.agencies.registry import registry


class Found(msgspec.Struct, frozen=True):
    """A span that names a body: its name, and its level or what tells it (``document``, ``previous``, ``parent``, ``none``)."""

    start: int
    end: int
    name: str
    level: str
    rule: str
    score: float = 1.0
    head: str = ""


def reach_before(flow: str, start: int, most: int, floor: int) -> int:
    """Where the stretch of at most ``most`` characters before ``start`` begins that is in the same line or cell, and not before ``floor``.

    >>> reach_before("Nơi nhận:\\nSở Y tế, UBND tỉnh", 19, 40, 0)
    10
    """
    low = max(0, start - most)
    return max(floor, low, flow.rfind("\n", low, start) + 1, flow.rfind("\t", low, start) + 1)


def without_overlaps(flow: str, found: Sequence[Found]) -> list[Found]:
    kept: list[Found] = []
    whole = {f.start: f.end for f in found if f.rule in ("agency.registry", "agency.department")}
    # an open name that only goes on over `và` where the registry knows a whole name has run into the next one
    found = [f for f in found if f.rule != "agency.open_name" or f.start not in whole or not _ran_on(flow, f, whole[f.start])]
    for item in sorted(found, key=lambda f: (f.start, -f.end)):
        if kept and kept[-1].start < item.start < kept[-1].end < item.end and (whole_name := _with_rest(kept[-1], item)):
            kept[-1] = replace(kept[-1], end=item.end, name=whole_name, level=item.level)
        elif not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end - item.start > kept[-1].end - kept[-1].start and item.start < kept[-1].end <= item.end and item.score > kept[-1].score:
            kept[-1] = item
    return kept


def _with_rest(found: Found, parent: Found) -> str:
    """The name of ``found`` with that of the parent that its last word begins: `Thanh tra Sở` is known, but here it goes on (`Sở Y tế`)."""
    shared = next((word for word in ("Bộ", "Sở", "Trung ương", "Tỉnh") if found.name.endswith(f" {word}") and parent.name.startswith(f"{word} ")), "")
    return found.name.removesuffix(shared) + parent.name if shared else ""


def _ran_on(flow: str, found: Found, known_end: int) -> bool:
    """Whether an open name goes on behind the name of a body that the registry knows, over words that are no part of it."""
    after = flow[known_end : found.end]
    rest = after.split()
    if safe_pattern().match(flow, known_end):
        return False  # `Phòng Xây dựng` `và kiểm tra văn bản`
    if rest[:1] == ["-"]:
        return False  # `Ban Tuyên giáo - Nữ công`
    if found.head.casefold() == "ban":
        return True
    if found.name.startswith(("Ban Chỉ đạo", "Tổ ")):
        return False
    last = flow[found.start : known_end].split()[-1].lower()
    goes_on = not after.islower() or bool(territory(flow, known_end)[0]) or (last, rest[0]) in registry().name_pairs
    return (
        "và" in rest or "về" in rest[: None if found.name.startswith("Ủy ban") else 1] or not goes_on
    )  # `Ngân hàng Nhà nước về`: a predicate or a subject
