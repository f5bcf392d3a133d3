"""The fingerprint changes with what makes a record, and only with that."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from pipeline import provenance
from pipeline.run import run

CHECKOUT = Path(__file__).parent.parent
CAPITALS = "KẾ HOẠCH\n" + "1. SỞ Y TẾ CHỦ TRÌ KIỂM TRA CÁC CHỢ TRÊN ĐỊA BÀN TỈNH.\n" * 9
DECISION = "QUYẾT ĐỊNH\nBan hành Quy định về mức thu phí qua phà\nSố: 12/2024/QĐ-UBND\nĐiều 1. Mức thu bằng 10% giá vé do Sở Tài chính công bố.\n"
PLAN = "KẾ HOẠCH\nPhòng, chống dịch\nI. NHIỆM VỤ\n1. Sở Y tế chủ trì tiêm phòng cho 95% trẻ em.\n"
NO_TASKS = "THÔNG BÁO\nKết quả tiêm phòng\nĐến nay Sở Y tế ghi nhận 95% trẻ em đã được tiêm.\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = tmp_path / "nha" / "pipeline"
    for name in ["run.py", "extract/dates/find.py", "rules/dates.toml", "cli.py", "train/ner.py", "report/themes.toml", "rules/quality.toml"]:
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(name, encoding="utf-8")
    (package.parent / "models" / "themes").mkdir(parents=True)
    (package.parent / "models" / "themes" / "model.skops").write_bytes(b"1")
    monkeypatch.setattr(provenance, "_PACKAGE", package)
    yield package
    forget()


def forget() -> None:
    for cached in (provenance._digests, provenance.fingerprint, provenance.standing):
        cached.cache_clear()


def fingerprint(*parts: str) -> str:
    forget()
    return provenance.fingerprint(frozenset(parts or provenance.PARTS))


def test_code_rules_and_models_count(package: Path) -> None:
    seen = [fingerprint()]
    for name in ["extract/dates/find.py", "rules/dates.toml", "../models/themes/model.skops"]:
        (package / name).write_bytes(b"2")
        seen.append(fingerprint())
    (package / "rules/dates.toml").rename(package / "rules/days.toml")
    seen.append(fingerprint())
    assert len(set(seen)) == len(seen)


def test_nothing_else_counts(package: Path) -> None:
    before = fingerprint()
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "run.cpython-311.pyc").write_bytes(b"x")
    (package / "py.typed").touch()
    for name in ["cli.py", "train/ner.py", "report/themes.toml", "rules/quality.toml"]:
        (package / name).write_bytes(b"2")
    assert fingerprint() == before


def test_installed_and_in_a_checkout_it_is_the_same(package: Path) -> None:
    before = fingerprint()
    assert provenance.models_dir() == package.parent / "models"
    shutil.move(package.parent / "models", package / "models")
    assert provenance.models_dir() == package / "models"
    assert fingerprint() == before


@pytest.mark.parametrize("name", ["rules/themes.toml", "../models/themes/model.skops"])
def test_a_part_counts_only_for_what_depends_on_it(package: Path, name: str) -> None:
    with_part, without = fingerprint("themes"), fingerprint("targets")
    (package / name).write_bytes(b"2")
    assert fingerprint("themes") != with_part and fingerprint("targets") == without
    assert without in provenance.standing() and with_part not in provenance.standing()


def test_all_else_counts_for_all(package: Path) -> None:
    before = provenance.standing()
    (package / "rules/dates.toml").write_bytes(b"2")
    forget()
    assert len(before) == 8 and not before & provenance.standing()


WATCH = """
import json, sys
from pathlib import Path
opened = set()
def note(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, Path)):
        opened.add(str(arguments[0]))
from pipeline import provenance
fingerprints = {provenance.fingerprint(frozenset(parts)): parts for parts in json.loads(sys.argv[1])}  # reads every file
sys.addaudithook(note)
from pipeline.extract import extract
from pipeline.readers import Source, read
from pipeline.resolve import resolve
record = resolve(extract(read(Source("45", "45.txt", "txt", sys.stdin.buffer.read()))))
names = [f"models/{name}/" for name in provenance.MODELS] + ["rules/"]
print(json.dumps([fingerprints[record.fingerprint], sorted(path[path.index(name):] for path in opened for name in names if name in path)]))
"""


@pytest.mark.parametrize(
    ("text", "parts"), [(CAPITALS, {"casing", "targets", "themes"}), (DECISION, set()), (PLAN, {"targets", "themes"}), (NO_TASKS, {"targets"})]
)
def test_nothing_of_a_part_is_opened_for_a_record_without_it(text: str, parts: set[str]) -> None:
    choices = [[part for at, part in enumerate(provenance.PARTS) if number >> at & 1] for number in range(1 << len(provenance.PARTS))]
    command = [sys.executable, "-c", WATCH, json.dumps(choices)]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, input=text.encode())
    said, opened = json.loads(done.stdout)
    assert set(said) == parts
    assert any(name.startswith("rules/dates.toml") for name in opened)
    assert {part for part, prefixes in provenance.PARTS.items() for name in opened if name.startswith(prefixes)} <= parts


def test_a_changed_model_redoes_what_depends_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    for name, text in (("a", PLAN), ("b", DECISION), ("c", NO_TASKS)):
        (tmp_path / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")

    def redone() -> list[str]:
        forget()
        done: list[str] = []
        module = import_module("pipeline.extract")
        extract = module.extract
        with monkeypatch.context() as patch:
            patch.setattr(module, "extract", lambda document, tokens: done.append(document.id) or extract(document, tokens=tokens))
            run([tmp_path / "corpus"], tmp_path / "out.jsonl", engine="serial", timeout=None)
        return done

    assert redone() == ["a", "b", "c"]
    assert redone() == []
    shutil.copytree(provenance.model_dir("themes"), tmp_path / "models" / "themes")
    (tmp_path / "models" / "themes" / "README.md").write_text("Trained anew.", encoding="utf-8")
    monkeypatch.setenv(provenance.MODELS_VARIABLE, str(tmp_path / "models"))
    assert redone() == ["a"]
    forget()
