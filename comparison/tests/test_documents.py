"""The documents lead to what is there: files, headings, topics, requirements and commands."""

import re
import subprocess
from functools import cache
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from comparison.model import topics
from comparison.model.source_refs import ROOT
from shared_tests import contract

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


@cache
def tokens(document):
    """Return all tokens of a document, those within its lines too."""
    parsed = MarkdownIt("commonmark").enable("table").parse(document.read_text(encoding="utf-8"))
    return [token for each in parsed for token in [each, *(each.children or ())]]


def code(document):
    """Return what stands in a document as code, in its lines and by itself."""
    kinds = ("code_inline", "fence")
    return "\n".join(each.content for each in tokens(document) if each.type in kinds)


def anchors(document):
    """Return the fragments of a document's headings, as GitHub makes them."""
    pairs = zip(tokens(document), tokens(document)[1:], strict=False)
    titles = [after.content for before, after in pairs if before.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(document):
    """Return the links and pictures of a document that lead nowhere on this machine."""
    found = []
    for token in tokens(document):
        address = token.attrs.get("href") or token.attrs.get("src") or ""
        path, _, fragment = unquote(address).partition("#")
        if not address or re.match("[a-z]+:", address):
            continue
        target = (document.parent / path).resolve() if path else document
        there = target.exists() and target.is_relative_to(ROOT)
        if not there or (target.suffix == ".md" and fragment and fragment not in anchors(target)):
            found.append(address)
    return found


@each_document
def test_every_link_leads_to_a_file_and_to_a_heading_of_it(document):
    assert broken(document) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    document = tmp_path / "a.md"
    document.write_text(
        "# A `b`: c\n[1](#a-b-c) [2](#d) [3](a.md) [4](b.md) [5](https://x.example/) ![6](c.png)\n"
    )
    assert broken(document) == ["#d", "b.md", "c.png"]


@each_document
def test_every_topic_that_make_diff_is_given_exists(document):
    named = re.findall(r"\bT=([a-z0-9-]+)", code(document))
    for name in named:
        assert name.startswith("http") or topics.find(name)


@each_document
def test_every_requirement_that_is_named_exists(document):
    named = set(re.findall(rf"\b{contract.NAME}\b", document.read_text(encoding="utf-8")))
    assert named - set(contract.requirements()) - {"UTF-8"} == set()


@each_document
def test_every_command_of_make_that_is_named_exists(document):
    command = ["make", "-pn", "help"]
    known = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout  # noqa: S603
    for name in re.findall(r"^make ([a-z-]+)", code(document), re.MULTILINE):
        assert re.search(rf"^{name}:", known, re.MULTILINE), name
