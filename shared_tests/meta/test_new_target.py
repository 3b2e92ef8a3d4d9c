"""`make new-target` creates a skeleton that starts, and that the suite leads from test to test."""

import json
import os
import subprocess
import sys
import tomllib

import pytest

from runner.new_target import FIRST, SMOKE, groups, requirements
from runner.process import ROOT, Process, implementations
from shared_tests.support import spec

PASSWORDS = {"DEMO_PASSWORD": "demo-password-1", "ADMIN_PASSWORD": "admin-password-1"}


def new_target(folder):
    return subprocess.run(
        [sys.executable, "-m", "runner.new_target", *folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def created(tmp_path_factory):
    """The folder of a new skeleton, and the table that was printed."""
    folder = tmp_path_factory.mktemp("new") / "my_impl"
    done = new_target([folder])
    assert done.returncode == 0, done.stderr
    return folder, tomllib.loads(done.stdout[done.stdout.index("[my]") :])["my"]


@pytest.fixture(scope="module")
def server(created, tmp_path_factory):
    """The skeleton as a running server, started by its table."""
    server = Process({"name": "my", **created[1]}, tmp_path_factory.mktemp("data"), **PASSWORDS)
    yield server.start().wait("/healthz")
    server.stop()


def run_suite(url, only):
    command = [sys.executable, "-m", "runner.run_suite", f"--only={only}", "url", url]
    environment = os.environ | PASSWORDS
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_the_table_has_what_make_run_needs(created):
    folder, table = created
    assert table["tree"] == str(folder)
    needed = ("port", "port_variable", "settings_variable", "server")
    assert [name for name in needed if name not in table] == []
    assert table["port"] not in [each["port"] for each in implementations().values()]


def test_the_checklist_names_every_requirement_with_its_tests(created):
    lines = (created[0] / "CHECKLIST.md").read_text(encoding="utf-8").splitlines()
    listed = [line.split("**")[1] for line in lines if line.startswith("- [ ] **")]
    assert sorted(listed) == sorted(spec.requirements())
    assert listed[: len(SMOKE)] == SMOKE
    home = next(line for line in lines if "**HOME-1**" in line)
    assert home.startswith("- [ ] **HOME-1** (2 + 0 tests) `GET /` returns a page")


def test_the_groups_follow_the_smoke_tests_in_the_order_in_which_they_can_be_met():
    assert [*groups(requirements())][: len(FIRST) + 1] == ["smoke", *FIRST]


def test_the_readme_names_the_folder_of_the_suite(created):
    text = (created[0] / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# my\n")
    assert f"cd {ROOT}\n" in text
    assert "$" not in text


def test_the_first_smoke_test_that_fails_shows_what_is_missing(server):
    status, output = run_suite(server.url, "test_the_target_is_alive_and_ready")
    assert status == 1
    assert "1 failed, 1 passed" in output
    assert "> GET /readyz" in output.replace(server.url, "")
    assert "GET /readyz does not exist yet." in output


def test_what_responds_with_501_is_not_offered(server):
    status, output = run_suite(server.url, "HOME-1")
    assert status == 0, output
    assert "2 skipped" in output
    assert "not offered by this launcher: 501 at /accounts/signup/" in output


def test_501_is_a_failure_of_an_implementation_that_a_launcher_starts(server, tmp_path):
    path = tmp_path / "target.json"
    path.write_text(json.dumps({"url": server.url, "demo_password": "", "admin_password": ""}))
    command = [sys.executable, "-m", "pytest", "-q", "shared_tests/profiles/test_home.py"]
    command += [f"--target={path}", "--only=HOME-1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1].split(" in ")[0]) == (
        1,
        "1 failed, 1 error",
    )


def test_a_url_without_a_server_is_named_in_one_line(server):
    status, output = run_suite("http://127.0.0.1:1", "HOME")
    assert (status, output.count("\n")) == (1, 1)
    assert output.startswith("No server responds at http://127.0.0.1:1 (")


@pytest.mark.parametrize("content", ["file", "folder"])
def test_a_folder_in_use_is_rejected_in_one_line(tmp_path, content):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    done = new_target([tmp_path / "mine" / ("file" if content == "file" else "")])
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "is not an empty folder" in done.stderr


@pytest.mark.parametrize("arguments", [[], [f"{next(iter(implementations()))}_impl"], ["-"]])
def test_a_missing_or_taken_name_is_rejected_in_one_line(arguments, tmp_path):
    done = new_target([tmp_path / each for each in arguments])
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "DIR=" in done.stderr
