"""The page on which users link and unlink identities."""

import base64
import json
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support import oidc
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.oidc_provider import NAME

PATH = "/accounts/identities/"
TAKEN = "This login is already linked to an account."


@pytest.fixture
def user(browser, account):
    """The fields of the user who is logged in in `browser`."""
    browser.sign_up(**account)
    return account


def rows(page):
    """Return the rows of the table, as elements."""
    return page.soup.select("table#identities tbody tr")


def unlink(browser, row):
    """Submit the form of a row; return the page after the redirect."""
    form = row.find("form")
    hidden = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    return browser.request("POST", form["action"], data=hidden)


def get_pk(database, user):
    ((pk,),) = database.rows("SELECT id FROM users WHERE username = :name", name=user["username"])
    return pk


@pytest.mark.spec("OIDC-5", "PROFILE-6")
def test_the_page_requires_login(browser):
    assert browser.get(PATH).path == f"/accounts/login/?next={PATH}"


@pytest.mark.spec("OIDC-5", "OIDC-6")
def test_a_linked_identity_is_listed(browser, provider, user):
    assert PATH in browser.get("/accounts/edit/").response.text
    page = oidc.link(browser, provider, user["password1"])
    (row,) = rows(page)
    cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
    assert page.path == PATH
    assert cells[:2] == [provider.url, provider.subject]
    linked_at = datetime.fromisoformat(row.find("time")["datetime"])
    assert datetime.now(UTC) - timedelta(minutes=5) < linked_at <= datetime.now(UTC)


@pytest.mark.spec("OIDC-5", "RESET-4", "PASSWORD-2")
def test_a_new_password_does_not_unlink_an_identity(browser, provider, user, get_reset_link):
    oidc.link(browser, provider, user["password1"])
    browser.get("/accounts/password_change/")
    new = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
    browser.submit("password-form", old_password=user["password1"], **new)
    assert len(rows(browser.get(PATH))) == 1
    browser.get(get_reset_link(user["email"]))
    assert browser.submit("new-password-form", **new).path == "/accounts/login/"
    assert oidc.log_in(browser, provider).current_user == user["username"]


@pytest.mark.spec("OIDC-6")
def test_the_user_gets_an_email_about_a_linked_identity(browser, provider, user, mailbox):
    oidc.link(browser, provider, user["password1"])
    mail = mailbox.wait_for(user["email"])
    assert user["username"] in mail.get_content()
    assert NAME in mail.get_content()
    assert provider.subject not in mail.get_content()


@pytest.mark.spec("OIDC-6", "SITE-1")
def test_the_email_contains_the_name_of_the_site(target, provider, account, database, mailbox):
    browser = Browser(target.url.replace("127.0.0.1", "localhost"))
    site = {"host": "localhost", "name": "The First", "colour": "green"}
    database.rows("INSERT INTO sites (host, name, colour) VALUES (:host, :name, :colour)", **site)
    deadline = time.monotonic() + 20  # seconds
    while browser.get("/").select_text("header a.brand") != site["name"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    browser.sign_up(**account)
    oidc.link(browser, provider, account["password1"])
    database.rows("DELETE FROM sites")
    assert site["name"] in mailbox.wait_for(account["email"]).get_content()


@pytest.mark.spec("OIDC-7", "PASSWORD-3", "SESSION-7")
def test_no_identity_is_linked_to_a_session_that_ends_while_the_provider_responds(
    browser, open_browser, provider, user
):
    other = open_browser()
    other.log_in(user["username"], user["password1"])
    sign = provider.sign

    def change_password_and_sign(claims):
        other.get("/accounts/password_change/")
        new = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
        other.submit("password-form", old_password=user["password1"], **new)
        return sign(claims)

    url = oidc.begin_link(browser, user["password1"])
    provider.sign = change_password_and_sign
    page = browser.get(provider.authorize(url))
    assert page.current_user is None
    assert page.path.startswith("/accounts/login/")
    assert rows(other.get(PATH)) == []


@pytest.mark.spec("OIDC-6", "TASK-1", "HEALTH-3")
def test_no_identity_is_linked_without_its_email(browser, provider, user, database, fail_on):
    url = oidc.begin_link(browser, user["password1"])
    fail_on("INSERT ON tasks", f"NEW.user_id = {get_pk(database, user)}")
    browser.get(provider.authorize(url))
    assert rows(browser.get(PATH)) == []


@pytest.mark.spec("OIDC-6")
@pytest.mark.parametrize(
    ("password", "message"), [("wrong", "Wrong password."), ("", "This field is required.")]
)
def test_linking_needs_the_current_password(browser, provider, user, password, message):
    browser.get(PATH)
    page = browser.submit("identity-form", password=password)
    assert (page.status, page.path) == (200, PATH)
    assert page.error("password") == message
    assert provider.requests == []


@pytest.mark.spec("OIDC-6", "GUESS-6")
def test_wrong_passwords_lock_out(browser, provider, user):
    browser.get(PATH)
    for _ in range(5):
        browser.submit("identity-form", password="wrong")
        browser.get(PATH)
    assert browser.submit("identity-form", password=user["password1"]).status == 429


@pytest.mark.spec("OIDC-6")
@pytest.mark.parametrize("is_own", [True, False])
def test_an_identity_is_linked_once(browser, open_browser, provider, user, is_own):
    oidc.link(browser, provider, user["password1"])
    if not is_own:
        browser, user = open_browser(), new_user()
        browser.sign_up(**user)
    page = oidc.link(browser, provider, user["password1"])
    assert page.select_text("#oidc-error") == TAKEN
    assert len(rows(page)) == is_own
    browser.log_out()
    assert (oidc.log_in(browser, provider).current_user == user["username"]) is is_own


@pytest.mark.spec("OIDC-5", "OIDC-6")
def test_a_user_may_have_several_identities(browser, provider, user):
    subjects = [provider.subject, f"{provider.subject}-2"]
    for provider.subject in subjects:
        oidc.link(browser, provider, user["password1"])
    texts = browser.get(PATH).select_texts("#identities tbody td")
    assert [text for text in texts if text in subjects] == subjects
    page = unlink(browser, rows(browser.page)[0])
    assert [
        text for text in page.select_texts("#identities tbody td") if text in subjects
    ] == subjects[1:]


@pytest.mark.spec("OIDC-6", "OIDC-7")
def test_an_identity_is_linked_only_to_the_user_who_began(browser, provider, user):
    callback = provider.authorize(oidc.begin_link(browser, user["password1"]))
    browser.log_out()
    other = new_user()
    browser.sign_up(**other)
    assert rows(browser.get(callback)) == []
    assert browser.page.select_text("#oidc-error")
    browser.log_out()
    assert oidc.log_in(browser, provider).current_user is None


@pytest.mark.spec("OIDC-5")
def test_an_unlinked_identity_does_not_log_in(browser, provider, user):
    (row,) = rows(oidc.link(browser, provider, user["password1"]))
    page = unlink(browser, row)
    assert (page.path, rows(page)) == (PATH, [])
    browser.log_out()
    assert oidc.log_in(browser, provider).path == "/accounts/oidc/signup/"


@pytest.mark.spec("OIDC-5")
@pytest.mark.parametrize("value", [None, "", "0", "x", "\x00", "9" * 30])
def test_no_identity_of_another_user_is_unlinked(browser, open_browser, provider, user, value):
    (row,) = rows(oidc.link(browser, provider, user["password1"]))
    pk = row.select_one("[name=identity]")["value"]
    other = open_browser()
    other.sign_up(**new_user())
    other.get(PATH)
    _, hidden = other.page.form("identity-form")
    page = other.request(
        "POST", "/accounts/identities/unlink/", data=hidden | {"identity": value or pk}
    )
    assert page.path == PATH
    assert len(rows(browser.get(PATH))) == 1


@pytest.mark.spec("OIDC-6", "USERNAME-3")
def test_of_concurrent_users_one_gets_the_identity(open_browser, provider):
    browsers, callbacks = [open_browser() for _ in range(4)], []
    for browser in browsers:
        user = new_user()
        browser.sign_up(**user)
        callbacks.append(provider.authorize(oidc.begin_link(browser, user["password1"])))
    with ThreadPoolExecutor(4) as pool:
        pages = list(
            pool.map(lambda pair: pair[0].get(pair[1]), zip(browsers, callbacks, strict=True))
        )
    assert [page.status for page in pages] == [200] * 4
    assert sorted(len(rows(page)) for page in pages) == [0, 0, 0, 1]


@pytest.mark.spec("OIDC-5", "EXPORT-1")
def test_the_export_contains_the_identities(browser, provider, user):
    oidc.link(browser, provider, user["password1"])
    (identity,) = browser.get("/accounts/export/").response.json()["identities"]
    assert (identity["issuer"], identity["subject"]) == (provider.url, provider.subject)
    assert set(identity) == {"issuer", "subject", "created_at"}


@pytest.mark.spec("DATABASE-8", "DELETE-1")
def test_the_identity_of_a_deleted_user_is_unknown(browser, provider, user, database):
    oidc.link(browser, provider, user["password1"])
    browser.get("/accounts/delete/")
    browser.submit("delete-form", password=user["password1"])
    query = "SELECT 1 FROM identities WHERE subject = :subject"
    assert database.rows(query, subject=provider.subject) == []
    assert oidc.log_in(browser, provider).path == "/accounts/oidc/signup/"


@pytest.mark.spec("LOG-2")
def test_security_events_are_logged(browser, provider, user, database, events):
    oidc.link(browser, provider, user["password1"])
    browser.log_out()
    oidc.log_in(browser, provider)
    (row,) = rows(browser.get(PATH))
    unlink(browser, row)
    assert events(get_pk(database, user)) == [
        "signed_up", "logged_in", "oidc_linked", "logged_out", "logged_in", "oidc_unlinked",
    ]  # fmt: skip


@pytest.mark.spec("LOG-2", "OIDC-9")
def test_failures_are_logged(browser, provider, events):
    before = events().count("oidc_failed")
    oidc.log_in(browser, provider, state="wrong")
    assert events().count("oidc_failed") == before + 1


@pytest.mark.spec("OIDC-13", "SESSION-3")
def test_the_cookie_contains_no_personal_data(browser, provider, account, database):
    provider.claims = {"email": account["email"], "given_name": "Augusta"}
    oidc.log_in(browser, provider)
    ((data,),) = database.rows(
        "SELECT data FROM pending_logins WHERE data LIKE :text", text=f"%{account['email']}%"
    )
    assert json.loads(data)["subject"] == provider.subject
    assert "Augusta" not in decoded(browser)
    browser.submit("signup-form", **account)
    text = f"%{provider.subject}%"
    assert database.rows("SELECT 1 FROM pending_logins WHERE data LIKE :text", text=text) == []


def decoded(browser):
    """Return the cookies of a browser, also as decoded and decompressed."""
    texts = []
    for value in browser.cookies().values():
        part = value.lstrip(".").split(".")[0]
        data = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        texts += [value, repr(data)]
        texts += [repr(zlib.decompress(data))] if value.startswith(".") else []
    return " ".join(texts)


@pytest.mark.spec("OIDC-13")
def test_expired_logins_are_deleted(browser, provider, database):
    oidc.begin(browser)
    expired = "UPDATE pending_logins SET expires_at = '2001-01-01 00:00:00+00:00'"
    database.rows(expired)
    oidc.begin(Browser(browser.base_url))
    query = "SELECT count(*) FROM pending_logins WHERE expires_at < '2002-01-01'"
    assert database.rows(query) == [(0,)]
