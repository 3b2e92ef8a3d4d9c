"""If one of these tests fails, the set-up is wrong, not the application."""

import pytest

from shared_tests.support.factories import demo_user

pytestmark = pytest.mark.smoke


@pytest.mark.spec("HEALTH-1", "HEALTH-2")
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_target_is_alive_and_ready(browser, path):
    response = browser.get(path)
    assert response.status == 200
    assert response.response.json() == {"status": "ok"}


@pytest.mark.spec("SEED-1")
def test_demo_users_can_log_in_with_the_demo_password(browser, target):
    user = demo_user()
    page = browser.log_in(user["username"], target.demo_password)
    assert page.path == "/profile/"
    assert page.select_text("#username") == user["username"]


@pytest.mark.spec("SUPERUSER-1")
def test_the_superuser_can_log_in_with_the_admin_password(superuser):
    assert superuser.page.path == "/profile/"
    assert superuser.page.select_text("#username") == "admin"
