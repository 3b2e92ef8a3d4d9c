"""The admin: who gets in, by which door, and what its pages are made of."""

from urllib.parse import urlsplit

import html5lib
import pytest

from shared_tests.http.test_errors import SECURITY_HEADERS, assert_own_page
from shared_tests.support.admin_pages import edit, open_list, open_user, sign_up
from shared_tests.support.forms_by_label import follow

ANYWHERE = [
    "/admin/",
    "/admin/nothing/",
    "/admin/a/b/c/?x=1&y=%C3%A9",
    "/admin/user/",
    "/admin/x/1/",
]
DOORS = ["login", "logout", "password_change", "password_reset", "jsi18n/x"]


def pages(superuser, username):
    """Return the pages of the admin, as (where, page) pairs."""
    found = [("index", superuser.get("/admin/"))]
    found += [(name, open_list(superuser, name, "")) for name in ("Users", "Tokens", "Audit log")]
    found.append(("user", open_user(superuser, username)))
    for name in ("Set password", "Delete", "History", "Tokens of this user"):
        open_user(superuser, username)
        found.append((name, follow(superuser, name)))
    found.append(("refused", edit(superuser, username, Username="<x>", Email_address="é")))
    return found


@pytest.mark.spec("ADMIN-1")
@pytest.mark.parametrize("path", ANYWHERE)
def test_an_anonymous_visitor_is_sent_to_log_in_and_comes_back(browser, target, path):
    page = browser.get(path)
    assert urlsplit(page.path).path == "/accounts/login/"
    page = browser.submit("login-form", username="admin", password=target.admin_password)
    assert page.path == path


@pytest.mark.spec("ADMIN-1")
@pytest.mark.parametrize("path", ANYWHERE)
def test_who_is_not_staff_is_refused_wherever_they_ask(member, path):
    page = member.get(path)
    assert page.status == 403
    assert page.text_of("#error") == "You are not allowed to do this."
    assert page.response.history == []
    assert_own_page(page)


@pytest.mark.spec("ADMIN-1")
def test_for_staff_an_unknown_address_is_not_found(superuser):
    page = superuser.get("/admin/nothing/")
    assert page.status == 404
    assert_own_page(page)


@pytest.mark.spec("ADMIN-1")
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_a_method_that_no_page_has_is_refused(superuser, method):
    _, hidden = superuser.get("/").form("logout-form")
    (token,) = hidden.values()
    page = superuser.send(method, "/admin/", headers={"X-CSRFToken": token})
    assert page.status == 405
    assert_own_page(page)


@pytest.mark.spec("ADMIN-1", "SESSION-6")
def test_who_is_no_longer_staff_is_refused_at_the_next_request(superuser, browser):
    person = sign_up(browser)
    seen = [browser.get("/admin/").status]
    for status in (True, False):
        edit(superuser, person["username"], Staff_status=status)
        seen.append(browser.get("/admin/").status)
    assert seen == [403, 200, 403]


@pytest.mark.spec("ADMIN-1")
def test_the_header_leads_staff_there_and_nobody_else(browser, member, superuser):
    visitors = (browser, member, superuser)
    led = [f"{each.base_url}/admin/" in each.get("/").links() for each in visitors]
    assert led == [False, False, True]


@pytest.mark.spec("ADMIN-2")
@pytest.mark.parametrize("door", DOORS)
def test_the_admin_has_no_doors_of_its_own(browser, superuser, door):
    assert browser.get(f"/admin/{door}/").path.startswith("/accounts/login/?next=")
    assert superuser.get(f"/admin/{door}/").status == 404
    assert superuser.get("/profile/").path == "/profile/"


@pytest.mark.spec("ADMIN-2", "CSRF-1")
def test_its_button_to_log_out_is_that_of_the_site(superuser):
    superuser.get("/admin/")
    assert superuser.submit("logout-form").path == "/"
    assert superuser.get("/admin/").path.startswith("/accounts/login/")


@pytest.mark.spec("ADMIN-10", "HEADER-1", "SESSION-4")
def test_its_pages_have_the_security_headers_and_are_not_stored(superuser, browser):
    for where, page in pages(superuser, sign_up(browser)["username"]):
        wanted = dict(SECURITY_HEADERS)
        policy = page.headers["Content-Security-Policy"].removesuffix("; script-src 'self'")
        assert (where, policy) == (where, wanted.pop("Content-Security-Policy"))
        assert {name: page.headers.get(name) for name in wanted} == wanted
        assert page.headers["Cache-Control"].replace(" ", "") == "private,no-store"


@pytest.mark.spec("ADMIN-10", "PAGE-1")
def test_its_pages_are_good_html(superuser, browser):
    for where, page in pages(superuser, sign_up(browser)["username"]):
        parser = html5lib.HTMLParser()
        parser.parse(page.response.text)
        assert (where, parser.errors) == (where, [])
        assert (where, len(page.soup.select("h1"))) == (where, 1)
        assert page.soup.title.get_text(strip=True)
        assert page.soup.html["lang"].startswith("en")
        ids = [element["id"] for element in page.soup.select("[id]")]
        assert (where, sorted(ids)) == (where, sorted(set(ids)))


@pytest.mark.spec("ADMIN-10")
def test_nothing_in_its_pages_is_inline_or_from_another_host(superuser, browser, target):
    for where, page in pages(superuser, sign_up(browser)["username"]):
        for element in page.soup.find_all(True):
            handlers = [name for name in element.attrs if name.startswith("on") or name == "style"]
            assert (where, element.name, handlers) == (where, element.name, [])
        scripts = page.soup.select("script")
        assert [each for each in scripts if not each.get("src") or each.get_text(strip=True)] == []
        assert page.soup.select("style") == []
        assert [url for url in page.links() if not url.startswith(f"{target.url}/")] == []
        loaded = [each["src"] for each in page.soup.select("[src]")]
        loaded += [each["href"] for each in page.soup.select("link[rel=stylesheet]")]
        assert [url for url in loaded if not url.startswith("/static/")] in ([], ["/admin/jsi18n/"])


@pytest.mark.spec("ADMIN-10")
def test_no_page_shows_a_hash_or_a_digest(superuser, browser, target, database):
    person = sign_up(browser)
    query = (
        "SELECT password, session_key FROM users JOIN sessions ON users.id = user_id"
        " WHERE username = :name"
    )
    ((password, key),) = database.rows(query, name=person["username"])
    for where, page in pages(superuser, person["username"]):
        shown = page.response.text
        assert (where, "argon2" in shown, password[-12:] in shown) == (where, False, False)
        assert (where, key in shown) == (where, False)
