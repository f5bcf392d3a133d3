"""From figures to targets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.rule import Mention
from pipeline.extract.targets.cells import cell_figures, named_percentages
from pipeline.extract.targets.commitment import baseline_side, is_commitment
from pipeline.extract.targets.comparison import carried, find_change, find_operator, is_listed, is_next_member, is_next_share
from pipeline.extract.targets.figures import Figure
from pipeline.extract.targets.indicator import find_indicator
from pipeline.extract.targets.place import Place, find_place
from pipeline.extract.targets.pledges import is_count_commitment, may_commit
from pipeline.extract.targets.words import Change, pattern
from pipeline.extract.targets.years import Years
from pipeline.layout import Layout
from pipeline.schema import DateNorm, Operator


@dataclass(frozen=True, slots=True)
class TargetFind:
    """A commitment: the figure, its comparator, what it measures, by when, the value that it starts from, and the index of its block."""

    figure: Figure
    op: Operator
    change: Change | None
    indicator: str
    by: str | None
    baseline: float | None
    block: int


def find_targets(
    layout: Layout,
    figures: Sequence[Figure],
    dates: Sequence[Mention],
    issued_on: str | None,
    doc_type: str | None,
    cited: frozenset[int] | set[int] = frozenset(),
) -> list[TargetFind]:
    """The figures (in order, as `find_figures` gives them) that the plan commits to; results, statistics and shares in a formula are none.

    ``cited`` are the offsets of dates that belong to a citation, and say nothing of the target; what was before the day of issue, or the last of
    these, is told.

    >>> from pipeline.extract.percents import find_percents
    >>> from pipeline.layout import lay_out
    >>> layout = lay_out("II. CHỈ TIÊU\\n1. Trên 95% hộ dân dùng nước sạch.\\n2. Xây mới 70 ngôi nhà.")
    >>> from pipeline.extract.targets.figures import find_figures
    >>> figures = find_figures(layout.flow, find_percents(layout.flow), [])
    >>> [(t.op, t.figure.unit, t.indicator) for t in find_targets(layout, figures, [], "2024-03-08", "Kế hoạch")]
    [('>', '%', 'hộ dân dùng nước sạch'), ('=', 'ngôi nhà', 'Xây mới ngôi nhà')]
    """
    figures = sorted([*named_percentages(layout, figures), *cell_figures(layout)], key=lambda figure: figure.start)
    if not figures or (doc_type or "").casefold() == "báo cáo":
        return []
    since = issued_on or _latest([date for date in dates if date.start in cited])
    years = Years(layout, [date for date in dates if date.start not in cited], since, figures)
    finder = _Finder(layout, years)
    for at in range(len(figures)):
        finder.read(figures, at)
    return finder.found


def _latest(cited: Sequence[Mention]) -> str | None:
    """The last day of those cited, ISO: a document without a date is no older than what it rests on."""
    return max((date.norm.end for date in cited if isinstance(date.norm, DateNorm) and date.norm.end), default=None)


class _Finder:
    """Reads one figure after the other; what one says of the next (a baseline, a comparator said once) is kept between them."""

    def __init__(self, layout: Layout, years: Years) -> None:
        self.layout, self.years = layout, years
        self.found: list[TargetFind] = []
        self._told: Figure | None = None  # the last percentage that commits to nothing
        self._baseline: tuple[Figure, int, bool] | None = None  # with the index of its block, and whether it holds for the whole block

    def read(self, figures: Sequence[Figure], at: int) -> None:
        """Reads the figure at an index among all."""
        figure, previous = figures[at], figures[at - 1] if at else None
        if (
            figure.percent is None
            and figure.kind != "cell"
            and not (may_commit(self.layout, figure) or (self.found and self.found[-1].figure is previous))
        ):
            return
        place = find_place(self.layout, figures, at)
        block = self.layout.block_at(figure.start)
        if self._is_baseline(place, block):
            return
        last = self.found[-1] if self.found else None
        if figure.kind == "cell":
            commits = figure.percent is None or not place.under("told")
        elif figure.percent:
            goes_on = last is not None and last.figure is previous and is_next_member(place, last.figure)
            cut = last is not None and last.figure is previous and last.change == "decrease" and is_listed(place, last.figure)
            commits = is_commitment(place, self.years, goes_on=goes_on, cut=cut) and not self._goes_on_telling(place, previous)
            self._told = None if commits else figure
        else:
            before = None if self._baseline and previous is self._baseline[0] else previous
            commits = is_count_commitment(place, before, self.years, goes_on=last is not None and last.figure is previous)
        if not commits:
            return
        op, change = find_operator(place), find_change(place.before)
        if last and change is None and op == "=":
            op, change = carried(last.figure, last.op, last.change, place)
        elided = last.indicator if last and last.figure.start >= place.sentence else ""  # `năm 2024 đạt 70%, năm 2025 đạt 80%`
        indicator = find_indicator(place) or elided
        self.found.append(TargetFind(figure, op, change, indicator, self.years.by(place), self._start_of(figure, block), block))

    def _goes_on_telling(self, place: Place, previous: Figure | None) -> bool:
        """Whether a percentage is a further member of a list of shares or results: `phân bổ 70% cho xã, 30% cho huyện`."""
        told = self._told
        if told is None:
            return False
        if place.block.start <= told.start < place.sentence:  # the next sentence of what is told below `Thực trạng và mục tiêu`
            return place.under("told") and pattern("aim").search(place.said) is None and self.years.by(place) is None
        if told is not previous or told.start < place.sentence or place.under("aims"):
            return False
        return is_listed(place, told) or is_next_share(place, told)

    def _is_baseline(self, place: Place, block: int) -> bool:
        """Takes down what a change starts from: of the target to come, or of the one just found."""
        figure, side = place.figure, baseline_side(place, self.years)
        if side == "next" or self.years.told_column(place):
            self._baseline = figure, block, side is None
            return True
        last = self.found[-1] if self.found else None
        if side == "previous" and last and last.figure.start >= place.sentence and last.figure.unit == figure.unit and last.baseline is None:
            self.found[-1] = replace(last, baseline=figure.value)
        return side is not None

    def _start_of(self, figure: Figure, block: int) -> float | None:
        """The baseline that was taken down, where it is in the same block and unit."""
        start = self._baseline
        if start is None or not start[2]:
            self._baseline = None
        return start[0].value if start and start[1] == block and start[0].unit == figure.unit else None
