"""Lines: what each physical line is by itself, and the width at which they were wrapped."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import msgspec
import regex
from msgspec.structs import replace

from pipeline.layout.columns import is_column_name
from pipeline.layout.markers import Marker, find_marker
from pipeline.rule_tables import load_rules

_RULER = re.compile(r"^[\s\-_=—.*·…|+:~\\]{3,}$|^\*{1,2}$")
_GAP = re.compile(r"^(?=[\s.…]*(?:…|\.{4}))[\s.…]+$")
_FOOTNOTE = re.compile(r"^(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\d{1,3}\])\s*(?=\S)")
_NUMBERED_NOTE = re.compile(r"\d{1,2} (?=[^\W\d]+(?: [^\W\d]+)? số \d)")
_PAGE_HEAD = re.compile(r"/\s*số\s*\d", re.I)  # of a gazette
_LOW_FURNITURE = re.compile(r"https?://|trang\s+\d|công báo\b")  # all else in small letters goes on from the line before: `chia sẻ dữ liệu`
_PAGE_NUMBER = re.compile(r"^\d{1,4}$")
_FEWEST_PIPES = 3  # of a row without blanks around them
_PIPE_RULE = re.compile(r"^(?=[\s:|+\-=]*---)[\s:|+\-=]+$")


class Line(msgspec.Struct, frozen=True):
    """One physical line, trimmed of blanks and of markdown emphasis: its span, and what kind of line it is by itself."""

    start: int
    end: int
    text: str
    kind: str
    marker: Marker | None = None
    emphasis: str = ""


class Words(NamedTuple):
    """What tells the lines of a page: its furniture, the mottoes of State and Party, the types of documents, and how a line begins with one."""

    furniture: re.Pattern[str]
    mottoes: tuple[str, ...]
    types: frozenset[str]
    begins: re.Pattern[str]


@cache
def words() -> Words:
    """The words of `rules/layout.toml` that tell lines apart; mottoes and types are in lower case."""
    table = load_rules("layout")
    types = sorted(table["doc_types"], key=len, reverse=True)
    return Words(
        re.compile("^(?:" + "|".join(table["furniture"]) + ")", re.I),
        tuple(table["mottoes"]),
        frozenset(types),
        re.compile("^(?:" + "|".join(types) + r")\b", re.I),
    )


def has_motto(text: str) -> bool:
    """Whether a motto stands in a text.

    >>> has_motto("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), has_motto("SỞ Y TẾ")
    (True, False)
    """
    lowered = text.lower()
    return any(motto in lowered for motto in words().mottoes)


def tells_of_motto(text: str) -> bool:
    """Whether a sentence names the State or the Party, and no second motto stands there.

    >>> tells_of_motto("mừng ngày thành lập Đảng Cộng sản Việt Nam"), tells_of_motto("Đảng Cộng sản Việt Nam")
    (True, False)
    """
    return _NAMED_IN_SENTENCE.search(text) is not None and "độc lập" not in text.lower()


_PARTY = r"Đảng (?i:cộng sản) Việt Nam"
_NAMED_IN_SENTENCE = regex.compile(
    rf"(?<!\p{{L}})(?!(?:ủy|đoàn|bộ) )\p{{Ll}}{{2,}} (?:{_PARTY}|Đoàn TNCS)|{_PARTY}(?: \p{{Ll}}{{2}}|[.,;)])|nước Cộng h(?:òa|oà) (?i:xã hội)"
)


@cache
def _closings(kind: str) -> re.Pattern[str]:
    return re.compile(r"^\W*(?:" + "|".join(map(re.escape, load_rules("layout")[kind])) + r")\b", re.I)


def is_closing(text: str, last: bool = False) -> bool:
    """Whether a paragraph closes a document instead of going on with the item above it; ``last`` says that no item follows it.

    >>> is_closing("Trên đây là Kế hoạch năm 2026"), is_closing("Yêu cầu các đơn vị báo cáo"), is_closing("Yêu cầu các đơn vị báo cáo", last=True)
    (True, False, True)
    """
    return bool(_closings("closings").match(text) or _CALL.match(text)) or (last and bool(_closings("last_closings").match(text)))


# `Ủy ban nhân dân tỉnh yêu cầu các sở, ngành tổ chức thực hiện nghiêm túc Chỉ thị này.`
_CALL = re.compile(r"[^.;]{0,60}\b(?:yêu cầu|đề nghị)\b[^.;]*\b(?:tổ chức|triển khai|nghiêm túc) thực hiện[^.;]{0,30} này\W*$", re.I)


def is_caps(text: str) -> bool:
    """Whether the letters of a line are capitals: ``TỔ CHỨC THỰC HIỆN``."""
    return text.isupper() and sum(c.isalpha() for c in text) >= 3


def read_lines(text: str) -> list[Line]:
    """The lines of a folded text in order, each with its kind.

    >>> [(line.kind, line.text) for line in read_lines("1. Sở Y tế\\n\\n- 12 -")]
    [('marked', 'Sở Y tế'), ('blank', ''), ('furniture', '- 12 -')]
    """
    return _with_numbered_notes(_with_page_heads(_with_low_romans(_with_narrow_rows(text, list(_lines_alone(text))))))


def _lines_alone(text: str) -> Iterator[Line]:
    furniture = words().furniture
    position = 0
    for raw in text.split("\n"):
        start, end = position, position + len(raw)
        position = end + 1
        if raw.count("\t") >= 2 and not raw.isspace() and not furniture.match(raw):  # empty cells count: only blanks are trimmed
            yield Line(start, end, raw, "tab_row")
            continue
        while start < end and text[start] in " \t\\":
            start += 1
        while end > start and text[end - 1] in " \t\\":
            end -= 1
        yield _classify(text, start, end)


def _classify(text: str, start: int, end: int) -> Line:
    content = text[start:end]
    if not content or content == "|":  # also what web copies put between the cells of a table, a line each
        return Line(start, end, content, "blank")
    begins_word = content[0].isalpha()  # as most lines do: they are no rules, gaps, numbers or notes
    if not begins_word and (drawn := _drawn(content)):
        return Line(start, end, content, drawn)
    if words().furniture.match(content) and not (content[0].islower() and not _LOW_FURNITURE.match(content)):
        return Line(start, end, content, "furniture")
    if not begins_word and _PAGE_NUMBER.match(content):
        return Line(start, end, content, "page_number")
    if content.startswith("|") or content.count(" | ") >= 2 or content.count("|") >= _FEWEST_PIPES:
        return Line(start, end, content, "pipe_row")
    if "\t" in content:
        return Line(start, end, content, "tab_row")
    if not begins_word and (note := _FOOTNOTE.match(content)):
        return Line(start + note.end(), end, content[note.end() :], "footnote")
    return _marked(text, start, end)


def _drawn(content: str) -> str | None:
    """The kind of a line of marks that are drawn or left to be filled."""
    if _PIPE_RULE.match(content) and "|" in content:
        return "pipe_rule"
    if _GAP.match(content):
        return "gap"
    return "ruler" if _RULER.match(content) else None


def _marked(text: str, start: int, end: int) -> Line:
    """Strips markdown emphasis and the marker; the span of the line is what follows."""
    emphasis = _emphasis(text[start:end])
    while (
        (start < end and text[start] in "#>")
        or (text[start : start + 1] == "*" and text[start : start + 2] != "* " and start < end)
        or (start < end and text[start] == " ")
    ):
        start += 1
    while end > start and text[end - 1] in "*# ":
        end -= 1
    marker = find_marker(text[start:end])
    if marker is None:
        return Line(start, end, text[start:end], "text")
    start += marker.length
    while start < end and text[start] in "* \t":
        start += 1
    return Line(start, end, text[start:end], "marked", marker, emphasis)


_DEEPEST = 6  # as many hashes as a heading of markdown can have


def _emphasis(line: str) -> str:
    """The hashes of a markdown heading, or the two stars of a line that is bold from end to end."""
    if line.startswith("#"):
        return line[: min(len(line) - len(line.lstrip("#")), _DEEPEST)]
    return "**" if line.startswith("**") and line.find("**", 2) == len(line) - 2 else ""


def _with_narrow_rows(text: str, lines: list[Line]) -> list[Line]:
    """Below a row of cells between pipes, or two names of columns, one pipe makes a row too: ``I | Công an xã |``."""
    if " |" not in text:
        return lines
    in_table = False
    for index, line in enumerate(lines):
        if line.kind not in ("text", "marked"):
            in_table = line.kind == "pipe_row" or (in_table and line.kind not in ("blank", "tab_row"))
            continue
        raw = text[text.rfind("\n", 0, line.start) + 1 : line.end]
        left, pipe, right = raw.rstrip("*").partition(" |")
        in_table = bool(pipe) and (in_table or (is_column_name(left.strip(" *")) and is_column_name(right.strip(" *"))))
        if in_table:
            lines[index] = Line(line.end - len(raw.lstrip()), line.end, raw.lstrip(), "pipe_row")
    return lines


def _with_low_romans(lines: list[Line]) -> list[Line]:
    """Where ``ii.`` numbers the sections of a detokenised text, ``i.``, ``v.`` and ``x.`` are Roman numbers too and no letters."""
    if not any(line.marker is not None and line.marker.kind == "roman" and line.marker.low for line in lines):
        return lines
    return [
        replace(line, marker=replace(line.marker, kind="roman", text=line.marker.text.upper()))
        if line.marker is not None and line.marker.kind == "lower" and line.marker.text in ("i", "v", "x")
        else line
        for line in lines
    ]


def _with_page_heads(lines: list[Line]) -> list[Line]:
    """A line that stands alone between a page number and a blank on two pages or more is the head of the pages."""
    after = [*lines[2:], Line(0, 0, "", "blank")]
    places = [
        index
        for index, (before, line, behind) in enumerate(zip(lines, lines[1:], after, strict=False), 1)
        if before.kind == "page_number" and line.kind == "text" and behind.kind == "blank"
    ]
    times = Counter(lines[index].text for index in places)
    for index in places:
        if times[lines[index].text] > 1:
            lines[index] = replace(lines[index], kind="furniture")
    return lines


def _with_numbered_notes(lines: list[Line]) -> list[Line]:
    """``4 Nghị định số 09/2026/NĐ-CP ...``: after a blank, at the foot of a page, a bare number before a cited document marks a footnote."""
    if not any(line.kind == "furniture" for line in lines):
        return lines
    for index, line in enumerate(lines):
        note = _NUMBERED_NOTE.match(line.text) if line.kind == "text" and index and lines[index - 1].kind in ("blank", "footnote") else None
        if note is not None:
            lines[index] = replace(line, kind="footnote", start=line.start + note.end(), text=line.text[note.end() :])
    return lines


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a text was wrapped by hand or by a page, or None where a line is a paragraph.

    Told by the long lines that the next one goes on with in lower case: the cells of a table in the same text say nothing of it.
    """
    texts = [line for line in lines if line.kind in ("text", "marked") and line.text]
    continued = sorted(len(a.text) for a, b in pairwise(texts) if b.marker is None and b.text[0].islower() and len(a.text) >= 45)
    by_page = any(line.kind == "furniture" and _PAGE_HEAD.search(line.text) for line in lines)  # a page breaks its lines: fewer tell the width
    if len(continued) < max(2 if by_page else 4, 0.06 * sum(len(line.text) >= 45 for line in texts)):
        return None
    width = continued[int(len(continued) * 0.9)]
    return width if width <= 130 else None


def first_width(lines: Sequence[Line], width: int | None) -> int | None:
    """The width at which the first lines of items were wrapped, where a web page has wrapped these at less than the others; else None."""
    if width is None:
        return None
    texts = [line for line in lines if line.kind in ("text", "marked") and line.text]
    lengths = [
        len(a.text) + a.marker.length
        for a, b in pairwise(texts)
        if a.marker is not None and b.marker is None and b.text[0].islower() and a.text[-1] not in ".;:"
    ]
    short = sorted(length for length in lengths if length < 0.75 * width)
    return short[int(len(short) * 0.75)] if len(short) >= 4 and len(short) >= 0.7 * len(lengths) else None
