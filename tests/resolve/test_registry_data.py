"""The registry over time: it holds what it must, and all that one entry says of another is there."""

import re

import pytest

from pipeline.extract.agencies import find_agencies
from pipeline.extract.agencies.levels import Setting, settle
from pipeline.extract.agencies.registry import registry as names_of_bodies
from pipeline.resolve.registry import registry
from pipeline.rule_tables import load_rules

ACTS = load_rules("registry/acts")["acts"]
RECORDED = [body for body in registry().all() if body.periods]
TIMES = [(body, period) for body in RECORDED for period in body.periods]


def standing(day: str, start: str) -> set[str]:
    """The bodies of a head that stood on a day."""
    return {body.name.removeprefix(start) for body in registry().bodies.values() if body.name.startswith(start) and body.periods and body.stands(day)}


def test_what_an_entry_names_is_there() -> None:
    for body, period in TIMES:
        assert period.acts and set(period.acts) <= ACTS.keys(), body.name
        assert all(registry().find(name) for name in (*period.into, *period.split_from, period.parent) if name), body.name


def test_periods_are_in_order_and_do_not_overlap() -> None:
    for body in RECORDED:
        days = [day for period in body.periods for day in (period.start or "", period.end or "9999")]
        assert days == sorted(days), body.name


def test_what_takes_over_outlives_what_ended() -> None:
    for body, period in TIMES:
        heirs = [registry().find(name, local=bool(body.levels)) for name in period.into]
        assert all(heir and any((p.end or "9999") > (period.end or "") for p in heir.periods) for heir in heirs), body.name


def test_ids_are_readable_and_name_one_body() -> None:
    for table in (registry().bodies, registry().kinds, registry().provinces):
        ids = [body.id for body in {id(body): body for body in table.values()}.values()]
        assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
        assert all(re.fullmatch(r"[a-z0-9-]+(?:#[a-z-]+)?", id) for id in ids)


def test_acts_say_what_they_are_and_how_they_were_verified() -> None:
    assert {act["checked"] for act in ACTS.values()} <= {"cited", "page", "memory"}
    assert all({"type", "issuer", "on", "about"} <= act.keys() for act in ACTS.values())


# The lists of the National Assembly: Nghị quyết 02/2002/QH11 (20 bộ, 6 cơ quan ngang bộ), 01/2007/QH12 (18 and 4), 176/2025/QH15 (14 and 3).
@pytest.mark.parametrize(
    ("day", "ministries", "gone"),
    [
        ("2003-01-01", 20, "Bưu điện"),
        ("2008-01-01", 18, "Thủy sản"),
        ("2024-06-01", 18, "Công nghiệp"),
        ("2025-03-01", 14, "Giao thông vận tải"),
        ("2026-06-01", 14, "Kế hoạch và Đầu tư"),
    ],
)
def test_every_ministry_since_2002(day: str, ministries: int, gone: str) -> None:
    names = standing(day, "Bộ ") - {"Chính trị", "Tổng Tham mưu"}
    assert len(names) == ministries, sorted(names)
    assert gone not in names


def test_every_ministry_level_body_since_2002() -> None:
    ministry_level = {
        "Văn phòng Chính phủ", "Thanh tra Nhà nước", "Thanh tra Chính phủ", "Ngân hàng Nhà nước Việt Nam", "Ủy ban Dân tộc", "Ủy ban Thể dục thể thao",
        "Ủy ban Dân số, Gia đình và Trẻ em",
    }  # fmt: skip
    bodies = {name: registry().body(name) for name in ministry_level}
    assert all(body and body.periods for body in bodies.values())
    assert {name for name, body in bodies.items() if body and body.stands("2026-01-01")} == {
        "Văn phòng Chính phủ",
        "Thanh tra Chính phủ",
        "Ngân hàng Nhà nước Việt Nam",
    }


@pytest.mark.parametrize(
    ("day", "count"), [("2003-06-01", 61), ("2005-01-01", 64), ("2009-01-01", 63), ("2025-06-30", 63), ("2025-07-01", 34), ("2026-11-01", 34)]
)
def test_every_province_old_and_new(day: str, count: int) -> None:
    provinces = {body.id for body in registry().provinces.values() if body.stands(day)}
    assert len(provinces) == count


def test_the_29_provinces_of_2025_have_one_successor_each() -> None:
    ended = [body for body in registry().provinces.values() if body.periods[0].end == "2025-06-30"]
    heirs = {name for body in ended for name in body.periods[0].into}
    assert len({body.id for body in ended}) == 29 and all(len(body.periods[0].into) == 1 for body in ended)
    assert len(heirs) == 23 and all(registry().provinces[name.casefold()].stands("2025-07-01") for name in heirs)


def test_every_department_type_is_there() -> None:
    """A department of the province, or a division of the district that is no room of an office, that the extractors know is a kind of the registry."""
    fields = load_rules("fields")["field"]
    kinds = {f"{head} {entry['name']}" for entry in fields for head in ("Sở", "Phòng") if head in entry["heads"] and not entry.get("inner")}
    assert kinds <= {body.name for body in registry().kinds.values()}
    unrecorded = {name for name in kinds if name.startswith("Sở ") and not registry().kinds[name.casefold()].periods}
    assert len(unrecorded) == 9, sorted(unrecorded)


def test_the_extractors_find_what_the_registry_names() -> None:
    """The name of a body is a norm: what it is also called stands in the tables of the extractors and nowhere else."""
    where = {"tỉnh": " Lạng Sơn", "thành phố": " Hải Phòng", "huyện": " Cao Lộc", "quận": " Lê Chân", "thị xã": " Sơn Tây"}
    for body in (*registry().bodies.values(), *registry().kinds.values()):
        text = f"thuộc {body.name}{where.get(body.unit, ' tỉnh Lạng Sơn') if body.levels else ''}"
        found = settle(find_agencies(text), Setting())
        if body.periods and body.name not in ("Tổng Bí thư", "Đảng Cộng sản Việt Nam", "Tổng Kiểm toán nhà nước"):  # found only in some places
            assert [m.norm.name.startswith(body.name) for m in found][:1] == [True], text  # type: ignore[union-attr]


def test_the_single_offices_are_offices() -> None:
    assert set(load_rules("registry/local")["single_offices"]) <= set(names_of_bodies().office_names.values())
