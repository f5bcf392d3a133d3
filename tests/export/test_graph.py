"""The reference graph: who cites whom over the levels, which nodes are one, and that a reader gets what was written."""

from pathlib import Path

import networkx
import pytest
from msgspec.structs import replace

from pipeline.export import export
from pipeline.export.graph import reference_graph
from pipeline.extract import extract
from pipeline.readers import Document
from pipeline.records import read_records
from pipeline.resolve import resolve
from pipeline.schema import Record, SourceInfo
from tests.export.exported import full, write_output

DECISION = "quyet-dinh/1893/ttg/2024"
PROVINCE = """ỦY BAN NHÂN DÂN
TỈNH BẮC NINH
Số: 214/KH-UBND
Bắc Ninh, ngày 04 tháng 02 năm 2025
KẾ HOẠCH
Trồng rừng ven sông năm 2025
Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;
Thực hiện Quyết định số 1893/QĐ-TTg ngày 30 tháng 12 năm 2024 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
1. Sở Nông nghiệp và Môi trường chủ trì, theo dõi việc thực hiện Quyết định số 1893/QĐ-TTg.
"""
DISTRICT = """ỦY BAN NHÂN DÂN
HUYỆN {name}
Số: 31/KH-UBND
{place}, ngày 11 tháng 3 năm 2025
KẾ HOẠCH
Trồng rừng ven sông năm 2025
Thực hiện Kế hoạch số 214/KH-UBND ngày 04 tháng 02 năm 2025 của Ủy ban nhân dân tỉnh Bắc Ninh, Ủy ban nhân dân huyện ban hành Kế hoạch như sau:
1. Phòng Nông nghiệp và Môi trường chủ trì cấp cây giống theo Quyết định số 77/QĐ-UBND ngày 02 tháng 01 năm 2025.
"""
TEXTS = {
    "tinh": PROVINCE,
    "huyen-1": DISTRICT.format(name="LƯƠNG TÀI", place="Lương Tài"),
    "huyen-2": DISTRICT.format(name="GIA BÌNH", place="Gia Bình"),
    "khong-so": "KẾ HOẠCH\nTuyên truyền trồng rừng\nThực hiện Quyết định số 1893/QĐ-TTg ngày 30 tháng 12 năm 2024 của Thủ tướng Chính phủ.\n",
}


def read(id: str, text: str) -> Record:
    return resolve(extract(Document(id, text, SourceInfo(f"{id}.txt", "txt", "utf-8", "", len(text.encode())))))


@pytest.fixture(scope="module")
def found() -> list[Record]:
    return [read(id, text) for id, text in TEXTS.items()]


@pytest.fixture(scope="module")
def graph(found: list[Record]) -> "networkx.MultiDiGraph[str]":
    return reference_graph(found)


def test_a_plan_is_the_instrument_that_others_cite(graph: "networkx.MultiDiGraph[str]") -> None:
    plans = {about["doc_id"]: node for node, about in graph.nodes(data=True) if about["kind"] == "document"}
    assert set(plans) == set(TEXTS) and plans["khong-so"] == "document:khong-so"
    assert sorted(graph.predecessors(plans["tinh"])) == sorted([plans["huyen-1"], plans["huyen-2"]])
    assert graph.nodes[plans["tinh"]]["cited_by"] == 2 and graph.nodes[plans["tinh"]]["label"] == "Kế hoạch 214/KH-UBND"


def test_edges_say_how_often_and_from_where_to_where(graph: "networkx.MultiDiGraph[str]") -> None:
    [province] = [node for node, id in graph.nodes(data="doc_id") if id == "tinh"]
    edges = {
        (type, about["mentions"], about["cascade"])
        for _, target, type, about in graph.out_edges(province, keys=True, data=True)
        if target == DECISION
    }
    assert edges == {("implements", 2, "province > central")}
    assert {about["cascade"] for *_, about in graph.in_edges(province, data=True)} == {"district > province"}
    assert graph.nodes[DECISION]["level"] == "central" and graph.nodes[DECISION]["issuer"] == "Thủ tướng Chính phủ"


def test_an_instrument_that_amends_another_is_its_source() -> None:
    text = "KẾ HOẠCH\nThực hiện Nghị định số 76/2024/NĐ-CP ngày 01/7/2024 của Chính phủ sửa đổi Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của Chính phủ.\n"
    graph = reference_graph([read("mot", text)])
    assert set(graph.edges(keys=True)) == {
        ("document:mot", "nghi-dinh/76/cp/2024", "implements"),
        ("nghi-dinh/76/cp/2024", "nghi-dinh/20/cp/2021", "amends"),
    }


def test_instruments_of_two_local_bodies_are_not_one(graph: "networkx.MultiDiGraph[str]") -> None:
    """`Quyết định số 77/QĐ-UBND` in two plans of districts is a decision of either district, or of the province."""
    targets = [node for node, label in graph.nodes(data="label") if label == "Quyết định 77/QĐ-UBND"]
    assert len(targets) == 2 and all(graph.nodes[node]["cited_by"] == 1 for node in targets)


def test_communities_hold_what_cites_each_other(graph: "networkx.MultiDiGraph[str]") -> None:
    communities = graph.nodes(data="community")
    assert {number for _, number in communities} == set(range(1, max(number for _, number in communities) + 1))
    assert len({communities[node] for node in networkx.node_connected_component(networkx.Graph(graph), DECISION)}) <= 3
    apart = reference_graph([read("tinh", PROVINCE), read("khac", "KẾ HOẠCH\nThực hiện Chỉ thị số 28-CT/TW ngày 25/12/2023 của Ban Bí thư.\n")])
    assert apart.nodes["chi-thi/28/tw/2023"]["community"] == apart.nodes["document:khac"]["community"] != apart.nodes[DECISION]["community"]


def test_read_again_it_is_what_was_written(found: list[Record], tmp_path: Path) -> None:
    whole = full()
    odd = replace(whole, metadata=replace(whole.metadata, title="Kế\x00 hoạch\x0b <&> \ufffe😀", number=None))
    source = write_output(tmp_path / "out.jsonl", [*found, odd, full("một nữa"), replace(full("hai nữa"), citations=[])])
    for name in ("one.graphml", "two.graphml"):
        export(source, "graphml", tmp_path / name)
    assert (tmp_path / "one.graphml").read_bytes() == (tmp_path / "two.graphml").read_bytes()
    back, there = networkx.read_graphml(tmp_path / "one.graphml", force_multigraph=True), reference_graph(read_records(source))
    assert dict(back.nodes(data=True)) == dict(there.nodes(data=True))
    assert sorted(back.edges(keys=True, data=True), key=repr) == sorted(there.edges(keys=True, data=True), key=repr)
    assert any(title == "Kế� hoạch <&> �😀" for _, title in back.nodes(data="title"))
