"""Records: one document a line, and one sentence a bad line."""

import io
import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.readers import Source, read
from pipeline.readers.jsonl import read_lines


def lines(data: bytes) -> list[Source]:
    return list(read_lines(io.BytesIO(data), "tatca.jsonl", "tatca"))


def test_one_document_a_line() -> None:
    data = '{"id": "kh-45", "text": "Giao Sở Y tế.\\r\\n", "nguon": {"trang": 3}}\r\n\n{"id": 7, "text": "Sở Nội vụ"}'.encode()
    found = lines(data)
    documents = [read(source) for source in found]
    assert [(document.id, document.text) for document in documents] == [("kh-45", "Giao Sở Y tế.\r\n"), ("7", "Sở Nội vụ")]
    assert [source.line for source in found] == [1, 3]
    assert documents[0].source.bytes == len(data.split(b"\r")[0])
    assert documents[0].source.format == "jsonl"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    data = '{"id": "a", "text": "Tỉnh ủy\u2028Bình An"}\n{"id": "b", "text": "Huyện đoàn"}\n'.encode(encoding)
    assert [(read(source).id, read(source).text) for source in lines(data)] == [("a", "Tỉnh ủy\u2028Bình An"), ("b", "Huyện đoàn")]


@pytest.mark.parametrize(
    "record", ['{"text": "Sở Y tế"}', '{"id": null, "text": "Sở Y tế"}', '{"id": "", "text": "Sở Y tế"}', '{"id": true, "text": "Sở Y tế"}']
)
def test_a_record_without_an_id_is_called_by_its_line(record: str) -> None:
    assert read(lines(b"\n" + record.encode())[0]).id == "tatca:2"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b'{"id": "a"}', 'tatca.jsonl, line 1, has no "text"'),
        (b'{"id": "a", "text": null}', 'The "text" of tatca.jsonl, line 1, is not a string'),
        (b'{"id": "a", "text": ["x"]}', 'The "text" of tatca.jsonl, line 1, is not a string'),
        (b'{"id": "a", "text": " \\n"}', 'The "text" of tatca.jsonl, line 1, is empty'),
        (b'{"id": "a", "text": "x"', "tatca.jsonl, line 1, is not a JSON object"),
        (b'["a"]', "tatca.jsonl, line 1, is not a JSON object"),
        (b"[" * 100_000, "tatca.jsonl, line 1, is not a JSON object"),
        (b'{"id": "a", "text": "\\ud83d x"}', "tatca.jsonl, line 1, is not a JSON object"),
        (b'{"id": "a", "text": "K\xca"}', "tatca.jsonl, line 1, is not UTF-8"),
        (b"\x00\xff\x01", "tatca.jsonl, line 1, is not UTF-8"),
    ],
)
def test_bad_lines(line: bytes, sentence: str) -> None:
    [source, after] = lines(line + b'\n{"id": "b", "text": "x"}')
    with pytest.raises(ReadError) as error:
        read(source)
    assert str(error.value).startswith(sentence)
    assert str(error.value).endswith(".")
    assert read(after).id == "b"


def test_lines_are_read_as_they_are_asked_for() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            line = b'{"id": "a", "text": "x"}\n'
            buffer[: len(line)] = line
            return len(line)

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

    endless: Iterable[Source] = read_lines(io.BufferedReader(Endless()), "tatca.jsonl", "tatca")
    assert next(iter(endless)).id == "a"


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)), st.booleans())
def test_any_text_survives(texts: list[str], ascii: bool) -> None:
    data = "".join(json.dumps({"id": str(number), "text": text}, ensure_ascii=ascii) + "\n" for number, text in enumerate(texts)).encode()
    assert [read(source).text for source in lines(data)] == texts
