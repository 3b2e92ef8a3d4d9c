"""The application factory; `flask run` finds it by its name."""

import tomllib

from flask import Flask
from werkzeug.utils import import_string

from core import converters, errors, filters
from core.extensions import csrf, db, login_manager, migrate


def create_app(**settings):
    """Return the application, with the settings of `config.settings` and with these."""
    app = Flask(__name__)
    app.config.from_object("config.settings")
    app.config.update(settings)
    db.init_app(app)
    migrate.init_app(app, db)
    csrf.init_app(app)
    login_manager.init_app(app)
    converters.init_app(app)
    errors.init_app(app)
    filters.init_app(app)
    register_blueprints(app)
    return app


def register_blueprints(app):
    """Register the blueprints that `blueprints.toml` lists."""
    app.config.from_file("blueprints.toml", tomllib.load, text=False)
    for import_name, url_prefix in app.config["BLUEPRINTS"].items():
        app.register_blueprint(import_string(import_name), url_prefix=url_prefix)
