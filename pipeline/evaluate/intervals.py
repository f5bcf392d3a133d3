"""How far a measure would move with other documents of the same kind: bootstrap intervals over documents."""

from collections.abc import Sequence

import numpy as np

from pipeline.evaluate.counts import Count, Scores, Share

DRAWS = 1000
SEED = 0
WIDTH = 0.95


def intervals(documents: Sequence[Scores]) -> dict[str, tuple[float, float]]:
    """For each measure (see :meth:`Scores.measures`) the 95 % interval of its F1 or share, from 1,000 draws of whole documents.

    Documents are drawn with replacement, because the errors of one document go together. The draws are seeded.

    >>> right, wrong = Scores(tasks=Count(1, 0, 0)), Scores(tasks=Count(0, 1, 1))
    >>> intervals([right, right])["tasks"], intervals([right, wrong])["tasks"]
    ((1.0, 1.0), (0.0, 1.0))
    """
    total = sum(documents, Scores()).measures()
    draws = np.random.default_rng(SEED).integers(0, len(documents), (DRAWS, len(documents)))
    rows = [scores.measures() for scores in documents]
    found = {}
    for name, measure in total.items():
        values = np.array([_parts(row.get(name), measure) for row in rows], dtype=float)[draws].sum(axis=1)
        hits, said, there = values.T
        shares = np.divide(2 * hits, said + there, out=np.ones(DRAWS), where=said + there > 0)
        low, high = np.quantile(shares, [(1 - WIDTH) / 2, (1 + WIDTH) / 2])
        found[name] = (round(float(low), 4), round(float(high), 4))
    return found


def _parts(measure: Count | Share | None, kind: Count | Share) -> tuple[int, int, int]:
    """Hits, what was said and what is there: F1 is twice the first over the sum of the others, and so is a share."""
    if isinstance(measure, Count):
        return measure.hits, measure.hits + measure.spurious, measure.hits + measure.missed
    return (measure.right, measure.total, measure.total) if measure else (0, 0, 0)
