"""`pipeline train casing`: how Vietnamese plans use capitals, learned from the training documents, the task texts and the registry."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from pipeline.annotation.corpus import read_corpus
from pipeline.casing import KINDS, WORD, CasingCard, Weights, best, features_of, history, kind_of
from pipeline.extract.agencies.registry import registry
from pipeline.text import fold
from pipeline.train.themes import read_examples

SEED = 0
EPOCHS = 6
LEAST_SEEN = 3  # times that a word must occur to be known
OWN_DECISIONS = 0.5  # of the words, learned after the kinds that the tagger itself decided
FINEST = 10  # weights are kept in tenths
LEAST_WEIGHT = 1  # of these tenths
Line = list[tuple[str, list[str], str]]  # word, features and kind


def train_casing(annotations: Path, output: Path) -> str:
    """Trains the casing model, writes it to ``output`` and gives its card; raises AnnotationError."""
    texts = [document.gold.text for document in read_corpus(annotations / "documents", ["train"])]
    texts += ["- " + example.text + "." for example in read_examples(annotations / "themes")]
    texts += [f"- Giao {name} chủ trì, phối hợp với {name} thực hiện." for name in _names()]
    folded = [fold(text).text for text in texts]
    seen = Counter(word.lower() for text in folded for word in WORD.findall(text))
    known = frozenset(word for word, count in seen.items() if count >= LEAST_SEEN)
    lines = [line for text in folded for line in _lines(text, known, first=0 if "\n" in text else 100)]
    weights = _fit(lines)
    held = [line for d in read_corpus(annotations / "documents", ["dev"]) for line in _lines(fold(d.gold.text).text, known, first=0)]
    card = _CARD.format(lines=len(lines), words=sum(map(len, lines)), features=len(weights), right=_accuracy(weights, held), held=sum(map(len, held)))
    _save(output, weights, card)
    return card


def _names() -> list[str]:
    found = {form for form, _ in registry().body_forms()} | {form for form, _, _ in registry().local_forms()}
    for entry in registry().fields["field"]:
        found |= {f"{head} {form}" for head in entry["heads"] for form in (entry["name"], *entry.get("variants", []), *entry.get("short", []))}
    return sorted(found)


def _lines(text: str, known: frozenset[str], first: int) -> Iterator[Line]:
    """The lines of a text, in capitals, with the kind that each word had."""
    for number, line in enumerate(text.split("\n"), first):
        capitals = line.upper()
        if len(capitals) == len(line) and (words := WORD.findall(line)):
            yield [
                (word, features, kind_of(written))
                for (word, features), written in zip(features_of(capitals, number, known.__contains__), words, strict=True)
            ]


def _fit(lines: Sequence[Line]) -> Weights:
    """An averaged perceptron, seeded; weights in tenths, the small ones left out but for those of words, which tell what is known."""
    rng = random.Random(SEED)
    weights: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
    drift: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
    step = 0
    for _ in range(EPOCHS):
        for line in rng.sample(lines, len(lines)):
            before = last = "^"
            for word, features, kind in line:
                step += 1
                full = [*features, *history(word, last, before)]
                guess = best(weights, full)  # type: ignore[arg-type]
                if guess != kind:
                    for feature in full:
                        for of, change in ((kind, 1), (guess, -1)):
                            weights[feature][KINDS.index(of)] += change
                            drift[feature][KINDS.index(of)] += change * step
                before, last = last, (guess if rng.random() < OWN_DECISIONS else kind)
    averaged = {
        feature: tuple(round(FINEST * (weight - moved / step)) for weight, moved in zip(row, drift[feature], strict=True))
        for feature, row in weights.items()
    }
    return {feature: row for feature, row in sorted(averaged.items()) if feature[0] == "w" or max(map(abs, row)) >= LEAST_WEIGHT}  # type: ignore[misc]


def _accuracy(weights: Weights, lines: Sequence[Line]) -> float:
    right = total = 0
    for line in lines:
        before = last = "^"
        for word, features, kind in line:
            guess = best(weights, [*features, *history(word, last, before)])
            right, total = right + (guess == kind), total + 1
            before, last = last, guess
    return right / total if total else 1.0


def _save(folder: Path, weights: Weights, card: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    data = b"{\n" + b",\n".join(msgspec.json.encode(key) + b":" + msgspec.json.encode(row) for key, row in weights.items()) + b"\n}\n"
    (folder / "weights.json").write_bytes(data)
    (folder / "metadata.json").write_bytes(msgspec.json.encode(CasingCard(sha256(data).hexdigest())) + b"\n")
    (folder / "README.md").write_text(card, encoding="utf-8")


_CARD = """# Capitals of texts that have no small letters

Generated by `pipeline train casing`; do not edit.

For each word of a text in capitals, whether its writer would have written it small, with a capital, or in capitals: a linear tagger (averaged
perceptron) over the word, its neighbours, the marks around it and the kind of line. A run asks it only for texts in capitals throughout, so that the
rules, which look at capitals, can read them; offsets and surfaces are those of the text as read.

Learned from {lines:,} lines and {words:,} words: the training split of annotations/documents, the texts of annotations/themes and the names of the registry.
{features:,} features. Of the {held:,} words of the development split {right:.1%} are decided as they were written.

Names that it never saw are decided by their neighbours alone.
"""
