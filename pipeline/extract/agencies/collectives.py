"""Collectives: kinds of bodies in place of names (`các sở, ban, ngành`, `UBND các huyện`, `Các huyện, thị, thành ủy`)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import regex

from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.places import territory
from pipeline.extract.agencies.registry import tables
from pipeline.extract.gazetteer import At
from pipeline.extract.territories import territory_level, territory_name
from pipeline.extract.vocabulary import alternatives


@cache
def collective_words() -> frozenset[str]:
    """The words with which a bare collective begins, in lower case."""
    c = tables()["collectives"]
    return frozenset(head.split()[0] for head in [*c["countable"], *c["joined"], *c["generic"]])


def may_be_several(words: Sequence[str]) -> bool:
    """Whether more than one kind of body may begin with ``words``, which are the first or the first two, in lower case: no other word goes on with a list.

    >>> may_be_several(["ban"]), may_be_several(["ban", "ngành"]), may_be_several(["ban", "hành"])
    (True, True, False)
    """
    return len(words) == 1 or words[1] in _second_words()


@cache
def _second_words() -> frozenset[str]:
    c = tables()["collectives"]
    return frozenset({word for head in [*c["countable"], *c["joined"], *c["generic"]] for word in head.split()[1:2]} | {"và", *_JOIN_ALONE})


@cache
def _collective_head() -> tuple[str, str]:
    """Patterns of a bare one-word head that is none of the common nouns it begins, and of a generic noun before one."""
    c = tables()["collectives"]
    ones = []
    for head in sorted([*c["countable"], *c["joined"]], key=len, reverse=True):
        refused = c["not_before"].get(head, [])
        ones.append(rf"{re.escape(head)}(?!\w)" + (rf"(?! +(?:{alternatives(refused)})(?!\w))" if refused else ""))
    return "(?i:" + "|".join(ones) + ")", rf"(?i:{alternatives(c['generic'])})(?!\w)"


_JOIN_ALONE = ("ban", "ngành", "sở")  # kinds that also go on with a list without a mark: `sở ngành`
# no kind, but a name: `các huyện ủy; Đảng ủy Khối Doanh nghiệp`
_NAMED = r"(?!Đảng (?:ủy|bộ) +(?:các|[Kk]hối|\p{Lu}))"
_SEPARATOR = rf"(?: *[,;/] *(?:và +)?{_NAMED}| *- *| +và +| +(?=(?i:{'|'.join(_JOIN_ALONE)}))|(?<=(?i:ban|ngành)) +(?=(?i:đoàn thể))|(?<=(?i:khoa)) +(?=(?i:phòng)))"


@cache
def collective_pattern() -> "regex.Pattern[str]":
    """A list of one-word kinds of bodies, as its group `list`: ``sở, ban, ngành``."""
    one, generic = _collective_head()
    kind = rf"(?:{generic}{_SEPARATOR}){{0,8}}{one}"
    return regex.compile(
        rf"(?P<list>{kind}(?:{_SEPARATOR}{kind}){{0,30}})(?!\w)(?! +(?!Trung ương|Đảng ủy(?!\w)|(?:Tỉnh|Thành phố|Huyện|Quận|Thị xã)(?! *\p{{Lu}}))\p{{Lu}}(?:\p{{Ll}}| \p{{Ll}}))"
    )  # a list without end is none


_COLLECTIVE_TAIL = re.compile(
    r" +(?P<name>(?i:(?:chuyên môn|chức năng|nghiệp vụ) +Sở(?= *(?:[,;.:)\n\t]|$))|bộ phận(?= trực thuộc)|chuyên môn|chức năng|(?:ở |cấp )?(?:trung ương|TW|TƯ)|(?:ở|cấp) +(?:tỉnh|huyện|xã)))(?!\w)"
)


def _collective_where(flow: str, position: int) -> tuple[str, int]:
    """What narrows a collective right after it (`tỉnh`, `cấp huyện`, `Trung ương`, `chuyên môn`), and where it ends."""
    match = _COLLECTIVE_TAIL.match(flow, position)
    where, end = (match["name"], match.end()) if match else territory(flow, position)
    where = " ".join(where.split())
    if re.match(r"(?i)cơ sở|địa phương|sở tại|các |xã hội|xã, phường", where):
        return "", position
    return (territory_name(where) if where else ""), end


def _where_level(where: str) -> str:
    """The level that what narrows a collective says: ``chuyên môn Sở``, ``huyện``."""
    return "province" if where.endswith("Sở") else territory_level(where) if where else "default"


def long_collective(entry: dict[str, Any], at: At) -> Found | None:
    """A collective of several words (an ``entry`` of `rules/agency_grammar.toml`) where it stands, with what narrows it: ``các cơ quan`` + ``cấp tỉnh``."""
    if not _collective_counts(entry, at):
        return None
    where, end = _collective_where(at.flow, at.end)
    known = _where_level(where)
    level = known if known not in ("default", "document") else entry["level"]
    rank = _RANK.match(at.flow, at.end)
    if rank:
        where, end, level = rank[0].strip(), rank.end(), {"tỉnh": "province", "huyện": "district", "xã": "commune"}.get(rank["unit"].lower(), "none")
    elif entry.get("level_needed"):
        return None
    name = ("Các " if at.plural else "") + entry.get("name", at.surface if entry.get("proper") else entry["head"].replace("HTX", "hợp tác xã"))
    return Found(
        at.start - len(at.plural), end, (name[:1].upper() + name[1:]) + (f" {where}" if where else ""), level, "agency.collective", 0.97, "collective"
    )


_RANK = re.compile(r" +(?i:tuyến) +(?P<unit>(?i:trung ương|tỉnh|huyện|xã))(?!\w)")


def _collective_counts(entry: dict[str, Any], at: At) -> bool:
    """Whether a head of several words counts here: some need the plural marker, a list before them, an owner after them, or the office that leads them."""
    if led_by := entry.get("led_by"):
        return bool(at.plural) and at.flow.endswith(f"{led_by} ", 0, at.start - len(at.plural)) and at.flow[at.end : at.end + 1] != ":"
    after, capital = at.flow[at.end : at.end + 14], at.surface[:1].isupper()
    listed = follows_comma(at.flow, at.start - len(at.plural))
    if entry.get("small"):
        return _HALF_OF_A_NAME.search(at.flow, max(0, at.start - 8), at.start) is None
    if at.surface.startswith("hội") and at.flow.endswith("xã ", 0, at.start):
        return False  # `các tổ chức xã` `hội, đoàn thể`
    if at.surface.lower().endswith("đảng") and _OF_A_COMMITTEE.match(at.flow, at.end):
        return False  # `các ban Đảng ủy`
    if entry["head"] == "bộ trưởng":
        return capital and bool(re.match(r" *, *(?i:thủ trưởng|chủ tịch|tổng)", after))
    if entry.get("owner") and not _OWNER.match(after) and not listed:
        return False
    if (entry.get("capital") and not capital) or (entry.get("proper") and not at.plural and at.surface.split()[-1].islower()) or entry.get("never"):
        return False
    return bool(at.plural) or not (entry.get("plural_only") or (entry.get("plural") and not listed))


_OF_A_COMMITTEE = re.compile(r" +(?:ủy|uỷ|bộ)(?!\w)")
_OWNER = re.compile(r" +(?:(?:của|thuộc)\b|(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện|[Qq]uận|[Tt]hị|[Đđ]ảng) ủy)")
_HALF_OF_A_NAME = re.compile(r"(?<!\w)(?:(?i:tỉnh|huyện|thành|quận|thị|xã|công|liên|chi|phó|mô hình)|trưởng) $")  # `Tỉnh đoàn kiểm tra`


def follows_comma(flow: str, start: int) -> bool:
    """Whether a list goes on at ``start``: a comma, a semicolon or `và` stands before it."""
    return bool(re.search(r"[,;] *(?:và +)?$|\bvà +$", flow[max(0, start - 6) : start]))


@cache
def _head_words() -> "regex.Pattern[str]":
    c = tables()["collectives"]
    return regex.compile("(?i)" + alternatives([*c["countable"], *c["joined"], *c["generic"]]) + r"(?!\w)")


def bare_collective(flow: str, match: "regex.Match[str]", plural: str) -> Found | None:
    """``các sở, ban, ngành``: at least one kind of body, and the plural marker or a second kind."""
    c = tables()["collectives"]
    heads = [h.casefold() for h in _head_words().findall(match["list"])]
    if not any(h in c["countable"] for h in heads) or (not plural and is_tail_of_noun(flow, match.start())) or heads[0] in ("ubnd", "đoàn"):
        return None
    if not plural and not {"ngành", "đoàn thể"} & set(heads) and not (len(heads) > 1 and _COMMITTEES.issuperset(heads)):
        return None
    if not plural and _OF_RANK.search(flow, max(0, match.start() - 20), match.start()):
        return None  # `đề tài cấp sở, ngành`: of what rank it is
    where, end = _collective_where(flow, match.end())
    if len(heads) == 1 and (
        not plural or (match["list"].islower() and not where and not _may_stand_alone(heads[0], flow[match.end() : match.end() + 16]))
    ):
        return None
    if where.casefold() in ("chuyên môn", "chức năng") and not {"phòng", "ban"} & set(heads):
        where, end = "", match.end()
    known = _where_level(where)
    level = known if known in ("province", "district", "commune") else "central" if "trung ương" in where.casefold() else _collective_level(heads, c)
    name = ", ".join(heads)
    if " và " in match["list"]:
        name = " và ".join(name.rsplit(", ", 1))
    name = "Các " + name if plural else name[:1].upper() + name[1:]
    return Found(
        match.start() - len(plural),
        end,
        name.replace("ubnd", "Ủy ban nhân dân") + (f" {where}" if where else ""),
        level,
        "agency.collective",
        0.97,
        "collective",
    )


_OF_RANK = re.compile(r"(?i)(?<!\w)cấp (?:(?:sở|bộ|ban|ngành) *, *)*$")

# Committees and cells of the Party, which a list names without `các`: `Đảng ủy, chi bộ trực thuộc`.
_COMMITTEES = frozenset(["đảng ủy", "đảng bộ", "chi bộ", "chi ủy"])


def _may_stand_alone(head: str, after: str) -> bool:
    """``các phòng`` may be rooms; before ``liên quan`` or ``thuộc``, and at the end of a clause, they are divisions."""
    return head not in ("phòng", "ban", "hội", "viện", "đoàn", "ngành", "vụ", "cục") or bool(
        re.match(r" *(?:[,;.]|liên quan|có liên quan|thuộc|của|trong|(?:Đảng|Tỉnh|Thành|Huyện|Quận|Thị) ủy(?!\w)|LĐLĐ|Liên đoàn Lao động)", after)
    )


def _collective_level(heads: Sequence[str], c: dict[str, dict[str, str]]) -> str:
    """The level of the first kind that has one by itself; ``ban, ngành, đoàn thể`` take the document's, ``đoàn thể`` alone none."""
    levels = [c["countable"][h] for h in heads if h in c["countable"]]
    for wanted in ("central", "province", "district"):
        if wanted in levels:
            return wanted
    return "document" if "document" in levels else "none"


def is_tail_of_noun(flow: str, start: int) -> bool:
    """``cán bộ``, ``cơ sở``, ``nội bộ``: the second half of a common noun is no head."""
    before = flow[max(0, start - 8) : start].lower()
    return before[-1:] == " " and before.rstrip(" ").endswith(_NOUNS_BEGIN)


_NOUNS_BEGIN = (
    "cán",
    "hiệp",
    "cấp",
    "cơ",
    "nội",
    "toàn",
    "đồng",
    "tiến",
    "trụ",
    "hộ",
    "cục",
    "đảng",
    "tỉnh",
    "chi",
    "trang",
    "bách",
    "bán",
    "đội",
    "hồ",
    "tập",
    "quyển",
    "sơ",
    "xã",
)


# The shared tail of Party committees and unions: `Các huyện, thị, thành ủy`, `các tỉnh, thành đoàn`.
_SHARED_COMMITTEE = re.compile(r"(?:thị|thành) (?P<tail>ủy|đoàn)(?!\w)")
# `các huyện, thành ủy, đảng ủy trực thuộc`, `các huyện, thành đoàn và đoàn trực thuộc`
_AND_OTHERS = {
    "ủy": re.compile(r"(?P<more>(?:,| và) đảng ủy)(?= trực thuộc| cơ sở trực thuộc|[ \t]*(?:[;,.):\n]|$))"),
    "đoàn": re.compile(r"(?P<more>(?:,| và) đoàn)(?= trực thuộc)"),
}
_UNITS_BEFORE = re.compile(r"(?<!\w)(?P<plural>[Cc]ác +)?(?P<units>(?i:tỉnh|huyện|quận|thị)(?:(?: *, *| +và +)(?:huyện|quận|thị|thành))+)$")


def several_committees(flow: str) -> Iterator[Found]:
    """Committees and unions that share their tail.

    >>> [(f.name, f.level) for f in several_committees("Các huyện, thị, thành ủy báo cáo.")]
    [('Các huyện ủy, thị ủy, thành ủy', 'district')]
    """
    for hint in _SHARED_COMMITTEE.finditer(flow):
        low, end = max(0, hint.start() - 40), hint.start("tail") - 1
        match = _UNITS_BEFORE.search(flow[low:end])
        if match is None:
            continue
        name = re.sub(r"(\w+)(?<!và)(?= |,|$)", rf"\1 {hint['tail']}", match["units"].lower())
        name = f"Các {name}" if match["plural"] else name[:1].upper() + name[1:]
        level = "province" if match["units"].casefold().startswith("tỉnh") else "district"
        more = _AND_OTHERS[hint["tail"].lower()].match(flow, hint.end())
        name += more["more"] if more else ""
        yield Found(low + match.start(), more.end() if more else hint.end(), name, level, "agency.collective", 0.97, "collective")
