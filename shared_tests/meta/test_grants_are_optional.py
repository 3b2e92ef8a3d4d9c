"""The grants can be removed: an implementation works without their files and their setting."""

import pytest

from runner.process import compared
from shared_tests.meta.optional_parts import assert_passes, find_files, get_status, serving_without
from shared_tests.meta.source_files import TREES

PARTS = ["grants", "templates/grants", "tests/test_grants.py"]
# The settings, what they switch on, the links that are shown with them, and the history of the tables.
WIRED = {
    "config/settings/base.py",
    "config/urls.py",
    "app.py",
    "templates/profiles/edit.html",
    "migrations/versions/0014_grants.py",
}


@pytest.fixture(scope="module", params=compared())
def server(request, tmp_path_factory):
    """Return a running server of each implementation without the grants."""
    folder = tmp_path_factory.mktemp(request.param)
    with serving_without(request.param, folder, "GRANTS", PARTS) as server:
        yield server


@pytest.mark.parametrize("path", ["", "revoke/"])
def test_the_pages_of_the_grants_return_404(server, path):
    assert get_status(server, f"/accounts/grants/{path}") == 404


@pytest.mark.parametrize("only", ["test_visibility.py", "test_tokens.py"])
def test_other_pages_work(server, only):
    assert_passes(server, only)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_other_file_names_the_grants(tree):
    others = {name for name in find_files(tree, "grants") if not name.startswith(tuple(PARTS))}
    assert others <= WIRED
