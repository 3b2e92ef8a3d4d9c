"""Each thread keeps its connection."""

from settings.defaults import *
from settings.defaults import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = None
