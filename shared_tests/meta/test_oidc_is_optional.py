"""The login with a provider can be removed: an implementation works without its files and its setting."""

import os
import secrets
import subprocess
import sys

import pytest
import requests

from runner.process import ROOT, Process, compared
from shared_tests.meta.optional_parts import copy_without, find_files
from shared_tests.meta.source_files import TREES

PARTS = ["oidc", "templates/oidc"]
WIRED = {
    "config/settings/base.py",
    "config/urls.py",
    "templates/accounts/login.html",
    "templates/profiles/edit.html",
}
PASSWORDS = ("DEMO_PASSWORD", "ADMIN_PASSWORD")


@pytest.fixture(scope="module", params=compared())
def server(request, tmp_path_factory):
    """Return a running server of each implementation without the package."""
    folder = tmp_path_factory.mktemp(request.param)
    passwords = {name: secrets.token_urlsafe(12) for name in PASSWORDS}
    server = Process(compared()[request.param], folder, **passwords)
    server.tree = copy_without(server.tree, folder / "copy", "OIDC", PARTS)
    server.start().wait()
    yield server
    server.stop()


@pytest.mark.parametrize("path", ["oidc/callback/", "oidc/signup/", "identities/"])
def test_the_pages_of_the_package_return_404(server, path):
    with requests.Session() as session:
        session.trust_env = False
        response = session.get(f"{server.url}/accounts/{path}", timeout=20)
    assert response.status_code == 404


@pytest.mark.parametrize("only", ["test_smoke.py", "test_login.py"])
def test_all_other_pages_work(server, only):
    command = [sys.executable, "-m", "runner.run_suite", f"--only={only}"]
    variables = os.environ | {name: server.environment[name] for name in PASSWORDS}
    result = subprocess.run(
        [*command, "url", server.url], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert " passed" in result.stdout


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_other_file_names_the_package(tree):
    others = {name for name in find_files(tree, "oidc") if not name.startswith(tuple(PARTS))}
    assert others <= WIRED
