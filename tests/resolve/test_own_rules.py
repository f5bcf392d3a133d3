"""Bodies and aliases of the user's own, `--rules DIR`: found in texts, known to the registry, checked with clear errors."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import RuleError
from pipeline.own_rules import load_own_rules
from pipeline.resolve.check import check_own_rules

RULES = """
[[body]]
name = "Trung tâm Giám sát, Điều hành thông minh"
aliases = ["TT GSĐHTM", "IOC Quảng Ninh"]
level = "province"
territory = "tỉnh Quảng Ninh"
parent = "Ủy ban nhân dân"
from = 2021-03-01
until = "2025-06-30"
into = ["Sở Khoa học và Công nghệ"]
sources = ["Quyết định 512/QĐ-UBND ngày 15/02/2021"]

[[alias]]
of = "Sở Lao động - Thương binh và Xã hội"
forms = ["Sở Lao Thương"]
"""
PLAN = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NINH
Quảng Ninh, ngày 12 tháng 2 năm 2024
KẾ HOẠCH
Chuyển đổi số năm 2024
1. Sở Lao Thương chủ trì, phối hợp với TT GSĐHTM tổng hợp số liệu trước ngày 30/6/2024.
2. Sở Lao Thương tỉnh Hải Dương chia sẻ kinh nghiệm.
"""


def pipeline(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=os.environ | environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.toml").write_text(RULES, encoding="utf-8")
    return tmp_path / "rules"


def record(folder: Path | None, plan: Path, *options: str) -> dict[str, object]:
    done = pipeline(*(["--rules", folder] if folder else []), "run", plan, "-o", "-", *options)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_own_bodies_and_aliases_are_found_with_their_ids(folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    shipped, own = record(None, plan), record(folder, plan, "--engine", "local", "--workers", "2")
    found = {e["text"]: (e["norm"]["name"], e["identity"]["id"]) for e in own["entities"] if e["label"] == "AGENCY"}  # type: ignore[attr-defined]
    assert found["TT GSĐHTM"] == ("Trung tâm Giám sát, Điều hành thông minh", "trung-tam-giam-sat-dieu-hanh-thong-minh/quang-ninh")
    assert found["Sở Lao Thương"] == ("Sở Lao động - Thương binh và Xã hội", "so-lao-dong-thuong-binh-va-xa-hoi/quang-ninh")
    assert found["Sở Lao Thương tỉnh Hải Dương"][1] == "so-lao-dong-thuong-binh-va-xa-hoi/hai-duong"
    unaided = {e["norm"]["name"] for e in shipped["entities"] if e["label"] == "AGENCY"}  # type: ignore[attr-defined]
    assert "Sở Lao động - Thương binh và Xã hội" not in unaided
    assert own["fingerprint"] != shipped["fingerprint"]
    assert own["tasks"][0]["lead"]  # type: ignore[index]


def test_the_fingerprint_follows_the_rules(folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    before = record(folder, plan)["fingerprint"]
    (folder / "own.toml").write_text(RULES.replace("IOC Quảng Ninh", "IOC tỉnh"), encoding="utf-8")
    assert record(folder, plan)["fingerprint"] != before


def test_the_registry_knows_them(folder: Path) -> None:
    done = pipeline("--rules", folder, "agencies", "lookup", "TT GSĐHTM", "--date", "2026-01-01")
    assert done.stdout.startswith("Trung tâm Giám sát, Điều hành thông minh [trung-tam-giam-sat-dieu-hanh-thong-minh/quang-ninh]")
    assert "from 2021-03-01 until 2025-06-30, under Ủy ban nhân dân" in done.stdout
    assert "2025-07-01  Sở Khoa học và Công nghệ" in done.stdout and "Quyết định 512/QĐ-UBND ngày 15/02/2021" in done.stdout
    assert pipeline("--rules", folder, "agencies", "lookup", "Sở Lao Thương").returncode == 0


BODY = '[[body]]\nname = "Ban Điều hành cảng cá"\nlevel = "province"\n'


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ('[[body]\nname = "Ban Điều hành cảng cá"', "own.toml is no TOML (Expected"),
        ("[[boddy]]\n", "own.toml, at its top: the key `boddy` is unknown: mend the entry."),
        (BODY + 'lever = "x"\n', "own.toml, body “Ban Điều hành cảng cá”: the key `lever` is unknown: mend the entry."),
        ('[[body]]\nlevel = "province"\n', "own.toml, body 1: the key `name` is missing: mend the entry."),
        ('[[body]]\nname = "Ban Điều hành cảng cá"\nlevel = "tỉnh"\n', "own.toml, body “Ban Điều hành cảng cá”: no level is called 'tỉnh' in `level`: mend the entry."),
        ('[[alias]]\nof = "Sở Y tế"\n', "own.toml, alias “Sở Y tế”: the key `forms` is missing: mend the entry."),
        (BODY + 'from = "2024-13-01"\n', "own.toml, body “Ban Điều hành cảng cá”: there is no such day in `from`: mend the entry."),
        (BODY + "from = 2024-02-01\nuntil = 2023-01-01\n", "own.toml, body “Ban Điều hành cảng cá”: a period ends (2023-01-01) before it begins (2024-02-01): mend its days."),
        (BODY + "periods = [{ until = 2023-01-01 }, { from = 2023-01-01 }]\n", "own.toml, body “Ban Điều hành cảng cá”: two periods overlap: "),
        (BODY + 'into = ["Sở Phép thuật"]\n', "own.toml, body “Ban Điều hành cảng cá”: no body is called “Sở Phép thuật”: "),
        (BODY + 'territory = "tỉnh Bình An"\n', "own.toml, body “Ban Điều hành cảng cá”: there is no province “tỉnh Bình An”: "),
        (BODY + 'aliases = ["BTC"]\n', "own.toml, body “Ban Điều hành cảng cá”: “BTC” stands for “Bộ Tài chính” already: choose another alias."),
        (BODY + 'aliases = ["BĐHCC", "BĐHCC"]\n', "own.toml, body “Ban Điều hành cảng cá”: “BĐHCC” is written twice: take one out."),
        (BODY + '[[body]]\nname = "Ban Điều hành chợ"\nlevel = "commune"\naliases = ["Ban Điều hành cảng cá"]\n', "own.toml, body “Ban Điều hành chợ”: “Ban Điều hành cảng cá” stands for"),
        ('[[body]]\nname = "Sở Y tế"\nlevel = "province"\n', "own.toml, body “Sở Y tế”: the shipped rules know that body: add what it is also called as an [[alias]] of it."),
        ('[[alias]]\nof = "Sở Phép thuật"\nforms = ["SPT"]\n', "own.toml, alias of “Sở Phép thuật”: no body has that name: "),
        (BODY + 'id = "Cảng cá"\n', "own.toml, body “Ban Điều hành cảng cá”: the id “Cảng cá” is another's, or holds more than a-z, 0-9, - and /: choose another."),
        (BODY + 'aliases = ["B"]\n', "own.toml, body “Ban Điều hành cảng cá”: expected `str` of length >= 2 in `aliases[0]`: mend the entry."),
    ],
)  # fmt: skip
def test_a_bad_entry_is_one_sentence(tmp_path: Path, rules: str, message: str) -> None:
    (tmp_path / "own.toml").write_text(rules, encoding="utf-8")
    with pytest.raises(RuleError) as raised:
        check_own_rules(load_own_rules(tmp_path))
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_good_rules_pass(folder: Path) -> None:
    check_own_rules(load_own_rules(folder))


def test_the_command_says_what_is_wrong_before_it_works(tmp_path: Path) -> None:
    nothing = pipeline("--rules", tmp_path, "agencies", "lookup", "Sở Y tế")
    assert (nothing.returncode, nothing.stdout) == (2, "") and "holds no .toml file" in nothing.stderr and "Traceback" not in nothing.stderr
    (tmp_path / "own.toml").write_text(BODY + 'into = ["Sở Phép thuật"]\n', encoding="utf-8")
    wrong = pipeline("--rules", tmp_path, "run", tmp_path, "-o", tmp_path / "out.jsonl")
    assert wrong.returncode == 2 and "Sở Phép thuật" in wrong.stderr and not (tmp_path / "out.jsonl").exists()
