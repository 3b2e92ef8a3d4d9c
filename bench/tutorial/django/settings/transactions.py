"""Each request is a transaction."""

from settings.persistent_connections import *
from settings.persistent_connections import DATABASES

DATABASES["default"]["ATOMIC_REQUESTS"] = True
