"""Documents for Label Studio and as CoNLL, and back.

Label Studio: a JSON list of tasks whose text is the document's and whose regions are entities (``label``) and relations (``issue_relations``
by region ids). CoNLL: a token and its tag (BIO) a line, with the token's offsets in a third column, so that the text is rebuilt exactly from
the comment that opens each document; a file of tokens and tags alone is read too, its tokens joined by blanks.
"""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.annotation.corrected import Corrected, predicted, read_corrected, write_corrected
from pipeline.annotation.gold import Gold, GoldEntity, GoldRelation, Span, problems
from pipeline.annotation.norms import norm_of
from pipeline.errors import AnnotationError
from pipeline.records import read_records
from pipeline.schema import LABELS

_TOKEN = re.compile(r"\w+|[^\w\s]")
_TEXT, _FROM = "text", "label"


def export_file(source: Path, output: Path, format: str) -> int:
    """Writes the documents in ``source`` (pulled, merged, or the output of a run) in the format ``labelstudio`` or ``conll``; gives their number."""
    documents = _documents(source)
    write = write_label_studio if format == "labelstudio" else write_conll
    write(documents, output)
    return len(documents)


def write_label_studio(documents: Iterable[Gold], output: Path) -> None:
    """Writes ``documents`` as tasks of Label Studio, as they come."""
    with output.open("w", encoding="utf-8", newline="") as file:
        sign = "["
        for document in documents:
            file.write(f"{sign}\n{json.dumps(to_label_studio(document), ensure_ascii=False)}")
            sign = ","
        file.write("\n]\n" if sign == "," else "[]\n")


def write_conll(documents: Iterable[Corrected], output: Path) -> None:
    """Writes ``documents`` as CoNLL, as they come."""
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(to_conll([document]) + "\n" for document in documents)


def import_file(source: Path, output: Path, format: str) -> int:
    """Reads ``source`` and writes documents in the annotation format, one a line; gives their number; raises AnnotationError."""
    try:
        text = source.read_bytes().decode("utf-8")
        documents = [from_label_studio(task) for task in json.loads(text)] if format == "labelstudio" else list(from_conll(text))
        for document in documents:
            for problem in problems(document):
                raise ValueError(f"{document.id or 'a document'} {problem}")
    except OSError as error:
        raise AnnotationError(f"{source} cannot be read ({error.strerror}): check the path.") from None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        what = "an export of Label Studio" if format == "labelstudio" else "a CoNLL file"
        raise AnnotationError(f"{source} is not {what} that can be read ({type(error).__name__}: {error}): export it again.") from None
    write_corrected(output, documents)
    return len(documents)


def _documents(source: Path) -> list[Corrected]:
    """The documents in the output of a run, whose lines begin with its version or which is a table, or in a file that was pulled or merged."""
    try:
        with source.open("rb") as file:
            begins = file.readline(60)
    except OSError as error:
        raise AnnotationError(f"{source} cannot be read ({error.strerror}): check the path.") from None
    is_output = b'"schema_version"' in begins or begins.startswith(b"PAR1")
    return list(map(predicted, read_records(source))) if is_output else read_corrected(source)


def _imported(id: str, text: str, spans: Sequence[tuple[int, int, str]], relations: list[GoldRelation]) -> Corrected:
    for _, _, label in spans:
        if label not in LABELS:
            raise ValueError(f"the label {label} is none of {', '.join(LABELS)}")
    entities = [GoldEntity(a, b, label, text[a:b], norm_of(label, text[a:b])) for a, b, label in sorted(spans)]  # type: ignore[arg-type]
    return Corrected(text, {}, entities, [], [], relations, id=id, confirmed=[(0, len(text))])


# --- Label Studio ---------------------------------------------------------------------------------------------------------


def to_label_studio(document: Gold) -> dict[str, Any]:
    """A task of Label Studio, with the labels as its annotation. Offsets are code points, as Label Studio counts them.

    >>> task = to_label_studio(Gold("Sở Y tế", {}, [GoldEntity(0, 7, "AGENCY", "Sở Y tế", {})], [], []))
    >>> task["annotations"][0]["result"][0]["value"]
    {'start': 0, 'end': 7, 'text': 'Sở Y tế', 'labels': ['AGENCY']}
    """
    ids = {(e.start, e.end): f"r{number}" for number, e in enumerate(document.entities, 1)}
    result: list[dict[str, Any]] = [
        {
            "id": ids[e.start, e.end],
            "from_name": _FROM,
            "to_name": _TEXT,
            "type": "labels",
            "value": {"start": e.start, "end": e.end, "text": e.text, "labels": [e.label]},
        }
        for e in document.entities
    ]
    result += [
        {"type": "relation", "from_id": ids[r.head], "to_id": ids[r.tail], "direction": "right", "labels": [r.type]} for r in document.relations or []
    ]
    return {"data": {"text": document.text, "id": getattr(document, "id", "")}, "annotations": [{"result": result}]}


def from_label_studio(task: dict[str, Any]) -> Corrected:
    """The document of a task that Label Studio exported; of several annotations the last."""
    text = task["data"]["text"]
    result = (task.get("annotations") or task.get("completions") or [{"result": []}])[-1]["result"]
    spans = {
        region["id"]: (region["value"]["start"], region["value"]["end"], region["value"]["labels"][0])
        for region in result
        if region["type"] == "labels"
    }
    relations = [
        GoldRelation(region["labels"][0], spans[region["from_id"]][:2], spans[region["to_id"]][:2])
        for region in result
        if region["type"] == "relation"
    ]
    return _imported(str(task["data"].get("id", task.get("id", ""))), text, list(spans.values()), relations)


# --- CoNLL ----------------------------------------------------------------------------------------------------------------


def to_conll(documents: Sequence[Corrected]) -> str:
    """Tokens with tags and offsets, sentences being lines; an entity's edges are edges of tokens."""
    lines: list[str] = []
    for document in documents:
        lines += [f"# id = {json.dumps(document.id, ensure_ascii=True)}", f"# text = {json.dumps(document.text, ensure_ascii=True)}"]
        spans = sorted((e.start, e.end, e.label) for e in document.entities)
        starts = [start for start, _, _ in spans]
        before = 0
        for start, end in _tokens(document.text, spans):
            if "\n" in document.text[before:start]:
                lines.append("")
            at = bisect_right(starts, start) - 1
            tag = f"{'B' if start == starts[at] else 'I'}-{spans[at][2]}" if at >= 0 and start < spans[at][1] else "O"
            lines.append(f"{document.text[start:end]}\t{tag}\t{start}:{end}")
            before = end
        lines += ["", ""]
    return "\n".join(lines)


def _tokens(text: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[Span]:
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    for match in _TOKEN.finditer(text):
        cuts = [match.start(), *edges[bisect_right(edges, match.start()) : bisect_left(edges, match.end())], match.end()]
        yield from pairwise(cuts)


def from_conll(text: str) -> Iterator[Corrected]:
    """The documents of a CoNLL file; without our comments the whole file is one document, a sentence a line.

    >>> [(e.text, e.label) for e in next(from_conll("Sở\\tB-AGENCY\\nY\\tI-AGENCY\\ntế\\tI-AGENCY\\nbáo\\tO\\ncáo\\tO\\n")).entities]
    [('Sở Y tế', 'AGENCY')]
    """
    parts = re.split(r"(?m)^# id = ", text)
    if len(parts) == 1:
        yield _bare_conll(text)
    for part in parts[1:]:
        head, source, *rows = part.split("\n")
        tokens = [(*map(int, row.split("\t")[2].split(":")), row.split("\t")[1]) for row in rows if row.strip()]
        yield _imported(json.loads(head), json.loads(source.removeprefix("# text = ")), list(_spans(tokens)), [])  # type: ignore[arg-type]


def _bare_conll(text: str) -> Corrected:
    """Tokens joined by blanks, sentences by line ends."""
    built, tokens = "", []
    for row in text.split("\n"):
        if not row.strip() or row.startswith(("#", "-DOCSTART-")):
            built = built.rstrip(" ") + "\n" if built and not built.endswith("\n") else built
            continue
        columns = row.split("\t") if "\t" in row else row.split()
        tokens.append((len(built), len(built) + len(columns[0]), columns[-1]))
        built += columns[0] + " "
    return _imported("", built.rstrip(), list(_spans(tokens)), [])


def _spans(tokens: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    current: tuple[int, int, str] | None = None
    for start, end, tag in tokens:
        kind, _, label = tag.partition("-")
        if current and kind == "I" and label == current[2]:
            current = (current[0], end, label)
            continue
        if current:
            yield current
        current = (start, end, label) if kind in ("B", "I") and label else None
    if current:
        yield current
