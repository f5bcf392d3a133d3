"""CoNLL, Label Studio and brat: texts, spans and links are read again as they were."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.annotation.corrected import predicted, read_corrected
from pipeline.annotation.exchange import import_file
from pipeline.export import export
from pipeline.export.brat import annotations, file_name
from pipeline.records import read_records
from pipeline.schema import AgencyNorm, Entity, Record
from tests.export.exported import full, records, write_output


@pytest.mark.parametrize("format", ["conll", "labelstudio"])
def test_the_importer_reads_what_the_exporter_wrote(tmp_path: Path, format: str) -> None:
    source = write_output(tmp_path / "out.jsonl", records())
    export(source, format, tmp_path / "there")
    assert import_file(tmp_path / "there", tmp_path / "back.jsonl", format) == 3
    for record, back in zip(records(), read_corrected(tmp_path / "back.jsonl"), strict=True):
        before = predicted(record)
        assert (back.id, back.text) == (record.id, record.text)
        assert [(e.start, e.end, e.label, e.text) for e in back.entities] == [(e.start, e.end, e.label, e.text) for e in before.entities]
        if format == "labelstudio":
            assert sorted(back.relations or [], key=repr) == sorted(before.relations or [], key=repr)


ODD = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(ODD, st.data())
def test_no_text_is_lost(tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject) -> None:
    """Entities anywhere in any text: CoNLL cuts its tokens for them; brat splits what goes over a line end."""
    folder = tmp_path_factory.mktemp("odd")
    bounds = sorted(data.draw(st.sets(st.sampled_from(range(len(text) + 1)), min_size=2, max_size=6)) if len(text) > 1 else {0, 1})
    spans = [(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False) if not text[a].isspace() and not text[b - 1].isspace()]
    norm = AgencyNorm("", None)
    entities = [Entity(f"e{number}", a, b, "AGENCY", text[a:b], norm, "rule", 1.0, "agency.thu") for number, (a, b) in enumerate(spans, 1)]
    record = replace(full(), text=text, entities=entities, relations=[], tasks=[], targets=[], citations=[], back_references=[], conflicts=[])
    source = write_output(folder / "out.jsonl", [record])
    for format in ("conll", "labelstudio"):
        export(source, format, folder / format)
        import_file(folder / format, folder / "back.jsonl", format)
        [back] = read_corrected(folder / "back.jsonl")
        assert (back.text, [(e.start, e.end) for e in back.entities]) == (text, spans)
    check(record, "".join(annotations(record)))


def test_brat_reads_what_was_written(tmp_path: Path) -> None:
    export(write_output(tmp_path / "out.jsonl", records()), "brat", tmp_path / "there")
    texts = sorted((tmp_path / "there").rglob("*.txt"))
    by_id = {unquote(path.relative_to(tmp_path / "there").with_suffix("").as_posix()): path for path in texts}
    for record in read_records(tmp_path / "out.jsonl"):
        path = by_id.pop(record.id)
        assert path.read_bytes().decode("utf-8") == record.text
        check(record, path.with_suffix(".ann").read_bytes().decode("utf-8"))
    assert not by_id
    configuration = (tmp_path / "there" / "annotation.conf").read_text(encoding="utf-8")
    assert re.findall(r"^\[(\w+)\]$", configuration, re.M) == ["entities", "relations", "events", "attributes"]


def check(record: Record, annotations: str) -> None:
    """Reads the lines as brat does: fields behind tabs, spans of code points with ``;`` between fragments, whose text is joined by blanks."""
    lines = [line.split("\t", 2) for line in annotations.split("\n")[:-1]]
    marks = {mark: rest for mark, *rest in lines}
    assert len(marks) == len(lines)
    spans: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    for mark, rest in marks.items():
        if mark.startswith("T"):
            label, offsets = rest[0].split(" ", 1)
            fragments = [(int(a), int(b)) for a, b in (piece.split(" ") for piece in offsets.split(";"))]
            assert rest[1] == " ".join(record.text[a:b] for a, b in fragments)
            assert not any(set("\r\n\u2028\x0b") & set(record.text[a:b]) for a, b in fragments)
            spans[mark] = (label, fragments)
    notes = {rest[0].split(" ")[1]: json.loads(rest[1]) for mark, rest in marks.items() if mark.startswith("#")}
    ids = {notes[mark]["id"]: mark for mark in spans}
    for entity in record.entities:
        label, fragments = spans[ids[entity.id]]
        assert (label, fragments[0][0], fragments[-1][1]) == (entity.label, entity.start, entity.end)
        assert notes[ids[entity.id]]["rule"] == entity.rule
    for task in record.tasks:
        label, fragments = spans[ids[task.id]]
        assert (label, fragments[0][0]) == ("TASK", task.start)
        assert [theme["label"] for theme in notes[ids[task.id]]["themes"]] == [theme.label for theme in task.themes]
    links = {tuple(re.fullmatch(r"(\w+) Arg1:(T\d+) Arg2:(T\d+)", rest[0]).groups()) for mark, rest in marks.items() if mark.startswith("R")}  # type: ignore[union-attr]
    assert links == {(r.type, ids[r.head], ids[r.tail]) for r in record.relations} | {
        (role.capitalize(), ids[task.id], ids[id])
        for task in record.tasks
        for role in ("lead", "coordinating", "deadline")
        for id in getattr(task, role)
    }


@pytest.mark.parametrize("id", ["../../etc/passwd", "/tuyệt đối", "a//b", "con?*<>|", ".ẩn", "x" * 300, "kế hoạch " * 60, "..", "\x00"])
def test_no_id_leads_out_of_the_folder(tmp_path: Path, id: str) -> None:
    export(write_output(tmp_path / "out.jsonl", [full(id)]), "brat", tmp_path / "there")
    [text] = (tmp_path / "there").rglob("*.txt")
    assert text.resolve().is_relative_to((tmp_path / "there").resolve()) and text.with_suffix(".ann").exists()


def test_long_names_that_begin_alike_stay_apart() -> None:
    assert file_name("kế hoạch " * 60 + "a") != file_name("kế hoạch " * 60 + "b")
    assert len(file_name("kế hoạch " * 60).encode()) <= 200
