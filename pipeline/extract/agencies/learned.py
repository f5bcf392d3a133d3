"""What a trained model adds to the rules for agencies: it is asked where they are unsure, and every score is calibrated.

Two things make a place unsure: a find of a rule that is often wrong for its head, and a word with which bodies begin that no rule
knows. The model reads a window around the place. What is then kept is read off `models/ner/calibration.json`, which holds how often
each kind of find was right on the development documents: a rule's find that the model agrees with, contradicts or does not see, and the
model's own. `pipeline train ner` makes both.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import regex
from msgspec.structs import replace

from pipeline.errors import ModelError
from pipeline.extract.agencies.bare import is_common_noun
from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.places import is_person, territory
from pipeline.extract.agencies.registry import tables
from pipeline.extract.agencies.unlisted import is_model
from pipeline.extract.agencies.written import open_name
from pipeline.provenance import model_dir
from pipeline.text import occurrences

if TYPE_CHECKING:
    from pipeline.nlp import Language

VERSION = "1"
RULE = "agency.model"
REACH = 60  # characters that the model reads on each side of a place
Window = tuple[int, int]
Spans = list[tuple[int, int]]


class Calibration(msgspec.Struct, frozen=True):
    """`calibration.json`: when the model is asked, and how often each kind of find is right.

    ``scores`` holds shares by kind (see :func:`kind_of`); ``unsure`` the heads of rules to ask about, as `rule|head`;
    ``openings`` the words, or pairs of them, with which bodies begin that rules miss.
    """

    scores: dict[str, float]
    unsure: frozenset[str]
    openings: frozenset[str]


class NerCard(msgspec.Struct, frozen=True):
    """`metadata.json`: what the files of the model must be, and the spaCy that wrote them."""

    type: str
    version: str
    spacy: str
    sha256: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A window, and the spans of bodies that the model sees in it."""

    window: Window
    spans: Spans


def kind_of(rule: str, verdict: str) -> str:
    """The name of a kind of find in the calibration: ``agency.open_name``, ``agency.open_name unseen`` ...

    >>> kind_of("agency.open_name", "agreed"), kind_of("agency.local", "")
    ('agency.open_name agreed', 'agency.local')
    """
    return f"{rule} {verdict}".rstrip()


def refine(flow: str, found: Sequence[Found], taken: Sequence[tuple[int, int]]) -> list[Found]:
    """The rules' finds after the model was asked where they are unsure, in order and without overlap, with calibrated scores.

    ``taken`` are the spans of references, dates and percentages, where no body can be. Raises ModelError where the model is missing
    or not the one expected.
    """
    calibration = load_calibration(model_dir("ner"))
    places = unsure_windows(flow, found, taken, calibration)
    answers = ask(places, flow, model()) if places else []
    return combine(flow, found, answers, taken, calibration)


def rule_scores() -> Mapping[str, float]:
    """By rule, how often its finds are right; a rule that is not among them was not calibrated. Raises ModelError as `refine` does."""
    return load_calibration(model_dir("ner")).scores


def source_of(rule: str) -> str:
    """``model`` for what the model found alone, else ``rule``.

    >>> source_of("agency.model"), source_of("date.day")
    ('model', 'rule')
    """
    return "model" if rule == RULE else "rule"


# --- where -----------------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile("[\n\t]")


def unsure_windows(flow: str, found: Sequence[Found], taken: Sequence[tuple[int, int]], calibration: Calibration) -> list[Window]:
    """The stretches of text that the model is to read, merged where they meet; none crosses a line end or a cell."""
    places = [(f.start, f.end) for f in found if f"{f.rule}|{f.head}" in calibration.unsure]
    places += _unknown_openings(flow, found, taken, calibration)
    windows: list[Window] = []
    for start, end in sorted(places):
        window = _around(flow, start, end)
        if windows and window[0] <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(windows[-1][1], window[1]))
        else:
            windows.append(window)
    return windows


def _unknown_openings(flow: str, found: Sequence[Found], taken: Sequence[tuple[int, int]], calibration: Calibration) -> list[Window]:
    """Words outside all finds with which bodies begin, as written: the case of the first letter counts."""
    covered = sorted([*((f.start, f.end) for f in found), *taken])
    places, at = [], 0
    for start, end in sorted(span for opening in calibration.openings for span in _whole_words(opening, flow)):
        while at < len(covered) and covered[at][1] <= start:
            at += 1
        if at == len(covered) or covered[at][0] > start:
            places.append((start, end))
    return places


def _whole_words(opening: str, flow: str) -> Iterator[tuple[int, int]]:
    """Where the words of ``opening`` stand; a search for each is faster than one pattern of all."""
    for start in occurrences(flow, opening):
        end = start + len(opening)
        if not flow[start - 1 : start].isalnum() and not flow[end : end + 1].isalnum():
            yield start, end


def _around(flow: str, start: int, end: int) -> Window:
    """The place with what stands before and after it in its line or cell, cut between words."""
    first, last = max(0, start - REACH), min(len(flow), end + REACH)
    first = max([first, *(match.end() for match in _BREAK.finditer(flow, first, start))])
    if stop := _BREAK.search(flow, end, last):
        last = stop.start()
    if first and not flow[first - 1].isspace():
        first = next((i + 1 for i in range(first, start) if flow[i] == " "), start)
    if last < len(flow) and not flow[last].isspace():
        last = next((i for i in range(last, end, -1) if flow[i] == " "), end)
    return first, last


# --- what the model says ---------------------------------------------------------------------------------------------------


def ask(windows: Sequence[Window], flow: str, language: "Language") -> list[Answer]:
    """The model's answer for each window, its spans as offsets into ``flow``."""
    from pipeline.nlp import find_entities

    found = find_entities(language, (flow[start:end] for start, end in windows))
    return [
        Answer(window, [(window[0] + a, window[0] + b) for a, b, label in spans if label == "AGENCY"])
        for window, spans in zip(windows, found, strict=True)
    ]


def verdict(item: Found, answers: Sequence[Answer]) -> str:
    """What the model says of a rule's find: nothing where it was not asked, ``agreed``, ``moved`` (another span) or ``unseen``; the windows are in order."""
    at = bisect_right(answers, item.start, key=lambda answer: answer.window[0]) - 1
    if at < 0 or item.end > answers[at].window[1]:
        return ""
    met = _meeting(answers[at].spans, item.start, item.end)
    if (item.start, item.end) in met:
        return "agreed"
    return "moved" if met else "unseen"


def _meeting(spans: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """Those of some spans, in order and without overlap, that share a character with ``start`` to ``end``."""
    return spans[bisect_right(spans, start, key=lambda span: span[1]) : bisect_left(spans, end, key=lambda span: span[0])]


def combine(flow: str, found: Sequence[Found], answers: Sequence[Answer], taken: Sequence[tuple[int, int]], calibration: Calibration) -> list[Found]:
    """Rules' finds and the model's, each with the share that finds of its kind are right.

    Rules come first: a find of theirs gives way only where finds of its kind are mostly wrong, since real texts are nearer to the rules
    than to the documents that the model learned from.
    """
    scores = calibration.scores
    kept = [replace(f, score=scores.get(kind_of(f.rule, verdict(f, answers)), scores.get(f.rule, f.score))) for f in found]
    for span in rivals(flow, found, answers, taken):
        low, high = bisect_right(kept, span[0], key=lambda f: f.end), bisect_left(kept, span[1], key=lambda f: f.start)
        beside = kept[low:high]
        candidate = _named(flow, *span, scores.get(kind_of(RULE, "moved" if beside else "alone"), 0.0))
        if candidate.score >= 0.5 and all(f.score < 0.5 for f in beside):
            kept[low:high] = [candidate]
    return [f for f in kept if f.score >= 0.5]


def rivals(flow: str, found: Sequence[Found], answers: Sequence[Answer], taken: Sequence[tuple[int, int]]) -> Spans:
    """The model's spans that may be bodies, are none of the rules' finds, and meet no reference, date or percentage."""
    known = {(f.start, f.end) for f in found}
    told = [span for answer in answers for start, end in answer.spans if (span := plausible(flow, start, end)) is not None]
    return [span for span in told if span not in known and not _meeting(taken, *span)]


def plausible(flow: str, start: int, end: int) -> tuple[int, int] | None:
    """What of a span that the model sees may be a body by the guidelines; None for persons, bare roles, models, whole forces and common nouns.

    >>> plausible("mô hình Tổ hòa giải", 8, 19), plausible("Đoàn đặc nhiệm có quyền:", 0, 24)
    (None, (0, 14))
    """
    predicate = _PREDICATE.search(flow, start, end)
    end = predicate.start() if predicate else end
    end = start + len(flow[start:end].rstrip(" ,;:.-"))
    name = " ".join(flow[start:end].split())
    if not name or is_model(flow, start) or is_person(name) or is_common_noun(flow, start, end):
        return None
    if _FORCE.match(name) or _OF_A_FIELD.search(flow, max(0, start - 10), start) or _ROLE.search(name):
        return None
    return None if _ENDS_IN_HEAD.search(name) and _is_half(flow, end) else (start, end)


def _is_half(flow: str, end: int) -> bool:
    """Whether small letters go on with a name that stops at its head: ``Sở`` | ``giao dịch``, but not ``Ban`` | ``của``."""
    word, stops = _SMALL_WORD.match(flow, end), tables()["stops"]
    if word is None:
        return False
    return word[1] not in (*stops["words"], "xin") or flow.startswith(tuple(f" {compound}" for compound in stops["safe"]), end)


_PREDICATE = re.compile(r" +(?:có|đang|đã|được|nhằm|để|cho|phải|sẽ|là)(?!\w)")
_FORCE = re.compile(r"(?i)(?:(?:các )?(?:lực lượng|chiến s[iĩyỹ]|ngành) )?(?:công an|quân đội) nhân dân|ngành \w+(?!,)")
_OF_A_FIELD = re.compile(r"(?<!\w)(?:ngành|công tác) +$")  # `ngành Công an`
_ENDS_IN_HEAD = re.compile(r"(?i)(?<!\w)(?:văn phòng|trung tâm|công ty|vụ|cục|sở|ban|phòng|khoa)$")
_SMALL_WORD = regex.compile(r" +(\p{Ll}+)")
_ROLE = re.compile(r"(?:trưởng|Trưởng phòng|Chánh Văn phòng|Chánh Thanh tra|[Tt]ổng công trình sư(?: [\w ]{1,60})?)$")


def _named(flow: str, start: int, end: int, score: float) -> Found:
    """A find of the model: its name as of any name that no registry lists."""
    where = ""
    for match in _WORD.finditer(flow, start + 1, end):
        place, stop = territory(flow, match.start() - 1)
        if place and stop == end:
            where = place
            break
    return Found(start, end, open_name(flow[start:end], where), "document", RULE, score)


# --- the files -------------------------------------------------------------------------------------------------------------


@cache
def load_calibration(folder: Path) -> Calibration:
    """The calibration in ``folder``; raises ModelError where it is missing, damaged or cannot be read."""
    path = folder / "calibration.json"
    try:
        data = path.read_bytes()
        if sha256(data).hexdigest() != _read_card(folder).sha256.get(path.name):
            raise ModelError(f"{path} is not the file that its metadata names: train the agency model again, or install the package again.")
        return msgspec.json.decode(data, type=Calibration)
    except OSError:
        raise ModelError(f"There is no agency model in {folder}: run `pipeline train ner`, or install the package again.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} does not hold the calibration of an agency model ({error}): train it again.") from None


@cache
def model() -> "Language":
    """The agency model of this run, loaded when it is first asked."""
    return load_model(model_dir("ner"))


def load_model(folder: Path) -> "Language":
    """The spaCy pipeline in ``folder``, after every file was held against the hashes in its metadata.json.

    Raises ModelError where a file is missing, damaged or one too many, or where another version wrote it.
    """
    card = _read_card(folder)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    strangers = sorted(files.keys() - card.sha256.keys() - {"metadata.json", "README.md", "reliability.svg"})
    if strangers:
        raise ModelError(
            f"{folder} holds {strangers[0]}, which its metadata does not name: train the agency model again, or install the package again."
        )
    for name, digest in card.sha256.items():
        if name not in files or sha256(files[name].read_bytes()).hexdigest() != digest:
            raise ModelError(f"{folder / name} is not the file that its metadata names: train the agency model again, or install the package again.")
    from pipeline.nlp import load, spacy_version

    if card.spacy.split(".")[:2] != spacy_version().split(".")[:2]:
        raise ModelError(f"{folder} was written by spaCy {card.spacy}, and this is {spacy_version()}: train the agency model again.")
    return load(folder)


def _read_card(folder: Path) -> NerCard:
    path = folder / "metadata.json"
    try:
        card = msgspec.json.decode(path.read_bytes(), type=NerCard)
    except OSError:
        raise ModelError(f"There is no agency model in {folder}: run `pipeline train ner`, or install the package again.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} does not describe an agency model ({error}): train it again.") from None
    if card.type != "vn-plan-ner" or card.version != VERSION:
        raise ModelError(
            f"{folder} holds a model of type {card.type}, version {card.version}, where vn-plan-ner {VERSION} is needed: train it again."
        )
    return card
