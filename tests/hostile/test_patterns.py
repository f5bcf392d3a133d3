"""Every pattern takes time linear in what it is given: each is fed with strings made against it, of twice and twice again the length."""

import ast
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import regex

from pipeline.nlp import segment
from pipeline.text import fold
from tests.hostile.attacks import FAILS, GENERIC, attacks
from tests.hostile.patterns import Site, sites

CHECKOUT = Path(__file__).parents[2]
LONG = 16_000  # characters
SHORT = 750  # characters: a pattern that was never given more, not even by documents without end, is used on windows
TOO_LITTLE = 0.025  # seconds for LONG characters: what takes their square takes twice as much at least
TOO_LONG = 1.0
THEIRS = ["nlp.py"]  # underthesea's pattern, which takes the square of a word: what it is given is cut
READ_AS_WRITTEN = ("readers", "legacy", "text", "annotation", "export", "train", "cli")  # the others read a folded text


class Pattern(NamedTuple):
    sites: list[list[Any]]
    engine: str
    pattern: str
    flags: int
    methods: list[str]
    longest: int


@pytest.fixture(scope="module")
def patterns() -> list[Pattern]:
    run = subprocess.run([sys.executable, "-m", "tests.hostile.patterns"], cwd=CHECKOUT, check=True, capture_output=True, encoding="utf-8")
    return [Pattern(*json.loads(line)) for line in run.stdout.splitlines()]


def test_every_pattern_of_the_code_is_met_or_stands_there_in_full(patterns: list[Pattern]) -> None:
    met = {Site(*site) for pattern in patterns for site in pattern.sites}
    missed = [written for site, last, _, written in sites() if not any(Site(site.file, at) in met for at in range(site.line, last + 1))]
    unknown = [ast.unparse(written) for written in missed if _as_it_stands(written) is None]
    assert not unknown, f"These patterns are made when they are used, and nothing in `exercise` of tests/hostile/patterns.py uses them: {unknown}."


def _as_it_stands(written: ast.expr) -> str | None:
    """A pattern by its source alone, with a name in the place of what is put in when it is used; None where the source does not say it."""
    match written:
        case ast.Constant(value=str(pattern)):
            return pattern
        case ast.Constant(value=bytes(pattern)):
            return pattern.decode("latin-1")
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "kế hoạch" for part in parts)
    return None


def test_the_work_of_every_pattern_grows_linearly(patterns: list[Pattern]) -> None:
    tested = [p for p in patterns if not (p.sites[0][0] in THEIRS and "(?P<url>" in p.pattern)]
    assert len(tested) > 700
    suspects = [p for p in tested if _worst(p)]  # asked again, later: what a busy machine adds lasts longer than one measurement
    slow = [f"{p.sites[0]}: {p.pattern[:80]} on {attack!r}" for p in suspects if (attack := _worst(p))]
    assert not slow, "These take more than linear time:\n" + "\n".join(slow)


def test_a_word_without_end_is_given_to_underthesea_in_pieces() -> None:
    segment("Sở Y tế")  # loads the model
    assert is_linear(segment, lambda length: "a.b-" * (length // 4))


def _worst(pattern: Pattern) -> str | None:
    """An attack that the pattern does not stand, or None. What takes the square in a window costs no more than a factor, and nothing else may."""
    compiled = (re if pattern.engine == "re" else regex).compile(pattern.pattern, pattern.flags)
    as_written = pattern.sites[0][0].startswith(READ_AS_WRITTEN)
    work = _work(compiled, pattern.methods)
    only_windows, linear = 0 < pattern.longest <= SHORT, True
    for attack in [*attacks(pattern.pattern), *(FAILS + part for part in GENERIC)]:
        text = partial(_text, attack, as_written=as_written)
        linear = linear and is_linear(work, text)
        if not linear and (not only_windows or _takes_the_cube(work, text)):
            return attack
    return None


def _work(compiled: Any, methods: list[str]) -> Callable[[str], object]:
    """What the code does with the pattern: match it once where that is all it does, else look for all its matches."""
    if methods and set(methods) <= {"match", "fullmatch"}:
        return lambda text: [getattr(compiled, method)(text) for method in methods]
    return lambda text: sum(1 for _ in compiled.finditer(text))


def _text(attack: str, length: int, *, as_written: bool) -> str:
    before, part = attack.split(FAILS, 1)
    text = before + (part * (length // len(part) + 1))[:length] + FAILS
    return text if as_written else fold(text).text


def is_linear(work: Callable[[str], object], text: Callable[[int], str]) -> bool:
    """Whether eight times the text takes eight times the time, and not 64 times as where the work grows with the square.

    What a busy machine adds does not come back each time: one good measurement of four is enough. Two are of a shorter text, for what
    takes more than TOO_LONG may be linear and dear.
    """
    if _seconds(work, text(LONG)) < TOO_LITTLE:
        return True
    return any(_seconds(work, text(length)) < 24 * _seconds(work, text(length // 8)) for length in (LONG, LONG, LONG // 4, LONG // 4))


def _takes_the_cube(work: Callable[[str], object], text: Callable[[int], str]) -> bool:
    """Whether four times a short text takes 64 times the time, and not 16 times as where the work grows with the square."""
    return all(_seconds(work, text(SHORT)) > 32 * _seconds(work, text(SHORT // 4)) for _ in range(4))


def _seconds(work: Callable[[str], object], text: str) -> float:
    """The time of this thread on the processor, or infinity where it is more than TOO_LONG."""
    signal.setitimer(signal.ITIMER_PROF, TOO_LONG)
    began = time.thread_time()
    try:
        work(text)
    except TimeoutError:
        return inf
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.thread_time() - began


@pytest.fixture(autouse=True)
def give_up() -> Iterator[None]:
    """What takes too long ends with TimeoutError, also inside a match."""

    def alarm(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, alarm)
    yield
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("pattern", [r"(?:a+)+b", r"[\s;]+$", r"từ [^,]*đến", r"\d+[\d ]*x"])
def test_a_pattern_that_takes_the_square_or_worse_is_found(pattern: str) -> None:
    assert _worst(Pattern([["readers/pdf.py", 1]], "re", pattern, 0, ["search"], 1_000)) is not None


def test_what_a_repeat_reads_in_two_ways_is_found_among_ten_words() -> None:
    pattern = r"(?:quy định|quy|tại|cho|của|theo|với|và| |định)*;"
    assert _worst(Pattern([["readers/pdf.py", 1]], "re", pattern, 0, ["match"], 1_000)) == "\x00quy định"
    assert _worst(Pattern([["readers/pdf.py", 1]], "re", pattern.replace("*;", "*+;"), 0, ["match"], 1_000)) is None


def test_of_a_pattern_for_windows_the_square_is_a_factor_and_more_is_found() -> None:
    square, cube = r"[\s;]+$", r"a*a*a*b"
    assert _worst(Pattern([["readers/pdf.py", 1]], "re", square, 0, ["search"], SHORT)) is None
    assert _worst(Pattern([["readers/pdf.py", 1]], "re", cube, 0, ["search"], SHORT)) is not None
    assert _worst(Pattern([["readers/pdf.py", 1]], "re", square, 0, ["search"], 0)) is not None  # never met: of any length


@pytest.mark.parametrize("pattern", [r"(?<!a)a+b", r"[\s;]{1,20}$", r"từ [^,]{0,40}đến", r"\d[\d ]*x"])
def test_a_pattern_that_is_linear_is_none(pattern: str) -> None:
    assert _worst(Pattern([["readers/pdf.py", 1]], "re", pattern, 0, ["match"], 1_000)) is None
