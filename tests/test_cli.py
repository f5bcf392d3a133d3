"""The command: exit codes, one sentence for an error, nothing heavy before it is needed."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipeline.cli import EngineName
from pipeline.engines import ENGINES

CHECKOUT = Path(__file__).parent.parent
HEAVY = {"spacy", "underthesea", "sklearn", "skops", "datasets", "numpy", "scipy", "torch", "pandas"}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "45-kh-ubnd.txt").write_text("KẾ HOẠCH\n- Sở Y tế chủ trì, phối hợp với Sở Tài chính.\n", encoding="utf-8")
    (folder / "46-kh-ubnd.md").write_text("# KẾ HOẠCH\n- Sở Nội vụ báo cáo.\n", encoding="utf-8")
    return folder


def pipeline(*arguments: object, module: str = "tests.stand_in") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}  # as a foreign locale might have it
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=False, env=ascii_only)


def test_run(corpus: Path, tmp_path: Path) -> None:
    done = pipeline("run", corpus, "-o", tmp_path / "out.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.rsplit("; ", 1)[0] == "2 documents done, 0 skipped, 0 failed; 3 entities, 2 tasks"
    again = pipeline("run", corpus, "-o", tmp_path / "out.jsonl")
    assert again.stderr.startswith("0 documents done, 2 skipped, 0 failed")


def test_run_with_failures(corpus: Path, tmp_path: Path) -> None:
    (corpus / "rong.txt").touch()
    (corpus / "khac.xlsx").touch()
    done = pipeline("run", corpus, "-o", tmp_path / "out.jsonl")
    assert done.returncode == 1
    passed_over, where, summary = done.stderr.splitlines()
    assert passed_over == "Passed over, for their formats are not read yet: 1 .xlsx."
    assert where == f"What failed and why is in {tmp_path / 'out.errors.jsonl'}."
    assert summary.startswith("2 documents done, 0 skipped, 1 failed")


def test_strict(corpus: Path, tmp_path: Path) -> None:
    (corpus / "45-rong.txt").touch()
    done = pipeline("run", corpus, "-o", tmp_path / "out.jsonl", "--strict")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "45-rong.txt is empty: put its text into it, or leave it out."
    assert not (tmp_path / "out.jsonl").exists()


def test_shards_and_tables(corpus: Path, tmp_path: Path) -> None:
    done = pipeline("run", corpus, "-o", tmp_path / "out", "--shards", "2", "--format", "parquet", "--timeout", "30")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out-00000-of-00002.parquet", "out-00001-of-00002.parquet"]


def test_a_url_of_this_machine(corpus: Path, tmp_path: Path) -> None:
    (corpus / "rong.txt").touch()
    out = f"file://{tmp_path}/out.jsonl"
    done = pipeline("run", f"file://{corpus}", "-o", out, "--timeout", "0")
    assert done.stderr.splitlines()[0] == f"What failed and why is in file://{tmp_path}/out.errors.jsonl."
    assert (tmp_path / "out.errors.jsonl").exists()


def test_standard_output(corpus: Path) -> None:
    (corpus / "rong.txt").touch()
    done = pipeline("run", corpus, "-o", "-", "--tokens")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["45-kh-ubnd", "46-kh-ubnd"]
    assert all("tokens" in json.loads(line) for line in done.stdout.splitlines())
    assert done.stderr.splitlines()[0] == "rong.txt is empty: put its text into it, or leave it out."


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "khong-co", "-o", "out.jsonl"],
        ["run", "tests/khong-co.docx", "-o", "out.jsonl"],
        ["run", "tests", "-o", "khong/co/out.jsonl"],
        ["run", "tests", "-o", "-", "--engine", "serial", "--workers", "2"],
        ["run", "tests", "-o", "-", "--workers", "0"],
        ["show", "khong-co.txt"],
        ["run", "tests", "-o", "out.jsonl", "--shards", "0"],
        ["run", "tests", "-o", "out.parquet", "--format", "jsonl"],
        ["run", "tests", "-o", "-", "--shards", "2"],
        ["run", "khong-biet://a", "-o", "-"],
    ],
)
def test_one_sentence_and_exit_code_2(arguments: list[str]) -> None:
    done = pipeline(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.endswith(".\n")


@pytest.mark.parametrize("arguments", [["run"], ["run", "tests"], ["run", "tests", "-o", "-", "--engine", "spark"], ["nhap"]])
def test_wrong_usage(arguments: list[str]) -> None:
    done = pipeline(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_engines_are_those_that_there_are() -> None:
    assert [engine.value for engine in EngineName] == list(ENGINES)


def test_schema(corpus: Path) -> None:
    schema = json.loads(pipeline("schema").stdout)
    Draft202012Validator.check_schema(schema)
    for line in pipeline("run", corpus, "-o", "-", "--tokens").stdout.splitlines():
        Draft202012Validator(schema).validate(json.loads(line))


def test_show(corpus: Path, tmp_path: Path) -> None:
    done = pipeline("show", corpus / "45-kh-ubnd.txt")
    assert "- [Sở Y tế AGENCY] chủ trì" in done.stdout
    assert "\x1b" not in done.stdout
    assert pipeline("show", corpus / "45-kh-ubnd.txt", "--html", tmp_path / "trang.html").stdout == ""
    assert "Sở Y tế" in (tmp_path / "trang.html").read_text(encoding="utf-8")


def test_version() -> None:
    from pipeline import __version__

    assert pipeline("--version", module="pipeline").stdout == f"{__version__}\n"


@pytest.mark.parametrize("command", ["--help", "--version", "run --help", "show --help", "evaluate --help", "train themes --help"])
def test_help_imports_nothing_heavy(command: str) -> None:
    code = (
        "import sys; from pipeline.cli import app; app(sys.argv[1:], standalone_mode=False); print('LOADED', *{m.split('.')[0] for m in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code, *command.split()], cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "pipeline" in loaded
    assert not loaded & (HEAVY | {"rich"})


def test_ctrl_c_is_one_sentence(corpus: Path, tmp_path: Path) -> None:
    for number in range(20):
        (corpus / f"cham-{number}.txt").write_text("Sở Y tế (chậm)", encoding="utf-8")
    command = [sys.executable, "-m", "tests.stand_in", "run", str(corpus), "-o", str(tmp_path / "out.jsonl"), "--engine", "local", "--workers", "2"]
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where a shell started these tests in the background
    )
    end = time.monotonic() + 20
    while not (tmp_path / "out.jsonl.partial").exists() or not (tmp_path / "out.jsonl.partial").stat().st_size:
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert told.splitlines() == [f"Interrupted: what is finished is in {tmp_path / 'out.jsonl'}.partial, and the same command goes on from there."]


def test_a_closed_pipe_is_no_error(corpus: Path) -> None:
    for number in range(300):
        (corpus / f"{number}.txt").write_text("Sở Y tế báo cáo.\n" * 50, encoding="utf-8")
    command = f"{sys.executable} -m tests.stand_in run {corpus} -o - | head -c 10"
    done = subprocess.run(["bash", "-c", command], cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""


def test_a_bar_on_a_terminal(corpus: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "tests.stand_in", "run", str(corpus), "-o", str(tmp_path / "out.jsonl")]
    with subprocess.Popen(command, cwd=CHECKOUT, stderr=theirs, env={**os.environ, "TERM": "xterm"}):
        os.close(theirs)
        told = b""
        while block := read_block(ours):
            told += block
    os.close(ours)
    assert b"100%" in told
    assert b"2 documents done, 0 skipped, 0 failed" in told


def read_block(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how a terminal says that nobody writes to it any more
        return b""
