"""`pipeline train ner`: the agency model, when it is asked, and how far each kind of find can be trusted.

The component learns from the training split, each document as it is and in variants. The openings and the unsure heads are read off
what the rules miss on the training and development splits, the scores off the development split. The test split is only measured, for the card.
"""

import random
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from pipeline.annotation.corpus import read_corpus
from pipeline.annotation.exports import read_export, to_gold
from pipeline.annotation.gold import Gold
from pipeline.errors import ModelError
from pipeline.evaluate.counts import Count
from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.learned import (
    RULE,
    VERSION,
    Answer,
    Calibration,
    NerCard,
    ask,
    combine,
    kind_of,
    load_model,
    rivals,
    unsure_windows,
    verdict,
)
from pipeline.extract.record import find_by_rules
from pipeline.layout import lay_out
from pipeline.nlp import blank_ner, find_entities, fit_ner, spacy_version
from pipeline.text import fold
from pipeline.train.augment import variant
from pipeline.train.card import ner_card, reliability_plot

if TYPE_CHECKING:
    from pipeline.nlp import Language

SEED = 0
EPOCHS = 10
LONGEST = 600  # characters of a line that are learned from at once
PRIOR = 4  # finds of the rule as a whole that weigh as much as those of the kind itself
LEAST_SEEN = 3  # times that a head or an opening must be seen
UNSURE = 0.6  # a head whose finds are right less often is asked about
OPENS = 0.6  # of the places of an opening where a body begins
Spans = list[tuple[int, int]]


class Reading(NamedTuple):
    """A document as the extractors see it: its flow, the gold bodies in it, what the rules find, and what is no place for a body."""

    flow: str
    gold: set[tuple[int, int]]
    found: list[Found]
    taken: list[tuple[int, int]]
    others: list[tuple[str, bool]]  # the rule of each reference, date and percentage that is found, and whether it is right


def train_ner(corpus: Path, output: Path, data: Sequence[Path] = (), base: Path | None = None, epochs: int = EPOCHS) -> str:
    """Trains the agency model on the training split in ``corpus`` and on corrected exports ``data``; writes it to ``output``; gives its card.

    ``base`` is the folder of a model to go on from; with no ``epochs`` it is only calibrated anew, as after a change of rules. Raises AnnotationError and ModelError.
    """
    if not epochs and base is None:
        raise ModelError("A model that learns nothing has nothing to calibrate: name one with --base, or give it epochs.")
    golds = {split: [d.gold for d in read_corpus(corpus, [split])] for split in ("train", "dev", "test")}
    train = [*golds["train"], *(gold for path in data for gold in to_gold(read_export(path)))]
    language = load_model(base) if base else blank_ner()
    if epochs:
        fit_ner(language, _epochs(train, epochs), seed=SEED, fresh=base is None)
    return _describe(language, train, golds, output, learned=epochs > 0)


def _describe(language: "Language", train: Sequence[Gold], golds: Mapping[str, Sequence[Gold]], output: Path, *, learned: bool) -> str:
    """Calibrates a trained component, measures it, and writes it with its card."""
    # corrected texts count here too: where they show a word with which bodies begin, the model has to be asked
    readings = {split: [read(gold) for gold in documents] for split, documents in {**golds, "train": train}.items()}
    calibration = calibrate(readings["dev"], readings["train"], language)
    rows = {split: compare(readings[split], language, calibration) for split in ("dev", "test")}
    finds = [pair for reading in readings["test"] for pair in judged(reading, language, calibration)]
    card = ner_card(train, rows, finds, calibration, learned=learned)
    _save(output, language, calibration, card, reliability_plot(finds))
    load_model(output)
    return card


# --- what is learned from ------------------------------------------------------------------------------------------------


def _epochs(golds: Sequence[Gold], count: int) -> Iterator[list[tuple[str, list[tuple[int, int, str]]]]]:
    """For each epoch the lines of all documents, as they are and in one variant, shuffled."""
    rng = random.Random(SEED)
    pool = sorted({entity.text for gold in golds for entity in gold.entities if entity.label == "AGENCY" and "\n" not in entity.text})
    plain = [line for gold in golds for line in lines_of(gold)]
    for _ in range(count):
        lines = plain + [line for gold in golds for line in lines_of(variant(gold, pool, rng))]
        rng.shuffle(lines)
        yield lines


def lines_of(gold: Gold) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """The lines and cells of a document's flow, with the bodies in them: what the model sees in a run."""
    folded = fold(gold.text)
    flow = lay_out(folded.text).flow
    bodies = sorted((folded.from_source(e.start), folded.from_source(e.end - 1) + 1) for e in gold.entities if e.label == "AGENCY")
    start, at = 0, 0
    for line in flow.replace("\t", "\n").split("\n"):
        end = start + len(line)
        inside = []
        while at < len(bodies) and bodies[at][0] < end:
            if bodies[at][0] >= start and bodies[at][1] <= end:
                inside.append((bodies[at][0] - start, bodies[at][1] - start, "AGENCY"))
            at += 1
        if any(character.isalpha() for character in line):
            yield from _cut(line, inside)
        start = end + 1


def _cut(line: str, spans: list[tuple[int, int, str]]) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """A long line in pieces, cut at spaces outside bodies."""
    start = 0
    while len(line) - start > LONGEST:
        stop = line.rfind(" ", start, start + LONGEST)
        while stop > start and any(a <= stop < b for a, b, _ in spans):
            stop = line.rfind(" ", start, stop)
        stop = stop if stop > start else start + LONGEST
        yield line[start:stop], [(a - start, b - start, label) for a, b, label in spans if a >= start and b <= stop]
        start = stop
    yield line[start:], [(a - start, b - start, label) for a, b, label in spans if a >= start]


def read(gold: Gold) -> Reading:
    """A gold document as the extractors see it."""
    folded = fold(gold.text)
    layout = lay_out(folded.text)
    finds = find_by_rules(layout)
    known = {(folded.from_source(e.start), folded.from_source(e.end - 1) + 1, e.label) for e in gold.entities}
    others = [(m.rule, (m.start, m.end, m.label) in known) for m in [*finds.references, *finds.dates, *finds.percents]]
    bodies = {(start, end) for start, end, label in known if label == "AGENCY"}
    return Reading(layout.flow, bodies, finds.agencies, finds.taken, others)


# --- when it is asked, and what its answers are worth ------------------------------------------------------------------------


def calibrate(dev: Sequence[Reading], train: Sequence[Reading], language: "Language") -> Calibration:
    """Openings and unsure heads from all readings, then the share of right finds of each kind on the development readings; the model's on
    those of training where development shows none."""
    readings = [*dev, *train]
    heads = [(f"{f.rule}|{f.head}", (f.start, f.end) in reading.gold) for reading in readings for f in reading.found]
    seen, right = Counter(head for head, _ in heads), Counter(head for head, hit in heads if hit)
    unsure = frozenset(head for head, count in seen.items() if count >= LEAST_SEEN and right[head] / count < UNSURE)
    asking = Calibration({}, unsure, _openings(readings))

    hits = [hit for reading in dev for hit in _hits(reading, asking, language)]
    if not any(kind.startswith(RULE) for kind, _ in hits):  # as where all that rules miss stands in corrections: these say what the model is worth
        hits += [hit for reading in train for hit in _hits(reading, asking, language) if hit[0].startswith(RULE)]
    return replace_scores(asking, hits)


def _hits(reading: Reading, asking: Calibration, language: "Language") -> Iterator[tuple[str, bool]]:
    """The kind of each find of rules and model, and whether it is right."""
    answers = ask(unsure_windows(reading.flow, reading.found, reading.taken, asking), reading.flow, language)
    yield from ((kind_of(f.rule, verdict(f, answers)), (f.start, f.end) in reading.gold) for f in reading.found)
    yield from _judged_rivals(reading, answers)
    yield from reading.others


def _openings(readings: Sequence[Reading]) -> frozenset[str]:
    """Words with a capital, or pairs of them, that stand outside the rules' finds and open a body often enough.

    Small words are left out: real texts are full of `các tổ chức`, and the model is slow beside the rules.
    """
    seen: Counter[str] = Counter()
    opens: Counter[str] = Counter()
    for reading in readings:
        covered = sorted([*((f.start, f.end) for f in reading.found), *reading.taken])
        begins = {start for start, _ in reading.gold}
        words = [m for m in _words(reading.flow) if not any(a <= m[0] < b for a, b in covered)]
        for (start, word), (_, following) in zip(words, [*words[1:], (0, "")], strict=False):
            for opening in (word, f"{word} {following}"):
                seen[opening] += 1
                opens[opening] += start in begins
    good = {o for o, count in opens.items() if count >= LEAST_SEEN and count / seen[o] >= OPENS and len(o) > 1 and o[0].isupper()}
    return frozenset(o for o in good if " " not in o or o.split()[0] not in good)


def _words(flow: str) -> list[tuple[int, str]]:
    return [(match.start(), match[0]) for match in re.finditer(r"[^\W\d_]+", flow)]


def _judged_rivals(reading: Reading, answers: Sequence[Answer]) -> Iterator[tuple[str, bool]]:
    for span in rivals(reading.flow, reading.found, answers, reading.taken):
        beside = any(f.start < span[1] and span[0] < f.end for f in reading.found)
        yield kind_of(RULE, "moved" if beside else "alone"), span in reading.gold


def replace_scores(asking: Calibration, judged: Iterable[tuple[str, bool]]) -> Calibration:
    """The calibration with the share of right finds of each kind, drawn towards that of its rule where the kind is rare."""
    kinds: dict[str, list[bool]] = {}
    for kind, hit in judged:
        kinds.setdefault(kind, []).append(hit)
    rules: dict[str, list[bool]] = {}
    for kind, hits in kinds.items():
        rules.setdefault(kind.split(" ")[0], []).extend(hits)
    whole = [hit for hits in rules.values() for hit in hits]
    overall = sum(whole) / len(whole)
    of_rule = {rule: (sum(hits) + PRIOR * overall) / (len(hits) + PRIOR) for rule, hits in rules.items()}
    scores = {kind: (sum(hits) + PRIOR * of_rule[kind.split(" ")[0]]) / (len(hits) + PRIOR) for kind, hits in kinds.items()}
    return Calibration({kind: round(score, 4) for kind, score in sorted({**of_rule, **scores}.items())}, asking.unsure, asking.openings)


def judged(reading: Reading, language: "Language", calibration: Calibration) -> list[tuple[float, bool]]:
    """The score of each find of the ensemble in a document, and whether it is right."""
    answers = ask(unsure_windows(reading.flow, reading.found, reading.taken, calibration), reading.flow, language)
    bodies = [(f.score, (f.start, f.end) in reading.gold) for f in combine(reading.flow, reading.found, answers, reading.taken, calibration)]
    return bodies + [(calibration.scores.get(rule, 1.0), hit) for rule, hit in reading.others]


def compare(readings: Sequence[Reading], language: "Language", calibration: Calibration) -> dict[str, Count]:
    """Rules, model and both on the same documents, bodies with exact spans."""
    counts = dict.fromkeys(("rules", "model", "rules and model"), Count())
    for reading in readings:
        answers = ask(unsure_windows(reading.flow, reading.found, reading.taken, calibration), reading.flow, language)
        both = combine(reading.flow, reading.found, answers, reading.taken, calibration)
        said = {
            "rules": {(f.start, f.end) for f in reading.found},
            "model": set(_alone(reading.flow, language)),
            "rules and model": {(f.start, f.end) for f in both},
        }
        for name, spans in said.items():
            counts[name] += Count(len(spans & reading.gold), len(spans - reading.gold), len(reading.gold - spans))
    return counts


def _alone(flow: str, language: "Language") -> Iterator[tuple[int, int]]:
    """What the model finds when it reads every line."""
    lines, start = [], 0
    for line in flow.replace("\t", "\n").split("\n"):
        lines.append((start, line))
        start += len(line) + 1
    for (at, _), spans in zip(lines, find_entities(language, (line for _, line in lines)), strict=True):
        yield from ((at + a, at + b) for a, b, _ in spans)


# --- saving ----------------------------------------------------------------------------------------------------------------


def _save(folder: Path, language: "Language", calibration: Calibration, card: str, plot: str) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    language.to_disk(folder, exclude=["vocab"])
    encoded = msgspec.json.encode({"scores": calibration.scores, "unsure": sorted(calibration.unsure), "openings": sorted(calibration.openings)})
    (folder / "calibration.json").write_bytes(msgspec.json.format(encoded, indent=1) + b"\n")
    digests = {p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}
    metadata = NerCard("vn-plan-ner", VERSION, spacy_version(), digests)
    (folder / "metadata.json").write_bytes(msgspec.json.format(msgspec.json.encode(metadata), indent=2) + b"\n")
    (folder / "README.md").write_text(card, encoding="utf-8")
    (folder / "reliability.svg").write_text(plot, encoding="utf-8")
