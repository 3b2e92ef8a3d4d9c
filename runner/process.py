"""An implementation as a process on this machine. Uses only the standard library."""

import os
import signal
import socket
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from itertools import islice
from pathlib import Path
from typing import Self
from urllib.parse import quote

from runner.command import kill
from runner.command import run as run_command
from runner.signals import ended_with_parent, interruption

ROOT = Path(__file__).resolve().parents[1]
# The suite causes more failed logins than one IP address is allowed, and waits for cached statistics.
SUITE_SETTINGS = {"WORKERS": "2", "LOGIN_FAILURES_PER_IP": "1000000", "STATS_CACHE_TTL": "1"}
START_SECONDS = 300  # in which a server starts, also on a slow disk
# Sends requests directly, not through the proxies of the environment.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def implementations() -> dict[str, dict]:
    """Return the table of implementations.toml for each implementation, by name."""
    text = Path(__file__).with_name("implementations.toml").read_text(encoding="utf-8")
    return {name: {"name": name, **table} for name, table in tomllib.loads(text).items()}


def compared() -> dict[str, dict]:
    """Return the two implementations that are compared: the first ones."""
    return dict(islice(implementations().items(), 2))


def free_port() -> int:
    """Return a free port of the loopback interface."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A server, or a command, in the folder of an implementation.

    `variables`, and those of the implementation, are added to a minimal environment without the
    caller's settings.
    """

    def __init__(self, implementation: dict, data_dir: Path | str, **variables: str):
        self.implementation = implementation
        self.tree = ROOT / implementation["tree"]
        self.data_dir = Path(data_dir)
        self.log_path = self.data_dir / f"{implementation['name']}.log"
        self.port = int(variables.pop("PORT", 0)) or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_path = self.data_dir / f"{implementation['name']}.sqlite3"
        self.environment = {
            "PATH": f"{self.tree / '.venv' / 'bin'}:{os.environ['PATH']}",
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": f"sqlite:///{quote(os.fsencode(self.database_path))}",
            "PORT": str(self.port),
            implementation["settings_variable"]: "config.settings.test",
            **implementation.get("variables", {}),
            **variables,
        }
        self.process: subprocess.Popen | None = None

    def run(
        self, *command: str | Path, stdin: str = "", seconds: float = 100, **variables: str | None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder to completion; return the CompletedProcess."""
        environment = {**self.environment, **variables}
        environment = {name: value for name, value in environment.items() if value is not None}
        return run_command(command, stdin, seconds, cwd=self.tree, env=environment)

    def start(self, *command: str) -> Self:
        """Start a server, by default `./start.sh`, with its output in the log."""
        prefix = ended_with_parent()
        with self.log_path.open("ab") as log, interruption.hold():
            self.process = subprocess.Popen(
                [*prefix, *(command or ["./start.sh"])],
                cwd=self.tree,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def serve(self) -> Self:
        """Start the server alone, on the database as it is."""
        return self.start(*self.implementation["server"])

    def wait(self, path: str = "/readyz", seconds: float = START_SECONDS) -> Self:
        """Return once the server responds to `path` with 200; raise RuntimeError if it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with direct.open(self.url + path, timeout=2):
                    return self
            except (OSError, urllib.error.HTTPError):
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"{self.implementation['name']} does not respond:\n{self.log()}")

    def log(self) -> str:
        """Return the output of the server so far."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> int | None:
        """Send SIGTERM, and SIGKILL after 20 seconds; return the exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self.kill()

    def kill(self) -> None:
        """Send SIGKILL to the remaining processes of its group."""
        if self.process:
            kill(self.process)
