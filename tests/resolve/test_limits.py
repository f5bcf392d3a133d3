"""What resolution must leave alone, and what it must not miss, one case each: the examples of test_references.py allow for a few errors, these for none."""

import re

import pytest
from msgspec import UNSET

from pipeline.extract import extract
from pipeline.readers.document import Document
from pipeline.resolve import resolve
from pipeline.resolve.word_lists import one_of
from pipeline.schema import Record, SourceInfo

PLAN = "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NINH\nSố: 31/KH-UBND\nQuảng Ninh, ngày 12 tháng 2 năm 2024\nKẾ HOẠCH\nPhòng, chống đuối nước trẻ em năm 2024\n"
FAR = "Các đơn vị rà soát, thống kê các điểm có nguy cơ mất an toàn trên địa bàn quản lý. " * 6


def read(text: str) -> Record:
    return resolve(extract(Document("1", text, SourceInfo("1.txt", "txt", "utf-8", "", 0))))


def back(text: str) -> list[tuple[str, str | None]]:
    references = read(PLAN + text).back_references
    assert references is not UNSET
    return [(reference.text, reference.refers_to) for reference in references]


def test_what_stands_under_a_heading_of_bases_is_a_basis() -> None:
    record = read(
        f"{PLAN}I. CĂN CỨ PHÁP LÝ\n- Luật Trẻ em số 102/2016/QH13;\n- Nghị định số 56/2017/NĐ-CP.\nII. NHIỆM VỤ\n- Nghị định số 80/2017/NĐ-CP.\n"
    )
    assert record.citations is not UNSET
    assert [citation.type for citation in record.citations] == ["based_on", "based_on", "cites"]


def test_what_is_named_far_away_is_not_meant_by_do() -> None:
    ahead, behind = "Triển khai Quyết định số 1248/QĐ-TTg ngày 19/7/2021 tại cơ sở. ", "Các xã thực hiện Quyết định đó."
    assert back(f"1. {ahead}{behind}\n") == [("Quyết định đó", "quyet-dinh/1248/ttg/2021")]
    assert back(f"1. {ahead}{FAR}{behind}\n") == [("Quyết định đó", None)]


def test_a_short_name_is_that_of_a_body_nearby() -> None:
    board = "Thành lập Ban Chỉ đạo công tác trẻ em tỉnh"
    near = back(f"1. {board} (sau đây gọi tắt là Ban Chỉ đạo).\n")
    far = back(
        f"1. {board} theo hướng tinh gọn, gồm đại diện lãnh đạo của những đơn vị liên quan đến lĩnh vực trẻ em, {'nhiệt tình, ' * 10}(sau đây gọi tắt là Ban Chỉ đạo).\n"
    )
    assert [name for name, _ in near] == ["Ban Chỉ đạo"] and not far


def test_two_years_of_one_number_tell_nothing_of_a_third() -> None:
    dated = "Thực hiện Chỉ thị số 20-CT/TW ngày 05/11/2012; Chỉ thị số 20-CT/TW ngày 22/01/2018; Chỉ thị số 20-CT/TW.\n"
    ids = [e.identity.id for e in read(PLAN + dated).entities if e.label == "LEGAL_REF" and e.identity is not UNSET]
    assert ids == ["chi-thi/20/tw/2012", "chi-thi/20/tw/2018", "chi-thi/20/tw"]


@pytest.mark.parametrize(
    ("provinces", "id"),
    [("tỉnh Nghệ An", "ubnd/nghe-an/huyen-thanh-chuong"), ("tỉnh Nghệ An và Ủy ban nhân dân tỉnh Hà Tĩnh", None)],
)
def test_a_district_is_one_of_the_only_province_that_its_document_names(provinces: str, id: str | None) -> None:
    record = read(
        "ỦY BAN NHÂN DÂN\nHUYỆN THANH CHƯƠNG\nSố: 5/KH-UBND\nThanh Chương, ngày 12 tháng 2 năm 2024\nKẾ HOẠCH\nPhòng, chống thiên tai năm 2024\n"
        f"1. Ủy ban nhân dân huyện Thanh Chương báo cáo Ủy ban nhân dân {provinces}.\n"
    )
    found = {e.text: e.identity.id for e in record.entities if e.label == "AGENCY" and e.identity is not UNSET}
    assert found["Ủy ban nhân dân huyện Thanh Chương"] == id


def test_a_whole_word_has_no_letter_before_it() -> None:
    assert re.findall(one_of(["an", ", bảo đảm"], whole=True), "toàn an, bảo đảm") == ["an", ", bảo đảm"]
    assert re.findall(one_of(["an"], whole=True), "toàn dân, ban") == []
    assert len(re.findall(one_of(["sửa đổi, bổ sung"], spaced=True), "sửa  đổi , bổ sung; sửa đổi, bổ sung; sửa đổi bổ sung")) == 2
