"""The task queue can be removed: an implementation works without its files and its setting."""

import re
import secrets

import pytest

from runner.process import Process, compared
from shared_tests.meta.optional_parts import PASSWORDS, copy_without, find_files
from shared_tests.meta.source_files import TREES
from shared_tests.support.browser import Browser
from shared_tests.support.mailbox import Mailbox, links, mail_server

WIRED = {"config/settings/base.py", "app.py"}


@pytest.mark.parametrize("name", compared())
def test_emails_are_sent_from_memory_without_the_queue(name, tmp_path):
    passwords = {name: secrets.token_urlsafe(12) for name in PASSWORDS}
    with mail_server(tmp_path / "mail") as port:
        variables = passwords | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        server = Process(compared()[name], tmp_path, **variables)
        server.tree = copy_without(server.tree, tmp_path / "copy", "TASK_QUEUE", ["tasks"])
        try:
            browser = Browser(server.start().wait().url)
            for email in ("unknown@example.com", "ada@example.com"):
                page = browser.request_password_reset(email)
                assert page.path == "/accounts/password_reset/done/"
            (link,) = links(Mailbox(tmp_path / "mail").wait_for("ada@example.com", seconds=30))
            assert browser.get(link).soup.find(id="new-password-form")
            browser.log_in("admin", passwords["ADMIN_PASSWORD"])
            assert "Failed emails" not in browser.get("/admin/").soup.main.get_text(" ")
        finally:
            server.stop()
        assert re.search("Traceback|error", server.log()) is None


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_other_file_names_the_queue(tree):
    others = {name for name in find_files(tree, "task_queue") if not name.startswith("tasks")}
    others |= {name for name in find_files(tree, "from tasks") if not name.startswith("tasks")}
    assert others <= WIRED
