"""Adds the demo users and a member of the staff to a project from the Flask template."""

import json
import os
from pathlib import Path

from werkzeug.security import generate_password_hash

from accounts.models import User
from app import create_app
from core.extensions import db

with create_app().app_context():
    password = generate_password_hash(os.environ["DEMO_PASSWORD"])
    for fields in json.loads(Path(os.environ["DEMO_USERS"]).read_text(encoding="utf-8")):
        db.session.add(User(password=password, **fields))
        db.session.flush()
    admin = {"username": "admin", "email": "admin@example.com", "is_staff": True}
    admin["password"] = generate_password_hash(os.environ["ADMIN_PASSWORD"])
    db.session.add(User(**admin))
    db.session.commit()
