"""The ray engine on two machines, which are two nodes of a cluster on this one."""

import re
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from pipeline import cluster, engines
from pipeline.errors import EngineError, ModelError
from pipeline.run import run

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
SAMPLE = Path(__file__).parent / "corpus"


@pytest.fixture(scope="module", autouse=True)
def two_nodes() -> Iterator[None]:
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": 80 << 20, "include_dashboard": False})
        nodes.add_node(num_cpus=1, object_store_memory=80 << 20)
        patch.setenv("RAY_ADDRESS", nodes.address)
        yield
        nodes.shutdown()


def spread(work, items, workers: int = 2, timeout: float | None = None) -> list[object]:  # type: ignore[no-untyped-def]
    def lost(item: int, reason: str) -> str:
        return f"{item}: {reason}"

    return list(engines.cluster(engines.Job(work, lambda item: cluster.CHUNK // 4, lost, timeout), items, workers))


def test_the_same_bytes_as_on_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From and to a place that fsspec opens, in shards."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "ra").mkdir()
    memory = fsspec.filesystem("memory")
    memory.put(str(SAMPLE), "/kế hoạch", recursive=True)
    run([SAMPLE], tmp_path / "ra" / "out.jsonl", shards=2, engine="serial")
    assert run(["memory://kế hoạch"], "memory://ra/out.jsonl", shards=2, engine="ray").done == len(list(SAMPLE.glob("*.gold.json")))
    assert {path.name: path.read_bytes() for path in (tmp_path / "ra").iterdir()} == {
        Path(path).name: memory.cat_file(path) for path in memory.find("/ra")
    }
    assert run(["memory://kế hoạch"], "memory://ra/out.jsonl", shards=2, engine="ray").skipped == len(list(SAMPLE.glob("*.gold.json")))
    memory.store.clear()
    memory.pseudo_dirs[:] = [""]


def test_both_machines_work_and_the_order_is_kept() -> None:
    def who(item: int) -> tuple[int, int]:
        import os
        import time

        time.sleep(0.05)
        return item, os.getppid()

    found = spread(who, range(80))
    assert [item for item, _ in found] == list(range(80))  # type: ignore[misc]
    assert len({actor for _, actor in found}) == 2  # type: ignore[misc] # each machine has room for one
    assert spread(who, []) == []


def test_workers_that_the_cluster_has_no_room_for_are_not_waited_for() -> None:
    assert spread(abs, range(40), workers=5) == list(range(40))


def test_what_ends_its_process_or_takes_too_long_is_lost() -> None:
    def misbehave(item: int) -> int:
        import os

        if item == 3:
            os._exit(3)
        if item == 7:
            re.match(r"(a+)+$", "a" * 64 + "b")
        return item

    found = spread(misbehave, range(10), timeout=1)
    assert found == [0, 1, 2, "3: exit code 3", 4, 5, 6, "7: SIGALRM", 8, 9]


def test_a_machine_that_loses_its_worker_goes_on(tmp_path: Path) -> None:
    mark = tmp_path / "once"

    def end_the_actor(item: int) -> int:
        import os
        import signal

        if item == 5 and not mark.exists():
            mark.touch()
            os.kill(os.getppid(), signal.SIGKILL)
        return item

    assert spread(end_the_actor, range(20)) == list(range(20))


def test_errors_that_end_the_run() -> None:
    def no_model(item: int) -> int:
        raise ModelError("models/themes is not there: install the package again.")

    with pytest.raises(ModelError, match="models/themes"):
        spread(no_model, range(10))


def test_another_version_on_the_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "fingerprint", lambda: "0" * 16)
    with pytest.raises(EngineError, match="are not those of this machine: install the same there"):
        spread(int, range(3))


def test_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    with pytest.raises(EngineError, match=r"The Ray cluster at 127\.0\.0\.1:1 cannot be joined \(.*refused\)"):
        spread(int, range(3))
