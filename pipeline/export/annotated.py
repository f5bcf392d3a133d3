"""The formats of annotation tools that :mod:`pipeline.annotation.exchange` writes, from records."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.annotation import exchange
from pipeline.annotation.corrected import predicted
from pipeline.schema import Record


def write_conll(records: Iterable[Record], path: Path) -> None:
    """Tokens with BIO tags and offsets; see :func:`pipeline.annotation.exchange.to_conll`."""
    exchange.write_conll(map(predicted, records), path)


def write_label_studio(records: Iterable[Record], path: Path) -> None:
    """A JSON list of tasks with entities and relations; see :func:`pipeline.annotation.exchange.to_label_studio`."""
    exchange.write_label_studio(map(predicted, records), path)
