"""Short names that a document gives to a body in brackets: ``Tổng cục Thống kê (viết tắt là TCTK)``, ``Vụ Thống kê Giá (Vụ TKG)``."""

from dataclasses import dataclass

import regex
from msgspec.structs import replace

from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.registry import registry
from pipeline.text import occurrences

_CODE = r"[\p{Lu}][\p{Lu}\d]{1,11}+(?:[&.-][\p{Lu}\d]{2,8}+){0,2}+"
_SHORT = regex.compile(
    rf" ?\((?P<says>(?:(?:sau đây|dưới đây|sau này|từ đây) *,? *)?(?:được )?(?:(?:gọi|viết)(?: tắt| chung| gọn)?|tắt)(?: là)?(?: *:)? *)?[\"“]?(?P<short>(?:(?P<head>\p{{Lu}}\p{{Ll}}+) )?(?P<code>{_CODE}))[\"”]?\)"
)
# what of a name may stand between where it seemed to end and the bracket
_REST = regex.compile(r"(?: \p{Ll}+){1,8}+(?= ?\()")
_MOST = 40  # short names that a document gives; one with more is a list of abbreviations


@dataclass(frozen=True, slots=True)
class _Short:
    """A short name, the body that has it, and where it is given; ``means`` says that its letters are those of the name."""

    form: str
    body: Found
    start: int
    means: bool


def with_defined(flow: str, found: list[Found]) -> list[Found]:
    """The finds, names up to the bracket that gives their short form, and each place where that form stands.

    >>> from pipeline.extract.agencies import find_agencies
    >>> [f.name for f in find_agencies("Vụ Thống kê Giá (Vụ TKG) phối hợp với Cục TTDL; Vụ TKG báo cáo")]
    ['Vụ Thống kê Giá', 'Vụ Thống kê Giá', 'Cục TTDL', 'Vụ Thống kê Giá']
    """
    shorts: dict[str, _Short] = {}
    out: list[Found] = []
    for index, item in enumerate(found):
        bracket = flow.find("(", item.end, item.end + _REACH)
        if bracket >= 0 and len(shorts) < _MOST and (index + 1 == len(found) or found[index + 1].start > bracket):
            item, short = _defining(flow, item, bracket)
            if short is not None:
                shorts.setdefault(short.form, short)
        out.append(item)
    return _with_uses(flow, out, shorts) if shorts else out


_REACH = 60  # characters from where a name seemed to end to the bracket


def _defining(flow: str, item: Found, bracket: int) -> tuple[Found, _Short | None]:
    """The find up to the bracket behind it that gives it a short name, and that name; the find as it is where none does."""
    at = bracket - (flow[bracket - 1] == " ")
    match = _SHORT.match(flow, max(item.end, at))
    rest = flow[item.end : at]
    if match is None or (rest and not (_REST.match(flow, item.end) and _is_rest(flow, item, at, match))):
        return item, None
    if rest:
        item = replace(item, end=at, name=item.name + rest)
    means = _abbreviates(match["code"], item.name, match["head"])
    known = registry().expand(match["code"]) != match["code"]
    if known or item.name[1:].islower() or not (means or match["says"]) or (match["head"] and not item.name.startswith(match["head"])):
        return item, None
    return item, _Short(match["short"], item, match.start("short"), means)


def _is_rest(flow: str, item: Found, bracket: int, match: "regex.Match[str]") -> bool:
    """Whether what stands between a find and the bracket belongs to its name: the short form begins as the name does and has its letters."""
    head = match["head"]
    if item.rule != "agency.open_name" or not head or not item.name.startswith(f"{head} "):
        return False
    return match["says"] is not None or _abbreviates(match["code"], item.name + flow[item.end : bracket], head)


def _abbreviates(code: str, name: str, head: str | None) -> bool:
    """Whether the letters of a code are first letters of the words of a name, in order: of the first two and some further ones, or, behind its head, of any.

    >>> _abbreviates("TCTK", "Tổng cục Thống kê", None), _abbreviates("DSLĐ", "Vụ Thống kê Dân số và Lao động", "Vụ")
    (True, True)
    >>> _abbreviates("KHTC", "Vụ Tổ chức cán bộ", "Vụ"), _abbreviates("CHDCND", "Chính phủ Cộng hòa Dân chủ Nhân dân Lào", None)
    (False, False)
    """
    letters = [c for c in code if c.isalpha()]
    initials = [word[0].upper() for word in _WORD.findall(name.removeprefix(f"{head} ") if head else name)]
    if len(letters) < 2 or (not head and letters[:2] != initials[:2]):
        return False
    rest = iter(initials)
    return all(any(letter == initial for initial in rest) for letter in letters)


_WORD = regex.compile(r"\p{L}+")


def _with_uses(flow: str, found: list[Found], shorts: dict[str, _Short]) -> list[Found]:
    """The finds with every place where a short name stands from its definition on; a find that is that name is written out."""
    places: dict[tuple[int, int], _Short] = {}
    for short in sorted(shorts.values(), key=lambda each: len(each.form)):
        for at in occurrences(flow, short.form):
            if at >= short.start and _stands_alone(flow, at, at + len(short.form)):
                places[at, at + len(short.form)] = short
    out: list[Found] = []
    for item in found:
        use = places.pop((item.start, item.end), None)
        owner = use or shorts.get(item.name.rpartition(" ")[2])  # `Công đoàn TCTK`
        stem = "" if use else item.name.rpartition(" ")[0] + " "
        is_named = owner is not None and owner.means and (use or item.start > owner.start)
        out.append(replace(item, name=stem + owner.body.name, level=owner.body.level) if owner and is_named else item)
    used = [Found(start, end, short.body.name, short.body.level, "agency.defined", 0.9, short.form) for (start, end), short in places.items()]
    return _beside(out, used)


def _beside(found: list[Found], used: list[Found]) -> list[Found]:
    """The finds, none of which overlaps another, and of the uses those that meet none of them, in order."""
    out: list[Found] = []
    for item in sorted([*found, *used], key=lambda f: (f.start, f.rule == "agency.defined")):
        if item.rule == "agency.defined" and out and item.start < out[-1].end:
            continue
        if out and out[-1].rule == "agency.defined" and item.start < out[-1].end:
            out.pop()
        out.append(item)
    return out


def _stands_alone(flow: str, start: int, end: int) -> bool:
    """Whether a short name is no part of a word, of a number or of a filing line: ``1124/KH-TCTK``, ``Lưu: VT, TCTK``."""
    if (
        flow[start - 1 : start].isalnum()
        or flow[start - 1 : start] in ("/", "-", ".")
        or flow[end : end + 1].isalnum()
        or flow[end : end + 1] in ("/", "-")
    ):
        return False
    line = flow.rfind("\n", max(0, start - _FILING), start) + 1
    return "Lưu" not in flow[max(line, start - _FILING) : start]


_FILING = 200  # characters of a line of recipients
