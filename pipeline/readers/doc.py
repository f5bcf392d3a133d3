"""Old Word files (``.doc``) and RTF: by a program that is installed for it. LibreOffice keeps tables and lists, antiword and catdoc give text.

RTF needs none: without LibreOffice it is read by :mod:`pipeline.readers.rtf`.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.readers.document import Document, Source
from pipeline.readers.docx import read_docx
from pipeline.readers.limits import MAX_FILE, MAX_TEXT
from pipeline.readers.pieces import assemble
from pipeline.readers.rtf import read_rtf
from pipeline.readers.workplace import Workplace

_PLAIN = {"antiword": ("-m", "UTF-8.txt", "-w", "0"), "catdoc": ("-d", "utf-8", "-w")}  # what gives the text of a .doc on standard output
_OFFICES = ("soffice", "libreoffice")
# LibreOffice fetches the pictures that a file links to, whoever wrote the links: all of it goes to a proxy that is not there.
_NO_NETWORK = {
    "ooInetProxyType": "2",
    "ooInetNoProxy": "",
    **{f"ooInet{scheme}Proxy{part}": value for scheme in ("HTTP", "HTTPS", "FTP") for part, value in (("Name", "127.0.0.1"), ("Port", "9"))},
}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Inet/Settings">{properties}</item>
</oor:items>
"""


def read_doc(source: Source) -> Document:
    """The document that a ``.doc`` or ``.rtf`` holds.

    Raises ReadError where no program for a ``.doc`` is installed, or the file is encrypted, damaged or empty.
    """
    if "EncryptedPackage".encode("utf-16-le") in source.data:
        raise ReadError(f"{source.place} is encrypted: save it without a password.")
    if source.format == "doc" and not source.data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(f"{source.place} is no Word file, though its name says so: give it the suffix of what it is.")
    office = next((path for name in _OFFICES if (path := shutil.which(name))), None)
    if office is None and source.format == "rtf":
        return read_rtf(source)
    plain = next((name for name in _PLAIN if shutil.which(name)), None)
    if office is None and plain is None:
        raise ReadError(f"{source.place} needs a program to be read: install LibreOffice (with tables and lists), or antiword or catdoc (text only).")
    with Workplace(source.place) as workplace:
        file = workplace.folder / f"source.{source.format}"
        file.write_bytes(source.data)
        if office is not None:
            return _by_office(source, workplace, office, file)
        assert plain is not None
        return _by_plain_program(source, workplace, plain, file)


def _by_office(source: Source, workplace: Workplace, office: str, file: Path) -> Document:
    profile = _profile(file.parent / "profile")
    options = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}")
    convert = (office, *options, "--convert-to", "docx", "--outdir", str(file.parent), str(file))
    workplace.run(convert, file.with_suffix(".out"))
    made = file.with_suffix(".docx")
    if not made.is_file() or made.stat().st_size > MAX_FILE:
        raise ReadError(f"{source.place} could not be converted by LibreOffice: it may be damaged or encrypted, so save it anew as .docx.")
    document = read_docx(replace(source, format="docx", data=made.read_bytes()))
    return replace(document, source=source.info(document.source.encoding))


def _profile(folder: Path) -> Path:
    """The settings of one conversion: of its own, so that several workers do not meet, and a user's settings play no part."""
    properties = "".join(f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>' for name, value in _NO_NETWORK.items())
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(properties=properties), encoding="utf-8")
    return folder


def _by_plain_program(source: Source, workplace: Workplace, name: str, file: Path) -> Document:
    out = file.with_suffix(".out")
    said = workplace.run((name, *_PLAIN[name], str(file)), out)
    if "encrypted" in said.casefold():
        raise ReadError(f"{source.place} is encrypted: save it without a password.")
    text = out.read_bytes()[: 4 * MAX_TEXT].decode("utf-8", "replace")
    if not text.strip():
        raise ReadError(f"{source.place} gave no text by {name}{f' ({said})' if said else ''}: it may be damaged, so save it anew as .docx.")
    return assemble(source, [text.rstrip()], encoding="utf-8")
