"""OAuth 2.0 can be removed: an implementation works without its files and its setting."""

import pytest

from runner.process import compared
from shared_tests.meta.optional_parts import assert_passes, find_files, get_status, serving_without
from shared_tests.meta.source_files import TREES

PARTS = ["oauth", "templates/oauth", "templates/admin/oauth"]
WIRED = {"config/settings/base.py", "config/urls.py", "app.py", "migrations/versions/0017_oauth.py"}
PATHS = [
    "/oauth/authorize/",
    "/oauth/token/",
    "/oauth/revoke/",
    "/.well-known/oauth-authorization-server",
]
LOGIN = "oidc"  # a client of OAuth 2.0


@pytest.fixture(scope="module", params=compared())
def server(request, tmp_path_factory):
    """Return a running server of each implementation without the package."""
    folder = tmp_path_factory.mktemp(request.param)
    with serving_without(request.param, folder, "OAUTH", PARTS) as server:
        yield server


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_of_the_package_return_404(server, path):
    assert get_status(server, path) == 404


@pytest.mark.parametrize("only", ["test_smoke.py", "test_tokens.py"])
def test_all_other_pages_work(server, only):
    assert_passes(server, only)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_other_file_names_the_package(tree):
    own = (*PARTS, LOGIN)
    others = {name for name in find_files(tree, "oauth") if not name.startswith(own)}
    assert others <= WIRED
