"""What stands at the border of a name: words that end it, compounds that it may hold, heads with which the next body begins."""

import re
from functools import cache

from pipeline.extract.agencies.predicates import predicate_at
from pipeline.extract.agencies.registry import tables
from pipeline.extract.vocabulary import alternatives


@cache
def _stop_pattern() -> "re.Pattern[str]":
    stops = tables()["stops"]
    return re.compile(r" *(?:(?i:" + alternatives([*stops["words"], *stops["phrases"], *stops["verbs"]]) + r")(?!\w))")


def ends_name(flow: str, position: int) -> bool:
    """Whether a word or a predicate that ends names stands at ``position``: ``phối hợp``."""
    return predicate_at(flow, position) in ("sure", "purpose") or _stop_pattern().match(flow, position) is not None


@cache
def _steering_pattern() -> "re.Pattern[str]":
    return re.compile(r" *(?i:" + alternatives(tables()["stops"]["in_steering_names"]) + r")(?!\w)")


@cache
def any_head(*instruments: str) -> "re.Pattern[str]":
    g = tables()["open_heads"]
    words = [
        *g["central"],
        *g["local"],
        *g["steering"],
        "Bộ",
        "Sở",
        "UBND",
        "HĐND",
        "Ủy ban",
        "Công an",
        "Ban",
        "Hội",
        "Phòng",
        "Đoàn",
        "Mặt trận",
        "Chính phủ",
        "Thủ tướng",
        "Tỉnh ủy",
        "Huyện ủy",
        "Thành ủy",
        "Tỉnh đoàn",
        "Tỉnh Đoàn",
        "Thành đoàn",
        "Thành Đoàn",
        "Bảo hiểm xã hội",
        "Huyện đoàn",
        "Huyện Đoàn",
        "Quận đoàn",
        "Thị đoàn",
        "Xã đoàn",
        "Phường đoàn",
        "Đoàn xã",
        "MTTQ",
        "UBMTTQ",
        "LĐLĐ",
        "BHXH",
        "Văn phòng",
        "VP",
        *instruments,
    ]
    return re.compile(r" *(?:" + alternatives(words) + r")(?!\w)")


@cache
def safe_pattern() -> "re.Pattern[str]":
    return re.compile(r" +(?i:" + alternatives(tables()["stops"]["safe"]) + r")(?!\w)")
