"""The search in a browser: each query finds its page first, and the list works by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from comparison.model.data import read_toml
from shared_tests.browser.accessibility import serious

FIND = """queries => {
  const find = createSearch(INDEX);
  return queries.map(query => find(query).pages.map(hit => hit.path.split("#")[0]));
}"""
each_size = pytest.mark.parametrize("size", ["desktop", "phone"])
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture
def open_search(open_page):
    """Return a function that opens a page, searches for a text, and returns both."""

    def open_search(text, **options):
        page = open_page("fairness.html", **options)
        search = page.locator(".search").get_by_role("searchbox")
        search.fill(text)
        expect(page.locator(".search li a").first).to_be_visible()
        return page, search

    return open_search


def test_each_query_finds_its_page_first(open_search):
    page, _ = open_search("login")
    queries = read_toml("queries.toml")["query"]
    found = page.evaluate(FIND, [each["text"] for each in queries])
    wrong = {
        each["text"]: paths[:3]
        for each, paths in zip(queries, found, strict=True)
        if not paths or paths[0] not in each.get("pages", [each.get("page")])
    }
    assert wrong == {}


@each_size
@each_scheme
def test_results_are_grouped_and_show_the_words(open_search, size, scheme):
    page, _ = open_search("visible_to", size=size, scheme=scheme)
    results = page.locator(".search li")
    expect(results.first).to_contain_text("Profile visibility")
    expect(results.first.locator("mark").first).to_contain_text("visible_to")
    heading = page.locator(".search .group")
    expect(heading).to_have_text("Names in the code")
    expect(heading.locator("xpath=following-sibling::li").first).to_contain_text("visible_to")
    expect(page.locator(".search [role=status]")).to_have_text(re.compile(r"^\d+ results?$"))
    assert serious(page) == []


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("profile visibility", "Profile visibility"),
        ("UserQuerySet.visible_to", "Profile visibility"),
        ("csrf-1", "Specification"),
    ],
)
def test_the_first_result_opens_with_the_keyboard(open_search, text, heading):
    page, search = open_search(text)
    search.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(heading)


def test_a_name_opens_its_line(open_search):
    page, _ = open_search("UserQuerySet.visible_to")
    page.locator(".search .group + li a").click()
    expect(page.locator("h1")).to_have_text("accounts/models.py")
    expect(page.locator(".line:target")).to_be_in_viewport()


def test_the_search_has_keyboard_shortcuts(open_page):
    page = open_page("topics/visible-to.html")
    page.keyboard.press("/")
    search = page.locator(".search").get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("no such thing anywhere")
    expect(page.locator(".search")).to_contain_text("No results")
    page.keyboard.press("Escape")
    expect(page.locator(".search ul")).to_be_hidden()
    page.keyboard.type("login")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Login view")
