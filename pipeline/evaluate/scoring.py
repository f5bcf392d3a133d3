"""Scores of the pipeline on gold documents: one document scored at a time, and the counts added up.

What each measure means: entities count with exact span and label (``overlap``: when half of the longer span is shared); norms on
exactly matched spans; relations when kind and both spans are right; tasks by the overlap of their characters, 0.8 of the union,
best match first; lead, coordinating and deadline as sets of spans of a gold task; themes over gold tasks, with false labels on
matched ones; a target counts when span, operator and change are all right.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from pipeline.annotation.gold import Gold, GoldTask, Span
from pipeline.errors import ModelError
from pipeline.evaluate.counts import ATTRIBUTES, RELATIONS, Count, Scores, Share
from pipeline.extract.themes import theme_labels
from pipeline.schema import LABELS, Entity, Label, Record, Task

LEAST_OVERLAP = 0.5  # of the longer span, for two spans to be the same body or date
CONTEXT = 60  # characters shown on each side of an error
LEAST_UNION = 0.8  # of the characters of both, for two tasks to be the same
NORM_FIELDS: dict[Label, tuple[str, ...]] = {
    "AGENCY": ("name", "level"),
    "LEGAL_REF": ("type", "number", "issued_on", "issuer"),
    "DATE": ("type", "value", "mod"),
    "PERCENT": ("value", "upper"),
}
METADATA_FIELDS = ("doc_type", "number", "issuer", "place", "issued_on", "title")


def evaluate(pairs: Iterable[tuple[str, Gold, Record | None]]) -> Scores:
    """The scores of all documents: ``pairs`` hold a name, the gold, and the record of its text or None where there is none.

    >>> str(evaluate([]).tasks)
    'Count(hits=0, spurious=0, missed=0)'
    """
    return sum((score_document(name, gold, record) for name, gold, record in pairs), Scores())


class Mistake(NamedTuple):
    """One error: in which document and line (from 1), what is wrong, and the line with the place marked; line 0 for a document as a whole."""

    document: str
    line: int
    message: str
    context: str

    def __str__(self) -> str:
        place = f"{self.document}:{self.line}" if self.line else self.document
        return f"{place} {self.message}" + (f"\n      {self.context}" if self.context else "")


def score_document(name: str, gold: Gold, record: Record | None) -> Scores:
    """The scores of one document, with a :class:`Mistake` for each error."""
    scorer = _Scorer(name, gold, record)
    parts = [scorer.entities(), scorer.norms(), scorer.relations(), scorer.tasks(), scorer.targets(), scorer.metadata()]
    if record is None:
        parts.insert(0, Scores(errors=[Mistake(name, 0, "no prediction", "")]))
    equal = record is not None and record.text == gold.text
    return sum(parts, Scores(documents=1, text_equal=Share(equal, 1)))


class _Scorer:
    """Compares one record with its gold, measure by measure."""

    def __init__(self, name: str, gold: Gold, record: Record | None) -> None:
        self.name, self.gold, self.record = name, gold, record
        self.text = record.text if record else gold.text
        self.said: dict[tuple[int, int, Label], Entity] = {(e.start, e.end, e.label): e for e in (record.entities if record else [])}
        self.there = {(e.start, e.end, e.label): e for e in gold.entities}
        self.spans = {e.id: (e.start, e.end) for e in (record.entities if record else [])}

    def _mistake(self, message: str, span: Span | None = None) -> Mistake:
        """An error at a span of the gold's text, with the line around it."""
        if span is None or self.text != self.gold.text:
            return Mistake(self.name, 0, message, "")
        start, end = span
        text = self.text
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        before, after = text[max(first, start - CONTEXT) : start], text[end : min(last if last >= 0 else len(text), end + CONTEXT)]
        inside = text[start:end] if end - start <= 2 * CONTEXT else f"{text[start : start + CONTEXT]} ... {text[end - CONTEXT : end]}"
        return Mistake(self.name, text.count("\n", 0, start) + 1, message, " ".join(f"{before}»{inside}«{after}".split()))

    def entities(self) -> Scores:
        exact: dict[str, Count] = {}
        overlap: dict[str, Count] = {}
        errors = []
        for label in LABELS:
            there = {key for key in self.there if key[2] == label}
            said = {key for key in self.said if key[2] == label}
            exact[label] = Count(len(there & said), len(said - there), len(there - said))
            overlap[label] = _match_spans([key[:2] for key in sorted(there)], [key[:2] for key in sorted(said)])
            errors += [self._mistake(f"miss {label} {self.gold.text[start:end]!r}", (start, end)) for start, end, _ in sorted(there - said)]
            errors += [
                self._mistake(f"spurious {label} {self.text[start:end]!r} ({self.said[start, end, label].rule})", (start, end))
                for start, end, _ in sorted(said - there)
            ]
        entities = self.record.entities if self.record else []
        offsets = Share(sum(self.text[e.start : e.end] == e.text for e in entities), len(entities))
        return Scores(offsets_exact=offsets, entities=exact, entities_overlap=overlap, errors=errors)

    def norms(self) -> Scores:
        norms: dict[str, Share] = {}
        errors = []
        for key in sorted(self.there.keys() & self.said.keys()):
            there, said = self.there[key].norm, msgspec.to_builtins(self.said[key].norm) or {}
            for name in NORM_FIELDS[key[2]]:
                same = _same(there.get(name), said.get(name), within=name == "issuer")
                norms[f"{key[2]}.{name}"] = norms.get(f"{key[2]}.{name}", Share()) + Share(same, 1)
                if not same:
                    surface = self.gold.text[key[0] : key[1]]
                    errors.append(self._mistake(f"norm {key[2]}.{name} {surface!r}: gold {there.get(name)!r}, said {said.get(name)!r}", key[:2]))
        return Scores(norms=norms, errors=errors)

    def relations(self) -> Scores:
        """Counted where people annotated them; score.py counts them through the norms of references alone."""
        if self.gold.relations is None:
            return Scores()
        there = {(str(relation.type), relation.head, relation.tail) for relation in self.gold.relations}
        said = {
            (str(relation.type), self.spans[relation.head], self.spans[relation.tail]) for relation in (self.record.relations if self.record else [])
        }
        errors = [self._mistake(f"miss {kind} {self.gold.text[slice(*tail)]!r}", head) for kind, head, tail in sorted(there - said)]
        errors += [self._mistake(f"spurious {kind} {self.text[slice(*tail)]!r}", head) for kind, head, tail in sorted(said - there)]
        counts = {}
        for kind in RELATIONS:
            a, b = ({relation for relation in relations if relation[0] == kind} for relations in (there, said))
            counts[kind] = Count(len(a & b), len(b - a), len(a - b))
        return Scores(relations=counts, errors=errors)

    def tasks(self) -> Scores:
        there, said = self.gold.tasks, self.record.tasks if self.record else []
        match = _match_tasks([task.fragments for task in there], [_fragments(task) for task in said])
        spurious = [task for index, task in enumerate(said) if index not in match.values()]
        errors = [self._mistake("spurious task", _fragments(task)[0]) for task in spurious]
        scores = Scores(tasks=Count(len(match), len(spurious), len(there) - len(match)), errors=errors)
        for index, task in enumerate(there):
            scores += self._task(task, said[match[index]] if index in match else None)
        return scores

    def _task(self, there: GoldTask, said: Task | None) -> Scores:
        """Attributes and themes of one gold task; an unmatched one says nothing."""
        attributes, errors = {}, []
        if said is None:
            errors.append(self._mistake("miss task", there.fragments[0] if there.fragments else None))
        for name in ATTRIBUTES:
            spans: list[Span] = getattr(there, name)
            found = [self.spans[id] for id in getattr(said, name, []) if id in self.spans]
            attributes[name] = _match_spans(spans, found)
            if said is not None and (len(found) != len(spans) or not all(any(_overlap(span, other) for other in found) for span in spans)):
                surfaces = [self.gold.text[a:b] for a, b in spans], [self.text[a:b] for a, b in found]
                errors.append(self._mistake(f"{name}: gold {surfaces[0]}, said {surfaces[1]}", there.fragments[0]))
        labels = {tag.label for tag in said.themes} if said else set()
        themes = {
            theme: Count(theme in there.themes and theme in labels, theme in labels - set(there.themes), theme in set(there.themes) - labels)
            for theme in theme_labels()
        }
        if said is not None and labels != set(there.themes):
            errors.append(self._mistake(f"themes: gold {sorted(there.themes)}, said {sorted(labels)}", there.fragments[0]))
        return Scores(attributes=attributes, themes=themes, errors=errors)

    def targets(self) -> Scores:
        there = {(t.start, t.end, t.op, t.change) for t in self.gold.targets}
        targets = self.record.targets if self.record else []
        said = {(*self.spans[t.entity], t.op, t.change) for t in targets if t.entity in self.spans}
        errors = [self._mistake(f"miss target {self.gold.text[t[0] : t[1]]} {t[2:]}", t[:2]) for t in sorted(there - said, key=str)]
        errors += [self._mistake(f"spurious target {self.text[t[0] : t[1]]} {t[2:]}", t[:2]) for t in sorted(said - there, key=str)]
        return Scores(targets=Count(len(there & said), len(said - there), len(there - said)), errors=errors)

    def metadata(self) -> Scores:
        metadata, errors = {}, []
        for name in METADATA_FIELDS:
            there, said = self.gold.metadata.get(name), getattr(self.record.metadata, name) if self.record else None
            same = _fold(there or "") == _fold(said or "")
            metadata[name] = Share(same, 1)
            if not same:
                errors.append(self._mistake(f"metadata {name}: gold {there!r}, said {said!r}"))
        return Scores(metadata=metadata, errors=errors)


def _fragments(task: Task) -> Sequence[Span]:
    return task.fragments or [(task.start, task.end)]


def _same(there: Any, said: Any, *, within: bool) -> bool:
    """Equal, texts without regard to case, dashes, spaces and marks at the ends; with ``within`` also when one text holds the other."""
    if not (isinstance(there, str) and isinstance(said, str)):
        return bool(there == said)
    a, b = _fold(there), _fold(said)
    return a == b or (within and (a in b or b in a))


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("–", "-").split()).strip(" .,;:/")


def _overlap(a: Span, b: Span) -> bool:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and shared >= LEAST_OVERLAP * max(a[1] - a[0], b[1] - b[0])


def _match_spans(there: Sequence[Span], said: Sequence[Span]) -> Count:
    """Each span of ``there`` with the first of ``said`` that overlaps it and is not taken.

    >>> _match_spans([(0, 10), (20, 30)], [(0, 9), (40, 50)])
    Count(hits=1, spurious=1, missed=1)
    """
    free = list(said)
    for span in there:
        other = next((other for other in free if _overlap(span, other)), None)
        if other is not None:
            free.remove(other)
    hits = len(said) - len(free)
    return Count(hits, len(free), len(there) - hits)


def _match_tasks(there: Sequence[Sequence[Span]], said: Sequence[Sequence[Span]]) -> dict[int, int]:
    """For each task of ``there`` that is found, its index and that of its match in ``said``; of several the closest first."""
    candidates = [
        (_union_share(a, b), i, j) for i, a in enumerate(there) for j, b in enumerate(said) if a and b and a[0][0] < b[-1][1] and b[0][0] < a[-1][1]
    ]
    match: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in sorted(candidates, reverse=True):
        if share >= LEAST_UNION and i not in match and j not in taken:
            match[i] = j
            taken.add(j)
    return match


def _union_share(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Of the characters in either, the share that is in both.

    >>> _union_share([(0, 6), (8, 10)], [(2, 10)])
    0.6
    """
    union = _length([*a, *b])
    return (_length(a) + _length(b) - union) / union if union else 0.0


def _length(spans: Iterable[Span]) -> int:
    """How many characters the spans cover together."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def predict(name: str, text: str) -> Record | None:
    """The record that the pipeline makes of ``text``; None where it fails."""
    from pipeline.extract import extract
    from pipeline.readers import Document, Source

    source = Source(name, f"{name}.txt", "txt", text.encode("utf-8", "surrogatepass"))
    try:
        return extract(Document(name, text, source.info("utf-8")))
    except ModelError:
        raise
    except Exception:  # what one document does to the pipeline must not hide the scores of the others
        return None
