"""Metrics of several processes that serve requests, end, and are replaced."""

import os
import signal
import time
from contextlib import suppress
from threading import Thread
from urllib.parse import urlsplit

import pytest
import requests

from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.processes import get_child_pids
from shared_tests.support.prometheus import asked, read_metrics, requests_in, wait_until_in_use
from shared_tests.support.target import Database


@pytest.fixture
def folder(tmp_path):
    """Return a folder for the temporary files of a test's servers."""
    path = tmp_path / "temporary"
    path.mkdir()
    return path


def replace_workers(server, kill, number=1):
    """Call `kill` with some of the workers, and wait until they are replaced."""
    ended = all_workers(server)[:number]
    kill(ended)
    all_workers(server, but=ended)


def all_workers(server, but=()):
    """Wait until all workers run and none is one of `but`; return their process ids."""
    deadline = time.monotonic() + 20
    while True:
        found = get_child_pids(server.process.pid)
        if len(found) == int(server.environment["WORKERS"]) and not {*found} & {*but}:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def kill(workers):
    for pid in workers:
        os.kill(int(pid), signal.SIGKILL)


@pytest.mark.spec("METRICS-5")
def test_metrics_are_the_sum_of_all_processes_including_killed_processes(start, folder):
    server = start(WORKERS="3", TMPDIR=str(folder))
    for number in range(1, 6):
        for _ in range(20):
            assert APIClient(server.url).get("/profile/ada/").status_code == 200
        counted = read_metrics(server)
        for name in ("http_requests_total", "http_request_duration_seconds_count"):
            assert counted.of(name, view="profiles.by_username") == 20 * number
        replace_workers(server, kill)


@pytest.mark.spec("METRICS-3", "HEALTH-3")
def test_connections_that_the_database_closed_are_not_counted_as_open(process, postgresql):
    server = process(DATABASE_URL=postgresql, WORKERS="1").start().wait()
    browser, url = Browser(server.url), urlsplit(postgresql)
    assert browser.get("/profile/ada/").status == 200
    assert read_metrics(server).of("db_connections_open") > 0
    name, database = url.path[1:], Database(url._replace(path="/postgres").geturl())
    database.rows(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
    database.rows(end, name=name)
    database.close()
    for _ in range(40):  # so that each thread has noticed it
        assert browser.get("/profile/ada/", headers={"Connection": "close"}).status == 503
    assert read_metrics(server).of("db_connections_open") == 0


@pytest.mark.spec("METRICS-5")
def test_connections_of_killed_workers_are_not_counted_as_open(start):
    server = start(WORKERS="2", TASK_WORKER="0")  # whose connections may count, too
    browser, user = Browser(server.url), new_user()
    browser.get("/accounts/signup/")
    database = Database(server.environment["DATABASE_URL"])
    database.rows("BEGIN IMMEDIATE")

    def sign_up():
        with suppress(requests.ConnectionError):
            browser.submit("signup-form", **user)

    signing_up = Thread(target=sign_up)
    signing_up.start()
    wait_until_in_use(server, 1)
    opened = read_metrics(server).of("db_connections_opened_total")
    replace_workers(server, kill, 2)
    signing_up.join()
    database.rows("COMMIT")
    database.close()
    counted = read_metrics(server)
    assert counted.of("db_connections_in_use") == counted.of("db_connections_open") == 0
    assert counted.of("db_connections_opened_total") == opened


@pytest.mark.spec("METRICS-5")
def test_a_reload_preserves_the_metrics_and_a_stop_deletes_their_files(serve, folder):
    server = serve(WORKERS="2", TMPDIR=str(folder))
    api_client = APIClient(server.url)
    for number in range(1, 4):
        assert api_client.get("/nothing/").status_code == 404
        assert read_metrics(server).of("http_requests_total", view="unknown") == number
        replace_workers(server, lambda _: server.process.send_signal(signal.SIGHUP), 2)
        for _ in range(10):
            api_client.get("/healthz")
    assert len(list(folder.glob("metrics-*"))) == 1
    assert server.stop() == 0
    assert list(folder.glob("metrics-*")) == []


@pytest.mark.spec("METRICS-5")
def test_servers_on_one_machine_count_separately_and_from_zero_at_each_start(serve, folder):
    servers = [serve(TMPDIR=str(folder)) for _ in range(2)]
    for number, server in enumerate(servers, 1):
        for _ in range(number):
            APIClient(server.url).get("/nothing/")
    unknown = {"name": "http_requests_total", "view": "unknown"}
    assert [read_metrics(server).of(**unknown) for server in servers] == [1, 2]
    servers[0].stop()
    assert read_metrics(servers[1]).of(**unknown) == 2
    servers[0].serve().wait("/healthz")
    assert [read_metrics(server).of(**unknown) for server in servers] == [0, 2]


@pytest.mark.spec("METRICS-5")
def test_a_failed_start_leaves_no_files(process, target, folder):
    server = target.implementation["server"]
    response = process(TMPDIR=str(folder)).run(*server, DATABASE_URL="nonsense")
    assert response.returncode != 0
    assert list(folder.iterdir()) == []


@pytest.mark.spec("METRICS-5", "RUN-5")
def test_development_servers_count_in_their_single_process(process, target, folder):
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
        assert read_metrics(server).of("db_connections_open") < 5
        server.stop()
        assert list(folder.iterdir()) == []
