"""The connection to a doccano server: doccano-client with timeouts, with repeats where a repeat is harmless, and with errors that a person understands.

Address, user and password (or token) come from the environment or from a prompt. They stand in no file, no argument of a command and no error.
"""

import io
import json
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pipeline.errors import AnnotationError

if TYPE_CHECKING:
    from requests import Response
    from requests.adapters import HTTPAdapter

URL, USERNAME, PASSWORD, TOKEN = "DOCCANO_URL", "DOCCANO_USERNAME", "DOCCANO_PASSWORD", "DOCCANO_TOKEN"
SEQUENCES, CATEGORIES = "SequenceLabeling", "DocumentClassification"
CONNECTS_WITHIN, ANSWERS_WITHIN = 5.0, 120.0  # seconds
WORKS_WITHIN = 600.0  # seconds for an import or an export
REPEATS, BACKOFF = 4, 0.3
PAGE = 1000
LabelKind = Literal["span", "relation", "category"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who comes to which server; a token stands for user and password. Never shown."""

    url: str
    username: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the server: ``kind`` is SEQUENCES or CATEGORIES; with ``shared`` its members see and correct the same labels."""

    id: int
    name: str
    kind: str
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """An example with its labels as one annotator left them, or all members together (``annotator`` is None then)."""

    id: int
    text: str
    meta: Mapping[str, Any]
    spans: Sequence[tuple[int, int, int, str]]  # id, start, end, label
    relations: Sequence[tuple[int, int, str]]  # from, to, type
    categories: Sequence[str]
    annotator: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed an example, and when (ISO 8601)."""

    by: str
    at: str


def credentials(ask: Callable[[str, bool], str] | None = None, environment: Mapping[str, str] = os.environ) -> Credentials:
    """What the environment says, and what ``ask`` (a question, and whether the answer is secret) says of the rest; raises AnnotationError.

    >>> credentials(None, {"DOCCANO_URL": "http://127.0.0.1:8000/", "DOCCANO_USERNAME": "lan", "DOCCANO_PASSWORD": "bí mật"})
    Credentials(url='http://127.0.0.1:8000', username='lan')
    """

    def given(name: str, question: str, secret: bool = False) -> str:
        value = environment.get(name, "").strip() or (ask(question, secret).strip() if ask else "")
        if not value:
            raise AnnotationError(f"{name} is not set: put it into the environment, or run the command in a terminal, where it asks.")
        return value

    url = given(URL, "Address of doccano (such as http://127.0.0.1:8000)").rstrip("/")
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise AnnotationError(f"{URL} holds a user or a password: give them as {USERNAME} and {PASSWORD}.")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AnnotationError(f"{URL} is no address of a server: give one such as http://127.0.0.1:8000.")
    if token := environment.get(TOKEN, "").strip():
        return Credentials(url, token=token)
    return Credentials(url, given(USERNAME, "User"), given(PASSWORD, "Password", secret=True))


class Doccano:
    """A user's session with a doccano server. Every method raises AnnotationError where the server is away or refuses."""

    def __init__(self, who: Credentials) -> None:
        try:
            from doccano_client import DoccanoClient
        except ImportError:
            raise AnnotationError("doccano-client is not installed: run pip install 'vn-plan-pipeline[doccano]', with Python 3.11 or 3.12.") from None
        self.url = who.url
        self._client = DoccanoClient(who.url)
        self._api = self._client._base_repository  # what the client itself speaks through; its lists come in pages of five
        self._session = self._api._session
        self._session.trust_env = False  # a proxy or a .netrc of this machine is not meant for it
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _adapter())
        with self._explained("the login"):
            if who.token:
                self._session.headers["Authorization"] = f"Token {who.token}"
                self._client.get_profile()
            else:
                self._client.login(who.username, who.password)

    # --- projects and labels

    def projects(self, name: str) -> list[Project]:
        """The projects of this very name."""
        with self._explained(f"the search for the project {name}"):
            found = self._pages("projects", {"q": name})
            return [Project(p["id"], p["name"], p["project_type"], p["collaborative_annotation"]) for p in found if p["name"] == name]

    def create_project(self, name: str, kind: str, description: str, guideline: str) -> Project:
        """A new project whose members share their labels; spans may have relations and may not overlap, and offsets count code points."""
        relations = {"use_relation": True, "grapheme_mode": False, "allow_overlapping": False} if kind == SEQUENCES else {}
        with self._explained(f"the project {name}"):
            made = self._client.create_project(
                name, kind, description, guideline, collaborative_annotation=True, single_class_classification=False, **relations
            )
            return Project(made.id, name, kind)

    def labels(self, project: Project, kind: LabelKind) -> list[str]:
        """The names of the labels of a project."""
        with self._explained(f"the labels of {project.name}"):
            return [str(label.text) for label in self._client.list_label_types(project.id, kind)]

    def create_label(self, project: Project, kind: LabelKind, name: str, color: str, shortcut: str | None) -> None:
        """A new label of a project."""
        with self._explained(f"the label {name} of {project.name}"):
            self._client.create_label_type(project.id, kind, name, suffix_key=shortcut, color=color)

    def add_annotators(self, project: Project, names: Sequence[str]) -> None:
        """Makes members of users."""
        with self._explained(f"the members of {project.name}"):
            there = {member.username for member in self._client.list_members(project.id)}
            for name in names:
                if name not in there:
                    self._client.add_member(project.id, name, "annotator")

    def users(self) -> dict[int, str]:
        """The names of all users of the server, by their ids."""
        with self._explained("the users"):
            return {user["id"]: user["username"] for user in self._api.get("users").json()}

    def create_user(self, name: str, password: str) -> None:
        """A new user, who may do nothing until a project takes them in."""
        with self._explained(f"the user {name}"):
            self._client.create_user(name, password)

    # --- examples

    def count(self, project: Project) -> int:
        """How many examples a project holds."""
        with self._explained(f"the examples of {project.name}"):
            return int(self._api.get(f"projects/{project.id}/examples", params={"limit": 1}).json()["count"])

    def upload(self, project: Project, rows: Sequence[Mapping[str, Any]]) -> str:
        """Gives the server examples to take in, and the id of that task.

        The rows are ASCII, so that no encoding is guessed, and must have the same keys, as the server reads them as a table.
        """
        task = "RelationExtraction" if project.kind == SEQUENCES else project.kind
        with tempfile.TemporaryDirectory() as folder, self._explained(f"the upload to {project.name}"):
            path = Path(folder) / "examples.jsonl"
            path.write_text("".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows), encoding="ascii")
            uploads = self._client._data_import_repository
            return str(uploads.ingest(project.id, [uploads.upload(str(path))], task, "JSONL", column_data="text", column_label="label"))

    def finished(self, task: str, within: float = WORKS_WITHIN) -> bool:
        """Waits for a task of the server, and says whether it ended in time; raises AnnotationError where it ended badly."""
        limit, pause = time.monotonic() + within, 0.05
        while True:
            with self._explained("a task"):
                status = self._api.get(f"tasks/status/{task}").json()
            if status["ready"]:
                if error := status["error"] or (isinstance(status["result"], dict) and status["result"].get("error")):
                    raise AnnotationError(f"doccano at {self.url} could not finish a task ({str(error)[:200]}): see the log of its task worker.")
                return True
            if time.monotonic() > limit:
                return False
            time.sleep(pause)
            pause = min(pause * 1.3, 1.0)

    def export(self, project: Project, *, confirmed: bool = False) -> list[Example]:
        """All examples of a project with their labels, or those that somebody confirmed; once for each member where they do not share labels."""
        if not self.count(project):
            return []
        with self._explained(f"the export of {project.name}"):
            task = self._api.post(f"projects/{project.id}/download", json={"format": "JSONL", "exportApproved": confirmed}).json()["task_id"]
        if not self.finished(task):
            raise AnnotationError(
                f"The task worker of doccano at {self.url} does not answer: start it with `doccano task`, or use `pipeline doccano serve`."
            )
        with self._explained(f"the export of {project.name}"):
            packed = self._api.get(f"projects/{project.id}/download", params={"taskId": task}).content
        found: dict[tuple[int, str | None], Example] = {}
        with zipfile.ZipFile(io.BytesIO(packed)) as files:
            for name in files.namelist():
                annotator = None if project.shared else name.removesuffix(".jsonl")
                for line in files.read(name).split(b"\n"):
                    if line.strip():
                        example = _example(json.loads(line), annotator)
                        found[example.id, annotator] = example
        return [found[key] for key in sorted(found, key=lambda key: (key[0], key[1] or ""))]

    def confirmed(self, project: Project, progress: Callable[[int, int], None] | None = None) -> dict[int, Confirmation]:
        """Who confirmed which example of a project whose members share their labels, by the example's id."""
        with self._explained(f"the confirmed examples of {project.name}"):
            ids = [example["id"] for example in self._pages(f"projects/{project.id}/examples", {"confirmed": "true"})]
            if not ids:
                return {}
            names = self.users()

            def state(example: int) -> list[dict[str, Any]]:
                found: list[dict[str, Any]] = self._api.get(f"projects/{project.id}/examples/{example}/states").json()["results"]
                return found

            found = {}
            with ThreadPoolExecutor(4) as pool:
                for number, (example, states) in enumerate(zip(ids, pool.map(state, ids), strict=True), 1):
                    if states:  # else it was taken back meanwhile
                        found[example] = Confirmation(
                            names.get(states[0]["confirmed_by"], f"user {states[0]['confirmed_by']}"), states[0]["confirmed_at"]
                        )
                    if progress:
                        progress(number, len(ids))
        return found

    def is_confirmed(self, project: Project, example: int) -> bool:
        """Whether somebody confirmed an example."""
        with self._explained(f"example {example} of {project.name}"):
            return bool(self._client.find_example_by_id(project.id, example).is_confirmed)

    def confirm(self, project: Project, example: int) -> None:
        """Confirms an example, once: what is confirmed stays so, where a second request of the same kind would take it back."""
        if not self.is_confirmed(project, example):
            with self._explained(f"example {example} of {project.name}"):
                self._client.update_example_state(project.id, example)

    def listed(self, project: Project) -> list[dict[str, Any]]:
        """The examples of a project without their labels: ``id``, ``text``, ``meta``, ``is_confirmed``."""
        with self._explained(f"the examples of {project.name}"):
            return list(self._pages(f"projects/{project.id}/examples", {}))

    def create_example(self, project: Project, text: str, meta: Mapping[str, Any]) -> int:
        """A new example without labels; its text loses white space at its ends."""
        with self._explained(f"the examples of {project.name}"):
            return int(self._client.create_example(project.id, text, meta=dict(meta)).id)

    def change_meta(self, project: Project, example: int, meta: Mapping[str, Any]) -> None:
        """Adds to the meta of an example."""
        with self._explained(f"example {example} of {project.name}"):
            known = self._client.find_example_by_id(project.id, example)
            self._client.update_example(project.id, example, meta={**known.meta, **meta})

    def delete(self, project: Project, examples: Sequence[int]) -> None:
        """Deletes examples with their labels."""
        with self._explained(f"the examples of {project.name}"):
            for at in range(0, len(examples), 500):  # an empty list would mean all of them
                self._client.bulk_delete_examples(project.id, list(examples[at : at + 500]))

    # --- how it speaks

    def _pages(self, resource: str, params: dict[str, str]) -> Iterator[dict[str, Any]]:
        seen: set[int] = set()  # rows of the same moment may stand on two pages
        offset = 0
        while True:
            page = self._api.get(resource, params={**params, "limit": PAGE, "offset": offset}).json()
            for row in page["results"]:
                if row["id"] not in seen:
                    seen.add(row["id"])
                    yield row
            offset += PAGE
            if page["next"] is None:
                return

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        """What goes wrong on the way becomes one sentence, without what was sent."""
        from requests import exceptions

        try:
            yield
        except exceptions.HTTPError as error:
            raise AnnotationError(self._refusal(what, error.response)) from None
        except exceptions.Timeout:
            raise AnnotationError(f"doccano at {self.url} did not answer in time about {what}: see its log, and run the command again.") from None
        except exceptions.JSONDecodeError:
            raise AnnotationError(f"What answers at {self.url} is not doccano: mend {URL}.") from None
        except exceptions.RequestException:
            raise AnnotationError(f"doccano does not answer at {self.url}: start it with `pipeline doccano serve`, or mend {URL}.") from None

    def _refusal(self, what: str, response: "Response | None") -> str:
        status = response.status_code if response is not None else 0
        if what == "the login" and status in (400, 401, 403):
            return f"doccano at {self.url} does not accept this user and password: check {USERNAME} and {PASSWORD}, or {TOKEN}."
        if status in (401, 403):
            return f"doccano at {self.url} does not allow this user {what}: log in as an administrator of the project."
        if status == 404:
            return f"doccano at {self.url} does not know {what}: it may be deleted, or {URL} may name another server; check both."
        return f"doccano at {self.url} answered {status} about {what}: see its log, and run the command again."


def _adapter() -> "HTTPAdapter":
    """Every request has a time limit. A connection that was not made is tried again for all, a lost answer only where asking changes nothing."""
    from requests.adapters import HTTPAdapter
    from urllib3.util.retry import Retry

    class Patient(HTTPAdapter):
        def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
            kwargs["timeout"] = kwargs.get("timeout") or (CONNECTS_WITHIN, ANSWERS_WITHIN)
            return super().send(request, *args, **kwargs)

    harmless = frozenset({"GET", "HEAD", "OPTIONS"})
    return Patient(
        pool_maxsize=8,
        max_retries=Retry(
            total=REPEATS, connect=3, backoff_factor=BACKOFF, allowed_methods=harmless, status_forcelist=(502, 503, 504), raise_on_status=False
        ),
    )


def _example(row: dict[str, Any], annotator: str | None) -> Example:
    """A line of doccano's export; what else was uploaded with it is its meta."""
    own = {"id", "text", "data", "entities", "relations", "label", "Comments"}
    spans = [(e["id"], e["start_offset"], e["end_offset"], e["label"]) for e in row.get("entities") or []]
    plain = row.get("label") or []
    if plain and not isinstance(plain[0], str):  # a project whose relations somebody turned off
        spans = [(number, start, end, label) for number, (start, end, label) in enumerate(plain)]
        plain = []
    relations = [(r["from_id"], r["to_id"], r["type"]) for r in row.get("relations") or []]
    meta = {key: value for key, value in row.items() if key not in own}
    return Example(
        row["id"], str(row["text"] if "text" in row else row["data"]), meta, sorted(spans, key=lambda s: s[1:]), relations, plain, annotator
    )
