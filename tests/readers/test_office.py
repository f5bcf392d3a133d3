"""Old Word files and RTF by the LibreOffice that is installed: what the stand-ins of test_doc.py take for granted."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.readers import Source, read, workplace
from tests.readers import plan

OFFICE = next((path for name in ("soffice", "libreoffice") if (path := shutil.which(name))), "")
pytestmark = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.2">
<office:body><office:text><text:p>Giao Sở Y tế chủ trì.<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">
<draw:image xlink:href="{url}" xlink:type="simple"/></draw:frame></text:p></office:text></office:body></office:document>"""


def converted(folder: Path, name: str, data: bytes, to: str) -> bytes:
    """A file as LibreOffice saves it in another format."""
    (folder / name).write_bytes(data)
    settings = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run([OFFICE, settings, "--headless", "--convert-to", to, "--outdir", folder, folder / name], check=True, capture_output=True)
    return (folder / name).with_suffix(f".{to}").read_bytes()


@pytest.mark.parametrize("format", ["doc", "rtf"])
def test_the_same_plan_gives_the_same_record(tmp_path: Path, format: str) -> None:
    data = converted(tmp_path, "118.docx", plan.as_docx(), format)
    text, other = (extract(read(Source("118", f"118.{name}", name, content))) for name, content in (("txt", plan.as_text().encode()), (format, data)))
    assert [(e.label, e.text, e.norm) for e in other.entities] == [(e.label, e.text, e.norm) for e in text.entities]
    assert [(t.marker, t.text, t.lead, t.coordinating, t.deadline) for t in other.tasks] == [
        (t.marker, t.text, t.lead, t.coordinating, t.deadline) for t in text.tasks
    ]
    assert (other.source.format, other.source.bytes) == (format, len(data))


@pytest.mark.parametrize("format", ["doc", "rtf"])
def test_merged_cells_are_known_as_merged(tmp_path: Path, format: str) -> None:
    document = read(Source("118", f"118.{format}", format, converted(tmp_path, "118.docx", plan.as_docx(plan.ROWS), format)))
    assert {document.text[at:].split("\n")[0] for at in document.merged.values()} >= {"Quý II/2024"}
    assert len(document.merged) == sum(cell is None for row in plan.ROWS for cell in row)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The URL of a picture on a server here, and what is asked of that server."""
    found: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/anh.png", found
    server.shutdown()


def test_a_picture_that_a_file_links_to_is_not_fetched(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    url, found = asked
    data = converted(tmp_path, "45.fodt", PAGE.format(url=url).encode(), "doc")
    assert found  # LibreOffice on its own asks for it
    found.clear()
    assert read(Source("45", "45.doc", "doc", data)).text == "Giao Sở Y tế chủ trì.\n"
    assert not found


def test_a_file_that_is_damaged_is_one_sentence(tmp_path: Path) -> None:
    data = converted(tmp_path, "118.docx", plan.as_docx(), "doc")
    for broken in (data[:600], data[:512] + bytes(len(data) - 512)):
        with pytest.raises(ReadError, match=r"^45\.doc .*\.$"):
            read(Source("45", "45.doc", "doc", broken))


def test_a_program_that_wants_more_memory_than_a_document_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = converted(tmp_path, "118.docx", plan.as_docx(), "doc")
    monkeypatch.setattr(workplace, "MEMORY", 64 << 20)
    with pytest.raises(ReadError, match="could not be converted by LibreOffice"):
        read(Source("45", "45.doc", "doc", data))
