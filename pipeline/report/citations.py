"""Which instruments are cited most, and how they come down from the centre to the communes."""

from msgspec import UNSET

from pipeline.report.cascade import CARRIED_OUT, Cascade
from pipeline.report.documents import LEVELS, Document
from pipeline.report.drawings import Flow, flows
from pipeline.report.evidence import Tally, place_of_span
from pipeline.report.instruments import key_of, level_of_instrument, name_of_instrument, own_key, year_of
from pipeline.report.markup import Page, bars, figure, grid, name_of, numbers
from pipeline.report.words import say
from pipeline.schema import LegalRefNorm, Level, Record

INSTRUMENTS = 25
SHOWN_LEVELS: tuple[str, ...] = (*LEVELS, "unknown")


class Citations:
    """Counts mentions of instruments, and who cites whose."""

    def __init__(self) -> None:
        self.instruments, self.kinds = Tally[str](), Tally[str]()
        self.by_level, self.between = Tally[tuple[str, str]](), Tally[tuple[str, str]]()
        self.cascade = Cascade()
        self._open = 0
        self._norms: dict[bool, dict[str, LegalRefNorm]] = {True: {}, False: {}}  # those with a number, those with a title
        self._levels: dict[str, Level] = {}

    def add(self, document: Document, record: Record) -> None:
        """Takes one document in; the cascade goes by the citations that carry an instrument out."""
        citations = record.citations if record.citations is not UNSET else []
        kinds = {citation.entity: citation.type for citation in citations if citation.by is None}
        by_others = {citation.entity for citation in citations} - kinds.keys()
        self.cascade.add_document(document, own_key(record, document))
        for entity in record.entities:
            key = key_of(entity, record) if entity.label == "LEGAL_REF" else ""
            if not key:
                self._open += entity.label == "LEGAL_REF"
                continue
            self._norms[bool(entity.norm.number)].setdefault(key, entity.norm)
            if level := level_of_instrument(entity.norm):
                self._levels.setdefault(key, level)
            place = place_of_span(document.index, record, entity.start, entity.end)
            self.instruments.add(key, place)
            self.by_level.add((key, document.level or "unknown"), place)
            self.between.add((self._levels.get(key, "unknown"), document.level or "unknown"), place)
            if entity.id not in by_others:
                self.kinds.add(kinds.get(entity.id, "cites"), place)
            if kinds.get(entity.id) in CARRIED_OUT:
                self.cascade.add_citation(document, key, place)

    def _names(self) -> dict[str, str]:
        """By key; an instrument that some cite by its title and others by its number bears both: `Luật Trẻ em (102/2016/QH13)`, else its year."""
        numbers = {key: str(norm.number) for key, norm in self._norms[True].items()}
        titles = {key: name_of_instrument(norm) for key, norm in self._norms[False].items()}
        titled = {key: f"{title} ({told})" if (told := numbers.get(key) or year_of(key)) else title for key, title in titles.items()}
        return {key: name_of_instrument(norm) for key, norm in self._norms[True].items()} | titled

    def section(self, page: Page) -> str:
        """The figures of this part."""
        top = self.instruments.top(INSTRUMENTS, by_documents=True)
        names = self._names()
        named = [(key, name_of(names[key])) for key, _ in top]
        rows = [(name, group) for (_, name), (_, group) in zip(named, top, strict=True)]
        columns = [(level, say(level)) for level in SHOWN_LEVELS if any(citing == level for _, citing in self.by_level)]
        kinds = [(say(f"cited_{kind}"), group) for kind, group in self.kinds.top(len(self.kinds))]
        return "".join(
            [
                figure(
                    "instruments",
                    bars(page, "instruments", "instrument", rows, len(page.documents), counted="documents"),
                    n=len(self.instruments),
                    shown=INSTRUMENTS,
                    open=self._open,
                ),
                figure("citation_kinds", bars(page, "citation_kinds", "kind", kinds, self.kinds.total())),
                self._flows(page),
                figure("spread", grid(page, "spread", "instrument", named, columns, lambda key, level: self.by_level.get((key, level)))),
                self.cascade.section(page, names),
            ]
        )

    def _flows(self, page: Page) -> str:
        drawn = []
        for source, target in sorted(self.between):
            group = self.between.get((source, target))
            drawn.append(Flow(source, target, group.count, page.panel(group, f"{say(source)} → {say(target)}", "flows")))
        levels = [(level, say(level)) for level in SHOWN_LEVELS]
        rows = [level for level in levels if any(source == level[0] for source, _ in self.between)]
        columns = [level for level in levels if any(target == level[0] for _, target in self.between)]
        cells = grid(page, "flows", "flows_row", rows, columns, lambda source, target: self.between.get((source, target)), label="flows-table")
        return figure("flows", flows("flows", SHOWN_LEVELS, drawn), numbers("flows", cells), n=self.between.total())
