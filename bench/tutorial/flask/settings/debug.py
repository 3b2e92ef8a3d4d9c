"""DEBUG is on, as `flask run --debug` sets it."""

from settings.defaults import *

DEBUG = True
