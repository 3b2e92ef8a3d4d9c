"""Reading the comparison site in a browser: each kind of page, and paths through several."""

import re

import pytest
from playwright.sync_api import expect

from shared_tests.browser.accessibility import SIDEWAYS, serious

PAGES = {
    "home": "index.html",
    "article": "article.html",
    "startup": "startup.html",
    "extensions": "extensions.html",
    "claims": "claims.html",
    "topics": "topics/index.html",
    "topic": "topics/visible-to.html",
    "files": "files/index.html",
    "file": "files/profiles/views.py.html",
    "file-without-counterpart": "files/accounts/commands.py.html",
    "specification": "contract.html",
    "requests": "requests.html",
    "numbers": "numbers.html",
    "fairness": "fairness.html",
}
each_page = pytest.mark.parametrize("name", PAGES)
each_size = pytest.mark.parametrize("size", ["desktop", "phone"])
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


@each_page
@each_size
@each_scheme
def test_a_page_is_accessible_and_does_not_scroll_sideways(open_page, name, size, scheme):
    page = open_page(PAGES[name], size, scheme, picture=name)
    assert serious(page) == []
    width, seen = page.locator("html").evaluate(SIDEWAYS)
    assert width == seen


@each_size
@each_scheme
def test_a_topic_links_its_diff_its_requirements_and_its_files(open_page, size, scheme):
    page = open_page("index.html", size, scheme)
    page.get_by_role("link", name="Read the topics").click()
    page.get_by_role("link", name="Profile visibility").click()
    expect(page.locator("h1")).to_have_text("Profile visibility")
    expect(page.locator("#django")).to_contain_text("visible_to")
    page.get_by_text("Unified diff").click()
    expect(page.locator("#django")).to_be_hidden()
    expect(page.locator("#diff .differs .right").first).to_be_visible()
    assert serious(page) == []
    page.get_by_role("link", name="VISIBLE-2", exact=True).click()
    requirement = page.locator("#VISIBLE-2")
    expect(requirement).to_be_in_viewport()
    requirement.get_by_role("link", name="Profile visibility").click()
    expect(page).to_have_url(re.compile("topics/visible-to.html$"))
    page.get_by_text("Side by side").click()
    page.locator("#flask .where a").last.click()
    expect(page.locator("h1")).to_have_text("accounts/models.py")
    expect(page.locator(".line:target")).to_be_in_viewport()


@each_size
@each_scheme
def test_the_search_finds_a_topic_a_symbol_and_a_requirement(open_page, size, scheme):
    page = open_page("fairness.html", size, scheme)
    for text, heading in [
        ("profile visibility", "Profile visibility"),
        ("UserQuerySet.visible_to", "accounts/models.py"),
        ("csrf-1", "Specification"),
    ]:
        search = page.get_by_role("searchbox")
        search.fill(text)
        expect(page.locator(".search li a").first).to_be_visible()
        assert serious(page) == []
        search.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(heading)


def test_the_search_has_keyboard_shortcuts(open_page):
    page = open_page("topics/visible-to.html")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("no such thing anywhere")
    expect(page.locator(".search")).to_contain_text("No results")
    page.keyboard.press("Escape")
    expect(page.locator(".search ul")).to_be_hidden()


@each_size
def test_both_views_work_without_javascript(open_page, size):
    page = open_page("topics/visible-to.html", size, java_script_enabled=False)
    expect(page.locator(".panes")).to_be_visible()
    page.get_by_text("Unified diff").click()
    expect(page.locator(".panes")).to_be_hidden()
    expect(page.locator("#diff .line").first).to_be_visible()


def test_the_panes_scroll_together(open_page):
    page = open_page("topics/openapi.html")
    page.locator(".panes .scroll").first.hover()
    page.mouse.wheel(0, 300)
    page.wait_for_function("document.querySelectorAll('.panes .scroll')[1].scrollTop > 0")


def test_code_is_copied_unchanged(open_page):
    page = open_page("topics/visible-to.html", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the code of Flask").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert "    def visible_to(cls, user):\n" in text


def test_a_line_has_a_url(open_page):
    page = open_page("files/profiles/views.py.html#flask-L20")
    expect(page.locator("#flask-L20")).to_be_in_viewport()
    page.locator("#flask-L22 a").click()
    expect(page).to_have_url(re.compile("#flask-L22$"))
