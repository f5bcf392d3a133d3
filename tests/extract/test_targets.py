"""Targets: which percentages a plan commits to, with comparator, change, indicator and year; and which are only told."""

from typing import Any

import pytest

UNDER = "KẾ HOẠCH\nPhát triển nông thôn năm 2024\n\nI. CHỈ TIÊU\n"

OPERATORS = [
    ("Thu ngân sách đạt và vượt 105% dự toán.", "105%", ">="),
    ("Trồng rừng đạt hoặc vượt 90% kế hoạch.", "90%", ">="),
    ("Tốc độ tăng tỷ số giới tính khi sinh không quá 0,2% mỗi năm.", "0,2%", "<="),
    ("Tỷ lệ xã đạt chuẩn nông thôn mới đạt 80%.", "80%", "="),
    ("Kết nạp đảng viên mới đạt 3 - 4% tổng số đảng viên.", "3 - 4%", "="),
    ("Diện tích trồng mới đạt ít nhất 95% kế hoạch.", "95%", ">="),
    ("Tỷ lệ học sinh chưa đạt không quá 4,5%.", "4,5%", "<="),
    ("Không để hộ tái nghèo quá 0,5%.", "0,5%", "<="),
    ("Không để tỷ lệ học sinh bỏ học giữa chừng vượt quá 0,8%.", "0,8%", "<="),
    ("Tỷ lệ bao phủ bảo hiểm y tế vượt 95%.", "95%", ">"),
    ("Tỷ lệ hộ dùng nước sạch đạt trên 95%.", "95%", ">"),
    ("Tỷ lệ hộ nghèo dưới 5%.", "5%", "<"),
    ("Tỷ lệ tiêm chủng từ 90% trở lên.", "90%", ">="),
    ("Tỷ lệ tiêm chủng đạt ít nhất 80%.", "80%", ">="),
    ("Giải ngân tối thiểu 95% kế hoạch vốn.", "95%", ">="),
    ("Tỷ lệ học sinh bỏ học không quá 0,5%.", "0,5%", "<="),
    ("Tỷ lệ thất thoát nước tối đa 12%.", "12%", "<="),
    ("Giảm tỷ lệ hộ nghèo xuống còn 4,5%.", "4,5%", "<="),
    ("Tỷ lệ tiêm chủng không dưới 85%.", "85%", ">="),
    ("Tỷ lệ học sinh biết bơi đạt 60%.", "60%", "="),
    ("100% xã có đường ô tô đến trung tâm.", "100%", "="),
    ("Tỷ lệ che phủ rừng: 42,5%.", "42,5%", "="),
    ("Phấn đấu vượt 3% dự toán thu.", "3%", "="),
    ("Thu nội địa vượt trên 3% dự toán.", "3%", ">"),
    ("Không để xã nào có tỷ lệ tiêm sởi mũi 2 dưới 85%.", "85%", ">="),
    ("Không để tỷ lệ hộ tái nghèo trên 0,3%.", "0,3%", "<="),
    ("Trên 90% cán bộ được bồi dưỡng.", "90%", ">"),
    ("Có hơn 70% hộ đạt danh hiệu gia đình văn hóa.", "70%", ">"),
    ("Từ 65% hộ dân có tài khoản thanh toán.", "65%", ">="),
    ("Tỷ lệ nữ trong quy hoạch đạt từ 15 - 20%.", "15 - 20%", "="),
    ("Từ 60% thôn, bản trở lên có tổ công nghệ số.", "60%", ">="),
    ("60% tổ dân phố, thôn không có nhà dột nát trở lên.", "60%", ">="),
    ("80% học sinh xếp loại khá trở lên.", "80%", "="),
    ("Trên 65% tổ dân phố không có gia đình sinh con thứ 3 trở lên.", "65%", ">"),
    ("Giảm tỷ lệ hộ nghèo xuống còn 4%, không ca sinh con thứ ba trở lên.", "4%", "<="),
    ("Tỷ lệ nợ quá hạn không vượt 2%.", "2%", "<="),
    ("Không để quá 0,2% hồ sơ bị trễ.", "0,2%", "<="),
    ("Người hiến máu nhắc lại không thấp hơn 55%.", "55%", ">="),
    ("Số xã đạt chuẩn chiếm 30% trở lên.", "30%", ">="),
    ("Tỷ lệ nữ đại biểu đạt 35% hoặc cao hơn.", "35%", ">="),
    ("Công suất sử dụng giường bệnh không nhỏ hơn 88%.", "88%", ">="),
    ("Rác thải được thu gom bằng hoặc cao hơn 96%.", "96%", ">="),
    ("Tỷ lệ hồ sơ trễ hạn =<0,5%.", "0,5%", "<="),
    ("Chỉ số nước thất thoát giảm về mức 15%.", "15%", "<="),
    ("Giảm tổn thất điện năng về dưới 6%.", "6%", "<"),
]


@pytest.mark.parametrize(("sentence", "surface", "op"), OPERATORS)
def test_operators(read: Any, sentence: str, surface: str, op: str) -> None:
    targets = read(f"{UNDER}- {sentence}").targets
    assert {s: t.op for s, t in targets.items()} == {surface: op}


CHANGES = [
    ("Giảm 10% số vụ tai nạn giao thông.", "10%", "=", "decrease"),
    ("Giảm số vụ bạo lực học đường: 20% vào năm 2030.", "20%", "=", "decrease"),
    ("Tỷ lệ học sinh biết bơi: 60% vào năm 2025.", "60%", "=", None),
    ("Số vụ tai nạn giao thông giảm 10% so với năm trước.", "10%", "=", "decrease"),
    ("Sản lượng điện tăng 5%.", "5%", "=", "increase"),
    ("Sản lượng điện tăng bình quân 7,5% mỗi năm.", "7,5%", "=", "increase"),
    ("Số vụ cháy giảm ít nhất 15%.", "15%", ">=", "decrease"),
    ("Kim ngạch xuất khẩu tăng trên 8%.", "8%", ">", "increase"),
    ("Tỷ lệ hộ nghèo giảm 1 - 1,5% mỗi năm.", "1 - 1,5%", "=", "decrease"),
    ("Tỷ lệ hộ nghèo giảm còn 3%.", "3%", "<=", None),
    ("Tỷ lệ học sinh biết bơi đạt 60%.", "60%", "=", None),
    ("Tăng tỷ lệ phủ sóng lên 99%.", "99%", "=", None),
    ("Giảm số đơn thư tố cáo kéo dài ít nhất 30%.", "30%", ">=", "decrease"),
    ("Tinh giản biên chế tối thiểu 10% so với năm 2015.", "10%", ">=", "decrease"),
    ("Thu nhập bình quân tăng trưởng 15% mỗi năm.", "15%", "=", "increase"),
    ("Giảm tỷ lệ bỏ học xuống còn 8%.", "8%", "<=", None),
    ("Giảm tỷ lệ hộ cận nghèo 1,5 - 2%.", "1,5 - 2%", "=", "decrease"),
    ("Giảm thiểu 50% rác thải nhựa trên biển.", "50%", "=", "decrease"),
    ("Tăng cường kiểm tra ít nhất 40% cơ sở.", "40%", ">=", None),
    ("Rút ngắn 25% thời gian cấp giấy phép xây dựng.", "25%", "=", "decrease"),
    ("Hạ tỷ lệ tảo hôn mỗi năm từ 2 đến 3%.", "2 đến 3%", "=", "decrease"),
    ("Tỷ lệ mắc sốt rét giảm đi 12%.", "12%", "=", "decrease"),
    ("Tăng số thuê bao chữ ký số thêm 15% so với năm 2023.", "15%", "=", "increase"),
    ("Nâng thêm 4% số hộ đạt chuẩn văn hóa.", "4%", "=", "increase"),
    ("Tai nạn giao thông giảm cả 3 tiêu chí từ 5% trở lên.", "5%", ">=", "decrease"),
    ("Giảm số vụ cháy, số người chết từ 7% trở lên.", "7%", ">=", "decrease"),
    ("Chỉ số nước thất thoát giảm về mức 15%.", "15%", "<=", None),
]


@pytest.mark.parametrize(("sentence", "surface", "op", "change"), CHANGES)
def test_change(read: Any, sentence: str, surface: str, op: str, change: str | None) -> None:
    targets = read(f"{UNDER}- {sentence}").targets
    assert {s: (t.op, t.change) for s, t in targets.items()} == {surface: (op, change)}


RANGES = [
    ("70% đến 80%", 70.0, 80.0),
    ("5-10%", 5.0, 10.0),
    ("30% - 40%", 30.0, 40.0),
    ("7,3%", 7.3, None),
    ("100 %", 100.0, None),
    ("85 phần trăm", 85.0, None),
    ("10÷15%", 10.0, 15.0),
]


@pytest.mark.parametrize(("surface", "value", "upper"), RANGES)
def test_values_are_those_of_the_percentage(read: Any, surface: str, value: float, upper: float | None) -> None:
    [target] = read(f"{UNDER}- Tỷ lệ lao động qua đào tạo đạt {surface}.").targets.values()
    assert (target.value, target.upper) == (value, upper)


LISTS = [
    ("Giảm 10% số hội nghị, 15% lượng văn bản giấy.", {"10%": ("=", "decrease"), "15%": ("=", "decrease")}),
    ("Giảm 10% số người nghiện, 60% xã không có tệ nạn.", {"10%": ("=", "decrease"), "60%": ("=", None)}),
    ("Cắt giảm 40% thời gian cấp phép, 25% chi phí đi lại so với năm 2019.", {"40%": ("=", "decrease"), "25%": ("=", "decrease")}),
    ("Cắt giảm 20% số mẫu đơn, 90% giấy tờ không cần thiết.", {"20%": ("=", "decrease"), "90%": ("=", "decrease")}),
    ("Ít nhất 85% hồ sơ của huyện, 70% của xã được số hóa.", {"85%": (">=", None), "70%": (">=", None)}),
    ("Số vụ, số người chết giảm lần lượt 5% và 8%.", {"5%": ("=", "decrease"), "8%": ("=", "decrease")}),
    ("Hạ tỷ lệ thất thoát xuống còn 24% năm 2022, 20% vào năm 2025.", {"24%": ("<=", None), "20%": ("<=", None)}),
]


@pytest.mark.parametrize(("sentence", "said"), LISTS)
def test_a_second_member_takes_what_is_said_once(read: Any, sentence: str, said: dict[str, tuple[str, str | None]]) -> None:
    assert {s: (t.op, t.change) for s, t in read(f"{UNDER}- {sentence}").targets.items()} == said


def test_an_aim_behind_the_comma_of_a_case_is_a_target(read: Any) -> None:
    plan = "II. NHIỆM VỤ\n1. Trường hợp mưa lớn, phấn đấu di dời 100% hộ dân vùng ngập, bảo đảm an toàn.\n2. Trường hợp chi vượt 10%, phải báo cáo."
    assert list(read(plan).targets) == ["100%"]


NO_TARGETS = [
    "II. NHIỆM VỤ\n1. Theo số liệu của Chi cục, 65% hộ đã lắp đồng hồ; vận động các hộ còn lại.",
    "I. NHIỆM VỤ\n1. Đánh giá cao sự nỗ lực của các xã, kết nạp hội viên đạt 96% chỉ tiêu. Các xã tiếp tục vận động.",
    "I. CHỈ TIÊU\n- Số hộ dùng nước sạch năm ngoái mới đạt 62%.",
    "I. NHIỆM VỤ\n1. Đình chỉ cơ sở có nồng độ bụi vượt 20% quy chuẩn.",
    "I. NHIỆM VỤ\n1. Dự trù vắc xin hao hụt theo định mức (viêm gan 50%, sởi 20%) gửi tuyến trên.",
    "I. NHIỆM VỤ\n1. Đôn đốc doanh nghiệp đóng 17,5% quỹ tiền lương vào quỹ bảo hiểm xã hội.",
    "I. NHIỆM VỤ\n1. Đơn kiến nghị có chữ ký của trên 50% số hộ thì được xem xét.",
    "I. NHIỆM VỤ\n1. Người lao động đóng 8%, người sử dụng lao động đóng 17,5% tiền lương.",
    "I. NHIỆM VỤ\n1. Rà soát quỹ đất 5% công ích ở các thôn.",
    "I. TÌNH HÌNH\n1. Toàn huyện có 62% số hộ dùng nước sạch.",
    "I. KẾT QUẢ ĐẠT ĐƯỢC\n1. Tỷ lệ tiêm chủng đạt 97%.",
    "I. CHỈ TIÊU\n- Tính đến nay, tỷ lệ hộ dùng nước sạch mới đạt 62%.",
    "I. NHIỆM VỤ\n1. Năm qua đã đạt 97% kế hoạch, cần tiếp tục phát huy.",
    "I. NHIỆM VỤ\n1. Chăm lo người cao tuổi, hiện chiếm 12% dân số.",
    "I. KINH PHÍ\n1. Ngân sách tỉnh hỗ trợ 50% kinh phí mua giống.",
    "I. KINH PHÍ\n1. Chủ đầu tư được tạm ứng 30% giá trị hợp đồng.",
    "I. NHIỆM VỤ\n1. Kho bạc tạm ứng ngay 30% khi có quyết định.",
    "I. CHỈ TIÊU\n- Xã Tân Lập (đang ở mức 11,2%) phải giảm một nửa.",
    "I. NHIỆM VỤ\n1. Thu phí bằng 2% giá trị tài sản.",
    "I. NHIỆM VỤ\n1. Số vụ vi phạm tăng 8% so với cùng kỳ, cần tuần tra thường xuyên.",
    "I. NHIỆM VỤ\n1. Theo thống kê, 30% hộ chăn nuôi chưa có hầm chứa chất thải.",
    "I. NHIỆM VỤ\n1. Nhắc nhở, xử lý nơi đạt dưới 50% chỉ tiêu.",
    "I. NHIỆM VỤ\n1. Tiêu hủy toàn bộ ruộng khi tỷ lệ nhiễm trên 30%.",
    "I. NHIỆM VỤ\n1. Kiểm tra phiếu, nếu sai quá 10% thì làm lại.",
    "I. NHIỆM VỤ\n1. Giữ đúng dự toán. Trường hợp khối lượng phát sinh vượt 15%, nhà thầu phải báo Ban Quản lý.",
    "I. NHIỆM VỤ\n1. Mở lớp cho cán bộ ở xã có trên 50% đồng bào dân tộc thiểu số.",
    "I. NHIỆM VỤ\n1. Lập danh sách học sinh có cha mẹ đi làm xa (17% học sinh).",
    "I. NHIỆM VỤ\n1. Lắp biển báo, kinh phí 45 triệu đồng, trong đó ngân sách xã 40%, nhân dân 60%.",
    "I. NHIỆM VỤ\n1. Đưa kết quả vào xếp loại, trọng số không dưới 15%.",
    "I. NGUỒN LỰC\n1. Ngân sách tỉnh 55%, nguồn xã hội hóa 45%.",
    "III. NHIỆM VỤ\n1. Sở Tài chính phân bổ 70% cho các xã, 30% cho cấp huyện.",
    "III. NHIỆM VỤ\n1. Trích tối đa 3% nguồn thu để mua sách.",
    "I. NHIỆM VỤ\n1. Củng cố tổ vay vốn ở các xã có nợ quá hạn trên 2%.",
    "I. NHIỆM VỤ\n1. Lớp có trên 10% học sinh vắng phải báo Ban Giám hiệu.",
    "I. NHIỆM VỤ\n1. Số vụ giảm 12% nhưng số người chết tăng 3% so với quý trước, cần kiểm tra nồng độ cồn.",
    "I. NHIỆM VỤ\n1. Xử phạt từ 50% đến 70% mức phạt tối đa.",
    "I. NHIỆM VỤ\n1. Làm đường thôn: ngân sách tỉnh hỗ trợ 70%, ngân sách xã 20%, nhân dân đóng góp 10%.",
    "I. KẾT QUẢ ĐẠT ĐƯỢC\nTT\tChỉ tiêu\tNăm 2024\n1\tHộ dùng nước sạch\t62%",
    "I. NHIỆM VỤ\n1. Thực hiện Nghị quyết số 12/NQ-HĐND ngày 15/01/2024: năm 2023 có 17,5% số hộ bỏ lớp, 2,5% số hộ chuyển đi.",
    "I. NHIỆM VỤ\n1. Để thực hiện các mục tiêu của Chương trình, phân bổ vốn với định mức tối thiểu 40% tổng kinh phí.",
    "I. DUTIES\n1. Local budgets shall cover 60% of the cost of new wells.",
    "I. CHỈ TIÊU\n- Hộ cận nghèo là hộ có thu nhập không quá 150% chuẩn nghèo.",
    "I. CHỈ TIÊU\n- Mọi trạm y tế đủ thuốc (“đủ thuốc” là có từ 80% danh mục).",
    "I. CHỈ TIÊU\n- Địa phương đạt dưới 60% chỉ tiêu bị xếp loại thấp.",
    "I. CHỈ TIÊU\n- Hoàn thành từ 90% đến dưới 100% được 8 điểm.",
    "I. HIỆN TRẠNG SAU SẮP XẾP\n1. Có 68/92 km đường trục thôn được cứng hóa, đạt 73,9%.",
    "I. THỰC TRẠNG VÀ MỤC TIÊU\n1. Năm 2022 chỉ đạt 62% kế hoạch. Công suất trạm bơm bình quân 47%.",
    "I. NHIỆM VỤ\n1. Lấy phiếu hài lòng; điểm hài lòng dưới 80% phải có kế hoạch khắc phục.",
    "I. NHIỆM VỤ\n1. Kiểm tra doanh nghiệp nợ từ 03 tháng trở lên hoặc nợ quá 20% số phải đóng.",
    "I. NHIỆM VỤ\n1. Thanh lý phương tiện có giá trị còn lại dưới 20% nguyên giá.",
    "I. NHIỆM VỤ\n1. Bán xe cũ; tiền thu được nộp ngân sách, trong đó 60% bổ sung Quỹ Phòng, chống thiên tai.",
    "I. NHIỆM VỤ\n1. Đặt hàng 05 nhiệm vụ, dành 15% kinh phí sự nghiệp khoa học cho nội dung này.",
    "I. NHIỆM VỤ\n1. Bố trí vốn; tỷ lệ vốn đối ứng của huyện tối thiểu 10%.",
    "I. NHIỆM VỤ\n1. Khen thưởng tập thể đạt từ 100% chỉ tiêu trở lên.",
    "I. NHIỆM VỤ\n1. Hộ có diện tích thiệt hại từ 30% đến 70% được hỗ trợ 2 triệu đồng.",
    "I. NHIỆM VỤ\n1. Lấy ý kiến, được trên 50% cử tri đồng ý mới triển khai.",
    "I. NHIỆM VỤ\n1. Đất có độ dốc trên 25% không bố trí tái định cư.",
    "I. NHIỆM VỤ\n1. Giảm 50% lệ phí đối với hồ sơ trực tuyến.",
    "I. CHỈ TIÊU\n- Năm trước tỷ lệ này là 3,1%.",
    "I. NHIỆM VỤ\n1. Kiểm điểm người đứng đầu đơn vị có tiêu chí dưới 50% số điểm.",
    "I. NHIỆM VỤ\n1. Kiểm điểm trách nhiệm chủ đầu tư có tỷ lệ nghiệm thu dưới 55% đến hết tháng 9.",
    "I. NHIỆM VỤ\n1. Cắt vốn của các dự án giải ngân dưới 35%.",
    "I. NHIỆM VỤ\n1. Rà soát các bản có tỷ lệ nhà tạm từ 40% trở lên để hỗ trợ trước.",
    "I. NHIỆM VỤ\n1. Lãi suất cho vay 6,6%/năm, thời hạn 60 tháng.",
    "I. NHIỆM VỤ\n1. Sử dụng không quá 30% dự phòng ngân sách cấp huyện.",
    "I. NHIỆM VỤ\n1. Công bố bộ số liệu mẫu 9% đã ẩn danh.",
    "I. NHIỆM VỤ\n1. Xã nào giải ngân dưới 60% bị điều chuyển vốn.",
    "Toàn huyện hiện còn 30% hộ dân dùng nước giếng, 12% hộ ở xa nguồn nước.\n\nI. NHIỆM VỤ\n1. Xây dựng trạm cấp nước.",
]


@pytest.mark.parametrize("plan", NO_TARGETS)
def test_no_target(read: Any, plan: str) -> None:
    assert read(f"KẾ HOẠCH\nPhát triển nông thôn năm 2024\n\n{plan}").targets == {}


def test_a_target_stands_also_among_the_duties(read: Any) -> None:
    plan = "II. NHIỆM VỤ\n1. Mở rộng mạng lưới cấp nước, bảo đảm 98% hộ dân được dùng nước sạch."
    assert {s: t.op for s, t in read(plan).targets.items()} == {"98%": "="}


TARGETS_ELSEWHERE = [
    ("III. NHIỆM VỤ\n1. Bồi dưỡng 300 lao động, trong đó lao động nữ chiếm tối thiểu 60%.", "60%"),
    ("III. NHIỆM VỤ\n1. Thu hồi nợ đọng; không để phát sinh nợ mới quá 1%.", "1%"),
    ("III. NHIỆM VỤ\n1. Nâng số thuê bao từ 20% hiện nay lên 45%.", "45%"),
    ("I. NHIỆM VỤ\n1. Bốc thăm xác minh tài sản của 10% cán bộ diện kê khai.", "10%"),
    ("I. PHÂN CÔNG\n1. Các đoàn thể xã\nVận động 95% hộ dân ký cam kết không đốt pháo.", "95%"),
    ("I. NHIỆM VỤ\n1. Vận động người dân, phấn đấu mỗi xã đạt trên 95% số hộ tham gia.", "95%"),
    ("I. NHIỆM VỤ\n1. Họp trực tuyến để cắt giảm 15% chi phí đi lại.", "15%"),
    ("I. KINH PHÍ\n1. Kho bạc bảo đảm giải ngân đạt 98% kế hoạch.", "98%"),
    ("I. KẾT QUẢ CẦN ĐẠT\n1. Học sinh giỏi cấp huyện: 8%.", "8%"),
    ("I. NHIỆM VỤ\n1. Đến nay mới có 40% hồ sơ được số hóa, phấn đấu cuối năm 2024 đạt 70%.", "70%"),
    ("I. NHIỆM VỤ\n1. Theo dõi mức độ hài lòng (năm 2022: 84,6%), nâng lên 88% trong năm 2024.", "88%"),
    ("I. NHIỆM VỤ\n1. Tỷ lệ cán bộ được cấp chữ ký số đạt 90%.", "90%"),
    ("I. NHIỆM VỤ\n1. Tuần tra ban đêm, kéo giảm 10% số vụ trộm cắp so với cùng kỳ.", "10%"),
    ("I. NHIỆM VỤ\n1. Đào tạo lại giáo viên chưa đạt chuẩn, năm học tới có 100% giáo viên đạt chuẩn.", "100%"),
    ("I. NHIỆM VỤ\n1. Hạnh kiểm khá, tốt: 98%.", "98%"),
    ("I. TÌNH HÌNH VÀ MỤC TIÊU\n1. Năm 2024 hoàn thành 90% khối lượng.", "90%"),
    ("I. TÌNH HÌNH VÀ MỤC TIÊU\n1. Năm học trước chỉ đạt 62% kế hoạch. Phấn đấu đạt 80%.", "80%"),
    ("I. NHIỆM VỤ\n1. Hiện nay còn 15% số hộ chưa có nhà tiêu; vận động xây mới để đến cuối năm còn dưới 10%.", "10%"),
    ("I. NHIỆM VỤ\n1. Đưa vào quy hoạch, cán bộ nữ chiếm 35% trở lên.", "35%"),
    ("I. NHIỆM VỤ\n1. Giao ban hằng tuần để các dự án giải ngân đạt trên 92% kế hoạch.", "92%"),
    ("I. NHIỆM VỤ\n1. Dành ít nhất 30% ngân sách y tế cho y tế dự phòng.", "30%"),
    ("I. NHIỆM VỤ\n1. Thu hồi nợ thuê đất đạt trên 70% số tiền.", "70%"),
    ("I. NHIỆM VỤ\n1. Cử người học nghề, mỗi lớp không vắng quá 5%.", "5%"),
    ("I. NHIỆM VỤ\n1. Đấu tranh với hàng giả. Chỉ tiêu: số vụ xử lý tăng tối thiểu 10% so với cùng kỳ.", "10%"),
]


def test_a_list_goes_on_committing(read: Any) -> None:
    plan = "II. CHẤT LƯỢNG GIÁO DỤC\n1. Tỷ lệ lên lớp thẳng 97%, tốt nghiệp 99,5%."
    assert list(read(f"KẾ HOẠCH\nNăm học 2024 - 2025\n\n{plan}").targets) == ["97%", "99,5%"]


@pytest.mark.parametrize(("plan", "surface"), TARGETS_ELSEWHERE)
def test_a_target_outside_the_section_of_aims(read: Any, plan: str, surface: str) -> None:
    assert list(read(f"KẾ HOẠCH\nPhát triển nông thôn năm 2024\n\n{plan}").targets) == [surface]


def test_what_is_past_when_the_plan_is_issued_is_no_day_of_an_aim(read: Any) -> None:
    head = "UBND TỈNH SÔNG LAM\nSố: 7/KH-UBND\nSông Lam, ngày 13 tháng 10 năm 2023\n\nKẾ HOẠCH\nCấp nước sạch\n\nI. MỤC TIÊU ĐẾN NĂM 2025\n"
    [target] = read(f"{head}- Nâng tỷ lệ nước thải được xử lý từ 17% (năm 2022) lên 30%.").targets.values()
    assert (target.value, target.by) == (30.0, "2025")


def test_a_column_of_the_past_holds_no_targets(read: Any) -> None:
    table = "Nội dung\tNăm 2020\tNăm 2021\nHộ dùng nước sạch\t47%\t60%\nHộ có nhà tiêu hợp vệ sinh\t22%\t35%\n"
    targets = read(f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 15/KH-UBND\n{DATED}{table}").targets
    assert {s: t.by for s, t in targets.items()} == {"60%": "2021", "35%": "2021"}


def test_the_column_of_an_aim_says_by_when(read: Any) -> None:
    table = "TT\tChỉ tiêu\tThực hiện 2020\tMục tiêu 2021\tKH 2022\n1\tHộ dùng nước sạch\t47%\t60%\t75%\n"
    targets = read(f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 15/KH-UBND\n{DATED}{table}").targets
    assert {s: (t.by, t.baseline) for s, t in targets.items()} == {"60%": ("2021", 47.0), "75%": ("2022", 47.0)}


def test_the_years_of_a_second_row_of_heads(read: Any) -> None:
    table = "TT\tChỉ tiêu\tKết quả\tLộ trình\t\n\t\tNăm 2020\tNăm 2021\tNăm 2022\nA\tNước sạch\n1\tHộ dùng nước sạch\t47%\t60%\t≥ 75%\n"
    targets = read(f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 15/KH-UBND\n{DATED}{table}").targets
    assert {s: (t.op, t.by, t.baseline) for s, t in targets.items()} == {"60%": ("=", "2021", 47.0), "75%": (">=", "2022", 47.0)}


def test_a_column_of_aims_beside_the_work(read: Any) -> None:
    table = "TT\tNội dung\tChỉ tiêu\tThời gian\n1\tKhám sức khỏe học sinh\t100%\tTrước 30/10/2021\n2\tTẩy giun\tTrên 90% trẻ\tTừ tháng 5/2021\n"
    targets = read(
        f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 15/KH-UBND\nĐồng Trạch, ngày 08 tháng 3 năm 2021\n\nKẾ HOẠCH\nY tế trường học\n\nII. NHIỆM VỤ\n{table}"
    ).targets
    assert {s: (t.op, t.by, t.indicator) for s, t in targets.items()} == {
        "100%": ("=", None, "Khám sức khỏe học sinh"),
        "90%": (">", None, "trẻ"),
    }


def test_the_words_above_the_second_list_hold_for_it(read: Any) -> None:
    plan = f"{UNDER}1. Chỉ tiêu cụ thể\nNăm 2024:\n- Hộ dùng nước sạch: 72%.\nNăm 2025:\n- Hộ dùng nước sạch: 80%.\n"
    assert {s: t.by for s, t in read(plan).targets.items()} == {"72%": "2024", "80%": "2025"}


def test_a_column_that_compares_holds_no_targets(read: Any) -> None:
    table = "TT\tChỉ tiêu\tNăm 2020\tNăm 2021\tSo sánh\n1\tHộ dùng nước sạch\t47%\t60%\ttăng 13%\n"
    assert list(read(f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 15/KH-UBND\n{DATED}{table}").targets) == ["60%"]


def test_a_table_of_aims_holds_targets_wherever_it_stands(read: Any) -> None:
    plan = "KẾ HOẠCH\nCải cách hành chính\n\nTT\tChỉ tiêu\tNăm 2026\tNăm 2027\n1\tHồ sơ nộp qua mạng\t≥ 65%\t80%\n2\tNgười dân hài lòng\t88%\t92%\n"
    targets = read(plan).targets
    assert {s: (t.op, t.by, t.indicator) for s, t in targets.items()} == {
        "65%": (">=", "2026", "Hồ sơ nộp qua mạng"),
        "80%": ("=", "2027", "Hồ sơ nộp qua mạng"),
        "88%": ("=", "2026", "Người dân hài lòng"),
        "92%": ("=", "2027", "Người dân hài lòng"),
    }


DATED = "Đồng Trạch, ngày 08 tháng 3 năm 2021\n\n" + UNDER
BASELINES = [
    ("Thất thoát nước từ 21,4% (năm 2021) xuống còn 15% vào năm 2024; điện dưới 6%.", {"15%", "6%"}),
    ("Diện tích lúa nhiễm mặn trên 30% không vượt quá 2% tổng diện tích.", {"2%"}),
    ("Số xã có trên 80% hộ dùng nước máy đạt 60%.", {"60%"}),
    ("Tỷ lệ tiêm chủng đạt 85% (năm 2020 là 81,4%).", {"85%"}),
    ("Tỷ lệ hòa giải thành đạt 85%, cao hơn năm 2020 (82,4%).", {"85%"}),
    ("Đạt 98% dân số tham gia bảo hiểm y tế (chỉ tiêu tỉnh giao 97,5%).", {"98%"}),
    ("Tỷ lệ hộ dùng nước sạch đạt 80% (đến năm 2030 đạt 95%).", {"80%", "95%"}),
    ("Tỷ lệ đô thị hóa 45% (tăng từ 41% năm 2020); 95% (2020: 91%) trạm y tế có bác sĩ.", {"45%", "95%"}),
    ("Tỷ lệ che phủ rừng đạt 58% (bình quân cả nước: 42%).", {"58%"}),
    ("Tỷ lệ hộ nghèo đầu năm 4,3%, cuối năm còn 3,2%.", {"3,2%"}),
    ("Vốn năm 2020 chuyển nguồn 22%; giải ngân đạt 97% trước ngày 31/01/2022.", {"97%"}),
    ("Tỷ lệ khám phá án đạt trên 70% (năm qua được 66%).", {"70%"}),
    ("Trên 80% cử tri đi dự tiếp xúc (đợt trước đạt 71,4%).", {"80%"}),
    pytest.param(
        *("Tỷ lệ hộ nghèo giảm từ 9% cuối năm 2020 xuống dưới 5% vào năm 2025.", {"5%"}),
    ),
    pytest.param(
        *("Nâng tỷ lệ lao động qua đào tạo từ 62% năm 2020 lên 75% năm 2025.", {"75%"}),
    ),
    pytest.param(
        *("Tỷ lệ tiêm chủng đạt 85%, tăng so với mức 81,4% của năm 2020.", {"85%"}),
    ),
]


@pytest.mark.parametrize(("sentence", "surfaces"), BASELINES)
def test_a_baseline_is_no_target(read: Any, sentence: str, surfaces: set[str]) -> None:
    assert set(read(f"UBND HUYỆN ĐỒNG TRẠCH\nSố: 15/KH-UBND\n{DATED}- {sentence}").targets) == surfaces


YEARS = [
    ("Bao phủ bảo hiểm y tế: 2024: 93,5%; 2025: 95%; 2030: trên 97%.", {"93,5%": "2024", "95%": "2025", "97%": "2030"}),
    ("Số người đóng bảo hiểm thất nghiệp chiếm 29%, hướng tới 35% vào năm 2025.", {"29%": None, "35%": "2025"}),
    ("Năm học 2024 - 2025: huy động 35% trẻ nhà trẻ; năm học 2025 - 2026: 40%.", {"35%": "2024/2025", "40%": "2025/2026"}),
    ("Bảo hành 35% công trình trong năm 2024 (năm 2023 là 27,9%); thu hồi đạt trên 70% số tiền.", {"35%": "2024", "70%": None}),
    ("Đến hết năm 2025 có 100% đập được kiểm định; đến năm 2027, tối thiểu 35% vườn cây tưới tiết kiệm.", {"100%": "2025", "35%": "2027"}),
    ("Đến năm 2025, 90% học sinh biết bơi.", {"90%": "2025"}),
    ("Giảm tổn thất sau thu hoạch từ 12% (năm 2015) xuống còn 8% (năm 2018) và 6% (năm 2020).", {"8%": "2018", "6%": "2020"}),
    ("Đến năm 2025, tỷ lệ che phủ rừng đạt 43%; đến năm 2030 đạt 45%.", {"43%": "2025", "45%": "2030"}),
    ("Tỷ lệ che phủ rừng đạt 43% vào năm 2025.", {"43%": "2025"}),
    ("Hồ sơ quá hạn dưới 1% (năm 2020: 3,4%); đơn giải quyết đúng hạn đạt 95% (năm 2020 được 91,2%).", {"1%": None, "95%": None}),
    pytest.param(
        *("Tỷ lệ che phủ rừng đạt 43% vào năm 2025 và 45% vào năm 2030.", {"43%": "2025", "45%": "2030"}),
    ),
    ("Tỷ lệ che phủ rừng năm 2025 đạt 43%, năm 2030 đạt 45%.", {"43%": "2025", "45%": "2030"}),
    ("Nâng tỷ lệ lao động qua đào tạo từ 58% năm 2023 lên 62% năm 2024.", {"62%": "2024"}),
    ("Hồ sơ nộp qua mạng đạt 75% trở lên vào năm 2025, 85% trở lên vào năm 2030.", {"75%": "2025", "85%": "2030"}),
    ("Tỷ lệ lấp đầy cụm công nghiệp: 75% (2025), 90% (2030).", {"75%": "2025", "90%": "2030"}),
    ("Tỷ lệ tham gia bảo hiểm xã hội (so với lực lượng lao động) năm 2024: trên 32%, năm 2025: 35%.", {"32%": "2024", "35%": "2025"}),
    ("Năm 2024, 2025 và 2026 tỷ lệ hộ dùng nước sạch lần lượt là 94%, 96%, 98%.", {"94%": "2024", "96%": "2025", "98%": "2026"}),
    ("Năm 2024, số vụ cháy và số người chết giảm lần lượt 5% và 8%.", {"5%": "2024", "8%": "2024"}),
    ("Đến hết ngày 30/6/2024, 80% hộ dân ký cam kết.", {"80%": "2024-06-30"}),
    ("Tỷ lệ che phủ rừng đạt 43%.", {"43%": None}),
    ("Hằng năm, 95% trẻ em được tiêm đủ liều.", {"95%": None}),
    ("Giảm 30% số vụ va chạm so với năm 2013.", {"30%": None}),
    ("Năm 2026, phấn đấu: 98% trẻ em được trợ giúp; giảm 8% so với năm 2025; 100% xã có cán bộ.", {"98%": "2026", "8%": "2026", "100%": "2026"}),
    ("90% di tích có hồ sơ số trước tháng 6/2026; 80% lễ hội được kiểm kê.", {"90%": "2026-06", "80%": None}),
    ("Tiêm phòng đạt 85% tổng đàn theo Thông tư số 7/2016/TT-BNNPTNT ngày 31/5/2016.", {"85%": None}),
]


@pytest.mark.parametrize(("sentence", "years"), YEARS)
def test_by(read: Any, sentence: str, years: dict[str, str | None]) -> None:
    assert {s: t.by for s, t in read(f"{UNDER}- {sentence}").targets.items()} == years


ABOVE = [
    "III. CHỈ TIÊU NĂM 2026\n1. Tối thiểu 65% người dân dùng dịch vụ công trực tuyến.",
    "III. MỤC TIÊU\nĐến hết năm 2026:\n- Tối thiểu 65% người dân dùng dịch vụ công trực tuyến.",
]


@pytest.mark.parametrize("plan", ABOVE)
def test_the_year_stands_above(read: Any, plan: str) -> None:
    assert {s: t.by for s, t in read(f"KẾ HOẠCH\nChuyển đổi số\n\n{plan}").targets.items()} == {"65%": "2026"}


def test_the_year_of_a_group_of_rows(read: Any) -> None:
    rows = [
        "| I | Đến năm 2030 | | |",
        "| 1 | Hộ có nhà tiêu hợp vệ sinh | % | 92% |",
        "| II | Đến năm 2035 | | |",
        "| 2 | Hộ phân loại rác | % | 85% |",
    ]
    table = "\n".join(["| TT | Chỉ tiêu | Đơn vị | Mục tiêu |", "|---|---|---|---|", *rows])
    assert {s: t.by for s, t in read(f"KẾ HOẠCH\nNước sạch nông thôn\n\nPHỤ LỤC\n\n{table}").targets.items()} == {"92%": "2030", "85%": "2035"}


INDICATORS = [
    ("Phấn đấu đến hết quý II/2024, 80% hồ sơ được số hóa.", "hồ sơ được số hóa"),
    ("Tăng tỷ lệ hộ dùng nước sạch thêm 3%.", "Tăng tỷ lệ hộ dùng nước sạch"),
    ("Nâng công suất sử dụng giường bệnh lên 92%.", "Nâng công suất sử dụng giường bệnh"),
    ("Tỷ lệ kênh nội đồng được kiên cố hóa tăng từ 41% lên 47%.", "Tỷ lệ kênh nội đồng được kiên cố hóa"),
    ("Thất thoát nước từ 21,4% (năm 2021) xuống còn 15% vào năm 2024.", "Thất thoát nước"),
    ("Tỷ lệ trẻ em dưới 1 tuổi tiêm chủng đầy đủ đạt trên 95%.", "Tỷ lệ trẻ em dưới 1 tuổi tiêm chủng đầy đủ"),
    ("95% hộ dân nông thôn dùng nước hợp vệ sinh.", "hộ dân nông thôn dùng nước hợp vệ sinh"),
    ("Đến năm 2025, 95% hộ dân nông thôn dùng nước hợp vệ sinh.", "hộ dân nông thôn dùng nước hợp vệ sinh"),
    ("Phấn đấu trên 95% hộ dân nông thôn dùng nước hợp vệ sinh.", "hộ dân nông thôn dùng nước hợp vệ sinh"),
    ("Tỷ lệ học sinh biết bơi: 60%.", "Tỷ lệ học sinh biết bơi"),
    ("Kiểm tra 100% kho chứa hóa chất, trạm cấp nước và trạm y tế.", "Kiểm tra (kho chứa hóa chất, trạm cấp nước và trạm y tế)"),
    ("80% trẻ em có hoàn cảnh khó khăn (mồ côi, bị bỏ rơi) được trợ giúp.", "trẻ em có hoàn cảnh khó khăn (mồ côi, bị bỏ rơi) được trợ giúp"),
]


@pytest.mark.parametrize(("sentence", "indicator"), INDICATORS)
def test_the_indicator_is_the_clause_that_the_percentage_measures(read: Any, sentence: str, indicator: str) -> None:
    [target] = read(f"{UNDER}- {sentence}").targets.values()
    assert target.indicator == indicator


LISTED = [
    ("Cắt giảm tối thiểu 25% các loại phí, lệ phí trùng lặp, 100% giấy tờ không cần thiết.", "100%", "giấy tờ không cần thiết"),
    ("Tỷ lệ hộ dùng nước sạch năm 2024 đạt 70%, năm 2025 đạt 80%.", "80%", "Tỷ lệ hộ dùng nước sạch năm 2024"),
]


@pytest.mark.parametrize(("sentence", "surface", "indicator"), LISTED)
def test_what_the_second_of_a_list_measures(read: Any, sentence: str, surface: str, indicator: str) -> None:
    assert read(f"{UNDER}- {sentence}").targets[surface].indicator == indicator


def test_a_target_behind_a_page_head(read: Any) -> None:
    plan = "I. NHIỆM VỤ\n1. Thu gom rác tại các chợ, xử lý nước thải của các làng nghề, trồng mới cây\n\nCÔNG BÁO/Số 12/Ngày 05-3-2024\n7\n\nxanh; bảo đảm 80% tuyến phố có cây."
    [target] = read(plan).targets.values()
    assert (target.indicator, target.by) == ("tuyến phố có cây", None)


def test_several_targets_in_one_item(read: Any) -> None:
    targets = read(f"{UNDER}- Tỷ lệ hộ dùng nước sạch đạt 80%; trên 95% rác thải được thu gom; số điểm đen giảm 20%.").targets
    assert {s: (t.op, t.change) for s, t in targets.items()} == {"80%": ("=", None), "95%": (">", None), "20%": ("=", "decrease")}
    assert targets["95%"].indicator == "rác thải được thu gom"
