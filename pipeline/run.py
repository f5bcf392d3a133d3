"""The main job: a corpus in, one line a document out, in order, whatever the engine and however often it was interrupted."""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from pipeline.corpus import Failure, discover, sources
from pipeline.engines import TIME_OUT, Job, choose
from pipeline.errors import CorpusError, ModelError, ReadError
from pipeline.output import FileOutput, Line, Output, Standing, StreamOutput, errors_path, form_of, shard_paths
from pipeline.readers import Source, read
from pipeline.readers.remote import path_or_url

Outcome = Line | Standing | Failure
Plan = deque[tuple[Outcome | None, int]]  # the documents in order, with their weights; None waits for the engine
TIMEOUT = 60.0  # seconds that a document may take: the longest of real collections take some five


@dataclass(slots=True)
class Summary:
    """What a run did: documents ``done``, ``skipped`` because their lines still stood, and ``failed``; what the output holds.

    ``finished`` is False where a strict run stopped before the end; ``passed_over`` counts, by suffix, documents in formats
    that are not read yet.
    """

    done: int = 0
    skipped: int = 0
    failed: int = 0
    entities: int = 0
    tasks: int = 0
    seconds: float = 0.0
    finished: bool = True
    passed_over: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        """One line for people.

        >>> print(Summary(done=12, skipped=3, failed=1, entities=5321, tasks=210, seconds=4.21))
        12 documents done, 3 skipped, 1 failed; 5321 entities, 210 tasks; 4.2 s
        """
        documents = "document" if self.done == 1 else "documents"
        return (
            f"{self.done} {documents} done, {self.skipped} skipped, {self.failed} failed; "
            f"{self.entities} entities, {self.tasks} tasks; {self.seconds:.1f} s"
        )


def run(
    corpus: Sequence[Path | str],
    output: Path | str | None,
    *,
    workers: int | None = None,
    engine: str | None = None,
    strict: bool = False,
    tokens: bool = False,
    timeout: float | None = TIMEOUT,
    shards: int | None = None,
    format: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    report: Callable[[Failure], None] | None = None,
) -> Summary:
    """Writes one record a document of ``corpus`` (files, folders, URLs that fsspec opens) to ``output``, or to standard output where that is None.

    The bytes are the same for every ``engine`` (``serial``, ``local`` or ``ray``; None: what the machine has cores for) and every number
    of ``workers``. Documents that fail give a line in ``OUT.errors.jsonl`` and are told to ``report``; with ``strict`` the first
    of them stops the run. One that takes longer than ``timeout`` seconds (None: no limit) fails too, wherever it hangs. ``progress``
    is told the bytes of the corpus that are behind and those in all. What an earlier run with the same code, rules, models and options
    wrote is taken over, also where that run was interrupted.

    ``format`` is ``jsonl`` or ``parquet`` (None: as ``output`` is named). With ``shards`` the output is that many files, named after
    it: ``OUT-00000-of-00008.jsonl``.

    Raises CorpusError, EngineError or ModelError where the run cannot be done at all.
    """
    began = time.perf_counter()
    mapper, count = choose(engine, workers)
    found = discover([path_or_url(path) for path in corpus], leave_out=_files(output, format, shards))
    out = _output(output, tokens=tokens, form=format, shards=shards)
    summary = Summary(passed_over=dict(found.passed_over))
    plan: Plan = deque()
    behind, size = 0, found.bytes
    with out:
        todo = _todo(sources(found.files), out, plan)
        job = Job(partial(process, tokens=tokens), _weight, partial(_lost, timeout), timeout)
        with closing(mapper(job, todo, count)) as results:
            for outcome, weight in _in_order(plan, results):
                _settle(outcome, out, summary)
                behind += weight
                if progress:
                    progress(behind, size)
                if isinstance(outcome, Failure):
                    if report:
                        report(outcome)
                    if strict:
                        summary.finished = False
                        out.stop()
                        break
    summary.seconds = time.perf_counter() - began
    return summary


def _files(output: Path | str | None, form: str | None, shards: int | None) -> Sequence[Path | str]:
    """The files that a run writes, which are no part of its corpus."""
    if output is None:
        return []
    path = path_or_url(output)
    if isinstance(path, str):
        from pipeline.output.remote import files_at

        return files_at(path, form, shards)
    return [*shard_paths(path, form_of(path, form), shards), errors_path(path)]


def _output(output: Path | str | None, *, tokens: bool, form: str | None, shards: int | None) -> Output:
    if output is None:
        if shards is not None or form not in (None, "jsonl"):
            raise CorpusError("Standard output takes one stream of JSON Lines: name a file for shards or another format.")
        return StreamOutput(sys.stdout.buffer)
    path = path_or_url(output)
    if isinstance(path, str):
        from pipeline.output.remote import RemoteOutput

        return RemoteOutput(path, tokens=tokens, form=form, shards=shards)
    return FileOutput(path, tokens=tokens, form=form, shards=shards)


def process(source: Source, *, tokens: bool = False) -> Line | Failure:
    """The work on one document, as every engine maps it: read, extract, encode. Whatever goes wrong with the document is a Failure."""
    from pipeline.extract import extract
    from pipeline.resolve import resolve

    try:
        document = read(source)
    except ReadError as error:
        return Failure(source.path, "read", str(error))
    except Exception as error:
        return _unexplained(source, "read", error)
    try:
        record = resolve(extract(document, tokens=tokens))
        return Line(record.id, msgspec.json.encode(record) + b"\n", len(record.entities), len(record.tasks))
    except ModelError:
        raise  # no document could be worked on
    except Exception as error:
        return _unexplained(source, "extract", error)


def _todo(found: Iterable[Source | Failure], out: Output, plan: Plan) -> Iterator[Source]:
    """The sources that need work; ``plan`` takes down what stands between them, and None in the place of each."""
    for source in found:
        if isinstance(source, Failure):
            plan.append((source, 0))
        elif line := out.standing(source):
            plan.append((line, _weight(source)))
        else:
            plan.append((None, _weight(source)))
            yield source


def _in_order(plan: Plan, results: Iterable[Line | Failure]) -> Iterator[tuple[Outcome, int]]:
    """The results of the engine, each in the place that ``plan`` kept for it, and what stands between them; with their weights."""
    for result in results:
        yield from _standing_ahead(plan)
        _, weight = plan.popleft()
        yield result, weight
    yield from _standing_ahead(plan)


def _standing_ahead(plan: Plan) -> Iterator[tuple[Outcome, int]]:
    while plan and (outcome := plan[0][0]) is not None:
        yield outcome, plan.popleft()[1]


def _settle(outcome: Outcome, out: Output, summary: Summary) -> None:
    match outcome:
        case Line():
            out.add(outcome)
            summary.done += 1
        case Standing():
            out.keep(outcome)
            summary.skipped += 1
        case Failure():
            out.fail(outcome)
            summary.failed += 1
            return
    summary.entities += outcome.entities
    summary.tasks += outcome.tasks


def _weight(source: Source) -> int:
    return len(source.data)


def _lost(timeout: float | None, source: Source, reason: str) -> Failure:
    """The failure of a document whose worker ended; nobody knows in what stage."""
    if reason == TIME_OUT:
        error = f"{source.place} took longer than {timeout:g} seconds and was given up: give it more time with --timeout, or leave it out."
    elif reason == "SIGKILL":
        error = (
            f"{source.place} got its worker killed (SIGKILL) twice, the second time with nothing else in work, most likely for lack of memory: "
            "leave it out, or take a machine with more."
        )
    else:
        error = f"{source.place} ended its worker twice ({reason}): report it together with the document."
    return Failure(source.path, "work", error)


def _unexplained(source: Source, stage: str, error: Exception) -> Failure:
    if isinstance(error, MemoryError):
        return Failure(source.path, stage, f"{source.place} needs more memory than this process may take: leave it out, or raise the limit.")
    message = " ".join(str(error).split())[:300]
    what = type(error).__name__ + (f": {message}" if message else "")
    return Failure(source.path, stage, f"{source.place} could not be worked on ({what}): report it together with the document.")
