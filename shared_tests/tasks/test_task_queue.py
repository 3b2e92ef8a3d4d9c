"""Emails wait in the database until a worker has sent them."""

import json
import time

import pytest

from shared_tests.support.admin_pages import edit, sign_up
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.target import DEMO_USERS

EMAILS = [user["email"] for user in DEMO_USERS if user["is_active"]]
ADA = EMAILS[0]


@pytest.mark.spec("TASK-1", "RESET-2")
def test_a_waiting_email_is_a_row_without_a_link(start, tasks, request_reset):
    server = start(TASK_WORKER="0")
    request_reset(server, ADA, "unknown@example.com")
    columns = "name, user_id, arguments, attempts, error"
    ada, unknown = tasks(server, columns)
    assert ada[1:] == (1, json.dumps({"base_url": f"{server.url}/"}), 0, "")
    assert unknown == (ada[0], None, *ada[2:])


@pytest.mark.spec("TASK-1", "EDIT-8")
def test_a_waiting_notification_has_the_old_email_address(start, tasks):
    server = start(TASK_WORKER="0")
    browser, account = Browser(server.url), new_user()
    browser.sign_up(**account)
    browser.get("/accounts/edit/")
    new = {"email": "new@example.com", "visibility": "public", "password": account["password1"]}
    browser.submit("profile-form", **new)
    ((arguments,),) = tasks(server, "arguments")
    assert json.loads(arguments) == {"to": account["email"], "base_url": f"{server.url}/"}
    browser.get("/accounts/delete/")
    browser.submit("delete-form", password=account["password1"])
    assert tasks(server) == []


@pytest.mark.spec("TASK-1", "TASK-2")
def test_a_sent_email_leaves_no_row(launch, own_mailbox, request_reset, wait_for_tasks):
    email_url, own_mailbox = own_mailbox
    server = launch(EMAIL_URL=email_url)
    request_reset(server, ADA)
    own_mailbox.wait_for(ADA)
    wait_for_tasks(server, "id", [])


@pytest.mark.spec("TASK-1", "ADMIN-8")
def test_a_rolled_back_change_sends_nothing(
    superuser, open_browser, mailbox, fail_on, get_reset_link
):
    account = sign_up(open_browser())
    name, email = account["username"], account["email"]
    fail_on("INSERT ON audit_log", f"NEW.subject = '{name}'")
    edit(superuser, name, Email_address=f"new-{email}")
    get_reset_link(email)
    assert [each["Subject"] for each in mailbox.received_by(email)] == ["Reset your password"]


@pytest.mark.spec("TASK-2")
def test_no_email_is_lost_if_the_server_is_killed_before_it_is_sent(
    launch, own_mailbox, request_reset
):
    email_url, own_mailbox = own_mailbox
    server = launch(TASK_WORKER="0", EMAIL_URL=email_url)
    request_reset(server, *EMAILS[:3])
    server.kill()
    launch(EMAIL_URL=email_url)
    for email in EMAILS[:3]:
        own_mailbox.wait_for(email)
    assert len(own_mailbox.all()) == 3


@pytest.mark.spec("TASK-2")
def test_no_email_is_lost_if_the_server_is_killed_while_it_is_sent(
    launch, own_mailbox, silent_server, request_reset, wait_for_tasks
):
    email_url, own_mailbox = own_mailbox
    server = launch(EMAIL_URL=f"smtp://127.0.0.1:{silent_server}", TASK_RETRY_DELAYS="2")
    request_reset(server, ADA)
    wait_for_tasks(server, "attempts", [(1,)])
    server.kill()
    launch(EMAIL_URL=email_url)
    own_mailbox.wait_for(ADA, seconds=20)


@pytest.mark.spec("TASK-2", "TASK-5")
def test_several_workers_send_each_email_once(
    launch, start_worker, own_mailbox, request_reset, wait_for_tasks
):
    email_url, own_mailbox = own_mailbox
    server = launch(EMAIL_URL=email_url, WORKERS="3")
    start_worker(server, EMAIL_URL=email_url)
    start_worker(server, EMAIL_URL=email_url)
    emails = EMAILS[:8] * 2
    request_reset(server, *emails)
    wait_for_tasks(server, "id", [])
    assert sorted(each["To"] for each in own_mailbox.all()) == sorted(emails)


@pytest.mark.spec("TASK-5")
def test_a_worker_process_sends_what_the_server_leaves(
    launch, start_worker, own_mailbox, request_reset
):
    email_url, own_mailbox = own_mailbox
    server = launch(TASK_WORKER="0", EMAIL_URL=email_url)
    request_reset(server, ADA)
    time.sleep(3)
    assert own_mailbox.all() == []
    worker = start_worker(server, EMAIL_URL=email_url, TASK_WORKER="0")
    own_mailbox.wait_for(ADA, seconds=20)
    request_reset(server, EMAILS[1])
    own_mailbox.wait_for(EMAILS[1])
    assert worker.stop() == 0


@pytest.mark.spec("TASK-5", "RUN-5")
def test_development_servers_send_emails(start, process, target, own_mailbox, request_reset):
    email_url, own_mailbox = own_mailbox
    start(TASK_WORKER="0").kill()
    for number, command in enumerate(target.implementation["serve"], 1):
        server = process(EMAIL_URL=email_url)
        server.start(*(part.format(port=server.port) for part in command)).wait()
        request_reset(server, ADA)
        own_mailbox.wait_for(ADA, number)
        server.stop()


@pytest.mark.spec("TASK-5", "RUN-3")
def test_waiting_emails_do_not_delay_the_end_of_a_server(
    launch, own_mailbox, silent_server, request_reset, wait_for_tasks
):
    email_url, own_mailbox = own_mailbox
    server = launch(EMAIL_URL=f"smtp://127.0.0.1:{silent_server}", TASK_RETRY_DELAYS="2")
    request_reset(server, *EMAILS[:4])
    wait_for_tasks(server, "attempts > 0", [(True,), *[(False,)] * 3])
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < 12
    launch(EMAIL_URL=email_url)
    for email in EMAILS[:4]:
        own_mailbox.wait_for(email, seconds=20)
