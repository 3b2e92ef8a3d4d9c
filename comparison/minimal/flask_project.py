# project.py: the objects that the examples import
import os

from flask import Flask
from flask_login import LoginManager, UserMixin
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["TRUSTED_HOSTS"] = ["localhost"]
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"
app.config["MAIL_DEFAULT_SENDER"] = "noreply@example.com"
app.config["API_TITLE"] = "Example"
app.config["API_VERSION"] = "1"
app.config["OPENAPI_VERSION"] = "3.1.0"
db = SQLAlchemy(app, model_class=Base)
csrf = CSRFProtect(app)
login_manager = LoginManager(app)


class User(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(150), unique=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    first_name: Mapped[str] = mapped_column(String(150), default="")
    password: Mapped[str] = mapped_column(String(255), default="")
    token: Mapped[str | None] = mapped_column(String(40), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_staff: Mapped[bool] = mapped_column(default=False)


@login_manager.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))


# templates/form.html
#   <form method="post">
#     {{ form.hidden_tag() }}
#     {% for field in form if field.name != "csrf_token" %}
#       {{ field.label }} {{ field }} {{ field.errors|join(", ") }}
#     {% endfor %}
#     <button>Save</button>
#   </form>
