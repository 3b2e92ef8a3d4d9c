"""The extensions, made here and tied to an application by its factory."""

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


# What was loaded stays as it was after a commit: by then, somebody else may have deleted the row.
db = SQLAlchemy(
    model_class=Base,
    session_options={"expire_on_commit": False},
    add_models_to_shell=True,
)
migrate = Migrate()
csrf = CSRFProtect()
mail = Mail()
cache = Cache()
login_manager = LoginManager()
login_manager.session_protection = None  # it would rewrite the cookies of anonymous visitors


@login_manager.unauthorized_handler
def ask_to_log_in():
    """Send the visitor to log in and back, to the very address they asked for (PROFILE-6)."""
    next_url = iri_to_uri(request.full_path).removesuffix("?")
    return redirect(url_for("accounts.login", next=next_url))
