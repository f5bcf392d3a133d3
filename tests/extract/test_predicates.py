"""Predicates: every verb of the list ends a name, none is a part of one that the registry knows, and a purpose may hold a verb."""

import pytest

from pipeline.extract.agencies import find_agencies
from pipeline.extract.agencies.predicates import first_syllables, predicate_at
from pipeline.extract.agencies.registry import registry
from pipeline.rule_tables import load_rules


def verbs(table: str) -> list[str]:
    return [verb.strip() for field in load_rules("predicates")[table].values() for verb in field.split(",")]


def names(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_agencies(text)]


@pytest.mark.parametrize("table", ["never", "purposes"])
def test_every_verb_ends_the_name_of_a_unit_and_of_a_body_whose_purpose_stands(table: str) -> None:
    for body in ("Trung tâm Nghệ thuật Sông Hương", "Hội đồng thẩm định giá đất"):
        assert {verb for verb in verbs(table) if tuple(verb.split()) not in registry().name_pairs and names(f"{body} {verb} ngay") != [body]} == set()


def test_a_verb_that_a_name_of_the_registry_holds_ends_none() -> None:
    held = {tuple(pair.split()) for pair in ("bắt buộc", "vi phạm", "giao thông")}
    assert held <= registry().name_pairs
    assert not any(predicate_at(f"Tổ {' '.join(pair)}", 2) for pair in held)


def test_a_verb_stands_in_one_table_and_is_two_syllables() -> None:
    listed = verbs("never") + verbs("purposes")
    assert len(listed) == len(set(listed))
    assert {verb for verb in listed if len(verb.split()) != 2} == set()


def test_first_syllables_hold_the_beginning_of_every_predicate() -> None:
    held = load_rules("predicates")["before_objects"]["verbs"].replace(",", " , ").split(" , ")
    assert {verb for verb in [*verbs("never"), *verbs("purposes"), *held] if verb.split()[0] not in first_syllables()} == set()


@pytest.mark.parametrize(
    ("text", "position", "kind"),
    [
        ("Hội đồng  bỏ phiếu kín", 8, "sure"),
        ("Ban Chỉ đạo xác định rõ việc", 11, "sure"),
        ("Ban Chỉ đạo xác định danh tính", 11, "purpose"),
        ("Trạm Khuyến nông kiểm định 12 mẫu", 16, "object"),
        ("Trạm Khuyến nông kiểm định giống", 16, ""),
        ("HỘI ĐỒNG BỎ PHIẾU", 8, ""),
        ("Ban Giao thông báo tin", 8, ""),
        ("Hội đồng", 8, ""),
    ],
)
def test_what_begins_a_predicate(text: str, position: int, kind: str) -> None:
    assert predicate_at(text, position) == kind


def test_a_name_in_capitals_holds_what_a_predicate_would_begin_with() -> None:
    assert names("BAN CHỈ ĐẠO SẮP XẾP DÂN CƯ") == ["BAN CHỈ ĐẠO SẮP XẾP DÂN CƯ"]
