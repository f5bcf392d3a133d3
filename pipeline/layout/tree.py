"""Blocks, and the numbering tree that they stand in."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from pipeline.layout.markers import Marker

Kind = Literal["furniture", "letterhead", "doc_type", "title", "item", "caps", "paragraph", "row", "footnote", "recipients", "signature", "gap"]
Span = tuple[int, int]


@dataclass(slots=True)
class Block:
    """A heading, an item, a paragraph, a row ... ``fragments`` are its spans in the flow without the marker (more than one where a page breaks it).

    ``emphasis`` says that markdown makes the whole line a heading: ``##``, or ``**`` for bold.
    """

    kind: Kind
    fragments: list[Span]
    marker: Marker | None = None
    parent: int | None = None
    cells: list[Span] = field(default_factory=list)
    after_blank: bool = False
    emphasis: str = ""

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]


# How many page heads and footnotes are expected inside one block, at most.
_MOST_INSIDE = 8


@dataclass(frozen=True, slots=True)
class Layout:
    """The flowing text and its blocks in order; ``Block.parent`` is an index into ``blocks``, and makes the numbering tree.

    ``merged`` is the map of merged cells of the `Document`, in offsets of the flow: empty cell -> the cell that it is part of.
    """

    flow: str
    blocks: list[Block]
    merged: Mapping[int, int] = field(default_factory=dict)

    def text(self, block: Block) -> str:
        """The text of a block, its fragments joined by one space."""
        return " ".join(self.flow[a:b] for a, b in block.fragments)

    def breaks(self) -> list[Span]:
        """What stands inside blocks and is no part of them, in order: heads of pages and footnotes, with the line ends around them."""
        between = ((end, start) for block in self.blocks for (_, end), (start, _) in pairwise(block.fragments))
        return sorted((end, start) for end, start in between if self.flow[end:start].strip())

    def unbroken(self, breaks: Sequence[Span]) -> "Layout":
        """The same blocks over a flow that has blanks for its `breaks`: a sentence goes on over a page.

        >>> from pipeline.layout import lay_out
        >>> layout = lay_out("1. Sở Y tế phối hợp\\nCÔNG BÁO/Số 15/Ngày 20-4-2018\\nvới Sở Tài chính.")
        >>> " ".join(layout.unbroken(layout.breaks()).flow.split())
        '1. Sở Y tế phối hợp với Sở Tài chính.'
        """
        if not breaks:
            return self
        pieces: list[str] = []
        at = 0
        for start, end in breaks:
            pieces += self.flow[at:start], " " * (end - max(at, start))
            at = max(at, end)
        return replace(self, flow="".join([*pieces, self.flow[at:]]))

    def children(self) -> list[list[int]]:
        """For each block the indices of its children."""
        below: list[list[int]] = [[] for _ in self.blocks]
        for index, block in enumerate(self.blocks):
            if block.parent is not None:
                below[block.parent].append(index)
        return below

    def block_at(self, offset: int) -> int:
        """The index of the block that holds ``offset``, or of the last that begins before it; page heads may stand inside a block."""
        last = max(bisect_right(self.blocks, offset, key=lambda b: b.start) - 1, 0)
        nearest = range(last, max(last - _MOST_INSIDE, -1), -1)
        return next((index for index in nearest if offset < self.blocks[index].end), last)


_RANK = {
    "appendix": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "upper": 4,
    "caps": 5,
    "article": 5,
    "roman": 6,
    "period": 6.5,
    "step": 6.6,
    "num1": 7,
    "num2": 7.2,
    "num3": 7.4,
    "num4": 7.6,
    "lower": 8,
}
_STRONG = 7


_PERIOD = re.compile(
    r"(?i)(?:trong |vào )?(?:(?:0?6|sáu) tháng (?:đầu|cuối)(?: năm(?: \d{4})?)?[ :.]*|(?:tháng|quý) (?:\d{1,2}|[ivx]{1,3})(?:(?:(?: ?[-–,+] ?| và )(?:(?:tháng|quý) )?(?:\d{1,2}|[ivx]{1,3})){0,3})(?:(?: ?/ ?|,? năm )\d{4})?[ :.]*)"
)
_LONGEST_PERIOD = 40  # characters


def is_period(text: str) -> bool:
    """Whether a heading is a month or a quarter, and nothing more: what stands below it is due then.

    >>> is_period("THÁNG 01"), is_period("Quý III/2024:"), is_period("6 tháng cuối năm 2018"), is_period("Tháng 7 năm 2024 tổ chức hội thi")
    (True, True, True, False)
    """
    return len(text) < _LONGEST_PERIOD and _PERIOD.fullmatch(text.strip(" *")) is not None


def _style(block: Block, flow: str) -> str | None:
    """The numbering style of a block that others may stand under; a heading of markdown is of another than an item with the same marker."""
    if block.kind in ("caps", "paragraph") and block.end - block.start < _LONGEST_PERIOD and is_period(flow[block.start : block.end]):
        return "period"
    if block.kind == "caps":
        return "caps"
    if block.kind != "item" or block.marker is None:
        return None
    return f"{block.emphasis} {block.marker.kind}".strip()


def _rank(style: str) -> float:
    """How high a style stands. ``##`` heads all that is not emphasised but the parts of the document, bold heads the items numbered by Arabic figures."""
    emphasis, _, kind = style.rpartition(" ")
    rank = _RANK.get(kind, 9)
    if emphasis.startswith("#"):
        return min(rank, 6 + len(emphasis) / 100)
    return 6.7 + rank / 100 if emphasis and rank >= _STRONG else rank


def _goes_on_bold(style: str, block: Block, stack: Sequence[tuple[str, int]], blocks: Sequence[Block]) -> bool:
    """Whether an item only lacks the stars of the one before it: ``**1. Sở Y tế**`` ... ``2. Sở Tư pháp``."""
    before = next((blocks[at].marker for s, at in stack if s == f"** {style}"), None)
    if before is None or block.marker is None or not (before.text + block.marker.text).isdigit():
        return False
    return int(block.marker.text) == int(before.text) + 1


def _without_weaker(stack: list[tuple[str, int]], style: str, blocks: Sequence[Block], flow: str) -> list[tuple[str, int]]:
    """A numbering style that is new here closes the bullets and letters above it, unless they open a list with a colon."""
    rank = max(_rank(style), _STRONG + 0.7) if style in ("step", "period") else _rank(style)  # `Bước 1` may stand under an item, and items under it
    kept: list[tuple[str, int]] = []
    for entry in stack:
        weaker = _rank(entry[0]) > rank
        opens_list = flow[blocks[entry[1]].start : blocks[entry[1]].end].rstrip().endswith(":")
        if weaker and (rank < _STRONG or not opens_list):
            break
        kept.append(entry)
    return kept


def _heads_items(blocks: Sequence[Block], index: int) -> bool:
    """Whether an item comes right after a block: a month that stands alone in a cell heads none."""
    return index + 1 < len(blocks) and blocks[index + 1].kind == "item"


def set_parents(blocks: list[Block], flow: str) -> None:
    """Hangs each block below the heading or item it stands under: a marker kind that is open is a sibling, a new one goes deeper."""
    stack: list[tuple[str, int]] = []
    for index, block in enumerate(blocks):
        if block.kind in ("furniture", "letterhead", "footnote", "gap"):
            continue
        if block.kind in ("doc_type", "title", "recipients", "signature"):
            stack = []
            continue
        style = _style(block, flow)
        if style == "period" and not _heads_items(blocks, index):
            style = None
        if style is None:
            block.parent = stack[-1][1] if stack else None
            continue
        if style == "period":
            block.kind = "caps"
        open_styles = [s for s, _ in stack]
        if style not in open_styles and _goes_on_bold(style, block, stack, blocks):
            style = f"** {style}"
        if style in open_styles:
            stack = stack[: open_styles.index(style)]
        elif not (style == "upper" and stack and stack[-1] == ("roman", index - 1)):  # `III. NHIỆM VỤ` right over `A. Giáo dục`
            stack = _without_weaker(stack, style, blocks, flow)
        block.parent = stack[-1][1] if stack else None
        stack.append((style, index))
