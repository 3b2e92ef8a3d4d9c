"""A developer's machine: nothing is required, and DEBUG=1 shows the debug pages."""

from config.settings.base import *
from core.environment import env

DEBUG = env.bool("DEBUG", default=False)
EXPLAIN_ERRORS = True
