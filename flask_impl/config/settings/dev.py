"""Settings for development: no variable is required; DEBUG=1 enables the debug pages."""

from config.settings.base import *
from core.environment import env

DEBUG = env.bool("DEBUG", default=False)
EXPLAIN_ERRORS = True
