"""Lines become blocks: rows of tables, items, paragraphs; hard-wrapped lines flow together."""

import re
from collections.abc import Sequence

from pipeline.layout.capitals import is_short_head
from pipeline.layout.fragment_rows import Fragments, fragment_block, is_cell_number
from pipeline.layout.lines import Line, is_caps
from pipeline.layout.tree import Block, Span
from pipeline.layout.wraps import flows_on


def build_blocks(lines: Sequence[Line], width: int | None, rows: dict[int, Fragments], first: int | None = None) -> tuple[list[Block], list[int]]:
    """Groups lines into blocks; the joints are the indices of lines that flow on from the line before them."""
    in_rows: set[int] = set()
    blocks: list[Block] = []
    joints: list[int] = []
    open_block: Block | None = None
    last: Line | None = None
    blank = broken = framed = False
    for index, line in enumerate(lines):
        if index in rows:
            blocks.append(fragment_block(lines, rows[index]))
            joints += range(rows[index].used[0] + 1, rows[index].used[-1] + 1)  # with the blank lines and notes inside the row
            in_rows.update(rows[index].used)
            open_block = last = None
        if index in in_rows:
            continue
        if line.kind == "blank":
            blank = True
            continue
        if line.kind in ("furniture", "page_number") and not is_cell_number(lines, index):
            blocks.append(Block("furniture", [(line.start, line.end)]))
            broken = True
            continue
        if line.kind in ("ruler", "pipe_rule", "gap"):
            if line.kind == "gap":
                blocks.append(Block("gap", [(line.start, line.end)]))
            open_block, last, blank = None, None, True
            continue
        if open_block is not None and last is not None and flows_on(last, line, width, blank, broken, first):
            head, tail = open_block.fragments[-1]
            if head == tail:  # so far only a marker, perhaps at the foot of a page
                open_block.fragments[-1] = (line.start, line.end)
                at = next(n for n in range(len(blocks) - 1, -1, -1) if blocks[n] is open_block)
                blocks.append(blocks.pop(at))  # behind the furniture between
            elif broken or blank:
                open_block.fragments.append((line.start, line.end))
            else:
                open_block.fragments[-1] = (head, line.end)
                joints.append(index)
        else:
            if last is not None and not blank and len(blocks) < 6 and line.kind == "tab_row" and _is_unit_below(last.text, line.text):
                joints.append(index)  # the name flows on, though the line has a column more
            if line.kind == "pipe_row" and (last is None or last.kind != "pipe_row"):
                framed = line.text.startswith("|")  # as the rows below: where the first has no pipe at its ends, one there parts an empty cell
            open_block = _open(line, blank or not blocks, framed)
            blocks.append(open_block)
        last, blank, broken = line, False, False
    return blocks, joints


def _is_unit_below(last: str, line: str) -> bool:
    """``ỦY BAN NHÂN DÂN`` over ``THÀNH PHỐ HẢI PHÒNG``, ``SỞ LAO ĐỘNG - THƯƠNG BINH`` over ``VÀ XÃ HỘI``, beside the motto."""
    return is_caps(last) and "\t" not in last and re.match(r"(?:VÀ|-|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN) [^\t]+\t", line) is not None


def _open(line: Line, blank: bool, framed: bool) -> Block:
    span = (line.start, line.end)
    if line.kind.endswith("_row"):
        return Block("row", [span], cells=_cells(line, framed), after_blank=blank)
    if line.kind == "footnote":
        return Block("footnote", [span], after_blank=blank)
    if line.marker is not None:
        return Block("item", [span], line.marker, after_blank=blank, emphasis=line.emphasis)
    return Block("caps" if is_caps(line.text) or is_short_head(line.text) else "paragraph", [span], after_blank=blank)


def _cells(line: Line, framed: bool) -> list[Span]:
    """Spans of the cells of a row, trimmed; an empty cell is an empty span. ``framed`` says that the rows begin and end with a pipe."""
    mark = "|" if line.kind == "pipe_row" else "\t"
    text, start = line.text, line.start
    if mark == "|" and framed:
        text, start = (text[1:], start + 1) if text.startswith("|") else (text, start)
        text = text.removesuffix("|")
    cells = []
    for cell in text.split(mark):
        content = cell.strip(" *\n")
        lead = len(cell) - len(cell.lstrip(" *\n")) if content else 0
        cells.append((start + lead, start + lead + len(content)))
        start += len(cell) + 1
    return cells
