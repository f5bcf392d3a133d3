"""`pipeline evaluate --html`: gold and prediction side by side, what differs marked, on one page that needs nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from string import Template
from typing import NamedTuple

from pipeline.annotation.gold import Gold
from pipeline.evaluate.counts import Count, Scores, Share
from pipeline.evaluate.scoring import Mistake
from pipeline.schema import Record
from pipeline.show import visible

Interval = tuple[float, float]


class _Mark(NamedTuple):
    """A span to be shown, with its label, and whether the other side has the same."""

    start: int
    end: int
    label: str
    shared: bool


def to_page(documents: Sequence[tuple[str, Gold, Record | None, Scores]], spread: Mapping[str, Interval]) -> str:
    """The page of all documents: the measures with their intervals ``spread``, then each document with its errors.

    >>> "<h2>" in to_page([], {})
    False
    """
    total = sum((scores for *_, scores in documents), Scores())
    rows = "".join(_measure_row(name, measure, spread.get(name, (0.0, 1.0))) for name, measure in total.measures().items())
    return _PAGE.substitute(count=len(documents), rows=rows, documents="".join(_document(*document) for document in documents))


def _measure_row(name: str, measure: Count | Share, spread: Interval) -> str:
    counts = (measure.precision, measure.recall) if isinstance(measure, Count) else ()
    cells = "".join(f"<td>{value:.3f}</td>" for value in counts) or "<td></td><td></td>"
    return f"<tr><th>{escape(name)}</th>{cells}<td><b>{measure.value:.3f}</b></td><td>{spread[0]:.3f} - {spread[1]:.3f}</td></tr>"


def _document(name: str, gold: Gold, record: Record | None, scores: Scores) -> str:
    there, said = _spans(gold), _spans(record) if record else set()
    sides = [
        _marked(gold.text, [_Mark(a, b, label, (a, b, label) in other) for a, b, label in spans]) for spans, other in ((there, said), (said, there))
    ]
    mistakes = "".join(f"<li>{_mistake(mistake)}</li>" for mistake in scores.errors)
    return (
        f"<h2>{escape(name)}</h2><details><summary>{len(scores.errors)} errors</summary><ol>{mistakes}</ol></details>"
        f'<div class="sides"><pre><b>gold</b>\n{sides[0]}</pre><pre><b>pipeline</b>\n{sides[1]}</pre></div>'
    )


def _spans(document: Gold | Record) -> set[tuple[int, int, str]]:
    tasks = {(start, end, "task") for task in document.tasks for start, end in task.fragments}
    return tasks | {(entity.start, entity.end, str(entity.label)) for entity in document.entities}


def _mistake(mistake: Mistake) -> str:
    place = f"line {mistake.line}: " if mistake.line else ""
    return f"{place}{escape(visible(mistake.message))}<br><small>{escape(visible(mistake.context))}</small>"


def _marked(text: str, marks: Iterable[_Mark]) -> str:
    """The text with its marks, tasks around entities; a mark that crosses the end of another is closed and opened again."""
    ordered = sorted(marks)
    edges = sorted({0, len(text), *(mark.start for mark in ordered), *(mark.end for mark in ordered)})
    shown = visible(text)
    pieces, waiting, standing = [], 0, []
    for start, end in pairwise(edges):
        while waiting < len(ordered) and ordered[waiting].start <= start:
            standing.append(ordered[waiting])
            waiting += 1
        standing = [mark for mark in standing if mark.end > start]
        piece = escape(shown[start:end])
        for mark in sorted(standing, key=lambda mark: mark.label == "task"):
            kind = f"{mark.label}{'' if mark.shared else ' wrong'}"
            title = mark.label if mark.shared else f"{mark.label}: only here"
            piece = f'<mark class="{kind}" title="{title}">{piece}</mark>'
        pieces.append(piece)
    return "".join(pieces)


_PAGE = Template("""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gold and pipeline</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem; color: #1b1b1b; background: #fff }
table { border-collapse: collapse; font-size: 13px } th { text-align: left; font-weight: normal } td, th { padding: 0 .8em 0 0 }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem } @media (max-width: 800px) { .sides { grid-template-columns: 1fr } }
pre { white-space: pre-wrap; font: 13px/1.6 system-ui, sans-serif; border: 1px solid #ccc; padding: .6rem; margin: .4rem 0; overflow-wrap: anywhere }
mark { color: inherit; border-radius: 2px; background: #e8e8e8 }
mark.task { background: none; border-bottom: 1px solid #999 } mark.task.wrong { border-bottom: 3px double #b00020 }
mark.AGENCY { background: #d5e5fb } mark.LEGAL_REF { background: #e9dcf7 } mark.DATE { background: #dcf0dc } mark.PERCENT { background: #fbeecb }
mark.wrong:not(.task) { outline: 2px solid #b00020; font-weight: 600 }
</style>
</head>
<body>
<h1>Gold and pipeline, $count documents</h1>
<p>Left the gold, right the pipeline. Coloured spans are entities, underlined ones tasks; a red frame or a double red line marks what only one side has.</p>
<table><tr><th>measure</th><th>precision</th><th>recall</th><th>F1 or share</th><th>95 % interval</th></tr>$rows</table>
$documents
</body>
</html>
""")
