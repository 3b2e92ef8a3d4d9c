"""Load on a server from wrk, or oha if wrk is not installed."""

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
TIMEOUT = 60  # seconds; both tools are stopped earlier
MISSING = (
    "Neither wrk nor oha was found: on Debian, apt-get install wrk; elsewhere, brew install wrk or "
    "cargo install oha."
)
WRK = [
    "wrk",
    "-t1",
    f"-d{TIMEOUT}s",
    f"--timeout={TIMEOUT}s",  # oha has none
    "-s",
    str(Path(__file__).with_name("paths.lua")),
]
OHA = ["oha", "--no-tui", "--output-format", "json"]


@dataclass
class LoadResult:
    """The number of responses, the seconds of the load, and percentiles of response times."""

    requests: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self):
        return self.requests / self.seconds


def find_tool():
    """Return the name of the installed load generator, or None."""
    return next((name for name in ("wrk", "oha") if shutil.which(name)), None)


def load(
    url, paths, seconds, seed=1, headers=None, is_balanced=lambda: True, connections=CONNECTIONS
):
    """Request paths of a file for some seconds; return the LoadResult.

    Return None if `is_balanced`, which is called while the load runs, returns false. Raises
    RuntimeError for a response other than 2xx or 3xx, or a broken connection.
    """
    options = [f"-c{connections}"]
    for name, value in (headers or {}).items():
        options += ["-H", f"{name}: {value}"]
    run = run_wrk if find_tool() == "wrk" else run_oha
    found = run(url, paths, seconds, seed, options, is_balanced=is_balanced)
    if found is None:
        return None
    errors, broken = found.pop("errors"), found.pop("broken")
    if errors or broken or not found["requests"]:
        raise RuntimeError(
            f"{url} ({Path(paths).name}): {errors} of {found['requests']} responses were errors, "
            f"{broken} connections broke."
        )
    return LoadResult(**found)


def run_wrk(url, paths, seconds, seed, options, is_balanced):
    """Run wrk, which counts whole seconds, and stop it with SIGINT, after which it reports.

    It handles SIGINT once paths.lua has written a line. It is stopped early if the load is not
    balanced.
    """
    command = [*WRK, *options, url, "--", str(paths), str(seed)]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        line = process.stderr.readline()
        try:
            with suppress(subprocess.TimeoutExpired):
                process.wait(SETTLING)
            if not is_balanced():
                return None
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds - SETTLING)
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=TIMEOUT)
        finally:
            process.kill()  # after an interruption
    return parse_wrk(line + output)


def parse_wrk(text):
    """Return what paths.lua printed in the last line."""
    lines = text.strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        raise RuntimeError(f"wrk failed:\n{text}")
    return json.loads(lines[-1])


def run_oha(url, paths, seconds, seed, options, is_balanced):
    """Run oha, which needs a file of URLs and has no seed."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as urls:
        urls.writelines(f"{url}{path}\n" for path in Path(paths).read_text("utf-8").splitlines())
        urls.flush()
        command = [*OHA, f"-z{seconds}s", *options, "--urls-from-file", urls.name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)  # noqa: S603
    if done.returncode != 0:
        raise RuntimeError(f"oha failed:\n{done.stderr}")
    return parse_oha(done.stdout) if is_balanced() else None


def parse_oha(text):
    """Return oha's report in the form of paths.lua; requests cut off at the end are no errors."""
    found = json.loads(text)
    statuses = {int(status): n for status, n in found["statusCodeDistribution"].items()}
    broken = {e: n for e, n in found["errorDistribution"].items() if "deadline" not in e}
    return {
        "requests": sum(statuses.values()),
        "seconds": found["summary"]["total"],
        "p50": found["latencyPercentiles"]["p50"],
        "p99": found["latencyPercentiles"]["p99"],
        "errors": sum(n for status, n in statuses.items() if status >= 400),
        "broken": sum(broken.values()),
    }
