"""The proxy of `make test-latitude` changes what SPEC.md leaves open, and nothing else."""

import pytest
from bs4 import BeautifulSoup

from runner.latitude import change

PAGE = """<!DOCTYPE html><html lang="en" data-colour="blue"><title>Log in · Profiles</title>
<header class="top"><a class="brand large" href="/">Profiles</a></header>
<main><h1>Log in</h1><div id="help-1" class="hint">Hint</div>
<form id="login-form" method="post" action="/accounts/login/" novalidate>
<label for="id_username">User</label><input id="id_username" name="username" aria-describedby="help-1 id_username-error">
<ul id="id_username-error"><li>This field is required.</li><li>Something else.</li></ul>
<textarea id="id_bio" name="bio">

two</textarea></form></main></html>"""


def respond(body, status="200 OK", kind="text/html; charset=utf-8", **headers):
    """Return the bytes of a response."""
    lines = [f"{name}: {value}\r\n" for name, value in {"Content-Type": kind, **headers}.items()]
    return f"HTTP/1.1 {status}\r\n{''.join(lines)}\r\n{body}".encode()


def changed(seed, body=PAGE, line=b"GET /accounts/login/ HTTP/1.1\r\n", **options):
    """Return status line, headers and body of a changed response."""
    head, _, body = (
        change(seed, "x:1", line, respond(body, **options)).decode().partition("\r\n\r\n")
    )
    status, *lines = head.split("\r\n")
    return (
        status,
        {name.lower(): text for name, text in (each.split(": ", 1) for each in lines)},
        body,
    )


def test_a_seed_repeats_its_changes_and_another_seed_makes_others():
    assert changed("a") == changed("a")
    assert len({changed(seed)[2] for seed in "abcdef"}) == 6


@pytest.mark.parametrize("seed", "abcdef")
def test_what_the_specification_has_remains(seed):
    soup = BeautifulSoup(changed(seed)[2], "html5lib")
    assert soup.html["data-colour"] == "blue"
    assert soup.select_one("header a.brand")["href"] == "/"
    assert soup.title.get_text().endswith("Profiles")
    form = soup.select_one("#login-form")
    assert (form["method"], form["action"]) == ("post", "/accounts/login/")
    assert form.select_one("label[for=id_username]")
    help_id, error_id = str(form.select_one("#id_username")["aria-describedby"]).split()
    assert soup.find(id=help_id)
    assert error_id == "id_username-error"
    assert "This field is required." in form.select_one("#id_username-error").get_text()
    assert form.select_one("#id_bio").get_text() == "\ntwo"


@pytest.mark.parametrize("seed", "abcdef")
def test_what_the_specification_leaves_open_changes(seed):
    page = changed(seed)[2]
    for text in (
        "Log in",
        "Hint",
        "User<",
        "Something else.",
        "hint",
        "top",
        "large",
        "help-1",
        "novalidate",
    ):
        assert text not in page


def test_redirects_and_headers_change_within_what_is_allowed():
    own = {"/profile/", "http://x:1/profile/"}
    found = [
        changed(n, "", status="302 Found", Location=location, Vary="Cookie")
        for n in range(30)
        for location in own
    ]
    assert {each[0].split()[1] for each in found} == {"301", "302", "303", "307", "308"}
    assert {each[1]["location"] for each in found} == own
    assert {each[1]["vary"] for each in found} == {"Cookie"}
    posted = [changed(n, "", b"POST / HTTP/1.1\r\n", status="302 Found") for n in range(30)]
    assert {each[0].split()[1] for each in posted} == {"302", "303"}


@pytest.mark.parametrize("seed", "abcdef")
def test_a_text_with_a_name_of_the_settings_remains(seed):
    texts = "The login with Any & Co failed. Please try again.", "Log in with Any & Co"
    page = '<main><p id="oidc-error">{}</p><form id="oidc-form"><button>{}</button></form></main>'
    soup = BeautifulSoup(changed(seed, page.format(*texts))[2], "html5lib")
    assert soup.select_one("#oidc-error").get_text() == texts[0]
    assert soup.select_one("button").get_text() == texts[1]


@pytest.mark.parametrize("seed", "abcdef")
def test_a_page_changes_in_the_same_way_with_a_cookie_and_without(seed):
    _, with_cookie, page = changed(seed, **{"Set-Cookie": "a=b; Path=/; HttpOnly"})
    assert changed(seed)[2] == page
    _, headers, _ = changed(seed, line=b"HEAD /accounts/login/ HTTP/1.1\r\n")
    assert headers["content-type"] == with_cookie["content-type"]


def test_a_redirect_has_the_host_of_the_request():
    line = b"GET /a HTTP/1.1\r\nAccept: */*\r\nHost: y:80\r\n\r\n"
    found = [changed(n, "", line, status="302 Found", Location="/a/")[1] for n in range(20)]
    assert {each["location"] for each in found} == {"/a/", "http://y:80/a/"}


def test_the_url_of_what_was_created_does_not_change():
    found = [changed(n, "{}", status="201 Created", Location="http://x:1/a/") for n in range(20)]
    assert {each[1]["location"] for each in found} == {"http://x:1/a/"}


@pytest.mark.parametrize("location", ["http://y/profile/", "https://x:1/", "http://x:12/", "//y/"])
def test_a_redirect_to_another_host_does_not_change(location):
    found = [changed(n, "", status="302 Found", Location=location)[1] for n in range(10)]
    assert {each["location"] for each in found} == {location}


def test_an_error_of_the_api_has_another_wording_and_the_same_members():
    body = (
        '{"status": 400, "detail": "No", "errors": {"name": ["This field is required.", "Odd."]}}'
    )
    _, headers, body = changed("a", body, kind="application/problem+json")
    assert '"status": 400' in body
    assert "This field is required." in body
    assert "Odd." not in body
    assert int(headers["content-length"]) == len(body.encode())


@pytest.mark.parametrize("data", [b"", b"garbage", respond("cut", **{"Content-Length": "10"})])
def test_what_is_no_response_is_returned_as_it_is(data):
    assert change("a", "x:1", b"GET / HTTP/1.1\r\n", data) == data
