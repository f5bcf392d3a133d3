"""The gate: no measure on the test split falls below its floor in baseline.json. `pipeline evaluate ... --gate ... --update` raises the floors."""

from pathlib import Path

from pipeline.evaluate import check_gate, run_evaluation

HERE = Path(__file__).parent


def test_no_measure_falls_below_its_floor() -> None:
    check_gate(run_evaluation([HERE.parent / "annotations" / "documents" / "test"]), HERE / "baseline.json")
