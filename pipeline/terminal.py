"""What a person at a terminal sees besides the results: sentences on stderr, a progress bar, questions."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer


def say(sentence: str) -> None:
    """Says a sentence on stderr, where it is in nobody's way."""
    typer.echo(sentence, err=True)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    with Progress(BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda behind, size: bar.update(task, completed=behind, total=size)


def asker() -> Callable[[str, bool], str] | None:
    """How to ask a question, hiding the answer where it is secret; None where nobody sits there."""
    if not sys.stdin.isatty():
        return None

    def ask(question: str, secret: bool) -> str:
        return str(typer.prompt(question, hide_input=secret, err=True))

    return ask
