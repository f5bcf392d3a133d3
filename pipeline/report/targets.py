"""What the plans commit to: the targets of one indicator beside each other, over documents."""

from collections import Counter
from typing import NamedTuple

from msgspec import UNSET

from pipeline.report.documents import Document
from pipeline.report.drawings import strip
from pipeline.report.evidence import Tally, place_of_span
from pipeline.report.markup import Page, figure, name_of, table
from pipeline.report.words import data, number, say
from pipeline.schema import Record, Target
from pipeline.text import fold

INDICATORS = 40  # in the table: those that several documents have
FEWEST = 12  # and others where these are few
VALUES = 8  # of one indicator in the table; what one body says of it several times is one
_SIGNS = {">=": "≥", "<=": "≤", "=": "", ">": "&gt;", "<": "&lt;"}


class Value(NamedTuple):
    """One target of an indicator, and the document that sets it."""

    document: int
    target: Target


class Indicator(NamedTuple):
    """An indicator in a form that is the same over documents, its unit, whom it is about where the run says so, and whether it is a change.

    A rate that is to fall by 2 % and one that is to be below 2 % are not compared.
    """

    key: str
    unit: str
    population: str = ""
    change: str = ""


class Targets:
    """Groups targets by their indicator and unit."""

    def __init__(self) -> None:
        self.tally = Tally[Indicator]()
        self._values: dict[Indicator, list[Value]] = {}
        self._names: dict[Indicator, Counter[str]] = {}

    def add(self, document: Document, record: Record) -> None:
        """Takes one document in."""
        entities = {entity.id: entity for entity in record.entities}
        for target in record.targets:
            figure = entities.get(target.entity or "")
            start = target.start if target.start is not UNSET else figure.start if figure else None
            end = target.end if target.end is not UNSET else figure.end if figure else None
            indicator = indicator_of(target)
            if start is None or end is None or not indicator.key:
                continue
            self.tally.add(indicator, place_of_span(document.index, record, start, end))
            self._values.setdefault(indicator, []).append(Value(document.index, target))
            self._names.setdefault(indicator, Counter())[" ".join(target.indicator.split())] += 1

    def section(self, page: Page) -> str:
        """The figures of this part."""
        shared = sum(self.tally.get(indicator).documents > 1 for indicator in self.tally)
        top = self.tally.top(min(max(shared, FEWEST), INDICATORS), by_documents=True)
        rows = []
        for indicator, group in top:
            name = name_of(self._names[indicator].most_common(1)[0][0])
            counted = page.link(group, name, "targets", say("targets_in_documents", n=group.count, documents=group.documents))
            rows.append([f"{name}{self._scale(indicator)}{counted}", self._listed(indicator, page)])
        body = table([say("indicator"), say("values")], rows, kind="targets", label="targets")
        return figure("targets", body, n=len(self.tally), shared=shared, shown=len(top), total=self.tally.total())

    def _scale(self, indicator: Indicator) -> str:
        values = [(value.target.value, value.target.upper) for value in self._values[indicator]]
        flat = [value for pair in values for value in pair if value is not None]
        lowest, highest = min(0.0, *flat), max(100.0 if indicator.unit == "%" else 0.0, *flat)
        return strip(values, lowest, highest)

    def _listed(self, indicator: Indicator, page: Page) -> str:
        values = self._values[indicator]
        lines: Counter[str] = Counter()
        for value in values:
            document = page.documents[value.document]
            who = ", ".join(data(part, 60) for part in (document.issuer or document.id, document.year) if part)
            lines[f"<b>{written(value.target)}</b> {who}"] += 1
        items = [f"<li>{line}{f' ×{times}' if times > 1 else ''}</li>" for line, times in lines.items()]
        more = f"<li>{say('more', n=len(items) - VALUES)}</li>" if len(items) > VALUES else ""
        return f'<ul class="values">{"".join(items[:VALUES])}{more}</ul>'


def indicator_of(target: Target) -> Indicator:
    """The key that the run gave, else the words of the indicator, folded, so that spellings do not part them.

    >>> indicator_of(Target("e1", 95.0, None, ">=", None, "Tỷ lệ trẻ em  được tiêm chủng", "2025"))
    Indicator(key='tỷ lệ trẻ em được tiêm chủng', unit='%', population='', change='')
    """
    key = target.key if isinstance(target.key, str) and target.key else " ".join(fold(target.indicator).text.casefold().split())
    unit = target.unit if isinstance(target.unit, str) else "%"
    return Indicator(key, unit, target.population if isinstance(target.population, str) else "", target.change or "")


def written(target: Target) -> str:
    """The value of a target with its sign, unit, baseline and year, as markup.

    >>> written(Target("e1", 95.0, None, ">=", None, "Tỷ lệ trẻ em được tiêm chủng", "2025"))
    '≥ 95 % (<bdi>2025</bdi>)'
    """
    unit = target.unit if isinstance(target.unit, str) else "%"
    upper = "" if target.upper is None else f"–{number(target.upper)}"
    change = f"{say(target.change)} " if target.change else ""
    by = f" ({data(target.by, 20)})" if target.by else ""
    value = f"{_SIGNS[target.op]} {number(target.value)}{upper} {unit if unit == '%' else data(unit, 40)}".strip()
    baseline = f" {say('baseline', n=target.baseline)}" if isinstance(target.baseline, (int, float)) else ""
    return f"{change}{value}{baseline}{by}"
