"""Login, the parameter `next`, and logout."""

import pytest

from shared_tests.support.factories import demo_user, new_user, random_name

LOGIN_FAILED = "Wrong username or password."
PAGE = "/profile/1/?x=1&y=2"


@pytest.mark.spec("LOGIN-1")
def test_login_with_the_correct_password_redirects_to_the_own_profile(browser, target):
    page = browser.log_in("ada", target.demo_password)
    assert page.path == "/profile/"
    assert page.current_user == "Ada Lovelace"


@pytest.mark.spec("LOGIN-1", "USERNAME-2")
@pytest.mark.parametrize("username", ["ADA", "Ada", " ada ", "\tADA\u00a0"])
def test_login_ignores_case_and_surrounding_white_space_of_the_username(browser, target, username):
    assert browser.log_in(username, target.demo_password).path == "/profile/"


@pytest.mark.spec("LOGIN-3")
@pytest.mark.parametrize(
    "username",
    [
        "\uff41\uff44\uff41",
        "ad\u00aa",
        "\u212aurt",
        "\uff2b\uff35\uff32\uff34",
        "a da",
        "ada\u200b",
        "аda",
    ],
)
def test_login_rejects_usernames_with_lookalike_characters(browser, target, username):
    page = browser.log_in(username, target.demo_password)
    assert page.select_text("#form-error") == LOGIN_FAILED


@pytest.mark.spec("LOGIN-3")
def test_all_failed_logins_return_the_same_response(open_browser, target, account):
    open_browser().sign_up(**account)
    attempts = [
        (account["username"], "wrong-password"),
        (random_name(), target.demo_password),
        (demo_user(active=False)["username"], target.demo_password),
        ("1", target.demo_password),
        ("ada@example.com", target.demo_password),
        ("' OR 1=1 --", "' OR 1=1 --"),
    ]
    pages = []
    for username, password in attempts:
        browser = open_browser()
        pages.append(browser.log_in(username, password).main)
        assert browser.page.status == 200
        assert browser.page.select_text("#form-error") == LOGIN_FAILED
        assert browser.get("/profile/").path.startswith("/accounts/login/")
    assert pages == pages[:1] * len(pages)


@pytest.mark.spec("LOGIN-3")
@pytest.mark.parametrize("password", ["", None])
def test_login_requires_a_password(browser, password):
    browser.get("/accounts/login/")
    page = browser.submit("login-form", username="ada", password=password)
    assert page.error("password") == "This field is required."


@pytest.mark.spec("LOGIN-3")
@pytest.mark.parametrize("field", ["username", "password"])
def test_nul_characters_are_rejected(browser, target, field):
    browser.get("/accounts/login/")
    data = {"username": "ada", "password": target.demo_password} | {field: "a\x00a"}
    assert browser.submit("login-form", **data).error(field) == "Null characters are not allowed."


@pytest.mark.spec("LOGIN-3", "SIGNUP-6")
def test_failed_login_preserves_the_username_but_not_the_password(browser):
    name = f" {random_name('U')} "
    page = browser.log_in(name, "wrong-password")
    assert page.value("username") == name
    assert page.value("password") == ""


@pytest.mark.spec("LOGIN-1", "LOGIN-5")
@pytest.mark.parametrize(
    "path", ["/", "/profile/1/", "/profiles/?page=1&x=%2F%2Fevil.example", "/profile/ada/#bio"]
)
def test_login_redirects_to_a_local_next_path(browser, target, path):
    page = browser.log_in("ada", target.demo_password, next_url=path)
    assert page.status == 200
    assert page.path == path.partition("#")[0]


@pytest.mark.spec("LOGIN-2", "LOGIN-5")
@pytest.mark.parametrize(
    ("query", "form"), [(PAGE, {}), ("/profiles/", {"next": PAGE}), (None, {"next": PAGE})]
)
def test_next_is_preserved_after_a_wrong_password(browser, target, query, form):
    wrong = {"username": random_name(), "password": "wrong-password"}
    browser.get("/accounts/login/", params={"next": query})
    browser.submit("login-form", **wrong | form)
    browser.submit("login-form", **wrong)
    page = browser.submit("login-form", username="ada", password=target.demo_password)
    assert page.path == PAGE


UNSAFE = [
    "https://evil.example/", "http://evil.example", "//evil.example/", "///evil.example/",
    "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example",
    "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "/ /evil.example",
    "\x00//evil.example", "/\x00/evil.example", "\x01https://evil.example", "/\r\nSet-Cookie: x=1",
    "/%0d%0aSet-Cookie:x=1\r\n", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "ftp://evil.example/", "https:evil.example", "https:/evil.example", "http:///evil.example",
    "https://evil.example\\@127.0.0.1/", "https://127.0.0.1@evil.example/", "//[evil", "http://[::1",
    "//[::1]:80x/", "http://[v1.x]/", "evil.example", "profile/1/", "../profile/1/", "?x=1", "#x",
    ".", "", " ", "\u3000/profile/1/", "/profile/1/\u2028", "/\u00a0/evil.example", "//\u2025/",
    "/profile\\..\\..\\evil", "mailto:x@example.com", "/" * 50, "/" + "a" * 2000, "/" + "a" * 20_000,
    "https://" + "a" * 20_000, "http://evil.example:80%20", "//evil.example%2f@127.0.0.1",
    "\ud83d/".encode("utf-8", "surrogatepass").decode("latin-1"), "{{7*7}}", "%2f%2fevil.example",
    "/\x7f", "/profile/1/\x80", "/\x9f/",
]  # fmt: skip


@pytest.mark.spec("LOGIN-5")
@pytest.mark.parametrize("value", UNSAFE, ids=lambda value: ascii(value)[:30])
def test_unsafe_next_in_the_form_is_ignored(browser, target, value):
    browser.get("/accounts/login/")
    data = {"username": "ada", "password": target.demo_password, "next": value}
    page = browser.submit("login-form", **data)
    assert page.status == 200
    assert page.url == f"{target.url}/profile/"


@pytest.mark.spec("LOGIN-5")
@pytest.mark.parametrize(
    "value", [each for each in UNSAFE if len(each) < 1000], ids=lambda value: ascii(value)[:30]
)
def test_unsafe_next_in_the_query_string_is_ignored(browser, target, value):
    assert browser.get("/accounts/login/", params={"next": value}).status == 200
    page = browser.submit("login-form", username="ada", password=target.demo_password)
    assert page.url == f"{target.url}/profile/"


@pytest.mark.spec("LOGIN-5")
def test_login_redirects_to_a_next_path_of_the_maximum_length(browser, target):
    path = "/" + "a" * 1998 + "/"
    assert browser.log_in("ada", target.demo_password, next_url=path).path == path


@pytest.mark.spec("LOGIN-7")
def test_login_stores_its_time_in_last_login(browser, database, account):
    browser.sign_up(**account)
    clear = "UPDATE users SET last_login = NULL WHERE username = :name"
    database.rows(clear, name=account["username"])
    browser.log_out()
    browser.log_in(account["username"], account["password1"])
    query = "SELECT last_login >= date_joined FROM users WHERE username = :name"
    assert database.rows(query, name=account["username"]) == [(True,)]


@pytest.mark.spec("LOGIN-5")
@pytest.mark.parametrize(
    ("query", "form", "redirect"),
    [
        ("/profiles/", "/profile/1/", "/profile/1/"),
        ("//evil.example", "/profile/1/", "/profile/1/"),
        ("/profiles/", "//evil.example", "/profile/"),
        ("/profiles/", "", "/profile/"),
        ("/profiles/", None, "/profiles/"),
    ],
)
def test_next_in_the_form_overrides_next_in_the_query_string(
    browser, target, query, form, redirect
):
    path = f"/accounts/login/?next={query}"
    _, hidden = browser.get(path).form("login-form")
    data = hidden | {"username": "ada", "password": target.demo_password, "next": form}
    assert browser.request("POST", path, data=data).path == redirect


@pytest.mark.spec("LOGIN-5")
def test_absolute_next_url_of_the_own_host_is_ignored(browser, target):
    page = browser.log_in("ada", target.demo_password, next_url=f"{target.url}/profile/1/")
    assert page.url == f"{target.url}/profile/"


@pytest.mark.spec("LOGIN-5")
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/login/?next=/accounts/login/"])
def test_next_that_points_to_login_redirects_to_the_own_profile(browser, target, path):
    assert browser.log_in("ada", target.demo_password, next_url=path).path == "/profile/"
    assert browser.get("/accounts/login/", params={"next": path}).path == "/profile/"


@pytest.mark.spec("LOGIN-6")
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
@pytest.mark.parametrize("query", ["", "?next=/profiles/"])
def test_authenticated_users_are_redirected_from_login_and_sign_up(member, path, query):
    username = member.page.select_text("#username")
    page = member.get(path + query)
    assert page.path == "/profile/"
    assert page.select_text("#username") == username


@pytest.mark.spec("LOGIN-6")
def test_login_request_of_an_authenticated_user_does_not_change_the_user(member, target):
    username = member.page.select_text("#username")
    _, hidden = member.get("/").form("logout-form")
    data = hidden | {"username": "ada", "password": target.demo_password, "next": "/profiles/"}
    page = member.request("POST", "/accounts/login/", data=data)
    assert page.path == "/profile/"
    assert page.select_text("#username") == username


@pytest.mark.spec("LOGOUT-1")
def test_logout_ends_the_session_and_redirects_to_the_home_page(member):
    page = member.log_out()
    assert page.path == "/"
    assert page.current_user is None
    assert member.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("LOGOUT-1")
def test_logout_ignores_next(member):
    for path in ("//evil.example/", "/profile/ada/", "/profiles/"):
        member.get("/")
        assert member.submit("logout-form", next=path).path == "/"
        member.sign_up(**new_user())


@pytest.mark.spec("LOGOUT-2")
def test_copied_session_cookie_is_anonymous_after_logout(member, open_browser):
    copy = open_browser()
    copy.session.cookies.update(member.session.cookies)
    assert copy.get("/profile/").path == "/profile/"
    member.log_out()
    assert copy.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("LOGOUT-2")
def test_logout_does_not_end_other_sessions_of_the_user(open_browser, target):
    here, there = open_browser(), open_browser()
    for browser in (here, there):
        browser.log_in("ada", target.demo_password)
    here.log_out()
    assert there.get("/profile/").path == "/profile/"


@pytest.mark.spec("LOGOUT-3")
def test_logout_with_get_returns_405(member):
    response = member.get("/accounts/logout/")
    assert response.status == 405
    assert "POST" in response.headers["Allow"]
    assert member.get("/profile/").path == "/profile/"
