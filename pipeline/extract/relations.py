"""What a citation says of its reference: the day and the body of issue (`Quyết định số 94/QĐ-TTg ngày 12/02/2018 của Thủ tướng Chính phủ`).

The date and the issuer are entities of their own; a link ties them to the reference where the text says so in the same citation.
Nothing is carried over from one citation of an instrument to the next.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex
from msgspec.structs import replace

from pipeline.extract.rule import Mention
from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm, LegalRefNorm

Kind = Literal["issued_on", "issued_by"]


@dataclass(frozen=True, slots=True)
class Link:
    """A tie from a reference, by its place in the list of references, to the DATE or AGENCY of its citation."""

    reference: int
    kind: Kind
    tail: Mention


# What may stand between a reference, its date and its issuer; nothing else may.
_ISSUED = r"(?:(?:được\s+)?(?:ban hành|ký ban hành|ký|thông qua)\s+)?"
_PATTERNS = {
    "date": rf"\s*[,;]?\s*\(?\s*(?:cùng\s+)?{_ISSUED}",
    "issuer": (
        r"\s*,?\s*\)?\s*\(?(?:của|do|giữa)\s+(?:liên(?: tịch| ngành| bộ)?:?\s+|đồng chí\s+)?(?:hội nghị\s+(?:lần thứ|trung ương)\s+\w+,?\s+)?"
    ),
    "date after issuer": rf"(?:\s+khóa\s+\w+)?\s*,?\s*\(?{_ISSUED}",
    "co-issuer": r"\s*(?:,|-|và|với|phối hợp với)\s*(?:và\s+|của\s+)?",
    "reference after issuer": (
        r"(?:\s+\(cũ\))?\s+(?:(?:đã|vừa|mới|cũng|tiếp tục)\s+)*"
        r"(?:(?:giao|công nhận|phê duyệt|chỉ đạo)\s+(?:tại|trong)|có|tại|trong|ban hành|ra|gửi|ký)(?:\s+(?:tại|các|những|bộ|ban hành|kèm theo|theo))*\s*"
    ),
    # `được Quốc hội thông qua ngày 25/6/2015`, `(Quốc hội thông qua năm 2019)`
    "adopter": r"\s*,?\s*(?:\(|(?:được|do)\s+)",
    "adopted": r"\s+(?:thông qua|ban hành)\s+",
    "proposal": r"\s+tại\s+|\s*\(",
    "between": r".*\bgiữa\b",
    "reference": r"\s*(?:,|;|và|,\s*và|hoặc)\s*(?:các\s+)?",
    "and": r"\s*,?\s*và\s*",
    "same day": r"\s*,?\s*cùng\s+",
    "clause": r"[^.;\n\t]{0,400}",
    "of": r"\bcủa\s+(?:đồng chí\s+)?",
    "by": r"\bdo\b",
    "issues": r"\s*(?:đã\s+)?(?:ban hành|ký|phê duyệt|soạn thảo)\b",
    "several": r".*?\b(?:các|những|cấp)\b",
    "year": r"[0-9]{4}",
    "day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
_LONGEST_GAP = 60


@cache
def _pattern(name: str) -> "regex.Pattern[str]":
    return regex.compile(_PATTERNS[name], regex.I)


# --- codes and bodies ----------------------------------------------------------------------------------------------------


@cache
def _type_codes() -> frozenset[str]:
    return frozenset(code for kind in load_rules("instruments")["type"] for code in kind["codes"])


def _body_codes(number: str | None) -> list[str]:
    """The parts of the code that stand for bodies: `BXD`, `BTC` in `09/2013/TTLT-BXD-BTC`."""
    parts = regex.findall(r"\p{L}+", regex.sub(r"(?<=\p{L})[0-9]+", "", number or ""))
    return parts[1:] if parts and parts[0] in _type_codes() else parts


def is_code_of(number: str | None, agency: str) -> bool:
    """Whether the code of an instrument's number is that of a body, as its surface names it.

    >>> is_code_of("417/QĐ-LĐTBXH", "Bộ Lao động - Thương binh và Xã hội"), is_code_of("731-CV/VPTU", "Thường trực Tỉnh ủy")
    (True, False)
    """
    name, initials = " ".join(agency.casefold().split()), _initials(agency)
    for part in _body_codes(number):
        known = load_rules("instruments")["issuers"].get(part)
        if any(name.startswith(beginning.casefold()) for beginning in known) if known else part.upper() in initials:
            return True
    return False


_TONES = "[\u0300\u0301\u0303\u0309\u0323]"


def _initials(agency: str) -> set[str]:
    """`BTC` and `TC` for `Bộ Tài chính tỉnh ...`: how a number shortens the name, with and without what it ends in."""
    name = regex.sub(r"(?i)^(?:bộ trưởng|thứ trưởng|giám đốc|chủ tịch) +(?=\p{L})", "", agency)
    plain = unicodedata.normalize("NFC", regex.sub(_TONES, "", unicodedata.normalize("NFD", name)))  # `ĐU` for `Đảng ủy`
    words = [word for word in regex.findall(r"\p{L}+", regex.sub("(?i)trung ương", "TW", plain)) if word.casefold() != "va"]
    letters = "".join(word if word.isupper() and len(word) > 1 else word[0].upper() for word in words)
    return {letters[start:end] for start in (0, 1) for end in range(start + 2, len(letters) + 1)}


# --- citations -----------------------------------------------------------------------------------------------------------


_ANNOUNCES = regex.compile(r"(?: +khóa +\w+)? +(?:đã +)?(?:(?:ký +)?ban hành|ký|ra|thông qua) +$")
_PROPOSES = regex.compile(r"(?i)\bđề nghị của +$")


class _Citations:
    """The references of one text with the dates and bodies around them, found by where they start or end."""

    def __init__(self, flow: str, references: Sequence[Mention], dates: Sequence[Mention], agencies: Sequence[Mention]) -> None:
        self.flow, self.references = flow, references
        self._dates = {date.start: date for date in dates}
        self._agencies = {agency.start: agency for agency in agencies}
        self._agency_ends = {agency.end: agency for agency in agencies}

    def links(self) -> list[Link]:
        """All that the citations say, in the order of the references."""
        links = [link for index in range(len(self.references)) for link in self._cited(index)]
        return sorted(links + self._shared(links), key=lambda link: link.reference)

    def _cited(self, index: int) -> list[Link]:
        reference = self.references[index]
        date, end = self._date(reference)
        issuers, end = self._issuers(reference, end)
        if issuers and date is None:
            date = _if_day(self._next(self._dates, end, "date after issuer"))
        if not issuers and date is None:
            date, issuers = self._adopted(reference)
        if not issuers and date is None:
            date, issuers = self._announced(reference)
        if not issuers:
            issuers = self._proposed(reference)
        if not issuers:
            issuers = self._distant_issuer(index, end)
        dated = [Link(index, "issued_on", date)] if date else []
        return dated + [Link(index, "issued_by", issuer) for issuer in issuers]

    def _date(self, reference: Mention) -> tuple[Mention | None, int]:
        """The date if it says the day, or the year of issue; and where it ends."""
        date = self._next(self._dates, reference.end, "date")
        if date is None:
            return None, reference.end
        if _says(date, "year"):
            day = _if_day(self._next(self._dates, date.end, "date"))  # the year of the instrument, and then its date
            if day is None:
                return (date, date.end) if self._is_year_of_issue(reference, date) else (None, date.end)
            date = day
        return _if_day(date), date.end

    def _is_year_of_issue(self, reference: Mention, year: Mention) -> bool:
        """`Luật X (2013)`; `Quy chế số 03/QC-UBND năm 2013`; of a law whose years are known (`Luật Đất đai năm 2024`) one of these."""
        norm = reference.norm
        if not isinstance(norm, LegalRefNorm) or not isinstance(year.norm, DateNorm):
            return False
        if self.flow[reference.end : year.start].strip() == "(" and self.flow[year.end : year.end + 1] == ")":
            return True
        title = norm.title.removeprefix(norm.type).strip() if isinstance(norm.title, str) else ""
        years = load_rules("instruments")["titles"].get(norm.type, {}).get(title, ())
        return year.norm.mod is None and (not years or year.norm.value in [str(adopted) for adopted in years])

    def _issuers(self, reference: Mention, end: int) -> tuple[list[Mention], int]:
        """The body behind `của` or `do`, and those that issued together with it; and where they end."""
        issuer = self._next(self._agencies, end, "issuer")
        if issuer is None or not self._issues(reference, issuer, end) or self._leaves_brackets(reference, issuer):
            return [], end
        issuers, between = [issuer], _pattern("between").match(self.flow, end, issuer.start) is not None
        while (other := self._next(self._agencies, issuers[-1].end, "co-issuer")) and (between or self._signs_too(reference, other)):
            issuers.append(other)
        return issuers, issuers[-1].end

    def _signs_too(self, reference: Mention, other: Mention) -> bool:
        """Whether the number names several bodies, and the other is one of them; behind `của UBND huyện, UBND xã` the second does something else."""
        number = reference.norm.number if isinstance(reference.norm, LegalRefNorm) else None
        return len(_body_codes(number)) > 1 and self._is_of(reference, other)

    def _leaves_brackets(self, reference: Mention, issuer: Mention) -> bool:
        """`(thay thế Thông tư số 10/2022/TT-BNV) do Bộ Nội vụ ban hành`: the body is that of another instrument."""
        opened = self.flow.rfind("(", max(reference.start - _LONGEST_GAP, 0), reference.start)
        return opened >= 0 and ")" not in self.flow[opened : reference.start] and ")" in self.flow[reference.end : issuer.start]

    def _issues(self, reference: Mention, agency: Mention, end: int) -> bool:
        """Not so `của các bộ, ngành`, who carry it out, nor `do` a body that does not issue it, nor `giữa` bodies whose code the number does not have."""
        if self._is_collective(agency) and not self._is_of(reference, agency):
            return False
        number = reference.norm.number if isinstance(reference.norm, LegalRefNorm) else None
        if _pattern("between").match(self.flow, end, agency.start) and _body_codes(number) and not self._is_of(reference, agency):
            return False  # `hợp tác thực hiện Nghị quyết số 57-NQ/TW giữa hai trường`: they did not issue it
        return not _pattern("by").search(self.flow, end, agency.start) or _pattern("issues").match(self.flow, agency.end) is not None

    def _adopted(self, reference: Mention) -> tuple[Mention | None, list[Mention]]:
        """`Luật Trẻ em (Quốc hội thông qua ngày 05/4/2016)`: the body and then the date behind the reference."""
        agency = self._next(self._agencies, reference.end, "adopter")
        date = self._next(self._dates, agency.end, "adopted") if agency else None
        return (date, [agency]) if agency and date and (_says(date, "day") or _says(date, "year")) else (None, [])

    def _proposed(self, reference: Mention) -> list[Mention]:
        """`Theo đề nghị của Giám đốc Sở Tài chính tại Tờ trình số 45/TTr-STC`: who proposes it has signed it."""
        agency = self._ahead(reference)
        if agency is None or not _pattern("proposal").fullmatch(self.flow, agency.end, reference.start):
            return []
        return [agency] if _PROPOSES.search(self.flow, max(agency.start - _LONGEST_GAP, 0), agency.start) else []

    def _ahead(self, reference: Mention) -> Mention | None:
        """The nearest body before the reference."""
        near = range(reference.start, max(reference.start - _LONGEST_GAP, -1), -1)
        return next((self._agency_ends[at] for at in near if at in self._agency_ends), None)

    def _announced(self, reference: Mention) -> tuple[Mention | None, list[Mention]]:
        """`Ngày 22/12/2024, Bộ Chính trị đã ban hành Nghị quyết số 57-NQ/TW`: the date and the body before the reference."""
        issued = _ANNOUNCES.search(self.flow, max(reference.start - _LONGEST_GAP, 0), reference.start)
        agency = self._agency_ends.get(issued.start()) if issued else None
        if agency is None or self._is_collective(agency):
            return None, []
        dates = [self._dates[at] for at in range(max(agency.start - 40, 0), agency.start) if at in self._dates]
        if not dates or self.flow[dates[-1].end : agency.start].strip() not in ("", ","):
            return None, []
        return _if_day(dates[-1]), [agency]

    def _distant_issuer(self, index: int, end: int) -> list[Mention]:
        """A body farther behind in the clause, or before the reference, only where the code of the number is its own."""
        reference = self.references[index]
        until = self.references[index + 1].start if index + 1 < len(self.references) else len(self.flow)
        clause = _pattern("clause").match(self.flow, end, until)
        candidates = [self._agencies.get(of.end()) for of in _pattern("of").finditer(self.flow, end, clause.end() if clause else end)]
        ahead = self._ahead(reference)
        if ahead and _pattern("reference after issuer").fullmatch(self.flow, ahead.end, reference.start):
            candidates.append(ahead)
        return [agency for agency in candidates if agency and self._is_of(reference, agency) and not self._is_collective(agency)][:1]

    def _shared(self, links: list[Link]) -> list[Link]:
        """The day and the issuer that references in a list have in common: `Nghị định số 56/2017/NĐ-CP và 80/2017/NĐ-CP ngày 17/7/2017 của Chính phủ`."""
        issuers = {link.reference: link.tail for link in reversed(links) if link.kind == "issued_by"}
        days = {link.reference: link.tail for link in links if link.kind == "issued_on"}
        shared = []
        for index in reversed(range(len(self.references) - 1)):
            reference, after = self.references[index], self.references[index + 1]
            end = days[index].end if index in days else reference.end
            if not _pattern("reference").fullmatch(self.flow, end, after.start):
                continue
            issuer, day = issuers.get(index + 1), days.get(index + 1)
            if issuer and index not in issuers and issuer.start >= after.end and self._is_of(reference, issuer):
                issuers[index] = issuer
                shared.append(Link(index, "issued_by", issuer))
            if day and index not in days and self._have_one_day(reference, after, day):
                days[index] = day
                shared.append(Link(index, "issued_on", day))
        return shared

    def _have_one_day(self, reference: Mention, after: Mention, day: Mention) -> bool:
        """Two of one type, joined by `và` or with the type said once, unless the number of the first names another year than the day."""
        one, other = reference.norm, after.norm
        if not (isinstance(one, LegalRefNorm) and isinstance(other, LegalRefNorm) and isinstance(day.norm, DateNorm)) or not one.number:
            return False
        year = regex.search(r"/((?:19|20)[0-9]{2})/", one.number)
        if one.type != other.type or day.start < after.end or not _says(day, "day") or (year and year[1] != (day.norm.value or "")[:4]):
            return False
        said_once = self.flow[after.start : after.start + 1].isdigit()
        same_day = _pattern("same day").fullmatch(self.flow, after.end, day.start)
        return bool(said_once or same_day or _pattern("and").fullmatch(self.flow, reference.end, after.start))

    def _is_collective(self, agency: Mention) -> bool:
        """`các bộ, ngành`, `UBND cấp huyện`: no one body."""
        return _pattern("several").match(self.flow, agency.start, agency.end) is not None

    def _is_of(self, reference: Mention, agency: Mention) -> bool:
        number = reference.norm.number if isinstance(reference.norm, LegalRefNorm) else None
        return is_code_of(number, self.flow[agency.start : agency.end])

    def _next(self, mentions: dict[int, Mention], at: int, gap: str) -> Mention | None:
        """The first of ``mentions`` behind ``at``, if nothing but the gap stands between."""
        start = next((start for start in range(at, at + _LONGEST_GAP) if start in mentions), None)
        return mentions[start] if start is not None and _pattern(gap).fullmatch(self.flow, at, start) else None


def _says(date: Mention, precision: Literal["year", "day"]) -> bool:
    return isinstance(date.norm, DateNorm) and _pattern(precision).fullmatch(date.norm.value or "") is not None


def _if_day(date: Mention | None) -> Mention | None:
    return date if date is not None and _says(date, "day") else None


def relate(flow: str, references: list[Mention], dates: list[Mention], agencies: list[Mention]) -> list[Link]:
    """The links from each LEGAL_REF to the DATE and the AGENCY of its citation, in the order of the references; all mentions are into ``flow``.

    >>> flow = "Căn cứ Quyết định số 94/QĐ-TTg ngày 12/02/2018 của Thủ tướng Chính phủ"
    >>> reference = Mention(7, 30, "LEGAL_REF", LegalRefNorm("Quyết định", "94/QĐ-TTg"), "")
    >>> date = Mention(31, 46, "DATE", DateNorm("DATE", "2018-02-12", None, "2018-02-12", "2018-02-12"), "")
    >>> [(link.reference, link.kind) for link in relate(flow, [reference], [date], [])]
    [(0, 'issued_on')]
    """
    return _Citations(flow, references, dates, agencies).links()


def with_citation(references: list[Mention], links: list[Link], flow: str) -> list[Mention]:
    """The references with what their links say in the norm: ``issued_on`` the value of the DATE, ``issuer`` the surface of the first AGENCY.

    >>> reference = Mention(0, 15, "LEGAL_REF", LegalRefNorm("Luật", None, title="Luật Khoa học và công nghệ"), "")
    >>> year = Mention(17, 21, "DATE", DateNorm("DATE", "2013", None, "2013-01-01", "2013-12-31"), "")
    >>> with_citation([reference], [Link(0, "issued_on", year)], "")[0].norm.issued_on
    '2013'
    """
    cited = list(references)
    for link in reversed(links):
        norm, tail = cited[link.reference].norm, link.tail
        norm = replace(norm, issued_on=tail.norm.value) if isinstance(tail.norm, DateNorm) else replace(norm, issuer=flow[tail.start : tail.end])
        cited[link.reference] = replace(cited[link.reference], norm=norm)
    return cited
