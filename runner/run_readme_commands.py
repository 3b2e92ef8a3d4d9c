"""`make test-commands`: runs the commands of README.md and of five pages of docs/ in order.

They run in a fresh clone. A command that starts servers runs until the next one that does.
Without Docker, its commands are skipped.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from runner import signals
from runner.checkout import Checkout
from runner.process import ROOT, implementations
from runner.static_server import SITE

SCALED = "docker compose -f docker-compose.yml -f docker-compose.scale.yml up"
DOCUMENTS = (
    "README.md",
    *(f"docs/{name}.md" for name in ("testing", "comparison", "benchmark", "settings", "kata")),
)
SHARED = "docker compose -f docker-compose.yml -f docker-compose.shared.yml up"
SERVE = ("make run", "make run-shared", "docker compose up", SCALED, SHARED)
IN_CI = (
    "make test",
    "make test-browser",
    "make test-containers",
    "make test-scale",
    "make test-shared",
)  # these are in .ci/run
SHORTER = {
    "make test-django": "make test-django R=HOME",
    "make test-flask": "make test-flask R=HOME",
    "make test T=https://profiles.example": "make test R=HOME T=http://127.0.0.1:8001",
    "make bench": "make bench QUICK=1",
    "make fuzz": "make fuzz MINUTES=2",
}
DOCKER = ("docker", "make test-containers", "make down", "make test-scale", "make test-swarm")
LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))
SECONDS = 600
SHARED_URLS = ["http://127.0.0.1:8003"]


def commands(text):
    """Return the commands of a Markdown page, without comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"(^|\s+)#.*", "", line) for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def documented():
    """Return the commands of all DOCUMENTS in order."""
    return [
        command
        for name in DOCUMENTS
        for command in commands((ROOT / name).read_text(encoding="utf-8"))
    ]


def end(process, number):
    """Send a signal to the group of a process, and wait for its end; kill it after a minute."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Reader:
    """Runs commands in a folder as a reader would, in an environment without custom ports."""

    def __init__(self, top):
        self.top = top
        sites = (SITE, *implementations().values())
        self.urls = [f"http://127.0.0.1:{each['port']}" for each in sites]
        (top.parent / ".curlrc").write_text('fail\nnoproxy = "*"\n', encoding="utf-8")
        self.environment = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": f"{ROOT.name}-commands",
            "CURL_HOME": str(top.parent),
        }
        for each in sites:
            self.environment.pop(each["port_variable"], None)
        self.log = (top.parent / "served.log").open("w+", encoding="utf-8")
        self.served = None

    def run(self, command):
        """Run a command, and kill it after ten minutes; return its exit code and output."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            started = self.start(command, output)
            try:
                started.wait(SECONDS)
            except subprocess.TimeoutExpired:
                end(started, signal.SIGKILL)
            output.seek(0)
            return started.returncode, output.read()

    def start(self, command, output):
        """Start a command in a new process group, as a shell does."""
        return subprocess.Popen(
            ["sh", "-c", command], cwd=self.top, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def serve(self, command):
        """Start a command that serves; return 0 once all its URLs respond, or 1 and its output."""
        self.stop()
        urls = SHARED_URLS if "shared" in command else self.urls
        self.served = self.start(command, self.log)
        deadline = time.monotonic() + SECONDS
        while not self.responds(urls):
            if self.served.poll() is not None or time.monotonic() > deadline:
                return 1, Path(self.log.name).read_text(encoding="utf-8")
            time.sleep(1)
        return 0, ""

    def responds(self, urls):
        """Return whether all URLs respond successfully."""
        with suppress(OSError):
            for url in urls:
                LOCAL.open(url, timeout=5).close()
            return True
        return False

    def stop(self):
        """Stop the running servers as Ctrl-C does."""
        if self.served is not None:
            end(self.served, signal.SIGINT)
            self.served = None

    def make_token(self):
        """Create a token of a demo user, and store it in the variable TOKEN."""
        password = re.search(r"as ada.* with (\S+)", self.run("make logins")[1])[1]
        wanted = {
            "username": "ada", "password": password, "name": "README", "scopes": ["profile:read"],
            "expires_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds"),
        }  # fmt: skip
        request = urllib.request.Request(  # noqa: S310
            f"{self.urls[-1]}/api/tokens/",
            json.dumps(wanted).encode(),
            {"Content-Type": "application/json"},
        )
        with LOCAL.open(request, timeout=5) as response:
            self.environment["TOKEN"] = json.load(response)["token"]

    def try_out(self, command):
        """Run a command as documented; return its exit code and output."""
        if command in SERVE:
            return self.serve(command)
        if command.startswith("make bench"):
            self.stop()  # the benchmark must run alone
        if command.startswith("make http") and not self.responds(self.urls):
            self.serve("make run")
        if "$TOKEN" in command:
            try:
                self.make_token()
            except (OSError, TypeError) as error:
                return 1, f"No token was created: {error}"
        status, said = self.run(SHORTER.get(command, command))
        if command == "make kata-check" and "red  " in said:
            return 0, said  # nobody has written the topic again
        if command.startswith("make bench") and re.search(r"\d+ of \d+ targets met", said):
            return 0, said  # it fails if a target is not met
        return status, said


def chosen(listed):
    """Return the commands to run, without those whose shorter form is also listed."""
    here = [
        command
        for command in dict.fromkeys(listed)
        if command not in IN_CI and SHORTER.get(command) not in listed
    ]
    if shutil.which("docker"):
        return here
    return [command for command in here if not command.startswith(DOCKER)]


def main():
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        top = Checkout(Path(folder)).clone("clone")
        reader = Reader(top)
        if reader.responds(reader.urls):
            sys.exit(f"Another server responds at {', '.join(reader.urls)}.")
        try:
            for command in chosen(documented()):
                began = time.monotonic()
                status, said = reader.try_out(command)
                outcome, seconds = "failed" if status else "passed", time.monotonic() - began
                print(f"{outcome} {seconds:4.0f} s  {command}", flush=True)
                if status:
                    failed.append(command)
                    print(said[-3000:], flush=True)
        finally:
            reader.stop()
            if shutil.which("docker"):
                reader.run("make down")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    with signals.exiting():
        main()
