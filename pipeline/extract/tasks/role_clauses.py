"""The clauses of a duty after its first: who leads and who helps by what each says of its bodies."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.tasks.role_lists import IS_ALSO, OPENING_CLAUSE, Roles, goes_on, introduced, next_list, said, without_owners

# Who heads a team, between its name and what it does: `Đoàn kiểm tra` `do Giám đốc Sở A làm trưởng đoàn` `rà soát ...`.
_HEADED_BY = r"(?:,? do [^.;:,()]{3,80} làm (?i:trưởng đoàn|tổ trưởng|trưởng ban|đội trưởng)(?!\w),?)?"
# How one works with another, between `phối hợp` and `với`.
HOW = (
    r"(?:(?: +|, *)(?:chặt chẽ|đồng bộ|thường xuyên|tốt|ngay|có hiệu quả|hiệu quả|kịp thời|liên ngành|mật thiết|nhịp nhàng|trực tiếp|,|và|công tác))*"
)


@cache
def others_too() -> str:
    """A pattern for who closes a list of bodies and is none that counts, up to the verb: ``và các địa phương``."""
    return rf"(?:[\s,]*(?:và )?(?:(?:các|những|toàn thể|\d{{1,3}}) )?{said('others')}(?: [^\s.,;:()]+){{0,5}}? )?"


@cache
def _patterns() -> dict[str, "regex.Pattern[str]"]:
    does, readily, supports, advises, apart, tells = (
        said(name) for name in ("done_by", "readily", "supporting", "advising", "advising_apart", "telling")
    )
    return {
        "does": regex.compile(rf"\s*(?:(?:tự|trực tiếp|cùng) )?{does}(?! (?i:tổ |nhóm )?(?i:trưởng|phó|chủ tịch|thành viên|nòng cốt)(?!\w))"),
        "entry": regex.compile(
            rf"(?r)(?:[.;:]| -|(?<!\w)(?:thì|còn)|(?<comma>,)|(?<!\w)(?<is>(?i:đầu mối|trưởng đoàn|chủ đầu tư|cơ quan thường trực|(?:cơ quan|đơn vị) chủ trì) là)|(?<own>,\s*)?(?<by>(?<!\w)do)|(?<given>(?<!\w)(?:(?<!bàn )(?<!chuyển )giao|ủy (?:nhiệm|thác))(?: (?:trách nhiệm|nhiệm vụ))?(?: cho)?|(?<=được )phân công(?: cho)?)|(?<asked>(?<!\w)(?i:đề nghị|mời|huy động|khuyến khích|có|được(?! giao| phân công| đề nghị| mời)))|(?<sent>(?<!\w)(?i:gửi|chuyển|báo)(?: cho| về| tới| đến)?))\s*{introduced()}$"
        ),
        "share": regex.compile(r"(?r)[.;:,] *(?:(?:riêng|còn) )?(?:việc|phần|công việc|công tác|khâu|nội dung|số)(?!\w)[^.;:,]{0,100}$"),
        "provides": regex.compile(r"\s*(?:cung cấp|cử)(?!\w)"),
        "supports": regex.compile(
            rf"{others_too()}[\s,]*(?:\([^)]*\)\s*)?(?:(?:có )?liên quan )?(?:\(phối hợp\)|(?:{readily} )*+{supports}|cử (?:[^\s.;,]+ ){{1,5}}(?:tham gia|cùng dự|cùng làm việc)(?!\w)|(?:bố trí|cử|đưa|điều|huy động|dành) (?:[^\s.;,]+ ){{1,5}}(?:hỗ trợ|giúp đỡ)(?= *(?:[.;,]|$)| khi| theo yêu cầu)|phục vụ(?= *(?:[.;,]|$)))(?!{HOW} +(?:với|cùng|thảo|kiến|toán|án|báo|chịu)(?!\w))"
        ),
        "helps_alone": regex.compile(
            rf"{others_too()} *(?:phối hợp|hỗ trợ|tham gia|cùng tham gia|giúp sức|cùng (?:tham )?dự|cùng đi|đi cùng)\s*(?:[.;,(]|$)"
        ),
        "advises": regex.compile(rf"[\s,]*(?:\([^)]*\)\s*)?{advises}"),
        # `B giúp Ban Chỉ đạo ...` is a duty of its own, `B giúp huấn luyện` is not
        "apart": regex.compile(rf"[\s,]*(?:\([^)]*\)\s*)?{apart}(?!(?<=giúp) (?:huấn luyện|tập huấn|đào tạo|soạn|vận chuyển|đỡ)(?!\w))"),
        # a verb of its own behind a body, and no word that only says where, when or of what it is
        "acts": regex.compile(
            rf"\)?(?: \([^)]*\))?(?: (?:có )?liên quan)?{_HEADED_BY}(?: trên địa bàn(?: (?:tỉnh|thành phố|huyện|xã|phường))?)?(?:(?:,? và|,) (?:(?:(?:các|những|\d{{1,3}}) )?{said('others')}(?: [^\s.,;:]+){{0,4}}?|(?:thủ trưởng|bộ phận)(?: [^\s.,;:]+){{1,3}}?))?(?: |:)(?!\s*(?:về|tại|trong|năm|số|theo(?! dõi| đúng| (?:thẩm quyền|chức năng|phân công|phân cấp|nhiệm vụ|lĩnh vực|phạm vi|trách nhiệm)[\w, ]{{0,60}} \p{{Ll}})|của|để|và|thuộc|từ|đến|trước|sau|do|là|ở|cấp(?= (?:tỉnh|huyện|xã|trên|dưới|ủy|cơ sở))|với|hoặc|cho(?! vay)|đã|được (?:báo|thông báo|hưởng|cấp(?! phép))|trên|khi|nếu|qua|bằng|như|nơi|ít nhất|tối thiểu|không|chậm nhất|khóa|khoá|nhiệm kỳ|quyết định|duyệt|phê duyệt|kiêm(?: nhiệm)?|làm (?i:tổ |nhóm )?(?i:trưởng|phó|thành viên))(?!\w))\s*\p{{Ll}}"
        ),
        "which": regex.compile(rf" {said('which')}(?= \p{{Ll}})"),
        "does_it_all": regex.compile(rf"\s*{does}\s*,"),
        # `Công tác tuyên truyền do A định hướng`: the work itself is the subject, and whoever does what of it leads
        "work_is_done": regex.compile(rf"(?:(?:^|[\n.;)+•-] ?)(?!\p{{Ll}})|; ){said('works')}(?: [^\s.;:,]+){{0,14}} $"),
        "is_given": regex.compile(
            rf"(?:^|[\n.;)+•-] ?)(?!\p{{Ll}})(?:{said('works')}|(?:Các|Những|Hai|Ba|Bốn|Mọi|Toàn bộ|\d{{1,4}})(?!\w))(?: [^\s.;:,]+){{0,24}} $"
        ),
        "tells": regex.compile(
            rf"(?<!\w)(?<!Ban |bàn |chuyển ){tells}(?! vay| *,|(?<=tham mưu) (?!cho|các|cấp|với|Ủy)\p{{Ll}}|(?<=(?<!chỉ đạo|tham mưu) cho)(?: (?!các |những |cán |cấp )\p{{Ll}}+){{1,4}}(?: \d{{1,4}})?, |(?<=báo cáo|trình) (?!cho |các |những |với |cấp |lãnh |về |lên |đồng |ban |hội |bày )\p{{Ll}}|(?<=hướng dẫn|vận động)(?: (?!các |những )\p{{Ll}}+){{1,4}}, )"
        ),
    }


def _supports(flow: str, position: int, inside: Sequence[Mention]) -> bool:
    """Whether a clause says that its subject, which ends at ``position``, helps another: not in ``X phối hợp với Y làm``, where Y helps."""
    match = _patterns()["supports"].match(flow, position)
    if match is None or flow.startswith((",", ";"), match.end()) or not next_list(flow, inside, match.end()):
        return match is not None
    return _JOINS_IN.search(match[0]) is not None


# What a helper does to, or in, a body that follows: `B tham gia đoàn kiểm tra`, `B hỗ trợ Sở A`.
_JOINS_IN = re.compile(r"(?:tham gia|hỗ trợ)$")


def clause_roles(
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
        # below a heading that names who leads a comma begins no clause of another, unless it ends an opening: `...; khi có dịch, B điều động xe`
        if part == "advises" and _helps_leader(flow, clause.end, [*subject, *named, *roles.lead]):
            part = "helps"
        may_begin = not headed or bool(subject or roles.lead) or (clause.after_comma and _ends_clause_opening(flow, start, clause))
        beside_helper = helped and clause.after_comma and not _CLAUSE_BREAK.search(flow, helped, clause.end)
        match "helps" if part == "acts" and beside_helper else part:
            case "head":
                roles.lead += clause.bodies
                has_head = True
            case "helps":
                roles.coordinating += clause.bodies
                helped = clause.end
            case "shares":  # `A lập hồ sơ; phần đo đạc do B đảm nhiệm`: B leads its part, unless A is said to lead all
                (roles.coordinating if named else roles.lead).extend(clause.bodies)
            case "advises" if not (headed or has_head or clause.after_comma or clause.entry["asked"]) and _is_own_duty(
                flow, clause, bool(subject or roles.lead)
            ):
                roles.lead += clause.bodies
            case "advises":
                advisers += clause.bodies
            case "acts" if has_head and (chair_alone or (clause.after_comma and not _ends_clause_opening(flow, start, clause))):
                roles.coordinating += clause.bodies
            case "acts" if not clause.after_comma or clause.ordered or (may_begin and _begins_anew(flow, start, clause)):
                roles.lead += clause.bodies
                has_head |= not clause.after_comma and _patterns()["does_it_all"].match(flow, clause.end) is not None
    (roles.coordinating if named or subject or roles.lead or headed else roles.lead).extend(advisers)
    return roles


def _helps_leader(flow: str, position: int, leaders: Sequence[Mention]) -> bool:
    """Whether a clause says that its subject helps one who leads, be it by a shorter name: ``B giúp Ban Thường vụ chuẩn bị``."""
    match = _HELPS_WHOM.match(flow, position)
    return match is not None and any(flow[m.start : m.end].startswith(match[1]) for m in leaders)


_HELPS_WHOM = regex.compile(r" (?:giúp|giúp việc|giúp việc cho|hỗ trợ) (\p{Lu}\p{L}* \p{L}+(?: \p{L}+)?)")


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause after the first that bodies begin: what stands before them, and where what is said of them begins."""

    entry: "regex.Match[str]"
    bodies: list[Mention]
    end: int

    @property
    def after_comma(self) -> bool:
        return self.entry["comma"] is not None

    @property
    def ordered(self) -> bool:
        """``Nạo vét 3 km kênh, giao Xí nghiệp Thủy nông làm``: the document itself says who."""
        return _ASSIGNS.search(self.entry[0]) is not None


def _clauses(flow: str, start: int, inside: Sequence[Mention], settled: set[int]) -> Iterator[_Clause]:
    """The clauses that begin with bodies whose role is not ``settled``."""
    position = start
    for index, mention in enumerate(inside):
        if mention.start < position or mention.start in settled:
            continue
        entry = _patterns()["entry"].match(flow, max(start, mention.start - 60), mention.start)  # read backwards from the body
        if entry is None or (entry["comma"] and index and goes_on(flow, inside[index - 1].end, mention.start)):
            continue
        if entry[0].strip() == "-" and IS_ALSO.match(flow, mention.start):
            continue  # `Bộ A - Cơ quan thường trực Ban Chỉ đạo chủ trì`
        listed = [m for m in next_list(flow, inside, mention.start) if m.start not in settled]
        if entry["is"] or entry[0].startswith(":"):
            listed = _up_to_semicolon(flow, listed)
        position = listed[-1].end + _closes_aside(flow, listed)
        which = _patterns()["which"].match(flow, position)  # `UBND các xã` `ven sông` cử người
        yield _Clause(entry, without_owners(flow, listed, keep_generic_owner=False), which.end() if which else position)


def _up_to_semicolon(flow: str, listed: list[Mention]) -> list[Mention]:
    """The bodies of a list behind a colon up to its first semicolon, where a clause may begin: ``kiểm tra các trường: A, B; Sở C cử người``."""
    ends = next((at for at in range(1, len(listed)) if ";" in flow[listed[at - 1].end : listed[at].start]), len(listed))
    return listed[:ends]


def _closes_aside(flow: str, listed: Sequence[Mention]) -> bool:
    """Whether the last body of a list stands in a bracket that closes right behind it: ``Vụ Thống kê Giá (Vụ TKG)`` ``góp ý``."""
    return len(listed) > 1 and flow.startswith("(", listed[-1].start - 1) and flow.startswith(")", listed[-1].end)


def _is_own_duty(flow: str, clause: _Clause, spoken: bool) -> bool:
    """Whether advice in a clause of its own is a duty: not where it only explains a procedure to who goes through it."""
    return _patterns()["apart"].match(flow, clause.end) is not None and not (spoken and _EXPLAINS.match(flow, clause.end))


_EXPLAINS = re.compile(r" hướng dẫn(?: (?:thủ tục|định mức|kỹ thuật|nghiệp vụ|chuyên môn|mẫu biểu)(?!\w)| *(?:[.;]|$))")


def _part(flow: str, clause: _Clause, inside: Sequence[Mention], spoken: bool, has_subject: bool) -> str | None:
    """What a clause says of its bodies; ``spoken`` says that others have done something before it."""
    entry, patterns = clause.entry, _patterns()
    if entry["is"]:
        return "head"
    if entry["given"]:
        return "head" if not spoken and (patterns["does"].match(flow, clause.end) or _is_given(flow, clause, has_subject, patterns)) else None
    if entry["sent"]:
        return "helps" if (spoken or has_subject) and _supports(flow, clause.end, inside) else None  # `gửi B phối hợp xác minh`
    if entry["by"]:
        if _AT_THE_CORE.match(flow, clause.end) or (spoken and _is_means(flow, clause, patterns)):
            return "advises"
        if spoken and _supports(flow, clause.end, inside):
            return "helps"
        end = _behind_partners(flow, clause.end, inside)
        own = (entry["own"] and patterns["acts"].match(flow, end)) or _does_work(flow, clause, "by", patterns, end)
        does = patterns["does"].match(flow, end) or _BY_THEMSELVES.match(flow, end) or own
        if does and spoken and patterns["share"].match(flow, max(0, entry.start("by") - _CLAUSE_REACH), entry.start("by")):
            return "shares"
        return "head" if does and not spoken else None
    asked = entry["asked"] or (_ASKS.search(entry[0]) if clause.after_comma or entry[0].startswith("thì") else None)
    if not spoken and (_DO_IT_TOGETHER.match(flow, clause.end) or (len(clause.bodies) > 1 and _DO_SOMETHING_TOGETHER.match(flow, clause.end))):
        return "acts"
    if (spoken or asked or not clause.after_comma or _patterns()["helps_alone"].match(flow, clause.end)) and _supports(flow, clause.end, inside):
        return "helps"
    if not spoken and _GIVES.search(entry[0]) and _IS_GIVEN_ALL.match(flow, clause.end):
        return "head"
    if asked:
        watches = entry["asked"] == "có" and _WATCHES.match(flow, clause.end)  # `A đấu giá mỏ cát, có B giám sát`
        return "advises" if (spoken or has_subject) and (watches or patterns["advises"].match(flow, clause.end)) else None
    if has_subject and _ASSIGNS.search(entry[0]) and not _ORDERS.match(entry[0]):
        return None
    if spoken and (_SENDS if clause.after_comma else _SENDS_ALONG).match(flow, clause.end):
        return "advises"
    if patterns["advises"].match(flow, clause.end) and not _APART.search(entry[0]):
        return "advises"
    return "acts" if _patterns()["acts"].match(flow, clause.end) or _STANDS.match(flow, clause.end) else None


def _is_given(flow: str, clause: _Clause, has_subject: bool, patterns: Mapping[str, "regex.Pattern[str]"]) -> bool:
    """Whether work is given to a body, whatever it does with it: ``Khâu hậu cần được giao cho B, ...``, ``Kiểm định đập: giao B thuê tư vấn``."""
    begins = clause.entry.start("given")
    at = begins - len("được ")
    passive = flow.startswith("được ", at) and patterns["is_given"].search(flow, max(0, at - _CLAUSE_REACH), at) is not None
    if (passive and _CLOSES.match(flow, clause.end)) or _does_work(flow, clause, "given", patterns):
        return True
    topic = not has_subject and flow.endswith(_AFTER_TOPIC, 0, begins)
    return (passive or topic) and patterns["acts"].match(flow, clause.end) is not None


def _does_work(flow: str, clause: _Clause, entry: str, patterns: Mapping[str, "regex.Pattern[str]"], end: int | None = None) -> bool:
    """Whether the work is the subject and a body is said to do it, by whatever verb: ``Việc đóng cửa mỏ giao B đôn đốc``, ``Kịch bản do B biên tập``."""
    begins = clause.entry.start(entry)
    is_work = patterns["work_is_done"].search(flow, max(0, begins - _CLAUSE_REACH), begins) is not None
    return is_work and patterns["acts"].match(flow, clause.end if end is None else end) is not None


def _is_means(flow: str, clause: _Clause, patterns: Mapping[str, "regex.Pattern[str]"]) -> bool:
    """Whether what a body does is to provide what another works with: ``số liệu do B cung cấp``, ``kinh phí do B cân đối``."""
    means = _MEANS.search(flow, max(0, clause.entry.start("by") - _CLAUSE_REACH), clause.entry.start("by"))
    return patterns["provides"].match(flow, clause.end) is not None or (means is not None and _PREPARES.match(flow, clause.end) is not None)


def _behind_partners(flow: str, position: int, inside: Sequence[Mention]) -> int:
    """Where what is said of bodies begins that do it with others: ``do A cùng B`` `đảm nhận`."""
    together = _TOGETHER_WITH.match(flow, position)
    partners = next_list(flow, inside, together.end()) if together else []
    return partners[-1].end if partners else position


_TOGETHER_WITH = re.compile(r",? +(?:phối hợp(?: (?:với|cùng))?|cùng với|cùng|với)(?!\w)")
_BY_THEMSELVES = regex.compile(r" (?:tự|cùng) \p{Ll}")  # `do B tự kiểm kê`, `do A và B cùng đối chiếu`


def _begins_anew(flow: str, start: int, clause: _Clause) -> bool:
    """Whether a body behind a comma is the subject of a clause (`Quá hạn, B ...`, `A lập tổ, B báo số liệu`), and not one of those who are told, or
    are meant, by what stands before it (`chỉ đạo các phòng, B tăng cường`)."""
    before = _TOLD_FIRST.sub("", _before(flow, start, clause))
    return OPENING_CLAUSE.match(before) is not None or _patterns()["tells"].search(before) is None


# `Giao Sở A lập phương án, Sở B bảo đảm lương thực`: the document tells both
_TOLD_FIRST = re.compile(r"^\s*(?:Giao|giao|Phân công|phân công)(?= (?:Sở|Ban|Phòng|Ủy ban|UBND|Công an|Bộ|Chi cục|Văn phòng|Trung tâm)\b)")


def _ends_clause_opening(flow: str, start: int, clause: _Clause) -> bool:
    """Whether the comma before a body ends the opening of a later clause, in small letters or not: ``...; trường hợp thiếu người, B ...``."""
    before = _before(flow, start, clause).strip()
    return before.find(",") == len(before) - 1 and OPENING_CLAUSE.match(before[:1].upper() + before[1:]) is not None


def _before(flow: str, start: int, clause: _Clause) -> str:
    """What stands in a clause before its first body."""
    first = clause.bodies[0].start
    return _CLAUSE_BREAK.split(flow[max(start, first - _CLAUSE_REACH) : first])[-1]


_CLAUSE_BREAK = re.compile(r"[.;:]")
_CLAUSE_REACH = 160  # characters
# `A chủ trì; B bố trí phòng họp`: what B does belongs to what A leads.
_LEADS_AND_NO_MORE = re.compile(r"[\s)]*chủ trì\s*;")
# `A do B làm nòng cốt`: B helps A, or leads where no A is named; `B là cơ quan thường trực`: B leads, too.
_SENDS = re.compile(
    r"[\s,]*(?:\([^)]*\)\s*)?cử (?!tri(?!\w)|tuyển)(?![^.;,]{1,40} (?:đi học|đi tập|học|dự|tham dự|bồi dưỡng|đào tạo|tập huấn)(?!\w))"
)  # `A lập chốt; B cử 02 cán bộ`
_MEANS = re.compile(r"(?<!\w)(?:kinh phí|nội dung|tài liệu|hậu cần|kịch bản|tin,? bài)(?: [^\s.;:,]+){0,6} $")
_PREPARES = re.compile(r" (?:cân đối|bảo đảm|đảm bảo|bố trí|chuẩn bị|cấp|duyệt)(?!\w)")
_SENDS_ALONG = regex.compile(
    r" (?:mỗi (?:đơn vị|cơ quan|bên|nơi) )?cử (?:\d{1,2} |một |hai )?(?:thành viên|người|cán bộ|công chức|đại diện|phó trưởng đoàn|thư ký)(?= *(?:[,.;]|$)| (?:dẫn|giúp|hỗ trợ|phối hợp|đi cùng))"
)
_WATCHES = re.compile(r" (?:giám sát|theo dõi|chứng kiến)(?!\w)")
_AT_THE_CORE = re.compile(r"\s*làm nòng cốt")
_STANDS = re.compile(r"\)?,? (?:là (?:cơ quan |đơn vị )?|làm )(?i:thường trực)(?!\w)")
_APART = re.compile(r"(?i)(?<!\w)riêng(?!\w)")  # `riêng C giới thiệu ...`: what it does is no help for the work of another
_CLOSES = re.compile(r"\s*(?:[.;,]|$)")
_AFTER_TOPIC = (": ", "; ", ", ")  # `Kiểm định đập: giao B thuê tư vấn`, not `phương án giao B quản lý`
_GIVES = re.compile(r"[.;] (?:giao|Giao) ")
_IS_GIVEN_ALL = re.compile(
    r"\s*(?:[.;]|$|, (?:thời hạn|hạn|hoàn thành|xong|trình|chậm nhất|trước)(?!\w))"
)  # `...; giao Bộ Y tế, hoàn thành trong quý II`
_ASKS = re.compile(r"(?i)(?<!\w)(?:mời|đề nghị|khuyến khích)(?!\w)")
_DO_SOMETHING_TOGETHER = regex.compile(
    r" cùng (?!với|cấp|các|những|tham gia|phối hợp|hỗ trợ|dự|đi|cộng tác)\p{Ll}+ "
)  # `A và B` `cùng lập danh sách`
_DO_IT_TOGETHER = re.compile(r" cùng (?:thực hiện|làm|chịu trách nhiệm|tổ chức|tiến hành)(?!\w)")
# A body that the subject of the duty tells to do something has no role.
_ASSIGNS = re.compile(r"(?i)giao|phân công|yêu cầu|mời")
_ORDERS = re.compile(r"\.\s+(?:Giao|Yêu cầu|Phân công)")  # a sentence of its own: here the document tells who acts
