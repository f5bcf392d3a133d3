"""A stand-in for ``pipeline.extract.extract``, for tests of what goes on around it. It finds a few bodies, and does as a text bids:
``(lỗi)`` fails, ``(chậm)`` takes its time, ``(chết)`` ends the process, ``(treo)`` hangs inside C code, ``(nặng)`` wants all the memory.

As a command it is ``pipeline`` with this extraction: ``python -m tests.stand_in run CORPUS -o OUT``.
"""

import importlib
import os
import re
import signal
import time

from msgspec import UNSET

from pipeline.provenance import fingerprint
from pipeline.readers import Document
from pipeline.schema import SCHEMA_VERSION, AgencyNorm, Entity, Metadata, Record, Task


def extract(document: Document, *, tokens: bool = False) -> Record:
    text = document.text
    if "(chết)" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "(lỗi)" in text:
        raise ValueError("không\nhiểu")
    if "(treo)" in text:
        re.match(r"(a+)+$", "a" * 64 + "b")
    if "(nặng)" in text:
        bytearray(1 << 60)
    if "(chậm)" in text:
        time.sleep(0.15)
    entities = [
        Entity(f"e{number}", *match.span(), "AGENCY", match[0], AgencyNorm(match[0], "province"), "rule", 1.0, "stand_in")
        for number, match in enumerate(re.finditer(r"Sở (?:Y tế|Tài chính|Nội vụ)", text), start=1)
    ]
    tasks = []
    for number, match in enumerate(re.finditer(r"^- (.+)$", text, re.MULTILINE), start=1):
        start, end = match.span(1)
        lead = [entity.id for entity in entities if start <= entity.start < end]
        tasks.append(Task(f"t{number}", None, "-", start, end, [(start, end)], match[1], lead, [], [], None, [], []))
    words = [match.span() for match in re.finditer(r"\w+", text)]
    found = Metadata(), [], entities, [], [], tasks, fingerprint()
    return Record(SCHEMA_VERSION, document.id, document.source, text, *found, tokens=words if tokens else UNSET)


def install() -> None:
    importlib.import_module("pipeline.extract").extract = extract  # type: ignore[attr-defined]


if __name__ == "__main__":
    from pipeline.cli import main

    install()
    main()
