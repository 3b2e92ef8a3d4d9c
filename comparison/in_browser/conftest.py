"""Fixtures of the tests in a browser: the served site, and its pages."""

import os
import random
from pathlib import Path

import pytest

from runner.static_server import serving
from shared_tests.browser.conftest import SIZES, chrome, heard, listen, said  # noqa: F401


def pytest_addoption(parser):
    parser.addoption("--site", type=Path, help="folder of the built site")
    parser.addoption("--pictures", type=Path, help="folder for a picture of every page")


def pytest_collection_modifyitems(items):
    """With SHARE=n, choose a random n-th of the tests; SAMPLE_SEED repeats the choice."""
    share = int(os.environ.get("SHARE") or 1)
    rng = random.Random(os.environ.get("SAMPLE_SEED"))  # noqa: S311
    items[:] = [item for item in items if not rng.randrange(share)]


@pytest.fixture(scope="session")
def url(request):
    """The URL of the served site."""
    with serving(request.config.getoption("--site")) as base_url:
        yield f"{base_url}/"


@pytest.fixture
def open_page(chrome, url, said, request):  # noqa: F811
    """Return a function that opens a page in a new context, and may take a screenshot."""
    contexts = []

    def open_page(path, size="desktop", scheme="light", picture="", **options):
        context = chrome.new_context(base_url=url, color_scheme=scheme, **SIZES[size], **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        listen(context, url.rstrip("/"), said)
        page = context.new_page()
        page.goto(path)
        folder = request.config.getoption("--pictures")
        if picture and folder:
            page.screenshot(path=folder / f"{picture}-{size}-{scheme}.png")
        return page

    yield open_page
    for each in contexts:
        each.close()
