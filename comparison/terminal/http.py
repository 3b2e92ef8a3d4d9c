"""One request to both running sides, in the terminal: `make http`.

python -m comparison.terminal.http PATH [--user NAME] [--method METHOD] [--body BODY]
"""

import argparse
import os
import signal
import string
import subprocess
import sys
from urllib.parse import quote

import requests
from rich.console import Group
from rich.table import Table
from rich.text import Text

from comparison.exchange import runner
from comparison.exchange.client import Request
from comparison.exchange.compare import compare, red
from comparison.terminal.console import console
from shared_tests.launchers.process import ROOT, compared
from shared_tests.launchers.serve import stored_password

MARKS = {"same": ("", "default"), "allowed": ("~", "yellow"), "differs": ("≠", "bold red")}


def password_of(user):
    """Return the password that people have as it is stored, else from the environment, or ""."""
    name = "ADMIN_PASSWORD" if user == "admin" else "DEMO_PASSWORD"
    side = next(iter(compared()))
    inside = ["docker", "compose", "exec", "-T", side, "cat", f"/data/secrets/{name}"]
    try:
        kept = subprocess.run(inside, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
        if kept.returncode == 0:
            return kept.stdout.removesuffix("\n")
        return stored_password(name)
    except OSError:
        return os.environ.get(name, "")


def url_of(implementation):
    """Return where `make run` and docker-compose.yml serve an implementation."""
    port = os.environ.get(implementation["port_variable"]) or implementation["port"]
    return f"http://localhost:{port}"


def panes(width, lines, sides):
    """Return the Lines as a table, and what allows those that differ as notes below it."""
    table = Table(box=None, padding=(0, 1, 0, 0), width=width)
    notes = {}
    for name, options in (
        ("", {}), (sides[0], {"ratio": 1}), ("", {}), (sides[1], {"ratio": 1}),
    ):  # fmt: skip
        table.add_column(name, overflow="fold", **options)
    part = None
    for line in lines:
        mark, style = MARKS[line.verdict]
        if line.allowed:
            mark += str(notes.setdefault(line.allowed, len(notes) + 1))
        cells = [Text(text or "", style) for text in (line.left, line.right)]
        name = Text("" if line.part == part else line.part, "dim")
        table.add_row(name, cells[0], Text(mark, style), cells[1])
        part = line.part
    told = [f"~{number} allowed: {row.what} ({row.why})" for row, number in notes.items()]
    return Group(table, *(Text(text, "yellow") for text in told))


def summary(lines):
    """Return one line about how many parts differ without being allowed to."""
    number = len(red(lines))
    return Text(f"≠ {number} not allowed", "bold red") if number else Text("no other differences")


def main():
    parser = argparse.ArgumentParser(prog="make http", add_help=False)
    parser.add_argument("path")
    parser.add_argument("--user", default="")
    parser.add_argument("--method", default="GET")
    parser.add_argument("--body", default="")
    arguments = parser.parse_args()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `make http | head` ends without a traceback
    path = quote(arguments.path, safe=string.punctuation)  # as a browser does
    request = Request(**vars(arguments) | {"path": path, "method": arguments.method.upper()})
    password = password_of(request.user) if request.user or request.body else ""
    answers = []
    for name, implementation in compared().items():
        try:
            answers.append(runner.answer(url_of(implementation), request, password))
        except requests.RequestException:
            at = f"{name} does not respond at {url_of(implementation)}"
            print(f"{at}: run `make run` or `docker compose up`.", file=sys.stderr)
            sys.exit(2)
        except PermissionError as error:
            print(error, file=sys.stderr)
            sys.exit(2)
    lines = compare(request, *answers)
    out = console()
    out.print(panes(out.width, lines, [*compared()]), summary(lines), sep="\n")


if __name__ == "__main__":
    main()
