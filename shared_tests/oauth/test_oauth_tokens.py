"""Codes that are exchanged for tokens, and the end of both."""

from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.admin_pages import edit, lines
from shared_tests.support.api_client import APIClient
from shared_tests.support.oauth import CALLBACK, TOKEN, decide, has_access, read_redirect


def assert_error(response, error):
    """Check the status, the type and the body of an error of the token endpoint."""
    assert response.status_code == 400
    assert response.headers["Content-Type"].partition(";")[0] == "application/json"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.json()["error"] == error
    assert response.json().keys() <= {"error", "error_description"}


@pytest.mark.spec("OAUTH-7", "OAUTH-10")
@pytest.mark.parametrize("days", [7, 30, 90, 365])
def test_a_code_is_exchanged_for_a_token(member, client, registered, days):
    client.ask(member, scope="email:read profile:read")
    code = read_redirect(decide(member, days=str(days), allow="yes"))[1]["code"]
    response = client.exchange(code)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers
    assert "Access-Control-Allow-Origin" not in response.headers
    body = response.json()
    assert (body["token_type"], body["scope"]) == ("Bearer", "profile:read email:read")
    assert abs(body["expires_in"] - days * 86400) <= 60
    user = APIClient(client.base_url, body["access_token"]).get("/api/profile/").json()
    stored = member.get("/accounts/export/").response.json()
    assert (user["id"], user["email"]) == (stored["id"], stored["email"])
    ((token),) = stored["tokens"]
    assert (token["name"], token["scopes"]) == (registered[1], "profile:read email:read")
    left = datetime.fromisoformat(token["expires_at"]) - datetime.now(UTC)
    assert abs(left - timedelta(days=days)) < timedelta(minutes=5)


@pytest.mark.spec("OAUTH-7")
def test_the_token_has_no_other_scopes(member, client):
    token = APIClient(client.base_url, client.get_token(member, scope="directory:read"))
    assert token.get("/api/profile/").status_code == 403
    assert token.get("/api/profiles/").status_code == 200
    assert token.patch("/api/profile/", json={"bio": "x"}).status_code == 403


@pytest.mark.spec("OAUTH-7", "CSRF-3")
def test_the_token_endpoint_needs_no_origin_and_uses_no_cookie(member, client):
    code = client.allow(member)
    member.log_out()
    data = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    data |= {"client_id": client.client_id, "code_verifier": client.verifier}
    headers = {"Origin": "https://client.example", "Cookie": "sessionid=x; session=x"}
    response = client.post(TOKEN, data=data, headers=headers)
    assert response.status_code == 200


@pytest.mark.spec("OAUTH-8")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": None}, "invalid_client"),
        ({"client_id": "unknown"}, "invalid_client"),
        ({"client_id": "x" * 2000}, "invalid_client"),
        ({"grant_type": None}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"code": None}, "invalid_request"),
        ({"code": "unknown"}, "invalid_grant"),
        ({"code": "x" * 2000}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1/callback"}, "invalid_grant"),
        ({"redirect_uri": "https://attacker.example/"}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "x"}, "invalid_request"),
        ({"code_verifier": "x" * 64}, "invalid_grant"),
        ({"code_verifier": "x" * 129}, "invalid_request"),
        ({"code_verifier": "x" * 43 + "\n"}, "invalid_request"),
        ({"code": "a\x00b"}, "invalid_request"),
        ({"code": 'a"b'}, "invalid_request"),
        ({"code": "\u00e4"}, "invalid_request"),
        ({"code": "x" * 2001}, "invalid_request"),
        ({"grant_type": 'a"b'}, "invalid_request"),
        ({"client_id": ["x", "y"]}, "invalid_request"),
        ({"code": ["x", "y"]}, "invalid_request"),
        ({"code_verifier": ["x" * 43, "x" * 43]}, "invalid_request"),
        ({"redirect_uri": [CALLBACK, CALLBACK]}, "invalid_request"),
    ],
    ids=str,
)
def test_an_invalid_request_gets_an_error_and_does_not_use_the_code(member, client, changes, error):
    code = client.allow(member)
    assert_error(client.exchange(code, **changes), error)
    assert client.exchange(code).status_code == 200


@pytest.mark.spec("OAUTH-8")
def test_the_challenge_itself_is_no_verifier(member, client):
    code = client.allow(member)
    challenge = client.get_url().partition("code_challenge=")[2].partition("&")[0]
    assert_error(client.exchange(code, code_verifier=challenge), "invalid_grant")


@pytest.mark.spec("OAUTH-8")
def test_a_code_of_another_client_is_invalid(member, client, other_client):
    code = client.allow(member)
    response = client.exchange(code, client_id=other_client.client_id)
    assert_error(response, "invalid_grant")
    token = client.exchange(code).json()["access_token"]
    assert_error(client.exchange(code, client_id=other_client.client_id), "invalid_grant")
    assert has_access(client.base_url, token)


@pytest.mark.spec("OAUTH-8")
def test_parameters_in_the_query_string_do_not_count(member, client):
    code = client.allow(member)
    query = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    query |= {"client_id": client.client_id, "code_verifier": client.verifier}
    assert client.post(TOKEN, params=query).status_code == 400
    assert client.post(TOKEN, json=query).status_code == 400
    assert client.exchange(code).status_code == 200


@pytest.mark.spec("OAUTH-6", "OAUTH-8")
def test_a_code_expires_after_a_minute(member, client, database):
    code = client.allow(member)
    pk = member.get("/accounts/export/").response.json()["id"]
    ((created_at, expires_at),) = database.rows(
        "SELECT created_at, expires_at FROM tokens WHERE user_id = :pk", pk=pk
    )
    created_at, expires_at = (
        datetime.fromisoformat(str(each)) for each in (created_at, expires_at)
    )
    assert timedelta(seconds=59) <= expires_at - created_at <= timedelta(seconds=61)
    past = "UPDATE tokens SET expires_at = '2001-01-01 00:00:00+00:00' WHERE user_id = :pk"
    database.rows(past, pk=pk)
    assert_error(client.exchange(code), "invalid_grant")


@pytest.mark.spec("OAUTH-6", "TOKEN-3")
def test_the_database_contains_neither_the_code_nor_the_token(member, client, database):
    code = client.allow(member)
    token = client.exchange(code).json()["access_token"]
    pk = member.get("/accounts/export/").response.json()["id"]
    query = "SELECT oauth_codes.*, tokens.* FROM oauth_codes JOIN tokens ON tokens.id = token_id WHERE user_id = :pk"
    (row,) = database.rows(query, pk=pk)
    assert not {code, token, client.verifier} & set(map(str, row))


@pytest.mark.spec("OAUTH-9")
def test_a_code_that_is_sent_again_revokes_its_token(member, client):
    code = client.allow(member)
    token = client.exchange(code).json()["access_token"]
    other = client.get_token(member)
    assert has_access(client.base_url, token)
    assert_error(client.exchange(code), "invalid_grant")
    assert not has_access(client.base_url, token)
    assert_error(client.exchange(code), "invalid_grant")
    assert has_access(client.base_url, other)


@pytest.mark.spec("OAUTH-10")
def test_a_code_and_its_token_end_when_the_user_revokes_them(member, client):
    code = client.allow(member)
    for exchanged in (False, True):
        if exchanged:
            code = client.allow(member)
            token = client.exchange(code).json()["access_token"]
        form = member.get("/accounts/tokens/").soup.select_one("table#tokens form")
        hidden = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
        member.request("POST", form["action"], data=hidden)
        assert_error(client.exchange(code), "invalid_grant")
    assert not has_access(client.base_url, token)


@pytest.mark.spec("OAUTH-10", "TOKEN-4")
@pytest.mark.parametrize("exchanged", [False, True])
def test_a_deactivation_ends_codes_and_tokens(browser, account, client, superuser, exchanged):
    browser.sign_up(**account)
    code = client.allow(browser)
    token = client.exchange(code).json()["access_token"] if exchanged else None
    for active in (False, True):
        edit(superuser, account["username"], Active=active)
    assert_error(client.exchange(code), "invalid_grant")
    if token:
        assert not has_access(client.base_url, token)


@pytest.mark.spec("OAUTH-10", "TOKEN-4")
def test_an_inactive_user_gets_no_token(member, client, database):
    code = client.allow(member)
    pk = member.get("/accounts/export/").response.json()["id"]
    database.rows("UPDATE users SET is_active = false WHERE id = :pk", pk=pk)
    assert_error(client.exchange(code), "invalid_grant")


@pytest.mark.spec("OAUTH-10", "TOKEN-4")
def test_a_password_reset_ends_codes(browser, account, client, get_reset_link, open_browser):
    browser.sign_up(**account)
    code = client.allow(browser)
    link, other = get_reset_link(account["email"]), open_browser()
    other.get(link)
    other.submit("new-password-form", new_password1="a-new-9x8y7z", new_password2="a-new-9x8y7z")
    assert_error(client.exchange(code), "invalid_grant")


@pytest.mark.spec("OAUTH-10", "DELETE-2")
def test_a_deleted_user_leaves_no_code(browser, account, client, database):
    browser.sign_up(**account)
    codes = [client.allow(browser) for _ in range(2)]
    client.exchange(codes[0])
    pk = browser.get("/accounts/export/").response.json()["id"]
    tokens = "SELECT id FROM tokens WHERE user_id = :pk"
    query = f"SELECT digest FROM oauth_codes WHERE token_id IN ({tokens})"
    digests = database.rows(query, pk=pk)
    browser.get("/accounts/delete/")
    browser.submit("delete-form", password=account["password1"])
    query = "SELECT digest FROM oauth_codes WHERE digest = :digest"
    assert [database.rows(query, digest=digest) for (digest,) in digests] == [[], []]
    assert_error(client.exchange(codes[1]), "invalid_grant")


@pytest.mark.spec("OAUTH-11")
def test_a_client_revokes_its_token(member, client):
    token, other = client.get_token(member), client.get_token(member)
    for _ in range(2):
        response = client.revoke(token)
        assert (response.status_code, response.json()) == (200, {})
        assert "no-store" in response.headers["Cache-Control"]
    assert not has_access(client.base_url, token)
    assert has_access(client.base_url, other)


@pytest.mark.spec("OAUTH-11")
def test_a_client_revokes_no_other_token(member, client, other_client, token_client):
    token, own = client.get_token(member), token_client("profile:read")
    secret = own.headers["Authorization"].removeprefix("Bearer ")
    for each in (token, secret, "unknown", "x" * 2000):
        response = other_client.revoke(each, token_type_hint="access_token")
        assert (response.status_code, response.json()) == (200, {})
    assert has_access(client.base_url, token)
    assert has_access(client.base_url, secret)


@pytest.mark.spec("OAUTH-11", "OAUTH-8")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": ""}, "invalid_client"),
        ({"client_id": "unknown"}, "invalid_client"),
        ({"token": ""}, "invalid_request"),
        ({"token": "a\x00b"}, "invalid_request"),
        ({"token": ["x", "y"]}, "invalid_request"),
        ({"client_id": ["x", "y"]}, "invalid_request"),
    ],
    ids=str,
)
def test_an_invalid_revocation_gets_an_error(member, client, changes, error):
    token = client.get_token(member)
    assert_error(client.revoke(token, **changes), error)
    assert has_access(client.base_url, token)


@pytest.mark.spec("OAUTH-12")
def test_the_metadata_name_the_endpoints(target, client):
    response = client.get("/.well-known/oauth-authorization-server")
    assert response.status_code == 200
    assert response.headers["Content-Type"].partition(";")[0] == "application/json"
    metadata = response.json()
    assert metadata["issuer"] == target.url
    assert metadata["authorization_endpoint"] == f"{target.url}/oauth/authorize/"
    assert metadata["token_endpoint"] == f"{target.url}/oauth/token/"
    assert metadata["revocation_endpoint"] == f"{target.url}/oauth/revoke/"
    scopes = {"profile:read", "email:read", "profile:write", "directory:read"}
    assert set(metadata["scopes_supported"]) == scopes
    assert metadata["response_types_supported"] == ["code"]
    assert metadata["grant_types_supported"] == ["authorization_code"]
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert metadata["token_endpoint_auth_methods_supported"] == ["none"]
    assert metadata["authorization_response_iss_parameter_supported"] is True


@pytest.mark.spec("OAUTH-7", "OAUTH-12", "CSRF-4")
def test_behind_an_https_proxy_urls_have_https_and_programs_need_no_referer(start):
    server = start(HTTPS="1")
    origin = server.url.replace("http:", "https:")
    client = APIClient(server.url)
    client.headers = {"X-Forwarded-Proto": "https"}
    metadata = client.get("/.well-known/oauth-authorization-server").json()
    assert metadata["issuer"] == origin
    assert metadata["token_endpoint"] == f"{origin}/oauth/token/"
    assert_error(client.post(TOKEN, data={"grant_type": "x"}), "unsupported_grant_type")


@pytest.mark.spec("OAUTH-13")
def test_consents_and_revocations_are_in_the_audit_log(browser, account, client, registered, staff):
    browser.sign_up(**account)
    name = account["username"]
    client.revoke(client.get_token(browser, scope="directory:read profile:read"))
    code = client.allow(browser)
    for _ in range(2):
        client.exchange(code)
    found = [line[1:] for line in reversed(lines(staff, name))]
    assert [row[:3] for row in found] == [
        [name, "oauth_allowed", name],
        [name, "token_revoked", name],
        [name, "oauth_allowed", name],
        [name, "token_revoked", name],
    ]
    details = [row[3] for row in found]
    assert all(registered[1] in each for each in details)
    assert all(word in details[0] for word in ("profile:read", "directory:read", "30"))


@pytest.mark.spec("OAUTH-13")
def test_a_consent_without_its_audit_log_entry_is_none(browser, account, client, fail_on):
    browser.sign_up(**account)
    fail_on("INSERT ON audit_log", f"NEW.subject = '{account['username']}'")
    client.ask(browser)
    assert decide(browser).status == 500
    assert browser.get("/accounts/tokens/").soup.find("table", id="tokens") is None


@pytest.mark.spec("OAUTH-13", "LOG-2", "LOG-4")
def test_the_log_contains_the_events_and_no_secret(member, client, target):
    if not target.log:
        pytest.skip("not offered by this launcher")
    pk = member.get("/accounts/export/").response.json()["id"]
    code = client.allow(member)
    token = client.exchange(code).json()["access_token"]
    client.exchange(code)
    with open(target.log, encoding="utf-8") as file:
        log = file.read()
    events = [line for line in log.splitlines() if f'"user": {pk}' in line]
    for event in ("oauth_allowed", "token_created", "token_revoked"):
        assert any(f'"event": "{event}"' in line for line in events), event
    assert [each for each in (code, token, client.verifier) if each in log] == []
