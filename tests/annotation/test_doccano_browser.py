"""In a real Chromium: the labels that were pushed are seen on the right words, with their diacritics."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from pipeline.annotation.doccano import SEQUENCES, Doccano
from pipeline.annotation.projects import find_project
from pipeline.annotation.push import push
from tests.annotation.browser import Browser
from tests.annotation.conftest import Running
from tests.annotation.doccano_records import awkward

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SHOWN = Path(__file__).parent / "doccano.png"  # the README shows it; UPDATE_SCREENSHOT=1 takes it anew

# doccano draws lines of text, and the labels below them, as texts of an SVG.
TEXTS = "[...document.querySelectorAll('svg text')].filter(t => t.textContent.trim())"
# The left edge of the label nearest below the place where a surface begins, as its distance from that place; null without one.
# Where a line ends depends on the fonts of the machine, so a line may hold the beginning of a surface only.
DISTANCE = """((surface, label) => {
  const begins = line => {
    for (let length = surface.length; length > 2; length--) {
      const at = length === surface.length ? line.indexOf(surface) : line.endsWith(surface.slice(0, length)) ? line.length - length : -1;
      if (at >= 0) return at;
    }
    return -1;
  };
  for (const line of TEXTS.filter(t => begins(t.textContent) >= 0)) {
    const point = line.getStartPositionOfChar(begins(line.textContent)).matrixTransform(line.getScreenCTM());
    const below = TEXTS.filter(t => t.textContent === label).map(t => t.getBoundingClientRect())
      .filter(box => box.top > point.y - 10 && box.top < point.y + 40).map(box => Math.abs(box.left - point.x));
    if (below.length) return Math.min(...below);
  }
  return null;
})""".replace("TEXTS", TEXTS)
NEAR = 15  # pixels: between the edge and the letters of a label there is a dot


@pytest.mark.skipif(CHROMIUM is None, reason="There is no chromium: apt-get install chromium")
@pytest.mark.parametrize("width", [1280, 900])  # at 900 pixels lines end inside of labelled words, whatever the fonts
def test_labels_are_seen_on_the_right_words(server: Running, doccano: Doccano, tmp_path: Path, width: int) -> None:
    assert CHROMIUM is not None
    record = awkward()
    push(doccano, [record], "Kế hoạch 2025", limit=12)
    project = find_project(doccano, "Kế hoạch 2025", SEQUENCES)
    assert project is not None
    examples = doccano.export(project)
    page = next(number for number, example in enumerate(examples, 1) if "318/QĐ-UBND" in example.text)
    example = examples[page - 1]
    with Browser(CHROMIUM, tmp_path / "profile") as browser:
        browser.resize(width, 800)
        browser.open(f"{server.url}/admin/login/")
        browser.wait_for("document.cookie.includes('csrftoken')")
        login = {"username": "admin", "password": server.password}
        body = json.dumps(json.dumps(login))
        status = browser.run(
            "fetch('/v1/auth/login/', {method: 'POST', headers: {'Content-Type': 'application/json', "
            f"'X-CSRFToken': document.cookie.match(/csrftoken=([^;]+)/)[1]}}, body: {body}}}).then(r => r.status)"
        )
        assert status == 200
        browser.open(f"{server.url}/projects/{project.id}/sequence-labeling?page={page}")
        browser.wait_for(f"{TEXTS}.length > 5")
        drawn = browser.run(f"{TEXTS}.map(t => t.textContent).join(' ')")
        assert set(example.text.split()) | {"issued_on"} <= set(re.split(r"\s", drawn))
        for _, start, end, label in example.spans:
            measured = f"{DISTANCE}({json.dumps(example.text[start:end])}, {json.dumps(label)})"
            browser.wait_for(f"{measured} !== null")  # the page draws one label after the other
            distance = browser.run(measured)
            assert distance is not None and distance < NEAR, (example.text[start:end], label, distance)
        assert browser.run(f"{DISTANCE}('Thực hiện', 'LEGAL_REF')") > NEAR  # that is: the measure tells right from wrong
        browser.screenshot(SHOWN if os.environ.get("UPDATE_SCREENSHOT") else tmp_path / "doccano.png")
