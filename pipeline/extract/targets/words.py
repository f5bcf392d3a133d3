"""The patterns of targets, each built once out of ``pipeline/rules/targets.toml`` when it is first asked for."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from pipeline.extract.vocabulary import alternatives
from pipeline.rule_tables import load_rules
from pipeline.schema import Operator

Change = Literal["increase", "decrease"]

OPERATORS: tuple[Operator, ...] = ("<=", ">=", "<", ">")
CHANGES: tuple[Change, ...] = ("decrease", "increase")
LONGEST_HEADING = 160
LONGEST_SENTENCE = 2000
MOST_FIGURES = 30  # between a figure and what its sentence says of it: a real one has some twenty, a list without end any number
REACH = 80  # before a figure, of the words that compare it, commit to it or say of what it is
PERCENTAGE = r"(?<!\d)\d+(?:[.,]\d+)?\s*%"
# `không quá`, `không để quá`, `không được vượt`; atomic, for `không vượt quá` can be read in two ways
AT_MOST = r"(?>không\s+(?:\w+\s+){0,2}(?:quá|vượt(?:\s+quá)?))"
OPEN_BRACKET = re.compile(r"\([^()]*$")
SENTENCE_END = re.compile(r"[.!?](?=\s)")

_ROUGHLY = "khoảng|gần|từ|cả"
_TAIL = r"từ|thêm|hướng tới|tiến tới|khoảng|lên|còn|chiếm|là|mức|phấn đấu|đạt|ở|và|duy trì|bảo đảm|đảm bảo"


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; what none of them begins with is passed over without trying each."""
    words = list(words)
    begins = "".join(sorted({re.escape(case) for word in words for case in word[0].lower() + word[0].upper()}))
    return rf"(?-i:(?=[{begins}])){alternatives(words)}".replace(" +", r"\s+")


def _words(name: str) -> str:
    return one_of(load_rules("targets")["words"][name])


@cache
def _comparator(op: Operator) -> str:
    words = one_of(load_rules("targets")["operators"][op])
    return rf"(?:{AT_MOST}|{words})" if op == "<=" else words


@cache
def any_comparator() -> str:
    return f"(?:{'|'.join(_comparator(op) for op in OPERATORS)})"


@cache
def pattern(name: str) -> re.Pattern[str]:
    return re.compile(_patterns()[name], re.I)


@cache
def _patterns() -> dict[str, str]:
    tables = load_rules("targets")
    changes = "|".join(f"(?P<{change}>{one_of(tables['changes'][change])})" for change in CHANGES)
    # read in one way: `thấp nhất là` is one comparator, and one with a filler behind it
    between = rf"(?>\s+(?!(?:lên|xuống|còn|về)\b)(?:{_words('fillers')}|{any_comparator()}))"
    headings = {kind: one_of(words) for kind, words in tables["headings"].items()}
    made_new = "|".join(f"(?<={word} )" for word in tables["words"]["made_new"])
    operators = {str(op): rf"(?:^|[\s,(]){_comparator(op)}(?:\s*{_words('fillers')})*\s*$" for op in OPERATORS}
    return operators | {
        "aims heading": rf"\b{headings['aims']}\b",
        "told heading": rf"^\W*{headings['told']}\b",
        "money heading": rf"^\W*{headings['money']}\b",
        "told column": headings["told_columns"],
        # `giảm 10%`, `tăng bình quân trên 5%`; and `giảm số vụ tái phạm ít nhất 15%`, but not `giảm tỷ lệ nghèo xuống dưới 5%`
        "change": rf"\b(?:{changes}){between}*+\s*$",
        "change of": rf"\b(?:{changes})\s+(?!cường\b)(?:(?!{_words('outcomes')}\b)[^\W\d]+(?:,(?=\s+số\b))?\s+){{1,16}}(?!xuống\b)(?<!về )(?:{any_comparator()}|từ|khoảng)\s*$",
        "falls": rf"\bgiảm\s+(?=(?:tỷ|tỉ) lệ\b)(?:(?!{_words('outcomes')}\b)[^\W\d]+\s+){{3,12}}$",  # `giảm tỷ lệ hộ nghèo 2%`
        "grows by": r"\b(?:nâng|tăng)\s+(?:[^\W\d]+\s+){1,16}thêm\s*$",  # `tăng tỷ lệ hồ sơ trực tuyến thêm 15%`
        # `60% thôn, buôn trở lên`, but not `80% học sinh khá trở lên`, `18% ca sinh con thứ 3 trở lên`
        "or more": rf"\s*(?:(?!{_words('graded')}\b)\w+,?\s+){{0,10}}?trở lên\b|\s*(?:hoặc|và)\s+(?:(?:cao|lớn|nhiều)\s+)?hơn\b",
        "or less": r"\s*trở xuống\b",
        # `giảm số vụ đuối nước: 10% vào năm 2025`
        "falls by": r"\bgiảm\s+(?:tổng\s+)?số\s+(?:[^\W\d]+,?\s+){1,16}[^\W\d]+\s*:\s*$",
        "kept below": r"\bkhông\s+để\s+[^,;.%]{3,80}\s(?:vượt(?:\s+quá)?|quá|trên|cao hơn)\s*$",
        "kept above": r"\bkhông\s+để\s+[^,;.%]{3,80}\s(?:dưới|thấp hơn)\s*$",
        # `vượt 5% dự toán`: by how much, and no bound
        "exceeds": r"(?<!không )(?<!và )(?<!hoặc )\bvượt\s*$",
        "planned": r"\s*(?:(?:so\s+)?với\s+)?(?:dự toán|kế hoạch|chỉ tiêu|mức|định mức|pháp lệnh|cùng kỳ|năm)\b",
        "tail": rf"(?:^|[\s,:]+)(?:{AT_MOST}|{any_comparator()}|{_TAIL})\s*$",
        # Counts: `xây mới ít nhất 05`, but not `tại 05` (`tạo việc làm cho 500 lao động` is one); the second of a list, `02 hội nghị, 05 lớp`
        "count aims heading": rf"\b{headings['aims']}\b(?! quốc gia)",
        "count aim": rf"\b{_words('named_aims')}\b(?! quốc gia)",
        "pledge": rf"\b(?:{_words('producing')}(?:\s+{_words('made')})*(?:\s+(?:{any_comparator()}|{_ROUGHLY}))*|{_comparator('>=')}|{_words('fallen')})\s*$",
        "producing": rf"\b({_words('producing')}(?:\s+{_words('made')})*)(?:\s+(?:{any_comparator()}|{_ROUGHLY}))*\s*$",
        "aside": rf"\b(?:{_words('named')}\s+{_words('producing')}|(?<!việc làm )(?<!làm mới )(?<!nghề ){_words('scopes')}(?:\s+(?:{any_comparator()}|{_ROUGHLY}))*|không còn\b[^,;]{{0,200}}\bdưới)\s*$",
        "listed": rf"[^.;:\d]*(?:,|\bvà\b|;)\s*(?:(?:{any_comparator()}|{_words('fillers')}|{_words('producing')}|{_words('made')})\s+)*",
        "transitive": rf"\b{_words('transitive')}$",
        "predicate": rf"\b(?!không (?:còn )?(?:cần thiết|phù hợp|hiệu quả)\b){_words('predicates')}\b",
        "commitment": rf"\b(?:{AT_MOST}|{_words('commitments')})\b",
        "aim": rf"\b{_words('aims')}\b",
        "named aim": rf"\b{_words('named_aims')}\b",
        # `mới đạt 40%`, but not `nông thôn mới đạt 80%`; nor `tỷ lệ chưa đạt không quá 4%`, `giáo viên chưa đạt chuẩn`
        "result": rf"\b(?<!\bchứng )(?!(?:{made_new})mới\b)(?!chưa đạt\s+(?:{any_comparator()}|(?:chuẩn|tiêu chuẩn|tiêu chí|yêu cầu)\b)){_words('results')}\b|^\W*(?:kết quả\b(?!\s*:)|(?:cùng kỳ\s+)?(?:năm|quý|tháng|kỳ|nhiệm kỳ)\s+trước\b)",
        "turn": rf"(?s).*\b(?={_words('turns')}\b)",
        "comparison": rf"\b{_words('comparisons')}\b",
        "condition": rf"\b{_words('conditions')}\b|(?<=\w )nào\b|\bchữ ký\b(?! (?:số|điện tử)\b)|\b(?=kh)(?<!ngay )(?<!trước )(?<!sau )(?<!từ )(?<!tới )(?<!đến )khi\b(?! sinh(?!\w))",
        # `ở xã có trên 50% ...`, `hộ thiệt hại trên 70%`
        "conditioned": rf"\b{_words('conditioned')}\s+(?:có|thiệt hại|đạt)(?:\s+(?:tỷ lệ|tỉ lệ|nợ|tiêu chí|chỉ tiêu|điểm|kết quả)(?:\s+[^;,]{{0,40}})?)?\s+{any_comparator()}\s*$|(?<!\w)(?:rà soát|hỗ trợ|kiểm tra|vận động|xử lý|đối với|tại|ở|của|cho|ưu tiên|thống kê|hướng dẫn)\s+(?:các\s+|những\s+)?{_words('conditioned')}\s+có(?:\s+[^;,]{{0,40}})?\s+từ\s*$|\b{_words('conditioned')}\s+giải ngân\s+(?:dưới|thấp hơn|chưa đạt|chưa được)\s*$",
        # `doanh nghiệp nợ quá 20%`, `phương tiện có giá trị còn lại dưới 20%`
        "in arrears": rf"\b{_words('conditioned')}\s+(?:nợ|có\s+giá trị|còn\s+giá trị)\s+(?:[^;,.%]{{0,60}}\s)?(?:{any_comparator()}|quá)\s*$",
        "judged": rf"^\W*(?:{_words('judged')})\s+(?:cho\s+|đối với\s+|trách nhiệm\s+(?:của\s+)?)?(?:người đứng đầu\s+)?(?:các\s+|những\s+)?(?:tập thể|cá nhân|{_words('conditioned')})\b[^,;.%]{{0,60}}$|\b{_words('properties')}\b[^,;.%]{{0,30}}$",
        "which ones": rf"^\W*(?:(?:các|những)\s+)?{_words('conditioned')}\s+(?:có|bị|đạt)\b[^,;.%]{{0,80}}$",
        "granted": rf"[^,;.%]{{0,60}}?\b(?:được|không được|không)\s+{_words('granted')}\b",
        "voted": r"[^,;.%]{0,40}?\b(?:đồng ý|tán thành|biểu quyết)\b",
        "points": r"[^,;.]{0,40}?(?<!\w)(?:được|trừ|cộng|bị trừ)\s+(?:\d+[.,])?\d+\s+điểm\b",
        # `(chỉ tiêu tỉnh giao 97,5%)`, `(bình quân cả nước: 42%)`
        "of others": r"\(\s*(?:(?:chỉ tiêu|kế hoạch|mục tiêu)\s[^()%]{0,30}\bgiao\b|(?:(?:bình quân|trung bình|mức)\s(?:chung\s)?(?:của\s)?)?(?:cả nước|toàn quốc|toàn tỉnh|của tỉnh|các tỉnh|cả vùng|toàn vùng|khu vực)\b)[^()%]{0,30}$",
        # `2024: 93%; 2030: trên 97%`
        "year before": rf"(?:^|[;,:(])\s*(?:năm\s)?((?:19|20)\d{{2}})\s?:\s?(?:(?:{any_comparator()}|khoảng|đạt|từ)\s?)*$",
        "none": r"\bkhông\s+(?:để|có|còn|bỏ sót)\s+(?:[^\W\d]+\s+){1,4}nào\b",
        "graded down": r"(?:\bdưới|\bthấp hơn|(?:không|chưa)\s+đạt|(?<!không )(?<!vượt )\bquá|(?<!không )\bvượt(?:\s+quá)?)\s*$",
        "brings": rf"\s*(?:(?:chỉ tiêu|kế hoạch|yêu cầu|số điểm|tổng điểm|tổng số điểm|định mức|nhiệm vụ)\s+)?(?:được giao\s+)?(?:thì|(?:(?:sẽ|đều)\s+)?(?:bị|phải|không được)\s+(?:bị\s+)?{_words('brought')})\b",
        # `Hộ cận nghèo là hộ có thu nhập không quá ...`, `“đủ thuốc” là có từ ...`
        "definition": r"^\W*([^\W\d]+)\s(?:(?!(?:được|đạt)\b)[^\W\d]+\s){0,6}là\s(?:những\s|các\s)?\1\b|[\"”]\s*là\s(?:có|khi|việc|các|những|nơi)\b|\bđược\s(?:hiểu|tính|coi)\slà\b",
        # `dành 15% kinh phí sự nghiệp`, but not `dành ít nhất 15%`
        "given": rf"\b(?:dành|bố trí|dự phòng|sử dụng(?:\s+{_comparator('<=')})?)\s*$",
        "of funds": r"\s*(?:tổng\s+)?(?:số\s+)?(?:kinh phí|ngân sách|dự phòng|vốn|nguồn|dự toán|chi|doanh thu|quỹ|thu|kế hoạch đầu tư công)\b",
        "share before": rf"\b{_words('shares')}(?:\s+(?:là|khoảng|từ|đến|tối đa|tối thiểu|không quá|không dưới))*\s*$",
        "share asked for": rf"\bchiếm\s+{_comparator('>=')}\s*$",  # `trong đó nữ chiếm ít nhất 30%`
        "reached": rf"\b(?:đạt|còn)(?:\s+{any_comparator()})?\s*$",  # `thu hồi đạt trên 70% số tiền`
        "share behind": rf"\s*{_words('shared')}\b",
        "saving": rf"\b{_words('saving')}{between}*+\s*$",
        "money": rf"\b{_words('money')}\b",
        "means": rf"\b{_words('means')}\b",
        "money aim": rf"\b{_words('money_aims')}\b",
    }


def without_tail_words(text: str) -> str:
    """``text`` without the comparators that it ends in."""
    tail = pattern("tail")
    shorter = tail.sub("", text)
    while shorter != text:
        text, shorter = shorter, tail.sub("", shorter)
    return text.rstrip(" ,:")
