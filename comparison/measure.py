"""How long both sides take and how much memory, as processes of this machine on SQLite."""

import os
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from comparison import both
from comparison.statements import statements
from shared_tests.browser import Browser
from shared_tests.launchers.process import SERVE

STARTS, WARM_UP, ROUNDS = 5, 200, 40
LONGEST_START = 60  # seconds
PAGES = {
    "/healthz": "",
    "/": "",
    "/profile/ada/": "",
    "/profiles/": "",
    "/profiles/?q=ada": "",
    "/accounts/login/": "",
    "/profile/": "ada",
    "/accounts/edit/": "ada",
    "/api/profiles/": "",
}  # by path, who asks: nobody, or a demo person
FROM_DATABASE = "/profiles/"


def measure():
    """Return seconds to start, bytes of memory, and seconds for each page, all by side."""
    with tempfile.TemporaryDirectory() as folder:
        servers = both.processes(folder)
        with both.serving(servers) as password:
            memory = {"after the start": {s: memory_of(each) for s, each in servers.items()}}
            visitors = {s: Visitor(each.url, password) for s, each in servers.items()}
            for visitor in visitors.values():
                for _ in range(WARM_UP):
                    visitor.seconds(FROM_DATABASE)
            memory |= {
                f"after {WARM_UP} requests": {s: memory_of(each) for s, each in servers.items()}
            }
            seconds = {path: in_turns(visitors, path) for path in PAGES}
            for visitor in visitors.values():
                visitor.connection.close()
        return {
            "start": start_times(servers),
            "memory": {when: of for when, of in memory.items() if None not in of.values()},
            "pages": seconds,
            "statements": statements_of(servers, password),
        }


class Visitor:
    """Somebody who asks one site over one connection, logged in where a page needs it."""

    def __init__(self, url, password):
        self.connection = HTTPConnection(url.removeprefix("http://"), timeout=30)
        browser = Browser(url)
        browser.log_in("ada", password)
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies().items())
        self.headers = {"": {}, "ada": {"Cookie": cookie}}

    def seconds(self, path):
        """Return how long a page takes; raise RuntimeError where the answer is another than 200."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers[PAGES[path]])
        answer = self.connection.getresponse()
        answer.read()
        taken = time.perf_counter() - began
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return taken


def in_turns(visitors, path):
    """Return the median of the seconds that a page takes each side, asked in turns."""
    taken = {side: [] for side in visitors}
    for _ in range(ROUNDS):
        for side, visitor in visitors.items():
            taken[side].append(visitor.seconds(path))
    return {side: median(times) for side, times in taken.items()}


def start_times(servers):
    """Return the medians of seconds from the start of a process to its first answers."""
    taken = {path: {side: [] for side in servers} for path in ("/healthz", FROM_DATABASE)}
    for _ in range(STARTS):
        for side, server in servers.items():
            began = time.perf_counter()
            server.start(*SERVE)
            try:
                for path, times in taken.items():
                    wait_for(server.url + path)
                    times[side].append(time.perf_counter() - began)
            finally:
                server.stop()
    return {path: {s: median(times) for s, times in of.items()} for path, of in taken.items()}


def statements_of(servers, password):
    """Return how many statements each page takes each side, as {path: {side: number}}."""
    found = {
        side: statements(server, PAGES, lambda it: Visitor(it.url, password).seconds)
        for side, server in servers.items()
    }
    return {path: {side: of[path] for side, of in found.items()} for path in PAGES}


def wait_for(url):
    """Return at the first answer; raise RuntimeError where there is none for long."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        try:
            with urlopen(url):  # noqa: S310, our own server
                return
        except URLError:
            time.sleep(0.005)
    raise RuntimeError(f"{url} does not answer")


def memory_of(server):
    """Return the bytes of a server and its workers as PSS, or None where /proc does not tell."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == server.process.pid:
                rollup = (process / "smaps_rollup").read_text(encoding="ascii")
                total += int(rollup.partition("\nPss:")[2].split()[0]) * 1024
        except OSError:  # it has ended meanwhile
            continue
    return total or None
