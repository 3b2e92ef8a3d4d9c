"""The minimal versions of topics are short, and both versions of a topic pass the same checks."""

import json
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from comparison.minimal.steps import Session
from comparison.model import line_count, topics
from comparison.model.minimal import MINIMAL, minimal_projects, minimal_versions, topic_ids
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT

MAX_LINES = {"object-permissions": 40}  # it compares a package
VERSIONS = [(topic, name) for topic in topic_ids() for name in IMPLEMENTATIONS]
RUN = {"django": ["python", "app.py", "check"], "flask": ["flask", "routes"]}
FREEZE = ["python", "-c", "import app; app.freeze()"]
NUMBERS = {
    5: "five", 10: "ten", 11: "eleven", 12: "twelve", 14: "fourteen", 16: "sixteen",
    37: "thirty-seven",
}  # fmt: skip
IN_ONE_FILE = {"single-file": RUN, "api-proxy": RUN, "static-site": dict.fromkeys(RUN, FREEZE)}


def test_the_most_asked_topics_have_minimal_versions():
    assert len(topic_ids()) >= 30


def test_every_folder_is_a_topic():
    folders = {path.name for path in MINIMAL.iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders == {*topic_ids()}
    assert folders <= {entry["id"] for entry in topics.entries()}


def test_a_topic_without_minimal_versions_has_none():
    assert minimal_versions("replicas") == {}
    assert {*minimal_versions("login")} == {*IMPLEMENTATIONS} == {*minimal_projects()}


@pytest.mark.parametrize(("topic", "implementation"), VERSIONS)
def test_a_minimal_version_has_few_lines_of_code(topic, implementation):
    text = minimal_versions(topic)[implementation]
    assert 5 <= line_count.count_python(text)["python"] <= MAX_LINES.get(topic, 16)
    with_files = [line for line in text.splitlines() if line]  # in comments
    assert len(with_files) <= MAX_LINES.get(topic, 25)


@pytest.mark.parametrize("topic", [*IN_ONE_FILE, "object-permissions"])
def test_the_claims_contain_the_number_of_lines(topic):
    claims = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    versions = minimal_versions(topic).items()
    lines = {name: NUMBERS[line_count.count_python(text)["python"]] for name, text in versions}
    assert f"`T={topic}`, {lines['flask']} lines in Flask, {lines['django']} in Django" in claims


@pytest.mark.parametrize(("topic", "implementation"), VERSIONS)
def test_a_minimal_version_can_be_copied(topic, implementation):
    text = minimal_versions(topic)[implementation]
    assert "noqa" not in text
    assert all(line.startswith("#   ") or len(line) <= 100 for line in text.splitlines())
    other = {*IMPLEMENTATIONS} - {implementation}
    assert not re.search(rf"\b({'|'.join(other)})\b", text, re.IGNORECASE)


class Runner:
    """Returns the same response to every request."""

    implementation = "flask"

    def user_table(self):
        return "user"

    def request(self, *args):
        return SimpleNamespace(status=404, headers={"Location": "/b/"}, cookies=[], text="[1]")


@pytest.mark.parametrize(
    ("expected", "failure"),
    [
        ({}, "status is 404 instead of 200"),
        ({"status": {"django": 404, "flask": 400}}, "status is 404 instead of 400"),
        ({"status": 404, "location": "/a/"}, "location is '/b/' instead of '/a/'"),
        ({"status": 404, "header": {"Vary": ["Cookie"]}}, "Vary lacks 'Cookie': ''"),
        ({"status": 404, "cookie": ["Secure"]}, "cookies lacks 'Secure': ''"),
        ({"status": 404, "contains": ["Home"]}, "text lacks 'Home': '[1]'"),
        ({"status": 404, "lacks": ["1"]}, "contains '1'"),
        ({"status": 404, "json_response": [2]}, "JSON is [1] instead of [2]"),
        ({"state": 404}, "unknown key state"),
    ],
)
def test_a_failure_is_reported(expected, failure):
    step = {"request": "GET /", **expected}
    assert Session(Runner()).failures([step]) == [f"step 1, request GET /: {failure}"]


@pytest.fixture(scope="module")
def failures():
    """The failures of all minimal versions, by implementation and topic."""
    commands: list[tuple] = [
        (ROOT / tree / ".venv/bin/python", name) for name, tree in IMPLEMENTATIONS.items()
    ]
    commands.append((sys.executable, "django", "object-permissions"))
    processes = [
        subprocess.Popen(  # noqa: S603
            [python, "-m", "comparison.minimal.run_checks", *arguments],
            cwd=ROOT, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for python, *arguments in commands
    ]  # fmt: skip
    found = {name: {} for name in IMPLEMENTATIONS}
    for (_, name, *_), process in zip(commands, processes, strict=True):
        with process:
            output, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        found[name] |= json.loads(output)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("topic", "implementation"), VERSIONS)
def test_a_minimal_version_passes_the_checks(failures, topic, implementation):
    found = failures[implementation][topic]
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@pytest.mark.parametrize("topic", IN_ONE_FILE)
def test_a_version_in_one_file_runs_by_itself(tmp_path, topic, implementation):
    text = minimal_versions(topic)[implementation]
    (tmp_path / "app.py").write_text(text, encoding="utf-8")
    programs = ROOT / IMPLEMENTATIONS[implementation] / ".venv" / "bin"
    program, *arguments = IN_ONE_FILE[topic][implementation]
    done = subprocess.run(  # noqa: S603
        [programs / program, *arguments], cwd=tmp_path, env={"PATH": str(programs)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
