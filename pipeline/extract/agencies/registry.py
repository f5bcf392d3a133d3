"""The registry of bodies: the forms in which a body that it lists is written, and the vocabulary of names that are open."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import regex

from pipeline.extract.vocabulary import key
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
PLACE_LEVELS = UNIT_LEVELS | {
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
            "btk": "Ban Thư ký",
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


def tables() -> dict[str, Any]:
    """The grammar of names: heads, stops, collectives."""
    return registry().grammar
