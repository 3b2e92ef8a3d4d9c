"""A run: the applications wait for the same service, in turns, under the same loads."""

import tempfile
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.machine import describe
from bench.results import median_ratio, rate
from bench.rounds import Workload, measure
from bench.servers import create_server, serving

ROUNDS = 3
WARM_UP = 1  # seconds: longer than a response
CLOSE = {"Connection": "close"}
APPLICATIONS = Path(__file__).with_name("applications.toml")
PACKAGES = ("Django", "Flask", "Quart", "gunicorn", "uvicorn", "httpx", "aiohttp")
SERVICE = {
    "name": "service",
    "tree": "bench",
    "settings_variable": "WAITING_SETTINGS",
    "server": ["python", "waiting/service.py"],
}


@dataclass(frozen=True)
class Load:
    """A page, some requests for which are sent at a time, for some seconds."""

    name: str
    path: str
    connections: int
    seconds: float


# Four requests at a time find a free thread whichever process accepts them.
LOADS = [
    Load("few", "/once/", 4, 3),
    Load("many", "/once/", 64, 2),
    Load("five", "/five-times/", 64, 3.3),  # six times half a second in threads
]


class WaitingWorkload(Workload):
    """Extends `Workload`: with a connection for each request, which balances the processes."""

    def warm_up(self):
        self.request()
        self.load(WARM_UP, seed=0)

    def is_balanced(self, before, attempt):
        return True


def read_applications():
    """Return the tables of applications.toml, in their order."""
    return tomllib.loads(APPLICATIONS.read_text(encoding="utf-8"))["application"]


@contextmanager
def serving_applications(folder):
    """Serve the service and all applications; yield the servers of these, by name."""
    service = create_server(SERVICE, folder)
    servers = {
        each["name"]: create_server(
            SERVICE | {"name": each["name"], "server": each["command"]},
            folder,
            SERVICE_URL=service.url,
        )
        for each in read_applications()
    }
    with serving([service], "/"), serving(servers.values(), "/once/"):
        yield servers


def create_workloads(servers, folder):
    """Return a Workload for each load of each application."""
    found = []
    for load in LOADS:
        paths = Path(folder) / load.name
        paths.write_text(f"{load.path}\n", encoding="utf-8")
        found += [
            WaitingWorkload(
                load.name, name, server, paths, load.seconds, CLOSE, connections=load.connections
            )
            for name, server in servers.items()
        ]
    return found


def run(progress):
    """Return the rows of the table, and what it depends on. Raises RuntimeError on failure."""
    about = describe()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        progress("starting the servers")
        with serving_applications(Path(folder)) as servers:
            samples = measure(create_workloads(servers, folder), ROUNDS, progress)
    return about | {
        "rounds": ROUNDS,
        "versions": {name: version(name) for name in PACKAGES},
        "loads": [vars(load) for load in LOADS],
        "applications": compute_rows(samples),
        "samples": samples,
    }


def compute_rows(samples):
    """Return the applications with their results, by load.

    `ratio` is that of the rates to the first application; `ms` the mean time of a response: the
    number of requests at a time ÷ the rate.
    """
    rows = read_applications()
    for row in rows:
        row["results"] = {}
        for load in LOADS:
            own, first = (samples[load.name][each["name"]] for each in (row, rows[0]))
            row["results"][load.name] = {
                "ratio": median_ratio(rate, own, first),
                "ms": load.connections / median(map(rate, own)) * 1e3,
            }
    return rows
