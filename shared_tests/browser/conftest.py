"""Fixtures of the browser tests: pages, messages of the browser, and screenshots."""

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from runner import chromium
from shared_tests.browser.screens import LINK, MEMBER, STAFF, send
from shared_tests.support.browser import Browser
from shared_tests.support.factories import demo_user

SIZES: dict[str, dict] = {
    "wide": {"viewport": {"width": 1920, "height": 1080}},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 375, "height": 667}, "is_mobile": True, "has_touch": True},
}
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
# Replaces what differs from run to run: times of sessions and tokens, secrets, the port, the caret.
STEADY = """() => {
  const put = (places, was, is) => document.querySelectorAll(places).forEach(
    place => place.textContent = place.textContent.replace(was, is));
  put("table time", /\\d+:\\d+/, "12:34");
  put("#token", /.*/, "x".repeat(43));
  put("code:not(:has(*))", location.host, "localhost");
  document.activeElement.style.caretColor = "transparent";
}"""


def pytest_addoption(parser):
    parser.addoption("--pictures", type=Path, help="folder for a picture of every screen")


@pytest.fixture(scope="session")
def chrome():
    """The Chromium of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(target):
    """The cookies of a user and of the superuser, with one login for all tests."""
    passwords = {MEMBER: (demo_user()["username"], target.demo_password)}
    passwords[STAFF] = ("admin", target.admin_password)
    found = {}
    for user, (username, password) in passwords.items():
        browser = Browser(target.url)
        browser.session.headers["User-Agent"] = AGENT
        browser.log_in(username, password)
        pairs = browser.cookies().items()
        found[user] = [{"name": name, "value": value, "url": target.url} for name, value in pairs]
    return found


@pytest.fixture(scope="session")
def said():
    """Errors of the browser in the current test, and its requests to other hosts."""
    return []


@pytest.fixture(autouse=True)
def heard(said):
    """The errors of the browser so far; the list must be empty after every test."""
    said.clear()
    yield said
    assert said == []


@pytest.fixture(scope="session")
def new_context(chrome, target, said):
    """Return a function that returns a new browser context, with its own cookies."""

    def new_context(size="desktop", scheme="light"):
        context = chrome.new_context(base_url=target.url, color_scheme=scheme, **SIZES[size])
        context.set_default_timeout(10_000)
        listen(context, target.url, said)
        return context

    return new_context


@pytest.fixture
def open_page(new_context):
    """Return a function that opens a page in a new browser context."""
    contexts = []

    def open_page(size="desktop"):
        contexts.append(new_context(size))
        return contexts[-1].new_page()

    yield open_page
    for each in contexts:
        each.close()


@pytest.fixture
def page(open_page):
    """The page of an anonymous user."""
    return open_page()


@pytest.fixture(scope="session")
def open_page_as(new_context, cookies):
    """Return a function that returns a shared page for each kind of user, size and color scheme."""

    @cache
    def open_page_as(user, size, scheme):
        context = new_context(size, scheme)
        context.add_cookies(cookies.get(user, []))
        return context.new_page()

    return open_page_as


@pytest.fixture
def show(open_page_as, request):
    """Return a function that opens a screen in a page, and saves a screenshot of it."""
    pictures = request.config.getoption("--pictures")

    def show(screen, size="desktop", scheme="light"):
        page = open_page_as(screen.user, size, scheme)
        path = screen.path
        page.goto(
            request.getfixturevalue("get_reset_link")("kurt@example.com") if path == LINK else path
        )
        for name in screen.links:
            with page.expect_navigation():
                page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
        if screen.form:
            send(page, screen.form, **screen.fields)
        picture = pictures and pictures / f"{screen.name}-{size}.png"
        if picture and scheme == "light" and not picture.exists():
            page.evaluate(STEADY)
            page.screenshot(path=picture, full_page=True)
        return page

    return show


def listen(context, url, said):
    """Collect the errors of a browser context, and its requests to other hosts."""
    documents = set()

    def on_request(request):
        if request.is_navigation_request():
            documents.add(request.url)
        if not request.url.startswith((f"{url}/", "data:")):
            said.append(f"asked {request.url}")

    def on_console(message):
        # The browser also reports the status of an expected error page.
        status = "the server responded with a status of" in message.text
        if message.type == "error" and not (status and message.location["url"] in documents):
            said.append(f"{message.page.url}: {message.text}")

    context.on("request", on_request)
    context.on("console", on_console)
    context.on("weberror", lambda error: said.append(str(error.error)))
