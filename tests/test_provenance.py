"""The fingerprint changes with what makes a record, and only with that."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import provenance


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = tmp_path / "nha" / "pipeline"
    for name in ["run.py", "extract/dates.py", "rules/dates.toml", "cli.py", "train/ner.py", "report/themes.toml", "rules/quality.toml"]:
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(name, encoding="utf-8")
    (package.parent / "models" / "themes").mkdir(parents=True)
    (package.parent / "models" / "themes" / "model.skops").write_bytes(b"1")
    monkeypatch.setattr(provenance, "_PACKAGE", package)
    yield package
    provenance.fingerprint.cache_clear()


def fingerprint() -> str:
    provenance.fingerprint.cache_clear()
    return provenance.fingerprint()


def test_code_rules_and_models_count(package: Path) -> None:
    seen = [fingerprint()]
    for name in ["extract/dates.py", "rules/dates.toml", "../models/themes/model.skops"]:
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
