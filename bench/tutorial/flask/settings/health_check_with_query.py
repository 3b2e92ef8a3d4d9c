"""The first query of a request follows an empty query of the driver."""

from settings.defaults import *

SQLALCHEMY_ENGINE_OPTIONS = {"pool_pre_ping": True}
