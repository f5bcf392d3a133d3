"""The whole pipeline takes time linear in what it reads, whatever there is much of in a document."""

import pytest

from tests.hostile.documents import DOCUMENTS, ordinary, seconds

LONG = 40_000  # characters
TOO_LITTLE = 0.8  # seconds for LONG characters: what takes their square takes more


@pytest.mark.parametrize("name", ["ordinary text", *DOCUMENTS])
def test_the_cost_of_a_character_does_not_grow_with_the_document(name: str) -> None:
    """Eight times the document takes about eight times the time, and not 64 times; one good measurement of four is enough."""
    make = {"ordinary text": ordinary, **DOCUMENTS}[name]
    long, short = make(LONG), make(LONG // 8)
    if seconds(long) >= TOO_LITTLE:
        assert any(seconds(long) < 20 * seconds(short) for _ in range(4))
