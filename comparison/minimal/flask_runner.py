"""Runs a minimal version in a project of Flask."""

import importlib
from types import SimpleNamespace

import pytest
import sqlalchemy
from werkzeug.security import generate_password_hash

from comparison.minimal.steps import PASSWORD, TOKEN, USERS

# Modules to import once for all versions.
PRELOADED = [
    "argon2",
    "flask_admin.contrib.sqla",
    "flask_caching",
    "flask_login",
    "flask_mailman",
    "flask_smorest",
    "flask_sqlalchemy",
    "flask_wtf",
    "jinja2.ext",
    "sqlalchemy.dialects.sqlite",
]


class PassedTests:
    """Counts the tests that pass."""

    number = 0

    def pytest_runtest_logreport(self, report):
        self.number += report.when == "call" and report.passed


class Runner:
    implementation = "flask"
    package = ""

    def __init__(self, folder):
        self.folder = folder

    def path(self, source):
        return "app.py"

    def needs_own_setup(self, source):
        return False

    def setup(self):
        """Import the extensions; each version imports the project itself."""
        for name in PRELOADED:
            importlib.import_module(name)

    def load(self, source, csrf):
        """Import a version, and create the tables and the users."""
        project = importlib.import_module("project")
        project.app.config["MAIL_BACKEND"] = "locmem"
        self.module = importlib.import_module("app")
        self.app = getattr(self.module, "app", project.app)
        self.app.config["PROPAGATE_EXCEPTIONS"] = True
        self.app.config["WTF_CSRF_ENABLED"] = csrf
        self.db = getattr(self.module, "db", project.db)
        self.User = getattr(self.module, "User", project.User)
        self.database_app = project.app if self.db is project.db else self.app
        self.create_users()
        self.client = self.app.test_client()

    def create_users(self):
        password = generate_password_hash(PASSWORD, "pbkdf2:sha256:1")
        with self.database_app.app_context():
            self.db.create_all()
            for username, values in USERS.items():
                values = values | {
                    "username": username,
                    "email": f"{username}@example.com",
                    "password": password,
                    "token": TOKEN if values["is_staff"] else None,
                }
                columns = self.User.__table__.columns.keys()
                self.db.session.add(self.User(**{k: v for k, v in values.items() if k in columns}))
            self.db.session.commit()

    def user(self, username):
        return self.db.session.scalar(self.db.select(self.User).filter_by(username=username))

    def user_table(self):
        return "user"

    def login(self, username):
        with self.database_app.app_context():
            user_id = self.user(username).get_id()
        with self.client.session_transaction() as session:
            session["_user_id"] = user_id

    def request(self, method, path, body, content_type, headers):
        response = self.client.open(
            path, method=method, data=body, content_type=content_type, headers=headers
        )
        return SimpleNamespace(
            status=response.status_code,
            headers=response.headers,
            cookies=response.headers.getlist("Set-Cookie"),
            text=response.text,
        )

    def call(self, name, args):
        with self.database_app.app_context():
            values = [self.user(arg[1:-1]) if is_user(arg) else arg for arg in args]
            return getattr(self.module, name)(*values)

    def sql(self, query):
        with self.database_app.app_context():
            result = self.db.session.execute(sqlalchemy.text(query))
            value = result.scalar() if result.returns_rows else None
            self.db.session.commit()
            return value

    def form_errors(self, name, data):
        with self.app.test_request_context("/", method="POST", data=data):
            form = getattr(self.module, name)(meta={"csrf": False})
            form.validate()
            return form.errors

    def command(self, *args):
        return self.app.test_cli_runner().invoke(args=args).output

    def messages(self):
        return getattr(self.app.extensions["mailman"], "outbox", [])

    def count_passed_tests(self):
        passed = PassedTests()
        pytest.main(["-q", "-p", "no:cacheprovider", self.module.__file__], [passed])
        return passed.number


def is_user(arg):
    return isinstance(arg, str) and arg[1:-1] in USERS and arg.startswith("{")
