"""A doccano server, started once a session by the very command that people use, and ended by its id."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from pipeline.annotation.doccano import Credentials, Doccano

CHECKOUT = Path(__file__).parents[2]
INSTALLS_WITHIN = 1500.0  # seconds, where doccano is not there yet
ANNOTATORS = ("lan", "minh")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """The command ``pipeline doccano serve`` at work."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.password = secrets.token_urlsafe(12)
        self.environment = os.environ | {"DOCCANO_USERNAME": "admin", "DOCCANO_PASSWORD": self.password, "DOCCANO_URL": self.url}
        self._said = (home.parent / f"{home.name}.said").open("w+b")
        command = [sys.executable, "-m", "pipeline", "doccano", "serve", "--port", str(self.port), "--home", str(home)]
        self.process = subprocess.Popen(command, cwd=CHECKOUT, env=self.environment, stderr=self._said, stdin=subprocess.DEVNULL)

    def wait(self) -> None:
        limit = time.monotonic() + INSTALLS_WITHIN
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise RuntimeError(self.said())
            if self.url in self.said():
                return
            time.sleep(0.3)
        raise RuntimeError("it took too long")

    def said(self) -> str:
        self._said.seek(0)
        return self._said.read().decode("utf-8")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def login(self, user: str = "admin") -> Doccano:
        return Doccano(Credentials(self.url, user, self.password))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The server with an administrator and the two annotators, all with one password, for this session alone."""
    pytest.importorskip("doccano_client", reason="doccano-client is not installed: pip install -e '.[dev,doccano]'")
    running = Running(tmp_path_factory.mktemp("doccano") / "home")
    try:
        running.wait()
    except RuntimeError as error:
        running.stop() if running.process.poll() is None else None
        if "could not be installed" in str(error) or "needs Python 3.11" in str(error):
            pytest.skip(f"The doccano server cannot be installed here: {error}")
        raise
    admin = running.login()
    for name in ANNOTATORS:
        admin.create_user(name, running.password)
    yield running
    running.stop()


@pytest.fixture
def doccano(server: Running) -> Doccano:
    """The administrator's session."""
    return server.login()


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2):
            return True
    except OSError:
        return False
