"""The tables of bodies, fields and territories are well formed: what a pattern is built from has one reading."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from pipeline.rule_tables import load_rules, strings
from pipeline.schema import Level
from pipeline.text import fold

TABLES = ("agencies", "fields", "territories")
LEVELS = {*get_args(Level), ""}


def twice(pairs: Iterator[tuple[str, str]]) -> set[str]:
    """The forms that stand for two different names."""
    seen: dict[str, str] = {}
    return {form for form, name in pairs if seen.setdefault(form.casefold(), name) != name}


def forms(entry: dict[str, Any], *keys: str) -> Iterator[tuple[str, str]]:
    """(form, name) for the name of an entry and for all that ``keys`` list beside it."""
    yield entry["name"], entry["name"]
    for key in keys:
        yield from ((form, entry["name"]) for form in entry.get(key, ()))


@pytest.mark.parametrize("table", TABLES)
def test_strings_are_folded_and_trimmed(table: str) -> None:
    """Rules match on folded text, so a form that folding would change could never match."""
    for text in strings(load_rules(table)):
        assert text == fold(text).text == " ".join(text.split()), text


def test_levels_are_known() -> None:
    rules = load_rules("agencies")
    for entry in (*rules["body"], *rules["family"]):
        assert entry["level"] in LEVELS | {"none"}, entry
    for entry in (*rules["local"], *rules["party"], *rules["organisation"]):
        assert LEVELS.issuperset(entry["levels"]), entry
        assert entry.get("default", "") in LEVELS | {"none"}, entry


def test_no_variant_repeats_its_name() -> None:
    rules = load_rules("agencies")
    named = [
        *rules["local"],
        *rules["party"],
        *rules["organisation"],
        *rules["office"],
        *rules["body"],
        *load_rules("fields")["field"],
    ]
    for entry in named:
        variants = [form.casefold() for key in ("variants", "aliases") for form in entry.get(key, ())]
        assert entry["name"].casefold() not in variants, entry["name"]
        assert len(variants) == len(set(variants)), (entry["name"], sorted(form for form in variants if variants.count(form) > 1))


def test_an_alias_of_two_bodies_is_marked() -> None:
    rules = load_rules("agencies")
    marked = {form for body in rules["body"] for form in body.get("ambiguous", ())}
    units = ((f"{family['head']} {name}",) * 2 for family in rules["family"] for name in family["names"])
    pairs = (pair for body in rules["body"] for pair in forms(body, "aliases"))
    assert twice(iter([*pairs, *units])) <= marked


@pytest.mark.parametrize("table", ["local", "party", "organisation", "office"])
def test_a_variant_stands_for_one_name(table: str) -> None:
    entries = load_rules("agencies")[table]
    marked = {form for entry in entries for form in entry.get("ambiguous", ())}
    assert twice(pair for entry in entries for pair in forms(entry, "variants")) <= marked


def test_names_of_a_table_stand_once() -> None:
    rules = load_rules("agencies")
    for table in ("body", "local", "party", "organisation", "office"):
        names = [entry["name"].casefold() for entry in rules[table]]
        assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
    for family in rules["family"]:
        assert len(family["names"]) == len({name.casefold() for name in family["names"]}), family["head"]


def test_a_code_of_the_government_office_is_one_unit() -> None:
    units = load_rules("agencies")["vpcp_unit"]
    assert len(units) == len({unit["code"] for unit in units})


def test_head_and_variant_give_one_field() -> None:
    """`Sở VHTT` must be one department, whatever `Phòng VHTT` is."""
    fields = load_rules("fields")["field"]
    pairs = ((f"{head} {form}", field["name"]) for field in fields for head in field["heads"] for form, _ in forms(field, "variants", "short"))
    codes = ((code, field["name"]) for field in fields for code in field.get("codes", ()))
    assert twice(pairs) == set()
    assert twice(codes) == set()


def test_all_ministries_of_2025_are_known() -> None:
    ministries = {field["name"] for field in load_rules("fields")["field"] if "Bộ" in field["heads"]}
    assert ministries >= {
        "Quốc phòng", "Công an", "Ngoại giao", "Nội vụ", "Tư pháp", "Tài chính", "Công Thương", "Nông nghiệp và Môi trường", "Xây dựng",
        "Văn hóa, Thể thao và Du lịch", "Khoa học và Công nghệ", "Giáo dục và Đào tạo", "Y tế", "Dân tộc và Tôn giáo",
    }  # fmt: skip


@pytest.mark.parametrize(("day", "number"), [("2006-01-01", 64), ("2010-01-01", 63), ("2024-06-01", 63), ("2025-06-30", 63), ("2025-07-01", 34)])
def test_number_of_provinces(day: str, number: int) -> None:
    provinces = load_rules("territories")["province"]
    assert len([p for p in provinces if p.get("from", "") <= day <= p.get("until", "9999")]) == number


def test_provinces_are_unambiguous_and_have_successors() -> None:
    provinces = load_rules("territories")["province"]
    names = {province["name"] for province in provinces}
    assert len(names) == len(provinces)
    assert twice(pair for province in provinces for pair in forms(province, "spellings", "codes", "whole_codes")) == set()
    for province in provinces:
        assert province["kind"] in {"tỉnh", "thành phố"}, province
        assert ("until" in province) == ("successor" in province), province
        assert names.issuperset(province.get("successor", ())), province
