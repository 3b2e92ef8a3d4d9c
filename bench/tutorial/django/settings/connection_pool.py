"""A pool of psycopg, from which each request takes a connection."""

from settings.defaults import *
from settings.defaults import DATABASES

DATABASES["default"]["OPTIONS"] = {"pool": True}
