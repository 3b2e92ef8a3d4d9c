"""With a third table in implementations.toml, the first two are compared."""

import os
import shutil
import subprocess
import sys

import pytest

from comparison.model.source_refs import IMPLEMENTATIONS, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.process]

IGNORED = shutil.ignore_patterns(".venv", ".git", ".data", "staticfiles", "__pycache__")
THIRD = """
[third]
tree = "third_impl"
port = 8003
port_variable = "THIRD_PORT"
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A copy of the repository with an additional table."""
    copy = tmp_path_factory.mktemp("third") / "copy"
    shutil.copytree(ROOT, copy, ignore=IGNORED)
    path = copy / "runner" / "implementations.toml"
    path.write_text(path.read_text(encoding="utf-8") + THIRD, encoding="utf-8")
    shutil.copytree(copy / [*IMPLEMENTATIONS.values()][-1], copy / "third_impl")
    return copy


def run(repository, *arguments):
    variables = {"DATA_DIR": str(repository / "data"), "DJANGO_PORT": "1", "FLASK_PORT": "1"}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", *arguments],
        cwd=repository, env=os.environ | variables, capture_output=True, text=True,
    )  # fmt: skip


def test_the_site_shows_two(repository):
    done = run(repository, "comparison.site")
    assert done.returncode == 0, done.stderr
    page = (repository / "data" / "site" / "topics" / "profile-by-pk.html").read_text("utf-8")
    assert "third" not in page


@pytest.mark.parametrize("arguments", [("--topic=profile-by-pk",), ("--file=profiles/views.py",)])
def test_two_are_shown_in_the_terminal(repository, arguments):
    done = run(repository, "comparison.terminal.diff", *arguments)
    assert done.stdout == run(ROOT, "comparison.terminal.diff", *arguments).stdout
    assert done.returncode == 0, done.stderr


def test_a_request_goes_to_two(repository):
    done = run(repository, "comparison.terminal.http", "/")
    assert done.returncode == 2
    assert f"{next(iter(IMPLEMENTATIONS))} does not respond" in done.stderr
    code = "from comparison.exchange import servers; print(*servers.create_processes('.'))"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True
    )
    assert done.stdout.split() == [*IMPLEMENTATIONS]
