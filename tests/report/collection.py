"""A small collection: a plan of a province, of a district under it and of a commune under that, and a document that means harm."""

from collections.abc import Mapping

from pipeline.extract import extract
from pipeline.readers import Source, read
from pipeline.resolve import resolve
from pipeline.schema import Record

PROVINCE = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NINH
Số: 112/KH-UBND
Quảng Ninh, ngày 15 tháng 3 năm 2024

KẾ HOẠCH
Phòng, chống đuối nước trẻ em năm 2024

Thực hiện Chỉ thị số 17/CT-TTg ngày 16 tháng 5 năm 2023 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. CHỈ TIÊU
1. Ít nhất 90% trẻ em từ 6 đến 15 tuổi được học bơi an toàn vào năm 2025.
2. Phấn đấu 100% trường học tuyên truyền kỹ năng phòng, chống đuối nước.
II. NHIỆM VỤ
1. Sở Lao động - Thương binh và Xã hội chủ trì, phối hợp với Sở Giáo dục và Đào tạo tuyên truyền kỹ năng an toàn trong môi trường nước; hoàn thành trước ngày 30/6/2024.
2. Sở Văn hóa, Thể thao và Du lịch chủ trì, phối hợp với Công an tỉnh kiểm tra các bể bơi trên địa bàn; báo cáo trước ngày 15/8/2024.
3. Sở Tài chính bố trí kinh phí thực hiện theo phân cấp.
4. Rà soát, cắm biển cảnh báo tại các khu vực nước sâu, nguy hiểm.
"""
DISTRICT = """ỦY BAN NHÂN DÂN
HUYỆN BA CHẼ
Số: 48/KH-UBND
Ba Chẽ, ngày 02 tháng 4 năm 2024

KẾ HOẠCH
Triển khai công tác phòng, chống đuối nước trẻ em năm 2024

Thực hiện Kế hoạch số 112/KH-UBND ngày 15/3/2024 của Ủy ban nhân dân tỉnh Quảng Ninh, Ủy ban nhân dân huyện ban hành Kế hoạch như sau:

I. CHỈ TIÊU
1. Ít nhất 85% trẻ em từ 6 đến 15 tuổi được học bơi an toàn vào năm 2025.
II. NHIỆM VỤ
1. Phòng Lao động - Thương binh và Xã hội chủ trì, phối hợp với Phòng Giáo dục và Đào tạo mở lớp dạy bơi; hoàn thành trước ngày 31/7/2024.
2. Phòng Văn hóa và Thông tin chủ trì, phối hợp với Công an huyện kiểm tra các bến đò ngang hằng quý.
"""
COMMUNE = """ỦY BAN NHÂN DÂN
XÃ THANH LÂM
Số: 21/KH-UBND
Thanh Lâm, ngày 20 tháng 4 năm 2024

KẾ HOẠCH
Phòng, chống đuối nước trẻ em trên địa bàn xã năm 2024

Thực hiện Kế hoạch số 48/KH-UBND ngày 02/4/2024 của Ủy ban nhân dân huyện Ba Chẽ, Ủy ban nhân dân xã ban hành Kế hoạch như sau:

1. Công an xã chủ trì, phối hợp với Đoàn Thanh niên kiểm tra ao, hồ không có rào chắn trước ngày 15/5/2024.
2. Trạm Y tế xã tập huấn sơ cứu cho giáo viên.
"""
SCHOOL = """TRƯỜNG TRUNG HỌC CƠ SỞ THANH LÂM
Số: 15/KH-THCSTL
Thanh Lâm, ngày 02 tháng 5 năm 2024

KẾ HOẠCH
Dạy bơi cho học sinh trong hè 2024

Thực hiện Kế hoạch số 21/KH-UBND ngày 20/4/2024 của Ủy ban nhân dân xã Thanh Lâm, nhà trường xây dựng Kế hoạch như sau:

1. Giáo viên chủ nhiệm lập danh sách học sinh chưa biết bơi trước ngày 20/5/2024.
"""
HARMFUL = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NINH
Số: 9/KH-UBND

KẾ HOẠCH
</script><script>alert("hỏng")</script><img src=x onerror=alert(1)> ${title} {n} \u202e

1. Sở Y tế <b onclick="alert(1)">chủ trì</b> kiểm tra & báo cáo "kết quả" trước ngày 20/12/2024.\x1b[31m
"""
TEXTS = {"tinh": PROVINCE, "huyen": DISTRICT, "xa": COMMUNE, "<i>hỏng</i>": HARMFUL}


def records(texts: Mapping[str, str] = TEXTS) -> list[Record]:
    """The records of the collection (or of other ``texts`` by id), as a run writes them."""
    sources = [Source(id, f"{id}.txt", "txt", text.encode()) for id, text in texts.items()]
    return [resolve(extract(read(source))) for source in sources]
