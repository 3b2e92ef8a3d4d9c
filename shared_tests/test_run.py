"""Starting, stopping and killing the server."""

import os
import signal
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest
import requests

from shared_tests.browser import Browser
from shared_tests.people import new_person
from shared_tests.target import Database


@pytest.mark.spec("RUN-1", "RUN-2")
def test_a_second_start_uses_what_the_first_has_made(process, tmp_path):
    lacking = dict.fromkeys(("SECRET_KEY", "DEMO_PASSWORD", "ADMIN_PASSWORD"), "")
    kept = []
    for _ in range(2):
        server = process(**lacking).start().wait()
        files = sorted((tmp_path / "secrets").iterdir())
        assert [path.name for path in files] == sorted(lacking)
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        secrets = {path.name: path.read_text(encoding="utf-8").strip() for path in files}
        assert min(map(len, secrets.values())) >= 20
        for username, name in (("ada", "DEMO_PASSWORD"), ("admin", "ADMIN_PASSWORD")):
            page = Browser(server.url).log_in(username, secrets[name])
            assert page.text_of("#username") == username
        assert server.stop() == 0
        database = Database(server.environment["DATABASE_URL"])
        kept.append((secrets, database.rows("SELECT id, username, password FROM users")))
        database.close()
    assert kept[0] == kept[1]


@pytest.mark.spec("RUN-5")
def test_the_servers_for_development_serve_it_too(process, target):
    for command in target.implementation["serve"]:
        server = process()
        server.start(*(part.format(port=server.port) for part in command)).wait("/healthz")
        assert requests.get(f"{server.url}/healthz", timeout=5).json() == {"status": "ok"}
        server.stop()


@pytest.mark.spec("RUN-3")
def test_at_sigterm_a_request_in_flight_is_finished(process):
    server = process().start().wait()
    browser = Browser(server.url)
    url, hidden = browser.get("/accounts/signup/").form("signup-form")
    typed = hidden | new_person()
    database = Database(server.environment["DATABASE_URL"])
    database.rows("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(browser.request, "POST", url, data=typed, allow_redirects=False)
        time.sleep(1)
        server.process.terminate()
        time.sleep(0.5)
        database.rows("COMMIT")
        assert answer.result(20).headers["Location"].endswith("/profile/")
    made = "SELECT count(*) FROM users WHERE username = :name"
    assert database.rows(made, name=typed["username"]) == [(1,)]
    database.close()
    assert server.process.wait(20) == 0


@pytest.mark.spec("RUN-4")
def test_a_worker_that_is_killed_loses_nothing_that_was_acknowledged(process):
    server = process(WORKERS="2").start().wait()
    over = Event()

    def sign_people_up():
        acknowledged = []
        while not over.is_set():
            person = new_person()
            with suppress(requests.ConnectionError):
                if Browser(server.url).sign_up(**person).path == "/profile/":
                    acknowledged.append(person["username"])
        return acknowledged

    with ThreadPoolExecutor(4) as pool:
        signing_up = [pool.submit(sign_people_up) for _ in range(4)]
        for _ in range(3):
            time.sleep(0.7)
            kill_a_child_of(server)
        time.sleep(1)
        over.set()
    acknowledged = {name for each in signing_up for name in each.result()}
    database = Database(server.environment["DATABASE_URL"])
    stored = {name for (name,) in database.rows("SELECT username FROM users")}
    database.close()
    assert len(acknowledged) > 3
    assert acknowledged <= stored
    assert Browser(server.url).sign_up(**new_person()).path == "/profile/"


@pytest.mark.spec("RUN-6")
def test_a_worker_that_is_killed_cuts_no_answer_off(process):
    server = process(WORKERS="2").start().wait()
    over = Event()

    def read():
        outcomes = []
        while not over.is_set():
            for path in ("/profile/ada/", "/profiles/", "/accounts/login/", "/static/style.css"):
                try:
                    outcomes.append(requests.get(server.url + path, timeout=10).status_code)
                except requests.RequestException as error:
                    outcomes.append(type(error).__name__)
        return outcomes

    with ThreadPoolExecutor(6) as pool:
        reading = [pool.submit(read) for _ in range(6)]
        for _ in range(30):
            time.sleep(0.2)
            kill_a_child_of(server)
        over.set()
    outcomes = {outcome for each in reading for outcome in each.result()}
    assert outcomes == {200, "ConnectionError"}


def kill_a_child_of(server):
    os.kill(int(children_of(server.process.pid)[0]), signal.SIGKILL)


def children_of(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
