"""Fuzzing by coverage: inputs are changed again and again towards code that was not reached yet, and what holds for any input is checked on each.

    python -m tests.fuzz readers|layout|extract [--seconds 60] [--keep FOLDER]

Needs ``pip install '.[fuzz]'`` (atheris, for Python 3.11 to 3.13 on Linux). It ends with exit code 0 where nothing was found; an input that
breaks something stands in FOLDER as ``crash-...`` or ``slow-unit-...``, with the error on the screen. FOLDER also keeps what reached new code,
and the next run begins there.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

SLOW = 20  # seconds for one input of at most LONGEST bytes
LONGEST = {"readers": 65_536, "layout": 4_096, "extract": 4_096}
MOST_MEMORY = 2_048  # megabytes, of which atheris itself takes some


def targets() -> dict[str, tuple[Callable[[bytes], object], Callable[[], list[bytes]]]]:
    """For each name what is done with an input, and the inputs to begin with."""
    from tests.hostile.invariants import FORMATS, check_layout, check_reader, check_record, document_of
    from tests.hostile.seeds import PIECES, seeds

    def texts() -> list[bytes]:
        from tests.readers import plan

        return [plan.as_text().encode(), *("".join(PIECES[at::7]).encode() for at in range(7))]

    def files() -> list[bytes]:
        return [bytes([number]) + seed for number, format in enumerate(FORMATS) for seed in seeds(format)]

    def text_of(data: bytes) -> str:
        return data.decode("utf-8", "replace")

    return {
        "readers": (lambda data: check_reader(FORMATS[data[0] % len(FORMATS)], data[1:]) if data else None, files),
        "layout": (lambda data: check_layout(text_of(data)), texts),
        "extract": (lambda data: check_record(document_of(text_of(data))), texts),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("target", choices=["readers", "layout", "extract"])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("Fuzzing needs atheris: install the extra `fuzz` (pip install '.[fuzz]') with Python 3.11 to 3.13 on Linux.")
    with TemporaryDirectory() as folder, atheris.instrument_imports(include=["pipeline"]):
        kept = asked.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        work, begin = targets()[asked.target]
        for number, seed in enumerate(begin()):
            (kept / f"seed-{number}").write_bytes(seed)
            work(seed)  # imports the readers, and loads rules and models before the clock of an input runs
        limits = [f"-max_total_time={asked.seconds}", f"-timeout={SLOW}", f"-max_len={LONGEST[asked.target]}", f"-rss_limit_mb={MOST_MEMORY}"]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={kept}/", "-print_final_stats=1", str(kept)], work)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
