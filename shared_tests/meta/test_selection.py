"""`make test R=...` runs only the tests of a requirement, a group, a file or a name."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from runner.process import ROOT
from shared_tests.conftest import choose, pytest_ignore_collect, selected


def item(file, name, *requirements):
    """Return the attributes of a collected test that the selection uses."""
    properties = [("requirements", list(requirements))]
    return SimpleNamespace(nodeid=f"{file}::{name}", user_properties=properties)


ITEMS = [
    item("shared_tests/accounts/test_login.py", "test_next_is_a_local_path[//x]", "LOGIN-5"),
    item("shared_tests/accounts/test_login.py", "test_a_login_has_a_time", "LOGIN-7"),
    item(
        "shared_tests/accounts/test_sessions.py",
        "test_a_login_has_a_new_cookie",
        "SESSION-2",
        "LOGIN-50",
    ),
]


@pytest.mark.parametrize(
    ("only", "positions"),
    [
        ("LOGIN-5", [0]),
        ("LOGIN", [0, 1, 2]),
        ("SESSION", [2]),
        ("SESSION,LOGIN-5", [0, 2]),
        ("test_login.py", [0, 1]),
        ("shared_tests/accounts/test_sessions.py", [2]),
        ("a_login", [1, 2]),
        ("shared_tests/accounts/test_login.py::test_next_is_a_local_path[//x]", [0]),
    ],
)
def test_a_requirement_group_file_or_part_of_a_name_selects_tests(only, positions):
    assert selected(ITEMS, only) == [ITEMS[position] for position in positions]


@pytest.mark.parametrize(
    ("only", "name", "is_ignored"),
    [
        ("LOGIN-5", "test_login.py", False),
        ("LOGIN", "test_login.py", False),
        ("SESSION-9,LOGIN-5", "test_login.py", False),
        ("SESSION-9", "test_login.py", True),
        ("SESSION-9", "conftest.py", False),
        ("a_login", "test_login.py", False),
    ],
)
def test_a_module_without_a_selected_requirement_is_not_collected(only, name, is_ignored, tmp_path):
    (path := tmp_path / name).write_text('@pytest.mark.spec("LOGIN-5")', encoding="utf-8")
    config = SimpleNamespace(getoption=lambda option: only)
    assert bool(pytest_ignore_collect(path, config)) == is_ignored


@pytest.mark.parametrize("only", ["LOGIN-999", "NOBODY", "test_none.py", "no such name"])
def test_a_selection_without_tests_raises_a_usage_error(only):
    with pytest.raises(pytest.UsageError, match=f"'{only}' selects no test"):
        selected(ITEMS, only)


def test_a_sample_leaves_out_only_tests_that_start_a_process(monkeypatch):
    monkeypatch.setenv("SAMPLE_SEED", "1")
    items = [
        SimpleNamespace(fixturenames=names, get_closest_marker=lambda name: None)
        for names in (["browser"], ["start", "process"], [])
    ]
    assert choose(items, sample=10**9, share=1) == [items[0], items[2]]


@pytest.mark.parametrize("variable", ["SAMPLE", "SHARE"])
def test_a_random_choice_needs_no_seed(variable):
    environment = {name: os.environ[name] for name in os.environ if name != "SAMPLE_SEED"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--collect-only",
        "shared_tests/meta/test_selection.py",
    ]
    result = subprocess.run(
        command, cwd=ROOT, env=environment | {variable: "4"}, capture_output=True, text=True
    )
    # The choice may be empty.
    assert result.returncode in (0, pytest.ExitCode.NO_TESTS_COLLECTED), result.stdout
