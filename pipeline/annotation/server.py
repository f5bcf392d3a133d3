"""`pipeline doccano serve`: doccano on this machine alone, in a virtual environment of its own, with sqlite and its task worker.

``Server`` is a context: inside it the server answers at ``url``, and leaving it stops the two processes that it started, by their ids.
"""

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.request import urlopen

from pipeline.errors import AnnotationError

VERSION = "1.8.4"
REQUIREMENTS = (f"doccano=={VERSION}", "marshmallow<4", "numpy<2", "setuptools<81")  # newer ones break it
STARTS_WITHIN = 90.0  # seconds
STOPS_WITHIN = 15.0
Say = Callable[[str], None]

# Its own settings, but: the worker looks for work ten times a second and not once, and a writer waits for another instead of failing.
_SETTINGS = """from config.settings.production import *
from kombu.transport.virtual import Transport

Transport.polling_interval = 0.1
DATABASES["default"].setdefault("OPTIONS", {})["timeout"] = 30
"""
_ACCOUNT = """import os
import django

django.setup()
from django.contrib.auth.models import User

user, _ = User.objects.get_or_create(username=os.environ["DOCCANO_USERNAME"], defaults={"is_superuser": True, "is_staff": True})
user.set_password(os.environ["DOCCANO_PASSWORD"])
user.save()
"""


def default_home() -> Path:
    """Where the annotations of the server are kept: a folder of the user's data."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "vn-plan-pipeline" / "doccano"


def default_environment() -> Path:
    """Where doccano itself is installed: a folder of the user's cache, as it can be had again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vn-plan-pipeline" / f"doccano-{VERSION}"


class Server:
    """A doccano server at ``http://127.0.0.1:port`` whose first user is ``username``; ``home`` keeps its database and its logs.

    Entering it installs doccano into ``environment`` where it is not there yet (``say`` is told so), makes the database, gives the user the
    password and waits until the server answers. The password goes to no file and to no command line. Raises AnnotationError.
    """

    def __init__(
        self,
        username: str,
        password: str,
        *,
        port: int = 8000,
        home: Path | None = None,
        environment: Path | None = None,
        say: Say = lambda sentence: None,
    ) -> None:
        self.home = home or default_home()
        self.url = f"http://127.0.0.1:{port}"
        self._port, self._say = port, say
        self._account = {"DOCCANO_USERNAME": username, "DOCCANO_PASSWORD": password}
        self._environment = environment or default_environment()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._logs: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        _check_free(self._port)
        python = install(self._environment, self._say)
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            (self.home / "local_settings.py").write_text(_SETTINGS, encoding="utf-8")
        except OSError as error:
            raise AnnotationError(f"{self.home} cannot be written ({error.strerror}): name another folder with --home.") from None
        backend = next((self._environment / "lib").glob("python*/site-packages/backend"))
        settings = self._settings(backend)
        try:
            self._prepare(python, backend, settings)
            web = ["gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{self._port}", "--workers", "2", "--threads", "4", "--timeout", "300"]
            self._start("web server", [str(python), "-m", *web], backend, settings)
            task = ["celery", "--app", "config.celery", "worker", "--pool", "solo", "--loglevel", "warning"]
            self._start("task worker", [str(python), "-m", *task], backend, settings)
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def watch(self) -> None:
        """Returns never while both processes run; raises AnnotationError where one of them ends by itself."""
        while True:
            self._check_alive()
            time.sleep(0.5)

    def stop(self) -> None:
        """Ends what this object started, and nothing else."""
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in self._processes.values():
            try:
                process.wait(STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        for log in self._logs:
            log.close()
        self._processes, self._logs = {}, []

    def _settings(self, backend: Path) -> dict[str, str]:
        """The environment of the server: it sees nothing of ours that names a password or another Python."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DOCCANO_", "PYTHON", "VIRTUAL_ENV"))}
        home = self.home.resolve()
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "local_settings",
            "PYTHONPATH": os.pathsep.join([str(home), str(backend)]),
            "STANDALONE": "True",
            "DEBUG": "False",
            "SECRET_KEY": secrets.token_urlsafe(48),  # a new one each time: who was logged in logs in again
            "DOCCANO_HOME": str(home),
            "DATABASE_URL": f"sqlite:///{home / 'doccano.sqlite3'}",
            "CELERY_BROKER_URL": f"sqla+sqlite:///{home / 'tasks.sqlite3'}",
            "MEDIA_ROOT": str(home / "media"),
        }

    def _prepare(self, python: Path, backend: Path, settings: dict[str, str]) -> None:
        for name in ("tasks.sqlite3",):  # what was under way when the server was stopped is not gone on with: a push repairs itself
            (self.home / name).unlink(missing_ok=True)
        for command in ("migrate", "create_roles"):
            self._run([str(python), "-m", "django", command], backend, settings)
        self._run(
            [
                str(python),
                "-c",
                "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('pragma journal_mode=wal')",
                str(self.home / "doccano.sqlite3"),
            ],
            backend,
            settings,
        )
        self._run([str(python), "-"], backend, settings | self._account, _ACCOUNT.encode())

    def _run(self, command: list[str], folder: Path, settings: dict[str, str], given: bytes = b"") -> None:
        done = subprocess.run(command, cwd=folder, env=settings, input=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            (self.home / "setup.log").write_bytes(done.stdout)
            raise AnnotationError(f"doccano's database in {self.home} could not be set up: see setup.log there, or name an empty folder with --home.")

    def _start(self, name: str, command: list[str], folder: Path, settings: dict[str, str]) -> None:
        log = (self.home / f"{name.replace(' ', '-')}.log").open("wb")
        self._logs.append(log)
        self._processes[name] = subprocess.Popen(
            command,
            cwd=folder,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    def _wait(self) -> None:
        limit = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < limit:
            self._check_alive()
            with suppress(OSError), urlopen(f"{self.url}/admin/login/", timeout=5):
                return
            time.sleep(0.2)
        raise AnnotationError(f"doccano did not answer at {self.url} within {STARTS_WITHIN:.0f} seconds: see web-server.log in {self.home}.")

    def _check_alive(self) -> None:
        for name, process in self._processes.items():
            if process.poll() is not None:
                raise AnnotationError(f"doccano's {name} ended by itself: see {name.replace(' ', '-')}.log in {self.home}.")


def install(environment: Path, say: Say = lambda sentence: None) -> Path:
    """The Python of the virtual environment with doccano, which is made first where it is not whole; raises AnnotationError."""
    python = environment / "bin" / "python"
    if python.exists() and any(environment.glob(f"lib/python*/site-packages/doccano-{VERSION}.dist-info/RECORD")) and _imports(python):
        return python
    say(f"Installing doccano {VERSION} into {environment}; this takes some minutes, and only once.")
    shutil.rmtree(environment, ignore_errors=True)
    commands = [
        [_suitable_python(), "-m", "venv", str(environment)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS],
    ]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DOCCANO_", "PYTHON", "VIRTUAL_ENV"))}
    for command in commands:
        done = subprocess.run(command, env=clean, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            reason = done.stdout.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
            raise AnnotationError(
                f"doccano {VERSION} could not be installed into {environment} ({reason[0][:200]}): check the network, and run the command again."
            )
    return python


def _end_with_parent() -> None:
    """What a child does before it starts: the kernel ends it when this process ends, even where it is killed (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _imports(python: Path) -> bool:
    """Whether an installation was finished: its last packages are there."""
    return not subprocess.run([str(python), "-c", "import backend, django, celery, gunicorn, pandas"], capture_output=True, check=False).returncode


def _suitable_python() -> str:
    """A Python that doccano 1.8.4 runs on."""
    if sys.version_info[:2] == (3, 11):
        return sys.executable
    found = shutil.which("python3.11") or shutil.which("python3.10") or shutil.which("python3.9")
    if not found:
        raise AnnotationError(
            f"doccano {VERSION} needs Python 3.11, and there is none on this machine: install python3.11, and run the command again."
        )
    return found


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise AnnotationError(f"Port {port} of this machine is taken: name another one with --port.") from None
