"""Environment variables, the environments, and servers that are started with them."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
import requests

from shared_tests.browser import Browser
from shared_tests.mailbox import links
from shared_tests.people import new_person
from shared_tests.target import Database

PROD = {
    "SECRET_KEY": "not-a-secret-but-long-enough-for-a-test-of-the-settings",
    "ALLOWED_HOSTS": "127.0.0.1,www.example.com",
}


@pytest.fixture
def prod(process, target):
    """Return a function that makes a process with the settings of production."""
    settings = {target.implementation["settings_variable"]: "config.settings.prod"}
    return lambda **variables: process(**settings | PROD | variables)


def check(process, target, **variables):
    """Run a command that does nothing but read the settings."""
    return process.run(*target.implementation["manage"], "seed", "--help", **variables)


def assert_refused(result, name):
    lines = result.stderr.strip().splitlines()
    assert result.returncode != 0
    assert len(lines) == 1
    assert name in lines[0]


@pytest.mark.spec("SETTINGS-2")
@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_production_needs_the_variable(prod, target, name, value):
    assert_refused(check(prod(), target, **{name: value}), name)


@pytest.mark.spec("SETTINGS-2")
def test_a_server_that_can_not_start_says_why(prod):
    result = prod().run("gunicorn", "config.wsgi", SECRET_KEY=None)
    lines = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert result.returncode != 0
    assert len(lines) == 1
    assert "SECRET_KEY" in lines[0]


@pytest.mark.spec("SETTINGS-1", "SETTINGS-3")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CACHE_URL", "redis://127.0.0.1/0?foo=1"), ("CACHE_URL", "redis:///0"), ("CACHE_URL", "redis://x/abc"),
        ("HTTPS", "perhaps"), ("LOG_LEVEL", "LOUD"), ("LOG_LEVEL", ""),
        ("ALLOWED_HOSTS", "*"), ("ALLOWED_HOSTS", "https://www.example.com"),
        ("ALLOWED_HOSTS", "www.example.com:80"), ("ALLOWED_HOSTS", "a b"),
        ("DATABASE_URL", "nonsense"), ("DATABASE_URL", "mysql://u:s3cret@h/d"),
        ("DATABASE_URL", "postgresql://u:s3cret@h:port/d"), ("DATABASE_URL", "postgresql://u:s3cret@/d"),
        ("DATABASE_URL", "postgresql://u:s3cret@h"), ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"), ("DATABASE_URL", "sqlite:/x.db"), ("DATABASE_URL", "sqlite://s3cret/x"),
        ("DATABASE_URL", "SQLITE:////tmp/x"), ("DATABASE_URL", " sqlite:////tmp/x"), ("ALLOWED_HOSTS", "my_host"),
        ("ALLOWED_HOSTS", "x" * 64), ("DATABASE_URL", "postgresql://u:s3cret@[h/d"),
        ("CACHE_URL", "memcached://s3cret@h"), ("CACHE_URL", "redis://s3cret@h:0"), ("CACHE_URL", "redis://h:s3cret"), ("CACHE_URL", "x"),
        ("SITES_SECONDS", "0"), ("SITES_SECONDS", "soon"),
        ("STATS_SECONDS", "0"), ("STATS_SECONDS", "1.5"), ("KEPT_PAGES", "-1"), ("KEPT_PAGES", "many"),
        ("EMAIL_URL", "http://u:s3cret@h"), ("EMAIL_URL", "smtp://u:s3cret@h:99999"), ("EMAIL_URL", "x"),
        ("COMPARISON_URL", ""), ("COMPARISON_URL", "http://"), ("COMPARISON_URL", "javascript:alert(1)"),
        ("COMPARISON_URL", "https://s3cret@h:x"), ("COMPARISON_URL", "http://s3cret@h/?q"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_a_value_that_can_not_be_used_stops_everything(process, target, name, value, environment):
    settings = {target.implementation["settings_variable"]: f"config.settings.{environment}"}
    result = check(process(**PROD), target, **settings, **{name: value})
    assert_refused(result, name)
    assert "s3cret" not in result.stderr


@pytest.mark.spec("SETTINGS-1", "SETTINGS-3")
@pytest.mark.parametrize(
    "variables",
    [
        {"HTTPS": "0"}, {"HTTPS": "true"}, {"LOG_LEVEL": "DEBUG"}, {"ALLOWED_HOSTS": "a.example"},
        {"ALLOWED_HOSTS": ".example.com,localhost"}, {"DATABASE_URL": "sqlite:////tmp/x.sqlite3"},
        {"DATABASE_URL": "postgres://u:p%40@db.example:5432/name"}, {"CACHE_URL": "redis://h:6379/0"},
        {"DATABASE_URL": "postgresql://u@h/name?sslmode=require"}, {"CACHE_URL": "locmem://"},
        {"EMAIL_URL": "smtp://localhost:1025"}, {"EMAIL_URL": "smtp+tls://u:p%40@h:587"},
        {"EMAIL_URL": "smtps://u:p@h:465"}, {"SECRET_KEY": "1234567890"}, {"STATS_SECONDS": "1"},
        {"COMPARISON_URL": "https://read.example/both/"}, {"COMPARISON_URL": "http://localhost:8000"},
    ],
    ids=str,
)  # fmt: skip
def test_a_value_that_can_be_used_is_taken(prod, target, variables):
    result = check(prod(), target, **variables)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.spec("SETTINGS-3")
def test_development_refuses_a_debug_that_is_neither_on_nor_off(process, target):
    settings = {target.implementation["settings_variable"]: "config.settings.dev"}
    assert_refused(check(process(), target, DEBUG="perhaps", **settings), "DEBUG")


@pytest.mark.spec("SETTINGS-4", "SESSION-3", "HEADER-2")
def test_production_is_https_and_ignores_debug(prod):
    server = prod(DEBUG="perhaps").start().wait("/healthz")
    plain = requests.get(f"{server.url}/accounts/login/", timeout=10)
    (cookie,) = SimpleCookie(plain.headers["Set-Cookie"]).values()
    assert cookie["secure"]
    assert cookie.key.startswith("__Host-")
    assert cookie["path"] == "/"
    assert "Strict-Transport-Security" not in plain.headers
    by_proxy = {"X-Forwarded-Proto": "https", "Host": "www.example.com"}
    secure = requests.get(f"{server.url}/healthz", headers=by_proxy, timeout=10)
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    missing = requests.get(f"{server.url}/nothing/", timeout=10)
    assert missing.status_code == 404
    assert "DEBUG" not in missing.text


@pytest.mark.spec("SETTINGS-4")
@pytest.mark.parametrize("debug", ["1", "true"])
def test_production_shows_no_debug_page_whatever_debug_says(prod, debug):
    server = prod(DEBUG=debug).start().wait("/healthz")
    assert requests.get(f"{server.url}/console", timeout=10).status_code == 404
    missing = requests.get(f"{server.url}/nothing/", timeout=10)
    assert missing.headers["Server"] == "gunicorn"
    assert "DEBUG" not in missing.text


@pytest.mark.spec("SETTINGS-5", "ERROR-3")
@pytest.mark.parametrize(
    ("settings", "debug", "shown"),
    [("dev", "1", True), ("dev", "0", False), ("test", "1", False), ("prod", "1", False)],
)
def test_only_development_shows_a_traceback_and_only_when_it_is_asked_to(
    prod, target, settings, debug, shown
):
    variable = target.implementation["settings_variable"]
    server = prod(**{variable: f"config.settings.{settings}", "DEBUG": debug}).start().wait()
    database = Database(server.environment["DATABASE_URL"])
    database.rows("UPDATE users SET date_joined = 'never' WHERE id = 1")
    database.close()
    answer = requests.get(f"{server.url}/profile/1/", timeout=10)
    assert answer.status_code == 500
    assert ("Traceback" in answer.text) == shown
    console = {"__debugger__": "yes", "cmd": "resource", "f": "debugger.js"}
    if not shown:
        plain = requests.get(f"{server.url}/healthz", params=console, timeout=10)
        assert plain.json() == {"status": "ok"}


@pytest.mark.spec("SETTINGS-4", "SESSION-3", "HEADER-2")
def test_production_without_https_has_a_plain_cookie_and_believes_no_proxy(prod):
    server = prod(HTTPS="0").start().wait("/healthz")
    headers = {"X-Forwarded-Proto": "https"}
    answer = requests.get(f"{server.url}/accounts/login/", headers=headers, timeout=10)
    (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
    assert not cookie["secure"]
    assert not cookie.key.startswith("__Host-")
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.spec("HOST-1")
def test_behind_a_proxy_a_forwarded_host_is_not_believed(prod):
    server = prod().start().wait("/healthz")
    headers = {"Host": "evil.example", "X-Forwarded-Host": "www.example.com"}
    headers["X-Forwarded-Proto"] = "https"
    assert requests.get(server.url, headers=headers, timeout=10).status_code == 400


@pytest.mark.spec("SETTINGS-1")
@pytest.mark.parametrize(("level", "logged"), [("ERROR", True), ("CRITICAL", False)])
def test_the_log_level_decides_what_is_logged(serve, level, logged):
    server = serve(DATABASE_URL="sqlite:////nowhere/x.db", LOG_LEVEL=level)
    assert Browser(server.url).get("/profile/1/").status == 503
    assert ("Traceback" in server.log()) is logged


@pytest.mark.spec("SETTINGS-1")
def test_the_options_of_a_database_url_reach_the_connection(serve):
    server = serve(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none?sslmode=nonsense")
    assert Browser(server.url).get("/profile/1/").status == 503
    assert "sslmode" in server.log()


@pytest.mark.spec("PROFILE-8")
def test_times_are_in_utc_wherever_the_server_stands(process):
    page = Browser(process(TZ="Asia/Tokyo").start().wait().url).sign_up(**new_person())
    text = page.soup.select_one("#joined time")["datetime"]
    joined = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - joined) < timedelta(minutes=5)


@pytest.mark.spec("SETTINGS-4", "CSRF-3", "CSRF-4")
def test_behind_a_proxy_with_https_a_form_works(prod):
    server = prod().start().wait("/healthz")
    browser = Browser(server.url)
    browser.session.headers.update({"X-Forwarded-Proto": "https", "Host": "www.example.com"})
    browser.get("/accounts/login/")
    _, hidden = browser.page.form("login-form")
    (cookie,) = SimpleCookie(browser.page.headers["Set-Cookie"]).values()
    typed = hidden | {"username": "ada", "password": "wrong"}

    def status(**headers):
        headers["Cookie"] = f"{cookie.key}={cookie.value}"
        return browser.request("POST", "/accounts/login/", data=typed, headers=headers).status

    own = "https://www.example.com"
    assert status(Origin=own) == status(Referer=f"{own}/accounts/login/") == 200
    assert status(Origin=own, Referer="https://evil.example/") == 200
    assert status() == status(Referer="") == 403
    assert status(Origin="http://www.example.com") == 403
    for referer in ("https://evil.example/", "http://www.example.com/", "https://[::1", "x"):
        assert status(Referer=referer) == 403


@pytest.mark.spec("SETTINGS-1")
def test_a_session_outlives_a_restart_with_the_same_secret_key(process):
    person = new_person()
    server = process(SECRET_KEY="s" * 50).start().wait()
    browser = Browser(server.url)
    browser.sign_up(**person)
    server.stop()
    again = process(SECRET_KEY="s" * 50).start().wait()
    browser.base_url = again.url
    assert browser.get("/profile/").text_of("#username") == person["username"]


@pytest.mark.spec("ERROR-3", "ERROR-4", "LOG-1")
def test_an_unexpected_error_shows_nothing_and_is_logged(process, tmp_path):
    server = process()
    server.tree = shutil.copytree(
        server.tree, tmp_path / "tree", ignore=shutil.ignore_patterns(".venv")
    )
    (server.tree / "templates" / "home.html").write_text("{% no_such_tag %}", encoding="utf-8")
    server.start().wait()
    page = Browser(server.url).get("/")
    assert page.status == 500
    assert page.h1 == "Internal Server Error"
    assert page.soup.select_one("header.site a.brand")
    assert not re.search(r"Error:|Traceback|\.py|no_such_tag", page.response.text)
    (line,) = (json.loads(line) for line in server.log().splitlines() if '"exception"' in line)
    assert line["level"] == "error"
    assert "Traceback (most recent call last)" in line["exception"]
    assert line["request_id"] == page.headers["X-Request-ID"]
    assert Browser(server.url).get("/profile/kurt/").status == 200


@pytest.mark.spec("HEALTH-1", "HEALTH-2", "HEALTH-3", "ERROR-4")
@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////nowhere/x.db"])
def test_without_its_database_the_site_lives_and_says_so(serve, url):
    browser = Browser(serve(DATABASE_URL=url).url)
    assert browser.get("/healthz").response.json() == {"status": "ok"}
    ready = browser.get("/readyz")
    assert ready.status == 503
    assert int(ready.headers["Retry-After"]) > 0
    assert ready.response.json() == {"status": "unavailable"}
    assert browser.get("/").status == 200
    assert browser.get("/nothing/").status == 404
    for path in ("/profile/1/", "/profile/ada/", "/profiles/", "/stats/"):
        page = browser.get(path)
        assert page.status == 503
        assert int(page.headers["Retry-After"]) > 0
        assert page.h1 == "Service Unavailable"
        assert "Traceback" not in page.response.text


@pytest.mark.spec("RESET-3", "SETTINGS-4")
def test_behind_a_proxy_with_https_the_link_of_a_mail_is_https(prod, mailbox_of_its_own):
    email_url, own_mailbox = mailbox_of_its_own
    browser = Browser(prod(EMAIL_URL=email_url).start().wait("/healthz").url)
    origin = {"Host": "www.example.com", "Origin": "https://www.example.com"}
    browser.session.headers.update({"X-Forwarded-Proto": "https"} | origin)
    _, hidden = browser.get("/accounts/password_reset/").form("reset-form")
    cookie = browser.page.headers["Set-Cookie"].partition(";")[0]  # Secure: not sent by itself
    data, headers = hidden | {"email": "ada@example.com"}, {"Cookie": cookie}
    options = {"data": data, "headers": headers, "allow_redirects": False}
    browser.request("POST", "/accounts/password_reset/", **options)
    (link,) = links(own_mailbox.wait_for("ada@example.com"))
    assert link.startswith("https://www.example.com/accounts/reset/")
