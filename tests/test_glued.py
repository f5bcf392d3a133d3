"""Words written together: which are taken apart, which stay, and that every offset holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.glued import glued_at
from pipeline.readers.document import Document
from pipeline.schema import SourceInfo
from pipeline.text import fold

GLUED = "Các huyện tổchức họp, phốihợp kiểm tra. "  # a text that lost its blanks


def apart(text: str) -> str:
    """The text as folding reads it, behind one that shows that blanks were lost."""
    return fold(GLUED + text).text.removeprefix(fold(GLUED).text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("UBND cáchuyện, thị xã", "UBND các huyện, thị xã"),
        ("Ủyban nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Ủy bannhândân xã", "Ủy ban nhân dân xã"),
        ("Chủ tịchUBND xã", "Chủ tịch UBND xã"),
        ("Công antỉnh", "Công an tỉnh"),
        ("Sở Tài nguyên vàMôi trường", "Sở Tài nguyên và Môi trường"),
        ("CÔNG TÁCTRẺ EM", "CÔNG TÁC TRẺ EM"),
        ("Thủtướng Chínhphủ banhành", "Thủ tướng Chính phủ ban hành"),
        ("tình hìnhthực tế", "tình hình thực tế"),  # two syllables in one way only
        ("đoàn thểtrong xã", "đoàn thể trong xã"),
    ],
)
def test_words_are_taken_apart(written: str, meant: str) -> None:
    assert apart(written) == meant


@pytest.mark.parametrize(
    "text", ["Windows, YouTube, email", "thị trấn Đắk Mil, xã Ea Kao", "Pano, áp phích, karaoke", "ủy ban nghiêng ngả", "VNeID, GDĐT"]
)
def test_words_that_stay(text: str) -> None:
    assert apart(text) == text


@pytest.mark.parametrize("text", ["Hạ tầng bêtông hóa.", "Phòng họp cóthể đổi.", "Kế hoạch năm 2024 của UBND tỉnh."])
def test_one_word_alone_is_no_sign(text: str) -> None:
    assert glued_at(text) == []


@given(
    st.lists(st.sampled_from(["tổchức ", "phốihợp ", "UBND ", "cáchuyện ", "vàMôi ", "e\u0301m ", "\n", "1. ", "Sở Y tế, "]), max_size=30).map(
        "".join
    )
)
def test_offsets_hold(text: str) -> None:
    folded = fold(text)
    for at, char in enumerate(folded.text):
        start, end = folded.to_source(at, at + 1)
        assert start <= end
        assert char == " " or fold(text[start:end]).text == char
    assert folded.to_source(0, len(folded.text))[1] <= len(text)


def test_entities_of_such_a_text_are_its_own_letters() -> None:
    text = "II. NHIỆM VỤ\n1. UBND cáchuyện chủtrì, phốihợp với Công antỉnh tuần tra trước ngày 15/12/2013."
    record = extract(Document("plan", text, SourceInfo("plan.txt", "txt", "utf-8", "", 0)))
    found = {text[e.start : e.end]: e.norm for e in record.entities if e.label == "AGENCY"}
    assert [norm.name for norm in found.values()] == ["Ủy ban nhân dân các huyện", "Công an tỉnh"]
    assert list(found) == ["UBND cáchuyện", "Công antỉnh"]
    [task] = record.tasks
    assert (len(task.lead), len(task.coordinating)) == (1, 1)
