"""PostgreSQL prepares no query."""

from settings.defaults import *

SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"prepare_threshold": None}}
