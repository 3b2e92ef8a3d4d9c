"""Steps that a user, an administrator or a program takes on one side.

Each function takes a Side first, and returns nothing, or what must be equal on both sides.
"""

from urllib.parse import urlencode, urlsplit

from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.mailbox import links


def follow(side, actor, path):
    """Open a page, and follow its redirects."""
    side.browsers[actor].get(side.url + path)


def send(side, actor, method, path, headers, body):
    """Send one request with the cookies of the browser, or those of `headers`."""
    browser = Browser(side.url) if "Cookie" in headers else side.browsers[actor]
    browser.send(method, path, headers=headers, data=body)


def submit(side, actor, path, form, fields):
    """Open a page, and submit one of its forms."""
    browser = side.browsers[actor]
    browser.get(path)
    browser.submit(form, **fields)


def log_in_on_the_way(side, actor, path, text, fields):
    """Open a page that requires a login, in a new browser, with a query string, and log in."""
    browser = side.browsers[actor] = Browser(side.url)
    browser.get(path, params={"q": text})
    browser.submit("login-form", **fields)


def submit_without_login(side, actor, path, form):
    """Open a form, expire the logins of all users of the run, and submit the form."""
    browser = side.browsers[actor]
    browser.get(path)
    expire(side, "sessions")
    browser.submit(form)


def submit_as(side, actor, path, kind, rest):
    """Send the hidden fields of a form, and any text, with this content type."""
    browser = side.browsers[actor]
    form = browser.get(path).soup.select_one("main form[method=post]")
    assert form, f"no form at {path}"
    fields = {each["name"]: each.get("value", "") for each in form.select("input[type=hidden]")}
    body = urlencode(fields) + rest
    browser.send("POST", path, headers={"Content-Type": kind}, data=body)


def log_in(side, actor):
    """Return the browser of an actor; the superuser or a demo user is logged in there."""
    browser = side.browsers[actor]
    if actor in side.passwords and not browser.cookies():
        browser.log_in(actor, side.passwords[actor])
    return browser


def visit_with_permissions(side, username, path):
    """Open a page as the superuser, or as a user who may see email addresses."""
    log_in(side, username).get(side.url + path)


def expire(side, table):
    """Expire the logins, or the tokens, of all users of the run, also if the clock is set back."""
    past = "(SELECT min(date_joined) FROM users)"
    update = f"UPDATE {table} SET expires_at = {past} WHERE user_id > :last"  # noqa: S608
    side.database.rows(update, last=side.last["users"])


def move_clock(side, minutes):
    """Set the clock that limits logins by so many minutes ahead of the correct time."""
    side.move_clock(minutes)


def submit_search(side, actor, query):
    """Search the directory."""
    side.browsers[actor].get("/profiles/", params=query)


def edit(side, actor, fields):
    """Change some fields of the profile form, and submit all of them."""
    browser = side.browsers[actor]
    browser.get("/accounts/edit/")
    form = browser.page.soup.find(id="profile-form")
    inputs = form.select("input[name]:not([type=hidden])") if form else []
    stored = {each["name"]: each.get("value", "") for each in inputs}
    browser.submit("profile-form", **{"visibility": "public", "bio": ""} | stored | fields)


def open_reset_link(side, actor, email, password):
    """Open the last reset link that was sent to an email address, and choose a password."""
    mails = side.mailbox.received_by(email)
    found = links(mails[-1])[:1] if mails else []
    if not found or "/accounts/reset/" not in found[0]:
        return
    browser = side.browsers[actor]
    browser.get(urlsplit(found[0]).path)
    fields = {"new_password1": password, "new_password2": password}
    browser.submit("new-password-form", **fields)


def end_session(side, actor, number):
    """Press one of the buttons of the list of sessions; the last one ends all other sessions."""
    browser = side.browsers[actor]
    forms = browser.get("/accounts/sessions/").soup.select("main form")
    if forms:
        press_button(browser, forms[number % len(forms)])


def revoke_token(side, actor, number):
    """Press a button of the list of tokens."""
    browser = side.browsers[actor]
    forms = browser.get("/accounts/tokens/").soup.select("#tokens form")
    if forms:
        press_button(browser, forms[number % len(forms)])


def press_button(browser, form):
    """Submit a form that has hidden fields only."""
    fields = {each["name"]: each.get("value", "") for each in form.select("input[type=hidden]")}
    browser.request("POST", form["action"], data=fields)


def make_token(side, actor, fields):
    """Create a token with the form, and remember its secret."""
    submit(side, actor, "/accounts/tokens/", "token-form", fields)
    if secret := side.browsers[actor].page.select_text("#token"):
        side.secrets.append(secret)


def call_api(side, number, method, path, json):
    """Send a request to the API with one of the tokens, or without one."""
    secret = side.secrets[number % len(side.secrets)] if number and side.secrets else None
    APIClient(side.url, secret).request(method, path, json=json)


def make_token_by_api(side, username, password, fields):
    """Create a token with the API, and remember its secret."""
    response = APIClient(side.url).make_token(username, password, **fields)
    if response.status_code == 201:
        side.secrets.append(response.json()["token"])
