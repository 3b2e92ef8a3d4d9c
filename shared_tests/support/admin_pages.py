"""Navigate the admin by the texts of links, labels and buttons that SPEC.md lists."""

from shared_tests.support.factories import new_user
from shared_tests.support.forms_by_label import checkbox, filled, follow, press

DEACTIVATE = "Deactivate selected users"
REACTIVATE = "Reactivate selected users"
SURE = "Yes, I’m sure"


def open_list(visitor, name, search):
    """Open a list and search it."""
    visitor.get("/admin/")
    follow(visitor, name)
    return press(visitor, "Search", {"Search": search})


def open_user(visitor, username):
    """Open the change page of a user."""
    open_list(visitor, "Users", username)
    return follow(visitor, username)


def edit(visitor, username, extra=(), **fields):
    """Edit a user; the names of fields are labels, with underscores for spaces."""
    open_user(visitor, username)
    labels = {name.replace("_", " "): new for name, new in fields.items()}
    return press(visitor, "Save", labels, extra=extra)


def act(visitor, action, *names, in_list="Users", search=None, extra=()):
    """Run a bulk action on the rows of a list that have these names."""
    page = open_list(visitor, in_list, search or names[0])
    return press(visitor, "Go", {"Action": action}, [checkbox(page, each) for each in names], extra)


def set_password(visitor, username, first, second=None):
    open_user(visitor, username)
    follow(visitor, "Set password")
    fields = {"New password": first, "New password confirmation": second or first}
    return press(visitor, "Set password", fields)


def delete(visitor, username):
    open_user(visitor, username)
    follow(visitor, "Delete")
    return press(visitor, SURE)


def lines(visitor, name):
    """Return the audit log entries for a name, each as the texts of its cells."""
    page = open_list(visitor, "Audit log", name)
    rows = page.soup.select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td, th")] for row in rows]


def sign_up(visitor, **fields):
    """Sign up a new user and return the submitted fields."""
    person = new_user(**fields)
    visitor.sign_up(**person)
    return person


def forge(visitor, form):
    """Submit a form of another user, with the CSRF token of this browser."""
    method, url, pairs = form
    _, own = visitor.get("/").form("logout-form")
    return visitor.request(method, url, data=[(name, own.get(name, old)) for name, old in pairs])


def forms(visitor, username):
    """Return all admin forms that change a user, filled in."""
    page = open_list(visitor, "Users", username)
    boxes = [checkbox(page, username)]
    found = {each: filled(page, "Go", {"Action": each}, boxes) for each in (DEACTIVATE, REACTIVATE)}
    page = open_user(visitor, username)
    changes = {"First name": "Forged", "Active": False, "Superuser status": False}
    found["edit"] = filled(page, "Save", changes)
    new = {"New password": "forged-9x8y7z", "New password confirmation": "forged-9x8y7z"}
    found["password"] = filled(follow(visitor, "Set password"), "Set password", new)
    open_user(visitor, username)
    found["delete"] = filled(follow(visitor, "Delete"), SURE)
    return found
