"""What a task is about: informing the public, oversight, means - a linear classifier over its words and over the cues in them.

`pipeline train themes` makes the model with scikit-learn and keeps it in models/themes twice: `model.skops` is the fitted
scikit-learn pipeline, `weights.json` the same numbers bare. A run reads the bare ones, because scikit-learn and skops take
longer to import than a document takes to read; a test holds that both give the same probabilities.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import ModelError
from pipeline.layout import Layout
from pipeline.provenance import model_dir
from pipeline.rule_tables import load_rules
from pipeline.schema import ThemeTag

# The only types in model.skops that skops does not know as harmless.
TRUSTED_TYPES = frozenset({f"pipeline.extract.themes.{name}" for name in ("cues", "heading_cues", "ngrams")})


def tag_themes(texts: Sequence[str], lead_ins: Sequence[str | None] | None = None, headings: Sequence[str] | None = None) -> list[list[ThemeTag]]:
    """The themes decided for each task text, highest score first; an empty list where it has none.

    ``texts`` are folded (see :func:`pipeline.text.fold`), and mentions in them were replaced by their labels (see :func:`mask`), so
    that the name of a body or a law says nothing. ``lead_ins`` holds, for a task that stands in a list, the short sentence with the
    colon that opens the list: it lends its verb to an item that has none (`Tập trung đánh giá:` - `Việc chấp hành kỷ luật`).
    ``headings`` holds what stands above each task, masked too: the cues in it count beside those of the task.

    >>> [[tag.label for tag in tags] for tags in tag_themes(["AGENCY kiểm tra, đôn đốc tiến độ", "AGENCY sửa đổi LEGAL_REF"])]
    [['kiểm tra'], []]
    """
    classifier = _classifier()
    places = zip(texts, lead_ins or [None] * len(texts), headings or [""] * len(texts), strict=True)
    return [classifier.tag(under_heading(with_lead_in(text, lead_in), heading)) for text, lead_in, heading in places]


def mask(text: str, mentions: Iterable[tuple[int, int, str]]) -> str:
    """``text`` with each (start, end, label) replaced by its label; ``mentions`` are in order and do not overlap.

    >>> mask("Giao Thanh tra tỉnh rà soát", [(5, 19, "AGENCY")])
    'Giao AGENCY rà soát'
    """
    pieces: list[str] = []
    at = 0
    for start, end, label in mentions:
        pieces += text[at:start], label
        at = end
    return "".join([*pieces, text[at:]])


def with_lead_in(text: str, lead_in: str | None) -> str:
    """The item after its lead-in where it opens with a noun, as in a list of things to inspect; else the item alone.

    >>> with_lead_in("Tình hình trả nợ", "Báo cáo cần nêu rõ:"), with_lead_in("Kiểm tra nợ đọng", "Nội dung:")
    ('Báo cáo cần nêu rõ: Tình hình trả nợ', 'Kiểm tra nợ đọng')
    """
    if not lead_in:
        return text
    opening = " ".join(match[0] for match in islice(_WORD.finditer(text), 3)).lower() + " "
    return f"{lead_in} {text}" if opening.startswith(_nominal()) else text


# Between a text and the heading above it: a page break, which no folded text holds.
_ABOVE = "\f"
_LONGEST_HEADING = 300  # characters; what is longer says too much to be a heading


def under_heading(text: str, heading: str) -> str:
    """A text with the heading above it, as one text for the classifier; nothing is added where there is none.

    >>> ngrams(under_heading("Phát tờ rơi", "Công tác tuyên truyền"))[:4]
    ['\\n', 'phát', 'tờ', 'rơi']
    """
    return f"{text}{_ABOVE}{heading}" if heading else text


def heading_above(layout: Layout, block: int) -> list[tuple[int, int]]:
    """The spans of the heading that a block stands under; none where it has none, or where what stands above is too long for a heading."""
    parent = layout.blocks[block].parent
    spans = layout.blocks[parent].fragments if parent is not None else []
    return spans if sum(end - start for start, end in spans) < _LONGEST_HEADING else []


@cache
def _nominal() -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in load_rules("themes")["nominal"]["phrases"])


# --- features ----------------------------------------------------------------------------------------------------------

_WORD = re.compile(r'\w+|[,;:.\n"“”()]')
_NUMBER = re.compile(r"\d\w*")
_CLAUSE_MARKS = frozenset(',;:.\n"“”()')
_SENTENCE_MARKS = frozenset(";:.\n")
_PLACEHOLDERS = frozenset({"agency", "legal_ref", "date", "percent"})
_SIGNS = _CLAUSE_MARKS | _PLACEHOLDERS
_SIGN = "sign"  # their kind
_Phrase = tuple[int, int, str, str]  # a phrase of the tables, or a sign, at ``words[start:end]``: start, end, text, kind


def _words(text: str) -> list[str]:
    """Syllables and marks in lower case; a number is `0`."""
    return _WORD.findall(_NUMBER.sub("0", text.lower()))


def ngrams(text: str) -> list[str]:
    """Syllables, marks, and pairs of them, after a line end that stands for the beginning; a phrase to be passed over is one syllable.

    >>> ngrams("Kiểm tra, giám sát")[:5]
    ['\\n', 'kiểm', 'tra', ',', 'giám']
    >>> ngrams("Kiểm tra sức khỏe học sinh")[-3:]
    ['\\n_kiểm tra sức khỏe', 'kiểm tra sức khỏe_học', 'học_sinh']
    """
    words = _words(text.partition(_ABOVE)[0])
    return _ngrams(words, _phrases(words))


def cues(text: str) -> list[str]:
    """The cues of `rules/themes.toml` in the text, each as its phrase and as its theme with the place where it stands.

    The place is ``head`` of a clause, ``purpose`` (after `để`, `theo`), ``title`` of a programme or instrument, or ``in`` a clause.

    >>> cues("Tăng cường kiểm tra")
    ['kiểm tra', 'kiểm tra@head', 'truyền thông@none', 'nguồn lực@none']
    """
    return list(_cues(_phrases(_words(text.partition(_ABOVE)[0]))))


def heading_cues(text: str) -> list[str]:
    """The cues in the heading above the text (see :func:`under_heading`), as those of a text but for the themes that have none.

    >>> heading_cues(under_heading("Phát 500 tờ rơi", "Công tác tuyên truyền")), heading_cues("Phát 500 tờ rơi")
    (['tuyên truyền', 'truyền thông@head'], ['no heading'])
    """
    return list(_heading_cues(text.partition(_ABOVE)[2]))


@lru_cache(maxsize=1000)  # many tasks stand under one heading
def _heading_cues(heading: str) -> tuple[str, ...]:
    if not heading:
        return ("no heading",)
    return tuple(cue for cue in _cues(_phrases(_words(heading))) if not cue.endswith("@none"))


def _ngrams(words: list[str], phrases: Iterable[_Phrase]) -> list[str]:
    syllables = ["\n"]
    end = 0
    for start, stop, phrase, kind in phrases:
        if kind == "passed_over":
            syllables += [*words[end:start], phrase]
            end = stop
    syllables += words[end:]
    return [*syllables, *map("_".join, pairwise(syllables))]


def _cues(phrases: Iterable[_Phrase]) -> Iterator[str]:
    found: Counter[str] = Counter()
    place = _Place()
    before = 0
    for start, end, phrase, kind in phrases:
        if start > before:  # words that say nothing stand between
            place.head = False
        before = end
        if kind in _cue_kinds():
            where = f"{kind}@{place.name}"
            found[where] += 1
            yield phrase
            yield where if found[where] == 1 else f"{where}@again"
        else:
            place.step(phrase, kind)
    for theme in _cue_kinds():
        if not any(where.startswith(theme) for where in found):
            yield f"{theme}@none"


class _Place:
    """Where in its clause the reader of a text stands."""

    def __init__(self) -> None:
        self.head, self.purpose, self.title, self.quoted = True, False, False, False

    @property
    def name(self) -> str:
        return "title" if self.title or self.quoted else "purpose" if self.purpose else "head" if self.head else "in"

    def step(self, phrase: str, kind: str) -> None:
        """Past one mark or phrase that is no cue."""
        if phrase in '"“”':
            self.quoted = phrase == "“" or (phrase == '"' and not self.quoted)
        elif phrase in _CLAUSE_MARKS:
            self.head = True
            if phrase in _SENTENCE_MARKS:
                self.purpose = self.title = self.quoted = False
            elif phrase != ",":
                self.purpose = False
        elif kind not in ("light", _SIGN):
            self.head = False
            self.title |= kind == "title"
            self.purpose |= kind == "purpose"


@cache
def _cue_kinds() -> tuple[str, ...]:
    """The kinds of cues. They name the shipped themes, and are features like others for a label set of the user's own."""
    return tuple(load_rules("themes")["cues"])


def _phrases(words: list[str]) -> list[_Phrase]:
    """The longest phrases of the tables in the text, and the signs; most words are none, and are not among them."""
    following = [*words[1:], "\n"]
    phrases: list[_Phrase] = []
    end = 0
    for at, known in enumerate(map(_table().get, words)):
        if known is None or at < end:
            continue
        for syllables, kind, text in known.get(following[at], ()):
            if words[at : at + len(syllables)] == syllables:
                end = at + len(syllables)
                phrases.append((at, end, text, kind))
                break
        else:
            if alone := known.get(""):
                phrases.append((at, at + 1, words[at], alone))
    return phrases


@cache
def _table() -> dict[str, dict[str, Any]]:
    """By its first syllable, and by the second, longest first, the phrases: syllables, kind and text; by ``""`` the kind of the first syllable alone."""
    rules = load_rules("themes")
    kinds = [*rules["cues"].items(), *((kind, rules[kind]["phrases"]) for kind in ("passed_over", "light", "title", "purpose"))]
    kind_of = dict.fromkeys(_SIGNS, _SIGN) | {phrase: kind for kind, phrases in kinds for phrase in phrases}
    table: dict[str, dict[str, Any]] = {}
    for phrase, kind in sorted(kind_of.items(), key=lambda entry: -len(entry[0].split())):
        first, *rest = syllables = phrase.split() or [phrase]
        below = table.setdefault(first, {})
        if rest:
            below.setdefault(rest[0], []).append((syllables, kind, phrase))
        else:
            below[""] = kind
    return table


# --- the model ---------------------------------------------------------------------------------------------------------


class ThemeCard(msgspec.Struct, frozen=True):
    """`metadata.json`: what the files of the model must be, and how a decision value becomes a probability and a label."""

    sha256: dict[str, str]
    types: list[str]
    thresholds: dict[str, float]
    calibration: dict[str, tuple[float, float]]


class ThemeWeights(msgspec.Struct, frozen=True):
    """`weights.json`: a weight a theme for each n-gram, cue, and cue in the heading above, those of an n-gram after the square of its
    inverse document frequency and multiplied by it."""

    ngrams: dict[str, tuple[float, ...]]
    cues: dict[str, tuple[float, ...]]
    heading_cues: dict[str, tuple[float, ...]]
    intercepts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ThemeClassifier:
    """The classifier as a run uses it."""

    card: ThemeCard
    weights: ThemeWeights

    @property
    def labels(self) -> tuple[str, ...]:
        """The themes that it knows, in the order of its probabilities."""
        return tuple(self.card.thresholds)

    def tag(self, text: str) -> list[ThemeTag]:
        """The themes of one masked text whose probability reaches the theme's threshold, highest first."""
        scores = zip(self.labels, self.probabilities(text), strict=True)
        tags = [ThemeTag(theme, round(score, 4)) for theme, score in scores if score >= self.card.thresholds[theme]]
        return sorted(tags, key=lambda tag: -tag.score)

    def probabilities(self, text: str) -> list[float]:
        """The calibrated probability of each theme, in the order of ``labels``."""
        scores = []
        for theme, value in zip(self.labels, self._decisions(text), strict=True):
            slope, intercept = self.card.calibration[theme]
            scores.append(1 / (1 + math.exp(-max(-500.0, min(500.0, slope * value + intercept)))))
        return scores

    def _decisions(self, text: str) -> list[float]:
        """The n-grams that occur, as a tf-idf vector of length one, times their weights, plus the weights of the cues that occur."""
        text, _, heading = text.partition(_ABOVE)
        words = _words(text)
        phrases = _phrases(words)
        squares, *sums = self._sums(_ngrams(words, phrases))
        length = math.sqrt(squares) or 1.0
        inside, above = ((self.weights.cues, _cues(phrases)), (self.weights.heading_cues, _heading_cues(heading)))
        bonus = _totals([entry for weights, cues in (inside, above) for cue in dict.fromkeys(cues) if (entry := weights.get(cue))], len(self.labels))
        return [total / length + extra + intercept for total, extra, intercept in zip(sums, bonus, self.weights.intercepts, strict=True)]

    def _sums(self, ngrams: Iterable[str]) -> list[float]:
        """The square of the length of the tf-idf vector, and for each theme the weights of its n-grams."""
        known = self.weights.ngrams
        counts = Counter(ngrams)
        sums = _totals([*filter(None, map(known.get, counts))], len(self.labels) + 1)
        again: dict[int, list[tuple[float, ...]]] = {}
        for ngram, count in [entry for entry in counts.items() if entry[1] > 1]:
            if ngram in known:
                again.setdefault(count, []).append(known[ngram])
        for count, rows in again.items():  # sublinear: the second time adds less than the first
            more = math.log(count)
            squares, *weights = _totals(rows, 0)
            added = [squares * more * (2 + more), *[more * weight for weight in weights]]
            sums = [first + further for first, further in zip(sums, added, strict=True)]
        return sums


def _totals(rows: list[tuple[float, ...]], width: int) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)] or [0.0] * width


def theme_labels() -> tuple[str, ...]:
    """The themes that the classifier of this run knows; raises ModelError where it cannot be loaded.

    >>> theme_labels()
    ('truyền thông', 'kiểm tra', 'nguồn lực')
    """
    return _classifier().labels


@cache
def _classifier() -> ThemeClassifier:
    return load_classifier(model_dir("themes"))


def load_classifier(folder: Path) -> ThemeClassifier:
    """The classifier in ``folder``, which holds metadata.json, weights.json and model.skops.

    Raises ModelError where a file is missing, is not the one that the metadata names, or cannot be read.
    """
    card = _load_card(folder)
    _checked(folder, card, "model.skops")  # not read here, but a folder that was tampered with is not used at all
    try:
        return ThemeClassifier(card, msgspec.json.decode(_checked(folder, card, "weights.json"), type=ThemeWeights))
    except msgspec.MsgspecError as error:
        raise ModelError(f"{folder / 'weights.json'} does not hold the weights of a theme classifier ({error}): train it again.") from None


def load_pipeline(folder: Path) -> Any:
    """The fitted scikit-learn pipeline in ``folder``, for who wants to look into it or go on from it.

    Raises ModelError before anything is loaded where model.skops is not the file that the metadata names or holds other types
    than TRUSTED_TYPES and those that skops knows.
    """
    import skops.io

    card = _load_card(folder)
    data = _checked(folder, card, "model.skops")
    unknown = sorted(set(skops.io.get_untrusted_types(data=data)) - TRUSTED_TYPES)
    if unknown or set(card.types) != TRUSTED_TYPES:
        raise ModelError(f"{folder / 'model.skops'} holds types that are not expected ({', '.join(unknown) or 'see its metadata'}): do not use it.")
    return skops.io.loads(data, trusted=sorted(TRUSTED_TYPES))


def _load_card(folder: Path) -> ThemeCard:
    path = folder / "metadata.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=ThemeCard)
    except OSError:
        raise ModelError(f"There is no theme classifier in {folder}: run `pipeline train themes`, or install the package again.") from None
    except msgspec.MsgspecError as error:
        raise ModelError(f"{path} does not describe a theme classifier ({error}): train it again.") from None


def _checked(folder: Path, card: ThemeCard, name: str) -> bytes:
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}): train the theme classifier again, or install the package again.") from None
    if sha256(data).hexdigest() != card.sha256.get(name):
        raise ModelError(f"{path} is not the file that its metadata names: train the theme classifier again, or install the package again.")
    return data
