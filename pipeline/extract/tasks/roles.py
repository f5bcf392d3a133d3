"""Who leads and who supports, as the prose of a duty says it: ``A chủ trì, phối hợp với B ...; C hỗ trợ``."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.tasks.role_clauses import HOW, clause_roles, others_too
from pipeline.extract.tasks.role_lists import (
    LONGEST_LIST,
    OPENING_CLAUSE,
    Mentions,
    Roles,
    are_joined,
    does_not_act,
    goes_on,
    next_list,
    said,
    without_owners,
)
from pipeline.text import lower_in_place


@cache
def _patterns() -> dict[str, "regex.Pattern[str]"]:
    leads, joins, lent = (said(name) for name in ("leading", "joining", "lent"))
    places = (
        r"(?:(?:,| và) (?:các )?(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu|địa phương|cơ quan|đơn vị)(?!\w)(?: (?:có )?liên quan)?)*"
    )
    manner = r"(?:(?i:chịu trách nhiệm|có trách nhiệm|là cơ quan|là đơn vị|được giao|được đề nghị|với vai trò|trực tiếp)[\s,]*)*"
    return {
        "lead_verb": regex.compile(rf"{places}(?:(?:[\s,()]*| [-–] ){manner}{leads}| *\(đầu mối\))"),
        "with": regex.compile(
            rf"(?i)(?<!\w)(?:phối (?:kết )?hợp{HOW}(?: +(?:với|cùng|cùng với|giữa)(?!\w))?|(?:hiệp đồng|hợp tác|cộng tác|liên kết|kết hợp)(?: +(?:chặt chẽ|đồng bộ|thường xuyên|tốt|hiệu quả|mật thiết),?){{1,3}} +(?:với|cùng)(?!\w)|(?<!đồng )chủ trì(?: (?:tổ chức )?(?:họp|cuộc họp|giao ban)(?: [^\s.;:,()]+){{0,6}}?|\)?,?) +(?:với(?! sự)|cùng|cùng với)(?!\w)|\(chủ trì\)(?:,| và| cùng)(?!\w)|chủ trì[;,](?= [^();]{{3,120}}\)[\s.;]*$)|(?P<joins>{joins}:?|(?P<lends>(?:(?:có|với|được|nhờ|tranh thủ|,) +sự|nhờ|tranh thủ) +{lent}(?:,? +\p{{Ll}}+){{0,6}}? +của(?!\w))))"
        ),
        "others": regex.compile(rf"{others_too()}[\s–-]*(?:(?:có )?liên quan|hữu quan)?\s*"),
        # who else is told behind a semicolon: `Chủ tịch UBND các xã; thủ trưởng các đơn vị liên quan quán triệt ...`
        "more": regex.compile(
            rf";\s*(?i:(?:thủ trưởng|lãnh đạo|người đứng đầu) )?(?i:các|những) {said('others')}(?:, {said('others')})*+(?=(?: [^\s.;:]+){{4}})"
        ),
        "with_too": regex.compile(r"[^.;:\n]{0,120}?(?:,| và) (?:với|cùng)(?!\w)"),
        "co_leads": regex.compile(r"(?i)(?<!\w)(?:đồng chủ trì,? +(?:với|cùng|cùng với)|dưới sự chủ trì của)(?!\w)"),
        "decrees": regex.compile(r"[\s,]{0,3}(?:xin )?(?:trân trọng |kính )(?:đề nghị|mời)(?!\w)"),
        "takes_part": regex.compile(
            rf"\s*(?:(?:tích cực|chủ động|tiếp tục|thường xuyên|cùng|,)\s*)*(?:phối hợp{HOW}(?: +cùng)?|tham gia|dự|(?P<sends>cử) (?:[^\s.;,]+ ){{1,5}}(?:tham gia|dự|đi cùng))(?!\w)"
        ),
        "asked": regex.compile(r"\s*(?i:kính đề nghị|trân trọng đề nghị|đề nghị|trân trọng mời|kính mời|mời|khuyến khích)(?!\w)"),
    }


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
    start = _behind_decree(flow, start, end, inside)
    inside = agencies.within(start, end)
    together = _co_leading(flow, start, end, inside)
    partners = [m for m in _coordinating(flow, start, end, inside, heading) if m not in together]
    subject = _subject(flow, start, inside, {m.start for m in partners})
    guests: list[Mention] = []
    if subject and _asks_to_join(flow, start, subject, inside):
        guests, subject = subject, []
    said = subject or guests
    named = _named_lead(flow, start, inside, said[-1].end if subject else None) or (
        [] if said or headed else _who_does_it(flow, start, end, agencies)
    )
    clauses = clause_roles(flow, said[-1].end if said else start, inside, {m.start for m in partners}, named, subject, headed)
    acts = subject if not named or _SEPARATE.search(flow, subject[-1].end if subject else start, named[0].start) else []
    if not said and not named and clauses.lead and _SEPARATE.search(flow, start, clauses.lead[0].start) and not OPENING_CLAUSE.match(flow, start):
        acts = [*heading]  # `Lập kế hoạch; Sở B tập huấn`: the first clause is of the body that stands above
    told = {flow[m.start : m.end] for m in [*named, *together]}  # `Sở A chủ trì ... Hằng năm, Sở A báo cáo`
    lead = _once([*acts, *named, *together, *(m for m in clauses.lead if flow[m.start : m.end] not in told)])
    lead = _without_short_names(flow, lead)
    leaders = {flow[m.start : m.end] for m in lead}
    return Roles(lead, [m for m in _once([*guests, *partners, *clauses.coordinating]) if flow[m.start : m.end] not in leaders])


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


def _behind_decree(flow: str, start: int, end: int, inside: Sequence[Mention]) -> int:
    """Where those who are told begin: behind ``Chính phủ trân trọng đề nghị``."""
    if not _DECREES.search(flow, start, end):
        return start
    subject = _subject(flow, start, inside, set())
    return subject[-1].end if subject and _patterns()["decrees"].match(flow, subject[-1].end) else start


_DECREES = re.compile(r"(?:trân trọng|kính) (?:đề nghị|mời)")

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


def _once(mentions: Sequence[Mention]) -> list[Mention]:
    return list({m.start: m for m in mentions}.values())


def _named_lead(flow: str, start: int, inside: Sequence[Mention], subject_end: int | None) -> list[Mention]:
    """The lists of bodies that stand right before ``chủ trì``; where the duty has a subject, not the one of a part (`đoàn do X chủ trì`)."""
    found: list[Mention] = []
    built: list[Mention] = []  # `kiểm tra công trình do A làm chủ đầu tư: B chủ trì`: who builds leads only where nobody else is said to
    for index, mention in enumerate(inside):
        if not _patterns()["lead_verb"].match(flow, mention.end):
            continue
        gap = flow[inside[index - 1].end : mention.start].strip() if index else ""
        aside = (gap == "(" and flow.startswith(")", mention.end)) or gap in _DASHES
        last = (
            index - 1 if aside and does_not_act(flow, inside[index - 1], mention, leads=True) else index
        )  # `Bộ A (cơ quan thường trực Ban Chỉ đạo) chủ trì`
        first = index - 1 if aside else index
        while first and last - first < LONGEST_LIST and goes_on(flow, inside[first - 1].end, inside[first].start):
            if _ends_opening(flow, start, inside[first - 1]):
                break
            first -= 1
        is_part = subject_end is not None and inside[first].start >= subject_end and flow.endswith("do ", 0, inside[first].start)
        if not is_part:
            listed = without_owners(flow, inside[first : last + 1], keep_generic_owner=False)
            (built if flow.startswith(" làm chủ đầu tư", mention.end) else found).extend(listed)
    return _once(found or built)


_DASHES = ("-", "–")  # `Bộ A - Cơ quan thường trực Ban Chỉ đạo chủ trì`


def _co_leading(flow: str, start: int, end: int, inside: Sequence[Mention]) -> list[Mention]:
    """The bodies behind ``đồng chủ trì với``, and ``dưới sự chủ trì của``, which lead beside the one that is told."""
    found = [next_list(flow, inside, match.end()) for match in _patterns()["co_leads"].finditer(flow, start, end)]
    return without_owners(flow, [m for listed in found for m in listed], keep_generic_owner=False)


# With what a clause opens that only says on what a duty rests: `Trên cơ sở đề nghị của UBND huyện, Sở Xây dựng chủ trì ...`.
_RESTS_ON = re.compile(r"\s*(?:Trên cơ sở|Căn cứ|Theo(?! dõi)|Sau khi|Khi) [^,;.:]{0,160}|\s*Tại ")


def _ends_opening(flow: str, start: int, mention: Mention) -> bool:
    """Whether the comma behind a body ends the opening clause of the duty."""
    return flow.startswith(",", mention.end) and _RESTS_ON.fullmatch(flow, start, mention.start) is not None


def _coordinating(flow: str, start: int, end: int, inside: Sequence[Mention], heading: Sequence[Mention]) -> list[Mention]:
    found: list[Mention] = []
    read_to = start  # a list is read once, though each of its bodies may have a `với` of its own
    lowered = lower_in_place(flow)
    joins = any(lowered.find(cue, start, end) >= 0 for cue in JOINING_CUES)
    for match in _patterns()["with"].finditer(flow, start, end) if joins else ():
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
        while listed and (again := _patterns()["with_too"].match(flow, at, end)) is not None:
            at = again.end()
            if at < read_to:
                continue
            listed = next_list(flow, inside, at) or listed
            found += without_owners(flow, listed, keep_generic_owner=True)
            read_to = listed[-1].end
    found += _members(flow, start, end, inside)
    found = _once(found)
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
    if last < 0 or _patterns()["others"].fullmatch(flow, inside[last].end, position) is None:
        return []
    first = last
    while first and last - first < LONGEST_LIST and are_joined(flow, inside[first - 1].end, inside[first].start):
        first -= 1
    leads = re.search(r"chủ trì\W*$", flow[max(0, inside[first].start - 14) : inside[first].start])
    return list(inside[first : last + 1]) if leads else []


# `Giao Khối vận xã, Ủy ban Kiểm tra Đảng ủy ...`: the first of those who are told may have no name that is known.
_TOLD_BEFORE = re.compile(r"\s*(?:Giao|Phân công|Đề nghị|Yêu cầu)(?: cho)? [^,;.:()]{3,60}(?:,| và) ")


def _subject(flow: str, start: int, inside: Sequence[Mention], partners: set[int]) -> list[Mention]:
    """The list of bodies with which the duty begins, or that follows its opening clause (`Trên cơ sở ..., các bộ ...`)."""
    listed = next_list(flow, inside, start, slack="opening")
    if not listed and inside and _TOLD_BEFORE.fullmatch(flow, start, inside[0].start):
        listed = next_list(flow, inside, inside[0].start)
    if not listed and OPENING_CLAUSE.match(flow, start, start + 26):
        sentence = _NEW_SENTENCE.search(flow, start, inside[-1].start) if inside else None
        sentence_end = sentence.end() if sentence else len(flow)
        for index, mention in enumerate(inside):
            follows = bool(index) and goes_on(flow, inside[index - 1].end, mention.start)
            owned = follows and flow.endswith("của ", start, inside[index - 1].start)
            if mention.start >= sentence_end:
                break
            if mention.start in partners or (follows and not owned and not _ends_opening(flow, start, inside[index - 1])):
                continue  # a list goes on, or a body of the opening clause is named
            if re.search(r"[,:]\s*(?:(?:giao|đề nghị|yêu cầu)\s+)?$", flow[max(start, mention.start - 14) : mention.start]):
                listed = next_list(flow, inside, mention.start)
                several = owned and flow.startswith(("các ", "những "), inside[index - 1].start)
                if several or (follows and _only_last_decides(flow, listed)):
                    listed = listed[-1:]  # `theo đề xuất của các bộ, cơ quan ngang bộ, Bộ Tài chính tổng hợp`
                break
    if not listed and (opened := _SEVERAL_NAMED.match(flow, start)):
        listed = next_list(flow, inside, opened.end())
        closed = opened["bracket"] is None or (listed and flow.startswith(")", listed[-1].end))
        listed = listed if closed else []
    if len(listed) > 1 and _CONCERNS.match(flow, start) and _is_apart(flow, listed):
        listed = listed[-1:]  # `Đối với Công ty A, Sở B kiểm tra ...`: the first is what it is about
    if not listed or flow.startswith(" nào ", listed[-1].end) or not _has_predicate(flow, listed[-1].end):
        return []  # `UBND huyện nào để xảy ra vi phạm thì ...`
    return without_owners(flow, listed, keep_generic_owner=False)


def _only_last_decides(flow: str, listed: Sequence[Mention]) -> bool:
    """Whether behind bodies without ``và`` an office or a team acts: ``theo yêu cầu của A, B, Giám đốc Sở quyết định``, ``Tại A, B, Đoàn kiểm tra ...``."""
    decides = [_DECIDES.match(flow, m.start) is not None for m in listed]
    return len(listed) > 1 and decides[-1] and not any(decides[:-1]) and flow[listed[-2].end : listed[-1].start] == ", "


_DECIDES = re.compile(r"(?:Giám đốc|Chủ tịch|Chánh|Bộ trưởng|Thủ trưởng|Trưởng|Đoàn|Tổ)(?!\w)")


_CONCERNS = re.compile(r"\s*Đối với (?!các |những )")


def _is_apart(flow: str, listed: Sequence[Mention]) -> bool:
    """Whether two bodies with but a comma between them are no list: a verb follows the second, and no colon."""
    joint = flow[listed[-2].end : listed[-1].start]
    return len(listed) == 2 and joint == ", " and _VERB_FOLLOWS.match(flow, listed[-1].end) is not None


_VERB_FOLLOWS = regex.compile(r" (?!và |của |thuộc |tại |ở |về |nếu |thì )\p{Ll}")


# Behind it stand clauses of their own: `Mỗi xã chọn một thôn. Sở A hướng dẫn, Sở B theo dõi`.
_NEW_SENTENCE = regex.compile(r"\p{Ll}{2}\. \p{Lu}")


# `Các chủ rừng (Công ty A, Ban Quản lý B) tổ chức trực`, `Các đơn vị chủ rừng: A, B chủ động ...`, `Cơ quan thẩm định (Sở A, Phòng B) phải ...`:
# whom the first words mean is named behind them.
_SEVERAL_NAMED = regex.compile(
    r"\s*(?:(?:Đề nghị|Giao|Yêu cầu) )?(?:(?i:các|những) [^.;:,()]{3,80}(?:(?P<bracket> \()|: )|(?:Cơ quan|Đơn vị) [^.;:,()]{3,60}(?P<bracket> \())(?:gồm:? |như:? )?"
)


def opening_bodies(flow: str, start: int, end: int, agencies: Mentions) -> list[Mention]:
    """The bodies with which a text begins, where it says what they do: ``Bộ Tư pháp tăng cường ...``, ``Đề nghị Chính phủ chỉ đạo ...``."""
    listed = next_list(flow, agencies.within(start, end), start, slack="opening")
    return listed if listed and _has_predicate(flow, listed[-1].end) else []


def _has_predicate(flow: str, position: int) -> bool:
    """Whether something is said of the list that ends at ``position``."""
    more = _patterns()["more"].match(flow, position)
    position = more.end() if more else position
    return bool(
        re.match(
            r"[\s,)]*(?:[–-] (?=[^\W\d]))?(?:(?:\.{3}|…)\s*)?(?:\([^)]*\)\s*)?(?:(?:có )?liên quan|và [^.;:]{2,60}? |- [^.;:]{2,80}(?=:))?\s*[:\w]",
            flow[position : position + 120],
        )
    ) and not re.match(r"\s*(?:;|\.(?!\.))", flow[position : position + 3])


def _asks_to_join(flow: str, start: int, subject: Sequence[Mention], inside: Sequence[Mention]) -> bool:
    """``Đề nghị X phối hợp ...`` without ``chủ trì``, ``X được mời dự ...``: X supports; but of ``đề nghị X phối hợp với Y ...`` Y does."""
    position = subject[-1].end
    after = flow[position : position + 50]
    if re.match(r"\s*được (?:mời(?! chủ trì)|đề nghị (?:phối hợp|hỗ trợ|tham gia))(?!\w)", after):
        return True
    joins, asked = _patterns()["takes_part"].match(after), _patterns()["asked"].match(flow, start)
    if joins is None or asked is None or (joins["sends"] and "mời" not in asked[0].casefold()):
        return False  # `Đề nghị X cử người tham gia tổ rà soát` is a duty of its own
    return not next_list(flow, inside, position + joins.end())
