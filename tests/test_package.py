"""The package as others get it: what the wheel carries, that it works where nothing else is, and how the house is built."""

import ast
import doctest
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipeline.provenance import APART, fingerprint

CHECKOUT = Path(__file__).parent.parent
PACKAGE = CHECKOUT / "pipeline"

# Imports point one way: a module may import those of its own row and of the rows above, nothing below.
ROWS = [
    ["errors", "schema", "rule_tables", "provenance", "terminal"],
    ["own_rules"],
    ["syllables"],
    ["glued", "legacy"],
    ["text"],
    ["readers"],
    ["layout"],
    ["nlp", "casing"],
    ["extract"],
    ["resolve"],
    ["corpus", "engines", "cluster", "output", "run", "records"],
    ["show"],
    ["annotation"],
    ["spacy_component"],
    ["evaluate", "export", "quality", "report"],
    ["train"],
    ["agency_commands", "cli"],
    ["__main__"],
]
HEAVY = {"spacy", "underthesea", "sklearn", "skops", "datasets", "numpy", "scipy", "pandas", "docx", "lxml", "pdfplumber", "pdfminer", "pyarrow"} | {
    "datasketch",
    "doccano_client",
    "fsspec",
    "networkx",
    "openpyxl",
    "pydantic",
    "ray",
    "requests",
}
PLAN = """ỦY BAN NHÂN DÂN
TỈNH BÌNH AN
Số: 45/KH-UBND
Bình An, ngày 12 tháng 3 năm 2024
KẾ HOẠCH
Phòng, chống tai nạn thương tích trẻ em năm 2024
Thực hiện Quyết định số 1248/QĐ-TTg ngày 19 tháng 7 năm 2021 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
I. NHIỆM VỤ, GIẢI PHÁP
1. Tuyên truyền kiến thức, kỹ năng phòng, chống đuối nước cho trẻ em và cha mẹ trên hệ thống truyền thanh cơ sở.
2. Kiểm tra, giám sát các bể bơi, hồ chứa nước trên địa bàn.
II. TỔ CHỨC THỰC HIỆN
1. Sở Lao động - Thương binh và Xã hội chủ trì, phối hợp với Sở Y tế theo dõi, đôn đốc việc thực hiện Kế hoạch; báo cáo trước ngày 15/12/2024.
2. Sở Tài chính bố trí kinh phí thực hiện theo phân cấp ngân sách.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=CHECKOUT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_code_rules_and_models_and_nothing_else(wheel: Path) -> None:
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    code = {f"pipeline/{path.relative_to(PACKAGE).as_posix()}" for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    models = {f"pipeline/{path.relative_to(CHECKOUT).as_posix()}" for path in (CHECKOUT / "models").rglob("*") if path.is_file()}
    assert carried == code | models | {"pipeline/annotation/GUIDELINES.md"}


def test_installed_outside_the_checkout_it_does_the_main_job(wheel: Path, tmp_path: Path) -> None:
    """In a new environment with the wheel alone.

    ``.ci/run`` sets FULL_INSTALL where it has just set up everything itself: then pip brings the dependencies that the wheel
    declares, a gigabyte. Else the environment borrows those of this one, without what is installed here from the checkout.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    if os.environ.get("FULL_INSTALL"):
        subprocess.run(install, check=True)
    else:
        subprocess.run([*install, "--no-deps", "--no-index"], check=True)
        ours = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        next((tmp_path / "venv").glob("lib/python*/site-packages")).joinpath("borrowed.pth").write_text("\n".join(ours), encoding="utf-8")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "45-kh-ubnd.txt").write_text(PLAN, encoding="utf-8")

    def outside(*command: str) -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(command, cwd=tmp_path, env=clean, check=False, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert str(CHECKOUT) not in outside(str(python), "-c", "import pipeline.schema; print(pipeline.__file__)")
    outside(str(tmp_path / "venv" / "bin" / "pipeline"), "run", "corpus", "-o", "out.jsonl")
    [record] = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    Draft202012Validator(json.loads(outside(str(python), "-m", "pipeline", "schema"))).validate(record)
    assert {entity["label"] for entity in record["entities"]} == {"AGENCY", "LEGAL_REF", "DATE"}
    assert {theme["label"] for task in record["tasks"] for theme in task["themes"]} == {"truyền thông", "kiểm tra", "nguồn lực"}
    assert record["fingerprint"] == fingerprint(frozenset({"targets", "themes"}))
    found = outside(
        str(python), "-c", "import spacy; nlp = spacy.blank('xx'); nlp.add_pipe('vn_plan'); print(nlp('Sở Y tế báo cáo.')._.plan.entities[0].id)"
    )
    assert found.strip() == "e1"


def modules() -> Iterator[tuple[str, Path]]:
    """Every module with its place in the house: ``pipeline/extract/dates/find.py`` is of ``extract``."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if place != "__init__":
            yield place, path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import: write the whole name."
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names if node.module == "pipeline")


def test_imports_point_one_way() -> None:
    row = {place: number for number, places in enumerate(ROWS) for place in places}
    for place, path in modules():
        assert place in row, f"{path.name} has no row: give it its place in ROWS."
        for name in imports(path):
            if name.startswith("pipeline.") and (other := name.split(".")[1]) in row:
                assert row[other] <= row[place], f"{path} imports {name}, which comes after it."


def test_a_record_depends_on_nothing_that_its_fingerprint_leaves_out() -> None:
    """All that the modules import which read, extract and resolve, and theirs again, counts."""
    places = {place for number, places in enumerate(ROWS) for place in places if number <= ROWS.index(["resolve"])}
    assert not APART & (places - {"terminal"})
    found = {
        name.split(".")[1] for place, path in modules() if place in places | {"corpus"} for name in imports(path) if name.startswith("pipeline.")
    }
    assert {"text", "layout", "rule_tables"} <= found
    assert not APART & found


def test_only_nlp_imports_spacy_and_underthesea() -> None:
    found = {path.name for _, path in modules() if {name.split(".")[0] for name in imports(path)} & {"spacy", "underthesea"}}
    assert found <= {"nlp.py"}


def test_all_that_is_imported_is_declared() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [project["optional-dependencies"][name] for name in ("doccano", "export", "ray")]
    wanted = [line for lines in (project["dependencies"], *extras) for line in lines]
    declared = {re.split(r"[<>=\[; ]", line, maxsplit=1)[0].lower() for line in wanted}
    used = {name.split(".")[0] for _, path in modules() for name in imports(path)} - sys.stdlib_module_names - {"pipeline", "__future__"}
    distributions = packages_distributions()
    assert {distribution.lower() for name in used for distribution in distributions.get(name, [name.replace("_", "-")])} <= declared


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, pipeline.run, pipeline.extract, pipeline.show, pipeline.cli; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=True, capture_output=True, encoding="utf-8").stdout.split()
    assert not HEAVY & set(loaded)


def test_the_public_names_are_what_they_say_whatever_was_imported_before() -> None:
    code = """
import pipeline
import pipeline.run, pipeline.extract.rule
from pipeline.run import Summary
assert callable(pipeline.run) and callable(pipeline.extract) and callable(pipeline.load_document), (pipeline.run, pipeline.extract)
assert pipeline.Document.__name__ == "Document" and pipeline.__version__
from pipeline import run
assert run is pipeline.run
assert not hasattr(pipeline, "nothing")
"""
    subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=True)
    quick = "import sys, pipeline; assert 'msgspec' not in sys.modules and 'pipeline.run' not in sys.modules"
    subprocess.run([sys.executable, "-c", quick], cwd=CHECKOUT, check=True)


def test_the_examples_of_the_readme_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """They read ``tests/corpus`` and write where they stand."""
    (tmp_path / "tests").symlink_to(CHECKOUT / "tests")
    monkeypatch.chdir(tmp_path)
    found = doctest.testfile(str(CHECKOUT / "README.md"), module_relative=False, encoding="utf-8", optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted and not found.failed
