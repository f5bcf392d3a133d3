"""Vietnamese from before Unicode: the same plan in every encoding is the same plan."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.legacy import LETTERS, as_windows_1252, damage, legacy, recognise
from pipeline.readers import Source, read
from pipeline.syllables import is_syllable, split_syllables
from pipeline.text import fold

PLAN = "Ủy ban nhân dân tỉnh Bình An giao Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra bếp ăn trường học, báo cáo trước ngày 15/6/2024."
# The same sentence as each program wrote it; from its documentation, not from our tables.
WRITTEN = {
    "tcvn3": b"\xf1y ban nh\xa9n d\xa9n t\xd8nh B\xd7nh An giao S\xeb Y t\xd5 ch\xf1 tr\xd7, ph\xe8i h\xeep v\xedi C\xabng an t\xd8nh ki\xd3m tra b\xd5p \xa8n tr\xad\xeang h\xe4c, "
    b"b\xb8o c\xb8o tr\xad\xedc ng\xb5y 15/6/2024.",
    "vni": b"U\xdby ban nha\xe2n da\xe2n t\xe6nh B\xecnh An giao S\xf4\xfb Y te\xe1 chu\xfb tr\xec, pho\xe1i h\xf4\xefp v\xf4\xf9i Co\xe2ng an t\xe6nh "
    b"kie\xe5m tra be\xe1p a\xean tr\xf6\xf4\xf8ng ho\xefc, ba\xf9o ca\xf9o tr\xf6\xf4\xf9c nga\xf8y 15/6/2024.",
    "vps": b"\xd1y ban nh\xe2n d\xe2n t\xccnh B\xecnh An giao S\xaa Y t\x89 ch\xfb tr\xec, ph\xd3i h\xaep v\xa7i C\xf4ng an t\xccnh ki\x8bm tra b\x89p \xe6n tr\xdc\xa9ng h\x86c, "
    b"b\xe1o c\xe1o tr\xdc\xa7c ng\xe0y 15/6/2024.",
    "viqr": b"U?y ban nha^n da^n ti?nh Bi`nh An giao So+? Y te^' chu? tri`, pho^'i ho+.p vo+'i Co^ng an ti?nh kie^?m tra be^'p a(n tru+o+`ng ho.c, "
    b"ba'o ca'o tru+o+'c nga`y 15/6/2024.",
}


def cp1258(text: str) -> bytes:
    """Base letters with their own marks, tones apart, as Windows wrote it."""
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")
    return bytes(out)


WRITTEN["cp1258"] = cp1258(PLAN)


@pytest.mark.parametrize("encoding", WRITTEN)
def test_the_same_sentence(encoding: str) -> None:
    document = read(Source("45", "45.txt", "txt", WRITTEN[encoding]))
    assert document.source.encoding == encoding
    expected = PLAN.replace("Ủ", "ủ") if encoding == "tcvn3" else PLAN  # a capital with a tone mark was a matter of the font
    assert unicodedata.normalize("NFC", document.text) == expected


def test_capitals_of_tcvn3() -> None:
    data = b"K\xd5 HO\xb9CH PH\xb8T TRI\xd3N\r\nU\xfb ban nh\xa9n d\xa9n t\xd8nh BAN H\xb5NH"
    assert read(Source("45", "45.txt", "txt", data)).text == "KẾ HOẠCH PHÁT TRIỂN\r\nUỷ ban nhân dân tỉnh BAN HÀNH"


@pytest.mark.parametrize("name", ["tcvn3", "vni", "vps", "viqr", "mojibake"])
def test_every_letter_has_its_place(name: str) -> None:
    letters = set(legacy(name).letters.values())
    assert set(LETTERS) <= letters
    if name != "tcvn3":
        assert set(LETTERS.upper()) - letters <= ({"Ỗ"} if name == "vps" else set())


@pytest.mark.parametrize(
    "text", ["Le café est près de l'hôtel où l'été fut très agréable", "Größe, Übermaß und Straße", "", "a = b ? c : d; e^2 + f(x)"]
)
def test_other_languages_are_none_of_them(text: str) -> None:
    assert recognise(text, ["tcvn3", "vni", "vps", "cp1258"]) is None
    assert read(Source("a", "a.txt", "txt", (text or "x").encode())).source.encoding == "utf-8"


def test_viqr_escapes() -> None:
    data = rb"Ke^' hoa.ch cu?a Bo^. Ta`i chi'nh ve^` co^ng ta'c chuye^?n ddo^?i so^'\. Gia?i pha'p na`o la` chu? ye^'u\?"
    assert read(Source("a", "a.txt", "txt", data)).text == "Kế hoạch của Bộ Tài chính về công tác chuyển đổi số. Giải pháp nào là chủ yếu?"


@pytest.mark.parametrize("name", ["tcvn3", "vni", "mojibake"])
def test_text_stored_in_the_wrong_encoding_is_matched_and_stays(name: str) -> None:
    stored = as_windows_1252(PLAN.encode() if name == "mojibake" else WRITTEN[name]) + "\n"
    stored += as_windows_1252({"tcvn3": b"\xae\xb5o", "vni": b"\xf1a\xf8o ta\xefo", "mojibake": "đào".encode()}[name])
    assert damage(stored) == name
    folded = fold(stored)
    assert "Sở Y tế chủ trì, phối hợp với Công an tỉnh" in folded.text
    start = folded.text.index("Công an tỉnh")
    surface = stored[slice(*folded.to_source(start, start + len("Công an tỉnh")))]
    assert legacy(name).convert(surface) == "Công an tỉnh"
    assert read(Source("a", "a.txt", "txt", stored.encode())).text == stored


@given(st.text(st.sampled_from("aáảđĐeêếờ µ®ïñÇåá»º¼ \n.1K"), max_size=300))
def test_the_map_of_healed_text_never_slips(text: str) -> None:
    folded = fold(text)
    spans = [folded.to_source(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("K Ế   H O Ạ C H năm 2024", "KẾ HOẠCH năm 2024"),
        ("\nK Ế H O Ạ C H\n", "\nKẾ HOẠCH\n"),
        ("Q U Y Ế T  Đ Ị N H", "QUYẾT ĐỊNH"),
        ("Nhóm A B C D", "Nhóm A B C D"),
        ("UВND tỉnh, Ѕở Y tế", "UBND tỉnh, Sở Y tế"),
        ("Sở Y t\u0435\u0302\u0301", "Sở Y tế"),
        ("\uf0b7 Sở Y tế \uf02d 45\uf02fKH\uf02dUBND", "• Sở Y tế - 45/KH-UBND"),
        ("Chƣơng trình, Ƣu tiên", "Chương trình, Ưu tiên"),
    ],
)
def test_damaged_letters(written: str, folded: str) -> None:
    assert fold(written).text == folded


def test_letters_apart_map_back() -> None:
    source = "Số 45 C H Ỉ   T H Ị về"
    folded = fold(source)
    start = folded.text.index("CHỈ THỊ")
    assert source[slice(*folded.to_source(start, start + 7))] == "C H Ỉ   T H Ị"


@pytest.mark.parametrize(
    "word",
    [
        "Nghiệp",
        "quyết",
        "quốc",
        "hoạch",
        "khuya",
        "nguyễn",
        "thuở",
        "giếng",
        "gìn",
        "kỷ",
        "xoong",
        "huyện",
        "ủy",
        "Ý",
        "yêu",
        "khoẻ",
        "ngoằn",
        "nghĩa",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word) and is_syllable(word.upper()) and is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["UBND", "ho¹ch", "kõ", "thỏt", "ngế", "ghà", "bb", "", "óó", "việtt"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(max_size=60))
def test_splitting_loses_nothing(text: str) -> None:
    assert "".join(split_syllables(text)) == text
