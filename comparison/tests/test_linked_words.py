"""The first mention of a framework's name, a package or a program links to its documentation."""

import re

import pytest

from comparison.model.data import read_toml
from comparison.model.documentation import check_url
from comparison.model.linked_words import codes, concepts, packages, sections, unlinked, urls
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT
from comparison.tests.test_documents import DOCUMENTS
from comparison.tests.test_package_map import package_names

LEFT_OUT = {
    "SPEC.md": "names no framework as its subject",
    "docs/article.md": "is generated, with a column of links",
    "docs/article_index.md": "is generated, and leads to the other documents",
}
READ = [
    path
    for path in [*DOCUMENTS, *(ROOT / tree / "README.md" for tree in IMPLEMENTATIONS.values())]
    if str(path.relative_to(ROOT)) not in LEFT_OUT
]
# These pages are about variables of this application, and some have the name of a setting.
ENVIRONMENT = ["docs/settings.md", "docs/operations.md", "shared_database/README.md"]
# Requirements that no document explains: parts of others, and tools of this repository.
TOOLS = {
    "aiosmtpd",
    "djangorestframework",
    "drf-spectacular-sidecar",
    "fakeredis",
    "flask-swagger-ui",
    "joserfc",
    "limits",
    "packaging",
    "redis",
    "requests",
    "tqdm",
}


def own_names(document):
    """Return the names in a document that are those of this application."""
    if document == "docs/names.md":
        return {*codes()}
    if document == "docs/files.md":
        return {".env", ".flaskenv", "manage.py"}
    settings = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`[A-Z].*?) \|", settings, re.MULTILINE)
    return {*re.findall("[A-Z_]+", " ".join(cells))} if document in ENVIRONMENT else set()


@pytest.mark.parametrize("document", READ, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_first_mention_of_a_word_is_linked(document):
    ignored = own_names(str(document.relative_to(ROOT)))
    found, line = [], 1
    for section in sections(document.read_text(encoding="utf-8")):
        for mention in unlinked(section):
            if mention.word not in ignored:
                number = line + section.count("\n", 0, mention.start)
                found.append(f"line {number}: {mention.word}, {urls(mention.word)}")
        line += section.count("\n")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("`url_for()` and [`url_for()`](https://a.example/)", ["url_for"]),
        ("[`url_for()`](https://a.example/) and `url_for`", []),
        ("[a `url_for`](b.md), then `url_for`", ["url_for"]),
        ("**Why `url_for`.** A `redirect()`", ["redirect"]),
        ("# `url_for`\n\n```\n`url_for`\n```\n", []),
        ("Flask-SQLAlchemy extends\nSQLAlchemy.", ["Flask-SQLAlchemy", "SQLAlchemy"]),
        ("[SQLAlchemy 2](https://a.example/), then SQLAlchemy", []),
        ("the `id` of a row", []),
        ("Blueprints, then a blueprint; WSGI-middleware", ["blueprint"]),
        (
            "an application\nfactory, Django REST\nframework",
            ["application factory", "Django REST framework"],
        ),
    ],
)
def test_only_a_first_mention_in_the_text_needs_a_link(text, words):
    assert [mention.word for mention in unlinked(text)] == words


def test_a_long_document_is_read_by_section():
    long = "# A\n" + "\n" * 150 + "## B\n\n`url_for`\n\n## C\n\n`url_for`\n"
    assert len(sections(long)) == 3
    assert len(sections("## B\n\n## C\n")) == 1


def test_each_package_of_the_requirements_is_known():
    known = {re.sub("[ ._]", "-", name.lower()) for name in packages()} | TOOLS
    for implementation in IMPLEMENTATIONS:
        names = {name.lower() for name in package_names(implementation)}
        assert names - known - {*IMPLEMENTATIONS, "jinja2"} == set()


def test_an_ordinary_name_is_in_the_glossary_and_has_a_reason():
    for name, reason in read_toml("linked_words.toml")["ordinary"].items():
        assert name not in codes()
        assert reason


def test_the_links_of_names_and_concepts_lead_to_the_documentation():
    for links in [*codes().values(), *concepts().values()]:
        for implementation, url in links.items():
            check_url(implementation, url)
