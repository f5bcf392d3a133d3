"""The report in a real Chromium: no request leaves it, both languages, its links, the keyboard, a phone and paper."""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pdfplumber
import pytest

from pipeline.report import write_report
from tests.annotation.browser import Browser
from tests.report.collection import records

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SHOWN = Path(__file__).parent  # the README shows report.png and report-phone.png; UPDATE_SCREENSHOT=1 takes them anew
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="There is no chromium: apt-get install chromium")
# The point where an element is drawn: false where something stands over it, or where it is not shown.
IS_SHOWN = "(element => element.checkVisibility())"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    run = folder / "ke-hoach.jsonl"
    run.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records()))
    write_report(run, folder / "report.html")
    return (folder / "report.html").as_uri()


@pytest.fixture
def browser(address: str, tmp_path: Path) -> Iterator[Browser]:
    assert CHROMIUM is not None
    with Browser(CHROMIUM, tmp_path / "profile") as browser:
        browser.open(address)
        browser.wait_for("document.readyState === 'complete' && document.querySelector('footer') !== null")
        yield browser
        assert browser.complaints() == []
        assert {request.split("#")[0] for request in browser.requests()} == {address}


def test_one_language_is_shown_and_the_other_by_a_click(browser: Browser) -> None:
    assert "Nhiệm vụ đến hạn" in browser.run("document.body.innerText") and "Tasks due" not in browser.run("document.body.innerText")
    browser.run("document.querySelector('[data-language=en]').click()")
    assert "Tasks due" in browser.run("document.body.innerText") and "Nhiệm vụ đến hạn" not in browser.run("document.body.innerText")
    assert browser.run("document.documentElement.lang") == "en"
    assert browser.run("document.querySelector('[data-language=en]').getAttribute('aria-pressed')") == "true"


def test_a_number_opens_its_sentences_and_a_sentence_leads_to_its_document(browser: Browser) -> None:
    assert browser.run(f"[...document.querySelectorAll('.panel')].filter({IS_SHOWN}).length") == 0
    browser.run("[...document.querySelectorAll('#leads tr')].find(row => row.textContent.includes('Công an cấp xã')).querySelector('a.n').click()")
    browser.wait_for("document.activeElement.matches('.panel')")
    panel = browser.run("document.querySelector('.panel:target').innerText")
    assert "Công an xã" in panel and "kiểm tra ao, hồ không có rào chắn" in panel and "21/KH-UBND" in panel
    assert browser.run("document.querySelector('.panel:target mark').textContent") == "Công an xã"
    browser.run("document.querySelector('.panel:target cite a').click()")
    browser.wait_for("document.querySelector('.doc:target') !== null")
    assert "trên địa bàn xã" in browser.run("document.querySelector('.doc:target').textContent")


def test_every_link_on_the_page_opens_something(browser: Browser) -> None:
    broken = "[...document.querySelectorAll('a[href]')].filter(a => !document.getElementById(a.getAttribute('href').slice(1))).length"
    assert browser.run("document.querySelectorAll('svg a').length") > 5
    assert browser.run(broken) == 0


def test_the_keyboard_is_enough(browser: Browser) -> None:
    browser.press("Tab")
    assert browser.run("document.activeElement.className") == "skip"
    browser.run("document.querySelector('#deadlines svg a').focus()")
    browser.press("Enter")
    browser.wait_for("document.activeElement.matches('.panel')")
    browser.press("Escape")
    browser.wait_for("document.activeElement.closest('#deadlines svg') !== null && document.querySelector('.panel:target') === null")
    names = (
        "[...document.querySelectorAll('a, button, input, summary')].filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).length"
    )
    assert browser.run(names) == 0


def test_a_phone_needs_no_sideways_scrolling(browser: Browser) -> None:
    browser.resize(360, 740)
    assert browser.run("document.documentElement.scrollWidth") == 360
    browser.run("document.querySelector('#leads a.n').click()")
    browser.wait_for("document.querySelector('.panel:target') !== null")
    assert browser.run("document.documentElement.scrollWidth") == 360
    assert browser.run("document.querySelector('.panel:target').getBoundingClientRect().width") <= 360


def test_the_list_is_searched_without_diacritics(browser: Browser) -> None:
    browser.run("(box => { box.value = 'huyen ba che'; box.dispatchEvent(new Event('input')); })(document.getElementById('search'))")
    assert browser.run("document.getElementById('found').textContent") == "1 / 4"
    assert browser.run(f"[...document.querySelectorAll('.documents tbody tr')].filter({IS_SHOWN}).length") == 1


def test_paper_shows_the_tables_and_nothing_to_click(browser: Browser) -> None:
    with pdfplumber.open(io.BytesIO(browser.pdf())) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
        assert all(word["x1"] <= page.width for page in pdf.pages for word in page.extract_words())
    assert "Sở Văn hóa, Thể thao và Du lịch" in text and "2024-08" in text
    assert "Tiếng Việt" not in text and "Xem bảng số liệu" not in text


def test_a_document_runs_nothing(browser: Browser) -> None:
    assert browser.run("document.querySelectorAll('script').length") == 1
    assert 'alert("hỏng")' in browser.run("document.querySelector('#documents_part').innerText")


@pytest.mark.skipif(not os.environ.get("UPDATE_SCREENSHOT"), reason="The screenshots of the README stand")
def test_screenshots_are_taken(tmp_path: Path) -> None:
    assert CHROMIUM is not None
    page = Path(os.environ["UPDATE_SCREENSHOT"]).absolute().as_uri()  # a report of tests/corpus and annotations/documents
    with Browser(CHROMIUM, tmp_path / "profile") as browser:
        browser.resize(1200, 760)
        browser.open(page)
        browser.wait_for("document.readyState === 'complete' && document.querySelector('footer') !== null")
        browser.run("document.querySelector('[data-language=en]').click()")
        browser.run("document.getElementById('roles').scrollIntoView()")
        browser.run("document.querySelectorAll('#leads a.n')[1].click()")
        browser.wait_for("document.querySelector('.panel:target') !== null")
        browser.screenshot(SHOWN / "report.png")
        browser.resize(360, 640)
        browser.run("document.querySelector('[data-language=vi]').click()")
        browser.run("location.hash = '#targets'")
        browser.wait_for("document.querySelector('.panel:target') === null")
        browser.screenshot(SHOWN / "report-phone.png")
