"""Fixtures and options of the suite: the target, browsers, users, and servers that tests start."""

import json
import os
import random
import re
import secrets
import shutil
import socket
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from runner import latitude, signals
from runner.process import SUITE_SETTINGS, Process
from shared_tests.support import http_log, spec
from shared_tests.support.admin_pages import edit, sign_up
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.mailbox import Mailbox, links, mail_server
from shared_tests.support.target import (
    NOT_OFFERED,
    Database,
    Target,
    new_database,
    own_passwords,
    trigger,
)

# Their assertions show the compared values, like those of a test module.
pytest.register_assert_rewrite("shared_tests.support.commands", "shared_tests.support.responses")

EXCHANGE = "Requests and responses"  # a section of a failure
# What `--only` names: requirements, or groups of them; otherwise a file, or a part of a test's name.
REQUIREMENTS = re.compile(r"[A-Z][A-Z0-9-]*(,[A-Z][A-Z0-9-]*)*")
# Parameters of requests to which a reverse proxy responds itself: a method, NUL, and a path above `/`.
REJECTED_BY_PROXIES = re.compile(r"TRACE|.*%00|\.\.%2f\.\.")


def pytest_addoption(parser):
    parser.addoption("--target", help="URL of the target, or the file in which a launcher put it")
    parser.addoption("--only", help="requirements, groups, a file, or a part of a test's name")
    parser.addoption("--first", help="the ID of a test that runs before all others")
    parser.addoption("--results", help="file for the outcome of each test, as JSON")
    parser.addoption("--exchanges", action="store_true", help="store those of passed tests, too")


def pytest_configure(config):
    signals.handle()
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"  # no proxy for the target
    os.environ.setdefault("SAMPLE_SEED", secrets.token_hex(4))  # before pytest-xdist starts workers
    config.addinivalue_line("markers", "spec(*names): the requirements of SPEC.md that it checks")
    config.addinivalue_line("markers", "smoke: if it fails, the set-up is wrong")
    config.addinivalue_line("markers", "alone: it disturbs others, and runs after them")
    config.addinivalue_line("markers", "direct: a reverse proxy responds to its requests itself")


def pytest_ignore_collect(collection_path, config):
    """Skip the modules that name no selected requirement: the collection of all takes seconds."""
    only = config.getoption("--only") or ""
    if REQUIREMENTS.fullmatch(only) and collection_path.name.startswith("test_"):
        text = collection_path.read_text(encoding="utf-8")
        return not any(name in text for name in only.split(",")) or None
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Add the requirements to each test; raise UsageError for none, or for one that SPEC.md lacks."""
    known = set(spec.requirements())
    for item in items:
        names = [name for mark in item.iter_markers("spec") for name in mark.args]
        if "/meta/" not in item.nodeid and (not names or not known.issuperset(names)):
            raise pytest.UsageError(f"{item.nodeid} names no requirement of SPEC.md: {names}")
        item.user_properties.append(("requirements", names))
    if only := config.getoption("--only"):
        items[:] = selected(items, only)
    sample, share = (int(os.environ.get(name) or 1) for name in ("SAMPLE", "SHARE"))
    if sample * share > 1:
        items[:] = choose(items, sample, share)
    items.sort(key=lambda item: item.nodeid != config.getoption("--first"))


def choose(items, sample, share):
    """Return a random 1/`share` of the tests, and all smoke tests.

    A test that starts a process, which takes a second or more, is `sample` times as rare.
    """
    # The same choice in each worker of pytest-xdist.
    rng = random.Random(os.environ["SAMPLE_SEED"])  # noqa: S311
    sizes = [share * (sample if "process" in item.fixturenames else 1) for item in items]
    return [
        item
        for item, size in zip(items, sizes, strict=True)
        if not rng.randrange(size) or item.get_closest_marker("smoke")
    ]


def selected(items, only):
    """Return the tests that `only` selects; raise UsageError if there are none."""
    found = [item for item in items if is_selected(item, only)]
    if not found:
        raise pytest.UsageError(
            f"{only!r} selects no test of the suite. It may be a requirement of SPEC.md (LOGIN-5), a group "
            "(LOGIN), several (HOME,LOGIN), a file (test_login.py), or a part of a test's name. `make test-browser`, "
            "`make test-scale` and `make test-swarm` have tests of their own."
        )
    return found


def is_selected(item, only):
    """Return whether `only` names requirements of a test, their groups, its file, or a part of its name."""
    names = set(dict(item.user_properties)["requirements"])
    if REQUIREMENTS.fullmatch(only):
        return not names.union(map(spec.group, names)).isdisjoint(only.split(","))
    return only in item.nodeid


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Add the requirements, requests and responses to a failure, and mask its secrets."""
    report = yield
    if report.failed and (path := missing_path(item)):
        report.outcome = "skipped"
        where, line, _ = item.location
        report.longrepr = (where, line, f"Skipped: {NOT_OFFERED}: 501 at {path}")
    is_shown = report.when == "call" and item.config.getoption("--exchanges")
    if report.failed or is_shown:
        names = dict(item.user_properties)["requirements"]
        texts = [f"{name} {spec.text(name)}" for name in names]
        report.sections.append(("Requirements", "\n".join(texts)))
        if http_log.exchanges:
            report.sections.append((EXCHANGE, http_log.text()))
        where = item.config.getoption("--target")
        passwords = Target.read(where).passwords if where else ()
        report.longrepr = http_log.masked(report.longrepr, passwords)
        report.sections = http_log.masked(report.sections, passwords)
    return report


def missing_path(item):
    """Return the path that an incomplete target lacks (501) and the test needs, or None."""
    where = item.config.getoption("--target")
    if not where or not Target.read(where).may_be_incomplete or item.get_closest_marker("smoke"):
        return None
    return next(
        (urlsplit(each.url).path for each in http_log.exchanges if each.status_code == 501), None
    )


class Results:
    """Collects outcomes; with several workers, in the controller process of pytest-xdist."""

    def __init__(self, config):
        self.tests = {}
        self.path = config.getoption("--results")
        where = config.getoption("--target")
        self.name = Target.read(where).name if where else "repository"

    def pytest_runtest_logreport(self, report):
        test = self.tests.setdefault(
            report.nodeid, dict(report.user_properties) | {"outcome": "passed", "seconds": 0}
        )
        test["seconds"] += report.duration
        if report.skipped:
            test["outcome"] = "not offered" if NOT_OFFERED in str(report.longrepr) else "skipped"
        elif report.failed:
            test["outcome"] = "failed"
            crash = getattr(report.longrepr, "reprcrash", None)
            test["message"] = crash.message if crash else report.longreprtext
        if exchange := dict(report.sections).get(EXCHANGE):
            test["exchange"] = exchange

    def pytest_sessionfinish(self):
        with open(self.path, "w", encoding="utf-8") as file:
            json.dump({"target": self.name, "tests": self.tests}, file, indent=1)


def pytest_sessionstart(session):
    config = session.config
    if config.getoption("--results") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Results(config))


@pytest.fixture(autouse=True)
def _recording():
    http_log.clear()


@pytest.fixture(scope="session")
def launched(request):
    """The implementation under test, as its launcher describes it."""
    where = request.config.getoption("--target")
    if not where:
        raise pytest.UsageError("Say what to test: --target http://..., or run `make test`.")
    return Target.read(where)


@pytest.fixture(scope="session")
def target(launched):
    """The implementation under test; a module may replace it with `on_postgresql`."""
    return launched


@pytest.fixture(scope="session")
def on_postgresql(launched, tmp_path_factory):
    """The implementation under test on PostgreSQL: a server of its own if it runs on SQLite."""
    if launched.database.startswith("postgres"):
        yield launched
        return
    if not launched.implementation or not launched.postgresql:
        pytest.skip(NOT_OFFERED)
    folder = tmp_path_factory.mktemp("postgresql")
    with new_database(launched.postgresql) as url, mail_server(folder / "mail") as port:
        variables = {"DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        variables |= SUITE_SETTINGS | own_passwords(launched)
        server = Process(launched.implementation, folder, **variables)
        try:
            yield replace(
                launched,
                url=server.start().wait().url,
                database=url,
                log=str(server.log_path),
                mailbox=str(folder / "mail"),
            )
        finally:
            server.stop()


@pytest.fixture(autouse=True)
def _reached_directly(request):
    """Skip a test of the application's response if a reverse proxy responds instead."""
    where = request.config.getoption("--target")
    if where and Target.read(where).proxied:
        parameters = getattr(request.node, "callspec", None)
        texts = [str(each) for each in parameters.params.values()] if parameters else []
        if request.node.get_closest_marker("direct") or any(map(REJECTED_BY_PROXIES.match, texts)):
            pytest.skip(NOT_OFFERED)


@pytest.fixture
def open_browser(target):
    """Return a function that returns a new browser, without cookies."""
    return lambda: Browser(target.url)


@pytest.fixture
def browser(open_browser):
    """The browser of an anonymous user."""
    return open_browser()


@pytest.fixture
def account():
    """The fields of the sign-up form for a new user."""
    return new_user()


@pytest.fixture
def member(open_browser):
    """The browser of a new user, logged in after sign-up."""
    browser = open_browser()
    browser.sign_up(**new_user())
    return browser


@pytest.fixture
def superuser(open_browser, target):
    """A browser that is logged in as the superuser."""
    browser = open_browser()
    browser.log_in("admin", target.admin_password)
    return browser


@pytest.fixture
def staff(open_browser, superuser):
    """The browser of a user with staff status, not a superuser."""
    browser = open_browser()
    account = sign_up(browser)
    edit(superuser, account["username"], Staff_status=True)
    return browser


@pytest.fixture
def api_client(target):
    """An API client without a token."""
    return APIClient(target.url)


@pytest.fixture
def token_client(api_client, account):
    """Return a function that returns an API client with a token of `account`, after sign-up."""
    assert api_client.sign_up(account).status_code == 201

    def with_token(*scopes):
        response = api_client.make_token(account["username"], account["password1"], scopes)
        return APIClient(api_client.base_url, response.json()["token"])

    return with_token


@pytest.fixture
def superuser_client(api_client, target):
    """An API client with a token of the superuser, with all scopes."""
    response = api_client.make_token("admin", target.admin_password)
    return APIClient(api_client.base_url, response.json()["token"])


@pytest.fixture
def database(target):
    """The database of the target."""
    if not target.database:
        pytest.skip(NOT_OFFERED)
    connection = Database(target.database)
    yield connection
    connection.close()


@pytest.fixture
def add_trigger(database):
    """Return a function that adds a trigger to a table until the end of the test."""
    with ExitStack() as stack:
        yield lambda *arguments: stack.enter_context(trigger(database, *arguments))


@pytest.fixture
def fail_on(add_trigger, database):
    """Return a function that makes statements fail, such as `INSERT ON users`, for some rows."""
    raise_error = "RAISE EXCEPTION 'no'" if database.is_postgresql else "SELECT RAISE(ABORT, 'no')"
    return lambda event, condition: add_trigger(event, condition, raise_error)


@pytest.fixture
def postgresql(target):
    """The URL of an empty PostgreSQL database, which is dropped after the test."""
    if not target.postgresql:
        pytest.skip(NOT_OFFERED)
    with new_database(target.postgresql) as url:
        yield url


@pytest.fixture
def mailbox(target):
    """The email that the target sent."""
    if not target.mailbox:
        pytest.skip(NOT_OFFERED)
    return Mailbox(target.mailbox)


@pytest.fixture
def get_reset_link(open_browser, mailbox):
    """Return a function that requests a password reset link and returns its path."""

    def get(email):
        number = len(mailbox.received_by(email))
        open_browser().request_password_reset(email)
        (link,) = links(mailbox.wait_for(email, number + 1))
        return urlsplit(link).path

    return get


@pytest.fixture
def own_mailbox(tmp_path):
    """A mail server for a process that a test starts: its EMAIL_URL and its mailbox."""
    with mail_server(tmp_path / "mail") as port:
        yield f"smtp://127.0.0.1:{port}", Mailbox(tmp_path / "mail")


@pytest.fixture
def silent_server():
    """The port of a server that accepts connections and never responds."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def process(target, tmp_path):
    """Return a function that creates a process of the target, with its own database."""
    if not target.implementation:
        pytest.skip(NOT_OFFERED)
    with ExitStack() as stack:

        def make(**variables):
            made = Process(target.implementation, tmp_path, **own_passwords(target) | variables)
            stack.callback(made.kill)  # gunicorn would wait for idle connections of a browser
            if target.changes:
                made.url = stack.enter_context(latitude.serving(made.port, target.changes))
            return made

        yield make


@pytest.fixture(scope="session")
def migrated(target, tmp_path_factory):
    """The path of a migrated SQLite database without rows, for tests to copy."""
    if not target.implementation:
        pytest.skip(NOT_OFFERED)
    process = Process(target.implementation, tmp_path_factory.mktemp("migrated"))
    assert process.run(*target.implementation["migrate"], seconds=300).returncode == 0
    return process.database_path


@pytest.fixture(scope="session")
def prepared(launched, tmp_path_factory):
    """The path of a SQLite database that `prepare.sh` has prepared, for tests to copy."""
    if not launched.implementation:
        pytest.skip(NOT_OFFERED)
    if launched.prepared:
        return launched.prepared
    folder = tmp_path_factory.mktemp("prepared")
    process = Process(launched.implementation, folder, **own_passwords(launched))
    assert process.run("./prepare.sh", seconds=300).returncode == 0
    return process.database_path


@pytest.fixture
def start(process, prepared):
    """Return a function that starts a server with a copy of the prepared database and waits for it."""

    def start(**variables):
        server = process(**variables)
        if not server.database_path.exists():  # a second server of a test uses that of the first
            shutil.copy(prepared, server.database_path)
        return server.serve().wait()

    return start


@pytest.fixture
def serve(process):
    """Return a function that starts a server without a prepared database and waits for `/healthz`."""

    def start(**variables):
        return process(**variables).serve().wait("/healthz")

    return start
