"""The exercises of `make kata`: what they remove, the copies, and the tests that they fail."""

import ast
import os
import random
import secrets
import shutil
from functools import cache

import pytest

from comparison.kata import __main__ as command
from comparison.kata import check, display, exercises, python_edits, removal, workspace
from comparison.model import test_results, topics
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT, list_files, read_file
from comparison.terminal.console import console

NAMES = [each["topic"] for each in exercises.entries()]
CASES = [(name, side) for name in NAMES for side in IMPLEMENTATIONS]
FUNCTION = '''\
import os
from typing import Any


class View(Base):
    """A view."""

    name = "x"

    def get(self, pk):
        """Return the page."""
        # The path.
        return os.path.join(self.name, pk)


class Form(Base, extra=1):
    """A form."""

    name = Any


@route("/")
def index(a, *, b=None):
    if a:
        return b


SIZE = 3
'''


def test_there_are_enough_exercises_and_none_twice():
    assert len(NAMES) >= 30
    assert len(NAMES) == len(set(NAMES))


def test_the_walkthrough_comes_first_and_the_rest_is_in_the_order_of_the_topics():
    ids = [entry["id"] for entry in topics.entries()]
    in_order = sorted(NAMES, key=lambda name: (not name.startswith("walk-"), ids.index(name)))
    assert in_order == NAMES


def test_each_exercise_has_requirements_with_tests():
    tested = {name for test in test_results.tests() for name in test.requirements}
    for exercise in exercises.load():
        assert exercise.topic.requirements
        assert {*exercise.topic.requirements} <= tested, exercise.topic.id


@pytest.mark.parametrize(("name", "side"), CASES)
def test_each_level_removes_lines_and_leaves_modules_that_can_be_imported(name, side):
    exercise, sizes = exercises.get(name), []
    for level in removal.LEVELS:
        texts, _ = exercise.remove(side, level)
        sizes.append(exercises.count_lines(side, texts))
        assert undefined_names(side, texts) == [], level
    assert 0 < sizes[0] <= sizes[1] <= sizes[2]


def undefined_names(side, texts):
    """Return the names that changed modules use, or that are imported from them, but are gone."""
    found = []
    for file, text in texts.items():
        if file.endswith(".py"):
            names = bound_names(text)
            gone = bound_names(read_file(side, file)) - names
            found += [f"{file}: {name}" for name in gone & python_edits.used_names(text)]
            found += [each for each in imported_names(side, texts, file) if each not in names]
    return found


@cache
def bound_names(text):
    """Return the names that a module defines or imports."""
    found, nodes = set(), [ast.parse(text)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, python_edits.DEFINITIONS):
            found.add(node.name)  # without the names in it
            continue
        nodes += ast.iter_child_nodes(node)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(each.asname or each.name).partition(".")[0] for each in node.names}
    return found


def imported_names(side, texts, file):
    """Return the names that the modules of an implementation import from one of them."""
    module = file.removesuffix(".py").replace("/", ".")
    return [
        alias.name
        for other in list_files(side)
        if other.endswith(".py")
        for name, alias in imports_from(texts.get(other, read_file(side, other)))
        if name == module and alias.name != "*"
    ]


@cache
def imports_from(text):
    """Return pairs of a module and an imported name."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    return [(node.module, alias) for node in nodes for alias in node.names]


def test_a_blank_body_has_its_signature_decorators_and_docstring():
    lines = FUNCTION.splitlines()
    statements = ast.parse(FUNCTION).body
    edits = [edit for each in statements for edit in python_edits.body_edits(each, lines)]
    text = python_edits.apply_edits(FUNCTION, edits)
    view, form, index, size = text.split("\n\n\n")[1:]
    assert view.endswith('"""Return the page."""\n        raise NotImplementedError')
    assert 'name = "x"' in view
    assert form.endswith('"""A form."""')
    assert index == '@route("/")\ndef index(a, *, b=None):\n    raise NotImplementedError'
    assert size == "SIZE = 3\n"


def test_a_removed_definition_takes_its_imports_with_it():
    tree = ast.parse(FUNCTION)
    _, _, view, form, *_ = tree.body
    replaced = {form: python_edits.placeholder(form)}
    edits = python_edits.removal_edits(tree, [view, form], FUNCTION.splitlines(), replaced)
    text = python_edits.apply_edits(FUNCTION, edits)
    text = python_edits.remove_unused_imports(text, FUNCTION)
    assert text.startswith("class Form(Base, extra=1):\n    pass\n\n\n@")


def test_a_block_without_statements_gets_a_pass():
    text = "if a:\n    b = 1\n"
    tree = ast.parse(text)
    [body, *_] = python_edits.blocks(tree.body[0])
    edits = python_edits.removal_edits(tree, body, text.splitlines())
    assert python_edits.apply_edits(text, edits) == "if a:\n    pass\n"


def test_a_feature_takes_its_form_and_template_with_it():
    texts, _ = exercises.get("delete").remove("flask", "feature")
    assert texts["templates/accounts/delete.html"] is None
    assert "DeleteForm" not in texts["accounts/forms.py"]
    texts, _ = exercises.get("profile-by-username").remove("django", "feature")
    assert "canonical_username" not in texts["profiles/urls.py"]


def test_a_name_that_others_need_stays():
    texts, _ = exercises.get("profile-by-username").remove("django", "file")
    assert "class ProfileByUsernameView(ProfileView):\n    pass\n" in texts["profiles/views.py"]


def test_a_level_without_code_on_a_side_is_the_next_one():
    texts, level = exercises.get("profile-by-pk").remove("django", "body")
    assert level == "feature"
    assert "ProfileByPkView" not in texts["profiles/views.py"]


def test_a_part_that_stays_is_not_removed():
    texts, _ = exercises.get("visible-to").remove("flask", "feature")
    assert "class Visibility" in texts["accounts/models.py"]


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A new copy of the Flask implementation without a topic."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    found = workspace.Workspace(exercises.get("profile-by-username"), "flask", "body")
    found.create()
    return found


def test_a_copy_remembers_its_exercise(copied):
    assert workspace.find() == workspace.find("flask") == copied
    assert workspace.find("django") is None
    assert (copied.folder / ".venv" / "bin").is_dir()


def test_a_copy_with_changes_is_not_replaced(copied):
    assert not copied.is_changed()
    (copied.folder / "profiles" / "own.py").write_text("A = 1\n", encoding="utf-8")
    assert copied.is_changed()
    with pytest.raises(SystemExit, match="has your changes for profile-by-username"):
        command.start(console(), "login", "flask", "body")


def test_the_commands_need_a_side_and_a_copy(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with pytest.raises(SystemExit, match="SIDE=django or SIDE=flask"):
        command.start(console(), "login", None, "body")
    with pytest.raises(SystemExit, match="make kata T="):
        command.get_workspace(None)
    with pytest.raises(LookupError, match="no exercise logn; did you mean login"):
        command.start(console(), "logn", "flask", "body")


def test_the_diff_shows_the_missing_lines(copied, capsys):
    display.show_diff(console(), copied)
    shown = capsys.readouterr().out
    assert "-    raise NotImplementedError\n+    return render_profile(" in shown
    restore(copied)
    display.show_diff(console(), copied)
    assert "the same as ours" in capsys.readouterr().out


def test_a_report_counts_the_tests_of_each_requirement(tmp_path, capsys):
    log = tmp_path / "flask.log"
    log.write_text('{"request_id": "7", "exception": "Traceback:\\nNo"}\n', encoding="utf-8")
    exchange = "> GET /a\n> Accept: b\n< 500 Error\n< X-Request-ID: 7\n<p>"
    failed = {"requirements": ["A-1"], "outcome": "failed", "message": "it", "exchange": exchange}
    passed = {"requirements": ["A-1", "A-2"], "outcome": "passed"}
    report = check.Report(("A-1", "A-2", "A-3"), {"one": passed, "two": failed}, str(log))
    assert [each.state for each in report.outcomes()] == ["red", "green", "not tested"]
    assert not report.is_green
    assert check.Report(("A-2",), {"one": passed}, "").is_green
    display.show_first_failure(console(), report)
    assert "> GET /a\n< 500 Error\n\nTraceback:\nNo\n" in capsys.readouterr().out


def restore(found):
    """Solve an exercise: put our files into the copy."""
    for file in found.exercise.remove(found.side, found.level)[0]:
        shutil.copy(ROOT / IMPLEMENTATIONS[found.side] / file, found.folder / file)


@pytest.mark.slow
@pytest.mark.parametrize("side", IMPLEMENTATIONS)
def test_a_random_exercise_is_red_until_it_is_solved(side, tmp_path, monkeypatch):
    """Each run chooses another one, and with SAMPLE a side; the same again with SAMPLE_SEED."""
    seed = os.environ.get("SAMPLE_SEED") or secrets.token_hex(4)
    if os.environ.get("SAMPLE") and side != random.Random(seed).choice([*IMPLEMENTATIONS]):  # noqa: S311
        pytest.skip("the other side was chosen")
    monkeypatch.delenv("SAMPLE", raising=False)  # an exercise may have a single test
    choice = random.Random(f"{seed}{side}")  # noqa: S311
    name, level = choice.choice(NAMES), choice.choice([*removal.LEVELS])
    print(f"SAMPLE_SEED={seed}: {name}, {side}, {level}")  # shown if it fails
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    found = workspace.Workspace(exercises.get(name), side, level)
    found.create()
    report = check.run(found)
    assert "red" in [each.state for each in report.outcomes()]
    restore(found)
    assert check.run(found).is_green
