"""The HTML of every page: valid, and without scripts."""

from pathlib import Path

import html5lib
import pytest

from shared_tests.http.test_static_files import NAME

PAGES = [
    "/", "/profile/ada/", "/profile/bobby/", "/profile/nobody_yet/", "/profiles/", "/profiles/?page=2",
    "/accounts/login/", "/accounts/login/?next=/%22%3E%3Cx%3E", "/accounts/signup/", "/nothing/",
    "/accounts/password_reset/", "/accounts/password_reset/done/", "/accounts/reset/MQ/a-secret/",
    "/api/docs/", "/stats/", "/walkthrough/", "/walkthrough/function-view/profile/bobby/",
    "/walkthrough/class-view/profile/bobby/", "/walkthrough/template/?q=a", "/walkthrough/hooks/",
    "/walkthrough/errors/", "/walkthrough/url-values/de/", "/walkthrough/configuration/", "/walkthrough/apps/",
]  # fmt: skip
FORMS = {
    "/accounts/edit/": "profile-form",
    "/accounts/tokens/": "token-form",
    "/accounts/password_change/": "password-form",
    "/accounts/delete/": "delete-form",
}


def pages(browser, member):
    """Return one page of each kind, as (where, page) pairs."""
    found = [(path, browser.get(path)) for path in PAGES]
    found += [
        (f"member {path}", member.get(path))
        for path in [
            "/",
            "/profile/",
            "/profiles/",
            "/accounts/edit/",
            "/accounts/tokens/",
            "/accounts/sessions/",
            "/accounts/password_change/",
            "/accounts/delete/",
            "/api/docs/",
            "/stats/",
        ]
    ]
    found.append(("sign-up refused", browser.sign_up(username='"><x>', email="é", password1="1")))
    found.append(("login refused", browser.log_in("<b>&amp;", "wrong")))
    browser.get("/accounts/password_reset/")
    found.append(("reset refused", browser.submit("reset-form", email="<x>")))
    for path, form in FORMS.items():
        member.get(path)
        found.append((f"{form} refused", member.submit(form)))
    found.append(("forbidden", browser.request("POST", "/accounts/login/", data={})))
    found.append(("bad request", browser.send("GET", "/", headers={"Host": "evil.example"})))
    found.append(("method", browser.send("PUT", "/")))
    return found


def is_of_member(where):
    """Return whether `pages` requested a page as the authenticated user."""
    return where.startswith(("member ", *FORMS.values()))


def find_errors(page):
    """Return the errors of the HTML parser on a page."""
    parser = html5lib.HTMLParser()
    parser.parse(page.response.text)
    return parser.errors


@pytest.mark.spec("PAGE-1")
def test_every_page_is_valid_html(browser, member):
    for where, page in pages(browser, member):
        assert (where, find_errors(page)) == (where, [])


@pytest.mark.spec("PAGE-1", "RESET-4")
def test_page_of_a_reset_link_is_valid_html(browser, account, get_reset_link):
    browser.sign_up(**account)
    form = browser.get(get_reset_link(account["email"]))
    invalid = browser.submit("new-password-form", new_password1="1", new_password2="2")
    assert (find_errors(form), find_errors(invalid)) == ([], [])


@pytest.mark.spec("PAGE-1")
def test_every_page_has_one_h1_a_title_and_a_language(browser, member):
    for where, page in pages(browser, member):
        assert (where, len(page.soup.select("h1"))) == (where, 1)
        assert page.soup.title.get_text(strip=True)
        assert page.soup.html["lang"] == "en"
        kind, _, charset = page.headers["Content-Type"].partition(";")
        assert (kind, charset.strip().lower()) == ("text/html", "charset=utf-8")


@pytest.mark.spec("PAGE-1")
def test_ids_of_every_page_are_unique(browser, member):
    for where, page in pages(browser, member):
        ids = [element["id"] for element in page.soup.select("[id]")]
        assert (where, sorted(ids)) == (where, sorted(set(ids)))


@pytest.mark.spec("PAGE-2")
def test_pages_other_than_the_api_docs_have_no_scripts(browser, member):
    for where, page in pages(browser, member):
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
    for where, page in pages(browser, member):
        sheets = [link["href"] for link in page.soup.select("link[rel=stylesheet]")]
        if where.endswith("/api/docs/"):
            sheets.pop()  # that of Swagger UI
        assert (where, sheets) == (where, [NAME])
    response = browser.get("/static/style.css")
    assert response.headers["Content-Type"].startswith("text/css")
    assert (
        response.response.content
        == (Path(__file__).resolve().parents[1] / "style.css").read_bytes()
    )
