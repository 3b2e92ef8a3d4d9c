"""The shared suite and the tests of this tree: as in production, with nothing required."""

from config.settings.base import *
