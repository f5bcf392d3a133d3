"""Label Studio and CoNLL, there and back; and what is learned from pulled documents."""

from pathlib import Path

import msgspec
import pytest

from pipeline.annotation.corrected import Corrected, Mark, Reading, Vote, predicted, read_corrected, settled, write_corrected
from pipeline.annotation.exchange import export_file, from_label_studio, import_file, to_label_studio
from pipeline.annotation.exports import read_export, to_gold
from pipeline.annotation.readers_agreement import alpha, readers_agreement
from pipeline.errors import AnnotationError
from pipeline.run import run
from tests.annotation.doccano_records import PLAN, awkward, record_of


@pytest.mark.parametrize("format", ["labelstudio", "conll"])
def test_there_and_back(tmp_path: Path, format: str) -> None:
    records = [record_of(PLAN), awkward()]
    (tmp_path / "out.jsonl").write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    assert export_file(tmp_path / "out.jsonl", tmp_path / "there", format) == 2
    assert import_file(tmp_path / "there", tmp_path / "back.jsonl", format) == 2
    for record, document in zip(records, read_corrected(tmp_path / "back.jsonl"), strict=True):
        before = predicted(record)
        assert (document.id, document.text) == (record.id, record.text)
        assert [(e.start, e.end, e.label) for e in document.entities] == [(e.start, e.end, e.label) for e in before.entities]
        if format == "labelstudio":
            assert sorted(document.relations or [], key=repr) == sorted(before.relations or [], key=repr)
    assert export_file(tmp_path / "back.jsonl", tmp_path / "again", format) == 2


def test_files_of_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_text(
        "-DOCSTART- -X- O\n\nSở NNP B-AGENCY\nY NNP I-AGENCY\ntế NNP I-AGENCY\nbáo VB O\n\nnăm NN B-DATE\n2025 CD I-DATE\n"
    )
    assert import_file(tmp_path / "a.conll", tmp_path / "a.jsonl", "conll") == 1
    [document] = read_corrected(tmp_path / "a.jsonl")
    assert document.text == "Sở Y tế báo\nnăm 2025" and [e.text for e in document.entities] == ["Sở Y tế", "năm 2025"]
    task = to_label_studio(document)
    assert from_label_studio(task | {"id": 7}).entities == document.entities


def test_what_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("[{}]")
    for format, said in (("labelstudio", "Label Studio"), ("conll", "CoNLL")):
        (tmp_path / "x").write_text("[{}]" if format == "labelstudio" else "Sở\tB-CƠ QUAN\n")
        with pytest.raises(AnnotationError, match=said):
            import_file(tmp_path / "x", tmp_path / "y", format)
    with pytest.raises(AnnotationError, match="cannot be read"):
        import_file(tmp_path / "z", tmp_path / "y", "conll")
    with pytest.raises(AnnotationError, match="no corrected document"):
        export_file(tmp_path / "x", tmp_path / "y", "conll")


def corrected() -> Corrected:
    record = record_of(PLAN)
    lead, day = record.entities[0], next(e for e in record.entities if e.label == "DATE")
    first = Reading(lead.start, lead.end, "lan", "2026-11-21T10:00:00Z", [Mark(lead.start, lead.end, "AGENCY")])
    ways = [
        Reading(day.start, day.end, by, "2026-11-21T10:00:00Z", [Mark(day.start, day.end, "DATE")] if by == "lan" else []) for by in ("lan", "minh")
    ]
    votes = [Vote(record.tasks[0].id, by, "2026-11-21T10:00:00Z", ["kiểm tra"]) for by in ("lan", "minh")]
    return settled(record, [first, *ways], votes)


def test_only_what_is_settled_is_learned(tmp_path: Path) -> None:
    document = corrected()
    assert len(document.confirmed) == 1 and document.confirmed_tasks == ["t1"]
    write_corrected(tmp_path / "c.jsonl", [document])
    items = read_export(tmp_path / "c.jsonl")
    golds = list(to_gold(items))
    assert [gold.text for gold in golds] == [document.text[slice(*document.confirmed[0])]] and len(golds[0].entities) == 1
    assert [item.tasks[0][1] for item in items if item.tasks] == [["kiểm tra"]]


def test_agreement_of_readers(tmp_path: Path) -> None:
    write_corrected(tmp_path / "c.jsonl", [corrected()])
    found = readers_agreement(tmp_path / "c.jsonl")
    assert (found.units, found.tasks) == (1, 1) and found.f1("lan", "minh", "DATE") == 0
    assert any("kappa 1.000" in line for line in found.lines()) and any("alpha 1.000" in line for line in found.lines())
    write_corrected(tmp_path / "d.jsonl", [msgspec.structs.replace(corrected(), units=[], votes=[])])
    with pytest.raises(AnnotationError, match="confirmed by two annotators"):
        readers_agreement(tmp_path / "d.jsonl")


def test_alpha_of_three_readers() -> None:
    assert alpha([[True, True, True], [False, False, False]]) == 1.0 and alpha([[True]]) == 1.0
    assert alpha([[True, False], [False, True]]) < 0


def test_an_output_in_parquet_gives_the_same_file(tmp_path: Path) -> None:
    plan = tmp_path / "ke-hoach.txt"
    plan.write_text("KẾ HOẠCH\nTiêm chủng năm 2024\n1. Sở Y tế chủ trì, hoàn thành trước ngày 30/6/2024.\n", encoding="utf-8")
    for name in ("out.jsonl", "out.parquet"):
        run([plan], tmp_path / name, workers=1)
        assert export_file(tmp_path / name, tmp_path / f"{name}.conll", "conll") == 1
    assert (tmp_path / "out.parquet.conll").read_bytes() == (tmp_path / "out.jsonl.conll").read_bytes()
