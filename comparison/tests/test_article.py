"""The concepts and parts of the article: article.toml, docs/article.md and their page."""

import copy
import subprocess
import sys

import pytest
from markupsafe import escape

from comparison.measure import article_metrics, dependencies
from comparison.model import article, article_items, article_lines, line_count
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT, resolve
from comparison.site import article_document, article_index, article_page, markdown
from comparison.site.environment import create_environment, render

URLS = "https://docs.djangoproject.com/en/5.2/ref/urls/"


def test_the_concepts_are_valid():
    errors = article.validate(article.entries())
    assert not errors, "\n".join(errors)


def test_the_document_is_what_make_docs_writes():
    written = article_document.DOCUMENT.read_text(encoding="utf-8")
    assert written == article_document.document(article.load(), article_lines.load()), (
        "run make docs"
    )


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"topics": ["profile-by-pkk"]}, "no topic profile-by-pkk; did you mean profile-by-pk"),
        ({"topics": []}, "has no topics"),
        ({"today": ""}, "has no today"),
        ({"topic": ["home"]}, "has an unknown key topic; did you mean topics"),
        ({"django": []}, "has code in one implementation only, and no `alone`"),
        ({"alone": "why"}, "has code in both implementations, but also `alone`"),
        ({"flask": ["app.py: create_ap"]}, "flask: app.py has no create_ap; did you mean create_a"),
        ({"documentation": {}}, "has no link to the documentation of django"),
        ({"documentation": {"path()": URLS}}, "has no link to the documentation of flask"),
        ({"documentation": {"a": "https://x.example"}}, "https://x.example is not in a docum"),
    ],
)
def test_an_error_in_a_concept_is_reported(values, error):
    groups = copy.deepcopy(article.entries())
    groups[0]["concept"][0] |= values
    name = groups[0]["concept"][0]["name"]
    errors = article.validate(groups)
    assert any(line.startswith(f"{name}: {error}") for line in errors), errors


def test_a_duplicate_concept_is_reported():
    groups = copy.deepcopy(article.entries())
    groups[0]["concept"] *= 2
    assert "Concepts in both: Views appears 2 times" in article.validate(groups)


def test_the_lines_are_valid():
    for entry in article_lines.entries():
        assert not article_lines.validate_entry(entry), entry["code"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"flask": ["app.py: create_ap"]}, "flask: app.py has no create_ap; did you mean create_a"),
        ({"flask": [], "django": []}, "has no source references"),
        ({"documentation": {}}, "has no documentation"),
        ({"documentation": {"a": "https://x.example"}}, "https://x.example is not in a docum"),
        ({"todayy": "It."}, "has an unknown key todayy; did you mean today"),
    ],
)
def test_an_error_in_a_line_is_reported(values, error):
    errors = article_lines.validate_entry(article_lines.entries()[0] | values)
    assert any(line.startswith(error) for line in errors), errors


def test_the_index_is_what_make_docs_writes():
    written = article_index.DOCUMENT.read_text(encoding="utf-8")
    assert written == article_index.document(article_items.load()), "run make docs"


@pytest.mark.parametrize("document", ["article.md", "claims.md", "extensions.md"])
def test_each_row_about_the_article_belongs_to_an_item(document):
    listed = {item.row for items in article_items.load().values() for item in items}
    rows = article_items.rows(document)
    if document == "extensions.md":  # below are packages that the article does not name
        rows = rows[: rows.index("MongoEngine") + 1]
    assert [row for row in rows if row not in listed] == []


@pytest.mark.parametrize("name", ["claims.md: Django is", "claims.md: Django"])
def test_a_row_that_is_not_found_once_is_an_error(name):
    with pytest.raises(LookupError, match=r"has [0-9]+ rows that begin with"):
        article_items.find_item("text", name)


def test_a_link_names_the_symbols_unless_the_whole_file_is_meant():
    names = ["find", "by_pk"]
    assert (
        article_document.link("tree/a/b.py", names) == "[a/b.py](../tree/a/b.py): `find`, `by_pk`"
    )
    assert article_document.link("tree/a/b.py", [None]) == "[a/b.py](../tree/a/b.py)"


def test_the_page_links_each_concept_to_its_topics_and_shows_test_outcomes(data_dir):
    ((path, template, context),) = article_page.pages(data_dir)
    page = render(create_environment(), path, template, context)
    for concept in [each for concepts in article.load().values() for each in concepts]:
        for topic in concept.topics:
            assert f'href="topics/{topic.id}.html"' in page
        for text, url in concept.documentation.items():
            assert f'href="{url}">{escape(text)}</a>' in page
    good, bad = (implementation.title() for implementation in IMPLEMENTATIONS)
    assert f'<span class="passes">{good}: passed</span>' in page
    assert f'<span class="passes">{bad}: passed</span>' in page
    assert f'<span class="fails">{bad}: failed</span>' in page


def test_a_document_links_to_pages_of_the_site_and_has_no_inline_style():
    line = "[a](../SPEC.md) [b](startup.md) [c](../runner/) [d](https://x.example) `T=home` <b>"
    html = markdown.document(f"{line}\n\n| n |\n| --: |\n| 1 |", "../")
    assert '<a href="../contract.html">a</a> <a href="../startup.html">b</a> c' in html
    assert '<a href="https://x.example">d</a>' in html
    assert '<a href="../topics/home.html">Home page</a> &lt;b&gt;' in html
    assert '<td class="num">1</td>' in html
    assert html.count("<div") == html.count("</div>") == 1


def test_a_link_leads_to_a_heading_of_another_document():
    line = "[b](flask-to-django.md#a) [c](../../DIFFERENCES.md#d) [e](../../SPEC.md#f)"
    html = markdown.document(f"## 1. The user’s `a-b`\n\n{line}", "")
    assert '<h2 id="1-the-users-a-b">' in html
    assert '<a href="migrate-flask-to-django.html#a">b</a>' in html
    assert '<a href="defaults.html#d">c</a> <a href="contract.html">e</a>' in html


def test_each_part_has_lines_in_both_implementations():
    for part in article_metrics.load():
        assert min(part.lines.values()) > 0, part.name


@pytest.mark.parametrize("pattern", ["accounts/modells.py", "*/modells.py", "static/*"])
def test_an_unknown_file_of_a_part_is_an_error(pattern):
    with pytest.raises(LookupError, match="has no file"):
        article_metrics.resolve_pattern(next(iter(IMPLEMENTATIONS)), pattern)


def test_a_line_in_two_source_refs_counts_once():
    file, symbol = "profiles/views.py", "profiles/views.py: by_pk"
    whole, part = resolve("flask", file), resolve("flask", symbol)
    assert 0 < line_count.count_source_refs([part]) < line_count.count_source_refs([whole, part])
    assert line_count.count_source_refs([whole, part]) == line_count.count_source_refs([whole])


def test_a_closure_has_dependencies_and_no_dependents():
    found = dependencies.closure("flask", ["flask"])
    assert {"flask", "werkzeug", "jinja2", "markupsafe"} <= found
    assert "flask-wtf" not in found
    with pytest.raises(LookupError, match="has no package flaskk"):
        dependencies.closure("flask", ["flaskk"])


@pytest.mark.slow
@pytest.mark.process
def test_the_table_of_parts_is_printed(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    done = subprocess.run(
        [sys.executable, "-m", "comparison.measure.article_metrics"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    for text in [*(part.name for part in article_metrics.load()), "flask-sqlalchemy"]:
        assert text in done.stdout
