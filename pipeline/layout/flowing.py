"""The flow of a text: breaks inside a block become blanks, what parts cells a tab, and every character stays in its place."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import regex

from pipeline.layout.lines import Line

_RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_FOOTNOTE_MARK = regex.compile(rf"(?<=[\p{{L}}\d.,;:)”])(?<!(?<!\w)[cdkh]?m)[{_RAISED}]+")  # `Sở Tài chính²`, but not `30 km²`


def flowing(text: str, joints: Sequence[int], lines: Sequence[Line], marks: Mapping[int, str]) -> str:
    """The flow: joints become spaces, or the ``marks`` of their lines, cell pipes become tabs, emphasis and marks of footnotes become blanks;
    every other character stays in place."""
    edits: dict[int, str] = {}
    joined = set(joints)
    for index, line in enumerate(lines):
        if index in joined:
            at = text.rfind("\n", 0, line.start)
            while at > 0 and index in marks and text[at - 1].isspace():
                edits[at] = " "
                at -= 1
            if at >= 0:
                edits[at] = marks.get(index, " ")
        if line.kind == "pipe_row":
            edits.update((at, "\t") for at in range(line.start, line.end) if text[at] == "|")
        elif line.kind == "tab_row" and "\n" in line.text:
            edits.update((line.start + m.start(), ";" if m["lists"] is not None else " ") for m in _LINE_BREAK.finditer(line.text))
    pieces: list[str] = []
    after = 0
    for at in sorted(edits):
        pieces += text[after:at], edits[at]
        after = at + 1
    flow = "".join([*pieces, text[after:]])
    if "*" in flow:
        flow = flow.replace("*", " ")
    if any(mark in flow for mark in _RAISED):
        flow = _FOOTNOTE_MARK.sub(lambda m: " " * len(m[0]), flow)
    if "<br" in flow:
        flow = _BREAK.sub(lambda m: (";" if m["lists"] is not None else "").ljust(len(m[0])), flow)
    return flow


# A break inside a cell, and one that parts what the cell lists: `Phòng Y tế<br>Công an huyện`, not `Sở Tài chính và<br>Kế hoạch`
_LISTS = r"(?P<lists>(?<=[\p{L}\d)])(?<! (?:và|với|của|do|cho|tại|các|theo|về|là|ở))(?=%s(?:\p{Lu}\p{Ll}| *[-–+•] *\p{L})))?%s"
_BREAK = regex.compile(_LISTS.replace("%s", r"<br\s*/?>"))
_LINE_BREAK = regex.compile(_LISTS.replace("%s", r"\n"))
_JOINED = regex.compile(_LISTS.replace("%s", " "))


def with_cell_breaks(flow: str, breaks: Iterable[int]) -> str:
    """The flow where a blank between two paragraphs of a cell parts what the cell lists: a semicolon stands there, as for a line break inside a cell.

    >>> with_cell_breaks("1\\tSở Y tế Công an tỉnh\\tQuý II", [9])
    '1\\tSở Y tế;Công an tỉnh\\tQuý II'
    """
    parts = [at for at in breaks if (joined := _JOINED.match(flow, at)) is not None and joined["lists"] is not None]
    pieces = [flow[low:high] for low, high in pairwise([0, *(end for at in parts for end in (at, at + 1)), len(flow)])]
    return "".join(";" if at % 2 else piece for at, piece in enumerate(pieces))
