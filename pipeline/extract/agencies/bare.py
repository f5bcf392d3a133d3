"""Bodies named by their head alone: ``Lãnh đạo Bộ``, ``Công ty`` in the plan of a company, ``Văn phòng`` that acts."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

import regex

from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.registry import registry, tables
from pipeline.extract.agencies.unlisted import SCHOOL
from pipeline.extract.agencies.written import sentence_case
from pipeline.extract.vocabulary import alternatives
from pipeline.text import occurrences

_ENDS_BARE = regex.compile(r"(?!\w)(?= *(?:[,;.:()*|\n\t]|$| \p{Ll}))")
_SIGN = re.compile(r"(?:TM\.?|T/M\.?|BAN (?:THƯỜNG VỤ|CHẤP HÀNH)) +$")
_HEAD = 400  # characters at the beginning, in which a letterhead stands


@cache
def _organs() -> "re.Pattern[str]":
    """Organs, also in capitals; so many are not sought one by one."""
    bare = tables()["bare"]
    organs = [*bare["organs"], *bare["listed"]]
    return re.compile("|".join(map(re.escape, sorted({*organs, *(organ.upper() for organ in organs), *bare["heading"]}, key=len, reverse=True))))


def _standing_alone(flow: str, own: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Where bare heads and organs stand that are no part of a word or a number and may end there."""
    heads = [(at, head) for head in {*tables()["bare"]["heads"], *own} for at in occurrences(flow, head)]
    for at, form in sorted([*heads, *((match.start(), match[0]) for match in _organs().finditer(flow))]):
        before = flow[at - 1 : at]
        if not before.isalnum() and before != "/" and _ENDS_BARE.match(flow, at + len(form)) and not _names_school(flow, at + len(form)):
            yield at, form


def _names_school(flow: str, end: int) -> bool:
    """Whether `trường` at ``end`` begins the name of a school: ``Liên đội trường`` `tiểu học Kim Đồng`."""
    return flow.endswith("trường", 0, end) and SCHOOL.match(flow, end - len("trường")) is not None


@cache
def _bare_refused() -> "re.Pattern[str]":
    common = [f"{head} {word}" for head, words in tables()["collectives"]["not_before"].items() for word in words]
    return re.compile("(?i:" + alternatives([*common, *tables()["open_heads"]["nouns"]["refused"], *tables()["bare"]["refused"]]) + r")(?!\w)")


def bare_heads(flow: str, own: frozenset[str]) -> Iterator[Found]:
    """A capital head without a name inside a sentence, and anywhere what stands for the issuer: ``own``, the heads of the letterhead
    (`short_names`), and organs like ``Ban Thường vụ``.

    >>> [f.head for f in bare_heads("Công ty lập báo cáo, gửi Lãnh đạo Bộ.", frozenset(["Công ty"]))]
    ['Công ty', 'Bộ']
    """
    bare = tables()["bare"]
    for start, form in _standing_alone(flow, own):
        if form in bare["listed"] and not _is_item(flow, start, form):
            continue
        if flow.endswith(("cấp ", "Cấp "), 0, start) or (form.startswith("Ban ") and flow.endswith("rưởng ", 0, start)):
            continue  # `công trình cấp Liên đội`; `Phó Trưởng Ban Thường trực` is a post
        if (
            form in bare["organs"]
            or form in bare["listed"]
            or (form.isupper() and _signs_or_heads(flow, start, form))
            or _is_bare_head(flow, start, form in own)
        ):
            known = (form.isupper() or form.startswith("Ban ")) and registry().organ_names.get(form.lower())  # `BGH`, `Ban giám hiệu`
            name = sentence_case(known or re.sub("^T[WƯ] ", "Trung ương ", form))
            level = bare["heads"].get(form) or bare["organs"].get(form) or bare["listed"].get(form, "document")
            yield Found(start, start + len(form), name, level, "agency.bare", 0.9, form)


def _is_item(flow: str, start: int, form: str) -> bool:
    """Whether a body is a whole item of a list or of a heading: ``Chi bộ, Ban Giám hiệu``, but not ``sinh hoạt Chi bộ, tự phê bình``."""
    return _ITEM_BEGINS.search(flow, max(0, start - 6), start) is not None and _ITEM_ENDS.match(flow, start + len(form)) is not None


_ITEM_BEGINS = regex.compile(r"(?:^|[\n\t] *|[,;:] |[-+*•] |\d[.)] |\b[a-zđ]\) |(?<!\w)(?:và|với) )$")
_ITEM_ENDS = regex.compile(r" *(?:;|:|,(?= *\p{Lu})|(?: và|,? cùng) +\p{Lu}|\.?(?: *[\n\t]|$))")


def _signs_or_heads(flow: str, start: int, form: str) -> bool:
    """Whether an organ in capitals stands after ``TM.``, or on a line of its own below the body of a letterhead: ``BAN THƯỜNG TRỰC``."""
    if _SIGN.search(flow, max(0, start - 16), start):
        return True
    above = flow[flow.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)] if start < _HEAD else ""
    return above.isupper() and flow[start - 1] == "\n" and flow[start + len(form) : start + len(form) + 1] in ("", "\n", "\t")


def _is_bare_head(flow: str, start: int, own: bool) -> bool:
    """Whether a head stands for a body: that of the letterhead anywhere, another only inside a sentence; no common noun begins there."""
    before = _WORD_BEFORE.search(flow, max(0, start - 12), start)
    if not (own or before) or flow[start + 1].isupper() or flow.endswith(_OPENS_QUOTE, 0, start):  # an organ in capitals counts only where it signs
        return False
    if _COUNTED.search(flow, max(0, start - 5), start):
        return False  # `một trong 03 Bộ đầu tiên`
    not_after = tables()["bare"]["not_after_mass" if flow.startswith("Hội", start) else "not_after"]
    joined = before is None or before[1].lower() not in not_after or (own and flow.endswith("ông đoàn cơ sở ", 0, start))
    return joined and not _bare_refused().match(flow, start)


_COUNTED = re.compile(r"(?<![\d/.-])\d{1,3} $")
_OPENS_QUOTE = (' "', "“", '("')  # `xây dựng “Bệnh viện xanh - sạch - đẹp”`: a slogan
_WORD_BEFORE = regex.compile(r"(\p{L}+) +$")


def short_names(names: Sequence[str]) -> frozenset[str]:
    """The heads that stand for the bodies of a letterhead in the rest of the document: ``Công ty`` for `Công ty Điện lực Lâm Bình`."""
    return frozenset(head for head in tables()["bare"]["own"] for name in names if re.match(rf"{_ORGAN_OF}{head}(?!\w)", name))


_ORGAN_OF = r"(?:(?:Ban (?:Chấp hành|Thường vụ)|Đảng đoàn)(?: Trung ương)? )?"  # `Ban Chấp hành Hội Nông dân`: what it calls `Hội` is the association


def defined_heads(flow: str) -> frozenset[str]:
    """The heads that a document itself gives as short names of a body.

    >>> defined_heads("Nhà máy nước số 2 (sau đây gọi tắt là Nhà máy) cấp nước.")
    frozenset({'Nhà máy'})
    """
    return frozenset(match[1] for match in _defined_pattern().finditer(flow)) if "là" in flow else frozenset()


@cache
def _defined_pattern() -> "re.Pattern[str]":
    return re.compile(
        rf"\((?:(?:sau đây|dưới đây|sau này|từ đây),? )?(?:được )?(?:gọi|viết)(?: tắt| chung| gọn)? là:? ?[\"“]?({alternatives(tables()['bare']['own'])})[\"”]?\)"
    )


def spoken_of(flow: str) -> frozenset[str]:
    """The ministry or department that a text without a letterhead names as its own more than once.

    >>> sorted(spoken_of("Giao các đơn vị thuộc Bộ, báo cáo Lãnh đạo Bộ. Bộ sẽ kiểm tra."))
    ['Bộ']
    """
    return frozenset(head for head in tables()["bare"]["spoken"] if len([*islice(_own_pattern(head).finditer(flow), 2)]) == 2)


@cache
def _own_pattern(head: str) -> "re.Pattern[str]":
    return re.compile(rf"{head}(?:(?<=thuộc {head})|(?<=ãnh đạo {head}))(?= ?[,.;:])")


_OFFICE_VERBS = (
    "chủ trì|phối hợp|theo dõi|đôn đốc|tổng hợp|tham mưu|chuẩn bị|bố trí|chịu trách nhiệm|làm đầu mối|là đầu mối|tổ chức|xây dựng|rà soát|thông báo"
)
# `Văn phòng` as who acts: at the beginning of a clause, before a verb.
_OWN_OFFICE_ACTS = regex.compile(
    r"(?:^|(?<=[\n\t]|[-+.;:)] |[\n\t][-+]))Văn phòng(?= (?!phẩm|đại diện|cho thuê|làm việc|công chứng|luật|điện tử|thường trực|điều phối|không|này|của|và|là|các|cấp|đăng ký)\p{Ll})"
    r"|(?<=(?i:giao|đề nghị|với|cùng|do|,) )Văn phòng(?= (?:" + _OFFICE_VERBS + r")(?!\w))"
    r"|(?<=(?:gửi|về|qua) )Văn phòng(?= (?:để|trước|chậm nhất|tổng hợp)(?!\w))"
)


def own_office(flow: str) -> Iterator[Found]:
    """The office of the body that speaks, where it acts.

    >>> [f.name for f in own_office("- Văn phòng tổng hợp báo cáo; Văn phòng phẩm.")]
    ['Văn phòng']
    """
    for match in _OWN_OFFICE_ACTS.finditer(flow):
        yield Found(match.start(), match.end(), "Văn phòng", "document", "agency.own_office", 0.9, "Văn phòng")


_OWN_CHIEFS = regex.compile(
    rf"(?<![Pp]hó )(?<!\w)Chánh (?:Văn phòng|Thanh tra)(?= *(?:[,;.:(\n\t]|$)| (?:{_OFFICE_VERBS}|và|thừa|ký|căn cứ|có trách nhiệm|thi hành)(?!\w))"
)


def own_chiefs(flow: str) -> Iterator[Found]:
    """The head of the office or the inspectorate of the body that speaks, where no list says whose (``Chánh Văn phòng, Chánh Thanh tra Sở``).

    >>> [f.name for f in own_chiefs("Giao Chánh Văn phòng theo dõi; Phó Chánh Văn phòng ký.")]
    ['Chánh Văn phòng']
    """
    if "Chánh " not in flow:
        return
    for match in _OWN_CHIEFS.finditer(flow):
        yield Found(match.start(), match.end(), match[0], "document", "agency.own_office", 0.9, match[0])


# The team that a plan of inspection sets up, by its head alone: `gửi Đoàn`, `đôn đốc các Đoàn`; not the Youth Union, which many call so.
_TEAM_NAMED = re.compile(r"(?:Đoàn|đoàn) (?:giám sát|kiểm tra|thanh tra|phúc tra)")
_TEAM_ALONE = regex.compile(
    r"Đoàn(?<=(?<!\w)(?i:cho|gửi|với|giúp|lập|tham gia|báo cáo|theo yêu cầu của|đôn đốc|đề nghị)(?: (?P<plural>các))? Đoàn)(?= *(?:[,;.:()|\n\t]|$)| (?!giám sát|kiểm tra|thanh tra|công tác|phúc tra)\p{Ll})"
)
_UNION = re.compile(
    r"(?:Trung ương|Điều lệ|tổ chức|công tác|[Đđ]ại hội|cán bộ|Ban Thường vụ|BTV) Đoàn|Đoàn, (?:Hội|Đội)|(?:Ban Chấp hành|BCH) Đoàn|Đoàn cơ sở"
)


def own_team(flow: str) -> Iterator[Found]:
    """The inspecting team of a document that names it in full elsewhere.

    >>> [f.name for f in own_team("Lập Đoàn giám sát. Kho bạc gửi số liệu cho Đoàn trước ngày 05/3; đôn đốc các Đoàn.")]
    ['Đoàn', 'Các đoàn']
    """
    if "Đoàn" not in flow or _TEAM_NAMED.search(flow) is None or _UNION.search(flow) is not None:
        return
    for match in _TEAM_ALONE.finditer(flow):
        several = match["plural"] is not None
        start = match.start("plural") if several else match.start()
        yield Found(start, match.end(), "Các đoàn" if several else "Đoàn", "document", "agency.bare", 0.9, "Đoàn")


@cache
def _council_patterns() -> tuple["regex.Pattern[str]", "regex.Pattern[str]"]:
    """What names a council in full, and the head where it stands alone."""
    kinds = rf"(?i:{alternatives(tables()['bare']['councils'])})(?!\w)"
    return (
        regex.compile(rf"(?:Hội đồng|HỘI ĐỒNG) {kinds}|gọi (?:tắt )?là:? [\"“]?Hội đồng(?=[\"”)])"),
        regex.compile(
            rf"(?<!\w)(?<!(?<!\w)(?i:các|những|mỗi|từng|một|hai|lập|của từng) )Hội đồng(?= *(?:[,;.:()|\n\t]|$)| (?!nhân dân|thành viên|quản trị|bảo an|liên minh|{kinds})\p{{Ll}})"
        ),
    )


def own_council(flow: str) -> Iterator[Found]:
    """The council of a document that names it in full elsewhere, by its head alone: ``Chủ tịch Hội đồng phân công ...``.

    >>> [f.name for f in own_council("Kiện toàn Hội đồng thi đua. Hội đồng họp mỗi quý; Chủ tịch Hội đồng phân công.")]
    ['Hội đồng', 'Hội đồng']
    """
    if "Hội đồng" not in flow:
        return
    named, alone = _council_patterns()
    if named.search(flow) is None:
        return
    for match in alone.finditer(flow):
        yield Found(match.start(), match.end(), "Hội đồng", "document", "agency.bare", 0.9, "Hội đồng")


def is_common_noun(flow: str, start: int, end: int) -> bool:
    """Whether a common noun begins at ``start`` and ends behind ``end`` or in small letters: ``Sở hữu trí tuệ``, ``các tổ`` | ``chức``."""
    at = _plural_end(flow, start)
    match = _bare_refused().match(flow, at)
    if match is None:
        return False
    return match.end() > end or (match[0][1:].islower() and not match[0].lower().startswith("đoàn "))  # a delegation is set up by decision


def _plural_end(flow: str, start: int) -> int:
    plural = re.compile(r"(?i:các|những) +").match(flow, start)
    return plural.end() if plural else start
