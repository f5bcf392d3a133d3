"""Who supports: the bodies that a duty joins to who leads, by ``phối hợp với``, ``cùng``, ``mời``, or as members of its team."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.tasks.role_clauses import HOW, others_too
from pipeline.extract.tasks.role_lists import LONGEST_LIST, are_joined, next_list, once, said, without_owners
from pipeline.text import lower_in_place


class _Patterns(NamedTuple):
    """What joins a partner, and what may stand between the partners and ``phối hợp`` behind them."""

    joins: "regex.Pattern[str]"
    others: "regex.Pattern[str]"


@cache
def _patterns() -> _Patterns:
    joins, lent = said("joining"), said("lent")
    return _Patterns(
        regex.compile(
            rf"(?i)(?<!\w)(?:phối (?:kết )?hợp{HOW}(?: +(?:với|cùng|cùng với|giữa)(?!\w))?|(?:hiệp đồng|hợp tác|cộng tác|liên kết|kết hợp)(?: +(?:chặt chẽ|đồng bộ|thường xuyên|tốt|hiệu quả|mật thiết),?){{1,3}} +(?:với|cùng)(?!\w)|(?<!đồng )chủ trì(?: (?:tổ chức )?(?:họp|cuộc họp|giao ban)(?: [^\s.;:,()]+){{0,6}}?|\)?,?) +(?:với(?! sự)|cùng|cùng với)(?!\w)|\(chủ trì\)(?:,| và| cùng)(?!\w)|chủ trì[;,](?= [^();]{{3,120}}\)[\s.;]*$)|(?P<joins>{joins}:?|(?P<lends>(?:(?:có|với|được|nhờ|tranh thủ|,) +sự|nhờ|tranh thủ) +{lent}(?:,? +\p{{Ll}}+){{0,6}}? +của(?!\w))))"
        ),
        regex.compile(rf"{others_too()}[\s–-]*(?:(?:có )?liên quan|hữu quan)?\s*"),
    )


_WITH_TOO = regex.compile(r"[^.;:\n]{0,120}?(?:,| và) (?:với|cùng)(?!\w)")


def partners_of(flow: str, start: int, end: int, inside: Sequence[Mention], heading: Sequence[Mention]) -> list[Mention]:
    """The bodies that support in a duty, ``flow[start:end]``; ``heading`` are those above it that lead."""
    found: list[Mention] = []
    read_to = start  # a list is read once, though each of its bodies may have a `với` of its own
    lowered = lower_in_place(flow)
    joins = any(lowered.find(cue, start, end) >= 0 for cue in JOINING_CUES)
    for match in _patterns().joins.finditer(flow, start, end) if joins else ():
        if match.end() < read_to:
            continue
        if match[0].casefold().startswith("cùng") and re.search(
            r"(?<!\w)cho (?!vay)[^,;.(]{1,25}$", flow[max(start, match.start() - 30) : match.start()]
        ):
            continue  # `tham mưu cho A cùng B`
        listed = next_list(flow, inside, match.end())
        if not listed and (several := _SEVERAL_IN_BRACKETS.match(flow, match.end(), end)):
            listed = next_list(flow, inside, several.end())
            if not listed or not flow.startswith(")", listed[-1].end):
                listed = []
        if match["lends"] and listed and _IN_GENERAL.search(flow, match.end(), listed[0].start):
            continue
        if match[0].casefold().endswith("giữa"):
            of_others = _PAPER.match(flow, start, match.start()) is not None and not _begins_with(flow, listed, heading)
            listed = [] if of_others else listed[1:]
        elif not (match["joins"] or match[0].casefold().endswith(_JOINING)) and (not listed or flow[match.end() : listed[0].start].strip()):
            listed = _joined_before(flow, inside, match.start()) or _done_with(flow, inside, match.end(), end)
        found += without_owners(flow, listed, keep_generic_owner=True)
        read_to = listed[-1].end if listed else read_to
        at = read_to
        while listed and (again := _WITH_TOO.match(flow, at, end)) is not None:
            at = again.end()
            if at < read_to:
                continue
            listed = next_list(flow, inside, at) or listed
            found += without_owners(flow, listed, keep_generic_owner=True)
            read_to = listed[-1].end
    found += _members(flow, start, end, inside)
    found = once(found)
    opening = re.match(r"\s*Với\s", flow[start:end])
    listed = next_list(flow, inside, start + opening.end()) if opening else []
    if listed and not flow.startswith(":", listed[-1].end):  # `Với WTO: ...` says of whom
        found = without_owners(flow, listed, keep_generic_owner=True) + found
    return found


# `xây dựng Quy chế phối hợp giữa A và B`: who is to work by the paper is not who drafts it
_PAPER = regex.compile(r"(?ri)(?<!\w)(?:quy chế|quy định|quy trình|nghị quyết|chương trình|kế hoạch|thỏa thuận|cơ chế) $")


def _begins_with(flow: str, listed: Sequence[Mention], heading: Sequence[Mention]) -> bool:
    """Whether the first of a list is one of those that a heading names."""
    return bool(listed) and flow[listed[0].start : listed[0].end] in {flow[m.start : m.end] for m in heading}


def _members(flow: str, start: int, end: int, inside: Sequence[Mention]) -> list[Mention]:
    """Whose people an inspecting team consists of, without the one who heads it: ``Đoàn kiểm tra gồm Sở A (Trưởng đoàn), Sở B``."""
    if flow.find("gồm", start, end) < 0 and flow.find("thành viên là", start, end) < 0:
        return []
    team = _TEAM.search(flow, start, end)
    match = _CONSISTS.search(flow, team.end(), end) if team else None
    if match is None:
        return []
    listed = next_list(flow, inside, match.end())
    head = _HEADS_TEAM.match(flow, listed[-1].end, end) if len(listed) == 1 else None
    return without_owners(flow, next_list(flow, inside, head.end()) if head else listed, keep_generic_owner=True)


_TEAM = re.compile(r"(?:[Đđ]oàn|[Tt]ổ) (?:kiểm tra|giám sát|thanh tra)(?!\w)")
_CONSISTS = re.compile(
    r"(?:(?:(?<=[;,.] )|(?<=\())(?:thành phần|thành viên|Thành phần|Thành viên)(?: (?:của )?(?:đoàn|tổ|Đoàn|Tổ))?:? (?:gồm|gồm có|bao gồm|là|có)|(?<! bao)[ ,]gồm(?: có)?):?"
    r"(?: (?:đại diện|lãnh đạo|cán bộ|công chức))*"
)
_HEADS_TEAM = re.compile(r" *(?:\((?i:trưởng đoàn|tổ trưởng)\)|là (?i:trưởng đoàn|tổ trưởng)|làm (?i:trưởng đoàn|tổ trưởng)) *(?:,|;| và)")


# One of these is in all that joins a partner: a look is cheaper than the pattern.
JOINING_CUES = ("tranh thủ", "nhờ", "phối", "chủ trì", "cùng", "với", "sự ", "đại diện", "trưng tập", "mời")
_SEVERAL_IN_BRACKETS = re.compile(r" *(?:các|những) [^.;:,()]{3,40}\((?:gồm:? |như:? )?")  # `cùng các chủ rừng (Công ty A, Ban Quản lý B)`
_IN_GENERAL = re.compile(r",| và ")  # `với sự tham gia của các cấp, các ngành, các đoàn thể`: of all society
_JOINING = ("và", "với", "cùng", "giữa", ",")


def _done_with(flow: str, inside: Sequence[Mention], position: int, end: int) -> list[Mention]:
    """``phối hợp trao đổi thông tin với B``: whom what is done is done with."""
    match = _DONE_WITH.match(flow, position, end)
    return next_list(flow, inside, match.end()) if match is not None else []


_DONE_WITH = regex.compile(r"(?: +\p{Ll}+){2,6}?(?<!đối|so) +(?:với|cùng)(?!\w)")


def _joined_before(flow: str, inside: Sequence[Mention], position: int) -> list[Mention]:
    """``A chủ trì, B và C phối hợp ...``: the list right before ``phối hợp`` that follows who leads."""
    last = bisect_right(inside, position, key=lambda m: m.end) - 1
    if last < 0 or _patterns().others.fullmatch(flow, inside[last].end, position) is None:
        return []
    first = last
    while first and last - first < LONGEST_LIST and are_joined(flow, inside[first - 1].end, inside[first].start):
        first -= 1
    leads = re.search(r"chủ trì\W*$", flow[max(0, inside[first].start - 14) : inside[first].start])
    return list(inside[first : last + 1]) if leads else []
