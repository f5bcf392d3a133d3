"""What a collection holds that it perhaps should not: told by documents written for it."""

import json
import random
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import ExportError
from pipeline.extract import extract
from pipeline.quality import Quality, assess
from pipeline.quality.language import language_of
from pipeline.readers import Document
from pipeline.schema import Record, SourceInfo
from tests.annotation.doccano_records import PLAN

MENU = "Cổng thông tin điện tử tỉnh Hà Nhung\nVăn bản chỉ đạo điều hành của tỉnh\nLiên kết trang các sở, ban, ngành\n"
CIRCULAR = """BỘ Y TẾ
Số: 14/2024/TT-BYT
Hà Nội, ngày 09 tháng 9 năm 2024
THÔNG TƯ
Quy định chế độ trực tại cơ sở khám bệnh
Điều 1. Phạm vi điều chỉnh
Thông tư này quy định chế độ trực tại cơ sở khám bệnh, chữa bệnh.
Điều 2. Hiệu lực thi hành
Thông tư này có hiệu lực từ ngày 01 tháng 11 năm 2024.
"""
ENGLISH = "THE PEOPLE'S COMMITTEE\nPlan for the prevention of drought\n" + "\n".join(
    f"{number}. The department shall report to the chairman before the end of quarter {number} on the gates and the schedule."
    for number in range(1, 9)
)
WORDS = [
    "rà",
    "soát",
    "đôn",
    "đốc",
    "tổng",
    "hợp",
    "bố",
    "trí",
    "hướng",
    "dẫn",
    "kiểm",
    "tra",
    "báo",
    "cáo",
    "kinh",
    "phí",
    "kết",
    "quả",
    "thực",
    "hiện",
    "nước",
    "ngọt",
    "cống",
    "đập",
    "lịch",
    "lấy",
    "hộ",
    "dân",
    "xã",
    "huyện",
]


def written(id: str, text: str) -> Record:
    return extract(Document(id, text, SourceInfo(f"{id}.txt", "txt", "utf-8", "", len(text.encode()))))


def plan(number: int) -> str:
    """A plan with the letterhead and the frame of `PLAN`, and tasks of its own."""
    rng = random.Random(number)
    tasks = "\n".join(
        f"{n}. Phòng Nông nghiệp và Môi trường chủ trì {' '.join(rng.choices(WORDS, k=30))} trước ngày {n}/6/2025." for n in range(1, 9)
    )
    return PLAN.replace("27/KH", f"{number}/KH").replace("II. TỔ CHỨC", f"{tasks}\nII. TỔ CHỨC")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = {f"plan-{number}": plan(number) for number in range(1, 7)}
    texts["again"] = plan(2).replace("trước ngày 1/6/2025", "trước ngày 5/6/2025")
    texts |= {f"portal-{number}": f"{MENU}Thông báo số {number} đang được cập nhật" for number in range(1, 7)}
    texts |= {"circular": CIRCULAR, "english": ENGLISH}
    path = tmp_path_factory.mktemp("quality") / "out.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode(written(id, text)) + b"\n" for id, text in texts.items()))
    return path


@pytest.fixture(scope="module")
def rows(source: Path) -> dict[str, Quality]:
    return {row.id: row for row in assess(source).rows}


def test_plans_are_in_no_doubt(rows: dict[str, Quality]) -> None:
    for number in range(1, 7):
        row = rows[f"plan-{number}"]
        assert (row.doubts, row.genre, row.language) == ([], "plan", "vi")
        assert row.signs == ["issuer", "number", "date", "basis", "tasks", "assigned"]


def test_a_near_duplicate_names_the_first(rows: dict[str, Quality]) -> None:
    assert rows["again"].duplicate_of == "plan-2" and rows["again"].similarity is not None and 0.85 < rows["again"].similarity < 1
    assert rows["again"].doubts == ["near_duplicate"]
    assert [row.id for row in rows.values() if row.duplicate_of and not row.id.startswith("portal")] == ["again"]  # a common frame alone makes none


def test_pages_of_menus_are_boilerplate_and_no_plans(rows: dict[str, Quality]) -> None:
    portal = rows["portal-1"]
    assert portal.boilerplate > 0.6 and {"boilerplate", "no_plan", "short"} <= set(portal.doubts)
    assert 0 < rows["plan-1"].boilerplate < 0.3  # the letterhead, which all of them have


def test_other_genres_and_languages(rows: dict[str, Quality]) -> None:
    assert rows["circular"].genre == "normative" and "genre" in rows["circular"].doubts
    assert rows["english"].language == "other" and {"language", "no_plan"} <= set(rows["english"].doubts)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PLAN, "vi"),
        (PLAN.upper(), "vi"),
        (
            "C¨n cø LuËt söa ®æi, bæ sung mét sè ®iÒu; Uû ban nh©n d©n tØnh ban hµnh kÕ ho¹ch phßng, chèng h¹n h¸n n¨m 2009 nh­ sau: c¸c së, ngµnh thùc hiÖn",
            "vi-misencoded",
        ),
        (f"{ENGLISH}\n{PLAN}", "mixed"),
        ("2025 - 95%", "other"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text)[0] == language


def test_the_command(source: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["quality", str(source), "-o", str(tmp_path / "quality.jsonl")], catch_exceptions=False)
    assert done.exit_code == 0
    counts, *_ = done.stdout.splitlines()
    assert counts == "15 documents, 6 without a doubt"
    assert "  short: 8\n" in done.stdout and "  near_duplicate: 1\n" in done.stdout
    assert "  in 6 documents: HUYỆN TAM ĐIỀN\n" in done.stdout
    lines = (tmp_path / "quality.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [row.id for row in assess(source).rows]
    with pytest.raises(ExportError, match=r"quality\.jsonl is there already: name a file that is not, or remove it\.$"):
        CliRunner().invoke(app, ["quality", str(source), "-o", str(tmp_path / "quality.jsonl")], catch_exceptions=False)


def test_the_library_is_named_where_it_is_missing(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "datasketch", None)
    with pytest.raises(ExportError, match=r"^datasketch is not installed"):
        assess(source)
