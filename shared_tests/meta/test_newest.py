"""`make test-newest`: which Python it takes, what it installs, and what it says of deprecations."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from runner import deprecations, newest_python, run_newest_tests
from runner.process import ROOT, implementations

TREES = [table["tree"] for table in implementations().values()]
LIBRARY = """
import warnings

def call():
    warnings.warn("call() is deprecated", DeprecationWarning)
    warnings.warn("not a deprecation", UserWarning)
"""
APP = """import library
library.call()
library.call()
"""


def test_the_newest_suitable_python_is_chosen():
    versions = {"a": (3, 11, 9), "b": (3, 12, 1), "c": (3, 13, 0), "d": (3, 13, 0), "e": ()}
    assert newest_python.choose(versions) == "c"
    assert newest_python.choose({"a": (3, 11, 9), "e": ()}) is None


def test_pythons_are_found_in_the_path_and_in_the_folder_of_pyenv(tmp_path, monkeypatch):
    names = [
        "a/python3",
        "a/python3.11",
        "a/python3.13",
        "a/python3-config",
        "pyenv/versions/3.14.0/bin/python3.14",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setenv("PATH", str(tmp_path / "a"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    found = [Path(path).relative_to(tmp_path).as_posix() for path in newest_python.candidates()]
    assert found == [names[0], names[2], names[4]]


def test_the_version_of_a_python_is_read():
    assert newest_python.read_version(sys.executable) == sys.version_info[:3]
    assert newest_python.read_version("false") == ()
    assert newest_python.read_version("no-such-program") == ()


@pytest.mark.parametrize("tree", TREES)
def test_the_newest_lock_has_all_requirements_with_hashes(tree):
    lock = (ROOT / tree / "requirements_newest.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9-]+)==\S+.*\\\n +--hash=sha256:", lock, re.MULTILINE))
    texts = [
        (ROOT / tree / name).read_text(encoding="utf-8")
        for name in ("requirements.in", "requirements_dev.in")
    ]
    needed = {re.match(r"[\w-]+", line)[0].lower() for line in "".join(texts).splitlines()}
    assert needed <= pinned
    assert "://" not in lock


def test_deprecations_are_logged_once_with_the_line_of_the_application(tmp_path, capfd):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "library.py").write_text(LIBRARY, encoding="utf-8")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "app.py").write_text(APP, encoding="utf-8")
    variables = deprecations.variables(log := tmp_path / "log")
    variables["PYTHONPATH"] += f":{tmp_path / 'lib'}"
    command = [sys.executable, "app.py"]
    subprocess.run(command, cwd=tmp_path / "tree", env=variables, check=True)
    error = capfd.readouterr().err
    assert "not a deprecation" in error
    assert "call() is deprecated" not in error
    found = deprecations.read(log)
    assert found == [("app.py:2", "DeprecationWarning", "call() is deprecated")]
    assert "app.py:2  DeprecationWarning: call() is" in deprecations.describe("any", found)


def test_a_process_without_deprecations_logs_nothing(tmp_path):
    assert deprecations.read(tmp_path / "log") == []


def test_implementations_run_in_their_environments_of_the_newest_releases(tmp_path, monkeypatch):
    name, table = next(iter(implementations().items()))
    (programs := tmp_path / table["tree"] / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(run_newest_tests, "ENVIRONMENTS", tmp_path)
    found = run_newest_tests.newest()
    assert list(found) == [name]
    assert found[name]["variables"]["PATH"].startswith(f"{programs}:")


def test_a_whole_run_is_stored_with_its_date_and_versions(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    tests = {"a": {"outcome": "passed"}, "b": {"outcome": "not offered"}}
    run_newest_tests.store({"python": "3.13.0"}, [("any", [{"tests": tests}])])
    stored = json.loads((tmp_path / "newest.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stored["when"])
    assert stored["versions"] == {"python": "3.13.0"}
    assert stored["tests"] == {"any": {"passed": 1, "not offered": 1}}
