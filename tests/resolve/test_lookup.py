"""`pipeline agencies lookup`: a short name and a day in, the life of the body out."""

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import UnknownBody
from pipeline.resolve.lookup import look_up


@pytest.mark.parametrize(
    ("query", "day", "id", "standing"),
    [
        ("Sở LĐTBXH", "2026-01-01", "so-lao-dong-thuong-binh-va-xa-hoi", False),
        ("Sở LĐTBXH", "2020-01-01", "so-lao-dong-thuong-binh-va-xa-hoi", True),
        ("Sở KH&ĐT Hà Nam", "2024-01-01", "so-ke-hoach-va-dau-tu/ha-nam", True),
        ("UBND tỉnh Hà Nam", "2025-07-01", "ubnd/ha-nam", False),
        ("BTTTT", "2026-01-01", "bo-thong-tin-va-truyen-thong", False),
        ("NHNN", "2026-01-01", "ngan-hang-nha-nuoc-viet-nam", True),
        ("Bộ NN&MT", "2024-01-01", "bo-nong-nghiep-va-moi-truong", False),
        ("Ban Kinh tế Trung ương", "2010-01-01", "ban-kinh-te-trung-uong", False),
        ("Ban Kinh tế Trung ương", "2020-01-01", "ban-kinh-te-trung-uong", True),
        ("tỉnh Hà Tây", "2008-07-31", "ha-tay", True),
        ("thành phố Huế", "2026-01-01", "hue", True),
        ("Cục Thuế", "2026-01-01", "cuc-thue", True),
        ("Công an huyện Ba Chẽ", "2025-03-01", None, False),
        # by the id of an identity
        ("bo-noi-vu#bo-truong", "2026-01-01", "bo-noi-vu", True),
        ("so-y-te/ha-nam", "2026-01-01", "so-y-te/ha-nam", False),
        ("ubnd/quang-ninh/huyen-ba-che", "2026-01-01", "ubnd/quang-ninh/huyen-ba-che", False),
        ("bo-y-te/vu-phap-che", "2026-01-01", "bo-y-te/vu-phap-che", None),
        ("hoc-vien-ngoai-giao", "2026-01-01", "hoc-vien-ngoai-giao", None),
        ("Cục Chăn nuôi và Thú y", "2026-01-01", "cuc-chan-nuoi-va-thu-y", None),
    ],
)
def test_who_and_whether(query: str, day: str, id: str | None, standing: bool | None) -> None:
    found = look_up(query, day)
    assert (found.id, found.standing) == (id, standing)


def test_a_ministry_that_was_divided() -> None:
    found = look_up("Bộ LĐTBXH", "2026-01-01")
    assert [link.id for link in found.successors][:3] == ["bo-noi-vu", "bo-y-te", "bo-giao-duc-va-dao-tao"]
    assert {link.on for link in found.successors} == {"2025-03-01"}
    assert [s.number for s in found.times[0].sources][-1] == "176/2025/QH15"


def test_a_department_of_a_province_that_took_two_others_in() -> None:
    found = look_up("Sở Y tế tỉnh Ninh Bình", "2026-01-01")
    assert {link.id for link in found.predecessors if link.on == "2025-07-01"} == {"so-y-te/nam-dinh", "so-y-te/ha-nam"}
    assert found.times[0].parent == "Ủy ban nhân dân tỉnh Ninh Bình"


def test_what_only_some_provinces_had_is_not_told_of_one() -> None:
    assert "so-canh-sat-phong-chay-va-chua-chay" in {link.id for link in look_up("Công an", "2026-01-01").predecessors}
    assert look_up("Công an tỉnh Lạng Sơn", "2026-01-01").predecessors[-1].id != "so-canh-sat-phong-chay-va-chua-chay/lang-son"
    assert look_up("Sở Ngoại vụ tỉnh Lạng Sơn", "2020-01-01").some


def test_a_department_of_a_province_that_was_taken_in() -> None:
    found = look_up("Sở Y tế tỉnh Hà Nam", "2026-01-01")
    assert [(link.id, link.on) for link in found.successors] == [("so-y-te/ninh-binh", "2025-07-01")]
    assert found.times[0].end == "2025-06-30" and "202/2025/QH15" in [s.number for s in found.times[0].sources]


def test_a_body_of_a_district_ended_with_the_districts() -> None:
    found = look_up("Phòng Tư pháp huyện Cao Lộc", "2026-01-01")
    assert found.times[0].end == "2025-06-30" and found.successors == []
    assert "203/2025/QH15" in [s.number for s in found.times[0].sources]


def test_a_province_that_was_split_off_and_came_back() -> None:
    found = look_up("Hậu Giang", "2026-01-01")
    assert [(link.id, link.on) for link in found.predecessors] == [("can-tho", "2004-01-01")]
    assert [(link.id, link.on) for link in found.successors] == [("can-tho", "2025-07-01")]


@pytest.mark.parametrize("query", ["Sở Phép thuật", "", "văn bản", "Văn phòng Bộ", "Ủy ban nhân dân các tỉnh"])
def test_what_names_no_body(query: str) -> None:
    with pytest.raises(UnknownBody, match="names no body of the registry"):
        look_up(query)


def test_a_name_that_is_nearly_right_is_met_with_the_right_one() -> None:
    with pytest.raises(UnknownBody, match="near it: Bộ Nông nghiệp và Môi trường"):
        look_up("Bộ Nông nghịp và Môi trường")


def test_the_command_speaks_to_people_and_to_programs() -> None:
    answer = CliRunner().invoke(app, ["agencies", "lookup", "Sở GTVT tỉnh Lạng Sơn", "--date", "2026-01-01"])
    assert answer.exit_code == 0
    assert "Sở Giao thông vận tải tỉnh Lạng Sơn [so-giao-thong-van-tai/lang-son]" in answer.stdout
    assert "2025-03-01  Sở Xây dựng tỉnh Lạng Sơn [so-xay-dung/lang-son]" in answer.stdout
    assert "Nghị định 45/2025/NĐ-CP, Chính phủ, 2025-02-28" in answer.stdout
    as_json = CliRunner().invoke(app, ["agencies", "lookup", "Sở GTVT tỉnh Lạng Sơn", "--date", "2026-01-01", "--json"])
    found = json.loads(as_json.stdout)
    assert found["territory"] == "tỉnh Lạng Sơn" and found["standing"] is False
    assert CliRunner().invoke(app, ["agencies", "lookup", "Sở Y tế", "--date", "hôm qua"]).exit_code == 2
