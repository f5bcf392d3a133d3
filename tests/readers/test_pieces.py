"""Paragraphs and grids as text: every row has all its cells, and the map of merged cells points at what it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.readers import Document, Source
from pipeline.readers.pieces import Cell, Piece, Table, assemble

WORDS = st.sampled_from(
    ["Sở Y tế", "Quý II/2024", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành", "1", "", " ", "Rà soát\tdanh mục", "a\nb", "Công an tỉnh"]
)
CELLS = st.builds(Cell, st.lists(WORDS, max_size=3), st.integers(0, 6), st.integers(0, 5), st.integers(1, 3), st.integers(1, 3))
PIECES = st.lists(WORDS | st.builds(Table, st.lists(CELLS, max_size=14)), max_size=6)


def made(pieces: list[Piece]) -> Document | None:
    try:
        return assemble(Source("a", "a.docx", "docx", b""), pieces, encoding="utf-8")
    except ReadError as error:
        assert str(error) == "a.docx holds no text: put its text into it, or leave it out."
        return None


@given(PIECES)
def test_the_map_of_merged_cells_points_at_cells(pieces: list[Piece]) -> None:
    document = made(pieces)
    for at, whole in (document.merged if document else {}).items():
        assert document is not None and whole < at
        assert document.text[at] in "\t\n", "the cell is empty"
        assert document.text[at - 1] in "\t\n", "a cell begins there"
        assert whole == 0 or document.text[whole - 1] in "\t\n", "and there"


@settings(deadline=None)
@given(PIECES)
def test_offsets_of_the_record_hold(pieces: list[Piece]) -> None:
    document = made(pieces)
    if document is not None:
        record = extract(document)
        assert all(record.text[entity.start : entity.end] == entity.text for entity in record.entities)
        assert all(" ".join(record.text[a:b] for a, b in task.fragments) == task.text for task in record.tasks)


def test_every_row_of_a_table_has_all_its_cells() -> None:
    table = Table([Cell(["a"], 0, 0), Cell(["b"], 0, 1, columns=2), Cell(["c\td", "e"], 1, 0, rows=2), Cell(["f"], 1, 2), Cell(["g"], 2, 1)])
    document = made([table])
    assert document is not None
    assert document.text == "a\tb\t\nc d e\t\tf\n\tg\t\n"
    assert document.merged == {4: 2, 14: 5}


def test_old_letters_are_converted_before_the_map_is_made() -> None:
    cells = [
        Cell(["Keá hoaïch ñaøo taïo"], 0, 0, rows=2),
        Cell(["Sôû Y teá"], 0, 1),
        Cell(["Sôû Noäi vuï"], 1, 1),
        Cell(["Soá löôïng"], 2, 0),
        Cell(["x"], 2, 1),
    ]
    document = made([Table(cells)])
    assert document is not None and document.source.encoding == "vni"
    assert document.text.split("\n")[:2] == ["Kế hoạch đào tạo\tSở Y tế", "\tSở Nội vụ"]
    assert [document.text[whole : whole + 6] for whole in document.merged.values()] == ["Kế hoạ"]


@pytest.mark.parametrize("text", ["a\n\n\n\nb", "\n\na\n\nb\n"])
def test_of_several_blank_lines_one_is_enough(text: str) -> None:
    document = made(text.split("\n"))  # type: ignore[arg-type]
    assert document is not None and document.text.strip("\n") == "a\n\nb"


def test_the_paragraphs_of_a_cell_are_a_list() -> None:
    rows: list[list[str | list[str]]] = [
        ["STT", "Nội dung", "Khoa, phòng thực hiện", "Phối hợp", "Thời gian"],
        ["1", ["- Diệt muỗi ở kho;", "- Lật úp dụng cụ chứa nước"], "Trạm Y tế xã", ["Công an xã", "Đoàn TN xã", "- Hội Nông dân xã"], "Hằng tuần"],
        ["2", "Cấp màn tẩm hóa chất", ["Phòng Kinh tế và", "Hạ tầng"], "", ["Tháng 5/2025", "Tháng 8/2025"]],
    ]
    cells = [Cell(c if isinstance(c, list) else [c], row, column) for row, line in enumerate(rows) for column, c in enumerate(line)]
    document = made(["KẾ HOẠCH", "II. PHÂN CÔNG", Table(cells)])
    assert document is not None
    assert {document.text[at] for at in document.breaks} == {" "}
    record = extract(document)
    names = {entity.id: entity.text for entity in record.entities}
    assert [(t.text, [names[i] for i in t.lead], [names[i] for i in t.coordinating], [names[i] for i in t.deadline]) for t in record.tasks] == [
        ("Diệt muỗi ở kho", ["Trạm Y tế xã"], ["Công an xã", "Đoàn TN xã", "Hội Nông dân xã"], ["Hằng tuần"]),
        ("Lật úp dụng cụ chứa nước", ["Trạm Y tế xã"], ["Công an xã", "Đoàn TN xã", "Hội Nông dân xã"], ["Hằng tuần"]),
        ("Cấp màn tẩm hóa chất", ["Phòng Kinh tế và Hạ tầng"], [], ["Tháng 5/2025", "Tháng 8/2025"]),
    ]
