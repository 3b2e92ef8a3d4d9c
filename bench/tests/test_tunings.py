"""The tunings, the applications in which each is measured alone, and the cache of nginx."""

import re
import threading
import time
from io import StringIO

import pytest
from rich.console import Console

from bench import databases, nginx, report, tunings
from bench.http_client import Client
from bench.servers import BASELINE, create_command, create_server, serving
from bench.tests.test_baseline import USERS, Text, get
from runner import postgresql
from runner.process import ROOT, compared

VARIABLES = {"SECRET_KEY": "x" * 50, "DEMO_PASSWORD": "correct horse battery"}
TUTORIALS = [(name, settings) for name in compared() for settings in tunings.list_settings(name)]
PAGE, EDITS, PAUSE = "/profile/ada/", 10, 0.6
PROFILE = {"email": "ada@example.com", "visibility": "public"}
SITE = ["--name", "Elsewhere", "--colour", "green"]
MAX_AGE = 2  # seconds: nginx counts whole ones


@pytest.mark.parametrize("name", compared())
def test_every_settings_module_of_a_tutorial_belongs_to_a_tuning(name):
    modules = (ROOT / "bench" / "tutorial" / name / "settings").glob("[a-z]*.py")
    assert sorted(each.stem for each in modules) == tunings.list_settings(name)


def test_a_tuning_has_the_measures_without_it_and_with_it(found):
    rows = {row["name"]: row for row in tunings.compute(found)}
    prepared = rows["Prepared statements"]["django"]
    assert prepared["without"]["rate"] == prepared["with"]["rate"] == 0.1
    assert prepared["with"]["statements"] == 3
    assert "flask" not in rows["Jinja2 instead of Django's templates"]
    everything = rows[tunings.EVERYTHING]["flask"]
    assert (everything["without"]["rate"], everything["with"]["rate"]) == (0.1, 0.1)
    assert everything["with"]["p99"] == pytest.approx(10)


def test_the_tunings_are_printed(found):
    output = StringIO()
    Console(width=160, file=output).print(
        report.tunings_table(found | {"tunings": tunings.compute(found)})
    )
    assert all(tuning["name"] in output.getvalue() for tuning in tunings.load())


@pytest.fixture(scope="module")
def databases_by_name(tmp_path_factory):
    """The URL of a database with a few users, by implementation."""
    if postgresql.find() is None:
        pytest.skip(postgresql.MISSING)
    with postgresql.cluster() as administrator:
        found = {}
        for name, config in compared().items():
            databases.execute(administrator, f"CREATE DATABASE {name}")
            found[name] = databases.database_url(administrator, name)
            folder = tmp_path_factory.mktemp(name)
            command = create_command(config, folder, DATABASE_URL=found[name], **VARIABLES)
            command(*config["migrate"])
            command(*config["manage"], "seed", "--count", str(USERS))
        yield found


@pytest.mark.slow
@pytest.mark.parametrize(("name", "settings"), TUTORIALS)
def test_the_page_of_a_tutorial_has_the_words_of_the_baseline(
    name, settings, databases_by_name, tmp_path
):
    database = {"DATABASE_URL": databases_by_name[name]}
    config = tunings.server_config(name, settings)
    tutorial = create_server(config, tmp_path, **database, **VARIABLES)
    baseline = create_server(BASELINE, tmp_path, **database)
    with serving([tutorial, baseline], "/profile/1/"):
        responses = [(get(tutorial, pk), get(baseline, pk)) for pk in range(1, 25 + USERS)]
    assert [one[0] for one, _ in responses] == [other[0] for _, other in responses]
    pages = [(one[1], other[1]) for one, other in responses if other[0] == 200]
    assert len(pages) >= USERS
    for page, expected in pages:
        assert Text(page).words == Text(expected).words
        assert len(page) == pytest.approx(len(expected), rel=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("name", compared())
def test_nginx_serves_no_old_or_private_page_and_none_of_another_host(
    name, databases_by_name, tmp_path
):
    if nginx.find() is None:
        pytest.skip(nginx.MISSING)
    variables = {"DATABASE_URL": databases_by_name[name], **VARIABLES}
    command = create_command(compared()[name], tmp_path, **variables)
    command(*compared()[name]["manage"], "setsite", "localhost", *SITE)
    server = create_server(compared()[name], tmp_path, **variables)
    proxy = nginx.Nginx(server, tmp_path)
    with serving([server], "/readyz"), nginx.serving([proxy]):
        ada = Client(server.url).log_in("ada", VARIABLES["DEMO_PASSWORD"])
        private = Client(proxy.url).log_in("ada", VARIABLES["DEMO_PASSWORD"])
        saved, read, stopped = [], [], threading.Event()

        def read_pages(client):
            while not stopped.is_set():
                started = time.monotonic()
                page = client.get(PAGE)
                read.append((started, time.monotonic(), page, client))

        elsewhere = Client(proxy.url.replace("127.0.0.1", "localhost"))
        clients = [Client(proxy.url), Client(proxy.url), elsewhere, private]
        readers = [threading.Thread(target=read_pages, args=[each]) for each in clients]
        for reader in readers:
            reader.start()
        for number in range(EDITS):
            ada.submit("/accounts/edit/", bio=f"Edit {number}.", **PROFILE)
            saved.append(time.monotonic())
            time.sleep(PAUSE)
        stopped.set()
        for reader in readers:
            reader.join()
    slowest = max(ended - started for started, ended, *_ in read)
    for started, _, page, client in read:
        is_private = client is private
        assert ('id="current-user"' in page) == is_private
        assert ("Elsewhere" in page) == (client is elsewhere)
        edit = re.search(r"Edit (\d+)\.", page)
        replaced = [*saved, float("inf")][int(edit[1]) + 1 if edit else 0]
        assert replaced > started - slowest - (0 if is_private else MAX_AGE)
    assert saved[-1] - saved[0] > 2 * MAX_AGE
