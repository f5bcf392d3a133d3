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
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import ModelError
from pipeline.provenance import models_dir
from pipeline.rule_tables import load_rules
from pipeline.schema import THEMES, ThemeTag
from pipeline.text import fold

# The only types in model.skops that skops does not know as harmless.
TRUSTED_TYPES = frozenset({"pipeline.extract.themes.cues", "pipeline.extract.themes.ngrams"})


def tag_themes(texts: Sequence[str], lead_ins: Sequence[str | None] | None = None) -> list[list[ThemeTag]]:
    """The themes decided for each task text, highest score first; an empty list where it has none.

    ``texts`` are tasks in which mentions were replaced by their labels (see :func:`mask`), so that the name of a body or a law
    says nothing. ``lead_ins`` holds, for a task that stands in a list, the short sentence with the colon that opens the list:
    it lends its verb to an item that has none (`Tập trung đánh giá:` - `Việc chấp hành kỷ luật`).

    >>> [[tag.label for tag in tags] for tags in tag_themes(["AGENCY kiểm tra việc sử dụng kinh phí", "Sửa đổi LEGAL_REF"])]
    [['kiểm tra'], []]
    """
    classifier = _classifier()
    return [classifier.tag(with_lead_in(text, lead_in)) for text, lead_in in zip(texts, lead_ins or [None] * len(texts), strict=True)]


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
    opening = " ".join(_words(text)[:3]) + " "
    return f"{lead_in} {text}" if opening.startswith(_nominal()) else text


@cache
def _nominal() -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in load_rules("themes")["nominal"]["phrases"])


# --- features ----------------------------------------------------------------------------------------------------------

_WORD = re.compile(r'\w+|[,;:.\n"“”()]')
_CLAUSE_MARKS = frozenset(',;:.\n"“”()')
_SENTENCE_MARKS = frozenset(";:.\n")
_PLACEHOLDERS = frozenset({"agency", "legal_ref", "date", "percent"})


def _words(text: str) -> list[str]:
    """Syllables and marks, folded and in lower case; anything with a digit is `0`."""
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(fold(text).text.lower())]


def ngrams(text: str) -> list[str]:
    """Syllables and pairs of syllables; no pair crosses a mark, and a phrase that is to be passed over counts as one syllable.

    >>> ngrams("Kiểm tra, giám sát")
    ['kiểm', 'tra', 'kiểm_tra', 'giám', 'sát', 'giám_sát']
    """
    return list(_ngrams(_phrases(_words(text))))


def cues(text: str) -> list[str]:
    """The cues of `rules/themes.toml` in the text, each as its phrase and as its theme with the place where it stands.

    The place is ``head`` of a clause, ``purpose`` (after `để`, `theo`), ``title`` of a programme or instrument, or ``in`` a clause.

    >>> cues("Tăng cường kiểm tra")
    ['kiểm tra', 'kiểm tra@head', 'truyền thông@none', 'nguồn lực@none']
    """
    return list(_cues(_phrases(_words(text))))


def _ngrams(phrases: Iterable[tuple[str, str]]) -> Iterator[str]:
    previous = ""
    for phrase, kind in phrases:
        if phrase in _CLAUSE_MARKS:
            previous = ""
            continue
        for word in (phrase,) if kind == "passed_over" else phrase.split():
            yield word
            if previous:
                yield f"{previous}_{word}"
            previous = word


def _cues(phrases: Iterable[tuple[str, str]]) -> Iterator[str]:
    found: Counter[str] = Counter()
    place = _Place()
    for phrase, kind in phrases:
        if kind in _CUE_KINDS:
            where = f"{kind}@{place.name}"
            found[where] += 1
            yield phrase
            yield where if found[where] == 1 else f"{where}@again"
        else:
            place.step(phrase, kind)
    for theme in THEMES:
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
        elif kind != "light" and phrase not in _PLACEHOLDERS:
            self.head = False
            self.title |= kind == "title"
            self.purpose |= kind == "purpose"


_CUE_KINDS: frozenset[str] = frozenset(THEMES)


def _phrases(words: list[str]) -> list[tuple[str, str]]:
    """The text cut into the longest phrases of the tables, with their kinds, and single words of no kind."""
    table = _table()
    phrases = []
    at = 0
    while at < len(words):
        for phrase, kind in table.get(words[at], ()):
            if words[at : at + len(phrase)] == phrase:
                phrases.append((" ".join(phrase), kind))
                at += len(phrase)
                break
        else:
            phrases.append((words[at], ""))
            at += 1
    return phrases


@cache
def _table() -> dict[str, list[tuple[list[str], str]]]:
    """Phrases with their kinds by their first word, longest first."""
    rules = load_rules("themes")
    kinds = [*rules["cues"].items(), *((kind, rules[kind]["phrases"]) for kind in ("passed_over", "light", "title", "purpose"))]
    table: dict[str, dict[str, str]] = {}
    for kind, phrases in kinds:
        for phrase in phrases:
            table.setdefault(phrase.split()[0], {}).setdefault(phrase, kind)
    return {first: sorted(((p.split(), kind) for p, kind in entries.items()), key=lambda e: -len(e[0])) for first, entries in table.items()}


# --- the model ---------------------------------------------------------------------------------------------------------


class ThemeCard(msgspec.Struct, frozen=True):
    """`metadata.json`: what the files of the model must be, and how a decision value becomes a probability and a label."""

    sha256: dict[str, str]
    types: list[str]
    thresholds: dict[str, float]
    calibration: dict[str, tuple[float, float]]


class ThemeWeights(msgspec.Struct, frozen=True):
    """`weights.json`: for an n-gram its inverse document frequency and a weight a theme, for a cue a weight a theme."""

    ngrams: dict[str, tuple[float, ...]]
    cues: dict[str, tuple[float, ...]]
    intercepts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ThemeClassifier:
    """The classifier as a run uses it."""

    card: ThemeCard
    weights: ThemeWeights

    def tag(self, text: str) -> list[ThemeTag]:
        """The themes of one masked text whose probability reaches the theme's threshold, highest first."""
        scores = zip(THEMES, self.probabilities(text), strict=True)
        tags = [ThemeTag(theme, round(score, 4)) for theme, score in scores if score >= self.card.thresholds[theme]]
        return sorted(tags, key=lambda tag: -tag.score)

    def probabilities(self, text: str) -> list[float]:
        """The calibrated probability of each theme, in the order of THEMES."""
        scores = []
        for theme, value in zip(THEMES, self._decisions(_phrases(_words(text))), strict=True):
            slope, intercept = self.card.calibration[theme]
            scores.append(1 / (1 + math.exp(-max(-500.0, min(500.0, slope * value + intercept)))))
        return scores

    def _decisions(self, phrases: list[tuple[str, str]]) -> list[float]:
        """Sublinear tf-idf of length one times its weights, plus the weights of the cues that occur."""
        known = self.weights.ngrams
        a = b = c = norm = 0.0
        for ngram, count in Counter(_ngrams(phrases)).items():
            if entry := known.get(ngram):
                idf, x, y, z = entry
                value = idf if count == 1 else idf * (1 + math.log(count))
                norm += value * value
                a += value * x
                b += value * y
                c += value * z
        length = math.sqrt(norm) or 1.0
        sums = [a / length, b / length, c / length]
        for cue in sorted(set(_cues(phrases))):
            if weights := self.weights.cues.get(cue):
                sums = [total + weight for total, weight in zip(sums, weights, strict=True)]
        return [total + intercept for total, intercept in zip(sums, self.weights.intercepts, strict=True)]


@cache
def _classifier() -> ThemeClassifier:
    return load_classifier(models_dir() / "themes")


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
