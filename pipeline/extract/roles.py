"""Who leads and who supports, as the prose of a duty says it: ``A chủ trì, phối hợp với B ...; C hỗ trợ``."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.vocabulary import alternatives
from pipeline.rule_tables import load_rules


@dataclass(slots=True)
class Roles:
    """The bodies that lead a duty and those that support."""

    lead: list[Mention] = field(default_factory=list)
    coordinating: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of one label, in order, with a look-up by span."""

    items: Sequence[Mention]
    starts: Sequence[int]

    @classmethod
    def of(cls, mentions: Sequence[Mention]) -> "Mentions":
        return cls(mentions, [m.start for m in mentions])

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie inside ``[start, end)``."""
        low = bisect_left(self.starts, start)
        found = []
        for at in range(low, len(self.items)):
            mention = self.items[at]
            if mention.start >= end:
                break
            if mention.end <= end:
                found.append(mention)
        return found


@cache
def _patterns() -> dict[str, "regex.Pattern[str]"]:
    rules = load_rules("tasks")
    opening, between, leads, does, supports, advises, joins, tells = (
        f"(?i:{alternatives(rules[name])})(?!\\w)"
        for name in ("openings", "connectors", "leading", "done_by", "supporting", "advising", "joining", "telling")
    )
    person = r"(?:(?i:đồng chí|đ/c|ông|bà|thầy|cô) (?:\p{Lu}\p{Ll}* ){1,3}\p{Lu}\p{Ll}*\s*[-–,(]\s*)?"
    introduced = rf"{person}(?:{opening}(?:[\s:,]|và\s)*)*(?:(?i:phó )?(?i:trưởng|phó) (?i:ban|đoàn|tiểu ban)(?!\w)[^().;:,]{{0,20}}\()?"
    places = (
        r"(?:(?:,| và) (?:các )?(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu|địa phương|cơ quan|đơn vị)(?!\w)(?: (?:có )?liên quan)?)*"
    )
    manner = r"(?:(?i:chịu trách nhiệm|có trách nhiệm|là cơ quan|là đơn vị|được giao|được đề nghị|với vai trò|trực tiếp)[\s,]*)*"
    return {
        "connector": regex.compile(rf"(?:[\s,;/()&-]|(?<!\w){between})*"),
        "opening": regex.compile(rf"\s*{introduced}"),
        "lead_verb": regex.compile(rf"{places}[\s,()]*{manner}{leads}"),
        "does": regex.compile(rf"\s*{does}(?! (?i:tổ |nhóm )?(?i:trưởng|phó|chủ tịch|thành viên|nòng cốt)(?!\w))"),
        "with": regex.compile(
            rf"(?i)(?<!\w)(?:phối hợp(?:(?: +|, *)(?:chặt chẽ|đồng bộ|thường xuyên|tốt|có hiệu quả|hiệu quả|kịp thời|liên ngành|mật thiết|nhịp nhàng|trực tiếp|,|và|công tác))*(?: +(?:với|cùng|cùng với|giữa)(?!\w))?|(?<!đồng )chủ trì\)?,? +(?:với|cùng|cùng với)(?!\w)|\(chủ trì\)(?:,| và| cùng)(?!\w)|{joins})"
        ),
        "with_too": regex.compile(r"[^.;:\n]{0,120}?(?:,| và) (?:với|cùng)(?!\w)"),
        "co_leads": regex.compile(r"(?i)(?<!\w)đồng chủ trì,? +(?:với|cùng|cùng với)(?!\w)"),
        "decrees": regex.compile(r"[\s,]{0,3}(?:xin )?(?:trân trọng |kính )(?:đề nghị|mời)(?!\w)"),
        "joins": regex.compile(rf"(?:{joins}|(?i:và|với|cùng|giữa)|,)$"),
        "entry": regex.compile(
            rf"(?r)(?:[.;:]| -|(?<!\w)thì|(?<comma>,)|(?<!\w)(?<is>(?i:đầu mối|trưởng đoàn|cơ quan thường trực) là)|(?<own>,\s*)?(?<by>(?<!\w)do)|(?<asked>(?<!\w)(?i:đề nghị|mời|huy động|khuyến khích|có)))\s*{introduced}$"
        ),
        "provides": regex.compile(r"\s*(?:cung cấp|cử)(?!\w)"),
        "asked": regex.compile(r"\s*(?i:kính đề nghị|trân trọng đề nghị|đề nghị|trân trọng mời|kính mời|mời|khuyến khích)(?!\w)"),
        "supports": regex.compile(
            rf"[\s,]*(?:\([^)]*\)\s*)?(?:(?:có )?liên quan )?(?:{supports}|cử (?:[^\s.;,]+ ){{1,5}}tham gia(?!\w))(?! +(?:với|thảo|kiến|toán|án|báo|chịu)(?!\w))"
        ),
        "advises": regex.compile(rf"[\s,]*(?:\([^)]*\)\s*)?{advises}"),
        "does_it_all": regex.compile(rf"\s*{does}\s*,"),
        "tells": regex.compile(rf"(?<!\w){tells}(?! vay)"),
    }


_LONGEST_LIST = 200  # bodies; a real one has 60: where each begins another, they are not all read for each


def next_list(flow: str, mentions: Sequence[Mention], position: int, slack: str = "connector") -> list[Mention]:
    """The bodies of one list that begins at ``position``: mentions with nothing but connectors between them."""
    found: list[Mention] = []
    for at in range(bisect_left(mentions, position, key=lambda m: m.start), len(mentions)):
        mention = mentions[at]
        match = _patterns()[slack if not found else "connector"].match(flow, position)
        if match is None or match.end() < mention.start or len(found) == _LONGEST_LIST:
            break
        found.append(mention)
        position = mention.end
    return found


def without_owners(flow: str, listed: Sequence[Mention], keep_generic_owner: bool) -> list[Mention]:
    """Drops the body that only says whose another is (`cơ quan` thuộc `Chính phủ`); that of a generic partner stays (`các đơn vị` của `Bộ Tài chính`)."""
    kept: list[Mention] = []
    for index, mention in enumerate(listed):
        gap = flow[listed[index - 1].end : mention.start].strip(",;") if index else ""
        if gap.isspace() or not gap:
            kept.append(mention)
            continue
        owner = re.search(r"(?:^|[\s(])(thuộc|trực thuộc|trong|của)\s*$", gap)
        if re.search(r"là\s+(?:(?:cơ quan|đơn vị)\s+)?thành viên\s*$", gap):
            continue
        if owner is None or (keep_generic_owner and owner[1] == "của" and listed[index - 1].rule == "agency.owned"):
            kept.append(mention)
    return kept


def read_cell(flow: str, start: int, end: int, agencies: Mentions) -> Roles:
    """Who leads and who helps by a cell, or a line, that says who does the work: ``A chủ trì, phối hợp với B``, ``A (chủ trì), B, C (phối hợp)``.

    >>> from pipeline.extract.agencies import find_agencies
    >>> from pipeline.extract.agency_levels import Setting, settle
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
    return Roles(
        without_owners(
            flow,
            [m for m in inside if m.start not in helps and not _TO_DECIDE.search(flow, max(start, m.start - _DECIDE_REACH), m.start)],
            keep_generic_owner=False,
        ),
        without_owners(flow, [m for m in inside if m.start in helps], keep_generic_owner=True),
    )


_TO_DECIDE = regex.compile(r"(?<!\w)(?:trình|báo cáo|xin ý kiến)\s+$")  # what stands before a body that only decides: `UBND tỉnh trình HĐND tỉnh`
_DECIDE_REACH = 20  # characters
_HELPS = re.compile(r"(?i)phối hợp(?: thực hiện)?(?: với| cùng)?(?:\s*:)?")


def _helpers_before(flow: str, start: int, mark: int, inside: Sequence[Mention]) -> list[Mention]:
    """The bodies between who leads, or the last semicolon, and ``phối hợp``."""
    leads = flow.rfind("chủ trì", start, mark)
    low = leads if leads >= 0 else max(start, flow.rfind(";", start, mark))
    return [m for m in inside if low <= m.start and m.end <= mark]


def read_roles(flow: str, start: int, end: int, agencies: Mentions, headed: bool = False) -> Roles:
    """Lead and coordinating bodies of a duty in prose, ``flow[start:end]``; ``headed`` says that a heading names who leads.

    >>> from pipeline.extract.agencies import find_agencies
    >>> from pipeline.extract.agency_levels import Setting, settle
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
    partners = [m for m in _coordinating(flow, start, end, inside) if m not in together]
    subject = _subject(flow, start, inside, {m.start for m in partners})
    guests: list[Mention] = []
    if subject and _asks_to_join(flow, start, subject, inside):
        guests, subject = subject, []
    said = subject or guests
    named = _named_lead(flow, start, inside, said[-1].end if subject else None)
    clauses = _clause_roles(flow, said[-1].end if said else start, inside, {m.start for m in partners}, named, subject, headed)
    acts = subject if not named or _SEPARATE.search(flow, subject[-1].end if subject else start, named[0].start) else []
    lead = _once([*acts, *named, *together, *clauses.lead]) or ([] if headed else _who_does_it(flow, start, end, agencies))
    leaders = {flow[m.start : m.end] for m in lead}  # `Sở A chủ trì ... Hằng năm, Sở A báo cáo`
    return Roles(lead, [m for m in _once([*guests, *partners, *clauses.coordinating]) if flow[m.start : m.end] not in leaders])


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
    r"\(([^()]{3,160}?) (?:tổ chức )?(?:(?:thực hiện|đảm nhiệm|đảm nhận|phụ trách|chuẩn bị|làm)|(?:trình|soạn thảo|tham mưu|tổng hợp)(?!\w)[^()]{0,80})\)"
)


def _who_does_it(flow: str, start: int, end: int, agencies: Mentions) -> list[Mention]:
    """The bodies that brackets behind a duty without a subject name: ``Dọn vệ sinh đường làng (Đoàn Thanh niên thực hiện)``."""
    return [m for match in _IN_BRACKETS.finditer(flow, start, end) for m in agencies.within(match.start(), match.end())]


def _once(mentions: Sequence[Mention]) -> list[Mention]:
    return list({m.start: m for m in mentions}.values())


def _named_lead(flow: str, start: int, inside: Sequence[Mention], subject_end: int | None) -> list[Mention]:
    """The lists of bodies that stand right before ``chủ trì``; where the duty has a subject, not the one of a part (`đoàn do X chủ trì`)."""
    found: list[Mention] = []
    for index, mention in enumerate(inside):
        if not _patterns()["lead_verb"].match(flow, mention.end):
            continue
        aside = index and flow.startswith(")", mention.end) and flow[inside[index - 1].end : mention.start].strip() == "("
        first = last = index - 1 if aside else index  # `Bộ A (cơ quan thường trực Ban Chỉ đạo) chủ trì`
        while first and last - first < _LONGEST_LIST and _goes_on(flow, inside[first - 1].end, inside[first].start):
            if _ends_opening(flow, start, inside[first - 1]):
                break
            first -= 1
        is_part = subject_end is not None and inside[first].start >= subject_end and flow.endswith("do ", 0, inside[first].start)
        if not is_part:
            found += without_owners(flow, inside[first : last + 1], keep_generic_owner=False)
    return _once(found)


def _co_leading(flow: str, start: int, end: int, inside: Sequence[Mention]) -> list[Mention]:
    """The bodies behind ``đồng chủ trì với``, which lead beside the one that is told."""
    found = [next_list(flow, inside, match.end()) for match in _patterns()["co_leads"].finditer(flow, start, end)]
    return without_owners(flow, [m for listed in found for m in listed], keep_generic_owner=False)


def _goes_on(flow: str, end: int, start: int) -> bool:
    """Whether a list of leaders goes on over a gap: a semicolon begins a clause of its own, a bracket that opens or closes an aside."""
    gap = flow[end:start]
    return not re.search(r";|\s-\s|phối hợp|^[^(]*\)|\([^)]*$", gap) and _patterns()["connector"].fullmatch(flow, end, start) is not None


# With what a clause opens that only says on what a duty rests: `Trên cơ sở đề nghị của UBND huyện, Sở Xây dựng chủ trì ...`.
_RESTS_ON = re.compile(r"\s*(?:Trên cơ sở|Căn cứ|Theo(?! dõi)|Sau khi|Khi) [^,;.:]{0,160}")


def _ends_opening(flow: str, start: int, mention: Mention) -> bool:
    """Whether the comma behind a body ends the opening clause of the duty."""
    return flow.startswith(",", mention.end) and _RESTS_ON.fullmatch(flow, start, mention.start) is not None


def _coordinating(flow: str, start: int, end: int, inside: Sequence[Mention]) -> list[Mention]:
    found: list[Mention] = []
    read_to = start  # a list is read once, though each of its bodies may have a `với` of its own
    for match in _patterns()["with"].finditer(flow, start, end):
        if match.end() < read_to:
            continue
        if match[0].casefold().startswith("cùng") and re.search(
            r"(?<!\w)cho (?!vay)[^,;.]{1,25}$", flow[max(start, match.start() - 30) : match.start()]
        ):
            continue  # `tham mưu cho A cùng B`
        listed = next_list(flow, inside, match.end())
        if match[0].casefold().endswith("giữa"):
            listed = listed[1:]
        elif not _patterns()["joins"].search(match[0]) and (not listed or flow[match.end() : listed[0].start].strip()):
            listed = _joined_before(flow, inside, match.start())
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
    found = _once(found)
    opening = re.match(r"\s*Với\s", flow[start:end])
    if opening:
        found = without_owners(flow, next_list(flow, inside, start + opening.end()), keep_generic_owner=True) + found
    return found


def _joined_before(flow: str, inside: Sequence[Mention], position: int) -> list[Mention]:
    """``A chủ trì, B và C phối hợp ...``: the list right before ``phối hợp`` that follows who leads."""
    last = bisect_right(inside, position, key=lambda m: m.end) - 1
    if last < 0 or flow[inside[last].end : position].strip() not in ("", "liên quan", "có liên quan", "hữu quan"):
        return []
    first = last
    while first and last - first < _LONGEST_LIST and _patterns()["connector"].fullmatch(flow, inside[first - 1].end, inside[first].start):
        first -= 1
    leads = re.search(r"chủ trì\W*$", flow[max(0, inside[first].start - 14) : inside[first].start])
    return list(inside[first : last + 1]) if leads else []


def _subject(flow: str, start: int, inside: Sequence[Mention], partners: set[int]) -> list[Mention]:
    """The list of bodies with which the duty begins, or that follows its opening clause (`Trên cơ sở ..., các bộ ...`)."""
    listed = next_list(flow, inside, start, slack="opening")
    if not listed and _OPENING_CLAUSE.match(flow, start, start + 26):
        for index, mention in enumerate(inside):
            follows = bool(index) and _goes_on(flow, inside[index - 1].end, mention.start)
            owned = follows and flow.endswith("của ", start, inside[index - 1].start)
            if mention.start in partners or (follows and not owned and not _ends_opening(flow, start, inside[index - 1])):
                continue  # a list goes on, or a body of the opening clause is named
            if re.search(r"[,:]\s*(?:(?:giao|đề nghị|yêu cầu)\s+)?$", flow[max(start, mention.start - 14) : mention.start]):
                listed = next_list(flow, inside, mention.start)
                if owned and flow.startswith(("các ", "những "), inside[index - 1].start):
                    listed = listed[-1:]  # `theo đề xuất của các bộ, cơ quan ngang bộ, Bộ Tài chính tổng hợp`
                break
    return without_owners(flow, listed, keep_generic_owner=False) if listed and _has_predicate(flow, listed[-1].end) else []


# A sentence whose subject comes behind a first clause: `Trên cơ sở đề xuất của các huyện, Sở Y tế ...`.
_OPENING_CLAUSE = re.compile(
    r"\s*(?:Trên cơ sở|Căn cứ|Theo(?! dõi)|Để|Nhằm|Định kỳ|Trong|Trước(?! mắt)|Trường hợp|Nếu|Sau|Từ(?! chối)|Khi|Năm|Quý|Tháng|Đầu|Cuối|Kết thúc|Ngoài|Nơi|Với|Tại|Cho|Đối với|Mỗi|Hằng|Hàng|Ở|Đồng thời|Quá hạn|Thi hành|Thực hiện (?:Luật|Nghị|Quyết|Chỉ|Thông|Kế hoạch|Kết luận))\b"
)


def opens_with_body(flow: str, start: int, end: int, agencies: Mentions) -> bool:
    """Whether a text begins with bodies and says what they do: ``Bộ Tư pháp tăng cường ...``, ``Đề nghị Chính phủ chỉ đạo ...``."""
    listed = next_list(flow, agencies.within(start, end), start, slack="opening")
    return bool(listed) and _has_predicate(flow, listed[-1].end)


def _has_predicate(flow: str, position: int) -> bool:
    """Whether something is said of the list that ends at ``position``."""
    return bool(
        re.match(
            r"[\s,)]*(?:(?:\.{3}|…)\s*)?(?:\([^)]*\)\s*)?(?:(?:có )?liên quan|và [^.;:]{2,60}? |- [^.;:]{2,80}(?=:))?\s*[:\w]",
            flow[position : position + 120],
        )
    ) and not re.match(r"\s*(?:;|\.(?!\.))", flow[position : position + 3])


def _asks_to_join(flow: str, start: int, subject: Sequence[Mention], inside: Sequence[Mention]) -> bool:
    """``Đề nghị X phối hợp ...`` without ``chủ trì``, ``X được mời dự ...``: X supports; but of ``đề nghị X phối hợp với Y ...`` Y does."""
    position = subject[-1].end
    after = flow[position : position + 50]
    if re.match(r"\s*được (?:mời|đề nghị (?:phối hợp|hỗ trợ|tham gia))(?!\w)", after):
        return True
    joins = re.match(r"\s*(?:(?:tích cực|chủ động|tiếp tục|thường xuyên|cùng|,)\s*)*(?:phối hợp|tham gia|dự)(?!\w)", after)
    return joins is not None and _patterns()["asked"].match(flow, start) is not None and not next_list(flow, inside, position + joins.end())


def _supports(flow: str, position: int, inside: Sequence[Mention]) -> bool:
    """Whether a clause says that its subject, which ends at ``position``, helps another: not in ``X phối hợp với Y làm``, where Y helps."""
    match = _patterns()["supports"].match(flow, position)
    return match is not None and (flow.startswith((",", ";"), match.end()) or not next_list(flow, inside, match.end()))


def _clause_roles(
    flow: str, start: int, inside: Sequence[Mention], partners: set[int], named: Sequence[Mention], subject: Sequence[Mention], headed: bool
) -> Roles:
    """Who leads and who helps by the clauses after the first: ``...; B lập danh sách, C hỗ trợ``.

    Who advises (`thẩm định`, `cung cấp số liệu`) helps where another leads; beside one who is said to lead, so does
    a body joined by a comma (`A chủ trì, B lập biên bản`).
    """
    roles = Roles()
    advisers: list[Mention] = []
    has_head = bool(named)
    chair_alone = has_head and _LEADS_AND_NO_MORE.match(flow, named[-1].end) is not None
    helped = 0  # where what the last helper does begins: `; B cử người tham gia, C cử xe`
    for clause in _clauses(flow, start, inside, partners | {m.start for m in named}):
        part = _part(flow, clause, inside, bool(subject or roles.lead or named), bool(subject) or headed)
        may_begin = not headed or bool(subject or roles.lead)  # below a heading that names who leads a comma begins no clause of another
        goes_on = helped and clause.after_comma and not _CLAUSE_BREAK.search(flow, helped, clause.end)
        match "helps" if part == "acts" and goes_on else part:
            case "head":
                roles.lead += clause.bodies
                has_head = True
            case "helps":
                roles.coordinating += clause.bodies
                helped = clause.end
            case "advises":
                advisers += clause.bodies
            case "acts" if has_head and (clause.after_comma or chair_alone):
                roles.coordinating += clause.bodies
            case "acts" if not clause.after_comma or (may_begin and _begins_anew(flow, start, clause)):
                roles.lead += clause.bodies
                has_head |= not clause.after_comma and _patterns()["does_it_all"].match(flow, clause.end) is not None
    (roles.coordinating if named or subject or roles.lead else roles.lead).extend(advisers)
    return roles


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause after the first that bodies begin: what stands before them, and where what is said of them begins."""

    entry: "regex.Match[str]"
    bodies: list[Mention]
    end: int

    @property
    def after_comma(self) -> bool:
        return self.entry["comma"] is not None


def _clauses(flow: str, start: int, inside: Sequence[Mention], settled: set[int]) -> Iterator[_Clause]:
    """The clauses that begin with bodies whose role is not ``settled``."""
    position = start
    for index, mention in enumerate(inside):
        if mention.start < position or mention.start in settled:
            continue
        entry = _patterns()["entry"].match(flow, max(start, mention.start - 60), mention.start)  # read backwards from the body
        if entry is None or (entry["comma"] and index and _goes_on(flow, inside[index - 1].end, mention.start)):
            continue
        listed = [m for m in next_list(flow, inside, mention.start) if m.start not in settled]
        position = listed[-1].end
        yield _Clause(entry, without_owners(flow, listed, keep_generic_owner=False), position)


def _part(flow: str, clause: _Clause, inside: Sequence[Mention], spoken: bool, has_subject: bool) -> str | None:
    """What a clause says of its bodies; ``spoken`` says that others have done something before it."""
    entry, patterns = clause.entry, _patterns()
    if entry["is"]:
        return "head"
    if entry["by"]:
        if _AT_THE_CORE.match(flow, clause.end) or (spoken and patterns["provides"].match(flow, clause.end)):
            return "advises"
        does = patterns["does"].match(flow, clause.end) or (entry["own"] and _ACTS.match(flow, clause.end))
        return "head" if does and not spoken else None
    asked = entry["asked"] or (clause.after_comma and _ASKS.search(entry[0]))
    if not spoken and _DO_IT_TOGETHER.match(flow, clause.end):
        return "acts"
    if (spoken or asked or not clause.after_comma) and _supports(flow, clause.end, inside):
        return "helps"
    if asked:
        return "advises" if spoken and patterns["advises"].match(flow, clause.end) else None
    if has_subject and _ASSIGNS.search(entry[0]):
        return None
    if patterns["advises"].match(flow, clause.end):
        return "advises"
    return "acts" if _ACTS.match(flow, clause.end) or _STANDS.match(flow, clause.end) else None


def _begins_anew(flow: str, start: int, clause: _Clause) -> bool:
    """Whether a body behind a comma is the subject of a clause (`Quá hạn, B ...`, `A lập tổ, B báo số liệu`), and not one of those who are told, or
    are meant, by what stands before it (`chỉ đạo các phòng, B tăng cường`)."""
    first = clause.bodies[0].start
    before = _CLAUSE_BREAK.split(flow[max(start, first - _CLAUSE_REACH) : first])[-1]
    return _OPENING_CLAUSE.match(before) is not None or _patterns()["tells"].search(before) is None


_CLAUSE_BREAK = re.compile(r"[.;:]")
_CLAUSE_REACH = 160  # characters
# A verb of its own behind a body, and no word that only says where, when or of what it is.
_ACTS = regex.compile(
    r"\)?(?: \([^)]*\))?(?: (?:có )?liên quan)?(?: trên địa bàn(?: (?:tỉnh|thành phố|huyện|xã|phường))?)?(?: và (?:địa phương|cơ sở|(?:thủ trưởng|bộ phận)(?: [^\s.,;:]+){1,3}?))?(?: |:)(?!\s*(?:về|tại|trong|năm|số|theo(?! dõi)|của|để|và|thuộc|từ|đến|trước|sau|do|là|ở|cấp(?= (?:tỉnh|huyện|xã|trên|dưới|ủy|cơ sở))|với|hoặc|cho(?! vay)|đã|trên|khi|nếu|qua|bằng|như|nơi|ít nhất|tối thiểu|không|chậm nhất|khóa|khoá|nhiệm kỳ|quyết định|duyệt|phê duyệt|làm (?i:tổ |nhóm )?(?i:trưởng|phó|thành viên))(?!\w))\s*\p{Ll}"
)
# `A chủ trì; B bố trí phòng họp`: what B does belongs to what A leads.
_LEADS_AND_NO_MORE = re.compile(r"[\s)]*chủ trì\s*;")
# `A do B làm nòng cốt`: B helps A, or leads where no A is named; `B là cơ quan thường trực`: B leads, too.
_AT_THE_CORE = re.compile(r"\s*làm nòng cốt")
_STANDS = re.compile(r"\)?,? (?:là (?:cơ quan |đơn vị )?|làm )(?i:thường trực)(?!\w)")
_ASKS = re.compile(r"(?i)(?<!\w)(?:mời|đề nghị|khuyến khích)(?!\w)")
_DO_IT_TOGETHER = re.compile(r" cùng (?:thực hiện|làm|chịu trách nhiệm|tổ chức|tiến hành)(?!\w)")
# A body that the subject of the duty tells to do something has no role.
_ASSIGNS = re.compile(r"(?i)giao|phân công|yêu cầu|mời")
