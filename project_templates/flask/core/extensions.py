"""The extensions of Flask."""

from flask import redirect, request, url_for
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import DeclarativeBase
from werkzeug.urls import iri_to_uri


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
csrf = CSRFProtect()
login_manager = LoginManager()


@login_manager.unauthorized_handler
def redirect_to_login():
    """Redirect to the login page, with the requested URL as `next`."""
    next_url = iri_to_uri(request.full_path).removesuffix("?")
    return redirect(url_for("accounts.login", next=next_url))
