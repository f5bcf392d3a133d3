"""The tree of blocks as tasks read it: what stands above and below, which blocks are attribute lines, which name who acts."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import regex

from pipeline.extract.rule import Mention
from pipeline.extract.tasks.role_lists import Mentions, next_list
from pipeline.extract.vocabulary import alternatives
from pipeline.layout import Block, Layout, is_closing
from pipeline.layout.columns import composed_labels
from pipeline.rule_tables import load_rules

PARTS = ("roman", "upper", "part", "chapter")  # markers of the parts of a document
CONTAINERS = ("item", "caps")


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Patterns of attribute lines, with a group a role: of a line, of a heading that names nothing else, of a further label inside; and of tasks.

    `re` reads the long ones in a third of the time that `regex` takes.
    """
    rules, layout = load_rules("tasks"), load_rules("layout")
    verbs, between = alternatives(layout["attribute_verbs"]["verbs"]), alternatives(layout["attribute_verbs"]["between"])
    ends = rf"(?:[\s,/]*(?:{between}))*\W{{0,12}}(?:\([^):\n]{{0,120}}\)\s*)?:"
    listed = {role: alternatives(words) for role, words in layout["attributes"].items()}
    of_names = {role: alternatives(words) for role, words in layout["labels"]["of_names"].items()}
    labels = {role: f"{words}|{composed_labels().get(role, words)}(?={ends})" for role, words in listed.items()}
    inside = {role: f"{words}|{of_names[role]}(?= *:)" if role in of_names else words for role, words in labels.items()}
    no_clause = rf"(?!(?:{verbs})(?!\w)(?!{ends})[^:\n]{{0,400}}:)"
    return {
        "task_words": re.compile(rf"(?i)(?<!\w)(?:{alternatives(rules['task_words'])})(?!\w)"),
        "attribute": re.compile(rf"(?i)\W*{no_clause}(?:{_by_role(labels)})(?!\w)[^:\n]{{0,28}}?:"),
        "title": re.compile(
            rf"(?i)(?:{_by_role(listed)})(?:(?: *,| *và| */| +) *(?:(?:cơ quan|đơn vị) )?(?:phối hợp|thực hiện|chủ trì|tham mưu|triển khai))?"
        ),
        "role_words": re.compile(
            rf"(?i)(?:(?:chủ trì|phối hợp|thực hiện|tham mưu|phụ trách|hỗ trợ|cùng|với|và|các|có liên quan|liên quan|{alternatives(rules['others'])})(?!\w)|\W)*+"
        ),
        "of_names": re.compile(rf"(?i)\W*(?:{_by_role(of_names)})\W{{0,2}}:"),
        "label": re.compile(rf"(?i)[;.(]\W{{0,12}}{no_clause}(?:{_by_role(inside)})(?!\w)(?:[^:;.()\n]|\([^():\n]{{0,20}}\)){{0,28}}?:"),
    }


@cache
def _plain_actor() -> "regex.Pattern[str]":
    """Who acts and has no name: ``Các cơ quan, đơn vị căn cứ ...``."""
    return regex.compile(rf"(?:\G\W*|(?<=[.;:] ))(?:{alternatives(load_rules('tasks')['plain_actors'])})(?: \p{{Lu}}\p{{Ll}}+)?(?= \p{{Ll}})")


def _by_role(words: Mapping[str, str]) -> str:
    return "|".join(f"(?P<{role}>{form})" for role, form in words.items())


_LONGEST_TITLE, _LONGEST_LABEL, _LONGEST_NAMES, _LONGEST_ATTRIBUTE = 110, 150, 300, 600
_CONSISTS_OF, _LONGEST_OPENING = re.compile(r"(?<!\w)gồm(?: có)?\s*:\W*$"), 40
_MAY_NAME = re.compile(
    r"(?:Các|Những|Tất cả|Đơn vị|Cơ quan|Cá nhân|Lãnh đạo|Đ/c|Đồng chí|Ông|Bà|Tháng|Quý|Năm|Ngày|Trước|Từ|Hoàn thành|Thường xuyên|Báo cáo|\d)"
)
_LONGEST_PART = 200  # characters; a duty is mostly longer than what a file or a team consists of
# What stands before a body that acts, and behind it: a clause begins, or `do`; a verb follows, and no preposition.
_ACTOR_BEFORE = re.compile(r"(?:[;.:,]| -|\bdo|(?i:\bđề nghị|\bgiao|\byêu cầu)) *$")
_ACTS = regex.compile(r",? +(?!(?:và|về|tại|trong|năm|số|đã|được|của|theo|thuộc|với|cho|là|giao|cấp)\b)\p{Ll}")
_DUTIES_OF = re.compile(r"\W*(?i:trách nhiệm|nhiệm vụ)(?: cụ thể)? của .{,180}$")  # `Trách nhiệm của các bộ được giao chủ trì các dự án thành phần`
# What may stand beside names of bodies in an item that is nothing else: `UBND xã và các đơn vị liên quan (qua Phòng Y tế)`.
_NAMES_GO_ON = re.compile(
    r"(?:\([^)]{0,300}\)|(?i:xã hội - nghề nghiệp|xã hội|doanh nghiệp|cộng đồng|cá nhân|liên quan|có liên quan|và các|các đơn vị|đơn vị|tổ chức"
    r"|địa phương|cơ quan|có trách nhiệm|chịu trách nhiệm|\bvà\b|\bcác\b|\bcó\b)|\W|\w(?!\w))*+"
)
# One name beside those of bodies that are known: it begins with a capital, and a mark of the list follows.
_UNKNOWN_NAME = regex.compile(r"\)? *(?:[,;]|và ) *\p{Lu}[^\s,;.:()]*(?: [^\s,;.:()]+){1,7}(?: \([^()]{2,40}\))?(?=[,;]| và \p{Lu}|$)")
_UNKNOWN_FIRST = regex.compile(r"\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){1,5}(?=[,;] )")
# `Hội thánh Tin lành (miền Nam), Ban Trị sự ...`; `Ủy ban MTTQ tỉnh và các tổ chức thành viên: Hội Nông dân, Tỉnh đoàn`
_BETWEEN_NAMES = (regex.compile(r" \((?!chủ trì|phối hợp)[^()]{2,40}\)(?=[,;]| và )|(?<=[Cc]ác [^,;:.()]{3,60}):(?= )"), _UNKNOWN_NAME)


class Outline:
    """The blocks of one document; its methods read the tree and never change it."""

    def __init__(self, layout: Layout, agencies: Mentions) -> None:
        self.layout, self.flow, self.blocks, self.agencies = layout, layout.flow, layout.blocks, agencies
        self.children = layout.children()
        self.roots = [i for i, b in enumerate(layout.blocks) if b.parent is None]
        self.back = next((i for i, b in enumerate(self.blocks) if b.kind in ("recipients", "signature")), len(self.blocks))
        self.ends, self.openings = self._ends_by_block(), self._openings_by_block()
        self.titles = {i: role for i, b in enumerate(self.blocks) if b.kind == "item" and (role := self._title_role(b)) and self._names_below(i)}
        self.below_attributes = {c for title in self.titles for c in self.subtree(title)}
        self.inventories = {i for i, b in enumerate(self.blocks) if b.kind == "item" and self.children[i] and self._lists_parts(i)}
        self.attributes = set(self.titles) - self.below_attributes | {
            i
            for i, b in enumerate(self.blocks)
            if b.kind in ("item", "paragraph") and (self._is_attribute(b) or (not self.children[i] and self._names_label(b)))
        }

    # --- the tree ----------------------------------------------------------------------------------------------------

    def ancestors(self, index: int) -> Iterator[int]:
        """The blocks above a block, the nearest first."""
        parent = self.blocks[index].parent
        while parent is not None:
            yield parent
            parent = self.blocks[parent].parent

    def subtree(self, index: int) -> Iterator[int]:
        """The blocks below a block in text order."""
        for child in self.children[index]:
            yield child
            yield from self.subtree(child)

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

    # --- attribute lines -----------------------------------------------------------------------------------------------

    def _is_attribute(self, block: Block) -> bool:
        may = block.end - block.start <= _LONGEST_ATTRIBUTE and self._has_label(block)
        match = patterns()["attribute"].match(self.flow, block.start, block.end) if may else None
        if match is None:
            return False
        numbered = block.marker is not None and block.marker.kind not in ("dash", "plus", "bullet", "star")
        return not (numbered and match["other"] and self.names_actor(block))  # `5. Kinh phí: Sở Tài chính cấp ...`

    def _has_label(self, block: Block) -> bool:
        """Whether a colon stands near the beginning of a line: a look is cheaper than all labels."""
        return self.flow.find(":", block.start, min(block.end, block.start + _LONGEST_LABEL)) >= 0

    def _names_label(self, block: Block) -> bool:
        """Whether a line is a label that may also be a verb, and names of bodies, up to a further label: ``Hỗ trợ: Chi đoàn giáo viên``."""
        may = block.end - block.start <= _LONGEST_NAMES and self._has_label(block)
        match = patterns()["of_names"].match(self.flow, block.start, block.end) if may else None
        if match is None:
            return False
        further = patterns()["label"].search(self.flow, match.end(), block.end)
        end = further.start() if further else block.end
        return self.holds_names(match.end(), end) or self._says_roles(match.end(), end)

    def _says_roles(self, start: int, end: int) -> bool:
        """Whether a stretch of text is bodies and what each of them has to do with the work: ``Sở Y tế chủ trì, Hội Phụ nữ phối hợp``."""
        at = start
        for mention in (inside := self.agencies.within(start, end)):
            if not patterns()["role_words"].fullmatch(self.flow, at, mention.start):
                return False
            at = mention.end
        return bool(inside) and patterns()["role_words"].fullmatch(self.flow, at, end) is not None

    def _names_below(self, index: int) -> bool:
        """Whether what stands below a heading may be names, or a date: no clause that a preposition or a verb begins (`1. Chủ trì:` `- Kiểm tra bếp ăn`)."""
        below = [self.blocks[child] for child in self.children[index]]
        return any(next_list(self.flow, self.agencies.within(b.start, b.end), b.start, "opening") for b in below) or any(
            _MAY_NAME.match(self.flow, b.start) for b in below
        )

    def _title_role(self, block: Block) -> str | None:
        """The attribute that a heading names and nothing else: ``2. Cơ quan chủ trì, phối hợp``."""
        if block.marker is not None and block.marker.kind in (*PARTS, "article"):
            return None  # a part of the document: `III. Tiến độ` says when its own items are due
        text = self.flow[block.start : block.end].strip(" :.")
        match = patterns()["title"].fullmatch(text) if len(text) < 60 else None
        return next((r for r in ("lead", "coordinating", "deadline", "output") if match[r] is not None), None) if match else None

    def title_of(self, index: int) -> int | None:
        """The nearest attribute title above a block."""
        return next((a for a in self.ancestors(index) if a in self.titles), None)

    # --- paragraphs and titles -----------------------------------------------------------------------------------------

    def paragraphs(self, index: int) -> list[int]:
        """The unmarked paragraphs that go on with an item: those right below it that close nothing and are not in brackets.

        Below a heading (`V. TỔ CHỨC THỰC HIỆN`) each says what somebody does, and only the last of several closes the document.
        """
        found: list[int] = []
        below = [c for c in self.children[index] if self.blocks[c].kind == "paragraph" and c not in self.attributes]
        is_heading = self.is_short_title(self.blocks[index])
        for child in below:
            text = self.flow[self.blocks[child].start : self.blocks[child].end].rstrip()
            may_close = not is_heading or (child == below[-1] != below[0])
            closes = text.endswith("./.") if is_heading else self._is_last_words(child)
            if text.startswith("(") or is_closing(text, may_close and self.ends[child]) or (may_close and closes):
                break
            found.append(child)
        return found

    def _is_last_words(self, index: int) -> bool:
        """The last paragraph before the signature, the recipients or the end closes the document."""
        kinds = (self.blocks[at].kind for at in range(index + 1, len(self.blocks)))
        following = next((kind for kind in kinds if kind not in ("furniture", "gap")), None)
        block = self.blocks[index]
        return following in ("recipients", "signature", "doc_type") or (
            following is None and self.flow[block.start : block.end].rstrip().endswith("./.")
        )

    def is_short_title(self, block: Block) -> bool:
        text = self.flow[block.start : block.end].rstrip()
        ends = text.endswith((".", ";", ":", ",")) and not text.endswith(" .")  # detokenised headings have a full stop of their own
        return not ends and ((len(text) < _LONGEST_TITLE and len(text.split()) <= 18) or _DUTIES_OF.match(text) is not None)

    def _lists_parts(self, index: int) -> bool:
        """Whether an item only lists what something consists of, and the items below assign nothing: ``Lập hồ sơ, gồm:`` ``+ Đơn đề nghị;``."""
        block = self.blocks[index]
        if not _CONSISTS_OF.search(self.flow, max(block.start, block.end - _LONGEST_OPENING), block.end):
            return False
        below = [self.blocks[c] for c in self.children[index]]
        return patterns()["task_words"].search(self.flow, block.start, block.end) is None and all(
            b.kind == "item" and b.end - b.start < _LONGEST_PART and not self.names_actor(b) for b in below
        )

    # --- who is named --------------------------------------------------------------------------------------------------

    def names_actor(self, block: Block) -> bool:
        """Whether a later clause has a body that does something: ``Kinh phí từ ngân sách; Sở Tài chính thẩm định``, ``do Sở Y tế hướng dẫn``."""
        return _plain_actor().search(self.flow, block.start, block.end) is not None or self.has_actor(block, _ACTOR_BEFORE)

    def has_actor(self, block: Block, before: "re.Pattern[str]") -> bool:
        """Whether a list of bodies with ``before`` in front of it is the subject of a verb."""
        inside = self.agencies.within(block.start, block.end)
        for mention in inside:
            if before.search(self.flow[max(block.start, mention.start - 12) : mention.start]):
                listed = next_list(self.flow, inside, mention.start)
                if listed and _ACTS.match(self.flow, listed[-1].end, block.end):
                    return True
        return False

    def is_list_of_names(self, end: int, block: Block) -> bool:
        """Whether an item is nothing but names of bodies: a heading, or a line of recipients."""
        return self.holds_names(block.start, end)

    def holds_names(self, start: int, end: int) -> bool:
        """Whether a stretch of text is nothing but names of bodies."""
        return bool(self.names(start, end))

    def names(self, start: int, end: int) -> list[Mention]:
        """The bodies of a stretch of text that is nothing but their names; between them one that is not known may stand (`Sở Y tế; Bảo Việt Phú Lâm; Công an tỉnh`)."""
        inside = self.agencies.within(start, end)
        found = listed = next_list(self.flow, inside, start, slack="opening") if inside else []
        if inside and not listed and (first := _UNKNOWN_FIRST.match(self.flow, start, end)):
            found = listed = next_list(self.flow, inside, first.end())
        while listed:
            aside = next((at for at, m in enumerate(listed) if at and self.flow[listed[at - 1].end : m.start].strip() == "("), len(listed))
            if any(_NAMES_GO_ON.fullmatch(self.flow, listed[at - 1].end, end) for at in {aside, len(listed)}):
                return found
            unknown = next(filter(None, (p.match(self.flow, listed[-1].end, end) for p in _BETWEEN_NAMES)), None)
            if unknown is None or end - start > _LONGEST_NAMES or self.agencies.within(listed[-1].end, unknown.end()):
                break
            if unknown.end() == end:
                return found
            listed = next_list(self.flow, inside, unknown.end())
            found = [*found, *listed]
        return []
