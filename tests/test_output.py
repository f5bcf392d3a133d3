"""Outputs of several files and as tables: the same bytes whatever the way, and ``datasets`` opens them."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.errors import CorpusError
from pipeline.output import parquet
from pipeline.run import Summary, run
from tests import stand_in

SAMPLE = Path(__file__).parent / "corpus"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("pipeline.extract"), "extract", stand_in.extract)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(40):
        (folder / f"kh-{number:02}.txt").write_text(f"KẾ HOẠCH {number}\n" + "- Sở Y tế chủ trì.\n" * (number % 5), encoding="utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "ra").mkdir()
    return tmp_path / "ra" / "out.jsonl"


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.parent.iterdir())}


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.done, summary.skipped, summary.failed


def stop_after(documents: int) -> Callable[[int, int], None]:
    left = [documents]

    def progress(behind: int, size: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    return progress


@pytest.mark.usefixtures("quick")
def test_shards_hold_the_documents_of_the_one_file(corpus: Path, out: Path) -> None:
    run([corpus], out)
    whole = out.read_bytes().splitlines()
    out.unlink()
    run([corpus], out, shards=3)
    found = contents(out)
    assert list(found) == [f"out-0000{number}-of-00003.jsonl" for number in range(3)]
    shards = [data.splitlines() for data in found.values()]
    assert sorted(line for shard in shards for line in shard) == sorted(whole)
    assert all(shard == sorted(shard, key=whole.index) and len(shard) > 5 for shard in shards)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_the_same_bytes_for_every_engine(corpus: Path, out: Path, name: str) -> None:
    out = out.with_name(name)
    (corpus / "hong.txt").write_bytes(b"\0")
    run([corpus], out, shards=3, engine="serial")
    expected = contents(out)
    for number, workers in enumerate([1, 2, 5]):
        folder = out.parent.with_name(f"ra{number}")
        folder.mkdir()
        run([corpus], folder / name, shards=3, engine="local", workers=workers)
        assert contents(folder / name) == expected


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
@pytest.mark.parametrize("shards", [None, 4])
def test_a_run_that_was_interrupted_or_whose_corpus_changed_gives_the_same_bytes(corpus: Path, out: Path, name: str, shards: int | None) -> None:
    out = out.with_name(name)
    with pytest.raises(KeyboardInterrupt):
        run([corpus], out, shards=shards, progress=stop_after(17))
    assert counts(run([corpus], out, shards=shards)) == (23, 17, 0)
    for number in range(0, 40, 3):
        (corpus / f"kh-{number:02}.txt").write_text(f"- Sở Nội vụ tổng kết {number}.\n", encoding="utf-8")
    (corpus / "kh-01.txt").unlink()
    assert counts(run([corpus], out, shards=shards)) == (14, 25, 0)
    before = contents(out)
    assert counts(run([corpus], out, shards=shards)) == (0, 39, 0)
    assert contents(out) == before
    fresh = out.parent.with_name("fresh") / name
    fresh.parent.mkdir()
    run([corpus], fresh, shards=shards)
    assert contents(fresh) == before


@pytest.mark.usefixtures("quick")
def test_a_change_touches_only_its_shard(corpus: Path, out: Path) -> None:
    run([corpus], out, shards=4)
    before = {path: path.stat().st_ino for path in out.parent.iterdir()}
    (corpus / "kh-07.txt").write_text("- Sở Nội vụ tổng kết.\n", encoding="utf-8")
    run([corpus], out, shards=4)
    assert sum(path.stat().st_ino != inode for path, inode in before.items()) == 1


@pytest.mark.usefixtures("quick")
def test_row_groups_do_not_depend_on_where_rows_come_from(corpus: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 200)
    out = out.with_name("out.parquet")
    run([corpus], out, tokens=True)
    assert pq.read_metadata(out).num_row_groups > 3
    for number in range(5, 40, 2):
        (corpus / f"kh-{number:02}.txt").write_text(f"KẾ HOẠCH {number}", encoding="utf-8")
    assert counts(run([corpus], out, tokens=True)) == (18, 22, 0)
    fresh = out.with_name("fresh.parquet")
    run([corpus], fresh, tokens=True)
    assert out.read_bytes() == fresh.read_bytes()


def test_a_table_holds_what_the_lines_hold(out: Path) -> None:
    run([SAMPLE], out)
    run([SAMPLE], out.with_name("out.parquet"))
    rows = pq.read_table(out.with_name("out.parquet")).to_pylist()
    records = [json.loads(line) for line in out.read_bytes().split(b"\n")[:-1]]
    for row in rows:
        for entity in row["entities"]:
            entity["norm"] = json.loads(entity["norm"])
    assert [without_nulls(row) for row in rows] == [without_nulls(record) for record in records]


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(one) for name, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


def as_days(value: Any) -> Any:
    """What ``load_dataset("json")`` takes for moments are the days of the lines."""
    if isinstance(value, dict):
        return {name: as_days(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_days(one) for one in value]
    return value.removesuffix(" 00:00:00") if isinstance(value, str) else value


def test_datasets_opens_both_with_the_same_features(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    from datasets import Json, List, Value, load_dataset

    def opened(form: str, suffix: str, **options: Any) -> Any:
        run([SAMPLE], out.with_suffix(suffix), shards=20)  # some are empty
        files = str(out.with_name(f"out-*-of-00020{suffix}"))
        return load_dataset(form, data_files=files, split="train", cache_dir=str(out.with_name("cache")), **options)

    lines = opened("json", ".jsonl", features=parquet.features())  # of lines it guesses, and takes dates for moments
    table = opened("parquet", ".parquet")
    assert lines.features == table.features == parquet.features()
    assert table.features["entities"].feature["norm"] == Json()
    assert table.features["tasks"].feature["fragments"] == List(List(Value("int64")))
    assert table.features["tokens"] == List(List(Value("int64")))  # null in every row
    assert lines["id"][:] == table["id"][:]
    assert len(table) == len(list(SAMPLE.glob("*.gold.json")))
    for column in ("metadata", "entities", "tasks", "targets"):
        assert as_days(lines[column][:]) == table[column][:]
    assert {"name", "level"} == set(next(entity for entity in table[0]["entities"] if entity["label"] == "AGENCY")["norm"])


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("out.jsonl", {"shards": 0}, "cannot have 0 shards"),
        ("out.jsonl", {"shards": 10_000}, "cannot have 10000 shards"),
        ("out.jsonl", {"format": "parquet"}, r"named for another format than parquet: name it out\.parquet"),
        ("out.jsonl", {"format": "xml"}, "There is no format called xml"),
        (None, {"shards": 2}, "Standard output takes one stream"),
        (None, {"format": "parquet"}, "Standard output takes one stream"),
    ],
)
def test_what_cannot_be_written(corpus: Path, out: Path, name: str | None, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CorpusError, match=sentence):
        run([corpus], name and out.with_name(name), **options)
    assert not contents(out)


@pytest.mark.usefixtures("quick")
def test_shards_of_another_number_are_not_mixed_with(corpus: Path, out: Path) -> None:
    run([corpus], out, shards=2)
    before = contents(out)
    with pytest.raises(CorpusError, match="from a run with 2 shards"):
        run([corpus], out, shards=3)
    assert contents(out) == before


@pytest.mark.usefixtures("quick")
def test_a_table_that_is_no_output_is_kept(corpus: Path, out: Path) -> None:
    import pyarrow as pa

    out = out.with_name("out.parquet")
    for write in (lambda: pq.write_table(pa.table({"a": [1]}), out), lambda: out.write_text("không phải bảng", encoding="utf-8")):
        write()
        before = contents(out)
        with pytest.raises(CorpusError, match="is not the output of a run"):
            run([corpus], out)
        assert contents(out) == before


@pytest.mark.usefixtures("quick")
def test_shards_may_lie_in_the_corpus(corpus: Path) -> None:
    assert counts(run([corpus], corpus / "out.jsonl", shards=2)) == (40, 0, 0)
    assert counts(run([corpus], corpus / "out.jsonl", shards=2)) == (0, 40, 0)
