"""From a document to its record: every extractor once, what it needs as an argument, and all offsets mapped back at the end."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, TypeVar
from unicodedata import normalize

from msgspec import UNSET, structs

from pipeline.casing import in_capitals, recase
from pipeline.extract.agencies import find_agencies
from pipeline.extract.agencies.bare import defined_heads, short_names, spoken_of
from pipeline.extract.agencies.codes import cell_codes, may_hold_codes, with_cell_names
from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.learned import refine, rule_scores, source_of
from pipeline.extract.agencies.levels import Setting, settle, with_later_cities
from pipeline.extract.dates import find_dates
from pipeline.extract.legal_refs import find_legal_refs
from pipeline.extract.letterhead import letterhead_text, written_names
from pipeline.extract.metadata import city_level, document_level, find_metadata, is_normative, name_in_full, sets_scope
from pipeline.extract.percents import find_percents
from pipeline.extract.relations import Link, relate, with_citation
from pipeline.extract.rule import Mention
from pipeline.extract.targets import TargetFind, find_figures, find_targets
from pipeline.extract.tasks import TaskFind, find_tasks
from pipeline.extract.tasks.served import served_targets
from pipeline.extract.tasks.tables import find_rows
from pipeline.extract.themes import heading_above, mask, tag_themes
from pipeline.layout import Layout, lay_out, with_cell_breaks
from pipeline.provenance import fingerprint
from pipeline.readers.document import Document
from pipeline.schema import (
    SCHEMA_VERSION,
    AgencyNorm,
    DateNorm,
    Entity,
    LegalRefNorm,
    Metadata,
    Norm,
    Record,
    Relation,
    Section,
    Target,
    Task,
    ThemeTag,
)
from pipeline.text import Folded, fold, is_foreign


def extract(document: Document, *, tokens: bool = False) -> Record:
    """The record of one document: a pure function, the same record for the same document, code, rules and models.

    ``tokens`` adds the word segmentation. Raises ModelError where the theme model is missing or not the one expected.

    >>> from pipeline.schema import SourceInfo
    >>> text = "1. Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra trước ngày 15/6/2024."
    >>> record = extract(Document("45", text, SourceInfo("45.txt", "txt", "utf-8", "", 0)))
    >>> [(e.label, e.text) for e in record.entities]
    [('AGENCY', 'Sở Y tế'), ('AGENCY', 'Công an tỉnh'), ('DATE', 'ngày 15/6/2024')]
    >>> [(t.lead, t.coordinating, t.deadline) for t in record.tasks]
    [(['e1'], ['e2'], ['e3'])]
    """
    folded = fold(document.text)
    capitals = in_capitals(folded.text)
    if capitals:
        folded = replace(folded, text=recase(folded.text))
    layout = lay_out(folded.text)
    if document.merged:
        layout = replace(layout, merged={folded.from_source(cell): folded.from_source(whole) for cell, whole in document.merged.items()})
    if document.breaks:
        layout = replace(layout, flow=with_cell_breaks(layout.flow, map(folded.from_source, document.breaks)))
    finds = _find(layout)
    parts = {"casing": capitals or finds.recased, "targets": finds.commits, "themes": bool(finds.tasks)}
    made_by = fingerprint(frozenset(part for part, asked in parts.items() if asked))
    return _Writer(document, folded, layout, finds).record(made_by, tokens)


@dataclass(frozen=True, slots=True)
class _Finds:
    """All that the extractors gave, in folded offsets; ``mentions`` are those of all labels, in order, none overlapping."""

    mentions: list[Mention]
    references: list[Mention]
    agencies: list[Mention]
    dates: list[Mention]
    links: list[Link]
    targets: list[TargetFind]
    tasks: list[TaskFind]
    metadata: Metadata
    commits: bool  # whether the document may hold targets and tasks: it makes no law, and is in Vietnamese
    recased: bool  # the issuer's name, by the casing model


class RuleFinds(NamedTuple):
    """What the rules find in a layout, before the agency model is asked: mentions, bodies, and those of the letterhead alone."""

    references: list[Mention]
    dates: list[Mention]
    percents: list[Mention]
    agencies: list[Found]
    heading: list[Found]

    @property
    def taken(self) -> list[tuple[int, int]]:
        """Where no body can be: the spans of references, dates and percentages, in order."""
        return sorted((m.start, m.end) for m in [*self.references, *self.dates, *self.percents])


def find_by_rules(layout: Layout) -> RuleFinds:
    """The finds of all rules in the flow of a layout; no span of one label overlaps a span of another."""
    flow = layout.flow
    spans = {kind: [(b.start, b.end) for b in layout.blocks if b.kind == kind] for kind in ("recipients", "signature")}
    references = find_legal_refs(flow)
    percents = _outside(find_percents(flow), references)
    dates = _outside(find_dates(flow), references)
    heading = find_agencies(letterhead_text(layout))
    own = (short_names([head.name for head in heading]) if heading else spoken_of(flow)) | defined_heads(flow)
    found = find_agencies(flow, spans["recipients"], spans["signature"], own)
    if may_hold_codes(flow):
        cells = [cell for row in find_rows(layout) for role in ("lead", "coordinating") for cell in row.cells.get(role, [])]
        found = with_cell_names(flow, cells, found)
        found = sorted([*found, *cell_codes(flow, cells, found)], key=lambda f: f.start)
    found = _outside(found, [*references, *dates, *percents])
    return RuleFinds(references, dates, percents, found, heading)


def _find(layout: Layout) -> _Finds:
    flow = layout.flow
    by_rules = find_by_rules(layout)
    references, dates, percents, _, heading = by_rules
    found = refine(flow, by_rules.agencies, by_rules.taken)
    named = settle(found, Setting())
    links = relate(flow, references, dates, named)
    references = with_citation(references, links, flow)
    metadata = find_metadata(layout, found, heading, references, dates)
    found, heading = with_later_cities(found, metadata.issued_on), with_later_cities(heading, metadata.issued_on)
    setting = _setting(metadata, found, heading)
    written, recased = written_names(layout, heading)
    agencies = _signing(layout, settle(found, setting), setting, written)
    commits = not is_normative(metadata) and not sets_scope(layout) and not is_foreign(flow)
    cited = {link.tail.start for link in links if link.kind == "issued_on"}
    figures = find_figures(flow, percents, [*references, *dates]) if commits else []
    targets = find_targets(layout, figures, dates, metadata.issued_on, metadata.doc_type, cited)
    tasks = find_tasks(layout, agencies, dates, percents, cited | _past(dates, metadata.issued_on)) if commits else []
    mentions = sorted([*references, *percents, *dates, *agencies], key=lambda m: m.start)
    return _Finds(mentions, references, agencies, dates, links, targets, tasks, metadata, commits, recased)


def _past(dates: Sequence[Mention], issued_on: str | None) -> set[int]:
    """The starts of the dates that had passed when the document was issued: `nhà xây dựng trước năm 1995`."""
    return {d.start for d in dates if isinstance(d.norm, DateNorm) and d.norm.end is not None and issued_on is not None and d.norm.end < issued_on}


def _setting(metadata: Metadata, found: Sequence[Found], heading: Sequence[Found]) -> Setting:
    level = document_level(metadata.issuer, found, heading)
    since = metadata.issued_on or ""
    return Setting(
        level, metadata.issuer or "", city_level(metadata.issuer, level, found), since >= "2025-07-01" or (not since and level == "commune")
    )


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_S = TypeVar("_S", bound=_Span)


def _outside(mentions: Sequence[_S], stronger: Sequence[_Span]) -> list[_S]:
    """The mentions that overlap none of ``stronger``."""
    ordered = sorted(stronger, key=lambda m: m.start)
    kept: list[_S] = []
    at = 0
    for mention in mentions:
        while at < len(ordered) and ordered[at].end <= mention.start:
            at += 1
        if at == len(ordered) or ordered[at].start >= mention.end:
            kept.append(mention)
    return kept


def _signing(layout: Layout, agencies: list[Mention], setting: Setting, written: dict[str, str]) -> list[Mention]:
    """The body after ``TM.`` and that of the letterhead take the territory of the document; ``written`` are the names of the latter."""
    if not setting.issuer:
        return agencies
    heads = [(b.start, b.end) for b in layout.blocks if b.kind == "letterhead"]
    out = []
    for mention in agencies:
        norm = mention.norm
        assert isinstance(norm, AgencyNorm)
        signs = _STANDS_FOR.search(layout.flow, max(0, mention.start - 6), mention.start) is not None
        if signs or any(a <= mention.start < b for a, b in heads):
            name = name_in_full(written.get(norm.name.casefold(), norm.name), setting.issuer)
            level = setting.level if name == setting.issuer else norm.level
            mention = Mention(mention.start, mention.end, mention.label, AgencyNorm(name, level), mention.rule, mention.score)
        out.append(mention)
    return out


_STANDS_FOR = re.compile(r"(?<!\w)(?:TM|T/M|T\.M)[. *]*$", re.I)


class _Writer:
    """Writes finds as a record; the one place where folded offsets become offsets into the text as read."""

    def __init__(self, document: Document, folded: Folded, layout: Layout, finds: _Finds) -> None:
        self.document, self.folded, self.layout, self.finds = document, folded, layout, finds
        self.scores = rule_scores()
        self.ids = {id(m): f"e{n}" for n, m in enumerate(finds.mentions, 1)}
        self.ids_by_start = {m.start: f"e{n}" for n, m in enumerate(finds.mentions, 1)}
        self.issuers = {finds.references[link.reference].start: link.tail for link in reversed(finds.links) if link.kind == "issued_by"}

    def record(self, made_by: str, tokens: bool) -> Record:
        sections, section_of = self._sections()
        return Record(
            SCHEMA_VERSION,
            self.document.id,
            self.document.source,
            self.document.text,
            self.finds.metadata,
            sections,
            [self._entity(m) for m in self.finds.mentions],
            self._relations(),
            [self._target(n, t) for n, t in enumerate(self.finds.targets, 1)],
            self._tasks(section_of),
            made_by,
            tokens=self._tokens() if tokens else UNSET,
        )

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return self.folded.to_source(start, end)

    def _entity(self, mention: Mention) -> Entity:
        start, end = self._span(mention.start, mention.end)
        return Entity(
            self.ids[id(mention)],
            start,
            end,
            mention.label,
            self.document.text[start:end],
            self._norm(mention),
            source_of(mention.rule),
            self.scores.get(mention.rule, mention.score) if mention.label != "AGENCY" else mention.score,
            mention.rule,
        )

    def _norm(self, mention: Mention) -> Norm:
        """The norm of a find; the issuer of a reference is its surface in the text as read (`Uỷ ban nhân dân tỉnh`), on one line."""
        if not isinstance(mention.norm, LegalRefNorm) or mention.start not in self.issuers:
            return mention.norm
        issuer = self.issuers[mention.start]
        surface = self.document.text[slice(*self._span(issuer.start, issuer.end))]
        return structs.replace(mention.norm, issuer=normalize("NFC", " ".join(surface.split())))

    def _relations(self) -> list[Relation]:
        return [
            Relation(link.kind, self.ids_by_start[self.finds.references[link.reference].start], self.ids_by_start[link.tail.start])
            for link in self.finds.links
        ]

    def _target(self, number: int, find: TargetFind) -> Target:
        figure = find.figure
        start, end = self._span(figure.start, figure.end)
        entity = self.ids_by_start[figure.start] if figure.percent else None
        said = figure.value, figure.upper, find.op, find.change, find.indicator, find.by
        return Target(entity, *said, id=f"g{number}", start=start, end=end, unit=figure.unit, baseline=find.baseline)

    def _sections(self) -> tuple[list[Section], dict[int, str]]:
        """The headings with what stands under them, and for each block the id of the section that it is in."""
        blocks, children = self.layout.blocks, self.layout.children()
        last = list(range(len(blocks)))
        for index in range(len(blocks) - 1, -1, -1):
            parent = blocks[index].parent
            if parent is not None:
                last[parent] = max(last[parent], last[index])
        sections: list[Section] = []
        ids: dict[int, str] = {}
        inside: dict[int, str] = {}
        for index, block in enumerate(blocks):
            parent = block.parent
            holder = ids.get(parent, inside.get(parent)) if parent is not None else None
            if holder is not None:
                inside[index] = holder
            if block.kind in ("item", "caps") and children[index] and block.start < block.end:
                ids[index] = f"s{len(sections) + 1}"
                start, _ = self._span(block.start, block.end)
                _, end = self._span(block.start, max(blocks[last[index]].end, block.end))
                title = " ".join(self.document.text[slice(*self._span(*block.fragments[0]))].split())
                sections.append(Section(ids[index], holder, block.marker.text if block.marker else None, title, start, end))
        return sections, {**inside, **ids}

    def _tasks(self, section_of: dict[int, str]) -> list[Task]:
        themes = self._themes()
        served = served_targets(self.layout, self.finds.tasks, self.finds.targets)
        return [self._task(n, find, section_of, themes[n - 1], served[n - 1]) for n, find in enumerate(self.finds.tasks, 1)]

    def _task(self, number: int, find: TaskFind, section_of: dict[int, str], themes: list[ThemeTag], served: Sequence[int]) -> Task:
        fragments = [self._span(a, b) for a, b in find.fragments]
        text = " ".join(self.document.text[a:b] for a, b in fragments)
        section = section_of.get(find.block)
        parent = self.layout.blocks[find.block].parent
        if parent is not None:
            section = section_of.get(parent)
        lead, coordinating, deadline = ([self.ids_by_start[m.start] for m in role] for role in (find.lead, find.coordinating, find.deadline))
        return Task(
            f"t{number}",
            section,
            find.marker,
            fragments[0][0],
            fragments[-1][1],
            fragments,
            text,
            lead,
            coordinating,
            deadline,
            find.output,
            list(find.inherited),
            themes,
            [f"g{index + 1}" for index in served],
        )

    def _themes(self) -> list[list[ThemeTag]]:
        """The classifier sees each task with its mentions masked, the lead-in of the list that it stands in, and the heading above."""
        tasks = self.finds.tasks
        if not tasks:
            return []
        above = [tuple(heading_above(self.layout, task.block)) for task in tasks]
        masked = {spans: self._masked(spans) for spans in set(above)}  # many tasks share a heading
        return tag_themes([self._masked(task.fragments) for task in tasks], self._lead_ins(), [masked[spans] for spans in above])

    def _masked(self, spans: Sequence[tuple[int, int]]) -> str:
        """The text of the spans, its mentions replaced by their labels."""
        mentions = self.finds.mentions
        parts = []
        for start, end in spans:
            at = stop = bisect_left(mentions, start, key=lambda m: m.start)
            while stop < len(mentions) and mentions[stop].end <= end:
                stop += 1
            parts.append(mask(self.layout.flow[start:end], [(m.start - start, m.end - start, m.label) for m in mentions[at:stop]]))
        return " ".join(parts)

    def _lead_ins(self) -> list[str | None]:
        """For each task the short sentence with a colon that opens its list: the heading above, or a paragraph before its first item."""
        openings: dict[int, str] = {}  # by parent
        by_block: list[str | None] = []
        for block in self.layout.blocks:
            by_block.append(openings.get(block.parent) if block.parent is not None else None)
            if block.kind == "paragraph" and block.parent is not None and (text := self.layout.text(block).rstrip()).endswith(":"):
                openings[block.parent] = text if len(text) < 300 else text[text.rfind(".") + 1 :]
        return [by_block[task.block] or self._heading_lead_in(task) for task in self.finds.tasks]

    def _heading_lead_in(self, task: TaskFind) -> str | None:
        blocks = self.layout.blocks
        parent = blocks[task.block].parent
        heading = self.layout.text(blocks[parent]) if parent is not None else ""
        return heading if heading.rstrip().endswith(":") and len(heading) < 300 else None

    def _tokens(self) -> list[tuple[int, int]]:
        from pipeline.nlp import segment

        return segment(self.document.text)
