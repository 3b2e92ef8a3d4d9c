"""What every environment shares; each value that varies comes from a variable (SETTINGS-1)."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from environs import validate
from sqlalchemy import URL

from core.environment import (
    LOG_LEVELS,
    at_least,
    env,
    host_names,
    postgresql_parameters,
    sender,
    sqlite_path,
    text,
    url_of,
)
from core.logs import logging_at

BASE_DIR = Path(__file__).resolve().parents[2]

SECRET_KEY = env.str("SECRET_KEY", default="", validate=text) or secrets.token_urlsafe(50)
DEBUG = False
EXPLAIN_ERRORS = False  # on the page, for want of a table (ERROR-5)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"], validate=host_names)
HTTPS = env.bool("HTTPS", default=False)
PROXY_HOPS = env.int("PROXY_HOPS", default=0, validate=at_least(0))
COMPARISON_URL = env.str(
    "COMPARISON_URL", default="http://localhost:8000", validate=url_of("http", "https")
).rstrip("/")
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO", validate=validate.OneOf(LOG_LEVELS))

# The database: SQLite by default, a pool of PostgreSQL connections elsewhere.
DATABASE_URL = env.str(
    "DATABASE_URL",
    default=f"sqlite:///{quote(os.fsencode(BASE_DIR / 'db.sqlite3'))}",
    validate=url_of("sqlite", "postgres", "postgresql"),
)
if DATABASE_URL.startswith("sqlite:"):
    SQLALCHEMY_DATABASE_URI = URL.create("sqlite", database=str(sqlite_path(DATABASE_URL)))
    SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"timeout": 5}, "hide_parameters": True}
else:
    SQLALCHEMY_DATABASE_URI = URL.create("postgresql+psycopg")
    SQLALCHEMY_ENGINE_OPTIONS = {
        # Transactions are begun in core.database, not by the driver.
        "connect_args": postgresql_parameters(DATABASE_URL)
        | {"autocommit": True, "connect_timeout": 2, "prepare_threshold": 0}
        | {"client_encoding": "UTF8"},
        "hide_parameters": True,  # an error that is logged holds nobody's data
        "pool_size": 10,
        "pool_timeout": 0.9,
    }

# How long a process keeps the sites that it has read (SITE-3).
SITES_SECONDS = env.int("SITES_SECONDS", default=60, validate=at_least(1))

# Failed logins are counted where all processes look, or in each process (GUESS-1 to GUESS-5).
CACHE_URL = env.str("CACHE_URL", default="locmem://", validate=url_of("locmem", "redis", "rediss"))
LOGIN_NAME_LIMIT = env.int("LOGIN_NAME_LIMIT", default=5, validate=at_least(1))
LOGIN_ADDRESS_LIMIT = env.int("LOGIN_ADDRESS_LIMIT", default=100, validate=at_least(1))
LOGIN_LOCK_SECONDS = env.int("LOGIN_LOCK_SECONDS", default=900, validate=at_least(1))

# Figures are kept in the same place (STATS-2).
STATS_SECONDS = env.int("STATS_SECONDS", default=60, validate=at_least(1))
if CACHE_URL.startswith("locmem:"):
    CACHE_TYPE = "ops.cache.SimpleCache"
    CACHE_THRESHOLD = 1000
else:
    CACHE_TYPE = "ops.redis.RedisCache"
    CACHE_REDIS_URL = CACHE_URL
    CACHE_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}

# Mail: console:// prints it; smtp:// in the clear, smtp+tls:// with STARTTLS, and smtps:// with TLS
# from the start send it. Both kinds of TLS verify the server's certificate (MAIL-3).
EMAIL_URL = env.str(
    "EMAIL_URL", default="console://", validate=url_of("console", "smtp", "smtp+tls", "smtps")
)
_email = urlsplit(EMAIL_URL)
MAIL_BACKEND = "console" if _email.scheme == "console" else "core.mail.EmailBackend"
MAIL_SERVER = _email.hostname or "localhost"
MAIL_PORT = _email.port or {"smtps": 465, "smtp+tls": 587}.get(_email.scheme, 25)
MAIL_USERNAME = unquote(_email.username or "")
MAIL_PASSWORD = unquote(_email.password or "")
MAIL_USE_TLS = _email.scheme == "smtp+tls"
MAIL_USE_SSL = _email.scheme == "smtps"
MAIL_TIMEOUT = 5  # seconds
MAIL_DEFAULT_SENDER = env.str("EMAIL_FROM", default="noreply@localhost", validate=sender)
PASSWORD_RESET_TIMEOUT = env.int("RESET_LINK_SECONDS", default=3600, validate=at_least(1))

# Forms: a token lives as long as its session; web.http checks the Referer, where there is need.
WTF_CSRF_HEADERS = ["X-CSRFToken"]
WTF_CSRF_TIME_LIMIT = None
WTF_CSRF_SSL_STRICT = False
MAX_FORM_MEMORY_SIZE = 1_000_000  # bytes
MAX_FORM_PARTS = None  # web.http counts all fields, whatever the encoding

# Sessions: a cookie that scripts don't see and other sites don't send.
PERMANENT_SESSION_LIFETIME = timedelta(days=14)
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_REFRESH_EACH_REQUEST = False
REMEMBER_COOKIE_NAME = ""  # nobody is remembered: no cookie has this name

# What HTTPS governs: cookies that never travel in the clear, and HSTS.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0

# Static files: as they are in `static`, and as `collectstatic` copies them.
STATIC_ROOT = BASE_DIR / "staticfiles"
SEND_FILE_MAX_AGE_DEFAULT = 60  # seconds

# The API
API_TITLE = "User profiles"
API_VERSION = "1"
OPENAPI_VERSION = "3.1.0"
OPENAPI_URL_PREFIX = "/api"

LOGGING = logging_at(LOG_LEVEL)
LOGGING["loggers"] = {
    # What was refused is in the line of its request.
    "flask_wtf.csrf": {"level": "WARNING"},
    "alembic.runtime.plugins": {"level": "WARNING"},
}
