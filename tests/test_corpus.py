"""Discovery: which files, in which order, under which ids."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.corpus import Failure, discover, sources
from pipeline.errors import CorpusError
from pipeline.readers import Source


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{"id": "{path.stem}", "text": "Sở Y tế"}}\n', encoding="utf-8")


def names(*paths: Path) -> list[str]:
    return [file.name for file in discover(paths).files]


def ids(*paths: Path) -> list[str]:
    return [source.id if isinstance(source, Source) else source.error for source in sources(discover(paths).files)]


def test_files_are_sorted_by_their_relative_paths(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a.txt", "a/10.txt", "a/9.txt", "Đ.txt", "a-b/c.jsonl")
    assert names(tmp_path) == ["a-b/c.jsonl", "a.txt", "a/10.txt", "a/9.txt", "a/z.md", "b.txt", "Đ.txt"]
    assert ids(tmp_path) == ["c", "a", "a/10", "a/9", "a/z", "b", "Đ"]


def test_hidden_and_other_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "d.xlsx", "sub/e.RAR", "f.py", "G.TXT", "h.PDF")
    found = discover([tmp_path])
    assert [file.name for file in found.files] == ["G.TXT", "a.txt", "h.PDF"]
    assert found.passed_over == {".xlsx": 1, ".rar": 1}


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    assert names(tmp_path / "b.txt", tmp_path, tmp_path / "." / "a.txt") == ["b.txt", "a.txt"]


def test_ids_are_unique(tmp_path: Path) -> None:
    write(tmp_path / "mot", "a.md", "a.txt")
    write(tmp_path / "hai", "a.txt")
    (tmp_path / "tatca.jsonl").write_text('{"id": "a", "text": "x"}\n{"id": "a#2", "text": "x"}\n{"id": "a", "text": "x"}\n', encoding="utf-8")
    assert ids(tmp_path / "mot", tmp_path / "hai", tmp_path / "tatca.jsonl") == ["a", "a.txt", "a#2", "a#3", "a#2#2", "a#4"]


def test_loops_of_links_end(tmp_path: Path) -> None:
    write(tmp_path, "a/1.txt", "b/2.txt")
    for link, target in [("a/up", tmp_path), ("a/self", tmp_path / "a"), ("b/a", tmp_path / "a"), ("b/file.txt", tmp_path / "a" / "1.txt")]:
        (tmp_path / link).symlink_to(target)
    assert names(tmp_path) == ["a/1.txt", "b/2.txt", "b/file.txt"]


def test_what_cannot_be_opened_is_one_failure(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "gay.txt").symlink_to(tmp_path / "khong-co")
    os.mkfifo(tmp_path / "ong.txt")
    found = list(sources(discover([tmp_path]).files))
    assert isinstance(found[0], Source)
    assert [(failure.path, failure.stage) for failure in found[1:] if isinstance(failure, Failure)] == [("gay.txt", "read"), ("ong.txt", "read")]


def test_no_permission() -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        write(root, "a.txt", "kin/b.txt", "c.txt")
        (root / "a.txt").chmod(0)
        (root / "kin").chmod(0)
        with as_nobody():
            errors = [failure.error for failure in sources(discover([root]).files) if isinstance(failure, Failure)]
        (root / "kin").chmod(0o755)
    assert errors == [f"{name} cannot be read (Permission denied): check that it is there and that you may read it." for name in ("a.txt", "kin")]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, and tests may be run by root."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_name_that_is_no_utf8_can_be_written(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/k\xca.txt"))
    path.write_text("Sở Y tế", encoding="utf-8")
    [source] = sources(discover([tmp_path]).files)
    assert isinstance(source, Source)
    assert source.id == "k\ufffd"


def test_wrong_paths(tmp_path: Path) -> None:
    (tmp_path / "rong").mkdir()
    write(tmp_path, "a.xlsx", "khac/b.pptx", "c.py")
    for path, sentence in [
        ("khong-co", "is not there"),
        ("rong", "holds no document"),
        ("khac", r"holds no document.*\(\.pptx are not read yet\)"),
        ("a.xlsx", "format that is not read yet"),
        ("c.py", "format that is not read:"),
    ]:
        with pytest.raises(CorpusError, match=sentence):
            discover([tmp_path / path])


def test_the_output_is_no_document(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "out.jsonl", "out.errors.jsonl")
    leave_out = [tmp_path / "out.jsonl", tmp_path / "out.errors.jsonl"]
    assert [file.name for file in discover([tmp_path], leave_out=leave_out).files] == ["a.txt"]
    with pytest.raises(CorpusError, match="no document but the output"):
        discover([tmp_path / "out.jsonl"], leave_out=leave_out)
