"""data/equal_defaults.toml: known keys, and defaults that are those of the installed packages.

Reads the sources of the packages, because both frameworks are installed for themselves only.
"""

import ast
import re
from functools import cache

import pytest

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.defaults import SEVERITIES, different_defaults
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT, resolve

REQUIRED = {"title", "area", "text", "risk", "django", "flask", "severity"}
ROWS = {row["title"]: row for row in read_toml("equal_defaults.toml")["default"]}
each_row = pytest.mark.parametrize("row", ROWS.values(), ids=[*ROWS])
REFERENCE = re.compile(r"`([\w.]+)` in `([\w/]+\.py)`")

SECURE = "`Secure` flag of the session cookie"
REDIRECT = "Redirect from HTTP to HTTPS"
HSTS = "HTTP Strict Transport Security (HSTS)"
HOST = "Host behind a proxy (`X-Forwarded-Host`)"
SIZE = "Size of uploaded files, and of JSON in the API"
ROTATION = "Rotation of `SECRET_KEY`"
TIMEOUT = "Statement timeout of the database"
EMAIL = "Email without TLS"
# Rows whose defaults are settings: the title, the setting, and its default.
DJANGO_SETTINGS = [
    (SECURE, "SESSION_COOKIE_SECURE", False),
    (SECURE, "CSRF_COOKIE_SECURE", False),
    (REDIRECT, "SECURE_SSL_REDIRECT", False),
    (HSTS, "SECURE_HSTS_SECONDS", 0),
    (HOST, "USE_X_FORWARDED_HOST", False),
    (ROTATION, "SECRET_KEY_FALLBACKS", []),
    (EMAIL, "EMAIL_USE_TLS", False),
    (EMAIL, "EMAIL_USE_SSL", False),
]
FLASK_SETTINGS = [
    (SECURE, "SESSION_COOKIE_SECURE", False),
    (SIZE, "MAX_CONTENT_LENGTH", None),
    (ROTATION, "SECRET_KEY_FALLBACKS", None),
]
REST_FRAMEWORK_SETTINGS = [
    ("Login throttling", "DEFAULT_THROTTLE_CLASSES", []),
    ("API lists without pagination", "DEFAULT_PAGINATION_CLASS", None),
    ("API lists without pagination", "PAGE_SIZE", None),
]
# Calls of `get` or `setdefault` with the name of a setting and its default.
EXTENSION_SETTINGS = [
    (EMAIL, "flask_mailman/__init__.py", "MAIL_USE_TLS", False),
    (EMAIL, "flask_mailman/__init__.py", "MAIL_USE_SSL", False),
    (TIMEOUT, "flask_sqlalchemy/extension.py", "SQLALCHEMY_ENGINE_OPTIONS", {}),
]


def site_packages(implementation):
    """Return the folder of the installed packages of an implementation."""
    return next((ROOT / IMPLEMENTATIONS[implementation] / ".venv").glob("lib/*/site-packages"))


@cache
def module(implementation, path):
    """Return the syntax tree of a module of an installed package."""
    return ast.parse((site_packages(implementation) / path).read_text(encoding="utf-8"))


def assigned(node, name):
    """Return the value that a module or class assigns to a name."""
    for child in node.body:
        targets = getattr(child, "targets", [getattr(child, "target", None)])
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return child.value
    raise LookupError(name)


def class_named(tree, name):
    return next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name)


def item(dictionary, key):
    """Return the value of a key of a literal dict, which need not be literal in other keys."""
    return next(
        value
        for name, value in zip(dictionary.keys, dictionary.values, strict=True)
        if ast.literal_eval(name) == key
    )


def flask_defaults():
    """Return the literal dict in `Flask.default_config`."""
    call = assigned(class_named(module("flask", "flask/app.py"), "Flask"), "default_config")
    return call.args[0]


def is_named(title, setting):
    return f"`{setting}`" in ROWS[title]["text"]


@each_row
def test_a_row_has_known_keys_and_values(row):
    assert row.keys() - {"topic"} == REQUIRED
    assert all(row[key].strip() == row[key] != "" for key in row)
    assert row["severity"] in SEVERITIES
    assert row["area"] in {each.area for each in different_defaults().values()}


@each_row
def test_the_topic_of_a_row_exists(row):
    assert "topic" not in row or topics.get(row["topic"])


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@each_row
def test_the_code_that_a_row_names_exists(row, implementation):
    for symbol, file in REFERENCE.findall(row[implementation]):
        assert resolve(implementation, f"{file}: {symbol}")


def test_titles_are_unique_and_not_those_of_defaults_that_differ():
    assert len(ROWS) == len(read_toml("equal_defaults.toml")["default"])
    assert ROWS.keys() & different_defaults().keys() == set()


@pytest.mark.parametrize(("title", "setting", "default"), DJANGO_SETTINGS)
def test_a_setting_has_this_default_in_django(title, setting, default):
    assert is_named(title, setting)
    value = assigned(module("django", "django/conf/global_settings.py"), setting)
    assert ast.literal_eval(value) == default


def test_startproject_does_not_change_these_defaults():
    template = "django/conf/project_template/project_name/settings.py-tpl"
    text = (site_packages("django") / template).read_text(encoding="utf-8")
    assert [setting for _, setting, _ in DJANGO_SETTINGS if f"{setting} =" in text] == []


@pytest.mark.parametrize(("title", "setting", "default"), FLASK_SETTINGS)
def test_a_setting_has_this_default_in_flask(title, setting, default):
    assert is_named(title, setting)
    assert ast.literal_eval(item(flask_defaults(), setting)) == default


@pytest.mark.parametrize("word", ["HSTS", "SSL", "REDIRECT", "FORWARDED", "POLICY"])
def test_flask_has_no_such_setting(word):
    names = [ast.literal_eval(key) for key in flask_defaults().keys]
    assert [name for name in names if word in name] == []


@pytest.mark.parametrize(("title", "setting", "default"), REST_FRAMEWORK_SETTINGS)
def test_a_setting_has_this_default_in_django_rest_framework(title, setting, default):
    assert is_named(title, setting)
    defaults = assigned(module("django", "rest_framework/settings.py"), "DEFAULTS")
    assert ast.literal_eval(item(defaults, setting)) == default


@pytest.mark.parametrize(("title", "path", "setting", "default"), EXTENSION_SETTINGS)
def test_a_setting_has_this_default_in_a_flask_extension(title, path, setting, default):
    assert is_named(title, setting)
    calls = [
        ast.literal_eval(node.args[1])
        for node in ast.walk(module("flask", path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("get", "setdefault")
        and len(node.args) == 2
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value == setting
    ]
    assert calls == [default]


def test_the_remember_me_cookie_of_flask_login_has_no_secure_flag():
    assert is_named(SECURE, "REMEMBER_COOKIE_SECURE")
    assert (
        ast.literal_eval(assigned(module("flask", "flask_login/config.py"), "COOKIE_SECURE"))
        is False
    )


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_gunicorn_writes_no_access_log(implementation):
    assert is_named("No access log", "accesslog")
    setting = class_named(module(implementation, "gunicorn/config.py"), "AccessLog")
    assert ast.literal_eval(assigned(setting, "default")) is None


@pytest.mark.parametrize(
    "header", ["Content-Security-Policy", "Permissions-Policy", "Cross-Origin-Resource-Policy"]
)
@pytest.mark.parametrize(
    ("implementation", "folder"), [("django", "django/middleware"), ("flask", "flask")]
)
def test_the_framework_does_not_send_the_header(implementation, folder, header):
    files = list((site_packages(implementation) / folder).rglob("*.py"))
    assert files
    assert [file for file in files if header in file.read_text(encoding="utf-8")] == []


def test_a_session_of_django_has_no_column_for_the_user():
    model = class_named(
        module("django", "django/contrib/sessions/base_session.py"), "AbstractBaseSession"
    )
    columns = [ast.unparse(node.targets[0]) for node in model.body if isinstance(node, ast.Assign)]
    assert columns == ["session_key", "session_data", "expire_date", "objects"]
