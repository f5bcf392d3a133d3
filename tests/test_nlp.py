"""Words with offsets: they are underthesea's, they lie in the text as read, and spaCy's documents lose nothing of it."""

import pickle
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import nlp
from pipeline.errors import ModelError

PLAN = """Giao Sở Giáo dục và Đào tạo chủ trì, phối hợp với Công an tỉnh rà soát các cổng trường thường ùn tắc giờ tan học.
Uỷ ban nhân dân xã bố trí kinh phí, hoà giải tranh chấp; báo cáo trước ngày 15/11/2023 theo Công văn số 1204/SGTVT-QLCL.
- Nội dung\tĐơn vị chủ trì\tThời gian
Thực hiện ATGT năm 2024 - 2025: giảm 5-10% số vụ, v.v... (nếu có)"""

NAUGHTY = [
    "",
    " \t\n",
    "Sở\u200bY\u00a0tế\ufeff",
    "kế hoạch\u00ad số\u20601",
    "ạ̉̀̃ \u0344 \x1f\u0344",
    "𝓚ế 𝗵𝗼ạ𝗰𝗵 😀👨‍👩‍👧",
    "한글\u1112\u1161\u11ab क\u093c \u0958",
    "Ðường ðó",
    "a\r\nb\x0bc\x85d\u2028e",
    "===> ...... ----- :)))) <3 http://x.vn/(a(b)) a@b.vn",
    "\u0600 Ủy\u0301",
]

characters = st.one_of(
    st.sampled_from("aăâđeêơưẠặỗýUÐð .,-/\t\n\r\u00a0\u200b\u0301\u0323\u031b😀"),
    st.sampled_from(["Ủy ban", "nhân dân", "kế hoạch", "28-CT/TW", "\u1100\u1161", "\u0344"]),
    st.characters(exclude_categories=["Cs"]),
)
texts = st.builds(lambda parts, form: unicodedata.normalize(form, "".join(parts)) if form else "".join(parts),
                  st.lists(characters, max_size=30), st.sampled_from(["", "NFC", "NFD"]))  # fmt: skip


def check(text: str) -> None:
    """In order, disjoint, without white space around them, and nothing but white space left over."""
    at = 0
    for start, end in nlp.segment(text):
        word = text[start:end]
        assert at <= start < end <= len(text)
        assert not text[at:start].strip() and word == word.strip() and not set("\t\n\r") & set(word)
        at = end
    assert not text[at:].strip()


@settings(max_examples=200, deadline=None)
@given(texts)
def test_words_cover_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", NAUGHTY)
def test_words_cover_naughty_texts(text: str) -> None:
    check(text)


def words_of(text: str) -> list[str]:
    return [text[start:end] for start, end in nlp.segment(text)]


def test_words_are_those_of_underthesea() -> None:
    words = words_of(PLAN)
    from underthesea import word_tokenize

    theirs = [word for block in re.split(r"[\t\n]", PLAN) for word in word_tokenize(block)]
    respelled = [re.sub("Uỷ", "Ủy", re.sub("hoà", "hòa", word)) for word in words]  # underthesea rewrites; we give back what stands there
    assert respelled == theirs
    assert "Uỷ" in words and "hoà" in words


@pytest.mark.parametrize("form", ["NFD", "NFKD"])
def test_the_form_of_the_text_changes_no_word(form: str) -> None:
    decomposed = unicodedata.normalize(form, PLAN)  # type: ignore[arg-type]
    assert [unicodedata.normalize("NFC", word) for word in words_of(decomposed)] == words_of(PLAN)


def test_no_word_runs_over_a_line_or_a_cell() -> None:
    assert words_of("chủ trì") == ["chủ trì"]
    assert words_of("chủ\ntrì") == ["chủ", "trì"]
    assert words_of("Sở Y\ttế") == ["Sở", "Y", "tế"]


def test_spans_restrict() -> None:
    text = "Sở Y tế; Sở Tài chính"
    assert nlp.segment(text, [(9, len(text))]) == [(9, 11), (12, 21)]


def test_a_long_line_is_cut_and_loses_nothing() -> None:
    check("Sở Y tế kiểm tra việc thực hiện kế hoạch. " * 2_000)
    check("x" * 50_000)


def test_spacy_documents_lose_nothing() -> None:
    tokenizer = nlp.blank().tokenizer
    for text in [PLAN, *NAUGHTY, "  hai  dấu cách  ", "\n\nSở Y tế\n"]:
        assert tokenizer(text).text == text


@settings(max_examples=50, deadline=None)
@given(texts)
def test_spacy_documents_lose_nothing_of_any_text(text: str) -> None:
    assert nlp.blank().tokenizer(text).text == text


def test_spacy_pipelines_are_saved_and_loaded_with_the_tokenizer(tmp_path: Path) -> None:
    pipeline = nlp.blank()
    pipeline.add_pipe("sentencizer")
    pipeline.to_disk(tmp_path)
    assert [token.text for token in nlp.load(tmp_path)("Sở Y tế chủ trì")] == ["Sở", "Y tế", "chủ trì"]
    assert [token.text for token in nlp.blank().from_bytes(nlp.blank().to_bytes())("Công an tỉnh")] == ["Công an", "tỉnh"]


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent)


def test_importing_loads_neither_library() -> None:
    run("import sys, pipeline.nlp; assert not {'spacy', 'underthesea'} & set(sys.modules)")


def test_logging_is_left_as_it_was() -> None:
    run("""
import logging
from pipeline.nlp import segment
segment("Sở Y tế")
assert not logging.getLogger().handlers and not logging.getLogger("underthesea").handlers
""")


def test_a_file_of_underthesea_that_could_run_code_is_refused(tmp_path: Path) -> None:
    words, code = tmp_path / "dictionary.bin", tmp_path / "features.bin"
    words.write_bytes(pickle.dumps({"Ủy ban", "nhân dân"}))
    code.write_bytes(pickle.dumps(subprocess.run))
    assert nlp._read_data(str(words)) == {"Ủy ban", "nhân dân"}
    with pytest.raises(ModelError, match=r"features\.bin.*subprocess\.run.*install underthesea again"):
        nlp._read_data(str(code))
    for damaged in (words.read_bytes()[:9], b"\x80\x04]q\x00h\x07.", b"<html>", b""):
        code.write_bytes(damaged)
        with pytest.raises(ModelError, match="holds no plain data"):
            nlp._read_data(str(code))


def test_the_files_of_underthesea_are_not_read_by_joblib() -> None:
    run("""
import joblib
def refuse(path): raise AssertionError(path)
joblib.load = refuse
from pipeline.nlp import segment
assert len(segment("Sở Y tế chủ trì")) == 3
assert joblib.load is refuse
""")


def test_first_use_by_several_threads() -> None:
    run("""
from concurrent.futures import ThreadPoolExecutor
from pipeline.nlp import segment
with ThreadPoolExecutor(8) as pool:
    assert len(set(map(tuple, pool.map(segment, ["Ủy ban nhân dân tỉnh kiểm tra"] * 32)))) == 1
""")
