"""What people do in a real browser: each page by itself, and journeys through several."""

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
    """Press Tab through a page; yield the place of each control, and what surrounds it."""
    controls = controls_of(page)
    while controls.evaluate_all(FOCUS)["place"] >= 0:
        page.keyboard.press("Shift+Tab")  # Some pages put the focus into their form.
    while True:
        page.keyboard.press("Tab")
        focus = controls.evaluate_all(FOCUS)
        if focus["place"] < 0:
            return
        yield focus["place"], focus["outline"]


def controls_of(page):
    """Return the controls of a page, except those of Swagger UI (PAGE-4)."""
    own = page.locator(f":is({CONTROLS}):not(.swagger-ui *)")
    return own.filter(visible=True)


def linked(visitor, start):
    """Follow all links of the site; return an address for each kind of page."""
    found, seen, ahead = {}, set(), [start]
    while ahead:
        if kind(address := ahead.pop()) in seen or not address.startswith(start):
            continue
        page = visitor.get(address)
        seen.add(kind(address))
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


def sign_up(page, person):
    page.goto("/accounts/signup/")
    page.get_by_label("Username").fill(person["username"])
    page.get_by_label("Email address").fill(person["email"])
    page.get_by_label("Password", exact=True).fill(person["password1"])
    page.get_by_label("Password confirmation").fill(person["password2"])
    page.get_by_role("main").get_by_role("button", name="Sign up").click()


def log_in(page, username, password):
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.spec("PAGE-4")
@each_screen
def test_tab_leads_to_each_control_in_order_and_shows_where_it_is(show, screen):
    page = show(screen)
    number = controls_of(page).count()
    steps = list(focused(page))
    assert list(dict.fromkeys(place for place, _ in steps)) == list(range(number))
    # The button within a field for a day has an outline of its own, which no page sees.
    assert {place for place, outline in steps if outline != "none"} == set(range(number))


@pytest.mark.spec("PAGE-5")
@each_screen
def test_at_phone_width_no_page_scrolls_sideways(show, screen):
    page = show(screen, "phone")
    assert page.locator("html").evaluate(SIDEWAYS) == [375, 375]


@pytest.mark.spec("PAGE-5")
def test_at_phone_width_the_longest_name_wraps(open_page, person):
    page = open_page("phone")
    page.goto("/accounts/signup/")
    send(page, "signup-form", **person | {"first_name": "N" * 150, "last_name": "M" * 150})
    expect(page.locator("#visitor")).to_have_text("N" * 150 + " " + "M" * 150)
    assert page.locator("html").evaluate(SIDEWAYS) == [375, 375]


@pytest.mark.spec("PAGE-6", "FORM-1")
@each_screen
@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing_serious(show, screen, size, scheme):
    assert serious(show(screen, size, scheme)) == []


@pytest.mark.spec("PAGE-7", "HEADER-1")
@each_screen
def test_a_page_keeps_to_its_policy_and_asks_no_other_host(show, screen, heard):
    show(screen)
    assert heard == []


@pytest.mark.spec("PAGE-4", "PAGE-5", "PAGE-6", "PAGE-7")
@pytest.mark.parametrize("visitor", ["browser", "member", "superuser"])
def test_no_page_that_a_link_leads_to_is_left_out(request, target, visitor):
    found = linked(request.getfixturevalue(visitor), f"{target.url}/")
    assert len(found) > 5
    # Addresses in the admin are free: its pages are looked at below.
    known = {kind(screen.path) for screen in SCREENS}
    assert {path for path in found if not path.startswith("/admin/")} <= known


@pytest.mark.spec("PAGE-5", "PAGE-6", "PAGE-7", "ADMIN-10")
def test_no_page_that_a_link_of_the_admin_leads_to_is_worse(superuser, page_of, target):
    page = page_of(STAFF, "phone", "light")
    found = linked(superuser, f"{target.url}/admin/")
    assert len(found) > 5
    for address in found.values():
        page.goto(address)
        assert (address, serious(page)) == (address, [])
        assert (address, page.locator("html").evaluate(SIDEWAYS)) == (address, [375, 375])


@pytest.mark.spec("SIGNUP-1", "HOME-2")
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_signing_up_leads_to_ones_own_page(open_page, person, size):
    page = open_page(size=size)
    sign_up(page, person)
    expect(page.locator("h1")).to_have_text(person["username"])
    expect(page.locator("#visitor")).to_have_text(person["username"])
    assert urlsplit(page.url).path == "/profile/"


@pytest.mark.spec("LOGIN-1", "EDIT-1")
def test_logging_in_leads_to_where_one_was_going(page, target):
    page.goto("/accounts/edit/")
    expect(page.locator("h1")).to_have_text("Log in")
    log_in(page, demo_user()["username"], target.demo_password)
    expect(page.locator("h1")).to_have_text("Edit your profile")


@pytest.mark.spec("LOGIN-2", "LOGIN-3")
def test_a_wrong_password_is_told_and_the_way_is_kept(page, target, person):
    sign_up(page, person)
    page.get_by_role("button", name="Log out").click()
    page.goto("/accounts/sessions/")
    log_in(page, person["username"], "wrong")
    expect(page.get_by_role("alert")).to_have_text("Wrong username or password.")
    log_in(page, person["username"], person["password1"])
    expect(page.locator("h1")).to_have_text("Your sessions")


@pytest.mark.spec("EDIT-1")
def test_what_one_edits_is_shown(page, person):
    sign_up(page, person)
    page.get_by_role("link", name="Edit your profile").click()
    page.get_by_label("First name").fill("Mary")
    page.get_by_label("Bio").fill("One line.\nAnother line.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("Mary")
    assert page.locator("#bio").inner_text() == "One line.\nAnother line."


@pytest.mark.spec("DIRECTORY-3", "DIRECTORY-1")
def test_a_search_leads_to_a_person(page):
    page.goto("/")
    page.get_by_role("link", name="Browse people").click()
    page.get_by_label("Search").fill("lovelace")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#count")).to_have_text("1 person")
    page.get_by_role("link", name="Ada Lovelace").click()
    expect(page.locator("#username")).to_have_text("ada")


@pytest.mark.spec("DIRECTORY-1")
def test_the_directory_is_paged_by_its_links(page):
    page.goto("/profiles/")
    first = page.locator("#people").inner_text()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2")).to_be_visible()
    assert page.locator("#people").inner_text() != first
    page.get_by_role("link", name="Previous").click()
    assert page.locator("#people").inner_text() == first


@pytest.mark.spec("RESET-1", "RESET-4")
def test_a_forgotten_password_is_replaced_by_way_of_a_mail(page, person, mailbox):
    sign_up(page, person)
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("link", name="Log in").first.click()
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email address").fill(person["email"])
    page.get_by_role("button", name="Send the link").click()
    expect(page.locator("h1")).to_have_text("Check your email")
    page.goto(*links(mailbox.wait_for(person["email"])))
    page.get_by_label("New password", exact=True).fill("a-new-passw0rd")
    page.get_by_label("New password confirmation").fill("a-new-passw0rd")
    page.get_by_role("button", name="Set the password").click()
    log_in(page, person["username"], "a-new-passw0rd")
    expect(page.locator("#username")).to_have_text(person["username"])


@pytest.mark.spec("ADMIN-5", "SESSION-6", "LOGIN-3", "VISIBLE-4")
def test_whom_staff_deactivate_is_logged_out_and_gone(page, page_of, person):
    sign_up(page, person)
    admin = page_of(STAFF, "desktop", "light")
    admin.goto("/admin/")
    admin.get_by_role("main").get_by_role("link", name="Users", exact=True).first.click()
    admin.get_by_role("textbox", name="Search").fill(person["username"])
    admin.get_by_role("button", name="Search").click()
    admin.get_by_role("row", name=person["email"]).get_by_role("checkbox").check()
    admin.get_by_role("combobox", name="Action").select_option("Deactivate selected users")
    with admin.expect_navigation():
        admin.get_by_role("button", name="Go").click()
    page.goto("/accounts/edit/")
    log_in(page, person["username"], person["password1"])
    expect(page.get_by_role("alert")).to_have_text("Wrong username or password.")
    page.goto(f"/profile/{person['username']}/")
    expect(page.locator("h1")).to_have_text("Not Found")


@pytest.mark.spec("PAGE-4", "SIGNUP-1", "LOGOUT-1")
def test_with_the_keyboard_alone_one_signs_up_and_logs_out(page, person):
    page.goto("/")
    tab_to(page, page.get_by_role("link", name="Sign up").first)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type(person["username"])
    for name in ("email", "first_name", "last_name", "password1", "password2"):
        page.keyboard.press("Tab")
        page.keyboard.type(person[name])
    page.keyboard.press("Enter")
    expect(page.locator("#visitor")).to_have_text(person["username"])
    tab_to(page, page.get_by_role("button", name="Log out"))
    page.keyboard.press("Enter")
    expect(page.locator("#visitor")).to_have_count(0)


@pytest.mark.spec("PAGE-4", "EDIT-1")
def test_with_the_keyboard_alone_one_edits_ones_profile(page, person):
    sign_up(page, person)
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
