"""The built site is whole: its pages parse, and what they link to is there."""

import re
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from comparison.model import test_results, topics
from comparison.model.source_refs import SIDES, files
from comparison.site import fairness_page, file_pages, generator, search

LIVE = "http://localhost:"


@pytest.fixture(scope="module")
def pages(built):
    """All pages, parsed as strictly as can be, by their paths."""
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


def addresses(page):
    """Yield all that a page leads to, or loads."""
    for element in page.iter():
        for name in ("href", "src"):
            if element.get(name) is not None:
                yield element.get(name)


def test_there_is_a_page_for_each_topic_and_each_file(built):
    for topic in topics.load():
        assert (built / "topics" / f"{topic.id}.html").exists()
    for side in SIDES:
        for file in files(side):
            assert (built / "files" / f"{file}.html").exists()


def test_a_page_has_one_heading_a_title_of_its_own_and_a_language(pages):
    titles = [page.findtext(".//title") for page in pages.values()]
    assert len(titles) == len(set(titles))
    for path, page in pages.items():
        assert len(page.findall(".//h1")) == 1, path
        assert len(page.findall(".//main")) == 1, path
        assert page.get("lang") == "en", path


def test_no_id_is_there_twice_on_a_page(ids):
    for path, found in ids.items():
        assert len(found) == len(set(found)), path


def test_every_link_leads_to_a_page_and_to_a_place_on_it(built, pages, ids):
    broken = set()
    for path, page in pages.items():
        for address in addresses(page):
            if address.startswith(LIVE):
                continue
            parts = urlsplit(address)
            assert not parts.scheme, (path, address)
            assert not address.startswith("/"), (path, address)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target.is_file()
            if not there or (parts.fragment and unquote(parts.fragment) not in ids[target]):
                broken.add((str(path.relative_to(built)), address))
    assert sorted(broken) == []


def test_what_the_search_finds_is_there(built, ids):
    for _, _, _, address, *_ in search.index():
        path, _, fragment = address.partition("#")
        assert (built / path).is_file(), address
        assert not fragment or fragment in ids[built / path], address


def test_no_page_holds_a_script_or_a_style_of_its_own(pages):
    for path, page in pages.items():
        assert page.findall(".//style") == [], path
        assert [each for each in page.findall(".//script") if each.text] == [], path
        named = {name for each in page.iter() for name in each.attrib}
        assert not [name for name in named if name == "style" or name.startswith("on")], path


def test_a_topic_shows_the_very_lines_of_its_places(pages, built):
    for topic in topics.load():
        page = pages[built / "topics" / f"{topic.id}.html"]
        by_id = {each.get("id"): each for each in page.iter() if each.get("id")}
        for place in [place for places in topic.places.values() for place in places]:
            name = ":".join(filter(None, (place.side, place.file, place.symbol)))
            shown = [
                "".join(each.itertext())
                for each in by_id[name].iter()
                if "src" in each.get("class", "").split()
            ]
            assert shown == place.lines, name


def test_every_file_without_a_counterpart_says_why():
    alone = [pair for pair in file_pages.pairs() if pair.alike is None]
    assert alone
    assert [pair.name for pair in alone if not pair.reason] == []


def test_a_build_shows_the_last_results_and_leaves_nothing_of_the_build_before(data_dir):
    (data_dir / "site").mkdir()
    (data_dir / "site" / "old.html").touch()
    folder = generator.build(data_dir)
    assert not (folder / "old.html").exists()
    first, *_ = test_results.tests()
    topic = next(t for t in topics.load() if set(t.requirements) & set(first.requirements))
    page = (folder / "topics" / f"{topic.id}.html").read_text(encoding="utf-8")
    good, bad = SIDES
    assert f'<span class="passes">{good.title()}: passed</span>' in page
    assert f'<span class="fails">{bad.title()}: failed</span>' in page
    assert "1 failed" in (folder / "index.html").read_text(encoding="utf-8")


def test_a_test_that_is_gone_is_not_called_a_rule():
    with pytest.raises(LookupError, match="no test"):
        fairness_page.check("shared_tests/repository/test_trees.py::test_nothing_of_this_name")


def test_the_stylesheet_has_no_color_for_one_scheme_only(built):
    css = (built / "static" / "code.css").read_text(encoding="utf-8")
    bright, _, dark = css.partition("@media (prefers-color-scheme: dark)")
    selectors = [set(re.findall(r"^\.code \.\w+", part, re.MULTILINE)) for part in (bright, dark)]
    assert selectors[0] == selectors[1] != set()
