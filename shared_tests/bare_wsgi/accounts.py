"""Sign-up, login and logout."""

import re
import sqlite3

from shared_tests.bare_wsgi import forms, passwords
from shared_tests.bare_wsgi.database import add_user, find_user
from shared_tests.bare_wsgi.forms import Field, Form
from shared_tests.bare_wsgi.layout import fill, page
from shared_tests.bare_wsgi.web import redirect

SIGN_UP = [
    Field("email", "Mail address", "email", True, 254, forms.check_email),
    Field("username", "What others call you here", "text", True, 30, forms.check_username),
    Field("last_name", "Family name", "text", False, 150, forms.check_name),
    Field("first_name", "Given name", "text", False, 150, forms.check_name),
    Field("password1", "A secret", "password"),
    Field("password2", "The secret once more", "password"),
]
LOGIN = [Field("username", "Name"), Field("password", "Secret", "password")]
NEXT = '<input type="hidden" name="next" value="{url}">'
# A path of the application, as every browser reads it (LOGIN-5).
LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x20\x7f-\x9f]{0,1999}")


def sign_up(request):
    """Return the form, or create a user (SIGNUP)."""
    if request.visit.user:
        return redirect("/profile/")
    form = Form(SIGN_UP, request.form if request.method == "POST" else None)
    if request.method == "POST":
        check_passwords(form)
        if not form.errors and (user_id := create_user(request.database, form)):
            request.visit.log_in(user_id)
            return redirect("/profile/")
    html = form.html(request.visit, "signup-form", "/accounts/signup/", "Join")
    return page(request, "Join us", html)


def check_passwords(form):
    """Add the messages about a new password, which stand at `password2` (SIGNUP-3)."""
    first, second = form.values["password1"], form.values["password2"]
    if {"password1", "password2"} & form.errors.keys():
        return
    messages = ["The two password fields didn’t match."]
    if first == second:
        messages = passwords.weaknesses(first, form.values)
    form.errors |= {"password2": messages} if messages else {}


def create_user(database, form):
    """Insert a user and return the primary key, or None if the username is taken.

    A taken username is found after the password was hashed, so that it takes as long (SIGNUP-8).
    """
    fields = {name: value for name, value in form.values.items() if name != "password2"}
    local, _, host = fields["email"].rpartition("@")
    fields |= {"username": fields["username"].lower(), "email": f"{local}@{host.lower()}"}
    try:
        return add_user(database, password=fields.pop("password1"), **fields)
    except sqlite3.IntegrityError:
        form.errors["username"] = ["A user with that username already exists."]
        return None


def log_in(request):
    """Return the form, or log a user in (LOGIN)."""
    url = request.form.get("next", request.query.get("next", ""))
    url = url if LOCAL_PATH.fullmatch(url) else ""
    if request.visit.user:
        return redirect("/profile/")
    form = Form(LOGIN, request.form if request.method == "POST" else None)
    if request.method == "POST" and not form.errors:
        if user := authenticate(request.database, **form.values):
            request.visit.log_in(user["id"])
            return redirect(url or "/profile/")
        form.errors[""] = ["Wrong username or password."]
    hidden = fill(NEXT, url=url) if url else ""
    html = form.html(request.visit, "login-form", "/accounts/login/", "Enter", hidden)
    return page(request, "Enter", html)


def authenticate(database, username, password):
    """Return the active user with this password, or None, in the same time (LOGIN-3, LOGIN-4)."""
    is_known = username.isascii()
    user = find_user(database, "username", username.lower()) if is_known else None
    is_right = passwords.verify(password, user["password"] if user else passwords.UNKNOWN)
    return user if user and is_right and user["is_active"] else None


def log_out(request):
    """End the session (LOGOUT)."""
    request.visit.log_out()
    return redirect("/")
