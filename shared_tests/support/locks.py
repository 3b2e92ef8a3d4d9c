"""Send requests that wait, on PostgreSQL, for a transaction which changes a row that they read."""

import time
from contextlib import closing, contextmanager

from shared_tests.support.target import Database

SECONDS = 20  # in which all requests have to wait, or to end
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@contextmanager
def uncommitted(url, statement, **parameters):
    """Execute a statement; yield a list for the futures of requests that are sent before the commit.

    The statement is committed once all requests wait for it, or have ended.
    """
    requests = []
    with closing(Database(url)) as connection:
        connection.rows("BEGIN")
        connection.rows(statement, **parameters)
        try:
            yield requests
            deadline = time.monotonic() + SECONDS
            while time.monotonic() < deadline:
                ((number,),) = connection.rows(WAITING)
                if number + sum(each.done() for each in requests) >= len(requests):
                    break
                time.sleep(0.05)
        finally:
            connection.rows("COMMIT")
