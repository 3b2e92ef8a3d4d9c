"""The grants can be removed: an implementation works without their files and their setting."""

import os
import secrets
import subprocess
import sys

import pytest
import requests

from runner.process import ROOT, Process, compared
from shared_tests.meta.optional_parts import copy_without, find_files
from shared_tests.meta.source_files import TREES

PARTS = ["grants", "templates/grants", "tests/test_grants.py"]
# The settings, what they switch on, the links that are shown with them, and the history of the tables.
WIRED = {
    "config/settings/base.py",
    "config/urls.py",
    "app.py",
    "templates/profiles/edit.html",
    "migrations/versions/0014_grants.py",
}
PASSWORDS = ("DEMO_PASSWORD", "ADMIN_PASSWORD")


@pytest.fixture(scope="module", params=compared())
def server(request, tmp_path_factory):
    """Return a running server of each implementation without the grants."""
    folder = tmp_path_factory.mktemp(request.param)
    passwords = {name: secrets.token_urlsafe(12) for name in PASSWORDS}
    server = Process(compared()[request.param], folder, **passwords)
    server.tree = copy_without(server.tree, folder / "copy", "GRANTS", PARTS)
    server.start().wait()
    yield server
    server.stop()


@pytest.mark.parametrize("path", ["", "revoke/"])
def test_the_pages_of_the_grants_return_404(server, path):
    with requests.Session() as session:
        session.trust_env = False
        response = session.get(f"{server.url}/accounts/grants/{path}", timeout=20)
    assert response.status_code == 404


@pytest.mark.parametrize("only", ["test_visibility.py", "test_tokens.py"])
def test_other_pages_work(server, only):
    command = [sys.executable, "-m", "runner.run_suite", f"--only={only}"]
    variables = os.environ | {name: server.environment[name] for name in PASSWORDS}
    result = subprocess.run(
        [*command, "url", server.url], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert " passed" in result.stdout


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_other_file_names_the_grants(tree):
    others = {name for name in find_files(tree, "grants") if not name.startswith(tuple(PARTS))}
    assert others <= WIRED
