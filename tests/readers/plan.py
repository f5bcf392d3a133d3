"""A plan of our own in every format: the same letterhead, headings, items, task table with merged cells, recipients and signature."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

LEFT = ("ỦY BAN NHÂN DÂN\nTỈNH BÌNH AN", "Số: 118/KH-UBND")
RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", "Bình An, ngày 12 tháng 3 năm 2024")
LEFT_COLUMN = (*LEFT[0].split("\n"), LEFT[1])
RIGHT_COLUMN = (*RIGHT[0].split("\n"), RIGHT[1])
TITLE = ("KẾ HOẠCH", "Phòng, chống đuối nước trẻ em trên địa bàn tỉnh Bình An năm 2024")
OPENING = (
    "Thực hiện Quyết định số 1248/QĐ-TTg ngày 19 tháng 7 năm 2021 của Thủ tướng Chính phủ phê duyệt Chương trình phòng, chống tai nạn, "
    "thương tích trẻ em giai đoạn 2021 - 2030, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:"
)
ITEMS = (  # level, number, text
    (0, "I.", "MỤC TIÊU"),
    (1, "1.", "Phấn đấu 60% trẻ em từ 6 đến dưới 16 tuổi biết kỹ năng an toàn trong môi trường nước vào năm 2025."),
    (0, "II.", "TỔ CHỨC THỰC HIỆN"),
    (
        1,
        "1.",
        "Sở Lao động - Thương binh và Xã hội chủ trì, phối hợp với Sở Giáo dục và Đào tạo tổ chức dạy bơi an toàn cho trẻ em tại các trường "
        "tiểu học và trung học cơ sở; tổng hợp kết quả, báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 năm 2024.",
    ),
    (1, "2.", "Sở Tài chính bố trí kinh phí thực hiện Kế hoạch theo phân cấp ngân sách nhà nước hiện hành."),
    (2, "a)", "Công an tỉnh kiểm tra phương tiện vận tải đường thủy chở học sinh."),
    (0, "III.", "PHÂN CÔNG NHIỆM VỤ"),
)
HEADER = ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")
ROWS = (  # None: part of the cell above
    ("1", "Rà soát, cắm biển cảnh báo tại ao, hồ nguy hiểm", "Sở Xây dựng", "Ủy ban nhân dân các huyện", "Quý II/2024"),
    ("2", "Lắp đặt bể bơi di động tại các xã vùng lũ", None, "Sở Y tế", None),
    ("3", "Tập huấn cứu đuối cho cộng tác viên", "Sở Y tế", "Hội Chữ thập đỏ tỉnh", "Tháng 6/2024"),
    ("4", "Truyền thông về kỹ năng an toàn trong môi trường nước", "Tỉnh đoàn", None, None),
)
# A text file cannot say that a cell is part of another; an empty lead is that of the row above by the guidelines, the others are written out.
PLAIN_ROWS = tuple(
    (*row[:3], *(cell or above for cell, above in zip(row[3:], (ROWS[at - 1] if at else row)[3:], strict=True))) for at, row in enumerate(ROWS)
)
CLOSING = "Trên đây là Kế hoạch phòng, chống đuối nước trẻ em năm 2024, yêu cầu các đơn vị nghiêm túc thực hiện./."
SIGNATURE = ("Nơi nhận:\n- Như phần III;\n- Lưu: VT, KGVX.", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn An")


def as_text() -> str:
    """The plan as a person types it into a text file."""
    lines = [*LEFT[0].split("\n"), LEFT[1], *RIGHT[0].split("\n"), RIGHT[1], *TITLE, OPENING]
    lines += [f"{number} {text}" for _, number, text in ITEMS]
    lines += ["\t".join(cell or "" for cell in row) for row in (HEADER, *PLAIN_ROWS)]
    lines += [CLOSING, *SIGNATURE[0].split("\n"), *SIGNATURE[1].split("\n")]
    return "\n".join(lines) + "\n"


def as_docx(rows: Sequence[Sequence[str | None]] = PLAIN_ROWS, *, encode: Any = str) -> bytes:
    """The plan as Word saves it: letterhead and signature in tables, numbers from lists, vertical merges, a header, a footer and a footnote mark."""
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = encode("CÔNG BÁO/Số 5/Ngày 01-4-2024")
    document.sections[0].footer.paragraphs[0].text = encode("Trang 1")
    side_by_side(document, ((LEFT[0], RIGHT[0]), (LEFT[1], RIGHT[1])), encode)
    for text in (*TITLE, OPENING):
        document.add_paragraph(encode(text))
    number_lists(document)
    for level, _, text in ITEMS:
        number(document.add_paragraph(encode(text)), level)
    table = document.add_table(len(rows) + 1, len(HEADER))
    for row, cells in enumerate((HEADER, *rows)):
        for column, text in enumerate(cells):
            if text is not None:
                table.cell(row, column).text = encode(text)
            else:
                table.cell(row - 1, column).merge(table.cell(row, column))
    document.add_paragraph(encode(CLOSING))
    side_by_side(document, (SIGNATURE,), encode)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def side_by_side(document: Any, rows: Sequence[Sequence[str]], encode: Any = str) -> None:
    table = document.add_table(len(rows), 2)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            first, *rest = text.split("\n")
            table.cell(row, column).text = encode(first)
            for line in rest:
                table.cell(row, column).add_paragraph(encode(line))


def number_lists(document: Any) -> None:
    """Puts a list of three levels into the document: I., 1., a)."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for level, (style, shown) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def number(paragraph: Any, level: int) -> None:
    numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = 90


def as_html(rows: Sequence[Sequence[str | None]] = PLAIN_ROWS) -> str:
    """The plan as a portal shows it, with row spans."""
    body = "".join(f"<tr>{''.join(f'<td>{_lines(cell)}</td>' for cell in cells)}</tr>" for cells in ((LEFT[0], RIGHT[0]), (LEFT[1], RIGHT[1])))
    page = [f"<table>{body}</table>", *(f"<p><b>{text}</b></p>" for text in TITLE), f"<p>{OPENING}</p>"]
    page += [f"<p>{number} {text}</p>" for _, number, text in ITEMS]
    lines = ["<tr>" + "".join(f"<th>{cell}</th>" for cell in HEADER) + "</tr>"]
    for at, row in enumerate(rows):
        cells = ""
        for column, cell in enumerate(row):
            span = next((n for n, below in enumerate(rows[at + 1 :], 1) if below[column] is not None), len(rows) - at)
            cells += "" if cell is None else f'<td rowspan="{span}"><p>{cell}</p></td>'
        lines.append(f"<tr>{cells}</tr>")
    page += [f"<table><tbody>{''.join(lines)}</tbody></table>", f"<p>{CLOSING}</p>"]
    page.append(f"<table><tr>{''.join(f'<td>{_lines(cell)}</td>' for cell in SIGNATURE)}</tr></table>")
    return "\n".join(page)


def _lines(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.split("\n"))


def as_rtf(rows: Sequence[Sequence[str | None]] = PLAIN_ROWS) -> bytes:
    """The plan as an old Word saves it: letters as ``\\u`` with stand-ins, numbers in ``\\listtext``, cells that go on from above, a header and a footer."""
    beside = [_rtf_row(row) for row in ((LEFT[0], RIGHT[0]), (LEFT[1], RIGHT[1]))]
    body = [*beside, *(rf"\pard\plain\qc {{\b {_rtf(text)}}}\par" for text in TITLE), rf"\pard\plain {_rtf(OPENING)}\par"]
    body += [rf"\pard\plain{{\listtext\pard\plain {number}\tab}}\ls1\ilvl{level} {_rtf(text)}\par" for level, number, text in ITEMS]
    going_on = [[below[at] is None for at in range(len(HEADER))] for below in (*rows[1:], HEADER)]
    body += [_rtf_row(row, begins) for row, begins in zip((HEADER, *rows), ([False] * len(HEADER), *going_on), strict=True)]
    body += [rf"\pard\plain {_rtf(CLOSING)}\par", _rtf_row(SIGNATURE)]
    head = r"{\fonttbl{\f0\froman\fcharset163 Times New Roman;}{\f1\fcharset2 Symbol;}}{\info{\author An}}{\*\generator Word;}"
    running = rf"{{\header\pard {_rtf('CÔNG BÁO/Số 5')}\par}}{{\footer\pard Trang 1\par}}"
    return ("{\\rtf1\\ansi\\ansicpg1258\\uc1\\deff0" + head + running + "\r\n".join(body) + "}").encode("ascii")


def _rtf(text: str | None) -> str:
    return "".join(char if char.isascii() else rf"\u{ord(char)}?" for char in text or "").replace("\n", r"\par ")


def _rtf_row(cells: Sequence[str | None], begins: Sequence[bool] = ()) -> str:
    """A row; a cell that is None goes on from above, one that ``begins`` goes on below."""
    marks = [r"\clvmrg" if cell is None else r"\clvmgf" if at < len(begins) and begins[at] else "" for at, cell in enumerate(cells)]
    announced = "".join(rf"{mark}\cellx{(at + 1) * 2000}" for at, mark in enumerate(marks))
    return rf"\trowd\trgaph108 {announced}\pard\intbl " + "".join(rf"{_rtf(cell)}\cell " for cell in cells) + r"\row"


def as_pdf(rows: Sequence[Sequence[str | None]] = PLAIN_ROWS) -> bytes:
    """The plan as a ministry prints it: two columns at the head and the foot, wrapped lines, a running head and page numbers, a ruled table."""
    from tests.readers.write_pdf import LEADING, Page, wrap, write
    from tests.readers.write_pdf import LEFT as MARGIN

    pages = [Page()]

    def running_head() -> None:
        pages[-1].line("CÔNG BÁO BÌNH AN/Số 05/Ngày 01-4-2024", MARGIN, 34)
        pages[-1].line(str(len(pages) + 10), 300, 820)

    def in_columns(left: str, right: str) -> None:
        for at, (column, x) in enumerate(((left, MARGIN), (right, 310.0))):
            for number, line in enumerate(column.split("\n")):
                pages[-1].line(line, x, pages[-1].y + number * LEADING)
            if at:
                pages[-1].y += LEADING * max(left.count("\n"), right.count("\n")) + LEADING

    running_head()
    in_columns("\n".join(LEFT_COLUMN), "\n".join(RIGHT_COLUMN))
    pages[-1].line(TITLE[0], 270)
    pages[-1].line(TITLE[1], 100)
    pages[-1].paragraph(OPENING)
    pages[-1].y = 640.0  # so that the page ends inside the first duty
    for _, number_text, text in ITEMS:
        for at, line in enumerate(wrap(f"{number_text} {text}", 456, 480)):
            if pages[-1].y > 780:
                pages.append(Page())
                running_head()
            pages[-1].line(line, MARGIN + (0 if at else 24))
    pages[-1].table((HEADER, *rows), (28, 150, 100, 110, 92))
    pages[-1].paragraph(CLOSING)
    in_columns(*SIGNATURE)
    return write(pages)
