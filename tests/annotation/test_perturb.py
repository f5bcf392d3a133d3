"""Perturbed gold is still gold: spans hold what they held, in other clothes."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotation.gold import Gold, GoldEntity, find_gold, problems, read_gold
from pipeline.annotation.perturb import PERTURBATIONS, edited, perturbed

CORPUS = Path(__file__).parents[1] / "corpus"
GOLD = {name: read_gold(path) for name, path in find_gold([CORPUS])}


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_annotation_moves_with_the_text(name: str) -> None:
    for document, gold in GOLD.items():
        other = perturbed(gold, name, document)
        assert problems(other) == []
        assert len(other.entities) == len(gold.entities) and len(other.tasks) == len(gold.tasks)
        assert perturbed(gold, name, document).text == other.text


@pytest.mark.parametrize("name", ["upper case", "tone placement", "NFD", "spaces", "wraps"])
def test_what_a_span_says_is_kept(name: str) -> None:
    for document, gold in GOLD.items():
        for before, after in zip(gold.entities, perturbed(gold, name, document).entities, strict=True):
            assert bare(before.text) == bare(after.text)


def bare(text: str) -> str:
    """Letters without accents, case and spaces."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c) and not c.isspace())


def test_every_perturbation_changes_something() -> None:
    for name in PERTURBATIONS:
        assert any(perturbed(gold, name, document).text != gold.text for document, gold in GOLD.items()), name


def test_scans_are_as_bad_as_they_say() -> None:
    for name, rate in (("OCR 1 %", 0.01), ("OCR 3 %", 0.03)):
        changed = sum(sum(a != b for a, b in zip(gold.text, perturbed(gold, name, d).text, strict=True)) for d, gold in GOLD.items())
        letters = sum(not c.isspace() for gold in GOLD.values() for c in gold.text)
        assert 0.85 * rate < changed / letters < 1.15 * rate


def test_a_page_header_breaks_a_task_in_two() -> None:
    broken = [task for document, gold in GOLD.items() for task in perturbed(gold, "page headers", document).tasks if len(task.fragments) > 1]
    whole = [task for gold in GOLD.values() for task in gold.tasks if len(task.fragments) > 1]
    assert len(broken) > len(whole) + 10


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3), st.text(max_size=4)), max_size=6), st.data())
def test_edits_keep_offsets_exact(text: str, wished: list[tuple[int, int, str]], data: st.DataObject) -> None:
    edits, at = [], 0
    for start, length, replacement in sorted(wished):
        if start >= at and start + length <= len(text):
            edits.append((start, start + length, replacement))
            at = start + max(length, 1)
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if any((start < b and a < end) or (a == b and start < a < end) for a, b, _ in edits):
        return  # the span itself is edited
    gold = Gold(text, {}, [GoldEntity(start, end, "AGENCY", text[start:end], {})], [], [])
    assert edited(gold, edits).entities[0].text == text[start:end]
