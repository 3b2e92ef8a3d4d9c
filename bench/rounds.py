"""The rounds of a run, in each of which every workload has its turn."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from bench.http_client import Client
from bench.load import CONNECTIONS, load
from bench.process_tree import cpu_seconds, cpu_seconds_by_child
from runner.process import Process

WARM_UP = 0.2  # seconds
ATTEMPTS = 8  # to have the connections balanced between the processes, which is random
MAX_SHARE = 0.7  # of the work, for one of two processes


@dataclass
class Workload:
    """Requests of some pages of a server, measured in every round."""

    name: str
    implementation: str
    server: Process
    paths: Path
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict)
    database: int | None = None  # the process id of PostgreSQL, if it is used
    meanwhile: Callable[[], AbstractContextManager] = nullcontext  # entered while it is measured
    connections: int = CONNECTIONS

    def warm_up(self):
        """Check the first page, and request pages from all processes of the server."""
        self.request()
        self.load(WARM_UP, seed=0)

    def request(self):
        """Request the first page. Raises RuntimeError unless the status is 200 or 304."""
        first = self.paths.read_text(encoding="utf-8").partition("\n")[0]
        client = Client(self.server.url)
        client.opener.addheaders = [*self.headers.items()]
        status, _ = client.send(first)
        if status not in (200, 304):
            raise RuntimeError(f"{self.name}, {self.implementation}: {first}: {status}")

    def load(self, seconds, seed):
        """Return the LoadResult, and the CPU seconds of the server and of the database.

        A load in which one process handles nearly all connections is restarted, up to ATTEMPTS
        times in all. Raises RuntimeError with the server's log if the load fails.
        """
        result, attempt = None, 0
        while result is None:
            attempt += 1
            before = self.cpu()
            children = cpu_seconds_by_child(self.server.process.pid)
            is_balanced = partial(self.is_balanced, children, attempt)
            try:
                result = load(
                    self.server.url, self.paths, seconds, seed, self.headers, is_balanced,
                    self.connections,
                )  # fmt: skip
            except RuntimeError as error:
                about = f"{self.name}, {self.implementation}"
                raise RuntimeError(f"{about}: {error}\n{self.server.log()}") from error
        return result, [now - then for now, then in zip(self.cpu(), before, strict=True)]

    def is_balanced(self, before, attempt):
        """Return whether no process does nearly all the work, or this is the last attempt."""
        now = cpu_seconds_by_child(self.server.process.pid)
        spent = [seconds - before.get(pid, 0) for pid, seconds in now.items()]
        return attempt == ATTEMPTS or max(spent, default=0) <= MAX_SHARE * sum(spent)

    def measure(self, seed):
        """Return a sample: the LoadResult, and the CPU seconds per response, as a dict."""
        with self.meanwhile():
            result, (server, database) = self.load(self.seconds, seed)
        return asdict(result) | {
            "rate": result.rate,
            "server": server / result.requests,
            "database": database / result.requests,
        }

    def cpu(self):
        """Return the CPU seconds of the server and of the database so far."""
        database = cpu_seconds(self.database) if self.database else 0
        return cpu_seconds(self.server.process.pid), database


def measure(workloads, rounds, progress):
    """Measure all workloads in turns; return {name: {implementation: [a sample per round]}}."""
    for workload in workloads:
        progress(f"warming up: {workload.name}, {workload.implementation}")
        workload.warm_up()
    samples = {}
    for number in range(1, rounds + 1):
        for workload in workloads:
            name, implementation = workload.name, workload.implementation
            progress(f"round {number} of {rounds}: {name}, {implementation}")
            sample = workload.measure(seed=number)
            samples.setdefault(name, {}).setdefault(implementation, []).append(sample)
    return samples
