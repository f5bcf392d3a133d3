"""Codes in lists of recipients: `Lãnh đạo Văn phòng; các Vụ: TH, KTTH`."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

import regex

from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.members import government_units
from pipeline.extract.agencies.owned import prefix_name
from pipeline.extract.agencies.registry import registry
from pipeline.extract.vocabulary import alternatives


@cache
def _recipient_pattern() -> "regex.Pattern[str]":
    offices = alternatives(
        [
            "CT",
            "các PCT",
            "PCT",
            "CVP",
            "các PCVP",
            "PCVP",
            "Phó CVP",
            "Chủ tịch",
            "Chánh Văn phòng",
            "BTCN",
            "các PCN",
            "PCN",
            "Thủ tướng",
            "TTg",
            "TTCP",
            "TTgCP",
        ]
    )
    units = government_units()
    return regex.compile(
        rf"(?<![\w/-])(?P<office>{offices})(?![\w/])|(?<=[,;:] )(?P<unit>(?:các Vụ(?:, +|$))?(?:{alternatives(units) if units else '(?!)'}))(?![\w/])|(?P<plain>các Vụ)"
    )


_OF_THE_GOVERNMENT = re.compile(r"VPCP|Văn phòng Chính phủ|Trợ lý|(?<!\w)Vụ(?!\w)")

_RECIPIENT_NAMES = {
    "btcn": ("Bộ trưởng, Chủ nhiệm", "central"),
    "các pct": ("Các Phó Chủ tịch", "document"),
    "các pcn": ("Các phó chủ nhiệm", "central"),
    "các pcvp": ("Các Phó Chánh Văn phòng", "document"),
    "pcn": ("Phó chủ nhiệm", "central"),
    "thủ tướng": ("Thủ tướng Chính phủ", "central"),
    "ttg": ("Thủ tướng Chính phủ", "central"),
    "ttcp": ("Thủ tướng Chính phủ", "central"),
    "ttgcp": ("Thủ tướng Chính phủ", "central"),
}


# `CT, các PCT và Ủy viên UBND tỉnh`: members, who are no office, stand before the body of all
_WITH_MEMBERS = re.compile(
    r"(?:(?:,| và|;) (?:các )?PCT)?(?:,| và) (?:các )?(?:[Uu][ỷy] viên|[ỦUủu]y viên|UV|[Tt]hành viên) (?=UBND|Ủy ban|HĐND|Hội đồng)"
)
_OF_LOCAL_OFFICE = re.compile(r"(?i)(?<!văn )phòng|VPUB|VP UB|CVP")  # `VPUB: CVP, phòng: TH, NC`: rooms of the office of a province


def with_recipient_codes(flow: str, found: list[Found], recipients: Sequence[tuple[int, int]]) -> list[Found]:
    """``found`` with the codes that count only in a list of recipients; ``recipients`` are the spans of these lists, in order."""
    out: list[Found] = []
    rest = 0
    for start, end in recipients:
        first, last = (bisect_left(found, offset, key=lambda f: f.start) for offset in (start, end))
        out += [*found[rest:first], *_of_recipients(flow, found[first:last], start, end)]
        rest = last
    return sorted([*out, *found[rest:]], key=lambda f: f.start)


def _of_recipients(flow: str, found: list[Found], start: int, end: int) -> list[Found]:
    """The bodies of one list of recipients: ``VPCP: BTCN, các PCN ...``; the filing line (`Lưu: VT`) names none."""
    filing = re.search(r"(?i)\blưu\b", flow[start:end])
    stop = start + filing.start() if filing else end
    next_cell = flow.find("\t", stop, end)
    signed = next_cell if next_cell >= 0 else end  # who signs may stand in the cell beside the list
    codes = list(_office_rooms(flow, start, stop))
    kept = [
        f
        for f in found
        if not stop <= f.start < signed and flow[f.start : f.end].casefold() != "các vụ" and not any(r.start <= f.start < r.end for r in codes)
    ]
    units = government_units()
    taken = sorted(kept + codes, key=lambda f: f.start)
    for match in _recipient_pattern().finditer(flow, start, stop):
        line = flow[flow.rfind("\n", 0, match.start()) + 1 : match.start()]
        name: str
        level: str
        at = bisect_right(taken, match.start(), key=lambda f: f.end)
        if at < len(taken) and taken[at].start < match.end():
            continue
        entry = flow[max(start, flow.rfind("\n-", start, match.start())) : match.end()]
        if match["unit"] and not _OF_THE_GOVERNMENT.search(entry):
            continue  # `LĐVP, TH`: of the office of a province
        if match["plain"]:
            name, level = "Các vụ", "central"
        elif match["office"]:
            name, level = _RECIPIENT_NAMES.get(match["office"].casefold(), (prefix_name(match["office"]), "document"))
            shared = _WITH_MEMBERS.match(flow, match.end(), stop)
            at = bisect_left(taken, shared.end(), key=lambda f: f.start) if shared else len(taken)
            if shared and at < len(taken) and taken[at].start == shared.end():
                name, level = f"{name} {taken[at].name}", taken[at].level
        else:
            unit: str = match["unit"]
            name, level = units.get(unit.split()[-1], unit), "central"
            if _OF_LOCAL_OFFICE.search(line):
                name, level = re.sub("^(?:Vụ|Cục) ", "Phòng ", name), "document"
        codes.append(Found(match.start(), match.end(), name, level, "agency.recipient", 0.9, match.group(0)))
    return [*kept, *codes]


@cache
def _room_list() -> "regex.Pattern[str]":
    rooms = registry().agencies["office_room"]
    code = alternatives([*rooms["own"], *rooms["shared"]])
    return regex.compile(
        rf"(?<!\w)(?:[Cc]ác )?[Pp]hòng(?: chuyên viên)?(?: *: *| )(?P<codes>(?P<code>{code})(?:(?: *[,;] *| và )(?P<code>{code}))*)(?![\w/&-])"
    )


def _office_rooms(flow: str, start: int, stop: int) -> Iterator[Found]:
    """``các phòng: KT, NC``: the rooms of a province's office, where one of the codes is of no division of a district."""
    rooms = registry().agencies["office_room"]
    for listed in _room_list().finditer(flow, start, stop):
        codes = listed.spans("code")
        if any(flow[a:b] in rooms["own"] for a, b in codes):
            for at, (a, b) in enumerate(codes):
                name = rooms["own"].get(flow[a:b]) or rooms["shared"][flow[a:b]]
                yield Found(a if at else listed.start(), b, f"Phòng {name}", "document", "agency.recipient", 0.9, flow[a:b])
