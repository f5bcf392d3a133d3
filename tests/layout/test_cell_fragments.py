"""Tables broken into one cell fragment a line, as gazettes print them: which lines make a cell, and which column it stands in."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.layout import lay_out
from pipeline.layout.cell_fragments import find_fragment_rows

HEADER = ["STT", "Nội dung", "nhiệm vụ", "Cơ quan", "chủ trì", "Cơ quan", "phối hợp", "Thời gian", "hoàn thành"]


def cells(lines: Sequence[str]) -> list[list[str]]:
    """The rows below the header, each cell as one string."""
    return [[" ".join(lines[i] for i in cell) for cell in row.cells] for row in find_fragment_rows(lines) if not row.header]


def test_a_header_of_scattered_words_names_its_columns() -> None:
    header, *_ = find_fragment_rows([*HEADER, "1.", "Rà soát", "Sở Y tế", "Công an tỉnh", "Quý I/2026"])
    assert header.header
    assert [" ".join(HEADER[i] for i in cell) for cell in header.cells] == [
        "STT",
        "Nội dung nhiệm vụ",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời gian hoàn thành",
    ]


def test_cells_wrapped_over_lines_are_put_together() -> None:
    lines = [
        *HEADER,
        "1.",
        "Khảo sát nhu cầu nước sạch ở",
        "các thôn vùng cao",
        "Sở Nông nghiệp",
        "và Môi trường",
        "Sở Y tế,",
        "Sở Tài chính",
        "Tháng",
        "9/2026",
    ]
    assert cells(lines) == [
        ["1.", "Khảo sát nhu cầu nước sạch ở các thôn vùng cao", "Sở Nông nghiệp và Môi trường", "Sở Y tế, Sở Tài chính", "Tháng 9/2026"]
    ]


def test_an_empty_cell_is_left_out_and_the_next_finds_its_column() -> None:
    lines = [*HEADER, "1.", "Lập dự toán kinh phí", "Sở Tài chính", "Quý II/2026", "2.", "Mở lớp tập huấn", "Sở Nội vụ", "Hằng năm"]
    assert cells(lines) == [["1.", "Lập dự toán kinh phí", "Sở Tài chính", "", "Quý II/2026"], ["2.", "Mở lớp tập huấn", "Sở Nội vụ", "", "Hằng năm"]]


def test_a_group_row_holds_its_title_alone() -> None:
    lines = [*HEADER, "I. Công tác tuyên truyền", "1.", "Phát tờ rơi", "Sở Y tế", "Công an tỉnh", "Quý I/2026"]
    group, row = cells(lines)
    assert "I. Công tác tuyên truyền" in group
    assert [cell for cell in group if cell] == ["I. Công tác tuyên truyền"]
    assert row == ["1.", "Phát tờ rơi", "Sở Y tế", "Công an tỉnh", "Quý I/2026"]


def test_a_repeated_header_is_a_header_again() -> None:
    lines = [
        *HEADER,
        "1.",
        "Phát tờ rơi",
        "Sở Y tế",
        "Công an tỉnh",
        "Quý I/2026",
        *HEADER,
        "2.",
        "Mở lớp",
        "Sở Nội vụ",
        "Sở Tài chính",
        "Quý II/2026",
    ]
    rows = list(find_fragment_rows(lines))
    assert [row.header for row in rows] == [True, False, True, False]
    assert [lines[row.cells[0][0]] for row in rows] == ["STT", "1.", "STT", "2."]


def test_a_number_and_its_text_on_one_line() -> None:
    lines = [*HEADER, "1. Phát tờ rơi", "Sở Y tế", "Công an tỉnh", "Quý I/2026"]
    (row,) = cells(lines)
    assert row[1:] == ["1. Phát tờ rơi", "Sở Y tế", "Công an tỉnh", "Quý I/2026"]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["STT"],
        ["STT", "Tên xã", "Số hộ nghèo", "Ghi chú", "1.", "An Mỹ", "45"],
        ["1.", "Rà soát quy định", "Sở Y tế", "Quý I/2026"],
        ["Căn cứ Luật Trẻ em;", "Theo đề nghị của Giám đốc Sở Y tế."],
    ],
)
def test_no_task_table_no_rows(lines: list[str]) -> None:
    assert list(find_fragment_rows(lines)) == []


@pytest.mark.parametrize(
    "after",
    [
        ["Nơi nhận:", "- Sở Y tế;", "- Lưu: VT."],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Thị Mai"],
        ["PHỤ LỤC II", "DANH SÁCH CÁC THÔN"],
        ["III. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế theo dõi, tổng hợp kết quả.", "2. Sở Tài chính cấp kinh phí cho các xã."],
    ],
)
def test_what_follows_the_table_is_no_row(after: list[str]) -> None:
    lines = [*HEADER, "1.", "Phát tờ rơi", "Sở Y tế", "Công an tỉnh", "Quý I/2026", *after]
    used = {i for row in find_fragment_rows(lines) for cell in row.cells for i in cell}
    assert max(used) == len(HEADER) + 4


@given(st.lists(st.sampled_from([*HEADER, "1.", "2.", "I. Nhóm", "Sở Y tế", "Quý I/2026", "rà soát", "Mở lớp", "", "Nơi nhận:"]), max_size=40))
def test_every_line_stands_in_one_cell_at_most_and_in_order(lines: list[str]) -> None:
    rows = list(find_fragment_rows(lines))
    for row in rows:
        used = [i for cell in row.cells for i in cell]
        assert used == sorted(used)
    together = [i for row in rows for cell in row.cells for i in cell]
    assert len(together) == len(set(together))
    assert all(0 <= i < len(lines) for i in together)


def test_a_column_of_times_before_those_of_bodies() -> None:
    lines = [
        *["TT", "Nội dung", "Thời gian", "thực hiện", "Đơn vị", "chủ trì", "Đơn vị phối", "hợp"],
        *["1", "Kiểm kê hiện vật", "Trước", "30/9/2026", "Bảo tàng tỉnh", "Thư viện tỉnh"],
        *["2", "Hỗ trợ hợp tác xã", "Cả năm", "Liên minh Hợp", "tác xã tỉnh"],
    ]
    assert cells(lines) == [
        ["1", "Kiểm kê hiện vật", "Trước 30/9/2026", "Bảo tàng tỉnh", "Thư viện tỉnh"],
        ["2", "Hỗ trợ hợp tác xã", "Cả năm", "Liên minh Hợp tác xã tỉnh", ""],
    ]


def test_a_column_of_leads_before_what_is_to_be_done_may_stay_empty() -> None:
    lines = [
        *["Số", "TT", "Cơ quan", "chủ", "trì", "Nhiệm vụ", "Cơ quan phối hợp", "Thời", "hạn", "trình"],
        *["1", "Bộ", "Nội vụ", "Sửa quy chế văn thư", "Bộ Công an", "Quý I/2026"],
        *["2", "Xây dựng phần mềm lưu trữ", "Bộ Tài chính", "Quý II", "năm 2026"],
    ]
    assert cells(lines) == [
        ["1", "Bộ Nội vụ", "Sửa quy chế văn thư", "Bộ Công an", "Quý I/2026"],
        ["2", "", "Xây dựng phần mềm lưu trữ", "Bộ Tài chính", "Quý II năm 2026"],
    ]


def test_a_header_on_one_line_is_cut_at_its_capitals() -> None:
    header, row = find_fragment_rows(["TT Nhiệm vụ Chủ trì Thời gian thực hiện", "1", "Đắp đê", "Sở Nội vụ", "Tháng 8"])
    assert [header.cuts, row.cells] == [((0, 2), (3, 11), (12, 19), (20, 39)), ((1,), (2,), (3,), (4,))]


def test_a_cell_over_two_columns_is_no_column() -> None:
    header, *_ = find_fragment_rows(["STT", "Công việc", "Phân công thực hiện", "Chủ trì", "Phối hợp", "1", "Đắp đê", "Sở Nội vụ", "Sở Y tế"])
    assert header.cells == ((0,), (1,), (2, 3), (4,))


SECOND_ROWS = [
    (["Cơ quan thực hiện", "Thời gian", "Kết quả", "Chủ trì", "Phối hợp"], ((0,), (1,), (5,), (6,), (3,), (4,)), (2,)),
    (["Phân công", "thực hiện", "Thời gian", "Cơ quan chủ trì", "Cơ quan phối hợp"], ((0,), (1,), (5,), (6,), (4,)), (2, 3)),
    (["Thời gian", "Kết quả", "Chủ trì", "Phối hợp"], ((0,), (1,), (2,), (3,), (4,), (5,)), ()),  # one row, in this order
]


@pytest.mark.parametrize(("columns", "cells", "over"), SECOND_ROWS)
def test_the_second_row_of_a_header_stands_where_its_first_one_says(columns: list[str], cells: Any, over: Any) -> None:
    header, *_ = find_fragment_rows(["STT", "Công việc", *columns, "1", "Đắp đê", "Sở Nội vụ", "Sở Y tế", "Quý I/2026", "Báo cáo"])
    assert (header.cells, header.over) == (cells, over)


def test_rows_below_a_header_of_two_rows() -> None:
    text = "STT\nCông việc\nĐơn vị thực hiện\nThời gian\nChủ trì\nPhối hợp\n1\nNạo vét cống\nBan QLDA khu vực\nChi nhánh cấp nước\nQuý I/2026"
    layout = lay_out(text)
    assert [[layout.flow[a:b] for a, b in block.cells] for block in layout.blocks] == [
        ["STT", "Công việc", "Chủ trì", "Phối hợp", "Thời gian"],
        ["1", "Nạo vét cống", "Ban QLDA khu vực", "Chi nhánh cấp nước", "Quý I/2026"],
    ]


@pytest.mark.parametrize(
    "body", ["BCH Hội Nông dân xã", "Tiểu ban hậu cần", "Chi ủy thôn Đoài", "Các thôn, khu phố", "Công chức địa chính", "Lãnh đạo UBND xã"]
)
def test_who_acts_in_a_commune_fills_a_cell(body: str) -> None:
    header = ["STT", "Nội dung", "Thời gian", "Chủ trì", "Phối hợp"]
    assert cells([*header, "1", "Đại hội điểm", "15/3/2026", body, "Chi hội thôn Thượng"])[0][2:] == ["15/3/2026", body, "Chi hội thôn Thượng"]


@pytest.mark.parametrize("time", ["7h30", "14 giờ 00", "Sáng 12/8/2025", "Thứ Hai (12/8)", "Theo kế hoạch của Ngân hàng", "Trong thời gian thi công"])
def test_hours_and_plans_of_others_are_times(time: str) -> None:
    header = ["TT", "Nhiệm vụ", "Thời gian", "Chủ trì", "Phối hợp"]
    assert cells([*header, "1", "Tổ chức Lễ giao quân", time, "Công an xã", "Trạm Y tế xã"])[0][1:] == [
        *("Tổ chức Lễ giao quân", time),
        *("Công an xã", "Trạm Y tế xã"),
    ]


@pytest.mark.parametrize(
    ("lines", "flow"),
    [
        (["Phòng Kinh tế", "Phòng Văn hóa", "- Xã hội", "Trạm Y tế xã"], "Phòng Kinh tế;Phòng Văn hóa - Xã hội;Trạm Y tế xã"),
        (["Chủ tịch", "UBND các xã"], "Chủ tịch UBND các xã"),  # whose he is
        (["Ban Thường trực", "Ủy ban MTTQ xã"], "Ban Thường trực Ủy ban MTTQ xã"),
        (["Công an xã,", "Đoàn Thanh niên xã"], "Công an xã, Đoàn Thanh niên xã"),
    ],
)
def test_bodies_below_one_another_in_a_cell_are_a_list(lines: list[str], flow: str) -> None:
    layout = lay_out("\n".join([*HEADER, "1.", "Quét dọn chợ", "Văn phòng HĐND và UBND", *lines, "Quý I/2026"]))
    assert layout.flow.splitlines()[-1].split("\t")[3] == flow


def test_a_figure_that_does_not_go_on_counting_is_no_row() -> None:
    lines = [
        "STT",
        "Nội dung",
        "Số lượng",
        "Chủ trì",
        "Thời gian",
        "1",
        "Trồng cây",
        "35",
        "Huyện đoàn",
        "Tháng 2",
        "2",
        "Nạo vét mương",
        "40",
        "UBND xã",
        "Quý I",
    ]
    assert [row[0] for row in cells(lines)] == ["1", "2"]
    assert [row[2] for row in cells(lines)] == ["35", "40"]


def test_a_number_with_no_point_before_its_text() -> None:
    lines = [*HEADER, "1 Phát tờ rơi", "Sở Y tế", "Công an tỉnh", "Quý I/2026", "2 Mở lớp cho", "05 xã", "Sở Nội vụ", "Sở Tài chính", "Quý II/2026"]
    assert [row[1] for row in cells(lines)] == ["1 Phát tờ rơi", "2 Mở lớp cho 05 xã"]


def test_a_section_that_goes_on_counting_the_sections_before_the_table_ends_it() -> None:
    lines = [*HEADER, "1.", "Phát tờ rơi", "Sở Y tế", "Công an tỉnh", "Quý I/2026", "III. NGUỒN LỰC", "1. Sở Tài chính cấp kinh phí."]
    assert len(cells(lines)) == 1


def test_who_is_inspected_has_a_column_of_its_own_and_a_group_may_be_named_after_inspections() -> None:
    lines = [
        *["TT", "Nội dung", "Đối tượng", "Chủ trì", "Phối hợp", "Thời gian", "A. KIỂM TRA"],
        *["1", "Việc thu, nộp đảng phí", "Văn phòng các huyện ủy", "Ủy ban Kiểm tra Tỉnh ủy", "Văn phòng Tỉnh ủy", "Tháng 8"],
        *["B. GIÁM SÁT", "2", "Việc quản lý đất công", "Ban cán sự đảng UBND tỉnh", "Ủy ban Kiểm tra Tỉnh ủy", "6 tháng cuối năm"],
    ]
    first, inspected, second, watched = cells(lines)
    assert [first[1], second[1]] == ["A. KIỂM TRA", "B. GIÁM SÁT"]
    assert inspected[2:] == ["Văn phòng các huyện ủy", "Ủy ban Kiểm tra Tỉnh ủy", "Văn phòng Tỉnh ủy", "Tháng 8"]
    assert watched[2:] == ["Ban cán sự đảng UBND tỉnh", "Ủy ban Kiểm tra Tỉnh ủy", "", "6 tháng cuối năm"]


def test_prose_after_a_blank_is_no_cell_of_the_last_row() -> None:
    prose = "Các cơ quan được giao chủ trì gửi báo cáo về Sở Nội vụ để tổng hợp."
    lines = [*HEADER, "1.", "Phát tờ rơi", "Sở Y tế", "Công an tỉnh", "Quý I/2026", prose]
    (row,) = [row for row in find_fragment_rows(lines, blanks={len(lines) - 1}) if not row.header]
    assert row.cells[-1] == (len(lines) - 2,)


def test_a_header_in_capitals_joins_the_lines_that_name_one_column() -> None:
    lines = [
        *["STT", "TÊN CÔNG VIỆC", "NGƯỜI, ĐƠN VỊ", "CHỦ TRÌ", "ĐƠN VỊ", "PHỐI HỢP", "THỜI GIAN", "BẮT ĐẦU", "THỜI GIAN", "KẾT THÚC"],
        "1",
        "Họp dân",
    ]
    header, *_ = find_fragment_rows(lines)
    assert header.cells == ((0,), (1,), (2, 3), (4, 5), (6, 7), (8, 9))


def test_where_a_blank_stands_between_all_cells_it_tells_where_they_begin() -> None:
    lines = [*["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"], *["1", "Thông tư về", "Lưu trữ", "Bộ Nội vụ", "Bộ Công an", "Quý I/2026"]]
    _, row = find_fragment_rows(lines, blanks={1, 2, 3, 4, 5, 6, 8, 9, 10})
    assert row.cells == ((5,), (6, 7), (8,), (9,), (10,))


def test_the_count_of_groups_and_rows_goes_on_below_a_repeated_header() -> None:
    lines = [
        *HEADER,
        "I. Cấp nước",
        "1.",
        "Đào giếng",
        "Sở Xây dựng",
        "Quý I/2026",
        *HEADER,
        "II. Thoát nước",
        "2.",
        "Nạo vét cống",
        "UBND xã",
        "Quý II/2026",
    ]
    assert [[cell for cell in row if cell] for row in cells(lines)[2:]] == [["II. Thoát nước"], ["2.", "Nạo vét cống", "UBND xã", "Quý II/2026"]]


def test_a_bullet_in_the_column_of_the_numbers_begins_a_row_below_the_numbered_one() -> None:
    lines = [
        *HEADER,
        "4",
        "Hoàn thiện định mức:",
        "-",
        "Cho công trình",
        "cấp nước.",
        "Bộ Xây dựng",
        "Năm 2026",
        "-",
        "Cho cảng cá.",
        "Bộ Tài chính",
        "Năm 2027",
    ]
    assert [row[:3] for row in cells(lines)] == [
        ["4", "Hoàn thiện định mức:", ""],
        ["-", "Cho công trình cấp nước.", "Bộ Xây dựng"],
        ["-", "Cho cảng cá.", "Bộ Tài chính"],
    ]
    (row,) = cells([*HEADER, "1", "Đo đạc bãi bồi", "Sở Xây dựng", "-", "Quý I/2026"])  # a cell that is empty
    assert row == ["1", "Đo đạc bãi bồi", "Sở Xây dựng", "", "- Quý I/2026"]


@pytest.mark.parametrize(
    ("lines", "lead", "coordinating"),
    [
        (["Ủy ban Kiểm tra", "Đảng ủy", "Các chi bộ"], "Ủy ban Kiểm tra Đảng ủy", "Các chi bộ"),
        (["Ban Tổ chức", "Tỉnh ủy", "Văn phòng", "Tỉnh ủy"], "Ban Tổ chức Tỉnh ủy", "Văn phòng Tỉnh ủy"),
        (["Công đoàn Bộ,", "Đoàn Thanh niên Bộ", "Vụ Pháp chế"], "Công đoàn Bộ, Đoàn Thanh niên Bộ", "Vụ Pháp chế"),
        (["Ban Tổ chức", "Sở Nội vụ"], "Ban Tổ chức", "Sở Nội vụ"),
    ],
)
def test_an_organ_goes_on_with_whose_it_is(lines: list[str], lead: str, coordinating: str) -> None:
    assert cells([*HEADER, "1", "Học tập nghị quyết", *lines, "Quý I/2026"])[0][2:4] == [lead, coordinating]


@pytest.mark.parametrize("often", ["hằng quý", "hàng tháng", "từng ngày"])
def test_a_recurrence_leaves_no_line_open(often: str) -> None:
    assert cells([*HEADER, "1", "Đo độ mặn;", f"báo tin {often}", "Sở Xây dựng", "UBND xã", "Quý I/2026"])[0][1:4] == [
        f"Đo độ mặn; báo tin {often}",
        "Sở Xây dựng",
        "UBND xã",
    ]


def test_the_numbered_title_of_a_further_table_is_no_row() -> None:
    header = ["STT", "Nội dung", "Đơn vị thực hiện", "Thời gian"]
    lines = [*header, "1", "Dựng cổng chào", "Đoàn Thanh niên", "20/8", "2. Công tác an ninh", *header, "1", "Tuần tra ban đêm", "Công an xã", "28/8"]
    assert cells(lines) == [["1", "Dựng cổng chào", "Đoàn Thanh niên", "20/8"], ["1", "Tuần tra ban đêm", "Công an xã", "28/8"]]


def test_a_row_below_which_the_header_of_the_page_stands_goes_on() -> None:
    header = ["STT", "Nội dung", "Đơn vị thực hiện", "Thời gian"]
    lines = [*header, "1", "Dựng cổng chào", "Đoàn Thanh niên", "20/8", "2. Tuần tra", *header, "3", "Treo cờ", "Công an xã", "28/8"]
    assert [row[:2] for row in cells(lines)] == [["1", "Dựng cổng chào"], ["", "2. Tuần tra"], ["3", "Treo cờ"]]


def test_a_table_without_numbers_may_begin_with_who_acts() -> None:
    lines = [
        *["Đơn vị", "Nhiệm vụ", "Thời gian hoàn thành"],
        *["Công an xã", "Rà soát quán nước", "Trước 15/9/2025"],
        *["Trạm Y tế xã", "Mở lớp cho", "chủ quán ăn", "Tháng 10/2025"],
    ]
    assert rows_of(lines)[1:] == [
        ["", "Công an xã", "Rà soát quán nước", "Trước 15/9/2025"],
        ["", "Trạm Y tế xã", "Mở lớp cho chủ quán ăn", "Tháng 10/2025"],
    ]


@pytest.mark.parametrize("section", ["Văn hóa - Xã hội", "VHXH", "Tư pháp - Hộ tịch; Công an xã"])
def test_a_section_of_a_commune_fills_a_cell(section: str) -> None:
    header = ["STT", "Nội dung", "Bộ phận thực hiện", "Thời gian"]
    assert cells([*header, "1", "Niêm yết thủ tục", section, "Hàng tháng"]) == [["1", "Niêm yết thủ tục", section, "Hàng tháng"]]


def test_the_cells_of_a_row_go_on_behind_a_page() -> None:
    text = "\n".join(
        [
            *HEADER,
            *("1", "Lập bản đồ ngập lụt và", "bản đồ sạt lở.", "Bộ Xây dựng", "Bộ Tài chính,", "Bộ Nội vụ", "Năm 2026"),
            *("2", "Xây dựng hệ thống quan trắc mưa. Lắp", "Bộ Công an", "Bộ Quốc phòng", "Năm 2027"),
            *("", "CÔNG BÁO/Số 12/Ngày 05-02-2026", "", "đặt trạm đo ở các xã miền núi, báo tin", "kịp thời cho người dân vùng thấp trũng."),
            *("3", "Đắp đê bao", "Bộ Tài chính", "Bộ Xây dựng", "Năm 2028"),
        ]
    )
    layout = lay_out(text)
    rows = [[layout.flow[a:b].replace("\n", " ") for a, b in block.cells] for block in layout.blocks if block.kind == "row"][1:]
    assert [row[1] for row in rows] == [
        "Lập bản đồ ngập lụt và bản đồ sạt lở.",
        "Xây dựng hệ thống quan trắc mưa. Lắp",
        "đặt trạm đo ở các xã miền núi, báo tin kịp thời cho người dân vùng thấp trũng.",
        "Đắp đê bao",
    ]


def test_of_three_bodies_in_a_row_one_leads() -> None:
    lines = [*HEADER, "1", "Lập bản đồ ngập", "Bộ Xây dựng", "Bộ Tài chính", "Cơ quan, tổ chức", "liên quan", "Quý I/2026"]
    assert cells(lines) == [["1", "Lập bản đồ ngập", "Bộ Xây dựng", "Bộ Tài chính Cơ quan, tổ chức liên quan", "Quý I/2026"]]


def test_a_name_that_a_line_breaks_after_uy_ban_goes_on() -> None:
    header = ["TT", "Nhiệm vụ", "Chủ trì", "Kết quả", "Thời gian"]
    lines = [
        *header,
        "1",
        "Thẩm tra dự án trình Ủy ban Thường vụ",
        "Quốc hội cho ý kiến",
        "Bộ Xây dựng",
        "Các văn bản trình",
        "cấp tỉnh",
        "Đã hoàn thành",
    ]
    assert cells(lines) == [
        ["1", "Thẩm tra dự án trình Ủy ban Thường vụ Quốc hội cho ý kiến", "Bộ Xây dựng", "Các văn bản trình cấp tỉnh", "Đã hoàn thành"]
    ]


def rows_of(lines: Sequence[str], blanks: set[int] | None = None) -> list[list[str]]:
    return [[" ".join(lines[i] for i in cell) for cell in row.cells] for row in find_fragment_rows(lines, blanks or set())]


def test_a_table_without_numbers_begins_a_row_where_the_first_column_comes_again() -> None:
    lines = [
        *["Nội dung", "công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "hoàn thành"],
        *["Khảo sát các bến đò", "ngang sông", "Sở Xây dựng", "UBND cấp xã", "Tháng 4/2026"],
        *["Cấp áo phao cho người đi đò", "Công an tỉnh", "Tỉnh đoàn, Hội Chữ thập đỏ tỉnh", "Quý II/2026"],
    ]
    assert rows_of(lines) == [
        ["", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"],
        ["", "Khảo sát các bến đò ngang sông", "Sở Xây dựng", "UBND cấp xã", "Tháng 4/2026"],
        ["", "Cấp áo phao cho người đi đò", "Công an tỉnh", "Tỉnh đoàn, Hội Chữ thập đỏ tỉnh", "Quý II/2026"],
    ]


def test_a_table_without_numbers_may_begin_with_the_times_and_ends_at_a_section() -> None:
    lines = [
        *["THỜI GIAN", "NỘI DUNG", "CHỦ TRÌ"],
        *["Tháng 3/2026", "I. Rà soát", "Lập danh sách trẻ", "UBND xã", "Tháng 4/2026", "Tiêm vét", "Trạm Y tế xã"],
        "3. Tổ chức thực hiện",
    ]
    assert rows_of([*lines[:3], lines[3], *lines[5:]]) == [
        ["", "THỜI GIAN", "NỘI DUNG", "CHỦ TRÌ"],
        ["", "Tháng 3/2026", "Lập danh sách trẻ", "UBND xã"],
        ["", "Tháng 4/2026", "Tiêm vét", "Trạm Y tế xã"],
    ]


def test_a_blank_before_each_row_of_a_table_without_numbers_tells_where_it_begins() -> None:
    lines = [
        "Nội dung",
        "Chủ trì",
        "Phối hợp",
        "Thời hạn",
        "I. Cây giống",
        "Ươm cây",
        "Trung tâm",
        "Giống cây trồng",
        "Quý I",
        "Trồng cây",
        "UBND xã",
        "Quý II",
    ]
    assert rows_of(lines, {5, 9})[1:] == [
        ["", "I. Cây giống", "", "", ""],
        ["", "Ươm cây", "Trung tâm Giống cây trồng", "", "Quý I"],
        ["", "Trồng cây", "UBND xã", "", "Quý II"],
    ]


@pytest.mark.parametrize(
    "lines", [["Nội dung", "Thời gian", "Đi lại"], ["Nhiệm vụ", "Chủ trì", "Bộ Y tế rà soát"], ["Thời gian", "Quý I", "Chủ trì", "Sở Y tế"]]
)
def test_two_names_of_columns_head_no_table_without_numbers(lines: list[str]) -> None:
    assert rows_of(lines) == []


def test_a_group_with_no_point_behind_its_roman_number() -> None:
    lines = [*HEADER, "I Cấp nước", "1", "Đào giếng", "Sở Xây dựng", "Quý I/2026", "II Thoát nước", "1", "Nạo vét cống", "UBND xã", "Quý II/2026"]
    assert [[cell for cell in row if cell] for row in cells(lines)] == [
        ["I Cấp nước"],
        ["1", "Đào giếng", "Sở Xây dựng", "Quý I/2026"],
        ["II Thoát nước"],
        ["1", "Nạo vét cống", "UBND xã", "Quý II/2026"],
    ]


def test_a_table_goes_on_behind_a_note_over_its_whole_width() -> None:
    note = ["Các dự án trên được lồng ghép vào kế hoạch đầu tư công của từng địa phương, có danh", "mục kèm theo."]
    lines = [*HEADER, "1", "Đào giếng", "Sở Xây dựng", "Quý I/2026", *note, "2", "Nạo vét cống", "UBND xã", "Quý II/2026"]
    rows = [row for row in find_fragment_rows(lines, blanks={len(HEADER) + 4}) if not row.header]
    assert [" ".join(lines[i] for cell in row.cells for i in cell) for row in rows] == [
        "1 Đào giếng Sở Xây dựng Quý I/2026",
        "2 Nạo vét cống UBND xã Quý II/2026",
    ]


@pytest.mark.parametrize("time", ["Nhiệm vụ thường xuyên", "Thực hiện thường xuyên, gắn với các đợt sinh hoạt chuyên đề của từng chi đoàn, chi hội"])
def test_what_is_done_all_the_time_stands_in_the_column_of_times(time: str) -> None:
    header = ["TT", "Nhiệm vụ", "Chủ trì", "Kết quả", "Thời gian"]
    assert cells([*header, "1", "Đọc loa", "UBND xã", "Các bản tin", time]) == [["1", "Đọc loa", "UBND xã", "Các bản tin", time]]


def test_letters_below_a_numbered_row_are_rows_and_a_programme_is_no_open_end() -> None:
    lines = [
        *HEADER,
        "2",
        "Đánh giá sản phẩm:",
        "a",
        "Cấp huyện",
        "UBND các huyện",
        "Tháng 9/2026",
        "b)",
        "Hội nghị triển khai Chương trình",
        "Sở Công Thương",
        "Quý IV",
    ]
    assert [[cell for cell in row if cell] for row in cells(lines)] == [
        ["2", "Đánh giá sản phẩm:"],
        ["a", "Cấp huyện", "UBND các huyện", "Tháng 9/2026"],
        ["b)", "Hội nghị triển khai Chương trình", "Sở Công Thương", "Quý IV"],
    ]


def test_bars_between_the_cells_part_them() -> None:
    rows = [
        ["STT", "Nội dung công\nviệc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"],
        ["1", "Vệ sinh bể chứa nước\ncủa trường", "Trạm Y tế\nphường", "", "Quý I/2026"],
        ["2", "Thi vẽ tranh về rừng", "Các trường học", "Sở Nông nghiệp", ""],
        ["3", "Phát cây giống", "", "Hội Nông dân", "Tháng 3/2026"],
    ]
    layout = lay_out("\n".join(f"{cell}\n|" if cell else "|" for row in rows for cell in row))
    found = [[layout.flow[a:b] for a, b in block.cells] for block in layout.blocks if block.kind == "row"]
    assert found[1:] == [[cell.replace("\n", " ") for cell in row] for row in rows[1:]]
