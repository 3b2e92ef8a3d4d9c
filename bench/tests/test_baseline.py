"""The floor is served as the implementations are, and its page is theirs."""

import ast
import secrets
from html.parser import HTMLParser

import pytest

from bench import databases
from bench.servers import FLOOR, SERVED, command_of, server_of, serving
from bench.visitor import Visitor
from shared_tests.launchers import postgresql
from shared_tests.launchers.process import ROOT, compared

OF_ITS_OWN = {"bind", "workers", "shares", "pythonpath", "logconfig_dict", "level", "loglevel"}
PEOPLE = 5  # who are generated


def settings(path):
    """Return what a configuration of gunicorn sets, without what each has of its own."""
    parsed = ast.parse(path.read_text(encoding="utf-8")).body
    named = [each for each in parsed if isinstance(each, ast.Assign)]
    names = {each.targets[0].id: each.value for each in named if hasattr(each.targets[0], "id")}
    return {name: ast.unparse(value) for name, value in names.items() if name not in OF_ITS_OWN}


@pytest.mark.parametrize("tree", [each["tree"] for each in compared().values()])
def test_the_floor_is_served_with_the_settings_of_the_implementations(tree):
    assert settings(ROOT / "bench" / "gunicorn.conf.py") == settings(
        ROOT / tree / "gunicorn.conf.py"
    )
    assert SERVED["WORKERS"] == "2"


class Text(HTMLParser):
    """The text of a page, word by word."""

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


@pytest.mark.parametrize("name", compared())
def test_the_page_of_the_floor_says_the_same_and_is_about_as_long(name, administrator, tmp_path):
    implementation = compared()[name]
    databases.execute(administrator, f"CREATE DATABASE {name}")
    database = {"DATABASE_URL": databases.url_of(administrator, name)}
    given = {each: secrets.token_hex(16) for each in ("SECRET_KEY", "DEMO_PASSWORD")}
    command = command_of(implementation, tmp_path, **database, **given)
    command(*implementation["collect"])
    command(*implementation["migrate"])
    command(*implementation["manage"], "seed", "--count", str(PEOPLE))
    site = server_of(implementation, tmp_path, **database, **given)
    floor = server_of(FLOOR, tmp_path, **database)
    with serving([site, floor], "/profile/1/"):
        answers = [(ask(site, pk), ask(floor, pk)) for pk in range(1, 25 + PEOPLE)]
    assert [theirs[0] == 200 for theirs, _ in answers] == [ours[0] == 200 for _, ours in answers]
    pages = [(theirs[1], ours[1]) for theirs, ours in answers if ours[0] == 200]
    assert len(pages) >= PEOPLE
    for theirs, ours in pages:
        assert Text(ours).words == Text(theirs).words
        assert len(ours) == pytest.approx(len(theirs), rel=0.1)


def ask(server, pk):
    return Visitor(server.url).ask(f"/profile/{pk}/")
