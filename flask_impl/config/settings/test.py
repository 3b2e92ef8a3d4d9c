"""Settings of servers that a test suite starts: no variable is required."""

from config.settings.base import *
