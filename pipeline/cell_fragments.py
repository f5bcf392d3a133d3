"""Tables that a page has broken into one cell fragment a line, as gazette texts show them.

The header words stand scattered over lines (``STT`` / ``Tên nhiệm vụ`` / ``Cơ quan`` / ``chủ trì`` ...), a row begins with its number, and
the cells of a row follow each other without a mark between them. Columns come from the header; where a cell ends is told by capitals,
by what may stand in a column, and by the order of the columns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.columns import column_role
from pipeline.rule_tables import load_rules

_INDEX = re.compile(r"(?i)(?:stt|tt|số\s*tt|số thứ tự)$")
_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,2})*)(?:\s*[.)](?:\s+(?=\S)|$)|$)")
_GROUP = re.compile(r"^[IVX]{1,5}\s*(?:[.)-]\s*\S|[.)]?$)|^[A-HĐ]\s*[.)]\s+\S")
_TIME = re.compile(
    r"(?i)^(?:quý|tháng|năm|trước|hằng|hàng|thường xuyên|ngày|trong|từ|giai đoạn|đến|chậm nhất|\d{1,2}/\d{4}|\d{4}|sau khi|định kỳ|liên tục)"
)
# What follows a table: the back matter, a further appendix, the sections that close a plan.
_AFTER = re.compile(
    r"PHỤ LỤC|Phụ lục [IVX\d]|Nơi nhận|TM\.|KT\.|(?:[IVX]{1,5}|[A-HĐ])\s*[.)-]\s*(?i:tổ chức thực hiện|kinh phí|nguồn kinh phí|chế độ|trách nhiệm|phân công|giải pháp|kiểm tra)\b"
)
_OPEN_END = re.compile(r"(?:,|-|/|\bvà|\bcủa|\bvề|\bcác|\btrình)$")


@dataclass(frozen=True, slots=True)
class FragmentRow:
    """A row as groups of lines: for each cell the indices of its lines; ``header`` says that it names the columns, ``width`` how many columns there are."""

    cells: tuple[tuple[int, ...], ...]
    header: bool = False


@cache
def _bodies() -> re.Pattern[str]:
    """What a cell that names bodies begins with."""
    heads = "|".join(map(re.escape, load_rules("layout")["body_openings"]))
    return re.compile(rf"(?:(?:Các|Những) )?(?:{heads})\b")


def find_fragment_rows(texts: Sequence[str]) -> Iterator[FragmentRow]:
    """The rows of broken tables among ``texts``, the lines of a document without its page furniture.

    >>> rows = list(find_fragment_rows(["STT", "Nhiệm vụ", "Cơ quan", "chủ trì", "Thời gian", "1.", "Rà soát", "quy định", "Sở Y tế", "Quý I/2026"]))
    >>> [r.cells for r in rows]
    [((0,), (1,), (2, 3), (4,)), ((5,), (6, 7), (8,), (9,))]
    """
    at = 0
    known: tuple[Sequence[str], tuple[list[tuple[int, ...]], list[str | None]]] | None = None
    while at < len(texts):
        header = None
        if _INDEX.match(texts[at]):
            header = _repeated(texts, at, known) or _read_header(texts, at)
        if header is None:
            at += 1
            continue
        cells, roles = header
        known = (texts[at : cells[-1][-1] + 1], header)
        yield FragmentRow(tuple(cells), header=True)
        at = cells[-1][-1] + 1
        while at < len(texts) and not _INDEX.match(texts[at]) and not _AFTER.match(texts[at]) and (end := _row_end(texts, at)) > at:
            yield _row(texts, at, end, roles)
            at = end


def _repeated(
    texts: Sequence[str], at: int, known: tuple[Sequence[str], tuple[list[tuple[int, ...]], list[str | None]]] | None
) -> tuple[list[tuple[int, ...]], list[str | None]] | None:
    """The header of the page before, where the same lines stand again."""
    if known is None or list(texts[at : at + len(known[0])]) != list(known[0]):
        return None
    cells, roles = known[1]
    shift = at - cells[0][0]
    return [tuple(n + shift for n in cell) for cell in cells], roles


def _read_header(texts: Sequence[str], at: int) -> tuple[list[tuple[int, ...]], list[str | None]] | None:
    """The header cells from the index column on: lines join while they do not yet name a column or the next goes on in lower case."""
    cells: list[tuple[int, ...]] = [(at,)]
    roles: list[str | None] = ["index"]
    group: list[int] = []
    for index in range(at + 1, min(at + 22, len(texts))):
        line = texts[index]
        if _NUMBER.match(line) or _GROUP.match(line) or len(line) > 45:
            break
        joined = " ".join(texts[i] for i in group)
        if group and line[:1].isupper() and column_role(joined):
            cells.append(tuple(group))
            roles.append(column_role(joined))
            group = []
        group.append(index)
    if group:
        cells.append(tuple(group))
        roles.append(column_role(" ".join(texts[i] for i in group)))
    return (cells, roles) if "content" in roles and {"lead", "deadline", "coordinating"} & set(roles) else None


def _row_end(texts: Sequence[str], at: int) -> int:
    """Where the row that begins at ``at`` ends: at the next number, group, header, or a line that belongs to no table."""
    for index in range(at + 1, min(at + 120, len(texts))):
        line = texts[index]
        if (
            (_NUMBER.match(line) and not re.match(r"\d{1,2}/\d", line))
            or _GROUP.match(line)
            or _INDEX.match(line)
            or _AFTER.match(line)
            or len(line) > 130
        ):
            return index
    return len(texts) if len(texts) - at < 120 else at


def _row(texts: Sequence[str], start: int, end: int, roles: Sequence[str | None]) -> FragmentRow:
    number = _NUMBER.match(texts[start])
    if _GROUP.match(texts[start]):
        alone = re.fullmatch(r"[IVX]{1,5}[.)]?", texts[start]) is not None and end > start + 1
        return FragmentRow(((start,) if alone else (), tuple(range(start + alone, end)), *(() for _ in roles[2:])))
    first = (start,) if number and number.end() == len(texts[start]) else ()
    body = start + 1 if first else start
    segments = _segments(texts, body, end)
    return FragmentRow((first, *_assign(texts, segments, list(roles[1:]))))


def _segments(texts: Sequence[str], start: int, end: int) -> list[list[int]]:
    """Runs of lines that surely stand in one cell: a new one begins with a capital after a line that is not open."""
    segments: list[list[int]] = []
    for index in range(start, end):
        line = texts[index]
        begins = (
            not segments
            or ((line[:1].isupper() or line[:1].isdigit()) and not _OPEN_END.search(texts[index - 1]))
            or texts[index - 1].endswith((".", ";"))
        )
        if begins:
            segments.append([index])
        else:
            segments[-1].append(index)
    return segments


def _assign(texts: Sequence[str], segments: Sequence[Sequence[int]], roles: Sequence[str | None]) -> list[tuple[int, ...]]:
    """Segments to columns in order, by the best sum of what fits where (a small dynamic programme)."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}  # column of the last segment -> score, columns so far
    for position, segment in enumerate(segments):
        text = " ".join(texts[i] for i in segment)
        step: dict[int, tuple[float, list[int]]] = {}
        for column, role in enumerate(roles):
            options = [
                (score + _fit(text, role, position, column == last), path)
                for last, (score, path) in best.items()
                if last <= column and (position or column == 0)
            ]
            if options:
                score, path = max(options, key=lambda option: option[0])
                step[column] = (score, [*path, column])
        best = step
    path = max(best.values(), key=lambda option: option[0])[1] if best else []
    cells: list[list[int]] = [[] for _ in roles]
    for segment, column in zip(segments, path, strict=True):
        cells[column].extend(segment)
    return [tuple(cell) for cell in cells]


def _fit(text: str, role: str | None, position: int, same: bool) -> float:
    body, time = bool(_bodies().match(text)), bool(_TIME.match(text)) and len(text) < 60
    score = {"content": 1.0 if position == 0 else -0.5 - body - time, "deadline": 3.0 if time else -3.0}.get(role or "")
    if score is None:
        score = (2.0 if body else -2.0) if role in ("lead", "coordinating") else (0.5 if not body and not time else -1.0)
    return score - (0.6 if same and role != "content" else 0.0)
