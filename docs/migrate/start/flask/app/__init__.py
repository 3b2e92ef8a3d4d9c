"""A small application: people sign up, log in, and show a page about themselves."""

from flask import Flask, render_template
from flask_login import LoginManager
from flask_mailman import Mail
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login = LoginManager()
login.login_view = "auth.login"
login.login_message = None
mail = Mail()
csrf = CSRFProtect()


def create_app():
    app = Flask(__name__)
    app.config.from_object("config")
    db.init_app(app)
    migrate.init_app(app, db)
    login.init_app(app)
    mail.init_app(app)
    csrf.init_app(app)

    from app import api, auth, commands, profiles, reset

    app.register_blueprint(profiles.bp)
    app.register_blueprint(auth.bp, url_prefix="/accounts")
    app.register_blueprint(reset.bp, url_prefix="/accounts")
    app.register_blueprint(api.bp, url_prefix="/api")
    app.register_blueprint(commands.bp)
    csrf.exempt(api.bp)

    @app.errorhandler(404)
    def not_found(error):
        return render_template("404.html"), 404

    return app
