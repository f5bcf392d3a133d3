"""AGENCY: each rule finds what its examples say and nothing where they say nothing, and every rule of the code has examples of both."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import agencies
from pipeline.extract.agencies import find_agencies
from pipeline.extract.agencies.bare import defined_heads, short_names, spoken_of
from pipeline.extract.agencies.codes import cell_codes
from pipeline.extract.agencies.found import Found
from pipeline.extract.agencies.levels import Setting, settle
from pipeline.extract.rule import Mention
from pipeline.schema import AgencyNorm
from pipeline.text import fold

EXAMPLES = tomllib.loads((Path(__file__).parents[1] / "examples" / "agencies.toml").read_text("utf-8"))["rules"]


def find(example: dict[str, Any]) -> list[tuple[Mention, tuple[str, str, str]]]:
    """Mentions with (surface, name, level) as an example writes them."""
    folded = fold(example["text"])
    found = find_agencies(folded.text, [(0, len(folded.text))] if example.get("recipients") else [])
    level = example.get("level", "province")
    mentions = settle(found, Setting(level, two_levels=level == "commune"))
    rows = []
    for mention in mentions:
        norm = mention.norm
        assert isinstance(norm, AgencyNorm)
        start, end = folded.to_source(mention.start, mention.end)
        rows.append((mention, (example["text"][start:end], norm.name, norm.level or "")))
    return rows


def cases(kind: str) -> list[Any]:
    examples = [(rule, {"text": e, "agencies": []} if isinstance(e, str) else e) for rule, kinds in EXAMPLES.items() for e in kinds[kind]]
    return [
        pytest.param(rule, e, id=f"{rule}-{e['text'][:40]}", marks=[pytest.mark.xfail(strict=True, reason=e["gap"])] if "gap" in e else [])
        for rule, e in examples
    ]


def expected(example: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(surface, surface if name == "=" else name, level) for surface, name, level in example["agencies"]]


@pytest.mark.parametrize(("rule", "example"), cases("positive"))
def test_positive(rule: str, example: dict[str, Any]) -> None:
    found = find(example)
    assert [row for _, row in found] == expected(example)
    assert rule in {mention.rule for mention, _ in found}


@pytest.mark.parametrize(("rule", "example"), cases("negative"))
def test_negative(rule: str, example: dict[str, Any]) -> None:
    found = find(example)
    assert [row for _, row in found] == expected(example)
    assert rule not in {mention.rule for mention, _ in found}


def test_every_rule_has_examples_of_both_kinds() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(agencies.__file__).parent.glob("*.py") if path.name != "learned.py")
    assert set(re.findall(r'"(agency\.\w+)"', source)) == set(EXAMPLES)
    for rule, kinds in EXAMPLES.items():
        assert len(kinds["positive"]) >= 12 and len(kinds["negative"]) >= 8, rule
        texts = [e if isinstance(e, str) else e["text"] for kind in ("positive", "negative") for e in kinds[kind]]
        assert len(texts) == len(set(texts)), rule


@pytest.mark.parametrize("level", ["central", "province", "district", "commune"])
def test_a_body_without_a_territory_takes_the_level_of_the_document(level: str) -> None:
    [(_, row)] = find({"text": "Giao Ban Chỉ đạo theo dõi.", "level": level})
    assert row == ("Ban Chỉ đạo", "Ban Chỉ đạo", level)


def test_a_short_name_stands_for_the_body_of_the_letterhead_only() -> None:
    text = "Công ty duyệt phương án; Trường học trên tuyến được báo trước, mọi việc do Công ty chịu."
    own = short_names(["Công ty Điện lực Lâm Bình", "Trường Tiểu học Hoa Mai"])
    assert [text[f.start : f.end] for f in find_agencies(text, own=own)] == ["Công ty", "Công ty"]
    assert find_agencies(text) == []


def test_a_short_name_that_the_document_gives_in_brackets_stands_for_the_body() -> None:
    text = "Công ty Cấp nước Lâm Bình (sau đây gọi tắt là Công ty) nối mạng; Giám đốc Công ty ký."
    assert [f.name for f in find_agencies(text, own=defined_heads(text))] == ["Công ty Cấp nước Lâm Bình", "Công ty", "Giám đốc Công ty"]


def test_codes_inside_a_name_are_read_at_once_however_many_stand_there() -> None:
    text = f"Ủy ban nhân dân{' (UBND)' * 1500} tỉnh giao Sở Y tế."
    assert [f.name for f in find_agencies(text)] == ["Ủy ban nhân dân tỉnh", "Sở Y tế"]


def test_a_union_goes_with_the_body_that_speaks() -> None:
    text = "Công đoàn cơ sở Bệnh viện thăm hỏi; nâng cấp cơ sở Bệnh viện."
    assert [f.name for f in find_agencies(text, own=frozenset(["Bệnh viện"]))] == ["Công đoàn cơ sở Bệnh viện"]


def test_an_office_that_issues_stands_below_its_committee(read: Any) -> None:
    text = "UBND TỈNH ĐỒNG LÂM\nVĂN PHÒNG\nSố: 118/TB-VP\n\nTHÔNG BÁO\nVề việc thử\n\n1. Giao Sở Y tế thực hiện."
    assert [e.text for e in read(text).record.entities if e.label == "AGENCY"] == ["UBND TỈNH ĐỒNG LÂM", "VĂN PHÒNG", "Sở Y tế"]


def test_an_association_whose_committee_issues_is_called_by_its_head() -> None:
    own = short_names(["Ban Chấp hành Trung ương Hội Làm vườn"])
    text = "Điều lệ Hội quy định phí; công tác Hội đổi mới; tổ chức bộ máy của Hội gọn hơn, do Hội quyết định."
    assert [text[: f.start].split()[-1] for f in find_agencies(text, own=own)] == ["của", "do"]


@pytest.mark.parametrize(
    ("text", "setting", "level"),
    [
        ("UBND thành phố phê duyệt.", Setting("commune", city="province"), "province"),
        ("UBND thành phố phê duyệt.", Setting("province", city="district"), "district"),
        ("Thành ủy Trà Khúc báo cáo.", Setting("province", city="district"), "district"),
        ("Thành ủy Đà Nẵng báo cáo.", Setting("central", city="district"), "province"),
        ("Phòng Kinh tế kiểm tra.", Setting("province"), "district"),
        ("Cục Thuế hướng dẫn kê khai.", Setting("province"), "province"),
        ("Cục Thuế hướng dẫn kê khai.", Setting("province", "Thuế tỉnh Sông Trà", two_levels=True), "central"),
        ("Các phòng, ban tự kiểm tra.", Setting("province", "Thanh tra tỉnh Sông Trà"), "province"),
        ("Phòng Kinh tế kiểm tra.", Setting("province", two_levels=True), "commune"),
        ("Phòng Giáo dục và Đào tạo kiểm tra.", Setting("province", two_levels=True), "district"),
        ("Các phòng, ban tự kiểm tra.", Setting("province", "Sở Y tế tỉnh Sông Trà"), "province"),
        ("Các phòng, ban tự kiểm tra.", Setting("province", "Ủy ban nhân dân tỉnh Sông Trà"), "district"),
        ("Công ty Điện lực Sông Trà cắt điện.", Setting("province"), "province"),
        ("Điện lực Mai Sơn cắt điện.", Setting("commune", two_levels=True), "province"),
        ("Điện lực Mai Sơn cắt điện.", Setting("commune"), "district"),
        ("Trình Ban CHPTKV 3 duyệt.", Setting("commune", two_levels=True), "province"),
        ("Công ty Cây xanh Sông Trà trồng cây.", Setting("province", "Công ty Cây xanh Sông Trà"), "province"),
    ],
)
def test_what_only_the_document_tells(text: str, setting: Setting, level: str) -> None:
    [mention] = settle(find_agencies(text), setting)
    assert isinstance(mention.norm, AgencyNorm) and mention.norm.level == level


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Theo quy định của Ngân hàng Nhà nước về lãi suất cho vay.", ["Ngân hàng Nhà nước"]),
        ("Báo cáo Cục Điện lực cơ cấu phụ tải.", ["Cục Điện lực"]),
        ("Giám đốc Kho bạc Nhà nước tỉnh duyệt.", ["Giám đốc Kho bạc Nhà nước tỉnh"]),
        ("Đoàn giám sát xây dựng đề cương; Trưởng Đoàn giám sát duyệt.", ["Đoàn giám sát", "Trưởng Đoàn giám sát"]),
        ("Cảng vụ Hàng hải phía Nam phối hợp.", ["Cảng vụ Hàng hải phía Nam"]),
        ("Đồn Biên phòng cửa khẩu cảng làm thủ tục.", ["Đồn Biên phòng cửa khẩu cảng"]),
        ("Các lĩnh vực Bưu chính, Viễn thông; thuê Nhà hát, rạp.", []),
        ("Mời Giám đốc, Chánh Văn phòng các Sở Nội vụ.", ["Giám đốc các Sở Nội vụ", "Chánh Văn phòng các Sở Nội vụ"]),
        ("Mời Chánh Văn phòng, Vụ trưởng Vụ Pháp chế.", ["Chánh Văn phòng", "Vụ trưởng Vụ Pháp chế"]),
        ("Trung tâm Kiểm chuẩn mẫu thuộc Viện Dược liệu.", ["Trung tâm Kiểm chuẩn mẫu", "Viện Dược liệu"]),
        ("Chủ trì:\n- Phòng Quản lý hơi độc;\n- Phòng Tài vụ lo liệu kinh phí.", ["Phòng Quản lý hơi độc", "Phòng Tài vụ"]),
        ("Giao Cục Khai báo thuế quan điện (Cục KBTQĐ) nối mạng.", ["Cục Khai báo thuế quan điện", "Cục Khai báo thuế quan điện"]),
        ("Nhà ăn do Phân xưởng Cơ điện quản lý; sửa chữa do Phân xưởng Khai thác 5, thợ lo.", ["Phân xưởng Cơ điện", "Phân xưởng Khai thác 5"]),
        ("Các Phân xưởng: Nghiền liệu, Khai thác 2 và Cơ khí 1.", ["Phân xưởng Nghiền liệu", "Phân xưởng Khai thác 2", "Phân xưởng Cơ khí 1"]),
        ("Quản đốc các phân xưởng báo Ban An toàn Tập đoàn.", ["Quản đốc các phân xưởng", "Ban An toàn Tập đoàn"]),
        ("Phòng An toàn soạn đề, quản đốc các phân xưởng cử người học.", ["Phòng An toàn", "Quản đốc các phân xưởng"]),
        ("Đội Xung kích và dân quân tại chỗ kè bờ sông.", ["Đội Xung kích"]),
        ("Giao Đội Kiểm tra quy tắc đô thị và Trạm Cân tải trọng xe số 4.", ["Đội Kiểm tra quy tắc đô thị", "Trạm Cân tải trọng xe số 4"]),
        ("Đội Cơ giới 3, Tổ Vận hành 2) dọn đường.", ["Đội Cơ giới 3", "Tổ Vận hành 2"]),
        ("Trưởng Ban Quản lý chợ đầu mối ký.", ["Trưởng Ban Quản lý chợ đầu mối"]),
        ("Trung tâm Giống cây trồng - vật nuôi cấp giống.", ["Trung tâm Giống cây trồng - vật nuôi"]),
        ("Bộ phận Một cửa UBND phường công khai.", ["Bộ phận Một cửa Ủy ban nhân dân phường"]),
        ("Đoàn Đo đạc và Bản đồ biển cắm mốc; đoàn quy hoạch về xã.", ["Đoàn Đo đạc và Bản đồ biển"]),
        ("Văn phòng Đại diện Báo Lao động và Phân hội Cựu chiến binh khu 4.", ["Văn phòng đại diện Báo Lao động", "Phân hội Cựu chiến binh khu 4"]),
        ("Xét thi đua cấp Bộ, cấp Tổng cục.", []),
        ("Trung tâm Điều dưỡng ngành Than đón 60 thợ lò.", ["Trung tâm Điều dưỡng ngành Than"]),
        ("Tổ thường trực giúp việc BCĐ 389 tỉnh họp.", ["Tổ thường trực giúp việc Ban Chỉ đạo 389 tỉnh"]),
        ("Trình HĐND, Thường trực HĐND cùng cấp.", ["Hội đồng nhân dân cùng cấp", "Thường trực Hội đồng nhân dân cùng cấp"]),
        # what is inspected, and who inspects
        ("1. Thanh tra Ban Quản lý dự án giao thông tỉnh về đấu thầu.", ["Ban Quản lý dự án giao thông tỉnh"]),
        ("2. Thanh tra UBND huyện Ba Vì trong quản lý đất đai.", ["Ủy ban nhân dân huyện Ba Vì"]),
        ("3. Thanh tra Sở Y tế về việc mua sắm vật tư.", ["Sở Y tế"]),
        ("3. Thanh tra Sở Y tế phối hợp với Thanh tra Bộ Y tế về các cuộc trùng lặp.", ["Thanh tra Sở Y tế", "Thanh tra Bộ Y tế"]),
        ("Lập Đoàn giám sát; gửi số liệu cho Đoàn trước 05 ngày, đôn đốc các Đoàn.", ["Đoàn giám sát", "Đoàn", "Các đoàn"]),
        ("Lập Đoàn giám sát; mời Đoàn Luật sư tỉnh và gửi cho Đoàn Thanh niên.", ["Đoàn giám sát", "Đoàn Luật sư tỉnh", "Đoàn Thanh niên"]),
        ("Tỉnh đoàn lập Đoàn kiểm tra; báo cáo Trung ương Đoàn, phát triển tổ chức Đoàn.", ["Tỉnh đoàn", "Đoàn kiểm tra", "Trung ương Đoàn"]),
        ("Gửi các phòng, đơn vị thuộc Sở Y tế.", ["Các phòng, đơn vị", "Sở Y tế"]),
        ("Kết thúc mỗi cuộc, Trưởng đoàn giám sát gửi dự thảo báo cáo.", ["Trưởng đoàn giám sát"]),
        ("Thanh tra huyện - Phòng Tư pháp - VP HĐND huyện", ["Thanh tra huyện", "Phòng Tư pháp", "Văn phòng Hội đồng nhân dân huyện"]),
        ("- Phòng KT&HT - UBND các xã có chợ", ["Phòng Kinh tế và Hạ tầng", "Ủy ban nhân dân các xã"]),
        ("Hội CCB xã - Đoàn xã - Tổ Văn - Sử - Địa", ["Hội Cựu chiến binh xã", "Đoàn xã", "Tổ Văn - Sử - Địa"]),
        ("Phòng Cảnh sát kinh tế - Công an tỉnh", ["Phòng Cảnh sát kinh tế - Công an tỉnh"]),
        ("Vụ Hành chính - Văn phòng Quốc hội", ["Vụ Hành chính - Văn phòng Quốc hội"]),
        ("Kế hoạch của Thanh tra tỉnh và thanh tra các sở; kiểm tra, thanh tra các sở.", ["Thanh tra tỉnh", "Thanh tra các sở", "Các sở"]),
        ("Huy động Hội CCB xã, Đoàn TNCS HCM xã, các thôn.", ["Hội Cựu chiến binh xã", "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã"]),
        (
            "- Ban CHPTKV 3 - Ba Tơ;\n- BQL chợ;\n- TT DVTH xã;",
            ["Ban Chỉ huy Phòng thủ khu vực 3 - Ba Tơ", "Ban Quản lý chợ", "Trung tâm Dịch vụ tổng hợp xã"],
        ),
        ("Tổ KHTN, Đội cờ đỏ trực tuần.", ["Tổ Khoa học tự nhiên", "Đội cờ đỏ"]),
        ("Phòng KH-TC-TH, Phòng QLCN dự thảo.", ["Phòng Kế hoạch - Tài chính - Tổng hợp", "Phòng Quản lý công nghiệp"]),
        ("Phòng KT-HT-ĐT, Phòng KTAT-MT dự.", ["Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kỹ thuật an toàn - Môi trường"]),
        ("Trực cổng\tChi đoàn\tHằng ngày", ["Chi đoàn"]),
        ("Trạm Y tế - Đội QLTT số 2 - BQL chợ", ["Trạm Y tế", "Đội Quản lý thị trường số 2", "Ban Quản lý chợ"]),
        ("Các HTX nông nghiệp, Tổ GDCD.", ["Các hợp tác xã nông nghiệp", "Tổ Giáo dục công dân"]),
        ("Hội đồng thành viên các tập đoàn, Hội đồng quản trị báo cáo.", ["Hội đồng thành viên các tập đoàn", "Hội đồng quản trị"]),
        ("Kiện toàn Ban Chỉ huy quân sự các sở, ngành.", ["Ban Chỉ huy Quân sự các sở, ngành"]),
        ("Mời tổ chức pháp chế các bộ, ngành dự.", ["Tổ chức pháp chế các bộ, ngành"]),
        ("Kiểm tra cơ quan, tổ chức, đơn vị thuộc UBND tỉnh.", ["Cơ quan, tổ chức, đơn vị", "Ủy ban nhân dân tỉnh"]),
        ("Người đứng đầu các cơ quan thuộc UBND tỉnh ký.", ["Các cơ quan", "Ủy ban nhân dân tỉnh"]),
        (
            "Kiện toàn Hội đồng sáng kiến tỉnh; Hội đồng họp mỗi quý, Chủ tịch Hội đồng phân công các thành viên Hội đồng.",
            ["Hội đồng sáng kiến tỉnh", "Hội đồng", "Chủ tịch Hội đồng", "Hội đồng"],
        ),
        ("Thành lập các Hội đồng chấm thi; Hội đồng nhân dân quyết định.", ["Các Hội đồng chấm thi", "Hội đồng nhân dân"]),
        ("Ban Thường vụ huyện ủy, thành ủy kiểm điểm.", ["Ban Thường vụ Huyện ủy, Thành ủy"]),
        ("Báo cáo Ban Thường vụ Tỉnh ủy, Huyện ủy.", ["Ban Thường vụ Tỉnh ủy", "Huyện ủy"]),
        ("Bộ trưởng Xây dựng trả lời; Bộ trưởng xây dựng kế hoạch.", ["Bộ trưởng Bộ Xây dựng"]),
        ("Giám đốc Cảng vụ hàng hải Quy Nhơn; mời Cảng vụ hàng hải.", ["Giám đốc Cảng vụ hàng hải Quy Nhơn", "Cảng vụ hàng hải"]),
        ("Người đứng đầu Sở Y tế ký.", ["Sở Y tế"]),
        ("Ban quân dân y khám bệnh cho bà con.", ["Ban quân dân y"]),
        ("Phòng NV&TCTHA trình.", ["Phòng Nghiệp vụ và Tổ chức thi hành án"]),
        ("Xây dựng Bộ nhận diện sản vật và Bộ cẩm nang cho người đi biển.", []),
        ("Mời thành viên Ban Chỉ đạo Quyết định kiện toàn.", ["Ban Chỉ đạo"]),
        ("Xây dựng Viện Hải dương ngang tầm khu vực.", ["Viện Hải dương"]),
        ("Công ty 20, 30 lao động trở lên phải đăng ký.", []),
        ("Giao ngành Thuế tỉnh và ngành Điện lực tỉnh phối hợp; truyền thống ngành Tòa án nhân dân.", ["Thuế tỉnh", "Điện lực tỉnh"]),
        ("Giao BHXH một lần nữa rà soát; chi BHXH một lần.", ["Bảo hiểm xã hội"]),
        ("Bệnh viện 19-8 khám bệnh; Công ty Dệt may 29/3 may áo.", ["Bệnh viện 19-8", "Công ty Dệt may 29/3"]),
        ("Trường Mầm non 20-10 đón trẻ; Nông trường 3-2 trồng chè.", ["Trường Mầm non 20-10", "Nông trường 3-2"]),
        ("Khai giảng tại Trường Tiểu học Kim Đồng 15/9; Bệnh viện 500 giường.", ["Trường Tiểu học Kim Đồng"]),
        ("Mời Bệnh viện 103, Công ty cổ phần May 10 và Sở Y tế.", ["Bệnh viện 103", "Công ty cổ phần May 10", "Sở Y tế"]),
        ("Họp với Trường Tiểu học Kim Đồng 2 lần; Đội 5 xây cầu.", ["Trường Tiểu học Kim Đồng"]),
        ("Công đoàn các Bộ, ngành gửi số liệu; Hội CTĐ các sở, ngành họp.", ["Công đoàn các bộ, ngành", "Hội Chữ thập đỏ các sở, ngành"]),
        ("Công đoàn, các Bộ, ngành báo cáo.", ["Công đoàn", "Các bộ, ngành"]),
        ("Công đoàn ngành Giáo dục, Y tế và Xây dựng.", ["Công đoàn ngành Giáo dục", "Công đoàn ngành Y tế", "Công đoàn ngành Xây dựng"]),
        ("Mời Tòa Giám mục, Tòa Giám mục Bùi Chu.", ["Tòa Giám mục", "Tòa Giám mục Bùi Chu"]),
        ("Ban Chỉ đạo Trung ương 57 họp.", ["Ban Chỉ đạo Trung ương 57"]),
        ("Xí nghiệp Cấp nước Lộc Ninh tổ chức thi; Liên chi đoàn Khoa Luật dự.", ["Xí nghiệp Cấp nước Lộc Ninh", "Liên chi đoàn Khoa Luật"]),
        ("QUY CHẾ CỦA UBND HUYỆN BA TRÀ NHIỆM KỲ 2021 - 2026", ["Ủy ban nhân dân huyện Ba Trà"]),
        ("KẾ HOẠCH CỦA UBND HUYỆN PHỤC HÒA NĂM 2024", ["Ủy ban nhân dân huyện Phục Hòa"]),
    ],
)
def test_where_a_name_ends_and_what_it_shares(text: str, names: list[str]) -> None:
    assert [f.name for f in find_agencies(text)] == names


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("UBND TP.HCM", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("Sở Nội vụ TP.Cần Thơ", "Sở Nội vụ thành phố Cần Thơ"),
        ("UBND TX.Cửa Lò", "Ủy ban nhân dân thị xã Cửa Lò"),
        ("UBND tỉnh BR-VT", "Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu"),
        ("SỞ Y TẾ TỈNH TT-HUẾ", "Sở Y tế tỉnh Thừa Thiên Huế"),
        ("Sở Xây dựng tỉnh TT Huế", "Sở Xây dựng tỉnh Thừa Thiên Huế"),
        ("Sở Y tế HCM", "Sở Y tế Hồ Chí Minh"),
    ],
)
def test_short_forms_of_a_place(surface: str, name: str) -> None:
    text = f"giao {surface}, Hội Nông dân tỉnh phối hợp thực hiện."
    found = settle(find_agencies(text), Setting())
    assert [(text[m.start : m.end], m.norm.name) for m in found][:1] == [(surface, name)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Các đơn vị thuộc Bộ, các Sở rà soát hồ sơ.\nVăn phòng báo cáo Lãnh đạo Bộ.\nBộ sẽ kiểm tra đột xuất.", 3),  # the ministry speaks of itself
        ("Các đơn vị thuộc Bộ, các Sở rà soát hồ sơ.\nBộ sẽ kiểm tra đột xuất.", 1),
        (
            "Các đơn vị thuộc Bộ, các Sở rà soát hồ sơ.\nVăn phòng báo cáo Lãnh đạo Bộ.\nBộ tiêu chí gồm năm mục.\nLà một trong 03 Bộ đầu tiên hoàn thành.",
            2,
        ),
    ],
)
def test_a_ministry_without_a_letterhead_is_known_by_how_it_speaks_of_itself(text: str, count: int) -> None:
    found = find_agencies(text, own=spoken_of(text))
    assert [f.name for f in found].count("Bộ") == count


def test_a_role_in_the_cell_beside_the_recipients_signs(read: Any) -> None:
    text = "QUYẾT ĐỊNH\nVề việc thử\n\nĐiều 1. Giao Bộ Y tế thực hiện.\n\nNơi nhận:\tKT. THỦ TƯỚNG\n- Bộ Y tế;\tPHÓ THỦ TƯỚNG\n- Thủ tướng Chính phủ;\n- Lưu: VT.\tNguyễn Văn Nam\n"
    assert [e.text for e in read(text).record.entities if e.label == "AGENCY"] == ["Bộ Y tế", "Bộ Y tế", "Thủ tướng Chính phủ"]


def test_who_signs_in_one_line_with_the_role_is_no_body() -> None:
    for role in ("THỦ TƯỚNG", "TRƯỞNG BAN PHÓ THỦ TƯỚNG"):
        text = f"- Bộ Y tế;\n- Lưu: VT, KGVX (2b). \t {role} Nguyễn Văn Nam \t\n"
        assert [f.name for f in find_agencies(text, [(0, len(text))])] == ["Bộ Y tế"]


def test_officers_before_the_members_of_a_committee_are_of_that_committee() -> None:
    text = "Nơi nhận:\n- CT, các PCT và Ủy viên UBND tỉnh;\n- CT, các PCT, Chánh Văn phòng;\n- Lưu: VT."
    names = [f.name for f in find_agencies(text, recipients=[(0, len(text))])]
    council = "Ủy ban nhân dân tỉnh"
    assert names == [f"Chủ tịch {council}", f"Các Phó Chủ tịch {council}", council, "Chủ tịch", "Các Phó Chủ tịch", "Chánh Văn phòng"]


def test_a_code_inside_a_name_is_no_body_of_its_own() -> None:
    flow = "Đội Y tế - CA - Dân số"
    name = Found(0, len(flow), flow, "document", "agency.open_name", 0.9, "Đội")
    assert [f.name for f in cell_codes(flow, [(0, len(flow))], [])] == ["Công an"]
    assert not [*cell_codes(flow, [(0, len(flow))], [name])]
