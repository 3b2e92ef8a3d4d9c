"""The workloads of a run, in the order of their turns."""

from functools import partial

from bench import results
from bench.http_client import Client, repeat_logins
from bench.rounds import Workload

# Seconds of a turn: of a workload with a target, and of the others.
SECONDS = {True: (0.4, 0.2), False: (3, 2)}


def create_workloads(implementations, baseline, postgres, password, quick):
    """Return all Workloads: the baseline, then each page in all implementations."""
    seconds, short = SECONDS[quick]
    by_pk = next(iter(implementations.values())).paths["main by pk"]
    found = [Workload(results.BY_PK, results.BASELINE, baseline, by_pk, seconds, database=postgres)]

    def add(name, role, paths, length=seconds, database=postgres, cookies=None, meanwhile=None):
        for each in implementations.values():
            server = each.servers[role]
            options = {"meanwhile": partial(meanwhile, server.url)} if meanwhile else {}
            cookie = (cookies or {}).get(each.name, "")
            found.append(
                Workload(
                    name, each.name, server, each.paths[paths], length, cookie, database, **options
                )
            )

    logins = partial(repeat_logins, username="ada", password=password)
    add(results.BY_PK, "main", "main by pk")
    add(results.OWN, "main", "own", cookies=session_cookies(implementations, password))
    add(results.DURING_LOGINS, "main", "main by pk", meanwhile=logins)
    add(results.BY_USERNAME, "main", "main by username")
    add(results.FEW_BY_PK, "few", "few by pk")
    add(results.FEW_BY_USERNAME, "few", "few by username")
    if not quick:
        add(results.LARGE_BY_PK, "million", "million by pk")
        add(results.LARGE_BY_USERNAME, "million", "million by username")
    add(results.DIRECTORY, "main", "directory", short)
    in_sqlite = "few by pk" if quick else "main by pk"
    add(results.SQLITE, "sqlite", in_sqlite, short, database=None)
    return found


def session_cookies(implementations, password):
    """Return the cookie of a user who has logged in and requested a page, by implementation."""
    found = {}
    for name, implementation in implementations.items():
        client = Client(implementation.servers["main"].url).log_in("ada", password)
        client.get("/profile/")  # the first one may add the CSRF token to the cookie
        found[name] = client.cookie
    return found
