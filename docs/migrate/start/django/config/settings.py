"""The settings, as `startproject` makes them, with values from the environment."""

import os
from pathlib import Path

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "profiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def read_database_url(url):
    """Return the entry of DATABASES for a URL of SQLite or PostgreSQL."""
    if url.startswith("sqlite:///"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": url.removeprefix("sqlite:///")}
    options = conninfo_to_dict(url)
    name = options.pop("dbname")
    return {"ENGINE": "django.db.backends.postgresql", "NAME": name, "OPTIONS": options}


DATABASES = {"default": read_database_url(os.environ.get("DATABASE_URL", "sqlite:///db.sqlite3"))}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "NumericPasswordValidator",
    )
]
# Django's own number takes half a second; tests that log in a thousand times set a lower one.
PBKDF2PasswordHasher.iterations = int(
    os.environ.get("PBKDF2_ITERATIONS", PBKDF2PasswordHasher.iterations)
)
PASSWORD_RESET_TIMEOUT = 60 * 60

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "profiles:me"
LOGOUT_REDIRECT_URL = "profiles:home"

EMAIL_HOST = os.environ.get("MAIL_SERVER", "localhost")
EMAIL_PORT = int(os.environ.get("MAIL_PORT", "25"))
DEFAULT_FROM_EMAIL = "noreply@localhost"
