"""The screens of the application: every page in each of its states, for each kind of user."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

ANYONE, MEMBER, STAFF = "anyone", "member", "staff"
LINK = "the link of a mail"


@dataclass(frozen=True)
class Screen:
    """A page for one kind of user, after following links or submitting a form."""

    name: str
    path: str
    user: str = ANYONE
    links: tuple = ()
    form: str = ""
    fields: dict = field(default_factory=dict)


# No screen uses a wrong password of an existing user: repeated failures lock the user out (GUESS-6).
SCREENS = [
    Screen("home", "/"),
    Screen("directory", "/profiles/"),
    Screen("directory-second-page", "/profiles/?page=2"),
    Screen("directory-one-result", "/profiles/?q=ada"),
    Screen("directory-no-results", "/profiles/?q=nobody+has+this+name"),
    Screen("directory-refused", "/profiles/?joined_after=1&sort=1"),
    Screen("table", "/profiles/table/?sort=-name&page=2"),
    Screen("table-refused", "/profiles/table/?joined_after=1"),
    Screen("profile", "/profile/ada/"),
    Screen("profile-with-markup", "/profile/bobby/"),
    Screen("profile-from-right-to-left", "/profile/khwarizmi/"),
    Screen("profile-without-details", "/profile/nobody_yet/"),
    Screen("statistics", "/stats/"),
    Screen("sign-up", "/accounts/signup/"),
    Screen("sign-up-refused", "/accounts/signup/", form="signup-form",
           fields={"username": "ada", "email": "ada@example", "password1": "1", "password2": "1"}),
    Screen("log-in", "/accounts/login/?next=/profiles/"),
    Screen("log-in-refused", "/accounts/login/", form="login-form",
           fields={"username": "no one", "password": "wrong"}),
    Screen("forgotten-password", "/accounts/password_reset/"),
    Screen("look-into-your-mail", "/accounts/password_reset/done/"),
    Screen("choose-a-password", LINK),
    Screen("choose-a-password-refused", LINK, form="new-password-form",
           fields={"new_password1": "1", "new_password2": "2"}),
    Screen("dead-link", "/accounts/reset/MQ/x-y/"),
    Screen("not-found", "/nothing/"),
    Screen("api", "/api/docs/"),
    Screen("walk-through", "/walkthrough/"),
    Screen("walk-through-function", "/walkthrough/function-view/profile/bobby/"),
    Screen("walk-through-class", "/walkthrough/class-view/profile/ada/"),
    Screen("walk-through-template", "/walkthrough/template/?q=a"),
    Screen("walk-through-hooks", "/walkthrough/hooks/"),
    Screen("walk-through-errors", "/walkthrough/errors/"),
    Screen("walk-through-url-values", "/walkthrough/url-values/de/"),
    Screen("walk-through-configuration", "/walkthrough/configuration/"),
    Screen("walk-through-apps", "/walkthrough/apps/"),
    Screen("home-of-a-member", "/", MEMBER),
    Screen("directory-of-a-member", "/profiles/?sort=-username", MEMBER),
    Screen("own-profile", "/profile/", MEMBER),
    Screen("profile-for-members", "/profile/grace/", MEMBER),
    Screen("edit", "/accounts/edit/", MEMBER),
    Screen("edit-refused", "/accounts/edit/", MEMBER, form="profile-form",
           fields={"email": "new@example.com", "website": "x" * 60, "first_name": "A" * 140}),
    Screen("change-password", "/accounts/password_change/", MEMBER),
    Screen("change-password-refused", "/accounts/password_change/", MEMBER, form="password-form",
           fields={"new_password1": "1", "new_password2": "1"}),
    Screen("sessions", "/accounts/sessions/", MEMBER),
    Screen("tokens-refused", "/accounts/tokens/", MEMBER, form="token-form"),
    Screen("token-made", "/accounts/tokens/", MEMBER, form="token-form",
           fields={"name": "My letters", "scopes": True}),
    Screen("tokens", "/accounts/tokens/", MEMBER),
    Screen("grants-refused", "/accounts/grants/", MEMBER, form="grant-form", fields={"grantee": "nobody"}),
    Screen("grants", "/accounts/grants/", MEMBER, form="grant-form", fields={"grantee": "ada"}),
    Screen("delete", "/accounts/delete/", MEMBER),
    Screen("delete-refused", "/accounts/delete/", MEMBER, form="delete-form"),
    Screen("home-of-staff", "/", STAFF),
    Screen("profile-for-staff", "/profile/alan/", STAFF),
    # The URLs below /admin/ are not specified, so these screens are reached by links.
    Screen("admin", "/admin/", STAFF),
    Screen("admin-users", "/admin/", STAFF, ("Users",)),
    Screen("admin-users-filtered", "/admin/", STAFF, ("Users", "Private")),
    Screen("admin-user", "/admin/", STAFF, ("Users", "ada")),
    Screen("admin-user-history", "/admin/", STAFF, ("Users", "ada", "History")),
    Screen("admin-set-password", "/admin/", STAFF, ("Users", "ada", "Set password")),
    Screen("admin-delete", "/admin/", STAFF, ("Users", "ada", "Delete")),
    Screen("admin-tokens", "/admin/", STAFF, ("Tokens",)),
    Screen("admin-grants", "/admin/", STAFF, ("Grants",)),
    Screen("admin-clients", "/admin/", STAFF, ("Clients",)),
    Screen("admin-add-client", "/admin/", STAFF, ("Clients", "Add client")),
    Screen("admin-audit-lines", "/admin/", STAFF, ("Audit log",)),
]  # fmt: skip


def kind(url):
    """Return the path of a URL, with a star for a number or a username."""
    path = re.sub("/[0-9]+/", "/*/", urlsplit(url).path)
    return "/profile/*/" if path.startswith("/profile/") and path != "/profile/" else path


def send(page, form_id, **fields):
    """Fill in a form by field names (True checks a checkbox), submit it, and wait for the response."""
    form = page.locator(f"#{form_id}")
    for name, value in fields.items():
        inputs = form.locator(f"[name={name}]")
        inputs.first.check() if value is True else inputs.fill(value)
    # Otherwise the browser itself would reject the invalid values of these screens.
    form.evaluate("form => form.noValidate = true")
    with page.expect_navigation():
        form.locator("button").click()
