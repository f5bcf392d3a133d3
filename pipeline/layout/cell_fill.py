"""Which column each line of a row stands in, where a page has broken the row into lines with no mark between its cells.

Lines that surely go on (lower case, an open word or a comma before) make one piece; the pieces go to the columns in order, by the best
sum of what fits where: bodies to who leads and who helps, times to the time, the rest to what is to be done and what comes out of it.
"""

import re
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from pipeline.rule_tables import load_rules

Role = str | None

# What it costs to begin a column again at the head of a page.
_AGAIN = 2.0
# What a column costs that a row leaves empty; a row has something to do, and mostly somebody who does it.
_EMPTY = {"content": 4.0, "object": 1.5, "lead": 1.0, "deadline": 0.7, "coordinating": 0.3, "output": 0.3}
_EMPTY_OTHER = 0.2
_LONGEST_TIME = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that surely stand in one cell: their indices, what they look like, whether the line before ends in a semicolon, or another page."""

    lines: tuple[int, ...]
    kind: str
    after_semicolon: bool
    after_page: bool = False


@cache
def _patterns() -> dict[str, "regex.Pattern[str]"]:
    rules = load_rules("layout")
    words = {
        name: "|".join(map(re.escape, rules[name]))
        for name in ("body_openings", "body_heads", "open_ends", "time_openings", "time_words", "organs", "owners", "posts")
    }
    products = "|".join(map(re.escape, [*(word.capitalize() for word in rules["doc_types"]), *rules["output_openings"]]))
    hour = r"\d{1,2} ?(?:h|giờ)(?: ?\d{2})?"
    number = r"\d{1,2}[/.-]\d{1,4}(?:[/.-]\d{4})?"
    return {
        "body": regex.compile(rf"(?:(?:[Cc]ác|[Nn]hững) )?(?:(?:{words['body_openings']})(?!\w)|(?:{words['body_heads']})(?: \p{{Lu}}|\W*$|, ))"),
        "body_head": regex.compile(rf"(?:Các )?(?:{words['body_heads']})(?!\w)"),
        "organ": regex.compile(rf"(?<!\w)(?:{words['organs']})$"),
        "post": regex.compile(rf"(?<!\w)(?:{words['posts']})$", regex.I),
        "owner": regex.compile(rf"(?:{words['owners']})(?:$|[,;.]| \p{{L}}+$)"),
        "bare_head": regex.compile(rf"(?:{words['body_heads']})$"),
        "open": regex.compile(rf"(?:[,/(–-]|(?<!\w)(?<!trực )(?<!hằng )(?<!hàng )(?<!từng )(?<!(?:chương|công|quy|quá|lộ|tờ|giáo|tiến) (?=trình))(?:{words['open_ends']}))$", regex.I),
        "time": regex.compile(rf"(?:(?:{words['time_openings']})(?!\w)|{number}(?!\d)|\d{{4}}(?=\s*[-–]\s*\d|$|,| và )|\d{{1,2}} (?:tháng|tuần|ngày|năm|quý)(?!\w)|{hour}(?!\w))", regex.I),
        "always": regex.compile(rf"(?i:{'|'.join(map(re.escape, rules['always']))})(?:[,.;(]|$)"),
        "time_word": regex.compile(rf"(?:{words['time_openings']}|{words['time_words']}|[IVX]+|[\d/.-]+|{hour})(?!\w)", regex.I),
        "output": regex.compile(rf"(?:{products}|(?:Các|Những) (?i:{products}))(?!\w)"),
    }  # fmt: skip


def fill_columns(
    texts: Sequence[str],
    start: int,
    end: int,
    roles: Sequence[Role],
    whole: bool = True,
    blanks: Container[int] | None = None,
    pages: Container[int] = (),
) -> list[tuple[int, ...]]:
    """For each column of ``roles`` the indices of its lines among ``texts[start:end]``; ``whole`` says that the row begins here.

    ``blanks`` are the lines after a blank one, given where a blank stands between all cells; ``pages`` the first lines of pages,
    where the cells of a row that a page has broken go on, in the order of the columns.

    >>> lines = ["Mở lớp tập huấn cho", "cán bộ thôn", "Sở Nội vụ", "Trước ngày", "30/6/2026"]
    >>> fill_columns(lines, 0, 5, ["content", "lead", "coordinating", "deadline"])
    [(0, 1), (2,), (), (3, 4)]
    """
    pieces = _pieces(texts, start, end, blanks, pages)
    cells: list[list[int]] = [[] for _ in roles]
    for piece, column in zip(pieces, _columns(pieces, roles, whole), strict=True):
        cells[column] += piece.lines
    return [tuple(cell) for cell in cells]


def fill_rows(
    texts: Sequence[str], start: int, end: int, roles: Sequence[Role], blanks: Container[int], apart: bool = False
) -> list[list[tuple[int, ...]]]:
    """The rows of a table without numbers, each as ``fill_columns`` gives it: a row ends where the first column comes again.

    ``blanks`` are the lines after a blank one, before which a row rather begins; ``apart`` says that a blank stands between all cells.

    >>> lines = ["Mở lớp tập huấn", "Sở Nội vụ", "Quý I/2026", "Đắp đê bao", "vùng trũng", "UBND các xã", "Quý II/2026"]
    >>> fill_rows(lines, 0, 7, ["content", "lead", "deadline"], set())
    [[(0,), (1,), (2,)], [(3, 4), (5,), (6,)]]
    """
    pieces = _pieces(texts, start, end, blanks if apart else None)
    starts = {index for index in range(start, end) if index in blanks and not apart}
    return _rows(pieces, _columns(pieces, roles, True, starts), roles)


# The columns so far, the last one first: a further one is put before them without a copy of all. And their score with them.
_Path = tuple[int, "_Path"] | None
_Way = tuple[float, _Path]


def _columns(pieces: Sequence[Piece], roles: Sequence[Role], whole: bool, starts: Collection[int] | None = None) -> list[int]:
    """The column of each piece, by the best sum; with ``starts`` the first column may come again, rather at those lines than at others."""
    best: dict[tuple[int, bool], _Way] = {(-1, whole): (0.0, None)}  # by the column of the last piece, and whether a cell that is empty costs
    may_cost = {whole, whole and not any(piece.after_page for piece in pieces)}  # behind a page any cell of the row may stay empty
    for piece in pieces:
        step: dict[tuple[int, bool], _Way] = {}
        for column, role in enumerate(roles):
            for costs in may_cost:
                ways = [
                    (score + (_stay(piece, role) if before == column else _enter(piece, roles, before, column, costs)), (column, path))
                    for (before, cost), (score, path) in best.items()
                    if cost == costs and before <= column
                ]
                if column == 0 and starts is not None:
                    ways += [
                        (score + _again(piece, roles, before, starts), (column, path))
                        for (before, cost), (score, path) in best.items()
                        if cost == costs and before > column
                    ]
                elif piece.after_page and not costs:
                    goes_on = _BEGINS[_LIKE.get(role)][piece.kind] - _AGAIN
                    ways += [(score + goes_on, (column, path)) for (before, _), (score, path) in best.items() if before > column]
                if ways:
                    step[column, costs] = max(ways, key=_score)
        best = step
    _, path = max(((score - _skipped(roles, column, len(roles), costs), path) for (column, costs), (score, path) in best.items()), key=_score)
    columns = []
    while path is not None:
        column, path = path
        columns.append(column)
    return columns[::-1]


def _rows(pieces: Sequence[Piece], columns: Sequence[int], roles: Sequence[Role]) -> list[list[tuple[int, ...]]]:
    """The lines by row and column: a row begins where the columns begin again."""
    rows: list[list[list[int]]] = [[[] for _ in roles]]
    for before, piece, column in zip((0, *columns), pieces, columns, strict=False):
        if column < before:
            rows.append([[] for _ in roles])
        rows[-1][column] += piece.lines
    return [[tuple(cell) for cell in row] for row in rows]


def _score(way: _Way) -> float:
    return way[0]


def _pieces(texts: Sequence[str], start: int, end: int, blanks: Container[int] | None, pages: Container[int] = ()) -> list[Piece]:
    groups: list[list[int]] = []
    for index in range(start, end):
        if (
            index == start
            or index in pages
            or (_may_begin(texts[index - 1], texts[index], alone=len(groups[-1]) == 1) if blanks is None else index in blanks)
        ):
            groups.append([index])
        else:
            groups[-1].append(index)
    clauses = [group[0] > start and texts[group[0] - 1].endswith(";") for group in groups]
    return [
        Piece(tuple(group), cell_kind(" ".join(texts[i] for i in group)), clause, group[0] in pages)
        for group, clause in zip(groups, clauses, strict=True)
    ]


def _may_begin(before: str, line: str, alone: bool) -> bool:
    """Whether a cell may begin with ``line``: a capital or a figure, and nothing left open; ``alone`` says that ``before`` begins a piece."""
    if not (line[:1].isupper() or line[:1].isdigit() or line[:1] in '“"(-+' or before.endswith((".", ";"))):
        return False
    patterns = _patterns()
    return not (
        patterns["open"].search(before)
        or (alone and patterns["bare_head"].match(before))
        or (patterns["organ"].search(before) and patterns["owner"].match(line))
    )


def further_bodies(lines: Sequence[str]) -> Iterator[int]:
    """The positions of the lines at which a cell that lists bodies, one below the other, goes on with the next one.

    >>> list(further_bodies(["Phòng Kinh tế", "Phòng Văn hóa", "- Xã hội", "Công an xã"])), list(further_bodies(["Chủ tịch", "UBND xã"]))
    ([1, 3], [])
    """
    patterns, piece = _patterns(), ""
    for at, line in enumerate(lines):
        goes_on = piece.endswith((",", ";", ".")) or patterns["post"].search(piece) or (patterns["organ"].search(piece) and _ABOVE.match(line))
        if at and not goes_on and _may_begin(piece, line, alone=True) and cell_kind(piece) == cell_kind(line) == "body":
            yield at
            piece = line
        else:
            piece = f"{piece} {line}" if piece else line


_ABOVE = re.compile(r"(?:Ủy|Uỷ) ban|UB|MTTQ|Mặt trận|Đảng|HĐND|Hội đồng")  # whose organ a line before it names


def cell_kind(text: str) -> str:
    """``time``, ``body``, ``head`` (a word that may begin a body's name), ``type`` (of a document or product) or ``text``.

    >>> cell_kind("Quý II/2026"), cell_kind("Các sở, ngành"), cell_kind("Báo cáo"), cell_kind("Đắp đê")
    ('time', 'body', 'type', 'text')
    """
    text, patterns = text.lstrip("-+ "), _patterns()
    if patterns["always"].match(text):
        return "time"
    if len(text) < _LONGEST_TIME and patterns["time"].match(text):
        rest = re.findall(r"[\w/.-]*\w", text)
        if 2 * sum(patterns["time_word"].fullmatch(word) is not None for word in rest) >= len(rest):
            return "time"
    if patterns["output"].match(text):
        return "type"
    if patterns["body"].match(text) or _LIST_MARK.split(text, 1)[0].rstrip() in _codes():
        return "body"
    return "head" if patterns["body_head"].match(text) else "text"


_LIST_MARK = re.compile("[,;/]")


@cache
def _codes() -> frozenset[str]:
    """What stands for a body alone in a cell: ``VHXH``, ``Văn hóa - Xã hội``."""
    codes = load_rules("agency_grammar")["cell_codes"]
    return frozenset(codes) | frozenset(codes.values())


# What it is worth that a piece of a kind begins a cell of a role, and that it goes on with one.
_BEGINS: dict[Role, dict[str, float]] = {
    "content": {"time": -1.5, "body": -1.5, "head": 0.5, "type": 0.5, "text": 1.0},
    "deadline": {"time": 3.0, "body": -3.0, "head": -3.0, "type": -3.0, "text": -2.5},
    "lead": {"time": -3.0, "body": 2.0, "head": 0.5, "type": -2.0, "text": -2.0},
    "output": {"time": -1.5, "body": -1.0, "head": 0.3, "type": 1.5, "text": 0.5},
    "object": {"time": -1.0, "body": 1.0, "head": 0.8, "type": 0.0, "text": 1.0},
    None: {"time": -1.0, "body": -1.0, "head": 0.0, "type": 0.5, "text": 0.5},
}
_GOES_ON: dict[Role, dict[str, float]] = {
    "content": {"time": -1.5, "body": -1.5, "head": -0.3, "type": -0.3, "text": -0.1},
    "deadline": {"time": -0.3, "body": -3.0, "head": -2.0, "type": -2.0, "text": -1.5},
    "lead": {"time": -4.0, "body": -0.6, "head": -0.4, "type": -2.0, "text": -0.3},
    "coordinating": {"time": -4.0, "body": -0.5, "head": -0.35, "type": -2.0, "text": -0.25},  # the longer list of the two
    "output": {"time": -1.5, "body": -1.0, "head": -0.5, "type": -0.3, "text": -0.4},
    "object": {"time": -3.0, "body": -1.0, "head": -0.5, "type": -0.5, "text": -0.3},
    None: {"time": -1.5, "body": -1.0, "head": -0.5, "type": -0.4, "text": -0.4},
}
_LIKE: dict[Role, Role] = {
    "coordinating": "lead",
    "content": "content",
    "deadline": "deadline",
    "lead": "lead",
    "output": "output",
    "object": "object",
}


def _enter(piece: Piece, roles: Sequence[Role], before: int, column: int, whole: bool) -> float:
    """The worth of beginning the cell of ``column`` with a piece, after the cell of the column ``before``."""
    of_list = before >= 0 and _LIKE.get(roles[before]) == "lead"  # `Sở Y tế;` goes on with a list
    listed = 1.0 if of_list and piece.after_semicolon and piece.kind == "body" else 0.0
    return _BEGINS[_LIKE.get(roles[column])][piece.kind] - listed - _skipped(roles, before, column, whole)


def _again(piece: Piece, roles: Sequence[Role], before: int, starts: Collection[int]) -> float:
    """The worth of beginning a further row with a piece, after the cell of the column ``before``."""
    expected = 0.0 if not starts else 1.0 if piece.lines[0] in starts else -2.0
    return _enter(piece, roles, -1, 0, True) + expected - _skipped(roles, before, len(roles), True)


def _stay(piece: Piece, role: Role) -> float:
    is_list = piece.after_semicolon and (piece.kind == "text" or _LIKE.get(role) == "lead")
    return 0.0 if is_list and piece.kind != "time" else _GOES_ON[role if role == "coordinating" else _LIKE.get(role)][piece.kind]


def _skipped(roles: Sequence[Role], before: int, column: int, whole: bool) -> float:
    """What the columns between two cost that stay empty; the rest of a row that a page has cut may leave any empty."""
    return sum(_EMPTY.get(role or "", _EMPTY_OTHER) for role in roles[before + 1 : column]) if whole else 0.0
