"""The application factory: settings, extensions, blueprints, and what every request meets."""

import logging.config
import os

from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import import_string

from accounts import commands
from accounts.admin import UserAdmin
from accounts.models import User
from accounts.throttle import Throttle
from api import openapi
from api.http import bp as api_bp
from api.openapi import api
from audit.admin import AuditLineAdmin
from audit.models import AuditLine
from core import command_line, converters, database, filters
from core.extensions import cache, csrf, db, login_manager, mail, migrate
from core.json import JSONProvider
from ops import instrumentation
from sites import registry
from sites.commands import site
from tokens.admin import TokenAdmin
from tokens.models import Token
from web import admin, errors, http, static
from web.static import Flask


def create_app(**settings):
    """Return the application; raise EnvError for an environment it can't use.

    The settings are those of the module that FLASK_CONFIG names, and these above them.
    """
    command_line.refuse_files()
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_object(os.environ.get("FLASK_CONFIG", "config.settings.dev"))
    app.config.update(settings)
    command_line.settle_debug(app)
    app.json = JSONProvider(app)
    logging.config.dictConfig(app.config["LOGGING"])

    http.init_app(app)  # first, so that a request is judged before anything reads its body
    db.init_app(app)
    migrate.init_app(app, db)
    csrf.init_app(app)
    login_manager.init_app(app)
    mail.init_app(app)
    cache.init_app(app)
    database.init_app(app)
    instrumentation.init_app(app)
    converters.init_app(app)
    errors.init_app(app)
    commands.init_app(app)
    app.extensions["throttle"] = Throttle(
        app.config["CACHE_URL"],
        app.config["LOGIN_NAME_LIMIT"],
        app.config["LOGIN_ADDRESS_LIMIT"],
        app.config["LOGIN_LOCK_SECONDS"],
    )
    filters.init_app(app)
    static.init_app(app)
    registry.init_app(app)
    app.cli.add_command(site)

    for name, prefix in app.config["BLUEPRINTS"].items():
        app.register_blueprint(import_string(name), url_prefix=prefix)
    openapi.init_app(app)
    api.register_blueprint(api_bp, url_prefix="/api")
    admin.init_app(
        app,
        [
            UserAdmin(User, db, name="Users"),
            TokenAdmin(Token, db, name="Tokens"),
            AuditLineAdmin(AuditLine, db, name="Audit lines"),
        ],
    )
    if app.config["HTTPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1)
    return app
