"""Old Word files and RTF: whichever program there is; none is needed to run these tests."""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.readers import Source, doc, read, workplace
from tests.readers import plan

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
RTF = rb"{\rtf1\ansi\ansicpg1252 Giao S\u7903? Y t\u7871? ch\u7911? tr\u236?.\par}"


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands first where programs are looked for, with the shell's own behind it; the readers see none but those put there."""
    monkeypatch.setattr(doc.shutil, "which", lambda name: str(tmp_path / name) if (tmp_path / name).exists() else None)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def test_without_a_program_the_sentence_says_what_to_install(programs: Path) -> None:
    with pytest.raises(ReadError, match=r"^45.doc needs a program to be read: install LibreOffice .*, or antiword or catdoc .*\.$"):
        read(Source("45", "45.doc", "doc", OLD))


def test_rtf_needs_no_program(programs: Path) -> None:
    program(programs, "catdoc", "echo catdoc")
    document = read(Source("45", "45.rtf", "rtf", RTF))
    assert (document.text, document.source.format) == ("Giao Sở Y tế chủ trì.\n", "rtf")


def test_antiword_gives_text(programs: Path) -> None:
    program(programs, "antiword", "printf 'KẾ HOẠCH\\n1. Sở Y tế chủ trì.\\n'")
    document = read(Source("45", "45.doc", "doc", OLD))
    assert document.text == "KẾ HOẠCH\n1. Sở Y tế chủ trì.\n"
    assert (document.source.format, document.source.bytes) == ("doc", len(OLD))


def test_libreoffice_comes_first_and_gives_the_document_with_its_tables(programs: Path) -> None:
    program(programs, "antiword", "echo antiword")
    (programs / "made.docx").write_bytes(plan.as_docx(plan.ROWS))
    program(programs, "soffice", f'for last; do :; done; cp {programs / "made.docx"} "$(dirname "$last")/source.docx"')
    document = read(Source("45", "45.doc", "doc", OLD))
    assert document.text.startswith("ỦY BAN NHÂN DÂN") and document.merged
    assert (document.source.format, document.source.bytes) == ("doc", len(OLD))


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("echo 'source.doc is encrypted' >&2", "is encrypted"),
        ("echo 'hong' >&2; exit 1", r"gave no text by antiword \(hong\)"),
        ("sleep 600", "took antiword more than 1 s"),
        ("sleep 600 & sleep 600", "took antiword more than 1 s"),
    ],
)
def test_what_goes_wrong_is_one_sentence(programs: Path, monkeypatch: pytest.MonkeyPatch, script: str, sentence: str) -> None:
    monkeypatch.setattr(workplace, "SECONDS", 1)
    program(programs, "antiword", script)
    with pytest.raises(ReadError, match=rf"^45\.doc {sentence}.*\.$"):
        read(Source("45", "45.doc", "doc", OLD))


def comes_about(true: Callable[[], bool]) -> bool:
    """Whether something is so within a minute."""
    return any(true() or time.sleep(0.05) for _ in range(1200))


def has_ended(number: str) -> bool:
    """Whether a process is gone, or waits only for its parent to look."""
    state = Path("/proc", number, "stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not show its processes as files")
def test_nothing_stays_of_a_program_whose_worker_is_ended(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A time limit, or a lack of memory, ends a worker while it waits for the program, which has started another."""
    folder, ids = programs / "tam", programs / "ids"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    program(programs, "antiword", f"sleep 600 & echo $! $$ > {ids}.new; mv {ids}.new {ids}; sleep 600")
    worker = multiprocessing.get_context("fork").Process(target=read, args=(Source("45", "45.doc", "doc", OLD),))
    worker.start()
    assert comes_about(ids.exists)
    worker.kill()
    assert comes_about(lambda: not list(folder.iterdir()))
    assert comes_about(lambda: all(map(has_ended, ids.read_text().split())))
    worker.join()


def test_nothing_stays_of_a_program_that_leaves_another_behind(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, ids = programs / "tam", programs / "ids"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    program(programs, "antiword", f"sleep 600 & echo $! > {ids}; echo 'Giao Sở Y tế chủ trì.'")
    assert read(Source("45", "45.doc", "doc", OLD)).text == "Giao Sở Y tế chủ trì.\n"
    assert not list(folder.iterdir())
    assert comes_about(lambda: has_ended(ids.read_text().strip()))


def test_a_full_disk_is_not_the_document_s_fault(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(programs, "antiword", "exit 1")
    monkeypatch.setattr(workplace, "ROOM", 1 << 60)
    with pytest.raises(ReadError, match=r"^45\.doc cannot be converted \(No space left on device\): make room for temporary files, .*\.$"):
        read(Source("45", "45.doc", "doc", OLD))
    monkeypatch.setattr(tempfile, "tempdir", str(programs / "không có"))
    with pytest.raises(ReadError, match=r"^45\.doc cannot be converted \(No such file or directory\)"):
        read(Source("45", "45.doc", "doc", OLD))


def test_a_conversion_that_fails(programs: Path) -> None:
    program(programs, "soffice", "exit 1")
    with pytest.raises(ReadError, match="could not be converted by LibreOffice"):
        read(Source("45", "45.doc", "doc", OLD))


def test_a_page_or_a_new_file_with_the_name_of_an_old_one(programs: Path) -> None:
    assert read(Source("45", "45.doc", "doc", "<html><body><p>Sở Y tế".encode())).text == "Sở Y tế\n"
    document = read(Source("45", "45.doc", "doc", plan.as_docx()))
    assert (document.source.format, document.text.strip()) == ("docx", plan.as_text().strip())
    with pytest.raises(ReadError, match="is no Word file"):
        read(Source("45", "45.doc", "doc", "Kế hoạch".encode()))
    with pytest.raises(ReadError, match="is encrypted"):
        read(Source("45", "45.doc", "doc", OLD + "EncryptedPackage".encode("utf-16-le")))
