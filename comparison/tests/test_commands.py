"""data/commands.toml: known keys and topics, and commands that exist in the implementations."""

import ast
import re
from functools import cache

import pytest

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT, list_files, suggest

KEYS = {"area", "task", "django", "flask", "note", "topic"}
ROWS = read_toml("commands.toml")["command"]


@cache
def site_packages(implementation):
    """Return the folder of the installed packages of an implementation."""
    return next((ROOT / IMPLEMENTATIONS[implementation] / ".venv").glob("lib/*/site-packages"))


@cache
def django_commands():
    """Return the names of the commands of Django and of all installed apps, and `help`."""
    tree = ROOT / IMPLEMENTATIONS["django"]
    settings = ast.parse((tree / "config/settings/base.py").read_text(encoding="utf-8"))
    apps = ["django.core"]
    for node in ast.walk(settings):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="INSTALLED_APPS")], value=value)
                | ast.AugAssign(target=ast.Name(id="INSTALLED_APPS"), value=value)
            ):
                apps += ast.literal_eval(value)
    paths = [app.replace(".", "/") for app in apps]
    return {"help"} | {
        file.stem
        for path in paths
        for folder in (tree, site_packages("django"))
        for file in (folder / path / "management/commands").glob("[!_]*.py")
    }


@cache
def flask_commands():
    """Return the names of the commands of Flask, its extensions and the application."""
    tree, packages = ROOT / IMPLEMENTATIONS["flask"], site_packages("flask")
    files = [packages / "flask/cli.py", packages / "flask_migrate/cli.py"]
    files += (packages / "flask_smorest").rglob("*.py")
    files += [tree / name for name in list_files("flask") if name.endswith(".py")]
    return {name for file in files for name in click_commands(file.read_text(encoding="utf-8"))}


def click_commands(source):
    """Return the names of the click commands of a module, those of a group after its name."""
    module, names, groups = ast.parse(source), set(), {"click": ""}
    for node in ast.walk(module):  # group = AppGroup("name")
        match node:
            case ast.Assign(
                targets=[ast.Name(id=group)],
                value=ast.Call(
                    func=ast.Attribute(attr="AppGroup"), args=[ast.Constant(value=str(name)), *_]
                ),
            ):
                groups[group] = f"{name} "
    for node in [each for each in ast.walk(module) if isinstance(each, ast.FunctionDef)]:
        for decorator in node.decorator_list:
            match decorator:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="click"), attr="group")):
                    groups[node.name] = f"{node.name} "
                case ast.Call(func=ast.Attribute(value=ast.Name(id=group), attr="command")):
                    args = [
                        ast.literal_eval(each)
                        for each in decorator.args
                        if isinstance(each, ast.Constant)
                    ]
                    name = args[0] if args else node.name.replace("_", "-")
                    names.add(f"{groups[group]}{name}")
    return names


def named_commands(row):
    """Return the commands that a row names, each with its program: `flask db upgrade`."""
    texts = [row["django"], row["flask"], row.get("note", "")]
    pattern = r"\b(python manage\.py|flask) (?!-)((?:db|openapi) [a-z-]+|[a-z_]+)"
    return [
        match.groups()
        for text in texts
        for code in re.findall("`([^`]+)`", text)
        for match in re.finditer(pattern, code)
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["task"])
def test_a_row_has_known_keys_and_a_command_or_text_for_both(row):
    assert row.keys() <= KEYS
    assert all(row.get(key) for key in ("area", "task", *IMPLEMENTATIONS))
    known = [entry["id"] for entry in topics.entries()]
    topic = row.get("topic", known[0])
    assert topic in known, suggest(topic, known)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["task"])
def test_every_command_exists(row):
    known = {"python manage.py": django_commands(), "flask": flask_commands()}
    for program, name in named_commands(row):
        assert name in known[program], f"{program} {name}{suggest(name, known[program])}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["task"])
def test_a_column_names_only_commands_of_its_own_program(row):
    assert "flask " not in row["django"]
    assert "manage.py" not in row["flask"]


def test_tasks_are_different_and_areas_are_not_split():
    tasks = [row["task"] for row in ROWS]
    assert len(tasks) == len(set(tasks))
    areas = [row["area"] for row in ROWS]
    starts = [area for area, before in zip(areas, ["", *areas], strict=False) if area != before]
    assert len(starts) == len(set(starts))


def test_the_commands_of_the_frameworks_and_the_application_are_found():
    assert {"migrate", "runserver", "changepassword", "spectacular", "seed"} <= django_commands()
    assert "ogrinspect" not in django_commands()  # of an app that is not installed
    own = {"run", "shell", "routes", "seed", "dbshell", "collectstatic"}
    assert own | {"db upgrade", "db list-templates", "openapi write"} <= flask_commands()


def test_the_commands_of_a_row_are_found():
    row = {
        "django": "`python manage.py migrate --fake`",
        "flask": "`A=1 flask db upgrade 0001 --sql`",
    }
    assert named_commands(row) == [("python manage.py", "migrate"), ("flask", "db upgrade")]
