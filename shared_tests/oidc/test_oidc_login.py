"""Login and sign-up with an OpenID Connect provider."""

from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import pytest

from shared_tests.support import oidc
from shared_tests.support.admin_pages import edit
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.locks import uncommitted
from shared_tests.support.oidc_provider import CLIENT_ID, NAME

PATHS = [
    "/accounts/oidc/login/",
    "/accounts/oidc/callback/",
    "/accounts/oidc/signup/",
    "/accounts/identities/",
    "/accounts/identities/unlink/",
]


@pytest.fixture
def linked(open_browser, provider, account):
    """The fields of a user to whom the identity of the provider is linked, and who is logged out."""
    browser = open_browser()
    browser.sign_up(**account)
    oidc.link(browser, provider, account["password1"])
    browser.log_out()
    return account


@pytest.mark.spec("OIDC-2")
def test_the_button_leads_to_the_provider(browser, provider, target):
    url = oidc.begin(browser)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith(f"{provider.url}/authorize?")
    assert asked["redirect_uri"] == f"{target.url}/accounts/oidc/callback/"
    assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT_ID)
    assert asked["scope"].split() == ["openid", "profile", "email"]
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20
    assert browser.page.soup.find("meta", content=f"0; url={url}")
    assert f"Log in with {NAME}" in browser.get("/accounts/login/").select_texts("button")


@pytest.mark.spec("OIDC-2", "SETTINGS-4")
@pytest.mark.parametrize("target", ["sqlite"], indirect=True)
def test_the_redirect_uri_uses_https_behind_an_https_proxy(start, provider):
    server = start(HTTPS="1", OIDC_ISSUER=provider.url, OIDC_CLIENT_ID=CLIENT_ID)
    browser, origin = Browser(server.url), server.url.replace("http:", "https:")
    browser.session.headers.update({"X-Forwarded-Proto": "https", "Origin": origin})
    page = browser.get("/accounts/login/")
    url, hidden = page.form("oidc-form")
    (cookie,) = SimpleCookie(page.headers["Set-Cookie"]).values()
    headers = {"Cookie": f"{cookie.key}={cookie.value}"}  # it is secure: not sent over HTTP
    page = browser.request("POST", url, data=hidden, headers=headers)
    asked = parse_qs(urlsplit(oidc.follow(page)).query)
    assert asked["redirect_uri"] == [f"{origin}/accounts/oidc/callback/"]


@pytest.mark.spec("OIDC-2")
def test_each_login_has_its_own_state_nonce_and_challenge(browser, provider):
    first, second = (parse_qs(urlsplit(oidc.begin(browser)).query) for _ in range(2))
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


@pytest.mark.spec("OIDC-2", "CSRF-1")
def test_a_login_needs_a_csrf_token(browser, provider):
    browser.get("/accounts/login/")
    assert browser.request("POST", "/accounts/oidc/login/").status == 403
    assert provider.requests == []


@pytest.mark.spec("OIDC-2")
def test_an_authenticated_user_is_redirected_to_the_profile(browser, provider, account):
    browser.get("/accounts/login/")
    other = Browser(browser.base_url)
    other.session = browser.session
    other.sign_up(**account)
    form = {
        name: other.page.form("logout-form")[1][name] for name in other.page.form("logout-form")[1]
    }
    page = browser.request("POST", "/accounts/oidc/login/", data=form)
    assert (page.status, page.path) == (200, "/profile/")


@pytest.mark.spec("OIDC-3", "SESSION-2")
def test_a_linked_identity_logs_in(browser, provider, linked, events):
    browser.get("/accounts/login/")
    before = browser.cookies()
    page = oidc.log_in(browser, provider)
    assert (page.path, page.current_user) == ("/profile/", linked["username"])
    assert browser.cookies() != before


@pytest.mark.spec("OIDC-3", "LOGIN-7", "RESET-5")
def test_a_login_stores_its_time(browser, provider, linked, database, get_reset_link, mailbox):
    mailbox.wait_for(linked["email"])  # about the identity
    query = "SELECT last_login FROM users WHERE username = :name"
    before = database.rows(query, name=linked["username"])
    link = get_reset_link(linked["email"])
    oidc.log_in(browser, provider)
    assert database.rows(query, name=linked["username"]) > before
    assert browser.get(link).soup.find(id="new-password-form") is None


@pytest.mark.spec("OIDC-3", "HEALTH-3")
def test_a_login_is_stored_completely_or_not_at_all(browser, provider, linked, database, fail_on):
    query = "SELECT id, last_login FROM users WHERE username = :name"
    ((pk, _),) = before = database.rows(query, name=linked["username"])
    fail_on("INSERT ON sessions", f"NEW.user_id = {pk}")
    fail_on("UPDATE ON sessions", f"NEW.user_id = {pk}")
    oidc.log_in(browser, provider)
    assert database.rows(query, name=linked["username"]) == before


@pytest.mark.spec("OIDC-3", "OIDC-11")
@pytest.mark.parametrize(
    ("next_url", "path"),
    [
        ("/accounts/edit/", "/accounts/edit/"),
        ("https://example.com/", "/profile/"),
        ("//example.com/", "/profile/"),
        ("/\\example.com", "/profile/"),
        ("javascript:alert(1)", "/profile/"),
        ("/\t/example.com", "/profile/"),
        ("/" + "x" * 2000, "/profile/"),
    ],
)
def test_a_login_redirects_to_a_local_next_only(browser, provider, linked, next_url, path):
    assert oidc.log_in(browser, provider, next_url).path == path
    assert browser.page.url.startswith(browser.base_url)


@pytest.mark.spec("OIDC-11")
@pytest.mark.parametrize("next_url", ["https://example.com/", "//example.com/", "/\\example.com"])
def test_an_unsafe_next_in_the_form_is_ignored(browser, provider, linked, next_url):
    browser.get("/accounts/login/")
    url = oidc.follow(browser.submit("oidc-form", next=next_url))
    assert browser.get(provider.authorize(url)).path == "/profile/"
    assert browser.page.url.startswith(browser.base_url)


@pytest.mark.spec("OIDC-3")
def test_an_inactive_user_gets_the_message_of_the_login(browser, provider, linked, superuser):
    edit(superuser, linked["username"], Active=False)
    page = oidc.log_in(browser, provider)
    assert page.path == "/accounts/login/"
    assert page.select_text("#oidc-error") == "Wrong username or password."
    assert page.current_user is None


@pytest.mark.spec("OIDC-4")
def test_an_unknown_identity_leads_to_a_sign_up_form(browser, provider, account, open_browser):
    provider.claims = {
        "preferred_username": account["username"], "email": account["email"],
        "given_name": "Ada", "family_name": "L\u00f6v\u00e9lace",
    }  # fmt: skip
    page = oidc.log_in(browser, provider)
    assert (page.path, page.current_user) == ("/accounts/oidc/signup/", None)
    assert [page.value(name) for name in ("username", "email", "first_name", "last_name")] == [
        account["username"], account["email"], "Ada", "L\u00f6v\u00e9lace"
    ]  # fmt: skip
    page = browser.submit("signup-form", **account)
    assert (page.path, page.current_user) == ("/profile/", account["username"])
    browser = open_browser()
    assert oidc.log_in(browser, provider).current_user == account["username"]


@pytest.mark.spec("OIDC-4")
@pytest.mark.parametrize("verified", [True, False, None])
def test_an_email_address_of_a_user_neither_logs_in_nor_links(
    browser, provider, account, open_browser, verified
):
    open_browser().sign_up(**account)
    provider.claims = {"email": account["email"], "email_verified": verified}
    taken = oidc.log_in(browser, provider)
    assert (taken.path, taken.current_user) == ("/accounts/oidc/signup/", None)
    provider.subject += "2"
    provider.claims["email"] = "nobody-" + account["email"]
    unknown = oidc.log_in(open_browser(), provider)
    assert taken.main == unknown.main


@pytest.mark.spec("OIDC-4", "SIGNUP-2")
def test_an_invalid_sign_up_shows_its_messages(browser, provider, account):
    page = oidc.sign_up(browser, provider, account | {"password1": "", "username": "!"})
    assert page.path == "/accounts/oidc/signup/"
    assert page.error("password1") == "This field is required."
    assert page.error("username")
    assert browser.submit("signup-form", **account).path == "/profile/"


@pytest.mark.spec("OIDC-4", "USERNAME-3")
def test_a_taken_username_is_rejected(browser, provider, account, open_browser):
    open_browser().sign_up(**account)
    page = oidc.sign_up(browser, provider, account)
    assert page.error("username") == "A user with that username already exists."


@pytest.mark.spec("OIDC-4")
@pytest.mark.parametrize(
    "value",
    ["\x00", "\ud800", "x" * 1000, 12, {"a": []}, ["a"], "<b>x</b>", "\u202e", "a\nb", True, ""],
    ids=range(11),
)
def test_hostile_claims_cause_no_error(browser, provider, account, value):
    names = ("preferred_username", "email", "given_name", "family_name")
    provider.claims = dict.fromkeys(names, value)
    page = oidc.log_in(browser, provider)
    assert (page.status, page.path) == (200, "/accounts/oidc/signup/")
    assert page.soup.main.find("b") is None
    assert browser.submit("signup-form", **account).path == "/profile/"


@pytest.mark.spec("OIDC-4")
def test_the_sign_up_form_needs_a_login_before(browser, provider):
    page = browser.get("/accounts/oidc/signup/")
    assert page.path == "/accounts/login/"
    assert page.select_text("#oidc-error") == f"The login with {NAME} failed. Please try again."


@pytest.mark.spec("OIDC-4")
@pytest.mark.parametrize("target", ["postgresql"], indirect=True)
def test_an_identity_that_is_linked_during_the_sign_up(
    target, browser, open_browser, provider, account, database
):
    other, user = open_browser(), new_user()
    other.sign_up(**user)
    oidc.log_in(browser, provider)
    link = "INSERT INTO identities (user_id, issuer, subject, created_at) VALUES (:pk, :issuer, :subject, now())"
    values = {
        "pk": other.get("/accounts/export/").response.json()["id"],
        "issuer": provider.url,
        "subject": provider.subject,
    }
    with ThreadPoolExecutor(1) as pool, uncommitted(target.database, link, **values) as requests:
        requests.append(pool.submit(browser.submit, "signup-form", **account))
    page = requests[0].result()
    assert page.path == "/accounts/login/"
    assert page.select_text("#oidc-error") == f"The login with {NAME} failed. Please try again."
    assert open_browser().get(f"/profile/{account['username']}/").status == 404


@pytest.mark.spec("OIDC-4")
def test_a_login_expires_before_the_sign_up(browser, provider, account, database):
    oidc.log_in(browser, provider)
    database.rows("UPDATE pending_logins SET expires_at = '2001-01-01 00:00:00+00:00'")
    page = browser.submit("signup-form", **account)
    assert (page.path, page.current_user) == ("/accounts/login/", None)


@pytest.mark.spec("OIDC-4")
def test_one_login_makes_one_user(browser, provider, account):
    oidc.log_in(browser, provider)
    stale, hidden = browser.page.form("signup-form")
    other = Browser(browser.base_url)
    other.session.cookies.update(browser.session.cookies)
    assert browser.submit("signup-form", **account).path == "/profile/"
    page = other.request("POST", stale, data=hidden | new_user())
    assert page.current_user is None


@pytest.mark.spec("OIDC-1")
@pytest.mark.parametrize("issuer", ["", None])
def test_without_an_issuer_there_is_no_login_with_a_provider(start, issuer):
    variables = {} if issuer is None else {"OIDC_ISSUER": issuer}
    browser = Browser(start(**variables).url)
    assert [browser.get(path).status for path in PATHS] == [404] * len(PATHS)
    assert browser.get("/accounts/login/").soup.find("form", id="oidc-form") is None
    browser.sign_up(**new_user())
    assert "/accounts/identities/" not in browser.get("/accounts/edit/").response.text
