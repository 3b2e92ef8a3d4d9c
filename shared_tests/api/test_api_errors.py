"""API errors (problem+json), and hostile request bodies."""

import re

import pytest

from shared_tests.support.api_client import APIClient, in_days

JSON = {"Content-Type": "application/json"}


def assert_problem(response, status):
    """Check that a response is an RFC 9457 problem with this status, and return its members."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert {"type", "title", "status", "detail"} == set(problem) - {"errors"}
    assert problem["status"] == status
    assert all(
        isinstance(problem[name], str) and problem[name] for name in ("type", "title", "detail")
    )
    assert ("errors" in problem) is (status == 400)
    return problem


@pytest.mark.spec("API-8")
@pytest.mark.parametrize("path", ["/api/", "/api/nothing/", "/api/profiles/a/b/", "/api/tokens/0/"])
def test_unknown_url_returns_404_as_a_problem(api_client, path):
    assert_problem(api_client.get(path), 404)


@pytest.mark.spec("API-8")
@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/profiles/", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/api/profiles/1/", {"GET", "HEAD", "OPTIONS"}),
        ("/api/profile/", {"GET", "HEAD", "OPTIONS", "PATCH", "DELETE"}),
        ("/api/tokens/", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/api/tokens/1/", {"DELETE", "OPTIONS"}),
    ],
)
def test_unsupported_method_returns_405_with_the_allowed_methods(api_client, path, methods):
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
        response = api_client.request(method, path)
        assert_problem(response, 405)
        assert set(response.headers["Allow"].replace(" ", "").split(",")) == methods
    response = api_client.request("OPTIONS", path)
    assert (response.status_code, response.content) == (200, b"")
    assert set(response.headers["Allow"].replace(" ", "").split(",")) == methods


@pytest.mark.spec("API-8", "API-2")
def test_request_without_credentials_returns_401_with_www_authenticate(api_client):
    for method, path in (
        ("GET", "/api/profile/"),
        ("DELETE", "/api/profile/"),
        ("GET", "/api/tokens/"),
    ):
        response = api_client.request(method, path)
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"]


@pytest.mark.spec("API-8", "API-3")
def test_missing_scope_returns_403_as_a_problem(token_client):
    assert_problem(token_client("profile:read").get("/api/profiles/1/"), 403)


@pytest.mark.spec("API-9", "API-8")
@pytest.mark.parametrize(
    "body",
    [
        b"{", b"nul", b"{'bio': 1}", b"[]", b"null", b'"text"', b"5", b"\xff\xfe", b"{\xff}",
        b'\xef\xbb\xbf{"bio": "x"}', '{"bio": "x"}'.encode("utf-16"),
        b'{"bio": NaN}', b'{"bio": Infinity}', b'{"bio": -Infinity}', b'{"bio": 1e999}',
        b'{"bio": "\\ud800"}', b'{"\\udfff": 1}', b'{"bio": {"x": ["\\ud800"]}}',
        b'{"bio": "a\\u0000b"}', b'{"a\\u0000b": 1}', b'{"bio": ' + b"1" * 5000 + b"}",
        b"[" * 100_000, b'{"a":' * 100_000, b'{"bio": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"bio": 5}', b'{"bio": true}', b'{"bio": null}', b'{"bio": ["x"]}', b'{"bio": {}}',
        b'{"nothing": 1}', b'{"is_staff": true}', b'{"id": 1}', b'{"username": "other"}',
        b'{"date_joined": "2026-11-22T12:00:00Z"}', b'{"full_name": "Ada"}', b'{"is_active": false}',
        b'{"bio": "x", "nothing": "x"}', b'{"first_name": null}', b'{"last_name": null}', b'{"email": null}',
        b'{"location": null}', b'{"website": null}', b'{"visibility": null}', b'{"password": null}',
        b'{"bio": "x",}', b'{"bio": "x"} {}', b'{"bio": "\n"}',
    ],
    ids=lambda body: repr(body[:24]),
)  # fmt: skip
def test_invalid_json_object_returns_400_and_changes_nothing(token_client, body):
    api_client = token_client("profile:read", "profile:write")
    before = api_client.get("/api/profile/").json()
    problem = assert_problem(api_client.patch("/api/profile/", data=body, headers=JSON), 400)
    assert all(
        isinstance(each, str) for messages in problem["errors"].values() for each in messages
    )
    assert api_client.get("/api/profile/").json() == before
    assert_problem(api_client.post("/api/tokens/", data=body, headers=JSON), 400)
    assert_problem(api_client.post("/api/profiles/", data=body, headers=JSON), 400)


@pytest.mark.spec("API-9")
def test_missing_body_is_parsed_as_an_empty_object(token_client, api_client):
    bearer = token_client("profile:write", "profile:read")
    assert bearer.patch("/api/profile/").json() == bearer.get("/api/profile/").json()
    problem = assert_problem(api_client.post("/api/tokens/"), 400)
    assert set(problem["errors"]) == {"username", "password", "name", "scopes", "expires_at"}
    assert set(map(tuple, problem["errors"].values())) == {("This field is required.",)}


@pytest.mark.spec("API-9", "API-8")
@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
     "application/vnd.api+json", "json", "", "*/*", "application/*", "*/json"],
)  # fmt: skip
def test_body_of_another_content_type_returns_415(token_client, api_client, content_type):
    headers = {"Content-Type": content_type}
    bearer = token_client("profile:write")
    assert_problem(bearer.patch("/api/profile/", data=b'{"bio": "x"}', headers=headers), 415)
    assert_problem(api_client.post("/api/profiles/", data=b"{}", headers=headers), 415)
    assert_problem(api_client.post("/api/tokens/", data=b"{}", headers=headers), 415)


@pytest.mark.spec("API-9")
def test_content_type_may_have_a_charset_parameter(token_client):
    headers = {"Content-Type": "application/json; charset=utf-8"}
    data = '{"bio": "ä"}'.encode()
    response = token_client("profile:write").patch("/api/profile/", data=data, headers=headers)
    assert response.json()["bio"] == "ä"


@pytest.mark.spec("API-8", "BODY-1", "BODY-2")
def test_too_large_body_returns_413_and_chunked_body_returns_411(token_client, api_client):
    large = b'{"bio": "' + b"x" * 1_000_000 + b'"}'
    assert_problem(
        token_client("profile:write").patch("/api/profile/", data=large, headers=JSON), 413
    )
    assert_problem(api_client.post("/api/tokens/", data=iter([b"{}"]), headers=JSON), 411)


@pytest.mark.spec("API-8", "HOST-1", "BODY-4")
def test_request_rejected_by_middleware_returns_400_as_a_problem(api_client):
    assert_problem(api_client.get("/api/profiles/", headers={"Host": "evil.example"}), 400)
    assert_problem(api_client.get("/api/profiles/?q=%ff"), 400)


@pytest.mark.spec("API-8", "ERROR-1")
def test_unknown_url_outside_the_api_returns_the_html_error_page(api_client):
    for path in ("/api", "/apis/", "/nothing/"):
        response = api_client.get(path)
        assert response.status_code == 404
        assert response.headers["Content-Type"].startswith("text/html")


@pytest.mark.spec("API-8")
def test_accept_header_does_not_change_the_json_response(api_client):
    response = api_client.get("/api/profiles/", headers={"Accept": "text/html"})
    assert response.headers["Content-Type"] == "application/json"
    assert_problem(api_client.get("/api/nothing/", headers={"Accept": "text/html"}), 404)


@pytest.mark.spec("API-8", "HEALTH-3")
def test_unavailable_database_returns_503_with_retry_after(serve, tmp_path):
    server = serve(DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/db.sqlite3")
    response = APIClient(server.url).get("/api/profiles/")
    assert_problem(response, 503)
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.spec("API-10")
def test_every_api_response_is_no_store(token_client, api_client):
    for response in (api_client.get("/api/profiles/"), token_client("profile:read").get("/api/profile/"),
                   api_client.get("/api/tokens/"), api_client.get("/api/nothing/"), api_client.request("PUT", "/api/profiles/"),
                   api_client.get("/api/profiles/?q=%ff")):  # fmt: skip
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.spec("API-10")
def test_timestamps_are_in_utc(token_client, api_client, account):
    token_client("profile:read")
    (token,) = api_client.get(
        "/api/tokens/", auth=(account["username"], account["password1"])
    ).json()
    data = api_client.get(f"/api/profiles/{account['username']}/").json()
    for text in (data["date_joined"], token["created_at"], token["expires_at"]):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text)
    created = api_client.make_token(
        account["username"], account["password1"], expires_at=in_days(3).replace("Z", "+00:00")
    )
    assert created.json()["expires_at"].endswith("Z")


@pytest.mark.spec("API-2", "CSRF-3")
def test_foreign_origin_is_accepted_with_a_bearer_token(token_client):
    headers = {"Origin": "https://evil.example"}
    response = token_client("profile:write").patch(
        "/api/profile/", json={"bio": "x"}, headers=headers
    )
    assert response.status_code == 200
