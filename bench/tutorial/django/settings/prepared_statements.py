"""PostgreSQL prepares each query once for each connection."""

from settings.persistent_connections import *
from settings.persistent_connections import DATABASES

DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 0}
