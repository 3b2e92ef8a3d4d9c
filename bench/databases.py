"""The databases of a run: for each implementation, on PostgreSQL and on SQLite."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.servers import create_command

FEW, MANY, MILLION = 1_000, 100_000, 1_000_000
RARE_NAME = "quetzalcoatl"  # the last name of one user
VISIBLE = "is_active AND visibility = 'public' AND username LIKE 'person\\_%'"
NEW_NAME = "'person_' || lpad((right(users.username, 7)::int + copy * {step})::text, 7, '0')"


def database_url(administrator, database):
    """Return the URL of a database of a cluster."""
    return urlunsplit(urlsplit(administrator)._replace(path=f"/{database}"))


def create(config, administrator, database, folder, secrets):
    """Create a database with FEW users of an implementation, with its own commands."""
    execute(administrator, f"CREATE DATABASE {database}")
    url = database_url(administrator, database)
    command = create_command(config, folder, DATABASE_URL=url, **secrets)
    command(*config["collect"])
    command(*config["migrate"])
    command(*config["manage"], "seed", "--count", str(FEW))


def prepare(config, administrator, folder, secrets, on_sqlite):
    """Create and fill the databases of an implementation with its own commands.

    `few` is copied before more users are added, which is faster than a second migration.
    """
    name = config["name"]
    few, many = f"{name}_few", name
    few_url, many_url = database_url(administrator, few), database_url(administrator, many)
    create(config, administrator, few, folder, secrets)
    execute(administrator, f"CREATE DATABASE {many} TEMPLATE {few}")
    command = create_command(config, folder, DATABASE_URL=many_url, **secrets)
    command(*config["manage"], "seed", "--count", str(MANY))
    with psycopg.connect(many_url, autocommit=True) as connection:
        pk, _ = visible_users(connection)[-1]
        connection.execute("UPDATE users SET last_name = %s WHERE id = %s", [RARE_NAME, pk])
    for url in (few_url, many_url):
        execute(url, "VACUUM ANALYZE")
    command = create_command(config, folder, **secrets)
    command(*config["migrate"])
    command(*config["manage"], "seed", "--count", str(on_sqlite))


def multiply(config, administrator):
    """Copy the users of an implementation to a database of a million; return its name.

    Copying in SQL takes a fraction of the time of `seed`, and so does creating the indexes for
    searches at the end.
    """
    name = config["name"]
    million = f"{name}_million"
    execute(administrator, f"CREATE DATABASE {million} TEMPLATE {name}")
    with psycopg.connect(database_url(administrator, million), autocommit=True) as connection:
        gin_indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%'"
        ).fetchall()
        columns = connection.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = 'users' AND column_name <> 'id'"
        ).fetchall()
        values = {column: f"users.{column}" for (column,) in columns}
        values["username"] = NEW_NAME.format(step=MANY)
        values["email"] = values["username"] + " || '@example.com'"
        for index, _ in gin_indexes:
            connection.execute(f"DROP INDEX {index}")
        connection.execute(
            f"INSERT INTO users ({', '.join(values)}) SELECT {', '.join(values.values())} "  # noqa: S608
            f"FROM users, generate_series(1, {MILLION // MANY - 1}) AS copy "
            f"WHERE users.username LIKE 'person\\_%' AND users.last_name <> '{RARE_NAME}'"
        )
        for _, definition in gin_indexes:
            connection.execute(definition)
        connection.execute("VACUUM ANALYZE")
    return million


def execute(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def visible_users(connection):
    """Return (pk, username) of the generated users with a public profile."""
    return connection.execute(
        f"SELECT id, username FROM users WHERE {VISIBLE} ORDER BY username"  # noqa: S608
    ).fetchall()


def write_paths(path, values):
    """Write the paths of profiles to a file, by pk or by username; return the file."""
    Path(path).write_text("".join(f"/profile/{value}/\n" for value in values), encoding="utf-8")
    return path
