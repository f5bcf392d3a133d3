"""The same plan in every format: the same entities, the same tasks, the same metadata."""

import pytest

from pipeline.extract import extract
from pipeline.readers import Source, doc, read
from pipeline.schema import Record
from tests.readers import plan


def found(name: str, data: bytes) -> Record:
    return extract(read(Source("118", f"118.{name}", name, data)))


@pytest.mark.parametrize("name", ["docx", "html", "pdf", "rtf"])
def test_the_same_plan_gives_the_same_record(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc.shutil, "which", lambda name: None)  # RTF without LibreOffice
    data = {"docx": plan.as_docx, "html": lambda: plan.as_html().encode(), "pdf": plan.as_pdf, "rtf": plan.as_rtf}[name]()
    text, other = found("txt", plan.as_text().encode()), found(name, data)
    assert [(e.label, e.text, e.norm) for e in other.entities] == [(e.label, e.text, e.norm) for e in text.entities]
    assert [(t.marker, t.text, t.lead, t.coordinating, t.deadline, t.output, t.inherited, t.themes) for t in other.tasks] == [
        (t.marker, t.text, t.lead, t.coordinating, t.deadline, t.output, t.inherited, t.themes) for t in text.tasks
    ]
    assert other.metadata == text.metadata
    assert [(t.value, t.indicator, t.by) for t in other.targets] == [(t.value, t.indicator, t.by) for t in text.targets]
    assert len(text.tasks) == 6 and len(text.entities) > 25
    for entity in other.entities:
        assert other.text[entity.start : entity.end] == entity.text
