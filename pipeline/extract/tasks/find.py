"""The search for tasks: blocks, rows and attribute lines that assign something, each with what it holds and what holds for it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.targets.words import pattern
from pipeline.extract.tasks.around import Surroundings
from pipeline.extract.tasks.deadlines import read_deadline
from pipeline.extract.tasks.outline import CONTAINERS, PARTS, Outline
from pipeline.extract.tasks.outline import patterns as outline_patterns
from pipeline.extract.tasks.role_lists import Mentions, Roles, next_list
from pipeline.extract.tasks.role_subjects import opening_bodies
from pipeline.extract.tasks.roles import read_roles
from pipeline.extract.tasks.row_tasks import RowTasks
from pipeline.extract.tasks.task import Span, TaskFind, trim
from pipeline.extract.vocabulary import alternatives
from pipeline.layout import Block, Layout
from pipeline.rule_tables import load_rules


def find_tasks(layout: Layout, agencies: Sequence[Mention], dates: Sequence[Mention], percents: Sequence[Mention], cited: set[int]) -> list[TaskFind]:
    """All tasks in text order; ``cited`` are the starts of dates that in prose are no deadline: of a citation, or past when the document was issued.

    For a document that is a plan: a normative one (`pipeline.extract.metadata.is_normative`) has provisions, not tasks.

    >>> from pipeline.layout import lay_out
    >>> layout = lay_out("II. NHIỆM VỤ\\n1. Rà soát hộ nghèo.\\n2. Sửa nhà dột nát.")
    >>> [(task.marker, layout.flow[slice(*task.fragments[0])]) for task in find_tasks(layout, [], [], [], set())]
    [('1', 'Rà soát hộ nghèo'), ('2', 'Sửa nhà dột nát')]
    """
    breaks = layout.breaks()  # a page, or a footnote, inside an item: what is said there is none of its own
    bodies, times, shares = (Mentions.of(mentions).outside(breaks) for mentions in (agencies, dates, percents))
    finder = _Finder(layout.unbroken(breaks), bodies, times, shares, cited, frozenset(start for start, _ in breaks))
    rows = RowTasks(finder.layout, finder.outline, finder.around, bodies, times, cited)
    tasks = sorted([*finder.prose(), *rows.tasks()], key=lambda t: t.fragments[0])
    return [task for task in tasks if any(_LETTERS.search(layout.flow, a, b) for a, b in task.fragments)]


@cache
def _patterns() -> dict[str, "regex.Pattern[str]"]:
    rules, layout = load_rules("tasks"), load_rules("layout")
    opening = r"(?i)\W*(?:về )?(?:một số |các |những |hệ thống )?"
    post = rf"(?i:(?:phó )?{alternatives(rules['posts'])}(?: (?:thường trực|kiêm thư ký))?)"
    return {
        "no_task": regex.compile(
            rf"{opening}(?:{alternatives(rules['no_task_headings'])}(?!\w)|{alternatives(rules['no_task_alone'])}(?: (?:năm|quý|tháng|đến) [^.;,]{{0,30}})?\W*$)"
            rf"|.{{0,100}}(?<!\w){alternatives(rules['no_task_endings'])}(?: (?:trong|vào|đến|của) [^.;,]{{0,30}})?\W*$"
            r"|[^.;:]{0,140}(?<!\w)với (?:các|những|một số) (?:mục tiêu|chỉ tiêu)(?:, (?:mục tiêu|chỉ tiêu))?(?: (?:cụ thể|chủ yếu|chính|cơ bản|sau|như sau|sau đây))*\s*:\s*$"
        ),
        "objects": regex.compile(rf"{opening}{alternatives(rules['objects'])}(?!\w)"),
        "review": regex.compile(
            r"(?i)\W*(?:đánh giá|nhận xét|nhìn lại|kết quả)(?!\w)(?!.*(?:nhiệm vụ|phương hướng|kế hoạch|chương trình))[^.;,:]{0,60}(?<!\w)(?:tháng|tuần|quý)"
            r"(?: (?:\d{1,2}|[ivx]{1,4})(?:(?: ?/ ?| năm )\d{4})?| năm \d{4}| qua| trước| vừa qua)\W*$"
        ),
        "preamble": regex.compile(
            rf"\W*(?:Nhằm(?!\w)(?!.*(?:chủ trì|phối hợp|giao ))|Được sự |Thực hiện (?:(?i:{alternatives(layout['doc_types'])}) )?(?:số(?!\w)|\d+ ?/)|Theo (?:đề nghị|tinh thần) )"
        ),
        "agenda": regex.compile(rf"\W*(?:\d+(?:[hg:]\d*)?\W+)*+(?i:{alternatives(rules['agenda'])})(?!\w)"),
        "member": regex.compile(
            rf"\W*(?:(?:Đ/c|Đồng chí|Ông|Bà|Thầy|Cô)[.:]? +)?\p{{Lu}}\p{{Ll}}*(?: \p{{Lu}}\p{{Ll}}*){{1,4}}(?= {{2}}|\t| *[-–,:]|\.)(?![^.;:\n]*(?<!\w)(?:báo cáo|đôn đốc)(?!\w))[^.;:]{{0,90}}?(?<!\w){post}\W*$|[^.;:\n]{{3,120}}? {{4}} *{post}\W*$"
        ),
        "heads_tasks": regex.compile(rf"{opening}(?:{alternatives(rules['task_headings'])})(?!\w)"),
        "duty_only": regex.compile(rf"(?i)\W*(?:về )?(?:{alternatives(rules['duty_only_headings'])})(?!\w)"),
        "money": regex.compile(rf"(?i)\W*(?:{alternatives(rules['money'])})(?!\w)"),
        "not_a_duty": regex.compile(rf"(?i)\W*(?:{alternatives(rules['not_a_duty'])})(?!\w)"),
        # `Giao Sở A theo dõi Kế hoạch được phê duyệt` gives a task
        "formal": regex.compile(
            rf"(?i){alternatives(rules['formal_articles'])}|^(?!\W*(?-i:Giao)\s).*?{alternatives(rules['article_acts'])}", regex.S
        ),
        "duty_cue": regex.compile(r"chủ trì|phối hợp|giao (?!thông|lưu|dịch|thừa|tiếp)|bố trí|tiếp tục|có trách nhiệm"),
        "citation": regex.compile(
            rf"\W*(?:[Cc]ác )?(?:(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp) \p{{Lu}}|(?i:{alternatives(layout['doc_types'])}|QĐ) (?:số ?:? ?)?(?=\d))[^;:]{{0,160}}?(?:\d[/-] ?\p{{Lu}}|\d/\d{{4}}|\d-\d{{1,2}}-\d{{4}}|năm \d{{4}})"
        ),
        "target": regex.compile(rf"(?i)\W*(?!tăng cường)(?:{alternatives(rules['target_openings'])})(?!\w)"),
        "agrees": regex.compile(rf"\W*(?:{alternatives(rules['agreements'])})(?!\w)"),
        "told": regex.compile(
            rf"[.;,:] *(?i:{alternatives(rules['duty_verbs'])})(?!\w)|(?<!\w)(?:chủ trì|giao(?! (?:thông|lưu|dịch|thừa|tiếp|ban)(?!\w))|có trách nhiệm)(?!\w)"
        ),
        "duty_verb": regex.compile(rf"\W*(?i:{alternatives(rules['duty_verbs'])})(?!\w)"),
    }


_LETTERS = re.compile(r"[^\W\d_]{2}")
_LONGEST_OPENING_TITLE = 160  # a title over several paragraphs
_SEVERAL = 3  # paragraphs below a title with a colon
_OPENING = 400  # characters of a block that say what stands below it
# What an item that assigns nothing states: an amount, when the document takes effect, a link of a web page, whom to ask.
_SITUATION = re.compile(r"(?i)\W*(?:về )?(?:tình hình|kết quả|thực trạng)")
# Purposes, requirements and aims, under which nothing is a task even where it says who and by when.
_NEVER_DUTIES = re.compile(r"(?i)\W*(?:(?:mục đích|yêu cầu)(?:(?:,| -| và)? (?:yêu cầu|mục đích))?\W*$|(?:các )?(?:mục tiêu|chỉ tiêu))")
_DUTIES = re.compile(r"(?i)\W*(?:các )?(?:nhiệm vụ|hoạt động|công việc)(?!\w)")
_WHEN = re.compile(r"(?i)\W*(?:thời gian|tiến độ)(?!\w)")
_STAGE = re.compile(r"(?i)\W*(?:bước|giai đoạn|đợt|tuần) (?:\d{1,2}|[IVX]{1,4}|thứ \w+)(?!\w)")
_MOST_ITEMS, _FEWEST_CHARGES = 100, 2  # that are read below a heading; that show what stands there
_STATEMENT = regex.compile(
    r"^(?:[^,;:]*|\W*(?:Chương trình|Vốn|Nguồn vốn|Ngân sách|Kinh phí)(?!\w)[^;:.]{3,300}) là \W*[\d.,]+ (?:tỷ |triệu |nghìn )?đồng\W*$|^[^\w\n]*+(?<![.,])\d[\d.,]*+ (?:tỷ |triệu |nghìn )?đồng\W+(?:phân bổ )?(?:cho|từ|là|để) |^\W*[^.;]{3,30} này có hiệu lực |^\[[^\]]+\]\(https?:|^\W*(?:Xét|Theo) đề nghị của "
    r"|^\W*Căn cứ (?:Hiến pháp|Luật|Bộ luật|Pháp lệnh|Nghị|Quyết định|Thông tư|Chỉ thị|Kế hoạch|Hướng dẫn|Công văn|Kết luận|Quy định|Quy chế|Điều lệ|Chương trình|Đề án|Thông báo|Thông tri|Công điện|Tờ trình)(?!.*(?:xây dựng|triển khai|(?<!uật )tổ chức|chủ trì|trách nhiệm|quyết định \p{Ll}))"
    r"|^\W*(?:Tính đến|Đến nay,|Thời gian qua,) |^\W*(?i:(?:về )?(?:tình hình|kết quả|thực trạng))[^:.;]{0,80}: [^.;]{0,160} đã \p{Ll}|^(?:[^.;]{0,120}, |\W*)(?i:hiện nay)\W[^.;]{0,80} đã \p{Ll}|^[^.;,]{0,60} liên hệ (?:với )?(?:đồng chí|ông|bà|số điện thoại)"
    r"|^\W*(?:Chính phủ|Hội nghị|Bộ Chính trị|Ban Bí thư|Thủ tướng Chính phủ) (?:thảo luận|nghe|thống nhất đánh giá|đánh giá cao|ghi nhận|biểu dương|hoan nghênh|thông qua) "
    r"|^(?i:các )?(?i:nhiệm vụ|nội dung|tiến độ|phân công)[^.;]{0,160} (?:tại|trong|theo) (?:Phụ lục|Biểu)[^.;,]{0,40}+[.;,]?\s*+$"
)
_WHAT_YEAR = re.compile(r"\W*(?:Năm|Giai đoạn|Nhiệm kỳ) [\d -]{4,12} là (?:năm|giai đoạn|nhiệm kỳ|thời kỳ)(?!\w)")  # it is, and nobody is told what
_HAVE_REPORTED = re.compile(r"(?<!\w)đã (?:có )?báo cáo [^.;:]{0,50}như sau\W*$")  # a list of what was reported to a session
_AMOUNT = re.compile(r"[^;:.]{2,80}: *\d[\d.,]* *(?:(?:tỷ|triệu|nghìn) *)?(?:đồng|đ)\W*$")  # `Các Ban Quản lý rừng: 2.000.000 đồng`
_BASIS = re.compile(r"\W*(?:Căn cứ|Xét) [^\n]{20,}(?:,|như sau:?)\s*$")  # the last of those on which a plan rests: a comma follows, and who issues it
_CLAUSE_END = re.compile(r"[;.:] *(?:(?i:giao|đề nghị|yêu cầu) *)?$")
_MARK_BEFORE = re.compile(r"[;.:,] *(?:(?i:giao|đề nghị|yêu cầu) *)?$")
_SENDS = re.compile(r"(?i)[\s,]*(?:kính )?(?:điện|gửi)\W*")
_CONTENT = re.compile(r"(?i)nội dung(?: (?:thực hiện|công việc|hoạt động))?\s*:")
_NEWS = re.compile(r"\(\d{1,2}/\d{1,2}/\d{4}\)\s*$")  # an entry in a list of other pages, below the document


class _Finder:
    """The tasks of one document; its methods read the tree of blocks and never change it."""

    def __init__(self, layout: Layout, agencies: Mentions, dates: Mentions, percents: Mentions, cited: set[int], breaks: frozenset[int]) -> None:
        self.layout, self.flow, self.blocks = layout, layout.flow, layout.blocks
        self.agencies, self.dates, self.percents, self.cited = agencies, dates, percents, cited
        self.outline = Outline(layout, agencies)
        self.around = Surroundings(self.outline, dates, cited)
        numbers = (i for i, b in enumerate(self.blocks) if b.marker is not None and b.marker.kind in (*PARTS, "article", "num1"))
        self.first_number = next(numbers, 0)  # before it stands what the plan rests on
        self.breaks = breaks  # where a page, or a footnote, parts an item
        self.barren: dict[int, bool] = {}
        self.charged: dict[int, bool | None] = {}  # by heading without tasks: whether its items are duties; None where none may be

    # --- prose -------------------------------------------------------------------------------------------------------

    def prose(self) -> Iterator[TaskFind]:
        """Tasks from items and from the paragraphs under an agency's heading."""
        after_gap = False
        for index, block in enumerate(self.blocks):
            if block.kind == "gap":
                after_gap = True
                continue
            if block.kind == "paragraph" and after_gap and self.flow[block.start].islower():
                yield TaskFind(index, None, trim(self.flow, [(block.start, block.end)]))
            after_gap = after_gap and block.kind == "furniture"
            if (
                block.kind != "item"
                or index in self.outline.attributes
                or index in self.outline.below_attributes
                or self._is_grouping(index)
                or any(above in self.outline.inventories for above in self.outline.ancestors(index))
                or self._is_preamble(index)
                or not self._may_hold_tasks(index)
            ):
                continue
            yield from self._item(index)

    def _is_preamble(self, index: int) -> bool:
        """Whether an item before all numbers says what the plan is for or rests on, and nobody what to do: ``- Nhằm nâng cao nhận thức của nhân dân.``"""
        block = self.blocks[index]
        opens = index < self.first_number and _patterns()["preamble"].match(self.flow, block.start, block.end)
        return bool(opens) and not self._assigns(block)

    def _is_grouping(self, index: int) -> bool:
        """Whether items stand below that are no attributes and no parts of a list, or the rows of a table that it is the title of."""
        if index in self.outline.inventories:
            return False
        is_sentence = self.flow.endswith((".", ";"), self.blocks[index].start, self.blocks[index].end)
        return any(
            (self.blocks[c].kind in CONTAINERS and c not in self.outline.attributes) or (self.blocks[c].kind == "row" and not is_sentence)
            for c in self.outline.children[index]
        )

    def _may_hold_tasks(self, index: int) -> bool:
        patterns = _patterns()
        if index > self.outline.back and _NEWS.search(self.flow, self.blocks[index].start, self.blocks[index].end):
            return False
        if self._is_bare_heading(index):
            return False
        opening = self.outline.openings.get(index)
        if opening is not None and (
            (opening.end - opening.start < 60 and patterns["no_task"].match(self.flow, opening.start, opening.end))
            or self._addresses(opening)
            or _HAVE_REPORTED.search(self.flow, max(opening.start, opening.end - 80), opening.end)
        ):
            return False
        goes_on, charged = bool(self.outline.paragraphs(index)), False
        for ancestor in (index, *self.outline.ancestors(index)):
            block = self.blocks[ancestor]
            text = self.flow[block.start : min(block.end, block.start + _OPENING)]
            is_article = block.marker is not None and block.marker.kind == "article"
            is_part = block.marker is not None and block.marker.kind in PARTS and bool(self.outline.children[index])
            is_heading = ancestor != index or is_article or is_part or goes_on or _NEVER_DUTIES.fullmatch(text) is not None
            if ancestor != index and patterns["heads_tasks"].match(text):
                return True
            charged = charged or self.around.is_charged(ancestor)
            if is_heading and self._heads_no_tasks(ancestor) and not (charged and _SITUATION.match(text)) and not self._has_duties(ancestor, index):
                return False
            if is_article and ancestor == index and patterns["formal"].search(text):
                return False
            if block.marker is not None and block.marker.kind == "step" and block.marker.text.startswith(("Chỉ tiêu", "Mục tiêu")):
                return False
            if ancestor != index and patterns["duty_only"].match(text) and len(text) < 120:
                return self._is_duty(index)
        return True

    def _is_bare_heading(self, index: int) -> bool:
        """Whether a part of a document has a title in capitals and nothing below it, as where a text is cut off: ``II. TỔ CHỨC THỰC HIỆN``."""
        block = self.blocks[index]
        is_part = block.marker is not None and block.marker.kind in PARTS and not self.outline.children[index]
        return is_part and self.flow[block.start : block.end].isupper() and self.outline.is_short_title(block)

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
                or self._heads_agenda(index)
                or (bool(self.outline.children[index]) and patterns["review"].match(heading) is not None)
                or (patterns["no_task"].match(heading) is not None and outline_patterns()["task_words"].search(heading[:160]) is None)
            )
            self.barren[index] = self.barren[index] and not self._is_schedule(index)
        return self.barren[index]

    def _is_schedule(self, index: int) -> bool:
        """Whether a heading says when, and below it stand steps with items of what is done in each: ``Thời gian thực hiện``, ``Bước 1: Chuẩn bị``."""
        below = self.outline.children[index] if _WHEN.match(self.flow, self.blocks[index].start) else []
        return any(_STAGE.match(self.flow, self.blocks[c].start) and self._is_grouping(c) for c in below)

    def _heads_agenda(self, index: int) -> bool:
        """Whether what stands below a heading is the order of a ceremony: ``Chương trình`` over ``Chào cờ``, ``Giới thiệu đại biểu``."""
        agenda, below = _patterns()["agenda"], [self.blocks[child] for child in self.outline.children[index][:_MOST_ITEMS]]
        points = sum(agenda.match(self.flow, block.start, block.end) is not None and not self.outline.names_actor(block) for block in below)
        return points >= _FEWEST_CHARGES and 2 * points >= len(below) and not _DUTIES.match(self.flow, self.blocks[index].start)

    def _has_duties(self, heading: int, index: int) -> bool:
        """Whether an item below a heading that promises no tasks (`Quy mô, mạng lưới`) is one all the same: it says who does something by when,
        or a third of the items there do; never below purposes, aims and results."""
        if heading == index:
            return False
        if heading not in self.charged:
            start, end = self.blocks[heading].start, self.blocks[heading].end
            below = islice(self.outline.subtree(heading), _MOST_ITEMS)
            items = [i for i in below if self.blocks[i].kind == "item" and not self._is_grouping(i)]
            charges = sum(map(self._charges, items))
            never = _NEVER_DUTIES.match(self.flow, start, end) or pattern("told heading").match(self.flow[start:end])
            self.charged[heading] = None if never else charges >= _FEWEST_CHARGES and 3 * charges >= len(items)
        return self.charged[heading] is not None and (self.charged[heading] or self._charges(index))

    def _charges(self, index: int) -> bool:
        """Whether an item says who does something, and by when."""
        start, end = self.blocks[index].start, self.blocks[index].end
        if self.percents.within(start, end) or not read_deadline(self.flow, start, end, self.dates, self.cited):
            return False
        return bool(read_roles(self.flow, start, end, self.agencies).lead)

    def _is_duty(self, index: int) -> bool:
        """Whether a text under ``Kinh phí`` or ``Chế độ báo cáo`` says what somebody does, and not only where the money comes from."""
        block = self.blocks[index]
        text = self.flow[block.start : block.end]
        if self.outline.names_actor(block) or ("báo cáo" in text and read_deadline(self.flow, block.start, block.end, self.dates, self.cited)):
            return True
        roles = read_roles(self.flow, block.start, block.end, self.agencies)
        return not (_patterns()["money"].match(text) or _patterns()["not_a_duty"].match(text)) and (
            bool(roles.lead or roles.coordinating) or _patterns()["duty_verb"].match(text) is not None
        )

    def _item(self, index: int) -> Iterator[TaskFind]:
        block, paragraphs = self.blocks[index], self.outline.paragraphs(index)
        if block.start == block.end:
            return
        heading = self.around.heading_roles(index)
        if paragraphs and self._is_title(index, bool(heading.lead), len(paragraphs)):
            duty_only = bool(_patterns()["duty_only"].match(self.flow, block.start))
            for child in paragraphs:
                if self._only_opens(child) or self._is_report(child) or self._is_formal(child):
                    continue
                if not self._is_duty(child) if duty_only else self._is_target(self.blocks[child]):
                    continue
                yield self._task(child, [self.blocks[child]], heading, None)
            return
        if (
            block.marker is not None
            and block.marker.kind in PARTS
            and self.outline.is_short_title(block)
            and not paragraphs
            and any(self.blocks[c].kind == "paragraph" for c in self.outline.children[index])
        ):
            return  # a heading over closing words only
        duties = self._duties(index, paragraphs)
        if self._is_target(block) or self.outline.is_list_of_names(self.blocks[duties[0][-1]].end, block) or self._is_report(index):
            return
        for first, *rest in duties:
            marker = block.marker.text if block.marker and first == index else None
            yield self._task(first, [self.blocks[i] for i in (first, *rest)], self.around.inherited_roles(index), marker)

    def _only_opens(self, index: int) -> bool:
        """Whether a paragraph only says that what comes after it works it out: ``Tổ chức bồi dưỡng kiến thức, cụ thể:``."""
        return self.flow.endswith(":", 0, self.blocks[index].end)

    def _duties(self, index: int, paragraphs: Sequence[int]) -> list[list[int]]:
        """The blocks of an item by duty: where each paragraph says what a body of its own does, each is one; else all are one."""
        duties = [[index, *(self.outline.subtree(index) if index in self.outline.inventories else self._content_line(index))]]
        told = self._opening_bodies(index) if paragraphs else []
        for child in paragraphs:
            others = self._opening_bodies(child) if told else []
            if others and not any(name != whom and name in whom for name in others for whom in told):  # `Giám đốc Sở A họp ...` `Sở A tổng hợp ...`
                duties.append([child])
                told = others
            else:
                duties[-1].append(child)
        return duties

    def _opening_bodies(self, index: int) -> list[str]:
        """The names of the bodies that a block begins with and says something of."""
        block = self.blocks[index]
        return [self.flow[m.start : m.end] for m in opening_bodies(self.flow, block.start, block.end, self.agencies)]

    def _content_line(self, index: int) -> list[int]:
        """The line right below a title that says what the task is: ``Nhiệm vụ 1. Tập huấn`` ``- Nội dung: Mở hai lớp ...``."""
        first = next(iter(self.outline.children[index]), None)
        if first is None or not self.outline.is_short_title(self.blocks[index]):
            return []
        return [first] if first in self.outline.attributes and _CONTENT.match(self.flow, self.blocks[first].start, self.blocks[first].end) else []

    def _is_title(self, index: int, names_lead: bool, below: int) -> bool:
        """Whether an item only heads the paragraphs below it: a body (`1. Bộ Y tế`, `... chủ trì:`), or a title without a full stop,
        a long one or one with a colon only where several paragraphs follow."""
        block = self.blocks[index]
        text = self.flow[block.start : block.end].rstrip()
        if names_lead and (text.endswith(":") or self.outline.is_list_of_names(block.end, block)):
            return True
        is_long_title = len(text) < _LONGEST_OPENING_TITLE and (below >= _SEVERAL if text.endswith(":") else below > 1 and text[-1:].isalpha())
        return self.outline.is_short_title(block) or is_long_title or (text.isupper() and text[-1:].isalpha())

    def _is_target(self, block: Block) -> bool:
        inside = self.percents.within(block.start, block.end)
        if not inside or self.outline.has_actor(block, _CLAUSE_END):
            return False
        return not self.flow[block.start : inside[0].start].strip() or bool(_patterns()["target"].match(self.flow, block.start))

    def _is_report(self, index: int) -> bool:
        """Whether an item says what is or has been, and assigns nothing: ``Tổng kinh phí: ...``, ``Chính phủ đã ban hành ...``, ``... là 50 tỷ đồng``;
        below a heading that names who leads, to agree with others is a duty."""
        block = self.blocks[index]
        text = self.flow[block.start : block.end]
        if _BASIS.match(text) or _AMOUNT.match(text) or _patterns()["member"].match(text):
            return True
        if _patterns()["agrees"].match(text) and not (self._assigns(block) or self.around.inherited_roles(index).lead):
            return True
        if _WHAT_YEAR.match(text) and not self._assigns(block, block.start + (text.find(",") if "," in text else len(text))):
            return True
        if _patterns()["duty_cue"].search(text):
            return False
        if _patterns()["money"].match(text):
            return not self.outline.names_actor(block)
        if text.rstrip().endswith("?") or _patterns()["not_a_duty"].match(text) or _STATEMENT.match(text) or self._is_citation(block):
            return True
        listed = next_list(self.flow, self.agencies.within(block.start, block.end), block.start, slack="opening")
        return re.match(r"\s*[Đđ]ã\s", self.flow[listed[-1].end if listed else block.start : block.end]) is not None

    def _assigns(self, block: Block, start: int | None = None) -> bool:
        """Whether an item that begins by agreeing, or by what a plan is for, goes on to say who does something, or by when (behind ``start``)."""
        said = _patterns()["told"].search(self.flow, block.start, block.end) or self.outline.has_actor(block, _MARK_BEFORE)
        return bool(said or read_deadline(self.flow, block.start if start is None else start, block.end, self.dates, self.cited))

    def _is_citation(self, block: Block) -> bool:
        """Whether an item only names the documents that the plan rests on: ``- Nghị định số 56/2017/NĐ-CP ngày 09/5/2017;``."""
        match = _patterns()["citation"].match(self.flow, block.start, block.end)
        return match is not None and ":" not in self.flow[match.end() : block.end] and not self.outline.names_actor(block)

    # --- roles -------------------------------------------------------------------------------------------------------

    def _task(self, index: int, blocks: Sequence[Block], heading: Roles, marker: str | None) -> TaskFind:
        said = self.around.assigned(index, blocks[0].start, blocks[-1].end, heading)
        return TaskFind(
            index,
            marker,
            trim(self.flow, self._fragments(blocks)),
            tuple(said.lead),
            tuple(said.coordinating),
            tuple(said.deadline),
            said.output,
        )

    # --- spans -------------------------------------------------------------------------------------------------------

    def _fragments(self, blocks: Sequence[Block]) -> list[Span]:
        """The spans of blocks that go together; where only blanks or a bullet stand between two, they are one."""
        spans: list[Span] = []
        for block in blocks:
            for start, end in block.fragments:
                if spans and spans[-1][1] not in self.breaks and not self.flow[spans[-1][1] : start].strip(" \n\t-+•*"):
                    spans[-1] = (spans[-1][0], end)
                else:
                    spans.append((start, end))
        return spans
