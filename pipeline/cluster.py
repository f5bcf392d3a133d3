"""The engine on a Ray cluster: chunks of items go to actors, which answer in their own time; results keep the order.

The machine that starts the run reads the corpus and writes the output; what the others do is the work. Each actor has a worker process as
the local engine has, so that a document that takes too long or ends its process is dealt with in the same way. Actors that the cluster
loses are started anew by Ray, and their chunk is done again.
"""

import logging
import os
import re
import socket
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar

from pipeline.engines import Job, Pool
from pipeline.errors import EngineError, PipelineError
from pipeline.provenance import MODELS_VARIABLE, RULES_VARIABLE, fingerprint

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 1 << 18  # weight of a task: some tenths of a second of work, against some milliseconds for its way
AHEAD = 8  # tasks for each actor that are in work or wait for their turn: bounds the memory when one takes long
RETRIES = 3  # actors that a task may lose
PATIENCE = 10.0  # seconds to reach the head of the cluster


def spread(job: Job[T, R], items: Iterable[T], workers: int) -> Generator[R, None, None]:
    """The results of a job in order, by ``workers`` actors (0: one for each CPU of the cluster); see :class:`pipeline.engines.Engine`.

    It joins the cluster that RAY_ADDRESS names, else the one that runs on this machine, else it starts one here. Raises EngineError where Ray
    is not installed, there is no cluster to join, or the cluster has another version of the pipeline.
    """
    chunks = _chunks(items, job.weight)
    first = next(chunks, None)
    if first is None:
        return  # nothing to do, and no cluster to join for it
    with _joined() as ray:
        count = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        environment = {"env_vars": {name: os.environ[name] for name in (MODELS_VARIABLE, RULES_VARIABLE) if name in os.environ}}
        actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES, runtime_env=environment)(_Actor)
        actors = [actor.remote(job, fingerprint()) for _ in range(count)]
        for answers in _in_order(ray, actors, chain([first], chunks)):
            yield from answers


class _Actor:
    """What Ray starts on its machines; ``expected`` is the fingerprint of the pipeline that the run was started with."""

    def __init__(self, job: Job[Any, Any], expected: str) -> None:
        self._differs = fingerprint() != expected
        self._pool = Pool(job, 1)

    def answer(self, chunk: list[Any]) -> list[Any] | PipelineError:
        """The results of a chunk, or the error that ends the run."""
        if self._differs:
            return EngineError(f"The pipeline or its models on {os.uname().nodename} are not those of this machine: install the same there.")
        try:
            return list(self._pool.map(chunk))
        except PipelineError as error:
            return error


@contextmanager
def _joined() -> Iterator[Any]:
    """The module ray, connected to a cluster; a connection that the caller has already is used and stays."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody unasked
    try:
        import ray
    except ImportError:
        raise EngineError("Ray is not installed: pip install 'vn-plan-pipeline[ray]', on every machine of the cluster.") from None
    if ray.is_initialized():
        yield ray
        return
    address = os.environ.get("RAY_ADDRESS", "")
    try:
        if re.fullmatch(r"[^/]+:\d+", address):  # Ray itself would try for minutes
            host, port = address.rsplit(":", 1)
            socket.create_connection((host, int(port)), timeout=PATIENCE).close()
        ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, RuntimeError, ValueError) as error:
        told = " ".join(str(error).split())[:200]
        raise EngineError(
            f"The Ray cluster at {address or 'this machine'} cannot be joined ({told}): check RAY_ADDRESS, the token of the cluster and `ray status`."
        ) from None
    try:
        yield ray
    finally:
        ray.shutdown()


def _chunks(items: Iterable[T], weight: Callable[[T], int]) -> Iterator[list[T]]:
    chunk: list[T] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += weight(item)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _in_order(ray: Any, actors: list[Any], chunks: Iterator[list[Any]]) -> Iterator[list[Any]]:
    """The answers to ``chunks`` in order. An actor that the cluster has no room for yet is given nothing; one that runs has one chunk in work and one that waits."""
    starting = {actor.answer.remote([]): actor for actor in actors}
    idle: deque[Any] = deque()
    running: dict[Any, Any] = {}
    order: deque[Any] = deque()
    chunk = next(chunks, None)
    while chunk or order:
        while chunk and idle and len(order) < AHEAD * len(actors):
            actor = idle.popleft()
            order.append(actor.answer.remote(chunk))
            running[order[-1]] = actor
            chunk = next(chunks, None)
        for task in ray.wait([*running, *starting], num_returns=1)[0]:
            if task in starting:
                _answer(ray, task)
                idle.extend([starting.pop(task)] * 2)
            else:
                idle.append(running.pop(task))
        while order and order[0] not in running:
            yield _answer(ray, order.popleft())


def _answer(ray: Any, task: Any) -> list[Any]:
    try:
        answer: list[Any] | PipelineError = ray.get(task)
    except ray.exceptions.RayError as error:
        reason = str(error).strip().splitlines()[0][:200]
        raise EngineError(f"The cluster lost a task {RETRIES + 1} times ({reason}): see `ray status`, then give the same command again.") from None
    if isinstance(answer, PipelineError):
        raise answer
    return answer
