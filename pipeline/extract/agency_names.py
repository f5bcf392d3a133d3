"""The registry of bodies, fields and territories as patterns, and the names that their written forms stand for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from pipeline.extract.vocabulary import alternatives, key
from pipeline.rule_tables import load_rules
from pipeline.schema import Level

CENTRAL_CITIES = ("hà nội", "hồ chí minh", "đà nẵng", "hải phòng", "cần thơ")
UNIT_LEVELS: dict[str, Level] = {  # but for `thành phố`, of which only the name or the document says what it is
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
_PLACE_LEVELS = UNIT_LEVELS | {
    "khu dân cư": "commune",
    "quân khu": "central",
    "vùng": "central",
    "thôn": "commune",
    "tổ dân phố": "commune",
    "ấp": "commune",
    "xóm": "commune",
    "khóm": "commune",
    "khu phố": "commune",
}


@dataclass(frozen=True, slots=True)
class Body:
    """A body that the registry knows by its whole name; level ``""`` where the name alone does not say."""

    name: str
    level: str


class Registry:
    """The tables of ``pipeline/rules``, read once: patterns by kind and dictionaries from a written form to its name."""

    def __init__(self) -> None:
        self.agencies = load_rules("agencies")
        self.fields = load_rules("fields")
        self.grammar = load_rules("agency_grammar")
        self.provinces = load_rules("territories")["province"]

    def body_forms(self) -> Iterable[tuple[str, Body]]:
        """Names and aliases of fixed bodies and what they stand for; what `của` introduces is a body of its own."""
        for form, body in self._body_forms():
            yield form, body
            if short := self._with_short_end(form):
                yield short, body

    @cached_property
    def _short_ends(self) -> dict[str, str]:
        """Several words and the code that they are written as at the end of a name: ``phát triển nông thôn`` -> ``PTNT``."""
        return {name.casefold(): code for code, name in self.fields["abbreviations"].items() if " " in name and " " not in code}

    def _with_short_end(self, form: str) -> str:
        """``Cục Trồng trọt và BVTV`` of `Cục Trồng trọt và Bảo vệ thực vật`; empty where the end of a name has no code."""
        head, joined, end = form.rpartition(" và ")
        code = self._short_ends.get(end.casefold(), "")
        return f"{head}{joined}{code}" if head and code else ""

    def _body_forms(self) -> Iterable[tuple[str, Body]]:
        for entry in self.agencies.get("body", []):
            body = Body(entry["name"], entry.get("level", ""))
            yield from (
                (form, body) for form in [entry["name"], *entry.get("aliases", [])] if form not in entry.get("ambiguous", []) and " của " not in form
            )
        for family in self.agencies.get("family", []):
            yield from ((f"{family['head']} {name}", Body(f"{family['head']} {name}", family.get("level", "central"))) for name in family["names"])
        for entry in self.agencies.get("organisation", []):
            if entry.get("central"):
                yield from ((form, Body(entry["central"], "central")) for form in [entry["central"], *entry.get("central_variants", [])])
        yield from self.codes.items()

    def rooms(self) -> Iterable[tuple[str, str, str]]:
        """Rooms and teams whose names the grammar cannot end: (``Phòng``, ``Kiểm tra, giải quyết khiếu nại, tố cáo``, ``document``), the last their level."""
        return ((kind["head"], name, kind.get("level", "document")) for kind in load_rules("rooms")["kind"] for name in kind["names"])

    def local_forms(self) -> Iterable[tuple[str, str, str]]:
        """Heads that a territory follows (`Công an`, `Tỉnh ủy`, `Hội Nông dân`): (form, name, default level)."""
        for table in ("local", "party", "organisation"):
            for entry in self.agencies.get(table, []):
                levels = entry.get("levels", [])
                default = entry.get("default", levels[0] if len(levels) == 1 else "")
                for form in [entry["name"], *entry.get("variants", []), *entry.get("aliases", [])]:
                    if (" của " not in form or form.endswith(" của cộng đồng")) and not ("," in form and "UBND" in form):
                        yield form, entry["name"], default
                        if short := self._with_short_end(form):
                            yield short, entry["name"], default
                for form in entry.get("country_variants", []):
                    yield form, f"{entry['name']} Việt Nam", default
                if entry.get("whole"):
                    yield entry["whole"], entry["whole"], "central"
        yield from ((name, name, "province") for name in sorted(set(self.agencies["police_unit"].values())))
        for name in ("Ủy ban nhân dân", "Hội đồng nhân dân"):
            yield name, name, ""
            yield from ((short, name, "") for short, full in self.fields.get("abbreviations", {}).items() if full == name)

    @cached_property
    def field_names(self) -> dict[str, str]:
        """Written forms of the fields of ministries and departments, by `key`: ``lđtbxh`` -> ``Lao động - Thương binh và Xã hội``."""
        found: dict[str, str] = {}
        for entry in self.fields["field"]:
            for form in [entry["name"], *entry.get("variants", [])]:
                found.setdefault(key(form), entry["name"])
        for entry in self.fields["field"]:
            for form in entry.get("short", []):
                found.setdefault(key(form), entry["name"])
        return found

    def field_name(self, head: str, form: str) -> str:
        """The field that a written form stands for under ``head``: `VHTT` of a `Phòng` is not that of a `Sở`."""
        own = self._names_by_head.get(head, {})
        return own.get(key(form)) or self.field_names.get(key(form), form)

    @cached_property
    def _names_by_head(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for entry in self.fields["field"]:
            for head in entry["heads"]:
                for form in [entry["name"], *entry.get("variants", []), *entry.get("short", [])]:
                    found.setdefault(head, {}).setdefault(key(form), entry["name"])
        return found

    @cached_property
    def inner_fields(self) -> frozenset[str]:
        """Fields of rooms that every office has (`Phòng Tổ chức cán bộ`): they are no room of a district."""
        return frozenset(entry["name"] for entry in self.fields["field"] if entry.get("inner"))

    def fields_of(self, head: str, short: bool = True) -> Iterable[str]:
        """Every written form of the fields that exist under ``head``."""
        for entry in self.fields["field"]:
            if head in entry["heads"]:
                yield entry["name"]
                yield from entry.get("variants", [])
                if short:
                    yield from entry.get("short", [])

    @cached_property
    def codes(self) -> dict[str, Body]:
        """Whole bodies in one code: ``BTC`` is `Bộ Tài chính`."""
        heads = {"B": "Bộ", "S": "Sở", "P": "Phòng", "U": "Ủy ban"}
        levels = {"Bộ": "central", "Sở": "province", "Phòng": "district", "Ủy ban": "central"}
        return {
            code: Body(f"{heads[code[0]]} {entry['name']}", levels[heads[code[0]]])
            for entry in self.fields["field"]
            for code in entry.get("codes", [])
            if code[0] in heads
        }

    @cached_property
    def field_heads(self) -> list[str]:
        """The heads that fields compose with: `Bộ`, `Sở`, `Phòng` ..."""
        return sorted({head for entry in self.fields["field"] for head in entry["heads"]}, key=len, reverse=True)

    @cached_property
    def province_names(self) -> dict[str, str]:
        """Written forms of the provinces -> the name that a norm shows."""
        found: dict[str, str] = {}
        for entry in self.provinces:
            for form in [entry["name"], *entry.get("spellings", [])]:
                found.setdefault(key(form), form)
        return self.province_codes | found

    @cached_property
    def province_codes(self) -> dict[str, str]:
        """Short forms of the names of provinces, without the kind of unit: ``BR-VT`` -> ``Bà Rịa - Vũng Tàu``."""
        return {key(form): entry["name"] for entry in self.provinces for form in entry.get("codes", [])}

    @cached_property
    def whole_codes(self) -> dict[str, str]:
        """Short forms that hold the kind of unit too: ``TP.HCM`` -> ``thành phố Hồ Chí Minh``."""
        return {key(form): f"{entry['kind']} {entry['name']}" for entry in self.provinces for form in entry.get("whole_codes", [])}

    @cached_property
    def office_names(self) -> dict[str, str]:
        """Written forms of offices -> their names: ``PCVP`` -> ``Phó Chánh Văn phòng``."""
        found = {key(o): o for o in self.grammar["prefixes"]["offices"] if not o.isupper() and not o.endswith(".")}
        for entry in self.agencies.get("office", []):
            for form in [entry["name"], *entry.get("variants", []), *entry.get("aliases", [])]:
                found.setdefault(key(form), entry["name"])
        return found | {
            "ct": "Chủ tịch",
            "ct.": "Chủ tịch",
            "pct": "Phó Chủ tịch",
            "pct.": "Phó Chủ tịch",
            "gđ": "Giám đốc",
            "pgđ": "Phó Giám đốc",
            "cvp": "Chánh Văn phòng",
            "pcvp": "Phó Chánh Văn phòng",
            "phó cvp": "Phó Chánh Văn phòng",
        }

    @cached_property
    def organ_names(self) -> dict[str, str]:
        """Written forms of organs that stand before a body -> their names: ``BTV`` -> ``Ban Thường vụ``."""
        shorts = {
            "bcsđ": "Ban Cán sự đảng",
            "bcs đảng": "Ban Cán sự đảng",
            "btv": "Ban Thường vụ",
            "btt": "Ban Thường trực",
            "tt": "Thường trực",
            "tt.": "Thường trực",
            "ttr": "Thường trực",
            "ttr.": "Thường trực",
            "bch": "Ban Chấp hành",
            "bgđ": "Ban Giám đốc",
            "bgh": "Ban Giám hiệu",
            "hđqt": "Hội đồng quản trị",
            "hđtv": "Hội đồng thành viên",
            "cđcs": "Công đoàn cơ sở",
            "vp": "Văn phòng",
            "bch đảng bộ": "Ban Chấp hành Đảng bộ",
            "vp hđnd và": "Văn phòng Hội đồng nhân dân và",
            "văn phòng hđnd và": "Văn phòng Hội đồng nhân dân và",
            "văn phòng hđnd &": "Văn phòng Hội đồng nhân dân và",
            "văn phòng đoàn đbqh và": "Văn phòng Đoàn đại biểu Quốc hội và",
        }
        return {key(o): o for o in self.grammar["prefixes"]["organs"]} | shorts

    @cached_property
    def name_pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring syllables of the names that the rules know: what a name is made of, where a predicate mostly is not."""
        return frozenset(pair for name in self._known_names() for pair in pairwise(re.findall(r"\w+", name.lower())))

    @cached_property
    def comma_pairs(self) -> frozenset[tuple[str, str]]:
        """Those of them that a comma parts: `chữa cháy, cứu hộ`."""
        return frozenset(pair for name in self._known_names() for pair in re.findall(r"(\w+), (?=(\w+))", name.lower()))

    def _known_names(self) -> Iterable[str]:
        yield from (form for form, _ in self.body_forms())
        yield from (form for form, _, _ in self.local_forms())
        yield from (f"{head} {form}" for head in self.field_heads for form in self.fields_of(head, short=False))
        yield from self.grammar["name_words"]

    @cached_property
    def _abbreviations(self) -> dict[str, str]:
        """What an abbreviation inside a name stands for; the code of a field where only one field has it (`TN&MT`, `GTVT`)."""
        codes: dict[str, set[str]] = {}
        for entry in self.fields["field"]:
            for form in entry.get("variants", []):
                if form.isupper() and len(form) > 3 and " " not in form:
                    codes.setdefault(form, set()).add(entry["name"])
        written_out: dict[str, str] = self.fields["abbreviations"]
        return {code: names.pop() for code, names in codes.items() if len(names) == 1} | written_out

    @cached_property
    def _expansions(self) -> "regex.Pattern[str]":
        table = self._abbreviations
        return regex.compile(r"(?<![\w/])(?:" + "|".join(map(re.escape, sorted(table, key=len, reverse=True))) + r")(?![\w/])")

    def expand(self, text: str) -> str:
        """Abbreviations inside a name written out: ``HĐND xã`` -> ``Hội đồng nhân dân xã``."""
        return _AMPERSAND.sub(" và ", self._expansions.sub(lambda m: self._abbreviations[m[0]], text))


_AMPERSAND = regex.compile(r"(?<=\p{Ll}) *& *(?=\p{L})")  # between words, not inside a code


@cache
def registry() -> Registry:
    """The registry, read at first use."""
    return Registry()


# --- territories -----------------------------------------------------------------------------------------------------

# What begins with a capital after a unit and is no name of a place: another body, the next sentence of a title, a word in capitals.
# Half of them are the first syllable of names too (`quận Thanh Bình`, `huyện Yên Sở`), so the second syllable decides.
_NOT_NAMES = (
    r"(?:Sở|Bộ|Ban|Hội|Phòng|Đoàn|Cục|Vụ|Viện|Tổ|Báo|Đài|Về) +[\p{Lu}\d]|Giao (?:Sở|Bộ|Ban|Phòng|Cục|Vụ|Chi|Ủy|UBND|Công|Thanh|Văn|Trung|Chủ|Giám|Thủ|Trưởng|Các|Hội|Đoàn|Tổ|Viện|Báo|Đài|Kho|Tòa)(?!\w)|Trường (?:\p{Lu}{2}|\d|Đại|Cao (?:đẳng|Đẳng)|Trung (?:học|cấp)|Tiểu|Mầm|Mẫu|Chính|Phổ|Quân|Cán|Sĩ|Dạy|Đảng)|UBND|UB|HĐND|MTTQ|UBMTTQ|(?:Ủy|Trên|Theo|Khi|Để|Các|Và|Nơi|Lưu|Nhiệm|Khóa|Khoá|Trưởng|Phó) "
    r"|Hội (?:đồng|nghị|viên)|Ban (?:hành|chấp|chỉ|thường)|Báo cáo|Bộ (?:chỉ|đội|tư)|Đoàn (?:đại|viên|thể)|Tổ chức|Giao cho|Công (?:an|đoàn|ty|văn|chức|tác)|Mặt trận|Trung (?:tâm|ương|đoàn)|Chi (?:cục|bộ|nhánh|hội|đoàn)"
    r"|Văn (?:phòng|bản|hóa)|Tòa án|Viện kiểm|Liên (?:đoàn|minh|hiệp|hợp|quan)|Đảng (?:ủy|bộ|đoàn)|Thanh (?:tra|niên)|Căn cứ|Chủ (?:tịch|trì|nhiệm|động)|Thực hiện|Phối hợp|Chỉ (?:đạo|huy|thị)|Xây dựng"
    r"|Bảo (?:hiểm|đảm|vệ|tàng)|Kho bạc|Ngân (?:hàng|sách)|Bệnh viện|Thường (?:trực|vụ|xuyên)|Kỳ họp|(?:Số|Độc|Cộng|VÀ|VỀ|NĂM|THỰC|TRIỂN|BAN|GIAI|SỞ|PHÒNG|KHÓA|KHOÁ|SỐ|ĐỘC|CỘNG|TỔ|THEO|TRÊN|ĐẾN)\b"
)
_CAP = r"\p{Lu}[\w'’]*"


@cache
def territory_pattern() -> str:
    """Pattern of what may follow a head: ``tỉnh Kon Tum``, ``các huyện, thị xã``, ``cấp xã``, ``Đăk Lăk``; group-free."""
    r = registry()
    units = r.grammar["units"]
    unit = alternatives([u for level in units.values() for u in level])
    known = alternatives([form for entry in r.provinces for form in [entry["name"], *entry.get("spellings", []), *entry.get("codes", [])]])
    whole = alternatives([form for entry in r.provinces for form in entry.get("whole_codes", [])])
    number = rf"\d{{1,2}}(?!\d|[./-]\d)(?! +(?:{alternatives(tables()['measures'])})(?!\w))"
    name = rf"(?:(?i:{known})(?!\w)(?: +{number})?|(?!{_NOT_NAMES}){_CAP}(?: {{1,2}}(?!{_NOT_NAMES}){_CAP}){{0,3}}(?: +{number})?|{number})"
    central = r"(?: +trực +thuộc +(?:(?i:trung ương)|TW|TƯ|T\.Ư)(?!\w))"
    single = rf"(?:T[PXT]\.(?=\p{{Lu}})|(?i:{unit})(?!\w)(?! +(?i:hội|đoàn|ủy|trưởng|viên|luận|tắc|nghĩa)(?!\w))|TP\.?(?=[\p{{Lu}} ])|T[XT]\.(?=[\p{{Lu}} ]))"
    # `các huyện, thành, thị`
    short = r"(?i:(?:thành|thị)(?= *(?:[,;.\n\t)]|$))|(?:(?<=thành, )thị|(?<=thị, )thành)(?! +(?:xã|phố|trấn|ủy|đoàn|hội|trường))(?!\w))"
    hamlets = r"(?i:(?<=(?:thôn|ấp|xóm|phố), (?:các )?)(?:bản|buôn|làng|khối phố)(?!\w))"  # which alone are other words too
    listed = rf"{single}(?:(?: *[,/] *| *- *| +và +)(?:(?:các|những) +)?(?:{single}|{short}|{hamlets}|T[PXT](?!\w)))*"
    counted = r"\d{1,3}|hai|ba|bốn|sáu|bảy|tám|chín|mười"
    levels = r"(?i:tỉnh|huyện|xã|thành phố|quận|cơ sở(?! +(?:khám|y tế|giáo dục|đào tạo|sản xuất|kinh doanh|dữ liệu|vật chất|hạ tầng))|trung ương)"
    return (
        rf"(?:(?i:{whole})(?!\w)|(?:ở +(?=(?:các +)?(?:thôn|tổ dân phố|khu dân cư|tỉnh|huyện|quân khu)))?(?:(?i:các|những|tất cả các|toàn bộ các|từng|{counted}) +)?(?:{listed})(?: *{name})?{central}?"
        rf"|(?i:vùng) +(?:[IVX]{{1,4}}|\d{{1,2}})(?![\w./-])"
        rf"|(?i:cấp) +{levels}(?:(?: *[,/] *| *- *| +và +|, +)(?:(?i:cấp) +)?{levels})*(?!\w)"
        rf"|(?i:các cấp|cùng cấp|hai cấp|các địa phương|các đơn vị, địa phương|địa phương|sở tại|cơ sở)(?!\w)|(?i:{known})(?!\w))"
    )


@lru_cache(8192)  # the same few units stand in every document
def territory_name(surface: str) -> str:
    """A territory as a norm writes it: units in lower case, names in capitals, abbreviations written out.

    >>> territory_name("TỈNH THỪA THIÊN HUẾ"), territory_name("TP trực thuộc TW")
    ('tỉnh Thừa Thiên Huế', 'thành phố trực thuộc Trung ương')
    """
    r = registry()
    text = " ".join(surface.split())
    if key(text) in r.whole_codes:
        return r.whole_codes[key(text)]
    unit = text[: len(text) - len(re.sub(r"(?i)^(?:tỉnh|thành phố|TP\b\.?) ?", "", text))]
    if name := r.province_codes.get(key(text[len(unit) :])):
        text, surface = unit + name, unit
    text = re.sub(r"\bTP\b\.? ?", "thành phố ", text, flags=re.I)
    text = re.sub(r"\bTX\b\.? ?", "thị xã ", text)
    text = re.sub(r"(, )TT\b", r"\1thị trấn", text)
    text = re.sub(r"(, )(thành|thị)(?=,|$)", lambda m: m[1] + {"thành": "thành phố", "thị": "thị xã"}[m[2]], text)
    text = re.sub(r"\b(?:TW|TƯ)(?!\w)", "Trung ương", text)
    text = re.sub(r"\b(tr)ị trấn\b", "thị trấn", text)
    capitals = surface.isupper()
    words = text.split(" ")
    units = {w for level in r.grammar["units"].values() for u in level for w in u.casefold().split()} | {
        "các",
        "cấp",
        "và",
        "trực",
        "thuộc",
        "trung",
        "ương",
        "cùng",
        "địa",
        "phương",
        "cơ",
        "sở",
    }
    out = []
    for word in words:
        if word.casefold().strip(",/-") in units and (
            capitals or word[:1].islower() or word.casefold().strip(",") in ("tỉnh", "huyện", "xã", "phường", "quận", "các", "cấp")
        ):
            out.append(word.casefold())
        else:
            out.append(word.capitalize() if capitals and len(word) > 1 and word.strip("IVX") else word)
    return re.sub(r" *- *(?=(?:huyện|xã|phường|quận|thị|tỉnh|thành))", ", ", re.sub(r" +,", ",", " ".join(out))).strip()


@lru_cache(8192)
def territory_level(surface: str) -> str:
    """The level that a territory says: province, district, commune, ``none`` for several, ``document`` and ``city`` where only the document tells.

    >>> territory_level("các huyện, thành phố Tân An"), territory_level("cấp tỉnh, cấp xã")
    ('district', 'none')
    """
    text = territory_name(surface).casefold()
    if not text:
        return "document"
    if "cùng cấp" in text:
        return "previous"
    if "các cấp" in text or "hai cấp" in text:
        return "none"
    if "địa phương" in text or "sở tại" in text:
        return "default"
    levels = {level for unit, level in _PLACE_LEVELS.items() if re.search(rf"(?<!\w){unit}(?!\w)", text)}
    if "cấp cơ sở" in text or text == "cơ sở":
        return "commune"
    if "cấp trung ương" in text:
        levels.add("central")
    if "thành phố" in text:
        if "trực thuộc trung ương" in text or (any(city in text for city in CENTRAL_CITIES) and "các" not in text):
            levels.add("province")
        elif not levels:
            named = text.replace("thành phố", "").removeprefix("cấp").strip()
            return "district" if named and not named.startswith("các") else "city"
        elif levels == {"province"} or levels == {"commune"}:
            pass
    if not levels:
        return "province" if key(surface) in registry().province_names or key(surface) in registry().whole_codes else "document"
    if len(levels) > 1 and levels != {"province"}:
        return (
            "district"
            if levels == {"district"}
            else "none"
            if text.startswith("cấp")
            else sorted(levels, key=["commune", "district", "province", "central"].index)[-1]
        )
    return levels.pop()


@lru_cache(8192)
def sentence_case(text: str) -> str:
    """A name in capitals as running text writes it; proper names of provinces keep their capitals.

    >>> sentence_case("BAN CHỈ ĐẠO CÔNG TÁC TRẺ EM TỈNH KON TUM")
    'Ban chỉ đạo công tác trẻ em tỉnh Kon Tum'
    """
    words = text.split(" ")
    if sum(w.isupper() and len(w) > 1 for w in words) <= 0.5 * len(words):
        return text[:1].upper() + text[1:]
    lowered = " ".join(w.lower() if w.isupper() else w for w in words)
    for folded, name in sorted(registry().province_names.items(), key=lambda item: -len(item[0])):
        if folded in lowered:
            lowered = re.sub(rf"(?<!\w){re.escape(folded)}(?!\w)", name, lowered)
    return lowered[:1].upper() + lowered[1:]


def tables() -> dict[str, Any]:
    """The grammar of names: heads, stops, collectives."""
    return registry().grammar


# --- open names ---------------------------------------------------------------------------------------------------------


@cache
def _territory_after() -> "regex.Pattern[str]":
    return regex.compile(rf" +(?P<name>{territory_pattern()})")


@cache
def _bare_name() -> "regex.Pattern[str]":
    return regex.compile(
        rf" +(?P<name>(?!{_NOT_NAMES}){_CAP}(?: (?!{_NOT_NAMES}){_CAP}){{0,3}}|\d{{1,4}}(?![\d/%])(?![.,-]\d)(?! +(?:{alternatives(tables()['measures'])})(?!\w)))"
    )


_PERSON = regex.compile(
    r"(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Đoàn|Lương|Mai|Cao|Tạ)(?: \p{Lu}\p{Ll}*){2,}$"
)


def is_person(name: str) -> bool:
    """Whether a name is that of a person: ``Đoàn Văn Bảy``."""
    return _PERSON.match(name) is not None


def bare_territory(flow: str, position: int) -> tuple[str, int]:
    """The name right after a head that holds its unit (`Huyện đoàn` `Đồng Trạch`), and where it ends."""
    match = _bare_name().match(flow, position)
    if (
        match is None
        or is_person(match["name"])
        or (match["name"].strip("IVX") and match["name"].isupper() and flow[match.end() : match.end() + 1] not in ("", "\n", "\t"))
    ):
        return "", position  # in a line of capitals a name is sure only where the line ends
    return (match["name"].title() if match["name"].isupper() and match["name"].strip("IVX") else match["name"]), match.end()


def territory(flow: str, position: int) -> tuple[str, int]:
    """The territory right after ``position`` and where it ends; empty and ``position`` where there is none.

    >>> territory("UBND tỉnh Kon Tum giao", 4)
    ('tỉnh Kon Tum', 17)
    """
    match = _territory_after().match(flow, position) if flow[position : position + 1] == " " else None
    if match is None or _OF_COMMITTEES.match(flow, match.end()):
        return "", position
    hamlets = _AND_HAMLETS.search(match["name"])  # `Công an phường` `và tổ dân phố`: no body has both
    name = match["name"][: hamlets.start()] if hamlets else match["name"]
    return name, match.start("name") + len(name)


# `Ban Tổ chức` `các huyện, thị ủy`: what reads like a territory begins the name of a committee
_OF_COMMITTEES = re.compile(r"(?:(?: *,| +và) *(?:huyện|quận|thị|thành))* +(?:ủy|đoàn)(?!\w)(?! +(?:thác|viên|quyền|nhiệm|ban|thể|kết))")
_AND_HAMLETS = re.compile(r"(?<=xã|ng) *(?:,| và) *(?:tổ dân phố|thôn|ấp|xóm|khóm|khu phố|khu dân cư)$")


@cache
def _stop_pattern() -> "regex.Pattern[str]":
    stops = tables()["stops"]
    return regex.compile(r" *(?:(?i:" + alternatives([*stops["words"], *stops["phrases"], *stops["verbs"]]) + r")(?!\w))")


@cache
def _does_something() -> "regex.Pattern[str]":
    """A verb that names hold too, before what only an object begins with: ``Trung tâm Khuyến nông`` `đào tạo 40 hộ`."""
    return regex.compile(
        r" *" + alternatives(tables()["stops"]["before_objects"]) + r" +(?:\d|" + alternatives(tables()["stops"]["objects"]) + r"(?!\w))"
    )


_PREDICATES = ("predicates_inside", "predicates_of_units")


@cache
def _predicate_pattern(*more: str) -> "regex.Pattern[str]":
    stops = tables()["stops"]
    return regex.compile(r" *" + alternatives([form for kind in ("predicates", *more) for form in stops[kind]]) + r"(?!\w)")


def begins_predicate(flow: str, position: int) -> bool:
    """Whether small letters begin a predicate that no name holds: ``xây dựng kế hoạch``."""
    return _predicate_pattern().match(flow, position) is not None


def ends_name(flow: str, position: int) -> bool:
    """Whether a word or a predicate that ends names stands at ``position``: ``phối hợp``."""
    return any(pattern.match(flow, position) for pattern in (_predicate_pattern(*_PREDICATES), _stop_pattern()))


@cache
def _steering_pattern() -> "regex.Pattern[str]":
    return regex.compile(r" *(?i:" + alternatives(tables()["stops"]["in_steering_names"]) + r")(?!\w)")


@cache
def any_head(*instruments: str) -> "regex.Pattern[str]":
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
        *instruments,
    ]
    return regex.compile(r" *(?:" + alternatives(words) + r")(?!\w)")


_ABROAD = regex.compile(
    r" +(?:(?:của )?(?:Việt Nam|ta|nước ta) +(?:tại|ở) +(?:nước ngoài|các nước|nước sở tại|các nước sở tại)|Việt Nam +tại +\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){0,2})"
)


@cache
def safe_pattern() -> "regex.Pattern[str]":
    return regex.compile(r" +(?i:" + alternatives(tables()["stops"]["safe"]) + r")(?!\w)")


_WORD = re.compile(r" {1,3}([\w'’&/.-]*\w)")  # a longer run of blanks parts two columns


@lru_cache(8192)
def open_name(surface: str, where: str) -> str:
    head = surface[: len(surface) - len(where)] if where else surface
    name = sentence_case(registry().expand(" ".join(head.split())))
    if head.isupper():  # `TRƯỜNG THCS ĐỊNH YÊN`: what was written out is small by itself
        name = _CAPITALS.sub(lambda m: _written_small(m[0]), name)
    name = re.sub(r"^(Các )?(?:Ban [Cc]hỉ đạo|BCĐ|BCD)\b", lambda m: (m[1] or "") + "Ban Chỉ đạo", name)
    return f"{name.strip()} {territory_name(where)}".strip() if where else name.strip()


_CAPITALS = regex.compile(r"(?<!\w)\p{Lu}{2,}(?:[ -]+\p{Lu}{2,})*(?!\w)")


def _written_small(words: str) -> str:
    """Words in capitals as a name has them: the second of a pair that names hold is small (``Công ty``, ``Định Yên``)."""
    out: list[str] = []
    for word in words.split(" "):
        known = out and (out[-1].lower(), word.lower()) in registry().name_pairs
        out.append(word.lower() if known else word.capitalize())
    return " ".join(out)


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
    ends = [form for kind in ("words", "phrases", "verbs", "predicates", "before_objects", *_PREDICATES) for form in stops[kind]]
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
        if safe and not _splits(flow, safe) and not (flow[position - 1].isdigit() and run.taken):
            position = last_good = safe.end()
            run = run._replace(taken=run.taken + 2, after_capitals=0)
            continue
        where = _territory_after().match(flow, position) if syllable in where_first else None
        if where and not _NO_TERRITORY.match(where[0]) and (run.taken or steering or where["name"][0].islower()):
            return where.end(), where["name"]
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
        after_name = school and word[1][0].islower() and _PROPER.search(flow, start, position)
        if after_name or _begins_body(flow, word, run) or _is_outside(flow, word, run):
            break
        position = last_good = word.end()
        run = run._replace(taken=run.taken + 1, after_capitals=run.after_capitals + 1 if word[1][0].isupper() else 0)
        if syllable == "ương" and steering and run.taken > 2 and _ENDS_CENTRAL.match(flow, position):
            break
    return last_good, ""


_ENDS_CENTRAL = regex.compile(r" +(?!(?:về|các|và)(?!\w))\p{Ll}")  # `Ban Chỉ đạo phòng, chống lụt, bão Trung ương` `phát công điện`


def _splits(flow: str, safe: "regex.Match[str]") -> bool:
    """Whether a predicate begins inside a compound: ``quy hoạch`` | ``xây dựng kế hoạch``."""
    if safe[0].endswith("các khu"):
        return flow.startswith((" phố", " dân cư"), safe.end())  # `Tổ an ninh` `các khu phố`: whose it is
    return safe[0].endswith(" xây dựng") and begins_predicate(flow, safe.end() - len(" xây dựng"))


_NO_TERRITORY = re.compile(r" *(?:xã hội|Xã hội|XÃ HỘI|cơ sở|địa phương)")


def _is_stop(flow: str, word: "re.Match[str]", run: _Run) -> bool:
    """A word that ends a name, unless it completes a compound (`An` `toàn`) or the name of a steering body begins with it."""
    predicates = _predicate_pattern(*(() if run.steering and not run.taken else _PREDICATES[:1] if run.steering else _PREDICATES))
    if word[1][0].islower() and predicates.match(flow, word.start()):
        return True
    if run.taken and word[1][0].islower() and not run.steering and _does_something().match(flow, word.start()):
        return True
    if not (word[1][0].islower() or run.capitals) or not _stop_pattern().match(flow, word.start()):
        return False
    if run.capitals and run.taken and not run.steering and _LINE_ENDS.match(flow, word.end()):
        return False  # `TRƯỜNG TIỂU HỌC KIM ĐỒNG`
    completes = run.after_capitals and word[1] != "và" and _pairs_with_last(flow, word.start(), word[1].lower())
    complete = run.taken and _COMPLETE.search(flow, max(0, word.start() - 8), word.start())
    begins = (
        run.taken < 2
        or flow.endswith("về", 0, word.start())
        or (run.taken == 2 and _CARRIES_OUT.search(flow, max(0, word.start() - 12), word.start()))
    )
    purpose = run.steering and begins and not complete and _steering_pattern().match(flow, word.start()) and not _COOPERATES.match(flow, word.start())
    whole_line = run.steering and run.capitals and not run.taken  # `BAN CHỈ ĐẠO PHÂN LOẠI RÁC`: no predicate is written in capitals
    return not (completes or purpose or whole_line)


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
        and not flow.startswith(_NOT_BODIES, word.start(1))
        and not flow.endswith(("Bách", " Y", " Trung", " Nam", " Bắc"), 0, word.start())
    )


_NOT_BODIES = (
    "Khoa học",
    "Phòng thủ",
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
    "Hội An",
)


@cache
def _school() -> "regex.Pattern[str]":
    """What makes a school of ``Trường``, which names of places begin with too: ``Trường Sơn``."""
    return regex.compile(" +" + alternatives(tables()["open_heads"]["only_before"]["Trường"]) + r"(?!\w)")


def _is_outside(flow: str, word: "re.Match[str]", run: _Run) -> bool:
    """A number that names nothing, the number of a document, and small letters that no name holds."""
    text = word[1]
    if text[0].isdigit():
        named = (run.after_capitals or text == "115") and _NAMED_BY_NUMBER.match(flow, word.start())
        return (
            not named
            and not (run.steering and not run.taken and re.fullmatch(r"\d{2,4}(?:/[A-ZĐ]{1,4})?", text))
            and not _NUMBERED.search(flow, max(0, word.start() - 12), word.start())
        )
    if (
        (text[0] in "CĐ" and _MOTTO.match(flow, word.start(1)))
        or text == "Các"
        or (not run.capitals and text.isupper() and len(text) > 5 and "-" not in text and "/" in text)
    ):
        return True
    if run.steering or run.capitals or not text[0].islower():
        return False
    return not _NUMBER.match(flow, word.start()) and not _goes_on(flow, word, run.after_capitals)


# `Trung tâm Cấp cứu 115`, `Trường Tiểu học Tân Phú 1, ...`: what a number would count does not follow a comma
_NAMED_BY_NUMBER = re.compile(r" +(?:115(?![\w.,/-]*\d)|[1-9]\d{0,2}(?= *[,;)]))(?!\w)")
_MOTTO = re.compile(r"CỘNG HÒA XÃ|CỘNG HOÀ XÃ|ĐẢNG CỘNG SẢN|ĐỘC LẬP -|Độc lập -")  # the other column of a letterhead


def _pairs_with_last(flow: str, position: int, syllable: str) -> bool:
    """Whether the word before ``position`` and a syllable are a pair that names hold: `An` `toàn`, `Hậu` `cần`."""
    last = _LAST.search(flow, max(0, position - 12), position)
    return last is not None and (last[0].lower(), syllable) in registry().name_pairs


_COMMA = re.compile(r" *, *(\w[\w&]*)")


def _after_comma(flow: str, position: int) -> "re.Match[str] | None":
    """The word after a comma inside a name: `phòng cháy, chữa cháy`."""
    match = _COMMA.match(flow, position)
    before = _LAST.search(flow, max(0, position - 12), position)
    return match if match and before and (before[0].lower(), match[1].lower()) in registry().comma_pairs else None


_LAST = re.compile(r"\w+$")
_WHOLE_WORDS = ("Bộ", "Sở", "Ban", "Hội", "Trường", "Nhi", "Sản", "Dược", "Mắt", "Toán", "Hóa")


def _goes_on(flow: str, word: "re.Match[str]", after_capitals: int) -> bool:
    """Whether a word in small letters goes on with a name: it completes the compound that a single capital began (`Vật` `tư`),
    or makes with the word before or after it a pair that names hold (`Bảo vệ` `thực vật`). Predicates begin with other words."""
    pairs, syllable = registry().name_pairs, word[1].lower()
    before, after = flow[max(0, word.start() - 12) : word.start()].split()[-1], _NEXT.match(flow, word.end())
    if (before.lower(), syllable) in pairs:
        return True
    if not before.strip("IVX"):
        return False  # `Kho bạc Nhà nước Khu vực XV` `kiểm soát chi`
    if before[-1].isdigit() or (after_capitals > 1 and _ends_proper_name(flow, word.start())):
        return False  # `Đội K93` `tìm kiếm`, `Liên đội Trường Tiểu học Kim Đồng` `biểu diễn`
    if after_capitals == 1 and not before.isupper() and before not in _WHOLE_WORDS:
        return _DEED.match(flow, word.start()) is None
    return after is not None and (syllable, after[1].lower()) in pairs


def _ends_proper_name(flow: str, position: int) -> bool:
    """Whether the two words before ``position`` are the name of a person or a place, as no two words of a field are: ``Kim Đồng``."""
    match = _TWO_SYLLABLES.search(flow, max(0, position - 16), position)
    return match is not None and (match[1].lower(), match[2].lower()) not in registry().name_pairs


_TWO_SYLLABLES = regex.compile(r"(\p{Lu}\p{Ll}+) (\p{Lu}\p{Ll}+)$")
_DEED = regex.compile(r" +(?:\p{Ll}+ +\d|(?:báo|mời|nhờ) +\p{Lu})")  # `Điện lực Mai Sơn` `tặng 50 suất`, `báo Sở Công Thương`
_NUMBER = re.compile(r" +số +\d| +(?:phía|miền) +(?:Bắc|Trung|Nam|Đông|Tây)(?!\w)")  # `Đội Quản lý thị trường số 3`, `Cảng vụ Hàng hải phía Nam`
_QUOTED = re.compile(r" *(?:“[^”\n]{3,120}”|\"[^\"\n]{3,120}\")")  # `Ban Chỉ đạo Cuộc vận động “...”`
_DASH = regex.compile(
    r" - (?!(?:Trưởng|Phó|Cơ quan|Thành viên|Ủy viên|Chủ tịch|Giám đốc|Tổ|Lưu(?! trữ)|Như|Các|Bộ|Sở|Ban|Đơn vị|Chủ)\b)(?!B[A-ZĐ]{2,})\p{Lu}\p{L}+\b|(?<=[Kk]inh tế|[Vv]ăn hóa|[Cc]hính trị) - (?:xã hội|Xã hội)\b"
)  # `Khoa Hồi sức - Chống độc`, `Viện Nghiên cứu phát triển kinh tế - xã hội`
# `Đội Quản lý thị trường số 3`, `Lữ đoàn 215`
_NUMBERED = re.compile(
    r"(?:\bsố|ên ngành|\bĐề án|\b[Kk]hu vực|[Qq]uân|Quân đội|(?<!uân )\b[Kk]hu|\bđa|\bdự án|Quân y|binh|[Pp]hòng không|[Đđ]ặc công|[Tt]hông tin|[Vv]ận tải|[Rr]a đa|(?:Lữ|Sư|rung|iểu|Hải|uân|inh) đoàn|Hải đội|Vùng|Chi bộ|sát biển|ên phòng|ốc phòng|ung đoàn|(?:ại|rung) đội|ĐOÀN|VÙNG|KHU VỰC|SỐ|QUÂN Y|BINH|ĐỘI)$"
)
_PROPER = regex.compile(r"(?:\p{Lu}\p{Ll}* ){1,4}\p{Lu}\p{Ll}+$")  # `Nguyễn Du`: what follows in small letters is no part of the name of a school
_INSTRUMENTS = ("Pháp lệnh", "Luật", "Bộ luật", "Nghị quyết", "Nghị định", "Quyết định", "Thông tư", "Chỉ thị", "Kế hoạch", "Chương trình")


def _joins(flow: str, position: int) -> bool:
    """``và`` inside a name (`Khoa học và Công nghệ`), not between two names or two predicates."""
    after = re.match(r" +và(?= +(?P<capital>\w))", flow[position : position + 8])
    return (
        after is not None
        and (flow.startswith(_NOT_BODIES, position + after.end() + 1) or not any_head(*_INSTRUMENTS).match(flow, position + after.end()))
        and (after["capital"].isupper() or not _stop_pattern().match(flow, position + after.end()))  # `Khảo thí và Đảm bảo chất lượng`
        and bool(
            re.match(
                r" +(?!cơ quan|đơn vị|tổ chức|dự án|đề án|đại biểu|đại diện|cá nhân|mạng lưới|(?:Giám đốc|Chủ tịch|Phó|Trưởng|Bí thư|Hiệu trưởng|Thủ trưởng|Chánh|Lãnh đạo|Cổng)(?!\w))\w",
                flow[position + after.end() : position + after.end() + 14],
            )
        )
    )
