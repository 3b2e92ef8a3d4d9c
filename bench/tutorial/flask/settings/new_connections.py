"""Each request connects to PostgreSQL."""

from sqlalchemy.pool import NullPool

from settings.defaults import *

SQLALCHEMY_ENGINE_OPTIONS = {"poolclass": NullPool}
