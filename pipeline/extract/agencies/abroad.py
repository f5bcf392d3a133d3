"""Bodies of other countries, and those that stand abroad: `Bộ Y tế` + `Nhật Bản`, `Thương vụ` + `tại Lào`."""

from functools import cache

import regex
from msgspec.structs import replace

from pipeline.extract.agencies.found import Found
from pipeline.extract.vocabulary import alternatives
from pipeline.rule_tables import load_rules

_RULES = ("agency.registry", "agency.department", "agency.local", "agency.open_name", "agency.collective")
_MISSIONS = ("Đại sứ quán", "Tổng Lãnh sự quán", "Lãnh sự quán", "Thương vụ", "Phái đoàn", "Ban Quản lý lao động", "Văn phòng Kinh tế - Văn hóa")


@cache
def _patterns() -> tuple["regex.Pattern[str]", ...]:
    """A country; where a mission stands; where another foreign body does."""
    rules = load_rules("territories")["abroad"]
    country = rf"(?:(?:nước |các nước )?(?:{alternatives(rules['countries'])}))(?!\w)(?!-\p{{L}})"
    place = r"(?:nước ngoài|các nước(?: (?:ngoài|sở tại))?(?!\w)|Việt Nam|Liên hợp quốc|(?!(?:Sở|Bộ|Văn|Kế|Nghị|Quyết|Phụ|Điều)(?!\w))\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){0,2})"
    at = r" (?:tại|ở|bên cạnh)"
    return regex.compile(rf" {country}"), regex.compile(rf"{at} (?:{country}|{place})"), regex.compile(rf"{at} Việt Nam")


def with_countries(flow: str, found: list[Found]) -> list[Found]:
    """Finds with the country whose they are and the place abroad where they stand; what is of another country has no level.

    >>> from pipeline.extract.agencies import find_agencies
    >>> [(f.name, f.level) for f in find_agencies("Phối hợp với Bộ Y tế Nhật Bản và Đại sứ quán Lào tại Việt Nam")]
    [('Bộ Y tế Nhật Bản', 'none'), ('Đại sứ quán Lào tại Việt Nam', 'none')]
    """
    out: list[Found] = []
    for item in found:
        if out and item.start < out[-1].end:
            continue  # `Văn phòng` of a name that goes on
        may_go_on = flow.startswith(_OPENINGS, item.end + 1) or flow[item.end + 1 : item.end + 2].isupper()
        out.append(_with_country(flow, item) if may_go_on or item.name.rpartition(" ")[2] in _last_words() else item)
    return out


_OPENINGS = ("tại ", "ở ", "bên cạnh ", "nước ", "các nước ", "châu ")


def _with_country(flow: str, item: Found) -> Found:
    of_country, mission_at, body_at = _patterns()
    end = item.end
    if item.rule in _RULES and (match := of_country.match(flow, end)) is not None:
        end = match.end()
    is_foreign = end > item.end or (item.name.endswith(_countries()) and _DEALS_WITH.match(item.name) is None)
    is_mission = item.name.startswith(_MISSIONS)
    if (is_foreign or is_mission) and (match := (mission_at if is_mission else body_at).match(flow, end)) is not None:
        end = match.end()
    if end == item.end and not is_foreign:
        return item
    name = " ".join(f"{item.name}{flow[item.end : end]}".split())
    return replace(item, end=end, name=name, level="central" if "Việt Nam tại" in name else "none" if is_foreign else item.level)


# What deals with a country, and is none of its bodies: `Vụ Châu Âu`, `Hội Hữu nghị Việt Nam - Lào`.
_DEALS_WITH = regex.compile(r"(?:Vụ|Ban|Phòng(?! Thương mại)|Viện Nghiên cứu|Trung tâm|Khoa|Trường) |.*Việt(?: Nam)? ?[-–] ?")


@cache
def _last_words() -> frozenset[str]:
    """The words with which names of countries end: one look says that a name ends with none."""
    return frozenset(name.rpartition(" ")[2] for name in _countries())


@cache
def _countries() -> tuple[str, ...]:
    return tuple(f" {name}" for name in load_rules("territories")["abroad"]["countries"])
