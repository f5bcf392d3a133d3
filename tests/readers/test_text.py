"""Bytes to documents: the text exactly as it stands in the file, or one sentence."""

import codecs
import unicodedata

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.readers import Source, read
from tests import stand_in

PLAN = "KẾ HOẠCH\r\nGiao Sở Y tế chủ trì,\u00a0phối hợp với Ủy ban nhân dân các huyện.\n\tHoàn thành trước ngày 20/12.\r"


def read_bytes(data: bytes, name: str = "kehoach.txt"):
    stem, _, suffix = name.rpartition(".")
    return read(Source(stem, name, suffix, data))


@pytest.mark.parametrize("text", [PLAN, unicodedata.normalize("NFD", PLAN), PLAN.replace("Đ", "Ð") + "\u200bmật 😀"])
@pytest.mark.parametrize(
    ("mark", "codec", "encoding"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
    ],
)
def test_text_stays_as_read(text: str, mark: bytes, codec: str, encoding: str) -> None:
    data = mark + text.encode(codec)
    document = read_bytes(data)
    assert document.text == text
    assert document.source.encoding == encoding
    assert document.source.bytes == len(data)
    assert data.decode(document.source.encoding) == text


def test_only_the_mark_at_the_start_is_dropped() -> None:
    assert read_bytes(codecs.BOM_UTF8 + "\ufeffSở\ufeff".encode()).text == "\ufeffSở\ufeff"


def test_markdown_is_text() -> None:
    document = read_bytes("## II. NHIỆM VỤ\n**Sở Tài chính**".encode(), "2024/45.md")
    assert (document.id, document.source.path, document.source.format) == ("2024/45", "2024/45.md", "md")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + "\n".encode("utf-16-le")])
def test_empty(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^kehoach\.txt is empty: .*\.$"):
        read_bytes(data)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n1 0 obj", b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1", bytes(range(256)) * 20, b"\0" * 99, b"a\x01b\x02" * 50]
)
def test_binary(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^kehoach\.txt holds binary data and not text.*\.$"):
        read_bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        "Kế hoạch của Sở Y tế".encode().replace("ế".encode(), b"\xea\xec"),  # UTF-8 with some Windows-1258 in it
        "Kế hoạch".encode()[:-1] + b"\xe1",
        "Größe und Maß, für Übung".encode("latin-1"),
    ],
)
def test_wrong_encoding(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^kehoach\.txt is in an encoding that is not known .*: convert it to UTF-8\.$"):
        read_bytes(data)


@pytest.mark.parametrize("data", ["Sở".encode("utf-16")[:-1], codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", PLAN.encode("utf-16-be")[:-1]])
def test_damaged_utf16(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^kehoach\.txt looks like UTF-16 but is damaged .*\.$"):
        read_bytes(data)


def test_a_stray_control_character_is_no_reason_to_refuse() -> None:
    text = PLAN + "\x02\x00"
    assert read_bytes(text.encode()).text == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("ủỷ\u0309\r\n\tĐ\u200b"), min_size=1))
def test_any_text_survives_to_the_record(text: str) -> None:
    assume(text.strip() and not text.startswith("\ufeff"))
    document = read_bytes(text.encode())
    line = msgspec.json.encode(stand_in.extract(document))
    assert b"\n" not in line
    assert msgspec.json.decode(line)["text"] == text


@given(st.binary(max_size=200))
def test_any_bytes_give_their_text_or_one_sentence(data: bytes) -> None:
    try:
        document = read_bytes(data)
    except ReadError as error:
        assert str(error).startswith("kehoach.txt ")
        assert str(error).endswith(".")
    else:
        if document.source.encoding not in ("tcvn3", "vni", "vps", "viqr"):
            assert data.decode(document.source.encoding) == document.text
