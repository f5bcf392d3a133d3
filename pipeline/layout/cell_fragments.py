"""Tables that a page has broken into one cell fragment a line, as gazette texts show them.

The header words stand scattered over lines (``STT`` / ``Tên nhiệm vụ`` / ``Cơ quan`` / ``chủ trì`` ...), a row begins with its number, and
the cells of a row follow each other without a mark between them. Columns come from the header; where a cell ends is told by capitals,
by what may stand in a column, and by the order of the columns.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from pipeline.layout.cell_fill import fill_columns, fill_rows
from pipeline.layout.columns import begins_column_name, begins_unnumbered, column_role, is_column_name

_INDEX = re.compile(r"(?i)(?:stt|tt|số\s*tt|số thứ tự)\W*$")
_INDEX_WORDS = re.compile(r"(?i)(?:stt|tt|số\s*tt|số thứ tự)(?:\s|$)")
_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,2})*)(?:\s*[.)](?:\s+(?=\S)|$)|$)")
# The number of a row on one line with its text and with no point behind it (`7  Mở lớp`); no footnote (`7 Nghị quyết số 12/NQ-CP`).
BARE_NUMBER = regex.compile(r"^(\d{1,3})\s+(?=\p{Lu})(?!\w+(?: \w+)? số \d)")
_GROUP = re.compile(r"^(?:(?P<roman>[IVX]{1,5})\s*(?:[.)-]\s*\S|[.)]?$)|(?P<letter>[A-HĐ])\s*(?:[.)]\s+\S|[.)]?$))")
_BARE_GROUP = regex.compile(r"^(?P<roman>[IVX]{1,5}) +(?=\p{Lu}\p{Ll})(?!\w+\.)")  # `IV Huy động nguồn lực`, with no point behind the number
_GROUP_ALONE = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])[.)]?")
_BELOW = re.compile(r"[-–+]|[a-zđ][.)]?")  # alone in the column of the numbers: a row below a numbered one
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
# What follows a table: the back matter, a further appendix, the sections that close a plan.
_AFTER = re.compile(r"PHỤ LỤC|Phụ lục [IVX\d]|Nơi nhận|T/?M\.?\s|TM\.|KT\.|Điều \d+\.|Ghi chú:|Trên đây là")
_CLOSING_SECTION = re.compile(r"(?i)\W*\w{1,5}\W+(?:tổ chức thực hiện|(?:nguồn )?kinh phí|chế độ|trách nhiệm của|phân công)\b")
_LONGEST_HEADER, _LONGEST_ROW = 22, 120  # lines
_LONGEST_NOTE = 6  # lines
_WIDEST_HEADER, _WIDEST_LINE = 45, 130  # characters of a line in a header, in a table
_FEWEST_COLUMNS = 3  # of a header that has no column of numbers
_PROSE_LINE = 60  # characters from which a line after a blank is no cell


@dataclass(frozen=True, slots=True)
class FragmentRow:
    """A row as groups of lines: for each cell the indices of its lines; ``header`` says that it names the columns.

    ``cuts`` are the cells of a header that stands on one line, as spans in that line; ``over`` the lines of one that stand over several cells.
    """

    cells: tuple[tuple[int, ...], ...]
    header: bool = False
    cuts: tuple[tuple[int, int], ...] = ()
    over: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    """What the header of a table says: its lines, the lines of its cells (or the cuts of its one line), the role of each column, and what is over several."""

    lines: Sequence[str]
    cells: Sequence[tuple[int, ...]]
    roles: Sequence[str | None]
    cuts: tuple[tuple[int, int], ...] = ()
    over: tuple[int, ...] = ()


def begins_header(line: str) -> bool:
    """Whether a line begins with the word over the numbers of the rows.

    >>> begins_header("STT"), begins_header("TT Nhiệm vụ Chủ trì"), begins_header("Sở Tư pháp")
    (True, True, False)
    """
    return _INDEX_WORDS.match(line) is not None or line in ("Số", "SỐ")


def find_fragment_rows(
    texts: Sequence[str], blanks: Container[int] = (), pages: Container[int] = (), bars: Mapping[int, int] | None = None
) -> Iterator[FragmentRow]:
    """The rows of broken tables among ``texts``, the lines of a document without its page furniture; ``blanks`` are the lines after a blank one,
    ``pages`` the first ones of pages, ``bars`` how many lines with a bar stand before each line, where bars part the cells.

    >>> rows = list(find_fragment_rows(["STT", "Nhiệm vụ", "Cơ quan", "chủ trì", "Thời gian", "1.", "Rà soát", "quy định", "Sở Y tế", "Quý I/2026"]))
    >>> [r.cells for r in rows]
    [((0,), (1,), (2, 3), (4,)), ((5,), (6, 7), (8,), (9,))]
    """
    at = 0
    known: _Header | None = None
    count = _Count()
    while at < len(texts):
        header = _header_at(texts, at, known)
        if header is None:
            at += 1
            continue
        if header is not known:
            known, count = header, _Count()
        yield FragmentRow(tuple(tuple(at + n for n in cell) for cell in header.cells), True, header.cuts, tuple(at + n for n in header.over))
        at += len(header.lines)
        apart = len(header.lines) > 1 and at - len(header.lines) + 1 in blanks  # a blank between all cells
        if header.roles[0] is None:
            end = _unnumbered_end(texts, at, header, blanks)
            yield from _unnumbered_rows(texts, at, end, header, blanks, apart)
            at = end
            continue
        after = () if apart else blanks
        while at < len(texts) and not _ends_table(texts, at, count, after) and (end := _row_end(texts, at, count, after)) > at:
            if _heads_next_table(texts, at, end, known):
                break
            barred = _barred_row(at, end, len(header.roles), bars) if bars and apart and _NUMBER.fullmatch(texts[at]) else None
            yield barred or _row(texts, at, end, header.roles, blanks if apart else None, pages)
            at = _after_note(texts, end, count)


def _header_at(texts: Sequence[str], at: int, known: _Header | None) -> _Header | None:
    if begins_header(texts[at]):
        return _repeated(texts, at, known) or _read_header(texts, at)
    return _read_unnumbered(texts, at) if begins_unnumbered(texts[at]) else None


def _repeated(texts: Sequence[str], at: int, known: _Header | None) -> _Header | None:
    """The header of the page before, where the same lines stand again."""
    return known if known is not None and list(texts[at : at + len(known.lines)]) == list(known.lines) else None


def _read_header(texts: Sequence[str], at: int) -> _Header | None:
    """The header that begins with the index column: lines join while they do not yet name a column or the next goes on in lower case."""
    index = _index_width(texts, at)
    if not index:
        return _header_on_one_line(texts, at)
    groups: list[list[int]] = [list(range(at, at + index))]
    for line in range(at + index, min(at + _LONGEST_HEADER, len(texts))):
        begins_group = _GROUP.match(texts[line]) or _BARE_GROUP.match(texts[line])
        if _number_of(texts[line]) or begins_group or len(texts[line]) > _WIDEST_HEADER:
            break
        if len(groups) == 1 or (texts[line][:1].isupper() and _is_column(" ".join(texts[i] for i in groups[-1]), texts[line])):
            groups.append([])
        groups[-1].append(line)
    end = groups[-1][-1] + 1
    groups, over = _without_second_row(_without_parents(groups, texts), texts)
    roles = [column_role(" ".join(texts[i] for i in group)) for group in groups]
    if not _is_task_header(roles):
        return None
    return _Header(texts[at:end], [tuple(i - at for i in group) for group in groups], roles, over=tuple(i - at for i in over))


def _index_width(texts: Sequence[str], at: int) -> int:
    """How many lines the index word takes: ``STT``, ``Số`` + ``TT``; 0 where it stands on a line with more."""
    return next((n for n in (1, 2, 3) if _INDEX.match(" ".join(texts[at : at + n]))), 0)


def _is_column(joined: str, following: str) -> bool:
    """Whether ``joined`` is the whole cell of a header before the line ``following``, or only its beginning: ``ĐƠN VỊ`` before ``CHỦ TRÌ``."""
    if is_column_name(f"{joined} {following}"):
        return False
    if column_role(joined):
        return begins_column_name(following) or not following.isupper()
    return " " in joined and column_role(following) is not None and column_role(f"{joined} {following}") != column_role(following)


def _without_parents(groups: list[list[int]], texts: Sequence[str]) -> list[list[int]]:
    """A cell for who leads right before another is over it and the next: ``Phân công thực hiện`` over ``Chủ trì`` and ``Phối hợp``."""
    kept: list[list[int]] = []
    for group in groups:
        both = [column_role(" ".join(texts[i] for i in g)) for g in (kept[-1] if kept else [], group)]
        if both == ["lead", "lead"]:
            kept[-1] += group
        else:
            kept.append(group)
    return kept


def _without_second_row(groups: list[list[int]], texts: Sequence[str]) -> tuple[list[list[int]], list[int]]:
    """The cells where the last two are a row below the others, put in place of the one above them, and the lines of this one:
    ``Đơn vị thực hiện``, ``Thời gian``, and below the first ``Chủ trì``, ``Phối hợp``."""
    roles = [column_role(" ".join(texts[i] for i in group)) for group in groups]
    above = roles.index("lead") if roles.count("lead") == 2 else len(roles)
    if roles[-2:] != ["lead", "coordinating"] or above >= len(roles) - 3 or roles.count("coordinating") > 1:
        return groups, []
    if not all(_SECOND_ROW.fullmatch(" ".join(texts[i] for i in group)) for group in groups[-2:]):
        return groups, []
    return [*groups[:above], *groups[-2:], *groups[above + 1 : -2]], groups[above]


_SECOND_ROW = re.compile(r"(?i)(?:(?:cơ quan|đơn vị|bộ phận) )?(?:chủ trì|phối hợp)(?: thực hiện)?")


def _header_on_one_line(texts: Sequence[str], at: int) -> _Header | None:
    """``TT Nhiệm vụ Chủ trì Phối hợp Hoàn thành``: each capital begins a cell, unless what stands before it names no column yet."""
    line = texts[at]
    cuts: list[tuple[int, int]] = []
    for word in re.finditer(r"\S+", line):
        if cuts and not (word[0][:1].isupper() and (len(cuts) == 1 or column_role(line[slice(*cuts[-1])]))):
            cuts[-1] = (cuts[-1][0], word.end())
        else:
            cuts.append(word.span())
    roles = [column_role(line[a:b]) for a, b in cuts]
    return _Header([line], [(0,)], roles, tuple(cuts)) if len(line) < _WIDEST_LINE and _is_task_header(roles) else None


def _is_task_header(roles: Sequence[str | None]) -> bool:
    return roles[0] == "index" and "content" in roles and bool({"lead", "deadline", "coordinating"} & set(roles))


@dataclass(slots=True)
class _Count:
    """How far the rows and the groups of a table are counted: a number that does not go on counting begins no row, and a section no group."""

    number: int = 0
    roman: int = 0
    letter: int = 0

    def begins_row(self, line: str) -> bool:
        """Whether a line has the next number of a row, or the next letter or Roman number of a group."""
        group, bare_group = _GROUP.match(line), _BARE_GROUP.match(line)
        if group is not None:
            return _goes_on(*self._group(group))
        if bare_group is not None:
            return _ROMANS[self.roman : self.roman + 1] == (bare_group["roman"],)
        bare, number = BARE_NUMBER.match(line), _number_of(line)
        if bare is not None:
            return int(bare[1]) == self.number + 1
        return bool(number) and (number == 1 or not self.number or self.number <= number <= self.number + 2)

    def take(self, line: str) -> None:
        """Counts the row or group that a line begins, if it does."""
        group = _GROUP.match(line)
        if not self.begins_row(line):
            return
        if _BARE_GROUP.match(line):
            self.roman += 1
        elif group is None:
            self.number = _number_of(line)
        elif group["roman"]:
            self.roman = self._group(group)[1]
        else:
            self.letter = self._group(group)[1]

    def begins_section(self, line: str) -> bool:
        """Whether a Roman number or letter before a text heads what follows the table, and no group of its rows."""
        group = _GROUP.match(line)
        if group is None or _GROUP_ALONE.fullmatch(line):
            return False
        last, this = self._group(group)
        return not _goes_on(last, this) or (this > 1 and _CLOSING_SECTION.match(line) is not None)

    def _group(self, group: re.Match[str]) -> tuple[int, int]:
        """The last group of this kind, and this one."""
        if group["letter"]:
            return self.letter, "ABCDĐEFGH".index(group["letter"]) + 1
        return self.roman, _ROMANS.index(group["roman"]) + 1 if group["roman"] in _ROMANS else 0


def _goes_on(last: int, this: int) -> bool:
    return this == 1 or (bool(last) and last < this <= last + 2)


def _number_of(line: str) -> int:
    """The number of the row that begins with a line, 0 where none does."""
    match = _NUMBER.match(line) or BARE_NUMBER.match(line)
    return int(match[1].split(".")[0]) if match else 0


def _ends_table(texts: Sequence[str], at: int, count: _Count, blanks: Container[int]) -> bool:
    """Whether a line belongs to no table, or to the header of another: a section, a long line, a line of prose after a blank."""
    line, after_number = texts[at], at > 0 and _NUMBER.fullmatch(texts[at - 1]) is not None
    is_prose = len(line) > _WIDEST_LINE or (at in blanks and len(line) >= _PROSE_LINE and not _number_of(line))
    return (
        begins_header(line)
        or _AFTER.match(line) is not None
        or count.begins_section(line)
        or (is_prose and not after_number and not line.startswith(("-", "+")))
    )


def _heads_next_table(texts: Sequence[str], at: int, end: int, known: _Header) -> bool:
    """Whether a row is the numbered title of a further table: its header follows, and rows that are counted anew."""
    if end != at + 1 or end == len(texts) or not begins_header(texts[end]) or _NUMBER.fullmatch(texts[at]) or not _number_of(texts[at]):
        return False
    header = _header_at(texts, end, known)
    first = end + len(header.lines) if header is not None else len(texts)
    return first < len(texts) and _number_of(texts[first]) == 1


def _after_note(texts: Sequence[str], at: int, count: _Count) -> int:
    """Behind a note over the whole width of a table, the line with the next number alone on it; ``at`` where none follows."""
    following = range(at, min(at + _LONGEST_NOTE, len(texts)))
    if (
        at == len(texts)
        or count.begins_row(texts[at])
        or any(begins_header(texts[i]) or _AFTER.match(texts[i]) or _GROUP.match(texts[i]) for i in following)
    ):
        return at
    return next((i for i in following if texts[i].rstrip(".") == str(count.number + 1)), at)


def _row_end(texts: Sequence[str], at: int, count: _Count, blanks: Container[int]) -> int:
    """Where the row that begins at ``at`` ends: at the next number, group, header, or a line that belongs to no table."""
    count.take(texts[at])
    for index in range(at + 1, min(at + _LONGEST_ROW, len(texts))):
        if count.begins_row(texts[index]) or _begins_row_below(texts, at, index) or _ends_table(texts, index, count, blanks):
            return index
    return len(texts) if len(texts) - at < _LONGEST_ROW else at


def _begins_row_below(texts: Sequence[str], at: int, index: int) -> bool:
    """Whether a bullet or letter alone begins a row under the one at ``at``, whose text has come to its end; elsewhere it marks a cell that is empty."""
    return _BELOW.fullmatch(texts[index]) is not None and (_BELOW.fullmatch(texts[at]) is not None or texts[index - 1].endswith((".", ":", ";")))


def _barred_row(start: int, end: int, columns: int, bars: Mapping[int, int]) -> FragmentRow | None:
    """The row of as many cells as bars part, empty ones too; None where they are more than the columns."""
    cells: list[list[int]] = [[] for _ in range(columns)]
    column = 0
    for line in range(start, end):
        column += bars.get(line, 0) if line > start else 0
        if column >= columns:
            return None
        cells[column].append(line)
    return FragmentRow(tuple(map(tuple, cells)))


def _row(
    texts: Sequence[str], start: int, end: int, roles: Sequence[str | None], blanks: Container[int] | None, pages: Container[int]
) -> FragmentRow:
    number = _NUMBER.match(texts[start]) or BARE_NUMBER.match(texts[start])
    if _GROUP.match(texts[start]) or _BARE_GROUP.match(texts[start]):
        alone = _GROUP_ALONE.fullmatch(texts[start]) is not None and end > start + 1
        return FragmentRow(((start,) if alone else (), tuple(range(start + alone, end)), *(() for _ in roles[2:])))
    below = _BELOW.fullmatch(texts[start]) is not None
    first = (start,) if below or (number and number.end() == len(texts[start])) else ()
    body = start + 1 if first else start
    return FragmentRow((first, *fill_columns(texts, body, end, list(roles[1:]), below or number is not None, blanks, pages)))


# --- tables without a column of numbers --------------------------------------------------------------------------------


def _read_unnumbered(texts: Sequence[str], at: int) -> _Header | None:
    """A header of lines that all name columns, one of them who leads; its first column, of the numbers, is empty."""
    groups = [[at]]
    for line in range(at + 1, min(at + _LONGEST_HEADER, len(texts))):
        if texts[line][:1].islower() or is_column_name(" ".join(texts[i] for i in (*groups[-1], line))):
            groups[-1].append(line)
        elif begins_column_name(texts[line]) and len(texts[line]) <= _WIDEST_HEADER and not re.search(r"\d", texts[line]):
            groups.append([line])
        else:
            break
    roles = [column_role(" ".join(texts[i] for i in group)) for group in groups]
    if None in roles or len(set(roles)) < _FEWEST_COLUMNS or not {"content", "lead"} <= set(roles):
        return None
    return _Header(texts[at : groups[-1][-1] + 1], [(), *(tuple(i - at for i in group) for group in groups)], [None, *roles])


def _unnumbered_end(texts: Sequence[str], at: int, header: _Header, blanks: Container[int]) -> int:
    """Where a table without numbers ends: at its header on the next page, at a number, or at a line that belongs to no table."""
    count = _Count()
    for index in range(at, len(texts)):
        again = texts[index] == header.lines[0] and _repeated(texts, index, header) is not None
        if again or _number_of(texts[index]) or _ends_table(texts, index, count, blanks):
            return index
        count.take(texts[index])
    return len(texts)


def _unnumbered_rows(texts: Sequence[str], start: int, end: int, header: _Header, blanks: Container[int], apart: bool) -> Iterator[FragmentRow]:
    """The rows between the titles of groups."""
    titles = [index for index in range(start, end) if _GROUP.match(texts[index])]
    for title, low, high in zip((None, *titles), (start, *(t + 1 for t in titles)), (*titles, end), strict=True):
        if title is not None:
            yield FragmentRow(((), (title,), *(() for _ in header.roles[2:])))
        if low < high:
            for row in fill_rows(texts, low, high, header.roles[1:], blanks, apart):
                yield FragmentRow(((), *row))
