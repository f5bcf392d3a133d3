"""DocBins of spaCy, a few documents each: what ``spacy train`` and ``spacy.tokens.DocBin`` read."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import UNSET

from pipeline.nlp import blank, make_doc, segment, write_docbin
from pipeline.records import in_batches
from pipeline.schema import Record
from pipeline.spacy_component import cut, edges, mark

if TYPE_CHECKING:
    from pipeline.nlp import Doc, Vocab

SHARD = 1_000_000  # characters; a DocBin is held in memory whole, by spaCy too, at some 50 bytes a character


def write_shards(records: Iterable[Record], folder: Path) -> None:
    """``folder/docs-00001.spacy`` and so on: Docs as :mod:`pipeline.spacy_component` makes them, in the order of the records.

    Tokens are underthesea's words, cut where an entity or a task begins or ends inside of one, so that every span is exact. To seek the words takes
    most of the time (some 100,000 characters a second); a run with ``--tokens`` has them already.
    """
    vocab = blank().vocab
    for number, shard in enumerate(in_batches(records, SHARD), 1):
        write_docbin((_doc(vocab, record) for record in shard), folder / f"docs-{number:05}.spacy")


def _doc(vocab: "Vocab", record: Record) -> "Doc":
    words = segment(record.text) if record.tokens is UNSET else record.tokens
    return mark(make_doc(vocab, record.text, cut(words, edges(record))), record)
