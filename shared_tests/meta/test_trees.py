"""The two implementations correspond file by file, and each is self-contained."""

import ast
import subprocess

import pytest

from runner.process import ROOT
from shared_tests.meta.source_files import TREES, sources, text

SUITES = [ROOT / "shared_tests", ROOT / "shared_tests" / "browser"]
TOOLS = [ROOT / "comparison", ROOT / "bench", ROOT / "docs" / "migrate", ROOT / "project_templates"]
TEMPLATES = [path.parent for path in sorted(ROOT.glob("project_templates/*/requirements.txt"))]
SAME = [
    "accounts/demo_users.py",
    "accounts/redirects.py",
    "accounts/throttle.py",
    "api/parsing.py",
    "core/environment.py",
    "core/secret_files.py",
    "ops/listening.py",
    "ops/metrics.py",
    "ops/gunicorn_worker.py",
    "config/settings/prod.py",
    "config/settings/test.py",
    "core/sqlite.py",
    "ops/prometheus_multiprocess.py",
    "oauth/metadata.py",
    "oauth/parameters.py",
    "oauth/redirect_uris.py",
    "oidc/http.py",
    "demo_users.json",
    "gunicorn.conf.py",
    "secrets.sh",
    "start.sh",
    "static/api_docs.js",
    "static/style.css",
    "templates/error.html",
    "web/conditional.py",
    ".dockerignore",
]


@pytest.mark.parametrize("name", SAME)
def test_shared_files_are_identical_in_both_implementations(name):
    assert len({(tree / name).read_bytes() for tree in TREES}) == 1


@pytest.mark.parametrize("name", ["demo_users.json", "static/style.css"])
def test_the_suite_has_the_same_data_files(name):
    own = ROOT / "shared_tests" / name.rpartition("/")[2]
    assert own.read_bytes() == (TREES[0] / name).read_bytes()


def counterparts():
    """Return the set of file names of each implementation, as known to Git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [
        {name.partition("/")[2] for name in listed if name.startswith(f"{tree.name}/")}
        for tree in TREES
    ]


def test_every_file_without_a_counterpart_is_explained():
    first, second = counterparts()
    page = text(ROOT / "docs" / "files.md")
    leftover = sorted(first ^ second)
    assert [name for name in leftover if f"`{name}`" not in page] == []


def test_no_implementation_names_another():
    names = [tree.name.removesuffix("_impl") for tree in TREES]
    for tree, other in zip(TREES, reversed(names), strict=True):
        naming = [
            path.name
            for path in sources(tree, ".py", ".html", ".sh", ".in", ".toml", ".ini", ".mako")
            if other in text(path).lower()
        ]
        assert naming == []


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_every_module_has_a_docstring(tree):
    undocumented = []
    for path in sources(tree, ".py"):
        if "migrations" in path.parts or not text(path):
            continue
        module = ast.parse(text(path))
        if path.name not in ("urls.py", "apps.py") and not ast.get_docstring(module):
            undocumented.append(str(path.relative_to(tree)))
    assert undocumented == []


@pytest.mark.parametrize("tree", [*TREES, *SUITES, *TOOLS, *TEMPLATES], ids=lambda tree: tree.name)
def test_requirements_are_pinned_with_hashes_and_name_no_index(tree):
    lines = [line for line in text(tree / "requirements.txt").splitlines() if line.strip()]
    packages = [line for line in lines if line[0].isalpha()]
    assert packages
    assert all("==" in line and line.endswith("\\") for line in packages)
    assert not [line for line in lines if "index" in line or "://" in line]
