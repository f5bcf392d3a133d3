"""A record for the eye: its text with the spans marked and its tasks beside it, in the terminal or as one page."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html import escape
from string import Template
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pipeline.schema import LABELS, AgencyNorm, DateNorm, Entity, Label, LegalRefNorm, Norm, Record, Target, Task

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

T = TypeVar("T")

_ROLES = ("lead", "coordinating", "deadline")
_GAPS: dict[str, Callable[[Task], bool]] = {
    "without a lead": lambda task: not task.lead,
    "without a deadline": lambda task: not task.deadline,
    "with inherited roles": lambda task: bool(task.inherited),
}
_STYLES: dict[Label, str] = {"AGENCY": "bold cyan", "LEGAL_REF": "bold magenta", "DATE": "bold green", "PERCENT": "bold yellow"}
# A document may hold characters that a terminal obeys or a page refuses; each gives way to one that can be seen, so offsets hold.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


class Piece(NamedTuple):
    """A stretch of the text inside which nothing begins or ends, with the entity and the task that it belongs to."""

    start: int
    end: int
    entity: Entity | None
    task: Task | None


def cut(record: Record) -> Iterator[Piece]:
    """The text of ``record`` in pieces, in order and without a gap; an entity that goes over the border of a task is two pieces."""
    entities = [(entity.start, entity.end, entity) for entity in record.entities]
    fragments = [(start, end, task) for task in record.tasks for start, end in task.fragments]
    borders = {0, len(record.text)} | {offset for start, end, _ in entities + fragments for offset in (start, end)}
    entity_at, task_at = _cover(entities), _cover(fragments)
    ends = iter(sorted(borders))
    start = next(ends)
    for end in ends:
        yield Piece(start, end, entity_at(start), task_at(start))
        start = end


def print_record(record: Record, console: "Console | None" = None) -> None:
    """Prints the text with its spans marked, then the tasks and targets, to ``console`` (else standard output).

    Where there is no colour, the marks are brackets: ``[Sở Y tế AGENCY]``.
    """
    from rich.console import Console
    from rich.text import Text

    console = console or Console(highlight=False)
    plain = console.color_system is None
    text = visible(record.text)
    body = Text()
    for piece in cut(record):
        shown = text[piece.start : piece.end]
        if piece.entity is None:
            body.append(shown)
        else:
            first, last = piece.start == piece.entity.start, piece.end == piece.entity.end
            body.append(f"{'[' * first}{shown}{f' {piece.entity.label}]' * last}" if plain else shown, _STYLES[piece.entity.label])
    legend = Text("  ").join(Text(f"{label} {count}", _STYLES[label]) for label, count in _counts(record).items())
    for part in (legend, Text(), body, Text(), *_task_lines(record), *map(_target_line, record.targets)):
        console.print(part, soft_wrap=True)


def visible(text: str) -> str:
    """``text`` with its control characters made visible, character by character; line ends become line feeds.

    >>> visible("Sở Y tế\\r\\n\\x1b[31m")
    'Sở Y tế \\n␛[31m'
    """
    return text.replace("\r\n", " \n").replace("\r", "\n").translate(_CONTROLS)


def describe(norm: Norm) -> str:
    """The normalised value of an entity in a few words.

    >>> describe(AgencyNorm("Sở Y tế", "province"))
    'Sở Y tế (province)'
    """
    match norm:
        case AgencyNorm():
            return f"{norm.name} ({norm.level})" if norm.level else norm.name
        case LegalRefNorm():
            parts = [norm.type, norm.number or norm.title or None, norm.issued_on, norm.issuer]
            return ", ".join(part for part in parts if part)
        case DateNorm():
            return " ".join(part for part in (norm.mod, norm.value or norm.type) if part)
        case _:
            return f"{norm.value:g}%" if norm.upper is None else f"{norm.value:g}% - {norm.upper:g}%"


def _cover(spans: Iterable[tuple[int, int, T]]) -> Callable[[int], T | None]:
    """What gives the span that covers an offset."""
    ordered = sorted(spans, key=lambda span: span[:2])
    starts = [start for start, _, _ in ordered]

    def at(offset: int) -> T | None:
        index = bisect_right(starts, offset) - 1
        return ordered[index][2] if index >= 0 and offset < ordered[index][1] else None

    return at


def _counts(record: Record) -> dict[Label, int]:
    counts = Counter(entity.label for entity in record.entities)
    return {label: counts[label] for label in LABELS}


def _roles(record: Record, task: Task) -> Iterator[tuple[str, list[Entity]]]:
    """The roles that ``task`` fills, each with its entities; ``*`` marks one that is inherited."""
    by_id = {entity.id: entity for entity in record.entities}
    for role in _ROLES:
        if ids := getattr(task, role):
            yield role + "*" * (role in task.inherited), [by_id[id] for id in ids]


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def _task_lines(record: Record) -> Iterator["Text"]:
    from rich.text import Text

    for task in record.tasks:
        yield Text.assemble((task.id, "bold"), " ", (f"{task.marker} " if task.marker else "", "dim"), _one_line(task.text))
        for role, entities in _roles(record, task):
            yield Text.assemble(f"    {role}: ", *_joined([(_one_line(entity.text), _STYLES[entity.label]) for entity in entities]))
        if task.output:
            yield Text.assemble("    output: ", _one_line(task.output))
        if task.targets:
            yield Text.assemble("    targets: ", "; ".join(task.targets))
        if task.themes:
            yield Text.assemble("    themes: ", *_joined([(f"{theme.label} {theme.score:.2f}", "bold") for theme in task.themes]))


def _joined(parts: list[tuple[str, str]]) -> Iterator[str | tuple[str, str]]:
    for index, part in enumerate(parts):
        if index:
            yield "; "
        yield part


def _target_line(target: Target) -> "Text":
    from rich.text import Text

    name = f"target {target.id} " if target.id else "target "
    return Text.assemble((name, "bold"), (_aim(target), _STYLES["PERCENT"]), f" {_one_line(target.indicator)}")


def _aim(target: Target) -> str:
    """``>= 95%, from 81%, by 2025``; ``= 70.000 ngôi nhà``."""
    unit = target.unit or "%"
    parts = [f"{target.change} " if target.change else "", target.op, " ", _figure(target.value, unit)]
    if target.upper is not None:
        parts += [" - ", _figure(target.upper, unit)]
    if target.baseline:
        parts += [", from ", _figure(target.baseline, unit)]
    if target.by:
        parts += [", by ", target.by]
    return "".join(parts)


def _figure(value: float, unit: str) -> str:
    """``70.000 ngôi nhà``, written as a Vietnamese text writes it; a percentage as short as can be."""
    if unit == "%":
        return f"{value:g}%"
    written = f"{value:,.2f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
    return written + ("" if unit.startswith(("/", "‰")) else " ") + unit


def to_html(record: Record) -> str:
    """One page that needs nothing else: the text with its entities in the manner of displaCy, the tasks beside it, linked both ways.

    displaCy itself marks nothing but entities, where here tasks are places to go to, hence markup of its own. What is marked and which tasks are
    listed is chosen on the page, by its style sheet alone.
    """
    text = visible(record.text)
    seen: set[str] = set()
    body = "".join(_piece_html(text, piece, seen) for piece in cut(record))
    metadata = record.metadata
    name = metadata.title or record.id
    choices = _choices(record)
    facts = {
        "type": metadata.doc_type,
        "number": metadata.number,
        "issuer": metadata.issuer,
        "place": metadata.place,
        "issued on": metadata.issued_on,
        "signer": ", ".join(part for part in (metadata.signer.role, metadata.signer.name) if part),
        "source": record.source.path,
    }
    return _PAGE.substitute(
        title=_html(name),
        facts="".join(f"<div><dt>{key}</dt><dd>{_html(value)}</dd></div>" for key, value in facts.items() if value),
        legend="".join(_switch_html(label, count) for label, count in _counts(record).items()),
        switch_styles="\n".join(map(_switch_style, LABELS)),
        body=body,
        choices="".join(_choice_html(index, name, len(ids)) for index, (name, ids) in enumerate(choices.items())),
        choice_styles="\n".join(
            f"body:has(#only-{index}:checked) aside li[class]:not(.only-{index}) {{ display: none; }}" for index in range(len(choices))
        ),
        tasks="".join(
            _task_html(record, task, " ".join(f"only-{index}" for index, ids in enumerate(choices.values()) if task.id in ids))
            for task in record.tasks
        )
        or "<li>none</li>",
        count=len(record.tasks),
        targets="".join(map(_target_html, record.targets)) or "<li>none</li>",
        targets_count=len(record.targets),
    )


def _html(text: str) -> str:
    return escape(visible(text))


def _choices(record: Record) -> dict[str, set[str]]:
    """What the list of tasks can be narrowed to, with the ids of the tasks: all, those with a gap, those of a theme; nothing that no task has."""
    chosen = {"all": {task.id for task in record.tasks}}
    chosen |= {name: {task.id for task in record.tasks if has(task)} for name, has in _GAPS.items()}
    for theme, id in sorted((theme.label, task.id) for task in record.tasks for theme in task.themes):
        chosen.setdefault(theme, set()).add(id)
    return {name: ids for name, ids in chosen.items() if ids}


def _choice_html(index: int, name: str, count: int) -> str:
    checked = "" if index else " checked"
    return f'<label><input type="radio" name="only" id="only-{index}"{checked}> {_html(name)} ({count})</label>'


def _switch_html(label: Label, count: int) -> str:
    return f'<label><input type="checkbox" id="show-{label}" checked> <mark class="entity {label}">{label}<span>{count}</span></mark></label> '


def _switch_style(label: Label) -> str:
    """What takes the marks of a label away where its switch is off."""
    off = f"body:has(#show-{label}:not(:checked)) article .{label}"
    return f"{off} {{ margin: 0; padding: 0; background: none; }} {off} span {{ display: none; }}"


def _piece_html(text: str, piece: Piece, seen: set[str]) -> str:
    """The markup of one piece; the first piece of an entity or a task (``seen`` has them) bears its id, to be linked to."""
    markup = escape(text[piece.start : piece.end])
    if entity := piece.entity:
        label = f"<span>{entity.label}</span>" if piece.end == entity.end else ""
        markup = f'<mark class="entity {entity.label}"{_anchor(entity.id, seen)} title="{_html(describe(entity.norm))}">{markup}{label}</mark>'
    if task := piece.task:
        back = "" if task.id in seen else f'<a class="back" href="#task-{_html(task.id)}">{_html(task.id)}</a>'
        markup = f'<span class="task"{_anchor(task.id, seen)}>{back}{markup}</span>'
    return markup


def _anchor(id: str, seen: set[str]) -> str:
    if id in seen:
        return ""
    seen.add(id)
    return f' id="{_html(id)}"'


def _task_html(record: Record, task: Task, choices: str) -> str:
    """The entry of ``task`` in the list; ``choices`` are the classes of the choices that it is one of."""
    chips = [
        f'<a class="chip {entity.label}" href="#{_html(entity.id)}" title="{_html(describe(entity.norm))}">'
        f"<b>{role}</b> {escape(_one_line(entity.text))}</a>"
        for role, entities in _roles(record, task)
        for entity in entities
    ]
    chips += [f'<span class="chip"><b>output</b> {_html(task.output)}</span>'] if task.output else []
    chips += [f'<span class="chip"><b>target</b> {_html(id)}</span>' for id in task.targets or ()]
    chips += [f'<span class="chip theme" title="{theme.score:.2f}">{_html(theme.label)}</span>' for theme in task.themes]
    marker = f"<i>{_html(task.marker)}</i> " if task.marker else ""
    place = f'<a href="#{_html(task.id)}">{_html(task.id)}</a>'
    return f'<li id="task-{_html(task.id)}" class="{choices}">{place} {marker}{escape(_one_line(task.text))}<div class="chips">{"".join(chips)}</div></li>'


def _target_html(target: Target) -> str:
    """A percentage leads to its place in the text."""
    aim = escape(_aim(target))
    chip = f'<a class="chip PERCENT" href="#{_html(target.entity)}">{aim}</a>' if target.entity else f'<span class="chip PERCENT">{aim}</span>'
    return f"<li>{chip} {_html(target.indicator)}</li>"


_PAGE = Template("""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { margin: 0; color: #222; background: #fff; font: 16px/1.5 "Segoe UI", "Noto Sans", "DejaVu Sans", Helvetica, Arial, sans-serif; }
header { padding: 1rem 2rem; border-bottom: 1px solid #ddd; }
h1 { margin: 0 0 .5rem; font-size: 1.3rem; }
h2 { margin: 0 0 .5rem; font-size: 1.05rem; }
dl { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; margin: 0 0 .75rem; font-size: .9rem; }
dl div { display: flex; gap: .4rem; }
dt { color: #666; }
dd { margin: 0; }
main { display: grid; grid-template-columns: minmax(0, 3fr) minmax(20rem, 2fr); }
article { padding: 1.5rem 2rem; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; line-height: 2; }
aside { position: sticky; top: 0; align-self: start; box-sizing: border-box; max-height: 100vh; overflow-y: auto; padding: 1.5rem 1.5rem 2rem;
  border-left: 1px solid #ddd; background: #fafafa; font-size: .9rem; }
aside ol { margin: 0 0 1.5rem; padding: 0; list-style: none; }
aside li { padding: .6rem .5rem; border-top: 1px solid #e5e5e5; overflow-wrap: anywhere; }
i { color: #666; font-style: normal; }
a { color: #0b57a4; text-decoration: none; }
a:hover { text-decoration: underline; }
.entity { margin: 0 .15em; padding: .2em .4em; border-radius: .35em; color: inherit; line-height: 1; box-decoration-break: clone;
  -webkit-box-decoration-break: clone; }
.entity span { margin-left: .5em; font-size: .65em; font-weight: bold; vertical-align: middle; }
.AGENCY { background: #7aecec; } .LEGAL_REF { background: #ff8197; } .DATE { background: #bfe1d9; } .PERCENT { background: #e4e7d2; }
.task { border-bottom: 2px dotted #b8b8b8; }
.back { margin-right: .35em; padding: 0 .35em; border-radius: .35em; background: #444; color: #fff; font-size: .7em; vertical-align: middle; }
.chips { display: flex; flex-wrap: wrap; gap: .3rem; margin-top: .4rem; }
.chip { padding: .05rem .5rem; border-radius: 1rem; color: #222; font-size: .85rem; }
.chip:not([class*=" "]) { background: #eee; }
.chip b { font-size: .75rem; color: #444; }
.theme { background: #ffe8a3; font-weight: bold; }
fieldset { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: 0 0 1rem; padding: .3rem .6rem; border: 1px solid #ddd; }
label { display: inline-block; }
input:focus-visible, a:focus-visible { outline: 3px solid #b04a00; outline-offset: 2px; }
$switch_styles
body:has(#show-tasks:not(:checked)) article .task { border-bottom: 0; }
body:has(#show-tasks:not(:checked)) article .back { display: none; }
$choice_styles
@media print { fieldset, header input { display: none; } main { display: block; } aside { position: static; max-height: none; } }
[id] { scroll-margin-top: 4rem; }
:target { outline: 3px solid #ffb300; outline-offset: 2px; border-radius: .2em; }
@media (max-width: 60rem) { main { display: block; } aside { position: static; max-height: none; border-left: 0; border-top: 1px solid #ddd; } }
</style>
</head>
<body>
<header>
<h1>$title</h1>
<dl>$facts</dl>
<div role="group" aria-label="What is marked">$legend<label><input type="checkbox" id="show-tasks" checked> tasks</label></div>
</header>
<main>
<article>$body</article>
<aside>
<h2>Tasks ($count)</h2>
<fieldset><legend>show</legend>$choices</fieldset>
<ol>$tasks</ol>
<h2>Targets ($targets_count)</h2>
<ol>$targets</ol>
</aside>
</main>
</body>
</html>
""")
