"""Run management commands, and check what they print."""

import shutil

from shared_tests.support.target import Database


class Commands:
    """Runs commands on a copy of a database that has the tables but no rows."""

    def __init__(self, process, implementation, migrated):
        self.process = process
        self.implementation = implementation
        shutil.copy(migrated, process.database_path)

    def run(self, *arguments, **variables):
        return self.process.run(*self.implementation["manage"], *arguments, **variables)

    def rows(self, sql):
        database = Database(self.process.environment["DATABASE_URL"])
        try:
            return database.rows(sql)
        finally:
            database.close()


def assert_error(result, name=""):
    """Check that a command failed without a traceback, and named a variable or option in its last line."""
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    assert name in result.stderr.strip().splitlines()[-1]


def assert_line(result, *names):
    """Check that a command succeeded and printed one line with these names."""
    assert result.returncode == 0
    (line,) = result.stdout.splitlines()
    assert all(name in line for name in names)
