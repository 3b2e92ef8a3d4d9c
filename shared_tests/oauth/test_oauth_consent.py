"""The page on which a user consents, and the redirects to the client."""

import re
from urllib.parse import quote

import pytest

from shared_tests.support.api_client import SCOPES
from shared_tests.support.oauth import AUTHORIZE, CALLBACK, decide, read_redirect

FORM_ACTION = "form-action 'self'"


@pytest.mark.spec("OAUTH-3")
def test_the_page_names_the_client_the_scopes_the_user_and_the_origin(
    member, client, registered, target
):
    page = client.ask(member, scope="directory:read profile:read")
    assert page.status == 200
    assert page.select_text("#oauth-client") == registered[1]
    assert page.select_text("#oauth-origin") == "https://client.example"
    tokens = member.get("/accounts/tokens/")
    pks = {each: tokens.soup.find("input", value=each)["id"] for each in SCOPES}
    words = {each: tokens.select_text(f"label[for={pk}]") for each, pk in pks.items()}
    assert page.select_texts("#oauth-scopes li") == [
        words[each] for each in ("profile:read", "directory:read")
    ]
    assert page.select_text("#oauth-user") == member.get("/profile/").select_text("#username")


@pytest.mark.spec("OAUTH-3", "HEADER-1", "SESSION-4")
def test_the_page_is_neither_framed_nor_cached_and_allows_the_redirect(member, client):
    page = client.ask(member)
    policy = page.headers["Content-Security-Policy"]
    assert f"{FORM_ACTION} https://client.example;" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "no-store" in page.cache_control
    plain = member.get("/accounts/tokens/").headers["Content-Security-Policy"]
    assert policy.replace(" https://client.example", "") == plain


@pytest.mark.spec("OAUTH-3")
def test_the_page_requires_login_and_returns_after_it(browser, client, account, open_browser):
    open_browser().sign_up(**account)
    page = browser.get(client.get_url())
    assert page.path.startswith("/accounts/login/?next=")
    page = browser.submit("login-form", username=account["username"], password=account["password1"])
    assert page.path == client.get_url()
    assert "code" in read_redirect(decide(browser))[1]


@pytest.mark.spec("OAUTH-3")
def test_an_earlier_consent_does_not_replace_a_later_one(member, client):
    client.get_token(member)
    page = client.ask(member)
    assert page.soup.find(id="consent-form") is not None


@pytest.mark.spec("OAUTH-3")
def test_the_name_of_a_client_is_no_html(member, client, register_client):
    name = f"<b>x</b><script>{client.state}</script>"
    client.client_id = register_client(name)
    page = client.ask(member)
    assert page.select_text("#oauth-client") == name
    assert page.soup.main.find(["b", "script"]) is None


@pytest.mark.spec("OAUTH-4")
@pytest.mark.parametrize("client_id", [None, "", "unknown", "' OR 1=1", "x" * 2000])
@pytest.mark.parametrize("response_type", ["code", "token"])
def test_an_unknown_client_is_no_reason_to_redirect(member, client, client_id, response_type):
    page = client.ask(member, client_id=client_id, response_type=response_type)
    assert page.status == 400
    assert page.select_text("#error")
    assert "client.example" not in page.response.text


@pytest.mark.spec("OAUTH-4")
@pytest.mark.parametrize(
    "redirect_uri",
    [
        None, "", CALLBACK + "/", CALLBACK + "&x=1", CALLBACK.partition("?")[0], CALLBACK + "#x",
        "https://client.example", "https://client.example/", "http://client.example/callback?from=profiles",
        "https://client.example./callback?from=profiles", "https://CLIENT.example/callback?from=profiles",
        "https://client.example:443/callback?from=profiles", "https://client.example:444/callback?from=profiles",
        "https://client.example.attacker.example/callback?from=profiles",
        "https://attacker.example/https://client.example/callback?from=profiles",
        "https://client.example@attacker.example/callback?from=profiles",
        "https://user@client.example/callback?from=profiles", "//client.example/callback?from=profiles",
        "https:\\\\client.example/callback?from=profiles", "https://client.example\\@attacker.example/",
        "https://client.example/callback%3Ffrom=profiles", "https://client.example/%63allback?from=profiles",
        "https://client.example/x/../callback?from=profiles", " " + CALLBACK, CALLBACK + "\n", CALLBACK + "\x00",
        f"{CALLBACK} {CALLBACK}", f"{CALLBACK}\nhttp://127.0.0.1/callback", "https://cli\u0435nt.example/callback?from=profiles",
        "javascript:alert(1)", "data:text/html,x", "/callback", "http://127.0.0.1:80@attacker.example/callback",
        "http://127.0.0.1:8080.attacker.example/callback", "http://127.0.0.1:x/callback", "http://127.0.0.1:123456/callback",
        "http://127.0.0.1:/callback", "http://127.0.0.2/callback", "http://localhost/callback",
        "https://127.0.0.1/callback", "http://127.0.0.1:8080/other", "https://client.example/" + "x" * 2000,
    ],
    ids=range(42),
)  # fmt: skip
@pytest.mark.parametrize("scope", ["profile:read", "unknown"])
def test_a_redirect_uri_that_is_not_registered_is_never_used(member, client, redirect_uri, scope):
    page = client.ask(member, redirect_uri=redirect_uri, scope=scope)
    assert page.status == 400
    assert "Location" not in page.headers
    assert page.select_text("#error")


@pytest.mark.spec("OAUTH-4", "OAUTH-3")
@pytest.mark.parametrize("port", [":1", ":8080", ":65535"])
def test_the_port_of_a_loopback_host_may_differ(member, client, port):
    client.redirect_uri = f"http://127.0.0.1{port}/callback"
    code = client.allow(member)
    assert (
        f"{FORM_ACTION} http://127.0.0.1{port};"
        in client.ask(member).headers["Content-Security-Policy"]
    )
    other = client.exchange(code, redirect_uri="http://127.0.0.1:9/callback")
    assert other.json()["error"] == "invalid_grant"
    assert client.exchange(code).status_code == 200


@pytest.mark.spec("OAUTH-4", "BODY-5")
@pytest.mark.parametrize(
    "name",
    [
        "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge",
        "code_challenge_method",
    ],
)  # fmt: skip
def test_a_repeated_parameter_is_rejected(member, client, name):
    url = client.get_url()
    value = quote(
        next(part for part in url.split("?")[1].split("&") if part.startswith(f"{name}=")),
        safe="=%",
    )
    page = member.get(f"{url}&{value}", allow_redirects=False)
    assert page.status == 400
    page = member.get(f"{url}&{name}=", allow_redirects=False)
    assert page.status == 400


@pytest.mark.spec("OAUTH-4")
@pytest.mark.parametrize("value", ["a\x00b", "a\nb", "\u00e4", "\u202e", "x" * 2001])
@pytest.mark.parametrize("name", ["state", "scope", "response_type", "code_challenge", "client_id"])
def test_a_parameter_with_other_characters_is_rejected(member, client, name, value):
    page = client.ask(member, **{name: value})
    assert page.status == 400
    assert page.select_text("#error")


@pytest.mark.spec("OAUTH-4")
@pytest.mark.parametrize("value", ['a"b', "a\\b", '"', "\\"])
@pytest.mark.parametrize("name", ["scope", "response_type", "code_challenge", "redirect_uri"])
def test_quotation_marks_and_backslashes_are_rejected(member, client, name, value):
    assert client.ask(member, **{name: value}).status == 400


@pytest.mark.spec("OAUTH-4")
def test_unknown_and_empty_parameters_are_ignored(member, client):
    page = member.get(f"{client.get_url()}&x=1&x=2&prompt=none&nonce=%C3%A4", allow_redirects=False)
    assert page.status == 200
    assert client.ask(member, state="").status == 200
    assert "state" not in read_redirect(decide(member))[1]


@pytest.mark.spec("OAUTH-5", "OAUTH-4")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": "CODE"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": " "}, "invalid_scope"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": "profile:read profile"}, "invalid_scope"),
        ({"scope": "profile:read,email:read"}, "invalid_scope"),
        ({"scope": "PROFILE:READ"}, "invalid_scope"),
        ({"scope": "profile:read " * 100 + "x"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "x" * 42}, "invalid_request"),
        ({"code_challenge": "x" * 129}, "invalid_request"),
        ({"code_challenge": "x" * 42 + "="}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "s256"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": None, "code_challenge": None}, "invalid_request"),
    ],
    ids=str,
)
def test_other_errors_are_sent_to_the_client(member, client, target, changes, error):
    uri, parameters = read_redirect(client.ask(member, **changes))
    assert uri == "https://client.example/callback"
    assert parameters.pop("from") == "profiles"
    assert parameters.pop("error_description", None) != ""
    assert parameters == {"error": error, "state": client.state, "iss": target.url}


@pytest.mark.spec("OAUTH-5", "OAUTH-6")
@pytest.mark.parametrize("state", ["&code=x", "a b+c%20", '{"a": "<b>"}', "#x", "x" * 1500])
def test_the_state_is_returned_as_it_was_sent(member, client, state):
    assert read_redirect(client.ask(member, scope="x", state=state))[1]["state"] == state
    client.ask(member, state=state)
    assert read_redirect(decide(member))[1]["state"] == state


@pytest.mark.spec("OAUTH-6")
def test_allow_redirects_with_a_code(member, client, target):
    client.ask(member)
    uri, parameters = read_redirect(decide(member))
    assert uri == "https://client.example/callback"
    assert parameters.keys() == {"code", "state", "iss", "from"}
    assert (parameters["state"], parameters["iss"]) == (client.state, target.url)
    assert re.fullmatch("[A-Za-z0-9_-]{43,}", parameters["code"])


@pytest.mark.spec("OAUTH-6")
@pytest.mark.parametrize("fields", [{"deny": "yes"}, {"days": "30"}, {"days": "x", "deny": "yes"}])
def test_without_allow_the_access_is_denied(member, client, target, fields):
    client.ask(member)
    uri, parameters = read_redirect(decide(member, **fields))
    assert uri == "https://client.example/callback"
    parameters.pop("error_description", None)
    expected = {"error": "access_denied", "state": client.state, "iss": target.url}
    assert parameters == expected | {"from": "profiles"}
    assert member.get("/accounts/tokens/").soup.find("table", id="tokens") is None


@pytest.mark.spec("OAUTH-6")
@pytest.mark.parametrize("days", ["", "1", "-7", "366", "30.0", "x", "\x00"])
def test_an_invalid_lifetime_shows_an_error(member, client, days):
    policy = client.ask(member).headers["Content-Security-Policy"]
    page = decide(member, days=days, allow="yes")
    assert (page.status, "Location" in page.headers) == (200, False)
    assert page.headers["Content-Security-Policy"] == policy
    assert page.error("days") == ("Select a valid choice." if days else "This field is required.")


@pytest.mark.spec("OAUTH-6", "CSRF-1")
def test_a_consent_needs_the_csrf_token_of_the_session(member, client, open_browser, account):
    assert client.ask(member).status == 200
    url, hidden = member.page.form("consent-form")
    other = open_browser()
    other.sign_up(**account)
    for data in ({}, hidden):
        data = data | {"days": "30", "allow": "yes"}
        page = other.request("POST", url, data=data, allow_redirects=False)
        assert page.status == 403
    assert other.get("/accounts/tokens/").soup.find("table", id="tokens") is None


@pytest.mark.spec("OAUTH-6")
def test_fields_of_the_form_replace_no_parameter(member, client, other_client):
    client.ask(member)
    page = decide(
        member, allow="yes", days="7", scope="profile:write", state="forged", client_id=other_client.client_id,
        redirect_uri="https://attacker.example/", response_type="token", code_challenge="x" * 43,
    )  # fmt: skip
    uri, parameters = read_redirect(page)
    assert (uri, parameters["state"]) == ("https://client.example/callback", client.state)
    assert client.exchange(parameters["code"]).json()["scope"] == "profile:read"


@pytest.mark.spec("OAUTH-6")
@pytest.mark.parametrize(
    "changes",
    [{"scope": "unknown"}, {"client_id": "unknown"}, {"redirect_uri": "https://attacker.example/"}],
    ids=str,
)
def test_a_changed_url_of_the_form_is_validated_again(member, client, changes):
    client.ask(member)
    _, hidden = member.page.form("consent-form")
    data = hidden | {"days": "30", "allow": "yes"}
    page = member.request("POST", client.get_url(**changes), data=data, allow_redirects=False)
    assert page.status in (302, 303, 400)
    assert "code=" not in page.headers.get("Location", "")


@pytest.mark.spec("OAUTH-4", "ROUTE-3")
def test_another_method_is_not_allowed(member, client):
    assert member.send("PUT", AUTHORIZE).status in (403, 405)
    assert client.get("/oauth/token/").status_code == 405
    assert client.get("/oauth/revoke/").status_code == 405
