"""API tokens: creation, scopes, authentication, expiry and revocation."""

import json
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.api_client import SCOPES, APIClient, in_days
from shared_tests.support.factories import demo_user, new_user
from shared_tests.support.mailbox import links

REQUIRED_SCOPES = {
    ("GET", "/api/profile/"): "profile:read",
    ("PATCH", "/api/profile/"): "profile:write",
    ("DELETE", "/api/profile/"): "profile:write",
    ("GET", "/api/profiles/"): "directory:read",
    ("GET", "/api/profiles/1/"): "directory:read",
    ("GET", "/api/profiles/ada/"): "directory:read",
}


@pytest.fixture
def credentials(api_client, account):
    """The username and password of `account`, after sign-up."""
    api_client.sign_up(account)
    return account["username"], account["password1"]


def works(api_client):
    return api_client.get("/api/profile/").status_code == 200


@pytest.mark.spec("API-7", "TOKEN-3")
def test_username_and_password_create_a_token_that_is_shown_once(api_client, credentials):
    expires = in_days(364)
    response = api_client.make_token(
        *credentials, ["directory:read", "profile:read"], expires_at=expires
    )
    token = response.json()
    assert response.status_code == 201
    assert set(token) == {
        "id", "name", "scopes", "created_at", "expires_at", "last_used_at", "token",
    }  # fmt: skip
    assert (token["name"], token["scopes"]) == ("Backup", ["profile:read", "directory:read"])
    difference = datetime.fromisoformat(token["expires_at"]) - datetime.fromisoformat(expires)
    assert abs(difference) < timedelta(milliseconds=1)
    secret = token.pop("token")
    assert works(APIClient(api_client.base_url, secret))
    response = api_client.get("/api/tokens/", auth=credentials)
    assert secret not in response.text
    (listed,) = response.json()
    used = datetime.fromisoformat(listed.pop("last_used_at"))
    assert timedelta(0) <= datetime.now(UTC) - used < timedelta(minutes=5)
    assert listed == {name: token[name] for name in listed}


@pytest.mark.spec("TOKEN-1", "API-7")
def test_tokens_of_the_form_and_of_the_api_are_in_the_same_list(
    api_client, account, member, open_browser
):
    browser = open_browser()
    browser.sign_up(**account)
    browser.get("/accounts/tokens/")
    page = browser.submit("token-form", name="By form", scopes=SCOPES[:1], days="7")
    assert works(APIClient(api_client.base_url, page.select_text("#token")))
    auth = account["username"], account["password1"]
    api_client.make_token(*auth, name="By program")
    names = [each["name"] for each in api_client.get("/api/tokens/", auth=auth).json()]
    assert names == ["By program", "By form"]
    rows = browser.get("/accounts/tokens/").select_texts("table#tokens tbody tr")
    assert "By program" in rows[0]
    assert "Never" in rows[0]
    assert "Never" not in rows[1]


@pytest.mark.spec("API-3")
@pytest.mark.parametrize(
    ("request_line", "scope"), REQUIRED_SCOPES.items(), ids=lambda value: str(value)
)
def test_token_is_limited_to_its_scopes(token_client, request_line, scope):
    others = token_client(*(each for each in SCOPES if each != scope))
    response = others.request(*request_line)
    assert response.status_code == 403
    assert response.json()["detail"]
    assert token_client(scope).request(*request_line).status_code in (200, 204)


@pytest.mark.spec("API-2")
@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic YWRhOmFkYQ==", "Digest x", "Bearer ä", "Token {}",
     "{}", "Bearer {}x", "Bearer {} {}", "Bearer {},Bearer {}", "Bearer " + "x" * 4000],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/profile/", "/api/profiles/", "/api/profiles/1/"])
def test_invalid_bearer_token_returns_401(token_client, api_client, header, path):
    secret = token_client(*SCOPES).headers["Authorization"].removeprefix("Bearer ")
    headers = {"Authorization": header.replace("{}", secret).encode("latin-1")}
    response = api_client.get(path, headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.spec("API-3", "ROUTE-3")
def test_head_requires_the_scope_of_get(token_client):
    bearer = token_client("profile:read")
    statuses = {path: bearer.request("HEAD", path).status_code for _, path in REQUIRED_SCOPES}
    assert statuses.pop("/api/profile/") == 200
    assert set(statuses.values()) == {403}


@pytest.mark.spec("API-2", "API-6")
def test_sign_up_with_an_invalid_token_returns_401(api_client, account):
    invalid = APIClient(api_client.base_url, "dead")
    assert invalid.sign_up(account).status_code == 401
    assert api_client.sign_up(account).status_code == 201


@pytest.mark.spec("API-2")
def test_authentication_scheme_is_case_insensitive(token_client, api_client):
    secret = token_client("profile:read").headers["Authorization"].removeprefix("Bearer ")
    for scheme in ("bearer", "BEARER"):
        headers = {"Authorization": f"{scheme} {secret}"}
        assert api_client.get("/api/profile/", headers=headers).status_code == 200


@pytest.mark.spec("API-2")
def test_token_is_accepted_in_the_authorization_header_only(token_client, api_client):
    secret = token_client(*SCOPES).headers["Authorization"].removeprefix("Bearer ")
    other_places = [
        {"params": {name: secret}} for name in ("access_token", "token", "Authorization")
    ] + [{"cookies": {name: secret}} for name in ("token", "session", "sessionid")]
    for place in other_places:
        assert api_client.get("/api/profile/", **place).status_code == 401


@pytest.mark.spec("API-2")
def test_session_cookie_does_not_authenticate_an_api_request(member, superuser, api_client):
    for browser in (member, superuser):
        cookies = browser.cookies()
        for method in ("GET", "PATCH", "DELETE"):
            response = api_client.request(method, "/api/profile/", cookies=cookies, json={})
            assert response.status_code == 401
        assert api_client.get("/api/tokens/", cookies=cookies).status_code == 401
        path = f"/api/profiles/{demo_user('members')['username']}/"
        assert api_client.get(path, cookies=cookies).status_code == 404
    assert member.get("/profile/").path == "/profile/"


@pytest.mark.spec("API-2")
def test_token_does_not_log_in_to_the_web_pages(open_browser, token_client):
    browser = open_browser()
    browser.session.headers.update(token_client(*SCOPES).headers)
    assert browser.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("API-7")
def test_bearer_token_cannot_list_create_or_revoke_tokens(token_client, api_client, credentials):
    bearer = token_client(*SCOPES)
    (token, *_) = api_client.get("/api/tokens/", auth=credentials).json()
    for response in (bearer.get("/api/tokens/"), bearer.delete(f"/api/tokens/{token['id']}/")):
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Basic ")
    data = {"name": "More", "scopes": SCOPES, "expires_at": in_days(30)}
    assert bearer.post("/api/tokens/", json=data).status_code == 400
    assert len(api_client.get("/api/tokens/", auth=credentials).json()) == 1


@pytest.mark.spec("API-7", "API-10", "TOKEN-4")
def test_revoked_token_no_longer_authenticates(api_client, token_client, credentials):
    first, second = token_client("profile:read"), token_client("profile:read")
    newest, oldest = api_client.get("/api/tokens/", auth=credentials).json()
    response = api_client.delete(f"/api/tokens/{oldest['id']}/", auth=credentials)
    assert (response.status_code, response.content) == (204, b"")
    assert "Content-Type" not in response.headers
    assert [works(first), works(second)] == [False, True]
    assert [each["id"] for each in api_client.get("/api/tokens/", auth=credentials).json()] == [
        newest["id"]
    ]
    assert api_client.delete(f"/api/tokens/{oldest['id']}/", auth=credentials).status_code == 404


@pytest.mark.spec("API-7")
def test_users_cannot_list_or_revoke_the_tokens_of_other_users(
    api_client, token_client, credentials
):
    bearer = token_client("profile:read")
    (token,) = api_client.get("/api/tokens/", auth=credentials).json()
    other = new_user()
    api_client.sign_up(other)
    auth = other["username"], other["password1"]
    assert api_client.delete(f"/api/tokens/{token['id']}/", auth=auth).status_code == 404
    assert api_client.get("/api/tokens/", auth=auth).json() == []
    assert works(bearer)


def token_responses(api_client, *auth):
    """Create a token, list the tokens and revoke one with these credentials; return the responses."""
    return [
        api_client.make_token(*auth),
        api_client.get("/api/tokens/", auth=auth),
        api_client.delete("/api/tokens/1/", auth=auth),
    ]


@pytest.mark.spec("API-7", "LOGIN-3")
def test_wrong_username_or_password_returns_the_same_401(api_client, credentials):
    responses = token_responses(api_client, credentials[0], "wrong")
    responses += token_responses(api_client, new_user()["username"], "wrong")
    assert {each.status_code for each in responses} == {401}
    assert {each.headers["WWW-Authenticate"].split()[0] for each in responses} == {"Basic"}
    assert len({json.dumps(each.json(), sort_keys=True) for each in responses}) == 1


@pytest.mark.spec("API-7", "LOGIN-3")
def test_deactivated_user_gets_401_for_tokens(api_client, credentials, database):
    sql = "UPDATE users SET is_active = false WHERE username = :name"
    database.rows(sql, name=credentials[0])
    assert {each.status_code for each in token_responses(api_client, *credentials)} == {401}


@pytest.mark.spec("API-7")
@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !", "Basic YWRh", "Basic YQBiOmM=", "Basic /w==", "Basic YTpi YTpi",
     b"Basic \xff"]
)  # fmt: skip
def test_malformed_basic_credentials_return_401(api_client, header):
    response = api_client.get("/api/tokens/", headers={"Authorization": header})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.spec("API-7")
@pytest.mark.parametrize(
    ("spelling", "status"),
    [("Basic {}", 200), ("basic  {} ", 200), ("Basic\t{}", 401), ("Basic !{}", 401)],
)  # fmt: skip
def test_basic_credentials_are_parsed_strictly(api_client, credentials, spelling, status):
    encoded = b64encode(":".join(credentials).encode()).decode()
    headers = {"Authorization": spelling.format(encoded)}
    assert api_client.get("/api/tokens/", headers=headers).status_code == status


@pytest.mark.spec("API-7")
def test_basic_credentials_are_decoded_as_utf_8(api_client):
    user = new_user(password1="a-fine-pässword")
    api_client.sign_up(user)
    text = f"{user['username']}:{user['password1']}"
    for charset, status in (("utf-8", 200), ("latin-1", 401)):
        headers = {"Authorization": b"Basic " + b64encode(text.encode(charset))}
        assert api_client.get("/api/tokens/", headers=headers).status_code == status


@pytest.mark.spec("API-7")
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "This field is required."),
        ("name", "n" * 101, "Ensure this value has at most 100 characters (it has 101)."),
        ("name", "a\nb", "Control characters are not allowed."),
        ("name", 5, None),
        ("name", None, None),
        ("scopes", [], "This field is required."),
        ("scopes", ["admin"], "Select a valid choice."),
        ("scopes", "profile:read", None),
        ("scopes", [["profile:read"]], None),
        ("scopes", {"profile:read": True}, None),
        ("expires_at", "2026-11-30", None),
        ("expires_at", "9999-12-31T23:59:59-23:59", None),
        ("expires_at", 1800000000, None),
        ("username", ["ada"], None),
        ("password", 5, None),
        ("username", "a\x00b", "Null characters are not allowed."),
        ("password", "a\x00b", "Null characters are not allowed."),
        ("user", "ada", None),
    ],
)
def test_invalid_token_field_returns_400_with_its_message(
    api_client, credentials, field, value, message
):
    username, password = credentials
    data = {"username": username, "password": password, "name": "Backup", "scopes": SCOPES}
    data |= {"expires_at": in_days(30)} | {field: value}
    response = api_client.post("/api/tokens/", json=data)
    (text,) = response.json()["errors"].pop(field)
    assert text == message if message else text
    assert (response.status_code, response.json()["errors"]) == (400, {field: [text]})
    assert api_client.get("/api/tokens/", auth=credentials).json() == []


@pytest.mark.spec("API-7")
@pytest.mark.parametrize("days", [-0.01, 365.1])
def test_token_lifetime_is_limited_to_365_days(api_client, credentials, days):
    response = api_client.make_token(*credentials, expires_at=in_days(days))
    assert response.status_code == 400
    assert response.json()["errors"].keys() == {"expires_at"}
    assert api_client.make_token(*credentials, expires_at=in_days(364.9)).status_code == 201


@pytest.mark.spec("TOKEN-4")
def test_token_expires_at_the_requested_time(api_client, credentials):
    response = api_client.make_token(*credentials, expires_at=in_days(2 / 24 / 60 / 60))
    bearer = APIClient(api_client.base_url, response.json()["token"])
    assert works(bearer)
    deadline = time.monotonic() + 20
    while works(bearer):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert api_client.get("/api/tokens/", auth=credentials).json() == []


@pytest.mark.spec("TOKEN-4")
def test_password_reset_revokes_all_tokens(token_client, open_browser, account, mailbox):
    tokens = [token_client("profile:read"), token_client("profile:read")]
    browser = open_browser()
    browser.get("/accounts/password_reset/")
    browser.submit("reset-form", email=account["email"])
    (link,) = links(mailbox.wait_for(account["email"]))
    browser.get(link)
    browser.submit(
        "new-password-form", new_password1="a-new-passw0rd", new_password2="a-new-passw0rd"
    )
    assert [works(each) for each in tokens] == [False, False]


@pytest.mark.spec("TOKEN-4")
def test_tokens_of_a_deactivated_user_stay_revoked_after_reactivation(
    token_client, account, database
):
    bearer = token_client("profile:read")
    sql = "UPDATE users SET is_active = {} WHERE username = :name"
    database.rows(sql.format("false"), name=account["username"])
    assert not works(bearer)
    database.rows(sql.format("true"), name=account["username"])
    assert not works(bearer)


@pytest.mark.spec("TOKEN-1", "API-7")
def test_last_use_is_stored_at_most_once_a_minute(token_client, api_client, credentials, database):
    def get_last_use(bearer):
        assert works(bearer)
        (token,) = api_client.get("/api/tokens/", auth=credentials).json()
        return token["last_used_at"]

    bearer = token_client("profile:read")
    first = get_last_use(bearer)
    time.sleep(0.1)
    assert get_last_use(bearer) == first
    past = f"{datetime.now(UTC) - timedelta(seconds=90):%F %T}"
    owner = "user_id = (SELECT id FROM users WHERE username = :name)"
    update = f"UPDATE tokens SET last_used_at = :past WHERE {owner}"
    database.rows(update, past=past, name=credentials[0])
    assert get_last_use(bearer) >= first


@pytest.mark.spec("API-10", "API-7")
@pytest.mark.parametrize(
    "spelling", ["{}T12:00:00Z", "{}t12:00:00z", "{}T14:30:00+02:30", "{}T12:00:00.0004Z"]
)
def test_expiry_accepts_every_rfc_3339_format(api_client, credentials, spelling):
    day = in_days(7)[:10]
    response = api_client.make_token(*credentials, expires_at=spelling.format(day))
    assert response.json()["expires_at"] == f"{day}T12:00:00.000Z"


@pytest.mark.spec("API-7", "TOKEN-4", "PASSWORD-4")
@pytest.mark.parametrize(
    "change", ["is_active = false", "password = (SELECT password FROM users WHERE id = 1)"]
)
def test_credentials_that_change_during_the_request_return_401(
    api_client, credentials, database, change
):
    token = api_client.make_token(*credentials).json()["id"]
    calls = [
        lambda: api_client.make_token(*credentials),
        lambda: api_client.delete(f"/api/tokens/{token}/", auth=credentials),
    ]
    database.rows("BEGIN")
    database.rows(f"UPDATE users SET {change} WHERE username = :name", name=credentials[0])
    with ThreadPoolExecutor(2) as pool:
        late = [pool.submit(each) for each in calls]
        time.sleep(0.7)
        database.rows("COMMIT")
        assert [each.result().status_code for each in late] == [401, 401]
    query = "SELECT tokens.id FROM tokens JOIN users ON users.id = user_id WHERE username = :name"
    assert database.rows(query, name=credentials[0]) == [(token,)]


@pytest.mark.spec("TOKEN-4")
@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("UPDATE users SET is_active = false WHERE id = :pk", "SELECT 1"),
        ("UPDATE users SET bio = 'first' WHERE id = :pk", "DELETE FROM tokens WHERE user_id = :pk"),
    ],
    ids=["deactivated", "shut out"],
)
def test_patch_that_waits_while_its_token_is_revoked_returns_401(
    api_client, token_client, account, database, first, then
):
    bearer = token_client("profile:write")
    pk = api_client.get(f"/api/profiles/{account['username']}/").json()["id"]
    database.rows("BEGIN")
    database.rows(first, pk=pk)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(bearer.patch, "/api/profile/", json={"bio": "late"})
        time.sleep(0.5)
        database.rows(then, **{"pk": pk} if ":pk" in then else {})
        database.rows("COMMIT")
        assert late.result().status_code == 401
    assert database.rows("SELECT bio FROM users WHERE id = :pk", pk=pk) != [("late",)]


@pytest.mark.spec("API-6", "EDIT-7")
def test_concurrent_patches_of_different_fields_are_all_stored(token_client):
    bearer = token_client("profile:read", "profile:write")
    fields = ["first_name", "last_name", "bio", "location"]
    for number in range(5):
        with ThreadPoolExecutor(len(fields)) as pool:
            changes = [{name: f"{name} {number}"} for name in fields]
            patch = lambda change: bearer.patch("/api/profile/", json=change)  # noqa: E731
            assert {each.status_code for each in pool.map(patch, changes)} == {200}
        data = bearer.get("/api/profile/").json()
        assert [data[name] for name in fields] == [f"{name} {number}" for name in fields]


@pytest.mark.spec("API-6")
def test_concurrent_sign_ups_with_one_username_create_one_user(api_client, account):
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(api_client.sign_up, [account] * 8))
    rejected = [each for each in responses if each.status_code == 400]
    assert sorted(each.status_code for each in responses) == [201] + [400] * 7
    message = "A user with that username already exists."
    assert all(each.json()["errors"] == {"username": [message]} for each in rejected)
