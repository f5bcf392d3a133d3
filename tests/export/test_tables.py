"""CSV, Parquet, data sets and workbooks: what is read again is what was written, in every cell."""

import json
import os
import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pyarrow
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ExportError
from pipeline.export import export, workbook
from pipeline.export.tables import TABLES, arrow_schema, columns_of, rows_of
from pipeline.records import read_records
from pipeline.schema import (
    NORMS,
    BackReference,
    Citation,
    Conflict,
    Entity,
    Metadata,
    Pinpoint,
    Record,
    Relation,
    Section,
    SourceInfo,
    Target,
    Task,
)
from tests.export.exported import full, records, write_output

Rows = dict[str, list[tuple[Any, ...]]]


def expected(found: Iterable[Record]) -> Rows:
    kept = list(found)
    return {table.name: [row for record in kept for row in rows_of(table, record)] for table in TABLES}


def from_csv(folder: Path) -> Rows:
    rows: Rows = {}
    for table in TABLES:
        options = pyarrow.csv.ConvertOptions(
            column_types=arrow_schema(columns_of(table)), null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        )
        read = pyarrow.csv.read_csv(
            folder / f"{table.name}.csv", parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True), convert_options=options
        )
        rows[table.name] = [tuple(row.values()) for row in read.to_pylist()]
    return rows


def from_parquet(folder: Path) -> Rows:
    return {table.name: [tuple(row.values()) for row in pyarrow.parquet.read_table(folder / f"{table.name}.parquet").to_pylist()] for table in TABLES}


def from_dataset(folder: Path) -> Rows:
    os.environ["HF_HUB_OFFLINE"] = "1"
    import datasets

    rows: Rows = {table.name: [] for table in TABLES}
    for row in datasets.load_from_disk(str(folder)):
        for table in TABLES:
            for part in [row] if table.name == "documents" else row[table.name]:
                rows[table.name].append((row["id"], *(part[name] for name in table.columns)))
    return rows


def from_workbook(path: Path) -> Rows:
    """The cells, with what went on elsewhere put together and escapes undone; Excel does not tell an empty text from no text."""
    book = openpyxl.load_workbook(path, read_only=True)
    continued: dict[tuple[str, int, str], list[str]] = {}
    for sheet, row, column, _, text in list(book["continued"].iter_rows(values_only=True))[1:]:
        continued.setdefault((sheet, row, column), []).append(text)
    rows: Rows = {}
    for table in TABLES:
        names, *cells = book[table.name].iter_rows(values_only=True)
        assert list(names) == list(columns_of(table))
        rows[table.name] = [
            tuple(_whole(value, continued.get((table.name, number, name), [])) for name, value in zip_longest(names, row))
            for number, row in enumerate(cells, 2)
        ]
    return rows


def _whole(value: Any, rest: list[str]) -> Any:
    return re.sub(r"_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), "".join([value, *rest])) if isinstance(value, str) else value


READ: dict[str, tuple[Callable[[Path], Rows], str]] = {
    "csv": (from_csv, ""),
    "parquet": (from_parquet, ""),
    "hf": (from_dataset, ""),
    "xlsx": (from_workbook, ".xlsx"),
}


@pytest.mark.parametrize("format", READ)
def test_read_again_it_is_what_was_written(tmp_path: Path, format: str) -> None:
    read, suffix = READ[format]
    source = write_output(tmp_path / "out.jsonl", records())
    assert export(source, format, tmp_path / f"there{suffix}") == 3
    assert read(tmp_path / f"there{suffix}") == expected(read_records(source))


@pytest.mark.parametrize("format", READ)
def test_the_same_records_give_the_same_bytes(tmp_path: Path, format: str) -> None:
    source = write_output(tmp_path / "out.jsonl", records())
    for name in ("one", "two"):
        export(source, format, tmp_path / name)
    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in [folder, *folder.rglob("*")] if path.is_file()}
        for folder in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two and one


ODD = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(ODD, min_size=1, max_size=3, unique=True), ODD)
def test_no_text_is_lost(tmp_path_factory: pytest.TempPathFactory, ids: list[str], text: str) -> None:
    folder = tmp_path_factory.mktemp("odd")
    source = write_output(folder / "out.jsonl", [bare(id, text) for id in ids])
    for format, (read, suffix) in READ.items():
        if format != "hf":  # slow to open, and of the same Arrow as Parquet
            export(source, format, folder / f"{format}{suffix}")
            assert read(folder / f"{format}{suffix}") == expected(read_records(source))


def bare(id: str, text: str) -> Record:
    from msgspec.structs import replace

    whole = full()
    return replace(
        whole,
        id=id,
        text=text,
        entities=[],
        relations=[],
        targets=[],
        tasks=[],
        citations=[],
        back_references=[],
        conflicts=[],
        metadata=replace(whole.metadata, title=text),
        sections=[Section("s1", None, text, text, 0, len(text))],
    )


def test_what_a_cell_cannot_hold_goes_on(tmp_path: Path) -> None:
    source = write_output(tmp_path / "out.jsonl", [bare("dài", "kế hoạch 🌊 " * 9000)])
    export(source, "xlsx", tmp_path / "a.xlsx")
    assert from_workbook(tmp_path / "a.xlsx") == expected(read_records(source))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    assert all(
        len(str(cell).encode("utf-16-le")) <= 2 * workbook.LONGEST for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


def test_more_rows_than_a_sheet_holds_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    source = write_output(tmp_path / "out.jsonl", records())
    with pytest.raises(ExportError, match=r"The table \w+ has more than the 3 rows of a sheet: export to parquet or csv instead\."):
        export(source, "xlsx", tmp_path / "a.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl"]


def test_the_keys_lead_from_one_table_to_another() -> None:
    for record in records():
        rows = {table.name: [dict(zip(columns_of(table), row, strict=True)) for row in rows_of(table, record)] for table in TABLES}
        entities, tasks = {row["entity_id"] for row in rows["entities"]}, {row["task_id"] for row in rows["tasks"]}
        sections, targets = {row["section_id"] for row in rows["sections"]}, {row["target_id"] for row in rows["targets"]}
        for name, found in rows.items():
            for row in found:
                assert row["doc_id"] == record.id
                assert {row.get("entity_id"), row.get("by_entity_id")} <= entities | {None}, name
                assert (
                    row.get("task_id") in tasks | {None} and row.get("section_id") in sections | {None} and row.get("target_id") in targets | {None}
                )


NAMES = {
    "id": {"entity_id", "task_id", "target_id", "section_id", "doc_id"},
    "section": {"section_id"},
    "parent": {"parent_id"},
    "entity": {"entity_id"},
    "by": {"by", "by_entity_id"},
    "head": {"head_id"},
    "tail": {"tail_id"},
    "identity": {"identity", "instrument"},
    "cue": {"cue_start"},
    "signer": {"signer_name"},
    "entities": {"conflict"},
    "inherited": {"lead_inherited"},
}
ELSEWHERE = {
    "entities": {"norm"},
    "tasks": {"fragments", "lead", "coordinating", "deadline", "themes", "targets"},
    "references": {"pinpoints"},
    "back_references": {"pinpoints"},
    "documents": {"recipients"},
}


@pytest.mark.parametrize(
    ("struct", "name"),
    [
        *[(Metadata, "documents"), (SourceInfo, "documents"), (Section, "sections"), (Entity, "entities"), (Relation, "relations"), (Task, "tasks")],
        *[(Target, "targets"), (Citation, "references"), (Pinpoint, "pinpoints"), (BackReference, "back_references"), (Conflict, "conflicts")],
    ],
)
def test_every_field_of_the_contract_has_a_column(struct: type[msgspec.Struct], name: str) -> None:
    """What is added to the contract must be added to a table, or said to stand in another."""
    columns = {column for table in TABLES if table.name == name for column in columns_of(table)}
    for field in struct.__struct_fields__:
        assert field in ELSEWHERE.get(name, set()) or columns & NAMES.get(field, {field}), f"{struct.__name__}.{field} is in no column of {name}."


def test_every_part_of_a_record_has_a_table() -> None:
    names = {table.name for table in TABLES} | {"schema_version", "id", "source", "text", "metadata", "fingerprint", "tokens", "citations"}
    assert set(Record.__struct_fields__) <= names
    columns = {column for table in TABLES if table.name == "entities" for column in table.columns}
    prefixes = zip(("agency", "ref", "date", "percent"), NORMS.values(), strict=True)
    assert {f"{prefix}_{field}" for prefix, norm in prefixes for field in norm.__struct_fields__} <= columns


def test_the_card_names_every_feature(tmp_path: Path) -> None:
    export(write_output(tmp_path / "out.jsonl", records()), "hf", tmp_path / "there")
    card = (tmp_path / "there" / "README.md").read_text(encoding="utf-8")
    features = json.loads((tmp_path / "there" / "dataset_info.json").read_text(encoding="utf-8"))["features"]
    assert card.startswith("---\nlanguage: vi\n") and "3 documents" in card
    assert {name for name in features if f"`{name}`" not in card} == set()
