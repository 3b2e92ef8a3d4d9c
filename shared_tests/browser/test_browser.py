"""Tests in a real browser: each page by itself, and user journeys."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from shared_tests.browser.accessibility import SIDEWAYS, serious
from shared_tests.browser.screens import SCREENS, STAFF, kind, send
from shared_tests.support.factories import demo_user
from shared_tests.support.mailbox import links

each_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary"
FOCUS = """controls => ({
  place: controls.indexOf(document.activeElement),
  outline: getComputedStyle(document.activeElement).outlineStyle,
})"""


def focused(page):
    """Press Tab through a page; yield the index and the outline style of each focused control."""
    controls = get_controls(page)
    while controls.evaluate_all(FOCUS)["place"] >= 0:
        page.keyboard.press("Shift+Tab")  # Some pages focus a field of their form.
    while True:
        page.keyboard.press("Tab")
        focus = controls.evaluate_all(FOCUS)
        if focus["place"] < 0:
            return
        yield focus["place"], focus["outline"]


def get_controls(page):
    """Return the controls of a page, except those of Swagger UI (PAGE-4)."""
    own = page.locator(f":is({CONTROLS}):not(.swagger-ui *)")
    return own.filter(visible=True)


def crawl(client, start):
    """Follow all links of the application; return a URL for each kind of page."""
    found, seen, ahead = {}, set(), [start]
    while ahead:
        if kind(url := ahead.pop()) in seen or not url.startswith(start):
            continue
        page = client.get(url)
        seen.add(kind(url))
        if page.headers["Content-Type"].startswith("text/html"):
            found[kind(page.url)] = page.url
            ahead += page.links()
    return found


def tab_to(page, control):
    """Press Tab until this control has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if control.evaluate("control => control === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {control}")


def sign_up(page, account):
    page.goto("/accounts/signup/")
    page.get_by_label("Username").fill(account["username"])
    page.get_by_label("Email address").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password1"])
    page.get_by_label("Password confirmation").fill(account["password2"])
    page.get_by_role("main").get_by_role("button", name="Sign up").click()


def log_in(page, username, password):
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.spec("PAGE-4")
@each_screen
def test_tab_focuses_each_control_in_order_with_an_outline(show, screen):
    page = show(screen)
    number = get_controls(page).count()
    steps = list(focused(page))
    assert list(dict.fromkeys(place for place, _ in steps)) == list(range(number))
    # The button inside a date input has its own outline, which scripts cannot read.
    assert {place for place, outline in steps if outline != "none"} == set(range(number))


@pytest.mark.spec("PAGE-5")
@each_screen
def test_pages_do_not_scroll_horizontally_at_phone_width(show, screen):
    page = show(screen, "phone")
    assert page.locator("html").evaluate(SIDEWAYS) == [375, 375]


@pytest.mark.spec("PAGE-5")
def test_longest_name_wraps_at_phone_width(open_page, account):
    page = open_page("phone")
    page.goto("/accounts/signup/")
    send(page, "signup-form", **account | {"first_name": "N" * 150, "last_name": "M" * 150})
    expect(page.locator("#current-user")).to_have_text("N" * 150 + " " + "M" * 150)
    assert page.locator("html").evaluate(SIDEWAYS) == [375, 375]


@pytest.mark.spec("PAGE-6", "FORM-1")
@each_screen
@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_no_serious_violations(show, screen, size, scheme):
    assert serious(show(screen, size, scheme)) == []


@pytest.mark.spec("PAGE-7", "HEADER-1")
@each_screen
def test_page_respects_its_csp_and_sends_no_request_to_other_hosts(show, screen, heard):
    show(screen)
    assert heard == []


@pytest.mark.spec("PAGE-4", "PAGE-5", "PAGE-6", "PAGE-7")
@pytest.mark.parametrize("fixture", ["browser", "member", "superuser"])
def test_every_linked_page_is_among_the_screens(request, target, fixture):
    found = crawl(request.getfixturevalue(fixture), f"{target.url}/")
    assert len(found) > 5
    # URLs in the admin are not specified: the next test checks its pages.
    known = {kind(screen.path) for screen in SCREENS}
    assert {path for path in found if not path.startswith("/admin/")} <= known


@pytest.mark.spec("PAGE-5", "PAGE-6", "PAGE-7", "ADMIN-10")
def test_every_linked_admin_page_is_accessible_and_fits_a_phone(superuser, open_page_as, target):
    page = open_page_as(STAFF, "phone", "light")
    found = crawl(superuser, f"{target.url}/admin/")
    assert len(found) > 5
    for url in found.values():
        page.goto(url)
        assert (url, serious(page)) == (url, [])
        assert (url, page.locator("html").evaluate(SIDEWAYS)) == (url, [375, 375])


@pytest.mark.spec("SIGNUP-1", "HOME-2")
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_sign_up_redirects_to_the_own_profile(open_page, account, size):
    page = open_page(size=size)
    sign_up(page, account)
    expect(page.locator("h1")).to_have_text(account["username"])
    expect(page.locator("#current-user")).to_have_text(account["username"])
    assert urlsplit(page.url).path == "/profile/"


@pytest.mark.spec("LOGIN-1", "EDIT-1")
def test_login_redirects_to_the_requested_page(page, target):
    page.goto("/accounts/edit/")
    expect(page.locator("h1")).to_have_text("Log in")
    log_in(page, demo_user()["username"], target.demo_password)
    expect(page.locator("h1")).to_have_text("Edit your profile")


@pytest.mark.spec("LOGIN-2", "LOGIN-3")
def test_wrong_password_shows_a_message_and_preserves_the_next_url(page, target, account):
    sign_up(page, account)
    page.get_by_role("button", name="Log out").click()
    page.goto("/accounts/sessions/")
    log_in(page, account["username"], "wrong")
    expect(page.get_by_role("alert")).to_have_text("Wrong username or password.")
    log_in(page, account["username"], account["password1"])
    expect(page.locator("h1")).to_have_text("Your sessions")


@pytest.mark.spec("EDIT-1")
def test_profile_edit_is_shown_on_the_profile(page, account):
    sign_up(page, account)
    page.get_by_role("link", name="Edit your profile").click()
    page.get_by_label("First name").fill("Mary")
    page.get_by_label("Bio").fill("One line.\nAnother line.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("Mary")
    assert page.locator("#bio").inner_text() == "One line.\nAnother line."


@pytest.mark.spec("DIRECTORY-3", "DIRECTORY-1")
def test_directory_search_links_to_the_profile(page):
    page.goto("/")
    page.get_by_role("link", name="Browse people").click()
    page.get_by_label("Search").fill("lovelace")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#count")).to_have_text("1 person")
    page.get_by_role("link", name="Ada Lovelace").click()
    expect(page.locator("#username")).to_have_text("ada")


@pytest.mark.spec("DIRECTORY-1")
def test_directory_links_to_the_next_and_previous_page(page):
    page.goto("/profiles/")
    first = page.locator("#people").inner_text()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2")).to_be_visible()
    assert page.locator("#people").inner_text() != first
    page.get_by_role("link", name="Previous").click()
    assert page.locator("#people").inner_text() == first


@pytest.mark.spec("RESET-1", "RESET-4")
def test_forgotten_password_is_reset_by_email(page, account, mailbox):
    sign_up(page, account)
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("link", name="Log in").first.click()
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email address").fill(account["email"])
    page.get_by_role("button", name="Send the link").click()
    expect(page.locator("h1")).to_have_text("Check your email")
    page.goto(*links(mailbox.wait_for(account["email"])))
    page.get_by_label("New password", exact=True).fill("a-new-passw0rd")
    page.get_by_label("New password confirmation").fill("a-new-passw0rd")
    page.get_by_role("button", name="Set the password").click()
    log_in(page, account["username"], "a-new-passw0rd")
    expect(page.locator("#username")).to_have_text(account["username"])


@pytest.mark.spec("ADMIN-5", "SESSION-6", "LOGIN-3", "VISIBLE-4")
def test_deactivated_user_is_logged_out_and_the_profile_returns_404(page, open_page_as, account):
    sign_up(page, account)
    admin = open_page_as(STAFF, "desktop", "light")
    admin.goto("/admin/")
    admin.get_by_role("main").get_by_role("link", name="Users", exact=True).first.click()
    admin.get_by_role("textbox", name="Search").fill(account["username"])
    admin.get_by_role("button", name="Search").click()
    admin.get_by_role("row", name=account["email"]).get_by_role("checkbox").check()
    action = admin.get_by_role("combobox", name="Action")
    action.select_option("Deactivate selected users")
    with admin.expect_navigation():
        admin.locator("form", has=action).get_by_role("button").click()
    page.goto("/accounts/edit/")
    log_in(page, account["username"], account["password1"])
    expect(page.get_by_role("alert")).to_have_text("Wrong username or password.")
    page.goto(f"/profile/{account['username']}/")
    expect(page.locator("h1")).to_have_text("Not Found")


@pytest.mark.spec("PAGE-4", "SIGNUP-1", "LOGOUT-1")
def test_sign_up_and_logout_work_with_the_keyboard_only(page, account):
    page.goto("/")
    tab_to(page, page.get_by_role("link", name="Sign up").first)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type(account["username"])
    for name in ("email", "first_name", "last_name", "password1", "password2"):
        page.keyboard.press("Tab")
        page.keyboard.type(account[name])
    page.keyboard.press("Enter")
    expect(page.locator("#current-user")).to_have_text(account["username"])
    tab_to(page, page.get_by_role("button", name="Log out"))
    page.keyboard.press("Enter")
    expect(page.locator("#current-user")).to_have_count(0)


@pytest.mark.spec("PAGE-4", "EDIT-1")
def test_profile_edit_works_with_the_keyboard_only(page, account):
    sign_up(page, account)
    tab_to(page, page.get_by_role("link", name="Edit your profile"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Location"))
    page.keyboard.type("Königsberg")
    tab_to(page, page.get_by_label("Visibility"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.locator("#location")).to_have_text("Königsberg")
    page.goto("/accounts/edit/")
    expect(page.get_by_label("Visibility")).to_have_value("members")
