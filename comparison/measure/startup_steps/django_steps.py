"""Measures the steps of the start of a Django application.

python django_steps.py serve /profiles/          to the first response
python django_steps.py command clearsessions     to the end of a command
"""

import runpy
import sys

from steps import get, start_steps

mode, argument = sys.argv[1:]
steps = start_steps()

with steps.step("import of the framework"):
    if mode == "serve":
        import django.core.wsgi as entry
    else:
        import django.core.management as entry
    from django.apps import AppConfig
    from django.apps.registry import Apps
    from django.conf import Settings
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.template.engine import Engine
    from django.template.utils import EngineHandler
    from django.urls import URLResolver
    from django.utils import log

steps.watch(Settings, "__init__", "settings, on first access")
steps.watch(log, "configure_logging", "logging")
steps.watch(Apps, "populate", "app registry: ready() of each app")
steps.watch(AppConfig, "create", "app registry: import of the apps")
steps.watch(AppConfig, "import_models", "app registry: import of the models")
steps.watch(URLResolver.urlconf_module, "func", "import of routes, views and forms")
steps.watch(EngineHandler, "__getitem__", "template engine")
steps.watch(Engine, "get_template", "templates, loaded and compiled")
steps.watch(BaseDatabaseWrapper, "connect", "connection to the database")

if mode == "serve":
    steps.watch(entry.WSGIHandler, "load_middleware", "middleware")
    import config.wsgi

    with steps.step("the request itself"):
        get(config.wsgi.application, argument)
else:
    steps.watch(entry, "get_commands", "search for commands")
    steps.watch(entry.ManagementUtility, "fetch_command", "import of the command")
    steps.watch(entry.BaseCommand, "run_from_argv", "the command itself")
    steps.watch(entry.BaseCommand, "check", "system checks")
    sys.argv = ["manage.py", argument]
    runpy.run_path("manage.py", run_name="__main__")
steps.write()
