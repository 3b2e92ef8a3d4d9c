"""Environment variables, settings modules, and servers that are started with them."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import requests

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.mailbox import links
from shared_tests.support.target import Database

PROD = {
    "SECRET_KEY": "not-a-secret-but-long-enough-for-a-test-of-the-settings",
    "ALLOWED_HOSTS": "127.0.0.1,www.example.com",
}


@pytest.fixture
def prod(process, target):
    """Return a function that creates a process with the production settings."""
    settings = {target.implementation["settings_variable"]: "config.settings.prod"}
    return lambda **variables: process(**settings | PROD | variables)


def check(process, target, **variables):
    """Run a command that only loads the settings."""
    return process.run(*target.implementation["manage"], "seed", "--help", **variables)


def assert_rejected(result, name):
    lines = result.stderr.strip().splitlines()
    assert result.returncode != 0
    assert len(lines) == 1
    assert name in lines[0]


@pytest.mark.spec("SETTINGS-2")
@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_production_requires_the_variable(prod, target, name, value):
    assert_rejected(check(prod(), target, **{name: value}), name)


@pytest.mark.spec("SETTINGS-2", "SETTINGS-3")
@pytest.mark.parametrize(("name", "value"), [("SECRET_KEY", None), ("LOG_LEVEL", "LOUD")])
def test_a_server_reports_an_invalid_variable_in_one_line(prod, name, value):
    result = prod().run("gunicorn", "config.wsgi", **{name: value})
    lines = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert result.returncode != 0
    assert len(lines) == 1
    assert name in lines[0]


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
        ("SITES_CACHE_TTL", "0"), ("SITES_CACHE_TTL", "soon"),
        ("STATS_CACHE_TTL", "0"), ("STATS_CACHE_TTL", "1.5"),
        ("TASK_WORKER", "maybe"), ("TASK_RETRY_DELAYS", "0"), ("TASK_RETRY_DELAYS", "60,soon"),
        ("TASK_RETRY_DELAYS", "60,,300"), ("TASK_RETRY_DELAYS", "60,-1"), ("TASK_RETRY_DELAYS", "1000000001"),
        ("EMAIL_URL", "http://u:s3cret@h"), ("EMAIL_URL", "smtp://u:s3cret@h:99999"), ("EMAIL_URL", "x"),
        ("COMPARISON_URL", ""), ("COMPARISON_URL", "http://"), ("COMPARISON_URL", "javascript:alert(1)"),
        ("COMPARISON_URL", "https://s3cret@h:x"), ("COMPARISON_URL", "http://s3cret@h/?q"),
        ("OIDC_ISSUER", "http://s3cret.example"), ("OIDC_ISSUER", "https://s3cret.example/" + "x" * 178),
        ("OIDC_ISSUER", "https://s3cret.example/?tenant=1"), ("OIDC_ISSUER", "ftp://s3cret.example"),
        ("OIDC_ISSUER", "http://localhost.s3cret.example"), ("OIDC_ISSUER", "s3cret"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_an_invalid_value_is_rejected_at_startup(process, target, name, value, environment):
    settings = {target.implementation["settings_variable"]: f"config.settings.{environment}"}
    variables = {"OIDC_CLIENT_ID": "x"} | settings | {name: value}
    result = check(process(**PROD), target, **variables)
    assert_rejected(result, name)
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
        {"EMAIL_URL": "smtps://u:p@h:465"}, {"SECRET_KEY": "1234567890"}, {"STATS_CACHE_TTL": "1"},
        {"TASK_RETRY_DELAYS": "1"}, {"TASK_WORKER": "off", "TASK_RETRY_DELAYS": "60, 300"},
        {"DATABASE_URL": "postgresql://u:p%40%2F@[::1]:5432/a%20b"}, {"CACHE_URL": "rediss://u:p%40%2C,@[::1]:6379/1"},
        {"DATABASE_URL": "sqlite:////tmp/a%23b%3Fc%2520 d.db"}, {"DEFAULT_FROM_EMAIL": "Profiles <a@example.com>"},
        {"EMAIL_URL": "smtp://u%40h:p%2F@[::1]:25/"}, {"SITES_CACHE_TTL": "1000000000"}, {"HTTPS": "yes"}, {"HTTPS": "off"},
        {"OIDC_ISSUER": ""}, {"OIDC_ISSUER": "https://login.example/tenant", "OIDC_CLIENT_ID": "x"},
        {"OIDC_ISSUER": "http://localhost:9400", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "", "OIDC_NAME": "X"},
        {"OIDC_ISSUER": "http://[::1]:9400/", "OIDC_CLIENT_ID": "x"},
        {"OIDC_ISSUER": "https://login.example/" + "x" * 178, "OIDC_CLIENT_ID": "x"},
        {"COMPARISON_URL": "https://read.example/both/"}, {"COMPARISON_URL": "http://localhost:8000"},
    ],
    ids=str,
)  # fmt: skip
def test_a_valid_value_is_accepted(prod, target, variables):
    result = check(prod(), target, **variables)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.spec("OIDC-1", "SETTINGS-3")
@pytest.mark.parametrize("client_id", [None, "", " "])
def test_an_issuer_requires_a_client_id(prod, target, client_id):
    variables = {"OIDC_ISSUER": "https://login.example", "OIDC_CLIENT_ID": client_id}
    assert_rejected(check(prod(), target, **variables), "OIDC_CLIENT_ID")


@pytest.mark.spec("SETTINGS-3", "SETTINGS-7")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://u:s3cret@h/d?currentSchema=x"), ("DATABASE_URL", "postgresql://u:s3cret@h:0/d"),
        ("DATABASE_URL", "postgresql://u:s3cret@h:99999/d"), ("DATABASE_URL", "postgresql://u:s3cret%@h/d"),
        ("DATABASE_URL", "postgresql://u:s3cret@x@h/d"), ("DATABASE_URL", "postgresql://u:s3 cret@h/d"),
        ("DATABASE_URL", "postgresql://u:s3cret@h/d#x"), ("DATABASE_URL", "postgresql://u:s3cret@h/d%00"),
        ("DATABASE_URL", "postgresql://u:s3cret@h/d?options=-c search_path=x"), ("DATABASE_URL", "postgresql://h/d?host="),
        ("DATABASE_URL", "postgresql://u:s3cret@h/" + "d" * 64), ("DATABASE_URL", "postgresql+psycopg://u:s3cret@h/d"),
        ("DATABASE_URL", "sqlite:///:memory:"), ("DATABASE_URL", "sqlite:////tmp/x.db?mode=ro"),
        ("DATABASE_URL", "sqlite:////tmp/x#y.db"), ("DATABASE_URL", "sqlite:////tmp/"), ("DATABASE_URL", "sqlite:////tmp/%00"),
        ("CACHE_URL", "redis://:s3cret@h:6379/0#x"), ("CACHE_URL", "unix:///run/redis"), ("CACHE_URL", "redis://h:6379/1/2"),
        ("EMAIL_URL", "smtp://u:s3cret@h/?tls=true"), ("EMAIL_URL", "smtp://u:s3cret@h:0"), ("EMAIL_URL", "smtps://u:s%C3%A9cret@h"),
        ("CACHE_URL", "locmem://:s3cret@h:6379/0"), ("EMAIL_URL", "console://u:s3cret@h"), ("CACHE_URL", "redis://h/999999"),
        ("DEFAULT_FROM_EMAIL", "nobody"), ("DEFAULT_FROM_EMAIL", "a@example.com b"), ("DEFAULT_FROM_EMAIL", "a@example.com, b@example.com"),
        ("DEFAULT_FROM_EMAIL", "a@example.com\nBcc: b@example.com"), ("DEFAULT_FROM_EMAIL", ""),
        ("COMPARISON_URL", "http://a b/"), ("COMPARISON_URL", "http://h:0/"), ("COMPARISON_URL", "http://h/#x"),
        ("ALLOWED_HOSTS", "a.example,"), ("ALLOWED_HOSTS", "a.example, b.example"), ("ALLOWED_HOSTS", "A.example"),
        ("LOGIN_LOCKOUT_SECONDS", "9" * 30), ("STATS_CACHE_TTL", "1000000001"), ("SITES_CACHE_TTL", "5.0"), ("TRUSTED_PROXIES", "-1"),
        ("SECRET_KEY", "not-utf-8-\udcff"), ("HTTPS", "2"), ("HTTPS", ""),
    ],
)  # fmt: skip
def test_a_value_that_only_looks_valid_is_rejected_at_startup(prod, target, name, value):
    result = check(prod(), target, **{name: value})
    assert_rejected(result, name)
    assert "s3cret" not in result.stderr


@pytest.mark.spec("SETTINGS-7")
def test_every_form_of_a_postgresql_url_connects_to_the_database(process, target, postgresql):
    parts = urlsplit(postgresql)
    name, folder = parts.path.strip("/"), parse_qs(parts.query)["host"][0]
    host = quote(folder, safe="")
    migrated = process(DATABASE_URL=f"postgresql://postgres:p%40%2F%23@{host}/{name}")
    assert migrated.run(*target.implementation["migrate"]).returncode == 0
    spellings = [
        f"postgres://postgres@{host}:5432/%{ord(name[0]):x}{name[1:]}",
        f"postgresql:///{name}?host={folder}&user=postgres&application_name=a%20b",
        f"postgresql://postgres@127.0.0.1:1,{host}:5432/{name}?sslmode=disable&sslmode=prefer",
        f"postgresql://postgres@[::1]:1,{host}:5432/{name}?options=-c%20search_path%3Dpublic",
    ]
    for url in spellings:
        result = process().run(*target.implementation["manage"], "clearsessions", DATABASE_URL=url)
        assert result.returncode == 0, (url, result.stderr)
    nowhere = f"{migrated.environment['DATABASE_URL']}?options=-c%20search_path%3Dnowhere"
    result = process().run(*target.implementation["manage"], "clearsessions", DATABASE_URL=nowhere)
    assert " ".join(target.implementation["migrate"]) in result.stderr


STRANGE = "a#b?c%20d +ü'"  # the name of a folder


@pytest.mark.spec("SETTINGS-7")
def test_the_path_of_the_database_may_contain_special_characters(target, process, tmp_path):
    folder = tmp_path / STRANGE
    folder.mkdir()
    passwords = {"DEMO_PASSWORD": "demo-in-a-test", "ADMIN_PASSWORD": "admin-in-a-test"}
    server = type(process())(target.implementation, folder, **passwords)
    server.start()
    try:
        assert Browser(server.wait().url).get("/profile/1/").status == 200
        database = Database(server.environment["DATABASE_URL"])
        assert database.rows("SELECT username FROM users WHERE id = 1") == [("ada",)]
        database.close()
    finally:
        server.stop()
    assert [each.name for each in tmp_path.iterdir()] == [STRANGE]
    assert (folder / f"{target.implementation['name']}.sqlite3").exists()


def prefix(target):
    """Return the prefix of the framework's own environment variables."""
    return target.implementation["settings_variable"].partition("_")[0]


@pytest.fixture
def copied(process, tmp_path):
    """Return a process in a copy of the implementation below STRANGE, without DATABASE_URL."""
    copy = process()
    ignored = shutil.ignore_patterns(".venv", "*.sqlite3*", "__pycache__")
    copy.tree = shutil.copytree(copy.tree, tmp_path / STRANGE / "tree", ignore=ignored)
    del copy.environment["DATABASE_URL"]
    return copy


@pytest.mark.spec("SETTINGS-6", "SETTINGS-7")
@pytest.mark.parametrize("name", [".env", ".{}env"])
def test_a_dotenv_file_above_the_implementation_is_not_read(copied, target, name):
    name = name.format(prefix(target).lower())
    content = "LOG_LEVEL=debug\nDATABASE_URL=sqlite:///other.sqlite3\n"
    (copied.tree.parent / name).write_text(content, encoding="utf-8")
    assert copied.run(*target.implementation["migrate"]).returncode == 0
    assert (copied.tree / "db.sqlite3").stat().st_size > 0
    assert not (copied.tree / "other.sqlite3").exists()


@pytest.mark.spec("SETTINGS-6")
@pytest.mark.parametrize("name", [".env", ".{}env"])
def test_a_dotenv_file_in_the_implementation_is_not_used(copied, target, name):
    name = name.format(prefix(target).lower())
    content = "DATABASE_URL=sqlite:///other.sqlite3\n"
    (copied.tree / name).write_text(content, encoding="utf-8")
    result = copied.run(*target.implementation["migrate"])
    if result.returncode:  # the command has read the file
        assert_rejected(result, name)
    assert not (copied.tree / "other.sqlite3").exists()


@pytest.fixture
def debugging(target):
    """Return variables that enable a debugger of the framework or of Python."""
    return {f"{prefix(target)}_DEBUG": "1", "WERKZEUG_DEBUG_PIN": "off", "PYTHONDEVMODE": "1"}


@pytest.mark.spec("SETTINGS-4", "SETTINGS-5")
def test_no_other_variable_enables_the_debugger(prod, target, debugging):
    for command in target.implementation["serve"]:
        server = prod(**debugging)
        server.start(*(word.format(port=server.port) for word in command)).wait("/healthz")
        assert requests.get(f"{server.url}/console", timeout=10).status_code == 404
        resource = {"__debugger__": "yes", "cmd": "resource", "f": "debugger.js"}
        plain = requests.get(f"{server.url}/healthz", params=resource, timeout=10)
        assert plain.json() == {"status": "ok"}
        server.stop()


@pytest.mark.spec("SETTINGS-5")
def test_no_option_of_a_server_enables_the_debugger(prod, target):
    server = prod(**{f"{prefix(target)}_RUN_DEBUGGER": "1"})
    command = [word.format(port=server.port) for word in target.implementation["serve"][0]]
    server.start(*command)
    try:
        server.wait("/healthz")
    except RuntimeError:  # the option was rejected
        (line,) = server.log().strip().splitlines()
        assert "debugger" in line
    else:
        assert requests.get(f"{server.url}/console", timeout=10).status_code == 404


@pytest.mark.spec("SETTINGS-3")
def test_development_rejects_an_invalid_debug_value(process, target):
    settings = {target.implementation["settings_variable"]: "config.settings.dev"}
    assert_rejected(check(process(), target, DEBUG="perhaps", **settings), "DEBUG")


@pytest.mark.spec("SETTINGS-4", "SESSION-3", "HEADER-2")
def test_production_uses_https_and_ignores_debug(prod):
    server = prod(DEBUG="perhaps").start().wait("/healthz")
    plain = requests.get(f"{server.url}/accounts/login/", timeout=10)
    (cookie,) = SimpleCookie(plain.headers["Set-Cookie"]).values()
    assert cookie["secure"]
    assert cookie.key.startswith("__Host-")
    assert cookie["path"] == "/"
    assert "Strict-Transport-Security" not in plain.headers
    by_proxy = {"X-Forwarded-Proto": "https", "Host": "www.example.com"}
    for path in ("/healthz", "/nothing/"):
        secure = requests.get(f"{server.url}{path}", headers=by_proxy, timeout=10)
        assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    missing = requests.get(f"{server.url}/nothing/", timeout=10)
    assert missing.status_code == 404
    assert "DEBUG" not in missing.text


@pytest.mark.spec("SETTINGS-4")
@pytest.mark.parametrize("debug", ["1", "true"])
def test_production_shows_no_debug_page_for_any_value_of_debug(prod, debug):
    server = prod(DEBUG=debug).start().wait("/healthz")
    assert requests.get(f"{server.url}/console", timeout=10).status_code == 404
    missing = requests.get(f"{server.url}/nothing/", timeout=10)
    normal = requests.get(f"{prod().start().wait('/healthz').url}/nothing/", timeout=10)
    assert missing.headers.get("Server") == normal.headers.get("Server")
    assert "DEBUG" not in missing.text


@pytest.mark.spec("SETTINGS-5", "ERROR-3", "HEADER-1")
@pytest.mark.parametrize(
    ("settings", "variables", "shown"),
    [
        ("dev", {"DEBUG": "1"}, True), ("dev", {"DEBUG": "0"}, False), ("dev", {}, False),
        ("test", {"DEBUG": "1"}, False), ("prod", {"DEBUG": "1"}, False),
    ],
)  # fmt: skip
def test_only_development_with_debug_shows_a_traceback(prod, target, settings, variables, shown):
    module = {target.implementation["settings_variable"]: f"config.settings.{settings}"}
    server = prod(**module, **variables).start().wait()
    database = Database(server.environment["DATABASE_URL"])
    database.rows("UPDATE users SET date_joined = 'never' WHERE id = 1")
    database.close()
    response = requests.get(f"{server.url}/profile/1/", timeout=10)
    assert response.status_code == 500
    assert ("Traceback" in response.text) == shown
    for path in (
        "/profile/1/",
        "/nothing/",
        "/profile/ada",
        "/accounts/login/",
        "/metrics",
        "/static/no.css",
    ):
        page = requests.get(f"{server.url}{path}", timeout=10)
        has_inline_code = "<style" in page.text or "<script" in page.text
        assert has_inline_code <= shown
        assert ("Content-Security-Policy" in page.headers) != has_inline_code, path
    console = {"__debugger__": "yes", "cmd": "resource", "f": "debugger.js"}
    if not shown:
        plain = requests.get(f"{server.url}/healthz", params=console, timeout=10)
        assert plain.json() == {"status": "ok"}


@pytest.mark.spec("SETTINGS-4", "SESSION-3", "HEADER-2")
def test_production_without_https_sets_no_secure_cookie_and_trusts_no_proxy(prod):
    server = prod(HTTPS="0").start().wait("/healthz")
    headers = {"X-Forwarded-Proto": "https"}
    response = requests.get(f"{server.url}/accounts/login/", headers=headers, timeout=10)
    (cookie,) = SimpleCookie(response.headers["Set-Cookie"]).values()
    assert not cookie["secure"]
    assert not cookie.key.startswith("__Host-")
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.spec("HOST-1")
def test_x_forwarded_host_is_not_trusted_behind_a_proxy(prod):
    server = prod().start().wait("/healthz")
    headers = {"Host": "evil.example", "X-Forwarded-Host": "www.example.com"}
    headers["X-Forwarded-Proto"] = "https"
    assert requests.get(server.url, headers=headers, timeout=10).status_code == 400


@pytest.mark.spec("SETTINGS-1")
@pytest.mark.parametrize(("level", "logged"), [("ERROR", True), ("CRITICAL", False)])
def test_the_log_level_determines_which_messages_are_logged(serve, level, logged):
    server = serve(DATABASE_URL="sqlite:////nowhere/x.db", LOG_LEVEL=level)
    assert Browser(server.url).get("/profile/1/").status == 503
    assert ("Traceback" in server.log()) is logged


@pytest.mark.spec("SETTINGS-1")
def test_the_options_of_a_database_url_are_passed_to_the_connection(serve):
    server = serve(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none?sslmode=nonsense")
    assert Browser(server.url).get("/profile/1/").status == 503
    assert "sslmode" in server.log()


@pytest.mark.spec("PROFILE-8")
def test_times_are_in_utc_in_any_time_zone_of_the_server(start):
    page = Browser(start(TZ="Asia/Tokyo").url).sign_up(**new_user())
    text = page.soup.select_one("#joined time")["datetime"]
    joined = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - joined) < timedelta(minutes=5)


@pytest.mark.spec("SETTINGS-4", "CSRF-3", "CSRF-4", "CSRF-5")
def test_csrf_checks_accept_only_the_same_origin_behind_an_https_proxy(prod):
    server = prod(LOGIN_FAILURES_PER_USERNAME="1000").start().wait("/healthz")
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
    for host in ("www.example.com", "www.example.com:443", "WWW.Example.com"):
        for same in (own, f"{own}:443", "HTTPS://WWW.example.com"):
            assert status(Host=host, Origin=same) == status(Host=host, Referer=f"{same}/A?b") == 200
            assert status(Host=host, Referer=same) == 200
        for other in (
            f"{own}:80",
            f"{own}:444",
            f"{own}:",
            f"{own}:443:443",
            "http://www.example.com:443",
        ):
            assert status(Host=host, Origin=other) == status(Host=host, Referer=f"{other}/") == 403
    assert status(Host="www.example.com:80", Origin=own) == 403
    assert status() == status(Referer="") == 403
    assert status(Origin="http://www.example.com") == 403
    for referer in ("https://evil.example/", "http://www.example.com/", "https://[::1", "x"):
        assert status(Referer=referer) == 403


@pytest.mark.spec("SETTINGS-1")
def test_a_session_survives_a_restart_with_the_same_secret_key(start):
    user = new_user()
    server = start(SECRET_KEY="s" * 50)
    browser = Browser(server.url)
    browser.sign_up(**user)
    server.stop()
    again = start(SECRET_KEY="s" * 50)
    browser.base_url = again.url
    assert browser.get("/profile/").select_text("#username") == user["username"]


@pytest.mark.spec("ERROR-3", "ERROR-4", "LOG-1")
def test_an_unexpected_error_shows_no_details_and_is_logged(process, tmp_path):
    server = process()
    server.tree = shutil.copytree(
        server.tree, tmp_path / "tree", ignore=shutil.ignore_patterns(".venv")
    )
    (server.tree / "templates" / "home.html").write_text("{% no_such_tag %}", encoding="utf-8")
    server.start().wait()
    page = Browser(server.url).get("/")
    assert page.status == 500
    assert page.select_text("#error")
    assert page.soup.select_one("header a.brand")
    assert not re.search(r"Error:|Traceback|\.py|no_such_tag", page.response.text)
    (line,) = (json.loads(line) for line in server.log().splitlines() if '"exception"' in line)
    assert line["level"] == "error"
    assert "Traceback (most recent call last)" in line["exception"]
    assert line["request_id"] == page.headers["X-Request-ID"]
    assert Browser(server.url).get("/profile/kurt/").status == 200


@pytest.mark.spec("HEALTH-1", "HEALTH-2", "HEALTH-3", "ERROR-4")
@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////nowhere/x.db"])
def test_the_application_returns_503_without_its_database_and_stays_alive(serve, url):
    browser = Browser(serve(DATABASE_URL=url).url)
    assert browser.get("/healthz").response.json() == {"status": "ok"}
    ready = browser.get("/readyz")
    assert ready.status == 503
    assert int(ready.headers["Retry-After"]) > 0
    assert ready.response.json() != {"status": "ok"}
    assert browser.get("/").status == 200
    assert browser.get("/nothing/").status == 404
    for path in ("/profile/1/", "/profile/ada/", "/profiles/", "/stats/"):
        page = browser.get(path)
        assert page.status == 503
        assert int(page.headers["Retry-After"]) > 0
        assert page.select_text("#error")
        assert "Traceback" not in page.response.text


@pytest.mark.spec("RESET-3", "SETTINGS-4")
def test_the_link_in_an_email_uses_https_behind_an_https_proxy(prod, own_mailbox):
    email_url, own_mailbox = own_mailbox
    browser = Browser(prod(EMAIL_URL=email_url).start().wait("/healthz").url)
    origin = {"Host": "www.example.com", "Origin": "https://www.example.com"}
    browser.session.headers.update({"X-Forwarded-Proto": "https"} | origin)
    _, hidden = browser.get("/accounts/password_reset/").form("reset-form")
    cookie = browser.page.headers["Set-Cookie"].partition(";")[0]  # Secure: not sent over HTTP
    data, headers = hidden | {"email": "ada@example.com"}, {"Cookie": cookie}
    options = {"data": data, "headers": headers, "allow_redirects": False}
    browser.request("POST", "/accounts/password_reset/", **options)
    (link,) = links(own_mailbox.wait_for("ada@example.com"))
    assert link.startswith("https://www.example.com/accounts/reset/")
