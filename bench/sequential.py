"""What is measured with one request after the other: statements, the directory, the start."""

from functools import partial
from statistics import median

import psycopg

from bench.databases import RARE, VISIBLE
from bench.figures import FLOOR
from bench.servers import command_to_serve, server_of
from bench.statements import logged
from bench.visitor import Visitor
from shared_tests.launchers import postgresql
from shared_tests.launchers.costs import start_seconds

WARM_UP, COUNTED, SEARCHED, TIMED, STARTS = 40, 5, 5, 15, 5


def statements(sites, administrator, password):
    """Return how many statements a page takes mostly, as {page: {side: number}}."""
    found = {}
    with logged(administrator, postgresql.log_of(administrator)) as caused:
        for name, site in sites.items():
            pk, username = site.people[0]
            nobody = Visitor(site.servers["main"].url)
            ada = Visitor(nobody.url).log_in("ada", password)
            pages = {
                "by_pk": partial(nobody.get, f"/profile/{pk}/"),
                "by_username": partial(nobody.get, f"/profile/{username}/"),
                "own": partial(ada.get, "/profile/"),
                "another": partial(ada.get, f"/profile/{pk}/"),
            }
            for page, ask in pages.items():
                repeat(WARM_UP, ask)
                numbers = [caused(name, ask)[0] for _ in range(COUNTED)]
                found.setdefault(page, {})[name] = median(numbers)
    return found


def search(sites, administrator, role, database):
    """Return the milliseconds that a search for one person takes PostgreSQL, by side."""
    found = {}
    with logged(administrator, postgresql.log_of(administrator)) as caused:
        for name, site in sites.items():
            ask = partial(Visitor(site.servers[role].url).get, f"/profiles/?q={RARE}")
            repeat(WARM_UP, ask)
            took = [caused(database(name), ask)[1] for _ in range(SEARCHED)]
            found[name] = median(took)
    return found


def far(sites, role, url):
    """Return the time of a page of the directory far from its start ÷ of the first, by side."""
    found = {}
    for name, site in sites.items():
        visitor = Visitor(site.servers[role].url)
        pages = {"first": "/profiles/", "far": f"/profiles/?after={far_from_the_start(url(name))}"}
        for path in pages.values():
            repeat(WARM_UP, partial(visitor.get, path))
        took = {page: [] for page in pages}
        for _ in range(TIMED):
            for page, path in pages.items():
                took[page].append(visitor.seconds(path))
        found[name] = median(took["far"]) / median(took["first"])
    return found


def far_from_the_start(database):
    """Return the pk of the person after nine tenths of those whom everybody may see."""
    with psycopg.connect(database) as connection:
        row = connection.execute(
            f"SELECT id FROM users WHERE {VISIBLE} ORDER BY username "  # noqa: S608
            f"OFFSET (SELECT count(*) FROM users WHERE {VISIBLE}) * 9 / 10 LIMIT 1"
        )
        return row.fetchone()[0]


def starts(sites, floor, progress):
    """Return the seconds from the start of a process to a person's page, five of each, in turns."""
    first = next(iter(sites.values()))
    servers = {FLOOR: server_of(floor.implementation, floor.data_dir, **database_of(first))}
    for name, site in sites.items():
        main = site.servers["main"]
        secrets = {key: main.environment[key] for key in ("SECRET_KEY", "DEMO_PASSWORD")}
        servers[name] = server_of(
            site.implementation, main.data_dir, **database_of(site), **secrets
        )
    taken = {name: [] for name in servers}
    pk, _ = first.people[0]
    for number in range(1, STARTS + 1):
        for name, server in servers.items():
            progress(f"start {number} of {STARTS}: {name}")
            command = command_to_serve(server)
            taken[name] += start_seconds(server, command, [f"/profile/{pk}/"])
    return taken


def database_of(site):
    return {"DATABASE_URL": site.database}


def repeat(times, call):
    for _ in range(times):
        call()
