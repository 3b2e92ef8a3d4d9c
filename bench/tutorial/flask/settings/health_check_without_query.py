"""Before the first query of a request, the socket is polled."""

import select

from sqlalchemy.exc import InvalidatePoolError

from settings.defaults import *


def check_connection(dbapi_connection, connection_record, connection_proxy):
    """Reject a connection whose socket is readable: the server has closed it."""
    poll = select.poll()
    poll.register(dbapi_connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise InvalidatePoolError


ENGINE_LISTENERS = {"checkout": check_connection}
