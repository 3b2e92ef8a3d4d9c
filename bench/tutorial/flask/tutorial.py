"""The profile page, as the quick starts of Flask and Flask-SQLAlchemy leave it."""

import os
from datetime import datetime

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Profile(db.Model):
    """A profile, without what the page does not show: the table of the implementations."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    bio: Mapped[str]
    location: Mapped[str]
    website: Mapped[str]
    date_joined: Mapped[datetime]
    is_active: Mapped[bool]
    visibility: Mapped[str]

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip() or self.username


app = Flask(__name__)
app.config.from_object(os.environ["FLASK_CONFIG"])
app.jinja_options = app.config["JINJA_OPTIONS"]
db.init_app(app)
with app.app_context():
    for name, listener in app.config["ENGINE_LISTENERS"].items():
        event.listen(db.engine, name, listener)


@app.get("/profile/<int:pk>/")
def profile(pk):
    """Show a public profile."""
    public = db.select(Profile).filter_by(id=pk, is_active=True, visibility="public")
    return render_template("profiles/detail.html", person=db.one_or_404(public))
