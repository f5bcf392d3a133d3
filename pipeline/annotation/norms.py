"""The norm of a mention that a person marked, where the pipeline's own rules can read it off the words."""

from typing import Any

import msgspec

from pipeline.schema import AgencyNorm, DateNorm, Label, LegalRefNorm, PercentNorm
from pipeline.text import fold

_EMPTY: dict[Label, Any] = {
    "LEGAL_REF": LegalRefNorm("", None),
    "DATE": DateNorm("DATE", None, None, None, None),
    "PERCENT": PercentNorm(0.0, None),
}


def norm_of(label: Label, surface: str) -> dict[str, Any]:
    """The norm of ``surface`` read by itself; where no rule covers it, what can be said without one.

    >>> norm_of("PERCENT", "95%")
    {'value': 95.0, 'upper': None}
    >>> norm_of("AGENCY", "Xưởng Đúc\\nBình Hà")
    {'name': 'Xưởng Đúc Bình Hà', 'level': None}
    """
    found = _read(label, " ".join(fold(surface).text.split()))
    norm: dict[str, Any] = msgspec.to_builtins(found)
    return norm


def _read(label: Label, text: str) -> Any:
    from pipeline.extract.agencies import find_agencies
    from pipeline.extract.agencies.levels import Setting, settle
    from pipeline.extract.dates import find_dates
    from pipeline.extract.legal_refs import find_legal_refs
    from pipeline.extract.percents import find_percents

    mentions = {
        "AGENCY": lambda: settle(find_agencies(text), Setting()),
        "LEGAL_REF": lambda: find_legal_refs(text),
        "DATE": lambda: find_dates(text),
        "PERCENT": lambda: find_percents(text),
    }[label]()
    whole = [mention.norm for mention in mentions if (mention.start, mention.end) == (0, len(text))]
    return whole[0] if whole else AgencyNorm(text, None) if label == "AGENCY" else _EMPTY[label]
