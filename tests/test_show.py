"""Records for the eye."""

import io
import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline.readers import Source, read
from pipeline.schema import LABELS, AgencyNorm, DateNorm, Entity, LegalRefNorm, Metadata, PercentNorm, Record, Signer, Target, Task, ThemeTag
from pipeline.show import cut, describe, print_record, to_html, visible

TEXT = "KẾ HOẠCH <thử> & \x1b[31m\r\n1. Sở Y tế chủ trì,\r\nphối hợp với Sở Tài chính, đạt 95% trước năm 2025.\n"


def entity(id: str, label: str, surface: str, norm: object) -> Entity:
    start = TEXT.index(surface)
    return Entity(id, start, start + len(surface), label, surface, norm, "rule", 1.0, "test")  # type: ignore[arg-type]


def record() -> Record:
    document = read(Source("45", "45.txt", "txt", TEXT.encode()))
    metadata = Metadata("Kế hoạch", "45/KH-UBND", title='Về "thử" <b>', signer=Signer("Trần Văn A", "CHỦ TỊCH"))
    entities = [
        entity("e1", "AGENCY", "Sở Y tế", AgencyNorm("Sở Y tế", "province")),
        entity("e2", "AGENCY", "Sở Tài chính", AgencyNorm("Sở Tài chính", None)),
        entity("e3", "PERCENT", "95%", PercentNorm(95.0, None)),
        entity("e4", "DATE", "năm 2025", DateNorm("DATE", "2025", "BEFORE", None, None)),
    ]
    start, end = TEXT.index("Sở Tài"), TEXT.index(", đạt")
    count = Target(None, 70_000.5, None, "=", None, "Xây mới ngôi nhà", None, id="g2", start=start, end=end, unit="ngôi nhà", baseline=1200.0)
    rate = Target(None, 500.0, 520.0, "<=", None, "Tử vong", None, id="g3", start=start, end=end, unit="/100.000 trẻ em")
    targets = [Target("e3", 95.0, None, ">=", "increase", "tỷ lệ đạt", "2025"), count, rate]
    start, end = TEXT.index("Sở Y tế"), TEXT.index(" chính")  # the second body goes over the end of the task
    themes = [ThemeTag("kiểm tra", 0.93)]
    task = Task("t1", None, "1", start, end, [(start, end)], TEXT[start:end], ["e1"], ["e2"], ["e4"], "Báo cáo", ["deadline"], themes, ["g2", "g3"])
    return Record("1.0", "45", document.source, TEXT, metadata, [], entities, [], targets, [task], "0" * 16)


def printed(**options: object) -> str:
    file = io.StringIO()
    print_record(record(), Console(file=file, width=200, **options))  # type: ignore[arg-type]
    return file.getvalue()


def test_the_text_is_cut_without_gaps() -> None:
    pieces = list(cut(record()))
    assert "".join(TEXT[piece.start : piece.end] for piece in pieces) == TEXT
    marked = [(TEXT[piece.start : piece.end], piece.task is not None) for piece in pieces if piece.entity]
    assert marked == [("Sở Y tế", True), ("Sở Tài", True), (" chính", False), ("95%", False), ("năm 2025", False)]


def test_without_colours_the_marks_are_brackets() -> None:
    told = printed()
    assert "1. [Sở Y tế AGENCY] chủ trì" in told
    assert "phối hợp với [Sở Tài chính AGENCY], đạt [95% PERCENT] trước [năm 2025 DATE]." in told
    for line in [
        "    lead: Sở Y tế",
        "    coordinating: Sở Tài chính",
        "    deadline*: năm 2025",
        "    output: Báo cáo",
        "    targets: g2; g3",
        "    themes: kiểm tra 0.93",
    ]:
        assert line in told.splitlines()
    assert "target increase >= 95%, by 2025 tỷ lệ đạt" in told
    assert "target g2 = 70.000,5 ngôi nhà, from 1.200 ngôi nhà Xây mới ngôi nhà" in told
    assert "target g3 <= 500/100.000 trẻ em - 520/100.000 trẻ em Tử vong" in told
    assert "\x1b" not in told


def test_a_document_cannot_speak_to_the_terminal() -> None:
    told = printed(force_terminal=True, color_system="standard")
    assert "\x1b[1;36mSở Y tế" in told
    assert "␛[31m" in told


class Page(HTMLParser):
    """What a browser would make of a page: its text inside <article>, the ids, and where links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.article = ""
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "input"):
            self._inside.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_endtag(self, tag: str) -> None:
        assert self._inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if "article" in self._inside and not (self._inside[-1] == "span" and self._inside[-2] == "mark") and self._inside[-1] != "a":
            self.article += data


def test_the_page_holds_the_whole_text() -> None:
    page = Page(to_html(record()))
    assert page.article == visible(TEXT)


def test_the_page_needs_nothing_else_and_its_links_lead_somewhere() -> None:
    page = Page(to_html(record()))
    assert not page.tags & {"script", "link", "img", "iframe", "thử"}
    assert len(page.ids) == len(set(page.ids))
    switches = {f"show-{name}" for name in (*LABELS, "tasks")}
    assert {"e1", "e2", "e3", "e4", "t1", "task-t1"} | switches | {"only-0", "only-1", "only-2"} == set(page.ids)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert {"#e1", "#e2", "#e4", "#t1", "#task-t1"} <= set(page.links)
    assert "url(" not in to_html(record())


def test_the_page_says_what_the_record_says() -> None:
    page = to_html(record())
    assert '<html lang="vi">' in page
    assert '<meta charset="utf-8">' in page
    assert "<title>Về &quot;thử&quot; &lt;b&gt;</title>" in page
    assert 'title="Sở Y tế (province)"' in page
    assert "<b>deadline*</b> năm 2025" in page
    assert "increase &gt;= 95%, by 2025" in page
    assert re.search(r'<span class="chip theme" title="0\.93">kiểm tra</span>', page)


def test_tasks_are_chosen_by_what_they_lack_and_by_theme() -> None:
    page = to_html(record())
    assert "all (1)" in page and "with inherited roles (1)" in page and "kiểm tra (1)" in page
    assert "without a lead" not in page  # no task of this document is


def test_a_theme_cannot_be_markup() -> None:
    whole = record()
    task = msgspec.structs.replace(whole.tasks[0], themes=[ThemeTag("<img src=x>", 0.9)])
    assert "<img" not in to_html(msgspec.structs.replace(whole, tasks=[task]))


@given(st.text(max_size=60))
def test_any_text_gives_a_page(text: str) -> None:
    whole = record()
    bare = Record("1.0", "45", whole.source, text, Metadata(), [], [], [], [], [], "0" * 16)
    assert Page(to_html(bare)).article == visible(text)
    assert len(visible(text)) == len(text)


@pytest.mark.parametrize(
    ("norm", "words"),
    [
        (AgencyNorm("Tỉnh ủy", None), "Tỉnh ủy"),
        (LegalRefNorm("Kế hoạch", "45/KH-UBND", "2024-03-01", "UBND tỉnh"), "Kế hoạch, 45/KH-UBND, 2024-03-01, UBND tỉnh"),
        (LegalRefNorm("Luật", None, title="Luật Trẻ em"), "Luật, Luật Trẻ em"),
        (DateNorm("DATE", "2025-12-20", "BEFORE", None, None), "BEFORE 2025-12-20"),
        (DateNorm("SET", None, None, None, None), "SET"),
        (PercentNorm(5.5, 10.0), "5.5% - 10%"),
    ],
)
def test_describe(norm: AgencyNorm | LegalRefNorm | DateNorm | PercentNorm, words: str) -> None:
    assert describe(norm) == words
