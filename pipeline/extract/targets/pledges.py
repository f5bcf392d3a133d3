"""Counts and rates that a plan commits to: more is asked of them than of a percentage, for most numbers of a plan are no aims."""

import re

from pipeline.extract.targets.commitment import is_told, sets_condition
from pipeline.extract.targets.figures import Figure
from pipeline.extract.targets.place import Place, headings
from pipeline.extract.targets.words import REACH, pattern
from pipeline.extract.targets.years import Years
from pipeline.layout import Layout

# A count must be near a word that commits, or stand below a heading of aims; the rest need not be read.
_SENTENCE_REACH = 300


def may_commit(layout: Layout, figure: Figure) -> bool:
    """Whether what stands right before a count, or above it, may commit to it; told without reading its sentence."""
    block = layout.blocks[layout.block_at(figure.start)]
    if block.kind not in ("item", "row", "paragraph"):
        return False
    if pattern("pledge").search(layout.flow, max(block.start, figure.start - REACH), figure.start):
        return True
    if pattern("count aim").search(layout.flow, max(block.start, figure.start - _SENTENCE_REACH), figure.start):
        return True
    return any(pattern("count aims heading").search(heading) for heading in headings(layout, block))


def is_count_commitment(place: Place, previous: Figure | None, years: Years, *, goes_on: bool) -> bool:
    """Whether the plan commits to a count or a rate: below a heading of aims where nothing speaks against it, elsewhere by a word right before it.

    ``previous`` is the figure before it; what follows another in its clause says more of that one (`05 xã có trên 500 hộ`), unless the two are
    listed. ``goes_on`` says that the plan commits to ``previous``: then it does to what is listed with it.
    """
    said, listed = re.sub(r"\([^()]*\)", "", place.said), _is_listed(previous, place)
    aims = (place.under("count aims") and not place.under("told")) or pattern("count aim").search(said) is not None
    if (place.under("told") and not aims) or is_told(place, years) or _is_means(place, aims):
        return False
    if listed is False or "(" in said or pattern("aside").search(place.near) or sets_condition(place):
        return False
    if pattern("or more").match(place.after) and (not aims or len(place.before.split()) > 3):
        return False  # `doanh nghiệp có từ 100 lao động trở lên`
    pledged = pattern("pledge").search(place.near) is not None or (goes_on and listed is True)
    return aims or (pledged and not pattern("comparison").search(said))


def _is_means(place: Place, aims: bool) -> bool:
    """Whether a figure is money to be spent, or stands where a plan speaks of that."""
    if place.figure.kind != "money":
        return place.under("money")
    return not aims or place.under("money") or any(pattern(words).search(place.before) for words in ("means", "share before"))


def _is_listed(previous: Figure | None, place: Place) -> bool | None:
    """Whether a figure is the next of a list (`02 hội nghị, 05 lớp`), or says more of the one before; None where that one is in another clause."""
    if previous is None or previous.end <= place.sentence:
        return None
    if pattern("listed").fullmatch(place.flow, previous.end, place.figure.start):
        return True
    return False if previous.end > place.start else None
