"""A picture of speeds, without a library for it: bars on a logarithmic scale, as SVG."""

import math
from collections.abc import Mapping


def bars(speeds: Mapping[str, float]) -> str:
    """One bar a tool, its length the logarithm of its characters a second; the numbers beside them are ratios to the first.

    >>> bars({"a": 1000.0, "b": 10.0}).count("<rect")
    2
    """
    first = next(iter(speeds.values()))
    least = min(speeds.values()) / 2
    wide = 360 / math.log10(max(speeds.values()) / least)
    rows = []
    for row, (name, speed) in enumerate(speeds.items()):
        length, y = wide * math.log10(speed / least), 30 + 34 * row
        fill = "#1d4ed8" if row == 0 else "#94a3b8"
        rows.append(
            f'<text x="195" y="{y + 14}" text-anchor="end">{name}</text><rect x="205" y="{y}" width="{length:.0f}" height="20" fill="{fill}"/>'
            f'<text x="{211 + length:.0f}" y="{y + 14}">{"1" if row == 0 else f"{speed / first:.2g}"}</text>'
        )
    height = 40 + 34 * len(speeds)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" font-family="sans-serif" font-size="13">'
        "<title>Characters a second, to those of the pipeline, on a logarithmic scale</title>"
        '<text x="205" y="16">characters a second, to those of the pipeline (logarithmic)</text>' + "".join(rows) + "</svg>\n"
    )
