"""Records for the tests of exports: plans that the pipeline read, and one in which every field is filled, with text that formats stumble over."""

from functools import cache
from pathlib import Path

import msgspec

from pipeline.schema import (
    AgencyNorm,
    BackReference,
    Citation,
    Conflict,
    DateNorm,
    Entity,
    Identity,
    LegalRefNorm,
    Metadata,
    PercentNorm,
    Pinpoint,
    Record,
    Relation,
    Section,
    Signer,
    SourceInfo,
    Target,
    Task,
    ThemeTag,
)
from tests.annotation.doccano_records import PLAN, awkward, record_of

TEXT = (
    'KẾ HOẠCH\r\n=SUM(1) "Phòng, chống" đuối nước\t😀\r\n'
    "1. Sở Y tế\x0b chủ trì _x000A_ theo khoản 2 Điều 5 Quyết định số 12/QĐ-UBND ngày 05/3/2025; 95% trẻ em\u2028 biết bơi, giảm 0,5%/năm.\r\n"
    "Quyết định này có hiệu lực từ ngày ký.\r\n"
)


def full(id: str = "thư mục/45: kế hoạch", text: str = TEXT) -> Record:
    """A record with something in every field."""
    entities = [
        _entity("e1", text, "Sở Y tế", "AGENCY", AgencyNorm("Sở Y tế", "province"), Identity("so-y-te", "bac-ninh", "2025-03-08")),
        _entity(
            "e2", text, "Quyết định số 12/QĐ-UBND", "LEGAL_REF", LegalRefNorm("Quyết định", "12/QĐ-UBND", "2025-03-05"), Identity("qd/12/ubnd/2025")
        ),
        _entity("e3", text, "ngày 05/3/2025", "DATE", DateNorm("DATE", "2025-03-05", None, "2025-03-05", "2025-03-05")),
        _entity("e4", text, "95%", "PERCENT", PercentNorm(95.0, None)),
        _entity("e5", text, "0,5%", "PERCENT", PercentNorm(0.5, 0.7)),
    ]
    start, end = text.index("Sở Y tế"), text.index(".\r\nQuyết")
    pin, back = text.index("khoản 2"), text.index("Quyết định này")
    metadata = Metadata(
        "Kế hoạch", "45/KH-UBND", "Ủy ban nhân dân huyện", None, "2025-03-08", '=SUM(1) "Phòng, chống"', Signer("Trần Văn Bách"), ["Như trên"]
    )
    fragments = [(start, start + 7), (pin, end)]
    task = Task(
        "t1",
        "s1",
        "1",
        start,
        end,
        fragments,
        " ".join(text[a:b] for a, b in fragments),
        ["e1"],
        ["e1"],
        ["e3"],
        "Báo cáo",
        ["lead"],
        [ThemeTag("kiểm tra", 0.91)],
        ["g1"],
    )
    target = Target("e4", 95.0, None, ">=", None, "trẻ em biết bơi", "2025", "g1", *_span(text, "95%"), "%", "tre em biet boi", "trẻ em", 80.5, 2025)
    return Record(
        "1.0",
        id,
        SourceInfo(f"{id}.txt", "txt", "utf-8", "0" * 64, len(text.encode())),
        text,
        metadata,
        [Section("s1", None, None, "KẾ HOẠCH", 0, len(text))],
        entities,
        [Relation("issued_on", "e2", "e3")],
        [target, Target("e5", 0.5, 0.7, "=", "decrease", "tử vong", None)],
        [task],
        "0123456789abcdef",
        [Citation("based_on", "e2", (pin, pin + 5), [Pinpoint(pin, pin + 14, "khoản 2 Điều 5", "5", "2")]), Citation("cites", "e2", None, by="e2")],
        [BackReference(back, back + 14, "Quyết định này", "anaphor", None, "e2", "back.this", [Pinpoint(pin, pin + 7, "khoản 2", None, "2")])],
        [Conflict("date", ["e2", "e3"], "hai ngày")],
    )


def _span(text: str, surface: str) -> tuple[int, int]:
    return text.index(surface), text.index(surface) + len(surface)


def _entity(id: str, text: str, surface: str, label: str, norm: object, identity: object = msgspec.UNSET) -> Entity:
    return Entity(id, *_span(text, surface), label, surface, norm, "rule", 0.875, f"{label.lower()}.thu", identity)  # type: ignore[arg-type]


@cache
def records() -> list[Record]:
    """A plan as read, the same decomposed with Windows line ends and astral characters, and the full record."""
    return [record_of(PLAN), awkward(), full()]


def write_output(path: Path, found: list[Record]) -> Path:
    """``found`` as a run writes them."""
    path.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in found))
    return path
