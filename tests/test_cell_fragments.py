"""Tables broken into one cell fragment a line, as gazettes print them: which lines make a cell, and which column it stands in."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cell_fragments import find_fragment_rows

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
