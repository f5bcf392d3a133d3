"""Bodies by the code of their field: ``P. TCHC``, ``TT. CNTT``, and in the cells of who leads and who helps ``VHXH, CA``."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import regex

from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.predicates import is_compound
from pipeline.extract.agencies.registry import registry, tables
from pipeline.extract.vocabulary import alternatives, key

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


def may_hold_codes(flow: str) -> bool:
    """Whether a code, or a name that the cell gives away, stands alone in a cell or in an item of one; asked before the tables are read for it."""
    return "\t" in flow and (_ALONE.search(flow) is not None or _cell_name().search(flow) is not None)


def with_cell_names(flow: str, cells: Iterable[tuple[int, int]], found: Sequence[Found]) -> list[Found]:
    """The finds in order, with the bodies that fill a cell, or an item of its list, from end to end: ``Phòng 8``, ``Trại Thực nghiệm sinh học``.

    >>> [f.name for f in with_cell_names("\\tPhòng 8\\t", [(1, 8)], [])]
    ['Phòng 8']
    """
    kept = list(found)
    for start, end in cells:
        for match in _cell_name().finditer(flow, max(0, start - _MARK), end + _MARK):
            begin, stop = match.span("name")
            at = bisect_left(kept, begin, key=lambda f: f.start)
            inside = [f for f in kept[max(0, at - 1) : at + 2] if f.start < stop and begin < f.end]
            if inside and not (len(inside) == 1 and inside[0].start == begin and _is_cut(flow, inside[0], stop)):
                continue
            name = f"{inside[0].name}{flow[inside[0].end : stop]}" if inside else registry().expand(match["name"])
            body = Found(begin, stop, name, inside[0].level if inside else "document", "agency.code", 0.9, match["name"].split()[0])
            kept[at : at + len(inside)] = [body]
    return kept


def _is_cut(flow: str, found: Found, stop: int) -> bool:
    """Whether a name lacks the number behind it, or ends inside a compound: ``Tổ chuyên môn`` `1`, ``Phòng Chuyển`` `giao công nghệ`."""
    last, following = flow[found.start : found.end].rpartition(" ")[2], flow[found.end : stop].split()
    return _FIGURE.fullmatch(flow, found.end, stop) is not None or (
        found.rule == "agency.open_name" and bool(following) and is_compound(last, following[0])
    )


_MARK = 4  # characters in which the mark before a cell, or behind it, stands
_FIGURE = re.compile(r" \d{1,2}")


@cache
def _cell_name() -> "regex.Pattern[str]":
    """A name between the marks of cells and lists: a head and a number, or a head, a capital and words without brackets, verbs of roles or further bodies."""
    heads = {name: alternatives(tables()["cell_heads"][name]) for name in ("numbered", "named")}
    word = r"(?! (?:chủ|phối|và|với|thực|là|làm|giúp|do|cùng|của|thuộc|các|liên quan|tham|theo|hướng|báo|trình|soạn|lập|thẩm)(?!\w)) [^\s,;()/|:.+-]{1,12}"
    name = rf"(?:{heads['numbered']}) (?:số )?\d{{1,2}}|(?:{heads['named']}) \p{{Lu}}[^\s,;()/|:.+-]{{0,12}}(?:{word}){{0,6}}+"
    return regex.compile(rf"[\t\n,;/+] {{0,4}}+(?:[-–•] ?+)?+(?P<name>{name})(?= {{0,4}}(?:[\t\n;/+]|, ?\p{{Lu}}|\Z))")


def cell_codes(flow: str, cells: Iterable[tuple[int, int]], found: Sequence[Found]) -> Iterator[Found]:
    """What a table calls bodies by where nothing else stands in its cells: codes of bodies that the document also writes with their head
    (`Phòng KTHT-ĐT`), and the few by which everybody in a commune is known. ``found`` is in order and without overlap.

    >>> [f.name for f in cell_codes("CA, VHXH; CT", [(0, 12)], [])]
    ['Công an', 'Văn hóa - Xã hội']
    """
    known: dict[str, Found | str] = dict(tables()["cell_codes"])
    for body in found:
        _, _, code = flow[body.start : body.end].rpartition(" ")
        known.update({code: body} if _LONE_CODE.fullmatch(code) else {})
    named = {field: body for body in found for field in [body.name.partition(" ")[2]] if body.name.startswith(("Phòng ", "Ban "))}
    starts = [body.start for body in found]
    for begin, item in (pair for cell in cells for pair in _items(flow, *cell)):
        stands_for = known.get(item)
        before = bisect_left(starts, begin + len(item))  # the last body that begins before the item ends
        if stands_for is None or (before and found[before - 1].end > begin):
            continue
        of_document = named.get(stands_for) if isinstance(stands_for, str) else stands_for
        name, level = (of_document.name, of_document.level) if of_document else (str(stands_for), "document")
        yield Found(begin, begin + len(item), name, level, "agency.code", 0.9, "P")


def _items(flow: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """What stands between the marks of a list in a cell, each with its start; what stands in brackets is none."""
    for stop in [*_BETWEEN.finditer(flow, start, end), None]:
        text = flow[start : stop.start() if stop else end]
        item = text.strip(" \n\t*•-")
        yield start + text.index(item), item
        start = stop.end() if stop else end


_ALONE = re.compile(r"[\t,;/+] {0,4}(?:[A-ZĐ][A-ZĐ&-]{1,20}|Quân sự|Phụ nữ|Nông dân|Cựu chiến binh|[Cc]ác (?:phòng|khoa|xí nghiệp)) {0,2}[\t,;/+(\n]")
_LONE_CODE = regex.compile(r"(?![IVX]+$)[A-ZĐ]{2,8}+(?:[&-][A-ZĐ]{2,5}+){0,3}+")
_BETWEEN = re.compile(r"[,;/+|\n\t]|\([^()\n\t]*\)| (?:[-–]|và) ")


@cache
def _of_districts() -> frozenset[str]:
    """The fields of the rooms of a district, which are no rooms of an office."""
    return frozenset(registry().fields_of("Phòng")) - registry().inner_fields
