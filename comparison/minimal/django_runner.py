"""Runs a minimal version in a project of Django."""

import importlib
import io
import os
import re
import sys
import unittest
from types import SimpleNamespace

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.staticfiles.views import serve
from django.core import checks, mail
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import setup_test_environment

from comparison.minimal.steps import PASSWORD, TOKEN, USERS

# Modules to import once for all versions.
PRELOADED = [
    "django.contrib.auth.views",
    "django.contrib.postgres.fields",
    "django.core.management.commands.makemigrations",
    "django.template.loader_tags",
    "django.views.generic",
    "rest_framework.generics",
    "rest_framework.templatetags.rest_framework",
]
FILE = re.compile(r"^# example/(\S+)\.py\b", re.MULTILINE)


class Runner:
    implementation = "django"
    package = "example/"

    def __init__(self, folder):
        self.folder = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "project"

    def path(self, source):
        """Return the path of the first file that a version names."""
        return f"example/{FILE.search(source)[1]}.py"

    def needs_own_setup(self, source):
        """Return whether a version has to be loaded together with the apps."""
        return "AUTH_USER_MODEL" in source or "guardian" in source

    def setup(self):
        (self.folder / "example").mkdir(exist_ok=True)
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        django.setup()
        setup_test_environment()
        for name in PRELOADED:
            importlib.import_module(name)

    def load(self, source, csrf):
        """Import a version, apply its settings, and create the tables and the users."""
        if not apps.ready:
            if "AUTH_USER_MODEL" in source:
                settings.AUTH_USER_MODEL = "example.User"
            else:
                settings.INSTALLED_APPS.append("guardian")
            self.setup()
        names = [name.replace("/", ".") for name in FILE.findall(source)]
        self.module = importlib.import_module(f"example.{names[0]}")
        for name in names[1:]:
            sys.modules[f"example.{name}"] = self.module
        if hasattr(self.module, "urlpatterns"):
            sys.modules["example.urls"] = self.module
        elif (self.folder / "example" / "views.py").exists():
            sys.modules["example.urls"] = importlib.import_module("example.views")
        else:
            sys.modules["example.urls"] = SimpleNamespace(urlpatterns=[])
        for name, value in vars(self.module).items():
            if name.isupper():
                setattr(settings, name, value)
        errors = [error for error in checks.run_checks() if error.level >= checks.ERROR]
        # A version shows only its own entry of a long setting.
        errors = [error for error in errors if not error.id.startswith("admin.E4")]
        if errors:
            raise RuntimeError(errors)
        with connection.schema_editor() as editor:
            for model in apps.get_models():
                if not model._meta.proxy:
                    editor.create_model(model)
        example = apps.get_app_config("example")
        example.models_module = self.module
        create_permissions(example, verbosity=0)
        self.create_users()
        self.client = Client(enforce_csrf_checks=csrf, SERVER_NAME="localhost")

    def create_users(self):
        from django.contrib.auth import get_user_model
        from rest_framework.authtoken.models import Token

        for username, values in USERS.items():
            user = get_user_model().objects.create_user(
                username, f"{username}@example.com", PASSWORD, **values
            )
            if user.is_staff:
                user.is_superuser = True
                user.save()
                Token.objects.create(user=user, key=TOKEN)

    def user(self, username):
        from django.contrib.auth import get_user_model

        return get_user_model().objects.get(username=username)

    def user_table(self):
        from django.contrib.auth import get_user_model

        return get_user_model()._meta.db_table

    def login(self, username):
        self.client.force_login(self.user(username))

    def request(self, method, path, body, content_type, headers):
        if path.startswith(settings.STATIC_URL):  # like runserver
            file = path.removeprefix(settings.STATIC_URL)
            response = serve(RequestFactory().get(path), file, insecure=True)
        else:
            response = self.client.generic(method, path, body, content_type, headers=headers)
        content = b"".join(response) if response.streaming else response.content
        return SimpleNamespace(
            status=response.status_code,
            headers=response.headers,
            cookies=[cookie.OutputString() for cookie in response.cookies.values()],
            text=content.decode(),
        )

    def call(self, name, args):
        values = [self.user(arg[1:-1]) if is_user(arg) else arg for arg in args]
        return getattr(self.module, name)(*values)

    def sql(self, query):
        with connection.cursor() as cursor:
            row = cursor.execute(query).fetchone()
        return row[0] if row else None

    def form_errors(self, name, data):
        return getattr(self.module, name)(data).errors

    def command(self, name, *args):
        stdout = io.StringIO()
        call_command(self.module.Command(), *args, stdout=stdout)
        return stdout.getvalue()

    def messages(self):
        return mail.outbox

    def count_passed_tests(self):
        suite = unittest.defaultTestLoader.loadTestsFromModule(self.module)
        result = unittest.TextTestRunner(stream=sys.stderr, verbosity=0).run(suite)
        return result.testsRun - len(result.failures) - len(result.errors)


def is_user(arg):
    return isinstance(arg, str) and arg[1:-1] in USERS and arg.startswith("{")
