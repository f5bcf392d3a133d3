"""Markers: what stands before a heading, an item or a bullet, in every numbering style, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.layout.markers import find_marker


@pytest.mark.parametrize(
    ("line", "text", "kind", "rest"),
    [
        ("I. MỤC TIÊU", "I", "roman", "MỤC TIÊU"),
        ("IV- TỔ CHỨC THỰC HIỆN", "IV", "roman", "TỔ CHỨC THỰC HIỆN"),
        ("VII/ Kinh phí", "VII", "roman", "Kinh phí"),
        ("II) Nhiệm vụ", "II", "roman", "Nhiệm vụ"),
        ("IlI. KINH PHÍ", "III", "roman", "KINH PHÍ"),
        ("II NỘI DUNG", "II", "roman", "NỘI DUNG"),
        ("I/. NỘI DUNG", "I", "roman", "NỘI DUNG"),
        ("1/. Hình thức", "1", "num1", "Hình thức"),
        ("III Thời gian thực hiện", "III", "roman", "Thời gian thực hiện"),
        ("2 YÊU CẦU", "2", "num1", "YÊU CẦU"),
        ("- 3. Quét sân", "3", "dash", "Quét sân"),
        ("A. Công tác trẻ em", "A", "upper", "Công tác trẻ em"),
        ("Đ. Công tác khác", "Đ", "upper", "Công tác khác"),
        ("1. Sở Y tế", "1", "num1", "Sở Y tế"),
        ("12/ Sở Y tế", "12", "num1", "Sở Y tế"),
        ("3) Sở Y tế", "3", "num1", "Sở Y tế"),
        ("2- Kiện toàn đội ngũ", "2", "num1", "Kiện toàn đội ngũ"),
        ("1.1. Rà soát", "1.1", "num2", "Rà soát"),
        ("1.1- Rà soát", "1.1", "num2", "Rà soát"),
        ("2.3 Mở lớp", "2.3", "num2", "Mở lớp"),
        ("1.2.10. Mời chuyên gia", "1.2.10", "num3", "Mời chuyên gia"),
        ("2.1.a. Lập danh sách", "2.1.a", "num3", "Lập danh sách"),
        ("1.b) Lập danh sách", "1.b", "num2", "Lập danh sách"),
        ("4.Xây dựng quy chế", "4", "num1", "Xây dựng quy chế"),
        ("a) Khảo sát", "a", "lower", "Khảo sát"),
        ("đ) Khảo sát", "đ", "lower", "Khảo sát"),
        ("b. Khảo sát", "b", "lower", "Khảo sát"),
        ("c)Khảo sát", "c", "lower", "Khảo sát"),
        ("a1) Khảo sát", "a1", "lower", "Khảo sát"),
        ("(1) Khảo sát", "1", "paren", "Khảo sát"),
        ("(ii) Khảo sát", "ii", "paren", "Khảo sát"),
        ("(a) Khảo sát", "a", "paren", "Khảo sát"),
        ("- Khảo sát", "-", "dash", "Khảo sát"),
        ("-Khảo sát", "-", "dash", "Khảo sát"),
        ("- 100% thôn có tổ tự quản", "-", "dash", "100% thôn có tổ tự quản"),
        ("+ Khảo sát", "+", "plus", "Khảo sát"),
        ("+Khảo sát", "+", "plus", "Khảo sát"),
        ("* Khảo sát", "*", "star", "Khảo sát"),
        ("• Khảo sát", "•", "bullet", "Khảo sát"),
        ("➢ Khảo sát", "➢", "bullet", "Khảo sát"),
        ("\uf0b7 Khảo sát", "\uf0b7", "bullet", "Khảo sát"),
        ("Điều 2. Chánh Văn phòng", "Điều 2", "article", "Chánh Văn phòng"),
        ("Điều 12a. Chánh Văn phòng", "Điều 12a", "article", "Chánh Văn phòng"),
        ("Bước 3: Niêm yết", "Bước 3", "step", "Niêm yết"),
        ("Chỉ tiêu 1: Thu hút đoàn viên", "Chỉ tiêu 1", "step", "Thu hút đoàn viên"),
        ("Phần thứ nhất. Đánh giá", "Phần thứ nhất", "part", "Đánh giá"),
        ("Chương II Quy định cụ thể", "Chương II", "chapter", "Quy định cụ thể"),
        ("Mục 1. Quản lý đất", "Mục 1", "section", "Quản lý đất"),
        ("PHỤ LỤC", "PHỤ LỤC", "appendix", ""),
        ("Phụ lục số 02", "Phụ lục số 02", "appendix", ""),
        ("PHỤ LỤC IIA", "PHỤ LỤC IIA", "appendix", ""),
        ("7.", "7", "num1", ""),
        ("d)", "d", "lower", ""),
    ],
)
def test_every_style(line: str, text: str, kind: str, rest: str) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert (marker.text, marker.kind, line[marker.length :].strip()) == (text, kind, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Sở Y tế chủ trì",
        "Phụ lục kèm theo Kế hoạch này",
        "Điều kiện tham gia",
        "Mục đích của đợt thi",
        "Bước đầu đạt kết quả tốt",
        "15/6/2024 hoàn thành",
        "2,5 tỷ đồng từ ngân sách xã",
        "1.204 lượt xem",
        "24/24 giờ trực",
        "100% thôn có tổ tự quản",
        "–––––",
        "-----",
        "-5 độ C",
        "Vận động nhân dân",
        "Chính quyền các cấp",
        "là 15 hộ",
        "a",
        "",
    ],
)
def test_what_only_looks_like_one(line: str) -> None:
    assert find_marker(line) is None


@given(st.text(max_size=60))
def test_a_marker_lies_inside_its_line(line: str) -> None:
    marker = find_marker(line)
    assert marker is None or (0 < marker.length <= len(line) and marker.text)
