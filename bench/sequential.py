"""Measurements with one request after the other: SQL statements, the directory, startup."""

from functools import partial
from statistics import median

import psycopg

from bench.databases import VISIBLE
from bench.http_client import Client
from bench.results import BASELINE
from bench.servers import create_server
from bench.statements import log_statements
from bench.tunings import PREFIX
from runner import postgresql
from runner.process_stats import start_seconds

WARM_UP, COUNTS, TIMINGS, STARTS = 40, 5, 15, 5


def count_statements(implementations, administrator, password):
    """Return the median number of SQL statements of pages, as {page: {implementation: number}}."""
    found = {}
    with log_statements(administrator, postgresql.get_log_path(administrator)) as measure:
        for name, implementation in implementations.items():
            pk, username = implementation.users[0]
            anonymous = Client(implementation.servers["main"].url)
            ada = Client(anonymous.url).log_in("ada", password)
            pages = {
                "by_pk": partial(anonymous.get, f"/profile/{pk}/"),
                "by_username": partial(anonymous.get, f"/profile/{username}/"),
                "own": partial(ada.get, "/profile/"),
                "another": partial(ada.get, f"/profile/{pk}/"),
            }
            for page, get in pages.items():
                repeat(WARM_UP, get)
                numbers = [measure(name, get)[0] for _ in range(COUNTS)]
                found.setdefault(page, {})[name] = median(numbers)
    return found


def count_tutorial_statements(workloads, administrator):
    """Return the SQL statements of a page of each tutorial, as {workload: {implementation: n}}."""
    found = {}
    with log_statements(administrator, postgresql.get_log_path(administrator)) as measure:
        for workload in workloads:
            if workload.name.startswith(PREFIX):
                repeat(WARM_UP, workload.request)
                counts = [
                    measure(workload.implementation, workload.request)[0] for _ in range(COUNTS)
                ]
                found.setdefault(workload.name, {})[workload.implementation] = median(counts)
    return found


def directory_ratio(implementations, role, url):
    """Return the time of a directory page far from the start ÷ of the first one."""
    found = {}
    for name, implementation in implementations.items():
        client = Client(implementation.servers[role].url)
        pages = {"first": "/profiles/", "far": f"/profiles/?after={get_far_pk(url(name))}"}
        for path in pages.values():
            repeat(WARM_UP, partial(client.get, path))
        seconds = {page: [] for page in pages}
        for _ in range(TIMINGS):
            for page, path in pages.items():
                seconds[page].append(client.seconds(path))
        found[name] = median(seconds["far"]) / median(seconds["first"])
    return found


def get_far_pk(database):
    """Return the pk of the user after nine tenths of the visible users."""
    with psycopg.connect(database) as connection:
        row = connection.execute(
            f"SELECT id FROM users WHERE {VISIBLE} ORDER BY username "  # noqa: S608
            f"OFFSET (SELECT count(*) FROM users WHERE {VISIBLE}) * 9 / 10 LIMIT 1"
        )
        return row.fetchone()[0]


def start_times(implementations, baseline, progress):
    """Return the seconds from process start to a profile page, several of each, in turns."""
    first = next(iter(implementations.values()))
    servers = {
        BASELINE: create_server(
            baseline.implementation, baseline.data_dir, DATABASE_URL=first.database
        )
    }
    for name, implementation in implementations.items():
        main = implementation.servers["main"]
        variables = {key: main.environment[key] for key in ("SECRET_KEY", "DEMO_PASSWORD")}
        variables["DATABASE_URL"] = implementation.database
        servers[name] = create_server(implementation.config, main.data_dir, **variables)
    seconds = {name: [] for name in servers}
    pk, _ = first.users[0]
    for number in range(1, STARTS + 1):
        for name, server in servers.items():
            progress(f"start {number} of {STARTS}: {name}")
            command = server.implementation["server"]
            seconds[name] += start_seconds(server, command, [f"/profile/{pk}/"])
    return seconds


def repeat(times, call):
    for _ in range(times):
        call()
