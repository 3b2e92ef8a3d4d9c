"""What every environment shares; each value that varies comes from a variable (SETTINGS-1)."""

import os
import secrets
import warnings
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from environs import validate

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

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "drf_spectacular",
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
    "walkthrough",
]

MIDDLEWARE = [
    "web.http.believe_proxies",
    "ops.instrumentation.measure_requests",
    "web.http.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.http.set_security_headers",
    "web.http.CommonMiddleware",
    "web.http.refuse_bodies",
    "web.http.refuse_strange_forms",
    "web.http.describe_method_not_allowed",
    "web.static.WhiteNoiseMiddleware",
    "web.http.keep_sessions_out_of_caches",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.sessions.AuthenticationMiddleware",
    "accounts.authentication.LockMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "walkthrough.step7_hooks.HooksMiddleware",
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
                "sites.registry.context_processor",
                "walkthrough.step6_template.present_step",
            ],
            "libraries": {"walkthrough": "walkthrough.step6_template"},
        },
    }
]
FORM_RENDERER = "core.forms.FormRenderer"

# The database: SQLite by default, a pool of PostgreSQL connections elsewhere.
DATABASE_URL = env.str(
    "DATABASE_URL",
    default=f"sqlite:///{quote(os.fsencode(BASE_DIR / 'db.sqlite3'))}",
    validate=url_of("sqlite", "postgres", "postgresql"),
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
    _cache = {
        "BACKEND": "ops.cache.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    }
else:
    _cache = {
        "BACKEND": "ops.redis.RedisCache",
        "LOCATION": [CACHE_URL],  # as text it would be cut at a comma in the password
        "OPTIONS": {
            # Data only: nothing that others may have put into a shared cache is executed.
            "serializer": "django.core.signing.JSONSerializer",
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
        },
    }
CACHES = {"default": _cache}

# Mail: console:// prints it; smtp:// in the clear, smtp+tls:// with STARTTLS, and smtps:// with TLS
# from the start send it. Both kinds of TLS verify the server's certificate (MAIL-3).
EMAIL_URL = env.str(
    "EMAIL_URL", default="console://", validate=url_of("console", "smtp", "smtp+tls", "smtps")
)
_email = urlsplit(EMAIL_URL)
_backend = "console" if _email.scheme == "console" else "smtp"
EMAIL_BACKEND = f"django.core.mail.backends.{_backend}.EmailBackend"
EMAIL_HOST = _email.hostname or "localhost"
EMAIL_PORT = _email.port or {"smtps": 465, "smtp+tls": 587}.get(_email.scheme, 25)
EMAIL_HOST_USER = unquote(_email.username or "")
EMAIL_HOST_PASSWORD = unquote(_email.password or "")
EMAIL_USE_TLS = _email.scheme == "smtp+tls"
EMAIL_USE_SSL = _email.scheme == "smtps"
EMAIL_TIMEOUT = 5  # seconds
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="noreply@localhost", validate=sender)

# Accounts: one user model, one password format, sessions as rows.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.authentication.Backend"]
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
LOGIN_REDIRECT_URL = "profiles:own"
LOGOUT_REDIRECT_URL = "profiles:home"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60  # seconds
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "web.errors.csrf_failure"
PASSWORD_RESET_TIMEOUT = env.int("RESET_LINK_SECONDS", default=3600, validate=at_least(1))

# What HTTPS governs: cookies that never travel in the clear, and HSTS.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
SESSION_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Static files: as they are in `static`, and as `collectstatic` copies them.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {"staticfiles": {"BACKEND": "web.static.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
warnings.filterwarnings("ignore", "No directory at: ")  # the log is JSON, and STATIC-3 foresees it

# The API: tokens only, JSON in and out, errors of our own.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.authentication.TokenHasScope"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.http.JSONAlways",
    "DEFAULT_PARSER_CLASSES": ["api.http.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.exception_handler",
    "SCHEMA_COERCE_PATH_PK": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "User profiles",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
}

LOGGING = logging_at(LOG_LEVEL)
LOGGING["loggers"] = {
    "django": {"handlers": []},
    # What was refused is in the line of its request.
    "django.request": {"level": "ERROR"},
    "django.security": {"level": "CRITICAL"},
}
