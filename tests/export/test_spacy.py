"""The component in pipelines of others, and DocBins: entities where they were, whatever the tokenizer."""

from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus

from pipeline import nlp as ours
from pipeline.export import docbin, export
from pipeline.extract import extract
from pipeline.readers import Document
from pipeline.resolve import resolve
from pipeline.schema import Record, SourceInfo
from pipeline.spacy_component import cut, edges, mark, plan_of
from tests.annotation.doccano_records import PLAN, awkward
from tests.export.exported import full, records, write_output


def read(text: str) -> Record:
    return resolve(extract(Document("", text, SourceInfo("", "txt", "utf-8", "", 0))))


@pytest.mark.parametrize("text", [PLAN, awkward().text, "", " \n", "Sở Y tế"], ids=["plan", "awkward", "empty", "blank", "body"])
def test_an_entity_is_where_the_record_has_it(text: str) -> None:
    language = ours.blank()
    language.add_pipe("vn_plan")
    doc, record = language(text), read(text)
    assert doc.text == text and plan_of(doc) == doc._.plan == record
    assert [(e.start_char, e.end_char, e.label_, e.id_) for e in doc.ents] == [(e.start, e.end, e.label, e.id) for e in record.entities]
    assert [(s.start_char, s.id_) for s in doc.spans["tasks"]] == [(a, t.id) for t in record.tasks for a, _ in t.fragments]


@pytest.mark.parametrize("text", [PLAN, awkward().text], ids=["plan", "awkward"])
def test_tokens_that_are_in_the_way_can_be_cut(text: str) -> None:
    language = spacy.blank("xx")
    language.add_pipe("vn_plan", config={"split_tokens": True})
    doc, record = language(text), read(text)
    assert doc.text == text
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [(e.start, e.end, e.label) for e in record.entities]


def test_with_other_tokenizers_spans_take_whole_tokens() -> None:
    doc = Doc(spacy.blank("xx").vocab, words=["Năm", "2025:95%", "trẻ", "em"], spaces=[True, True, True, False])
    mark(doc, read(doc.text))
    assert [(e.text, e.label_) for e in doc.ents] == [("Năm 2025:95%", "DATE")]  # the percentage has no token left
    assert [(e.text, e.label) for e in doc._.plan.entities] == [("Năm 2025", "DATE"), ("95%", "PERCENT")]


def test_what_the_component_found_goes_where_a_doc_goes(tmp_path: Path) -> None:
    language = spacy.blank("xx")
    language.add_pipe("vn_plan")
    language.to_disk(tmp_path / "saved")
    loaded = spacy.load(tmp_path / "saved")
    doc, _ = loaded.pipe([PLAN, PLAN], n_process=2)
    again = Doc(loaded.vocab).from_bytes(doc.to_bytes())
    assert again._.plan == doc._.plan == read(PLAN)
    assert spacy.blank("xx")(PLAN)._.plan is None


def test_docbins_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docbin, "SHARD", 1500)  # so that there are two
    export(write_output(tmp_path / "out.jsonl", records()), "spacy", tmp_path / "there")
    export(tmp_path / "out.jsonl", "spacy", tmp_path / "again")
    paths = sorted((tmp_path / "there").iterdir())
    assert [path.name for path in paths] == ["docs-00001.spacy", "docs-00002.spacy"]
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in sorted((tmp_path / "again").iterdir())]
    language = ours.blank()
    docs = [doc for path in paths for doc in DocBin().from_disk(path).get_docs(language.vocab)]
    for doc, record in zip(docs, records(), strict=True):
        assert doc.text == record.text and doc._.plan == record
        assert [(e.start_char, e.end_char, e.label_, e.id_, e.kb_id_) for e in doc.ents] == [
            (e.start, e.end, e.label, e.id, e.identity.id if e.identity else "") for e in record.entities
        ]
        assert [(s.start_char, s.end_char, s.id_) for s in doc.spans["tasks"]] == [(a, b, t.id) for t in record.tasks for a, b in t.fragments]
    assert len(list(Corpus(tmp_path / "there")(language))) == 3  # as `spacy train` reads them
    assert [span.id_ for span in docs[2].spans["targets"]] == ["g1", ""] and docs[2].spans["back_references"][0].text == "Quyết định này"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, len(full().text)), max_size=60, unique=True))
def test_cut_words_cover_the_same_text(at: list[int]) -> None:
    text = full().text
    bounds = sorted({0, len(text), *at})
    words = [(a, b) for a, b in pairwise(bounds) if not text[a:b].isspace()]
    pieces = list(cut(words, edges(full())))
    assert "".join(text[a:b] for a, b in pieces) == "".join(text[a:b] for a, b in words)
    assert all(not a < edge < b for a, b in pieces for edge in edges(full()))
