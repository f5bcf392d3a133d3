"""The report as a file: what it says, that every link leads somewhere, and that no document can make it do anything."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from pipeline.errors import CorpusError
from pipeline.report import write_report
from pipeline.report.evidence import MOST, MOST_OF_ONE, Place, Tally, place_of_span
from pipeline.report.markup import SHADES
from pipeline.report.page import to_report
from pipeline.report.words import _words, data, number
from pipeline.schema import Citation, Conflict, Entity, Identity, LegalRefNorm, Record, Target
from tests.report.collection import COMMUNE, DISTRICT, SCHOOL, records

EMPTY = {"meta", "input", "br", "link", "img"}


class Seen(HTMLParser):
    """A page as a browser takes it: its elements, ids, links, and the text in each element with an id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.landmarks: list[str | None] = []  # the ids of what names them
        self.texts: dict[str, str] = {}
        self._open: list[tuple[str, str | None]] = []
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        self.tags.append(tag)
        self.ids += [about["id"]] if about.get("id") else []  # type: ignore[list-item]
        self.links += [value for name in ("href", "src", "action", "data") if (value := about.get(name))]
        self.landmarks += [about.get("aria-labelledby")] if tag == "section" or about.get("role") == "region" else []
        self.handlers += [name for name in about if name.startswith("on")]
        if tag not in EMPTY:
            self._open.append((tag, about.get("id")))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, id in self._open:
            if id:
                self.texts[id] = self.texts.get(id, "") + data


@pytest.fixture(scope="module")
def collection() -> list[Record]:
    return records_once()


@pytest.fixture(scope="module")
def page(collection: list[Record]) -> str:
    return to_report(collection, "out.jsonl")[0]


@pytest.fixture(scope="module")
def seen(page: str) -> Seen:
    return Seen(page)


def test_ids_are_unique_and_every_link_leads_to_one(seen: Seen) -> None:
    assert len(seen.ids) == len(set(seen.ids))
    assert all(link.startswith("#") for link in seen.links)
    assert {link[1:] for link in seen.links} <= set(seen.ids)


def test_each_landmark_has_a_name_of_its_own(seen: Seen) -> None:
    assert len(seen.landmarks) > 10 and set(seen.landmarks) <= set(seen.ids)
    assert len(seen.landmarks) == len(set(seen.landmarks))


def test_the_page_needs_nothing_beside_it(page: str, seen: Seen) -> None:
    assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & set(seen.tags)
    assert seen.tags.count("script") == 1 and not seen.handlers
    assert set(re.findall(r"url\([^)]*\)", page)) == {"url(#tip)"} and "@import" not in page and "http:" not in page and "https:" not in page
    assert "default-src 'none'" in page


def test_a_document_can_only_be_read(page: str) -> None:
    assert "<script>alert" not in page and "<img src=x" not in page and "<b onclick" not in page and "<i>hỏng" not in page
    assert "&lt;script&gt;alert(&quot;hỏng&quot;)" in page
    assert "\x1b" not in page
    assert "<bdi>" in page  # what turns the direction of writing ends where the words of the document end


def test_every_document_is_counted_by_type_level_issuer_and_year(seen: Seen) -> None:
    assert re.search(r"Kế hoạch\s*4", seen.texts["types"])
    assert "1 loại;" in seen.texts["types"]  # what is not known is no type
    for level in ("Cấp tỉnh", "Cấp huyện", "Cấp xã"):
        assert level in seen.texts["levels"]
    assert "Ủy ban nhân dân huyện Ba Chẽ" in seen.texts["issuers"]
    assert re.search(r"2024\s*3", seen.texts["years"]) and "không rõ" in seen.texts["years"]


def test_tasks_stand_at_their_deadlines_and_with_their_bodies(seen: Seen) -> None:
    for period in ("2024-05", "2024-06", "2024-07", "2024-08", "2024-12"):
        assert period in seen.texts["deadlines"]
    assert "Định kỳ" in seen.texts["deadline_kinds"]
    assert "Công an cấp xã" in seen.texts["leads"] and "Đoàn Thanh niên" in seen.texts["supporters"]
    assert "Sở Văn hóa, Thể thao và Du lịch → Công an cấp tỉnh: 1" in seen.texts["network"]


def test_a_target_of_two_documents_is_compared(collection: list[Record]) -> None:
    shown = Seen(to_report(collection, "out.jsonl")[0]).texts["targets"]
    first = shown.index("90 %")
    assert first < shown.index("85 %") < first + 200
    assert "Ủy ban nhân dân tỉnh Quảng Ninh" in shown and "Ủy ban nhân dân huyện Ba Chẽ" in shown


def test_what_a_plan_says_of_a_target_twice_is_one_line(collection: list[Record]) -> None:
    twice = [msgspec.structs.replace(record, targets=[target for target in record.targets for _ in range(2)]) for record in collection]
    shown = Seen(to_report(twice, "out.jsonl")[0]).texts["targets"]
    assert shown.count("85 %") == 1 and re.search(r"85 % \(2025\) Ủy ban nhân dân huyện Ba Chẽ, 2024 ×2", shown)


def test_the_cascade_goes_from_the_centre_to_the_commune(seen: Seen) -> None:
    cascade = seen.texts["cascade"]
    places = [cascade.index(name) for name in ("Chỉ thị 17/CT-TTg", "112/KH-UBND", "48/KH-UBND", "21/KH-UBND")]
    assert places == sorted(places)


def test_a_part_of_a_chain_is_no_chain_of_its_own(seen: Seen) -> None:
    assert len(re.findall(r"48/KH-UBND", seen.texts["cascade"])) == 1 and seen.texts["cascade"].count("câu viện dẫn") == 3


def test_a_chain_begins_with_a_plan_of_the_collection_that_nobody_cites_with_its_province() -> None:
    district = DISTRICT.replace(
        "Thực hiện Kế hoạch số 112/KH-UBND ngày 15/3/2024 của Ủy ban nhân dân tỉnh Quảng Ninh, ", "Theo đề nghị của Sở Y tế tỉnh Quảng Ninh, "
    )
    texts = Seen(to_report(records({"huyen": district, "xa": COMMUNE, "truong": SCHOOL}), "out.jsonl")[0]).texts
    assert re.search(r"Kế hoạch 48/KH-UBND · 1 văn bản.*21/KH-UBND.*15/KH-THCSTL", texts["cascade"])


def test_the_output_of_an_older_run_is_resolved(collection: list[Record], page: str) -> None:
    older = [
        msgspec.structs.replace(
            record,
            citations=UNSET,
            back_references=UNSET,
            conflicts=UNSET,
            entities=[msgspec.structs.replace(entity, identity=UNSET) for entity in record.entities],
        )
        for record in collection
    ]
    assert to_report(older, "out.jsonl")[0] == page


def test_plans_of_one_number_in_different_places_are_not_one_instrument(collection: list[Record]) -> None:
    reference = next(entity for entity in collection[1].entities if entity.label == "LEGAL_REF")
    nowhere = msgspec.structs.replace(reference, identity=Identity("ke-hoach/112/ubnd/2024"))
    first, second = (
        msgspec.structs.replace(
            record, entities=[msgspec.structs.replace(nowhere, text=record.text[nowhere.start : nowhere.end])], tasks=[], targets=[]
        )
        for record in collection[1:3]
    )
    assert "2 văn bản; nêu" in Seen(to_report([first, second], "out.jsonl")[0]).texts["instruments"]


def test_a_plan_of_the_same_number_and_another_date_is_not_carried_out(collection: list[Record]) -> None:
    other = msgspec.structs.replace(collection[0], metadata=msgspec.structs.replace(collection[0].metadata, issued_on="2021-03-15"))
    cascade = Seen(to_report([other, *collection[1:]], "out.jsonl")[0]).texts["cascade"]
    assert "17/CT-TTg" not in cascade


def test_gaps_and_conflicts_are_shown(collection: list[Record]) -> None:
    first = collection[0]
    reference = next(entity for entity in first.entities if entity.label == "LEGAL_REF")
    conflict = Conflict("date", [reference.id, "e-none"], "Chỉ thị 17/CT-TTg: 2023-05-16 <> 2023-06-16")
    texts = Seen(to_report([msgspec.structs.replace(first, conflicts=[conflict]), *collection[1:]], "out.jsonl")[0]).texts
    assert "Không có cơ quan chủ trì" in texts["gaps"] and "Không rõ ngày ban hành" in texts["facts"]
    assert "Chỉ thị 17/CT-TTg: 2023-05-16" in texts["conflicts"]


def test_counts_and_rates_are_not_percentages(collection: list[Record]) -> None:
    rate = Target(
        None, 500, None, "<=", None, "tử vong do đuối nước", "2025", id="g9", start=0, end=5, unit="/100.000 trẻ em", key="tử vong do đuối nước"
    )
    texts = Seen(to_report([msgspec.structs.replace(collection[0], targets=[rate])], "out.jsonl")[0]).texts
    assert "≤ 500 /100.000 trẻ em (2025)" in texts["targets"]


def test_a_target_says_where_it_starts_and_populations_are_kept_apart(collection: list[Record]) -> None:
    about = {"key": "tham gia bảo hiểm y tế", "unit": "%", "start": 0, "end": 5}
    pupils = Target(None, 100, None, "=", None, "tham gia bảo hiểm y tế", None, population="học sinh", baseline=92.5, **about)  # type: ignore[arg-type]
    poor = Target(None, 98, None, "=", None, "tham gia bảo hiểm y tế", None, population="hộ nghèo", **about)  # type: ignore[arg-type]
    shown = Seen(to_report([msgspec.structs.replace(collection[0], targets=[pupils, poor])], "out.jsonl")[0]).texts["targets"]
    assert "100 % từ 92,5" in shown
    assert "2 chỉ tiêu, 2 nội dung khác nhau" in shown


def test_a_fall_by_and_a_rate_below_are_not_compared(collection: list[Record]) -> None:
    about = {"key": "tỷ lệ hộ nghèo", "unit": "%", "start": 0, "end": 5}
    below = Target(None, 2, None, "<", None, "tỷ lệ hộ nghèo", None, **about)  # type: ignore[arg-type]
    fall = Target(None, 2, None, "=", "decrease", "tỷ lệ hộ nghèo", None, **about)  # type: ignore[arg-type]
    shown = Seen(to_report([msgspec.structs.replace(collection[0], targets=[below, fall])], "out.jsonl")[0]).texts["targets"]
    assert "2 chỉ tiêu, 2 nội dung khác nhau" in shown and "giảm" in shown


def test_an_instrument_bears_its_title_and_its_number(collection: list[Record]) -> None:
    entities = [
        Entity("e1", 0, 5, "LEGAL_REF", collection[0].text[:5], norm, "rule", 1.0, "test", Identity("luat/102/qh13/2016"))
        for norm in (LegalRefNorm("Luật", None, title="Luật Trẻ em"), LegalRefNorm("Luật", "102/2016/QH13"))
    ]
    changed = msgspec.structs.replace(collection[0], entities=entities, tasks=[], targets=[], citations=[])
    assert "Luật Trẻ em (102/2016/QH13)" in Seen(to_report([changed], "out.jsonl")[0]).texts["instruments"]


def test_what_one_instrument_does_to_another_is_not_the_documents_doing(collection: list[Record]) -> None:
    reference = next(entity for entity in collection[0].entities if entity.label == "LEGAL_REF")
    for by, counted in ((None, True), ("e99", False)):
        citations = [Citation("amends", reference.id, None, by=by)]
        texts = Seen(to_report([msgspec.structs.replace(collection[0], citations=citations)], "out.jsonl")[0]).texts
        assert ("Sửa đổi" in texts.get("citation_kinds", "")) is counted


def test_the_same_records_give_the_same_bytes(collection: list[Record], page: str, tmp_path: Path) -> None:
    run = tmp_path / "out.jsonl"
    run.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in collection))
    assert write_report(run, tmp_path / "report.html") == len(collection)
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page


def test_the_output_of_the_run_is_never_overwritten(collection: list[Record], tmp_path: Path) -> None:
    run = tmp_path / "out.jsonl"
    run.write_bytes(msgspec.json.encode(collection[0]) + b"\n")
    with pytest.raises(CorpusError, match="name another file"):
        write_report(run, run)
    assert run.read_bytes().startswith(b'{"schema_version"')


def test_sentences_are_the_first_ones_and_not_all_of_one_document(collection: list[Record]) -> None:
    tally = Tally[str]()
    for index in range(5):
        for _ in range(7):
            tally.add("a", Place(index, collection[0], 0, 10))
    group = tally.get("a")
    assert (group.count, group.documents, len(group.quotes)) == (35, 5, MOST)
    assert [quote.document for quote in group.quotes] == [index for index in range(MOST // MOST_OF_ONE) for _ in range(MOST_OF_ONE)]


def test_the_sentence_of_a_span_is_cut_at_its_ends(collection: list[Record]) -> None:
    text = collection[0].text
    start = text.index("Công an tỉnh")
    quote = place_of_span(0, collection[0], start, start + len("Công an tỉnh")).quote()
    assert quote.text.startswith("2. Sở Văn hóa" if ". " not in "2. S" else "Sở Văn hóa") and quote.text.endswith("15/8/2024.")
    assert [quote.text[a:b] for a, b in quote.marks] == ["Công an tỉnh"]


def test_an_empty_collection_and_bare_records_give_a_page(collection: list[Record]) -> None:
    bare = msgspec.structs.replace(collection[3], entities=[], targets=[], tasks=[], relations=[])
    for some in ([], [bare]):
        Seen(to_report(some, "out.jsonl")[0])


def test_a_thousand_documents_stay_under_ten_megabytes(collection: list[Record]) -> None:
    thousand = (msgspec.structs.replace(record, id=f"{record.id}-{copy}") for copy in range(250) for record in collection)
    page, documents = to_report(thousand, "out.jsonl")
    assert documents == 1000 and len(page.encode()) < 10_000_000
    assert "1.000 trong số 1.000 văn bản" in page


def test_the_list_of_documents_ends_somewhere_and_says_so(collection: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("page", "markup", "cascade"):
        monkeypatch.setattr(f"pipeline.report.{module}.MOST_DOCUMENTS", 2)
    seen = Seen(to_report(collection, "out.jsonl")[0])
    assert "2 trong số 4 văn bản" in seen.texts["documents_part"]
    assert {link[1:] for link in seen.links} <= set(seen.ids)


def test_every_word_of_the_page_has_both_languages() -> None:
    for key, words in _words().items():
        assert set(words) == {"vi", "en"} and all(words.values()), key
        assert set(re.findall(r"{\w+}", words["vi"])) == set(re.findall(r"{\w+}", words["en"])), key


def test_letters_on_every_shade_can_be_read() -> None:
    for ground, ink in SHADES:
        assert contrast(ground, ink) >= 4.5


def test_colours_of_the_style_sheet_can_be_read() -> None:
    style = (Path(__file__).parents[2] / "pipeline" / "report" / "report.css").read_text(encoding="utf-8")
    for name in ("ink", "soft", "link"):
        colour = re.search(rf"--{name}: (#\w+)", style)
        assert colour and contrast("#ffffff", colour[1]) >= 4.5


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, after WCAG 2.2."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    full = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_whatever_a_name_is_it_is_one_element(text: str) -> None:
    parsed = Seen(data(text))
    assert parsed.tags == ["bdi"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4), st.text(max_size=30))
def test_hostile_names_give_a_sound_page(names: list[str], number_: str) -> None:
    source = records_once()[0]
    entities = [
        msgspec.structs.replace(entity, norm=LegalRefNorm("Kế hoạch", number_))
        if entity.label == "LEGAL_REF"
        else msgspec.structs.replace(entity, norm=msgspec.structs.replace(entity.norm, name=names[index % len(names)]))
        if entity.label == "AGENCY"
        else entity
        for index, entity in enumerate(source.entities)
    ]
    metadata = msgspec.structs.replace(source.metadata, title=names[0], issuer=names[-1], number=number_)
    parsed = Seen(to_report([msgspec.structs.replace(source, entities=entities, metadata=metadata)], names[0])[0])
    assert parsed.tags.count("script") == 1 and {link[1:] for link in parsed.links} <= set(parsed.ids)


@cache
def records_once() -> list[Record]:
    return records()


@pytest.mark.parametrize(("value", "written"), [(7, "7"), (1349, "1.349"), (0.5, "0,5"), (12345.25, "12.345,2"), (100.0, "100")])
def test_numbers_are_written_as_each_language_does(value: float, written: str) -> None:
    assert written in number(value)
