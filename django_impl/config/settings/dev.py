"""Settings for development: no variable is required; DEBUG=1 enables the debug pages.

DEBUG_TOOLBAR=1 adds the debug toolbar to them and to all other pages (SETTINGS-8).
"""

from config.settings.base import *
from config.settings.base import INSTALLED_APPS, MIDDLEWARE
from core.environment import env

DEBUG = env.bool("DEBUG", default=False)
EXPLAIN_ERRORS = True
DEBUG_TOOLBAR = DEBUG and env.bool("DEBUG_TOOLBAR", default=False)

if DEBUG_TOOLBAR:  # from requirements_dev.txt
    _position = MIDDLEWARE.index("web.middleware.CommonMiddleware")
    INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
    MIDDLEWARE = [
        *MIDDLEWARE[:_position],
        "web.debug_toolbar.allow_scripts",
        "debug_toolbar.middleware.DebugToolbarMiddleware",
        *MIDDLEWARE[_position:],
    ]
    INTERNAL_IPS = ["127.0.0.1", "::1"]
