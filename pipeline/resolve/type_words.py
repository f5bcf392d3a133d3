"""The words for types of instruments in running text: `Kế hoạch` in `Kế hoạch này`."""

from functools import cache

from pipeline.resolve.instruments import kind_of
from pipeline.rule_tables import load_rules

_LONGEST = 40


def type_before(text: str, end: int) -> tuple[int, str] | None:
    """Where the type begins that ends at ``end``, and its kind; None where no type ends there.

    >>> type_before("theo Thông tư liên tịch này", 23)
    (5, 'thong-tu-lien-tich')
    """
    before = text[max(end - _LONGEST, 0) : end]
    last = before.rsplit(None, 1)[-1:]
    if not last or last[0].lower().lstrip('("“') not in _last_words():
        return None
    words = before.rsplit(None, _most_words())
    for count in range(min(len(words), _most_words()), 0, -1):
        named = " ".join(words[-count:]).lstrip('("“')
        if kind := _kinds().get(named.lower()):
            start = end - len(named)
            return (start, kind) if text[start:end] == named and not text[start - 1 : start].isalnum() else None
    return None


def kinds_at_start(name: str) -> set[str]:
    """The kinds whose words a name begins with.

    >>> sorted(kinds_at_start("Quy chế phối hợp liên ngành"))
    ['quy-che', 'quy-che-phoi-hop']
    """
    words = name.lower().split()
    return {kind for count in range(1, _most_words() + 1) if (kind := _kinds().get(" ".join(words[:count])))}


@cache
def _kinds() -> dict[str, str]:
    names = [kind["name"] for kind in load_rules("instruments")["type"]]
    return {name.lower(): kind_of(name) for name in [*names, *load_rules("references")["back"]["also"]]}


@cache
def _last_words() -> frozenset[str]:
    return frozenset(name.split()[-1] for name in _kinds())


@cache
def _most_words() -> int:
    return max(len(name.split()) for name in _kinds())
