"""Each implementation is self-contained: its tests and the commands of its README work."""

import os
import re
import shlex
import shutil
import subprocess
import time
from contextlib import suppress

import pytest
import requests

from runner.process import ROOT, Process, free_port, implementations

INSTALL = ("python3 -m venv", ".venv/bin/pip install")  # `make` has run these already


@pytest.mark.parametrize("name", implementations())
def test_the_tests_of_an_implementation_pass(name, tmp_path):
    implementation = implementations()[name]
    result = Process(implementation, tmp_path).run(*implementation["test"])
    assert result.returncode == 0, result.stdout + result.stderr


def commands(tree):
    """Return the commands of an implementation's README in order."""
    (block,) = re.findall(r"```sh\n(.*?)```", (tree / "README.md").read_text("utf-8"), re.DOTALL)
    return block.splitlines()


@pytest.mark.parametrize("name", implementations())
def test_the_readme_commands_of_an_implementation_work_in_a_copy(name, tmp_path):
    tree = ROOT / implementations()[name]["tree"]
    copy = tmp_path / "copy"
    shutil.copytree(tree, copy, ignore=shutil.ignore_patterns(".venv", "*.sqlite3*", "staticfiles"))
    (copy / ".venv").symlink_to(tree / ".venv")
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    listed = commands(tree)
    assert [each for each in listed if each.startswith(INSTALL)] == listed[: len(INSTALL)]
    for command in listed[len(INSTALL) :]:
        if re.search(r" (runserver|run)\b", command):
            assert serves(command, copy, environment), command
            continue
        if "createsuperuser" in command:  # it prompts for these values
            command += " --noinput --username admin --email admin@example.com"
        words = ["sh", "-c", command]
        done = subprocess.run(words, cwd=copy, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}: {done.stdout + done.stderr}"


def serves(command, folder, environment):
    """Return whether a command serves the home page, on a free port."""
    port = str(free_port())
    words = shlex.split(command.removesuffix(" --port 8000"))
    words += ["--port", port] if "8000" in command else [port, "--noreload"]
    server = subprocess.Popen(words, cwd=folder, env=environment, stderr=subprocess.DEVNULL)
    session = requests.Session()
    session.trust_env = False
    try:
        while server.poll() is None:
            with suppress(requests.ConnectionError):
                return session.get(f"http://127.0.0.1:{port}/", timeout=60).status_code == 200
            time.sleep(0.2)
        return False
    finally:
        server.terminate()
        server.wait(20)
