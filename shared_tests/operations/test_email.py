"""Sending email: recipients, transports and failures."""

import ssl
import time
from email.utils import mktime_tz, parsedate_tz

import pytest
import trustme
from aiosmtpd.smtp import AuthResult

from shared_tests.support.browser import Browser
from shared_tests.support.mailbox import Mailbox, links, mail_server

DONE = "/accounts/password_reset/done/"


@pytest.fixture
def edit(open_browser, account):
    """Sign up `account`, and return a function that changes the email address."""
    browser = open_browser()
    browser.sign_up(**account)

    def submit(email, password):
        browser.get("/accounts/edit/")
        typed = {"email": email, "visibility": "public", "password": password}
        return browser.submit("profile-form", **typed)

    return submit


@pytest.mark.spec("EDIT-8", "MAIL-1")
def test_only_the_old_email_address_is_notified_of_a_change(edit, account, mailbox, get_reset_link):
    new = f"new-{account['email']}"
    assert edit(new, account["password1"]).path == "/profile/"
    message = mailbox.wait_for(account["email"])
    assert message["Subject"]
    assert account["username"] in message.get_content()
    assert new not in message.as_string()
    get_reset_link(new)
    for email in (account["email"], new):
        (message,) = mailbox.received_by(email)
        assert (message["From"], message["To"]) == ("noreply@localhost", email)
        assert message.get_content_type() == "text/plain"
        assert abs(time.time() - mktime_tz(parsedate_tz(message["Date"]))) < 300


@pytest.mark.spec("EDIT-8")
def test_no_notification_is_sent_without_a_change(edit, account, mailbox, open_browser):
    edit(account["email"], account["password1"])
    edit("somewhere.else@example.com", "wrong-password")
    open_browser().request_password_reset(account["email"])
    assert len(links(mailbox.wait_for(account["email"]))) == 1
    assert len(mailbox.received_by(account["email"])) == 1


def wait_for_log(server, text, seconds=15):
    """Return once the server has logged a text; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while text not in server.log():
        assert time.monotonic() < deadline, server.log()
        time.sleep(0.1)


@pytest.mark.spec("MAIL-1", "MAIL-2", "RESET-1")
def test_an_unreachable_smtp_server_changes_no_response_and_is_logged(start):
    server = start(EMAIL_URL="smtp://127.0.0.1:1")
    assert Browser(server.url).request_password_reset("ada@example.com").path == DONE
    wait_for_log(server, "Sending an email failed")
    assert Browser(server.url).get("/profile/ada/").status == 200


@pytest.mark.spec("MAIL-1")
def test_a_silent_smtp_server_delays_no_response(start, silent_server):
    server = start(EMAIL_URL=f"smtp://127.0.0.1:{silent_server}")
    assert Browser(server.url).request_password_reset("ada@example.com").path == DONE
    assert "Sending an email failed" not in server.log()
    wait_for_log(server, "Sending an email failed")


@pytest.mark.spec("MAIL-3")
@pytest.mark.parametrize(
    ("name", "trusted"), [("localhost", True), ("localhost", False), ("other.example", True)]
)
@pytest.mark.parametrize("scheme", ["smtp+tls", "smtps"])
def test_the_certificate_of_the_smtp_server_is_verified(start, tmp_path, scheme, name, trusted):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    options = {"tls_context": context, "require_starttls": True}
    if scheme == "smtps":
        options = {"ssl_context": context}
    with mail_server(tmp_path / "mail", host="localhost", **options) as port:
        variables = {"SSL_CERT_FILE": str(tmp_path / "ca.pem")} if trusted else {}
        server = start(EMAIL_URL=f"{scheme}://localhost:{port}", **variables)
        Browser(server.url).request_password_reset("ada@example.com")
        if trusted and name == "localhost":
            Mailbox(tmp_path / "mail").wait_for("ada@example.com")
        else:
            wait_for_log(server, "Sending an email failed")
            assert not Mailbox(tmp_path / "mail").received_by("ada@example.com")


@pytest.mark.spec("MAIL-3")
def test_no_email_is_sent_unencrypted_if_tls_is_required(start, own_mailbox):
    url, own_mailbox = own_mailbox
    server = start(EMAIL_URL=url.replace("smtp:", "smtp+tls:"))
    Browser(server.url).request_password_reset("ada@example.com")
    wait_for_log(server, "Sending an email failed")
    assert not own_mailbox.received_by("ada@example.com")


@pytest.mark.spec("MAIL-3", "SETTINGS-1")
def test_the_credentials_of_the_url_authenticate_at_the_smtp_server(start, tmp_path):
    credentials = []

    def authenticate(server, session, envelope, mechanism, data):
        credentials.append((data.login, data.password))
        return AuthResult(success=True)

    options = {"authenticator": authenticate, "auth_require_tls": False}
    with mail_server(tmp_path / "mail", **options) as port:
        url = f"smtp://m%40iler:p%3Ass@127.0.0.1:{port}"
        server = start(EMAIL_URL=url, DEFAULT_FROM_EMAIL="profiles@example.com")
        Browser(server.url).request_password_reset("ada@example.com")
        message = Mailbox(tmp_path / "mail").wait_for("ada@example.com")
    assert credentials == [(b"m@iler", b"p:ss")]
    assert message["From"] == "profiles@example.com"


@pytest.mark.spec("MAIL-3", "SETTINGS-1")
def test_the_console_backend_prints_emails(start):
    server = start(EMAIL_URL="console://")
    Browser(server.url).request_password_reset("ada@example.com")
    wait_for_log(server, "/accounts/reset/")
