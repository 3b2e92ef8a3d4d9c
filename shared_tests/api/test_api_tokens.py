"""Tokens: who gets one, what it is good for, and when it ends."""

import json
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.api_client import SCOPES, APIClient, in_days
from shared_tests.support.factories import demo_user, new_user
from shared_tests.support.mailbox import links

NEEDED = {
    ("GET", "/api/profile/"): "profile:read",
    ("PATCH", "/api/profile/"): "profile:write",
    ("DELETE", "/api/profile/"): "profile:write",
    ("GET", "/api/profiles/"): "directory:read",
    ("GET", "/api/profiles/1/"): "directory:read",
    ("GET", "/api/profiles/ada/"): "directory:read",
}


@pytest.fixture
def signed_up(api_client, person):
    """The name and password of `person`, who has signed up."""
    api_client.sign_up(person)
    return person["username"], person["password1"]


def works(api_client):
    return api_client.get("/api/profile/").status_code == 200


@pytest.mark.spec("API-7", "TOKEN-3")
def test_a_name_and_a_password_get_a_token_which_is_told_once(api_client, signed_up):
    expires = in_days(364)
    response = api_client.make_token(
        *signed_up, ["directory:read", "profile:read"], expires_at=expires
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
    response = api_client.get("/api/tokens/", auth=signed_up)
    assert secret not in response.text
    (listed,) = response.json()
    used = datetime.fromisoformat(listed.pop("last_used_at"))
    assert timedelta(0) <= datetime.now(UTC) - used < timedelta(minutes=5)
    assert listed == {name: token[name] for name in listed}


@pytest.mark.spec("TOKEN-1", "API-7")
def test_both_doors_lead_to_the_same_tokens(api_client, person, member, open_browser):
    visitor = open_browser()
    visitor.sign_up(**person)
    visitor.get("/accounts/tokens/")
    page = visitor.submit("token-form", name="By form", scopes=SCOPES[:1], days="7")
    assert works(APIClient(api_client.base_url, page.text_of("#token")))
    who = person["username"], person["password1"]
    api_client.make_token(*who, name="By program")
    names = [each["name"] for each in api_client.get("/api/tokens/", auth=who).json()]
    assert names == ["By program", "By form"]
    rows = visitor.get("/accounts/tokens/").texts_of("table#tokens tbody tr")
    assert "By program" in rows[0]
    assert "Never" in rows[0]
    assert "Never" not in rows[1]


@pytest.mark.spec("API-3")
@pytest.mark.parametrize(("request_line", "scope"), NEEDED.items(), ids=lambda value: str(value))
def test_a_token_is_good_for_its_scopes_and_nothing_else(token_client, request_line, scope):
    others = token_client(*(each for each in SCOPES if each != scope))
    response = others.request(*request_line)
    assert response.status_code == 403
    assert scope in response.json()["detail"]
    assert token_client(scope).request(*request_line).status_code in (200, 204)


@pytest.mark.spec("API-2")
@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic YWRhOmFkYQ==", "Digest x", "Bearer ä", "Token {}",
     "{}", "Bearer {}x", "Bearer {} {}", "Bearer {},Bearer {}", "Bearer " + "x" * 4000],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/profile/", "/api/profiles/", "/api/profiles/1/"])
def test_what_is_no_live_token_is_refused(token_client, api_client, header, path):
    secret = token_client(*SCOPES).headers["Authorization"].removeprefix("Bearer ")
    headers = {"Authorization": header.replace("{}", secret).encode("latin-1")}
    response = api_client.get(path, headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.spec("API-3", "ROUTE-3")
def test_head_needs_the_scope_of_get(token_client):
    bearer = token_client("profile:read")
    statuses = {path: bearer.request("HEAD", path).status_code for _, path in NEEDED}
    assert statuses.pop("/api/profile/") == 200
    assert set(statuses.values()) == {403}


@pytest.mark.spec("API-2", "API-6")
def test_nobody_signs_up_with_a_token_that_is_none(api_client, person):
    dead = APIClient(api_client.base_url, "dead")
    assert dead.sign_up(person).status_code == 401
    assert api_client.sign_up(person).status_code == 201


@pytest.mark.spec("API-2")
def test_the_scheme_may_be_in_any_case(token_client, api_client):
    secret = token_client("profile:read").headers["Authorization"].removeprefix("Bearer ")
    for scheme in ("bearer", "BEARER"):
        headers = {"Authorization": f"{scheme} {secret}"}
        assert api_client.get("/api/profile/", headers=headers).status_code == 200


@pytest.mark.spec("API-2")
def test_a_token_counts_nowhere_but_in_its_header(token_client, api_client):
    secret = token_client(*SCOPES).headers["Authorization"].removeprefix("Bearer ")
    ways = [{"params": {name: secret}} for name in ("access_token", "token", "Authorization")] + [
        {"cookies": {name: secret}} for name in ("token", "session", "sessionid")
    ]
    for way in ways:
        assert api_client.get("/api/profile/", **way).status_code == 401


@pytest.mark.spec("API-2")
def test_a_session_gives_nothing_beyond_an_anonymous_visitor(member, superuser, api_client):
    for visitor in (member, superuser):
        cookies = visitor.cookies()
        for method in ("GET", "PATCH", "DELETE"):
            response = api_client.request(method, "/api/profile/", cookies=cookies, json={})
            assert response.status_code == 401
        assert api_client.get("/api/tokens/", cookies=cookies).status_code == 401
        path = f"/api/profiles/{demo_user('members')['username']}/"
        assert api_client.get(path, cookies=cookies).status_code == 404
    assert member.get("/profile/").path == "/profile/"


@pytest.mark.spec("API-2")
def test_a_token_is_no_login(open_browser, token_client):
    visitor = open_browser()
    visitor.session.headers.update(token_client(*SCOPES).headers)
    assert visitor.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("API-7")
def test_a_token_manages_no_tokens(token_client, api_client, signed_up):
    bearer = token_client(*SCOPES)
    (token, *_) = api_client.get("/api/tokens/", auth=signed_up).json()
    for response in (bearer.get("/api/tokens/"), bearer.delete(f"/api/tokens/{token['id']}/")):
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Basic ")
    asked = {"name": "More", "scopes": SCOPES, "expires_at": in_days(30)}
    assert bearer.post("/api/tokens/", json=asked).status_code == 400
    assert len(api_client.get("/api/tokens/", auth=signed_up).json()) == 1


@pytest.mark.spec("API-7", "TOKEN-4")
def test_a_revoked_token_is_dead(api_client, token_client, signed_up):
    first, second = token_client("profile:read"), token_client("profile:read")
    newest, oldest = api_client.get("/api/tokens/", auth=signed_up).json()
    response = api_client.delete(f"/api/tokens/{oldest['id']}/", auth=signed_up)
    assert (response.status_code, response.content) == (204, b"")
    assert [works(first), works(second)] == [False, True]
    assert [each["id"] for each in api_client.get("/api/tokens/", auth=signed_up).json()] == [
        newest["id"]
    ]
    assert api_client.delete(f"/api/tokens/{oldest['id']}/", auth=signed_up).status_code == 404


@pytest.mark.spec("API-7")
def test_nobody_revokes_the_token_of_another(api_client, token_client, signed_up):
    mine = token_client("profile:read")
    (token,) = api_client.get("/api/tokens/", auth=signed_up).json()
    other = new_user()
    api_client.sign_up(other)
    auth = other["username"], other["password1"]
    assert api_client.delete(f"/api/tokens/{token['id']}/", auth=auth).status_code == 404
    assert api_client.get("/api/tokens/", auth=auth).json() == []
    assert works(mine)


def answers_to(api_client, *who):
    """Ask for a token, for the list of tokens, and for the end of one; return the answers."""
    return [
        api_client.make_token(*who),
        api_client.get("/api/tokens/", auth=who),
        api_client.delete("/api/tokens/1/", auth=who),
    ]


@pytest.mark.spec("API-7", "LOGIN-3")
def test_a_wrong_name_or_password_gets_nothing(api_client, signed_up):
    responses = answers_to(api_client, signed_up[0], "wrong")
    responses += answers_to(api_client, new_user()["username"], "wrong")
    assert {each.status_code for each in responses} == {401}
    assert {each.headers["WWW-Authenticate"].split()[0] for each in responses} == {"Basic"}
    assert len({json.dumps(each.json(), sort_keys=True) for each in responses}) == 1


@pytest.mark.spec("API-7", "LOGIN-3")
def test_a_deactivated_person_gets_nothing(api_client, signed_up, database):
    switch = "UPDATE users SET is_active = false WHERE username = :name"
    database.rows(switch, name=signed_up[0])
    assert {each.status_code for each in answers_to(api_client, *signed_up)} == {401}


@pytest.mark.spec("API-7")
@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !", "Basic YWRh", "Basic YQBiOmM=", "Basic /w==", "Basic YTpi YTpi",
     b"Basic \xff"]
)  # fmt: skip
def test_broken_credentials_get_nothing(api_client, header):
    response = api_client.get("/api/tokens/", headers={"Authorization": header})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.spec("API-7")
@pytest.mark.parametrize(
    ("spelling", "status"),
    [("Basic {}", 200), ("basic  {} ", 200), ("Basic\t{}", 401), ("Basic !{}", 401)],
)  # fmt: skip
def test_credentials_have_one_spelling(api_client, signed_up, spelling, status):
    encoded = b64encode(":".join(signed_up).encode()).decode()
    headers = {"Authorization": spelling.format(encoded)}
    assert api_client.get("/api/tokens/", headers=headers).status_code == status


@pytest.mark.spec("API-7")
def test_credentials_are_in_utf_8(api_client):
    person = new_user(password1="a-fine-pässword")
    api_client.sign_up(person)
    text = f"{person['username']}:{person['password1']}"
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
        ("name", 5, "Not a valid string."),
        ("name", None, "This field may not be null."),
        ("scopes", [], "This field is required."),
        ("scopes", ["admin"], "Select a valid choice."),
        ("scopes", "profile:read", "Not a valid list."),
        ("scopes", [["profile:read"]], "Not a valid list."),
        ("scopes", {"profile:read": True}, "Not a valid list."),
        ("expires_at", "2026-11-30", "Enter a time in RFC 3339, such as 2026-11-22T12:00:00Z."),
        ("expires_at", "9999-12-31T23:59:59-23:59", "This time does not exist."),
        ("expires_at", 1800000000, "Enter a time in RFC 3339, such as 2026-11-22T12:00:00Z."),
        ("username", ["ada"], "Not a valid string."),
        ("password", 5, "Not a valid string."),
        ("username", "a\x00b", "Null characters are not allowed."),
        ("password", "a\x00b", "Null characters are not allowed."),
        ("user", "ada", "Unknown field."),
    ],
)
def test_what_no_token_can_have_gets_a_message(api_client, signed_up, field, value, message):
    username, password = signed_up
    asked = {"username": username, "password": password, "name": "Backup", "scopes": SCOPES}
    asked |= {"expires_at": in_days(30)} | {field: value}
    response = api_client.post("/api/tokens/", json=asked)
    assert (response.status_code, response.json()["errors"]) == (400, {field: [message]})
    assert api_client.get("/api/tokens/", auth=signed_up).json() == []


@pytest.mark.spec("API-7")
@pytest.mark.parametrize("days", [-0.01, 365.1])
def test_a_token_ends_within_a_year(api_client, signed_up, days):
    response = api_client.make_token(*signed_up, expires_at=in_days(days))
    assert response.status_code == 400
    assert response.json()["errors"] == {"expires_at": ["Choose a time within the next 365 days."]}
    assert api_client.make_token(*signed_up, expires_at=in_days(364.9)).status_code == 201


@pytest.mark.spec("TOKEN-4")
def test_a_token_ends_when_it_was_said_to(api_client, signed_up):
    response = api_client.make_token(*signed_up, expires_at=in_days(2 / 24 / 60 / 60))
    bearer = APIClient(api_client.base_url, response.json()["token"])
    assert works(bearer)
    deadline = time.monotonic() + 20
    while works(bearer):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert api_client.get("/api/tokens/", auth=signed_up).json() == []


@pytest.mark.spec("TOKEN-4")
def test_a_new_password_by_mail_ends_all_tokens(token_client, open_browser, person, mailbox):
    tokens = [token_client("profile:read"), token_client("profile:read")]
    visitor = open_browser()
    visitor.get("/accounts/password_reset/")
    visitor.submit("reset-form", email=person["email"])
    (link,) = links(mailbox.wait_for(person["email"]))
    visitor.get(link)
    visitor.submit(
        "new-password-form", new_password1="a-new-passw0rd", new_password2="a-new-passw0rd"
    )
    assert [works(each) for each in tokens] == [False, False]


@pytest.mark.spec("TOKEN-4")
def test_a_token_of_a_deactivated_person_never_works_again(token_client, person, database):
    bearer = token_client("profile:read")
    switch = "UPDATE users SET is_active = {} WHERE username = :name"
    database.rows(switch.format("false"), name=person["username"])
    assert not works(bearer)
    database.rows(switch.format("true"), name=person["username"])
    assert not works(bearer)


@pytest.mark.spec("TOKEN-1", "API-7")
def test_the_last_use_is_written_at_most_once_a_minute(
    token_client, api_client, signed_up, database
):
    def used_by(bearer):
        assert works(bearer)
        (token,) = api_client.get("/api/tokens/", auth=signed_up).json()
        return token["last_used_at"]

    bearer = token_client("profile:read")
    first = used_by(bearer)
    time.sleep(0.1)
    assert used_by(bearer) == first
    database.rows("UPDATE tokens SET last_used_at = '2001-02-03 04:05:06' WHERE last_used_at > :t",
                  t="2001-02-03 04:05:06")  # fmt: skip
    assert used_by(bearer) >= first


@pytest.mark.spec("API-10", "API-7")
@pytest.mark.parametrize(
    "spelling", ["{}T12:00:00Z", "{}t12:00:00z", "{}T14:30:00+02:30", "{}T12:00:00.0004Z"]
)
def test_a_time_has_the_spellings_of_rfc_3339(api_client, signed_up, spelling):
    day = in_days(7)[:10]
    response = api_client.make_token(*signed_up, expires_at=spelling.format(day))
    assert response.json()["expires_at"] == f"{day}T12:00:00.000Z"


@pytest.mark.spec("API-7", "TOKEN-4", "PASSWORD-4")
@pytest.mark.parametrize(
    "change", ["is_active = false", "password = (SELECT password FROM users WHERE id = 1)"]
)
def test_nobody_gets_anything_with_a_password_that_is_just_being_changed(
    api_client, signed_up, database, change
):
    token = api_client.make_token(*signed_up).json()["id"]
    asked = [
        lambda: api_client.make_token(*signed_up),
        lambda: api_client.delete(f"/api/tokens/{token}/", auth=signed_up),
    ]
    database.rows("BEGIN")
    database.rows(f"UPDATE users SET {change} WHERE username = :name", name=signed_up[0])
    with ThreadPoolExecutor(2) as pool:
        late = [pool.submit(each) for each in asked]
        time.sleep(0.7)
        database.rows("COMMIT")
        assert [each.result().status_code for each in late] == [401, 401]
    query = "SELECT tokens.id FROM tokens JOIN users ON users.id = user_id WHERE username = :name"
    assert database.rows(query, name=signed_up[0]) == [(token,)]


@pytest.mark.spec("TOKEN-4")
@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("UPDATE users SET is_active = false WHERE id = :pk", "SELECT 1"),
        ("UPDATE users SET bio = 'first' WHERE id = :pk", "DELETE FROM tokens WHERE user_id = :pk"),
    ],
    ids=["deactivated", "shut out"],
)
def test_a_change_that_waits_for_the_end_of_its_token_is_refused(
    api_client, token_client, person, database, first, then
):
    bearer = token_client("profile:write")
    pk = api_client.get(f"/api/profiles/{person['username']}/").json()["id"]
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
def test_of_two_changes_at_once_none_is_lost(token_client):
    bearer = token_client("profile:read", "profile:write")
    fields = ["first_name", "last_name", "bio", "location"]
    for number in range(5):
        with ThreadPoolExecutor(len(fields)) as pool:
            changes = [{name: f"{name} {number}"} for name in fields]
            send = lambda change: bearer.patch("/api/profile/", json=change)  # noqa: E731
            assert {each.status_code for each in pool.map(send, changes)} == {200}
        data = bearer.get("/api/profile/").json()
        assert [data[name] for name in fields] == [f"{name} {number}" for name in fields]


@pytest.mark.spec("API-6")
def test_of_many_who_sign_up_with_one_name_at_once_one_succeeds(api_client, person):
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(api_client.sign_up, [person] * 8))
    refused = [each for each in responses if each.status_code == 400]
    assert sorted(each.status_code for each in responses) == [201] + [400] * 7
    message = "A user with that username already exists."
    assert all(each.json()["errors"] == {"username": [message]} for each in refused)
