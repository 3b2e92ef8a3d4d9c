"""An application of docs/migrate/start/ on its road: deployed, served and tested step by step."""

import os
import secrets
import shlex
from contextlib import ExitStack, contextmanager
from pathlib import Path
from string import Template
from time import monotonic, sleep
from urllib.error import HTTPError

from runner import front_door, postgresql
from runner.process import ROOT, START_SECONDS, Process, direct, free_port
from runner.road import MIGRATE
from runner.run_promised import run_promised
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
        variables = self.variables | self.road.environment
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
        """Start the servers of a step, send the next requests to them, and stop those of before."""
        routes = self.road.routes(max(number, 1))
        before, self.processes = self.processes, []
        try:
            for name in sorted(set(routes.values())):
                self.processes.append(self.process(number, name))
                bind = f"--bind=127.0.0.1:{self.processes[-1].port}"
                self.processes[-1].start(*GUNICORN, bind, self.road.servers[name])
            for process in self.processes:
                wait(process)
            self.ports |= {each.implementation["name"]: each.port for each in self.processes}
            self.routes |= routes  # the proxy reads it at any time, so it is never empty
            for prefix in self.routes.keys() - routes.keys():
                del self.routes[prefix]
            self.number = number
        finally:
            for process in before:
                process.stop()

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
        target = {
            "name": f"step {self.number}",
            "url": self.url,
            "demo_password": self.passwords["DEMO_PASSWORD"],
            "admin_password": self.passwords["ADMIN_PASSWORD"],
            "mailbox": str(self.maildir),
        }
        promises, excepted = self.road.promises(self.number), self.road.excepted(self.number)
        return run_promised(target, self.folder, promises, excepted, "-n", "2", *options)


def wait(process, seconds=START_SECONDS):
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
