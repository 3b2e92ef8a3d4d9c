"""The documentation that topics and the glossary link to."""

from urllib.parse import urlsplit

SHARED = (
    "https://argon2-cffi.readthedocs.io/en/stable/",
    "https://docs.authlib.org/en/latest/",
    "https://docs.gunicorn.org/en/stable/",
    "https://docs.peewee-orm.com/en/latest/",
    "https://openid.net/specs/",
    "https://requests.readthedocs.io/en/latest/",
    "https://whitenoise.readthedocs.io/en/stable/",
    "https://www.rfc-editor.org/rfc/",
    "https://www.structlog.org/en/stable/",
)
# URL prefixes by implementation, for the versions in use. The documentation of WTForms and of
# Flask-WTF is made from branches of their repositories, and the newest are 3.2.x and 1.2.x: 3.3 and
# 1.3 have none. `latest` of Flask-Login is a version that is not released, hence 0.6.3.
DOCUMENTATION = {
    "django": (
        "https://django-debug-toolbar.readthedocs.io/en/latest/",
        "https://django-filter.readthedocs.io/en/stable/",
        "https://django-guardian.readthedocs.io/en/stable/",
        "https://django-tables2.readthedocs.io/en/latest/",
        "https://docs.djangoproject.com/en/5.2/",
        "https://drf-spectacular.readthedocs.io/en/latest/",
        "https://www.django-rest-framework.org/",
        *SHARED,
    ),
    "flask": (
        "https://alembic.sqlalchemy.org/en/latest/",
        "https://docs.sqlalchemy.org/en/21/",
        "https://flask-admin.readthedocs.io/en/stable/",
        "https://flask-caching.readthedocs.io/en/latest/",
        "https://flask-debugtoolbar.readthedocs.io/en/latest/",
        "https://flask-login.readthedocs.io/en/0.6.3/",
        "https://flask-migrate.readthedocs.io/en/latest/",
        "https://flask-smorest.readthedocs.io/en/latest/",
        "https://flask-sqlalchemy.readthedocs.io/en/stable/",
        "https://flask-wtf.readthedocs.io/en/1.2.x/",
        "https://flask.palletsprojects.com/en/stable/",
        "https://itsdangerous.palletsprojects.com/en/stable/",
        "https://jinja.palletsprojects.com/en/stable/",
        "https://markupsafe.palletsprojects.com/en/stable/",
        "https://marshmallow.readthedocs.io/en/stable/",
        "https://werkzeug.palletsprojects.com/en/stable/",
        "https://wtforms.readthedocs.io/en/3.2.x/",
        *SHARED,
    ),
}


def check_url(implementation, url):
    """Raise ValueError if the URL is not in the documentation of this implementation."""
    if not url.startswith(DOCUMENTATION[implementation]):
        raise ValueError(f"{url} is not in the documentation of {implementation}")


def is_documentation(url):
    """Return whether the URL is in the documentation of an implementation."""
    return url.startswith(tuple(each for prefixes in DOCUMENTATION.values() for each in prefixes))


def title(url):
    """Return what a link to the documentation is called: the package, and the page."""
    parts = urlsplit(url)
    page = parts.fragment or parts.path.strip("/").rpartition("/")[2] or "documentation"
    return f"{parts.hostname.removeprefix('docs.').removeprefix('www.').split('.')[0]}: {page}"
