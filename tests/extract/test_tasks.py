"""Tasks from prose: what is one, what is none, and where its text begins and ends."""

from typing import Any

import pytest


def texts(read: Any, plan: str) -> list[str]:
    return [task.text for task in read(plan).tasks]


NOT_TASKS = [
    pytest.param("I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao trách nhiệm của cán bộ.\n2. Triển khai đồng bộ, tiết kiệm.", id="purposes"),
    pytest.param("I. Mục đích\n- Bảo vệ tính mạng nhân dân.\nII. Yêu cầu\n- Phân công rõ người, rõ việc.", id="purposes-in-small-letters"),
    pytest.param("I MỤC ĐÍCH\n- Rèn nền nếp cho học sinh.\n2 YÊU CẦU\n- Tổ chức an toàn.", id="purposes-whose-number-lost-its-point"),
    pytest.param("V. CHƯƠNG TRÌNH BUỔI LỄ\n- Văn nghệ\n- Chào cờ, giới thiệu đại biểu\n- Hiệu trưởng đọc diễn văn\n- Khen học sinh", id="an-agenda"),
    pytest.param("1. Nội dung chương trình:\n- 7h30 - 7h45: Ổn định tổ chức.\n- 7h45: Khai mạc.\n- 8h: Trao quà.", id="an-agenda-with-hours"),
    pytest.param("IV. TRANG PHỤC\n- Giáo viên nữ mặc áo dài.\n- Học sinh mặc đồng phục.", id="dress"),
    pytest.param(
        "III. TỔ CHỨC THỰC HIỆN\n- Ông Phan Văn Đạt - Hiệu trưởng - Trưởng ban;\n- Cô Lò Thị Mai, Tổng phụ trách, Phó ban\n- Giáo viên chủ nhiệm          Phụ trách lớp    Ủy viên",
        id="members-of-a-committee",
    ),
    pytest.param(
        "I. ĐÁNH GIÁ CÔNG TÁC THÁNG 9\n- Liên đội thu gom giấy vụn đúng lịch.\n- Sinh hoạt sao nhi đồng hằng tuần.", id="a-month-looked-back-on"
    ),
    pytest.param("I. GIỚI THIỆU CHUNG\n1. Bệnh viện khám, chữa bệnh cho bốn xã.\n2. Quản lý hai trạm y tế.", id="an-introduction"),
    pytest.param(
        "KẾ HOẠCH\n- Nhằm rèn thói quen đọc sách cho học sinh.\n- Thực hiện kế hoạch số 39/KH-PGDĐT của Phòng Giáo dục.\nI. MỤC ĐÍCH\n- Xây dựng văn hóa đọc.",
        id="bullets-before-the-first-number",
    ),
    pytest.param("I. QUAN ĐIỂM\n1. Xác định phòng ngừa là chính.", id="views"),
    pytest.param("I. MỤC ĐÍCH, YÊU CẦU\n1. Sở Y tế, các huyện báo cáo đúng hạn trước ngày 15/12/2024.", id="requirements-with-a-day"),
    pytest.param(
        "I. THỰC TRẠNG\n1. Sở Y tế lập danh sách, xong trước ngày 15/12/2024.\n2. Công an tỉnh rà soát trong tháng 6/2024.", id="what-has-been"
    ),
    pytest.param("I. MỤC TIÊU\n1. Mục tiêu chung\n- Nâng cao chất lượng dân số.\n2. Mục tiêu cụ thể\n- Giảm số vụ đuối nước.", id="aims"),
    pytest.param("I. CHỈ TIÊU\n1. 95% hộ dân dùng nước sạch.\n2. Tỷ lệ trẻ được tiêm chủng đạt trên 98%.", id="targets"),
    pytest.param("II. NHIỆM VỤ\n1. Chỉ tiêu\n- Trồng mới năm mươi héc-ta rừng.", id="targets-below-duties"),
    pytest.param("I. CĂN CỨ PHÁP LÝ\n- Luật Trẻ em;\n- Nghị định số 56/2017/NĐ-CP ngày 09/5/2017 của Chính phủ.", id="legal-bases"),
    pytest.param(
        "Căn cứ Luật Trẻ em;\nCăn cứ Kế hoạch số 12/KH-UBND ngày 03/01/2024 của UBND tỉnh;\nUBND huyện ban hành kế hoạch như sau:",
        id="bases-in-prose",
    ),
    pytest.param("I. TÌNH HÌNH\n1. Toàn huyện có ba trường nội trú.\n2. Đội ngũ giáo viên còn thiếu.", id="situation"),
    pytest.param("I. PHẠM VI, ĐỐI TƯỢNG\n1. Hộ nghèo trên địa bàn tỉnh.\n2. Trẻ em mồ côi.", id="scope"),
    pytest.param("I. THỜI GIAN\n- Đợt 1: Trong tháng 6/2024.\n- Đợt 2: Trong tháng 9/2024.", id="times-of-two-rounds"),
    pytest.param("I. MỤC TIÊU\n1. Giai đoạn 1\n- Xóa mười điểm đen.\n2. Giai đoạn 2\n- Giữ vững kết quả.", id="aims-by-stages"),
    pytest.param("I. THỜI GIAN, ĐỊA ĐIỂM\n1. Thời gian: Trong tháng 6/2024.\n2. Địa điểm: Nhà văn hóa huyện.", id="time-and-place"),
    pytest.param(
        "II. NỘI DUNG, PHẠM VI, ĐỐI TƯỢNG GIÁM SÁT\n1. Nội dung: Việc tiếp công dân.\n2. Đối tượng giám sát: Thanh tra huyện, UBND xã Tân Mỹ.",
        id="supervision",
    ),
    pytest.param("IV. KINH PHÍ\n- Nguồn ngân sách tỉnh và nguồn xã hội hóa.", id="money"),
    pytest.param("Nơi nhận:\n- UBND tỉnh;\n- Các sở, ban, ngành;\n- Lưu: VT, VX.", id="recipients"),
    pytest.param("II. NHIỆM VỤ\n- Theo yêu cầu của tỉnh, hiện nay toàn bộ các xã đã lập tổ công nghệ số.", id="what-is-done-by-now"),
    pytest.param(
        "- Căn cứ Quy định số 30-QĐ/TW ngày 26-7-2016;\n- Căn cứ Quyết định số 812-QĐ/TU giao Ủy ban Kiểm tra chủ trì,\nỦy ban Kiểm tra đề ra kế hoạch như sau:",
        id="bases-in-bullets",
    ),
    pytest.param("**Căn cứ pháp lý:**\n\n- Luật Trẻ em;\n- Kế hoạch số 12/KH-UBND ngày 03/01/2024 của UBND tỉnh.", id="bases-under-a-paragraph"),
    pytest.param("Kính gửi:\n- Ủy ban nhân dân các xã;\n- Các phòng, ban huyện.", id="addressees"),
    pytest.param(
        "CÔNG ĐIỆN\nVề việc ứng phó bão\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:\n- Giám đốc các Sở: Y tế, Công Thương;\n- Chủ tịch UBND các huyện: Tân Kỳ, Bắc Giao.\n\n"
        "Bão đi nhanh, Chủ tịch UBND tỉnh yêu cầu:",
        id="to-whom-a-telegram-goes",
    ),
    pytest.param("II. NỘI DUNG\n1. Ủy ban nhân dân huyện đã thành lập Ban Chỉ đạo và phân công thành viên.", id="what-has-been-done"),
    pytest.param("II. NỘI DUNG\n1. Kinh phí của Chương trình giai đoạn 2021 - 2025 là 50.000 tỷ đồng.", id="an-amount"),
    pytest.param(
        "Thực hiện Nghị quyết số 11/NQ-CP của Chính phủ và thông báo của Ban đại diện, Hội Nông dân tỉnh (viết tắt là Hội) ban hành kế hoạch với những nội dung sau:\n\n"
        "Phần thứ nhất\nTHỰC TRẠNG VÀ MỤC TIÊU\n\n1. Tổng dư nợ 3.215 tỷ đồng; còn bốn xã có nợ quá hạn.",
        id="what-is-below-the-sentence-that-issues-a-plan",
    ),
    pytest.param("II. NỘI DUNG\n1. Chương trình phòng, chống sốt rét, sốt xuất huyết đến năm 2030 là 1.250 tỷ đồng.", id="an-amount-behind-commas"),
    pytest.param("Để phòng dịch, UBND xã lập Kế hoạch như sau:\nI. MỤC ĐÍCH, YÊU CẦU", id="a-heading-at-which-a-text-is-cut-off"),
    pytest.param("II. NỘI DUNG\n- 35 tỷ đồng cho các xã vùng cao;\n- 12,5 tỷ đồng phân bổ cho các bệnh viện.", id="an-amount-first"),
    pytest.param(
        "III. Báo cáo theo quy chế\nTại phiên họp, các sở đã có báo cáo Ủy ban nhân dân tỉnh như sau:\n1. Sở Y tế báo cáo về dự thảo đề án y tế thôn bản.",
        id="what-was-reported",
    ),
    pytest.param("Điều 3. Điều khoản\n1. Quyết định này có hiệu lực kể từ ngày ký.", id="effect"),
    pytest.param("QUYẾT ĐỊNH\nBan hành Quy định về quản lý chợ\n\nĐiều 1. Quản lý\n1. Ban quản lý chợ niêm yết giá.", id="a-decision-that-regulates"),
    pytest.param("Số: 12/2024/QĐ-UBND\nQUYẾT ĐỊNH\nVề mức thu phí qua phà\n\nĐiều 1. Mức thu\n1. Xe máy trả 5.000 đồng.", id="a-normative-number"),
    pytest.param(
        "Số: 12/2025/NQ-HĐND\nNGHỊ QUYẾT\nVề chính sách hỗ trợ nuôi tôm\n\nĐiều 2. Mức hỗ trợ\n1. Mỗi hộ được 5 triệu đồng.",
        id="a-resolution-that-regulates",
    ),
    pytest.param(
        "Số: 07/2024/QĐ-UBND\nQUYẾT ĐỊNH\nBan hành Quy định phân bổ vốn của Chương trình nước sạch\n\nĐiều 3. Cách phân bổ\n1. Xã nghèo được cộng 10 điểm.",
        id="rules-for-a-programme",
    ),
    pytest.param(
        "NGHỊ QUYẾT\nVề việc gỡ vướng khi triển khai các bến phà\n\nĐiều 1. Phạm vi điều chỉnh\nNghị quyết này quy định về bến phà.\n"
        "Điều 2. Cấp phép\n1. Sở Xây dựng cấp phép trong 05 ngày.",
        id="a-resolution-with-a-scope",
    ),
    pytest.param(
        "DECREE\n\nII. TASKS\n1. The Ministry of Finance shall allocate funds.\n2. Provinces of Ha Nhung and Tam Dien shall report before June 30 (Kế hoạch 12).",
        id="in-another-language",
    ),
    pytest.param("II. NỘI DUNG\n1. Về tình hình triển khai: Quý vừa qua, Sở Xây dựng và các huyện đã bám sát công trường.", id="how-it-went"),
    pytest.param("I. ĐÍCH CẦN ĐẠT\n- Mỗi bản có một tổ chữa cháy.", id="aims-in-other-words"),
    pytest.param("I. LĨNH VỰC TRỌNG TÂM VÀ CHỈ TIÊU\nLĩnh vực trọng tâm năm nay là hộ tịch, chứng thực.", id="field-and-targets"),
    pytest.param("I. SỐ LIỆU NĂM 2023\nHuyện có 214 hộ sống ven suối, 37 hộ phải dời.", id="figures"),
    pytest.param("I. ĐÁNH GIÁ KẾT QUẢ NĂM 2023\nTrạm Y tế quản lý 612 người tăng huyết áp; hai thôn tiêm chủng dưới 50%.", id="results-assessed"),
    pytest.param("I. SỐ LIỆU\nHuyện có 214 hộ sống ven suối.", id="figures-alone"),
    pytest.param("II. NỘI DUNG, PHẠM VI\n1. Nội dung\na) Việc công khai mức phí ở trạm y tế.\nb) Thái độ phục vụ.", id="objects-of-a-supervision"),
    pytest.param("B. Những câu hỏi đặt ra\n1. Bao lâu thì được trả hồ sơ?\n2. Ai hướng dẫn người dân?", id="questions"),
    pytest.param(
        "Cơ sở để làm:\n- Luật Đê điều số 79/2006/QH11;\n- Quyết định số 417/QĐ-UBND ngày 03/4/2023 của UBND tỉnh.", id="bases-under-other-words"
    ),
    pytest.param("II. NHIỆM VỤ\n- Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về thủ tục hành chính.", id="a-citation"),
    pytest.param("KẾ HOẠCH\nTrồng rừng\n\n- Căn cứ Luật tổ chức HĐND và UBND ngày 26/11/2003;", id="a-basis-with-a-dash"),
    pytest.param("III. NGUỒN LỰC\nNgân sách tỉnh 60%, ngân sách huyện 25%, còn lại do nhân dân đóng góp.", id="shares"),
    pytest.param(
        "QUYẾT ĐỊNH\nBan hành Kế hoạch phòng dịch\n\nĐiều 2. Chánh Văn phòng và Trưởng các phòng chịu trách nhiệm thực hiện.", id="who-executes"
    ),
    pytest.param(
        "QUYẾT ĐỊNH\nBan hành Kế hoạch phòng dịch\n\nĐiều 3. Giám đốc Sở Y tế, Chủ tịch UBND các huyện căn cứ quyết định thi hành./.",
        id="who-executes-by-other-words",
    ),
    pytest.param(
        "QUYẾT ĐỊNH\nBan hành Kế hoạch phòng dịch\n\nĐiều 3. Hiệu lực thi hành\nQuyết định này có hiệu lực kể từ ngày ký.", id="an-article-on-effect"
    ),
    pytest.param(
        "QUYẾT ĐỊNH\nBan hành Kế hoạch phòng dịch\n\nĐiều 4. Trách nhiệm thi hành\n"
        "Chánh Văn phòng UBND tỉnh, Giám đốc Sở Y tế chịu trách nhiệm thi hành Quyết định này.",
        id="an-article-on-who-executes",
    ),
    pytest.param(
        "QUYẾT ĐỊNH:\nĐiều 1. Phê duyệt Kế hoạch trồng rừng giai đoạn 2021\n- 2025 của huyện với các nội dung sau:\n"
        "1. Mục tiêu\na) Môi trường\n- Nâng độ che phủ của rừng.",
        id="aims-below-a-period-cut-at-its-dash",
    ),
    pytest.param("II. PHÁT ĐỘNG THI ĐUA\nNăm 2015 là năm có nhiều ngày lễ lớn của tỉnh và của ngành giao thông.", id="what-a-year-is"),
    pytest.param(
        " 1. MỤC ĐÍCH YÊU CẦU\n 2. Mục đích:\nChào mừng 85 năm ngày thành lập Đảng Cộng sản Việt Nam.", id="purposes-of-a-list-numbered-anew"
    ),
    pytest.param("II. KINH PHÍ\n- Sở Y tế: 120.000.000 đồng;\n- Các Ban Quản lý chợ: 1,2 tỷ đồng.", id="amounts"),
    pytest.param("II. NHIỆM VỤ\n- Tính đến ngày 30/6/2023, toàn xã còn 41 hộ nghèo.", id="what-stands-so-far"),
    pytest.param(
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Hòa\n\nTin khác\n- Kế hoạch tiêm chủng năm 2023 (15/02/2023)\n- Họp mặt đầu xuân (03/02/2023)",
        id="news-below",
    ),
    pytest.param("Trên đây là Kế hoạch năm 2024, đề nghị các đơn vị nghiêm túc thực hiện./.", id="closing"),
    pytest.param(
        "KẾT LUẬN\nI. NỘI DUNG\n1. Cơ bản thống nhất với báo cáo của Sở Nội vụ.\n2. Đồng ý chủ trương tiếp tục sửa hội trường huyện.\n3. Đánh giá cao sự nỗ lực của các xã.",
        id="what-a-conclusion-agrees-to",
    ),
    pytest.param(
        "QUYẾT ĐỊNH:\nĐiều 1. Phê duyệt Chương trình trồng cây xanh, với các chỉ tiêu chủ yếu:\na) Bảo đảm 90% trường học có bóng mát;\nb) Trồng mới 500 cây.",
        id="aims-that-come-with-what-is-approved",
    ),
    pytest.param(
        "II. NỘI DUNG\n1. Về đàn vật nuôi\nPhấn đấu đến năm 2025, có 95% đàn bò được tiêm phòng.\nTỷ lệ hao hụt dưới 2%.", id="aims-below-a-title"
    ),
]


@pytest.mark.parametrize("plan", NOT_TASKS)
def test_no_task(read: Any, plan: str) -> None:
    assert texts(read, plan) == []


TASKS = [
    pytest.param(
        "KẾ HOẠCH\n- Nhằm rèn thói quen đọc sách cho học sinh.\nI. NHIỆM VỤ\n- Thực hiện 3 tiết đọc thư viện mỗi tháng.\n- Đánh giá công tác thư viện tháng 9.",
        ["Thực hiện 3 tiết đọc thư viện mỗi tháng", "Đánh giá công tác thư viện tháng 9"],
        id="bullets-behind-the-first-number",
    ),
    pytest.param(
        "I. NỘI DUNG\n1. Về tình hình giải ngân\nTỉnh giải ngân đạt 22%.\nUBND tỉnh yêu cầu các sở, ngành tập trung thực hiện:\na) Sở Tài chính cân đối vốn.\n"
        "b) Sở Xây dựng thẩm định hồ sơ.",
        ["Sở Tài chính cân đối vốn", "Sở Xây dựng thẩm định hồ sơ"],
        id="duties-below-a-situation",
    ),
    pytest.param(
        "KẾT LUẬN\nI. NỘI DUNG\n1. Đồng ý với đề xuất của Sở Y tế. Yêu cầu Sở Y tế hoàn thiện hồ sơ.\n2. Ghi nhận, phản ánh kịp thời ý kiến cử tri.\n"
        "3. Đồng ý lùi hạn nộp, hoàn thành trong quý III/2022.\n4. Thống nhất lịch xả nước với các trạm bơm.",
        [
            "Đồng ý với đề xuất của Sở Y tế. Yêu cầu Sở Y tế hoàn thiện hồ sơ",
            "Ghi nhận, phản ánh kịp thời ý kiến cử tri",
            "Đồng ý lùi hạn nộp, hoàn thành trong quý III/2022",
            "Thống nhất lịch xả nước với các trạm bơm",
        ],
        id="what-a-conclusion-agrees-to-and-assigns",
    ),
    pytest.param(
        "Số: 15/2010/NQ-HĐND\nNGHỊ QUYẾT\nVề nhiệm vụ phát triển kinh tế - xã hội năm 2011\n\nĐiều 2. Nhiệm vụ\n1. Đẩy nhanh tiến độ đường vành đai.",
        ["Đẩy nhanh tiến độ đường vành đai"],
        id="a-resolution-of-tasks-with-the-year-in-its-number",
    ),
    pytest.param("II. NHIỆM VỤ, GIẢI PHÁP\n1. Rà soát hộ nghèo.\n2. Sửa nhà dột nát.", ["Rà soát hộ nghèo", "Sửa nhà dột nát"], id="measures"),
    pytest.param(
        "III. THỜI GIAN THỰC HIỆN\n1. Bước 1: Chuẩn bị (tháng 3/2024)\n- In phiếu điều tra.\n2. Bước 2: Điều tra\n- Ghi phiếu từng hộ.",
        ["In phiếu điều tra", "Ghi phiếu từng hộ"],
        id="steps-below-a-heading-of-times",
    ),
    pytest.param("I. MỤC TIÊU, NHIỆM VỤ\n1. Rà soát hộ nghèo.\n2. Sửa nhà dột nát.", ["Rà soát hộ nghèo", "Sửa nhà dột nát"], id="aims-and-duties"),
    pytest.param(
        "II. NỘI DUNG\n1. Truyền thông\n1.1. Viết tin bài.\n1.2. Phát tờ rơi.\n2. Tuần tra.",
        ["Viết tin bài", "Phát tờ rơi", "Tuần tra"],
        id="numbers",
    ),
    pytest.param(
        "II. NỘI DUNG\n1. Truyền thông\na) Viết tin bài;\nb) Phát tờ rơi.\n2. Tuần tra.", ["Viết tin bài", "Phát tờ rơi", "Tuần tra"], id="letters"
    ),
    pytest.param(
        "1. Truyền thông:\n- Trên báo:\n+ Viết tin bài;\n+ Vẽ tranh.\n- Phát tờ rơi.", ["Viết tin bài", "Vẽ tranh", "Phát tờ rơi"], id="smallest"
    ),
    pytest.param("1. Truyền thông\n• Viết tin bài;\n• Phát tờ rơi.", ["Viết tin bài", "Phát tờ rơi"], id="bullets"),
    pytest.param(
        "II. TÌNH HÌNH THÁNG 4\n1. Kết quả nổi bật\na) Thu hoạch xong vụ lúa đông xuân.\n2. Phương hướng, nhiệm vụ tháng 5\na) Rà soát hộ nghèo;\nb) Sửa nhà.",
        ["Rà soát hộ nghèo", "Sửa nhà"],
        id="duties-under-the-situation",
    ),
    pytest.param(
        "1. Về tình hình tháng 5\nGiá cả ổn định.\nChính phủ yêu cầu các bộ, ngành tập trung vào các nhiệm vụ sau:\na) Bộ Y tế kiểm tra giá thuốc.\nb) Cắt giảm lễ hội.",
        ["Bộ Y tế kiểm tra giá thuốc", "Cắt giảm lễ hội"],
        id="duties-told-under-the-situation",
    ),
    pytest.param(
        "Thực hiện chỉ đạo của Bộ Y tế, Sở Y tế ban hành Kế hoạch với những nội dung chủ yếu sau:\nPhần thứ nhất\nTHỰC TRẠNG VÀ MỤC TIÊU\n1. Còn 4 xã thiếu bác sĩ.\nPhần thứ hai\nNHIỆM VỤ\n1. Sửa nhà.",
        ["Sửa nhà"],
        id="what-a-plan-holds-is-told-to-nobody",
    ),
    pytest.param(
        "2. Về dự án Luật Thư viện\nChính phủ thảo luận dự án Luật Thư viện.\nBộ Tư pháp rà soát lần cuối.\nBộ Nội vụ góp ý.\n3. Sửa nhà.",
        ["Bộ Tư pháp rà soát lần cuối", "Bộ Nội vụ góp ý", "Sửa nhà"],
        id="what-a-meeting-did",
    ),
    pytest.param(
        "IV. KINH PHÍ\n1. Nguồn ngân sách tỉnh.\n2. Sở Tài chính bố trí kinh phí hằng năm.",
        ["Sở Tài chính bố trí kinh phí hằng năm"],
        id="money-duty",
    ),
    pytest.param(
        "V. CHẾ ĐỘ BÁO CÁO\n1. Các sở, ngành gửi báo cáo về Sở Y tế trước ngày 15/12/2024.",
        ["Các sở, ngành gửi báo cáo về Sở Y tế trước ngày 15/12/2024"],
        id="report-duty",
    ),
    pytest.param(
        "II. NHIỆM VỤ\n1. Thực hiện các nhiệm vụ cụ thể tại Phụ lục kèm theo.", ["Thực hiện các nhiệm vụ cụ thể tại Phụ lục kèm theo"], id="annex"
    ),
    pytest.param(
        "I. MỤC TIÊU\n- Bảo vệ rừng.\nII. NHIỆM VỤ\n1. Tuần tra rừng.\nNơi nhận:\n- UBND tỉnh;\n- Lưu: VT.", ["Tuần tra rừng"], id="only-in-the-body"
    ),
    pytest.param(
        "II. NHIỆM VỤ\n1. Tuần tra rừng.\n2. Làm đường băng cản lửa.\nGiao Hạt Kiểm lâm huyện theo dõi, đôn đốc việc thực hiện Kế hoạch này.",
        ["Tuần tra rừng", "Làm đường băng cản lửa"],
        id="closing-paragraph",
    ),
    pytest.param(
        "II. NHIỆM VỤ\n1. Tuần tra rừng.\n2. Làm đường băng cản lửa.\nTrong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về UBND tỉnh./.",
        ["Tuần tra rừng", "Làm đường băng cản lửa"],
        id="usual-closing",
    ),
    pytest.param(
        "II. NHIỆM VỤ\n1. Quy mô trường lớp\na) Nhà trường sinh hoạt ghép hai điểm lẻ.\nb) Phòng Giáo dục và Đào tạo lập phương án dồn ghép trước ngày 15/8/2024.",
        ["Phòng Giáo dục và Đào tạo lập phương án dồn ghép trước ngày 15/8/2024"],
        id="a-duty-below-a-heading-of-sizes",
    ),
    pytest.param(
        "I. LÝ DO GẤP\n1. Sở Y tế lập danh sách trước ngày 15/8/2024.\n2. Công an tỉnh rà soát trong tháng 6/2024.\n3. Dọn các điểm ngập.",
        ["Sở Y tế lập danh sách trước ngày 15/8/2024", "Công an tỉnh rà soát trong tháng 6/2024", "Dọn các điểm ngập"],
        id="duties-below-a-heading-of-reasons",
    ),
    pytest.param(
        "II. NHIỆM VỤ\n1. Tuần tra rừng.\n2. Làm đường băng cản lửa.\nKinh phí thực hiện từ nguồn sự nghiệp lâm nghiệp năm 2024.",
        ["Tuần tra rừng", "Làm đường băng cản lửa"],
        id="closing-money",
    ),
    pytest.param(
        "II. NHIỆM VỤ\n1. Tuần tra rừng¹.\n2. Làm đường băng cản lửa [2].\n¹ Theo bản đồ năm 2020.\n[2] Rộng mười mét.",
        ["Tuần tra rừng", "Làm đường băng cản lửa"],
        id="footnotes",
    ),
    pytest.param("II. NHIỆM VỤ\n1. Tuần tra rừng;\n2. Làm đường băng cản lửa./.", ["Tuần tra rừng", "Làm đường băng cản lửa"], id="closing-marks"),
    pytest.param("1. Sở Y tế: Dự trữ thuốc.\n2. Công an tỉnh: Tuần tra.", ["Sở Y tế: Dự trữ thuốc", "Công an tỉnh: Tuần tra"], id="inline-agency"),
    pytest.param(
        "1. Sở Y tế\nDự trữ thuốc cho mùa mưa lũ.\nTập huấn sơ cứu cho nhân viên y tế thôn.\n2. Công an tỉnh\nTuần tra các bến đò.",
        ["Dự trữ thuốc cho mùa mưa lũ", "Tập huấn sơ cứu cho nhân viên y tế thôn", "Tuần tra các bến đò"],
        id="paragraphs-under-an-agency",
    ),
    pytest.param(
        "III. NHIỆM VỤ\n1. Giữ gìn vệ sinh môi trường ở các thôn, xóm; thu gom, phân loại rác thải tại nguồn; bảo vệ nguồn nước sinh hoạt của nhân dân trong mùa khô\n"
        "Mỗi thôn lập một điểm tập kết rác.\nCác hộ chăn nuôi làm hố ủ phân, không xả thẳng ra mương.",
        ["Mỗi thôn lập một điểm tập kết rác", "Các hộ chăn nuôi làm hố ủ phân, không xả thẳng ra mương"],
        id="paragraphs-under-a-long-title",
    ),
    pytest.param(
        "II. TRÌNH TỰ\n2.1.a. Lập danh sách hộ có nhà dột nát.\n2.1.b. Niêm yết danh sách tại nhà văn hóa thôn.",
        ["Lập danh sách hộ có nhà dột nát", "Niêm yết danh sách tại nhà văn hóa thôn"],
        id="numbers-and-letters",
    ),
    pytest.param(
        "V. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ\n- Lập hồ sơ của từng hộ, bao gồm:\n+ Đơn của chủ hộ;\n+ Biên bản bình xét của thôn.\n- Trả kết quả cho từng hộ.",
        ["Lập hồ sơ của từng hộ, bao gồm: + Đơn của chủ hộ; + Biên bản bình xét của thôn", "Trả kết quả cho từng hộ"],
        id="what-a-file-consists-of",
    ),
    pytest.param(
        "II. NHIỆM VỤ\n1. Lập hai tổ tuần tra, gồm:\n- Tổ 1: Công an xã trực ban đêm;\n- Tổ 2: Ban Chỉ huy Quân sự xã trực ban ngày.",
        ["Tổ 1: Công an xã trực ban đêm", "Tổ 2: Ban Chỉ huy Quân sự xã trực ban ngày"],
        id="parts-that-act-are-duties",
    ),
    pytest.param(
        "III. KINH PHÍ VÀ ĐIỀU KIỆN THỰC HIỆN\n- Kinh phí từ nguồn sự nghiệp giáo dục năm 2026.\n- Nhà trường chủ động cân đối nguồn chi thường xuyên.\n"
        "- Ưu tiên mua sắm thiết bị phòng thí nghiệm.\n- Thực hiện nghiêm quy định về công khai tài chính.",
        [
            "Nhà trường chủ động cân đối nguồn chi thường xuyên",
            "Ưu tiên mua sắm thiết bị phòng thí nghiệm",
            "Thực hiện nghiêm quy định về công khai tài chính",
        ],
        id="what-a-school-does-with-its-money",
    ),
    pytest.param(
        "1. Dự trữ thuốc cho\nmùa mưa lũ tại các\ntrạm y tế.\n2. Tuần tra.",
        ["Dự trữ thuốc cho mùa mưa lũ tại các trạm y tế", "Tuần tra"],
        id="hard-wraps",
    ),
    pytest.param("1. Dự trữ thuốc.\n- Cơ quan chủ trì: Sở Y tế.\n- Thời gian: Quý II/2024.", ["Dự trữ thuốc"], id="attributes-outside"),
    pytest.param(
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch trồng rừng năm 2024.\nĐiều 2. Giao Sở Nông nghiệp và PTNT hướng dẫn kỹ thuật trồng rừng.",
        ["Giao Sở Nông nghiệp và PTNT hướng dẫn kỹ thuật trồng rừng"],
        id="articles",
    ),
    pytest.param(
        "Điều 1. Phê duyệt Kế hoạch trồng rừng.\nĐiều 2. Giao Chi cục Kiểm lâm lập lịch trồng theo Kế hoạch được phê duyệt tại Điều 1.",
        ["Giao Chi cục Kiểm lâm lập lịch trồng theo Kế hoạch được phê duyệt tại Điều 1"],
        id="an-article-that-gives-a-duty",
    ),
    pytest.param(
        "II. NHIỆM VỤ\n1. Huyện đoàn\nTổ chức mít tinh mừng ngày thành lập Đảng Cộng sản Việt Nam.\n"
        "2. Phòng Văn hóa\nTreo cờ nước Cộng hòa xã hội chủ nghĩa Việt Nam.",
        ["Tổ chức mít tinh mừng ngày thành lập Đảng Cộng sản Việt Nam", "Treo cờ nước Cộng hòa xã hội chủ nghĩa Việt Nam"],
        id="a-sentence-that-names-the-party-or-the-state",
    ),
    pytest.param(
        "1. Đẩy mạnh tiêm chủng; bảo đảm 95% trẻ em được tiêm.", ["Đẩy mạnh tiêm chủng; bảo đảm 95% trẻ em được tiêm"], id="measure-with-a-percentage"
    ),
    pytest.param(
        "II. CÁC BƯỚC\nBước 1: Lập danh sách hộ nghèo.\nBước 2: Bình xét tại thôn.", ["Lập danh sách hộ nghèo", "Bình xét tại thôn"], id="steps"
    ),
    pytest.param(
        "B. NHIỆM VỤ\nI. Về chính trị\n1. Quán triệt nghị quyết.\nII. Về tư tưởng\n1. Học tập chuyên đề.",
        ["Quán triệt nghị quyết", "Học tập chuyên đề"],
        id="parts",
    ),
    pytest.param(
        "**II. NHIỆM VỤ**\n\n**1. Truyền thông**\n\n- Viết tin bài.\n\n**2. Tuần tra**\n\nTuần tra ban đêm trên các tuyến đường liên xã.",
        ["Viết tin bài", "Tuần tra ban đêm trên các tuyến đường liên xã"],
        id="markdown",
    ),
    pytest.param(
        "Điều 1. Phê duyệt Kế hoạch trồng rừng với các nội dung sau:\n1. Mục tiêu: Trồng mới năm trăm héc-ta.\n2. Nhiệm vụ:\na) Ươm giống;\nb) Trồng rừng.\n"
        "Điều 2. Sở Tài chính bố trí kinh phí.\nĐiều 3. Quyết định này có hiệu lực kể từ ngày ký./.",
        ["Ươm giống", "Trồng rừng", "Sở Tài chính bố trí kinh phí"],
        id="decision",
    ),
    pytest.param(
        "II. NHIỆM VỤ\n1. Rà soát hộ nghèo\n(Phân công cụ thể tại Phụ lục kèm theo)\n2. Sửa nhà.", ["Rà soát hộ nghèo", "Sửa nhà"], id="bracket-line"
    ),
    pytest.param(
        "II. NHIỆM VỤ\n2. Công tác huấn luyện\nHuấn luyện dân quân theo từng nhóm, cụ thể:\nTỉnh mở lớp cho chỉ huy các huyện.\nHuyện mở lớp cho tiểu đội trưởng.",
        ["Tỉnh mở lớp cho chỉ huy các huyện", "Huyện mở lớp cho tiểu đội trưởng"],
        id="a-paragraph-that-opens-those-after-it",
    ),
    pytest.param(
        "VI. KINH PHÍ\n1. Kinh phí từ ngân sách theo phân cấp.\n2. Giao Sở Tài chính thẩm định, trình UBND tỉnh phê duyệt.",
        ["Giao Sở Tài chính thẩm định, trình UBND tỉnh phê duyệt"],
        id="money-assigned",
    ),
]


@pytest.mark.parametrize(("plan", "expected"), TASKS)
def test_tasks(read: Any, plan: str, expected: list[str]) -> None:
    assert texts(read, plan) == expected


@pytest.mark.parametrize(
    ("plan", "markers"),
    [
        ("1. Tuần tra rừng.\n2. Trồng rừng.", ["1", "2"]),
        ("1. Truyền thông\n1.1. Viết tin bài.\n1.2. Phát tờ rơi.", ["1.1", "1.2"]),
        ("1. Truyền thông\na) Viết tin bài;\nđ) Phát tờ rơi.", ["a", "đ"]),
        ("1. Truyền thông\n- Viết tin bài;\n- Phát tờ rơi.", ["-", "-"]),
    ],
)
def test_markers(read: Any, plan: str, markers: list[str]) -> None:
    assert [(task.marker or "").rstrip(".)") for task in read(plan).tasks] == markers


def test_the_rest_of_a_truncated_item_is_a_task_without_a_lead(read: Any) -> None:
    first, second = read("…\nvận động hội viên hiến đất làm đường.\n- Phát tờ rơi.").tasks
    assert (first.text, first.marker, first.lead) == ("vận động hội viên hiến đất làm đường", None, [])
    assert second.text == "Phát tờ rơi"


def test_an_item_broken_by_a_page_has_several_fragments(read: Any) -> None:
    text = "II. NHIỆM VỤ\n1. Tuần tra các khu rừng giáp ranh vào ban đêm và trong\n\nCÔNG BÁO/Số 41/Ngày 14-02-2024\n7\n\nnhững ngày nắng nóng kéo dài.\n2. Trồng rừng."
    patrol, planting = read(text).tasks
    assert patrol.fragments == ["Tuần tra các khu rừng giáp ranh vào ban đêm và trong", "những ngày nắng nóng kéo dài"]
    assert planting.fragments == ["Trồng rừng"]


def test_roles_and_deadlines_go_on_over_a_page_and_what_stands_there_has_none(read: Any) -> None:
    text = """II. NHIỆM VỤ
1. Công an tỉnh chủ trì tuần tra các tuyến đường thủy, phối hợp với Sở Y tế

CÔNG BÁO/Số 41/Ngày 14-02-2024
7

và Sở Tài chính, Sở Xây dựng cắm biển báo ở các bến đò ngang, xong trước

CÔNG BÁO/Số 41/Ngày 14-02-2024
8

ngày 30 tháng 6 năm 2024.
2. Trồng rừng."""
    patrol, _ = read(text).tasks
    assert patrol.roles == (["Công an tỉnh"], ["Sở Y tế", "Sở Tài chính", "Sở Xây dựng"])
    assert patrol.deadline == ["ngày 30 tháng 6 năm 2024"] and len(patrol.fragments) == 3


def test_a_footnote_does_not_join_the_item_that_it_breaks(read: Any) -> None:
    text = "1. Tuần tra các khu rừng giáp ranh¹ vào ban đêm và trong\n\n¹ Theo bản đồ năm 2020.\n\nnhững ngày nắng nóng kéo dài.\n2. Trồng rừng."
    patrol, _ = read(text).tasks
    assert "Theo bản đồ" not in patrol.text and patrol.text.endswith("những ngày nắng nóng kéo dài")


def test_a_plan_with_all_its_parts(read: Any) -> None:
    plan = """ỦY BAN NHÂN DÂN
HUYỆN ĐỒNG TRẠCH

Số: 45/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Đồng Trạch, ngày 08 tháng 3 năm 2024

KẾ HOẠCH
Phòng, chống đuối nước trẻ em năm 2024

Căn cứ Kế hoạch số 12/KH-UBND ngày 03/01/2024 của UBND tỉnh, UBND huyện xây dựng kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức của phụ huynh.

II. CHỈ TIÊU
- 90% học sinh tiểu học biết bơi.

III. NHIỆM VỤ
1. Mở lớp dạy bơi trong hè.
2. Cắm biển cảnh báo tại ao, hồ.

IV. TỔ CHỨC THỰC HIỆN
1. Phòng Giáo dục và Đào tạo
- Chủ trì, phối hợp với Huyện đoàn mở lớp dạy bơi.
2. UBND các xã, thị trấn bố trí người trông coi bến nước.

Trên đây là Kế hoạch năm 2024, yêu cầu các đơn vị thực hiện./.

Nơi nhận:
- UBND tỉnh (b/c);
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Hòa
"""
    assert [(t.text, t.lead, t.coordinating) for t in read(plan).tasks] == [
        ("Mở lớp dạy bơi trong hè", [], []),
        ("Cắm biển cảnh báo tại ao, hồ", [], []),
        ("Chủ trì, phối hợp với Huyện đoàn mở lớp dạy bơi", ["Phòng Giáo dục và Đào tạo"], ["Huyện đoàn"]),
        ("UBND các xã, thị trấn bố trí người trông coi bến nước", ["UBND các xã, thị trấn"], []),
    ]


def test_spans_are_exact_also_where_folding_moves_offsets(read: Any) -> None:
    plan = "1. Sở Y tế chủ trì, phối hợp với Uỷ ban nhân dân các huyện dự trữ thuốc.\r\n2. Tuần tra.\r\n"
    record = read(plan).record
    assert [record.text[t.start : t.end] for t in record.tasks] == [
        "Sở Y tế chủ trì, phối hợp với Uỷ ban nhân dân các huyện dự trữ thuốc",
        "Tuần tra",
    ]


def test_paragraphs_that_each_name_who_acts_are_a_duty_each(read: Any) -> None:
    plan = "II. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế tổ chức tiêm chủng cho trẻ em.\nSở Tài chính bố trí kinh phí mua vắc-xin.\nViệc tiêm bảo đảm an toàn.\n2. Sở Nội vụ theo dõi."
    tasks = read(plan).tasks
    assert [(task.marker, task.lead) for task in tasks] == [("1", ["Sở Y tế"]), (None, ["Sở Tài chính"]), ("2", ["Sở Nội vụ"])]
    assert tasks[1].text.endswith("Việc tiêm bảo đảm an toàn")


@pytest.mark.parametrize(
    ("plan", "count"),
    [
        ("I. KẾT QUẢ CÔNG TÁC THÁNG 5 VÀ NHIỆM VỤ THÁNG 6\n- Sở Y tế chủ trì rà soát trước ngày 20/6/2024.", 1),
        ("I. KẾT QUẢ CÔNG TÁC THÁNG 5\n- Sở Y tế đã phun thuốc ở 4 xã.", 0),
        ("II. NHIỆM VỤ\n1. Đánh giá chất lượng nước hằng quý\n- Trạm Y tế lấy mẫu gửi xét nghiệm.", 1),
        ("II. NHIỆM VỤ\n1. Văn nghệ, thể thao: mở hội diễn.\n2. Phát biểu trên đài: Công an xã thực hiện.\n3. Rà soát hộ nghèo.", 3),
        ("- Nhằm kịp thời ứng phó, Công an tỉnh tuần tra trước ngày 15/6/2024.\nI. NỘI DUNG\n1. Tuần tra đê.", 2),
        (
            "II. NHIỆM VỤ\n1. Năm 2024 là năm cuối, Công an tỉnh hoàn thành chỉ tiêu trước ngày 30/6/2024.\n2. Năm 2024 là năm bản lề của cả nhiệm kỳ.",
            1,
        ),
        ("II. NHIỆM VỤ\n1. Sở Y tế\n- Thống nhất với các xã về lịch tiêm, tiêm đồng loạt.", 1),
        ("II. PHÂN CÔNG\n1. Ông Lê Văn Nam - đôn đốc thôn Hạ, báo cáo Trưởng ban.\n2. Ông Lê Văn Tám - Chủ tịch UBND - Trưởng ban.", 1),
    ],
)
def test_what_tells_of_the_past_or_agrees_holds_back_no_duty(read: Any, plan: str, count: int) -> None:
    assert len(read(f"KẾ HOẠCH\nCông tác năm 2024\n\n{plan}\n").tasks) == count


def test_a_paragraph_on_the_same_body_goes_on_with_its_duty(read: Any) -> None:
    plan = "II. TỔ CHỨC THỰC HIỆN\n1. Giám đốc Sở Y tế giao ban hằng quý với các huyện.\nSở Y tế là cơ quan thường trực, tổng hợp số liệu.\n2. Sở Nội vụ theo dõi."
    assert [(task.marker, task.lead) for task in read(plan).tasks] == [("1", ["Giám đốc Sở Y tế"]), ("2", ["Sở Nội vụ"])]


def test_bodies_and_the_public_head_the_paragraph_below(read: Any) -> None:
    item = "6. Hội Nông dân tỉnh, tổ chức xã hội - nghề nghiệp, doanh nghiệp và cộng đồng."
    [task] = read(f"III. TỔ CHỨC THỰC HIỆN\n{item}\n\nVận động hội viên trồng cây phân tán quanh nhà.\n\n7. Sở Y tế tập huấn sơ cứu.").tasks[:-1]
    assert (task.text, task.lead) == ("Vận động hội viên trồng cây phân tán quanh nhà", ["Hội Nông dân tỉnh"])


def test_a_signature_on_one_line_ends_the_last_item(read: Any) -> None:
    found = read("KẾ HOẠCH\nPhòng dịch\n\nI. NHIỆM VỤ\n1. Sở Y tế phun thuốc khử trùng.\n\n\tKT. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký) Trần Văn Hòa\n")
    assert [task.text for task in found.tasks] == ["Sở Y tế phun thuốc khử trùng"]
    assert (found.record.metadata.signer.name, found.record.metadata.signer.role) == ("Trần Văn Hòa", "PHÓ CHỦ TỊCH")


DUTIES_BELOW_A_HEADING = [
    (
        "V. TỔ CHỨC THỰC HIỆN\nUBND các xã cắm biển báo.\nĐề nghị Hội Nông dân huyện vận động hội viên.\nVăn phòng theo dõi, đôn đốc.\nTrên đây là Kế hoạch năm 2024.",
        3,
    ),
    ("V. TỔ CHỨC THỰC HIỆN\n\nSở Y tế cấp thuốc cho các trạm.\n\nYêu cầu các đơn vị nghiêm túc thực hiện./.", 1),
    ("V. CHẾ ĐỘ BÁO CÁO\nCác xã báo cáo kết quả về huyện trước ngày 15/6/2024./.\n\nNơi nhận:\n- Các xã;", 1),
    (
        "V. TỔ CHỨC THỰC HIỆN\nSở Y tế cấp thuốc.\nUBND tỉnh yêu cầu các sở tổ chức thực hiện nghiêm Chỉ thị này.\nKhó khăn xin phản ánh về Sở Y tế.",
        1,
    ),
    ("IV. KINH PHÍ\nKinh phí lấy từ ngân sách huyện; Phòng Tài chính - Kế hoạch thẩm định dự toán.", 1),
    ("IV. KINH PHÍ\n1. Chi phí đi lại lấy từ quỹ của hội.\n2. Mức chi do Sở Tài chính hướng dẫn.\n3. Các xã cân đối ngân sách, hỗ trợ xăng xe.", 2),
]


@pytest.mark.parametrize(("plan", "count"), DUTIES_BELOW_A_HEADING)
def test_unmarked_duties_below_a_heading(read: Any, plan: str, count: int) -> None:
    assert len(texts(read, plan)) == count


def test_several_paragraphs_below_a_title_with_a_colon_are_a_duty_each(read: Any) -> None:
    plan = "II. NHIỆM VỤ\n1. Công tác chỉ đạo, điều hành:\nPhân công từng người phụ trách bản.\nKiểm tra đột xuất ban đêm.\nGiao ban mỗi tuần một lần.\n2. Sửa đường."
    assert texts(read, plan) == ["Phân công từng người phụ trách bản", "Kiểm tra đột xuất ban đêm", "Giao ban mỗi tuần một lần", "Sửa đường"]


def test_an_item_with_a_colon_and_one_line_more_stays_whole(read: Any) -> None:
    plan = "II. NHIỆM VỤ\n1. Tổ chức lễ ra quân:\nMít tinh tại sân vận động, diễu hành qua các phố.\n2. Sửa đường."
    assert texts(read, plan) == ["Tổ chức lễ ra quân: Mít tinh tại sân vận động, diễu hành qua các phố", "Sửa đường"]


def test_percentages_in_measures_are_no_targets(read: Any) -> None:
    plan = "II. NHIỆM VỤ\n1. Tăng cường tuần tra, 90% vụ việc được xử lý trong ngày.\n2. Giảm 10% số cuộc họp; Văn phòng Tỉnh ủy hướng dẫn."
    assert len(texts(read, plan)) == 2


def test_a_content_line_goes_with_its_title(read: Any) -> None:
    plan = "Nhiệm vụ 1. Tập huấn sơ cứu\n- Nội dung: Mở hai lớp cho 60 nhân viên y tế thôn.\n- Đơn vị chủ trì: Sở Y tế\n- Thời gian: Quý I/2024"
    (task,) = read(plan).tasks
    assert task.text == "Tập huấn sơ cứu - Nội dung: Mở hai lớp cho 60 nhân viên y tế thôn"
    assert (task.lead, task.deadline) == (["Sở Y tế"], ["Quý I/2024"])


def test_attributes_in_other_words(read: Any) -> None:
    (task,) = read("(1) Sửa lan can tầng hai.\nNgười làm: Phòng Kinh tế. Cùng làm: Công an phường. Xong: 05/10/2025.").tasks
    assert (task.text, task.lead, task.coordinating, task.deadline) == ("Sửa lan can tầng hai", ["Phòng Kinh tế"], ["Công an phường"], ["05/10/2025"])


def test_who_chairs_and_who_takes_part_below_a_task_is_an_attribute(read: Any) -> None:
    plan = "II. NHIỆM VỤ\n1. Sửa lan can\n- Nội dung: Hàn lại 20 m.\n- Phân công: Phòng Kinh tế chủ trì; Công an phường và các khu phố phối hợp.\n2. Phân công: Phòng Kinh tế soạn hồ sơ; Công an phường đo đạc."
    first, second = read(plan).tasks
    assert (first.text, first.lead, first.coordinating) == ("Sửa lan can - Nội dung: Hàn lại 20 m", ["Phòng Kinh tế"], ["Công an phường"])
    assert second.text.startswith("Phân công: Phòng Kinh tế soạn hồ sơ")  # what each does is no attribute


def test_a_square_metre_is_no_footnote(read: Any) -> None:
    assert texts(read, "1. Lát sân trường 300 m².\n2. Trồng cây ven đường².") == ["Lát sân trường 300 m²", "Trồng cây ven đường"]


def test_the_way_of_a_supervision_is_a_list_of_tasks(read: Any) -> None:
    plan = "IV. THỜI GIAN, PHƯƠNG PHÁP GIÁM SÁT\n1. Từ ngày 20/6/2022: các xã tự kiểm tra.\n2. Trước ngày 30/7/2022: Ban Pháp chế HĐND huyện hoàn thiện báo cáo."
    assert [(t.lead, t.deadline) for t in read(plan).tasks] == [([], ["ngày 20/6/2022"]), (["Ban Pháp chế HĐND huyện"], ["ngày 30/7/2022"])]


def test_a_heading_may_say_when_all_below_it_is_due(read: Any) -> None:
    plan = (
        "A. NHIỆM VỤ HOÀN THÀNH TRONG QUÝ I/2024\n1. Rà soát danh mục thủ tục\n- Chủ trì: Văn phòng UBND tỉnh\n"
        "B. NHIỆM VỤ HOÀN THÀNH TRƯỚC NGÀY 30/6/2024\n1. Thanh lý xe công\n- Chủ trì: Sở Tài chính\n- Thời gian: Tháng 5/2024"
    )
    assert [t.deadline for t in read(plan).tasks] == [["QUÝ I/2024"], ["Tháng 5/2024"]]


@pytest.mark.parametrize(
    "labels",
    [("Đơn vị được giao", "Cơ quan cùng thực hiện"), ("Cơ quan giám sát", "Thành phần phối hợp"), ("Phân công chủ trì", "Cơ quan, đơn vị tham gia")],
)
def test_labels_of_who_is_given_the_work_and_who_takes_part(read: Any, labels: tuple[str, str]) -> None:
    plan = (
        f"II. NHIỆM VỤ\n1. Đắp đập tạm\n- {labels[0]}: Sở Xây dựng.\n- {labels[1]}: Sở Tài chính.\n- Dự kiến thời gian: Tháng 5/2024.\n2. Đo độ mặn."
    )
    first, second = read(plan).tasks
    assert (first.text, first.roles, first.deadline) == ("Đắp đập tạm", (["Sở Xây dựng"], ["Sở Tài chính"]), ["Tháng 5/2024"])
    assert second.text == "Đo độ mặn"


def test_a_decision_that_issues_a_plan_and_rules_with_a_scope_has_tasks(read: Any) -> None:
    found = read(
        "QUYẾT ĐỊNH\nBan hành Kế hoạch và Quy chế trực bão\n\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch và Quy chế trực bão.\n"
        "KẾ HOẠCH\nTrực bão\nII. NHIỆM VỤ\n1. Sở Xây dựng kiểm tra các cống trước ngày 15/8/2024.\n"
        "QUY CHẾ\nTrực bão\nĐiều 1. Phạm vi điều chỉnh\nQuy chế này quy định về trực bão."
    )
    assert any("kiểm tra các cống" in task.text for task in found.tasks)


def test_an_item_over_attributes_with_numbers_of_their_own_is_the_task(read: Any) -> None:
    plan = (
        "II. NỘI DUNG\n1. Phát động tuần học tốt\n1.1. Thời gian: ngày 05/11/2018.\n1.2. Đối tượng: học sinh toàn trường.\n1.3. Chỉ tiêu: mỗi lớp mười điểm tốt.\n"
        "2. Giao lưu với cựu học sinh\n- Thực hiện: Công đoàn Trường chủ trì, Đoàn Thanh niên phối hợp."
    )
    first, second = read(plan).tasks
    assert (first.text, first.deadline) == ("Phát động tuần học tốt", ["ngày 05/11/2018"])
    assert (second.text, second.roles) == ("Giao lưu với cựu học sinh", (["Công đoàn Trường"], ["Đoàn Thanh niên"]))


def test_a_post_that_is_told_to_do_something_is_no_list_of_members(read: Any) -> None:
    plan = "II. NHIỆM VỤ\n- Phân công Ông Phan Văn Đạt phụ trách lớp tập huấn cho thư ký.\n- Kiện toàn Ban Chỉ đạo, bổ sung ủy viên"
    assert len(read(plan).tasks) == 2
