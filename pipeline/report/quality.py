"""What to look at before one counts on the figures: what is missing, what contradicts itself, what the run was unsure of."""

from collections.abc import Sequence

from msgspec import UNSET

from pipeline.report.documents import Document
from pipeline.report.evidence import Place, Tally, place_of_span, place_of_task
from pipeline.report.instruments import name_of_instrument
from pipeline.report.markup import Page, bars, figure, folded, grid, share, table
from pipeline.report.words import data, number, say
from pipeline.schema import LABELS, Entity, LegalRefNorm, Record

DOCUMENTS = 20
CONFLICTS = 50
BANDS = ((0.0, "< 0.5"), (0.5, "0.5–0.8"), (0.8, "0.8–0.95"), (0.95, "≥ 0.95"))  # scores from .. to the next


class Quality:
    """Counts gaps, conflicts and low scores."""

    def __init__(self) -> None:
        self.gaps, self.facts = Tally[str](), Tally[str]()
        self.scores = Tally[tuple[str, str]]()
        self.unled: list[tuple[int, Document]] = []  # tasks without a lead, by document
        self.conflicts: list[tuple[str, str, Tally[str]]] = []
        self.tasks = self.documents = 0

    def add(self, document: Document, record: Record) -> None:
        """Takes one document in."""
        self.documents += 1
        self.tasks += len(record.tasks)
        self._add_tasks(document, record)
        whole = Place(document.index, record, 0, min(len(record.text), 160))
        for fact in ("type", "number", "issuer", "issued_on"):
            if not getattr(document, fact):
                self.facts.add(f"no_{fact}", whole)
        if not record.tasks:
            self.facts.add("no_tasks", whole)
        for entity in record.entities:
            band = next(name for least, name in reversed(BANDS) if entity.score >= least or not least)
            self.scores.add((entity.label, band), place_of_span(document.index, record, entity.start, entity.end))
        self._add_conflicts(document, record)

    def _add_tasks(self, document: Document, record: Record) -> None:
        unled = 0
        for task in record.tasks:
            place = place_of_task(document.index, record, task)
            unled += not task.lead
            missing = {"no_lead": not task.lead, "no_deadline": not task.deadline, "no_theme": not task.themes}
            missing["no_lead_no_deadline"] = missing["no_lead"] and missing["no_deadline"]
            for name, is_missing in missing.items():
                if is_missing:
                    self.gaps.add(name, place)
        if unled:
            self.unled.append((unled, document))

    def _add_conflicts(self, document: Document, record: Record) -> None:
        entities = {entity.id: entity for entity in record.entities}
        for conflict in record.conflicts if record.conflicts is not UNSET else ():
            cited = [entities[id] for id in conflict.entities if id in entities]
            places = Tally[str]()
            for entity in cited:
                places.add("", place_of_span(document.index, record, entity.start, entity.end))
            self.conflicts.append((conflict.type, contradiction(conflict.type, cited) or conflict.note, places))

    def section(self, page: Page) -> str:
        """The figures of this part."""
        gaps = [(say(name), self.gaps.get(name)) for name in ("no_lead", "no_deadline", "no_lead_no_deadline", "no_theme") if self.gaps.count(name)]
        facts = [(say(name), group) for name, group in self.facts.top(len(self.facts))]
        labels = [(label, label) for label in LABELS]
        bands = [(name, name) for _, name in BANDS]
        return "".join(
            [
                figure("gaps", bars(page, "gaps", "kind", gaps, self.tasks, counted="tasks"), self._unled(), n=self.tasks),
                figure("facts", bars(page, "facts", "kind", facts, self.documents), n=self.documents),
                figure("scores", grid(page, "scores", "label", labels, bands, lambda label, band: self.scores.get((label, band)))),
                self._conflicts(page),
            ]
        )

    def _unled(self) -> str:
        top = sorted(self.unled, key=lambda found: (-found[0], found[1].index))[:DOCUMENTS]
        rows = [[data(document.title), data(document.issuer, 60), number(unled), share(unled, document.tasks)] for unled, document in top]
        return folded("unled", say("unled_documents"), table([say("document"), say("issuer"), say("no_lead"), say("share")], rows, label="unled"))

    def _conflicts(self, page: Page) -> str:
        rows = [
            [say(f"conflict_{kind}"), data(note, 200), page.link(places.get(""), say(f"conflict_{kind}"), "conflicts")]
            for kind, note, places in self.conflicts[:CONFLICTS]
        ]
        body = table([say("kind"), say("note"), say("places")], rows, label="conflicts") if rows else ""
        return figure("conflicts", body, n=len(self.conflicts), shown=CONFLICTS)


def contradiction(kind: str, cited: Sequence[Entity]) -> str:
    """What the citations say of one instrument, in no language: its name, and the dates or issuers that cannot all be true.

    >>> norms = [LegalRefNorm("Nghị định", "65/2023/NĐ-CP", day) for day in ("2023-08-23", "2023-03-28")]
    >>> contradiction("date", [Entity(f"e{n}", 0, 0, "LEGAL_REF", "", norm, "rule", 1.0, "") for n, norm in enumerate(norms)])
    'Nghị định 65/2023/NĐ-CP: 2023-08-23 ≠ 2023-03-28'
    """
    norms: list[LegalRefNorm] = [entity.norm for entity in cited if entity.label == "LEGAL_REF"]
    said = dict.fromkeys(value for norm in norms if (value := norm.issuer if kind == "issuer" else norm.issued_on))
    return f"{name_of_instrument(norms[0])}: {' ≠ '.join(said)}" if norms and said else ""
