"""Which targets a task serves: where the text ties them, and nowhere else."""

import pytest

from pipeline.extract import extract
from pipeline.readers.document import Document
from pipeline.resolve.targets import compare_targets
from pipeline.schema import Record, SourceInfo

AIMS = """KẾ HOẠCH
Phát triển kinh tế - xã hội năm 2024

I. CHỈ TIÊU
1. Tỷ lệ che phủ rừng đạt 54%.
2. Trên 95% hộ dân nông thôn được dùng nước sạch.
3. Tỷ lệ hộ nghèo giảm 1,5%; số hộ nghèo giảm 300 hộ.
4. Xóa 120 nhà tạm.

II. NHIỆM VỤ, GIẢI PHÁP
"""


def served(duties: str) -> list[tuple[str, list[str]]]:
    record = compare_targets(extract(Document("plan", AIMS + duties, SourceInfo("plan.txt", "txt", "utf-8", "", 0))))
    return links(record)


def links(record: Record) -> list[tuple[str, list[str]]]:
    surfaces = {t.id: record.text[t.start : t.end] for t in record.targets if isinstance(t.start, int) and isinstance(t.end, int)}
    return [(task.text[:14], [surfaces[id] for id in task.targets or ()]) for task in record.tasks]


LINKS = [
    ("1. Mở rộng mạng lưới cấp nước, bảo đảm 98% hộ dân được dùng nước sạch.", ["98%"]),
    ("1. Tổ chức 05 lớp tập huấn, in 2.000 tờ rơi.", ["05 lớp tập huấn", "2.000 tờ rơi"]),
    ("1. Trồng rừng phân tán nhằm đạt chỉ tiêu về tỷ lệ che phủ rừng.", ["54%"]),
    ("1. Trồng rừng, góp phần hoàn thành mục tiêu tỷ lệ che phủ rừng đạt 54%.", ["54%", "54%"]),
    ("1. Rà soát hộ khó khăn để hoàn thành chỉ tiêu số 3.", ["1,5%", "300 hộ"]),
    ("1. Vận động xã hội hóa (chỉ tiêu 4).", ["120 nhà tạm"]),
    ("1. Bám sát các chỉ tiêu về che phủ rừng, hộ nghèo.", ["54%", "1,5%"]),
    ("1. Xây dựng trạm cấp nước.\nChỉ tiêu: 99% hộ dân được dùng nước sạch.", ["99%"]),
]


@pytest.mark.parametrize(("duty", "surfaces"), LINKS)
def test_a_task_serves_what_its_text_ties_to_it(duty: str, surfaces: list[str]) -> None:
    [(_, found)] = served(duty)
    assert found == surfaces


NONE = [
    "1. Trồng rừng phân tán.",
    "1. Thực hiện đồng bộ các chỉ tiêu.",
    "1. Hoàn thành các mục tiêu của Chương trình mục tiêu quốc gia xây dựng nông thôn mới.",
    "1. Báo cáo kết quả thực hiện chỉ tiêu về bảo hiểm y tế.",
    "1. Đôn đốc thực hiện chỉ tiêu số 9.",
    "1. Theo dõi mục tiêu 2 con số về tăng trưởng.",
]


@pytest.mark.parametrize("duty", NONE)
def test_a_task_that_names_no_target_serves_none(duty: str) -> None:
    [(_, found)] = served(duty)
    assert found == []


def test_each_of_several_tasks_has_its_own() -> None:
    assert served("1. Mở 02 lớp tập huấn cho cán bộ.\n2. In 500 tờ rơi.\n3. Kiểm tra, giám sát.") == [
        ("Mở 02 lớp tập ", ["02 lớp tập huấn"]),
        ("In 500 tờ rơi", ["500 tờ rơi"]),
        ("Kiểm tra, giám", []),
    ]


def test_a_row_serves_the_target_of_its_column() -> None:
    table = "STT\tNhiệm vụ\tChỉ tiêu\tCơ quan chủ trì\n1\tTiêm chủng mở rộng\t95% trẻ em\tSở Y tế\n2\tTruyền thông\t\tSở Y tế\n"
    assert served(f"Phân công như sau\n{table}") == [("Tiêm chủng mở ", ["95%"]), ("Truyền thông", [])]
