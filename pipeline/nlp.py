"""Words: underthesea's segmentation with offsets into the text as read, and the spaCy tokenizer built on it.

This is the only file that imports underthesea and spaCy, and it imports them when they are first used: a run on plain text
that asks for no words never pays for them.
"""

import logging
import pickle
import re
import threading
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language as Language
    from spacy.tokens import Doc as Doc
    from spacy.tokens import Span as Span
    from spacy.vocab import Vocab as Vocab

TOKENIZER = "vn_plan.tokenizer.v1"

# What ends a block: a word never runs over a line end or from one table cell into the next.
_BLOCK = re.compile("[^\t\n\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029]+")
_LONGEST_BLOCK = 20_000  # characters that the CRF sees at once: its features weigh some two kilobytes a character
_LONGEST_WORD = 1_000  # characters: underthesea's pattern takes the square of what has no blank in it
_UNBROKEN = re.compile(rf"\S{{{_LONGEST_WORD}}}")
_CLUSTER = regex.compile(r"[\s\x1c-\x1f]|\S\p{M}*")
_ETH = str.maketrans("ðÐ", "đĐ")


def segment(text: str, spans: Iterable[tuple[int, int]] | None = None) -> list[tuple[int, int]]:
    """The words of ``text`` as (start, end) offsets into it, end-exclusive, in order.

    The words are those of ``underthesea.word_tokenize`` on each line and table cell, where 1,000 characters hold a blank. Together they cover every character that is
    not white space, whatever the text's normal form. ``spans`` restricts the segmentation to parts of the text.

    >>> text = "Sở Y tế  chủ trì"
    >>> [text[start:end] for start, end in segment(text)]
    ['Sở', 'Y tế', 'chủ trì']
    """
    crf = _crf()
    return [word for start, end in _blocks(text, spans) for word in _words(text[start:end], start, crf)]


def _blocks(text: str, spans: Iterable[tuple[int, int]] | None) -> Iterator[tuple[int, int]]:
    for start, end in [(0, len(text))] if spans is None else spans:
        for block in _BLOCK.finditer(text, start, end):
            at = block.start()
            for unbroken in _UNBROKEN.finditer(text, *block.span()):
                yield from _cut(text, at, unbroken.end())
                at = unbroken.end()
            yield from _cut(text, at, block.end())


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of at most ``_LONGEST_BLOCK`` characters, cut after a sentence or, failing that, at a space."""
    while end - start > _LONGEST_BLOCK:
        limit = start + _LONGEST_BLOCK
        cut = max(text.rfind(". ", start, limit), text.rfind("; ", start, limit))
        cut = cut + 1 if cut > start else text.rfind(" ", start, limit)
        cut = cut if cut > start else limit
        yield start, cut
        start = cut
    yield start, end


def _words(block: str, offset: int, crf: "_Crf") -> Iterator[tuple[int, int]]:
    """The words of one block that begins at ``offset``: syllables and marks by underthesea's pattern, joined where its CRF says so."""
    normal, edges = _normalise(block)
    syllables = [match.span() for match in crf.pattern.finditer(normal)]
    if not syllables:
        return
    tags = crf.tag([[crf.normalise(normal[start:end])] for start, end in syllables])
    word_start, word_end = syllables[0]
    done = 0
    for (start, end), tag in zip([*syllables[1:], (-1, -1)], [*tags[1:], ""], strict=True):
        if tag == "I-W":
            word_end = end
            continue
        first, last = (word_start, word_end) if edges is None else (max(edges[word_start][0], done), edges[word_end - 1][1])
        first += len(block[first:last]) - len(block[first:last].lstrip())  # two marks that were one character in the text stay in one word
        if first < last:
            yield offset + first, offset + last
            done = last
        word_start, word_end = start, end


def _normalise(block: str) -> tuple[str, list[tuple[int, int]] | None]:
    """The block as underthesea reads it, and the (start, end) in ``block`` of each of its characters, None where both run in step."""
    composed = unicodedata.normalize("NFC", block)
    if composed == block:
        return block.translate(_ETH), None
    pieces: list[str] = []
    edges: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(block):
        piece = unicodedata.normalize("NFC", cluster[0])
        start, end = cluster.span()
        pieces.append(piece)
        edges += [(i, i + 1) for i in range(start, end)] if len(piece) == end - start else [(start, end)] * len(piece)
    if "".join(pieces) != composed:  # letters of another script that compose across clusters: its words are read as they stand
        return block.translate(_ETH), None
    return composed.translate(_ETH), edges


@dataclass(frozen=True, slots=True)
class _Crf:
    """The three parts of ``underthesea.word_tokenize``: the pattern of a syllable or mark, its spelling, and the B-W / I-W tags."""

    pattern: "re.Pattern[str]"
    normalise: Callable[[str], str]
    tag: Callable[[list[list[str]]], list[str]]


_loading = threading.Lock()


def _crf() -> _Crf:
    with _loading:  # underthesea's own lazy loading fails when several threads ask first at the same time
        return _load_crf()


@cache
def _load_crf() -> _Crf:
    import joblib  # type: ignore[import-untyped]

    load, joblib.load = joblib.load, _read_data  # underthesea reads its tables with it while it is imported, and its words later
    try:
        _import_quietly()
        from underthesea.pipeline import word_tokenize as package
        from underthesea.pipeline.text_normalize import token_normalize

        package.word_tokenize("Sở Y tế")  # loads the model
    finally:
        joblib.load = load
    # A copy of the pattern, because `fixed_words` of any other caller would replace underthesea's own.
    pattern = re.compile(package.regex_tokenize.regex_patterns_combine, re.VERBOSE)
    return _Crf(pattern, token_normalize, package.word_tokenize_model.predict)


class _Data(pickle.Unpickler):
    """Reads texts, and lists, sets and tables of them, from underthesea's own files; what names a class or a function, and so could run code, is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"it names {module}.{name}")


def _read_data(path: str) -> Any:
    """What joblib would read from a file of underthesea, in a fifth of the time, and without running code from it; raises ModelError."""
    try:
        with open(path, "rb") as file:
            return _Data(file).load()
    except Exception as error:  # what a damaged file raises is not settled
        raise ModelError(f"{path}, a file of underthesea, holds no plain data ({error}): install underthesea again.") from None


def _import_quietly() -> None:
    """Import underthesea without the log handlers that it adds: one on the root logger, one of its own that writes to stdout."""
    root = logging.getLogger()
    before = list(root.handlers)
    import underthesea  # noqa: F401

    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
    logging.getLogger("underthesea").handlers.clear()
    logging.getLogger("underthesea").propagate = True


class VietnameseTokenizer:
    """A spaCy tokenizer over :func:`segment` that loses nothing: ``doc.text`` is the text, whatever it is.

    White space beyond the one space that spaCy keeps after a token becomes tokens of its own. It has no settings to save.
    """

    def __init__(self, vocab: "Vocab") -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> "Doc":
        return make_doc(self.vocab, text, segment(text))

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Nothing: the words depend on underthesea alone."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> "VietnameseTokenizer":
        """The tokenizer itself."""
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Writes nothing."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> "VietnameseTokenizer":
        """The tokenizer itself."""
        return self


def make_doc(vocab: "Vocab", text: str, words: Iterable[tuple[int, int]]) -> "Doc":
    """A spaCy Doc of ``text`` with tokens at the spans ``words``, which are in order; ``doc.text`` is the text, whatever it is."""
    from spacy.tokens import Doc

    tokens: list[str] = []
    spaces: list[bool] = []
    at = 0
    for start, end in [*words, (len(text), len(text))]:
        gap = text[at:start]
        if tokens and gap.startswith(" "):
            spaces[-1] = True
            gap = gap[1:]
        for token in (gap, text[start:end]):
            if token:
                tokens.append(token)
                spaces.append(False)
        at = end
    return Doc(vocab, words=tokens, spaces=spaces)


def create_tokenizer() -> "Callable[[Language], VietnameseTokenizer]":
    """What spaCy calls for ``vn_plan.tokenizer.v1`` in a config."""
    return lambda nlp: VietnameseTokenizer(nlp.vocab)


@cache
def _register() -> None:
    from spacy.util import registry

    if TOKENIZER not in registry.tokenizers:
        registry.tokenizers(TOKENIZER, func=create_tokenizer)


def blank() -> "Language":
    """An empty Vietnamese pipeline with our tokenizer (spaCy's own would ask for pyvi).

    >>> [token.text for token in blank()("Thành lập Ban Chỉ đạo cấp xã")]
    ['Thành lập', 'Ban Chỉ đạo', 'cấp', 'xã']
    """
    import spacy

    _register()
    return spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


def load(path: str | Path) -> "Language":
    """The spaCy pipeline saved in the folder ``path``, with our tokenizer known before spaCy asks for it."""
    import spacy

    _register()
    with warnings.catch_warnings():  # whether another patch release of spaCy will do was decided by the card
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        return spacy.load(path, exclude=["vocab"])  # the words of the training texts, which no component asks for


def spacy_version() -> str:
    """The version of spaCy, which models are bound to."""
    from importlib.metadata import version

    return version("spacy")


# --- for spaCy's own users ------------------------------------------------------------------------------------------------


def register_component(name: str, make: Callable[..., Any], settings: dict[str, Any]) -> None:
    """Has ``nlp.add_pipe(name)`` put into the pipeline what ``make(nlp, name, **settings)`` gives."""
    from spacy.language import Language

    Language.factory(name, default_config=settings, func=make)


def register_extension(name: str, getter: Callable[["Doc"], Any]) -> None:
    """Has ``doc._.NAME`` give what ``getter`` makes of a Doc."""
    from spacy.tokens import Doc

    Doc.set_extension(name, getter=getter, force=True)


def write_docbin(docs: Iterable["Doc"], path: Path) -> None:
    """Writes Docs with their entities, spans and user data as one DocBin; the same Docs give the same bytes."""
    from spacy.tokens import DocBin

    DocBin(["ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID"], store_user_data=True, docs=docs).to_disk(path)


# --- entities ----------------------------------------------------------------------------------------------------------

NER_CONFIG = Path(__file__).with_name("train") / "ner.cfg"
Spans = list[tuple[int, int, str]]  # (start, end, label) in a text


def blank_ner() -> "Language":
    """An untrained pipeline with the NER component that ``train/ner.cfg`` describes."""
    from spacy.util import load_config

    language = blank()
    language.add_pipe("ner", config=load_config(NER_CONFIG)["ner"])
    return language


def fit_ner(language: "Language", epochs: Iterable[list[tuple[str, Spans]]], *, seed: int, fresh: bool) -> None:
    """Trains the NER component of ``language`` on texts with spans, one list an epoch; a span that cuts a word is left unlabelled.

    ``fresh`` initialises the weights first. The same epochs and seed give the same weights.
    """
    from spacy.training import Example
    from spacy.util import fix_random_seed  # type: ignore[attr-defined]

    fix_random_seed(seed)
    settings = _training_settings()
    optimizer = None
    for texts in epochs:
        examples = [example for text, spans in texts if (example := _example(language, text, spans, Example)) is not None]
        if optimizer is None:
            optimizer = language.initialize(lambda: examples) if fresh else language.resume_training()  # noqa: B023  called at once
            optimizer.learn_rate = settings["learn_rate"]
        for at in range(0, len(examples), settings["batch"]):
            language.update(examples[at : at + settings["batch"]], drop=settings["dropout"], sgd=optimizer)
    if optimizer is not None and optimizer.averages:
        with language.use_params(optimizer.averages):
            weights = language.to_bytes()
        language.from_bytes(weights)


def _training_settings() -> dict[str, Any]:
    from spacy.util import load_config

    return dict(load_config(NER_CONFIG)["training"])


def _example(language: "Language", text: str, spans: Spans, kind: Any) -> Any:
    doc = language.make_doc(text)
    if not len(doc):
        return None
    reference = doc.copy()
    aligned = [doc.char_span(start, end, label=label) for start, end, label in spans]
    cut = [(start, end) for (start, end, _), span in zip(spans, aligned, strict=True) if span is None]
    taken = {token.i for token in doc for start, end in cut if token.idx < end and start < token.idx + len(token)}
    missing = [doc[i : i + 1] for i in sorted(taken)]
    reference.set_ents([span for span in aligned if span and not taken & {token.i for token in span}], missing=missing, default="outside")
    return kind(doc, reference)


def find_entities(language: "Language", texts: Iterable[str]) -> Iterator[Spans]:
    """The spans that the NER component finds in each text, in order."""
    for doc in language.pipe(texts, batch_size=64):
        yield [(span.start_char, span.end_char, span.label_) for span in doc.ents]
