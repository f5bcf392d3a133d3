"""The page of one document in a real Chromium: what is marked and which tasks are listed can be chosen."""

import shutil
from pathlib import Path

import pytest

from pipeline.show import to_html
from tests.annotation.browser import Browser
from tests.report.collection import records

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LISTED = "[...document.querySelectorAll('aside li[class]')].filter(item => item.checkVisibility()).length"


@pytest.mark.skipif(CHROMIUM is None, reason="There is no chromium: apt-get install chromium")
def test_marks_and_tasks_are_chosen(tmp_path: Path) -> None:
    assert CHROMIUM is not None
    plan = records()[0]
    (tmp_path / "plan.html").write_text(to_html(plan), encoding="utf-8")
    address = (tmp_path / "plan.html").as_uri()
    with Browser(CHROMIUM, tmp_path / "profile") as browser:
        browser.open(address)
        browser.wait_for("document.readyState === 'complete' && document.querySelector('aside li') !== null")
        colour = "getComputedStyle(document.querySelector('article .DATE')).backgroundColor"
        marked = browser.run(colour)
        browser.run("document.getElementById('show-DATE').click()")
        assert browser.run(colour) == "rgba(0, 0, 0, 0)" != marked
        assert browser.run(LISTED) == len(plan.tasks)
        browser.run("[...document.querySelectorAll('fieldset label')].find(label => label.textContent.includes('without a lead')).click()")
        unled = [task for task in plan.tasks if not task.lead]
        assert browser.run(LISTED) == len(unled) < len(plan.tasks)
        browser.resize(360, 740)
        assert browser.run("document.documentElement.scrollWidth") == 360
        assert browser.complaints() == [] and {request.split("#")[0] for request in browser.requests()} == {address}
