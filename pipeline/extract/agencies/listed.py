"""Bodies whose names are known as they are written: those of the registry, ministries and departments by field, local and Party bodies."""

import re
from functools import cache

import regex

from pipeline.extract.agencies.borders import any_head, ends_name
from pipeline.extract.agencies.collectives import (
    follows_comma,
    is_tail_of_noun,
)
from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.places import bare_territory, territory
from pipeline.extract.agencies.predicates import predicate_at
from pipeline.extract.agencies.registry import CENTRAL_CITIES, Body, registry, tables
from pipeline.extract.agencies.unlisted import is_model, is_room
from pipeline.extract.gazetteer import At
from pipeline.extract.territories import territory_level, territory_name
from pipeline.extract.vocabulary import alternatives

# --- the registry ----------------------------------------------------------------------------------------------------


@cache
def is_code(form: str) -> bool:
    letters = [c for c in form if c.isalpha()]
    return len(form) < 14 and sum(c.isupper() for c in letters) >= 0.7 * len(letters) and " " not in form


# Names that texts also write in lower case; a small `vụ` or `cục` is mostly the end of another word (`dịch vụ`).
_LOWER_NAMES = re.compile(
    r"(?:phó )?thủ tướng chính phủ|(?:ủy ban|hội đồng|tòa án|ngân hàng|mặt trận|văn phòng|viện kiểm sát|kiểm toán|bộ|ban chấp hành) \w+ \w+|bộ chính trị|ban bí thư"
)


def registry_body(body: Body, at: At) -> Found | None:
    surface = at.surface
    if surface in ("Chính phủ", "Quốc hội") and re.match(
        r" +(?:số|điện tử|kiến tạo|không giấy tờ)(?! *[:.]? *\d| *:)", at.flow[at.end : at.end + 14]
    ):
        return None  # `Chính phủ số`: a way of governing
    if surface == "CP" and not at.flow.endswith("thuộc ", 0, at.start):
        return None  # the end of a number, or of the name of a company
    if surface in ("Chính phủ", "CHÍNH PHỦ") and at.flow.endswith(("rái phiếu ", "ông trái ", "PHI ", " phi "), 0, at.start):
        return None  # `trái phiếu Chính phủ`: a paper; `tổ chức phi Chính phủ`
    if surface.casefold() == "đảng cộng sản việt nam":
        return None
    if surface[:1].islower() and not _LOWER_NAMES.match(surface):
        return None
    plural = at.plural if re.match(r"(?i)phó|ptt|bộ trưởng|vụ|cục|ủy ban|ban|kiểm toán nhà nước (?:chuyên|khu)|tòa án|viện kiểm sát", surface) else ""
    return Found(
        at.start - len(plural), at.end, ("Các " if plural else "") + body.name, body.level or "document", "agency.registry", 0.99, surface.split()[0]
    )


def room(head: str, name: str, level: str, at: At) -> Found | None:
    """A room that the table knows by its whole name, with the number that tells it from others of the name: ``Phòng Thanh tra, kiểm tra số 2``."""
    named = at.surface[len(head) :].lstrip(" ")[:1].isupper() or name[0].islower()  # `Phòng` `tổ chức thi hành án`: a predicate
    if not named or (at.surface[0].islower() and not is_room(at._replace(end=at.start + len(head)))) or _acts_behind_comma(at, name):
        return None
    number = _room_number().match(at.flow, at.end)
    end = number.end() if number else at.end
    written = name if at.surface.isupper() else registry().expand(" ".join(at.surface[len(head) :].split()))
    return Found(at.start, end, f"{head} {written}{at.flow[at.end : end]}", level, "agency.registry", 0.98, head)


def _acts_behind_comma(at: At, name: str) -> bool:
    """Whether a predicate or a person stands where the name of a room has a second field: ``Phòng Hành chính``, `tổng hợp số liệu`."""
    comma = at.surface.find(",")
    second = _SECOND_FIELD.search(name)
    small = second is not None and at.surface[comma + 1 :].lstrip()[:1].islower()
    return small and (ends_name(at.flow, at.start + comma + 1) or at.flow.startswith(" trưởng", at.end))


_SECOND_FIELD = regex.compile(r", \p{Lu}")


@cache
def _room_number() -> "regex.Pattern[str]":
    return regex.compile(rf" (?:số )?[1-9](?![\w/%]|[.,]\d)(?! +(?:{alternatives(tables()['measures'])})(?!\w))")


def shared_body(body: Body, at: At) -> Found | None:
    """A central body whose name local ones have too: `Cục Thuế tỉnh Quảng Ninh`, and without a territory the one of the document's level."""
    here = Body(body.name, "document" if body.level == "central" else body.level)
    return local_body(body.name, here.level, at) if territory(at.flow, at.end)[0] else registry_body(here, at)


# --- ministries and departments --------------------------------------------------------------------------------------


_HEAD_LEVELS = {
    "Bộ": "central",
    "Sở": "province",
    "Ty": "province",
    "Phòng": "district",
    "Ủy ban": "central",
    "Vụ": "central",
    "Cục": "central",
    "Tổng cục": "central",
    "Ủy ban quốc gia": "central",
    "Chi cục": "province",
}


def department(head: str, field: str, colon: bool, at: At) -> Found | None:
    flow, small, written = at.flow, at.surface[0].islower(), at.form.removeprefix(head).lstrip(": ")
    if (colon and not at.plural) or ((small or at.surface.isupper()) and is_tail_of_noun(flow, at.start)):
        return None
    if predicate_at(flow, at.start + len(head)) == "sure":
        return None  # `các đơn vị thuộc Sở` `xây dựng kế hoạch`
    where, end = territory(flow, at.end)
    if not _has_territory(head, where):
        where, end = "", at.end
    if small and at.surface.islower() and (head not in ("Sở", "Phòng") or (head == "Phòng" and not where and " " not in written)):
        return None
    level = territory_level(where) if where else "document"
    if level in ("default", "document") or (head in ("Bộ", "Sở") and level != "none"):
        level = "document" if head == "Phòng" and field in registry().inner_fields else _HEAD_LEVELS.get(head, "document")
    name = f"{'Các ' if at.plural and not colon else ''}{head} {field}" + (f" {territory_name(where)}" if where else "")
    return Found(at.start - len(at.plural), end, name, level, "agency.department", 0.99, f"{head}*" if at.plural else head)


def minister(field: str, at: At) -> Found | None:
    """``Bộ trưởng Ngoại giao``: a minister, named by the field of the ministry."""
    if at.plural or _MINISTER.match(at.surface) is None or at.flow.startswith(" hóa", at.end):
        return None
    return Found(at.start, at.end, f"Bộ trưởng Bộ {field}", "central", "agency.department", 0.99, "Bộ trưởng")


_MINISTER = regex.compile(r"Bộ trưởng \p{Lu}")


def _has_territory(head: str, where: str) -> bool:
    """``Bộ Y tế các cấp`` does not exist: ministries have no territory."""
    return head not in ("Bộ", "Vụ", "Tổng cục") and not (head == "Sở" and re.match(r"(?i)cơ sở|sở tại", where))


# --- local bodies, Party bodies, mass organisations --------------------------------------------------------------------


# Heads that are a common noun in lower case or without a territory.
_NEEDS_CAPITAL = (
    "đoàn",
    "công an",
    "thanh tra",
    "thuế",
    "báo",
    "văn phòng",
    "đảng bộ",
    "chi bộ",
    "thường trực",
    "đoàn thanh niên",
    "kho bạc nhà nước",
    "bảo hiểm xã hội",
    "thống kê",
    "đảng ủy",
    "hội phụ nữ",
    "công đoàn",
    "hội nông dân",
    "tòa án nhân dân",
    "viện kiểm sát nhân dân",
    "quân đội",
    "bộ đội biên phòng",
)


_NEEDS_TERRITORY = (
    "đoàn",
    "đảng bộ",
    "đại hội đảng",
    "công an",
    "thanh tra",
    "thuế",
    "báo",
    "văn phòng",
    "chi bộ",
    "thường trực",
    "thống kê",
    "ban nhân dân",
    "ban chấp hành đoàn",
    "ban thường vụ",
    "văn phòng đảng ủy",
    "viễn thông",
    "nhà hát",
)


_HOLD_THEIR_UNIT = ("tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn", "thị đoàn")
_NATION = re.compile(r" +(?i:Việt Nam)(?!\w)")
_CENTRE = re.compile(r" +(?:Trung ương|trung ương|TRUNG ƯƠNG|TW|TƯ)(?!\w)")  # `Hội đồng Giáo dục quốc phòng và an ninh Trung ương`
_COUNCILS = ("hội đồng", "ban chỉ đạo", "ban chỉ huy", "đoàn khối")


_PERSONS_OR_DEEDS = re.compile(r" +(?:viên|thác|quyền|nhiệm|ban(?! +(?:hành|bố)(?!\w)))(?!\w)")  # `Tỉnh ủy viên`, `vốn huyện` `ủy thác`
_ORGAN_BEFORE = re.compile(r"(?i)(?<!\w)(?:BCH|BTV|ban chấp hành|ban thường vụ|bí thư) +$")  # `BCH` `Đoàn tỉnh Bắc Hà`
# What a congress decides, or is asked: `Nghị quyết Đại hội Đảng bộ tỉnh`; elsewhere it is an event, and who holds it no body that acts.
_DECIDES = re.compile(r"(?i)(?:nghị quyết|văn kiện|nhân sự|trình|do|của) +$")
_BENEFIT = re.compile(r"(?<!\w)(?:đóng|nợ|gia|độ|sách|thẻ|sổ|mức|quỹ|hưởng|tiền|thu|phủ) +$", re.I)  # `đóng BHXH`: the insurance, not the body
_ASKS = ("iao ", "ề nghị ", "êu cầu ")  # who is told behind it is a body
_IS_BENEFIT = re.compile(
    r" +(?:(?:tự nguyện|bắt buộc|một lần(?! nữa)|toàn dân)(?!\w)|(?:(?:đạt|chiếm|tăng)(?: (?:từ|trên|ít nhất|tối thiểu|khoảng|bình quân))? )?[0-9][0-9.,]*(?: ?- ?[0-9.,]+)? ?%)"
)


def _is_listed(at: At) -> bool:
    """``các chi bộ``, ``chi bộ trực thuộc``, ``tổ công nghệ số cộng đồng``: small letters without a territory, but listed as a collective or a group."""
    form, kinds = at.form.casefold(), tables()["collectives"]
    return (
        any(form in heads for heads in kinds["small"].values())
        or ((bool(at.plural) or at.flow.startswith(" trực thuộc", at.end)) and any(form in heads for heads in kinds["plural_only"].values()))
        or (any(form in heads for heads in kinds["listed"].values()) and (bool(at.plural) or follows_comma(at.flow, at.start)))
    )


_NUMBERED = ("ban bầu cử", "tổ bầu cử", "cơ sở cai nghiện", "trung tâm")
_NUMBER = re.compile(r" (?P<number>số \d{1,3})(?![\w/.-]*\d)")
_OF_PROVINCE = regex.compile(
    r" [-–] (?P<name>\p{Lu}[\w']+(?: \p{Lu}[\w']+){0,3})(?= *(?:[,;.:)|\n\t]|$| \p{Ll}))"
)  # `Tòa án nhân dân khu vực 3 - Hà Nội`


def local_body(name: str, default: str, at: At) -> Found | None:
    flow, lowered = at.flow, name.casefold()
    if is_model(flow, at.start) or (lowered.endswith(" ủy") and _PERSONS_OR_DEEDS.match(flow, at.end)):
        return None
    if lowered == "công đoàn" and flow.startswith((" viên", " phí"), at.end):
        return None  # its members and their fee
    if lowered == "tòa án" and flow.endswith("hư ký ", 0, at.start):
        return None  # `các ngạch Thẩm phán, Thư ký Tòa án`: a rank
    if lowered == "báo" and flow[max(0, at.start - 5) : at.start].casefold() == "công ":
        return None  # `CÔNG BÁO TỈNH ...`: the gazette
    if lowered == "thường trực" and flow.endswith(("cơ quan ", "bộ phận "), 0, at.start):
        return None  # `cơ quan thường trực các cấp`
    if lowered == "bảo hiểm xã hội" and (
        _BENEFIT.search(flow, max(0, at.start - 8), at.start) or (_IS_BENEFIT.match(flow, at.end) and not flow.endswith(_ASKS, 0, at.start))
    ):
        return None
    nation = _NATION.match(flow, at.end) or (_CENTRE.match(flow, at.end) if lowered.startswith(_COUNCILS) else None)
    name_ends = nation.end() if nation else at.end
    where, end = territory(flow, name_ends)
    if where and re.match(r"(?i)(?:địa phương|cơ sở|sở tại)", where) and "công an" not in lowered:
        where, end = "", name_ends
    if lowered.startswith("đại hội") and not _DECIDES.search(flow, max(0, at.start - 20), at.start):
        return None  # an event
    bare = lowered.startswith(_HOLD_THEIR_UNIT) or lowered.endswith((" tỉnh ủy", " huyện ủy"))
    if not where and (bare or (at.surface[:1].isupper() and any(form.startswith(_takes_names()) for form in (lowered, at.form.casefold())))):
        where, end = bare_territory(flow, name_ends)
        bare = True
    if not where and lowered.startswith(_NUMBERED) and (number := _NUMBER.match(flow, name_ends)) is not None:
        where, end, bare = number["number"], number.end(), True
    if where.isdigit() and (of := _OF_PROVINCE.match(flow, end)) and not any_head().match(flow, of.start("name")):
        where, end = f"{where} - {of['name'].title() if of['name'].isupper() else of['name']}", of.end()
    if not (where or _is_listed(at)) and (
        lowered in _NEEDS_TERRITORY
        or (
            at.surface[0].islower()
            and (lowered in _NEEDS_CAPITAL or (not lowered.endswith(("nhân dân", " ủy")) and not lowered.startswith("cơ quan ")))
        )
    ):
        return None
    of_organ = lowered == "đoàn" and _ORGAN_BEFORE.search(flow, max(0, at.start - 16), at.start)
    if lowered == "đoàn" and not of_organ and (at.surface[0].islower() or territory_level(where) != "commune"):
        return None  # a delegation: `Đoàn tỉnh Kon Tum`; the youth union of a province or a district has a name of its own
    level = "central" if nation and not where else territory_level(where) if where and not bare else default or "document"
    level = (default or "document") if level == "default" else level
    if not where and lowered == "đoàn thanh niên cộng sản hồ chí minh" and at.surface.isupper():
        level = "central"  # the head of a letter
    if where and level == default and (default == "none" or (default == "central" and bare)):
        level = "document"  # `VNPT Bảo Sơn`: the branch of the province or the district whose document names it
    if "thành ủy" in lowered or "thành đoàn" in lowered:
        level = "province" if any(city in where.casefold() for city in CENTRAL_CITIES) else "city"
    full = (
        ("Các " if at.plural else "")
        + name
        + ("" if nation is None or name.endswith("Việt Nam") else " Việt Nam" if nation[0].strip().casefold() == "việt nam" else " Trung ương")
        + (f" {territory_name(where)}" if where else "")
    )
    return Found(at.start - len(at.plural), end, full, level, "agency.local", 0.98, name)


@cache
def _takes_names() -> tuple[str, ...]:
    """Heads that a place follows without its unit: ``Điện lực`` `Cẩm Khê`, ``Agribank`` `Long Thủy`."""
    return tuple(tables()["take_names"])
