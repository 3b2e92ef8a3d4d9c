"""The admin: access, login and logout, headers and HTML of its pages."""

from urllib.parse import urlencode, urljoin, urlsplit

import html5lib
import pytest

from shared_tests.support.admin_pages import edit, open_list, open_user, sign_up
from shared_tests.support.forms_by_label import filled, follow
from shared_tests.support.responses import SECURITY_HEADERS, assert_error_page

ADMIN_URLS = [
    "/admin/",
    "/admin/nothing/",
    "/admin/a/b/c/?x=1&y=%C3%A9",
    "/admin/user/",
    "/admin/x/1/",
]
UNKNOWN_URLS = [
    "/admin/nothing/",
    "/admin/autocomplete/?app_label=tokens&model_name=token&field_name=user",
]
BUILT_IN_AUTH_VIEWS = ["login", "logout", "password_change", "password_reset", "jsi18n/x"]


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
@pytest.mark.parametrize("path", ADMIN_URLS)
def test_anonymous_users_are_redirected_to_login_and_back(browser, target, path):
    page = browser.get(path)
    assert urlsplit(page.path).path == "/accounts/login/"
    page = browser.submit("login-form", username="admin", password=target.admin_password)
    assert page.path == path


@pytest.mark.spec("ADMIN-1")
@pytest.mark.parametrize("path", ADMIN_URLS)
def test_users_without_staff_status_get_403_on_every_admin_url(member, path):
    page = member.get(path)
    assert page.status == 403
    assert page.select_text("#error")
    assert page.response.history == []
    assert_error_page(page)


@pytest.mark.spec("ADMIN-1")
@pytest.mark.parametrize(
    "url", ["https:evil.example", "http:evil.example", "//evil.example", "https://evil.example/"]
)
@pytest.mark.parametrize("path", ["", "new/", "add/", "edit/?id=1", "details/?id=1", "1/"])
@pytest.mark.parametrize("in_list", ["Users", "Tokens", "Audit log"])
def test_no_page_of_the_admin_redirects_to_another_host(superuser, in_list, path, url):
    top = open_list(superuser, in_list, "").url.partition("?")[0]
    query = urlencode({"url": url, "next": url})
    separator = "&" if "?" in path else "?"
    page = superuser.send("GET", f"{urlsplit(top).path}{path}{separator}{query}")
    assert "evil" not in urljoin(top, page.headers.get("Location", "")).partition("?")[0]


@pytest.mark.spec("ADMIN-1")
@pytest.mark.parametrize("url", ["https:evil.example", "http:evil.example", "//evil.example"])
def test_saving_a_user_redirects_to_no_other_host(superuser, browser, url):
    user = sign_up(browser)
    open_user(superuser, user["username"])
    _, action, pairs = filled(superuser.page, "Save")
    query = urlencode({"url": url, "next": url})
    page = superuser.request(
        "POST", f"{action.partition('?')[0]}?{urlsplit(action).query}&{query}", data=pairs,
        allow_redirects=False,
    )  # fmt: skip
    assert "evil" not in urljoin(action, page.headers.get("Location", "")).partition("?")[0]


@pytest.mark.spec("ADMIN-1")
@pytest.mark.parametrize("path", UNKNOWN_URLS)
def test_unknown_admin_url_returns_404_to_staff(superuser, path):
    page = superuser.get(path)
    assert page.status == 404
    assert_error_page(page)


@pytest.mark.spec("ADMIN-1")
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_unsupported_method_in_the_admin_returns_405(superuser, method):
    _, hidden = superuser.get("/").form("logout-form")
    (token,) = hidden.values()
    page = superuser.send(method, "/admin/", headers={"X-CSRFToken": token})
    assert page.status == 405
    assert_error_page(page)


@pytest.mark.spec("ADMIN-1", "SESSION-6")
def test_removed_staff_status_applies_from_the_next_request(superuser, browser):
    user = sign_up(browser)
    seen = [browser.get("/admin/").status]
    for status in (True, False):
        edit(superuser, user["username"], Staff_status=status)
        seen.append(browser.get("/admin/").status)
    assert seen == [403, 200, 403]


@pytest.mark.spec("ADMIN-1")
def test_header_links_to_the_admin_for_staff_only(browser, member, superuser):
    browsers = (browser, member, superuser)
    linked = [f"{each.base_url}/admin/" in each.get("/").links() for each in browsers]
    assert linked == [False, False, True]


@pytest.mark.spec("ADMIN-2")
@pytest.mark.parametrize("door", BUILT_IN_AUTH_VIEWS)
def test_admin_has_no_auth_views_of_its_own(browser, superuser, door):
    assert browser.get(f"/admin/{door}/").path.startswith("/accounts/login/?next=")
    assert superuser.get(f"/admin/{door}/").status == 404
    assert superuser.get("/profile/").path == "/profile/"


@pytest.mark.spec("ADMIN-2", "CSRF-1")
def test_logout_button_of_the_admin_is_that_of_the_application(superuser):
    superuser.get("/admin/")
    assert superuser.submit("logout-form").path == "/"
    assert superuser.get("/admin/").path.startswith("/accounts/login/")


@pytest.mark.spec("ADMIN-10", "HEADER-1", "SESSION-4")
def test_admin_pages_have_the_security_headers_and_no_store(superuser, browser):
    for where, page in pages(superuser, sign_up(browser)["username"]):
        expected = dict(SECURITY_HEADERS)
        policy = page.headers["Content-Security-Policy"].removesuffix("; script-src 'self'")
        assert (where, policy) == (where, expected.pop("Content-Security-Policy"))
        assert {name: page.headers.get(name) for name in expected} == expected
        assert page.cache_control == {"private", "no-store"}


@pytest.mark.spec("ADMIN-10", "PAGE-1")
def test_admin_pages_are_valid_html(superuser, browser):
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
def test_admin_pages_load_nothing_inline_or_from_another_host(superuser, browser, target):
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
def test_admin_pages_show_no_password_hash_or_session_key(superuser, browser, target, database):
    user = sign_up(browser)
    query = (
        "SELECT password, session_key FROM users JOIN sessions ON users.id = user_id"
        " WHERE username = :name"
    )
    ((password, key),) = database.rows(query, name=user["username"])
    for where, page in pages(superuser, user["username"]):
        shown = page.response.text
        assert (where, "argon2" in shown, password[-12:] in shown) == (where, False, False)
        assert (where, key in shown) == (where, False)
