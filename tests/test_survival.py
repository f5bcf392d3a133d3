"""Nothing is lost: runs that are killed, disks that are full, files that are gone."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from pipeline.errors import CorpusError
from pipeline.run import run
from tests import stand_in

CHECKOUT = Path(__file__).parent.parent
SAMPLE = CHECKOUT / "tests" / "corpus"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(30):
        (folder / f"kh-{number:02}.txt").write_text(
            "KẾ HOẠCH\n" + "- Sở Y tế chủ trì (chậm).\n" * (number % 3 == 0) + "- Sở Nội vụ phối hợp.\n" * (number % 7 * 9), encoding="utf-8"
        )
    records = [json.dumps({"id": f"r{number}", "text": f"- Sở Tài chính báo cáo lần {number}."}) for number in range(60)]
    (folder / "tatca.jsonl").write_text("\n".join(records), encoding="utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "ra").mkdir()
    return tmp_path / "ra" / "out.jsonl"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in extraction in this process, without its slowness."""
    monkeypatch.setattr(import_module("pipeline.extract"), "extract", stand_in.extract)
    monkeypatch.setattr(stand_in.time, "sleep", lambda seconds: None)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 KB, where the tests may mount one."""
    folder = tmp_path / "dia"
    folder.mkdir()
    if (
        not hasattr(os, "geteuid")
        or os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def command(module: str, corpus: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", module, "run", str(corpus), "-o", str(out), *options]


def lines(folder: Path) -> set[bytes]:
    """The whole lines that are on disk, in place or not yet."""
    found = set()
    for path in [*folder.glob("*.jsonl"), *folder.glob("*.partial")]:
        found |= {line for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")}
    return found


def uninterrupted(start: list[str], folder: Path) -> tuple[dict[str, bytes], float]:
    """What a run writes that nobody kills, and how long it takes."""
    began = time.monotonic()
    subprocess.run(start, cwd=CHECKOUT, check=False, stderr=subprocess.DEVNULL)
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    shutil.rmtree(folder)
    folder.mkdir()
    return written, time.monotonic() - began


def kill_often(start: list[str], folder: Path, times: int, longest: float) -> set[bytes]:
    """Starts a command so many times and kills it each time at a random moment, alone or with its workers; the lines that were finished."""
    rng = random.Random(times)
    finished: set[bytes] = set()
    for number in range(times):
        process = subprocess.Popen(start, cwd=CHECKOUT, start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.1, longest))
        if number % 2:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert finished <= lines(folder)
        finished = lines(folder)
    return finished


@pytest.mark.parametrize(("times", "options"), [(20, ("--workers", "3")), (5, ("--engine", "serial")), (5, ("--shards", "3"))])
def test_killed_at_random_moments_nothing_is_lost(corpus: Path, out: Path, times: int, options: tuple[str, ...]) -> None:
    (corpus / "kh-hỏng.txt").write_text("KẾ HOẠCH (lỗi)", encoding="utf-8")
    start = command("tests.stand_in", corpus, out, *options)
    expected, seconds = uninterrupted(start, out.parent)
    finished = kill_often(start, out.parent, times, seconds)
    assert len(expected) > 1 and expected["out.errors.jsonl"].count(b"\n") == 1
    assert finished or times < 20  # a few may all come too early
    subprocess.run(start, cwd=CHECKOUT, check=False, stderr=subprocess.DEVNULL)
    assert {path.name: path.read_bytes() for path in out.parent.iterdir()} == expected


def test_the_real_run_is_killed(out: Path) -> None:
    start = command("pipeline", SAMPLE, out)
    expected, seconds = uninterrupted(start, out.parent)
    kill_often(start, out.parent, 4, seconds)
    subprocess.run(start, cwd=CHECKOUT, check=True, stderr=subprocess.DEVNULL)
    assert {path.name: path.read_bytes() for path in out.parent.iterdir()} == expected


def fails(start: list[str], limit: int = resource.RLIM_INFINITY) -> str:
    """What a command says that fails as a whole."""

    def limit_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    done = subprocess.run(start, cwd=CHECKOUT, check=False, capture_output=True, encoding="utf-8", preexec_fn=limit_files)
    assert done.returncode == 2, done.stderr
    [sentence] = done.stderr.splitlines()
    return sentence


@pytest.mark.parametrize("options", [(), ("--shards", "2")])
def test_a_file_that_may_not_grow_further(corpus: Path, out: Path, options: tuple[str, ...]) -> None:
    start = command("tests.stand_in", corpus, out, *options)
    assert fails(start, limit=20_000) == (
        f"{out} cannot be written (File too large): what is finished is in its .partial: mend that and give the same command again."
    )
    finished = lines(out.parent)
    assert finished
    done = subprocess.run(start, cwd=CHECKOUT, check=True, capture_output=True, encoding="utf-8")
    assert f"{90 - len(finished)} documents done, {len(finished)} skipped" in done.stderr
    assert finished <= lines(out.parent)


@pytest.mark.usefixtures("quick")
def test_a_full_disk(corpus: Path, small_disk: Path) -> None:
    out = small_disk / "out.jsonl"
    filler = small_disk / "filler"
    filler.write_bytes(bytes(400_000))
    with pytest.raises(CorpusError, match="No space left on device"):
        run([corpus], out)
    finished = len(lines(small_disk))
    assert finished
    filler.unlink()
    assert run([corpus], out).skipped == finished


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_a_disk_that_fills_up_at_the_end(corpus: Path, small_disk: Path, name: str) -> None:
    """The output that was there stays until the new one is whole."""
    out = small_disk / name
    run([corpus], out)
    before = out.read_bytes()
    filler = small_disk / "filler"
    filler.write_bytes(bytes((590 << 10) - len(before) - (4 << 10)))  # a second one has no room
    (corpus / "kh-00.txt").write_text("- Sở Nội vụ tổng kết.", encoding="utf-8")
    with pytest.raises(CorpusError, match="No space left on device"):
        run([corpus], out)
    assert out.read_bytes() == before
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", name, f"{name}.partial"]
    subprocess.run(["mount", "-o", "remount,size=2m", small_disk], check=True)
    assert run([corpus], out).done == 0


def test_a_target_that_may_not_be_written(corpus: Path, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert fails(command("tests.stand_in", corpus, small_disk / "out.jsonl")) == (
        f"{small_disk / 'out.jsonl'} cannot be written (Read-only file system): name a file in a folder where you may write."
    )


def test_standard_output_that_is_full(corpus: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    start = " ".join([*command("tests.stand_in", corpus, Path("-")), "> /dev/full"])
    assert fails(["sh", "-c", start]) == "Standard output cannot be written (No space left on device): make room or name a file."


@pytest.mark.usefixtures("quick")
def test_a_file_that_vanished(corpus: Path, out: Path) -> None:
    """It was there when the folder was listed, and is gone when its turn comes."""
    (corpus / "kh-15b.txt").symlink_to(corpus / "đã xóa.txt")
    summary = run([corpus], out)
    assert (summary.done, summary.failed) == (90, 1)
    [error] = map(json.loads, out.with_name("out.errors.jsonl").read_text(encoding="utf-8").splitlines())
    assert error["error"] == "kh-15b.txt cannot be read (No such file or directory): check that it is there and that you may read it."


@pytest.mark.usefixtures("quick")
def test_the_lock_is_on_every_shard(corpus: Path, out: Path) -> None:
    process = subprocess.Popen(command("tests.stand_in", corpus, out, "--shards", "2"), cwd=CHECKOUT, stderr=subprocess.DEVNULL)
    while not lines(out.parent):
        assert process.poll() is None
        time.sleep(0.01)
    with pytest.raises(CorpusError, match="Another run is writing"):
        run([corpus], out, shards=2)
    assert process.wait() == 0
    assert len(lines(out.parent)) == 90
