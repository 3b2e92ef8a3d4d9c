"""Settings for development: no variable is required; DEBUG=1 enables the debug pages.

DEBUG_TOOLBAR=1 adds the debug toolbar to them and to all other pages (SETTINGS-8).
"""

from config.settings.base import *
from config.settings.base import EXTENSIONS
from core.environment import env

DEBUG = env.bool("DEBUG", default=False)
EXPLAIN_ERRORS = True
DEBUG_TOOLBAR = DEBUG and env.bool("DEBUG_TOOLBAR", default=False)

if DEBUG_TOOLBAR:  # from requirements_dev.txt
    EXTENSIONS = [*EXTENSIONS, "web.debug_toolbar"]
    DEBUG_TB_HOSTS = ["127.0.0.1", "::1"]
    DEBUG_TB_INTERCEPT_REDIRECTS = False
    SQLALCHEMY_RECORD_QUERIES = True
