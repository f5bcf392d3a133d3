"""What stands around an item and holds for it: the bodies of headings and of the sentence that opens a list, attribute lines, deadlines above."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.tasks.deadlines import read_deadline, read_period
from pipeline.extract.tasks.outline import CONTAINERS, PARTS, Outline, patterns
from pipeline.extract.tasks.role_lists import Mentions, Roles, next_list, without_owners
from pipeline.extract.tasks.roles import read_cell, read_roles
from pipeline.layout import Block
from pipeline.layout.tree import is_period


@dataclass(slots=True)
class Attributes:
    """Who leads a task, who supports, by when and with what result; ``named`` are the roles that attribute lines name."""

    lead: list[Mention] = field(default_factory=list)
    coordinating: list[Mention] = field(default_factory=list)
    deadline: list[Mention] = field(default_factory=list)
    output: str | None = None
    named: set[str] = field(default_factory=set)


_MOST_LINES = 100  # attribute lines that hold for all tasks under one heading; real ones are a handful
# What a body does that leads nothing: it decrees, or tells others what to do.
_DECREES = re.compile(
    r"\s*(?:xác định|(?P<tells>yêu cầu|đề nghị|giao)|ban hành|quyết định|đề ra|chỉ đạo các|thống nhất|lưu ý|nhấn mạnh|kết luận)(?!\w)"
)
# A heading may say what its bodies have in common, or are: `3. Các chủ rừng: Vườn quốc gia A, Ban Quản lý rừng phòng hộ B`
# (`Cơ quan quản lý: Sở A:`).
_KIND_OF_BODIES = re.compile(
    r"\W*(?i:các|khối|lực lượng|nhóm|ngành|(?:cơ quan|đơn vị)(?= (?:chủ quản|quản lý|chủ trì|thực hiện|chủ đầu tư)))(?!\w)[^:.;]{2,50}:(?=\s)"
)
_STEP = re.compile(r"Bước \d")
_DUTIES_FOLLOW = regex.compile(
    r"(?r)(?:(?:nhiệm vụ|giải pháp|biện pháp|việc|nội dung)(?!\w)[^:.;]{0,40}\bsau|\b(?:tập trung|khẩn trương|chú trọng)(?: (?:triển khai|tổ chức))?(?: thực hiện)?)\W*$"
)
# ... but not where the issuer says that it plans them: `ban hành Kế hoạch với những nội dung sau:`
_ISSUES = re.compile(r"(?:ban hành|xây dựng|đề ra) (?:bản )?(?i:kế hoạch|chương trình|phương án|đề án)(?!\w)[^.;]{0,200}$")
_CHARGES = re.compile(r"có trách nhiệm|^[^.;:]{5,160} phải (?!là |được )")
# A heading that says when all below it is due: `NHIỆM VỤ HOÀN THÀNH TRONG QUÝ I/2024`.
_DUE_HEADING = re.compile(
    r"(?i)^[^.;:]{0,80}\b(?:nhiệm vụ|công việc|nội dung|đề án|văn bản)\b[^.;:]{0,40} (?:hoàn thành|xong) (?:trong|trước|vào|chậm nhất)\b[^.;:]{0,40}$"
)


class Surroundings:
    """What the headings, openings and attribute lines of one document say; each is read once for all items that it holds for."""

    def __init__(self, outline: Outline, dates: Mentions, cited: set[int]) -> None:
        self.outline, self.flow, self.blocks, self.agencies = outline, outline.flow, outline.blocks, outline.agencies
        self.dates, self.cited = dates, cited
        self._headings: dict[int, Roles] = {}
        self._following: dict[int, list[int]] = {}
        self._dated: dict[int, tuple[list[Mention], list[Mention]]] = {}
        self._opened: dict[int, list[Mention]] = {}

    def assigned(self, index: int, start: int, end: int, heading: Roles) -> Attributes:
        """Who leads, who supports and by when, for the item that begins in block ``index`` and spans ``[start, end)``:
        its attribute lines count before its own words, these before the ``heading``."""
        title_end = min(self.blocks[index].end, end)
        names_nobody = self._is_step(index) and not self.agencies.within(start, title_end)  # `Bước 2: Rà soát.`, and below it who does so
        own = read_roles(self.flow, title_end if names_nobody else start, end, self.agencies, bool(heading.lead), heading.lead)
        text = self.flow[start:end]
        said = self._attribute_values(index)
        self._read_inline(start, end, said)
        attributed = bool(said.lead)
        if "lead" not in said.named:
            said.lead = own.lead or heading.lead
        if "coordinating" not in said.named:
            said.coordinating = own.coordinating or ([] if own.lead and own.lead != heading.lead else heading.coordinating)
        if heading.lead and re.match(r"\W*(?:Yêu cầu|Lãnh đạo)\b", text):
            said.lead = heading.lead  # the bodies that it tells, or guides, have no role
        if re.match(r"\W*Đồng chủ trì\b", text) and not attributed:
            said.lead = [*heading.lead, *own.lead]
        if not own.lead and own.coordinating and re.match(r"\W*(?:Kính )?[Đđ]ề nghị", text) and not attributed:
            said.lead = []
        if "deadline" not in said.named:
            said.deadline = read_deadline(self.flow, start, end, self.dates, self.cited) or self._deadline_above(index)
        leads = {m.start for m in said.lead}
        said.coordinating = [m for m in said.coordinating if m.start not in leads]
        return said

    def _is_step(self, index: int) -> bool:
        block = self.blocks[index]
        return (block.marker is not None and block.marker.kind == "step") or _STEP.match(self.flow, block.start) is not None

    # --- headings --------------------------------------------------------------------------------------------------------

    def heading_roles(self, index: int) -> Roles:
        """What an item that heads others says of roles."""
        return self._said_above(self.blocks[index])

    def _said_above(self, block: Block) -> Roles:
        """What a heading, or the sentence that opens a list, says of roles; read once for all that stands below it."""
        if block.start not in self._headings:
            self._headings[block.start] = self._read_heading(block)
        return self._headings[block.start]

    def _read_heading(self, block: Block) -> Roles:
        """``1. Sở Y tế``, ``a) Vụ A chủ trì, phối hợp với B:``."""
        text = self.flow[block.start : block.end].rstrip()
        inside = self.agencies.within(block.start, block.end)
        if not inside:
            return Roles()
        if self.outline.is_list_of_names(block.end, block):
            return Roles(lead=without_owners(self.flow, self.outline.names(block.start, block.end), keep_generic_owner=False))
        kind = _KIND_OF_BODIES.match(self.flow, block.start, block.end)
        if kind and not self.agencies.within(block.start, kind.end()) and self.outline.holds_names(kind.end(), block.end):
            return Roles(lead=without_owners(self.flow, next_list(self.flow, inside, kind.end(), slack="opening"), keep_generic_owner=False))
        if not (text.endswith(":") or len(text) < 140 or re.search(r"chủ trì|có trách nhiệm|chịu trách nhiệm", text)):
            return Roles()
        roles = read_roles(self.flow, block.start, block.end, self.agencies, headed=True)
        decree = _DECREES.match(self.flow, roles.lead[-1].end) if roles.lead else None
        if decree is None:
            return roles
        told = next_list(self.flow, inside, decree.end(), slack="opening") if decree["tells"] else []
        return read_roles(self.flow, told[0].start, block.end, self.agencies, headed=True) if told else Roles()  # who decrees does not lead

    def is_charged(self, index: int) -> bool:
        """Whether the sentence that opens the list of an item tells bodies to do what stands in it: ``... yêu cầu các bộ, ngành tập trung các nhiệm vụ sau:``."""
        opening = self.outline.openings.get(index)
        return (
            opening is not None
            and _DUTIES_FOLLOW.search(self.flow, opening.start, opening.end) is not None
            and _ISSUES.search(self.flow, max(opening.start, opening.end - 300), opening.end) is None
            and bool(self._said_above(opening).lead)
        )

    def inherited_roles(self, index: int) -> Roles:
        """The roles of the nearest heading, or opening of a list inside a section, that names a lead; who helps may stand below it
        (`1. Sở Y tế`, `a) Phối hợp với Sở Tài chính:`)."""
        helpers: list[Mention] = []
        for node in (index, *self.outline.ancestors(index)):
            if node != index and self.blocks[node].kind in CONTAINERS:
                roles = self.heading_roles(node)
                if roles.lead:
                    return Roles(roles.lead, roles.coordinating or helpers)
                helpers = helpers or roles.coordinating
            opening = self.outline.openings.get(node)
            if opening is not None and (roles := self._said_above(opening)).lead and self._assigns(opening, roles.lead):
                return roles
        return Roles()

    def _assigns(self, opening: Block, leads: Sequence[Mention]) -> bool:
        """Whether the sentence that opens a list gives its items to bodies: a part of the document opens with what all of it is about,
        unless several are its subject (`Các sở, ban, ngành, UBND các huyện tập trung thực hiện những nhiệm vụ sau:`)."""
        marker = None if opening.parent is None else self.blocks[opening.parent].marker
        if marker is not None and marker.kind not in PARTS:
            return True
        return opening.parent is not None and (
            _CHARGES.search(self.flow[opening.start : opening.end]) is not None
            or (len(leads) > 1 and leads[0].start == opening.start and _DUTIES_FOLLOW.search(self.flow, opening.start, opening.end) is not None)
        )

    def _deadline_above(self, index: int) -> list[Mention]:
        """The deadline that the sentence opening the list sets for all its items (`Trình Quốc hội (tháng 10/2026) các dự án sau:`),
        or the period that a heading above gives in brackets."""
        opening = self.outline.openings.get(index)
        if opening is not None and opening.start not in self._opened:
            self._opened[opening.start] = read_deadline(self.flow, opening.start, opening.end, self.dates, self.cited)
        if opening is not None and self._opened[opening.start]:
            return self._opened[opening.start]
        for ancestor in self.outline.ancestors(index):
            if self.blocks[ancestor].kind not in CONTAINERS:
                continue
            period, due = self._heading_dates(ancestor)
            if period or (due and ancestor == self.blocks[index].parent):
                return period or due
        return []

    def _heading_dates(self, index: int) -> tuple[list[Mention], list[Mention]]:
        """The period that a heading gives, and when what it opens with a colon is due; read once for all tasks below it."""
        if index not in self._dated:
            start, end = self.blocks[index].start, self.blocks[index].end
            sets_all = self.flow[start:end].rstrip().endswith(":") or _DUE_HEADING.search(self.flow[start:end]) is not None
            due = read_deadline(self.flow, start, end, self.dates, self.cited) if sets_all else []
            self._dated[index] = self.period_of(start, end), [] if is_period(self.flow[start:end]) else due
        return self._dated[index]

    def period_of(self, start: int, end: int) -> list[Mention]:
        """The period that a title is, or gives: ``THÁNG 01``, ``Bước 1: Chuẩn bị (đến hết tháng 9/2011)``."""
        return self.dates.within(start, end) if is_period(self.flow[start:end]) else read_period(self.flow, start, end, self.dates, self.cited)

    # --- attribute lines -------------------------------------------------------------------------------------------------

    def _attribute_values(self, index: int) -> Attributes:
        """What attribute lines say of an item: those below it, else those right after it, else those right after a heading above it."""
        values = Attributes()
        lines = [c for c in self.outline.children[index] if c in self.outline.attributes]
        node: int | None = index
        while not lines and node is not None:
            lines = self._lines_after(node)
            node = self.blocks[node].parent
        for line in lines:
            self._read_attribute(line, values)
        return values

    def below_row(self, row: int) -> Attributes:
        """What the attribute lines right under a row say: ``Thời gian thực hiện: Quý II/2022``."""
        values = Attributes()
        for line in range(row + 1, min(row + _MOST_LINES, len(self.blocks))):
            if line not in self.outline.attributes:
                break
            self._read_attribute(line, values)
        return values

    def _lines_after(self, index: int) -> list[int]:
        """The attribute lines that follow a block without another item between; read once for all tasks below it."""
        if index not in self._following:
            self._following[index] = self._read_lines_after(index)
        return self._following[index]

    def _read_lines_after(self, index: int) -> list[int]:
        parent = self.blocks[index].parent
        siblings = self.outline.children[parent] if parent is not None else self.outline.roots
        lines: list[int] = []
        for at in range(bisect_right(siblings, index), len(siblings)):
            sibling = siblings[at]
            if sibling in self.outline.attributes and len(lines) < _MOST_LINES:
                lines.append(sibling)
            elif self.blocks[sibling].kind not in ("footnote", "furniture") and sibling not in self.outline.below_attributes:
                break
        return lines

    def _read_attribute(self, line: int, values: Attributes) -> None:
        """One line may say several things: ``Chủ trì: A; phối hợp: B; thời hạn: tháng 6``."""
        block = self.blocks[line]
        if line in self.outline.titles:  # `2. Cơ quan chủ trì` over a list of its own
            for child in islice(self.outline.subtree(line), _MOST_LINES):
                role = self.outline.titles.get(child)
                if role is None and self.outline.title_of(child) == line:
                    self._say(self.outline.titles[line], self.blocks[child].start, self.blocks[child].end, values)
                elif role is not None:
                    self._read_attribute(child, values)
            return
        first = patterns()["attribute"].match(self.flow, block.start, block.end) or patterns()["of_names"].match(self.flow, block.start, block.end)
        assert first is not None
        labels = [first, *patterns()["label"].finditer(self.flow, first.end(), block.end)]
        for index, match in enumerate(labels):
            role = next(r for r in ("lead", "coordinating", "deadline", "output", "other") if match[r] is not None)
            self._say(role, match.end(), labels[index + 1].start() if index + 1 < len(labels) else block.end, values)
        if "deadline" not in values.named and (due := read_deadline(self.flow, labels[-1].end(), block.end, self.dates, self.cited)):
            values.deadline += due  # `Chủ trì: Sở Y tế; quý III/2024`
            values.named.add("deadline")

    def _read_inline(self, start: int, end: int, values: Attributes) -> None:
        """Who leads and who supports by labels inside the item: ``... Chủ trì: A; phối hợp: B; hoàn thành: tháng 6``."""
        if self.flow.find(":", start, end) < 0:
            return
        named = set(values.named)
        labels = list(patterns()["label"].finditer(self.flow, start, end))
        for index, match in enumerate(labels):
            stop = labels[index + 1].start() if index + 1 < len(labels) else end
            role = next((r for r in ("lead", "coordinating") if match[r] is not None and r not in named), None)
            if role is not None and self.agencies.within(match.end(), stop):
                self._say(role, match.end(), stop, values)

    def _say(self, role: str, start: int, end: int, values: Attributes) -> None:
        values.named.add(role)
        if role == "lead":
            roles = read_cell(self.flow, start, end, self.agencies)
            values.lead += roles.lead
            values.coordinating += roles.coordinating
            if roles.coordinating:
                values.named.add("coordinating")
        elif role == "coordinating":
            values.coordinating += without_owners(self.flow, self.agencies.within(start, end), keep_generic_owner=True)
        elif role == "deadline":
            values.deadline += self.dates.within(start, end)
        elif role == "output":
            values.output = clean(self.flow[start:end]) or None


def clean(text: str) -> str:
    """A cell or a line without the blanks and marks around it: what a task is to yield."""
    return " ".join(text.split()).strip(" ;").rstrip(" ;.") if text.strip(" ;.") else ""
