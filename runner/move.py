"""Moves an application of docs/migrate/start/ along a road, and tests what it promises.

python -m runner.move flask-to-django               the whole road, step by step
python -m runner.move flask-to-django --step=3      up to step 3, which is tested
"""

import argparse
import json
import os
import secrets
import shlex
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from string import Template
from time import monotonic, sleep
from urllib.error import HTTPError

from runner import front_door, postgresql, report, signals
from runner.process import ROOT, Process, direct, free_port
from runner.road import MIGRATE, Road, roads
from runner.run_suite import describe, pytest_status
from runner.serve import data_dir
from shared_tests.support.mailbox import mail_server

BIN = MIGRATE / ".venv" / "bin"
GUNICORN = ["gunicorn", "--workers=1", "--threads=4", "--graceful-timeout=5"]


class Move:
    """An application on its road: its files, its database, its servers, and the proxy before them."""

    def __init__(self, road, folder, database_url, mail_port, port):
        self.road, self.folder = road, Path(folder)
        self.url = f"http://127.0.0.1:{port}"
        self.maildir = self.folder / "mail"
        self.number = 0
        self.ports, self.routes, self.processes = {}, {}, []
        self.passwords = {
            name: secrets.token_urlsafe(12) for name in ("DEMO_PASSWORD", "ADMIN_PASSWORD")
        }
        self.variables = self.passwords | {
            "DATABASE_URL": database_url,
            "SECRET_KEY": secrets.token_urlsafe(40),
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(mail_port),
            "DEMO_USERS": str(ROOT / "shared_tests" / "demo_users.json"),
        }  # fmt: skip

    def state(self, number):
        """Return the folder with the files after a step."""
        return self.folder / f"{number:02}"

    def environment(self, number):
        """Return the variables after a step."""
        variables = self.variables
        for step in self.road.until(number):
            new = {
                key: Template(text).substitute(variables) for key, text in step.environment.items()
            }
            variables = variables | new
        return variables

    def process(self, number, name=""):
        """Return a process, not yet started, in the folder of a step."""
        table = {
            "name": name or "command",
            "tree": self.state(number),
            "settings_variable": "MOVING",
        }
        variables = self.environment(number) | {"PATH": f"{BIN}:{os.environ['PATH']}"}
        return Process(table, self.folder, **variables)

    def run(self, number, *commands):
        """Run commands with the files of a step; return their output. Raise RuntimeError if one fails."""
        output = ""
        for command in commands:
            done = self.process(number).run(*shlex.split(command))
            output += done.stdout
            if done.returncode:
                raise RuntimeError(f"{command}\n{done.stdout}{done.stderr}")
        return output

    def fill(self):
        """Build the old application and fill the database with it."""
        self.run(0, *self.road.people)

    def serve(self, number):
        """Start the servers of a step, send the next requests to them, and stop those of the step before."""
        routes, started = self.road.routes(max(number, 1)), {}
        for name in sorted(set(routes.values())):
            process = started[name] = self.process(number, name)
            process.start(*GUNICORN, f"--bind=127.0.0.1:{process.port}", self.road.servers[name])
        for process in started.values():
            wait(process)
        self.ports.update({name: process.port for name, process in started.items()})
        self.routes.clear()
        self.routes.update(routes)
        self.stop()
        self.processes, self.number = [*started.values()], number

    def stop(self):
        for process in self.processes:
            process.stop()

    def forward(self):
        """Go to the next step: deploy its files while the application is in use."""
        number, step = self.number + 1, self.road.steps[self.number]
        self.road.build(number, self.state(number))
        self.run(number, *step.commands)
        self.serve(number)
        self.run(number, *step.afterwards)

    def back(self):
        """Go back to the step before, while the application is in use."""
        number = self.number
        self.serve(number - 1)
        self.run(number, *self.road.steps[number - 1].back)

    def test(self, *options):
        """Run the tests that the application promises to pass; return the results."""
        promised = {
            "requirements": self.road.promises(self.number),
            "excepted": [*self.road.excepted(self.number)],
        }
        path, results = self.folder / "promised.json", self.folder / "results.json"
        path.write_text(json.dumps(promised), encoding="utf-8")
        results.unlink(missing_ok=True)
        target = {
            "name": f"step {self.number}",
            "url": self.url,
            "demo_password": self.passwords["DEMO_PASSWORD"],
            "admin_password": self.passwords["ADMIN_PASSWORD"],
            "mailbox": str(self.maildir),
        }
        where = [f"--target={describe(target, self.folder)}", f"--results={results}"]
        plugin = ["-p", "runner.promised", f"--promises={path}"]
        files = test_files(promised["requirements"])
        pytest_status(*files, *plugin, *where, "-q", "-n", "2", *options)
        return json.loads(results.read_text(encoding="utf-8"))


def test_files(requirements):
    """Return the files of the suite that check one of these requirements."""
    files = sorted((ROOT / "shared_tests").glob("[a-z]*/test_*.py"))
    others = {"meta", "browser", "scale"}
    return [
        path
        for path in files
        if path.parent.name not in others
        and any(f'"{name}"' in path.read_text(encoding="utf-8") for name in requirements)
    ]


def wait(process, seconds=60):
    """Return once a server responds, with any status; raise RuntimeError if it does not."""
    deadline = monotonic() + seconds
    while monotonic() < deadline and process.process.poll() is None:
        try:
            direct.open(process.url, timeout=5).close()
        except HTTPError:
            return
        except OSError:
            sleep(0.1)
        else:
            return
    raise RuntimeError(f"A server does not respond:\n{process.log()}")


@contextmanager
def moving(road, folder, database="sqlite"):
    """Serve the old application, filled with people, behind the proxy; yield the Move."""
    folder = Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "database.sqlite3").unlink(missing_ok=True)
    road.build(0, folder / "00")
    port = free_port()
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'database.sqlite3'}"
        if database == "postgresql":
            url = stack.enter_context(postgresql.cluster())
        mail_port = stack.enter_context(mail_server(folder / "mail"))
        move = Move(road, folder, url, mail_port, port)
        stack.callback(move.stop)
        move.fill()
        stack.enter_context(front_door.serving(port, move.ports, move.routes))
        move.serve(0)
        yield move


def read_arguments():
    """Return the arguments."""
    parser = argparse.ArgumentParser(prog="make move", description=__doc__.partition("\n")[0])
    parser.add_argument("road", choices=roads(), help="ROAD=...")
    parser.add_argument(
        "--step", type=int, help="STEP=n: go to this step and test it, instead of all"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--keep", action="store_true", help="KEEP=1: serve until Ctrl-C")
    return parser.parse_args()


def main():
    arguments = read_arguments()
    road = Road(arguments.road)
    last = len(road.steps) if arguments.step is None else arguments.step
    outcomes = []
    with moving(road, data_dir() / "move" / road.name, arguments.database) as move:
        while move.number < last:
            move.forward()
            print(f"Step {move.number}: {road.steps[move.number - 1].title}", flush=True)
            if arguments.step in (None, move.number):
                outcomes.append((f"step {move.number}", [move.test()]))
        print(report.table(outcomes))
        if arguments.keep:
            print(f"Serving at {move.url}, with files in {move.state(move.number)}", flush=True)
            while True:
                sleep(60)
    failed = [
        test
        for _, (run,) in outcomes
        for test in run["tests"].values()
        if test["outcome"] == "failed"
    ]
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    with signals.exiting():
        main()
