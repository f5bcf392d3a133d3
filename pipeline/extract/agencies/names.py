"""Where a name that no registry lists ends."""

import re
from functools import cache
from typing import NamedTuple

import regex

from pipeline.extract.agencies.borders import _steering_pattern, _stop_pattern, any_head, ends_name, safe_pattern
from pipeline.extract.agencies.figures import is_name_in_figures
from pipeline.extract.agencies.places import _territory_after, _with_neighbour, without_hamlets
from pipeline.extract.agencies.predicates import completes_compound, first_syllables, is_compound, is_task, predicate_at
from pipeline.extract.agencies.registry import registry, tables
from pipeline.extract.territories import HOI_OF_PLACES
from pipeline.extract.vocabulary import alternatives

_ABROAD = regex.compile(
    r" +(?:(?:của )?(?:Việt Nam|ta|nước ta) +(?:tại|ở) +(?:nước ngoài|các nước|nước sở tại|các nước sở tại)|Việt Nam +tại +(?:(?:Vương quốc|Cộng hòa|Liên bang) )?\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+|-\p{Ll}+){0,4}+)"
)
_WORD = re.compile(r" {1,3}([\w'’&/.-]*\w)")  # a longer run of blanks parts two columns


@cache
def _first_syllables() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The syllables with which a safe compound, a word that ends a name, or a territory begins: a set is asked before a pattern is tried."""
    stops, r = tables()["stops"], registry()
    units = [unit for level in tables()["units"].values() for unit in level]
    names = [
        form for entry in r.provinces for form in [entry["name"], *entry.get("spellings", []), *entry.get("codes", []), *entry.get("whole_codes", [])]
    ]
    counts = [*map(str, range(1, 100)), *(f"0{n}" for n in range(1, 10)), "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"]
    others = [*counts, "vùng", "từng", "ở", "các", "những", "tất", "toàn", "cấp", "cùng", "hai", "địa", "sở", "cơ", "tp", "t", "tx"]
    ends = [*first_syllables(), *(form for kind in ("words", "phrases", "verbs") for form in stops[kind])]
    groups = (stops["safe"], ends, [*units, *names, *others])
    return tuple(frozenset(match[0].lower() for form in group if (match := _SYLLABLE.match(form))) for group in groups)  # type: ignore[return-value]


_SYLLABLE = re.compile(r"\w+")
_NEXT = re.compile(r" *(\w+)")


class _Run(NamedTuple):
    """How far the reading of an open name has come: words taken, and how many of the last ones in a row begin with a capital."""

    steering: bool
    capitals: bool
    taken: int = 0
    after_capitals: int = 0


def name_end(flow: str, position: int, steering: bool, capitals: bool) -> tuple[int, str]:
    """How far an open name runs from ``position``, and the territory that ends it.

    ``steering``: the head is that of a body set up by decision, whose name may be a whole purpose. ``capitals``: all is written in capitals.
    """
    start = last_good = position
    run, limit = _Run(steering, capitals), 22 if steering else 12
    school = flow[max(0, position - 6) : position].casefold() == "trường"
    if abroad := _ABROAD.match(flow, position):
        return abroad.end(), ""
    safe_first, stop_first, where_first = _first_syllables()
    while run.taken < limit:
        next_word = _NEXT.match(flow, position)
        syllable = next_word[1].lower() if next_word else ""
        safe = safe_pattern().match(flow, position) if syllable in safe_first else None
        if safe and not _splits(flow, safe, run) and not (flow[position - 1].isdigit() and run.taken):
            position = last_good = safe.end()
            run = run._replace(taken=run.taken + 2, after_capitals=0)
            continue
        where = _territory_after().match(flow, position) if syllable in where_first else None
        if where and not _NO_TERRITORY.match(where[0]) and (run.taken or steering or where["name"][0].islower()):
            name = _with_neighbour(flow, without_hamlets(where["name"]), where.end())
            return where.start("name") + len(name), name
        word = _WORD.match(flow, position)
        if word is None:
            further = _after_comma(flow, position) or (_QUOTED.match(flow, position) if steering else None) or _DASH.match(flow, position)
            if further is None or not (run.taken or steering) or any_head().match(flow, position + 2):
                break
            position = last_good = further.end()
            run = run._replace(taken=run.taken + 1, after_capitals=int(len(further[0].split()) < 3))  # `- Xã hội` is complete
            continue
        if syllable in stop_first and _is_stop(flow, word, run):
            if not _joins(flow, position) or (syllable == "và" and run.after_capitals > 1 and _ends_proper_name(flow, position)):
                break
            position, run = word.end(), run._replace(taken=run.taken + 1)
            continue
        if cut := _second_body(flow, word):
            return cut, ""
        if rest := _closing_rest(flow, word, start, run):
            return rest, ""
        after_name = school and word[1][0].islower() and syllable != "ương" and _PROPER.search(flow, start, position)
        if after_name or _begins_body(flow, word, run) or _is_outside(flow, word, run):
            break
        position = last_good = word.end()
        run = run._replace(taken=run.taken + 1, after_capitals=run.after_capitals + 1 if word[1][0].isupper() else 0)
        if syllable == "ương" and steering and run.taken > 2 and _ENDS_CENTRAL.match(flow, position):
            break
    return last_good, ""


def _closing_rest(flow: str, word: "re.Match[str]", start: int, run: _Run) -> int:
    """Where a name ends that goes on in words which no name is known to hold, since what stands behind them closes it: the owner of the body
    (`Trung tâm An toàn` `mỏ` thuộc Viện ...), or the end of an item that it fills (`Phòng Quản lý` `dịch bệnh`); else 0."""
    if run.steering or run.capitals or not run.taken or not word[1].islower():
        return 0
    owned = _BEFORE_OWNER.match(flow, word.start())
    closing = owned or (_CLOSES_ITEM.match(flow, word.start()) if _FILLS_ITEM.search(flow, max(0, start - 40), start) else None)
    if closing is None or any(ends_name(flow, at) for at in (word.start(), word.end()) if at < closing.end()):
        return 0
    return closing.end()


_BEFORE_OWNER = regex.compile(r"(?: \p{Ll}+){1,2}+(?: \p{Lu}\p{Ll}+){0,3}+(?= (?:trực )?thuộc \p{Lu})")
_CLOSES_ITEM = regex.compile(r"(?: \p{Ll}+){1,2}+(?= *(?:[;|\t\n]|$))")
_FILLS_ITEM = regex.compile(r"(?:^|[\n\t|;:])[-+*• ]*\p{Lu}\p{Ll}+(?: \p{Ll}+){0,2}$")  # the head and nothing before it


def _second_body(flow: str, word: "re.Match[str]") -> int:
    """Where a name ends that a slash parts from the next body (`Phòng Nghiệp vụ Dược/Thanh tra Sở`), else 0; not from its own parent."""
    at = flow.find("/", word.start(1), word.end())
    return at if at > 0 and any_head().match(flow, at + 1) and not flow.startswith(_PARENTS, at + 1) else 0


_PARENTS = ("Bộ ", "Tổng cục", "Quân khu", "Công an")  # `Cục Tài chính/Bộ Quốc phòng`, as the army writes whose a body is
_ENDS_CENTRAL = regex.compile(r" +(?!(?:về|các|và)(?!\w))\p{Ll}")  # `Ban Chỉ đạo phòng, chống lụt, bão Trung ương` `phát công điện`


def _splits(flow: str, safe: "re.Match[str]", run: _Run) -> bool:
    """Whether a predicate begins with a compound or inside it: ``đặt hàng các``, ``quy hoạch`` | ``xây dựng kế hoạch``."""
    if run.taken and not run.steering and (safe[0].startswith(" cho ") or predicate_at(flow, safe.start()) == "object"):
        return True
    if safe[0].endswith("các khu"):
        return flow.startswith((" phố", " dân cư"), safe.end())  # `Tổ an ninh` `các khu phố`: whose it is
    return safe[0].endswith(" xây dựng") and predicate_at(flow, safe.end() - len(" xây dựng")) == "sure"


_NO_TERRITORY = re.compile(r" *(?:xã hội|Xã hội|XÃ HỘI|cơ sở|Cơ sở (?:vật chất|dữ liệu|hạ tầng)|địa phương)")


def _is_stop(flow: str, word: "re.Match[str]", run: _Run) -> bool:
    """A word that ends a name, unless it completes a compound (`An` `toàn`) or the name of a steering body begins with it."""
    syllable = word[1].lower()
    if word[1][0].islower() and _is_predicate(flow, word.start(), run):
        return True
    if not (word[1][0].islower() or run.capitals) or not _stop_pattern().match(flow, word.start()):
        return False
    if run.capitals and run.taken and not run.steering and _LINE_ENDS.match(flow, word.end()):
        return False  # `TRƯỜNG TIỂU HỌC KIM ĐỒNG`
    joins = syllable == "và" and (word[1] == "và" or _LINE_ENDS.match(flow, word.end()))
    completes = (
        not joins
        and not _LEADS.match(flow, word.start())
        and (
            (
                run.after_capitals
                and syllable not in _WHERE
                and (_last_word(flow, word.start()), syllable) in registry().name_pairs
                and not (run.after_capitals > 1 and _ends_proper_name(flow, word.start()))  # `Xí nghiệp Cấp nước Lộc Ninh` `tổ chức`
            )
            or (run.taken and syllable in tables()["stops"]["halves"] and completes_compound(flow, word.start(), syllable))
        )
    )
    complete = run.taken and _COMPLETE.search(flow, max(0, word.start() - 8), word.start())
    begins = (
        run.taken < 2
        or flow.endswith("về", 0, word.start())
        or (_titled().match(flow, word.start()) and _TITLE.search(flow, max(0, word.start() - 16), word.start()))
        or (run.taken == 2 and _CARRIES_OUT.search(flow, max(0, word.start() - 12), word.start()))
    )
    purpose = run.steering and begins and not complete and _steering_pattern().match(flow, word.start()) and not _COOPERATES.match(flow, word.start())
    whole_line = run.steering and run.capitals and not run.taken  # `BAN CHỈ ĐẠO PHÂN LOẠI RÁC`: no predicate is written in capitals
    return not (completes or purpose or whole_line)


_LEADS = re.compile(r" *chủ trì(?!\w)")  # `Ban Tổ chức Trung ương Đoàn` `chủ trì`, though `Đoàn Chủ tịch` is a pair of a name


def _is_predicate(flow: str, position: int, run: _Run) -> bool:
    """Whether a predicate begins at ``position``; in the name of a body set up by decision only where its purpose stands already."""
    kind = predicate_at(flow, position)
    if kind == "purpose" and run.steering:
        before = _BEFORE.search(flow, max(0, position - 20), position)
        named = run.taken > 1 or (run.taken and _COMPLETE.search(flow, max(0, position - 8), position))
        return bool(named) and not (before and (before[2] == "và" or is_task(before[1].lower(), before[2].lower())))
    return kind in ("sure", "purpose") or (kind == "object" and run.taken > 0 and not run.steering)


@cache
def _titled() -> "regex.Pattern[str]":
    return regex.compile(r" *(?:" + alternatives(tables()["stops"]["in_titles"]) + r")(?!\w)")


_TITLE = re.compile(r"(?:Đề án|Dự án|Chương trình|Chiến lược|[Pp]hong trào)$")  # `Tổ công tác triển khai Đề án` `phát triển ...`: its title
_BEFORE = re.compile(r"(?<!\w)(\w+) +(\w+) *$")
_WHERE = ("tại", "ở")  # `Thương vụ Việt Nam tại nước ngoài` is one of few: `Tổng công ty Đường sắt Việt Nam` `tại văn bản số 12`
_LINE_ENDS = re.compile(r" *(?:[\n\t]|$)| {4}")
_CARRIES_OUT = re.compile(r"(?:thực hiện|triển khai)$")  # `Ban Chỉ đạo thực hiện hỗ trợ nhà ở`: a second verb belongs to the purpose
_COMPLETE = re.compile(r"(?:\d(?:/[A-ZĐ]{1,4})?|MTTQ|trường)$")  # `Ban Chỉ đạo 389`, `Ủy ban MTTQ`, `Hội đồng trường`: what follows is what they do
_COOPERATES = re.compile(
    r" *phối hợp(?:,| +(?:với|cùng|chặt|tổ chức|thực hiện|chỉ đạo|đôn đốc|hướng dẫn|kiểm tra)(?!\w))"
)  # a predicate, no purpose in a name


def second_field(flow: str, position: int) -> int:
    """Where a name that seemed to end at ``position`` ends, if a dash and a further field follow; else ``position``.

    >>> second_field("Vụ Pháp chế - Thanh tra xây dựng kế hoạch", 11)
    23
    """
    dash = _DASH.match(flow, position)
    begins_body = any_head().match(flow, position + 2) and not _INSPECTS.match(flow, position)
    return name_end(flow, dash.end(), False, False)[0] if dash and not begins_body else position


_INSPECTS = regex.compile(r" - (?:Thanh tra(?! *(?:\p{Lu}|tỉnh|huyện))|Trường học(?!\w))")


def _begins_body(flow: str, word: "re.Match[str]", run: _Run) -> bool:
    """A capital head inside a name begins the next body; not `Bách Khoa`, `Bộ Khoa học`."""
    return (
        run.taken > (1 if run.steering else 0)
        and not word[1].islower()
        and any_head().match(flow, word.start()) is not None
        and not (word[1] == "Trường" and not _school().match(flow, word.end()))
        and not flow.startswith(NOT_BODIES, word.start(1))
        and not (word[1] == "Hội" and _is_of_place(flow, word, run))
        and not flow.endswith(("Bách", " Y", " Trung", " Nam", " Bắc", " Cao", " Cổ phần", " cổ phần", " CP", " TNHH", " MTV"), 0, word.start())
    )


NOT_BODIES = (
    "Khoa học",
    "Phòng thủ",
    "Phòng không",
    "Phòng cháy",
    "Phòng, chống",
    "Phòng chống",
    "Bộ binh",
    "Hội nhập",
    "Hội thi",
    "Hội nghị",
    "Hội thao",
    "Hội diễn",
    "Hội trại",
    "Hội chợ",
)


def _is_of_place(flow: str, word: "re.Match[str]", run: _Run) -> bool:
    """Whether `Hội` is a syllable of a place, and begins no association: ``Trường THCS Tân Hội``, ``Trạm Y tế Mỹ Hội Đông``."""
    if _HOI_OF_PLACES.match(flow, word.start(1)):
        return True
    return run.after_capitals > 0 and (_NOTHING_FOLLOWS.match(flow, word.end()) is not None or ends_name(flow, word.end()))


_HOI_OF_PLACES, _NOTHING_FOLLOWS = regex.compile(HOI_OF_PLACES), re.compile(r" *(?:[,;.:)\n\t]|$)")


@cache
def _school() -> "regex.Pattern[str]":
    """What makes a school of ``Trường``, which names of places begin with too: ``Trường Sơn``."""
    return regex.compile(" +" + alternatives(tables()["open_heads"]["only_before"]["Trường"]) + r"(?!\w)")


def _is_outside(flow: str, word: "re.Match[str]", run: _Run) -> bool:
    """A number that names nothing, the number of a document, and small letters that no name holds."""
    text = word[1]
    if text[0].isdigit():
        return not is_name_in_figures(flow, word, run.steering, run.taken, run.after_capitals)
    if (
        (text[0] in "CĐ" and _MOTTO.match(flow, word.start(1)))
        or (run.capitals and run.taken and _SIGNER.match(flow, word.start()))
        or text == "Các"
        or (text == "Số" and flow.startswith(":", word.end()))
        or not text.strip("_")
        or (text in _INSTRUMENT_WORDS and (run.capitals or not (run.steering and run.taken)) and _INSTRUMENT.match(flow, word.start(1)))
        or (not run.capitals and text.isupper() and len(text) > 5 and "-" not in text and "/" in text)
    ):
        return True
    if run.steering or run.capitals or not text[0].islower():
        return False
    return not _NUMBER.match(flow, word.start()) and not _goes_on(flow, word, run.after_capitals)


_INSTRUMENT_WORDS = ("Quyết", "Nghị", "Công", "Tờ")
_INSTRUMENT = re.compile(r"Quyết định|Nghị quyết|Nghị định|Công văn|Tờ trình")  # the next cell: `Ủy ban` `Quyết định của ...`
_SIGNER = re.compile(
    r" +(?:PHÓ )?(?:CHỦ TỊCH|CHỦ NHIỆM|BÍ THƯ|TRƯỞNG BAN)(?= *(?:[\n\t(]|$)| +[A-ZĐÀ-Ỹ][a-zà-ỹ])"
)  # `TM. ỦY BAN THƯỜNG VỤ QUỐC HỘI` `CHỦ TỊCH`
_MOTTO = re.compile(r"CỘNG HÒA XÃ|CỘNG HOÀ XÃ|ĐẢNG CỘNG SẢN|ĐỘC LẬP -|Độc lập -")  # the other column of a letterhead
_COMMA = re.compile(r"(?: *, *| ?& (?=[A-ZĐ]{2}))(\w+)")  # the latter in `Phòng GD & ĐT`


def _after_comma(flow: str, position: int) -> "re.Match[str] | None":
    """The word after a comma or an `&` inside a name: `phòng cháy, chữa cháy`."""
    match = _COMMA.match(flow, position)
    return match if match and ("&" in match[0] or (_last_word(flow, position), match[1].lower()) in registry().comma_pairs) else None


def _last_word(flow: str, position: int) -> str:
    """The word that ends at ``position``, in small letters; empty where none does."""
    match = _LAST.search(flow, max(0, position - 12), position)
    return match[0].lower() if match else ""


_LAST = re.compile(r"\w+$")
_WHOLE_WORDS = ("Bộ", "Sở", "Ban", "Hội", "Trường", "Nhi", "Sản", "Dược", "Mắt", "Toán", "Hóa", "Nam", "Bắc")


def _goes_on(flow: str, word: "re.Match[str]", after_capitals: int) -> bool:
    """Whether a word in small letters goes on with a name: it completes the compound that a single capital began (`Vật` `tư`),
    or makes with the word before or after it a pair that names hold (`Bảo vệ` `thực vật`). Predicates begin with other words."""
    pairs, syllable = registry().name_pairs, word[1].lower()
    before, after = flow[max(0, word.start() - 12) : word.start()].split()[-1], _NEXT.match(flow, word.end())
    if before == "và" and after is not None:
        return is_compound(syllable, after[1])
    if before == "ương" and syllable == "về":
        return False  # `Bệnh viện Nhi Trung ương` `về chuyên môn`
    if (before.lower(), syllable) in pairs or (before in ("CĐ", "TC") and syllable == "nghề"):
        return True
    if flow.endswith("Việt Nam", 0, word.start()) and syllable not in ("chi", "học"):
        return False  # `Hiệp hội Thép Việt Nam` `ứng phó`, and not `chi nhánh`
    if not before.strip("IVX"):
        return False  # `Kho bạc Nhà nước Khu vực XV` `kiểm soát chi`
    if before[-1].isdigit() or (after_capitals > 1 and _ends_proper_name(flow, word.start())):
        return False  # `Đội K93` `tìm kiếm`, `Liên đội Trường Tiểu học Kim Đồng` `biểu diễn`
    if after_capitals == 1 and not before.isupper() and before not in _WHOLE_WORDS:
        return _DEED.match(flow, word.start()) is None
    return after is not None and (syllable, after[1].lower()) in pairs


def may_go_on(flow: str, position: int) -> bool:
    """Whether the word in small letters at ``position`` may belong to the name before it: ``Nông nghiệp`` `công nghệ cao`."""
    word = _WORD.match(flow, position)
    return word is not None and word[1][0].islower() and not ends_name(flow, position) and _goes_on(flow, word, 0)


def _ends_proper_name(flow: str, position: int) -> bool:
    """Whether the two words before ``position`` are the name of a person or a place, as no two words of a field are: ``Kim Đồng``."""
    match = _TWO_SYLLABLES.search(flow, max(0, position - 16), position)
    return match is not None and (match[1].lower(), match[2].lower()) not in registry().name_pairs


_TWO_SYLLABLES = regex.compile(r"(\p{Lu}\p{Ll}+) (\p{Lu}\p{Ll}+)$")
_DEED = regex.compile(r" +(?:\p{Ll}+ +\d|(?:báo|mời|nhờ) +\p{Lu})")  # `Điện lực Mai Sơn` `tặng 50 suất`, `báo Sở Công Thương`
_NUMBER = regex.compile(
    r" +số +\d| +ngành +\p{Lu}| +(?:phía|miền|vùng|khu vực) +(?:Bắc|Trung|Nam|Đông|Tây|Duyên hải|Đồng bằng)(?!\w)"
)  # `Đội Quản lý thị trường số 3`, `Trung tâm Y tế lao động ngành Than`, `Cảng vụ Hàng hải phía Nam`
_QUOTED = re.compile(r" *(?:“[^”\n]{3,120}”|\"[^\"\n]{3,120}\")")  # `Ban Chỉ đạo Cuộc vận động “...”`
_DASH = regex.compile(
    r" - (?!(?:Trưởng|Phó|Cơ quan|Thành viên|Ủy viên|Chủ tịch|Giám đốc|Tổ|Lưu(?! trữ)|Như|Các|Bộ|Sở|Ban|Đơn vị|Chủ)\b)(?!B[A-ZĐ]{2,})\p{Lu}\p{L}+\b|(?<=[Kk]inh tế|[Vv]ăn hóa|[Cc]hính trị) - (?:xã hội|Xã hội)\b|(?<=cây trồng) - vật nuôi\b|(?<=[Kk]hoa học|[Kk]inh tế) - kỹ thuật\b|(?<=[Kk]huyến nông) - khuyến (?:ngư|lâm)\b"
)  # `Khoa Hồi sức - Chống độc`, `Viện Nghiên cứu phát triển kinh tế - xã hội`
_PROPER = regex.compile(
    r"(?<!\p{L})(?!Nghề )(?:\p{Lu}\p{Ll}* ){1,4}\p{Lu}\p{Ll}+$"
)  # `Nguyễn Du`: what follows in small letters is no part of the name of a school; `Cao đẳng Nghề Du` `lịch`
# What begins another name behind `và`, though a name may hold it otherwise: documents, and bodies known by a trade (`Công ty Điện lực`).
_APART = (
    "Điện lực",
    "Bưu điện",
    "Pháp lệnh",
    "Luật",
    "Bộ luật",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Thông tư",
    "Chỉ thị",
    "Kế hoạch",
    "Chương trình",
)


def _joins(flow: str, position: int) -> bool:
    """``và`` inside a name (`Khoa học và Công nghệ`), not between two names or two predicates."""
    after = re.match(r" +và(?= +(?P<capital>\w))", flow[position : position + 8])
    return (
        after is not None
        and not flow[position - 1].isdigit()  # `Đội Kiểm lâm số 2` `và Điện lực Mai Sơn`
        and (flow.startswith(NOT_BODIES, position + after.end() + 1) or not any_head(*_APART).match(flow, position + after.end()))
        and (after["capital"].isupper() or not _stop_pattern().match(flow, position + after.end()))  # `Khảo thí và Đảm bảo chất lượng`
        and bool(
            re.match(
                r" +(?!cơ quan|đơn vị|tổ chức|dân quân|nhân dân|dự án|đề án|đại biểu|đại diện|cá nhân|mạng lưới|(?:Giám đốc|Chủ tịch|Phó|Trưởng|Bí thư|Hiệu trưởng|Thủ trưởng|Chánh|Lãnh đạo|Cổng)(?!\w))\w",
                flow[position + after.end() : position + after.end() + 14],
            )
        )
    )
