"""The walkthrough can be removed: an implementation works without its files and its setting."""

import pytest

from runner.process import compared
from shared_tests.meta.optional_parts import assert_passes, find_files, get_status, serving_without
from shared_tests.meta.source_files import TREES

PARTS = ("walkthrough", "templates/walkthrough", "templates/accounts/user_detail.html")
WIRED = {"config/settings/base.py", "config/urls.py", "app.py"}


@pytest.fixture(scope="module", params=compared())
def server(request, tmp_path_factory):
    """Return a running server of each implementation without the walkthrough."""
    folder = tmp_path_factory.mktemp(request.param)
    with serving_without(request.param, folder, "WALKTHROUGH", PARTS) as server:
        yield server


@pytest.mark.parametrize("path", ["", "function-view/profile/1/", "apps/"])
def test_the_pages_of_the_walkthrough_return_404(server, path):
    assert get_status(server, f"/walkthrough/{path}") == 404


@pytest.mark.parametrize("only", ["test_smoke.py", "test_profile.py"])
def test_all_other_pages_work(server, only):
    assert_passes(server, only)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_other_file_names_the_walkthrough(tree):
    others = {name for name in find_files(tree, "walkthrough") if not name.startswith(PARTS)}
    assert others <= WIRED
