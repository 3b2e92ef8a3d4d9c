"""What is logged: requests and what matters for security, and nothing secret."""

import json
import re
import time
from base64 import b64encode
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser, Page
from shared_tests.support.factories import new_user, random_name
from shared_tests.support.mailbox import links
from shared_tests.support.target import NOT_OFFERED, Database

REQUEST = {"event", "timestamp", "level", "request_id", "ip_address", "method", "path"}


@pytest.fixture
def lines_of(target):
    """Return a function that gives what was logged for an answer, once its request is over."""
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
    """Return the first answer on the way to a page: that to the form which was sent."""
    responses = [*page.response.history, page.response]
    return type(page)(responses[0])


@pytest.mark.spec("LOG-1")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/profile/ada/?secret=1", 200),
        ("GET", "/nothing/", 404),
        ("GET", "/profile/", 302),
        ("POST", "/accounts/login/", 403),
        ("DELETE", "/healthz", 405),
        ("GET", "/static/style.css", 200),
    ],
)
def test_a_request_is_one_line(browser, lines_of, method, path, status):
    page = browser.send(method, path)
    (line,) = lines_of(page)
    assert set(line) == REQUEST | {"status", "milliseconds"}
    assert (line["method"], line["path"]) == (method, path.partition("?")[0])
    assert line["status"] == page.status
    assert page.status == status or {page.status, status} <= {403, 405}
    assert line["ip_address"] == "127.0.0.1"
    assert re.fullmatch(r"20[0-9]{2}-[0-9-]{5}T[0-9:]{8}(\.[0-9]+)?Z", line["timestamp"])
    assert 0 <= line["milliseconds"] < 30_000


@pytest.mark.spec("LOG-1")
def test_each_answer_has_an_id_of_its_own(browser, target):
    pages = [browser.get(path) for path in ("/", "/", "/nothing/", "/static/style.css", "/healthz")]
    pages.append(browser.get("/", headers={"Host": "evil.example"}))
    pages.append(browser.get("/", headers={"X-Request-ID": pages[0].headers["X-Request-ID"]}))
    ids = [page.headers["X-Request-ID"] for page in pages]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in ids)


@pytest.fixture
def event_of(lines_of):
    """Return a function that gives name and user of what mattered for security in a request."""

    def find(page):
        events = [line for line in lines_of(first(page)) if line["event"] != "request"]
        assert all(set(line) == REQUEST | {"user"} for line in events)
        return [(line["event"], line["user"]) for line in events]

    return find


@pytest.mark.spec("LOG-2")
def test_what_matters_for_security_is_a_line(browser, open_browser, event_of, person):
    page = browser.sign_up(**person)
    pk = browser.get("/accounts/export/").response.json()["id"]
    assert event_of(page) == [("signed_up", pk), ("logged_in", pk)]
    assert event_of(browser.log_out()) == [("logged_out", pk)]
    assert event_of(browser.log_in(person["username"], "wrong")) == [("login_failed", pk)]
    assert event_of(browser.log_in(random_name(), "wrong")) == [("login_failed", None)]
    page = browser.log_in(person["username"], person["password1"])
    assert event_of(page) == [("logged_in", pk)]

    browser.get("/accounts/password_change/")
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    page = browser.submit("password-form", old_password=person["password1"], **new)
    assert event_of(page) == [("password_changed", pk)]

    browser.get("/accounts/edit/")
    typed = {"email": "new@example.com", "visibility": "public", "password": "x-9-y-8-z"}
    assert event_of(browser.submit("profile-form", **typed)) == [("email_changed", pk)]

    browser.get("/accounts/sessions/")
    page = browser.submit("end-others-form")
    assert event_of(page) == [("other_sessions_ended", pk)]
    form = page.soup.select_one("#sessions form")
    data = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    page = browser.request("POST", form["action"], data=data)
    assert event_of(page) == [("session_ended", pk)]

    browser.log_in(person["username"], "x-9-y-8-z")
    form = browser.get("/accounts/sessions/").soup.select_one("#sessions form")
    (token,) = (each for each in form.select("input") if "csrf" in each["name"])
    data = {token["name"]: token["value"], "session": "none"}
    assert event_of(browser.request("POST", form["action"], data=data)) == []
    browser.get("/accounts/delete/")
    assert event_of(browser.submit("delete-form", password="wrong")) == [("login_failed", pk)]
    assert event_of(browser.submit("delete-form", password="x-9-y-8-z")) == [("deleted", pk)]


@pytest.mark.spec("LOG-2", "API-6", "API-7")
def test_what_programs_do_is_a_line_too(api_client, event_of, person):
    def said(response):
        return event_of(Page(response))

    name, password = person["username"], person["password1"]
    signed_up = api_client.sign_up(person)
    pk = signed_up.json()["id"]
    assert said(signed_up) == [("signed_up", pk)]
    made = api_client.make_token(name, password)
    assert said(made) == [("token_created", pk)]
    assert said(api_client.make_token(name, "wrong")) == [("login_failed", pk)]
    response = api_client.get("/api/tokens/", auth=(random_name(), "wrong"))
    assert said(response) == [("login_failed", None)]
    bearer = APIClient(api_client.base_url, made.json()["token"])
    change = {"email": "new@example.com", "password": password}
    assert said(bearer.patch("/api/profile/", json=change)) == [("email_changed", pk)]
    other = api_client.make_token(name, password).json()["id"]
    response = api_client.delete(f"/api/tokens/{other}/", auth=(name, password))
    assert said(response) == [("token_revoked", pk)]
    assert said(bearer.get("/api/profile/")) == []
    assert said(bearer.delete("/api/profile/")) == [("deleted", pk)]


@pytest.mark.spec("LOG-2", "TOKEN-1", "TOKEN-2")
def test_a_token_is_a_line_when_it_is_made_and_when_it_is_revoked(member, event_of):
    pk = member.get("/accounts/export/").response.json()["id"]
    member.get("/accounts/tokens/")
    page = member.submit("token-form", name="Backup", scopes="profile:read", days="7")
    assert event_of(page) == [("token_created", pk)]
    form = page.soup.select_one("table#tokens form")
    data = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    page = member.request("POST", form["action"], data=data)
    assert event_of(page) == [("token_revoked", pk)]
    assert event_of(member.request("POST", form["action"], data=data)) == []


@pytest.mark.spec("LOG-2", "GUESS-1")
def test_a_lock_is_a_line(start):
    server = start()
    for _ in range(6):
        Browser(server.url).log_in("ada", "wrong-password")
    APIClient(server.url).make_token("ada", "wrong-password")
    APIClient(server.url).get("/api/tokens/", auth=("ada", "wrong-password"))
    events = [json.loads(line)["event"] for line in server.log().splitlines() if '"user"' in line]
    assert events == ["login_failed"] * 5 + ["login_locked_out"] * 3


@pytest.mark.spec("LOG-2", "LOG-4", "RESET-1")
def test_a_reset_is_logged_without_the_token(open_browser, event_of, mailbox, target):
    visitor, person = open_browser(), new_user()
    visitor.sign_up(**person)
    pk = visitor.get("/accounts/export/").response.json()["id"]
    visitor = open_browser()
    visitor.get("/accounts/password_reset/")
    page = visitor.submit("reset-form", email=person["email"])
    assert event_of(page) == [("password_reset_requested", None), ("password_reset_sent", pk)]
    (link,) = links(mailbox.wait_for(person["email"]))
    path = urlsplit(link).path
    visitor.send("GET", path.replace("reset", "RESET"))
    visitor.send("GET", path.replace("/reset/", "/reset//"))
    visitor.get(path)
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    page = visitor.submit("new-password-form", **new)
    assert event_of(page) == [("password_reset", pk)]
    assert link.rstrip("/").rpartition("/")[2] not in Path(target.log).read_text(encoding="utf-8")


@pytest.mark.spec("LOG-3")
@pytest.mark.parametrize(
    "path",
    ["/a%0A%7B%22event%22:1%7D/", "/a%0D%0Ab/", "/a%E2%80%A8b/", "/%1b[31m/", "/%00/", "/%ff/"],
)
def test_a_line_can_not_be_forged(browser, lines_of, path):
    (line,) = lines_of(browser.send("GET", path))
    assert line["event"] == "request"
    assert line["path"].startswith("/")


@pytest.mark.spec("LOG-4")
def test_no_secret_is_logged(start, own_mailbox):
    email_url, _ = own_mailbox
    server = start(LOG_LEVEL="DEBUG", EMAIL_URL=email_url)
    visitor, person = Browser(server.url), new_user()
    visitor.sign_up(**person)
    secrets = [person["password1"], *visitor.cookies().values()]
    _, hidden = visitor.get("/").form("logout-form")
    secrets += hidden.values()
    visitor.log_out()
    secrets.append("a-passw0rd-typed-as-a-name")
    visitor.log_in(secrets[-1], person["password1"])
    visitor.get("/profile/", params={"token": "in-a-query"})
    secrets.append("in-a-query")
    api_client = APIClient(server.url)
    secrets.append(api_client.make_token(person["username"], person["password1"]).json()["token"])
    APIClient(server.url, secrets[-1]).patch("/api/profile/", json={"email": "x", "password": "p"})
    api_client.get("/api/tokens/", auth=("another-passw0rd-typed-as-a-name", "x"))
    secrets += ["another-passw0rd-typed-as-a-name", b64encode(b"another-passw0rd").decode()[:20]]
    text = server.log()
    assert '"login_failed"' in text
    assert [secret for secret in secrets if secret in text] == []
    assert "argon2" not in text


@pytest.mark.spec("LOG-1", "ERROR-3")
def test_all_that_is_logged_is_json(start):
    server = start()
    Browser(server.url).get("/nothing/")
    said = server.log().splitlines()
    (start,) = (number for number, line in enumerate(said) if "Starting gunicorn" in line)
    lines = [json.loads(line) for line in said[start:]]
    assert {"event", "timestamp", "level"} <= set.intersection(*map(set, lines))
    assert lines[-1]["path"] == "/nothing/"


@pytest.mark.spec("LOG-4")
def test_an_error_of_the_database_holds_nothing_that_was_typed(start):
    server = start()
    visitor = Browser(server.url)
    visitor.get("/accounts/login/")
    database = Database(server.environment["DATABASE_URL"])
    database.rows("ALTER TABLE users RENAME TO gone")
    database.rows("CREATE VIEW users AS SELECT * FROM gone WHERE abs(-9223372036854775807 - 1) > 0")
    database.close()
    page = visitor.submit("login-form", username="typed_secret", password="x")
    assert page.status in (500, 503)
    assert "Traceback" in server.log()
    assert "typed_secret" not in server.log()
