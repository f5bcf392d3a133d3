"""RTF without a program: what a file says of its letters, its lists and its tables."""

import pytest

from pipeline.errors import ReadError
from pipeline.readers import Source
from pipeline.readers.document import Document
from pipeline.readers.rtf import MAX_DEPTH, read_rtf
from tests.readers import plan


def document(body: str | bytes, head: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}") -> Document:
    data = body.encode("ascii") if isinstance(body, str) else body
    return read_rtf(Source("45", "45.rtf", "rtf", b"{\\rtf1" + head.encode() + data + b"}"))


def text(body: str | bytes, head: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}") -> str:
    return document(body, head).text


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (r"S\u7903? Y t\u7871?", "Sở Y tế"),
        (r"S\u7903 o Y t\u7871e", "Sở Y tế"),
        (r"\uc2 S\u7903?? Y t\u7871\'3f\'3f", "Sở Y tế"),
        (r"{\uc0 S\u7903}\uc1  Y t\u7871?", "Sở Y tế"),
        (r"t\'ecnh h\'ecnh", "tình hình"),
        (r"\u-10179?\u-8704? h\u7897?i", "😀 hội"),
        (r"2021 \endash  2025\~n\u259?m \ldblquote a\rdblquote", "2021 – 2025\u00a0năm “a”"),
        (r"m\'f4 t\-\'e3 \{1\}", "mô tã {1}"),
        (r"{\v an}hi{\deleted bo}{\b\v0 n}", "hin"),
        (r"{\caps S\u7903? Y t\u7871?}", "SỞ Y TẾ"),
    ],
)
def test_letters(body: str, read: str) -> None:
    assert text(body + r"\par") == read + "\n"


def test_the_code_page_of_the_font_counts() -> None:
    head = r"\ansi\ansicpg1252{\fonttbl{\f0\fcharset163 Times New Roman;}{\f1\fcharset204 Arial;}{\f2\fcharset2 Symbol;}{\f3\fnil .VnTimeH;}{\f4 .VnTime;}}"
    assert text(r"\f0 \'fe\'d4ng \f1 \'c4\par", head) == "₫Ông Д\n"
    assert text(r"{\listtext\f2\'b7\tab}\f0 Ra so\'e1t\par", head) == "• Ra soát\n"
    assert text(rb"{\f4 K\'d5 ho\'b9ch }{\f3 k\'d5 ho\'b9ch}\par", head) == "Kế hoạch KẾ HOẠCH\n"
    assert text(b"{\\f4 K\xd5 ho\xb9ch}\\par", head) == "Kế hoạch\n"  # bytes as they are, as some programs write them


def test_only_the_document_itself_is_read() -> None:
    around = (
        r"{\info{\title a}}{\header b\par}{\footer c\par}{\stylesheet{\s1 d;}}{\*\generator e;}{\footnote f}{\pict\pngblip 89504e47}"
        r"{\*\shppict{\pict 8950}}{\*\unknown g}{\field{\*\fldinst PAGE}{\fldrslt 1}}{\object{\*\objdata 00}{\result 2}}{\*\annotation h}"
    )
    assert text(around + r"3\par") == "123\n"


def test_raw_bytes_are_passed_over_whole() -> None:
    assert text(b"a{\\pict\\bin5 }}{\\x}b\\par") == "ab\n"


def test_a_text_box_is_read_before_its_paragraph() -> None:
    assert text(r"Giao {\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt M\u7853?t\par}}}S\u7903? Y t\u7871?\par") == "Mật\nGiao Sở Y tế\n"


def test_list_numbers_and_lines() -> None:
    assert text(r"{\listtext\tab I.\tab}M\u7908?C TI\'caU\line a\par\pard b\par") == "I. MỤC TIÊU\na\nb\n"
    assert text(r"T\u7880?NH B\'ccNH AN\tab\u272?\u7897?c l\u7853?p\par") == "TỈNH BÌNH AN\tĐộc lập\n"


def row(*cells: str, ends: tuple[str, ...] = (r"\cellx1000", r"\cellx2000", r"\cellx3000")) -> str:
    return r"\trowd" + "".join(ends) + r"\pard\intbl " + "".join(cell + r"\cell " for cell in cells) + r"\row"


def test_cells_that_go_on_from_above_or_the_left() -> None:
    down, across = (r"\clvmrg\cellx1000", r"\cellx2000", r"\cellx3000"), (r"\cellx1000", r"\clmgf\cellx2000", r"\clmrg\cellx3000")
    wide = (r"\cellx1010", r"\cellx2990")
    body = (
        row("a", "b", "c", ends=(r"\clvmgf\cellx1000", r"\cellx2000", r"\cellx3000")) + row("", "d", "e", ends=down) + row("f", "g", "", ends=across)
    )
    found = document(body + row("h", "i", ends=wide) + r"\pard k\par")
    assert found.text == "a\tb\tc\n\td\te\nf\tg\t\nh\ti\t\nk\n"
    assert {at: found.text[to] for at, to in found.merged.items()} == {6: "a", 15: "g", 20: "i"}


def test_paragraphs_and_a_table_in_a_cell() -> None:
    two = (r"\cellx1000", r"\cellx2000")
    inner = r"c\par{\pard\intbl\itap2 d\nestcell e\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}}"
    assert text(row("a", "b", ends=two) + row("x", inner, ends=two) + r"\pard k\par") == "a\tb\nx\tc d e\nk\n"


def test_merged_cells_of_a_plan() -> None:
    found = read_rtf(Source("118", "118.rtf", "rtf", plan.as_rtf(plan.ROWS)))
    assert len(found.merged) == sum(cell is None for row in plan.ROWS for cell in row)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Giao S\xf4", r"is no RTF file"),
        (b"{\\rtf1 }", "holds no text"),
        (b"{\\rtf1" + b"{" * (MAX_DEPTH + 1), "nests groups more than 1,000 deep"),
        (b"{\\rtf1 " + b"\\a" * 4_000_001, "more than 4,000,000 control words"),
        (b"{\\rtf1 " + b"a b" * 7_000_000, "more than 20 MB of text"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ReadError, match=rf"^45\.rtf .*{sentence}.*\.$"):
        read_rtf(Source("45", "45.rtf", "rtf", data))


@pytest.mark.parametrize(
    "data", [b"{\\rtf1 a", b"{\\rtf1 a}}}b", b"{\\rtf1 a\\", b"{\\rtf1 a\\'z", b"{\\rtf1 a\\cell\\row\\cellx", b"{\\rtf1\\ansicpg-1\\deff a\\u\\par"]
)
def test_a_file_that_is_damaged_gives_what_is_there(data: bytes) -> None:
    assert "a" in read_rtf(Source("45", "45.rtf", "rtf", data)).text
