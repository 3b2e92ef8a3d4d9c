"""Links, topics, requirements and commands in the documents exist."""

import re
import subprocess
from functools import cache
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from comparison.model import topics
from comparison.model.source_refs import ROOT
from shared_tests.support import spec

DOCUMENTS = [
    path
    for pattern in (
        "*.md",
        "docs/*.md",
        "docs/migrate/*.md",
        "shared_database/*.md",
        "project_templates/*.md",
    )
    for path in sorted(ROOT.glob(pattern))
]
each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)


@cache
def tokens(document):
    """Return all tokens of a document, including inline ones."""
    parsed = MarkdownIt("commonmark").enable("table").parse(document.read_text(encoding="utf-8"))
    return [token for each in parsed for token in [each, *(each.children or ())]]


def code(document):
    """Return the inline code and the code blocks of a document."""
    kinds = ("code_inline", "fence")
    return "\n".join(each.content for each in tokens(document) if each.type in kinds)


def anchors(document):
    """Return the fragments of a document's headings, as GitHub generates them."""
    pairs = zip(tokens(document), tokens(document)[1:], strict=False)
    titles = [after.content for before, after in pairs if before.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(document):
    """Return the broken links and images of a document."""
    found = []
    for token in tokens(document):
        url = token.attrs.get("href") or token.attrs.get("src") or ""
        path, _, fragment = unquote(url).partition("#")
        if not url or re.match("[a-z]+:", url):
            continue
        target = (document.parent / path).resolve() if path else document
        exists = target.exists() and target.is_relative_to(ROOT)
        if not exists or (target.suffix == ".md" and fragment and fragment not in anchors(target)):
            found.append(url)
    return found


@each_document
def test_no_link_is_broken(document):
    assert broken(document) == []


def test_a_broken_link_is_found(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    document = tmp_path / "a.md"
    document.write_text(
        "# A `b`: c\n[1](#a-b-c) [2](#d) [3](a.md) [4](b.md) [5](https://x.example/) ![6](c.png)\n"
    )
    assert broken(document) == ["#d", "b.md", "c.png"]


@each_document
def test_every_topic_of_make_diff_exists(document):
    named = re.findall(r"\bT=([a-z0-9-]+)", code(document))
    for name in named:
        assert name.startswith("http") or topics.get(name)


@each_document
def test_every_requirement_exists(document):
    named = set(re.findall(rf"\b{spec.NAME}\b", document.read_text(encoding="utf-8")))
    assert named - set(spec.requirements()) - {"SHA-1", "UTF-8"} == set()


@each_document
def test_every_make_target_exists(document):
    command = ["make", "-pn", "help"]
    known = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout  # noqa: S603
    for name in re.findall(r"^make ([a-z-]+)", code(document), re.MULTILINE):
        assert re.search(rf"^{name}:", known, re.MULTILINE), name


def test_the_table_of_attributes_has_those_that_a_test_of_the_implementation_checks():
    table = (ROOT / "docs" / "startup.md").read_text(encoding="utf-8")
    module = (ROOT / "flask_impl" / "tests" / "test_registries.py").read_text(encoding="utf-8")
    documented = re.findall(r"^\| \[?`([a-z_]+)`", table, re.MULTILINE)
    checked = re.findall(r'^(?:    |REMOVED = \[)"([a-z_]+)"', module, re.MULTILINE)
    assert sorted(documented) == sorted(checked)


def rows(document):
    """Return the cells of each row of the tables of a document, without their heads."""
    lines = (ROOT / "docs" / document).read_text(encoding="utf-8").split("\n")
    heads = [i for i, line in enumerate(lines) if line.startswith("| ---")]
    body = [line for i, line in enumerate(lines) if i not in heads and i + 1 not in heads]
    return [line.strip("| ").split(" | ") for line in body if line.startswith("| ")]


@pytest.mark.parametrize(
    ("document", "column"), [("concepts.md", -1), ("article.md", -1), ("extensions.md", 0)]
)
def test_each_row_links_to_documentation(document, column):
    found = [cells for cells in rows(document) if not cells[0].startswith("**")]
    assert len(found) >= 20
    assert [cells[0] for cells in found if "](https://" not in cells[column]] == []
