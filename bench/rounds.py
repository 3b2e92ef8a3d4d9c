"""What is measured, and the rounds in which everything has its turn."""

from contextlib import nullcontext
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bench.load import load
from bench.process_tree import cpu_of_children, cpu_seconds
from bench.visitor import Visitor
from shared_tests.launchers.process import Process

WARM_UP = 0.2  # seconds
ATTEMPTS = 8  # to have the connections shared by the processes, which is left to chance
LARGEST_SHARE = 0.7  # of the work, for one of two processes


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
        self.load(WARM_UP, seed=0)

    def load(self, seconds, seed):
        """Return the answers to a load, and the CPU seconds that server and database took for them.

        It is begun anew, ATTEMPTS times in all, where one process took nearly all connections.
        Raises RuntimeError with the server's log where it fails.
        """
        answers, attempt = None, 0
        while answers is None:
            attempt += 1
            before = self.cpu()
            good = partial(self.is_good, cpu_of_children(self.server.process.pid), attempt)
            try:
                answers = load(self.server.url, self.paths, seconds, seed, self.cookie, good)
            except RuntimeError as error:
                about = f"{self.name}, {self.side}"
                raise RuntimeError(f"{about}: {error}\n{self.server.log()}") from error
        return answers, [now - then for now, then in zip(self.cpu(), before, strict=True)]

    def is_good(self, before, attempt):
        """Say whether no process does nearly all the work since then, or it was tried enough."""
        now = cpu_of_children(self.server.process.pid)
        spent = [seconds - before.get(pid, 0) for pid, seconds in now.items()]
        return attempt == ATTEMPTS or max(spent, default=0) <= LARGEST_SHARE * sum(spent)

    def measure(self, seed):
        """Return what a load gave: answers, and CPU seconds for each, as a dict."""
        with self.meanwhile():
            answers, (server, database) = self.load(self.seconds, seed)
        return asdict(answers) | {
            "rate": answers.rate,
            "server": server / answers.requests,
            "database": database / answers.requests,
        }

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
