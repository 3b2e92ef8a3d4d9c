"""The bare WSGI application passes the groups of the suite that it is written for, by its URL.

It follows SPEC.md, and differs from the implementations in what SPEC.md leaves open. So a test that
it fails relies on something else.
"""

import os
import re
import subprocess
import sys

import pytest

from runner.process import ROOT, Process

IMPLEMENTATION = {
    "name": "bare_wsgi",
    "tree": "shared_tests/bare_wsgi",
    "settings_variable": "BARE_WSGI_SETTINGS",
}
PASSWORDS = {"DEMO_PASSWORD": "demo-password-1", "ADMIN_PASSWORD": "admin-password-1"}
GROUPS = "HOME,PROFILE,VISIBLE,LOGIN,LOGOUT,SIGNUP,SESSION"
# What these groups are about: nothing below these paths may be missing (501).
PATHS = ("/profile/", *(f"/accounts/{name}/" for name in ("login", "logout", "signup", "sessions")))


@pytest.fixture
def server(tmp_path):
    server = Process(IMPLEMENTATION, tmp_path, **PASSWORDS)
    yield server.start().wait()
    server.stop()


def test_the_bare_application_passes_its_groups(server):
    command = [sys.executable, "-m", "runner.run_suite", f"--only={GROUPS}", "url", server.url]
    # Not the tests that measure times: other tests of the repository may run beside them.
    environment = os.environ | PASSWORDS | {"PYTEST_ADDOPTS": "-m 'not alone' -n 2"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    (passed,) = re.findall(r"([0-9]+) passed", done.stdout)
    assert int(passed) > 500
    missing = re.findall(r"501 at (\S+)", done.stdout)
    assert [path for path in missing if path.startswith(PATHS)] == []
