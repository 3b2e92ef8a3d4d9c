"""Measures the steps of the start of a Flask application.

python flask_steps.py serve /profiles/          to the first response
python flask_steps.py command clearsessions     to the end of a command
"""

import logging.config
import sys
from importlib import import_module

from steps import get, start_steps

EXTENSIONS = [
    "flask_admin.contrib.sqla",
    "flask_caching",
    "flask_login",
    "flask_mailman",
    "flask_migrate",
    "flask_smorest",
    "flask_sqlalchemy",
    "flask_wtf",
]
mode, argument = sys.argv[1:]
steps = start_steps()

with steps.step("import of the framework"):
    import flask
    import flask.cli
    import jinja2
    import werkzeug.routing
    import werkzeug.utils


def import_all():
    """Import the extensions and the application, and watch what the factory will call."""
    with steps.step("import of the extensions"):
        for name in EXTENSIONS:
            import_module(name)
        from sqlalchemy import orm
        from sqlalchemy.engine.default import DefaultDialect
    with steps.step("import of models, forms and admin"):
        factory = import_module("app")

    steps.watch(factory, "create_app", "factory: hooks, converters, commands, filters")
    steps.watch(flask.Flask, "__init__", "factory: the Flask object")
    steps.watch(flask.Config, "from_object", "factory: settings")
    steps.watch(logging.config, "dictConfig", "factory: logging")
    for name, attribute in [
        ("flask_caching", "Cache"),
        ("flask_login", "LoginManager"),
        ("flask_mailman", "Mail"),
        ("flask_migrate", "Migrate"),
        ("flask_sqlalchemy", "SQLAlchemy"),
        ("flask_wtf", "CSRFProtect"),
    ]:
        extension = getattr(import_module(name), attribute)
        steps.watch(extension, "init_app", "factory: init_app() of the extensions")
    steps.watch(flask.Flask, "register_blueprint", "factory: registration of the blueprints")
    steps.watch(import_module("flask_smorest").Api, "init_app", "factory: OpenAPI document")
    steps.watch(import_module("flask_admin").Admin, "add_view", "factory: the admin")
    steps.watch(orm.Mapper, "_check_configure", "configuration of the model mappers")
    steps.watch(werkzeug.routing.Map, "update", "sorting of the routes")
    steps.watch(flask.Flask, "create_jinja_environment", "template engine")
    steps.watch(jinja2.Environment, "get_template", "templates, loaded and compiled")
    steps.watch(DefaultDialect, "connect", "connection to the database")


if mode == "serve":
    import_all()
    import config.wsgi

    with steps.step("the request itself"):
        get(config.wsgi.application, argument)
else:
    load_app = flask.cli.ScriptInfo.load_app

    def load_app_after_imports(info):
        import_all()
        with steps.step("search for the application"):
            return load_app(info)

    flask.cli.ScriptInfo.load_app = load_app_after_imports  # type: ignore[method-assign]
    steps.watch(flask.cli.FlaskGroup, "_load_plugin_commands", "search for commands")
    steps.watch(flask.cli.FlaskGroup, "invoke", "the command itself")
    sys.argv = ["flask", argument]
    try:
        flask.cli.main()
    except SystemExit as error:
        if error.code:
            raise
steps.write()
