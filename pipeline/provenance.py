"""What made a record: where the models lie, and the fingerprint of code, rules and models."""

from functools import cache
from hashlib import sha256
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def models_dir() -> Path:
    """The folder of the models: inside the package where it is installed, beside it in a checkout."""
    installed = _PACKAGE / "models"
    return installed if installed.is_dir() else _PACKAGE.parent / "models"


@cache
def fingerprint() -> str:
    """16 hexadecimal digits that change with the package's code, its rules or its models, and with nothing else.

    The same files give the same fingerprint in a checkout and in an installed package.

    >>> len(fingerprint())
    16
    """
    code = {p.relative_to(_PACKAGE).as_posix(): p for p in _PACKAGE.rglob("*") if p.suffix in (".py", ".toml") and not p.is_relative_to(models_dir())}
    models = {f"models/{p.relative_to(models_dir()).as_posix()}": p for p in models_dir().rglob("*") if p.is_file()}
    digest = sha256()
    for name, path in sorted((code | models).items()):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]
