"""How much of a document one example holds: a block, a section, or all of it; always whole lines, and never a part of an entity."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise

from pipeline.annotation.choices import UnitKind
from pipeline.annotation.gold import Span
from pipeline.casing import in_capitals, recase
from pipeline.layout import lay_out
from pipeline.schema import Record
from pipeline.text import fold


def document_key(record: Record) -> str:
    """What tells a document from all others: 16 hexadecimal digits of its id and text."""
    return sha256(f"{record.id}\0{record.text}".encode()).hexdigest()[:16]


def unit_spans(record: Record, kind: UnitKind) -> list[Span]:
    """The spans of the units of a document, in order and without overlap; what has neither letters nor entities belongs to none.

    >>> from pipeline.schema import SCHEMA_VERSION, Metadata, SourceInfo
    >>> text = "KẾ HOẠCH\\n1. Sở Y tế chủ trì.\\n---\\n2. Công an tỉnh phối hợp.\\n"
    >>> record = Record(SCHEMA_VERSION, "45", SourceInfo("45.txt", "txt", "utf-8", "", 0), text, Metadata(), [], [], [], [], [], "")
    >>> [text[a:b] for a, b in unit_spans(record, UnitKind.block)]
    ['KẾ HOẠCH', '1. Sở Y tế chủ trì.\\n---', '2. Công an tỉnh phối hợp.']
    """
    entities = sorted((entity.start, entity.end) for entity in record.entities)
    cuts = sorted({0, *_outside(_cuts(record, kind), entities), len(record.text)})
    spans = [_stripped(record.text, start, end) for start, end in pairwise(cuts)]
    starts = [start for start, _ in entities]
    return [(a, b) for a, b in spans if any(c.isalpha() for c in record.text[a:b]) or bisect_right(starts, b - 1) > bisect_right(starts, a - 1)]


def _cuts(record: Record, kind: UnitKind) -> Iterator[int]:
    """Where units may begin: the lines in which blocks or sections begin."""
    if kind is UnitKind.document:
        return
    if kind is UnitKind.section:
        begins = [section.start for section in record.sections]
    else:
        folded = fold(record.text)
        layout = lay_out(recase(folded.text) if in_capitals(folded.text) else folded.text)
        begins = [folded.to_source(block.start, block.start + 1)[0] for block in layout.blocks if block.start < block.end]
    for begin in begins:
        yield max(record.text.rfind("\n", 0, begin), record.text.rfind("\r", 0, begin)) + 1


def _outside(cuts: Iterator[int], entities: Sequence[Span]) -> Iterator[int]:
    """The cuts that go through no entity."""
    starts = [start for start, _ in entities]
    for cut in cuts:
        at = bisect_right(starts, cut) - 1
        if at < 0 or starts[at] == cut or entities[at][1] <= cut:
            yield cut


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), max(start + len(piece.rstrip()), start + len(piece) - len(piece.lstrip()))
