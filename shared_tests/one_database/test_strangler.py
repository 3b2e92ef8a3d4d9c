"""The parts of the application move from one implementation to the other, one after the other."""

import pytest

from runner import front_door
from runner.process import free_port
from runner.shared_database import BOTH
from runner.strangler import format_for_nginx, make_routes, read_parts
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user

STEPS = range(len(read_parts()) + 1)
PAGES = {
    "Public pages": "/profile/ada/",
    "Accounts": "/accounts/edit/",
    "Passwords": "/accounts/password_change/",
    "API": "/api/profile/",
    "Admin": "/admin/",
    "Everything else": "/",
}


def open_parts(url, user):
    """Sign up, edit the profile and use a token; return the implementation of each part."""
    browser = Browser(url)
    browser.sign_up(**user)
    browser.get("/accounts/edit/")
    fields = {"email": user["email"], "location": "Kyiv", "visibility": "public"}
    assert browser.submit("profile-form", **fields).select_text("#location") == "Kyiv"
    token = APIClient(url).make_token(user["username"], user["password1"]).json()["token"]
    client = APIClient(url, token)
    responses = {
        title: (client if path.startswith("/api/") else browser).get(path)
        for title, path in PAGES.items()
    }
    assert browser.page.current_user == user["username"]
    return {title: each.headers["X-Served-By"] for title, each in responses.items()}


@pytest.mark.spec("SHARE-8")
@pytest.mark.parametrize("old", BOTH)
def test_each_step_moves_one_part_while_a_user_stays_logged_in(pair, old):
    ports = {name: server.port for name, server in pair.servers.items()}
    moved, routes, port = [], {}, free_port()
    with front_door.serving(port, ports, routes, header=""):
        visitor = Browser(f"http://127.0.0.1:{port}")
        for step in [*STEPS, *reversed(STEPS[:-1])]:
            routes.update(make_routes(step, old))
            if not visitor.cookies():
                visitor.sign_up(**new_user())
            found = open_parts(visitor.base_url, new_user())
            moved.append([title for title, name in found.items() if name != old])
            assert visitor.get("/profile/").path == "/profile/"
    titles = [part["title"] for part in read_parts()]
    assert moved == [titles[:step] for step in [*STEPS, *reversed(STEPS[:-1])]]


@pytest.mark.spec("SHARE-8")
def test_routes_for_nginx_have_the_longest_prefix_first():
    lines = format_for_nginx(make_routes(1, BOTH[0])).splitlines()
    assert lines.index(f"~^/accounts/reset/ {BOTH[0]};") < lines.index(f"~^/accounts/ {BOTH[0]};")
    assert lines[-1] == f"default {BOTH[0]};"
    assert f"~^/profile/ {BOTH[1]};" in lines


@pytest.mark.spec("SHARE-8")
@pytest.mark.parametrize(
    ("step", "old"), [("7", BOTH[0]), ("-1", BOTH[0]), ("x", BOTH[0]), ("1", "x")]
)
def test_unknown_step_or_implementation_is_an_error(step, old):
    with pytest.raises(ValueError, match="choose from"):
        make_routes(step, old)
