"""Who leads, who supports and by when, as the prose of a duty says it: ``A chủ trì, phối hợp với B ... trước ngày D``."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.vocabulary import alternatives
from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm

Span = tuple[int, int]


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
    between = alternatives(rules["connectors"])
    before = alternatives(rules["deadline_before"])
    opening = alternatives(rules["openings"])
    return {
        "connector": regex.compile(rf"(?:[\s,;/()&-]|(?<!\w)(?i:{between})(?!\w))*"),
        "opening": regex.compile(rf"\s*(?:(?i:{opening})(?!\w)[\s:,]*)*"),
        "deadline": regex.compile(rf"(?<!\w)(?i:{before})(?: +(?:đầu|cuối|hết|là|các))? *\(?$"),
        "lead_verb": regex.compile(
            r"[\s,(]*(?:(?i:chịu trách nhiệm|có trách nhiệm|là cơ quan|là đơn vị|được giao|làm đầu mối|với vai trò|trực tiếp|,)[\s,]*)*(?i:chủ trì|chủ động chủ trì)"
        ),
        "with": regex.compile(
            r"(?i)(?<!\w)(?:phối hợp(?:(?: +|, *)(?:chặt chẽ|đồng bộ|thường xuyên|tốt|hiệu quả|kịp thời|,|và|công tác))*(?: +(?:với|cùng|cùng với|giữa)(?!\w))?|chủ trì\)?,? +(?:với|cùng|cùng với)(?!\w)|\(chủ trì\)(?:,| và| cùng)(?!\w))"
        ),
    }


def next_list(flow: str, mentions: Sequence[Mention], position: int, slack: str = "connector") -> list[Mention]:
    """The bodies of one list that begins at ``position``: mentions with nothing but connectors between them."""
    found: list[Mention] = []
    for mention in mentions:
        if mention.start < position:
            continue
        match = _patterns()[slack if not found else "connector"].match(flow, position)
        if match is None or match.end() < mention.start:
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
        owner = re.search(r"(?:^|\s)(thuộc|trực thuộc|trong|của)\s*$", gap)
        if re.search(r"là\s+(?:(?:cơ quan|đơn vị)\s+)?thành viên\s*$", gap):
            continue
        if owner is None or (keep_generic_owner and owner[1] == "của" and listed[index - 1].rule == "agency.owned"):
            kept.append(mention)
    return kept


def read_roles(flow: str, start: int, end: int, agencies: Mentions) -> Roles:
    """Lead and coordinating bodies of a duty in prose, ``flow[start:end]``.

    >>> from pipeline.extract.agencies import Setting, find_agencies, settle
    >>> flow = "Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra"
    >>> roles = read_roles(flow, 0, len(flow), Mentions.of(settle(find_agencies(flow), Setting("province"))))
    >>> [[flow[m.start : m.end] for m in role] for role in (roles.lead, roles.coordinating)]
    [['Sở Y tế'], ['Công an tỉnh']]
    """
    inside = agencies.within(start, end)
    roles = Roles()
    if not inside:
        return roles
    roles.coordinating = _coordinating(flow, start, end, inside)
    subject = _subject(flow, start, inside)
    if subject and _asks_to_join(flow, start, subject):
        roles.coordinating = [*subject, *roles.coordinating]
        subject = []
    roles.lead = _named_lead(flow, inside) or subject or _clause_subject(flow, start, inside)
    taken = {m.start for m in roles.lead}
    roles.coordinating = [m for m in roles.coordinating if m.start not in taken]
    return roles


def _named_lead(flow: str, inside: Sequence[Mention]) -> list[Mention]:
    """The list of bodies that stands right before ``chủ trì``."""
    verb = _patterns()["lead_verb"]
    for index, mention in enumerate(inside):
        if verb.match(flow, mention.end):
            first = index
            while (
                first
                and _patterns()["connector"].fullmatch(flow, inside[first - 1].end, inside[first].start)
                and "phối hợp" not in flow[inside[first - 1].end : inside[first].start]
            ):
                first -= 1
            return without_owners(flow, inside[first : index + 1], keep_generic_owner=False)
    return []


def _coordinating(flow: str, start: int, end: int, inside: Sequence[Mention]) -> list[Mention]:
    found: list[Mention] = []
    for match in _patterns()["with"].finditer(flow, start, end):
        listed = next_list(flow, inside, match.end())
        if match[0].casefold().endswith("giữa"):
            listed = listed[1:]
        elif not re.search(r"(?i)(?:với|cùng|giữa|và|,)$", match[0]) and (not listed or flow[match.end() : listed[0].start].strip()):
            listed = _joined_before(flow, inside, match.start())
        found += [m for m in without_owners(flow, listed, keep_generic_owner=True) if m not in found]
    opening = re.match(r"\s*(?:Với|Cùng với|Cùng)\s", flow[start:end])
    if opening:
        found = without_owners(flow, next_list(flow, inside, start + opening.end()), keep_generic_owner=True) + found
    return found


def _joined_before(flow: str, inside: Sequence[Mention], position: int) -> list[Mention]:
    """``A chủ trì, B và C phối hợp ...``: the list right before ``phối hợp`` that follows who leads."""
    before = [m for m in inside if m.end <= position]
    if not before or flow[before[-1].end : position].strip() not in ("", "liên quan", "có liên quan", "hữu quan"):
        return []
    first = len(before) - 1
    while first and _patterns()["connector"].fullmatch(flow, before[first - 1].end, before[first].start):
        first -= 1
    return before[first:] if re.search(r"chủ trì\W*$", flow[max(0, before[first].start - 14) : before[first].start]) else []


def _subject(flow: str, start: int, inside: Sequence[Mention]) -> list[Mention]:
    """The list of bodies with which the duty begins, or that follows its opening clause (`Trên cơ sở ..., các bộ ...`)."""
    listed = next_list(flow, inside, start, slack="opening")
    if not listed and re.match(
        r"\s*(?:Trên cơ sở|Căn cứ|Theo(?! dõi)|Để|Nhằm|Định kỳ|Hằng năm|Hàng năm|Trong|Trước(?! mắt)|Sau|Từ(?! chối)|Khi|Năm|Quý|Tháng|Ngoài)\b",
        flow[start : start + 20],
    ):
        for index, mention in enumerate(inside):
            if re.search(r",\s*(?:(?:giao|đề nghị|yêu cầu)\s+)?$", flow[max(start, mention.start - 14) : mention.start]):
                listed = next_list(flow, inside[index:], mention.start)
                break
    return without_owners(flow, listed, keep_generic_owner=False) if listed and _has_predicate(flow, listed[-1].end) else []


def opens_with_body(flow: str, start: int, end: int, agencies: Mentions) -> bool:
    """Whether a text begins with bodies and says what they do: ``Bộ Tư pháp tăng cường ...``, ``Đề nghị Chính phủ chỉ đạo ...``."""
    listed = next_list(flow, agencies.within(start, end), start, slack="opening")
    return bool(listed) and _has_predicate(flow, listed[-1].end)


def _has_predicate(flow: str, position: int) -> bool:
    """Whether something is said of the list that ends at ``position``."""
    return bool(
        re.match(r"[\s,]*(?:\([^)]*\)\s*)?(?:(?:có )?liên quan|và [^.;:]{2,60}? )?\s*[:\w]", flow[position : position + 120])
    ) and not re.match(r"\s*[.;]", flow[position : position + 3])


def _asks_to_join(flow: str, start: int, subject: Sequence[Mention]) -> bool:
    """``Đề nghị X phối hợp ...`` without ``chủ trì``: X supports."""
    return bool(re.match(r"\s*(?i:đề nghị|kính đề nghị)", flow[start : start + 20])) and bool(
        re.match(r"\s*(?:(?:tích cực|chủ động|tiếp tục|thường xuyên|,)\s*)*phối hợp(?!\w)", flow[subject[-1].end : subject[-1].end + 50])
    )


def _clause_subject(flow: str, start: int, inside: Sequence[Mention]) -> list[Mention]:
    """The bodies that begin a later clause and say what they do: ``...; các tổ chức thành viên ... tăng cường``."""
    for index, mention in enumerate(inside):
        if mention.start > start and re.search(r"[;.:]\s*(?:(?i:giao|đề nghị|yêu cầu)\s+)?$", flow[max(start, mention.start - 12) : mention.start]):
            listed = next_list(flow, inside[index:], mention.start)
            after = flow[listed[-1].end : listed[-1].end + 30]
            if after[:1].isspace() and after.lstrip()[:1].islower() and not re.match(r"\s+(?:về|tại|trong|năm|số)\b", after):
                return without_owners(flow, listed, keep_generic_owner=False)
    return []


# --- deadlines -----------------------------------------------------------------------------------------------------------


def read_deadline(flow: str, start: int, end: int, dates: Mentions, cited: set[int]) -> list[Mention]:
    """The dates of a duty in prose that say when it is due; ``cited`` are the starts of dates that belong to a citation."""
    found: list[Mention] = []
    for mention in dates.within(start, end):
        joined = found and re.fullmatch(r" *(?:,|và|hoặc|, và) *", flow[found[-1].end : mention.start])
        if mention.start not in cited and (joined or _is_deadline(flow, start, mention)):
            found.append(mention)
    precise = [m for m in found if not re.fullmatch(r"\d{4}", str(getattr(m.norm, "value", "")))]
    if precise and len(precise) < len(found):  # `trong năm 2010` beside a quarter says what the year is about
        found = [m for m in found if m in precise or not re.search(r"(?i)\btrong\s*$", flow[max(start, m.start - 8) : m.start])]
    return found


# What a recurrence right behind only describes: `kế hoạch hằng năm`, `dự toán hằng năm`.
_WHAT_RECURS = r"(?:kế hoạch|chương trình|công tác|dự toán|ngân sách|kinh phí|nhiệm vụ|chi|thu|vốn|phát triển|xã hội|đánh giá|thi đua)"


def _is_deadline(flow: str, start: int, mention: Mention) -> bool:
    norm = mention.norm
    assert isinstance(norm, DateNorm)
    before, after = flow[max(start, mention.start - 40) : mention.start], flow[mention.end : mention.end + 24]
    opens = not before.strip(" (") or bool(re.search(r"[.;:]\s*$", before))
    if re.match(r"\s*(?:đến nay|trở lại đây)", after):
        return False
    if norm.type == "SET" and (
        re.match(r"(?i)ngày|thứ|chủ nhật", flow[mention.start : mention.end])
        or re.search(r"(?i)\btrước\s*$", before)
        or (
            re.match(r"\s*(?:[.;,)]|$)", after)
            and not flow.endswith("năm", mention.start, mention.end)  # what is of every year is mostly a budget or a plan
            and not re.search(rf"(?i){_WHAT_RECURS}\s*$", before)
        )
    ):
        return True
    if norm.type == "SET":
        return opens or (
            bool(re.search(r"(?i)(?:định kỳ|vào|,|\()\s*\(?(?:vào\s+)?$", before))
            and bool(re.search(r"(?i)định kỳ|báo cáo|vào", flow[max(start, mention.start - 90) : mention.start]))
        )
    if norm.type == "DURATION" and not norm.begin:
        return False
    if norm.type == "DURATION":
        return bool(re.search(r"(?i)(?:từ|thời gian:?)\s*$", before))
    if (opens and re.match(r"\s*[,:]", after)) or (before.endswith("(") and after.startswith(")") and not re.fullmatch(r"\d{4}", norm.value or "")):
        return True
    cue = _patterns()["deadline"].search(before)
    if cue is None:
        return False
    if norm.mod == "ON_OR_BEFORE" and re.fullmatch(r"\d{4}", norm.value or ""):
        return _is_due(flow, start, mention.start - len(before) + cue.start())
    return True


def _is_due(flow: str, start: int, cue: int) -> bool:
    """``đến năm 2030`` is a deadline where a clause begins with it or says that something is reached, not inside the name of a programme."""
    if re.search(r"(?:^|[.,;:(])\s*$", flow[start:cue]):
        return True
    clause = re.split(r"[.;:]", flow[start:cue])[-1]
    return bool(re.search(r"(?i)hoàn thành|phấn đấu|mục tiêu|đạt|xong|giải quyết", clause)) and not re.search(
        r"(?:Đề án|Chiến lược|Quy hoạch|Chương trình|Kế hoạch|tầm nhìn)\W[^,]{0,60}$", clause
    )
