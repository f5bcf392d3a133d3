"""`pipeline train themes`: the theme model, from task texts with themes.

The shipped label set is learned from annotations/themes and from the tasks of the training documents; another label set from a file of examples alone.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.annotation.corpus import read_corpus
from pipeline.annotation.exports import read_export
from pipeline.annotation.gold import Span
from pipeline.errors import AnnotationError, ModelError
from pipeline.extract.agencies import find_agencies
from pipeline.extract.dates import find_dates
from pipeline.extract.legal_refs import find_legal_refs
from pipeline.extract.percents import find_percents
from pipeline.extract.themes import (
    TRUSTED_TYPES,
    ThemeCard,
    ThemeWeights,
    cues,
    heading_above,
    heading_cues,
    load_classifier,
    load_pipeline,
    mask,
    ngrams,
    under_heading,
)
from pipeline.layout import lay_out
from pipeline.rule_tables import load_rules
from pipeline.text import fold

SEED = 0
FOLDS = 8
FEWEST = 16  # texts with a label, and without it: two a fold
STRENGTH = 8.0  # the inverse of regularisation; from 5 to 15 the cross-validated F1 moves by less than half a point
CUE_WEIGHT = 0.15  # a cue weighs much in few texts: held back, so that the words around it count too
HEADING_WEIGHT = 0.25  # fewer texts have a cue above them than in them
RAREST = 2  # texts that a feature must occur in

Mention = tuple[int, int, str]
Floats = NDArray[np.float64]
Labels = NDArray[np.int64]


class ThemeExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task's text, the themes it has, what it must not be held out from (its field of government, or its document), and the heading above.

    ``masked`` says that names in it are already replaced by their labels.
    """

    text: str
    themes: list[str]
    field: str = ""
    heading: str = ""
    masked: bool = False


@dataclass(frozen=True, slots=True)
class ThemeScores:
    """What cross-validation says of one theme: precision, recall and F1 at the threshold, and the expected calibration error."""

    precision: float
    recall: float
    f1: float
    calibration_error: float
    support: int


def train_themes(annotations: Path, output: Path, labels: Path | None = None, data: Sequence[Path] = ()) -> str:
    """Trains the theme classifier, writes it to the folder ``output`` and gives its card.

    It learns from ``annotations``/themes/*.jsonl and the tasks of the training split in ``annotations``/documents; or, for a label set of
    the user's own, from the file ``labels`` alone (JSON Lines with `text`, `themes` and, where known, `field`). ``data`` adds corrected
    exports. Raises AnnotationError where the annotations do not follow their format or a label has too few texts.
    """
    examples = read_examples(labels) if labels else [*_shipped_examples(annotations)]
    examples += [example for path in data for example in _exported(path)]
    names = _label_set(examples)
    texts = [_as_read(example) for example in examples]
    truth = np.array([[theme in example.themes for theme in names] for example in examples], dtype=np.int64)
    groups = [example.field or f"text {number}" for number, example in enumerate(examples)]

    decisions = _held_out_decisions(texts, truth, groups)
    calibration = [_calibrate(decisions[:, i], truth[:, i]) for i in range(len(names))]
    probabilities = _held_out_probabilities(decisions, truth, groups)
    thresholds = [_best_threshold(probabilities[:, i], truth[:, i]) for i in range(len(names))]
    scores = [_measure(probabilities[:, i], truth[:, i], thresholds[i]) for i in range(len(names))]

    pipeline = _pipeline().fit(texts, truth)
    card = _card(examples, dict(zip(names, scores, strict=True)), thresholds)
    _save(output, pipeline, dict(zip(names, thresholds, strict=True)), dict(zip(names, calibration, strict=True)), card)
    _check(output, texts[:50])
    return card


def read_examples(path: Path) -> list[ThemeExample]:
    """The examples in the file at ``path``, or in the files of that folder in the order of their names; raises AnnotationError."""
    examples: list[ThemeExample] = []
    paths = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    for path in paths:
        try:
            lines = path.read_bytes().splitlines()
        except OSError as error:
            raise AnnotationError(f"{path} cannot be read ({error.strerror}): check the path.") from None
        for number, line in enumerate(lines, 1):
            try:
                examples.append(msgspec.json.decode(line, type=ThemeExample))
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise AnnotationError(f"Line {number} of {path} is no theme example ({error}): it needs text and themes.") from None
    return examples


def _shipped_examples(annotations: Path) -> Iterator[ThemeExample]:
    yield from read_examples(annotations / "themes")
    for document in read_corpus(annotations / "documents", ["train"]):
        gold = document.gold
        spans = [(entity.start, entity.end, str(entity.label)) for entity in gold.entities]
        yield from _tasks(gold.text, spans, [(task.fragments, task.themes) for task in gold.tasks], document.name)


def _exported(path: Path) -> Iterator[ThemeExample]:
    """The examples of a corrected export: texts with labels, or the tasks of documents."""
    for number, item in enumerate(read_export(path)):
        if item.labels or not (item.spans or item.tasks or item.spans_only):
            yield ThemeExample(item.text, item.labels)
        yield from _tasks(item.text, item.spans, item.tasks, f"{path.name} {number}")


def _tasks(text: str, mentions: Sequence[Mention], tasks: Sequence[tuple[list[Span], list[str]]], name: str) -> Iterator[ThemeExample]:
    """The tasks of a document as the classifier is given them in a run: fragments joined, mentions replaced, the heading found by the layout."""
    folded = fold(text)
    layout = lay_out(folded.text)
    for fragments, themes in tasks:
        block = layout.block_at(folded.from_source(fragments[0][0]))
        heading = [folded.to_source(start, end) for start, end in heading_above(layout, block)]
        yield ThemeExample(_masked(text, fragments, mentions), themes, name, _masked(text, heading, mentions), masked=True)


def _masked(text: str, spans: Sequence[Span], mentions: Sequence[Mention]) -> str:
    parts = [mask(text[a:b], sorted((start - a, end - a, label) for start, end, label in mentions if a <= start and end <= b)) for a, b in spans]
    return fold(" ".join(parts)).text.replace("\n", " ")


def _label_set(examples: Sequence[ThemeExample]) -> list[str]:
    """The labels that occur, those of the cue tables first; raises AnnotationError where one has too few texts with or without it."""
    seen = Counter(theme for example in examples for theme in dict.fromkeys(example.themes))
    for theme, count in seen.items():
        if min(count, len(examples) - count) < FEWEST:
            raise AnnotationError(
                f"The theme {theme} has {count} of {len(examples)} texts: give at least {FEWEST} with it and {FEWEST} without it, or leave it out."
            )
    if not seen:
        raise AnnotationError("No text has a theme: give examples with at least one label.")
    shipped = [theme for theme in load_rules("themes")["cues"] if theme in seen]
    return [*shipped, *sorted(seen.keys() - set(shipped))]


def _as_read(example: ThemeExample) -> str:
    """An example as the classifier is given it in a run."""
    if example.masked:
        return under_heading(example.text, example.heading)
    return under_heading(mask_names(example.text), mask_names(example.heading))


def mask_names(text: str) -> str:
    """A text as the classifier is given it: folded, with bodies, references, dates and percentages replaced by their labels.

    >>> mask_names("Sở Thông tin và Truyền thông xây dựng quy chế trong năm 2024")
    'AGENCY xây dựng quy chế trong DATE'
    """
    flow = fold(text).text.replace("\n", " ")
    kept: list[tuple[int, int, str]] = []
    agencies = [(found.start, found.end, "AGENCY") for found in find_agencies(flow)]
    for mentions in (find_legal_refs(flow), find_dates(flow), find_percents(flow)):
        kept += _outside([(m.start, m.end, m.label) for m in mentions], kept)
    return mask(flow, sorted(kept + _outside(agencies, kept)))


def _outside(spans: Sequence[tuple[int, int, str]], stronger: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans that overlap none of ``stronger``: a date inside a reference is part of its number."""
    return [span for span in spans if not any(span[0] < end and start < span[1] for start, end, _ in stronger)]


# --- fitting and measuring ---------------------------------------------------------------------------------------------


def _pipeline() -> Any:
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import FeatureUnion, Pipeline

    features = [
        ("ngrams", TfidfVectorizer(analyzer=ngrams, min_df=RAREST, sublinear_tf=True)),
        ("cues", CountVectorizer(analyzer=cues, min_df=RAREST, binary=True, dtype=np.float64)),
        ("heading_cues", CountVectorizer(analyzer=heading_cues, min_df=RAREST, binary=True, dtype=np.float64)),
    ]
    weights = {"cues": CUE_WEIGHT, "heading_cues": HEADING_WEIGHT}
    linear = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED)  # liblinear: the same numbers on any number of cores
    return Pipeline([("features", FeatureUnion(features, transformer_weights=weights)), ("themes", OneVsRestClassifier(linear))])


def _held_out_decisions(texts: Sequence[str], labels: Labels, fields: Sequence[str]) -> Floats:
    """Decision values of each text by a classifier that saw no text of its field, as a new document is of no field we know."""
    from sklearn.model_selection import GroupKFold, cross_val_predict

    decisions: Floats = cross_val_predict(_pipeline(), texts, labels, groups=fields, cv=GroupKFold(FOLDS), method="decision_function")
    return decisions


def _held_out_probabilities(decisions: Floats, labels: Labels, fields: Sequence[str]) -> Floats:
    """Calibrated probabilities, each by a calibration that saw no text of its field."""
    from sklearn.model_selection import GroupKFold

    probabilities = np.zeros_like(decisions)
    for rest, held in GroupKFold(FOLDS).split(decisions, groups=fields):
        for i in range(decisions.shape[1]):
            slope, intercept = _calibrate(decisions[rest, i], labels[rest, i])
            probabilities[held, i] = 1 / (1 + np.exp(-(slope * decisions[held, i] + intercept)))
    return probabilities


def _calibrate(decisions: Floats, truth: Labels) -> tuple[float, float]:
    """Platt's slope and intercept: the sigmoid that makes probabilities of decision values."""
    from sklearn.linear_model import LogisticRegression

    sigmoid = LogisticRegression(C=1e4, solver="liblinear", intercept_scaling=10.0, random_state=SEED).fit(decisions[:, None], truth)
    return round(float(sigmoid.coef_[0, 0]), 6), round(float(sigmoid.intercept_[0]), 6)


def _best_threshold(probabilities: Floats, truth: Labels) -> float:
    """The threshold nearest to a half whose F1 is within one standard error of the highest.

    The highest itself hangs on a handful of texts, and real plans hold other shares of the themes than the training texts do.
    """
    f1 = {step / 100: _measure(probabilities, truth, step / 100).f1 for step in range(10, 91)}
    best = max(f1, key=lambda threshold: f1[threshold])
    generator = np.random.default_rng(SEED)
    draws = (generator.integers(0, len(truth), len(truth)) for _ in range(200))
    error = float(np.std([_measure(probabilities[draw], truth[draw], best).f1 for draw in draws]))
    return min((threshold for threshold in f1 if f1[threshold] >= f1[best] - error), key=lambda threshold: abs(threshold - 0.5))


def _measure(probabilities: Floats, truth: Labels, threshold: float) -> ThemeScores:
    decided = probabilities >= threshold
    hits, said, there = int((decided & (truth == 1)).sum()), int(decided.sum()), int(truth.sum())
    precision, recall = hits / said if said else 0.0, hits / there if there else 0.0
    f1 = 2 * hits / (said + there) if said + there else 0.0
    return ThemeScores(precision, recall, f1, _calibration_error(probabilities, truth), there)


def _calibration_error(probabilities: Floats, truth: Labels) -> float:
    """How far, on average over ten bins, the mean probability is from the share that is true."""
    bins = np.minimum((probabilities * 10).astype(int), 9)
    gaps = (abs(probabilities[bins == b].mean() - truth[bins == b].mean()) * (bins == b).sum() for b in range(10) if (bins == b).any())
    return float(sum(gaps)) / len(truth)


# --- saving ------------------------------------------------------------------------------------------------------------


def _save(folder: Path, pipeline: Any, thresholds: dict[str, float], calibration: dict[str, tuple[float, float]], card: str) -> None:
    import skops.io

    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "model.skops": canonical_skops(skops.io.dumps(pipeline)),
        "weights.json": msgspec.json.format(msgspec.json.encode(_weights(pipeline), order="sorted"), indent=0) + b"\n",
    }
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    metadata = ThemeCard(digests, sorted(TRUSTED_TYPES), thresholds, calibration)
    files["metadata.json"] = msgspec.json.format(msgspec.json.encode(metadata), indent=2) + b"\n"
    files["README.md"] = card.encode()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _weights(pipeline: Any) -> ThemeWeights:
    """The numbers of the fitted pipeline, bare: what :class:`pipeline.extract.themes.ThemeClassifier` reads."""
    (_, tfidf), (_, cues), (_, heading_cues) = pipeline["features"].transformer_list
    linear = pipeline["themes"].estimators_
    coefficients = np.vstack([estimator.coef_[0] for estimator in linear]).T
    of_ngrams, of_cues, of_heading_cues = np.split(coefficients, np.cumsum([len(tfidf.vocabulary_), len(cues.vocabulary_)]))
    return ThemeWeights(
        {term: tuple(_rounded([tfidf.idf_[i] ** 2, *tfidf.idf_[i] * of_ngrams[i]])) for term, i in tfidf.vocabulary_.items()},
        {cue: tuple(_rounded(of_cues[i] * CUE_WEIGHT)) for cue, i in cues.vocabulary_.items()},
        {cue: tuple(_rounded(of_heading_cues[i] * HEADING_WEIGHT)) for cue, i in heading_cues.vocabulary_.items()},
        tuple(_rounded(estimator.intercept_[0] for estimator in linear)),
    )


def _rounded(numbers: Any) -> list[float]:
    return [round(float(number), 6) for number in numbers]


def canonical_skops(data: bytes) -> bytes:
    """The same skops file without what differs from one process to the next: object ids, dates, the order of its members."""
    with ZipFile(BytesIO(data)) as archive:
        schema = json.loads(archive.read("schema.json"))
        names = _renumber(schema)
        members = {new: archive.read(old) for old, new in names.items()}
    members["schema.json"] = json.dumps(schema, separators=(",", ":")).encode()
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = ZipInfo(name)  # of 1 January 1980
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def _renumber(schema: dict[str, Any]) -> dict[str, str]:
    """Gives the objects of a skops schema the numbers 1, 2, ... in place; returns the new name of each file that it names."""
    numbers: dict[int, int] = {}
    names: dict[str, str] = {}
    stack: list[Any] = [schema]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            if "__id__" in node:
                node["__id__"] = numbers.setdefault(node["__id__"], len(numbers) + 1)
            if isinstance(node.get("file"), str):
                node["file"] = names.setdefault(node["file"], f"{len(names) + 1}.npy")
            stack.extend(reversed(list(node.values())))
    return names


def _check(folder: Path, texts: Sequence[str]) -> None:
    """What was saved loads as a run and as a reader of the pipeline would load it, and both say the same."""
    classifier, pipeline = load_classifier(folder), load_pipeline(folder)
    for text, decisions in zip(texts, pipeline.decision_function(texts), strict=True):
        for (slope, intercept), value, probability in zip(
            classifier.card.calibration.values(), decisions, classifier.probabilities(text), strict=True
        ):
            if abs(1 / (1 + np.exp(-(slope * value + intercept))) - probability) > 1e-4:
                raise ModelError(f"The two files of the model in {folder} do not say the same of {text!r}: the training code needs mending.")


def _card(examples: Sequence[ThemeExample], scores: Mapping[str, ThemeScores], thresholds: Sequence[float]) -> str:
    """The card of the model, in Markdown."""
    fields = Counter(example.field for example in examples if example.field).most_common()
    kinds = Counter(len(example.themes) for example in examples)
    rows = [
        f"| {theme} | {s.support} | {s.precision:.3f} | {s.recall:.3f} | {s.f1:.3f} | {threshold:.2f} | {s.calibration_error:.3f} |"
        for (theme, s), threshold in zip(scores.items(), thresholds, strict=True)
    ]
    return _CARD.format(
        labels=", ".join(f"`{theme}`" for theme in scores),
        texts=len(examples),
        documents=sum(example.masked for example in examples),
        none=kinds[0],
        one=kinds[1],
        more=len(examples) - kinds[0] - kinds[1],
        count=len(fields),
        rows="\n".join(rows),
        macro=sum(s.f1 for s in scores.values()) / len(scores),
        folds=FOLDS,
    )


_CARD = """# Themes of tasks

Generated by `pipeline train themes`; do not edit.

Tells of a task's text, in Vietnamese administrative prose, which of these themes it has, any number of them or none: {labels}.
As shipped they are `truyền thông` (informing and educating the public), `kiểm tra` (oversight, reports) and `nguồn lực` (means: money,
people, equipment, data); annotations/GUIDELINES.md says what counts.

A logistic regression a theme over the words of the text (syllables, marks and pairs of them, tf-idf) and over the cues of
`pipeline/rules/themes.toml` with the place in the clause where each stands, in the text and in the heading above it. Names of bodies,
references, dates and percentages are masked before.

## Data

{texts} task texts ({none} without a theme, {one} with one, {more} with several), of {count} fields or documents; {documents} of them are the tasks of
annotated documents. The shipped model learned from texts written for this project, and from no real document. How it does on documents that it
did not see, `pipeline evaluate annotations/documents/test` says.

## Scores

Cross-validated in {folds} folds that hold out whole fields; a threshold is the one nearest to a half whose F1 is within a standard error
of the highest, probabilities are calibrated by Platt's sigmoid.

| theme | texts | precision | recall | F1 | threshold | calibration error |
|---|---|---|---|---|---|---|
{rows}

Macro F1 {macro:.3f}. The texts hold more hard cases than real plans do.

## Limits

- The text of the task decides, with the sentence that opens its list where the item has no verb and the cues in the heading above;
  the title of the plan and the other cells of a row are not seen.
- Written by a few hands: real plans are drier and longer than the training texts.
- The line between `báo cáo` as oversight and as a submission for approval is thin, and so is the one between means and subject matter
  (loans, training of the public).

## Files

`model.skops` is the scikit-learn pipeline (load it with `pipeline.extract.themes.load_pipeline`), `weights.json` the same numbers as a run
reads them, `metadata.json` the hashes of both, thresholds and calibration. Neither runs code when it is loaded.
"""
