"""Who leads and who supports, as the prose of a duty says it: ``A chủ trì, phối hợp với B ...; C hỗ trợ``."""

import re
from collections.abc import Sequence
from functools import cache

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.tasks.role_clauses import clause_roles
from pipeline.extract.tasks.role_lists import (
    LONGEST_LIST,
    OPENING_CLAUSE,
    Mentions,
    Roles,
    does_not_act,
    goes_on,
    next_list,
    once,
    said,
    without_owners,
)
from pipeline.extract.tasks.role_partners import partners_of
from pipeline.extract.tasks.role_subjects import asks_to_join, behind_decree, ends_opening, subject_of


def read_cell(flow: str, start: int, end: int, agencies: Mentions) -> Roles:
    """Who leads and who helps by a cell, or a line, that says who does the work: ``A chủ trì, phối hợp với B``, ``A (chủ trì), B, C (phối hợp)``.

    >>> from pipeline.extract.agencies import find_agencies
    >>> from pipeline.extract.agencies.levels import Setting, settle
    >>> flow = "Sở Y tế (chủ trì), Công an tỉnh (phối hợp)"
    >>> roles = read_cell(flow, 0, len(flow), Mentions.of(settle(find_agencies(flow), Setting("province"))))
    >>> [[flow[m.start : m.end] for m in role] for role in (roles.lead, roles.coordinating)]
    [['Sở Y tế'], ['Công an tỉnh']]
    """
    inside = agencies.within(start, end)
    helps: set[int] = set()
    for mark in _HELPS.finditer(flow, start, end):
        listed = next_list(flow, inside, mark.end()) if flow[mark.end() : mark.end() + 1] != ")" else []
        helps.update(m.start for m in listed or _helpers_before(flow, start, mark.start(), inside))
    helps.update(m.start for m in inside if flow.endswith("có ", start, m.start) and _GIVES_HELP.match(flow, m.end))  # `A, có B giúp`
    if any(flow.startswith(_IS_CHAIR, m.end) for m in inside):  # `Tỉnh đoàn (chủ trì), Sở Y tế`: who is not said to chair helps
        helps.update(m.start for m in inside if not flow.startswith(_IS_CHAIR, m.end))
    return Roles(
        without_owners(
            flow,
            [
                m
                for m in inside
                if m.start not in helps
                and not _TO_DECIDE.search(flow, max(start, m.start - _DECIDE_REACH), m.start)
                and not _says_who_stands(flow, m)
            ],
            keep_generic_owner=False,
        ),
        without_owners(flow, [m for m in inside if m.start in helps], keep_generic_owner=True),
    )


def _says_who_stands(flow: str, mention: Mention) -> bool:
    """Whether brackets only tell who keeps the office of the body before them: ``Hội đồng X (Ban Y làm thường trực)``."""
    return flow.startswith("(", mention.start - 1) and _KEEPS_OFFICE.match(flow, mention.end) is not None


_KEEPS_OFFICE = re.compile(r" (?:làm|là) (?:cơ quan |đơn vị )?(?:thường trực|đầu mối)(?!\w)")
_GIVES_HELP = re.compile(r" *(?:giúp|hỗ trợ|tham gia|phối hợp|hướng dẫn)(?!\w)")
_TO_DECIDE = regex.compile(r"(?<!\w)(?:trình|báo cáo|xin ý kiến)\s+$")  # what stands before a body that only decides: `UBND tỉnh trình HĐND tỉnh`
_DECIDE_REACH = 20  # characters
_IS_CHAIR = (" (chủ trì", " (Chủ trì", "(chủ trì")
_HELPS = re.compile(r"(?i:phối hợp)(?: thực hiện)?(?: với| cùng)?(?:\s*:)?|\bPH\s*:")


def _helpers_before(flow: str, start: int, mark: int, inside: Sequence[Mention]) -> list[Mention]:
    """The bodies between who leads, or the last semicolon, and ``phối hợp``."""
    leads = flow.rfind("chủ trì", start, mark)
    low = leads if leads >= 0 else max(start, flow.rfind(";", start, mark))
    return [m for m in inside if low <= m.start and m.end <= mark]


def read_roles(flow: str, start: int, end: int, agencies: Mentions, headed: bool = False, heading: Sequence[Mention] = ()) -> Roles:
    """Lead and coordinating bodies of a duty in prose, ``flow[start:end]``; ``headed`` says that a heading names who leads, and ``heading`` whom.

    >>> from pipeline.extract.agencies import find_agencies
    >>> from pipeline.extract.agencies.levels import Setting, settle
    >>> flow = "Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra"
    >>> roles = read_roles(flow, 0, len(flow), Mentions.of(settle(find_agencies(flow), Setting("province"))))
    >>> [[flow[m.start : m.end] for m in role] for role in (roles.lead, roles.coordinating)]
    [['Sở Y tế'], ['Công an tỉnh']]
    """
    inside = agencies.within(start, end)
    if not inside:
        return Roles()
    start = behind_decree(flow, start, end, inside)
    inside = agencies.within(start, end)
    together = _co_leading(flow, start, end, inside)
    partners = [m for m in partners_of(flow, start, end, inside, heading) if m not in together]
    subject = subject_of(flow, start, inside, {m.start for m in partners})
    guests: list[Mention] = []
    if subject and asks_to_join(flow, start, subject, inside):
        guests, subject = subject, []
    addressed = subject or guests
    named = _named_lead(flow, start, inside, addressed[-1].end if subject else None) or (
        [] if addressed or headed else _who_does_it(flow, start, end, agencies)
    )
    clauses = clause_roles(flow, addressed[-1].end if addressed else start, inside, {m.start for m in partners}, named, subject, headed)
    acts = subject if not named or _SEPARATE.search(flow, subject[-1].end if subject else start, named[0].start) else []
    if (
        not addressed
        and not named
        and clauses.lead
        and _SEPARATE.search(flow, start, clauses.lead[0].start)
        and not OPENING_CLAUSE.match(flow, start)
    ):
        acts = [*heading]  # `Lập kế hoạch; Sở B tập huấn`: the first clause is of the body that stands above
    told = {flow[m.start : m.end] for m in [*named, *together]}  # `Sở A chủ trì ... Hằng năm, Sở A báo cáo`
    lead = once([*acts, *named, *together, *(m for m in clauses.lead if flow[m.start : m.end] not in told)])
    lead = _without_short_names(flow, lead)
    leaders = {flow[m.start : m.end] for m in lead}
    return Roles(lead, [m for m in once([*guests, *partners, *clauses.coordinating]) if flow[m.start : m.end] not in leaders])


def _without_short_names(flow: str, bodies: Sequence[Mention]) -> list[Mention]:
    """Bodies without those that only name one before them again, by the body of its office or by its kind: `Giám đốc Sở A` ... ``Sở A``,
    `Công ty A` ... ``Công ty``."""
    kept: list[Mention] = []
    again: set[str] = set()
    for mention in bodies:
        name = flow[mention.start : mention.end]
        if name in again:
            continue
        kept.append(mention)
        words = name.split(" ", 2)
        again.update(" ".join(words[:n]) for n in range(1, len(words)) if name[0].isupper() and words[n][:1].isupper())
        if office := _OFFICE_OF.fullmatch(name):
            again.add(office[1])
    return kept


_OFFICE_OF = regex.compile(r"(?:Phó )?(?:Giám đốc|Tổng Giám đốc|Bộ trưởng|Chủ tịch|Hiệu trưởng|Trưởng phòng|Thủ trưởng|Chánh) (\p{Lu}.+)")


# `Sở A lập kế hoạch; Sở B chủ trì ...`: what the first does is no part of what the second leads.
_SEPARATE = re.compile(r"[;.]\s")
_IN_BRACKETS = re.compile(
    r"\(([^()]{3,160}?) (?:tổ chức )?(?:(?:thực hiện|đảm nhiệm|đảm nhận|phụ trách|chuẩn bị|làm|điều hành|theo dõi|thi công|(?<!các )(?<!những )tổ chức)(?: (?:thường xuyên|h[ằà]ng \w+))?(?:[;,] [^()]{2,120})?"
    r"|(?:trình|soạn thảo|tham mưu|tổng hợp)(?!\w)[^()]{0,80})\)"
)
# Names and when it is due, or who helps: `(Sở Y tế; quý II)`, `(Trạm Y tế - tháng 6)`.
_NAMES_AND_TIME = re.compile(
    r"\(([^()]{3,160}?) ?(?:[;,]|[-–]) ?(?=[^()]{0,40}\d|(?i:quý|thường xuyên|h[ằà]ng |hoàn thành|xong|trước|thời gian|phối hợp|cả năm))[^()]{2,160}\)[\s.;]*$"
)


def _who_does_it(flow: str, start: int, end: int, agencies: Mentions) -> list[Mention]:
    """The bodies that brackets behind a duty without a subject name: ``Dọn vệ sinh đường làng (Đoàn Thanh niên thực hiện)``."""
    named = [m for match in _IN_BRACKETS.finditer(flow, start, end) for m in agencies.within(*match.span(1))]
    named = named or _behind_colons(flow, start, end, agencies)
    last = flow.rfind("(", start, end)
    if named or last < 0:
        return named
    inside = agencies.within(last, end)
    match = _NAMES_AND_TIME.match(flow, last, end) if inside else None
    if match is None and len(inside) == len(agencies.within(start, end)) and _NAMES_ALONE.match(flow, last, end):
        return _alone_in_brackets(flow, start, last, inside)
    listed = next_list(flow, inside, last + 1, slack="opening") if match else []
    of_clause = [m for m in listed if not _SEPARATE.search(flow, last, m.start)]
    return without_owners(flow, of_clause, keep_generic_owner=False) if listed else []


def _alone_in_brackets(flow: str, start: int, bracket: int, inside: Sequence[Mention]) -> list[Mention]:
    """The bodies of a bracket that holds several and nothing else; one may only say whose a thing is (`Nâng cấp kho thuốc (Sở Y tế)`), unless the
    thing is a paper that it is to draft (`Quy chế phối hợp phòng dịch (Sở Y tế)`)."""
    listed = next_list(flow, inside, bracket + 1, slack="opening")
    several = len(inside) > 1 or _DRAFT.match(flow, start) is not None
    names_only = len(listed) == len(inside) and several and flow.startswith(")", inside[-1].end)
    return without_owners(flow, listed, keep_generic_owner=False) if names_only else []


# What a programme of work lists: papers to be drafted.
_DRAFT = re.compile(
    r"\s*(?:Dự thảo )?(?:Báo cáo|Kế hoạch|Đề án|Quyết định|Nghị quyết|Tờ trình|Quy chế|Quy định|Phương án|Chương trình|Chỉ thị)(?= [^:;.()]{8,160} \()"
)


def _behind_colons(flow: str, start: int, end: int, agencies: Mentions) -> list[Mention]:
    """The bodies that stand alone behind the colon of each part of a duty: ``Đón khách tại sân bay: Sở Ngoại vụ; tại ga: Văn phòng UBND tỉnh``."""
    found: list[Mention] = []
    for part in _PARTS.finditer(flow, start, end):
        colon = part.start() + part[0].find(":") + 1
        listed = next_list(flow, agencies.within(colon, part.end()), colon) if colon > part.start() else []
        names_more = agencies.within(part.start(), colon) or (not found and _WHAT_IS_NAMED.match(flow, part.start()))
        if not listed or names_more or not _ALONE_OR_WHEN.fullmatch(flow, listed[-1].end, part.end()):
            return []
        found += without_owners(flow, listed, keep_generic_owner=False)
    return found


_PARTS = re.compile(r"[^;]+")
# What is named behind the colon and does nothing: those who are examined, invited or addressed, and places.
_WHAT_IS_NAMED = re.compile(
    r"(?i)\W*(?:(?:tiến hành |tổ chức )?(?:kiểm tra|thanh tra|giám sát|khảo sát|kiểm toán|phúc tra|đánh giá|làm việc|thăm|tặng|khen|mời|gửi|báo cáo|trình|hỗ trợ|cấp|đối tượng"
    r"|thành phần|địa điểm|địa bàn|nơi|phạm vi|đơn vị|cơ quan|đại biểu|khách mời|kính gửi|chọn|gồm|điểm|học tập|tham quan|điển hình|các |những |tại |với |cho |đối với )|[^:;]{81})"
)
_ALONE_OR_WHEN = regex.compile(
    r"(?: *[-–,(] *(?i:xong|hoàn thành|trước|trong|thời gian|hạn|vào|đến|chậm nhất|ngày|tháng|quý|\d)[^;.:()]{0,40}\)?)?[\s.;]*"
)


_NAMES_ALONE = re.compile(r"\([^()]{3,120}\)[\s.;]*$")  # `Đưa quân nhân về địa phương (Ban CHQS xã, Hội Cựu chiến binh)`


def _named_lead(flow: str, start: int, inside: Sequence[Mention], subject_end: int | None) -> list[Mention]:
    """The lists of bodies that stand right before ``chủ trì``; where the duty has a subject, not the one of a part (`đoàn do X chủ trì`)."""
    found: list[Mention] = []
    built: list[Mention] = []  # `kiểm tra công trình do A làm chủ đầu tư: B chủ trì`: who builds leads only where nobody else is said to
    for index, mention in enumerate(inside):
        if not _lead_verb().match(flow, mention.end):
            continue
        gap = flow[inside[index - 1].end : mention.start].strip() if index else ""
        aside = (gap == "(" and flow.startswith(")", mention.end)) or gap in _DASHES
        last = (
            index - 1 if aside and does_not_act(flow, inside[index - 1], mention, leads=True) else index
        )  # `Bộ A (cơ quan thường trực Ban Chỉ đạo) chủ trì`
        first = index - 1 if aside else index
        while first and last - first < LONGEST_LIST and goes_on(flow, inside[first - 1].end, inside[first].start):
            if ends_opening(flow, start, inside[first - 1]):
                break
            first -= 1
        is_part = subject_end is not None and inside[first].start >= subject_end and flow.endswith("do ", 0, inside[first].start)
        if not is_part:
            listed = without_owners(flow, inside[first : last + 1], keep_generic_owner=False)
            (built if flow.startswith(" làm chủ đầu tư", mention.end) else found).extend(listed)
    return once(found or built)


@cache
def _lead_verb() -> "regex.Pattern[str]":
    """What says behind a list of bodies that they lead."""
    leads = said("leading")
    places = (
        r"(?:(?:,| và) (?:các )?(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu|địa phương|cơ quan|đơn vị)(?!\w)(?: (?:có )?liên quan)?)*"
    )
    manner = r"(?:(?i:chịu trách nhiệm|có trách nhiệm|là cơ quan|là đơn vị|được giao|được đề nghị|với vai trò|trực tiếp)[\s,]*)*"
    return regex.compile(rf"{places}(?:(?:[\s,()]*| [-–] ){manner}{leads}| *\(đầu mối\))")


_DASHES = ("-", "–")  # `Bộ A - Cơ quan thường trực Ban Chỉ đạo chủ trì`


_CO_LEADS = regex.compile(r"(?i)(?<!\w)(?:đồng chủ trì,? +(?:với|cùng|cùng với)|dưới sự chủ trì của)(?!\w)")


def _co_leading(flow: str, start: int, end: int, inside: Sequence[Mention]) -> list[Mention]:
    """The bodies behind ``đồng chủ trì với``, and ``dưới sự chủ trì của``, which lead beside the one that is told."""
    found = [next_list(flow, inside, match.end()) for match in _CO_LEADS.finditer(flow, start, end)]
    return without_owners(flow, [m for listed in found for m in listed], keep_generic_owner=False)
