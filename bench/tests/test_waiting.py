"""The applications that wait for a service: their responses, and their results."""

from io import StringIO

import pytest
from rich.console import Console

from bench import load
from bench.http_client import Client
from bench.results import median_ratio, rate
from bench.rounds import measure
from bench.tests.conftest import samples
from bench.waiting import report, run
from bench.waiting.service import DELAY

THREADS, ASGI = "django-threads", ("django-asgi", "quart-asgi")
NAMES = [each["name"] for each in run.read_applications()]


@pytest.fixture
def waiting():
    """The samples of a run: the last application has four times the rate of the others."""
    slow, fast = samples(40, 80, 160), samples(160, 320, 640)
    return {each.name: dict.fromkeys(NAMES, slow) | {NAMES[-1]: fast} for each in run.LOADS}


def test_an_application_is_compared_with_the_first_in_each_round(waiting):
    rows = run.compute_rows(waiting)
    assert [each["results"]["many"]["ratio"] for each in rows] == [1] * (len(rows) - 1) + [4]


def test_the_mean_time_of_a_response_follows_from_the_rate(waiting):
    results = run.compute_rows(waiting)[-1]["results"]
    assert results["many"]["ms"] == pytest.approx(64 / 320 * 1000)
    assert results["few"]["ms"] == pytest.approx(4 / 320 * 1000)


def test_the_applications_are_printed(waiting):
    output = StringIO()
    found = {"loads": [vars(each) for each in run.LOADS], "applications": run.compute_rows(waiting)}
    Console(width=80, file=output).print(report.results_table(found))
    text = output.getvalue()
    assert all(each["server"] in text for each in run.read_applications())
    assert "4.0   200" in text


def test_the_number_of_connections_is_passed_on(monkeypatch):
    passed = []

    def run_tool(url, paths, seconds, seed, options, is_balanced):
        passed.extend(options)
        return {"errors": 0, "broken": 0, "requests": 1, "seconds": 1, "p50": 1, "p99": 1}

    monkeypatch.setattr(load, "find_tool", lambda: "wrk")
    monkeypatch.setattr(load, "run_wrk", run_tool)
    load.load("http://site", "paths", 1, headers={"Accept": "text/plain"}, connections=64)
    assert passed == ["-c64", "-H", "Accept: text/plain"]


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    with run.serving_applications(tmp_path_factory.mktemp("waiting")) as servers:
        yield servers


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_each_application_responds_with_the_same_text(name, servers):
    client = Client(servers[name].url)
    assert client.send("/once/") == (200, "ready")
    assert client.send("/five-times/") == (200, "ready ready ready ready ready")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_each_application_waits_for_the_service(name, servers):
    assert Client(servers[name].url).seconds("/once/") >= DELAY


@pytest.mark.slow
def test_asgi_handles_twice_as_many_waiting_requests_as_eight_threads(servers, tmp_path):
    if load.find_tool() is None:
        pytest.skip(load.MISSING)
    workloads = [
        each
        for each in run.create_workloads(servers, tmp_path)
        if each.name == "many" and each.implementation in (THREADS, *ASGI)
    ]
    found = measure(workloads, rounds=1, progress=lambda text: None)["many"]
    for name in ASGI:
        assert median_ratio(rate, found[name], found[THREADS]) > 2
