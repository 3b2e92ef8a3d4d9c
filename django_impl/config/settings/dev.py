"""A developer's machine: nothing is required, and DEBUG=1 shows the debug pages."""

from config.environment import env
from config.settings.base import *

DEBUG = env.bool("DEBUG", default=False)
EXPLAIN_ERRORS = True
