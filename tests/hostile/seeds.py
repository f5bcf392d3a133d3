"""What inputs are put together from: pieces of plans, and a small good file of each format."""

import json
from collections.abc import Iterator
from io import BytesIO

from tests.hostile.files import encrypted_zip, word, zipped
from tests.readers import plan

PIECES = (
    "Sở Y tế", "UBND các huyện, thị xã", "Công an tỉnh", "Bộ Giáo dục và Đào tạo", "Ban Chỉ đạo", "Hội Nông dân", "các sở, ngành", "tỉnh Bình An", "Thủ tướng Chính phủ",
    "Nghị định số 56/2017/NĐ-CP", "Luật Trẻ em", "Luật sửa đổi, bổ sung một số điều của ", "số 12", "/QĐ-TTg", "Kế hoạch", "ngày 15/6/2024", "tháng 6 năm 2024", "quý II", "năm 2025",
    "giai đoạn 2021 - 2025", "hằng năm", "trước", "đến hết", "95%", "từ 5% đến 10%", "trên", "giảm", "chủ trì", ", phối hợp với ", " và ", " của ", "thuộc", "giao", "rà soát", "báo cáo",
    "Thời hạn: ", "Chủ trì: ", "Đơn vị phối hợp: ", "Sản phẩm: ", "Nơi nhận:", "Kính gửi:", "TM. ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An", "(Đã ký)", "Lưu: VT", "(kèm theo ", "v/v ",
    "ỦY BAN NHÂN DÂN", "KẾ HOẠCH", "PHỤ LỤC", "I. ", "II. ", "1. ", "2. ", "1.1. ", "a) ", "đ) ", "- ", "+ ", "* ", "**", "## ", "Điều 1. ", "Chương I", "TT", "Nhiệm vụ", "| ", " | ", "\t", "|---|---|",
    "\n", "\n", "\n\n", "\r\n", "\x0c", " ", " ", "  ", ", ", ". ", "; ", ":", "(", ")", "“", "”", "/", "-", "–", "…", "......", "./.", "[1] ", "¹", "%",
    "K Ế  H O Ạ C H", "ph ủ", "Ke\u0302\u0301", "\u200b", "\ufeff", "\u00a0", "\u0301", "Uỷ", "hoà", "ƣ", "С", "\uf0b7", "😀", "Káº¿ hoáº¡ch cá»§a", "Keá hoaïch ñaøo taïo", "İ", "ß", "\x00", "\u2028",
)  # fmt: skip


def seeds(format: str) -> Iterator[bytes]:
    """Small good files of ``format``."""
    text = plan.as_text()
    match format:
        case "txt" | "md":
            yield from (text.encode(codec) for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be"))
        case "docx":
            yield plan.as_docx()
            yield word("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")
        case "pdf":
            yield plan.as_pdf()
        case "rtf":
            yield plan.as_rtf(plan.ROWS)
        case "html":
            yield plan.as_html().encode()
        case "jsonl":
            yield b"\n".join(json.dumps({"id": str(n), "text": text}).encode() for n in range(3))
        case "csv":
            yield b'id,text\n1,"' + text.replace('"', "").encode() + b'"\n2,a\n'
            yield "id;text\n1;Sở Y tế\n".encode("utf-16")
        case "parquet":
            yield _parquet(text)
        case "zip":
            yield zipped({"a/45.txt": text.encode(), "46.jsonl": b'{"text": "a"}'})
            yield encrypted_zip()


def _parquet(text: str) -> bytes:
    import pyarrow
    from pyarrow import parquet

    out = BytesIO()
    parquet.write_table(pyarrow.table({"id": ["1", "2"], "text": [text, "Sở Y tế"]}), out)
    return out.getvalue()
