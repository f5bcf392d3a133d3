"""What is measured, each as a number or as numbers by name. Speeds are characters a second of CPU time on one core."""

import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from pipeline.engines import cores, keep_loaded
from pipeline.extract.agencies.learned import model
from pipeline.readers import Document, Source, read
from pipeline.run import process

T = TypeVar("T")
ROUNDS = 5
LEAST_CHARACTERS = 200_000  # a small corpus is read often enough for a clock to see


def sample(folder: Path, characters: int) -> list[Path]:
    """Files drawn evenly over ``folder``, together about as many ``characters``: Vietnamese takes 1.4 bytes for one."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))
    if not paths:
        sys.exit(f"There is no .txt or .md file in {folder}: give another folder.")
    size = sum(path.stat().st_size for path in paths)
    step = max(1, round(size / (1.4 * characters)))
    return paths[::step]


def load(paths: Sequence[Path]) -> list[Document]:
    """The documents, repeated where they are few."""
    documents = [read(source) for source in sources(paths)]
    characters = sum(len(document.text) for document in documents)
    return documents * max(1, LEAST_CHARACTERS // characters)


def sources(paths: Sequence[Path]) -> list[Source]:
    return [Source(path.stem, path.name, path.suffix[1:], path.read_bytes()) for path in paths]


def best(*works: Callable[[], object]) -> list[float]:
    """The CPU seconds of the fastest round of each, after one that warms up; they take turns, for a machine is not as fast at all times."""
    for work in works:
        work()
    keep_loaded()  # as a run does after its first document
    return [min(times) for times in zip(*[[_spent(work) for work in works] for _ in range(ROUNDS)], strict=True)]


def _spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def peers(documents: Sequence[Document], ner_characters: int) -> dict[str, float]:
    """The speed of a run, from bytes to line, and of the tools that it builds on, on the same lines."""
    import spacy
    from underthesea import ner, word_tokenize

    lines = [line for document in documents for line in document.text.splitlines() if line.strip()]
    few, taken = [], 0
    for line in lines:
        if taken < ner_characters:
            few.append(line)
            taken += len(line)
    given = [Source(document.id, document.source.path, document.source.format, document.text.encode()) for document in documents]
    blank = spacy.blank("xx")
    characters = sum(len(document.text) for document in documents)

    tools: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
        "underthesea word_tokenize": (word_tokenize, lines),
        "underthesea ner": (ner, few),
        "spaCy blank": (blank, lines),
        "spaCy NER (the shipped model)": (model(), few),
    }
    ours, *theirs = best(partial(_process_all, given), *(partial(_use, tool, texts) for tool, texts in tools.values()))
    speeds = {name: sum(map(len, texts)) / seconds for (name, (_, texts)), seconds in zip(tools.items(), theirs, strict=True)}
    return {"pipeline run": characters / ours, **speeds}


def _use(tool: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        tool(text)


STAGES = {
    "read": ["pipeline.run.read"],
    "fold": ["pipeline.extract.record.fold"],
    "lay out": ["pipeline.extract.record.lay_out"],
    "legal references": ["pipeline.extract.record.find_legal_refs"],
    "dates and percentages": ["pipeline.extract.record.find_dates", "pipeline.extract.record.find_percents"],
    "agencies": ["pipeline.extract.record.find_agencies", "pipeline.extract.record.settle"],
    "the agency model": ["pipeline.extract.record.refine"],
    "targets": ["pipeline.extract.record.find_figures", "pipeline.extract.record.find_targets"],
    "tasks": ["pipeline.extract.record.find_tasks"],
    "themes": ["pipeline.extract.record.tag_themes"],
    "resolve": ["pipeline.resolve.resolve"],
    "encode": ["msgspec.json.encode"],
}


def stages(documents: Sequence[Document]) -> dict[str, float]:
    """The share of each stage in the CPU time of `process`, all of one and the same round; the rest is metadata, relations and writing."""
    given = [Source(document.id, document.source.path, document.source.format, document.text.encode()) for document in documents]
    spent = dict.fromkeys(STAGES, 0.0)
    with ExitStack() as stack:
        for stage, functions in STAGES.items():
            for name in functions:
                stack.enter_context(patch(name, _timed(pkgutil.resolve_name(name), stage, spent)))
        _process_all(given)
        spent.update(dict.fromkeys(STAGES, 0.0))
        began = time.process_time()
        _process_all(given)
        whole = time.process_time() - began
    return {**{stage: seconds / whole for stage, seconds in spent.items()}, "the rest": 1 - sum(spent.values()) / whole}


def _timed(work: Callable[..., T], stage: str, spent: dict[str, float]) -> Callable[..., T]:
    def call(*args: Any, **named: Any) -> T:
        began = time.process_time()
        result = work(*args, **named)
        spent[stage] += time.process_time() - began
        return result

    return call


def growth(documents: Sequence[Document]) -> dict[str, float]:
    """What a character costs in documents of one text at several lengths, to what it costs in those of 10 KB."""
    text = "\n".join(document.text for document in documents)
    text *= 1 + 1_000_000 // len(text)
    costs = {}
    for name, size in (("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000)):
        # the same million characters each time, cut into pieces at line ends
        whole = text[:1_000_000]
        cuts = [0]
        while cuts[-1] < len(whole):
            cuts.append((whole.find("\n", cuts[-1] + size) + 1) or len(whole))
        pieces = [Source(str(n), f"{n}.txt", "txt", whole[a:b].encode()) for n, (a, b) in enumerate(pairwise(cuts))]
        [costs[name]] = best(partial(_process_all, pieces))
    return {name: cost / costs["10 KB"] for name, cost in costs.items()}


def _process_all(pieces: Sequence[Source]) -> None:
    for piece in pieces:
        process(piece)


def workers(folder: Path) -> tuple[dict[int, float], int]:
    """How much faster several workers are than one, start included: the whole ``folder`` by the clock, the best of three; and the MB of the largest.

    They take turns; this wants a machine that does nothing else, and a folder that takes far longer than the start.
    """
    counts = sorted({1, 2, cores()})
    rounds = [[_watch(folder, count) for count in counts] for _ in range(3)]
    clocks = {count: min(seconds for seconds, _ in runs) for count, runs in zip(counts, zip(*rounds, strict=True), strict=True)}
    return {count: clocks[1] / clock for count, clock in clocks.items()}, max(size for runs in rounds for _, size in runs)


def start_up() -> float:
    """The seconds of `pipeline run` on one small file, by the clock, the best of five."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "kế hoạch.txt"
        plan.write_text("KẾ HOẠCH\n1. Sở Y tế chủ trì kiểm tra an toàn thực phẩm trước ngày 15/12/2024.\n", encoding="utf-8")
        return min(_watch(plan, 1)[0] for _ in range(5))


# In a small process: one that is started counts the memory of the one that starts it as its own.
_WATCHER = """
import resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run([sys.executable, "-m", "pipeline", "run", *sys.argv[1:]], check=True, capture_output=True)
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def _watch(corpus: Path, workers: int) -> tuple[float, int]:
    """The seconds of a whole `pipeline run`, and the largest resident size that one of its processes reached, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _WATCHER, str(corpus), "-o", str(Path(folder) / "out.jsonl"), "--workers", str(workers)]
        compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # as an installed package is
        seconds, size = subprocess.run(command, check=True, capture_output=True, text=True, env=compiled).stdout.split()
    return float(seconds), int(size)
