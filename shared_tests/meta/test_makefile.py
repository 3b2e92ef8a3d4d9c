"""Values of the command line and environment of make are passed on unchanged, or not at all."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runner.process import ROOT

STRANGE = ["/profiles/?q=o'brien", '-$HOME `id` "q" ; & | $(id) $$ #x \\ %41 *', "a=1&b=2"]
PRINT_ARGUMENTS = """#!/bin/sh
[ "$1" = -c ] && exec {python} "$@"
for each in "$@"; do printf 'argument %s\\n' "$each"; done
env | sed 's/^/variable /'
"""
# Stays in `uv pip install` until a signal.
SLOW_UV = """#!/bin/sh
[ "$1" = pip ] || exit 0
echo $$ >pid.new && mv pid.new pid
exec sleep 1000
"""
PYTHON = {
    "PYTHONSAFEPATH": "1", "PYTHONPATH": "/nowhere", "PYTHONHOME": "/nowhere", "PYTHONOPTIMIZE": "2",
    "PYTHONWARNINGS": "error", "PYTHONNOUSERSITE": "1", "PYTHONINSPECT": "1", "VIRTUAL_ENV": "/nowhere",
    "PIP_TARGET": "/nowhere", "PIP_PREFIX": "/nowhere", "UV_SYSTEM_PYTHON": "1", "UV_PYTHON": "3.1",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """Return a checkout in a path with a space, whose Python prints its arguments."""
    checkout = tmp_path / "a b"
    runner = checkout / "runner"
    runner.mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", checkout)
    shutil.copy(ROOT / "runner" / "implementations.toml", runner)
    for project in ("shared_tests", "comparison"):
        python = checkout / project / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(PRINT_ARGUMENTS.format(python=sys.executable), encoding="utf-8")
        python.chmod(0o755)
        (checkout / project / "requirements.txt").touch()
        (checkout / project / ".venv" / ".ready").touch()
    return checkout


def make(folder, *arguments, **variables):
    """Return the arguments and the environment variables that make passed to the command."""
    environment = {"PATH": os.environ["PATH"]} | variables
    command = ["make", "--no-print-directory", f"PYTHON=./{Path('comparison/.venv/bin/python')}"]
    done = subprocess.run(
        [*command, *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    lines = [line.partition(" ") for line in done.stdout.splitlines()]
    passed = [value for kind, _, value in lines if kind == "argument"]
    return passed, dict(line[2].split("=", 1) for line in lines if "=" in line[2])


@pytest.mark.parametrize("value", STRANGE)
def test_a_value_is_not_interpreted_by_a_shell(folder, value):
    http = [
        "http",
        f"P={value}",
        f"D={value}",
        f"M={value}",
        f"AS={value}",
        f"DATA_DIR=/tmp/{value}",
    ]
    passed, variables = make(folder, *http)
    options = [f"--user={value}", f"--method={value}", f"--body={value}", "--", value]
    assert passed == ["-m", "comparison.terminal.http", *options]
    assert variables["DATA_DIR"] == f"/tmp/{value}"  # noqa: S108
    passed, _ = make(folder, "diff", f"T={value}", f"F={value}")
    assert passed[2:] == [f"--topic={value}", f"--file={value}"]
    passed, _ = make(folder, "test", f"T={value}", f"R={value}")
    assert passed[2:] == [f"--only={value}", "url", "--", value]


def test_a_signal_to_make_reaches_what_starts_servers():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    launchers = [line for line in lines if re.search(r"-m (pytest|runner\.run_|bench)", line)]
    launchers += [
        line for line in lines if re.search(r"-m runner\.(serve|shared|move|watch)$", line)
    ]
    assert len(launchers) > 10
    assert [line for line in launchers if not line.startswith("\t@exec ")] == []


def test_a_signal_to_make_ends_an_installation(folder):
    (folder / "uv").write_text(SLOW_UV, encoding="utf-8")
    (folder / "uv").chmod(0o755)
    (folder / "comparison" / ".venv" / ".ready").unlink()
    pid_file = folder / "pid"
    environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}
    with subprocess.Popen(["make", "site"], cwd=folder, env=environment) as process:
        while not pid_file.exists():
            assert process.poll() is None
            time.sleep(0.1)
        process.terminate()
    pid = int(pid_file.read_text(encoding="utf-8"))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def test_variables_of_one_letter_in_the_environment_are_ignored(folder):
    letters = dict.fromkeys(["R", "T", "F", "U", "P", "AS", "M", "D"], "surprise")
    assert make(folder, "http", **letters)[0] == ["-m", "comparison.terminal.http", "--", "/"]
    assert make(folder, "diff", **letters)[0] == ["-m", "comparison.terminal.diff"]


def test_variables_of_another_python_environment_are_removed(folder):
    _, variables = make(folder, "site", **PYTHON, PIP_USER="1", PIP_REQUIRE_VIRTUALENV="1")
    assert PYTHON.keys() & variables.keys() == set()
    assert variables["PIP_USER"] == variables["PIP_REQUIRE_VIRTUALENV"] == "0"
