"""The built site is complete: its pages are valid, and no link is broken."""

import gc
import os
import random
import re
from html import unescape
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from comparison.model import test_results, topics
from comparison.model.source_refs import IMPLEMENTATIONS, list_files
from comparison.site import fairness_page, file_pages, generator, menu, search, topic_pages

pytestmark = pytest.mark.slow


TAG = re.compile("<[a-z][^>]*>")  # the templates escape others; a test asks the parser
ATTRIBUTE = re.compile(r'\s(id|href|src)="([^"]*)"')
FOLDERS = ("topics", "files", "tests")  # whose pages are all made from one template


@pytest.fixture(scope="module")
def attributes(built):
    """The ids and URLs of each page, as {path: [(attribute, value)]}."""
    tags = {path: "".join(TAG.findall(path.read_text("utf-8"))) for path in built.rglob("*.html")}
    return {
        path: [(name, unescape(value)) for name, value in ATTRIBUTE.findall(tags[path])]
        for path in sorted(tags)
    }


@pytest.fixture(scope="module")
def ids(attributes):
    """The ids of each page."""
    return {
        path: {value for name, value in found if name == "id"} for path, found in attributes.items()
    }


@pytest.fixture(scope="module")
def urls(attributes):
    """The URLs that each page links to or loads."""
    return {
        path: {value for name, value in found if name != "id"} for path, found in attributes.items()
    }


@pytest.fixture(scope="module")
def pages(built, attributes):
    """Pages by their paths, parsed strictly: all; with SAMPLE=6, a sixth of those in FOLDERS."""
    sample = int(os.environ.get("SAMPLE") or 1)
    rng = random.Random(os.environ.get("SAMPLE_SEED"))  # noqa: S311
    alike = {path for folder in FOLDERS for path in (built / folder).rglob("*.html")} - {
        built / folder / "index.html" for folder in FOLDERS
    }
    chosen = [path for path in attributes if path not in alike or not rng.randrange(sample)]
    gc.disable()  # it would visit a million elements again and again
    try:
        return {path: parse(path) for path in chosen}
    finally:
        gc.freeze()
        gc.enable()


def parse(path):
    """Return a page; raise ParseError if it is not valid."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    with path.open("rb") as file:
        return parser.parse(file, transport_encoding="utf-8")


def test_each_topic_and_each_file_has_a_page(built):
    for topic in topics.load():
        assert (built / "topics" / f"{topic.id}.html").exists()
    for implementation in IMPLEMENTATIONS:
        for file in list_files(implementation):
            assert (built / "files" / f"{file}.html").exists()


def test_titles_are_unique(attributes):
    titles = [re.search("<title>(.+)</title>", path.read_text("utf-8"))[1] for path in attributes]
    assert len(titles) == len(set(titles))


def test_a_page_has_one_heading_a_title_and_a_language(pages):
    for path, page in pages.items():
        assert len(page.findall(".//h1")) == 1, path
        assert len(page.findall(".//main")) == 1, path
        assert page.findtext(".//title"), path
        assert page.get("lang") == "en", path


def test_ids_are_unique_on_a_page(attributes, ids):
    for path, found in attributes.items():
        assert len(ids[path]) == sum(name == "id" for name, _ in found), path


def test_the_ids_and_urls_are_those_that_the_parser_finds(attributes, pages):
    names = ("id", "href", "src")
    for path, page in pages.items():
        found = [item for each in page.iter() for item in each.items() if item[0] in names]
        assert sorted(found) == sorted(attributes[path]), path


def test_no_link_is_broken(built, ids, urls):
    broken = set()
    for path, found in urls.items():
        fragments = {}
        for place, _, fragment in (url.partition("#") for url in found):
            fragments.setdefault(place, set()).add(unquote(fragment))
        for place, names in fragments.items():
            parts = urlsplit(place)
            if parts.scheme == "https":  # the documentation, and the article
                continue
            assert not parts.scheme, (path, place)
            assert not place.startswith("/"), (path, place)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            missing = names - {""} - ids.get(target, set())
            if missing or not target.is_file():
                broken.add((str(path.relative_to(built)), place, *sorted(missing)))
    assert sorted(broken) == []


def test_every_search_result_exists(built, ids):
    for _, _, _, url, *_ in search.build_index():
        path, _, fragment = url.partition("#")
        assert (built / path).is_file(), url
        assert not fragment or fragment in ids[built / path], url


def test_no_page_has_inline_scripts_or_styles(pages):
    for path, page in pages.items():
        assert page.findall(".//style") == [], path
        assert [each for each in page.findall(".//script") if each.text] == [], path
        named = {name for each in page.iter() for name in each.attrib}
        assert not [name for name in named if name == "style" or name.startswith("on")], path


def test_a_topic_shows_the_lines_of_its_source_refs(pages, built):
    by_path = {built / "topics" / f"{topic.id}.html": topic for topic in topics.load()}
    for path in by_path.keys() & pages.keys():
        topic, page = by_path[path], pages[path]
        by_id = {each.get("id"): each for each in page.iter() if each.get("id")}
        for ref in [ref for refs in topic.source_refs.values() for ref in refs]:
            name = ":".join(filter(None, (ref.implementation, ref.file, ref.symbol)))
            shown = [
                "".join(each.itertext())
                for each in by_id[name].iter()
                if "src" in each.get("class", "").split()
            ]
            assert shown == ref.lines, name


def test_a_site_without_a_running_pair_links_to_no_local_server(urls):
    for path, found in urls.items():
        assert [url for url in found if "localhost" in url or "127.0.0.1" in url] == [], path


def test_a_site_for_a_running_pair_links_to_it(monkeypatch):
    monkeypatch.setenv("LIVE", "1")
    assert set(topic_pages.live_urls()) == set(IMPLEMENTATIONS)


def test_every_page_is_in_the_menu_or_has_a_title_of_its_own(built):
    for path in built.rglob("*.html"):
        name = path.relative_to(built).as_posix()
        assert menu.section(name) or name == "index.html", name


def test_every_page_has_a_description(pages):
    for path, page in pages.items():
        found = page.find(".//meta[@name='description']")
        assert found.get("content").strip(), path


def test_every_file_without_a_counterpart_has_a_reason():
    alone = [pair for pair in file_pages.pairs() if pair.similarity is None]
    assert alone
    assert [pair.name for pair in alone if not pair.reason] == []


def test_a_build_shows_the_last_results_and_replaces_the_previous_build(data_dir):
    (data_dir / "site").mkdir()
    (data_dir / "site" / "old.html").touch()
    folder = generator.build(data_dir)
    assert not (folder / "old.html").exists()
    first = next(test for test in test_results.tests() if "PROFILE-1" in test.requirements)
    topic = next(t for t in topics.load() if set(t.requirements) & set(first.requirements))
    page = (folder / "topics" / f"{topic.id}.html").read_text(encoding="utf-8")
    good, bad = IMPLEMENTATIONS
    assert f'<span class="passes">{good.title()}: passed</span>' in page
    assert f'<span class="fails">{bad.title()}: failed</span>' in page
    assert "1 failed" in (folder / "index.html").read_text(encoding="utf-8")


def test_a_rule_with_an_unknown_test_is_an_error():
    with pytest.raises(LookupError, match="no test"):
        fairness_page.check_test_exists(
            "shared_tests/meta/test_trees.py::test_nothing_of_this_name"
        )


def test_every_color_of_code_has_a_value_for_both_color_schemes(built):
    css = (built / "static" / "code.css").read_text(encoding="utf-8")
    colors = re.findall(r"color: (?!light-dark)", css)
    assert "light-dark(" in css
    assert colors == []
