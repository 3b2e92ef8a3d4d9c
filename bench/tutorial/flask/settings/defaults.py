"""The settings of the quick start of Flask-SQLAlchemy, with PostgreSQL."""

import os

SECRET_KEY = os.environ["SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = os.environ["DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:")
JINJA_OPTIONS = {}
ENGINE_LISTENERS = {}
