"""The login with a provider can be removed: an implementation works without its files and its setting."""

import pytest

from runner.process import compared
from shared_tests.meta.optional_parts import assert_passes, find_files, get_status, serving_without
from shared_tests.meta.source_files import TREES

PARTS = ["oidc", "templates/oidc"]
WIRED = {
    "config/settings/base.py",
    "config/urls.py",
    "core/secret_files.py",
    "templates/accounts/login.html",
    "templates/profiles/edit.html",
}


@pytest.fixture(scope="module", params=compared())
def server(request, tmp_path_factory):
    """Return a running server of each implementation without the package."""
    folder = tmp_path_factory.mktemp(request.param)
    with serving_without(request.param, folder, "OIDC", PARTS) as server:
        yield server


@pytest.mark.parametrize("path", ["oidc/callback/", "oidc/signup/", "identities/"])
def test_the_pages_of_the_package_return_404(server, path):
    assert get_status(server, f"/accounts/{path}") == 404


@pytest.mark.parametrize("only", ["test_smoke.py", "test_login.py"])
def test_all_other_pages_work(server, only):
    assert_passes(server, only)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_other_file_names_the_package(tree):
    others = {name for name in find_files(tree, "oidc") if not name.startswith(tuple(PARTS))}
    assert others <= WIRED
