"""Corpora and outputs at URLs: the same as on this machine, with ``memory://`` as the elsewhere."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.errors import CorpusError
from pipeline.output.remote import staging
from pipeline.run import Summary, run
from tests import stand_in


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(import_module("pipeline.extract"), "extract", stand_in.extract)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    memory = fsspec.filesystem("memory")
    yield memory
    memory.store.clear()
    memory.pseudo_dirs[:] = [""]


@pytest.fixture
def corpus(tmp_path: Path, memory: Any) -> Path:
    """The same corpus here and at ``memory://kế hoạch``."""
    folder = tmp_path / "kế hoạch"
    (folder / "2024").mkdir(parents=True)
    for number in range(12):
        (folder / "2024" / f"kh-{number:02}.txt").write_text(f"KẾ HOẠCH {number}\n- Sở Y tế chủ trì.\n", encoding="utf-8")
    (folder / "tatca.jsonl").write_text('{"id": "r1", "text": "- Sở Nội vụ báo cáo."}\n{"id": "r2"}\n', encoding="utf-8")
    (folder / "cũ.xlsx").write_bytes(b"x")
    (folder / ".ẩn.txt").write_text("Sở Y tế", encoding="utf-8")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("kh-20.txt", "- Sở Tài chính tổng kết.")
    (folder / "gói.zip").write_bytes(packed.getvalue())
    memory.put(str(folder), "/kế hoạch", recursive=True)
    return folder


class Objects(MemoryFileSystem):
    """A store of objects, as S3 is: folders are made by what is in them."""

    protocol = "objects"

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(super()._strip_protocol(path.removeprefix("objects:/")))

    def makedirs(self, path: str, exist_ok: bool = False) -> None: ...


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.done, summary.skipped, summary.failed


def sent(memory: Any, folder: str) -> dict[str, bytes]:
    return {path.rpartition("/")[2]: memory.cat_file(path) for path in memory.find(folder)}


@pytest.mark.parametrize(("name", "shards"), [("out.jsonl", None), ("out.jsonl", 3), ("out.parquet", 2)])
def test_the_same_bytes_as_on_this_machine(corpus: Path, memory: Any, tmp_path: Path, name: str, shards: int | None) -> None:
    (tmp_path / "ra").mkdir()
    here = run([corpus], tmp_path / "ra" / name, shards=shards)
    there = run(["memory://kế hoạch"], f"memory://ra/{name}", shards=shards)
    assert counts(there) == counts(here) == (14, 0, 1)
    assert there.passed_over == here.passed_over == {".xlsx": 1}
    assert sent(memory, "/ra") == {path.name: path.read_bytes() for path in (tmp_path / "ra").iterdir()}
    assert not staging(f"memory://ra/{name}").exists()
    assert counts(run(["memory://kế hoạch"], f"memory://ra/{name}", shards=shards)) == (0, 14, 1)


def test_a_file_and_a_url_of_this_machine(corpus: Path, tmp_path: Path) -> None:
    assert counts(run(["memory://kế hoạch/2024/kh-03.txt", f"file://{corpus}/2024/kh-04.txt"], f"file://{tmp_path}/out.jsonl")) == (2, 0, 0)
    assert (tmp_path / "out.jsonl").exists()


def test_what_is_finished_is_kept_until_it_is_sent(corpus: Path, memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(behind: int, size: int) -> None:
        if behind > size / 2:
            raise KeyboardInterrupt

    def cannot(*arguments: object, **options: object) -> None:
        raise RuntimeError("quota exceeded")  # file systems raise what they like

    out = "memory://ra/out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run([corpus], out, progress=interrupt)
    assert not sent(memory, "/ra")
    with monkeypatch.context() as patch:
        patch.setattr(type(memory), "put_file", cannot)
        with pytest.raises(CorpusError, match=r"memory://ra/out.jsonl cannot be reached \(quota exceeded\): what is finished is in .*cache"):
            run([corpus], out)
    assert counts(run([corpus], out)) == (0, 14, 1)
    assert sorted(sent(memory, "/ra")) == ["out.errors.jsonl", "out.jsonl"]


def test_what_changed_is_done_again_and_only_its_shard_is_sent(corpus: Path, memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    out = "memory://ra/out.jsonl"
    (corpus / "tatca.jsonl").unlink()
    run([corpus], out, shards=4)
    (corpus / "2024" / "kh-05.txt").write_text("- Sở Nội vụ tổng kết.", encoding="utf-8")
    put: list[str] = []
    send = type(memory).put_file
    monkeypatch.setattr(type(memory), "put_file", lambda self, here, there, **options: (put.append(there), send(self, here, there, **options)))
    assert counts(run([corpus], out, shards=4)) == (1, 12, 0)
    assert len(put) == 1


def test_two_runs_do_not_write_the_same_output(corpus: Path, tmp_path: Path) -> None:
    (corpus / "2024" / "kh-00.txt").write_text("- Sở Y tế (chậm)" * 9, encoding="utf-8")
    command = [sys.executable, "-m", "tests.stand_in", "run", str(corpus), "-o", "memory://ra/out.jsonl"]
    process = subprocess.Popen(command, cwd=Path(__file__).parent.parent, stderr=subprocess.DEVNULL)
    while not (staging("memory://ra/out.jsonl") / "lock").exists():
        assert process.poll() is None
        time.sleep(0.01)
    with pytest.raises(CorpusError, match=r"Another run is writing memory://ra/out\.jsonl"):
        run([corpus], "memory://ra/out.jsonl")
    process.wait()


def test_an_output_in_its_corpus(corpus: Path) -> None:
    for done in [(14, 0, 1), (0, 14, 1)]:
        assert counts(run(["memory://kế hoạch"], "memory://kế hoạch/out.jsonl")) == done


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("memory://không có", "memory://không có is not there: check the URL."),
        ("khong-biet://a/b", r"khong-biet://a/b cannot be reached \(Protocol not known.*\): check the URL"),
    ],
)
def test_urls_that_lead_nowhere(tmp_path: Path, url: str, sentence: str) -> None:
    with pytest.raises(CorpusError, match=sentence):
        run([url], tmp_path / "out.jsonl")


def test_another_file_is_not_replaced(corpus: Path, memory: Any) -> None:
    memory.pipe_file("/ra/out.jsonl", b"not an output\n")
    with pytest.raises(CorpusError, match="is not the output of a run"):
        run([corpus], "memory://ra/out.jsonl")
    assert memory.cat_file("/ra/out.jsonl") == b"not an output\n"
    memory.rm_file("/ra/out.jsonl")
    assert counts(run([corpus], "memory://ra/out.jsonl")) == (14, 0, 1)
    run([corpus], "memory://ra/b.jsonl", shards=2)
    with pytest.raises(CorpusError, match="from a run with 2 shards"):
        run([corpus], "memory://ra/b.jsonl", shards=3)


@pytest.mark.parametrize("shards", [None, 2])
def test_a_store_that_has_no_folders(corpus: Path, memory: Any, shards: int | None) -> None:
    fsspec.register_implementation("objects", Objects, clobber=True)
    assert counts(run([corpus], "objects://ra/2024/out.jsonl", shards=shards)) == (14, 0, 1)
    assert counts(run([corpus], "objects://ra/2024/out.jsonl", shards=shards)) == (0, 14, 1)
    assert len(sent(memory, "/ra/2024")) == (shards or 1) + 1
