"""Clients in the admin."""

import secrets
from urllib.parse import urlsplit

import pytest

from shared_tests.support.admin_pages import act, action_button, lines, open_list
from shared_tests.support.factories import random_name
from shared_tests.support.forms_by_label import checkbox, control, filled, follow, messages
from shared_tests.support.oauth import OAuthClient, find_clients, has_access, register

DELETE = "Delete selected clients"
INVALID = "Enter one URI per line, such as https://app.example/callback."


@pytest.mark.spec("OAUTH-1")
def test_a_superuser_registers_a_client(superuser):
    name, host = random_name("client"), f"{secrets.token_hex(8)}.example"
    register(superuser, name, f" https://{host}/callback \n\n http://localhost:8080/\n")
    ((found, client_id, uris, _),) = find_clients(superuser, name)
    assert (found, uris.split()) == (name, [f"https://{host}/callback", "http://localhost:8080/"])
    assert len(client_id) >= 20
    assert [row[1] for row in find_clients(superuser, client_id)] == [client_id]
    assert [row[1] for row in find_clients(superuser, f"{host} {name}")] == [client_id]
    assert find_clients(superuser, f"{host} {secrets.token_hex(8)}") == []


@pytest.mark.spec("OAUTH-14", "ERROR-3")
def test_a_client_whose_id_contains_nul_is_no_server_error(superuser, register_client):
    name = random_name("client")
    register_client(name)
    page = open_list(superuser, "Clients", name)
    fields, boxes = {"Action": DELETE}, [checkbox(page, name)]
    method, url, pairs = filled(page, action_button(page), fields, boxes)
    forged = [(key, "\x00" if new == boxes[0]["value"] else new) for key, new in pairs]
    assert superuser.request(method, url, data=forged).status < 500
    top = urlsplit(url).path.removesuffix("action/")
    for path in ("%00/", "%00/change/", "details/?id=%00", "edit/?id=%00"):
        assert superuser.send("GET", top + path).status < 500
    assert len(find_clients(superuser, name)) == 1


@pytest.mark.spec("OAUTH-1", "BODY-7")
def test_an_uploaded_file_is_not_the_name_of_a_client(superuser):
    superuser.get("/admin/")
    follow(superuser, "Clients")
    page = follow(superuser, "Add client")
    _, url, pairs = filled(page, "Save", {"Redirect URIs": "https://app.example/callback"})
    name = control(page, "Name")["name"]
    fields = [(key, (None, value)) for key, value in pairs if key != name]
    page = superuser.request("POST", url, files=[*fields, (name, ("name.txt", b"x"))])
    assert page.status == 200
    assert "This field is required." in messages(page, "Name")


@pytest.mark.spec("OAUTH-1")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "This field is required."),
        ("\u3164", "This field is required."),
        ("a\x01b", "Control characters are not allowed."),
        ("a\x00b", "Null characters are not allowed."),
        ("n" * 101, "Ensure this value has at most 100 characters (it has 101)."),
    ],
)
def test_an_invalid_name_shows_an_error(superuser, name, message):
    assert message in messages(register(superuser, name), "Name")


@pytest.mark.spec("OAUTH-2")
def test_the_form_to_add_a_client_says_how_to_separate_redirect_uris(superuser):
    open_list(superuser, "Clients", "x")
    assert messages(follow(superuser, "Add client"), "Redirect URIs") == "One URI per line."


@pytest.mark.spec("OAUTH-2")
@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example", "http://app.example/", "https:///callback", "//app.example/", "/callback",
        "https://app.example/#fragment", "https://app.example/callback#", "https://*.example/", "https://app.example/*",
        "https://user@app.example/", "https://user:password@app.example/", "https://app.example\\@evil.example/",
        "https://App.example/", "HTTPS://app.example/", "https://app..example/", "https://-app.example/",
        "https://app.example:/", "https://app.example:x/", "https://app.example:123456/", "https://\u00e4pp.example/",
        "https://app.example/<b>", 'https://app.example/"', "https://app.example/;'\\", "https://[::1]/", "http://[::1]/", "http://127.0.0.2/",
        "http://localhost.evil.example/", "http://localhost", "javascript:alert(1)//https://app.example/", "app:/callback",
        "https://app.example/;script-src 'self'", "https://app.example ;script-src/", "data:text/html,x",
        "https://app.example/\u200b",
    ],
    ids=range(34),
)  # fmt: skip
def test_an_invalid_redirect_uri_shows_an_error(superuser, uri):
    name = random_name("client")
    page = register(superuser, name, f"https://valid.example/\n{uri}")
    assert INVALID in messages(page, "Redirect URIs")
    assert find_clients(superuser, name) == []


@pytest.mark.spec("OAUTH-2")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "This field is required."),
        (" \n", "This field is required."),
        ("https://app.example/" + "x" * 1981, "Ensure this value has at most 2,000 characters (it has 2001)."),
        ("https://app.example/\x00", "Null characters are not allowed."),
    ],
    ids=range(4),
)  # fmt: skip
def test_invalid_redirect_uris_show_an_error(superuser, text, message):
    page = register(superuser, random_name("client"), text)
    assert message.replace("2,000", "2000") in messages(page, "Redirect URIs")


@pytest.mark.spec("OAUTH-1")
def test_other_staff_have_no_access_to_the_clients(staff, superuser):
    assert "Clients" not in [link.get_text(strip=True) for link in staff.get("/admin/").soup("a")]
    register(superuser, random_name("client"))
    path = open_list(superuser, "Clients", "x").path.partition("?")[0]
    assert staff.get(path).status == 403


@pytest.mark.spec("OAUTH-14")
def test_deleting_a_client_revokes_its_tokens_and_codes(
    superuser, member, target, register_client, client
):
    name = random_name("client")
    deleted = OAuthClient(target.url, register_client(name))
    token, code, other = deleted.get_token(member), deleted.allow(member), client.get_token(member)
    assert "Deleted: 1." in act(superuser, DELETE, name, in_list="Clients").main
    assert find_clients(superuser, name) == []
    assert deleted.exchange(code).json()["error"] == "invalid_client"
    assert deleted.ask(member).status == 400
    assert not has_access(target.url, token)
    assert has_access(target.url, other)
    names = [each["name"] for each in member.get("/accounts/export/").response.json()["tokens"]]
    assert name not in names


@pytest.mark.spec("OAUTH-14")
def test_registering_and_deleting_a_client_are_in_the_audit_log(superuser):
    name = random_name("client")
    register(superuser, name)
    act(superuser, DELETE, name, in_list="Clients")
    found = [line[1:] for line in lines(superuser, "admin oauth_client")]
    found = [line for line in reversed(found) if line[-1] == name]
    assert found == [
        ["admin", "oauth_client_created", "admin", name],
        ["admin", "oauth_client_deleted", "admin", name],
    ]
