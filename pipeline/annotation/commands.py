"""The commands ``pipeline doccano`` and ``pipeline annotations``."""

import signal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.annotation.choices import How, Rule, UnitKind
from pipeline.errors import AnnotationError
from pipeline.terminal import asker, progress_bar, say

if TYPE_CHECKING:
    from pipeline.annotation.doccano import Doccano

doccano = typer.Typer(help="Refine labels in doccano, and bring them back.", no_args_is_help=True)
annotations = typer.Typer(help="Look after annotated documents.", no_args_is_help=True)
FAILED, INTERRUPTED = 1, 130
ProjectName = Annotated[str, typer.Option("--project", metavar="NAME", help="The name of the project in doccano.")]


class Format(StrEnum):
    """The formats of other tools."""

    labelstudio = "labelstudio"
    conll = "conll"


def _connect() -> "Doccano":
    from pipeline.annotation.doccano import Doccano, credentials

    return Doccano(credentials(asker()))


# --- doccano --------------------------------------------------------------------------------------------------------------


@doccano.command("serve")
def _serve(
    port: Annotated[int, typer.Option(help="The port on 127.0.0.1.")] = 8000,
    home: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the annotations are kept; without it, in the user's data.")] = None,
    environment: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where doccano itself is, or is to be installed; without it, in the user's cache.")
    ] = None,
) -> None:
    """Set up and start doccano on this machine, until Ctrl-C.

    The first user is an administrator with the name DOCCANO_USERNAME and the password DOCCANO_PASSWORD; what is not set is asked.
    """
    from pipeline.annotation.doccano import URL, credentials
    from pipeline.annotation.server import Server

    who = credentials(asker(), _with_url(f"http://127.0.0.1:{port}"))
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with Server(who.username, who.password, port=port, home=home, environment=environment, say=say) as server:
            say(f"doccano answers at {server.url} ({URL}); what is annotated is kept in {server.home}; Ctrl-C stops it.")
            server.watch()
    except KeyboardInterrupt:
        say("doccano is stopped.")


def _with_url(url: str) -> dict[str, str]:
    import os

    from pipeline.annotation.doccano import TOKEN, URL

    return {name: value for name, value in os.environ.items() if name != TOKEN} | {URL: url}


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


@doccano.command("user")
def _user(name: Annotated[str, typer.Argument(help="The name of the annotator.")]) -> None:
    """Add an annotator to the server; the password is asked, or is DOCCANO_NEW_PASSWORD."""
    import os

    connected = _connect()
    ask = asker()
    password = os.environ.get("DOCCANO_NEW_PASSWORD") or (ask(f"Password for {name} (8 characters or more)", True) if ask else "")
    if not password:
        raise AnnotationError("DOCCANO_NEW_PASSWORD is not set: put it into the environment, or run the command in a terminal, where it asks.")
    if name in connected.users().values():
        raise AnnotationError(f"There is a user {name} already: take another name, or change the password in doccano.")
    connected.create_user(name, password)
    say(f"{name} is a user of {connected.url}.")


@doccano.command("push")
def _push(
    output: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="The output of `pipeline run`.")],
    project: ProjectName,
    unit: Annotated[UnitKind, typer.Option(help="How much text one example holds.")] = UnitKind.block,
    select: Annotated[How | None, typer.Option(help="What people should see first; without it, all in the order of the text.")] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Show at most N units.")] = None,
    annotators: Annotated[str, typer.Option(metavar="A,B,...", help="Share the work out among these users.")] = "",
    overlap: Annotated[float, typer.Option(metavar="SHARE", help="Give this share of the units to two of them.")] = 0.0,
) -> None:
    """Bring documents with their predicted labels into doccano. Nothing is added twice; what was interrupted goes on."""
    from pipeline.annotation.push import push
    from pipeline.records import read_records

    records = list(read_records(output))
    people = [name.strip() for name in annotators.split(",") if name.strip()]
    server = _connect()
    try:
        with progress_bar() as progress:
            done = push(server, records, project, unit=unit, how=select, limit=limit, annotators=people, overlap=overlap, progress=progress)
    except KeyboardInterrupt:
        say("Interrupted: the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    say(str(done))


@doccano.command("pull")
def _pull(
    project: ProjectName,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="CORRECTED.jsonl", help="Where the documents go.")],
    everything: Annotated[bool, typer.Option("--all", help="Take what nobody confirmed too.")] = False,
) -> None:
    """Bring back what people confirmed, as documents in the annotation format."""
    from pipeline.annotation.corrected import write_corrected
    from pipeline.annotation.pull import pull

    server = _connect()
    with progress_bar() as progress:
        pulled = pull(server, project, everything=everything, progress=progress)
    write_corrected(output, pulled.documents)
    for note in pulled.notes:
        say(note)
    say(str(pulled))


@doccano.command("status")
def _status(project: ProjectName) -> None:
    """Say how far the work is, who did it, and how much they changed."""
    from pipeline.annotation.pull import status_lines

    typer.echo("\n".join(status_lines(_connect(), project)))


# --- annotations ----------------------------------------------------------------------------------------------------------


@annotations.command("check")
def _check(folder: Annotated[Path, typer.Argument(help="The folder with train, dev and test.")] = Path("annotations/documents")) -> None:
    """Check the annotated documents, and count them."""
    from pipeline.annotation.corpus import check_corpus

    wrong, summary = check_corpus(folder)
    typer.echo("\n".join(summary))
    for sentence in wrong:
        say(sentence)
    if wrong:
        raise typer.Exit(FAILED)


@annotations.command("agreement")
def _agreement(
    first: Annotated[Path, typer.Argument(help="A folder of annotated documents, or a pulled file with several annotators.")],
    second: Annotated[Path | None, typer.Argument(help="The folder of the same documents by somebody else.")] = None,
    differences: Annotated[int, typer.Option("--differences", metavar="N", min=0, help="List the first N differences.")] = 0,
) -> None:
    """Say how far people agree on the same documents."""
    from pipeline.annotation.agreement import agreement
    from pipeline.annotation.readers_agreement import readers_agreement

    found = agreement(first, second) if second else readers_agreement(first)
    typer.echo("\n".join([*found.lines(), *(f"  - {difference}" for difference in found.differences[:differences])]))


@annotations.command("diff")
def _diff(
    output: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="The output that was pushed.")],
    corrected: Annotated[Path, typer.Argument(metavar="CORRECTED.jsonl", help="What was pulled, or merged.")],
    changes: Annotated[int, typer.Option("--changes", metavar="N", min=0, help="List the first N changes.")] = 0,
) -> None:
    """Say what people changed, by label and by rule, the worst first."""
    from pipeline.annotation import changes as made
    from pipeline.annotation.corrected import read_corrected
    from pipeline.records import read_records

    found = made.changes(list(read_records(output)), read_corrected(corrected))
    edits = [change for change in found if change.kind != "kept"]
    typer.echo("\n".join([*made.change_lines(found), *(f"  - {change}" for change in edits[:changes])]))


@annotations.command("merge")
def _merge(
    corrected: Annotated[Path, typer.Argument(metavar="CORRECTED.jsonl", help="What was pulled.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="MERGED.jsonl", help="Where the documents go.")],
    rule: Annotated[
        Rule, typer.Option(help="What decides where annotators differ: what most say, what the senior one says, or nothing.")
    ] = Rule.agreeing,
    senior: Annotated[str | None, typer.Option(metavar="NAME", help="The senior annotator.")] = None,
) -> None:
    """Make one document out of the readings of several annotators."""
    from pipeline.annotation.corrected import read_corrected, write_corrected
    from pipeline.annotation.merge import merge

    merged, notes = merge(read_corrected(corrected), rule, senior)
    write_corrected(output, merged)
    for note in notes:
        say(note)
    say(f"{len(merged)} documents, {len(notes)} differences.")


@annotations.command("export")
def _export(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="Pulled or merged documents, or the output of a run.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="Where they go.")],
    format: Annotated[Format, typer.Option("--format", help="The format of the other tool.")],
) -> None:
    """Write documents for Label Studio or as CoNLL."""
    from pipeline.annotation.exchange import export_file

    say(f"{export_file(source, output, format)} documents.")


@annotations.command("import")
def _import(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="An export of Label Studio (JSON), or a CoNLL file.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT.jsonl", help="Where the documents go.")],
    format: Annotated[Format, typer.Option("--format", help="The format of the file.")],
) -> None:
    """Read annotations of Label Studio or CoNLL as documents in the annotation format."""
    from pipeline.annotation.exchange import import_file

    say(f"{import_file(source, output, format)} documents.")
