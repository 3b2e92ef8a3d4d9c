"""Measures startup, memory, response times and SQL statements of both, as processes on SQLite."""

import tempfile
import time
from http.client import HTTPConnection
from statistics import median

from comparison.exchange.servers import create_processes, serving
from comparison.measure.statements import count_statements
from runner.process_stats import read_memory, start_seconds
from shared_tests.support.browser import Browser

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
}  # by path: the user who is logged in, or ""
DATABASE_PAGE = "/profiles/"


def measure():
    """Return seconds to start, bytes of memory, and seconds and SQL statements of each page."""
    with tempfile.TemporaryDirectory() as folder:
        servers = create_processes(folder)
        with serving(servers) as password:
            memory = {"after startup": measure_memory(servers)}
            clients = {name: Client(each.url, password) for name, each in servers.items()}
            for client in clients.values():
                for _ in range(WARM_UP):
                    client.seconds(DATABASE_PAGE)
            memory[f"after {WARM_UP} requests"] = measure_memory(servers)
            seconds = {path: median_seconds(clients, path) for path in PAGES}
            for client in clients.values():
                client.connection.close()
        return {
            "start": start_times(servers),
            "memory": {when: each for when, each in memory.items() if None not in each.values()},
            "pages": seconds,
            "statements": count_page_statements(servers, password),
        }


def measure_memory(servers):
    """Return the bytes of memory of each server, None where the system does not tell."""
    return {name: read_memory(server) for name, server in servers.items()}


class Client:
    """A client with one connection to an implementation, and a login for the pages that need it."""

    def __init__(self, url, password):
        self.connection = HTTPConnection(url.removeprefix("http://"), timeout=30)
        browser = Browser(url)
        browser.log_in("ada", password)
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies().items())
        self.headers = {"": {}, "ada": {"Cookie": cookie}}

    def seconds(self, path):
        """Return the seconds of a request. Raises RuntimeError unless the status is 200."""
        try:
            return self.send(path)
        except ConnectionError:  # the server has closed an idle connection
            self.connection.close()
            return self.send(path)

    def send(self, path):
        """Return the seconds of a request over the open connection, or a new one."""
        started = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers[PAGES[path]])
        response = self.connection.getresponse()
        response.read()
        seconds = time.perf_counter() - started
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status}")
        return seconds


def median_seconds(clients, path):
    """Return the median seconds of a page by implementation, requested in turns."""
    seconds = {name: [] for name in clients}
    for _ in range(ROUNDS):
        for name, client in clients.items():
            seconds[name].append(client.seconds(path))
    return {name: median(each) for name, each in seconds.items()}


def start_times(servers):
    """Return the median seconds from process start to a response, as {path: {name: seconds}}."""
    paths = ("/healthz", DATABASE_PAGE)
    runs = {name: [] for name in servers}
    for _ in range(STARTS):
        for name, server in servers.items():
            command = server.implementation["server"]
            runs[name].append(start_seconds(server, command, paths))
    return {
        path: {name: median(run[i] for run in each) for name, each in runs.items()}
        for i, path in enumerate(paths)
    }


def count_page_statements(servers, password):
    """Return the number of SQL statements of each page, as {path: {name: number}}."""
    counts = {
        name: count_statements(server, PAGES, lambda it: Client(it.url, password).seconds)
        for name, server in servers.items()
    }
    return {path: {name: each[path] for name, each in counts.items()} for path in PAGES}
