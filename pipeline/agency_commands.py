"""The command ``pipeline agencies``: what the registry knows of a body."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.resolve.history import History, Link, Source, Time

agencies = typer.Typer(help="Bodies over time: names, ids, predecessors and successors.", no_args_is_help=True)


@agencies.callback()
def _group() -> None:
    """With a callback, a single command keeps its name."""


@agencies.command("lookup")
def _lookup(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A body or a province, in full or in short: “Sở LĐTBXH”, “UBND tỉnh Hà Nam”.")],
    day: Annotated[
        datetime | None, typer.Option("--date", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="The day to ask for; without it, today.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say what a body is called in full, when it stood, what it came from and what became of it, with the legal sources."""
    import msgspec

    from pipeline.resolve.lookup import look_up

    found = look_up(name, day.date().isoformat() if day else None)
    typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() if as_json else "\n".join(to_lines(found)))


def to_lines(found: "History") -> Iterator[str]:
    """The history of a body for people, line by line."""
    yield found.name + (f" [{found.id}]" if found.id else "")
    facts = (("level", found.level), ("field", found.field), ("territory", found.territory), ("also written", ", ".join(found.aliases[:6])))
    yield from (f"  {label}: {value}" for label, value in facts if value)
    yield f"  {_standing(found)}"
    if found.some:
        yield "  only some units have or had one"
    yield from (f"  {_time(time)}" for time in found.times)
    yield from _links("came from", found.predecessors)
    yield from _links("taken over by", found.successors)
    sources = dict.fromkeys(source for time in found.times for source in time.sources)
    if sources:
        yield "  sources:"
        yield from (f"    {_source(source)}" for source in sources)


def _standing(found: "History") -> str:
    if found.standing is None:
        return "its time is not recorded"
    return f"it {'stood' if found.standing else 'did not stand'} on {found.as_of}"


def _time(time: "Time") -> str:
    return f"from {time.start or 'before 2002'} until {time.end or 'now'}" + (f", under {time.parent}" if time.parent else "")


def _links(label: str, links: "list[Link]") -> Iterator[str]:
    if links:
        yield f"  {label}:"
        yield from (f"    {link.on}  {link.name} [{link.id}]" for link in links)


def _source(source: "Source") -> str:
    if source.type is None:
        return source.number
    named = source.number if source.number.startswith((source.type, "Hiến pháp")) else f"{source.type} {source.number}"
    doubt = " (number and day from memory)" if source.checked == "memory" else ""
    return f"{named}, {source.issuer}, {source.on}: {source.about}{doubt}"
