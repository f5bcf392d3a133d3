"""Who a duty is told of: the list of bodies with which it begins, or that follows its opening clause."""

import re
from collections.abc import Sequence
from functools import cache

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.tasks.role_clauses import HOW
from pipeline.extract.tasks.role_lists import OPENING_CLAUSE, Mentions, goes_on, next_list, said, without_owners

# `Giao Khối vận xã, Ủy ban Kiểm tra Đảng ủy ...`: the first of those who are told may have no name that is known.
_TOLD_BEFORE = re.compile(r"\s*(?:Giao|Phân công|Đề nghị|Yêu cầu)(?: cho)? [^,;.:()]{3,60}(?:,| và) ")


def subject_of(flow: str, start: int, inside: Sequence[Mention], partners: set[int]) -> list[Mention]:
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
            if mention.start in partners or (follows and not owned and not ends_opening(flow, start, inside[index - 1])):
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
    more = _more_told().match(flow, position)
    position = more.end() if more else position
    return bool(
        re.match(
            r"[\s,)]*(?:[–-] (?=[^\W\d]))?(?:(?:\.{3}|…)\s*)?(?:\([^)]*\),?\s*)?(?:(?:có )?liên quan|và [^.;:]{2,60}? |- [^.;:]{2,80}(?=:))?\s*[:\w]",
            flow[position : position + 120],
        )
    ) and not re.match(r"\s*(?:;|\.(?!\.))", flow[position : position + 3])


def asks_to_join(flow: str, start: int, subject: Sequence[Mention], inside: Sequence[Mention]) -> bool:
    """``Đề nghị X phối hợp ...`` without ``chủ trì``, ``X được mời dự ...``: X supports; but of ``đề nghị X phối hợp với Y ...`` Y does."""
    position = subject[-1].end
    after = flow[position : position + 50]
    if re.match(r"\s*được (?:mời(?! chủ trì)|đề nghị (?:phối hợp|hỗ trợ|tham gia))(?!\w)", after):
        return True
    joins, asked = _TAKES_PART.match(after), _ASKED.match(flow, start)
    if joins is None or asked is None or (joins["sends"] and "mời" not in asked[0].casefold()):
        return False  # `Đề nghị X cử người tham gia tổ rà soát` is a duty of its own
    return not next_list(flow, inside, position + joins.end())


_TAKES_PART = regex.compile(
    rf"\s*(?:(?:tích cực|chủ động|tiếp tục|thường xuyên|cùng|,)\s*)*(?:phối hợp{HOW}(?: +cùng)?|tham gia|dự|(?P<sends>cử) (?:[^\s.;,]+ ){{1,5}}(?:tham gia|dự|đi cùng))(?!\w)"
)
_ASKED = regex.compile(r"\s*(?i:kính đề nghị|trân trọng đề nghị|đề nghị|trân trọng mời|kính mời|mời|khuyến khích)(?!\w)")


@cache
def _more_told() -> "regex.Pattern[str]":
    """Who else is told behind a semicolon: ``Chủ tịch UBND các xã; thủ trưởng các đơn vị liên quan quán triệt ...``."""
    return regex.compile(
        rf";\s*(?i:(?:thủ trưởng|lãnh đạo|người đứng đầu) )?(?i:các|những) {said('others')}(?:, {said('others')})*+(?=(?: [^\s.;:]+){{4}})"
    )


def behind_decree(flow: str, start: int, end: int, inside: Sequence[Mention]) -> int:
    """Where those who are told begin: behind ``Chính phủ trân trọng đề nghị``, ``Thường trực Tỉnh ủy thống nhất chủ trương;``."""
    if not _DECREES.search(flow, start, end):
        return start
    subject = subject_of(flow, start, inside, set())
    if not subject:
        return start
    agrees = _AGREES.match(flow, subject[-1].end, end)
    return agrees.end() if agrees else subject[-1].end if _IS_ASKED_BY.match(flow, subject[-1].end) else start


_DECREES = re.compile(r"(?:trân trọng|kính) (?:đề nghị|mời)|(?:thống|đồng|nhất|chấp) (?:nhất|ý|trí|thuận) ")
_AGREES = regex.compile(
    r" (?:đã )?(?:cơ bản (?:thống nhất|nhất trí|đồng ý)|đồng ý|nhất trí|chấp thuận|thống nhất (?:thông qua|chủ trương|về|với (?:báo cáo|nội dung|đề xuất|đề nghị)|báo cáo|đề xuất|đề nghị))(?!\w)"
    r"[^.;]{0,300}(?:[.;] (?=\p{L})|, (?=(?:giao|yêu cầu|đề nghị) ))"
)
_IS_ASKED_BY = regex.compile(r"[\s,]{0,3}(?:xin )?(?:trân trọng |kính )(?:đề nghị|mời)(?!\w)")


# With what a clause opens that only says on what a duty rests: `Trên cơ sở đề nghị của UBND huyện, Sở Xây dựng chủ trì ...`.
_RESTS_ON = re.compile(r"\s*(?:Trên cơ sở|Căn cứ|Theo(?! dõi)|Sau khi|Khi) [^,;.:]{0,160}|\s*Tại ")


def ends_opening(flow: str, start: int, mention: Mention) -> bool:
    """Whether the comma behind a body ends the opening clause of the duty."""
    return flow.startswith(",", mention.end) and _RESTS_ON.fullmatch(flow, start, mention.start) is not None
