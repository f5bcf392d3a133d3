"""Each hostile file costs a bounded time and memory, ends in a document or in one sentence, and reaches for nothing outside."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.run import run
from tests.hostile.files import FILES

CHECKOUT = Path(__file__).parents[2]
MOST_MB = 450
MOST_SECONDS = 50  # of the processor; a run gives up a document after 60 by the clock


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of the memory is read from /proc")
@pytest.mark.parametrize("name", list(FILES))
def test_a_hostile_file_costs_little(name: str) -> None:
    done = subprocess.run([sys.executable, "-m", "tests.hostile.files", name], cwd=CHECKOUT, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr
    cost = json.loads(done.stdout)
    assert cost["seconds"] < MOST_SECONDS and cost["mb"] < MOST_MB, cost
    assert cost["said"], "neither a document nor an error"
    assert all(said.startswith(name) and said.endswith(".") and "\n" not in said for said in cost["said"]), cost["said"]
    assert not cost["reached"], "a connection, a program or a file outside was asked for"


def test_a_run_over_hostile_files_goes_on(tmp_path: Path) -> None:
    names = ["noise.docx", "cut.pdf", "encrypted.zip", "zip-in-zip.zip", "out-of-it.zip", "deep.jsonl", "file.docx", "pages-in-a-ring.pdf"]
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in names:
        (corpus / name).write_bytes(FILES[name]())
    (corpus / "45.txt").write_text("1. Sở Y tế rà soát.\n", encoding="utf-8")
    (corpus / "ring").symlink_to(corpus)
    (corpus / "nowhere.txt").symlink_to(tmp_path / "nowhere")
    (Path(str(corpus).encode().decode()) / "k\udce1 ho\udc81ch.txt").write_text("1. Sở Y tế rà soát.\n", encoding="utf-8")
    before = {path for path in tmp_path.rglob("*") if not path.is_symlink()}
    summary = run([corpus], tmp_path / "out.jsonl")
    documents = [json.loads(line)["source"]["path"] for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    errors = [json.loads(line) for line in (tmp_path / "out.errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"45.txt", "k\ufffd ho\ufffdch.txt", "out-of-it.zip/out.txt", "out-of-it.zip/etc/out.txt"} <= set(documents)
    assert summary.done == len(documents) and summary.failed == len(errors)
    assert {error["path"].split("/")[0] for error in errors} >= {"noise.docx", "cut.pdf", "encrypted.zip", "deep.jsonl", "nowhere.txt"}
    after = {path for path in tmp_path.rglob("*") if not path.is_symlink() and not path.name.startswith("out.")}
    assert after - before <= {path for path in after if path.name.startswith(".")}, "something was written beside the output"
