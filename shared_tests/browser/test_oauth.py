"""The consent to a program, up to its redirect URI at another origin."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from shared_tests.browser.accessibility import SIDEWAYS, serious
from shared_tests.support.factories import random_name
from shared_tests.support.oauth import OAuthClient, find_clients, has_access, register


class Callback(BaseHTTPRequestHandler):
    """The page at the redirect URI."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><link rel=icon href='data:,'><title>Done</title>")

    def log_message(self, *args):
        pass


@pytest.fixture
def client(superuser, target):
    """A registered client whose redirect URI is served on this machine."""
    name = random_name("client")
    register(superuser, name, "http://127.0.0.1/callback")
    ((_, client_id, *_),) = find_clients(superuser, name)
    with HTTPServer(("127.0.0.1", 0), Callback) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        uri = f"http://127.0.0.1:{server.server_port}/callback"
        yield OAuthClient(target.url, client_id, uri)
        server.shutdown()


@pytest.mark.spec("OAUTH-3", "OAUTH-6", "PAGE-5", "PAGE-6", "PAGE-7")
@pytest.mark.parametrize("button", ["Allow", "Deny"])
def test_the_buttons_of_the_consent_lead_to_the_client(open_page, client, account, heard, button):
    page = open_page("phone")
    page.goto("/accounts/signup/")
    for name, value in account.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#signup-form button").click()
    page.goto(client.get_url())
    assert page.locator("html").evaluate(SIDEWAYS) == [375, 375]
    assert serious(page) == []
    page.get_by_role("button", name=button).click()
    page.wait_for_url(f"{client.redirect_uri}?**")
    parameters = dict(pair.split("=") for pair in page.url.partition("?")[2].split("&"))
    assert parameters["state"] == client.state
    if button == "Allow":
        token = client.exchange(parameters["code"]).json()["access_token"]
        assert has_access(client.base_url, token)
    assert [each.partition("?")[0] for each in heard] == [f"asked {client.redirect_uri}"]
    heard.clear()
