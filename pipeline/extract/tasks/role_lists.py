"""Lists of bodies in the prose of a duty: what may stand before one, and between two."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from pipeline.extract.agencies.registry import registry
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

    def outside(self, spans: Sequence[tuple[int, int]]) -> "Mentions":
        """The mentions that begin in none of ``spans``."""
        if not spans:
            return self
        inside = {mention.start for start, end in spans for mention in self.within(start, end)}
        return Mentions.of([mention for mention in self.items if mention.start not in inside])

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


def said(*names: str) -> str:
    """A pattern for the words of lists of ``pipeline/rules/tasks.toml``, in any case."""
    return f"(?i:{alternatives(word for name in names for word in load_rules('tasks')[name])})(?!\\w)"


@cache
def introduced() -> str:
    """A pattern for what may stand before the body that a clause begins with: ``Đề nghị đồng chí``, ``Trưởng ban (``."""
    person = r"(?:(?i:đồng chí|đ/c|ông|bà|thầy|cô) (?:\p{Lu}\p{Ll}* ){1,3}\p{Lu}\p{Ll}*\s*[-–,(]\s*)?"
    people = r"(?:(?i:các )?(?i:ông) ?(?:\(bà\)|[/,] ?bà)\s*)?"
    return rf"{person}{people}(?:{said('openings')}(?:[\s:,]|và\s)*)*(?:(?i:phó )?(?i:trưởng|phó) (?i:ban|đoàn|tiểu ban)(?!\w)[^().;:,]{{0,20}}\()?"


@cache
def patterns() -> dict[str, "regex.Pattern[str]"]:
    """What may stand before the first body of a list, and between two."""
    fields = alternatives(registry().field_names.values())
    # Possessive below: a word of joining may be read in two ways, and a list in as many ways as their product.
    of_work = rf"{said('fields_of_work')} {fields}(?!\w)(?=,| và )"  # `ngành Y tế`, which is no body
    return {
        "connector": regex.compile(rf"(?:[\s,;/()&-]|(?<= ){said('which')}|(?<!\w){of_work}|(?<!\w){said('connectors', 'uncounted')})*+"),
        "opening": regex.compile(rf"\s*{introduced()}"),
        "part": regex.compile(said("parts")),
        "whole": regex.compile(said("wholes")),
    }


def are_joined(flow: str, end: int, start: int) -> bool:
    """Whether between two bodies there is only what joins them; of two with nothing but `lãnh đạo` between, one leads the other."""
    return _LEADS_NEXT.match(flow, end) is None and patterns()["connector"].fullmatch(flow, end, start) is not None


_LEADS_NEXT = regex.compile(r" +lãnh đạo(?!\w)|(?: tổ chức)?, có (?=\p{Lu})")  # `A tổ chức, có B chung tay`
LONGEST_LIST = 200  # bodies; a real one has 60: where each begins another, they are not all read for each


def once(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in order, each but once."""
    return list({m.start: m for m in mentions}.values())


def next_list(flow: str, mentions: Sequence[Mention], position: int, slack: str = "connector") -> list[Mention]:
    """The bodies of one list that begins at ``position``: mentions with nothing but connectors between them."""
    found: list[Mention] = []
    for at in range(bisect_left(mentions, position, key=lambda m: m.start), len(mentions)):
        mention = mentions[at]
        match = None if found and _LEADS_NEXT.match(flow, position) else patterns()["connector" if found else slack].match(flow, position)
        if match is None or match.end() < mention.start or len(found) == LONGEST_LIST:
            break
        found.append(mention)
        position = mention.end
    return found


def without_owners(flow: str, listed: Sequence[Mention], keep_generic_owner: bool) -> list[Mention]:
    """Drops the body that only says whose another is (`cơ quan` thuộc `Chính phủ`); that of a generic partner stays (`các đơn vị` của `Bộ Tài chính`)."""
    kept: list[Mention] = []
    for index, mention in enumerate(listed):
        gap = flow[listed[index - 1].end : mention.start].strip(",;") if index else ""
        in_apposition = gap.strip() in ("-", "–") or mention.rule == "agency.owned"
        between_commas = not gap.strip() and flow.startswith(",", mention.end)
        if index and ((in_apposition and IS_ALSO.match(flow, mention.start)) or (between_commas and _STANDS_FOR.match(flow, mention.start))):
            continue  # `Sở A, cơ quan thường trực của Ban Chỉ đạo, theo dõi`, `Sở A - cơ quan thường trực Ban Chỉ đạo`
        if gap.isspace() or not gap:
            kept.append(mention)
            continue
        if gap.endswith("(") and does_not_act(flow, listed[index - 1], mention, leads=not keep_generic_owner):
            continue
        owner = re.search(r"(?:^|[\s(])(thuộc|trực thuộc|trong|của)\s*$", gap)
        if re.search(r"là\s+(?:(?:cơ quan|đơn vị)\s+)?thành viên\s*$", gap):
            continue
        if owner is None or (keep_generic_owner and owner[1] == "của" and listed[index - 1].rule == "agency.owned"):
            kept.append(mention)
    return kept


def does_not_act(flow: str, body: Mention, aside: Mention, leads: bool) -> bool:
    """Whether what stands in brackets behind a body only says what it is, too; of one that ``leads``, also of whom it is a part."""
    if IS_ALSO.match(flow, aside.start):
        return True
    return leads and patterns()["part"].match(flow, body.start) is not None and patterns()["whole"].match(flow, aside.start) is not None


# What the body before the bracket is, too: `Phòng Văn hóa và Thông tin (Cơ quan thường trực Ban Tổ chức)`.
_STANDS_FOR = re.compile(r"(?:cơ quan|đơn vị) (?:thường trực|đầu mối)\b")
IS_ALSO = re.compile(
    r"(?i)(?:cơ quan|đơn vị) (?:thường trực|chủ trì|đầu mối|chuyên trách)\b|thường trực (?:ban|hội đồng|tổ)\b|(?:phó )?trưởng (?:ban|đoàn)\b"
)


def goes_on(flow: str, end: int, start: int) -> bool:
    """Whether a list of leaders goes on over a gap: a semicolon begins a clause of its own, a bracket that opens or closes an aside."""
    gap = flow[end:start]
    return not re.search(r";|\s-\s|phối hợp|^[^(]*\)|\([^)]*$", gap) and are_joined(flow, end, start)


# A sentence whose subject comes behind a first clause: `Trên cơ sở đề xuất của các huyện, Sở Y tế ...`.
OPENING_CLAUSE = re.compile(
    r"\s*(?:Do(?! [A-ZĐÂĂÊÔƠƯỦỤ])|Cùng với|Song song với|Đi đôi với|Gắn với|Trên cơ sở|Căn cứ|Theo(?! dõi)|Để|Nhằm|Định kỳ|Trong|Trước(?! mắt)|Trường hợp|Nếu|Sau|Từ(?! chối)|Khi|Năm|Quý|Tháng|Đầu|Cuối|Kết thúc|Ngoài|Nơi|Với|Tại|Cho|Đối với|Mỗi|Hằng|Hàng|Ở|Đồng thời|Quá hạn|Thi hành|Thực hiện (?:Luật|Nghị|Quyết|Chỉ|Thông|Kế hoạch|Kết luận))\b"
)
