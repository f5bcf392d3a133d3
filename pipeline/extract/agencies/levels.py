"""Levels of bodies: those that the name does not tell come from the document, the body before, or the body that owns it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.registry import CENTRAL_CITIES, tables
from pipeline.extract.rule import Mention
from pipeline.rule_tables import load_rules
from pipeline.schema import AgencyNorm, Level

_LEVELS: dict[str, Level | None] = {
    "central": "central",
    "province": "province",
    "district": "district",
    "commune": "commune",
    "none": None,
    "": None,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What only the document tells of the bodies in it.

    ``level`` and ``issuer`` are those of the body that issued it, ``city`` is the level of `thành phố` without a name,
    ``two_levels`` whether it was issued after the districts were abolished (1 July 2025).
    """

    level: Level | None = None
    issuer: str = ""
    city: Level | None = None
    two_levels: bool = False


def settle(found: Sequence[Found], setting: Setting) -> list[Mention]:
    """Mentions with norms: levels that the name does not tell come from the document, the body before or the body that owns it."""
    document_level = setting.level
    mentions: list[Mention] = []
    previous: Level | None = None
    for index, item in enumerate(found):
        if item.level == "document" or _has_bare_place(item):
            kind = "" if item.name.casefold() == setting.issuer.casefold() else level_of_kind(item.name)
            kind = "central" if not kind and setting.two_levels and _CENTRAL_SINCE_2025.search(item.name) else kind
            level = _LEVELS[kind] if kind else document_level if item.level == "document" else _LEVELS.get(item.level)
        elif item.level == "city":
            level = setting.city or document_level
        elif item.level == "previous":
            near = index and item.start - found[index - 1].end <= 40
            level = previous if near else None
        elif item.level == "parent":
            following = next((later.level for later in found[index + 1 : index + 3] if later.level != "parent"), "none")
            level = document_level if following in ("document", "city") else _LEVELS.get(following)
        else:
            level = _LEVELS.get(item.level)
        if level == "district" and _SEVERAL_ROOMS.match(item.name) and _IS_OFFICE.match(setting.issuer):
            level = document_level
        elif level == "district" and setting.two_levels and _OWN_OFFICE.match(item.name):
            level = "commune"
        elif level == "commune" and _CELLS.match(item.name) and _IS_OFFICE.match(setting.issuer):
            level = document_level
        elif level == "commune" and item.level == "document" and _ABOVE_COMMUNES.match(item.name):
            level = "province" if setting.two_levels or item.name.startswith("Công ty") else "district"
        elif previous and item.name.endswith(" cấp mình"):
            level = previous
        name = item.name
        if level in ("district", "commune") and "Bộ Chỉ huy Quân sự" in name:  # `BCH Quân sự xã`
            name = name.replace("Bộ Chỉ huy Quân sự", "Ban Chỉ huy Quân sự")
        mentions.append(Mention(item.start, item.end, "AGENCY", AgencyNorm(name, level), item.rule, item.score))
        previous = level
    return mentions


# The general departments of tax, customs and statistics became departments on 1 March 2025 (Nghị định 29/2025/NĐ-CP), and those of the provinces of that name ended.
_CENTRAL_SINCE_2025 = re.compile(r"^(?:(?:Phó )?Cục trưởng )?Cục (?:Thuế|Hải quan|Thống kê)$")
# Communes have offices of their own since 2025 (Nghị định 150/2025/NĐ-CP): `Phòng Kinh tế`, unless the name says whose. Other rooms are those of
# the former districts, which later documents still amend (`Phòng Giáo dục và Đào tạo`).
_OWN_OFFICE = re.compile(
    r"(?:(?:Các|Trưởng|Thủ trưởng các|Trưởng các) )?[Pp]hòng(?! (?:Giáo dục|Lao động|Tài nguyên|Thi hành án|Giao dịch)|.* (?:huyện|quận|thị xã|thành phố|cấp huyện))"
)
# which an office has of its own: those of a commune are named in the documents of committees
_CELLS = re.compile(r"(?:[Cc]ác )?(?:[Cc]hi ủy các )?(?:[Cc]hi (?:bộ|ủy|đoàn|hội)|Ban Thanh tra nhân dân|[Ll]iên đội)$")
# which no commune has: where its documents name them, they are of the district, since 2025 of the province
_ABOVE_COMMUNES = re.compile(
    r"(?:Điện lực|Viễn thông|VNPT|Viettel|Ban Quản lý dự án khu vực|(?:Chi nhánh )?Văn phòng Đăng ký|Ban Chỉ huy Phòng thủ khu vực|Đội Quản lý thị trường|Công ty|Kho bạc|Đội Cảnh sát|Tòa án|Viện kiểm sát|Chi cục|Hạt |Xí nghiệp)"
)
_SEVERAL_ROOMS = re.compile(r"(?:(?:Các|Trưởng các|Thủ trưởng các) )?(?:[Kk]hoa, )?[Pp]hòng(?:, [\w ]+| chuyên môn| chức năng| nghiệp vụ)*$")
# the rooms that an office names are its own, those that a People's Committee names are of the districts
_IS_OFFICE = re.compile(
    r"(?i)(?:ban giám đốc |đảng ủy |công đoàn )?(?:sở|cục|chi cục|công ty|tổng công ty|bệnh viện|trường|học viện|viện|trung tâm|bảo tàng|bộ|kho bạc|ngân hàng|bảo hiểm|thanh tra(?! chính phủ)|thuế|thống kê|thi hành án|tòa án|viện kiểm sát|văn phòng(?! quốc hội)|công an|hải quan)(?!\w)"
)

# A committee that is named says the level: `Ban Tổ chức Tỉnh ủy` is one of the province wherever it is named.
_NAMED_LEVELS = (
    (re.compile(r"(?i)(?<!\w)(?:tỉnh ủy|tỉnh đoàn)(?!\w)"), "province"),
    (re.compile(r"(?i)(?<!\w)(?:huyện ủy|quận ủy|thị ủy|huyện đoàn|quận đoàn|thị đoàn)(?!\w)"), "district"),
    (re.compile(r"(?i)(?<!\w)(?:trung ương(?! *\d)|tổng liên đoàn)(?!\w)"), "central"),
)


def with_later_cities(found: Sequence[Found], day: str | None) -> list[Found]:
    """The finds, those of a city at the level of a province from the first day (ISO) of the city under central authority: Huế since 1 January 2025."""
    begun = [f"thành phố {name}" for name, since in _later_cities().items() if day and since <= day]
    return [
        msgspec.structs.replace(item, level="province") if item.level == "district" and any(city in item.name for city in begun) else item
        for item in found
    ]


@cache
def _later_cities() -> dict[str, str]:
    """The cities that came under central authority after the others, each with the first day."""
    provinces = load_rules("territories")["province"]
    later = ((p["name"], p.get("kind_since") or p.get("from")) for p in provinces if p["kind"] == "thành phố")
    return {name: since for name, since in later if since and name.casefold() not in CENTRAL_CITIES}


def _has_bare_place(item: Found) -> bool:
    """``Trường Đại học Cần Thơ``: the province in the name says where it stands, not whose it is."""
    return item.level == "province" and item.rule == "agency.open_name" and _UNIT.search(item.name) is None


_UNIT = re.compile(r"(?<!\w)(?:tỉnh|thành phố|cấp)(?!\w)")


@cache
def level_of_kind(name: str) -> str:
    """The level that a body has by its kind, where its name has no territory: a university is central, a company has none; else empty.

    >>> level_of_kind("Trường Đại học Cần Thơ"), level_of_kind("Công ty cổ phần Giống cây trồng"), level_of_kind("Trung tâm Y tế")
    ('central', 'none', '')
    """
    kinds = tables()["kinds"]
    kind = name.removeprefix("Các ").casefold()
    found = max(
        (head for head in kinds["levels"] if f"{kind} ".startswith(f"{head} ") and (kind != head or head in kinds["alone"])), key=len, default=""
    )
    by_kind = str(kinds["levels"].get(found, ""))
    if by_kind == "none" and any(f" {word}" in kind for word in kinds["state_owned"]):
        by_kind = ""
    named = next((level for pattern, level in _NAMED_LEVELS if pattern.search(name)), "")
    return by_kind if by_kind == "none" or not named else named
