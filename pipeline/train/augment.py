"""Variants of the training documents: other names in the same sentences, and the same sentences in other clothes.

Development and test documents are never varied.
"""

import random
import re
from collections.abc import Sequence
from functools import cache

from pipeline.annotation.gold import Gold, GoldEntity
from pipeline.annotation.perturb import PERTURBATIONS, Edit, edited
from pipeline.rule_tables import load_rules

CLOTHES = ("upper case", "tone placement", "NFD", "dashes", "spaces", "OCR 1 %", "OCR 3 %", "wraps")
SUBSTITUTED = 0.3  # of the bodies take the name of another body
SHORTENED = 0.2  # of the others are abbreviated where they can be
GLUED = 0.005  # of the words lose the space before them, as bad conversions do


def variant(gold: Gold, pool: Sequence[str], rng: random.Random) -> Gold:
    """``gold`` with some bodies replaced by those of ``pool`` or abbreviated, some words glued, and its text in other clothes.

    The spans move along; norms are those of the original and mean nothing any more.
    """
    renamed = edited(gold, [edit for entity in gold.entities if entity.label == "AGENCY" for edit in _renamed(entity, pool, rng)])
    dressed = edited(renamed, PERTURBATIONS[rng.choice(CLOTHES)](renamed, rng))
    return edited(dressed, _glued(dressed, rng))


def _renamed(entity: GoldEntity, pool: Sequence[str], rng: random.Random) -> list[Edit]:
    if "\n" in entity.text or "\t" in entity.text:
        return []
    if rng.random() < SUBSTITUTED:
        other = rng.choice(pool)
        if other[:1].isupper() == entity.text[:1].isupper() and other.isupper() == entity.text.isupper():
            return [(entity.start, entity.end, other)]
    elif rng.random() < SHORTENED and (short := _shortened(entity.text, rng)) != entity.text:
        return [(entity.start, entity.end, short)]
    return []


def _shortened(name: str, rng: random.Random) -> str:
    full = [form for form in _abbreviations() if form in name]
    if not full:
        return name
    form = max(full, key=len)
    return name.replace(form, rng.choice(_abbreviations()[form]), 1)


@cache
def _abbreviations() -> dict[str, list[str]]:
    """Full forms and the abbreviations that clerks write for them: ``Ủy ban nhân dân`` -> ``UBND``."""
    fields = load_rules("fields")
    found: dict[str, list[str]] = {}
    for short, full in fields.get("abbreviations", {}).items():
        found.setdefault(full, []).append(short)
    for entry in fields["field"]:
        if entry.get("short"):
            found[entry["name"]] = entry["short"]
    return found


def _glued(gold: Gold, rng: random.Random) -> list[Edit]:
    gaps = [match.span() for match in re.finditer(r"(?<=\w) (?=\w)", gold.text)]
    return [(*gap, "") for gap in gaps if rng.random() < GLUED]
