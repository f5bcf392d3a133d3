"""Citations: which date and which body belong to which reference, and where nothing is said."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.extract.dates import find_dates
from pipeline.extract.legal_refs import find_legal_refs
from pipeline.extract.relations import is_code_of, relate, with_citation
from pipeline.extract.rule import Mention
from pipeline.schema import AgencyNorm, LegalRefNorm


def cite(text: str, *agencies: str) -> list[tuple[str | None, str | None]]:
    """(issued_on, issuer) of each reference in ``text``; the bodies are given by their surfaces, in the order of the text."""
    references = find_legal_refs(text)
    dates = [d for d in find_dates(text) if not any(r.start < d.end and d.start < r.end for r in references)]
    bodies, at = [], 0
    for agency in agencies:
        at = text.index(agency, at)
        bodies.append(Mention(at, at + len(agency), "AGENCY", AgencyNorm(agency, None), "test"))
        at += len(agency)
    links = relate(text, references, dates, bodies)
    assert links == sorted(links, key=lambda link: link.reference)
    norms = [reference.norm for reference in with_citation(references, links, text)]
    return [(norm.issued_on, norm.issuer) for norm in norms if isinstance(norm, LegalRefNorm)]


PM, UBND, CP = "Thủ tướng Chính phủ", "UBND tỉnh", "Chính phủ"
SAID = [
    ("Quyết định số 94/QĐ-TTg ngày 12/02/2018 của Thủ tướng Chính phủ", [PM], [("2018-02-12", PM)]),
    ("Quyết định số 338/QĐ-UBND, ngày 07/9/2022, của UBND tỉnh", [UBND], [("2022-09-07", UBND)]),
    ("Ngày 22/12/2024, Bộ Chính trị đã ban hành Nghị quyết số 57-NQ/TW về khoa học", ["Bộ Chính trị"], [("2024-12-22", "Bộ Chính trị")]),
    ("Ngày 22/12/2024, các sở, ngành ban hành Kế hoạch số 57/KH-UBND", ["các sở, ngành"], [(None, None)]),
    ("Nghị định của Chính phủ số 56/2017/NĐ-CP ngày 09/5/2017", [], [("2017-05-09", CP)]),
    ("Nghị quyết số 33-NQ/TW của Bộ Chính trị khóa X", ["Bộ Chính trị"], [(None, "Bộ Chính trị")]),
    ("Công văn số 731-CV/VPTU ngày 15-11-2020 về kiểm tra", [], [("2020-11-15", None)]),
    ("Nghị định số 56/2017/NĐ-CP (ngày 09/5/2017 của Chính phủ)", [CP], [("2017-05-09", CP)]),
    ("(Kèm theo Kế hoạch số: 615 /KH-UBND, ngày 11 tháng 02 năm 2020 của UBND tỉnh)", [UBND], [("2020-02-11", UBND)]),
    ("Quyết định số 12/QĐ-UBND ban hành ngày 05/6/2020 của UBND tỉnh", [UBND], [("2020-06-05", UBND)]),
    ("Quyết định số 12/QĐ-UBND của UBND tỉnh ngày 05/6/2020", [UBND], [("2020-06-05", UBND)]),
    ("Quy chế số 07/QC-UBND do UBND tỉnh ban hành", [UBND], [(None, UBND)]),
    ("Chỉ thị số 33-CT/TW 2021 ngày 08/3/2021 của Ban Bí thư", ["Ban Bí thư"], [("2021-03-08", "Ban Bí thư")]),
    ("CHỈ THỊ SỐ 33-CT/TW NGÀY 08 THÁNG 3 NĂM 2021 CỦA BAN BÍ THƯ", ["BAN BÍ THƯ"], [("2021-03-08", "BAN BÍ THƯ")]),
    ("Nghị quyết số 41-NQ/TW\nngày 16/5/2023 của\nBộ Chính trị", ["Bộ Chính trị"], [("2023-05-16", "Bộ Chính trị")]),
    ("so sánh với Luật Du lịch (2005) và quy định mới", [], [("2005", None)]),
    ("quy định tại Luật Đất đai năm 2024", [], [("2024", None)]),
    ("Luật Trẻ em ngày 05/4/2016 của Quốc hội", ["Quốc hội"], [("2016-04-05", "Quốc hội")]),
    ("Luật Trẻ em (Quốc hội thông qua ngày 05/4/2016)", ["Quốc hội"], [("2016-04-05", "Quốc hội")]),
    ("Luật Trẻ em được Quốc hội thông qua ngày 05/4/2016 và", ["Quốc hội"], [("2016-04-05", "Quốc hội")]),
    ("Ngày 05/4/2016, Quốc hội khóa XIII thông qua Luật Trẻ em", ["Quốc hội"], [("2016-04-05", "Quốc hội")]),
    ("Ngày 22/12/2024, UBND tỉnh ra Chỉ thị số 57/CT-UBND", [UBND], [("2024-12-22", UBND)]),
    ("thay Quy chế số 03/QC-UBND năm 2013", [], [("2013", None)]),
    ("theo Hướng dẫn 15-HD/ĐU (2019) của đảng ủy", [], [("2019", None)]),
    ("đóng theo Luật BHXH năm 2014", [], [("2014", None)]),
    ("Chỉ thị số 41-CT/TW của Ban Bí thư khóa X ban hành ngày 17/8/2009", ["Ban Bí thư"], [("2009-08-17", "Ban Bí thư")]),
    (
        "Nghị quyết số 26-NQ/TW ngày 05/8/2008 của Hội nghị lần thứ bảy Ban Chấp hành Trung ương",
        ["Ban Chấp hành Trung ương"],
        [("2008-08-05", "Ban Chấp hành Trung ương")],
    ),
    ("Quy chế số 05/QC-SYT-CAT ký năm 2018 giữa Sở Y tế và Công an tỉnh", ["Sở Y tế", "Công an tỉnh"], [("2018", "Sở Y tế")]),
    ("ký thỏa thuận thực hiện Nghị quyết số 41-NQ/TW giữa Sở Y tế và Công an tỉnh", ["Sở Y tế", "Công an tỉnh"], [(None, None)]),
    ("Thông tư liên tịch số 26/2011/TTLT-BKHĐT-BTC của liên Bộ Kế hoạch và Đầu tư", ["Bộ Kế hoạch và Đầu tư"], [(None, "Bộ Kế hoạch và Đầu tư")]),
    (
        "Kế hoạch số 49-KH/ĐUK của Đảng ủy Khối các cơ quan Trung ương",
        ["Đảng ủy Khối các cơ quan Trung ương"],
        [(None, "Đảng ủy Khối các cơ quan Trung ương")],
    ),
]
BOTH = [
    (
        "Luật người cao tuổi ngày 23 tháng 11 năm 2009, Luật sửa đổi, bổ sung một số điều của Luật người cao tuổi ngày 05 tháng 8 năm 2033",
        [],
        [("2009-11-23", None), ("2033-08-05", None)],
    ),
    ("Nghị định số 56/2017/NĐ-CP và 80/2017/NĐ-CP của Chính phủ", [CP], [(None, CP), (None, CP)]),
    ("các Nghị định số 140/2025/NĐ-CP và 144/2025/NĐ-CP ngày 12/6/2025", [], [("2025-06-12", None), ("2025-06-12", None)]),
    ("Quy định số 89-QĐ/TW và Quy định số 90-QĐ/TW, cùng ngày 04/8/2017", [], [("2017-08-04", None), ("2017-08-04", None)]),
    ("Nghị định số 67/2006/NĐ-CP và Nghị định số 55/2008/NĐ-CP ngày 24/4/2008", [], [(None, None), ("2008-04-24", None)]),
    ("Kế hoạch số 5/KH-UBND ngày 02/3/2020 và Công văn số 7/SYT-NVY của Sở Y tế", ["Sở Y tế"], [("2020-03-02", None), (None, "Sở Y tế")]),
    (
        "Thông tư liên tịch số 09/2013/TTLT-BXD-BTC của Bộ Xây dựng và Bộ Tài chính ngày 01/7/2013",
        ["Bộ Xây dựng", "Bộ Tài chính"],
        [("2013-07-01", "Bộ Xây dựng")],
    ),
]
AHEAD_AND_FAR = [
    ("như Thủ tướng Chính phủ tại văn bản số 1904/TTg-NN ngày 14/10/2011", [PM], [("2011-10-14", PM)]),
    ("các việc được UBND tỉnh giao tại Quyết định số 308/QĐ-UBND ngày 01/02/2023", [UBND], [("2023-02-01", UBND)]),
    ("Theo đề nghị của Giám đốc Trung tâm Y tế tại văn bản số 65/TTYT-DS", ["Giám đốc Trung tâm Y tế"], [(None, "Giám đốc Trung tâm Y tế")]),
    ("Công an huyện, UBND xã phối hợp theo Kế hoạch số 5/KH-UBND", ["Công an huyện", "UBND xã"], [(None, None)]),
    ("Thường trực Tỉnh ủy tại Công văn số 731-CV/VPTU", ["Thường trực Tỉnh ủy"], [(None, None)]),
    ("Bộ Tài chính đã ban hành Thông tư số 40/2017/TT-BTC", ["Bộ Tài chính"], [(None, "Bộ Tài chính")]),
    ("Quyết định số 512/QĐ-TTg ngày 19/6/2018 phê duyệt Kế hoạch phòng, chống bạo lực của Thủ tướng Chính phủ", [PM], [("2018-06-19", PM)]),
    ("Quyết định số 512/QĐ-TTg phê duyệt Đề án sắp xếp các đơn vị của Bộ Y tế", ["Bộ Y tế"], [(None, None)]),
    ("Kế hoạch số 12/KH-UBND quy định trách nhiệm của UBND cấp huyện", ["UBND cấp huyện"], [(None, None)]),
]
UNSAID = [
    ("Kế hoạch số 5/KH-UBND ngày ... tháng 3 năm 2026 của UBND tỉnh", [UBND], [(None, UBND)]),
    ("Quyết định số 5/QĐ-UBND ngày 02/3/2020 của UBND tỉnh. Thực hiện Quyết định số 5/QĐ-UBND", [UBND], [("2020-03-02", UBND), (None, None)]),
    ("triển khai Kế hoạch số 5/KH-UBND của các sở, ngành", ["các sở, ngành"], [(None, None)]),
    ("Kế hoạch số 5/KH-UBND do Sở Y tế chủ trì", ["Sở Y tế"], [(None, None)]),
    ("Quy chế (thay thế Quy chế số 5/QC-UBND) do UBND tỉnh ban hành", [UBND], [(None, None)]),
    ("triển khai Luật Trẻ em năm 2026", [], [(None, None)]),
    ("Kế hoạch số 5/KH-UBND, hoàn thành trước ngày 30/6/2020", [], [(None, None)]),
    ("Kế hoạch số 5/KH-UBND; Sở Y tế báo cáo ngày 30/6/2020", ["Sở Y tế"], [(None, None)]),
]


@pytest.mark.parametrize(("text", "agencies", "expected"), [*SAID, *BOTH, *AHEAD_AND_FAR, *UNSAID])
def test_citation(text: str, agencies: list[str], expected: list[tuple[str | None, str | None]]) -> None:
    assert cite(text, *agencies) == expected


def test_a_body_behind_the_issuer_does_something_else() -> None:
    text = "Thực hiện Kế hoạch số 04/KH-UBND của UBND huyện, UBND xã đề ra kế hoạch"
    bodies = [Mention(text.index(name), text.index(name) + len(name), "AGENCY", AgencyNorm(name, None), "") for name in ("UBND huyện", "UBND xã")]
    assert [link.tail for link in relate(text, find_legal_refs(text), [], bodies)] == bodies[:1]


def test_joint_issuers_are_all_linked() -> None:
    text = "Thông tư liên tịch số 09/2013/TTLT-BXD-BTC của Bộ Xây dựng và Bộ Tài chính"
    bodies = [
        Mention(text.index(name), text.index(name) + len(name), "AGENCY", AgencyNorm(name, None), "") for name in ("Bộ Xây dựng", "Bộ Tài chính")
    ]
    assert [link.tail for link in relate(text, find_legal_refs(text), [], bodies)] == bodies


@pytest.mark.parametrize(
    ("number", "agency", "same"),
    [
        ("06/QĐ-TTg", "Thủ tướng Chính phủ", True),
        ("12/2020/TT-BTC", "Bộ trưởng Bộ Tài chính", True),
        ("7/SYT-NVY", "Sở Y tế tỉnh Đăk Lăk", True),
        ("417/QĐ-LĐTBXH", "Sở LĐTBXH", True),
        ("15/KH-SGDĐT", "Sở Giáo dục và Đào tạo", True),
        ("73/2022/UBTVQH15", "Ủy ban Thường vụ Quốc hội", True),
        ("12/KH-UBND", "Sở Kế hoạch và Đầu tư", False),
        ("06/QĐ-TTg", "Bộ Y tế", False),
        (None, "Quốc hội", False),
    ],
)
def test_is_code_of(number: str | None, agency: str, same: bool) -> None:
    assert is_code_of(number, agency) is same


def test_the_issuer_of_a_citation_is_written_as_the_text_writes_it(read: Callable[..., Any]) -> None:
    text = "Căn cứ Quyết định số 12/QĐ-UBND ngày 03/4/2019 của Uỷ ban nhân dân\ntỉnh về hoà giải ở cơ sở;"
    entities = read(text).record.entities
    assert [e.norm.issuer for e in entities if e.label == "LEGAL_REF"] == ["Uỷ ban nhân dân tỉnh"]
    assert [e.norm.name for e in entities if e.label == "AGENCY"] == ["Ủy ban nhân dân tỉnh"]
