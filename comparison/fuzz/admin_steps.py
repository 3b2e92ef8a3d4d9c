"""Steps of staff in the admin, and what SPEC.md promises of its pages.

Each function takes a Side first, and returns what must be equal on both sides.
"""

import re

from comparison.fuzz.steps import log_in
from shared_tests.support import admin_pages
from shared_tests.support.forms_by_label import control, follow, press, text, value

FIELDS = (
    "Username", "Email address", "First name", "Last name", "Bio", "Location", "Website",
    "Visibility", "Active", "Staff status", "Superuser status",
)  # fmt: skip
PASSWORDS = ("New password", "New password confirmation")
COLUMNS = {"Users": slice(0, 1), "Tokens": slice(0, 3), "Audit log": slice(1, 5)}  # without times
REVOKE = "Revoke selected tokens"
NOTICE = re.compile(
    r"(?:Deactivated|Reactivated|Revoked): \d+\.|Superusers were left alone\."
    r"|Password changed successfully\."
)


def view_user(side, actor, username):
    """Open the admin page of a user."""
    page = open_user(side, actor, username)
    return read_page(page, FIELDS)


def view_list(side, actor, in_list, words, filter_):
    """Search a list, and follow one of its filters, if one is given: its group and its link."""
    browser = log_in(side, actor)
    page = admin_pages.open_list(browser, in_list, words)
    if filter_ and page.status == 200:
        page = follow(browser, filter_[1], within=filter_[0])
    return read_rows(page, in_list)


def view_list_of_user(side, actor, username, name):
    """Follow the link to the history, or to the tokens, of a user."""
    open_user(side, actor, username)
    page = follow(side.browsers[actor], name)
    return read_rows(page, "Audit log" if name == "History" else "Tokens")


def act(side, actor, username, action):
    """Deactivate or reactivate a user, or revoke a token, with the action of a list."""
    in_list = "Tokens" if action == REVOKE else "Users"
    return read_page(admin_pages.act(log_in(side, actor), action, username, in_list=in_list))


def save(side, actor, username, fields):
    """Change some fields of a user."""
    open_user(side, actor, username)
    return read_page(press(side.browsers[actor], "Save", fields), FIELDS)


def set_password(side, actor, username, password):
    """Set the password of a user."""
    open_user(side, actor, username)
    browser = side.browsers[actor]
    follow(browser, "Set password")
    return read_page(press(browser, "Set password", dict.fromkeys(PASSWORDS, password)), PASSWORDS)


def delete(side, actor, username):
    """Delete a user."""
    open_user(side, actor, username)
    follow(side.browsers[actor], "Delete")
    return read_page(press(side.browsers[actor], admin_pages.SURE))


def open_user(side, actor, username):
    """Open the admin page of a user; its URL is that of user 1 with another primary key."""
    found = side.database.rows("SELECT id FROM users WHERE username = :name", name=username)
    assert found, f"no user {username}"
    superuser = log_in(side, "admin")
    side.user_url = side.user_url or admin_pages.open_user(superuser, "ada").path
    return log_in(side, actor).get(re.sub(r"\b1\b", str(found[0][0]), side.user_url))


def read_page(page, names=()):
    """Return what SPEC.md promises of a page: status, notices, and the fields with these labels."""
    fields = {name: read_field(page, name) for name in names if control(page, name)}
    return page.status, sorted(NOTICE.findall(page.soup.get_text(" "))), fields


def read_field(page, name):
    """Return the value of a field, and its messages."""
    ids = control(page, name).get("aria-describedby", "").split()
    errors = [page.soup.find(id=each) for each in ids if "error" in each]
    return value(page, name), sorted(text(each) for list_ in errors for each in list_("li"))


def read_rows(page, in_list):
    """Return the status of a list, and its rows in any order, without boxes and times."""
    rows = [
        [text(cell) for cell in row(["td", "th"]) if not cell.select("input[type=checkbox]")]
        for row in page.soup.select("tbody tr")
    ]
    return page.status, sorted(row[COLUMNS[in_list]] for row in rows)
