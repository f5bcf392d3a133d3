"""What made a record: where the models and the user's own rules lie, and the fingerprint of code, rules and models."""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

MODELS = ("casing", "ner", "themes")
MODELS_VARIABLE = "VN_PLAN_MODELS"  # in the environment, so that workers see it too
RULES_VARIABLE = "VN_PLAN_RULES"
# what spreads the work, writes, shows, scores or trains: no record depends on it (tests/test_package.py holds that)
APART = frozenset(
    {
        "agency_commands",
        "annotation",
        "cli",
        "cluster",
        "engines",
        "evaluate",
        "export",
        "output",
        "quality",
        "records",
        "report",
        "show",
        "spacy_component",
        "terminal",
        "train",
        "__main__",
    }
)
_PACKAGE = Path(__file__).resolve().parent


def models_dir() -> Path:
    """The folder of the models: inside the package where it is installed, beside it in a checkout."""
    installed = _PACKAGE / "models"
    return installed if installed.is_dir() else _PACKAGE.parent / "models"


def model_dir(name: str) -> Path:
    """The folder of one model (``ner``, ``themes``, ``casing``): the user's own, where MODELS_VARIABLE names a folder that has it, else the shipped one."""
    own = os.environ.get(MODELS_VARIABLE)
    return Path(own) / name if own and (Path(own) / name).is_dir() else models_dir() / name


def own_rule_files(folder: Path) -> list[Path]:
    """The files of a folder of rules, in order of their names."""
    return sorted(folder.glob("*.toml"))


def _owner(name: Path) -> str:
    """The part of the package that a file belongs to: ``rules/report.toml`` is the report's own."""
    part = name.parts[1] if name.parts[0] == "rules" and len(name.parts) == 2 else name.parts[0]
    return part.partition(".")[0]


@cache
def fingerprint() -> str:
    """16 hexadecimal digits that change with what a record depends on (code that reads and extracts, rules, the user's too, models) and with nothing else.

    The same files give the same fingerprint in a checkout and in an installed package.

    >>> len(fingerprint())
    16
    """
    files = {p.relative_to(_PACKAGE): p for p in _PACKAGE.rglob("*") if p.suffix in (".py", ".toml") and not p.is_relative_to(models_dir())}
    code = {name.as_posix(): p for name, p in files.items() if _owner(name) not in APART}
    models = {f"models/{name}/{p.relative_to(model_dir(name)).as_posix()}": p for name in MODELS for p in model_dir(name).rglob("*") if p.is_file()}
    folder = os.environ.get(RULES_VARIABLE)
    own = {f"own/{path.name}": path for path in own_rule_files(Path(folder))} if folder else {}
    digest = sha256()
    for name, path in sorted((code | models | own).items()):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]
