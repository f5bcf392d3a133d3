"""The examples beside the rules: each rule finds what it must, and leaves alone what it must not; all rules together give the whole answer."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import legal_refs, percents
from pipeline.extract.dates import find_dates
from pipeline.extract.dates import rules as date_rules
from pipeline.extract.rule import Mention

Finder = Callable[[str], list[Mention]]
Example = dict[str, Any]

EXAMPLES = Path(__file__).parent / "examples"
MODULES: dict[str, tuple[ModuleType, Finder, str]] = {
    "dates": (date_rules, find_dates, "value"),
    "percents": (percents, percents.find_percents, "value"),
    "legal_refs": (legal_refs, legal_refs.find_legal_refs, "number"),
}


def load_examples(module: str) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / f"{module}.toml").read_text(encoding="utf-8"))


def found(text: str, mentions: Iterator[Mention] | list[Mention]) -> list[tuple[str, dict[str, Any]]]:
    return [(text[m.start : m.end], msgspec.to_builtins(m.norm)) for m in mentions]


def all_rules() -> list[Any]:
    return [pytest.param(module, rule, id=rule.name) for module, (code, _, _) in MODULES.items() for rule in code.rules()]


@pytest.mark.parametrize(("module", "rule"), all_rules())
def test_rule_has_examples(module: str, rule: Any) -> None:
    examples = load_examples(module)["rules"].get(rule.name, {})
    assert examples.get("positive"), f"{rule.name} has no positive example in tests/examples/{module}.toml"
    assert examples.get("negative"), f"{rule.name} has no negative example in tests/examples/{module}.toml"


@pytest.mark.parametrize("module", MODULES)
def test_examples_belong_to_rules(module: str) -> None:
    assert set(load_examples(module)["rules"]) == {rule.name for rule in MODULES[module][0].rules()}


@pytest.mark.parametrize(("module", "rule"), all_rules())
def test_rule_finds_its_positives(module: str, rule: Any) -> None:
    _, find, _ = MODULES[module]
    for example in load_examples(module)["rules"][rule.name]["positive"]:
        text = example["text"]
        expected = {key: value if value != "" else None for key, value in example.items() if key not in ("text", "find")}
        for finds in (found(text, rule.find(text)), found(text, find(text))):
            norms = [{key: norm.get(key) for key in expected} for span, norm in finds if span == example["find"]]
            assert expected in norms, f"{rule.name} in {text!r}: {finds}"


@pytest.mark.parametrize(("module", "rule"), all_rules())
def test_rule_leaves_its_negatives(module: str, rule: Any) -> None:
    for text in load_examples(module)["rules"][rule.name]["negative"]:
        assert found(text, rule.find(text)) == [], f"{rule.name} in {text!r}"


SENTENCES = [
    pytest.param(module, example, id=f"{module}-{index}") for module in MODULES for index, example in enumerate(load_examples(module)["sentences"])
]


@pytest.mark.parametrize(("module", "example"), SENTENCES)
def test_all_rules_together(module: str, example: Example) -> None:
    _, find, key = MODULES[module]
    finds = [[span, norm[key] or ""] for span, norm in found(example["text"], find(example["text"]))]
    assert finds == example["finds"]


PIECES = st.sampled_from(
    ["ngày ", "tháng ", "năm ", "quý ", "giai đoạn ", "định kỳ ", "hàng ", "hằng năm", "12", "5", "0", "2022", "2030", "31", "III", "/", "-", " - ", ", ", " và ", "%",
     " đến ", "trước ", "từ ", "số ", "Quyết định ", "Luật ", "Trẻ em", "QĐ-UBND", "TW", "NQ", "CP", "sửa đổi", " của ", "…", "   ", "\n", "\t", "(", ")", ".", "😀", "e\u0301"]
)  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
@given(text=st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_mentions_are_in_order_disjoint_and_trimmed(module: str, text: str) -> None:
    end = 0
    for mention in MODULES[module][1](text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == text[mention.start : mention.end].strip()
        end = mention.end
