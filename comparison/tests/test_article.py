"""The article's concepts are on topics that exist, and what docs/ says of them is up to date."""

import copy
import subprocess
import sys

import pytest

from comparison.measure import article_metrics, dependencies
from comparison.model import article, line_count
from comparison.model.source_refs import ROOT, SIDES, resolve
from comparison.site import article_document, article_page, generator, markdown


def test_the_concepts_are_whole():
    found = article.complaints(article.entries())
    assert not found, "\n".join(found)


def test_the_document_is_what_make_docs_writes():
    written = article_document.DOCUMENT.read_text(encoding="utf-8")
    assert written == article_document.document(article.load()), "run make docs"


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"topics": ["profile-by-pkk"]}, "no topic profile-by-pkk; did you mean profile-by-pk"),
        ({"topics": []}, "has no topics"),
        ({"today": ""}, "has no today"),
        ({"topic": ["home"]}, "has an unknown key topic; did you mean topics"),
        ({"topics": ["last-value"]}, "has a first topic with code in one implementation only"),
        ({"alone": "why"}, "has a first topic with code in both implementations, but also `alone`"),
    ],
)
def test_what_is_wrong_with_a_concept_is_told(values, complaint):
    groups = copy.deepcopy(article.entries())
    groups[0]["concept"][0] |= values
    name = groups[0]["concept"][0]["name"]
    found = article.complaints(groups)
    assert any(line.startswith(f"{name}: {complaint}") for line in found), found


def test_a_concept_that_is_there_twice_is_told():
    groups = copy.deepcopy(article.entries())
    groups[0]["concept"] *= 2
    assert "Concepts in both: Views appears 2 times" in article.complaints(groups)


def test_the_document_names_what_counts_in_a_file_unless_that_is_all_of_it():
    names = ["find", "by_pk"]
    assert (
        article_document.link("tree/a/b.py", names) == "[a/b.py](../tree/a/b.py): `find`, `by_pk`"
    )
    assert article_document.link("tree/a/b.py", [None]) == "[a/b.py](../tree/a/b.py)"


def test_the_page_leads_from_each_concept_to_its_topics_and_says_how_its_tests_went(data_dir):
    ((path, template, context),) = article_page.pages(data_dir)
    around = {"path": path, "root": ""}
    page = generator.environment().get_template(template).render(around | context)
    for concept in [each for concepts in article.load().values() for each in concepts]:
        for topic in concept.topics:
            assert f'href="topics/{topic.id}.html"' in page
    good, bad = (side.title() for side in SIDES)
    assert f'<span class="passes">{good}: passed</span>' in page
    assert f'<span class="passes">{bad}: passed</span>' in page
    assert f'<span class="fails">{bad}: failed</span>' in page


def test_a_document_leads_to_pages_of_the_site_and_has_no_style_of_its_own():
    line = "[a](../SPEC.md) [b](startup.md) [c](https://x.example) `T=home` <b>"
    html = markdown.document(f"{line}\n\n| n |\n| --: |\n| 1 |", "../")
    assert '<a href="../contract.html">a</a> <a href="../startup.html">b</a> c' in html
    assert '<a href="../topics/home.html"><code>T=home</code></a> &lt;b&gt;' in html
    assert '<td class="num">1</td>' in html
    assert html.count("<div") == html.count("</div>") == 1


def test_each_part_has_lines_on_both_sides():
    for part in article_metrics.load():
        assert min(part.lines.values()) > 0, part.name


@pytest.mark.parametrize("spec", ["accounts/modells.py", "*/modells.py", "static/*"])
def test_a_part_names_what_exists_and_can_be_counted(spec):
    with pytest.raises(LookupError, match="has no file"):
        article_metrics.meant(next(iter(SIDES)), spec)


def test_a_line_in_two_places_counts_once():
    file, symbol = "profiles/views.py", "profiles/views.py: by_pk"
    whole, part = resolve("flask", file), resolve("flask", symbol)
    assert 0 < line_count.of_places([part]) < line_count.of_places([whole, part])
    assert line_count.of_places([whole, part]) == line_count.of_places([whole])


def test_what_comes_with_a_package_is_not_what_asks_for_it():
    found = dependencies.closure("flask", ["flask"])
    assert {"flask", "werkzeug", "jinja2", "markupsafe"} <= found
    assert "flask-wtf" not in found
    with pytest.raises(LookupError, match="has no package flaskk"):
        dependencies.closure("flask", ["flaskk"])


def test_the_table_of_parts_is_printed_for_all_sides(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    done = subprocess.run(
        [sys.executable, "-m", "comparison.measure.article_metrics"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    for text in [*(part.name for part in article_metrics.load()), "flask-sqlalchemy"]:
        assert text in done.stdout
