"""Targets: the figures that a plan commits to, with comparator, change, indicator and year.

A figure is read in its clause, in its sentence and under its headings. Below a heading of aims a percentage is a target unless the sentence
tells of the past; elsewhere the sentence must commit to it, and shares of money, thresholds and results are none. Of a count more is asked.
"""

from pipeline.extract.targets.figures import Figure, find_figures
from pipeline.extract.targets.find import TargetFind, find_targets

__all__ = ["Figure", "TargetFind", "find_figures", "find_targets"]
