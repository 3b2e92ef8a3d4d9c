"""`make http`: sends one request to both running implementations, and compares the responses.

python -m comparison.terminal.http PATH [--user NAME] [--method METHOD] [--body BODY]
"""

import argparse
import os
import signal
import string
import subprocess
import sys
from contextlib import suppress
from urllib.parse import quote

import requests
from rich.console import Group
from rich.table import Table
from rich.text import Text

from comparison.exchange.client import Request
from comparison.exchange.compare import compare, not_allowed
from comparison.exchange.runner import fetch
from comparison.terminal.console import console
from runner.process import ROOT, compared
from runner.serve import stored_password

MARKS = {"same": ("", "default"), "allowed": ("~", "yellow"), "differs": ("≠", "bold red")}


def get_password(user):
    """Return the password of a demo user: the stored one, or else the environment's, or ""."""
    name = "ADMIN_PASSWORD" if user == "admin" else "DEMO_PASSWORD"
    service = next(iter(compared()))
    command = ["docker", "compose", "exec", "-T", service, "cat", f"/data/secrets/{name}"]
    with suppress(OSError):  # if Docker is not installed
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
        if done.returncode == 0:
            return done.stdout.removesuffix("\n")
    try:
        return stored_password(name)
    except OSError:
        return os.environ.get(name, "")


def get_base_url(table):
    """Return the URL at which `make run` and docker-compose.yml serve an implementation."""
    port = os.environ.get(table["port_variable"]) or table["port"]
    return f"http://localhost:{port}"


def comparison_table(width, lines, names):
    """Return the Lines as a table, and the reasons for allowed differences as notes below it."""
    table = Table(box=None, padding=(0, 1, 0, 0), width=width)
    notes = {}
    for name, ratio in (("", None), (names[0], 1), ("", None), (names[1], 1)):
        table.add_column(name, overflow="fold", ratio=ratio)
    part = None
    for line in lines:
        mark, style = MARKS[line.verdict]
        if line.allowed:
            mark += str(notes.setdefault(line.allowed, len(notes) + 1))
        cells = [Text(text or "", style) for text in (line.left, line.right)]
        name = Text("" if line.part == part else line.part, "dim")
        table.add_row(name, cells[0], Text(mark, style), cells[1])
        part = line.part
    texts = [f"~{number} allowed: {row.what} ({row.why})" for row, number in notes.items()]
    return Group(table, *(Text(text, "yellow") for text in texts))


def summary(lines):
    """Return a line with the number of differences that are not allowed."""
    number = len(not_allowed(lines))
    return Text(f"≠ {number} not allowed", "bold red") if number else Text("no other differences")


def parse_arguments():
    parser = argparse.ArgumentParser(prog="make http", add_help=False)
    parser.add_argument("path")
    parser.add_argument("--user", default="")
    parser.add_argument("--method", default="GET")
    parser.add_argument("--body", default="")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `make http | head` ends without a traceback
    path = quote(arguments.path, safe=string.punctuation)  # as a browser does
    request = Request(**vars(arguments) | {"path": path, "method": arguments.method.upper()})
    password = get_password(request.user) if request.user or request.body else ""
    responses = []
    for name, table in compared().items():
        base_url = get_base_url(table)
        try:
            responses.append(fetch(base_url, request, password))
        except requests.RequestException:
            message = f"{name} does not respond at {base_url}"
            print(f"{message}: run `make run` or `docker compose up`.", file=sys.stderr)
            sys.exit(2)
        except PermissionError as error:
            print(error, file=sys.stderr)
            sys.exit(2)
    lines = compare(request, *responses)
    out = console()
    out.print(comparison_table(out.width, lines, [*compared()]), summary(lines), sep="\n")


if __name__ == "__main__":
    main()
