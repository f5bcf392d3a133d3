"""Documents of any length that try the whole pipeline where one part of a document is compared with the others: lists, headings, rows, notes.

python -m tests.hostile.documents          # seconds a character of a document of 10 KB and of 1 MB, of ordinary text and of each of these
"""

import sys
import time
from collections.abc import Callable

from pipeline.extract import extract
from pipeline.resolve import resolve
from tests.hostile.invariants import document_of
from tests.readers import plan

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH BÌNH AN\nSố: 45/KH-UBND\nBình An, ngày 12 tháng 3 năm 2024\nKẾ HOẠCH\nPhòng dịch năm 2024\n"
DUTY = "Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra trước ngày 15/6/2024; "
_BODIES = "1. " + "Sở Y tế, Sở Nội vụ, "


def ordinary(characters: int) -> str:
    """A plan whose body is repeated, each time with its headings and items, until it is so long."""
    body = plan.as_text()
    return (body + "\n") * max(1, round(characters / len(body)))


def _repeated(part: str, before: str = HEAD, behind: str = "") -> Callable[[int], str]:
    return lambda characters: before + part * max(1, (characters - len(before) - len(behind)) // len(part)) + behind


def _halves(first: str, second: str, between: str = "\n") -> Callable[[int], str]:
    """As many characters of ``first`` as of ``second``: each of the one is held against all of the other."""
    return lambda characters: HEAD + first * (characters // 2 // len(first)) + between + second * (characters // 2 // len(second))


DOCUMENTS: dict[str, Callable[[int], str]] = {
    "one line": _repeated(DUTY),
    "one item": _repeated(DUTY, HEAD + "1. "),
    "paragraphs under one item": _repeated("Tuyên truyền kiến thức phòng dịch.\n", HEAD + "1. Sở Y tế chủ trì:\n"),
    "paragraphs that name bodies": _repeated("Sở Y tế rà soát các quy định.\n", HEAD + "1. Nhiệm vụ:\n"),
    "items": _repeated("1. Sở Y tế\n"),
    "nested items": _repeated("I. NHIỆM VỤ\n1. Sở Y tế\na) Kiểm tra:\n- Rà soát\n+ Báo cáo\n"),
    "headings in capitals": _repeated("NHIỆM VỤ CHUNG\n"),
    "bodies that the model is asked about": _repeated("Phòng Kinh tế\nVăn phòng\n", "Nội dung\nChủ trì\nPhối hợp\nThời gian\n"),
    "codes inside names": _repeated("Ủy ban nhân dân (UBND) (HĐND) tỉnh giao. ", HEAD + "1. "),
    "codes that name nothing": _repeated(" (UBND)", HEAD + "1. Ủy ban nhân dân"),
    "hashes": lambda n: HEAD + "".join(f"{'#' * (at % 300)} 1. Chủ trì\n" for at in range(n // 160)),
    "articles": _repeated("Điều 1. Sở Y tế\n"),
    "table rows": _repeated("1\tKiểm tra cơ sở\tSở Y tế\tTháng 6/2024\n", HEAD + "PHỤ LỤC\nTT\tNhiệm vụ\tChủ trì\tThời gian\n"),
    "one wide row": _repeated("\t5%", HEAD + "TT\tChỉ tiêu\n1\tTỷ lệ"),
    "lines of cells": _repeated("1\nKiểm tra cơ sở\nSở Y tế\nTháng 6\n", HEAD + "TT\nNhiệm vụ\nChủ trì\nThời gian\n"),
    "footnotes": _repeated("[1] Theo Báo cáo số 12/BC-SYT\n", HEAD + "1. Sở Y tế rà soát\n"),
    "recipients": _repeated("- Sở Y tế;\n", HEAD + "1. Sở Y tế rà soát.\nNơi nhận:\n", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An\n"),
    "offices that are recipients": _repeated(
        "- CT, các PCT và Ủy viên UBND tỉnh;\n", HEAD + "1. Sở Y tế rà soát.\nNơi nhận:\n", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An\n"
    ),
    "lists of recipients": _repeated("Nơi nhận:\n- Sở Y tế;\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An\n"),
    "letterheads": _repeated(HEAD),
    "bodies": _repeated("Sở Y tế, ", HEAD + "1. "),
    "a short name in one line": _repeated("TCTK, Sở Y tế, ", HEAD + "1. Tổng cục Thống kê (viết tắt là TCTK), "),
    "short names": lambda n: (
        HEAD + "".join(f"Tổng cục Thống kê (viết tắt là TC{chr(65 + at % 26)}{chr(65 + at // 26 % 26)}), " for at in range(n // 40))
    ),
    "bodies with": _repeated("với Sở Y tế, ", HEAD + "1. Sở Y tế chủ trì, "),
    "bodies that ask bodies": _repeated("Sở Y tế trân trọng đề nghị ", HEAD + "1. "),
    "a cell of bodies": _repeated("Sở Y tế, ", HEAD + "TT\tNội dung\tĐơn vị thực hiện\n1\tRà soát\t"),
    "rows without numbers": _repeated("Mở lớp tập huấn\nSở Nội vụ\nQuý I/2026\n", HEAD + "\nNội dung\nĐơn vị chủ trì\nThời gian\n"),
    "kinds of bodies": _repeated("sở, ban, ngành, ", HEAD + "1. Các "),
    "kinds of bodies that sign": _repeated("Sở ", HEAD + "1. Rà soát.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"),
    "an issuer without end": _repeated("A¡Đ ", "ỦY BAN NHÂN DÂN\n", "\nSố: 45/KH-UBND\n\nKẾ HOẠCH\nPhòng dịch\n"),
    "attribute lines": _repeated("- Chủ trì: Sở Y tế\n", HEAD + "1. Rà soát\n"),
    "items and attribute lines": _halves("a) Kiểm tra\n", "2. Chủ trì: Sở Y tế\n"),
    "items and footnotes": _halves("a) Kiểm tra\n", "[1] Ghi chú\n"),
    "a long heading over items": _halves(_BODIES[3:], "a) Rà soát các quy định\n", ":\n"),
    "a heading of dates over items": _halves("kiểm tra trước ngày 15/6/2024, ", "a) Rà soát các quy định\n", ":\n"),
    "percentages": _repeated("phấn đấu trên 95% hộ dân dùng nước sạch; ", HEAD + "I. MỤC TIÊU\n1. "),
    "a dateline without end": _repeated("ngày 1 ", "ỦY BAN NHÂN DÂN\n", "\nSố: 45/KH-UBND\n\nKẾ HOẠCH\nPhòng dịch\n"),
    "an issuer of heads": _repeated("Sở ", "ỦY BAN NHÂN DÂN\n", "\nSố: 45/KH-UBND\n\nKẾ HOẠCH\nPhòng dịch\n"),
    "offices of offices": _repeated("CHỦ TỊCH ", HEAD + "Thực hiện ", "Ủy ban nhân dân tỉnh ban hành kế hoạch.\n"),
    "a recipient without end": _repeated("Sở Y tế (qua Đ", HEAD + "1. Sở Y tế rà soát.\nNơi nhận:\n- "),
    "percentages alone": _repeated("30%, ", HEAD + "1. "),
    "percentages that all say more": _repeated("đạt 30% trở lên; ", HEAD + "1. "),
    "percentages without a mark": _repeated("30% "),
    "items and a title over bodies": _halves("a) Kiểm tra cơ sở\n", "a) Sở Y tế\n", "2. Cơ quan chủ trì\n"),
    "marks": _repeated("1."),
    "rows of percentages": _repeated("1\tTỷ lệ hộ nghèo\t5%\t4%\n", HEAD + "TT\tChỉ tiêu\tNăm 2024\tNăm 2025\n"),
    "references": _repeated("Căn cứ Nghị định số 12/2010/NĐ-CP ngày 5/6/2010 của Chính phủ;\n"),
    "references in one line": _repeated("Nghị định số 12/2010/NĐ-CP, ", HEAD + "1. Thực hiện các "),
    "laws that amend laws": _repeated("Luật Y tế, ", HEAD + "1. Luật sửa đổi, bổ sung một số điều của "),
    "back references": _repeated("1. Sở Y tế thực hiện Kế hoạch này, Quyết định trên.\n", HEAD + "Căn cứ Quyết định số 12/QĐ-TTg ngày 5/6/2010;\n"),
    "numbers without a document": _repeated("/QĐ-TTg"),
    "dates": _repeated("ngày 15/6/2024, ", HEAD + "1. Rà soát trước "),
    "years": _repeated("năm 2020, ", HEAD + "1. "),
    "capitals": _repeated("SỞ Y TẾ CHỦ TRÌ PHỐI HỢP VỚI CÔNG AN TỈNH. ", ""),
    "letters apart": _repeated("K Ế H O Ạ C H "),
    "pages": _repeated("1. Rà soát các quy định và\n\n2\n\ntiếp tục thực hiện\n"),
    "wrong encoding": _repeated("Káº¿ hoáº¡ch cá»§a UBND tá»‰nh "),
    "open brackets": _repeated("(kèm theo "),
    "signatures": _repeated("CHỦ TỊCH\n(Đã ký)\nNguyễn Văn An\n"),
}


def seconds(text: str) -> float:
    document = document_of(text)
    began = time.process_time()
    resolve(extract(document))
    return time.process_time() - began


def main() -> None:
    seconds(ordinary(10_000))  # loads rules and models
    print(f"{'':32} {'10 KB':>10} {'1 MB':>10}  microseconds a character of the processor")
    for name, make in ({"ordinary text": ordinary} | DOCUMENTS).items():
        if len(sys.argv) > 1 and name not in sys.argv[1:]:
            continue
        short, long = make(10_000), make(1_000_000)
        cost = min(seconds(short) for _ in range(5)) / len(short), min(seconds(long) for _ in range(2)) / len(long)
        print(f"{name:32} {1e6 * cost[0]:10.2f} {1e6 * cost[1]:10.2f}  {cost[1] / cost[0]:.2f} times", flush=True)


if __name__ == "__main__":
    main()
