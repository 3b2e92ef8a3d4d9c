"""Runs the suite against both implementations on one database, each request to a random one.

python -m runner.run_shared_suite [--only SELECTION] [OWNER]      OWNER makes the tables

With DATABASE=postgresql, the database is a temporary PostgreSQL cluster instead of SQLite. The
tests of shared_tests/one_database/ run first; they choose owner and database themselves.
"""

import argparse
import os
import secrets
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from runner import cache_server, postgresql, report, shared_database, signals
from runner.process import free_port
from runner.run_suite import run_pytest, run_selected, run_suite, set_sample_seed
from shared_tests.support.mailbox import mail_server
from shared_tests.support.target import new_database


@contextmanager
def shared(owner, folder, database=""):
    """Serve both from one database, of which `owner` makes the tables.

    Yield the description of a target of the suite, and the processes by name.
    """
    passwords = {name: secrets.token_urlsafe(12) for name in ("DEMO_PASSWORD", "ADMIN_PASSWORD")}
    maildir = Path(folder) / "mail"
    with ExitStack() as stack:
        variables = passwords | {
            "CACHE_URL": stack.enter_context(cache_server.running()) or "locmem://",
            "EMAIL_URL": f"smtp://127.0.0.1:{stack.enter_context(mail_server(maildir))}",
            "SECRET_KEY": secrets.token_urlsafe(40),
            "LOGIN_FAILURES_PER_IP": "1000000",
            "STATS_CACHE_TTL": "1",
            "RELEASE": "test",
        }
        if database == "postgresql":
            administrator = stack.enter_context(postgresql.cluster())
            # Not `postgres`, from which tests administer it while nobody can connect to it.
            variables["DATABASE_URL"] = stack.enter_context(new_database(administrator))
        servers = shared_database.processes(folder, "test", **variables)
        port = free_port()
        stack.enter_context(shared_database.serving(servers, owner, port))
        yield (
            {
                "name": "shared",
                "url": f"http://127.0.0.1:{port}",
                "demo_password": passwords["DEMO_PASSWORD"],
                "admin_password": passwords["ADMIN_PASSWORD"],
                "database": servers[owner].environment["DATABASE_URL"],
                "log": str(servers[owner].log_path),
                "mailbox": str(maildir),
            },
            servers,
        )


def main():
    parser = argparse.ArgumentParser(prog="run_shared_suite", description="Run the shared suite.")
    parser.add_argument("--only", help="a requirement, a group, a file, or a part of a test's name")
    parser.add_argument("owner", nargs="?", default="django", choices=shared_database.BOTH)
    arguments = parser.parse_args()
    set_sample_seed()
    if not arguments.only and not run_pytest("-q", "shared_tests/one_database"):
        sys.exit(1)
    database = os.environ.get("DATABASE", "")
    with (
        tempfile.TemporaryDirectory() as folder,
        shared(arguments.owner, folder, database) as (target, _),
    ):
        if arguments.only:
            sys.exit(0 if run_selected(target, folder, arguments.only)[0] else 1)
        outcomes = [("shared", run_suite(target, folder))]
    print(report.table(outcomes))
    sys.exit(0 if report.all_passed(outcomes) else 1)


if __name__ == "__main__":
    with signals.exiting():
        main()
