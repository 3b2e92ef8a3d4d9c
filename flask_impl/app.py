"""The application factory; `python app.py` runs the development server."""

import logging.config
import os
import sys

from environs import EnvError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import import_string

from accounts import commands
from accounts.admin import UserAdmin
from accounts.models import User
from accounts.throttle import Throttle
from accounts.views import bp as accounts_bp
from api import openapi
from api.http import bp as api_bp
from api.openapi import api
from api.views import bp as api_docs_bp
from audit.admin import AuditLogEntryAdmin
from audit.models import AuditLogEntry
from core import background, command_line, converters, database, filters
from core.commands import dbshell
from core.extensions import cache, csrf, db, login_manager, mail, migrate
from core.json import JSONProvider
from ops import instrumentation
from ops.health import bp as health_bp
from ops.listening import read_host, read_port
from passwords.views import bp as passwords_bp
from profiles.views import bp as profiles_bp
from sites import cache as site_cache
from sites.commands import setsite
from stats.views import bp as stats_bp
from tokens.admin import TokenAdmin
from tokens.commands import clearsessions
from tokens.models import Token
from tokens.views import bp as tokens_bp
from web import admin, errors, hooks, static
from web.client_ip import set_client_ip
from web.origins import check_origin
from web.request import Flask
from web.session_cookie import SessionInterface


def create_app(**settings):
    """Return the application, with the settings of the module FLASK_CONFIG and with these.

    Exits with an error message if an environment variable is invalid (SETTINGS-2, SETTINGS-3).
    """
    app = Flask(__name__)
    try:
        command_line.reject_env_files()
        app.config.from_object(os.environ.get("FLASK_CONFIG", "config.settings.dev"))
        app.config.update(settings)
        command_line.enforce_debug_setting(app)
    except EnvError as error:
        sys.exit(f"Cannot start: {error}")
    app.session_interface = SessionInterface()
    app.json = JSONProvider(app)
    logging.config.dictConfig(app.config["LOGGING"])

    app.before_request(set_client_ip)  # first: before the body of the request is parsed
    hooks.init_app(app)
    db.init_app(app)
    migrate.init_app(app, db)
    database.init_app(app)
    instrumentation.init_app(app)
    app.before_request(check_origin)
    for name in app.config["EXTENSIONS"]:
        import_string(name).init_app(app)
    background.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    mail.init_app(app)
    cache.init_app(app)
    converters.init_app(app)
    errors.init_app(app)
    filters.init_app(app)
    static.init_app(app)
    site_cache.init_app(app)
    app.extensions["throttle"] = Throttle(
        app.config["CACHE_URL"],
        app.config["LOGIN_FAILURES_PER_USERNAME"],
        app.config["LOGIN_FAILURES_PER_IP"],
        app.config["LOGIN_LOCKOUT_SECONDS"],
    )
    register_blueprints(app)
    register_commands(app)
    for name in app.config["OPTIONAL_PACKAGES"]:
        import_string(name).init_app(app)
    if app.config["HTTPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1)
    return app


def register_blueprints(app):
    """Register the pages, the API and the admin."""
    app.register_blueprint(profiles_bp)
    app.register_blueprint(accounts_bp, url_prefix="/accounts")
    app.register_blueprint(passwords_bp, url_prefix="/accounts")
    app.register_blueprint(tokens_bp, url_prefix="/accounts")
    app.register_blueprint(stats_bp, url_prefix="/stats")
    app.register_blueprint(api_docs_bp)
    app.register_blueprint(health_bp)
    openapi.init_app(app)
    api.register_blueprint(api_bp, url_prefix="/api")
    views = [
        UserAdmin(User, db, name="Users"),
        TokenAdmin(Token, db, name="Tokens"),
        AuditLogEntryAdmin(AuditLogEntry, db, name="Audit log"),
    ]
    admin.init_app(app, views)


def register_commands(app):
    """Register the commands of `flask`."""
    commands.init_app(app)
    app.cli.add_command(dbshell)
    app.cli.add_command(setsite)
    app.cli.add_command(clearsessions)


if __name__ == "__main__":
    create_app().run(read_host(), read_port(), load_dotenv=False)
