"""Under ASGI each request has its own thread: the connections are those of a pool."""

from settings.connection_pool import *
