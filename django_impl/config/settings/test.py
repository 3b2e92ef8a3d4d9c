"""Settings for tests: no variable is required."""

from config.settings.base import *
