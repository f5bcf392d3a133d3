"""The tail that bodies or offices of a list share: `Chủ tịch, Phó Chủ tịch UBND tỉnh`, `HĐND, UBND các tỉnh`."""

import re
from functools import cache

import regex
from msgspec.structs import replace

from pipeline.extract.agencies.found import Found, reach_before
from pipeline.extract.agencies.owned import prefix_name
from pipeline.extract.agencies.registry import tables
from pipeline.extract.vocabulary import alternatives


@cache
def _shared_tail_pattern() -> "regex.Pattern[str]":
    offices = alternatives([*tables()["prefixes"]["offices"]])
    return regex.compile(rf"(?<![\w/])(?<!(?:làm|là) +)(?P<office>(?:(?i:các) +)?(?:{offices}|Thủ tướng))(?: *[,;] *| +và +)$")


def with_shared_tails(flow: str, found: list[Found]) -> list[Found]:
    """``Chủ tịch, Phó Chủ tịch UBND tỉnh``, ``HĐND, UBND các tỉnh``: the first takes the tail of the second."""
    pattern = _shared_tail_pattern()
    out: list[Found] = []
    for item in found:
        tail = _office_tail(item)
        if tail:
            low = reach_before(flow, item.start, 40, out[-1].end if out else 0)
            match = pattern.search(flow[low : item.start])
            if match is not None and "ộ trưởng" not in match["office"]:
                office = prefix_name(re.sub(r"(?i)^các +", "", match["office"]))
                of_body = f" {tail}" if _same_office(office, prefix_name(item.head)) else ""  # `Chánh Văn phòng, Vụ trưởng Vụ Pháp chế`
                out.append(
                    Found(
                        low + match.start("office"),
                        low + match.end("office"),
                        f"{office}{of_body}",
                        item.level,
                        "agency.shared_tail",
                        0.93,
                        match["office"],
                    )
                )
        _share_tail(flow, out, item)
        out.append(item)
    return out


def _share_tail(flow: str, before: list[Found], item: Found) -> None:
    """``HĐND, UBND các tỉnh``, ``Ban Tuyên giáo, Ban Dân vận Huyện ủy``: the bodies right before take the territory or the committee."""
    end = item.start
    for index in range(len(before) - 1, -1, -1):
        first = before[index]
        tail = _shared_tail(first, item) if _JOINED.fullmatch(flow, first.end, end) else ""
        if not tail:
            return
        before[index] = replace(first, name=f"{first.name} {tail}", level=item.level)
        end = first.start


_JOINED = re.compile(r" *(?:[,;/]|và|-) *")
_BARE_COUNCILS = (
    "Hội đồng nhân dân",
    "Ủy ban nhân dân",
    "Thường trực Hội đồng nhân dân",
    "Viện kiểm sát nhân dân",
    "Tòa án nhân dân",
    "Viện kiểm sát",
)
# what stands at several levels takes a territory from what follows only where that is another level or several bodies (`Đảng ủy, UBND các xã`)
_BARE_BODIES = (
    "Đảng ủy",
    "Hội Nông dân",
    "Hội Liên hiệp Phụ nữ",
    "Hội Cựu chiến binh",
    "Đoàn Thanh niên",
    "Ủy ban Mặt trận Tổ quốc",
    "Mặt trận Tổ quốc",
)
_WHERE = re.compile(
    r"(?:^| )(?P<where>(?:các |cùng |(?:\d{1,3}|hai|ba|bốn) |cấp )?(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thị trấn|cấp)(?:[ ,].*)?)$"
)
_OF_COMMITTEE = regex.compile(r" (?P<of>(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy(?: .*)?)$")


def _shared_tail(first: Found, item: Found) -> str:
    if first.rule not in ("agency.local", "agency.registry", "agency.open_name", "agency.office_or_organ"):
        return ""
    if item.rule == "agency.collective" or item.name.startswith("Các "):
        return ""
    if first.name in (*_BARE_COUNCILS, *_BARE_BODIES):
        where = _WHERE.search(item.name)
        plural = where is not None and where["where"].split()[0] not in ("tỉnh", "huyện", "xã", "phường", "thị", "quận", "thành")
        return where["where"] if where is not None and (plural or first.name in _BARE_COUNCILS) else ""
    if first.name in _ORGANS_OF_COMMITTEES and item.name.startswith(("Ban ", "Ủy ban Kiểm tra", "Văn phòng")):
        of = _OF_COMMITTEE.search(item.name)
        return of["of"] if of is not None else ""
    return ""


_ORGANS_OF_COMMITTEES = (
    "Ban Tuyên giáo",
    "Ban Tổ chức",
    "Ban Dân vận",
    "Ban Tuyên giáo và Dân vận",
    "Ban Nội chính",
    "Ban Kinh tế",
    "Ủy ban Kiểm tra",
    "Văn phòng",
)


def _same_office(first: str, second: str) -> bool:
    """``Chủ tịch, Phó Chủ tịch``, ``Giám đốc, Phó Giám đốc``, ``Giám đốc, Chánh Văn phòng``: offices of one body."""
    return second.startswith(("Chánh Văn phòng", "Chánh Thanh tra")) or first.casefold().split()[-2:] == second.casefold().split()[-2:]


def _office_tail(item: Found) -> str:
    """The body that an office belongs to: `Ủy ban nhân dân tỉnh` of `Phó Chủ tịch Ủy ban nhân dân tỉnh`."""
    if item.rule != "agency.office_or_organ":
        return ""
    prefix, name = prefix_name(item.head), item.name.removeprefix("Các ")
    return name[len(prefix) :].strip() if name.startswith(prefix) else ""
