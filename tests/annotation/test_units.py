"""Units of text and the texts that are sent: exact offsets, whole lines, and no entity cut in two."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotation.choices import UnitKind
from pipeline.annotation.sendable import STAND_IN, sendable
from pipeline.annotation.units import document_key, unit_spans
from tests.annotation.doccano_records import PLAN, awkward, record_of

PIECES = [
    "Sở Y tế",
    "ủy",
    "uỷ",
    "\r\n",
    "\r",
    "\n",
    " ",
    "😀",
    "𝒐́",
    "e\u0323\u0302",
    "\u0301",
    "\u200b",
    "\u2028",
    "\x00",
    "가",
    "\u1100\u1161",
    "Đ",
    "95%",
]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=40)


@given(texts, st.booleans())
def test_what_is_sent_maps_back(text: str, decomposed: bool) -> None:
    source = unicodedata.normalize("NFD", text) if decomposed else text
    sent = sendable(source)
    assert "\r" not in sent.text and all(character <= "\uffff" for character in sent.text)
    assert sent.to_source(0, len(sent.text)) == (0, len(source)) if sent.text else not source
    ends = [sent.to_source(at, at + 1) for at in range(len(sent.text))]
    assert all(a < b for a, b in ends) and [b for _, b in ends[:-1]] == [a for a, _ in ends[1:]]
    for start in range(0, len(sent.text), 3):
        for end in range(start + 1, min(start + 6, len(sent.text)) + 1):
            assert sent.from_source(*sent.to_source(start, end)) == (start, end)


def test_what_is_sent_is_composed() -> None:
    sent = sendable(unicodedata.normalize("NFD", PLAN))
    assert sent.text == PLAN and sendable("a😀\r\nb").text == f"a{STAND_IN}\nb" and sendable(PLAN).starts is None


def test_units_hold_every_entity_whole_and_once() -> None:
    for record in (record_of(PLAN), awkward()):
        for kind in UnitKind:
            spans = unit_spans(record, kind)
            assert spans == sorted(spans) and all(a[1] <= b[0] for a, b in pairwise(spans))
            for entity in record.entities:
                assert sum(a <= entity.start and entity.end <= b for a, b in spans) == 1
            for start, end in spans:
                assert record.text[start:end] == record.text[start:end].strip()
        blocks, sections, [document] = (unit_spans(record, kind) for kind in (UnitKind.block, UnitKind.section, UnitKind.document))
        assert len(blocks) > len(sections) > 1 and document == (0, len(record.text.rstrip()))


def test_documents_are_told_apart_by_id_and_text() -> None:
    keys = {document_key(record_of(text, id)) for text, id in ((PLAN, "a"), (PLAN, "b"), (PLAN + " ", "a"))}
    assert len(keys) == 3
