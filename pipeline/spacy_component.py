"""The pipeline as a component of spaCy: ``nlp.add_pipe("vn_plan")``, in any pipeline with any tokenizer.

``doc.ents`` are the entities (``ent.id_`` their ids, ``ent.kb_id_`` what they stand for), ``doc.spans`` has ``tasks`` (a span for each fragment),
``targets``, ``sections`` and ``back_references``, their ids in ``span.id_``, and ``doc._.plan`` is the whole :class:`pipeline.schema.Record`, with exact offsets.

spaCy's spans are made of whole tokens. Where a tokenizer joins the end of an entity with what stands beside it (`2025.` as one token), the span
takes the whole token; where two entities would so share a token, the second keeps what is left of it, and is in ``doc._.plan`` alone where nothing
is. With ``config={"split_tokens": True}`` such tokens are cut, and every span is exact.

Installing the package makes the component known to spaCy (an entry point); in a checkout ``import pipeline.spacy_component`` does.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from pipeline.extract import extract
from pipeline.nlp import register_component, register_extension
from pipeline.readers import Document
from pipeline.records import decode_record
from pipeline.resolve import resolve
from pipeline.schema import Entity, Record, SourceInfo

if TYPE_CHECKING:
    from pipeline.nlp import Doc, Span

NAME = "vn_plan"


class PlanComponent:
    """Reads the text of a Doc and marks what it found; ``split_tokens`` cuts tokens at the edges of entities."""

    def __init__(self, *, split_tokens: bool = False) -> None:
        self._split_tokens = split_tokens

    def __call__(self, doc: "Doc") -> "Doc":
        """The Doc with ``ents``, ``spans`` and ``_.plan``; raises ModelError where a model is missing."""
        record = resolve(extract(Document("", doc.text, SourceInfo("", "txt", "utf-8", "", 0))))
        if self._split_tokens:
            _split(doc, edges(record))
        return mark(doc, record)


def make_component(nlp: Any, name: str, split_tokens: bool) -> PlanComponent:
    """What spaCy calls for ``nlp.add_pipe("vn_plan")``.

    ``nlp`` is a Language, and the annotation doesn't say so: spaCy reads it, and beside pydantic 1 it can't read a name that is not imported.
    """
    return PlanComponent(split_tokens=split_tokens)


def plan_of(doc: "Doc") -> Record | None:
    """The record behind ``doc._.plan``; None where the component has not seen the Doc.

    It is kept as JSON in ``doc.user_data``, so that it goes wherever spaCy sends a Doc: to another process, into a DocBin.
    """
    data = doc.user_data.get(NAME)
    return None if data is None else msgspec.structs.replace(decode_record(data), text=doc.text)


def mark(doc: "Doc", record: Record) -> "Doc":
    """``doc``, whose text is that of ``record``, with the record's entities and spans."""
    doc.user_data[NAME] = msgspec.json.encode(msgspec.structs.replace(record, text=""))
    doc.set_ents(list(_entities(doc, record.entities)))
    for group, label, spans in _groups(record):
        doc.spans[group] = [_span(doc, start, end, label, id) for id, start, end in spans]
    return doc


def edges(record: Record) -> list[int]:
    """The offsets at which an entity or a part of a task begins or ends, in order."""
    spans = [(entity.start, entity.end) for entity in record.entities] + [fragment for task in record.tasks for fragment in task.fragments]
    return sorted({edge for span in spans for edge in span})


def cut(words: Iterable[tuple[int, int]], edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """``words`` with those in two that an edge cuts; both are in order.

    >>> list(cut([(0, 2), (3, 10)], [0, 7]))
    [(0, 2), (3, 7), (7, 10)]
    """
    for start, end in words:
        yield from pairwise([start, *edges[bisect_right(edges, start) : bisect_left(edges, end)], end])


def _split(doc: "Doc", edges: Sequence[int]) -> None:
    with doc.retokenize() as retokenizer:
        for token in doc:
            pieces = [doc.text[a:b] for a, b in cut([(token.idx, token.idx + len(token))], edges)]
            if len(pieces) > 1:
                retokenizer.split(token, pieces, heads=[(token, at) for at in range(len(pieces))])


def _entities(doc: "Doc", entities: Iterable[Entity]) -> Iterator["Span"]:
    reached = 0  # the first token that no entity has
    for entity in entities:
        known = "" if entity.identity is UNSET else entity.identity.id or ""
        span = _span(doc, entity.start, entity.end, entity.label, entity.id, known)
        if span.start < reached < span.end:
            span = _span(doc, doc[reached].idx, entity.end, entity.label, entity.id, known)
        if span.start >= reached:
            reached = span.end
            yield span


def _span(doc: "Doc", start: int, end: int, label: str, id: str, known: str = "") -> "Span":
    """The tokens that hold a character between two offsets, as one span."""
    span = doc.char_span(start, end, label=label, kb_id=known, span_id=id, alignment_mode="expand")
    assert span is not None, f"{start} to {end} is outside of the text"
    return span


def _groups(record: Record) -> Iterator[tuple[str, str, list[tuple[str, int, int]]]]:
    """The groups of spans besides the entities: name, label, and the id, start and end of each span."""
    figures = {entity.id: (entity.start, entity.end) for entity in record.entities}
    places = [(target.id, figures[target.entity] if target.entity else (target.start, target.end)) for target in record.targets]
    backs = [] if record.back_references is UNSET else record.back_references
    yield "tasks", "TASK", [(task.id, start, end) for task in record.tasks for start, end in task.fragments]
    yield "targets", "TARGET", [("" if id is UNSET else id, start, end) for id, (start, end) in places if start is not UNSET and end is not UNSET]
    yield "sections", "SECTION", [(section.id, section.start, section.end) for section in record.sections]
    yield "back_references", "BACK_REFERENCE", [(back.refers_to or "", back.start, back.end) for back in backs]


register_component(NAME, make_component, {"split_tokens": False})
register_extension("plan", plan_of)
