"""The code blocks in the pages of docs/ match their files."""

import re
from difflib import unified_diff

import pytest

from runner.process import ROOT
from shared_tests.meta import docs_snippets
from shared_tests.meta.source_files import TREES, text

PAGE = ROOT / "docs" / "walkthrough.md"
BLOCKS = docs_snippets.blocks(PAGE)


@pytest.mark.parametrize(("introduction", "code"), BLOCKS)
def test_a_code_block_matches_its_file(introduction, code):
    expected = docs_snippets.cut(PAGE, introduction)
    found = unified_diff(code.splitlines(), expected.splitlines(), "page", "file", lineterm="")
    assert code == expected, "\n".join([introduction, *found])


def test_every_code_block_has_an_introduction():
    assert len(BLOCKS) == text(PAGE).count("\n```") / 2


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_every_step_of_the_walkthrough_is_documented(tree):
    steps = [path.name for path in sorted((tree / "walkthrough").glob("step[0-9]*.py"))]
    documented = [name for name in steps if f"](../{tree.name}/walkthrough/{name})" in text(PAGE)]
    assert documented == steps


def test_the_code_blocks_of_a_page_are_updated_from_their_files(tmp_path):
    (tmp_path / "code.py").write_text("A = 1\n\n\n@a\ndef b():\n    return A\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("In [`code.py`: `b`](code.py):\n\n```python\nold\n```\n", encoding="utf-8")
    docs_snippets.update(page)
    assert page.read_text(encoding="utf-8").endswith("```python\n@a\ndef b():\n    return A\n```\n")


@pytest.mark.parametrize("line", ["Some code:", "In [`code.py`: `c`](code.py):"])
def test_a_missing_link_or_symbol_raises_lookup_error(tmp_path, line):
    (tmp_path / "code.py").write_text("A = 1\n", encoding="utf-8")
    with pytest.raises(LookupError):
        docs_snippets.cut(tmp_path / "page.md", line)


def test_the_claims_contain_no_line_or_package_counts():
    """`make article` and `make numbers` count them: a copy in prose would be out of date."""
    claims = text(ROOT / "docs" / "claims.md")
    assert (
        re.findall(
            r"[0-9][0-9,]* (?:lines|direct|packages|and [0-9]+)|(?:of|for) [0-9]{2,}", claims
        )
        == []
    )
