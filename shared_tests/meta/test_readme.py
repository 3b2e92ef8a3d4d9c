"""README.md is short and links to every page of docs/."""

import pytest

from runner.process import ROOT
from shared_tests.meta.source_files import text

README = text(ROOT / "README.md")


def test_the_readme_has_at_most_120_lines():
    assert README.count("\n") <= 120


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_the_readme_links_to_every_page(page):
    assert f"](docs/{page.name})" in README
