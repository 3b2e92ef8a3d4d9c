"""Django's PostgreSQL, asked for nothing but what a page needs (DATABASE-6)."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        return super().get_connection_params() | {"cursor_factory": Cursor}

    def is_usable(self):
        """Look whether it lives, without a statement: cut off, it has something to read."""
        if self.connection is None or self.connection.closed or self.errors_occurred:
            return super().is_usable()
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)


class Cursor(base.ServerBindingCursor):
    def execute(self, query, params=None, *, prepare=None, **options):
        """Execute a query. A search is planned for what is looked for, or it misses its index."""
        if "LIKE" in str(query):
            prepare = False
        return super().execute(query, params, prepare=prepare, **options)
