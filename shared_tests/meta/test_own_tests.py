"""Each tree stands alone: it has tests of its own, and a README whose commands work in a copy of it."""

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

INSTALL = ("python3 -m venv", ".venv/bin/pip install")  # what `make` has done for the tree


@pytest.mark.parametrize("name", implementations())
def test_the_own_tests_of_a_tree_pass(name, tmp_path):
    implementation = implementations()[name]
    result = Process(implementation, tmp_path).run(*implementation["test"])
    assert result.returncode == 0, result.stdout + result.stderr


def commands(tree):
    """Return the commands of a tree's README, in their order."""
    (block,) = re.findall(r"```sh\n(.*?)```", (tree / "README.md").read_text("utf-8"), re.DOTALL)
    return block.splitlines()


@pytest.mark.parametrize("name", implementations())
def test_the_commands_of_its_readme_work_in_a_copy(name, tmp_path):
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
        if "createsuperuser" in command:  # which asks for what these options say
            command += " --noinput --username admin --email admin@example.com"
        words = ["sh", "-c", command]
        done = subprocess.run(words, cwd=copy, env=environment, capture_output=True)
        assert done.returncode == 0, f"{command}: {done.stdout + done.stderr}"


def serves(command, folder, environment):
    """Return whether a command serves the home page, at another port than it says."""
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
