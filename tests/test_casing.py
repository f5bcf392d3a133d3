"""Texts in capitals are read as if they had small letters, and keep their offsets and surfaces."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.casing import has_capitals, in_capitals, load_weights, recase, recase_name
from pipeline.errors import ModelError
from pipeline.extract import extract
from pipeline.provenance import models_dir
from pipeline.readers import Document
from pipeline.schema import SourceInfo

PLAN = """UBND TỈNH HÀ NHUNG
SỞ Y TẾ

SỐ: 45/KH-SYT

KẾ HOẠCH
PHÒNG, CHỐNG DỊCH BỆNH MÙA HÈ NĂM 2024

CĂN CỨ QUYẾT ĐỊNH SỐ 12/QĐ-UBND NGÀY 03/01/2024 CỦA UBND TỈNH HÀ NHUNG, SỞ Y TẾ BAN HÀNH KẾ HOẠCH NHƯ SAU:

I. NHIỆM VỤ
1. TRUNG TÂM KIỂM SOÁT BỆNH TẬT TỈNH CHỦ TRÌ, PHỐI HỢP VỚI CÔNG AN TỈNH KIỂM TRA CÁC CHỢ TRƯỚC NGÀY 30/6/2024.
2. ĐỀ NGHỊ UBND CÁC HUYỆN BỐ TRÍ KINH PHÍ CHO TRẠM Y TẾ TRONG QUÝ II/2024.
"""


def test_only_texts_without_small_letters_are_taken() -> None:
    assert in_capitals(PLAN) and not in_capitals(PLAN.lower()) and not in_capitals("KẾ HOẠCH")
    assert not in_capitals(PLAN + "Sở Y tế chủ trì, phối hợp với các đơn vị liên quan thực hiện. " * 3)
    assert not in_capitals("") and not in_capitals("1234567890 " * 200)


def test_names_and_sentences_are_written_as_people_write_them() -> None:
    text = recase(PLAN)
    assert "Trung tâm Kiểm soát bệnh tật tỉnh chủ trì, phối hợp với Công an tỉnh kiểm tra các chợ trước ngày 30/6/2024." in text
    assert "Quyết định số 12/QĐ-UBND ngày 03/01/2024 của UBND tỉnh" in text
    assert len(text) == len(PLAN) and text.upper() == PLAN


def test_a_plan_in_capitals_gives_what_it_says() -> None:
    record = extract(Document("a", PLAN, SourceInfo("a.txt", "txt", "utf-8", "", 0)))
    assert record.text == PLAN and all(PLAN[e.start : e.end] == e.text for e in record.entities)
    names = {e.norm.name: e.text for e in record.entities if e.label == "AGENCY"}
    assert names["Trung tâm Kiểm soát bệnh tật tỉnh"] == "TRUNG TÂM KIỂM SOÁT BỆNH TẬT TỈNH"
    by_id = {e.id: e.text for e in record.entities}
    first, second = record.tasks
    assert [by_id[i] for i in first.lead] == ["TRUNG TÂM KIỂM SOÁT BỆNH TẬT TỈNH"] and [by_id[i] for i in first.coordinating] == ["CÔNG AN TỈNH"]
    assert [by_id[i] for i in first.deadline] == ["NGÀY 30/6/2024"] and [by_id[i] for i in second.deadline] == ["QUÝ II/2024"]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200))
def test_recasing_keeps_length_and_letters(text: str) -> None:
    found = recase(text.upper())
    assert len(found) == len(text.upper()) and found.casefold() == text.upper().casefold()


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    shutil.copytree(models_dir() / "casing", tmp_path / "casing")
    (tmp_path / "casing" / "weights.json").write_text("{}")
    with pytest.raises(ModelError, match="not the file that its metadata names"):
        load_weights(tmp_path / "casing")
    (tmp_path / "casing" / "metadata.json").write_text(json.dumps({"sha256": 5}))
    with pytest.raises(ModelError, match="does not hold a casing model"):
        load_weights(tmp_path / "casing")
    with pytest.raises(ModelError, match="cannot be read"):
        load_weights(tmp_path)


@given(st.text(max_size=80))
def test_recasing_a_name_keeps_its_letters_and_asks_only_for_capitals(name: str) -> None:
    found = recase_name(name)
    assert found.casefold() == name.casefold()
    assert has_capitals(name) or found == name


def test_a_name_keeps_what_is_written_small_and_codes() -> None:
    assert recase_name("Ban Chỉ đạo PHÒNG, CHỐNG DỊCH BỆNH Ở NGƯỜI") == "Ban Chỉ đạo phòng, chống dịch bệnh ở người"
    assert recase_name("Trường THPT Châu Phú B") == "Trường THPT Châu Phú B"
