"""Everything that has a turn in each round."""

from functools import partial

from bench import figures
from bench.rounds import Subject
from bench.visitor import Visitor, logging_in

# Seconds of a turn: of what a goal is about, and of the other rows.
SECONDS = {True: (0.4, 0.2), False: (3, 2)}


def subjects(sites, floor, postgres, password, quick):
    """Return what is measured, each page on all sides before the next; the floor comes first."""
    seconds, short = SECONDS[quick]
    by_pk = next(iter(sites.values())).paths["main by pk"]
    found = [Subject(figures.BY_PK, figures.FLOOR, floor, by_pk, seconds, database=postgres)]

    def add(name, role, paths, length=seconds, database=postgres, cookies=None, meanwhile=None):
        for site in sites.values():
            server = site.servers[role]
            more = {"meanwhile": partial(meanwhile, server.url)} if meanwhile else {}
            cookie = (cookies or {}).get(site.name, "")
            asked = site.paths[paths]
            found.append(Subject(name, site.name, server, asked, length, cookie, database, **more))

    logins = partial(logging_in, username="ada", password=password)
    add(figures.BY_PK, "main", "main by pk")
    add(figures.OWN, "main", "own", cookies=cookies(sites, password))
    add(figures.DURING_LOGINS, "main", "main by pk", meanwhile=logins)
    add(figures.BY_USERNAME, "main", "main by username")
    add(figures.FEW_BY_PK, "few", "few by pk")
    add(figures.FEW_BY_USERNAME, "few", "few by username")
    if not quick:
        add(figures.LARGE_BY_PK, "million", "million by pk")
        add(figures.LARGE_BY_USERNAME, "million", "million by username")
    add(figures.DIRECTORY, "main", "directory", short)
    in_sqlite = "few by pk" if quick else "main by pk"
    add(figures.SQLITE, "sqlite", in_sqlite, short, database=None)
    return found


def cookies(sites, password):
    """Return the cookie of somebody who is logged in and has looked at a page since, by side."""
    found = {}
    for name, site in sites.items():
        visitor = Visitor(site.servers["main"].url).log_in("ada", password)
        visitor.get("/profile/")  # the first one may bring the token of its form into the cookie
        found[name] = visitor.cookie
    return found
