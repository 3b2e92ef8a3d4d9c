"""Each request reads and compiles the templates."""

from settings.defaults import *

JINJA_OPTIONS = {"cache_size": 0}
