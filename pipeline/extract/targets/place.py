"""Where a figure stands: its clause, its sentence, its block, and the headings above."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.extract.targets.figures import Figure
from pipeline.extract.targets.words import (
    LONGEST_HEADING,
    LONGEST_SENTENCE,
    MOST_FIGURES,
    PERCENTAGE,
    REACH,
    SENTENCE_END,
    pattern,
    without_tail_words,
)
from pipeline.layout import Block, Layout

_CLAUSE_START = re.compile(r"[;.:•+](?:\s|$)|[\n\t(]|,\s*(?=(?:đến|tới|năm|trong đó|phấn đấu|tỷ lệ|tỉ lệ|trên|dưới|ít nhất|tối thiểu)\b)")
_ENDS = (
    rf"[;.](?:\s|$)|[\n\t)]|,\s*(?=(?:đến|tới|năm \d{{4}}|trong đó|riêng|phấn đấu|hướng tới|tiến tới|nâng lên|tỷ lệ|tỉ lệ|giảm|tăng)\b)"
    rf"|(?:,|(?<!\s)\s+và)\s+(?=(?:trên |dưới |ít nhất |tối thiểu )?{PERCENTAGE})"
)
_COUNT_ENDS = (
    rf"{_ENDS}|(?:,|(?<!\s)\s+và)\s+(?=(?:(?:ít nhất|tối thiểu|trên|khoảng)\s)?\d[\d.,]*\s)|,\s*(?=\w+(?:\s\w+)?\s\d)|(?:,|(?<!\s))\s+trong đó\b"
)
# one of these signs begins each of them: a look is cheaper than all alternatives
_CLAUSE_END, _COUNT_CLAUSE_END = (re.compile(rf"(?=[;.,\s)])(?:{ends})") for ends in (_ENDS, _COUNT_ENDS))


@dataclass(frozen=True, slots=True)
class Place:
    """A figure in its clause (``start``, ``end``), its sentence (from ``sentence``), its block, and under its headings."""

    flow: str
    figure: Figure
    block: Block
    sentence: int
    start: int
    end: int
    headings: tuple[str, ...]

    @property
    def before(self) -> str:
        """The clause up to the figure."""
        return self.flow[self.start : self.figure.start]

    @property
    def near(self) -> str:
        """The last words of the clause up to the figure: enough for what ends right at it, however long the clause is."""
        return self.flow[max(self.start, self.figure.start - REACH) : self.figure.start]

    @property
    def lately(self) -> str:
        """The last words of the sentence up to the figure, with a bracket that opens right before it."""
        return self.flow[max(self.sentence, self.figure.start - REACH) : self.figure.start]

    @property
    def after(self) -> str:
        """The clause behind the figure."""
        return self.flow[self.figure.end : self.end]

    @property
    def said(self) -> str:
        """The sentence up to the figure."""
        return self.flow[self.sentence : self.figure.start]

    def under(self, kind: str) -> bool:
        """Whether one of the headings is of a kind."""
        return any(pattern(f"{kind} heading").search(heading) for heading in self.headings)


def find_place(layout: Layout, figures: Sequence[Figure], at: int) -> Place:
    """The surroundings that the figure at an index is read in."""
    flow, figure = layout.flow, figures[at]
    block = layout.blocks[layout.block_at(figure.start)]
    low, high = _reach(block, figures, at)
    low = max(low, flow.rfind("\t", low, figure.start) + 1)
    sentence = max((end.end() for end in SENTENCE_END.finditer(flow, low, figure.start)), default=low)
    start = previous = before = sentence
    for match in _CLAUSE_START.finditer(flow, sentence, figure.start):
        if match[0] != "(" or flow.find(")", match.end(), figure.start) < 0:  # what is closed before the figure is an aside
            start, previous, before = match.end(), start, previous
    clause_end = _CLAUSE_END if figure.percent else _COUNT_CLAUSE_END
    ends = (m.start() for m in clause_end.finditer(flow, figure.end, high) if m[0] != ")" or "(" not in flow[figure.end : m.start()])
    end = next(ends, high)
    around = without_tail_words(flow[start : figure.start]) + flow[figure.end : end]
    if flow[sentence:start].rstrip().endswith(":") and not re.search(r"\w", _WHEN.sub("", around)):
        start = previous  # `Tỷ lệ học sinh biết bơi: 60%`, `Giảm số vụ đuối nước: 10% vào năm 2025 và 20% vào năm 2030`
        if _YEAR_ALONE.fullmatch(flow, start, figure.start) and "%" not in flow[before:start]:
            start = before  # `Bao phủ bảo hiểm y tế: 2024: 93%`
    return Place(flow, figure, block, sentence, start, end, tuple(headings(layout, block)))


_YEAR_ALONE = re.compile(r"\s*(?:năm )?(?:19|20)\d{2} ?:[^%;]{0,20}")
_WHEN = re.compile(r"(?i)\b(?:vào|đến|hết|cuối|trong|năm|và)\b|[\d,.%]+")  # years, and figures beside


def _reach(block: Block, figures: Sequence[Figure], at: int) -> tuple[int, int]:
    """How far the sentence of a figure is read in its block: LONGEST_SENTENCE characters and MOST_FIGURES on each side."""
    low, high = max(block.start, figures[at].start - LONGEST_SENTENCE), min(block.end, figures[at].end + LONGEST_SENTENCE)
    if at >= MOST_FIGURES:
        low = max(low, figures[at - MOST_FIGURES].end)
    if at + MOST_FIGURES < len(figures):
        high = min(high, figures[at + MOST_FIGURES].start)
    return low, high


def headings(layout: Layout, block: Block) -> Iterable[str]:
    """The headings above a block, the nearest first."""
    while block.parent is not None:
        block = layout.blocks[block.parent]
        if block.end - block.start < LONGEST_HEADING:
            yield layout.flow[block.start : block.end]
