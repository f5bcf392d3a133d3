"""Canonical ids: a sample of real references, and one id for all spellings of one instrument."""

import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from string import Template

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from pipeline.extract import extract
from pipeline.readers.document import Document
from pipeline.resolve import resolve
from pipeline.resolve.instruments import parse_instrument
from pipeline.schema import LegalRefNorm, Record, SourceInfo

SAMPLE = tomllib.loads((Path(__file__).parent.parent / "examples" / "canonical_ids.toml").read_text(encoding="utf-8"))
PLAN = Template("""ỦY BAN NHÂN DÂN
TỈNH QUẢNG NINH
Số: 45/KH-UBND
Quảng Ninh, ngày $day tháng $month năm $year
KẾ HOẠCH
Truyền thông pháp luật năm $year

1. Phổ biến $cited.
""")
NUMBERED = [(cited, id) for cited, id in SAMPLE["references"] if "/" in cited]


def plan(cited: str, date: str = "2026-01-15") -> Record:
    year, month, day = date.split("-")
    text = PLAN.substitute(day=day, month=month, year=year, cited=cited)
    return resolve(extract(Document("45", text, SourceInfo("45.txt", "txt", "utf-8", "", 0))))


def ids(record: Record) -> list[str | None]:
    return [entity.identity.id for entity in record.entities if entity.label == "LEGAL_REF" and entity.identity is not UNSET]


def test_the_sample() -> None:
    assert len(SAMPLE["references"]) + len(SAMPLE["titles"]) >= 200
    wrong = [(cited, found, id) for cited, id in SAMPLE["references"] if (found := ids(plan(cited))) != [id]]
    wrong += [(cited, found, id) for cited, date, id in SAMPLE["titles"] if (found := ids(plan(cited, date))) != [id]]
    assert not wrong


@pytest.mark.parametrize(
    "respell",
    [
        lambda text: text.replace("-", "–"),
        lambda text: re.sub(r"(?<=NĐ|QĐ|TT|NQ|KH|KL|CT)- ?", " - ", text),
        lambda text: text.replace("Đ", "Ð"),
        lambda text: text.replace("NĐ-", "ND-").replace("QĐ-", "QD-"),
        lambda text: text.replace(" số ", " số: "),
        lambda text: text.replace("/", " /", 1),
        lambda text: unicodedata.normalize("NFD", text),
        str.upper,
    ],
    ids=["en dash", "blanks", "Eth", "without a bar", "colon", "blank before the bar", "decomposed", "capitals"],
)
def test_a_spelling_does_not_change_the_id(respell) -> None:  # type: ignore[no-untyped-def]
    cited = [cited for cited, _ in NUMBERED]
    plain, respelled = (ids(plan(";\n2. ".join(each))) for each in (cited, map(respell, cited)))
    assert len(respelled) > 0.97 * len(plain)  # whether it is a reference at all in the other spelling is for the finder to see to
    assert not Counter(respelled) - Counter(plain)


CODES = st.sampled_from(["NĐ-CP", "QĐ-TTg", "TT-BLĐTBXH", "TT-BGD&ĐT", "NQ-HĐND", "QĐ-UBND", "TT-BVHTTDL"])


@given(number=st.integers(1, 9999), year=st.integers(1997, 2030), code=CODES, zeros=st.integers(0, 2), data=st.data())
def test_zeros_marks_and_dashes_do_not_count(number: int, year: int, code: str, zeros: int, data: st.DataObject) -> None:
    bare = data.draw(st.sampled_from([code, code.replace("&", ""), code.replace("Đ", "D"), code.replace("-", "/")]))
    one = parse_instrument(LegalRefNorm("Quyết định", f"{number}/{year}/{code}")).id
    assert parse_instrument(LegalRefNorm("Quyết định", f"{'0' * zeros}{number}/{year}/{bare}")).id == one
    assert one is not None and one.isascii() and str(number) in one and str(year) in one


def test_a_number_is_of_the_body_and_the_year_that_it_names() -> None:
    numbers = ["12/2020/TT-BYT", "12/2021/TT-BYT", "12/2020/TT-BTC", "13/2020/TT-BYT", "12a/2020/TT-BYT"]
    found = {parse_instrument(LegalRefNorm("Thông tư", number)).id for number in numbers}
    assert len(found) == len(numbers)


def test_the_version_of_a_law_is_that_in_force() -> None:
    assert ids(plan("Luật Đất đai", "2024-05-10")) == ["luat/dat-dai"]  # adopted in January, in force in August
    assert ids(plan("Luật Đất đai", "2024-09-10")) == ["luat/31/qh15/2024"]
    assert ids(plan("Luật Đất đai", "2019-09-10")) == ["luat/45/qh13/2013"]
    assert ids(plan("Luật Đất đai; Luật Đất đai số 45/2013/QH13", "2024-09-10")) == ["luat/45/qh13/2013"] * 2


def test_a_title_cut_short_is_the_one_law_of_the_year_that_begins_so() -> None:
    assert ids(plan("Luật Hoạt động giám sát năm 2015")) == ["luat/87/qh13/2015"]


def test_a_slip_in_the_number_of_a_known_law_does_not_spread() -> None:
    assert ids(plan("Luật Trẻ em số 120/2016/QH13; Luật Trẻ em")) == ["luat/120/qh13/2016", "luat/102/qh13/2016"]


def test_spans_are_into_the_text_as_read() -> None:
    text = unicodedata.normalize(
        "NFD", "Căn cứ khoản 2 Điều 5 Nghị định số 20/2021/NĐ-CP (sau đây gọi là Nghị định 20);\nThực hiện Nghị định nêu trên."
    )
    record = resolve(extract(Document("1", text, SourceInfo("1.txt", "txt", "utf-8", "", 0))))
    assert record.citations is not UNSET and record.back_references is not UNSET
    first = record.citations[0]
    assert first.cue is not None and text[slice(*first.cue)] == unicodedata.normalize("NFD", "Căn cứ")
    assert [text[pin.start : pin.end] == pin.text for pin in first.pinpoints] == [True]
    assert [text[back.start : back.end] == back.text for back in record.back_references] == [True, True]
    assert [back.refers_to for back in record.back_references] == ["nghi-dinh/20/cp/2021"] * 2


BULK = Path(__file__).parents[3] / "shared" / "corpus" / "bulk"


@pytest.mark.skipif(not BULK.is_dir(), reason="../shared is not there")
def test_nearly_every_reference_of_real_texts_gets_an_id() -> None:
    found: list[str | None] = []
    for path in sorted(BULK.glob("*.txt"))[::40]:
        found += ids(resolve(extract(Document(path.stem, path.read_text(encoding="utf-8"), SourceInfo(path.name, "txt", "utf-8", "", 0)))))
    print(f"{sum(map(bool, found))} of {len(found)} references")
    assert sum(map(bool, found)) >= 0.99 * len(found)
