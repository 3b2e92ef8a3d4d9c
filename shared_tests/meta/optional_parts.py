"""Copies of an implementation without a part that one line of its settings turns off."""

import os
import secrets
import shutil
import subprocess
import sys
from contextlib import contextmanager

import requests

from runner.process import ROOT, Process, compared
from shared_tests.meta.source_files import sources, text

LEFT_OUT = shutil.ignore_patterns(".venv", "*.sqlite3*", "staticfiles", "__pycache__")
PASSWORDS = ("DEMO_PASSWORD", "ADMIN_PASSWORD")


def copy_without(tree, copy, setting, parts):
    """Copy an implementation without the files of a part, and its setting off; return the copy."""
    shutil.copytree(tree, copy, ignore=LEFT_OUT)
    for part in parts:
        path = copy / part
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    settings = copy / "config" / "settings" / "base.py"
    before = text(settings)
    assert before.count(f"{setting} = True") == 1
    settings.write_text(before.replace(f"{setting} = True", f"{setting} = False"), encoding="utf-8")
    return copy


@contextmanager
def serving_without(name, folder, setting, parts):
    """Serve an implementation without a part, in a folder, and return its server."""
    passwords = {name: secrets.token_urlsafe(12) for name in PASSWORDS}
    server = Process(compared()[name], folder, **passwords)
    server.tree = copy_without(server.tree, folder / "copy", setting, parts)
    server.start().wait()
    yield server
    server.stop()


def get_status(server, path):
    """Return the status of a page for an anonymous user."""
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{server.url}{path}", timeout=20).status_code


def assert_passes(server, only):
    """Run a file of the suite against a server; each test must pass."""
    command = [sys.executable, "-m", "runner.run_suite", f"--only={only}"]
    variables = os.environ | {name: server.environment[name] for name in PASSWORDS}
    result = subprocess.run(
        [*command, "url", server.url], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert " passed" in result.stdout


def find_files(tree, name):
    """Return the source files of an implementation that contain a name, in any case."""
    paths = {path.relative_to(tree) for path in sources(tree, ".py", ".html", ".css", ".sh")}
    collected = {path for path in paths if path.parts[0] == "staticfiles"}
    return {path.as_posix() for path in paths - collected if name in text(tree / path).lower()}
