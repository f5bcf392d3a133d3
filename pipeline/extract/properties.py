"""The table of properties on a portal's page: what it says of a document whose own head the page does not show."""

import re
from collections.abc import Sequence
from functools import cache

import regex
from msgspec.structs import replace

from pipeline.extract.agencies.found import Found
from pipeline.extract.legal_refs import parse_number
from pipeline.extract.rule import Mention
from pipeline.extract.vocabulary import alternatives
from pipeline.rule_tables import load_rules
from pipeline.schema import DateNorm, Metadata, Signer

_BLANKS = " -–.:|"
_FEWEST = 3  # labels that make a table of properties: `Cơ quan ban hành` alone is a column of something else


def with_properties(metadata: Metadata, flow: str, agencies: Sequence[Found], dates: Sequence[Mention]) -> Metadata:
    """The metadata, with what the table of properties in a flowing text says where the document says nothing; ``agencies`` and
    ``dates`` are those found in it.

    >>> from pipeline.extract.dates import find_dates
    >>> page = "Quyết định số 45/QĐ-UBND về thu phí qua phà\\nSố hiệu\\t45/QĐ-UBND\\nLoại văn bản\\tQuyết định\\nNgày ban hành\\t08/3/2024\\nNgười ký: Lê Văn Hà"
    >>> found = with_properties(Metadata(), page, [], find_dates(page))
    >>> found.doc_type, found.number, found.issued_on, found.title, found.signer.name
    ('Quyết định', '45/QĐ-UBND', '2024-03-08', 'về thu phí qua phà', 'Lê Văn Hà')
    """
    said = _properties(flow)
    if len(said) < _FEWEST:
        return metadata
    values = {name: flow[start:end] for name, (start, end) in said.items()}
    day = next((d.norm for d in dates if "issued_on" in said and said["issued_on"][0] <= d.start < said["issued_on"][1]), None)
    kind, number = values.get("doc_type"), _number(values.get("number", ""))
    body = next((f.name for f in agencies if "issuer" in said and said["issuer"][0] <= f.start < said["issuer"][1]), None)
    return replace(
        metadata,
        doc_type=metadata.doc_type or (kind[:1].upper() + kind[1:].lower() if kind else None),
        number=metadata.number or number,
        issuer=metadata.issuer or body or values.get("issuer"),
        issued_on=metadata.issued_on or (day.begin if isinstance(day, DateNorm) and day.begin == day.end else None),
        title=metadata.title or (_subject(flow, kind, number) if kind and number else None),
        signer=Signer(metadata.signer.name or values.get("signer"), metadata.signer.role or values.get("role")),
    )


def _number(value: str) -> str | None:
    """A number without its blanks, which stand beside marks; another word behind it is the page's own: ``867/QĐ-QLTA Lỗi``."""
    number, *others = value.split() or [""]
    for word in others:
        if number[-1] not in _MARKS and word[0] not in _MARKS:
            break
        number += word
    return parse_number(number) or None


_MARKS = "/-–&."


@cache
def _label() -> "regex.Pattern[str]":
    """A label at the beginning of a cell or line, and its value in the same cell or the next (also behind a colon), where `--` stands for none."""
    labels = "|".join(f"(?P<{name}>{alternatives(words)})" for name, words in load_rules("layout")["properties"].items())
    return regex.compile(rf"(?<![^\n\t])\W{{0,3}}(?i:{labels})(?: *: *(?:\t *)?| *\t *| +|$)(?P<value>[^\n\t]*)")


def _properties(flow: str) -> dict[str, tuple[int, int]]:
    """The span of the value of each property, the first where it is said more than once; in the header of a table a label follows a label."""
    if not any(word in flow for word in load_rules("layout")["property_cues"]):
        return {}
    found: dict[str, tuple[int, int]] = {}
    for match in _label().finditer(flow):
        name = next(name for name in load_rules("layout")["properties"] if match[name] is not None)
        value = match["value"].strip(_BLANKS)
        if value and not _label().match(value) and (name != "number" or any(character.isdecimal() for character in value)):
            start = flow.index(value, match.start("value"))
            found.setdefault(name, (start, start + len(value)))
    return found


def _subject(flow: str, kind: str, number: str) -> str | None:
    """What follows type and number in the line that heads the page."""
    match = re.search(rf"(?im)^[^\w\n]{{0,9}}{re.escape(kind)} (?:số )?{re.escape(number)}[,:]? +(?:(?:ngày [\d/.-]+|năm \d{{4}}) +)?(\S.*\S)$", flow)
    return match[1] if match else None
