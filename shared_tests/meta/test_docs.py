"""The code in the pages of docs/ is that of its files."""

import re
from difflib import unified_diff

import pytest

from runner.process import ROOT
from shared_tests.meta import docs_snippets
from shared_tests.meta.test_contract import TREES, text

PAGE = ROOT / "docs" / "walkthrough.md"
BLOCKS = docs_snippets.blocks(PAGE)


@pytest.mark.parametrize(("introduction", "code"), BLOCKS)
def test_a_block_is_what_its_file_has(introduction, code):
    there = docs_snippets.cut(PAGE, introduction)
    found = unified_diff(code.splitlines(), there.splitlines(), "page", "file", lineterm="")
    assert code == there, "\n".join([introduction, *found])


def test_no_block_is_without_an_introduction():
    assert len(BLOCKS) == text(PAGE).count("\n```") / 2


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_every_step_is_told(tree):
    steps = [path.name for path in sorted((tree / "walkthrough").glob("step[0-9]*.py"))]
    told = [name for name in steps if f"](../{tree.name}/walkthrough/{name})" in text(PAGE)]
    assert told == steps


def test_a_page_is_cut_anew(tmp_path):
    (tmp_path / "code.py").write_text("A = 1\n\n\n@a\ndef b():\n    return A\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("In [`code.py`: `b`](code.py):\n\n```python\nold\n```\n", encoding="utf-8")
    docs_snippets.renew(page)
    assert page.read_text(encoding="utf-8").endswith("```python\n@a\ndef b():\n    return A\n```\n")


@pytest.mark.parametrize("line", ["Some code:", "In [`code.py`: `c`](code.py):"])
def test_what_does_not_exist_is_told(tmp_path, line):
    (tmp_path / "code.py").write_text("A = 1\n", encoding="utf-8")
    with pytest.raises(LookupError):
        docs_snippets.cut(tmp_path / "page.md", line)


def test_the_claims_have_no_figure_that_is_counted_by_hand():
    """`make article` and `make numbers` count lines and packages: a copy in prose would be out of date."""
    claims = text(ROOT / "docs" / "claims.md")
    assert (
        re.findall(
            r"[0-9][0-9,]* (?:lines|direct|packages|and [0-9]+)|(?:of|for) [0-9]{2,}", claims
        )
        == []
    )
