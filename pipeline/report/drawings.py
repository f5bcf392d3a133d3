"""The figures that a table cannot be, as SVG: a timeline, arcs between bodies, flows between levels, values on a scale.

Whatever is drawn for a number is a link to the sentences behind it; colours say nothing that a place, a label or an arrow does not say too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pipeline.report.words import both, number, plain, say

COLOURS = ("#0072b2", "#00795a", "#b04a00", "#9c3f78", "#5f5f5f")  # after Okabe and Ito, darkened until they stand out from white
_TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
    '<path d="M0 0L8 4L0 8z" class="tip"/></marker></defs>'
)
LONGEST_NAME = 44  # characters beside an arc
_LETTER = 7  # pixels that a character takes on average in the widest of the fonts


@dataclass(frozen=True, slots=True)
class Bar:
    """A period with its count and the id of its panel, empty where nothing was counted."""

    name: str
    count: int
    panel: str


@dataclass(frozen=True, slots=True)
class Arc:
    """From the body number ``lead`` to the body number ``supporter``."""

    lead: int
    supporter: int
    count: int
    panel: str


@dataclass(frozen=True, slots=True)
class Flow:
    """From the instruments of one level to the documents of another that cite them."""

    source: str
    target: str
    count: int
    panel: str


def timeline(label: str, bars: Sequence[Bar]) -> str:
    """Upright bars in the order given; ``label`` is the id of what names the drawing."""
    width, height, foot = 720, 180, 40
    slot = width / max(len(bars), 1)
    most = max((bar.count for bar in bars), default=0) or 1
    every = -(-len(bars) * 52 // width)  # so that names of 52 pixels do not touch
    parts = []
    for index, bar in enumerate(bars):
        left, tall = 18 + index * slot, height * bar.count / most
        middle, top = left + slot / 2, 20 + height - tall
        drawn = f'<rect x="{left + slot * 0.12:.1f}" y="{top:.1f}" width="{slot * 0.76:.1f}" height="{tall:.1f}" class="bar-{index % 2}"/>'
        drawn += f'<text x="{middle:.1f}" y="{top - 4:.1f}" class="middle">{bar.count}</text>' if slot >= 18 else ""
        parts.append(_link(bar.panel, f"{bar.name}: {bar.count}", drawn) if bar.count else "")
        if index % every == 0:
            parts.append(f'<text x="{middle:.1f}" y="{height + 38}" class="middle">{escape(bar.name)}</text>')
    parts.append(f'<line x1="18" y1="{height + 20}" x2="{width + 18}" y2="{height + 20}" class="axis"/>')
    return _svg(width + 36, height + 20 + foot, label, parts)


def arcs(label: str, names: Sequence[str], links: Sequence[Arc]) -> str:
    """Bodies below each other, with an arrow from who leads to who supports; the more tasks, the wider."""
    shown = [plain(name, LONGEST_NAME) for name in names]
    row, left = 26, 20 + _LETTER * max(map(len, shown), default=0)
    place = {body: 24 + at * row for at, body in enumerate(_near(len(names), links))}
    most = max((link.count for link in links), default=1)
    farthest = max((abs(place[link.lead] - place[link.supporter]) for link in links), default=0) or row
    parts = [_TIP]
    for link in sorted(links, key=lambda link: link.count):
        start, end = place[link.lead] - 4, place[link.supporter] + 4  # there and back are two lines
        bulge = left + 40 + 330 * abs(end - start) / farthest  # the line reaches three quarters of it
        side = "down" if start < end else "up"
        line = f"M{left + 8} {start}C{bulge:.0f} {start} {bulge:.0f} {end} {left + 10} {end}"
        path = f'<path d="{line}" class="arc {side}" stroke-width="{1 + 5 * link.count / most:.1f}" marker-end="url(#tip)"/>'
        parts.append(_link(link.panel, f"{names[link.lead]} → {names[link.supporter]}: {link.count}", path))
    for body, at in place.items():
        parts.append(f'<circle cx="{left}" cy="{at}" r="4"/><text x="{left - 10}" y="{at + 4}" class="end">{escape(shown[body])}</text>')
    return _svg(left + 310, 24 + len(names) * row, label, parts)


def _near(count: int, links: Sequence[Arc]) -> list[int]:
    """An order of the bodies in which those that work together stand near each other: the next is the one most tied to those that stand."""
    ties = [[0] * count for _ in range(count)]
    for link in links:
        ties[link.lead][link.supporter] += link.count
        ties[link.supporter][link.lead] += link.count
    order: list[int] = []
    waiting = list(range(count))
    while waiting:
        following = max(waiting, key=lambda body: (sum(ties[body][other] for other in order), sum(ties[body]), -body))
        order.append(following)
        waiting.remove(following)
    return order


def flows(label: str, levels: Sequence[str], links: Sequence[Flow]) -> str:
    """Bands from the levels of instruments (left) to the levels of the documents that cite them (right), as wide as there are citations."""
    width, left, right, tall = 640, 150, 490, 260
    total = sum(link.count for link in links) or 1
    scale = tall / total
    starts = _stacked(levels, {level: sum(link.count for link in links if link.source == level) for level in levels}, scale)
    ends = _stacked(levels, {level: sum(link.count for link in links if link.target == level) for level in levels}, scale)
    parts, sources, targets = [], dict(starts), dict(ends)
    for link in sorted(links, key=lambda link: (levels.index(link.source), levels.index(link.target))):
        wide = link.count * scale
        above, below = sources[link.source], targets[link.target]
        sources[link.source] += wide
        targets[link.target] += wide
        middle = (left + right) / 2
        band = (
            f'<path d="M{left} {above:.1f}C{middle} {above:.1f} {middle} {below:.1f} {right} {below:.1f}v{wide:.1f}'
            f'C{middle} {below + wide:.1f} {middle} {above + wide:.1f} {left} {above + wide:.1f}z" fill="{COLOURS[levels.index(link.source)]}" class="band"/>'
        )
        parts.append(_link(link.panel, f"{both(link.source)} → {both(link.target)}: {link.count}", band))
    for side, tops, bottoms, anchor in ((left - 8, starts, sources, "end"), (right + 8, ends, targets, "start")):
        for level in levels:
            if bottoms[level] > tops[level]:
                counted = round((bottoms[level] - tops[level]) / scale)
                parts.append(_named(side, (tops[level] + bottoms[level]) / 2 + 4, anchor, level, counted))
    return _svg(width, tall + 16 * len(levels) + 30, label, parts)


def _stacked(levels: Sequence[str], counts: Mapping[str, int], scale: float) -> dict[str, float]:
    """Where each level begins, one below the other with room for a line of text."""
    tops, at = {}, 16.0
    for level in levels:
        tops[level] = at
        at += counts[level] * scale + (16 if counts[level] else 0)
    return tops


def _named(x: float, y: float, anchor: str, level: str, count: int) -> str:
    return f'<text x="{x}" y="{y:.1f}" class="{anchor}">{say(level, "tspan")} {number(count, "tspan")}</text>'


def strip(values: Sequence[tuple[float, float | None]], lowest: float, highest: float) -> str:
    """Values, and ranges, on a scale from ``lowest`` to ``highest``; the numbers stand beside it in the table."""
    width = 160
    scale = (width - 12) / ((highest - lowest) or 1)
    drawn = []
    for value, upper in values:
        x = 6 + (value - lowest) * scale
        if upper is not None:
            drawn.append(f'<line x1="{x:.1f}" y1="9" x2="{6 + (upper - lowest) * scale:.1f}" y2="9" class="range"/>')
        drawn.append(f'<circle cx="{x:.1f}" cy="9" r="5" class="dot"/>')
    return f'<svg class="strip" viewBox="0 0 {width} 18" width="{width}" height="18" aria-hidden="true"><line x1="6" y1="9" x2="{width - 6}" y2="9" class="axis"/>{"".join(drawn)}</svg>'


def _link(panel: str, name: str, drawn: str) -> str:
    told = escape(plain(name, 200))
    return f'<a href="#{panel}" aria-label="{told}"><title>{told}</title>{drawn}</a>'


def _svg(width: int, height: int, label: str, parts: Sequence[str]) -> str:
    return (
        f'<div class="scroll drawing" tabindex="0" role="region" aria-labelledby="{label}-h">'
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" aria-labelledby="{label}-h">{"".join(parts)}</svg></div>'
    )
