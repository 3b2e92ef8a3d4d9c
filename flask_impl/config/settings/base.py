"""Settings of all environments; values that vary are environment variables (SETTINGS-1)."""

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
    postgresql_parameters,
    require,
    sqlite_path,
    url_validator,
    validate_delays,
    validate_host_names,
    validate_issuer,
    validate_sender,
    validate_text,
)
from core.logs import logging_config
from core.secret_files import read_secret_files

read_secret_files()
BASE_DIR = Path(__file__).resolve().parents[2]

SECRET_KEY = env.str("SECRET_KEY", default="", validate=validate_text) or secrets.token_urlsafe(50)
DEBUG = False
DEBUG_TOOLBAR = False
EXPLAIN_ERRORS = False  # name a missing table on the error page (ERROR-5)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1"], validate=validate_host_names
)
HTTPS = env.bool("HTTPS", default=False)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0, validate=at_least(0))
COMPARISON_URL = env.str(
    "COMPARISON_URL", default="http://localhost:8000", validate=url_validator("http", "https")
).rstrip("/")
RELEASE = env.str("RELEASE", default="", validate=validate_text)
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO", validate=validate.OneOf(LOG_LEVELS))

EXTENSIONS = []  # modules whose init_app adds hooks before those of the CSRF protection
OPTIONAL_PACKAGES = []  # packages with a function init_app

VISIBILITY_RULES = []  # functions that return a condition under which a private user is visible
EXPORTS = {}  # more parts of the export (EXPORT-1), by the path of a function

WALKTHROUGH = True  # the example pages; no other part of the application needs them
if WALKTHROUGH:
    OPTIONAL_PACKAGES += ["walkthrough"]

GRANTS = True  # grants to see a profile; no other part of the application needs them
if GRANTS:
    OPTIONAL_PACKAGES += ["grants"]
    VISIBILITY_RULES += ["grants.rules.granted_to"]
    EXPORTS["grants"] = "grants.export.export_grants"

OIDC = True  # login with an OpenID Connect provider; no other part of the application needs it
if OIDC:
    OPTIONAL_PACKAGES += ["oidc"]
    EXPORTS["identities"] = "oidc.models.get_export"
    OIDC_ISSUER = env.str("OIDC_ISSUER", default="", validate=validate_issuer)
    OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="", validate=validate_text)
    OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="", validate=validate_text)
    OIDC_NAME = env.str("OIDC_NAME", default="", validate=validate_text) or "OpenID Connect"
    if OIDC_ISSUER:
        require("OIDC_CLIENT_ID")

OAUTH = True  # tokens for other programs, by OAuth 2.0; no other part of the application needs it
ORIGIN_EXEMPT_ENDPOINTS = []  # for programs, which send no Origin
if OAUTH:
    OPTIONAL_PACKAGES += ["oauth"]
    ORIGIN_EXEMPT_ENDPOINTS += ["oauth.token", "oauth.revoke"]

# The database: SQLite by default, or PostgreSQL.
DATABASE_URL = env.str(
    "DATABASE_URL",
    default=f"sqlite:///{quote(os.fsencode(BASE_DIR / 'db.sqlite3'))}",
    validate=url_validator("sqlite", "postgres", "postgresql"),
)
if DATABASE_URL.startswith("sqlite:"):
    SQLALCHEMY_DATABASE_URI = URL.create("sqlite", database=str(sqlite_path(DATABASE_URL)))
    SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"timeout": 5}, "hide_parameters": True}
else:
    SQLALCHEMY_DATABASE_URI = URL.create("postgresql+psycopg")
    SQLALCHEMY_ENGINE_OPTIONS = {
        # core.database begins transactions, not the driver.
        "connect_args": postgresql_parameters(DATABASE_URL)
        | {"autocommit": True, "connect_timeout": 2, "prepare_threshold": 0}
        | {"client_encoding": "UTF8"},
        "hide_parameters": True,  # no user data in logged errors
        "pool_size": 10,
        "pool_timeout": 0.9,
    }

# Seconds for which a process caches the sites (SITE-3).
SITES_CACHE_TTL = env.int("SITES_CACHE_TTL", default=60, validate=at_least(1))

# The cache, shared or in each process; it stores the counts of failed logins (GUESS-1 to GUESS-5).
CACHE_URL = env.str(
    "CACHE_URL", default="locmem://", validate=url_validator("locmem", "redis", "rediss")
)
LOGIN_FAILURES_PER_USERNAME = env.int(
    "LOGIN_FAILURES_PER_USERNAME", default=5, validate=at_least(1)
)
LOGIN_FAILURES_PER_IP = env.int("LOGIN_FAILURES_PER_IP", default=100, validate=at_least(1))
LOGIN_LOCKOUT_SECONDS = env.int("LOGIN_LOCKOUT_SECONDS", default=900, validate=at_least(1))

# It also stores the statistics, for this number of seconds (STATS-2).
STATS_CACHE_TTL = env.int("STATS_CACHE_TTL", default=60, validate=at_least(1))
if CACHE_URL.startswith("locmem:"):
    CACHE_TYPE = "ops.cache.SimpleCache"
    CACHE_THRESHOLD = 1000
else:
    CACHE_TYPE = "ops.redis.RedisCache"
    CACHE_REDIS_URL = CACHE_URL
    CACHE_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}

# Email: console:// prints it; smtp:// sends it without TLS, smtp+tls:// with STARTTLS, and smtps://
# with implicit TLS. Both kinds of TLS verify the certificate of the server (MAIL-3).
EMAIL_URL = env.str(
    "EMAIL_URL",
    default="console://",
    validate=url_validator("console", "smtp", "smtp+tls", "smtps"),
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
MAIL_DEFAULT_SENDER = env.str(
    "DEFAULT_FROM_EMAIL", default="noreply@localhost", validate=validate_sender
)
PASSWORD_RESET_TIMEOUT = env.int("PASSWORD_RESET_TIMEOUT", default=3600, validate=at_least(1))

# Tasks: emails wait in the database until they are sent; without the queue, in memory.
TASK_QUEUE = True
if TASK_QUEUE:
    OPTIONAL_PACKAGES += ["tasks"]
TASK_BACKEND = "tasks.backend.DatabaseBackend" if TASK_QUEUE else "core.background.ThreadBackend"
TASK_WORKER = env.bool("TASK_WORKER", default=True)  # in a thread of each server process
TASK_RETRY_DELAYS = env.list(  # seconds after which a task that failed is tried again
    "TASK_RETRY_DELAYS", default=[60, 300, 1800, 7200], subcast=int, validate=validate_delays
)

# Forms: a CSRF token is valid as long as its session; web.origins checks Origin and Referer.
WTF_CSRF_HEADERS = ["X-CSRFToken"]
WTF_CSRF_TIME_LIMIT = None
WTF_CSRF_SSL_STRICT = False
MAX_CONTENT_LENGTH = MAX_FORM_MEMORY_SIZE = 1_000_000  # bytes
MAX_FORM_PARTS = None  # web.hooks limits the number of fields for every encoding

# Sessions
PERMANENT_SESSION_LIFETIME = timedelta(days=14)
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_REFRESH_EACH_REQUEST = False
REMEMBER_COOKIE_NAME = ""  # the feature is not used

# With HTTPS: secure cookies and HSTS.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0

# Static files: the sources in `static`, collected in `staticfiles`.
STATIC_ROOT = BASE_DIR / "staticfiles"

# The API
API_TITLE = "User profiles"
API_VERSION = "1"
OPENAPI_VERSION = "3.1.0"
OPENAPI_URL_PREFIX = "/api"

LOGGING = logging_config(LOG_LEVEL)
LOGGING["loggers"] = {
    # Rejected requests are in the request log already.
    "flask_wtf.csrf": {"level": "WARNING"},
    "alembic.runtime.plugins": {"level": "WARNING"},
    "authlib": {"level": "WARNING"},  # its debug messages contain secrets
}
