"""Patterns from word lists: one form of a name stands for its spacings, and many forms become one compact pattern."""

import re
from collections.abc import Iterable
from functools import lru_cache

_Trie = dict[str, "_Trie"]

_PIECE = re.compile(r"\s*[-–]\s*|\s*&\s*|\s*[,/]\s*|\s+|[^\s\-–&,/]+")
_END = ""


def _pieces(form: str) -> list[str]:
    """Pattern fragments of a form: ``GD&ĐT`` also matches ``GD & ĐT``, ``Lao động - Thương binh`` also ``Lao động- Thương binh``."""
    out = []
    for piece in _PIECE.findall(form.strip()):
        mark = piece.strip()
        if not mark:
            out.append(" +")
        elif mark in "-–&,/":
            out.append(f" *{re.escape('-' if mark == '–' else mark)} *")
        else:
            out.append(re.escape(piece))
    return out


def alternatives(forms: Iterable[str]) -> str:
    """One pattern for all forms that prefers the longest; no group is captured.

    >>> bool(re.fullmatch(alternatives(["GD&ĐT", "Giáo dục và Đào tạo"]), "GD & ĐT"))
    True
    """
    trie: _Trie = {}
    for form in forms:
        node = trie
        for piece in _pieces(form):
            node = node.setdefault(piece, {})
        node[_END] = {}
    return _write(trie, grouped=True)


def _write(node: _Trie, *, grouped: bool = False) -> str:
    branches = [(piece, below) for piece, below in node.items() if piece != _END]
    if not branches:
        return ""
    # spaced marks before bare spaces, long words before their own beginnings
    branches.sort(key=lambda branch: (branch[0] == " +", -len(branch[0])))
    written = [piece + _write(below) for piece, below in branches]
    if len(written) == 1 and _END not in node and not grouped:
        return written[0]  # without a group, which costs more to compile than its words
    return f"(?:{'|'.join(written)})" + ("?" if _END in node else "")


@lru_cache(8192)
def key(form: str) -> str:
    """What two spellings of one form have in common: case, and the blanks around marks, do not count.

    >>> key("GD & ĐT") == key("gd&đt")
    True
    """
    return re.sub(r"\s*([-–&,/])\s*", lambda m: "-" if m[1] == "–" else m[1], re.sub(r"\s+", " ", form.strip())).casefold()
