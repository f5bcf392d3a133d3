"""Whatever comes, what holds for any input holds: texts put together from what plans are made of, and files damaged anywhere."""

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.invariants import FORMATS, check_layout, check_reader, check_record, document_of
from tests.hostile.seeds import PIECES, seeds

ANY = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)


@ANY
@given(texts)
def test_any_text_has_a_layout(text: str) -> None:
    check_layout(text)


@ANY
@given(texts)
def test_any_text_has_a_record_with_right_offsets(text: str) -> None:
    check_record(document_of(text))


@pytest.mark.parametrize("format", FORMATS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_damaged_anywhere_gives_text_or_one_sentence(format: str, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(_seeds(format)))
    at = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=40))
    cut = data.draw(st.sampled_from([len(noise), 0, 200, len(whole)]))
    check_reader(format, whole[:at] + noise + whole[at + cut :])


@cache
def _seeds(format: str) -> list[bytes]:
    return list(_of(format))


def _of(format: str) -> Iterator[bytes]:
    yield from seeds(format)
    yield b""


@pytest.mark.parametrize("format", FORMATS)
@settings(deadline=None, max_examples=30)
@given(data=st.binary(max_size=400))
def test_random_bytes_give_text_or_one_sentence(format: str, data: bytes) -> None:
    check_reader(format, data)
