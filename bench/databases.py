"""The databases of a run: for each side few people and many, on PostgreSQL, and SQLite."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.servers import command_of

FEW, MANY, MILLION = 1_000, 100_000, 1_000_000
RARE = "quetzalcoatl"  # a last name that one person has
VISIBLE = "is_active AND visibility = 'public' AND username LIKE 'person\\_%'"
NEW_NAME = "'person_' || lpad((right(users.username, 7)::int + copy * {step})::text, 7, '0')"


def url_of(administrator, database):
    """Return the URL of a database of a cluster."""
    return urlunsplit(urlsplit(administrator)._replace(path=f"/{database}"))


def prepare(implementation, administrator, folder, secrets, on_sqlite):
    """Make and fill a side's databases with its own commands.

    `few` is copied before more people are added, which is faster than to migrate twice.
    """
    name = implementation["name"]
    few, many = f"{name}_few", name
    execute(administrator, f"CREATE DATABASE {few}")
    command = command_of(implementation, folder, DATABASE_URL=url_of(administrator, few), **secrets)
    command(*implementation["collect"])
    command(*implementation["migrate"])
    command(*implementation["manage"], "seed", "--count", str(FEW))
    execute(administrator, f"CREATE DATABASE {many} TEMPLATE {few}")
    command = command_of(
        implementation, folder, DATABASE_URL=url_of(administrator, many), **secrets
    )
    command(*implementation["manage"], "seed", "--count", str(MANY))
    with psycopg.connect(url_of(administrator, many), autocommit=True) as connection:
        pk, _ = people(connection)[-1]
        connection.execute("UPDATE users SET last_name = %s WHERE id = %s", [RARE, pk])
    for database in (few, many):
        execute(url_of(administrator, database), "VACUUM ANALYZE")
    command = command_of(implementation, folder, **secrets)
    command(*implementation["migrate"])
    command(*implementation["manage"], "seed", "--count", str(on_sqlite))


def multiply(implementation, administrator):
    """Copy a side's people until there are a million; return the name of the database.

    Copies in SQL take a fraction of the time that `seed` does; so do indexes of trigrams that are
    made at the end.
    """
    name = implementation["name"]
    million = f"{name}_million"
    execute(administrator, f"CREATE DATABASE {million} TEMPLATE {name}")
    with psycopg.connect(url_of(administrator, million), autocommit=True) as connection:
        trigrams = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%'"
        ).fetchall()
        columns = connection.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = 'users' AND column_name <> 'id'"
        ).fetchall()
        values = {column: f"users.{column}" for (column,) in columns}
        values["username"] = NEW_NAME.format(step=MANY)
        values["email"] = values["username"] + " || '@example.com'"
        for index, _ in trigrams:
            connection.execute(f"DROP INDEX {index}")
        connection.execute(
            f"INSERT INTO users ({', '.join(values)}) SELECT {', '.join(values.values())} "  # noqa: S608
            f"FROM users, generate_series(1, {MILLION // MANY - 1}) AS copy "
            f"WHERE users.username LIKE 'person\\_%' AND users.last_name <> '{RARE}'"
        )
        for _, definition in trigrams:
            connection.execute(definition)
        connection.execute("VACUUM ANALYZE")
    return million


def execute(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def people(connection):
    """Return (pk, username) of those of the generated people whom everybody may see."""
    return connection.execute(
        f"SELECT id, username FROM users WHERE {VISIBLE} ORDER BY username"  # noqa: S608
    ).fetchall()


def write_paths(path, values):
    """Write the addresses of people into a file, by pk or by username."""
    Path(path).write_text("".join(f"/profile/{value}/\n" for value in values), encoding="utf-8")
    return path
