"""What made a record: where the models and the user's own rules lie, and the fingerprint of the code, rules and models that it depends on.

Code, and most rules, may bear on any document: whether a rule would match is known only after it was tried. What is asked for some documents
alone is a part of its own (PARTS), and where it changes the other documents stand.
"""

import os
from collections.abc import Collection
from functools import cache
from hashlib import sha256
from itertools import combinations
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
# what a record depends on only where its text is in capitals, where figures are sought in it, where it has tasks
# (tests/test_provenance.py holds that nothing of a part is opened for a record without it)
PARTS = {
    "casing": ("models/casing/",),
    "targets": ("rules/targets.toml", "rules/units.toml", "rules/indicators.toml"),
    "themes": ("models/themes/", "rules/themes.toml"),
}
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
def _digests() -> dict[str, bytes]:
    """The files that records depend on, by name, in order; the same in a checkout and in an installed package."""
    files = {p.relative_to(_PACKAGE): p for p in _PACKAGE.rglob("*") if p.suffix in (".py", ".toml") and not p.is_relative_to(models_dir())}
    code = {name.as_posix(): p for name, p in files.items() if _owner(name) not in APART}
    models = {f"models/{name}/{p.relative_to(model_dir(name)).as_posix()}": p for name in MODELS for p in model_dir(name).rglob("*") if p.is_file()}
    folder = os.environ.get(RULES_VARIABLE)
    own = {f"own/{path.name}": path for path in own_rule_files(Path(folder))} if folder else {}
    return {name: sha256(path.read_bytes()).digest() for name, path in sorted((code | models | own).items())}


@cache
def fingerprint(parts: Collection[str] = frozenset(PARTS)) -> str:
    """16 hexadecimal digits that change with what a record depends on, and with nothing else.

    That is the code that reads and extracts, the rules, the user's too, the agency model, and those of PARTS that are named.

    >>> len(fingerprint()), fingerprint() == fingerprint(frozenset({"themes"}))
    (16, False)
    """
    others = tuple(prefix for part, prefixes in PARTS.items() if part not in parts for prefix in prefixes)
    digest = sha256(" ".join(sorted(parts)).encode())
    for name, content in _digests().items():
        if not name.startswith(others):
            digest.update(f"{name}\0".encode() + content)
    return digest.hexdigest()[:16]


@cache
def standing() -> frozenset[str]:
    """The fingerprints of all records that need not be made anew: each was made with the parts of today, whichever it depends on.

    >>> fingerprint() in standing()
    True
    """
    return frozenset(fingerprint(frozenset(parts)) for number in range(len(PARTS) + 1) for parts in combinations(PARTS, number))
