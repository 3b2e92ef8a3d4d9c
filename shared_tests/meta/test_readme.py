"""README.md is short and links to every page of docs/; those of the implementations are complete."""

import re

import pytest

from runner.process import ROOT
from shared_tests.meta.source_files import TREES, sources, text

README = text(ROOT / "README.md")


def test_the_readme_has_at_most_120_lines():
    assert README.count("\n") <= 120


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_the_readme_links_to_every_page(page):
    assert f"](docs/{page.name})" in README


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_the_readme_lists_each_file_with_lines_for_a_field(tree):
    _, section = text(tree / "README.md").split("## Add a field\n")
    field = re.compile(r"""["'.]location\b|^ {4}location\b""", re.MULTILINE)
    found = {
        path.relative_to(tree).as_posix()
        for path in sources(tree, ".py", ".html")
        if field.search(text(path)) and not {"tests", "walkthrough"} & set(path.parts)
    }
    rows = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    listed = {name for row in rows for name in re.findall("`([a-z_/.]+)`", row)}
    assert {name for name in found if not name.startswith(tuple(listed))} == set()
    assert {name for name in listed if not any(each.startswith(name) for each in found)} == set()
