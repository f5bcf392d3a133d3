"""The main job around the extraction: order, errors, checkpoints; the same bytes whatever the way."""

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus import Failure
from pipeline.errors import CorpusError, EngineError, ModelError
from pipeline.run import Summary, run
from tests import stand_in

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def extraction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("pipeline.extract"), "extract", stand_in.extract, raising=False)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "2024").mkdir(parents=True)
    for number in range(12):
        text = f"KẾ HOẠCH {number}\n- Sở Y tế chủ trì.\n" + "- Sở Nội vụ phối hợp với Sở Tài chính.\n" * (number * 37 % 11)
        (folder / f"kh-{number}.txt").write_bytes(text.encode("utf-16" if number == 3 else "utf-8"))
    records = [{"id": f"r{number}", "text": f"Sở Tài chính báo cáo lần {number}."} for number in range(30)]
    (folder / "2024" / "tatca.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "ra").mkdir()
    return tmp_path / "ra" / "out.jsonl"


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]


def files(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir())


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.done, summary.skipped, summary.failed


def test_one_record_a_document_in_order(corpus: Path, out: Path) -> None:
    summary = run([corpus], out)
    found = records(out)
    assert counts(summary) == (42, 0, 0)
    assert [record["id"] for record in found] == [f"r{n}" for n in range(30)] + sorted((f"kh-{n}" for n in range(12)), key=lambda name: name + ".txt")
    assert summary.entities == sum(len(record["entities"]) for record in found) > 0
    assert summary.tasks == sum(len(record["tasks"]) for record in found) > 0
    assert files(out) == ["out.jsonl"]


@pytest.mark.parametrize(("engine", "workers"), [("local", 1), ("local", 2), ("local", 5), (None, None)])
def test_the_same_bytes_whatever_the_engine(corpus: Path, out: Path, engine: str | None, workers: int | None) -> None:
    (corpus / "hong.txt").write_bytes(b"\0")
    (corpus / "loi.txt").write_text("Sở Y tế (lỗi)", encoding="utf-8")
    run([corpus], out, engine="serial")
    other = out.with_name("other.jsonl")
    run([corpus], other, engine=engine, workers=workers)
    assert other.read_bytes() == out.read_bytes()
    assert other.with_name("other.errors.jsonl").read_bytes() == out.with_name("out.errors.jsonl").read_bytes()


def test_failures_are_one_line_each_and_the_run_goes_on(corpus: Path, out: Path) -> None:
    (corpus / "a-rong.txt").touch()
    (corpus / "b-loi.txt").write_text("Sở Y tế (lỗi)", encoding="utf-8")
    (corpus / "c-loi.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    told: list[Failure] = []
    summary = run([corpus], out, report=told.append)
    errors = records(out.with_name("out.errors.jsonl"))
    assert counts(summary) == (42, 0, 3)
    assert [(error["path"], error["stage"]) for error in errors] == [("a-rong.txt", "read"), ("b-loi.txt", "extract"), ("c-loi.jsonl", "read")]
    assert errors[1]["error"] == "b-loi.txt could not be worked on (ValueError: không hiểu): report it together with the document."
    assert [failure.error for failure in told] == [error["error"] for error in errors]
    for name in ("a-rong.txt", "b-loi.txt", "c-loi.jsonl"):
        (corpus / name).unlink()
    assert counts(run([corpus], out)) == (0, 42, 0)
    assert files(out) == ["out.jsonl"]


@pytest.mark.parametrize("engine", ["serial", "local"])
def test_strict_stops_at_the_first_failure(corpus: Path, out: Path, engine: str) -> None:
    (corpus / "kh-10.txt").write_text("Sở Y tế (lỗi)", encoding="utf-8")
    (corpus / "kh-11.txt").touch()
    summary = run([corpus], out, strict=True, engine=engine)
    assert not summary.finished
    assert summary.failed == 1
    assert files(out) == ["out.errors.jsonl", "out.jsonl.partial"]
    assert [error["path"] for error in records(out.with_name("out.errors.jsonl"))] == ["kh-10.txt"]
    (corpus / "kh-10.txt").unlink()
    (corpus / "kh-11.txt").unlink()
    assert counts(run([corpus], out, strict=True)) == (8, 32, 0)
    assert files(out) == ["out.jsonl"]


def test_a_rerun_skips_what_stands(corpus: Path, out: Path) -> None:
    first = run([corpus], out)
    before, inode = out.read_bytes(), out.stat().st_ino
    again = run([corpus], out)
    assert counts(again) == (0, 42, 0)
    assert (again.entities, again.tasks) == (first.entities, first.tasks)
    assert (out.read_bytes(), out.stat().st_ino) == (before, inode)


def test_a_rerun_redoes_what_changed(corpus: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([corpus], out)
    (corpus / "kh-5.txt").write_text("- Sở Y tế báo cáo.", encoding="utf-8")
    (corpus / "kh-2.txt").unlink()
    (corpus / "kh-20.md").write_text("- Sở Y tế tổng kết.", encoding="utf-8")
    assert counts(run([corpus], out)) == (2, 40, 0)
    fresh = out.with_name("fresh.jsonl")
    run([corpus], fresh)
    assert out.read_bytes() == fresh.read_bytes()
    assert counts(run([corpus], out, tokens=True)) == (42, 0, 0)
    assert "tokens" in records(out)[0]
    assert counts(run([corpus], out, tokens=False)) == (42, 0, 0)
    monkeypatch.setattr("pipeline.output.shard.standing", lambda: frozenset({"0" * 16}))
    assert counts(run([corpus], out)) == (42, 0, 0)


def test_an_interrupted_run_goes_on(corpus: Path, out: Path) -> None:
    run([corpus], out)
    whole = out.read_bytes()
    partial = out.with_name("out.jsonl.partial")
    rng = random.Random(7)
    for cut in [0, len(whole) - 1, *(rng.randrange(len(whole)) for _ in range(8))]:
        out.unlink(missing_ok=True)
        partial.write_bytes(whole[:cut])  # most of them end in the middle of a line
        assert counts(run([corpus], out)) == (42 - whole[:cut].count(b"\n"), whole[:cut].count(b"\n"), 0)
        assert out.read_bytes() == whole
        assert files(out) == ["out.jsonl"]


def test_lines_of_an_interrupted_run_are_put_in_the_order_of_the_corpus(corpus: Path, out: Path) -> None:
    run([corpus], out)
    whole = out.read_bytes()
    lines = whole.splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    out.with_name("out.jsonl.partial").write_bytes(b"".join(lines[:20]) + b'{"not": "a record"}\n')
    out.write_bytes(b"".join(lines[15:35]))
    assert counts(run([corpus], out)) == (7, 35, 0)
    assert out.read_bytes() == whole


def test_an_exception_leaves_what_is_finished(corpus: Path, out: Path) -> None:
    def interrupt(behind: int, size: int) -> None:
        if behind > size / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([corpus], out, progress=interrupt)
    assert files(out) == ["out.jsonl.partial"]
    finished = len(records(out.with_name("out.jsonl.partial")))
    assert finished > 0
    assert counts(run([corpus], out)) == (42 - finished, finished, 0)


@pytest.mark.parametrize("engine", ["serial", "local"])
def test_a_killed_run_goes_on(corpus: Path, out: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        (corpus / f"kh-{number}.txt").write_text(f"Sở Y tế {number} (chậm)", encoding="utf-8")
    command = [sys.executable, "-m", "tests.stand_in", "run", str(corpus), "-o", str(out), "--engine", engine]
    process = subprocess.Popen(command, cwd=CHECKOUT)
    partial = out.with_name("out.jsonl.partial")
    until(lambda: partial.exists() and partial.read_bytes().count(b"\n") > 31)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    finished = partial.read_bytes().count(b"\n")
    assert finished < 42
    monkeypatch.setattr(stand_in.time, "sleep", lambda seconds: None)
    assert counts(run([corpus], out)) == (42 - finished, finished, 0)
    fresh = out.with_name("fresh.jsonl")
    run([corpus], fresh)
    assert out.read_bytes() == fresh.read_bytes()


@pytest.mark.parametrize("engine", ["serial", "local"])
@pytest.mark.parametrize(
    ("bidding", "stage", "sentence"),
    [
        ("(chết)", "work", "kh-5.txt got its worker killed (SIGKILL) twice"),
        ("(treo)", "work", "kh-5.txt took longer than 3 seconds and was given up"),
        ("(nặng)", "extract", "kh-5.txt needs more memory than this process may take"),
    ],
)
def test_a_document_that_ends_its_worker_is_a_failure(corpus: Path, out: Path, engine: str, bidding: str, stage: str, sentence: str) -> None:
    (corpus / "kh-5.txt").write_text(f"Sở Y tế {bidding}", encoding="utf-8")
    assert counts(run([corpus], out, engine=engine, timeout=3)) == (41, 0, 1)
    [error] = records(out.with_name("out.errors.jsonl"))
    assert (error["path"], error["stage"]) == ("kh-5.txt", stage)
    assert error["error"].startswith(sentence)
    (corpus / "kh-5.txt").write_text("Sở Y tế", encoding="utf-8")
    assert counts(run([corpus], out, engine=engine)) == (1, 41, 0)
    assert files(out) == ["out.jsonl"]


def test_an_error_of_the_model_ends_the_run(corpus: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_model(document: object, *, tokens: bool = False) -> None:
        raise ModelError("models/themes is not there: install the package again.")

    monkeypatch.setattr(import_module("pipeline.extract"), "extract", no_model)
    with pytest.raises(ModelError):
        run([corpus], out)


def test_to_standard_output(corpus: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([corpus], out)
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert counts(run([corpus], None)) == (42, 0, 0)
    assert stream.buffer.getvalue() == out.read_bytes()  # type: ignore[attr-defined]


def test_progress_reaches_the_end(corpus: Path, out: Path) -> None:
    (corpus / "rong.txt").write_text("  ", encoding="utf-8")
    told: list[tuple[int, int]] = []
    run([corpus], out, progress=lambda behind, size: told.append((behind, size)))
    assert told == sorted(told)
    behind, size = told[-1]
    assert 0.95 * size < behind <= size


def test_the_output_may_lie_in_the_corpus(corpus: Path) -> None:
    out = corpus / "out.jsonl"
    (corpus / "rong.txt").touch()
    assert counts(run([corpus], out)) == (42, 0, 1)
    assert counts(run([corpus], out)) == (0, 42, 1)


def test_outputs_that_cannot_be_written(corpus: Path, out: Path) -> None:
    document = corpus / "2024" / "tatca.jsonl"
    for path in (corpus, corpus / "khong" / "out.jsonl", document, Path("/dev/null")):
        with pytest.raises(CorpusError, match=r"cannot be written|is not the output of a run|is no regular file"):
            run([corpus], path)
    assert len(records(document)) == 30
    with pytest.raises(EngineError):
        run([corpus], out, engine="spark")
    with pytest.raises(CorpusError):
        run([corpus / "khong-co"], out)
    assert files(out) == []


def test_two_runs_do_not_write_the_same_output(corpus: Path, out: Path) -> None:
    (corpus / "cham.txt").write_text("Sở Y tế (chậm)" * 2, encoding="utf-8")
    command = [sys.executable, "-m", "tests.stand_in", "run", str(corpus / "cham.txt"), "-o", str(out), "--engine", "serial"]
    process = subprocess.Popen(command, cwd=CHECKOUT, stderr=subprocess.DEVNULL)
    until(lambda: out.with_name("out.jsonl.partial").exists())
    time.sleep(0.05)
    with pytest.raises(CorpusError, match="Another run"):
        run([corpus], out)
    assert process.wait() == 0
    assert len(records(out)) == 1


def until(true: Any) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)
