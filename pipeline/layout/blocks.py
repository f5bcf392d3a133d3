"""Lines become blocks: rows of tables, items, paragraphs; hard-wrapped lines flow together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from pipeline.layout.cell_fragments import BARE_NUMBER, begins_header, find_fragment_rows
from pipeline.layout.columns import begins_unnumbered
from pipeline.layout.lines import Line, has_motto, is_caps, is_closing, words
from pipeline.layout.matter import RECIPIENTS, SIGNATURE
from pipeline.layout.tree import Block, Span, is_period
from pipeline.rule_tables import load_rules

_TERMINAL = ".;:!?…"
_BEFORE_FIGURE = re.compile(r"(?<!\w)(?:chiếm|đạt|trên|dưới|còn|khoảng|từ|bằng|tăng|giảm|lên|xuống|ít nhất|tối thiểu|không quá)$")
_LEFT_OPEN = re.compile(r"(?<!\w)(?:và|của|với|về|tại|năm|tháng|ngày|quý)$")
_LACKS_NUMBER = re.compile(r"(?<!\w)(?:ngày|tháng|năm|(?:định|lệnh|thị|quyết|hoạch|văn|tư|trình|luận|bản) số)$")  # `Hà Nội, ngày`, `Quyết định số`
_LEFT_OPEN_TOO = re.compile(r"(?<!\w)(?:và|của|với|về|tại|giữa|cho|cùng|do|các|những|theo|bởi|thuộc|hoặc|gồm|đề nghị)$")


# What a line ends with that goes on, however short it is: `phối hợp với Sở` over `Nội vụ`
_CUT_NAME = re.compile(
    r"(?<!\w)(?:và|của|với|các|những|cho|theo|do|(?:với|của|và|do|các|giao|nghị|cho|phó|trưởng|đốc|thường trực|,) (?:Sở|Bộ|Ban|Ủy|Uỷ|Phòng|Cục|Hội|Trung tâm))$",
    re.I,
)


def fragment_rows(lines: Sequence[Line]) -> tuple[dict[int, "_Fragments"], set[int]]:
    """Rows of tables broken into one cell fragment a line, by the index of their first line, and the lines that begin a further cell."""
    if not any(begins_header(line.text) or begins_unnumbered(line.text) for line in lines):
        return {}, set()
    kept = list(_cell_lines(lines))
    rows: dict[int, _Fragments] = {}
    cell_starts: set[int] = set()
    blanks = {n for n, i in enumerate(kept) if i > 1 and lines[i - 1].kind == "blank" and lines[i - 2].kind not in ("furniture", "page_number")}
    pages = {n for n, (before, i) in enumerate(pairwise(kept), 1) if any(line.kind == "furniture" for line in lines[before + 1 : i])}
    bars = {n: sum(line.text == "|" for line in lines[before + 1 : i]) for n, (before, i) in enumerate(pairwise(kept), 1) if lines[i - 1].text == "|"}
    for row in find_fragment_rows([_whole(lines[i]) for i in kept], blanks, pages, bars):
        for cells in _by_page([tuple(kept[n] for n in cell) for cell in row.cells], lines):
            used = [n for cell in cells for n in cell]
            rows[used[0]] = _Fragments(cells, used, row.cuts)
            cell_starts |= {cell[0] for cell in cells if cell and cell[0] != used[0]}
    return rows, cell_starts


def _cell_lines(lines: Sequence[Line]) -> Iterator[int]:
    """The lines that may stand in cells: text, and of the figures alone on a line those that are no page number."""
    number = 0  # of the row
    for index, line in enumerate(lines):
        if line.kind == "page_number":
            if not (_is_cell_number(lines, index) or _is_next_row(lines, index, number)):
                continue
            number = int(line.text) if int(line.text) in (1, number + 1) else number
        elif line.marker is not None and line.marker.kind == "num1":
            number = int(line.marker.text)
        if line.kind in ("text", "marked", "page_number"):
            yield index


def _is_next_row(lines: Sequence[Line], index: int, number: int) -> bool:
    """Whether a figure at the head of a page, or between blanks, numbers the row after ``number``: text follows, and not the header of the table."""
    if int(lines[index].text) != number + 1:
        return False
    if all(lines[at].text == "|" for at in (index - 1, index + 1) if 0 <= at < len(lines)):
        return True
    around = [lines[at] if 0 <= at < len(lines) else None for at in (index - 2, index - 1, index + 1, index + 2)]
    before, after = (pair[1] if pair[0] is not None and pair[0].kind == "blank" else pair[0] for pair in (around[1::-1], around[2:]))
    apart = around[2] is not None and around[2].kind == "blank"
    return (
        after is not None
        and after.kind in ("text", "marked")
        and not begins_header(after.text)
        and (not apart or (before is not None and before.kind in ("text", "marked")))
    )


def _by_page(cells: Sequence[tuple[int, ...]], lines: Sequence[Line]) -> Iterator[list[tuple[int, ...]]]:
    """The cells of a row, once for each page that it stands on: the head of a page is no part of a cell."""
    used = [n for cell in cells for n in cell]
    breaks = [b for a, b in pairwise(used) if any(line.kind == "furniture" for line in lines[a:b])]
    for low, high in pairwise([0, *breaks, len(lines)]):
        page = [tuple(n for n in cell if low <= n < high) for cell in cells]
        if any(page):
            yield page


def _whole(line: Line) -> str:
    """A line with its marker, a number with a full stop."""
    if line.marker is None:
        return line.text
    return f"{line.marker.text}{'.' if line.marker.text.isalnum() or '.' in line.marker.text else ''} {line.text}".rstrip()


@dataclass(frozen=True, slots=True)
class _Fragments:
    """The lines of a row: by cell, all of them, and where a header that stands on one line is cut into cells."""

    cells: Sequence[tuple[int, ...]]
    used: Sequence[int]
    cuts: Sequence[Span] = ()


def build_blocks(lines: Sequence[Line], width: int | None, rows: dict[int, "_Fragments"], first: int | None = None) -> tuple[list[Block], list[int]]:
    """Groups lines into blocks; the joints are the indices of lines that flow on from the line before them."""
    in_rows: set[int] = set()
    blocks: list[Block] = []
    joints: list[int] = []
    open_block: Block | None = None
    last: Line | None = None
    blank = broken = framed = False
    for index, line in enumerate(lines):
        if index in rows:
            blocks.append(_fragment_block(lines, rows[index]))
            joints += range(rows[index].used[0] + 1, rows[index].used[-1] + 1)  # with the blank lines and notes inside the row
            in_rows.update(rows[index].used)
            open_block = last = None
        if index in in_rows:
            continue
        if line.kind == "blank":
            blank = True
            continue
        if line.kind in ("furniture", "page_number") and not _is_cell_number(lines, index):
            blocks.append(Block("furniture", [(line.start, line.end)]))
            broken = True
            continue
        if line.kind in ("ruler", "pipe_rule", "gap"):
            if line.kind == "gap":
                blocks.append(Block("gap", [(line.start, line.end)]))
            open_block, last, blank = None, None, True
            continue
        if open_block is not None and last is not None and _flows_on(last, line, width, blank, broken, first):
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


def _fragment_block(lines: Sequence[Line], row: "_Fragments") -> Block:
    """The row block of cell fragments; the number of a row is its first cell, wherever the line that holds it begins."""
    cells: list[Span] = []
    at = _line_start(lines[row.used[0]])
    if row.cuts:
        return Block("row", [(at, lines[row.used[-1]].end)], cells=[(at + a, at + b) for a, b in row.cuts])
    for position, cell in enumerate(row.cells):
        if not cell:
            at = _number_end(lines[row.used[0]]) if position == 0 else at
            cells.append((_line_start(lines[row.used[0]]) if position == 0 else at, at))
            continue
        start, end = (_line_start(lines[cell[0]]) if position == 0 else max(at, lines[cell[0]].start)), lines[cell[-1]].end
        if position == 0 and lines[cell[0]].marker is not None:
            end = lines[cell[0]].start
        cells.append((start, max(start, end)))
        at = end
    return Block("row", [(cells[0][0], lines[row.used[-1]].end)], cells=cells)


def _number_end(line: Line) -> int:
    """Where the number of a row or group ends that stands on one line with its text; the start of the line where none does."""
    if line.marker is not None:
        return line.start if line.marker.kind.startswith(("num", "roman", "upper")) and line.text else _line_start(line)
    number = BARE_NUMBER.match(line.text)
    return line.start + number.end() if number else line.start


def _line_start(line: Line) -> int:
    return line.start - (line.marker.length if line.marker is not None else 0)


def _is_cell_number(lines: Sequence[Line], index: int) -> bool:
    """A number that stands alone between lines of text, as in a table with one cell fragment a line, is no page number; so are a few in a row."""
    if lines[index].kind != "page_number":
        return False
    if index and index + 1 < len(lines) and lines[index - 1].kind.endswith("_row") and lines[index + 1].kind.endswith("_row"):
        return False
    before = next((lines[at].kind for at in range(index - 1, max(index - _MOST_NUMBERS, 0) - 1, -1) if lines[at].kind != "page_number"), "blank")
    after = next((line.kind for line in lines[index + 1 : index + _MOST_NUMBERS] if line.kind != "page_number"), "blank")
    is_year = _YEAR.fullmatch(lines[index].text) is not None  # also at the foot of a page
    return before not in ("blank", "furniture") and (is_year or after not in ("blank", "furniture"))


_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_NUMBERS = 4  # cells of figures that follow each other, and what stands beside them


def _open(line: Line, blank: bool, framed: bool) -> Block:
    span = (line.start, line.end)
    if line.kind.endswith("_row"):
        return Block("row", [span], cells=_cells(line, framed), after_blank=blank)
    if line.kind == "footnote":
        return Block("footnote", [span], after_blank=blank)
    if line.marker is not None:
        return Block("item", [span], line.marker, after_blank=blank, emphasis=line.emphasis)
    return Block("caps" if is_caps(line.text) or line.text in _CUT_CAPS else "paragraph", [span], after_blank=blank)


_CUT_CAPS = ("ỦY", "UỶ", "VỀ", "BỘ", "SỞ")  # two letters in a line of their own, with which the next one begins


_LONGEST_MOTTO = 40


def _flows_on(last: Line, line: Line, width: int | None, blank: bool, broken: bool, first: int | None) -> bool:
    """Whether ``line`` goes on with the block of ``last``; ``first`` is the width of the first lines of items, where it is another than ``width``."""
    if (
        line.kind in ("tab_row", "pipe_row", "footnote")
        or last.kind in ("tab_row", "pipe_row")
        or RECIPIENTS.match(line.text)
        or line.text[:_LONGEST_MOTTO].lower().startswith(words().mottoes)
        or last.text[:_LONGEST_MOTTO].lower().startswith(words().mottoes)
    ):
        return False
    if line.marker is not None:
        return not blank and _is_false_marker(last, line, width)
    if not last.text or (not blank and _is_cut_head(last.text, line.text)):  # a marker alone on its line
        return True
    if last.marker is not None and last.marker.kind == "article" and not blank and last.text.isalpha() and not is_caps(line.text):
        return True  # `Điều 3. Chánh` over `Văn phòng Ủy ban nhân dân ...`
    ended = last.text[-1] in _TERMINAL or last.text.endswith("./.")
    starts_low = line.text[:1].islower() or line.text[:1] in ",;)" or (line.text[:1].isdigit() and _BEFORE_FIGURE.search(last.text) is not None)
    if broken or blank:
        cut_by_page = broken and width is not None and len(last.text) >= 0.8 * width and not is_caps(line.text)
        return not ended and (starts_low or cut_by_page) and not is_caps(last.text) and (broken or width is not None)
    if is_caps(last.text) != is_caps(line.text) and not starts_low:
        return bool(width) and not is_caps(last.text) and len(last.text) >= 0.75 * (width or 0) and not ended
    if is_caps(last.text):
        return not (last.marker and is_period(line.text)) and _caps_flow_on(last.text, line.text)  # `II. CHƯƠNG TRÌNH CỤ THỂ` over `THÁNG 9`
    if _CUT_NAME.search(last.text):
        return True
    if width is None:
        return not ended and (starts_low or _LEFT_OPEN.search(last.text) is not None)
    if line.text[:1].isdigit() and _LACKS_NUMBER.search(last.text):
        return True
    full = len(last.text) + (last.marker.length if last.marker else 0)
    reach = full + 1 + len(line.text.split(" ", 1)[0])  # where the first word of the line would have ended in the one before
    if ended:
        goes_on = last.text[-1] not in ":;" or (starts_low and last.text[-1] == ";")
        return reach >= 0.93 * width and goes_on and not is_closing(line.text)
    if (first is not None and reach >= 0.93 * first) or _LEFT_OPEN_TOO.search(last.text):
        return True
    if last.marker is not None and not starts_low and reach < 0.84 * width and not last.text.endswith(","):
        return False  # `4. Ủy ban nhân dân các tỉnh` over `Bố trí kinh phí ...`: there was room for more
    return starts_low or full >= 0.72 * width or (last.marker is not None and last.text.endswith(","))


def _is_cut_head(last: str, line: str) -> bool:
    """Whether the first word of a line in the head of a document stands alone, as web pages wrap it: ``ỦY`` | ``BAN NHÂN DÂN``, ``Số:`` | ``06/CT-UBND``,
    ``Tiền`` | ``Giang, ngày 23 ...``."""
    if last in _CUT_CAPS:
        return is_caps(line)
    if last in ("Số:", "Số"):
        return line[:1].isdigit()
    return len(last) < _LONGEST_WORD and " " not in last and _CUT_PLACE.match(f"{last} {line}") is not None


_LONGEST_WORD = 8
_CUT_PLACE = regex.compile(r"\p{Lu}\p{Ll}* \p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*)?, ngày \d{1,2} tháng \d")


def _is_false_marker(last: Line, line: Line, width: int | None) -> bool:
    """``... Bộ Lao động`` + ``- Thương binh``, ``tháng`` + ``12. Sau``: a wrapped line that only looks like an item."""
    if line.marker is None or not last.text:
        return False
    if line.marker.kind == "paren" and width is not None and counts_on(last.text, line.marker.text):
        return True
    if last.text[-1] in _TERMINAL:
        return False
    may_cut = line.marker.kind == "dash" and (len(last.text) >= _SHORTEST_WRAPPED or line.text.casefold().startswith("thương binh"))
    if may_cut and _cuts_name(last.text.casefold(), line.text.casefold()):
        return True
    if width is None or len(last.text) < 0.8 * width:
        return False
    if line.marker.kind == "dash" and last.text[-1].isdigit() and line.text[:1].isdigit():
        return True  # `giai đoạn 2023` + `- 2025`
    if line.marker.kind == "dash":
        return line.text[:1].islower() or line.text.casefold().startswith(("thương binh", "xã hội", "truyền hình", "trẻ em", "đầu tư", "an toàn"))
    return line.marker.kind.startswith("num") and bool(
        re.search(r"(?:tháng|ngày|số|năm|khoản|điểm|Điều|mục|quý|khu vực|lần thứ|(?:Sư|Lữ|Trung|Tiểu|Binh) đoàn)$", last.text)
    )


def counts_on(last: str, number: str) -> bool:
    """Whether a line counts inside its text up to the number before: ``... (i) phòng ngừa; (ii) ứng phó;`` | ``(iii)``."""
    before = _ROMAN_BEFORE.get(number) or (str(int(number) - 1) if number.isdecimal() else chr(ord(number) - 1) if len(number) == 1 else None)
    return before is not None and last.find(f"({before}) ") > 0


_ROMAN_BEFORE = {"ii": "i", "iii": "ii", "iv": "iii", "v": "iv", "vi": "v", "vii": "vi"}
_SHORTEST_WRAPPED = 45  # characters of a line that goes on in the next, whatever the width of the others


def _cuts_name(last: str, line: str) -> bool:
    """Whether a line ends with what a name holds before its dash, and the next begins with what it holds behind it: ``Phòng Tài chính`` | ``Kế hoạch``."""
    return any(last.endswith(before) and line.startswith(behind) for before, behind in _dashed())


@cache
def _dashed() -> tuple[tuple[str, str], ...]:
    halves = (name.split(" - ") for name in load_rules("layout")["dashed"])
    return tuple((before, behind) for before, behind in halves)


def _caps_flow_on(last: str, line: str) -> bool:
    """Lines of capitals flow on inside one name or subject, but a type word or a new body begins anew."""
    types = words().types
    if last.strip(" :*").casefold() in types or line.strip(" :*").casefold() in types or has_motto(line) or has_motto(last):
        return False
    if _CUT_WORD.search(last) and _is_rest_of_word(last, line):
        return True
    if SIGNATURE.match(line) or SIGNATURE.match(last):
        return False
    if _NEW_OFFICE.match(line) and not _LEADS_ON.search(last):
        return False
    below = _NEW_BODY.match(last) or _NEW_BODY_BELOW.match(last) or _ENDS_BODY.match(last)
    begins = _NEW_BODY.match(line) or (_NEW_BODY_BELOW.match(line) and below)
    return not begins or _LEADS_ON.search(last) is not None or last.strip().casefold() in load_rules("layout")["letterhead_parts"]


def _is_rest_of_word(last: str, line: str) -> bool:
    """Whether a line in capitals goes on with the word that the one before it begins: ``ỦY`` | ``BAN NHÂN DÂN``, ``TRONG CÁC CƠ`` | ``SỞ GIÁO DỤC``."""
    before, behind = last.split()[-1], line.split()[0]
    return (before == last.strip() and before in _CUT_HEADS) or (before, behind.strip(",;")) in _CUT_WORDS


_CUT_HEADS = (
    *("ỦY", "UỶ", "CỘNG", "THỦ", "HỘI", "CHỦ", "BỘ", "SỞ", "BAN", "TỔNG", "VĂN", "VIỆN", "CỤC"),
    *("PHÒNG", "TRƯỜNG", "BẢO", "LIÊN", "ĐẢNG", "HUYỆN", "QUẬN", "PHÓ"),
)
_CUT_WORDS = frozenset(  # that end no name of a place: not `LÂM ĐỒNG` | `BỘ CHỈ HUY QUÂN SỰ`
    (before, behind)
    for behind, heads in {
        "SỞ": ("CƠ", "TRỤ"),
        "BỘ": ("CÁN", "TIẾN", "ĐƯỜNG", "TOÀN", "CỤC"),
        "HỘI": ("XÃ", "CƠ", "ĐẠI"),
        "PHÒNG": ("DỰ", "ĐỀ"),
        "TRƯỜNG": ("MÔI", "THỊ", "HIỆN", "NHÀ"),
        "ĐOÀN": ("TẬP",),
        "BAN": ("ỦY", "UỶ"),
        "NHÂN": ("BAN", "ĐỒNG"),
        "TỊCH": ("CHỦ",),
        "PHỦ": ("CHÍNH",),
        "TƯỚNG": ("THỦ",),
        "ĐỐC": ("GIÁM",),
    }.items()
    for before in heads
)
_CUT_WORD = re.compile(r"(?<!\S)(?:" + "|".join({*_CUT_HEADS, *(before for before, _ in _CUT_WORDS)}) + r")\s*$")
_LEADS_ON = re.compile(r"(?:[-,]|(?<!\S)(?:VÀ|CỦA|CHO|VỚI|TẠI|TRONG|CÁC|NHỮNG|VỀ|THUỘC|Ở|DO|BỞI))\s*$")
# Who issues, below the subject of a decision or a directive.
_NEW_OFFICE = re.compile(r"(?:(?:THỦ TƯỚNG )?CHÍNH PHỦ|QUỐC HỘI)\W*$|(?:CHỦ TỊCH (?:ỦY BAN|UỶ BAN|UBND)|BỘ TRƯỞNG BỘ|GIÁM ĐỐC SỞ)(?!\w)")
_NEW_BODY = re.compile(
    r"(?:SỞ|BAN|BCĐ|BCH|BTV|BẢO TÀNG|PHÒNG|HỘI|ĐOÀN|TRƯỜNG|TRUNG TÂM|CỤC|CHI CỤC|VỤ(?! (?:THU|ĐÔNG|XUÂN|HÈ|MÙA|CHIÊM|LÚA))|ĐẢNG ỦY|ĐẢNG ĐOÀN|VĂN PHÒNG|LIÊN ĐOÀN|CÔNG ĐOÀN|NGƯỜI|ỦY BAN"
    r"|CHỦ TỊCH (?:ỦY BAN|UBND|HỘI ĐỒNG)|BỘ TRƯỞNG(?: BỘ|, CHỦ NHIỆM)|GIÁM ĐỐC SỞ|THỐNG ĐỐC NGÂN HÀNG|TỔNG THANH TRA CHÍNH|THỦ TƯỚNG CHÍNH PHỦ$)\b"
)
_ENDS_BODY = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU) |.* VIỆT NAM$")  # the second line of a name
# those that also stand inside a subject, and begin a body only below another
_NEW_BODY_BELOW = re.compile(
    r"(?:BỆNH VIỆN|VIỆN|CÔNG TY|TỔNG CÔNG TY|KHO BẠC|CÔNG AN|TÒA ÁN|BẢO HIỂM|NGÂN HÀNG|ĐẢNG BỘ|TỈNH ỦY|HUYỆN ỦY|THÀNH ỦY|THỊ ỦY|QUẬN ỦY|TỈNH ĐOÀN|HUYỆN ĐOÀN"
    r"|THÀNH ĐOÀN|UBND|HĐND|BỘ|TẬP ĐOÀN|QUÂN KHU|BƯU ĐIỆN|ĐIỆN LỰC|HIỆP HỘI|ĐẠI HỌC|THƯ VIỆN|VƯỜN QUỐC GIA|XÍ NGHIỆP|HỢP TÁC XÃ|KIỂM TOÁN|TỔNG CỤC|HỌC VIỆN|THANH TRA|THUẾ|THỐNG KÊ|THI HÀNH ÁN|MẶT TRẬN|NHÀ|ĐÀI|CHI BỘ|CHI ĐOÀN|LIÊN MINH|LIÊN HIỆP|TAND|VKSND|BHXH|ĐỒN|HẠT|TRẠM|CẢNG VỤ|VIỄN THÔNG|HẢI QUAN|SƯ ĐOÀN|TRUNG ĐOÀN|LỮ ĐOÀN|BÁO(?= )|KHOA|TỔ|THƯỜNG TRỰC)\b"
)


_RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_FOOTNOTE_MARK = regex.compile(rf"(?<=[\p{{L}}\d.,;:)”])(?<!(?<!\w)[cdkh]?m)[{_RAISED}]+")  # `Sở Tài chính²`, but not `30 km²`


def flowing(text: str, joints: Sequence[int], lines: Sequence[Line], cell_starts: set[int]) -> str:
    """The flow: joints become spaces, cell pipes become tabs, emphasis and marks of footnotes become blanks; every other character stays in place."""
    edits: dict[int, str] = {}
    joined = set(joints)
    for index, line in enumerate(lines):
        if index in joined:
            at = text.rfind("\n", 0, line.start)
            while at > 0 and index in cell_starts and text[at - 1].isspace():
                edits[at] = " "
                at -= 1
            if at >= 0:
                edits[at] = "\t" if index in cell_starts else " "
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
