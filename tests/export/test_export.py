"""The command: formats, places, and files that are no output of a run; each mistake is one sentence and leaves nothing behind."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pyarrow
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import CorpusError, ExportError
from pipeline.export import WRITERS, export
from pipeline.records import read_records
from pipeline.run import run
from tests.export.exported import records, write_output

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_output(tmp_path / "out.jsonl", records())


@pytest.mark.parametrize("format", WRITERS)
def test_every_format_is_written_by_the_command(source: Path, tmp_path: Path, format: str) -> None:
    done = CliRunner().invoke(app, ["export", str(source), "--to", format, "-o", str(tmp_path / "there")], catch_exceptions=False)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"3 documents in {tmp_path / 'there'}.\n")
    assert (tmp_path / "there").is_dir() == WRITERS[format].folder
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "there"]


def test_an_unknown_format(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"^There is no format docx: take one of csv, parquet, .* xlsx\.$"):
        export(source, "docx", tmp_path / "there")


@pytest.mark.parametrize("format", ["parquet", "conll"])
def test_a_place_that_is_taken_or_not_there(source: Path, tmp_path: Path, format: str) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "file").write_text("kế hoạch", encoding="utf-8")
    for name in ("taken", "file"):
        with pytest.raises(ExportError, match=rf"{name} is there already: name a \w+ that is not, or remove it\.$"):
            export(source, format, tmp_path / name)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kế hoạch"
    with pytest.raises(ExportError, match=r"cannot be written: name a place in a folder that is there\.$"):
        export(source, format, tmp_path / "không có" / "there")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_where_one_may_not_write(source: Path, tmp_path: Path) -> None:
    (tmp_path / "của người khác").mkdir(mode=0o500)
    with pytest.raises(ExportError, match=r"cannot be written \(Permission denied\): name a place where you may write"):
        export(source, "csv", tmp_path / "của người khác" / "there")


def test_a_full_disk_is_one_sentence_and_leaves_nothing(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pipeline.export.brat.annotations", full)
    with pytest.raises(
        ExportError, match=r"there cannot be written \(No space left on device\): name a place where you may write, with room on its disk\.$"
    ):
        export(source, "brat", tmp_path / "there")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl"]


def test_a_package_that_is_not_installed(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(ExportError, match=r"^openpyxl is not installed, which this needs: run pip install 'vn-plan-pipeline\[export\]'\.$"):
        export(source, "xlsx", tmp_path / "there")


def line(content: "bytes | dict[str, str]") -> bytes:
    """A line as it is given, or a record in which some fields are changed."""
    return content if isinstance(content, bytes) else msgspec.json.encode(msgspec.to_builtins(records()[0]) | content)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], r"There is no record in .*: name the output of `pipeline run`\."),
        ([b"KE HOACH"], r"Line 1 of .* is no record of this pipeline \(.*\): name the output of `pipeline run`\."),
        ([b'{"id": "45"}'], r"Line 1 of .* is no record of this pipeline \(.*schema_version.*\): name the output"),
        ([{}, {"schema_version": "2.0"}], r"Line 2 of .* has the schema version 2\.0, where 1\.0 is read: run `pipeline run` again\."),
        ([b'{"schema_version": "0.3"}'], r"Line 1 of .* has the schema version 0\.3, where 1\.0 is read: run `pipeline run` again\."),
        ([{}, {}], r"Line 2 of .* has the id 27-kh-ubnd once more: keep one of the two\."),
        ([{"text": "khác " * 500}], r"Line 1 of .* is no record of this pipeline \(e1 says 'ỦY BAN NHÂN DÂN.*', where its text has 'khác khác .*'\)"),
        ([b"\xff\xfe{"], r"Line 1 of .* is no record of this pipeline"),
    ],
)
def test_a_file_that_is_no_output(tmp_path: Path, lines: "list[bytes | dict[str, str]]", sentence: str) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"\n".join(map(line, lines)))
    with pytest.raises(CorpusError, match=f"(?s)^{sentence}"):
        export(tmp_path / "out.jsonl", "csv", tmp_path / "there")
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"out\.jsonl cannot be read \(No such file or directory\): name the output of `pipeline run`\."):
        export(tmp_path / "out.jsonl", "csv", tmp_path / "there")
    assert not list(tmp_path.iterdir())


def test_shards_are_read_by_the_name_of_their_output(tmp_path: Path) -> None:
    first, *others = records()
    write_output(tmp_path / "out-00000-of-00002.jsonl", others)
    with pytest.raises(CorpusError, match=r"Of the shards of .*out\.jsonl there are 1, which is not all"):
        export(tmp_path / "out.jsonl", "conll", tmp_path / "there")
    write_output(tmp_path / "out-00001-of-00002.jsonl", [first])
    assert export(tmp_path / "out.jsonl", "conll", tmp_path / "there") == 3
    assert export(tmp_path / "out-00001-of-00002.jsonl", "conll", tmp_path / "one") == 1


@pytest.mark.parametrize("shards", [None, 3])
@pytest.mark.parametrize("tokens", [False, True])
def test_an_output_in_parquet_is_read_as_the_one_in_lines(tmp_path: Path, shards: int | None, tokens: bool) -> None:
    for name in ("out.jsonl", "out.parquet"):
        run([CORPUS], tmp_path / name, shards=shards, tokens=tokens, workers=1)
    lines, rows = ([msgspec.json.encode(record) for record in read_records(tmp_path / name)] for name in ("out.jsonl", "out.parquet"))
    assert rows == lines and len(lines) == sum(path.suffix in (".txt", ".md") for path in CORPUS.iterdir())


def damaged(path: Path) -> None:
    run([CORPUS], path, workers=1)
    data = path.read_bytes()
    path.write_bytes(data[:1000] + bytes(len(data) // 2) + data[1000 + len(data) // 2 :])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.write_bytes(b"PAR1\x15\x04"), r"out\.parquet is a Parquet table of something else, or damaged: name the output"),
        (
            lambda path: pyarrow.parquet.write_table(pyarrow.table({"text": ["Kế hoạch"]}), path),
            r"out\.parquet is a Parquet table of something else, or damaged: name the output",
        ),
        (damaged, r"out\.parquet (?:is damaged|cannot be read) \(.+\): "),
    ],
)
def test_a_parquet_table_that_is_no_output_is_one_sentence(tmp_path: Path, make: Callable[[Path], None], sentence: str) -> None:
    make(tmp_path / "out.parquet")
    with pytest.raises(CorpusError, match=sentence):
        export(tmp_path / "out.parquet", "csv", tmp_path / "there")
    assert not (tmp_path / "there").exists()
