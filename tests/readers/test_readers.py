"""The door of the readers: files to sources, and single documents."""

from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.readers import load_document


def test_load_document(tmp_path: Path) -> None:
    file = tmp_path / "45.kh-ubnd.TXT"
    file.write_bytes("Sở Y tế\r\n".encode())
    document = load_document(file)
    assert (document.id, document.text, document.source.path, document.source.format) == ("45.kh-ubnd", "Sở Y tế\r\n", "45.kh-ubnd.TXT", "txt")


def test_load_a_record(tmp_path: Path) -> None:
    file = tmp_path / "tatca.jsonl"
    file.write_text('{"id": "a", "text": "Sở Y tế"}\n{"id": "b", "text": "Sở Nội vụ"}\n', encoding="utf-8")
    assert load_document(str(file)).text == "Sở Y tế"
    assert load_document(file, id="b").text == "Sở Nội vụ"
    with pytest.raises(ReadError, match="holds no record with the id c"):
        load_document(file, id="c")


def test_what_cannot_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "thu-muc.txt").mkdir()
    (tmp_path / "rong.jsonl").touch()
    for name, sentence in [
        ("a.xlsx", "is in a format that is not read"),
        ("a.txt", "cannot be read"),
        ("thu-muc.txt", "cannot be read .Is a directory"),
        ("rong.jsonl", "no record"),
    ]:
        with pytest.raises(ReadError, match=sentence):
            load_document(tmp_path / name)
