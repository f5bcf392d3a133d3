"""`pipeline evaluate`: how well the pipeline does on gold documents, in numbers that can be compared from one version to the next."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pipeline.annotation.gold import Gold, find_gold, read_gold
from pipeline.annotation.perturb import PERTURBATIONS, perturbed
from pipeline.errors import AnnotationError
from pipeline.evaluate.counts import Count, Scores, Share
from pipeline.evaluate.gate import fallen, read_floors, update_floors
from pipeline.evaluate.intervals import intervals
from pipeline.evaluate.scoring import Mistake, evaluate, predict, score_document
from pipeline.schema import Record

__all__ = ["Count", "Evaluation", "Mistake", "Scores", "Share", "evaluate", "predict", "run_evaluation", "score_document"]

GROUPS = ("field", "level", "layout")  # what `about` of a gold file says of it
SHOWN_BY_GROUP = ("AGENCY", "LEGAL_REF", "DATE", "PERCENT", "tasks", "lead", "coordinating", "deadline", "targets")


class Evaluation(msgspec.Struct):
    """The gold, what the pipeline made of it, and the scores of each document, in the same order."""

    names: list[str]
    golds: list[Gold]
    records: list[Record | None]
    scores: list[Scores]

    @property
    def total(self) -> Scores:
        """The counts of all documents together."""
        return sum(self.scores, Scores())

    def groups(self, key: str) -> dict[str, Scores]:
        """The scores of the documents by what ``about`` says under ``key``; documents that say nothing are left out."""
        found: dict[str, Scores] = {}
        for gold, scores in zip(self.golds, self.scores, strict=True):
            if key in gold.about:
                found[gold.about[key]] = found.get(gold.about[key], Scores()) + scores
        return dict(sorted(found.items()))


def run_evaluation(paths: Sequence[Path]) -> Evaluation:
    """Runs the pipeline on the texts of the gold files in ``paths`` (files and folders); raises AnnotationError."""
    names, golds = zip(*((name, read_gold(path)) for name, path in find_gold(paths)), strict=True)
    records = [predict(name, gold.text) for name, gold in zip(names, golds, strict=True)]
    scores = [score_document(*document) for document in zip(names, golds, records, strict=True)]
    return Evaluation(list(names), list(golds), records, scores)


def to_lines(evaluation: Evaluation) -> list[str]:
    """The measures for people: precision, recall, F1 with its 95 % interval, and the groups."""
    total, spread = evaluation.total, intervals(evaluation.scores)
    lines = [f"documents {total.documents}  text equal {_of(total.text_equal)}  offsets exact {_of(total.offsets_exact)}"]
    for name, measure in total.measures().items():
        low, high = spread[name]
        if isinstance(measure, Count):
            shown = (
                f"P {measure.precision:.3f} R {measure.recall:.3f} F1 {measure.f1:.3f}  [{low:.3f}, {high:.3f}]  n={measure.hits + measure.missed}"
            )
        else:
            shown = f"right {measure.value:.3f}  [{low:.3f}, {high:.3f}]  n={measure.total}"
        lines.append(f"{name:22} {shown}")
    summary = total.to_dict()
    lines.append(
        f"entities micro F1 {summary['entities_micro']['f1']:.3f} macro F1 {summary['entities_macro_f1']:.3f}  themes macro F1 {summary['themes_macro_f1']:.3f}"
    )
    for key in GROUPS:
        if len(groups := evaluation.groups(key)) > 1:
            lines += ["", f"{f'F1 by {key}':34} {'docs':>5} " + " ".join(f"{name[:9]:>9}" for name in SHOWN_BY_GROUP)]
            lines += [f"{group:34} {scores.documents:5} {_f1s(scores)}" for group, scores in groups.items()]
    return lines


def _of(share: Share) -> str:
    return f"{share.right}/{share.total}"


def _f1s(scores: Scores) -> str:
    measures = scores.measures()
    return " ".join(f"{measures[name].value:9.3f}" for name in SHOWN_BY_GROUP)


def to_dict(evaluation: Evaluation) -> dict[str, Any]:
    """The measures under the names of score.py, with intervals and groups."""
    return {
        **evaluation.total.to_dict(),
        "intervals": intervals(evaluation.scores),
        "groups": {key: {group: scores.to_dict() for group, scores in evaluation.groups(key).items()} for key in GROUPS},
    }


def to_html(evaluation: Evaluation) -> str:
    """A page with gold and prediction side by side (see :mod:`pipeline.evaluate.page`)."""
    from pipeline.evaluate.page import to_page

    documents = list(zip(evaluation.names, evaluation.golds, evaluation.records, evaluation.scores, strict=True))
    return to_page(documents, intervals(evaluation.scores))


KEPT = ("AGENCY", "LEGAL_REF", "DATE", "PERCENT", "tasks", "lead", "coordinating", "deadline")


def kept_under(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    """For each perturbation the share of F1 that is kept, by measure, and under ``entities`` that of all entities together."""
    before = _f1(evaluation.total)
    kept = {}
    for name in PERTURBATIONS:
        changed = [(document, perturbed(gold, name, document)) for document, gold in zip(evaluation.names, evaluation.golds, strict=True)]
        after = _f1(evaluate((document, gold, predict(document, gold.text)) for document, gold in changed))
        kept[name] = {measure: round(after[measure] / before[measure], 4) if before[measure] else 1.0 for measure in before}
    return kept


def kept_lines(kept: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The shares of :func:`kept_under` as a table for people."""
    columns = list(next(iter(kept.values())))
    lines = [f"{'share of F1 kept':18}" + "".join(f"{column[:12]:>13}" for column in columns)]
    return lines + [f"{name:18}" + "".join(f"{row[column]:13.3f}" for column in columns) for name, row in kept.items()]


def _f1(scores: Scores) -> Mapping[str, float]:
    measures = scores.measures()
    return {"entities": sum(scores.entities.values(), Count()).f1, **{name: measures[name].value for name in KEPT}}


def check_gate(evaluation: Evaluation, path: Path, *, update: bool = False, allow_lower: bool = False) -> str:
    """Holds the measures against the floors in ``path``, or raises the floors with ``update``; raises AnnotationError where one fell."""
    measures = evaluation.total.measures()
    if update:
        return f"{update_floors(path, measures, allow_lower=allow_lower)} floors rose in {path}."
    floors = read_floors(path)
    if lines := fallen(floors, measures):
        raise AnnotationError(f"{len(lines)} measures are below their floors in {path}: {'; '.join(lines)}.")
    return f"All {len(floors)} measures hold their floors in {path}."
