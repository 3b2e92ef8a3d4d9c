"""Logs contain requests and security events, and no secrets."""

import json
import re
import time
from base64 import b64encode
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from shared_tests.support.admin_pages import act
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser, Page
from shared_tests.support.factories import new_user, random_name
from shared_tests.support.grants_page import create_grant, revoke
from shared_tests.support.mailbox import links
from shared_tests.support.target import NOT_OFFERED, Database

REDIRECTS = {301, 302, 303, 307, 308}
REQUEST = {"event", "timestamp", "level", "request_id", "ip_address", "method", "path"}


@pytest.fixture
def log_lines(target):
    """Return a function that returns the log lines of a response, once its request is over."""
    if not target.log:
        pytest.skip(NOT_OFFERED)

    def find(page):
        wanted, deadline = page.headers["X-Request-ID"], time.monotonic() + 5
        while time.monotonic() < deadline:
            text = Path(target.log).read_text(encoding="utf-8")
            found = [json.loads(line) for line in text.splitlines() if wanted in line]
            if any(line["event"] == "request" for line in found):
                return found
            time.sleep(0.05)
        pytest.fail(f"{wanted} is not in the log")

    return find


def first(page):
    """Return the first response of a page with redirects: that to the submitted form."""
    responses = [*page.response.history, page.response]
    return type(page)(responses[0])


@pytest.mark.spec("LOG-1")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/profile/ada/?secret=1", 200),
        ("GET", "/nothing/", 404),
        ("GET", "//profile/1/", 404),
        ("GET", "/profile/", 302),
        ("POST", "/accounts/login/", 403),
        ("DELETE", "/healthz", 405),
        ("GET", "/static/style.css", 200),
    ],
)
def test_a_request_is_logged_in_one_line(browser, log_lines, method, path, status):
    page = browser.send(method, path)
    (line,) = log_lines(page)
    assert set(line) == REQUEST | {"status", "milliseconds"}
    assert (line["method"], line["path"]) == (method, path.partition("?")[0])
    statuses = {line["status"], page.status, status}
    assert line["status"] == page.status or statuses <= REDIRECTS
    assert len(statuses) == 1 or statuses <= {403, 405} or statuses <= REDIRECTS
    assert line["ip_address"] == "127.0.0.1"
    assert re.fullmatch(r"20[0-9]{2}-[0-9-]{5}T[0-9:]{8}(\.[0-9]+)?Z", line["timestamp"])
    assert 0 <= line["milliseconds"] < 30_000


@pytest.mark.spec("LOG-1")
def test_head_request_causes_no_warning(start):
    server = start()
    browser = Browser(server.url)
    for path in ("/", "/nothing/", "/profile/1/", "/healthz", "/api/profiles/", "/admin/"):
        browser.send("HEAD", path)
    browser.get("/")  # the server has finished the requests before
    lines = [json.loads(each) for each in server.log().splitlines() if each.startswith("{")]
    assert [each for each in lines if each["level"] != "info"] == []


@pytest.mark.spec("LOG-1")
def test_each_response_has_a_unique_request_id(browser, target):
    pages = [browser.get(path) for path in ("/", "/", "/nothing/", "/static/style.css", "/healthz")]
    pages.append(browser.get("/", headers={"Host": "evil.example"}))
    pages.append(browser.get("/", headers={"X-Request-ID": pages[0].headers["X-Request-ID"]}))
    ids = [page.headers["X-Request-ID"] for page in pages]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in ids)


@pytest.fixture
def security_events(log_lines):
    """Return a function that returns the name and the user of each security event of a page."""

    def find(page):
        events = [line for line in log_lines(first(page)) if line["event"] != "request"]
        assert all(set(line) == REQUEST | {"user"} for line in events)
        return [(line["event"], line["user"]) for line in events]

    return find


@pytest.mark.spec("LOG-2")
def test_security_events_of_pages_are_logged(browser, open_browser, security_events, account):
    page = browser.sign_up(**account)
    pk = browser.get("/accounts/export/").response.json()["id"]
    assert security_events(page) == [("signed_up", pk), ("logged_in", pk)]
    assert security_events(browser.log_out()) == [("logged_out", pk)]
    assert security_events(browser.log_in(account["username"], "wrong")) == [("login_failed", pk)]
    assert security_events(browser.log_in(random_name(), "wrong")) == [("login_failed", None)]
    page = browser.log_in(account["username"], account["password1"])
    assert security_events(page) == [("logged_in", pk)]

    browser.get("/accounts/password_change/")
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    page = browser.submit("password-form", old_password=account["password1"], **new)
    assert security_events(page) == [("password_changed", pk)]

    browser.get("/accounts/edit/")
    typed = {"email": "new@example.com", "visibility": "public", "password": "x-9-y-8-z"}
    assert security_events(browser.submit("profile-form", **typed)) == [("email_changed", pk)]

    browser.get("/accounts/sessions/")
    page = browser.submit("end-others-form")
    assert security_events(page) == [("other_sessions_ended", pk)]
    form = page.soup.select_one("#sessions form")
    data = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    page = browser.request("POST", form["action"], data=data)
    assert security_events(page) == [("session_ended", pk)]

    browser.log_in(account["username"], "x-9-y-8-z")
    form = browser.get("/accounts/sessions/").soup.select_one("#sessions form")
    (token,) = (each for each in form.select("input") if "csrf" in each["name"])
    data = {token["name"]: token["value"], "session": "none"}
    assert security_events(browser.request("POST", form["action"], data=data)) == []
    browser.get("/accounts/delete/")
    assert security_events(browser.submit("delete-form", password="wrong")) == [
        ("login_failed", pk)
    ]
    assert security_events(browser.submit("delete-form", password="x-9-y-8-z")) == [("deleted", pk)]


@pytest.mark.spec("LOG-2", "API-6", "API-7")
def test_security_events_of_the_api_are_logged(api_client, security_events, account):
    def events(response):
        return security_events(Page(response))

    name, password = account["username"], account["password1"]
    signed_up = api_client.sign_up(account)
    pk = signed_up.json()["id"]
    assert events(signed_up) == [("signed_up", pk)]
    created = api_client.make_token(name, password)
    assert events(created) == [("token_created", pk)]
    assert events(api_client.make_token(name, "wrong")) == [("login_failed", pk)]
    response = api_client.get("/api/tokens/", auth=(random_name(), "wrong"))
    assert events(response) == [("login_failed", None)]
    bearer = APIClient(api_client.base_url, created.json()["token"])
    change = {"email": "new@example.com", "password": password}
    assert events(bearer.patch("/api/profile/", json=change)) == [("email_changed", pk)]
    other = api_client.make_token(name, password).json()["id"]
    response = api_client.delete(f"/api/tokens/{other}/", auth=(name, password))
    assert events(response) == [("token_revoked", pk)]
    assert events(bearer.get("/api/profile/")) == []
    assert events(bearer.delete("/api/profile/")) == [("deleted", pk)]


@pytest.mark.spec("LOG-2", "TOKEN-1", "TOKEN-2")
def test_the_creation_and_the_revocation_of_a_token_are_logged(member, security_events):
    pk = member.get("/accounts/export/").response.json()["id"]
    member.get("/accounts/tokens/")
    page = member.submit("token-form", name="Backup", scopes="profile:read", days="7")
    assert security_events(page) == [("token_created", pk)]
    form = page.soup.select_one("table#tokens form")
    data = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    page = member.request("POST", form["action"], data=data)
    assert security_events(page) == [("token_revoked", pk)]
    assert security_events(member.request("POST", form["action"], data=data)) == []


@pytest.mark.spec("LOG-2", "GRANT-6")
def test_the_creation_and_the_revocation_of_a_grant_are_logged(member, superuser, log_lines):
    def events(page):
        lines = [line for line in log_lines(first(page)) if line["event"] != "request"]
        return [(line["event"], line["user"], line["by"]) for line in lines]

    pk, admin = (
        each.get("/accounts/export/").response.json()["id"] for each in (member, superuser)
    )
    name = member.get("/profile/").select_text("#username")
    page = create_grant(member, "ada")
    assert events(page) == [("grant_created", pk, pk)]
    assert events(revoke(member)) == [("grant_revoked", pk, pk)]
    assert events(create_grant(member, "nobody_has_this")) == []
    create_grant(member, "ada")
    page = act(superuser, "Revoke selected grants", name, in_list="Grants")
    assert events(page) == [("grant_revoked", pk, admin)]


@pytest.mark.spec("LOG-2", "GUESS-1")
def test_a_login_lockout_is_logged(start):
    server = start()
    for _ in range(6):
        Browser(server.url).log_in("ada", "wrong-password")
    APIClient(server.url).make_token("ada", "wrong-password")
    APIClient(server.url).get("/api/tokens/", auth=("ada", "wrong-password"))
    events = [json.loads(line)["event"] for line in server.log().splitlines() if '"user"' in line]
    assert events == ["login_failed"] * 5 + ["login_locked_out"] * 3


@pytest.mark.spec("LOG-2", "LOG-4", "RESET-1")
def test_a_password_reset_is_logged_without_its_token(
    open_browser, security_events, mailbox, target
):
    browser, user = open_browser(), new_user()
    browser.sign_up(**user)
    pk = browser.get("/accounts/export/").response.json()["id"]
    browser = open_browser()
    browser.get("/accounts/password_reset/")
    page = browser.submit("reset-form", email=user["email"])
    assert security_events(page) == [
        ("password_reset_requested", None),
        ("password_reset_sent", pk),
    ]
    (link,) = links(mailbox.wait_for(user["email"]))
    path = urlsplit(link).path
    browser.send("GET", path.replace("reset", "RESET"))
    browser.send("GET", path.replace("/reset/", "/reset//"))
    browser.get(path)
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    page = browser.submit("new-password-form", **new)
    assert security_events(page) == [("password_reset", pk)]
    assert link.rstrip("/").rpartition("/")[2] not in Path(target.log).read_text(encoding="utf-8")


@pytest.mark.spec("LOG-3")
@pytest.mark.parametrize(
    "path",
    ["/a%0A%7B%22event%22:1%7D/", "/a%0D%0Ab/", "/a%E2%80%A8b/", "/%1b[31m/", "/%00/", "/%ff/"],
)
def test_a_log_line_cannot_be_forged(browser, log_lines, path):
    (line,) = log_lines(browser.send("GET", path))
    assert line["event"] == "request"
    assert line["path"].startswith("/")


@pytest.mark.spec("LOG-4")
def test_no_secret_is_logged(start, own_mailbox):
    email_url, _ = own_mailbox
    server = start(LOG_LEVEL="DEBUG", EMAIL_URL=email_url)
    browser, user = Browser(server.url), new_user()
    browser.sign_up(**user)
    secrets = [user["password1"], *browser.cookies().values()]
    _, hidden = browser.get("/").form("logout-form")
    secrets += hidden.values()
    browser.log_out()
    secrets.append("a-passw0rd-typed-as-a-name")
    browser.log_in(secrets[-1], user["password1"])
    browser.get("/profile/", params={"token": "in-a-query"})
    secrets.append("in-a-query")
    api_client = APIClient(server.url)
    secrets.append(api_client.make_token(user["username"], user["password1"]).json()["token"])
    APIClient(server.url, secrets[-1]).patch("/api/profile/", json={"email": "x", "password": "p"})
    api_client.get("/api/tokens/", auth=("another-passw0rd-typed-as-a-name", "x"))
    secrets += ["another-passw0rd-typed-as-a-name", b64encode(b"another-passw0rd").decode()[:20]]
    text = server.log()
    assert '"login_failed"' in text
    assert [secret for secret in secrets if secret in text] == []
    assert "argon2" not in text


@pytest.mark.spec("LOG-1", "ERROR-3")
def test_all_log_lines_are_json(start):
    server = start()
    Browser(server.url).get("/nothing/")
    output = server.log().splitlines()
    (start,) = (number for number, line in enumerate(output) if "Starting gunicorn" in line)
    lines = [json.loads(line) for line in output[start:]]
    assert {"event", "timestamp", "level"} <= set.intersection(*map(set, lines))
    assert lines[-1]["path"] == "/nothing/"


@pytest.mark.spec("LOG-4")
def test_a_logged_database_error_contains_no_user_input(start):
    server = start()
    browser = Browser(server.url)
    browser.get("/accounts/login/")
    database = Database(server.environment["DATABASE_URL"])
    database.rows("ALTER TABLE users RENAME TO gone")
    database.rows("CREATE VIEW users AS SELECT * FROM gone WHERE abs(-9223372036854775807 - 1) > 0")
    database.close()
    page = browser.submit("login-form", username="typed_secret", password="x")
    assert page.status in (500, 503)
    assert "Traceback" in server.log()
    assert "typed_secret" not in server.log()
