"""Annotated documents: what is wrong in one, what must hold of all of them, and what other tools give back."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.annotation.agreement import agreement
from pipeline.annotation.corpus import check_corpus, read_corpus
from pipeline.annotation.exports import read_export, to_gold
from pipeline.annotation.gold import Gold, GoldEntity, GoldRelation, GoldTarget, GoldTask, problems
from pipeline.errors import AnnotationError

TEXT = "1. Sở Y tế kiểm tra 95% cơ sở trước ngày 15/6/2024 theo Chỉ thị số 5/CT-TTg"
DAY = {"type": "DATE", "value": "2024-06-15", "mod": "BEFORE", "begin": "2024-06-15", "end": "2024-06-15"}
AGENCY = GoldEntity(3, 10, "AGENCY", "Sở Y tế", {"name": "Sở Y tế", "level": "province"})
PERCENT = GoldEntity(20, 23, "PERCENT", "95%", {"value": 95.0, "upper": None})
DATE = GoldEntity(36, 50, "DATE", "ngày 15/6/2024", DAY)
REFERENCE = GoldEntity(56, 75, "LEGAL_REF", "Chỉ thị số 5/CT-TTg", {"type": "Chỉ thị", "number": "5/CT-TTg"})
TASK = GoldTask("t1", [(3, 75)], [(3, 10)], [], [(36, 50)], ["kiểm tra"])


def gold(**changes: Any) -> Gold:
    parts: dict[str, Any] = {"entities": [AGENCY, PERCENT, DATE, REFERENCE], "targets": [GoldTarget(20, 23, ">=")], "tasks": [TASK], "relations": []}
    return Gold(**{"text": TEXT, "metadata": {"issuer": "Sở Y tế tỉnh Hà Nhung"}, **parts, **changes})


def test_a_sound_document_has_no_problem() -> None:
    assert problems(gold(relations=[GoldRelation("issued_on", (56, 75), (36, 50))])) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"entities": [GoldEntity(3, 9, "AGENCY", "Sở Y tế", {})]}, "says 'Sở Y tế' at 3"),
        ({"entities": [AGENCY, GoldEntity(6, 10, "AGENCY", "Y tế", AGENCY.norm)]}, "inside another entity"),
        ({"entities": [GoldEntity(2, 10, "AGENCY", " Sở Y tế", AGENCY.norm)], "tasks": []}, "white space"),
        ({"entities": [GoldEntity(3, 10, "AGENCY", "Sở Y tế", {"name": "Sở Y tế", "level": "tỉnh"})]}, "none of AGENCY"),
        ({"targets": [GoldTarget(3, 10)]}, "no PERCENT"),
        ({"targets": [GoldTarget(0, 900)]}, "a span from 0 to 900"),
        ({"tasks": [GoldTask("t1", [(3, 75)], [(36, 50)], [], [], [])]}, "lead of task t1 at 36"),
        ({"tasks": [GoldTask("t1", [(3, 75)], [(3, 9)], [], [], [])]}, "lead of task t1 at 3 ('Sở Y t') that is no AGENCY"),
        ({"tasks": [TASK, GoldTask("t2", [(36, 60)], [], [], [], [])]}, "task t2 inside task t1"),
        ({"tasks": [GoldTask("t1", [], [], [], [], [])]}, "task t1 without text"),
        ({"tasks": [GoldTask("t1", [(2, 75)], [], [], [], [])]}, "white space at an end of task t1"),
        ({"tasks": [GoldTask("t1", [(3, 75)], [], [], [], ["kiểm tra", "kiểm tra"])]}, "a theme twice"),
        ({"relations": [GoldRelation("issued_by", (56, 75), (36, 50))]}, "issued_by at 36"),
    ],
)
def test_each_kind_of_problem_is_named(changes: dict[str, Any], said: str) -> None:
    assert any(said in problem for problem in problems(gold(**changes)))


def write(folder: Path, split: str, name: str, document: Gold) -> None:
    import msgspec

    (folder / split).mkdir(exist_ok=True, parents=True)
    (folder / split / f"{name}.gold.json").write_bytes(msgspec.json.encode(document))


def test_the_corpus_is_checked_as_a_whole(tmp_path: Path) -> None:
    words = " ".join(f"việc {number} chữ {number * 7}" for number in range(60))
    write(tmp_path, "train", "a", gold(text=TEXT + words))
    write(tmp_path, "test", "b", gold(text=TEXT + words, metadata={"issuer": "SỞ Y TẾ TỈNH HÀ NHUNG"}))
    write(tmp_path, "dev", "c", gold(text=TEXT, metadata={}, targets=[GoldTarget(3, 10)]))
    (tmp_path / "dev" / "d.gold.json").write_text("{}")
    wrong, summary = check_corpus(tmp_path)
    assert any("issues a (train) and b (test)" in sentence for sentence in wrong)
    assert any("a (train) and b (test) share" in sentence for sentence in wrong)
    assert any("c.gold.json has a target at 3" in sentence for sentence in wrong)
    assert any("d.gold.json does not follow" in sentence for sentence in wrong)
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in wrong) and len(wrong) == 6
    assert summary[0].split() == ["documents", "characters", "AGENCY", "LEGAL_REF", "DATE", "PERCENT", "relations", "targets", "tasks"]
    assert summary[4].split()[:2] == ["all", "3"]


def test_a_folder_without_documents_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="no annotated documents"):
        read_corpus(tmp_path)


ROWS = [
    {"id": 1, "text": "Sở Y tế chủ trì", "label": [[0, 7, "AGENCY"]], "Comments": []},
    {"id": 2, "text": "Sở Y tế chủ trì", "entities": [{"id": 9, "start_offset": 0, "end_offset": 7, "label": "AGENCY"}], "relations": []},
    {"id": 3, "text": "Kiểm tra các quán ăn", "label": ["kiểm tra"]},
]


def test_exports_of_doccano_are_read(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n", encoding="utf-8")
    first, second, third = read_export(path)
    assert first.spans == second.spans == [(0, 7, "AGENCY")] and third.labels == ["kiểm tra"]
    assert [found.entities[0].text for found in to_gold([first, second, third])] == ["Sở Y tế", "Sở Y tế"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"text": "Sở"}',
        '{"text": "Sở", "label": [[0, 9, "AGENCY"]]}',
        '{"text": "Sở", "label": [[0, 2]]}',
        '{"data": 5, "label": []}',
        '{"tasks": 1}',
    ],
)
def test_what_is_no_export_is_one_sentence(tmp_path: Path, line: str) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match="Line 2 of") as raised:
        read_export(path)
    assert "\n" not in str(raised.value)


ANNOTATIONS = Path(__file__).parents[2] / "annotations"


def test_the_project_s_documents_hold_all_rules() -> None:
    wrong, _ = check_corpus(ANNOTATIONS / "documents")
    assert wrong == []


def test_the_project_s_documents_are_enough() -> None:
    documents = read_corpus(ANNOTATIONS / "documents")
    labels = Counter(entity.label for document in documents for entity in document.gold.entities)
    assert len(documents) >= 100 and sum(len(document.gold.text) for document in documents) >= 350_000
    assert labels["AGENCY"] >= 6000 and labels["LEGAL_REF"] >= 1500 and labels["PERCENT"] >= 400
    assert sum(len(document.gold.tasks) for document in documents) >= 2000
    about = [document.gold.about for document in documents]
    assert len({a["field"] for a in about}) >= 12 and {a["level"] for a in about} == {"central", "province", "district", "commune"}
    assert {a["layout"] for a in about} == {"prose", "attribute lines", "tab table", "pipe table", "gazette", "portal page"}
    assert {a["organisation"] for a in about} == {"State", "Party", "union", "unit"}
    assert min(a["year"] for a in about) <= "2006" and max(a["year"] for a in about) == "2026"


def test_twenty_documents_are_annotated_twice() -> None:
    found = agreement(ANNOTATIONS / "documents", ANNOTATIONS / "second")
    assert found.documents >= 20 and found.f1("AGENCY") > 0.95 and found.f1("tasks") > 0.95


def test_agreement_counts_what_both_say(tmp_path: Path) -> None:
    write(tmp_path, "one", "a", gold())
    other = GoldTask("x", [(3, 75)], [], [], [(36, 50)], ["kiểm tra", "nguồn lực"])
    write(
        tmp_path,
        "two",
        "a",
        gold(entities=[GoldEntity(3, 10, "AGENCY", "Sở Y tế", {"name": "Sở Y tế", "level": None}), DATE, PERCENT], tasks=[other]),
    )
    found = agreement(tmp_path / "one", tmp_path / "two")
    assert (found.f1("AGENCY"), found.f1("LEGAL_REF"), found.f1("AGENCY level"), found.f1("lead"), found.f1("deadline")) == (1.0, 0.0, 0.0, 0.0, 1.0)
    assert found.differences == ["a:1 LEGAL_REF 'Chỉ thị số 5/CT-TTg' only in the first", "a:1 theme nguồn lực only in the second"]
    assert found.lines()[0] == "documents 1" and any(line.startswith("theme kiểm tra") and "kappa 1.000" in line for line in found.lines())


def test_agreement_needs_the_same_texts(tmp_path: Path) -> None:
    write(tmp_path, "one", "a", gold())
    write(tmp_path, "two", "a", gold(text=TEXT + "."))
    with pytest.raises(AnnotationError, match="another text"):
        agreement(tmp_path / "one", tmp_path / "two")
    write(tmp_path, "three", "b", gold())
    with pytest.raises(AnnotationError, match="share no document"):
        agreement(tmp_path / "one", tmp_path / "three")
