"""Backup and restore with the commands of docs/operations.md."""

import re
import subprocess

import pytest

from runner.process import ROOT
from shared_tests.scale.compose import compose
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user


def commands(introduction):
    """Return the shell commands below a line of the page."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (block,) = re.findall(
        rf"^{introduction}[^\n]*\n\n```sh\n(.*?)```", page, re.MULTILINE | re.DOTALL
    )
    return block


def run(script, folder):
    result = subprocess.run(["sh", "-euc", script], cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


@pytest.mark.spec("SCALE-10")
def test_backup_is_restored_on_empty_volumes(targets, tmp_path):
    users = [new_user(first_name="Kept") for _ in targets]
    browsers = [Browser(target.url) for target in targets]
    for browser, user in zip(browsers, users, strict=True):
        browser.sign_up(**user)
    run(commands("To back up"), tmp_path)
    lost = new_user()
    assert Browser(targets[0].url).sign_up(**lost).path == "/profile/"
    compose("down", "--volumes")
    run(commands("To restore"), tmp_path)
    for browser, user in zip(browsers, users, strict=True):
        page = browser.get("/profile/")
        assert (page.path, page.current_user) == ("/profile/", "Kept")  # with the old cookie
        browser.log_out()
        assert browser.log_in(user["username"], user["password1"]).path == "/profile/"
        assert Browser(browser.base_url).sign_up(**new_user()).path == "/profile/"
    assert Browser(targets[0].url).get(f"/profile/{lost['username']}/").status == 404
