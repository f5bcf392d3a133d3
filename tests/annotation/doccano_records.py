"""Records for the tests with doccano: plans written here, read by the pipeline, and large ones put together from lines."""

import random
import unicodedata
from hashlib import sha256

from pipeline.extract import extract
from pipeline.readers import Document
from pipeline.schema import (
    SCHEMA_VERSION,
    AgencyNorm,
    DateNorm,
    Entity,
    LegalRefNorm,
    Metadata,
    PercentNorm,
    Record,
    Relation,
    SourceInfo,
    Task,
    ThemeTag,
)

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN TAM ĐIỀN
Số: 27/KH-UBND
Tam Điền, ngày 08 tháng 4 năm 2025
KẾ HOẠCH
Phòng, chống hạn hán và xâm nhập mặn năm 2025
Thực hiện Quyết định số 318/QĐ-UBND ngày 20 tháng 3 năm 2025 của Ủy ban nhân dân tỉnh Hà Nhung, Ủy ban nhân dân huyện ban hành Kế hoạch như sau:
I. NHIỆM VỤ
1. Tuyên truyền để nhân dân biết lịch lấy nước; phấn đấu 95% hộ dân trữ nước ngọt trước ngày 30/4/2025.
2. Kiểm tra, giám sát các cống ngăn mặn trên địa bàn.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Nông nghiệp và Môi trường chủ trì, phối hợp với Công an huyện theo dõi độ mặn; báo cáo Ủy ban nhân dân huyện trước ngày 15/6/2025.
2. Phòng Tài chính - Kế hoạch bố trí kinh phí thực hiện trong quý II năm 2025.
"""


def record_of(text: str, id: str = "27-kh-ubnd") -> Record:
    data = text.encode()
    return extract(Document(id, text, SourceInfo(f"{id}.txt", "txt", "utf-8", sha256(data).hexdigest(), len(data))))


def awkward() -> Record:
    """The plan decomposed, with Windows line ends and with characters outside the basic plane."""
    text = (
        unicodedata.normalize("NFD", PLAN).replace("\n", "\r\n").replace("I. NHI", "😀 I. NHI").replace("Phòng", "Phòng").replace("cống", "c𝒐́ng 🌊")
    )
    return record_of(text, "27-kh-ubnd-nfd")


NORMS = {
    "AGENCY": AgencyNorm("Sở Y tế", "province"),
    "LEGAL_REF": LegalRefNorm("Nghị định", "8/2024/NĐ-CP"),
    "DATE": DateNorm("DATE", "2025-06-15", None, "2025-06-15", "2025-06-15"),
    "PERCENT": PercentNorm(95.0, None),
}
SURFACES = {"AGENCY": "Sở Y tế", "LEGAL_REF": "Nghị định số 8/2024/NĐ-CP", "DATE": "ngày 15/6/2025", "PERCENT": "95%"}
FILLERS = ("rà soát", "đôn đốc", "tổng hợp", "bố trí", "cho", "về việc", "trong đó có", "theo dõi", "lồng ghép")


def large(blocks: int, spans: int, documents: int = 4, seed: int = 0) -> list[Record]:
    """Records with ``blocks`` lines of ``spans`` entities each, half of them decomposed, with a task and a relation a line."""
    rng = random.Random(seed)
    return [_large(f"lon/{number:02}", blocks // documents, spans, rng, "NFD" if number % 2 else "NFC") for number in range(documents)]


def _large(id: str, blocks: int, spans: int, rng: random.Random, form: str) -> Record:
    pieces: list[str] = []
    at = 0
    entities: list[Entity] = []
    relations: list[Relation] = []
    tasks: list[Task] = []

    def add(piece: str) -> int:
        nonlocal at
        piece = unicodedata.normalize(form, piece)
        pieces.append(piece)
        at += len(piece)
        return at - len(piece)

    for number in range(1, blocks + 1):
        add(f"{number}. ")
        begin = at
        add("Việc ")
        for index in range(spans):
            label = rng.choice(list(SURFACES)) if index > 1 else ("LEGAL_REF", "DATE")[index]
            start = add(SURFACES[label])
            surface = pieces[-1]
            entities.append(
                Entity(f"e{len(entities) + 1}", start, at, label, surface, NORMS[label], "rule", round(rng.random(), 4), f"{label.lower()}.thu")
            )
            add(f" {rng.choice(FILLERS)} ")
        add("xong")
        relations.append(Relation("issued_on", f"e{len(entities) - spans + 1}", f"e{len(entities) - spans + 2}"))
        if number % 10 == 0:
            text = "".join(pieces)[begin:at]
            tasks.append(
                Task(f"t{len(tasks) + 1}", None, str(number), begin, at, [(begin, at)], text, [], [], [], None, [], [ThemeTag("kiểm tra", 0.9)])
            )
        add(".\r\n" if form == "NFD" else ".\n")
    text = "".join(pieces)
    source = SourceInfo(f"{id}.txt", "txt", "utf-8", sha256(text.encode()).hexdigest(), len(text.encode()))
    return Record(SCHEMA_VERSION, id, source, text, Metadata(), [], entities, relations, [], tasks, "thu")
