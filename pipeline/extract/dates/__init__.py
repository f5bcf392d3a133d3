"""Calendar expressions and their TIMEX3 values: days, months, quarters, halves, years, stretches of time, recurrences."""

from pipeline.extract.dates.find import find_dates

__all__ = ["find_dates"]
