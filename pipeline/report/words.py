"""The words of the page in its two languages. What documents say stays as it is; only the page's own words have an English form."""

import tomllib
from functools import cache
from html import escape
from importlib.resources import files

from pipeline.show import visible

LANGUAGES = ("vi", "en")
SHORT = 110  # characters of a name or a title in a table


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("pipeline.report").joinpath("words.toml").read_text(encoding="utf-8"))


def say(key: str, tag: str = "span", /, **values: int | float | str) -> str:
    """The words for ``key`` in both languages, of which the page shows one; numbers are written as each language does.

    >>> say("documents_counted", n=1200)
    '<span class="vi" lang="vi">1.200 văn bản</span><span class="en" lang="en">1,200 documents</span>'
    """
    words = _words()[key]
    shown = {language: {name: _written(value, language) for name, value in values.items()} for language in LANGUAGES}
    return "".join(f'<{tag} class="{lang}" lang="{lang}">{escape(words[lang].format(**shown[lang]))}</{tag}>' for lang in LANGUAGES)


def both(key: str) -> str:
    """The words for ``key`` in both languages at once, for where no markup can stand; not escaped.

    >>> both("commune")
    'Cấp xã / Commune'
    """
    return " / ".join(_words()[key][language] for language in LANGUAGES)


def number(value: int | float, tag: str = "span") -> str:
    """A number, in both languages where they write it differently.

    >>> number(12), number(97.5)
    ('12', '<span class="vi" lang="vi">97,5</span><span class="en" lang="en">97.5</span>')
    """
    written = {language: _written(value, language) for language in LANGUAGES}
    if len(set(written.values())) == 1:
        return written["en"]
    return "".join(f'<{tag} class="{lang}" lang="{lang}">{written[lang]}</{tag}>' for lang in LANGUAGES)


def data(text: str, most: int = SHORT) -> str:
    """Words of a document, for the page: nothing in them is obeyed by a browser, and a long text is cut.

    >>> data("Sở <b>Y tế</b>")
    '<bdi>Sở &lt;b&gt;Y tế&lt;/b&gt;</bdi>'
    """
    return f"<bdi>{escape(plain(text, most))}</bdi>"


def plain(text: str, most: int = SHORT) -> str:
    """``text`` in one line, with its control characters made visible, and cut behind ``most`` characters; not escaped."""
    line = " ".join(visible(text[: 2 * most]).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _written(value: int | float | str, language: str) -> str:
    if isinstance(value, str):
        return value
    english = f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"
    return english.translate({ord(","): ".", ord("."): ","}) if language == "vi" else english
