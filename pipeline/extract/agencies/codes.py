"""Rooms and centres by the code of their field: ``P. TCHC``, ``TT. CNTT``."""

from collections.abc import Iterator
from functools import cache

import regex

from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.registry import registry
from pipeline.extract.vocabulary import key

# A code of figures is the number of a room, one in a line of capitals the name of a ward.
# (a pattern that begins with its letters is sought much faster than one that begins with a look back)
_CODE = regex.compile(r"(?:P(?<![\w/.-]P)|TT(?<![\w/.-]TT))\. ?(?P<code>[A-ZĐ]{2,6}+(?:[&-][A-ZĐ]{2,5}+){0,2}+)(?![\w/&-])(?! +\p{Lu}{2})")
_HEADS = {"P": "Phòng", "T": "Trung tâm"}


def room_codes(flow: str) -> Iterator[Found]:
    """What is written as the letter of its kind and the code of its field; not an office (``P. CT``) nor a standing committee (``TT. HĐND``).

    >>> [(f.name, f.level) for f in room_codes("P. TCHC chủ trì, TT. CNTT phối hợp; báo cáo P. CT, TT. HĐND.")]
    [('Phòng Tổ chức - Hành chính', 'document'), ('Trung tâm Công nghệ thông tin', 'document')]
    """
    for match in _CODE.finditer(flow):
        head = _HEADS[match[0][0]]
        field = _field(head, match["code"])
        if field and key(f"P.{match['code']}") not in registry().office_names:
            level = "district" if head == "Phòng" and field in _of_districts() else "document"
            yield Found(match.start(), match.end(), f"{head} {field}", level, "agency.code", 0.9, match[0][0])


def _field(head: str, code: str) -> str:
    """The field that a code stands for, the code itself where a room has one that is not known; of a centre only one that is known, for `TT.` stands for a standing committee too."""
    known = registry()
    if head == "Phòng":
        field = known.field_name(head, code)
        return known.expand(code) if field == code and len(code) > 2 and "-" not in code else field  # `TH` is `Tiểu học` in names of schools
    field = known.expand(code)
    return "" if field == code or field.endswith(("nhân dân", "Tổ quốc", " ủy")) else field


@cache
def _of_districts() -> frozenset[str]:
    """The fields of the rooms of a district, which are no rooms of an office."""
    return frozenset(registry().fields_of("Phòng")) - registry().inner_fields
