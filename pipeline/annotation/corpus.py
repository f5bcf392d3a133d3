"""The annotated corpus of the project: documents in three splits, and what must hold of all of them together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.annotation.gold import Gold, problems
from pipeline.errors import AnnotationError
from pipeline.schema import LABELS

SPLITS = ("train", "dev", "test")
SHINGLE = 12  # syllables; two documents that share many stretches of this length are copies of each other
LEAST_COPY = 0.1


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A gold document of the corpus, with its name and split."""

    name: str
    split: str
    gold: Gold


def read_corpus(folder: Path, splits: Sequence[str] = SPLITS) -> list[AnnotatedDocument]:
    """The documents in ``folder``/train, dev and test (NAME.gold.json), in order of split and name; raises AnnotationError."""
    return [AnnotatedDocument(path.name.removesuffix(".gold.json"), split, _decode(path)) for split, path in _paths(folder, splits)]


def _paths(folder: Path, splits: Sequence[str]) -> list[tuple[str, Path]]:
    found = [(split, path) for split in splits for path in sorted((folder / split).glob("*.gold.json"))]
    if not found:
        raise AnnotationError(f"There are no annotated documents in {folder} ({', '.join(splits)}): name the folder that holds the splits.")
    return found


def _decode(path: Path) -> Gold:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Gold)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise AnnotationError(f"{path} does not follow the annotation format ({error}): mend it.") from None


def check_corpus(folder: Path) -> tuple[list[str], list[str]]:
    """What is wrong in the corpus of ``folder``, a sentence each, and a summary of what it holds; raises AnnotationError where it has none.

    Held are the rules of the format (see :func:`pipeline.annotation.gold.problems`), and that no issuer and no text stands in two splits.
    """
    documents, wrong = [], []
    for split, path in _paths(folder, SPLITS):
        try:
            document = AnnotatedDocument(path.name.removesuffix(".gold.json"), split, _decode(path))
        except AnnotationError as error:
            wrong.append(str(error))
            continue
        documents.append(document)
        wrong += [f"{path} {problem}." for problem in problems(document.gold)]
    return [*wrong, *_shared_issuers(documents), *_copies(documents)], list(_summary(documents))


def _shared_issuers(documents: Sequence[AnnotatedDocument]) -> Iterator[str]:
    """Splits by document are fair only where nobody's habits are seen before: an issuer stands in one split."""
    seen: dict[str, AnnotatedDocument] = {}
    for document in documents:
        issuer = document.gold.metadata.get("issuer")
        if issuer and (first := seen.setdefault(issuer.casefold(), document)).split != document.split:
            yield f"{issuer} issues {first.name} ({first.split}) and {document.name} ({document.split}): move one of them."


def _copies(documents: Sequence[AnnotatedDocument]) -> Iterator[str]:
    shingles = [(document, _shingles(document.gold.text)) for document in documents]
    for index, (document, mine) in enumerate(shingles):
        for other, theirs in shingles[:index]:
            if len(mine & theirs) > LEAST_COPY * min(len(mine), len(theirs)) > 0:
                yield f"{other.name} ({other.split}) and {document.name} ({document.split}) share {len(mine & theirs)} stretches of {SHINGLE} syllables: leave one out."


def _shingles(text: str) -> set[int]:
    words = re.findall(r"\w+", text.casefold())
    return {hash(tuple(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1)}


def _summary(documents: Sequence[AnnotatedDocument]) -> Iterator[str]:
    columns = ("documents", "characters", *LABELS, "relations", "targets", "tasks")
    yield f"{'':8}" + "".join(f"{column:>12}" for column in columns)
    rows = {split: [_counts(d.gold) for d in documents if d.split == split] for split in SPLITS}
    rows["all"] = [counts for counted in rows.values() for counts in counted]
    for name, counted in rows.items():
        total = sum(counted, Counter())
        yield f"{name:8}" + "".join(f"{total[column]:>12,}" for column in columns)
    for key in sorted({key for document in documents for key in document.gold.about}):
        values = Counter(document.gold.about.get(key, "-") for document in documents)
        yield f"{key}: " + ", ".join(f"{value} {count}" for value, count in values.most_common())


def _counts(gold: Gold) -> Counter[str]:
    labels: Counter[str] = Counter(str(entity.label) for entity in gold.entities)
    sizes = {
        "documents": 1,
        "characters": len(gold.text),
        "relations": len(gold.relations or []),
        "targets": len(gold.targets),
        "tasks": len(gold.tasks),
    }
    return labels + Counter(sizes)
