"""An email that one implementation has stored, and the worker of the other one sends."""

import pytest

from runner.shared_database import prepare
from shared_tests.support.browser import Browser
from shared_tests.support.mailbox import Mailbox, links, mail_server
from shared_tests.support.target import DEMO_USERS

EMAIL = DEMO_USERS[0]["email"]


@pytest.mark.spec("SHARE-5", "TASK-1")
def test_email_requested_at_one_is_sent_by_the_other(empty_pair, owner, tmp_path):
    with mail_server(tmp_path / "mail") as port:
        for process in empty_pair.values():
            email_url = f"smtp://127.0.0.1:{port}"
            process.environment |= {"EMAIL_URL": email_url, "SECRET_KEY": "s" * 50}
        prepare(empty_pair, owner)
        writer = empty_pair.pop(owner)
        (sender,) = empty_pair.values()
        writer.environment["TASK_WORKER"] = "0"
        try:
            browser = Browser(writer.serve().wait().url)
            browser.request_password_reset(EMAIL)
            sender.serve().wait()
            (link,) = links(Mailbox(tmp_path / "mail").wait_for(EMAIL))
            assert link.startswith(f"{writer.url}/accounts/reset/")
            assert browser.get(link).path.endswith("/set-password/")
        finally:
            writer.kill()
            sender.kill()
