"""The baseline has the server configuration and the page of the implementations."""

import ast
import secrets
from html.parser import HTMLParser

import pytest

from bench import databases
from bench.http_client import Client
from bench.servers import BASELINE, VARIABLES, create_command, create_server, serving
from runner import postgresql
from runner.process import ROOT, compared

DIFFERENT_SETTINGS = {
    "bind", "workers", "has_shared_cache", "pythonpath", "logconfig_dict", "loglevel",
}  # fmt: skip
USERS = 5  # generated ones


def settings(path):
    """Return the settings of a gunicorn configuration, without those that may differ."""
    parsed = ast.parse(path.read_text(encoding="utf-8")).body
    assignments = [each for each in parsed if isinstance(each, ast.Assign)]
    values = {
        each.targets[0].id: each.value for each in assignments if hasattr(each.targets[0], "id")
    }
    return {
        name: ast.unparse(value) for name, value in values.items() if name not in DIFFERENT_SETTINGS
    }


@pytest.mark.parametrize("tree", [each["tree"] for each in compared().values()])
def test_the_baseline_has_the_server_configuration_of_the_implementations(tree):
    assert settings(ROOT / "bench" / "gunicorn.conf.py") == settings(
        ROOT / tree / "gunicorn.conf.py"
    )
    assert VARIABLES["WORKERS"] == "2"


class Text(HTMLParser):
    """The words of a page."""

    def __init__(self, page):
        super().__init__()
        self.words = []
        self.feed(page)

    def handle_data(self, data):
        self.words += data.split()


@pytest.fixture(scope="module")
def administrator():
    if postgresql.find() is None:
        pytest.skip(postgresql.MISSING)
    with postgresql.cluster() as url:
        yield url


@pytest.mark.slow
@pytest.mark.parametrize("name", compared())
def test_the_page_of_the_baseline_has_the_same_words_and_length(name, administrator, tmp_path):
    config = compared()[name]
    databases.execute(administrator, f"CREATE DATABASE {name}")
    database = {"DATABASE_URL": databases.database_url(administrator, name)}
    variables = {each: secrets.token_hex(16) for each in ("SECRET_KEY", "DEMO_PASSWORD")}
    command = create_command(config, tmp_path, **database, **variables)
    command(*config["collect"])
    command(*config["migrate"])
    command(*config["manage"], "seed", "--count", str(USERS))
    implementation = create_server(config, tmp_path, **database, **variables)
    baseline = create_server(BASELINE, tmp_path, **database)
    with serving([implementation, baseline], "/profile/1/"):
        responses = [(get(implementation, pk), get(baseline, pk)) for pk in range(1, 25 + USERS)]
    assert [one[0] == 200 for one, _ in responses] == [other[0] == 200 for _, other in responses]
    pages = [(one[1], other[1]) for one, other in responses if other[0] == 200]
    assert len(pages) >= USERS
    for expected, page in pages:
        assert Text(page).words == Text(expected).words
        assert len(page) == pytest.approx(len(expected), rel=0.1)


def get(server, pk):
    return Client(server.url).send(f"/profile/{pk}/")
