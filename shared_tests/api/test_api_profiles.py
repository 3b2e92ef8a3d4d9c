"""The profiles of the API: visibility, list, sign-up, update and deletion."""

import secrets
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from shared_tests.support.admin_pages import edit
from shared_tests.support.directory_pages import SAME
from shared_tests.support.factories import demo_user, new_user, random_name

FIELDS = [
    "id", "username", "full_name", "first_name", "last_name", "bio", "location", "website",
    "date_joined",
]  # fmt: skip
VISIBLE = {  # the visibilities of demo users that each kind of client can read
    "anonymous": {"public"},
    "a member": {"public", "members"},
    "superuser": {"public", "members", "private"},
}


@pytest.fixture(params=VISIBLE)
def client_and_visible(request, api_client, token_client, superuser_client):
    """An API client, and the visibilities of the users that it can read."""
    clients = {
        "anonymous": api_client,
        "a member": token_client("directory:read"),
        "superuser": superuser_client,
    }
    return clients[request.param], VISIBLE[request.param]


def profile_url(user):
    return f"/api/profiles/{user['username']}/"


@pytest.mark.spec("API-1")
def test_profile_is_found_by_username_and_by_primary_key(api_client):
    ada = demo_user()
    response = api_client.get("/api/profiles/ada/")
    assert response.headers["Content-Type"] == "application/json"
    data = response.json()
    assert set(data) == set(FIELDS)
    assert data["id"] == 1
    assert data["full_name"] == f"{ada['first_name']} {ada['last_name']}"
    stored = ("username", "first_name", "last_name", "bio", "location", "website")
    assert {name: data[name] for name in stored} == {name: ada[name] for name in stored}
    assert api_client.get("/api/profiles/1/").json() == data


@pytest.mark.spec("API-1", "USERNAME-1")
def test_username_may_begin_with_a_digit(api_client):
    username = f"1e{secrets.token_hex(8)}"
    data = api_client.sign_up(new_user(username=username)).json()
    for identifier in (username, data["id"]):
        assert api_client.get(f"/api/profiles/{identifier}/").json() == data


@pytest.mark.spec("API-1", "VISIBLE-1", "VISIBLE-2", "VISIBLE-3")
@pytest.mark.parametrize("visibility", ["public", "members", "private"])
def test_visibility_decides_which_clients_can_read_a_profile(client_and_visible, visibility):
    client, visible = client_and_visible
    expected = 200 if visibility in visible else 404
    assert client.get(profile_url(demo_user(visibility))).status_code == expected


@pytest.mark.spec("API-1", "VISIBLE-4")
def test_deactivated_user_returns_404_for_every_client(client_and_visible):
    assert client_and_visible[0].get(profile_url(demo_user(active=False))).status_code == 404


@pytest.mark.spec("API-1", "API-5", "VISIBLE-4")
@pytest.mark.parametrize("query", [{}, {"joined_after": "2000-01-01"}, {"sort": "-joined"}])
def test_list_has_and_counts_only_visible_users(client_and_visible, query):
    client, visible = client_and_visible
    users = {visibility: demo_user(visibility) for visibility in ("public", "members", "private")}
    for visibility, user in (users | {"nobody": demo_user(active=False)}).items():
        params = {"q": user["username"]} | query
        found = client.get("/api/profiles/", params=params).json()
        listed = user["username"] in [each["username"] for each in found["results"]]
        assert listed is (visibility in visible)
        assert found["count"] == len(found["results"])


@pytest.mark.spec("API-1")
@pytest.mark.parametrize(
    "name", ["0", "01", "99999999999999999999", "nobody_of_that_name", "Ada", "a", "-1", "%00"]
)
def test_nonexistent_username_or_primary_key_returns_404(api_client, name):
    assert api_client.get(f"/api/profiles/{name}/").status_code == 404


@pytest.mark.spec("API-1", "API-4")
def test_own_profile_includes_the_visibility(token_client, account):
    data = token_client("profile:read").get("/api/profile/").json()
    assert set(data) == {*FIELDS, "visibility"}
    assert (data["username"], data["visibility"]) == (account["username"], "public")


@pytest.mark.spec("API-4")
def test_own_email_is_shown_with_the_email_scope_only(token_client, account):
    api_client = token_client("profile:read", "email:read", "directory:read")
    assert api_client.get("/api/profile/").json()["email"] == account["email"]
    assert api_client.get(profile_url(account)).json()["email"] == account["email"]
    (listed,) = api_client.get("/api/profiles/", params={"q": account["username"]}).json()[
        "results"
    ]
    assert listed["email"] == account["email"]
    assert (
        "email"
        not in token_client("profile:read", "directory:read").get(profile_url(account)).json()
    )


@pytest.mark.spec("API-4")
def test_email_of_other_users_is_not_shown_to_a_user(token_client):
    api_client = token_client("email:read", "directory:read")
    assert "email" not in api_client.get("/api/profiles/1/").json()
    found = api_client.get("/api/profiles/", params={"q": "ada"}).json()["results"]
    assert found
    assert not any("email" in each for each in found)


@pytest.mark.spec("API-4")
def test_email_of_other_users_is_shown_to_staff_with_the_email_scope(
    superuser_client, api_client, target
):
    assert superuser_client.get("/api/profiles/1/").json()["email"] == demo_user()["email"]
    response = api_client.make_token("admin", target.admin_password, ["directory:read"])
    headers = {"Authorization": f"Bearer {response.json()['token']}"}
    assert "email" not in api_client.get("/api/profiles/1/", headers=headers).json()


@pytest.mark.spec("API-4", "ADMIN-3")
def test_staff_without_superuser_status_get_email_addresses(token_client, account, superuser):
    edit(superuser, account["username"], Staff_status=True)
    for scope, is_shown in ("email:read", True), ("profile:read", False):
        api_client = token_client("directory:read", scope)
        assert ("email" in api_client.get("/api/profiles/1/").json()) is is_shown
        found = api_client.get("/api/profiles/", params={"q": "ada"}).json()["results"]
        assert found
        assert all(("email" in each) is is_shown for each in found)


@pytest.mark.spec("API-5")
def test_list_pages_link_to_the_next_and_previous_page(superuser_client):
    parameters = {"sort": ["-username"], "q": ["a"], "joined_after": ["2020-01-01"]}
    path, seen, pages = f"/api/profiles/?{urlencode(parameters, doseq=True)}", [], 0
    while path:
        page = superuser_client.get(path).json()
        seen += [each["username"] for each in page["results"]]
        path = page["next"] and page["next"].removeprefix(superuser_client.base_url)
        assert path is None or parse_qs(urlsplit(path).query).items() >= parameters.items()
        pages += 1
        if pages == 2:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) > 20
    first = page["previous"].removeprefix(superuser_client.base_url)
    assert parse_qs(urlsplit(first).query).items() >= parameters.items()
    again = superuser_client.get(first).json()
    assert [each["username"] for each in again["results"]] == seen[:20]
    assert again["previous"] is None


@pytest.mark.spec("API-5")
def test_list_is_paginated_by_key_with_after_and_before(api_client):
    first = api_client.get("/api/profiles/").json()["results"]
    rest = api_client.get("/api/profiles/", params={"after": first[4]["id"]}).json()
    assert rest["results"][:15] == first[5:]
    before = api_client.get("/api/profiles/", params={"before": first[4]["id"]}).json()
    assert before["results"] == first[:4]
    assert before["previous"] is None


@pytest.mark.spec("API-5")
def test_list_is_searched_filtered_and_sorted_like_the_directory(api_client):
    name = secrets.token_hex(6)
    users = [new_user(username=f"{letter}_{name}", last_name=name) for letter in "bac"]
    for user in users:
        api_client.sign_up(user)
    joined = datetime.now(UTC).date().isoformat()
    found = {
        sort: [
            each["username"][0]
            for each in api_client.get(
                "/api/profiles/", params={"q": name.upper(), "joined_after": joined, "sort": sort}
            ).json()["results"]
        ]
        for sort in ("", "username", "-username", "joined", "-joined")
    }
    assert found[""] == found["username"] == ["a", "b", "c"]
    assert found["-username"] == ["c", "b", "a"]
    assert found["joined"] == ["b", "a", "c"]
    assert found["-joined"] == ["c", "a", "b"]
    data = api_client.get("/api/profiles/", params={"q": name}).json()
    assert (data["count"], data["count_is_exact"], data["next"]) == (3, True, None)


@pytest.mark.spec("API-6", "API-7", "FORM-3")
def test_text_without_a_visible_character_is_treated_as_empty(api_client, token_client, account):
    bearer = token_client("profile:write")
    changes = {"first_name": "\u200b", "last_name": "\ufeff", "bio": "\u2800", "location": "\u3164"}
    data = bearer.patch("/api/profile/", json=changes).json()
    assert {name: data[name] for name in changes} == dict.fromkeys(changes, "")
    assert data["full_name"] == account["username"]
    created = api_client.sign_up(new_user(first_name="\u00ad")).json()
    assert created["full_name"] == created["username"]
    rejected = api_client.make_token(account["username"], account["password1"], name="\u200b")
    assert rejected.json()["errors"] == {"name": ["This field is required."]}


@pytest.mark.spec("API-5", "DIRECTORY-3")
@pytest.mark.parametrize(("name", "search"), SAME)
def test_search_is_case_insensitive_in_every_alphabet(api_client, name, search):
    word = secrets.token_hex(6)
    user = new_user(first_name=f"{name}{word}")
    api_client.sign_up(user)
    data = api_client.get("/api/profiles/", params={"q": f"{search}{word}"}).json()
    assert [each["username"] for each in data["results"]] == [user["username"]]


@pytest.mark.spec("API-5")
@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("sort", "password", "Select a valid choice."),
        ("joined_after", "22.11.2026", "Enter a valid date."),
        ("joined_after", "2026-02-30", "Enter a valid date."),
        ("q", "x" * 101, "Ensure this value has at most 100 characters (it has 101)."),
        ("q", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_invalid_list_parameter_returns_400_with_the_message_of_the_form(
    api_client, name, value, message
):
    response = api_client.get("/api/profiles/", params={name: value})
    assert (response.status_code, response.json()["errors"]) == (400, {name: [message]})


@pytest.mark.spec("API-5")
@pytest.mark.parametrize(
    "query", ["page=0", "page=51", "page=x", "page=49", "after=x", "before=0", "after=999999999999"]
)
def test_nonexistent_list_page_returns_404(api_client, query):
    assert api_client.get(f"/api/profiles/?q=ada&{query}").status_code == 404


@pytest.mark.spec("API-6")
def test_user_signs_up_by_the_api_and_can_log_in(api_client, browser):
    user = new_user(username=random_name().upper(), first_name=" Änn ", last_name="O'Hara")
    response = api_client.sign_up(user)
    data = response.json()
    assert response.status_code == 201
    assert set(data) == set(FIELDS)
    assert (data["username"], data["full_name"]) == (user["username"].lower(), "Änn O'Hara")
    url = response.headers["Location"].removeprefix(api_client.base_url)
    assert api_client.get(url).json() == data
    assert browser.log_in(user["username"], user["password1"]).path == "/profile/"


@pytest.mark.spec("API-6")
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("username", "ab", "Enter 3 to 30 ASCII letters, digits or underscores, with at least one letter."),
        ("username", "", "This field is required."),
        ("username", "ADA", "A user with that username already exists."),
        ("email", "x@y", "Enter a valid email address."),
        ("email", "", "This field is required."),
        ("password1", "", "This field is required."),
        ("password1", "12345678", "This password is too common."),
        ("password1", "s" * 1025, "This password is too long. It must contain at most 1024 characters."),
        ("first_name", "n" * 151, "Ensure this value has at most 150 characters (it has 151)."),
        ("last_name", "a\x07b", "Control characters are not allowed."),
    ],
)  # fmt: skip
def test_invalid_sign_up_field_returns_400_with_its_message(api_client, field, value, message):
    response = api_client.sign_up(new_user(**{field: value}))
    assert response.status_code == 400
    assert response.json()["errors"].keys() == {field.rstrip("1")}
    assert message in response.json()["errors"][field.rstrip("1")]


@pytest.mark.spec("API-6", "API-9")
def test_sign_up_rejects_fields_that_grant_privileges(api_client, account):
    data = {
        "username": account["username"],
        "email": account["email"],
        "password": "a-fine-passw0rd",
    }
    response = api_client.post("/api/profiles/", json=data | {"is_staff": True, "id": 1})
    assert response.status_code == 400
    errors = response.json()["errors"]
    assert errors.keys() == {"is_staff", "id"}
    assert all(errors.values())


@pytest.mark.spec("API-6")
def test_patch_updates_only_the_given_fields(token_client, browser, account):
    api_client = token_client("profile:write", "profile:read")
    changes = {"bio": " one\r\ntwo ", "website": "https://example.com/x", "visibility": "members"}
    data = api_client.patch("/api/profile/", json=changes).json()
    assert data["bio"] == "one\ntwo"
    assert (data["website"], data["visibility"]) == ("https://example.com/x", "members")
    assert api_client.patch("/api/profile/", json={"location": "Here"}).json()["bio"] == "one\ntwo"
    assert api_client.get("/api/profile/").json()["location"] == "Here"
    browser.log_in(account["username"], account["password1"])
    assert browser.get("/profile/").select_text("#bio") == "one\ntwo"


@pytest.mark.spec("API-6")
@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"website": "javascript:alert(1)"}, ["website"]),
        ({"bio": "b" * 2001, "location": "l" * 101}, ["bio", "location"]),
        ({"visibility": "everybody"}, ["visibility"]),
        ({"email": ""}, ["email"]),
        ({"email": "new@example"}, ["email"]),
        ({"email": "new@example.com"}, ["password"]),
        ({"email": "new@example.com", "password": "wrong"}, ["password"]),
    ],
)
def test_invalid_patch_returns_400_and_changes_nothing(token_client, changes, errors):
    api_client = token_client("profile:write", "profile:read", "email:read")
    before = api_client.get("/api/profile/").json()
    response = api_client.patch("/api/profile/", json=changes | {"first_name": "Changed"})
    assert response.status_code == 400
    assert sorted(response.json()["errors"]) == sorted(errors)
    assert api_client.get("/api/profile/").json() == before


@pytest.mark.spec("API-6", "EDIT-5", "EDIT-8")
def test_new_email_requires_the_password_and_the_old_email_is_notified(
    token_client, account, mailbox
):
    change = {"email": f"new_{account['email']}", "password": account["password1"]}
    response = token_client("profile:write", "email:read").patch("/api/profile/", json=change)
    assert response.json()["email"] == change["email"]
    message = mailbox.wait_for(account["email"])
    assert change["email"] not in message.get_content()


@pytest.mark.spec("API-6", "API-10", "DELETE-2", "TOKEN-4")
def test_deleting_the_own_profile_invalidates_all_tokens(token_client, api_client, account):
    other, deleter = token_client("profile:read"), token_client("profile:write")
    response = deleter.delete("/api/profile/")
    assert (response.status_code, response.content) == (204, b"")
    assert "Content-Type" not in response.headers
    assert [each.get("/api/profile/").status_code for each in (other, deleter)] == [401, 401]
    assert api_client.get(profile_url(account)).status_code == 404
    assert api_client.sign_up(account).status_code == 201
