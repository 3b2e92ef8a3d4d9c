"""Errors as programs read them, and hostile bodies."""

import re

import pytest

from shared_tests.support.api_client import Program, in_days

JSON = {"Content-Type": "application/json"}


def is_problem(answer, status):
    """Check that an answer is a problem as in RFC 9457, and return what it says."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert {"type", "title", "status", "detail"} == set(problem) - {"errors"}
    assert problem["status"] == status
    assert all(
        isinstance(problem[name], str) and problem[name] for name in ("type", "title", "detail")
    )
    assert ("errors" in problem) is (status == 400)
    return problem


@pytest.mark.spec("API-8")
@pytest.mark.parametrize("path", ["/api/", "/api/nothing/", "/api/profiles/a/b/", "/api/tokens/0/"])
def test_an_unknown_address_is_a_problem(program, path):
    is_problem(program.get(path), 404)


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
def test_a_method_that_there_is_not_is_a_problem_that_names_the_others(program, path, methods):
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
        answer = program.request(method, path)
        is_problem(answer, 405)
        assert set(answer.headers["Allow"].replace(" ", "").split(",")) == methods
    answer = program.request("OPTIONS", path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) == methods


@pytest.mark.spec("API-8", "API-2")
def test_who_is_nobody_is_told_so(program):
    for method, path in (
        ("GET", "/api/profile/"),
        ("DELETE", "/api/profile/"),
        ("GET", "/api/tokens/"),
    ):
        answer = program.request(method, path)
        is_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"]


@pytest.mark.spec("API-8", "API-3")
def test_a_missing_scope_is_a_problem(holder):
    is_problem(holder("profile:read").get("/api/profiles/1/"), 403)


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
        b'{"bio": "x",}', b'{"bio": "x"} {}', b'{"bio": "\n"}',
    ],
    ids=lambda body: repr(body[:24]),
)  # fmt: skip
def test_what_is_no_good_object_is_refused_and_changes_nothing(holder, body):
    program = holder("profile:read", "profile:write")
    before = program.get("/api/profile/").json()
    problem = is_problem(program.patch("/api/profile/", data=body, headers=JSON), 400)
    assert all(
        isinstance(each, str) for messages in problem["errors"].values() for each in messages
    )
    assert program.get("/api/profile/").json() == before
    is_problem(program.post("/api/tokens/", data=body, headers=JSON), 400)
    is_problem(program.post("/api/profiles/", data=body, headers=JSON), 400)


@pytest.mark.spec("API-9")
def test_no_body_is_an_empty_object(holder, program):
    bearer = holder("profile:write", "profile:read")
    assert bearer.patch("/api/profile/").json() == bearer.get("/api/profile/").json()
    problem = is_problem(program.post("/api/tokens/"), 400)
    assert set(problem["errors"]) == {"username", "password", "name", "scopes", "expires_at"}
    assert set(map(tuple, problem["errors"].values())) == {("This field is required.",)}


@pytest.mark.spec("API-9", "API-8")
@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
     "application/vnd.api+json", "json", "", "*/*", "application/*", "*/json"],
)  # fmt: skip
def test_a_body_of_another_type_is_refused(holder, program, content_type):
    headers = {"Content-Type": content_type}
    bearer = holder("profile:write")
    is_problem(bearer.patch("/api/profile/", data=b'{"bio": "x"}', headers=headers), 415)
    is_problem(program.post("/api/profiles/", data=b"{}", headers=headers), 415)
    is_problem(program.post("/api/tokens/", data=b"{}", headers=headers), 415)


@pytest.mark.spec("API-9")
def test_the_type_may_say_its_charset(holder):
    headers = {"Content-Type": "application/json; charset=utf-8"}
    data = '{"bio": "ä"}'.encode()
    answer = holder("profile:write").patch("/api/profile/", data=data, headers=headers)
    assert answer.json()["bio"] == "ä"


@pytest.mark.spec("API-8", "BODY-1", "BODY-2")
def test_a_body_that_is_too_large_or_of_unknown_length_is_a_problem(holder, program):
    large = b'{"bio": "' + b"x" * 1_000_000 + b'"}'
    is_problem(holder("profile:write").patch("/api/profile/", data=large, headers=JSON), 413)
    is_problem(program.post("/api/tokens/", data=iter([b"{}"]), headers=JSON), 411)


@pytest.mark.spec("API-8", "HOST-1", "BODY-4")
def test_what_is_refused_before_any_view_is_a_problem_too(program):
    is_problem(program.get("/api/profiles/", headers={"Host": "evil.example"}), 400)
    is_problem(program.get("/api/profiles/?q=%ff"), 400)


@pytest.mark.spec("API-8", "ERROR-1")
def test_other_addresses_keep_their_pages(program):
    for path in ("/api", "/apis/", "/nothing/"):
        answer = program.get(path)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.spec("API-8")
def test_a_client_gets_json_whatever_it_would_rather_have(program):
    answer = program.get("/api/profiles/", headers={"Accept": "text/html"})
    assert answer.headers["Content-Type"] == "application/json"
    is_problem(program.get("/api/nothing/", headers={"Accept": "text/html"}), 404)


@pytest.mark.spec("API-8", "HEALTH-3")
def test_without_its_database_the_api_is_a_problem_that_passes(serve, tmp_path):
    server = serve(DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/db.sqlite3")
    answer = Program(server.url).get("/api/profiles/")
    is_problem(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.spec("API-10")
def test_no_cache_keeps_an_answer(holder, program):
    for answer in (program.get("/api/profiles/"), holder("profile:read").get("/api/profile/"),
                   program.get("/api/tokens/"), program.get("/api/nothing/"), program.request("PUT", "/api/profiles/"),
                   program.get("/api/profiles/?q=%ff")):  # fmt: skip
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.spec("API-10")
def test_times_are_told_in_utc(holder, program, person):
    holder("profile:read")
    (token,) = program.get("/api/tokens/", auth=(person["username"], person["password1"])).json()
    data = program.get(f"/api/profiles/{person['username']}/").json()
    for text in (data["date_joined"], token["created_at"], token["expires_at"]):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text)
    asked = program.make_token(
        person["username"], person["password1"], expires_at=in_days(3).replace("Z", "+00:00")
    )
    assert asked.json()["expires_at"].endswith("Z")


@pytest.mark.spec("API-2", "CSRF-3")
def test_another_site_in_origin_does_not_matter_where_no_cookie_counts(holder):
    headers = {"Origin": "https://evil.example"}
    answer = holder("profile:write").patch("/api/profile/", json={"bio": "x"}, headers=headers)
    assert answer.status_code == 200
