"""Navigate the admin by the texts of links, labels and buttons that SPEC.md lists."""

from shared_tests.support.factories import new_user
from shared_tests.support.forms_by_label import (
    BUTTONS,
    checkbox,
    control,
    filled,
    follow,
    press,
    text,
)

DEACTIVATE = "Deactivate selected users"
REACTIVATE = "Reactivate selected users"
SURE = "Yes, I’m sure"
ROWS_LIMITED = "Only the first {:,} rows are listed."


def open_list(browser, name, search):
    """Open a list and search it."""
    browser.get("/admin/")
    follow(browser, name)
    return press(browser, "Search", {"Search": search})


def open_user(browser, username):
    """Open the change page of a user."""
    open_list(browser, "Users", username)
    return follow(browser, username)


def edit(browser, username, extra=(), **fields):
    """Edit a user; the names of fields are labels, with underscores for spaces."""
    open_user(browser, username)
    labels = {name.replace("_", " "): new for name, new in fields.items()}
    return press(browser, "Save", labels, extra=extra)


def action_button(page):
    """Return the text of the button that runs a bulk action: the one of the form of `Action`."""
    (button,) = control(page, "Action").find_parent("form").select(BUTTONS)
    return text(button)


def act(browser, action, *names, in_list="Users", search=None, extra=()):
    """Run a bulk action on the rows of a list that have these names."""
    page = open_list(browser, in_list, search or names[0])
    boxes = [checkbox(page, each) for each in names]
    return press(browser, action_button(page), {"Action": action}, boxes, extra)


def set_password(browser, username, first, second=None):
    open_user(browser, username)
    follow(browser, "Set password")
    fields = {"New password": first, "New password confirmation": second or first}
    return press(browser, "Set password", fields)


def delete(browser, username):
    open_user(browser, username)
    follow(browser, "Delete")
    return press(browser, SURE)


def lines(browser, name):
    """Return the audit log entries for a name, each as the texts of its cells."""
    page = open_list(browser, "Audit log", name)
    rows = page.soup.select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td, th")] for row in rows]


def sign_up(browser, **fields):
    """Sign up a new user and return the submitted fields."""
    account = new_user(**fields)
    browser.sign_up(**account)
    return account


def forge(browser, form):
    """Submit a form of another user, with the CSRF token of this browser."""
    method, url, pairs = form
    _, own = browser.get("/").form("logout-form")
    return browser.request(method, url, data=[(name, own.get(name, old)) for name, old in pairs])


def forms(browser, username):
    """Return all admin forms that change a user, filled in."""
    page = open_list(browser, "Users", username)
    boxes = [checkbox(page, username)]
    button = action_button(page)
    found = {
        each: filled(page, button, {"Action": each}, boxes) for each in (DEACTIVATE, REACTIVATE)
    }
    page = open_user(browser, username)
    changes = {"First name": "Forged", "Active": False, "Superuser status": False}
    found["edit"] = filled(page, "Save", changes)
    new = {"New password": "forged-9x8y7z", "New password confirmation": "forged-9x8y7z"}
    found["password"] = filled(follow(browser, "Set password"), "Set password", new)
    open_user(browser, username)
    found["delete"] = filled(follow(browser, "Delete"), SURE)
    return found
