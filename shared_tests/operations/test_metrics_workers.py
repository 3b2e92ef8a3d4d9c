"""What Prometheus is told where several processes serve, end, and are replaced."""

import os
import signal
import time
from contextlib import suppress
from threading import Thread

import pytest
import requests

from runner.process import SERVE
from shared_tests.operations.test_server_lifecycle import children_of
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.prometheus import asked, figures, requests_in, wait_until_in_use
from shared_tests.support.target import Database


@pytest.fixture
def folder(tmp_path):
    """Where the processes of a test may put what they need for a while."""
    path = tmp_path / "temporary"
    path.mkdir()
    return path


def replace_workers(server, kill, number=1):
    """Let some of the workers end, and wait until others are in their place."""
    ended = all_workers(server)[:number]
    kill(ended)
    all_workers(server, but=ended)


def all_workers(server, but=()):
    """Wait until there are as many workers as there should be, none of them of these; return them."""
    deadline = time.monotonic() + 20
    while True:
        found = children_of(server.process.pid)
        if len(found) == int(server.environment["WORKERS"]) and not {*found} & {*but}:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def kill(workers):
    for pid in workers:
        os.kill(int(pid), signal.SIGKILL)


@pytest.mark.spec("METRICS-5")
def test_several_processes_are_one_sum_also_when_some_were_killed(start, folder):
    server = start(WORKERS="3", TMPDIR=str(folder))
    for number in range(1, 6):
        for _ in range(20):
            assert APIClient(server.url).get("/profile/ada/").status_code == 200
        counted = figures(server)
        for name in ("http_requests_total", "http_request_duration_seconds_count"):
            assert counted.of(name, view="profiles.by_username") == 20 * number
        replace_workers(server, kill)
    files = [path.stem.rpartition("_") for path in folder.glob("metrics-*/*")]
    assert {number for _, _, number in files} == {"0", "1", "2", "3"}
    assert len(files) <= 12


@pytest.mark.spec("METRICS-5")
def test_what_a_killed_process_held_is_held_no_more(start):
    server = start(WORKERS="2")
    visitor, person = Browser(server.url), new_user()
    visitor.get("/accounts/signup/")
    database = Database(server.environment["DATABASE_URL"])
    database.rows("BEGIN IMMEDIATE")

    def sign_up():
        with suppress(requests.ConnectionError):
            visitor.submit("signup-form", **person)

    signing_up = Thread(target=sign_up)
    signing_up.start()
    wait_until_in_use(server, 1)
    opened = figures(server).of("db_connections_opened_total")
    replace_workers(server, kill, 2)
    signing_up.join()
    database.rows("COMMIT")
    database.close()
    counted = figures(server)
    assert counted.of("db_connections_in_use") == counted.of("db_connections_open") == 0
    assert counted.of("db_connections_opened_total") == opened


@pytest.mark.spec("METRICS-5")
def test_a_reload_loses_nothing_and_an_end_leaves_nothing(serve, folder):
    server = serve(WORKERS="2", TMPDIR=str(folder))
    api_client = APIClient(server.url)
    for number in range(1, 4):
        assert api_client.get("/nothing/").status_code == 404
        assert figures(server).of("http_requests_total", view="unknown") == number
        replace_workers(server, lambda _: server.process.send_signal(signal.SIGHUP), 2)
        for _ in range(10):
            api_client.get("/healthz")
    assert len(list(folder.glob("metrics-*"))) == 1
    assert server.stop() == 0
    assert list(folder.glob("metrics-*")) == []


@pytest.mark.spec("METRICS-5")
def test_two_servers_on_one_machine_count_for_themselves_and_each_start_anew(serve, folder):
    servers = [serve(TMPDIR=str(folder)) for _ in range(2)]
    for number, server in enumerate(servers, 1):
        for _ in range(number):
            APIClient(server.url).get("/nothing/")
    unknown = {"name": "http_requests_total", "view": "unknown"}
    assert [figures(server).of(**unknown) for server in servers] == [1, 2]
    servers[0].stop()
    assert figures(servers[1]).of(**unknown) == 2
    servers[0].start(*SERVE).wait("/healthz")
    assert [figures(server).of(**unknown) for server in servers] == [0, 2]


@pytest.mark.spec("METRICS-5")
def test_a_start_that_fails_leaves_nothing(process, folder):
    response = process(TMPDIR=str(folder)).run(*SERVE, DATABASE_URL="nonsense")
    assert response.returncode != 0
    assert list(folder.iterdir()) == []


@pytest.mark.spec("METRICS-5", "RUN-5")
def test_the_servers_for_development_count_in_their_one_process(process, target, folder):
    for command in target.implementation["serve"]:
        server = process(TMPDIR=str(folder))
        server.run(*target.implementation["migrate"])
        command = [part.format(port=server.port) for part in command]
        server.start(*command).wait()
        grown = asked(server, lambda url=server.url: APIClient(url).get("/profile/1/"))
        assert requests_in(grown) == {("GET", "profiles.by_pk", "404"): 1}
        for _ in range(10):
            response = APIClient(server.url).get("/readyz", headers={"Connection": "close"})
            assert response.status_code == 200
        wait_until_in_use(server, 0)
        time.sleep(0.5)  # for the threads of these requests to end
        assert figures(server).of("db_connections_open") < 5
        server.stop()
        assert list(folder.iterdir()) == []
