"""Bodies that no registry lists: a head that opens a name (`Trung tâm ...`), and what refuses it."""

import re
from functools import cache

import regex

from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.names import name_end
from pipeline.extract.agencies.owned import INSPECTED
from pipeline.extract.agencies.registry import tables
from pipeline.extract.agencies.written import open_name
from pipeline.extract.gazetteer import At
from pipeline.extract.territories import territory_level
from pipeline.extract.vocabulary import alternatives


@cache
def _open_heads() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Heads in lower case: of steering bodies, of central units, those that stand alone, and names that are collectives."""
    g = tables()["open_heads"]
    generic = frozenset(e["head"].casefold() for e in tables()["collectives"]["multiword"])
    return (
        frozenset(h.casefold() for h in g["steering"]),
        frozenset(h.casefold() for h in g["central"]),
        frozenset(h.casefold() for h in g["alone"]),
        generic,
    )


_SMALL_HEADS = ("ban chỉ đạo", "nhóm chuyên trách")
_ROOMS = ("phòng", "khoa", "tổ")
_NATIONAL = (
    "hội",
    "hiệp hội",
    "tổng hội",
    "công đoàn",
    "liên đoàn",
    "liên hiệp",
    "liên minh",
    "ngân hàng",
)  # which with `Việt Nam` are those of the country
_SMALL_WORDS = frozenset(head.split()[0] for head in (*_SMALL_HEADS, *_ROOMS))


def may_open(flow: str, start: int, first: str) -> bool:
    """Whether an open name may begin with the word ``first``: in small letters only few do, and what follows an office."""
    if not flow[start].islower():
        return True
    if first == "trường":
        return SCHOOL.match(flow, start) is not None
    named = first not in _ROOMS or flow[start + len(first) + 1 : start + len(first) + 2].isupper()  # asked first: `tổ chức` is everywhere
    return (first in _SMALL_WORDS and named) or flow.endswith("Trưởng ", 0, start)


# `trường THCS Lê Lợi`, `Trường tiểu học Kim Đồng`: a kind of school and its name
_SCHOOL_KIND = r"(?:(?i:tiểu học|trung học(?: cơ sở| phổ thông)?|mầm non|mẫu giáo|phổ thông(?: dân tộc)?(?: (?:nội|bán) trú)?)|(?i:đại học|(?:cao đẳng|trung cấp)(?: nghề| sư phạm| y tế)?)|ĐH|CĐ(?:SP|N| [Nn]ghề)?|TC(?:N| [Nn]ghề)?|TH|THCS|THPT|MN|PTDT(?:NT|BT)?)"
SCHOOL = regex.compile(
    rf"(?i:trường) {_SCHOOL_KIND}(?: *(?:và|&|-|,) *{_SCHOOL_KIND})*(?: chuyên| dân lập| tư thục| [Ss]ố \d)? (?!Trung ương|(?:Việt Nam|Trung Quốc|Hàn Quốc|Nhật Bản|Mỹ|Anh|Pháp|Nga|Úc)(?!\w| thuật| \p{{Lu}}))(?:T[PTX]\. ?)?\p{{Lu}}\p{{Ll}}"
)

# the second half of a noun in capitals: `THỊ` `TRƯỜNG LAO ĐỘNG`, `MÔI` `TRƯỜNG SỐNG`
_NO_SCHOOL = re.compile(r"(?<!\w)(?:(?:MÔI|THỊ)[ \n]|(?:QUẢNG|CHIẾN|NGƯ|NÔNG|LÂM|NHÀ) ) *$")


def open_body(at: At) -> Found | None:
    steering, central, alone, generic = _open_heads()
    flow, head, folded = at.flow, at.surface, at.surface.casefold()
    if head.isupper() and len(head) <= 4 and folded not in ("bcđ", "bđh", "bql", "htx", "bv", "clb"):
        return None  # `NHIỆM VỤ`, `XÃ HỘI`: in capitals a short head is mostly the end of another word
    school = folded == "trường" and SCHOOL.match(flow, at.start) is not None
    if (head[0].islower() and folded not in _SMALL_HEADS and not school and not _is_led(at) and not is_room(at)) or is_model(flow, at.start):
        return None
    if folded in _OFTEN_MODELS and _is_listed_model(flow, at.start):
        return None
    if folded == "thanh tra" and _INSPECTED_OR_PARENT.match(flow, at.end):
        return None
    if head == "PHÒNG" and flow.endswith("QUỐC ", 0, at.start):
        return None
    if head == "TRƯỜNG" and not school and _NO_SCHOOL.search(flow, max(0, at.start - 8), at.start):
        return None
    is_name = folded in steering or (_NAMES_ONE.match(flow, at.end) is not None and not head.isupper())  # a common noun is written small
    if (_refused_names() if is_name else _refused()).match(flow, at.start):
        return None
    only = tables()["open_heads"]["only_before"].get(head.capitalize())
    if only and not school and not flow.startswith(tuple(f" {word}" for word in only), at.end) and not head.isupper():
        return None
    group = _group_pattern("boards" if folded == "ban" else "groups").match(flow, at.end) if folded in ("tổ", "đội", "ban", "tiểu ban") else None
    if group is None and folded in tables()["open_heads"]["before_capitals"] and not _BEGINS_NAME.match(flow, at.end):
        return None
    small = tables()["open_heads"]["small_only_before"].get(folded)
    if small and flow[at.end + 1 : at.end + 2].islower() and not flow.startswith(tuple(f" {word}" for word in small), at.end):
        return None
    begins = group.end() if group else at.end
    bare = group is None and flow.startswith(" và ", begins)  # `Chủ tịch Hội đồng` `và Thư ký`: no name begins so
    decided = folded in steering and not folded.startswith("đoàn")
    end, where = (at.end, "") if bare else name_end(flow, begins, decided, head.isupper() and len(head) > 3)
    end = _before_predicate(flow, at.start, end)
    if of_group := _OF_GROUP.match(flow, end) if folded in _UNITS_OF_GROUPS and end > at.end and not where else None:
        end, where = of_group.end(), ""
    if (end == at.end and (folded not in alone or head[0].islower())) or flow[at.start : end].casefold() in generic:
        return None
    national = (
        folded in central
        or " quốc gia" in flow[at.end : end]
        or flow.endswith("nước Cộng hòa xã hội chủ nghĩa Việt Nam", at.end, end)
        or of_group is not None
        or flow.startswith((" Quốc gia ", " Trung ương "), at.end)
        or (folded in _NATIONAL and flow.endswith(" Việt Nam", at.end, end))
    )
    level = territory_level(where) if where else "central" if national else "document"
    start = at.start - len(at.plural)
    return Found(
        start,
        end,
        open_name(flow[start:end], where),
        "document" if level == "default" else level,
        "agency.open_name",
        0.9 if end > at.end else 0.85,
        head,
    )


def _before_predicate(flow: str, start: int, end: int) -> int:
    """Where a name ends behind ``do``: before the verb with which the clause closes, for one must follow (``do Phân xưởng Cơ điện`` `quản lý;`)."""
    if not flow.endswith("do ", 0, start) or flow[end : end + 1] not in (";", ".", ",", ")", "\n", ""):
        return end
    verb = _CLOSING_VERB.search(flow, start, end)
    return verb.start() if verb else end


_CLOSING_VERB = re.compile(r"(?<![-–]) (?:quản lý|bảo vệ|khai thác|vận hành|thi công|sản xuất|biên tập|in ấn|sửa chữa|điều trị)$")
_OF_GROUP = regex.compile(r" (?:Tập đoàn|Tổng công ty)(?! +[\p{Lu}“\"])")  # `Ban An toàn` `Tập đoàn`: a board of the group that the issuer belongs to
_UNITS_OF_GROUPS = ("ban", "phòng", "văn phòng", "công đoàn", "trung tâm")
# `Thanh tra UBND huyện A`: what is done to a body; `Thanh tra Bộ Xây dựng`: an organ, which goes with its parent
_INSPECTED_OR_PARENT = regex.compile(rf" (?:{INSPECTED}|(?:Bộ|BỘ) \p{{Lu}})")
_BEGINS_NAME = regex.compile(r" {0,3}(?:\p{Lu}|\d{1,2}[-/]\d)")  # a capital, or a day: `Nông trường 3-2`
_NAMES_ONE = regex.compile(r" [\p{Lu}\d]")


@cache
def _group_pattern(kind: str) -> "re.Pattern[str]":
    return re.compile(" +" + alternatives(tables()["open_heads"][kind]) + r"(?!\w)")


@cache
def _refused() -> "re.Pattern[str]":
    """Common nouns that begin like a head: ``Hội nghị``, ``Báo cáo``, ``Trường hợp``."""
    nouns = [
        f"{head} {word}"
        for head, words in tables()["collectives"]["not_before"].items()
        for word in words
        if head in ("hội", "vụ", "cục", "viện", "phòng", "đoàn")
    ]
    return re.compile(r"(?i:" + alternatives([*nouns, *tables()["open_heads"]["nouns"]["refused"]]) + r")(?!\w)")


@cache
def _refused_names() -> "re.Pattern[str]":
    """Those of them that also begin like a body set up by decision."""
    return re.compile(r"(?i:" + alternatives(tables()["open_heads"]["nouns"]["refused"]) + r")(?!\w)")


# What stands before a room of a hospital or an office that is written small: the start of a line, a mark, or a word that is no half of `văn phòng`, `đa khoa`, `tiêm phòng`.
_BEFORE_ROOM = re.compile(r"(?:^|[\n\t,;:.(/-]|(?<!\w)(?:và|với|của|các|giao|cho|do|về|tại|trưởng|cùng|qua|là|từng)) *$", re.I)


def is_room(at: At) -> bool:
    """``phòng Điều dưỡng``, ``khoa Dược``: the head is written small, and its name with a capital that begins a word."""
    if at.surface not in _ROOMS or not _ROOM_NAME.match(at.flow, at.end):
        return False
    return _BEFORE_ROOM.search(at.flow[max(0, at.start - 9) : at.start]) is not None


_ROOM_NAME = regex.compile(r" (?!(?:Covid|Zika|Dengue|Zoom|Lab|Lao|Việt Nam)(?!\w))\p{Lu}\p{Ll}")


def _is_led(at: At) -> bool:
    """``Trưởng phòng Thanh tra - Pháp chế``: after the office a head is written small, and its name in capitals."""
    return at.flow.endswith("Trưởng ", 0, at.start) and at.flow[at.end + 1 : at.end + 2].isupper()


def is_model(flow: str, start: int) -> bool:
    """After ``mô hình``, and inside the name of a club or a fund, nothing is a body."""
    return _MODEL.search(flow, max(0, start - 24), start) is not None


def _is_listed_model(flow: str, start: int) -> bool:
    """``thực hiện các mô hình: ...; Câu lạc bộ Quyền tham gia``: a club or team in a list of models."""
    opened = flow.rfind("ô hình:", max(0, start - _LONGEST_LIST_OF_MODELS), start)
    return opened >= 0 and not re.search(r"[.\n]", flow[opened:start])


_LONGEST_LIST_OF_MODELS = 200  # characters up to the model in question
_OFTEN_MODELS = ("câu lạc bộ", "clb", "tổ", "đội", "nhóm")


_MODEL = re.compile(r"(?:mô hình|câu lạc bộ|(?<!ban )phong trào)\s*[:“\"]?\s*$", re.I)
