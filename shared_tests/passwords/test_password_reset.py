"""Choosing a new password with a link from a mail."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user, random_name
from shared_tests.support.mailbox import links

DEAD = "This link is no longer valid."


@pytest.fixture
def forgetful(open_browser, person):
    """What `person` typed, who has signed up and forgot the password."""
    open_browser().sign_up(**person)
    return person


def ask(visitor, address):
    """Ask for a link and return the page where that leads."""
    visitor.get("/accounts/password_reset/")
    return visitor.submit("reset-form", email=address)


def choose(visitor, link, new, again=None):
    """Open a link, fill in the form, and return the page where that leads."""
    visitor.get(link)
    return visitor.submit("new-password-form", new_password1=new, new_password2=again or new)


@pytest.mark.spec("RESET-1", "RESET-3", "RESET-4")
def test_the_link_lets_one_choose_a_password_that_logs_in(
    forgetful, get_reset_link, browser, open_browser
):
    link = get_reset_link(forgetful["email"])
    assert link.startswith("/accounts/reset/")
    assert choose(browser, link, "a-new-passw0rd").path == "/accounts/login/"
    assert browser.page.visitor is None
    assert open_browser().log_in(forgetful["username"], "a-new-passw0rd").path == "/profile/"
    page = open_browser().log_in(forgetful["username"], forgetful["password1"])
    assert page.text_of("#form-error")


@pytest.mark.spec("RESET-4")
def test_the_page_of_the_form_does_not_know_the_token(forgetful, get_reset_link, browser):
    link = get_reset_link(forgetful["email"])
    token = link.rstrip("/").rpartition("/")[2]
    page = browser.get(link)
    assert page.soup.find(id="new-password-form")
    assert token not in page.url
    assert token not in page.response.text
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.spec("RESET-4", "PASSWORD-3")
def test_all_sessions_are_over(forgetful, get_reset_link, open_browser):
    first, second, other = open_browser(), open_browser(), open_browser()
    other.sign_up(**new_user())
    for visitor in (first, second):
        visitor.log_in(forgetful["username"], forgetful["password1"])
    link = get_reset_link(forgetful["email"])
    page = choose(first, link, "a-new-passw0rd")
    assert page.path == "/accounts/login/"
    for visitor in (first, second):
        assert visitor.get("/profile/").path.startswith("/accounts/login/")
    assert other.get("/profile/").path == "/profile/"


@pytest.mark.spec("RESET-1")
def test_the_answer_does_not_tell_whether_there_is_an_account(forgetful, open_browser):
    known, unknown = open_browser(), open_browser()
    pages = [
        ask(known, forgetful["email"]),
        ask(unknown, f"{random_name()}@example.com"),
        ask(open_browser(), "haskell@example.com"),
    ]
    assert {page.status for page in pages} == {200}
    assert {page.path for page in pages} == {"/accounts/password_reset/done/"}
    assert pages[0].main == pages[1].main == pages[2].main
    names = [set(page.headers) - {"Set-Cookie"} for page in pages]
    assert names[0] == names[1] == names[2]


@pytest.mark.spec("RESET-1")
def test_every_active_account_with_the_address_gets_a_mail(open_browser, mailbox, database):
    address = f"Mixed.{random_name()}@example.com"
    names = [random_name(kind) for kind in ("first", "second", "inactive", "keyless")]
    for name in names:
        open_browser().sign_up(**new_user(username=name, email=address))
    database.rows("UPDATE users SET is_active = false WHERE username = :name", name=names[2])
    database.rows("UPDATE users SET password = '!x' WHERE username = :name", name=names[3])
    ask(open_browser(), f" {address.lower()} ")
    mailbox.wait_for(address, 2)
    ask(open_browser(), address.upper())
    mailbox.wait_for(address, 4)
    texts = [mail.get_content() for mail in mailbox.received_by(address)]
    assert [sum(name in text for text in texts) for name in names] == [2, 2, 0, 0]


@pytest.mark.spec("RESET-3")
def test_the_mail_is_short_and_plain(forgetful, get_reset_link, mailbox):
    get_reset_link(forgetful["email"])
    (mail,) = mailbox.received_by(forgetful["email"])
    assert mail["Subject"] == "Reset your password"
    assert mail["To"] == forgetful["email"]
    assert mail["From"] == "noreply@localhost"
    assert mail.get_content_type() == "text/plain"
    assert forgetful["username"] in mail.get_content()
    assert "60 minutes" in mail.get_content()


@pytest.mark.spec("RESET-3")
def test_the_link_leads_to_this_site_whatever_a_client_says(forgetful, mailbox, browser, target):
    foreign = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Server": "evil.example"}
    foreign |= {
        "Forwarded": "host=evil.example",
        "X-Forwarded-Port": "99",
        "X-Host": "evil.example",
    }
    browser.session.headers.update(foreign)
    ask(browser, forgetful["email"])
    (link,) = links(mailbox.wait_for(forgetful["email"]))
    assert link.startswith(target.url + "/accounts/reset/")
    page = browser.get("/accounts/password_reset/", headers={"Host": "evil.example"})
    assert page.status == 400


@pytest.mark.spec("RESET-5")
def test_a_link_works_once(forgetful, get_reset_link, browser, open_browser):
    link = get_reset_link(forgetful["email"])
    late = open_browser()
    late.get(link)
    choose(browser, link, "a-new-passw0rd")
    assert open_browser().get(link).text_of("#form-error") == DEAD
    typed = {"new_password1": "another-passw0rd", "new_password2": "another-passw0rd"}
    page = late.submit("new-password-form", **typed)
    assert page.text_of("#form-error") == DEAD
    assert open_browser().log_in(forgetful["username"], "another-passw0rd").path != "/profile/"


@pytest.mark.spec("RESET-5")
def test_of_several_uses_at_once_one_wins(forgetful, get_reset_link, open_browser):
    link = get_reset_link(forgetful["email"])
    passwords = [secrets.token_urlsafe(12) for _ in range(8)]
    visitors = [open_browser() for _ in passwords]
    for visitor in visitors:
        visitor.get(link)

    def use(visitor, new):
        typed = {"new_password1": new, "new_password2": new}
        return visitor.submit("new-password-form", **typed).path == "/accounts/login/"

    with ThreadPoolExecutor(len(visitors)) as pool:
        won = list(pool.map(use, visitors, passwords))
    assert won.count(True) == 1
    page = open_browser().log_in(forgetful["username"], passwords[won.index(True)])
    assert page.path == "/profile/"


def log_in(visitor, person, database):
    visitor.log_in(person["username"], person["password1"])


def change_password(visitor, person, database):
    visitor.log_in(person["username"], person["password1"])
    visitor.get("/accounts/password_change/")
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    visitor.submit("password-form", old_password=person["password1"], **new)


def change_email(visitor, person, database):
    query = "UPDATE users SET email = 'new@example.com' WHERE username = :name"
    database.rows(query, name=person["username"])


def deactivate(visitor, person, database):
    query = "UPDATE users SET is_active = false WHERE username = :name"
    database.rows(query, name=person["username"])


@pytest.mark.spec("RESET-5")
@pytest.mark.parametrize("event", [log_in, change_password, change_email, deactivate])
def test_a_link_is_dead_after(forgetful, get_reset_link, open_browser, database, event):
    link = get_reset_link(forgetful["email"])
    event(open_browser(), forgetful, database)
    page = open_browser().get(link)
    assert page.status == 200
    assert page.text_of("#form-error") == DEAD
    assert page.soup.find(id="new-password-form") is None


@pytest.mark.spec("RESET-5")
def test_a_link_is_dead_after_its_time(start, own_mailbox):
    email_url, own_mailbox = own_mailbox
    server = start(EMAIL_URL=email_url, PASSWORD_RESET_TIMEOUT="1")
    ask(Browser(server.url), "ada@example.com")
    (link,) = links(own_mailbox.wait_for("ada@example.com"))
    path = urlsplit(link).path
    visitor = Browser(server.url)
    deadline = time.monotonic() + 10
    while visitor.get(path).text_of("#form-error") != DEAD:
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.spec("RESET-5")
def test_a_link_is_good_for_one_person_only(forgetful, get_reset_link, open_browser):
    other = new_user()
    open_browser().sign_up(**other)
    first, second = get_reset_link(forgetful["email"]), get_reset_link(other["email"])
    uid, token = second.split("/")[3], first.split("/")[4]
    assert open_browser().get(f"/accounts/reset/{uid}/{token}/").text_of("#form-error") == DEAD


@pytest.mark.spec("RESET-5")
@pytest.mark.parametrize(
    "made_up",
    [
        "1/x", "MQ/set-password", "MQ/x-y", "1/set-password", "9/c1-" + "0" * 32, "x/y", "-1/x", "%00/x",
        "1/%00", "MQ/%FF", "%FF/x", "%C3%A9/%C3%A9", "9" * 40 + "/x", "MQ/" + "a" * 2000, "OTk5/x",
        "MQ/IjEi.aaaa.bbbb", "MQ/..-..", "AA/x", "1/" + "." * 3, "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0/x",
    ],
)  # fmt: skip
def test_a_made_up_link_is_no_error(browser, made_up):
    page = browser.send("GET", f"/accounts/reset/{made_up}/")
    assert page.status in (200, 404)
    assert page.soup.find(id="new-password-form") is None
    assert page.status == 404 or page.text_of("#form-error") == DEAD


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
def test_a_password_that_can_not_be_taken_says_why(
    forgetful, get_reset_link, browser, open_browser, new, again, message
):
    link = get_reset_link(forgetful["email"])
    page = choose(browser, link, new, again)
    assert page.status == 200
    errors = [page.error("new_password1"), page.error("new_password2")]
    assert message in "".join(filter(None, errors))
    assert choose(open_browser(), link, forgetful["username"]).error("new_password2") == (
        "The password is too similar to the username."
    )


@pytest.mark.spec("RESET-1", "SIGNUP-5")
@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("", "This field is required."),
        ("x", "Enter a valid email address."),
        ("a@b", "Enter a valid email address."),
        ("a\n@example.com", "Enter a valid email address."),
        ("a\x00@example.com", "Null characters are not allowed."),
        ("a" * 300, "Ensure this value has at most 254 characters (it has 300)."),
    ],
)
def test_an_address_that_is_none_is_asked_for_again(browser, address, message):
    page = ask(browser, address)
    assert page.status == 200
    assert page.error("email") == message


@pytest.mark.spec("RESET-1", "RESET-4", "CSRF-1")
def test_without_a_token_nothing_is_sent_and_nothing_set(
    forgetful, get_reset_link, browser, mailbox
):
    link = get_reset_link(forgetful["email"])
    data = {"email": forgetful["email"]}
    assert browser.request("POST", "/accounts/password_reset/", data=data).status == 403
    page = browser.get(link)
    data = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
    assert browser.request("POST", page.url, data=data).status == 403
    assert len(mailbox.received_by(forgetful["email"])) == 1
    assert browser.get(page.url).soup.find(id="new-password-form")


@pytest.mark.spec("RESET-1")
def test_the_login_page_leads_to_the_form(browser):
    assert any(
        link.endswith("/accounts/password_reset/")
        for link in browser.get("/accounts/login/").links()
    )


@pytest.mark.spec("RESET-5", "ROUTE-3", "ERROR-2")
def test_other_methods_do_nothing_with_a_link(forgetful, get_reset_link, browser):
    link = get_reset_link(forgetful["email"])
    for path in (link, "/accounts/reset/1/x/"):
        options = browser.send("OPTIONS", path)
        assert options.status in (200, 204)
        assert "GET" in options.headers["Allow"]
        assert not options.response.content
        for method in ("TRACE", "PUT", "DELETE", "PATCH"):
            assert browser.send(method, path).status in (403, 405)
    assert browser.cookies() == {}


@pytest.mark.spec("RESET-4", "RESET-5", "SESSION-4")
def test_no_page_of_a_link_is_stored(forgetful, get_reset_link, browser, open_browser):
    pages = [
        browser.get(get_reset_link(forgetful["email"])),
        open_browser().get("/accounts/reset/1/x/"),
    ]
    for page in pages:
        assert page.headers["Cache-Control"].replace(" ", "") == "private,no-store"
        assert "Expires" not in page.headers


@pytest.mark.spec("RESET-4")
def test_the_browser_that_used_a_link_is_nobodys(forgetful, get_reset_link, member):
    assert (
        choose(member, get_reset_link(forgetful["email"]), "a-new-passw0rd").path
        == "/accounts/login/"
    )
    assert member.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("RESET-4", "SESSION-7")
def test_no_session_is_left_in_the_database(forgetful, get_reset_link, browser, database):
    choose(browser, get_reset_link(forgetful["email"]), "a-new-passw0rd")
    count = "SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE username = :name"
    assert database.rows(count, name=forgetful["username"]) == [(0,)]


@pytest.mark.spec("RESET-5")
def test_an_open_form_is_dead_once_the_person_was_deactivated(
    forgetful, get_reset_link, browser, database
):
    browser.get(get_reset_link(forgetful["email"]))
    deactivate(browser, forgetful, database)
    new = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
    assert browser.submit("new-password-form", **new).text_of("#form-error") == DEAD
