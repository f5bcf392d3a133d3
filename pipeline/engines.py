"""Engines: each maps a function over items and gives the results in order. What the work is, they do not know.

``serial`` works on one item after the other, ``local`` on as many as there are workers, each a process of this machine, ``ray`` on the
machines of a cluster, where each worker of Ray has such a process. An item that ends its worker (by lack of memory, say) is tried once more
while nothing else is in work, for it may not have been to blame; the second time it is lost, and the others go on. An item that takes too
long is lost at once: it has had its time, a second try would cost as much again, and the next run tries it anyway.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Protocol, TypeVar

from pipeline.errors import EngineError, PipelineError

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 1 << 16  # weight sent to a worker at once: enough that the sending costs nothing, little enough to share out evenly
WINDOW = 1 << 25  # weight in work or waiting for its turn: bounds the memory when one item takes long
LOADING = 10.0  # seconds more for the first item of a worker, with which rules and models are loaded
SELDOM = 20_000  # objects made and not freed between two looks of the garbage collector: at Python's 700 it takes 2 % of a run, and 5 % of its start
TIME_OUT = "SIGALRM"  # the reason for which an item is lost that took too long


@dataclass(frozen=True, slots=True)
class Job(Generic[T, R]):
    """``work`` is done on an item; ``weight`` measures one (its bytes); ``timeout`` is the seconds that one may take, None for ever.

    ``lost`` makes the result of an item whose worker ended, from the item and the reason: a signal (TIME_OUT where it took too long) or
    an exit code.
    """

    work: Callable[[T], R]
    weight: Callable[[T], int]
    lost: Callable[[T, str], R]
    timeout: float | None = None


class Engine(Protocol):
    """Gives the results of a job in the order of its items."""

    def __call__(self, job: Job[T, R], items: Iterable[T], workers: int) -> Generator[R, None, None]: ...


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def choose(engine: str | None, workers: int | None) -> tuple[Engine, int]:
    """The engine and the number of its workers for what was asked; None leaves the choice to the machine. 0 is all that a cluster has.

    >>> choose("serial", None) == (serial, 1)
    True

    Raises EngineError where there is no such engine, or not with so many workers.
    """
    if workers is not None and workers < 1:
        raise EngineError(f"A run cannot have {workers} workers: ask for 1 or more.")
    name = engine or ("serial" if (workers or cores()) == 1 else "local")
    if name not in ENGINES:
        raise EngineError(f"There is no engine called {name}: choose {', '.join(ENGINES)}.")
    if name == "serial":
        if workers not in (None, 1):
            raise EngineError(f"The serial engine has one worker, not {workers}: leave out the workers, or choose the local engine.")
        return serial, 1
    return ENGINES[name], workers or (0 if name == "ray" else cores())


def serial(job: Job[T, R], items: Iterable[T], workers: int) -> Generator[R, None, None]:
    """One item after the other: in one worker, which can be ended, or without a time limit in this process (where a debugger sees it)."""
    if job.timeout is not None:
        yield from local(job, items, workers)
        return
    for number, item in enumerate(items):
        yield job.work(item)
        if number == 0:
            keep_loaded()


def local(job: Job[T, R], items: Iterable[T], workers: int) -> Generator[R, None, None]:
    """Processes of this machine, started as they are needed. An exception in the work ends the run."""
    with closing(Pool(job, workers)) as pool:
        yield from pool.map(items)


def cluster(job: Job[T, R], items: Iterable[T], workers: int) -> Generator[R, None, None]:
    """The machines of a Ray cluster; see :func:`pipeline.cluster.spread`."""
    from pipeline.cluster import spread  # the extra `ray` brings what it needs

    return spread(job, items, workers)


def keep_loaded() -> None:
    """Turns the garbage collector on, and tells it that what the first item loaded (rules, models) stays, so that it need not look there again.

    Later items load more (the agency model, patterns), and documents leave hardly any rings behind: it looks seldom.
    """
    gc.set_threshold(SELDOM)
    gc.enable()
    gc.freeze()


ENGINES: dict[str, Engine] = {"serial": serial, "local": local, "ray": cluster}


def _serve(pipe: "Connection[Any, Any]", other_end: "Connection[Any, Any]", job: Job[T, R]) -> None:
    """What a worker does: takes chunks of items from the pipe and answers each item, until the other end is closed."""
    other_end.close()  # inherited; while it were open here, the worker would outlive a parent that is killed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what becomes of it
    _end_after(None)
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(threads, "1")  # the cores have their workers already
    try:
        _answer_all(pipe, job)
    except (EOFError, OSError):
        pass  # there is nobody to answer
    except MemoryError:  # in taking or sending an item: it ends as if the kernel had run out of memory
        os.kill(os.getpid(), signal.SIGKILL)


def _answer_all(pipe: "Connection[Any, Any]", job: Job[T, R]) -> None:
    loaded = False
    gc.disable()  # until `keep_loaded`: to look through what is only being loaded takes a tenth of a start
    while True:
        for item in pipe.recv():
            _end_after(job.timeout if job.timeout is None or loaded else job.timeout + LOADING)
            answer = _answer(job.work, item)
            _end_after(None)
            pipe.send(answer)
            if not loaded:
                keep_loaded()
                loaded = True


def _answer(work: Callable[[T], R], item: T) -> tuple[R | None, PipelineError | None]:
    try:
        return work(item), None
    except PipelineError as error:
        return None, error
    except Exception as error:
        return None, EngineError(f"A worker met an error that it cannot explain ({type(error).__name__}: {error}): report it.")


def _end_after(seconds: float | None) -> None:
    """Has the kernel end this process after ``seconds``, also inside C code and also when the parent is gone; None takes that back.

    A system without alarms (Windows) sets no limit.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # what the parent, or a library, had put there would only be told
        signal.setitimer(signal.ITIMER_REAL, seconds or 0)


class _Worker(Generic[T]):
    """A process, the pipe to it, and the items that it has not answered yet, each with its number."""

    def __init__(self, job: Job[T, Any]) -> None:
        # fork starts at once and inherits no model: only the workers load any
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.items: deque[tuple[int, T]] = deque()
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.pipe, job), daemon=True)
        self.process.start()
        theirs.close()

    def send(self, items: Iterable[tuple[int, T]]) -> None:
        self.items.extend(items)
        with suppress(OSError):  # where it has ended, the next look at its pipe says so
            self.pipe.send([item for _, item in self.items])

    def end(self) -> str:
        """Stops the process where it still runs; says how it ended."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        code = self.process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


class Pool(Generic[T, R]):
    """Workers that stay from one :meth:`map` to the next. Chunks of items go to idle ones, answers wait in ``done`` for their turn."""

    def __init__(self, job: Job[T, R], workers: int) -> None:
        self.job, self.limit = job, workers
        self.workers: list[_Worker[T]] = []
        self.items: Iterator[tuple[int, T]] = iter(())
        self.again: deque[list[tuple[int, T]]] = deque()  # what ended workers had not come to
        self.suspects: deque[tuple[int, T]] = deque()  # what they were at; the first is tried alone, the others wait for that
        self.done: dict[int, R] = {}
        self.weights: deque[int] = deque()  # of the items sent out and not given yet
        self.room = WINDOW

    def map(self, items: Iterable[T]) -> Iterator[R]:
        """The results of ``work`` in order. Where this is left before its end, the pool is of no further use."""
        self.items = enumerate(items)
        given = 0
        while self._share_out():
            for pipe in wait([worker.pipe for worker in self.workers if worker.items]):
                self._receive(next(worker for worker in self.workers if worker.pipe is pipe))
            while given in self.done:
                self.room += self.weights.popleft()
                yield self.done.pop(given)
                given += 1

    def close(self) -> None:
        """Ends the workers."""
        for worker in self.workers:
            worker.end()

    def _share_out(self) -> bool:
        """Gives every idle worker a chunk while there is one, starting workers as they are needed; whether any is at work.

        While there is a suspect, nothing new is given out: it goes to a worker when no other has anything left to do.
        """
        while any(not worker.items for worker in self.workers) or len(self.workers) < self.limit:
            if self.suspects:
                chunk = [] if any(worker.items for worker in self.workers) else [self.suspects[0]]
            else:
                chunk = self.again.popleft() if self.again else self._chunk()
            if not chunk:
                break
            self._idle().send(chunk)
        return any(worker.items for worker in self.workers)

    def _idle(self) -> _Worker[T]:
        for worker in self.workers:
            if not worker.items:
                return worker
        self.workers.append(_Worker(self.job))
        return self.workers[-1]

    def _chunk(self) -> list[tuple[int, T]]:
        chunk: list[tuple[int, T]] = []
        size = 0
        while size < CHUNK and self.room > 0 and (numbered := next(self.items, None)):
            chunk.append(numbered)
            self.weights.append(max(self.job.weight(numbered[1]), 1))
            self.room -= self.weights[-1]
            size += self.weights[-1]
        return chunk

    def _receive(self, worker: _Worker[T]) -> None:
        try:
            result, error = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if error is not None:
            raise error
        number, _ = worker.items.popleft()
        self._settle(number, result)

    def _bury(self, worker: _Worker[T]) -> None:
        """The item that the worker was at becomes a suspect, or is lost; the others go to another worker."""
        self.workers.remove(worker)
        reason = worker.end()
        number, item = worker.items.popleft()
        if worker.items:
            self.again.append(list(worker.items))
        if reason == TIME_OUT or self._tried_alone(number):
            self._settle(number, self.job.lost(item, reason))
        else:
            self.suspects.append((number, item))

    def _settle(self, number: int, result: R) -> None:
        if self._tried_alone(number):
            self.suspects.popleft()
        self.done[number] = result

    def _tried_alone(self, number: int) -> bool:
        return bool(self.suspects) and self.suspects[0][0] == number
