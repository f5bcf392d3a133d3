"""Every AGENCY has an identity: the id of the body as of the document's date where one is certain, its territory, the date."""

from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.readers.document import Document
from pipeline.resolve.agencies import identify, identify_agencies
from pipeline.resolve.places import Home, read_place
from pipeline.resolve.registry import registry, slug
from pipeline.schema import Identity, Level, Record, SourceInfo

LEVELS = get_args(Level)
PROVINCE_PLAN = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NINH
Số: 31/KH-UBND
Quảng Ninh, ngày 12 tháng 2 năm 2024
KẾ HOẠCH
Phòng, chống đuối nước trẻ em năm 2024
1. Sở Lao động - Thương binh và Xã hội chủ trì, phối hợp với Công an tỉnh, Sở Y tế tổ chức thực hiện.
2. Bộ Chỉ huy Quân sự tỉnh, Hội Nông dân tỉnh phối hợp thực hiện; Giám đốc Sở Tài chính bố trí kinh phí.
3. Ủy ban nhân dân huyện Ba Chẽ xây dựng kế hoạch, báo cáo Ủy ban nhân dân tỉnh trước ngày 30/6/2024.
4. Các sở, ban, ngành và Ủy ban nhân dân các huyện, thị xã, thành phố căn cứ nhiệm vụ được giao thực hiện.
5. Cục Thuế bố trí công chức tham gia; Sở Y tế tỉnh Hải Dương cử bác sĩ hỗ trợ.
"""


def identities(text: str) -> dict[str, Identity]:
    """The identities of a document by the surface of the body."""
    record: Record = identify_agencies(extract(Document("1", text, SourceInfo("1.txt", "txt", "utf-8", "", 0))))
    return {e.text: e.identity for e in record.entities if e.label == "AGENCY" and not isinstance(e.identity, msgspec.UnsetType)}


def home(*units: str, day: str | None = "2024-05-01", kind: str = "") -> Home:
    """A document issued in the units named, the largest first."""
    found = Home(day=day, kind=kind)
    for unit in units:
        place = read_place(unit, found)
        assert place is not None
        found = Home(*[place if level == place.level else found.at(level) for level in ("province", "district", "commune")], day, kind)
    return found


of_ministry = Home(day="2025-09-01", issuer="bo-y-te")


@pytest.fixture(scope="module")
def of_province() -> dict[str, Identity]:
    return identities(PROVINCE_PLAN)


@pytest.mark.parametrize(
    ("surface", "id", "territory"),
    [
        ("Sở Y tế", "so-y-te/quang-ninh", "tỉnh Quảng Ninh"),
        ("Sở Lao động - Thương binh và Xã hội", "so-lao-dong-thuong-binh-va-xa-hoi/quang-ninh", "tỉnh Quảng Ninh"),
        ("Công an tỉnh", "cong-an/quang-ninh", "tỉnh Quảng Ninh"),
        ("Hội Nông dân tỉnh", "hoi-nong-dan/quang-ninh", "tỉnh Quảng Ninh"),
        ("Giám đốc Sở Tài chính", "so-tai-chinh/quang-ninh#giam-doc", "tỉnh Quảng Ninh"),
        ("Ủy ban nhân dân huyện Ba Chẽ", "ubnd/quang-ninh/huyen-ba-che", "huyện Ba Chẽ, tỉnh Quảng Ninh"),
        ("Ủy ban nhân dân tỉnh", "ubnd/quang-ninh", "tỉnh Quảng Ninh"),
        ("Cục Thuế", "cuc-thue/quang-ninh", "tỉnh Quảng Ninh"),
        ("Sở Y tế tỉnh Hải Dương", "so-y-te/hai-duong", "tỉnh Hải Dương"),
        ("Các sở, ban, ngành", None, "tỉnh Quảng Ninh"),
        ("Ủy ban nhân dân các huyện, thị xã, thành phố", None, None),
    ],
)
def test_bodies_of_a_provincial_plan(of_province: dict[str, Identity], surface: str, id: str | None, territory: str | None) -> None:
    assert of_province[surface] == Identity(id, territory, "2024-02-12")


@pytest.mark.parametrize(
    ("name", "level", "where", "expected"),
    [
        ("Bộ Kế hoạch và Đầu tư", "central", home(day="2026-01-05"), "bo-ke-hoach-va-dau-tu"),
        ("Ngân hàng Nhà nước", "central", home(), "ngan-hang-nha-nuoc-viet-nam"),
        ("Ban Bí thư Trung ương Đảng", "central", home(), "ban-bi-thu"),
        ("Thống đốc Ngân hàng Nhà nước Việt Nam", "central", home(), "ngan-hang-nha-nuoc-viet-nam#thong-doc"),
        ("Quân khu IV", "central", home(), "quan-khu-4"),
        # a name that moved from the provinces to the centre
        ("Cục Thuế", "central", home(day="2025-08-01"), "cuc-thue"),
        ("Cục Thuế", "central", home(day="2024-08-01"), None),
        ("Cục Thuế", "province", home("tỉnh Long An", day=None), None),
        ("Cục Thuế", "province", home("tỉnh Đồng Tháp", day="2026-01-05"), "cuc-thue"),
        # the place tells the province, or does not
        ("Sở Y tế", "province", home(), None),
        ("Thanh tra tỉnh", "province", home("tỉnh Lạng Sơn"), "thanh-tra/lang-son"),
        ("Chánh Thanh tra tỉnh", "province", home("tỉnh Lạng Sơn"), "thanh-tra/lang-son#chanh"),
        ("Ủy ban nhân dân tỉnh", "province", home("thành phố Hải Phòng"), None),
        ("Thành ủy Hải Phòng", "province", home(), "thanh-uy/hai-phong"),
        ("Ban Tuyên giáo Tỉnh ủy", "province", home("tỉnh Lạng Sơn"), "ban-tuyen-giao/lang-son"),
        ("Ủy ban nhân dân", "province", home("tỉnh Lạng Sơn", kind="ubnd"), "ubnd/lang-son"),
        ("Tòa án nhân dân", "province", home("tỉnh Lạng Sơn", kind="ubnd"), None),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "province", home("tỉnh Lạng Sơn"), "ubmttq/lang-son"),
        ("Phòng Tư pháp", "district", home("tỉnh Lạng Sơn", "huyện Cao Lộc"), "phong-tu-phap/lang-son/huyen-cao-loc"),
        ("Công an huyện", "district", home("tỉnh Lạng Sơn", "huyện Cao Lộc"), "cong-an/lang-son/huyen-cao-loc"),
        ("Ủy ban nhân dân phường Đông Kinh", "commune", home("tỉnh Lạng Sơn", day="2025-09-01"), "ubnd/lang-son/phuong-dong-kinh"),
        ("Ủy ban nhân dân Thành phố Hồ Chí Minh", "province", home(), "ubnd/ho-chi-minh"),
        ("Hội Cựu chiến binh", "province", home("tỉnh Lạng Sơn"), "hoi-cuu-chien-binh/lang-son"),
        ("Hội Cựu chiến binh", "commune", home("tỉnh Lạng Sơn"), None),
        ("Thành đoàn", "province", home("thành phố Hải Phòng"), "thanh-doan/hai-phong"),
        ("Công an Thành phố", "province", home("thành phố Hồ Chí Minh"), "cong-an/ho-chi-minh"),
        ("Chủ tịch Ủy ban nhân dân Thành phố", "province", home("thành phố Hồ Chí Minh"), "ubnd/ho-chi-minh#chu-tich"),
        (
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            "commune",
            home("tỉnh Quảng Ninh", "phường Hồng Gai", day="2025-09-10"),
            "phong-kinh-te-ha-tang-va-do-thi/quang-ninh/phuong-hong-gai",
        ),
        ("Trung tâm Y tế huyện", "district", home("tỉnh Lạng Sơn", "huyện Cao Lộc"), "trung-tam-y-te/lang-son/huyen-cao-loc"),
        ("Ủy ban nhân dân thành phố Đồng Nai", "district", home(day="2026-05-05"), "ubnd/dong-nai"),
        ("Ủy ban nhân dân thành phố Huế", "district", home(day="2025-05-05"), "ubnd/hue"),
        ("Kho bạc Nhà nước tỉnh", "province", home("tỉnh Lạng Sơn"), "kho-bac-nha-nuoc/lang-son"),
        ("Kho bạc Nhà nước", "central", home(), "kho-bac-nha-nuoc"),
        # the office of a body, and a body that is called an office
        ("Chánh Văn phòng Trung ương Đảng", "central", home(), "van-phong-trung-uong-dang#chanh"),
        ("Chánh Văn phòng Ủy ban nhân dân tỉnh", "province", home("tỉnh Lạng Sơn"), "van-phong-ubnd/lang-son#chanh"),
        ("Chánh Thanh tra Bộ Y tế", "central", home(), "bo-y-te/thanh-tra#chanh"),
        ("Chánh Văn phòng Bộ", "central", home(), None),
        # units that each ministry has
        ("Vụ Pháp chế", "central", of_ministry, "bo-y-te/vu-phap-che"),
        ("Vụ trưởng Vụ Pháp chế", "central", of_ministry, "bo-y-te/vu-phap-che#vu-truong"),
        ("Văn phòng Bộ", "central", of_ministry, "bo-y-te/van-phong"),
        ("Thanh tra Bộ Công an", "central", of_ministry, "bo-cong-an/thanh-tra"),
        ("Văn phòng Bộ - Bộ Nội vụ", "central", home(), "bo-noi-vu/van-phong"),
        ("Cục Công nghệ thông tin - Bộ Tư pháp", "central", of_ministry, "bo-tu-phap/cuc-cong-nghe-thong-tin"),
        ("Cục Xuất nhập khẩu - Bộ Công Thương", "central", of_ministry, "cuc-xuat-nhap-khau"),
        ("Vụ Pháp chế", "central", Home(issuer="chinh-phu"), None),
        ("Văn phòng", "central", of_ministry, None),
        ("Cục trưởng Cục Công nghệ thông tin", "central", home(), None),
        # an old name that texts also give to the department of today
        ("Sở Văn hóa", "province", home("tỉnh Lạng Sơn"), None),
        ("Sở Công nghiệp", "province", home("tỉnh Lạng Sơn", day="2006-02-01"), "so-cong-nghiep/lang-son"),
        ("Bộ Văn hóa", "central", home(), None),
        # several, none, or not certain which
        ("Các Phó Thủ tướng Chính phủ", "central", home(), None),
        ("Phó Chủ tịch Ủy ban nhân dân tỉnh", "province", home("tỉnh Lạng Sơn"), None),
        ("Ủy ban nhân dân cấp huyện", "district", home("tỉnh Lạng Sơn"), None),
        ("Ủy ban nhân dân xã Tân Lập", "commune", home("tỉnh Lạng Sơn"), None),
        ("Ủy ban nhân dân huyện Hải Hậu", "district", home("tỉnh Ninh Bình", day="2025-09-01"), None),
        ("Vụ Pháp chế", "central", home(), None),
        ("Cục Công nghệ thông tin", "central", home(), None),
        ("Ban Chỉ đạo", "province", home("tỉnh Lạng Sơn"), None),
    ],
)
def test_ids(name: str, level: str, where: Home, expected: str | None) -> None:
    assert identify(name, level, where).id == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "level", "territory"),
    [
        ("Khoa Nội tổng hợp", "province", "tỉnh Lạng Sơn"),
        ("Ban Chỉ đạo công tác trẻ em", "province", "tỉnh Lạng Sơn"),
        ("Ban Chỉ đạo công tác trẻ em tỉnh Cao Bằng", "province", "tỉnh Cao Bằng"),
        ("Bệnh viện Bạch Mai", "province", None),
        ("Ủy ban nhân dân các huyện, thành phố Lạng Sơn", "district", None),
        ("Các sở, ban, ngành tỉnh", "province", "tỉnh Lạng Sơn"),
        ("Bộ Y tế", "central", None),
    ],
)
def test_a_territory_without_an_id(name: str, level: str, territory: str | None) -> None:
    assert identify(name, level, home("tỉnh Lạng Sơn")).territory == territory  # type: ignore[arg-type]


CITY_PLAN = """ỦY BAN NHÂN DÂN
THÀNH PHỐ {capitals}
Số: 31/KH-UBND
{city}, ngày {day}
KẾ HOẠCH
Phòng, chống dịch bệnh mùa mưa lũ
1. Ủy ban nhân dân thành phố {city} chỉ đạo; Công an thành phố phối hợp thực hiện.
"""


@pytest.mark.parametrize(
    ("city", "day", "level", "id"),
    [
        ("Huế", "5 tháng 3 năm 2025", "province", "ubnd/hue"),
        ("Huế", "5 tháng 3 năm 2023", "district", "ubnd/thua-thien-hue/thanh-pho-hue"),
        ("Đồng Nai", "5 tháng 6 năm 2026", "province", "ubnd/dong-nai"),
        ("Đà Nẵng", "5 tháng 3 năm 2023", "province", "ubnd/da-nang"),
        ("Biên Hòa", "5 tháng 3 năm 2023", "district", None),
    ],
)
def test_a_city_has_the_level_of_the_day(city: str, day: str, level: str, id: str | None) -> None:
    text = CITY_PLAN.format(capitals=city.upper(), city=city, day=day)
    record = identify_agencies(extract(Document("1", text, SourceInfo("1.txt", "txt", "utf-8", "", 0))))
    bodies = {e.text: (e.norm.level, e.identity.id) for e in record.entities if e.label == "AGENCY"}
    assert bodies[f"Ủy ban nhân dân thành phố {city}"] == (level, id)
    assert bodies["Công an thành phố"] == (level, id and id.replace("ubnd", "cong-an"))


@pytest.mark.parametrize(
    ("surface", "day", "id"),
    [
        ("thành phố Huế", "2025-02-01", "hue"),
        ("thành phố Huế", "2023-02-01", "thua-thien-hue/thanh-pho-hue"),
        ("thành phố Huế", None, None),
        ("tỉnh Cần Thơ", "2002-03-01", "can-tho"),
        ("thành phố Cần Thơ", "2002-03-01", "can-tho/thanh-pho-can-tho"),
        ("thành phố Cần Thơ", "2024-03-01", "can-tho"),
        ("thành phố Bắc Ninh", "2024-03-01", "bac-ninh/thanh-pho-bac-ninh"),
        ("thành phố Đồng Nai", "2026-06-01", "dong-nai"),
        ("tỉnh Hà Tây", "2007-03-01", "ha-tay"),
        ("Đăk Lăk", "2019-03-01", "dak-lak"),
        ("tỉnh An Bình", "2019-03-01", None),
    ],
)
def test_places_as_of_a_day(surface: str, day: str | None, id: str | None) -> None:
    place = read_place(surface, Home(day=day))
    assert (place.id if place else None) == id


DISTRICT_PLAN = """UBND HUYỆN CAO LỘC
PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI
Số: 12/KH-LĐTBXH
Cao Lộc, ngày 14 tháng 3 năm 2023
KẾ HOẠCH
Tháng hành động vì trẻ em năm 2023
1. Phòng Giáo dục và Đào tạo, Công an huyện phối hợp thực hiện; Ủy ban nhân dân xã Gia Cát tổ chức lễ phát động.
2. Huyện đoàn vận động nguồn lực, báo cáo Sở Lao động - Thương binh và Xã hội tỉnh Lạng Sơn.
"""


def test_a_division_of_a_district_is_in_the_one_province_that_its_bodies_name() -> None:
    found = {surface: identity.id for surface, identity in identities(DISTRICT_PLAN).items()}
    assert found["Công an huyện"] == "cong-an/lang-son/huyen-cao-loc"
    assert found["Huyện đoàn"] == "huyen-doan/lang-son/huyen-cao-loc"
    assert found["Ủy ban nhân dân xã Gia Cát"] == "ubnd/lang-son/huyen-cao-loc/xa-gia-cat"


def test_a_document_of_the_centre_lends_no_territory() -> None:
    found = identities("BỘ Y TẾ\nSố: 12/KH-BYT\nHà Nội, ngày 3 tháng 4 năm 2024\nKẾ HOẠCH\nTiêm chủng mở rộng\n1. Sở Y tế báo cáo Bộ Y tế.\n")
    assert found["Sở Y tế"] == Identity(None, None, "2024-04-03")
    assert found["Bộ Y tế"].id == "bo-y-te"


def test_a_ministry_speaks_of_itself() -> None:
    text = "BỘ Y TẾ\nSố: 12/KH-BYT\nHà Nội, ngày 3 tháng 4 năm 2024\nKẾ HOẠCH\nTiêm chủng\n1. Các đơn vị thuộc Bộ báo cáo Bộ trưởng, Bộ trưởng Bộ Tài chính.\n"
    found = {surface: identity.id for surface, identity in identities(text).items()}
    assert found["Bộ"] == "bo-y-te" and found["Bộ trưởng Bộ Tài chính"] == "bo-tai-chinh#bo-truong"
    assert identify("Bộ trưởng", "central", home()).id is None


def test_a_department_takes_its_province_from_the_line_of_the_date() -> None:
    text = "SỞ Y TẾ\nSố: 8/KH-SYT\nLạng Sơn, ngày 3 tháng 4 năm 2024\nKẾ HOẠCH\nTruyền thông năm 2024\n1. Trung tâm Kiểm soát bệnh tật tham mưu Sở Y tế.\n"
    assert identities(text)["Trung tâm Kiểm soát bệnh tật"].id == "trung-tam-kiem-soat-benh-tat/lang-son"


def test_without_a_date_the_body_is_still_named() -> None:
    found = identities("KẾ HOẠCH\nTruyền thông\n1. Bộ Y tế chủ trì.\n")
    assert found["Bộ Y tế"] == Identity("bo-y-te", None, None)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(registry().kinds)), st.sampled_from(sorted(registry().provinces)), st.dates())
def test_an_id_is_ascii_and_that_of_the_unit_that_is_named(kind: str, province: str, day: object) -> None:
    body = registry().kinds[kind]
    found = identify(f"{body.name} {registry().provinces[province].name}", "province", Home(day=str(day)))
    assert found.id is None or (found.id.isascii() and f"/{registry().provinces[province].id}/" in f"{found.id}/")


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(registry().kinds)),
    st.sampled_from(["", " tỉnh", " huyện", " huyện Đồng Trạch", " xã", " cấp huyện"]),
    st.sampled_from(LEVELS),
)
def test_an_id_of_a_unit_that_is_not_known_is_none(kind: str, rest: str, level: Level) -> None:
    """Nobody knows in which province the district is."""
    where = home("huyện Đồng Trạch")
    name = registry().kinds[kind].name
    found = identify(f"{name}{rest}", level, where).id
    assert found is None or found in {body.id for body in registry().bodies.values()}, found


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_a_slug_has_only_what_is_safe_in_a_path(name: str) -> None:
    assert all(part.isascii() and part.isalnum() for part in slug(name).split("-") if part)
