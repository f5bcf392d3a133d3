"""``pipeline report`` at the command line."""

from pathlib import Path

import msgspec
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import CorpusError
from tests.report.collection import records


def test_it_says_how_many_documents_the_page_is_about(tmp_path: Path) -> None:
    run = tmp_path / "out.jsonl"
    run.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records()[:2]))
    done = CliRunner().invoke(app, ["report", str(run), "-o", str(tmp_path / "report.html")])
    assert done.exit_code == 0 and "2 documents" in done.output
    assert (tmp_path / "report.html").stat().st_size > 10_000


def test_what_is_no_output_of_a_run_is_refused(tmp_path: Path) -> None:
    run = tmp_path / "out.jsonl"
    run.write_text('{"text": "Kế hoạch"}\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["report", str(run), "-o", str(tmp_path / "report.html")])
    assert isinstance(done.exception, CorpusError) and "Line 1" in str(done.exception)
    assert not (tmp_path / "report.html").exists()
