"""How long both sides take and how much memory, as processes of this machine on SQLite."""

import tempfile
import time
from http.client import HTTPConnection
from statistics import median

from comparison.exchange.servers import processes, serving
from comparison.measure.statements import statements
from shared_tests.browser import Browser
from shared_tests.launchers.costs import memory_of, start_seconds
from shared_tests.launchers.process import SERVE

STARTS, WARM_UP, ROUNDS = 5, 200, 40
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
        servers = processes(folder)
        with serving(servers) as password:
            memory = {"after startup": {s: memory_of(each) for s, each in servers.items()}}
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
        try:
            return self.timed(path)
        except ConnectionError:  # the server has closed what was idle for too long
            self.connection.close()
            return self.timed(path)

    def timed(self, path):
        """Return how long a page takes over the connection that is open, or a new one."""
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
    paths = ("/healthz", FROM_DATABASE)
    taken = {side: [] for side in servers}
    for _ in range(STARTS):
        for side, server in servers.items():
            taken[side].append(start_seconds(server, SERVE, paths))
    by_path = {side: zip(*rows, strict=True) for side, rows in taken.items()}
    medians = {side: [median(times) for times in of] for side, of in by_path.items()}
    return {path: {s: of[i] for s, of in medians.items()} for i, path in enumerate(paths)}


def statements_of(servers, password):
    """Return how many statements each page takes each side, as {path: {side: number}}."""
    found = {
        side: statements(server, PAGES, lambda it: Visitor(it.url, password).seconds)
        for side, server in servers.items()
    }
    return {path: {side: of[path] for side, of in found.items()} for path in PAGES}
