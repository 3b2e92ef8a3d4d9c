"""Fixtures of grants: a private user, and another user."""

from types import SimpleNamespace

import pytest

from shared_tests.support.admin_pages import sign_up
from shared_tests.support.grants_page import sign_up_private


@pytest.fixture
def granter(open_browser):
    """A private user: the browser and the username."""
    browser = open_browser()
    return SimpleNamespace(browser=browser, name=sign_up_private(browser, first_name="Private"))


@pytest.fixture
def grantee(open_browser):
    """Another user: the browser and the username."""
    browser = open_browser()
    return SimpleNamespace(browser=browser, name=sign_up(browser)["username"])
