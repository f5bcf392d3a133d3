"""Every pattern that the package compiles: a run with ``re`` and ``regex`` watched meets them, and the code says whether any was missed.

    python -m tests.hostile.patterns          # JSON Lines: the places in the code, the engine, the pattern, its flags

It must be a process of its own: what a module compiles when it is imported is met only before that.
"""

import ast
import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

if TYPE_CHECKING:
    from pipeline.readers import Document

PACKAGE = Path(__file__).parents[2] / "pipeline"
CORPUS = Path(__file__).parents[1] / "corpus"
CITING = "1. Thực hiện điểm a, b khoản 2 và khoản 3 Điều 5 Nghị định số 56/2017/NĐ-CP ngày 09/5/2017 và số 80/2017/NĐ-CP, Luật Trẻ em (khoản 1 Điều 90), Sở Y tế rà soát."
SIGNED = f"{CITING}\nTM. ỦY BAN NHÂN DÂN CHỦ TỊCH Trần Văn An\n"
UNENDING = 4_000  # characters
CALLS = ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "finditer", "findall")


class Site(NamedTuple):
    """A place in the code that uses a pattern: the file below ``pipeline`` and the line of the call."""

    file: str
    line: int


@dataclass
class Use:
    """How a pattern is used: where, by which methods, and the longest stretch of text that one of them was given to search."""

    sites: set[Site] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)
    longest: int = 0

    def note(self, method: str, text: str, pos: int = 0, endpos: int | None = None) -> None:
        self.methods.add(method)
        self.longest = max(self.longest, min(len(text), len(text) if endpos is None else endpos) - pos)


Met = dict[tuple[str, Any, int], Use]  # engine, pattern, flags


class Watched:
    """A compiled pattern that notes its use."""

    def __init__(self, compiled: Any, use: Use) -> None:
        self._compiled, self._use = compiled, use

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._compiled, name)
        if name not in CALLS:
            return value

        def noted(*args: Any, **options: Any) -> Any:
            if name in ("sub", "subn"):
                self._use.note(name, args[1])
            else:
                self._use.note(name, args[0], *args[1:3] if name != "split" else ())
            return value(*args, **options)

        return noted


def watch() -> Met:
    """Puts itself before the functions of ``re`` and ``regex`` that take a pattern; gives what they will have met."""
    met: Met = {}
    for engine in (re, regex):
        compiled = engine.compile
        for name in CALLS:
            setattr(engine, name, _watched(engine.__name__, compiled, name, met))
    return met


def _watched(engine: str, compiled: Callable[..., Any], name: str, met: Met) -> Callable[..., Any]:
    def watched(pattern: Any, *args: Any, **options: Any) -> Any:
        caller = sys._getframe(1)
        file = Path(caller.f_code.co_filename)
        if isinstance(pattern, Watched):
            pattern, found = pattern._compiled.pattern, pattern._compiled
        else:
            flags_at = {"compile": 0, "sub": 3, "subn": 3, "split": 2}.get(name, 1)
            found = compiled(pattern, options.pop("flags", args[flags_at] if len(args) > flags_at else 0))
            args = args[:flags_at]
        if PACKAGE not in file.parents or not isinstance(pattern, str):
            return found if name == "compile" else getattr(found, name)(*args, **options)
        use = met.setdefault((engine, pattern, found.flags), Use())
        use.sites.add(Site(file.relative_to(PACKAGE).as_posix(), caller.f_lineno))
        watching = Watched(found, use)
        return watching if name == "compile" else getattr(watching, name)(*args, **options)

    return watched


def sites() -> Iterator[tuple[Site, int, str, ast.expr]]:
    """The calls in the code that take a pattern: where, the last line, the engine, and the pattern as it is written."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re" | "regex" as engine), attr=name), args=[written, *_]) if name in CALLS:
                    yield Site(path.relative_to(PACKAGE).as_posix(), node.lineno), node.end_lineno or node.lineno, engine, written


def methods_in_the_code(site: Site) -> list[str]:
    """The methods that the code calls on a pattern made at ``site``, by the name or the function that holds it: what a run that met none would use."""
    tree = ast.parse((PACKAGE / site.file).read_text(encoding="utf-8"))
    holds = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.FunctionDef) and node.lineno <= site.line <= (node.end_lineno or 0)]
    names = [node.name if isinstance(node, ast.FunctionDef) else ast.unparse(node.targets[0]) for node in holds]
    called = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?:\(\))?\.({'|'.join(CALLS)})\(") if names else None
    return sorted({found for path in PACKAGE.rglob("*.py") for found in called.findall(path.read_text(encoding="utf-8"))}) if called else []


def exercise() -> None:
    """Imports all modules, fills what is made at first use, and reads the sample corpus and its pages."""
    package = importlib.import_module("pipeline")
    for module in pkgutil.walk_packages(package.__path__, "pipeline."):
        if not module.name.endswith("__main__"):
            _fill(importlib.import_module(module.name))
    from pipeline.extract import extract
    from pipeline.legacy import legacy
    from pipeline.readers import Source, read
    from pipeline.resolve import resolve
    from tests.hostile.documents import DOCUMENTS
    from tests.hostile.invariants import document_of

    for name in ("tcvn3", "vni", "vps", "viqr", "mojibake"):
        legacy(name)
    resolve(extract(read(Source("45", "45.txt", "txt", SIGNED.encode()))))
    for path in sorted(CORPUS.glob("*.txt")):
        resolve(extract(read(Source(path.stem, path.name, "txt", path.read_bytes()))))
        resolve(extract(_on_one_line(path)))
    for make in DOCUMENTS.values():  # parts of a document that are as long as nobody writes them
        resolve(extract(document_of(make(UNENDING))))


def _on_one_line(path: Path) -> "Document":
    """A plan as one item without end: a pattern that is given a whole block here is given one of any length elsewhere."""
    from pipeline.readers import Source, read

    text = path.read_text(encoding="utf-8")
    return read(Source(path.stem, path.name, "txt", (text + "\n1. " + " ".join(text.split())).encode()))


def _fill(module: ModuleType) -> None:
    """Calls the functions of a module that are cached and take nothing: they make its patterns, and those of rules that are asked for."""
    for name, value in list(vars(module).items()):
        if hasattr(value, "cache_info") and value.__module__ == module.__name__ and not value.__wrapped__.__code__.co_argcount:
            made = value()
            if name == "rules":
                assert all(rule.pattern for rule in made)


def main() -> None:
    met = watch()
    exercise()
    for (engine, pattern, flags), use in met.items():
        methods = sorted(use.methods) or methods_in_the_code(min(use.sites))
        print(json.dumps([sorted(use.sites), engine, pattern, flags, methods, use.longest]))


if __name__ == "__main__":
    main()
