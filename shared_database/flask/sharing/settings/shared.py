"""Settings of an implementation that shares its database; they extend those of an environment."""

from config.settings.base import EXTENSIONS, HTTPS

EXTENSIONS = ["sharing", *EXTENSIONS]
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
