"""Emails that could not be sent: further attempts, and the list of failed emails in the admin."""

from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.handlers import Mailbox as Handler

from runner.process import free_port
from shared_tests.support.admin_pages import act, edit, lines, open_list
from shared_tests.support.browser import Browser
from shared_tests.support.forms_by_label import link
from shared_tests.support.mailbox import Mailbox, mail_server
from shared_tests.support.target import DEMO_USERS

ADA, GRACE = (user["email"] for user in DEMO_USERS[:2])
RETRY = "Retry selected emails"
LIST = "Failed emails"
GIVEN_UP = "is not tried again"


def rejecting(*responses):
    """Return a handler that gives these responses to `RCPT`, and then accepts recipients."""
    remaining = list(responses)

    class RejectingHandler(Handler):
        async def handle_RCPT(self, server, session, envelope, email, rcpt_options):
            if remaining:
                return remaining.pop(0)
            envelope.rcpt_tos.append(email)
            return "250 OK"

    return RejectingHandler


@pytest.fixture
def failing(launch, request_reset, wait_for_tasks):
    """Return a server with a failed email to ada, and the port at which its SMTP server is missing."""
    port = free_port()
    server = launch(EMAIL_URL=f"smtp://127.0.0.1:{port}", TASK_RETRY_DELAYS="1,1")
    request_reset(server, ADA)
    wait_for_tasks(server, "attempts, due_at", [(3, None)])
    return server, port


@pytest.fixture
def log_in(target):
    """Return a function that returns the browser of the superuser at a server."""

    def log_in(server):
        browser = Browser(server.url)
        browser.log_in("admin", server.environment["ADMIN_PASSWORD"])
        return browser

    return log_in


@pytest.mark.spec("TASK-3", "MAIL-2")
def test_an_email_fails_after_the_last_attempt(failing, tasks):
    server, _ = failing
    assert server.log().count("Sending an email failed") == 3
    assert server.log().count(GIVEN_UP) == 1
    ((error,),) = tasks(server, "error")
    assert error


@pytest.mark.spec("TASK-4", "ADMIN-8")
def test_a_failed_email_can_be_retried_in_the_admin(
    failing, log_in, tasks, wait_for_tasks, tmp_path
):
    server, port = failing
    superuser = log_in(server)
    ((error,),) = tasks(server, "error")
    cells = open_list(superuser, LIST, "ada").select_texts("tbody td, tbody th")
    assert {"ada", "3", error} <= {*cells}
    with mail_server(tmp_path / "mail", port=port):
        page = act(superuser, RETRY, "ada", in_list=LIST)
        assert "Retried: 1." in page.response.text
        Mailbox(tmp_path / "mail").wait_for(ADA)
        wait_for_tasks(server, "id", [])
    assert [line[1:4] for line in lines(superuser, "email_retried")] == [
        ["admin", "email_retried", "ada"]
    ]


@pytest.mark.spec("TASK-4")
def test_a_retried_email_has_all_its_attempts_again(failing, log_in, wait_for_tasks):
    server, _ = failing
    act(log_in(server), RETRY, "ada", in_list=LIST)
    wait_for_tasks(server, "attempts, due_at", [(3, None)])
    assert server.log().count("Sending an email failed") == 6


@pytest.mark.spec("TASK-3")
def test_each_attempt_has_its_own_delay(launch, request_reset, tasks, wait_for_tasks):
    server = launch(EMAIL_URL="smtp://127.0.0.1:1", TASK_RETRY_DELAYS="1,1000")
    request_reset(server, ADA)
    wait_for_tasks(server, "attempts", [(2,)])
    ((due_at,),) = tasks(server, "due_at")
    due_at = datetime.fromisoformat(str(due_at)[:19]).replace(tzinfo=UTC)
    assert timedelta(seconds=900) < due_at - datetime.now(UTC) < timedelta(seconds=1001)


@pytest.mark.spec("TASK-4")
def test_the_last_error_is_stored(start, request_reset, tasks, wait_for_tasks, tmp_path):
    with mail_server(tmp_path / "mail", handler=rejecting("451 First", "451 Second")) as port:
        server = start(EMAIL_URL=f"smtp://127.0.0.1:{port}", TASK_RETRY_DELAYS="1")
        request_reset(server, ADA)
        wait_for_tasks(server, "attempts, due_at", [(2, None)])
    ((error,),) = tasks(server, "error")
    assert "Second" in error
    assert "First" not in error


@pytest.mark.spec("TASK-3")
def test_a_temporary_rejection_is_tried_again(start, request_reset, tmp_path):
    handler = rejecting("451 Try again later", "450 Mailbox busy")
    with mail_server(tmp_path / "mail", handler=handler) as port:
        server = start(EMAIL_URL=f"smtp://127.0.0.1:{port}", TASK_RETRY_DELAYS="1,1,1")
        request_reset(server, ADA)
        Mailbox(tmp_path / "mail").wait_for(ADA, seconds=20)
    assert server.log().count("Sending an email failed") == 2
    assert GIVEN_UP not in server.log()


@pytest.mark.spec("TASK-3", "TASK-4", "PROFILE-10")
@pytest.mark.parametrize("code", [500, 550, 554])
def test_a_permanent_rejection_is_not_tried_again(
    start, request_reset, wait_for_tasks, log_in, tmp_path, code
):
    handler = rejecting(f"{code} No <b>such</b> user \x00 here")
    with mail_server(tmp_path / "mail", handler=handler) as port:
        server = start(EMAIL_URL=f"smtp://127.0.0.1:{port}", TASK_RETRY_DELAYS="1,1,1")
        request_reset(server, ADA)
        wait_for_tasks(server, "attempts, due_at", [(1, None)])
        request_reset(server, GRACE)
        Mailbox(tmp_path / "mail").wait_for(GRACE)
    page = open_list(log_in(server), LIST, "ada")
    assert "<b>such</b>" in page.soup.main.get_text(" ")
    assert page.soup.main.select("td b, th b") == []
    assert GIVEN_UP in server.log()


@pytest.mark.spec("TASK-4", "ADMIN-1", "ADMIN-7")
def test_staff_can_not_retry_an_email_to_a_superuser(
    start, log_in, tasks, request_reset, wait_for_tasks
):
    server = start(EMAIL_URL="smtp://127.0.0.1:1", TASK_RETRY_DELAYS="1")
    superuser = log_in(server)
    edit(superuser, "ada", Superuser_status=True)
    edit(superuser, "grace", Staff_status=True)
    request_reset(server, ADA, "admin@example.com")
    wait_for_tasks(server, "due_at", [(None,), (None,)])
    staff = Browser(server.url)
    staff.log_in("grace", server.environment["DEMO_PASSWORD"])
    page = act(staff, RETRY, "ada", in_list=LIST)
    assert "Superusers were left alone." in page.response.text
    assert "Retried: 0." in page.response.text
    assert tasks(server, "due_at") == [(None,), (None,)]
    page = Browser(server.url).get(link(staff.get("/admin/"), LIST))
    assert page.path.startswith("/accounts/login/")


@pytest.mark.spec("TASK-4")
def test_waiting_emails_are_not_listed(start, log_in, request_reset):
    server = start(TASK_WORKER="0")
    request_reset(server, ADA, "unknown@example.com")
    page = open_list(log_in(server), LIST, "")
    assert page.status == 200
    assert "reset_link" not in page.soup.main.get_text(" ")
