"""Password reset with a link from an email."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user, random_name
from shared_tests.support.mailbox import links

INVALID_LINK = "This link is no longer valid."


@pytest.fixture
def user(open_browser, account):
    """The sign-up data of the new user `account`."""
    open_browser().sign_up(**account)
    return account


def set_password(browser, link, new, again=None):
    """Open a reset link and submit the form; return the page after the redirect."""
    browser.get(link)
    return browser.submit("new-password-form", new_password1=new, new_password2=again or new)


@pytest.mark.spec("RESET-1", "RESET-3", "RESET-4")
def test_password_set_with_the_reset_link_logs_in(user, get_reset_link, browser, open_browser):
    link = get_reset_link(user["email"])
    assert link.startswith("/accounts/reset/")
    assert set_password(browser, link, " a-new-passw0rd ").path == "/accounts/login/"
    assert browser.page.current_user is None
    assert open_browser().log_in(user["username"], " a-new-passw0rd ").path == "/profile/"
    for password in ("a-new-passw0rd", user["password1"]):
        assert open_browser().log_in(user["username"], password).select_text("#form-error")


@pytest.mark.spec("RESET-4")
def test_form_page_does_not_contain_the_token(user, get_reset_link, browser):
    link = get_reset_link(user["email"])
    token = link.rstrip("/").rpartition("/")[2]
    page = browser.get(link)
    assert page.soup.find(id="new-password-form")
    assert token not in page.url
    assert token not in page.response.text
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.spec("RESET-4", "PASSWORD-3")
def test_password_reset_ends_all_sessions_of_the_user(user, get_reset_link, open_browser):
    first, second, other = open_browser(), open_browser(), open_browser()
    other.sign_up(**new_user())
    for browser in (first, second):
        browser.log_in(user["username"], user["password1"])
    link = get_reset_link(user["email"])
    page = set_password(first, link, "a-new-passw0rd")
    assert page.path == "/accounts/login/"
    for browser in (first, second):
        assert browser.get("/profile/").path.startswith("/accounts/login/")
    assert other.get("/profile/").path == "/profile/"


@pytest.mark.spec("RESET-1")
def test_response_does_not_reveal_whether_an_account_exists(user, open_browser):
    known, unknown = open_browser(), open_browser()
    pages = [
        known.request_password_reset(user["email"]),
        unknown.request_password_reset(f"{random_name()}@example.com"),
        open_browser().request_password_reset("haskell@example.com"),
    ]
    assert {page.status for page in pages} == {200}
    assert {page.path for page in pages} == {"/accounts/password_reset/done/"}
    assert pages[0].main == pages[1].main == pages[2].main
    names = [set(page.headers) - {"Set-Cookie"} for page in pages]
    assert names[0] == names[1] == names[2]


@pytest.mark.spec("RESET-1")
def test_every_active_user_with_the_email_address_receives_an_email(
    open_browser, mailbox, database
):
    email = f"Mixed.{random_name()}@example.com"
    names = [random_name(kind) for kind in ("first", "second", "inactive", "keyless")]
    for name in names:
        open_browser().sign_up(**new_user(username=name, email=email))
    database.rows("UPDATE users SET is_active = false WHERE username = :name", name=names[2])
    database.rows("UPDATE users SET password = '!x' WHERE username = :name", name=names[3])
    open_browser().request_password_reset(f" {email.lower()} ")
    mailbox.wait_for(email, 2)
    open_browser().request_password_reset(email.upper())
    mailbox.wait_for(email, 4)
    texts = [message.get_content() for message in mailbox.received_by(email)]
    assert [sum(name in text for text in texts) for name in names] == [2, 2, 0, 0]


@pytest.mark.spec("RESET-3")
def test_reset_email_is_plain_text_and_contains_the_username(user, get_reset_link, mailbox):
    get_reset_link(user["email"])
    (message,) = mailbox.received_by(user["email"])
    assert message["Subject"] == "Reset your password"
    assert message["To"] == user["email"]
    assert message["From"] == "noreply@localhost"
    assert message.get_content_type() == "text/plain"
    assert user["username"] in message.get_content()
    assert "60 minutes" in message.get_content()


@pytest.mark.spec("RESET-3")
def test_reset_link_ignores_forwarding_headers(user, mailbox, browser, target):
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Server": "evil.example"}
    headers |= {
        "Forwarded": "host=evil.example",
        "X-Forwarded-Port": "99",
        "X-Host": "evil.example",
    }
    browser.session.headers.update(headers)
    browser.request_password_reset(user["email"])
    (link,) = links(mailbox.wait_for(user["email"]))
    assert link.startswith(target.url + "/accounts/reset/")
    page = browser.get("/accounts/password_reset/", headers={"Host": "evil.example"})
    assert page.status == 400


@pytest.mark.spec("RESET-5")
def test_reset_link_works_once(user, get_reset_link, browser, open_browser):
    link = get_reset_link(user["email"])
    late = open_browser()
    late.get(link)
    set_password(browser, link, "a-new-passw0rd")
    assert open_browser().get(link).select_text("#form-error") == INVALID_LINK
    data = {"new_password1": "another-passw0rd", "new_password2": "another-passw0rd"}
    page = late.submit("new-password-form", **data)
    assert page.select_text("#form-error") == INVALID_LINK
    assert open_browser().log_in(user["username"], "another-passw0rd").path != "/profile/"


@pytest.mark.spec("RESET-5")
def test_only_one_of_several_concurrent_uses_of_a_reset_link_succeeds(
    user, get_reset_link, open_browser
):
    link = get_reset_link(user["email"])
    passwords = [secrets.token_urlsafe(12) for _ in range(8)]
    browsers = [open_browser() for _ in passwords]
    for browser in browsers:
        browser.get(link)

    def use(browser, new):
        data = {"new_password1": new, "new_password2": new}
        return browser.submit("new-password-form", **data).path == "/accounts/login/"

    with ThreadPoolExecutor(len(browsers)) as pool:
        succeeded = list(pool.map(use, browsers, passwords))
    assert succeeded.count(True) == 1
    page = open_browser().log_in(user["username"], passwords[succeeded.index(True)])
    assert page.path == "/profile/"


def log_in(browser, user, database):
    browser.log_in(user["username"], user["password1"])


def change_password(browser, user, database):
    browser.log_in(user["username"], user["password1"])
    browser.get("/accounts/password_change/")
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    browser.submit("password-form", old_password=user["password1"], **new)


def change_email(browser, user, database):
    query = "UPDATE users SET email = 'new@example.com' WHERE username = :name"
    database.rows(query, name=user["username"])


def deactivate(browser, user, database):
    query = "UPDATE users SET is_active = false WHERE username = :name"
    database.rows(query, name=user["username"])


@pytest.mark.spec("RESET-5")
@pytest.mark.parametrize("event", [log_in, change_password, change_email, deactivate])
def test_reset_link_is_invalid_after(user, get_reset_link, open_browser, database, event):
    link = get_reset_link(user["email"])
    event(open_browser(), user, database)
    page = open_browser().get(link)
    assert page.status == 200
    assert page.select_text("#form-error") == INVALID_LINK
    assert page.soup.find(id="new-password-form") is None


@pytest.mark.spec("RESET-5")
def test_reset_link_expires(start, own_mailbox):
    email_url, own_mailbox = own_mailbox
    server = start(EMAIL_URL=email_url, PASSWORD_RESET_TIMEOUT="1")
    Browser(server.url).request_password_reset("ada@example.com")
    (link,) = links(own_mailbox.wait_for("ada@example.com"))
    path = urlsplit(link).path
    browser = Browser(server.url)
    deadline = time.monotonic() + 10
    while browser.get(path).select_text("#form-error") != INVALID_LINK:
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.spec("RESET-5")
def test_reset_link_is_valid_for_one_user_only(user, get_reset_link, open_browser):
    other = new_user()
    open_browser().sign_up(**other)
    first, second = get_reset_link(user["email"]), get_reset_link(other["email"])
    uid, token = second.split("/")[3], first.split("/")[4]
    assert (
        open_browser().get(f"/accounts/reset/{uid}/{token}/").select_text("#form-error")
        == INVALID_LINK
    )


@pytest.mark.spec("RESET-5")
@pytest.mark.parametrize(
    "forged",
    [
        "1/x", "MQ/set-password", "MQ/x-y", "1/set-password", "9/c1-" + "0" * 32, "x/y", "-1/x", "%00/x",
        "1/%00", "MQ/%FF", "%FF/x", "%C3%A9/%C3%A9", "9" * 40 + "/x", "MQ/" + "a" * 2000, "OTk5/x",
        "MQ/IjEi.aaaa.bbbb", "MQ/..-..", "AA/x", "1/" + "." * 3, "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0/x",
        f"{2**63}/x", "9" * 19 + "/x", "OTIyMzM3MjAzNjg1NDc3NTgwOA/x",
    ],
)  # fmt: skip
def test_forged_reset_link_causes_no_error(browser, forged):
    page = browser.send("GET", f"/accounts/reset/{forged}/")
    assert page.status in (200, 404)
    assert page.soup.find(id="new-password-form") is None
    assert page.status == 404 or page.select_text("#form-error") == INVALID_LINK


@pytest.mark.spec("RESET-5")
def test_made_up_link_is_invalid_after_a_valid_one_too(user, get_reset_link, browser):
    link = get_reset_link(user["email"])
    url, hidden = browser.get(link).form("new-password-form")
    made_up = link.rstrip("/").rpartition("/")[0] + "/made-up/"
    new = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
    for page in [browser.get(made_up), browser.request("POST", made_up, data=hidden | new)]:
        assert page.status == 404 or page.select_text("#form-error") == INVALID_LINK
    assert browser.request("POST", url, data=hidden | new).path == "/accounts/login/"


@pytest.mark.spec("RESET-4", "HEALTH-3")
def test_a_reset_sets_no_password_if_it_cannot_end_the_session_of_the_browser(
    user, member, get_reset_link, open_browser, database, fail_on
):
    link = get_reset_link(user["email"])
    member.get(link)
    name = member.page.current_user
    ((pk,),) = database.rows("SELECT id FROM users WHERE username = :name", name=name)
    # A session that was last seen more than a minute ago is also updated.
    past = "UPDATE sessions SET last_seen_at = '2001-02-03 04:05:06' WHERE user_id = :pk"
    database.rows(past, pk=pk)
    fail_on("DELETE ON sessions", f"OLD.user_id = {pk}")
    new = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
    assert member.submit("new-password-form", **new).status >= 500
    assert open_browser().log_in(user["username"], user["password1"]).path == "/profile/"


@pytest.mark.spec("RESET-4")
@pytest.mark.parametrize(
    ("new", "again", "message"),
    [
        ("12345678901", None, "This password is too common."),
        ("short-1", None, "It must contain at least 8 characters."),
        ("a-new-passw0rd", "another-one", "The two password fields didn’t match."),
        ("a" * 1025, None, "It must contain at most 1024 characters."),
        ("a\x00b", None, "Null characters are not allowed."),
    ],
)
def test_invalid_new_password_shows_an_error(user, get_reset_link, browser, new, again, message):
    link = get_reset_link(user["email"])
    page = set_password(browser, link, new, again)
    assert page.status == 200
    errors = [page.error("new_password1"), page.error("new_password2")]
    assert message in "".join(filter(None, errors))


@pytest.mark.spec("RESET-4", "SIGNUP-3")
def test_new_password_similar_to_a_field_of_the_user_is_rejected(
    account, get_reset_link, open_browser
):
    account |= {"first_name": "Wilhelmina", "last_name": "Featherstone"}
    account |= {"email": f"quixotic@{secrets.token_hex(8)}.example.com"}
    open_browser().sign_up(**account)
    link = get_reset_link(account["email"])
    for label, new in {
        "username": account["username"],
        "first name": "wilhelmina1",
        "last name": "featherstone1",
        "email address": "quixotic1",
    }.items():
        page = set_password(open_browser(), link, new)
        assert page.error("new_password2") == f"The password is too similar to the {label}."


@pytest.mark.spec("RESET-1", "SIGNUP-5")
@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "This field is required."),
        ("x", "Enter a valid email address."),
        ("a@b", "Enter a valid email address."),
        ("a\n@example.com", "Enter a valid email address."),
        ("a\x00@example.com", "Null characters are not allowed."),
        ("a" * 300, "Ensure this value has at most 254 characters (it has 300)."),
    ],
)
def test_invalid_email_address_shows_an_error(browser, email, message):
    page = browser.request_password_reset(email)
    assert page.status == 200
    assert page.error("email") == message


@pytest.mark.spec("RESET-1", "RESET-4", "CSRF-1")
def test_requests_without_a_csrf_token_return_403(user, get_reset_link, browser, mailbox):
    link = get_reset_link(user["email"])
    data = {"email": user["email"]}
    assert browser.request("POST", "/accounts/password_reset/", data=data).status == 403
    page = browser.get(link)
    data = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
    assert browser.request("POST", page.url, data=data).status == 403
    assert len(mailbox.received_by(user["email"])) == 1
    assert browser.get(page.url).soup.find(id="new-password-form")


@pytest.mark.spec("RESET-1")
def test_login_page_links_to_the_form(browser):
    assert any(
        link.endswith("/accounts/password_reset/")
        for link in browser.get("/accounts/login/").links()
    )


@pytest.mark.spec("RESET-5", "ROUTE-3", "ERROR-2")
def test_other_methods_on_a_reset_link_have_no_effect(user, get_reset_link, browser):
    link = get_reset_link(user["email"])
    for path in (link, "/accounts/reset/1/x/"):
        options = browser.send("OPTIONS", path)
        assert options.status in (200, 204)
        assert "GET" in options.headers["Allow"]
        assert not options.response.content
        for method in ("PUT", "DELETE", "PATCH", "FOO"):
            assert browser.send(method, path).status in (403, 405)
    assert browser.cookies() == {}


@pytest.mark.spec("RESET-4", "RESET-5", "SESSION-4")
def test_pages_of_a_reset_link_are_not_stored(user, get_reset_link, browser, open_browser):
    pages = [browser.get(get_reset_link(user["email"])), open_browser().get("/accounts/reset/1/x/")]
    for page in pages:
        assert page.cache_control == {"private", "no-store"}
        assert "Expires" not in page.headers


@pytest.mark.spec("RESET-4")
def test_password_reset_logs_out_the_browser_that_used_the_link(user, get_reset_link, member):
    assert (
        set_password(member, get_reset_link(user["email"]), "a-new-passw0rd").path
        == "/accounts/login/"
    )
    assert member.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("RESET-4", "SESSION-7")
def test_password_reset_deletes_all_sessions_from_the_database(
    user, get_reset_link, browser, database
):
    set_password(browser, get_reset_link(user["email"]), "a-new-passw0rd")
    count = "SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE username = :name"
    assert database.rows(count, name=user["username"]) == [(0,)]


@pytest.mark.spec("RESET-5")
def test_open_form_is_invalid_after_the_user_was_deactivated(
    user, get_reset_link, browser, database
):
    browser.get(get_reset_link(user["email"]))
    deactivate(browser, user, database)
    new = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
    assert browser.submit("new-password-form", **new).select_text("#form-error") == INVALID_LINK
