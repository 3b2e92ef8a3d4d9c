"""The workloads of a run, in the order of their turns."""

from contextlib import nullcontext
from functools import partial

from bench import results, tunings
from bench.http_client import Client, repeat_logins
from bench.rounds import Workload

# Seconds of a turn: of a workload with a target, and of the others.
SECONDS = {True: (0.4, 0.2), False: (3, 2)}


def create_workloads(implementations, baseline, postgres, password, quick):
    """Return all Workloads: the baseline, then each page in all implementations."""
    seconds, short = SECONDS[quick]
    by_pk = next(iter(implementations.values())).paths["main by pk"]
    found = [Workload(results.BY_PK, results.BASELINE, baseline, by_pk, seconds, database=postgres)]

    def add(name, role, paths, length=seconds, database=postgres, headers=None, meanwhile=None):
        for each in implementations.values():
            server = each.servers[role]
            entered = partial(meanwhile, server.url) if meanwhile else nullcontext
            sent = headers[each.name] if headers else {}
            found.append(
                Workload(
                    name, each.name, server, each.paths[paths], length, sent, database, entered
                )
            )

    logins = partial(repeat_logins, username="ada", password=password)
    add(results.BY_PK, "main", "main by pk")
    add(results.OWN, "main", "own", headers=session_cookies(implementations, password))
    add(results.DURING_LOGINS, "main", "main by pk", meanwhile=logins)
    add(results.REVALIDATED, "main", "one", headers=etags(implementations))
    found += [
        Workload(results.PROXIED, each.name, each.proxy, each.paths["one"], seconds)
        for each in implementations.values()
    ]
    add(results.BY_USERNAME, "main", "main by username")
    add(results.FEW_BY_PK, "few", "few by pk")
    add(results.FEW_BY_USERNAME, "few", "few by username")
    if not quick:
        add(results.LARGE_BY_PK, "million", "million by pk")
        add(results.LARGE_BY_USERNAME, "million", "million by username")
    add(results.DIRECTORY, "main", "directory", short)
    in_sqlite = "few by pk" if quick else "main by pk"
    add(results.SQLITE, "sqlite", in_sqlite, short, database=None)
    return found + create_tutorial_workloads(implementations, postgres, short)


def create_tutorial_workloads(implementations, postgres, seconds):
    """Return the Workloads of the tutorials' applications, with all settings."""
    return [
        Workload(
            tunings.workload_name(settings), each.name, server, each.paths["main by pk"],
            seconds, database=postgres,
        )
        for each in implementations.values()
        for settings, server in each.tutorials.items()
    ]  # fmt: skip


def session_cookies(implementations, password):
    """Return the cookie of a user who has logged in and requested a page, by implementation."""
    found = {}
    for name, implementation in implementations.items():
        client = Client(implementation.servers["main"].url).log_in("ada", password)
        client.get("/profile/")  # the first one may add the CSRF token to the cookie
        found[name] = {"Cookie": client.cookie}
    return found


def etags(implementations):
    """Return the header of a client that has the page already, by implementation."""
    return {
        name: {
            "If-None-Match": Client(each.servers["main"].url).etag(f"/profile/{each.users[0][0]}/")
        }
        for name, each in implementations.items()
    }
