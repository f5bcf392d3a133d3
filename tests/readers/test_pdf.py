"""PDF files: paragraphs, columns and tables out of letters and rules."""

import time
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.readers import Document, Source, pdf_drawing, read
from tests.readers import plan
from tests.readers.write_pdf import LEADING, LEFT, Page, write


def read_bytes(data: bytes) -> Document:
    return read(Source("45", "45.pdf", "pdf", data))


def text_of(*draw: Callable[[Page], None]) -> str:
    pages = [Page() for _ in draw]
    for page, one in zip(pages, draw, strict=True):
        one(page)
    return read_bytes(write(pages)).text.rstrip("\n")


def test_the_plan_reads_as_its_text() -> None:
    document = read_bytes(plan.as_pdf())
    assert document.text.strip() == plan.as_text().strip()
    assert (document.source.format, document.source.encoding) == ("pdf", "unicode")


def test_merged_cells_are_known() -> None:
    document = read_bytes(plan.as_pdf(plan.ROWS))
    wholes = [document.text[at:].split("\t")[0].split("\n")[0] for at in document.merged.values()]
    assert wholes == ["Sở Xây dựng", "Quý II/2024", "Hội Chữ thập đỏ tỉnh", "Tháng 6/2024"]


LONG = "Giao Sở Nông nghiệp và Môi trường chủ trì, phối hợp với các địa phương rà soát toàn bộ hồ đập, báo cáo kết quả theo Công văn số 52-CT/TW trước ngày 30 tháng 9 năm 2024."


def test_wrapped_lines_are_paragraphs_and_hyphens_stay() -> None:
    def draw(page: Page) -> None:
        page.paragraph(LONG)
        page.paragraph(LONG.replace("rà soát", "kiểm tra"))
        page.line("Đề nghị thực hiện nghiêm túc các nội dung nêu tại Chỉ thị số 52-")
        page.line("CT/TW của Ban Bí thư.")

    lines = text_of(draw).split("\n")
    assert lines[:2] == [LONG, LONG.replace("rà soát", "kiểm tra")]
    assert lines[2].endswith("52-CT/TW của Ban Bí thư.")


def test_a_paragraph_goes_over_the_page_with_furniture_between() -> None:
    def first(page: Page) -> None:
        page.line("CÔNG BÁO/Số 281/Ngày 21-5-2026", y=30)
        page.y = 760
        page.line("Sở Y tế chủ trì, phối hợp với các đơn vị liên quan tổ chức kiểm tra an toàn", LEFT)
        page.line("7", 300, 825)

    def second(page: Page) -> None:
        page.line("CÔNG BÁO/Số 281/Ngày 21-5-2026", y=30)
        page.line("thực phẩm tại các bếp ăn tập thể.")
        page.line("8", 300, 825)

    assert text_of(first, second) == "Sở Y tế chủ trì, phối hợp với các đơn vị liên quan tổ chức kiểm tra an toàn thực phẩm tại các bếp ăn tập thể."


def test_a_page_in_two_columns() -> None:
    def draw(page: Page) -> None:
        page.line("KẾ HOẠCH CÔNG TÁC", 200)
        for at in range(12):
            page.line(f"Trái {at} một hai ba bốn năm sáu;", LEFT, 100 + at * LEADING)
            if at < 10:
                page.line(f"Phải {at} một hai ba bốn năm sáu;", 320, 100 + at * LEADING)

    expected = [
        "KẾ HOẠCH CÔNG TÁC",
        *(f"Trái {n} một hai ba bốn năm sáu;" for n in range(12)),
        *(f"Phải {n} một hai ba bốn năm sáu;" for n in range(10)),
    ]
    assert text_of(draw).split() == " ".join(expected).split()


def test_a_table_over_two_pages_is_one() -> None:
    widths = (30, 250, 200)
    rows = [("1", "Rà soát quy hoạch", "Sở Xây dựng"), ("2", "Tập huấn", "Sở Nội vụ"), ("3", "Kiểm tra", "Thanh tra tỉnh")]
    text = text_of(lambda page: page.table([("TT", "Nội dung", "Chủ trì"), *rows[:2]], widths), lambda page: page.table(rows[2:], widths))
    assert text == "\n".join("\t".join(row) for row in [("TT", "Nội dung", "Chủ trì"), *rows])


def test_footnotes_and_their_marks_are_left_out() -> None:
    def draw(page: Page) -> None:
        for _ in range(3):
            page.paragraph(LONG)
        end = page.word("biên", LEFT, page.y)
        page.word("chế", end + 6, page.y)
        page.word("3", end + 25, page.y - 5, size=7)
        page.line("3 Theo Nghị quyết của Hội đồng nhân dân tỉnh.", y=780, size=9)

    assert text_of(draw).split("\n")[-1] == "biên chế"


def test_letters_printed_twice_are_read_once() -> None:
    def draw(page: Page) -> None:
        page.line("KẾ HOẠCH", 200, 100)
        page.line("KẾ HOẠCH", 200.3, 100)

    assert text_of(draw) == "KẾ HOẠCH"


def test_a_scan_says_so() -> None:
    with pytest.raises(ReadError, match=r"^45\.pdf is a scan: .*OCR.*\.$"):
        text_of(lambda page: page.picture())
    with pytest.raises(ReadError, match=r"^45\.pdf holds no text"):
        text_of(lambda page: None)


def in_a_ring() -> bytes:
    page = Page()
    page.content.append("/X Do")  # the page draws itself
    page.line("Sở Y tế")
    return write([page])


def stream(packed: bytes) -> bytes:
    data = plan.as_pdf()
    return data + b"9999 0 obj\n<< /Filter /FlateDecode /Length %d >> stream\n%s\nendstream\nendobj\n" % (len(packed), packed)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is damaged"),
        (b"%PDF-1.7\n", "is damaged"),
        (plan.as_pdf()[:600], ""),
        (write([Page()], ["<< /Filter /Standard /V 2 /R 3 /O (x) /U (y) /P -4 >>"]).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 9 0 R /ID [(a) (a)]"), "is encrypted"),
        (plan.as_pdf().replace(b"/Kids [7 0 R 9 0 R]", b"/Kids [2 0 R 2 0 R]"), None),
        (plan.as_pdf().replace(b"startxref\n", b"startxref\n0"), None),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(data: bytes, sentence: str | None) -> None:
    try:
        read_bytes(data)
    except ReadError as error:
        assert str(error).startswith(f"45.pdf {sentence or ''}") and str(error).endswith(".")
    else:
        assert sentence is None


def test_a_page_that_draws_itself_ends() -> None:
    began = time.process_time()
    try:
        assert "Sở Y tế" in read_bytes(in_a_ring()).text
    except ReadError as error:
        assert str(error).startswith("45.pdf ")
    assert time.process_time() - began < 20


def test_a_page_that_is_one_large_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_drawing, "MAX_DRAWN", 2 << 20)
    page = Page()
    page.content = ["0 0 m 1 1 l S"] * 400_000
    with pytest.raises(ReadError, match="has a drawing of 5 MB on page 1"):
        read_bytes(write([page]))


def test_streams_that_unfold_without_end_are_not_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_drawing, "MAX_UNPACKED", 8 << 20)
    once = zlib.compress(bytes(16 << 20))
    for packed in (once, zlib.compress(once)):
        with pytest.raises(ReadError, match="unfolds to more than 8 MB"):
            read_bytes(stream(packed))
    assert read_bytes(stream(zlib.compress(bytes(1 << 20)))).text


PLAN = plan.as_pdf()


@settings(deadline=None, max_examples=25)
@given(st.integers(0, len(PLAN) - 1), st.binary(min_size=1, max_size=60))
def test_any_damage_gives_text_or_one_sentence(at: int, noise: bytes) -> None:
    try:
        assert read_bytes(PLAN[:at] + noise + PLAN[at + len(noise) :]).text.strip()
    except ReadError as error:
        assert str(error).startswith("45.pdf ")
