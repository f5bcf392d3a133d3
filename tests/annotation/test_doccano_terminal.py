"""The commands as a person at a terminal meets them, and the server when something of it is killed."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.annotation.conftest import CHECKOUT, Running, answers
from tests.annotation.doccano_records import PLAN, record_of

PATIENCE = 120.0  # seconds without a word, on a busy machine


def at_terminal(arguments: list[str], environment: dict[str, str], given: dict[str, str]) -> tuple[int, str]:
    """Runs `pipeline` with a terminal for stdin and stderr, answers what it asks; its exit code and what the terminal showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments], cwd=CHECKOUT, env=environment, stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    seen, waiting = "", dict(given)
    while select.select([ours], [], [], PATIENCE)[0]:
        try:
            seen += os.read(ours, 4096).decode("utf-8", "replace")
        except OSError:  # the other end is closed
            break
        for question in [question for question in waiting if question in seen]:
            time.sleep(1)  # the question is there before the echo is off, and nobody types that fast
            os.write(ours, (waiting.pop(question) + "\n").encode())
    os.close(ours)
    return process.wait(PATIENCE), seen


def test_it_asks_for_what_the_environment_does_not_say_and_shows_how_far_it_is(server: Running, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_bytes(msgspec.json.encode(record_of("kh-72", PLAN)) + b"\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOCCANO_")} | {"TERM": "xterm", "COLUMNS": "100"}
    answered = {"Address": server.url, "User": "admin", "Password": server.password}
    code, seen = at_terminal(["doccano", "push", str(output), "--project", "Hỏi ở màn hình"], environment, answered)
    assert code == 0, seen
    assert server.password not in seen
    assert re.search(r"[━╸]|\d+%", seen)
    assert "Traceback" not in seen


def children(process: int) -> dict[int, str]:
    """The processes that one started, with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == process:
                found[int(entry.name)] = (entry / "cmdline").read_text()
        except (OSError, ValueError, IndexError):
            continue
    return found


@pytest.fixture
def own_server(server: Running, tmp_path: Path) -> Iterator[Running]:
    """A second server, to be killed; ``server`` has installed what it needs."""
    running = Running(tmp_path / "home")
    running.wait()
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_task_worker_that_is_killed_ends_the_server_with_a_sentence(own_server: Running) -> None:
    worker = next(number for number, command in children(own_server.process.pid).items() if "celery" in command)
    os.kill(worker, signal.SIGKILL)
    assert own_server.process.wait(60) == 2
    assert "task worker ended by itself: see task-worker.log" in own_server.said()
    assert "Traceback" not in own_server.said()
    assert not answers(own_server.url)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_server_command_that_is_killed_leaves_nothing_behind(own_server: Running) -> None:
    started = children(own_server.process.pid)
    assert len(started) == 2
    own_server.process.kill()
    own_server.process.wait()
    limit = time.monotonic() + 60
    while time.monotonic() < limit and (answers(own_server.url) or any(Path(f"/proc/{number}").exists() for number in started)):
        time.sleep(0.2)
    assert not answers(own_server.url)
    assert not any(Path(f"/proc/{number}").exists() for number in started)
