"""Word documents: what Word shows is what is read."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.extract import extract
from pipeline.legacy import legacy
from pipeline.readers import Document, Source, limits, read
from tests.readers import plan


def read_bytes(data: bytes, name: str = "45.docx") -> Document:
    stem, _, suffix = name.rpartition(".")
    return read(Source(stem, name, suffix, data))


def built(build: Callable[[Any], None]) -> str:
    document = docx.Document()
    build(document)
    out = BytesIO()
    document.save(out)
    return read_bytes(out.getvalue()).text


def paragraph(xml: str) -> str:
    return built(lambda document: document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))).rstrip("\n")


def test_the_plan_reads_as_its_text() -> None:
    document = read_bytes(plan.as_docx())
    assert document.text.strip() == plan.as_text().strip()
    assert (document.source.format, document.source.encoding) == ("docx", "utf-8")


def test_merged_cells_are_known_and_inherited() -> None:
    document = read_bytes(plan.as_docx(plan.ROWS))
    assert all(document.text[at] in "\t\n" for at in document.merged)
    wholes = [document.text[at:].split("\t")[0].split("\n")[0] for at in document.merged.values()]
    assert wholes == ["Sở Xây dựng", "Quý II/2024", "Hội Chữ thập đỏ tỉnh", "Tháng 6/2024"]
    record = extract(document)
    words = {entity.id: entity.text for entity in record.entities}
    tasks = [([words[e] for e in t.lead], [words[e] for e in t.coordinating], [words[e] for e in t.deadline], t.inherited) for t in record.tasks[-4:]]
    assert tasks[1] == (["Sở Xây dựng"], ["Sở Y tế"], ["Quý II/2024"], ["lead", "deadline"])
    assert tasks[3] == (["Tỉnh đoàn"], ["Hội Chữ thập đỏ tỉnh"], ["Tháng 6/2024"], ["coordinating", "deadline"])


def test_a_cell_over_the_whole_width_is_no_task() -> None:
    def build(document: Any) -> None:
        table = document.add_table(3, 3)
        for column, text in enumerate(("Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành")):
            table.cell(0, column).text = text
            table.cell(2, column).text = ("Rà soát bến khách ngang sông", "Sở Xây dựng", "Quý I/2025")[column]
        table.cell(1, 0).merge(table.cell(1, 2)).text = "Nhóm nhiệm vụ về hạ tầng giao thông"
        document.add_paragraph("Hết.")

    document = docx.Document()
    build(document)
    out = BytesIO()
    document.save(out)
    record = extract(read_bytes(out.getvalue()))
    assert [task.text for task in record.tasks] == ["Rà soát bến khách ngang sông"]


def test_old_fonts_are_converted() -> None:
    codes = {letter: code for code, letter in legacy("vni").letters.items()}
    document = read_bytes(plan.as_docx(encode=lambda text: "".join(codes.get(letter, letter) for letter in text)))
    assert document.source.encoding == "vni"
    assert "Sở Giáo dục và Đào tạo tổ chức dạy bơi an toàn" in document.text


def test_a_font_of_capitals() -> None:
    runs = '<w:r><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr><w:t xml:space="preserve">kÕ ho¹ch </w:t></w:r><w:r><w:t>năm 2024</w:t></w:r>'
    assert paragraph(runs) == "KẾ HOẠCH năm 2024"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:r><w:rPr><w:caps/></w:rPr><w:t>Kế hoạch</w:t></w:r>", "KẾ HOẠCH"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>Sở Y tế</w:t></w:r>", "Sở Y tế"),
        ("<w:ins w:id='1' w:author='a'><w:r><w:t>Sở Nội vụ</w:t></w:r></w:ins><w:del w:id='2' w:author='a'><w:r><w:delText>Sở Y tế</w:delText></w:r></w:del>", "Sở Nội vụ"),
        ("<w:r><w:t>45</w:t><w:noBreakHyphen/><w:t>KH/TU</w:t></w:r>", "45-KH/TU"),
        ("<w:r><w:t>1.</w:t><w:tab/><w:t>Sở Y tế</w:t></w:r>", "1. Sở Y tế"),
        ("<w:r><w:t>TỈNH ỦY</w:t><w:tab/><w:t>ĐẢNG CỘNG SẢN VIỆT NAM</w:t></w:r>", "TỈNH ỦY\tĐẢNG CỘNG SẢN VIỆT NAM"),
        ("<w:hyperlink><w:r><w:t>Sở Y tế</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id='2'/><w:t>.</w:t></w:r>", "Sở Y tế."),
        ("<w:r><w:sym w:font='Symbol' w:char='F0B7'/><w:t> Sở Y tế</w:t></w:r>", "\uf0b7 Sở Y tế"),
        ("<w:r><w:t>Dòng một</w:t><w:br/><w:t>Dòng hai</w:t></w:r>", "Dòng một\nDòng hai"),
    ],
)  # fmt: skip
def test_what_word_shows(xml: str, text: str) -> None:
    assert paragraph(xml) == text


def test_a_list_that_starts_anew_and_one_in_a_style() -> None:
    def build(document: Any) -> None:
        plan.number_lists(document)
        numbering = document.part.numbering_part.element
        again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/>{again}</w:num>'))
        style = document.styles["Heading 1"].element.get_or_add_pPr()
        style.get_or_add_numPr().get_or_add_numId().val = 90
        document.add_heading("MỤC TIÊU", 1)
        document.add_heading("NHIỆM VỤ", 1)
        document.add_paragraph("Rà soát")
        plan.number(document.paragraphs[-1], 2)
        document.add_paragraph("PHỤ LỤC")
        plan.number(document.paragraphs[-1], 0)
        document.paragraphs[-1]._p.pPr.numPr.numId.val = 91

    assert built(build).split("\n")[:4] == ["I. MỤC TIÊU", "II. NHIỆM VỤ", "a) Rà soát", "I. PHỤ LỤC"]


def changed(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, content)
    return out.getvalue()


ENTITIES = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "KH">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is damaged"),
        (b"PK\x03\x04 mot nua", "is damaged"),
        (plan.as_docx()[:-200], "is damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
        (changed(plan.as_docx(), "word/document.xml", b"<w:document"), "is damaged"),
        (changed(plan.as_docx(), "word/document.xml", b"<a/>"), "is damaged"),
        (changed(plan.as_docx(), "word/document.xml", f"<w:document {nsdecls('w')}><w:body/></w:document>".encode()), "holds no text"),
        (changed(plan.as_docx(), "word/document.xml", f"<w:document {nsdecls('w')}><w:body>{'<w:sdt>' * 9000}</w:body></w:document>".encode()), "is damaged"),
        (changed(plan.as_docx(), "word/document.xml", f"{ENTITIES}]><w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>".encode()), ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ReadError, match=rf"^45\.docx {sentence}.*\.$"):
        read_bytes(data)


def test_a_bomb_is_not_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED", 1 << 20)
    with pytest.raises(ReadError, match=r"unfolds to .* parts"):
        read_bytes(changed(plan.as_docx(), "word/media/image1.png", b" " * (2 << 20)))


def test_a_span_that_claims_the_world() -> None:
    table = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    data = changed(plan.as_docx(), "word/document.xml", f"<w:document {nsdecls('w')}><w:body>{table}</w:body></w:document>".encode())
    with pytest.raises(ReadError, match="more than can be read"):
        read_bytes(data)


PLAN = plan.as_docx()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(PLAN) - 1), st.binary(min_size=1, max_size=40))
def test_any_damage_gives_text_or_one_sentence(at: int, noise: bytes) -> None:
    try:
        assert read_bytes(PLAN[:at] + noise + PLAN[at + len(noise) :]).text.strip()
    except ReadError as error:
        assert str(error).startswith("45.docx ")
