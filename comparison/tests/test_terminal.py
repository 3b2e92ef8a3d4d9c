"""`make diff` shows both implementations in the terminal."""

import os
import re
import subprocess
import sys
from itertools import chain

import pytest

from comparison.exchange.servers import create_processes
from comparison.model import diffs, topics
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT
from comparison.terminal import diff, routes

pytestmark = [pytest.mark.slow, pytest.mark.process]

ESCAPE = "\x1b"


def run(*arguments, **variables):
    """Run the command as `make diff` does, with its output in a pipe."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "comparison.terminal.diff", *arguments],
        cwd=ROOT, env=os.environ | variables, capture_output=True, text=True,
    )  # fmt: skip


def test_without_arguments_all_topics_are_listed():
    listed = run().stdout
    assert all(topic.id in listed and topic.area in listed for topic in topics.load())


def test_a_topic_shows_both_implementations_side_by_side():
    shown = run("--topic", "profile-by-pk").stdout
    assert "class ProfileByPkView(ProfileView):" in shown
    assert "def by_pk(pk: int)" in shown
    level = [line for line in shown.splitlines() if line.count("profiles/views.py") == 2]
    assert len(level) == 1


def test_a_topic_of_one_implementation_has_a_reason():
    shown = run("--topic", "foreign-origins").stdout
    assert topics.get("foreign-origins").alone in shown
    assert "def check_origin():" in shown


def test_a_closed_pipe_is_no_error():
    process = subprocess.Popen(
        [sys.executable, "-m", "comparison.terminal.diff", "--file", "accounts/views.py"],
        cwd=ROOT, env=os.environ | {"COLUMNS": "9999"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.readline()
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()


def test_a_file_may_be_given_with_its_tree():
    shown = run("--file", "profiles/views.py").stdout
    assert shown == run("--file", "flask_impl/profiles/views.py").stdout
    assert "DetailView" in shown
    assert "render_template" in shown


def test_a_file_of_one_implementation_is_shown_alone():
    assert "execute_from_command_line" in run("--file", "manage.py").stdout


def test_a_unified_diff_is_an_option():
    shown = run("--file", "requirements.txt", "--unified", COLUMNS="80").stdout
    implementations = [ref.lines for ref in chain(*diff.find_file("requirements.txt"))]
    names = [f"{tree}/requirements.txt" for tree in IMPLEMENTATIONS.values()]
    assert shown.splitlines()[1:] == diffs.unified(*implementations, *names)


def test_the_examples_of_the_readme_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^make diff ([TF])=(\S+)", readme, re.MULTILINE)
    assert {kind for kind, _ in shown} == {"T", "F"}
    for kind, name in shown:
        assert all(diff.find_file(name) if kind == "F" else topics.get(name).source_refs.values())


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_panes_fit_into_the_terminal(columns):
    lines = run("--file", "ops/health.py", COLUMNS=columns).stdout.splitlines()
    assert int(columns) - 5 <= max(map(len, lines)) <= int(columns)


@pytest.mark.parametrize("arguments", [[], ["--topic", "signup"], ["--file", "app.py"]])
def test_output_in_a_pipe_has_no_color(arguments):
    assert ESCAPE not in run(*arguments, TERM="xterm-256color", COLORTERM="truecolor").stdout


@pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
def test_a_terminal_has_colors_unless_no_color_is_set(no_color, colored):
    ours, theirs = os.openpty()
    subprocess.run(
        [sys.executable, "-m", "comparison.terminal.diff", "--topic", "profile-by-pk"],
        cwd=ROOT, stdout=theirs, check=True,
        env={"TERM": "xterm-256color", "NO_COLOR": no_color, "COLUMNS": "80"},
    )  # fmt: skip
    os.close(theirs)
    assert (ESCAPE in os.read(ours, 65536).decode()) == colored
    os.close(ours)


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["--topic", "profile-by-name"], "profile-by-username"),
        (["--file", "profile/views.py"], "profiles/views.py"),
        (["--topic", "signup", "--file", "app.py"], "not allowed with"),
    ],
)
def test_an_unknown_name_is_an_error_with_the_closest_matches(arguments, near):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert near in done.stderr
    assert "Traceback" not in done.stderr


def test_the_routes_of_both_are_printed(tmp_path):
    shared = ["/profile/", "/profile/<pk:pk>/", "/accounts/login/", "/api/tokens/<pk:pk>/"]
    for name, process in create_processes(tmp_path).items():
        lines = {line.split()[-1] for line in routes.routes(process, name).splitlines()}
        assert lines > {*shared}
