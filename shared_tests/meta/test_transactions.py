"""Views begin and commit transactions; the functions that they call do not."""

import ast

import pytest

from shared_tests.meta.source_files import TREES

# Views, modules that the frameworks call like views, decorators of views, the authentication, which
# records a use at once, the listeners of a connection, and the worker, which has no views.
ALLOWED = {"views.py", "admin.py", "commands.py"}
ALSO = {
    "accounts/sessions.py",
    "api/authentication.py",
    "api/http.py",
    "api/profiles.py",
    "api/tokens.py",
    "core/database.py",
    "tasks/worker.py",
}
ENDINGS = {"commit", "rollback", "atomic"}


def transaction_lines(path):
    """Return the line numbers that commit, roll back, or begin an atomic block."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [n.lineno for n in nodes if isinstance(n, ast.Attribute) and n.attr in ENDINGS]


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_only_views_end_a_transaction(tree):
    found = []
    for path in sorted(tree.rglob("*.py")):
        name = path.relative_to(tree).as_posix()
        if (
            {".venv", "migrations", "tests"} & set(path.parts)
            or path.name in ALLOWED
            or name in ALSO
        ):
            continue
        found += [f"{name}:{line}" for line in transaction_lines(path)]
    assert not found
