"""Against the real server: what is pushed comes back, every offset of it, however often and however badly it was pushed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from pipeline.annotation.choices import UnitKind
from pipeline.annotation.corrected import Corrected, predicted
from pipeline.annotation.doccano import CATEGORIES, SEQUENCES, Doccano
from pipeline.annotation.gold import problems
from pipeline.annotation.projects import find_project, open_sources
from pipeline.annotation.pull import pull
from pipeline.annotation.push import push
from pipeline.schema import Record
from tests.annotation.conftest import CHECKOUT, Running
from tests.annotation.doccano_records import PLAN, awkward, large, record_of


def same(record: Record, document: Corrected) -> None:
    """Everything that was predicted is in the document, at the same offsets."""
    before = predicted(record)
    assert document.text == before.text and document.entities == before.entities and document.targets == before.targets
    assert sorted(document.relations or [], key=repr) == sorted(before.relations or [], key=repr)
    for task, other in zip(before.tasks, document.tasks, strict=True):
        assert msgspec.structs.replace(task, themes=sorted(task.themes)) == msgspec.structs.replace(other, themes=sorted(other.themes))


@pytest.mark.parametrize("unit", list(UnitKind))
def test_a_round_trip_moves_nothing(doccano: Doccano, unit: UnitKind) -> None:
    records = [record_of(PLAN), awkward()]
    assert len(records[1].entities) >= 8 and len(records[1].text) > len(records[0].text) + 100
    push(doccano, records, f"Vòng {unit}", unit=unit)
    project = find_project(doccano, f"Vòng {unit}", SEQUENCES)
    assert project is not None
    for example in doccano.export(project):
        assert "\r" not in example.text and max(example.text) <= "\uffff"
        for _, start, end, _ in example.spans:
            assert example.text[start:end].strip() == example.text[start:end]
    pulled = pull(doccano, f"Vòng {unit}", everything=True)
    assert [document.id for document in pulled.documents] == ["27-kh-ubnd", "27-kh-ubnd-nfd"] and not pulled.notes
    for record, document in zip(records, pulled.documents, strict=True):
        same(record, document)
        assert problems(document) == [] and document.confirmed == []
    assert not pull(doccano, f"Vòng {unit}").documents  # as nobody confirmed anything


def test_pushing_again_adds_nothing(doccano: Doccano) -> None:
    records = [record_of(PLAN)]
    first, again, otherwise = (push(doccano, records, "Hai lần", unit=unit) for unit in (UnitKind.block, UnitKind.block, UnitKind.section))
    assert first.added > 10 and again.added == 0 and again.there == first.added and otherwise.added == 0
    more = push(doccano, [*records, record_of(PLAN.replace("27/KH", "28/KH"), "28-kh-ubnd")], "Hai lần")
    assert more.added == first.added


def test_a_thousand_blocks_with_ten_thousand_spans(doccano: Doccano) -> None:
    records = large(1000, 10)
    assert sum(len(record.entities) for record in records) == 10_000
    began = time.perf_counter()
    done = push(doccano, records, "Nghìn khối")
    pushed = time.perf_counter()
    pulled = pull(doccano, "Nghìn khối", everything=True)
    ended = time.perf_counter()
    print(f"push {pushed - began:.1f} s, pull {ended - pushed:.1f} s")
    assert done.added == 1100
    for record, document in zip(records, pulled.documents, strict=True):
        same(record, document)
    assert pushed - began < 60 and ended - pushed < 20


def test_a_push_that_is_killed_goes_on(server: Running, doccano: Doccano, tmp_path: Path) -> None:
    records = large(600, 4, seed=1)
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    command = [sys.executable, "-m", "pipeline", "doccano", "push", str(path), "--project", "Đứt quãng"]
    process = subprocess.Popen(command, cwd=CHECKOUT, env=server.environment, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        project = find_project(doccano, "Đứt quãng", SEQUENCES)
        if project is not None and doccano.count(project):
            break
        time.sleep(0.05)
    process.kill()
    process.wait()
    done = subprocess.run(command, cwd=CHECKOUT, env=server.environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    pulled = pull(doccano, "Đứt quãng", everything=True)
    assert pulled.examples == 660
    for record, document in zip(records, pulled.documents, strict=True):
        same(record, document)


def test_an_upload_that_was_cut_on_the_server_is_made_again(doccano: Doccano) -> None:
    """As where the task worker was ended between the examples of a batch and their labels, and where it tried a batch twice."""
    records = [record_of(PLAN)]
    push(doccano, records, "Cắt giữa")
    project, sources = find_project(doccano, "Cắt giữa", SEQUENCES), open_sources(doccano, "Cắt giữa", create=False)
    assert project is not None
    examples = doccano.export(project)
    for example in examples:
        doccano._client.delete_all_spans(project.id, example.id)
    note = next(upload for upload in sources.uploads if upload.project == project.name)
    doccano._client.update_example_state(sources.project.id, note.id)  # not confirmed any more
    doccano.create_example(project, examples[3].text, dict(examples[3].meta))
    done = push(doccano, records, "Cắt giữa")
    assert done.repaired == len(examples) + 1
    assert len(doccano.export(project)) == len(examples)
    same(records[0], pull(doccano, "Cắt giữa", everything=True).documents[0])


def test_what_stands_twice_is_removed_and_what_was_deleted_comes_back(doccano: Doccano) -> None:
    records = [record_of(PLAN)]
    first = push(doccano, records, "Trùng")
    project = find_project(doccano, "Trùng", SEQUENCES)
    assert project is not None
    examples = doccano.export(project)
    doccano.create_example(project, examples[0].text, dict(examples[0].meta))
    doccano.delete(project, [examples[5].id, examples[6].id])
    pulled = pull(doccano, "Trùng", everything=True)
    assert pulled.notes == [f"2 of {len(examples)} examples are not in Trùng any more: push again to bring them back."]
    done = push(doccano, records, "Trùng")
    assert (done.added, done.there, done.removed) == (2, first.added - 2, 1)
    same(records[0], pull(doccano, "Trùng", everything=True).documents[0])


def test_the_projects_are_as_they_should_be(doccano: Doccano) -> None:
    push(doccano, [record_of(PLAN)], "Dáng vẻ")
    project, themes = find_project(doccano, "Dáng vẻ", SEQUENCES), find_project(doccano, "Dáng vẻ - themes", CATEGORIES)
    assert project is not None and themes is not None and project.shared
    made = doccano._client.find_project_by_id(project.id)
    assert made.use_relation and not made.grapheme_mode and not made.allow_overlapping and "Hướng dẫn gán nhãn" in made.guideline
    assert not doccano._client.find_project_by_id(themes.id).single_class_classification
    types = {label.text: (label.background_color, label.suffix_key) for label in doccano._client.list_label_types(project.id, "span")}
    assert types["AGENCY"] == ("#1565c0", "a") and set(types) == {"AGENCY", "LEGAL_REF", "DATE", "PERCENT"}
    assert set(doccano.labels(project, "relation")) == {"issued_on", "issued_by"}
    assert set(doccano.labels(themes, "category")) == {"truyền thông", "kiểm tra", "nguồn lực"}
    row = doccano.export(project)[0].meta
    assert row["document"] == "27-kh-ubnd" and row["unit"] == "block" and row["why"]


def test_serve_listens_on_this_machine_alone_and_stops_cleanly(server: Running, tmp_path: Path) -> None:
    own = Running(tmp_path / "home")
    own.wait()
    listening = subprocess.run(["ss", "-ltnH", f"sport = :{own.port}"], capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert f"127.0.0.1:{own.port}" in listening
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(own.process.pid)], capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert len(children) >= 2
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert own.password.encode() not in kept and own.password not in own.said()
    assert own.password not in Path(f"/proc/{children[0]}/cmdline").read_text() + Path(f"/proc/{own.process.pid}/cmdline").read_text()
    assert own.stop() == 0
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(int(child), signal.SIG_DFL)
