"""The measures, by hand on small cases, and against `../shared/score.py` where that is there."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from pipeline.annotation.gold import Gold, find_gold, read_gold
from pipeline.errors import AnnotationError
from pipeline.evaluate import (
    Count,
    Evaluation,
    Scores,
    check_gate,
    evaluate,
    predict,
    run_evaluation,
    score_document,
    to_dict,
    to_html,
    to_lines,
)
from pipeline.evaluate.gate import fallen
from pipeline.evaluate.intervals import intervals
from pipeline.schema import SCHEMA_VERSION, AgencyNorm, DateNorm, Entity, Metadata, PercentNorm, Record, SourceInfo, Target, Task, ThemeTag

TEXT = "1. Sở Y tế chủ trì, phối hợp với Công an xã kiểm tra 95% quán ăn trước ngày 15/6/2024.\n2. Sở Tài chính bố trí kinh phí."
YEAR = {"type": "DATE", "value": "2024-06-15", "mod": "BEFORE", "begin": "2024-06-15", "end": "2024-06-15"}


def span(surface: str) -> tuple[int, int]:
    start = TEXT.index(surface)
    return start, start + len(surface)


def gold_entity(surface: str, label: str, norm: dict[str, Any]) -> dict[str, Any]:
    start, end = span(surface)
    return {"start": start, "end": end, "label": label, "text": surface, "norm": norm}


def gold_task(id: str, surface: str, **attributes: Any) -> dict[str, Any]:
    none: dict[str, Any] = {"lead": [], "coordinating": [], "deadline": [], "output": None, "inherited": [], "themes": []}
    return {"id": id, "fragments": [span(surface)], **none, **attributes}


FIRST, SECOND = TEXT.split("\n")[0][3:-1], TEXT.split("\n")[1][3:-1]
GOLD = {
    "text": TEXT,
    "metadata": {"doc_type": "Kế hoạch", "number": "5/KH-UBND", "issuer": None, "place": None, "issued_on": None, "title": "Về an toàn – thực phẩm"},
    "entities": [
        gold_entity("Sở Y tế", "AGENCY", {"name": "Sở Y tế", "level": "province"}),
        gold_entity("Công an xã", "AGENCY", {"name": "Công an xã", "level": "commune"}),
        gold_entity("Sở Tài chính", "AGENCY", {"name": "Sở Tài chính", "level": "province"}),
        gold_entity("95%", "PERCENT", {"value": 95.0, "upper": None}),
        gold_entity("ngày 15/6/2024", "DATE", YEAR),
    ],
    "targets": [{"start": span("95%")[0], "end": span("95%")[1], "op": "=", "change": None}],
    "tasks": [
        gold_task(
            "1", FIRST, lead=[span("Sở Y tế")], coordinating=[span("Công an xã")], deadline=[span("ngày 15/6/2024")], themes=["kiểm tra", "nguồn lực"]
        ),
        gold_task("2", SECOND, lead=[span("Sở Tài chính")], themes=["nguồn lực"]),
    ],
}


def entity(id: str, surface: str, label: Any, norm: Any) -> Entity:
    return Entity(id, *span(surface), label, surface, norm, "rule", 1.0, "test")


RECORD = Record(
    SCHEMA_VERSION,
    "a",
    SourceInfo("a.txt", "txt", "utf-8", "", 0),
    TEXT,
    Metadata(doc_type="kế hoạch", number="6/KH-UBND", title="Về an toàn - thực phẩm."),
    [],
    [
        entity("e1", "Sở Y tế", "AGENCY", AgencyNorm("SỞ Y TẾ", None)),  # the name but for case, another level
        entity("e2", "Công an xã kiểm", "AGENCY", AgencyNorm("Công an xã", "commune")),  # too long, but by less than half
        entity("e3", "95%", "PERCENT", PercentNorm(95.0, None)),
        entity("e4", "ngày 15/6/2024", "DATE", DateNorm("DATE", "2024-06-15", None, "2024-06-15", "2024-06-15")),
    ],
    [],
    [Target("e3", 95.0, None, ">=", None, "", None)],
    [
        Task(
            "t1",
            None,
            "1.",
            *span(FIRST),
            [span(FIRST)],
            FIRST,
            ["e1"],
            ["e2"],
            [],
            None,
            [],
            [ThemeTag("truyền thông", 0.8), ThemeTag("kiểm tra", 0.7)],
        ),
        Task("t2", None, "2.", *span("kinh phí"), [span("kinh phí")], "kinh phí", [], [], [], None, [], [ThemeTag("nguồn lực", 0.9)]),
    ],
    "",
)


def gold() -> Gold:
    return msgspec.convert(GOLD, Gold)


def test_by_hand() -> None:
    measures = evaluate([("a", gold(), RECORD)]).to_dict()
    assert (measures["documents"], measures["text_equal"], measures["offsets_exact"]) == (1, [1, 1], [4, 4])
    assert measures["entities"]["AGENCY"] == {"p": 0.5, "r": 0.3333, "f1": 0.4, "n": 3}
    assert measures["entities_overlap"]["AGENCY"] == {"p": 1.0, "r": 0.6667, "f1": 0.8, "n": 3}
    assert measures["entities"]["LEGAL_REF"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "n": 0}
    assert measures["entities_micro"] == {"p": 0.75, "r": 0.6, "f1": 0.6667, "n": 5}
    assert measures["entities_macro_f1"] == 0.85
    assert measures["norms"]["AGENCY.name"] == {"acc": 1.0, "n": 1} and measures["norms"]["AGENCY.level"] == {"acc": 0.0, "n": 1}
    assert measures["norms"]["DATE.value"] == {"acc": 1.0, "n": 1} and measures["norms"]["DATE.mod"] == {"acc": 0.0, "n": 1}
    assert measures["tasks"] == {"p": 0.5, "r": 0.5, "f1": 0.5, "n": 2}
    assert measures["attributes"]["lead"] == {"p": 1.0, "r": 0.5, "f1": 0.6667, "n": 2}
    assert measures["attributes"]["coordinating"]["f1"] == 1.0 and measures["attributes"]["deadline"]["f1"] == 0.0
    assert measures["themes"]["truyền thông"] == {"p": 0.0, "r": 1.0, "f1": 0.0, "n": 0}
    assert measures["themes"]["nguồn lực"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 2}  # the label of the task that matches none is not seen
    assert measures["themes_macro_f1"] == 0.3333
    assert measures["targets"]["f1"] == 0.0
    assert [name for name, row in measures["metadata"].items() if not row["acc"]] == ["number"]


def test_errors_say_what_is_wrong_and_where() -> None:
    errors = score_document("a", gold(), RECORD).errors
    shown = [str(error) for error in errors]
    assert "a:2 miss AGENCY 'Sở Tài chính'\n      2. »Sở Tài chính« bố trí kinh phí." in shown
    assert any(line.startswith("a:1 spurious AGENCY 'Công an xã kiểm' (test)") for line in shown)
    messages = [error.message for error in errors]
    assert "norm AGENCY.level 'Sở Y tế': gold 'province', said None" in messages
    assert "themes: gold ['kiểm tra', 'nguồn lực'], said ['kiểm tra', 'truyền thông']" in messages
    assert "miss task" in messages and "spurious task" in messages


def test_scores_of_documents_add_up() -> None:
    one = score_document("a", gold(), RECORD)
    two = one + one
    assert two.documents == 2 and two.entities["AGENCY"].hits == 2 and two.norms["AGENCY.name"].total == 2 and len(two.errors) == 2 * len(one.errors)
    assert two.to_dict()["entities"]["AGENCY"]["f1"] == one.to_dict()["entities"]["AGENCY"]["f1"]
    assert (Scores() + one).to_dict() == one.to_dict()


def test_no_record_finds_nothing() -> None:
    scores = score_document("a", gold(), None)
    measures = scores.to_dict()
    assert str(scores.errors[0]) == "a no prediction" and measures["text_equal"] == [0, 1]
    assert measures["entities"]["AGENCY"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 3} and measures["tasks"]["r"] == 0.0


@pytest.fixture
def evaluation(tmp_path: Path) -> Evaluation:
    about = {"field": "y tế", "level": "province", "layout": "prose"}
    (tmp_path / "a.gold.json").write_text(json.dumps(GOLD | {"about": about}), encoding="utf-8")
    (tmp_path / "b.gold.json").write_text(json.dumps(GOLD | {"about": about | {"field": "tài chính"}, "relations": []}), encoding="utf-8")
    return run_evaluation([tmp_path])


def test_what_is_printed(evaluation: Evaluation) -> None:
    lines = to_lines(evaluation)
    assert lines[0] == "documents 2  text equal 2/2  offsets exact 10/10"
    assert any(line.startswith("AGENCY ") and "F1 1.000  [1.000, 1.000]  n=6" in line for line in lines)
    assert [line.split()[0] for line in lines[-2:]] == ["tài", "y"]  # two fields, while level and layout have one group each
    measures = to_dict(evaluation)
    assert measures["documents"] == 2 and set(measures["groups"]["field"]) == {"y tế", "tài chính"}
    assert measures["relations"] == {kind: {"p": 1.0, "r": 1.0, "f1": 1.0, "n": 0} for kind in ("issued_by", "issued_on")}


def test_the_page_shows_both_sides(evaluation: Evaluation) -> None:
    page = to_html(evaluation)
    assert page.count("<h2>") == 2 and page.count("<b>gold</b>") == page.count("<b>pipeline</b>") == 2
    assert '<mark class="AGENCY" title="AGENCY">Sở Y tế</mark>' in page and "http" not in page
    evaluation.golds[0] = replace(evaluation.golds[0], entities=[])
    assert '<mark class="AGENCY wrong" title="AGENCY: only here">Sở Y tế</mark>' in to_html(evaluation)


def test_intervals_hold_the_measure_and_are_seeded() -> None:
    right, wrong = Scores(tasks=Count(9, 0, 1)), Scores(tasks=Count(2, 6, 3))
    low, high = intervals([right, wrong, right])["tasks"]
    assert low < (right + wrong + right).tasks.f1 < high
    assert intervals([right, wrong, right])["tasks"] == (low, high)


def test_floors_only_rise(evaluation: Evaluation, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    assert "rose" in check_gate(evaluation, floors, update=True)
    assert "hold their floors" in check_gate(evaluation, floors)
    evaluation.scores[0] = score_document("a", gold(), RECORD)
    with pytest.raises(AnnotationError, match=r"lead is 0\.\d+, below its floor of 1\.0000") as raised:
        check_gate(evaluation, floors)
    assert "\n" not in str(raised.value)
    before = floors.read_bytes()
    with pytest.raises(AnnotationError, match="Floors only rise"):
        check_gate(evaluation, floors, update=True)
    assert floors.read_bytes() == before
    check_gate(evaluation, floors, update=True, allow_lower=True)
    assert "hold their floors" in check_gate(evaluation, floors)


def test_a_measure_that_is_gone_has_fallen() -> None:
    assert fallen({"theme kiểm tra": 0.8}, {}) == ["theme kiểm tra is not measured, and has a floor of 0.8000"]


@pytest.mark.parametrize("content", [None, "[]", "{", '{"tasks": "high"}'])
def test_a_broken_file_of_floors_is_one_sentence(evaluation: Evaluation, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "floors.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(AnnotationError, match=r"floors\.json") as raised:
        check_gate(evaluation, path)
    assert "\n" not in str(raised.value) and str(raised.value).endswith(".")


@pytest.mark.parametrize(
    "change",
    [
        {"text": None},
        {"entities": [{"start": 0}]},
        {"tasks": [gold_task("1", FIRST, fragments=[[5, 3]])]},
        {"targets": [{"start": 0, "end": 10_000}]},
        {"entities": [gold_entity("Sở Y tế", "AGENCY", {}) | {"text": "Sở Y"}]},
        {"entities": [gold_entity("Sở Y tế", "PERSON", {})]},
    ],
)
def test_malformed_gold_is_one_sentence(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "a.gold.json"
    path.write_text(json.dumps(GOLD | change), encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"a\.gold\.json") as raised:
        read_gold(path)
    assert "\n" not in str(raised.value) and str(raised.value).endswith(".")


def test_no_gold_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="no gold file"):
        find_gold([tmp_path])
    with pytest.raises(AnnotationError, match="There is no"):
        find_gold([tmp_path / "nowhere"])


SHARED = Path(__file__).parents[2] / "shared"


def perturbed(record: Record) -> Record:
    """Mistakes of every kind, so that no measure is 1 by accident."""
    entities = [replace(e, end=max(e.start + 1, e.end - n % 3)) if n % 5 == 0 else e for n, e in enumerate(record.entities) if n % 7]
    tasks = [replace(t, lead=t.coordinating, themes=[ThemeTag("kiểm tra", 0.5)]) if n % 4 == 0 else t for n, t in enumerate(record.tasks) if n % 6]
    tasks = [replace(t, fragments=[(t.start, max(t.start + 1, t.end - 15))]) if n % 3 == 0 else t for n, t in enumerate(tasks)]
    return replace(record, entities=entities, tasks=tasks, targets=record.targets[::2], metadata=replace(record.metadata, title="Kế hoạch"))


@pytest.mark.skipif(not (SHARED / "score.py").is_file(), reason="../shared is not there")
def test_same_numbers_as_score_py(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec and spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    pairs = []
    for number, (name, path) in enumerate(find_gold([SHARED / "gold" / "dev" / "gold"])):
        found = read_gold(path)
        record = predict(name, found.text)
        assert record is not None
        pairs.append((name, found, [record, perturbed(record), None][number % 3]))
    (tmp_path / "out.jsonl").write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for _, _, record in pairs if record))
    theirs, errors = score.score(score.load([str(SHARED / "gold" / "dev" / "gold")], str(tmp_path / "out.jsonl")))
    ours = evaluate(pairs)
    assert json.dumps(ours.to_dict(), ensure_ascii=False) == json.dumps(theirs, ensure_ascii=False)
    assert len(ours.errors) == len(errors)


def test_floors_need_a_file() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "evaluate", str(Path(__file__).parent / "corpus"), "--update"], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 2 and "name the file" in done.stderr and "Traceback" not in done.stderr
