"""The first query of a request follows a `SELECT 1`."""

from settings.persistent_connections import *
from settings.persistent_connections import DATABASES

DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
