"""The rules of dates, a grammar of points: a point with its unit word, a list whose members share a month or year, a stretch, what comes again and again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import regex

from pipeline.extract.dates.norms import (
    gives_always,
    gives_day_of,
    gives_days_of,
    gives_list,
    gives_months,
    gives_period,
    gives_point,
    gives_recurrence,
    gives_stretch,
)
from pipeline.extract.dates.points import (
    ALONE,
    AND,
    AND_THEN,
    BEFORE_YEAR,
    CELL_END,
    CELL_START,
    COUNT,
    DAY,
    MARK,
    MONTH,
    NO_NUMBER,
    NUMBER_WORDS,
    OF_YEAR,
    OPENING,
    POINT,
    QUARTER,
    TO,
    YEAR,
    D,
    M,
    Match,
    Produce,
    Q,
    Y,
    not_counting,
    not_each,
    not_rate,
    under,
    words_of,
)
from pipeline.extract.rule import Mention
from pipeline.schema import Label
from pipeline.text import lower_in_place


@dataclass(frozen=True)
class DateRule:
    """Like a `Rule`, but a match may give several mentions (the members of a list), and all matches begin at the ``anchor``.

    Rules that share an anchor share one search for it: that makes a long list of rules as fast as a short one. Anchors are sought in small
    letters. One that begins with letters (what must stand before them is asked behind them) is sought as fast as a string. ``before`` and
    ``behind`` hold the small characters of which one must stand there, blanks aside, where the rule asks for one: that is seen at once.
    """

    name: str
    label: Label
    anchor: str
    source: str
    produce: Produce
    before: str = ""
    behind: str = ""

    @cached_property
    def pattern(self) -> "regex.Pattern[str]":
        """The compiled pattern, made when a text first asks for it, as that of a `Rule`."""
        return regex.compile(self.source, regex.I)

    def find(self, flow: str) -> Iterator[Mention]:
        """Every mention of the rule in ``flow``, from left to right."""
        for site in anchor_pattern(self.anchor).finditer(lower_in_place(flow)):
            if match := self.pattern.match(flow, site.start()):
                yield from self.mentions(match)

    def mentions(self, match: Match) -> Iterator[Mention]:
        """What a match of the pattern gives."""
        for start, end, norm in self.produce(match):
            yield Mention(start, end, self.label, norm, self.name)


@cache
def anchor_pattern(anchor: str) -> "re.Pattern[str] | regex.Pattern[str]":
    return re.compile(anchor) if anchor[0].isalpha() else regex.compile(anchor)  # each is the faster one at what it is given here


@cache
def rules() -> tuple[DateRule, ...]:
    """The date rules, lists before points; examples of each stand in ``tests/examples/dates.toml``."""
    tables = (_day_patterns(), _month_patterns(), _quarter_patterns(), _year_patterns(), _digit_patterns(), _recurrence_patterns())
    return tuple(
        DateRule(f"date.{name}", "DATE", anchor, pattern, produce, *_BESIDE_YEARS.get(name, ()))
        for table in tables
        for anchor, patterns in table.items()
        for name, (pattern, produce) in patterns.items()
    )


# before a year, or a day, and behind it
_BESIDE_YEARS = {
    "numeric_day_list": ("/.-",),
    "bare_day": ("/.-m0123456789",),
    "bare_day_range": ("/.-m0123456789",),
    "cell_month": ("-.",),
    "period": ("", "-/cđt"),
    "iso_day": ("", "-/"),
    "cell_year": ("\n\t|*",),
    "bracketed_year": ("(", ")"),
    "instrument_year": ("", ",n"),
    "day_alone": ("(\n\t|*",),
}
_Patterns = dict[str, dict[str, tuple[str, Produce]]]  # anchor -> name -> pattern and production


def _list_of(unit: str, part: str, full: str) -> str:
    """A list of which the first member has the unit word, and the last all that the others leave out."""
    return rf"(?P<item>{unit} *{part})(?:{AND_THEN}(?P<item>(?:{unit} *)?{part})){{0,12}}{AND_THEN}(?P<item>(?:{unit} *)?{full}){NO_NUMBER}"


def _days_of(recurrence: str) -> str:
    """A list of days of which only the last says what they recur in: `các ngày 05 và 20 hằng tháng`."""
    return rf"(?P<item>ngày *{D})(?:{AND_THEN}(?P<item>(?:ngày *)?{D})){{0,5}}{AND_THEN}(?P<item>(?:ngày *)?{D} +(?:của +)?{recurrence})"


def _day_patterns() -> _Patterns:
    gap = r"[ .…_]"
    of_month = r"(?:của +)?(?:(?:h[àằ]ng|mỗi) +tháng|tháng +(?:sau|kế tiếp|tiếp theo|liền kề))\b"
    of_quarter = r"(?:(?:h[àằ]ng|mỗi) +qu[ýí]|(?:tháng +)?(?:đầu|cuối)(?: +(?:tiên|cùng))?(?: +của)?(?: +(?:mỗi|h[àằ]ng))? +qu[ýí])\b(?! *(?:[0-9]|[IVX]+\b))(?: +(?:sau(?! (?:khi|đó|ngày|đợt))|kế tiếp|tiếp theo|liền kề)\b)?"
    bare, weekday = rf"ngày *{D}{NO_NUMBER}(?! +tháng)", words_of("weekdays")
    return {
        r"ngày(?<!\wngày)(?=[ .…_]*[0-9/]|[ .…_]+(?:tháng|thứ|chủ))": {
            "day_list": (_list_of("ngày", rf"{D}(?: *tháng *{M}|[/\-]{M}(?:[/\-]{Y})?)?", DAY), gives_list("ngày")),
            "day": (rf"ngày *{DAY}{NO_NUMBER}", gives_point),
            # `ngày     tháng 4 năm 2026`: the day, or day and month, are still to be written in
            "blank_day": (rf"ngày{gap}+tháng(?: *{M}|{gap}+)(?:{OF_YEAR}|,? *năm *{Y})", gives_point),
            "blank_numeric_day": (rf"ngày *{gap}+/(?: *{M}|{gap}+)/ *{Y}", gives_point),
            "day_range": (rf"(?P<first>ngày *(?:{DAY}|{D})){TO}(?P<last>{POINT}){NO_NUMBER}", gives_stretch),
            "weekday_day": (rf"ngày +{weekday},? *{DAY}{NO_NUMBER}", gives_point),
            "every_month_days": (_days_of(of_month), gives_days_of("P1M")),
            "every_quarter_days": (_days_of(of_quarter), gives_days_of("P3M")),
            "every_month_day": (rf"ngày *{D} +(?:(?:đến|-) +(?P<last>(?:ngày *)?{D}) +)?{of_month}", gives_day_of("P1M")),
            "every_quarter_day": (rf"ngày *{D} +(?:của +)?{of_quarter}", gives_day_of("P3M")),
            # `báo cáo tháng gửi trước ngày 25`: the month stands in the words before
            "month_report_day": (rf"{bare}{under('monthly', f'ngày *{D}')}", gives_day_of("P1M")),
            "quarter_report_day": (rf"{bare}{under('quarterly', f'ngày *{D}')}", gives_day_of("P3M")),
        },
        r"thứ (?<!\wthứ )": {
            "every_month_weekday": (
                rf"{weekday} +(?:(?:của +)?tuần +(?:đầu|cuối|thứ +\p{{L}}+)(?: +của)?(?: +(?:h[àằ]ng|mỗi))?|đầu|cuối) +tháng\b(?! *[0-9])",
                gives_day_of("P1M"),
            ),
            # `báo cáo tuần gửi trước 15 giờ thứ Năm`
            "week_report_day": (
                rf"{weekday}(?= *(?:[.,;)\n\t]|$))(?<=\b{words_of('before_weekday')} +{weekday}){under('weekly', weekday)}",
                gives_day_of("P1W"),
            ),
        },
    }


def _month_patterns() -> _Patterns:
    number = "|".join(NUMBER_WORDS[1:])
    last_day = rf"{D} *tháng *{M}(?:{OF_YEAR})?"
    days = rf"(?P<item>{D})(?:{AND}(?P<item>{D})){{0,12}}{AND}(?P<item>{last_day})"
    to_month = rf"{TO}(?P<last>tháng *{MONTH}|{M}{OF_YEAR}|qu[ýí] *{QUARTER}|năm *{Y})|-(?P<last>{M})| - (?P<last>{M})(?= *(?:[).;:\n\t]|$))"
    several = r"(?<=\bcác +tháng +[0-9]{1,2}[0-9, và]{1,40})(?![0-9])"  # `vào các tháng 3, 6, 9 và 12 báo cáo ...`
    last_month = rf"{M}(?:{OF_YEAR}|(?= *(?:[).;\n\t]|$| (?:h[àằ]ng|mỗi) +năm))|{several})"
    counted = rf"(?<!\b{words_of('before_count')} +)"  # `tuần 1, 2 tháng 10`
    return {
        r"tháng(?<!\wtháng)(?= *[0-9]| +(?:đầu|cuối))": {
            "month_list": (not_each() + _list_of("tháng", M, last_month), gives_list("tháng")),
            "bare_day_list": (rf"tháng *{M}(?:{OF_YEAR})?(?<={ALONE}{counted}\b{days})", gives_list("ngày")),
            # `tại thời điểm 31 tháng 12 của năm trước`, `gửi trước 15 tháng 12`: a day of a year that is no number
            "day_of_some_year": (
                rf"tháng *{M}(?:(?= +(?:(?:của +)?năm +\p{{L}}|(?:h[àằ]ng|mỗi) +năm))(?<={ALONE}\b(?P<item>{D} +tháng *{M}))"
                rf"|(?= *(?:[.,;)\n]|$))(?<=\b(?:trước|hết|chậm nhất(?: +là)?) +(?P<item>{D} +tháng *{M})))",
                gives_point,
            ),
            "month": (rf"tháng *{M}{OF_YEAR}{NO_NUMBER}|{not_rate()}tháng *{M}{NO_NUMBER}{not_counting('rates')}", gives_point),
            "month_range": (rf"(?P<first>tháng *{MONTH})(?:{to_month}){NO_NUMBER}", gives_stretch),
            "months": (
                rf"tháng +(?P<edge>đầu|cuối) +năm\b(?: *{Y})?(?<=\b(?P<n>[01]?[0-9]|{number}) +tháng +(?:đầu|cuối) +năm[0-9 ]*)",
                gives_months,
            ),
        },
        r"nửa(?<!\wnửa)": {"half_year": (rf"(?P<n>nửa) +(?P<edge>đầu|cuối) +năm *{Y}", gives_months)},
        r"t[0-9](?<!\w..)": {"short_month": (rf"(?-i:T){M}[/.\-]{YEAR}", gives_point)},
    }


def _quarter_patterns() -> _Patterns:
    to_quarter = rf"{TO}(?P<last>(?:qu[ýí] *)?{QUARTER}|(?:năm *)?{Y}|tháng *{MONTH})"
    return {
        r"qu[ýí](?<!\wqu.)(?= *[i0-4])": {
            "quarter_list": (not_each() + _list_of("qu[ýí]", Q, QUARTER), gives_list("quý")),
            "quarter": (rf"(?:{not_rate()}|(?=qu[ýí] *[IV]))qu[ýí] *{Q}(?:{OF_YEAR}{NO_NUMBER}|{NO_NUMBER}{not_counting('rates')})", gives_point),
            "quarter_range": (rf"{not_each()}(?P<first>qu[ýí] *{QUARTER}){to_quarter}{NO_NUMBER}", gives_stretch),
        },
        r"q[iv.0-9](?<!\w..)": {"short_quarter": (rf"(?-i:Q)\.?{Q}[/.\-]{YEAR}", gives_point)},
    }


def _year_patterns() -> _Patterns:
    unit = rf"(?P<unit>\b(?:{words_of('periods')}\b|{not_rate()}năm)(?: +[0-9]{{1,2}} +năm)?(?: +từ)?(?: +năm)?)"
    years = rf"(?P<first>{YEAR}){TO}(?P<last>(?:năm +)?{YEAR})"
    school_year = rf"(?P<unit>\bnăm học) +(?P<first>{YEAR}) ?/ ?(?P<last>{YEAR})"
    # a bare year stands for the year behind one of these words; a round `2000` may be a number of something
    law = r"\b(?:luật|hiến pháp|pháp lệnh|công ước|hiệp định|nghị định thư)(?: +[^\W\d_]+,?){0,10}"
    cue = rf"(?<=(?:\b{words_of('year_cues')}|{law}) +{YEAR})"
    day = rf"{D}(?: *tháng *{M}{BEFORE_YEAR}|{MARK}{M}{MARK}){YEAR}"
    days = rf"(?P<first>{DAY}|{D}(?=-)|[0-3][0-9](?= - )|(?<=\b[Tt]ừ ){D}(?= đến )){TO}(?P<last>(?:ngày *)?{day})"
    counted = rf"(?<!\b{words_of('before_count')} +)"  # `tuần 3 tháng 9/2022`
    part = rf"(?P<item>{D}(?:{MARK}{M}(?:{MARK}{YEAR})?)?)"
    numeric_day = rf"{D}{MARK}{M}{MARK}{YEAR}"
    return {
        r"năm(?<!\wnăm)(?= *[0-9])": {
            "year_list": (not_each() + _list_of("năm", YEAR, rf"{YEAR}(?:(?<!00)|{not_counting()})"), gives_list("năm")),
            "year": (rf"(?<!\b(?:h[àằ]ng|mỗi|từng) +)năm *{Y}{NO_NUMBER}(?! ?- ?{YEAR})", gives_point),
            "year_to_point": (
                rf"(?<=\btừ +)(?P<first>năm *{Y}){TO}(?P<last>qu[ýí] *{QUARTER}|tháng *{MONTH}|ngày *{DAY}){NO_NUMBER}",
                gives_stretch,
            ),
        },
        # from here on the year comes first, and the patterns look back at what stands before it
        r"(?:19|20)[0-9]{2}(?![0-9])": {
            "numeric_day_list": (
                rf"{YEAR}{NO_NUMBER}(?<={OPENING}{part}(?:{AND_THEN}{part}){{0,12}}{AND_THEN}(?P<item>{numeric_day}))",
                gives_list("ngày"),
            ),
            "bare_day": (rf"{YEAR}{NO_NUMBER}(?<={ALONE}{counted}\b(?P<item>{day}))", gives_point),
            "bare_day_range": (rf"{YEAR}{NO_NUMBER}(?<={ALONE}\b(?P<item>{days}))", gives_stretch),
            "cell_month": (rf"{YEAR}(?<={CELL_START}(?P<item>{M}[-.]{YEAR})){CELL_END}", gives_point),
            "period": (
                rf"{YEAR}(?:{TO}| ?/ ?)(?:năm +)?{YEAR}{NO_NUMBER}(?<={unit}:? +\(?\b{years}|{school_year}|{ALONE}\b{years})",
                gives_period,
            ),
            "iso_day": (rf"{ALONE}\b{YEAR}[-/](?P<m>0[1-9]|1[0-2])[-/](?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9]){NO_NUMBER}", gives_point),
            "cell_year": (rf"{YEAR}(?:{CELL_END}|(?= +(?:và|đến) ))(?<={CELL_START}{YEAR})", gives_point),
            "bare_year": (rf"{YEAR}(?<=[^\W\d_],? +{YEAR}){cue}{NO_NUMBER}{not_counting()}(?<!2000(?= +\p{{L}}))", gives_point),
            "bracketed_year": (rf"{YEAR}(?=\))(?<=[^\W\d_] ?\({YEAR})", gives_point),
            # `Chỉ thị số 14-CT/TW 2017 ngày ...`: the year of an instrument
            "instrument_year": (rf"{YEAR}(?=,? +ngày)(?<=[/\-][A-ZĐ]+ {YEAR})", gives_point),
        },
    }


def _digit_patterns() -> _Patterns:
    of_number = rf"(?<!\b{words_of('instruments')}:? +)"
    part, day = rf"{D}(?:/{M})?", rf"{D}/{M}"
    more = rf"{AND_THEN}(?P<item>{day}){NO_NUMBER}"
    aside = r"\bngày +\d{1,2}/\d{1,2} *\([^()\n]{1,40}\)(?:,| và) +"  # `trước ngày 15/6 (báo cáo 6 tháng) và` 15/12
    no_share = r"(?!10/1[0-2]|11/1[12]|12/12|24/7)"  # a share has no zero before it and is no more than the whole
    return {
        r"\b[01]?[0-9] ?/ ?(?=(?:19|20)[0-9]{2})": {
            "bare_month": (rf"{ALONE}{of_number}{M} ?/ ?{YEAR}{NO_NUMBER}{not_counting()}", gives_point),
            "bare_month_range": (rf"{ALONE}{of_number}(?P<first>{M}/{YEAR}){TO}(?P<last>{M}/{YEAR}){NO_NUMBER}", gives_stretch),
        },
        # only with a word around, and never where it may be a fraction: `trước 20/12`, but not `đến 2/3`
        r"\b[0-3][0-9]/(?=[01]?[0-9](?![0-9]))": {
            "yearly_day": (rf"(?<=\b(?:trước|sau|hết|chậm nhất|đến|từ|tới|vào) +(?:là +)?|{aside}){day}{NO_NUMBER}", gives_point),
            "due_day": (rf"(?<=\b{words_of('due_days')}(?: *:)? +){day}{NO_NUMBER}(?= *(?:[.,;)\n\t]|$))", gives_point),
            "every_year_day": (rf"{ALONE}(?P<item>{day})(?:{more})?(?= +h[àằ]ng +năm\b)", gives_list("ngày")),
            "yearly_day_list": (rf"(?<=\b(?:trước|sau|đến) +)(?P<item>{day}){more}", gives_list("ngày")),
            "day_alone": (
                rf"(?:(?<=\()|{CELL_START})(?P<item>{no_share}{day})(?:{AND}(?P<item>{day})){{0,6}}(?:(?=\))|{CELL_END})",
                gives_list("ngày"),
            ),
            "yearly_range": (rf"{day}{NO_NUMBER}(?<={OPENING}(?P<item>(?P<first>{part}){TO}(?P<last>{day})))", gives_stretch),
        },
        r"\b[0-3]?[0-9]/(?=[01]?[0-9](?![0-9/]))": {
            # `nhân dịp 8/3 và 20/10`
            "feast_day": (
                rf"(?<=\b(?:{words_of('feasts')}|(?-i:Ngày) +\p{{L}}[^\n\t|.,;:()0-9]{{3,50}}) +)(?P<item>{day})(?:{AND}(?P<item>{day})(?! +(?:số|tổng)\b)){{0,6}}{NO_NUMBER}",
                gives_list("ngày"),
            ),
        },
    }


def _recurrence_patterns() -> _Patterns:
    # behind `hàng` anything may stand; a bare word is a member of the list only where it ends there: not `quý II`, `tháng hành động`
    ends = r"(?= *(?:[,.;:()/\n\t]|$)| +(?:và|hoặc|báo cáo|để|gửi|theo|về|tổng hợp|tiến hành|tổ chức|đánh giá|có|phải)\b)"
    bare = rf"(?:(?:{COUNT}) +(?:tháng|năm)\b(?! +(?:đầu|cuối)\b)|(?:tuần|tháng|qu[ýí]|năm){ends})"
    every = r"h[àằ]ng +(?:[0-9]{1,2} +(?:tháng|năm)|năm|qu[ýí]|tháng|tuần|ngày)\b"
    aside = r"(?: *\([^()\n\t]{1,60}\))?"
    weekdays = rf"{words_of('weekdays')}(?:(?:{AND}|{TO}){words_of('weekdays')}){{0,6}}"
    single = rf"\b(?:{COUNT}) +(?:ngày|tuần|tháng|qu[ýí]|năm)|(?<!\btrong +){not_rate()}\b(?:tuần|tháng|qu[ýí])"
    more = rf"(?:{aside}{AND}(?:cả +)?(?P<item>{every}|{bare})){{0,8}}"
    return {
        r"h[àằ]ng(?<!\wh.ng)(?= +(?:[0-9]|năm|qu|tháng|tuần|ngày))": {
            "weekday": (rf"h[àằ]ng +tuần\b(?<=\b(?P<item>(?:ngày +)?{weekdays} +h[àằ]ng +tuần))", gives_day_of("P1W")),
            # not the plants that live a year, nor `hàng quý hiếm`
            "every": (rf"(?<!\bcây +(?:trồng +)?)(?P<item>{every})(?! +(?:hiếm|giá|báu|khách)){more}", gives_recurrence(plans=True)),
        },
        r"định kỳ(?<!\wđịnh kỳ)": {
            "regularly": (rf"định kỳ(?: +(?:báo cáo|theo|vào|mỗi))?:? +\(?(?P<item>{every}|{bare}){more}", gives_recurrence(plans=False)),
        },
        # `ba tháng một lần`, `6 tháng/lần`, but not the rates `mỗi tháng một lần`, `02 lần/tháng`
        r"lần\b": {"interval": (rf"lần(?<=(?P<item>{single})(?: */ *|(?: +| */ *)(?:một|0?1) +)lần)", gives_recurrence(plans=False))},
        r"thường xuyên": {
            "standing": (r"\bthường xuyên trong năm\b(?! *[0-9])", gives_always(None)),
            "standing_cell": (
                rf"{CELL_START}(?-i:T)hường xuyên(?:{CELL_END}|(?= *[,;] *(?:liên tục|h[àằ]ng +(?:năm|qu[ýí]|tháng|tuần)){CELL_END}))",
                gives_always(None),
            ),
            "standing_attribute": (
                r"(?<=\b(?:thời +(?:gian|hạn)|tiến độ)[^:\n\t]{0,30}: *(?:[^\n\t.;]{4,40}(?: và|,) +)?)thường xuyên(?= *(?:[.,;\n\t]|$| +sau đó\b))",
                gives_always(None),
            ),
        },
    }
