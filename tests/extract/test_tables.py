"""Task tables in every shape: rows, columns, groups, and what a merged cell hands down."""

from typing import Any

import pytest

HEADER = ["TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm"]
ROWS = [
    ["1", "Lập bản đồ ngập lụt", "Sở Xây dựng", "Sở Tài chính; Công an tỉnh", "Quý II/2024", "Bản đồ"],
    ["2", "Nạo vét kênh mương", "UBND các huyện", "Sở Tài chính", "Trước ngày 30/8/2024", "Báo cáo"],
]


def tabs(*rows: list[str]) -> str:
    return "\n".join("\t".join(row) for row in rows) + "\n"


def pipes(*rows: list[str]) -> str:
    return "\n".join(" | ".join(row) for row in rows) + "\n"


def closed_pipes(*rows: list[str]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def markdown(*rows: list[str]) -> str:
    lines = closed_pipes(*rows).splitlines()
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n"


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
@pytest.mark.parametrize(
    "header",
    [
        [["TT", "Nội dung", "Phân công thực hiện", "", "Thời gian"], ["", "", "Chủ trì", "Phối hợp", ""]],
        [["TT", "Nội dung", "Đơn vị thực hiện", "Đơn vị thực hiện", "Thời gian"], ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"]],
        [["TT", "Nội dung", "Đơn vị thực hiện", "Thời gian"], ["Chủ trì", "Phối hợp"]],
    ],
)
def test_a_header_of_two_rows(read: Any, write: Any, header: list[list[str]]) -> None:
    rows = [["1", "Đắp đê bao", "Sở Xây dựng", "Công an tỉnh", "Quý II/2024"], ["2", "Khơi cống", "UBND các xã", "Sở Xây dựng", "Tháng 9/2024"]]
    first, second = read("PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n" + write(*header, *rows)).tasks
    assert (first.text, first.roles, first.deadline) == ("Đắp đê bao", (["Sở Xây dựng"], ["Công an tỉnh"]), ["Quý II/2024"])
    assert (second.text, second.roles) == ("Khơi cống", (["UBND các xã"], ["Sở Xây dựng"]))


@pytest.mark.parametrize("write", [tabs, closed_pipes, markdown])
def test_a_column_that_only_says_done_by(read: Any, write: Any) -> None:
    rows = [["1", "Lễ ra quân", "Tỉnh đoàn", "26/3/2024"], ["2", "Tổng vệ sinh đường làng", "Đoàn xã", "05/6 và 12/6"]]
    first, second = read("PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n" + write(["TT", "Nội dung", "Thực hiện", "Thời gian"], *rows)).tasks
    assert (first.roles, first.deadline) == ((["Tỉnh đoàn"], []), ["26/3/2024"])
    assert (second.roles, second.deadline) == ((["Đoàn xã"], []), ["05/6", "12/6"])


@pytest.mark.parametrize("write", [tabs, closed_pipes, markdown])
def test_who_is_inspected_and_which_member_watches_lead_nothing(read: Any, write: Any) -> None:
    header = ["TT", "Cuộc kiểm tra", "Tổ chức đảng được kiểm tra", "Ủy viên phụ trách", "Thực hiện", "Thời gian tiến hành"]
    rows = [
        [
            "1",
            "Chấp hành quy chế làm việc",
            "Đảng ủy xã An Hòa",
            "Đ/c Chủ nhiệm",
            "Chủ trì: Tổ kiểm tra số 1; phối hợp: Thanh tra huyện",
            "Tháng 5/2024",
        ],
        ["2", "Thu nộp đảng phí", "Đảng ủy xã Bình Lộc", "nt", "nt", "Quý III/2024"],
    ]
    first, second = read("PHỤ LỤC\nDANH MỤC CÁC CUỘC KIỂM TRA\n\n" + write(header, *rows)).tasks
    assert (first.roles, first.deadline) == ((["Tổ kiểm tra số 1"], ["Thanh tra huyện"]), ["Tháng 5/2024"])
    assert (second.roles[0], second.inherited) == (["Tổ kiểm tra số 1"], ["lead"])


@pytest.mark.parametrize("write", [tabs, closed_pipes, markdown])
def test_columns_and_cells_in_everyday_words(read: Any, write: Any) -> None:
    rows = [
        ["1", "Dọn kênh", "Hội Nông dân xã", "Đoàn Thanh niên xã", "12/3"],
        ["2", "Sửa cầu", "CT: UBND xã; PH: Hội Cựu chiến binh xã", "", "20/3"],
    ]
    clean, mend = read("PHỤ LỤC\nDANH MỤC\n\n" + write(["STT", "Việc", "Ai làm", "Ai giúp", "Bao giờ xong"], *rows)).tasks
    assert clean.roles == (["Hội Nông dân xã"], ["Đoàn Thanh niên xã"])
    assert mend.roles == (["UBND xã"], ["Hội Cựu chiến binh xã"])


@pytest.mark.parametrize("write", [tabs, closed_pipes, markdown])
def test_a_list_of_products_says_what_is_to_be_done(read: Any, write: Any) -> None:
    header, row = ["TT", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp"], ["1", "Sổ tay trồng dâu", "Sở Y tế", "Công an tỉnh"]
    (task,) = read("PHỤ LỤC\nDANH MỤC SẢN PHẨM\n\n" + write(header, row)).tasks
    assert task.roles == (["Sở Y tế"], ["Công an tỉnh"])


@pytest.mark.parametrize("write", [tabs, closed_pipes, markdown])
def test_the_delegation_that_goes_along_supports(read: Any, write: Any) -> None:
    header = ["TT", "Nội dung", "Chủ thể giám sát", "Thành phần đoàn", "Thời gian"]
    (task,) = read(
        "PHỤ LỤC\nDANH MỤC\n\n" + write(header, ["1", "Nếp sống văn hóa", "Ban Dân vận Huyện ủy", "Văn phòng Huyện ủy", "Tháng 9/2024"])
    ).tasks
    assert task.roles == (["Ban Dân vận Huyện ủy"], ["Văn phòng Huyện ủy"])


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
def test_rows_in_every_shape(read: Any, write: Any) -> None:
    first, second = read("PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n" + write(HEADER, *ROWS)).tasks
    assert (first.text, first.marker) == ("Lập bản đồ ngập lụt", "1")
    assert first.roles == (["Sở Xây dựng"], ["Sở Tài chính", "Công an tỉnh"])
    assert (first.deadline, first.output, first.inherited) == (["Quý II/2024"], "Bản đồ", [])
    assert second.roles == (["UBND các huyện"], ["Sở Tài chính"])
    assert (second.deadline, second.output) == (["ngày 30/8/2024"], "Báo cáo")


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5], [0, 4, 1, 5, 2, 3], [0, 2, 3, 1, 5, 4], [1, 2, 3, 4, 5, 0]])
def test_columns_in_any_order(read: Any, order: list[int]) -> None:
    first, _ = read(tabs(*([row[i] for i in order] for row in [HEADER, *ROWS]))).tasks
    assert (first.text, first.lead, first.coordinating) == ("Lập bản đồ ngập lụt", ["Sở Xây dựng"], ["Sở Tài chính", "Công an tỉnh"])
    assert (first.deadline, first.output) == (["Quý II/2024"], "Bản đồ")


HEADERS = [
    ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn hoàn thành", "Kết quả"],
    ["TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Tiến độ", "Hình thức"],
    ["TT", "TÊN NHIỆM VỤ", "CƠ QUAN, ĐƠN VỊ CHỦ TRÌ", "CƠ QUAN, ĐƠN VỊ PHỐI HỢP", "THỜI GIAN HOÀN THÀNH", "SẢN PHẨM"],
    ["TT", "Việc phải làm", "Đầu mối", "Cùng làm", "Xong vào", "Kết quả"],
    ["TT", "Nội dung", "Đơn vị đỡ đầu", "Đơn vị cùng giúp", "Hạn", "Kết quả"],
    ["TT", "Công việc", "Người, bộ phận chủ trì", "Phối hợp", "Mốc thời gian", "Sản phẩm"],
    ["TT", "Tên cuộc kiểm tra", "Đơn vị được giao", "Các đơn vị liên quan", "Kỳ hạn", "Kết quả"],
    ["TT", "Chuyên đề giám sát", "Trách nhiệm chủ trì", "Trách nhiệm phối hợp", "Năm thực hiện", "Sản phẩm"],
    ["TT", "Dự thảo văn bản", "Cơ quan chủ quản", "Thành phần tham gia", "Thời hạn trình", "Hình thức"],
    ["TT", "Hạng mục công việc", "Phân công chủ trì", "Phân công phối hợp", "Giai đoạn thực hiện", "Đầu ra"],
    ["TT", "Khâu việc", "Phòng, đơn vị phụ trách", "Đơn vị cùng thực hiện", "Phải xong", "Tên sản phẩm"],
    ["TT", "Hạng mục", "Lực lượng chủ công", "Lực lượng tham gia", "Quý thực hiện", "Sản phẩm"],
    ["**TT**", "**Các hoạt động**", "**Đơn vị thực hiện**", "**Phối hợp thực hiện**", "**Thời gian thực hiện**", "**Sản phẩm dự kiến**"],
]


@pytest.mark.parametrize("header", HEADERS)
def test_headers_of_many_words(read: Any, header: list[str]) -> None:
    first, _ = read(tabs(header, *ROWS)).tasks
    assert first.roles == (["Sở Xây dựng"], ["Sở Tài chính", "Công an tỉnh"])
    assert (first.deadline, first.output) == (["Quý II/2024"], "Bản đồ")


# --- groups --------------------------------------------------------------------------------------------------------------

GROUPS = [
    ["I", "Công trình", "", "", "", ""],
    ["A", "CÔNG TRÌNH", "", "", "", ""],
    ["", "I. Công trình", "", "", "", ""],
    pytest.param(
        ["I. Công trình"],
    ),
    ["I", "Công trình"],
]


@pytest.mark.parametrize("group", GROUPS)
def test_group_rows_are_no_tasks(read: Any, group: list[str]) -> None:
    assert [t.text for t in read(tabs(HEADER, group, *ROWS)).tasks] == ["Lập bản đồ ngập lụt", "Nạo vét kênh mương"]


def test_a_stem_of_numbers_is_a_group(read: Any) -> None:
    rows = [["1", "Công trình", "", "", "", ""], ["1.1", *ROWS[0][1:]], ["1.2", *ROWS[1][1:]]]
    assert [t.marker for t in read(tabs(HEADER, *rows)).tasks] == ["1.1", "1.2"]


NO_ROWS = [
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
    ["1", "2", "3", "4", "5", "6"],
    ["", "Tổng cộng", "", "", "", ""],
    ["", "Tổng kinh phí dự kiến của hai công trình: 12.500 triệu đồng.", "", "", "", ""],
]


@pytest.mark.parametrize("row", NO_ROWS)
def test_rows_that_are_none(read: Any, row: list[str]) -> None:
    assert len(read(tabs(HEADER, row, *ROWS)).tasks) == 2


def test_when_work_begins_and_when_it_ends_are_columns_of_time(read: Any) -> None:
    rows = ["STT\tNhiệm vụ\tĐơn vị thực hiện\tBắt đầu\tKết thúc", "1\tKiểm kê đất lâm nghiệp\tSở Y tế\tTháng 5/2024\t15/9/2024"]
    [task] = read("II. NHIỆM VỤ\n" + "\n".join(rows)).tasks
    assert (task.lead, task.deadline) == (["Sở Y tế"], ["Tháng 5/2024", "15/9/2024"])


def test_a_table_that_only_names_people_gives_no_tasks(read: Any) -> None:
    assert (
        read(
            tabs(["TT", "Họ và tên", "Chức vụ", "Ghi chú"], ["1", "Nguyễn Văn An", "Trưởng phòng", ""], ["2", "Lê Thị Bình", "Chuyên viên", ""])
        ).tasks
        == []
    )


# --- what a merged cell hands down ---------------------------------------------------------------------------------------


def test_an_empty_lead_takes_the_lead_of_the_row_above_and_nothing_else(read: Any) -> None:
    _, second = read(tabs(HEADER, ROWS[0], ["2", "Cắm mốc báo lũ", "", "", "Quý III/2024", ""])).tasks
    assert (second.lead, second.inherited) == (["Sở Xây dựng"], ["lead"])
    assert (second.coordinating, second.deadline, second.output) == ([], ["Quý III/2024"], None)


def test_a_lead_is_handed_down_row_by_row(read: Any) -> None:
    rows = [ROWS[0], ["2", "Cắm mốc báo lũ", "", "", "Quý III/2024", ""], ["3", "Diễn tập", "", "Công an tỉnh", "", ""]]
    assert [(t.lead, t.inherited) for t in read(tabs(HEADER, *rows)).tasks] == [
        (["Sở Xây dựng"], []),
        (["Sở Xây dựng"], ["lead"]),
        (["Sở Xây dựng"], ["lead"]),
    ]


def test_an_inherited_lead_is_the_entity_of_the_cell_above(read: Any) -> None:
    record = read(tabs(HEADER, ROWS[0], ["2", "Cắm mốc báo lũ", "", "", "Quý III/2024", ""])).record
    assert record.tasks[0].lead == record.tasks[1].lead


def test_a_row_without_attributes_inherits_all_of_them(read: Any) -> None:
    _, second = read(tabs(HEADER, ROWS[0], ["2", "Cắm mốc báo lũ", "", "", "", ""], ["3", *ROWS[1][1:]])).tasks[:2]
    assert second.text == "Cắm mốc báo lũ"
    assert second.roles == (["Sở Xây dựng"], ["Sở Tài chính", "Công an tỉnh"])
    assert (second.deadline, second.output) == (["Quý II/2024"], "Bản đồ")
    assert second.inherited == ["lead", "coordinating", "deadline", "output"]


def test_a_row_with_a_lead_of_its_own_inherits_nothing(read: Any) -> None:
    _, second = read(tabs(HEADER, ROWS[0], ["2", "Cắm mốc báo lũ", "Sở Y tế", "", "", ""])).tasks
    assert (second.lead, second.coordinating, second.deadline, second.output, second.inherited) == (["Sở Y tế"], [], [], None, [])


def test_nothing_is_inherited_over_a_group_row(read: Any) -> None:
    rows = [ROWS[0], ["II", "Truyền thông", "", "", "", ""], ["2", "Phát tờ rơi", "", "", "Quý III/2024", ""]]
    second = read(tabs(HEADER, *rows)).tasks[-1]
    assert (second.text, second.lead, second.inherited) == ("Phát tờ rơi", [], [])


def test_nothing_is_inherited_from_another_table(read: Any) -> None:
    text = f"PHỤ LỤC I\n{tabs(HEADER, ROWS[0])}\nPHỤ LỤC II\n{tabs(HEADER, ['1', 'Phát tờ rơi', '', '', 'Quý III/2024', ''])}"
    first, second = read(text).tasks
    assert (first.lead, second.lead, second.inherited) == (["Sở Xây dựng"], [], [])


def test_the_first_row_has_nothing_to_inherit(read: Any) -> None:
    first, second = read(tabs(HEADER, ["1", "Phát tờ rơi", "", "", "Quý III/2024", ""], ["2", *ROWS[1][1:]])).tasks
    assert (first.lead, first.inherited) == ([], []) and (second.lead, second.inherited) == (["UBND các huyện"], [])


def test_a_lead_cell_that_names_no_body_is_not_empty(read: Any) -> None:
    _, second = read(tabs(HEADER, ROWS[0], ["2", "Cắm mốc báo lũ", "Các đơn vị liên quan", "", "Quý III/2024", ""])).tasks
    assert (second.lead, second.inherited) == ([], [])


# --- pages and cells -----------------------------------------------------------------------------------------------------


def test_a_row_broken_by_a_page_and_its_repeated_header_is_one_task(read: Any) -> None:
    upper = ["1", "Lập bản đồ ngập lụt cho các xã ven sông và", "Sở Xây dựng", "Sở Tài chính;", "Trước ngày", "Bản đồ"]
    lower = ["", "các khu dân cư vùng trũng", "", "Công an tỉnh", "30/8/2024", ""]
    first, second = read(f"{tabs(HEADER, upper)}\n{tabs(HEADER, lower, ['2', *ROWS[1][1:]])}").tasks
    assert first.fragments == ["Lập bản đồ ngập lụt cho các xã ven sông và", "các khu dân cư vùng trũng"]
    assert first.roles == (["Sở Xây dựng"], ["Sở Tài chính", "Công an tỉnh"]) and first.output == "Bản đồ"
    assert second.text == "Nạo vét kênh mương"


def test_a_repeated_header_is_no_task_and_ends_no_group(read: Any) -> None:
    text = f"{tabs(HEADER, ROWS[0])}\n{tabs(HEADER, ['2', 'Cắm mốc báo lũ', '', '', 'Quý III/2024', ''])}"
    first, second = read(text).tasks
    assert (first.lead, second.lead, second.inherited) == (["Sở Xây dựng"], ["Sở Xây dựng"], ["lead"])


def test_a_footnote_inside_a_table_joins_no_row(read: Any) -> None:
    text = f"{tabs(HEADER, ROWS[0])}\n¹ Theo bản đồ năm 2020.\n\n{tabs(ROWS[1])}"
    assert [t.text for t in read(text).tasks] == ["Lập bản đồ ngập lụt", "Nạo vét kênh mương"]


CELLS = [
    ("Sở Xây dựng", ["Sở Xây dựng"]),
    ("Sở Xây dựng, Sở Y tế", ["Sở Xây dựng", "Sở Y tế"]),
    ("Các Sở: Xây dựng, Y tế", ["Các Sở: Xây dựng", "Y tế"]),
    ("UBND các xã, phường", ["UBND các xã, phường"]),
    ("Các cơ quan chuyên môn thuộc UBND tỉnh", ["Các cơ quan chuyên môn"]),
    ("Các sở, ngành, địa phương liên quan", ["Các sở, ngành"]),
    ("Các đơn vị liên quan", []),
    ("Các địa phương", []),
]


@pytest.mark.parametrize(("cell", "lead"), CELLS)
def test_bodies_of_a_lead_cell(read: Any, cell: str, lead: list[str]) -> None:
    first, _ = read(tabs(HEADER, ["1", "Lập bản đồ ngập lụt", cell, "Công an tỉnh", "Quý II/2024", "Bản đồ"], ROWS[1])).tasks
    assert first.lead == lead


TIMES = [
    ("Quý II/2024", ["Quý II/2024"]),
    ("Thường xuyên", ["Thường xuyên"]),
    ("Thường xuyên, hằng quý", ["Thường xuyên", "hằng quý"]),
    ("Thường xuyên, liên tục", ["Thường xuyên"]),
    ("Hằng năm", ["Hằng năm"]),
    ("Trước 30/8/2024", ["30/8/2024"]),
    ("Tháng 5, tháng 6/2024", ["Tháng 5", "tháng 6/2024"]),
    ("2024 - 2025", ["2024 - 2025"]),
    ("Sau khi có hướng dẫn", []),
    ("", []),
]


@pytest.mark.parametrize(("cell", "deadline"), TIMES)
def test_dates_of_a_deadline_cell(read: Any, cell: str, deadline: list[str]) -> None:
    first, _ = read(tabs(HEADER, ["1", "Lập bản đồ ngập lụt", "Sở Xây dựng", "Công an tỉnh", cell, "Bản đồ"], ROWS[1])).tasks
    assert first.deadline == deadline


def test_prose_around_a_table_keeps_its_own_tasks(read: Any) -> None:
    text = f"II. NHIỆM VỤ\n1. Rà soát hộ vùng trũng.\n\n{tabs(HEADER, *ROWS)}\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính bố trí kinh phí."
    assert [t.text for t in read(text).tasks] == [
        "Rà soát hộ vùng trũng",
        "Lập bản đồ ngập lụt",
        "Nạo vét kênh mương",
        "Sở Tài chính bố trí kinh phí",
    ]


def test_a_date_in_the_notes_is_a_deadline_where_it_says_so(read: Any) -> None:
    header = ["TT", "Nội dung", "Chủ trì", "Ghi chú"]
    drill, school = read(
        tabs(
            header, ["1", "Diễn tập sơ tán dân", "Sở Xây dựng", "Xong trước ngày 08/02/2024"], ["2", "Sửa trường học", "Sở Tài chính", "Vốn năm 2023"]
        )
    ).tasks
    assert (drill.deadline, school.deadline) == (["ngày 08/02/2024"], [])


def test_what_is_to_be_done_with_a_document_is_a_second_part_of_the_task(read: Any) -> None:
    header = ["TT", "Văn bản", "Hướng xử lý", "Đơn vị tham mưu", "Hạn"]
    (task,) = read(markdown(header, ["1", "Quyết định số 44/2019/QĐ-UBND", "Bãi bỏ", "Sở Tư pháp", "Quý I/2026"])).tasks
    assert (task.fragments, task.lead, task.deadline) == (["Quyết định số 44/2019/QĐ-UBND", "Bãi bỏ"], ["Sở Tư pháp"], ["Quý I/2026"])


def test_a_group_title_in_the_task_column_is_no_task(read: Any) -> None:
    header = ["Mã", "Việc phải làm", "Người/đơn vị chủ trì", "Hạn"]
    rows = [["", "Phần 1. Khảo sát", "", ""], ["1.1", "Đếm số hộ ven suối", "Công an xã", "30/9/2025"], ["", "Phần 2. Di dời", "", ""]]
    assert [t.text for t in read(markdown(header, *rows, ["2.1", "Dựng nhà mới", "UBND xã", "31/12/2025"])).tasks] == [
        "Đếm số hộ ven suối",
        "Dựng nhà mới",
    ]


def test_a_row_that_names_the_youth_union_is_no_letterhead(read: Any) -> None:
    rows = [
        ["1", "Dọn rác ven sông", "Đoàn TNCS Hồ Chí Minh xã", "Hội Nông dân", "Hằng tuần", ""],
        ["2", "Trồng cây", "Hội Nông dân", "", "Quý I/2024", ""],
    ]
    assert len(read("II. NHIỆM VỤ\n\n" + tabs(HEADER, *rows)).tasks) == 2


@pytest.mark.parametrize("write", [tabs, closed_pipes])
def test_a_row_with_bullets_below_it_is_a_group(read: Any, write: Any) -> None:
    rows = [
        ["4", "Hoàn thiện định mức", "", "", ""],
        ["-", "Cho công trình cấp nước", "Sở Xây dựng", "", "Quý I"],
        ["-", "Cho cảng cá", "Sở Tài chính", "", "Quý II"],
    ]
    tasks = read("PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n" + write(HEADER[:5], *rows)).tasks
    assert [(t.text, t.lead) for t in tasks] == [("Cho công trình cấp nước", ["Sở Xây dựng"]), ("Cho cảng cá", ["Sở Tài chính"])]


@pytest.mark.parametrize(
    ("cell", "lead", "coordinating"),
    [
        ("Sở Y tế chủ trì, phối hợp với Sở Tài chính, BHXH tỉnh", ["Sở Y tế"], ["Sở Tài chính", "BHXH tỉnh"]),
        ("Chủ trì: Sở Nội vụ; phối hợp: Trường Chính trị tỉnh", ["Sở Nội vụ"], ["Trường Chính trị tỉnh"]),
        ("Sở Tài chính (chủ trì), Thuế tỉnh, Thống kê tỉnh (phối hợp)", ["Sở Tài chính"], ["Thuế tỉnh", "Thống kê tỉnh"]),
        ("Sở Công Thương; Công an tỉnh phối hợp", ["Sở Công Thương"], ["Công an tỉnh"]),
        ("Sở Xây dựng; UBND các xã", ["Sở Xây dựng", "UBND các xã"], []),
        ("UBND tỉnh trình HĐND tỉnh", ["UBND tỉnh"], []),
    ],
)
def test_a_cell_that_says_who_leads_and_who_helps(read: Any, cell: str, lead: list[str], coordinating: list[str]) -> None:
    header = ["TT", "Nội dung", "Cơ quan thực hiện", "Thời gian"]
    (task,) = read("PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n" + tabs(header, ["1", "Đo độ mặn", cell, "Tháng 3/2026"])).tasks
    assert (task.roles, task.deadline) == ((lead, coordinating), ["Tháng 3/2026"])


def test_a_table_of_cell_fragments_without_numbers(read: Any) -> None:
    text = "PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\nNội dung\nChủ trì\nThời gian\n\nĐo độ mặn tại các cống\nđầu mối\nSở Xây dựng\nTháng 2/2026\n\nĐắp đập tạm\nUBND các xã\nTháng 3/2026\n"
    assert [(t.text, t.lead, t.deadline) for t in read(text).tasks] == [
        ("Đo độ mặn tại các cống đầu mối", ["Sở Xây dựng"], ["Tháng 2/2026"]),
        ("Đắp đập tạm", ["UBND các xã"], ["Tháng 3/2026"]),
    ]


def test_a_table_cut_off_from_its_header_is_read_by_what_its_columns_hold(read: Any) -> None:
    rows = [
        ["4.", "Lắp biển báo tại các khúc cua", "Sở Xây dựng", "Công an tỉnh", "Quý II/2024", "Báo cáo"],
        ["II.", "Trong mùa hè"],
        ["5.", "Sơn lại vạch đường", "Sở Xây dựng", "UBND các xã", "Quý III/2024", "Biên bản"],
        ["6.", "Đo nồng độ cồn ban đêm", "Công an tỉnh", "UBND các xã", "Tháng 7/2024", "Kế hoạch"],
    ]
    tasks = read(tabs(*rows) + "\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Xây dựng tổng hợp.\n").tasks
    assert [(t.marker, t.roles, t.deadline, t.output) for t in tasks[:3]] == [
        ("4", (["Sở Xây dựng"], ["Công an tỉnh"]), ["Quý II/2024"], "Báo cáo"),
        ("5", (["Sở Xây dựng"], ["UBND các xã"]), ["Quý III/2024"], "Biên bản"),
        ("6", (["Công an tỉnh"], ["UBND các xã"]), ["Tháng 7/2024"], "Kế hoạch"),
    ]


def test_a_table_of_people_at_the_head_of_a_text_gives_no_tasks(read: Any) -> None:
    rows = [["1", "Lê Văn An", "Trưởng phòng", "0912"], ["2", "Trần Thị Bình", "Phó phòng", "0913"], ["3", "Vũ Cường", "Chuyên viên", "0914"]]
    assert [t.text for t in read(tabs(*rows) + "\nI. NHIỆM VỤ\n1. Rà soát.\n").tasks] == ["Rà soát"]


def test_a_line_under_a_row_says_when_it_is_due(read: Any) -> None:
    header, first, second = "TT\tNội dung\tChủ trì", "1\tĐo bức xạ\tSở Y tế", "2\tThống kê nguồn phóng xạ\tSở Y tế"
    tasks = read(f"III. PHÂN CÔNG\n{header}\n{first}\nThời gian: Quý II/2022\n{second}\nThời gian: Quý III/2022\n").tasks
    assert [t.deadline for t in tasks] == [["Quý II/2022"], ["Quý III/2022"]]


def test_a_cell_that_says_as_above_takes_what_stands_there(read: Any) -> None:
    header = ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"]
    rows = [
        ["1", "Lập danh sách", "Sở Y tế", "UBND các xã", "Quý I/2022"],
        ["2", "Cấp thẻ", "nt", "-nt-", "//"],
        ["3", "Thăm hộ", '"', "Sở Nội vụ", "Như trên"],
    ]
    tasks = read("PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n" + tabs(header, *rows)).tasks
    assert [(t.roles, t.deadline) for t in tasks[1:]] == [
        ((["Sở Y tế"], ["UBND các xã"]), ["Quý I/2022"]),
        ((["Sở Y tế"], ["Sở Nội vụ"]), ["Quý I/2022"]),
    ]
    assert tasks[1].inherited == ["lead", "coordinating", "deadline"]


@pytest.mark.parametrize("write", [tabs, closed_pipes, markdown])
@pytest.mark.parametrize("forces", ["Lực lượng thực hiện", "Đơn vị thực hiện", "Người thực hiện"])
def test_who_carries_out_beside_who_leads_supports(read: Any, write: Any, forces: str) -> None:
    header = ["TT", "Nội dung công việc", "Thời gian", forces, "Cơ quan chủ trì", "Ghi chú"]
    rows = [
        ["1", "Luyện tập phương án chốt chặn", "Tháng 3/2026", "Công an xã; các thôn", "Ban CHQS xã", ""],
        ["2", "Trực ngày lễ", "Quý II/2026", "Trạm Y tế xã", "như trên", ""],
        ["3", "Sơ kết đợt trực", "30/6/2026", "-", "UBND xã", "Báo cáo tỉnh"],
    ]
    tasks = read("KẾ HOẠCH\n\nIII. NỘI DUNG CÔNG VIỆC\n\n" + write(header, *rows)).tasks
    assert [t.roles for t in tasks] == [(["Ban CHQS xã"], ["Công an xã"]), (["Ban CHQS xã"], ["Trạm Y tế xã"]), (["UBND xã"], [])]
    assert tasks[1].inherited == ["lead"]


@pytest.mark.parametrize("write", [closed_pipes, markdown])
@pytest.mark.parametrize(
    "header",
    [
        [["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Quý I", "Quý II", "Quý III", "Kết quả"]],
        [["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Tiến độ", "", "", "Kết quả"], ["", "", "", "", "Quý I", "Quý II", "Quý III", ""]],
    ],
)
def test_a_mark_in_the_column_of_a_quarter_says_when(read: Any, write: Any, header: list[list[str]]) -> None:
    rows = [
        ["1", "Rà soát lưới điện hạ áp", "Phòng Kỹ thuật", "Điện lực Bến Cát", "x", "", "X", "Danh mục"],
        ["2", "Thay công tơ cơ", "", "Phòng Kinh doanh", "", "✓", "", "Biên bản"],
    ]
    first, second = read("PHỤ LỤC\nBẢNG TIẾN ĐỘ\n\n" + write(*header, *rows)).tasks
    assert (first.roles, first.deadline, first.output) == ((["Phòng Kỹ thuật"], ["Điện lực Bến Cát"]), ["Quý I", "Quý III"], "Danh mục")
    assert (second.lead, second.deadline, second.inherited) == (["Phòng Kỹ thuật"], ["Quý II"], ["lead"])


def test_figures_in_the_columns_of_quarters_say_how_much(read: Any) -> None:
    rows = [["1", "Thu hồi nợ đọng", "Thuế cơ sở 2", "12", "15,5"], ["2", "Cấp mã số thuế", "Thuế cơ sở 2", "40", ""]]
    assert not read("PHỤ LỤC\nGIAO CHỈ TIÊU\n\n" + markdown(["TT", "Nội dung", "Đơn vị", "Quý I", "Quý II"], *rows)).tasks


@pytest.mark.parametrize("write", [tabs, closed_pipes, markdown])
def test_a_month_over_rows_is_when_those_without_a_date_are_due(read: Any, write: Any) -> None:
    rows = [
        ["", "THÁNG 3/2026", "", "", ""],
        ["1", "Phát quang tuyến ống", "Đội số 1", "Tuần 2", ""],
        ["2", "Súc xả bể chứa", "Đội số 2", "16/3/2026", ""],
        ["", "THÁNG 4/2026", "", "", ""],
        ["3", "Thay van cụm 7", "Đội số 1", "", ""],
    ]
    tasks = read("LỊCH CÔNG TÁC\n\nI. LỊCH CHI TIẾT\n\n" + write(["TT", "Nội dung", "Chủ trì", "Thời gian", "Ghi chú"], *rows)).tasks
    assert [(t.text, t.deadline) for t in tasks] == [
        ("Phát quang tuyến ống", ["THÁNG 3/2026"]),
        ("Súc xả bể chứa", ["16/3/2026"]),
        ("Thay van cụm 7", ["THÁNG 4/2026"]),
    ]


def test_a_table_with_more_columns_below_a_title_has_a_header_of_its_own(read: Any) -> None:
    first = markdown(["Việc", "Ngày", "Chủ trì"], ["Tiếp công dân", "Ngày 10 hằng tháng", "Văn phòng UBND phường"])
    second = markdown(
        ["TT", "Tên văn bản", "Cấp xem xét", "Phòng soạn thảo", "Cùng soạn, góp ý", "Hạn trình"],
        ["1", "Đề án chợ đêm", "HĐND phường", "Phòng Kinh tế", "Công an phường", "20/4/2026"],
    )
    _, task = read(f"LỊCH CÔNG TÁC\n\nA. LỊCH ĐỊNH KỲ\n\n{first}\nB. VĂN BẢN PHẢI TRÌNH\n\n{second}").tasks
    assert (task.text, task.roles, task.deadline) == ("Đề án chợ đêm", (["Phòng Kinh tế"], ["Công an phường"]), ["20/4/2026"])


@pytest.mark.parametrize("write", [tabs, closed_pipes, markdown])
def test_codes_in_the_cells_of_who_leads_and_who_helps_are_bodies(read: Any, write: Any) -> None:
    rows = [
        ["1", "Chỉnh trang vỉa hè", "KTHT-ĐT", "CA; QS + Phụ nữ", "Tháng 3/2026", "CT"],
        ["2", "Kiểm kê di tích", "VHXH", "VP và CCB (nếu cần)", "Tháng 4/2026", "PCT (VX)"],
        ["3", "Chấm điểm tháng", "VP", "các phòng", "Tháng 5/2026", "CT"],
    ]
    header = ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Lãnh đạo phụ trách"]
    text = "II. VIỆC PHẢI LÀM\n\n" + write(header, *rows) + "\nIII. THỰC HIỆN\n1. Phòng KTHT-ĐT tổng hợp; phòng họp VP, CA phục vụ.\n"
    plan = read(text)
    assert [t.roles for t in plan.tasks[:3]] == [(["KTHT-ĐT"], ["CA", "QS", "Phụ nữ"]), (["VHXH"], ["VP", "CCB"]), (["VP"], ["các phòng"])]
    assert [e.norm.name for e in plan.record.entities if e.text in ("KTHT-ĐT", "VHXH", "QS", "CCB")] == [
        next(e.norm.name for e in plan.record.entities if e.text == "Phòng KTHT-ĐT"),
        "Ban Chỉ huy Quân sự",
        "Văn hóa - Xã hội",
        "Hội Cựu chiến binh",
    ]
    assert not [e.text for e in plan.record.entities if e.text in ("CT", "PCT", "CA") and e.start > text.index("III.")]


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
def test_a_group_row_that_names_a_body_says_who_does_what_stands_below(read: Any, write: Any) -> None:
    rows = [
        ["I", "Hạt Kiểm lâm liên xã", ""],
        ["1", "Dựng 6 biển cấm lửa", "30/11/2025"],
        ["2", "Tuần tra khoảnh 7, khoảnh 9", "Hằng tuần"],
        ["II", "Tuyên truyền", ""],
        ["3", "Phát 400 tờ rơi", "Tháng 12/2025"],
    ]
    tasks = read("III. VIỆC PHẢI LÀM\n\n" + write(["TT", "Nội dung", "Thời gian"], *rows)).tasks
    assert [(t.text, t.lead, t.inherited) for t in tasks] == [
        ("Dựng 6 biển cấm lửa", ["Hạt Kiểm lâm liên xã"], []),
        ("Tuần tra khoảnh 7, khoảnh 9", ["Hạt Kiểm lâm liên xã"], []),
        ("Phát 400 tờ rơi", [], []),
    ]


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
@pytest.mark.parametrize(
    "header",
    [
        [["TT", "Nội dung", "Công an xã", "Đoàn TN xã", "Trạm Y tế", "Thời gian"]],
        [["TT", "Nội dung", "Đơn vị thực hiện", "", "", "Thời gian"], ["", "", "Công an xã", "Đoàn TN xã", "Trạm Y tế", ""]],
        [["TT", "Nội dung", "Công an xã", "Đoàn TN xã", "Trạm Y tế", "CCB", "Thời gian"]],
        [["TT", "Nội dung", "Công an xã", "Đoàn TN xã", "Trạm Y tế", "Phòng Tham mưu", "Thời gian"]],
    ],
)
def test_a_mark_in_the_column_of_a_body_says_that_it_does_the_work(read: Any, write: Any, header: list[list[str]]) -> None:
    rows = [
        ["1", "Gác chắn đường tràn", "x", "", "", "Mùa mưa năm 2026"],
        ["2", "Tập sơ cấp cứu đuối nước", "PH", "CT", "PH", "Tháng 6/2026"],
        ["3", "Dọn kênh, khơi cống", "", "x", "✓", "Tháng 7/2026"],
    ]
    if len(header[0]) == 7:  # a body that no word of the layout tells, among others
        rows = [[*row[:5], "", row[5]] for row in rows]
    tasks = read("III. BẢNG GIAO VIỆC\n\n" + write(*header, *rows)).tasks
    assert [t.roles for t in tasks] == [
        (["Công an xã"], []),
        (["Đoàn TN xã"], ["Công an xã", "Trạm Y tế"]),
        (["Đoàn TN xã", "Trạm Y tế"], []),
    ]
    figures = [["1", "Cấp áo phao", "20", "35", "10"], ["2", "Cấp loa tay", "2", "4", "1"]]
    assert not read("III. BẢNG CẤP PHÁT\n\n" + write(*header, *figures)).tasks


def test_cells_of_several_lines_between_tabs(read: Any) -> None:
    text = (
        "TT\tNội dung\tĐơn vị\nchủ trì\tĐơn vị phối hợp\tThời gian\n"
        "1\tSát hạch lái xe mô tô,\nxe ba bánh\tĐội Đăng ký xe\tTrung tâm Sát hạch\nTrạm Y tế khu vực\t15/4/2026\n"
        "2\tThay biển số\tĐội Đăng ký xe\t- Công an xã Đa Mi;\n- Công an xã La Dạ\t30/4/2026\n"
        "II\tTUẦN TRA\n"
        "3\tGác chắn dốc Ông Sáu\tĐội Tuần tra\t\tHằng ngày\n"
    )
    first, second, third = read("III. PHÂN CÔNG\n\n" + text).tasks
    assert (first.text, first.lead, first.deadline) == ("Sát hạch lái xe mô tô, xe ba bánh", ["Đội Đăng ký xe"], ["15/4/2026"])
    assert (first.coordinating, second.coordinating) == (["Trung tâm Sát hạch", "Trạm Y tế khu vực"], ["Công an xã Đa Mi", "Công an xã La Dạ"])
    assert (third.text, third.deadline) == ("Gác chắn dốc Ông Sáu", ["Hằng ngày"])


def test_a_cell_in_quotation_marks_goes_on_over_lines(read: Any) -> None:
    plan = tabs(
        HEADER, ["1", "Cấp đổi giấy", "Sở Xây dựng", '"Sở Tài chính\nCông an tỉnh"', "Quý II/2024"], ["2", "Đo đất", "Sở Tài chính", "", "Quý I/2024"]
    )
    first, second = read(plan).tasks
    assert (first.lead, first.coordinating, first.deadline) == (["Sở Xây dựng"], ["Sở Tài chính", "Công an tỉnh"], ["Quý II/2024"])
    assert (second.lead, second.deadline) == (["Sở Tài chính"], ["Quý I/2024"])


def test_numbers_inside_the_cells_group_the_rows(
    read: Any,
) -> None:
    header = ["Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]
    rows = [
        ["1. Tuyên truyền", "", "", ""],
        ["1.1. Viết tin", "Sở Y tế", "Sở Tài chính", "Quý I/2024"],
        ["2. Kiểm tra", "", "", ""],
        ["2.1. Kiểm tra 3 bếp ăn", "", "Công an tỉnh", "Quý II/2024"],
    ]
    first, second = read(markdown(header, *rows)).tasks
    assert (first.text, first.marker, first.lead, first.deadline) == ("Viết tin", "1.1", ["Sở Y tế"], ["Quý I/2024"])
    assert (second.text, second.lead, second.coordinating) == ("Kiểm tra 3 bếp ăn", [], ["Công an tỉnh"])


def test_pipes_without_blanks_part_cells(read: Any) -> None:
    (task,) = read("STT|Nội dung|Cơ quan chủ trì|Thời gian\n1|Nạo vét kênh|Sở Xây dựng|Quý I/2024\n").tasks
    assert (task.text, task.lead, task.deadline) == ("Nạo vét kênh", ["Sở Xây dựng"], ["Quý I/2024"])


@pytest.mark.parametrize(
    "cell",
    ["- Bắt chó thả rông\n- Tiêm phòng dại đợt 2", "- Bắt chó thả rông; - Tiêm phòng dại đợt 2", "+ Bắt chó thả rông. + Tiêm phòng dại đợt 2"],
)
def test_a_cell_that_lists_duties_by_bullets_gives_one_task_a_bullet(read: Any, cell: str) -> None:
    rows = [["Trạm Thú y khu vực", cell, "30/9/2025"], ["Công an xã", "Xử phạt theo thẩm quyền", "Thường xuyên"]]
    tasks = read("III. PHÂN CÔNG\n\n" + tabs(["Đơn vị", "Nhiệm vụ được giao", "Thời hạn"], *rows)).tasks
    assert [(t.text, t.lead, t.deadline) for t in tasks] == [
        ("Bắt chó thả rông", ["Trạm Thú y khu vực"], ["30/9/2025"]),
        ("Tiêm phòng dại đợt 2", ["Trạm Thú y khu vực"], ["30/9/2025"]),
        ("Xử phạt theo thẩm quyền", ["Công an xã"], ["Thường xuyên"]),
    ]


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
def test_who_watches_over_the_work_leads_nothing_and_who_takes_part_supports(read: Any, write: Any) -> None:
    rows = [["Tuần 1 (02/3 - 06/3)", "Sơn vạch đường", "Đội Duy tu số 2", "Phòng Kinh tế", "Công an phường"]]
    (task,) = read("II. LỊCH\n\n" + write(["Tuần", "Công việc", "Cơ quan, đơn vị", "Đơn vị giám sát", "Thành phần"], *rows)).tasks
    assert (task.roles, task.deadline) == ((["Đội Duy tu số 2"], ["Công an phường"]), ["02/3 - 06/3"])


def test_a_sum_and_a_page_number_join_no_row(read: Any) -> None:
    header = tabs(["TT", "Nội dung", "Chủ trì", "Thời gian", "Kinh phí"])
    broken = tabs(["2", "Rải đá cấp phối đoạn từ cầu Bản và"]) + "3\n" + header + tabs(["", "ngã ba chợ", "Phòng Kinh tế", "Tháng 5", "60"])
    rows = tabs(["1", "Vá đường", "Phòng Kinh tế", "Tháng 4", "90"]) + broken + tabs(["", "Tổng cộng", "", "", "150"])
    tasks = read("II. DANH MỤC\n\n" + header + rows).tasks
    assert [(t.text, t.deadline) for t in tasks] == [("Vá đường", ["Tháng 4"]), ("Rải đá cấp phối đoạn từ cầu Bản và ngã ba chợ", ["Tháng 5"])]


def test_a_row_that_says_who_chairs_is_no_header(read: Any) -> None:
    rows = [["1", "Lắp camera ngã tư", "Phòng Kinh tế chủ trì, phối hợp Công an phường", "Xong trước 31/8/2025"]]
    (task,) = read("II. PHÂN CÔNG\n\n" + tabs(["STT", "Công việc", "Tổ chức thực hiện", "Thời gian"], *rows)).tasks
    assert (task.roles, task.deadline) == ((["Phòng Kinh tế"], ["Công an phường"]), ["31/8/2025"])


@pytest.mark.parametrize("write", [tabs, closed_pipes, markdown])
def test_what_a_table_has_no_column_for_is_read_from_the_duty(read: Any, write: Any) -> None:
    rows = [
        ["Công an phường", "Chủ trì, phối hợp với Ban CHQS phường chốt chặn cầu Ông Tư, xong trước ngày 20/8/2025"],
        ["Trạm Y tế phường", "Trực cấp cứu"],
    ]
    first, second = read("IV. PHÂN CÔNG\n\n" + write(["Đơn vị", "Nhiệm vụ được giao", "Ghi chú"], *([*row, ""] for row in rows))).tasks
    assert (first.roles, first.deadline) == ((["Công an phường"], ["Ban CHQS phường"]), ["ngày 20/8/2025"])
    assert (second.roles, second.deadline) == ((["Trạm Y tế phường"], []), [])


@pytest.mark.parametrize(
    ("cell", "roles"),
    [
        ("Phòng Kinh tế / Hội Nông dân xã, Đoàn TN xã", (["Phòng Kinh tế"], ["Hội Nông dân xã", "Đoàn TN xã"])),
        ("Phòng Kinh tế, Công an xã; Hội Nông dân xã", (["Phòng Kinh tế", "Công an xã"], ["Hội Nông dân xã"])),
        ("Phòng Kinh tế, Hội Nông dân xã", (["Phòng Kinh tế"], ["Hội Nông dân xã"])),
        ("Phòng Kinh tế", (["Phòng Kinh tế"], [])),
    ],
)
def test_one_column_for_who_leads_and_who_helps(read: Any, cell: str, roles: Any) -> None:
    rows = [["1", "Nạo vét mương N2", cell, "Tháng 02/2026"]]
    (task,) = read("II. PHÂN CÔNG\n\n" + markdown(["TT", "Việc cần làm", "Chủ trì / Phối hợp", "Thời gian"], *rows)).tasks
    assert task.roles == roles


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Phòng 3", ["Phòng 3"]),
        ("Nông trường 6; Nông trường 2", ["Nông trường 6", "Nông trường 2"]),
        ("Tổ chuyên môn 1", ["Tổ chuyên môn 1"]),
        ("Trại Thực nghiệm cây ăn quả", ["Trại Thực nghiệm cây ăn quả"]),
        ("Phòng Chuyển giao công nghệ", ["Phòng Chuyển giao công nghệ"]),
        ("Phòng họp tầng 2", []),
    ],
)
def test_a_name_that_fills_a_cell_of_who_leads_is_a_body(read: Any, write: Any, cell: str, bodies: list[str]) -> None:
    rows = [["1", "Kiểm kê tài sản tại Phòng 5", cell, "Tháng 12/2025"]]
    plan = read("II. PHÂN CÔNG\n\n" + write(["TT", "Nội dung", "Đơn vị thực hiện", "Thời gian"], *rows))
    assert [t.lead for t in plan.tasks] == [bodies]
    assert "Phòng 5" not in [e.text for e in plan.record.entities]


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (
            ["TT", "Chi bộ được kiểm tra", "Nội dung", "Đoàn kiểm tra", "Thời gian"],
            [["1", "Chi bộ thôn Đoài", "Thu, nộp đảng phí", "Đoàn kiểm tra số 2", "Quý II/2026"]],
            [("Thu, nộp đảng phí", (["Đoàn kiểm tra số 2"], []), ["Quý II/2026"])],
        ),
        (
            ["Bước", "Công việc", "Ai chịu trách nhiệm", "Ai hỗ trợ", "Bao giờ xong"],
            [["1", "Họp dân, phát thư ngỏ", "Công an xã", "Hội CCB xã", "15/3/2026"]],
            [("Họp dân, phát thư ngỏ", (["Công an xã"], ["Hội CCB xã"]), ["15/3/2026"])],
        ),
        (
            ["TT", "Đơn vị/Nội dung công việc", "Hoàn thành"],
            [["1", "Đội Vận hành", ""], ["1.1", "Thay bơm số 4", "30/6/2026"], ["2", "Phòng Kỹ thuật", ""], ["2.1", "Lập bản đồ van", "Hằng tuần"]],
            [("Thay bơm số 4", (["Đội Vận hành"], []), ["30/6/2026"]), ("Lập bản đồ van", (["Phòng Kỹ thuật"], []), ["Hằng tuần"])],
        ),
    ],
)
def test_columns_of_bodies_and_duties_by_other_names(read: Any, write: Any, header: list[str], rows: list[list[str]], expected: Any) -> None:
    tasks = read("III. DANH MỤC\n\n" + write(header, *rows)).tasks
    assert [(t.text, t.roles, t.deadline) for t in tasks] == expected


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
def test_titles_on_lines_of_their_own_stand_between_the_rows(read: Any, write: Any) -> None:
    header, *rows = (write(row) for row in ROWS_BY_TITLE)
    first, second = (row.splitlines()[0] for row in rows)
    text = f"{header}1. Cảnh quan, cây xanh\n{first}\n2. Cứu hộ\n{second}\n"
    tasks = read("III. PHÂN CÔNG\n\n" + text).tasks
    assert [(t.text, t.lead) for t in tasks] == [("Tỉa 600 cây dừa", ["Công an xã"]), ("Dựng 5 chòi canh", ["Đoàn TN xã"])]


ROWS_BY_TITLE = [
    ["STT", "Công việc", "Chủ trì", "Phối hợp", "Thời hạn"],
    ["1", "Tỉa 600 cây dừa", "Công an xã", "", "20/4/2026"],
    ["1", "Dựng 5 chòi canh", "Đoàn TN xã", "", "28/4/2026"],
]


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
def test_a_heading_that_names_a_body_says_who_does_what_the_table_below_lists(read: Any, write: Any) -> None:
    header = ["TT", "Nội dung", "Thời gian"]
    first, second = write(header, ["1", "Khám sơ tuyển", "Tháng 11/2026"]), write(header, ["1", "Gọi hỏi, răn đe", "Hằng quý"])
    tasks = read(f"III. PHÂN CÔNG\n\n1. Trạm Y tế xã\n{first}\n2. Công an xã\n{second}").tasks
    assert [(t.text, t.lead, t.deadline) for t in tasks] == [
        ("Khám sơ tuyển", ["Trạm Y tế xã"], ["Tháng 11/2026"]),
        ("Gọi hỏi, răn đe", ["Công an xã"], ["Hằng quý"]),
    ]


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
def test_members_of_a_committee_and_documents_in_a_list_are_no_tasks(read: Any, write: Any) -> None:
    members = write(
        ["STT", "Họ và tên", "Nhiệm vụ", "Đơn vị"],
        ["1", "Lò Văn Panh", "Trưởng ban", "Ban Giám hiệu"],
        ["2", "Cà Thị Dung", "Ủy viên thường trực", "Tổ Văn phòng"],
    )
    acts = ["31/2019/QĐ-UBND", "Mức thu phí bến bãi"]
    lapsed = write(["STT", "Số, ký hiệu", "Trích yếu nội dung", "Cơ quan ban hành", "Ngày hết hiệu lực"], ["1", *acts, "UBND tỉnh", "01/3/2025"])
    drafted = write(["STT", "Số, ký hiệu", "Trích yếu nội dung", "Đơn vị soạn thảo", "Thời hạn"], ["1", *acts, "Sở Tài chính", "01/3/2025"])
    assert not read(f"I. DANH SÁCH\n\n{members}").tasks
    assert not read(f"I. VĂN BẢN HẾT HIỆU LỰC\n\n{lapsed}").tasks
    assert [(t.text, t.lead) for t in read(f"I. VĂN BẢN SỬA ĐỔI\n\n{drafted}").tasks] == [("Mức thu phí bến bãi", ["Sở Tài chính"])]


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
def test_what_a_page_parts_from_a_row_is_no_row(read: Any, write: Any) -> None:
    rows = [
        ["TT", "Nội dung", "Chủ trì", "Thời gian"],
        ["1", "Các việc thí điểm: (1) Số hóa sổ hộ tịch; (2) Lắp 30 trạm đo mưa;", "Sở Tư pháp", "2026 và các"],
        ["", "(3) Cấp thẻ đi chợ cho hộ nghèo; (4) Thu phí không dùng tiền mặt", "", ""],
        ["II", "Nhân lực cho chuyển đổi số", "", "năm sau"],
        ["2", "Mở 12 lớp vận hành trạm đo", "Sở Nội vụ", "Quý II/2026"],
    ]
    tasks = read(f"III. PHÂN CÔNG\n\n{write(*rows)}").tasks
    assert [(t.text[:8], len(t.fragments), t.lead, t.deadline) for t in tasks] == [
        ("Các việc", 2, ["Sở Tư pháp"], ["2026"]),
        ("Mở 12 lớ", 1, ["Sở Nội vụ"], ["Quý II/2026"]),
    ]


@pytest.mark.parametrize("write", [tabs, pipes, closed_pipes, markdown])
def test_rows_with_roman_numbers_keep_what_their_cells_say(read: Any, write: Any) -> None:
    table = write(["TT", "Nội dung", "Thời gian"], ["I", "Tập huấn cán bộ thú y", "tháng 3/2026"], ["II", "Kiểm tra các chợ", "tháng 6/2026"])
    assert [(t.text, t.deadline) for t in read(f"III. NHIỆM VỤ\n\n{table}").tasks] == [
        ("Tập huấn cán bộ thú y", ["tháng 3/2026"]),
        ("Kiểm tra các chợ", ["tháng 6/2026"]),
    ]


def test_attributes_with_a_bar_between_them_are_no_table(read: Any) -> None:
    task = read("II. NHIỆM VỤ\n1. Tổ chức tập huấn thú y thôn.\nChủ trì: Sở Y tế | Thời gian: Quý I/2026\n").tasks[0]
    assert (task.lead, task.deadline) == (["Sở Y tế"], ["Quý I/2026"])


def test_a_last_row_without_its_empty_cells_takes_no_prose(read: Any) -> None:
    rows = [["TT", "Nội dung", "Chủ trì", "Thời gian"], ["1", "Sơ kết", "Công an xã", "30/6/2026"], ["2", "Tổng kết", "Công an xã"]]
    prose = "Trên đây là Kế hoạch của UBND xã.\nNơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Như trên;\tCHỦ TỊCH\n"
    tasks = read(f"II. PHÂN CÔNG\n\n{tabs(*rows)}{prose}").tasks
    assert [(t.text, t.lead) for t in tasks] == [("Sơ kết", ["Công an xã"]), ("Tổng kết", ["Công an xã"])]


def test_a_numbered_room_is_found_in_the_first_cell_and_at_the_end_of_a_text(read: Any) -> None:
    found = read("II. PHÂN CÔNG\n\nChủ trì\tNội dung\tThời gian\nPhòng 8\tLập hồ sơ kiểm sát\tQuý I/2026\nPhòng 9\tTập huấn\tQuý II/2026\n").tasks
    assert [t.lead for t in found] == [["Phòng 8"], ["Phòng 9"]]
    assert [t.lead for t in read("II. PHÂN CÔNG\n\nNội dung\tThời gian\tChủ trì\nLập hồ sơ kiểm sát\tQuý I/2026\tPhòng 8").tasks] == [["Phòng 8"]]
