"""The HTML of every page: valid, and without scripts."""

import html5lib
import pytest

from shared_tests.support.all_pages import get_pages
from shared_tests.support.static_files import STYLE, STYLE_PATH


def find_errors(page):
    """Return the errors of the HTML parser on a page."""
    parser = html5lib.HTMLParser()
    parser.parse(page.response.text)
    return parser.errors


@pytest.mark.spec("PAGE-1")
def test_every_page_is_valid_html(browser, member):
    for where, page in get_pages(browser, member):
        assert (where, find_errors(page)) == (where, [])


@pytest.mark.spec("PAGE-1", "RESET-4")
def test_page_of_a_reset_link_is_valid_html(browser, account, get_reset_link):
    browser.sign_up(**account)
    form = browser.get(get_reset_link(account["email"]))
    invalid = browser.submit("new-password-form", new_password1="1", new_password2="2")
    assert (find_errors(form), find_errors(invalid)) == ([], [])


@pytest.mark.spec("PAGE-1")
def test_every_page_has_one_h1_a_title_and_a_language(browser, member):
    for where, page in get_pages(browser, member):
        assert (where, len(page.soup.select("h1"))) == (where, 1)
        assert page.soup.title.get_text(strip=True)
        assert page.soup.html["lang"] == "en"
        kind, _, charset = page.headers["Content-Type"].partition(";")
        assert (kind, charset.strip().lower()) == ("text/html", "charset=utf-8")


@pytest.mark.spec("PAGE-1")
def test_ids_of_every_page_are_unique(browser, member):
    for where, page in get_pages(browser, member):
        ids = [element["id"] for element in page.soup.select("[id]")]
        assert (where, sorted(ids)) == (where, sorted(set(ids)))


@pytest.mark.spec("PAGE-2")
def test_pages_other_than_the_api_docs_have_no_scripts(browser, member):
    for where, page in get_pages(browser, member):
        if where.endswith("/api/docs/"):
            continue
        attributes = [
            each for element in page.soup.find_all(True) for each in element.attrs.items()
        ]
        scripts = [
            (name, value)
            for name, value in attributes
            if name.startswith("on") or str(value).strip().lower().startswith("javascript:")
        ]
        assert (where, page.soup.select("script"), scripts) == (where, [], [])


@pytest.mark.spec("PAGE-3", "STATIC-1")
def test_every_page_has_the_stylesheet_of_the_suite(browser, member):
    for where, page in get_pages(browser, member):
        sheets = [link["href"] for link in page.soup.select("link[rel=stylesheet]")]
        if where.endswith("/api/docs/"):
            sheets.pop()  # that of Swagger UI
        assert (where, sheets) == (where, [STYLE_PATH])
    response = browser.get("/static/style.css")
    assert response.headers["Content-Type"].startswith("text/css")
    assert response.response.content == STYLE
