"""Both implementations as the fuzzer uses them: servers, browsers, mailboxes and databases."""

import time
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path

from comparison.exchange.servers import create_processes, serving
from comparison.fuzz.traces import Traces
from runner import postgresql
from shared_tests.support.browser import Browser
from shared_tests.support.mailbox import Mailbox, mail_server
from shared_tests.support.moved_clock import MovedClock
from shared_tests.support.target import Database

HOLDER = "grace"  # the demo user who holds the permission view_email
STAFF = "alan"  # the demo user who is staff
ACTORS = ("first", "second", "admin", HOLDER, STAFF)
CACHE_TTL = 1  # seconds
MAX_MINUTES = 30  # by which a step moves the clock
VARIABLES = {
    "LOGIN_FAILURES_PER_IP": "1000000", "STATS_CACHE_TTL": str(CACHE_TTL), "SITES_CACHE_TTL": "1",
}  # fmt: skip
TABLES = ("sessions", "tokens", "audit_log", "users")


class Side:
    """One implementation. `browsers` has a browser for each actor, `secrets` the tokens it got."""

    def __init__(self, server, mailbox, clock):
        self.url, self.mailbox, self.clock = server.url, mailbox, clock
        self.passwords = {
            "admin": server.environment["ADMIN_PASSWORD"],
            HOLDER: server.environment["DEMO_PASSWORD"],
            STAFF: server.environment["DEMO_PASSWORD"],
        }
        self.database = Database(server.environment["DATABASE_URL"])
        self.traces = Traces(server)
        self.user_url = ""  # of user 1 in the admin, once it is known
        self.start_minutes = self.minutes = 0  # by which the clock is ahead: of this run, and now
        self.cached_until = 0.0  # by the clock of the server: the statistics
        self.last = {
            name: self.database.rows(f"SELECT coalesce(max(id), 0) FROM {name}")[0][0]  # noqa: S608
            for name in TABLES[1:]
        }

    def reset(self):
        """Delete what the steps have stored, and start with new browsers.

        The clock is ahead of any time of the last run, so that nothing is cached any more.
        """
        self.start_minutes += MAX_MINUTES + 1
        self.move_clock(0)
        self.database.rows("DELETE FROM sessions")
        for name, last in self.last.items():
            self.database.rows(f"DELETE FROM {name} WHERE id > :last", last=last)  # noqa: S608
            if self.database.is_postgresql:
                self.database.rows(f"ALTER TABLE {name} ALTER id RESTART WITH {last + 1}")
            else:
                update = "UPDATE sqlite_sequence SET seq = :last WHERE name = :name"
                self.database.rows(update, last=last, name=name)
        self.browsers = {name: Browser(self.url) for name in ACTORS}
        self.secrets = []
        self.mailbox.clear()

    def move_clock(self, minutes):
        """Set the clock that limits logins so many minutes ahead of the start of the run."""
        self.minutes = self.start_minutes + minutes
        self.clock.move(timedelta(minutes=self.minutes))

    def now(self):
        """Return the time by the clock of the server."""
        return time.time() + 60 * self.minutes

    def note_statistics(self):
        """Remember that the statistics are cached from now on."""
        self.cached_until = max(self.cached_until, self.now() + 2 * CACHE_TTL)

    def has_fresh_statistics(self):
        """Return whether the statistics are not cached."""
        return self.now() > self.cached_until


@contextmanager
def both_sides(folder, database="sqlite"):
    """Serve both implementations; yield a Side of each.

    The `database` is "sqlite" or "postgresql", which starts a temporary PostgreSQL.
    """
    with ExitStack() as stack:
        servers, mailboxes = create_processes(folder, **VARIABLES), {}
        clocks = {name: MovedClock(Path(folder) / f"clock-{name}") for name in servers}
        for name, server in servers.items():
            maildir = Path(folder) / f"mail-{name}"
            port = stack.enter_context(mail_server(maildir))
            server.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
            server.environment |= clocks[name].variables
            mailboxes[name] = Mailbox(maildir)
        if database == "postgresql":
            administrator = stack.enter_context(postgresql.cluster())
            for name, server in servers.items():
                with closing(Database(administrator)) as database:
                    database.rows(f"CREATE DATABASE {name}")
                url = administrator.replace("/postgres?", f"/{name}?")
                server.environment["DATABASE_URL"] = url
        stack.enter_context(serving(servers))
        for server in servers.values():
            manage = server.implementation["manage"]
            server.run(*manage, "grant", HOLDER, "view_email").check_returncode()
            command = "UPDATE users SET is_staff = true WHERE username = :name"
            with closing(Database(server.environment["DATABASE_URL"])) as database:
                database.rows(command, name=STAFF)
        sides = [Side(server, mailboxes[name], clocks[name]) for name, server in servers.items()]
        yield sides
        for side in sides:
            side.database.close()
