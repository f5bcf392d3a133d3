"""Files that want to cost more than they are: bombs, nesting, loops, lines and pages without end. Each is made when it is asked for.

python -m tests.hostile.files [NAME]      # what each file costs a process of its own: seconds, megabytes, and what is said of it
"""

import json
import random
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from tests.readers import plan
from tests.readers.write_pdf import Page, write

MB = 1 << 20
MOST_SOURCES = 20  # of one file that are looked at here
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def word(body: str, before: str = "", media: bytes = b"") -> bytes:
    """A Word file with ``body`` in the place of the body of a plan."""
    members = {}
    with zipfile.ZipFile(BytesIO(plan.as_docx())) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members["word/document.xml"] = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {_W}><w:body>{body}</w:body></w:document>'.encode()
    if media:
        members["word/media/image1.png"] = media
    return zipped(members)


def pdf(*content: str, objects: list[str] | None = None) -> bytes:
    page = Page()
    page.line("Sở Y tế chủ trì rà soát")
    page.content += content
    return write([page], objects or [])


def with_object(body: bytes, number: int = 9_999) -> bytes:
    return plan.as_pdf() + b"%d 0 obj\n%s\nendobj\n" % (number, body)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return with_object(b"<< /Filter /FlateDecode %s /Length %d >> stream\n%s\nendstream" % (entries, len(packed), packed))


def png(side: int) -> bytes:
    """A picture of ``side`` times ``side`` points that is packed to nearly nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compressobj(9)
    body = b"".join(rows.compress(bytes(1 + 3 * side)) for _ in range(side)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def noise(size: int) -> bytes:
    return random.Random(45).randbytes(size)


def encrypted_zip() -> bytes:
    data = bytearray(zipped({"45.txt": b"So Y te chu tri"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def many_entries(number: int) -> bytes:
    return zipped({f"{n}.txt": b"" for n in range(number)}, zipfile.ZIP_STORED)


def overlapping(copies: int = 2_000) -> bytes:
    """A package whose directory names one packed megabyte again and again."""
    data = zipped({"0.txt": b"a " * (MB // 2)})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    directory = b"".join(entry.replace(b"0.txt", b"%05d" % n if n else b"0.txt") for n in range(copies) if n == 0) + b"".join(
        entry[:-5] + b"%05d" % n for n in range(copies)
    )
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies + 1, copies + 1, len(directory), start, 0)
    return data[:start] + directory + tail


LINE = "Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra trước ngày 15/6/2024. "
_ENTITIES = '<!DOCTYPE d [<!ENTITY a "KH">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"

FILES: dict[str, Callable[[], bytes]] = {
    "line-of-50-mb.txt": lambda: (LINE * (50 * MB // len(LINE.encode()))).encode(),
    "line-of-1-mb.txt": lambda: (LINE * (MB // len(LINE.encode()))).encode(),
    "lines-of-1-mb.txt": lambda: ("1. " + LINE + "\n").encode() * (MB // len(LINE.encode())),
    "zeros.txt": lambda: bytes(100 * MB),
    "noise.txt": lambda: noise(60 * MB),
    "no-utf-8.txt": lambda: b"\xe1" * (100 * MB),
    "blanks.txt": lambda: b"a" + b" " * (60 * MB) + b"b",
    "letters-apart.txt": lambda: "K Ế H O Ạ C H ".encode() * 20_000,
    "no-utf-16.txt": lambda: b"\xff\xfe" + noise(50 * MB),
    "astral.txt": lambda: "😀 ".encode() * (10 * MB),
    "combining.txt": lambda: "a\u0301".encode() * (10 * MB),
    "line-of-50-mb.jsonl": lambda: json.dumps({"text": LINE * (50 * MB // len(LINE.encode()))}, ensure_ascii=False).encode(),
    "no-record.jsonl": lambda: b"[" * (50 * MB),
    "deep.jsonl": lambda: b'{"text": ' + b'{"a":' * 1_000_000,
    "noise.jsonl": lambda: noise(20 * MB),
    "line-of-50-mb.csv": lambda: b"id,text\n1," + LINE.replace(",", "").encode() * (50 * MB // len(LINE.encode())),
    "quote-without-end.csv": lambda: b'id,text\n1,"' + b"a\n" * (25 * MB),
    "columns.csv": lambda: b"id,text" + b",a" * (10 * MB),
    "noise.csv": lambda: b"id,text\n" + noise(20 * MB),
    "noise.parquet": lambda: b"PAR1" + noise(MB) + b"PAR1",
    "deep.html": lambda: b"<div>" * (10 * MB) + b"a",
    "tables.html": lambda: b"<table><tr><td>" * MB + b"a",
    "elements.html": lambda: b"<p>a" * (10 * MB),
    "cells.html": lambda: b"<table>" + (b"<tr>" + b"<td>a" * 100) * 20_000,
    "spans.html": lambda: b"<table>" + b"<tr><td rowspan=1000 colspan=1000>a<td>b" * 20_000,
    "entities.html": lambda: _ENTITIES.encode() + b"<p>" + b"&i;" * 10_000,
    "many-tags.html": lambda: b"<p>a" * 590_000,
    "many-tags-in-each-other.html": lambda: (b"<div>" * 100 + b"a" + b"</div>" * 100) * 2_900,
    "attributes.html": lambda: b"<p " + b"a=1 " * (5 * MB) + b">a",
    "picture.html": lambda: b"<p>a<img src='data:image/png;base64," + b"A" * (60 * MB) + b"'>",
    "noise.html": lambda: b"<html>" + noise(20 * MB),
    "entities.docx": lambda: word("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", _ENTITIES),
    "outside.docx": lambda: word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'),
    "file.docx": lambda: word("<w:p><w:r><w:t>a &x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "tables.docx": lambda: word("<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000),
    "tables-200-deep.docx": lambda: word("<w:tbl><w:tr><w:tc>" * 60 + "<w:p><w:r><w:t>a</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 60),
    "paragraphs.docx": lambda: word("<w:p/>" * (20 * MB)),
    "many-tags.docx": lambda: word("<w:p/>" * 590_000),
    "many-runs.docx": lambda: word("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 140_000 + "</w:p>"),
    "runs.docx": lambda: word("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * (4 * MB) + "</w:p>"),
    "text.docx": lambda: word("<w:p><w:r><w:t>" + "a " * (60 * MB) + "</w:t></w:r></w:p>"),
    "picture.docx": lambda: word("<w:p><w:r><w:t>a</w:t></w:r></w:p>", media=bytes(400 * MB)),
    "large-picture.docx": lambda: word("<w:p><w:r><w:t>a</w:t></w:r></w:p>", media=png(12_000)),
    "parts.docx": lambda: zipped({f"word/{n}.xml": b"" for n in range(19_000)}),
    "boxes.docx": lambda: word("<w:p><w:r><w:txbxContent>" * 60 + "<w:p><w:r><w:t>a</w:t></w:r></w:p>" + "</w:txbxContent></w:r></w:p>" * 60),
    "noise.docx": lambda: b"PK\x03\x04" + noise(10 * MB),
    "cut.docx": lambda: plan.as_docx()[:-300],
    "encrypted.docx": lambda: b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512),
    "letters.pdf": lambda: pdf("BT /F 12 Tf 60 700 Td <" + "0041" * 900_000 + "> Tj ET"),
    "letters-one-by-one.pdf": lambda: _one_by_one(),
    "letters-of-many-pages.pdf": lambda: _pages(20),
    "rules.pdf": lambda: pdf(*["0 0 m 100 100 l S"] * 200_000),
    "curve.pdf": lambda: pdf("0 0 m " + "1 1 l " * 600_000 + "S"),
    "grid.pdf": lambda: pdf(*[f"0 {y} m 500 {y} l S {y} 0 m {y} 800 l S" for y in range(0, 500, 1)]),
    "words.pdf": lambda: pdf(*[f"BT /F 6 Tf 1 0 0 1 {x} {y} Tm <00410042> Tj ET" for x in range(10, 580, 8) for y in range(10, 800, 2)]),
    "picture.pdf": lambda: stream(bytes(400 * MB), b"/Type /XObject /Subtype /Image /Width 12000 /Height 12000 /ColorSpace /DeviceRGB /BitsPerComponent 8"),
    "bomb.pdf": lambda: stream(bytes(600 * MB)),
    "bomb-in-bomb.pdf": lambda: stream(zlib.compress(bytes(300 * MB), 9), b"/Filter [/FlateDecode /FlateDecode]"),
    "objects.pdf": lambda: _objects(),
    "pages-in-a-ring.pdf": lambda: plan.as_pdf().replace(b"/Kids [7 0 R 9 0 R]", b"/Kids [2 0 R 2 0 R]"),
    "xref-in-a-ring.pdf": lambda: plan.as_pdf().replace(b"trailer\n<<", b"trailer\n<< /Prev 9 "),
    "page-that-draws-itself.pdf": lambda: pdf(*["/X Do"] * 50),
    "arrays.pdf": lambda: with_object(b"[" * 1_000_000),
    "page-of-arrays.pdf": lambda: pdf("[" * 500_000),
    "page-of-states.pdf": lambda: pdf("q " * 500_000),
    "many-pages.pdf": lambda: _pages(3_000, "a"),
    "noise.pdf": lambda: b"%PDF-1.7\n" + noise(10 * MB),
    "cut.pdf": lambda: plan.as_pdf()[:900],
    "zip-in-zip.zip": lambda: zipped({"a.zip": zipped({"b.zip": zipped({"45.txt": LINE.encode()})})}),
    "bomb.zip": lambda: zipped({"a.txt": bytes(600 * MB)}),
    "packed-100-times.zip": lambda: zipped({"1.txt": (LINE * 20_000).encode()}),
    "many-entries.zip": lambda: many_entries(60_000),
    "overlapping.zip": lambda: overlapping(),
    "out-of-it.zip": lambda: zipped({"../../out.txt": LINE.encode(), "/etc/out.txt": LINE.encode(), "C:\\out.txt": LINE.encode()}),
    "encrypted.zip": encrypted_zip,
    "noise.zip": lambda: b"PK\x03\x04" + noise(5 * MB),
    "nested.rtf": lambda: b"{\\rtf1" + b"{" * 1_000_000 + b"a",
    "noise.doc": lambda: b"\xd0\xcf\x11\xe0" + noise(5 * MB),
}  # fmt: skip


def _one_by_one() -> bytes:
    """A page of a hundred thousand letters, each by itself."""
    return pdf("BT /F 12 Tf <0041> Tj ET " * 100_000)


def _pages(number: int, letters: str = "a" * 20_000) -> bytes:
    pages = []
    for _ in range(number):
        page = Page()
        page.content.append("BT /F 12 Tf 60 700 Td <" + "".join(f"{ord(letter):04x}" for letter in letters) + "> Tj ET")
        pages.append(page)
    return write(pages, [])


def _objects() -> bytes:
    """A stream of objects that unfolds to millions of them."""
    body = b"1 0 " * 10 + b"[" + b"1 " * (40 * MB) + b"]"
    return stream(body, b"/Type /ObjStm /N 10 /First 40")


def cost(path: Path) -> dict[str, object]:
    """What the file at ``path`` costs this process: seconds on the processor, megabytes at the peak, what is said of it, and what it reached for."""
    import urllib3  # noqa: F401  # comes with spaCy where the agency model is asked, and binds ::1 at its import to see whether there is IPv6

    from pipeline.errors import PipelineError, ReadError
    from pipeline.extract import extract
    from pipeline.readers import open_sources, read
    from pipeline.resolve import resolve

    reached = watch_for_outside(path)
    began = time.process_time()
    said: dict[str, None] = {}
    try:
        for source in islice(open_sources(path, path.name), MOST_SOURCES):
            try:
                if isinstance(source, ReadError):
                    raise source
                resolve(extract(read(source)))
                said[f"{path.name} gives a document."] = None
            except PipelineError as error:
                said[str(error)] = None
    except PipelineError as error:
        said[str(error)] = None
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return {"seconds": time.process_time() - began, "mb": int(peak.split()[1]) >> 10, "said": list(said), "reached": reached}


def watch_for_outside(path: Path) -> list[str]:
    """Forbids connections and files to be written outside temporary folders; gives what was asked for of it, as it comes."""
    reached: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
            reached.append(event)
            raise PermissionError(event)
        if event == "open" and str(arguments[0]) == "/etc/passwd":
            reached.append(f"{event} {arguments[0]}")
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if writes and not str(arguments[0]).startswith((gettempdir(), "/dev/")):
            reached.append(f"{event} {arguments[0]}")

    sys.addaudithook(hook)
    return reached


def main() -> None:
    with TemporaryDirectory() as folder:
        for name in sys.argv[1:] or FILES:
            path = Path(folder, name)
            path.write_bytes(FILES[name]())
            command = [
                sys.executable,
                "-c",
                "import sys, json; from tests.hostile.files import cost; from pathlib import Path; print(json.dumps(cost(Path(sys.argv[1]))))",
            ]
            done = subprocess.run([*command, str(path)], capture_output=True, encoding="utf-8", timeout=600)
            path.unlink()
            if len(sys.argv) == 2:
                sys.stdout.write(done.stdout)
                sys.stderr.write(done.stderr)
                sys.exit(done.returncode)
            found = json.loads(done.stdout) if not done.returncode else {"seconds": 0, "mb": 0, "said": [done.stderr[-200:]], "reached": []}
            print(
                f"{name:26} {found['seconds']:6.1f} s {found['mb']:5,} MB  {found['said'][0][:120] if found['said'] else ''} {found['reached'] or ''}",
                flush=True,
            )


if __name__ == "__main__":
    main()
