"""Everything is lost, and the commands of docs/operations.md bring it back."""

import re
import subprocess

import pytest

from runner.process import ROOT
from shared_tests.scale.compose import compose
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user


def commands(introduction):
    """Return the commands that follow a line of the page."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (block,) = re.findall(
        rf"^{introduction}[^\n]*\n\n```sh\n(.*?)```", page, re.MULTILINE | re.DOTALL
    )
    return block


def run(script, folder):
    done = subprocess.run(["sh", "-euc", script], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.spec("SCALE-10")
def test_what_was_backed_up_is_there_again_on_empty_volumes(targets, tmp_path):
    people = [new_user(first_name="Kept") for _ in targets]
    visitors = [Browser(target.url) for target in targets]
    for visitor, person in zip(visitors, people, strict=True):
        visitor.sign_up(**person)
    run(commands("To back up"), tmp_path)
    lost = new_user()
    assert Browser(targets[0].url).sign_up(**lost).path == "/profile/"
    compose("down", "--volumes")
    run(commands("To restore"), tmp_path)
    for visitor, person in zip(visitors, people, strict=True):
        page = visitor.get("/profile/")
        assert (page.path, page.visitor) == ("/profile/", "Kept")  # with the cookie of before
        visitor.log_out()
        assert visitor.log_in(person["username"], person["password1"]).path == "/profile/"
        assert Browser(visitor.base_url).sign_up(**new_user()).path == "/profile/"
    assert Browser(targets[0].url).get(f"/profile/{lost['username']}/").status == 404
