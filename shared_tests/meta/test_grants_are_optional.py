"""The grants can be removed: an implementation works without their files and their setting."""

import os
import secrets
import shutil
import subprocess
import sys

import pytest
import requests

from runner.process import ROOT, Process, compared
from shared_tests.meta.source_files import TREES, sources, text

SETTING = "GRANTS = True"
PARTS = (
    "grants", "templates/grants", "tests/test_grants.py", "migrations/versions/0014_grants.py",
)  # fmt: skip
# The settings, what they switch on, the links that are shown with them, and the history of the tables.
WIRED = {
    "config/settings/base.py",
    "config/urls.py",
    "app.py",
    "templates/profiles/edit.html",
    "migrations/versions/0014_grants.py",
}
LEFT_OUT = shutil.ignore_patterns(".venv", "*.sqlite3*", "staticfiles", "__pycache__")
PASSWORDS = ("DEMO_PASSWORD", "ADMIN_PASSWORD")


def copy_without_grants(tree, copy):
    """Copy an implementation without the grants; return the copy."""
    shutil.copytree(tree, copy, ignore=LEFT_OUT)
    for path in (copy / part for part in PARTS):
        shutil.rmtree(path)
    settings = copy / "config" / "settings" / "base.py"
    before = text(settings)
    assert before.count(SETTING) == 1
    settings.write_text(before.replace(SETTING, "GRANTS = False"), encoding="utf-8")
    return copy


@pytest.fixture(scope="module", params=compared())
def server(request, tmp_path_factory):
    """Return a running server of each implementation without the grants."""
    folder = tmp_path_factory.mktemp(request.param)
    passwords = {name: secrets.token_urlsafe(12) for name in PASSWORDS}
    server = Process(compared()[request.param], folder, **passwords)
    server.tree = copy_without_grants(server.tree, folder / "copy")
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
    names = {
        path.relative_to(tree).as_posix(): "grants" in text(path).lower()
        for path in sources(tree, ".py", ".html", ".css", ".sh")
    }
    others = {name for name, found in names.items() if found and not name.startswith(PARTS)}
    assert others <= WIRED
