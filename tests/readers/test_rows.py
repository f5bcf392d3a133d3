"""Tables and data sets: a document a row."""

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.corpus import Failure, discover, sources
from pipeline.errors import ReadError
from pipeline.readers import Source, limits, load_document, open_sources, read
from pipeline.readers.limits import bounded_lines
from tests.readers import plan

ROWS = {"id": ["kh-45", "kh-46"], "text": ["Giao Sở Y tế.\r\nHết.", "Sở Nội vụ"], "nam": [2024, 2025]}


def documents(path: Path) -> list[tuple[str, str]]:
    return [(document.id, document.text) for source in open_sources(path, path.name) if isinstance(source, Source) for document in [read(source)]]


def errors(*paths: Path) -> list[str]:
    return [found.error for found in sources(discover(paths).files) if isinstance(found, Failure)]


EXPECTED = list(zip(ROWS["id"], ROWS["text"], strict=True))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv(tmp_path: Path, sign: str, encoding: str) -> None:
    path = tmp_path / "tatca.csv"
    path.write_bytes(f'nam{sign}Text{sign}id\n2024{sign}"Giao Sở Y tế.\r\nHết."{sign}kh-45\n2025{sign}Sở Nội vụ{sign}kh-46\n'.encode(encoding))
    assert documents(path) == EXPECTED


def test_csv_in_tcvn3(tmp_path: Path) -> None:
    path = tmp_path / "tatca.csv"
    path.write_bytes(b"id,text\r\na,K\xd5 ho\xb9ch ph\xb8t tri\xd3n gi\xb8o d\xf4c\r\nb,S\xeb Y t\xd5 ch\xf1 tr\xd7\r\n")
    assert documents(path) == [("a", "Kế hoạch phát triển giáo dục"), ("b", "Sở Y tế chủ trì")]
    assert load_document(path, id="b").source.encoding == "tcvn3"


def test_parquet(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table(ROWS), tmp_path / "tatca.parquet")
    assert documents(tmp_path / "tatca.parquet") == EXPECTED
    parquet.write_table(pyarrow.table({"text": ["a", None, "c"]}), tmp_path / "khong-id.parquet")
    found = [source for source in open_sources(tmp_path / "khong-id.parquet", "khong-id.parquet") if isinstance(source, Source)]
    assert [source.id for source in found] == ["khong-id:1", "khong-id:2", "khong-id:3"]
    with pytest.raises(ReadError, match=r'^The "text" of khong-id\.parquet, row 2, is empty'):
        read(found[1])


def test_a_data_set_in_a_folder(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    rows = datasets.Dataset.from_dict(ROWS)
    rows.save_to_disk(str(tmp_path / "corpus" / "mot"))
    datasets.DatasetDict(train=rows, test=rows.select([1])).save_to_disk(str(tmp_path / "corpus" / "hai"))
    found = list(sources(discover([tmp_path / "corpus"]).files))
    assert [source.id for source in found if isinstance(source, Source)] == ["kh-45", "kh-46", "kh-46#2", "kh-45#2", "kh-46#3"]
    assert documents(tmp_path / "corpus" / "mot") == EXPECTED
    assert [file.name for file in discover([tmp_path / "corpus" / "mot"]).files] == ["mot"]


def test_a_damaged_data_set(tmp_path: Path) -> None:
    (tmp_path / "mot").mkdir()
    for name in ("dataset_info.json", "state.json"):
        (tmp_path / "mot" / name).write_text("{", encoding="utf-8")
    [error] = errors(tmp_path)
    assert error.startswith("mot is damaged (") and error.endswith(": write it anew with save_to_disk.")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", 'a.csv has no column "text"'),
        ("a.csv", b"id,noidung\n1,x\n", 'a.csv has no column "text"'),
        ("a.csv", b"text\n\xff\xfe\xfd\xfa \xf1\xf2\n", "a.csv is in an encoding that is not known"),
        ("a.csv", b"text\n" + b"ok\n" * 200_000 + b"K\xd5\n", "a.csv cannot be read to its end, for it is no whole UTF-8"),
        ("a.parquet", b"PAR1 khong phai", "a.parquet is damaged"),
        ("a.parquet", b"", "a.parquet is damaged"),
        ("a.zip", b"", "a.zip is damaged"),
        ("a.zip", b"PK\x03\x04", "a.zip is damaged"),
    ],
)
def test_damaged_files(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)
    [error] = errors(tmp_path)
    assert error.startswith(sentence) and error.endswith(".")


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


def test_a_package_is_a_folder(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("a.txt", "x")
    members = {
        "2024/kế hoạch.txt": "Sở Y tế".encode(),
        "2024/118.docx": plan.as_docx(),
        "../../etc/passwd.txt": "Sở Nội vụ".encode(),
        "tatca.jsonl": b'{"id": "kh-9", "text": "x"}\n',
        "trong.zip": inner.getvalue(),
        "anh.png": b"x",
        "__MACOSX/a.txt": b"x",
        ".an/a.txt": b"x",
    }
    packed(tmp_path / "tatca.zip", members)
    found = [source for source in sources(discover([tmp_path]).files) if isinstance(source, Source)]
    assert [(source.path, source.id) for source in found] == [
        ("tatca.zip/2024/118.docx", "tatca.zip/2024/118"),
        ("tatca.zip/2024/kế hoạch.txt", "tatca.zip/2024/kế hoạch"),
        ("tatca.zip/etc/passwd.txt", "tatca.zip/etc/passwd"),
        ("tatca.zip/tatca.jsonl", "kh-9"),
    ]
    assert read(found[0]).text.startswith("ỦY BAN NHÂN DÂN")


def test_old_packers_wrote_utf8_names_without_saying_so(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"ke_hoach.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"ke_hoach", "kế_hoạ".encode()[:8]))
    assert all(isinstance(source, Source) for source in open_sources(path, "a.zip"))


def test_what_cannot_be_unpacked_is_one_failure_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.package.MAX_FILE", 1000)
    path = packed(tmp_path / "a.zip", {"1-lon.txt": b"x" * 2000, "2-hong.txt": bytes(range(256)) * 3, "3-tot.txt": b"ok", "4-khoa.txt": b"ok"})
    data = bytearray(path.read_bytes())
    data[data.index(b"2-hong.txt") + 20] ^= 0xFF
    at = data.rindex(b"4-khoa.txt") - 46
    data[at + 8] |= 1
    path.write_bytes(bytes(data))
    found = list(sources(discover([tmp_path]).files))
    assert [source.id for source in found if isinstance(source, Source)] == ["a.zip/3-tot"]
    said = [failure.error for failure in found if isinstance(failure, Failure)]
    assert [sentence.split(" ")[0] for sentence in said] == ["a.zip/1-lon.txt", "a.zip/2-hong.txt", "a.zip/4-khoa.txt"]
    assert "larger than" in said[0] and "cannot be unpacked" in said[1] and "is encrypted" in said[2]


def test_a_bomb_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.package.MAX_UNPACKED", 1 << 20)
    packed(tmp_path / "a.zip", {f"{n}.txt": bytes(1 << 20) for n in range(4)})
    [error] = errors(tmp_path)
    assert "would unfold from" in error


def test_lines_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(bounded_lines(io.BytesIO(b"a\n" + b"b" * 50 + b"\nc"), 10)) == [b"a\n", None, b"c"]
    assert list(bounded_lines(io.StringIO("bbbbbbbbbbbbbbb"), 10)) == [None]
    monkeypatch.setattr(limits.bounded_lines, "__defaults__", (100,))
    (tmp_path / "a.jsonl").write_bytes(b'{"id": "a", "text": "x"}\n{"id": "b", "text": "' + b"x" * 500 + b'"}\n{"id": "c", "text": "x"}\n')
    found = list(sources(discover([tmp_path]).files))
    assert [source.id for source in found if isinstance(source, Source)] == ["a", "c"]
    assert [failure.error.split(",")[1] for failure in found if isinstance(failure, Failure)] == [" line 2"]


def test_a_text_of_fifty_megabytes_is_one_sentence() -> None:
    with pytest.raises(ReadError, match=r"^a\.txt is larger than 20 MB, more than a text can be"):
        read(Source("a", "a.txt", "txt", b"Giao So Y te " * (50_000_000 // 13) + b"." * 2))


def test_a_file_larger_than_a_document_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(300 << 20)
    [error] = errors(tmp_path)
    assert error.startswith("a.txt is larger than 128 MB")
