"""A third implementation can be added: it is run and tested, and the first two are compared."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from runner.process import ROOT

LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", ".data", "staticfiles", "__pycache__", "*.sqlite3"
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Return a copy of the repository with the last implementation duplicated as the third."""
    copy = tmp_path_factory.mktemp("third") / "copy"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    path = copy / "runner" / "implementations.toml"
    tables = path.read_text(encoding="utf-8")
    last = re.findall(r"^\[(\w+)\]$", tables, re.MULTILINE)[-1]
    table = tables[tables.index(f"[{last}]") :].replace(f"[{last}", "[third")
    port = 'port = 8003\nport_variable = "THIRD_PORT"'
    table = re.sub(r"^port = .*\nport_variable = .*", port, table, flags=re.MULTILINE)
    tree = re.search('tree = "(.*)"', table)[1]
    shutil.copytree(copy / tree, copy / "third_impl")
    table = table.replace(f'"{tree}"', '"third_impl"')
    path.write_text(f"{tables}\n{table}", encoding="utf-8")
    return copy


def run(repository, *command, **variables):
    environment = os.environ | variables
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_the_meta_tests_pass(repository):
    run(repository, "git", "init", "--quiet")
    names = ("test_contract", "test_differences", "test_docs", "test_trees", "test_walkthrough")
    files = [f"shared_tests/meta/{name}.py" for name in names]
    output = run(repository, sys.executable, "-m", "pytest", "-q", *files)
    assert re.search(r"^\d+ passed", output, re.MULTILINE), output


def test_the_launchers_include_the_third_implementation(repository):
    code = "from runner.process import *; print(*implementations(), *compared())"
    first, second, *others = run(repository, sys.executable, "-c", code).split()
    assert others == ["third", first, second]
    assert f"test-{first} test-{second} test-third" in run(repository, "make", "-pn", "help")
    assert "third_impl/.venv/.ready" in run(repository, "make", "-n", "run")
