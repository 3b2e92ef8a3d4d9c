"""A request that only reads begins no transaction."""

from settings.defaults import *

SQLALCHEMY_ENGINE_OPTIONS = {"isolation_level": "AUTOCOMMIT"}
