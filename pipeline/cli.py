"""The command ``pipeline``. Each command says in words what a function of the package does; nothing heavy is imported before it is needed."""

import os
import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from pipeline.agency_commands import agencies
from pipeline.annotation.commands import annotations, doccano
from pipeline.errors import ModelError, PipelineError
from pipeline.terminal import progress_bar as _progress_bar
from pipeline.terminal import say as _say

app = typer.Typer(
    name="pipeline",
    help="Reads Vietnamese plan documents; gives back agencies, legal references, dates, percentages, targets and tasks.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
train = typer.Typer(help="Train a model from annotations.", no_args_is_help=True)
app.add_typer(train, name="train")
app.add_typer(agencies, name="agencies")
app.add_typer(annotations, name="annotations")
app.add_typer(doccano, name="doccano")

FAILED, WRONG, INTERRUPTED = 1, 2, 130


class FormatName(StrEnum):
    """The formats to choose from."""

    jsonl = "jsonl"
    parquet = "parquet"


class EngineName(StrEnum):
    """The engines to choose from."""

    serial = "serial"
    local = "local"
    ray = "ray"


def main() -> None:
    """Runs the command; an error that can be explained is one sentence on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # what comes out is Vietnamese, whatever the locale says
    try:
        app()
    except PipelineError as error:
        _say(str(error))
        sys.exit(WRONG)
    except BrokenPipeError:  # the reader of stdout has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except OSError as error:
        _say(f"{error.filename or 'A file'} cannot be used ({error.strerror}): mend that and run the command again.")
        sys.exit(WRONG)


def _version(asked: bool) -> None:
    if asked:
        from pipeline import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
    models: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Models of your own (DIR/themes, DIR/ner); what it lacks is the shipped one.")
    ] = None,
    rules: Annotated[Path | None, typer.Option(metavar="DIR", help="Bodies and aliases of your own (DIR/*.toml), beside the shipped ones.")] = None,
) -> None:
    if rules:
        _use_rules(rules)
    if models:
        from pipeline.provenance import MODELS, MODELS_VARIABLE

        if not any((models / name).is_dir() for name in MODELS):
            raise ModelError(f"{models} holds none of {', '.join(MODELS)}: name the folder that `pipeline train` wrote its models into.")
        os.environ[MODELS_VARIABLE] = str(models.resolve())


def _use_rules(folder: Path) -> None:
    """Checks the user's rules and lets this process and its workers see them."""
    from pipeline.own_rules import load_own_rules
    from pipeline.provenance import RULES_VARIABLE

    files = load_own_rules(folder.resolve())
    os.environ[RULES_VARIABLE] = str(folder.resolve())
    from pipeline.resolve.check import check_own_rules

    check_own_rules(files)


@app.command("run")
def _run(
    corpus: Annotated[
        list[str],
        typer.Argument(metavar="CORPUS...", help="Files or folders (.txt, .docx, .pdf, .html, .doc, .jsonl, .csv, .parquet, .zip ...), or URLs."),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT.jsonl", help="Where the records go: a file, a URL (s3://...), or - for standard output.")
    ],
    workers: Annotated[int | None, typer.Option(help="Processes to work with; without it, one a core.")] = None,
    engine: Annotated[EngineName | None, typer.Option(help="Where the work is done; without it, local where there is more than one core.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first document that fails.")] = False,
    tokens: Annotated[bool, typer.Option("--tokens", help="Write the word segmentation too.")] = False,
    shards: Annotated[int | None, typer.Option(metavar="N", help="Write N files, OUT-00000-of-0000N.jsonl and so on.")] = None,
    format: Annotated[FormatName | None, typer.Option(help="What to write; without it, what OUT is named for, else jsonl.")] = None,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0, help="What a document may take before it is given up; 0 is no limit.")] = 60,
) -> None:
    """Turn a corpus into JSONL, one record a document.

    What fails is in OUT.errors.jsonl. A run that was interrupted goes on where it stopped; a run that is repeated does only what changed.
    """
    from pipeline.corpus import Failure
    from pipeline.output import errors_path
    from pipeline.run import run

    stream = output == "-"
    finished = f"what is finished is in {'the .partial of each shard of ' if shards else ''}{output}{'' if shards else '.partial'}"
    if "://" in output:
        finished = "what is finished is kept on this machine"

    def report(failure: Failure) -> None:
        if stream or strict:
            _say(failure.error)

    try:
        with _progress_bar() as progress:
            summary = run(
                corpus,
                None if stream else output,
                workers=workers,
                engine=engine,
                strict=strict,
                tokens=tokens,
                timeout=timeout or None,
                shards=shards,
                format=format,
                progress=progress,
                report=report,
            )
    except KeyboardInterrupt:
        _say("Interrupted." if stream else f"Interrupted: {finished}, and the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    if summary.passed_over:
        formats = ", ".join(f"{count} {suffix}" for suffix, count in sorted(summary.passed_over.items()))
        _say(f"Passed over, for their formats are not read yet: {formats}.")
    if not summary.finished and not stream:
        _say(f"Stopped at the first failure: {finished}, and the same command goes on from there.")
    elif summary.failed and not stream:
        _say(f"What failed and why is in {output.removesuffix(Path(output).name)}{errors_path(Path(output)).name}.")
    _say(str(summary))
    raise typer.Exit(FAILED if summary.failed else 0)


@app.command("show")
def _show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document, or a file of records.")],
    html: Annotated[Path | None, typer.Option("--html", metavar="OUT", help="Write a page instead.")] = None,
    record: Annotated[str | None, typer.Option("--id", help="The record of a file of records to show; without it, the first.")] = None,
) -> None:
    """Show a document with its spans and tasks, or write it as a page."""
    from pipeline.extract import extract
    from pipeline.readers import load_document
    from pipeline.show import print_record, to_html

    found = extract(load_document(file, id=record))
    if html:
        html.write_text(to_html(found), encoding="utf-8", newline="")
    else:
        print_record(found)


@app.command("schema")
def _schema() -> None:
    """Print the JSON Schema of a line of the output."""
    import json

    from pipeline.schema import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command("evaluate")
def _evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Gold files (NAME.gold.json), or folders of them.")],
    errors: Annotated[int, typer.Option("--errors", metavar="N", min=0, help="List the first N errors, each with its line.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="OUT", help="Write a page with gold and prediction side by side.")] = None,
    perturb: Annotated[bool, typer.Option("--perturb", help="Print the share of F1 that is kept when the texts are written otherwise.")] = False,
    gate: Annotated[Path | None, typer.Option("--gate", metavar="FLOORS", help="Fail where a measure is below its floor in this file.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors of --gate to what is measured.")] = False,
    allow_lower: Annotated[bool, typer.Option("--allow-lower", help="Let --update lower floors too.")] = False,
) -> None:
    """Score the pipeline on gold documents."""
    import json

    from pipeline import evaluate

    if (update or allow_lower) and not gate:
        raise typer.BadParameter("--update and --allow-lower change the floors of --gate: name the file.")
    evaluation = evaluate.run_evaluation(gold)
    if html:
        html.write_text(evaluate.to_html(evaluation), encoding="utf-8", newline="")
    if perturb:
        kept = evaluate.kept_under(evaluation)
        typer.echo(json.dumps(kept, ensure_ascii=False, indent=2) if as_json else "\n".join(evaluate.kept_lines(kept)))
    elif as_json:
        typer.echo(json.dumps(evaluate.to_dict(evaluation), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(evaluate.to_lines(evaluation)))
    for mistake in evaluation.total.errors[:errors]:
        typer.echo(f"  - {mistake}", err=as_json)
    if gate:
        _say(evaluate.check_gate(evaluation, gate, update=update, allow_lower=allow_lower))


@app.command("export")
def _export(
    source: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="The output of `pipeline run`.")],
    format: Annotated[str, typer.Option("--to", metavar="FORMAT", help="csv, parquet, hf, spacy, conll, brat, labelstudio, graphml or xlsx.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="PATH", help="A folder for csv, parquet, hf, spacy and brat; a file for the others.")
    ],
) -> None:
    """Write the output of a run in the format of another tool."""
    from pipeline.export import export

    count = export(source, format, output)
    _say(f"{count} document{'' if count == 1 else 's'} in {output}.")


@app.command("report")
def _report(
    source: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="The output of `pipeline run`.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="PAGE.html", help="The page to write.")],
) -> None:
    """Write one page about a collection: what it holds, themes, deadlines, bodies, targets, citations, quality."""
    from pipeline.report import write_report

    count = write_report(source, output)
    _say(f"{count} document{'' if count == 1 else 's'} in {output}.")


@app.command("quality")
def _quality(
    source: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="The output of `pipeline run`.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="QUALITY.jsonl", help="Write what is seen, a line a document.")] = None,
) -> None:
    """Say what is in a collection that should perhaps not be: near-duplicates, boilerplate, other languages and genres, what looks like no plan."""
    from pipeline.quality import assess, write_quality

    assessment = assess(source)
    if output:
        write_quality(assessment.rows, output)
    typer.echo("\n".join(assessment.summary()))


@train.command("themes")
def _train_themes(
    annotations: Annotated[Path, typer.Option(help="The folder with themes/ and documents/train.")] = Path("annotations"),
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder of the model.")] = Path("models/themes"),
    labels: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Learn the themes of these examples instead (JSON Lines: text, themes).")
    ] = None,
    data: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Corrected exports to add (doccano JSONL).")] = None,
) -> None:
    """Train the theme classifier and print its card."""
    from pipeline.train.themes import train_themes

    typer.echo(train_themes(annotations, output, labels, data or []))


@train.command("casing")
def _train_casing(
    annotations: Annotated[Path, typer.Option(help="The folder with themes/ and documents/train.")] = Path("annotations"),
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder of the model.")] = Path("models/casing"),
) -> None:
    """Train the model that gives texts in capitals their small letters, and print its card."""
    from pipeline.train.casing import train_casing

    typer.echo(train_casing(annotations, output))


@train.command("ner")
def _train_ner(
    corpus: Annotated[Path, typer.Option(help="The folder of annotated documents, with train, dev and test.")] = Path("annotations/documents"),
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder of the model.")] = Path("models/ner"),
    data: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Corrected exports to add (doccano JSONL).")] = None,
    base: Annotated[Path | None, typer.Option(metavar="MODEL", help="Go on from this model instead of from nothing.")] = None,
    epochs: Annotated[
        int | None, typer.Option(min=0, help="Times to go through the documents; 0 calibrates --base anew, as after a change of rules.")
    ] = None,
) -> None:
    """Train the agency model and print its card."""
    from pipeline.train.ner import EPOCHS, train_ner

    typer.echo(train_ner(corpus, output, data or [], base, EPOCHS if epochs is None else epochs))
