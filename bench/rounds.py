"""What is measured, and the rounds in which everything has its turn."""

from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.load import load
from bench.process_tree import cpu_seconds
from bench.visitor import Visitor
from shared_tests.launchers.process import Process

WARM_UP = 0.2  # seconds
UNTIL_KEPT = 1.5  # seconds, in which all processes are asked for all that is hot


@dataclass
class Subject:
    """One thing that is measured in every round: some pages of a server."""

    name: str
    side: str
    server: Process
    paths: Path
    seconds: float
    cookie: str = ""
    database: int | None = None  # the process of PostgreSQL, where it is asked
    meanwhile: callable = nullcontext  # gives a context for the time of the measurement

    def warm_up(self):
        """Have the pages made once in all processes, after a look whether they are there."""
        first = self.paths.read_text(encoding="utf-8").partition("\n")[0]
        visitor = Visitor(self.server.url)
        visitor.opener.addheaders = [("Cookie", self.cookie)]
        visitor.get(first)
        self.load(UNTIL_KEPT if self.paths.name == "hot" else WARM_UP, seed=0)

    def load(self, seconds, seed):
        """Return the answers to a load; raise RuntimeError with the log where it fails."""
        try:
            return load(self.server.url, self.paths, seconds, seed, self.cookie)
        except RuntimeError as error:
            raise RuntimeError(f"{self.name}, {self.side}: {error}\n{self.server.log()}") from error

    def measure(self, seed):
        """Return what a load gave: answers, and CPU seconds for each, as a dict."""
        with self.meanwhile():
            before = self.cpu()
            answers = self.load(self.seconds, seed)
            server, database = (
                (now - then) / answers.requests
                for now, then in zip(self.cpu(), before, strict=True)
            )
        return asdict(answers) | {"rate": answers.rate, "server": server, "database": database}

    def cpu(self):
        """Return the CPU seconds of the server and of the database until now."""
        database = cpu_seconds(self.database) if self.database else 0
        return cpu_seconds(self.server.process.pid), database


def measure(subjects, rounds, progress):
    """Measure all subjects in turn, some rounds; return {name: {side: [one dict a round]}}."""
    for subject in subjects:
        progress(f"warming up: {subject.name}, {subject.side}")
        subject.warm_up()
    samples = {}
    for number in range(1, rounds + 1):
        for subject in subjects:
            progress(f"round {number} of {rounds}: {subject.name}, {subject.side}")
            sample = subject.measure(seed=number)
            samples.setdefault(subject.name, {}).setdefault(subject.side, []).append(sample)
    return samples
