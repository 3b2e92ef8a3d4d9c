"""What the tests in a browser are given: pages, what their browser said, and pictures."""

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from runner import chromium
from shared_tests.browser.screens import LINK, MEMBER, STAFF, send
from shared_tests.support.browser import Browser
from shared_tests.support.factories import demo_user

SIZES = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 375, "height": 667}, "is_mobile": True, "has_touch": True},
}
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
# What differs from run to run: times of sessions and tokens, secrets, the port, a caret that blinks.
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
    """The browser of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(target):
    """The cookies of a member and of the superuser, who log in once for all tests."""
    passwords = {MEMBER: (demo_user()["username"], target.demo_password)}
    passwords[STAFF] = ("admin", target.admin_password)
    found = {}
    for who, (username, password) in passwords.items():
        visitor = Browser(target.url)
        visitor.session.headers["User-Agent"] = AGENT
        visitor.log_in(username, password)
        pairs = visitor.cookies().items()
        found[who] = [{"name": name, "value": value, "url": target.url} for name, value in pairs]
    return found


@pytest.fixture(scope="session")
def said():
    """What the browser complained about in this test, and whom else it asked."""
    return []


@pytest.fixture(autouse=True)
def heard(said):
    """What was said so far: nothing, after every test."""
    said.clear()
    yield said
    assert said == []


@pytest.fixture(scope="session")
def new_visitor(chrome, target, said):
    """Return a function that gives a new visitor, with cookies of their own."""

    def new_visitor(size="desktop", scheme="light"):
        visitor = chrome.new_context(base_url=target.url, color_scheme=scheme, **SIZES[size])
        visitor.set_default_timeout(10_000)
        listen(visitor, target.url, said)
        return visitor

    return new_visitor


@pytest.fixture
def open_page(new_visitor):
    """Return a function that opens the page of a new visitor."""
    visitors = []

    def open_page(size="desktop"):
        visitors.append(new_visitor(size))
        return visitors[-1].new_page()

    yield open_page
    for each in visitors:
        each.close()


@pytest.fixture
def page(open_page):
    """The page of an anonymous visitor."""
    return open_page()


@pytest.fixture(scope="session")
def page_of(new_visitor, cookies):
    """Return a function that gives the one page of each kind of visitor, at each size."""

    @cache
    def page_of(who, size, scheme):
        visitor = new_visitor(size, scheme)
        visitor.add_cookies(cookies.get(who, []))
        return visitor.new_page()

    return page_of


@pytest.fixture
def show(page_of, request):
    """Return a function that brings a page to a screen; it leaves a picture."""
    pictures = request.config.getoption("--pictures")

    def show(screen, size="desktop", scheme="light"):
        page = page_of(screen.who, size, scheme)
        path = screen.path
        page.goto(request.getfixturevalue("get_reset_link")("kurt@example.com") if path == LINK else path)
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


def listen(visitor, url, said):
    """Collect what a browser says, and each request to another host."""
    documents = set()

    def ask(request):
        if request.is_navigation_request():
            documents.add(request.url)
        if not request.url.startswith((f"{url}/", "data:")):
            said.append(f"asked {request.url}")

    def say(message):
        # The browser also reports the status of a page that is meant to be an error page.
        status = "the server responded with a status of" in message.text
        if message.type == "error" and not (status and message.location["url"] in documents):
            said.append(f"{message.page.url}: {message.text}")

    visitor.on("request", ask)
    visitor.on("console", say)
    visitor.on("weberror", lambda error: said.append(str(error.error)))
