"""Load on a server: wrk, or oha where there is none, with eight connections."""

import json
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
SETTLING = 0.15  # seconds
AT_MOST = 60  # seconds; both are told to end earlier
MISSING = (
    "Neither wrk nor oha was found: on Debian, apt-get install wrk; elsewhere, brew install wrk or "
    "cargo install oha."
)
WRK = [
    "wrk",
    "-t1",
    f"-c{CONNECTIONS}",
    f"-d{AT_MOST}s",
    "-s",
    str(Path(__file__).with_name("paths.lua")),
]
OHA = ["oha", f"-c{CONNECTIONS}", "--no-tui", "--output-format", "json"]


@dataclass
class Answers:
    """What came back: how many answers in how many seconds, and the percentiles of their time."""

    requests: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self):
        return self.requests / self.seconds


def tool():
    """Return the name of the program that makes the load, or None."""
    return next((name for name in ("wrk", "oha") if shutil.which(name)), None)


def load(url, paths, seconds, seed=1, cookie="", good=lambda: True):
    """Ask for paths of a file for some seconds; return the Answers.

    `good` says, once the load is on, whether it is as it should be: None is returned where not.
    Raises RuntimeError where an answer was no 2xx or 3xx, or a connection broke.
    """
    headers = ["-H", f"Cookie: {cookie}"] if cookie else []
    ask = with_wrk if tool() == "wrk" else with_oha
    found = ask(url, paths, seconds, seed, headers, good=good)
    if found is None:
        return None
    refused, broken = found.pop("refused"), found.pop("broken")
    if refused or broken or not found["requests"]:
        raise RuntimeError(
            f"{url} ({Path(paths).name}): {refused} of {found['requests']} answers were errors, "
            f"{broken} connections broke."
        )
    return Answers(**found)


def with_wrk(url, paths, seconds, seed, headers, good):
    """Run wrk, which counts in whole seconds but ends with its report at SIGINT.

    It listens to that only once paths.lua has written a line. It is given up early where the load
    is not good.
    """
    command = [*WRK, *headers, url, "--", str(paths), str(seed)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True) as process:  # noqa: S603
        line = process.stderr.readline()
        try:
            with suppress(subprocess.TimeoutExpired):
                process.wait(SETTLING)
            if not good():
                return None
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds - SETTLING)
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=AT_MOST)
        finally:
            process.kill()  # where something stopped us meanwhile
    return of_wrk(line + output)


def of_wrk(text):
    """Return what paths.lua has printed last."""
    lines = text.strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        raise RuntimeError(f"wrk failed:\n{text}")
    return json.loads(lines[-1])


def with_oha(url, paths, seconds, seed, headers, good):
    """Run oha to its end. It chooses from a file of whole addresses and knows no seed."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as urls:
        urls.writelines(f"{url}{path}\n" for path in Path(paths).read_text("utf-8").splitlines())
        urls.flush()
        command = [*OHA, f"-z{seconds}s", *headers, "--urls-from-file", urls.name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=AT_MOST)  # noqa: S603
    if done.returncode != 0:
        raise RuntimeError(f"oha failed:\n{done.stderr}")
    return of_oha(done.stdout) if good() else None


def of_oha(text):
    """Return of oha's report what paths.lua prints of wrk's; what the end cut off is no error."""
    found = json.loads(text)
    statuses = {int(status): n for status, n in found["statusCodeDistribution"].items()}
    broken = {e: n for e, n in found["errorDistribution"].items() if "deadline" not in e}
    return {
        "requests": sum(statuses.values()),
        "seconds": found["summary"]["total"],
        "p50": found["latencyPercentiles"]["p50"],
        "p99": found["latencyPercentiles"]["p99"],
        "refused": sum(n for status, n in statuses.items() if status >= 400),
        "broken": sum(broken.values()),
    }
