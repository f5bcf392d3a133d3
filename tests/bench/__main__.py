"""Characters a second of the pipeline beside underthesea's word_tokenize, on the same texts in the same run, on one core.

    python -m tests.bench [FOLDER]

FOLDER holds .txt and .md files; without it, the project's own sample corpus. Each of the two reads every text three times and the
fastest round counts, after a round that warms up.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.engines import keep_loaded
from pipeline.extract import extract
from pipeline.readers import Document, Source, read

SAMPLE = Path(__file__).parents[1] / "corpus"
ROUNDS = 3
LEAST_CHARACTERS = 200_000  # a small corpus is read often enough for a clock to see


def load(folder: Path) -> list[Document]:
    """The documents in ``folder``, repeated where they are few."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))
    if not paths:
        sys.exit(f"There is no .txt or .md file in {folder}: give another folder.")
    documents = [read(Source(path.stem, path.name, path.suffix[1:], path.read_bytes())) for path in paths]
    characters = sum(len(document.text) for document in documents)
    return documents * max(1, LEAST_CHARACTERS // characters)


def seconds(work: Callable[[Document], object], documents: Sequence[Document]) -> float:
    """The fastest round over all documents."""
    rounds = []
    for number in range(ROUNDS + 1):
        if number == 1:
            keep_loaded()  # as a run does after its first document
        began = time.perf_counter()
        for document in documents:
            work(document)
        rounds.append(time.perf_counter() - began)
    return min(rounds[1:])


def words(document: Document) -> None:
    from underthesea import word_tokenize

    for line in document.text.splitlines():
        word_tokenize(line)


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    documents = load(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
    characters = sum(len(document.text) for document in documents)
    ours, theirs = characters / seconds(extract, documents), characters / seconds(words, documents)
    print(f"{len(documents)} documents, {characters:,} characters, one core, best of {ROUNDS} rounds")
    print(f"pipeline extract            {ours:12,.0f} characters/s")
    print(f"underthesea word_tokenize   {theirs:12,.0f} characters/s")
    print(f"ratio                       {ours / theirs:12.2f}")


if __name__ == "__main__":
    main()
