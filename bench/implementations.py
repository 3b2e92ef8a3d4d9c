"""An implementation in a run: its databases, its servers, and the paths to request."""

from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bench import databases, tunings
from bench.databases import FEW, MANY, database_url, visible_users, write_paths
from bench.nginx import Nginx
from bench.servers import create_server

MAX_PATHS = 20_000  # users, from all parts of the table


@dataclass
class Implementation:
    """An implementation. `servers` and `paths` are by their role, `tutorials` by their settings."""

    name: str
    config: dict
    database: str
    servers: dict = field(default_factory=dict)
    tutorials: dict = field(default_factory=dict)
    proxy: Nginx | None = None  # in front of the server "main"
    paths: dict = field(default_factory=dict)
    users: list = field(default_factory=list)  # (pk, username), by username


def create(config, administrator, folder, secrets, quick):
    """Fill the databases of an implementation, and return it with servers that do not run yet."""
    name = config["name"]
    folder = Path(folder) / name
    folder.mkdir()
    databases.prepare(config, administrator, folder, secrets, FEW if quick else MANY)
    found = Implementation(name, config, database_url(administrator, name))
    urls = {"main": found.database, "few": database_url(administrator, f"{name}_few")}
    if not quick:
        million = databases.multiply(config, administrator)
        urls["million"] = database_url(administrator, million)
    found.servers = {
        role: create_server(config, folder, DATABASE_URL=url, **secrets)
        for role, url in urls.items()
    }
    found.servers["sqlite"] = create_server(config, folder, **secrets)
    found.proxy = Nginx(found.servers["main"], folder)
    found.tutorials = {
        settings: create_server(
            tunings.server_config(name, settings), folder, DATABASE_URL=found.database, **secrets
        )
        for settings in tunings.list_settings(name)
    }
    for role, url in urls.items():
        found.paths |= write_profile_paths(read_users(url), folder, role)
    found.users = read_users(found.database)
    found.paths["one"] = write_paths(folder / "one", [found.users[0][0]])
    found.paths["own"] = write_lines(folder / "own", ["/profile/"])
    found.paths["directory"] = write_lines(folder / "directory", ["/profiles/"])
    return found


def read_users(database):
    """Return the generated users with a public profile."""
    with psycopg.connect(database) as connection:
        return visible_users(connection)


def write_profile_paths(users, folder, role):
    """Write the paths of profiles by pk and by username; return the files by their names."""
    users = users[:: len(users) // MAX_PATHS + 1]
    return {
        f"{role} by pk": write_paths(folder / f"{role}_pk", [pk for pk, _ in users]),
        f"{role} by username": write_paths(folder / f"{role}_name", [name for _, name in users]),
    }


def write_lines(path, lines):
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
