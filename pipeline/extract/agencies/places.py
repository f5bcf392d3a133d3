"""The territory behind the head of a name, and persons, whose names are none."""

import re
from functools import cache

import regex

from pipeline.extract.agencies.registry import tables
from pipeline.extract.territories import CAPITALIZED, NOT_NAMES, territory_pattern
from pipeline.extract.vocabulary import alternatives


@cache
def _territory_after() -> "regex.Pattern[str]":
    return regex.compile(rf" +(?P<name>{territory_pattern()})")


@cache
def _bare_name() -> "regex.Pattern[str]":
    return regex.compile(
        rf" +(?P<name>(?!{NOT_NAMES}){CAPITALIZED}(?: (?!{NOT_NAMES}){CAPITALIZED}){{0,3}}|\d{{1,4}}(?![\d/%])(?![.,-]\d)(?! +(?:{alternatives(tables()['measures'])})(?!\w)))"
    )


SURNAMES = "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đoàn|Đinh|Trịnh|Trương|Mai|Cao|Lương|Đào"
_PERSON = regex.compile(rf"(?:{SURNAMES}|Tạ|Phùng|Tống|Lưu|Chu|Đàm|Nông|Lò|Quách|Hứa)(?: \p{{Lu}}\p{{Ll}}*){{2,}}$")


def is_person(name: str) -> bool:
    """Whether a name is that of a person: ``Đoàn Văn Bảy``."""
    return _PERSON.match(name) is not None


_ENDS_LINE = re.compile(r"[\n\t]| {2}|$")  # the latter between two columns, or two lines of a cell


def bare_territory(flow: str, position: int) -> tuple[str, int]:
    """The name right after a head that holds its unit (`Huyện đoàn` `Đồng Trạch`), and where it ends."""
    match = _bare_name().match(flow, position)
    if (
        match is None
        or is_person(match["name"])
        or (match["name"].strip("IVX") and match["name"].isupper() and not _ENDS_LINE.match(flow, match.end()))
    ):
        return "", position  # in a line of capitals a name is sure only where the line ends
    return (match["name"].title() if match["name"].isupper() and match["name"].strip("IVX") else match["name"]), match.end()


def territory(flow: str, position: int) -> tuple[str, int]:
    """The territory right after ``position`` and where it ends; empty and ``position`` where there is none.

    >>> territory("UBND tỉnh Kon Tum giao", 4)
    ('tỉnh Kon Tum', 17)
    """
    match = _territory_after().match(flow, position) if flow[position : position + 1] == " " else None
    if match is None or _OF_COMMITTEES.match(flow, match.end()):
        return "", position
    name = without_hamlets(match["name"])
    unit = _UNIT_AND_PERSON.match(name)
    name = unit[1] if unit and is_person(name[unit.end() :]) else name
    name = _with_neighbour(flow, name, match.end()) if match.end("name") == match.start("name") + len(name) else name
    return name, match.start("name") + len(name)


def without_hamlets(name: str) -> str:
    """A territory without the hamlets that are listed behind it, which no body has beside its commune: ``Công an phường`` `và tổ dân phố`."""
    hamlets = _AND_HAMLETS.search(name)
    return name[: hamlets.start()] if hamlets else name


def _with_neighbour(flow: str, name: str, end: int) -> str:
    """The territory of several units with the second of its places, or its number: ``liên huyện Mường Khê - Quan Lũng``, ``liên xã số 2``."""
    neighbour = _NEIGHBOUR.match(flow, end) if name.startswith("liên ") else None
    return name + neighbour[0] if neighbour else name


# `Ban Tổ chức` `các huyện, thị ủy`: what reads like a territory begins the name of a committee
_OF_COMMITTEES = re.compile(
    r"(?:(?: *,| +và) *(?:huyện|quận|thị|thành))* +(?:ủy|đoàn)(?!\w)(?! +(?:thác|viên|quyền|nhiệm|ban(?! +(?:hành|bố)(?!\w))|thể|kết))"
)
# `Hạt Kiểm lâm liên huyện Mường Khê - Quan Lũng`, `Hạt Kiểm lâm liên xã số 2`
_NEIGHBOUR = regex.compile(r" [-–] \p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){0,2}|(?<=xã|phường|huyện) số \d{1,2}(?![\w/.-]*\d)")
# `Phó Chủ tịch UBND tỉnh` `Trần Ngọc Thái`, `UBND huyện` `Lê Văn Tám`: an office and who holds it; districts and communes are named for persons, too
_UNIT_AND_PERSON = regex.compile(r"(tỉnh|(?:huyện|quận|thị xã|thành phố)(?! Trần Văn Thời)(?= \p{Lu}\p{Ll}* (?:Văn|Thị) )) ")
_AND_HAMLETS = regex.compile(r"(?<=xã|ng) *(?:,| và) *(?:các )?(?:tổ dân phố|thôn|ấp|xóm|khóm|khu phố|khu dân cư)(?: +[\p{Lu}\d].*)?$")
