"""Engines map in order, whatever happens to a worker."""

import gc
import multiprocessing
import os
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import engines
from pipeline.errors import EngineError, ModelError


def local(work: Callable[[int], int], items: Iterable[int], workers: int = 2, timeout: float | None = None) -> list[int | str]:
    def lost(item: int, reason: str) -> str:
        return f"{item}: {reason}"

    return list(engines.local(engines.Job(work, lambda item: 1 << 14, lost, timeout), items, workers))  # type: ignore[arg-type]


def job(work: Callable[[int], int]) -> engines.Job[int, int]:
    return engines.Job(work, weight=lambda item: 1 << 14, lost=lambda item, reason: -1)


def square(item: int) -> int:
    time.sleep(0.02 if item % 7 == 0 else 0)  # the order of the answers is not that of the items
    return item * item


def die_at_13(item: int) -> int:
    if item == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def exit_at_odd(item: int) -> int:
    if item % 2:
        os._exit(3)
    return item


def no_model(item: int) -> int:
    raise ModelError("models/themes is not there: install the package again.")


def unexplained(item: int) -> int:
    raise KeyError(item)


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_results_keep_the_order(workers: int) -> None:
    assert local(square, range(60), workers) == [item * item for item in range(60)]


def test_serial_is_the_same() -> None:
    assert list(engines.serial(job(square), range(60), 1)) == local(square, range(60))


def test_no_items() -> None:
    assert local(square, []) == []


def test_an_item_that_ends_its_worker_is_lost_and_the_others_go_on() -> None:
    assert local(die_at_13, range(40)) == [*range(13), "13: SIGKILL", *range(14, 40)]


def test_many_lost() -> None:
    assert local(exit_at_odd, range(12)) == [item if item % 2 == 0 else f"{item}: exit code 3" for item in range(12)]


def do_as_bidden(item: tuple[int, str]) -> str:
    number, bidding = item
    if bidding == "exit":
        os._exit(3)
    if bidding == "slow":
        time.sleep(0.01)
    return f"{number} done"


@given(st.lists(st.sampled_from(["", "", "", "slow", "exit"]), max_size=25), st.integers(1, 4), st.integers(1, 6))
@settings(max_examples=25, deadline=None)
def test_whatever_happens_every_item_has_its_result_in_its_place(biddings: list[str], workers: int, chunk: int) -> None:
    todo = engines.Job(do_as_bidden, lambda item: engines.CHUNK // chunk, lambda item, reason: f"{item[0]} {reason}")
    expected = [f"{number} {'exit code 3' if bidding == 'exit' else 'done'}" for number, bidding in enumerate(biddings)]
    assert list(engines.local(todo, enumerate(biddings), workers)) == expected


def collects(item: int) -> int:
    return gc.get_threshold()[0] if gc.isenabled() else 0


def test_the_garbage_collector_looks_on_but_seldom_as_soon_as_a_worker_has_loaded() -> None:
    assert local(collects, range(3), workers=1) == [0, engines.SELDOM, engines.SELDOM]


def test_an_item_is_tried_again(tmp_path: Path) -> None:
    def die_once(item: int) -> int:
        if item == 5 and not (tmp_path / "once").exists():
            (tmp_path / "once").touch()
            os._exit(1)
        return item

    assert local(die_once, range(20)) == list(range(20))


def test_the_second_try_is_alone(tmp_path: Path) -> None:
    def die_in_company(item: int) -> int:
        mark = tmp_path / str(item)
        mark.touch()
        time.sleep(0.02)
        if item == 7 and len(list(tmp_path.iterdir())) > 1:
            (tmp_path / "7").unlink()
            os._exit(1)
        mark.unlink()
        return item

    assert local(die_in_company, range(40), workers=4) == list(range(40))


class TooLarge:
    """What cannot be sent for lack of memory."""

    def __reduce__(self) -> tuple[type, tuple[()]]:
        raise MemoryError


def test_a_result_that_there_is_no_memory_for_is_lost(capfd: pytest.CaptureFixture[str]) -> None:
    def grow(item: int) -> object:
        return TooLarge() if item == 3 else item

    assert local(grow, range(6)) == [0, 1, 2, "3: SIGKILL", 4, 5]  # type: ignore[arg-type]
    assert capfd.readouterr().err == ""


def hang_at_odd(item: int) -> int:
    if item % 2:
        re.match(r"(a+)+$", "a" * 64 + "b")  # C code that holds the lock of the interpreter: nothing in the process can end it
    return item


@pytest.mark.parametrize("workers", [1, 3])
def test_what_takes_too_long_is_lost_without_a_second_try(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LOADING", 0)
    assert local(hang_at_odd, range(6), workers, timeout=1) == [0, "1: SIGALRM", 2, "3: SIGALRM", 4, "5: SIGALRM"]


def test_the_limit_is_for_each_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LOADING", 0)
    assert local(wait_a_little, range(8), workers=1, timeout=1) == list(range(8))


def wait_a_little(item: int) -> int:
    time.sleep(0.2)
    return item


def test_the_first_item_of_a_worker_has_time_to_load() -> None:
    assert local(wait_a_little, range(1), timeout=0.05) == [0]


def test_serial_keeps_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LOADING", 0)
    results = engines.serial(engines.Job(hang_at_odd, lambda item: 1, lambda item, reason: -item, timeout=1), range(2), 1)
    assert list(results) == [0, -1]


def test_a_hanging_worker_ends_when_its_parent_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LOADING", 0)

    def note_pid_and_hang(item: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        return hang_at_odd(1)

    parent = multiprocessing.get_context("fork").Process(target=local, args=(note_pid_and_hang, range(1), 1, 1.0))
    parent.start()
    until(lambda: len(list(tmp_path.iterdir())) == 1)
    parent.kill()
    parent.join()
    [pid] = tmp_path.iterdir()
    until(lambda: not is_running(int(pid.name)))


def test_an_error_ends_the_run() -> None:
    with pytest.raises(ModelError, match="models/themes"):
        local(no_model, range(10))
    with pytest.raises(EngineError, match="KeyError"):
        local(unexplained, range(10))


def test_little_is_taken_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first item takes its time, no more than the window is read."""
    monkeypatch.setattr(engines, "WINDOW", 1 << 18)
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for item in range(1000):
            taken += 1
            yield item

    results = engines.local(job(wait_at_0), items(), 2)
    assert next(results) == 0
    assert taken <= 16
    results.close()


def wait_at_0(item: int) -> int:
    time.sleep(0.3 if item == 0 else 0)
    return item


def test_closing_ends_the_workers() -> None:
    results = engines.local(job(os_pid), range(100), 2)
    pid = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    def note_pid(item: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(0.2)
        return item

    parent = multiprocessing.get_context("fork").Process(target=local, args=(note_pid, range(1000), 3))
    parent.start()
    until(lambda: len(list(tmp_path.iterdir())) == 3)
    parent.kill()
    parent.join()
    for path in tmp_path.iterdir():
        until(lambda path=path: not is_running(int(path.name)))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except FileNotFoundError:
        return False


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)


def os_pid(item: int) -> int:
    return os.getpid()


def test_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "cores", lambda: 4)
    assert engines.choose(None, None) == (engines.local, 4)
    assert engines.choose(None, 1) == (engines.serial, 1)
    assert engines.choose("local", 1) == (engines.local, 1)
    assert engines.choose("serial", None) == (engines.serial, 1)
    monkeypatch.setattr(engines, "cores", lambda: 1)
    assert engines.choose(None, None) == (engines.serial, 1)
    assert engines.choose(None, 3) == (engines.local, 3)


@pytest.mark.parametrize(("engine", "workers"), [("spark", None), ("local", 0), (None, -1), ("serial", 2)])
def test_what_cannot_be_chosen(engine: str | None, workers: int | None) -> None:
    with pytest.raises(EngineError, match=r"^[A-Z].*\.$"):
        engines.choose(engine, workers)
