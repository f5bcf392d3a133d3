"""How fast a run is, beside the tools that it builds on, on the same texts in the same run; in ratios, for seconds are those of one machine.

    python -m tests.bench [FOLDER] [--characters 1500000] [--ner-characters 20000] [--svg FILE]

FOLDER holds .txt and .md files; without it, the project's own sample corpus. Files are drawn evenly over the folder until there are that
many characters; underthesea's NER, which is slow, reads the first of them only. Each measure is CPU time on one core, the best of five
rounds after one that warms up, in turns; what two workers gain on the whole FOLDER, memory
and start-up are measured by the clock, on processes of their own.
"""

import argparse
import os
from pathlib import Path

from tests.bench.chart import bars
from tests.bench.measures import growth, load, peers, sample, stages, start_up, workers

SAMPLE = Path(__file__).parents[1] / "corpus"


def main() -> None:
    options = _options()
    paths = sample(options.folder, options.characters)
    if hasattr(os, "sched_setaffinity"):
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})
    documents = load(paths)
    characters = sum(len(document.text) for document in documents)
    print(f"{len(paths)} files, {characters:,} characters of text, one core, best of 5 rounds\n")

    speeds = peers(documents, options.ner_characters)
    ours = speeds["pipeline run"]
    _table("characters a second", "as a ratio", {name: f"{speed:,.0f} | {ours / speed:.2f}" for name, speed in speeds.items()}, two=True)
    _table("stage", "share of the time", {name: f"{share:.1%}" for name, share in stages(documents).items()})
    _table("document of", "cost a character, to that of 10 KB", {name: f"{ratio:.2f}" for name, ratio in growth(documents).items()})
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    gains, size = workers(options.folder)
    _table("workers", "speed, to that of one", {str(count): f"{ratio:.2f}" for count, ratio in gains.items()})
    print(f"\nmemory of the largest worker {size} MB; start-up on one small file {start_up():.2f} s")
    if options.svg:
        options.svg.write_text(bars(speeds), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast a run is, beside the tools that it builds on.")
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--characters", type=int, default=1_500_000)
    parser.add_argument("--ner-characters", type=int, default=20_000)
    parser.add_argument("--svg", type=Path, help="write the speeds as a picture too")
    return parser.parse_args()


def _table(left: str, right: str, rows: dict[str, str], *, two: bool = False) -> None:
    head = f"| | {left} | the pipeline's, {right} |\n|---|---|---|" if two else f"\n| {left} | {right} |\n|---|---|"
    print(head)
    for name, value in rows.items():
        print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main()
