"""References on hand-made documents: ids, back references, citations, provisions and conflicts as a reader makes them out."""

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET

from pipeline.extract import extract
from pipeline.readers.document import Document
from pipeline.resolve import resolve
from pipeline.schema import Record, SourceInfo

EXAMPLES = tomllib.loads((Path(__file__).parent.parent / "examples" / "references.toml").read_text(encoding="utf-8"))
DOCUMENTS: list[dict[str, Any]] = EXAMPLES["document"]


def read(example: dict[str, Any]) -> Record:
    text = EXAMPLES["heads"][example["head"]] + example["text"]
    if example.get("nfd"):
        text = unicodedata.normalize("NFD", text)
    return resolve(extract(Document(example["name"], text, SourceInfo("example.txt", "txt", "utf-8", "", 0))))


def found(record: Record, key: str) -> Iterator[tuple[str, ...]]:
    """What the record says, as the examples write it; of a back reference also the surface of the mention that names it in full."""
    surface = {entity.id: unicodedata.normalize("NFC", entity.text) for entity in record.entities}
    assert record.citations is not UNSET and record.back_references is not UNSET and record.conflicts is not UNSET
    if key == "ids":
        for entity in record.entities:
            if entity.label == "LEGAL_REF":
                assert entity.identity is not UNSET
                yield surface[entity.id], entity.identity.id or ""
    elif key == "back":
        for back in record.back_references:
            named = f"={surface[back.entity]}" if back.entity else ""
            yield unicodedata.normalize("NFC", back.text), back.refers_to or named, named
    elif key == "cites":
        for citation in record.citations:
            yield surface[citation.entity], citation.type, *([surface[citation.by]] if citation.by else [])
    elif key == "pins":
        for citation in record.citations:
            for pin in citation.pinpoints:
                yield surface[citation.entity], f"{pin.article or ''}/{pin.clause or ''}/{pin.point or ''}"
    else:
        yield from ((conflict.type,) for conflict in record.conflicts)


def compare(key: str) -> tuple[Counter[str], list[str]]:
    """Right, wrong and missed over the examples that say something of ``key``, and what was wrong or missed."""
    count: Counter[str] = Counter()
    notes = []
    for example in DOCUMENTS:
        if key not in example:
            continue
        expected = [tuple(each) if isinstance(each, list) else (each,) for each in example[key]]
        for each in found(read(example), key):
            match = next((wanted for wanted in expected if wanted in (each, each[:2], each[::2])), None)
            if match:
                expected.remove(match)
                count["right"] += bool(match[-1])
            elif key != "back" or each[1]:
                count["wrong"] += 1
                notes.append(f"{example['name']}: {each} is wrong")
        missed = [each for each in expected if each[-1]]
        count["missed"] += len(missed)
        notes += [f"{example['name']}: {each} is missed" for each in missed]
    return count, notes


@pytest.mark.parametrize(
    ("key", "precision", "recall"),
    [("ids", 0.97, 0.97), ("back", 0.97, 0.85), ("cites", 0.97, 0.85), ("pins", 0.97, 0.85), ("conflicts", 0.97, 0.85)],
)
def test_the_examples(key: str, precision: float, recall: float) -> None:
    count, notes = compare(key)
    given, wanted = count["right"] + count["wrong"], count["right"] + count["missed"]
    print(f"{key}: precision {count['right'] / given:.3f} ({given}), recall {count['right'] / wanted:.3f} ({wanted})", *notes, sep="\n  ")
    assert count["right"] / given >= precision, notes
    assert count["right"] / wanted >= recall, notes
