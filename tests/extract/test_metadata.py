"""What a document says of itself, from letterheads of every shape; what it does not say is null."""

from typing import Any

import pytest

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
BODY = "\n\nI. NHIỆM VỤ\n1. Rà soát hộ nghèo trên địa bàn.\n"
UBND = "Ủy ban nhân dân huyện Đồng Trạch"
ISSUED = {"number": "45/KH-UBND", "issuer": UBND, "place": "Đồng Trạch", "issued_on": "2024-03-08"}

SHAPES = {
    "two columns with a tab": "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN ĐỒNG TRẠCH\tĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 45/KH-UBND\tĐồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024",
    "two columns with blanks": "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN ĐỒNG TRẠCH             Độc lập - Tự do - Hạnh phúc\n"
    "Số: 45/KH-UBND          Đồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024",
    "two columns in pipes": "ỦY BAN NHÂN DÂN HUYỆN ĐỒNG TRẠCH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n-------- | Độc lập - Tự do - Hạnh phúc\n"
    "Số: 45/KH-UBND | Đồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024",
    "one column": f"ỦY BAN NHÂN DÂN\nHUYỆN ĐỒNG TRẠCH\n-------\nSố: 45/KH-UBND\n\n{MOTTO}\n---------------\nĐồng Trạch, ngày 08 tháng 3 năm 2024\n\n"
    "KẾ HOẠCH\nRà soát hộ nghèo năm 2024",
    "motto first": f"{MOTTO}\n\nỦY BAN NHÂN DÂN HUYỆN ĐỒNG TRẠCH\nSố: 45/KH-UBND\nĐồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024",
    "cells wrapped behind their first word": "ỦY\nBAN NHÂN DÂN\nHUYỆN ĐỒNG TRẠCH\n-------\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-----\n|\nSố:\n45/KH-UBND\n|\n"
    "Đồng\nTrạch, ngày 08 tháng 3 năm 2024\n|\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024",
    "short name": f"UBND HUYỆN ĐỒNG TRẠCH\n{MOTTO}\nSố: 45 /KH-UBND\nĐồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024",
    "markdown": "**ỦY BAN NHÂN DÂN**\n**HUYỆN ĐỒNG TRẠCH**\n\nSố: 45/KH-UBND\n\n**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n**Độc lập - Tự do - Hạnh phúc**\n\n"
    "*Đồng Trạch, ngày 08 tháng 3 năm 2024*\n\n**KẾ HOẠCH**\n**Rà soát hộ nghèo năm 2024**",
    "date with slashes": f"UBND HUYỆN ĐỒNG TRẠCH\n{MOTTO}\nSố: 45/KH-UBND\nĐồng Trạch, ngày 08/3/2024\n\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024",
    "old tones and crlf": f"UỶ BAN NHÂN DÂN\nHUYỆN ĐỒNG TRẠCH\n\nSố: 45/KH-UBND\n\n{MOTTO}\n\nĐồng Trạch, ngày 08 tháng 3 năm 2024\n\n"
    "KẾ HOẠCH\nRà soát hộ nghèo năm 2024".replace("\n", "\r\n"),
    "subject of two lines": f"UBND HUYỆN ĐỒNG TRẠCH\n{MOTTO}\nSố: 45/KH-UBND\nĐồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo\nnăm 2024",
}


@pytest.mark.parametrize("head", SHAPES.values(), ids=SHAPES)
def test_letterheads(read: Any, head: str) -> None:
    found = read(head + BODY).record.metadata
    assert {name: getattr(found, name) for name in ISSUED} == ISSUED
    assert (found.doc_type, found.title) == ("Kế hoạch", "Rà soát hộ nghèo năm 2024")


@pytest.mark.parametrize(
    ("parent", "team", "level"),
    [
        ("ỦY BAN THƯỜNG VỤ QUỐC HỘI", "ĐOÀN GIÁM SÁT", "central"),
        ("HỘI ĐỒNG NHÂN DÂN HUYỆN ĐỒNG TRẠCH", "ĐOÀN GIÁM SÁT", "district"),
        ("UBND TỈNH HÀ NHUNG", "BAN CHỈ ĐẠO NƯỚC SẠCH", "province"),
    ],
)
def test_a_team_has_the_level_of_who_set_it_up(read: Any, parent: str, team: str, level: str) -> None:
    record = read(f"{parent}\n{team}\nSố: 12/KH\n\n{MOTTO}\n\nKẾ HOẠCH\nĐi thực tế\n\nII. NHIỆM VỤ\n1. Tổ giúp việc rà soát số liệu.\n").record
    assert [e.norm.level for e in record.entities if e.text == "Tổ giúp việc"] == [level]


ISSUERS = [
    ("ỦY BAN QUỐC GIA VỀ BIẾN ĐỔI KHÍ HẬU\nVĂN PHÒNG", "Số: 27/KH-VPUBQG", "Văn phòng Ủy ban Quốc gia về biến đổi khí hậu"),
    ("UBND TỈNH HÀ NHUNG\nSỞ Y TẾ", "Số: 19/KH-SYT", "Sở Y tế tỉnh Hà Nhung"),
    ("UBND TỈNH HÀ NHUNG\nTHANH TRA TỈNH", "Số: 19/CTr-TTr", "Thanh tra tỉnh Hà Nhung"),
    ("UBND HUYỆN ĐỒNG TRẠCH\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "Số: 19/KH-PGDĐT", "Phòng Giáo dục và Đào tạo huyện Đồng Trạch"),
    ("TỈNH ỦY HÀ NHUNG\nBAN TUYÊN GIÁO\n*", "Số 19-KH/BTGTU", "Ban Tuyên giáo Tỉnh ủy Hà Nhung"),
    pytest.param(
        *("ĐẢNG BỘ TỈNH HÀ NHUNG\nHUYỆN ỦY ĐỒNG TRẠCH\n*", "Số 19-CTr/HU", "Huyện ủy Đồng Trạch"),
    ),
    ("BỘ Y TẾ", "Số: 19/KH-BYT", "Bộ Y tế"),
    ("THỦ TƯỚNG CHÍNH PHỦ", "Số: 19/CT-TTg", "Thủ tướng Chính phủ"),
    ("HỘI ĐỒNG NHÂN DÂN\nTỈNH HÀ NHUNG", "Số: 19/KH-HĐND", "Hội đồng nhân dân tỉnh Hà Nhung"),
    ("ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP", "Số: 19/KH-UBND", "Ủy ban nhân dân xã Tân Lập"),
    pytest.param(
        *("CÔNG AN TỈNH HÀ NHUNG\nCÔNG AN HUYỆN ĐỒNG TRẠCH", "Số: 19/KH-CAH", "Công an huyện Đồng Trạch"),
    ),
    ("ỦY BAN NHÂN DÂN TỈNH HÀ NHUNG\nBAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ", "Số: 19/KH-BCĐ", "Ban Chỉ đạo chuyển đổi số tỉnh Hà Nhung"),
    ("HỘI NÔNG DÂN VIỆT NAM\nBAN CHẤP HÀNH TỈNH HÀ NHUNG", "Số: 19-KH/HNDT", "Ban Chấp hành Hội Nông dân tỉnh Hà Nhung"),
    ("HỘI NÔNG DÂN VIỆT NAM\nBAN CHẤP HÀNH TỈNH HỘI HÀ NHUNG", "Số: 19-KH/HNDT", "Ban Chấp hành Hội Nông dân tỉnh Hà Nhung"),
    ("HỘI NÔNG DÂN VIỆT NAM\nBAN THƯỜNG VỤ TRUNG ƯƠNG HỘI", "Số: 19-KH/HNDTW", "Ban Thường vụ Trung ương Hội Nông dân Việt Nam"),
    ("UBND TỈNH HÀ NHUNG\nBAN CÔNG TÁC NGƯỜI CAO TUỔI", "Số: 19/KH-BCT", "Ban Công tác người cao tuổi tỉnh Hà Nhung"),
    ("UBND HUYỆN ĐỒNG TRẠCH\nBAN CHỈ ĐẠO PHÂN LOẠI RÁC THẢI", "Số: 19/KH-BCĐ", "Ban Chỉ đạo phân loại rác thải huyện Đồng Trạch"),
    ("TỈNH ỦY HÀ NHUNG\nBAN CHỈ ĐẠO PHÒNG, CHỐNG THAM NHŨNG", "Số 19-KH/BCĐ", "Ban Chỉ đạo phòng, chống tham nhũng tỉnh Hà Nhung"),
    ("ĐẢNG BỘ TỈNH HÀ NHUNG\nBAN THƯỜNG VỤ TỈNH ỦY\n*", "Số 19-KH/TU", "Ban Thường vụ Tỉnh ủy Hà Nhung"),
    ("BAN CHẤP HÀNH TRUNG ƯƠNG\nBAN TUYÊN GIÁO\n*", "Số 19-KH/BTGTW", "Ban Tuyên giáo Trung ương"),
    ("ĐẢNG ĐOÀN\nHỘI NÔNG DÂN VIỆT NAM\n*", "Số 19-KH/ĐĐ", "Đảng đoàn Hội Nông dân Việt Nam"),
    ("UBND TỈNH HÀ NHUNG\nTRƯỜNG CAO ĐẲNG NGHỀ CỬU LONG", "Số: 19/KH-CĐN", "Trường Cao đẳng nghề Cửu Long"),
    ("TỔNG CỤC HẢI QUAN\nCỤC HẢI QUAN TỈNH HÀ NHUNG", "Số: 19/KH-HQ", "Cục Hải quan tỉnh Hà Nhung"),
    ("UBND XÃ TÂN LẬP - HUYỆN ĐỒNG TRẠCH", "Số: 19/KH-UBND", "Ủy ban nhân dân xã Tân Lập"),
    ("ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\nTỈNH HÀ NHUNG", "Số: 19/KH-UBND", "Ủy ban nhân dân xã Tân Lập"),
    ("BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ\nTỈNH HÒA LẠC", "Số: 12/KH-BCĐ", "Ban Chỉ đạo chuyển đổi số tỉnh Hòa Lạc"),
    ("HỘI LIÊN HIỆP PHỤ NỮ TỈNH HÒA LẠC\nBAN THƯỜNG VỤ", "Số: 12/KH-BTV", "Ban Thường vụ Hội Liên hiệp Phụ nữ tỉnh Hòa Lạc"),
    ("HĐND TỈNH HÒA LẠC\nBAN VĂN HÓA - XÃ HỘI", "Số: 12/KH-BVHXH", "Ban Văn hóa - Xã hội Hội đồng nhân dân tỉnh Hòa Lạc"),
    ("TRƯỜNG ĐẠI HỌC HÒA LẠC\nPHÒNG ĐÀO TẠO", "Số: 12/KH-ĐT", "Phòng Đào tạo Trường Đại học Hòa Lạc"),
    ("MẶT TRẬN TỔ QUỐC VIỆT NAM\nỦY BAN TRUNG ƯƠNG", "Số: 12/KH-MTTW", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
    ("QUÂN KHU 5\nBỘ CHỈ HUY QUÂN SỰ TỈNH HÒA LẠC", "Số: 12/KH-BCH", "Bộ Chỉ huy Quân sự tỉnh Hòa Lạc"),
    ("TẬP ĐOÀN ĐIỆN LỰC VIỆT NAM\nTỔNG CÔNG TY ĐIỆN LỰC MIỀN BẮC", "Số: 12/KH-EVNNPC", "Tổng công ty Điện lực miền Bắc"),
    ("LIÊN MINH HỢP TÁC XÃ VIỆT NAM\nLIÊN MINH HỢP TÁC XÃ TỈNH HÒA LẠC", "Số: 12/KH-LMHTX", "Liên minh Hợp tác xã tỉnh Hòa Lạc"),
    (
        "LIÊN HIỆP CÁC HỘI KH&KT VIỆT NAM\nLIÊN HIỆP CÁC HỘI KH&KT TỈNH HÒA LẠC",
        "Số: 12/KH-LHH",
        "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Hòa Lạc",
    ),
    ("UBND TỈNH HÒA LẠC\nSỞ NÔNG NGHIỆP VÀ PTNT\nCHI CỤC KIỂM LÂM", "Số: 12/KH-CCKL", "Chi cục Kiểm lâm tỉnh Hòa Lạc"),
    ("CHI CỤC KIỂM LÂM\nHẠT KIỂM LÂM HUYỆN ĐỒNG TRẠCH", "Số: 12/KH-HKL", "Hạt Kiểm lâm huyện Đồng Trạch"),
    # schools, hospitals and firms, whose names the registry does not know
    ("PHÒNG GD&ĐT ĐỒNG TRẠCH\nTRƯỜNG MẦM NON SƠN CA", "Số: 07/KH-MNSC", "Trường Mầm non Sơn Ca"),
    ("SỞ GD&ĐT HÀ NHUNG\nTRƯỜNG THPT\nPHAN ĐÌNH GIÓT", "Số: 07/KH-THPT", "Trường Trung học phổ thông Phan Đình Giót"),
    ("UBND XÃ TÂN LẬP\nTRƯỜNG TIỂU HỌC SỐ 2 TÂN LẬP", "Số: 07/KH-TH", "Trường Tiểu học số 2 Tân Lập"),
    ("BỘ CÔNG THƯƠNG\nTRƯỜNG ĐẠI HỌC CÔNG NGHIỆP HÒA LẠC", "Số: 07/KH-ĐHCN", "Trường Đại học Công nghiệp Hòa Lạc"),
    ("ĐẢNG ỦY XÃ TÂN LẬP\nCHI BỘ TRƯỜNG THCS TÔ VĨNH DIỆN\n*", "Số 07-KH/CB", "Chi bộ Trường Trung học cơ sở Tô Vĩnh Diện"),
    ("LĐLĐ HUYỆN ĐỒNG TRẠCH\nCÔNG ĐOÀN CƠ SỞ\nTRƯỜNG TIỂU HỌC KIM ĐỒNG", "Số: 07/KH-CĐCS", "Công đoàn cơ sở Trường Tiểu học Kim Đồng"),
    ("SỞ Y TẾ HÀ NHUNG\nBỆNH VIỆN ĐA KHOA TỈNH", "Số: 07/KH-BVĐK", "Bệnh viện Đa khoa tỉnh Hà Nhung"),
    ("SỞ Y TẾ TỈNH HÀ NHUNG\nBỆNH VIỆN SẢN - NHI", "Số: 07/KH-BVSN", "Bệnh viện Sản - Nhi tỉnh Hà Nhung"),
    ("CÔNG TY CỔ PHẦN\nCẤP NƯỚC HÀ NHUNG", "Số: 07/KH-CTCN", "Công ty cổ phần Cấp nước Hà Nhung"),
    ("UBND TỈNH HÀ NHUNG\nCÔNG TY TNHH MTV THỦY LỢI HÀ NHUNG", "Số: 07/KH-CTTL", "Công ty trách nhiệm hữu hạn một thành viên Thủy lợi Hà Nhung"),
    ("CỤC THUẾ TỈNH HÀ NHUNG\nCHI CỤC THUẾ KHU VỰC\nĐỒNG TRẠCH - HÒA LẠC", "Số: 07/KH-CCT", "Chi cục Thuế khu vực Đồng Trạch - Hòa Lạc"),
    # who is part of whom
    ("CÔNG AN TỈNH HÀ NHUNG\nPHÒNG CẢNH SÁT GIAO THÔNG", "Số: 07/KH-CSGT", "Phòng Cảnh sát giao thông Công an tỉnh Hà Nhung"),
    ("UBND TỈNH HÀ NHUNG\nVĂN PHÒNG", "Số: 07/KH-VP", "Văn phòng Ủy ban nhân dân tỉnh Hà Nhung"),
    ("TỈNH ỦY HÀ NHUNG\nĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH\n*", "Số 07-KH/ĐU", "Đảng ủy Ủy ban nhân dân tỉnh Hà Nhung"),
    ("TAND TỈNH HÀ NHUNG\nTAND KHU VỰC 3", "Số: 07/KH-TA", "Tòa án nhân dân khu vực 3 - Hà Nhung"),
    ("CỤC THUẾ\nTHUẾ TỈNH HÀ NHUNG", "Số: 07/KH-HNH", "Thuế tỉnh Hà Nhung"),
    ("BỘ QUỐC PHÒNG\nBỆNH VIỆN QUÂN Y 188", "Số: 07/KH-BV", "Bệnh viện Quân y 188"),
    ("UBND TỈNH HÀ NHUNG\nTỔ CÔNG TÁC TRIỂN KHAI ĐỀ ÁN 06", "Số: 07/KH-TCT", "Tổ công tác triển khai Đề án 06 tỉnh Hà Nhung"),
    ("HỘI ĐỒNG NHÂN DÂN\nTỈNH HÀ NHUNG\nTHƯỜNG TRỰC", "Số: 07/KH-HĐND", "Thường trực Hội đồng nhân dân tỉnh Hà Nhung"),
    ("TRƯỜNG THPT PHAN ĐÌNH GIÓT\nTỔ NGỮ VĂN", "Số: 07/KH-TNV", "Tổ Ngữ văn Trường Trung học phổ thông Phan Đình Giót"),
    ("TỈNH ĐOÀN HÀ NHUNG\nHỘI ĐỒNG ĐỘI TỈNH", "Số: 07-KH/HĐĐ", "Hội đồng Đội tỉnh Hà Nhung"),
    ("TẬP ĐOÀN CÔNG NGHIỆP\nTHAN - KHOÁNG SẢN VIỆT NAM\nCÔNG TY CP THAN HÀ NHUNG", "Số: 07/KH-THN", "Công ty cổ phần Than Hà Nhung"),
    ("UBND HUYỆN ĐỒNG TRẠCH\nBCH PHÒNG CHỐNG THIÊN TAI", "Số: 07/PA-BCH", "Ban Chỉ huy Phòng, chống thiên tai huyện Đồng Trạch"),
    ("UBND TỈNH HÀ NHUNG SỞ TƯ PHÁP", "Số: 07/KH-STP", "Sở Tư pháp tỉnh Hà Nhung"),
]
CHAIR = "{head}\nSố: 05/CT-UBND\n\n{motto}\nHà Nhung, ngày 08 tháng 3 năm 2024\n\nCHỈ THỊ\nVề phòng cháy rừng\n\nMùa khô đến sớm. {who} chỉ thị:\n1. Sở Y tế trực."


@pytest.mark.parametrize("who", ["Chủ tịch UBND tỉnh", "UBND tỉnh"])
def test_a_directive_is_issued_by_the_chair_where_the_chair_directs(read: Any, who: str) -> None:
    found = read(CHAIR.format(head="UBND TỈNH HÀ NHUNG", motto=MOTTO, who=who)).record.metadata
    assert found.issuer == who.replace("UBND", "Ủy ban nhân dân") + " Hà Nhung"


def test_a_body_of_the_letterhead_is_named_as_a_text_would_write_it(read: Any) -> None:
    head = f"PHÒNG GD&ĐT HUYỆN ĐỒNG TRẠCH\nTRƯỜNG TIỂU HỌC TÔ VĨNH DIỆN\nSố: 07/KH-TH\n\n{MOTTO}\nĐồng Trạch, ngày 08 tháng 3 năm 2024"
    names = [e.norm.name for e in read(f"{head}\n\nKẾ HOẠCH\nDạy bơi hè năm 2024{BODY}").record.entities[:2]]
    assert names == ["Phòng Giáo dục và Đào tạo huyện Đồng Trạch", "Trường Tiểu học Tô Vĩnh Diện"]


COLUMNS = {
    "the motto beside the second line": "SỞ Y TẾ TỈNH HÀ NHUNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTRUNG TÂM KIỂM NGHIỆM Độc lập - Tự do - Hạnh phúc\nSố: 07/KH-TTKN",
    "a cell with line breaks": f"| SỞ Y TẾ TỈNH HÀ NHUNG<br>TRUNG TÂM KIỂM NGHIỆM | {MOTTO.replace(chr(10), '<br>')} |\n|---|---|\n| Số:      /KH-TTKN | |",
}


@pytest.mark.parametrize("head", COLUMNS.values(), ids=COLUMNS.keys())
def test_the_issuer_stands_beside_the_motto(read: Any, head: str) -> None:
    assert read(f"{head}\n\nKẾ HOẠCH\nKiểm nghiệm mẫu năm 2024{BODY}").record.metadata.issuer == "Trung tâm Kiểm nghiệm tỉnh Hà Nhung"


@pytest.mark.parametrize(("head", "number", "issuer"), ISSUERS)
def test_the_issuer_is_written_out_with_its_territory(read: Any, head: str, number: str, issuer: str) -> None:
    found = read(f"{head}\n{number}\n\n{MOTTO}\nHà Nhung, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024{BODY}").record.metadata
    assert found.issuer == issuer
    assert found.number == number.removeprefix("Số").strip(" :")


def test_a_subject_below_the_dateline_is_no_body(read: Any) -> None:
    head = f"ỦY BAN NHÂN DÂN |\n{MOTTO} |\nSố: 45/KH-UBND |\nHuyện Đồng Trạch, ngày 08 tháng 3 năm 2024 |\nPHÒNG DỊCH CÚM GIA CẦM NĂM 2024"
    assert (read(head + BODY).record.metadata.issuer or "").startswith("Ủy ban nhân dân")


def test_an_organ_below_its_association_is_a_body_of_the_letterhead(read: Any) -> None:
    """Its name is that of the issuer, once."""
    head = "HỘI LIÊN HIỆP PHỤ NỮ TỈNH HÒA LẠC\nBAN THƯỜNG VỤ"
    record = read(f"{head}\nSố: 12/KH-BTV\n\n{MOTTO}\nHà Nhung, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024{BODY}").record
    organ = next(e for e in record.entities if e.text == "BAN THƯỜNG VỤ")
    assert organ.norm.name == record.metadata.issuer == "Ban Thường vụ Hội Liên hiệp Phụ nữ tỉnh Hòa Lạc"


NUMBERS = [
    ("Số: 45/KH-UBND", "45/KH-UBND"),
    ("Số: 45 /KH-UBND", "45/KH-UBND"),
    ("Số : 45/ KH - UBND", "45/KH-UBND"),
    ("Số 12-KH/TU", "12-KH/TU"),
    ("Số: 190/2025/KH-UBND", "190/2025/KH-UBND"),
    pytest.param(
        *("Số: 298 KH/TWĐTN", "298KH/TWĐTN"),
    ),
    ("Số:      /KH-UBND", "/KH-UBND"),
    ("Số: …/KH-UBND", "/KH-UBND"),
]


@pytest.mark.parametrize(("line", "number"), NUMBERS)
def test_numbers(read: Any, line: str, number: str) -> None:
    found = read(f"UBND HUYỆN ĐỒNG TRẠCH\n{line}\n{MOTTO}\nĐồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo{BODY}").record.metadata
    assert found.number == number


def test_the_own_number_is_no_reference(read: Any) -> None:
    record = read(SHAPES["one column"] + BODY).record
    assert not [e for e in record.entities if e.label == "LEGAL_REF"]


TYPES = [
    ("CHƯƠNG TRÌNH\nKIỂM TRA, GIÁM SÁT\nQUÝ I NĂM 2024", "Chương trình", "KIỂM TRA, GIÁM SÁT QUÝ I NĂM 2024"),
    ("KẾ HOẠCH\nRà soát hộ nghèo năm 2024", "Kế hoạch", "Rà soát hộ nghèo năm 2024"),
    ("CHƯƠNG TRÌNH CÔNG TÁC\nNăm 2024 của Ban Chỉ đạo", "Chương trình công tác", "Năm 2024 của Ban Chỉ đạo"),
    ("QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch rà soát hộ nghèo", "Quyết định", "Về việc ban hành Kế hoạch rà soát hộ nghèo"),
    ("KẾ HOẠCH RÀ SOÁT HỘ NGHÈO NĂM 2024", "Kế hoạch", "RÀ SOÁT HỘ NGHÈO NĂM 2024"),
    ("CHỈ THỊ\nVề tăng cường quản lý chợ", "Chỉ thị", "Về tăng cường quản lý chợ"),
    ("NGHỊ QUYẾT\nVề phát triển du lịch", "Nghị quyết", "Về phát triển du lịch"),
    ("HƯỚNG DẪN\nBình xét gia đình văn hóa", "Hướng dẫn", "Bình xét gia đình văn hóa"),
]


@pytest.mark.parametrize(("lines", "doc_type", "title"), TYPES)
def test_type_and_title(read: Any, lines: str, doc_type: str, title: str) -> None:
    found = read(f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 45/VB-UBND\n{MOTTO}\nĐồng Trạch, ngày 08 tháng 3 năm 2024\n\n{lines}{BODY}").record.metadata
    assert found.doc_type == doc_type
    assert (found.title or "").casefold() == title.casefold()


def test_the_body_of_a_directive_is_no_part_of_its_subject(read: Any) -> None:
    head = "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 16/CT-UBND | Vĩnh Long, ngày 20 tháng 3 năm 2017 |\nCHỈ THỊ\nVỀ VIỆC TRỒNG RỪNG TRÊN ĐỊA BÀN TỈNH NĂM 2017\n"
    body = "Theo dự báo, mùa khô năm nay đến sớm và kéo dài, nhiều diện tích rừng mới trồng ở các xã vùng cao có nguy cơ cháy rất cao trong các tháng tới.\n"
    found = read(f"{head}{body}Chủ tịch Ủy ban nhân dân tỉnh chỉ thị các sở thực hiện các nhiệm vụ sau:\n1. Sở Y tế dự trữ thuốc.").record.metadata
    assert (found.title, found.issuer) == ("VỀ VIỆC TRỒNG RỪNG TRÊN ĐỊA BÀN TỈNH NĂM 2017", "Ủy ban nhân dân tỉnh Vĩnh Long")


def test_number_and_date_in_the_line_of_the_type(read: Any) -> None:
    text = f"ỦY BAN NHÂN DÂN HUYỆN ĐỒNG TRẠCH\n\nQUYẾT ĐỊNH SỐ 402/2007/QĐ-UBND NGÀY 10/9/2007\nVề việc ban hành Kế hoạch phổ cập giáo dục{BODY}"
    found = read(text).record.metadata
    assert (found.doc_type, found.number, found.issued_on) == ("Quyết định", "402/2007/QĐ-UBND", "2007-09-10")
    assert found.title == "Về việc ban hành Kế hoạch phổ cập giáo dục"


def test_a_dateline_below_the_subject_and_a_number_behind_a_star(read: Any) -> None:
    text = f"HUYỆN ỦY ĐỒNG TRẠCH\n* Số 47-KH/HU\n\nKẾ HOẠCH\nHọc tập nghị quyết\n\nĐồng Trạch, 22/9/2025{BODY}"
    found = read(text).record.metadata
    assert (found.number, found.place, found.issued_on) == ("47-KH/HU", "Đồng Trạch", "2025-09-22")


def test_an_official_letter(read: Any) -> None:
    text = (
        f"UBND TỈNH HÀ NHUNG\nSỞ Y TẾ\nSố: 731/SYT-NVY\nV/v tăng cường tiêm chủng\n\n{MOTTO}\nHà Nhung, ngày 08 tháng 3 năm 2024\n\n"
        f"Kính gửi: UBND các huyện.\n\nSở Y tế đề nghị các đơn vị thực hiện một số nội dung:\n1. Rà soát trẻ chưa tiêm.\n"
    )
    found = read(text).record.metadata
    assert (found.doc_type, found.number, found.title) == ("Công văn", "731/SYT-NVY", "tăng cường tiêm chủng")
    assert (found.place, found.issued_on) == ("Hà Nhung", "2024-03-08")


def test_an_attached_plan_takes_number_and_date_from_its_bracket(read: Any) -> None:
    text = f"KẾ HOẠCH\nRà soát hộ nghèo năm 2024\n(Kèm theo Kế hoạch số 45/KH-UBND ngày 08 tháng 3 năm 2024 của UBND huyện Đồng Trạch){BODY}"
    found = read(text).record.metadata
    assert (found.number, found.issued_on, found.issuer) == ("45/KH-UBND", "2024-03-08", UBND)


def test_a_plan_attached_to_a_decision_has_no_number_of_its_own(read: Any) -> None:
    text = f"KẾ HOẠCH\nRà soát hộ nghèo năm 2024\n(Kèm theo Quyết định số 45/QĐ-UBND ngày 08 tháng 3 năm 2024 của UBND huyện Đồng Trạch){BODY}"
    assert read(text).record.metadata.number is None


def test_without_a_letterhead_the_body_that_decrees_issues(read: Any) -> None:
    text = f"Kế hoạch rà soát hộ nghèo\n\nThực hiện chỉ đạo của UBND tỉnh, UBND huyện Đồng Trạch ban hành Kế hoạch rà soát hộ nghèo như sau:{BODY}"
    assert read(text).record.metadata.issuer == UBND


@pytest.mark.parametrize("hour", ["hồi 16 giờ 30", "lúc 07h00,"])
def test_a_telegram_gives_the_hour_before_the_day(read: Any, hour: str) -> None:
    found = read(
        f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 45/KH-UBND\nĐồng Trạch, {hour} ngày 08 tháng 3 năm 2024\n\nCÔNG ĐIỆN\nVề ứng phó bão{BODY}"
    ).record.metadata
    assert (found.place, found.issued_on) == ("Đồng Trạch", "2024-03-08")


@pytest.mark.parametrize("dateline", ["Đồng Trạch, ngày     tháng 3 năm 2024", "Đồng Trạch, ngày … tháng … năm 2024"])
def test_a_blank_day_is_no_date_of_issue(read: Any, dateline: str) -> None:
    found = read(f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 45/KH-UBND\n{MOTTO}\n{dateline}\n\nKẾ HOẠCH\nRà soát hộ nghèo{BODY}").record.metadata
    assert (found.place, found.issued_on) == ("Đồng Trạch", None)


def test_legal_bases_over_a_lost_subject_are_no_letterhead(read: Any) -> None:
    head = "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 31/QĐ-UBND | Hậu Giang, ngày 05 tháng 4 năm 2016 |\nỦY BAN NHÂN DÂN TỈNH HẬU GIANG\n"
    bases = "Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;\nXét đề nghị của Sở Y tế tại Tờ trình số 16/TTr-SYT ngày 02 tháng 4 năm 2016,\n"
    found = read(f"{head}{bases}QUYẾT ĐỊNH:\nĐiều\n1. Phê duyệt Kế hoạch rà soát hộ nghèo.").record.metadata
    assert (found.issuer, found.title) == ("Ủy ban nhân dân tỉnh Hậu Giang", None)


def test_a_letterhead_without_territory_takes_that_of_the_dateline(read: Any) -> None:
    head = f"ỦY BAN NHÂN DÂN | {MOTTO.splitlines()[0]} |\nSố: 09/CT-UBND | Thanh Hóa, ngày 02 tháng 5 năm 2018 |\nCHỈ THỊ\nVề mùa mưa bão\n"
    assert read(f"{head}Chủ tịch UBND tỉnh yêu cầu:{BODY}").record.metadata.issuer == "Ủy ban nhân dân tỉnh Thanh Hóa"


def test_the_place_right_behind_the_number(read: Any) -> None:
    head = "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN ĐỒNG TRẠCH Độc lập - Tự do - Hạnh phúc\nSố: 45/UBND Đồng Trạch, ngày 08 tháng 3 năm 2024\n"
    assert read(f"{head}\nKẾ HOẠCH\nRà soát hộ nghèo{BODY}").record.metadata.place == "Đồng Trạch"


def test_what_the_text_does_not_say_is_null(read: Any) -> None:
    found = read("1. Rà soát hộ nghèo.\n2. Sửa nhà dột nát.").record.metadata
    assert (found.doc_type, found.number, found.issuer, found.place, found.issued_on, found.title, found.recipients) == (None,) * 7
    assert (found.signer.name, found.signer.role) == (None, None)


SIGNED = (
    SHAPES["one column"]
    + BODY
    + "\nNơi nhận:\n- UBND tỉnh (b/c);\n- Các phòng, ban huyện;\n- UBND các xã, thị trấn (để thực hiện);\n- CT, PCT UBND huyện;\n- Lưu: VT, LĐ.\n\n"
)


def test_recipients_without_marks_and_without_the_filing_line(read: Any) -> None:
    found = read(SIGNED + "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nTrần Văn Hòa\n").record.metadata
    assert found.recipients == ["UBND tỉnh", "Các phòng, ban huyện", "UBND các xã, thị trấn", "CT, PCT UBND huyện"]


SIGNERS = [
    ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nTrần Văn Hòa", "Trần Văn Hòa", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nTrần Văn Hòa", "Trần Văn Hòa", "PHÓ CHỦ TỊCH"),
    ("\tTM. ỦY BAN NHÂN DÂN CHỦ TỊCH ( đã kí) Trần Văn Hòa", "Trần Văn Hòa", "CHỦ TỊCH"),
    ("TM. HỘI ĐỒNG NHÂN DÂN CHỦ TỊCH\n\nTrần Văn Hòa", "Trần Văn Hòa", "CHỦ TỊCH"),
    ("| Nơi nhận: - Sở Y tế; - Lưu: VT | TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Trần Văn Hòa |\n|---|---|", "Trần Văn Hòa", "CHỦ TỊCH"),
    ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nLê Thị Bình", "Lê Thị Bình", "PHÓ GIÁM ĐỐC"),
    ("CHỦ TỊCH\nTrần Văn Hòa\nCHƯƠNG TRÌNH HÀNH ĐỘNG CỦA HUYỆN", "Trần Văn Hòa", "CHỦ TỊCH"),
    ("TRƯỞNG BAN\n\n\nVàng A Páo", "Vàng A Páo", "TRƯỞNG BAN"),
    ("CHỈ HUY TRƯỞNG\n\n\nTrung tá Vàng A Páo", "Vàng A Páo", "CHỈ HUY TRƯỞNG"),
    ("KT. BỘ TRƯỞNG - THỨ TRƯỞNG\n(đã ký) Lê Thị Bình", "Lê Thị Bình", "THỨ TRƯỞNG"),
    ("GIÁM ĐỐC - TS. Lê Thị Bình (đã ký)", "Lê Thị Bình", "GIÁM ĐỐC"),
    ("TM. ỦY BAN NHÂN DÂN - CHỦ TỊCH: Trần Văn Hòa", "Trần Văn Hòa", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN - KT. CHỦ TỊCH - PHÓ CHỦ TỊCH: Lê Thị Mai", "Lê Thị Mai", "PHÓ CHỦ TỊCH"),
]


@pytest.mark.parametrize(("signature", "name", "role"), SIGNERS)
def test_signers(read: Any, signature: str, name: str, role: str) -> None:
    found = read(f"{SIGNED}{signature}\n").record.metadata
    assert (found.signer.name, found.signer.role) == (name, role)


def test_recipients_and_signature_in_two_columns(read: Any) -> None:
    text = (
        SHAPES["one column"] + BODY + "\nNơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- UBND tỉnh;\tCHỦ TỊCH\n- Các phòng, ban huyện;\n- Lưu: VT.\tTrần Văn Hòa\n"
    )
    found = read(text).record.metadata
    assert found.recipients == ["UBND tỉnh", "Các phòng, ban huyện"]
    assert (found.signer.name, found.signer.role) == ("Trần Văn Hòa", "CHỦ TỊCH")


RECIPIENTS = [
    "Nơi nhận: Sở Y tế (b/c); Các phòng, ban huyện; Lưu: VT, LĐ.",
    "| Nơi nhận: | CHỦ TỊCH |\n|---|---|\n| - Sở Y tế (để báo cáo);<br>- Các phòng, ban huyện;<br>- Lưu: VT. | Trần Văn Hòa |",
    "Nơi nhận:                         CHỦ TỊCH\n- Sở Y tế;\n- Các phòng, ban huyện;             Trần Văn Hòa\n- Lưu: VT.",
]


@pytest.mark.parametrize("lines", RECIPIENTS)
def test_recipients_in_one_line_in_a_cell_and_beside_a_column(read: Any, lines: str) -> None:
    assert read(f"{SHAPES['one column']}{BODY}\n{lines}\n").record.metadata.recipients == ["Sở Y tế", "Các phòng, ban huyện"]


def test_the_letterhead_and_the_body_after_tm_take_the_territory_of_the_document(read: Any) -> None:
    record = read(SIGNED + "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nTrần Văn Hòa\n").record
    names = [e.norm.name for e in record.entities if e.label == "AGENCY" and e.text.startswith("ỦY BAN NHÂN DÂN")]
    assert names == [UBND, UBND]


def test_a_letterhead_in_pipes_and_one_below_a_web_subject(read: Any) -> None:
    piped = "UỶ BAN NHÂN DÂN | CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN ĐỒNG TRẠCH | Độc lập - Tự do - Hạnh phúc\nSố: 19/KH-UBND | Đồng Trạch, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nPhòng dịch\n\nI. NHIỆM VỤ\n1. Phun thuốc.\n"
    web = "# KẾ HOẠCH PHÒNG DỊCH NĂM 2024\n\n**ỦY BAN NHÂN DÂN HUYỆN ĐỒNG TRẠCH**\n\n**Số: 19/KH-UBND**\n\n*Đồng Trạch, ngày 08 tháng 3 năm 2024*\n\n## I. Nhiệm vụ\n1. Phun thuốc.\n"
    for text in (piped, web):
        found = read(text).record.metadata
        assert (found.number, found.place, found.issued_on) == ("19/KH-UBND", "Đồng Trạch", "2024-03-08")
        assert found.issuer == "Ủy ban nhân dân huyện Đồng Trạch"


def test_the_number_is_that_of_the_document_and_not_of_its_legal_bases(read: Any) -> None:
    text = "QUỐC HỘI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nNghị quyết số: 27/2026/QH16\nHà Nội, ngày 24 tháng 4 năm 2026\nNGHỊ QUYẾT\nVề Kế hoạch đầu tư công\nCăn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam đã được sửa đổi theo Nghị quyết số 203/2025/QH15;\n"
    found = read(text).record.metadata
    assert (found.number, found.issuer, found.issued_on) == ("27/2026/QH16", "Quốc hội", "2026-04-24")


def test_the_place_of_a_ward_or_district_with_a_number(read: Any) -> None:
    found = read(
        f"UBND QUẬN 5\n{MOTTO}\nSố: 45/KH-UBND\nQuận 5, ngày 08 tháng 3 năm 2024\n\nKẾ HOẠCH\nRà soát hộ nghèo năm 2024{BODY}"
    ).record.metadata
    assert (found.place, found.issued_on) == ("Quận 5", "2024-03-08")


def test_a_star_between_the_issuer_and_the_number_is_a_ruler(read: Any) -> None:
    found = read(f"TỈNH ỦY HÒA LẠC\nỦY BAN KIỂM TRA\n*\nSố 21-KH/UBKTTU\nHòa Lạc, ngày 10 tháng 01 năm 2024\n\nKẾ HOẠCH\nkiểm tra năm 2024{BODY}")
    assert [e.text for e in found.record.entities if e.label == "AGENCY"] == ["TỈNH ỦY HÒA LẠC", "ỦY BAN KIỂM TRA"]
    assert (found.record.metadata.issuer, found.record.metadata.number) == ("Ủy ban Kiểm tra Tỉnh ủy Hòa Lạc", "21-KH/UBKTTU")


PORTAL = "Trang chủ\n>\nVăn bản địa phương\n>\nKế hoạch số 45/KH-UBND rà soát hộ nghèo năm 2024\nThuộc tính\nTải về\n"
PROPERTIES = {
    "two in a row": "Số hiệu 45/KH-UBND\tLoại văn bản Kế hoạch\nNgành --\tNgày ban hành 08/3/2024\nCơ quan ban hành UBND huyện Đồng Trạch\n"
    "Chức danh Chủ tịch\tNgười ký Lê Văn Hà\n",
    "colons and pipes": "Số hiệu: | 45/KH-UBND | Loại văn bản: | Kế hoạch |\nNơi ban hành: | UBND huyện Đồng Trạch | Người ký: | Lê Văn Hà |\n"
    "Ngày ban hành: | 08/3/2024 | Chức vụ: | Chủ tịch |\nNgày công báo: | Đang cập nhật | Tình trạng: | Đang cập nhật |\n",
    "with colons": "Số ký hiệu: 45/KH-UBND\nLoại văn bản: KẾ HOẠCH\nNgày ban hành: ngày 08 tháng 3 năm 2024\nNơi ban hành: UBND huyện Đồng Trạch\n"
    "Chức vụ: Chủ tịch\nNgười ký: Lê Văn Hà\n",
    "in cells of their own": "Số/Ký hiệu\t45/KH-UBND\nThể loại\tKế hoạch\nNgày ký\t08-03-2024\nCơ quan ban hành\tUBND huyện Đồng Trạch\n"
    "Chức vụ\tChủ tịch\nNgười ký\tLê Văn Hà\n",
}


@pytest.mark.parametrize("table", PROPERTIES.values(), ids=PROPERTIES)
def test_a_page_without_a_letterhead_says_it_in_its_table_of_properties(read: Any, table: str) -> None:
    found = read(PORTAL + table).record.metadata
    assert (found.doc_type, found.number, found.issued_on, found.title) == ("Kế hoạch", "45/KH-UBND", "2024-03-08", "rà soát hộ nghèo năm 2024")
    assert (found.issuer, found.signer.name, found.signer.role) == (UBND, "Lê Văn Hà", "Chủ tịch")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("15/KH- UBND", "15/KH-UBND"),
        ("15 / KH - UBND", "15/KH-UBND"),
        ("15/KH-UBND Còn hiệu lực", "15/KH-UBND"),
        ("15/KH-UBND tải về", "15/KH-UBND"),
        ("279/2002/qđ-ttg", "279/2002/QĐ-TTg"),
    ],
)
def test_a_number_in_the_table_of_properties_has_blanks_beside_its_marks_only(read: Any, said: str, number: str) -> None:
    assert read(f"Số hiệu\t{said}\nLoại văn bản\tKế hoạch\nNgày ban hành\t08/3/2024\nNgười ký: Lê Văn Hà").record.metadata.number == number


def test_what_the_document_says_of_itself_comes_before_the_properties_of_its_page(read: Any) -> None:
    page = "Số hiệu 99/KH-UBND\tLoại văn bản Quyết định\nNgày ban hành 01/01/2020\tNgười ký Trần Thị Bình\n"
    found = read(SHAPES["one column"] + BODY + page).record.metadata
    assert {name: getattr(found, name) for name in ISSUED} == ISSUED
    assert (found.doc_type, found.signer.name) == ("Kế hoạch", "Trần Thị Bình")


@pytest.mark.parametrize(
    "text",
    [
        "Số hiệu --\tLoại văn bản --\nNgày ban hành --\tNgười ký --\n",
        "TT\tTên văn bản\tSố hiệu\tCơ quan ban hành\n1\tNghị định về phí\t120/2016/NĐ-CP\tChính phủ\n",
        "TT\tSố ký hiệu\tNgày ban hành\tLoại văn bản\tCơ quan ban hành\tNgười ký\tTrích yếu\n1\t12/QĐ-UBND\t05/3/2020\tQuyết định\tUBND tỉnh\tLê Văn Hà\tVề phí\n",
        "Số hiệu công trình và loại văn bản kèm theo do chủ đầu tư ghi.\n",
    ],
)
def test_labels_without_values_and_columns_of_a_table_are_no_properties(read: Any, text: str) -> None:
    found = read("Trang chủ\n" + text).record.metadata
    assert (found.doc_type, found.number, found.issued_on, found.signer.name) == (None, None, None, None)


@pytest.mark.parametrize(("number", "doc_type"), [("45/KH-UBND", "Kế hoạch"), ("16/CTr-UBND", None), ("212/UBND-VX", None)])
def test_a_page_that_leaves_out_the_line_with_the_type_says_it_by_the_number(read: Any, number: str, doc_type: str | None) -> None:
    head = f"ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: {number} | Vĩnh Long, ngày 11 tháng 10 năm 2018 |\n"
    found = read(f"{head}Căn cứ Luật Trẻ em;\nỦy ban nhân dân tỉnh triển khai như sau:\n1. Sở Y tế rà soát số liệu.").record.metadata
    assert (found.doc_type, found.number) == (doc_type, number)


@pytest.mark.parametrize("place", ["Hà Nội", "Phúc Thọ", "Nam Định"])
def test_a_dateline_in_one_line_with_the_motto(read: Any, place: str) -> None:
    head = f"BỘ NỘI VỤ\nSố: 12/KH-BNV\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc {place}, ngày 05 tháng 3 năm 2024\n\nKẾ HOẠCH\nTập huấn"
    assert read(head + BODY).record.metadata.place == place
