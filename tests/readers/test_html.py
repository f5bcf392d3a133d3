"""Web pages: the document without the page, tables as a browser lays them out."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.readers import Document, Source, read
from tests.readers import plan


def read_page(page: str | bytes, name: str = "45.html") -> Document:
    stem, _, suffix = name.rpartition(".")
    return read(Source(stem, name, suffix, page.encode() if isinstance(page, str) else page))


def text_of(page: str) -> str:
    return read_page(page).text.rstrip("\n")


def test_the_plan_reads_as_its_text() -> None:
    document = read_page(plan.as_html())
    assert document.text.strip() == plan.as_text().strip()
    assert document.source.encoding == "utf-8"


def test_merged_cells_are_known() -> None:
    document = read_page(plan.as_html(plan.ROWS))
    wholes = [document.text[at:].split("\t")[0].split("\n")[0] for at in document.merged.values()]
    assert wholes == ["Sở Xây dựng", "Quý II/2024", "Hội Chữ thập đỏ tỉnh", "Tháng 6/2024"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Giao Sở Y tế\n   chủ trì&nbsp;<!-- x --><i>ngay</i>.</p>", "Giao Sở Y tế chủ trì\u00a0ngay."),
        ("<script>a</script>Sở<style>b</style> Y tế<p hidden>c<p style='DISPLAY: none'>d", "Sở Y tế"),
        ("<ol start=3><li>Rà soát<li>Tập huấn<ul><li>cán bộ</ul></ol><p>Hết", "3. Rà soát\n4. Tập huấn\n- cán bộ\nHết"),
        ("<table><tr><td>ỦY BAN<br>TỈNH A<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<tr><td>Số: 1/KH<td>A, ngày 1/2/2024</table>x", "ỦY BAN\nTỈNH A\nSố: 1/KH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nA, ngày 1/2/2024\nx"),
        ("<table><tr><td>a<td rowspan=9 colspan=2>b<td>c<tr><td>d<td>e<tr><td>f<td>g</table>", "a\tb\t\tc\nd\t\t\te\nf\t\t\tg"),
        ("<table><tr><td>a<td><table><tr><td>b<td>c</table><p>d<tr><td>e<td>f</table>", "a\tb c d\ne\tf"),
        ("<table><tr><td><h1>KẾ HOẠCH</h1><p>Sở Y tế<tr><td>Hết</table>", "KẾ HOẠCH\nSở Y tế\nHết"),
        ("<pre>1. Sở Y tế\n2. Sở Nội vụ</pre>", "1. Sở Y tế 2. Sở Nội vụ"),
    ],
)  # fmt: skip
def test_what_a_browser_shows(page: str, text: str) -> None:
    assert text_of(page) == text


def test_the_document_in_a_portal() -> None:
    links = "".join(f'<li><a href="/{n}">Quyết định số {n}/QĐ-UBND về việc phê duyệt danh mục dự án đầu tư công năm 2024</a>' for n in range(40))
    page = f"<header>Cổng thông tin</header><div class=w><div id=m><h1>Văn bản</h1>{plan.as_html()}</div><div class=r><ul>{links}</ul></div></div><footer>Bản quyền</footer>"
    assert text_of(page).removeprefix("Văn bản\n").strip() == plan.as_text().strip()


@pytest.mark.parametrize(
    ("head", "codec"), [("", "utf-8"), ("", "utf-16"), ('<meta charset="utf-8">', "utf-8-sig"), ('<meta http-equiv=x content="text/html; charset=utf-16le">', "utf-8"), ("<?xml version='1.0' encoding='UTF-8'?>", "utf-8"), ('<meta charset="khong-co">', "utf-8"), ('<meta charset="windows-1252">', "utf-8")]
)  # fmt: skip
def test_encodings(head: str, codec: str) -> None:
    assert read_page(f"{head}<p>Tỉnh ủy Bình An".encode(codec)).text == "Tỉnh ủy Bình An\n"


def test_an_old_page_in_tcvn3() -> None:
    document = read_page(
        b'<meta charset="windows-1252"><p><font face=".VnTime">K\xd5 ho\xb9ch ph\xb8t tri\xd3n gi\xb8o d\xf4c v\xb5 \xae\xb5o t\xb9o</font>'
    )
    assert (document.text, document.source.encoding) == ("Kế hoạch phát triển giáo dục và đào tạo\n", "tcvn3")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000 + "Sở Y tế",
        "<table><tr><td>" * 30_000 + "Sở Y tế",
        "<script>x</script>y " * 100_000,
        "<a " + "x=1 " * 300_000 + ">Sở Y tế",
        "<!DOCTYPE html [" + '<!ENTITY a "aaaaaaaaaa">' * 1000 + "]>" + "&a;" * 100_000 + "Sở",
        "<table>" + "<tr><td rowspan=1000 colspan=1000>Sở Y tế<td>b" * 3000 + "</table>",
        "<td>" * 100_000 + "Sở",
        "<b><p>" * 20_000 + "Sở Y tế",
    ],
    ids=["divs", "tables", "scripts", "attributes", "entities", "spans", "cells", "misnested"],
)
def test_hostile_pages_cost_little(page: str) -> None:
    began = time.process_time()
    try:
        read_page(page)
    except ReadError as error:
        assert str(error).startswith("45.html ") and str(error).endswith(".")
    assert time.process_time() - began < 10


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td rowspan=3>",
                "<td colspan='0'>",
                "</table>",
                "<p>",
                "<li>",
                "<ol>",
                "</ol>",
                "<br>",
                "&#0;",
                "\x00",
                "Sở Y tế ",
                "<b",
                ">",
                "<!--",
                "-->",
                "</p>",
            ]
        )
    ).map("".join)
    | st.text()
)
def test_any_page_gives_text_or_one_sentence(page: str) -> None:
    try:
        document = read_page(page.encode("utf-8", "surrogatepass"))
    except ReadError as error:
        assert str(error).startswith("45.html ")
    else:
        assert all(document.text[at : at + 1] in ("\t", "\n") and 0 <= whole < at for at, whole in document.merged.items())
