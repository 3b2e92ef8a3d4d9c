"""Flask extensions, initialized by the application factory."""

from flask import redirect, request, url_for
from flask_caching import Cache
from flask_login import LoginManager
from flask_mailman import Mail
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import DeclarativeBase
from werkzeug.urls import iri_to_uri


class Base(DeclarativeBase):
    pass


# Loaded rows do not expire at a commit: a concurrent request may have deleted the row since.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()
csrf = CSRFProtect()
mail = Mail()
cache = Cache()
login_manager = LoginManager()
login_manager.session_protection = None  # it sets a cookie for anonymous users, too


@login_manager.unauthorized_handler
def redirect_to_login():
    """Redirect to the login page, with the requested URL as `next` (PROFILE-6)."""
    next_url = iri_to_uri(request.full_path).removesuffix("?")
    return redirect(url_for("accounts.login", next=next_url))
