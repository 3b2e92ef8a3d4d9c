"""Starting, stopping and killing a server."""

import os
import re
import signal
import socket
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from urllib.parse import urlsplit

import pytest
import requests

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.processes import get_child_pids
from shared_tests.support.target import Database

PATHS = ("/profile/ada/", "/profiles/", "/accounts/login/", "/static/style.css")


@pytest.mark.spec("RUN-1", "RUN-2")
def test_a_second_start_reuses_the_secrets_and_the_database_of_the_first(process, tmp_path):
    unset = dict.fromkeys(("SECRET_KEY", "DEMO_PASSWORD", "ADMIN_PASSWORD"), "")
    states = []
    for _ in range(2):
        server = process(**unset).start().wait()
        files = sorted((tmp_path / "secrets").iterdir())
        assert [path.name for path in files] == sorted(unset)
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        secrets = {path.name: path.read_text(encoding="utf-8").strip() for path in files}
        assert min(map(len, secrets.values())) >= 20
        for username, name in (("ada", "DEMO_PASSWORD"), ("admin", "ADMIN_PASSWORD")):
            page = Browser(server.url).log_in(username, secrets[name])
            assert page.select_text("#username") == username
        assert server.stop() == 0
        database = Database(server.environment["DATABASE_URL"])
        states.append((secrets, database.rows("SELECT id, username, password FROM users")))
        database.close()
    assert states[0] == states[1]


@pytest.mark.spec("RUN-2")
def test_passwords_are_set_at_the_first_start_only(process, tmp_path):
    key = {"SECRET_KEY": "not to be stored" * 3}
    process(DEMO_PASSWORD="the first", ADMIN_PASSWORD="", **key).start().wait().stop()
    stored = {path.name: path.read_text(encoding="utf-8") for path in secret_files(tmp_path)}
    assert stored.keys() == {"DEMO_PASSWORD", "ADMIN_PASSWORD"}
    assert stored["DEMO_PASSWORD"] == "the first\n"
    server = process(DEMO_PASSWORD="another", ADMIN_PASSWORD="another", **key).start().wait()
    warnings = [line for line in server.log().splitlines() if "is not used" in line]
    assert [line.split()[1] for line in warnings] == ["DEMO_PASSWORD", "ADMIN_PASSWORD"]
    for username, name in (("ada", "DEMO_PASSWORD"), ("admin", "ADMIN_PASSWORD")):
        page = Browser(server.url).log_in(username, stored[name].strip("\n"))
        assert page.select_text("#username") == username
    assert {
        path.name: path.read_text(encoding="utf-8") for path in secret_files(tmp_path)
    } == stored


def secret_files(folder):
    return sorted((folder / "secrets").iterdir())


def read_secrets(process, **variables):
    """Return the values that `secrets.sh` exports, and its standard error."""
    unset = dict.fromkeys(("SECRET_KEY", "DEMO_PASSWORD", "ADMIN_PASSWORD"), "")
    show = '. ./secrets.sh; printf "%s|" "$SECRET_KEY" "$DEMO_PASSWORD" "$ADMIN_PASSWORD"'
    done = process().run("sh", "-euc", show, **unset | variables)
    return done.stdout.split("|")[:-1], done.stderr


@pytest.mark.spec("RUN-2")
def test_secrets_are_stored_on_file_systems_without_hard_links(process, tmp_path):
    (tmp_path / "ln").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "ln").chmod(0o755)
    path = f"{tmp_path}:{process().environment['PATH']}"
    secrets, errors = read_secrets(process, PATH=path)
    assert (min(map(len, secrets)) >= 20, errors) == (True, "")
    assert read_secrets(process, PATH=path) == (secrets, "")
    (tmp_path / "secrets" / "DEMO_PASSWORD").write_text("", encoding="utf-8")
    again, errors = read_secrets(process)
    assert (again[0], again[2], errors) == (secrets[0], secrets[2], "")
    assert len(again[1]) >= 20


@pytest.mark.spec("RUN-2")
def test_servers_that_start_simultaneously_have_the_same_secrets(process):
    with ThreadPoolExecutor(4) as pool:
        reads = [pool.submit(read_secrets, process) for _ in range(4)]
    assert len({str(each.result()) for each in reads}) == 1


@pytest.mark.spec("RUN-2")
def test_an_unusable_data_directory_is_reported_in_one_line(process, tmp_path):
    (tmp_path / "file").touch()
    secrets, errors = read_secrets(process, DATA_DIR=str(tmp_path / "file"))
    assert secrets == []
    assert len(errors.splitlines()) == 1
    assert str(tmp_path / "file") in errors


def has_ipv6():
    with suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return True
    return False


def wait_until_listening(server, ip_address):
    """Return once a server accepts connections at an IP address; fail if it exits or times out."""
    deadline = time.monotonic() + 60
    while True:
        with suppress(OSError), socket.create_connection((ip_address, server.port), timeout=2):
            return
        assert server.process.poll() is None, server.log()
        assert time.monotonic() < deadline, server.log()
        time.sleep(0.1)


@pytest.mark.spec("RUN-1")
@pytest.mark.parametrize("host", ["", *(["::1", "[::1]"] if has_ipv6() else [])])
@pytest.mark.parametrize("debug", ["0", "1"])
def test_a_server_listens_on_the_host_of_the_environment(process, target, host, debug):
    variable = target.implementation["settings_variable"]
    by_environment = [each for each in target.implementation["serve"] if "{port}" not in each]
    for command in [["./serve.sh"], *by_environment]:
        server = process(HOST=host, DEBUG=debug, **{variable: "config.settings.dev"})
        server.start(*command)
        wait_until_listening(server, host.strip("[]") or "127.0.0.1")
        with pytest.raises(OSError):  # noqa: PT011, which error depends on the system
            socket.create_connection(("127.0.0.2", server.port), timeout=2).close()
        server.stop()


@pytest.mark.spec("RUN-1", "SETTINGS-3")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"), ("PORT", "99999"), ("PORT", "-1"), ("WORKERS", "two"), ("WORKERS", "0"),
        ("HOST", "a b"), ("HOST", "unix:/tmp/socket"),
    ],
)  # fmt: skip
def test_an_invalid_host_port_or_number_of_workers_is_reported_in_one_line(process, name, value):
    result = process().run("./serve.sh", **{name: value})
    assert result.returncode != 0
    assert len(result.stderr.splitlines()) == 1
    assert name in result.stderr


@pytest.mark.spec("RUN-1", "SETTINGS-3")
def test_an_empty_number_of_workers_is_ignored(process):
    process(WORKERS="").start("./serve.sh").wait("/healthz")


@pytest.mark.spec("RUN-5")
def test_development_servers_serve_the_application(process, target):
    for command in target.implementation["serve"]:
        server = process()
        server.start(*(part.format(port=server.port) for part in command)).wait("/healthz")
        assert requests.get(f"{server.url}/healthz", timeout=5).json() == {"status": "ok"}
        server.stop()


@pytest.mark.spec("RUN-3")
def test_a_request_in_progress_is_finished_after_sigterm(process):
    server = process().start().wait()
    browser = Browser(server.url)
    url, hidden = browser.get("/accounts/signup/").form("signup-form")
    typed = hidden | new_user()
    database = Database(server.environment["DATABASE_URL"])
    database.rows("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        response = pool.submit(browser.request, "POST", url, data=typed, allow_redirects=False)
        time.sleep(1)
        server.process.terminate()
        time.sleep(0.5)
        database.rows("COMMIT")
        assert response.result(20).headers["Location"].endswith("/profile/")
    query = "SELECT count(*) FROM users WHERE username = :name"
    assert database.rows(query, name=typed["username"]) == [(1,)]
    database.close()
    assert server.process.wait(20) == 0


@pytest.mark.spec("RUN-4")
def test_a_killed_worker_loses_no_acknowledged_sign_up(process):
    server = process(WORKERS="2").start().wait()
    over = Event()

    def sign_up_users():
        acknowledged = []
        while not over.is_set():
            user = new_user()
            with suppress(requests.ConnectionError):
                if Browser(server.url).sign_up(**user).path == "/profile/":
                    acknowledged.append(user["username"])
        return acknowledged

    with ThreadPoolExecutor(4) as pool:
        signing_up = [pool.submit(sign_up_users) for _ in range(4)]
        for _ in range(3):
            time.sleep(0.7)
            kill_a_worker(server)
        time.sleep(1)
        over.set()
    acknowledged = {name for each in signing_up for name in each.result()}
    database = Database(server.environment["DATABASE_URL"])
    stored = {name for (name,) in database.rows("SELECT username FROM users")}
    database.close()
    assert len(acknowledged) > 3
    assert acknowledged <= stored
    assert Browser(server.url).sign_up(**new_user()).path == "/profile/"


@pytest.mark.spec("RUN-6")
def test_a_response_leaves_the_server_in_one_piece(process):
    server = process(WORKERS="1").start().wait()
    parts = urlsplit(server.url)
    for path in PATHS * 5:
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
            head, _, body = client.recv(1_000_000).partition(b"\r\n\r\n")
        (length,) = re.findall(rb"(?i)^content-length: (\d+)", head, re.MULTILINE)
        assert len(body) == int(length) > 0


@pytest.mark.spec("RUN-6")
def test_a_killed_worker_truncates_no_response(process):
    server = process(WORKERS="2").start().wait()
    over = Event()

    def read():
        outcomes = []
        while not over.is_set():
            for path in PATHS:
                try:
                    outcomes.append(requests.get(server.url + path, timeout=10).status_code)
                except requests.ConnectionError:
                    outcomes.append(None)
        return outcomes

    with ThreadPoolExecutor(6) as pool:
        reading = [pool.submit(read) for _ in range(6)]
        for _ in range(30):
            time.sleep(0.2)
            kill_a_worker(server)
        over.set()
    outcomes = {outcome for each in reading for outcome in each.result()}
    assert outcomes == {200, None}


def kill_a_worker(server):
    os.kill(int(get_child_pids(server.process.pid)[0]), signal.SIGKILL)
