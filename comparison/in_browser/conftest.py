"""What the tests in a browser are given: the served site, pages, and what their browser said."""

from pathlib import Path

import pytest

from shared_tests.in_browser.conftest import SIZES, chrome, heard, listen, said  # noqa: F401
from shared_tests.launchers.front_door import serving


def pytest_addoption(parser):
    parser.addoption("--site", type=Path, help="folder of the built site")
    parser.addoption("--pictures", type=Path, help="folder for a picture of every page")


@pytest.fixture(scope="session")
def url(request):
    """The address of the site, served from its folder."""
    with serving(request.config.getoption("--site")) as address:
        yield f"{address}/"


@pytest.fixture
def open_page(chrome, url, said, request):  # noqa: F811
    """Return a function that shows a page to a new visitor, and may leave a picture."""
    visitors = []

    def open_page(path, size="desktop", scheme="light", picture="", **options):
        visitor = chrome.new_context(base_url=url, color_scheme=scheme, **SIZES[size], **options)
        visitors.append(visitor)
        visitor.set_default_timeout(10_000)
        listen(visitor, url.rstrip("/"), said)
        page = visitor.new_page()
        page.goto(path)
        folder = request.config.getoption("--pictures")
        if picture and folder:
            page.screenshot(path=folder / f"{picture}-{size}-{scheme}.png")
        return page

    yield open_page
    for each in visitors:
        each.close()
