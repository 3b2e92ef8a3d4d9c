"""Settings of all environments; values that vary are environment variables (SETTINGS-1)."""

import os
import secrets
import warnings
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.core import mail
from environs import validate

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

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",  # the files of Swagger UI
    "rest_framework",
    "django.forms",  # the widgets' templates, for FORM_RENDERER
    "accounts",
    "api",
    "audit",
    "passwords",
    "profiles",
    "sites",
    "stats",
    "tokens",
]

MIDDLEWARE = [
    "web.client_ip.set_client_ip",
    "ops.instrumentation.measure_requests",
    "web.middleware.log_requests",
    "web.middleware.remove_head_body",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.middleware.set_security_headers",
    "web.middleware.CommonMiddleware",
    "web.middleware.limit_request_body",
    "web.middleware.reject_invalid_utf8",
    "web.middleware.render_method_not_allowed",
    "web.static.WhiteNoiseMiddleware",
    "web.middleware.prevent_session_caching",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.sessions.AuthenticationMiddleware",
    "accounts.authentication.TooManyAttemptsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.filters"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sites.cache.context_processor",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.FormRenderer"

WALKTHROUGH = True  # the example pages; no other part of the application needs them
if WALKTHROUGH:
    INSTALLED_APPS += ["walkthrough"]
    MIDDLEWARE += ["walkthrough.step7_hooks.HooksMiddleware"]
    TEMPLATES[0]["OPTIONS"]["context_processors"] += ["walkthrough.step6_template.current_step"]
    TEMPLATES[0]["OPTIONS"]["libraries"] = {"walkthrough": "walkthrough.step6_template"}

AUTHENTICATION_BACKENDS = ["accounts.authentication.ThrottledModelBackend"]
VISIBILITY_RULES = []  # functions that return a condition under which a private user is visible
EXPORTS = {}  # more parts of the export (EXPORT-1), by the path of a function

GRANTS = True  # grants to see a profile; no other part of the application needs them
if GRANTS:
    INSTALLED_APPS.insert(0, "grants")  # first: its clearsessions replaces that of tokens
    AUTHENTICATION_BACKENDS += ["grants.backends.ProfileBackend"]
    VISIBILITY_RULES += ["grants.rules.granted_to"]
    EXPORTS["grants"] = "grants.export.export_grants"

OIDC = True  # login with an OpenID Connect provider; no other part of the application needs it
if OIDC:
    INSTALLED_APPS += ["oidc"]
    TEMPLATES[0]["OPTIONS"]["context_processors"] += ["oidc.provider.context_processor"]
    EXPORTS["identities"] = "oidc.models.get_export"
    OIDC_ISSUER = env.str("OIDC_ISSUER", default="", validate=validate_issuer)
    OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="", validate=validate_text)
    OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="", validate=validate_text)
    OIDC_NAME = env.str("OIDC_NAME", default="", validate=validate_text) or "OpenID Connect"
    if OIDC_ISSUER:
        require("OIDC_CLIENT_ID")

OAUTH = True  # tokens for other programs, by OAuth 2.0; no other part of the application needs it
if OAUTH:
    INSTALLED_APPS += ["oauth"]

# The database: SQLite by default, or PostgreSQL.
DATABASE_URL = env.str(
    "DATABASE_URL",
    default=f"sqlite:///{quote(os.fsencode(BASE_DIR / 'db.sqlite3'))}",
    validate=url_validator("sqlite", "postgres", "postgresql"),
)
if DATABASE_URL.startswith("sqlite:"):
    _database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": sqlite_path(DATABASE_URL),
        "OPTIONS": {
            "timeout": 5,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
else:
    _parameters = postgresql_parameters(DATABASE_URL)
    _names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password"}
    _names |= {"HOST": "host", "PORT": "port"}
    _database = {
        "ENGINE": "ops.postgresql",
        **{setting: _parameters.pop(name, "") for setting, name in _names.items()},
        "OPTIONS": _parameters
        | {"connect_timeout": 2, "server_side_binding": True, "prepare_threshold": 0},
    }
DATABASES = {"default": {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, **_database}}

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
    _cache = {"BACKEND": "ops.cache.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}}
else:
    _cache = {
        "BACKEND": "ops.redis.RedisCache",
        "LOCATION": [CACHE_URL],  # a list: a string would be split at a comma in the password
        "OPTIONS": {
            "serializer": "ops.redis.Serializer",
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
        },
    }
CACHES = {"default": _cache}

# Email: console:// prints it; smtp:// sends it without TLS, smtp+tls:// with STARTTLS, and smtps://
# with implicit TLS. Both kinds of TLS verify the certificate of the server (MAIL-3).
EMAIL_URL = env.str(
    "EMAIL_URL",
    default="console://",
    validate=url_validator("console", "smtp", "smtp+tls", "smtps"),
)
_email = urlsplit(EMAIL_URL)
_backend = "console" if _email.scheme == "console" else "smtp"
_port = _email.port or {"smtps": 465, "smtp+tls": 587}.get(_email.scheme, 25)
if hasattr(mail, "mailers"):
    _options = {
        "host": _email.hostname or "localhost",
        "port": _port,
        "username": unquote(_email.username or ""),
        "password": unquote(_email.password or ""),
        "use_tls": _email.scheme == "smtp+tls",
        "use_ssl": _email.scheme == "smtps",
        "timeout": 5,  # seconds
    }
    MAILERS = {
        "default": {
            "BACKEND": f"django.core.mail.backends.{_backend}.EmailBackend",
            "OPTIONS": _options if _backend == "smtp" else {},
        }
    }
else:  # Django 5.2 and 6.0
    EMAIL_BACKEND = f"django.core.mail.backends.{_backend}.EmailBackend"
    EMAIL_HOST = _email.hostname or "localhost"
    EMAIL_PORT = _port
    EMAIL_HOST_USER = unquote(_email.username or "")
    EMAIL_HOST_PASSWORD = unquote(_email.password or "")
    EMAIL_USE_TLS = _email.scheme == "smtp+tls"
    EMAIL_USE_SSL = _email.scheme == "smtps"
    EMAIL_TIMEOUT = 5  # seconds
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="noreply@localhost", validate=validate_sender
)

# Tasks: emails wait in the database until they are sent; without the queue, in memory.
TASK_QUEUE = True
TASK_BACKEND = "core.background.ThreadBackend"
if TASK_QUEUE:
    INSTALLED_APPS += ["tasks"]
    TASK_BACKEND = "tasks.backend.DatabaseBackend"
TASK_WORKER = env.bool("TASK_WORKER", default=True)  # in a thread of each server process
TASK_RETRY_DELAYS = env.list(  # seconds after which a task that failed is tried again
    "TASK_RETRY_DELAYS", default=[60, 300, 1800, 7200], subcast=int, validate=validate_delays
)

# Accounts: one user model, one password format, sessions as rows.
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["accounts.hashing.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "django.contrib.auth.password_validation.MinimumLengthValidator",
        "accounts.hashing.MaximumLengthValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
    )
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "profiles:me"
LOGOUT_REDIRECT_URL = "profiles:home"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60  # seconds
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "web.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes
PASSWORD_RESET_TIMEOUT = env.int("PASSWORD_RESET_TIMEOUT", default=3600, validate=at_least(1))

# With HTTPS: secure cookies and HSTS.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
SESSION_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Static files: the sources in `static`, collected in `staticfiles`.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {"staticfiles": {"BACKEND": "web.static.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
warnings.filterwarnings("ignore", "No directory at: ")  # allowed by STATIC-3

# The API: token authentication, JSON, problem details.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.authentication.TokenHasScope"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.http.IgnoreClientContentNegotiation",
    "DEFAULT_PARSER_CLASSES": ["api.http.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.exception_handler",
    "SCHEMA_COERCE_PATH_PK": False,
}
SPECTACULAR_SETTINGS = {"TITLE": "User profiles", "VERSION": "1", "OAS_VERSION": "3.1.0"}

LOGGING = logging_config(LOG_LEVEL)
LOGGING["loggers"] = {
    "django": {"handlers": []},
    # Rejected requests are in the request log already.
    "django.request": {"level": "ERROR"},
    "django.security": {"level": "CRITICAL"},
    "authlib": {"level": "WARNING"},  # its debug messages contain secrets
}
