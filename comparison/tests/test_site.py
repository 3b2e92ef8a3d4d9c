"""The built site is complete: its pages are valid, and no link is broken."""

import re
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from comparison.model import test_results, topics
from comparison.model.source_refs import IMPLEMENTATIONS, list_files
from comparison.site import fairness_page, file_pages, generator, menu, search, topic_pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(built):
    """All pages by their paths, parsed strictly."""
    parsed = {}
    for path in sorted(built.rglob("*.html")):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
        with path.open("rb") as file:
            parsed[path] = parser.parse(file, transport_encoding="utf-8")
    return parsed


@pytest.fixture(scope="module")
def ids(pages):
    """The ids of each page."""
    return {
        path: [each.get("id") for each in page.iter() if each.get("id")]
        for path, page in pages.items()
    }


def urls(page):
    """Yield the URLs that a page links to or loads."""
    for element in page.iter():
        for name in ("href", "src"):
            if element.get(name) is not None:
                yield element.get(name)


def test_each_topic_and_each_file_has_a_page(built):
    for topic in topics.load():
        assert (built / "topics" / f"{topic.id}.html").exists()
    for implementation in IMPLEMENTATIONS:
        for file in list_files(implementation):
            assert (built / "files" / f"{file}.html").exists()


def test_a_page_has_one_heading_a_unique_title_and_a_language(pages):
    titles = [page.findtext(".//title") for page in pages.values()]
    assert len(titles) == len(set(titles))
    for path, page in pages.items():
        assert len(page.findall(".//h1")) == 1, path
        assert len(page.findall(".//main")) == 1, path
        assert page.get("lang") == "en", path


def test_ids_are_unique_on_a_page(ids):
    for path, found in ids.items():
        assert len(found) == len(set(found)), path


def test_no_link_is_broken(built, pages, ids):
    broken = set()
    for path, page in pages.items():
        for url in urls(page):
            parts = urlsplit(url)
            if parts.scheme == "https":  # the documentation, and the article
                continue
            assert not parts.scheme, (path, url)
            assert not url.startswith("/"), (path, url)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or (
                parts.fragment and unquote(parts.fragment) not in ids[target]
            ):
                broken.add((str(path.relative_to(built)), url))
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
    for topic in topics.load():
        page = pages[built / "topics" / f"{topic.id}.html"]
        by_id = {each.get("id"): each for each in page.iter() if each.get("id")}
        for ref in [ref for refs in topic.source_refs.values() for ref in refs]:
            name = ":".join(filter(None, (ref.implementation, ref.file, ref.symbol)))
            shown = [
                "".join(each.itertext())
                for each in by_id[name].iter()
                if "src" in each.get("class", "").split()
            ]
            assert shown == ref.lines, name


def test_a_site_without_a_running_pair_links_to_no_local_server(pages):
    for path, page in pages.items():
        assert [url for url in urls(page) if "localhost" in url or "127.0.0.1" in url] == [], path


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
