"""By when a duty is due, as its prose says it: ``hoàn thành trước ngày D``, ``trình duyệt quý III``, ``hằng tháng``."""

import re
from functools import cache

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.tasks.role_lists import Mentions
from pipeline.extract.vocabulary import alternatives
from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm, Norm


@cache
def _patterns() -> dict[str, "regex.Pattern[str]"]:
    """Patterns of what stands right before a date are read backwards from it (`(?r)`)."""
    rules = load_rules("tasks")
    before, due, labels = (f"(?i:{alternatives(rules[name])})" for name in ("deadline_before", "due", "deadline_labels"))
    recurs = rf"(?:{alternatives(rules['what_recurs'])}|(?<=^|[.;:] *)(?!Chi )(?i:{alternatives(rules['what_recurs'])}))"  # `Sở Kế hoạch và Đầu tư` names a body
    part = r"(?: +(?:ngày cuối cùng(?= của)|ngày làm việc cuối cùng(?= của)|ngày(?= khai giảng)|đầu|giữa|cuối|hết|là|các|ngay|(?:tại )?kỳ họp|phiên họp|tuần (?:đầu|cuối|thứ \w+)|(?:thượng|trung|hạ) tuần|của|thường kỳ|khai giảng|dịp))*"
    season = r"(?: +(?:học kỳ|kỳ|mùa|vụ|thời gian cao điểm|(?:tuần )?lễ|Ngày|ngày(?= \p{Lu}))(?: \p{L}+){1,7}?)?"  # `vào mùa khô năm 2025`, `trước ngày Quốc khánh 02/9`
    # `trước 17 giờ 00 ngày 05/9`, `trước thứ Sáu, ngày 12/8`
    clock = r"(?: +\d{1,2} *(?:giờ|h|g) *(?:\d{2}(?: *phút)?)?,?)?(?: +(?:sáng|trưa|chiều|tối|thứ \w+|chủ nhật),?)?"
    return {
        "before": regex.compile(rf"(?<!\w)[Tt]rước Tết(?: \p{{L}}+){{0,4}} $|(?<!\w)(?!(?<=tháng )(?:đầu|cuối)){before}{part}{season}{clock} *\(?$"),
        "due": regex.compile(rf"(?r)(?:(?<!\w){due}{part}|, *(?:(?:dự kiến|sáng|chiều|tối) *)?{part})(?: *:)? *$"),
        "due_day": regex.compile(rf"(?r)(?<!\w){due}(?: \p{{L}}+){{1,3}}{clock} $"),
        "due_body": regex.compile(r"(?r)(?<!\w)(?i:trình|báo cáo|gửi) \p{Lu}\p{L}*(?: \p{L}+){0,5} $"),
        "label": regex.compile(rf"(?r)(?<!\w){labels}(?!\w)[^:;.\n]{{0,20}}:[^;.:\n]{{0,40}}$"),
        "times": regex.compile(
            r"(?ri)(?<!\w)(?:(?:đợt|lần|lượt|bước|vòng|kỳ)(?: (?:\d|[iv]{1,3}|một|hai|ba|bốn))?|hai|ba|bốn)(?: (?:ngày|tháng|năm))?(?:[,:]| là| [-–])? *$"
        ),
        "recurs": regex.compile(rf"(?r)(?<!\w){recurs}(?!\w)[^,;.:()]{{0,40}}$"),
        "yearly": regex.compile(
            r"(?ri)(?:[.;:(]|(?<!hạn|năm),|(?<!\w)(?<!kết quả )(?:định kỳ|và|vào|sơ kết|tổng kết|tổ chức|phân bổ|tiến hành|rà soát|cập nhật|kiểm tra|đánh giá|báo cáo[^,;.]{0,60}|(?:trước|vào|sau|đầu|giữa|cuối|trong) (?:mùa|vụ|dịp)(?: \p{L}+){1,3}))\s*\(?$"
        ),
        "begins": regex.compile(
            r"\s*[,:]|\s*(?:-|và)\s*(?i:quý|tháng|ngày|tuần) [^:;,\n]{1,18}:|(?:\s*(?:-|và)\s*(?i:quý|tháng) [\dIVX/]+)?\s+(?!(?:của|về|và|là|đến|theo|thì)(?!\w))\p{Ll}"
        ),
        "no_due": regex.compile(
            r"(?ri)(?<!\w)(?:hiệu lực(?: thi hành)?|hết hạn|đáo hạn|quá hạn|áp dụng|thay đổi|phát sinh|khai tử|khai sinh|(?<!học )(?<!tuyển )(?<!chiêu )sinh|đã đăng ký|kế hoạch thời gian|số liệu(?: báo cáo)?(?: (?:được )?(?:tính|lấy))?(?= +(?:từ|đến))|(?:thời kỳ|niên độ)(?: (?:thanh tra|kiểm tra|kiểm sát|kiểm toán|giám sát|quyết toán))?(?: là)?)(?: +(?:từ|kể từ|đến|trước|vào))? *$"
        ),
    }


def read_deadline(flow: str, start: int, end: int, dates: Mentions, cited: set[int]) -> list[Mention]:
    """The dates of a duty in prose that say when it is due; ``cited`` are the starts of dates that belong to a citation or are past."""
    found: list[Mention] = []
    day: Mention | None = None  # that is no deadline of its own: `báo cáo Ban Chỉ đạo tháng 12 hằng năm`
    for mention in dates.within(start, end):
        joined = bool(found) and (_JOINED.fullmatch(flow, found[-1].end, mention.start) is not None or _next_step(flow, start, found, mention))
        if mention.start not in cited and (joined or _is_deadline(flow, start, mention)):
            if day is not None and _of_each(flow, day, mention):
                found.append(day)
            found.append(mention)
            day = None
        else:
            day = mention if mention.start not in cited else None
    return _without_topics(flow, start, found)


def _of_each(flow: str, day: Mention, recurrence: Mention) -> bool:
    """``tháng 12 hằng năm``, ``ngày 15/6 hằng năm``: a day, or a month, of what recurs."""
    return isinstance(recurrence.norm, DateNorm) and recurrence.norm.type == "SET" and flow[day.end : recurrence.start].isspace()


def _next_step(flow: str, start: int, found: list[Mention], mention: Mention) -> bool:
    """``Quý II lắp đặt, quý III chạy thử``: one step after the other, the first of which begins the duty; ``sơ kết vào quý I, tổng kết năm 2018``."""
    if _SUM_UP.fullmatch(flow, found[-1].end, mention.start) and _HALF_WAY.search(flow, start, found[-1].start):
        return True
    begins = _patterns()["begins"]
    first = not flow[start : found[0].start].strip(" (") and begins.match(flow, found[0].end) is not None
    return first and _STEP_BETWEEN.fullmatch(flow, found[-1].end, mention.start) is not None and begins.match(flow, mention.end) is not None


_SUM_UP, _HALF_WAY = re.compile(r",? (?:và )?tổng kết (?:vào |trong |cuối |đầu ){0,2}"), re.compile(r"(?i)\bsơ kết\b[^;.,]{0,40}$")
_STEP_BETWEEN = regex.compile(r" \p{Ll}[^.;:,]{1,60}, ?")
_JOINED = re.compile(r" *(?:\([^()]{1,40}\) *)?(?:,|và|hoặc|, và)?(?: các)? *\(?")
_ABOUT = re.compile(r"(?i)(?<!hoàn thành )(?<!xong )\btrong\s*$")


def _without_topics(flow: str, start: int, found: list[Mention]) -> list[Mention]:
    """Without the years that say what the duty is about: `trong năm 2010 và giai đoạn 2011 - 2015` beside a quarter."""
    if all(map(_is_year, found)):
        return found
    kept: list[Mention] = []
    topic: Mention | None = None
    for mention in found:
        is_topic = _ABOUT.search(flow[max(start, mention.start - 18) : mention.start]) or (
            topic is not None and _JOINED.fullmatch(flow, topic.end, mention.start)
        )
        if _is_year(mention) and is_topic:
            topic = mention
        else:
            kept.append(mention)
    return kept


def read_period(flow: str, start: int, end: int, dates: Mentions, cited: set[int]) -> list[Mention]:
    """The period that a heading gives in brackets or at its end: ``Bước 1: Chuẩn bị (đến hết tháng 9/2011)``, ``2. Thực hiện - quý II/2024``;
    not where more is said there, and no years alone."""
    if end - start > 200:
        return []
    for given in re.finditer(r"\(([^()]*)\)|(?: [-–]|:) +([^:()–-]+)$", flow[start:end].rstrip()):
        said = 1 if given[1] is not None else 2
        inside = dates.within(start + given.start(said), start + given.end(said))
        rest = given[said]
        for mention in inside:
            rest = rest.replace(flow[mention.start : mention.end], "", 1)
        if inside and _JOINS_DATES.fullmatch(rest) and not any(m.start in cited or _is_year(m) for m in inside):
            return inside
    return []


_JOINS_DATES = re.compile(
    r"(?i)(?:[\s,:-]|và|từ|đến|hết|trong|trước|xong|hoàn thành|thời gian|đầu|cuối|từ nay|vào|tiến hành|triển khai|thực hiện|tổ chức|diễn ra|bắt đầu|kết thúc|dự kiến|cao điểm|chậm nhất)*"
)


def _is_year(mention: Mention) -> bool:
    """Whether a date is a year, or years, and nothing closer."""
    return re.fullmatch(r"\d{4}(?:/\d{4})?", str(getattr(mention.norm, "value", ""))) is not None


def _is_deadline(flow: str, start: int, mention: Mention) -> bool:
    norm = mention.norm
    assert isinstance(norm, DateNorm)
    before, after = flow[max(start, mention.start - 60) : mention.start], flow[mention.end : mention.end + 24]
    if re.match(r"\s*(?:đến nay|trở lại đây)", after) or _patterns()["no_due"].match(before):
        return False
    if _MEETING_HELD.search(flow, max(start, mention.start - 200), mention.start):
        return False
    if re.match(r"\s*(?:thì|mà)\b", after) and re.search(r"(?i)\b(?:nào|nếu)\b[^;.]*$", before):
        return False  # `xã nào giải ngân dưới 50% đến hết quý III thì điều chuyển vốn`
    if norm.type == "SET":
        return _recurs_as_duty(flow, mention, before, after)
    if _patterns()["label"].match(before):
        return True
    if norm.type == "DURATION":
        return _is_period_of_work(flow, mention, before, after)
    is_year = _is_year(mention)
    if _MOST_LATE.match(after):
        return True
    if _begins_clause(before, after, is_year) or (before.endswith(("(", "; ")) and _closes_bracket(flow, mention.end, is_year)):
        return True
    if not is_year and _AT_THE_END.search(before) and _ENDS.match(after):
        return True
    if is_year and re.search(r"(?:trong|vào) (?:hai|ba|các|cả)\s*$", before):
        return True
    if not is_year and norm.value and _names_a_day_to_come(before, after, norm.value):
        return True
    cue = _patterns()["before"].search(before)
    if cue is None:
        return not is_year and _ends_phrase(before, after)
    if norm.mod == "ON_OR_BEFORE" and is_year and not _AT_LATEST.match(cue[0]):
        closes = _TO_THE_END.search(cue[0]) is not None and _CLOSES.match(after) is not None
        return _is_due(flow, start, mention.start - len(before) + cue.start(), closes)
    return True


# Where was said what is now to be done: `theo kết luận của Bộ trưởng tại Hội nghị tổng kết tổ chức` `ngày 12/01/2024`.
_MEETING_HELD = re.compile(
    r"(?i)\b(?:kết luận|ý kiến|phát biểu|đề ra|đã (?:nêu|thống nhất|cam kết|giao))\b(?:(?!báo cáo|trình)[^.;:]){0,80}? tại (?:hội nghị|hội thảo|cuộc họp|buổi (?:họp|làm việc)|phiên họp|kỳ họp)\b[^.;:]{0,90}$"
)


@cache
def _topic() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w){alternatives(load_rules('tasks')['topics'])}(?!\w)")


def _ends_phrase(before: str, after: str) -> bool:
    """``Công bố quyết định kiểm tra ngày 11/3/2024;``, ``Thi tuyển viên chức tháng 8``: the date closes the phrase of a deed, and of no topic (`số liệu tháng 8`)."""
    phrase = _PHRASE.search(before)
    return phrase is not None and _CLOSES.match(after) is not None and _topic().search(phrase[0]) is None


_PHRASE = regex.compile(r"(?:^|[.;:,(]) *\p{L}+(?: [^\s.;:,()]+)+ $")
_CLOSES = re.compile(r"\s*(?:[.;,]|$|(?:tại|ở)\b|và (?:(?:ngày|tháng|quý) )?[\dIVX])")
_AT_THE_END, _ENDS = (
    re.compile(r"(?:[^\W\d]\)? [-–]|;|[^\W\d]:) +$"),
    re.compile(r"[.;)]{0,3}\s?(?:$|\n)| [-–] "),
)  # `Tập huấn cho hòa giải viên - Quý II/2024`, `Lập hồ sơ mời thầu; tháng 5/2024`
_AT_LATEST = re.compile(r"(?i)(?:chậm|muộn) nhất")
_MOST_LATE = re.compile(r"\s+là (?:(?:chậm|muộn) nhất|hạn (?:chót|cuối))")


def _closes_bracket(flow: str, position: int, is_year: bool) -> bool:
    """``(tháng 5)``, ``(Vụ A chủ trì; tháng 5)``, ``(Quý IV/2013, Quý I/2014 và thường xuyên)``; a year only with what recurs, several before a comma are an aside."""
    return (not is_year and flow.startswith(")", position)) or _MORE_TIMES.match(flow, position) is not None


_MORE_TIMES = re.compile(
    r"(?i)(?:,| và) (?:[^().]{0,50}?(?:thường xuyên|h[ằà]ng năm)|(?:(?:ngày|tháng|quý) )?[\dIVX/.-]+(?:(?:,| và) (?:(?:ngày|tháng|quý) )?[\dIVX/.-]+)*)\)(?!,)"
)


def _begins_clause(before: str, after: str, is_year: bool) -> bool:
    """``Tháng 8, vận động ...``, ``...; quý IV xếp loại``; a year alone only before a comma or a colon."""
    part = _PART_OF_YEAR.search(before)
    before = before[: part.start()] if part else before
    begins = re.match(r"\s*[,:]", after) if is_year and not part else _patterns()["begins"].match(after)
    return begins is not None and (not before.strip(" (") or re.search(r"[.;:]\s*$", before) is not None)


_PART_OF_YEAR = re.compile(r"(?:Đầu|Giữa|Cuối)\s+$")


def _names_a_day_to_come(before: str, after: str, value: str) -> bool:
    """``trình duyệt quý III/2012``, ``báo cáo Chính phủ tháng 10``, ``hai đợt: tháng 7 và tháng 10``; behind a comma only at the end of a clause, and no half year (`sơ kết 6 tháng đầu năm`)."""
    if "H" in value:
        return False
    if _patterns()["times"].match(before) or _patterns()["due_body"].match(before) or (value[-3:-2] == "-" and _patterns()["due_day"].match(before)):
        return True
    cue = _patterns()["due"].match(before)
    return cue is not None and (not cue[0].startswith(",") or re.match(r"\s*(?:[.;]|$)", after) is not None)


def _is_period_of_work(flow: str, mention: Mention, before: str, after: str) -> bool:
    """``từ ngày 16/3 đến hết tháng 4``, ``(tháng 7 - tháng 8 năm 2018)``; a school year or years alone only behind a word of time."""
    surface = flow[mention.start : mention.end].casefold()
    if surface.startswith("năm học"):
        return _begins_clause(before, flow[mention.end : mention.end + 24], is_year=True) or _patterns()["before"].search(before) is not None
    if not re.search(r"ngày|tháng|quý|/", surface):
        return bool(
            re.search(
                r"(?i)(?:từ|thời gian:?|đến hết|trong suốt|trong (?:hai|ba|bốn|\d+) năm|(?:từ|trong|ngay|đến hết|trước|vào) (?:mùa|vụ|niên vụ)(?: \w+){0,3})\s*$",
                before,
            )
        )
    if _spans_years(mention.norm):
        return False  # `80 năm Ngày thành lập (27/7/1947 - 27/7/2027)`
    days = "ngày" in surface and (
        _patterns()["before"].search(before) or _patterns()["due"].match(before) or _patterns()["due_day"].match(before)
    )  # `vào ngày 11 - 12/10/2026`
    ends_clause = before.endswith(", ") and re.match(r"\s*(?:[.;]|$)", after) is not None
    return (
        ends_clause
        or _ends_phrase(before, after)
        or bool(days or re.search(r"(?i)(?:từ|thời gian:?|hạn|dịp|[(:;])\s*$", before))
        or not before.strip()
    )


def _spans_years(norm: Norm) -> bool:
    return isinstance(norm, DateNorm) and bool(norm.begin and norm.end) and int(str(norm.end)[:4]) - int(str(norm.begin)[:4]) > 5


def _recurs_as_duty(flow: str, mention: Mention, before: str, after: str) -> bool:
    """A recurrence says when a duty is done, unless it describes a noun: ``kế hoạch hằng năm``, ``xử lý công việc hằng ngày``."""
    is_general = flow.startswith(_RECURRING, mention.start)
    if re.match(r"\s*(?:hoặc|và dài hạn|của)(?!\w)", after) or (is_general and _patterns()["recurs"].match(before)):
        return False
    if not is_general or not flow.endswith("năm", mention.start, mention.end):
        return True
    if re.match(r",? \(?(?:chậm nhất|muộn nhất|trước|xong)\b", after):
        return True  # `đề xuất bổ sung hằng năm, chậm nhất vào 15/7`
    done = before.endswith("hực hiện ") and re.match(r"\s*(?:[,.;)]|$)", after) is not None
    return done or not before.strip(" (") or _patterns()["yearly"].match(before) is not None  # what is of every year is mostly a budget or a plan


_RECURRING = ("hằng", "hàng", "Hằng", "Hàng")


_TO_THE_END = re.compile(r"cuối|hết")


def _is_due(flow: str, start: int, cue: int, closes: bool) -> bool:
    """``đến năm 2030`` is a deadline where a clause begins with it or says that something is reached, or ``closes`` with the end of the year
    (`mở 15 chợ đến cuối` năm 2030); not inside the name of a programme."""
    if re.search(r"(?:^|[.,;:(])\s*(?:[Tt]ừ nay\s+)?$", flow[start:cue]):
        return True
    clause = re.split(r"[.;:]", flow[start:cue])[-1]
    return (closes or re.search(r"(?i)hoàn thành|phấn đấu|mục tiêu|đạt|xong|giải quyết", clause) is not None) and not re.search(
        r"(?:Đề án|Chiến lược|Quy hoạch|Chương trình|Kế hoạch|tầm nhìn)\W[^,]{0,60}$", clause
    )
