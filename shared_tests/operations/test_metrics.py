"""Metrics for Prometheus: requests, queries, connections and the cache."""

import json
import shutil
import time
from collections import Counter
from threading import Thread

import pytest
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from runner.process import Process
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.metrics import TYPES, VIEWS
from shared_tests.support.prometheus import asked, read_metrics, requests_in, wait_until_in_use
from shared_tests.support.target import NOT_OFFERED, Database, own_passwords

QUERIES = "db_query_duration_seconds_count"


@pytest.fixture(scope="module")
def server(target, prepared, tmp_path_factory):
    """Return a running server of one process, with demo users and cached sites."""
    if not target.implementation:
        pytest.skip(NOT_OFFERED)
    settings = own_passwords(target)
    settings |= {"WORKERS": "1", "SITES_CACHE_TTL": "3600", "STATS_CACHE_TTL": "3600"}
    settings |= {"TASK_WORKER": "0"}  # its statements may count, too
    folder = tmp_path_factory.mktemp("metrics")
    server = Process(target.implementation, folder, **settings)
    shutil.copy(prepared, server.database_path)
    server.serve().wait()
    APIClient(server.url).get("/")
    yield server
    server.stop()


@pytest.mark.spec("METRICS-1", "METRICS-2", "METRICS-3", "METRICS-4")
def test_metrics_are_valid_and_have_the_specified_names_and_labels(server):
    api_client = APIClient(server.url)
    api_client.get("/profile/ada/")
    api_client.get("/healthz")
    response = api_client.get("/metrics")
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers
    families = {each.name: each for each in text_string_to_metric_families(response.text)}
    assert families.keys() == TYPES.keys()
    for name, (kind, labels) in TYPES.items():
        assert families[name].type == kind
        assert families[name].documentation.endswith(".")
        assert {*families[name].samples[0].labels} - {"le"} == labels


@pytest.mark.spec("METRICS-1")
def test_openmetrics_format_is_returned_on_request(serve):
    api_client = APIClient(serve().url)
    api_client.get("/healthz")
    accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
    response = api_client.get("/metrics", headers=accept)
    assert response.headers["Content-Type"].startswith("application/openmetrics-text")
    families = openmetrics.text_string_to_metric_families(response.text)
    samples = {sample.name for each in families for sample in each.samples}
    assert "http_requests_total" in samples


@pytest.mark.spec("METRICS-1", "ROUTE-3", "ERROR-2", "HOST-1")
@pytest.mark.parametrize("url", ["sqlite:///{folder}/x.db", "sqlite:////nowhere/x.db"])
def test_metrics_allow_only_get_and_need_no_database(serve, tmp_path, url):
    api_client = APIClient(serve(DATABASE_URL=url.format(folder=tmp_path)).url)
    assert api_client.get("/metrics").status_code == 200
    head = api_client.request("HEAD", "/metrics")
    assert (head.status_code, head.text) == (200, "")
    options = api_client.request("OPTIONS", "/metrics")
    assert (options.status_code, options.text) == (200, "")
    assert "GET" in options.headers["Allow"]
    for method in ("POST", "PUT", "DELETE", "FOO"):
        response = api_client.request(method, "/metrics")
        assert (response.status_code, "GET" in response.headers["Allow"]) == (405, True)
    assert api_client.get("/metrics", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.spec("METRICS-1", "ERROR-1")
@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via"])
def test_metrics_return_404_for_requests_through_a_proxy(serve, name):
    api_client = APIClient(serve(TRUSTED_PROXIES="1").url)
    for method in ("GET", "HEAD", "POST", "OPTIONS", "FOO"):
        for value in ("127.0.0.1", ""):
            responses = [
                api_client.request(method, path, headers={name: value})
                for path in ("/metrics", "/nothing")
            ]
            assert [each.status_code for each in responses] == [404, 404]
            assert responses[0].text == responses[1].text
            for response in responses:
                del response.headers["X-Request-ID"], response.headers["Date"]
            assert responses[0].headers == responses[1].headers


@pytest.mark.spec("METRICS-2", "METRICS-6")
def test_each_url_is_counted_under_the_name_of_its_view(server):
    api_client = APIClient(server.url)
    expected = Counter(VIEWS.values())
    grown = asked(server, lambda: [api_client.get(path) for path in VIEWS])
    counted = Counter()
    for (method, view, _), number in requests_in(grown).items():
        assert method == "GET"
        counted[view] += number
    assert counted == expected


@pytest.mark.spec("METRICS-2", "METRICS-6")
def test_a_request_is_counted_once_with_its_status(server):
    api_client = APIClient(server.url)

    def send_requests():
        for _ in range(5):
            api_client.get("/profile/ada/?q=a-secret")
        api_client.request("HEAD", "/profile/ada/")
        api_client.get("/profile/nobody/")
        api_client.get("/profile/")
        api_client.request("OPTIONS", "/stats/")
        api_client.patch("/api/profiles/")
        api_client.get("/", headers={"Host": "evil.example"})
        api_client.post("/accounts/login/", data={"username": "x" * 1_000_001})

    redirect = str(api_client.get("/profile/").status_code)
    found = requests_in(asked(server, send_requests))
    assert found == {
        ("GET", "profiles.by_username", "200"): 5,
        ("HEAD", "profiles.by_username", "200"): 1,
        ("GET", "profiles.by_username", "404"): 1,
        ("GET", "profiles.me", redirect): 1,
        ("OPTIONS", "stats.statistics", "200"): 1,
        ("PATCH", "api.profiles", "405"): 1,
        ("GET", "unknown", "400"): 1,
        ("POST", "unknown", "413"): 1,
    }


@pytest.mark.spec("METRICS-2", "METRICS-6")
def test_no_client_input_becomes_a_label(server):
    api_client = APIClient(server.url)
    before = read_metrics(server)
    for word in ("FIRST", "SECOND", "THIRD"):
        api_client.request(word, "/api/docs/")
        api_client.get(f"/{word}/{word}/?{word}={word}", headers={"User-Agent": word})
        api_client.get(f"/admin/{word}/")
        api_client.get(f"/static/{word}")
        api_client.get(f"/profile/{word}/")
        api_client.get("/", headers={"Host": word})
    text = APIClient(server.url).get("/metrics").text
    assert not any(word in text for word in ("FIRST", "SECOND", "THIRD"))
    grown = read_metrics(server)
    assert grown.of("http_requests_total", method="other", view="api.docs") == 3
    methods = {dict(key[1:])["method"] for key in grown - before if "method" in dict(key[1:])}
    assert methods == {"GET", "other"}


@pytest.mark.spec("METRICS-2", "METRICS-3", "ERROR-3")
def test_an_unexpected_error_is_counted_with_status_500(server):
    database = Database(server.environment["DATABASE_URL"])
    database.rows("UPDATE users SET date_joined = 'never' WHERE username = 'kurt'")
    grown = asked(server, lambda: APIClient(server.url).get("/profile/kurt/"))
    database.rows("UPDATE users SET date_joined = '2026-01-01 00:00:00' WHERE username = 'kurt'")
    database.close()
    assert requests_in(grown) == {("GET", "profiles.by_username", "500"): 1}
    assert grown.of("http_request_duration_seconds_count", view="profiles.by_username") == 1
    wait_until_in_use(server, 0)


@pytest.mark.spec("METRICS-2", "LOG-1")
def test_a_request_is_measured_until_its_response_is_created(server):
    browser, user = Browser(server.url), new_user()
    browser.get("/accounts/signup/")
    database = Database(server.environment["DATABASE_URL"])
    database.rows("BEGIN IMMEDIATE")
    signing_up = Thread(target=browser.submit, args=["signup-form"], kwargs=user)

    times = []

    def wait():
        times.append(time.monotonic())
        signing_up.start()
        wait_until_in_use(server, 1)
        times.append(time.monotonic())
        time.sleep(1)
        times.append(time.monotonic())
        database.rows("COMMIT")
        signing_up.join()
        times.append(time.monotonic())

    grown = asked(server, wait)
    database.close()
    sent, begun, released, received = times
    name = "http_request_duration_seconds"
    labels = {"method": "POST", "view": "accounts.signup"}
    assert grown.of(f"{name}_count", **labels) == 1
    assert released - begun < grown.of(f"{name}_sum", **labels) < received - sent
    assert grown.of(f"{name}_bucket", le="0.5", **labels) == 0
    assert grown.of(f"{name}_bucket", le="+Inf", **labels) == 1
    page = browser.page.response.history[0]
    lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    (line,) = [
        line
        for line in lines
        if line.get("request_id") == page.headers["X-Request-ID"] and line["event"] == "request"
    ]
    assert released - begun < line["milliseconds"] / 1000 < received - sent


@pytest.mark.spec("METRICS-3")
def test_the_queries_of_a_request_are_counted(server):
    api_client = APIClient(server.url)

    def queries(action):
        return asked(server, action).of(QUERIES)

    assert queries(lambda: api_client.get("/healthz")) == 0
    assert queries(lambda: api_client.get("/readyz")) == 1
    assert queries(lambda: api_client.get("/profile/ada/")) == 1
    assert queries(lambda: [api_client.get("/profile/ada/") for _ in range(10)]) == 10
    assert queries(lambda: api_client.get("/profiles/?q=lovelace")) == 2
    grown = asked(server, lambda: api_client.get("/profiles/"))
    assert grown.of("db_query_duration_seconds_sum") > 0
    taken = grown.of("http_request_duration_seconds_sum", view="profiles.directory")
    assert grown.of("db_query_duration_seconds_sum") < taken


@pytest.mark.spec("METRICS-3")
def test_a_failed_query_is_counted(server):
    database = Database(server.environment["DATABASE_URL"])
    database.rows("ALTER TABLE users RENAME TO gone")
    grown = asked(server, lambda: APIClient(server.url).get("/profile/ada/?made=anew"))
    database.rows("ALTER TABLE gone RENAME TO users")
    database.close()
    assert requests_in(grown) == {("GET", "profiles.by_username", "500"): 1}
    assert grown.of(QUERIES) == 1


@pytest.mark.spec("METRICS-3")
def test_a_connection_is_in_use_while_a_request_holds_it(server):
    browser, user = Browser(server.url), new_user()
    browser.get("/accounts/signup/")
    before = read_metrics(server)
    assert before.of("db_connections_in_use") == 0
    assert 0 < before.of("db_connections_open") <= before.of("db_connections_opened_total")
    database = Database(server.environment["DATABASE_URL"])
    database.rows("BEGIN IMMEDIATE")
    signing_up = Thread(target=browser.submit, args=["signup-form"], kwargs=user)
    signing_up.start()
    wait_until_in_use(server, 1)
    database.rows("COMMIT")
    database.close()
    signing_up.join()
    assert browser.page.path == "/profile/"
    wait_until_in_use(server, 0)


@pytest.mark.spec("METRICS-4")
def test_a_cache_lookup_is_counted_as_hit_or_miss(start):
    server = start(WORKERS="1")
    api_client = APIClient(server.url)

    def results(action):
        grown = asked(server, action)
        found = {each: grown.of("cache_requests_total", result=each) for each in ("hit", "miss")}
        return found["hit"], found["miss"]

    assert results(lambda: api_client.get("/stats/")) == (0, 1)
    assert results(lambda: [api_client.get("/stats/") for _ in range(3)]) == (3, 0)
    assert results(lambda: [api_client.get(path) for path in ("/", "/profile/ada/")]) == (0, 0)


@pytest.mark.spec("METRICS-4", "CACHE-3")
def test_each_lookup_in_an_unavailable_cache_is_counted_as_an_error(start):
    server = start(CACHE_URL="redis://127.0.0.1:1/0", WORKERS="1")
    api_client = APIClient(server.url)
    grown = asked(server, lambda: [api_client.get("/stats/") for _ in range(3)])
    assert grown.of("cache_requests_total") == grown.of("cache_requests_total", result="error") == 3
