"""Tasks: the smallest items that assign something to be done, from prose, attribute lines and tables, in one shape."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

import regex

from pipeline.extract.deadlines import read_deadline, read_period
from pipeline.extract.roles import Mentions, Roles, next_list, opens_with_body, read_cell, read_roles, without_owners
from pipeline.extract.rule import Mention
from pipeline.extract.tables import Row, find_rows, mark_groups
from pipeline.extract.vocabulary import alternatives
from pipeline.layout import Block, Layout, is_closing
from pipeline.rule_tables import load_rules

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TaskFind:
    """A task in the flowing text: fragments in order, mentions by role, ``block`` the index of the block that it began in."""

    block: int
    marker: str | None
    fragments: tuple[Span, ...]
    lead: tuple[Mention, ...] = ()
    coordinating: tuple[Mention, ...] = ()
    deadline: tuple[Mention, ...] = ()
    output: str | None = None
    inherited: tuple[str, ...] = ()


@dataclass(slots=True)
class _Attributes:
    """What attribute lines under a task say."""

    lead: list[Mention] = field(default_factory=list)
    coordinating: list[Mention] = field(default_factory=list)
    deadline: list[Mention] = field(default_factory=list)
    output: str | None = None
    named: set[str] = field(default_factory=set)


def find_tasks(layout: Layout, agencies: Sequence[Mention], dates: Sequence[Mention], percents: Sequence[Mention], cited: set[int]) -> list[TaskFind]:
    """All tasks in text order; ``cited`` are the starts of dates that belong to a citation.

    For a document that is a plan: a normative one (`pipeline.extract.metadata.is_normative`) has provisions, not tasks.

    >>> from pipeline.layout import lay_out
    >>> layout = lay_out("II. NHIỆM VỤ\\n1. Rà soát hộ nghèo.\\n2. Sửa nhà dột nát.")
    >>> [(task.marker, layout.flow[slice(*task.fragments[0])]) for task in find_tasks(layout, [], [], [], set())]
    [('1', 'Rà soát hộ nghèo'), ('2', 'Sửa nhà dột nát')]
    """
    finder = _Finder(layout, Mentions.of(agencies), Mentions.of(dates), Mentions.of(percents), cited)
    tasks = sorted([*finder.prose(), *finder.tables()], key=lambda t: t.fragments[0])
    return [task for task in tasks if any(_LETTERS.search(layout.flow, a, b) for a, b in task.fragments)]


@cache
def _patterns() -> dict[str, "regex.Pattern[str]"]:
    rules, layout = load_rules("tasks"), load_rules("layout")
    labels = "|".join(f"(?P<{role}>{alternatives(words)})" for role, words in layout["attributes"].items())
    verbs, between = alternatives(layout["attribute_verbs"]["verbs"]), alternatives(layout["attribute_verbs"]["between"])
    no_clause = rf"(?!(?:{verbs})(?!\w)(?!(?:[\s,/]*(?:{between}))*\W*(?:\([^):\n]*\)\s*)?:)[^:\n]*:)"
    opening = r"(?i)\W*(?:về )?(?:một số |các |những |hệ thống )?"
    return {
        "no_task": regex.compile(
            rf"{opening}(?:{alternatives(rules['no_task_headings'])}(?!\w)|{alternatives(rules['no_task_alone'])}\W*$)"
            rf"|.{{0,100}}(?<!\w){alternatives(rules['no_task_endings'])}(?: (?:trong|vào|đến|của) [^.;,]{{0,30}})?\W*$"
        ),
        "objects": regex.compile(rf"{opening}{alternatives(rules['objects'])}(?!\w)"),
        "task_words": regex.compile(rf"(?i)(?<!\w)(?:{alternatives(rules['task_words'])})(?!\w)"),
        "duty_only": regex.compile(rf"(?i)\W*(?:về )?(?:{alternatives(rules['duty_only_headings'])})(?!\w)"),
        "money": regex.compile(rf"(?i)\W*(?:{alternatives(rules['money'])})(?!\w)"),
        "not_a_duty": regex.compile(rf"(?i)\W*(?:{alternatives(rules['not_a_duty'])})(?!\w)"),
        "formal": regex.compile(rf"(?i){alternatives(rules['formal_articles'])}"),
        "duty_cue": regex.compile(r"chủ trì|phối hợp|giao |bố trí|tiếp tục|có trách nhiệm"),
        "citation": regex.compile(
            rf"\W*(?:[Cc]ác )?(?:(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp) \p{{Lu}}|(?i:{alternatives(layout['doc_types'])}|QĐ) (?:số ?:? ?)?(?=\d))[^;:]{{0,160}}?(?:\d[/-] ?\p{{Lu}}|\d/\d{{4}}|\d-\d{{1,2}}-\d{{4}}|năm \d{{4}})"
        ),
        "target": regex.compile(rf"(?i)\W*(?!tăng cường)(?:{alternatives(rules['target_openings'])})(?!\w)"),
        "duty_verb": regex.compile(rf"\W*(?i:{alternatives(rules['duty_verbs'])})(?!\w)"),
        "plain_actor": regex.compile(rf"(?:\G\W*|(?<=[.;:] ))(?:{alternatives(rules['plain_actors'])})(?: \p{{Lu}}\p{{Ll}}+)?(?= \p{{Ll}})"),
        "attribute": regex.compile(rf"(?i)\W*{no_clause}(?:{labels})(?!\w)[^:\n]{{0,28}}?:"),
        "title": regex.compile(
            rf"(?i)(?:{labels})(?:(?: *,| *và| */| +) *(?:(?:cơ quan|đơn vị) )?(?:phối hợp|thực hiện|chủ trì|tham mưu|triển khai))?"
        ),
        "label": regex.compile(rf"(?i)[;.(]\W*{no_clause}(?:{labels})(?!\w)[^:;.\n]{{0,28}}?:"),
    }


_LETTERS = re.compile(r"[^\W\d_]{2}")
_LONGEST_TAIL = 40
_LONGEST_TITLE, _LONGEST_OPENING_TITLE = 110, 160  # a title that a colon ends may be longer
_SEVERAL = 3  # paragraphs below a title with a colon
_OPENING = 400  # characters of a block that say what stands below it
_MOST_LINES = 100  # attribute lines that hold for all tasks under one heading; real ones are a handful
_TAIL = regex.compile(r"(?:(?<!\b[cdkmh]?m)[¹²³⁴⁵⁶⁷⁸⁹⁰]|[\s.;,:…*]|\[\d{1,2}\]|\./\S{0,3}$)+$")
# What an item that assigns nothing states: an amount, when the document takes effect, a link of a web page, whom to ask.
_STATEMENT = regex.compile(
    r"^[^,;:]* là \W*[\d.,]+ (?:tỷ |triệu |nghìn )?đồng\W*$|^\W*[^.;]{3,30} này có hiệu lực |^\[[^\]]+\]\(https?:|^\W*(?:Xét|Theo) đề nghị của "
    r"|^\W*Căn cứ (?:Hiến pháp|Luật|Bộ luật|Pháp lệnh|Nghị|Quyết định|Thông tư|Chỉ thị|Kế hoạch|Hướng dẫn|Công văn|Kết luận)(?!.*(?:xây dựng|triển khai|tổ chức|chủ trì|trách nhiệm|quyết định \p{Ll}))"
    r"|^\W*(?:Tính đến|Đến nay,|Thời gian qua,) |^(?:[^.;]{0,120}, |\W*)(?i:hiện nay)\W[^.;]{0,80} đã \p{Ll}|^[^.;,]{0,60} liên hệ (?:với )?(?:đồng chí|ông|bà|số điện thoại)"
    r"|^(?i:các )?(?i:nhiệm vụ|nội dung|tiến độ|phân công)[^.;]{0,160} (?:tại|trong|theo) (?:Phụ lục|Biểu)[^.;,]{0,40}$"
)
# What stands before a body that acts, and behind it: a clause begins, or `do`; a verb follows, and no preposition.
_CLAUSE_END = re.compile(r"[;.:] *(?:(?i:giao|đề nghị|yêu cầu) *)?$")
_ACTOR_BEFORE = re.compile(r"(?:[;.:,]| -|\bdo|(?i:\bđề nghị|\bgiao|\byêu cầu)) *$")
_ACTS = regex.compile(r",? +(?!(?:và|về|tại|trong|năm|số|đã|được|của|theo|thuộc|với|cho|là|giao|cấp)\b)\p{Ll}")
_DUTIES_OF = re.compile(r"\W*(?i:trách nhiệm|nhiệm vụ)(?: cụ thể)? của .{,180}$")  # `Trách nhiệm của các bộ được giao chủ trì các dự án thành phần`
_CHARGES = re.compile(r"có trách nhiệm|^[^.;:]{5,160} phải (?!là |được )")
_SENDS = re.compile(r"(?i)[\s,]*(?:kính )?(?:điện|gửi)\W*")
# A heading that says when all below it is due: `NHIỆM VỤ HOÀN THÀNH TRONG QUÝ I/2024`.
_DUE_HEADING = re.compile(
    r"(?i)^[^.;:]{0,80}\b(?:nhiệm vụ|công việc|nội dung|đề án|văn bản)\b[^.;:]{0,40} (?:hoàn thành|xong) (?:trong|trước|vào|chậm nhất)\b[^.;:]{0,40}$"
)
_CONTENT = re.compile(r"(?i)nội dung(?: (?:thực hiện|công việc|hoạt động))?\s*:")
_NEWS = re.compile(r"\(\d{1,2}/\d{1,2}/\d{4}\)\s*$")  # an entry in a list of other pages, below the document
# What may stand beside names of bodies in an item that is nothing else: `UBND xã và các đơn vị liên quan (qua Phòng Y tế)`.
_NAMES_GO_ON = re.compile(
    r"(?:\([^)]{0,300}\)|(?i:xã hội - nghề nghiệp|xã hội|doanh nghiệp|cộng đồng|cá nhân|liên quan|có liên quan|và các|các đơn vị|đơn vị|tổ chức"
    r"|địa phương|cơ quan|có trách nhiệm|chịu trách nhiệm|\bvà\b|\bcác\b|\bcó\b)|\W|\w(?!\w))*+"
)
_CONTAINERS = ("item", "caps")
_PARTS = ("roman", "upper", "part", "chapter")  # markers of the parts of a document


class _Finder:
    """The tasks of one document; its methods read the tree of blocks and never change it."""

    def __init__(self, layout: Layout, agencies: Mentions, dates: Mentions, percents: Mentions, cited: set[int]) -> None:
        self.layout, self.flow, self.blocks = layout, layout.flow, layout.blocks
        self.agencies, self.dates, self.percents, self.cited = agencies, dates, percents, cited
        self.children = layout.children()
        self.headings: dict[int, Roles] = {}
        self.barren: dict[int, bool] = {}
        self.following: dict[int, list[int]] = {}
        self.dated: dict[int, tuple[list[Mention], list[Mention]]] = {}
        self.back = next((i for i, b in enumerate(self.blocks) if b.kind in ("recipients", "signature")), len(self.blocks))
        self.ends, self.openings = self._ends_by_block(), self._openings_by_block()
        self.roots = [i for i, b in enumerate(layout.blocks) if b.parent is None]
        self.titles = {i: role for i, b in enumerate(self.blocks) if b.kind == "item" and self.children[i] and (role := self._title_role(b))}
        self.below_attributes = {c for title in self.titles for c in self._subtree(title)}
        self.attributes = set(self.titles) - self.below_attributes | {
            i for i, b in enumerate(self.blocks) if b.kind in ("item", "paragraph") and self._is_attribute(b)
        }

    # --- prose -------------------------------------------------------------------------------------------------------

    def prose(self) -> Iterator[TaskFind]:
        """Tasks from items and from the paragraphs under an agency's heading."""
        after_gap = False
        for index, block in enumerate(self.blocks):
            if block.kind == "gap":
                after_gap = True
                continue
            if block.kind == "paragraph" and after_gap and self.flow[block.start].islower():
                yield TaskFind(index, None, self._trim([(block.start, block.end)]))
            after_gap = after_gap and block.kind == "furniture"
            if (
                block.kind != "item"
                or index in self.attributes
                or index in self.below_attributes
                or self._is_grouping(index)
                or not self._may_hold_tasks(index)
            ):
                continue
            yield from self._item(index)

    def _is_attribute(self, block: Block) -> bool:
        match = _patterns()["attribute"].match(self.flow, block.start, block.end) if block.end - block.start <= 600 else None
        if match is None:
            return False
        numbered = block.marker is not None and block.marker.kind not in ("dash", "plus", "bullet", "star")
        return not (numbered and match["other"] and self._names_actor(block))  # `5. Kinh phí: Sở Tài chính cấp ...`

    def _title_role(self, block: Block) -> str | None:
        """The attribute that a heading names and nothing else: ``2. Cơ quan chủ trì, phối hợp``."""
        if block.marker is not None and block.marker.kind in (*_PARTS, "article"):
            return None  # a part of the document: `III. Tiến độ` says when its own items are due
        text = self.flow[block.start : block.end].strip(" :.")
        match = _patterns()["title"].fullmatch(text) if len(text) < 60 else None
        return next((r for r in ("lead", "coordinating", "deadline", "output") if match[r] is not None), None) if match else None

    def _subtree(self, index: int) -> Iterator[int]:
        for child in self.children[index]:
            yield child
            yield from self._subtree(child)

    def _title_of(self, index: int) -> int | None:
        """The nearest attribute title above a block."""
        return next((a for a in self._ancestors(index) if a in self.titles), None)

    def _is_grouping(self, index: int) -> bool:
        """Whether items stand below that are no attributes, or the rows of a table that it is the title of."""
        is_sentence = self.flow.endswith((".", ";"), self.blocks[index].start, self.blocks[index].end)
        return any(
            (self.blocks[c].kind == "item" and c not in self.attributes) or (self.blocks[c].kind == "row" and not is_sentence)
            for c in self.children[index]
        )

    def _ancestors(self, index: int) -> Iterator[int]:
        parent = self.blocks[index].parent
        while parent is not None:
            yield parent
            parent = self.blocks[parent].parent

    def _openings_by_block(self) -> dict[int, Block]:
        """For the items of a list the paragraph with a colon that opens it."""
        openings: dict[int, Block] = {}
        latest: dict[int | None, tuple[Block | None, str | None]] = {}  # by parent: the paragraph, and the kind of marker that goes on
        for index, block in enumerate(self.blocks):
            paragraph, kind = latest.get(block.parent, (None, None))
            if block.kind == "paragraph":
                opens = self.flow[block.start : block.end].rstrip(" *").endswith(":")
                latest[block.parent] = (block if opens else None, None)
            elif block.marker is None or paragraph is None or kind not in (None, block.marker.kind):
                latest[block.parent] = (None, None)
            else:
                openings[index] = paragraph
                latest[block.parent] = (paragraph, block.marker.kind)
        return openings

    def _may_hold_tasks(self, index: int) -> bool:
        patterns = _patterns()
        if index > self.back and _NEWS.search(self.flow, self.blocks[index].start, self.blocks[index].end):
            return False
        opening = self.openings.get(index)
        if opening is not None and (
            (opening.end - opening.start < 60 and patterns["no_task"].match(self.flow, opening.start, opening.end)) or self._addresses(opening)
        ):
            return False
        for ancestor in (index, *self._ancestors(index)):
            block = self.blocks[ancestor]
            text = self.flow[block.start : min(block.end, block.start + _OPENING)]
            is_article = block.marker is not None and block.marker.kind == "article"
            is_part = block.marker is not None and block.marker.kind in _PARTS and bool(self.children[index])
            is_heading = ancestor != index or is_article or is_part or bool(self._paragraphs(index))
            if is_heading and self._heads_no_tasks(ancestor):
                return False
            if is_article and ancestor == index and patterns["formal"].search(text):
                return False
            if block.marker is not None and block.marker.kind == "step" and block.marker.text.startswith(("Chỉ tiêu", "Mục tiêu")):
                return False
            if ancestor != index and patterns["duty_only"].match(text) and len(text) < 120:
                return self._is_duty(index)
        return True

    def _is_formal(self, index: int) -> bool:
        """Whether a paragraph of an article says who is bound by the decision: ``Các Bộ trưởng ... chịu trách nhiệm thi hành Quyết định này``."""
        block = self.blocks[index]
        above = None if block.parent is None else self.blocks[block.parent].marker
        return above is not None and above.kind == "article" and _patterns()["formal"].search(self.flow, block.start, block.end) is not None

    def _addresses(self, opening: Block) -> bool:
        """Whether a line stands over those whom a telegram is sent to: ``THỦ TƯỚNG CHÍNH PHỦ điện:``."""
        senders = self.agencies.within(opening.start, opening.end)
        return bool(senders) and _SENDS.fullmatch(self.flow, senders[-1].end, opening.end) is not None

    def _heads_no_tasks(self, index: int) -> bool:
        """Whether a heading says that what stands below it are aims, bases, figures ...; read once for all that stands there."""
        if index not in self.barren:
            patterns, heading = _patterns(), self.flow[self.blocks[index].start : self.blocks[index].end]
            self.barren[index] = (len(heading) < 160 or heading.isupper()) and (
                patterns["objects"].match(heading) is not None
                or (patterns["no_task"].match(heading) is not None and patterns["task_words"].search(heading[:160]) is None)
            )
        return self.barren[index]

    def _is_duty(self, index: int) -> bool:
        """Whether a text under ``Kinh phí`` or ``Chế độ báo cáo`` says what somebody does, and not only where the money comes from."""
        block = self.blocks[index]
        text = self.flow[block.start : block.end]
        if self._names_actor(block) or ("báo cáo" in text and read_deadline(self.flow, block.start, block.end, self.dates, self.cited)):
            return True
        roles = read_roles(self.flow, block.start, block.end, self.agencies)
        return not (_patterns()["money"].match(text) or _patterns()["not_a_duty"].match(text)) and (
            bool(roles.lead or roles.coordinating) or _patterns()["duty_verb"].match(text) is not None
        )

    def _names_actor(self, block: Block) -> bool:
        """Whether a later clause has a body that does something: ``Kinh phí từ ngân sách; Sở Tài chính thẩm định``, ``do Sở Y tế hướng dẫn``."""
        return _patterns()["plain_actor"].search(self.flow, block.start, block.end) is not None or self._has_actor(block, _ACTOR_BEFORE)

    def _has_actor(self, block: Block, before: "re.Pattern[str]") -> bool:
        """Whether a list of bodies with ``before`` in front of it is the subject of a verb."""
        inside = self.agencies.within(block.start, block.end)
        for mention in inside:
            if before.search(self.flow[max(block.start, mention.start - 12) : mention.start]):
                listed = next_list(self.flow, inside, mention.start)
                if listed and _ACTS.match(self.flow, listed[-1].end, block.end):
                    return True
        return False

    def _paragraphs(self, index: int) -> list[int]:
        """The unmarked paragraphs that go on with an item: those right below it that close nothing and are not in brackets.

        Below a heading (`V. TỔ CHỨC THỰC HIỆN`) each says what somebody does, and only the last of several closes the document.
        """
        found: list[int] = []
        below = [c for c in self.children[index] if self.blocks[c].kind == "paragraph" and c not in self.attributes]
        is_heading = self._is_short_title(self.blocks[index])
        for child in below:
            text = self.flow[self.blocks[child].start : self.blocks[child].end].rstrip()
            may_close = not is_heading or (child == below[-1] != below[0])
            closes = text.endswith("./.") if is_heading else self._is_last_words(child)
            if text.startswith("(") or is_closing(text, may_close and self.ends[child]) or (may_close and closes):
                break
            found.append(child)
        return found

    def _ends_by_block(self) -> list[bool]:
        """For each block whether no item comes after it before the document ends or another begins."""
        ends = [True] * len(self.blocks)
        ended = True
        for index in range(len(self.blocks) - 1, -1, -1):
            ends[index], block = ended, self.blocks[index]
            if block.kind in ("doc_type", "title", "recipients", "signature") or (block.marker is not None and block.marker.kind == "appendix"):
                ended = True
            elif block.kind in ("item", "row"):
                ended = False
        return ends

    def _is_last_words(self, index: int) -> bool:
        """The last paragraph before the signature, the recipients or the end closes the document."""
        kinds = (self.blocks[at].kind for at in range(index + 1, len(self.blocks)))
        following = next((kind for kind in kinds if kind not in ("furniture", "gap")), None)
        block = self.blocks[index]
        return following in ("recipients", "signature", "doc_type") or (
            following is None and self.flow[block.start : block.end].rstrip().endswith("./.")
        )

    def _item(self, index: int) -> Iterator[TaskFind]:
        block, paragraphs = self.blocks[index], self._paragraphs(index)
        if block.start == block.end:
            return
        heading = self._heading_roles(index)
        if paragraphs and self._is_title(index, bool(heading.lead), len(paragraphs)):
            duty_only = bool(_patterns()["duty_only"].match(self.flow, block.start))
            for child in paragraphs:
                if self._is_report(self.blocks[child]) or (duty_only and not self._is_duty(child)) or self._is_formal(child):
                    continue
                yield self._task(child, [self.blocks[child]], heading, None)
            return
        if (
            block.marker is not None
            and block.marker.kind in _PARTS
            and self._is_short_title(block)
            and not paragraphs
            and any(self.blocks[c].kind == "paragraph" for c in self.children[index])
        ):
            return  # a heading over closing words only
        duties = self._duties(index, paragraphs)
        if self._is_target(block) or self._is_list_of_names(self.blocks[duties[0][-1]].end, block) or self._is_report(block):
            return
        for first, *rest in duties:
            marker = block.marker.text if block.marker and first == index else None
            yield self._task(first, [self.blocks[i] for i in (first, *rest)], self._inherited_roles(index), marker)

    def _duties(self, index: int, paragraphs: Sequence[int]) -> list[list[int]]:
        """The blocks of an item by duty: where each paragraph says what a body of its own does, each is one; else all are one."""
        duties = [[index, *self._content_line(index)]]
        acts = bool(paragraphs) and self._opens_with_body(index)
        for child in paragraphs:
            if acts and self._opens_with_body(child):
                duties.append([child])
            else:
                duties[-1].append(child)
        return duties

    def _opens_with_body(self, index: int) -> bool:
        return opens_with_body(self.flow, self.blocks[index].start, self.blocks[index].end, self.agencies)

    def _content_line(self, index: int) -> list[int]:
        """The line right below a title that says what the task is: ``Nhiệm vụ 1. Tập huấn`` ``- Nội dung: Mở hai lớp ...``."""
        first = next(iter(self.children[index]), None)
        if first is None or not self._is_short_title(self.blocks[index]):
            return []
        return [first] if first in self.attributes and _CONTENT.match(self.flow, self.blocks[first].start, self.blocks[first].end) else []

    def _is_title(self, index: int, names_lead: bool, below: int) -> bool:
        """Whether an item only heads the paragraphs below it: a body (`1. Bộ Y tế`, `... chủ trì:`), or a short title without a full stop,
        with a colon where several paragraphs follow."""
        block = self.blocks[index]
        text = self.flow[block.start : block.end].rstrip()
        if names_lead and (text.endswith(":") or self._is_list_of_names(block.end, block)):
            return True
        return self._is_short_title(block) or (below >= _SEVERAL and text.endswith(":") and len(text) < _LONGEST_OPENING_TITLE)

    def _is_short_title(self, block: Block) -> bool:
        text = self.flow[block.start : block.end].rstrip()
        ends = text.endswith((".", ";", ":", ",")) and not text.endswith(" .")  # detokenised headings have a full stop of their own
        return not ends and ((len(text) < _LONGEST_TITLE and len(text.split()) <= 18) or _DUTIES_OF.match(text) is not None)

    def _is_target(self, block: Block) -> bool:
        inside = self.percents.within(block.start, block.end)
        if not inside or self._has_actor(block, _CLAUSE_END):
            return False
        return not self.flow[block.start : inside[0].start].strip() or bool(_patterns()["target"].match(self.flow, block.start))

    def _is_report(self, block: Block) -> bool:
        """Whether an item says what is or has been, and assigns nothing: ``Tổng kinh phí: ...``, ``Chính phủ đã ban hành ...``, ``... là 50 tỷ đồng``."""
        text = self.flow[block.start : block.end]
        if _patterns()["duty_cue"].search(text):
            return False
        if _patterns()["money"].match(text):
            return not self._names_actor(block)
        if text.rstrip().endswith("?") or _patterns()["not_a_duty"].match(text) or _STATEMENT.match(text) or self._is_citation(block):
            return True
        listed = next_list(self.flow, self.agencies.within(block.start, block.end), block.start, slack="opening")
        return re.match(r"\s*[Đđ]ã\s", self.flow[listed[-1].end if listed else block.start : block.end]) is not None

    def _is_citation(self, block: Block) -> bool:
        """Whether an item only names the documents that the plan rests on: ``- Nghị định số 56/2017/NĐ-CP ngày 09/5/2017;``."""
        match = _patterns()["citation"].match(self.flow, block.start, block.end)
        return match is not None and ":" not in self.flow[match.end() : block.end] and not self._names_actor(block)

    def _is_list_of_names(self, end: int, block: Block) -> bool:
        """Whether an item is nothing but names of bodies: a heading, or a line of recipients."""
        inside = self.agencies.within(block.start, end)
        listed = next_list(self.flow, inside, block.start, slack="opening") if inside else []
        return bool(listed) and _NAMES_GO_ON.fullmatch(self.flow, listed[-1].end, end) is not None

    # --- roles -------------------------------------------------------------------------------------------------------

    def _heading_roles(self, index: int) -> Roles:
        """What an item that heads others says of roles."""
        return self._said_above(self.blocks[index])

    def _said_above(self, block: Block) -> Roles:
        """What a heading, or the sentence that opens a list, says of roles; read once for all that stands below it."""
        if block.start not in self.headings:
            self.headings[block.start] = self._read_heading(block)
        return self.headings[block.start]

    def _read_heading(self, block: Block) -> Roles:
        """``1. Sở Y tế``, ``a) Vụ A chủ trì, phối hợp với B:``."""
        text = self.flow[block.start : block.end].rstrip()
        inside = self.agencies.within(block.start, block.end)
        if not inside:
            return Roles()
        if self._is_list_of_names(block.end, block):
            return Roles(lead=without_owners(self.flow, next_list(self.flow, inside, block.start, slack="opening"), keep_generic_owner=False))
        if not (text.endswith(":") or len(text) < 140 or re.search(r"chủ trì|có trách nhiệm|chịu trách nhiệm", text)):
            return Roles()
        roles = read_roles(self.flow, block.start, block.end, self.agencies)
        if roles.lead and re.match(
            r"\s*(?:xác định|yêu cầu|đề nghị|ban hành|quyết định|đề ra|giao|chỉ đạo các|thống nhất|lưu ý|nhấn mạnh|kết luận)(?!\w)",
            self.flow[roles.lead[-1].end : roles.lead[-1].end + 16],
        ):
            return Roles()  # who decrees does not lead
        return roles

    def _inherited_roles(self, index: int) -> Roles:
        """The roles of the nearest heading, or opening of a list inside a section, that names a lead."""
        for node in (index, *self._ancestors(index)):
            if node != index and self.blocks[node].kind in _CONTAINERS and (roles := self._heading_roles(node)).lead:
                return roles
            opening = self.openings.get(node)
            if opening is not None and self._assigns(opening) and (roles := self._said_above(opening)).lead:
                return roles
        return Roles()

    def _assigns(self, opening: Block) -> bool:
        """Whether the sentence that opens a list gives its items to bodies: a part of the document opens with what all of it is about."""
        marker = None if opening.parent is None else self.blocks[opening.parent].marker
        is_part = marker is None or marker.kind in _PARTS
        return not is_part or (opening.parent is not None and _CHARGES.search(self.flow[opening.start : opening.end]) is not None)

    def _task(self, index: int, blocks: Sequence[Block], heading: Roles, marker: str | None) -> TaskFind:
        start, end = blocks[0].start, blocks[-1].end
        own = read_roles(self.flow, start, end, self.agencies, bool(heading.lead))
        said = self._attribute_values(index)
        self._read_inline(start, end, said)
        lead = said.lead if "lead" in said.named else own.lead or heading.lead
        coordinating = (
            said.coordinating
            if "coordinating" in said.named
            else own.coordinating or ([] if own.lead and own.lead != heading.lead else heading.coordinating)
        )
        if heading.lead and re.match(r"\W*Yêu cầu\b", self.flow[start:end]):
            lead = heading.lead  # the bodies that it tells have no role
        if re.match(r"\W*Đồng chủ trì\b", self.flow[start:end]) and not said.lead:
            lead = [*heading.lead, *own.lead]
        if not own.lead and own.coordinating and re.match(r"\W*(?:Kính )?[Đđ]ề nghị", self.flow[start:end]) and not said.lead:
            lead = []
        deadline = (
            said.deadline if "deadline" in said.named else read_deadline(self.flow, start, end, self.dates, self.cited) or self._deadline_above(index)
        )
        taken = {m.start for m in lead}
        return TaskFind(
            index,
            marker,
            self._trim(self._fragments(blocks)),
            tuple(lead),
            tuple(m for m in coordinating if m.start not in taken),
            tuple(deadline),
            said.output,
        )

    def _deadline_above(self, index: int) -> list[Mention]:
        """The deadline that the sentence opening the list sets for all its items (`Trình Quốc hội (tháng 10/2026) các dự án sau:`),
        or the period that a heading above gives in brackets."""
        for ancestor in self._ancestors(index):
            if self.blocks[ancestor].kind not in _CONTAINERS:
                continue
            period, due = self._heading_dates(ancestor)
            if period or (due and ancestor == self.blocks[index].parent):
                return period or due
        return []

    def _heading_dates(self, index: int) -> tuple[list[Mention], list[Mention]]:
        """The period that a heading gives, and when what it opens with a colon is due; read once for all tasks below it."""
        if index not in self.dated:
            start, end = self.blocks[index].start, self.blocks[index].end
            sets_all = self.flow[start:end].rstrip().endswith(":") or _DUE_HEADING.search(self.flow[start:end]) is not None
            due = read_deadline(self.flow, start, end, self.dates, self.cited) if sets_all else []
            self.dated[index] = read_period(self.flow, start, end, self.dates, self.cited), due
        return self.dated[index]

    def _attribute_values(self, index: int) -> _Attributes:
        """What attribute lines say of an item: those below it, else those right after it, else those right after a heading above it."""
        values = _Attributes()
        lines = [c for c in self.children[index] if c in self.attributes]
        node: int | None = index
        while not lines and node is not None:
            lines = self._lines_after(node)
            node = self.blocks[node].parent
        for line in lines:
            self._read_attribute(line, values)
        return values

    def _lines_after(self, index: int) -> list[int]:
        """The attribute lines that follow a block without another item between; read once for all tasks below it."""
        if index not in self.following:
            self.following[index] = self._read_lines_after(index)
        return self.following[index]

    def _read_lines_after(self, index: int) -> list[int]:
        parent = self.blocks[index].parent
        siblings = self.children[parent] if parent is not None else self.roots
        lines: list[int] = []
        for at in range(bisect_right(siblings, index), len(siblings)):
            sibling = siblings[at]
            if sibling in self.attributes and len(lines) < _MOST_LINES:
                lines.append(sibling)
            elif self.blocks[sibling].kind not in ("footnote", "furniture") and sibling not in self.below_attributes:
                break
        return lines

    def _read_attribute(self, line: int, values: _Attributes) -> None:
        """One line may say several things: ``Chủ trì: A; phối hợp: B; thời hạn: tháng 6``."""
        block = self.blocks[line]
        if line in self.titles:  # `2. Cơ quan chủ trì` over a list of its own
            for child in islice(self._subtree(line), _MOST_LINES):
                role = self.titles.get(child)
                if role is None and self._title_of(child) == line:
                    self._say(self.titles[line], self.blocks[child].start, self.blocks[child].end, values)
                elif role is not None:
                    self._read_attribute(child, values)
            return
        first = _patterns()["attribute"].match(self.flow, block.start, block.end)
        assert first is not None
        labels = [first, *_patterns()["label"].finditer(self.flow, first.end(), block.end)]
        for index, match in enumerate(labels):
            role = next(r for r in ("lead", "coordinating", "deadline", "output", "other") if match[r] is not None)
            self._say(role, match.end(), labels[index + 1].start() if index + 1 < len(labels) else block.end, values)

    def _read_inline(self, start: int, end: int, values: _Attributes) -> None:
        """Who leads and who supports by labels inside the item: ``... Chủ trì: A; phối hợp: B; hoàn thành: tháng 6``."""
        named = set(values.named)
        labels = list(_patterns()["label"].finditer(self.flow, start, end))
        for index, match in enumerate(labels):
            stop = labels[index + 1].start() if index + 1 < len(labels) else end
            role = next((r for r in ("lead", "coordinating") if match[r] is not None and r not in named), None)
            if role is not None and self.agencies.within(match.end(), stop):
                self._say(role, match.end(), stop, values)

    def _say(self, role: str, start: int, end: int, values: _Attributes) -> None:
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
            values.output = _clean(self.flow[start:end]) or None

    # --- spans -------------------------------------------------------------------------------------------------------

    def _fragments(self, blocks: Sequence[Block]) -> list[Span]:
        """The spans of blocks that go together; where only blanks or a bullet stand between two, they are one."""
        spans: list[Span] = []
        for block in blocks:
            for start, end in block.fragments:
                if spans and not self.flow[spans[-1][1] : start].strip(" \n\t-+•*"):
                    spans[-1] = (spans[-1][0], end)
                else:
                    spans.append((start, end))
        return spans

    def _trim(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Spans without the closing marks of the item."""
        start, end = spans[-1]
        tail = _TAIL.search(self.flow, max(start, end - _LONGEST_TAIL), end)
        if tail and tail.start() > start:
            end = tail.start()
        return (*spans[:-1], (start, end))

    # --- tables ------------------------------------------------------------------------------------------------------

    def tables(self) -> Iterator[TaskFind]:
        """One task a row; group rows give none. Inside a group an empty lead cell takes the lead of the row above."""
        rows = list(find_rows(self.layout))
        mark_groups(self.layout, rows)
        above: TaskFind | None = None
        previous: Row | None = None
        for row in rows:
            if row.group or not row.has("content") or not self._is_task_row(row):
                above = None if row.group else above
                continue
            if previous is not None and self._is_new_table(previous, row):
                above = None
            task = self._row_task(row, above)
            above, previous = task, row
            yield task

    def _is_new_table(self, previous: Row, row: Row) -> bool:
        return any(b.kind not in ("row", "furniture", "footnote", "gap") for b in self.blocks[previous.block + 1 : row.block])

    def _is_task_row(self, row: Row) -> bool:
        """A row of numbers under the header (``1 2 3``) or a sum is none."""
        text = " ".join(self.flow[a:b] for a, b in row.cells["content"])
        return bool(re.search(r"[^\W\d]{2}", text)) and not re.fullmatch(r"(?i)\W*(?:tổng cộng|tổng số|cộng)\W*", text)

    def _row_task(self, row: Row, above: TaskFind | None) -> TaskFind:
        cells = row.cells
        said = [read_cell(self.flow, a, b, self.agencies) for a, b in cells.get("lead", [])]
        lead = [m for roles in said for m in roles.lead]
        coordinating = [m for roles in said for m in roles.coordinating] + [
            m for a, b in cells.get("coordinating", []) for m in without_owners(self.flow, self.agencies.within(a, b), keep_generic_owner=True)
        ]
        deadline = [m for a, b in cells.get("deadline", []) for m in self.dates.within(a, b)]
        deadline += [m for a, b in cells.get("note", []) for m in read_deadline(self.flow, a, b, self.dates, self.cited)]
        output = _clean(" ".join(self.flow[a:b] for a, b in cells.get("output", []))) or None
        if not deadline:
            deadline = self._attributes_below_row(row.block).deadline
        task = TaskFind(row.block, row.marker, self._trim(cells["content"]), tuple(lead), tuple(coordinating), tuple(deadline), output)
        if not any(row.has(r) for r in ("deadline", "output", "lead", "coordinating")):
            own = read_roles(self.flow, cells["content"][0][0], cells["content"][-1][1], self.agencies)
            task = replace(task, lead=tuple(own.lead), coordinating=tuple(own.coordinating)) if own.lead and above is None else task
        return _inherit(task, row, above)

    def _attributes_below_row(self, row: int) -> _Attributes:
        """What the attribute lines right under a row say: ``Thời gian thực hiện: Quý II/2022``."""
        values = _Attributes()
        for line in range(row + 1, min(row + _MOST_LINES, len(self.blocks))):
            if line not in self.attributes:
                break
            self._read_attribute(line, values)
        return values


def _inherit(task: TaskFind, row: Row, above: TaskFind | None) -> TaskFind:
    """Merged cells: the lead of the row above; the rest where the row has no attribute of its own at all, or the source marks the cell as merged."""
    if above is None:
        return task
    inherited: list[str] = []
    if not row.has("lead") and above.lead and not task.lead:
        task = replace(task, lead=above.lead)
        inherited.append("lead")
    bare = not any(row.has(r) for r in ("lead", "coordinating", "deadline", "output"))
    for name in ("coordinating", "deadline", "output"):
        if (bare or name in row.merged) and getattr(above, name):
            task = replace(task, **{name: getattr(above, name)})
            inherited.append(name)
    return replace(task, inherited=tuple(inherited))


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" ;").rstrip(" ;.") if text.strip(" ;.") else ""
