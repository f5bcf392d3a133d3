"""What a reference names, in the parts that every spelling of it has in common, and the canonical id that they make.

An id reads TYPE/NUMBER/ISSUER/YEAR, in ASCII: ``nghi-dinh/56/cp/2017``, ``chi-thi/28/tw/2023``. The year is left out where neither the number nor
a date tells it; behind the issuer stands the place of a local body that is known (``quyet-dinh/1134/ubnd@binh-an/2022``). What has no number is
TYPE/TITLE, with the year where it is known (``luat/phong-benh/2025``, ``cong-uoc/quyen-tre-em/1989``), and the constitution ``hien-phap/2013``.
"""

import re
import unicodedata
from functools import cache, lru_cache

from msgspec import UNSET, Struct
from msgspec.structs import replace

from pipeline.resolve.registry import slug
from pipeline.rule_tables import load_rules
from pipeline.schema import LegalRefNorm

_SERIAL = re.compile(r"([0-9]+(?:\.[0-9]{1,3})?[a-zđ]{0,2})(?![a-zđ])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_RUN_TOGETHER = re.compile(r"(TT|QD|NQ|ND|KH|CT)(B[A-Z]{2,}|CP|TTG|UBND|HDND)")
_OF_SEVERAL_BODIES = ("-lien-tich", "-lien-nganh", "-phoi-hop")
_CONSTITUTION = "hien-phap"


class Instrument(Struct, frozen=True):
    """The parts of an id; what is not known is empty."""

    kind: str
    number: str = ""
    issuer: str = ""
    year: str = ""
    place: str = ""
    title: str = ""

    @property
    def id(self) -> str | None:
        """The canonical id; None where the issuer of a number is not known, for then it could be any body's.

        >>> Instrument("quyet-dinh", "98", "ubnd", "2024", "binh-an").id
        'quyet-dinh/98/ubnd@binh-an/2024'
        >>> Instrument("nghi-dinh", "91").id is None
        True
        """
        if self.number:
            if not self.issuer:
                return None
            body = f"{self.issuer}@{self.place}" if self.place else self.issuer
            return "/".join(filter(None, (self.kind, self.number, body, self.year)))
        if self.title or self.kind == _CONSTITUTION:
            return "/".join(filter(None, (self.kind, self.title, self.year)))
        return None

    @property
    def series(self) -> tuple[str, str, str]:
        """What is the same whether a citation gives its date or not."""
        return self.kind, self.number, self.issuer


def _ascii(text: str) -> str:
    plain = text.translate(_BARRED)
    if plain.isascii():
        return plain
    return "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))


_BARRED = str.maketrans("đĐÐð", "dDDd")


@lru_cache(4096)
def parse_instrument(norm: LegalRefNorm) -> Instrument:
    """The instrument that the norm of a LEGAL_REF names, without what only the rest of its document tells.

    >>> parse_instrument(LegalRefNorm("Thông tư", "023/2010/TT-BLĐTB&XH")).id
    'thong-tu/23/ldtbxh/2010'
    >>> parse_instrument(LegalRefNorm("Chỉ thị", "28-CT/TƯ", "2023-12-25")).id
    'chi-thi/28/tw/2023'
    """
    if norm.number is None:
        return _titled(norm)
    serial = _SERIAL.match(norm.number)
    code = norm.number[serial.end() :] if serial else norm.number
    parts = _parts(code)
    year = parts.pop(0) if parts and _YEAR.fullmatch(parts[0]) else ""
    kind, bodies = _type_and_bodies(kind_of(norm.type), parts, type_last="/" in code[code.rfind("-") + 1 :])
    number = re.sub(r"\.(?=[0-9]{3})", "", serial[1]).lstrip("0") if serial else ""  # none while it is still to be written in
    year = year or _year(norm.issued_on)
    only: str = load_rules("references")["issuer_of"].get(kind, "") if year else ""
    return Instrument(kind, _ascii(number), _in_term(_issuer(kind, bodies), year) or only, year)


def _titled(norm: LegalRefNorm) -> Instrument:
    title = "" if norm.title is UNSET else norm.title.removeprefix(norm.type).strip()
    kind = kind_of(norm.type)
    if kind == _CONSTITUTION:
        return Instrument(kind, year=_year(norm.issued_on))
    return Instrument(kind, title=_treaties().get(title) or slug(title), year=_year(norm.issued_on))


def _year(issued_on: str | None) -> str:
    return issued_on[:4] if issued_on and _YEAR.match(issued_on) else ""


def _parts(code: str) -> list[str]:
    """`2017`, `ND`, `CP` of `/2017/NĐ-CP`; `&` joins what it stands between, and what follows a point is a filing mark."""
    code = re.sub(r"\.[^/-]*", "", code.replace("TƯ", "TW").replace("&", ""))
    parts = [part for part in re.split(r"[/-]", _ascii(code).upper()) if part]
    return [piece for part in parts for piece in _pieces(part)]


def _pieces(part: str) -> tuple[str, ...]:
    """`TT` and `BYT` of `TTBYT`, which has lost its dash."""
    run = _RUN_TOGETHER.fullmatch(part)
    return run.groups() if run else (part,)


def kind_of(name: str) -> str:
    """The kind of a type as ids name it.

    >>> kind_of("Bộ luật"), kind_of("Kế hoạch")
    ('luat', 'ke-hoach')
    """
    kind: str = load_rules("references")["kinds"].get(name) or slug(name)
    return kind


def _type_and_bodies(kind: str, parts: list[str], type_last: bool) -> tuple[str, list[str]]:
    """The type, by the code where it says another than the word, and the codes of the bodies; in old numbers the type stands last (`16-BYT/TT`)."""
    told: dict[str, list[str]] = load_rules("references")["codes"]
    at = 0 if parts and parts[0] in _type_codes() else len(parts) - 1
    if not parts or parts[at] not in _type_codes() or (at and not type_last):
        return kind, parts
    said = told.get(parts[at], [kind] if parts[at] in _codes_of(kind) else [])
    if not said:  # `343/PC-VT` of a decision: no type, a body
        return kind, parts
    return kind if kind in said else said[0], parts[:at] + parts[at + 1 :]


@cache
def _type_codes() -> frozenset[str]:
    kinds = load_rules("instruments")["type"]
    return frozenset(_ascii(code).upper() for kind in kinds for code in kind["codes"])


@cache
def _codes_of(kind: str) -> frozenset[str]:
    kinds = load_rules("instruments")["type"]
    return frozenset(_ascii(code).upper() for each in kinds if kind_of(each["name"]) == kind for code in each["codes"])


def _issuer(kind: str, bodies: list[str]) -> str:
    """The code of the body: the first where others are its units (`BNN-QLCL`), all in order of letters where they issue together."""
    shown = bodies if kind.endswith(_OF_SEVERAL_BODIES) else bodies[:1]
    return "-".join(sorted({_body(code) for code in shown}))


def _body(code: str) -> str:
    code = re.sub(r"^(HDND|UBND)K?[0-9]+$", r"\1", code)
    return _bodies().get(code) or code.lower()


def _in_term(issuer: str, year: str) -> str:
    """`qh13` for `qh` of 2014."""
    short = re.fullmatch(r"(ubtv)?qh[0-9i]?", issuer)
    terms: dict[str, list[int]] = load_rules("references")["terms"]
    term = next((term for term, (first, last) in terms.items() if short and year and first <= int(year) <= last), None)
    return (short[1] or "") + term if short and term else issuer


@cache
def _bodies() -> dict[str, str]:
    return {written: code for code, spellings in load_rules("references")["issuers"].items() for written in spellings}


@cache
def _treaties() -> dict[str, str]:
    return {title: name for name, titles in load_rules("laws")["treaties"].items() for title in titles}


# --- laws by title ---------------------------------------------------------------------------------------------------------


class Version(Struct, frozen=True):
    """A law as adopted: ``since`` is the first day (ISO) on which it is certainly in force."""

    instrument: Instrument
    since: str


@cache
def versions(kind: str, title: str) -> tuple[Version, ...]:
    """The versions of a law by the slug of its title, the oldest first; none where no table knows it.

    >>> [version.instrument.id for version in versions("luat", "thanh-nien")]
    ['luat/53/qh11/2005', 'luat/57/qh14/2020']
    """
    return _all_versions().get((kind, title), ())


@lru_cache(1024)
def cut_short(kind: str, title: str, year: str) -> tuple[Version, ...]:
    """The versions of a year of all laws whose titles begin with a title that no table knows: more than one leaves open which is meant.

    >>> [version.instrument.id for version in cut_short("luat", "hoat-dong-giam-sat", "2015")]
    ['luat/87/qh13/2015']
    """
    longer = (found for (its, name), found in _all_versions().items() if its == kind and name.startswith(f"{title}-"))
    return tuple(version for found in longer for version in found if version.instrument.year == year)


@cache
def _all_versions() -> dict[tuple[str, str], tuple[Version, ...]]:
    out: dict[tuple[str, str], tuple[Version, ...]] = {}
    numbers = load_rules("laws")
    for kind, titles in load_rules("instruments")["titles"].items():
        for title, years in titles.items():
            numbered = [
                Version(parse_instrument(LegalRefNorm(kind, number)), since) for number, since in numbers.get(kind, {}).get(title, {}).items()
            ]
            named = _titled(LegalRefNorm(kind, None, title=f"{kind} {title}"))
            known = {version.instrument.year for version in numbered}
            unnumbered = [Version(replace(named, year=str(year)), "") for year in years if str(year) not in known]
            found = sorted(numbered + unnumbered, key=lambda version: (version.instrument.year, version.since))
            # where no table has the day, two years later it is in force
            dated = [version if version.since else replace(version, since=f"{int(version.instrument.year) + 2}-01-01") for version in found]
            out.setdefault((named.kind, named.title), tuple(dated))  # of the constitution's names the first has all years
    return out
