"""What a run measures of one side: its databases, its servers, and the pages to ask for."""

from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bench import databases
from bench.databases import FEW, MANY, url_of, write_paths
from bench.servers import server_of

ASKED_FOR = 20_000  # people at most, from all parts of the table


@dataclass
class Site:
    """One side. `servers` and `paths` are by what they are for."""

    name: str
    implementation: dict
    database: str
    servers: dict = field(default_factory=dict)
    paths: dict = field(default_factory=dict)
    people: list = field(default_factory=list)  # (pk, username), by username


def make(implementation, administrator, folder, secrets, quick):
    """Fill the databases of a side, and return its Site; nothing is served."""
    name = implementation["name"]
    folder = Path(folder) / name
    folder.mkdir()
    databases.prepare(implementation, administrator, folder, secrets, FEW if quick else MANY)
    site = Site(name, implementation, url_of(administrator, name))
    few = url_of(administrator, f"{name}_few")
    by_role = {"main": site.database, "few": few}
    if not quick:
        by_role["million"] = url_of(
            administrator, databases.multiply(implementation, administrator)
        )
    site.servers = {
        role: server_of(implementation, folder, DATABASE_URL=url, **secrets)
        for role, url in by_role.items()
    }
    site.servers["sqlite"] = server_of(implementation, folder, **secrets)
    for role, url in by_role.items():
        site.paths |= paths_of(people_of(url), folder, role)
    site.people = people_of(site.database)
    site.paths["own"] = write_lines(folder / "own", ["/profile/"])
    site.paths["directory"] = write_lines(folder / "directory", ["/profiles/"])
    return site


def people_of(database):
    """Return the generated people whom a visitor may see."""
    with psycopg.connect(database) as connection:
        return databases.people(connection)


def paths_of(people, folder, role):
    """Write the addresses of people by pk and by username; return the files by their names."""
    people = people[:: len(people) // ASKED_FOR + 1]
    return {
        f"{role} by pk": write_paths(folder / f"{role}_pk", [pk for pk, _ in people]),
        f"{role} by username": write_paths(folder / f"{role}_name", [name for _, name in people]),
    }


def write_lines(path, lines):
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
