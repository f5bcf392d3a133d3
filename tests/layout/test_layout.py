"""Layout before language: which lines make a block, which block stands under which, and that no offset ever moves."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.layout import Block, Layout, is_caps, is_closing, lay_out
from pipeline.readers import Document
from pipeline.schema import SourceInfo
from pipeline.text import fold


def texts_of(layout: Layout, *kinds: str) -> list[str]:
    return [layout.text(block) for block in layout.blocks if not kinds or block.kind in kinds]


def kinds(text: str) -> list[tuple[str, str]]:
    layout = lay_out(text)
    return [(block.kind, layout.text(block)) for block in layout.blocks]


def outline(layout: Layout) -> list[str]:
    """The numbering tree: each marked block with the markers above it."""

    def path(block: Block) -> str:
        name = block.marker.text if block.marker else layout.text(block)
        return name if block.parent is None else f"{path(layout.blocks[block.parent])} > {name}"

    return [path(block) for block in layout.blocks if block.kind in ("item", "caps")]


# --- hard wraps ---------------------------------------------------------------------------------------------------------

ITEMS = (
    "1. Sở Y tế chủ trì, phối hợp với Sở Tài chính và Ủy ban nhân dân các huyện, thành phố rà soát số giường bệnh còn thiếu, lập danh mục thiết bị cần mua.",
    "2. Sở Lao động - Thương binh và Xã hội thống kê trẻ em mồ côi, trẻ em bị bỏ rơi, báo cáo kết quả bằng văn bản trước ngày 15 tháng 10 năm 2022 để tổng hợp.",
    "3. Công an tỉnh bố trí lực lượng giữ trật tự tại các bến đò, bến phà trong ba ngày lễ; xử lý người lái đò không mặc áo phao theo Nghị định số 139/2021/NĐ-CP.",
    "4. Đề nghị Hội Chữ thập đỏ tỉnh vận động các nhà hảo tâm tặng phao cứu sinh cho học sinh vùng sông nước, ưu tiên các em phải qua đò đi học hằng ngày.",
)


@pytest.mark.parametrize("width", [60, 72, 78, 85, 100])
def test_wrapped_lines_flow_together(width: int) -> None:
    text = "\n".join(textwrap.fill(item, width, break_on_hyphens=False) for item in ITEMS)
    layout = lay_out(text)
    assert [f"{b.marker.text}. {layout.text(b)}" for b in layout.blocks if b.marker] == list(ITEMS)
    assert [b.kind for b in layout.blocks] == ["item"] * 4


def test_first_lines_that_a_web_page_wraps_at_less_flow_on() -> None:
    tails = [textwrap.wrap(item[34:].split(" ", 1)[1], 84, break_on_hyphens=False) for item in ITEMS]
    heads = [item[: len(item) - len(" ".join(tail))].rstrip() for item, tail in zip(ITEMS, tails, strict=True)]
    more = ["5. Phối hợp với\nBộ đội Biên phòng tỉnh cấm biển khi bão vào.", "6. Mời Hội Cựu giáo chức thành phố\nĐông Triều dạy bơi."]
    more += ["7. Hội Nông dân tỉnh\nVận động hội viên thả phao tiêu ở các bãi bồi."]
    items = ["\n".join([head, *tail]) for head, tail in zip(heads, tails, strict=True)]
    texts = texts_of(lay_out("\n".join(items + items + more)))
    assert texts[: len(ITEMS)] == [item[3:] for item in ITEMS]
    assert texts[-4:] == [
        "Phối hợp với Bộ đội Biên phòng tỉnh cấm biển khi bão vào.",
        "Mời Hội Cựu giáo chức thành phố Đông Triều dạy bơi.",
        "Hội Nông dân tỉnh",
        "Vận động hội viên thả phao tiêu ở các bãi bồi.",
    ]


def test_words_of_a_subject_that_are_cut_at_the_end_of_a_line_are_no_bodies() -> None:
    text = "KẾ HOẠCH\nPHÒNG DỊCH TRONG CÁC CƠ\nSỞ GIÁO DỤC VÀ TRÊN THỊ\nTRƯỜNG CON GIỐNG\nCHỦ TỊCH UBND HUYỆN ĐỒNG TRẠCH\nCăn cứ Luật Thú y."
    assert texts_of(lay_out(text), "title") == ["PHÒNG DỊCH TRONG CÁC CƠ SỞ GIÁO DỤC VÀ TRÊN THỊ TRƯỜNG CON GIỐNG"]


def test_a_line_is_a_paragraph_where_nothing_is_wrapped() -> None:
    lines = ["Sở Y tế cấp thuốc cho trạm", "Công an xã giữ trật tự", "Hội Nông dân xã vận động hội viên"]
    assert texts_of(lay_out("\n".join(lines))) == lines


def test_a_line_in_lower_case_goes_on_with_the_open_line_above() -> None:
    assert texts_of(lay_out("1. Rà soát các hộ có nguy cơ sạt lở\nven suối, lập danh sách di dời.\n2. Cắm biển cảnh báo.")) == [
        "Rà soát các hộ có nguy cơ sạt lở ven suối, lập danh sách di dời.",
        "Cắm biển cảnh báo.",
    ]


def test_a_short_first_line_with_room_for_the_next_word_is_a_line_of_its_own() -> None:
    text = """1. Hội Nông dân xã vận động hội viên đóng góp ngày công sửa đường, khơi
thông cống rãnh; mỗi chi hội nhận một đoạn và tự chấm điểm sau từng đợt.
2. Ủy ban nhân dân các xã, phường, thị trấn ven biển
Bố trí người trực chốt cả ngày và đêm trong suốt thời gian bão đổ bộ vào
đất liền, báo ngay khi có tình huống.
"""
    blocks = lay_out(text).blocks
    assert [text[b.start : b.end].split("\n")[0][:20] for b in blocks] == ["Hội Nông dân xã vận ", "Ủy ban nhân dân các ", "Bố trí người trực ch"]


def test_a_raised_footnote_mark_becomes_a_blank_but_a_unit_stays() -> None:
    text = "1. Sở Tài chính² thẩm định 30 km² rừng, báo cáo Ban Chỉ đạo¹."
    assert lay_out(text).flow == "1. Sở Tài chính  thẩm định 30 km² rừng, báo cáo Ban Chỉ đạo ."


@pytest.mark.parametrize("mark", [".", ";", ":"])
def test_an_ended_line_does_not_flow_on(mark: str) -> None:
    assert len(lay_out(f"1. Rà soát các hộ nghèo{mark}\nhộ cận nghèo thì xét sau.").blocks) == 2


def test_the_first_line_of_an_item_that_ends_in_a_comma_flows_on() -> None:
    wrapped = "\n".join(textwrap.fill(item, 78, break_on_hyphens=False) for item in ITEMS)
    layout = lay_out(f"{wrapped}\n5. Các Sở: Công Thương, Xây dựng,\nNội vụ cử cán bộ tham gia đoàn kiểm tra liên ngành.")
    assert texts_of(layout)[-1] == "Các Sở: Công Thương, Xây dựng, Nội vụ cử cán bộ tham gia đoàn kiểm tra liên ngành."


def test_a_full_line_that_ends_in_a_semicolon_flows_on_in_lower_case() -> None:
    text = (
        "Rà soát các hộ nghèo, hộ cận nghèo trên địa bàn, lập danh sách gửi về xã\n"
        "trước ngày 15 hằng tháng; công khai tại nhà văn hóa thôn; khắc phục ngay;\n"
        "lập sổ theo dõi các hộ đã được hỗ trợ sửa nhà, vay vốn, học nghề, trong\n"
        "đó ghi rõ mức hỗ trợ của từng nguồn và người chịu trách nhiệm theo dõi của\n"
        "thôn, tổ dân phố để cuối năm bình xét, biểu dương, khen thưởng kịp thời."
    )
    assert texts_of(lay_out(text)) == [text.replace("\n", " ")]


def test_a_wrapped_name_with_a_dash_is_no_bullet() -> None:
    text = "\n".join(textwrap.fill(item, 75, break_on_hyphens=False) for item in ITEMS)
    text = text.replace(
        "2. Sở Lao động - Thương binh và Xã hội thống kê trẻ em mồ côi, trẻ em bị",
        "2. Các địa phương thống kê trẻ em mồ côi, chuyển về Sở Lao động\n- Thương binh và Xã hội; trẻ em bị",
    )
    assert any("Sở Lao động - Thương binh và Xã hội; trẻ em bị" in item for item in texts_of(lay_out(text)))


def test_the_ministry_of_labour_is_cut_at_its_dash_in_a_short_line_too() -> None:
    assert texts_of(lay_out("Theo đề nghị của Sở Lao động\n- Thương binh và Xã hội.")) == ["Theo đề nghị của Sở Lao động - Thương binh và Xã hội."]


def test_a_name_that_is_cut_at_its_dash_goes_on_whatever_the_width() -> None:
    text = "1. Dự toán mua vắc xin do các phường lập gửi Phòng Tài chính\n- Kế hoạch thẩm định.\n2. Tổng hợp nhu cầu về hóa chất và nguồn tài chính\n- Hợp đồng với nơi bán."
    texts = texts_of(lay_out(text))
    assert "Dự toán mua vắc xin do các phường lập gửi Phòng Tài chính - Kế hoạch thẩm định." in texts
    assert "Hợp đồng với nơi bán." in texts


def test_what_is_counted_inside_a_wrapped_text_is_no_item() -> None:
    text = "\n".join(textwrap.fill(item, 75, break_on_hyphens=False) for item in ITEMS)
    text += (
        "\n5. Các trường học dạy bơi theo ba bước: (i) làm quen với nước; (ii) tập nổi;\n(iii) bơi ếch."
        "\n6. Bộ đội Biên phòng tỉnh giữ vững chủ quyền, bảo vệ lợi ích cao nhất của quốc gia\n- dân tộc trên vùng biển giáp ranh."
    )
    texts = texts_of(lay_out(text))
    assert "Các trường học dạy bơi theo ba bước: (i) làm quen với nước; (ii) tập nổi; (iii) bơi ếch." in texts
    assert any(item.endswith("lợi ích cao nhất của quốc gia - dân tộc trên vùng biển giáp ranh.") for item in texts)


def test_a_number_alone_on_its_line_takes_the_next_line() -> None:
    layout = lay_out("1.\nSở Y tế\na.\nCấp thuốc cho các trạm.\nb.\nTập huấn nhân viên.")
    assert outline(layout) == ["1", "1 > a", "1 > b"]
    assert texts_of(layout) == ["Sở Y tế", "Cấp thuốc cho các trạm.", "Tập huấn nhân viên."]


# --- pages --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "CÔNG BÁO/Số 12 + 13/Ngày 01-02-2024\n7\n",
        "\n8\n\n",
        "Trang 3/12\n",
        "- 4 -\n",
        "\nCÔNG BÁO/Số 9/Ngày 05-5-2020\n",
    ],
)
def test_a_page_inside_an_item_gives_two_fragments(page: str) -> None:
    layout = lay_out(f"1. Sở Y tế rà soát giường bệnh, trong đó ưu tiên các\n{page}xã vùng cao và biên giới.\n2. Sở Nội vụ thẩm định.")
    items = [block for block in layout.blocks if block.kind == "item"]
    assert [[layout.flow[a:b] for a, b in item.fragments] for item in items] == [
        ["Sở Y tế rà soát giường bệnh, trong đó ưu tiên các", "xã vùng cao và biên giới."],
        ["Sở Nội vụ thẩm định."],
    ]


def test_a_marker_alone_at_the_foot_of_a_page() -> None:
    layout = lay_out("1.\nCÔNG BÁO/Số 12/Ngày 01-02-2024\n7\n\nSở Y tế rà soát giường bệnh.")
    assert texts_of(layout, "item") == ["Sở Y tế rà soát giường bệnh."]
    assert [block.start for block in layout.blocks] == sorted(block.start for block in layout.blocks)


def test_a_page_between_items_joins_nothing() -> None:
    layout = lay_out("1. Sở Y tế rà soát giường bệnh.\nCÔNG BÁO/Số 12/Ngày 01-02-2024\n7\n\n2. Sở Nội vụ thẩm định.")
    assert [len(block.fragments) for block in layout.blocks if block.kind == "item"] == [1, 1]


def test_furniture_is_set_aside() -> None:
    text = "Trang chủ\nTrang chủ > Văn bản > Kế hoạch\nIn trang\nGửi email\nLượt xem: 1.204\n1. Sở Y tế kiểm tra bếp ăn.\nTải về: ke-hoach.pdf\nChia sẻ: Facebook | Zalo\nCác tin khác"
    assert texts_of(lay_out(text), "item", "paragraph") == ["Sở Y tế kiểm tra bếp ăn."]


def test_what_goes_on_in_small_letters_is_no_menu() -> None:
    text = (
        "1. Sở Tư pháp tham mưu sửa đổi, bãi bỏ\nvăn bản quy phạm pháp luật đã lỗi thời\n"
        "chia sẻ dữ liệu hộ tịch.\nVăn bản quy phạm pháp luật Trung ương\nChia sẻ lên Facebook"
    )
    assert texts_of(lay_out(text), "item", "paragraph") == [text[3 : text.index("\nVăn bản quy")].replace("\n", " ")]
    assert texts_of(lay_out("Chia sẻ kinh nghiệm nuôi tôm"), "furniture") == []


def test_a_footnote_between_an_item_and_its_lines_belongs_to_neither() -> None:
    layout = lay_out(
        "2. Mở lớp học hè tại nhà văn hóa thôn¹.\n\n¹ Theo hướng dẫn của Sở.\n\n[2] Kể cả thôn mới sáp nhập.\n\n- Đơn vị chủ trì: Phòng Giáo dục và Đào tạo."
    )
    assert texts_of(layout, "footnote") == ["Theo hướng dẫn của Sở.", "Kể cả thôn mới sáp nhập."]
    assert outline(layout) == ["2", "2 > -"]


def test_dots_for_what_was_left_out_are_a_gap() -> None:
    assert [kind for kind, _ in kinds("1. Sở Y tế kiểm tra.\n……………\n5. Sở Nội vụ thẩm định.")] == ["item", "gap", "item"]


# --- front and back -----------------------------------------------------------------------------------------------------

HEAD = """ỦY BAN NHÂN DÂN
HUYỆN ĐỒNG TRẠCH
-------
Số: 12/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Đồng Trạch, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Phòng, chống đuối nước cho học sinh
dịp hè năm 2024

Căn cứ Luật Trẻ em;

I. MỤC ĐÍCH
"""


def test_the_letterhead_the_type_and_the_subject() -> None:
    layout = lay_out(HEAD)
    assert texts_of(layout, "letterhead") == [
        "ỦY BAN NHÂN DÂN HUYỆN ĐỒNG TRẠCH",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đồng Trạch, ngày 05 tháng 3 năm 2024",
    ]
    assert texts_of(layout, "doc_type") == ["KẾ HOẠCH"]
    assert " ".join(texts_of(layout, "title")) == "Phòng, chống đuối nước cho học sinh dịp hè năm 2024"
    assert texts_of(layout, "paragraph") == ["Căn cứ Luật Trẻ em;"]


@pytest.mark.parametrize(
    "body",
    [
        "TRUNG TÂM Y TẾ MƯỜNG PHA",
        "CHI CỤC KIỂM LÂM",
        "BAN CHỈ ĐẠO XÂY DỰNG NÔNG THÔN MỚI",
        pytest.param(
            "BỆNH VIỆN ĐA KHOA MƯỜNG PHA",
        ),
    ],
)
def test_two_bodies_in_a_letterhead_stay_two(body: str) -> None:
    layout = lay_out(f"SỞ Y TẾ HÀ NHUNG\n{body}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nKẾ HOẠCH\nTiêm chủng năm 2024")
    assert texts_of(layout)[:2] == ["SỞ Y TẾ HÀ NHUNG", body]


def test_a_letterhead_in_two_columns() -> None:
    layout = lay_out(
        "UBND XÃ AN MỸ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 3/KH-UBND\tAn Mỹ, ngày 02 tháng 9 năm 2025\n\nKẾ HOẠCH\nTrồng cây\n\n1. Trồng cây."
    )
    assert [block.kind for block in layout.blocks] == ["letterhead", "letterhead", "doc_type", "title", "item"]
    assert [layout.flow[a:b] for a, b in layout.blocks[0].cells] == ["UBND XÃ AN MỸ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


def test_the_head_of_a_web_page_that_wraps_its_first_words_is_read() -> None:
    head = "ỦY\nBAN NHÂN DÂN\nTỈNH HÀ NHUNG\n-------\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n|\nSố:\n14/CT-UBND\n|\nTam\nDầu, ngày 23 tháng 3 năm 2022\n|\n"
    layout = lay_out(
        f"{head}CHỈ THỊ\nVỀ\nVIỆC TRỒNG RỪNG\nDo mùa khô đến sớm, người dân các xã vùng cao đã bắt đầu làm đất, dọn thực bì và gieo ươm cây giống cho vụ trồng rừng năm nay."
    )
    assert texts_of(layout, "letterhead")[0] == "ỦY BAN NHÂN DÂN TỈNH HÀ NHUNG"
    assert texts_of(layout, "letterhead")[-2:] == ["Số: 14/CT-UBND", "Tam Dầu, ngày 23 tháng 3 năm 2022"]
    assert texts_of(layout, "title") == ["VỀ VIỆC TRỒNG RỪNG"]


def test_a_number_that_a_short_line_lacks_stands_in_the_next() -> None:
    wrapped = "\n".join(textwrap.fill(item, 75, break_on_hyphens=False) for item in ITEMS)
    texts = texts_of(
        lay_out(
            f"Tam Dầu, ngày\n29 tháng 4 năm 2021\nCăn cứ Quyết định số\n112/QĐ-UBND của tỉnh;\nCăn cứ kế hoạch\n58/KH-SGDĐT của Sở;\nCăn cứ Luật\nGiáo dục;\n{wrapped}"
        )
    )
    assert texts[:2] == ["Tam Dầu, ngày 29 tháng 4 năm 2021", "Căn cứ Quyết định số 112/QĐ-UBND của tỉnh;"]
    assert texts[2:4] == ["Căn cứ kế hoạch 58/KH-SGDĐT của Sở;", "Căn cứ Luật Giáo dục;"]


def test_an_article_whose_first_word_stands_alone_flows_on() -> None:
    texts = texts_of(
        lay_out("Điều 3. Chánh\nVăn phòng Ủy ban nhân dân huyện chịu trách nhiệm thi hành.\nĐiều 4. Nay\nbãi bỏ Quyết định số 12/QĐ-UBND.")
    )
    assert texts == ["Chánh Văn phòng Ủy ban nhân dân huyện chịu trách nhiệm thi hành.", "Nay bãi bỏ Quyết định số 12/QĐ-UBND."]


def test_the_type_that_a_portal_names_above_the_motto_heads_nothing() -> None:
    portal = "Quyết định 45/QĐ-UBND phê duyệt Đề án trồng rừng\n45/QĐ-UBND\nQuyết định\nCòn hiệu lực\n"
    layout = lay_out(
        f"{portal}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nQuyết định\nPHÊ DUYỆT ĐỀ ÁN TRỒNG RỪNG\nBỘ TRƯỞNG, CHỦ NHIỆM VĂN PHÒNG CHÍNH PHỦ\nCăn cứ Luật Lâm nghiệp;"
    )
    assert texts_of(layout, "title") == ["PHÊ DUYỆT ĐỀ ÁN TRỒNG RỪNG"]


def test_a_short_line_that_ends_inside_a_name_flows_on() -> None:
    wrapped = "\n".join(textwrap.fill(item, 75, break_on_hyphens=False) for item in ITEMS)
    texts = texts_of(lay_out(f"{wrapped}\n5. Chủ trì, phối hợp với Sở\nNội vụ hướng dẫn.\n6. Tham mưu cho\nỦy ban nhân dân huyện."))
    assert texts[-2:] == ["Chủ trì, phối hợp với Sở Nội vụ hướng dẫn.", "Tham mưu cho Ủy ban nhân dân huyện."]


def test_a_name_that_a_line_break_parts_is_one_where_nothing_else_is_wrapped() -> None:
    text = "Căn cứ Quyết định số 61/2012/QĐ-TTg của Thủ tướng\nChính phủ về quỹ khuyến công.\nBáo cáo với Thủ tướng\nNgày 12/3 họp lại."
    assert texts_of(lay_out(text)) == [
        "Căn cứ Quyết định số 61/2012/QĐ-TTg của Thủ tướng Chính phủ về quỹ khuyến công.",
        "Báo cáo với Thủ tướng",
        "Ngày 12/3 họp lại.",
    ]


def test_who_decides_stands_below_the_subject_and_is_no_part_of_it() -> None:
    layout = lay_out("QUYẾT ĐỊNH\nVỀ KẾ HOẠCH TRỒNG RỪNG CỦA\nTỈNH HÀ NHUNG\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÀ NHUNG\nCăn cứ Luật Lâm nghiệp;")
    assert texts_of(layout, "title") == ["VỀ KẾ HOẠCH TRỒNG RỪNG CỦA TỈNH HÀ NHUNG"]


def test_a_name_that_goes_on_beside_the_motto_flows_on() -> None:
    head = "SỞ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI\tĐộc lập - Tự do - Hạnh phúc"
    layout = lay_out(f"UBND TỈNH HÀ NHUNG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{head}\n\nKẾ HOẠCH\nTrồng cây")
    assert "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\t" in layout.flow


RECIPIENTS = "Nơi nhận:\n- Sở Y tế (b/c);\n- UBND các xã;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nLò Thị Mai"


def test_recipients_and_signature() -> None:
    layout = lay_out(f"1. Kiểm tra bếp ăn.\nTrên đây là kế hoạch của huyện./.\n\n{RECIPIENTS}")
    assert texts_of(layout, "recipients") == ["Nơi nhận:", "Sở Y tế (b/c);", "UBND các xã;", "Lưu: VT."]
    assert texts_of(layout, "signature") == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Thị Mai"]
    assert all(block.parent is None for block in layout.blocks if block.kind in ("recipients", "signature"))


def test_recipients_and_signature_side_by_side() -> None:
    layout = lay_out("Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Sở Y tế;\tCHỦ TỊCH\n- Lưu: VT.\tLò Thị Mai")
    assert [[layout.flow[a:b] for a, b in block.cells] for block in layout.blocks] == [
        ["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"],
        ["- Sở Y tế;", "CHỦ TỊCH"],
        ["- Lưu: VT.", "Lò Thị Mai"],
    ]
    assert {block.kind for block in layout.blocks} == {"recipients"}


def test_an_appendix_after_the_signature_begins_anew() -> None:
    layout = lay_out(f"I. NHIỆM VỤ\n1. Kiểm tra bếp ăn.\n\n{RECIPIENTS}\n\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n1. Trồng rừng ven suối.")
    assert texts_of(layout, "item")[-1] == "Trồng rừng ven suối."
    assert not any(layout.text(block) == "NHIỆM VỤ" for block in ancestors(layout, layout.blocks[-1]))


def ancestors(layout: Layout, block: Block) -> Iterable[Block]:
    while block.parent is not None:
        block = layout.blocks[block.parent]
        yield block


@pytest.mark.parametrize("closing", ["Trên đây là Kế hoạch năm 2026.", "Trong quá trình thực hiện, nếu có vướng mắc, báo cáo về Sở."])
def test_closings(closing: str) -> None:
    assert is_closing(closing)


@pytest.mark.parametrize(
    ("text", "caps"), [("TỔ CHỨC THỰC HIỆN", True), ("NĂM 2024", True), ("Sở Y tế", False), ("II", False), ("100%", False), ("", False)]
)
def test_capitals(text: str, caps: bool) -> None:
    assert is_caps(text) is caps


# --- the numbering tree -------------------------------------------------------------------------------------------------


def test_the_tree_of_common_numbering() -> None:
    text = "I. NHIỆM VỤ\n1. Tuyên truyền\na) Phát tờ rơi;\nb) Mở chuyên mục.\n2. Kiểm tra\n- Lập đoàn.\n+ Mời công an.\n- Báo cáo.\nII. KINH PHÍ\n1. Ngân sách xã."
    assert outline(lay_out(text)) == ["I", "I > 1", "I > 1 > a", "I > 1 > b", "I > 2", "I > 2 > -", "I > 2 > - > +", "I > 2 > -", "II", "II > 1"]


def test_the_tree_of_decimal_numbering() -> None:
    assert outline(lay_out("1. Tuyên truyền\n1.1. Phát tờ rơi\n1.2. Mở lớp\n1.2.1. Cho giáo viên\n2. Kiểm tra\n2.1. Lập đoàn")) == [
        "1",
        "1 > 1.1",
        "1 > 1.2",
        "1 > 1.2 > 1.2.1",
        "2",
        "2 > 2.1",
    ]


def test_the_tree_of_party_numbering() -> None:
    assert outline(
        lay_out("I- MỤC ĐÍCH\n1- Kịp thời nắm tình hình.\nII- NHIỆM VỤ\n1- Kiện toàn đội ngũ\n1.1- Chọn cộng tác viên.\n1.2- Mở lớp.")
    ) == [
        "I",
        "I > 1",
        "II",
        "II > 1",
        "II > 1 > 1.1",
        "II > 1 > 1.2",
    ]


@pytest.mark.parametrize("heading", ["1.1. Sở Y tế", "1.1.1. Sở Y tế"])
def test_letters_stand_below_a_decimal_heading(heading: str) -> None:
    layout = lay_out(f"1. Cấp tỉnh\n{heading}\na) Kiểm tra bếp ăn bán trú.\nb) Tập huấn nhân viên.\n2. Cấp huyện")
    number = heading.split()[0].rstrip(".")
    assert outline(layout) == ["1", f"1 > {number}", f"1 > {number} > a", f"1 > {number} > b", "2"]


TREES = [
    ("Nhiệm vụ 1. Tư tưởng\n1.1. Viết bài.\n1.2. Mở lớp.\nNhiệm vụ 2. Tổ chức\n2.1. Rà soát.", ["Nhiệm vụ 1", "Nhiệm vụ 1 > 1.1", "Nhiệm vụ 1 > 1.2", "Nhiệm vụ 2", "Nhiệm vụ 2 > 2.1"]),
    ("## 3. Nhiệm vụ\n### 3.1. Sắp xếp\n1. Bàn giao.\n### 3.2. Bảo tồn\n2. Tu bổ.", ["3", "3 > 3.1", "3 > 3.1 > 1", "3 > 3.2", "3 > 3.2 > 2"]),
    ("**1. Nhận thức**\n1. Viết bài.\n2. Mở lớp.\n**2. Hạ tầng**\n1. Kéo cáp.", ["1", "1 > 1", "1 > 2", "2", "2 > 1"]),
    ("**1. Sở Y tế**\n- Cấp thuốc.\n2. Sở Tư pháp\n- Mở lớp.", ["1", "1 > -", "2", "2 > -"]),
    ("1- Tuyên truyền\na- Viết bài.\nb- Mở lớp.\n2- Thi đua", ["1", "1 > a", "1 > b", "2"]),
    ("Phần D. CÔNG VIỆC\n1. Viết bài.", ["Phần D", "Phần D > 1"]),
    ("Giai đoạn 2 (tháng 11/2025): đào tạo\n7. Mở lớp.", ["Giai đoạn 2", "Giai đoạn 2 > 7"]),
    ("III. NHIỆM VỤ\nA. Giáo dục\n1. Mở lớp.\nB. Y tế\n2. Cấp thuốc.", ["III", "III > A", "III > A > 1", "III > B", "III > B > 2"]),
    ("i . mục tiêu .\nGiảm số vụ cháy .\nii . nhiệm vụ .\n1 . Mở lớp .", ["I", "II", "II > 1"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_headings_hold_the_items_below_them(text: str, tree: list[str]) -> None:
    assert outline(lay_out(text)) == tree


def test_the_head_of_the_pages_is_furniture() -> None:
    text = "a) Mở chuyên mục thường\n2\nĐảng đoàn Hội Nông dân\n\nxuyên trên báo.\nb) In sách\n3\nĐảng đoàn Hội Nông dân\n\ncho hội viên."
    assert texts_of(lay_out(text), "item") == ["Mở chuyên mục thường xuyên trên báo.", "In sách cho hội viên."]
    assert texts_of(lay_out("1. Sửa cầu.\nCÔNG TÁC ĐOÀN/Số 05/Ngày 15-5-2012     19\n2. Đắp đường."), "furniture") == [
        "CÔNG TÁC ĐOÀN/Số 05/Ngày 15-5-2012     19"
    ]
    assert texts_of(lay_out("- Sửa cầu.\n7      BẢN TIN MẶT TRẬN/Số 3/Tháng 6-2018\n- Đắp đường."), "furniture") == [
        "7      BẢN TIN MẶT TRẬN/Số 3/Tháng 6-2018"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "GIÁM ĐỐC - TS. Vàng Thị Mỷ (đã ký)",
        "TM. ỦY BAN NHÂN DÂN - CHỦ TỊCH: Lò Văn Pâng",
        "bí thư tỉnh ủy Lò Văn Pâng ký .",
        "tổng cục trưởng Lò Văn Pâng .",
    ],
)
def test_a_signature_in_one_line(line: str) -> None:
    assert kinds(f"1. Rà soát hộ nghèo.\n\n{line}")[-1] == ("signature", line)
    assert not texts_of(lay_out(f"1. Rà soát.\n\nGiám đốc Sở giao {line.split()[-1]} theo dõi."), "signature")


def test_paragraphs_hang_below_the_heading_before_them() -> None:
    layout = lay_out("2. Phòng Giáo dục và Đào tạo\nRà soát bếp ăn bán trú.\nMở lớp dạy bơi.\n3. Công an huyện")
    assert [layout.blocks[block.parent].marker.text for block in layout.blocks if block.kind == "paragraph" and block.parent is not None] == [
        "2",
        "2",
    ]  # type: ignore[union-attr]


def test_parents_come_before_their_children() -> None:
    layout = lay_out(HEAD + "1. Giảm số vụ.\n" + RECIPIENTS)
    assert all(block.parent is None or block.parent < index for index, block in enumerate(layout.blocks))
    assert sum(map(len, layout.children())) == sum(block.parent is not None for block in layout.blocks)


# --- tables -------------------------------------------------------------------------------------------------------------


def rows(text: str) -> list[list[str]]:
    layout = lay_out(text)
    return [[layout.flow[a:b] for a, b in block.cells] for block in layout.blocks if block.kind == "row"]


TABLE = [
    ["STT", "Nội dung", "Chủ trì", "Thời gian"],
    ["I", "Tuyên truyền", "", ""],
    ["1", "Phát tờ rơi", "Sở Y tế", "Quý I"],
    ["2", "Mở lớp", "", "Quý II"],
]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("\t".join(row) for row in TABLE),
        "\n".join(" | ".join(row) for row in TABLE),
        "\n".join("| " + " | ".join(row) + " |" for row in TABLE),
        "| STT | Nội dung | Chủ trì | Thời gian |\n|:---:|---|---|---:|\n" + "\n".join("| " + " | ".join(row) + " |" for row in TABLE[1:]),
        "\n".join("|" + "|".join(row) + "|" for row in TABLE),
    ],
    ids=["tabs", "grid", "pipes", "markdown", "tight"],
)
def test_rows_of_every_style(text: str) -> None:
    without_last = [[cell for at, cell in enumerate(row) if any(row[at:])] for row in TABLE]  # an empty cell at the end of a line leaves no trace
    assert [row[: len(kept)] for row, kept in zip(rows(text), without_last, strict=True)] == without_last
    assert not any(any(row[len(kept) :]) for row, kept in zip(rows(text), without_last, strict=True))


def test_emphasis_and_breaks_in_cells_are_blanks_in_the_flow() -> None:
    ((_, content, lead),) = rows("| **1** | **Mở lớp**<br>cho *giáo viên* | Sở Y tế |")
    assert content.split() == ["Mở", "lớp", "cho", "giáo", "viên"]
    assert lead == "Sở Y tế"


def test_a_break_parts_what_a_cell_lists_and_no_name() -> None:
    ((*_, several, one),) = rows("| 1 | Mở lớp | Hội Nông dân huyện<br>Trạm Y tế xã | Phòng Tài chính và<br>Kế hoạch |")
    assert [name.strip() for name in several.split(";")] == ["Hội Nông dân huyện", "Trạm Y tế xã"]
    assert one.split() == ["Phòng", "Tài", "chính", "và", "Kế", "hoạch"]


def test_cells_never_flow_together() -> None:
    layout = lay_out("1\tRà soát các hộ nghèo, hộ\tSở Y tế\n\tcận nghèo tại các thôn\t\n")
    assert layout.flow.split("\n")[0] == "1\tRà soát các hộ nghèo, hộ\tSở Y tế"
    assert [block.kind for block in layout.blocks] == ["row", "row"]


def test_a_table_of_cell_fragments() -> None:
    text = "STT\nNội dung\nCơ quan\nchủ trì\nThời gian\n1.\nPhát tờ rơi về nước\nsạch tại các chợ\nSở Y tế\nQuý I/2026\n2.\nMở lớp\nSở Nội vụ\nHằng năm\n"
    assert rows(text) == [
        ["STT", "Nội dung", "Cơ quan chủ trì", "Thời gian"],
        ["1.", "Phát tờ rơi về nước sạch tại các chợ", "Sở Y tế", "Quý I/2026"],
        ["2.", "Mở lớp", "Sở Nội vụ", "Hằng năm"],
    ]


def test_what_follows_a_table_of_cell_fragments_is_laid_out_as_ever() -> None:
    text = "STT\nNội dung\nCơ quan\nchủ trì\nThời gian\n1.\nPhát tờ rơi\nSở Y tế\nQuý I/2026\n\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế theo dõi.\n2. Sở Nội vụ thẩm định.\n\n"
    assert [block.kind for block in lay_out(text + RECIPIENTS).blocks] == [
        "row",
        "row",
        "item",
        "item",
        "item",
        *["recipients"] * 4,
        *["signature"] * 4,
    ]


# --- markdown -----------------------------------------------------------------------------------------------------------


def test_markdown_headings_and_emphasis() -> None:
    layout = lay_out(
        "# KẾ HOẠCH NĂM 2026\n\n## I. Mục tiêu\n\n1. **Kinh tế số**: tăng trưởng *bền vững*\n- **Sở Y tế**: chủ trì\n\n**Nơi nhận:**\n\n- Sở Y tế;"
    )
    assert [(b.marker.text, b.marker.kind) for b in layout.blocks if b.marker and b.kind == "item"] == [("I", "roman"), ("1", "num1"), ("-", "dash")]
    assert [" ".join(text.split()).replace(" :", ":") for text in texts_of(layout, "item")] == [
        "Mục tiêu",
        "Kinh tế số: tăng trưởng bền vững",
        "Sở Y tế: chủ trì",
    ]
    assert texts_of(layout, "recipients") == ["Nơi nhận:", "Sở Y tế;"]


def test_a_star_is_a_bullet_only_before_a_blank() -> None:
    layout = lay_out("* Kiểm tra bếp ăn\n*Lưu ý* giữ sạch bếp")
    assert [block.kind for block in layout.blocks] == ["item", "paragraph"]


# --- whatever comes -----------------------------------------------------------------------------------------------------

NAUGHTY = (
    "",
    "\n",
    "\t",
    "|",
    "|||\n---|---",
    "....",
    "***\n* * *\n**",
    "1.\n2.\n3.",
    "-\n-\n-",
    "STT\nSTT\nSTT",
    "STT\tSTT\t\n\t\t\t\n\t1\t",
    "Nơi nhận:",
    "Nơi nhận:\nNơi nhận:\tTM.",
    "TM.\nKT.",
    "KẾ HOẠCH\nKẾ HOẠCH\nKẾ HOẠCH",
    "Điều 1.\nĐiều 1.\nĐiều 1.",
    "#" * 500,
    "(" * 500,
    "1.1.1.1.1.1.1.1.1. Rà soát",
    "a" * 20_000,
    "\u202eSở Y tế\u202c",
    "Ṩở̸ Y̵ t̷ế",
    "👩‍👩‍👧 Hội Phụ nữ 👍🏽",
    "<script>alert('Sở')</script><br/><br",
    "%s %d {0} ${x} \\n \\",
    "NULL\x00TRUE",
    "- 1\n- -1\n- 1,5\n- 1.000.000 %",
    "ngày 31/02/2024 đến ngày 00/00/0000 quý IX/9999 tháng 13",
    "100%100%100%",
    "Sở, Sở và Sở; các sở, các sở chủ trì chủ trì phối hợp với với",
)
LINES = (
    "ỦY BAN NHÂN DÂN",
    "XÃ AN MỸ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 5/KH-UBND",
    "An Mỹ, ngày 02 tháng 9 năm 2025",
    "KẾ HOẠCH",
    "Phòng, chống lụt bão năm 2025",
    "Căn cứ Nghị định số 66/2021/NĐ-CP ngày 06/7/2021 của Chính phủ;",
    "I. MỤC TIÊU",
    "- Trên 95% hộ dân ven suối có phương án di dời.",
    "II. NHIỆM VỤ",
    "1. Phòng Kinh tế chủ trì, phối hợp với Công an xã kiểm tra 12 hồ đập, hoàn thành trước ngày 30/8/2025.",
    "a) Sửa cống Đầu Nguồn; đơn vị chủ trì: Trung tâm Cung ứng dịch vụ công.",
    "CÔNG BÁO/Số 12/Ngày 01-02-2024",
    "7",
    "gia cố bờ suối, phát quang",
    "¹ Theo Quyết định số 8/QĐ-UBND.",
    "STT\tNội dung\tCơ quan chủ trì\tThời gian",
    "1\tMua áo phao\tUBND xã\tQuý III/2025",
    "| 2 | **Tập huấn** | Hội Chữ thập đỏ | Hằng năm |",
    "STT",
    "Cơ quan chủ trì",
    "Nội dung",
    "Thời gian",
    "Trên đây là kế hoạch./.",
    "Nơi nhận:",
    "- Đảng ủy; CT, các PCT UBND xã;",
    "TM. ỦY BAN NHÂN DÂN",
    "CHỦ TỊCH",
    "Hà Văn Bền",
)


def documents() -> st.SearchStrategy[str]:
    """Pieces of plans in any order, composed or not, with any line end and anything odd between them."""
    line = st.one_of(
        st.sampled_from(LINES),
        st.sampled_from(LINES).map(lambda s: unicodedata.normalize("NFD", s)),
        st.sampled_from(LINES).map(lambda s: s[: len(s) // 2]),
        st.sampled_from(NAUGHTY[:20]),
        st.sampled_from(["\u200b", "\ufeff", "🎓 𝔰ở", "Sở Y\u200b tế", "\u0301\u0323", "\x0c", "\u2028"]),
        st.text(max_size=15),
    )
    ends = st.sampled_from(["\n", "\n\n", "\r\n", " ", "\t", ""])
    return st.lists(st.tuples(line, ends), max_size=25).map(lambda pieces: "".join(a + b for a, b in pieces))


def assert_whole(text: str) -> None:
    layout = lay_out(text)
    assert len(layout.flow) == len(text)
    assert all(old == new or new in " \t\n" for old, new in zip(text, layout.flow, strict=True))
    starts = [block.start for block in layout.blocks if block.kind != "furniture"]
    assert starts == sorted(starts)
    for index, block in enumerate(layout.blocks):
        edges = [edge for span in block.fragments for edge in span]
        assert edges == sorted(edges)
        assert 0 <= edges[0] <= edges[-1] <= len(text)
        assert "\n" not in "".join(layout.flow[a:b] for a, b in block.fragments)
        assert all(block.start <= a <= b <= block.end for a, b in block.cells)
        assert [edge for span in block.cells for edge in span] == sorted(edge for span in block.cells for edge in span)
        assert block.parent is None or 0 <= block.parent < index


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_strings_are_laid_out(text: str) -> None:
    assert_whole(fold(text).text)


@given(st.text(max_size=200))
def test_any_text_is_laid_out(text: str) -> None:
    assert len(lay_out(text).flow) == len(text)
    assert_whole(fold(text).text)


@pytest.mark.parametrize("between", ["", "7", "7\n", "¹ Theo Quyết định số 8/QĐ-UBND.", "STT\tNội dung\tCơ quan chủ trì\tThời gian"])
def test_what_stands_between_the_cell_fragments_of_a_row_breaks_none(between: str) -> None:
    assert_whole(f"Nội dung\nCơ quan chủ trì\n\nThời gian\nỦY BAN NHÂN DÂN\n{between}\nỦY BAN NHÂN DÂN\n")


@settings(deadline=None)
@given(documents())
def test_any_mixture_of_lines_is_laid_out(text: str) -> None:
    assert_whole(fold(text).text)


def assert_record_holds(text: str) -> None:
    """What the output contract promises of every record, whatever was read."""
    record = extract(Document("thu", text, SourceInfo("thu.txt", "txt", "utf-8", "", 0)))
    assert record.text == text
    for entity in record.entities:
        assert text[entity.start : entity.end] == entity.text != ""
        assert entity.text.strip() == entity.text
    ends = [0] + [entity.end for entity in record.entities]
    assert all(end <= entity.start for end, entity in zip(ends, record.entities, strict=False)), "ordered, not overlapping"
    ids = {entity.id for entity in record.entities}
    assert len(ids) == len(record.entities)
    labels = {entity.id: entity.label for entity in record.entities}
    for task in record.tasks:
        edges = [edge for span in task.fragments for edge in span]
        assert edges == sorted(edges)
        assert 0 <= edges[0] <= edges[-1] <= len(text)
        assert (task.start, task.end) == (edges[0], edges[-1])
        assert task.text == " ".join(text[a:b] for a, b in task.fragments)
        assert {labels[id] for id in [*task.lead, *task.coordinating]} <= {"AGENCY"}
        assert {labels[id] for id in task.deadline} <= {"DATE"}
    assert all(labels[target.entity] == "PERCENT" for target in record.targets)
    assert all(labels[r.head] == "LEGAL_REF" and r.tail in ids for r in record.relations)
    sections = {section.id for section in record.sections}
    assert all(task.section is None or task.section in sections for task in record.tasks)
    assert all(0 <= s.start <= s.end <= len(text) for s in record.sections)


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_strings_give_whole_records(text: str) -> None:
    assert_record_holds(text)


@settings(deadline=None, max_examples=120)
@given(documents())
def test_any_mixture_gives_a_whole_record(text: str) -> None:
    assert_record_holds(text)


def test_the_way_of_writing_changes_no_find() -> None:
    """Decomposed letters, Windows line ends and zero-width characters move offsets and nothing else."""
    text = HEAD + "\n".join(ITEMS) + "\n" + RECIPIENTS

    def finds(written: str) -> list[tuple[str, str]]:
        record = extract(Document("thu", written, SourceInfo("thu.txt", "txt", "utf-8", "", 0)))
        assert_record_holds(written)
        clean = [re.sub("[\u200b\r]", "", unicodedata.normalize("NFC", e.text)) for e in record.entities]
        return [(e.label, surface) for e, surface in zip(record.entities, clean, strict=True)] + [("TASK", str(len(record.tasks)))]

    plain = finds(text)
    assert len(plain) > 12
    assert finds(unicodedata.normalize("NFD", text)) == plain
    assert finds(text.replace(" ", " \u200b")) == plain
    assert finds("\ufeff" + text) == plain


def test_windows_line_ends_change_no_find() -> None:
    text = HEAD + "\n".join(ITEMS) + "\n" + RECIPIENTS
    surfaces = [
        [(e.label, " ".join(e.text.split())) for e in extract(Document("thu", t, SourceInfo("thu.txt", "txt", "utf-8", "", 0))).entities]
        for t in (text, text.replace("\n", "\r\n"))
    ]
    assert surfaces[0] == surfaces[1]


def test_the_width_of_wrapped_prose_is_told_although_a_table_of_short_lines_stands_beside_it() -> None:
    prose = (
        "1. Rà soát, bổ sung chức năng, nhiệm vụ của Quỹ phòng chống thiên tai và của\n"
        "Quỹ Bảo trợ trẻ em tại các huyện, bảo đảm nguồn lực cho công tác phòng, chống\n"
        "đuối nước; tổng hợp nhu cầu sửa chữa bể bơi, báo cáo Ủy ban nhân dân tỉnh xem\n"
        "xét, quyết định theo phân cấp ngân sách hiện hành và điều kiện thực tế của từng\n"
        "địa phương.\n"
        "2. Kiểm tra việc trông giữ trẻ trong dịp hè tại các nhóm trẻ tư thục, các cơ sở\n"
        "nuôi dưỡng; xử lý nghiêm cơ sở hoạt động không phép, công khai danh sách trên\n"
        "cổng thông tin điện tử của tỉnh.\n"
    )
    cells = "\n".join(f"Sở số {n}\nQuý I\nBáo cáo" for n in range(20))
    items = [b for b in lay_out(prose + "\n" + cells).blocks if b.kind == "item"]
    assert [b.marker.text for b in items if b.marker] == ["1", "2"]
    assert lay_out(prose + "\n" + cells).text(items[0]).endswith("địa phương.")


def test_few_wrapped_lines_tell_the_width_where_a_gazette_heads_the_pages() -> None:
    text = """CÔNG BÁO/Số 156 + 157/Ngày 20-02-2026
1. Khảo sát các điểm sạt lở dọc kênh, rạch; hồ sơ gửi Sở
Nông nghiệp và Môi trường trước mùa mưa bão để tổng hợp và
đăng trên trang thông tin điện tử của tỉnh, của huyện, của
các xã.
2. Di dời dân.
"""
    assert texts_of(lay_out(text), "item")[0].startswith("Khảo sát các điểm sạt lở dọc kênh, rạch; hồ sơ gửi Sở Nông nghiệp")


def test_a_line_that_ends_in_and_goes_on_though_nothing_tells_the_width() -> None:
    assert texts_of(lay_out("1. Đề nghị Sở Tài nguyên và\nMôi trường kiểm tra.\n2. Đắp đê."), "item") == [
        "Đề nghị Sở Tài nguyên và Môi trường kiểm tra.",
        "Đắp đê.",
    ]


@pytest.mark.parametrize(
    ("line", "goes_on"),
    [("Họp giao ban trong quý", True), ("Báo cáo số liệu gồm", True), ("Họp giao ban hằng quý", False), ("Chốt số liệu từng tháng", False)],
)
def test_a_line_that_ends_in_a_rhythm_is_not_open(line: str, goes_on: bool) -> None:
    assert (len(lay_out(f"Kính gửi các đơn vị.\n{line}\nIII và các nội dung khác").blocks) == 2) is goes_on


def test_a_figure_goes_on_with_the_line_that_ends_before_it() -> None:
    [item] = lay_out("1. Đến cuối năm 2021 tổng dư nợ tăng 8,7% so với đầu năm; nợ quá hạn chiếm\n0,31%. Còn 4 xã có nợ quá hạn cao.").blocks
    assert item.kind == "item"


def test_the_row_of_a_broken_table_leaves_the_head_of_the_page_out() -> None:
    text = "STT\nNội dung\nChủ trì\nThời gian\n3\nNạo vét kênh tại các xã\nCÔNG BÁO/Số 21 + 22/Ngày 18-02-2026\n35\nvùng trũng\nUBND xã\nQuý I\n4\nĐắp đê\nUBND xã\n2026 -\n2028\n"
    rows = [block for block in lay_out(text).blocks if block.kind == "row"]
    layout = lay_out(text)
    assert [[layout.flow[a:b] for a, b in row.cells] for row in rows[1:]] == [
        ["3", "Nạo vét kênh tại các xã", "", ""],
        ["", "vùng trũng", "UBND xã", "Quý I"],
        ["4", "Đắp đê", "UBND xã", "2026 - 2028"],
    ]


def test_numbers_of_rows_between_blanks_are_no_page_numbers() -> None:
    text = "STT\n\nNội dung\n\nChủ trì\n\nThời gian\n\n1\n\nĐắp đê\n\nUBND xã\n\nQuý I\n\n2\n\nDi dân\n\nUBND xã\n\nQuý II\n\n14\n\nNơi nhận:\n- Lưu: VT.\n"
    layout = lay_out(text)
    rows = [[layout.flow[a:b] for a, b in block.cells] for block in layout.blocks if block.kind == "row"]
    assert rows[1:] == [["1", "Đắp đê", "UBND xã", "Quý I"], ["2", "Di dân", "UBND xã", "Quý II"]]
    assert texts_of(layout, "furniture") == ["14"]


def test_a_closing_paragraph_does_not_flow_on_from_a_full_line() -> None:
    text = (
        "1. Sở Nội vụ rà soát biên chế của các trạm khuyến nông, báo cáo Ủy ban nhân dân\n"
        "tỉnh trước khi sắp xếp lại các trạm theo địa bàn liên xã, bảo đảm không làm gián\n"
        "đoạn việc phục vụ bà con, không tăng đầu mối và không vượt tổng biên chế được\n"
        "giao; phối hợp với Sở Tài chính, các trường và các xã nơi có trạm để thực hiện.\n"
        "Trong quá trình thực hiện nếu có vướng mắc, các trạm phản ánh về Sở Nội vụ để\n"
        "xem xét.\n"
    )
    assert texts_of(lay_out(text), "item")[0].endswith("có trạm để thực hiện.")


def test_a_numbered_footnote_between_the_rows_of_a_gazette() -> None:
    text = "STT\nNội dung\nChủ trì\n1\nNạo vét kênh\nUBND xã\n\n4 Quyết định số 12/QĐ-UBND ngày 05/01/2026 của UBND tỉnh.\n\nCÔNG BÁO/Số 21 + 22/Ngày 18-02-2026\n35\n\nSTT\nNội dung\nChủ trì\n2\nĐắp đê\nUBND xã\n"
    assert texts_of(lay_out(text), "footnote") == ["Quyết định số 12/QĐ-UBND ngày 05/01/2026 của UBND tỉnh."]
    assert texts_of(lay_out("4 Quyết định số 12/QĐ-UBND ngày 05/01/2026 của UBND tỉnh."), "footnote") == []


def test_years_that_follow_each_other_in_a_broken_table_are_cells() -> None:
    text = "TT\nNhiệm vụ\nChủ trì\nThời gian\nbắt đầu\nThời gian\nkết thúc\n1\nĐắp đê\nUBND xã\n2021\n2025\n2\nDi dân\nUBND xã\n2022\n2023\n\n14\n\nNơi nhận:\n- Lưu: VT.\n"
    layout = lay_out(text)
    rows = [[layout.flow[a:b] for a, b in block.cells] for block in layout.blocks if block.kind == "row"]
    assert rows[1:] == [["1", "Đắp đê", "UBND xã", "2021", "2025"], ["2", "Di dân", "UBND xã", "2022", "2023"]]
    assert texts_of(layout, "furniture") == ["14"]
