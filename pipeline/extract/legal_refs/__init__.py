"""Mentions of legal and administrative instruments, by type and number (numbers.py) or by title (titles.py).

The date and the issuer of a citation are entities of their own: `pipeline.extract.relations` ties them to the reference.
"""

from pipeline.extract.legal_refs.find import find_legal_refs, rules
from pipeline.extract.legal_refs.numbers import parse_number, type_said_by

__all__ = ["find_legal_refs", "parse_number", "rules", "type_said_by"]
