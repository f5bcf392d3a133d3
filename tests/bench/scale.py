"""How a run grows: memory over very many documents, and two workers beside one.

    python -m tests.bench.scale [DOCUMENTS]

It writes a collection of DOCUMENTS (100,000) small plans into a temporary folder and runs the pipeline over it with two workers, telling the
memory of this process and of the largest worker at each tenth; then over a twentieth of it with one worker and with two. On a machine
that others use too, the time on the clock says little: beside it stands the time that all workers had of the processors. What two need
more than one is what they lose; with a processor each, they would take half of it.
"""

import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from pipeline.run import run

PAGE, TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
BODIES = ["Sở Y tế", "Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng", "Sở Tư pháp", "Công an tỉnh", "Văn phòng UBND tỉnh"]
DEEDS = [
    "tổ chức kiểm tra việc thực hiện tại cơ sở",
    "tham mưu kế hoạch kinh phí hằng năm",
    "tuyên truyền trên hệ thống truyền thanh cơ sở",
    "phấn đấu 95% xã, phường hoàn thành chỉ tiêu",
    "rà soát danh mục hồ sơ, báo cáo kết quả",
]


def plan(number: int) -> str:
    """A small plan that is like no other."""
    dice = random.Random(number)
    items = [
        f"{item}. {dice.choice(BODIES)} chủ trì, phối hợp với {dice.choice(BODIES)} {dice.choice(DEEDS)} trước ngày {dice.randint(1, 28)}/{dice.randint(1, 12)}/2025."
        for item in range(1, dice.randint(2, 3))
    ]
    return (
        f"ỦY BAN NHÂN DÂN TỈNH\nSố: {number}/KH-UBND\nKẾ HOẠCH\nCông tác năm 2025\nCăn cứ Quyết định số {number % 900 + 1}/QĐ-TTg;\nI. NHIỆM VỤ\n"
        + "\n".join(items)
    )


def write(path: Path, documents: int) -> int:
    """A collection in JSON Lines; its characters."""
    characters = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            text = plan(number)
            characters += len(text)
            file.write(json.dumps({"id": f"kh-{number}", "text": text}, ensure_ascii=False) + "\n")
    return characters


def megabytes(process: int) -> float:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE / 1e6


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def workers() -> list[int]:
    return [child.pid for child in multiprocessing.active_children() if child.pid]


def watch_memory(behind: int, size: int, told: list[int]) -> None:
    if behind * 10 // size > len(told):
        told.append(behind)
        print(f"{len(told) * 10:5} %  {megabytes(os.getpid()):8.0f} MB  {max(map(megabytes, workers())):8.0f} MB", flush=True)


def timed(corpus: Path, out: Path, count: int) -> tuple[float, float]:
    """Seconds on the clock, and of the processors for all workers."""
    spent = 0.0

    def watch(behind: int, size: int) -> None:
        nonlocal spent
        spent = sum(map(processor_seconds, workers()))

    began = time.perf_counter()
    run([corpus], out, workers=count, engine="local", progress=watch)
    return time.perf_counter() - began, spent


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        characters = write(folder / "all.jsonl", documents)
        print(f"{documents:,} documents, {characters:,} characters, two workers\n  done  this process  largest worker")
        told: list[int] = []
        print(run([folder / "all.jsonl"], folder / "all.out.jsonl", workers=2, progress=lambda behind, size: watch_memory(behind, size, told)))
        write(folder / "few.jsonl", documents // 20)
        one, two = (timed(folder / "few.jsonl", folder / f"few{count}.out.jsonl", count) for count in (1, 2))
        print(f"{documents // 20:,} documents   clock       processors of all workers")
        print(f"one worker         {one[0]:7.1f} s   {one[1]:7.1f} s\ntwo workers        {two[0]:7.1f} s   {two[1]:7.1f} s")
        print(f"ratio              {one[0] / two[0]:7.2f}     {2 * one[1] / two[1]:7.2f} with a processor each")


if __name__ == "__main__":
    main()
